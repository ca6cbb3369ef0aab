import CitemillCore

// What is printed after a title and does not belong to it: editions, volumes, genres and languages; and signs that
// the text holds another work.

extension CitationGrammar {
  /// The position after the bracket that closes the one at a position; nil if none is near.
  func endOfBrackets(at start: Int) -> Int? {
    let close: Unicode.Scalar
    switch self[start] {
    case "(": close = ")"
    case "[": close = "]"
    default: return nil
    }
    return slice(start, min(start + 160, text.count)).firstIndex(of: close).map { $0 + 1 }
  }

  /// Takes a range as the title, without the notes at its end.
  mutating func setTitle(_ range: Range<Int>) {
    var end = range.upperBound
    for _ in 0..<3 {
      while end > range.lowerBound, self[end - 1] == " " { end -= 1 }
      guard let start = startOfNote(range.lowerBound, end) else { break }
      end = start
      while end > range.lowerBound, [" ", ",", "."].contains(self[end - 1]) { end -= 1 }
    }
    parts.title = string(span(range.lowerBound, end))
  }

  /// Where a note that ends at a position starts, and its value is taken; nil if there is none.
  private mutating func startOfNote(_ first: Int, _ end: Int) -> Int? {
    guard end > first else { return nil }
    let open: Unicode.Scalar? = self[end - 1] == ")" ? "(" : self[end - 1] == "]" ? "[" : nil
    if let open {
      guard let start = span(max(first + 1, end - 80), end).last(where: { self[$0] == open }) else { return nil }
      let pieces = string(span(start + 1, end - 1)).split(separator: ",").map { String($0).trimmed }
      // All of it must be known, or it is part of the title.
      guard !pieces.isEmpty, pieces.allSatisfy({ Self.note($0) != nil }) else { return nil }
      for piece in pieces { take(Self.note(piece)) }
      return start
    }
    guard let comma = span(max(first + 1, end - 32), end).last(where: { self[$0] == "," }),
      let edition = Self.edition(string(span(comma + 1, end)))
    else { return nil }
    take(.edition(edition))
    return comma
  }

  private enum Note {
    case edition(String)
    case volume(String)
    case thesis
    /// Data or software: no book, whatever follows.
    case data
    case other
  }

  private mutating func take(_ note: Note?) {
    switch note {
    case .edition(let value): parts.edition = value
    case .volume(let value): parts.volume = parts.volume ?? value
    case .thesis: parts.genre = .thesis
    case .data: parts.genre = .other
    case .other, nil: break
    }
  }

  private static func note(_ text: String) -> Note? {
    if let edition = edition(text) { return .edition(edition) }
    let lower = text.lowercased()
    for word in ["volume ", "volumes ", "vols. ", "vol. ", "vols ", "vol ", "bd. ", "band "] where lower.hasPrefix(word)
    {
      let value = text.dropping(word.utf8.count).trimmed
      return value.utf8.first?.isDigit == true && value.utf8.count < 12 ? .volume(value) : nil
    }
    if ["dissertation", "thesis", "thèse", "tesis"].contains(where: { lower.hasSuffix($0) }) { return .thesis }
    if ["data set", "dataset", "computer software", "software"].contains(lower) { return .data }
    let isLanguage = ["article in ", "in "].contains { lower.hasPrefix($0) } && lower.split(separator: " ").count <= 3
    return isLanguage && text.split(separator: " ").last?.first?.isUppercase == true
      || ["internet", "online", "electronic", "e-book", "ebook"].contains(lower) ? .other : nil
  }

  /// `3rd` of `3rd ed.`, `2` of `2. Aufl.`; nil for other text.
  static func edition(_ text: String) -> String? {
    let words = text.trimmed.split(separator: " ").map(String.init)
    guard (2...3).contains(words.count), let last = words.last, let first = words.first else { return nil }
    let word = last.lowercased()
    guard
      ["ed", "ed.", "edn", "edn.", "edition", "aufl", "aufl.", "auflage", "éd", "éd.", "edición", "edição"].contains(
        word)
    else { return nil }
    let isOrdinal = first.utf8.first?.isDigit == true && first.utf8.count <= 5
    guard isOrdinal || ["rev.", "revised"].contains(first.lowercased()) else { return nil }
    return first.hasSuffix(".") && isOrdinal ? String(first.dropLast()) : first
  }

  /// The position after an edition and a full stop, `3rd ed. `, whose value is taken.
  mutating func skipEdition(_ start: Int) -> Int {
    let here = skipSpaces(start)
    for end in span(here, min(here + 24, text.count))
    where [" ", ",", ";"].contains(self[end + 1]) || end + 1 >= text.count {
      guard self[end] == "." || self[end + 1] == ",", let value = Self.edition(string(span(here, end + 1))) else {
        continue
      }
      parts.edition = value
      return skipSigns(end + 1)
    }
    return start
  }

  /// Whether the title or the text after the names has a part of another work: a year in brackets before a full
  /// stop, or volume and pages.
  func holdsAnotherWork() -> Bool {
    for index in text.indices where self[index] == "(" && index > 0 {
      guard let year = year(at: index + 1), self[year.end] == ")", [".", ":"].contains(self[year.end + 1]) else {
        continue
      }
      let next = skipSpaces(year.end + 2)
      guard next < text.count, self[next].isLetterLike || Self.quotes.contains(where: { $0.open == self[next] }) else {
        continue
      }
      // That of the work itself is before its title.
      if let title = parts.title.unicodeScalars.first, slice(0, index).contains(title), stands(parts.title, at: next) {
        continue
      }
      if behindYear.map({ index >= $0 }) ?? true { return true }
    }
    if let start = behindYear, let end = text.indices.last, hasOtherYear(start, end) { return true }
    if let end = behindNumbers, hasRange(from: end) { return true }
    return Self.hasNumbers(parts.title)
  }

  /// Whether another year between full stops follows the year of the work: `Holt, R. 2018. Handbook`.
  private func hasOtherYear(_ start: Int, _ end: Int) -> Bool {
    span(start + 2, end).contains { index in
      guard self[index - 1] == " ", self[index - 2] == "." || self[index - 2] == ",", let year = year(at: index) else {
        return false
      }
      return self[year.end] == "." && year.year != parts.year && self[skipSpaces(year.end + 1)].isLetterLike
    }
  }

  /// `14(2), 101–118`, `14:101-118` in a title.
  private static func hasNumbers(_ title: String) -> Bool {
    let signs = Array(title.unicodeScalars)
    for index in signs.indices.dropFirst().dropLast(2) where signs[index] == "," || signs[index] == ":" {
      guard signs[index - 1].isDigit || signs[index - 1] == ")" && index > 1 && signs[index - 2].isDigit else {
        continue
      }
      var here = index + 1
      if signs[here] == " " { here += 1 }
      let first = here
      while here < signs.count, signs[here].isDigit { here += 1 }
      guard here > first, here + 1 < signs.count, ["-", "–"].contains(signs[here]), signs[here + 1].isDigit else {
        continue
      }
      return true
    }
    return false
  }
}
