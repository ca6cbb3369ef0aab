public import CitemillCore

/// `keys`: gives each record a new key by a pattern, whatever key it had; see `KeyPattern`.
public struct RekeyTransform: TransformPlugin, RecordTransform {
  private var pattern = KeyPattern.standard

  /// A transform with the standard pattern.
  public init() {}

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(id: "keys", aliases: ["rekey"], summary: "give each record a new key by a pattern")
  }

  /// `pattern`.
  public var options: [FormatOption] {
    [
      FormatOption(
        "pattern", default: "[auth:lower][year][title:1]",
        summary: "make keys by this pattern, as --keys of convert does")
    ]
  }

  /// Sets the pattern.
  public mutating func set(_ option: String, to value: String) throws(UsageError) { pattern = try KeyPattern(value) }

  /// The transform itself.
  public func makeStage(writesFiles: Bool) -> any Transform { self }

  /// Sets the key; if a record has none of the pattern's values, it gets its key like records without one.
  public func apply(to record: inout Record, at place: SourceLocation, reporting: inout Diagnostics) -> Disposition {
    record.key = pattern.key(for: record)
    record.isKeyGenerated = record.key != nil
    return .keep
  }
}
