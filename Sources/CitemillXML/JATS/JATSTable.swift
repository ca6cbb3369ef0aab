#if XML
  import CitemillCore

  /// Where each element of JATS goes: the reader uses it for a whole document, and the page of the format is
  /// generated from it. `conference` stands for `event` too.
  enum JATSTable {
    typealias Row = XMLTable<JATSDecoder>.Row

    static let table = XMLTable<JATSDecoder>(rows)

    static let rows: [Row] = article + journal + names + rights + citations

    private static let article: [Row] = [
      Row(.article, attributes: [.articleType], .part("type"), "its value is kept as the type of the source"),
      Row(.article, attributes: [.specificUse], .part("type"), "csl-type: the value is a CSL type"),
      Row(.article, attributes: [.lang], .part("language")),
      Row(
        .meta, names: [.articleId, .bookId, .bookPartId], .step("identifiers", { $0.readIdentifier($1, &$2) }),
        "by their type; others are kept"),
      // Titles.
      Row(.meta, names: [.titleGroup, .bookTitleGroup], .within),
      Row(
        .meta, .titleGroup, .bookTitleGroup, names: [.articleTitle, .bookTitle, .title], .at(.title(.main, .own)),
        "with markup, without notes"),
      Row(
        .titleGroup, .bookTitleGroup, names: [.subtitle], .step("titles.sub", { $0.readSubtitle($1, &$2) }),
        "a running head, by its content-type, is a short title; running authors are kept"),
      Row(
        .titleGroup, .bookTitleGroup, names: [.altTitle], .step("titles.alternative", { $0.readOtherTitle($1, &$2) }),
        "titles.short for running-head; types are kept"),
      Row(
        .titleGroup, .bookTitleGroup, .cited, names: [.transTitleGroup, .transTitle],
        .step("titles.translated", { $2.add($0.translatedTitle($1)) }), "with its language"),
      Row(.transTitleGroup, names: [.transTitle, .transSubtitle], .part("titles.translated")),
      // Subjects.
      Row(.meta, names: [.articleCategories], .step(nil, { $0.readCategories($1, &$2) })),
      Row(.subjGroup, names: [.subject], .part("section"), "of type heading, or of none"),
      Row(.subjGroup, names: [.subject, .compoundSubject], .part("keywords"), "others, with the scheme subject"),
      Row(.articleCategories, names: [.seriesTitle], .part("series.titles.main")),
      Row(
        .meta, .articleVersionAlternatives, names: [.articleVersion], .step("version", { $0.readVersion(of: $1, &$2) }),
        "the first; others are kept"),
      Row(.meta, names: [.articleVersionAlternatives], .within),
      Row(
        .meta, names: [.abstract, .transAbstract], .step("abstracts", { $0.readAbstract($1, &$2) }), "by their type"),
      Row(
        .meta, names: [.kwdGroup], .step("keywords", { $0.readKeywords($1, &$2) }),
        "with the type of the group, and for nested keywords the broader one"),
      Row(.kwdGroup, names: [.kwd, .compoundKwd, .nestedKwd, .unstructuredKwdGroup], .part("keywords")),
      // Dates.
      Row(
        .meta, names: [.pubDate], .step("dates.issued", { $0.readPublished($1, &$2) }),
        "the earliest of those of the article; others are kept"),
      Row(.pubDate, attributes: [.pubType, .publicationFormat], .part("dates.published-online"), "epub, electronic"),
      Row(.pubDate, attributes: [.pubType, .publicationFormat], .part("dates.published-print"), "ppub, print"),
      Row(.pubDate, attributes: [.pubType, .dateType], .part("dates.posted"), "preprint, posted"),
      Row(.meta, names: [.history, .pubHistory], .step(nil, { $0.readHistory($1, &$2) })),
      Row(.history, .event, names: [.date], .part("dates.received"), "and accepted, revised, posted; others are kept"),
      Row(.pubHistory, names: [.event], .part("relations"), "`has-preprint`, `has-version`"),
      Row(.event, names: [.articleId, .selfUri, .eventDesc], .part("relations")),
      Row(.event, names: [.notes], .part("")),
      // The location.
      Row(.meta, .cited, names: [.volume], .at(.variable(.volume))),
      Row(.meta, names: [.bookVolumeNumber], .step("volume", { $0.readBookVolume($1, &$2) }), "of a book"),
      Row(.collectionMeta, names: [.title], .part("series.titles.main"), "of a book"),
      Row(.collectionMeta, names: [.subtitle], .part("series.titles.sub")),
      Row(.collectionMeta, names: [.volumeInCollection], .part("series.number")),
      Row(.collectionMeta, names: [.issn], .part("series.identifiers.ISSN")),
      Row(.meta, .cited, names: [.issue], .at(.variable(.issue))),
      Row(.meta, .cited, names: [.issuePart], .at(.variable(.partNumber))),
      Row(.meta, .cited, names: [.supplement], .at(.variable(.supplementNumber))),
      Row(.meta, .cited, names: [.fpage, .lpage, .pageRange], .part("page")),
      Row(.meta, .cited, names: [.elocationId], .at(.variable(.articleNumber))),
      Row(.meta, .cited, names: [.isbn], .at(.identifier(.isbn)), "of a part the host's"),
      Row(.meta, .cited, names: [.edition], .at(.variable(.edition))),
      Row(.meta, names: [.issueTitle], .at(.title(.issue, .host))),
      Row(.meta, names: [.counts], .step(nil, { $0.readCounts($1, &$2) })),
      Row(.counts, names: [.pageCount], .part("number-of-pages")),
      Row(.counts, names: [.figCount, .tableCount, .equationCount, .refCount, .wordCount], .part("")),
      Row(.meta, names: [.volumeId, .issueId, .volumeSeries, .issueSponsor], .kept),
      Row(
        .meta, names: [.selfUri, .extLink, .uri], .step("identifiers.URL", { $0.readAddress($1, &$2) }),
        "the first URL of the article; others are files, with their use in `specific-use`"),
      Row(.meta, names: [.supplementaryMaterial], .step("files", { $0.readMaterial($1, &$2) })),
      // Other works.
      Row(
        .meta, names: [.relatedArticle, .relatedObject], .step("relations", { $0.readRelation($1, &$2) }),
        "the word of their type"),
      Row(.meta, names: [.product], .step("titles.reviewed", { $0.readProduct($1, &$2) }), "its words are kept"),
      Row(.meta, names: [.conference, .event], .step(nil, { $0.readEvent($1, &$2) })),
      Row(.conference, .cited, names: [.confName], .at(.event(.title)), "its name"),
      Row(.conference, .cited, names: [.confAcronym], .at(.event(.acronym)), "its acronym"),
      Row(.conference, .cited, names: [.confNum], .at(.event(.number)), "its number"),
      Row(.conference, .cited, names: [.confLoc], .at(.event(.place)), "its place"),
      Row(.conference, .cited, names: [.confSponsor], .at(.event(.sponsor)), "its sponsor"),
      Row(.conference, .cited, names: [.confDate], .step("dates.event-date", { $0.readEventDate($1, &$2) })),
      Row(.conference, .cited, names: [.confTheme], .kept),
      Row(.meta, names: [.customMetaGroup, .customMetaWrap], .within),
      Row(
        .customMetaGroup, .customMetaWrap, names: [.customMeta], .step("", { $0.keepMeta($1, &$2) }), "under its name"),
      Row(.subArticle, attributes: [.articleType], .part("titles.translated"), "of a translation, `has-translation`"),
    ]

    private static let journal: [Row] = [
      Row(.journalMeta, names: [.journalTitleGroup], .within),
      Row(.journalMeta, .journalTitleGroup, names: [.journalTitle], .at(.title(.main, .host))),
      Row(.journalMeta, .journalTitleGroup, names: [.journalSubtitle], .at(.title(.sub, .host))),
      Row(
        .journalMeta, .journalTitleGroup, names: [.transTitleGroup],
        .step("host.titles.translated", { $2.addHostTitle($0.translatedTitle($1)) })),
      Row(
        .journalMeta, .journalTitleGroup, names: [.abbrevJournalTitle],
        .step("host.titles.short", { $0.readShortTitle($1, &$2) }), "others are kept"),
      Row(
        .journalMeta, names: [.journalId], .step("host.titles.short", { $0.readJournalId($1, &$2) }),
        "of type iso-abbrev and nlm-ta; others are kept"),
      Row(
        .journalMeta, names: [.issn], .step("host.identifiers.ISSN", { $0.readISSN($1, .host, &$2) }), "eISSN by format"
      ),
      Row(.journalMeta, names: [.issnL], .at(.identifier(.issnL, .host))),
      Row(
        .journalMeta, names: [.selfUri],
        .step("", { $0.keep("journal-meta/self-uri", $0.tree.attribute(JATSName.href, of: $1) ?? $0.text($1), &$2) })),
      Row(.journalMeta, .meta, names: [.publisher], .step(nil, { $0.readPublisher($1, &$2) })),
      Row(.publisher, .cited, names: [.publisherName], .at(.variable(.publisher))),
      Row(.publisher, .cited, names: [.publisherLoc], .step("publisher-place", { $0.readPlace($1, &$2) })),
    ]

    private static let names: [Row] = [
      Row(
        .contribGroup, names: [.contrib], .part("contributors"),
        "by their type; those without byline are kept; editors of an article are academic editors, except guest editors"
      ),
      Row(.contrib, .nameAlternatives, names: [.name, .stringName], .part("contributors"), "in parts or words"),
      Row(.contrib, names: [.nameAlternatives], .part("contributors#alternative-names"), "those in other languages"),
      Row(.contrib, names: [.role], .part("contributors"), "those of CRediT; others and degrees are kept"),
      Row(.contrib, names: [.contribId], .part("contributors#identifiers"), "ORCID in every form"),
      Row(.meta, .contribGroup, .contrib, names: [.aff], .part("contributors#affiliations"), "with ROR, ISNI"),
      Row(.contrib, names: [.affAlternatives], .part("contributors#affiliations"), "the first form; others are kept"),
      Row(.contrib, names: [.xref], .part("contributors#affiliations")),
      Row(.contrib, names: [.collab, .collabAlternatives], .part("contributors#members"), "and the name of the group"),
      Row(.contrib, names: [.collabName], .part("contributors"), "the name of a group"),
      Row(.contrib, names: [.anonymous], .part("contributors")),
      Row(.contribGroup, .contrib, names: [.onBehalfOf], .part("contributors"), "with a flag"),
      Row(.contrib, .corresp, names: [.email], .part("contributors#email")),
      Row(.contrib, attributes: [.corresp, .equalContrib, .deceased], .part("contributors#flags")),
      Row(.authorNotes, names: [.corresp, .fn], .part("contributors#flags"), "by their type; the words are kept"),
      Row(.contrib, names: [.degrees, .bio, .authorComment, .uri, .phone, .fax], .part("")),
      Row(.name, names: [.prefix], .part("")),
    ]

    private static let rights: [Row] = [
      Row(.meta, names: [.permissions], .step(nil, { $0.readPermissions($1, &$2) })),
      Row(.meta, .permissions, names: [.copyrightStatement], .step("copyright", { $0.readStatement($1, &$2) })),
      Row(.permissions, names: [.copyrightHolder], .part("copyright"), "if the statement does not name it"),
      Row(.meta, .permissions, names: [.copyrightYear], .step("dates.copyright-date", { $0.readRightsYear($1, &$2) })),
      Row(
        .meta, .permissions, names: [.license], .step("licences", { $0.readLicence($1, &$2) }),
        "by `xlink:href`, `ali:license_ref` or a link"),
      Row(.permissions, names: [.licenseRef], .step("licences", { $0.readLicenceAddress($1, &$2) })),
      Row(.permissions, names: [.freeToRead], .part("licences")),
      // Funding.
      Row(.meta, .fundingGroup, .supportGroup, names: [.fundingGroup, .supportGroup], .within),
      Row(
        .fundingGroup, .supportGroup, names: [.awardGroup], .step("funding", { $0.readAward($1, &$2) }),
        "with FundRef and ROR"),
      Row(
        .awardGroup, names: [.fundingSource, .awardId, .awardName, .awardDesc], .part("funding"), "number, title, DOI"),
      Row(.awardGroup, names: [.principalAwardRecipient], .part("")),
      Row(.fundingGroup, .supportGroup, names: [.fundingSource], .step("funding", { $0.readFunder($1, &$2) })),
      Row(.fundingGroup, .supportGroup, names: [.fundingStatement], .step("funding", { $0.readFundingWords($1, &$2) })),
      Row(.meta, names: [.contractSponsor, .grantSponsor], .step("funding", { $0.readFunder($1, &$2) })),
      Row(.meta, names: [.contractNum, .grantNum], .step("funding", { $0.readContract($1, &$2) })),
      Row(
        .fundingGroup, .supportGroup, names: [.openAccess],
        .step("", { $0.keep("open-access", $0.text($1, .prose), &$2) })),
    ]

    private static let citations: [Row] = [
      Row(.ref, names: [.elementCitation, .mixedCitation, .nlmCitation, .citation], .part("references"), "or records"),
      Row(.ref, names: [.citationAlternatives], .part("references"), "the form with elements"),
      Row(.ref, names: [.note, .p], .part("notes.annotation"), "next to a citation; alone they are the citation"),
      Row(.ref, names: [.mixedCitation], .part("raw-reference"), "as it is printed"),
      Row(
        .cited, attributes: [.publicationType, .citationType], .part("type"), "without it, inferred from the titles"),
      // People.
      Row(.cited, names: [.personGroup], .step("contributors", { $0.readGroup($1, &$2) }), "by its type"),
      Row(
        .cited, names: [.name, .stringName, .collab, .collabAlternatives, .nameAlternatives, .anonymous, .etal],
        .step("contributors", { $0.readAuthor($1, &$2) }), "of `etal` others"),
      // Titles.
      Row(.cited, names: [.articleTitle], .step("titles.main", { $0.readTitle($1, \.article, &$2) })),
      Row(.cited, names: [.chapterTitle], .step("titles.main", { $0.readTitle($1, \.chapter, &$2) })),
      Row(.cited, names: [.partTitle], .step("titles.main", { $0.readTitle($1, \.part, &$2) })),
      Row(.cited, names: [.dataTitle], .step("titles.main", { $0.readTitle($1, \.data, &$2) })),
      Row(
        .cited, names: [.source], .step("host.titles.main", { $0.readTitle($1, \.source, &$2) }),
        "otherwise titles.main"),
      Row(.cited, names: [.transSource], .step("host.titles.translated", { $0.readTranslatedSource($1, &$2) })),
      Row(.cited, names: [.series], .step("series.titles.main", { $0.readWords($1, \.series, &$2) })),
      Row(.cited, names: [.institution], .at(.variable(.publisher)), "if no publisher is named"),
      // Dates.
      Row(.cited, names: [.year], .step("dates.issued", { $0.readYear($1, &$2) })),
      Row(.cited, names: [.month, .season], .step("dates.issued", { $0.readWords($1, \.month, &$2) })),
      Row(.cited, names: [.day], .step("dates.issued", { $0.readWords($1, \.day, &$2) })),
      Row(
        .cited, names: [.dateInCitation, .accessDate], .step("dates.accessed", { $0.readAccess($1, &$2) }),
        "other dates are kept"),
      // Numbers.
      Row(.cited, names: [.issn], .step("identifiers.ISSN", { $0.readISSN($1, .own, &$2) }), "eISSN by format"),
      Row(.cited, names: [.pubId, .objectId], .step("identifiers", { $0.readCitedNumber($1, &$2) }), "by their type"),
      Row(.cited, names: [.extLink, .uri], .step("identifiers.URL", { $0.readLink($1, &$2) })),
      Row(.cited, names: [.std, .gov], .at(.variable(.number))),
      Row(.cited, names: [.patent], .step("number", { $0.readPatent($1, &$2) })),
      Row(.patent, attributes: [.country], .part("jurisdiction")),
      Row(.cited, names: [.version], .at(.variable(.version))),
      Row(.cited, names: [.size], .step("number-of-pages", { $0.readSize($1, &$2) }), "in units of pages"),
      Row(.cited, names: [.issueTitle, .volumeId, .issueId, .awardId, .email], .kept),
      // Text.
      Row(.cited, names: [.comment, .note], .step("notes.note", { $0.readComment($1, &$2) }), "beyond its links"),
      Row(.cited, names: [.annotation], .step("notes.annotation", { $0.addNote($1, .annotation, &$2) })),
      Row(
        .cited, names: [.date, .bold, .italic, .styledContent, .namedContent, .sup, .sub, .underline],
        .step(nil, { $0.read($1, as: .cited, &$2) })),
    ]

    /// What is left out on purpose; everything else that has no row and is not read is kept.
    static let omissions: [XMLOmissions<JATSName>.Row] = [
      .elements(
        .subArticle, .response,
        reason: "articles inside the article; with sub-articles=records they are records, except translations"),
      .elements(.body, .floatsGroup, .fig, .tableWrap, reason: "text of the work, figures and tables"),
      .elements(.bookPart, reason: "parts of a book, which are records"),
      .elements(.back, reason: "text after the article, except the citations in it"),
      .marks(.label, .xref, reason: "marks of notes and numbers of parts"),
      .marks(.sup, in: [.aff], reason: "marks of affiliations"),
      .attributes(.refType, of: [.xref], showingValues: true, reason: "what a mark refers to"),
      .attributes(.vocab, of: [.role], being: ["credit"], reason: "the vocabulary of roles that the model has"),
      .attributes(
        .extLinkType, being: ["uri", "url", "doi", "pmid", "pubmed", "pmcid", "email"], reason: "the URL shows it"),
      .attributes(.id, .rid, reason: "names inside the document"),
      .attributes(.type, .show, .actuate, .base, .space, .dtdVersion, reason: "ways to read the document"),
      .attributes(.toggle, .position, .orientation, reason: "layout"),
    ]
  }
#endif
