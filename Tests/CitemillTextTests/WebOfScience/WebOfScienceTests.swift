import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// What the export of Web of Science has and no other tagged format has.
@Suite struct WebOfScienceTests {
  private static func read(_ lines: String...) throws -> Record {
    try #require(try Trial(text: lines.map { $0 + "\n" }.joined() + "ER\n", as: "wos").records.first)
  }

  /// `PT` names what the work appeared in, and `DT` the kind of work.
  @Test(
    arguments: [
      ("J", "Article", .articleJournal), ("B", "Proceedings Paper", .paperConference), ("B", "Book", .book),
      ("S", "Article; Book Chapter", .chapter), ("C", "Article", .paperConference), ("J", "Data Set", .dataset),
      ("P", "Patent", .patent),
    ] as [(String, String, RecordType)])
  func twoLinesTellTheType(carrier: String, document: String, type: RecordType) throws {
    #expect(try Self.read("PT \(carrier)", "TI One", "DT \(document)").type == type)
  }

  @Test func aBookIsNotInItself() throws {
    let book = try Self.read("PT B", "TI River Mills", "SO RIVER MILLS", "DT Book")
    #expect(book.type == .book)
    let same = try Self.read("PT B", "TI River Mills", "SO River Mills", "DT Book")
    #expect(same.container == nil)
    #expect(try Self.read("PT B", "TI Sluices", "SO River Mills").type == .chapter)
  }

  @Test func aDateIsInTwoLines() throws {
    #expect(try Self.read("PT J", "PD MAR 14", "PY 2019")[date: .issued] == PartialDate(year: 2019, month: 3, day: 14))
    #expect(try Self.read("PT J", "PY 2019")[date: .issued] == PartialDate(year: 2019))
  }

  @Test func linesAroundTheRecordsAreOfTheFile() throws {
    let record = try Self.read("FN Clarivate Analytics Web of Science", "VR 1.0", "PT J", "TI One")
    #expect(record.nativeFields == [])
    let text = try FormatRegistry.standard.write([record, record], as: "wos").text
    #expect(text.hasPrefix("FN ") && text.hasSuffix("\nEF\n"))
    let trial = try Trial(text: text, as: "wos")
    #expect(trial.records.map(\.title) == ["One", "One"] && trial.diagnostics.isEmpty)
  }
}
