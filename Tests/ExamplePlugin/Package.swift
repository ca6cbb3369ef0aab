// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ReadingList",
  dependencies: [.package(name: "citemill", path: "../..", traits: [])],
  targets: [
    .target(name: "ReadingList", dependencies: [.product(name: "Citemill", package: "citemill")]),
    .testTarget(
      name: "ReadingListTests",
      dependencies: [
        "ReadingList", .product(name: "Citemill", package: "citemill"),
        .product(name: "CitemillTestSupport", package: "citemill"),
      ]),
  ]
)
