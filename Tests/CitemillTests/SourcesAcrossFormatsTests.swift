import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// `sources=yes`: the labels of the databases where a record was found, in each format that has a place for
/// them.
@Suite struct SourcesAcrossFormatsTests {
  static let formats: [(id: String, line: String)] = [
    ("ris", "DB  - Embase; Scopus\n"), ("csl-json", #""source":"Embase; Scopus""#), ("csv", ",Embase; Scopus\n"),
    ("tsv", "\tEmbase; Scopus\n"),
  ]

  private static func record(_ sources: [String] = ["Embase", "Scopus"]) -> Record {
    var record = Record()
    record.key = "weirs"
    record.type = .articleJournal
    record.titles = [Title("Weirs")]
    record.origin.sources = sources
    return record
  }

  private func write(_ record: Record, _ specification: String) throws -> (text: String, losses: LossReport) {
    let format = try FormatRegistry.standard.writableFormat(specification)
    var output = try RecordOutput(to: format, into: ByteSink(), detail: .places)
    var (record, diagnostics) = (record, Diagnostics())
    #expect(output.write(&record, reporting: &diagnostics) == .written)
    let text = String(decoding: output.finish().bytes, as: UTF8.self)
    return (text, output.losses)
  }

  @Test(arguments: formats) func labelsAreWrittenAndReadWhenAsked(id: String, line: String) throws {
    let specification = "\(id):sources=yes"
    let (text, losses) = try write(Self.record(), specification)
    #expect(text.contains(line) && losses.isEmpty, "\(text)")
    let again = try Trial(ByteSource(bytes: Array(text.utf8), name: "a"), as: specification).records
    #expect(again.first?.origin.sources == ["Embase", "Scopus"])
    #expect(again.first?.content == Self.record().content)
    // Without the option nothing is written, nor read as labels.
    #expect(try write(Self.record(), id).text == write(Self.record([]), id).text)
    #expect(try Trial(ByteSource(bytes: Array(text.utf8), name: "a"), as: id).records.first?.origin.sources == [])
  }

  @Test(arguments: [("ris", Variable.archive), ("csl-json", .source)])
  func labelsReplaceWhatElseIsThere(id: String, variable: Variable) throws {
    var record = Self.record(["Embase"])
    record[variable] = "Mill Index"
    let (text, losses) = try write(record, "\(id):sources=yes")
    #expect(!text.contains("Mill Index") && text.contains("Embase"), "\(text)")
    #expect(losses.places.map(\.path) == [.variable(variable)] && losses.places.map(\.kind) == [.dropped])
    #expect(try write(record, id).text.contains("Mill Index"))
  }

  /// A value that equals a label is not lost, nor is the value in a record without labels.
  @Test(arguments: [("ris", Variable.archive), ("csl-json", .source)])
  func whatALabelSaysIsNotLost(id: String, variable: Variable) throws {
    for sources in [["Scopus", "Mill index"], []] {
      var record = Self.record(sources)
      record[variable] = "Mill Index"
      let (text, losses) = try write(record, "\(id):sources=yes")
      #expect(text.lowercased().contains("mill index") && losses.isEmpty, "\(text)")
      let again = try Trial(ByteSource(bytes: Array(text.utf8), name: "a"), as: "\(id):sources=yes").records.first
      #expect(again?.origin.sources == (sources.isEmpty ? ["Mill Index"] : sources))
    }
  }

  @Test func aTableKeepsWhatStoodThere() throws {
    var record = Self.record()
    record[.archive] = "Mill Index"
    #expect(
      try write(record, "csv:sources=yes,columns=title+archive").text
        == "title,archive,sources\nWeirs,Mill Index,Embase; Scopus\n")
    let text = "title,sources\nWeirs,Mills\n"
    let read = { try Trial(ByteSource(bytes: Array(text.utf8), name: "a"), as: $0).records.first }
    #expect(try read("csv")?.nativeFields.map(\.value) == ["Mills"])
    #expect(try read("csv:sources=yes")?.origin.sources == ["Mills"])
  }

  @Test func theNumberOfPubMedStaysOne() throws {
    var record = Self.record(["Embase", "PubMed"])
    record.add(Identifier(.pmid, "1234567"))
    let (text, losses) = try write(record, "ris:sources=yes")
    // Beside another label, a number in the database could be of either.
    #expect(losses.isEmpty && text.contains("N1  - PMID: 1234567\n"))
    let again = try Trial(ByteSource(bytes: Array(text.utf8), name: "a"), as: "ris:sources=yes").records.first
    #expect(again?.identifiers == record.identifiers && again?.origin.sources == ["Embase", "PubMed"])
    record.origin.sources = ["PubMed"]
    #expect(try write(record, "ris:sources=yes").text.contains("DB  - PubMed\nAN  - 1234567\n"))
    // A label that nobody gave is not written just because there is a PMID.
    record.origin.sources = ["Embase"]
    for specification in ["ris", "ris:sources=yes"] {
      let (text, losses) = try write(record, specification)
      #expect(losses.isEmpty && text.contains("N1  - PMID: 1234567\n") && !text.contains("PubMed"), "\(text)")
    }
  }
}
