import CitemillCore

/// Names by the rules of BibTeX: `Ludwig van Beethoven`, `van Beethoven, Ludwig`, `King, Jr., Martin Luther`,
/// `{An Organisation}`, and by those of BibLaTeX:
/// `family=Beethoven, given=Ludwig, prefix=van, useprefix=true`.
///
/// See `btxdoc`, section 4 item 18, and the BibLaTeX manual, section 3.7.
enum BibTeXNames {
  static let comma = UInt8(ascii: ",")

  /// The findings in a list of names.
  struct Findings {
    var latex = LaTeXFindings()
    /// The first name with more than two commas.
    var overlong: String?
    /// How many names were read from a list without `and`.
    var joined: Int?
    /// The names of parts that are left out, such as `given-i`, each once.
    var parts: [String] = []
    var words = NameText.Findings()

    /// Whether there were marks or e-mail addresses next to names.
    var hasMarks = false

    /// Whether the names have less than their source.
    var isLossy: Bool { !latex.isEmpty || !parts.isEmpty || hasMarks }
  }

  // MARK: - Reading

  /// Adds the names of a list separated by `and`; `usesPrefix` is false if particles are dropped.
  static func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ roles: [Role], usesPrefix: Bool, into names: inout [Contributor],
    findings: inout Findings
  ) {
    var start = range.lowerBound
    var here = start
    var depth = 0
    while here < range.upperBound {
      let byte = bytes[here]
      if byte.isLetter {
        here &+= 1
        continue
      }
      if byte == UInt8(ascii: "{") {
        depth += 1
      } else if byte == UInt8(ascii: "}") {
        depth -= 1
      } else if byte == UInt8(ascii: "\\") {
        here += 1
      } else if depth == 0, byte.isSpace, isAnd(bytes, here + 1, range.upperBound) {
        add(bytes, start..<here, as: roles, usesPrefix: usesPrefix, into: &names, findings: &findings)
        here += 4
        start = here
        continue
      }
      here += 1
    }
    add(
      bytes, min(start, range.upperBound)..<range.upperBound, as: roles, usesPrefix: usesPrefix, into: &names,
      findings: &findings)
  }

  /// The names of a list with other separators than BibTeX's `and`; nil if it is one name, or if they cannot
  /// be distinguished.
  private static func joined(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    if bytes.firstIndex(of: UInt8(ascii: "="), from: range.lowerBound, to: range.upperBound) != nil
      || bytes.firstIndex(of: Array("&amp;".utf8), from: range.lowerBound, to: range.upperBound) != nil
    {
      return nil
    }
    return NameText.people(bytes, range)
  }

  /// Texts separated by `and` as one text with semicolons.
  static func readList(_ bytes: Span<UInt8>, _ range: Range<Int>, _ findings: inout LaTeXFindings) -> String {
    var texts: [String] = []
    var start = range.lowerBound
    var depth = 0
    for index in range {
      let byte = bytes[index]
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      guard depth == 0, byte.isSpace, index >= start, isAnd(bytes, index + 1, range.upperBound) else { continue }
      texts.append(LaTeXText.readPlain(bytes, start..<index, findings: &findings))
      start = index + 4
    }
    if texts.isEmpty { return LaTeXText.readPlain(bytes, range, findings: &findings) }
    texts.append(LaTeXText.readPlain(bytes, min(start, range.upperBound)..<range.upperBound, findings: &findings))
    return texts.filter { !$0.isEmpty }.joined(separator: "; ")
  }

  /// Whether `and` and a space are at an index.
  private static func isAnd(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Bool {
    guard index + 3 < end, bytes[index] | 0x20 == UInt8(ascii: "a"), bytes[index + 1] | 0x20 == UInt8(ascii: "n"),
      bytes[index + 2] | 0x20 == UInt8(ascii: "d")
    else { return false }
    return bytes[index + 3].isSpace
  }

  private static func add(
    _ bytes: Span<UInt8>, _ range: Range<Int>, as roles: [Role], usesPrefix: Bool, into names: inout [Contributor],
    findings: inout Findings
  ) {
    let whole = NameText.withoutSemicolons(bytes, range)
    if whole.isEmpty { return }
    if var name = NameText.plain(bytes, whole, needsComma: false) ?? accentedName(bytes, whole) {
      if name.family?.contains(byte: 32) == true, name.given?.contains(byte: 32) == true,
        let two = NameText.spokenPair(bytes, whole)
      {
        for one in two { addOne(bytes, one, as: roles, usesPrefix: usesPrefix, into: &names, findings: &findings) }
        findings.joined = (findings.joined ?? 0) + 2
        return
      }
      if !usesPrefix, let particle = name.nonDroppingParticle {
        (name.droppingParticle, name.nonDroppingParticle) = (particle, nil)
      }
      names.append(Contributor(.person, name: name, roles: roles))
      return
    }
    if let unmarked = unmarked(bytes, whole) {
      findings.hasMarks = true
      for part in unmarked.others where !findings.parts.contains(part) { findings.parts.append(part) }
      let before = names.count
      let name = unmarked.name.span
      add(name, 0..<name.count, as: roles, usesPrefix: usesPrefix, into: &names, findings: &findings)
      if names.count == before + 1 {
        names[before].email = unmarked.email
        if let orcid = unmarked.orcid { names[before].identifiers.append(orcid) }
      }
      return
    }
    if !isBraced(bytes, whole), let bare = NameText.withoutRemarks(bytes, whole) {
      findings.words.remarked.append(bytes.text(whole))
      let before = names.count
      add(bare.name.span, 0..<bare.name.count, as: roles, usesPrefix: usesPrefix, into: &names, findings: &findings)
      return bare.setRoles(of: &names, from: before)
    }
    guard let joined = joined(bytes, whole) else {
      return addOne(bytes, whole, as: roles, usesPrefix: usesPrefix, into: &names, findings: &findings)
    }
    let before = names.count
    for name in joined { addOne(bytes, name, as: roles, usesPrefix: usesPrefix, into: &names, findings: &findings) }
    findings.joined = (findings.joined ?? 0) + names.count - before
  }

  private static func addOne(
    _ bytes: Span<UInt8>, _ whole: Range<Int>, as roles: [Role], usesPrefix: Bool, into names: inout [Contributor],
    findings: inout Findings
  ) {
    // A list that starts or ends with the word has an empty piece there, and a comma alone is one too.
    if bytes.isWord("and", whole) || NameText.namesNobody(bytes, whole, &findings.words) { return }
    if let words = NameText.wordsForNames(bytes, whole, roles) {
      names.append(words)
      return
    }
    if isBraced(bytes, whole) {
      let name = plain(bytes, (whole.lowerBound + 1)..<(whole.upperBound - 1), &findings)
      if !name.isEmpty { names.append(Contributor(.organization, name: PersonName(literal: name), roles: roles)) }
      return
    }
    if let name = extended(bytes, whole, usesPrefix: usesPrefix, findings: &findings) {
      names.append(Contributor(.person, name: name, roles: roles))
      return
    }
    // Organisations must be in braces, which many forget.
    let body = bytes[whole.upperBound - 1] == comma ? bytes.trimmed(whole.dropLast()) : whole
    if bytes.firstIndex(of: comma, from: body.lowerBound, to: body.upperBound) == nil,
      NameText.isOfInstitution(bytes, body)
    {
      let name = PersonName(literal: plain(bytes, body, &findings))
      names.append(Contributor(.organization, name: name, roles: roles))
      return
    }
    guard let name = name(bytes, whole, usesPrefix: usesPrefix, findings: &findings) else { return }
    names.append(Contributor(.person, name: name, roles: roles))
  }

  /// The name of a text that becomes one when its accents are converted; otherwise nil.
  private static func accentedName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> PersonName? {
    guard bytes.firstIndex(of: UInt8(ascii: "\\"), from: range.lowerBound, to: range.upperBound) != nil else {
      return nil
    }
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var softEnd = 0
    guard LaTeXText.readWords(bytes, range, into: &text, softEnd: &softEnd) == range.upperBound, text.last != 32
    else { return nil }
    return NameText.plain(text.span, 0..<text.count, needsComma: false)
  }

  private static func plain(_ bytes: Span<UInt8>, _ range: Range<Int>, _ findings: inout Findings) -> String {
    LaTeXText.readPlain(bytes, range, findings: &findings.latex)
  }

  /// Whether one pair of braces is around all of a range.
  static func isBraced(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "{"),
      bytes[range.upperBound - 1] == UInt8(ascii: "}")
    else { return false }
    var depth = 0
    for index in range {
      if bytes[index] == UInt8(ascii: "{") { depth += 1 }
      if bytes[index] == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0, index + 1 < range.upperBound { return false }
      }
    }
    return !isLetterInBraces(bytes, range)
  }

  private static func isQuoted(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let quote = UInt8(ascii: "\"")
    return range.count > 1 && bytes[range.lowerBound] == quote && bytes[range.upperBound - 1] == quote
  }

  /// The content inside all braces around a range, found in one pass.
  static func withoutBraces(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var range = bytes.trimmed(range)
    var layers = 0
    var here = range.lowerBound
    while here < range.upperBound, bytes[here] == UInt8(ascii: "{") || bytes[here].isSpace {
      if bytes[here] == UInt8(ascii: "{") { layers += 1 }
      here += 1
    }
    if layers == 0 { return range }
    // The index at which each of them is closed.
    var closes = [Int](repeating: -1, count: layers)
    var depth = layers
    for index in here..<range.upperBound {
      if bytes[index] == UInt8(ascii: "{") { depth += 1 }
      if bytes[index] == UInt8(ascii: "}") {
        depth -= 1
        if depth < 0 { break }
        if depth < layers, closes[depth] < 0 { closes[depth] = index }
      }
    }
    for close in closes {
      guard close == range.upperBound - 1, !isLetterInBraces(bytes, range) else { break }
      range = bytes.trimmed((range.lowerBound + 1)..<close)
    }
    return range
  }

  /// Whether braces are around a letter: `{\"O}` and `{\ss}` are letters, not organisations; `{\#}` is a
  /// symbol.
  private static func isLetterInBraces(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard bytes[range.lowerBound + 1] == UInt8(ascii: "\\"), (3...12).contains(range.count) else { return false }
    let sign = bytes[range.lowerBound + 2]
    return sign.isLetter || "\'\"`^~=.".utf8.contains(sign)
  }

  // MARK: - Names in the old way

  /// The name of a text with no, one or two commas; nil if nothing is left of it.
  private static func name(
    _ bytes: Span<UInt8>, _ range: Range<Int>, usesPrefix: Bool, findings: inout Findings
  ) -> PersonName? {
    var parts = pieces(bytes, range)
    while parts.count > 1, let last = parts.last, last.isEmpty { parts.removeLast() }
    while parts.count > 1, let first = parts.first, first.isEmpty { parts.removeFirst() }
    var result = PersonName()
    switch parts.count {
    case 0: return nil
    case 1:
      if parts[0].upperBound == range.upperBound {
        readUndivided(bytes, parts[0], usesPrefix: usesPrefix, into: &result, findings: &findings)
      } else {
        readFamily(bytes, parts[0], usesPrefix: usesPrefix, into: &result, findings: &findings)
      }
    case 2 where parts[1].upperBound == range.upperBound && isSuffix(bytes, parts[1], of: parts[0]):
      // The comma of `Jane Doe, Jr.`, `Roe J, MD` and `Doe, III` only separates the suffix.
      readUndivided(bytes, parts[0], usesPrefix: usesPrefix, into: &result, findings: &findings)
      result.suffix = present(plain(bytes, parts[1], &findings))
    case 2:
      readFamily(bytes, parts[0], usesPrefix: usesPrefix, into: &result, findings: &findings)
      let given = NameText.withoutTitles(bytes, parts[1], of: range, leaving: 1, &findings.words)
      readGiven(bytes, given, into: &result, findings: &findings)
    case 3... where areDegrees(bytes, parts):
      readUndivided(bytes, parts[0], usesPrefix: usesPrefix, into: &result, findings: &findings)
      result.suffix = present(plain(bytes, parts[1].lowerBound..<range.upperBound, &findings))
    default:
      readFamily(bytes, parts[0], usesPrefix: usesPrefix, into: &result, findings: &findings)
      // `King, Martin, Jr.` has them in the opposite order.
      let isTurned =
        parts.count == 3 && !NameText.isKnownSuffix(bytes, parts[1])
        && (NameText.isKnownSuffix(bytes, parts[2]) || NameWords.isGenerationOfFamily(bytes, parts[2]))
      let (suffix, given) = isTurned ? (parts[2], parts[1]) : (parts[1], parts[2].lowerBound..<range.upperBound)
      result.suffix = present(plain(bytes, suffix, &findings))
      result.given = present(plain(bytes, given, &findings))
      if parts.count > 3, findings.overlong == nil { findings.overlong = bytes.text(range) }
    }
    if result.family == nil, result.given == nil {
      let text = plain(bytes, range, &findings)
      if text.isEmpty { return nil }
      result = PersonName(family: text)
    }
    return result
  }

  /// Whether all parts after the first are suffixes: `John Smith, Jr., PhD`, `John Smith, MD, PhD`.
  private static func areDegrees(_ bytes: Span<UInt8>, _ parts: [Range<Int>]) -> Bool {
    let others = parts.dropFirst()
    if others.allSatisfy({ NameText.isKnownSuffix(bytes, $0) }) { return true }
    return words(bytes, parts[0]).count > 1 && others.allSatisfy { NameText.isSuffix(bytes, $0) }
      && others.contains { NameText.isKnownSuffix(bytes, $0) }
  }

  /// The given names after a comma, perhaps with particles after them, as library catalogues sort names:
  /// `Beek, Jan van der`.
  private static func readGiven(
    _ bytes: Span<UInt8>, _ range: Range<Int>, into name: inout PersonName, findings: inout Findings
  ) {
    guard name.nonDroppingParticle == nil, name.droppingParticle == nil,
      let particle = NameText.particleAtEnd(bytes, range)
    else {
      name.given = present(plain(bytes, range, &findings))
      return
    }
    name.given = present(plain(bytes, bytes.trimmed(range.lowerBound..<particle.lowerBound), &findings))
    name.droppingParticle = present(plain(bytes, particle, &findings))
  }

  private static func present(_ text: String) -> String? { text.isEmpty ? nil : text }

  /// The ranges between commas outside braces.
  static func pieces(_ bytes: Span<UInt8>, _ range: Range<Int>, at separator: UInt8 = comma) -> [Range<Int>] {
    guard bytes.firstIndex(of: separator, from: range.lowerBound, to: range.upperBound) != nil else { return [range] }
    var pieces: [Range<Int>] = []
    var depth = 0
    var start = range.lowerBound
    for index in range {
      switch bytes[index] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case separator where depth == 0:
        pieces.append(withoutTies(bytes, start..<index))
        start = index + 1
      default: break
      }
    }
    pieces.append(withoutTies(bytes, start..<range.upperBound))
    return pieces
  }

  /// A part of a name without white space and ties at its ends: `Berg,~A.`
  private static func withoutTies(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var part = bytes.trimmed(range)
    while let first = part.first, bytes[first] == UInt8(ascii: "~") { part = bytes.trimmed(part.dropFirst()) }
    while let last = part.last, bytes[last] == UInt8(ascii: "~"), last > part.lowerBound,
      bytes[last - 1] != UInt8(ascii: "\\")
    {
      part = bytes.trimmed(part.dropLast())
    }
    return part
  }

  /// The words separated by white space and `~` outside braces.
  static func words(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var depth = 0
    var start: Int?
    for index in range {
      let byte = bytes[index]
      let isSeparator = depth == 0 && (byte.isSpace || byte == UInt8(ascii: "~"))
      if isSeparator {
        // A space after a command of letters belongs to the command: `\o stergaard`.
        if let begin = start, byte == 32, endsInCommand(bytes, begin..<index) { continue }
        if let begin = start { words.append(begin..<index) }
        start = nil
        continue
      }
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      if start == nil { start = index }
    }
    if let begin = start { words.append(begin..<range.upperBound) }
    return words
  }

  private static func endsInCommand(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.upperBound
    while index > range.lowerBound, bytes[index - 1].isLetter { index -= 1 }
    return index < range.upperBound && index > range.lowerBound && bytes[index - 1] == UInt8(ascii: "\\")
  }

  private static func text(
    _ bytes: Span<UInt8>, _ words: ArraySlice<Range<Int>>, _ findings: inout Findings
  ) -> String? {
    guard let first = words.first, let last = words.last else { return nil }
    return present(plain(bytes, first.lowerBound..<last.upperBound, &findings))
  }

  /// `First von Last`: the particles are the first to the last word that start with a lower-case letter.
  private static func readUndivided(
    _ bytes: Span<UInt8>, _ range: Range<Int>, usesPrefix: Bool, into name: inout PersonName,
    findings: inout Findings
  ) {
    var words = words(bytes, NameText.withoutTitles(bytes, range, of: range, leaving: 2, &findings.words))
    let hasSuffix =
      words.count > 2
      && (words.last.map { NameText.isKnownSuffix(bytes, $0) } == true || NameText.isHonourAtEnd(bytes, words))
    if hasSuffix, let last = words.popLast() { name.suffix = present(plain(bytes, last, &findings)) }
    // Index form has initials last, without a comma before them: `Berg A`.
    let initials = words.count > 1 ? NameText.finalInitials(bytes, words, beforeSuffix: hasSuffix) : 0
    if initials > 0 {
      let given = words[words.count - initials].lowerBound..<words[words.count - 1].upperBound
      readFamily(
        bytes, words[0].lowerBound..<words[words.count - initials - 1].upperBound, usesPrefix: usesPrefix, into: &name,
        findings: &findings)
      name.given = present(plain(bytes, given, &findings))
      return
    }
    guard words.count > 1 else {
      name.family = present(plain(bytes, range, &findings))
      return
    }
    let beforeLast = words.indices.dropLast()
    guard let first = beforeLast.first(where: { isSmall(bytes, words[$0]) }),
      let last = beforeLast.last(where: { isSmall(bytes, words[$0]) })
    else {
      name.given = text(bytes, words[..<(words.count - 1)], &findings)
      name.family = text(bytes, words[(words.count - 1)...], &findings)
      return
    }
    name.given = text(bytes, words[..<first], &findings)
    setParticle(text(bytes, words[first...last], &findings), usesPrefix, &name)
    name.family = text(bytes, words[(last + 1)...], &findings)
  }

  /// `von Last`, the part before a comma.
  private static func readFamily(
    _ bytes: Span<UInt8>, _ range: Range<Int>, usesPrefix: Bool, into name: inout PersonName,
    findings: inout Findings
  ) {
    let range = NameText.withoutTitles(bytes, range, of: range, leaving: 1, &findings.words)
    // Most names are one word, or start with a capital and have no lower-case word.
    let hasSpace = bytes.firstIndex(of: 32, from: range.lowerBound, to: range.upperBound) != nil
    var words =
      hasSpace || bytes.firstIndex(of: UInt8(ascii: "~"), from: range.lowerBound, to: range.upperBound) != nil
      ? words(bytes, range) : [range]
    if words.count > 1, name.suffix == nil, let last = words.last, NameText.isGeneration(bytes, last) {
      name.suffix = present(plain(bytes, last, &findings))
      words.removeLast()
    }
    // Particles come first; a lower-case word after a capitalised one is part of the family name.
    var count = 0
    while count < words.count - 1, isSmall(bytes, words[count]) { count += 1 }
    if count > 0 { setParticle(text(bytes, words[..<count], &findings), usesPrefix, &name) }
    name.family = text(bytes, words[count...], &findings)
  }

  private static func isSuffix(_ bytes: Span<UInt8>, _ part: Range<Int>, of name: Range<Int>) -> Bool {
    NameText.isKnownSuffix(bytes, part)
      || NameText.isSuffix(bytes, part) && NameText.hasFinalInitials(bytes, name)
  }

  private static func setParticle(_ text: String?, _ usesPrefix: Bool, _ name: inout PersonName) {
    guard let text else { return }
    if usesPrefix { name.nonDroppingParticle = text } else { name.droppingParticle = text }
  }

  /// Whether the first letter of a word is in lower case; text in braces counts as neither.
  private static func isSmall(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    var here = word.lowerBound
    while here < word.upperBound {
      let byte = bytes[here]
      if byte.isLetter { return byte >= UInt8(ascii: "a") }
      if byte == UInt8(ascii: "{") {
        // A group that begins with a command is a letter.
        guard bytes.byte(at: here + 1) == UInt8(ascii: "\\") else { return false }
        return isSmallText(bytes, word)
      }
      if byte == UInt8(ascii: "\\") || byte >= 0x80 { return isSmallText(bytes, word) }
      here += 1
    }
    return false
  }

  private static func isSmallText(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    // Findings in the word are reported when its text is read.
    var findings = Findings()
    let text = plain(bytes, word, &findings)
    for scalar in text.unicodeScalars where scalar.properties.isAlphabetic { return scalar.properties.isLowercase }
    return false
  }

  // MARK: - Names in the new way

  /// The name of labelled parts, or nil if the text is not in that form.
  private static func extended(
    _ bytes: Span<UInt8>, _ range: Range<Int>, usesPrefix: Bool, findings: inout Findings
  ) -> PersonName? {
    guard bytes.firstIndex(of: UInt8(ascii: "="), from: range.lowerBound, to: range.upperBound) != nil else {
      return nil
    }
    var name = PersonName()
    var prefix: String?
    var isPrefixUsed = usesPrefix
    var latex = LaTeXFindings()
    var others: [String] = []
    for piece in pieces(bytes, range) {
      // `{family=Doe}` and `"family=Doe"` are also written, for programs that would split names at the comma.
      let piece = isBraced(bytes, piece) || isQuoted(bytes, piece) ? piece.dropFirst().dropLast() : piece
      guard let equals = bytes.firstIndex(of: UInt8(ascii: "="), from: piece.lowerBound, to: piece.upperBound) else {
        return nil
      }
      let label = bytes.trimmed(piece.lowerBound..<equals)
      let value = bytes.trimmed((equals + 1)..<piece.upperBound)
      func text() -> String? {
        let bare = isBraced(bytes, value) || isQuoted(bytes, value) ? value.dropFirst().dropLast() : value
        return present(LaTeXText.readPlain(bytes, bare, findings: &latex))
      }
      if bytes.isWord("family", label) {
        name.family = text()
      } else if bytes.isWord("given", label) {
        name.given = text()
      } else if bytes.isWord("prefix", label) {
        prefix = text()
      } else if bytes.isWord("suffix", label) {
        name.suffix = text()
      } else if bytes.isWord("useprefix", label) {
        isPrefixUsed = bytes.isWord("true", value)
      } else {
        // Initials, and options of one name.
        guard !label.isEmpty, label.allSatisfy({ bytes[$0].isLetter || bytes[$0] == UInt8(ascii: "-") }) else {
          return nil
        }
        others.append(bytes.text(label))
      }
    }
    setParticle(prefix, isPrefixUsed, &name)
    if name.family == nil, name.given == nil { return nil }
    findings.latex.merge(latex)
    for label in others where !findings.parts.contains(label) { findings.parts.append(label) }
    return name
  }
}
