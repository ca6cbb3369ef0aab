#if XML
  import CitemillCore

  // The terms of JATS for types, roles and numbers that are written; each is read back as what it was written
  // for.

  extension JATSTypes {
    /// The custom use of an article whose type is a term of CSL: JATS only has articles, and an open list of
    /// their types.
    static let ofCSL: StaticString = "csl-type"

    /// Whether a type is one that JATS has a term for among articles, except reviews and decisions, which
    /// have editors.
    static func isOfArticles(_ type: RecordType) -> Bool {
      switch type {
      case .articleJournal, .reviewBook, .preprint, .thesis, .dataset: true
      default: false
      }
    }

    /// The term for the type of an article: the one that the source had, if it is of JATS, or that of the
    /// type.
    static func word(forArticle record: Record) -> (word: String, isOfCSL: Bool) {
      if let word = record.origin.typeToken, record.origin.format == JATSDecoder.format,
        type(ofArticle: word) == record.type, type(ofCitation: word) == nil
      {
        return (word, false)
      }
      return switch record.type {
      case .articleJournal: ("other", false)
      case .reviewBook: ("book-review", false)
      case .peerReview: ("reviewer-report", false)
      case .preprint: ("preprint", false)
      case .thesis: ("dissertation", false)
      case .dataset: ("dataset", false)
      default: (record.type.rawValue, true)
      }
    }

    /// The word for the type of a citation.
    static func word(forCitation record: Record) -> String {
      if let word = record.origin.typeToken, record.origin.format == JATSDecoder.format,
        type(ofCitation: word) == record.type
      {
        return word
      }
      return switch record.type {
      case .articleJournal: "journal"
      case .paperConference: "confproc"
      case .dataset: "data"
      case .legalCase: "legal-case"
      default: record.type.rawValue
      }
    }

    /// The element for the title of a cited work.
    static func titleElement(for type: RecordType, hasHost: Bool) -> JATSName {
      switch WorkKind(type) {
      case .chapter: .chapterTitle
      case .article, .conference: .articleTitle
      case .book: hasHost ? .partTitle : .source
      case .software where type == .dataset || type == .database: .dataTitle
      default: hasHost ? .articleTitle : .source
      }
    }

    // MARK: - Roles

    /// The term for the role of a contributor of an article. Editors of an article are written as those of
    /// its issue; those that accepted it have a term of their own.
    static func word(for role: Role, in record: Record) -> String {
      guard role == .editor else { return role.rawValue }
      let isOfWork = !isOfArticles(record.type) || record.event != nil || record[date: .event] != nil
      return isOfWork ? "editor" : "issue-editor"
    }

    /// The term for a group of people in citations that Publishing 1.3 lists; nil for other roles.
    static func groupWord(for role: Role) -> String? {
      switch role {
      case .author, .editor, .translator, .compiler, .director, .curator, .illustrator, "assignee": role.rawValue
      default: nil
      }
    }

    /// A role of CRediT as text: `Writing – review & editing`.
    static func creditTerm(_ role: Role) -> String {
      switch role.rawValue {
      case "writing-original-draft": return "Writing – original draft"
      case "writing-review-editing": return "Writing – review & editing"
      case let word:
        var words = Array(word.utf8).map { $0 == UInt8(ascii: "-") ? 32 : $0 }
        if let first = words.first, (97...122).contains(first) { words[0] = first - 32 }
        return String(decoding: words, as: UTF8.self)
      }
    }

    // MARK: - Numbers

    /// The type of a number of a work that Publishing 1.3 lists; nil for others.
    static func word(for scheme: IdentifierScheme) -> String? {
      switch scheme {
      case .doi: "doi"
      case .pmid: "pmid"
      case .pmcid: "pmcid"
      case .arxiv: "arxiv"
      case .isbn: "isbn"
      case .pii: "pii"
      case .handle: "handle"
      case .accession: "accession"
      default: listed.contains(scheme.rawValue) ? scheme.rawValue : nil
      }
    }

    private static let listed = [
      "ark", "art-access-id", "coden", "doaj", "index", "manuscript", "mr", "publisher-id", "sici", "std-designation",
      "zbl",
    ]

    /// The type of a number of an institution.
    static func word(forInstitution scheme: IdentifierScheme) -> String {
      switch scheme {
      case .ror: "ror"
      case .isni: "isni"
      case .funderRegistry: "FundRef"
      case .wikidata: "wikidata"
      default: scheme.rawValue
      }
    }

    /// The type of a link to another work.
    static func linkWord(for scheme: IdentifierScheme) -> String {
      switch scheme {
      case .doi: "doi"
      case .url: "uri"
      default: scheme.rawValue.lowercasedASCII
      }
    }

    /// Whether a word is one that Publishing 1.3 lists as a type of notes.
    static func isNote(_ word: String) -> Bool { notes.contains(word) }

    private static let notes: Set<String> = [
      "abbr", "coi-statement", "com", "con", "conflict", "corresp", "current-aff", "deceased", "edited-by", "equal",
      "financial-disclosure", "on-leave", "participating-researchers", "presented-at", "presented-by",
      "present-address", "previously-at", "study-group-members", "supplementary-material", "supported-by", "other",
    ]

    static func word(for kind: Abstract.Kind) -> String {
      switch kind {
      case .graphical: "graphical"
      case .plainLanguage: "plain-language-summary"
      case .teaser: "teaser"
      case .tableOfContents: "toc"
      default: kind.rawValue
      }
    }
  }
#endif
