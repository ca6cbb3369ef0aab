import CitemillCore

/// Symbols that may be the only difference between titles of different works, as words: `C++` and `C#`, `Na⁺`
/// and `Na⁻`, `−20` and `+20`, `> 5` and `< 5`, `.NET`, `♂` and `♀`.
///
/// A symbol counts only in certain positions: the `+` of `A+B`, the `-` of `pre- and post-war` and the `.` of
/// a sentence do not.
struct TitleSigns {
  private let scalars: [Unicode.Scalar]

  static func asWords(_ text: String) -> String {
    guard mayHaveSigns(text) else { return text }
    let signs = Self(scalars: Array(text.unicodeScalars))
    var result = String.UnicodeScalarView()
    var place = 0
    while place < signs.scalars.count {
      if let (word, length) = signs.sign(at: place) {
        result += word.unicodeScalars
        place += length
      } else {
        result.append(signs.scalars[place])
        place += 1
      }
    }
    return String(result)
  }

  /// Whether a text may contain such a symbol: any but a full stop or hyphen between letters and before a
  /// space.
  private static func mayHaveSigns(_ text: String) -> Bool {
    var last = UInt8(ascii: " ")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "#"), UInt8(ascii: "+"), UInt8(ascii: "<"), UInt8(ascii: ">"), 0xE2: return true
      case UInt8(ascii: "-"), UInt8(ascii: "."): if !last.isLetter && !last.isDigit { return true }
      default: if last == UInt8(ascii: "-"), !byte.isLetter, !byte.isDigit { return true }
      }
      last = byte
    }
    return last == UInt8(ascii: "-")
  }

  /// The word for the symbol at an index, and its length in characters; nil if there is none.
  private func sign(at place: Int) -> (word: String, length: Int)? {
    switch scalars[place] {
    case "\u{2642}": (" male ", 1)
    case "\u{2640}": (" female ", 1)
    case "#" where isAfterOneLetter(place), "\u{266F}" where isAfterOneLetter(place): ("sharp ", 1)
    case "\u{266D}" where isAfterOneLetter(place): ("flat ", 1)
    case "+", "\u{207A}": plus(at: place)
    case "-", "\u{2212}", "\u{207B}", "\u{2013}": minus(at: place)
    case "(": bracketed(at: place)
    case "<", ">", "\u{2264}", "\u{2265}": comparison(at: place)
    case "." where isPartOfName(place): ("dot", 1)
    default: nil
    }
  }

  // MARK: - Signs

  /// `C++`, `Na+`, `+20`; not `A+B`.
  private func plus(at place: Int) -> (word: String, length: Int)? {
    if isStart(place) { return isDigit(place + 1) ? ("plus", 1) : nil }
    guard isLetterOrDigit(place - 1) else { return nil }
    let length = scalars[place...].prefix { $0 == "+" || $0 == "\u{207A}" }.count
    let isInfix = isLetterOrDigit(place + length)
    if isInfix, !isDigit(place - 1) || isDigit(place + length) { return nil }
    return (String(repeating: "plus", count: length) + " ", length)
  }

  /// `−20`, `Na⁻`, `p-`, `CD4-`; not a hyphen or a dash, as in `co-author`, `pre- and post-war`, `1914–1918`.
  private func minus(at place: Int) -> (word: String, length: Int)? {
    if isStart(place) {
      let before = scalars[..<place].last { $0 != " " && $0 != "\u{A0}" }
      return isDigit(place + 1) && before.map(Self.isDigit) != true ? ("minus", 1) : nil
    }
    guard isLetterOrDigit(place - 1), !isLetterOrDigit(place + 1) else { return nil }
    // `NF-(kappa)B`
    if place + 1 < scalars.count, ["(", "[", "{"].contains(scalars[place + 1]), isLetterOrDigit(place + 2) {
      return nil
    }
    switch scalars[place] {
    case "\u{2212}", "\u{207B}": return ("minus ", 1)
    case "-":
      let word = scalars[..<place].suffix(6).reversed().prefix(while: Self.isLetterOrDigit)
      let hasDigit = word.contains(where: Self.isDigit) && !word.allSatisfy(Self.isDigit)
      return isStart(place - word.count) && word.count <= (hasDigit ? 4 : 2)
        && (hasDigit || !word.contains(where: Self.isDigit))
        ? ("minus ", 1) : nil
    default: return nil
    }
  }

  /// `CD4(+)`, `Ca(2+)`: as databases without superscripts have them.
  private func bracketed(at place: Int) -> (word: String, length: Int)? {
    guard isLetterOrDigit(place - 1) else { return nil }
    let digits = scalars[(place + 1)...].prefix(3).prefix(while: Self.isDigit)
    let sign = place + 1 + digits.count
    guard sign + 1 < scalars.count, scalars[sign + 1] == ")" else { return nil }
    let text = String(String.UnicodeScalarView(digits))
    switch scalars[sign] {
    case "+", "\u{207A}": return ("\(text)plus ", digits.count + 3)
    case "-", "\u{2212}", "\u{207B}", "\u{2013}": return ("\(text)minus ", digits.count + 3)
    default: return nil
    }
  }

  /// `> 5`, `p<0.05`, `>= 3`; not a tag.
  private func comparison(at place: Int) -> (word: String, length: Int)? {
    var end = place + 1
    // `> or =65`, as MEDLINE writes `≥65`.
    let words = scalars[min(end, scalars.count)...].prefix(5).filter { $0 != " " }
    if words.starts(with: "or=".unicodeScalars) { end = (scalars[end...].firstIndex(of: "=") ?? end) }
    let isEqual = end < scalars.count && scalars[end] == "="
    if isEqual { end += 1 }
    var next = end
    while next < scalars.count, scalars[next] == " " || scalars[next] == "\u{A0}" { next += 1 }
    guard isDigit(next) else { return nil }
    let isMore = scalars[place] == ">" || scalars[place] == "\u{2265}"
    let isExact = isEqual || scalars[place] == "\u{2264}" || scalars[place] == "\u{2265}"
    return (isMore ? isExact ? " atleast " : " greater " : isExact ? " atmost " : " less ", end - place)
  }

  /// The full stop of `.NET` and `.org`; not that of a sentence without a space after it.
  private func isPartOfName(_ place: Int) -> Bool {
    guard isStart(place), place + 2 < scalars.count else { return false }
    let (first, second) = (scalars[place + 1].properties, scalars[place + 2].properties)
    return first.isLowercase || first.isUppercase && second.isUppercase
  }

  // MARK: - Neighbours

  /// Whether an index is at the beginning or after a space or an opening bracket.
  private func isStart(_ place: Int) -> Bool {
    guard place > 0 else { return true }
    return [" ", "\u{A0}", "(", "[", "\"", "\u{201C}", "\u{2018}", "/"].contains(scalars[place - 1])
  }

  private func isAfterOneLetter(_ place: Int) -> Bool { isLetterOrDigit(place - 1) && !isLetterOrDigit(place - 2) }

  private func isLetterOrDigit(_ place: Int) -> Bool {
    scalars.indices.contains(place) && Self.isLetterOrDigit(scalars[place])
  }

  private func isDigit(_ place: Int) -> Bool { scalars.indices.contains(place) && Self.isDigit(scalars[place]) }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  // MARK: - Greek letters

  /// The Greek letters that are words of their own in a title, as they are written: `Π` is not `π`. None if
  /// the whole title is in one case.
  static func greekLetters(of text: String) -> [Unicode.Scalar] {
    guard text.utf8.contains(where: { $0 == 0xCE || $0 == 0xCF }) else { return [] }
    let signs = Self(scalars: Array(text.unicodeScalars))
    var letters: [Unicode.Scalar] = []
    var hasUpper = false
    var hasLower = false
    for (place, scalar) in signs.scalars.enumerated() {
      if (0x391...0x3C9).contains(scalar.value) {
        if !signs.isLetterOrDigit(place - 1), !signs.isLetterOrDigit(place + 1) { letters.append(scalar) }
      } else {
        hasUpper = hasUpper || scalar.properties.isUppercase
        hasLower = hasLower || scalar.properties.isLowercase
      }
    }
    return hasUpper && hasLower ? letters : []
  }
}
