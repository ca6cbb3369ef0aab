import CitemillCore

/// Letters that a source has lost and shows as a question mark or as U+FFFD: `TGF-?1`, `Sj?gren`.
enum LostLetters {
  /// What stands for a lost letter in a title: a letter that no title has, so that it stays in its word.
  private static let sign: Unicode.Scalar = "\u{A66E}"
  private static let signBytes = Array(String(sign).utf8)
  /// The most letters that one sign stands for: `beta`, `epsilon`.
  private static let longest = 8

  /// A text with its lost letters replaced by the sign; itself if it has none.
  static func marked(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == 0xEF }) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
      let before = place > 0 ? scalars[place - 1] : " "
      let after = place + 1 < scalars.count ? scalars[place + 1] : " "
      let isLost = scalar == "\u{FFFD}" || scalar == "?" && (isInWord(before) && isInWord(after) || before == "-")
      result.append(isLost ? sign : scalar)
    }
    return String(result)
  }

  private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "-"
  }

  static func areIn(_ letters: [UInt8]) -> Bool {
    letters.contains(signBytes[0]) && letters.span.firstIndex(of: signBytes) != nil
  }

  /// Whether the letters of a title with lost ones are those of another title, a few for each sign.
  static func match(_ letters: [UInt8], _ other: [UInt8]) -> Bool {
    var here = letters.startIndex
    var place = other.startIndex
    while here < letters.endIndex {
      guard letters[here...].starts(with: signBytes) else {
        guard place < other.endIndex, letters[here] == other[place] else { return false }
        here += 1
        place += 1
        continue
      }
      here += signBytes.count
      // Up to the first position from which the next letters are found.
      let next = letters[here...].prefix(6).prefix { $0 != signBytes[0] }
      if next.isEmpty {
        return here >= letters.endIndex ? other.endIndex - place <= longest : false
      }
      guard let found = (place...min(place + longest, other.endIndex)).first(where: { other[$0...].starts(with: next) })
      else { return false }
      place = found
    }
    return place == other.endIndex
  }
}
