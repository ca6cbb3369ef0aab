import CitemillCore

/// Text in UTF-8 that was read as Latin-1 and encoded once more: `MÃ¼ller` for `Müller`.
enum TwiceEncoded {
  /// A text with such characters put right; itself if it has none.
  static func repaired(_ text: String) -> String {
    guard mayBe(text) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result: [UInt8] = []
    var here = 0
    while here < scalars.count {
      if let character = character(scalars[here...]) {
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
  private static func mayBe(_ text: String) -> Bool {
    if text.isASCII { return false }
    var wasFirst = false
    for scalar in text.unicodeScalars {
      if wasFirst, (0x80...0xBF).contains(scalar.value) { return true }
      wasFirst = (0xC2...0xEF).contains(scalar.value)
    }
    return false
  }

  /// The bytes of a character of two or three bytes that was taken apart; nil if there is none.
  private static func character(_ scalars: ArraySlice<Unicode.Scalar>) -> [UInt8]? {
    guard let first = scalars.first, (0xC2...0xEF).contains(first.value) else { return nil }
    let bytes = scalars.prefix(first.value < 0xE0 ? 2 : 3).map(\.value)
    guard bytes.count == (first.value < 0xE0 ? 2 : 3), bytes.dropFirst().allSatisfy({ (0x80...0xBF).contains($0) })
    else { return nil }
    let encoded = bytes.map { UInt8(truncatingIfNeeded: $0) }
    return String(validating: encoded, as: UTF8.self) == nil ? nil : encoded
  }
}
