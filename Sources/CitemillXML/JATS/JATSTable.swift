#if XML
  import CitemillCore

  /// The elements with their places in the model, as the page and `citemill map` show them.
  enum JATSTable {
    static let rows: [MappingRow] = [
      // The article.
      row("article/@article-type", "type", "its word is kept as the type of the source"),
      row("article/@xml:lang", "language"),
      row(
        "article-id, book-id, book-part-id", "identifiers",
        "by their type; one that is not known is kept under its name"),
      row("article-title, book-title", "titles.main", "with markup; notes and references to them are left out"),
      row("subtitle", "titles.sub"), row("alt-title", "titles.short", "of type running-head and the like"),
      row("alt-title/@alt-title-type", "titles.alternative", "other types, which are kept"),
      row("trans-title-group, trans-title", "titles.translated", "with its language"),
      row("subj-group[@subj-group-type=heading]/subject", "section"),
      row("subj-group/subject, compound-subject", "keywords", "with the scheme subject"),
      row("article-categories/series-title", "series.titles.main"),
      row("article-version, article-version-alternatives", "version", "the first; types and others are kept"),
      // The journal.
      row("journal-title", "host.titles.main"), row("journal-subtitle", "host.titles.sub"),
      row("journal-meta/trans-title-group", "host.titles.translated"),
      row("abbrev-journal-title, journal-id", "host.titles.short", "of type iso-abbrev and nlm-ta; others are kept"),
      row("issn", "host.identifiers.ISSN", "by its format eISSN"), row("issn-l", "host.identifiers.ISSN-L"),
      row("publisher-name", "publisher"), row("publisher-loc", "publisher-place"),
      row("issue-title", "host.titles.issue"),
      // Names.
      row("contrib, person-group", "contributors", "by their type; those that no byline names are kept"),
      row("name, string-name", "contributors", "in parts, or read as words"),
      row("name-alternatives", "contributors#alternative-names", "the one in the language of the article counts"),
      row("role", "contributors", "those of CRediT are roles beside that of the byline; others and degrees are kept"),
      row("contrib-id", "contributors#identifiers", "ORCID in every spelling"),
      row("aff, xref[@ref-type=aff]", "contributors#affiliations", "with ROR, ISNI and others"),
      row("aff-alternatives", "contributors#affiliations", "the first form; others are kept"),
      row("collab, collab-alternatives", "contributors#members", "the name of the group, and its members"),
      row("anonymous, on-behalf-of", "contributors", "nobody, and a group with a flag"),
      row("email, author-notes/corresp", "contributors#email"),
      row("@corresp, @equal-contrib, @deceased, fn[@fn-type]", "contributors#flags", "the words of the notes are kept"),
      row("degrees, bio, prefix, author-comment, uri, phone, fax", "", "kept"),
      // Dates.
      row("pub-date", "dates.issued", "the earliest of those of the article; that of a collection beside it is kept"),
      row("pub-date[@pub-type=epub], [@publication-format=electronic]", "dates.published-online"),
      row("pub-date[@pub-type=ppub], [@publication-format=print]", "dates.published-print"),
      row("pub-date[@pub-type=preprint], [@date-type=posted]", "dates.posted"),
      row("history/date, pub-history/event/date", "dates.received", "and accepted, revised, posted; others are kept"),
      row("pub-history/event", "relations", "`has-preprint`, `has-version`"),
      row("copyright-year", "dates.copyright-date"),
      // Where.
      row("volume", "volume"), row("issue", "issue"), row("issue-part", "part-number"),
      row("supplement", "supplement-number"), row("fpage, lpage, page-range", "page"),
      row("elocation-id", "article-number"), row("isbn", "host.identifiers.ISBN"), row("edition", "edition"),
      row("counts/page-count", "number-of-pages", "other counts are kept"),
      row("volume-id, issue-id, volume-series, issue-sponsor", "", "kept"),
      row("self-uri, ext-link, uri", "identifiers.URL", "the first address of the article itself"),
      row("self-uri[@content-type=pdf], supplementary-material", "files"),
      // Rights, texts, money.
      row("copyright-statement, copyright-holder", "copyright"),
      row("license/@xlink:href, ali:license_ref, license-p", "licences", "the address in any of the three"),
      row("ali:free_to_read", "licences"),
      row("abstract, trans-abstract", "abstracts", "by their type and language"),
      row(
        "kwd-group/kwd, compound-kwd, nested-kwd, unstructured-kwd-group", "keywords",
        "with the type of the group where it is not the authors', and of nested ones the wider"),
      row("award-group/funding-source, contract-sponsor, support-group", "funding", "with FundRef and ROR"),
      row("award-id, contract-num, award-name", "funding", "number, title and DOI of an award; recipients are kept"),
      row("funding-statement", "funding"), row("open-access", "", "kept"),
      // Other works.
      row("related-article, related-object", "relations", "the word of their type"),
      row("product", "titles.reviewed", "and who wrote it; its words are kept"),
      row("conference, event", "event", "name, acronym, number, place, sponsor; the theme is kept"),
      row("conf-date", "dates.event-date"),
      row("custom-meta", "", "kept, under its name"),
      row(
        "sub-article[@article-type=translation]", "titles.translated",
        "and abstracts, keywords, relation `has-translation`"),
      row("sub-article, response", "", "records of their own with sub-articles"),
      // References.
      row(
        "element-citation, mixed-citation, nlm-citation, citation", "references", "or records of their own with emit"),
      row("citation-alternatives", "references", "one of them, its parts from the form with elements"),
      row("ref/note, ref/p", "notes.annotation", "beside a citation; alone they are the citation"),
      row("mixed-citation", "raw-reference", "as it is printed"),
      row("@publication-type, @citation-type", "type", "of a citation; without it by its titles"),
      row("article-title, chapter-title, part-title, data-title", "titles.main", "of a citation"),
      row("source", "host.titles.main", "the citation's own title where it has no other"),
      row("trans-source", "host.titles.translated"), row("series", "series.titles.main"),
      row("etal", "contributors", "`others`"),
      row("year, month, day, season, date", "dates.issued", "of a citation"),
      row("date-in-citation, access-date", "dates.accessed", "other dates are kept"),
      row("pub-id, object-id", "identifiers", "by their type"),
      row("patent, std, gov", "number"), row("patent/@country", "jurisdiction"), row("version", "version"),
      row("size[@units=page]", "number-of-pages"), row("institution", "publisher", "where no publisher is named"),
      row("comment", "notes.note", "that says more than its links"), row("annotation", "notes.annotation"),
    ]

    /// What is left out on purpose; all that has no row and is not read is kept.
    static let omissions: [XMLOmissions<JATSName>.Row] = [
      .elements(
        .subArticle, .response,
        reason: "articles in the article; with sub-articles=records they are records, but for translations"),
      .elements(.body, .floatsGroup, .fig, .tableWrap, reason: "text of the work, figures and tables"),
      .elements(.bookPart, reason: "parts of a book, which are records"),
      .elements(.back, reason: "text after the article, but for the citations in it"),
      .marks(.label, .xref, reason: "marks of notes and numbers of parts"),
      .marks(.sup, in: [.aff], reason: "marks of affiliations"),
      .attributes(.refType, of: [.xref], showingValues: true, reason: "what a mark refers to"),
      .attributes(.vocab, of: [.role], being: ["credit"], reason: "the vocabulary of roles that the model has"),
      .attributes(
        .extLinkType, being: ["uri", "url", "doi", "pmid", "pubmed", "pmcid", "email"], reason: "the address says it"),
      .attributes(.id, .rid, reason: "names within the document"),
      .attributes(.type, .show, .actuate, .base, .space, .dtdVersion, reason: "ways to read the document"),
      .attributes(.toggle, .position, .orientation, reason: "layout"),
    ]

    private static func row(_ native: String, _ path: String, _ note: String = "") -> MappingRow {
      MappingRow(native: native, path: path, note: note, isReadOnly: true)
    }
  }
#endif
