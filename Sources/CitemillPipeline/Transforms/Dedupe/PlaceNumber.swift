import CitemillCore

/// Whether two records agree on something, as far as both have it.
enum Agreement: Sendable {
  case same, unknown, differs
}

/// Numbers of volumes and parts in the single form in which they are compared.
enum PlaceNumber {
  /// The number of a volume: `12` for `Vol. 12`, `012` and `XII`; a word if there is no number.
  static func volume(_ text: String) -> [UInt8] {
    if Placeholder.isOne(text) { return [] }
    let words = Folding.words(text)
    if let word = words.first(where: { $0.contains(where: \.isDigit) }) { return withoutZeros(word) }
    if let word = words.last, let value = TitleNumbers.roman(word) { return Array("\(value)".utf8) }
    return words.flatMap { $0 }
  }

  /// The part of a volume that names a supplement: `Suppl 1` of `3 Suppl 1`; empty if there is none.
  static func supplement(inVolume text: String) -> String {
    let words = Folding.words(text)
    guard let place = words.firstIndex(where: { $0.starts(with: "sup".utf8) }) else { return "" }
    return words[place...].map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }

  /// Whether two volumes are the same; one counted by years and one by numbers are not comparable.
  static func agreement(_ left: [UInt8], _ right: [UInt8]) -> Agreement {
    if left.isEmpty || right.isEmpty { return .unknown }
    if left == right { return .same }
    if isYear(left) != isYear(right) { return .unknown }
    // `60A` and `60`.
    let (one, other) = (left.filter(\.isDigit), right.filter(\.isDigit))
    return one == other && !one.isEmpty && (one == left) != (other == right) ? .unknown : .differs
  }

  static func withoutZeros(_ word: [UInt8]) -> [UInt8] {
    let rest = word.drop { $0 == UInt8(ascii: "0") }
    return rest.isEmpty ? word : Array(rest)
  }

  private static func isYear(_ word: [UInt8]) -> Bool {
    word.count == 4 && word.allSatisfy(\.isDigit) && (word.starts(with: "19".utf8) || word.starts(with: "20".utf8))
  }
}

/// The issues that a text names: `3`, `1-2`, `Suppl. 1`, `Pt 2`.
struct IssueNumber: Sendable, Hashable {
  private var numbers: [Int] = []
  private(set) var isSupplement = false
  private let letters: [UInt8]

  static let none = Self("")

  init(_ text: String) {
    letters = Placeholder.isOne(text) ? [] : Folding.letters(text)
    for word in Folding.words(text) where !letters.isEmpty {
      let digits = word.drop { !$0.isDigit }.prefix(while: \.isDigit)
      if word.starts(with: "s".utf8), word.count == digits.count + 1 || word.starts(with: "sup".utf8) {
        isSupplement = true
      }
      if digits.count < 9, let number = Int(String(decoding: digits, as: UTF8.self)) { numbers.append(number) }
    }
    // A double issue, `1-2`, or several, `3-6`, match either end and any number between them.
    if numbers.count == 2, numbers[0] < numbers[1], numbers[1] - numbers[0] < 12 {
      numbers = Array(numbers[0]...numbers[1])
    }
  }

  var isEmpty: Bool { letters.isEmpty }

  /// Whether both name an issue in common; months are not comparable, and an issue is different from its
  /// supplement.
  func agreement(with other: Self) -> Agreement {
    if isEmpty || other.isEmpty { return .unknown }
    if letters == other.letters { return .same }
    if isSupplement != other.isSupplement {
      return (isSupplement ? other : self).numbers.isEmpty ? .unknown : .differs
    }
    if numbers.contains(where: other.numbers.contains) { return .same }
    return numbers.isEmpty || other.numbers.isEmpty ? .unknown : .differs
  }
}

/// The first page or the number of an article: `101`, `S12`, `e0123`.
struct FirstPage: Sendable, Hashable {
  private let prefix: [UInt8]
  let number: [UInt8]
  /// Whether it may be the number of an article, for which another source gives pages from 1 on.
  private let isArticleNumber: Bool
  private let isRange: Bool
  /// The number of the last page, in full; nil if there is none.
  private let last: [UInt8]?

  /// The first page of a record; nil if it has none.
  init?(of record: Record) {
    if let number = record[.articleNumber], let page = Self(number, isArticleNumber: true) {
      self = page
    } else if let page = Self(record.pages ?? record[.pageFirst] ?? "", isArticleNumber: false) {
      self = page
    } else {
      return nil
    }
  }

  private init?(_ text: String, isArticleNumber: Bool) {
    if Placeholder.isOne(text) { return nil }
    let words = Folding.words(text)
    // `no pagination` and `Epub ahead of print` are no pages, and `8 p.` is how many there are.
    guard let word = words.first(where: { $0.contains(where: \.isDigit) }) ?? words.first(where: Self.isRoman),
      !Self.isCount(words)
    else { return nil }
    prefix = Array(word.prefix { !$0.isDigit })
    number = PlaceNumber.withoutZeros(Array(word.dropFirst(prefix.count).prefix(while: \.isDigit)))
    // `e123`, `art2`.
    self.isArticleNumber =
      isArticleNumber || prefix == Array("e".utf8) || prefix.starts(with: "art".utf8) || number.count > 4
    isRange = words.count > 1
    last = Self.last(words, after: word, number)
  }

  private static func isRoman(_ word: [UInt8]) -> Bool { TitleNumbers.roman(word) != nil }

  /// Whether the text is how many pages there are: `8 p.`, `8 pages`.
  private static func isCount(_ words: [[UInt8]]) -> Bool {
    words.count == 2 && words[0].allSatisfy(\.isDigit)
      && (words[1] == Array("p".utf8) || ["page", "seite", "pagina"].contains { words[1].starts(with: $0.utf8) })
  }

  /// The last page, with the digits that it shares with the first: `129` in `123-9`.
  private static func last(_ words: [[UInt8]], after first: [UInt8], _ number: [UInt8]) -> [UInt8]? {
    guard let place = words.firstIndex(of: first), place + 1 < words.count else { return nil }
    let digits = words[place + 1].drop { !$0.isDigit }.prefix(while: \.isDigit)
    if digits.isEmpty { return nil }
    return PlaceNumber.withoutZeros(Array(number.prefix(max(number.count - digits.count, 0)) + digits))
  }

  /// How many pages there are; nil if that is not known.
  private var count: Int? {
    guard let last, let end = Int(String(decoding: last, as: UTF8.self)),
      let start = Int(String(decoding: number, as: UTF8.self)), end >= start
    else { return nil }
    return end - start + 1
  }

  /// Whether it is that of an abstract or of a supplement, by its letter: `S12`, `P3`, `A44`.
  var isOfSupplement: Bool { prefix.count == 1 && "spao".utf8.contains(prefix[0]) }

  /// Whether it is the first page of its issue or volume, or of what is not in an issue yet.
  var isOne: Bool { number == [UInt8(ascii: "1")] && prefix.isEmpty }

  /// Whether both are the same three pages or more, which no two works share; several abstracts, with letters
  /// before their pages, may share them.
  static func areSamePages(_ left: Self?, _ right: Self?) -> Bool {
    guard let left, let right, left.prefix.isEmpty, left.prefix == right.prefix, left.number == right.number,
      left.last == right.last, let count = left.count
    else { return false }
    return (3...60).contains(count)
  }

  /// Whether both have a last page, and not the same.
  static func haveOtherEnds(_ left: Self?, _ right: Self?) -> Bool {
    guard let one = left?.last, let other = right?.last else { return false }
    return one != other
  }

  static func agreement(_ left: Self?, _ right: Self?) -> Agreement {
    guard let left, let right else { return .unknown }
    if left.number == right.number {
      return left.prefix == right.prefix ? .same : left.number.isEmpty ? .differs : .unknown
    }
    if left.isArticleNumber != right.isArticleNumber || left.mayBePages(of: right) || right.mayBePages(of: left) {
      return .unknown
    }
    return .differs
  }

  /// Whether these are pages from 1 on, which one source gives an article that another identifies only by its
  /// number.
  private func mayBePages(of other: Self) -> Bool { number == [UInt8(ascii: "1")] && isRange && !other.isRange }
}
