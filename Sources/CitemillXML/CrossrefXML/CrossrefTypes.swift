#if XML
  import CitemillCore

  /// Crossref's words for types and roles.
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

    /// The type of `posted_content/@type`. What is of another type is a post, as those of blogs are.
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

    /// The genre of what CSL and we have no type for.
    static func genre(ofPosted word: String?) -> String? {
      switch word {
      case "working_paper": "working paper"
      case "letter": "letter"
      default: nil
      }
    }

    /// The type of `citation/@type` (5.4); nil for a word that is none.
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

    /// How a work stands to its component, by `component/@parent_relation`.
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
  }
#endif
