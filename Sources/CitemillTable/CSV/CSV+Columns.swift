import CitemillCore

/// The two-way table of columns: each name with its place in the model. Reading, writing, `expressible` and the page use it.
///
/// Names are those of CSL 1.0.2 where CSL has one. They are compared without regard to case, spaces, hyphens and the like.
enum CSVTable {
  /// The format by which native fields are told.
  static let format = "csv"

  /// Where a cell belongs.
  enum Rule: Sendable, Hashable {
    case at(Place)
    /// A part of the date when it was issued.
    case year, month, day
    case firstPage, lastPage
    /// What the other columns cannot say.
    case more

    /// The place as a path; nil where it has none of its own.
    var path: FieldPath? {
      switch self {
      case .at(let place): place.path
      case .year, .month, .day: Place.date(.issued).path
      case .firstPage, .lastPage: Place.variable(.pages).path
      case .more: nil
      }
    }

    /// The group of the record that a changed cell changes.
    var field: Field? { path.map { $0.tier == .own ? $0.field : .container } }

    /// Whether it is the number of a book or journal, which belongs to the host of what appears in one.
    var isOfHost: Bool { if case .at(let place) = self { place.isOfHost } else { false } }

    /// Whether it is a part of what another column says whole.
    var isPart: Bool {
      switch self {
      case .year, .month, .day, .firstPage, .lastPage: true
      case .at, .more: false
      }
    }

    /// What the page says beside.
    var note: String {
      switch self {
      case .at(.names): "names joined by `; `"
      case .at(.date): "EDTF, or words"
      case _ where self == .at(.identifier(.doi)): "a resolver before it is taken off"
      case .at(let place) where place.isOfHost: "of the host, for types that appear in one; several joined by `; `"
      case .at(.identifier), .at(.keyword): "several joined by `; `"
      case .more: "what the other columns cannot say"
      default: isPart ? "read, not written" : ""
      }
    }
  }

  /// A name with its place.
  struct Column: Sendable {
    let name: String
    let rule: Rule
    /// Other names under which it is read.
    var aliases: [String]
    /// Whether `columns=common` has it.
    var isCommon = false
    /// Whether it is read and never written.
    var isReadOnly = false
  }

  /// The table, in the order of writing.
  static let columns: [Column] = {
    var columns = [
      Column(
        name: "id", rule: .at(.key),
        aliases: ["key", "citation key", "citekey", "bibtex key", "cite key", "identifier", "record id"]),
      Column(
        name: "type", rule: .at(.type),
        aliases: ["item type", "document type", "publication type", "reference type", "entry type", "resource type"]),
    ]
    for kind in Title.Kind.allCases {
      columns.append(Column(name: name(of: kind), rule: .at(.title(kind, .own)), aliases: aliases(of: kind)))
    }
    for role in Role.known {
      columns.append(Column(name: role.rawValue, rule: .at(.names(role)), aliases: aliases(of: role)))
    }
    columns += [
      Column(
        name: "container-title", rule: .at(.title(.main, .host)),
        aliases: [
          "journal", "journal title", "journal name", "publication", "publication title", "publication name",
          "source title", "book title", "journal/book", "secondary title", "full journal title",
        ]),
      Column(
        name: "container-title-short", rule: .at(.title(.short, .host)),
        aliases: [
          "journal abbrev", "journal abbreviation", "journal abbr", "abbreviated source title", "iso abbreviation",
          "journal iso abbreviation", "short journal",
        ]),
      Column(
        name: "collection-title", rule: .at(.title(.main, .series)), aliases: ["series", "series title", "book series"]),
      Column(name: "collection-number", rule: .at(.variable(.number, .series)), aliases: ["series number"]),
    ]
    for kind in DateKind.known {
      columns.append(Column(name: kind.rawValue, rule: .at(.date(kind)), aliases: aliases(of: kind)))
    }
    columns += [
      Column(
        name: "year", rule: .year,
        aliases: ["publication year", "year of publication", "pub year", "published year"], isReadOnly: true),
      Column(name: "month", rule: .month, aliases: ["publication month"], isReadOnly: true),
      Column(name: "day", rule: .day, aliases: ["publication day"], isReadOnly: true),
    ]
    for variable in Variable.allCases {
      columns.append(Column(name: variable.name, rule: .at(.variable(variable)), aliases: aliases(of: variable)))
    }
    columns += [
      Column(name: "first-page", rule: .firstPage, aliases: ["start page", "page start", "spage"], isReadOnly: true),
      Column(name: "last-page", rule: .lastPage, aliases: ["end page", "page end", "epage"], isReadOnly: true),
    ]
    for part in Event.Part.allCases {
      columns.append(
        Column(
          name: "event-\(part)", rule: .at(.event(part)),
          aliases: part == .title ? ["event", "conference", "conference name", "conference title", "meeting"] : []))
    }
    for scheme in IdentifierScheme.known {
      columns.append(Column(name: scheme.rawValue, rule: .at(.identifier(scheme)), aliases: aliases(of: scheme)))
    }
    columns += [
      Column(
        name: "keyword", rule: .at(.keyword),
        aliases: [
          "keywords", "author keywords", "subject", "subjects", "tags", "subject terms", "manual tags",
          "automatic tags", "index keywords",
        ]),
      Column(name: "abstract", rule: .at(.abstract(.main)), aliases: ["abstract note", "summary", "abstract text"]),
      Column(name: "note", rule: .at(.note(.note)), aliases: ["notes", "extra", "comment", "comments"]),
      Column(name: "annote", rule: .at(.note(.annotation)), aliases: ["annotation", "annotations"]),
      Column(name: "more", rule: .more, aliases: []),
    ]
    let common: Set<String> = [
      "id", "type", "title", "author", "editor", "translator", "container-title", "container-title-short",
      "collection-title", "collection-number", "issued", "accessed", "volume", "issue", "page", "number", "edition",
      "publisher", "publisher-place", "event-title", "DOI", "ISBN", "ISSN", "PMID", "PMCID", "URL", "language",
      "keyword", "abstract", "note", "more",
    ]
    for index in columns.indices {
      columns[index].isCommon = common.contains(columns[index].name)
      columns[index].aliases += words(for: columns[index].name)
    }
    return columns
  }()

  /// The columns of `columns=common`.
  static let common = columns.filter { $0.isCommon && !$0.isReadOnly }

  /// The column of a name, without regard to case and to what is no letter or digit.
  static func column(_ name: String) -> Column? {
    let bytes = plain(name)
    guard let place = byName.words.index(of: bytes.span, 0..<bytes.count) else { return nil }
    return columns[byName.columns[place]]
  }

  /// The column that says a place.
  static func column(of rule: Rule) -> Column? { columns.first { $0.rule == rule } }

  /// The names as they are compared, with the places of their columns; names go before aliases. A list of words is made in a
  /// fraction of the time of a dictionary, and each run that looks for the format asks for it.
  private static let byName: (words: WordList, columns: [Int]) = {
    var words: [String] = []
    var places: [Int] = []
    func add(_ name: String, _ place: Int) {
      words.append(String(decoding: plain(name), as: UTF8.self))
      places.append(place)
    }
    for (index, column) in columns.enumerated() { add(column.name, index) }
    for (index, column) in columns.enumerated() {
      for alias in column.aliases { add(alias, index) }
    }
    return (WordList(words), places)
  }()

  /// How the names of a column are written.
  enum NameForm { case usual, numbered, indexed }

  /// How names are written in a column. Scopus's full names have each its author's number behind it, `Berg, Anna (7001)`; PubMed's
  /// are those of its index, `Berg A, Eze N; Mill Study Group.`
  static func nameForm(of name: String, isPubMed: Bool) -> NameForm {
    switch plain(name) {
    case Array("authorfullnames".utf8): .numbered
    case Array("authors".utf8): isPubMed ? .indexed : .usual
    default: .usual
    }
  }

  /// Whether a header is that of the table that PubMed exports.
  static func isPubMed(_ names: [String]) -> Bool {
    ["PMID", "First Author", "Create Date"].allSatisfy { mark in names.contains { $0.hasSameBytes(as: mark) } }
  }

  /// Whether a header is that of the table that Publish or Perish exports.
  static func isPublishOrPerish(_ names: [String]) -> Bool {
    ["Cites", "GSRank", "QueryDate"].allSatisfy { mark in names.contains { $0.hasSameBytes(as: mark) } }
  }

  /// `Journal_Abbrev.` as it is compared: `journalabbrev`; `Année` is `annee`.
  static func plain(_ name: String) -> [UInt8] {
    if name.utf8.count > 64 { return [] }
    var plain: [UInt8] = []
    var lead: UInt8 = 0
    for byte in name.trimmed.utf8 {
      if byte >= 0x80, !plain.isEmpty, let letter = folded(lead, byte) {
        plain[plain.count - 1] = letter
      } else if byte.isLetter || byte.isDigit || byte >= 0x80 {
        plain.append(byte.lowercased)
      }
      lead = byte
    }
    return plain
  }

  // MARK: - Names

  private static func name(of kind: Title.Kind) -> String {
    switch kind {
    case .main: "title"
    case .sub: "subtitle"
    case .short: "title-short"
    case .addon: "title-addon"
    default: kind.rawValue + "-title"
    }
  }

  private static func aliases(of kind: Title.Kind) -> [String] {
    switch kind {
    case .main: ["article title", "document title", "primary title", "titles", "item title"]
    case .short: ["short title"]
    case .translated: ["title translated"]
    default: []
    }
  }

  private static func aliases(of role: Role) -> [String] {
    switch role {
    case .author: ["authors", "author(s)", "author names", "creator", "creators", "author full names"]
    case .editor: ["editors", "editor(s)", "book editors"]
    case .translator: ["translators", "translator(s)"]
    case .collectionEditor: ["series editor", "series editors"]
    default: [role.rawValue + "s"]
    }
  }

  private static func aliases(of kind: DateKind) -> [String] {
    switch kind {
    case .issued: ["date", "publication date", "date published", "published", "pub date", "date of publication"]
    case .accessed: ["access date", "date accessed", "url date"]
    case .online: ["online date", "date published online"]
    case .print: ["print date"]
    default: []
    }
  }

  private static func aliases(of variable: Variable) -> [String] {
    switch variable {
    case .volume: ["vol", "vol."]
    case .issue: ["issue number", "number of issue", "no", "no.", "issue no"]
    case .pages: ["pages", "page range", "page numbers", "pp", "pp.", "pagination"]
    case .articleNumber: ["art no", "art. no.", "article no", "article num"]
    case .publisherPlace:
      ["place", "place of publication", "publisher address", "publisher location", "place published"]
    case .numberOfPages: ["num pages", "page count", "number pages"]
    case .numberOfVolumes: ["volumes"]
    case .language: ["lang", "language of original document"]
    case .archiveLocation: ["loc in archive"]
    case .source: ["library catalog", "database"]
    case .copyright: ["rights"]
    case .institution: ["university", "school"]
    default: []
    }
  }

  private static func aliases(of scheme: IdentifierScheme) -> [String] {
    switch scheme {
    case .doi: ["doi link", "doi url"]
    case .isbn: ["isbns"]
    case .issn: ["issns", "print issn", "p-issn"]
    case .eissn: ["electronic issn", "e-issn", "online issn"]
    case .pmid: ["pubmed id", "pubmedid"]
    case .pmcid: ["pmc", "pmc id"]
    case .url: ["link", "urls", "web address"]
    case .webOfScience: ["ut (unique wos id)", "wos id"]
    default: []
    }
  }
}
