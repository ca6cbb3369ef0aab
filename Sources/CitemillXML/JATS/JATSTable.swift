#if XML
  import CitemillCore

  /// Where each element of JATS goes: the reader goes through a document by it, and the page is made of it.
  ///
  /// `article-meta` stands for `front-stub`, `book-meta` and `book-part-meta` too, `conference` for `event`, and
  /// `element-citation` for the other three forms of a citation.
  enum JATSTable {
    typealias Row = XMLTable<JATSDecoder>.Row

    static let table = XMLTable<JATSDecoder>(rows)

    static let rows: [Row] = article + journal + names + rights + citations

    private static let article: [Row] = [
      Row(.article, attributes: [.articleType], .part("type"), "its word is kept as the type of the source"),
      Row(.article, attributes: [.lang], .part("language")),
      Row(.bookPart, attributes: [.bookPartType], .part(""), "the type of the source"),
      Row(
        .articleMeta, names: [.articleId, .bookId, .bookPartId], .step("identifiers", { $0.readIdentifier($1, &$2) }),
        "by their type; one that is not known is kept under its name"),
      // Titles.
      Row(.articleMeta, names: [.titleGroup, .bookTitleGroup], .within),
      Row(
        .articleMeta, .titleGroup, .bookTitleGroup, names: [.articleTitle, .bookTitle, .title],
        .at(.title(.main, .own)), "with markup; notes and references to them are left out"),
      Row(.titleGroup, .bookTitleGroup, names: [.subtitle], .at(.title(.sub, .own))),
      Row(
        .titleGroup, .bookTitleGroup, names: [.altTitle],
        .step("titles.alternative", { $0.readOtherTitle($1, &$2) }),
        "with its type kept; of type running-head and the like titles.short"),
      Row(
        .titleGroup, .bookTitleGroup, .elementCitation, names: [.transTitleGroup, .transTitle],
        .step("titles.translated", { $2.add($0.translatedTitle($1)) }), "with its language"),
      Row(.transTitleGroup, names: [.transTitle, .transSubtitle], .part("titles.translated")),
      // Subjects.
      Row(.articleMeta, names: [.articleCategories], .step(nil, { $0.readCategories($1, &$2) })),
      Row(.subjGroup, names: [.subject], .part("section"), "of type heading, or of none"),
      Row(.subjGroup, names: [.subject, .compoundSubject], .part("keywords"), "others, with the scheme subject"),
      Row(.articleCategories, names: [.seriesTitle], .part("series.titles.main")),
      Row(
        .articleMeta, .articleVersionAlternatives, names: [.articleVersion],
        .step("version", { $0.readVersion(of: $1, &$2) }), "the first; types and others are kept"),
      Row(.articleMeta, names: [.articleVersionAlternatives], .within),
      Row(
        .articleMeta, names: [.abstract, .transAbstract], .step("abstracts", { $0.readAbstract($1, &$2) }),
        "by their type and language"),
      Row(
        .articleMeta, names: [.kwdGroup], .step("keywords", { $0.readKeywords($1, &$2) }),
        "with the type of the group where it is not the authors', and of nested ones the wider"),
      Row(.kwdGroup, names: [.kwd, .compoundKwd, .nestedKwd, .unstructuredKwdGroup], .part("keywords")),
      // Dates.
      Row(
        .articleMeta, names: [.pubDate], .step("dates.issued", { $0.readPublished($1, &$2) }),
        "the earliest of those of the article; that of a collection beside it is kept"),
      Row(.pubDate, attributes: [.pubType, .publicationFormat], .part("dates.published-online"), "epub, electronic"),
      Row(.pubDate, attributes: [.pubType, .publicationFormat], .part("dates.published-print"), "ppub, print"),
      Row(.pubDate, attributes: [.pubType, .dateType], .part("dates.posted"), "preprint, posted"),
      Row(.articleMeta, names: [.history, .pubHistory], .step(nil, { $0.readHistory($1, &$2) })),
      Row(
        .history, .event, names: [.date], .part("dates.received"), "and accepted, revised, posted; others are kept"),
      Row(.pubHistory, names: [.event], .part("relations"), "`has-preprint`, `has-version`"),
      Row(.event, names: [.articleId, .selfUri, .eventDesc, .notes], .part("relations")),
      // Where.
      Row(.articleMeta, .elementCitation, names: [.volume], .at(.variable(.volume))),
      Row(.articleMeta, .elementCitation, names: [.issue], .at(.variable(.issue))),
      Row(.articleMeta, .elementCitation, names: [.issuePart], .at(.variable(.partNumber))),
      Row(.articleMeta, .elementCitation, names: [.supplement], .at(.variable(.supplementNumber))),
      Row(.articleMeta, .elementCitation, names: [.fpage, .lpage, .pageRange], .part("page")),
      Row(.articleMeta, .elementCitation, names: [.elocationId], .at(.variable(.articleNumber))),
      Row(
        .articleMeta, .elementCitation, names: [.isbn], .at(.identifier(.isbn)), "of an article or chapter the host's"),
      Row(.articleMeta, .elementCitation, names: [.edition], .at(.variable(.edition))),
      Row(.articleMeta, names: [.issueTitle], .at(.title(.issue, .host))),
      Row(.articleMeta, names: [.counts], .step(nil, { $0.readCounts($1, &$2) })),
      Row(.counts, names: [.pageCount], .part("number-of-pages")),
      Row(.counts, names: [.figCount, .tableCount, .equationCount, .refCount, .wordCount], .part("")),
      Row(.articleMeta, names: [.volumeId, .issueId, .volumeSeries, .issueSponsor], .kept),
      Row(
        .articleMeta, names: [.selfUri, .extLink, .uri], .step("identifiers.URL", { $0.readAddress($1, &$2) }),
        "the first address of the article itself; of a PDF and others files"),
      Row(.articleMeta, names: [.supplementaryMaterial], .step("files", { $0.readMaterial($1, &$2) })),
      // Other works.
      Row(
        .articleMeta, names: [.relatedArticle, .relatedObject], .step("relations", { $0.readRelation($1, &$2) }),
        "the word of their type"),
      Row(
        .articleMeta, names: [.product], .step("titles.reviewed", { $0.readProduct($1, &$2) }),
        "and who wrote it; its words are kept"),
      Row(.articleMeta, names: [.conference, .event], .step(nil, { $0.readEvent($1, &$2) })),
      Row(.conference, .elementCitation, names: [.confName], .at(.event(.title)), "its name"),
      Row(.conference, .elementCitation, names: [.confAcronym], .at(.event(.acronym)), "its acronym"),
      Row(.conference, .elementCitation, names: [.confNum], .at(.event(.number)), "its number"),
      Row(.conference, .elementCitation, names: [.confLoc], .at(.event(.place)), "its place"),
      Row(.conference, .elementCitation, names: [.confSponsor], .at(.event(.sponsor)), "its sponsor"),
      Row(.conference, .elementCitation, names: [.confDate], .step("dates.event-date", { $0.readEventDate($1, &$2) })),
      Row(.conference, .elementCitation, names: [.confTheme], .kept),
      Row(.articleMeta, names: [.customMetaGroup, .customMetaWrap], .within),
      Row(
        .customMetaGroup, .customMetaWrap, names: [.customMeta], .step("", { $0.keepCustom($1, &$2) }),
        "under its name"),
      Row(
        .subArticle, attributes: [.articleType], .part("titles.translated"),
        "of a translation, and abstracts, keywords, relation `has-translation`"),
    ]

    private static let journal: [Row] = [
      Row(.journalMeta, names: [.journalTitleGroup], .within),
      Row(.journalMeta, .journalTitleGroup, names: [.journalTitle], .at(.title(.main, .host))),
      Row(.journalMeta, .journalTitleGroup, names: [.journalSubtitle], .at(.title(.sub, .host))),
      Row(
        .journalMeta, .journalTitleGroup, names: [.transTitleGroup],
        .step(
          "host.titles.translated", { $2.addHostTitle($0.translatedTitle($1)) })),
      Row(
        .journalMeta, .journalTitleGroup, names: [.abbrevJournalTitle],
        .step("host.titles.short", { $0.readShortTitle($1, &$2) }), "others are kept"),
      Row(
        .journalMeta, names: [.journalId], .step("host.titles.short", { $0.readJournalId($1, &$2) }),
        "of type iso-abbrev and nlm-ta; others are kept"),
      Row(
        .journalMeta, names: [.issn], .step("host.identifiers.ISSN", { $0.readISSN($1, &$2) }), "by its format eISSN"),
      Row(.journalMeta, names: [.issnL], .at(.identifier(.issnL, .host))),
      Row(.journalMeta, names: [.selfUri], .step("", { $0.keepSite($1, &$2) })),
      Row(.journalMeta, .articleMeta, names: [.publisher], .step(nil, { $0.readPublisher($1, &$2) })),
      Row(.publisher, .elementCitation, names: [.publisherName], .at(.variable(.publisher))),
      Row(
        .publisher, .elementCitation, names: [.publisherLoc],
        .step("publisher-place", { $0.readPlace($1, &$2) })),
    ]

    private static let names: [Row] = [
      Row(
        .contribGroup, names: [.contrib], .part("contributors"),
        "by their type; those that no byline names are kept"),
      Row(
        .contrib, .nameAlternatives, names: [.name, .stringName], .part("contributors"), "in parts, or read as words"),
      Row(
        .contrib, names: [.nameAlternatives], .part("contributors#alternative-names"),
        "the one in the language of the article counts"),
      Row(
        .contrib, names: [.role], .part("contributors"),
        "those of CRediT are roles beside that of the byline; others and degrees are kept"),
      Row(.contrib, names: [.contribId], .part("contributors#identifiers"), "ORCID in every spelling"),
      Row(
        .articleMeta, .contribGroup, .contrib, names: [.aff, .xref], .part("contributors#affiliations"),
        "with ROR, ISNI and others"),
      Row(
        .articleMeta, .contribGroup, .contrib, names: [.affAlternatives], .part("contributors#affiliations"),
        "the first form; others are kept"),
      Row(
        .contrib, names: [.collab, .collabAlternatives], .part("contributors#members"),
        "the name of the group, and its members"),
      Row(
        .contribGroup, .contrib, names: [.anonymous, .onBehalfOf], .part("contributors"),
        "nobody, and a group with a flag"),
      Row(.contrib, .corresp, names: [.email], .part("contributors#email")),
      Row(.contrib, attributes: [.corresp, .equalContrib, .deceased], .part("contributors#flags")),
      Row(
        .authorNotes, names: [.corresp, .fn], .part("contributors#flags"), "by their type; the words are kept"),
      Row(.contrib, names: [.degrees, .bio, .prefix, .authorComment, .uri, .phone, .fax], .part("")),
    ]

    private static let rights: [Row] = [
      Row(.articleMeta, names: [.permissions], .step(nil, { $0.readPermissions($1, &$2) })),
      Row(
        .articleMeta, .permissions, names: [.copyrightStatement], .step("copyright", { $0.readStatement($1, &$2) })),
      Row(.permissions, names: [.copyrightHolder], .part("copyright"), "where the statement does not name it"),
      Row(
        .articleMeta, .permissions, names: [.copyrightYear],
        .step("dates.copyright-date", { $0.readCopyrightYear($1, &$2) })),
      Row(
        .articleMeta, .permissions, names: [.license], .step("licences", { $0.readLicence($1, &$2) }),
        "the address in `xlink:href`, `ali:license_ref` or a link in `license-p`"),
      Row(
        .permissions, names: [.licenseRef],
        .step("licences", { $2.licences.append(Licence(url: XMLIdentifiers.licence($0.text($1)))) })),
      Row(.permissions, names: [.freeToRead], .part("licences")),
      // Money.
      Row(.articleMeta, .fundingGroup, .supportGroup, names: [.fundingGroup, .supportGroup], .within),
      Row(
        .fundingGroup, .supportGroup, names: [.awardGroup], .step("funding", { $0.readAward($1, &$2) }),
        "with FundRef and ROR"),
      Row(
        .awardGroup, names: [.fundingSource, .awardId, .awardName, .awardDesc], .part("funding"),
        "number, title and DOI of an award"),
      Row(.awardGroup, names: [.principalAwardRecipient], .part("")),
      Row(
        .fundingGroup, .supportGroup, names: [.fundingSource],
        .step("funding", { $0.add(Funding(funder: $0.present($0.text($1))), &$2) })),
      Row(
        .fundingGroup, .supportGroup, names: [.fundingStatement],
        .step("funding", { $0.add(Funding(statement: $0.present($0.text($1, .prose))), &$2) })),
      Row(
        .articleMeta, names: [.contractSponsor, .grantSponsor],
        .step("funding", { $0.add(Funding(funder: $0.present($0.text($1))), &$2) })),
      Row(.articleMeta, names: [.contractNum, .grantNum], .step("funding", { $0.readContract($1, &$2) })),
      Row(
        .fundingGroup, .supportGroup, names: [.openAccess],
        .step("", { $0.keep("open-access", $0.text($1, .prose), &$2) })),
    ]

    private static let citations: [Row] = [
      Row(
        .ref, names: [.elementCitation, .mixedCitation, .nlmCitation, .citation], .part("references"),
        "or records of their own with emit"),
      Row(
        .ref, names: [.citationAlternatives], .part("references"),
        "one of them, its parts from the form with elements"),
      Row(.ref, names: [.note, .p], .part("notes.annotation"), "beside a citation; alone they are the citation"),
      Row(.ref, names: [.mixedCitation], .part("raw-reference"), "as it is printed"),
      Row(
        .elementCitation, attributes: [.publicationType, .citationType], .part("type"), "without it by its titles"),
      // People.
      Row(
        .elementCitation, names: [.personGroup], .step("contributors", { $0.readGroup($1, &$2) }), "by its type"),
      Row(
        .elementCitation,
        names: [.name, .stringName, .collab, .collabAlternatives, .nameAlternatives, .anonymous, .etal],
        .step("contributors", { $0.readAuthor($1, &$2) }), "of `etal` others"),
      // Titles.
      Row(
        .elementCitation, names: [.articleTitle],
        .step(
          "titles.main",
          { decoder, node, _ in decoder.citation.article = decoder.citation.article ?? decoder.title(node) })),
      Row(
        .elementCitation, names: [.chapterTitle],
        .step(
          "titles.main",
          { decoder, node, _ in decoder.citation.chapter = decoder.citation.chapter ?? decoder.title(node) })),
      Row(
        .elementCitation, names: [.partTitle],
        .step(
          "titles.main", { decoder, node, _ in decoder.citation.part = decoder.citation.part ?? decoder.title(node) })),
      Row(
        .elementCitation, names: [.dataTitle],
        .step(
          "titles.main", { decoder, node, _ in decoder.citation.data = decoder.citation.data ?? decoder.title(node) })),
      Row(
        .elementCitation, names: [.source],
        .step(
          "host.titles.main",
          { decoder, node, _ in decoder.citation.source = decoder.citation.source ?? decoder.title(node) }),
        "the citation's own title where it has no other"),
      Row(
        .elementCitation, names: [.transSource],
        .step("host.titles.translated", { $0.readTranslatedSource($1, &$2) })),
      Row(
        .elementCitation, names: [.series],
        .step(
          "series.titles.main",
          { $0.readSeries($1, &$2) })),
      Row(.elementCitation, names: [.institution], .at(.variable(.publisher)), "where no publisher is named"),
      // Dates.
      Row(.elementCitation, names: [.year], .step("dates.issued", { $0.readYear($1, &$2) })),
      Row(
        .elementCitation, names: [.month, .season],
        .step("dates.issued", { $0.readMonth($1, &$2) })),
      Row(
        .elementCitation, names: [.day],
        .step("dates.issued", { $0.readDay($1, &$2) })),
      Row(
        .elementCitation, names: [.dateInCitation, .accessDate],
        .step("dates.accessed", { $0.readAccess($1, &$2) }), "other dates are kept"),
      // Numbers.
      Row(
        .elementCitation, names: [.issn], .step("host.identifiers.ISSN", { $0.readCitedISSN($1, &$2) }),
        "by its format eISSN"),
      Row(
        .elementCitation, names: [.pubId, .objectId], .step("identifiers", { $0.readCitedNumber($1, &$2) }),
        "by their type"),
      Row(.elementCitation, names: [.extLink, .uri], .step("identifiers.URL", { $0.readLink($1, &$2) })),
      Row(.elementCitation, names: [.std, .gov], .at(.variable(.number))),
      Row(.elementCitation, names: [.patent], .step("number", { $0.readPatent($1, &$2) })),
      Row(.patent, attributes: [.country], .part("jurisdiction")),
      Row(.elementCitation, names: [.version], .at(.variable(.version))),
      Row(.elementCitation, names: [.size], .step("number-of-pages", { $0.readSize($1, &$2) }), "in units of pages"),
      Row(.elementCitation, names: [.issueTitle, .volumeId, .issueId, .awardId, .email], .kept),
      // Words.
      Row(
        .elementCitation, names: [.comment, .note], .step("notes.note", { $0.readComment($1, &$2) }),
        "that says more than its links"),
      Row(
        .elementCitation, names: [.annotation], .step("notes.annotation", { $0.addNote($1, .annotation, &$2) })),
      Row(
        .elementCitation,
        names: [.date, .bold, .italic, .styledContent, .namedContent, .sup, .sub, .underline],
        .step(nil, { $0.read($1, as: .elementCitation, &$2) })),
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
  }
#endif
