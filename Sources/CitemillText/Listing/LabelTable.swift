import CitemillCore

/// The two-way table of labelled listings: each label with its place in the model.
///
/// The first label is the one that is written; the others are those of databases and library catalogues.
/// Below a label, indented by two spaces, are the members of its value under the names of `records`.
enum LabelTable {
  /// Where a value belongs.
  enum Rule: FormatRule {
    case at(Place)
    /// An abstract of any kind, which a member below gives.
    case abstract
    case container(Container.Relation)
    case reference
    /// A group whose members are written below; `inline` is the member for a value on the label's own line.
    case members(group: String, inline: String)

    var place: Place? { if case .at(let place) = self { place } else { nil } }

    var paths: [FieldPath] {
      switch self {
      case .at(let place): [place.path]
      case .abstract: [FieldPath(.abstracts)]
      case .container(let relation): [FieldPath(.titles, in: relation == .host ? .host : .series)]
      case .reference: [FieldPath(.references)]
      // Assurances have no path.
      case .members("nativeFields", _): [FieldPath(.nativeFields)]
      case .members(let group, _): Field(rawValue: group).map { [FieldPath($0)] } ?? []
      }
    }

    var remark: String { if case .members("assurances", _) = self { "`assurances`" } else { "" } }

    /// Whether the value is a text of any length, which may contain words followed by a colon.
    var isText: Bool {
      switch self {
      case .at(.title), .at(.note), .at(.variable(.rawReference, _)), .abstract, .reference: true
      default: false
      }
    }

    /// Whether a member with a name is read from below the label, in addition to a value on the label's own
    /// line if there is one.
    func takes(_ member: String, besideValue: Bool) -> Bool {
      switch self {
      case .members, .container: true
      case .at(.identifier): member == "raw"
      case .at(.date): member == "literal"
      case .at(.title): ["marks", "language"].contains(member) || member == "text" && !besideValue
      case .at(.note): member == "marks" || member == "text" && !besideValue
      case .at(.keyword): ["scheme", "language", "major"].contains(member)
      case .at(.names): Self.nameMembers.contains(member) || Self.nameParts.contains(member) && !besideValue
      case .at(.variable): member == "text" && !besideValue
      case .at(.key), .at(.type), .at(.abstract), .at(.event), .at(.file): false
      case .abstract: ["kind", "marks", "language"].contains(member) || member == "text" && !besideValue
      case .reference: ["key", "marks", "record"].contains(member) || member == "text" && !besideValue
      }
    }

    /// The members of a name that are in the value on the line of a label.
    static let nameParts: Set<String> = [
      "family", "given", "droppingParticle", "nonDroppingParticle", "suffix", "literal",
    ]
    private static let nameMembers: Set<String> = [
      "kind", "commaSuffix", "familyFirst", "nameLanguage", "roles", "affiliations", "identifiers", "flags", "email",
      "alternativeNames", "members",
    ]
  }

  typealias Row = FormatTable<Rule>.Row

  /// The table, in the order of writing.
  static let fields: FormatTable<Rule> = {
    var rows = [
      Row("Type", .at(.type), aliases: ["Document type", "Publication type"]),
      Row("Key", .at(.key), aliases: ["Citation key", "ID"]),
    ]
    for kind in Title.Kind.allCases {
      rows.append(
        Row(
          label(of: kind), .at(.title(kind, .own)), aliases: kind == .main ? ["Article title", "Document title"] : []))
    }
    for role in Role.known {
      rows.append(Row(label(role.rawValue), .at(.names(role)), aliases: aliases(of: role)))
    }
    for kind in DateKind.known {
      rows.append(Row(label(kind.rawValue), .at(.date(kind)), aliases: aliases(of: kind)))
    }
    rows += [
      Row(
        "Container", .container(.host),
        aliases: [
          "Journal", "Journal title", "Journal name", "Publication title", "Book title", "Published in", "In",
          "Source title",
        ]),
      Row("Series", .container(.series), aliases: ["Series title"]),
    ]
    for variable in Variable.allCases {
      rows.append(Row(label(variable.name), .at(.variable(variable)), aliases: aliases(of: variable)))
    }
    for scheme in IdentifierScheme.known {
      rows.append(
        Row(label(scheme.rawValue), .at(.identifier(scheme)), aliases: scheme == .url ? ["Link", "Web address"] : []))
    }
    rows += [
      Row("Abstract", .abstract, aliases: ["Summary"]),
      Row("Keyword", .at(.keyword), aliases: ["Keywords", "Keyword(s)", "Subject", "Subjects", "Subject terms"]),
      Row("Note", .at(.note(.note)), aliases: ["Notes"]),
      Row("Annotation", .at(.note(.annotation))),
      Row("Reference", .reference),
      Row("Event", .members(group: "event", inline: "title"), aliases: ["Conference", "Meeting"]),
      Row("Licence", .members(group: "licences", inline: "text"), aliases: ["License"]),
      Row("Funding", .members(group: "funding", inline: "funder"), aliases: ["Funder"]),
      Row("Relation", .members(group: "relations", inline: "label")),
      Row("File", .members(group: "files", inline: "location"), aliases: ["Files"]),
      Row("Identifier", .members(group: "identifiers", inline: "value")),
      Row("Other date", .members(group: "dates", inline: "")),
      Row("Native field", .members(group: "nativeFields", inline: "value")),
      Row("Assurance", .members(group: "assurances", inline: "reason")),
    ]
    return FormatTable(rows, spelling: { $0.lowercased() })
  }()

  /// The row of a label, without regard to case.
  static func row(_ name: String) -> Row? { fields.row(named: name.lowercased()).map { fields.rows[$0] } }

  /// The label that differs from a name in one damaged letter.
  static func nearest(_ name: String) -> String? {
    let bytes = Array(name.lowercased().utf8)
    return names.first { bytes.isNearly($0.bytes) }?.label
  }

  /// Whether a label starts a block written by Citemill: `Type:` with a CSL type.
  static func beginsOurs(_ name: String, _ value: String?) -> Bool {
    name == "Type" && value.flatMap { RecordType(rawValue: $0) } != nil
  }

  static func label(at place: Place) -> String? { fields.row(writing: place).map { fields.rows[$0].name } }

  /// The label of a group whose members are written below.
  static func label(of group: String) -> String? {
    fields.rows.first { if case .members(group, _) = $0.rule { true } else { false } }?.label
  }

  private static let names: [(bytes: [UInt8], label: String)] =
    fields.rows.flatMap { row in ([row.name] + row.aliases).map { (Array($0.lowercased().utf8), row.name) } }
    .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }

  /// `container-author` as a label: `Container author`; capitals are kept.
  private static func label(_ name: String) -> String {
    var bytes = Array(name.utf8)
    for index in bytes.indices where bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "_") {
      bytes[index] = 32
    }
    if let first = bytes.first, first >= 97, first <= 122 { bytes[0] = first - 32 }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func label(of kind: Title.Kind) -> String {
    switch kind {
    case .main: "Title"
    case .sub: "Subtitle"
    case .addon: "Title addon"
    default: label(kind.rawValue) + " title"
    }
  }

  private static func aliases(of role: Role) -> [String] {
    switch role {
    case .author: ["Authors", "Author(s)", "By", "Creator", "Creators"]
    case .editor: ["Editors", "Editor(s)"]
    case .translator: ["Translators", "Translator(s)"]
    default: []
    }
  }

  private static func aliases(of kind: DateKind) -> [String] {
    switch kind {
    case .issued: ["Year", "Date", "Published", "Publication date", "Publication year", "Year of publication"]
    case .accessed: ["Access date"]
    default: []
    }
  }

  private static func aliases(of variable: Variable) -> [String] {
    switch variable {
    case .volume: ["Vol", "Vol."]
    case .issue: ["No.", "Issue number"]
    case .pages: ["Pages", "pp", "pp."]
    case .publisherPlace: ["Place of publication", "Place"]
    case .numberOfPages: ["Page count"]
    case .institution: ["University/institution", "University"]
    default: []
    }
  }
}

extension LabelTable.Row {
  var label: String { name }

  /// Whether an entry has it once.
  var isSingle: Bool {
    switch rule {
    case .at(let place): !place.holdsMany
    case .container: true
    case .abstract, .reference, .members: false
    }
  }

  /// Whether an entry may begin with it, after its number in a list.
  var mayBeginEntry: Bool {
    switch rule {
    case .at(.title), .at(.type), .at(.names): true
    default: false
    }
  }

  /// Whether its values are short, so that others may be on the same line: numbers, dates, identifiers, a journal.
  var isShort: Bool {
    switch rule {
    case .at(.variable(.rawReference, _)): false
    case .at(.variable), .at(.date), .at(.identifier), .container(.host): true
    default: false
    }
  }

  /// Whether an entry with several of it has them in one paragraph: names, and a DOI.
  var isOfOneParagraph: Bool {
    if case .at(.names) = rule { true } else { rule == .at(.identifier(.doi)) }
  }
}
