/// A usage error: an unknown format or option, or a value that an option does not accept.
public struct UsageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A name for scripts.
  public var code: Diagnostic.Code
  /// One sentence without a final period that says what is valid.
  public var message: String

  /// A usage error.
  public init(_ code: Diagnostic.Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The error in one line.
  public var description: String { Diagnostic(.error, code, message).description }
}
