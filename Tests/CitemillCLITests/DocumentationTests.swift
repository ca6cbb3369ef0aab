import Foundation
import Testing

/// Runs every example of the documentation and compares its output with the page.
@Suite struct DocumentationTests {
  static let pages: [PageExamples] = {
    (["README.md", "CONTRIBUTING.md"] + names(in: "Docs")).compactMap { page in
      let url = CommandLineTool.package.appendingPathComponent(page)
      guard let data = try? Data(contentsOf: url) else { return nil }
      return PageExamples(page: page, text: String(decoding: data, as: UTF8.self))
    }
  }()

  private static func names(in folder: String) -> [String] {
    let root = CommandLineTool.package.appendingPathComponent(folder)
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
  }

  /// Git needs to know who commits, and the user's settings or a surrounding make must not change a result.
  private static let environment =
    "unset MAKELEVEL MAKEFLAGS; export LC_ALL=C.UTF-8 GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 "
    + "GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org"

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
  func thePictureOfARunIsCurrent() throws {
    let result = try CommandLineTool.shell(".ci/picture --check \"$(command -v citemill)\"")
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func thereAreExamples() {
    let examples = Self.pages.flatMap(\.examples)
    #expect(examples.contains { $0.page == "README.md" && $0.folder == nil })
    #expect(examples.contains { $0.page == "Docs/Recipes.md" && $0.folder != nil && $0.steps.count > 2 })
  }

  @Test func toolsAreThoseOfTheCheck() throws {
    let check = try String(
      contentsOf: CommandLineTool.package.appendingPathComponent("Tests/Checks/recipes.py"), encoding: .utf8)
    for page in Self.pages {
      for tool in page.tools {
        #expect(check.contains("    \"\(tool)\": "), "Tests/Checks/recipes.py does not know the tool \(tool)")
      }
    }
  }

  @Test(arguments: pages.flatMap(\.examples)) func printsWhatThePageSays(example: PageExamples.Example) throws {
    var folder = CommandLineTool.package
    if let original = example.folder {
      folder = try CommandLineTool.temporaryFolder().appendingPathComponent("copy")
      try FileManager.default.copyItem(at: CommandLineTool.package.appendingPathComponent(original), to: folder)
    }
    for step in example.steps {
      switch step {
      case .file(let path, let text):
        let file = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      case .command(let command, let output):
        let result = try CommandLineTool.shell("\(Self.environment); { \(command); } 2>&1", in: folder)
        #expect(result.output == output, "\(command)")
      }
    }
  }
}
