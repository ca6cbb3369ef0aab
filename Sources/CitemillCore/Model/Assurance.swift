/// How certain a reader is of something that it inferred, or could only read in part.
public struct Assurance: Sendable, Hashable {
  /// The certainty.
  public enum Level: String, Sendable, CaseIterable {
    /// Another reading is hardly possible.
    case likely
    /// One of several readings.
    case guess
    /// The source is damaged there, and something may be missing.
    case incomplete
  }
  /// The field's name: `contributors`, `type`.
  @Verbatim public var field: String
  /// The certainty.
  public var level: Level
  /// The reason, in a few words.
  @Verbatim public var reason: String

  /// An assurance about a field.
  public init(_ field: String, _ level: Level, reason: String) {
    self.field = field
    self.level = level
    self.reason = reason
  }
}
