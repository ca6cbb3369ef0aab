import CitemillCore

// Names, list by list.

extension BibTeXEntry {
  mutating func writeContributors(_ contributors: [Contributor], into sink: inout ByteSink) {
    if contributors.isEmpty { return }
    var others = 0
    if let lists = Self.lists(contributors) {
      for list in lists {
        writeNames(contributors, as: contributors[list.lowerBound].roles[0], in: list, others: &others, into: &sink)
      }
      return
    }
    isSure = false
    var done: Set<Role> = []
    for index in contributors.indices {
      for role in contributors[index].roles where done.insert(role).inserted {
        writeNames(contributors, as: role, in: contributors.indices, others: &others, into: &sink)
      }
    }
  }

  /// The start and end of each list of names, if each name has one role and those of a role are adjacent;
  /// otherwise nil.
  private static func lists(_ contributors: [Contributor]) -> [Range<Int>]? {
    var lists: [Range<Int>] = []
    // By index: a loop over an array copies each element with all its strings.
    for index in contributors.indices {
      guard contributors[index].roles.count == 1 else { return nil }
      let role = contributors[index].roles[0]
      if let last = lists.last, contributors[last.lowerBound].roles[0] == role {
        lists[lists.count - 1] = last.lowerBound..<(index + 1)
        continue
      }
      // If there are more roles than fields, they are handled one by one.
      if lists.count > 16 || lists.contains(where: { contributors[$0.lowerBound].roles[0] == role }) { return nil }
      lists.append(index..<(index + 1))
    }
    return lists
  }

  private mutating func writeNames(
    _ contributors: [Contributor], as role: Role, in range: Range<Int>, others: inout Int, into sink: inout ByteSink
  ) {
    if let row = table.row(of: role) {
      open(row, into: &sink)
      if hasSources {
        let names = contributors[range].filter { $0.roles.contains(role) }
        if appendSource(row, ofNames: names, role, into: &sink) { return close(&sink) }
      }
    } else {
      isSure = false
      guard others < table.editors.count else { return }
      let rows = table.editors[others]
      others += 1
      field(rows.type, BibTeXTypes.word(of: role), into: &sink)
      open(rows.names, into: &sink)
    }
    var isFirst = true
    for index in range where contributors[index].roles.contains(role) {
      if !isFirst { sink.append(" and ") }
      isFirst = false
      if !contributors[index].isBare { isSure = false }
      if contributors[index].kind == .person, writePlain(contributors[index].name, into: &sink) { continue }
      write(contributors[index], into: &sink)
    }
    close(&sink)
  }

  mutating func write(_ contributor: Contributor, into sink: inout ByteSink) {
    let name = contributor.name
    switch contributor.kind {
    case .others: sink.append("others")
    case .anonymous: sink.append("Anonymous")
    case .organization, .unparsed:
      if contributor.kind == .unparsed || name.hasCommaSuffix || name.isFamilyFirst || name.language != nil {
        isSure = false
      }
      writeBraced(name.literal ?? "", into: &sink)
    case .person: write(name, into: &sink)
    }
  }

  mutating func writeBraced(_ text: String, into sink: inout ByteSink) {
    sink.append(UInt8(ascii: "{"))
    append(text, into: &sink)
    sink.append(UInt8(ascii: "}"))
  }

  /// Appends a name in the usual form, `Doe, Jane` or `van Dijk, Jan`, which is certain to be read back;
  /// false for others.
  mutating func writePlain(_ name: PersonName, into sink: inout ByteSink) -> Bool {
    guard let family = name.family, let given = name.given, BibTeXPlain.isFamily(family), BibTeXPlain.isGiven(given),
      !NameText.isOdd(family: family, given: given), !Self.areSpoken(family, given)
    else { return false }
    if !name.isBare {
      guard let particle = name.nonDroppingParticle, BibTeXPlain.isParticle(particle), BibTeXPlain.startsBig(family),
        name == PersonName(family: family, given: given, nonDroppingParticle: particle)
      else { return false }
      append(particle, into: &sink)
      sink.append(UInt8(ascii: " "))
    }
    append(family, into: &sink)
    sink.append(", ")
    append(given, into: &sink)
    return true
  }

  /// Whether a family name and given names with a comma between them would be read as two people.
  private static func areSpoken(_ family: String, _ given: String) -> Bool {
    guard family.contains(byte: 32), given.contains(byte: 32) else { return false }
    return "\(family), \(given)".withUTF8Span { NameText.spokenPair($0, 0..<$0.count) != nil }
  }

  mutating func write(_ name: PersonName, into sink: inout ByteSink) {
    isSure = false
    if isBibLaTeX, Self.needsLabels(name) {
      writeParts(name, into: &sink)
    } else {
      writeWithCommas(name, into: &sink)
    }
  }

  /// Whether biber reads a name correctly only if each part has its label.
  private static func needsLabels(_ name: PersonName) -> Bool {
    guard let family = name.family, name.droppingParticle == nil, BibTeXPlain.isParticle(name.nonDroppingParticle)
    else { return true }
    guard let given = name.given else { return name.suffix != nil || !BibTeXPlain.isOneWord(family) }
    // Biber counts the commas in braces too, and skips an entry that has a name with more than two.
    let inside = [family, given, name.suffix ?? ""].joined().utf8.count { $0 == UInt8(ascii: ",") }
    return inside > 0 && inside + (name.suffix == nil ? 1 : 2) > 2
  }

  /// `van Beethoven, Ludwig`, `King, Jr., Martin Luther`.
  ///
  /// BibTeX reports a comma after the last part as an error. Without given names there is none: `Plato`, or
  /// `{Garcia Lopez}{}`, which is one word of a name where `{Garcia Lopez}` alone is a body.
  mutating func writeWithCommas(_ name: PersonName, into sink: inout ByteSink) {
    let particles = [name.droppingParticle, name.nonDroppingParticle].compactMap { $0 }
    guard let family = name.family else {
      let words = ([name.given].compactMap { $0 } + particles).joined(separator: " ")
      writeProtected(words, BibTeXPlain.isGiven(words), into: &sink)
      return
    }
    if name.given == nil, name.suffix == nil, !particles.allSatisfy(BibTeXPlain.isParticle) {
      return writeAlone((particles + [family]).joined(separator: " "), isPlain: false, into: &sink)
    }
    for particle in particles {
      writeProtected(particle, BibTeXPlain.isGiven(particle), into: &sink)
      sink.append(UInt8(ascii: " "))
    }
    let isPlain =
      BibTeXPlain.isFamily(family) && !NameText.isOdd(family: family, given: "Usual name")
      && !Self.areSpoken(family, name.given ?? "")
    if name.given == nil, name.suffix == nil { return writeAlone(family, isPlain: isPlain, into: &sink) }
    writeProtected(family, isPlain, into: &sink)
    sink.append(UInt8(ascii: ","))
    if let suffix = name.suffix {
      sink.append(UInt8(ascii: " "))
      writeProtected(suffix, BibTeXPlain.isGiven(suffix), into: &sink)
      sink.append(UInt8(ascii: ","))
    }
    sink.append(UInt8(ascii: " "))
    guard let given = name.given else { return sink.append("{}") }
    writeProtected(given, BibTeXPlain.isGiven(given) && !NameText.isOdd(family: family, given: given), into: &sink)
  }

  /// A family name without given names.
  private mutating func writeAlone(_ family: String, isPlain: Bool, into sink: inout ByteSink) {
    let isWord = isPlain && BibTeXPlain.isOneWord(family)
    writeProtected(family, isWord, into: &sink)
    if !isWord { sink.append("{}") }
  }

  mutating func writeProtected(_ text: String, _ isPlain: Bool, into sink: inout ByteSink) {
    if isPlain { append(text, into: &sink) } else { writeBraced(text, into: &sink) }
  }

  /// `family={de Gaulle}, given={Charles}`, and `"given={Charles, General}"` for biber, which splits at commas in braces.
  mutating func writeParts(_ name: PersonName, into sink: inout ByteSink) {
    let particles = [name.droppingParticle, name.nonDroppingParticle].compactMap { $0 }
    let prefix = particles.isEmpty ? nil : particles.joined(separator: " ")
    let parts = [("family", name.family), ("given", name.given), ("prefix", prefix), ("suffix", name.suffix)]
    var isFirst = true
    for case (let label, let value?) in parts {
      if !isFirst { sink.append(", ") }
      isFirst = false
      let quotes = value.contains(byte: UInt8(ascii: ",")) ? "\"" : ""
      sink.append("\(quotes)\(label)=")
      writeBraced(value, into: &sink)
      sink.append(quotes)
    }
    if prefix != nil { sink.append(name.nonDroppingParticle == nil ? ", useprefix=false" : ", useprefix=true") }
  }
}
