#if XML
  import CitemillCore

  /// Crossref's terms for types and roles.
  enum CrossrefTypes {
    /// The type of `book/@book_type`.
    static func book(_ word: String?) -> RecordType {
      switch word {
      case "edited_book": .editedBook
      case "reference": .referenceBook
      default: .book
      }
    }

    /// The type of `content_item/@component_type`.
    static func item(_ word: String?) -> RecordType { word == "reference_entry" ? .entry : .chapter }

    /// The type of `posted_content/@type`. Any other type is a post, such as those of blogs.
    static func posted(_ word: String?) -> RecordType {
      switch word {
      case "dissertation": .thesis
      case "report": .report
      case "blog": .postWeblog
      case "other": .post
      case "poster": .poster
      case "review": .review
      default: .preprint
      }
    }

    /// The genre of what neither CSL nor the model has a type for.
    static func genre(ofPosted word: String?) -> String? {
      switch word {
      case "working_paper": "working paper"
      case "letter": "letter"
      default: nil
      }
    }

    /// The type of `citation/@type` (5.4); nil for an unknown word.
    static func citation(_ word: String) -> RecordType? {
      switch word {
      case "blog", "blog_post": .postWeblog
      case "book": .book
      case "book_chapter": .chapter
      case "collection": .collection
      case "conference_paper": .paperConference
      case "conference_proceedings": .proceedings
      case "dataset": .dataset
      case "dissertation": .thesis
      case "journal": .periodical
      case "journal_article", "registered_report": .articleJournal
      case "patent": .patent
      case "peer_review": .peerReview
      case "poster": .poster
      case "preprint": .preprint
      case "report": .report
      case "software": .software
      case "standard": .standard
      case "web_resource": .webpage
      case "other", "protocol": .document
      default: nil
      }
    }

    /// The relation of a work to its component, by `component/@parent_relation`.
    static func relation(ofParent word: String?) -> String {
      switch word {
      case "isReferencedBy": "references"
      case "isRequiredBy": "requires"
      case "isTranslationOf": "has-translation"
      default: "has-part"
      }
    }

    /// The role of `@contributor_role` and `role/@type`.
    static func role(_ word: String?) -> Role {
      switch word {
      case "editor": .editor
      case "chair": .chair
      case "translator": .translator
      case nil, "author", "first-author", "corresponding-author": .author
      case let word?: Role(rawValue: word)
      }
    }

    // MARK: - Writing

    /// The term of `citation/@type` for a type (5.4).
    static func word(ofCitation type: RecordType) -> String? {
      switch type {
      case .postWeblog: "blog_post"
      case .book, .editedBook, .referenceBook, .multivolumeBook: "book"
      case .chapter, .entry, .entryDictionary, .entryEncyclopedia: "book_chapter"
      case .collection: "collection"
      case .paperConference: "conference_paper"
      case .proceedings: "conference_proceedings"
      case .dataset, .database: "dataset"
      case .thesis: "dissertation"
      case .periodical: "journal"
      case .articleJournal: "journal_article"
      case .patent: "patent"
      case .peerReview: "peer_review"
      case .poster: "poster"
      case .preprint: "preprint"
      case .report: "report"
      case .software: "software"
      case .standard: "standard"
      case .webpage: "web_resource"
      case .document: nil
      default: "other"
      }
    }

    /// The type of an update for a relation, by Crossref's own name or that of JATS for the updated work.
    static func update(_ type: String) -> String? {
      switch type {
      case "corrected-article": "correction"
      case "retracted-article": "retraction"
      case "partial-retraction": "partial_retraction"
      case "object-of-concern": "expression_of_concern"
      case "withdrawn-article": "withdrawal"
      case "addended-article": "addendum"
      case "updated-article", "updated": "new_version"
      default: updates.contains(type) ? type : nil
      }
    }

    private static let updates: Set<String> = [
      "addendum", "clarification", "correction", "corrigendum", "erratum", "expression_of_concern", "new_edition",
      "new_version", "partial_retraction", "removal", "retraction", "withdrawal",
    ]

    /// Crossref's name for a relation, and whether it is one between forms of the same work; nil for those
    /// that Crossref does not have.
    static func relation(_ type: String) -> (type: String, isIntra: Bool)? { relations[type] }

    private static let relations: [String: (type: String, isIntra: Bool)] = {
      var table: [String: (type: String, isIntra: Bool)] = [:]
      for (words, isIntra) in [(betweenWorks, false), (withinWork, true)] {
        for word in words.split(whereSeparator: \.isWhitespace) {
          table[String(word).parted(by: UInt8(ascii: "-"))] = (String(word), isIntra)
        }
      }
      return table
    }()

    private static let betweenWorks = """
      isDerivedFrom hasDerivation isReviewOf hasReview isCommentOn hasComment isReplyTo hasReply basedOnData isDataBasisFor
      hasRelatedMaterial isRelatedMaterial isCompiledBy compiles isDocumentedBy documents isSupplementTo isSupplementedBy
      isContinuedBy continues isPartOf hasPart references isReferencedBy isBasedOn isBasisFor requires isRequiredBy finances
      isFinancedBy
      """
    private static let withinWork = """
      isTranslationOf hasTranslation isPreprintOf hasPreprint isManuscriptOf hasManuscript isExpressionOf hasExpression
      isManifestationOf hasManifestation isReplacedBy replaces isSameAs isIdenticalTo isVariantFormOf isOriginalFormOf
      isVersionOf hasVersion isFormatOf hasFormat
      """

    /// The DOI of the registry of a trial number, which begins with a prefix of its own; nil if it is not
    /// known.
    static func registry(ofTrial number: String) -> String? {
      let capitals = number.uppercased()
      guard let found = registries.first(where: { capitals.utf8.starts(with: $0.sign.utf8) }) else { return nil }
      return "10.18810/\(found.registry)"
    }

    private static let registries: [(sign: String, registry: String)] = [
      ("NCT", "clinical-trials-gov"), ("ISRCTN", "isrctn"), ("ACTRN", "anzctr"), ("CHICTR", "chictr"), ("KCT", "cris"),
      ("CTRI", "ctri"), ("DRKS", "drks"), ("EUCTR", "euctr"), ("IRCT", "irct"), ("JPRN", "jprn"), ("UMIN", "jprn"),
      ("NTR", "ntr"), ("PACTR", "pactr"), ("RBR", "rebec"), ("RPCEC", "rpcec"), ("SLCTR", "slctr"), ("TCTR", "tctr"),
    ]
  }
#endif
