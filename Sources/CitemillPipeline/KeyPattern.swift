public import CitemillCore

/// How keys are made for records that have none: text with fields in brackets, `[auth:lower][year][title:1]`.
///
///     pattern  = { text / "[" field { ":" modifier } "]" }
///     field    = "auth" / "auths" / "year" / "title" / "container" / "volume" / "issue" / "page" / "type"
///     modifier = "lower" / "upper" / "abbr" / number
///
/// A field says a record's part in letters and digits, those of Latin script without their accents. `auth` is the family name
/// of the first author, or of the first editor where there is none, `auths` those of all, `title` the words that carry the
/// title, `page` the first one. `abbr` leaves the first letter of each word; a number leaves so many words of a title, so many
/// names of `auths`, and so many letters of anything else. What a record does not have says nothing.
public struct KeyPattern: Sendable {
  /// `[auth:lower][year][title:1]`: `berg2019Weirs`.
  public static let standard = KeyPattern([
    .field(.auth, Modifiers(letterCase: .lower)), .field(.year, Modifiers()), .field(.title, Modifiers(count: 1)),
  ])

  private enum Piece: Sendable {
    case text(String)
    case field(Part, Modifiers)
  }

  private enum Part: String, CaseIterable, Sendable {
    case auth, auths, year, title, container, volume, issue, page, type
  }

  private enum LetterCase: String, Sendable { case lower, upper }

  private struct Modifiers: Sendable {
    var count: Int?
    var letterCase: LetterCase?
    var abbreviates = false
  }

  private let pieces: [Piece]

  private init(_ pieces: [Piece]) { self.pieces = pieces }

  /// A pattern from its text; throws when a bracket is not closed, or says something else than above.
  public init(_ pattern: String) throws(UsageError) {
    var pieces: [Piece] = []
    var rest = pattern[...]
    while let opening = rest.utf8.firstIndex(of: UInt8(ascii: "[")) {
      if opening > rest.startIndex { pieces.append(.text(String(rest[..<opening]))) }
      guard let closing = rest[opening...].utf8.firstIndex(of: UInt8(ascii: "]")) else {
        throw UsageError(.badKeyPattern, "in the pattern of keys \"\(pattern)\" a bracket is not closed")
      }
      pieces.append(try Self.piece(rest[rest.utf8.index(after: opening)..<closing]))
      rest = rest[rest.utf8.index(after: closing)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    guard pieces.contains(where: { if case .field = $0 { true } else { false } }) else {
      throw UsageError(
        .badKeyPattern, "the pattern of keys \"\(pattern)\" has no field in brackets, as in [auth:lower][year][title:1]"
      )
    }
    self.pieces = pieces
  }

  private static func piece(_ text: Substring) throws(UsageError) -> Piece {
    let words = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let part = Part(rawValue: String(words[0])) else {
      let known = Part.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError(.badKeyPattern, "\"[\(text)]\" is no part of a key; there are \(known)")
    }
    var modifiers = Modifiers()
    for word in words.dropFirst() {
      if let letterCase = LetterCase(rawValue: String(word)) {
        modifiers.letterCase = letterCase
      } else if word == "abbr" {
        modifiers.abbreviates = true
      } else if let count = Int(word), count > 0 {
        modifiers.count = count
      } else {
        throw UsageError(.badKeyPattern, "\"\(word)\" in \"[\(text)]\" is not lower, upper, abbr or a number")
      }
    }
    return .field(part, modifiers)
  }

  // MARK: - Keys

  /// The key of a record; nil where it has none of the parts.
  public func key(for record: borrowing Record) -> String? {
    var key: [UInt8] = []
    var hasPart = false
    for piece in pieces {
      switch piece {
      case .text(let text): key += text.utf8
      case .field(let part, let modifiers):
        let before = key.count
        Self.append(part, modifiers, of: record, to: &key)
        hasPart = hasPart || key.count > before
      }
    }
    return hasPart ? String(decoding: key, as: UTF8.self) : nil
  }

  private static func append(_ part: Part, _ modifiers: Modifiers, of record: borrowing Record, to key: inout [UInt8]) {
    let start = key.count
    switch part {
    case .auth, .auths: appendNames(of: record, part, modifiers, to: &key)
    case .year: appendYear(of: record, to: &key)
    case .title: KeyWords(modifiers.count, abbreviates: modifiers.abbreviates).append(record.title, to: &key)
    case .container:
      let title = record.container(.host)?.titles.first?.text.plain
      KeyWords(nil, abbreviates: modifiers.abbreviates).append(title, to: &key)
    case .volume: KeyWords.append(record[.volume], to: &key)
    case .issue: KeyWords.append(record[.issue], to: &key)
    case .page: KeyWords.append(record[.pages].map { String($0.prefix { $0.isLetter || $0.isNumber }) }, to: &key)
    case .type: KeyWords.append(record.type.rawValue, to: &key)
    }
    let counts = part == .title || part == .auths
    if !counts, let count = modifiers.count { key.cutBack(from: start, scalars: count) }
    switch modifiers.letterCase {
    case .lower:
      // Nearly all keys are of ASCII by now.
      var isASCII = true
      for index in start..<key.count {
        isASCII = isASCII && key[index] < 0x80
        key[index] = key[index].lowercased
      }
      if !isASCII { key.replaceText(from: start) { $0.lowercased() } }
    case .upper: key.replaceText(from: start) { $0.uppercased() }
    case nil: break
    }
  }

  private static func appendYear(of record: borrowing Record, to key: inout [UInt8]) {
    guard let point = record[date: .issued]?.value?.firstPoint, point.unspecifiedYearDigits == 0 else { return }
    key += String(point.year).utf8
  }

  /// The names of the authors, or of the editors, or of whoever is there.
  private static func appendNames(
    of record: borrowing Record, _ part: Part, _ modifiers: Modifiers, to key: inout [UInt8]
  ) {
    // By indices: a loop over an array copies each element, with all its texts.
    let people = record.contributors.indices
    func has(_ role: Role, _ index: Int) -> Bool { record.contributors[index].roles.contains { $0 == role } }
    var role: Role?
    if people.contains(where: { has(.author, $0) }) {
      role = .author
    } else if people.contains(where: { has(.editor, $0) }) {
      role = .editor
    }
    let most = part == .auth ? 1 : modifiers.count ?? Int.max
    var count = 0
    for index in people {
      if let role, !has(role, index) { continue }
      guard count < most, record.contributors[index].kind != .others else {
        if part == .auths { key += "EtAl".utf8 }
        return
      }
      count += 1
      let start = key.count
      if let family = record.contributors[index].name.family {
        KeyWords.append(family, to: &key)
      } else if let given = record.contributors[index].name.given {
        KeyWords.append(given, to: &key)
      } else {
        KeyWords(3, abbreviates: false).append(record.contributors[index].name.literal, to: &key)
      }
      if modifiers.abbreviates { key.cutBack(from: start, scalars: 1) }
    }
  }
}

/// The words of a text in a key: those that carry it, each with a capital, and only their letters and digits.
private struct KeyWords {
  /// How many words are taken; nil for all.
  private let count: Int?
  private let abbreviates: Bool

  init(_ count: Int?, abbreviates: Bool) {
    self.count = count
    self.abbreviates = abbreviates
  }

  /// Appends the words of a text; where it has none that carry it, all of them.
  func append(_ text: String?, to key: inout [UInt8]) {
    guard let text else { return }
    let start = key.count
    append(text, takesAll: false, to: &key)
    if key.count == start { append(text, takesAll: true, to: &key) }
  }

  private func append(_ text: String, takesAll: Bool, to key: inout [UInt8]) {
    text.withUTF8Span { bytes in
      var taken = 0
      var start = key.count
      var here = 0
      while here < bytes.count {
        let byte = bytes[here]
        if byte.isLetter || byte.isDigit {
          key.append(byte)
          here += 1
          continue
        }
        var endsWord = byte != UInt8(ascii: "'")
        if byte < 0x80 {
          here += 1
        } else {
          let (value, length) = bytes.scalar(at: here)
          here += length
          if let scalar = Unicode.Scalar(value), scalar.isOfWord {
            endsWord = false
            Self.append(scalar, to: &key)
          }
        }
        if endsWord {
          endWord(from: &start, &taken, takesAll, &key)
          if let count, taken == count { return }
        }
      }
      endWord(from: &start, &taken, takesAll, &key)
    }
  }

  /// Ends the word that stands in the key from an index on: it is taken, or taken out.
  private func endWord(from start: inout Int, _ taken: inout Int, _ takesAll: Bool, _ key: inout [UInt8]) {
    if key.count == start { return }
    if !takesAll, Self.isSmall(&key, from: start) {
      key.removeLast(key.count - start)
      return
    }
    taken += 1
    if key[start] &- UInt8(ascii: "a") < 26 { key[start] -= 32 }
    if abbreviates { key.cutBack(from: start, scalars: 1) }
    start = key.count
  }

  /// Whether a word is a small one, also with a capital, as the first of a title has it.
  private static func isSmall(_ key: inout [UInt8], from start: Int) -> Bool {
    if key.count - start > 5 { return false }
    let isCapital = key[start] &- UInt8(ascii: "A") < 26
    if isCapital { key[start] += 32 }
    defer { if isCapital { key[start] -= 32 } }
    return smallWords.contains(key.span, start..<key.count)
  }

  /// Appends the letters and digits of a text.
  static func append(_ text: String?, to key: inout [UInt8]) {
    text?.withUTF8Span { bytes in
      var here = 0
      while here < bytes.count {
        let byte = bytes[here]
        if byte < 0x80 {
          if byte.isLetter || byte.isDigit { key.append(byte) }
          here += 1
          continue
        }
        let (value, length) = bytes.scalar(at: here)
        here += length
        if let scalar = Unicode.Scalar(value) { append(scalar, to: &key) }
      }
    }
  }

  /// Appends the letters of one beyond ASCII.
  private static func append(_ scalar: Unicode.Scalar, to key: inout [UInt8]) {
    if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      key += (scalar.latinLetters ?? String(scalar)).utf8
    }
  }

  /// Articles, prepositions and the like of English, German, French, Spanish, Italian and Portuguese.
  private static let smallWords = WordList([
    "a", "an", "the", "of", "on", "in", "and", "or", "for", "to", "with", "from", "by", "at", "as", "into", "about",
    "der", "die", "das", "ein", "eine", "und", "zur", "zum", "von", "im", "le", "la", "les", "un", "une", "de",
    "des", "du", "et", "l", "d", "el", "los", "las", "una", "del", "il", "lo", "gli", "o", "os", "e", "y", "en",
  ])
}

extension Unicode.Scalar {
  /// Whether a scalar beyond ASCII goes on with a word: a letter, a digit, an accent, or an apostrophe.
  fileprivate var isOfWord: Bool {
    if value == 0x2019 { return true }
    return properties.isAlphabetic || properties.numericType != nil || properties.generalCategory == .nonspacingMark
  }

  /// The letters of a letter of Latin script without its marks, by its name in Unicode: `LATIN SMALL LETTER E WITH ACUTE`.
  var latinLetters: String? {
    switch value {
    case 0xC0..<0x250: Self.commonLetters[Int(value) - 0xC0]
    case 0x1E00..<0x1F00: Self.rareLetters[Int(value) - 0x1E00]
    default: namedLetters
    }
  }

  // Names in Unicode are slow to get: what they give for the letters of Latin-1 with Latin Extended-A and -B, and of Latin
  // Extended Additional.
  private static let commonLetters = table(
    """
    A A A A A A AE C E E E E I I I I D N O O O O O - O U U U U Y TH ss a a a a a a ae c e e e e i i i i d n o o o o \
    o - o u u u u y th y A a A a A a C c C c C c C c D d D d E e E e E e E e E e G g G g G g G g H h H h I i I i I i \
    I i I i - - J j K k - L l L l L l L l L l N n N n N n n - - O o O o O o - - R r R r R r S s S s S s S s T t T t \
    T t U u U u U u U u U u U u W w Y y Y Z z Z z Z z - b B B b - - - C c - D D d - - - - F f G - hv - I K k l - - N \
    n O O o OI oi P p - - - - - t T t T U u - V Y y Z z - - - - - - - - - - - - - DZ D dz LJ L lj NJ N nj A a I i O \
    o U u U u U u U u U u - A a A a AE ae G g G g K k O o O o - - j DZ D dz G g - - N n A a AE ae O o A a A a E e E \
    e I i I i O o O o R r R r U u U u S s T t - - H h N d OU ou Z z A a E e O o O o O o O o Y y l n t i db qp A C c \
    L T s z - - B U - E e J j - q R r Y y
    """)
  private static let rareLetters = table(
    """
    A a B b B b B b C c D d D d D d D d D d E e E e E e E e E e F f G g H h H h H h H h H h I i I i K k K k K k L l \
    L l L l L l M m M m M m N n N n N n N n O o O o O o O o P p P p R r R r R r R r S s S s S s S s S s T t T t T t \
    T t U u U u U u U u U u V v V v W w W w W w W w W w X x X x Y y Z z Z z Z z h t w y a - - - SS - A a A a A a A a \
    A a A a A a A a A a A a A a A a E e E e E e E e E e E e E e E e I i I i O o O o O o O o O o O o O o O o O o O o \
    O o O o U u U u U u U u U u U u U u Y y Y y Y y Y y - - - - Y y
    """)

  private static func table(_ letters: StaticString) -> [String?] {
    "\(letters)".utf8.split(separator: 32).map { $0.elementsEqual("-".utf8) ? nil : String(Substring($0)) }
  }

  /// The same by the name in Unicode alone.
  var namedLetters: String? {
    guard let name = properties.name else { return nil }
    for (opening, isSmall) in [("LATIN SMALL LETTER ", true), ("LATIN CAPITAL LETTER ", false)] {
      guard name.hasPrefix(opening) else { continue }
      var letters = name.dropFirst(opening.count)
      if let end = letters.utf8.firstIndex(of: 32) { letters = letters[..<end] }
      let known = ["SHARP": "SS", "DOTLESS": "I", "ETH": "D", "THORN": "TH"][String(letters)] ?? String(letters)
      guard known.utf8.count <= 2 else { return nil }
      return isSmall ? known.lowercased() : known
    }
    return nil
  }
}

extension [UInt8] {
  /// Leaves so many scalars of the text from an index on.
  fileprivate mutating func cutBack(from start: Int, scalars count: Int) {
    var end = start
    var scalars = 0
    while end < self.count {
      if self[end] & 0xC0 != 0x80 {
        if scalars == count { break }
        scalars += 1
      }
      end += 1
    }
    removeLast(self.count - end)
  }

  /// Puts a text made of the one from an index on in its place.
  fileprivate mutating func replaceText(from start: Int, _ change: (String) -> String) {
    let text = String(decoding: self[start...], as: UTF8.self)
    removeLast(count - start)
    self += change(text).utf8
  }
}

extension Diagnostic.Code {
  /// A pattern of keys that cannot be used.
  public static let badKeyPattern = Self("usage.key-pattern")
}
