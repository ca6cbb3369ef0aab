import CitemillTestSupport
import Foundation
import Testing

/// `citemill plan`, `diff`, `map` and `generate`, and what `convert` writes beside its output.
@Suite struct AnswersTests {
  private let one = #"{"id":"a","type":"book","title":"One","publisher":"Brook"}"#
  private let two = #"{"id":"b","type":"book","title":"Two"}"#

  /// Runs a line of shell in a new folder with the named files.
  private func run(_ line: String, _ files: [String: String] = [:]) throws -> (
    result: CommandLineTool.Result, folder: URL
  ) {
    let folder = try CommandLineTool.temporaryFolder()
    for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    return (try CommandLineTool.shell(line, in: folder), folder)
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  // MARK: - plan

  @Test func planTellsAndWritesNothing() throws {
    let (result, folder) = try run("citemill plan a.json -t listing:dialect=sciencegate", ["a.json": "[\(one)]"])
    #expect(result.status == 0)
    #expect(result.output.contains("publisher"))
    #expect(result.output.contains("1 record can be written as listing:dialect=sciencegate; 1 would lose something:"))
    #expect(try names(folder) == ["a.json"])
  }

  @Test func planIsStrictWhenAsked() throws {
    let files = ["a.json": "[\(one)]"]
    #expect(try run("citemill plan --strict a.json -t listing:dialect=sciencegate", files).result.status == 1)
    let whole = try run("citemill plan --strict a.json -t records", files).result
    #expect(whole.status == 0 && whole.output == "1 record can be written as records; nothing would be lost.\n")
  }

  // MARK: - convert

  /// An option that takes one value is given once; lists may be given several times.
  @Test func anOptionIsGivenOnce() throws {
    let files = ["a.json": "[\(one)]"]
    let twice = try run("citemill convert a.json -t ris --to=bibtex", files).result
    #expect(
      twice.status == 64 && twice.errors.contains("--to is given twice, as \"ris\" and \"bibtex\""), "\(twice.errors)")
    let list = try run("citemill convert a.json -t ris -q -q --transform sort:title --transform sort:key", files).result
    #expect(list.status == 0, "\(list.errors)")
  }

  @Test func losslessWritesEverythingOrNothing() throws {
    let files = ["a.json": "[\(one)]", "out.txt": "old"]
    let refused = try run("citemill convert a.json -t listing:dialect=sciencegate --lossless -o out.txt", files)
    #expect(refused.result.status == 65)
    #expect(refused.result.errors.contains("[convert.refused]"))
    #expect(try String(contentsOf: refused.folder.appendingPathComponent("out.txt"), encoding: .utf8) == "old")
    let silent = try run("citemill convert a.json -t listing:dialect=sciencegate --lossless", files).result
    #expect(silent.status == 65 && silent.output == "")
    let kept = try run("citemill convert a.json -t csl-json:layout=lines --lossless --verify", files).result
    #expect(kept.status == 0 && kept.output == one + "\n" && kept.errors == "")
  }

  @Test func losslessRefusesRejectedRecords() throws {
    let result = try run(
      "citemill convert a.jsonl -t csl-json:layout=lines --lossless", ["a.jsonl": "\(one)\n{\"id\":}\n"]
    ).result
    #expect(result.status == 65 && result.output == "")
  }

  @Test func theReportFitsItsSchema() throws {
    let schema = try JSONSchema("Docs/report.schema.json")
    let files = ["a.jsonl": "\(one)\n{\"id\":}\n\(two)\n", "b.txt": "nothing of ours\n"]
    for command in [
      "citemill convert a.jsonl missing.json b.txt -t listing:dialect=sciencegate -o out.txt --report report.json",
      "citemill convert a.jsonl b.txt -t listing:dialect=sciencegate -o out.txt --report report.json",
      "citemill convert a.jsonl -t records -o out.txt --report report.json",
      "citemill plan --json a.jsonl -t csl-json > report.json",
    ] {
      let (result, folder) = try run(command, files)
      guard let data = try? Data(contentsOf: folder.appendingPathComponent("report.json")) else {
        #expect(result.status == 66, "\(command): \(result.errors)")
        continue
      }
      let report = try JSONSerialization.jsonObject(with: data)
      #expect(schema.problem(in: report) == nil, "\(command)")
      #expect((report as? [String: Any])?["exitStatus"] as? Int == Int(result.status), "\(command)")
    }
  }

  @Test func theReportNamesEachLoss() throws {
    let (_, folder) = try run(
      "citemill convert a.json -t listing:dialect=sciencegate -o out.txt --report report.json",
      ["a.json": "[\(one),\(two)]"])
    let report = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appendingPathComponent("report.json")))
    let losses = try #require((report as? [String: Any])?["losses"] as? [String: Any])
    let fields = try #require(losses["fields"] as? [[String: Any]])
    let publisher = try #require(fields.first { $0["path"] as? String == "publisher" })
    #expect(publisher["count"] as? Int == 1)
    let examples = try #require(publisher["examples"] as? [[String: Any]])
    #expect(examples.first?["values"] as? [String] == ["Brook"])
    #expect((losses["records"] as? [[String: Any]])?.count == 2)
  }

  @Test func twoOutputsNeedTwoPlaces() throws {
    for options in ["-o x --report x", "--report -", "-o x --rejects x", "-o y --rejects x --report x"] {
      let result = try run("citemill convert a.json -t records \(options)", ["a.json": "[\(one)]"]).result
      #expect(result.status == 64 && result.errors.contains("[usage.same-file]"), "\(options)")
    }
  }

  // MARK: - Messages

  @Test func messagesComeAsJSONLines() throws {
    let result = try run(
      "citemill convert a.jsonl -t records --diagnostics json -o /dev/null", ["a.jsonl": "\(one)\n{\"id\":}\n"]
    ).result
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count == 2)
    let first = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
    #expect(first?["severity"] as? String == "error")
    #expect(first?["line"] as? Int == 2)
  }

  @Test func messagesComeAsAnnotations() throws {
    let result = try run(
      "citemill convert 'a,b.jsonl' -t records --diagnostics=github -o /dev/null", ["a,b.jsonl": "\(one)\n{\"id\":}\n"]
    ).result
    #expect(result.errors.hasPrefix("::error file=a%2Cb.jsonl,line=2,col="))
  }

  @Test(arguments: ["gzip", "bzip2", "xz"])
  func compressedFilesAreRead(program: String) throws {
    let line = "\(program) -k a.jsonl; citemill convert a.jsonl.* -t csl-json:layout=lines"
    let result = try run(line, ["a.jsonl": "\(one)\n"]).result
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\"id\":"))
  }

  @Test func compressedStreamsAreRefusedWithTheWayRound() throws {
    let result = try run("gzip a.json; citemill convert -t records <a.json.gz", ["a.json": "[\(one)]"]).result
    #expect(result.status == 65)
    #expect(result.errors.contains("gzip -dc FILE | citemill"))
  }

  @Test func aCutCompressedFileIsNamed() throws {
    let line = "gzip a.jsonl; head -c -9 a.jsonl.gz >b.jsonl.gz; citemill convert b.jsonl.gz -t records -o /dev/null"
    let result = try run(line, ["a.jsonl": String(repeating: "\(one)\n", count: 3)]).result
    #expect(result.status == 1 || result.status == 65)
    #expect(result.errors.contains("damaged or cut off"))
  }

  @Test func whatExpandsTooFarIsNotReadToItsEnd() throws {
    let line = "head -c 20000000 /dev/zero | tr '\\0' ' ' | gzip >a.ris.gz; citemill convert a.ris.gz -f ris -t records"
    let result = try run(line, [:]).result
    #expect(result.status == 65)
    #expect(result.errors.contains("more than 10 MiB"))
  }

  @Test func wrongWordsGetASuggestion() throws {
    for (line, suggestion) in [
      ("citemill convret a", "\"convert\""), ("citemill convert --verbos a", "--verbose"),
      ("citemill convert a.json -t csl-jsn", "\"csl-json\""), ("citemill help pln", "\"plan\""),
      ("citemill convert a.json -t csl-json:layuot=lines", "\"layout\""),
      ("citemill diff a.json a.json --ignore titels", "\"titles\""),
    ] {
      let result = try run(line, ["a.json": "[\(one)]"]).result
      #expect(result.status == 64 && result.errors.contains("did you mean \(suggestion)?"), "\(line): \(result.errors)")
    }
  }

  /// What a command cannot obey is refused, rather than ignored or begun.
  @Test(arguments: [
    ("convert --lines", "--transform dedupe"), ("convert --lines", "--rejects x"), ("convert --lines", "--report x"),
    ("convert --lines", "--limit 1"), ("convert --lines", "--jobs 2"), ("convert --lines", "--strict"),
    ("convert --lines", "--lossless"), ("convert --lines", "--verify"), ("convert --lines", "--plugin-dir ."),
    ("convert --lines", "--plugin-timeout 9"), ("convert --lines", "--diagnostics text"),
    ("convert --lines", "--diagnostics github"), ("convert", "--exit-on-reject"), ("convert", "--max-line 9"),
    ("batch --merge x", "--split"), ("batch --merge x", "--force"), ("batch --merge x", "--resume"),
    ("batch --merge x", "--check stat"), ("batch --merge x", "--wait"), ("batch --merge x", "--shard 0/1"),
    ("batch --merge x", "--prune"), ("batch --merge x", "--out y"), ("help convert", "batch"),
  ])
  func whatIsNotHeededIsRefused(command: String, option: String) throws {
    let formats = command.hasPrefix("help") ? "" : "-f csl-json -t records a.json"
    let (result, folder) = try run("citemill \(command) \(formats) \(option)", ["a.json": one])
    let name = option.prefix { $0 != " " }
    #expect(result.status == 64 && result.output == "", "\(result.errors)")
    #expect(result.errors.contains(name) || command.hasPrefix("help"), "\(result.errors)")
    #expect(try names(folder) == ["a.json"])
  }

  @Test func inspectIsQuietInJSONToo() throws {
    let files = ["a.bib": "@wibble{a, title = {One}}\n"]
    let told = try run("citemill inspect --json a.bib", files).result
    let quiet = try run("citemill inspect --json --quiet a.bib", files).result
    #expect(told.output.contains("\"severity\":\"note\"") && quiet.output.contains("\"messages\":[]"))
  }

  @Test func messagesHaveNoLineZero() throws {
    let result = try run("citemill convert missing.json -t records --diagnostics json").result
    let message = try JSONSerialization.jsonObject(with: Data(result.errors.utf8)) as? [String: Any]
    #expect(message?["code"] as? String == "source.missing" && message?["line"] == nil)
  }

  @Test(arguments: ["--frmo x", "-t nonsense", "--limit many -t records", "--diagnostics=json"])
  func wrongUseIsSaidInTheFormAskedFor(options: String) throws {
    let result = try run("citemill convert a.json \(options) --diagnostics json", ["a.json": "[\(one)]"]).result
    let message = try JSONSerialization.jsonObject(with: Data(result.errors.utf8)) as? [String: Any]
    #expect(result.status == 64 && (message?["code"] as? String)?.hasPrefix("usage.") == true, "\(result.errors)")
  }

  @Test func shortSwitchesMayStandTogether() throws {
    let result = try run("citemill convert -qv a.json -t records -o /dev/null", ["a.json": "[\(one)]"]).result
    #expect(result.status == 0 && result.errors.hasSuffix("[summary]\n"))
    #expect(try run("citemill convert -qx a.json -t records").result.status == 64)
    let empty = try run("citemill convert '' -t records").result
    #expect(empty.status == 64 && empty.errors.contains("\"\""))
  }

  // MARK: - Text in no record

  @Test func skippedTextCounts() throws {
    let files = ["a.txt": "Results of today\n\nTitle: Weirs\nYear: 2019\n"]
    let quiet = try run("citemill convert -q a.txt -t records -o out", files).result
    #expect(quiet.status == 0 && quiet.errors.hasSuffix("[skip.summary]\n"))
    #expect(try run("citemill convert a.txt -t records -o out --strict", files).result.status == 1)
    let lossless = try run("citemill convert a.txt -t records --lossless", files).result
    #expect(lossless.status == 65 && lossless.output == "")
    let plan = try run("citemill plan a.txt -t records", files).result
    #expect(plan.output == "1 record can be written as records; nothing would be lost in writing.\n")
    let table = ["a.csv": "My list\nid,title\na,Weirs\n"]
    #expect(try run("citemill convert a.csv -t records --lossless", table).result.status == 65)
  }

  // MARK: - Nothing usable

  @Test(arguments: ["empty.json", "empty.csv", "empty.txt", "binary.json", "binary", "one.json", "mixed.json"])
  func inspectEndsAsConvertWould(file: String) throws {
    let files = [
      "empty.json": "", "empty.csv": "", "empty.txt": "", "binary.json": "\u{1}\u{2}\u{0}", "binary": "\u{1}\u{2}\u{0}",
      "one.json": "[\(one)]", "mixed.json": "[\(one),{\"id\":}]",
    ]
    let converted = try run("citemill convert \(file) -t csl-json", files).result
    #expect(try run("citemill inspect \(file)", files).result.status == converted.status)
    #expect(converted.status != 65 || converted.output == "", "\(converted.output)")
  }

  // MARK: - diff

  @Test func equalLibrariesAreAlikeWhateverTheirFormats() throws {
    let (result, _) = try run(
      "citemill convert a.json -t listing -o a.txt && citemill diff a.json a.txt", ["a.json": "[\(one),\(two)]"])
    #expect(result.status == 0)
    #expect(result.output == "2 records alike, 0 changed, 0 only in a.json, 0 only in a.txt\n")
  }

  @Test func differencesAreToldFieldByField() throws {
    let changed = one.replacingOccurrences(of: "Brook", with: "Weir")
    let files = ["a.json": "[\(one),\(two)]", "b.jsonl": changed + "\n"]
    let result = try run("citemill diff a.json b.jsonl", files).result
    #expect(result.status == 1)
    #expect(
      result.output == """
        changed: a "One" (a.json:1, b.jsonl:1)
          publisher
            - Brook
            + Weir
        only in a.json: b "Two" (a.json:1)
        0 records alike, 1 changed, 1 only in a.json, 0 only in b.jsonl

        """)
    let ignoring = try run("citemill diff --ignore publisher --limit 1 a.json b.jsonl", files).result
    #expect(ignoring.status == 64, "there is no --limit")
    let json = try run("citemill diff --json a.json b.jsonl", files).result.output
    let answer = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect((answer?["changed"] as? [Any])?.count == 1)
    #expect((answer?["onlyFirst"] as? [Any])?.count == 1)
  }

  @Test func aFileIsLikeItsConversion() throws {
    let text = "[1] Berg A. Mills. J Water 2021;3(2):1-9.\n[2] Eze N. Weirs. J Water 2020;3(1):1-9.\n"
    let files = ["a.txt": text, "b.csv": "title,year\nWeirs,2020\nMills,2021\n"]
    for (file, format) in [("a.txt", "csl-json"), ("a.txt", "records"), ("b.csv", "csl-json"), ("b.csv", "listing")] {
      let result = try run("citemill convert -q \(file) -t \(format) -o out && citemill diff \(file) out", files).result
      #expect(result.output.hasPrefix("2 records alike, 0 changed, 0 only in"), "\(file) \(format): \(result.output)")
    }
    let keyed = try run(
      "citemill diff a.json b.json",
      ["a.json": "[\(one)]", "b.json": "[\(one)]".replacingOccurrences(of: "\"a\"", with: "\"x\"")])
    #expect(keyed.result.output.hasPrefix("changed: a \"One\""))
  }

  // MARK: - map, generate

  @Test func readOnlyNamesTakeNothing() throws {
    let result = try run("citemill map csl-json csv").result
    #expect(!result.output.contains("first-page") && !result.output.contains("year,"))
  }

  @Test func answersFitTheColumnsThatThereAre() throws {
    let long = String(repeating: "k", count: 200)
    let record = #"{"id":"\#(long)","type":"book","title":"T","publisher":"P","\#(long)":1}"#
    for columns in [40, 80, 100] {
      let line = "COLUMNS=\(columns) citemill plan a.json -t listing:dialect=sciencegate"
      let lines = try run(line, ["a.json": "[\(record)]"]).result.output.split(separator: "\n").dropFirst()
      #expect(lines.allSatisfy { $0.count <= columns }, "\(columns): \(lines)")
      #expect(lines.contains { $0.contains("…") })
    }
  }

  @Test func mapsTellNamesAndGaps() throws {
    let one = try run("citemill map csl-json").result
    #expect(one.status == 0 && one.output.contains("container-title-short"))
    let two = try run("citemill map --json records csl-json").result
    let answer = try JSONSerialization.jsonObject(with: Data(two.output.utf8)) as? [String: Any]
    #expect((answer?["lost"] as? [String])?.contains("funding") == true)
    #expect(try run("citemill map").result.status == 64)
    #expect(try run("citemill map csl-json listing:dialect=references").result.status == 0)
  }

  @Test func answersFitAnOrdinaryTerminal() throws {
    for line in ["citemill help", "citemill help convert", "citemill map csl-json records", "citemill formats"] {
      let wide = try run(line).result.output.split(separator: "\n").filter { $0.count > 80 }
      #expect(wide.allSatisfy { $0.contains("citemill ") }, "\(line): \(wide)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreScripts(shell: String) throws {
    let result = try run("citemill generate \(shell) > script && if command -v \(shell); then \(shell) -n script; fi")
    #expect(result.result.status == 0 && result.result.errors == "", "\(result.result.errors)")
    let script = try String(contentsOf: result.folder.appendingPathComponent("script"), encoding: .utf8)
    for word in ["convert", "diff", "lossless", "csl-json"] { #expect(script.contains(word)) }
  }

  @Test func bashCompletes() throws {
    let complete = """
      citemill generate bash > script; bash -c '. ./script
      COMP_WORDS=(citemill convert --to cs); COMP_CWORD=3; _citemill; echo "${COMPREPLY[@]}"
      COMP_WORDS=(citemill convert --los); COMP_CWORD=2; _citemill; echo "${COMPREPLY[@]}"
      COMP_WORDS=(citemill pl); COMP_CWORD=1; _citemill; echo "${COMPREPLY[@]}"'
      """
    let result = try run(complete).result
    #expect(result.output.hasPrefix("csl-json"))
    #expect(result.output.hasSuffix("--lossless\nplan\n"))
  }

  @Test func theManualNamesEverything() throws {
    let result = try run("citemill generate man").result
    for word in [".TH CITEMILL 1", "\\-\\-lossless", "EXIT STATUS", "csl\\-json"] {
      #expect(result.output.contains(word))
    }
  }
}
