#if XML
  import CitemillCore

  /// Where each element of Crossref's XML goes: the reader goes through works, events and citations by it, and the page is made of
  /// it.
  ///
  /// `journal_article` stands for every work, and for the metadata of those that have parts.
  enum CrossrefTable {
    typealias Row = XMLTable<CrossrefDecoder>.Row

    static let table = XMLTable<CrossrefDecoder>(rows)

    static let rows: [Row] = works + details + citations

    private static let works: [Row] = [
      Row(.journalArticle, attributes: [.language], .part("language")),
      Row(
        .journalArticle, attributes: [.bookType, .componentType, .datasetType, .type], .part("type"),
        "with the kind of work; they are the type of the source"),
      // Titles.
      Row(.journalArticle, names: [.titles], .step(nil, { $0.readTitles($1, &$2) })),
      Row(
        .titles, names: [.title], .part("titles.main"),
        "with markup, also where it is escaped twice; a second one is a translation"),
      Row(.titles, names: [.subtitle], .part("titles.sub"), "of another title after that"),
      Row(.titles, names: [.originalLanguageTitle], .part("titles.original")),
      Row(.journalArticle, names: [.proceedingsTitle], .at(.title(.main, .own)), "and of a paper host.titles.main"),
      Row(.journalArticle, once: [.groupTitle], .at(.variable(.section)), "the publisher where nobody else is named"),
      // People.
      Row(.journalArticle, names: [.contributors], .step(nil, { $0.readContributors($1, &$2) })),
      Row(
        .journalArticle, .contributors, names: [.personName, .organization, .anonymous],
        .step("contributors", { $0.readContributor($1, &$2) }),
        "by their role; editors of an issue are the host's, authors of a book its chapters' container authors"),
      Row(.personName, names: [.role], .part("contributors#roles"), "since 5.5, with those of CRediT"),
      Row(
        .personName, names: [.affiliations, .affiliation], .part("contributors#affiliations"),
        "with ROR, ISNI and Wikidata"),
      Row(.personName, names: [.orcid], .part("contributors#identifiers")),
      Row(.personName, .person, names: [.altName, .alternateName], .part("contributors#alternative-names")),
      // Dates.
      Row(
        .journalArticle, names: [.publicationDate, .reviewDate], .step("dates.issued", { $0.keepUnread($1, &$2) }),
        "the earliest; print and online stand beside it"),
      Row(
        .journalArticle, names: [.approvalDate, .creationDate, .contentDate],
        .step("dates.issued", { $0.keepUnread($1, &$2) }), "where no other date is"),
      Row(
        .journalArticle, names: [.postedDate], .step("dates.posted", { $0.keepUnread($1, &$2) }),
        "and the date of issue"),
      Row(.journalArticle, names: [.acceptanceDate], .step("dates.accepted", { $0.readAcceptance($1, &$2) })),
      Row(.journalArticle, names: [.databaseDate], .part("dates.issued")),
      Row(.databaseDate, names: [.updateDate], .part("dates.updated")),
      // Numbers.
      Row(.journalArticle, once: [.volume], .at(.variable(.volume))),
      Row(.journalArticle, once: [.editionNumber], .at(.variable(.edition))),
      Row(.journalArticle, once: [.partNumber], .at(.variable(.partNumber))),
      Row(.journalArticle, once: [.componentNumber], .at(.variable(.chapterNumber))),
      Row(.journalArticle, once: [.runningNumber], .at(.variable(.number))),
      Row(.journalArticle, once: [.pages], .step("page", { $0.readPages($1, &$2) })),
      Row(.journalArticle, names: [.publisherItem], .step(nil, { $0.readNumbers($1, &$2) })),
      Row(
        .journalArticle, .publisherItem, names: [.itemNumber], .step("article-number", { $0.readNumber($1, &$2) }),
        "of a report or standard the number"),
      Row(
        .journalArticle, .publisherItem, names: [.identifier], .step("identifiers", { $0.readNumber($1, &$2) }),
        "by its type"),
      Row(
        .journalArticle, names: [.standardDesignator, .designation], .step("number", { $0.readDesignation($1, &$2) })),
      Row(.journalArticle, names: [.designators], .step("number", { $0.readDesignators($1, &$2) })),
      Row(.journalArticle, names: [.isbn], .step("identifiers.ISBN", { $0.readISBN($1, &$2) }), "of a part the host's"),
      Row(
        .journalArticle, names: [.issn], .step("identifiers.ISSN", { $0.readISSN($1, &$2) }), "of proceedings, books"),
      Row(.journalArticle, names: [.doi], .step("identifiers.DOI", { $0.readItemDOI($1, &$2) })),
      Row(.journalArticle, once: [.doiData], .step(nil, { $0.readDOI($1, &$2) })),
      Row(.doiData, names: [.doi], .part("identifiers.DOI")),
      Row(.doiData, names: [.resource], .part("identifiers.URL")),
      Row(
        .journalArticle, .doiData, names: [.collection], .step("files", { $0.readCollection($1, &$2) }),
        "for mining, checks of similarity, other places"),
      Row(.journalArticle, once: [.versionInfo], .step("version", { $0.readVersion($1, &$2) })),
      Row(
        .journalArticle, names: [.status], .step("status", { $0.readStatus($1, &$2) }),
        "withdrawn, removed; forthcoming is what is pending"),
      Row(.journalArticle, attributes: [.publicationStatus], .part("status")),
      Row(.journalArticle, once: [.format], .step("medium", { $0.readFormat($1, &$2) })),
      // Bodies.
      Row(.journalArticle, once: [.publisher], .step(nil, { $0.readPublisher($1, &$2) })),
      Row(.publisher, names: [.publisherName], .part("publisher")),
      Row(.publisher, names: [.publisherPlace], .part("publisher-place")),
      Row(
        .journalArticle, names: [.institution], .step("institution", { $0.readInstitution($1, &$2) }),
        "of theses, and where there is no publisher, that; of posts the host"),
      Row(.journalArticle, once: [.standardsBody], .step("authority", { $0.readBody($1, &$2) })),
      Row(.journalArticle, names: [.degree], .step("genre", { $0.readDegree($1, &$2) })),
      // Texts.
      Row(.journalArticle, names: [.abstract], .step("abstracts", { $0.readAbstract($1, &$2) })),
      Row(.journalArticle, names: [.description], .at(.abstract(.main))),
      // Other works.
      Row(.journalArticle, names: [.publication], .step("host.titles.main", { $0.readPublication($1, &$2) })),
      Row(.journalArticle, names: [.program], .step(nil, { $0.readProgram($1, &$2) })),
      Row(.journalArticle, names: [.crossmark], .step(nil, { $0.readCrossmark($1, &$2) })),
      Row(.journalArticle, names: [.citationList], .step("references", { $0.readReferences($1, &$2) })),
      Row(
        .journalArticle, names: [.componentList], .step("relations", { $0.readComponents($1, &$2) }), "and their files"),
      Row(.journalArticle, names: [.contractNumber], .step("funding", { $0.readContract($1, &$2) })),
      // These are read with the whole that they are in.
      Row(.journalArticle, names: [.seriesMetadata, .setMetadata], .part("series.titles.main")),
      Row(.seriesMetadata, names: [.seriesNumber], .part("series.number")),
    ]

    private static let details: [Row] = [
      Row(.journalMetadata, names: [.fullTitle], .part("host.titles.main"), "further titles of a journal beside it"),
      Row(.journalMetadata, names: [.abbrevTitle], .part("host.titles.short")),
      Row(.journalMetadata, names: [.issn], .part("host.identifiers.ISSN"), "by its medium"),
      Row(.journalMetadata, names: [.coden], .part("host.identifiers.CODEN")),
      Row(.journalIssue, names: [.titles], .part("host.titles.issue")),
      Row(.journalIssue, names: [.issue], .part("issue")),
      Row(.journalIssue, names: [.specialNumbering], .part("supplement-number")),
      // The event.
      Row(.eventMetadata, once: [.conferenceName], .at(.event(.title)), "its name"),
      Row(.eventMetadata, once: [.conferenceAcronym], .at(.event(.acronym)), "its acronym"),
      Row(.eventMetadata, once: [.conferenceNumber], .at(.event(.number)), "its number"),
      Row(.eventMetadata, once: [.conferenceLocation], .at(.event(.place)), "its place"),
      Row(.eventMetadata, once: [.conferenceSponsor], .at(.event(.sponsor)), "its sponsor"),
      Row(
        .eventMetadata, once: [.conferenceDate], .step("dates.event-date", { $0.readEventDate($1, &$2) })),
      // Programs and crossmark.
      Row(.program, names: [.assertion], .part("funding"), "also in crossmark"),
      Row(.program, names: [.licenseRef, .freeToRead], .part("licences"), "also in crossmark"),
      Row(.program, names: [.relatedItem], .part("relations")),
      Row(.program, names: [.clinicalTrialNumber], .part("relations"), "of the type `clinical-trial`"),
      Row(.crossmark, names: [.updates], .part("relations")),
      Row(.crossmark, names: [.customMetadata], .part("dates.received"), "and revised, copyright; also kept"),
      // Grants.
      Row(.grant, names: [.awardNumber], .part("number")),
      Row(.grant, names: [.awardStartDate], .part("dates.issued")),
      Row(.project, names: [.projectTitle], .part("titles.main")),
      Row(.project, names: [.description], .part("abstracts")),
      Row(.project, names: [.investigators], .part("contributors")),
      Row(.project, names: [.funding], .part("funding")),
      // Answers.
      Row(.query, .doiRecord, names: [.crmItem], .part("publisher"), "and relations"),
    ]

    private static let citations: [Row] = [
      Row(.citation, attributes: [.type], .part("type"), "of a citation (5.4)"),
      Row(.citation, names: [.articleTitle], .at(.title(.main, .own))),
      Row(
        .citation, once: [.journalTitle],
        .step("host.titles.main", { decoder, node, _ in decoder.cited.journal = decoder.present(decoder.text(node)) })),
      Row(
        .citation, once: [.volumeTitle],
        .step("host.titles.main", { decoder, node, _ in decoder.cited.volume = decoder.present(decoder.text(node)) }),
        "the citation's own title where it has no other"),
      Row(.citation, names: [.seriesTitle], .at(.title(.main, .series))),
      Row(.citation, names: [.author], .step("contributors", { $0.readAuthor($1, &$2) })),
      Row(.citation, once: [.volume], .at(.variable(.volume))),
      Row(.citation, once: [.issue], .at(.variable(.issue))),
      Row(.citation, once: [.firstPage], .at(.variable(.pages))),
      Row(.citation, once: [.elocationId], .at(.variable(.articleNumber))),
      Row(.citation, once: [.editionNumber], .at(.variable(.edition))),
      Row(.citation, once: [.componentNumber], .at(.variable(.chapterNumber))),
      Row(.citation, once: [.stdDesignator], .at(.variable(.number))),
      Row(.citation, once: [.cYear], .step("dates.issued", { $0.readYear($1, &$2) })),
      Row(.citation, names: [.doi], .step("identifiers.DOI", { $0.readCitedDOI($1, &$2) })),
      Row(.citation, names: [.isbn], .at(.identifier(.isbn, .own))),
      Row(.citation, names: [.issn], .at(.identifier(.issn, .host))),
      Row(.citation, names: [.standardsBody], .step("authority", { $0.readCitedBody($1, &$2) })),
      Row(
        .citation, once: [.unstructuredCitation],
        .step("raw-reference", { decoder, node, _ in decoder.cited.words = decoder.printed(node) }), "as printed"),
    ]

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
