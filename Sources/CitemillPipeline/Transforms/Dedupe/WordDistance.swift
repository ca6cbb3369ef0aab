import CitemillCore

/// How different words are, as far as that matters.
enum WordDistance {
  /// Whether two words differ only by typing errors: by one letter in words of four to seven letters, by two
  /// in longer ones, where swapping two adjacent letters counts as one.
  static func isSlip(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let length = max(left.count, right.count)
    if length < 4 || left.contains(where: \.isDigit) || right.contains(where: \.isDigit) { return false }
    // In a script of words or syllables, a character is not a letter.
    if left.contains(where: { $0 >= 0xE1 }) || right.contains(where: { $0 >= 0xE1 }) { return false }
    return isWithin(length < 8 ? 1 : 2, left, right) && !isOpposite(left, right)
  }

  /// Whether two words differ by two swapped adjacent letters, or by one letter that is neither at their
  /// edges nor in the ending of a substance: `mill` and `mills`, `boats` and `goats`, `nitrate` and `nitrite`
  /// are different words.
  static func isSlipInside(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if left.sorted() == right.sorted() { return isSwap(left, right) }
    guard left.first == right.first, left.last == right.last, isWithin(1, left, right),
      !WordPairs.contain(left, right)
    else { return false }
    let (one, other) = (WordPairs.singular(left).suffix(3), WordPairs.singular(right).suffix(3))
    return one == other || !substances.contains(Array(one)) || !substances.contains(Array(other))
  }

  /// Whether two words that are within two letters of each other differ by two typing errors: in two places,
  /// or by doubled letters. Two different adjacent letters make another word, as in `Austria` and
  /// `Australia`, `estriol` and `estradiol`.
  static func areTwoSlips(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if isWithin(1, left, right) { return false }
    let start = zip(left, right).prefix { $0 == $1 }.count
    let end = zip(left.dropFirst(start).reversed(), right.dropFirst(start).reversed()).prefix { $0 == $1 }.count
    return max(left.count, right.count) - start - end > 2 || withoutDoubles(left) == withoutDoubles(right)
  }

  private static func withoutDoubles(_ word: [UInt8]) -> [UInt8] {
    word.indices.filter { $0 == 0 || word[$0] != word[$0 - 1] }.map { word[$0] }
  }

  /// Whether two adjacent letters are swapped, which seldom makes another word.
  static func isSwap(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    isWithin(1, left, right) && left.sorted() == right.sorted() && !WordPairs.contain(left, right)
  }

  private static let substances = Set(
    ["ate", "ite", "ide", "ane", "ene", "ine", "yne", "one", "ase", "ose", "ole", "nol", "nal", "nyl"].map {
      Array($0.utf8)
    })

  /// Whether one word becomes the other by inserting, removing, changing or swapping at most this many
  /// letters.
  static func isWithin(_ limit: Int, _ left: [UInt8], _ right: [UInt8]) -> Bool {
    if abs(left.count - right.count) > limit { return false }
    // What both have in common at their edges need not be compared.
    var start = 0
    let shorter = min(left.count, right.count)
    while start < shorter, left[start] == right[start] { start += 1 }
    var end = 0
    while end < shorter - start, left[left.count - 1 - end] == right[right.count - 1 - end] { end += 1 }
    let one = left[start..<(left.count - end)]
    let other = right[start..<(right.count - end)]
    if one.isEmpty || other.isEmpty { return max(one.count, other.count) <= limit }
    return EditDistance.between(Array(one), Array(other), limit: limit) <= limit
  }

  private static let heads: [[UInt8]] = [
    "hypo", "hyper", "pre", "post", "intra", "inter", "extra", "micro", "macro", "mono", "poly", "anti", "pro", "un",
    "in",
    "im", "non", "dis", "a", "ab", "ad", "ex", "sub", "super", "endo", "exo", "iso", "homo", "hetero", "ortho", "para",
    "meta",
  ].map { Array($0.utf8) }

  /// Whether two words differ in what is before their common end, and mean the opposite: `hypo-` and
  /// `hyper-`.
  private static func isOpposite(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    for one in heads where left.starts(with: one) {
      for other in heads + [[]] where one != other && right.starts(with: other) {
        if left.dropFirst(one.count) == right.dropFirst(other.count) { return true }
      }
    }
    for other in heads where right.starts(with: other) && left == Array(right.dropFirst(other.count)) { return true }
    return false
  }

  /// Whether the name of a journal is an abbreviation of the other: `J Water Hist`, `JWH` for
  /// `Journal of Water History`.
  static func isAbbreviation(_ left: [[UInt8]], of right: [[UInt8]]) -> Bool {
    // The last word is the name of a section, or of a country: `U S A`.
    let long = carrying(Array(right.dropLast())) + right.suffix(1)
    if isAbbreviation(carrying(Array(left.dropLast())) + left.suffix(1), ofCarrying: long) { return true }
    // A single letter may be the first of a word, and not a short word of another language:
    // `Ann N Y Acad Sci`.
    let letters = left.filter { $0.count == 1 || !smallWords.contains($0) }
    return letters.contains { $0.count == 1 } && isAbbreviation(letters, ofCarrying: long)
  }

  private static func isAbbreviation(_ short: [[UInt8]], ofCarrying long: [[UInt8]]) -> Bool {
    guard !short.isEmpty, !long.isEmpty else { return false }
    if short.count == 1, short[0].count > 1, short[0] == long.compactMap(\.first) { return true }
    guard short.count == long.count else { return false }
    return zip(short, long).allSatisfy(isShort)
  }

  /// Whether a word is the beginning of another, or has its first letter and some of the following ones, in
  /// order: `natl`.
  static func isShort(_ short: [UInt8], _ long: [UInt8]) -> Bool {
    if long.starts(with: short) { return true }
    guard short.count < long.count, short.first == long.first else { return false }
    var rest = short[...]
    for byte in long where byte == rest.first { rest = rest.dropFirst() }
    return rest.isEmpty
  }

  /// Whether each of two sets of words has a word that the other has not, not even with a typing error or
  /// divided differently.
  static func haveOwnWords(_ left: Set<[UInt8]>, _ right: Set<[UInt8]>) -> Bool {
    let (mine, others) = (left.subtracting(right), right.subtracting(left))
    return mine.contains { isAlone($0, others) } && others.contains { isAlone($0, mine) }
  }

  private static func isAlone(_ word: [UInt8], _ words: Set<[UInt8]>) -> Bool {
    word.count > 1 && !words.contains { isSlip(word, $0) || $0.starts(with: word) || word.starts(with: $0) }
  }

  /// The words of a name or a title without articles and similar words.
  static func carrying(_ words: [[UInt8]]) -> [[UInt8]] { words.filter { !smallWords.contains($0) } }

  private static let smallWords = Set(
    [
      "of", "the", "and", "for", "in", "on", "a", "an", "to", "de", "des", "du", "la", "le", "les", "et", "der", "die",
      "das",
      "fur", "und", "zur", "y", "e", "del", "della", "di", "d", "l",
    ].map { Array($0.utf8) })
}
