// Mail addresses that exporters write after a name: `Berg, Anna (anna@mill.example)`,
// `Berg A <anna@mill.example>`.
extension NameText {
  /// A name and the mail address after it, perhaps in brackets; nil if there is no address, more than one, or
  /// no name.
  package static func withMail(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (name: Range<Int>, mail: Range<Int>)? {
    let sign = UInt8(ascii: "@")
    guard let at = bytes.firstIndex(of: sign, from: range.lowerBound, to: range.upperBound),
      bytes.firstIndex(of: sign, from: at + 1, to: range.upperBound) == nil
    else { return nil }
    func isOutside(_ byte: UInt8) -> Bool { byte.isSpace || "<>()[],;".utf8.contains(byte) }
    var start = at
    while start > range.lowerBound, !isOutside(bytes[start - 1]) { start -= 1 }
    var end = at + 1
    while end < range.upperBound, !isOutside(bytes[end]) { end += 1 }
    var nameEnd = start
    while nameEnd > range.lowerBound, isOutside(bytes[nameEnd - 1]) { nameEnd -= 1 }
    guard start < at, nameEnd > range.lowerBound, (end..<range.upperBound).allSatisfy({ isOutside(bytes[$0]) }),
      bytes.firstIndex(of: UInt8(ascii: "."), from: at + 1, to: end) != nil
    else { return nil }
    return (bytes.trimmed(range.lowerBound..<nameEnd), start..<end)
  }
}
