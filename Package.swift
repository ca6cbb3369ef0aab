// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),  // every unsafe construct is marked, and stays in three folders
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let xmlOnly: TargetDependencyCondition? = .when(traits: ["XML"])

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The umbrella and what it hands on: a target that is not told of a module it uses is not built anew when that changes.
let everything: [Target.Dependency] = [
  "Citemill", "CitemillCore", "CitemillText", "CitemillJSON", "CitemillTable", "CitemillPipeline",
  .target(name: "CitemillXML", condition: xmlOnly),
]

func command(_ name: String) -> Target {
  .executableTarget(name: name, dependencies: everything, swiftSettings: settings)
}

/// Tests of a module: they depend on what they test, and not on each family that the umbrella hands on.
func tests(_ name: String, of dependencies: [Target.Dependency], data: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["CitemillTestSupport"], exclude: data, swiftSettings: settings)
}

let package = Package(
  name: "citemill",
  products: [
    .library(name: "Citemill", targets: ["Citemill"]),
    .library(name: "CitemillCore", targets: ["CitemillCore"]),
    .library(name: "CitemillText", targets: ["CitemillText"]),
    .library(name: "CitemillJSON", targets: ["CitemillJSON"]),
    .library(name: "CitemillTable", targets: ["CitemillTable"]),
    .library(name: "CitemillXML", targets: ["CitemillXML"]),
    .library(name: "CitemillPipeline", targets: ["CitemillPipeline"]),
    .library(name: "CitemillTestSupport", targets: ["CitemillTestSupport"]),
    .executable(name: "citemill", targets: ["CitemillCLI"]),
    .executable(name: "citemill-bench", targets: ["CitemillBench"]),
    .executable(name: "citemill-docs", targets: ["CitemillDocs"]),
  ],
  traits: [
    .trait(name: "XML", description: "Formats read through the system's libxml2."),
    .default(enabledTraits: ["XML"]),
  ],
  targets: [
    // Core, then the families of formats, each knowing the core alone.
    module("CitemillCore"),
    module("CitemillText", ["CitemillCore"]),
    module("CitemillJSON", ["CitemillCore"]),
    module("CitemillTable", ["CitemillCore"]),
    .target(name: "CLibXML2"),  // loads libxml2 at run time
    module(
      "CitemillXML", ["CitemillCore", .target(name: "CLibXML2", condition: xmlOnly)]),

    // What joins them: the pipeline is handed its formats, the umbrella names them.
    module("CitemillPipeline", ["CitemillCore"]),
    module("Citemill", Array(everything.dropFirst())),

    // Commands.
    command("CitemillCLI"),
    command("CitemillBench"),
    command("CitemillDocs"),

    // Tests.
    .target(
      name: "CitemillTestSupport", dependencies: ["Citemill", "CitemillCore", "CitemillJSON", "CitemillPipeline"],
      path: "Tests/CitemillTestSupport", swiftSettings: settings),
    tests("CitemillCoreTests", of: ["CitemillCore"]),
    tests("CitemillTextTests", of: ["Citemill", "CitemillCore", "CitemillText"]),
    tests("CitemillJSONTests", of: ["Citemill", "CitemillCore", "CitemillJSON"]),
    tests("CitemillTableTests", of: ["Citemill", "CitemillCore", "CitemillTable"]),
    tests(
      "CitemillXMLTests", of: ["Citemill", "CitemillCore", .target(name: "CitemillXML", condition: xmlOnly)],
      data: ["Places"]),
    tests("CitemillPipelineTests", of: ["Citemill", "CitemillCore", "CitemillJSON", "CitemillPipeline"]),
    tests("CitemillTests", of: everything),
    tests("CitemillCLITests", of: ["CitemillCLI"]),
  ],
  swiftLanguageModes: [.v6]
)
