import CitemillCore

/// The numbers in a title: works of one series differ in nothing else.
enum TitleNumbers {
  private static let (words, values): (WordList, [Int]) = {
    let rows: [(Int, [String])] = [
      (1, ["one", "first", "eins", "erster", "erste", "erstes", "un", "premier", "premiere", "primera", "primero"]),
      (
        2,
        ["two", "second", "zwei", "zweiter", "zweite", "zweites", "deux", "deuxieme", "seconde", "segunda", "segundo"]
      ),
      (3, ["three", "third", "drei", "dritter", "dritte", "drittes", "trois", "troisieme", "tercera", "tercero"]),
      (4, ["four", "fourth", "vier", "vierter", "vierte", "quatre", "quatrieme"]), (5, ["five", "fifth", "cinq"]),
      (6, ["six", "sixth", "sechs"]), (7, ["seven", "seventh", "sieben"]), (8, ["eight", "eighth", "acht"]),
      (9, ["nine", "ninth", "neun"]), (10, ["ten", "tenth", "zehn"]),
    ]
    let all = rows.flatMap { value, names in names.map { (name: $0, value: value) } }
    return (WordList(all.map(\.name)), all.map(\.value))
  }()

  static func isWord(_ word: [UInt8]) -> Bool { words.contains(word) }

  private static let markers = WordList(
    [
      "part", "pt", "teil", "partie", "parte", "volume", "vol", "band", "book", "study", "chapter", "section", "phase",
      "experiment", "report", "number", "no", "paper", "series", "type", "stage", "grade", "class", "group", "deel",
    ])

  static func read(_ title: [[UInt8]]) -> [Int] {
    title.indices.compactMap { index in
      if let value = value(at: index, of: title) { return value }
      guard title[index].count == 1, let letter = title[index].first, letter.isLetter, isMarked(index, title) else {
        return nil
      }
      // Part A and part B.
      return Int(letter) - 96
    }
  }

  /// The number that a word of a title stands for, in digits, in Roman numerals or as a word; nil if it is
  /// not one.
  static func value(at index: Int, of title: [[UInt8]]) -> Int? {
    let word = title[index]
    if let value = decimal(word) { return value }
    if let place = words.index(of: word) { return values[place] }
    // At the end, `I` is a number; `V` and `X`, as in `site X`, are ambiguous.
    let isOneAtTheEnd = index + 1 == title.count && word == [UInt8(ascii: "i")]
    return word.count > 1 || isOneAtTheEnd || isMarked(index, title) ? roman(word) : nil
  }

  private static func isMarked(_ index: Int, _ title: [[UInt8]]) -> Bool {
    index > 0 && markers.contains(title[index - 1])
  }

  private static func decimal(_ word: [UInt8]) -> Int? {
    var end = word.count
    while end > 0, word[end - 1].isLetter { end -= 1 }
    guard end > 0, end < 10, word[..<end].allSatisfy(\.isDigit) else { return nil }
    // `2nd`, `1990s`, `60s`; `1a` is the name of a receptor or a group.
    if end < word.count, !ordinals.contains(Array(word[end...])) { return nil }
    return Int(String(decoding: word[..<end], as: UTF8.self))
  }

  private static let ordinals = Set(["st", "nd", "rd", "th", "s", "er", "e", "eme"].map { Array($0.utf8) })

  /// The value of a Roman numeral below 40, as for parts.
  static func roman(_ word: [UInt8]) -> Int? {
    guard !word.isEmpty, word.count <= 7 else { return nil }
    var sum = 0
    var last = 0
    for byte in word.reversed() {
      let value: Int
      switch byte {
      case UInt8(ascii: "i"): value = 1
      case UInt8(ascii: "v"): value = 5
      case UInt8(ascii: "x"): value = 10
      default: return nil
      }
      sum += value < last ? -value : value
      last = max(last, value)
    }
    return sum > 0 && sum < 40 ? sum : nil
  }
}
