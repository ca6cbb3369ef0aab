import Foundation
import Testing

/// Runs every example of the documentation: blocks marked `console` hold commands behind `$ ` and what they print.
@Suite struct DocumentationTests {
  struct Example: CustomStringConvertible {
    var page: String
    var command: String
    var output: String
    var description: String { "\(page): \(command)" }
  }

  static let examples: [Example] = {
    (["README.md", "CONTRIBUTING.md"] + pages(in: "Docs")).flatMap(examples(in:))
  }()

  private static func pages(in folder: String) -> [String] {
    let root = CommandLineTool.package.appendingPathComponent(folder)
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
  }

  private static func examples(in page: String) -> [Example] {
    let url = CommandLineTool.package.appendingPathComponent(page)
    guard let data = try? Data(contentsOf: url) else { return [] }
    var examples: [Example] = []
    var isConsole = false
    for line in String(decoding: data, as: UTF8.self).components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        isConsole = line == "```console"
      } else if isConsole, line.hasPrefix("$ ") {
        examples.append(Example(page: page, command: String(line.dropFirst(2)), output: ""))
      } else if isConsole, !examples.isEmpty {
        examples[examples.count - 1].output += line + "\n"
      }
    }
    return examples
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
  func thePictureOfARunIsCurrent() throws {
    let result = try CommandLineTool.shell(".ci/picture --check \"$(command -v citemill)\"")
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func thereAreExamples() { #expect(Self.examples.contains { $0.page == "README.md" }) }

  @Test(arguments: examples) func printsWhatThePageSays(example: Example) throws {
    let result = try CommandLineTool.shell("{ \(example.command); } 2>&1")
    #expect(result.output == example.output)
  }
}
