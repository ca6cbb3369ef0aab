import CitemillCore
import Foundation
import Testing

@testable import CitemillPipeline

/// Pairs that people decide, marks, and the rules that users may change.
@Suite struct DedupeReviewTests {
  private static func article(
    _ title: String = "River mills and their keepers in alpine regions", _ author: String = "Berg", year: Int = 2019,
    pages: String? = nil, doi: String? = nil, journal: String = "Journal of Water History"
  ) -> Record {
    var record = Record()
    record.type = .articleJournal
    record.add(Title(title))
    record.add(.person(PersonName(family: author, given: "Anna")))
    record[date: .issued] = PartialDate(year: year)
    record.withHost { $0.titles = [Title(journal)] }
    record[.pages] = pages
    if let doi { record.add(Identifier(.doi, doi)) }
    return record
  }

  /// Two that share a DOI although titles and pages differ, and another copy of the first.
  private static let doubtful = [
    article("Linseed oil and bearings", pages: "12-19", doi: "10.5555/s"),
    article("Fish ladders of northern weirs", pages: "48-55", doi: "10.5555/s"),
    article("Linseed oil and bearings", pages: "12-9"),
  ]

  private func path(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())-\(name)").path
  }

  private func run(_ options: String, _ records: [Record]) throws -> (records: [Record], diagnostics: Diagnostics) {
    let plugin = try TransformRegistry([DedupeTransform()]).transforms("dedupe:\(options)")
    var stage = try #require(plugin[0].makeStage(writesFiles: true).asCollectionTransform)
    var diagnostics = Diagnostics()
    for record in records { try stage.add(PlacedRecord(record, at: .whole("a"))) }
    var result: [Record] = []
    while let one = try stage.next(reporting: &diagnostics) { result.append(one.record) }
    return (result, diagnostics)
  }

  @Test(arguments: ["review.csv", "review.jsonl"]) func decisionsComeBack(_ name: String) throws {
    let path = path(name)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try run("review=\(path)", Self.doubtful).records.count == 2)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("same DOI 10.5555/s") && text.contains("Fish ladders of northern weirs"))
    // Without a decision nothing changes.
    #expect(try run("decisions=\(path)", Self.doubtful).records.count == 2)
    for (word, count) in [("same", 1), ("different", 2)] {
      let decided =
        name.hasSuffix("csv")
        ? text.replacing("\r\n,", with: "\r\n\(word),")
        : text.replacing("\"decision\":\"\"", with: "\"decision\":\"\(word)\"")
      try decided.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try run("decisions=\(path)", Self.doubtful.reversed()).records.count == count)
    }
    // As a spreadsheet of another country saves it.
    let ids = Self.doubtful.map { ReviewID.text(ReviewID.of($0)) }
    let semicolons = "decision;id 1;id 2\nyes;\(ids[0]);\(ids[1])\n"
    try semicolons.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try run("decisions=\(path)", Self.doubtful).records.count == 1)
    #expect(try run("decisions=\(path)", [Self.article()]).diagnostics.counts.warnings == 1)
    try "decision;id 1;id 2\nperhaps;1;2\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: UsageError.self) { try run("decisions=\(path)", Self.doubtful) }
  }

  @Test(arguments: ["review.csv", "review.jsonl"]) func decisionsOfPeopleAreNotReplaced(_ name: String) throws {
    let path = path(name)
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try run("review=\(path)", Self.doubtful)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    // Without decisions it is written again.
    _ = try run("review=\(path)", Self.doubtful)
    for word in ["same", "perhaps"] {
      let decided =
        name.hasSuffix("csv")
        ? text.replacing("\r\n,", with: "\r\n\(word),")
        : text.replacing("\"decision\":\"\"", with: "\"decision\":\"\(word)\"")
      try decided.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(throws: SystemFailure.self) { try run("review=\(path)", Self.doubtful) }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == decided)
    }
    _ = try run("review=\(path),overwrite=yes", Self.doubtful)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    try "my own notes\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: SystemFailure.self) { try run("review=\(path)", Self.doubtful) }
  }

  @Test func whatWasDecidedApartStaysApart() throws {
    let path = path("apart.csv")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let records = [Self.article(pages: "1-9"), Self.article(pages: "1-10"), Self.article()]
    #expect(try run("keep=merge", records).records.count == 1)
    let ids = records.map { ReviewID.text(ReviewID.of($0)) }
    let row = "no,\(ids[0]),\(ids[1])"
    try "decision,id 1,id 2\n\(row)\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try run("decisions=\(path)", records).records.count == 2)
  }

  /// Changes of a record by which databases leave its work what it is.
  private static let housekeeping: [(name: String, change: @Sendable (inout Record) -> Void)] = [
    ("times cited", { $0.nativeFields.append(NativeField(format: "csv", name: "Cited by", value: "5")) }),
    ("date of revision", { $0.nativeFields.append(NativeField(format: "pubmed", name: "LR", value: "20261130")) }),
    ("keywords", { $0.keywords.append(Keyword("mills")) }),
    ("abstract", { $0.abstracts.append(Abstract(RichText("Mills turn."))) }),
    ("note", { $0.notes.append(Note(RichText("Cited By: 5"))) }),
    ("key", { $0.key = "berg2019-2" }),
    ("PMCID", { $0.add(Identifier(.pmcid, "PMC7654321")) }),
    ("address", { $0.add(Identifier(.url, "https://www.example.org/inward?eid=2-s2.0-1")) }),
    ("source", { $0.origin.addSources(["Scopus"]) }),
    ("title in capitals", { $0.titles = [Title("LINSEED OIL AND BEARINGS.")] }),
    ("type", { $0.type = .review }),
  ]

  @Test(arguments: housekeeping.map(\.name)) func decisionsOutliveHousekeeping(_ name: String) throws {
    let change = try #require(Self.housekeeping.first { $0.name == name }).change
    let before = Self.doubtful[0]
    var after = before
    change(&after)
    #expect(after != before)
    #expect(ReviewID.of(after) == ReviewID.of(before))
  }

  /// Changes that make a record that of another work.
  private static let others: [(name: String, change: @Sendable (inout Record) -> Void)] = [
    ("title", { $0.titles = [Title("Linseed oil and its bearings")] }),
    ("subtitle", { $0.titles.append(Title("a review", kind: .sub)) }),
    ("author", { $0.contributors = [.person(PersonName(family: "Bergh", given: "Anna"))] }),
    ("given name", { $0.contributors = [.person(PersonName(family: "Berg", given: "Anno"))] }),
    ("year", { $0[date: .issued] = PartialDate(year: 2020) }),
    ("journal", { $0.withHost { $0.titles = [Title("Annals of Locks")] } }),
    ("volume", { $0[.volume] = "3" }), ("issue", { $0[.issue] = "3" }), ("pages", { $0[.pages] = "12-20" }),
    ("DOI", { $0.identifiers = [] }), ("PMID", { $0.add(Identifier(.pmid, "123456")) }),
  ]

  @Test(arguments: others.map(\.name)) func anotherWorkHasAnotherID(_ name: String) throws {
    let change = try #require(Self.others.first { $0.name == name }).change
    var other = Self.doubtful[0]
    change(&other)
    #expect(ReviewID.of(other) != ReviewID.of(Self.doubtful[0]))
  }

  @Test func idsAreNoNumbersToASpreadsheet() {
    #expect(ReviewID.text(0x76E1_5000_0000_0000) == "r76e1500000000000")
    #expect(ReviewID.number(of: "r76e1500000000000") == 0x76E1_5000_0000_0000)
    for text in ["", "r", "76e1500000000000", "r76e150000000000g", "R76e1500000000000", "r+6e1500000000000"] {
      #expect(ReviewID.number(of: text) == nil, "\(text)")
    }
  }

  /// Runs `dedupe` with decisions about these records: words, each with the numbers of two of them.
  private func decide(
    _ rows: [(word: String, first: Int, second: Int)], _ records: [Record]
  ) throws -> (records: [Record], warnings: [String]) {
    let path = path("decisions.csv")
    defer { try? FileManager.default.removeItem(atPath: path) }
    var text = "decision,title 1,title 2,id 1,id 2\r\n"
    for row in rows {
      let (one, other) = (records[row.first], records[row.second])
      text += "\(row.word),\(one.title ?? ""),\(other.title ?? "")"
      text += ",\(ReviewID.text(ReviewID.of(one))),\(ReviewID.text(ReviewID.of(other)))\r\n"
    }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let (result, diagnostics) = try run("decisions=\(path)", records)
    return (
      result, diagnostics.kept.filter { $0.severity == .warning }.map { $0.message.replacing(path, with: "FILE") }
    )
  }

  private static let three = [
    article("Linseed oil and bearings", pages: "12-19"), article("Fish ladders of northern weirs", pages: "48-55"),
    article("Locks and lamps", pages: "70-75"),
  ]

  @Test func aPairThatIsDecidedTwiceIsReported() throws {
    for rows in [[("same", 0, 1), ("different", 0, 1)], [("different", 1, 0), ("same", 0, 1)]] {
      let (records, warnings) = try decide(rows, Self.three)
      #expect(records.count == 3)
      let (same, different) = rows[0].0 == "same" ? (2, 3) : (3, 2)
      #expect(
        warnings == [
          "decisions contradict each other: row \(same) of FILE (same), but row \(different) of FILE (different); "
            + "\"Linseed oil and bearings\" and \"Fish ladders of northern weirs\" stay apart"
        ])
    }
    #expect(try decide([("same", 0, 1), ("same", 1, 0)], Self.three).warnings == [])
  }

  @Test func decisionsThatContradictThroughAThirdAreReported() throws {
    let (records, warnings) = try decide([("same", 0, 1), ("same", 1, 2), ("different", 0, 2)], Self.three)
    #expect(records.count == 2)
    #expect(
      warnings == [
        "decisions contradict each other: row 2 of FILE (same) and row 3 of FILE (same), but row 4 of FILE (different); "
          + "\"Fish ladders of northern weirs\" and \"Locks and lamps\" stay apart"
      ])
  }

  @Test func decisionsThatContradictThroughACopyAreReported() throws {
    var copy = Self.three[1]
    copy[.issue] = "2"
    let (records, warnings) = try decide([("same", 0, 1), ("different", 0, 3)], Self.three + [copy])
    #expect(records.count == 3)
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("row 2 of FILE (same) and same title, same first author") == true)
    #expect(warnings.first?.contains("but row 3 of FILE (different)") == true)
    // Against the rules alone a decision holds.
    #expect(try decide([("different", 1, 3)], Self.three + [copy]).warnings == [])
  }

  @Test func aDecisionAboutARecordThatIsNotHereNamesIt() throws {
    let path = path("decisions.csv")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let id = ReviewID.text(ReviewID.of(Self.three[0]))
    for text in [
      "decision,title 1,title 2,id 1,id 2\nsame,Linseed oil,Old locks,\(id),r0000000000000000\n",
      "{\"decision\":\"same\",\"ids\":[\"\(id)\",\"r0\"],\"records\":[{\"title\":\"Linseed\"},{\"title\":\"Old locks\"}]}\n",
    ] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let messages = try run("decisions=\(path)", Self.three).diagnostics.kept.map(\.message)
      let place = text.hasPrefix("{") ? "\(path):1" : "row 2 of \(path)"
      #expect(messages.contains("\(place): the decision is about a record that is not here: \"Old locks\""))
    }
  }

  @Test(arguments: ["x", "X", "ja", "same?", "merge", "true", "Maybe So", "2"])
  func otherWordsAreNotDecisions(_ word: String) throws {
    let path = path("decisions.csv")
    defer { try? FileManager.default.removeItem(atPath: path) }
    for (text, place) in [
      ("decision,id 1,id 2\n,r1,r2\n\(word),r1,r2\n", "row 3 of \(path)"),
      ("{\"decision\":\"\(word)\",\"ids\":[\"r1\",\"r2\"]}\n", "\(path):1"),
    ] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let error = #expect(throws: UsageError.self) { try run("decisions=\(path)", Self.three) }
      #expect("\(try #require(error))".contains("\(place): the decision \"\(word)\" is neither"))
    }
  }

  @Test(arguments: [
    ("same", 1), (" Same ", 1), ("yes", 1), ("1", 1), ("different", 2), ("NO", 2), ("0", 2), ("", 2),
  ])
  func wordsAreDecisions(_ word: String, _ count: Int) throws {
    let path = path("decisions.jsonl")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let ids = Self.three.map { ReviewID.text(ReviewID.of($0)) }
    for typed in Int(word) == nil ? ["\"\(word)\""] : [word, "\"\(word)\""] {
      try "{\"decision\":\(typed),\"ids\":[\"\(ids[0])\",\"\(ids[1])\"]}\n"
        .write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try run("decisions=\(path)", Array(Self.three[..<2])).records.count == count)
    }
  }

  @Test func betweenTheThresholdsPairsAreInDoubt() throws {
    let records = [Self.article(year: 2019), Self.article(year: 2020, journal: "Annals of Locks")]
    #expect(try run("keep=merge", records).records.count == 2)
    let (_, diagnostics) = try run("doubt=60", records)
    #expect(diagnostics.counts.notes > 0)
    #expect(try run("score=65", records).records.count == 1)
    #expect(throws: UsageError.self) { try run("score=124", records) }
  }

  @Test func marksLeaveAllRecords() throws {
    let records = [
      Self.article(), Self.article("Fish ladders"), Self.article(doi: "10.5555/a"), Self.article("Weirs", "Eze"),
    ]
    let marked = try run("mark=yes", records).records
    #expect(
      marked.map { $0.notes.first?.text.plain.split(separator: ",").first.map { String($0) } }
        == ["Duplicates: work 1", nil, "Duplicates: work 1", nil])
    #expect(marked[0].notes[0].text.plain.contains("score"))
  }

  @Test func preprintsAreMergedWhenAsked() throws {
    var preprint = Self.article(year: 2018, doi: "10.1101/1", journal: "bioRxiv")
    preprint.type = .preprint
    let records = [preprint, Self.article(pages: "3-9", doi: "10.5555/p")]
    #expect(try run("preprints=apart", records).records.count == 2)
    #expect(try run("preprints=merge", records).records.count == 1)
  }

  @Test func journalsAreThoseOfATable() throws {
    let path = path("journals.tsv")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "Annals of Locks\tLock Letters\n".write(toFile: path, atomically: true, encoding: .utf8)
    let records = [
      Self.article(year: 2019, journal: "Lock Letters"), Self.article(year: 2020, journal: "Annals of Locks"),
    ]
    #expect(try run("keep=merge", records).records.count == 2)
    #expect(try run("journals=\(path)", records).records.count == 1)
  }

  @Test func aListOfNamesThatIsNotPartedBeginsWithTheFirst() throws {
    var unparted = Self.article()
    unparted.contributors = [.unparsed("Berg, A. M., Eze, Ngozi, Holt, Runa")]
    #expect(try run("keep=merge", [Self.article(), unparted]).records.count == 1)
    unparted.contributors = [.unparsed("Holt, Runa, Eze, Ngozi, Berg, Anna")]
    #expect(try run("keep=merge", [Self.article(), unparted]).records.count == 2)
  }

  @Test func oneRecordMayBeKept() throws {
    let records = [Self.article(), Self.article(pages: "3-9", doi: "10.5555/a")]
    #expect(try run("keep=first", records).records == [records[0]])
    #expect(try run("keep=fullest", records).records == [records[1]])
  }
}
