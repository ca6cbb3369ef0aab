import CitemillCore

/// Whether CSL-JSON can say a record as it stands: a look that spares most records the steps of `CSLNarrowing`.
///
/// "No" only means that the steps have to decide. Elements are looked at through spans: a loop over an array copies each of
/// them, with all its texts.
enum CSLFit {
  static func fits(_ record: Record) -> Bool {
    record.type.cslType == record.type && fits(record.titles, .own) && fits(record.container)
      && fits(record.contributors) && fits(record.dates) && identifiersFit(record) && textsFit(record)
      && record.licences.isEmpty && record.funding.isEmpty && record.relations.isEmpty && record.references.isEmpty
      && record.files.isEmpty
  }

  /// One title of each kind that the tier has, plain.
  private static func fits(_ titles: [Title], _ tier: FieldPath.Tier) -> Bool {
    let titles = titles.span
    for index in titles.indices {
      guard titles[index].language == nil, titles[index].text.marks.isEmpty,
        CSLTable.name(of: titles[index].kind, tier) != nil,
        index == 0 || titles[index - 1].kind != titles[index].kind
      else { return false }
    }
    return true
  }

  /// At most a host, and a series around it; with titles, and the series with its number.
  private static func fits(_ container: Container?) -> Bool {
    guard let container else { return true }
    guard container.type == nil, container.contributors.isEmpty else { return false }
    if container.relation == .host {
      guard container.variables.isEmpty, fits(container.titles, .host), !container.isBare else { return false }
      return container.parent?.relation != .host && fits(container.parent)
    }
    let entries = container.variables.entries
    return container.parent == nil && (entries.isEmpty || entries.count == 1 && entries[0].variable == .number)
      && fits(container.titles, .series) && container.identifiers.isEmpty
  }

  /// People and bodies of one role.
  private static func fits(_ contributors: [Contributor]) -> Bool {
    let people = contributors.span
    for index in people.indices {
      guard fits(people, at: index), people[index].roles == people[0].roles else { return false }
    }
    return true
  }

  /// Whether CSL can say all of each contributor.
  static func fit(_ contributors: [Contributor]) -> Bool {
    let people = contributors.span
    return people.indices.allSatisfy { fits(people, at: $0) }
  }

  /// Whether CSL can say all of a contributor.
  private static func fits(_ people: Span<Contributor>, at index: Int) -> Bool {
    guard people[index].roles.count == 1, CSLTable.name(of: people[index].roles[0]) != nil,
      people[index].affiliations.isEmpty, people[index].identifiers.isEmpty, people[index].flags.isEmpty,
      people[index].email == nil, people[index].alternativeNames.isEmpty, people[index].members.isEmpty,
      people[index].name.language == nil
    else { return false }
    switch people[index].kind {
    case .person, .others: return true
    case .organization: return people[index].name.literal != "others"
    case .anonymous, .unparsed: return false
    }
  }

  /// Whether a keyword has nothing but words, without a comma or semicolon and without space at its ends.
  static func fits(_ keyword: borrowing Keyword) -> Bool {
    guard keyword.scheme == nil, keyword.language == nil, !keyword.isMajor, let first = keyword.text.utf8.first,
      let last = keyword.text.utf8.last, !first.isSpace, !last.isSpace
    else { return false }
    return !keyword.text.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
  }

  /// Dates that CSL has, exact ones.
  private static func fits(_ dates: [DatedEvent]) -> Bool {
    for dated in dates {
      guard CSLTable.name(of: dated.kind) != nil, dates[0].kind == .issued,
        dated.date.value.map({ !CSLDate.isCirca($0) }) ?? true
      else { return false }
    }
    return true
  }

  /// Whether all identifiers can stand as they are, where a reader will put them.
  static func identifiersFit(_ record: Record) -> Bool {
    let isPart = record.type.isPartOfHost
    let identifiers = record.identifiers.span
    for index in identifiers.indices {
      let scheme = identifiers[index].scheme
      if scheme == .isbn || scheme == .issn {
        guard !isPart, identifiers[index].isPlainNumber else { return false }
        continue
      }
      guard index == 0 || identifiers[index - 1].scheme != scheme, CSLTable.name(of: scheme) != nil,
        CSLQuirks.standsAsItIs(identifiers[index])
      else { return false }
    }
    guard let container = record.container else { return true }
    guard container.parent?.identifiers.isEmpty ?? true else { return false }
    return container.identifiers.allSatisfy { identifier in
      isPart && container.relation == .host && (identifier.scheme == .isbn || identifier.scheme == .issn)
        && identifier.isPlainNumber
    }
  }

  private static func textsFit(_ record: Record) -> Bool {
    guard record.notes.isEmpty, record.abstracts.count < 2 else { return false }
    if let event = record.event, event.acronym != nil || event.number != nil || event.sponsor != nil { return false }
    if let abstract = record.abstracts.first,
      abstract.kind != .main || abstract.language != nil || !abstract.text.marks.isEmpty
    {
      return false
    }
    let keywords = record.keywords.span
    for index in keywords.indices where !fits(keywords[index]) { return false }
    return true
  }
}

extension Identifier {
  /// Whether the value is one number and nothing else, which no list of numbers divides.
  fileprivate var isPlainNumber: Bool { CSLQuirks.isPlainNumber(value) }
}
