import CitemillCore

/// How far words are apart, as far as that matters.
enum WordDistance {
  /// Whether two words differ by slips of the pen: one letter as text of four to seven, two in longer ones,
  /// neighbours swapped counting once.
  static func isSlip(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let length = max(left.count, right.count)
    if length < 4 || left.contains(where: \.isDigit) || right.contains(where: \.isDigit) { return false }
    // A sign of a script of words or syllables is not a letter.
    if left.contains(where: { $0 >= 0xE1 }) || right.contains(where: { $0 >= 0xE1 }) { return false }
    return isWithin(length < 8 ? 1 : 2, left, right) && !isOpposite(left, right)
  }

  /// Whether two words differ by two neighbours swapped, or by one letter, and that neither at their edges nor in the ending
  /// of a substance: `mill` and `mills`, `boats` and `goats`, `nitrate` and `nitrite` are different words.
  static func isSlipInside(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if left.sorted() == right.sorted() { return isSwap(left, right) }
    guard left.first == right.first, left.last == right.last, isWithin(1, left, right),
      !WordPairs.contain(left, right)
    else { return false }
    let (one, other) = (WordPairs.singular(left).suffix(3), WordPairs.singular(right).suffix(3))
    return one == other || !substances.contains(Array(one)) || !substances.contains(Array(other))
  }

  /// Whether two words within two letters of each other differ by two slips: at two places, or by letters that are doubled. Two other
  /// letters beside each other make another word, as of `Austria` and `Australia`, `estriol` and `estradiol`.
  static func areTwoSlips(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if isWithin(1, left, right) { return false }
    let start = zip(left, right).prefix { $0 == $1 }.count
    let end = zip(left.dropFirst(start).reversed(), right.dropFirst(start).reversed()).prefix { $0 == $1 }.count
    return max(left.count, right.count) - start - end > 2 || withoutDoubles(left) == withoutDoubles(right)
  }

  private static func withoutDoubles(_ word: [UInt8]) -> [UInt8] {
    word.indices.filter { $0 == 0 || word[$0] != word[$0 - 1] }.map { word[$0] }
  }

  /// Whether two neighbours are swapped, which seldom makes another word.
  static func isSwap(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    isWithin(1, left, right) && left.sorted() == right.sorted() && !WordPairs.contain(left, right)
  }

  private static let substances = Set(
    ["ate", "ite", "ide", "ane", "ene", "ine", "yne", "one", "ase", "ose", "ole", "nol", "nal", "nyl"].map {
      Array($0.utf8)
    })

  /// Whether so many letters put in, taken out, changed or swapped with neighbours make one word of the other.
  static func isWithin(_ limit: Int, _ left: [UInt8], _ right: [UInt8]) -> Bool {
    if abs(left.count - right.count) > limit { return false }
    // What both have at their edges needs no look.
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

  /// Whether two words differ by what is before their common end, and that says the opposite: `hypo-` and
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

  /// Whether a title of a journal is the other, abbreviated: `J Water Hist`, `JWH` of `Journal of Water History`.
  static func isAbbreviation(_ left: [[UInt8]], of right: [[UInt8]]) -> Bool {
    // The last word is the name of a section, or of a country: `U S A`.
    let long = carrying(Array(right.dropLast())) + right.suffix(1)
    if isAbbreviation(carrying(Array(left.dropLast())) + left.suffix(1), ofCarrying: long) { return true }
    // A letter alone may be the first of a word, and not a small word of another language: `Ann N Y Acad Sci`.
    let letters = left.filter { $0.count == 1 || !smallWords.contains($0) }
    return letters.contains { $0.count == 1 } && isAbbreviation(letters, ofCarrying: long)
  }

  private static func isAbbreviation(_ short: [[UInt8]], ofCarrying long: [[UInt8]]) -> Bool {
    guard !short.isEmpty, !long.isEmpty else { return false }
    if short.count == 1, short[0].count > 1, short[0] == long.compactMap(\.first) { return true }
    guard short.count == long.count else { return false }
    return zip(short, long).allSatisfy(isShort)
  }

  /// Whether a word is the beginning of another, or has its first letter and some that follow, in their order: `natl`.
  static func isShort(_ short: [UInt8], _ long: [UInt8]) -> Bool {
    if long.starts(with: short) { return true }
    guard short.count < long.count, short.first == long.first else { return false }
    var rest = short[...]
    for byte in long where byte == rest.first { rest = rest.dropFirst() }
    return rest.isEmpty
  }

  /// Whether each of two sets of words has one that is none of the other, with a slip or parted otherwise.
  static func haveOwnWords(_ left: Set<[UInt8]>, _ right: Set<[UInt8]>) -> Bool {
    let (mine, others) = (left.subtracting(right), right.subtracting(left))
    return mine.contains { isAlone($0, others) } && others.contains { isAlone($0, mine) }
  }

  private static func isAlone(_ word: [UInt8], _ words: Set<[UInt8]>) -> Bool {
    word.count > 1 && !words.contains { isSlip(word, $0) || $0.starts(with: word) || word.starts(with: $0) }
  }

  /// The words of a name or a title without articles and the like.
  static func carrying(_ words: [[UInt8]]) -> [[UInt8]] { words.filter { !smallWords.contains($0) } }

  private static let smallWords = Set(
    [
      "of", "the", "and", "for", "in", "on", "a", "an", "to", "de", "des", "du", "la", "le", "les", "et", "der", "die",
      "das",
      "fur", "und", "zur", "y", "e", "del", "della", "di", "d", "l",
    ].map { Array($0.utf8) })
}
