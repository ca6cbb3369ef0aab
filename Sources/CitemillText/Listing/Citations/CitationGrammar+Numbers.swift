import CitemillCore

// Volume, issue, pages and year of a citation, if they are adjacent.

extension CitationGrammar {
  /// Adjacent volume, issue, pages and year.
  struct Numbers {
    var start: Int
    var end: Int
    var volume: String?
    var issue: String?
    var pages: String?
    var year: String?
    var yearSuffix: String?
  }

  /// The first position from which volume and pages are adjacent up to the end of the text, or nearly.
  func numbers(from start: Int) -> Numbers? {
    for index in span(start, text.count) where index > start {
      let before = self[index - 1]
      guard [" ", ",", ";", ".", "("].contains(before),
        self[index].isDigit || self[index].isLetterLike || self[index] == "("
      else {
        continue
      }
      if let numbers = numbers(at: index) { return numbers }
    }
    return nil
  }

  func numbers(at start: Int) -> Numbers? {
    var found = Numbers(start: start, end: start)
    var here = start
    // "2012 Jan 5;12" and "(2012) 12" and "2012, 12".
    if let date = date(at: here) {
      (found.year, found.yearSuffix) = (date.year, date.suffix)
      here = skipSigns(date.end)
    }
    guard let volume = volume(at: here) else { return nil }
    found.volume = string(volume.value)
    here = volume.end
    if let issue = issue(at: here) {
      found.issue = string(issue.value)
      here = issue.end
    }
    // "12 (2012) 1-9".
    var next = skipSigns(here)
    if found.year == nil, next < text.count, self[next] == "(", let date = date(at: next) {
      (found.year, found.yearSuffix) = (date.year, date.suffix)
      next = skipSigns(date.end)
    }
    guard next > here, let pages = pages(at: next) else { return nil }
    // A number after another is not enough: there must be punctuation or a word before it.
    if !pages.isRange, !pages.isNamed, slice(here, next).allSatisfy({ $0 == " " }), found.year == nil { return nil }
    here = pages.isRange ? endOfFurtherPages(pages.end) : pages.end
    found.pages = string(span(pages.value.lowerBound, here))
    let behind = skipSigns(here)
    if found.year == nil, behind > here, behind < text.count, let date = date(at: behind) {
      (found.year, found.yearSuffix) = (date.year, date.suffix)
      here = date.end
    }
    found.end = here
    // A few words may follow, but not a sentence, and not a different year.
    let rest = slice(here, text.count).drop { !$0.isLetterLike && !$0.isDigit }
    guard rest.count <= 40, pages.isRange || !rest.contains(where: \.isDigit) else { return nil }
    return found
  }

  /// The end of pages after a range: `1–9, 12`, `1–9, 12–14`. A year is not one.
  private func endOfFurtherPages(_ start: Int) -> Int {
    var end = start
    while self[end] == "," {
      let first = skipSpaces(end + 1)
      let page = number(at: first, letters: 1)
      guard !page.isEmpty, page.count <= 5, year(at: first) == nil else { return end }
      var last = page.upperBound
      if ["-", "–"].contains(self[last]) { last = number(at: last + 1, letters: 1).upperBound }
      guard last >= text.count || [".", ",", ";", " ", ")"].contains(self[last]), !self[skipSpaces(last)].isLetterLike
      else { return end }
      end = last
    }
    return end
  }

  /// A year, in brackets or not, with a month and a day before or after it.
  func date(at start: Int) -> (year: String, suffix: String?, end: Int)? {
    var here = start
    let isOpen = here < text.count && self[here] == "("
    if isOpen { here += 1 }
    if let month = month(at: here) { here = skipSpaces(month) }
    guard let year = year(at: here) else { return nil }
    var end = year.end
    if let month = month(at: skipSpaces(end)) {
      end = month
      let day = skipSpaces(month)
      var digits = day
      while digits < text.count, self[digits].isDigit || self[digits] == "-" || self[digits] == "–" { digits += 1 }
      if digits > day, digits - day <= 5 { end = digits }
    }
    if isOpen {
      guard end < text.count, self[end] == ")" else { return nil }
      end += 1
    }
    return (year.year, year.suffix, end)
  }

  func month(at start: Int) -> Int? {
    let word = word(at: start)
    guard (3...10).contains(word.count), let number = Months.number(of: string(word).utf8), number <= 12 else {
      return nil
    }
    return word.upperBound < text.count && self[word.upperBound] == "." ? word.upperBound + 1 : word.upperBound
  }

  /// The position after the first of some words that is at a position, and the spaces after it; nil if there
  /// is none.
  private func behindWord(_ words: [String], at start: Int) -> Int? {
    words.first { stands($0, at: start) }.map { skipSpaces(start + $0.unicodeScalars.count) }
  }

  /// `12`, `vol. 12`, `A12`, `12A`.
  func volume(at start: Int) -> (value: Range<Int>, end: Int)? {
    let named = behindWord(
      ["Volume ", "volume ", "Vol. ", "vol. ", "Vol.", "vol.", "Vol ", "vol ", "v. ", "V. ", "Bd. ", "Jg. "], at: start)
    let (here, isNamed) = (named ?? start, named != nil)
    let value = number(at: here, letters: 1)
    guard !value.isEmpty, value.count <= 5 else { return nil }
    var end = value.upperBound
    // A double volume.
    if end + 1 < text.count, ["-", "–", "/"].contains(self[end]), self[end + 1].isDigit {
      let second = number(at: end + 1, letters: 0)
      let isPages = !isNamed && second.upperBound < text.count && !["(", ":", ","].contains(self[second.upperBound])
      if isPages || second.count > 4 { return nil }
      end = second.upperBound
    }
    return (span(here, end), end)
  }

  /// `(3)`, `, no. 3`, `, 3` before pages with a word.
  func issue(at start: Int) -> (value: Range<Int>, end: Int)? {
    let here = skipSpaces(start)
    if here < text.count, self[here] == "(", date(at: here) == nil {
      guard let close = slice(here, text.count).prefix(24).firstIndex(of: ")"), close > here + 1 else { return nil }
      let value = span(here + 1, close)
      guard value.contains(where: { self[$0].isDigit }) else { return nil }
      return (withoutWord(value), close + 1)
    }
    let words = [
      "no. ", "No. ", "no.", "No.", "no ", "No ", "issue ", "Issue ", "nº ", "Nº ", "n. ", "iss. ", "Iss. ", "№ ",
      "n° ", "Núm. ", "núm. ", "num. ",
    ]
    guard let named = behindWord(words, at: skipSigns(start)) else { return nil }
    let value = number(at: named, letters: 1)
    guard !value.isEmpty else { return nil }
    var end = value.upperBound
    if end + 1 < text.count, ["-", "–", "/"].contains(self[end]), self[end + 1].isDigit {
      end = number(at: end + 1, letters: 0).upperBound
    }
    return (span(value.lowerBound, end), end)
  }

  func withoutWord(_ value: Range<Int>) -> Range<Int> {
    for word in ["no. ", "No. ", "issue ", "Issue ", "Pt ", "pt ", "No ", "no "]
    where stands(word, at: value.lowerBound) {
      if word.hasPrefix("P") || word.hasPrefix("p") { return value }
      return span(value.lowerBound + word.unicodeScalars.count, value.upperBound)
    }
    return value
  }

  /// `1-9`, `pp. 1–9`, `D14306`, `e123`.
  func pages(at start: Int) -> (value: Range<Int>, end: Int, isRange: Bool, isNamed: Bool)? {
    let named = behindWord(
      [
        "pp. ", "pp.", "pp ", "p. ", "p.", "pages ", "Pages ", "Pp. ", "pág. ", "págs. ", "págs ", "S. ", "Article ",
        "article ", "art. no. ", "Art. No. ", "art. ", "Art. ", "Article No. ",
      ], at: start)
    let (here, isNamed) = (named ?? start, named != nil)
    let first = number(at: here, letters: 3)
    guard !first.isEmpty, first.count <= 12 else { return nil }
    var end = first.upperBound
    var isRange = false
    var dash = end
    if dash < text.count, self[dash] == " " { dash += 1 }
    if dash < text.count, ["-", "–", "—", "‐", "‑", "−"].contains(self[dash]) {
      let second = number(at: skipSpaces(dash + 1), letters: 3)
      if !second.isEmpty {
        end = second.upperBound
        isRange = true
      }
    }
    // "348 p." is the length of a book.
    if stands(" p", at: end), !self[end + 2].isLetterLike || stands("p.", at: end + 2) { return nil }
    // No part of a longer word or number.
    if end < text.count, self[end].isLetterLike || self[end] == "/" || self[end] == "(" { return nil }
    // A number here is a year.
    if !isRange, !isNamed, year(at: first.lowerBound)?.end == end { return nil }
    return (span(first.lowerBound, end), end, isRange, isNamed)
  }

  /// Digits with up to a number of letters before them and one after.
  func number(at start: Int, letters: Int) -> Range<Int> {
    var here = start
    while here < text.count, self[here].isASCIILetter, here - start < letters { here += 1 }
    let digits = here
    while here < text.count,
      self[here].isDigit
        || self[here] == "." && here + 1 < text.count && here > digits && self[here + 1].isDigit && letters == 3
    { here += 1 }
    guard here > digits else { return span(start, start) }
    if here < text.count, self[here].isASCIILetter,
      here + 1 == text.count || !self[here + 1].isLetterLike && !self[here + 1].isDigit
    {
      here += 1
    }
    return span(start, here)
  }
}
