import CitemillCore

/// Writes cells, with quotes only where they are needed.
struct CellWriter {
  let delimiter: UInt8

  /// Appends a cell.
  func write(_ text: String, isQuoted: Bool = false, into sink: inout ByteSink) {
    let bytes = Array(text.utf8)
    if !isQuoted, !needsQuotes(bytes.span) {
      sink.append(bytes.span, 0..<bytes.count)
      return
    }
    sink.append(UInt8(ascii: "\""))
    var from = 0
    while let quote = bytes.span.firstIndex(of: UInt8(ascii: "\""), from: from, to: bytes.count) {
      sink.append(bytes.span, from..<(quote + 1))
      sink.append(UInt8(ascii: "\""))
      from = quote + 1
    }
    sink.append(bytes.span, from..<bytes.count)
    sink.append(UInt8(ascii: "\""))
  }

  /// Whether a text would not be read back without quotes, because of delimiters, quotes, line ends, or white
  /// space at its ends.
  private func needsQuotes(_ bytes: Span<UInt8>) -> Bool {
    guard let first = bytes.byte(at: 0), let last = bytes.byte(at: bytes.count - 1) else { return false }
    if first <= 32 || last <= 32 { return true }
    // At the start of the output it would be read as a byte order mark.
    if first == 0xEF, bytes.stands("\u{FEFF}", at: 0) { return true }
    var marks = CellMarks(delimiter: delimiter)
    return marks.next(bytes, from: 0, to: bytes.count) < bytes.count
  }
}
