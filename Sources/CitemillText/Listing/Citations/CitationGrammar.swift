import CitemillCore

/// The parts of one citation as printed in a list of references.
///
///     Doe, J. A., & Roe, R. (2012a). On weirs. J. Mills, 12(3), 1–9.        names (year). title. journal, numbers
///     Doe JA, Roe R. On weirs. J Mills. 2012;12(3):1-9.                     names. title. journal. year;numbers
///     Doe, J. A. and Roe, R.: On weirs, J. Mills, 12, 1–9, 2012.            names: title, journal, numbers, year
///     J.A. Doe, R. Roe, "On weirs," J. Mills, vol. 12, no. 3, pp. 1–9, 2012.
///     Doe JA (2012) On weirs. In: Roe R (ed) Mills. Press, Rome, pp 1–9
///
/// Names must come first, followed by a title that can be distinguished from its journal: the styles of
/// chemistry and physics omit it, and nothing else must be taken for one. Nothing is read from a text that
/// does not match completely.
struct CitationGrammar {
  /// The names, title and other parts, as texts.
  struct Parts: Equatable {
    enum Kind { case article, chapter, book, thesis, other }
    var kind = Kind.other
    /// Names as written, each with its order: family name first or last.
    var names: [Name] = []
    var areEditors = false
    var isListOpen = false
    var year: String?
    var yearSuffix: String?
    var title = ""
    var host: String?
    var hostEditors: [Name] = []
    var volume: String?
    var issue: String?
    var pages: String?
    var publisher: String?
    var place: String?
    var edition: String?
    /// What a note after the title says the work is.
    var genre: Kind?
  }

  /// A name in two parts, or the whole name of an organisation.
  struct Name: Equatable {
    var family: String
    var given: String?
    var isBody = false
  }

  let text: [Unicode.Scalar]
  var parts = Parts()
  /// The character between names and title if there is no year.
  var sign: Unicode.Scalar?
  /// The position after the year between names and title.
  var behindYear: Int?
  /// The position after volume and pages.
  var behindNumbers: Int?

  private init(_ text: String) { self.text = Array(text.unicodeScalars) }

  /// The parts of a citation whose identifiers and URLs have been removed; nil if they cannot be
  /// distinguished.
  static func read(_ text: String) -> Parts? {
    var grammar = Self(text)
    // Longer ones are remarks with several citations.
    guard (24...1200).contains(grammar.text.count), grammar.read(), !grammar.holdsAnotherWork(),
      grammar.takeGenre()
    else { return nil }
    return grammar.parts
  }

  /// Takes what a note after the title says the work is; false if it is printed like an article.
  private mutating func takeGenre() -> Bool {
    guard let genre = parts.genre else { return true }
    if parts.kind == .article || parts.kind == .chapter { return false }
    parts.kind = genre
    return true
  }

  // MARK: - The whole

  mutating func read() -> Bool {
    guard var here = readHead() else { return false }
    if let quoted = quotedTitle(from: here) {
      guard Self.isTitle(quoted.title) else { return false }
      parts.title = quoted.title
      here = quoted.end
      guard let numbers = numbers(from: here) else { return parts.year != nil && readBehindTitle(here) }
      return readJournal(span(here, numbers.start), numbers)
    }
    if let book = bookWithoutTitle(at: here) { return readBookOfChapter(book) }
    // Without the end of the quotation, the end of the title is not known.
    if Self.quotes.contains(where: { $0.open == self[here] }) { return false }
    if let container = containerStart(from: here) { return readChapter(here, container) }
    if let numbers = numbers(from: here) {
      guard let cut = journalStart(span(here, numbers.start)) else { return false }
      setTitle(span(here, cut.titleEnd))
      return Self.isTitle(parts.title) && readJournal(span(cut.journal, numbers.start), numbers)
    }
    return readBook(here)
  }

  // MARK: - After the title

  mutating func readJournal(_ range: Range<Int>, _ numbers: Numbers) -> Bool {
    var end = range.upperBound
    while end > range.lowerBound, [" ", ",", ";", "(", ":"].contains(self[end - 1]) { end -= 1 }
    var journal = string(span(range.lowerBound, end))
    // The full stop of an abbreviated name belongs to the name, that after a full name does not.
    if journal.hasSuffix("."), journal.filter({ $0 == "." }).count == 1 { journal.removeLast() }
    // In Brazil, the place is printed after the journal: "Revista de Moinhos, São Paulo, v. 12".
    if stands("v. ", at: numbers.start), let comma = journal.lastIndex(of: ",") {
      parts.place = String(journal[journal.index(after: comma)...]).trimmed
      journal = String(journal[..<comma])
    }
    guard Self.isJournal(journal), journal.last?.isNumber == false else { return false }
    parts.kind = .article
    behindNumbers = numbers.end
    parts.host = journal
    parts.volume = numbers.volume
    parts.issue = numbers.issue
    parts.pages = numbers.pages
    if let year = numbers.year {
      // If two years differ, it is unclear which one is meant.
      if let first = parts.year, first != year { return false }
      parts.year = parts.year ?? year
      parts.yearSuffix = parts.yearSuffix ?? numbers.yearSuffix
    }
    return parts.year != nil
  }

  /// Where " In: " begins after the first full stop of the title.
  func containerStart(from start: Int) -> (titleEnd: Int, next: Int)? {
    for index in span(start, text.count) where [".", "?", "!", ","].contains(self[index]) {
      for word in [" In: ", " In ", " in: "] where stands(word, at: index + 1) {
        let next = index + 1 + word.unicodeScalars.count
        if self[index] == ",", word == " In " || word == " in: " { continue }
        return (self[index] == "." || self[index] == "," ? index : index + 1, next)
      }
    }
    return nil
  }

  mutating func readChapter(_ start: Int, _ container: (titleEnd: Int, next: Int)) -> Bool {
    setTitle(span(start, container.titleEnd))
    guard Self.isTitle(parts.title) else { return false }
    // "In: Zeitschrift für Wehre 14 (2), S. 1–9" is a journal.
    if let numbers = numbers(from: container.next), numbers.issue != nil, numbers.pages != nil {
      return readJournal(span(container.next, numbers.start), numbers)
    }
    if parts.year == nil { return readBookOfChapter(container.next) }
    var here = container.next
    for style in [Style.familyCommaInitials, .initialsFamily, .familyInitials] {
      guard let list = names(from: here, style), let mark = editorMark(at: list.end) else { continue }
      parts.hostEditors = list.names
      here = mark
      while here < text.count, [",", ".", ":", " "].contains(self[here]) { here += 1 }
      break
    }
    // The title of the book ends before a full stop, a bracket with pages or an edition, or pages.
    guard
      let end = slice(here, text.count).indices.first(where: { index in
        [".", "?"].contains(self[index]) && (index + 1 == text.count || self[index + 1] == " ")
          || self[index] == "(" && self[index - 1] == " "
          || self[index] == ","
            && (stands(" pp", at: index + 1) || stands(" vol", at: index + 1) || stands(" p. ", at: index + 1))
      })
    else { return false }
    let book = string(span(here, end))
    parts.kind = .chapter
    let isList = ["(ed", "(Ed", "(Hg", "(Hrsg", "(dir", "(coord", "(org", "(Org", "(hg"].contains {
      stands($0, at: end)
    }
    if Self.isBookTitle(book, behindEditors: !parts.hostEditors.isEmpty), !isList || !parts.hostEditors.isEmpty {
      parts.host = book
    } else {
      parts.hostEditors = []
    }
    for index in slice(end, text.count).indices where stands("pp", at: index) && !self[index - 1].isLetterLike {
      if let pages = pages(at: index), pages.isNamed { parts.pages = string(pages.value) }
      break
    }
    return true
  }

  // MARK: - Chapters of the American Chemical Society

  /// Where the title of a book begins right after the names: `Doe, J. A. In Mills of the North; Roe, R., Ed.`
  private func bookWithoutTitle(at start: Int) -> Int? {
    guard let next = ["In ", "In: "].first(where: { stands($0, at: start) }).map({ start + $0.unicodeScalars.count }),
      slice(next, text.count).contains(";")
    else { return nil }
    return next
  }

  /// `Book; Roe, R., Foe, F., Eds.; Press: Place, Year; Vol. 3, pp 9–19.` The year and the press must be there.
  private mutating func readBookOfChapter(_ start: Int) -> Bool {
    var pieces = slice(start, text.count).split(separator: ";").map { span($0.startIndex, $0.endIndex) }[...]
    guard let book = pieces.popFirst(), Self.isBookTitle(string(book), behindEditors: true) else { return false }
    var editors: [Name] = []
    while let piece = pieces.first, let list = editorList(piece) {
      editors += list.names
      pieces.removeFirst()
      if list.isLast { break }
    }
    guard let press = pieces.firstIndex(where: { $0.contains { self[$0] == ":" } }), readPress(pieces[press]) else {
      return false
    }
    parts.kind = .chapter
    parts.host = string(book)
    parts.hostEditors = editors
    // What remains is after the year, or in the last pieces.
    for index in span(pieces[press].lowerBound, text.count) where !self[index - 1].isLetterLike {
      if parts.volume == nil, stands("Vol", at: index), let volume = volume(at: index) {
        parts.volume = string(volume.value)
      }
      if parts.pages == nil, stands("p", at: index), let pages = pages(at: index), pages.isNamed {
        parts.pages = string(pages.value)
      }
    }
    return true
  }

  /// Names in a piece, `Roe, R., Foe, F., Eds.`, and whether the word for editors is after them.
  private func editorList(_ piece: Range<Int>) -> (names: [Name], isLast: Bool)? {
    guard let list = names(from: skipSpaces(piece.lowerBound), .familyCommaInitials), list.end <= piece.upperBound
    else {
      return nil
    }
    let end = editorMark(at: list.end)
    guard string(span(end ?? list.end, piece.upperBound)).allSatisfy({ ".,".contains($0) }) else { return nil }
    return (list.names, end != nil)
  }

  /// `Press: Place, 2017`.
  private mutating func readPress(_ piece: Range<Int>) -> Bool {
    guard let colon = piece.first(where: { self[$0] == ":" }),
      let comma = piece.last(where: { $0 > colon && self[$0] == "," && year(at: skipSpaces($0 + 1)) != nil }),
      let year = year(at: skipSpaces(comma + 1))
    else { return false }
    (parts.year, parts.yearSuffix) = (year.year, year.suffix)
    parts.publisher = string(span(piece.lowerBound, colon))
    parts.place = string(span(colon + 1, comma))
    return true
  }

  /// Whether a text can be the title of a book: it has no names of editors, and no word for volume or pages
  /// at its end.
  static func isBookTitle(_ text: String, behindEditors: Bool) -> Bool {
    let words = text.split(separator: " ")
    guard (2...25).contains(words.count), let first = text.unicodeScalars.first,
      first.properties.isUppercase || first.isDigit,
      let last = words.last, last.count > 3 || last.first?.isLowercase == true || last.allSatisfy(\.isNumber)
    else { return false }
    let lower = text.lowercased()
    if ["ed.", "eds", "editor", "edited by", "hrsg", "et al", "(hg", ";", "\""].contains(where: { lower.contains($0) })
    {
      return false
    }
    if words.contains(where: { $0.count <= 3 && $0.hasSuffix(".") || $0.count <= 3 && $0.hasSuffix(".,") }) {
      return false
    }
    return behindEditors || words.dropFirst().contains { smallWords.contains(String($0)) } && !text.contains("., ")
  }

  /// A title after names and year, perhaps with place and publisher.
  mutating func readBook(_ start: Int) -> Bool {
    var titleEnd = text.count
    var behindBrackets = start
    for index in span(start, text.count) {
      if index < behindBrackets { continue }
      if let end = endOfBrackets(at: index) {
        behindBrackets = end
        continue
      }
      guard [".", "?", "!"].contains(self[index]) else { continue }
      guard index + 1 == text.count || self[index + 1] == " " else { continue }
      // "E. coli", "vs.", and "St. Louis" do not end a sentence.
      let before = slice(start, index).lastIndex(of: " ").map { $0 + 1 } ?? start
      let isShort = index - before < 3 && self[index] == "."
      if isShort, index + 1 < text.count,
        self[before].properties.isUppercase || ["vs", "cf", "sp", "ca", "no"].contains(string(span(before, index)))
      {
        continue
      }
      titleEnd = self[index] == "." ? index : index + 1
      break
    }
    if parts.year == nil { return readYearAtEnd(start, titleEnd) }
    setTitle(span(start, titleEnd))
    guard Self.isTitle(parts.title), Self.isWholeTitle(parts.title), !hasRange(from: start), sign != ",",
      endsAsTitle(start, titleEnd)
    else { return false }
    return readBehindTitle(min(titleEnd + 1, text.count))
  }

  /// Whether two numbers with a dash between them follow a position: pages of something that was not read.
  func hasRange(from start: Int) -> Bool {
    span(start, text.count).contains { index in
      ["-", "–", "—"].contains(self[index]) && self[index - 1].isDigit && self[index + 1].isDigit
        && year(at: index - 4) == nil
    }
  }

  /// Whether a title ends at a full stop: at the end of the text there may be something else after a comma,
  /// and a short capitalised word may be the first of a journal name.
  func endsAsTitle(_ start: Int, _ end: Int) -> Bool {
    if end + 1 >= text.count { return !span(start, end).contains { self[$0] == "," } }
    // After "What next?" and "Part B" titles continue.
    if self[end] != "."
      || ["Part ", "Vol", "Band ", "Chapter ", "Section ", "Book "].contains(where: { stands($0, at: end + 2) })
    {
      return false
    }
    guard let space = span(start, end).last(where: { self[$0] == " " }) else { return true }
    return !self[space + 1].properties.isUppercase || end - space > 7 || self[space - 1] == ":"
  }

  /// Whether a title is not followed by a journal or thesis without punctuation in between.
  static func isWholeTitle(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard words.count > 3 || words.count == 3 && words.dropFirst().contains(where: { $0.first?.isLowercase == true }),
      words.filter({ $0.hasSuffix(",") }).count < 3, let last = words.last,
      last.count > 2 || !last.contains(where: \.isUppercase)
    else { return false }
    let lower = text.lowercased()
    return !["(ed", " eds", "thesis", "thèse", "dissertation", " j. ", " proc. ", "phd"].contains { lower.contains($0) }
  }

  /// `Title. Place: Publisher; 2012.`
  mutating func readYearAtEnd(_ start: Int, _ titleEnd: Int) -> Bool {
    var end = text.count
    while end > start, [".", " ", ")"].contains(self[end - 1]) { end -= 1 }
    guard end - 4 > titleEnd, let year = year(at: end - 4), [" ", ";", ",", "("].contains(self[end - 5]) else {
      return false
    }
    parts.year = year.year
    setTitle(span(start, titleEnd))
    guard Self.isTitle(parts.title) else { return false }
    var last = end - 4
    while last > titleEnd, [" ", ";", ",", "("].contains(self[last - 1]) { last -= 1 }
    return readPublisher(span(skipEdition(min(titleEnd + 1, text.count)), last))
  }

  mutating func readBehindTitle(_ start: Int) -> Bool {
    var end = text.count
    while end > start, [".", " ", ";", ","].contains(self[end - 1]) { end -= 1 }
    let here = skipSpaces(skipEdition(min(start, end)))
    if here >= end { return true }
    let lower = string(span(here, end)).lowercased()
    if lower.contains("thesis") || lower.contains("dissertation") { parts.kind = .thesis }
    if parts.kind == .other { _ = readPublisher(span(here, end)) }
    return true
  }

  /// `Place: Publisher`, each of a few capitalised words.
  mutating func readPublisher(_ whole: Range<Int>) -> Bool {
    let range = span(skipSpaces(whole.lowerBound), whole.upperBound)
    guard let colon = range.first(where: { self[$0] == ":" && $0 + 1 < range.upperBound && self[$0 + 1] == " " }) else {
      return false
    }
    let place = string(span(range.lowerBound, colon))
    let publisher = string(span(skipSpaces(colon + 1), range.upperBound))
    guard !place.contains(". "), !publisher.contains(". "), (1...4).contains(place.split(separator: " ").count),
      (1...8).contains(publisher.split(separator: " ").count), !place.contains(where: \.isNumber),
      !publisher.contains(where: \.isNumber), place.unicodeScalars.first?.properties.isUppercase == true,
      publisher.unicodeScalars.first?.properties.isUppercase == true
    else { return false }
    parts.kind = .book
    parts.place = place
    parts.publisher = publisher
    return true
  }
}
