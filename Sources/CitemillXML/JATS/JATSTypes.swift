#if XML
  import CitemillCore

  /// The terms of JATS, and of the publishers that write it, for types and roles.
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

    /// The type of a citation by its term; nil if that means nothing.
    static func type(ofCitation word: String) -> RecordType? { citationTypes[word] ?? RecordType(rawValue: word) }

    private static let citationTypes = WordTable<RecordType>([
      (["journal", "article-journal", "periodical", "article"], .articleJournal),
      (["book", "monograph", "ebook", "e-book"], .book),
      (["chapter", "book-chapter", "bookchapter", "book-part"], .chapter),
      (
        ["confproc", "proc", "conference", "conf-proc", "paper-conference", "conf", "confpaper", "conf-paper"],
        .paperConference
      ),
      (["thesis", "dissertation", "phd", "phdthesis"], .thesis),
      (
        [
          "report", "techreport", "technical-report", "working-paper", "gov", "government", "govt", "gov-report",
        ], .report
      ),
      (["patent"], .patent),
      (
        [
          "web", "webpage", "website", "web-page", "uri", "online", "internet", "link", "electronic", "url",
        ], .webpage
      ),
      (["software", "computer-program", "computer_program"], .software),
      (["data", "dataset", "database"], .dataset),
      (["preprint", "eprint", "e-print", "article-preprint"], .preprint),
      (["newspaper", "article-newspaper"], .articleNewspaper),
      (["magazine", "article-magazine"], .articleMagazine),
      (["standard", "std"], .standard),
      (["blog", "post-weblog"], .postWeblog),
      (["discussion", "post"], .post),
      (["list", "letter", "communication", "personal-communication"], .personalCommunication),
      (["motion-picture", "video", "film"], .motionPicture),
      (["map"], .map),
      (["legal", "law", "legislation", "bill"], .legislation),
      (["legal-case", "case", "legal_case"], .legalCase),
      (["encyclopedia", "entry-encyclopedia"], .entryEncyclopedia),
      (["presentation", "speech", "talk", "lecture"], .speech),
      (["poster"], .poster),
      (["manuscript", "unpublished", "undeclared-manuscript"], .manuscript),
    ])

    static func issn(_ isElectronic: Bool?) -> IdentifierScheme { isElectronic == true ? .eissn : .issn }

    /// The role of a contributor by `contrib-type` and its terms; nil for those that no byline names.
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
        if isKnown(word) || keptRoles.contains(word) { return Role(rawValue: word) }
        if word.utf8.contains("editor") { return .editor }
        if word.utf8.contains("author") { return .author }
        return .contributor
      }
    }

    /// Whether a word is the name of a role that the model knows.
    private static func isKnown(_ word: String) -> Bool {
      if case .known = Role(rawValue: word).code { true } else { false }
    }

    /// Roles that the model does not know; their names are kept.
    private static let keptRoles = [
      "academic-editor", "investigator", "lead-investigator", "co-lead-investigator",
    ]

    /// Whether the terms for an editor of an article mean that the person edited the issue, rather than
    /// accepted the article.
    static func isOfIssue(_ word: String?, _ roles: [String]) -> Bool {
      ([word ?? ""] + roles).contains { words in
        let words = words.lowercasedASCII.utf8
        return words.contains("guest") || words.contains("issue") || words.contains("volume")
      }
    }

    /// The kind of number or URL that a link has, in lower case; nil if the term is not known.
    static func linkType(_ word: String) -> String? {
      let word = word.lowercasedASCII
      let words = [
        "doi", "pubmed", "pmid", "pmc", "pmcid", "uri", "url", "arxiv", "isbn", "issn", "handle", "bibcode",
      ]
      return words.contains(word) ? word : nil
    }

    /// Whether a role is exactly what a value of `contrib-type` means; `photographer` and `guest-editor` mean
    /// more.
    static func isRole(_ word: String) -> Bool {
      switch word.lowercasedASCII {
      case "author", "authors", "editor", "editors", "translator", "transl", "compiler", "illustrator", "curator",
        "interviewer", "reviewer", "referee", "contributor", "collab", "collaboration", "consortium", "group",
        "author-group", "issue-editor":
        true
      case let lower: isKnown(word) || keptRoles.contains(lower)
      }
    }

    /// The role of CRediT that the text of a `role` names (ANSI/NISO Z39.104-2022); nil if it names none.
    ///
    /// Each is the last part of its URL at NISO, as `writing-review-editing`.
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

    /// The roles by `person-group/@person-group-type`; all others are authors.
    static let groupRoles = WordTable<Role>([
      (["editor", "editors", "ed", "guest-editor", "allauthors-editors"], .editor),
      (["translator", "transed", "trans"], .translator),
      (["compiler"], .compiler),
      (["inventor", "author", "allauthors"], .author),
      (["assignee"], "assignee"),
      (["director"], .director),
      (["curator"], .curator),
      (["guest"], .guest),
      (["illustrator"], .illustrator),
    ])
  }
#endif
