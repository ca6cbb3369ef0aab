// swift-tools-version: 6.2
import PackageDescription

// A package of its own: inside the main one, a target without `main` would break every build.
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "citemill", path: "../..")],
  targets: [
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        .product(name: "Citemill", package: "citemill"), .product(name: "CitemillTestSupport", package: "citemill"),
      ],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
  ]
)
