#if XML
  public import CitemillCore

  /// The sources of Microsoft Word: `Sources.xml`, and the part of a document that has the sources cited in
  /// it.
  public struct WordXML: BlockReadable, FrameNoting, MappingDescribed {
    /// How ill-formed records are treated.
    public var recovery = XMLRecovery.no

    /// The format of Word's sources.
    public init() {}

    /// The name and description of the format.
    public var info: FormatInfo {
      FormatInfo(
        id: "word-xml", aliases: ["msbib-xml", "msbib", "wordbib"], name: "Word bibliography XML", folder: "WordXML",
        fileExtensions: ["xml"], mediaTypes: ["application/xml"],
        specification: "https://ecma-international.org/publications-and-standards/standards/ecma-376/")
    }

    /// The options.
    public var options: [FormatOption] { [XMLRecovery.option] }

    /// Sets an option.
    public mutating func set(_ option: String, to value: String) throws(UsageError) {
      recovery = XMLRecovery(rawValue: value) ?? recovery
    }

    /// An element `Source` in the namespace of Office's bibliographies.
    public func evidence(in prefix: BytePrefix) -> Evidence {
      let found = XMLEvidence.evidence(
        of: ["Source", "Sources"], inside: ["<b:SourceType", "<SourceType", "<b:Source>", "<Source>"], declared: [],
        in: prefix)
      if found.bits == 0 { return .none }
      let span = prefix.bytes.span
      let hasNamespace = ["officeDocument/2006/bibliography", "ooxml/officeDocument/bibliography"].contains {
        span.firstIndex(of: Array($0.utf8), to: min(span.count, 4096)) != nil
      }
      return hasNamespace ? Evidence(bits: 96, "the namespace of Office's bibliographies") : .none
    }

    /// A reader for a source.
    public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try XMLReader(source, WordDecoder(), recovery: recovery)
    }

    /// The last index after a record at which a line begins.
    public func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
      var frames: [NotedFrame] = []
      return lastBoundary(in: bytes, range, noting: &frames)
    }

    package func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>, noting frames: inout [NotedFrame]) -> Int? {
      WordDecoder.framer.lastBoundary(in: bytes, range, noting: &frames)
    }

    /// A reader for a block of a source.
    public func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try makeReader(forBlock: source, noted: [])
    }

    package func makeReader(forBlock source: ByteSource, noted frames: [NotedFrame]) throws(SourceFailure)
      -> any RecordReader
    {
      try XMLReader(source, WordDecoder(), recovery: recovery, noted: frames, mayBeEmpty: true)
    }

    /// The elements with their places in the model.
    public var mapping: [MappingRow] { WordXMLTable.mapping }
  }
#endif
