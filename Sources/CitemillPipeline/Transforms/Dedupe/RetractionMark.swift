import CitemillCore

/// What databases add to the title of a retracted or withdrawn work: `RETRACTED:`, `[Retracted]` or
/// `Retracted article:` before it, or `(Retracted article. See vol. 12, pg. 3, 2020)` after it.
///
/// A notice, `Retraction: …`, is a different work and has no mark.
enum RetractionMark {
  static func isIn(_ title: String) -> Bool { removed(from: title) != nil }

  /// A title without its mark; nil if it has none.
  static func removed(from title: String) -> String? {
    guard mayBeIn(title) else { return nil }
    let bytes = Array(title.trimmed.utf8)
    guard let rest = withoutHead(bytes[...]) ?? withoutTail(bytes[...]) else { return nil }
    let text = String(decoding: rest, as: UTF8.self).trimmed
    return text.utf8.contains { $0.isLetter || $0.isDigit || $0 >= 0x80 } ? text : nil
  }

  /// Whether a text may have a mark, by its first and last characters.
  private static func mayBeIn(_ title: String) -> Bool {
    if let first = title.utf8.first, "rRwW[( ".utf8.contains(first) { return true }
    return title.utf8.suffix(2).contains { $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: "]") }
  }

  private static let words = ["retracted", "withdrawn"].map { Array($0.utf8) }
  /// What may follow the word.
  private static let kinds = [
    "article in press", "in press", "article", "paper", "publication", "chapter", "manuscript", "review", "study",
  ].map { Array($0.utf8) }

  // MARK: - Before the title

  private static func withoutHead(_ title: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var rest = title
    let opening = rest.first
    let isBracketed = opening == UInt8(ascii: "[") || opening == UInt8(ascii: "(")
    if isBracketed { rest = rest.dropFirst().drop(while: \.isSpace) }
    let head = rest
    guard let word = words.first(where: { begins(rest, with: $0) }) else { return nil }
    rest = rest.dropFirst(word.count)
    let kind = rest.drop(while: \.isSpace)
    if let known = kinds.first(where: { begins(kind, with: $0) }) { rest = kind.dropFirst(known.count) }
    rest = rest.drop(while: \.isSpace)
    if isBracketed {
      guard rest.first == UInt8(ascii: "]") || rest.first == UInt8(ascii: ")") else { return nil }
      return rest.dropFirst().drop { $0.isSpace || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }
    if rest.first == UInt8(ascii: ":") { return rest.dropFirst() }
    let dashes = ["- ", "\u{2013} ", "\u{2014} "].map { Array($0.utf8) }
    if let dash = dashes.first(where: { rest.starts(with: $0) }) { return rest.dropFirst(dash.count) }
    // `RETRACTED Mills of the north`
    let isInCapitals = head.prefix(word.count).allSatisfy { $0 <= UInt8(ascii: "Z") }
    return isInCapitals && rest.contains { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") } ? rest : nil
  }

  /// Whether a text begins with a whole word, ignoring case.
  private static func begins(_ text: ArraySlice<UInt8>, with word: [UInt8]) -> Bool {
    let end = text.startIndex + word.count
    guard text.count >= word.count, text[..<end].elementsEqual(word, by: { $0.lowercased == $1 }) else { return false }
    return !text.indices.contains(end) || !text[end].isLetter
  }

  // MARK: - After the title

  private static func withoutTail(_ title: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let title = title.last == UInt8(ascii: ".") ? title.dropLast() : title
    guard title.last == UInt8(ascii: ")") || title.last == UInt8(ascii: "]"), let open = opening(of: title) else {
      return nil
    }
    let words = Folding.words(String(decoding: title[open...], as: UTF8.self))
    return isMark(words) ? title[..<open] : nil
  }

  /// The bracket that the last one closes.
  private static func opening(of title: ArraySlice<UInt8>) -> Int? {
    var depth = 0
    for index in title.indices.reversed() {
      switch title[index] {
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth += 1
      case UInt8(ascii: "("), UInt8(ascii: "["):
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
    }
    return nil
  }

  /// `Retracted`, `Retracted article. See …`, `This article has been retracted`; not `withdrawn from the market`.
  private static func isMark(_ words: [[UInt8]]) -> Bool {
    guard let first = words.first, let last = words.last else { return false }
    if Self.words.contains(first) {
      guard let next = words.dropFirst().first else { return true }
      return next == Array("see".utf8)
        || kinds.contains { Folding.words(String(decoding: $0, as: UTF8.self)).first == next }
    }
    return Self.words.contains(last) && words.contains(Array("been".utf8)) && words.count <= 8
  }
}
