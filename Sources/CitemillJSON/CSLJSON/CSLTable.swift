import CitemillCore

/// The table of CSL-JSON for both directions: each name with its place in the model. The reader, the writer,
/// `expressible` and the page of the format use it.
///
/// Names and their spelling: CSL 1.0.2, appendix IV; `custom`, `citation-key`, `journalAbbreviation`,
/// `shortTitle`, `part`, `printing` and `supplement` from the JSON schema of CSL data, which allows no other
/// members.
enum CSLTable {
  /// The id of the format that native fields carry.
  static let format = "csl-json"

  /// Where a member of a CSL item belongs.
  enum Rule: FormatRule {
    case at(Place)
    /// The key of an item that has no citation key.
    case id
    case custom

    var place: Place? { if case .at(let place) = self { place } else { nil } }

    var paths: [FieldPath] {
      switch self {
      case .at(let place): [place.path]
      case .id: [Place.key.path]
      case .custom: []
      }
    }

    /// Whether a record has something in the place.
    func isPresent(in record: Record) -> Bool {
      switch self {
      case .at(.type), .custom: true
      case .at(.identifier(let scheme, _)):
        (record.identifiers + record.identifiers(of: .host)).contains { $0.scheme == scheme.name }
      case .at(.abstract): !record.abstracts.isEmpty
      case .at(let place): record.has(place)
      case .id: record.has(.key)
      }
    }

    var remark: String {
      switch self {
      case .at(.key): "takes precedence over `id`, which is then kept as a native field"
      case .at(let place) where place.isOfHost: "of the host, for types that have one; several joined by `, `"
      case .at(.keyword): "joined by `, `, or by `; ` when one has a comma"
      case .at(.note(.note)): "lines `name: value` and groups `{:name:value}` are read as variables"
      case .custom:
        "variables and identifiers that CSL does not have, and all native fields"
      default: ""
      }
    }
  }

  /// A name with its place. It is a class, since each member that is read looks one up.
  final class Row: Sendable {
    let name: StaticString
    let rule: Rule
    /// It is read, but never written.
    let isAlias: Bool
    /// The index in the table, which is the order of writing.
    let index: Int
    var isAlwaysWritten: Bool {
      switch rule {
      case .id, .at(.key), .at(.type): true
      default: false
      }
    }

    init(name: StaticString, rule: Rule, isAlias: Bool, index: Int) {
      self.name = name
      self.rule = rule
      self.isAlias = isAlias
      self.index = index
    }
  }

  /// The table, in the order of writing.
  static let rows: [Row] = {
    var places: [(StaticString, Place, Bool)] = [
      ("citation-key", .key, false), ("type", .type, false),
      ("title", .title(.main, .own), false), ("title-short", .title(.short, .own), false),
      ("shortTitle", .title(.short, .own), true), ("volume-title", .title(.volume, .own), false),
      ("part-title", .title(.part, .own), false), ("original-title", .title(.original, .own), false),
      ("reviewed-title", .title(.reviewed, .own), false),
      // Crossref's own names, in lists.
      ("subtitle", .title(.sub, .own), true), ("short-title", .title(.short, .own), true),
      ("short-container-title", .title(.short, .host), true),
      ("container-title", .title(.main, .host), false), ("container-title-short", .title(.short, .host), false),
      ("journalAbbreviation", .title(.short, .host), true), ("collection-title", .title(.main, .series), false),
      ("collection-number", .variable(.number, .series), false),
      ("event-title", .event(.title), false), ("event", .event(.title), true), ("event-place", .event(.place), false),
    ]
    // Scalars that CSL has use its names.
    for (name, variable) in variables { places.append((name, .variable(variable), false)) }
    // The names of CSL itself; those above are from its schema.
    places += [
      ("supplement-number", .variable(.supplementNumber), true), ("part-number", .variable(.partNumber), true),
      ("printing-number", .variable(.printingNumber), true),
    ]
    places += [
      ("author", .names(.author), false), ("editor", .names(.editor), false),
      ("translator", .names(.translator), false), ("editorial-director", .names(.editorialDirector), false),
      ("collection-editor", .names(.collectionEditor), false), ("container-author", .names(.containerAuthor), false),
      ("reviewed-author", .names(.reviewedAuthor), false), ("original-author", .names(.originalAuthor), false),
      ("editor-translator", .names(.editorTranslator), true), ("chair", .names(.chair), false),
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
      ("abstract", .abstract(.main), false),
    ]
    let rows = [("id", Rule.id, false)] + places.map { ($0, .at($1), $2) } + [("custom", .custom, false)]
    return rows.enumerated().map { Row(name: $1.0, rule: $1.1, isAlias: $1.2, index: $0) }
  }()

  static let fields = FormatTable(
    rows.map { FormatTable.Row("\($0.name)", $0.rule, direction: $0.isAlias ? .read : .both) })

  private static let variables: [(StaticString, Variable)] = [
    ("volume", .volume), ("issue", .issue), ("page", .pages), ("page-first", .pageFirst),
    ("supplement", .supplementNumber), ("part", .partNumber), ("chapter-number", .chapterNumber),
    ("section", .section), ("number", .number), ("edition", .edition), ("version", .version),
    ("printing", .printingNumber), ("number-of-pages", .numberOfPages),
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

  /// The scalars for which CSL has no name; they are members of `custom`, under Citemill's names.
  static let customVariables: [Variable] = Variable.allCases.filter { variable in
    !variables.contains { $0.1 == variable }
  }

  /// The same as bits of `VariableList.presence`.
  static let customPresence = customVariables.reduce(UInt64(0)) { $0 | 1 << UInt64($1.rawValue) }

  /// The identifiers for which CSL has no name and Citemill has; they are members of `custom`.
  static let customSchemes: [IdentifierScheme] = IdentifierScheme.known.filter { scheme in
    ![.doi, .isbn, .issn, .eissn, .issnL, .pmid, .pmcid, .url].contains(scheme)
  }

  /// Whether a name is one of Citemill's names in `custom`.
  static func isOfCustom(_ name: String) -> Bool { customNames.contains(Verbatim(wrappedValue: name)) }

  private static let customNames = Set(
    (customVariables.map { "\($0.name)" } + customSchemes.map(\.rawValue)).map { Verbatim(wrappedValue: $0) })

  private static let words = fields.names

  /// The row of a key, or nil.
  static func row(_ key: JSONCursor.Text, _ bytes: Span<UInt8>) -> Row? {
    if key.hasEscapes {
      var halves = 0
      return row(named: key.string(bytes, loneSurrogates: &halves))
    }
    return words.row(bytes, key.range).map { rows[$0] }
  }

  /// The row of a name, or nil.
  static func row(named name: String) -> Row? { fields.row(named: name).map { rows[$0] } }

  // MARK: - The opposite direction

  /// The names by the slots of their places: each value that is written looks one up.
  private static let names: [StaticString?] = {
    var names = [StaticString?](repeating: nil, count: Place.slots)
    for row in rows.reversed() where !row.isAlias {
      if let place = row.rule.place { names[place.slot] = row.name }
    }
    return names
  }()

  /// The variable whose place has the labels of the databases where a record was found, if the option asks
  /// for them.
  static let sources = Variable.source

  /// The name of a place; nil if CSL has none for it.
  static func name(of place: Place) -> StaticString? { names[place.slot] }

  static func name(of kind: Title.Kind, _ tier: FieldPath.Tier) -> StaticString? { name(of: .title(kind, tier)) }

  static func name(of variable: Variable) -> StaticString? { name(of: .variable(variable)) }

  static func name(of role: Role) -> StaticString? { name(of: .names(role)) }

  static func name(of kind: DateKind) -> StaticString? { name(of: .date(kind)) }

  /// The name of an identifier of the work, of which CSL has one each.
  static func name(of scheme: IdentifierScheme) -> StaticString? {
    let place = Place.identifier(scheme)
    return place.isOfHost ? nil : name(of: place)
  }

  /// The role in the work of a contributor of the host or of the series.
  static func role(_ role: Role, of tier: FieldPath.Tier) -> Role {
    switch (tier, role) {
    case (.host, .author): .containerAuthor
    case (.series, .editor): .collectionEditor
    default: role
    }
  }
}
