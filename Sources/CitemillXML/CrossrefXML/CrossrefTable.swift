#if XML
  import CitemillCore

  /// The elements with their places in the model, as the page and `citemill map` show them.
  enum CrossrefTable {
    static let rows = [
      (
        "journal_article, book, posted_content ...", "type",
        "the kind of work, with `book_type`, `component_type`, `type`, which stay as the type of the source"
      ),
      ("titles/title", "titles.main", "with markup, also where it is escaped twice; a second one is a translation"),
      ("subtitle", "titles.sub", "of another title behind that"),
      ("original_language_title", "titles.original", ""),
      ("full_title, proceedings_title", "host.titles.main", "further titles of a journal beside it"),
      ("abbrev_title", "host.titles.short", ""),
      ("journal_issue/titles", "host.titles.issue", ""),
      ("series_metadata/titles, set_metadata/titles", "series.titles.main", ""),
      ("series_number", "series.number", ""),
      ("issn", "host.identifiers.ISSN", "by its medium"),
      ("coden", "host.identifiers.CODEN", ""),
      ("isbn", "identifiers.ISBN", "of a part the host's"),
      (
        "person_name, organization, anonymous", "contributors",
        "by their role; editors of an issue are the host's, authors of a book its chapters' container authors"
      ),
      ("role", "contributors#roles", "since 5.5, with those of CRediT"),
      ("affiliations, affiliation", "contributors#affiliations", "with ROR, ISNI and Wikidata"),
      ("ORCID", "contributors#identifiers", ""),
      ("alt-name, alternateName", "contributors#alternative-names", ""),
      ("publication_date", "dates.issued", "the earliest; print and online stand beside it"),
      ("approval_date, creation_date", "dates.issued", "where no other date is"),
      ("posted_date", "dates.posted", "and the date of issue"),
      ("acceptance_date", "dates.accepted", ""),
      ("assertion[received]", "dates.received", "of crossmark, and revised"),
      ("update_date", "dates.updated", ""),
      ("volume", "volume", ""),
      ("issue", "issue", ""),
      ("special_numbering", "supplement-number", ""),
      ("part_number", "part-number", ""),
      ("component_number", "chapter-number", ""),
      ("first_page, last_page, other_pages", "page", ""),
      ("item_number", "article-number", "of a report or standard the number"),
      ("edition_number", "edition", ""),
      ("std_designator, running_number, award-number", "number", ""),
      ("version_info/version", "version", ""),
      ("status, publication_status", "status", "withdrawn, removed; forthcoming is what is pending"),
      ("degree, peer_review/@type", "genre", ""),
      ("format/@mime_type", "medium", ""),
      ("group_title", "section", "the publisher where nobody else is named"),
      ("publisher_name, crm-item", "publisher", ""),
      ("publisher_place", "publisher-place", ""),
      ("institution", "institution", "of theses, and where there is no publisher, that; of posts the host"),
      ("standards_body_name", "authority", ""),
      ("doi_data/doi", "identifiers.DOI", ""),
      ("resource", "identifiers.URL", ""),
      ("collection", "files", "for mining, checks of similarity, other places"),
      ("component", "relations", "and its file"),
      ("identifier", "identifiers", "by its type"),
      ("abstract, description", "abstracts", ""),
      ("program[fundref], funding, contract_number", "funding", "also in crossmark"),
      ("program[AccessIndicators]", "licences", "also in crossmark"),
      ("related_item, update, crm-item[relation]", "relations", ""),
      ("clinical-trial-number", "relations", "of the type `clinical-trial`"),
      ("assertion[copyright]", "copyright", "of crossmark"),
      ("event_metadata", "event", ""),
      ("conference_date", "dates.event-date", ""),
      ("citation", "references", "as printed and in parts"),
    ].map { MappingRow(native: $0.0, path: $0.1, note: $0.2, isReadOnly: true) }

    /// What is left out on purpose; all that has no row and is not read is kept.
    static let omissions: [XMLOmissions<CrossrefName>.Row] = [
      .attributes(.mediaType, of: [.issn], being: ["print"], reason: "what an ISSN is that does not say otherwise"),
      .attributes(
        .name, of: [.program], being: ["fundref", "AccessIndicators", "relations"], reason: "the elements say it"),
      .attributes(.status, of: [.query], being: ["resolved"], reason: "the answer has a record"),
      .attributes(.type, of: [.crmItem], reason: "the kind of value"),
      .attributes(.vocab, of: [.role], being: ["credit", "crossref"], reason: "the vocabularies that the model has"),
      .elements(.doi, in: [.query], reason: "the question"),
    ]
  }
#endif
