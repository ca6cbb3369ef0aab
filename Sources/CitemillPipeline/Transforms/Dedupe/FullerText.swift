import CitemillCore

/// Which of two forms of one text is fuller: with diacritics, in mixed case, not abbreviated.
enum FullerText {
  /// Whether another text should replace this one: if this one is a placeholder, if the other has the same
  /// letters in a better form, or if it begins with all of them.
  static func isFuller(_ other: String, than one: String) -> Bool {
    if Placeholder.isOne(other) { return false }
    if Placeholder.isOne(one) { return true }
    let (mine, others) = (Folding.letters(one), Folding.letters(other))
    if mine == others { return isBetterForm(other, than: one) }
    return others.count > mine.count && others.starts(with: mine) && !(isShouted(other) && !isShouted(one))
  }

  /// Of two forms of the same letters, whether the other is better: not all in capitals, then with more
  /// diacritics, then with any capitals.
  static func isBetterForm(_ other: String, than one: String) -> Bool {
    if isShouted(one) != isShouted(other) { return isShouted(one) }
    let (mine, others) = (marks(one), marks(other))
    if mine != others { return others > mine }
    return !hasCapitals(one) && hasCapitals(other)
  }

  /// Whether a text of several letters is all in capitals.
  static func isShouted(_ text: String) -> Bool {
    var count = 0
    for scalar in text.unicodeScalars {
      if scalar.properties.isLowercase { return false }
      if scalar.properties.isUppercase { count += 1 }
    }
    return count >= 4
  }

  private static func marks(_ text: String) -> Int {
    text.unicodeScalars.count { !$0.isASCII && $0.properties.isAlphabetic }
  }

  private static func hasCapitals(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.properties.isUppercase }
  }
}

/// Names of one person in several records.
enum FullerName {
  /// Letters of a family name in which `ü`, `ue` and `u` are equal.
  static func plain(_ letters: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for byte in letters {
      let isSecond =
        byte == UInt8(ascii: "e") && "aou".utf8.contains(result.last ?? 0)
        || byte == UInt8(ascii: "a") && result.last == byte
      if !isSecond { result.append(byte) }
    }
    return result
  }

  /// Whether both are the same person: the same family name, and given names of which one list may be
  /// shorter.
  static func areOne(_ left: PersonName, _ right: PersonName) -> Bool {
    guard let one = left.family, let other = right.family else {
      return Folding.letters(left.literal ?? left.given ?? "") == Folding.letters(right.literal ?? right.given ?? "")
    }
    return plain(Folding.letters(one)) == plain(Folding.letters(other))
      && !GivenNames(left.given ?? "").differ(from: GivenNames(right.given ?? ""))
  }

  /// A name completed with what another form of it has in full, with diacritics or in mixed case.
  static func completed(_ name: PersonName, by other: PersonName) -> PersonName {
    var name = name
    if let one = name.family, let full = other.family {
      if FullerText.isShouted(one) != FullerText.isShouted(full)
        ? FullerText.isShouted(one) : hasMoreMarks(full, than: one)
      {
        name.family = full
      }
    }
    if let full = other.given, let given = fuller(full, than: name.given ?? "") { name.given = given }
    if name.suffix == nil { name.suffix = other.suffix }
    return name
  }

  private static func hasMoreMarks(_ other: String, than one: String) -> Bool {
    let count = { (text: String) in text.unicodeScalars.count { !$0.isASCII && $0.properties.isAlphabetic } }
    return count(other) > count(one)
  }

  /// The given names that are fuller than those of another name: in full rather than initials, or more of
  /// them; with the initials that only the other has: `Anna M.` from `Anna` and `A. M.`. Nil if they are not
  /// fuller.
  private static func fuller(_ full: String, than short: String) -> String? {
    let (words, others) = (given(full), given(short))
    if words.joined().elementsEqual(others.joined()) { return FullerText.isBetterForm(full, than: short) ? full : nil }
    let letters = words.reduce(0) { $0 + $1.count }
    guard letters > others.reduce(0, { $0 + $1.count }), !GivenNames(full).differ(from: GivenNames(short)) else {
      return nil
    }
    let rest = others.dropFirst(words.count)
    guard rest.allSatisfy({ $0.count == 1 }) else { return nil }
    return full + rest.map { " \(String(decoding: $0, as: UTF8.self).uppercased())." }.joined()
  }

  /// The names, with each initial separate.
  private static func given(_ text: String) -> [[UInt8]] {
    let words = Folding.words(text)
    let isUpper = !text.utf8.contains { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") || $0 >= 0x80 }
    return isUpper ? words.flatMap { word in word.count <= 3 ? word.map { [$0] } : [word] } : words
  }
}
