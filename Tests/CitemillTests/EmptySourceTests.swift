import Citemill
import CitemillCore
import Testing

/// An empty source is read in the same way in every format, and so is what a format writes for no records.
@Suite struct EmptySourceTests {
  static let readable = FormatRegistry.standard.readable.map(\.info.id)
  static let writable = FormatRegistry.standard.writable.filter { $0.asReadable != nil }.map(\.info.id)

  /// What is empty, with what it is.
  static let blanks: [(what: String, bytes: [UInt8])] = [
    ("no byte", []), ("a line end", [10]), ("blanks", Array(" \t\r\n \u{0C}\u{0B}\r".utf8)),
    ("UTF-8 mark", [0xEF, 0xBB, 0xBF]),
    ("UTF-16 mark", [0xFF, 0xFE]), ("UTF-16 line end", [0xFF, 0xFE, 10, 0]), ("the end of a DOS text", [13, 10, 0x1A]),
    ("no-break spaces", Array("\u{A0}\n\u{3000}\u{2028}\u{FEFF}\u{200B}\u{A0}".utf8)),
  ]

  /// What a run with JSON as its output gives.
  private func run(
    _ bytes: [UInt8], name: String, as id: String?
  ) throws -> (summary: Summary, said: [Diagnostic], text: String) {
    var said: [Diagnostic] = []
    var conversion = try Conversion(
      to: CSLJSON(), registry: .standard, into: ByteSink(),
      observer: Conversion.Observer(diagnostic: { said.append($0) }))
    conversion.run(
      ByteSource(bytes: bytes, name: name), as: try id.map { try FormatRegistry.standard.readableFormat($0) })
    let (summary, sink) = conversion.finish()
    return (summary, said, sink.text)
  }

  private func expectEmpty(
    _ bytes: [UInt8], name: String = "<stdin>", as id: String?, saysSo: Bool = false, _ comment: Comment
  ) throws {
    let (summary, said, text) = try run(bytes, name: name, as: id)
    #expect(said.map(\.code) == [.emptySource] && said.first?.severity == (saysSo ? .note : .warning), comment)
    #expect(text == "[]\n", comment)
    #expect(summary.isConserved && summary.read == 0, comment)
    #expect(summary.exitStatus() == .success, comment)
    #expect(summary.exitStatus(isStrict: true) == (saysSo ? .success : .partial), comment)
    let source = try #require(summary.sources.first)
    #expect(source.isEmpty != saysSo && source.status == "ok", comment)
    if !said.isEmpty, let place = said[0].location { #expect(place.bytes.count == source.tally.totalBytes, comment) }
  }

  @Test(arguments: readable) func blanksAreNoRecords(id: String) throws {
    for (what, bytes) in Self.blanks { try expectEmpty(bytes, as: id, "\(what)") }
    let ending = try #require(FormatRegistry.standard.format(named: id)).info.fileExtensions.first ?? "x"
    for (what, bytes) in Self.blanks { try expectEmpty(bytes, name: "a.\(ending)", as: nil, "a.\(ending): \(what)") }
  }

  @Test func blanksOfNoFormatAreNoRecords() throws {
    for (what, bytes) in Self.blanks { try expectEmpty(bytes, as: nil, "\(what)") }
  }

  @Test(arguments: writable) func noRecordsAreReadBack(id: String) throws {
    if try FormatRegistry.standard.writableFormat(id).needsRecord {
      #expect(throws: SourceFailure.self) { try FormatRegistry.standard.write([], as: id) }
      return
    }
    let written = try FormatRegistry.standard.write([], as: id).bytes
    let saysSo = written.contains { !$0.isSpace }
    try expectEmpty(written, as: id, saysSo: saysSo, "named")
    try expectEmpty(written, as: nil, saysSo: saysSo, "found by itself")
    let read = try FormatRegistry.standard.read(ByteSource(bytes: written), as: id)
    #expect(read.records.isEmpty && read.rejections.isEmpty && read.diagnostics.map(\.code) == [.emptySource])
  }

  @Test func collectionsOfXMLMayBeEmpty() throws {
    for text in ["<PubmedArticleSet/>", "<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n</PubmedArticleSet>\n"] {
      try expectEmpty(Array(text.utf8), as: nil, saysSo: true, "\(text)")
    }
    // Content that is not a record of the format is not the same as no content.
    let others = ["<Thing>x</Thing></PubmedArticleSet>", "x</PubmedArticleSet>", ""]
    for text in others.map({ "<PubmedArticleSet>" + $0 }) {
      #expect(try run(Array(text.utf8), name: "<stdin>", as: "pubmed-xml").summary.exitStatus() == .noData)
    }
  }

  /// What has the header of a file and not its end was cut off.
  @Test func aHeaderWithoutItsFooterIsNotEmpty() throws {
    #expect(try run(Array("FN Clarivate\nVR 1.0\n".utf8), name: "<stdin>", as: "wos").summary.exitStatus() == .noData)
    try expectEmpty(Array("FN Clarivate\nVR 1.0\n\nEF\n".utf8), as: nil, saysSo: true, "with its footer")
  }

  /// A source that was not read to its end is not called empty.
  @Test func whatIsNotReadIsNotEmpty() throws {
    var said: [Diagnostic] = []
    var conversion = try Conversion(
      to: CSLJSON(), registry: .standard, into: ByteSink(),
      observer: Conversion.Observer(diagnostic: { said.append($0) }))
    conversion.limit = 1
    for _ in 0..<2 { conversion.run(ByteSource(bytes: Array(#"[{"id":"a","title":"T"}]"#.utf8)), as: CSLJSON()) }
    #expect(said.isEmpty && conversion.finish().summary.exitStatus(isStrict: true) == .success)
  }

  /// One empty input does not affect the others.
  @Test func anEmptyInputCostsNoOther() throws {
    var conversion = try Conversion(to: CSLJSON(layout: .lines), registry: .standard, into: ByteSink())
    conversion.run(ByteSource(bytes: [10], name: "a.ris"))
    conversion.run(ByteSource(bytes: Array("TY  - BOOK\nTI  - Weirs\nER  - \n".utf8), name: "b.ris"))
    let (summary, sink) = conversion.finish()
    #expect(summary.exitStatus() == .success && sink.text.contains("Weirs"))
  }
}
