import CitemillCore

/// Turns a record into one that CSL-JSON can hold, and reports what that loses.
///
/// Each group has its step. If several values become one string, the step reads that string as the reader
/// would and takes the result, so that it cannot be wrong about it.
struct CSLNarrowing {
  /// What CSL-JSON can hold.
  static let expressible = FieldSet(
    CSLTable.fields.paths()
      + CSLTable.customVariables.map { .variable($0) }
      + CSLTable.customSchemes.map { FieldPath(.identifiers, $0.rawValue) }
      + [IdentifierScheme.isbn, .issn].map { FieldPath(.identifiers, $0.rawValue, in: .host) }
      + [FieldPath(.nativeFields, CSLTable.format)],
    except: [Facet.affiliations, .identifiers, .flags, .email, .alternativeNames, .members, .language, .roles]
      .map { FieldPath(.contributors, facet: $0) }
      + [
        FieldPath(.titles, facet: .language), FieldPath(.abstracts, facet: .language),
        FieldPath(.notes, facet: .marks), FieldPath(.keywords, facet: .scheme), FieldPath(.keywords, facet: .language),
        FieldPath(.keywords, facet: .major), FieldPath(.dates, facet: .qualifier),
      ])

  /// The record that is written instead of one that does not fit, or nil for one that does.
  static func narrowed(_ record: Record, _ report: inout LossReport) -> Record? {
    var work = CSLNarrowing(record: record)
    work.narrowType(&report)
    work.narrowContainers(&report)
    work.record.titles = work.fitted(work.record.titles, .own, &report)
    work.narrowContributors(&report)
    work.narrowDates(&report)
    work.narrowIdentifiers(&report)
    work.narrowTexts(&report)
    work.narrowKeywords(&report)
    work.dropTheRest(&report)
    return work.hasChanged ? work.record : nil
  }

  private var record: Record
  private var hasChanged = false

  private init(record: Record) { self.record = record }

  private mutating func lose(
    _ report: inout LossReport, _ path: FieldPath, _ kind: Loss.Kind, into place: FieldPath? = nil
  ) {
    report.lose(path, kind, into: place)
    hasChanged = true
  }

  // MARK: - Type and titles

  private mutating func narrowType(_ report: inout LossReport) {
    let isPreprint = record.isEvidentlyPreprint
    guard record.type.cslType != record.type || isPreprint else { return }
    // Read back as what it is (`CSLDecoder`).
    if record.type == .preprint, isPreprint {
      record.type = .article
      hasChanged = true
      return
    }
    lose(&report, FieldPath(.type), .retyped)
    record.type = record.type.cslType
  }

  /// One title of each kind that CSL has in the tier; a subtitle and an addition are appended to the main
  /// one.
  private mutating func fitted(_ titles: [Title], _ tier: FieldPath.Tier, _ report: inout LossReport) -> [Title] {
    if CSLFit.fits(titles, tier) { return titles }
    var kept: [Title] = []
    for var title in titles {
      let path = FieldPath(.titles, title.kind.rawValue, in: tier)
      if title.language != nil {
        lose(&report, FieldPath(.titles, title.kind.rawValue, in: tier, facet: .language), .dropped)
        title.language = nil
      }
      // No citation has such a subtitle: `International weekly journal of science`.
      if title.kind == .sub, tier == .host, record.type == .articleJournal, Self.describesJournal(title.text.plain) {
        lose(&report, path, .dropped)
        continue
      }
      if title.kind == .sub || title.kind == .addon {
        lose(&report, path, .flattened)
        if let main = kept.firstIndex(where: { $0.kind == .main }) {
          kept[main].text.goOn(with: title.text, after: title.kind == .sub ? ":" : ".")
          continue
        }
        title.kind = .main
      }
      guard CSLTable.name(of: title.kind, tier) != nil, !kept.contains(where: { $0.kind == title.kind }) else {
        lose(&report, path, .dropped)
        continue
      }
      kept.insert(title)
    }
    for index in kept.indices {
      fit(&kept[index].text, FieldPath(.titles, kept[index].kind.rawValue, in: tier, facet: .marks), &report)
    }
    return kept.filter { !$0.text.isEmpty }
  }

  /// Whether a subtitle describes what kind of journal this is, rather than naming it.
  private static func describesJournal(_ subtitle: String) -> Bool {
    subtitle.utf8.split(separator: UInt8(ascii: " ")).contains { word in
      journalWords.contains(String(decoding: word.map(\.lowercased), as: UTF8.self))
    }
  }

  private static let journalWords: Set<String> = [
    "journal", "magazine", "periodical", "review", "revue", "zeitschrift",
  ]

  /// Keeps the marks that have a tag.
  private mutating func fit(_ text: inout RichText, _ path: FieldPath, _ report: inout LossReport) {
    if text.marks.isEmpty || InlineMarkup.comesBack(text) { return }
    var fitted = text
    fitted.marks.removeAll { !InlineMarkup.isExpressible($0.kind) }
    if !InlineMarkup.comesBack(fitted) { fitted = InlineMarkup.read(InlineMarkup.write(fitted)) }
    if fitted.marks.count == text.marks.count, fitted == text { return }
    lose(&report, path, .flattened)
    text = fitted
  }

  // MARK: - Containers

  /// One host and one series, with title and number. Their contributors become contributors of the work.
  private mutating func narrowContainers(_ report: inout LossReport) {
    takeIssue(&report)
    if CSLFit.fits(record.container) { return }
    var host = record.container(.host)
    var series = record.container(.series)
    if let outer = host?.parent, outer.relation == .host { takeVolume(of: &host, in: outer, &report) }
    if chainLength(record.container) > (host == nil ? 0 : 1) + (series == nil ? 0 : 1) {
      lose(&report, FieldPath(.container, facet: .many), .dropped)
    }
    // A reader puts the series around the host.
    if host != nil, series != nil, record.container?.relation == .series {
      lose(&report, FieldPath(.container, facet: .order), .narrowed)
    }
    narrow(&host, .host, &report)
    narrow(&series, .series, &report)
    rebuild(host, series)
  }

  /// For a volume of a work in several volumes, the title of that work becomes the container's, and its own
  /// becomes the volume title.
  private mutating func takeVolume(of host: inout Container?, in outer: Container, _ report: inout LossReport) {
    guard let own = host?.titles.first(where: { $0.kind == .main }), outer.titles.contains(where: { $0.kind == .main }),
      !record.titles.contains(where: { $0.kind == .volume })
    else { return }
    lose(
      &report, FieldPath(.titles, Title.Kind.main.rawValue, in: .host), .retyped,
      into: FieldPath(.titles, Title.Kind.volume.rawValue))
    record.titles.insert(Title(own.text, kind: .volume, language: own.language))
    host?.titles = outer.titles
  }

  /// An issue with a title of its own is cited like an article: its title, and that of the journal as the
  /// container.
  private mutating func takeIssue(_ report: inout LossReport) {
    guard record.type == .periodical, var host = record.container, host.relation == .host, host.titles.count == 1,
      let issue = host.titles.first(where: { $0.kind == .issue }),
      let own = record.titles.first(where: { $0.kind == .main })
    else { return }
    lose(&report, FieldPath(.type), .retyped)
    lose(
      &report, FieldPath(.titles, Title.Kind.main.rawValue), .retyped,
      into: FieldPath(.titles, Title.Kind.main.rawValue, in: .host))
    lose(
      &report, FieldPath(.titles, Title.Kind.issue.rawValue, in: .host), .retyped,
      into: FieldPath(.titles, Title.Kind.main.rawValue))
    record.type = .articleJournal
    record.titles.removeAll { $0.kind == .main }
    record.titles.insert(Title(issue.text, kind: .main, language: issue.language))
    host.titles = [own]
    record.container = host
  }

  private func chainLength(_ container: Container?) -> Int {
    var length = 0
    var next = container
    while let here = next {
      length += 1
      next = here.parent
    }
    return length
  }

  private mutating func narrow(_ container: inout Container?, _ tier: FieldPath.Tier, _ report: inout LossReport) {
    guard var here = container else { return }
    here.parent = nil
    if here.type != nil {
      lose(&report, FieldPath(.type, in: tier), .dropped)
      here.type = nil
    }
    here.titles = fitted(here.titles, tier, &report)
    for contributor in here.contributors {
      for role in contributor.roles {
        lose(&report, FieldPath(.contributors, role.rawValue, in: tier), .flattened, into: FieldPath(.contributors))
        var moved = contributor
        moved.roles = [CSLTable.role(role, of: tier)]
        record.contributors.append(moved)
      }
    }
    here.contributors = []
    for entry in here.variables.entries where !(tier == .series && entry.variable == .number) {
      lose(&report, .variable(entry.variable, in: tier), .dropped)
      here.variables[entry.variable] = nil
    }
    container = here
  }

  /// Combines host and series as a reader does; one that has become empty is left out.
  private mutating func rebuild(_ host: Container?, _ series: Container?) {
    let outer = series.flatMap { $0.isEmpty ? nil : $0 }
    guard var inner = host, !inner.isEmpty else {
      record.container = outer
      return
    }
    inner.parent = outer
    record.container = inner
  }

  // MARK: - Contributors

  /// One role each, grouped by role, with only the name.
  private mutating func narrowContributors(_ report: inout LossReport) {
    if CSLFit.fit(record.contributors), isGrouped(record.contributors) { return }
    let named = record.contributors.filter { one in
      one.kind == .others || one.kind == .anonymous || !CSLQuirks.isBlank(one.name)
    }
    if named.count < record.contributors.count {
      for one in record.contributors where !named.contains(one) {
        lose(&report, FieldPath(.contributors, one.roles.first?.rawValue), .dropped)
      }
      record.contributors = named
    }
    var split: [Contributor] = []
    split.reserveCapacity(record.contributors.count)
    for index in record.contributors.indices {
      let roles = record.contributors[index].roles
      if roles.count == 1, CSLTable.name(of: roles[0]) != nil {
        split.append(fitted(record.contributors[index], &report))
        continue
      }
      let known = fitted(roles, &report)
      let plain = fitted(record.contributors[index], &report)
      for role in known {
        var one = plain
        one.roles = [role]
        split.append(one)
      }
    }
    if !isGrouped(split) {
      lose(&report, FieldPath(.contributors, facet: .order), .narrowed)
      var order: [Role] = []
      for one in split where !order.contains(one.roles[0]) { order.append(one.roles[0]) }
      split = order.flatMap { role in split.filter { $0.roles[0] == role } }
    }
    record.contributors = split
  }

  /// The roles of a contributor that CSL has.
  private mutating func fitted(_ roles: [Role], _ report: inout LossReport) -> [Role] {
    var fitted: [Role] = []
    for role in roles {
      var known = role
      if CSLTable.name(of: role) == nil {
        // A role that CSL knows is more specific for the same name.
        if roles.contains(where: { CSLTable.name(of: $0) != nil }) { continue }
        if role == .editorTranslator {
          // Processors treat a name in both lists as one.
          lose(&report, FieldPath(.contributors, role.rawValue), .narrowed)
          fitted += [.editor, .translator].filter { !fitted.contains($0) }
          continue
        }
        lose(&report, FieldPath(.contributors, role.rawValue), .retyped)
        known = .contributor
      }
      if !fitted.contains(known) { fitted.append(known) }
    }
    if roles.count > 1 {
      lose(&report, FieldPath(.contributors, roles.first?.rawValue, facet: .roles), .narrowed)
    }
    return fitted
  }

  private func isGrouped(_ contributors: [Contributor]) -> Bool {
    var seen: [Role] = []
    for index in contributors.indices {
      guard let role = contributors[index].roles.first, seen.last != role else { continue }
      if seen.contains(role) { return false }
      seen.append(role)
    }
    return true
  }

  /// The contributor with only a name that CSL can hold.
  private mutating func fitted(_ contributor: Contributor, _ report: inout LossReport) -> Contributor {
    func path(_ facet: Facet) -> FieldPath {
      FieldPath(.contributors, contributor.roles.first?.rawValue, facet: facet)
    }
    if !contributor.isBare {
      if !contributor.affiliations.isEmpty { lose(&report, path(.affiliations), .dropped) }
      if !contributor.identifiers.isEmpty { lose(&report, path(.identifiers), .dropped) }
      if !contributor.flags.isEmpty { lose(&report, path(.flags), .dropped) }
      if contributor.email != nil { lose(&report, path(.email), .dropped) }
      if !contributor.alternativeNames.isEmpty { lose(&report, path(.alternativeNames), .dropped) }
      if !contributor.members.isEmpty { lose(&report, path(.members), .dropped) }
    }
    var result = Contributor(contributor.kind, name: contributor.name, roles: contributor.roles)
    if !result.name.isBare, result.name.language != nil {
      lose(&report, path(.language), .dropped)
      result.name.language = nil
    }
    switch result.kind {
    case .person, .others: break
    case .anonymous:
      lose(&report, path(.isAnonymous), .flattened)
      result.kind = .organization
      result.name.literal = "Anonymous"
    case .unparsed:
      lose(&report, path(.nameParts), .narrowed)
      result.kind = .organization
    case .organization: break
    }
    if result.kind == .organization && CSLQuirks.isOthers(result.name.literal)
      || result.kind == .person && CSLQuirks.isOthers(result.name)
    {
      lose(&report, path(.kind), .retyped)
      result.kind = .others
      result.name = PersonName()
    }
    return result
  }

  // MARK: - Dates

  /// The six dates of CSL. If a work has no date of publication, the date when it was printed, put online or
  /// posted becomes that.
  private mutating func narrowDates(_ report: inout LossReport) {
    if record[date: .issued] == nil,
      let first = [DateKind.print, .online, .posted, .copyright].first(where: { record[date: $0] != nil })
    {
      lose(&report, FieldPath(.dates, first.rawValue), .retyped)
      record[date: .issued] = record[date: first]
      record[date: first] = nil
    }
    for dated in record.dates {
      if CSLTable.name(of: dated.kind) == nil {
        lose(&report, FieldPath(.dates, dated.kind.rawValue), .dropped)
        record[date: dated.kind] = nil
      } else if let value = dated.date.value {
        let narrowed = CSLDate.narrowed(value)
        if narrowed == value { continue }
        lose(&report, FieldPath(.dates, dated.kind.rawValue, facet: .qualifier), .narrowed)
        record[date: dated.kind] = PartialDate(narrowed, literal: dated.date.literal)
      }
    }
  }

  // MARK: - Identifiers

  private mutating func narrowIdentifiers(_ report: inout LossReport) {
    if CSLFit.identifiersFit(record) { return }
    // The numbers of the tier where a reader will put them are preferred to those of other tiers.
    let tiers: [FieldPath.Tier] = record.type.isPartOfHost ? [.host, .own, .series] : [.own, .host, .series]
    let isbn = takeNumbers([.isbn], tiers, &report)
    let issn = takeNumbers([.issn, .eissn, .issnL], tiers, &report)
    narrowContainerIdentifiers(&report)
    var kept: [Identifier] = []
    for identifier in record.identifiers {
      let scheme = identifier.scheme
      if CSLTable.customSchemes.contains(scheme) {
        kept.append(identifier)
        continue
      }
      guard CSLTable.name(of: scheme) != nil, !kept.contains(where: { $0.scheme == scheme }) else {
        lose(&report, FieldPath(.identifiers, scheme.rawValue), .dropped)
        continue
      }
      let read = IdentifierText.read(scheme, identifier.value)
      guard read.count == 1, read[0].scheme == scheme, IdentifierText.comesBack(read[0]) else {
        lose(&report, FieldPath(.identifiers, scheme.rawValue), .dropped)
        continue
      }
      if read[0] != identifier { lose(&report, FieldPath(.identifiers, scheme.rawValue), .narrowed) }
      kept.append(read[0])
    }
    if hasChanged { record.identifiers = kept }
    for number in isbn + issn { record.put(number, at: .identifier(number.scheme)) }
  }

  /// Removes the numbers of some schemes from all tiers and returns those of the first tier that has some, as
  /// a reader will find them.
  private mutating func takeNumbers(
    _ schemes: [IdentifierScheme], _ tiers: [FieldPath.Tier], _ report: inout LossReport
  ) -> [Identifier] {
    var chosen: [String] = []
    for tier in tiers {
      let found = remove(schemes, from: tier)
      if found.isEmpty { continue }
      let isChosen = chosen.isEmpty
      for identifier in found {
        let path = FieldPath(.identifiers, identifier.scheme.rawValue, in: tier)
        let isKnown = chosen.contains { $0.hasSameBytes(as: identifier.value) }
        if !isChosen || isKnown && identifier.scheme != schemes[0] {
          lose(&report, path, .dropped)
          continue
        }
        let place = FieldPath(.identifiers, schemes[0].rawValue, in: tiers[0])
        if identifier.scheme != schemes[0] {
          lose(&report, path, .narrowed, into: place)
        } else if tier != tiers[0] {
          lose(&report, path, .retyped, into: place)
        }
        chosen.append(identifier.value)
      }
    }
    func read(_ values: [String]) -> [Identifier] {
      values.isEmpty ? [] : IdentifierText.read(schemes[0], values.joined(separator: ", "))
    }
    let wanted = chosen.map { Identifier(schemes[0], $0) }
    var found = read(chosen)
    if found == wanted { return found }
    lose(&report, FieldPath(.identifiers, schemes[0].rawValue, in: tiers[0]), .narrowed)
    found.removeAll { $0.scheme != schemes[0] }
    // A keyword that would be read differently among others is left out.
    if read(found.map(\.value)) != found { found.removeAll { !IdentifierText.isPlain($0) } }
    return found
  }

  private mutating func remove(_ schemes: [IdentifierScheme], from tier: FieldPath.Tier) -> [Identifier] {
    func split(_ list: inout [Identifier]) -> [Identifier] {
      let found = list.filter { schemes.contains($0.scheme) }
      if !found.isEmpty { list.removeAll { schemes.contains($0.scheme) } }
      return found
    }
    if tier == .own { return split(&record.identifiers) }
    guard record.container(of: tier) != nil else { return [] }
    var found: [Identifier] = []
    record.inTier(tier) { found = split(&$0.identifiers) }
    return found
  }

  /// Removes what else identifies host and series, and the two themselves if nothing is left of them.
  private mutating func narrowContainerIdentifiers(_ report: inout LossReport) {
    guard record.container != nil else { return }
    for tier in [FieldPath.Tier.host, .series] {
      guard let container = record.container(of: tier) else { continue }
      for identifier in container.identifiers {
        lose(&report, FieldPath(.identifiers, identifier.scheme.rawValue, in: tier), .dropped)
      }
      record.inTier(tier) { $0.identifiers = [] }
    }
    var host = record.container(.host)
    var series = record.container(.series)
    host?.parent = nil
    series?.parent = nil
    rebuild(host, series)
  }

  // MARK: - Texts

  private mutating func narrowTexts(_ report: inout LossReport) {
    narrowPages(&report)
    for variable in [Variable.language, .originalLanguage] {
      guard let language = record[variable], !LanguageText.comesBack(language) else { continue }
      lose(&report, .variable(variable), .narrowed)
      record[variable] = LanguageText.tag(language)
    }
    narrowEvent(&report)
    narrowAbstracts(&report)
    narrowNotes(&report)
  }

  /// Pages that are the number of the article become the article number.
  private mutating func narrowPages(_ report: inout LossReport) {
    if let pages = record.pages, !PageText.isPlain(pages) {
      switch PageText.read(pages) {
      case .pages(pages): break
      case .pages(let other) where PageText.comesBack(other):
        lose(&report, .variable(.pages), .narrowed)
        record[.pages] = other
      case .article where record.variables.contains(.articleNumber): break
      case .article(let number):
        lose(&report, .variable(.pages), .retyped, into: .variable(.articleNumber))
        record[.pages] = nil
        record[.articleNumber] = number
      case .pages, .nothing:
        lose(&report, .variable(.pages), .dropped)
        record[.pages] = nil
      }
    }
    guard CSLQuirks.hasNumberAsPages(record) else { return }
    lose(&report, .variable(.pages), .dropped)
    record[.pages] = nil
  }

  private mutating func narrowEvent(_ report: inout LossReport) {
    guard let event = record.event else { return }
    let plain = Event(title: event.title, place: event.place)
    if plain == event { return }
    lose(&report, FieldPath(.event), .narrowed)
    record.event = plain.isEmpty ? nil : plain
  }

  private mutating func narrowAbstracts(_ report: inout LossReport) {
    guard var first = record.abstracts.first(where: { $0.kind == .main }) ?? record.abstracts.first else { return }
    for other in record.abstracts.dropFirst() {
      lose(&report, FieldPath(.abstracts, other.kind.rawValue, facet: .many), .dropped)
    }
    if first.kind != .main {
      lose(&report, FieldPath(.abstracts, first.kind.rawValue), .retyped)
      first.kind = .main
    }
    if first.language != nil {
      lose(&report, FieldPath(.abstracts, facet: .language), .dropped)
      first.language = nil
    }
    fit(&first.text, FieldPath(.abstracts, facet: .marks), &report)
    // A note that looks like elements would be read as their text.
    let read = InlineMarkup.readAbstract(InlineMarkup.write(first.text))
    if read != first.text {
      lose(&report, FieldPath(.abstracts, Abstract.Kind.main.rawValue), .narrowed)
      first.text = read
      fit(&first.text, FieldPath(.abstracts, facet: .marks), &report)
    }
    if hasChanged { record.abstracts = [first] }
  }

  private mutating func narrowNotes(_ report: inout LossReport) {
    guard !record.notes.isEmpty else { return }
    var read = Record()
    _ = CSLQuirks.readNote(CSLQuirks.joined(record.notes), into: &read, hasKey: false)
    if let annotation = record.notes.first(where: { $0.kind == .annotation }) {
      read.notes.append(Note(RichText(annotation.text.plain), kind: .annotation))
    }
    if read.notes == record.notes { return }
    lose(&report, FieldPath(.notes), .narrowed)
    record.notes = read.notes
  }

  private mutating func narrowKeywords(_ report: inout LossReport) {
    if CSLFit.fit(record.keywords) { return }
    for keyword in record.keywords {
      if keyword.scheme != nil { lose(&report, FieldPath(.keywords, facet: .scheme), .dropped) }
      if keyword.language != nil { lose(&report, FieldPath(.keywords, facet: .language), .dropped) }
      if keyword.isMajor { lose(&report, FieldPath(.keywords, facet: .major), .dropped) }
    }
    let read = CSLQuirks.keywords(CSLQuirks.joined(record.keywords))
    if !read.hasSameBytes(as: record.keywords.map(\.text)) { lose(&report, FieldPath(.keywords), .narrowed) }
    if hasChanged { record.keywords = read.map { Keyword($0) } }
  }

  // MARK: - Values without a place

  private mutating func dropTheRest(_ report: inout LossReport) {
    for _ in record.licences.indices { lose(&report, FieldPath(.licences), .dropped) }
    for _ in record.funding.indices { lose(&report, FieldPath(.funding), .dropped) }
    for index in record.relations.indices {
      lose(&report, FieldPath(.relations, record.relations[index].type), .dropped)
    }
    for _ in record.references.indices { lose(&report, FieldPath(.references), .dropped) }
    for _ in record.files.indices { lose(&report, FieldPath(.files), .dropped) }
    record.removeRarePartsButEvent()
  }
}
