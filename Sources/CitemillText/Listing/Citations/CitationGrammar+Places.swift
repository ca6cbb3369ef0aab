// Access to the text of a citation by position, and the words that mark its parts.

extension CitationGrammar {
  /// The scalar at a position; a control character outside the text.
  subscript(_ place: Int) -> Unicode.Scalar { text.indices.contains(place) ? text[place] : "\0" }

  /// The range between two positions, clamped to the text; empty if they are in the wrong order.
  func span(_ start: Int, _ end: Int) -> Range<Int> {
    let start = min(max(start, 0), text.count)
    return start..<max(start, min(end, text.count))
  }

  func slice(_ start: Int, _ end: Int) -> ArraySlice<Unicode.Scalar> { text[span(start, end)] }

  func string(_ range: Range<Int>) -> String {
    var range = range
    while let first = range.first, self[first] == " " { range = span(first + 1, range.upperBound) }
    while let last = range.last, self[last] == " " { range = span(range.lowerBound, last) }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: slice(range.lowerBound, range.upperBound))
    return String(view)
  }

  func skipSpaces(_ start: Int) -> Int {
    var here = start
    while here < text.count, self[here] == " " { here += 1 }
    return here
  }

  func skipSigns(_ start: Int) -> Int {
    var here = start
    while here < text.count, [" ", ",", ";", ":", "."].contains(self[here]) { here += 1 }
    return here
  }

  func stands(_ word: String, at start: Int) -> Bool {
    slice(start, text.count).starts(with: word.unicodeScalars)
  }

  // MARK: - Words

  /// As in D'Arcy, whose first letter is not an initial.
  static let apostrophes: Set<Unicode.Scalar> = ["'", "’"]
  static let inName: Set<Unicode.Scalar> = ["-", "'", "’", "‐", "‑", "–"]
  static let quotes: [(open: Unicode.Scalar, close: Unicode.Scalar)] = [
    ("\"", "\""), ("'", "'"), ("“", "”"), ("‘", "’"), ("«", "»"), ("„", "“"),
  ]
  static let smallWords: Set<String> = [
    "of", "the", "and", "for", "in", "on", "de", "et", "der", "die", "für", "und", "del", "la", "el", "y", "di", "e",
    "da",
    "des", "du", "&", "le", "les", "en", "to", "à", "do", "los", "las", "van", "von", "a",
  ]
  static let remarks = [
    "personal comm", "unpublished", "in press", "submitted", "manuscript", "in prep", "forthcoming", "private comm",
    "ibid",
    "available", "retrieved", "accessed", "see ",
  ]
}

extension Unicode.Scalar {
  var isDigit: Bool { ("0"..."9").contains(self) }
  var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
  var isLetterLike: Bool { properties.isAlphabetic || properties.generalCategory == .nonspacingMark }
  /// A letter of a script without capitals.
  var isUncased: Bool { properties.isAlphabetic && !properties.isCased }
}
