import Citemill
import CitemillCore
import CitemillPipeline
import CitemillTestSupport
import Foundation
import Testing

/// The label of a record: the one that a user gives, else the database that the source shows, else the
/// fallback.
@Suite struct SourceLabelsTests {
  private static func ris(_ fields: String...) -> String {
    fields.map { "TY  - JOUR\nTI  - Weirs\nAU  - Berg, A.\n\($0)\nER  - \n" }.joined()
  }

  /// The labels of each record of a source, and the label in its summary.
  private func labels(
    _ text: String, as format: String? = nil, _ label: SourceLabel = SourceLabel(), times: Int = 1, jobs: Int = 1
  ) async throws -> (records: [[String]], account: String?) {
    let bytes = Array(String(repeating: text, count: times).utf8)
    let sink = MemorySink()
    var conversion = try Conversion(
      to: FormatRegistry.standard.writableFormat("csl-json:layout=lines"), registry: .standard, into: ByteSink(.null))
    conversion.transforms = [LabelNoting(sink)]
    let chosen = try format.map { try FormatRegistry.standard.readableFormat($0) }
    await conversion.run(ByteSource(bytes: bytes, name: "a"), as: chosen, labelled: label, jobs: jobs)
    let (summary, _) = conversion.finish()
    return (sink.labels, summary.sources.first?.label)
  }

  @Test(
    arguments: [
      (SourceLabelsTests.ris("DB  - Embase", "DB  - Embase"), "Embase"),
      // Records of several databases belong to none.
      (SourceLabelsTests.ris("DB  - Embase", "DB  - Scopus"), nil),
      (SourceLabelsTests.ris("DB  - Embase", "VL  - 1"), nil),
      (SourceLabelsTests.ris("DB  - PubMed; Mill Index"), nil),
      (SourceLabelsTests.ris("DP  - EBSCOhost\nDB  - rzh"), "CINAHL"), (SourceLabelsTests.ris("DP  - EBSCOhost"), nil),
      (SourceLabelsTests.ris("UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-1"), "Scopus"),
      (
        SourceLabelsTests.ris("UR  - https://www.cochranelibrary.com/central/doi/10.1002/central/CN-1/full"),
        "Cochrane Library"
      ),
      ("PMID- 12\nTI  - Weirs\nFAU - Berg, Anna\n", "PubMed"),
      (
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Berg, A\nTI Weirs\nUT WOS:1\nER\n\nEF\n",
        "Web of Science"
      ),
      ("Authors,Title,Year,Source title,DOI,EID\nBerg A.,Weirs,2020,Mills,10.5555/1,2-s2.0-1\n", "Scopus"),
      (
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,DOI\n1,Weirs,Berg A.,x,Berg A,Mills,2020,2020/01/01,10.5555/1\n",
        "PubMed"
      ),
      ("author,title,year\nBerg,Weirs,2020\n", nil),
    ] as [(String, String?)])
  func aSourceShowsItsDatabase(text: String, database: String?) async throws {
    let found = try await labels(text)
    #expect(!found.records.isEmpty && found.records.allSatisfy { $0 == (database.map { [$0] } ?? []) }, "\(found)")
    #expect(found.account == database)
  }

  @Test func whatAPersonSaysComesFirst() async throws {
    let text = Self.ris("DB  - Embase")
    #expect(try await labels(text, SourceLabel(given: "Embase 2026", fallback: "x")).records == [["Embase 2026"]])
    #expect(try await labels(text, SourceLabel(fallback: "x")).records == [["Embase"]])
    #expect(try await labels(Self.ris("VL  - 1"), SourceLabel(fallback: "x")).records == [["x"]])
  }

  @Test func recordsKeepTheirLabels() async throws {
    let text =
      #"{"citemill":1,"type":"book","titles":[{"text":"a"}],"origin":{"sources":["Embase","Scopus"]}}"# + "\n"
      + #"{"citemill":1,"type":"book","titles":[{"text":"b"}]}"# + "\n"
    #expect(try await labels(text, SourceLabel(fallback: "x")).records == [["Embase", "Scopus"], ["x"]])
    #expect(try await labels(text, SourceLabel(given: "x")).records == [["x"], ["x"]])
  }

  @Test func blocksAreLabelledToo() async throws {
    let found = try await labels(Self.ris("DB  - Embase"), times: 40_000, jobs: 2)
    #expect(found.records.count == 40_000 && found.records.allSatisfy { $0 == ["Embase"] })
  }

  @Test func mergedRecordsHaveTheLabelsOfAll() throws {
    func placed(_ labels: [String], _ line: Int) -> PlacedRecord {
      var record = Record()
      record.type = .articleJournal
      record.titles = [Title("River mills of the north")]
      record.add(Identifier(.doi, "10.5555/7"))
      record.origin.sources = labels
      return PlacedRecord(record, at: CitemillCore.SourceLocation(source: "a", bytes: 0..<1, line: line))
    }
    for keep in ["merge", "first", "fullest"] {
      var transform = DedupeTransform()
      try transform.set("keep", to: keep)
      var stage = try #require(try transform.makeStage(writesFiles: false).asCollectionTransform)
      try stage.add(placed(["Scopus"], 1))
      try stage.add(placed(["Embase", "Scopus"], 2))
      try stage.add(placed([], 3))
      var diagnostics = Diagnostics()
      let merged = try #require(try stage.next(reporting: &diagnostics))
      #expect(merged.record.origin.sources == ["Scopus", "Embase"], "\(keep)")
      #expect(stage.merged == 2 && stage.dropped.isEmpty)
    }
  }

  @Test(arguments: ["Embase", "=a.ris", "Embase=", "a;b=a.ris", "a\u{1B}=a.ris"]) func wrongLabelsAreRefused(
    text: String
  ) {
    #expect(throws: UsageError.self) { try SourceLabels([text]) }
  }
}

/// Notes the labels that pass.
private struct LabelNoting: RecordTransform {
  let sink: MemorySink
  init(_ sink: MemorySink) { self.sink = sink }
  func apply(to record: inout Record, at place: CitemillCore.SourceLocation, reporting: inout Diagnostics)
    -> Disposition
  {
    sink.add(record.origin.sources)
    return .keep
  }
}

private final class MemorySink: @unchecked Sendable {
  private let lock = NSLock()
  private(set) var labels: [[String]] = []
  func add(_ one: [String]) { lock.withLock { labels.append(one) } }
}
