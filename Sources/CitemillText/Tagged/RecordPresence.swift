import CitemillCore

/// Which groups of fields a record has, so that the tags of the other groups are skipped.
struct RecordPresence {
  private var variables: UInt64 = 0
  private var groups: UInt16 = 0

  private static let rare: UInt16 = 1 << 10
  private static let always: UInt16 = 1 << 11

  /// What a record has.
  init(_ record: borrowing Record) {
    variables = record.variables.presence
    groups = Self.always
    if !record.titles.isEmpty { groups |= Self.bit(.titles) }
    if !record.contributors.isEmpty { groups |= Self.bit(.contributors) }
    if !record.dates.isEmpty { groups |= Self.bit(.dates) }
    if !record.identifiers.isEmpty { groups |= Self.bit(.identifiers) }
    if record.container != nil { groups |= Self.bit(.container) }
    if !record.abstracts.isEmpty { groups |= Self.bit(.abstracts) }
    if !record.notes.isEmpty { groups |= Self.bit(.notes) }
    if !record.keywords.isEmpty { groups |= Self.bit(.keywords) }
    if !record.hasOnlyUsualParts { groups |= Self.rare }
  }

  /// Groups of which one must be present for a tag to be written.
  init(for rule: TagRule) {
    for path in rule.paths {
      if path.tier != .own {
        groups |= Self.bit(.container)
      } else if path.field == .variables, let variable = Variable.allCases.first(where: { $0.name == path.part }) {
        variables |= 1 << UInt64(variable.rawValue)
      } else {
        groups |= Self.bit(path.field)
      }
    }
  }

  /// Whether any of it is present.
  @inline(__always)
  func meets(_ other: Self) -> Bool { variables & other.variables != 0 || groups & other.groups != 0 }

  private static func bit(_ field: Field) -> UInt16 {
    switch field {
    case .titles: 1
    case .contributors: 2
    case .dates: 4
    case .identifiers: 8
    case .container: 16
    case .abstracts: 32
    case .notes: 64
    case .keywords: 128
    case .event, .files, .licences, .funding, .relations, .references: rare
    case .key, .type, .variables, .nativeFields: always
    }
  }
}
