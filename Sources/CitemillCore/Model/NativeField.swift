/// A field of a format that the model has no place for; written back to the same format.
public struct NativeField: Sendable, Hashable {
  /// The id of the format family that it belongs to: `csl-json`, `ris`.
  @Verbatim public var format: String
  /// The field's name there.
  @Verbatim public var name: String
  /// The value in that format's own notation.
  @Verbatim public var value: String

  /// A field of a format.
  public init(format: String, name: String, value: String) {
    self.format = format
    self.name = name
    self.value = value
  }
}
