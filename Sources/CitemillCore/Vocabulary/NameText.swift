/// Reads and writes names of people as one text: `Jane M. Doe`, `Doe, Jane M.`, `Ludwig van Beethoven`,
/// `King, M. L., Jr.`
///
/// Names are parsed as bytes, and strings are made last: a record has a handful of names. Lists are in
/// `NameText+Lists.swift`, the words in `NameWords`.
public enum NameText {
  /// The order of the parts in a name without a comma.
  public enum Order: String, Sendable, CaseIterable {
    case givenFirst = "given-first"
    case familyFirst = "family-first"
  }

  /// What is to be reported of the names in a value.
  package struct Findings {
    /// Names with a title that was left out, as written.
    package var titled: [String] = []
    /// Words in place of a missing author.
    package var nobody: [String] = []
    /// Members of printed names that were left out.
    package var others: [String] = []
    /// Names with footnote marks that were left out, as written.
    package var marked: [String] = []
    /// Names with remarks beside them that were left out, as written.
    package var remarked: [String] = []
    package init() {}

    /// The same, as a message.
    package var messages: [String] {
      titled.map { "name \"\($0)\" is read without its title" } + nobody.map { "\"\($0)\" is not a name; left out" }
        + others.map { "members of a name are left out: \($0)" }
        + marked.map { "\"\($0)\" is read without footnote marks" }
        + remarked.map { "\"\($0)\" is read without the words beside the name" }
    }
  }

  // MARK: - Reading

  /// The contributor of a name, `nil` for an empty text.
  ///
  /// A comma separates the family name: `Doe, Jane`. A degree, an honour or `Jr.` after a comma is the
  /// suffix. Without a comma, initials at the end are the given name, `Berg A.`; otherwise the order decides,
  /// and lower-case words before the family name are particles. A name with a word like "University" is an
  /// organisation, and what cannot be parsed is kept as written.
  public static func read(_ text: String, order: Order = .givenFirst, role: Role = .author) -> Contributor? {
    var findings = Findings()
    return text.withUTF8Span { read($0, 0..<$0.count, order: order, as: role.alone, findings: &findings) }
  }

  /// The contributor of a name in a range of bytes, with its messages.
  package static func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, order: Order, as roles: [Role], findings: inout Findings
  ) -> Contributor? {
    let whole = withoutSemicolons(bytes, range)
    if let name = plain(bytes, whole, needsComma: order == .familyFirst) {
      return Contributor(.person, name: name, roles: roles)
    }
    if namesNobody(bytes, whole, &findings) { return nil }
    if let words = wordsForNames(bytes, whole, roles) { return words }
    if let bare = withoutRemarks(bytes, whole) {
      findings.remarked.append(bytes.text(whole))
      return read(
        bare.name.span, 0..<bare.name.count, order: order, as: bare.roles(roles), findings: &findings)
    }
    if people(bytes, whole) != nil { return asWritten(bytes, bytes.trimmed(range), roles) }
    guard bytes.firstIndex(of: comma, from: whole.lowerBound, to: whole.upperBound) != nil else {
      if isOfInstitution(bytes, whole) || isOfFirm(bytes, whole) {
        return Contributor(.organization, name: PersonName(literal: bytes.text(whole)), roles: roles)
      }
      let name = undivided(bytes, withoutTitles(bytes, whole, of: whole, leaving: 2, &findings), order)
      return Contributor(.person, name: name, roles: roles)
    }
    return read(
      bytes, parts: bytes.pieces(whole, at: self.comma), of: whole, order: order, as: roles, findings: &findings)
  }

  static func read(
    _ bytes: Span<UInt8>, parts: [Range<Int>], of whole: Range<Int>, order: Order, as roles: [Role],
    findings: inout Findings
  ) -> Contributor {
    var parts = parts
    // Lists that were split at semicolons leave a comma after a full name: `Doe, Jane,`.
    while parts.count > 1, let last = parts.last, last.isEmpty { parts.removeLast() }
    if parts.contains(where: \.isEmpty) { return asWritten(bytes, whole, roles) }
    var suffixes: [Range<Int>] = []
    while parts.count > 1, let last = parts.last, isSuffix(bytes, last),
      NameWords.isGeneration(bytes, last) || parts.count > 2
        || isAfterWholeName(bytes, parts[0], suffix: last, order: suffixes.isEmpty ? order : .givenFirst)
    {
      suffixes.append(last)
      parts.removeLast()
    }
    suffixes.reverse()
    if parts.count == 3, isSuffix(bytes, parts[1]) { suffixes.insert(parts.remove(at: 1), at: 0) }
    // `Silva, João, Filho`.
    if parts.count == 3, NameWords.isGenerationOfFamily(bytes, parts[2]) {
      suffixes.insert(parts.removeLast(), at: 0)
    }
    // `Ministry of Water, Office of Weirs`: names of people have at most one such word.
    if suffixes.isEmpty, bytes.hasSpace(parts[0]), isOfInstitution(bytes, parts[0]) {
      let text = bytes.text(whole.lowerBound..<parts[parts.count - 1].upperBound)
      return Contributor(.organization, name: PersonName(literal: text), roles: roles)
    }

    var name: PersonName
    switch parts.count {
    // If the given names came last, there would be a comma before them: `Jane Doe, Jr.`, `Jane Doe, PhD`.
    case 1:
      let part = withoutTitles(bytes, parts[0], of: whole, leaving: 2, &findings)
      name = undivided(bytes, part, suffixes.contains { isKnownSuffix(bytes, $0) } ? .givenFirst : order)
    case 2:
      let family = withoutTitles(bytes, parts[0], of: whole, leaving: 1, &findings)
      var given = withoutTitles(bytes, parts[1], of: whole, leaving: 1, &findings)
      if let last = generationAtEnd(bytes, given) ?? honourAtEnd(bytes, given) {
        suffixes.insert(last, at: 0)
        given = bytes.trimmed(given.lowerBound..<last.lowerBound)
      }
      let particle = particleAtEnd(bytes, given)
      if let particle { given = bytes.trimmed(given.lowerBound..<particle.lowerBound) }
      name = self.name(bytes, withFamily: family, given: bytes.text(given))
      if let particle { name.droppingParticle = bytes.singleSpaced(particle) }
    default: return asWritten(bytes, whole, roles)
    }
    if !suffixes.isEmpty {
      let texts = (name.suffix.map { [$0] } ?? []) + suffixes.map { bytes.text($0) }
      name.suffix = texts.joined(separator: ", ")
    }
    return Contributor(.person, name: name, roles: roles)
  }

  /// Whether a suffix after one comma follows a full name: `Jane Doe, PhD`. After a family name, capitals are
  /// initials or a given name, also after two words if family names come first or everything is in capitals:
  /// `Chen, LMK`, `de Vries, HJM`, `García Pérez, JMA`, `SILVA SANTOS, MARIA`.
  private static func isAfterWholeName(
    _ bytes: Span<UInt8>, _ name: Range<Int>, suffix: Range<Int>, order: Order
  ) -> Bool {
    let words = bytes.words(name)
    let particles = words.prefix { NameWords.particles.index(inAnyCase: bytes, $0) != nil }.count
    if words.count < particles + 2 || NameWords.laterGenerations.contains(bytes, suffix) { return false }
    // `Berg A` is whole.
    if NameWords.honours.contains(bytes, suffix) { return true }
    if hasFinalInitials(bytes, name), hasSmallLetter(bytes, name) { return true }
    return order == .givenFirst
      && (hasSmallLetter(bytes, name) || NameWords.shortHonours.contains(bytes, suffix))
  }

  private static func asWritten(_ bytes: Span<UInt8>, _ whole: Range<Int>, _ roles: [Role]) -> Contributor {
    Contributor(.unparsed, name: PersonName(literal: bytes.text(whole)), roles: roles)
  }

  /// The contributor for words instead of a name: `et al.`, `[Anonymous]`.
  package static func wordsForNames(_ bytes: Span<UInt8>, _ range: Range<Int>, _ roles: [Role]) -> Contributor? {
    if NameWords.isOthers(bytes, range) { return Contributor(.others, roles: roles) }
    return NameWords.isAnonymous(bytes, range) ? Contributor(.anonymous, roles: roles) : nil
  }

  /// Whether there is only a comma, semicolon or hyphen, or words for a missing author, which are reported.
  package static func namesNobody(_ bytes: Span<UInt8>, _ range: Range<Int>, _ findings: inout Findings) -> Bool {
    if NameWords.isMissing(bytes, range) {
      findings.nobody.append(bytes.text(range))
      return true
    }
    for index in range {
      let byte = bytes[index]
      if byte != comma, byte != UInt8(ascii: ";"), byte != UInt8(ascii: "-"), !byte.isSpace { return false }
    }
    return true
  }

  // MARK: - Names in the usual form

  /// The name of a text in a common form, `Doe, Jane M.`, `van Dal, K.` or, unless a comma is needed,
  /// `Jane Doe`; nil if a single pass shows that it may need more.
  package static func plain(_ bytes: Span<UInt8>, _ range: Range<Int>, needsComma: Bool) -> PersonName? {
    guard let first = bytes.byte(at: range.lowerBound), !range.isEmpty else { return nil }
    let start = first &- 97 < 26 ? startOfFamily(bytes, range) : range.lowerBound
    let end = endOfBigWords(bytes, start..<range.upperBound)
    if end == range.upperBound {
      if start > range.lowerBound { return nil }
      if let name = plainIndexed(bytes, range) { return name }
      if !bytes.hasSpace(range) { return plainWord(bytes, range) }
      return needsComma ? nil : plainUndivided(bytes, range)
    }
    let given = (end + 2)..<max(range.upperBound, end + 2)
    guard end > start, bytes[end] == comma, bytes.byte(at: end + 1) == 32, !given.isEmpty,
      endOfBigWords(bytes, given) == range.upperBound, !isOddGiven(bytes, given), !isOddFamily(bytes, start..<end)
    else { return nil }
    let name = PersonName(family: bytes.text(start..<end), given: bytes.text(given))
    if start == range.lowerBound { return name }
    return self.name(bytes, withFamily: range.lowerBound..<end, given: bytes.text(given))
  }

  /// The end of the words that start with a capital, separated by spaces, and have only letters, full stops,
  /// and hyphens and apostrophes between letters.
  private static func endOfBigWords(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var here = range.lowerBound
    var isStart = true
    while here < range.upperBound {
      let byte = bytes[here]
      if isStart {
        if byte &- 65 >= 26, !isBig(bytes, here) { return here }
        isStart = false
        here = bytes.endOfLetters(from: here &+ 1, to: range.upperBound)
        continue
      } else if byte == 32 {
        isStart = true
      } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "'") {
        guard here + 1 < range.upperBound, bytes[here + 1].isLetter || isInName(bytes[here + 1]) else { return here }
        if bytes[here - 1] == 45 || bytes[here - 1] == 39 { return here }
      } else if !byte.isLetter, byte != UInt8(ascii: "."), !isInName(byte) {
        return here
      }
      here &+= 1
    }
    return isStart ? range.lowerBound : here
  }

  /// Whether a non-ASCII byte does not belong to a symbol or white space, as those from U+0080, U+2000 and
  /// U+3000 on do.
  @inline(__always)
  private static func isInName(_ byte: UInt8) -> Bool {
    byte >= 0x80 && byte != 0xC2 && byte != 0xE2 && byte != 0xE3 && byte != 0xEF
  }

  /// Whether there is a non-ASCII capital at an index, as far as a quick check shows.
  private static func isBig(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    guard let next = bytes.byte(at: index + 1) else { return false }
    switch bytes[index] {
    case 0xC3: return next < 0x9F
    case 0xC4, 0xC5: return bytes.text(index..<(index + 2)).unicodeScalars.first?.properties.isUppercase ?? false
    case 0xD0: return (0x90...0xAF).contains(next)
    default: return false
    }
  }

  /// `Berg AB`, the index form of names: one to four capitals after a family name.
  private static func plainIndexed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> PersonName? {
    var start = range.upperBound
    while start > range.lowerBound, bytes[start - 1] &- 65 < 26 { start -= 1 }
    let (given, end) = (start..<range.upperBound, start - 1)
    guard (1...4).contains(given.count), end > range.lowerBound, bytes[end] == 32, bytes[end - 1] &- 97 < 26,
      !NameWords.isGeneration(bytes, given)
    else { return nil }
    let family = range.lowerBound..<end
    if bytes.hasSpace(family) {
      if isOddFamily(bytes, family) || NameWords.isCapitalGeneration(bytes, given)
        || NameWords.shortHonours.contains(bytes, given)
      {
        return nil
      }
    } else if NameWords.isOfBody(bytes, family) || given.count == 1 && NameWords.takesLetter(bytes, family) {
      return nil
    }
    return PersonName(family: bytes.text(family), given: bytes.text(given))
  }

  /// A name of one word, unless it stands for nobody, others or an organisation.
  private static func plainWord(_ bytes: Span<UInt8>, _ word: Range<Int>) -> PersonName? {
    if NameWords.isOthers(bytes, word) || NameWords.isAnonymous(bytes, word) || NameWords.isMissing(bytes, word)
      || NameWords.isOfBody(bytes, word)
    {
      return nil
    }
    return PersonName(family: bytes.text(word))
  }

  /// The name of words that start with capitals, if the last is a family name and none indicates an
  /// organisation.
  private static func plainUndivided(_ bytes: Span<UInt8>, _ range: Range<Int>) -> PersonName? {
    guard bytes[range.upperBound - 1] &- 97 < 26 || bytes[range.upperBound - 1] >= 0x80 else { return nil }
    var last = range.upperBound
    while last > range.lowerBound, bytes[last - 1] != 32 { last -= 1 }
    guard last > range.lowerBound, !isOddGiven(bytes, last..<range.upperBound),
      !isOddGiven(bytes, range.lowerBound..<(last - 1)), !isOfInstitution(bytes, range),
      !NameWords.isOthers(bytes, range), !NameWords.isMissing(bytes, range)
    else { return nil }
    return PersonName(family: bytes.text(last..<range.upperBound), given: bytes.text(range.lowerBound..<(last - 1)))
  }

  /// Whether a given name is a suffix or begins with a title.
  package static func isOddGiven(_ bytes: Span<UInt8>, _ given: Range<Int>) -> Bool {
    if given.count < 7 && isSuffix(bytes, given) || generationAtEnd(bytes, given) != nil
      || honourAtEnd(bytes, given) != nil
    {
      return true
    }
    // All titles have this one in the second place.
    return bytes.byte(at: given.lowerBound + 1) == UInt8(ascii: "r") && beginsWithTitle(bytes, given)
  }

  /// Whether a family name is an organisation, starts with a title or an initial, or ends with `Jr.`
  package static func isOddFamily(_ bytes: Span<UInt8>, _ family: Range<Int>) -> Bool {
    guard bytes.hasSpace(family), let last = family.last else { return false }
    // `Berg A, Eze N` and `A. Berg, N. Eze` are two names.
    let endsBig = bytes[last] &- 97 >= 26 && bytes[last] < 0x80
    // `N Eze, A Berg`, `JM Eze, A Berg`.
    if endsBig || (bytes.byte(at: family.lowerBound + 1) ?? 97) < 97 { return true }
    return isOfInstitution(bytes, family) || beginsWithTitle(bytes, family) || suffixStart(bytes, family) != nil
  }

  /// Whether a family name or a given name is a generation suffix. The last given name, if it is one: MEDLINE
  /// has `Berg, Anna Jr`.
  private static func generationAtEnd(_ bytes: Span<UInt8>, _ given: Range<Int>) -> Range<Int>? {
    guard given.count > 3, mayEndGeneration(bytes[given.upperBound - 1]) else { return nil }
    for length in 2...4 where given.count > length + 1 && bytes[given.upperBound - length - 1] == 32 {
      let word = (given.upperBound - length)..<given.upperBound
      return NameWords.isGeneration(bytes, word) ? word : nil
    }
    return nil
  }

  /// The degree after a given name without a comma before it: `Smith, John PhD`.
  private static func honourAtEnd(_ bytes: Span<UInt8>, _ given: Range<Int>) -> Range<Int>? {
    guard given.count > 5, "DHA".utf8.contains(bytes[given.upperBound - 1]) else { return nil }
    var start = given.upperBound
    while start > given.lowerBound, bytes[start - 1] != 32 { start -= 1 }
    let last = start..<given.upperBound
    guard start > given.lowerBound, last.count > 2, NameWords.honours.contains(bytes, last),
      hasSmallLetter(bytes, given.lowerBound..<start)
    else { return nil }
    return last
  }

  /// The particles after a given name, as library catalogues sort Dutch and German names: `Beek, Jan van der`.
  package static func particleAtEnd(_ bytes: Span<UInt8>, _ given: Range<Int>) -> Range<Int>? {
    guard let last = given.last, bytes[last].isSmallLetter, bytes.hasSpace(given) else { return nil }
    let words = bytes.words(given)
    let count = words.reversed().prefix { NameWords.particles.contains(bytes, $0) }.count
    guard count > 0, count < words.count else { return nil }
    return words[words.count - count].lowerBound..<given.upperBound
  }

  private static func mayEndGeneration(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "r"), UInt8(ascii: "."), UInt8(ascii: "I"), UInt8(ascii: "V"): true
    case UInt8(ascii: "d"), UInt8(ascii: "h"): true
    // `Jan PhD`
    case UInt8(ascii: "D"), UInt8(ascii: "H"), UInt8(ascii: "A"): true
    default: false
    }
  }

  package static func isOdd(family: String, given: String) -> Bool {
    !(isUsual(given: given) && !family.contains(byte: 32))
      && (family.withUTF8Span { isOddFamily($0, 0..<$0.count) } || given.withUTF8Span { isOddGiven($0, 0..<$0.count) })
  }

  /// Whether a quick check shows that a given name is not a suffix and does not start with a title: suffixes
  /// have two to six letters, the second of which is not in lower case or the last of which is r or q, and no
  /// space after the first full stop; titles have an r as the second letter.
  private static func isUsual(given: String) -> Bool {
    guard let short = ShortText(given) else {
      return given.utf8.count > 6 && given.utf8.dropFirst().first != UInt8(ascii: "r")
        && !(given.utf8.last.map(mayEndGeneration) ?? false)
    }
    let (second, third) = (UInt8(truncatingIfNeeded: short.low >> 8), UInt8(truncatingIfNeeded: short.low >> 16))
    if second == UInt8(ascii: "r") { return false }
    if short.count > 6 { return !mayEndGeneration(short.last) }
    if second == UInt8(ascii: ".") { return short.count == 2 || third == 32 }
    return second &- 97 < 26 && short.last &- 97 < 26 && short.last != UInt8(ascii: "r")
      && short.last != UInt8(ascii: "q")
  }

  private static func beginsWithTitle(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let end = bytes.firstIndex(of: 32, from: range.lowerBound, to: range.upperBound) ?? range.upperBound
    return range.lowerBound < end && NameWords.isTitle(bytes, range.lowerBound..<end)
  }

  /// A part of a name without the titles before it, if enough words are left: `Prof. Dr. Jane Doe`, but not
  /// `Dr. Seuss`.
  package static func withoutTitles(
    _ bytes: Span<UInt8>, _ part: Range<Int>, of whole: Range<Int>, leaving count: Int, _ findings: inout Findings
  ) -> Range<Int> {
    guard beginsWithTitle(bytes, part) else { return part }
    let words = bytes.words(part)
    let titles = words.prefix { NameWords.isTitle(bytes, $0) }.count
    guard words.count >= titles + count else { return part }
    findings.titled.append(bytes.text(whole))
    return words[titles].lowerBound..<part.upperBound
  }

  // MARK: - Names without a comma

  /// A name without a comma.
  private static func undivided(_ bytes: Span<UInt8>, _ range: Range<Int>, _ order: Order) -> PersonName {
    var words = bytes.words(range)
    var suffix: String?
    if words.count > 2, let last = words.last, isGeneration(bytes, last) || isHonourAtEnd(bytes, words) {
      suffix = bytes.text(last)
      words.removeLast()
    }
    var family = 0..<words.count
    let initials = finalInitials(bytes, words, beforeSuffix: suffix != nil)
    switch order {
    case _ where initials > 0: family = 0..<(words.count - initials)
    case .familyFirst:
      let count = words.prefix { NameWords.particles.contains(bytes, $0) }.count
      family = 0..<min(count + 1, words.count)
    case .givenFirst:
      var start = max(words.count - 1, 0)
      while start > 1, NameWords.particles.contains(bytes, words[start - 1]) { start -= 1 }
      // `José Ortega y Gasset` has both in one family name.
      if start > 2, NameWords.familyLinks.contains(bytes, words[start - 1]) { start -= 2 }
      family = start..<words.count
    }
    let given = family.lowerBound > 0 ? 0..<family.lowerBound : family.upperBound..<words.count
    func stretch(_ range: Range<Int>) -> Range<Int>? {
      range.isEmpty ? nil : words[range.lowerBound].lowerBound..<words[range.upperBound - 1].upperBound
    }
    var name = self.name(
      bytes, withFamily: stretch(family) ?? range, given: stretch(given).map { bytes.singleSpaced($0) })
    if suffix != nil { name.suffix = suffix }
    return name
  }

  /// Whether the last word is a degree: `Ann Fox PhD`, and `Ann Fox MD`, in which it comes after a common given
  /// name; `García Pérez MD` has initials.
  package static func isHonourAtEnd(_ bytes: Span<UInt8>, _ words: [Range<Int>]) -> Bool {
    guard words.count > 2, let first = words.first, let last = words.last else { return false }
    return NameWords.honours.contains(bytes, last)
      || NameWords.shortHonours.contains(bytes, last) && NameWords.givenNames.contains(bytes, first)
        && !isInitials(bytes, words[words.count - 2])
  }

  /// Whether initials can end with a byte: any except a lower-case letter, although `Berg A Jr` and
  /// `Eze N 3rd` end with one.
  static func mayEndInitials(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "d"), UInt8(ascii: "h"), UInt8(ascii: "r"): true
    default: byte &- 97 >= 26
    }
  }

  /// Whether a name without a comma is a person's in index form, with initials after the family name:
  /// `Berg A`, `Dorn JR 3rd`.
  package static func hasFinalInitials(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    // Most names end with a lower-case letter.
    guard let last = name.last, mayEndInitials(bytes[last]) else { return false }
    var words = bytes.words(name)
    if words.contains(where: { NameWords.isOfBody(bytes, $0) }) { return false }
    let hasSuffix = words.count > 2 && words.last.map { isGeneration(bytes, $0) } == true
    if hasSuffix { words.removeLast() }
    return finalInitials(bytes, words, beforeSuffix: hasSuffix) > 0
  }

  /// Whether a name without a comma is clearly a person's: by initials at one end, a title, or `Jr.`
  package static func showsPerson(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    if hasFinalInitials(bytes, name) { return true }
    let words = bytes.words(name)
    guard words.count > 1, let first = words.first, let last = words.last else { return false }
    if words.contains(where: { NameWords.isOfBody(bytes, $0) }) { return false }
    return isDotted(bytes, first) && words.dropFirst().contains { hasSmallLetter(bytes, $0) }
      || words.count > 2 && (beginsWithTitle(bytes, name) || isKnownSuffix(bytes, last))
  }

  /// How many words at the end are initials after a word with a lower-case letter, as in databases:
  /// `Berg A.`, `Eze N`. In capitals, one or two letters after one word are: `ROE R`.
  package static func finalInitials(
    _ bytes: Span<UInt8>, _ words: [Range<Int>], beforeSuffix: Bool = false
  ) -> Int {
    // Most names end with a lower-case letter.
    guard let last = words.last?.last, bytes[last] &- 97 >= 26 else { return 0 }
    if words.count == 2, isInCapitals(bytes, words[0]) {
      return isCapitalInitials(bytes, words[1], beforeSuffix: beforeSuffix, after: words[0]) ? 1 : 0
    }
    let start = words.lastIndex { !isInitials(bytes, $0) || NameWords.isGeneration(bytes, $0) }
    guard let start, hasSmallLetter(bytes, words[start]) else { return 0 }
    if start + 2 == words.count, words[start + 1].count == 1, NameWords.takesLetter(bytes, words[start]) { return 0 }
    return words.count - 1 - start
  }

  /// Whether a word may be a family name in capitals: letters, hyphens and apostrophes, and at least one vowel,
  /// which abbreviations such as `NHS` lack.
  private static func isInCapitals(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    guard word.count > 1, bytes[word.lowerBound + 1] &- 97 >= 26 else { return false }
    var hasVowel = false
    for index in word {
      let byte = bytes[index]
      if "AEIOUY".utf8.contains(byte) || byte >= 0x80 { hasVowel = true }
      guard byte &- 65 < 26 || byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "'") else {
        return false
      }
    }
    return hasVowel && !NameWords.isAcronym(bytes, word) && !NameWords.mayBeOfBody(bytes, word)
      && !hasSmallLetter(bytes, word)
  }

  /// Whether a word after a family name in capitals is initials: a letter, or two of which none is a vowel; three
  /// if a suffix follows them, as in `ROE JA Jr`. `ANNA LI` and `ANNA NG` have the family name last.
  private static func isCapitalInitials(
    _ bytes: Span<UInt8>, _ word: Range<Int>, beforeSuffix: Bool, after family: Range<Int>
  ) -> Bool {
    for index in word where bytes[index] &- 65 >= 26 && bytes[index] != UInt8(ascii: ".") { return false }
    switch word.count {
    case 1: return !NameWords.takesLetter(bytes, family)
    case 2 where bytes[word.lowerBound + 1] == UInt8(ascii: "."): return !NameWords.takesLetter(bytes, family)
    case 2...3 where beforeSuffix: return true
    case 2:
      return family.count > 2 && !word.contains { "AEIOU.".utf8.contains(bytes[$0]) }
        && !bytes.stands("NG", at: word.lowerBound)
        && !isGeneration(bytes, word) && !NameWords.shortHonours.contains(bytes, word)
    default: return false
    }
  }

  package static func hasSmallLetter(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    for index in word where bytes[index] &- 97 < 26 { return true }
    return bytes.text(word).unicodeScalars.contains { $0.properties.isLowercase }
  }

  // MARK: - Parts of a family name

  /// A name whose family part may start with particles and end with `Jr.`
  private static func name(_ bytes: Span<UInt8>, withFamily range: Range<Int>, given: String?) -> PersonName {
    var whole = range
    var suffix: String?
    if let parts = suffixStart(bytes, range) {
      suffix = bytes.text(parts.suffix)
      whole = parts.family
    }
    let start = startOfFamily(bytes, whole)
    var name = PersonName(family: bytes.singleSpaced(start..<whole.upperBound), given: given)
    if start > whole.lowerBound {
      name.nonDroppingParticle = bytes.singleSpaced(bytes.trimmed(whole.lowerBound..<start))
    }
    if suffix != nil { name.suffix = suffix }
    return name
  }

  /// Where the family name begins after its particles.
  private static func startOfFamily(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var start = range.lowerBound
    // Particles start with a lower-case letter or an apostrophe.
    while let first = bytes.byte(at: start), first &- 97 < 26 || first == UInt8(ascii: "'") || first == 0xE2,
      let space = bytes.firstIndex(of: 32, from: start, to: range.upperBound),
      NameWords.particles.contains(bytes, start..<space)
        // `von und zu`
        || start > range.lowerBound && bytes.stands("und zu", at: start)
    {
      start = space + 1
      while start < range.upperBound, bytes[start] == 32 { start += 1 }
    }
    return start
  }

  /// The family name and the suffix of `King Jr.` and `King, III`; nil if there is none.
  private static func suffixStart(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (
    family: Range<Int>, suffix: Range<Int>
  )? {
    func isBetween(_ byte: UInt8) -> Bool { byte == 32 || byte == comma }
    func end(before place: Int, where isPassed: (UInt8) -> Bool) -> Int {
      var place = place
      while place > range.lowerBound, isPassed(bytes[place - 1]) { place -= 1 }
      return place
    }
    let upper = end(before: range.upperBound, where: isBetween)
    let lower = end(before: upper) { !isBetween($0) }
    let rest = end(before: lower, where: isBetween)
    guard rest > range.lowerBound, NameWords.isGeneration(bytes, lower..<upper) else { return nil }
    return (range.lowerBound..<rest, lower..<upper)
  }

  /// The family name, the particles and the suffix of a format's family name; nil if it is only a family
  /// name.
  fileprivate static func partsOfFamily(_ bytes: Span<UInt8>, before given: String?, hasSuffix: Bool) -> PersonName? {
    let range = bytes.trimmed(0..<bytes.count)
    let parts = hasSuffix ? nil : suffixStart(bytes, range)
    let whole = parts?.family ?? range
    let hasPlainGiven =
      given.map { given in
        !given.contains(byte: comma)
          && given.withUTF8Span {
            !$0.isEmpty && $0.trimmed(0..<$0.count).count == $0.count && !isSuffix($0, 0..<$0.count)
          }
      } ?? false
    let isPlain = hasPlainGiven && bytes.firstIndex(of: comma, from: whole.lowerBound, to: whole.upperBound) == nil
    if parts == nil, !isPlain || bytes.byte(at: whole.lowerBound).map({ $0 &- 97 >= 26 }) ?? true { return nil }
    var name = isPlain ? self.name(bytes, withFamily: whole, given: nil) : PersonName(family: bytes.text(whole))
    if let parts { name.suffix = bytes.text(parts.suffix) }
    return name
  }

  // MARK: - Writing

  /// Whether a quick check shows that `family, given` is read back unchanged: neither has a comma, a particle
  /// or extra white space, and the given name is not like a suffix. False only means that it must be parsed.
  package static func isPlain(family: String, given: String) -> Bool {
    if let one = ShortText(family), let two = ShortText(given), one.isPlainName, two.isPlainName, one.isOneWord,
      isUsual(given: given)
    {
      return true
    }
    return family.withUTF8Span { family in
      given.withUTF8Span { given in
        let (one, two) = (0..<family.count, 0..<given.count)
        return !one.isEmpty && !two.isEmpty && endOfBigWords(family, one) == family.count
          && endOfBigWords(given, two) == given.count && !isOddFamily(family, one) && !isOddGiven(given, two)
      }
    }
  }

  /// Whether a quick check shows that a person's name, written with the family name first, is read back
  /// unchanged. False only means that it must be parsed.
  package static func isPlain(_ name: borrowing PersonName) -> Bool {
    guard let family = name.family, let given = name.given, isPlain(family: family, given: given) else { return false }
    if name.isBare { return true }
    return isPlain(copy name, family, given)
  }

  /// The same for a name with other parts than these two.
  private static func isPlain(_ name: PersonName, _ family: String, _ given: String) -> Bool {
    guard let particle = name.nonDroppingParticle,
      name == PersonName(family: family, given: given, nonDroppingParticle: particle)
    else { return false }
    return particle.withUTF8Span { bytes in
      let words = bytes.words(0..<bytes.count)
      return !words.isEmpty
        && words.allSatisfy { bytes[$0.lowerBound] &- 97 < 26 && NameWords.particles.contains(bytes, $0) }
        && words.reduce(words.count - 1, { $0 + $1.count }) == bytes.count
    }
  }

  /// The name with the family name first: `van Beethoven, Ludwig`, `King, Martin, Jr.`
  public static func write(_ name: PersonName) -> String {
    if name.isBare, let family = name.family, let given = name.given { return family + ", " + given }
    if let literal = name.literal { return literal }
    let family = [name.nonDroppingParticle, name.family].compactMap { $0 }.joined(separator: " ")
    let given = [name.given, name.droppingParticle].compactMap { $0 }.joined(separator: " ")
    return [family, given, name.suffix ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The name with the given name first: `Ludwig van Beethoven`, `Martin King, Jr.`
  public static func writeGivenFirst(_ name: PersonName) -> String {
    if let literal = name.literal { return literal }
    let words = [name.given, name.droppingParticle, name.nonDroppingParticle, name.family].compactMap { $0 }
    return words.joined(separator: " ") + (name.suffix.map { ", " + $0 } ?? "")
  }

  // MARK: - Words

  /// Whether a title like "Dame" comes after the first word of a name, which shows that the family name was
  /// moved to the front.
  public static func hasMisplacedHonorific(_ text: String) -> Bool {
    text.withUTF8Span { bytes in
      let end = bytes.firstIndex(of: comma, from: 0, to: bytes.count) ?? bytes.count
      let words = bytes.words(0..<end)
      // "Prof. Dr. Jane Doe" begins with two.
      let start = max(words.prefix { isHonorific(bytes, $0) }.count, 1)
      return words.count > start + 1 && words[start..<(words.count - 1)].contains { isHonorific(bytes, $0) }
    }
  }

  private static func isHonorific(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    NameWords.honorifics.contains(bytes, bytes.endsWithDot(word) ? word.dropLast() : word)
  }

  static let comma = UInt8(ascii: ",")

  /// Whether a word like "University" is in a name, or a letter follows one like "Plan".
  package static func isOfInstitution(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let words = bytes.words(range)
    return words.contains { NameWords.isOfBody(bytes, $0) }
      // `Mill Co.`
      || words.count > 1 && range.count > 3 && bytes.stands(" Co.", at: range.upperBound - 4)
      || words.count > 1 && words[words.count - 1].count == 1 && NameWords.takesLetter(bytes, words[words.count - 2])
      || NameWords.endsAsEasternBody(bytes, range, surely: true)
  }

  /// Whether there is an "and" or "of" in a name without a comma, as in `Simon & Schuster` and `Court of Appeal`.
  private static func isOfFirm(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    bytes.words(range).dropFirst().dropLast().contains {
      NameWords.conjunctionList.contains(bytes, $0) && !NameWords.familyLinks.contains(bytes, $0)
        || $0.count == 2 && bytes.stands("of", at: $0.lowerBound)
    }
  }

  /// `Jr.`, `III`, `SR`: a generation suffix.
  package static func isGeneration(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    NameWords.isGeneration(bytes, word) || NameWords.isCapitalGeneration(bytes, word)
  }

  /// `Jr.`, `III`, `PhD`: words that can be nothing else after a name.
  package static func isKnownSuffix(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    isGeneration(bytes, word) || NameWords.honours.contains(bytes, word)
  }

  /// `Jr.`, `III`, `PhD`, `M.D.`, `DBE`: a suffix after a name.
  @inline(__always)
  package static func isSuffix(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count <= 6 && range.count >= 1 && isShortSuffix(bytes, range)
  }

  private static func isShortSuffix(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    // `Jane` is not one: suffixes in lower case after the first letter end like `Jnr` and `Esq`.
    let (second, last) = (bytes[min(range.lowerBound + 1, range.upperBound - 1)], bytes[range.upperBound - 1])
    if second &- 97 < 26, last &- 97 < 26, last != UInt8(ascii: "r"), last != UInt8(ascii: "q"),
      !bytes[range.lowerBound].isDigit
    {
      return false
    }
    // `J. M.` has no degrees, whose letters have no space between them.
    if second == UInt8(ascii: "."), range.count < 3 || bytes[range.lowerBound + 2] == 32 { return false }
    if NameWords.isGeneration(bytes, range) || NameWords.honours.contains(bytes, range)
      || NameWords.laterGenerations.contains(bytes, range)
    {
      return true
    }
    // Two to five capitals without dots between them; with dots they are initials.
    for index in range where bytes[index] &- 65 >= 26 { return false }
    return (3...5).contains(range.count) && !NameWords.isAcronym(bytes, range)
      || NameWords.shortHonours.contains(bytes, range)
  }

  /// `J.`, `J. M.`, `JM`, `J.-P.`
  package static func isInitials(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 24, let first = bytes.byte(at: range.lowerBound), first &- 97 >= 26 else { return false }
    let letters = bytes.text(range).unicodeScalars.filter { $0 != "." && $0 != " " && $0 != "-" }
    return (1...4).contains(letters.count) && letters.allSatisfy { $0.properties.isUppercase }
  }

  /// Initials, each with a full stop: `A.`, `A.B.`, `J.-P.`
  static func isDotted(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    bytes.endsWithDot(range) && isInitials(bytes, range)
  }
}

extension Diagnostic.Code {
  /// A word that is not part of a name, such as a title before it, and is left out.
  package static let nameWord = Self("names.word-left-out")
}

extension PersonName {
  /// Moves suffixes after a family name and particles before it into their own parts, as in `family, given`:
  /// `van der Berg`, `King Jr.`, `King, III`.
  package mutating func splitFamily() {
    // Few family names have two words.
    guard let whole = family, !whole.isOneWord, whole.contains(byte: 32) || whole.contains(byte: NameText.comma)
    else { return }
    let parts = whole.withUTF8Span { NameText.partsOfFamily($0, before: given, hasSuffix: suffix != nil) }
    guard let parts else { return }
    family = parts.family
    if let found = parts.suffix { suffix = found }
    if let found = parts.nonDroppingParticle { nonDroppingParticle = found }
  }
}

// MARK: - Ranges of bytes

extension Span<UInt8> {
  /// The ranges between the bytes of a kind, without white space at their ends; some may be empty.
  package func pieces(_ range: Range<Int>, at separator: UInt8) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    while let end = firstIndex(of: separator, from: start, to: range.upperBound) {
      pieces.append(trimmed(start..<end))
      start = end + 1
    }
    pieces.append(trimmed(start..<range.upperBound))
    return pieces
  }

  /// The words between spaces.
  func words(_ range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let end = firstIndex(of: 32, from: start, to: range.upperBound) ?? range.upperBound
      if start < end { words.append(start..<end) }
      start = end + 1
    }
    return words
  }

  func hasSpace(_ range: Range<Int>) -> Bool {
    firstIndex(of: 32, from: range.lowerBound, to: range.upperBound) != nil
  }

  func endsWithDot(_ range: Range<Int>) -> Bool {
    range.last.map { self[$0] == UInt8(ascii: ".") } ?? false
  }

  /// The text of a range, with several spaces replaced by one.
  fileprivate func singleSpaced(_ range: Range<Int>) -> String {
    var from = range.lowerBound
    while let space = firstIndex(of: 32, from: from, to: range.upperBound) {
      if byte(at: space + 1) == 32 {
        return words(range).map { text($0) }.joined(separator: " ")
      }
      from = space + 1
    }
    return text(range)
  }
}
