#if XML
  public import CitemillCore

  /// PubMed's own XML: the output of `efetch`, and the baseline files.
  public struct PubMedXML: BlockReadable, FrameNoting, MappingDescribed, SourceValidating {
    /// How ill-formed records are treated.
    public var recovery = XMLRecovery.no

    /// The format PubMed XML.
    public init() {}

    /// The name and description of the format.
    public var info: FormatInfo {
      FormatInfo(
        id: "pubmed-xml", aliases: ["pubmedxml", "medline-xml"], name: "PubMed XML", folder: "PubMedXML",
        fileExtensions: ["xml"], mediaTypes: ["application/xml"],
        specification: "https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html")
    }

    /// The options.
    public var options: [FormatOption] { [XMLRecovery.option] }

    /// Sets an option.
    public mutating func set(_ option: String, to value: String) throws(UsageError) {
      if option == "recover", let found = XMLRecovery(rawValue: value) { recovery = found }
    }

    /// An element `PubmedArticle` or `PubmedBookArticle`.
    public func evidence(in prefix: BytePrefix) -> Evidence {
      XMLEvidence.evidence(
        of: ["PubmedArticle", "PubmedBookArticle", "MedlineCitation"], around: PubMedDecoder.collections,
        inside: ["<MedlineCitation", "<PubmedData", "<BookDocument", "<PMID"],
        declared: ["PubMedArticle", "pubmed_"], in: prefix)
    }

    /// The only database that exports it.
    public func database(in prefix: BytePrefix) -> String? { "PubMed" }

    /// A reader for a source.
    public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try XMLReader(source, PubMedDecoder(), recovery: recovery)
    }

    /// The last index after a record at which a line begins.
    public func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
      var frames: [NotedFrame] = []
      return lastBoundary(in: bytes, range, noting: &frames)
    }

    package func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>, noting frames: inout [NotedFrame]) -> Int? {
      PubMedDecoder.framer.lastBoundary(in: bytes, range, noting: &frames)
    }

    /// A reader for a block of a source.
    public func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try makeReader(forBlock: source, noted: [])
    }

    package func makeReader(forBlock source: ByteSource, noted frames: [NotedFrame]) throws(SourceFailure)
      -> any RecordReader
    {
      try XMLReader(source, PubMedDecoder(), recovery: recovery, noted: frames, mayBeEmpty: true)
    }

    /// Validates documents by the DTD that they declare.
    public func makeValidator(_ schemas: SchemaFiles) throws(UsageError) -> any SourceValidator {
      try XMLSourceValidator(schemas)
    }

    /// The format itself.
    public var asMappingDescribed: (any MappingDescribed)? { self }

    /// The elements with their places in the model.
    public var mapping: [MappingRow] { PubMedTable.mapping }
  }
#endif
