/// Pages in the forms that sources write: `pp. 172–4`, `S12--S15`, `1-9, 12`.
package struct PageText {
  /// The pages with hyphens, and both ends of each range in full: `172-174`.
  package private(set) var plain: String
  /// A descending range, or one that ends with a number that cannot be its end.
  package private(set) var problem: String?

  package init(_ text: String) {
    var bytes: [UInt8] = []
    for byte in Self.pages(text).plainHyphenBytes where byte != UInt8(ascii: "-") || bytes.last != byte {
      bytes.append(byte)
    }
    var isChanged = false
    var parts: [[UInt8]] = []
    for part in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard let range = Ends(part) else {
        parts.append(Array(part))
        continue
      }
      isChanged = true
      parts.append(Array(part.prefix(while: \.isSpace)) + Array(range.description.utf8))
      if range.isBackward { problem = "the range \(range) goes down" }
    }
    // Hyphens that are not in a range are unchanged.
    plain =
      isChanged
      ? String(decoding: Array(parts.joined(separator: [UInt8(ascii: ",")])), as: UTF8.self) : Self.pages(text)
    if problem != nil { plain = text }
  }

  /// The first and the last page.
  private struct Ends: CustomStringConvertible {
    private var first: Number
    private var last: Number

    /// Letters and digits with one hyphen between them.
    init?(_ bytes: ArraySlice<UInt8>) {
      let sides = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      guard sides.count == 2, let low = sides.first, let high = sides.last, let first = Number(low),
        let last = Number(high)
      else { return nil }
      self.last = last
      first.complete(&self.last)
      self.first = first
    }

    var description: String { "\(first)-\(last)" }

    var isBackward: Bool {
      guard first.letters == last.letters, let low = first.value, let high = last.value else { return false }
      return high < low
    }
  }

  /// A page: letters, then digits.
  private struct Number: CustomStringConvertible {
    private(set) var letters: [UInt8]
    private var digits: [UInt8]

    init?(_ bytes: ArraySlice<UInt8>) {
      var bytes = bytes
      while bytes.first?.isSpace == true { bytes.removeFirst() }
      while bytes.last?.isSpace == true { bytes.removeLast() }
      letters = Array(bytes.prefix { $0.isLetter })
      digits = Array(bytes.dropFirst(letters.count))
      guard !bytes.isEmpty, digits.count < 18, digits.allSatisfy(\.isDigit) else { return nil }
    }

    var value: Int? { Int(String(decoding: digits, as: UTF8.self)) }

    var description: String { String(decoding: letters + digits, as: UTF8.self) }

    /// Completes the end of a range from its start: 172-4 is 172-174, S172-4 is S172-S174.
    func complete(_ end: inout Number) {
      guard end.letters.isEmpty || end.letters == letters, !end.digits.isEmpty, end.digits.count < digits.count
      else { return }
      var whole = end
      whole.letters = letters
      whole.digits = digits.dropLast(end.digits.count) + end.digits
      // 179-2 is not a range of pages, whatever it is.
      guard let low = value, let high = whole.value, high > low else { return }
      end = whole
    }
  }
}

// MARK: - Reading

extension PageText {
  /// The content of a text in a field for pages.
  package enum Reading: Equatable {
    case pages(String)
    /// The number of an article: `Article 17`.
    case article(String)
    /// Nothing: `n/a`.
    case nothing
  }

  /// Whether a range is read unchanged, like pages with at most one hyphen, each with digits at its end.
  package static func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    // `p12-20`
    if bytes.byte(at: range.lowerBound) == UInt8(ascii: "p") { return false }
    var hasHyphen = false
    var last: UInt8 = 0
    for index in range {
      let byte = bytes[index]
      if byte == UInt8(ascii: "-") {
        if hasHyphen || !last.isDigit { return false }
        hasHyphen = true
      } else if !byte.isDigit, !byte.isLetter {
        return false
      }
      last = byte
    }
    return last.isDigit
  }

  /// Pages with the last page of each range in full: `101-118, 120-121` for `101-18, 120-1`, the abbreviated form
  /// of the National Library of Medicine. A range that would go down is left unchanged.
  package static func inFull(_ pages: String) -> String {
    guard pages.utf8.contains(UInt8(ascii: "-")) else { return pages }
    let parts = pages.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { part in
      let ends = part.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      guard ends.count == 2 else { return String(Substring(part)) }
      // Without the space after the comma of a list.
      let (first, last) = (ends[0].drop { $0 == 32 }, ends[1])
      guard !last.isEmpty, last.count < first.count, last.allSatisfy(\.isDigit),
        first.suffix(last.count).allSatisfy(\.isDigit), first.suffix(last.count).lexicographicallyPrecedes(last)
      else { return String(Substring(part)) }
      return String(Substring(ends[0])) + "-" + String(Substring(first.dropLast(last.count))) + String(Substring(last))
    }
    return parts.joined(separator: ",")
  }

  /// Whether a quick check shows that a text is read unchanged. False only means that it must be parsed.
  package static func isPlain(_ text: String) -> Bool { text.withUTF8Span { isPlain($0, 0..<$0.count) } }

  /// Whether a text is read back as the same pages.
  package static func comesBack(_ text: String) -> Bool { isPlain(text) || read(text) == .pages(text) }

  /// The content of a text in a field for pages: pages without words before them, with hyphens for dashes,
  /// both ends as they are written.
  package static func read(_ text: String) -> Reading {
    if isPlain(text) { return .pages(text) }
    if isPlaceholder(text) { return .nothing }
    if let number = articleNumber(text) { return .article(number) }
    return .pages(pages(text))
  }

  /// `n/a`, `-`, and `NA-NA`, which programs make from two missing pages.
  private static func isPlaceholder(_ text: String) -> Bool {
    guard text.utf8.count <= 32, !text.utf8.contains(where: \.isDigit) else { return false }
    return text.utf8.split(separator: UInt8(ascii: "-")).allSatisfy {
      Placeholder.isOne(String(decoding: Array($0), as: UTF8.self))
    }
  }

  private static let articleLabels: [StaticString] = [
    "article number", "article no.", "article no", "article id", "article", "art. no.", "art.no.", "art. number",
    "art no.",
    "art.", "art",
  ]

  /// The number after a word for articles: `Article 17`, `Art. No. e12`.
  private static func articleNumber(_ text: String) -> String? {
    text.withUTF8Span { bytes in
      let whole = bytes.trimmed(0..<bytes.count)
      guard let label = articleLabels.first(where: { bytes.standsInAnyCase($0, at: whole.lowerBound) }) else {
        return nil
      }
      var start = min(whole.lowerBound + label.utf8CodeUnitCount, whole.upperBound)
      guard start < whole.upperBound, !bytes[start].isLetter, !bytes[start].isDigit || bytes[start - 1] == 46 else {
        return nil
      }
      while start < whole.upperBound, bytes[start].isSpace || ":#".utf8.contains(bytes[start]) { start += 1 }
      let number = start..<whole.upperBound
      return number.allSatisfy { bytes[$0].isDigit || bytes[$0].isLetter } && number.contains { bytes[$0].isDigit }
        ? bytes.text(number) : nil
    }
  }

  // MARK: - Labels and dashes

  private static let labels = [
    "pages", "page", "seiten", "seite", "páginas", "página", "paginas", "pagina", "págs.", "pág.", "pgs.", "pg.", "pp.",
    "p.", "ss.", "s.", "pgs", "pg", "pp", "p",
  ]

  /// Words between the first and the last page: `12 to 20`.
  private static let rangeWords = ["to", "through", "bis", "à", "a", "al", "until", "till"].map { Array($0.utf8) }

  /// Pages without words before them and a full stop after them, with hyphens for dashes.
  fileprivate static func pages(_ text: String) -> String {
    let bare = withoutLabel(withPlainSpaces(text.trimmed))
    var bytes = withoutLabelAfter(Array(bare.utf8))
    while let last = bytes.last, ".,;".utf8.contains(last), bytes.count > 1, bytes[bytes.count - 2].isDigit {
      bytes.removeLast()
    }
    var parts: [String] = []
    var separators: [UInt8] = []
    var start = 0
    for index in 0...bytes.count where index == bytes.count || bytes[index] == 44 || bytes[index] == 59 {
      parts.append(withHyphens(String(decoding: bytes[start..<index], as: UTF8.self)))
      if index < bytes.count { separators.append(bytes[index]) }
      start = index + 1
    }
    var result = parts[0]
    for (part, separator) in zip(parts.dropFirst(), separators) {
      result.unicodeScalars.append(Unicode.Scalar(separator))
      result += part
    }
    return result
  }

  /// The text with spaces for no-break and thin ones.
  private static func withPlainSpaces(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map {
          [0xA0, 0x2009, 0x202F].contains($0.value) ? " " : $0
        }))
  }

  private static func withoutLabel(_ text: String) -> String {
    guard let first = text.utf8.first, first.isLetter else { return text }
    let lower = text.lowercased()
    for label in labels where lower.utf8.starts(with: label.utf8) {
      let count = label.utf8.count
      let bytes = Array(text.utf8)
      let rest = bytes.dropFirst(count).drop { $0.isSpace || $0 == UInt8(ascii: ":") }
      // `p12-20` in lower case; `P12` is a page with that name.
      let isApart = rest.startIndex > count || label.hasSuffix(".") || label.hasPrefix("p") && count < 3 && first == 112
      let word = rest.prefix { $0.isDigit || $0.isLetter }
      let isPage =
        word.contains(where: \.isDigit) || !word.isEmpty && word.allSatisfy { "ivxlcIVXLC".utf8.contains($0) }
      if isApart, isPage { return String(decoding: Array(rest), as: UTF8.self) }
    }
    return text
  }

  /// Pages without the word after a range: `12-20 pp.`; a single number with it, `348 p.`, is the number of
  /// pages.
  private static func withoutLabelAfter(_ bytes: [UInt8]) -> [UInt8] {
    guard let last = bytes.last, last.isLetter || last == UInt8(ascii: "."),
      let space = bytes.lastIndex(of: 32), space > 2, bytes[space - 1].isDigit
    else { return bytes }
    let word = String(decoding: bytes[(space + 1)...], as: UTF8.self).lowercased()
    let pages = bytes[..<space]
    let hasDash = pages.contains { $0 == UInt8(ascii: "-") || $0 >= 0x80 }
    return hasDash && labels.contains(word) && !pages.contains(where: \.isLetter) ? Array(pages) : bytes
  }

  /// A range with a word between its pages, `12 to 20`, or before each of them, `p.12-p.20`; nil for other
  /// text.
  private static func range(_ part: String) -> String? {
    guard part.utf8.contains(32) || part.utf8.dropFirst().contains(112) else { return nil }
    func isPage(_ word: some BidirectionalCollection<UInt8>) -> Bool {
      word.last?.isDigit == true && word.drop(while: \.isLetter).allSatisfy(\.isDigit)
    }
    let words = part.utf8.split(separator: 32).map { Array($0) }
    if words.count == 3, isPage(words[0]), isPage(words[2]), rangeWords.contains(words[1]) {
      return String(decoding: words[0] + [UInt8(ascii: "-")] + words[2], as: UTF8.self)
    }
    let sides = part.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map { Array($0) }
    guard sides.count == 2, isPage(sides[0]) else { return nil }
    let last = withoutLabel(String(decoding: sides[1], as: UTF8.self).trimmed)
    return last.utf8.count < sides[1].count && isPage(last.utf8)
      ? String(decoding: sides[0], as: UTF8.self) + "-" + last : nil
  }

  /// A dash between two pages, with the white space around it.
  private struct Dash {
    var start: Int
    var end: Int
    var isHyphen: Bool
  }

  private static let dashes: [StaticString] = [
    "-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2015}", "\u{2212}", "\u{FE63}", "\u{FF0D}",
    "\u{301C}", "\u{FF5E}", "\u{223C}", "~",
    "&ndash;", "&#8211;", "&mdash;",
  ]

  /// A part between commas with hyphens for the dashes of its range. If page numbers contain hyphens, as in
  /// `1-1–1-9`, the dash between them is kept.
  private static func withHyphens(_ part: String) -> String {
    if let range = range(part) { return range }
    if !part.utf8.contains(where: { "-&~".utf8.contains($0) || $0 >= 0x80 }) { return part }
    return part.withUTF8Span { bytes in
      let found = dashes(bytes)
      let wide = found.filter { !$0.isHyphen }
      // A sentence is unchanged.
      guard wide.count == 1, words(bytes, found) <= 2 else { return part }
      let sign = found.count > 1 ? "\u{2013}" : "-"
      return bytes.text(0..<wide[0].start) + sign + bytes.text(wide[0].end..<bytes.count)
    }
  }

  private static func dashes(_ bytes: Span<UInt8>) -> [Dash] {
    var found: [Dash] = []
    var here = 0
    while here < bytes.count {
      guard dash(bytes, here) != nil || bytes[here] == 32 else {
        here += 1
        continue
      }
      let start = here
      var end = here
      var count = 0
      while here < bytes.count {
        if let length = dash(bytes, here) {
          here += length
          count += 1
          end = here
        } else if bytes[here] == 32 {
          here += 1
        } else {
          break
        }
      }
      if count == 0 { continue }
      // White space at an end of the part is kept.
      let (isFirst, isLast) = (bytes.trimmed(0..<start).isEmpty, here == bytes.count)
      let from = isFirst ? bytes.trimmed(start..<end).lowerBound : start
      let to = isLast ? end : here
      found.append(Dash(start: from, end: to, isHyphen: to - from == 1))
    }
    return found
  }

  private static func dash(_ bytes: Span<UInt8>, _ index: Int) -> Int? {
    let first = bytes[index]
    guard first == UInt8(ascii: "-") || first == UInt8(ascii: "&") || first == UInt8(ascii: "~") || first >= 0xE2 else {
      return nil
    }
    return dashes.first { bytes.stands($0, at: index) }?.utf8CodeUnitCount
  }

  /// The number of words next to dashes.
  private static func words(_ bytes: Span<UInt8>, _ dashes: [Dash]) -> Int {
    var count = 0
    var isInWord = false
    var here = 0
    while here < bytes.count {
      if let dash = dashes.first(where: { $0.start == here }), dash.end > here {
        here = dash.end
        isInWord = false
        continue
      }
      let isSpace = bytes[here] == 32
      if !isSpace, !isInWord { count += 1 }
      isInWord = !isSpace
      here += 1
    }
    return count - dashes.filter(\.isHyphen).count
  }

  // MARK: - What spreadsheets do

  /// `11-Sep` and `Sep-11`, which spreadsheets make from `9-11` and `11-9`.
  static func isDate(_ text: String) -> Bool {
    let sides = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map { Array($0) }
    guard sides.count == 2 else { return false }
    func isMonth(_ word: [UInt8]) -> Bool { word.count == 3 && Months.number(of: word) != nil }
    func isNumber(_ word: [UInt8]) -> Bool { (1...2).contains(word.count) && word.allSatisfy(\.isDigit) }
    return isMonth(sides[0]) && isNumber(sides[1]) || isNumber(sides[0]) && isMonth(sides[1])
  }

  private static func areDigits(_ text: String) -> Bool {
    text.utf8.count > 0 && text.utf8.count < 8 && text.utf8.allSatisfy(\.isDigit)
      && text.utf8.first != UInt8(ascii: "0")
  }

  /// A page without a hyphen after it, if the last page is in another field.
  private static func withoutOpenEnd(_ text: String) -> String {
    text.utf8.last == UInt8(ascii: "-") ? String(decoding: text.utf8.dropLast(), as: UTF8.self) : text
  }

  /// The first and the last page as one text, and whether the last page is in it or means that there is none.
  package static func joined(_ first: String, _ last: String) -> (pages: String, takesLast: Bool) {
    if areDigits(first), areDigits(last) { return (first == last ? first : first + "-" + last, true) }
    let (start, end) = (withoutOpenEnd(pages(first)), withoutOpenEnd(pages(last)))
    if isPlaceholder(end) || start.hasSameBytes(as: end) { return (first, true) }
    if isPlaceholder(start) { return (last, true) }
    // The number of an article is not the first page of a range.
    if let number = articleNumber(first) { return (first, number == (articleNumber(last) ?? end)) }
    // `SP  - 12-34` together with `EP  - 34`.
    if start.contains(byte: UInt8(ascii: "-")) {
      return (start, start.hasSuffix("-" + end) || Self(start).plain.hasSuffix("-" + end))
    }
    if end.hasPrefix(start + "-") { return (end, true) }
    return (start + "-" + end, true)
  }
}

extension Record {
  /// Puts the content of a text in a field for pages into its place; returns the messages about it.
  package mutating func putPages(_ text: consuming String) -> ValueRemark? {
    if PageText.isPlain(text) {
      self[.pages] = text
      return nil
    }
    switch PageText.read(text) {
    case .pages(let pages):
      self[.pages] = pages
      guard PageText.isDate(pages) else { return nil }
      return ValueRemark(
        severity: .warning, code: .pagesLikeDate,
        message: "pages \"\(pages)\" look like a date made by a spreadsheet; kept as they are")
    case .article(let number):
      if variables.contains(.articleNumber) { self[.pages] = text } else { self[.articleNumber] = number }
      return nil
    case .nothing:
      return .absence(of: "page", text, .noPages)
    }
  }
}

extension Diagnostic.Code {
  /// Pages that a spreadsheet has turned into a date.
  package static let pagesLikeDate = Self("pages.date")
  /// A field for pages with a word that means that there are none.
  package static let noPages = Self("pages.none")
}
