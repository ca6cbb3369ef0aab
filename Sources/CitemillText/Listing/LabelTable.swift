import CitemillCore

/// The two-way table of labelled listings: each label with its place in the model.
///
/// The first label is what we write; the others are those of databases and library catalogues. Below a label, indented by
/// two spaces, stand the members of its value by the names of `records`.
enum LabelTable {
  /// Where a value belongs.
  enum Rule: Sendable, Hashable {
    case at(Place)
    /// An abstract of any kind, which a member below says.
    case abstract
    case container(Container.Relation)
    case reference
    /// A group whose members are written below; the member that a value on the label's own line is.
    case members(group: String, inline: String)

    /// Whether the value is a text of any length, which may have words and a colon in it.
    var isText: Bool {
      switch self {
      case .at(.title), .at(.note), .at(.variable(.rawReference, _)), .abstract, .reference: true
      default: false
      }
    }

    /// Whether a member of a name is read from below the label, beside a value in the label's own line if it has one.
    func takes(_ member: String, besideValue: Bool) -> Bool {
      switch self {
      case .members, .container: true
      case .at(.identifier): member == "raw"
      case .at(.date): member == "literal"
      case .at(.title): ["marks", "language"].contains(member) || member == "text" && !besideValue
      case .at(.note): member == "marks" || member == "text" && !besideValue
      case .at(.keyword): ["scheme", "language", "major"].contains(member)
      case .at(.names): Self.nameMembers.contains(member) || Self.nameParts.contains(member) && !besideValue
      case .at(.key), .at(.type), .at(.variable), .at(.abstract), .at(.event), .at(.file): false
      case .abstract: ["kind", "marks", "language"].contains(member) || member == "text" && !besideValue
      case .reference: ["key", "marks", "record"].contains(member) || member == "text" && !besideValue
      }
    }

    /// The members of a name that the value in the line of a label says.
    static let nameParts: Set<String> = [
      "family", "given", "droppingParticle", "nonDroppingParticle", "suffix", "literal",
    ]
    private static let nameMembers: Set<String> = [
      "kind", "commaSuffix", "familyFirst", "nameLanguage", "roles", "affiliations", "identifiers", "flags", "email",
      "alternativeNames", "members",
    ]
  }

  struct Row: Sendable {
    let label: String
    let aliases: [String]
    let rule: Rule

    /// Whether an entry has it once.
    var isSingle: Bool {
      switch rule {
      case .at(let place): !place.holdsMany
      case .container: true
      case .abstract, .reference, .members: false
      }
    }

    /// Whether an entry that has it more than once has it in one paragraph: names, and a DOI.
    var isOfOneParagraph: Bool {
      if case .at(.names) = rule { true } else { rule == .at(.identifier(.doi)) }
    }

    /// The place as a path.
    var path: String {
      switch rule {
      case .at(let place): place.path.description
      case .abstract: FieldPath(.abstracts).description
      case .container(let relation): FieldPath(.titles, in: relation == .host ? .host : .series).description
      case .reference: FieldPath(.references).description
      case .members(let group, _): group == "nativeFields" ? Field.nativeFields.rawValue : group
      }
    }
  }

  /// The table, in the order of writing.
  static let rows: [Row] = {
    var rows = [
      Row(label: "Type", aliases: ["Document type", "Publication type"], rule: .at(.type)),
      Row(label: "Key", aliases: ["Citation key", "ID"], rule: .at(.key)),
    ]
    for kind in Title.Kind.allCases {
      rows.append(
        Row(
          label: label(of: kind), aliases: kind == .main ? ["Article title", "Document title"] : [],
          rule: .at(.title(kind, .own))
        ))
    }
    for role in Role.known {
      rows.append(Row(label: label(role.rawValue), aliases: aliases(of: role), rule: .at(.names(role))))
    }
    for kind in DateKind.known {
      rows.append(Row(label: label(kind.rawValue), aliases: aliases(of: kind), rule: .at(.date(kind))))
    }
    rows += [
      Row(
        label: "Container",
        aliases: [
          "Journal", "Journal title", "Journal name", "Publication title", "Book title", "Published in", "In",
          "Source title",
        ], rule: .container(.host)),
      Row(label: "Series", aliases: ["Series title"], rule: .container(.series)),
    ]
    for variable in Variable.allCases {
      rows.append(Row(label: label(variable.name), aliases: aliases(of: variable), rule: .at(.variable(variable))))
    }
    for scheme in IdentifierScheme.known {
      rows.append(
        Row(
          label: label(scheme.rawValue), aliases: scheme == .url ? ["Link", "Web address"] : [],
          rule: .at(.identifier(scheme))))
    }
    rows += [
      Row(label: "Abstract", aliases: ["Summary"], rule: .abstract),
      Row(
        label: "Keyword", aliases: ["Keywords", "Keyword(s)", "Subject", "Subjects", "Subject terms"],
        rule: .at(.keyword)),
      Row(label: "Note", aliases: ["Notes"], rule: .at(.note(.note))),
      Row(label: "Annotation", aliases: [], rule: .at(.note(.annotation))),
      Row(label: "Reference", aliases: [], rule: .reference),
      Row(label: "Event", aliases: ["Conference", "Meeting"], rule: .members(group: "event", inline: "title")),
      Row(label: "Licence", aliases: ["License"], rule: .members(group: "licences", inline: "text")),
      Row(label: "Funding", aliases: ["Funder"], rule: .members(group: "funding", inline: "funder")),
      Row(label: "Relation", aliases: [], rule: .members(group: "relations", inline: "label")),
      Row(label: "File", aliases: ["Files"], rule: .members(group: "files", inline: "location")),
      Row(label: "Identifier", aliases: [], rule: .members(group: "identifiers", inline: "value")),
      Row(label: "Other date", aliases: [], rule: .members(group: "dates", inline: "")),
      Row(label: "Native field", aliases: [], rule: .members(group: "nativeFields", inline: "value")),
      Row(label: "Assurance", aliases: [], rule: .members(group: "assurances", inline: "reason")),
    ]
    return rows
  }()

  /// The row of a label, without regard to case.
  static func row(_ name: String) -> Row? { byName[name.lowercased()] }

  /// The label that a name is but for one damaged letter.
  static func nearest(_ name: String) -> String? {
    let bytes = Array(name.lowercased().utf8)
    return names.first { bytes.isNearly($0.bytes) }?.label
  }

  /// Whether a label begins a block of our own: `Type:` with a type by the name of the model.
  static func beginsOurs(_ name: String, _ value: String?) -> Bool {
    name == "Type" && value.flatMap { RecordType(rawValue: $0) } != nil
  }

  /// The label of a place.
  static func label(at place: Place) -> String? { byPlace[place] }

  /// The label of a group whose members are written below.
  static func label(of group: String) -> String? {
    rows.first { if case .members(group, _) = $0.rule { true } else { false } }?.label
  }

  private static let byPlace: [Place: String] = {
    var labels: [Place: String] = [:]
    for row in rows { if case .at(let place) = row.rule { labels[place] = row.label } }
    return labels
  }()

  private static let names = byName.map { (bytes: Array($0.key.utf8), label: $0.value.label) }
    .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }

  private static let byName: [String: Row] = {
    var table: [String: Row] = [:]
    // Labels go before aliases.
    for row in rows where table[row.label.lowercased()] == nil { table[row.label.lowercased()] = row }
    for row in rows {
      for alias in row.aliases where table[alias.lowercased()] == nil { table[alias.lowercased()] = row }
    }
    return table
  }()

  /// `container-author` as a label: `Container author`; capitals stay.
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
