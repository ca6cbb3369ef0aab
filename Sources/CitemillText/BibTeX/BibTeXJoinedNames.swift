import CitemillCore

/// Finds the names in lists that have other signs where BibTeX wants `and`, and so are one name to it.
///
///     Smith, John; Doe, Jane           two names
///     John Smith \& Jane Doe           two names
///     Smith, J., Doe, J., Roe, K.      three names
///     Simon \& Schuster                one: no names of people are on both sides
///     {Doe; Roe}                       one: braces keep it whole
enum BibTeXJoinedNames {
  /// The names of a list without `and`; nil where it is one name, or where the names cannot be told.
  static func names(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    if bytes.firstIndex(of: UInt8(ascii: "="), from: range.lowerBound, to: range.upperBound) != nil
      || bytes.firstIndex(of: Array("&amp;".utf8), from: range.lowerBound, to: range.upperBound) != nil
    {
      return nil
    }
    return betweenSemicolons(bytes, range) ?? betweenAmpersands(bytes, range) ?? betweenCommas(bytes, range)
  }

  private static func betweenSemicolons(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    var pieces = BibTeXNames.pieces(bytes, range, at: UInt8(ascii: ";"))
    while pieces.count > 1, let last = pieces.last, last.isEmpty { pieces.removeLast() }
    guard pieces.count > 1, pieces.allSatisfy({ NameWords.isOthers(bytes, $0) || isName(bytes, $0) }) else {
      return nil
    }
    return pieces
  }

  private static func betweenAmpersands(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    let pieces = BibTeXNames.pieces(bytes, range, at: UInt8(ascii: "&"))
    guard pieces.count > 1 else { return nil }
    var names: [Range<Int>] = []
    for piece in pieces {
      var name = piece
      for sign in [UInt8(ascii: "\\"), BibTeXNames.comma] {
        if let last = name.last, bytes[last] == sign { name = bytes.trimmed(name.lowerBound..<last) }
      }
      if let several = betweenCommas(bytes, name) {
        names += several
      } else if isWhole(bytes, name), isName(bytes, name) {
        names.append(name)
      } else {
        return nil
      }
    }
    return names
  }

  /// `Smith, J., Doe, J.`: family names, each with initials.
  private static func betweenCommas(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    var pieces = BibTeXNames.pieces(bytes, range)
    while pieces.count > 1, let last = pieces.last, last.isEmpty { pieces.removeLast() }
    let others = pieces.last.flatMap { NameWords.isOthers(bytes, $0) ? $0 : nil }
    if others != nil { pieces.removeLast() }
    guard pieces.count > 3, pieces.count.isMultiple(of: 2) else { return nil }
    var names: [Range<Int>] = []
    for place in stride(from: 0, to: pieces.count - 1, by: 2) {
      let (family, given) = (pieces[place], pieces[place + 1])
      guard isFamily(bytes, family), isInitials(bytes, given) else { return nil }
      names.append(family.lowerBound..<given.upperBound)
    }
    return names + [others].compactMap { $0 }
  }

  // MARK: - Names

  /// Whether a text may be the name of a person: a few words with no more commas than names have, of which the first or the
  /// last begins with a capital, and none that bodies have in theirs.
  private static func isName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty, BibTeXNames.pieces(bytes, range).count < 4 else { return false }
    let words = BibTeXNames.words(bytes, range)
    guard let first = words.first, let last = words.last, words.count < 8 else { return false }
    let hasWords = words.allSatisfy { word in
      !companies.contains(bytes, bare(bytes, word)) && !word.contains { bytes[$0].isDigit }
    }
    return hasWords && (isBig(bytes, first) || isBig(bytes, last)) && !NameText.isOfInstitution(bytes, range)
  }

  /// Whether a text may be a family name, and not initials: `HOLT` is one.
  private static func isFamily(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if isInitials(bytes, range), range.count < 3 || range.contains(where: { bytes[$0] == UInt8(ascii: ".") }) {
      return false
    }
    return isName(bytes, range)
  }

  /// Whether a name has more than one part.
  private static func isWhole(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    BibTeXNames.words(bytes, range).count > 1
  }

  private static func isBig(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    let byte = bytes[word.lowerBound]
    return byte &- 65 < 26 || byte >= 0x80 || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "\\")
  }

  /// `J.`, `J. M.`, `JM`, `J.-P.`, `J.~M.`
  private static func isInitials(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var count = 0
    for index in range {
      switch bytes[index] {
      case 65...90, 0xC3: count += 1
      case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "~"), 32, 0x80...0xBF: continue
      default: return false
      }
    }
    return (1...4).contains(count)
  }

  /// A word without the comma or the stop at its end.
  private static func bare(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Range<Int> {
    var word = word
    while let last = word.last, bytes[last] == BibTeXNames.comma || bytes[last] == UInt8(ascii: ".") {
      word = word.lowerBound..<last
    }
    return word
  }

  /// Words of firms.
  private static let companies = WordList([
    "Co", "Company", "Inc", "Ltd", "LLC", "LLP", "Corp", "GmbH", "AG", "KG", "Sons", "Brothers", "Bros", "Associates",
    "Partners", "Press", "Verlag", "Publishers", "Publishing", "Books", "House",
  ])
}
