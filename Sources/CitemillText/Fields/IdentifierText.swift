import CitemillCore

/// Identifiers as text formats write them.
enum IdentifierText {
  /// An identifier with its kind in brackets behind it, as in MEDLINE's `AID` and `LID`: `10.1/x [doi]`; nil for other texts.
  static func readBracketed(_ text: String) -> Identifier? {
    let bytes = Array(text.utf8)
    if bytes.span.standsInAnyCase("http://", at: 0) || bytes.span.standsInAnyCase("https://", at: 0) {
      return Identifier(.url, text)
    }
    guard bytes.last == UInt8(ascii: "]"), let open = bytes.lastIndex(of: UInt8(ascii: "[")) else { return nil }
    let value = bytes.span.trimmed(0..<open)
    if value.isEmpty { return nil }
    let kind = bytes.span.text((open + 1)..<(bytes.count - 1))
    guard let scheme = kinds.first(where: { $0.word == kind })?.scheme else { return nil }
    return Identifier(scheme, bytes.span.text(value))
  }

  /// An ORCID with or without its address or word: `ORCID: 0000-0002-1825-0097`; nil for other texts.
  static func readORCID(_ text: String) -> Identifier? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 19 else { return nil }
    let value = bytes[(bytes.count - 19)...]
    let hasHyphens = [4, 9, 14].allSatisfy { value[value.startIndex + $0] == UInt8(ascii: "-") }
    let prefix = String(decoding: bytes[..<(bytes.count - 19)], as: UTF8.self)
    let known = ["", "ORCID: ", "ORCID:", "http://orcid.org/", "https://orcid.org/", "ORCID: https://orcid.org/"]
    let orcid = Identifier(.orcid, String(decoding: value, as: UTF8.self))
    return hasHyphens && known.contains(prefix) && orcid.isValid == true ? orcid : nil
  }

  /// An identifier as it stands with its kind in brackets; nil for one of another kind.
  static func bracketed(_ identifier: Identifier) -> String? {
    if identifier.scheme == .url {
      return readBracketed(identifier.value)?.scheme == .url ? identifier.value : nil
    }
    return kinds.first { $0.scheme == identifier.scheme }.map { "\(identifier.value) [\($0.word)]" }
  }

  private static let kinds: [(word: String, scheme: IdentifierScheme)] = [
    ("doi", .doi), ("pii", .pii),
  ]
}

/// ISSN and ISBN as they stand in one field: `0743-4618`, `1234-5678 (Print) 2345-6789 (Electronic)`, `978-3-16-148410-0`.
enum SerialNumbers {
  /// The numbers of a field by their digits; empty where something else stands there too, or nothing of the form. Words in brackets
  /// that are not known are left.
  static func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, leaving words: inout [Range<Int>]
  ) -> [Identifier] {
    var numbers: [Identifier] = []
    var start = range.lowerBound
    // ERIC: `EISSN-2375-5636`.
    let isElectronic = bytes.standsInAnyCase("eissn", at: start)
    if isElectronic || bytes.standsInAnyCase("issn", at: start) {
      start += isElectronic ? 5 : 4
      while start < range.upperBound, !bytes[start].isDigit { start += 1 }
      let rest = read(bytes, start..<range.upperBound, leaving: &words)
      return isElectronic ? rest.map { $0.scheme == .issn ? Identifier(.eissn, $0.value) : $0 } : rest
    }
    while start < range.upperBound {
      // White space and signs part numbers.
      if bytes[start].isSpace || bytes[start] == UInt8(ascii: ";") || bytes[start] == UInt8(ascii: ",") {
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
      var end = start
      var digits = 0
      while end < range.upperBound,
        bytes[end].isDigit || bytes[end] == UInt8(ascii: "-") || bytes[end].lowercased == 120
      {
        if bytes[end] != UInt8(ascii: "-") { digits += 1 }
        end += 1
      }
      let scheme: IdentifierScheme
      switch digits {
      case 8: scheme = .issn
      case 10, 13: scheme = .isbn
      default: return []
      }
      if end < range.upperBound, !bytes[end].isSpace, !";,([".utf8.contains(bytes[end]) { return [] }
      numbers.append(Identifier(scheme, bytes.text(start..<end)))
      start = end
    }
    return numbers
  }

  /// A number with the edition of which it is said to be; nil where the word is not known.
  private static func qualified(_ number: Identifier, _ bytes: Span<UInt8>, _ word: Range<Int>) -> Identifier? {
    let isSerial = number.scheme == .issn
    let lower = word.map { bytes[$0].lowercased }
    func isOne(of words: WordList) -> Bool { words.contains(lower.span, 0..<lower.count) }
    if isOne(of: electronic) { return isSerial ? Identifier(.eissn, number.value) : number }
    if isOne(of: linking) { return isSerial ? Identifier(.issnL, number.value) : nil }
    return isOne(of: printed) || !isSerial && isOne(of: bindings) ? number : nil
  }

  private static let electronic = WordList([
    "electronic", "online", "on-line", "internet", "web", "digital", "e", "eissn", "e-issn", "eisbn", "e-isbn",
    "electronic issn", "online issn",
  ])
  private static let linking = WordList(["linking", "link", "l", "issn-l", "linking issn"])
  private static let printed = WordList([
    "print", "printed", "paper", "p", "issn", "pissn", "p-issn", "isbn", "print issn", "print isbn",
  ])
  /// How a book is bound, and what kind of file it is.
  private static let bindings = WordList([
    "hardback", "hardcover", "hard cover", "hbk", "hbk.", "hb", "cloth", "bound", "paperback", "pbk", "pbk.", "pb",
    "softcover", "soft cover", "softback", "ebook", "e-book", "ebk", "electronic bk.", "epub", "pdf", "alk. paper",
  ])

  /// What stands behind a number of a scheme to tell its edition.
  static func qualifier(_ scheme: IdentifierScheme) -> StaticString? {
    switch scheme {
    case .eissn: "Electronic"
    case .issnL: "Linking"
    default: nil
    }
  }
}
