import CitemillCore

/// Writes cells, with quotes only where they are needed.
struct CellWriter {
  let delimiter: UInt8

  /// Appends a cell.
  func write(_ text: String, isQuoted: Bool = false, into sink: inout ByteSink) {
    if !isQuoted, !needsQuotes(text) {
      sink.append(text)
      return
    }
    sink.append(UInt8(ascii: "\""))
    let bytes = Array(text.utf8)
    var from = 0
    while let quote = bytes.span.firstIndex(of: UInt8(ascii: "\""), from: from, to: bytes.count) {
      sink.append(bytes.span, from..<(quote + 1))
      sink.append(UInt8(ascii: "\""))
      from = quote + 1
    }
    sink.append(bytes.span, from..<bytes.count)
    sink.append(UInt8(ascii: "\""))
  }

  /// Whether a text would not come back without quotes: delimiters, quotes, line ends, white space at its ends.
  private func needsQuotes(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    if first <= 32 || last <= 32 { return true }
    // At the start of the output it would be taken for a byte order mark.
    if first == 0xEF, text.utf8.starts(with: "\u{FEFF}".utf8) { return true }
    return text.utf8.contains { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13 }
  }
}
