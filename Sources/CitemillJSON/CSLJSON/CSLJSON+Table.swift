import CitemillCore

/// The two-way table of CSL-JSON: each name with its place in the model. Reading, writing, `expressible` and the page use it.
///
/// Names and their spelling: CSL 1.0.2, appendices IV; `custom`, `citation-key`, `journalAbbreviation`, `shortTitle` and
/// `categories` from the JSON schema of CSL data.
enum CSLTable {
  /// The format by which native fields are told.
  static let format = "csl-json"

  /// Where a member of a CSL item belongs.
  enum Target: Sendable {
    case id, citationKey, type
    case title(Title.Kind, FieldPath.Tier)
    case variable(Variable, FieldPath.Tier)
    case names(Role)
    case date(DateKind)
    case identifier(IdentifierScheme)
    case keyword, note(Note.Kind), abstract
    case eventTitle, eventPlace
    case custom

    /// The place as a path; nil where it has none.
    var path: FieldPath? {
      switch self {
      case .id, .citationKey: FieldPath(.key)
      case .type: FieldPath(.type)
      case .title(let kind, let tier): FieldPath(.titles, kind.rawValue, in: tier)
      case .variable(let variable, let tier): .variable(variable, in: tier)
      case .names(let role): FieldPath(.contributors, role.rawValue)
      case .date(let kind): FieldPath(.dates, kind.rawValue)
      case .identifier(let scheme): FieldPath(.identifiers, scheme.rawValue)
      case .keyword: FieldPath(.keywords)
      case .note(let kind): FieldPath(.notes, kind.rawValue)
      case .abstract: FieldPath(.abstracts, Abstract.Kind.main.rawValue)
      case .eventTitle, .eventPlace: FieldPath(.event)
      case .custom: nil
      }
    }

    /// Whether a record has something in the place.
    func isPresent(in record: Record) -> Bool {
      switch self {
      case .id, .citationKey: record.key != nil
      case .type: true
      case .title(let kind, let tier): record.titles(of: tier).contains { $0.kind == kind }
      case .variable(let variable, .own): record.variables.contains(variable)
      case .variable(let variable, _): record.container(.series)?.variables.contains(variable) ?? false
      case .names(let role): record.contributors.contains { $0.roles.contains(role) }
      case .date(let kind): record[date: kind] != nil
      case .identifier(let scheme):
        (record.identifiers + (record.container(.host)?.identifiers ?? [])).contains { $0.scheme == scheme }
      case .keyword: !record.keywords.isEmpty
      case .note(let kind): record.notes.contains { $0.kind == kind }
      case .abstract: !record.abstracts.isEmpty
      case .eventTitle: record.event?.title != nil
      case .eventPlace: record.event?.place != nil
      case .custom: true
      }
    }

    /// What the page says beside.
    var note: String {
      switch self {
      case .citationKey: "goes before `id`, which is then kept as a native field"
      case .identifier(.isbn), .identifier(.issn): "of the host, for types that appear in one; several joined by `, `"
      case .custom: "members named as variables and identifiers of ours that CSL lacks"
      case .keyword: "joined by `, `, or by `; ` when one has a comma"
      case .note(.note): "lines `name: value` at its start are read as variables"
      default: ""
      }
    }
  }

  /// A name with its place; an object, since each member that is read looks one up.
  final class Row: Sendable {
    let name: StaticString
    let target: Target
    /// Read, and never written.
    let isAlias: Bool
    /// The place in the table, which is the order of writing.
    let index: Int
    /// Whether it is written of each record.
    var isAlwaysWritten: Bool {
      switch target {
      case .id, .citationKey, .type: true
      default: false
      }
    }

    init(name: StaticString, target: Target, isAlias: Bool, index: Int) {
      self.name = name
      self.target = target
      self.isAlias = isAlias
      self.index = index
    }
  }

  /// The table, in the order of writing.
  static let rows: [Row] = {
    var rows: [(StaticString, Target, Bool)] = [
      ("id", .id, false), ("citation-key", .citationKey, false), ("type", .type, false),
      ("title", .title(.main, .own), false), ("title-short", .title(.short, .own), false),
      ("shortTitle", .title(.short, .own), true), ("volume-title", .title(.volume, .own), false),
      ("part-title", .title(.part, .own), false), ("original-title", .title(.original, .own), false),
      ("reviewed-title", .title(.reviewed, .own), false),
      ("container-title", .title(.main, .host), false), ("container-title-short", .title(.short, .host), false),
      ("journalAbbreviation", .title(.short, .host), true), ("collection-title", .title(.main, .series), false),
      ("collection-number", .variable(.number, .series), false),
      ("event-title", .eventTitle, false), ("event", .eventTitle, true), ("event-place", .eventPlace, false),
    ]
    // The scalars that CSL has carry its names.
    for (name, variable) in variables { rows.append((name, .variable(variable, .own), false)) }
    rows += [
      ("author", .names(.author), false), ("editor", .names(.editor), false),
      ("translator", .names(.translator), false), ("editorial-director", .names(.editorialDirector), false),
      ("collection-editor", .names(.collectionEditor), false), ("container-author", .names(.containerAuthor), false),
      ("reviewed-author", .names(.reviewedAuthor), false), ("original-author", .names(.originalAuthor), false),
      ("editor-translator", .names(.editorTranslator), false), ("chair", .names(.chair), false),
      ("compiler", .names(.compiler), false), ("composer", .names(.composer), false),
      ("contributor", .names(.contributor), false), ("curator", .names(.curator), false),
      ("director", .names(.director), false), ("executive-producer", .names(.executiveProducer), false),
      ("guest", .names(.guest), false), ("host", .names(.host), false), ("illustrator", .names(.illustrator), false),
      ("interviewer", .names(.interviewer), false), ("narrator", .names(.narrator), false),
      ("organizer", .names(.organizer), false), ("performer", .names(.performer), false),
      ("producer", .names(.producer), false), ("recipient", .names(.recipient), false),
      ("script-writer", .names(.scriptWriter), false), ("series-creator", .names(.seriesCreator), false),
      ("issued", .date(.issued), false), ("accessed", .date(.accessed), false),
      ("available-date", .date(.available), false), ("event-date", .date(.event), false),
      ("original-date", .date(.original), false), ("submitted", .date(.submitted), false),
      ("DOI", .identifier(.doi), false), ("ISBN", .identifier(.isbn), false), ("ISSN", .identifier(.issn), false),
      ("PMID", .identifier(.pmid), false), ("PMCID", .identifier(.pmcid), false), ("URL", .identifier(.url), false),
      ("keyword", .keyword, false), ("note", .note(.note), false), ("annote", .note(.annotation), false),
      ("abstract", .abstract, false), ("custom", .custom, false),
    ]
    return rows.enumerated().map { Row(name: $1.0, target: $1.1, isAlias: $1.2, index: $0) }
  }()

  private static let variables: [(StaticString, Variable)] = [
    ("volume", .volume), ("issue", .issue), ("page", .pages), ("page-first", .pageFirst),
    ("supplement-number", .supplementNumber), ("part-number", .partNumber), ("chapter-number", .chapterNumber),
    ("section", .section), ("number", .number), ("edition", .edition), ("version", .version),
    ("printing-number", .printingNumber), ("number-of-pages", .numberOfPages),
    ("number-of-volumes", .numberOfVolumes), ("dimensions", .dimensions), ("medium", .medium), ("scale", .scale),
    ("publisher", .publisher), ("publisher-place", .publisherPlace), ("original-publisher", .originalPublisher),
    ("original-publisher-place", .originalPublisherPlace), ("status", .status), ("genre", .genre),
    ("archive", .archive), ("archive_collection", .archiveCollection), ("archive_location", .archiveLocation),
    ("archive-place", .archivePlace), ("call-number", .callNumber), ("source", .source), ("authority", .authority),
    ("jurisdiction", .jurisdiction), ("division", .division), ("references", .references), ("language", .language),
    ("reviewed-genre", .reviewedGenre), ("citation-label", .citationLabel), ("citation-number", .citationNumber),
    ("first-reference-note-number", .firstReferenceNoteNumber), ("locator", .locator),
    ("year-suffix", .yearSuffix),
  ]

  /// The scalars that CSL has no name for; they are members of `custom`, under our names.
  static let customVariables: [Variable] = Variable.allCases.filter { variable in
    !variables.contains { $0.1 == variable }
  }

  /// The same as bits of `VariableList.presence`.
  static let customPresence = customVariables.reduce(UInt64(0)) { $0 | 1 << UInt64($1.rawValue) }

  /// The identifiers that CSL has no name for and we have; they are members of `custom`.
  static let customSchemes: [IdentifierScheme] = IdentifierScheme.known.filter { scheme in
    ![.doi, .isbn, .issn, .eissn, .issnL, .pmid, .pmcid, .url].contains(scheme)
  }

  private static let names = WordList(rows.map { "\($0.name)" })

  /// The row of a key, or nil.
  static func row(_ key: JSONCursor.Text, _ bytes: Span<UInt8>) -> Row? {
    if key.hasEscapes {
      var halves = 0
      return row(named: key.string(bytes, loneSurrogates: &halves))
    }
    return names.index(of: bytes, key.range).map { rows[$0] }
  }

  /// The row of a name, or nil.
  static func row(named name: String) -> Row? { byName[Array(name.utf8)] }

  private static let byName: [[UInt8]: Row] = Dictionary(
    rows.map { (Array("\($0.name)".utf8), $0) }, uniquingKeysWith: { first, _ in first })

  // MARK: - The other way

  /// The name of a title of a tier.
  static func name(of kind: Title.Kind, _ tier: FieldPath.Tier) -> StaticString? {
    switch tier {
    case .own: titleNames[kind.rank]
    case .host: hostTitleNames[kind.rank]
    case .series: seriesTitleNames[kind.rank]
    }
  }

  /// The name of a variable of the work.
  static func name(of variable: Variable) -> StaticString? { variableNames[Int(variable.rawValue)] }

  /// The name of a role.
  static func name(of role: Role) -> StaticString? { roleNames.name(of: role) }

  /// The name of a date.
  static func name(of kind: DateKind) -> StaticString? { dateNames.name(of: kind) }

  /// The name of an identifier of the work, of which CSL has one each.
  static func name(of scheme: IdentifierScheme) -> StaticString? { schemeNames.name(of: scheme) }

  /// The role that a contributor of the host or of the series has in the work.
  static func role(_ role: Role, of tier: FieldPath.Tier) -> Role {
    switch (tier, role) {
    case (.host, .author): .containerAuthor
    case (.series, .editor): .collectionEditor
    default: role
    }
  }

  private static let titleNames = names(of: .own)
  private static let hostTitleNames = names(of: .host)
  private static let seriesTitleNames = names(of: .series)

  private static func names(of tier: FieldPath.Tier) -> [StaticString?] {
    var names = [StaticString?](repeating: nil, count: Title.Kind.allCases.count)
    for case (.title(let kind, tier), let name) in written { names[kind.rank] = name }
    return names
  }

  /// The names of known members of an open set, by their places.
  private struct PlacedNames<Name: OpenName>: Sendable {
    private var names = [StaticString?](repeating: nil, count: Name.known.count)

    init(_ name: (Target) -> Name?) {
      for (target, text) in CSLTable.written {
        if case .known(let place)? = name(target)?.code { names[Int(place)] = text }
      }
    }

    func name(of one: Name) -> StaticString? {
      guard case .known(let place) = one.code, Int(place) < names.count else { return nil }
      return names[Int(place)]
    }
  }

  private static let roleNames = PlacedNames<Role> { if case .names(let role) = $0 { role } else { nil } }

  private static let dateNames = PlacedNames<DateKind> { if case .date(let kind) = $0 { kind } else { nil } }

  private static let schemeNames = PlacedNames<IdentifierScheme> { target in
    guard case .identifier(let scheme) = target, scheme != .isbn, scheme != .issn else { return nil }
    return scheme
  }

  private static let variableNames: [StaticString?] = {
    var names = [StaticString?](repeating: nil, count: Variable.allCases.count)
    for (name, variable) in variables { names[Int(variable.rawValue)] = name }
    return names
  }()

  /// The rows that are written.
  private static var written: [(target: Target, name: StaticString)] {
    rows.filter { !$0.isAlias }.map { ($0.target, $0.name) }
  }
}
