/// How a format maps to the model: its table, and what it can and cannot hold.
public struct FormatMapping: Sendable {
  /// What the format is called.
  public let info: FormatInfo
  /// Its names with their places; empty for a format without a table.
  public let rows: [MappingRow]
  private let sets: [FieldSet]

  /// The mapping of a format with its options set.
  public init(_ format: any FormatPlugin) {
    info = format.info
    rows = format.asMappingDescribed?.mapping ?? []
    // What can be written may depend on the type, so a place counts if any type has it.
    sets = format.asWritable.map { writable in RecordType.allCases.map { writable.expressible(for: $0) } } ?? []
  }

  /// Whether the format can be written, so that it is known what it can hold.
  public var isWritten: Bool { !sets.isEmpty }

  /// Whether the format can hold a place, in records of some type; for a group, whether it can hold any part
  /// of it.
  public func canSay(_ path: FieldPath) -> Bool {
    sets.contains { $0.contains(path) } || path.part == nil && sayable(path)
  }

  /// The format's own names under which a place, or parts of it, are written; if none is for the place
  /// itself, those of the surrounding group.
  public func names(of path: FieldPath) -> [String] {
    let written = rows.filter { !$0.isReadOnly }.map { ($0.native, FieldPath($0.path)) }
    let own = written.filter { $0.1.map(path.covers) ?? false }
    return (own.isEmpty ? written.filter { $0.1?.covers(path) ?? false } : own).map(\.0)
  }

  /// The places of the model that the format cannot hold; a field without its parts if none of the parts can
  /// be held.
  public var unsayable: [FieldPath] { Self.gaps { canSay($0) } }

  /// The places, and aspects of values, that this format can hold and another cannot.
  public func lost(in other: FormatMapping) -> [FieldPath] {
    let places = Self.gaps { !canSay($0) || other.canSay($0) }
    let sides = FieldPath.groups.flatMap { group in
      group.field.facets.map { FieldPath(group.field, in: group.tier, facet: $0) }
    }
    return places
      + sides.filter { side in
        var whole = side
        whole.facet = nil
        return sayable(side) && other.sayable(whole) && !other.sayable(side)
      }
  }

  /// Whether any part of a group, or the aspect of any, can be held.
  private func sayable(_ side: FieldPath) -> Bool {
    FieldPath.parts(of: side).contains { part in
      var part = part
      part.facet = side.facet
      return sets.contains { $0.contains(part) }
    }
  }

  /// The places that fail the test, with whole groups summarised first.
  private static func gaps(_ passes: (FieldPath) -> Bool) -> [FieldPath] {
    FieldPath.groups.flatMap { group in
      let parts = FieldPath.parts(of: group)
      let missing = parts.filter { !passes($0) }
      return missing.count == parts.count ? [group] : missing
    }
  }
}

extension FieldPath {
  /// The groups of the model in all tiers that have them.
  fileprivate static let groups: [FieldPath] =
    [
      Field.key, .type, .titles, .contributors, .dates, .identifiers, .variables, .event, .abstracts, .notes, .keywords,
      .licences, .funding, .relations, .references, .files,
    ].map { FieldPath($0) }
    + [Tier.host, .series].flatMap { tier in
      [Field.type, .titles, .contributors, .identifiers, .variables].map { FieldPath($0, in: tier) }
    }

  /// The known parts of a group; the group itself if it has none.
  fileprivate static func parts(of group: FieldPath) -> [FieldPath] {
    let names: [String] =
      switch group.field {
      case .titles: Title.Kind.allCases.map(\.rawValue)
      case .contributors: Role.known.map(\.rawValue)
      case .dates: DateKind.known.map(\.rawValue)
      case .identifiers: IdentifierScheme.known.map(\.rawValue)
      case .variables: Variable.allCases.map(\.name)
      case .abstracts: Abstract.Kind.known.map(\.rawValue)
      case .notes: Note.Kind.allCases.map(\.rawValue)
      default: []
      }
    return names.isEmpty ? [group] : names.map { FieldPath(group.field, $0, in: group.tier) }
  }
}
