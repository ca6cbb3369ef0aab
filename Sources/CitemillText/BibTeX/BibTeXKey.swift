import CitemillCore

/// Keys in entries: characters that TeX, biber or pandoc would interpret become `_`.
///
///     w^^7d^^5cinput      w__7d__5cinput       TeX reads `^^7d` as `}`, wherever it is
///     10.5555/a(1)&b      10.5555/a_1__b
///     o'brien             o_brien              but `o'brien` where the record comes from BibTeX: documents cite it so
enum BibTeXKey {
  /// Whether records of a format have keys, fields and formulas that were written for TeX.
  static func isOfTeX(_ format: String?) -> Bool {
    guard let format else { return false }
    return format.hasSameBytes(as: "bibtex") || format.hasSameBytes(as: "biblatex")
  }

  /// Whether a byte may be in any key unchanged.
  @inline(__always)
  static func isSafe(_ byte: UInt8) -> Bool {
    // `+ - . / 0-9 : < > ?`, and the letters with `_`.
    let safe: UInt64 = byte < 64 ? 0xD7FF_E800_0000_0000 : 0x07FF_FFFE_87FF_FFFE
    return byte < 0x80 && safe >> UInt64(byte & 63) & 1 != 0
  }

  /// Whether a key is written as it is, wherever it comes from. Biber skips an entry with the key `0`, as if it had none.
  static func isPlain(_ key: String) -> Bool { key.utf8.allSatisfy(isSafe) && !key.hasSameBytes(as: "0") }

  /// A key as it is written.
  ///
  /// A key that was written for TeX is kept, except invisible characters, characters that would end it,
  /// carets that encode another character, and the start of a command.
  static func written(_ key: String, isOfTeX: Bool) -> String {
    if isPlain(key) { return key }
    if !isOfTeX, key.hasSameBytes(as: "0") { return "_0" }
    let scalars = Array(key.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
      let before = place > 0 ? scalars[place - 1] : nil
      let next = place + 1 < scalars.count ? scalars[place + 1] : nil
      let isKept = isOfTeX ? isCitable(scalar, before: before, next: next) : isSafe(scalar)
      result.append(isKept ? scalar : "_")
    }
    return String(result)
  }

  /// The keys in a field that refers to entries, as these are written.
  static func references(_ value: String, isOfTeX: Bool) -> String {
    value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      written(String(decoding: Array($0), as: UTF8.self).trimmed, isOfTeX: isOfTeX)
    }.joined(separator: ",")
  }

  /// Whether a scalar can only be part of a name: a letter, a digit, or punctuation between them.
  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return isSafe(UInt8(truncatingIfNeeded: scalar.value)) }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      return !LaTeXText.isInvisible(scalar)
    default: return false
    }
  }

  /// Whether a document can cite an entry by a scalar between two others.
  private static func isCitable(_ scalar: Unicode.Scalar, before: Unicode.Scalar?, next: Unicode.Scalar?) -> Bool {
    switch scalar {
    case ",", "{", "}", "\"", "=": false
    case "^": before != "^" && next != "^"
    case "\\": next.map { !($0.isASCII && $0.properties.isAlphabetic) } ?? true
    default: !LaTeXText.isInvisible(scalar)
    }
  }
}
