import Foundation
import Testing

/// What the command shows while it runs and when it ends, on a terminal and elsewhere.
@Suite struct EndingTests {
  private static let good = "TY  - JOUR\nTI  - Mills\nAU  - Berg, Anna\nPB  - Brook\nER  - \n"
  private static let bad = #"[{"id":"a","type":"book","title":"One"},{"id":}]"#

  private func folder() throws -> URL {
    let folder = try CommandLineTool.temporaryFolder()
    try Data(Self.good.utf8).write(to: folder.appendingPathComponent("a.ris"))
    try Data((Self.good + Self.good).utf8).write(to: folder.appendingPathComponent("b.ris"))
    try Data(Self.bad.utf8).write(to: folder.appendingPathComponent("bad.json"))
    return folder
  }

  @Test func aLineSaysWhatBecameOfTheFiles() throws {
    let folder = try folder()
    let one = try CommandLineTool.shell("citemill convert -v a.ris -o a.bib", in: folder)
    #expect(one.errors.hasSuffix("citemill: 1 record: a.ris -> a.bib [summary]\n"), "\(one.errors)")
    let many = try CommandLineTool.shell("citemill convert -v a.ris b.ris -t records", in: folder)
    #expect(many.errors.hasSuffix("citemill: 3 records: 2 inputs -> <stdout> [summary]\n"), "\(many.errors)")
    #expect(try CommandLineTool.shell("citemill convert a.ris -t records", in: folder).errors.isEmpty)
  }

  /// `script` runs a command on a terminal of its own.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func aTerminalIsToldHowItWent() throws {
    let folder = try folder()
    let shown = try CommandLineTool.shell("script -qec 'citemill convert b.ris -o b.bib' /dev/null", in: folder)
    #expect(shown.output.contains("2 records: b.ris -> b.bib"), "\(shown.output)")
    let quiet = try CommandLineTool.shell("script -qec 'citemill convert -q b.ris -o b.bib' /dev/null", in: folder)
    #expect(!quiet.output.contains("->"), "\(quiet.output)")
    let typed = try CommandLineTool.shell(
      "(printf 'TY  - BOOK\\nTI  - T\\nER  - \\n'; sleep 1; printf '\\004\\004') | script -qec 'citemill convert -t records' /dev/null",
      in: folder)
    #expect(typed.output.contains("reading from the keyboard; end with Ctrl-D"), "\(typed.output)")
    let piped = try CommandLineTool.shell("citemill convert -t records < a.ris", in: folder)
    #expect(!piped.errors.contains("keyboard") && piped.status == 0)
  }

  /// A source that takes longer than a second is shown with its progress.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func progressIsShownAfterASecond() throws {
    let folder = try folder()
    let slow = "(cat b.ris; sleep 1.5; cat b.ris b.ris) | citemill convert -t records -f ris -o out"
    let shown = try CommandLineTool.shell("script -qec '\(slow)' /dev/null < /dev/null", in: folder)
    #expect(shown.output.contains("<stdin>: 0 MB, 0 MB/s"), "\(shown.output)")
    let fast = try CommandLineTool.shell(
      "script -qec 'citemill convert b.ris -o c.bib' /dev/null < /dev/null", in: folder)
    #expect(!fast.output.contains("MB/s"))
  }

  @Test func lossesAreInWordsAndSayWhereToLook() throws {
    let folder = try folder()
    let two = "citemill convert b.ris -t listing:dialect=sciencegate -o out"
    let told = try CommandLineTool.shell(two, in: folder)
    #expect(
      told.errors
        == "citemill: 2 of 2 records lose something in Plain-text listing: publisher (2), type of work (2 less exact). See: citemill plan b.ris -t listing:dialect=sciencegate [loss.summary]\n",
      "\(told.errors)")
    let plan = try CommandLineTool.shell("citemill plan b.ris -t listing:dialect=sciencegate", in: folder)
    #expect(plan.output.contains("2×     publisher     dropped"), "\(plan.output)")
    let one = try CommandLineTool.shell("citemill convert -t listing:dialect=sciencegate <a.ris", in: folder)
    #expect(one.errors.contains("1 of 1 record loses something") && one.errors.contains("See: --report FILE"))
    let report = try CommandLineTool.shell("\(two) --report r.json; cat r.json", in: folder).output
    #expect(report.contains(#""path":"publisher""#) && !report.contains("Plain-text"))
  }

  @Test func rejectsAreToleratedWhenAsked() throws {
    let folder = try folder()
    func status(_ line: String) throws -> Int32 { try CommandLineTool.shell("citemill \(line)", in: folder).status }
    #expect(try status("convert bad.json -t ris -o out") == 1)
    #expect(try status("convert bad.json -t ris -o out --tolerate rejects") == 0)
    // What could not be used at all, or was otherwise lost, still counts.
    #expect(try status("convert bad.json a.ris missing.ris -t ris -o out --tolerate rejects") == 66)
    #expect(try status("convert bad.json -t csl-json -o out --tolerate rejects --strict") == 0)
    #expect(try status("convert bad.json b.ris -t listing:dialect=sciencegate -o out --tolerate rejects --strict") == 1)
    #expect(try status("convert bad.json -t ris -o out --tolerate rejects --lossless") == 64)
    #expect(try status("convert bad.json -t ris -o out --tolerate all") == 64)
    try Data(#"[{"id":}]"#.utf8).write(to: folder.appendingPathComponent("none.json"))
    #expect(try status("convert none.json -t ris -o out --tolerate rejects") == 65)
    #expect(try status("batch bad.json a.ris -t ris -o tree") == 1)
    #expect(try status("batch bad.json a.ris -t ris -o tree --tolerate rejects") == 0)
    #expect(try status("batch bad.json a.ris none.json -t ris -o tree --tolerate rejects") == 1)
    let steps = #"{"citemillPipeline":1,"steps":[{"inputs":["bad.json"],"to":"ris","output":"p.ris"}]}"#
    try Data(steps.utf8).write(to: folder.appendingPathComponent("steps.json"))
    #expect(try status("run steps.json") == 1)
    #expect(try status("run steps.json --tolerate rejects") == 0)
    let shown = try CommandLineTool.shell("citemill run steps.json --tolerate rejects --explain", in: folder)
    #expect(shown.output == "citemill convert --tolerate=rejects --to=ris --output=p.ris bad.json\n")
  }

  @Test func filesThatAreNotReadAreNamed() throws {
    let folder = try folder()
    for index in 1...6 { try Data("nothing of ours\n".utf8).write(to: folder.appendingPathComponent("n\(index).dat")) }
    let result = try CommandLineTool.shell("citemill batch . -t ris -o tree", in: folder)
    #expect(
      result.errors.contains(
        "6 of no known format (./n1.dat, ./n2.dat, ./n3.dat, ./n4.dat, ./n5.dat and 1 more; --report lists them)")
        || result.errors.contains(
          "6 of no known format (n1.dat, n2.dat, n3.dat, n4.dat, n5.dat and 1 more; --report lists them)"),
      "\(result.errors)")
  }

  @Test func referencesThatStayTextNameTheTransform() throws {
    let file = "Fixtures/Listing/references-numbered.txt"
    let told = try CommandLineTool.shell("citemill convert \(file) -t csl-json")
    #expect(
      told.errors.contains(
        "references are read as text (raw-reference), which --transform structure parses if possible"))
    #expect(!told.output.contains(#""title":"Sluices and law""#))
    let apart = try CommandLineTool.shell("citemill convert \(file) -t csl-json --transform structure")
    #expect(apart.output.contains(#""title":"Sluices and law""#), "\(apart.output)")
  }
}
