/// A wrong use: an unknown format, an unknown option, a value that an option does not take.
public struct UsageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A name for scripts.
  public var code: Diagnostic.Code
  /// One sentence without a final period, with what would have been right.
  public var message: String

  /// A wrong use.
  public init(_ code: Diagnostic.Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The error in one line.
  public var description: String { Diagnostic(.error, code, message).description }
}
