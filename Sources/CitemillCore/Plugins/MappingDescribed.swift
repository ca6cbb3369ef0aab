/// A format whose table can be shown, on its page and by `citemill map`.
public protocol MappingDescribed: FormatPlugin {
  /// One row for each name of the format, in the order of its table.
  var mapping: [MappingRow] { get }
}

/// A name of a format with its place in the model.
public struct MappingRow: Sendable {
  /// The format's own name.
  public var native: String
  /// The place in the record, as written by `FieldPath`; empty if it has none.
  public var path: String
  /// A remark for readers of the table.
  public var note: String
  /// Whether the name is only read, so that nothing is written to it.
  public var isReadOnly: Bool

  /// A row.
  public init(native: String, path: String, note: String = "", isReadOnly: Bool = false) {
    self.native = native
    self.path = path
    self.note = note
    self.isReadOnly = isReadOnly
  }
}
