// Footnote marks and affiliation numbers after names, `Berg, Anna*`, `Anna Berg1,2`, `Anna Berg [1]`, and
// ORCIDs there.
extension NameText {
  /// Names without the footnote marks after them; nil if there are none. Digits right after a letter are
  /// marks only in a list in which each name has some.
  package static func withoutMarks(_ bytes: Span<UInt8>, _ range: Range<Int>, inList: Bool = false) -> [UInt8]? {
    guard range.contains(where: { mayBeMark(bytes[$0]) }) else { return nil }
    let isNumbered = inList && range.contains { bytes[$0].isDigit }
    return isNumbered
      ? without(marks: bytes, range, digits: true) ?? without(marks: bytes, range, digits: false)
      : without(marks: bytes, range, digits: false)
  }

  private static func without(marks bytes: Span<UInt8>, _ range: Range<Int>, digits: Bool) -> [UInt8]? {
    var names: [UInt8] = []
    var marked = 0
    var here = range.lowerBound
    while here < range.upperBound {
      if let end = endOfMarks(bytes, here..<range.upperBound, after: names.last, digits: digits) {
        marked += 1
        while names.last == 32, end == range.upperBound || ",;".utf8.contains(bytes[end]) { names.removeLast() }
        here = end
      } else {
        names.append(bytes[here])
        here += 1
      }
    }
    if digits {
      let pieces = people(names.span, 0..<names.count) ?? []
      guard marked > 1, pieces.count == marked else { return nil }
    }
    return names.count < range.count && names.contains(where: { $0.isLetter || $0 >= 0x80 }) ? names : nil
  }

  private static func mayBeMark(_ byte: UInt8) -> Bool {
    byte.isDigit || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "#") || byte == 0xC2 || byte == 0xE2
  }

  /// The end of the marks at the start of a range, with commas between them; nil if there are none.
  private static func endOfMarks(
    _ bytes: Span<UInt8>, _ range: Range<Int>, after before: UInt8?, digits: Bool
  ) -> Int? {
    let first = bytes[range.lowerBound]
    if first == UInt8(ascii: "(") || first == UInt8(ascii: "[") {
      let close = first == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
      guard before != nil, let end = bytes.firstIndex(of: close, from: range.lowerBound, to: range.upperBound),
        end > range.lowerBound + 1, end < range.lowerBound + 9,
        ((range.lowerBound + 1)..<end).allSatisfy({ bytes[$0].isDigit || ", *".utf8.contains(bytes[$0]) }),
        !((range.lowerBound + 1)..<end).split(whereSeparator: { !bytes[$0].isDigit }).contains(where: { $0.count > 2 })
      else { return nil }
      return end + 1
    }
    let isAfterName = digits && before.map { $0.isSmallLetter || $0 >= 0x80 || $0 == UInt8(ascii: ".") } == true
    var here = range.lowerBound
    var end: Int?
    while let next = mark(bytes, here..<range.upperBound, digits: isAfterName) {
      end = next
      here = next < range.upperBound && bytes[next] == UInt8(ascii: ",") ? next + 1 : next
    }
    guard let end, first.isDigit else { return end }
    // Where more of the name follows, digits are a part of it.
    let rest = bytes.trimmed(end..<range.upperBound)
    let isEnd =
      rest.isEmpty || ",;\n".utf8.contains(bytes[end])
      || ["and ", "& "].contains { bytes.stands($0, at: rest.lowerBound) }
    return isEnd ? end : nil
  }

  /// The end of one mark.
  private static func mark(_ bytes: Span<UInt8>, _ range: Range<Int>, digits: Bool) -> Int? {
    guard let byte = bytes.byte(at: range.lowerBound), !range.isEmpty else { return nil }
    if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "#") { return range.lowerBound + 1 }
    if byte >= 0x80 {
      return marks.first { bytes.stands($0, at: range.lowerBound) }.map { range.lowerBound + $0.utf8CodeUnitCount }
    }
    guard digits else { return nil }
    let number = range.prefix { bytes[$0].isDigit }
    return (1...2).contains(number.count) ? number.upperBound : nil
  }

  private static let marks: [StaticString] = [
    "†", "‡", "§", "¶", "‖", "¹", "²", "³", "⁰", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "✉", "∗",
  ]

  /// A name and the ORCID after it, with a word or URL and perhaps in brackets; nil if there is none, or no
  /// name.
  package static func withORCID(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (name: Range<Int>, orcid: Identifier)? {
    // Four groups of digits are at its end.
    guard range.count > 20, range.contains(where: { bytes[$0].isDigit }) else { return nil }
    var end = range.upperBound
    while end > range.lowerBound, ")]>/ ".utf8.contains(bytes[end - 1]) { end -= 1 }
    var start = end
    while start > range.lowerBound, end - start < 19, bytes[start - 1].isDigit || "-xX".utf8.contains(bytes[start - 1])
    {
      start -= 1
    }
    guard end - start == 19, let orcid = IdentifierText.orcid(bytes.text(start..<end)), orcid.isValid == true else {
      return nil
    }
    for word: StaticString in ["https://orcid.org/", "http://orcid.org/", "orcid.org/", "orcid id", "orcid:", "orcid"] {
      let before = bytes.trimmed(range.lowerBound..<start).upperBound - word.utf8CodeUnitCount
      if before >= range.lowerBound, bytes.standsInAnyCase(word, at: before) { start = before }
    }
    while start > range.lowerBound, "([<,; ".utf8.contains(bytes[start - 1]) { start -= 1 }
    // Another number before it is of another person.
    let name = range.lowerBound..<start
    return name.isEmpty || name.contains(where: { bytes[$0].isDigit }) ? nil : (name, orcid)
  }
}
