import CitemillCore

/// What a line has at its start if a reference begins there.
///
/// Names are read byte by byte, and only as far as needed: every line of a list is asked.
///
///     van der Beek, J., 2019. …          familyFirst
///     J. van der Beek, "On weirs," …     initialsFirst
///     ———. 2019. …                       dash: the names of the reference before
///     Mill Board. 2018. …                body
///     Sorle, Ida, and Ngozi Eze. …       fullNames
///     张三, 李四. …                       uncased
enum ReferenceHead {
  case familyFirst
  case initialsFirst
  case dash
  case body
  case fullNames
  case uncased

  /// Whether little other text begins like that.
  var isSure: Bool {
    switch self {
    case .familyFirst, .dash, .body: true
    case .initialsFirst, .fullNames, .uncased: false
    }
  }

  /// The head of a line; nil if no reference begins there.
  init?(_ bytes: [UInt8]) {
    let head = Scan(bytes: bytes)
    if let found = head.read() { self = found } else { return nil }
  }
}

extension ReferenceHead {
  /// The start of a line, by position.
  private struct Scan {
    let bytes: [UInt8]

    enum Case { case upper, lower, uncased }

    /// How far names are looked for.
    private static let longest = 240

    func read() -> ReferenceHead? {
      if dash() || sameAuthor() { return .dash }
      if let family = family(at: 0) {
        if let end = initials(behindFamily: family), isBoundary(end) { return .familyFirst }
        if body() { return .body }
        if let end = givenNames(behindFamily: family), isEndOfName(end) { return .fullNames }
      } else if body() {
        return .body
      }
      if let end = initials(at: 0, needDots: true), let space = spaces(at: end),
        let family = family(at: space), isEndOfName(family)
      {
        return .initialsFirst
      }
      return uncasedName() ? .uncased : nil
    }

    // MARK: - Forms

    /// `———.`, `---.`, `___,` and `――― (2019)`: two or more dashes before punctuation or a space.
    private func dash() -> Bool {
      var here = 0
      var count = 0
      while let length = dashLength(at: here) {
        // Em dashes and bars are as wide as several hyphens.
        count += length == 3 ? 2 : 1
        here += length
      }
      guard count >= 3 || count == 2 && here == 6 else { return false }
      if bytes.span.byte(at: here) == UInt8(ascii: ".") || bytes.span.byte(at: here) == UInt8(ascii: ",") { here += 1 }
      guard let next = spaces(at: here), next > here || here > 0 else { return false }
      return next > here && next < bytes.count
    }

    /// `Dies. (2012)`, `Idem: `: a word for the names of the reference before.
    private func sameAuthor() -> Bool {
      for word: StaticString in ["ders.", "dies.", "idem", "eadem", "id."] where bytes.span.standsInAnyCase(word, at: 0)
      {
        var here = word.utf8CodeUnitCount
        while let byte = bytes.span.byte(at: here), [44, 46, 58].contains(byte) { here += 1 }
        guard let next = spaces(at: here), next > here else { return false }
        let hasSign = bytes[here - 1] == UInt8(ascii: ":") || bytes[here - 1] == UInt8(ascii: ",")
        let open = bytes[next] == UInt8(ascii: "(") ? next + 1 : next
        return hasSign || ReferenceSigns.isYear(bytes, at: open)
      }
      return false
    }

    private func dashLength(at here: Int) -> Int? {
      guard let byte = bytes.span.byte(at: here) else { return nil }
      if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") { return 1 }
      // U+2012 to U+2015, and U+2E3A, U+2E3B.
      if bytes.span.stands("\u{2E3A}", at: here) || bytes.span.stands("\u{2E3B}", at: here) { return 3 }
      guard byte == 0xE2, bytes.span.byte(at: here + 1) == 0x80, let last = bytes.span.byte(at: here + 2),
        last >= 0x92, last <= 0x95
      else { return nil }
      return 3
    }

    /// The end of a family name of one to four words, with particles before or in it.
    private func family(at start: Int) -> Int? {
      var here = start
      var end: Int?
      for _ in 0..<5 {
        guard let word = word(at: here) else { break }
        if word.isCapital {
          if word.letters < 2 || end != nil && word.letters <= 3 && word.capitals == word.letters { break }
          end = word.end
        } else if word.first != .lower || !NameWords.isParticle(bytes.span.text(here..<word.end)) {
          break
        }
        guard let next = spaces(at: word.end), next > word.end else { break }
        here = next
      }
      return end
    }

    private func initials(behindFamily family: Int) -> Int? {
      let comma = bytes.span.byte(at: family) == UInt8(ascii: ",") ? family + 1 : family
      guard let start = spaces(at: comma), start > comma, let end = initials(at: start) else { return nil }
      // Without a comma, capitals may be those of a country: "Springer US, 2019".
      if comma == family, Self.areas.contains(bytes.span.text(start..<end)) { return nil }
      return end
    }

    private static let areas: Set<String> = ["US", "UK", "USA", "EU", "UN", "NY", "DC", "II", "III"]

    /// The end of one to three names in full: `Sorle, Ida M.`
    private func givenNames(behindFamily family: Int) -> Int? {
      guard bytes.span.byte(at: family) == UInt8(ascii: ","), var here = spaces(at: family + 1), here > family + 1
      else { return nil }
      var end: Int?
      for _ in 0..<3 {
        guard let word = word(at: here), word.isCapital else { break }
        end = word.end
        if word.letters == 1, bytes.span.byte(at: word.end) == UInt8(ascii: ".") { end = word.end + 1 }
        guard let last = end, let next = spaces(at: last), next > last else { break }
        here = next
      }
      guard let end else { return nil }
      let first = bytes.span.text(0..<family)
      // "Monday, May 3" is a date.
      let given = Array(bytes[(family + 1)..<end].drop(while: \.isSpace).prefix { $0.isLetter || $0 >= 0x80 })
      return Months.number(of: given) == nil && !Self.greetings.contains(first) ? end : nil
    }

    private static let greetings: Set<String> = ["Dear", "Hello", "Hi", "Yes", "No", "In", "See"]

    /// A body, or a list of names in full, before a year: `Mill Board. 2018. Annual`, `Mill Board (2018)`.
    private func body() -> Bool {
      var here = 0
      var words = 0
      var hasLetters = false
      while here < min(bytes.count, Self.longest) {
        if let end = yearOfBody(at: here, behind: words) {
          return hasLetters && words <= 24 && beginsTitle(at: end)
        }
        if let word = word(at: here) {
          words += 1
          if words == 1, Self.wordsOfJournals.contains(bytes.span.text(here..<word.end)) { return false }
          let isSmall = word.first == .lower
          if isSmall {
            let text = bytes.span.text(here..<word.end)
            if words == 1 && !NameWords.isParticle(text)
              || !NameWords.isParticle(text) && !CitationGrammar.smallWords.contains(text)
            {
              return false
            }
          }
          hasLetters = hasLetters || word.letters > 1
          here = word.end
          // A full stop after a whole word ends a sentence, unless the year is next.
          if bytes.span.byte(at: here) == UInt8(ascii: "."), word.letters > 3,
            bytes.span.byte(at: here + 1) != UInt8(ascii: ")"),
            isSmall || yearAhead(here + 1) == nil
          {
            return false
          }
          continue
        }
        if let next = spaces(at: here), next > here {
          here = next
          continue
        }
        guard words > 0, [46, 44, 59, 38, 39, 45, 40, 41, 47].contains(bytes[here]) else { return false }
        here += 1
      }
      return false
    }

    private static let wordsOfJournals: Set<String> = [
      "In", "J", "Journal", "Proc", "Proceedings", "Zeitschrift", "Revista", "Revue", "Available", "Accessed",
      "Retrieved", "Published", "Online", "Copyright", "DOI", "PMID", "ISBN", "ISSN", "URL", "Vol", "Volume", "Press",
      "Chapter", "Figure", "Table", "January", "February", "March", "April", "May", "June", "July", "August",
      "September", "October", "November", "December",
    ]

    /// The year after a full stop and spaces.
    private func yearAhead(_ start: Int) -> Int? {
      guard let here = spaces(at: start), here > start else { return nil }
      let open = bytes.span.byte(at: here) == UInt8(ascii: "(") ? here + 1 : here
      return ReferenceSigns.isYear(bytes, at: open) ? here : nil
    }

    /// The end of `(2018)`, `(2018, May)`, or of `2018.` after a full stop.
    private func yearOfBody(at here: Int, behind words: Int) -> Int? {
      guard words > 0 else { return nil }
      if bytes.span.byte(at: here) == UInt8(ascii: "(") {
        guard ReferenceSigns.isYear(bytes, at: here + 1),
          let close = bytes.span.firstIndex(of: UInt8(ascii: ")"), from: here, to: min(here + 28, bytes.count))
        else { return nil }
        return close + 1
      }
      guard ReferenceSigns.isYear(bytes, at: here), let before = lastBeforeSpaces(here), before == UInt8(ascii: ".")
      else { return nil }
      var end = here + 4
      if let suffix = bytes.span.byte(at: end), suffix.isSmallLetter { end += 1 }
      return bytes.span.byte(at: end) == UInt8(ascii: ".") ? end : nil
    }

    private func lastBeforeSpaces(_ place: Int) -> UInt8? {
      var here = place - 1
      while here >= 0, bytes[here] == 32 { here -= 1 }
      return here >= 0 && here < place - 1 ? bytes[here] : nil
    }

    /// Whether a title begins after a year: with a letter or a quotation mark, and not with the numbers of an issue.
    private func beginsTitle(at start: Int) -> Bool {
      var here = start
      while let byte = bytes.span.byte(at: here), [46, 44, 58].contains(byte) { here += 1 }
      guard let next = spaces(at: here), next > here || here > start, let byte = bytes.span.byte(at: next) else {
        return false
      }
      if let word = word(at: next) {
        return word.first != .lower && !Self.wordsOfJournals.contains(bytes.span.text(next..<word.end))
      }
      return byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "[") || byte >= 0xC2
    }

    /// A name of two to four letters without case before punctuation: `张三, 李四.`
    private func uncasedName() -> Bool {
      guard let word = word(at: 0), word.first == .uncased, (2...5).contains(word.letters) else { return false }
      let end = word.end
      for sign: StaticString in ["，", "．", "、", "（", "。"] where bytes.span.stands(sign, at: end) {
        return end + 3 < bytes.count && !bytes[end + 3].isDigit
      }
      guard let sign = bytes.span.byte(at: end), [44, 46, 40, 32].contains(sign) else { return false }
      if sign == UInt8(ascii: "(") { return ReferenceSigns.isYear(bytes, at: end + 1) }
      guard let next = spaces(at: end + 1), let byte = bytes.span.byte(at: next) else { return false }
      return !byte.isDigit
    }

    // MARK: - Parts

    /// `J.`, `J. A.`, `J.-P.`, `JA`, `Yu.`: up to five capitals.
    private func initials(at start: Int, needDots: Bool = false) -> Int? {
      var here = start
      var end: Int?
      var dots = 0
      for _ in 0..<5 {
        guard let letter = letter(at: here), letter.kind == .upper else { break }
        var next = here + letter.length
        var small = 0
        while small < 3, let other = self.letter(at: next), other.kind == .lower {
          next += other.length
          small += 1
        }
        let hasDot = bytes.span.byte(at: next) == UInt8(ascii: ".")
        if small > 0, small > 2 || !hasDot { break }
        if hasDot {
          dots += 1
          next += 1
        }
        end = next
        here = next
        if let byte = bytes.span.byte(at: here), byte == UInt8(ascii: "-") {
          here += 1
        } else if hasDot, let space = spaces(at: here), space > here, let other = self.letter(at: space),
          other.kind == .upper, bytes.span.byte(at: space + other.length) == UInt8(ascii: ".")
        {
          here = space
        }
      }
      guard let end, !needDots || dots > 0 else { return nil }
      if let next = letter(at: end), !needDots || next.kind != .upper { return nil }
      return end
    }

    /// Whether initials end: before punctuation, a space, or the end of the line.
    private func isBoundary(_ end: Int) -> Bool {
      guard let byte = bytes.span.byte(at: end) else { return true }
      return [44, 58, 59, 32, 40, 41].contains(byte) || byte == 0xC2
    }

    /// Whether a name ends before punctuation, or a word between names.
    private func isEndOfName(_ end: Int) -> Bool {
      guard let byte = bytes.span.byte(at: end) else { return false }
      if [44, 46, 58, 59].contains(byte) { return true }
      guard let next = spaces(at: end), next > end, let sign = bytes.span.byte(at: next) else { return false }
      if sign == UInt8(ascii: "(") || sign == UInt8(ascii: "&") || sign == UInt8(ascii: "/") { return true }
      guard let word = word(at: next), word.first == .lower else { return false }
      let text = bytes.span.text(next..<word.end)
      return text == "et" || NameWords.conjunctions.contains(text)
    }

    private struct Word {
      var end: Int
      var letters = 0
      var capitals = 0
      var first: Case
      var isCapital: Bool { first == .upper || capitals > 0 && letters > 1 }
    }

    /// The letters, with hyphens and apostrophes between them, from a position.
    private func word(at start: Int) -> Word? {
      guard let first = letter(at: start) else { return nil }
      var word = Word(end: start, first: first.kind)
      var here = start
      while true {
        if let letter = letter(at: here) {
          word.letters += 1
          if letter.kind == .upper { word.capitals += 1 }
          here += letter.length
          word.end = here
        } else if let length = joinLength(at: here), letter(at: here + length) != nil {
          here += length
        } else {
          return word
        }
      }
    }

    /// A hyphen or an apostrophe.
    private func joinLength(at here: Int) -> Int? {
      guard let byte = bytes.span.byte(at: here) else { return nil }
      if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "'") { return 1 }
      for sign: StaticString in ["’", "‐", "‑", "·"] where bytes.span.stands(sign, at: here) {
        return sign.utf8CodeUnitCount
      }
      return nil
    }

    /// The index after spaces, with and without break; nil at the end of the line.
    private func spaces(at start: Int) -> Int? {
      var here = start
      while here < bytes.count {
        if bytes[here].isSpace {
          here += 1
        } else if bytes.span.stands("\u{A0}", at: here) {
          here += 2
        } else if bytes.span.stands("\u{202F}", at: here) || bytes.span.stands("\u{2009}", at: here)
          || bytes.span.stands("\u{3000}", at: here)
        {
          here += 3
        } else {
          return here
        }
      }
      return nil
    }

    private func letter(at index: Int) -> (kind: Case, length: Int)? {
      guard let byte = bytes.span.byte(at: index) else { return nil }
      if byte < 0x80 { return byte.isLetter ? (byte.isSmallLetter ? .lower : .upper, 1) : nil }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      guard byte >= 0xC2, index + length <= bytes.count else { return nil }
      var value = UInt32(byte) & (0x7F >> UInt32(length))
      for next in bytes[(index + 1)..<(index + length)] { value = value << 6 | UInt32(next & 0x3F) }
      guard let scalar = Unicode.Scalar(value) else { return nil }
      let properties = scalar.properties
      // Combining marks belong to the letter before them.
      if properties.generalCategory == .nonspacingMark { return (.lower, length) }
      guard properties.isAlphabetic else { return nil }
      return (properties.isUppercase ? .upper : properties.isCased ? .lower : .uncased, length)
    }
  }
}
