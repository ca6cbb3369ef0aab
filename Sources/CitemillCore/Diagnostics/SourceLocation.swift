/// A place in a source.
public struct SourceLocation: Sendable, Hashable {
  /// The name of the source as the user gave it: a path, or `<stdin>`.
  public var source: String
  /// The bytes that the message is about, counted from 0 in the source; in UTF-16 and UTF-32 sources counted
  /// after decoding to UTF-8.
  public var bytes: Range<Int>
  /// The line of the first byte, counted from 1; 0 for the source as a whole.
  public var line: Int
  /// The column of the first byte in its line, in bytes, counted from 1; nil if not known.
  public var column: Int?
  /// The index of the record among the frames of the source, counted from 0.
  public var recordIndex: Int?

  /// A place in a source.
  public init(source: String, bytes: Range<Int>, line: Int, column: Int? = nil, recordIndex: Int? = nil) {
    self.source = source
    self.bytes = bytes
    self.line = line
    self.column = column
    self.recordIndex = recordIndex
  }

  /// A source as a whole, with the bytes that were examined.
  public static func whole(_ source: String, bytes: Range<Int> = 0..<0) -> SourceLocation {
    SourceLocation(source: source, bytes: bytes, line: 0)
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `file`, `file:line` or `file:line:column`.
  public var description: String {
    line == 0 ? source : "\(source):\(line)" + (column.map { ":\($0)" } ?? "")
  }
}
