import CitemillCore

// Names at the head of a citation, and the year after them.

extension CitationGrammar {
  /// How the names of a list are written.
  enum Style { case familyCommaInitials, familyInitials, initialsFamily }

  /// Reads the names and the year after them, and returns where the title starts.
  mutating func readHead() -> Int? {
    guard let end = readNames(from: 0) ?? readFullName() ?? readBody() else { return nil }
    var here = end
    if let marker = editorMark(at: here) {
      parts.areEditors = true
      here = marker
    }
    if let year = year(behind: here) {
      (parts.year, parts.yearSuffix) = (year.year, year.suffix)
      here = year.end
      behindYear = here
      if self[here - 1] == "," { sign = "," }
    } else if here < text.count, [".", ":", ","].contains(self[here]) {
      sign = self[here]
      here += 1
    } else if here == 0 || self[here - 1] != "." {
      return nil
    }
    here = skipSpaces(here)
    return here < text.count ? here : nil
  }

  /// Reads a list of names with initials; nil if there is none.
  mutating func readNames(from start: Int) -> Int? {
    for style in [Style.familyCommaInitials, .initialsFamily, .familyInitials] {
      if let list = names(from: start, style) {
        parts.names = list.names
        parts.isListOpen = list.isOpen
        return list.end
      }
    }
    return nil
  }

  func names(from start: Int, _ style: Style) -> (names: [Name], end: Int, isOpen: Bool)? {
    guard let first = name(at: start, style) else { return nil }
    var names = [first.name]
    var end = first.end
    while true {
      if let behind = others(at: end) { return (names, behind, true) }
      guard let next = separator(at: end) else { break }
      // After "Doe, J.", the second may be "R. Roe".
      let second = name(at: next, style) ?? (style == .familyCommaInitials ? name(at: next, .initialsFamily) : nil)
      guard let second else { break }
      names.append(second.name)
      end = second.end
    }
    switch style {
    case .familyInitials: end = withoutStop(&names, end)
    case .familyCommaInitials: end = withoutStopAfterWord(&names, end)
    case .initialsFamily: break
    }
    return (names, end, false)
  }

  /// Removes the full stop after a given name that is not abbreviated, which ends the list: `Li, Wei. 2017`.
  func withoutStopAfterWord(_ names: inout [Name], _ end: Int) -> Int {
    guard let last = names.indices.last, let given = names[last].given, given.hasSuffix("."),
      let word = given.dropLast().split(whereSeparator: { $0 == " " || $0 == "-" }).last, word.count >= 3,
      word.dropFirst().allSatisfy({ $0.isLowercase }), word.contains(where: { "aeiouyAEIOUY".contains($0) }),
      !Self.shortenedNames.contains(String(word))
    else { return end }
    names[last].given = String(given.dropLast())
    return end - 1
  }

  /// Common abbreviations of given names that contain a vowel.
  private static let shortenedNames: Set<String> = [
    "Aug", "Dan", "Geo", "Jos", "Joh", "Jas", "Sam", "Tim", "Ger", "Rob", "Ric", "Ant", "Alf", "Art", "Edw", "Gio",
  ]

  /// The full stop after `Doe JA, Roe R.` ends the list, and does not belong to the last name, if the others
  /// have none.
  func withoutStop(_ names: inout [Name], _ end: Int) -> Int {
    guard let last = names.indices.last, let given = names[last].given, given.hasSuffix("."),
      names.dropLast().allSatisfy({ $0.given?.contains(".") != true }), given.filter({ $0 == "." }).count == 1
    else { return end }
    names[last].given = String(given.dropLast())
    return end - 1
  }

  func name(at start: Int, _ style: Style) -> (name: Name, end: Int)? {
    switch style {
    case .familyCommaInitials:
      guard let family = family(at: start), family.end + 1 < text.count, self[family.end] == ",",
        let initials = initials(at: skipSpaces(family.end + 1))
      else { return nil }
      let end = suffix(at: initials.end)
      return (Name(family: string(span(start, family.end)), given: string(span(initials.start, end))), end)
    case .familyInitials:
      guard let family = family(at: start, endsBeforeInitials: true),
        let initials = initials(at: skipSpaces(family.end)),
        skipSpaces(family.end) > family.end
      else { return nil }
      return (
        Name(family: string(span(start, family.end)), given: string(span(initials.start, initials.end))), initials.end
      )
    case .initialsFamily:
      guard let initials = initials(at: start, needDots: true), let family = family(at: skipSpaces(initials.end)) else {
        return nil
      }
      return (
        Name(family: string(span(skipSpaces(initials.end), family.end)), given: string(span(start, initials.end))),
        family.end
      )
    }
  }

  /// A family name of up to four words: capitalised words, or lower-case particles before one.
  func family(at start: Int, endsBeforeInitials: Bool = false) -> (end: Int, words: Int)? {
    var here = start
    var count = 0
    var end = start
    var hasName = false
    while count < 5, here < text.count {
      let word = word(at: here)
      guard !word.isEmpty else { break }
      // Capitals after a name are initials: `Berge AL`.
      let small = hasName ? string(word) : string(word).lowercased()
      let isParticle = word.count > 1 && NameWords.isParticle(small) || stands("y ", at: here)
      if !isParticle, !isFamilyWord(word) { break }
      if endsBeforeInitials, hasName, initials(at: here)?.end ?? 0 >= word.upperBound, !isParticle { break }
      if !isParticle { hasName = true }
      count += 1
      end = word.upperBound
      guard end < text.count, self[end] == " " else { break }
      here = end + 1
      // A second family name has no lower-case words before it: "García Márquez"; longer sequences are not
      // names.
      if hasName, count >= 4 { break }
    }
    return hasName && end > start ? (end, count) : nil
  }

  /// A word of a family name: a capital, at least one more letter, no digit.
  func isFamilyWord(_ word: Range<Int>) -> Bool {
    guard word.count > 1, let first = word.first else { return false }
    let start = self[first].isLetterLike ? first : first + 1
    guard start < word.upperBound, self[start].properties.isUppercase || self[start].isUncased else {
      // D'Arcy and O'Neil have a capital, and so do "de" and "al-Hassan" after the apostrophe or hyphen.
      return word.contains { self[$0].properties.isUppercase } && !word.contains { self[$0].isDigit }
    }
    return !word.contains { self[$0].isDigit }
  }

  /// The letters, hyphens and apostrophes from an index.
  func word(at start: Int) -> Range<Int> {
    var end = start
    while end < text.count, self[end].isLetterLike || Self.inName.contains(self[end]) { end += 1 }
    return span(start, end)
  }

  /// `J.`, `J. A.`, `J.-P.`, `JA`, `Yu. A.`: at most five capitals with full stops, hyphens and spaces
  /// between them.
  func initials(at start: Int, needDots: Bool = false) -> (start: Int, end: Int)? {
    var here = start
    var count = 0
    var dots = 0
    var end = start
    while here < text.count, count < 6, self[here].properties.isUppercase {
      count += 1
      var next = here + 1
      var small = 0
      while next < text.count, self[next].properties.isLowercase, small < 3 {
        next += 1
        small += 1
      }
      if next > here + 1, NameWords.isGeneration(string(span(here, next))) { return nil }
      // A lower-case letter is only allowed before a full stop: Yu., Th., Chr.
      if small > 0, small > 2 || next >= text.count || self[next] != "." { return nil }
      if next < text.count, self[next] == "." {
        dots += 1
        next += 1
      }
      end = next
      here = next
      if here < text.count, self[here] == "-" || self[here] == "‐" || self[here] == "‑" {
        here += 1
      }
      // After full stops, the next initial may follow a space: it is one letter, or else a word.
      else if here + 1 < text.count, self[here] == " ", self[here - 1] == ".", isInitial(at: here + 1) {
        here += 1
      }
    }
    guard count > 0, count < 6, !needDots || dots > 0, !Self.apostrophes.contains(self[end]) else { return nil }
    // "J.Doe" has no space.
    if self[end].isLetterLike || self[end].isDigit, !needDots || self[end - 1] != "." { return nil }
    return (start, end)
  }

  /// Whether a capital is alone, or before a full stop.
  func isInitial(at here: Int) -> Bool {
    guard self[here].properties.isUppercase, !Self.apostrophes.contains(self[here + 1]) else { return false }
    var next = here + 1
    while next < text.count, self[next].properties.isLowercase, next - here < 3 { next += 1 }
    if next < text.count, self[next] == "." { return true }
    return next == here + 1 && (next == text.count || !self[next].isLetterLike)
  }

  /// The index after `Jr.`, `Sr`, `III` after the initials.
  func suffix(at end: Int) -> Int {
    var here = end
    if here < text.count, self[here] == "," { here += 1 }
    here = skipSpaces(here)
    var last = here
    while last < text.count, self[last].isLetterLike || self[last].isDigit { last += 1 }
    guard NameWords.isGeneration(string(span(here, last))) else { return end }
    return last < text.count && self[last] == "." && self[last - 1].properties.isLowercase ? last + 1 : last
  }

  /// The index after what separates two names.
  func separator(at start: Int) -> Int? {
    var here = start
    var isOne = false
    if here < text.count, self[here] == "," || self[here] == ";" {
      here += 1
      isOne = true
    }
    let space = skipSpaces(here)
    if here < text.count, self[space] == "…" || self[space] == "&" { return skipSpaces(space + 1) }
    for word in NameWords.conjunctions where stands(word + " ", at: space) {
      return space == start ? nil : skipSpaces(space + word.unicodeScalars.count)
    }
    return isOne && space > here ? space : nil
  }

  /// The index after "et al.".
  func others(at start: Int) -> Int? {
    var here = start
    if here < text.count, self[here] == "," || self[here] == ";" { here += 1 }
    here = skipSpaces(here)
    for word in NameWords.others where stands(word, at: here) {
      let end = here + word.unicodeScalars.count
      if end == text.count || !self[end].isLetterLike { return end }
    }
    return nil
  }

  /// Reads `Berg, Anna-Lena` before a year or a quoted title; nil for anything else.
  mutating func readFullName() -> Int? {
    guard let family = family(at: 0), family.end < text.count, self[family.end] == "," else { return nil }
    let start = skipSpaces(family.end + 1)
    var end = start
    var here = start
    for _ in 0..<3 {
      let word = word(at: here)
      guard let first = word.first, self[first].properties.isUppercase else { break }
      end = word.upperBound
      if word.count == 1, end < text.count, self[end] == "." { end += 1 }
      here = skipSpaces(end)
      if here == end { break }
    }
    guard end > start else { return nil }
    let isBeforeYear = year(behind: end) != nil
    var next = end
    while next < text.count, [".", ",", " "].contains(self[next]) { next += 1 }
    let isBeforeQuote = next < text.count && Self.quotes.contains { $0.open == self[next] }
    guard isBeforeYear || isBeforeQuote else { return nil }
    parts.names = [Name(family: string(span(0, family.end)), given: string(span(start, end)))]
    return end
  }

  /// Reads the name of an organisation before a year: only capital letters, or three capitalised words.
  mutating func readBody() -> Int? {
    guard
      let end = text.indices.first(where: {
        $0 > 2 && $0 < 100 && year(behind: $0) != nil && self[$0] != " "
          || $0 > 2 && $0 < 100 && self[$0] == " " && year(behind: $0) != nil
      })
    else { return nil }
    let name = string(span(0, end))
    let words = name.split(separator: " ")
    let isShort =
      words.count == 1 && name.unicodeScalars.count <= 12
      && name.unicodeScalars.filter(\.properties.isUppercase).count >= 3
      && name.unicodeScalars.allSatisfy { $0.properties.isUppercase || !$0.isLetterLike }
    let areNames = words.allSatisfy { word in
      Self.smallWords.contains(String(word)) || word.unicodeScalars.first?.properties.isUppercase == true
        || word.unicodeScalars.first == "("
    }
    let isLong =
      (2...12).contains(words.count) && areNames
      && words.contains { NameWords.isOfBody(String($0)) }
    guard isShort || isLong, !name.contains(". "), !name.contains(where: { $0 == ":" || $0 == ";" || $0 == "\"" })
    else {
      return nil
    }
    parts.names = [Name(family: name, given: nil, isBody: true)]
    return end
  }

  /// The index after `(eds.)`, `, eds.` and similar text.
  func editorMark(at start: Int) -> Int? {
    var here = start
    if here < text.count, self[here] == "," { here += 1 }
    here = skipSpaces(here)
    let isOpen = here < text.count && (self[here] == "(" || self[here] == "[")
    if isOpen { here += 1 }
    for word in [
      "editors", "Editors", "editor", "Editor", "eds.", "Eds.", "eds", "Eds", "ed.", "Ed.", "ed", "Ed", "EDS.", "hrsg.",
      "Hrsg.",
    ]
    where stands(word, at: here) {
      var end = here + word.unicodeScalars.count
      if end < text.count, self[end].isLetterLike { continue }
      if isOpen {
        guard end < text.count, self[end] == ")" || self[end] == "]" else { return nil }
        end += 1
      }
      return end
    }
    return nil
  }

  /// A year right after a position, in brackets or between punctuation.
  func year(behind start: Int) -> (year: String, suffix: String?, end: Int)? {
    var here = start
    while here < text.count, [",", ".", ":", " ", ";"].contains(self[here]), here - start < 3 { here += 1 }
    guard here > start || here < text.count && self[here] == "(" else { return nil }
    let isOpen = here < text.count && (self[here] == "(" || self[here] == "[")
    if isOpen { here += 1 }
    guard let year = year(at: here) else { return nil }
    var end = year.end
    if isOpen {
      // "(2012, May 3)" has more than the year.
      guard let close = slice(end, text.count).prefix(24).firstIndex(where: { $0 == ")" || $0 == "]" }) else {
        return nil
      }
      if close > end, self[end] != ",", self[end] != " ", self[end] != "/" { return nil }
      end = close + 1
    } else {
      // A bare year is before punctuation, as in "2012. On weirs", or before a word: "Doe J. 2012 On weirs".
      guard end < text.count, [".", ",", ":", " "].contains(self[end]) else { return nil }
    }
    while end < text.count, [".", ",", ":", ";"].contains(self[end]) { end += 1 }
    return (year.year, year.suffix, end)
  }

  /// `2012` or `2012a` from 1500 to 2099.
  func year(at here: Int) -> (year: String, suffix: String?, end: Int)? {
    guard here + 4 <= text.count, here == 0 || !self[here - 1].isDigit else { return nil }
    guard slice(here, here + 4).allSatisfy(\.isDigit), let value = Int(string(span(here, here + 4))),
      (1500...2099).contains(value)
    else {
      return nil
    }
    var end = here + 4
    var suffix: String?
    if end < text.count, ("a"..."h").contains(self[end]), end + 1 == text.count || !self[end + 1].isLetterLike {
      suffix = String(self[end])
      end += 1
    }
    if end < text.count, self[end].isLetterLike || self[end].isDigit { return nil }
    return (String(value), suffix, end)
  }
}
