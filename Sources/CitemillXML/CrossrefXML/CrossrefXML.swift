#if XML
  public import CitemillCore

  /// Crossref's XML: what its API answers, unixref and unixsd, and what is deposited there.
  public struct CrossrefXML: BlockReadable, MappingDescribed {
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
      CrossrefDecoder.framer.lastBoundary(in: bytes, range)
    }

    /// A reader for a block of a source.
    public func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try XMLReader(source, CrossrefDecoder(), mayBeEmpty: true)
    }

    /// Itself.
    public var asMappingDescribed: (any MappingDescribed)? { self }

    /// The elements with the places of the model.
    public var mapping: [MappingRow] {
      [
        (
          "journal_article, book, posted_content ...", "type",
          "the kind of work, with `book_type`, `component_type`, `type`"
        ),
        ("titles/title", "titles.main", "with markup, also where it is escaped twice"), ("subtitle", "titles.sub", ""),
        ("original_language_title", "titles.original", ""), ("full_title, proceedings_title", "host.titles.main", ""),
        ("abbrev_title", "host.titles.short", ""), ("series_metadata/titles", "series.titles.main", ""),
        ("issn", "host.identifiers.ISSN", "by its medium"), ("isbn", "identifiers.ISBN", "of a part the host's"),
        ("person_name, organization", "contributors", "by their role, with affiliations and ORCID"),
        ("publication_date", "dates.issued", "the earliest; print and online stand beside it"),
        ("posted_date", "dates.posted", "and the date of issue"), ("acceptance_date", "dates.accepted", ""),
        ("volume", "volume", ""), ("issue", "issue", ""), ("first_page, last_page, other_pages", "page", ""),
        ("item_number", "article-number", ""), ("edition_number", "edition", ""),
        ("publisher_name, crm-item", "publisher", ""), ("publisher_place", "publisher-place", ""),
        ("doi_data/doi", "identifiers.DOI", ""), ("resource", "identifiers.URL", ""),
        ("identifier", "identifiers", "by its type"), ("abstract", "abstracts", ""),
        ("program[fundref]", "funding", "also in crossmark"),
        ("program[AccessIndicators]", "licences", "also in crossmark"),
        ("related_item, update", "relations", ""), ("event_metadata", "event", ""),
        ("conference_date", "dates.event-date", ""), ("citation", "references", "as printed and in parts"),
        ("degree", "genre", ""), ("institution", "institution", "of theses and reports"),
      ].map { MappingRow(native: $0.0, path: $0.1, note: $0.2, isReadOnly: true) }
    }
  }
#endif
