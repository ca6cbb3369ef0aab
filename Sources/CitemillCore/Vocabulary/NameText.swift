/// Reads and writes the names of people as one text: `Jane M. Doe`, `Doe, Jane M.`, `Ludwig van Beethoven`, `King, M. L., Jr.`
///
/// Names are read from their bytes, and become texts last: a record has a handful of them.
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
  /// Without a comma initials at the end are the given name, `Berg A.`, and else the order decides; small words before the
  /// family name are particles. A name with a word like "University" is an organisation's, and what cannot be taken apart is
  /// kept as written.
  public static func read(_ text: String, order: Order = .givenFirst, role: Role = .author) -> Contributor? {
    text.withUTF8Span { read($0, 0..<$0.count, order: order, roles: role.alone) }
  }

  /// The contributor of a name among other bytes, `nil` where there is only white space.
  public static func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, order: Order = .givenFirst, roles: [Role] = [.author]
  ) -> Contributor? {
    let whole = bytes.trimmed(range)
    if whole.isEmpty { return nil }
    if NameWords.isOthers(bytes, whole) { return Contributor(.others, roles: roles) }
    if NameWords.isNobody(bytes, whole) { return Contributor(.anonymous, roles: roles) }
    guard let comma = bytes.firstIndex(of: comma, from: whole.lowerBound, to: whole.upperBound) else {
      if isOfInstitution(bytes, whole) {
        return Contributor(.organization, name: PersonName(literal: bytes.text(whole)), roles: roles)
      }
      return Contributor(.person, name: undivided(bytes, whole, order), roles: roles)
    }
    // `Doe, Jane` is what nearly all names look like.
    let family = bytes.trimmed(whole.lowerBound..<comma)
    let given = bytes.trimmed((comma + 1)..<whole.upperBound)
    let isPlain =
      !family.isEmpty && !given.isEmpty && !isSuffix(bytes, given)
      && bytes.firstIndex(of: self.comma, from: comma + 1, to: whole.upperBound) == nil
    if isPlain {
      return Contributor(.person, name: name(bytes, withFamily: family, given: bytes.text(given)), roles: roles)
    }
    return read(bytes, parts: bytes.pieces(whole, at: self.comma), of: whole, order, roles)
  }

  /// The contributor of a name that commas part.
  private static func read(
    _ bytes: Span<UInt8>, parts: [Range<Int>], of whole: Range<Int>, _ order: Order, _ roles: [Role]
  ) -> Contributor {
    func asWritten() -> Contributor {
      Contributor(.unparsed, name: PersonName(literal: bytes.text(whole)), roles: roles)
    }
    var parts = parts
    // Lists that were cut at semicolons leave a comma after a whole name: `Doe, Jane,`.
    while parts.count > 2, let last = parts.last, last.isEmpty { parts.removeLast() }
    if parts.contains(where: \.isEmpty) { return asWritten() }
    var suffixes: [Range<Int>] = []
    // Behind one word alone, capitals are initials: `Chen, LMK`.
    while parts.count > 1, let last = parts.last, isSuffix(bytes, last),
      NameWords.generations.contains(bytes, last) || parts.count > 2 || bytes.hasSpace(parts[0])
    {
      suffixes.append(last)
      parts.removeLast()
    }
    suffixes.reverse()
    if parts.count == 3, isSuffix(bytes, parts[1]) { suffixes.insert(parts.remove(at: 1), at: 0) }

    var name: PersonName
    switch parts.count {
    // A comma would be before the given names if these came last: `Jane Doe, Jr.`, `Jane Doe, PhD`.
    case 1: name = undivided(bytes, parts[0], suffixes.contains { isKnownSuffix(bytes, $0) } ? .givenFirst : order)
    case 2: name = self.name(bytes, withFamily: parts[0], given: bytes.text(parts[1]))
    default: return asWritten()
    }
    if !suffixes.isEmpty {
      let texts = (name.suffix.map { [$0] } ?? []) + suffixes.map { bytes.text($0) }
      name.suffix = texts.joined(separator: ", ")
    }
    return Contributor(.person, name: name, roles: roles)
  }

  /// The contributors of a list: names behind semicolons, "and" or "&"; commas part names only where each is a whole one.
  public static func readList(_ text: String, order: Order = .givenFirst, role: Role = .author) -> [Contributor] {
    text.withUTF8Span { readList($0, 0..<$0.count, order: order, roles: role.alone) }
  }

  /// The contributors of a list among other bytes.
  public static func readList(
    _ bytes: Span<UInt8>, _ range: Range<Int>, order: Order = .givenFirst, roles: [Role] = [.author]
  ) -> [Contributor] {
    var names: [Contributor] = []
    readList(bytes, range, order: order, roles: roles, into: &names)
    return names
  }

  /// Adds the contributors of a list among other bytes.
  public static func readList(
    _ bytes: Span<UInt8>, _ range: Range<Int>, order: Order = .givenFirst, roles: [Role],
    into names: inout [Contributor]
  ) {
    let semicolon = UInt8(ascii: ";")
    var start = range.lowerBound
    var end = bytes.firstIndex(of: semicolon, from: start, to: range.upperBound)
    if end == nil {
      let (list, others) = dividedBeforeOthers(bytes, bytes.trimmed(range))
      for piece in divide(bytes, list) { readBetweenCommas(bytes, piece, order, roles, into: &names) }
      if let others { add(bytes, others, order, roles, to: &names) }
      return
    }
    while start < range.upperBound {
      let piece = bytes.trimmed(start..<(end ?? range.upperBound))
      if let parts = indexedNames(bytes, piece) {
        for part in parts { add(bytes, part, order, roles, to: &names) }
      } else {
        readOne(bytes, piece, order: order, roles: roles, into: &names)
      }
      guard let found = end else { break }
      start = found + 1
      end = bytes.firstIndex(of: semicolon, from: start, to: range.upperBound)
    }
  }

  /// The names between commas of a piece between semicolons, as where a group stands behind the authors of an index: `Berg A, Eze N;
  /// Mill Study Group`; nil where it may be one name.
  package static func indexedNames(_ bytes: Span<UInt8>, _ piece: Range<Int>) -> [Range<Int>]? {
    // `Doe, Jane` has a small letter before its comma.
    guard let comma = bytes.firstIndex(of: comma, from: piece.lowerBound, to: piece.upperBound),
      comma > piece.lowerBound, bytes[comma - 1] &- 97 >= 26
    else { return nil }
    let parts = bytes.pieces(piece, at: self.comma)
    return parts.allSatisfy { hasFinalInitials(bytes, $0) } ? parts : nil
  }

  /// Whether a name without a comma is a person's as indexes write it, with initials behind the family name: `Berg A`, `Dorn JR 3rd`.
  package static func hasFinalInitials(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    var words = bytes.words(name)
    if words.contains(where: { NameWords.institutions.contains(bytes, $0) }) { return false }
    if words.count > 2, let last = words.last, isGeneration(bytes, last) { words.removeLast() }
    return finalInitials(bytes, words) > 0
  }

  /// Adds the contributor of one name, whatever words are in it; "et al." behind it is another.
  public static func readOne(
    _ bytes: Span<UInt8>, _ range: Range<Int>, order: Order = .givenFirst, roles: [Role],
    into names: inout [Contributor]
  ) {
    let (name, others) = dividedBeforeOthers(bytes, bytes.trimmed(range))
    add(bytes, name, order, roles, to: &names)
    if let others { add(bytes, others, order, roles, to: &names) }
  }

  private static func add(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ order: Order, _ roles: [Role], to names: inout [Contributor]
  ) {
    if let name = read(bytes, range, order: order, roles: roles) { names.append(name) }
  }

  /// "Jane Doe et al." is a name and the word that the list goes on.
  private static func dividedBeforeOthers(_ bytes: Span<UInt8>, _ range: Range<Int>)
    -> (list: Range<Int>, others: Range<Int>?)
  {
    guard let last = range.last, bytes[last] == UInt8(ascii: ".") || bytes[last] == UInt8(ascii: "l") else {
      return (range, nil)
    }
    for words in [" and et al.", " and et al", " et al.", " et al", " u. a."] as [StaticString]
    where range.count > words.utf8CodeUnitCount {
      let start = range.upperBound - words.utf8CodeUnitCount
      if bytes.stands(words, at: start) {
        return (bytes.trimmed(range.lowerBound..<start), bytes.trimmed(start..<range.upperBound))
      }
    }
    return (range, nil)
  }

  /// The names between "and" or "&".
  private static func divide(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    func finish(_ end: Int) {
      var piece = bytes.trimmed(start..<end)
      // "Doe, J., and Roe, R." leaves a comma before the word.
      if let last = piece.last, bytes[last] == comma { piece = piece.lowerBound..<last }
      if !piece.isEmpty { pieces.append(piece) }
    }
    var from = start
    while let space = bytes.firstIndex(of: 32, from: from, to: range.upperBound) {
      from = space + 1
      let length = bytes.stands(" and ", at: space) ? 5 : bytes.stands(" & ", at: space) ? 3 : 0
      if length == 0 || space + length > range.upperBound { continue }
      finish(space)
      start = space + length
      from = start
    }
    finish(range.upperBound)
    return pieces
  }

  /// Names between commas: `Jane Doe, Richard Roe` or `Doe, J., Roe, R.`; one name when neither is plain to see.
  private static func readBetweenCommas(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ order: Order, _ roles: [Role], into names: inout [Contributor]
  ) {
    func addName(_ parts: ArraySlice<Range<Int>>) {
      guard let first = parts.first, let last = parts.last else { return }
      let whole = first.lowerBound..<last.upperBound
      let name =
        parts.count == 1
        ? read(bytes, whole, order: order, roles: roles) : read(bytes, parts: Array(parts), of: whole, order, roles)
      if let name { names.append(name) }
    }
    let parts = bytes.pieces(range, at: comma).filter { !$0.isEmpty }
    let whole = parts.filter { !isSuffix(bytes, $0) }
    if parts.count > 1, whole.allSatisfy({ bytes.hasSpace($0) && !isInitials(bytes, $0) }) {
      // A suffix belongs to the name before it.
      var start = 0
      for index in parts.indices where index > 0 && !isSuffix(bytes, parts[index]) {
        addName(parts[start..<index])
        start = index
      }
      addName(parts[start...])
    } else if parts.count > 2, parts.count % 2 == 0,
      stride(from: 1, to: parts.count, by: 2).allSatisfy({ isInitials(bytes, parts[$0]) })
    {
      for index in stride(from: 0, to: parts.count, by: 2) { addName(parts[index..<(index + 2)]) }
    } else {
      add(bytes, range, order, roles, to: &names)
    }
  }

  /// A name without a comma.
  private static func undivided(_ bytes: Span<UInt8>, _ range: Range<Int>, _ order: Order) -> PersonName {
    var words = bytes.words(range)
    var suffix: String?
    if words.count > 2, let last = words.last, isGeneration(bytes, last) {
      suffix = bytes.text(last)
      words.removeLast()
    }
    var family = 0..<words.count
    let initials = finalInitials(bytes, words)
    switch order {
    case _ where initials > 0: family = 0..<(words.count - initials)
    case .familyFirst:
      let count = words.prefix { NameWords.particles.contains(bytes, $0) }.count
      family = 0..<min(count + 1, words.count)
    case .givenFirst:
      var start = max(words.count - 1, 0)
      while start > 1, NameWords.particles.contains(bytes, words[start - 1]) { start -= 1 }
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

  /// How many words at the end are initials behind a word with a small letter, as databases write names: `Berg A.`, `Eze N`.
  private static func finalInitials(_ bytes: Span<UInt8>, _ words: [Range<Int>]) -> Int {
    // Most names end with a small letter.
    guard let last = words.last?.last, bytes[last] &- 97 >= 26 else { return 0 }
    let start = words.lastIndex { !isInitials(bytes, $0) || NameWords.generations.contains(bytes, $0) }
    guard let start, hasSmallLetter(bytes, words[start]) else { return 0 }
    return words.count - 1 - start
  }

  private static func hasSmallLetter(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    for index in word where bytes[index] &- 97 < 26 { return true }
    return bytes.text(word).unicodeScalars.contains { $0.properties.isLowercase }
  }

  /// The particles that a family name begins with, and the rest of it, as they are read in `family, given`; nil where there are
  /// none, or where that may be read in another way.
  package static func particles(ofFamily family: String, before given: String) -> (particles: String, family: String)? {
    let isPlain = given.withUTF8Span { bytes in
      let whole = 0..<bytes.count
      return !whole.isEmpty && bytes.trimmed(whole) == whole && !isSuffix(bytes, whole)
    }
    if !isPlain || given.contains(byte: comma) || family.contains(byte: comma) { return nil }
    return family.withUTF8Span { bytes in
      let whole = bytes.trimmed(0..<bytes.count)
      let start = startOfFamily(bytes, whole)
      return start == whole.lowerBound ? nil : parts(bytes, whole, from: start)
    }
  }

  /// A name whose family part may begin with particles.
  private static func name(_ bytes: Span<UInt8>, withFamily range: Range<Int>, given: String?) -> PersonName {
    let start = startOfFamily(bytes, range)
    if start == range.lowerBound { return PersonName(family: bytes.singleSpaced(range), given: given) }
    let (particles, family) = parts(bytes, range, from: start)
    return PersonName(family: family, given: given, nonDroppingParticle: particles)
  }

  /// Where the family name begins behind its particles.
  private static func startOfFamily(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var start = range.lowerBound
    // Particles have a small letter or an apostrophe in front.
    while let first = bytes.byte(at: start), first &- 97 < 26 || first == UInt8(ascii: "'") || first == 0xE2,
      let space = bytes.firstIndex(of: 32, from: start, to: range.upperBound),
      NameWords.particles.contains(bytes, start..<space)
    {
      start = space + 1
      while start < range.upperBound, bytes[start] == 32 { start += 1 }
    }
    return start
  }

  private static func parts(
    _ bytes: Span<UInt8>, _ range: Range<Int>, from start: Int
  ) -> (particles: String, family: String) {
    (
      bytes.singleSpaced(bytes.trimmed(range.lowerBound..<start)), bytes.singleSpaced(start..<range.upperBound)
    )
  }

  // MARK: - Writing

  /// Whether `family, given` is read as just these two: neither has a comma, a particle or white space to lose, and the given
  /// name is not like a suffix. "No" only means that it takes reading to tell.
  package static func isPlain(family: String, given: String) -> Bool {
    // Most are seen at once; suffixes have two to five letters.
    if let one = ShortText(family), let two = ShortText(given), one.isPlainName, two.isPlainName,
      UInt8(truncatingIfNeeded: one.low) &- 65 < 26, two.count > 5
    {
      return true
    }
    return family.withUTF8Span { family in
      given.withUTF8Span { given in
        // A small letter, an apostrophe or a sign beyond Latin may begin a particle.
        guard isPlainPart(family), isPlainPart(given), let first = family.byte(at: 0),
          first &- 65 < 26 || (0xC3...0xDF).contains(first) || (0xE3...0xED).contains(first)
        else { return false }
        return !isSuffix(given, 0..<given.count)
      }
    }
  }

  /// Whether a name of a person, written with its family name first, is read as just that name. "No" only means that it takes
  /// reading to tell.
  package static func isPlain(_ name: borrowing PersonName) -> Bool {
    guard let family = name.family, let given = name.given, isPlain(family: family, given: given) else { return false }
    if name.isBare { return true }
    return isPlain(copy name, family, given)
  }

  /// The same of a name with other parts than these two.
  private static func isPlain(_ name: PersonName, _ family: String, _ given: String) -> Bool {
    guard let particle = name.nonDroppingParticle,
      name == PersonName(family: family, given: given, nonDroppingParticle: particle)
    else { return false }
    return particle.withUTF8Span { bytes in
      isPlainPart(bytes) && bytes.words(0..<bytes.count).allSatisfy { NameWords.particles.contains(bytes, $0) }
    }
  }

  /// Whether a part of a name has no comma, semicolon, control character, or white space but single spaces inside.
  private static func isPlainPart(_ bytes: Span<UInt8>) -> Bool {
    guard let first = bytes.byte(at: 0), let last = bytes.byte(at: bytes.count - 1), first != 32, last != 32 else {
      return false
    }
    var previous: UInt8 = 0
    for index in 0..<bytes.count {
      let byte = bytes[index]
      if byte < 32 || byte == comma || byte == UInt8(ascii: ";") || byte == 32 && previous == 32 { return false }
      if byte >= 0xC2, bytes.isWideSpace(at: index) { return false }
      previous = byte
    }
    return true
  }

  /// The name with the family name first: `van Beethoven, Ludwig`, `King, Martin, Jr.`
  public static func write(_ name: PersonName) -> String {
    if name.isBare, let family = name.family, let given = name.given { return family + ", " + given }
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
    text.withUTF8Span { bytes in
      let end = bytes.firstIndex(of: comma, from: 0, to: bytes.count) ?? bytes.count
      let words = bytes.words(0..<end)
      return words.count > 2
        && words[1..<(words.count - 1)].contains { word in
          NameWords.honorifics.contains(bytes, bytes.endsWithDot(word) ? word.dropLast() : word)
        }
    }
  }

  private static let comma = UInt8(ascii: ",")

  /// Whether a word like "University" is in a name.
  package static func isOfInstitution(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    bytes.words(range).contains { NameWords.institutions.contains(bytes, $0) }
  }

  /// `Jr.`, `III`, `SR`: which of those who bear a name is meant.
  private static func isGeneration(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    NameWords.generations.contains(bytes, word) || NameWords.capitalGenerations.contains(bytes, word)
  }

  /// `Jr.`, `III`, `PhD`: what is nothing else after a name.
  private static func isKnownSuffix(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    isGeneration(bytes, word) || NameWords.honours.contains(bytes, word)
  }

  /// `Jr.`, `III`, `PhD`, `M.D.`, `DBE`: what is written behind a name.
  @inline(__always)
  private static func isSuffix(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count >= 2 && range.count <= 5 && isShortSuffix(bytes, range)
  }

  private static func isShortSuffix(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if NameWords.generations.contains(bytes, range) || NameWords.honours.contains(bytes, range) { return true }
    // Two to five capitals without dots between them; with dots they are initials.
    for index in range where bytes[index] &- 65 >= 26 { return false }
    return range.count > 2 || NameWords.shortHonours.contains(bytes, range)
  }

  /// `J.`, `J. M.`, `JM`, `J.-P.`
  private static func isInitials(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 24 else { return false }
    let letters = bytes.text(range).unicodeScalars.filter { $0 != "." && $0 != " " && $0 != "-" }
    return (1...4).contains(letters.count) && letters.allSatisfy { $0.properties.isUppercase }
  }
}

// MARK: - Stretches of bytes

extension Span<UInt8> {
  /// The stretches between the bytes of a kind, without white space at their ends; some may be empty.
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
  fileprivate func words(_ range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let end = firstIndex(of: 32, from: start, to: range.upperBound) ?? range.upperBound
      if start < end { words.append(start..<end) }
      start = end + 1
    }
    return words
  }

  fileprivate func hasSpace(_ range: Range<Int>) -> Bool {
    firstIndex(of: 32, from: range.lowerBound, to: range.upperBound) != nil
  }

  fileprivate func endsWithDot(_ range: Range<Int>) -> Bool {
    range.last.map { self[$0] == UInt8(ascii: ".") } ?? false
  }

  /// The text of a range, with one space where there are several.
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

  /// A range without white space, no-break spaces and byte order marks at its ends.
  @inlinable
  public func trimmed(_ range: Range<Int>) -> Range<Int> {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    // Most begin and end with a visible sign of ASCII, or begin with one space.
    if lower >= 0, lower < upper, upper <= count, self[upper &- 1] &- 33 < 94 {
      if self[lower] &- 33 < 94 { return range }
      if self[lower] == 32, lower &+ 1 < upper, self[lower &+ 1] &- 33 < 94 { return (lower &+ 1)..<upper }
    }
    return trimmedFurther(range)
  }

  @usableFromInline
  func trimmedFurther(_ range: Range<Int>) -> Range<Int> {
    var lower = Swift.max(range.lowerBound, 0)
    var upper = Swift.min(range.upperBound, count)
    while lower < upper, let width = widthOfSpace(at: lower, before: upper) { lower += width }
    while lower < upper, let width = widthOfSpace(endingAt: upper, from: lower) { upper -= width }
    return lower..<Swift.max(lower, upper)
  }

  private func widthOfSpace(at index: Int, before end: Int) -> Int? {
    let first = self[index]
    if first < 0x80 { return first.isSpace ? 1 : nil }
    return WideSpaces.isLead(first) ? WideSpaces.width(self, index..<end) : nil
  }

  private func widthOfSpace(endingAt end: Int, from start: Int) -> Int? {
    let last = self[end - 1]
    if last < 0x80 { return last.isSpace ? 1 : nil }
    // All of them have two bytes or three.
    for width in 2...3 where end - width >= start && WideSpaces.isLead(self[end - width]) {
      if WideSpaces.width(self, (end - width)..<end) == width { return width }
    }
    return nil
  }
}

/// No-break spaces, the spaces of typesetting, the zero-width space, the byte order mark.
private enum WideSpaces {
  static func isLead(_ byte: UInt8) -> Bool { byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF }

  /// The length of the space at the start of a range, or nil.
  static func width(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let start = range.lowerBound
    guard range.count > 1 else { return nil }
    if bytes[start] == 0xC2 { return bytes[start + 1] == 0xA0 ? 2 : nil }
    guard range.count > 2 else { return nil }
    switch (bytes[start], bytes[start + 1], bytes[start + 2]) {
    case (0xE2, 0x80, 0x82), (0xE2, 0x80, 0x83), (0xE2, 0x80, 0x87), (0xE2, 0x80, 0x89), (0xE2, 0x80, 0x8A),  // U+2002…
      (0xE2, 0x80, 0x8B), (0xE2, 0x80, 0xAF), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
      return 3
    default: return nil
    }
  }
}

extension String {
  /// The text without white space, no-break spaces and byte order marks at its ends.
  public var trimmed: String {
    withUTF8Span { bytes in
      let range = bytes.trimmed(0..<bytes.count)
      return range.count == bytes.count ? self : bytes.text(range)
    }
  }
}

extension [UInt8] {
  /// A range without white space, no-break spaces and byte order marks at its ends.
  public func trimmedRange(_ range: Range<Int>) -> Range<Int> { span.trimmed(range) }
}
