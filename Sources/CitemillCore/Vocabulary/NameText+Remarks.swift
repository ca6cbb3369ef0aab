// What catalogues and title pages write beside a name: `Berg, Anna, 1950-`, `Roe, R. (Richard), 1950-2010`,
// `Berg, A. (Ed.)`, `Ida Sorle (Tarn University)`, and the word of the list in `and Roe, R.`
extension NameText {
  /// Names without such remarks.
  package struct Bare {
    package fileprivate(set) var name: [UInt8] = []
    /// The role that a remark after the last name gives.
    fileprivate var role: Role?
    fileprivate var isPlural = false

    /// The roles of a name in a field for others, unless the field is more exact than the remark.
    package func roles(_ roles: [Role]) -> [Role] { roles == Role.author.alone ? role?.alone ?? roles : roles }

    /// Gives the role to the last name, or to all of the list: `Berg, A. and Roe, R. (Eds.)`.
    package func setRoles(of names: inout [Contributor], from start: Int) {
      guard let role, !names.isEmpty else { return }
      for index in names.indices.dropFirst(isPlural ? 0 : max(start, names.count - 1))
      where names[index].roles == Role.author.alone {
        names[index].roles = role.alone
      }
    }
  }

  /// The names of a range without remarks beside them; nil if there are none, as nearly always.
  package static func withoutRemarks(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bare? {
    var here = afterConjunction(bytes, range)
    guard here > range.lowerBound || range.contains(where: { mayBeRemark(bytes[$0]) }) else { return nil }
    var bare = Bare()
    // Where the name begins that the remark is about.
    var start = 0
    while here < range.upperBound {
      if let end = endOfRemark(bytes, here..<range.upperBound, after: start, &bare) {
        while bare.name.last == 32 { bare.name.removeLast() }
        // `Ida Sorle (Tarn University), Ngozi Eze (Mill Institute)` is not a family name and a given name.
        if bytes.byte(at: end) == comma, end < range.upperBound, bytes[here] != comma, !bare.name.contains(comma) {
          bare.name.append(UInt8(ascii: ";"))
          here = end + 1
        } else {
          here = end
        }
        start = bare.name.count
        continue
      }
      if bytes[here] == UInt8(ascii: ";") { start = bare.name.count + 1 }
      bare.name.append(bytes[here])
      here += 1
    }
    return bare.name.count < range.count && bare.name.contains { $0.isLetter || $0 >= 0x80 } ? bare : nil
  }

  private static func mayBeRemark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") || byte.isDigit
  }

  /// The index after an "and" at the start, where a list was cut.
  private static func afterConjunction(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    for word: StaticString in ["and ", "& ", "And "] where bytes.stands(word, at: range.lowerBound) {
      let rest = bytes.trimmed(min(range.lowerBound + word.utf8CodeUnitCount, range.upperBound)..<range.upperBound)
      // `and others`, `and 3 others`
      return rest.isEmpty || NameWords.isOthers(bytes, range) ? range.lowerBound : rest.lowerBound
    }
    return range.lowerBound
  }

  /// The end of a remark at the start of a range; nil if there is none, or if the name continues after it.
  private static func endOfRemark(
    _ bytes: Span<UInt8>, _ range: Range<Int>, after start: Int, _ bare: inout Bare
  ) -> Int? {
    let first = bytes[range.lowerBound]
    if first == comma { return endOfLifeDates(bytes, range) }
    guard first == UInt8(ascii: "(") || first == UInt8(ascii: "["), !bare.name.isEmpty else { return nil }
    let close = first == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
    guard let end = bytes.firstIndex(of: close, from: range.lowerBound, to: range.upperBound),
      endsName(bytes, (end + 1)..<range.upperBound)
    else { return nil }
    let inside = bytes.trimmed((range.lowerBound + 1)..<end)
    let rest = bytes.trimmed((end + 1)..<range.upperBound)
    let word = bytes.endsWithDot(inside) ? bytes.trimmed(inside.dropLast()) : inside
    if let found = roles.first(where: { $0.words.index(inAnyCase: bytes, word) != nil }) {
      // An organisation may have such a word in its name.
      if rest.isEmpty { (bare.role, bare.isPlural) = (found.role, found.isPlural) }
      return end + 1
    }
    let name = bare.name.span
    let before = name.trimmed(min(start, name.count)..<name.count)
    let isRemark =
      remarks.index(inAnyCase: bytes, word) != nil || areLifeDates(bytes, inside)
      || isFullerForm(bytes, inside, of: name, before)
      || isOfInstitution(bytes, inside) && isPerson(name, withoutComma(name, before))
    return isRemark ? end + 1 : nil
  }

  private static func withoutComma(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var range = range
    while let first = range.first, bytes[first] == comma || bytes[first].isSpace { range = range.dropFirst() }
    return range
  }

  /// Whether nothing of the name follows.
  private static func endsName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let rest = bytes.trimmed(range)
    return rest.isEmpty || ",;.".utf8.contains(bytes[rest.lowerBound]) || bytes.stands("and ", at: rest.lowerBound)
      || bytes.stands("& ", at: rest.lowerBound)
  }

  private static let roles: [(role: Role, words: WordList, isPlural: Bool)] = [
    (.editor, WordList(["ed", "editor", "hrsg", "hg", "herausgeber", "herausgeberin", "red", "guest editor"]), false),
    (.editor, WordList(["eds", "editors", "herausgeber*innen", "guest editors"]), true),
    (.translator, WordList(["trans", "transl", "translator", "übers"]), false),
    (.compiler, WordList(["comp", "compiler"]), false),
  ]
  private static let remarks = WordList([
    "author", "authors", "corresponding author", "corresponding", "presenting author", "deceased", "aut", "verfasser",
    "verfasserin", "autor", "auteur",
  ])

  /// Whether a given name in brackets spells out the initials after the comma before it: `Roe, R. (Richard)`.
  private static func isFullerForm(
    _ bytes: Span<UInt8>, _ inside: Range<Int>, of name: Span<UInt8>, _ before: Range<Int>
  ) -> Bool {
    guard let first = inside.first, bytes[first] &- 65 < 26, let comma = before.last(where: { name[$0] == comma })
    else {
      return false
    }
    let given = name.trimmed((comma + 1)..<before.upperBound)
    return inside.count > 1 && given.contains { name[$0] == UInt8(ascii: ".") } && isInitials(name, given)
      && name[given.lowerBound] == bytes[first]
      && inside.allSatisfy { bytes[$0].isLetter || bytes[$0] >= 0x80 || " .-'".utf8.contains(bytes[$0]) }
  }

  // MARK: - Life dates

  /// The end of life dates after a comma: `, 1950-`, `, 1950-2010.`, `, b. 1950`.
  private static func endOfLifeDates(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let start = bytes.trimmed(range.dropFirst()).lowerBound
    guard start < range.upperBound, bytes[start].isDigit || "-abdf".utf8.contains(bytes[start]) else { return nil }
    var end = start
    while end < range.upperBound, bytes[end] != comma, bytes[end] != UInt8(ascii: ";"), !bytes.stands(" and ", at: end)
    {
      end += 1
    }
    var dates = bytes.trimmed(start..<end)
    if bytes.endsWithDot(dates) { dates = dates.dropLast() }
    return areLifeDates(bytes, dates) ? end : nil
  }

  /// `1950`, `1950-`, `1950-2010`, `-2010`, `b. 1950`, `active 1950`, `approximately 1950-2010`.
  private static func areLifeDates(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count > 3, range.count < 32 else { return false }
    var here = range.lowerBound
    for word: StaticString in ["b. ", "d. ", "fl. ", "active ", "born ", "died ", "approximately ", "ca. "]
    where bytes.stands(word, at: here) {
      here += word.utf8CodeUnitCount
    }
    func year() -> Bool {
      let digits = (here..<range.upperBound).prefix { bytes[$0].isDigit }
      guard digits.count == 4, bytes[here] == UInt8(ascii: "1") || bytes[here] == UInt8(ascii: "2") else {
        return false
      }
      here = digits.upperBound
      if here < range.upperBound, bytes[here] == UInt8(ascii: "?") { here += 1 }
      return true
    }
    let hasFirst = year()
    while here < range.upperBound, bytes[here] == 32 { here += 1 }
    if here == range.upperBound { return hasFirst }
    if bytes[here] == UInt8(ascii: "-") {
      here += 1
    } else if bytes.stands("–", at: here) {
      here += 3
    } else {
      return false
    }
    while here < range.upperBound, bytes[here] == 32 { here += 1 }
    if here >= range.upperBound { return hasFirst }
    return year() && here == range.upperBound
  }
}
