public import CitemillCore

/// `rename:FROM=TO[+FROM=TO...]`: moves the values of one field of each record to another field of the same
/// kind, by the names of `RecordField`.
///
/// All moves happen at once, so that two fields may swap places. If the target can hold only one value and
/// has one, nothing is moved, and a message reports it.
public struct RenameTransform: TransformPlugin, RecordTransform {
  private var moves: [(from: FieldPath, to: FieldPath)] = []

  /// A transform that moves nothing.
  public init() {}

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(
      id: "rename", aliases: ["move"], summary: "move the values of a field to another of the same kind",
      operand: FormatOption(
        "fields", default: "editor=author+published-online=issued",
        summary: "pairs of fields, the old and the new with = between them, and + between pairs"))
  }

  /// Sets the pairs; throws for a name that is not a field, and for fields of different kinds.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    moves = []
    for pair in value.split(separator: "+") {
      let names = pair.split(separator: "=", omittingEmptySubsequences: false).map { String($0).trimmed }
      guard names.count == 2, let first = names.first, let second = names.last else {
        throw UsageError(.badOption, "\"\(pair)\" is not a pair of fields such as editor=author")
      }
      let move = (from: try RecordField(first).path, to: try RecordField(second).path)
      if let reason = Self.refusal(of: move.from, move.to) {
        throw UsageError(.badOption, "\"\(first)\" cannot become \"\(second)\": \(reason)")
      }
      moves.append(move)
    }
  }

  /// The transform itself.
  public func makeStage(writesFiles: Bool) -> any Transform { self }

  /// Moves the fields.
  public func apply(
    to record: inout Record, at place: SourceLocation, reporting diagnostics: inout Diagnostics
  ) -> Disposition {
    var walk = FieldWalk { path in
      moves.first { $0.from.covers(path) }.map { .moves(to: $0.to) } ?? .stays
    }
    walk.change(&record)
    for (from, to) in walk.refused {
      diagnostics.warn(.fieldTaken, "\(to) already has a value; \(from) is not moved", at: place)
    }
    return .keep
  }

  /// Why nothing can move from one place to another; nil if it can.
  private static func refusal(of from: FieldPath, _ to: FieldPath) -> String? {
    if from.facet != nil || to.facet != nil || !from.isInItsTier || !to.isInItsTier { return "there is no such place" }
    if from == to { return "they are the same" }
    guard from.field == to.field else { return "one is of \(from.field.rawValue), the other of \(to.field.rawValue)" }
    switch from.field {
    case .titles:
      if let part = to.part, Title.Kind(rawValue: part) == nil { return "there is no such kind of title" }
    case .notes:
      if let part = to.part, Note.Kind(rawValue: part) == nil { return "there is no such kind of note" }
    case .variables, .dates: if (from.part == nil) != (to.part == nil) { return "only one of both is a single field" }
    case .contributors, .identifiers, .abstracts, .relations: break
    default: return "\(from.field.rawValue) have no kinds"
    }
    if to.part == nil, from.tier == to.tier { return "no kind is named" }
    return nil
  }
}

extension Diagnostic.Code {
  /// A field could not be moved, since the target already has a value.
  public static let fieldTaken = Self("rename.taken")
}
