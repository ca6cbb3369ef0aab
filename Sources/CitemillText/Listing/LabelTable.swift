import CitemillCore

/// The two-way table of labelled listings: each label with its place in the model.
///
/// The first label is what we write; the others are those of databases and library catalogues. Below a label, indented by
/// two spaces, stand the members of its value by the names of `records`.
enum LabelTable {
  /// Where a value belongs.
  enum Place: Sendable {
    case key, type
    case title(Title.Kind)
    case contributor(Role)
    case date(DateKind)
    case identifier(IdentifierScheme)
    case variable(Variable)
    case container(Container.Relation)
    case abstract, note(Note.Kind), keyword, reference
    /// A group whose members are written below; the member that a value on the label's own line is.
    case members(group: String, inline: String)

    /// Whether the value is a text of any length, which may have words and a colon in it.
    var isText: Bool {
      switch self {
      case .title, .abstract, .note, .reference, .variable(.rawReference): true
      default: false
      }
    }

    /// Whether a member of a name is read from below the label, beside a value in the label's own line if it has one.
    func takes(_ member: String, besideValue: Bool) -> Bool {
      switch self {
      case .members, .container: true
      case .key, .type, .variable: false
      case .identifier: member == "raw"
      case .date: member == "literal"
      case .title: ["marks", "language"].contains(member) || member == "text" && !besideValue
      case .abstract: ["kind", "marks", "language"].contains(member) || member == "text" && !besideValue
      case .note: member == "marks" || member == "text" && !besideValue
      case .keyword: ["scheme", "language", "major"].contains(member)
      case .reference: ["key", "marks", "record"].contains(member) || member == "text" && !besideValue
      case .contributor:
        Self.contributorMembers.contains(member) || Self.nameParts.contains(member) && !besideValue
      }
    }

    /// The members of a name that the value in the line of a label says.
    static let nameParts: Set<String> = [
      "family", "given", "droppingParticle", "nonDroppingParticle", "suffix", "literal",
    ]
    private static let contributorMembers: Set<String> = [
      "kind", "commaSuffix", "familyFirst", "nameLanguage", "roles", "affiliations", "identifiers", "flags", "email",
      "alternativeNames", "members",
    ]
  }

  struct Row: Sendable {
    let label: String
    let aliases: [String]
    let place: Place

    /// Whether an entry has it once.
    var isSingle: Bool {
      switch place {
      case .key, .type, .title, .date, .variable, .container: true
      case .contributor, .identifier, .abstract, .note, .keyword, .reference, .members: false
      }
    }

    /// Whether an entry that has it more than once has it in one paragraph: names, and a DOI.
    var isOfOneParagraph: Bool {
      switch place {
      case .contributor, .identifier(.doi): true
      default: false
      }
    }

    /// The place as a path.
    var path: String {
      switch place {
      case .key: FieldPath(.key).description
      case .type: FieldPath(.type).description
      case .title(let kind): FieldPath(.titles, kind.rawValue).description
      case .contributor(let role): FieldPath(.contributors, role.rawValue).description
      case .date(let kind): FieldPath(.dates, kind.rawValue).description
      case .identifier(let scheme): FieldPath(.identifiers, scheme.rawValue).description
      case .variable(let variable): FieldPath.variable(variable).description
      case .container(let relation): FieldPath(.titles, in: relation == .host ? .host : .series).description
      case .abstract: FieldPath(.abstracts).description
      case .note(let kind): FieldPath(.notes, kind.rawValue).description
      case .keyword: FieldPath(.keywords).description
      case .reference: FieldPath(.references).description
      case .members(let group, _): group == "nativeFields" ? Field.nativeFields.rawValue : group
      }
    }
  }

  /// The table, in the order of writing.
  static let rows: [Row] = {
    var rows = [
      Row(label: "Type", aliases: ["Document type", "Publication type"], place: .type),
      Row(label: "Key", aliases: ["Citation key", "ID"], place: .key),
    ]
    for kind in Title.Kind.allCases {
      rows.append(
        Row(
          label: label(of: kind), aliases: kind == .main ? ["Article title", "Document title"] : [], place: .title(kind)
        ))
    }
    for role in Role.known {
      rows.append(Row(label: label(role.rawValue), aliases: aliases(of: role), place: .contributor(role)))
    }
    for kind in DateKind.known {
      rows.append(Row(label: label(kind.rawValue), aliases: aliases(of: kind), place: .date(kind)))
    }
    rows += [
      Row(
        label: "Container",
        aliases: [
          "Journal", "Journal title", "Journal name", "Publication title", "Book title", "Published in", "In",
          "Source title",
        ], place: .container(.host)),
      Row(label: "Series", aliases: ["Series title"], place: .container(.series)),
    ]
    for variable in Variable.allCases {
      rows.append(Row(label: label(variable.name), aliases: aliases(of: variable), place: .variable(variable)))
    }
    for scheme in IdentifierScheme.known {
      rows.append(
        Row(
          label: label(scheme.rawValue), aliases: scheme == .url ? ["Link", "Web address"] : [],
          place: .identifier(scheme)))
    }
    rows += [
      Row(label: "Abstract", aliases: ["Summary"], place: .abstract),
      Row(
        label: "Keyword", aliases: ["Keywords", "Keyword(s)", "Subject", "Subjects", "Subject terms"], place: .keyword),
      Row(label: "Note", aliases: ["Notes"], place: .note(.note)),
      Row(label: "Annotation", aliases: [], place: .note(.annotation)),
      Row(label: "Reference", aliases: [], place: .reference),
      Row(label: "Event", aliases: ["Conference", "Meeting"], place: .members(group: "event", inline: "title")),
      Row(label: "Licence", aliases: ["License"], place: .members(group: "licences", inline: "text")),
      Row(label: "Funding", aliases: ["Funder"], place: .members(group: "funding", inline: "funder")),
      Row(label: "Relation", aliases: [], place: .members(group: "relations", inline: "label")),
      Row(label: "File", aliases: ["Files"], place: .members(group: "files", inline: "location")),
      Row(label: "Identifier", aliases: [], place: .members(group: "identifiers", inline: "value")),
      Row(label: "Other date", aliases: [], place: .members(group: "dates", inline: "")),
      Row(label: "Native field", aliases: [], place: .members(group: "nativeFields", inline: "value")),
      Row(label: "Assurance", aliases: [], place: .members(group: "assurances", inline: "reason")),
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

  /// The row of a place; the first whose place fits.
  static func row(where fits: (Place) -> Bool) -> Row? { rows.first { fits($0.place) } }

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
