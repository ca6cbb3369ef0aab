import CitemillCore

/// Whether CSL-JSON can hold a record unchanged: a quick check, so that most records skip the steps of
/// `CSLNarrowing`.
///
/// "No" only means that the steps must decide. Elements are accessed by index: a loop over an array copies
/// each of them with all its strings.
enum CSLFit {
  static func fits(_ record: Record) -> Bool {
    record.type.cslType == record.type && !record.isEvidentlyPreprint && fits(record.titles, .own)
      && fits(record.container)
      && fits(record.contributors) && fits(record.dates) && identifiersFit(record) && textsFit(record)
      && pagesAndLanguagesFit(record)
      && (record.hasOnlyUsualParts
        || record.licences.isEmpty && record.funding.isEmpty && record.relations.isEmpty && record.references.isEmpty
          && record.files.isEmpty)
  }

  private static func pagesAndLanguagesFit(_ record: Record) -> Bool {
    if let language = record[.language], !LanguageText.comesBack(language) { return false }
    if let language = record[.originalLanguage], !LanguageText.comesBack(language) { return false }
    guard let pages = record.pages else { return true }
    return !record.variables.contains(.articleNumber) && PageText.isPlain(pages)
  }

  /// One title of each kind that the tier has, plain.
  static func fits(_ titles: [Title], _ tier: FieldPath.Tier) -> Bool {
    for index in titles.indices {
      guard titles[index].language == nil,
        titles[index].text.marks.isEmpty || InlineMarkup.comesBack(titles[index].text),
        CSLTable.name(of: titles[index].kind, tier) != nil,
        index == 0 || titles[index - 1].kind != titles[index].kind
      else { return false }
    }
    return true
  }

  /// At most a host, and a series that contains it; with titles, and the series with its number.
  static func fits(_ container: Container?) -> Bool {
    guard let container else { return true }
    guard container.type == nil, container.contributors.isEmpty else { return false }
    if container.relation == .host {
      guard container.variables.isEmpty, fits(container.titles, .host), !container.isBare else { return false }
      return !container.hasParent || container.parent?.relation != .host && fits(container.parent)
    }
    let entries = container.variables.entries
    return !container.hasParent && (entries.isEmpty || entries.count == 1 && entries[0].variable == .number)
      && fits(container.titles, .series) && container.identifiers.isEmpty
  }

  /// People and organisations with one role.
  private static func fits(_ people: [Contributor]) -> Bool {
    if people.isEmpty { return true }
    guard hasKnownRole(people, at: 0) else { return false }
    for index in people.indices {
      guard people[index].roles.count == 1, index == 0 || people[index].roles[0] == people[0].roles[0],
        hasOnlyName(people, at: index)
      else { return false }
    }
    return true
  }

  /// Whether CSL can hold all of each contributor.
  static func fit(_ people: [Contributor]) -> Bool {
    people.indices.allSatisfy { hasKnownRole(people, at: $0) && hasOnlyName(people, at: $0) }
  }

  private static func hasKnownRole(_ people: [Contributor], at index: Int) -> Bool {
    people[index].roles.count == 1 && CSLTable.name(of: people[index].roles[0]) != nil
  }

  /// Whether CSL can hold all of a contributor, perhaps except the roles.
  private static func hasOnlyName(_ people: [Contributor], at index: Int) -> Bool {
    guard people[index].isBare, people[index].kind == .others || !CSLQuirks.isBlank(people[index].name) else {
      return false
    }
    let kind = people[index].kind
    if people[index].name.isBare {
      return kind == .person && !CSLQuirks.isOthers(people[index].name) || kind == .others
    }
    if people[index].name.language != nil { return false }
    switch kind {
    case .person, .others: return true
    case .organization: return !CSLQuirks.isOthers(people[index].name.literal)
    case .anonymous, .unparsed: return false
    }
  }

  /// Dates that CSL has, exact ones.
  private static func fits(_ dates: [DatedEvent]) -> Bool {
    let dates = dates.span
    for index in dates.indices {
      guard CSLTable.name(of: dates[index].kind) != nil, dates[0].kind == .issued,
        dates[index].date.value.map({ !CSLDate.isCirca($0) }) ?? true
      else { return false }
    }
    return true
  }

  /// Whether all identifiers can be written unchanged, where a reader will find them.
  static func identifiersFit(_ record: Record) -> Bool {
    let isPart = record.type.isPartOfHost
    let own = record.identifiers.span
    for index in own.indices {
      if own[index].scheme == .isbn || own[index].scheme == .issn {
        guard !isPart, IdentifierText.isPlain(own[index]) else { return false }
        continue
      }
      guard index == 0 || own[index - 1].scheme != own[index].scheme, CSLTable.name(of: own[index].scheme) != nil,
        IdentifierText.isPlain(own[index])
      else { return false }
    }
    guard let relation = record.container?.relation else { return true }
    if record.container?.hasParent == true, record.container?.parent?.identifiers.isEmpty == false { return false }
    let others = record.container?.identifiers ?? []
    return others.indices.allSatisfy { index in
      isPart && relation == .host && (others[index].scheme == .isbn || others[index].scheme == .issn)
        && IdentifierText.isPlain(others[index])
    }
  }

  private static func textsFit(_ record: Record) -> Bool {
    guard record.notes.isEmpty, record.abstracts.count < 2 else { return false }
    if !record.hasOnlyUsualParts, let event = record.event,
      event.acronym != nil || event.number != nil || event.sponsor != nil
    {
      return false
    }
    for index in record.abstracts.indices {
      guard record.abstracts[index].kind == .main, record.abstracts[index].language == nil,
        InlineMarkup.isPlain(record.abstracts[index].text)
      else { return false }
    }
    return fit(record.keywords)
  }

  /// Whether CSL can hold all of each keyword.
  static func fit(_ keywords: [Keyword]) -> Bool { keywords.indices.allSatisfy { fits(keywords, at: $0) } }

  /// Whether a keyword is only text, without a comma or semicolon and without space at its ends.
  private static func fits(_ keywords: [Keyword], at index: Int) -> Bool {
    guard keywords[index].scheme == nil, keywords[index].language == nil, !keywords[index].isMajor else { return false }
    return CSLQuirks.isPlainKeyword(keywords[index].text)
  }
}
