#if XML
  public import CitemillCore

  /// EndNote's XML: the only export of EndNote that leaves nothing out, also written by Zotero, Mendeley,
  /// Papers and JabRef.
  public struct EndNoteXML: BlockReadable, FrameNoting, WritableFormat, MappingDescribed {
    /// The program that a file names as its writer.
    public var sourceApp = "Citemill"
    /// How ill-formed records are treated.
    public var recovery = XMLRecovery.no

    /// The format EndNote XML.
    public init() {}

    /// The name and description of the format.
    public var info: FormatInfo {
      FormatInfo(
        id: "endnote-xml", aliases: ["endnotexml", "endnote-x"], name: "EndNote XML", folder: "EndNoteXML",
        fileExtensions: ["xml"], mediaTypes: ["application/xml"],
        specification: "RSXML.dtd, the document type definition of EndNote")
    }

    /// The name of the program.
    public var options: [FormatOption] {
      [
        FormatOption(
          "source-app", values: ["Citemill", "EndNote"], default: "Citemill", takesOtherValues: true,
          summary: "name this program as the source of the file; some services accept only files of EndNote"),
        XMLRecovery.option,
      ]
    }

    /// Sets the name of the program.
    public mutating func set(_ option: String, to value: String) throws(UsageError) {
      if option == "recover" { recovery = XMLRecovery(rawValue: value) ?? recovery } else { sourceApp = value }
    }

    /// An element `record` with a type of EndNote in it.
    public func evidence(in prefix: BytePrefix) -> Evidence {
      let found = XMLEvidence.evidence(
        of: ["record"], around: ["records"],
        inside: ["<ref-type", "<rec-number", "<source-app", "<foreign-keys", "<contributors><authors><author"],
        declared: ["RSXML.dtd"], in: prefix)
      // Many vocabularies have an element for records, with other content.
      if found.bits >= 64 { return found }
      let span = prefix.bytes.span
      let isEmptyLibrary =
        found.bits > 8 && span.firstIndex(of: Array("<xml><records".utf8), to: min(span.count, 512)) != nil
      return isEmptyLibrary ? found : .none
    }

    /// A reader for a source.
    public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try XMLReader(source, EndNoteDecoder(), recovery: recovery)
    }

    /// The last index after a record at which a line begins.
    public func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
      var frames: [NotedFrame] = []
      return lastBoundary(in: bytes, range, noting: &frames)
    }

    package func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>, noting frames: inout [NotedFrame]) -> Int? {
      EndNoteDecoder.framer.lastBoundary(in: bytes, range, noting: &frames)
    }

    /// A reader for a block of a source.
    public func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try makeReader(forBlock: source, noted: [])
    }

    package func makeReader(forBlock source: ByteSource, noted frames: [NotedFrame]) throws(SourceFailure)
      -> any RecordReader
    {
      try XMLReader(source, EndNoteDecoder(), recovery: recovery, noted: frames, mayBeEmpty: true)
    }

    /// A writer.
    public func makeWriter() throws(UsageError) -> any RecordWriter { try EndNoteWriter(program: sourceApp) }

    /// What EndNote's XML can hold of a record.
    public func expressible(for type: RecordType) -> FieldSet { EndNoteTable.expressible(for: type) }

    /// The elements with their places in the model.
    public var mapping: [MappingRow] { EndNoteTable.mapping }
  }
#endif
