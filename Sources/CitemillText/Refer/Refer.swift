public import CitemillCore

/// Refer, the tagged format of the Unix program, as EndNote writes it: `%A`, `%T`, `%J`.
public struct Refer: ReadableFormat, WritableFormat, MappingDescribed {
  /// The format Refer.
  public init() {}

  /// The name and description of the format.
  public var info: FormatInfo {
    FormatInfo(
      id: "refer", aliases: ["enw", "endnote", "bibix"], name: "Refer (EndNote tagged)", folder: "Refer",
      fileExtensions: ["enw", "refer"], mediaTypes: ["application/x-endnote-refer"],
      specification: "https://man.freebsd.org/cgi/man.cgi?query=refer")
  }

  /// Lines that begin with `%` and one character.
  public func evidence(in prefix: BytePrefix) -> Evidence {
    TaggedEvidence.evidence(of: ReferTable.syntax, ReferTable.table, in: prefix)
  }

  /// A reader for a source.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    TaggedReader(source, ReferTable.table)
  }

  /// A writer.
  public func makeWriter() -> any RecordWriter { TaggedWriter(ReferTable.table) }

  /// What Refer can hold of a record.
  public func expressible(for type: RecordType) -> FieldSet { ReferTable.table.expressible(for: type) }

  /// The tags with their places in the model.
  public var mapping: [MappingRow] { ReferTable.table.mapping }
}
