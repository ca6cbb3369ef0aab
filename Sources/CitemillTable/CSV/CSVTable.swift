import CitemillCore

/// The table of columns for both directions: each name with its place in the model. The reader, the writer,
/// `expressible` and the page of the format use it.
///
/// Names are those of CSL 1.0.2 if CSL has one. They are compared without regard to case, spaces, hyphens and
/// similar characters.
enum CSVTable {
  /// The id of the format that native fields carry.
  static let format = "csv"

  /// Where a cell belongs.
  enum Rule: FormatRule {
    case at(Place)
    /// A part of the date of publication.
    case year, month, day
    case firstPage, lastPage
    /// Organisations that are authors, beside the people in a column of their own.
    case groups
    /// The labels of the databases where the record was found.
    case sources
    /// What the other columns cannot hold.
    case more

    var place: Place? { if case .at(let place) = self { place } else { nil } }

    /// The place as a path; nil if it has none of its own.
    var path: FieldPath? {
      switch self {
      case .at(let place): place.path
      case .year, .month, .day: Place.date(.issued).path
      case .firstPage, .lastPage: Place.variable(.pages).path
      case .groups: Place.names(.author, .own).path
      case .sources, .more: nil
      }
    }

    var paths: [FieldPath] {
      guard let path else { return [] }
      return isOfHost ? [path, FieldPath(path.field, path.part, in: .host)] : [path]
    }

    /// The group of the record to which a cell belongs.
    var field: Field? { path.map { $0.tier == .own ? $0.field : .container } }

    /// Whether it is the number of a book or journal, which belongs to the host of what appears in one.
    var isOfHost: Bool { if case .at(let place) = self { place.isOfHost } else { false } }

    /// Whether its value may be any word, even one that means "no value" in other columns
    /// (Fixtures/CSV/no-values.csv).
    var mayBeAnyWord: Bool {
      switch self {
      case .at(.title(_, .own)), .at(.key), .at(.identifier), .sources, .more: true
      default: false
      }
    }

    /// Whether a fraction of zero, `3.0`, is not part of the value but of how a spreadsheet writes numbers.
    var isNumber: Bool {
      switch self {
      case .at(.variable(.volume, _)), .at(.variable(.issue, _)), .at(.variable(.pages, _)), .firstPage, .lastPage,
        .month, .day:
        true
      default: false
      }
    }

    /// Whether it is a part of what another column has whole.
    var isPart: Bool {
      switch self {
      case .year, .month, .day, .firstPage, .lastPage: true
      case .at, .groups, .sources, .more: false
      }
    }

    var remark: String {
      switch self {
      case .at(.names): "names joined by `; `"
      case .at(.date): "EDTF, or text"
      case _ where self == .at(.identifier(.doi)): "a resolver before it is removed"
      case .at(let place) where place.isOfHost: "of the host, for types that have one; several joined by `; `"
      case .at(.identifier), .at(.keyword): "several joined by `; `"
      case .groups: "organisations, joined by `; `"
      case .sources: "with `sources=yes` the labels for where the record was found, joined by `; `"
      case .more: "what the other columns cannot hold"
      default: ""
      }
    }
  }

  /// A name with its place.
  typealias Column = FormatTable<Rule>.Row

  /// The table, in the order of writing.
  static let fields: FormatTable<Rule> = {
    var columns = [
      Column(
        "id", .at(.key),
        aliases: ["key", "citation key", "citekey", "bibtex key", "cite key", "identifier", "record id"]),
      Column(
        "type", .at(.type),
        aliases: [
          "item type", "document type", "publication type", "reference type", "entry type", "resource type",
          "document identifier", "content type", "work type", "source type",
        ]),
    ]
    for kind in Title.Kind.allCases {
      columns.append(Column(name(of: kind), .at(.title(kind, .own)), aliases: aliases(of: kind)))
    }
    for role in Role.known {
      columns.append(Column(role.rawValue, .at(.names(role)), aliases: aliases(of: role)))
    }
    columns += [
      Column(
        "group-author", .groups, aliases: ["group authors", "corporate author", "corporate authors", "collaboration"],
        direction: .read),
      Column(
        "container-title", .at(.title(.main, .host)),
        aliases: [
          "journal", "journal title", "journal name", "publication", "publication title", "publication name",
          "source title", "venue", "book title", "anthology title", "journal/book", "secondary title",
          "full journal title",
          "primary_location.source.display_name",
        ]),
      Column(
        "container-title-short", .at(.title(.short, .host)),
        aliases: [
          "journal abbrev", "journal abbreviation", "journal abbr", "abbreviated source title", "iso abbreviation",
          "journal iso abbreviation", "short journal",
        ]),
      Column(
        "collection-title", .at(.title(.main, .series)),
        aliases: ["series", "series title", "book series", "book series title"]),
      Column("collection-number", .at(.variable(.number, .series)), aliases: ["series number"]),
    ]
    for kind in DateKind.known {
      columns.append(Column(kind.rawValue, .at(.date(kind)), aliases: aliases(of: kind)))
    }
    columns += [
      Column(
        "year", .year,
        aliases: ["publication year", "year of publication", "pub year", "pubyear", "published year"], direction: .read),
      Column("month", .month, aliases: ["publication month"], direction: .read),
      Column("day", .day, aliases: ["publication day"], direction: .read),
    ]
    for variable in Variable.allCases {
      columns.append(Column(variable.name, .at(.variable(variable)), aliases: aliases(of: variable)))
    }
    columns += [
      Column(
        "first-page", .firstPage, aliases: ["start page", "page start", "spage", "biblio.first_page"], direction: .read),
      Column("last-page", .lastPage, aliases: ["end page", "page end", "epage", "biblio.last_page"], direction: .read),
    ]
    for part in Event.Part.allCases {
      columns.append(
        Column(
          "event-\(part)", .at(.event(part)),
          aliases: part == .title
            ? ["event", "conference", "conference name", "conference title", "meeting"]
            : part == .place ? ["conference location", "conference place", "venue location"] : []))
    }
    for scheme in IdentifierScheme.known {
      columns.append(Column(scheme.rawValue, .at(.identifier(scheme)), aliases: aliases(of: scheme)))
    }
    columns += [
      Column(
        "keyword", .at(.keyword),
        aliases: [
          "keywords", "author keywords", "subject", "subjects", "tags", "subject terms", "manual tags",
          "automatic tags", "index keywords",
        ]),
      Column("abstract", .at(.abstract(.main)), aliases: ["abstract note", "summary", "abstract text"]),
      Column("note", .at(.note(.note)), aliases: ["notes", "extra", "comment", "comments"]),
      Column("annote", .at(.note(.annotation)), aliases: ["annotation", "annotations"]),
      Column("more", .more, aliases: []),
    ]
    return FormatTable(
      columns.map { column in
        Column(
          column.name, column.rule, aliases: column.aliases + words(for: column.name), direction: column.direction,
          note: commonNames.contains(column.name) ? "common" : "")
      }, spelling: { String(decoding: plain($0), as: UTF8.self) })
  }()

  /// The column with the labels of the databases where records were found. A table has one if the option asks
  /// for it; otherwise a column of this name is like any other.
  static let sources = Column("sources", .sources)

  /// The columns, in the order of writing.
  static var columns: [Column] { fields.rows }

  private static let commonNames: Set<String> = [
    "id", "type", "title", "author", "editor", "translator", "container-title", "container-title-short",
    "collection-title", "collection-number", "issued", "accessed", "volume", "issue", "page", "number", "edition",
    "publisher", "publisher-place", "event-title", "DOI", "ISBN", "ISSN", "PMID", "PMCID", "URL", "language",
    "keyword", "abstract", "note", "more",
  ]

  /// The columns of `columns=common`.
  static let common = columns.filter { commonNames.contains($0.name) && $0.direction.isWritten }

  /// The column of a name, without regard to case and to characters other than letters and digits.
  static func column(_ name: String) -> Column? {
    let bytes = plain(name)
    return fields.row(bytes.span, 0..<bytes.count).map { fields.rows[$0] }
  }

  /// Whether a column names the book that a chapter is in.
  static func namesBook(_ name: String) -> Bool {
    ["booktitle", "anthologytitle"].contains { plain(name).elementsEqual($0.utf8) }
  }

  /// The columns that may be in lines of Zotero's "Extra".
  static let extra = ExtraLines(columns.compactMap { column in column.rule.place.map { (column.name, $0) } })

  /// The column for a place.
  static func column(of rule: Rule) -> Column? { columns.first { $0.rule == rule } }

  /// `Journal_Abbrev.` in the form that is compared, `journalabbrev`; `Année` is `annee`.
  static func plain(_ name: String) -> [UInt8] {
    if name.utf8.count > 64 { return [] }
    var plain: [UInt8] = []
    plain.reserveCapacity(name.utf8.count)
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
    case .main: ["article title", "document title", "primary title", "titles", "item title", "display name"]
    case .short: ["short title"]
    case .translated: ["title translated"]
    default: []
    }
  }

  private static func aliases(of role: Role) -> [String] {
    switch role {
    case .author:
      [
        "authors", "author(s)", "author names", "creator", "creators", "author full names",
        "authorships.author.display_name",
      ]
    case .editor: ["editors", "editor(s)", "book editors"]
    case .translator: ["translators", "translator(s)"]
    case .collectionEditor: ["series editor", "series editors"]
    case .containerAuthor: [role.rawValue + "s", "book author", "book authors"]
    default: [role.rawValue + "s"]
    }
  }

  private static func aliases(of kind: DateKind) -> [String] {
    switch kind {
    case .issued: ["date", "publication date", "date published", "published", "pub date", "date of publication"]
    case .accessed: ["access date", "date accessed", "url date"]
    case .online: ["online date", "date published online"]
    case .print: ["print date"]
    case .event: ["conference date", "conference dates"]
    default: []
    }
  }

  private static func aliases(of variable: Variable) -> [String] {
    switch variable {
    case .volume: ["vol", "vol.", "journal volume", "biblio.volume"]
    case .issue: ["issue number", "number of issue", "no", "no.", "issue no", "journal issue", "biblio.issue"]
    case .pages: ["pages", "page range", "page numbers", "pp", "pp.", "pagination"]
    case .articleNumber: ["art no", "art. no.", "article no", "article num"]
    case .publisherPlace:
      ["place", "place of publication", "publisher city", "publisher address", "publisher location", "place published"]
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
    case .doi: ["doi link", "doi url", "item doi"]
    case .isbn: ["isbns"]
    case .issn: ["issns", "print issn", "p-issn"]
    case .eissn: ["electronic issn", "e-issn", "online issn"]
    case .pmid: ["pubmed id", "pubmedid"]
    case .pmcid: ["pmc", "pmc id"]
    case .url: ["link", "urls", "web address", "article url"]
    case .webOfScience: ["ut (unique wos id)", "wos id"]
    default: []
    }
  }
}
