#if XML
  import CitemillCore

  /// The words of JATS and of the publishers that write it, for types, roles and numbers.
  enum JATSTypes {
    /// The type of `article/@article-type`.
    static func type(ofArticle word: String?) -> RecordType {
      switch word?.lowercasedASCII {
      case "book-review", "product-review", "media-review": .reviewBook
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
        "correspondence", "senior author":
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

    /// The number of an article or a citation by its type; nil where there is none.
    static func identifier(_ value: String, type: String?) -> Identifier? {
      if value.isEmpty { return nil }
      switch type?.lowercasedASCII {
      case "doi": return DOIText.identifier(value)
      case "pmid", "medline", "pubmed": return Identifier(.pmid, value)
      case "pmcid", "pmc", "pmcaid":
        let hasPrefix = value.utf8.prefix(3).map(\.lowercased).elementsEqual("pmc".utf8)
        return Identifier(.pmcid, hasPrefix ? value : "PMC\(value)", raw: hasPrefix ? nil : value)
      case "arxiv": return Identifier(.arxiv, value)
      case "bibcode": return Identifier(.bibcode, value)
      case "pii": return Identifier(.pii, value)
      case "isbn": return Identifier(.isbn, value)
      case "issn": return Identifier(.issn, value)
      case "uri", "url": return Identifier(.url, value)
      case "handle", "hdl": return Identifier(.handle, value)
      case "accession", "archive": return Identifier(.accession, value)
      case let word?: return Identifier(IdentifierScheme(rawValue: word), value)
      case nil:
        let doi = DOIText.identifier(value)
        return doi.value.utf8.starts(with: "10.".utf8) ? doi : nil
      }
    }

    /// The number of a person; ORCIDs come in six spellings.
    static func person(_ value: String, type: String?) -> Identifier? {
      if value.isEmpty { return nil }
      let type = type ?? "orcid"
      guard type.lowercasedASCII == "orcid" else { return Identifier(IdentifierScheme(rawValue: type), value) }
      let digits = value.utf8.filter { $0.isDigit || $0 | 0x20 == 0x78 && $0 != 0x58 || $0 == 0x58 }
      let plain = digits.drop { !$0.isDigit }.map { $0 == 0x78 ? UInt8(ascii: "X") : $0 }
      guard plain.count == 16 else { return Identifier(.orcid, value) }
      var orcid: [UInt8] = []
      for (place, digit) in plain.enumerated() {
        if place > 0, place % 4 == 0 { orcid.append(UInt8(ascii: "-")) }
        orcid.append(digit)
      }
      let text = String(decoding: orcid, as: UTF8.self)
      return Identifier(.orcid, text, raw: text == value ? nil : value)
    }

    /// The number of an institution or funder.
    static func body(_ value: String, type: String?) -> Identifier? {
      if value.isEmpty { return nil }
      switch type?.lowercasedASCII {
      case "ror": return Identifier(.ror, value)
      case "isni": return Identifier(.isni, value)
      case "fundref", "funder-id", "open-funder-registry", "doi", "funder-registry":
        return Identifier(.funderRegistry, DOIText.identifier(value).value)
      case "wikidata": return Identifier(.wikidata, value)
      case let word?: return Identifier(IdentifierScheme(rawValue: word), value)
      case nil: return value.utf8.contains("ror.org") ? Identifier(.ror, value) : nil
      }
    }

    /// The kind of `abstract/@abstract-type`.
    static func abstract(_ word: String) -> Abstract.Kind {
      switch word.lowercasedASCII {
      case "": .main
      case "graphical", "graphical-abstract", "key-image": .graphical
      case "plain-language-summary", "lay-abstract", "lay-summary", "plain-language": .plainLanguage
      case "teaser": .teaser
      case "toc": .tableOfContents
      default: Abstract.Kind(rawValue: word)
      }
    }
  }

  extension String {
    /// The text with small letters for the capitals of ASCII.
    var lowercasedASCII: String {
      utf8.contains { $0 &- 65 < 26 } ? String(decoding: utf8.map(\.lowercased), as: UTF8.self) : self
    }
  }

  extension Substring.UTF8View {
    /// Whether a word stands in the text.
    func contains(_ word: String) -> Bool { Array(self).span.firstIndex(of: Array(word.utf8)) != nil }
  }

  extension String.UTF8View {
    /// Whether a word stands in the text.
    func contains(_ word: String) -> Bool { Array(self).span.firstIndex(of: Array(word.utf8)) != nil }
  }
#endif
