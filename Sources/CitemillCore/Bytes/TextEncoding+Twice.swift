extension TextEncoding {
  /// The first word of UTF-8 that was read as Windows-1252 and encoded again, `MÃ¼hlen` for `Mühlen`; nil if
  /// there is none. In no language does `Ã` come before a symbol and a lower-case letter.
  package static func wordEncodedTwice(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    var from = range.lowerBound
    while let place = bytes.firstIndex(of: 0xC3, from: from, to: range.upperBound) {
      from = place + 1
      guard bytes.byte(at: place + 1) == 0x83, let sign = bytes.byte(at: place + 2),
        sign == 0xC2 || sign == 0xE2 || bytes.stands("Ÿ", at: place + 2)
      else { continue }
      let next = place + 2 + max(bytes.lengthOfUTF8(at: place + 2), 1)
      guard bytes.byte(at: next)?.isSmallLetter == true else { continue }
      var (start, end) = (place, next)
      while start > 0, place - start < 32, bytes[start - 1].isLetter || bytes[start - 1] >= 0x80 { start -= 1 }
      while end < bytes.count, end - place < 32, bytes[end].isLetter || bytes[end] >= 0x80 { end += 1 }
      return bytes.text(start..<end)
    }
    return nil
  }

  /// A text with the characters put right that were encoded twice, as by a program that read UTF-8 as Windows-1252:
  /// `Müller` for `MÃ¼ller`; itself if it has none.
  package static func decodedOnce(_ text: String) -> String {
    guard mayBeEncodedTwice(text) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result: [UInt8] = []
    var here = 0
    while here < scalars.count {
      if let character = characterEncodedTwice(scalars[here...]) {
        result += character
        here += character.count
      } else {
        result += String(scalars[here]).utf8
        here += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether a text has one of the characters as which the first byte appears, with another byte after it.
  private static func mayBeEncodedTwice(_ text: String) -> Bool {
    if text.isASCII { return false }
    var wasFirst = false
    for scalar in text.unicodeScalars {
      if wasFirst, scalar.value >= 0x80 { return true }
      wasFirst = (0xC2...0xEF).contains(scalar.value)
    }
    return false
  }

  /// The bytes of a character of two or three bytes that was taken apart; nil if there is none.
  private static func characterEncodedTwice(_ scalars: ArraySlice<Unicode.Scalar>) -> [UInt8]? {
    guard let first = scalars.first, (0xC2...0xEF).contains(first.value) else { return nil }
    let encoded = scalars.prefix(first.value < 0xE0 ? 2 : 3).compactMap { windowsByte($0) }
    guard encoded.count == (first.value < 0xE0 ? 2 : 3), encoded.dropFirst().allSatisfy({ (0x80...0xBF).contains($0) })
    else { return nil }
    return String(validating: encoded, as: UTF8.self) == nil ? nil : encoded
  }

  /// The byte of a character in Windows-1252 or, where that has none, in ISO 8859-1.
  private static func windowsByte(_ scalar: Unicode.Scalar) -> UInt8? {
    if scalar.value < 0x100 { return UInt8(truncatingIfNeeded: scalar.value) }
    return upperControls.firstIndex { UInt32($0) == scalar.value }.map { UInt8(truncatingIfNeeded: 0x80 + $0) }
  }
}

extension Diagnostic.Code {
  /// Text that looks like UTF-8 that was encoded twice.
  public static let encodedTwice = Self("encoding.twice")
}
