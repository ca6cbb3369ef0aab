import CitemillCore

/// What databases add at the end of a title in brackets, and other databases do not: `[see comment]`,
/// `[published erratum appears in ...]`, `(Abstract)`, `(2014)`.
struct TitleTags {
  private(set) var text: String
  /// Whether a tag says that the work is the abstract of a conference.
  private(set) var areOfAbstract = false

  /// A title with the year of the record, which a source may have put after it.
  init(_ title: String, year: Int?) {
    text = title
    // A title that is only a tag keeps it; several tags may follow each other.
    for _ in 0..<4 {
      guard let (rest, tag) = Self.parted(text), remove(tag, year: year) else { return }
      text = rest
    }
  }

  private mutating func remove(_ tag: ArraySlice<UInt8>, year: Int?) -> Bool {
    let words = Folding.words(String(decoding: tag.dropFirst().dropLast(), as: UTF8.self))
    guard let first = words.first, words.count <= 24 else { return false }
    if words.count <= 2, ConferenceWords.areOfAbstract(words) {
      areOfAbstract = true
      return true
    }
    if words.count == 1, let year, first == Array("\(year)".utf8) { return true }
    guard tag.first == UInt8(ascii: "[") else { return false }
    // `[45 refs]`
    if words.count == 2, first.allSatisfy(\.isDigit), words[1].starts(with: "ref".utf8) { return true }
    let all = Array(words.joined(separator: [32]))
    return Self.whole.contains(all) || Self.beginnings.contains { all.starts(with: $0) }
  }

  private static let whole = Set(
    [
      "see comment", "see comments", "comment", "comments", "corrected", "review", "letter", "editorial", "news",
      "in process citation", "proceedings", "clinical trial", "comparative study", "author s transl", "authors transl",
    ].map { Array($0.utf8) })

  /// The places of other works: `[published erratum appears in Mill J 2015;58:1]`, `[comment in ...]`.
  private static let beginnings = [
    "published erratum appears", "erratum appears", "published errata appear", "published correction appears",
    "published comment appears", "comment in ", "erratum in ", "see comment in", "article in ",
  ].map { Array($0.utf8) }

  /// A title without the brackets at its end, and these; nil if it does not end in brackets or has nothing else.
  private static func parted(_ title: String) -> (rest: String, tag: ArraySlice<UInt8>)? {
    guard title.utf8.suffix(3).contains(where: { $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: "]") }) else {
      return nil
    }
    var bytes = Array(title.utf8)[...]
    while let last = bytes.last, last == 32 || last == UInt8(ascii: ".") { bytes.removeLast() }
    guard let last = bytes.last, last == UInt8(ascii: ")") || last == UInt8(ascii: "]"),
      let open = bytes.lastIndex(of: last == UInt8(ascii: ")") ? UInt8(ascii: "(") : UInt8(ascii: "["))
    else { return nil }
    let rest = bytes[..<open]
    guard rest.contains(where: { $0.isLetter || $0.isDigit || $0 >= 0x80 }) else { return nil }
    return (String(decoding: rest, as: UTF8.self), bytes[open...])
  }
}
