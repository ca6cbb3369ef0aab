import CitemillCore

/// How the lines of a tagged format look, and where its records begin and end.
///
///     RIS              nbib             Refer           Web of Science
///     TY  - JOUR       PMID- 123        %0 Thesis       PT J
///     AU  - Doe, Jane  AU  - Doe J      %A Doe, Jane    AU Doe, J
///     wrapped text           wrapped    wrapped text       Roe, R
///     ER  -                                             ER
struct TagSyntax: Sendable {
  /// How a tag stands before its value.
  enum Style: Sendable {
    /// Two signs, two spaces, a hyphen, a space; writers vary the spaces.
    case hyphen
    /// Two to four capitals filled up to four, a hyphen, a space.
    case paddedHyphen
    /// A per cent sign, a sign, a space.
    case percent
    /// Two signs, a space; lines that go on begin with three spaces.
    case column
  }

  /// How a tag stands before its value.
  let style: Style
  let begin: Tag
  /// The tag that ends a record; none where a blank line does.
  var end: Tag?
  /// Tags of the file around the records.
  var frame: [Tag] = []

  /// Whether lines of a value that are not indented begin new lines of it; else all were wrapped.
  var keepsLines: Bool { style == .hyphen || style == .percent }

  /// How many spaces lines that go on begin with; nil where they may have any number.
  var continuation: Int? {
    switch style {
    case .hyphen, .percent: nil
    case .paddedHyphen: 6
    case .column: 3
    }
  }

  /// What stands between the paragraphs of a value.
  var paragraph: String { keepsLines ? end == nil ? "\n" : "\n\n" : " " }

  /// A tag of up to four bytes as a number.
  struct Tag: Hashable, Sendable, ExpressibleByStringLiteral {
    let code: UInt32

    init(code: UInt32) { self.code = code }
    init(stringLiteral name: String) {
      var code: UInt32 = 0
      for byte in name.utf8 { code = code << 8 | UInt32(byte) }
      self.code = code
    }

    /// The tag as it is written.
    var name: String {
      let shifts: [UInt32] = [24, 16, 8, 0]
      let bytes = shifts.map { UInt8(truncatingIfNeeded: code >> $0) }.filter { $0 != 0 }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The tag at the start of a line with the place of its value; nil for a line without.
  ///
  /// `isLoose` says that the spaces around the hyphen are not those of the specification.
  @inline(__always)
  func tag(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (tag: Tag, value: Int, isLoose: Bool)? {
    // A byte order mark stands at the start of a line where files were joined.
    let start =
      bytes.byte(at: line.lowerBound) == 0xEF && bytes.stands("\u{FEFF}", at: line.lowerBound)
      ? min(line.lowerBound &+ 3, line.upperBound) : line.lowerBound
    return switch style {
    case .hyphen: hyphenTag(bytes, start, line.upperBound)
    case .paddedHyphen: paddedTag(bytes, start, line.upperBound)
    case .percent: percentTag(bytes, start, line.upperBound)
    case .column: columnTag(bytes, start, line.upperBound)
    }
  }

  /// The tag of a line that begins with white space, where it stands behind that just as the specification has it.
  func indentedTag(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (tag: Tag, value: Int, isLoose: Bool)? {
    // Lines of a column format that begin with spaces go on.
    guard style != .column, let first = bytes.byte(at: line.lowerBound), !line.isEmpty, first.isSpace else {
      return nil
    }
    let found = tag(bytes, bytes.endOfSpace(from: line.lowerBound, to: line.upperBound)..<line.upperBound)
    return found?.isLoose == false ? found : nil
  }

  /// Whether a line of a value could be read as one with a tag, which may be indented.
  func mayBeTag(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let words = bytes.trimmed(line)
    return tag(bytes, line) != nil || tag(bytes, words) != nil || lowercaseTag(bytes, words) != nil
  }

  /// The tag of RIS in lower-case letters at the start of a line, `ty  - jour`, with just the spaces of the specification.
  func lowercaseTag(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (tag: Tag, value: Int, isLoose: Bool)? {
    let start = line.lowerBound
    guard style == .hyphen, line.count > 4, bytes[start].isLetter,
      bytes[start + 1].isLetter || bytes[start + 1].isDigit,
      !(Self.isCapital(bytes[start]) && Self.isCapitalOrDigit(bytes[start + 1])), bytes.stands("  -", at: start + 2),
      line.count == 5 || bytes[start + 5].isSpace
    else { return nil }
    let second = bytes[start + 1].isLetter ? bytes[start + 1] & 0xDF : bytes[start + 1]
    return (Tag(code: UInt32(bytes[start] & 0xDF) << 8 | UInt32(second)), min(start + 6, line.upperBound), false)
  }

  /// Whether a tag with its hyphen, from the start of a line to a value, has lower-case letters or another dash.
  func isRespelled(_ bytes: Span<UInt8>, _ tag: Range<Int>) -> Bool {
    guard style == .hyphen || style == .paddedHyphen, tag.count != 6 || !Self.isCapital(bytes[tag.lowerBound]) else {
      return false
    }
    let start = tag.lowerBound
    if tag.count > 1, bytes[start] &- 97 < 26 || bytes[start + 1] &- 97 < 26 { return true }
    return tag.contains { dash(bytes, $0, tag.upperBound) > 1 || bytes[$0] == 0x96 || bytes[$0] == 0x97 }
  }

  /// How many bytes the dash at an index has: a hyphen, or one of those by which word processors replace it; 0 for another
  /// character. Windows-1252 has the en dash and the em dash in one byte.
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

  /// Where a tag of a list stands within a value, as where the end of a line was lost: `Alfa, AnnaTI  - Weirs`; nil for none, and
  /// for column formats, whose tags are like words.
  func tagInside(_ bytes: Span<UInt8>, _ value: Range<Int>, isKnown: (Tag) -> Bool) -> Tag? {
    let sign: UInt8
    switch style {
    case .hyphen, .paddedHyphen: sign = UInt8(ascii: "-")
    case .percent: sign = UInt8(ascii: "%")
    case .column: return nil
    }
    // The hyphen comes after the four bytes of its tag.
    let length = style == .percent ? 0 : 4
    var from = value.lowerBound
    while let found = bytes.firstIndex(of: sign, from: from, to: value.upperBound) {
      from = found + 1
      guard found - length > value.lowerBound, let next = bytes.byte(at: found + (length == 0 ? 2 : 1)), next == 32,
        style != .hyphen || bytes[found - 1] == 32 && bytes[found - 2] == 32,
        !standsAlone(bytes, found - length, in: value),
        let tag = tag(bytes, (found - length)..<value.upperBound), !tag.isLoose, isKnown(tag.tag)
      else { continue }
      return tag.tag
    }
    return nil
  }

  /// Whether a place in a value is the start of a line, which the framer looks at, or of a word in capitals like a tag of MEDLINE.
  private func standsAlone(_ bytes: Span<UInt8>, _ place: Int, in value: Range<Int>) -> Bool {
    var here = place
    while here > value.lowerBound, bytes[here - 1] == 32 || bytes[here - 1] == 9 { here -= 1 }
    return here == value.lowerBound || bytes[here - 1] == 10 || bytes[here - 1] == 13
      || style == .paddedHyphen && here < place
  }

  /// Whether a line without a tag looks like one whose tag was damaged: `AUU  - Doe`, `AU  Doe`, `ti  - Weirs`, `%ADoe`. Where
  /// lines that go on are indented, each other one does.
  func looksDamaged(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    guard let first = bytes.byte(at: line.lowerBound), !first.isSpace else { return false }
    switch style {
    case .paddedHyphen, .column: return true
    case .percent: return first == UInt8(ascii: "%")
    case .hyphen:
      let start = line.lowerBound
      if tag(bytes, line) != nil { return true }
      for place in (start + 1)...(start + 3) where bytes.stands("  -", at: place) { return true }
      return Self.isCapital(first) && bytes.byte(at: start + 1).map(Self.isCapitalOrDigit) == true
        && bytes.stands("  ", at: start + 2)
    }
  }

  /// Whether a line after a blank one may be a paragraph of the field before it, and does not stand between records.
  func mayGoOn(_ bytes: Span<UInt8>, _ line: Range<Int>, isProse: Bool) -> Bool {
    if Self.isHeading(bytes, bytes.trimmed(line)) { return false }
    // Where all lines that go on are indented, others are of no field but one of prose, whose paragraphs were wrapped elsewhere
    // (Fixtures/NBIB/paragraphs.nbib).
    return keepsLines || isProse || bytes.byte(at: line.lowerBound)?.isSpace == true
  }

  /// Whether a line is a heading that databases put before records: `1.`, `Record #1 of 4`, `Provider: ...`, lines without letters.
  static func isHeading(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let words: [StaticString] = ["provider:", "content:", "database:", "export date:"]
    if words.contains(where: { bytes.standsInAnyCase($0, at: line.lowerBound) }) { return true }
    if line.count == 6, bytes.stands("Scopus", at: line.lowerBound) { return true }
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
    let tag = Tag(code: UInt32(bytes[start]) << 8 | UInt32(bytes[start &+ 1]))
    if end &- start >= 6, bytes[start &+ 2] == 32, bytes[start &+ 3] == 32, bytes[start &+ 4] == UInt8(ascii: "-"),
      bytes[start &+ 5] == 32
    {
      return (tag, start &+ 6, false)
    }
    let (here, blanks) = endOfBlanks(bytes, start &+ 2, end, count: 4)
    // An end without hyphen is one, and no text.
    if here == end { return tag == self.end ? (tag, end, false) : nil }
    guard bytes[here] == UInt8(ascii: "-") else {
      return dashTag(bytes, tag, from: here, to: end, isExact: blanks == 2)
    }
    let value = endOfBlanks(bytes, here &+ 1, end, count: 1).index
    // `UV-light` and `AC-DC` are words.
    if blanks == 0, here &+ 1 < end, value == here &+ 1, !bytes[value].isSpace { return nil }
    let hasNoBreakSpace = here > start &+ 4 || value > here &+ 2
    return (tag, value, !(blanks == 2 && (here &+ 1 == end || hasNoBreakSpace && value > here &+ 1)))
  }

  private func paddedTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Tag, Int, Bool)? {
    guard end &- start >= 5, Self.isCapital(bytes[start]) else { return nil }
    var code: UInt32 = 0
    var length = 0
    while length < 4, Self.isCapitalOrDigit(bytes[start &+ length]) {
      code = code << 8 | UInt32(bytes[start &+ length])
      length += 1
    }
    guard length >= 2 else { return nil }
    // ERIC has a space behind tags of four letters too.
    let (here, blanks) = endOfBlanks(bytes, start &+ length, end, count: 5 &- length)
    guard here < end, length &+ blanks >= 4 else { return nil }
    guard bytes[here] == UInt8(ascii: "-") else {
      return dashTag(bytes, Tag(code: code), from: here, to: end, isExact: length &+ blanks == 4)
    }
    let value = endOfBlanks(bytes, here &+ 1, end, count: 1).index
    return (Tag(code: code), value, here &+ 1 < end && value == here &+ 1)
  }

  /// The tag before a dash that a word processor made of the hyphen, `TY  – JOUR`, where the spaces are those of the
  /// specification: others stand in any text.
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
    return (Tag(code: UInt32(bytes[start]) << 8 | UInt32(bytes[start &+ 1])), value, false)
  }

  private func columnTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Tag, Int, Bool)? {
    guard end &- start >= 2, Self.isCapital(bytes[start]), Self.isCapitalOrDigit(bytes[start &+ 1]) else { return nil }
    let value = endOfBlanks(bytes, start &+ 2, end, count: 1).index
    // The table of Web of Science has the tags in its header, with tabs.
    guard value == end || value > start &+ 2 && bytes[start &+ 2] != 9 else { return nil }
    return (Tag(code: UInt32(bytes[start]) << 8 | UInt32(bytes[start &+ 1])), value, false)
  }

  /// The index after up to so many spaces, tabs and no-break spaces, which records that were copied from a page have, with how
  /// many there are.
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

  /// The last place in a range behind a line that ends a record, whatever stands before it.
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

  /// The tag of a name, where a line can begin with it without being the begin or the end of a record.
  func fieldTag(_ name: String) -> Tag? {
    guard (2...4).contains(name.utf8.count) else { return nil }
    let tag = Tag(stringLiteral: name)
    if tag == begin || tag == end || frame.contains(tag) { return nil }
    var sink = ByteSink()
    write(tag, into: &sink)
    let bytes = sink.bytes
    return self.tag(bytes.span, 0..<bytes.count)?.tag == tag ? tag : nil
  }

  /// Writes a tag with what stands between it and its value.
  func write(_ tag: Tag, into sink: inout ByteSink) {
    if style == .hyphen {
      let letters = UInt64(tag.code >> 8 & 0xFF) | UInt64(tag.code & 0xFF) << 8
      sink.append(word: letters | 0x202D_2020 << 16, count: 6)
      return
    }
    var length = 0
    var shift: UInt32 = 32
    while shift > 0 {
      shift -= 8
      if tag.code >> shift == 0 { continue }
      sink.append(UInt8(truncatingIfNeeded: tag.code >> shift))
      length += 1
    }
    switch style {
    case .hyphen: break
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
