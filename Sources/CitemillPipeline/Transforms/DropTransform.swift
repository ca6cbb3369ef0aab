public import CitemillCore

/// `drop:FIELD[+FIELD...]`: removes fields from each record, by the names of `RecordField`.
public struct DropTransform: TransformPlugin, RecordTransform {
  private var fields: [FieldPath] = []

  /// A transform that drops nothing.
  public init() {}

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(
      id: "drop", summary: "remove fields from each record",
      operand: FormatOption("fields", default: "abstract+note", summary: "names of fields with + between them"))
  }

  /// Sets the names; throws for a name that is not a field, and for a field that is not a list of its own.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    fields = try FieldPath.list(value, doing: "dropped") { $0.field != .type }
  }

  /// The transform itself.
  public func makeStage(writesFiles: Bool) -> any Transform { self }

  /// Removes the fields.
  public func apply(to record: inout Record, at place: SourceLocation, reporting: inout Diagnostics) -> Disposition {
    var walk = FieldWalk { path in fields.contains { $0.includes(path) } ? .goes : .stays }
    walk.change(&record)
    return .keep
  }
}

/// `select:FIELD[+FIELD...]`: keeps only these fields of each record, and its type and key: the counterpart
/// of `drop`.
public struct SelectTransform: TransformPlugin, RecordTransform {
  private var fields: [FieldPath] = []

  /// A transform that keeps only type and key.
  public init() {}

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(
      id: "select", aliases: ["keep"], summary: "keep only some fields of each record, and its type and key",
      operand: FormatOption(
        "fields", default: "title+author+issued", summary: "names of fields with + between them"))
  }

  /// Sets the names; throws for a name that is not a field, and for a field that is not a list of its own.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    fields = try FieldPath.list(value, doing: "selected") { _ in true }
  }

  /// The transform itself.
  public func makeStage(writesFiles: Bool) -> any Transform { self }

  /// Removes all other fields. The type of a host or series is kept if something else of it is.
  public func apply(to record: inout Record, at place: SourceLocation, reporting: inout Diagnostics) -> Disposition {
    var walk = FieldWalk { path in
      if path.field == .key { return .stays }
      let isKept =
        path.field == .type
        ? fields.contains { $0.tier == path.tier || $0.field == .container }
        : fields.contains { $0.includes(path) }
      return isKept ? .stays : .goes
    }
    walk.change(&record)
    // An inference about a field that was removed has no meaning any more.
    if !record.hasOnlyUsualParts, !record.assurances.isEmpty {
      record.assurances.removeAll { assurance in
        !["type", "key"].contains(assurance.field)
          && !fields.contains { $0.field.rawValue.hasSameBytes(as: assurance.field) }
      }
    }
    return .keep
  }
}

extension FieldPath {
  /// The places of names separated by `+`; throws for a name that is not a field, and for a place that is not
  /// a list of its own or that `isAllowed` refuses.
  static func list(_ names: String, doing what: String, _ isAllowed: (Self) -> Bool) throws(UsageError) -> [Self] {
    var fields: [Self] = []
    for name in names.split(separator: "+") {
      let name = String(name).trimmed
      let path = try RecordField(name).path
      guard path.facet == nil, path.isInItsTier, isAllowed(path) else {
        throw UsageError(.badOption, "\"\(name)\" cannot be \(what)")
      }
      fields.append(path)
    }
    return fields
  }

  /// Whether the record, its host or its series has such a field.
  var isInItsTier: Bool { tier == .own || [.titles, .contributors, .identifiers, .variables].contains(field) }

  /// Whether the place includes another; a container includes everything in it.
  func includes(_ other: Self) -> Bool { covers(other) || (field == .container && other.tier != .own) }
}
