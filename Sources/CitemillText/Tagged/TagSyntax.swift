import CitemillCore

/// The syntax of the lines of a tagged format, and where its records begin and end.
///
///     RIS              nbib             Refer           Web of Science
///     TY  - JOUR       PMID- 123        %0 Thesis       PT J
///     AU  - Doe, Jane  AU  - Doe J      %A Doe, Jane    AU Doe, J
///     wrapped text           wrapped    wrapped text       Roe, R
///     ER  -                                             ER
struct TagSyntax: Sendable {
  /// The syntax of a tag before its value.
  enum Style: Sendable {
    /// Two characters, two spaces, a hyphen, a space; the number of spaces varies.
    case hyphen
    /// Two to four capitals, padded to four characters, a hyphen, a space.
    case paddedHyphen
    /// A per cent sign, one character, a space.
    case percent
    /// Two characters, a space; continuation lines begin with three spaces.
    case column
  }

  /// The syntax of a tag before its value.
  let style: Style
  let begin: Tag
  /// The tag that ends a record; nil if a blank line does.
  var end: Tag?
  /// The tags of the frame around the records.
  var frame: [Tag] = []
  /// Longer tags that some writers use: `DOI  - 10.5555/x`. One counts only if a number or a URL follows.
  var longTags: [Tag] = []

  /// Whether a continuation line that is not indented is a new line of the value. If not, it was wrapped.
  var keepsLines: Bool { style == .hyphen || style == .percent }

  /// The name of its records in messages about a source of another format.
  var formatName: String {
    switch style {
    case .hyphen: "RIS"
    case .paddedHyphen: "MEDLINE"
    case .percent: "Refer"
    case .column: "Web of Science"
    }
  }

  /// How many spaces continuation lines begin with; nil if any number is allowed.
  var continuation: Int? {
    switch style {
    case .hyphen, .percent: nil
    case .paddedHyphen: 6
    case .column: 3
    }
  }

  /// The separator between the paragraphs of a value.
  var paragraph: String { keepsLines ? end == nil ? "\n" : "\n\n" : " " }

  /// A tag of up to eight bytes as a number.
  struct Tag: Hashable, Sendable, ExpressibleByStringLiteral {
    let code: UInt64

    init(code: UInt64) { self.code = code }
    /// A tag that is known at compile time. It is stored as a number, since it is compared with the tag of
    /// every line.
    @inline(__always)
    init(stringLiteral name: StaticString) { code = name.number }

    init(_ name: String) { code = name.utf8.reduce(0) { $0 << 8 | UInt64($1) } }

    /// The bytes of the tag as it is written.
    var bytes: [UInt8] {
      stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: code >> $0) }.filter { $0 != 0 }
    }
    var name: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// The tag at the start of a line with the index of its value; nil for a line without a tag.
  ///
  /// `isLoose` is true if the spaces around the hyphen are not those of the specification.
  @inline(__always)
  func tag(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (tag: Tag, value: Int, isLoose: Bool)? {
    plainTag(bytes, line.lowerBound, line.upperBound) ?? disguisedTag(bytes, line)
  }

  @inline(__always)
  private func plainTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (tag: Tag, value: Int, isLoose: Bool)? {
    switch style {
    case .hyphen: hyphenTag(bytes, start, end)
    case .paddedHyphen: paddedTag(bytes, start, end)
    case .percent: percentTag(bytes, start, end)
    case .column: columnTag(bytes, start, end)
    }
  }

  /// The tag at the start of a line that is disguised by lower-case letters or by characters outside ASCII: a
  /// byte order mark where files were joined, no-break and wide spaces, zero-width marks, full-width letters.
  private func disguisedTag(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (tag: Tag, value: Int, isLoose: Bool)? {
    // Most lines without a tag have no such character.
    let isPlain = (line.lowerBound..<min(line.lowerBound &+ 6, line.upperBound)).allSatisfy { bytes[$0] < 0x80 }
    if isPlain { return longTags.isEmpty ? nil : longTag(bytes, line.lowerBound, line.upperBound) }
    return tagWithoutDisguise(bytes, line)
  }

  private func tagWithoutDisguise(
    _ bytes: Span<UInt8>, _ line: Range<Int>
  ) -> (tag: Tag, value: Int, isLoose: Bool)? {
    var plain: [UInt8] = []
    var places: [Int] = []
    var here = line.lowerBound
    while here < line.upperBound, plain.count < 16 {
      let byte = bytes.plainByte(at: here)
      if let value = byte.value {
        plain.append(value)
        places.append(here)
      }
      here += byte.length
    }
    places.append(min(here, line.upperBound))
    // A disguised tag may follow one or two spaces; continuation lines have more.
    let start = plain.prefix { $0 == 32 }.count
    guard start < continuation ?? 3, let found = plainTag(plain.span, start, plain.count) else { return nil }
    // The number of spaces does not matter after full-width letters.
    return (
      found.tag, places[found.value], found.isLoose && places[start] < line.upperBound && bytes[places[start]] < 0x80
    )
  }

  /// The tag of a line that begins with white space and then follows the specification exactly.
  func indentedTag(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (tag: Tag, value: Int, isLoose: Bool)? {
    // In a column format, lines that begin with spaces are continuation lines.
    guard style != .column, let first = bytes.byte(at: line.lowerBound), !line.isEmpty, first.isSpace else {
      return nil
    }
    let found = tag(bytes, bytes.endOfSpace(from: line.lowerBound, to: line.upperBound)..<line.upperBound)
    return found?.isLoose == false ? found : nil
  }

  /// Whether a line of a value could be read as a line with a tag, which may be indented.
  func mayBeTag(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let words = bytes.trimmed(line)
    return tag(bytes, line) != nil || tag(bytes, words) != nil || lowercaseTag(bytes, words) != nil
      || otherEnd(bytes, words) != nil
  }

  /// The tag of RIS in lower-case letters at the start of a line, `ty  - jour`, with exactly the spaces of the
  /// specification.
  func lowercaseTag(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (tag: Tag, value: Int, isLoose: Bool)? {
    let start = line.lowerBound
    if style == .paddedHyphen { return lowercasePaddedTag(bytes, line) }
    guard style == .hyphen, line.count > 4, bytes[start].isLetter,
      bytes[start + 1].isLetter || bytes[start + 1].isDigit,
      !(Self.isCapital(bytes[start]) && Self.isCapitalOrDigit(bytes[start + 1])), bytes.stands("  -", at: start + 2),
      line.count == 5 || bytes[start + 5].isSpace
    else { return nil }
    let second = bytes[start + 1].isLetter ? bytes[start + 1] & 0xDF : bytes[start + 1]
    return (Tag(code: UInt64(bytes[start] & 0xDF) << 8 | UInt64(second)), min(start + 6, line.upperBound), false)
  }

  /// The same of MEDLINE: `pmid- 1`, `ti  - First`.
  private func lowercasePaddedTag(
    _ bytes: Span<UInt8>, _ line: Range<Int>
  ) -> (tag: Tag, value: Int, isLoose: Bool)? {
    let start = line.lowerBound
    guard line.count > 5, bytes[start].isSmallLetter, bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 5] == 32
    else {
      return nil
    }
    let letters = (start..<(start + 4)).prefix { bytes[$0].isSmallLetter || bytes[$0].isDigit }
    guard letters.count > 1, (letters.upperBound..<(start + 4)).allSatisfy({ bytes[$0] == 32 }) else { return nil }
    let code = letters.reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[$1].isDigit ? bytes[$1] : bytes[$1] & 0xDF) }
    return (Tag(code: code), start + 6, false)
  }

  /// The end of a record in another form: `er  -`, `Er`, `ER:`, `ER --`. A word without a character after it
  /// may be part of a text.
  func otherEnd(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (tag: Tag, isWord: Bool)? {
    let text = bytes.trimmed(line)
    guard let end, text.count > 1, text.count < 12 else { return nil }
    let letters = UInt64(bytes[text.lowerBound] & 0xDF) << 8 | UInt64(bytes[text.lowerBound + 1] & 0xDF)
    guard letters == end.code, text.dropFirst(2).allSatisfy({ "-–—:.; \t\u{A0}".utf8.contains(bytes[$0]) }) else {
      return nil
    }
    return (end, text.count == 2 && bytes[text.lowerBound] > 90)
  }

  /// A known tag at the start of a line whose syntax is damaged: `PY  2001`, `VL -3`, `IS=4`, `PY2001`,
  /// `%ASorle`. A value must follow. It is loose if only spaces are between tag and value.
  func damagedTag(
    _ bytes: Span<UInt8>, _ line: Range<Int>, isKnown: (Tag) -> Bool
  ) -> (tag: Tag, value: Int, isLoose: Bool)? {
    var here = line.lowerBound
    let end = line.upperBound
    var code: UInt64 = 0
    var isLoose = style == .percent
    if style == .percent {
      guard line.count > 3, bytes[here] == UInt8(ascii: "%") else { return nil }
      here = bytes.endOfSpace(from: here + 1, to: end)
      guard here + 1 < end else { return nil }
      code = UInt64(UInt8(ascii: "%")) << 8 | UInt64(bytes[here])
      here += 1
    } else {
      let longest = style == .paddedHyphen ? 4 : 2
      while here < end, here - line.lowerBound < longest, bytes[here].isLetter || bytes[here].isDigit {
        code = code << 8 | UInt64(bytes[here].isLetter ? bytes[here] & 0xDF : bytes[here])
        here += 1
      }
      let signs = here
      while here < end, here - signs < 5, bytes[here] < 0x80, !bytes[here].isLetter, !bytes[here].isDigit { here += 1 }
      let isGap = here - signs > 1 || here > signs && (bytes[signs] != 32 || style == .column)
      guard isGap || style == .column && here < end && bytes[here].isDigit else { return nil }
      isLoose = !(signs..<here).contains { !bytes[$0].isSpace }
    }
    let tag = Tag(code: code)
    let hasValue = !bytes.trimmed(here..<end).isEmpty || here > line.lowerBound && bytes[here - 1] == UInt8(ascii: "-")
    return isKnown(tag) && hasValue ? (tag, here, isLoose) : nil
  }

  /// A tag of two characters with one letter too many, `AUU  - Doe`, with exactly the spaces of the
  /// specification, if only one known tag can be meant.
  func longerTag(
    _ bytes: Span<UInt8>, _ line: Range<Int>, isKnown: (Tag) -> Bool
  ) -> (tag: Tag, value: Int, isLoose: Bool)? {
    let start = line.lowerBound
    guard style == .hyphen, line.count > 7, bytes.stands("  - ", at: start + 3) else { return nil }
    let three = (UInt64(bytes[start]), UInt64(bytes[start + 1]), UInt64(bytes[start + 2]))
    var found: Tag?
    for tag in [
      Tag(code: three.0 << 8 | three.1), Tag(code: three.0 << 8 | three.2), Tag(code: three.1 << 8 | three.2),
    ]
    where isKnown(tag) && tag != found {
      if found != nil { return nil }
      found = tag
    }
    return found.map { ($0, start + 7, false) }
  }

  /// Whether a tag with its hyphen, from the start of a line to a value, has lower-case letters or another
  /// dash.
  func isRespelled(_ bytes: Span<UInt8>, _ tag: Range<Int>) -> Bool {
    guard style == .hyphen || style == .paddedHyphen, tag.count != 6 || !Self.isCapital(bytes[tag.lowerBound]) else {
      return false
    }
    let start = tag.lowerBound
    if tag.count > 1, bytes[start] &- 97 < 26 || bytes[start + 1] &- 97 < 26 { return true }
    return tag.contains { dash(bytes, $0, tag.upperBound) > 1 || bytes[$0] == 0x96 || bytes[$0] == 0x97 }
  }

  /// The length in bytes of the dash at an index: a hyphen, or one of the dashes by which word processors
  /// replace it; 0 for another character. In Windows-1252 the en dash and the em dash are one byte each.
  private func dash(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Int {
    guard index < end else { return 0 }
    switch bytes[index] {
    case UInt8(ascii: "-"), 0x96, 0x97: return 1
    case 0xE2 where end - index > 2:
      if bytes[index + 1] == 0x80 { return 0x90...0x95 ~= bytes[index + 2] ? 3 : 0 }
      return bytes[index + 1] == 0x88 && bytes[index + 2] == 0x92 ? 3 : 0
    default: return 0
    }
  }

  /// What is directly before a tag within a value.
  enum BeforeTag {
    /// The end of a word, a number or a sentence, or a capital.
    case text, capital
    /// A space; `isClear` if the tag has its own spaces too.
    case space(isClear: Bool)
  }

  /// A tag within a value, as where the end of a line was lost: `Alfa, AnnaTI  - Weirs`; nil if none is
  /// accepted.
  func tagInside(_ bytes: Span<UInt8>, _ value: Range<Int>, accepts: (Tag, BeforeTag, _ value: Int) -> Bool) -> Tag? {
    // The character that follows the letters of a tag, and how many bytes come before it.
    let (sign, length): (UInt8, Int) =
      switch style {
      case .hyphen, .paddedHyphen: (UInt8(ascii: "-"), 4)
      case .percent: (UInt8(ascii: "%"), 0)
      case .column: (32, 2)
      }
    var from = value.lowerBound
    while let found = bytes.firstIndex(of: sign, from: from, to: value.upperBound) {
      from = found + 1
      guard found - length > value.lowerBound,
        bytes.byte(at: found + (length == 0 ? 2 : style == .column ? 0 : 1)) == 32,
        style != .hyphen || bytes[found - 1] == 32 && bytes[found - 2] == 32,
        let tag = plainTag(bytes, found - length, value.upperBound), !tag.isLoose, tag.value < value.upperBound,
        !beginsLine(bytes, found - length, in: value)
      else { continue }
      let byte = bytes[found - length - 1]
      let before: BeforeTag =
        byte.isSpace
        ? .space(isClear: length > 0 && (bytes[found - 1] != 32 || bytes[found - 2] == 32))
        : Self.isCapital(byte) ? .capital : .text
      if accepts(tag.tag, before, tag.value) { return tag.tag }
    }
    return nil
  }

  /// Whether an index in a value is the start of a line. The framer checks those.
  private func beginsLine(_ bytes: Span<UInt8>, _ place: Int, in value: Range<Int>) -> Bool {
    var here = place
    while here > value.lowerBound, bytes[here - 1] == 32 || bytes[here - 1] == 9 { here -= 1 }
    return here == value.lowerBound || bytes[here - 1] == 10 || bytes[here - 1] == 13
  }

  /// Whether a line without a tag looks as if its tag was damaged: `AUU  - Doe`, `AU  Doe`, `ti  - Weirs`,
  /// `%ADoe`. If continuation lines are indented, every other line without a tag does.
  func looksDamaged(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    guard let first = bytes.byte(at: line.lowerBound), !first.isSpace else { return false }
    switch style {
    case .paddedHyphen, .column: return true
    case .percent: return first == UInt8(ascii: "%")
    case .hyphen:
      let start = line.lowerBound
      if tag(bytes, line) != nil { return true }
      for place in (start + 1)...(start + 3) where bytes.stands("  -", at: place) { return true }
      if wordBeforeHyphen(bytes, line) != nil { return true }
      return line.count > 3 && Self.isCapitalOrDigit(first) && Self.isCapitalOrDigit(bytes[start + 1])
        && bytes.stands("  ", at: start + 2)
    }
  }

  /// The word in capitals before a hyphen at the start of a line, in a format whose tags have two characters:
  /// `BACKGROUND - Rivers rise`, `OR - the odds ratio`; nil for another line.
  func wordBeforeHyphen(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int>? {
    guard style == .hyphen else { return nil }
    var here = line.lowerBound
    while here < line.upperBound, Self.isCapitalOrDigit(bytes[here]) { here += 1 }
    let word = line.lowerBound..<here
    here = endOfBlanks(bytes, here, line.upperBound, count: 4).index
    guard word.count > 1, here < line.upperBound, bytes[here] == UInt8(ascii: "-"), bytes.byte(at: here + 1) == 32
    else { return nil }
    return word
  }

  /// Whether a line after a blank one may be a paragraph of the field before it, rather than text between
  /// records.
  func mayGoOn(_ bytes: Span<UInt8>, _ line: Range<Int>, isProse: Bool) -> Bool {
    if Self.isHeading(bytes, bytes.trimmed(line)) { return false }
    // If all continuation lines are indented, a line that is not belongs to no field, except to prose whose
    // paragraphs another program wrapped (Fixtures/NBIB/paragraphs.nbib).
    return keepsLines || isProse || bytes.byte(at: line.lowerBound)?.isSpace == true
  }

  /// Whether a line is a heading that databases put before records: `1.`, `Record #1 of 4`, `Provider: ...`,
  /// or a line without letters.
  static func isHeading(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    if ExportRemark.isOne(bytes, line) { return true }
    if bytes.standsInAnyCase("record ", at: line.lowerBound) {
      let number = line.lowerBound + 7
      return bytes.byte(at: bytes.byte(at: number) == UInt8(ascii: "#") ? number + 1 : number)?.isDigit == true
    }
    for index in line where bytes[index].isLetter || bytes[index] >= 0x80 { return false }
    return true
  }

  @inline(__always)
  private func hyphenTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Tag, Int, Bool)? {
    guard end &- start >= 2, Self.isCapital(bytes[start]), Self.isCapitalOrDigit(bytes[start &+ 1]) else { return nil }
    let tag = Tag(code: UInt64(bytes[start]) << 8 | UInt64(bytes[start &+ 1]))
    if end &- start > 6, Self.isCapital(bytes[start &+ 2]) { return longTag(bytes, start, end) }
    if end &- start >= 6, bytes[start &+ 2] == 32, bytes[start &+ 3] == 32, bytes[start &+ 4] == UInt8(ascii: "-"),
      bytes[start &+ 5] == 32
    {
      return (tag, start &+ 6, false)
    }
    let (here, blanks) = endOfBlanks(bytes, start &+ 2, end, count: 4)
    // An end without a hyphen is still an end, and not text.
    if here == end { return tag == self.end ? (tag, end, false) : nil }
    guard bytes[here] == UInt8(ascii: "-") else {
      return dashTag(bytes, tag, from: here, to: end, isExact: blanks == 2)
    }
    let value = endOfBlanks(bytes, here &+ 1, end, count: 1).index
    // `UV-light` and `AC-DC` are words, not tags.
    if blanks == 0, here &+ 1 < end, value == here &+ 1, !bytes[value].isSpace { return nil }
    let hasNoBreakSpace = here > start &+ 4 || value > here &+ 2
    return (tag, value, !(blanks == 2 && (here &+ 1 == end || hasNoBreakSpace && value > here &+ 1)))
  }

  /// A tag of RIS with more than two letters, in upper or lower case, before what may be its value:
  /// `DOI  - 10.5555/x`.
  private func longTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Tag, Int, Bool)? {
    var code: UInt64 = 0
    var here = start
    while here < end, here - start < 8, bytes[here].isLetter {
      code = code << 8 | UInt64(bytes[here] & 0xDF)
      here += 1
    }
    let tag = Tag(code: code)
    guard longTags.contains(tag) else { return nil }
    here = endOfBlanks(bytes, here, end, count: 4).index
    guard here + 1 < end, bytes[here] == UInt8(ascii: "-"), bytes[here + 1].isSpace else { return nil }
    let isValue = (here..<end).contains { bytes[$0].isDigit || bytes.stands("://", at: $0) }
    return isValue ? (tag, here + 2, false) : nil
  }

  private func paddedTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Tag, Int, Bool)? {
    guard end &- start >= 5, Self.isCapital(bytes[start]) else { return nil }
    var code: UInt64 = 0
    var length = 0
    while length < 4, Self.isCapitalOrDigit(bytes[start &+ length]) {
      code = code << 8 | UInt64(bytes[start &+ length])
      length += 1
    }
    guard length >= 2 else { return nil }
    // ERIC has a space after tags of four letters too.
    let (here, blanks) = endOfBlanks(bytes, start &+ length, end, count: 5 &- length)
    guard here < end else { return nil }
    if length &+ blanks < 4 {
      // `TI - First`, which a journal system writes; the scanner takes it only in records that begin so.
      guard blanks == 1, bytes[here] == UInt8(ascii: "-"), here &+ 1 < end, bytes[here &+ 1] == 32 else { return nil }
      return (Tag(code: code), here &+ 2, true)
    }
    guard bytes[here] == UInt8(ascii: "-") else {
      return dashTag(bytes, Tag(code: code), from: here, to: end, isExact: length &+ blanks == 4)
    }
    let value = endOfBlanks(bytes, here &+ 1, end, count: 1).index
    return (Tag(code: code), value, here &+ 1 < end && value == here &+ 1)
  }

  /// The tag before a dash into which a word processor changed the hyphen, `TY  – JOUR`, with exactly the
  /// spaces of the specification: others occur in ordinary text.
  private func dashTag(
    _ bytes: Span<UInt8>, _ tag: Tag, from here: Int, to end: Int, isExact: Bool
  ) -> (Tag, Int, Bool)? {
    let length = dash(bytes, here, end)
    guard isExact, length > 0 else { return nil }
    let value = endOfBlanks(bytes, here &+ length, end, count: 1).index
    return value > here &+ length || value == end ? (tag, value, false) : nil
  }

  private func percentTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Tag, Int, Bool)? {
    guard end &- start >= 2, bytes[start] == UInt8(ascii: "%"), bytes[start &+ 1] &- 33 < 94 else { return nil }
    let value = endOfBlanks(bytes, start &+ 2, end, count: 1).index
    guard value > start &+ 2 || value == end else { return nil }
    return (Tag(code: UInt64(bytes[start]) << 8 | UInt64(bytes[start &+ 1])), value, false)
  }

  private func columnTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Tag, Int, Bool)? {
    guard end &- start >= 2, Self.isCapital(bytes[start]), Self.isCapitalOrDigit(bytes[start &+ 1]) else { return nil }
    let value = endOfBlanks(bytes, start &+ 2, end, count: 1).index
    // The tab-separated export of Web of Science has the tags in its header, separated by tabs.
    guard value == end || value > start &+ 2 && bytes[start &+ 2] != 9 else { return nil }
    return (Tag(code: UInt64(bytes[start]) << 8 | UInt64(bytes[start &+ 1])), value, false)
  }

  /// The index after at most so many spaces, tabs and no-break spaces, which records copied from a web page
  /// have, and how many there are.
  @inline(__always)
  private func endOfBlanks(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, count: Int) -> (index: Int, count: Int) {
    var here = start
    var blanks = 0
    while here < end, blanks < count {
      if bytes[here] == 32 || bytes[here] == 9 {
        here &+= 1
      } else if bytes.isNoBreakSpace(at: here) {
        here &+= 2
      } else {
        break
      }
      blanks &+= 1
    }
    return (here, blanks)
  }

  private static func isCapital(_ byte: UInt8) -> Bool { byte &- 65 < 26 }
  private static func isCapitalOrDigit(_ byte: UInt8) -> Bool { byte &- 65 < 26 || byte.isDigit }

  /// The last index in a range after a line that ends a record, whatever is before it.
  func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard let end else { return nil }
    var next = range.upperBound
    while next > range.lowerBound {
      // The line that ends before `next`, if it ends there at all.
      var start = next - 1
      guard bytes[start] == 10 || next == range.upperBound else { return nil }
      let stop = start
      while start > range.lowerBound, bytes[start - 1] != 10 { start -= 1 }
      if bytes[stop] == 10, let found = tag(bytes, start..<stop), found.tag == end, !found.isLoose,
        bytes.trimmed(found.value..<stop).isEmpty,
        bytes.firstIndex(of: 13, from: start, to: stop).map({ $0 == stop - 1 }) ?? true
      {
        return next
      }
      next = start
    }
    return nil
  }

  /// The tag with a name, if a line can begin with it and it neither begins nor ends a record.
  func fieldTag(_ name: String) -> Tag? {
    guard (2...4).contains(name.utf8.count) else { return nil }
    let tag = Tag(name)
    if tag == begin || tag == end || frame.contains(tag) { return nil }
    var sink = ByteSink()
    write(tag, into: &sink)
    let bytes = sink.bytes
    return self.tag(bytes.span, 0..<bytes.count)?.tag == tag ? tag : nil
  }

  /// Writes a tag and the separator before its value.
  func write(_ tag: Tag, into sink: inout ByteSink) {
    if style == .hyphen, tag.code <= 0xFFFF {
      let letters = tag.code >> 8 & 0xFF | (tag.code & 0xFF) << 8
      sink.append(word: letters | 0x202D_2020 << 16, count: 6)
      return
    }
    var length = 0
    var shift = (71 - tag.code.leadingZeroBitCount) / 8 * 8
    while shift > 0 {
      shift -= 8
      sink.append(UInt8(truncatingIfNeeded: tag.code >> UInt64(shift)))
      length += 1
    }
    switch style {
    case .hyphen: sink.append("  - ")
    case .paddedHyphen:
      while length < 4 {
        sink.append(32)
        length += 1
      }
      sink.append("- ")
    case .percent, .column: sink.append(32)
    }
  }
}

extension Span<UInt8> {
  /// The ASCII byte that the character at an index is or looks like, with its length; nil for a zero-width
  /// mark.
  fileprivate func plainByte(at index: Int) -> (value: UInt8?, length: Int) {
    let length = Swift.max(lengthOfUTF8(at: index), 1)
    guard length > 1 else { return (self[index], 1) }
    let (first, second, last) = (self[index], self[index + 1], self[index + length - 1])
    // U+FF01 to U+FF5E.
    let fullWidth = Int(second & 0x3F) << 6 + Int(last & 0x3F) - 0xEE0
    if first == 0xEF, length == 3, 0x21...0x7E ~= fullWidth { return (UInt8(fullWidth), 3) }
    if !isWideSpace(at: index) { return (first, length) }
    let hasNoWidth = first == 0xEF || first == 0xE2 && (second == 0x81 ? last != 0x9F : 0x8B...0x8F ~= last)
    return (hasNoWidth ? nil : 32, length)
  }
}
