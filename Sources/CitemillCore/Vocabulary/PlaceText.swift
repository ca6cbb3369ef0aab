/// Addresses of publishers, from which a record takes only the city: `345 E 47TH ST, NEW YORK, NY 10017 USA`.
package enum PlaceText {
  /// Words for streets and houses that follow another word: `ST LOUIS` is a city.
  private static let streets = WordList([
    "st", "street", "ave", "avenue", "rd", "road", "blvd", "boulevard", "plaza", "plz", "dr", "drive", "sq", "square",
    "lane", "ln", "way", "strasse", "str", "box", "floor", "ste", "suite", "bldg", "building", "house", "parkway",
    "pkwy", "court", "ct", "campus",
  ])
  /// Words for streets that come before others.
  private static let leadingWords = WordList(["rue", "via", "calle", "suite", "ste", "floor", "building"])

  /// Whether the first part of a text between commas is a street or a box, and other parts follow.
  package static func hasStreet(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: ","))
    guard parts.count > 1 else { return false }
    return isStreet(parts[0])
  }

  /// The city of an address: the first part between commas that is not a street, without postal codes; nil if
  /// none is left.
  package static func city(ofAddress address: String) -> String? {
    let parts = address.utf8.split(separator: UInt8(ascii: ","))
    guard parts.count > 1, let part = parts.first(where: { !isStreet($0) }) else { return nil }
    let words = part.split(separator: 32).filter { !$0.contains(where: \.isDigit) }
    return words.isEmpty ? nil : String(decoding: Array(words.joined(separator: [32])), as: UTF8.self)
  }

  /// A part with a number before other words, or with a word for streets: `12 RIVER ST`, `PO BOX 9`,
  /// `RIVER HOUSE`, but not `1012 AMSTERDAM`.
  private static func isStreet(_ part: Substring.UTF8View) -> Bool {
    let words = part.split(separator: 32).map { Array($0) }
    func isOne(of list: WordList, _ word: [UInt8]) -> Bool { list.index(inAnyCase: word.span, 0..<word.count) != nil }
    guard let first = words.first else { return true }
    if isOne(of: leadingWords, first) || words.dropFirst().contains(where: { isOne(of: streets, $0) }) { return true }
    return first.allSatisfy(\.isDigit) && (words.count == 1 || first.count < 4)
  }
}
