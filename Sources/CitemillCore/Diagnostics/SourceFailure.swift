/// A source that cannot be read further: the third outcome besides read and rejected.
public struct SourceFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong, for exit codes.
  public enum Kind: String, Sendable {
    /// It does not exist.
    case missing
    /// There is no permission to read it.
    case denied
    /// Reading failed.
    case unreadable
    /// It is not in the expected format, or exceeds a limit.
    case unusable
  }
  /// What went wrong.
  public var kind: Kind
  /// A name for scripts.
  public var code: Diagnostic.Code
  /// One sentence without a final period.
  public var message: String
  /// The location.
  public var location: SourceLocation?

  /// A failure.
  public init(_ kind: Kind, _ code: Diagnostic.Code, _ message: String, at location: SourceLocation? = nil) {
    self.kind = kind
    self.code = code
    self.message = message
    self.location = location
  }

  /// The failure as a diagnostic.
  public var diagnostic: Diagnostic { Diagnostic(.error, code, message, at: location) }
  /// The failure in one line.
  public var description: String { diagnostic.description }
}
