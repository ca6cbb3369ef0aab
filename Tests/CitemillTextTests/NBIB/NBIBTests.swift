import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// What MEDLINE has and no other tagged format.
@Suite struct NBIBTests {
  private static func read(_ lines: String...) throws -> Record {
    try #require(try Trial(text: "PMID- 1\n" + lines.map { $0 + "\n" }.joined(), as: "nbib").records.first)
  }

  /// The publication type is in several lines, and `Journal Article` is preferred; without it the title of a
  /// book decides.
  @Test(
    arguments: [
      ("PT  - Review\nPT  - Journal Article", .articleJournal), ("PT  - Book\nPT  - Journal Article", .articleJournal),
      ("PT  - Technical Report\nPT  - Book", .report), ("PT  - Review", .articleJournal),
      ("PT  - Review\nBTI - Mills", .chapter),
    ] as [(String, RecordType)])
  func oneOfTheKindsOfPublicationIsTheType(lines: String, type: RecordType) throws {
    let record = try Self.read("TI  - One", lines)
    #expect(record.type == type)
    let isReview = lines.contains("Review")
    #expect(record.nativeFields.contains { $0.name == "PT" && $0.value == "Review" } == isReview)
  }

  @Test func identifiersSayTheirKind() throws {
    let record = try Self.read("TI  - One", "LID - 10.5555/x [doi]", "LID - 1042 [pii]", "AID - 10.5555/x [doi]")
    #expect(record.identifiers.filter { $0.scheme == .doi }.map(\.value) == ["10.5555/x"])
    // A publisher's number of a few digits, without pages beside it.
    #expect(record[.articleNumber] == "1042")
  }

  @Test func linesAfterANameAreOfItsPerson() throws {
    let record = try Self.read(
      "TI  - One", "FAU - Berg, Anna", "AU  - Berg A", "AUID- ORCID: 0000-0002-1825-0097", "AD  - Mill House, York",
      "FAU - Roe, Max", "AU  - Roe M", "CN  - Mill Study Group")
    #expect(record.contributors.map(\.name.family) == ["Berg", "Roe", nil])
    #expect(record.contributors.map(\.affiliations.count) == [1, 0, 0])
    #expect(record.contributors.map { $0.identifiers.map(\.value) } == [["0000-0002-1825-0097"], [], []])
    #expect(record.contributors.last?.kind == .organization)
  }

  @Test func anAsteriskMarksAMainTopic() throws {
    let record = try Self.read("TI  - One", "MH  - *Rivers", "MH  - Humans", "OT  - mills")
    #expect(record.keywords.map(\.isMajor) == [true, false, false])
    #expect(record.keywords.map(\.scheme) == ["MeSH", "MeSH", nil])
  }
}
