import Foundation
import Testing

/// `citemill help`, the pages of formats and transforms, and the answer to unknown words.
@Suite struct HelpTests {
  private static func shell(_ line: String) throws -> CommandLineTool.Result { try CommandLineTool.shell(line) }

  /// What `--json` lists: ids with the options of each.
  private struct Listed: Decodable {
    struct Option: Decodable {
      var name: String
      var values: [String]
      var `default`: String
    }
    var id: String
    var options: [Option]
  }

  private static func listed(_ command: String) throws -> [Listed] {
    try JSONDecoder().decode([Listed].self, from: Data(shell("citemill \(command) --json").output.utf8))
  }

  private static func commands() throws -> [String] {
    let lines = try shell("citemill help").output.split(separator: "\n").prefix { $0 != "More:" }
    return lines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.compactMap {
      $0.split(separator: " ").first.map { String($0) }
    }
  }

  @Test func everyPageFitsEightyColumns() throws {
    var pages = try Self.commands() + Self.listed("formats").map(\.id) + Self.listed("transforms").map(\.id)
    #expect(pages.count > 40 && pages.contains("convert"), "\(pages)")
    pages += ["exit-codes", ""]
    for page in pages {
      let result = try Self.shell("citemill help \(page)")
      let lines = result.output.split(separator: "\n")
      #expect(result.status == 0 && lines.count > 2, "\(page): \(result.errors)")
      #expect(lines.allSatisfy { $0.count <= 80 }, "\(page): \(lines.filter { $0.count > 80 })")
      #expect(!result.output.contains("…"), "\(page) is cut")
    }
  }

  /// An option that takes a value states its default.
  @Test func everyOptionHasADefaultOrSaysThatItHasNone() throws {
    for command in try Self.commands() {
      var options: [String] = []
      let lines = try Self.shell("citemill help \(command)").output.split(
        separator: "\n", omittingEmptySubsequences: false)
      for line in lines.drop(while: { $0 != "Options:" }).dropFirst().prefix(while: { !$0.isEmpty }) {
        if line.hasPrefix("  -") || line.hasPrefix("      --") {
          options.append(line.trimmingCharacters(in: .whitespaces))
        } else {
          options[options.count - 1] += " " + line.trimmingCharacters(in: .whitespaces)
        }
      }
      for option in options where option.wholeMatch(of: #/(-\w, )?--[a-z-]+ [^ ]*([A-Z]|\|)[^ ]* .*/#) != nil {
        #expect(option.hasSuffix(")") && option.contains(#/\((default: .+|required)\)$/#), "\(command): \(option)")
      }
      for option in options {
        #expect(option.contains(#/ [A-Z][a-z']+,? /#), "\(command) is not imperative: \(option)")
      }
    }
    for list in ["formats", "transforms"] {
      for entry in try Self.listed(list) {
        let page = try Self.shell("COLUMNS=400 citemill help \(entry.id)").output.split(separator: "\n")
        for option in entry.options {
          let line = page.first { $0.hasPrefix("  \(option.name)=") }
          let said = option.default.isEmpty ? "none" : option.default
          #expect(page.contains { $0.hasSuffix("(default: \(said))") } && line != nil, "\(entry.id):\(option.name)")
          // The stated default is a value that the option takes.
          if !option.default.isEmpty, !option.values.isEmpty, option.default != "0" {
            let given = "\(entry.id):\(option.name)=\(option.default)"
            let command = list == "formats" ? "-f ris -t \(given)" : "-f ris -t records --transform \(given)"
            let result = try Self.shell("citemill convert \(command) /dev/null")
            #expect(!result.errors.contains("[usage.bad-option-value]"), "\(given): \(result.errors)")
          }
        }
      }
    }
  }

  @Test func aNameShowsAllThatHasIt() throws {
    let dedupe = try Self.shell("citemill help dedupe").output
    #expect(dedupe.contains("Usage: citemill dedupe") && dedupe.contains("--transform dedupe:"), "\(dedupe)")
    for (one, other) in [
      ("formats ris", "help ris"), ("formats RIS", "help .ris"), ("transforms filter", "help FILTER"),
    ] {
      let page = try Self.shell("citemill \(one)")
      let same = try Self.shell("citemill \(other)").output
      #expect(page.status == 0 && page.output == same, "\(one)")
    }
    #expect(try Self.shell("citemill help exit-codes").output.contains("  65   nothing in the data is usable"))
    #expect(try Self.listed("formats ris csv").map(\.id) == ["ris", "csv"])
    #expect(try Self.listed("transforms sort").map(\.id) == ["sort"])
  }

  @Test func aFileAloneIsInspected() throws {
    let file = "Fixtures/RIS/journal-article.ris"
    let alone = try Self.shell("citemill \(file)")
    let inspected = try Self.shell("citemill inspect \(file)").output
    #expect(alone.output == inspected && alone.output.hasPrefix(file))
    #expect(try Self.shell("citemill \(file) --json").output.hasPrefix("[{"))
    #expect(try Self.shell("citemill missing.ris").errors.hasSuffix("there is no such file [source.missing]\n"))
    #expect(try Self.shell("citemill \(file) -t bibtex").errors.contains("citemill convert FILE -t FORMAT"))
  }

  @Test(arguments: [
    ("convert -t .xml x", "jats, crossref-xml"), ("convert -f scopus x", "Scopus exports ris, bibtex or csv"),
    ("convert x -o out.docx", "no format has the extension .docx; name the format with --to; pandoc makes"),
    ("convert x -o out.biib", "did you mean \"bib\"?"), ("convert x -o out", "name the format to write with --to"),
    ("convert -t word x", "pandoc makes documents"), ("check x", "citemill validate checks files"),
    ("deduplicate x", "did you mean \"dedupe\"?"), ("filter x", "it is a transform"), ("help scopus", "Scopus exports"),
    ("help tranforms", "did you mean \"transforms\"?"), ("convert Fixtures -t ris", "citemill batch Fixtures -t"),
    ("convert x -t zotero", "Zotero imports and exports ris"), ("convert x -t apa", "pandoc formats csl-json"),
    ("convert -i x -t ris", "an input is named without an option"), ("fmt x", "writes a file in one form"),
    ("formats rsi", "did you mean \"ris\"?"), ("convert x -t ris --transform Fliter:a", "did you mean \"filter\"?"),
  ])
  func otherWordsAreUnderstood(line: String, advice: String) throws {
    let result = try Self.shell("citemill \(line.replacing(#/\bx\b/#, with: "Fixtures/RIS/journal-article.ris"))")
    #expect(result.status == 64 && result.errors.contains(advice), "\(line): \(result.errors)")
  }

  @Test(arguments: ["RIS", "Ris", ".ris", ".BIB", "Pubmed"]) func formatsAreKnownInAnyCase(name: String) throws {
    let result = try Self.shell("citemill map \(name)")
    #expect(result.status == 0, "\(result.errors)")
  }

  /// The page of messages has each code with what it means.
  @Test func everyCodeIsDocumented() throws {
    let page = try String(
      contentsOf: CommandLineTool.package.appendingPathComponent("Docs/Messages.md"), encoding: .utf8)
    let sources = CommandLineTool.package.appendingPathComponent("Sources")
    let names = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
    var count = 0
    for name in names {
      let text = try String(contentsOf: sources.appendingPathComponent(name), encoding: .utf8)
      for part in text.split(separator: "extension Diagnostic.Code {").dropFirst() {
        for code in part.prefix(while: { $0 != "}" }).matches(of: #/Self\(\s*"([a-z0-9.-]+)"/#) {
          count += 1
          #expect(page.contains("\n| `\(code.1)` | "), "\(name): \(code.1)")
        }
      }
    }
    #expect(count > 200 && !page.contains(#/\| `[^`]+` \|  ?\|/#))
  }
}
