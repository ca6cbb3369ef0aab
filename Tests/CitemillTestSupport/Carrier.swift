import Citemill
public import CitemillCore

/// A format with the text of a record around a value, so that the same value can be read in every format that
/// can have it.
public struct Carrier: CustomStringConvertible, Sendable {
  /// The format and the field: `RIS PY`.
  public let description: String
  private let format: String
  private let before: String
  private let after: String

  /// A format with the text before and after the value.
  public init(description: String, format: String, before: String, after: String) {
    self.description = description
    self.format = format
    self.before = before
    self.after = after
  }

  /// The carriers of a table: description, format, text before and after the value.
  public static func table(_ rows: [(String, String, String, String)]) -> [Carrier] {
    rows.map { Carrier(description: $0.0, format: $0.1, before: $0.2, after: $0.3) }
  }

  /// The record with a value in it; nil if none is read.
  public func record(with value: String) throws -> Record? {
    // In XML a character that begins a tag is not text.
    let value = format.hasSuffix("-xml") || format == "jats" ? value.replacing("<", with: "&lt;") : value
    return try Trial(text: before + value + after, as: format).records.first
  }
}
