/// How sure a reader is of something that it inferred and the source did not say, or could only read in part.
public struct Assurance: Sendable, Hashable {
  /// How sure.
  public enum Level: String, Sendable, CaseIterable {
    /// The words leave hardly another reading.
    case likely
    /// One of several readings.
    case guess
    /// The source is damaged there, and something may be missing.
    case incomplete
  }
  /// The field's name: `contributors`, `type`.
  @Verbatim public var field: String
  /// How sure.
  public var level: Level
  /// Why, in a few words.
  @Verbatim public var reason: String

  /// An assurance about a field.
  public init(_ field: String, _ level: Level, reason: String) {
    self.field = field
    self.level = level
    self.reason = reason
  }
}
