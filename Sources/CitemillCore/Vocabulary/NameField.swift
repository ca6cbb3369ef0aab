/// Names in the fields of reference managers and databases, one per field.
package enum NameField {
  /// The form of names in a field.
  package enum Style: Sendable {
    /// `Doe, Jane, Jr.`; without a comma it is an organisation or a single name.
    case familyFirst
    /// `Doe J` or `Doe, Jane`; in short `Doe J`.
    case familyInitials
    /// `Doe, Jane`; in short `Doe, J`.
    case familyCommaInitials
    /// `Doe, Jane` or `Jane Doe`.
    case givenFirst
  }

  /// The contributor of a name; nil if the text names nobody.
  ///
  /// A comma separates the family name; one at the end marks an organisation's name, as in EndNote. Without a
  /// comma it is an organisation or a single name, unless initials, a title or `Jr.` show a person.
  package static func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, in style: Style,
    order: NameText.Order = .familyFirst, as role: Role, findings: inout NameText.Findings
  ) -> Contributor? {
    let name = bytes.trimmed(range)
    if NameText.namesNobody(bytes, name, &findings) { return nil }
    if let comma = bytes.firstIndex(of: UInt8(ascii: ","), from: name.lowerBound, to: name.upperBound) {
      if comma == name.upperBound - 1 { return .organization(bytes.text(bytes.trimmed(name.lowerBound..<comma)), role) }
      return NameText.read(bytes, name, order: order, as: role.alone, findings: &findings)
    }
    if let words = NameText.wordsForNames(bytes, name, role.alone) { return words }
    guard let space = lastSpace(bytes, name), !NameText.isOfInstitution(bytes, name) else {
      return NameText.read(bytes, name, order: .familyFirst, as: role.alone, findings: &findings)
    }
    if style == .givenFirst || NameText.showsPerson(bytes, name) {
      return NameText.read(bytes, name, order: .givenFirst, as: role.alone, findings: &findings)
    }
    let given = (space + 1)..<name.upperBound
    // In index form, capitals after a name in capitals are initials too: `BERG AB`.
    if style == .familyInitials || style == .familyCommaInitials, !NameText.isOfInstitution(bytes, name),
      NameText.isInitials(bytes, given),
      bytes[name.upperBound - 1] != UInt8(ascii: ".")
    {
      return .person(
        PersonName(family: bytes.text(bytes.trimmed(name.lowerBound..<space)), given: bytes.text(given)), role)
    }
    return .organization(bytes.text(name), role)
  }

  /// The names in a field without line ends, each with its range: one, or several between separators, with
  /// their number in `several`. A mail address after a name belongs to that person.
  package static func readAll(
    _ bytes: Span<UInt8>, _ field: Range<Int>, in style: Style, as role: Role, findings: inout NameText.Findings
  ) -> (names: [(name: Contributor, place: Range<Int>)], several: Int?) {
    let whole = NameText.withoutSemicolons(bytes, field)
    if let name = NameText.plain(bytes, whole, needsComma: true) {
      return ([(Contributor(.person, name: name, roles: role.alone), whole)], nil)
    }
    return readOthers(bytes, whole, in: style, as: role, findings: &findings)
  }

  /// The same for a field, without semicolons at its end, that is not a single plain name.
  package static func readOthers(
    _ bytes: Span<UInt8>, _ whole: Range<Int>, in style: Style, as role: Role, findings: inout NameText.Findings
  ) -> (names: [(name: Contributor, place: Range<Int>)], several: Int?) {
    var names: [(name: Contributor, place: Range<Int>)] = []
    if let bare = NameText.withoutRemarks(bytes, whole) {
      findings.remarked.append(bytes.text(whole))
      var (names, several) = readAll(
        bare.name.span, 0..<bare.name.count, in: style, as: role, findings: &findings)
      var contributors = names.map(\.name)
      bare.setRoles(of: &contributors, from: 0)
      for index in names.indices { names[index] = (contributors[index], whole) }
      return (names, several)
    }
    let mail = NameText.withMail(bytes, whole)
    let line = mail?.name ?? whole
    let several = several(bytes, line)
    let order = several.map { NameText.order(of: $0, bytes) } ?? .familyFirst
    for place in several ?? [line] {
      // If there are several in one field, those without a comma are also people if they look like it.
      let isPerson =
        several != nil && (NameText.isPerson(bytes, place) || NameText.beginsWithInitial(bytes, place))
      let style = isPerson ? .givenFirst : style
      if let name = read(bytes, place, in: style, order: order, as: role, findings: &findings) {
        names.append((name, place))
      }
    }
    if let mail, several == nil, let last = names.indices.last {
      names[last].name.email = bytes.text(mail.mail)
      names[last].place = whole
    }
    return (names, several?.count)
  }

  /// The names in one line; nil if it is one.
  package static func several(_ bytes: Span<UInt8>, _ line: Range<Int>) -> [Range<Int>]? {
    let names = bytes.trimmed(line)
    // A comma only at the end marks an organisation.
    let comma = bytes.firstIndex(of: UInt8(ascii: ","), from: names.lowerBound, to: names.upperBound)
    return comma.map { $0 + 1 == names.upperBound } ?? names.isEmpty ? nil : NameText.people(bytes, names)
  }

  /// The short name, derived from the full one.
  package static func short(_ contributor: Contributor, _ style: Style) -> String {
    guard contributor.kind == .person, let family = contributor.name.family, let given = contributor.name.given else {
      return write(contributor, style)
    }
    var text: [UInt8] = []
    if let particle = contributor.name.nonDroppingParticle { text += Array((particle + " ").utf8) }
    text += Array(family.utf8)
    let start = text.count
    if style == .familyCommaInitials { text.append(UInt8(ascii: ",")) }
    text.append(32)
    if !appendInitials(of: given, to: &text) {
      text.removeLast(text.count - start)
    } else if let suffix = contributor.name.suffix {
      text += Array((" " + suffix).utf8)
    }
    return text.span.text(0..<text.count)
  }

  /// Appends the first letter of each given name as a capital; false if there is none.
  private static func appendInitials(of given: String, to text: inout [UInt8]) -> Bool {
    given.withUTF8Span { bytes in
      var isFirst = true
      let before = text.count
      var here = 0
      while here < bytes.count {
        let byte = bytes[here]
        // A multi-byte character is a first byte and its continuation bytes.
        var end = here + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        if byte == 32 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") {
          isFirst = true
        } else if isFirst {
          if byte < 0x80 {
            text.append(byte &- 97 < 26 ? byte - 32 : byte)
          } else {
            text += Array(bytes.text(here..<end).uppercased().utf8)
          }
          isFirst = false
        }
        here = end
      }
      return text.count > before
    }
  }

  /// The letters of a family name and the first initial, by which a short name is matched with full ones.
  package static func familyAndInitial(_ contributor: Contributor) -> String {
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

  /// The name in a form that is read back, as far as one field can hold it.
  package static func write(_ contributor: Contributor, _ style: Style = .familyFirst) -> String {
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
      // A single word, and text that looks like one or several names of people, would be misread.
      let isPlain = name.withUTF8Span { bytes in
        var findings = NameText.Findings()
        return several(bytes, 0..<bytes.count) == nil
          && read(bytes, 0..<bytes.count, in: style, as: .author, findings: &findings) == .organization(name)
      }
      return isPlain ? name : name + ","
    case .unparsed: return contributor.name.literal ?? ""
    case .anonymous: return "Anonymous"
    case .others: return "et al."
    }
  }
}
