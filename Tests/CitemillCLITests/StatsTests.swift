import CitemillTestSupport
import Foundation
import Testing

/// `citemill stats`, and the same numbers in reports.
@Suite struct StatsTests {
  private static let exports = ["embase.ris", "pubmed.nbib", "wos.txt", "scopus.csv", "cinahl.ris"]
    .map { "Docs/Examples/Review/\($0)" }.joined(separator: " ")

  private func json(_ command: String) throws -> [String: Any] {
    let result = try CommandLineTool.shell(command)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result.errors)")
  }

  @Test func countsWithoutComparing() throws {
    let found = try json("citemill stats -q --json \(Self.exports)")
    let sources = try #require(found["sources"] as? [[String: Any]])
    #expect(sources.compactMap { $0["name"] as? String } == ["Embase", "PubMed", "Web of Science", "Scopus", "CINAHL"])
    #expect(sources.compactMap { $0["records"] as? Int } == [6, 4, 3, 4, 4] && found["records"] as? Int == 21)
    #expect(found["works"] == nil && sources.allSatisfy { $0["works"] == nil })
    let prisma = try #require(found["prisma"] as? [String: Int])
    #expect(prisma == ["identified": 21, "removedOtherwise": 0, "screened": 21])
    let text = try CommandLineTool.shell("citemill stats -q \(Self.exports)").output
    #expect(text.contains("\n  duplicate records removed           not compared\n"))
    #expect(
      !(try CommandLineTool.shell("citemill stats -q --csv \(Self.exports)").output.contains("duplicates-removed")))
    #expect(
      try CommandLineTool.shell("citemill stats -q --csv --duplicates Docs/Examples/Review/pubmed.nbib").output
        .contains("\nprisma,,duplicates-removed,0\n"))
  }

  @Test func comparesWhenAsked() throws {
    let found = try json("citemill stats -q --json --duplicates \(Self.exports)")
    #expect(found["duplicates"] as? [String: Int] == ["within": 1, "between": 10] && found["works"] as? Int == 10)
    let sources = try #require(found["sources"] as? [[String: Any]])
    #expect(sources.compactMap { $0["works"] as? Int } == [5, 4, 3, 4, 4])
    #expect(sources.compactMap { $0["uniqueWorks"] as? Int } == [2, 1, 0, 0, 2])
    #expect(sources.first?["overlap"] as? [Int] == [5, 2, 2, 2, 2])
    // The same numbers are in the report of a run that merges.
    let report = try json(
      "citemill dedupe -q \(Self.exports) -t ris -o /dev/null --report /dev/stdout 2> /dev/null")
    #expect(try JSONSchema("Docs/report.schema.json").problem(in: report) == nil)
    let statistics = try #require(report["statistics"] as? [String: Any])
    #expect(NSDictionary(dictionary: statistics) == NSDictionary(dictionary: found))
  }

  @Test func worksAreCountedOnceWhereSeveralStagesCompare() throws {
    let found = try json("citemill stats -q --json --duplicates \(Self.exports)")
    for options in ["--duplicates --transform dedupe", "--transform dedupe,dedupe"] {
      let other = try json("citemill stats -q --json \(options) \(Self.exports)")
      #expect(NSDictionary(dictionary: other) == NSDictionary(dictionary: found), "\(options)")
    }
  }

  @Test func whatFiltersTakeOutIsTold() throws {
    let found = try json("citemill stats -q --json --transform 'filter:year>=2020' --duplicates \(Self.exports)")
    let prisma = try #require(found["prisma"] as? [String: Int])
    #expect(prisma["identified"] == 21 && prisma["removedOtherwise"] == 8)
    #expect(prisma["duplicatesRemoved"].map { 13 - $0 } == prisma["screened"])
  }

  @Test func theTableHasTheSameNumbers() throws {
    let table = try CommandLineTool.shell("citemill stats -q --csv --duplicates \(Self.exports)").output
    for row in [
      "records,,,21", "records,Embase,,6", "filled,Embase,doi,4", "missing,Embase,doi,2", "unique,CINAHL,,2",
      "overlap,Embase,PubMed,2", "overlap,PubMed,Embase,2", "duplicates,,between,10", "prisma,,screened,10",
      "year,PubMed,2022,2",
    ] {
      #expect(table.contains("\n\(row)\n"), "\(row)")
    }
    #expect(try CommandLineTool.shell("citemill stats --csv --json \(Self.exports)").status == 64)
  }

  @Test func aBatchIntoOneFileIsCounted() throws {
    let folder = try CommandLineTool.temporaryFolder()
    let result = try CommandLineTool.shell(
      "mkdir -p in/hand && printf 'TY  - JOUR\\nTI  - Weirs\\nER  - \\n' > in/hand/a.ris && citemill batch -q in -t ris --merge all.ris --report r.json && cat r.json",
      in: folder)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(try JSONSchema("Docs/report.schema.json").problem(in: report) == nil)
    let sources = (report["statistics"] as? [String: Any])?["sources"] as? [[String: Any]]
    #expect(sources?.compactMap { $0["name"] as? String } == ["hand"])
  }

  /// Also files that are not read again are counted, and those of a run that did not count are read once more.
  @Test func aBatchIntoAFolderIsCounted() throws {
    let folder = try CommandLineTool.temporaryFolder()
    func run(_ command: String) throws -> (errors: String, statistics: [String: Any]?) {
      let result = try CommandLineTool.shell(command, in: folder)
      let report = try? JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      if let report { #expect(try JSONSchema("Docs/report.schema.json").problem(in: report) == nil) }
      return (result.errors, report?["statistics"] as? [String: Any])
    }
    let inputs = "\(folder.path)/in"
    _ = try CommandLineTool.shell("mkdir \(inputs) && cp \(Self.exports) \(inputs)")
    _ = try run("citemill batch in -t ris -o out")
    let batch = "citemill batch in -t ris --report r.json"
    let merged = try #require(try run("\(batch) --merge all.ris && cat r.json && rm r.json").statistics)
    #expect(merged["records"] as? Int == 21)
    for unchanged in [false, true] {
      let again = try run("\(batch) -o out && cat r.json")
      #expect(again.errors.contains("5 of them unchanged") == unchanged, "\(again.errors)")
      #expect(NSDictionary(dictionary: again.statistics ?? [:]) == NSDictionary(dictionary: merged))
    }
    let more = try run(
      "printf 'TY  - BOOK\\nTI  - Weirs\\nPY  - 1890\\nER  - \\n' >in/z.ris && \(batch) -o out && cat r.json")
    #expect(more.errors.contains("5 of them unchanged") && more.statistics?["records"] as? Int == 22)
    #expect((more.statistics?["years"] as? [String: Int])?["1890"] == 1)
    #expect((more.statistics?["sources"] as? [[String: Any]])?.count == 6)
  }

  /// Only the beginning of a file is looked at for its database; records after it name their own.
  @Test func recordsOfAnotherDatabaseKeepItsName() throws {
    let folder = try CommandLineTool.temporaryFolder()
    let script =
      "for d in Embase 'CINAHL Complete'; do for i in $(seq 400); do "
      + "printf 'TY  - JOUR\\nTI  - %s %s\\nDB  - %s\\nER  - \\n' \"$d\" $i \"$d\"; done; done >all.ris; "
    for jobs in [1, 2] {
      let result = try CommandLineTool.shell(
        script + "citemill convert -q all.ris --jobs \(jobs) -t ris:sources=yes", in: folder)
      let lines = result.output.split(separator: "\n")
      #expect(lines.count { $0 == "DB  - Embase" } == 400 && lines.count { $0 == "DB  - CINAHL Complete" } == 400)
    }
  }

  /// What a record lost in merging and in writing is one record with losses, and one that was merged and then left out
  /// does not hide the losses of the next.
  @Test func aMergedRecordWithLossesCountsOnce() throws {
    let folder = try CommandLineTool.temporaryFolder()
    func record(_ title: String, _ doi: String, _ more: String) -> String {
      "PMID- \nTI  - \(title).\nFAU - Berg, Anna\nDP  - 2020\nLID - \(doi) [doi]\n\(more)\n"
    }
    let text =
      record("River mills", "10.5555/a1", "AB  - One abstract.\nOWN - NLM\n")
      + record("River mills", "10.5555/a1", "AB  - Another text, which is longer.\nOWN - NLM\n")
      + record("Sluices", "10.5555/a2", "OWN - NLM\n")
    try Data(text.utf8).write(to: folder.appendingPathComponent("a.nbib"))
    let convert = "citemill convert a.nbib -t ris -o /dev/null --report /dev/stdout 2>/dev/null --transform"
    for (transforms, lossy) in [("dedupe", 2), ("'dedupe,filter:title~Sluices'", 2)] {
      let result = try CommandLineTool.shell("\(convert) \(transforms)", in: folder)
      let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      let totals = report?["totals"] as? [String: Any]
      #expect(totals?["merged"] as? Int == 1, "\(result.output)")
      #expect(totals?["recordsWithLosses"] as? Int == lossy, "\(transforms): \(totals ?? [:])")
    }
  }
}
