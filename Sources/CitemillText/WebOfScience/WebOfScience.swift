public import CitemillCore

/// The field-tagged export of Web of Science and its sister databases: `.ciw` and plain text.
public struct WebOfScience: BlockReadable, WritableFormat, MappingDescribed {
  /// The format of Web of Science.
  public init() {}

  /// The name and description of the format.
  public var info: FormatInfo {
    FormatInfo(
      id: "wos", aliases: ["isi", "ciw"], name: "Web of Science tagged", folder: "WebOfScience",
      fileExtensions: ["ciw", "isi"], mediaTypes: ["application/x-inst-for-scientific-info"],
      specification: "https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html")
  }

  /// Lines that begin with `FN`, `PT` and other tags.
  public func evidence(in prefix: BytePrefix) -> Evidence {
    TaggedEvidence.evidence(of: WebOfScienceTable.syntax, WebOfScienceTable.table, in: prefix)
  }

  /// The only database that exports it.
  public func database(in prefix: BytePrefix) -> String? { "Web of Science" }

  /// A reader for a source.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    TaggedReader(source, WebOfScienceTable.table)
  }

  /// The last index after a line that ends a record.
  public func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    WebOfScienceTable.table.syntax.lastBoundary(in: bytes, range)
  }

  /// A reader for a block of a source.
  public func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
    TaggedReader(source, WebOfScienceTable.table, mayBeEmpty: true)
  }

  /// A writer.
  public func makeWriter() -> any RecordWriter {
    TaggedWriter(WebOfScienceTable.table, opening: "FN Clarivate Analytics Web of Science\nVR 1.0\n", closing: "\nEF\n")
  }

  /// What the format can hold of a record.
  public func expressible(for type: RecordType) -> FieldSet { WebOfScienceTable.table.expressible(for: type) }

  /// The tags with their places in the model.
  public var mapping: [MappingRow] { WebOfScienceTable.table.mapping }
}
