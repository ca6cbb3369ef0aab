#if XML
  import CitemillCore

  /// The elements with their places in the model, as the page and `citemill map` show them.
  enum JATSTable {
    static let rows: [MappingRow] = [
      row("article/@article-type", "type", "its word is kept as the type of the source"),
      row("article/@xml:lang", "language"),
      row("journal-title, journal-subtitle", "host.titles.main"),
      row("abbrev-journal-title, journal-id", "host.titles.short", "of type iso-abbrev and nlm-ta"),
      row("issn, issn-l", "host.identifiers.ISSN", "by its format eISSN"),
      row("publisher-name", "publisher"), row("publisher-loc", "publisher-place"),
      row("article-id, pub-id", "identifiers", "by its type; one that is not known is kept under its name"),
      row("article-title", "titles.main", "with markup; notes and references to them are left out"),
      row("subtitle", "titles.sub"), row("alt-title", "titles.short", "of type running-head and the like"),
      row("trans-title-group", "titles.translated", "with its language"), row("issue-title", "host.titles.issue"),
      row("subject", "section", "of a heading; others are keywords with the scheme subject"),
      row("contrib, person-group", "contributors", "by their type; those that no byline names are left out"),
      row("role", "contributors#roles", "those of CRediT, beside that of the byline"),
      row("contrib-id", "contributors#identifiers", "ORCID in every spelling"),
      row("aff, xref", "contributors#affiliations", "with ROR, ISNI and others"),
      row("collab", "contributors#members", "the name of the group, and its members"),
      row("pub-date", "dates.issued", "the earliest of those of the article; see the page"),
      row("history/date", "dates.received", "and accepted, revised, posted"),
      row("copyright-year", "dates.copyright-date"), row("copyright-statement", "copyright"),
      row("volume", "volume"), row("issue", "issue"), row("issue-part", "part-number"),
      row("supplement", "supplement-number"), row("fpage, lpage, page-range", "page"),
      row("elocation-id", "article-number"), row("isbn", "host.identifiers.ISBN"),
      row("license, license_ref, license-p", "licences", "the address in any of the three"),
      row("abstract, trans-abstract", "abstracts", "by their type and language"),
      row("kwd", "keywords", "with the type of the group where it is not the authors'"),
      row("award-group, funding-statement", "funding"), row("related-article, related-object", "relations"),
      row("conference", "event"), row("conf-date", "dates.event-date"), row("article-version", "version"),
      row("self-uri, ext-link, uri", "identifiers.URL"),
      row(
        "element-citation, mixed-citation, nlm-citation, citation", "references", "or records of their own with emit"),
      row("sub-article, response", "titles.translated", "of a translation; others are records with sub-articles"),
    ]

    private static func row(_ native: String, _ path: String, _ note: String = "") -> MappingRow {
      MappingRow(native: native, path: path, note: note, isReadOnly: true)
    }
  }
#endif
