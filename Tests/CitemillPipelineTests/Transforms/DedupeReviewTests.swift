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
    let semicolons = "decision;id 1;id 2\nja;\(ids[0]);\(ids[1])\n"
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

  @Test func betweenTheThresholdsPairsAreInDoubt() throws {
    let records = [Self.article(year: 2019), Self.article(year: 2020, journal: "Annals of Locks")]
    #expect(try run("keep=merge", records).records.count == 2)
    let (_, diagnostics) = try run("doubt=60", records)
    #expect(diagnostics.counts.notes > 0)
    #expect(try run("score=65", records).records.count == 1)
    #expect(throws: UsageError.self) { try run("score=105", records) }
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
