#if XML
  import CitemillCore

  /// Where each element of PubMed's XML goes: the reader uses it for a whole document, and the page of the
  /// format is generated from it.
  ///
  /// An element without a row is kept with all its content, so that nothing is lost that NLM adds to its DTD.
  enum PubMedTable {
    typealias Row = XMLTable<PubMedDecoder>.Row

    static let table = XMLTable<PubMedDecoder>(rows, inOrderOfRows: true)

    /// The rows. Those of one parent are in the order of reading: a later one may need the result of an
    /// earlier one.
    static let rows: [Row] = [
      Row(.pubmedArticle, names: [.medlineCitation, .pubmedData], .within),
      Row(.pubmedBookArticle, names: [.bookDocument, .pubmedBookData], .within),

      Row(.medlineCitation, .bookDocument, names: [.pmid], .step("identifiers.PMID", { $0.readNumber($1, &$2) })),
      Row(.medlineCitation, names: [.article, .medlineJournalInfo], .within),
      Row(
        .medlineCitation, attributes: [.status, .owner, .versionID, .versionDate, .indexingMethod], .kept,
        "NLM's data about its record"),
      Row(.medlineCitation, names: [.dateCreated, .dateCompleted, .dateRevised], .kept, "the dates of NLM's record"),

      Row(.article, attributes: [.pubModel], .kept),
      Row(.article, names: [.journal, .book], .within),
      Row(.article, .bookDocument, names: [.articleTitle], .step("titles.main", { $0.readTitle($1, &$2) })),
      Row(
        .article, .bookDocument, names: [.vernacularTitle], .step("titles.original", { $0.readVernacular($1, &$2) }),
        "the main title if there is no other"),
      Row(
        .article, .bookDocument, names: [.pagination], .step("page", { $0.readPages($1, &$2) }),
        "StartPage and EndPage if MedlinePgn abbreviates them"),
      Row(
        .article, .book, names: [.eLocationID], .step("identifiers.DOI", { $0.readPlace($1, &$2) }),
        "and PII; one that is not valid is kept"),
      Row(
        .article, .bookDocument, names: [.abstract],
        .step("abstracts.abstract", { $0.readAbstract($1, as: .main, in: nil, into: &$2) }),
        "a label is put before its part"),
      Row(
        .article, .bookDocument, names: [.authorList], .step("contributors.author", { $0.readAuthors($1, &$2) }),
        "with affiliations and identifiers, and `others` for an incomplete list; editors by its type; invalid names are kept"
      ),
      Row(.article, .bookDocument, names: [.language], .at(.variable(.language)), "the first; others are kept"),
      Row(
        .article, names: [.publicationTypeList], .step("type", { $0.readTypes($1, &$2) }),
        "the first that is a type; all others are kept"),
      Row(.article, names: [.articleDate], .at(.date(.online))),
      Row(
        .article, names: [.dataBankList], .step("relations", { $0.readDataBanks($1, &$2) }),
        "`has-related-material`, with the databank as the scheme of the number"),
      Row(.article, .bookDocument, names: [.grantList], .step("funding", { $0.readGrants($1, &$2) })),

      Row(
        .journal, names: [.title], .step("host.titles.main", { $0.readJournalTitle($1, &$2) }),
        "without NLM's place in brackets, `Nature (London)`; then it is kept as it is"),
      Row(.journal, names: [.isoAbbreviation], .step("host.titles.short", { $0.readShortTitle($1, &$2) })),
      Row(.journal, names: [.issn], .step("host.identifiers.ISSN", { $0.readISSN($1, &$2) }), "eISSN by its type"),
      Row(.journal, names: [.journalIssue], .within),
      Row(.journalIssue, attributes: [.citedMedium], .kept),
      Row(.journalIssue, .book, names: [.volume], .at(.variable(.volume))),
      Row(.journalIssue, names: [.issue], .at(.variable(.issue))),
      Row(.journalIssue, .book, names: [.pubDate], .at(.date(.issued)), "the text of a MedlineDate is also kept"),

      Row(.medlineJournalInfo, names: [.country], .at(.variable(.publisherPlace))),
      Row(
        .medlineJournalInfo, names: [.medlineTA], .step("host.titles.short", { $0.readShortTitle($1, &$2) }),
        "if ISOAbbreviation is missing"),
      Row(.medlineJournalInfo, names: [.nlmUniqueID], .kept),
      Row(.medlineJournalInfo, names: [.issnLinking], .at(.identifier(.issnL, .host))),

      Row(
        .medlineCitation, names: [.meshHeadingList], .step("keywords", { $0.readHeadings($1, &$2) }),
        "a descriptor, with each of its qualifiers, of the scheme MeSH, as in `nbib`"),
      Row(
        .medlineCitation, .bookDocument, names: [.keywordList], .step("keywords", { $0.readKeywords($1, &$2) }),
        "with their owner as the scheme unless it is the author"),
      Row(.medlineCitation, names: [.chemicalList], .step("keywords", { $0.readChemicals($1, &$2) }), "as substances"),
      Row(
        .medlineCitation, names: [.supplMeshList], .step("keywords", { $0.readSupplement($1, &$2) }),
        "of the scheme MeSH supplement"),
      Row(.medlineCitation, names: [.geneSymbolList], .step("keywords", { $0.readGenes($1, &$2) }), "as gene symbols"),
      Row(
        .medlineCitation, names: [.personalNameSubjectList], .step("keywords", { $0.readPeople($1, &$2) }),
        "of the scheme person"),
      Row(
        .medlineCitation, names: [.otherAbstract], .step("abstracts", { $0.readOtherAbstract($1, &$2) }),
        "by their type and language"),
      Row(
        .medlineCitation, names: [.commentsCorrectionsList], .step("relations", { $0.readRelations($1, &$2) }),
        "by their RefType, see below"),
      Row(
        .medlineCitation, .bookDocument, .book, names: [.investigatorList],
        .step("contributors", { $0.addNames(.investigator, of: $1, "investigator", &$2) }), "with the role investigator"
      ),
      Row(
        .medlineCitation, names: [.otherID], .step("identifiers", { $0.readOtherNumber($1, &$2) }), "by their source"),
      Row(.medlineCitation, names: [.generalNote], .step("notes", { $0.readNote($1, &$2) })),
      Row(.medlineCitation, names: [.citationSubset, .numberOfReferences, .coiStatement, .spaceFlightMission], .kept),

      Row(
        .bookDocument, .pubmedData, .pubmedBookData, names: [.articleIdList],
        .step("identifiers", { $0.readIdentifiers($1, &$2) }),
        "by their type; a `bookaccession` gives the address at Bookshelf too"),
      Row(.bookDocument, names: [.book], .within),
      Row(
        .bookDocument, names: [.locationLabel], .step("chapter-number", { $0.readLabel($1, &$2) }),
        "for a chapter, a part or a section"),
      Row(
        .bookDocument, names: [.publicationType], .step("", { $0.readBookType($1, &$2) }),
        "kept, except the first, which is the type of the source"),
      Row(
        .bookDocument, names: [.contributionDate], .at(.date(.issued)), "if the book has no date; otherwise kept"),
      Row(.bookDocument, names: [.dateRevised], .at(.date(.updated))),
      Row(.bookDocument, names: [.sections, .itemList], .kept),

      Row(.book, names: [.publisher], .within),
      Row(.publisher, names: [.publisherName], .at(.variable(.publisher))),
      Row(.publisher, names: [.publisherLocation], .at(.variable(.publisherPlace))),
      Row(.book, names: [.bookTitle], .step("titles.main", { $0.readBookTitle($1, &$2) }), "of a chapter the host's"),
      Row(
        .book, names: [.authorList], .step("contributors.author", { $0.readBookAuthors($1, &$2) }),
        "and editors; for a chapter with its own authors, those of the host"),
      Row(.book, names: [.beginningDate, .endingDate], .kept),
      Row(.book, names: [.volumeTitle], .at(.title(.volume, .own))),
      Row(.book, names: [.edition], .at(.variable(.edition))),
      Row(.book, names: [.collectionTitle], .at(.title(.main, .series))),
      Row(.book, names: [.isbn], .at(.identifier(.isbn)), "of a chapter the host's"),
      Row(.book, names: [.medium], .at(.variable(.medium))),
      Row(.book, names: [.reportNumber], .at(.variable(.number))),

      Row(
        .pubmedData, .pubmedBookData, names: [.history], .step("dates.received", { $0.readHistory($1, &$2) }),
        "and accepted, revised, retracted, online and in print; other states of PubMedPubDate are kept"),
      Row(.pubmedData, .pubmedBookData, names: [.publicationStatus], .at(.variable(.status))),
      Row(
        .pubmedData, .pubmedBookData, names: [.objectList], .step("", { $0.readObjects($1, &$2) }),
        "kept, each parameter under the type of its object"),
      Row(
        .pubmedData, .bookDocument, names: [.referenceList], .step("references", { $0.readReferences($1, &$2) }),
        "Citation as text, ArticleIdList as its record"),
    ]

    /// What is left out on purpose: values that are the DTD's defaults.
    static let omissions: [XMLOmissions<PubMedName>.Row] = [
      .attributes(.validYN, .completeYN, being: ["Y"], reason: "the default"),
      .attributes(.majorTopicYN, .autoHM, being: ["N"], reason: "the default"),
      .attributes(.version, of: [.pmid], being: ["1"], reason: "the only version"),
      .attributes(.type, of: [.authorList], being: ["authors"], reason: "the default for a list of authors"),
      .attributes(.dateType, of: [.articleDate], being: ["Electronic"], reason: "the only kind that PubMed has"),
      .attributes(.issnType, of: [.issn], being: ["Print"], reason: "the default for an ISSN"),
    ]

    // MARK: - Publication types

    /// Publication types that are types of the model. A preprint or a book review is preferred to an article,
    /// and "Journal Article" to all others.
    static let types: [(word: String, type: RecordType)] = [
      ("Preprint", .preprint), ("Book Review", .reviewBook), ("Journal Article", .articleJournal),
      ("Dataset", .dataset),
      ("Newspaper Article", .articleNewspaper), ("Academic Dissertation", .thesis), ("Congress", .paperConference),
      ("Congresses", .paperConference), ("Technical Report", .report), ("Government Publication", .report),
      ("Video-Audio Media", .motionPicture), ("Webcast", .motionPicture), ("Monograph", .book), ("Patent", .patent),
      ("Unpublished Work", .manuscript),
    ]

    /// The terms of `types`.
    static let typeWords = WordList(types.map(\.word))

    // MARK: - Relations

    /// The kinds of `CommentsCorrections`, with Crossref's names for those that it has too.
    static let relations: [(word: String, type: String)] = [
      ("AssociatedDataset", "is-supplemented-by"), ("AssociatedPublication", "is-supplement-to"),
      ("Cites", "references"), ("CommentIn", "has-comment"), ("CommentOn", "is-comment-on"),
      ("CorrectedandRepublishedFrom", "corrected-and-republished-from"),
      ("CorrectedandRepublishedIn", "corrected-and-republished-in"), ("ErratumFor", "erratum-for"),
      ("ErratumIn", "erratum-in"), ("ExpressionOfConcernFor", "expression-of-concern-for"),
      ("ExpressionOfConcernIn", "expression-of-concern-in"), ("OriginalReportIn", "original-report-in"),
      ("PartialRetractionIn", "partial-retraction-in"), ("PartialRetractionOf", "partial-retraction-of"),
      ("ReprintIn", "reprint-in"), ("ReprintOf", "reprint-of"), ("RepublishedFrom", "republished-from"),
      ("RepublishedIn", "republished-in"), ("RetractedandRepublishedFrom", "retracted-and-republished-from"),
      ("RetractedandRepublishedIn", "retracted-and-republished-in"), ("RetractionIn", "retraction-in"),
      ("RetractionOf", "retraction-of"), ("SummaryForPatientsIn", "summary-for-patients-in"),
      ("UpdateIn", "update-in"), ("UpdateOf", "update-of"),
    ]

    // MARK: - The page

    /// The rows as the page and `citemill map` show them.
    static var mapping: [MappingRow] {
      table.mapping + omissions.map(\.mapping)
        + types.map { word, type in
          MappingRow(native: "PublicationType \(word)", path: "type", note: type.rawValue, isReadOnly: true)
        }
        + relations.map { word, type in
          MappingRow(
            native: "CommentsCorrections/@RefType \(word)", path: "relations", note: "`\(type)`", isReadOnly: true)
        }
    }
  }
#endif
