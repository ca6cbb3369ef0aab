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

    /// The type of `posted_content/@type`.
    static func posted(_ word: String?) -> RecordType {
      switch word {
      case "dissertation": .thesis
      case "report": .report
      case "blog": .postWeblog
      case "poster": .poster
      default: .preprint
      }
    }

    /// The role of `@contributor_role`.
    static func role(_ word: String?) -> Role {
      switch word {
      case "editor": .editor
      case "chair": .chair
      case "translator": .translator
      case nil, "author", "first-author": .author
      case let word?: Role(rawValue: word)
      }
    }
  }
#endif
