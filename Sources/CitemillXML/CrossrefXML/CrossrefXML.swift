#if XML
  public import CitemillCore

  /// Crossref's XML: what its API answers, unixref and unixsd, and what is deposited there.
  public struct CrossrefXML: BlockReadable, FrameNoting, MappingDescribed {
    /// Crossref's XML.
    public init() {}

    /// What it is called.
    public var info: FormatInfo {
      FormatInfo(
        id: "crossref-xml", aliases: ["crossref-unixref", "unixref", "unixsd"], name: "Crossref XML",
        folder: "CrossrefXML", fileExtensions: ["xml"],
        mediaTypes: ["application/vnd.crossref.unixref+xml", "application/vnd.crossref.unixsd+xml"],
        specification: "https://www.crossref.org/documentation/schema-library/")
    }

    /// Records of DOIs, or a batch of a deposit.
    public func evidence(in prefix: BytePrefix) -> Evidence {
      XMLEvidence.evidence(
        of: CrossrefDecoder.works,
        inside: [
          "<crossref_result", "<doi_records", "<doi_batch", "<doi_record", "<crossref ", "<crossref>", "<doi_data",
          "<journal_metadata", "<crm-item", "<journal_article", "<posted_content",
        ], declared: [], in: prefix)
    }

    /// A reader for a source.
    public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try XMLReader(source, CrossrefDecoder())
    }

    /// The last place behind a record at which a line begins.
    public func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
      var frames: [NotedFrame] = []
      return lastBoundary(in: bytes, range, noting: &frames)
    }

    package func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>, noting frames: inout [NotedFrame]) -> Int? {
      CrossrefDecoder.framer.lastBoundary(in: bytes, range, noting: &frames)
    }

    /// A reader for a block of a source.
    public func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try makeReader(forBlock: source, noted: [])
    }

    package func makeReader(forBlock source: ByteSource, noted frames: [NotedFrame]) throws(SourceFailure)
      -> any RecordReader
    {
      try XMLReader(source, CrossrefDecoder(), noted: frames, mayBeEmpty: true)
    }

    /// Itself.
    public var asMappingDescribed: (any MappingDescribed)? { self }

    /// The elements with the places of the model.
    public var mapping: [MappingRow] { CrossrefTable.table.mapping + CrossrefTable.omissions.map(\.mapping) }
  }
#endif
