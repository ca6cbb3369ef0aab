import CitemillCore

/// Names as they stand in a field of a tagged format, one a field.
enum TaggedName {
  /// The contributor of a name; nil where there is only white space.
  ///
  /// A comma tells the family name; one at the end says that it is a body's name, as EndNote has it. Without a comma it is a
  /// body, or one name alone; a word in capitals behind a name stands for given names.
  static func read(_ bytes: Span<UInt8>, _ range: Range<Int>, _ style: TagTable.NameStyle, _ role: Role) -> Contributor?
  {
    let name = bytes.trimmed(range)
    if name.isEmpty { return nil }
    let comma = bytes.firstIndex(of: UInt8(ascii: ","), from: name.lowerBound, to: name.upperBound)
    if let comma {
      if comma == name.upperBound - 1 {
        let body = bytes.trimmed(name.lowerBound..<comma)
        if body.isEmpty { return .unparsed(bytes.text(name), role) }
        return .organization(bytes.text(body), role)
      }
      return NameText.read(bytes, name, order: .familyFirst, roles: role.alone)
    }
    if NameWords.isOthers(bytes, name) { return Contributor(.others, roles: role.alone) }
    if NameWords.isNobody(bytes, name) { return Contributor(.anonymous, roles: role.alone) }
    guard let space = lastSpace(bytes, name) else {
      if bytes.standsInAnyCase("anonymous", at: name.lowerBound), name.count == 9 {
        return Contributor(.anonymous, roles: role.alone)
      }
      return .person(PersonName(family: bytes.text(name)), role)
    }
    let given = (space + 1)..<name.upperBound
    if isInitials(bytes, given) {
      let family = bytes.trimmed(name.lowerBound..<space)
      if hasSmallLetter(bytes, family) || style == .familyInitials || style == .familyCommaInitials {
        return .person(PersonName(family: bytes.text(family), given: bytes.text(given)), role)
      }
    }
    // `Berg A.-L.`, `van der Berg A.B.` and `A. Berg`, as some databases have them.
    if style == .givenFirst || hasDottedInitials(bytes, name) {
      return NameText.read(bytes, name, order: .givenFirst, roles: role.alone)
    }
    return .organization(bytes.text(name), role)
  }

  /// The name in short, as far as it follows from the whole one.
  static func short(_ contributor: Contributor, _ style: TagTable.NameStyle) -> String {
    guard contributor.kind == .person, let family = contributor.name.family, let given = contributor.name.given else {
      return write(contributor, style)
    }
    var initials: [UInt8] = []
    var isFirst = true
    var rest = Substring(given).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == " " || scalar == "-" || scalar == "." {
        isFirst = true
      } else if isFirst {
        initials += Array(String(scalar).uppercased().utf8)
        isFirst = false
      }
    }
    let particle = contributor.name.nonDroppingParticle.map { $0 + " " } ?? ""
    let suffix = contributor.name.suffix.map { " " + $0 } ?? ""
    let comma = style == .familyCommaInitials ? "," : ""
    if initials.isEmpty { return particle + family }
    return particle + family + comma + " " + String(decoding: initials, as: UTF8.self) + suffix
  }

  /// The letters of a family name and the first one of the given names, by which a short name is found among whole ones.
  static func familyAndInitial(_ contributor: Contributor) -> String {
    func letters(_ text: String) -> String.UnicodeScalarView {
      String.UnicodeScalarView(text.lowercased().unicodeScalars.filter(\.properties.isAlphabetic))
    }
    let name = contributor.name
    let family = (name.nonDroppingParticle ?? "") + (name.droppingParticle ?? "") + (name.family ?? name.literal ?? "")
    return String(letters(family)) + "," + String(letters(name.given ?? "").prefix(1))
  }

  private static func lastSpace(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    for index in range.reversed() where bytes[index] == 32 { return index }
    return nil
  }

  /// One to four capitals, as MEDLINE writes given names.
  private static func isInitials(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard (1...4).contains(range.count) else { return false }
    for index in range where bytes[index] &- 65 >= 26 { return false }
    return true
  }

  /// Whether the first word or the last is made of initials with stops, and another has small letters.
  private static func hasDottedInitials(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    guard let last = lastSpace(bytes, name),
      let first = bytes.firstIndex(of: 32, from: name.lowerBound, to: name.upperBound)
    else { return false }
    return isDotted(bytes, (last + 1)..<name.upperBound) && hasSmallLetter(bytes, name.lowerBound..<last)
      || isDotted(bytes, name.lowerBound..<first) && hasSmallLetter(bytes, first..<name.upperBound)
  }

  /// One to four capitals, each with a stop, perhaps with hyphens between them: `A.`, `A.B.`, `J.-P.`
  private static func isDotted(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var here = range.lowerBound
    var count = 0
    while here < range.upperBound {
      if count > 0, bytes[here] == UInt8(ascii: "-") { here += 1 }
      guard here + 1 < range.upperBound, bytes[here] &- 65 < 26, bytes[here + 1] == UInt8(ascii: ".") else {
        return false
      }
      here += 2
      count += 1
    }
    return (1...4).contains(count)
  }

  private static func hasSmallLetter(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for index in range where bytes[index] &- 97 < 26 || bytes[index] >= 0x80 { return true }
    return false
  }

  /// The name as it is read again, as far as one field can say it.
  static func write(_ contributor: Contributor, _ style: TagTable.NameStyle = .familyFirst) -> String {
    switch contributor.kind {
    case .person:
      if style == .familyInitials, contributor.name.isBare, let family = contributor.name.family,
        let given = contributor.name.given, given.utf8.count <= 4, given.utf8.allSatisfy({ $0 &- 65 < 26 })
      {
        return family + " " + given
      }
      if let family = contributor.name.family, contributor.name.isBare, contributor.name.given == nil { return family }
      return NameText.write(contributor.name)
    case .organization:
      let name = contributor.name.literal ?? ""
      // One word, and a name with a comma or capitals at its end, would be taken for a person's.
      let isPlain = name.withUTF8Span { bytes in
        guard let space = lastSpace(bytes, 0..<bytes.count) else { return false }
        if style == .givenFirst { return false }
        return bytes.firstIndex(of: UInt8(ascii: ","), from: 0, to: bytes.count) == nil
          && !isInitials(bytes, (space + 1)..<bytes.count) && !hasDottedInitials(bytes, 0..<bytes.count)
      }
      return isPlain ? name : name + ","
    case .unparsed: return contributor.name.literal ?? ""
    case .anonymous: return "Anonymous"
    case .others: return "et al."
    }
  }
}
