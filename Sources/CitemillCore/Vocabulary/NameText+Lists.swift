// Several names in one text.
//
//     Doe, Jane; Roe, Richard            张三；李四
//     Anna Berg and John Roe             Berg, Anna und Roe, Jan
//     Roe K., Poe E. and Dorn A.         Anna Berg / John Roe
//     Doe, J., Roe, R., et al.           张三、李四
//
// A format whose values are lists splits them at each semicolon. A format with one value per name splits a
// value only if each piece is clearly a person's name: `Ministry of Health and Social Affairs` and
// `Smith & Wesson` are each one name.

extension NameText {
  /// The contributors of a list: names separated by semicolons, "and" or "&"; commas separate names only if
  /// each piece is a full name.
  public static func readList(_ text: String, order: Order = .givenFirst, role: Role = .author) -> [Contributor] {
    var names: [Contributor] = []
    var findings = Findings()
    text.withUTF8Span { readList($0, 0..<$0.count, order: order, as: role.alone, into: &names, findings: &findings) }
    return names
  }

  /// Adds the contributors of a list in a range of bytes, with their messages.
  package static func readList(
    _ bytes: Span<UInt8>, _ range: Range<Int>, order: Order, as roles: [Role], into names: inout [Contributor],
    findings: inout Findings
  ) {
    let list = bytes.trimmed(range)
    var start = list.lowerBound
    var semicolon = list.lowerBound
    var end = endOfPiece(bytes, start..<list.upperBound, &semicolon)
    if end < list.upperBound {
      while start < list.upperBound {
        let piece = bytes.trimmed(start..<end)
        if let parts = indexedNames(bytes, piece) {
          for part in parts { add(bytes, part, order: order, as: roles, to: &names, findings: &findings) }
        } else {
          readOne(bytes, piece, order: order, as: roles, into: &names, findings: &findings)
        }
        start = min(end + (end < list.upperBound && bytes[end] == 0xEF ? 3 : 1), list.upperBound)
        end = endOfPiece(bytes, start..<list.upperBound, &semicolon)
      }
      return
    }
    // `Anna Berg, Jan Roe` is two names here.
    if !partsHaveSpaces(bytes, list), let name = plain(bytes, list, needsComma: order == .familyFirst) {
      names.append(Contributor(.person, name: name, roles: roles))
      return
    }
    if withORCID(bytes, list) != nil {
      return readOne(bytes, list, order: order, as: roles, into: &names, findings: &findings)
    }
    if let bare = withoutMarks(bytes, list, inList: true), !isOfInstitution(bytes, list) {
      findings.marked.append(bytes.text(list))
      return readList(bare.span, 0..<bare.count, order: order, as: roles, into: &names, findings: &findings)
    }
    if let bare = withoutRemarks(bytes, list) {
      findings.remarked.append(bytes.text(list))
      let start = names.count
      readList(bare.name.span, 0..<bare.name.count, order: order, as: roles, into: &names, findings: &findings)
      return bare.setRoles(of: &names, from: start)
    }
    if let people = people(bytes, list) {
      for piece in people { add(bytes, piece, order: order, as: roles, to: &names, findings: &findings) }
      return
    }
    let (whole, others) = dividedBeforeOthers(bytes, list)
    let lists = Separator.and.pieces(of: bytes, whole, ignoresBraces: true).filter { !$0.isEmpty }
    if lists.count > 1, !arePeopleAndBodies(bytes, lists) {
      names.append(Contributor(.organization, name: PersonName(literal: bytes.text(whole)), roles: roles))
    } else {
      for piece in lists { readBetweenCommas(bytes, piece, order: order, as: roles, into: &names, findings: &findings) }
    }
    if let others { add(bytes, others, order: order, as: roles, to: &names, findings: &findings) }
  }

  /// Whether there are spaces in the part before a comma, and in the part after it.
  private static func partsHaveSpaces(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let space = bytes.firstIndex(of: 32, from: range.lowerBound, to: range.upperBound),
      let comma = bytes.firstIndex(of: comma, from: space + 1, to: range.upperBound)
    else { return false }
    return bytes.hasSpace(bytes.trimmed((comma + 1)..<range.upperBound))
  }

  /// The index of the next semicolon; `semicolon` is the next ASCII one, if already known.
  private static func endOfPiece(_ bytes: Span<UInt8>, _ range: Range<Int>, _ semicolon: inout Int) -> Int {
    if semicolon <= range.lowerBound {
      semicolon =
        bytes.firstIndex(of: UInt8(ascii: ";"), from: range.lowerBound, to: range.upperBound) ?? range.upperBound
    }
    var here = range.lowerBound
    while let wide = bytes.firstIndex(of: 0xEF, from: here, to: semicolon) {
      if bytes.stands("；", at: wide) { return wide }
      here = wide + 1
    }
    return semicolon
  }

  /// Whether no word indicates an organisation, or there is a person in addition to organisations:
  /// `Anna Berg and the Mill Study Group`, but not `Ministry of Health and Social Affairs`.
  private static func arePeopleAndBodies(_ bytes: Span<UInt8>, _ pieces: [Range<Int>]) -> Bool {
    // `Institute of Electrical and Electronics Engineers` continues with what looks like a name.
    if let first = pieces.first, mayBeBody(bytes, first) { return false }
    let bodies = pieces.dropFirst().filter { mayBeBody(bytes, $0) }
    return bodies.isEmpty
      || bodies.allSatisfy { bytes.hasSpace($0) && isOfInstitution(bytes, $0) || NameWords.isAcronym(bytes, $0) }
        && pieces.contains { isPerson(bytes, $0) || indexedNames(bytes, $0) != nil }
  }

  /// Adds the contributor of one name, whatever words are in it; "et al." after it is added separately.
  package static func readOne(
    _ bytes: Span<UInt8>, _ range: Range<Int>, order: Order, as roles: [Role], into names: inout [Contributor],
    findings: inout Findings
  ) {
    let whole = withoutSemicolons(bytes, range)
    if let name = plain(bytes, whole, needsComma: order == .familyFirst) {
      names.append(Contributor(.person, name: name, roles: roles))
      return
    }
    if let (name, mail) = withMail(bytes, whole) {
      let count = names.count
      readOne(bytes, name, order: order, as: roles, into: &names, findings: &findings)
      if names.count == count + 1 { names[count].email = bytes.text(mail) }
      return
    }
    if let (name, orcid) = withORCID(bytes, whole) {
      let count = names.count
      readOne(bytes, name, order: order, as: roles, into: &names, findings: &findings)
      if names.count == count + 1 { names[count].identifiers.append(orcid) }
      return
    }
    if let name = withoutMarks(bytes, whole), !isOfInstitution(bytes, whole) {
      findings.marked.append(bytes.text(whole))
      return readOne(name.span, 0..<name.count, order: order, as: roles, into: &names, findings: &findings)
    }
    let (name, others) = dividedBeforeOthers(bytes, whole)
    add(bytes, name, order: order, as: roles, to: &names, findings: &findings)
    if let others { add(bytes, others, order: order, as: roles, to: &names, findings: &findings) }
  }

  private static func add(
    _ bytes: Span<UInt8>, _ range: Range<Int>, order: Order, as roles: [Role], to names: inout [Contributor],
    findings: inout Findings
  ) {
    if let name = read(bytes, range, order: order, as: roles, findings: &findings) { names.append(name) }
  }

  /// Names between commas: `Jane Doe, Richard Roe` or `Doe, J., Roe, R.`; one name if neither is clear.
  private static func readBetweenCommas(
    _ bytes: Span<UInt8>, _ range: Range<Int>, order: Order, as roles: [Role], into names: inout [Contributor],
    findings: inout Findings
  ) {
    let parts = bytes.pieces(range, at: comma).filter { !$0.isEmpty }
    let whole = parts.filter { !isSuffix(bytes, $0) }
    guard parts.count > 1, whole.allSatisfy({ bytes.hasSpace($0) && !isInitials(bytes, $0) }),
      !isOfInstitution(bytes, parts[0])
    else { return add(bytes, range, order: order, as: roles, to: &names, findings: &findings) }
    // A suffix belongs to the name before it.
    var start = 0
    func addName(_ end: Int) {
      let name = parts[start].lowerBound..<parts[end - 1].upperBound
      add(bytes, name, order: order, as: roles, to: &names, findings: &findings)
    }
    for index in parts.indices where index > 0 && !isSuffix(bytes, parts[index]) {
      addName(index)
      start = index
    }
    addName(parts.count)
  }

  // MARK: - Several names in one value

  /// The names in a value that should have one, each clearly a person's, or "et al." at the end; nil if it is
  /// one name or not clear. Text in braces belongs to one name.
  package static func people(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    guard hasSeparator(bytes, range) else { return nil }
    let (list, others) = dividedBeforeOthers(bytes, range)
    if list.isEmpty { return nil }
    let names = betweenSemicolons(bytes, list) ?? betweenSigns(bytes, list) ?? betweenWords(bytes, list)
    guard var names = names ?? betweenCommas(bytes, list) ?? others.map({ _ in [list] }) else { return nil }
    if let others { names.append(others) }
    return names
  }

  /// A value without white space and semicolons at its ends; some programs leave a semicolon after the last
  /// name.
  package static func withoutSemicolons(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var range = bytes.trimmed(range)
    while let last = range.last, bytes[last] == UInt8(ascii: ";") { range = bytes.trimmed(range.dropLast()) }
    while let first = range.first, bytes[first] == UInt8(ascii: ";") { range = bytes.trimmed(range.dropFirst()) }
    return range
  }

  /// Whether there is a possible separator of names, in one pass, since few values have any.
  private static func hasSeparator(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var commas = 0
    for index in range {
      let byte = bytes[index]
      if byte.isLetter { continue }
      switch byte {
      case UInt8(ascii: ";"), UInt8(ascii: "/"), UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "+"), 0xC2, 0xE2,
        0xE3, 0xE7, 0xEF:
        return true
      case comma: commas += 1
      case 32:
        // A lower-case letter after a space: a particle, "and", "et al."
        let next = bytes.byte(at: index + 1) ?? 0
        if next &- 97 < 26 || next >= 0x80 || next == UInt8(ascii: "[") || next == UInt8(ascii: ".") || next == 65
          || next == 69 || next.isDigit
        {
          return true
        }
      default: continue
      }
    }
    // `Berg A, Eze N` and `Berg A, Jr.` have one comma, and so do `A. Berg, J. Roe` and `Berg, A.`
    return commas > 1
      || commas == 1
        && ((bytes.byte(at: range.lowerBound + 1) ?? 97) < 97 || indexedNames(bytes, range) != nil
          || bytes[range.lowerBound] >= 0x80)
  }

  /// Names between semicolons, some of which may be organisations among people:
  /// `Berg A, Eze N; Mills Study Group`.
  private static func betweenSemicolons(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    let pieces = Separator.semicolon.pieces(of: bytes, range).filter { !$0.isEmpty }
    if pieces.count < 2 { return nil }
    var names: [Range<Int>] = []
    var hasPerson = false
    for piece in pieces {
      let isPerson = NameWords.isOthers(bytes, piece) || mayBePerson(bytes, piece)
      if !isPerson, !isOfInstitution(bytes, piece) { return nil }
      hasPerson = hasPerson || isPerson
      names += indexedNames(bytes, piece) ?? [piece]
    }
    return hasPerson ? names : nil
  }

  /// Names between bars, slashes or ideographic commas.
  private static func betweenSigns(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    for separator in [Separator.bar, .slash, .dot] {
      let pieces = separator.pieces(of: bytes, range)
      if pieces.count > 1, pieces.allSatisfy({ isPerson(bytes, $0) }) { return pieces }
    }
    let pieces = Separator.ideographicComma.pieces(of: bytes, range)
    if pieces.count > 1, pieces.allSatisfy({ isEasternPerson(bytes, $0) }) { return pieces }
    // `山田太郎, 鈴木花子`: no family name has four ideographs or, in Korean, three syllables. With two pieces,
    // `山田, 太郎` may be a family name and a given name.
    let names = bytes.pieces(range, at: comma)
    guard names.count > 1, let first = names.first, names.allSatisfy({ isEasternPerson(bytes, $0) }) else { return nil }
    return names.count > 2 || first.count > 11 || first.count > 8 && bytes[first.lowerBound] >= 0xEA ? names : nil
  }

  /// Names separated by "and" in several languages, perhaps with commas before it:
  /// `Berg A, Eze N and Holt R`.
  private static func betweenWords(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    let all = Separator.word.pieces(of: bytes, range)
    // "Doe, Jane and ," has a name and an empty piece, and `José Ortega y Gasset` and `Ortega y Gasset, José`
    // are each one name.
    var pieces: [Range<Int>] = []
    for piece in all where !piece.isEmpty {
      if let last = pieces.last, isLinked(bytes, last, piece),
        NameWords.familyLinks.contains(bytes, bytes.trimmed(last.upperBound..<piece.lowerBound))
      {
        pieces[pieces.count - 1] = last.lowerBound..<piece.upperBound
      } else {
        pieces.append(piece)
      }
    }
    guard all.count > 1, let first = pieces.first, first != range else { return nil }
    // `Graf von Berg und Roe, Jan` is one.
    if let word = bytes.words(first).first, NameWords.nobility.contains(bytes, word),
      bytes.firstIndex(of: comma, from: first.lowerBound, to: first.upperBound) == nil
    {
      return nil
    }
    // In `Doe, Jane and John Roe` the comma belongs to a name, in `Jane Doe, Ann Poe and John Roe` to the
    // list.
    let isList = pieces.contains { bytes.firstIndex(of: comma, from: $0.lowerBound, to: $0.upperBound) == nil }
    // Evaluated once, since the list may be long.
    lazy var mayHaveBodies = arePeopleAndBodies(bytes, pieces)
    var names: [Range<Int>] = []
    for piece in pieces {
      let parts = bytes.pieces(piece, at: comma)
      if isList, parts.count > 1, parts.allSatisfy({ isPerson(bytes, $0) }) {
        names += parts
      } else if isPerson(bytes, piece) {
        names.append(piece)
      } else if let several = betweenCommas(bytes, piece) {
        names += several
      } else if mayBeBody(bytes, piece), mayHaveBodies {
        names.append(piece)
      } else {
        return nil
      }
    }
    return names
  }

  /// Whether two texts around a link are one name: `Ortega` and `Gasset`, `de Quell` and `Silva, Anna`. In a
  /// list with family names first, the first text would have its own comma.
  private static func isLinked(_ bytes: Span<UInt8>, _ first: Range<Int>, _ second: Range<Int>) -> Bool {
    func hasComma(_ range: Range<Int>) -> Bool {
      bytes.firstIndex(of: comma, from: range.lowerBound, to: range.upperBound) != nil
    }
    return !bytes.hasSpace(second) || !bytes.hasSpace(first) || hasComma(second) && !hasComma(first)
  }

  /// Two names with given names first, separated by a comma, `Anna Berg, John Roe`; nil for
  /// `Berg Roe, Anna Maria`, and if common given names do not decide it.
  package static func spokenPair(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    let names = bytes.pieces(range, at: comma).filter { !$0.isEmpty }
    guard names.count == 2 else { return nil }
    for name in names {
      let words = bytes.namedWords(name)
      guard words.count > 1, NameWords.givenNames.contains(bytes, words[0]),
        let last = words.last, !NameWords.givenNames.contains(bytes, last), !bytes.endsWithDot(last), last.count > 2
      else { return nil }
    }
    return names
  }

  /// Names between commas: `Smith, J., Doe, J.`, `Berg A, Eze N`, or three and more with given names first.
  private static func betweenCommas(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    if let names = indexedNames(bytes, range) ?? spokenPair(bytes, range) { return names }
    var pieces = Separator.comma.pieces(of: bytes, range)
    while pieces.count > 1, let last = pieces.last, last.isEmpty { pieces.removeLast() }
    if pieces.count > 1, pieces.allSatisfy({ beginsWithInitial(bytes, $0) && !mayBeBody(bytes, $0) }) { return pieces }
    if pieces.count > 2, pieces.allSatisfy({ isPerson(bytes, $0) }) { return pieces }
    if let names = namesWithHonours(bytes, pieces) { return names }
    guard pieces.count > 3, pieces.count.isMultiple(of: 2) else { return nil }
    var names: [Range<Int>] = []
    // Of given names in full, `Eze, Ngozi, Berg, Anna`, at least half must be known.
    var (unknown, known) = (0, 0)
    for place in stride(from: 0, to: pieces.count - 1, by: 2) {
      let (family, given) = (pieces[place], pieces[place + 1])
      guard isFamily(bytes, family) else { return nil }
      if !areInitials(bytes, given) {
        guard let first = bytes.namedWords(given).first, mayBePerson(bytes, given), isPersonsFamily(bytes, family)
        else { return nil }
        if NameWords.givenNames.contains(bytes, first) { known += 1 } else { unknown += 1 }
      }
      names.append(family.lowerBound..<given.upperBound)
    }
    return unknown > known ? nil : names
  }

  /// Whether a text has one word or particles before it, and is not a common given name.
  private static func isPersonsFamily(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let words = bytes.namedWords(range)
    guard let last = words.last, !NameWords.givenNames.contains(bytes, last) else { return false }
    return words.dropLast().allSatisfy { NameWords.particles.index(inAnyCase: bytes, $0) != nil }
  }

  /// `Anna Berg, PhD, John Roe, MD`: each name is followed by a suffix.
  private static func namesWithHonours(_ bytes: Span<UInt8>, _ pieces: [Range<Int>]) -> [Range<Int>]? {
    var names: [Range<Int>] = []
    var lacksSuffix = false
    for piece in pieces {
      if isKnownSuffix(bytes, piece) || NameWords.shortHonours.contains(bytes, piece) {
        guard let last = names.last else { return nil }
        names[names.count - 1] = last.lowerBound..<piece.upperBound
        lacksSuffix = false
      } else if !lacksSuffix, bytes.hasSpace(piece), isPerson(bytes, piece) {
        names.append(piece)
        lacksSuffix = true
      } else {
        return nil
      }
    }
    return names.count > 1 && !lacksSuffix ? names : nil
  }

  /// The name order of a list that has been split, if the names have commas: in
  /// `Anna Berg, PhD and John Roe, MD` these come before honours.
  package static func order(of names: [Range<Int>], _ bytes: Span<UInt8>) -> Order {
    let haveHonours = names.contains { name in
      let parts = bytes.pieces(name, at: comma)
      return parts.count == 2 && bytes.hasSpace(parts[0]) && NameWords.honours.contains(bytes, parts[1])
    }
    return haveHonours ? .givenFirst : .familyFirst
  }

  /// Whether a name starts with an initial, as family names do not: `A. Berg`.
  package static func beginsWithInitial(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    let words = bytes.namedWords(name)
    guard words.count > 1, let first = words.first, let last = words.last, !bytes.endsWithDot(last),
      hasSmallLetter(bytes, last)
    else { return false }
    if isDotted(bytes, first) { return true }
    // Without full stops, `N Eze, A Berg`; not `O Dorn, Anna`, nor `M Bala, A Ngozi`.
    return first.count < 4 && isInitials(bytes, first) && last.count > 2
      && !(first.count == 1 && "OD".utf8.contains(bytes[first.lowerBound]))
      && !NameWords.givenNames.contains(bytes, last)
  }

  /// The names between commas in a piece between semicolons, if a group follows authors in index form:
  /// `Berg A, Eze N; Mill Study Group`; nil if it may be one name.
  package static func indexedNames(_ bytes: Span<UInt8>, _ piece: Range<Int>) -> [Range<Int>]? {
    // `Doe, Jane` has a lower-case letter before its comma, `Berg A Jr, Eze N 3rd` has one of a few letters.
    guard let comma = bytes.firstIndex(of: comma, from: piece.lowerBound, to: piece.upperBound),
      comma > piece.lowerBound, mayEndInitials(bytes[comma - 1])
    else { return nil }
    var parts = bytes.pieces(piece, at: self.comma)
    while let last = parts.last, last.isEmpty { parts.removeLast() }
    if parts.count > 2, let last = parts.last, NameWords.isAcronym(bytes, last) {
      return parts.dropLast().allSatisfy { hasFinalInitials(bytes, $0) } ? parts : nil
    }
    return parts.count > 1 && parts.allSatisfy { hasFinalInitials(bytes, $0) } ? parts : nil
  }

  /// "Jane Doe et al." is a name followed by a word for the rest of the list.
  static func dividedBeforeOthers(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (list: Range<Int>, others: Range<Int>?)
  {
    var start = range.upperBound
    var found: Range<Int>?
    for _ in 0..<3 {
      while start > range.lowerBound, bytes[start - 1] != 32 { start -= 1 }
      guard start > range.lowerBound else { break }
      let words = start..<range.upperBound
      if words.count > 20 { break }
      // A person named "Others" has only that word.
      if NameWords.isOthers(bytes, words), words.count != 6 || bytes[start] | 0x20 != UInt8(ascii: "o") {
        found = words
      }
      start -= 1
    }
    // `张三等`
    if found == nil, range.count > 8, bytes.stands("等", at: range.upperBound - 3), bytes[range.upperBound - 4] >= 0x80 {
      found = (range.upperBound - 3)..<range.upperBound
    }
    guard let found else { return (range, nil) }
    var list = bytes.trimmed(range.lowerBound..<found.lowerBound)
    if let last = list.last, bytes[last] == comma || bytes[last] == UInt8(ascii: ";") {
      list = bytes.trimmed(list.dropLast())
    }
    return list.isEmpty ? (range, nil) : (list, found)
  }

  // MARK: - What is a person

  /// Whether a text may be the name of a person: a few words with no more commas than names have, of which
  /// the first or the last starts with a capital, without words that indicate an organisation.
  private static func mayBePerson(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty, Separator.comma.pieces(of: bytes, range).count < 4 else { return false }
    let words = bytes.namedWords(range)
    guard let first = words.first, let last = words.last, words.count < 8 else { return false }
    return (startsBig(bytes, first) || startsBig(bytes, last)) && !mayBeBody(bytes, range)
  }

  /// Whether a text contains a word or a digit that is rarely in a person's name.
  private static func mayBeBody(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    bytes.namedWords(range).contains { word in
      NameWords.mayBeOfBody(bytes, word) || word.contains { bytes[$0].isDigit } && !NameWords.isGeneration(bytes, word)
    } || NameWords.endsAsEasternBody(bytes, range)
  }

  /// Whether a text can hardly be anything but the name of one person: `Berg, Anna`, `Berg A.`,
  /// `Anna M. van Dal`, `Dr. A. Berg`.
  package static func isPerson(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var parts = Separator.comma.pieces(of: bytes, range)
    if parts.count == 3, let last = parts.last, isSuffix(bytes, last) { parts.removeLast() }
    guard (1...2).contains(parts.count), !mayBeBody(bytes, range) else { return false }
    if parts.count == 2, indexedNames(bytes, range) != nil { return false }
    if parts.count == 2 { return parts.allSatisfy { areOfPerson(bytes, bytes.namedWords($0)) } }
    if isEasternPerson(bytes, range) || hasFinalInitials(bytes, range) { return true }
    var words = bytes.namedWords(range)
    if words.count > 2, let last = words.last, isKnownSuffix(bytes, last) { words.removeLast() }
    guard (2...5).contains(words.count), let last = words.last, startsBig(bytes, last), areOfPerson(bytes, words),
      // Only capitals may be the abbreviation of an organisation.
      words.allSatisfy({ $0.count == 1 || bytes.endsWithDot($0) || hasSmallLetter(bytes, $0) })
    else { return false }
    return last.count > 1 && !bytes.endsWithDot(last)
  }

  /// Whether words start with capitals, or are particles after the first word or before another.
  private static func areOfPerson(_ bytes: Span<UInt8>, _ words: [Range<Int>]) -> Bool {
    guard (1...5).contains(words.count), words.contains(where: { startsBig(bytes, $0) }) else { return false }
    return words.allSatisfy {
      startsBig(bytes, $0) || NameWords.particles.contains(bytes, $0) || hasArticle(bytes, $0)
        || NameWords.familyLinks.contains(bytes, $0)
    }
  }

  /// Whether a word starts with an article or particle: `d'Orazio`, `al-Masri`.
  private static func hasArticle(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    word.dropFirst().prefix(3).contains { bytes[$0] == UInt8(ascii: "'") || bytes[$0] == 45 || bytes[$0] == 0xE2 }
  }

  /// A few ideographs or syllables without a word for an organisation.
  private static func isEasternPerson(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard (6...36).contains(range.count), (0xE3...0xED).contains(bytes[range.lowerBound]) else { return false }
    return range.allSatisfy { bytes[$0] >= 0x80 || bytes[$0] == 32 } && !NameWords.endsAsEasternBody(bytes, range)
  }

  /// Whether a text may be a family name, and not initials, such as `HOLT`.
  private static func isFamily(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if areInitials(bytes, range), range.count < 3 || range.contains(where: { bytes[$0] == UInt8(ascii: ".") }) {
      return false
    }
    return mayBePerson(bytes, range)
  }

  /// `J.`, `J. M.`, `JM`, `J.-P.`, and in LaTeX `J.~M.`
  private static func areInitials(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let parts = bytes.pieces(range, at: UInt8(ascii: "~"))
    return parts.allSatisfy { isInitials(bytes, $0) } && parts.count < 4
  }

  /// Whether a word starts with a capital, as far as its first byte shows; in LaTeX it may be a command or
  /// brace.
  private static func startsBig(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    let byte = bytes[word.lowerBound]
    return byte &- 65 < 26 || byte >= 0x80 || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "\\")
  }
}

// MARK: - Separators

/// What separates the names of a list.
private enum Separator {
  case semicolon, comma, ideographicComma, bar, slash
  /// `·` or `•` between spaces.
  case dot
  /// A word such as "and" in one of several languages, or in English.
  case word, and

  /// The pieces of a list, without white space and commas at their ends; text in braces is in one piece.
  func pieces(of bytes: Span<UInt8>, _ range: Range<Int>, ignoresBraces: Bool = false) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    var here = start
    var depth = 0
    let hasComma = self == .word && bytes.firstIndex(of: NameText.comma, from: start, to: range.upperBound) != nil
    func finish(_ end: Int) {
      var piece = bytes.trimmed(start..<end)
      // "Doe, J., and Roe, R." leaves a comma before the word, and `Doe \& Roe` a backslash.
      while self == .word || self == .and, let last = piece.last,
        bytes[last] == NameText.comma || bytes[last] == UInt8(ascii: "\\")
      {
        piece = bytes.trimmed(piece.lowerBound..<last)
      }
      pieces.append(piece)
    }
    while here < range.upperBound {
      if bytes[here] == UInt8(ascii: "{") { depth += 1 }
      if bytes[here] == UInt8(ascii: "}") { depth -= 1 }
      // A separator may go on after the list.
      let length =
        depth == 0 || ignoresBraces
        ? min(self.length(bytes, at: here, range, hasComma: hasComma), range.upperBound - here) : 0
      if length > 0 {
        finish(here)
        start = here + length
      }
      here += max(length, 1)
    }
    finish(range.upperBound)
    return pieces
  }

  /// The length of the separator at an index; 0 if there is none.
  private func length(_ bytes: Span<UInt8>, at index: Int, _ range: Range<Int>, hasComma: Bool) -> Int {
    let byte = bytes[index]
    switch self {
    case .semicolon: return byte == UInt8(ascii: ";") ? 1 : byte == 0xEF && bytes.stands("；", at: index) ? 3 : 0
    case .comma: return byte == NameText.comma ? 1 : 0
    case .bar: return byte == UInt8(ascii: "|") ? 1 : 0
    case .slash: return byte == UInt8(ascii: "/") ? 1 : 0
    case .dot:
      guard byte == 32 else { return 0 }
      return bytes.stands("· ", at: index + 1) ? 4 : bytes.stands("• ", at: index + 1) ? 5 : 0
    case .ideographicComma:
      return byte == 0xE3 && bytes.stands("、", at: index) || byte == 0xEF && bytes.stands("，", at: index) ? 3 : 0
    case .word, .and:
      // `Doe \& Roe`, and not `Texas A\&M`.
      if byte == UInt8(ascii: "&"), index > 1, bytes[index - 1] == UInt8(ascii: "\\") {
        return bytes[index - 2] == 32 ? 1 : 0
      }
      guard byte == 32 else { return 0 }
      let farthest = min(range.upperBound, index + 7)
      let end = bytes.firstIndex(of: 32, from: index + 1, to: farthest) ?? range.upperBound
      guard end <= farthest, NameWords.conjunctionList.contains(bytes, (index + 1)..<end) else { return 0 }
      if self == .and { return bytes.isAnd((index + 1)..<end) ? end - index : 0 }
      if NameWords.doubtfulConjunctions.contains(bytes, (index + 1)..<end),
        !hasComma
      {
        return 0
      }
      return end - index
    }
  }
}

extension Span<UInt8> {
  /// Whether a word is "and" or `&`.
  fileprivate func isAnd(_ word: Range<Int>) -> Bool {
    word.count == 1
      ? self[word.lowerBound] == UInt8(ascii: "&") : word.count == 3 && standsInAnyCase("and", at: word.lowerBound)
  }

  /// The words separated by white space, `~` and commas outside braces.
  fileprivate func namedWords(_ range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    var depth = 0
    for index in range {
      let byte = self[index]
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0, byte.isSpace || byte == UInt8(ascii: "~") || byte == UInt8(ascii: ",") {
        if let begin = start { words.append(begin..<index) }
        start = nil
      } else if start == nil {
        start = index
      }
    }
    if let begin = start { words.append(begin..<range.upperBound) }
    return words
  }
}
