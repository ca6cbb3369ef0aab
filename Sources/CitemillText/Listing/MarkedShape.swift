import CitemillCore

/// Entries of a list of references, each after its marker or in a separate paragraph.
///
///     [1] Doe J. On fishes. J Fish.         marker, text
///         2019;12(3):1-9.                   continuation: joined by one space
///     [2] …
///
/// The text of an entry is kept as a whole (`rawReference`), and also parsed if requested. A number at the
/// start of a wrapped line, `12. Berlin`, looks like a marker too: one that breaks the numerical order counts
/// only if the line before it ended a sentence, or is blank. A missing number is searched for among the lines
/// before the next one, where its marker may be damaged. A paragraph without a marker is an entry if it has
/// two properties of a reference.
struct MarkedShape: EntryShape {
  let isTakenApart: Bool
  private(set) var keptWhole = 0
  /// The style of the markers in the current list, as in its first entry.
  private var style: Marker.Style?
  private var lastNumber: Int?
  /// The damaged marker of the line that comes next.
  private var damaged: Marker?
  private var layout: (marker: Marker?, isHanging: Bool) = (nil, false)
  /// How many of the next lines are known to be entries, each by itself.
  private var knownEntries = 0

  init(isTakenApart: Bool) { self.isTakenApart = isTakenApart }

  /// How many lines an entry may have.
  private static let longestEntry = 2048

  mutating func cut(_ lines: ArraySlice<ListingLine>, isAtEnd: Bool) -> EntryCut? {
    if knownEntries > 0, !lines.isEmpty {
      knownEntries -= 1
      return EntryCut(skipped: 0, entry: 1)
    }
    if let marker = damaged, !lines.isEmpty {
      guard let end = endOfMarked(lines, from: lines.startIndex, marker, isAtEnd: isAtEnd) else { return nil }
      layout = (marker, false)
      return EntryCut(skipped: 0, entry: end - lines.startIndex)
    }
    var here = lines.startIndex
    while here < lines.endIndex {
      let line = lines[here]
      if line.isBlank {
        here += 1
        continue
      }
      let start = here
      guard let isAlone = beginsListOfNumbers(lines[start...], isAtEnd: isAtEnd) else { return nil }
      if isAlone { style = .alone }
      if let marker = self.marker(at: start, in: lines),
        accepts(marker, after: start > lines.startIndex ? lines[start - 1] : nil)
      {
        guard let end = endOfMarked(lines, from: start, marker, isAtEnd: isAtEnd) else { return nil }
        layout = (marker, false)
        return EntryCut(skipped: start - lines.startIndex, entry: end - start)
      }
      guard let end = endOfParagraph(lines, from: start, isAtEnd: isAtEnd) else { return nil }
      if ReferenceSigns.areEnough(lines[start..<end]) || isCitation(lines[start..<end]) {
        layout = (nil, true)
        return EntryCut(skipped: start - lines.startIndex, entry: end - start)
      }
      return EntryCut(skipped: end - lines.startIndex, entry: 0)
    }
    if lines.isEmpty, !isAtEnd { return nil }
    return EntryCut(skipped: lines.count, entry: 0)
  }

  /// Whether a paragraph with fewer such properties is a reference that can be parsed.
  private func isCitation(_ lines: ArraySlice<ListingLine>) -> Bool {
    guard isTakenApart else { return false }
    var record = Record()
    return CitationText.read(String(decoding: joined(lines), as: UTF8.self), into: &record)
  }

  /// The marker of a line. A number alone on its line is one where the list has such, if it is the next one.
  private func marker(at index: Int, in lines: ArraySlice<ListingLine>) -> Marker? {
    guard style == .alone else { return Marker(lines[index]) }
    let marker = Marker(alone: lines[index])
    return marker?.number == (lastNumber ?? 0) + 1 ? marker : nil
  }

  /// Whether a list begins with 1 alone on a line, and 2 alone on a later one; nil if more lines are needed.
  private func beginsListOfNumbers(_ lines: ArraySlice<ListingLine>, isAtEnd: Bool) -> Bool? {
    guard style == nil, let first = lines.first, Marker(alone: first)?.number == 1,
      let next = lines.dropFirst().first, !next.isBlank, Marker(next) == nil, Marker(alone: next) == nil
    else { return false }
    if lines.dropFirst(2).contains(where: { Marker(alone: $0)?.number == 2 }) { return true }
    return isAtEnd || lines.count > Self.longestEntry ? false : nil
  }

  /// Whether a marker begins an entry here.
  private func accepts(_ marker: Marker, after previous: ListingLine?) -> Bool {
    guard let style, let previous, !previous.isBlank else { return true }
    guard marker.style == style else { return false }
    guard let number = marker.number, let lastNumber else { return true }
    return number == lastNumber + 1 || previous.endsSentence
  }

  /// After the last line of an entry with a marker.
  private mutating func endOfMarked(
    _ lines: ArraySlice<ListingLine>, from start: Int, _ marker: Marker, isAtEnd: Bool
  ) -> Int? {
    var inside = self
    inside.style = marker.style
    inside.lastNumber = marker.number
    var end = start + 1
    var next: Marker?
    while end < lines.endIndex, end - start < Self.longestEntry {
      let line = lines[end]
      if line.isGap { break }
      next = inside.marker(at: end, in: lines)
      if let next, inside.accepts(next, after: lines[end - 1]) { break }
      next = nil
      // An entry whose marker is missing, right after a complete one.
      if line.indent == lines[start].indent, lines[end - 1].endsSentence, ReferenceSigns.beginsLikeOne(line),
        ReferenceSigns.areEnough(lines[end...end])
      {
        break
      }
      if lines[end - 1].endsSentence, Self.beginsLabels(lines[end...]) { break }
      if ReferenceSigns.isHeadingOfYear(lines[end...], after: lines[start..<end]) { break }
      end += 1
    }
    guard end < lines.endIndex || isAtEnd || end - start >= Self.longestEntry else { return nil }
    damaged = nil
    guard let number = marker.number else { return end }
    for line in start + 1..<end {
      guard let found = DamagedMarker(lines[line], in: number + 1...number + Self.longestGap) else {
        continue
      }
      // A number alone counts if it is the missing one; a number with half of its marker, if it is the next
      // one.
      let isMissing = next?.number.map { found.number < $0 } ?? false
      let isNext = found.isHalf && found.number == number + 1 && lines[line - 1].endsSentence
      guard isMissing || isNext else { continue }
      damaged = found.marker(of: marker.style)
      return line
    }
    return end
  }

  /// How many missing numbers are searched for.
  private static let longestGap = 8

  /// Whether two lines belong to a labelled block.
  private static func beginsLabels(_ lines: ArraySlice<ListingLine>) -> Bool {
    let rows = lines.prefix(2).compactMap { LabelledLine($0)?.row?.label }
    return rows.count == 2 && rows[0] != rows[1]
  }

  /// After the last line of an entry without a marker: each line of a paragraph if each is an entry,
  /// otherwise the paragraph.
  private mutating func endOfParagraph(_ lines: ArraySlice<ListingLine>, from start: Int, isAtEnd: Bool) -> Int? {
    var end = start + 1
    while end < lines.endIndex, end - start < Self.longestEntry, !lines[end].isGap {
      if let next = marker(at: end, in: lines), accepts(next, after: lines[end - 1]) { break }
      end += 1
    }
    if end == lines.endIndex, !isAtEnd, end - start < Self.longestEntry { return nil }
    let areAllEntries = lines[start..<end].indices.allSatisfy { ReferenceSigns.areEnough(lines[$0...$0]) }
    guard areAllEntries else { return end }
    // A marker counts if nothing is before it.
    knownEntries = lines[(start + 1)..<end].prefix { Marker($0) == nil }.count
    return start + 1
  }

  // MARK: - Reading

  mutating func read(
    _ lines: ArraySlice<ListingLine>, into record: inout Record, _ remarks: inout ListingRemarks
  ) -> Bool {
    let text = joined(lines, behind: layout.marker)
    guard text.isReadable else { return false }
    if let marker = layout.marker {
      if marker.isDamaged {
        remarks.warn(
          .damagedMarker, "the marker of the reference is damaged; read as \(marker.label ?? "")", lines.first)
      }
      if let lastNumber, let number = marker.number, style == marker.style, number > lastNumber + 1 {
        remarks.warn(
          .missingNumber,
          "number \(lastNumber + 1) is missing before \(number); it may be in the reference before", lines.first)
      }
      style = style ?? marker.style
      lastNumber = marker.number
      if let label = marker.label { record[.citationNumber] = label }
    }
    let whole = String(decoding: text, as: UTF8.self)
    record[.rawReference] = whole
    if !isTakenApart || !CitationText.read(whole, into: &record) {
      keptWhole += 1
      CitationText.addIdentifiers(of: whole, to: &record)
    }
    return true
  }

  private func joined(_ lines: ArraySlice<ListingLine>, behind marker: Marker? = nil) -> [UInt8] {
    var text: [UInt8] = []
    for (index, line) in zip(lines.indices, lines) {
      var part = line.text[...]
      if let marker, index == lines.startIndex { part = part.dropFirst(marker.length) }
      while part.first?.isSpace == true { part = part.dropFirst() }
      // A word divided at the end of a line keeps its hyphen, and gets no space.
      let isDivided = text.last == UInt8(ascii: "-") && (part.first.map { $0 | 0x20 }).map(\.isLetter) == true
      if !text.isEmpty, !isDivided, !part.isEmpty { text.append(32) }
      text += part
    }
    return text
  }
}

/// The marker before an entry of a list.
struct Marker {
  enum Style: Equatable { case dot, bracket, parentheses, closing, escaped, bullet, alone }

  var style: Style
  var number: Int?
  /// The number or short name as written, without its punctuation; nil for a bullet and for a kind of hit.
  var label: String?
  /// The length of the marker in bytes.
  var length: Int
  var isDamaged = false

  init(style: Style, number: Int?, label: String?, length: Int, isDamaged: Bool) {
    self.style = style
    self.number = number
    self.label = label
    self.length = length
    self.isDamaged = isDamaged
  }

  /// `1.` `[1]` `[Doe19]` `(1)` `1)` `1\.` `-` `*` `•`, each before a space or the end of the line; nil for
  /// other lines.
  init?(_ line: ListingLine) {
    let bytes = line.text
    guard let first = bytes.first else { return nil }
    switch first {
    case UInt8(ascii: "["): self.init(bytes, closing: UInt8(ascii: "]"), .bracket, admitsNames: true)
    case UInt8(ascii: "("): self.init(bytes, closing: UInt8(ascii: ")"), .parentheses, admitsNames: false)
    case 48...57: self.init(numbered: bytes)
    default: self.init(bullet: bytes)
    }
  }

  /// The number that is all of a line; nil for other lines.
  init?(alone line: ListingLine) {
    let bytes = line.text
    guard !bytes.isEmpty, bytes.count <= Self.mostDigits, bytes.allSatisfy(\.isDigit) else { return nil }
    self.init(
      style: .alone, number: Self.value(bytes), label: line.string, length: bytes.count, isDamaged: false)
  }

  /// The maximum number of digits in an entry's number; databases export lists of tens of thousands.
  private static let mostDigits = 6

  private init?(_ bytes: [UInt8], closing: UInt8, _ style: Style, admitsNames: Bool) {
    guard let close = bytes.prefix(24).firstIndex(of: closing), close > 1 else { return nil }
    let inside = bytes[1..<close]
    let isNumber = inside.allSatisfy(\.isDigit) && inside.count <= Self.mostDigits
    let isName = admitsNames && inside.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "+") }
    guard isNumber || isName, close + 1 < bytes.count else { return nil }
    // "(2019) On fishes" starts with a year and not with a marker.
    if style == .parentheses, inside.count == 4 { return nil }
    self.style = style
    number = isNumber ? Self.value(inside) : nil
    let name = String(decoding: inside, as: UTF8.self)
    label = Self.kindsOfHits.contains(name) ? nil : name
    length = close + 1
  }

  /// What search engines set before a hit, which is not its name: `[PDF] On weirs`.
  private static let kindsOfHits: Set<String> = [
    "PDF", "HTML", "DOC", "BOOK", "B", "CITATION", "C", "BUCH", "ZITATION", "LIVRE", "LIBRO", "LIVRO",
  ]

  private init?(numbered bytes: [UInt8]) {
    let digits = bytes.prefix { $0.isDigit }
    guard digits.count <= Self.mostDigits else { return nil }
    var end = digits.count
    if bytes.span.byte(at: end) == UInt8(ascii: "\\") {
      style = .escaped
      end += 1
      guard bytes.span.byte(at: end) == UInt8(ascii: ".") else { return nil }
    } else {
      switch bytes.span.byte(at: end) {
      case UInt8(ascii: "."): style = .dot
      case UInt8(ascii: ")"): style = .closing
      default: return nil
      }
    }
    end += 1
    guard end < bytes.count, bytes[end].isSpace || bytes[end] == 0xC2 else { return nil }
    number = Self.value(digits)
    label = String(decoding: digits, as: UTF8.self)
    length = end
  }

  private init?(bullet bytes: [UInt8]) {
    let signs: [[UInt8]] = Self.bullets
    guard let sign = signs.first(where: { bytes.starts(with: $0) }), sign.count < bytes.count else { return nil }
    guard bytes[sign.count].isSpace || bytes[sign.count] == 0xC2 else { return nil }
    style = .bullet
    number = nil
    label = nil
    length = sign.count
  }

  private static let bullets = ["-", "*", "•", "‣", "◦", "▪", "●", "◽", "·", "–"].map { Array($0.utf8) }

  private static func value(_ digits: some Collection<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - 48) } }
}

/// A number before an entry of a list without a part of its marker, `[2 Doe`, `2] Doe`, `l2. Doe`, or without
/// all of it: `2 Doe`.
struct DamagedMarker {
  let number: Int
  /// Whether a part of the marker is present, or an extra character.
  let isHalf: Bool
  private let length: Int

  init?(_ line: ListingLine, in numbers: ClosedRange<Int>) {
    let bytes = line.text
    guard let first = bytes.prefix(3).firstIndex(where: \.isDigit) else { return nil }
    let digits = bytes[first...].prefix { $0.isDigit }
    guard digits.count <= 6, !bytes[..<first].contains(where: \.isSpace) else { return nil }
    number = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    let signs = bytes[digits.endIndex...].prefix(2).prefix { !$0.isSpace && !$0.isLetter && !$0.isDigit && $0 < 0x80 }
    length = signs.endIndex
    guard numbers.contains(number), length < bytes.count, bytes[length].isSpace else { return nil }
    isHalf = first > 0 || signs.first == UInt8(ascii: "]") || signs.first == UInt8(ascii: ")")
  }

  func marker(of style: Marker.Style) -> Marker {
    Marker(style: style, number: number, label: String(number), length: length, isDamaged: true)
  }
}

/// Properties that distinguish a reference from other text.
enum ReferenceSigns {
  /// Whether the lines have at least two properties of a reference: a year, a DOI or URL, volume or pages, a
  /// list of names.
  static func areEnough(_ lines: ArraySlice<ListingLine>) -> Bool {
    guard let first = lines.first, lines.reduce(0, { $0 + $1.text.count }) >= 24 else { return false }
    var (hasYear, hasAddress, hasPages) = (false, false, false)
    for line in lines {
      hasYear = hasYear || self.hasYear(line.text)
      hasAddress = hasAddress || self.hasAddress(line.text)
      hasPages = hasPages || self.hasPages(line.text)
    }
    let begins = beginsLikeOne(first) || beginsWithBody(first)
    return [hasYear, hasAddress, hasPages, begins].filter { $0 }.count >= 2
  }

  /// Whether a line starts with a body and the year in brackets after it: `Mill Board. (2018). Annual report`.
  private static func beginsWithBody(_ line: ListingLine) -> Bool {
    let bytes = line.text.span
    guard let first = bytes.byte(at: 0), first >= 65 && first <= 90 || first >= 0xC3,
      let open = bytes.firstIndex(of: UInt8(ascii: "("), from: 3, to: min(bytes.count, 160)),
      bytes.stands(". (", at: open - 2),
      let close = bytes.firstIndex(of: UInt8(ascii: ")"), from: open, to: bytes.count),
      (4...24).contains(close - open - 1), bytes.stands(" ", at: close + 2), bytes.byte(at: close + 1) == 46
    else { return false }
    let year = Array(line.text[(open + 1)..<(open + 5)])
    return hasYear(year) && bytes.byte(at: open + 5).map { !$0.isDigit } ?? false
  }

  /// Whether a line starts with a family name and initials: `Doe, J.`, `Doe JM,`.
  static func beginsLikeOne(_ line: ListingLine) -> Bool {
    let bytes = line.text
    guard let first = bytes.first, first >= 65 && first <= 90 || first >= 0xC3 else { return false }
    var here = 0
    while here < bytes.count, bytes[here].isLetter || bytes[here] >= 0x80 || bytes[here] == 45 || bytes[here] == 39 {
      here += 1
    }
    guard here > 1, here < 40 else { return false }
    if bytes.span.byte(at: here) == UInt8(ascii: ",") { here += 1 }
    guard bytes.span.byte(at: here) == 32 else { return false }
    here += 1
    let start = here
    while here < bytes.count, bytes[here] >= 65 && bytes[here] <= 90 || bytes[here] == 46 || bytes[here] == 45 {
      here += 1
    }
    guard here > start, here - start <= 8 else { return false }
    return [UInt8(ascii: ","), 32, UInt8(ascii: ";")].contains(bytes.span.byte(at: here) ?? 32)
  }

  /// Four digits from 1500 to 2099 that are not part of a longer number.
  private static func hasYear(_ bytes: [UInt8]) -> Bool {
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
    return false
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

  private static func hasAddress(_ bytes: [UInt8]) -> Bool {
    addresses.contains { bytes.span.firstIndex(of: $0) != nil }
  }

  /// `pp. 1`, `12(3)`, `:10-19`, `vol. 3`.
  private static func hasPages(_ bytes: [UInt8]) -> Bool {
    if ["pp. ", "Vol. ", "vol. "].contains(where: { bytes.span.firstIndex(of: Array($0.utf8)) != nil }) { return true }
    for index in bytes.indices.dropFirst().dropLast() where bytes[index] == 40 || bytes[index] == 45 {
      if bytes[index - 1].isDigit, bytes[index + 1].isDigit { return true }
    }
    return false
  }
}

extension ListingLine {
  /// Whether no text can continue across the line: it is blank, or not text at all.
  fileprivate var isGap: Bool { isBlank || text.isMostlyControls }

  /// Whether the line ends like a reference: with a full stop, a digit, a bracket, or a URL.
  fileprivate var endsSentence: Bool {
    guard let last = text.last else { return true }
    if last.isDigit || [46, 41, 93, 47, 34, 62, 33, 63].contains(last) { return true }
    return text.span.firstIndex(of: Array("://".utf8)) != nil || text.span.firstIndex(of: Array("doi".utf8)) != nil
  }
}

extension [UInt8] {
  /// Whether more than one in eight bytes is a control character.
  fileprivate var isMostlyControls: Bool { self.count { $0 < 32 && $0 != 9 && $0 != 12 } * 8 > count }

  /// Whether this is text: it has letters, and few control characters.
  ///
  /// A few control characters are damage, and no reason to lose an entry or the one that it was joined to;
  /// many mean that it is not text.
  fileprivate var isReadable: Bool {
    let letters = count { $0.isLetter || $0 >= 0x80 }
    return letters >= 3 && !isMostlyControls && first != UInt8(ascii: "<")
  }
}
