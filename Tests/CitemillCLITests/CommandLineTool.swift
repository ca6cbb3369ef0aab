import CitemillTestSupport
import Foundation

/// The built command, run as a user would run it.
struct CommandLineTool {
  /// The result of a run.
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The folder of the built products, where the tests are too.
  static let products: URL = {
    var url = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    while url.path != "/" {
      url.deleteLastPathComponent()
      if FileManager.default.isExecutableFile(atPath: url.appendingPathComponent("citemill").path) { return url }
    }
    return url
  }()

  /// The folder of the package.
  static let package = Fixture.package

  /// Contains the folders of a test run until it ends.
  private static let root: URL = {
    atexit { try? FileManager.default.removeItem(at: CommandLineTool.root) }
    return FileManager.default.temporaryDirectory.appendingPathComponent("citemill-\(UUID().uuidString)")
  }()

  /// A new empty folder, which is removed when the tests end.
  static func temporaryFolder() throws -> URL {
    let url = root.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }

  /// Runs a line of shell with `citemill` on the PATH, in a folder.
  static func shell(_ line: String, in folder: URL = package) throws -> Result {
    let files = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: files) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = products.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    process.environment = environment
    let (out, err) = (files.appendingPathComponent("out"), files.appendingPathComponent("err"))
    _ = FileManager.default.createFile(atPath: out.path, contents: nil)
    _ = FileManager.default.createFile(atPath: err.path, contents: nil)
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: try Data(contentsOf: out), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: err), as: UTF8.self))
  }
}
