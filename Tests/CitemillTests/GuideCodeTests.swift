import CitemillTestSupport
import Foundation
import Testing

/// Every block of Swift in the pages is, line for line, in a file that is compiled and run by a test.
@Suite struct GuideCodeTests {
  /// A block of a page, without its imports, white space at the ends of lines and empty lines.
  struct Block: CustomStringConvertible {
    var page: String
    var line: Int
    var imports: [String]
    var lines: [String]
    var description: String { "\(page):\(line)" }
  }

  /// The files that may contain the code of the pages.
  static let files = [
    "Tests/CitemillTests/ReadmeExample.swift", "Tests/CitemillTests/GuideExamples.swift",
    "Tests/ExamplePlugin/Package.swift", "Tests/ExamplePlugin/Sources/ReadingList/ReadingList.swift",
    "Tests/ExamplePlugin/Tests/ReadingListTests/ReadingListTests.swift",
  ]

  static let blocks: [Block] = {
    let root = Fixture.package
    let article = "Sources/Citemill/Citemill.docc"
    let pages = ["README.md", "CONTRIBUTING.md"] + names(in: "Docs") + names(in: article)
    return pages.flatMap { page -> [Block] in
      guard let text = try? String(contentsOf: root.appendingPathComponent(page), encoding: .utf8) else { return [] }
      var blocks: [Block] = []
      var open: Block?
      for (index, line) in text.components(separatedBy: "\n").enumerated() {
        if line.hasPrefix("```") {
          if let block = open { blocks.append(block) }
          open = open == nil && line == "```swift" ? Block(page: page, line: index + 1, imports: [], lines: []) : nil
        } else if line.hasPrefix("import ") || line.hasPrefix("public import ") {
          open?.imports.append(line)
        } else if !line.trimmingCharacters(in: .whitespaces).isEmpty {
          open?.lines.append(line.trimmingCharacters(in: .whitespaces))
        }
      }
      return blocks
    }
  }()

  private static func names(in folder: String) -> [String] {
    let root = Fixture.package.appendingPathComponent(folder)
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
  }

  /// The lines of a file that are not empty, without white space at their ends.
  private static func lines(of file: String) throws -> [String] {
    try String(contentsOf: Fixture.package.appendingPathComponent(file), encoding: .utf8)
      .components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  @Test func thereAreBlocks() {
    #expect(Self.blocks.contains { $0.page == "README.md" && $0.lines.count > 5 })
  }

  @Test(arguments: blocks) func standsInATest(block: Block) throws {
    let holder = try Self.files.map(Self.lines(of:)).first { file in
      block.imports.allSatisfy(file.contains)
        && file.indices.contains { file[$0...].starts(with: block.lines) }
    }
    #expect(holder != nil, "\(block): no test has these lines:\n\(block.lines.joined(separator: "\n"))")
  }
}
