import CitemillCore

// Characters as LaTeX text needs them.

extension LaTeXText {
  static func isWord(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte.isLetter || byte >= 0x80
  }

  /// Whether a byte of the source may continue a word: a letter, or a command for one.
  static func isWordSource(_ byte: UInt8?) -> Bool {
    isWord(byte) || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "{")
  }

  /// Whether a text has something whose case could change, or that stands for a word.
  static func hasCase(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.contains { $0.isLetter || $0.isDigit || $0 >= 0x80 }
  }

  /// The number of a range of digits; nil if there are none or too many.
  static func number(_ bytes: Span<UInt8>, _ range: Range<Int>, radix: UInt32, allowsCapitals: Bool = true) -> UInt32? {
    guard (1...8).contains(range.count), range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
    var value: UInt32 = 0
    for index in range {
      let byte = bytes[index]
      let digit: UInt32
      if byte.isDigit {
        digit = UInt32(byte) - 48
      } else if byte.isLetter, allowsCapitals || byte >= 97 {
        digit = UInt32(byte.lowercased) - 87
      } else {
        return nil
      }
      guard digit < radix, value < 0x100_0000 else { return nil }
      value = value * radix + digit
    }
    return value
  }

  /// The first character of a text with an additional accent, and its previous length in bytes.
  static func accented(_ text: Span<UInt8>, from start: Int, _ accent: LaTeXAccent) -> (length: Int, bytes: [UInt8]) {
    var result: [UInt8] = []
    guard start < text.count else {
      if let alone = accent.alone { result.append(scalar: alone) }
      return (0, result)
    }
    let composition = LaTeXComposition.standard
    let first = text.scalar(at: start)
    var end = start + first.length
    var accents: [UInt32] = []
    while end < text.count {
      let next = text.scalar(at: end)
      guard LaTeXAccents.place(next.value) != 0 else { break }
      accents.append(next.value)
      end += next.length
    }
    if first.value == 0xFFFD { return (0, result) }
    if first.value < 0x80, accents.isEmpty, let scalar = composition.composed(first.value, accent.combining) {
      result.append(scalar: scalar)
      return (end - start, result)
    }
    var letter = first.value
    if accent.place == 230, letter == 0x131 || letter == 0x237 { letter = letter == 0x131 ? 0x69 : 0x6A }
    if first.value == 0x131, accent.combining == 0x307, accents.isEmpty { return (first.length, [0x69]) }
    accents.append(accent.combining)
    for scalar in composition.normalized(letter, accents) { result.append(scalar: scalar) }
    return (end - start, result)
  }
}

// MARK: - Bytes that are escaped

extension LaTeXText {
  /// Whether an ASCII byte is not always written unchanged: TeX's special characters, white space, control
  /// characters, `'`, `-` and backtick.
  static func isSpecial(_ byte: UInt8) -> Bool {
    guard byte < 0x80 else { return false }
    let mask: UInt64 = byte < 64 ? 0x0000_20F9_FFFF_FFFF : 0xE800_0001_D000_0000
    return mask >> UInt64(byte & 63) & 1 != 0
  }

  /// Whether each closing brace of a text has its opening one.
  static func hasMatchingBraces(_ text: Span<UInt8>) -> Bool {
    var depth = 0
    for index in text.indices {
      if text[index] == UInt8(ascii: "{") { depth += 1 }
      if text[index] == UInt8(ascii: "}") { depth -= 1 }
      if depth < 0 { return false }
    }
    return depth == 0
  }

  /// Whether a source can be between dollars.
  static func isFormula(_ source: String) -> Bool {
    let bytes = Array(source.utf8) + [UInt8(ascii: "$")]
    let (stop, isEnd) = endOfFormula(bytes.span, from: 0, to: bytes.count, before: .dollar)
    return isEnd && stop == bytes.count - 1 && bytes.contains { $0 != UInt8(ascii: "$") && !$0.isSpace }
      && hasMatchingBraces(bytes.span)
  }

  /// A scalar percent-encoded for URLs: `%E2%80%8B`.
  static func percentEncoded(_ scalar: Unicode.Scalar) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return String(scalar).utf8.flatMap { [UInt8(ascii: "%"), digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// The schemes that documents may link to. Others run programs (`run:`) or scripts, or open files of the
  /// reader.
  private static let schemes = WordList(["http", "https", "ftp", "mailto", "doi"])

  /// Whether a URL may be the argument of `\href`: a web URL, or in a text from TeX also one without a
  /// scheme.
  static func isLinkable(_ address: String, isOfTeX: Bool) -> Bool {
    let scheme = address.utf8.prefix { $0.isLetter || $0.isDigit || "+-.".utf8.contains($0) }
    guard scheme.endIndex < address.utf8.endIndex, address.utf8[scheme.endIndex] == UInt8(ascii: ":") else {
      return isOfTeX && !address.utf8.contains(UInt8(ascii: ":"))
    }
    let lowered = scheme.map(\.lowercased)
    return schemes.contains(lowered.span, 0..<lowered.count)
  }

  /// A URL as the argument of `\href`: invalid characters and dollars are percent-encoded.
  static func escapedAddress(_ address: String) -> [UInt8] {
    var result: [UInt8] = []
    for scalar in address.unicodeScalars {
      switch scalar {
      case "%", "#": result += [UInt8(ascii: "\\"), UInt8(truncatingIfNeeded: scalar.value)]
      case "\\", "{", "}", "^", "$", "\"", "<", ">", "|", "`",
        _ where isInvisible(scalar):
        for byte in percentEncoded(scalar) { result += byte == UInt8(ascii: "%") ? Array("\\%".utf8) : [byte] }
      default: result += Array(scalar.utf8)
      }
    }
    return result
  }
}
