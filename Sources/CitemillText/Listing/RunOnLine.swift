import CitemillCore

/// Lines with several entries of a list in brackets, as text extractors make them: `[1] Doe … 2021. [2] Roe …`.
///
/// They are split before a number in brackets that is the next one, after the end of a sentence; before a number with
/// a full stop if names follow it too.
struct RunOnLine {
  /// The last number in brackets that began an entry.
  private var last: Int?

  /// A line in pieces; itself if it has one entry.
  mutating func pieces(of line: ListingLine) -> [ListingLine] {
    let bytes = line.text
    if bytes.first?.isDigit == true { return piecesWithFullStops(of: line) }
    if bytes.first == UInt8(ascii: "["), let marker = Marker(line), let number = marker.number { last = number }
    // Places in the line are only known if its bytes were not repaired.
    guard var number = last, line.encoding == .utf8 else { return [line] }
    var cuts: [Int] = []
    var here = 1
    while let open = bytes.span.firstIndex(of: UInt8(ascii: "["), from: here, to: bytes.count) {
      here = open + 1
      guard let end = endOfMarker(bytes, at: open, number + 1) else { continue }
      cuts.append(open)
      number += 1
      here = end
    }
    last = number
    return cuts.isEmpty ? [line] : line.split(at: cuts)
  }

  /// The same for `1. Doe J. … 2021;3:1-9. 2. Roe R. …`, where names must follow each number.
  private func piecesWithFullStops(of line: ListingLine) -> [ListingLine] {
    let bytes = line.text
    guard bytes.count > 80, line.encoding == .utf8, let marker = Marker(line), marker.style == .dot,
      var number = marker.number
    else { return [line] }
    var cuts: [Int] = []
    var here = marker.length
    while let space = bytes.span.firstIndex(of: 32, from: here, to: bytes.count) {
      here = space + 1
      let before = bytes[space - 1]
      guard before == 46 || before == 41 || before.isDigit || before == 47, bytes.span.byte(at: here)?.isDigit == true
      else { continue }
      let digits = bytes[here...].prefix(6).prefix { $0.isDigit }
      guard bytes.span.stands(". ", at: digits.endIndex), bytes.span.decimal(digits.indices) == number + 1,
        ReferenceHead(Array(bytes[(digits.endIndex + 2)...].prefix(240))) != nil
      else { continue }
      cuts.append(here)
      number += 1
    }
    return cuts.isEmpty ? [line] : line.split(at: cuts)
  }

  /// The end of a number in brackets between the end of a sentence and a reference.
  private func endOfMarker(_ bytes: [UInt8], at open: Int, _ number: Int) -> Int? {
    guard open > 2, bytes[open - 1] == 32, let before = bytes.span.byte(at: open - 2),
      before.isDigit || [46, 41, 59, 47, 34].contains(before) || before >= 0x80,
      let close = bytes.span.firstIndex(of: UInt8(ascii: "]"), from: open, to: min(open + 8, bytes.count)),
      bytes.span.decimal((open + 1)..<close) == number
    else { return nil }
    guard close + 1 < bytes.count else { return close + 1 }
    guard bytes[close + 1] == 32, let next = bytes.span.byte(at: close + 2) else { return nil }
    return next.isLetter && !next.isSmallLetter || next == UInt8(ascii: "\"") || next >= 0xC3 ? close + 2 : nil
  }
}
