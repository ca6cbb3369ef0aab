#if XML
  import CitemillCore

  /// Where each element of Crossref's XML goes. The reader uses it for works, events and citations, and the
  /// page of the format is generated from it. `journal_article` stands for every work.
  enum CrossrefTable {
    typealias Row = XMLTable<CrossrefDecoder>.Row

    static let table = XMLTable<CrossrefDecoder>(rows)

    static let rows: [Row] = works + details + citations

    private static let works: [Row] = [
      Row(.work, attributes: [.language], .part("language")),
      Row(.work, attributes: [.bookType, .componentType, .type], .part("type"), "with the kind of work"),
      // Titles.
      Row(.work, names: [.titles], .step(nil, { $0.readTitles($1, &$2) })),
      Row(.titles, names: [.title], .part("titles.main"), "with markup; a second one is a translation"),
      Row(.titles, names: [.subtitle], .part("titles.sub"), "of another title after that"),
      Row(.titles, names: [.originalLanguageTitle], .part("titles.original")),
      Row(.work, names: [.proceedingsTitle], .at(.title(.main, .own)), "and of a paper host.titles.main"),
      Row(.work, once: [.groupTitle], .at(.variable(.section)), "the publisher if no other is named"),
      // People.
      Row(.work, names: [.contributors], .step(nil, { $0.readContributors($1, &$2) })),
      Row(
        .work, .contributors, names: [.personName, .organization, .anonymous],
        .step("contributors", { $0.readContributor($1, &$2) }),
        "editors of an issue belong to the host; authors of a book are container authors of its chapters"),
      Row(.personName, names: [.role], .part("contributors#roles"), "since 5.5, with those of CRediT"),
      Row(.personName, names: [.affiliations, .affiliation], .part("contributors#affiliations"), "with ROR, ISNI"),
      Row(.personName, names: [.orcid], .part("contributors#identifiers")),
      Row(.personName, names: [.altName, .name], .part("contributors#alternative-names")),
      Row(.person, names: [.alternateName], .part("contributors#alternative-names")),
      // Dates.
      Row(
        .work, names: [.publicationDate, .reviewDate],
        .step("dates.issued", { $0.keepUnread(date: $1, under: $0.path, &$2) }),
        "the earliest; print and online dates are also kept"),
      Row(
        .work, names: [.approvalDate, .creationDate, .contentDate],
        .step("dates.issued", { $0.keepUnread(date: $1, under: $0.path, &$2) }),
        "if there is no other date"),
      Row(
        .work, names: [.postedDate], .step("dates.posted", { $0.keepUnread(date: $1, under: $0.path, &$2) }),
        "and issued"),
      Row(.work, names: [.acceptanceDate], .step("dates.accepted", { $0.readAcceptance($1, &$2) })),
      Row(.work, names: [.databaseDate], .part("dates.issued")),
      Row(.databaseDate, names: [.updateDate], .part("dates.updated")),
      // Numbers.
      Row(.work, once: [.volume], .at(.variable(.volume))),
      Row(.work, once: [.editionNumber], .at(.variable(.edition))),
      Row(.work, once: [.partNumber], .at(.variable(.partNumber))),
      Row(.work, once: [.componentNumber], .at(.variable(.chapterNumber))),
      Row(.work, once: [.runningNumber], .at(.variable(.number))),
      Row(.work, once: [.pages], .step("page", { $0.readPages($1, &$2) })),
      Row(.work, names: [.publisherItem], .step(nil, { $0.readNumbers($1, &$2) })),
      Row(
        .work, .publisherItem, names: [.itemNumber], .step("article-number", { $0.readNumber($1, &$2) }),
        "for a report its number"),
      Row(.work, .publisherItem, names: [.identifier], .step("identifiers", { $0.readNumber($1, &$2) }), "by its type"),
      Row(.work, names: [.standardDesignator, .designation], .step("number", { $0.readDesignation($1, &$2) })),
      Row(.work, names: [.designators], .step("number", { $0.readDesignators($1, &$2) })),
      Row(.work, names: [.isbn], .step("identifiers.ISBN", { $0.readISBN($1, &$2) }), "of a part the host's"),
      Row(.work, names: [.issn], .step("identifiers.ISSN", { $0.readISSN($1, &$2) }), "of proceedings, books"),
      Row(.work, names: [.doi], .step("identifiers.DOI", { $0.readItemDOI($1, &$2) })),
      Row(.work, once: [.doiData], .step(nil, { $0.readDOI($1, &$2) })),
      Row(.doiData, names: [.doi], .part("identifiers.DOI")),
      Row(.doiData, names: [.resource], .part("identifiers.URL")),
      Row(.work, .doiData, names: [.collection], .step("files", { $0.readCollection($1, &$2) }), "for mining, checks"),
      Row(.work, once: [.versionInfo], .step("version", { $0.readVersion($1, &$2) })),
      Row(.work, names: [.status], .step("status", { $0.readStatus($1, &$2) }), "`forthcoming` for pending content"),
      Row(.work, attributes: [.publicationStatus], .part("status")),
      Row(.work, once: [.format], .step("medium", { $0.readFormat($1, &$2) })),
      // Organisations.
      Row(.work, once: [.publisher], .step(nil, { $0.readPublisher($1, &$2) })),
      Row(.publisher, names: [.publisherName], .part("publisher")),
      Row(.publisher, names: [.publisherPlace], .part("publisher-place")),
      Row(
        .work, names: [.institution], .step("institution", { $0.readInstitution($1, &$2) }),
        "the publisher for theses, the host for posts"),
      Row(.work, once: [.standardsBody], .step("authority", { $0.readBody($1, &$2) })),
      Row(.work, names: [.degree], .step("genre", { $0.readDegree($1, &$2) })),
      // Texts.
      Row(.work, names: [.abstract], .step("abstracts", { $0.readAbstract($1, &$2) })),
      Row(.work, names: [.description], .at(.abstract(.main))),
      // Other works.
      Row(.work, names: [.publication], .step("host.titles.main", { $0.readPublication($1, &$2) })),
      Row(.work, names: [.program], .step(nil, { $0.readProgram($1, &$2) })),
      Row(.work, names: [.crossmark], .step(nil, { $0.readCrossmark($1, &$2) })),
      Row(.work, names: [.citationList], .step("references", { $0.readReferences($1, &$2) })),
      Row(.work, names: [.componentList], .step("relations", { $0.readComponents($1, &$2) }), "and their files"),
      Row(.work, names: [.contractNumber], .step("funding", { $0.readContract($1, &$2) })),
      // These are read with the enclosing work.
      Row(.work, names: [.seriesMetadata, .setMetadata], .part("series.titles.main")),
      Row(.seriesMetadata, names: [.seriesNumber], .part("series.number")),
    ]

    private static let details: [Row] = [
      Row(.journalMetadata, names: [.fullTitle], .part("host.titles.main"), "with further titles of a journal"),
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
      Row(.eventMetadata, once: [.conferenceDate], .step("dates.event-date", { $0.readEventDate($1, &$2) })),
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
      Row(.citation, once: [.journalTitle], .step("host.titles.main", { $0.readWords($1, \.journal, &$2) })),
      Row(
        .citation, once: [.volumeTitle], .step("host.titles.main", { $0.readWords($1, \.volume, &$2) }),
        "its title if it has no other"),
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
      Row(.citation, names: [.doi], .step("identifiers.DOI", { $2.add(DOIText.identifier($0.text($1))) })),
      Row(.citation, names: [.isbn], .at(.identifier(.isbn, .own))),
      Row(.citation, names: [.issn], .at(.identifier(.issn, .host))),
      Row(.citation, names: [.standardsBody], .step("authority", { $0.readCitedBody($1, &$2) })),
      Row(.citation, once: [.unstructuredCitation], .step("references", { $0.readPrinted($1, &$2) }), "as printed"),
    ]

    /// What is left out on purpose; everything else that has no row and is not read is kept.
    static let omissions: [XMLOmissions<CrossrefName>.Row] = [
      .attributes(.mediaType, of: [.issn], being: ["print"], reason: "the default for an ISSN"),
      .attributes(
        .name, of: [.program], being: ["fundref", "AccessIndicators", "relations"], reason: "the elements show it"),
      .attributes(.status, of: [.query], being: ["resolved"], reason: "the answer has a record"),
      .attributes(.type, of: [.crmItem], reason: "the kind of value"),
      .attributes(.vocab, of: [.role], being: ["credit", "crossref"], reason: "the vocabularies that the model has"),
      .elements(.doi, in: [.query], reason: "the question"),
    ]
  }
#endif
