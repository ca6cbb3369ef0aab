public import CitemillCore

/// `drop:FIELD[+FIELD...]`: takes fields out of each record, by the names of `RecordField`.
public struct DropTransform: TransformPlugin, RecordTransform {
  private var fields: [RecordField] = []

  /// A transform that drops nothing.
  public init() {}

  /// What it is called.
  public var info: TransformInfo {
    TransformInfo(
      id: "drop", summary: "takes fields out of each record",
      operand: FormatOption("fields", default: "abstract+note", summary: "names of fields with + between them"))
  }

  /// Takes the names; throws for a name that no field has, and for a field that is no list of its own.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    fields = []
    for name in value.split(separator: "+") {
      let field = try RecordField(String(name).trimmed)
      guard Self.canDrop(field.path) else { throw UsageError(.badOption, "\"\(name)\" cannot be dropped") }
      fields.append(field)
    }
  }

  /// Itself.
  public func makeStage(writesFiles: Bool) -> any Transform { self }

  /// Takes the fields out.
  public func apply(
    to record: inout Record, at place: SourceLocation, reporting: inout Diagnostics
  ) -> Disposition {
    for field in fields { record.drop(field.path) }
    return .keep
  }

  private static func canDrop(_ path: FieldPath) -> Bool {
    let inTiers: [Field] = [.titles, .contributors, .identifiers, .variables]
    return path.facet == nil && path.field != .type && (path.tier == .own || inTiers.contains(path.field))
  }
}

extension Record {
  /// Takes out what stands at a place.
  fileprivate mutating func drop(_ path: FieldPath) {
    guard path.tier == .own else {
      container?.drop(path)
      while let here = container, here.isBare { container = here.parent }
      return
    }
    switch path.field {
    case .key:
      key = nil
      isKeyGenerated = false
    case .type: break
    case .titles: titles.removeAll { path.isAbout($0.kind.rawValue) }
    case .contributors: contributors.removeAll { $0.roles.contains { path.isAbout($0.rawValue) } }
    case .dates: dates.removeAll { path.isAbout($0.kind.rawValue) }
    case .identifiers: identifiers.removeAll { path.isAbout($0.scheme.rawValue) }
    case .variables: for one in Variable.allCases where path.isAbout(one.name) { self[one] = nil }
    case .container: container = nil
    case .event: event = nil
    case .abstracts: abstracts.removeAll { path.isAbout($0.kind.rawValue) }
    case .notes: notes.removeAll { path.isAbout($0.kind.rawValue) }
    case .keywords: keywords = []
    case .licences: licences = []
    case .funding: funding = []
    case .relations: relations.removeAll { path.isAbout($0.type) }
    case .references: references = []
    case .files: files = []
    case .nativeFields: nativeFields.removeAll { path.covers(FieldPath(.nativeFields, "\($0.format).\($0.name)")) }
    }
  }
}

extension Container {
  /// Takes out what stands at a place of the host or the series, here and in what it appeared in.
  fileprivate mutating func drop(_ path: FieldPath) {
    if var outer = parent {
      outer.drop(path)
      parent = outer.isBare ? outer.parent : outer
    }
    guard relation.rawValue == path.tier.rawValue else { return }
    switch path.field {
    case .titles: titles.removeAll { path.isAbout($0.kind.rawValue) }
    case .contributors: contributors.removeAll { $0.roles.contains { path.isAbout($0.rawValue) } }
    case .identifiers: identifiers.removeAll { path.isAbout($0.scheme.rawValue) }
    default: for one in Variable.allCases where path.isAbout(one.name) { variables[one] = nil }
    }
  }
}
