import Foundation
import Testing

/// `citemill convert` as a process: what it writes, reports and returns.
@Suite struct ConvertTests {
  private let one = #"{"id":"a","type":"book","title":"One"}"#
  private let two = #"{"id":"b","type":"book","title":"Two"}"#

  /// A folder with the named files in it.
  private func folder(_ files: [String: String]) throws -> URL {
    let url = try CommandLineTool.temporaryFolder()
    for (name, text) in files { try Data(text.utf8).write(to: url.appendingPathComponent(name)) }
    return url
  }

  private func text(_ folder: URL, _ name: String) -> String? {
    (try? Data(contentsOf: folder.appendingPathComponent(name))).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func joinsSeveralInputs() throws {
    let folder = try folder(["a.json": "[\(one)]", "b.jsonl": two + "\n"])
    let result = try CommandLineTool.shell("citemill convert a.json b.jsonl -t csl-json:layout=lines", in: folder)
    #expect(result.status == 0)
    #expect(result.output == one + "\n" + two + "\n")
    #expect(result.errors == "")
  }

  /// A deposit holds one kind of work, and no part of one that does not is seen.
  @Test(arguments: [
    ("convert mix.ris -t crossref-deposit:%", 65), ("convert mix.ris -t crossref-deposit:% -o out.xml", 65),
    ("plan mix.ris -t crossref-deposit:%", 65), ("batch mix.ris -t crossref-deposit:% -o out", 65),
    ("batch mix.ris -t crossref-deposit:% --merge out.xml", 65),
  ])
  func severalKindsAreNoDeposit(words: String, status: Int32) throws {
    let folder = try folder(["mix.ris": Self.twoKinds])
    let command = words.replacingOccurrences(of: "%", with: "resource=https://mill.example/{doi}")
    let result = try CommandLineTool.shell("citemill \(command)", in: folder)
    #expect(result.status == status, "\(result.errors)")
    #expect(!result.output.contains("<doi_batch"))
    #expect(
      result.errors.contains(
        "write each separately, with crossref-xml:kind=journal and crossref-xml:kind=book [write.mixed-kinds]"),
      "\(result.errors)")
    #expect(text(folder, "out.xml") == nil && text(folder, "out/mix.xml") == nil)
  }

  /// Where one kind is asked for, the others are left out, which is no error.
  @Test func aKindThatIsNotAskedForIsLeftOut() throws {
    let folder = try folder(["mix.ris": Self.twoKinds])
    let options = "crossref-deposit:kind=journal,resource=https://mill.example/{doi}"
    let result = try CommandLineTool.shell("citemill convert -v mix.ris -t '\(options)'", in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("10.5555/weirs") && !result.output.contains("10.5555/mills"))
    #expect(result.errors.contains("mix.ris:8: note: it does not belong in a deposit of articles"), "\(result.errors)")
    #expect(result.errors.contains("1 record: mix.ris -> <stdout>, 1 filtered out"), "\(result.errors)")
    let lacking = try CommandLineTool.shell("citemill convert mix.ris -t crossref-deposit:kind=journal", in: folder)
    #expect(lacking.status == 1, "an article without an address is an error as before")
  }

  /// A deposit without a record is not valid, so none is written.
  @Test(arguments: [
    "convert mix.ris -t crossref-deposit:kind=standard -o out.xml", "convert mix.ris -t crossref-deposit:kind=standard",
    "convert empty.ris -f ris -t crossref-deposit -o out.xml", "plan mix.ris -t crossref-deposit:kind=standard",
    "batch mix.ris -t crossref-deposit:kind=standard --merge out.xml",
    "batch mix.ris -t crossref-deposit:kind=standard -o out",
  ])
  func noRecordIsNoDeposit(command: String) throws {
    let folder = try folder(["mix.ris": Self.twoKinds, "empty.ris": ""])
    let result = try CommandLineTool.shell("citemill \(command)", in: folder)
    #expect(result.status == 65, "\(result.errors)")
    #expect(result.errors.contains("Crossref XML has no document without one"), "\(result.errors)")
    #expect(!result.output.contains("<doi_batch"))
    #expect(text(folder, "out.xml") == nil && text(folder, "out/mix.xml") == nil)
  }

  /// Keys that the output does not have need not differ.
  @Test func keysThatAreNotWrittenNeedNotDiffer() throws {
    let folder = try folder(["two.ris": "TY  - JOUR\nID  - a\nTI  - A\nER  - \nTY  - JOUR\nID  - a\nTI  - B\nER  - \n"])
    func errors(_ format: String) throws -> String {
      try CommandLineTool.shell("citemill convert two.ris -t \(format)", in: folder).errors
    }
    #expect(try errors("csl-json").contains("[keys.repeated]"))
    #expect(try !errors("jats").contains("[keys.repeated]"))
  }

  /// A deposit should name a DOI once; both records are named, also where they are in different files and blocks.
  @Test func aDOIThatComesTwiceInADepositIsReported() throws {
    func article(_ number: Int, _ doi: String) -> String {
      "TY  - JOUR\nTI  - Weirs \(number)\nT2  - Journal of Mills\nPY  - 2021\nDO  - \(doi)\nER  -\n\n"
    }
    let many = (1...12_000).map { article($0, "10.5555/\($0)") }.joined() + article(0, "10.5555/7")
    let folder = try folder([
      "a.ris": article(1, "10.5555/A"), "b.ris": article(2, "10.5555/b") + article(3, "10.5555/a"), "many.ris": many,
    ])
    let target = "-t 'crossref-deposit:resource=https://mill.example/{doi}' -o out.xml"
    let result = try CommandLineTool.shell("citemill convert a.ris b.ris \(target)", in: folder)
    #expect(result.status == 0)
    let said =
      #"b.ris:8: warning: identifiers.DOI: "10.5555/a" is that of the record at a.ris:1 too, and the output should name it "#
      + "once [write.duplicate-identifier]"
    #expect(result.errors.contains(said), "\(result.errors)")
    for jobs in [1, 4] {
      let result = try CommandLineTool.shell("citemill convert many.ris --jobs \(jobs) \(target)", in: folder)
      let found = result.errors.split(separator: "\n").filter { $0.contains("[write.duplicate-identifier]") }
      #expect(
        found.count == 1 && found[0].hasPrefix("many.ris:84001: warning")
          && found[0].contains("the record at many.ris:43 too"), "\(result.errors)")
    }
  }

  private static let twoKinds = """
    TY  - JOUR
    TI  - Weirs
    T2  - Journal of Mills
    PY  - 2021
    DO  - 10.5555/weirs
    ER  -

    TY  - BOOK
    TI  - Mills
    PB  - Brook Press
    PY  - 2021
    DO  - 10.5555/mills
    ER  -

    """

  @Test func readsStandardInput() throws {
    let result = try CommandLineTool.shell("printf '%s' '\(one)' | citemill convert -t csl-json:layout=lines")
    #expect(result.output == one + "\n")
  }

  @Test func keepsNeighboursOfDamagedRecords() throws {
    let folder = try folder(["a.jsonl": "\(one)\n{\"id\":\"x\",\"title\":}\n\(two)\n"])
    let result = try CommandLineTool.shell(
      "citemill convert a.jsonl -t csl-json:layout=lines --rejects bad.jsonl -o all.jsonl", in: folder)
    #expect(result.status == 1)
    #expect(text(folder, "all.jsonl") == one + "\n" + two + "\n")
    #expect(text(folder, "bad.jsonl") == "{\"id\":\"x\",\"title\":}\n")
    #expect(result.errors.contains("a.jsonl:2:"))
    #expect(result.errors.contains("[json.syntax-"))
  }

  /// Notes that are not shown do not use up the space for errors.
  @Test func everyErrorIsNamedWhateverElseIsSaid() throws {
    let noisy = (0..<150).map { #"{"id":"n\#($0)","title":"T","DOI":"n/a","URL":"none"}"# }
    let damaged = (0..<150).map { #"{"id":"d\#($0)","title":}"# }
    let folder = try folder(["a.jsonl": (noisy + damaged).joined(separator: "\n") + "\n"])
    let result = try CommandLineTool.shell(
      "citemill convert -q a.jsonl -t records -o /dev/null --report r.json", in: folder)
    #expect(result.errors.split(separator: "\n").count { $0.contains("[json.syntax-") } == 150)
    #expect(!result.errors.contains("[diagnostics.capped]"))
    let report = try #require(text(folder, "r.json"))
    #expect(report.components(separatedBy: "\"json.syntax-").count == 151)
    #expect(report.contains("\"diagnosticsLeftOut\":200"))
  }

  @Test func rejectedRowsKeepTheirHeader() throws {
    let folder = try folder([
      "a.csv": "id,title,author\na,Weirs,Eze\nb,\"Mills\"x\",Berg\nc,\"Locks\nd,Sluices,Eze\n"
    ])
    let result = try CommandLineTool.shell(
      "citemill convert a.csv -t csv:columns=id+title+author --rejects bad.csv -o good.csv", in: folder)
    #expect(result.status == 1)
    #expect(text(folder, "bad.csv") == "id,title,author\nc,\"Locks\n")
    let again = try CommandLineTool.shell(
      "sed 's/Locks/Locks\",Berg/' bad.csv | citemill convert -f csv -t csv:columns=id+title+author", in: folder)
    #expect(again.status == 0 && again.output == "id,title,author\nc,Locks,Berg\n")
  }

  @Test func writesOverItsOwnInput() throws {
    let folder = try folder(["a.json": "[\(one),\(two)]"])
    let result = try CommandLineTool.shell("citemill convert a.json -t csl-json:layout=lines -o a.json", in: folder)
    #expect(result.status == 0)
    #expect(text(folder, "a.json") == one + "\n" + two + "\n")
  }

  @Test func writesThroughALink() throws {
    let folder = try folder(["a.json": "[\(one)]", "real.jsonl": "old"])
    let result = try CommandLineTool.shell(
      "ln -s real.jsonl link.jsonl && citemill convert a.json -o link.jsonl && test -L link.jsonl", in: folder)
    #expect(result.status == 0)
    #expect(text(folder, "real.jsonl")?.contains("One") == true)
  }

  @Test func writesOnWhatIsOpen() throws {
    let folder = try folder(["a.jsonl": "\(one)\n{\"id\":}\n"])
    let result = try CommandLineTool.shell(
      "{ echo first; citemill convert a.jsonl -t csl-json:layout=lines --rejects /dev/stdout; echo last; } > got; cat got",
      in: folder)
    #expect(result.output == "first\n\(one)\n{\"id\":}\nlast\n")
  }

  @Test func writesToAFIFO() throws {
    let folder = try folder(["a.json": "[\(one)]"])
    let result = try CommandLineTool.shell(
      "mkfifo pipe; cat pipe > got & citemill convert a.json -t csl-json:layout=lines -o pipe; wait; cat got",
      in: folder)
    #expect(result.output == one + "\n")
  }

  @Test func leavesAnOldOutputWhenNothingIsUsable() throws {
    let folder = try folder(["a.json": "<html></html>", "out.json": "old"])
    let result = try CommandLineTool.shell("citemill convert -f csl-json a.json -o out.json", in: folder)
    #expect(result.status == 65)
    #expect(text(folder, "out.json") == "old")
    #expect(!result.errors.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test func takesAnEmptyListForFine() throws {
    let result = try CommandLineTool.shell("printf '[]' | citemill convert -f csl-json -t records")
    #expect(result.status == 0 && result.output == "" && result.errors == "")
  }

  @Test(arguments: [
    ("citemill convert missing.json -t csl-json", 66, "source.missing"),
    ("citemill convert . -t csl-json", 64, "usage.folder"),
    ("citemill convert -t nonsense /dev/null", 64, "usage.unknown-format"),
    ("citemill convert -t csl-json:layout=round /dev/null", 64, "usage.bad-option-value"),
    ("citemill convert -t csl-json:colour=red /dev/null", 64, "usage.unknown-option"),
    ("citemill convert --limit many -t records /dev/null", 64, "usage.bad-value"),
    ("citemill convert /dev/null", 64, "usage.missing-value"),
    ("citemill convert --frmo x /dev/null", 64, "usage.unknown-argument"),
    ("citemill convert -t records -o same --rejects same /dev/null", 64, "usage.same-file"),
    ("citemill convret", 64, "usage.unknown-command"),
    (#"citemill convert "$(printf 'a\351.ris')" -t records"#, 66, "usage.not-utf8"),
    (#"citemill convert /dev/null -t records --output="$(printf '\200')""#, 66, "usage.not-utf8"),
    ("citemill convert \u{FFFD}\u{F8FF}.ris -t records", 66, "source.missing"),
    ("printf '[]' | citemill convert -f csl-json -t records -o /nowhere/x", 73, "output.system"),
    ("printf '[]' | citemill convert -f csl-json -t records -o .", 73, "output.system"),
  ])
  func saysWhatIsWrong(line: String, status: Int32, code: String) throws {
    let result = try CommandLineTool.shell(line)
    #expect(result.status == status)
    #expect(result.errors.hasSuffix("[\(code)]\n"))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func tellsAFullDisk() throws {
    let result = try CommandLineTool.shell("printf '%s' '\(one)' | citemill convert -f csl-json -t records > /dev/full")
    #expect(result.status == 74)
    #expect(result.errors.hasSuffix("[output.system]\n"))
  }

  @Test func endsQuietlyWhenNobodyReads() throws {
    let line =
      "(i=0; while [ $i -lt 20000 ]; do printf '%s\\n' '\(one)'; i=$((i+1)); done) > many.jsonl; "
      + "(citemill convert -q many.jsonl -t csl-json:layout=lines; echo $? > status) | head -1 > /dev/null; cat status"
    let folder = try folder([:])
    let result = try CommandLineTool.shell(line, in: folder)
    #expect(result.output == "141\n")
    #expect(!result.errors.contains("cannot write"))
  }

  @Test func stopsAtTheLimit() throws {
    let result = try CommandLineTool.shell(
      "printf '%s\\n' '\(one)' '\(two)' | citemill convert --limit 1 -t csl-json:layout=lines")
    #expect(result.output == one + "\n" && result.status == 0)
  }

  @Test func makesRepeatedKeysDifferent() throws {
    let result = try CommandLineTool.shell(
      "printf '%s\\n' '\(one)' '\(one)' | citemill convert -t csl-json:layout=lines")
    #expect(result.output.contains(#""id":"a-2""#))
    #expect(result.errors.contains("[keys.repeated]"))
    #expect(result.status == 0)
  }

  @Test func saysLossesAlwaysAndCountsThemWhenStrict() throws {
    let json = #"[{"id":"a","type":"book","title":"One","publisher":"P"}]"#
    let line = "printf '%s' '\(json)' | citemill convert -q -f csl-json -t listing:dialect=sciencegate"
    let lax = try CommandLineTool.shell(line)
    let strict = try CommandLineTool.shell(line + " --strict")
    #expect(lax.status == 0 && strict.status == 1)
    #expect(lax.errors.contains("publisher (1)"))
    #expect(lax.errors.hasSuffix("[loss.summary]\n"))
  }

  @Test func helpsAtEightyColumns() throws {
    for line in ["citemill help", "citemill help convert", "citemill inspect --help", "citemill formats"] {
      let result = try CommandLineTool.shell(line)
      #expect(result.status == 0)
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 90 })
    }
  }

  // MARK: - Outputs

  @Test(arguments: [
    "--rejects a.json", "--report a.json", "--rejects ./a.json", "--report link.json", "--report hard.json",
  ])
  func noOutputButTheFirstReplacesAnInput(options: String) throws {
    let folder = try folder(["a.json": "[\(one)]"])
    let line = "ln -s a.json link.json; ln a.json hard.json; citemill convert a.json -t records -o out \(options)"
    let result = try CommandLineTool.shell(line, in: folder)
    #expect(result.status == 64 && result.errors.hasSuffix("[usage.same-file]\n"), "\(result.errors)")
    #expect(text(folder, "a.json") == "[\(one)]" && text(folder, "out") == nil)
    let piped = try CommandLineTool.shell("citemill convert -t records -o out --report a.json < a.json", in: folder)
    #expect(piped.status == 64)
  }

  @Test func theFileThatFailedIsNamed() throws {
    let folder = try folder(["a.jsonl": "\(one)\n{\"id\":}\n", "out.json": "old"])
    let rejects = try CommandLineTool.shell("citemill convert -q a.jsonl -o out.json --rejects /dev/full", in: folder)
    #expect(rejects.status == 74 && rejects.errors.contains("cannot write /dev/full"))
    #expect(text(folder, "out.json") == "old")
    let report = try CommandLineTool.shell("citemill convert -q a.jsonl -o out.json --report /dev/full", in: folder)
    #expect(report.status == 74 && report.errors.contains("cannot write /dev/full"))
    #expect(text(folder, "out.json") == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
    #expect(try CommandLineTool.shell("citemill formats > /dev/full").errors.hasSuffix("[output.system]\n"))
  }

  /// Notes and warnings beyond 64 KiB are only counted, whatever the number of files; errors are all
  /// reported.
  @Test func remarksOfARunAreCapped() throws {
    let folder = try folder([:])
    let line =
      "i=0; while [ $i -lt 12 ]; do j=0; while [ $j -lt 90 ]; do "
      + "printf 'TY  - JOUR\\nID  - k\\nTI  - %0200d\\nER  - \\n' $j; j=$((j+1)); done > $i.ris; "
      + "echo '{\"title\":}' > $i.json; i=$((i+1)); done; citemill convert *.ris *.json -t csl-json -o out"
    let result = try CommandLineTool.shell(line, in: folder)
    let lines = result.errors.split(separator: "\n")
    let warnings = lines.filter { $0.contains(": warning: key ") }
    #expect(result.status == 1)
    #expect(lines.count { $0.contains("[json.syntax-value]") } == 12)
    #expect(warnings.reduce(0) { $0 + $1.utf8.count + 1 } <= 64 * 1024)
    #expect(warnings.count > 100)
    // The first record of all has the key first.
    let left = 12 * 90 - 1 - warnings.count
    #expect(lines.last?.hasPrefix("citemill: \(left) more notes and warnings not shown; ") == true)
    let json = try CommandLineTool.shell("citemill convert --diagnostics json *.ris -t csl-json -o out", in: folder)
    #expect(json.errors.split(separator: "\n").count { $0.contains("keys.repeated") } == 12 * 90 - 1)
  }

  @Test(arguments: ["", "--lossless", "--verify", "--report -"])
  func aClosedPipeEndsQuietly(option: String) throws {
    let output = option.hasSuffix("-") ? "-o out" : ""
    let line =
      "i=0; while [ $i -lt 20000 ]; do printf '%s\\n' '\(one)'; i=$((i+1)); done > many.jsonl; "
      + "{ citemill convert -q many.jsonl -t csl-json:layout=lines \(option) \(output); echo $? > status; } | true; cat status"
    let result = try CommandLineTool.shell(line, in: try folder([:]))
    #expect(["141\n", "0\n"].contains(result.output))
    #expect(result.errors == "", "\(result.errors)")
  }

  /// The FIFO is never written to, so that the command waits with all its outputs begun.
  @Test(arguments: ["TERM", "HUP"]) func aSignalLeavesNothingBehind(signal: String) throws {
    let line = """
      mkfifo in; sleep 20 > in & holder=$!
      citemill convert -f csl-json in -t records -o out --rejects bad --report run & command=$!
      for n in $(seq 200); do ls -A | grep -c citemill- > before; grep -q 3 before && break; sleep 0.05; done; kill -\(signal) $command; wait $command; echo $?; cat before
      kill $holder; ls -A
      """
    let result = try CommandLineTool.shell("bash -c '\(line)' 2>/dev/null", in: try folder([:]))
    let number = signal == "HUP" ? 129 : 143
    #expect(result.output == "\(number)\n3\nbefore\nin\n", "\(result.output)")
  }
}
