public import CitemillCore

/// What a format requires of a record.
public struct RecordNeeds: Sendable {
  fileprivate let format: any WritableFormat
  /// The types of which it can write something.
  fileprivate let types: [RecordType]
  fileprivate let isNothing: Bool

  /// The needs of a format with its options.
  public init(of format: any WritableFormat) {
    self.format = format
    isNothing = RecordType.allCases.allSatisfy { format.required(for: $0).isEmpty }
    types = RecordType.allCases.filter { !format.expressible(for: $0).included.isEmpty }
  }
}

/// Makes records that obey the rules of the model and use every part of it, with text that is difficult to
/// write.
public struct RecordGenerator: Sendable {
  private var random: SeededGenerator
  /// How many of a hundred parts are present; a new random number for each record.
  private var fullness = 50

  /// The row of records of a seed.
  public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// The next record.
  public mutating func record() -> Record {
    fullness = random.pick([4, 12, 30, 60, 95])
    return record(withReferences: true)
  }

  /// The next record with what a format requires, of a type that it can write; without changes for a format
  /// that requires nothing.
  public mutating func record(meeting needs: RecordNeeds) -> Record {
    var record = record()
    if needs.isNothing { return record }
    // Some stay as they are, and are rejected.
    if random.chance(5) { return record }
    if !needs.types.contains(record.type) { record.type = random.pick(needs.types) }
    for path in needs.format.required(for: record.type) { complete(&record, at: path) }
    return record
  }

  /// Puts a value that every format takes into a place, unless there is one.
  private mutating func complete(_ record: inout Record, at path: FieldPath) {
    switch path.field {
    case .identifiers:
      let scheme = IdentifierScheme(rawValue: path.part ?? "")
      record.identifiers.removeAll { $0.scheme == scheme }
      let number = random.number(1...9999)
      record.add(Identifier(scheme, scheme == .doi ? "10.5555/weirs.\(number)" : "https://example.org/weirs/\(number)"))
    case .titles:
      let title = Title("Weirs of the North")
      if path.tier == .own {
        record.titles.insert(title, at: 0)
      } else {
        record.inTier(path.tier) { $0.titles.insert(title, at: 0) }
      }
    case .dates:
      let day = PartialDate(year: random.pick([1999, 2019]), month: 3, day: 14)
      record[date: DateKind(rawValue: path.part ?? "")] = day
    case .variables:
      if let variable = Variable(name: path.part ?? "") { record[variable] = plainText() }
    case .contributors: record.contributors.append(.person(PersonName(family: "Berg", given: "Anna")))
    case .event:
      record.event = record.event ?? Event()
      record.event?.title = "Meeting of Millers"
    case .relations: record.relations.append(Relation(path.part ?? "", target: Identifier(.doi, "10.5555/mills")))
    default: break
    }
  }

  private mutating func record(withReferences: Bool) -> Record {
    var record = Record()
    record.key = maybe { $0.text() }
    record.type = random.pick(RecordType.allCases)
    for title in list({ $0.title() }) { record.add(title) }
    record.contributors = list { $0.contributor(depth: 0) }
    for dated in list({ DatedEvent($0.kind(DateKind.known), $0.date()) }) { record[date: dated.kind] = dated.date }
    for identifier in list({ $0.identifier() }) { record.add(identifier) }
    record.variables = variables()
    record.container = maybe { $0.container(depth: 0) }
    record.event = event()
    record.abstracts = list { one in
      Abstract(one.rich(), kind: one.kind(Abstract.Kind.known), language: one.maybe { $0.text() })
    }
    record.notes = list { Note($0.rich(), kind: $0.random.pick(Note.Kind.allCases)) }
    record.keywords = list { one in
      Keyword(
        one.text(), scheme: one.maybe { $0.text() }, language: one.maybe { $0.text() }, isMajor: one.random.chance(20))
    }
    record.licences = list { $0.licence() }
    record.funding = list { $0.someFunding() }
    record.relations = list { one in
      Relation(
        one.text(), target: one.maybe { $0.identifier() }, label: one.maybe { $0.text() }, date: one.maybe { $0.date() }
      )
    }
    if withReferences { record.references = list { $0.reference() } }
    record.files = list { one in
      FileLink(
        one.text(), mediaType: one.maybe { $0.text() }, title: one.maybe { $0.text() }, purpose: one.maybe { $0.text() }
      )
    }
    record.nativeFields = list { one in
      NativeField(
        format: one.random.chance(50) ? one.text() : one.random.pick(["listing", "csl-json", "ris"]), name: one.text(),
        value: one.random.chance(50) ? one.text() : one.random.pick(["{\"a\": [1, \"b\"]}", "[\n 1\n]", "\"x\""]))
    }
    record.assurances = list {
      Assurance($0.text(), $0.random.pick(Assurance.Level.allCases), reason: $0.text())
    }
    record.origin = origin()
    return record
  }

  // MARK: - Texts

  private static let pieces: [String] = [
    "fish", "Über", "e\u{301}", "é", "北京大学", "שלום", "مرحبا", "👩‍👩‍👧", "𝔘", "ß", "ﬁ", "İ", "\u{200F}", "\u{202E}",
    "\u{FEFF}",
    "\u{FFFD}", "\u{FFFF}", "\u{0}", "\u{1}", "\u{7F}", "\u{85}", "\u{2028}", "\u{A0}", "\t", "\n", "\r", "\r\n", " ",
    "  ",
    "\"", "'", "\\", "\\n", "/", "<i>", "</i>", "<sub>", "</span>", "<span class=\"nocase\">", "<p>", "&lt;", "&amp;",
    "&", "<",
    ">", "{", "}", "[", "]", "(", ")", ": ", ":", "; ", ", ", ",", ". ", " - ", "–", "—", "|", "◽", "•", "·", "# ", "%",
    "@",
    "$x^2$", "[1] ", "1. ", "Title: ", "Author(s):", "Type: book", "Key:", "Vol 3 (2)", "pp. 1-9", "2019", "0", "-1",
    "1e9",
    "10.1000/abc", "https://doi.org/10.1000/x", "et al.", "others", "Anonymous", "Jr.", "van der", "Dr.", " and ",
    "Cited By",
    "null", "true", "NaN", "~", "?", "XX", "..",
  ]

  /// A text that is not empty.
  mutating func text() -> String {
    if random.chance(50) { return plainText() }
    return (0...random.number(0...6)).map { _ in random.pick(Self.pieces) }.joined()
  }

  private mutating func plainText() -> String {
    (0...random.number(0...4)).map { _ in random.pick(["Salmo", "trutta", "on", "the", "Life", "of", "Trouts", "12"]) }
      .joined(separator: " ")
  }

  private mutating func rich() -> RichText {
    let plain = text()
    var result = RichText(plain)
    guard random.chance(fullness) else { return result }
    for _ in 0..<random.number(0...4) {
      let stretch = random.stretch(of: plain)
      let kind = random.pick(Mark.Kind.allCases)
      let isPoint = kind.isPoint || stretch.isEmpty
      result = result.adding(
        Mark(
          isPoint ? .lineBreak : kind, from: stretch.lowerBound, to: isPoint ? stretch.lowerBound : stretch.upperBound,
          value: maybe { $0.text() }))
    }
    return result
  }

  // MARK: - Parts

  private mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? {
    random.chance(fullness) ? make(&self) : nil
  }

  private mutating func list<Element>(_ make: (inout Self) -> Element) -> [Element] {
    guard random.chance(fullness) else { return [] }
    return (0..<random.pick([1, 1, 2, 3])).map { _ in make(&self) }
  }

  private mutating func kind<Kind: OpenName>(_ known: [Kind]) -> Kind {
    random.chance(90) ? random.pick(known) : Kind(rawValue: text())
  }

  private mutating func title() -> Title {
    Title(rich(), kind: random.chance(50) ? .main : random.pick(Title.Kind.allCases), language: maybe { $0.text() })
  }

  private mutating func identifier() -> Identifier {
    let value = random.chance(50) ? text() : random.pick(["10.1000/182", "9783161484100", "2049-3630", "31415"])
    return Identifier(kind(IdentifierScheme.known), value, raw: maybe { $0.text() })
  }

  private mutating func variables() -> VariableList {
    var list = VariableList()
    for variable in Variable.allCases where random.chance(fullness / 3) { list[variable] = text() }
    return list
  }

  private mutating func name() -> PersonName {
    var name = PersonName(
      family: maybe { $0.text() }, given: maybe { $0.text() }, droppingParticle: maybe { $0.text() },
      nonDroppingParticle: maybe { $0.text() }, suffix: maybe { $0.text() }, hasCommaSuffix: random.chance(10),
      isFamilyFirst: random.chance(10), language: maybe { $0.text() })
    if name.family == nil && name.given == nil { name.family = text() }
    return name
  }

  private mutating func contributor(depth: Int) -> Contributor {
    var one = Contributor(random.chance(60) ? .person : random.pick(Contributor.Kind.allCases))
    switch one.kind {
    case .person: one.name = name()
    case .organization, .unparsed:
      one.name = PersonName(
        literal: text(), hasCommaSuffix: random.chance(3), isFamilyFirst: random.chance(3),
        language: maybe { $0.text() })
    case .anonymous, .others: break
    }
    one.roles = random.chance(60) ? [.author] : (0...random.number(0...2)).map { _ in kind(Role.known) }
    one.affiliations = list { one in
      Affiliation(
        one.text(), department: one.maybe { $0.text() }, place: one.maybe { $0.text() },
        identifiers: one.list { $0.identifier() })
    }
    one.identifiers = list { $0.identifier() }
    for (flag, _) in Contributor.Flags.names where random.chance(fullness / 4) { one.flags.insert(flag) }
    one.email = maybe { $0.text() }
    one.alternativeNames = list { $0.name() }
    if depth < 3, random.chance(fullness / 8) { one.members = list { $0.contributor(depth: depth + 1) } }
    return one
  }

  private mutating func point() -> EDTF.Point {
    var point = EDTF.Point(year: random.pick([1999, 2024, 476, 0, -43, 12_345, -120_000]))
    switch random.number(0...9) {
    case 0...2: break
    case 3: point.month = random.number(1...12)
    case 4...6:
      point.month = random.number(1...12)
      point.day = random.number(1...28)
    case 7: point.month = random.number(21...24)
    case 8:
      point.year = random.pick([1990, 1900])
      point.unspecifiedYearDigits = point.year == 1900 ? 2 : 1
    default:
      point.month = random.pick([-1, 5])
      point.day = -1
    }
    if random.chance(fullness / 3) { point.qualifier = EDTF.Qualifier(rawValue: UInt8(random.number(1...3))) }
    return point
  }

  private mutating func date() -> PartialDate {
    let literal = random.chance(20) ? text() : nil
    if literal != nil, random.chance(60) { return PartialDate(nil, literal: literal) }
    var value = EDTF(.date(point()))
    if random.chance(25) {
      let other: EDTF.Bound = random.pick([.date(point()), .open, .unknown])
      value = random.chance(50) ? EDTF(value.start, to: other) : EDTF(other, to: value.start)
    }
    return value.isWellFormed ? PartialDate(value, literal: literal) : PartialDate(year: 2001)
  }

  private mutating func container(depth: Int) -> Container {
    var one = Container(random.chance(70 - 30 * min(depth, 2)) ? .host : .series)
    one.type = random.chance(fullness / 3) ? random.pick(RecordType.allCases) : nil
    for title in list({ $0.title() }) { one.titles.insert(title) }
    one.contributors = list { $0.contributor(depth: 2) }
    for identifier in list({ $0.identifier() }) { one.identifiers.insert(identifier) }
    one.variables = variables()
    if depth < Container.maximumDepth - 1, random.chance(fullness / 2) { one.parent = container(depth: depth + 1) }
    if one.isBare { one.titles = [Title(text())] }
    return one
  }

  private mutating func event() -> Event? {
    let event = Event(
      title: maybe { $0.text() }, place: maybe { $0.text() }, acronym: maybe { $0.text() }, number: maybe { $0.text() },
      sponsor: maybe { $0.text() })
    return event.isEmpty ? nil : event
  }

  private mutating func licence() -> Licence {
    let licence = Licence(
      url: maybe { $0.text() }, text: maybe { $0.text() }, start: maybe { $0.date() }, appliesTo: maybe { $0.text() },
      isFreeToRead: random.chance(20))
    return licence == Licence() ? Licence(url: text()) : licence
  }

  private mutating func someFunding() -> Funding {
    let funding = Funding(
      funder: maybe { $0.text() }, identifiers: list { $0.identifier() },
      awards: list { one in
        Funding.Award(
          number: one.maybe { $0.text() }, title: one.maybe { $0.text() }, identifiers: one.list { $0.identifier() })
      },
      statement: maybe { $0.text() })
    return funding == Funding() ? Funding(funder: text()) : funding
  }

  private mutating func reference() -> Reference {
    var one = Reference(key: maybe { $0.text() }, text: maybe { $0.rich() })
    if one.text == nil || random.chance(fullness / 4) {
      let outer = fullness
      fullness = min(fullness, 20)
      one.record = record(withReferences: false)
      fullness = outer
    }
    return one
  }

  private mutating func origin() -> Origin {
    Origin(
      format: maybe { $0.text() }, typeToken: maybe { $0.text() },
      location: maybe { one in
        let start = one.random.number(0...999)
        return SourceLocation(
          source: one.text(), bytes: start..<(start + one.random.number(0...99)), line: one.random.number(1...99),
          column: one.maybe { $0.random.number(1...80) }, recordIndex: one.maybe { $0.random.number(0...9) })
      }, sources: list { $0.text() })
  }
}

extension RichText {
  /// The text with one mark more, or unchanged if the mark would violate the rules of the model.
  public func adding(_ mark: Mark) -> RichText {
    var result = self
    result.marks.append(mark)
    result.sortMarks()
    return result.violation == nil ? result : self
  }
}
