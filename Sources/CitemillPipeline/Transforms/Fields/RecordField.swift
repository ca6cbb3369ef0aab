public import CitemillCore

/// A field of a record, by the name that users give it.
///
/// The names are those of reports (`titles.main`, `host.titles`, `contributors.editor`, `volume`), and
/// shorter ones for the common fields: `title`, `author` and the other roles, `year`, `issued` and the other
/// dates, `doi` and the other schemes in any case, `journal`, `keyword`, `abstract`, `pages`.
public struct RecordField: Sendable {
  /// The name, as it was given.
  public let name: String
  /// The place in the model that it names.
  public let path: FieldPath
  /// Whether only the year of the date is meant.
  let isYear: Bool

  /// The field with a name; throws for a name that is not a field.
  public init(_ name: String) throws(UsageError) {
    self.name = name
    isYear = name == "year"
    if let path = Self.path(of: name) {
      self.path = path
      return
    }
    let known = Self.shortNames.map(\.name) + Variable.allCases.map(\.name) + Field.allCases.map(\.rawValue)
    throw UsageError(.unknownField, "no field is called \"\(name)\"" + Suggestion.after(name, known: known))
  }

  private static let shortNames: [(name: String, path: FieldPath)] = [
    ("title", FieldPath(.titles, Title.Kind.main.rawValue)), ("year", FieldPath(.dates, DateKind.issued.rawValue)),
    ("date", FieldPath(.dates, DateKind.issued.rawValue)), ("journal", FieldPath(.titles, in: .host)),
    ("container-title", FieldPath(.titles, in: .host)), ("series", FieldPath(.titles, in: .series)),
    ("keyword", FieldPath(.keywords)), ("abstract", FieldPath(.abstracts)), ("note", FieldPath(.notes)),
    ("pages", .variable(.pages)), ("file", FieldPath(.files)),
  ]

  private static func path(of name: String) -> FieldPath? {
    if let short = shortNames.first(where: { $0.name == name }) { return short.path }
    if let path = FieldPath(name) { return path }
    if let role = Role.known.first(where: { $0.rawValue == name }) { return FieldPath(.contributors, role.rawValue) }
    if let kind = DateKind.known.first(where: { $0.rawValue == name }) { return FieldPath(.dates, kind.rawValue) }
    let lower = name.lowercased()
    if lower == "issn" { return FieldPath(.identifiers, IdentifierScheme.issn.rawValue, in: .host) }
    let scheme = IdentifierScheme.known.first { $0.rawValue.lowercased() == lower }
    return scheme.map { FieldPath(.identifiers, $0.rawValue) }
  }

  // MARK: - Values

  func isPresent(in record: Record) -> Bool {
    if path.field == .type, path.tier == .own { return record.type != .document }
    return !values(of: record).isEmpty
  }

  /// The values that a record has there, as plain text; for a person the full name and the family name.
  func values(of record: Record) -> [String] {
    switch path.field {
    case .titles: return record.titles(of: path.tier).filter { covers($0.kind.rawValue) }.map(\.text.plain)
    case .contributors: return contributors(of: record).flatMap(Self.names)
    case .identifiers:
      return record.identifiers(of: path.tier).filter { covers($0.scheme.rawValue) }.map(\.value)
    case .variables:
      guard let part = path.part, let variable = Variable(name: part) else { break }
      return record.value(of: variable, in: path.tier).map { [$0] } ?? []
    case .dates where path.tier == .own:
      return record.dates.filter { covers($0.kind.rawValue) }.compactMap(text)
    case .keywords where path.tier == .own: return record.keywords.map(\.text)
    case .abstracts where path.tier == .own:
      return record.abstracts.filter { covers($0.kind.rawValue) }.map(\.text.plain)
    case .notes where path.tier == .own: return record.notes.filter { covers($0.kind.rawValue) }.map(\.text.plain)
    case .type where path.tier == .own: return [record.type.rawValue]
    case .key: return record.key.map { [$0] } ?? []
    default: break
    }
    return record.parts(at: path).map(\.text)
  }

  /// The dates that a record has there, without those that are only text.
  func dates(of record: Record) -> [EDTF] {
    guard path.field == .dates, path.tier == .own else { return [] }
    return record.dates.filter { covers($0.kind.rawValue) }.compactMap(\.date.value)
  }

  func contributors(of record: Record) -> [Contributor] {
    record.contributors(of: path.tier).filter { one in
      path.part.map { part in one.roles.contains { $0.rawValue == part } } ?? true
    }
  }

  private func covers(_ part: String) -> Bool { path.isAbout(part) }

  private func text(_ dated: DatedEvent) -> String? {
    if isYear { return dated.date.value?.firstPoint.map { String($0.year) } }
    return dated.date.value?.description ?? dated.date.literal
  }

  private static func names(_ contributor: Contributor) -> [String] {
    let whole = NameText.write(contributor.name)
    if whole.isEmpty { return [contributor.kind.rawValue] }
    guard let family = contributor.name.family, !family.hasSameBytes(as: whole) else { return [whole] }
    return [whole, family]
  }
}

extension FieldPath {
  /// Whether it covers a part of its field: the part that it names, or any part if it names none.
  func isAbout(_ part: String) -> Bool { self.part.map { $0.hasSameBytes(as: part) } ?? true }
}

extension Diagnostic.Code {
  /// No field has the name.
  public static let unknownField = Self("usage.unknown-field")
}
