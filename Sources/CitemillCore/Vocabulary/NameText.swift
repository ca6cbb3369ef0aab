/// Reads and writes the names of people as one text: `Jane M. Doe`, `Doe, Jane M.`, `Ludwig van Beethoven`, `King, M. L., Jr.`
public enum NameText {
  /// Which part stands first in a name without a comma.
  public enum Order: String, Sendable, CaseIterable {
    case givenFirst = "given-first"
    case familyFirst = "family-first"
  }

  // MARK: - Reading

  /// The contributor of a name, `nil` for an empty text.
  ///
  /// A comma tells the family name: `Doe, Jane`. What follows commas and is a degree, an honour or `Jr.` is the suffix.
  /// Without a comma the order decides; small words before the family name are particles. A name with a word like
  /// "University" is an organisation's, and what cannot be taken apart is kept as written.
  public static func read(_ text: String, order: Order = .givenFirst, role: Role = .author) -> Contributor? {
    let trimmed = text.trimmed
    if trimmed.isEmpty { return nil }
    if isOthers(trimmed) { return Contributor(.others, roles: [role]) }
    var parts = trimmed.pieces(between: UInt8(ascii: ","), keepsEmpty: true).map(\.trimmed)
    if parts.contains("") { return .unparsed(trimmed, role) }
    let words = parts[0].pieces(between: 32)
    if parts.count == 1, words.contains(where: isInstitutional) { return .organization(trimmed, role) }

    var suffixes: [String] = []
    // Behind one word alone, capitals are initials: `Chen, LMK`.
    while parts.count > 1, let last = parts.last, isSuffix(last),
      isGeneration(last) || parts.count > 2 || words.count > 1
    {
      suffixes.insert(last, at: 0)
      parts.removeLast()
    }
    if parts.count == 3, isSuffix(parts[1]) { suffixes.insert(parts.remove(at: 1), at: 0) }

    var name: PersonName
    switch parts.count {
    case 1: name = undivided(parts[0], order)
    case 2: name = PersonName(withFamily: parts[0].pieces(between: 32), given: parts[1])
    default: return .unparsed(trimmed, role)
    }
    if !suffixes.isEmpty { name.suffix = ([name.suffix].compactMap { $0 } + suffixes).joined(separator: ", ") }
    return .person(name, role)
  }

  /// The contributors of a list: names behind semicolons, "and" or "&"; commas part names only where each is a whole one.
  public static func readList(_ text: String, order: Order = .givenFirst, role: Role = .author) -> [Contributor] {
    if text.utf8.contains(UInt8(ascii: ";")) {
      return text.pieces(between: UInt8(ascii: ";")).flatMap {
        readList($0, order: order, role: role, mayHoldSeveral: false)
      }
    }
    return readList(text, order: order, role: role, mayHoldSeveral: true)
  }

  private static func readList(_ text: String, order: Order, role: Role, mayHoldSeveral: Bool) -> [Contributor] {
    var pieces = dividedBeforeOthers(text.trimmed)
    if mayHoldSeveral {
      for word in [" and ", " & "] { pieces = pieces.flatMap { divide($0, at: word) } }
      pieces = pieces.flatMap(divideAtCommas)
    }
    return pieces.compactMap { read($0, order: order, role: role) }
  }

  /// "Jane Doe et al." is a name and the word that the list goes on.
  private static func dividedBeforeOthers(_ text: String) -> [String] {
    for words in [" et al.", " et al", " u. a."] where text.utf8.count > words.utf8.count && text.hasSuffix(words) {
      return [String(decoding: text.utf8.dropLast(words.utf8.count), as: UTF8.self).trimmed, words.trimmed]
    }
    return [text]
  }

  private static func divide(_ text: String, at word: String) -> [String] {
    let bytes = Array(text.utf8)
    let pattern = Array(word.utf8)
    var pieces: [String] = []
    var start = 0
    while let hit = bytes.span.firstIndex(of: pattern, from: start) {
      pieces.append(String(decoding: bytes[start..<hit], as: UTF8.self).trimmed)
      start = hit + pattern.count
    }
    pieces.append(String(decoding: bytes[start...], as: UTF8.self).trimmed)
    // "Doe, J., and Roe, R." leaves a comma before the word.
    return pieces.map { $0.utf8.last == UInt8(ascii: ",") ? String($0.dropLast()) : $0 }.filter { !$0.isEmpty }
  }

  /// Names between commas: `Jane Doe, Richard Roe` or `Doe, J., Roe, R.`; one name when neither is plain to see.
  private static func divideAtCommas(_ text: String) -> [String] {
    let parts = text.pieces(between: UInt8(ascii: ",")).map(\.trimmed)
    if parts.count < 2 { return [text] }
    let names = parts.filter { !isSuffix($0) }
    if names.allSatisfy({ $0.utf8.contains(UInt8(ascii: " ")) && !isInitials($0) }) {
      // A suffix belongs to the name before it.
      return parts.reduce(into: []) { list, part in
        if isSuffix(part), let last = list.popLast() { list.append(last + ", " + part) } else { list.append(part) }
      }
    }
    guard parts.count > 2, parts.count % 2 == 0,
      stride(from: 1, to: parts.count, by: 2).allSatisfy({ isInitials(parts[$0]) })
    else { return [text] }
    return stride(from: 0, to: parts.count, by: 2).map { parts[$0] + ", " + parts[$0 + 1] }
  }

  /// A name without a comma.
  private static func undivided(_ text: String, _ order: Order) -> PersonName {
    var words = text.pieces(between: 32)
    var suffix: String?
    if words.count > 2, let last = words.last, isGeneration(last) {
      suffix = last
      words.removeLast()
    }
    var name: PersonName
    switch order {
    case .familyFirst:
      let particles = words.prefix { isParticle($0) }.count
      let end = min(particles + 1, words.count)
      let given = words[end...].joined(separator: " ")
      name = PersonName(withFamily: Array(words[..<end]), given: given.isEmpty ? nil : given)
    case .givenFirst:
      var start = max(words.count - 1, 0)
      while start > 1, isParticle(words[start - 1]) { start -= 1 }
      let given = words[..<start].joined(separator: " ")
      name = PersonName(withFamily: Array(words[start...]), given: given.isEmpty ? nil : given)
    }
    name.suffix = suffix
    return name
  }

  // MARK: - Writing

  /// The name with the family name first: `van Beethoven, Ludwig`, `King, Martin, Jr.`
  public static func write(_ name: PersonName) -> String {
    if let literal = name.literal { return literal }
    let family = [name.nonDroppingParticle, name.family].compactMap { $0 }.joined(separator: " ")
    let given = [name.given, name.droppingParticle].compactMap { $0 }.joined(separator: " ")
    return [family, given, name.suffix ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The name as it is spoken: `Ludwig van Beethoven`, `Martin King, Jr.`
  public static func writeGivenFirst(_ name: PersonName) -> String {
    if let literal = name.literal { return literal }
    let words = [name.given, name.droppingParticle, name.nonDroppingParticle, name.family].compactMap { $0 }
    return words.joined(separator: " ") + (name.suffix.map { ", " + $0 } ?? "")
  }

  // MARK: - Words

  /// Whether a title like "Dame" stands behind the first word of a name: a sign that the family name was put first.
  public static func hasMisplacedHonorific(_ text: String) -> Bool {
    let first = text.pieces(between: UInt8(ascii: ",")).first ?? ""
    let words = first.pieces(between: 32)
    guard words.count > 2 else { return false }
    return words[1..<(words.count - 1)].contains { honorifics.contains($0.withoutDot) }
  }

  private static let honorifics: Set<String> = [
    "Dame", "Sir", "Lord", "Lady", "Dr", "Prof", "Professor", "Rev", "Reverend", "Hon", "Mr", "Mrs", "Ms", "Baroness",
  ]

  private static let particles: Set<String> = [
    "af", "al", "av", "bin", "da", "das", "de", "degli", "dei", "del", "della", "den", "der", "di", "do", "dos", "du",
    "el", "ibn", "la", "las", "le", "les", "los", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur", "'t", "’t",
  ]

  private static let institutions: Set<String> = [
    "Agency", "Association", "Bank", "Center", "Centre", "Collaboration", "Commission", "Committee", "Consortium",
    "Corporation", "Council", "Department", "Foundation", "Group", "Institute", "Institution", "Laboratory", "Library",
    "Ministry", "Network", "Office", "Organisation", "Organization", "Programme", "Project", "Society", "Team",
    "Université", "University", "Universität",
  ]

  private static func isParticle(_ word: String) -> Bool { particles.contains(word) }

  private static func isInstitutional(_ word: String) -> Bool { institutions.contains(word) }

  private static func isOthers(_ text: String) -> Bool {
    ["et al.", "et al", "and others", "others", "u. a.", "..."].contains(text)
  }

  private static func isGeneration(_ word: String) -> Bool {
    ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"].contains(word)
  }

  /// `Jr.`, `III`, `PhD`, `M.D.`, `DBE`: what is written behind a name.
  private static func isSuffix(_ text: String) -> Bool {
    if isGeneration(text) || ["Esq", "Esq.", "MSc", "BSc", "PhD", "Ph.D.", "Dr.", "Ret."].contains(text) {
      return true
    }
    let letters = text.utf8.filter { $0 != UInt8(ascii: ".") }
    // Two to five capitals without dots between them; with dots they are initials, unless they name a degree.
    if text.utf8.contains(UInt8(ascii: ".")) { return ["M.D.", "J.D.", "M.A.", "B.A.", "R.N."].contains(text) }
    return (2...5).contains(letters.count) && letters.allSatisfy { $0 >= 65 && $0 <= 90 } && !isTwoInitials(text)
  }

  /// Two capitals are more often the initials of given names than an honour.
  private static func isTwoInitials(_ text: String) -> Bool {
    text.utf8.count == 2 && !["QC", "KC", "MD", "MA", "BA", "JD", "RN", "MP", "CH", "OM"].contains(text)
  }

  /// `J.`, `J. M.`, `JM`, `J.-P.`
  private static func isInitials(_ text: String) -> Bool {
    let letters = text.unicodeScalars.filter { $0 != "." && $0 != " " && $0 != "-" }
    return (1...4).contains(letters.count) && letters.allSatisfy { $0.properties.isUppercase }
  }
}

extension PersonName {
  /// A name whose family part may begin with particles.
  fileprivate init(withFamily words: [String], given: String?) {
    let count = words.dropLast().prefix { NameText.isParticleWord($0) }.count
    let particle = words[..<count].joined(separator: " ")
    self.init(
      family: words[count...].joined(separator: " "), given: given,
      nonDroppingParticle: particle.isEmpty ? nil : particle)
  }
}

extension NameText {
  fileprivate static func isParticleWord(_ word: String) -> Bool { isParticle(word) }
}

extension String {
  /// The text without white space, no-break spaces and byte order marks at its ends.
  public var trimmed: String {
    let bytes = Array(utf8)
    let range = bytes.trimmedRange(0..<bytes.count)
    return range.count == bytes.count ? self : String(decoding: bytes[range], as: UTF8.self)
  }

  /// The texts between the bytes of a kind.
  fileprivate func pieces(between separator: UInt8, keepsEmpty: Bool = false) -> [String] {
    utf8.split(separator: separator, omittingEmptySubsequences: !keepsEmpty).map { String(Substring($0)) }
  }

  fileprivate var withoutDot: String { utf8.last == UInt8(ascii: ".") ? String(dropLast()) : self }
}

extension [UInt8] {
  /// A range without white space, no-break spaces and byte order marks at its ends.
  public func trimmedRange(_ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    scanning: while lower < upper {
      if self[lower].isSpace {
        lower += 1
      } else if let width = Self.wideSpaces.first(where: { has($0, at: lower, before: upper) })?.count {
        lower += width
      } else {
        break scanning
      }
    }
    scanning: while lower < upper {
      if self[upper - 1].isSpace {
        upper -= 1
      } else if let width = Self.wideSpaces.first(where: { has($0, at: upper - $0.count, before: upper) })?.count {
        upper -= width
      } else {
        break scanning
      }
    }
    return lower..<upper
  }

  private func has(_ pattern: [UInt8], at index: Int, before end: Int) -> Bool {
    guard index >= 0, index + pattern.count <= end, self[index] == pattern[0] else { return false }
    return (1..<pattern.count).allSatisfy { self[index + $0] == pattern[$0] }
  }

  /// No-break spaces, the spaces of typesetting, the zero-width space, the byte order mark.
  private static let wideSpaces: [[UInt8]] = [
    "\u{A0}", "\u{2002}", "\u{2003}", "\u{2007}", "\u{2009}", "\u{200A}", "\u{200B}", "\u{202F}", "\u{3000}",
    "\u{FEFF}",
  ].map { Array($0.utf8) }
}
