public import CitemillCore

/// Why an output is not written as a whole.
public struct OutputRefusal: Sendable {
  /// Which rule of the format it is.
  public let code: Diagnostic.Code
  /// The reason, as one sentence without a period.
  public let reason: String
}
