import CitemillTestSupport
import Foundation
import Testing

/// Transforms as users name them, from input to output and exit status.
@Suite struct TransformCommandTests {
  /// A folder with a RIS file of this many records, every seventh without year and volume.
  private func folder(records: Int) throws -> URL {
    let folder = try CommandLineTool.temporaryFolder()
    var text = ""
    for number in 0..<records {
      let mixed = number * 7919 % records
      text += "TY  - JOUR\nTI  - Title \(mixed % 97) of the mill\nAU  - Berg\(mixed % 13), Anna\n"
      if number % 7 != 0 { text += "PY  - \(1900 + mixed % 120)\nVL  - \(mixed % 30)\n" }
      text += "N1  - \(String(repeating: "x", count: 200))\nID  - k\(number)\nER  - \n"
    }
    try text.write(to: folder.appendingPathComponent("in.ris"), atomically: true, encoding: .utf8)
    return folder
  }

  @Test func selectsAndRenames() throws {
    let folder = try folder(records: 3)
    let result = try CommandLineTool.shell(
      "citemill convert -q in.ris -t csv:columns=id+editor+volume+number --transform "
        + "'select:author+volume,rename:author=editor+volume=number' 2>/dev/null", in: folder)
    #expect(result.status == 0)
    #expect(
      result.output == "id,editor,volume,number\nk0,\"Berg0, Anna\",,\nk1,\"Berg2, Anna\",,2\nk2,\"Berg1, Anna\",,1\n")
  }

  @Test func normalisesJournalsByATable() throws {
    let folder = try CommandLineTool.temporaryFolder()
    let result = try CommandLineTool.shell(
      "printf 'Journal of Mills\\tJ. Mills\\n' > j.tsv; "
        + "printf 'TY  - JOUR\\nTI  - The Mills Of The Trent\\nJO  - J Mills\\nER  - \\n' > a.ris; "
        + "citemill convert -q a.ris -t csv:columns=title+container-title --transform "
        + "'normalise:journals=j.tsv,titles=sentence' 2>/dev/null; "
        + "citemill convert a.ris -t csv --transform normalise,normalise:journals=none.tsv; echo $?", in: folder)
    #expect(result.output == "title,container-title\nThe mills of the trent,Journal of Mills\n66\n")
    #expect(result.errors.contains("none.tsv"))
  }

  @Test func structuresReferencesHoweverItIsRun() throws {
    let folder = try CommandLineTool.temporaryFolder()
    let jats = Fixture.package.appendingPathComponent("Fixtures/JATS/free-text.xml").path
    let result = try CommandLineTool.shell(
      """
      mkdir d; for n in 1 2 3 4 5 6 7 8 9; do cp '\(jats)' d/$n.xml; done
      for jobs in 1 4; do
      citemill convert -q d/*.xml -f jats:emit=references -t records --transform structure --verify --jobs $jobs -o $jobs.jsonl
      echo $?
      done
      cmp 1.jsonl 4.jsonl && grep -c 'River mills and their keepers"}' 1.jsonl
      citemill batch d -f jats -t records -o o --transform structure --jobs 4 --quiet; echo $?
      cat o/*.jsonl | grep -o '"title[^]]*"Weirs of the lower Trent: A survey"' | wc -l
      citemill convert -q d/1.xml -f jats -t records --transform structure --lossless | grep -c 'Weirs of the lower Trent'
      citemill convert d/1.xml -f jats:emit=references -t records --transform structure 2>&1 >/dev/null | grep -c structure.unread
      """, in: folder)
    #expect(result.output == "0\n0\n9\n0\n9\n1\n2\n", "\(result.errors)")
  }

  @Test func aBatchKnowsThatATableHasChanged() throws {
    let folder = try CommandLineTool.temporaryFolder()
    let result = try CommandLineTool.shell(
      """
      mkdir d; printf 'TY  - JOUR\\nTI  - A\\nJO  - J Mills\\nER  - \\n' > d/a.ris
      for name in Mills Mills Weirs; do
      printf "$name\\tJ. Mills\\n" > j.tsv
      citemill batch d -t csv:columns=container-title -o o --transform normalise:journals=j.tsv 2>&1 | grep -c unchanged
      tail -n 1 o/a.csv
      done
      """, in: folder)
    #expect(result.output == "0\nMills\n1\nMills\n0\nWeirs\n", "\(result.errors)")
  }

  @Test func sortsInATemporaryFileWhatIsTooLarge() throws {
    let folder = try folder(records: 4000)
    let result = try CommandLineTool.shell(
      "citemill convert in.ris -o a.records.jsonl --transform 'sort:-year+volume+title' && "
        + "citemill convert in.ris -o b.records.jsonl --transform 'sort:-year+volume+title,memory=1M' && "
        + "cmp a.records.jsonl b.records.jsonl && wc -l < a.records.jsonl", in: folder)
    #expect(result.errors == "" && result.output.contains("4000"))
    // Nothing is left of the temporary file, and small inputs do not need one.
    let rest = try CommandLineTool.shell(
      "mkdir t; TMPDIR=$PWD/t citemill convert in.ris -o c.ris --transform 'sort:year,memory=1M'; ls -A t; "
        + "TMPDIR=$PWD/none citemill convert in.ris -o d.ris --transform 'sort:year'; cmp c.ris d.ris", in: folder)
    #expect(rest.output == "" && rest.status == 0)
  }

  @Test(arguments: [
    ("TMPDIR=$PWD/none", "cannot create a temporary file in"),
    // A limit on file sizes has the same effect on programs as a full disk.
    ("trap '' XFSZ; ulimit -f 200;", "cannot write a temporary file in"),
  ])
  func saysWhenThereIsNoRoomToSort(_ before: String, _ message: String) throws {
    let folder = try folder(records: 4000)
    let result = try CommandLineTool.shell(
      "echo old > out.ris; \(before) citemill convert in.ris -o out.ris --transform 'sort:year,memory=1M'; echo $?; "
        + "cat out.ris", in: folder)
    #expect(result.output == "74\nold\n")
    #expect(result.errors.contains(message) && result.errors.contains("the output is incomplete"))
    let batch = try CommandLineTool.shell(
      "mkdir d; cp in.ris d; \(before) citemill batch d -t csv -o o --transform 'sort:year,memory=1M'; echo $?; ls o/*.csv",
      in: folder)
    #expect(!batch.output.contains("in.csv") && !batch.output.hasPrefix("0\n"))
    #expect(batch.errors.contains(message))
    let merged = try CommandLineTool.shell(
      "\(before) citemill batch d -t csv --merge all.csv --transform 'sort:year,memory=1M'; echo $?; ls all.csv",
      in: folder)
    #expect(merged.output == "74\n")
    #expect(merged.errors.contains(message))
  }

  @Test func undoesWhatWasUnited() throws {
    let folder = try CommandLineTool.temporaryFolder()
    func record(_ number: Int, _ more: String = "") -> String {
      "TY  - JOUR\nTI  - Mill number \(number) and its keepers\nAU  - Berg, Anna\nPY  - 2019\nDO  - 10.5555/\(number)\n\(more)ER  - \n"
    }
    // Records without keys; those of one work are not adjacent, and there is another one about which nothing
    // else is known.
    let text = [
      record(1), record(2, "VL  - 3\n"), record(1, "KW  - mills\n"), record(3), record(2, "ID  - own\n"), record(1),
      record(4),
      "TY  - GEN\nTI  - Weirs\nER  - \n",
    ].joined()
    try text.write(to: folder.appendingPathComponent("in.ris"), atomically: true, encoding: .utf8)
    let result = try CommandLineTool.shell(
      """
      citemill convert -q in.ris -o a.records.jsonl
      citemill convert -q in.ris -o b.records.jsonl --transform dedupe:log=log.jsonl
      citemill convert b.records.jsonl -o c.records.jsonl --transform undedupe:log=log.jsonl --report r.json
      wc -l < b.records.jsonl; cmp a.records.jsonl c.records.jsonl && echo same
      citemill convert -q in.ris -o b.ris --transform dedupe; citemill convert -q b.ris -o d.ris --transform undo:log=log.jsonl
      grep -c ER d.ris
      citemill convert -q b.records.jsonl -t records --transform 'filter:doi=10.5555/4,undedupe:log=log.jsonl' 2>&1 | grep -c missing
      mkdir d; cp b.ris d; citemill batch d -t csv -o o --transform undedupe:log=none; echo $?; ls o 2>/dev/null
      for log in in.ris none; do citemill convert b.ris -t ris --transform undedupe:log=$log; echo $?; done
      citemill convert b.ris -t ris --transform undedupe; echo $?
      """, in: folder)
    let words = result.output.split(whereSeparator: \.isWhitespace)
    #expect(words == ["5", "same", "8", "2", "66", "64", "66", "64"], "\(result.errors)")
    #expect(
      result.errors.contains("3 brought back") && result.errors.contains("in.ris:1 is not a line of a log of dedupe"))
    let report = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("r.json")))
    #expect(try JSONSchema("Docs/report.schema.json").problem(in: report) == nil)
  }

  /// Two works have one key, and the second of them is merged: the output numbers its key.
  @Test(arguments: ["records", "csl-json", "bibtex", "csv", "ris"])
  func undoingReplacesNoOtherWorkOfOneKey(_ format: String) throws {
    let folder = try CommandLineTool.temporaryFolder()
    try """
    [{"id": "smith", "type": "book", "title": "River mills", "note": "the only copy"},
     {"id": "smith", "type": "book", "title": "Weir laws of England", "DOI": "10.5555/w"},
     {"id": "zz", "type": "book", "title": "Weir laws of England", "DOI": "10.5555/w"},
     {"id": "smith", "type": "book", "title": "Eels"}]
    """.write(to: folder.appendingPathComponent("in.json"), atomically: true, encoding: .utf8)
    let result = try CommandLineTool.shell(
      """
      convert="citemill convert -q -f \(format)"; undo="--transform undedupe:log=log.jsonl"
      citemill convert -q in.json -o a -t \(format) --transform dedupe:log=log.jsonl
      $convert a -o b -t records $undo --strict; echo $?; citemill convert -q -f records b -t csv:columns=id+title
      $convert a -t records --transform 'filter:title!="Weir laws of England",undedupe:log=log.jsonl' > c; echo $?; wc -l < c
      $convert a -o d -t records --lossless --transform 'filter:title!="Weir laws of England",undedupe:log=log.jsonl'; echo $?; ls d
      $convert a -t records | sed '/Weir/s/"type"/"notes":[{"text":"read"}],"type"/' > e.records.jsonl
      citemill convert -q e.records.jsonl -t records --strict $undo | wc -l
      citemill convert -q e.records.jsonl -o f -t records --lossless $undo; echo $?
      sed 's/Weir laws/Fish laws/' e.records.jsonl > g.records.jsonl
      citemill convert -q g.records.jsonl -t records $undo > h; echo $?; grep -c Fish h
      """, in: folder)
    let table = "id,title\nsmith,River mills\nsmith-2,Weir laws of England\nzz,Weir laws of England\nsmith-3,Eels\n"
    #expect(result.output.hasPrefix("0\n\(table)1\n2\n65\n4\n65\n1\n1\n"), "\(result)")
  }

  @Test func whatMergingDropsIsALoss() throws {
    let folder = try CommandLineTool.temporaryFolder()
    try """
    TY  - JOUR
    TI  - Weirs
    AB  - Water was low.
    DO  - 10.5555/1
    ER  -\u{20}
    TY  - JOUR
    TI  - Weirs
    AB  - Water was high.
    DO  - 10.5555/1
    ER  -\u{20}

    """.write(to: folder.appendingPathComponent("in.ris"), atomically: true, encoding: .utf8)
    let result = try CommandLineTool.shell(
      """
      citemill convert in.ris -o a.ris --report r.json --transform dedupe; echo $?
      citemill convert in.ris -o b.ris --strict --transform dedupe 2>/dev/null; echo $?
      citemill convert in.ris -o c.ris --lossless --transform dedupe 2>/dev/null; echo $?
      citemill convert in.ris -o d.ris --lossless --strict --verify --transform dedupe:log=log.jsonl 2>/dev/null; echo $?
      ls *.ris; grep -c 'Water was' log.jsonl
      citemill plan in.ris -t ris --transform dedupe
      """, in: folder)
    #expect(result.output.hasPrefix("0\n1\n65\n0\na.ris\nb.ris\nd.ris\nin.ris\n1\n"), "\(result)")
    #expect(result.output.contains("abstract  merge.dropped  line 1: Water was low."), "\(result.output)")
    #expect(result.errors.contains("1 of 2 records loses something in RIS: abstract (1 in merging)"))
    let report = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("r.json")))
    #expect(try JSONSchema("Docs/report.schema.json").problem(in: report) == nil)
    let losses = try #require((report as? [String: Any])?["losses"] as? [String: Any])
    #expect("\(losses["records"] ?? "")".contains("Water was low."))
  }

  // MARK: - Nothing is lost

  /// A folder with records that are copies of each other, with records that lack what they need, and with
  /// frames that cannot be read.
  private func mixedFolder() throws -> URL {
    let folder = try CommandLineTool.temporaryFolder()
    let input = folder.appendingPathComponent("in")
    try FileManager.default.createDirectory(at: input, withIntermediateDirectories: true)
    var ris = ""
    for number in 0..<60 {
      ris += "TY  - JOUR\nTI  - Work \(number % 40) of the mill\nAU  - Berg, Anna\nJO  - Mills\n"
      if number % 3 != 0 { ris += "PY  - \(1990 + number % 40)\n" }
      ris += "DO  - 10.5555/\(number % 40)\nVL  - \(number % 11)\nER  - \n"
    }
    try ris.write(to: input.appendingPathComponent("a.ris"), atomically: true, encoding: .utf8)
    let json = (0..<30).map { number in
      #"{"id":"k\#(number)","type":"book","title":"Book \#(number)\#(number % 9 == 0 ? "\\x" : "")","issued":{"raw":"2001"}}"#
    }
    try "[\(json.joined(separator: ",\n"))]".write(
      to: input.appendingPathComponent("b.json"), atomically: true, encoding: .utf8)
    return folder
  }

  /// The totals of a report, after a check that they agree.
  private func totals(_ folder: URL) throws -> [String: Int] {
    let report = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("r.json")))
    #expect(try JSONSchema("Docs/report.schema.json").problem(in: report) == nil)
    let members = try #require(report as? [String: Any])
    let totals = try #require(members["totals"] as? [String: Int])
    func count(_ names: String...) -> Int { names.reduce(0) { $0 + (totals[$1] ?? 0) } }
    #expect(count("read", "added") == count("written", "unwritable", "filtered", "merged"), "\(totals)")
    #expect(count("read", "rejected") == 90)
    return totals
  }

  private static let chains = [
    "filter:volume<9 or type=book,dedupe,sort:-year+title,validate:on=reject",
    "sort:title,memory=1M,dedupe,filter:year>=1995,sort:year", "validate:on=reject,dedupe,dedupe,sort:doi",
    "dedupe,sort:author+-volume,rename:volume=issue,select:title+issue+issued+container+author,validate",
    "normalise,dedupe:log=log.jsonl,undedupe:log=empty.jsonl,filter:has:year,sort:title",
  ]

  @Test(arguments: chains, ["convert in/* -o", "convert --jobs 1 in/* -o", "batch in --merge"])
  func everyRecordIsAccountedFor(_ chain: String, _ command: String) throws {
    let folder = try mixedFolder()
    let result = try CommandLineTool.shell(
      ": > empty.jsonl; citemill \(command) out.records.jsonl --report r.json -t records --transform '\(chain)'; "
        + "echo $?; wc -l < out.records.jsonl", in: folder)
    let totals = try totals(folder)
    let numbers = result.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    #expect(numbers == [1, totals["written"] ?? -1], "\(result.errors)")
    #expect(totals["rejected"] == 4 && (totals["merged"] ?? 0) > 0)
  }

  @Test(arguments: ["convert in/* -o", "batch in --merge"])
  func whatCannotBeWrittenIsCounted(_ command: String) throws {
    let folder = try mixedFolder()
    let result = try CommandLineTool.shell(
      "citemill \(command) out.csv --report r.json -t csv:columns=volume --transform 'sort:title,select:volume'",
      in: folder)
    let totals = try totals(folder)
    #expect(result.status == 1 && totals["written"] == 60 && totals["unwritable"] == 26, "\(result.errors)")
  }

  @Test(arguments: ["convert in/* -o", "batch in --merge"])
  func aFailingOutputIsNoFaultOfTheCounts(_ command: String) throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let folder = try mixedFolder()
    for chain in Self.chains.prefix(3) {
      let result = try CommandLineTool.shell(
        "citemill \(command) /dev/full -t records --transform '\(chain)'", in: folder)
      #expect(result.status == 74, "\(result.errors)")
      #expect(result.errors.contains("cannot write /dev/full") && !result.errors.contains("counts"))
    }
  }

  @Test func whatIsUnitedAndBroughtBackIsCounted() throws {
    let folder = try mixedFolder()
    let result = try CommandLineTool.shell(
      "citemill convert -q in/* -o all.records.jsonl --transform dedupe:log=log.jsonl; "
        + "citemill convert -q all.records.jsonl -o back.records.jsonl --transform undedupe:log=log.jsonl,sort:title,filter:volume=3 "
        + "--report r.json; wc -l < back.records.jsonl", in: folder)
    let report = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("r.json")))
    let totals = try #require((report as? [String: Any])?["totals"] as? [String: Int])
    #expect(totals["added"] == 20 && totals["read"] == 66 && result.output.contains("\(totals["written"] ?? -1)"))
    #expect((totals["read"] ?? 0) + 20 == (totals["written"] ?? 0) + (totals["filtered"] ?? 0))
  }
}
