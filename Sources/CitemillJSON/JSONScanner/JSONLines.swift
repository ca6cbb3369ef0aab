import CitemillCore

/// JSON Lines as blocks.
enum JSONLines {
  /// Whether a source is not one list or object around all records.
  static func areIn(_ prefix: BytePrefix) -> Bool { prefix.firstVisibleByte == UInt8(ascii: "{") }

  /// The last place in a range between a line that ends an object and one that begins one.
  ///
  /// Within an object or list a comma would stand between them, and no text has a line end in it (RFC 8259, section 7).
  static func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var next = range.upperBound - 1
    while next > range.lowerBound + 1 {
      if bytes[next] == UInt8(ascii: "{"), bytes[next - 1] == 10 {
        let end = bytes[next - 2] == 13 ? next - 3 : next - 2
        if end >= range.lowerBound, bytes[end] == UInt8(ascii: "}") { return next }
      }
      next -= 1
    }
    return nil
  }
}
