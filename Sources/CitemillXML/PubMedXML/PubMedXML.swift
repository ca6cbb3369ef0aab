#if XML
  public import CitemillCore

  /// PubMed's own XML: what `efetch` gives and the baseline files hold.
  public struct PubMedXML: BlockReadable, MappingDescribed {
    /// PubMed's XML.
    public init() {}

    /// What it is called.
    public var info: FormatInfo {
      FormatInfo(
        id: "pubmed-xml", aliases: ["pubmedxml", "medline-xml"], name: "PubMed XML", folder: "PubMedXML",
        fileExtensions: ["xml"], mediaTypes: ["application/xml"],
        specification: "https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html")
    }

    /// An element `PubmedArticle` or `PubmedBookArticle`.
    public func evidence(in prefix: BytePrefix) -> Evidence {
      XMLEvidence.evidence(
        of: ["PubmedArticle", "PubmedBookArticle", "MedlineCitation"],
        inside: ["<MedlineCitation", "<PubmedData", "<BookDocument", "<PMID"],
        declared: ["PubMedArticle", "pubmed_"], in: prefix)
    }

    /// A reader for a source.
    public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try XMLReader(source, PubMedDecoder())
    }

    /// The last place behind a record at which a line begins.
    public func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
      PubMedDecoder.framer.lastBoundary(in: bytes, range)
    }

    /// A reader for a block of a source.
    public func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try XMLReader(source, PubMedDecoder(), mayBeEmpty: true)
    }

    /// Itself.
    public var asMappingDescribed: (any MappingDescribed)? { self }

    /// The elements with the places of the model.
    public var mapping: [MappingRow] {
      [
        ("PMID, ArticleId", "identifiers", "DOI, PMID, PMCID, PII and others by their type"),
        ("PublicationType", "type", "the first that is known, \"Journal Article\" behind others"),
        ("ArticleTitle", "titles.main", "with markup"), ("VernacularTitle", "titles.original", ""),
        ("Title, MedlineTA", "host.titles.main", ""), ("ISOAbbreviation", "host.titles.short", ""),
        ("ISSN, ISSNLinking", "host.identifiers.ISSN", "by their type"),
        ("Author", "contributors.author", "with affiliations, ORCID and what the list leaves out"),
        ("Investigator", "contributors", "with the role investigator"),
        ("PubDate", "dates.issued", ""), ("ArticleDate", "dates.published-online", ""),
        ("PubMedPubDate", "dates.received", "and accepted, revised"), ("Volume", "volume", ""), ("Issue", "issue", ""),
        ("MedlinePgn, StartPage, EndPage", "page", ""), ("Language", "language", ""),
        ("AbstractText, OtherAbstract", "abstracts", "a label stands before its part"),
        ("CopyrightInformation", "copyright", ""), ("MeshHeading", "keywords", "with the scheme MeSH, as in `nbib`"),
        ("Keyword", "keywords", ""), ("NameOfSubstance", "keywords", "with the scheme substance"),
        ("Grant", "funding", ""),
        ("CommentsCorrections", "relations", ""), ("Reference", "references", ""),
        ("PublicationStatus", "status", ""), ("Country", "publisher-place", ""),
        ("BookTitle", "titles.main", "of a chapter the host's"), ("Publisher", "publisher", ""),
        ("Isbn", "identifiers.ISBN", "of a chapter the host's"), ("Edition", "edition", ""),
        ("CollectionTitle", "series.titles.main", ""),
      ].map { MappingRow(native: $0.0, path: $0.1, note: $0.2, isReadOnly: true) }
    }
  }
#endif
