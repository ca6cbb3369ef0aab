import CitemillCore

/// Properties that distinguish a reference from other text.
enum ReferenceSigns {
  /// Whether the lines have at least two properties of a reference: a year, a DOI or URL, volume or pages, a
  /// list of names, which is after a marker of a length in bytes.
  static func areEnough(_ lines: ArraySlice<ListingLine>, behindMarker length: Int = 0) -> Bool {
    guard let first = lines.first, lines.reduce(0, { $0 + $1.text.count }) >= 24 else {
      // A character of East Asia is three bytes; a DOI alone is all that is needed to look up a work.
      return lines.count == 1 && lines.allSatisfy(isIdentifier)
    }
    if lines.contains(where: hasTimeOfDay) { return false }
    let signs = lines.map { Signs($0.text) }
    let count = [
      signs.contains { $0.hasYear }, signs.contains { $0.hasAddress }, signs.contains { $0.hasPages },
      head(of: first, behindMarker: length) != nil,
    ].count { $0 }
    return count >= 2 || lines.count == 1 && isIdentifier(first)
  }

  private static func head(of line: ListingLine, behindMarker length: Int) -> ReferenceHead? {
    if length == 0 { return ReferenceHead(line.text) }
    return ReferenceHead(Array(line.text.dropFirst(length).drop(while: \.isSpace)))
  }

  /// Whether lines with enough properties have more than a year and the address of a page, which letters and
  /// changelogs have too.
  static func areSure(_ lines: ArraySlice<ListingLine>, behindMarker length: Int) -> Bool {
    guard let first = lines.first, areEnough(lines, behindMarker: length) else { return false }
    if head(of: first, behindMarker: length) != nil || isIdentifier(first) { return true }
    return lines.contains { hasPages($0.text) || hasIdentifier($0.text) }
  }

  private static func hasIdentifier(_ bytes: [UInt8]) -> Bool {
    addresses.contains { $0.last != UInt8(ascii: "/") && bytes.span.firstIndex(of: $0) != nil }
      || bytes.span.firstIndex(of: Array("doi.org/".utf8)) != nil
  }

  /// The signs that one line has.
  private struct Signs {
    let hasYear: Bool
    let hasAddress: Bool
    let hasPages: Bool

    init(_ bytes: [UInt8]) {
      hasYear = ReferenceSigns.hasYear(bytes)
      hasAddress = ReferenceSigns.hasAddress(bytes)
      hasPages = ReferenceSigns.hasPages(bytes)
    }
  }

  /// Whether text has any of the properties that a line of a reference may have.
  static func hasAny(_ bytes: [UInt8]) -> Bool {
    hasYear(bytes) || hasAddress(bytes) || hasPages(bytes) || ReferenceHead(bytes) != nil
  }

  /// Whether a line is a DOI and nothing else, in any of its forms.
  static func isIdentifier(_ line: ListingLine) -> Bool {
    guard line.text.count < 300, line.text.contains(UInt8(ascii: "/")), !line.text.contains(32) || line.text.count < 40
    else { return false }
    return DOIText.isOne(DOIText.identifier(line.string).value)
  }

  /// Whether a line has a time of day with seconds, `12:00:01`, as lines of logs do.
  private static func hasTimeOfDay(_ line: ListingLine) -> Bool {
    let bytes = line.text
    guard let first = bytes.span.firstIndex(of: UInt8(ascii: ":"), from: 0, to: min(bytes.count, 64)) else {
      return false
    }
    for here in first..<max(first, min(bytes.count - 5, 64))
    where here >= 2 && bytes[here] == 58 && bytes[here + 3] == 58 {
      let digits = [
        bytes[here - 2], bytes[here - 1], bytes[here + 1], bytes[here + 2], bytes[here + 4], bytes[here + 5],
      ]
      if digits.allSatisfy(\.isDigit) { return true }
    }
    return false
  }

  /// Four digits from 1500 to 2099 at a position, not followed by another.
  static func isYear(_ bytes: [UInt8], at here: Int) -> Bool {
    guard here >= 0, here + 4 <= bytes.count, bytes[here..<(here + 4)].allSatisfy(\.isDigit),
      bytes.span.byte(at: here + 4).map({ !$0.isDigit }) ?? true
    else { return false }
    return bytes[here] == 49 && bytes[here + 1] >= 53 || bytes[here] == 50 && bytes[here + 1] == 48
  }

  /// Four digits from 1500 to 2099 that are not part of a longer number, or what is written for a year that is not
  /// known yet: `(in press)`, `(n.d.)`.
  static func hasYear(_ bytes: [UInt8]) -> Bool {
    var here = 0
    while here + 4 <= bytes.count {
      guard bytes[here].isDigit else {
        here += 1
        continue
      }
      var end = here
      while end < bytes.count, bytes[end].isDigit { end += 1 }
      if end - here == 4, bytes[here] == 49 && bytes[here + 1] >= 53 || bytes[here] == 50 && bytes[here + 1] == 48 {
        return true
      }
      here = end
    }
    return bytes.span.firstIndex(of: UInt8(ascii: "("), from: 0, to: bytes.count).map {
      lacksYear(bytes.span, from: $0 + 1)
    } ?? false
  }

  private static func lacksYear(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    let words: [StaticString] = [
      "in press)", "n.d.)", "n. d.)", "forthcoming)", "submitted)", "in preparation)", "im druck)", "o. j.)", "o.j.)",
      "s. f.)", "s.f.)", "en prensa)", "s. d.)", "s.d.)", "sous presse)", "no prelo)",
    ]
    return words.contains { bytes.standsInAnyCase($0, at: start) }
  }

  /// Whether the first of some lines is only a year before a marker, as the heading of a part of a list. The entry
  /// before it must have a year of its own.
  static func isHeadingOfYear(_ lines: ArraySlice<ListingLine>, after entry: ArraySlice<ListingLine>) -> Bool {
    guard let line = lines.first, line.text.count == 4, hasYear(line.text), let next = lines.dropFirst().first,
      Marker(next) != nil
    else { return false }
    return entry.contains { hasYear($0.text) }
  }

  private static let addresses = ["doi:", "DOI:", "doi.org/", "http://", "https://", "arXiv:", "PMID"].map {
    Array($0.utf8)
  }

  static func hasAddress(_ bytes: [UInt8]) -> Bool {
    addresses.contains { bytes.span.firstIndex(of: $0) != nil }
  }

  /// Whether a hyphen is in a date, `2021-05-03`.
  private static func isOfDate(_ bytes: [UInt8], at hyphen: Int) -> Bool {
    bytes[hyphen] == 45
      && (isYear(bytes, at: hyphen - 4) && bytes.span.byte(at: hyphen + 3) == 45
        || isYear(bytes, at: hyphen - 7) && bytes.span.byte(at: hyphen - 3) == 45)
  }

  /// `pp. 1`, `12(3)`, `:10-19`, `vol. 3`.
  static func hasPages(_ bytes: [UInt8]) -> Bool {
    if ["pp. ", "Vol. ", "vol. "].contains(where: { bytes.span.firstIndex(of: Array($0.utf8)) != nil }) { return true }
    for index in bytes.indices.dropFirst().dropLast() where bytes[index] == 40 || bytes[index] == 45 {
      if bytes[index - 1].isDigit, bytes[index + 1].isDigit, !isOfDate(bytes, at: index) { return true }
    }
    guard let dash = bytes.span.firstIndex(of: Array("–".utf8)), dash > 0 else { return false }
    return bytes[dash - 1].isDigit && bytes.span.byte(at: dash + 3)?.isDigit ?? false
  }
}

extension ListingLine {
  /// Whether no text can continue across the line: it is blank, or not text at all, or ends an entry of a page.
  var isGap: Bool { isBlank || text.isMostlyControls || isRowOfCounts }

  /// Whether this is how often a work is cited and its year, in two cells: `120⇥2021`, below each work in a
  /// profile at Google Scholar.
  var isRowOfCounts: Bool {
    guard (6...14).contains(text.count), let tab = text.firstIndex(of: 9), tab > 0, text.count == tab + 5 else {
      return false
    }
    return text[..<tab].allSatisfy { $0.isDigit || $0 == 42 } && ReferenceSigns.isYear(text, at: tab + 1)
  }

  /// Whether the line ends like a reference: with a full stop, a digit, a bracket, or a URL.
  var endsSentence: Bool {
    guard let last = text.last else { return true }
    if last.isDigit || [46, 41, 93, 47, 34, 62, 33, 63].contains(last) { return true }
    if last >= 0x80, Self.fullStops.contains(where: { text.span.hasPrefix($0, at: text.count - $0.count) }) {
      return true
    }
    return text.span.firstIndex(of: Array("://".utf8)) != nil || text.span.firstIndex(of: Array("doi".utf8)) != nil
  }
}

extension ListingLine {
  private static let fullStops = ["。", "．", "）", "］", "”", "»"].map { Array($0.utf8) }
}

extension [UInt8] {
  /// Whether more than one in eight bytes is a control character.
  var isMostlyControls: Bool { self.count { $0 < 32 && $0 != 9 && $0 != 12 } * 8 > count }

  /// Whether this is text: it has letters, and few control characters.
  ///
  /// A few control characters are damage, and no reason to lose an entry or the one that it was joined to;
  /// many mean that it is not text.
  var isReadable: Bool {
    let letters = count { $0.isLetter || $0 >= 0x80 }
    return letters >= 3 && !isMostlyControls && first != UInt8(ascii: "<")
  }
}
