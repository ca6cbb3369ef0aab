/// ISSNs and ISBNs in one field: `0743-4618`, `1234-5678 (Print) 2345-6789 (Electronic)`,
/// `978-3-16-148410-0`, `e-ISSN: 1234-5678`.
package enum SerialNumbers {
  /// Whether a range is one number with only digits and hyphens.
  static func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>, isBook: Bool) -> Bool {
    guard range.count >= 8, range.count <= 20, range.lowerBound >= 0, range.upperBound <= bytes.count,
      bytes[range.lowerBound].isDigit
    else { return false }
    var digits = 0
    for index in range {
      let byte = bytes[index]
      if byte.isDigit || byte == UInt8(ascii: "X") {
        digits += 1
      } else if byte != UInt8(ascii: "-") {
        return false
      }
    }
    return isBook ? digits == 13 || digits == 10 : digits == 8
  }

  /// The numbers of a field for a scheme. If there is anything else, the parts between commas and semicolons,
  /// unchanged.
  static func readAll(_ scheme: IdentifierScheme, _ bytes: Span<UInt8>, _ range: Range<Int>) -> [Identifier] {
    let raw = bytes.text(range)
    var words: [Range<Int>] = []
    let found = read(bytes, range, scheme, leaving: &words)
    if !found.isEmpty, words.isEmpty {
      return found.map {
        found.count > 1 || $0.value.hasSameBytes(as: raw) ? $0 : Identifier($0.scheme, $0.value, raw: raw)
      }
    }
    var parts = bytes.pieces(range, at: UInt8(ascii: ";")).flatMap { bytes.pieces($0, at: UInt8(ascii: ",")) }
    parts.removeAll(where: \.isEmpty)
    if parts.count < 2 { return [Identifier(scheme, raw)] }
    return parts.flatMap { part in
      words = []
      let found = read(bytes, part, scheme, leaving: &words)
      return found.isEmpty || !words.isEmpty ? [Identifier(scheme, bytes.text(part))] : found
    }
  }

  /// The numbers of a field by their digits; empty if there is anything else, or nothing of this form.
  /// Unknown words in brackets are kept.
  package static func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ scheme: IdentifierScheme = .issn, leaving words: inout [Range<Int>]
  ) -> [Identifier] {
    guard bytes.firstBeyondASCII(from: range.lowerBound, to: range.upperBound) == nil else {
      let plain = bytes.text(range).plainHyphenBytes
      if plain.span.firstBeyondASCII(from: 0, to: plain.count) != nil { return [] }
      // Words in brackets that are kept.
      var left: [Range<Int>] = []
      let found = read(plain.span, 0..<plain.count, scheme, leaving: &left)
      return left.isEmpty ? found : []
    }
    if let book = spacedBook(bytes, range) { return [book] }
    var numbers: [Identifier] = []
    var start = range.lowerBound
    while start < range.upperBound {
      // White space and punctuation separate numbers.
      if bytes[start].isSpace || ";,/|&".utf8.contains(bytes[start]) {
        start += 1
        continue
      }
      if bytes[start] == UInt8(ascii: "(") || bytes[start] == UInt8(ascii: "[") {
        let close: UInt8 = bytes[start] == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
        guard let end = bytes.firstIndex(of: close, from: start, to: range.upperBound), let last = numbers.last else {
          return []
        }
        let word = bytes.trimmed((start + 1)..<end)
        if let qualified = qualified(last, bytes, word) {
          numbers[numbers.count - 1] = qualified
        } else if !word.isEmpty {
          words.append(word)
        }
        start = end + 1
        continue
      }
      var label: Range<Int>?
      if bytes[start].isLetter {
        label = start..<start
        start = startOfNumber(bytes, start..<range.upperBound)
        label = label.map { $0.lowerBound..<start }
      }
      var end = start
      var digits = 0
      while end < range.upperBound, isOfNumber(bytes[end]) {
        if bytes[end] != UInt8(ascii: "-") { digits += 1 }
        end += 1
      }
      var number: Identifier
      switch digits {
      case 8: number = Identifier(scheme == .isbn ? .issn : scheme, bytes.text(start..<end))
      case 10, 13: number = Identifier(.isbn, bytes.text(start..<end))
      default: return []
      }
      // A spreadsheet has treated it as a quantity.
      if bytes.stands(".0", at: end), end + 2 <= range.upperBound,
        end + 2 == range.upperBound || bytes.byte(at: end + 2)?.isDigit != true
      {
        end += 2
      }
      if end < range.upperBound, !bytes[end].isSpace, !";,/|&([".utf8.contains(bytes[end]) { return [] }
      if let label {
        guard let labelled = labelled(number, bytes, label) else { return [] }
        number = labelled
      }
      numbers.append(number)
      start = end
    }
    return numbers
  }

  /// `978 3 16 148410 0`: the digits of an ISBN with spaces between them, with or without a word before it.
  private static func spacedBook(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Identifier? {
    var number = bytes.trimmed(range)
    if bytes.standsInAnyCase("isbn", at: number.lowerBound) { number = number.dropFirst(4) }
    while let first = number.first, bytes[first].isSpace || bytes[first] == UInt8(ascii: ":") {
      number = number.dropFirst()
    }
    guard number.count < 20, number.contains(where: { bytes[$0] == 32 }),
      number.allSatisfy({ isOfNumber(bytes[$0]) || bytes[$0] == 32 })
    else { return nil }
    let text = String(decoding: number.map { bytes[$0] == 32 ? UInt8(ascii: "-") : bytes[$0] }, as: UTF8.self)
    return Checksum.isISBN(text) ? Identifier(.isbn, text) : nil
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    byte.isDigit || byte == UInt8(ascii: "-") || byte.lowercased == UInt8(ascii: "x")
  }

  /// Where a number starts after words: after `ISBN-13: ` and `e-ISSN `.
  private static func startOfNumber(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var here = range.lowerBound
    while here < range.upperBound {
      guard bytes[here].isDigit else {
        here += 1
        continue
      }
      var end = here
      var digits = 0
      while end < range.upperBound, isOfNumber(bytes[end]) {
        if bytes[end] != UInt8(ascii: "-") { digits += 1 }
        end += 1
      }
      if digits >= 8 { return here }
      here = end
    }
    return here
  }

  /// A number with a word before it: `e-ISSN: 1234-5678`; nil if the word is unknown.
  private static func labelled(_ number: Identifier, _ bytes: Span<UInt8>, _ label: Range<Int>) -> Identifier? {
    var word = bytes.trimmed(label)
    if bytes.standsInAnyCase("and ", at: word.lowerBound) { word = bytes.trimmed(word.dropFirst(4)) }
    while let last = word.last, bytes[last].isSpace || ":=-.".utf8.contains(bytes[last]) { word = word.dropLast() }
    return word.isEmpty ? number : qualified(number, bytes, word)
  }

  /// A number with its edition in brackets; nil if the word is unknown.
  private static func qualified(_ number: Identifier, _ bytes: Span<UInt8>, _ word: Range<Int>) -> Identifier? {
    let isSerial = number.scheme != .isbn
    let lower = word.map { bytes[$0].lowercased }
    func isOne(of words: WordList) -> Bool { words.contains(lower.span, 0..<lower.count) }
    if isOne(of: electronic) { return isSerial ? Identifier(.eissn, number.value) : number }
    if isOne(of: linking) { return isSerial ? Identifier(.issnL, number.value) : nil }
    if isOne(of: printed) { return isSerial ? Identifier(.issn, number.value) : number }
    return isOne(of: names) || !isSerial && isOne(of: bindings) ? number : nil
  }

  private static let electronic = WordList([
    "electronic", "online", "on-line", "internet", "web", "digital", "e", "eissn", "e-issn", "eisbn", "e-isbn",
    "electronic issn", "online issn", "electronic isbn", "online isbn", "eissn (online)", "issn (online)",
    "issn electronic", "issn online", "issn-e",
  ])
  private static let linking = WordList(["linking", "link", "l", "issn-l", "linking issn"])
  private static let printed = WordList([
    "print", "printed", "paper", "p", "pissn", "p-issn", "print issn", "print isbn", "issn print", "issn (print)",
    "issn-print", "pisbn", "p-isbn",
  ])
  private static let names = WordList([
    "issn", "isbn", "isbn-13", "isbn-10", "isbn 13", "isbn 10", "isbn13", "isbn10", "cd-rom",
  ])
  /// How a book is bound, and what kind of file it is.
  private static let bindings = WordList([
    "hardback", "hardcover", "hard cover", "hbk", "hbk.", "hb", "cloth", "bound", "paperback", "pbk", "pbk.", "pb",
    "softcover", "soft cover", "softback", "ebook", "e-book", "ebk", "electronic bk.", "epub", "pdf", "alk. paper",
    "print on demand(pod)", "print on demand", "pod", "usb", "cd", "dvd",
  ])

  /// The word after a number of a scheme that names its edition.
  package static func qualifier(_ scheme: IdentifierScheme) -> StaticString? {
    switch scheme {
    case .eissn: "Electronic"
    case .issnL: "Linking"
    default: nil
    }
  }
}
