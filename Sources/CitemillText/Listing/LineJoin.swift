import CitemillCore

/// How the lines of a reference are joined.
enum LineJoin {
  /// Whether no space is between the text so far and the next line; a soft hyphen at the end of the text is removed.
  static func isWithoutSpace(_ text: inout [UInt8], _ next: ArraySlice<UInt8>) -> Bool {
    guard let last = text.last, let first = next.first else { return true }
    if text.count > 2, text.span.stands("\u{AD}", at: text.count - 2) {
      text.removeLast(2)
      return true
    }
    // A word divided at the end of a line keeps its hyphen, and so does a range of pages.
    if last == UInt8(ascii: "-") {
      if first.isLetter { return true }
      return first.isDigit && text.count > 1 && text[text.count - 2].isDigit
    }
    if last == 0x93, first.isDigit, text.count > 3, text.span.stands("–", at: text.count - 3) {
      return text[text.count - 4].isDigit
    }
    return [UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "&"), UInt8(ascii: "?")].contains(
      last)
      && isAddress(text) && continuesAddress(next)
  }

  /// Whether the last word of a text is a URL or a DOI.
  private static func isAddress(_ text: [UInt8]) -> Bool {
    let word = text.suffix(2000).reversed().prefix { !$0.isSpace }.reversed()
    let bytes = Array(word)
    return bytes.span.firstIndex(of: Array("://".utf8)) != nil || bytes.span.standsInAnyCase("www.", at: 0)
      || bytes.span.standsInAnyCase("doi:", at: 0) || bytes.span.stands("10.", at: 0)
  }

  /// Whether the first word of a line can be the rest of an address: it is no word by which access is described.
  private static func continuesAddress(_ next: ArraySlice<UInt8>) -> Bool {
    let word = next.prefix { !$0.isSpace }
    guard let first = word.first, first.isLetter || first.isDigit || first == UInt8(ascii: "%") || first == 126 else {
      return false
    }
    let text = String(decoding: word.filter(\.isLetter), as: UTF8.self).lowercased()
    return ![
      "accessed", "retrieved", "access", "abgerufen", "zugriff", "consulté", "consultado", "and", "pmid", "pmcid",
      "doi",
    ]
    .contains(text)
  }
}
