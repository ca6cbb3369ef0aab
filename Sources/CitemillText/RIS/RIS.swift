public import CitemillCore

/// RIS, the tagged format of reference managers: Research Information Systems' specification of 2001, as used
/// by EndNote, Zotero, Mendeley and the exporters of databases.
public struct RIS: BlockReadable, WritableFormat, MappingDescribed {
  /// Whether `DB` has the labels of the databases where records were found, and nothing else.
  public var hasSources = false

  /// The format RIS.
  public init() {}

  private var table: TagTable { hasSources ? RISTable.tableWithSources : RISTable.table }

  /// The name and description of the format.
  public var info: FormatInfo {
    FormatInfo(
      id: "ris", name: "RIS", folder: "RIS", fileExtensions: ["ris"],
      mediaTypes: ["application/x-research-info-systems"],
      specification: "https://web.archive.org/web/20120526103719/http://refman.com/support/risformat_intro.asp")
  }

  /// The options.
  public var options: [FormatOption] { [.sources("in `DB`, instead of the name of a database")] }

  /// Sets an option.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    if option == "sources" { hasSources = value == "yes" }
  }

  /// Lines that begin with `TY  - ` and other tags.
  public func evidence(in prefix: BytePrefix) -> Evidence {
    var evidence = TaggedEvidence.evidence(of: RISTable.syntax, RISTable.table, in: prefix)
    if evidence.bits > 0 { evidence.dialect = RISDialect.of(prefix.bytes)?.rawValue }
    return evidence
  }

  /// The database that all records name, or show by text that only it writes.
  public func database(in prefix: BytePrefix) -> String? { RISDialect.database(in: prefix) }
  /// The database that a record names after `DB`.
  public func database(of record: borrowing Record) -> String? { RISDialect.database(of: record) }

  /// A reader for a source.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    TaggedReader(source, table)
  }

  /// The last index after a line that ends a record.
  public func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    RISTable.table.syntax.lastBoundary(in: bytes, range)
  }

  /// A reader for a block of a source.
  public func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
    TaggedReader(source, table, mayBeEmpty: true)
  }

  /// A writer.
  public func makeWriter() -> any RecordWriter { TaggedWriter(table) }

  /// What RIS can hold of a record.
  public func expressible(for type: RecordType) -> FieldSet { table.expressible(for: type) }

  /// The tags with their places in the model.
  public var mapping: [MappingRow] { RISTable.table.mapping }
}
