public import CitemillCore

/// MEDLINE, the tagged format of PubMed, which PubMed calls "PubMed format". Its files end in `.nbib`.
public struct NBIB: ReadableFormat, WritableFormat, MappingDescribed {
  /// The format MEDLINE.
  public init() {}

  /// The name and description of the format.
  public var info: FormatInfo {
    FormatInfo(
      id: "nbib", aliases: ["medline", "pubmed"], name: "MEDLINE", folder: "NBIB", fileExtensions: ["nbib"],
      mediaTypes: ["application/nbib"], specification: "https://www.nlm.nih.gov/bsd/mms/medlineelements.html")
  }

  /// Lines that begin with `PMID- ` and other tags.
  public func evidence(in prefix: BytePrefix) -> Evidence {
    TaggedEvidence.evidence(of: NBIBTable.syntax, NBIBTable.table, in: prefix)
  }

  /// The only database that exports it.
  public func database(in prefix: BytePrefix) -> String? { "PubMed" }

  /// A reader for a source.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    TaggedReader(source, NBIBTable.table)
  }

  /// A writer.
  public func makeWriter() -> any RecordWriter { TaggedWriter(NBIBTable.table) }

  /// What MEDLINE can hold of a record.
  public func expressible(for type: RecordType) -> FieldSet { NBIBTable.table.expressible(for: type) }

  /// The tags with their places in the model.
  public var mapping: [MappingRow] { NBIBTable.table.mapping }
}
