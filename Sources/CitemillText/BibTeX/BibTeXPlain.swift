import CitemillCore

/// Quick checks for text that is read back from an entry unchanged.
enum BibTeXPlain {
  enum Kind { case plain, escaped, other }

  /// How a text can be written.
  static func kind(of text: String, isASCII: Bool) -> Kind { text.withUTF8Span { kind(of: $0, isASCII: isASCII) } }

  private static func kind(of bytes: Span<UInt8>, isASCII: Bool) -> Kind {
    guard let first = bytes.byte(at: 0), let last = bytes.byte(at: bytes.count - 1) else { return .other }
    // White space at the ends is removed, including non-ASCII white space.
    if first.isSpace || last.isSpace || first >= 0xC2 && bytes.isWideSpace(at: 0) { return .other }
    if last >= 0x80, bytes.isWideSpace(at: bytes.count - 2) || bytes.isWideSpace(at: bytes.count - 3) { return .other }
    if isASCII ? bytes.firstBeyondASCII(from: 0, to: bytes.count) != nil : LaTeXText.hasHiddenBeyondASCII(bytes) {
      return .other
    }
    var kind = Kind.plain
    var index = 0
    let count = bytes.count
    while true {
      index = bytes.endOfProse(from: index, to: count)
      guard index < count else { return kind }
      let byte = bytes[index]
      switch byte {
      case 32: return .other
      case 39, 45:
        if index &+ 1 < count, bytes[index &+ 1] == byte { return .other }
      case UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "#"), UInt8(ascii: "_"), UInt8(ascii: "$"):
        kind = .escaped
      case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "|"): break
      default: return .other
      }
      index &+= 1
    }
  }

  /// Whether a text with marks is certain to be read back: marks with a command, each over text, none nested
  /// or adjacent.
  static func isPlainMarked(_ text: RichText, isASCII: Bool, protectsCase: Bool) -> Bool {
    guard kind(of: text.plain, isASCII: isASCII) != .other else { return false }
    return text.plain.withUTF8Span { bytes in
      var end = -1
      for index in text.marks.indices {
        let mark = text.marks[index]
        switch mark.kind {
        case .italic, .bold, .subscripted, .superscripted: break
        case .noCase where protectsCase: break
        default: return false
        }
        guard mark.value == nil, mark.start > end, mark.end > mark.start, let first = bytes.byte(at: mark.start),
          let last = bytes.byte(at: mark.end - 1), first.isLetter || first.isDigit, last.isLetter || last.isDigit
        else { return false }
        end = mark.end
      }
      return true
    }
  }

  /// Appends a text of the kind `escaped`.
  static func append(_ bytes: Span<UInt8>, into sink: inout ByteSink) {
    var start = 0
    for index in 0..<bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "#"), UInt8(ascii: "_"), UInt8(ascii: "$"):
        sink.append(bytes, start..<index)
        sink.append(UInt8(ascii: "\\"))
        start = index
      default: break
      }
    }
    sink.append(bytes, start..<bytes.count)
  }

  /// Whether a text is read as a whole before the comma of a name: no comma, no `and`, no equals sign, and
  /// every word except the last starts with a capital.
  static func isFamily(_ text: String) -> Bool {
    guard isGiven(text) else { return false }
    return text.withUTF8Span { bytes in
      if bytes.firstIndex(of: 32, from: 0, to: bytes.count) == nil { return true }
      var isStart = true
      for index in 0..<bytes.count {
        if bytes[index] == 32 {
          isStart = true
          continue
        }
        if isStart, bytes[index] &- 65 >= 26 {
          return bytes.firstIndex(of: 32, from: index, to: bytes.count) == nil
        }
        isStart = false
      }
      return true
    }
  }

  /// Whether a text is one word: letters, and hyphens, apostrophes and full stops after the first.
  static func isOneWord(_ text: String) -> Bool {
    text.withUTF8Span { bytes in
      guard let first = bytes.byte(at: 0), first.isLetter || first >= 0x80 else { return false }
      return (0..<bytes.count).allSatisfy { index in
        bytes[index].isLetter || bytes[index] >= 0x80 || "-'.".utf8.contains(bytes[index])
      }
    }
  }

  /// Whether a text starts with an ASCII capital, so that no part of it is taken for a particle.
  static func startsBig(_ text: String) -> Bool { text.utf8.first.map { $0 &- 65 < 26 } ?? false }

  /// Whether a text is read as a whole after the comma of a name: it has no separator of names.
  static func isGiven(_ text: String) -> Bool { isListed(text, without: UInt8(ascii: ";"), UInt8(ascii: "&")) }

  /// Whether a text is read as a whole between the `and` of a list, and in a name without separators.
  static func isListed(_ text: String) -> Bool { isListed(text, without: UInt8(ascii: ","), UInt8(ascii: "=")) }

  private static func isListed(_ text: String, without first: UInt8, _ second: UInt8) -> Bool {
    text.withUTF8Span { bytes in
      var isStart = true
      for index in 0..<bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "=") || byte == first || byte == second { return false }
        if isStart, byte | 0x20 == UInt8(ascii: "a"), index + 3 <= bytes.count,
          bytes[index + 1] | 0x20 == UInt8(ascii: "n"),
          bytes[index + 2] | 0x20 == UInt8(ascii: "d"),
          bytes.byte(at: index + 3)?.isSpace ?? true
        {
          return false
        }
        if isStart, byte | 0x20 == UInt8(ascii: "o") || byte == UInt8(ascii: "~") {
          if bytes.isWord("others", index..<bytes.count) { return false }
        }
        isStart = byte.isSpace
      }
      return true
    }
  }

  /// Whether particles are recognised by their lower-case letters.
  static func isParticle(_ text: String?) -> Bool {
    guard let text else { return true }
    return isGiven(text)
      && text.utf8.split(separator: 32, omittingEmptySubsequences: false).allSatisfy { ($0.first ?? 0) &- 97 < 26 }
  }

  /// Whether a text is a BibLaTeX language name: `english`, `ngerman`.
  static func isLanguageName(_ text: String) -> Bool { text.utf8.allSatisfy { $0 &- 97 < 26 } && text.utf8.count > 3 }

  /// Whether a text can be in braces unchanged, and is read back unchanged: not with carets that encode
  /// another character.
  static func isSource(_ text: String) -> Bool { isBalanced(text) && !text.hasCaretPair }

  /// Whether a text can be in braces.
  static func isBalanced(_ text: String) -> Bool {
    var depth = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") {
        depth -= 1
        if depth < 0 { return false }
      }
    }
    return depth == 0
  }
}

extension String {
  /// Whether there are two adjacent carets, which TeX reads with the next character as another one.
  var hasCaretPair: Bool {
    contains(byte: UInt8(ascii: "^"))
      && withUTF8Span { $0.firstIndex(of: [UInt8(ascii: "^"), UInt8(ascii: "^")]) != nil }
  }
}
