#if XML
  import CitemillCore

  /// The words of JATS and of the publishers that write it, for types and roles.
  enum JATSTypes {
    /// The type of `article/@article-type`.
    static func type(ofArticle word: String?) -> RecordType {
      switch word?.lowercasedASCII {
      case "book-review", "product-review", "media-review": .reviewBook
      case "referee-report", "ref-report", "reviewer-report", "editor-report", "decision-letter": .peerReview
      case "preprint": .preprint
      case "dataset": .dataset
      case "dissertation": .thesis
      case "abstract", "meeting-report-abstract": .articleJournal
      default: .articleJournal
      }
    }

    /// The type of a citation by its word; nil where that says nothing.
    static func type(ofCitation word: String?) -> RecordType? {
      switch word?.lowercasedASCII {
      case "journal", "article-journal", "periodical", "article": .articleJournal
      case "book", "monograph", "ebook", "e-book": .book
      case "chapter", "book-chapter", "bookchapter", "book-part": .chapter
      case "confproc", "proc", "conference", "conf-proc", "paper-conference", "conf", "confpaper", "conf-paper":
        .paperConference
      case "thesis", "dissertation", "phd", "phdthesis": .thesis
      case "report", "techreport", "technical-report", "working-paper", "gov", "government", "govt", "gov-report":
        .report
      case "patent": .patent
      case "web", "webpage", "website", "web-page", "uri", "online", "internet", "link", "electronic", "url": .webpage
      case "software", "computer-program", "computer_program": .software
      case "data", "dataset", "database": .dataset
      case "preprint", "eprint", "e-print", "article-preprint": .preprint
      case "newspaper", "article-newspaper": .articleNewspaper
      case "magazine", "article-magazine": .articleMagazine
      case "standard", "std": .standard
      case "blog", "post-weblog": .postWeblog
      case "discussion", "post": .post
      case "list", "letter", "communication", "personal-communication": .personalCommunication
      case "motion-picture", "video", "film": .motionPicture
      case "map": .map
      case "legal", "law", "legislation", "bill": .legislation
      case "legal-case", "case", "legal_case": .legalCase
      case "encyclopedia", "entry-encyclopedia": .entryEncyclopedia
      case "presentation", "speech", "talk", "lecture": .speech
      case "poster": .poster
      case "manuscript", "unpublished", "undeclared-manuscript": .manuscript
      default: nil
      }
    }

    /// The scheme of an ISSN.
    static func issn(_ isElectronic: Bool?) -> IdentifierScheme { isElectronic == true ? .eissn : .issn }

    /// The role of a contributor by `contrib-type` and its words; nil for those that no byline names.
    static func role(_ word: String?, _ roles: [String]) -> Role? {
      let word = (word ?? "").lowercasedASCII
      switch word {
      case "", "author", "authors", "corresp", "group", "collab", "speaker", "author-group", "first-author",
        "correspondence", "senior author", "collaboration", "consortium", "study-group":
        let isEditor = word.isEmpty && roles.contains { $0.lowercasedASCII.utf8.contains("editor") }
        return isEditor ? .editor : .author
      case "translator", "transl": return .translator
      case "compiler": return .compiler
      case "illustrator": return .illustrator
      case "curator": return .curator
      case "interviewer": return .interviewer
      case "reviewer", "referee": return "reviewer"
      default:
        if word.utf8.contains("non-byline") { return nil }
        if word.utf8.contains("editor") { return .editor }
        if word.utf8.contains("author") { return .author }
        return .contributor
      }
    }

    /// The role of CRediT that the words of a `role` name (ANSI/NISO Z39.104-2022); nil where they name none.
    ///
    /// Each is the last part of its address at NISO, as `writing-review-editing`.
    static func credit(_ words: String) -> Role? {
      let parts = words.utf8.map(\.lowercased).split { !$0.isLetter }
      let word = String(decoding: Array(parts.joined(separator: "-".utf8)), as: UTF8.self)
      if word.utf8.starts(with: "writ".utf8) {
        if word.utf8.contains("original-draft") { return "writing-original-draft" }
        if word.utf8.contains("review") { return "writing-review-editing" }
      }
      switch word {
      case "conceptualization", "data-curation", "formal-analysis", "funding-acquisition", "investigation",
        "methodology",
        "project-administration", "resources", "software", "supervision", "validation", "visualization":
        return Role(rawValue: word)
      default: return nil
      }
    }

    /// The role of `person-group/@person-group-type`.
    static func role(ofGroup word: String?) -> Role {
      switch word?.lowercasedASCII {
      case "editor", "editors", "ed", "guest-editor", "allauthors-editors": .editor
      case "translator", "transed", "trans": .translator
      case "compiler": .compiler
      case "inventor", "author", "allauthors", "assignee", nil: .author
      case "director": .director
      case "curator": .curator
      case "guest": .guest
      case "illustrator": .illustrator
      default: .author
      }
    }
  }
#endif
