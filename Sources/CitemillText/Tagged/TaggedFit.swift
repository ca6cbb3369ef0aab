import CitemillCore

/// What a tagged format can certainly hold for a kind of work: a quick check, so that most records need not
/// be read back.
///
/// "No" only means that the record must be read back.
struct TaggedFit: Sendable {
  private var titles: [UInt32] = [0, 0, 0]
  private var variables: UInt64 = 0
  private var seriesVariables: UInt64 = 0
  private var roles: UInt64 = 0
  private var identifiers: UInt64 = 0
  private var dates: UInt64 = 0
  private var hasKey = false
  private var numbers: [IdentifierScheme] = []
  private var hasKeywords = false
  private var hasAbstracts = false
  private var hasNotes = false
  private var issuedStyle: TagTable.DateStyle
  private var names: NameField.Style

  init(_ table: TagTable, _ lines: [TagTable.Line]) {
    issuedStyle = table.dates
    names = table.names
    for line in lines {
      switch line.rule {
      case .place(let place), .list(let place): add(place)
      case .names(let role, .own): roles |= Self.bit(role.name.code)
      case .firstPage, .pages: add(.variable(.pages))
      // Records with an event are not plain.
      case .conference: add(.title(.main, .host))
      case .issued: dates |= Self.bit(DateKind.issued.code)
      case .date(let kind) where table.dates == .slashes: dates |= Self.bit(kind.name.code)
      case .numbers(let kind): numbers += kind.schemes
      default: break
      }
    }
  }

  private mutating func add(_ place: Place) {
    switch place {
    case .key: hasKey = true
    case .title(let kind, let tier): titles[Self.index(tier)] |= 1 << UInt32(kind.rank)
    case .variable(let variable, .own): variables |= 1 << UInt64(variable.rawValue)
    case .variable(let variable, .series): seriesVariables |= 1 << UInt64(variable.rawValue)
    case .identifier(let scheme, _): identifiers |= Self.bit(scheme.name.code)
    case .keyword: hasKeywords = true
    case .abstract(let kind): hasAbstracts = hasAbstracts || kind.place == 0
    case .note(.note): hasNotes = true
    default: break
    }
  }

  private static func index(_ tier: FieldPath.Tier) -> Int {
    switch tier {
    case .own: 0
    case .host: 1
    case .series: 2
    }
  }

  @inline(__always)
  private static func bit(_ code: OpenNameCode) -> UInt64 {
    if case .known(let place) = code, place < 64 { return 1 << UInt64(place) }
    return 0
  }

  // MARK: - Looking

  /// Whether a record is certain to come back unchanged; the writer checks the type and the native fields.
  func fits(_ record: Record) -> Bool {
    guard record.hasOnlyUsualParts,
      record.isKeyGenerated || (hasKey ? record.key?.isCleanLine ?? true : record.key == nil)
    else { return false }
    return fits(record.titles, .own) && fits(record.container, record.type) && fits(record.contributors)
      && fits(record.dates) && identifiersFit(record) && variablesFit(record.variables, variables) && textsFit(record)
  }

  private func fits(_ titles: [Title], _ tier: FieldPath.Tier) -> Bool {
    let sayable = self.titles[Self.index(tier)]
    for index in titles.indices {
      guard titles[index].language == nil,
        sayable & (1 << UInt32(titles[index].kind.rank)) != 0,
        index == 0 || titles[index - 1].kind != titles[index].kind, titles[index].text.isCleanLine,
        titles[index].comesBack(in: tier)
      else { return false }
    }
    return true
  }

  private func fits(_ container: Container?, _ type: RecordType) -> Bool {
    guard let container else { return true }
    guard container.type == nil, container.contributors.isEmpty else { return false }
    if container.relation == .host {
      guard container.variables.isEmpty, !container.isBare, fits(container.titles, .host),
        container.identifiers.isEmpty || type.isPartOfHost && numbersFit(container.identifiers)
      else { return false }
      // A short title without a title is read as the title.
      guard container.titles.isEmpty || container.titles[0].kind == .main else { return false }
      return !container.hasParent || container.parent?.relation == .series && fits(container.parent, type)
    }
    return !container.hasParent && container.identifiers.isEmpty && !container.isBare && fits(container.titles, .series)
      && variablesFit(container.variables, seriesVariables)
  }

  /// Whether all are people with a family and a given name, with their roles in the order in which they are
  /// written.
  private func fits(_ contributors: [Contributor]) -> Bool {
    var last = 0
    for index in contributors.indices {
      guard contributors[index].kind == .person, contributors[index].isBare, contributors[index].roles.count == 1,
        nameFits(contributors, at: index)
      else { return false }
      let code = contributors[index].roles[0].code
      guard roles & Self.bit(code) != 0, case .known(let place) = code else { return false }
      // Authors, then editors: other roles may be written in another order.
      if place > 1 || Int(place) < last { return false }
      last = Int(place)
    }
    return true
  }

  /// Whether a name is read as exactly that name. It takes the list and an index, since passing the name
  /// alone would copy it.
  private func nameFits(_ people: [Contributor], at index: Int) -> Bool {
    if people[index].name.isBare, let family = people[index].name.family, let given = people[index].name.given {
      return NameText.isPlain(family: family, given: given)
    }
    return NameText.isPlain(people[index].name)
  }

  private func fits(_ dates: [DatedEvent]) -> Bool {
    for index in dates.indices {
      guard self.dates & Self.bit(dates[index].kind.code) != 0, dates[index].date.plainPoint != nil else {
        return false
      }
    }
    return true
  }

  private func identifiersFit(_ record: Record) -> Bool {
    let isPart = record.type.isPartOfHost
    for index in record.identifiers.indices {
      let code = record.identifiers[index].scheme.code
      guard case .known(let place) = code else { return false }
      if place == 1 || place == 2 {
        guard !isPart, numberFits(record.identifiers, index) else { return false }
        continue
      }
      guard identifiers & Self.bit(code) != 0, record.identifiers[index].value.isCleanLine,
        index == 0 || record.identifiers[index - 1].scheme != record.identifiers[index].scheme
      else { return false }
      // A DOI with a resolver before it would lose it.
      guard IdentifierText.isPlain(record.identifiers[index]) else { return false }
    }
    return true
  }

  private func numbersFit(_ list: [Identifier]) -> Bool {
    list.indices.allSatisfy { numberFits(list, $0) }
  }

  /// Whether an ISSN or ISBN has the digits by which it is recognised.
  private func numberFits(_ list: [Identifier], _ index: Int) -> Bool {
    numbers.contains(list[index].scheme) && IdentifierText.isPlain(list[index])
  }

  private func variablesFit(_ list: VariableList, _ sayable: UInt64) -> Bool {
    for index in list.entries.indices {
      let variable = list.entries[index].variable
      guard sayable & (1 << UInt64(variable.rawValue)) != 0, list.entries[index].value.isCleanLine else { return false }
      if variable == .pages
        ? !PageText.isPlain(list.entries[index].value) : !variable.comesBack(list.entries[index].value)
      {
        return false
      }
      // A DOI is not a genre.
      if variable == .genre, list.entries[index].value.contains(byte: UInt8(ascii: "/")) { return false }
    }
    return true
  }

  /// Whether a keyword is read as one. It is an argument, since reading it from the list would copy it for
  /// each check.
  private static func keywordFits(_ text: String) -> Bool {
    (text.isShortPlainLine || text.isCleanLine && !text.contains(byte: UInt8(ascii: ";"))) && text.isOfText
  }

  private func textsFit(_ record: Record) -> Bool {
    if !record.abstracts.isEmpty {
      guard hasAbstracts, record.abstracts.count == 1 else { return false }
      for index in record.abstracts.indices {
        guard record.abstracts[index].kind == .main, record.abstracts[index].language == nil,
          record.abstracts[index].text.isCleanLine, record.abstracts[index].text.plain.isOfText
        else { return false }
      }
    }
    if !record.notes.isEmpty {
      guard hasNotes else { return false }
      for index in record.notes.indices {
        guard record.notes[index].kind == .note, record.notes[index].text.isCleanLine,
          record.notes[index].text.plain.isOfText
        else { return false }
      }
    }
    if !record.keywords.isEmpty {
      guard hasKeywords else { return false }
      for index in record.keywords.indices {
        guard record.keywords[index].scheme == nil, record.keywords[index].language == nil,
          !record.keywords[index].isMajor,
          Self.keywordFits(record.keywords[index].text)
        else { return false }
      }
    }
    return true
  }
}

/// Pages as first and last.
enum PageRange {
  /// The index of the hyphen in pages with one hyphen, whose first and last page differ, `12-34`; nil for
  /// others, and for several pages or ranges, `233-7, 240`.
  static func hyphen(_ bytes: Span<UInt8>) -> Int? {
    guard let hyphen = bytes.firstIndex(of: UInt8(ascii: "-"), from: 0, to: bytes.count), hyphen > 0,
      hyphen + 1 < bytes.count, bytes.firstIndex(of: UInt8(ascii: "-"), from: hyphen + 1, to: bytes.count) == nil,
      !bytes[hyphen - 1].isSpace, !bytes[hyphen + 1].isSpace,
      bytes.firstIndex(of: UInt8(ascii: ","), from: 0, to: bytes.count) == nil,
      bytes.firstIndex(of: UInt8(ascii: ";"), from: 0, to: bytes.count) == nil,
      hyphen * 2 + 1 != bytes.count || !bytes.hasSameBytes(0, as: bytes, hyphen + 1, count: hyphen)
    else { return nil }
    return hyphen
  }
}
