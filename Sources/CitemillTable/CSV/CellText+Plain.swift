import CitemillCore

// What nearly every cell of names, keywords or identifiers looks like, read from its bytes without a text in between. Each
// function answers exactly as the one for texts does, or not at all.

extension CellText {
  /// The names of a cell, each between semicolons; false for a cell that takes a closer look.
  static func readPlainNames(_ bytes: Span<UInt8>, _ range: Range<Int>, _ role: Role, into list: inout [Contributor])
    -> Bool
  {
    let isAlone = bytes.firstIndex(of: UInt8(ascii: ";"), from: range.lowerBound, to: range.upperBound) == nil
    if isAlone {
      guard let name = plainName(bytes, bytes.trimmed(range), isAlone: true) else { return false }
      list.append(.person(name, role))
      return true
    }
    // Names of one cell share the list of their one role.
    let blank = Contributor(.person, roles: [role])
    for sign in [UInt8(ascii: "{"), UInt8(ascii: "\\")]
    where bytes.firstIndex(of: sign, from: range.lowerBound, to: range.upperBound) != nil { return false }
    list.reserveCapacity(list.count + bytes.count(of: UInt8(ascii: ";"), in: range) + 1)
    var start = range.lowerBound
    while start < range.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: ";"), from: start, to: range.upperBound) ?? range.upperBound
      let piece = bytes.trimmed(start..<end)
      start = end + 1
      if piece.isEmpty { continue }
      if let name = plainName(bytes, piece, isAlone: false) {
        list.append(blank)
        list[list.count - 1].name = name
      } else {
        list += readPiece(bytes.text(piece), role)
      }
    }
    return true
  }

  /// Whether a text is read as a name of family and given name, in a cell of its own or beside others.
  static func isPlain(_ text: String, _ name: PersonName, isAlone: Bool) -> Bool {
    guard let family = name.family, let given = name.given, text.utf8.count == family.utf8.count + given.utf8.count + 2
    else { return false }
    let bytes = Array(text.utf8)
    let span = bytes.span
    for sign in [UInt8(ascii: "{"), UInt8(ascii: "\\"), UInt8(ascii: ";")]
    where span.firstIndex(of: sign, from: 0, to: bytes.count) != nil { return false }
    return span.trimmed(0..<bytes.count).count == bytes.count
      && plainName(span, 0..<bytes.count, isAlone: isAlone) == name
  }

  /// A name that is `Family, Given` and cannot be taken for anything else; nil for any other.
  private static func plainName(_ bytes: Span<UInt8>, _ piece: Range<Int>, isAlone: Bool) -> PersonName? {
    guard let comma = bytes.firstIndex(of: UInt8(ascii: ","), from: piece.lowerBound, to: piece.upperBound),
      bytes.firstIndex(of: UInt8(ascii: ","), from: comma + 1, to: piece.upperBound) == nil
    else { return nil }
    let family = piece.lowerBound..<comma
    let given = bytes.trimmed((comma + 1)..<piece.upperBound)
    // `Jr.` and `III` are suffixes; "et al." and "and others" end a name.
    guard !mayBeGeneration(bytes, given), hasPlainEnds(bytes, family), hasPlainEnds(bytes, given),
      !endsLikeOthers(bytes, given)
    else { return nil }
    let hasSpace = bytes.firstIndex(of: 32, from: family.lowerBound, to: family.upperBound) != nil
    if hasSpace {
      // Particles begin with a small letter or an apostrophe, and behind two words more is taken for a degree.
      let first = bytes[family.lowerBound]
      guard given.count > 5, first.isLetter || first >= 0x80, first &- 97 >= 26, !hasDoubleSpace(bytes, family) else {
        return nil
      }
    }
    if isAlone, hasSpace || !isPlainAlone(bytes, piece, family, given) { return nil }
    return PersonName(family: bytes.text(family), given: bytes.text(given))
  }

  private static func hasDoubleSpace(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for index in range.dropFirst() where bytes[index] == 32 && bytes[index - 1] == 32 { return true }
    return false
  }

  /// A name alone may be several behind "and", and one that looks like a degree is none; such ones take a closer look.
  private static func isPlainAlone(
    _ bytes: Span<UInt8>, _ piece: Range<Int>, _ family: Range<Int>, _ given: Range<Int>
  ) -> Bool {
    for sign in [UInt8(ascii: "{"), UInt8(ascii: "\\"), UInt8(ascii: "&")]
    where bytes.firstIndex(of: sign, from: piece.lowerBound, to: piece.upperBound) != nil { return false }
    guard family.count > 3, !bytes.hasWord(UInt8(ascii: "a"), in: given) else { return false }
    var hasLowercase = false
    for index in family {
      if bytes[index] == UInt8(ascii: ".") { return false }
      if bytes[index] &- 97 < 26 { hasLowercase = true }
    }
    return hasLowercase
  }

  /// Whether a short text may be a generation: `Jr`, `Sr.`, `II`.
  private static func mayBeGeneration(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 3, let first = range.first else { return range.isEmpty }
    return bytes[first] == UInt8(ascii: "J") || bytes[first] == UInt8(ascii: "S") || bytes[first] == UInt8(ascii: "I")
  }

  /// Whether no white space of typesetting may stand at the ends: its first byte is one of four.
  private static func hasPlainEnds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let first = range.first, let last = range.last else { return false }
    func isLead(_ byte: UInt8) -> Bool { byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF }
    if bytes[first] <= 32 || bytes[last] <= 32 || isLead(bytes[first]) { return false }
    if bytes[last] < 0x80 { return true }
    return !isLead(bytes[max(last - 1, range.lowerBound)]) && !isLead(bytes[max(last - 2, range.lowerBound)])
  }

  private static func endsLikeOthers(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count > 4 else { return false }
    return bytes.stands("al.", at: range.upperBound - 3) || bytes.stands("al", at: range.upperBound - 2)
      || bytes.stands("a.", at: range.upperBound - 2)
  }

  /// The values of a cell that has no escapes, one after another; false when it has some.
  static func readPlainList(
    _ bytes: Span<UInt8>, _ range: Range<Int>, splitsCommas: Bool, _ take: (String) -> Void
  ) -> Bool {
    if bytes.firstIndex(of: UInt8(ascii: "\\"), from: range.lowerBound, to: range.upperBound) != nil { return false }
    var separator = UInt8(ascii: ";")
    if splitsCommas, bytes.firstIndex(of: separator, from: range.lowerBound, to: range.upperBound) == nil {
      separator = UInt8(ascii: ",")
    }
    var start = range.lowerBound
    while start < range.upperBound {
      let end = bytes.firstIndex(of: separator, from: start, to: range.upperBound) ?? range.upperBound
      let piece = bytes.trimmed(start..<end)
      if !piece.isEmpty { take(bytes.text(piece)) }
      start = end + 1
    }
    return true
  }
}

extension Span<UInt8> {
  /// A range without the white space at its ends that parts values.
  fileprivate func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, CellText.isSpace(self[lower]) { lower += 1 }
    while upper > lower, CellText.isSpace(self[upper - 1]) { upper -= 1 }
    return lower..<upper
  }

  fileprivate func count(of byte: UInt8, in range: Range<Int>) -> Int {
    var count = 0
    var from = range.lowerBound
    while let hit = firstIndex(of: byte, from: from, to: range.upperBound) {
      count += 1
      from = hit + 1
    }
    return count
  }

  /// Whether a word begins with a byte.
  fileprivate func hasWord(_ byte: UInt8, in range: Range<Int>) -> Bool {
    var isBehindSpace = true
    for index in range {
      if isBehindSpace, self[index] == byte { return true }
      isBehindSpace = self[index] == 32
    }
    return false
  }
}
