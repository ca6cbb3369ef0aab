import CitemillCore

/// Several records of one work as one: the fullest record, with the fuller value in each field, and with the
/// values that only the others have.
///
/// Preferred are more authors to fewer, given names to initials, diacritics to ASCII, mixed case to capitals,
/// a longer abstract to a shorter one, any value to a placeholder, the year of most records to others, an exact
/// date to a year, full to abbreviated pages, a valid identifier to an invalid one, a title with a mark of
/// retraction to one without. Keywords, identifiers, files and notes are combined.
struct RecordUnion {
  /// How the records of a work are merged.
  enum Keeping: String, Sendable, CaseIterable {
    /// One record with the values of all.
    case merged = "merge"
    /// The first of them, unchanged.
    case first
    /// The fullest one, unchanged.
    case fullest
  }

  private(set) var record: Record
  /// The index of the record into which the others were merged.
  let base: Int
  private(set) var taken: [(field: Field, from: Int)] = []
  /// What its lists contain, so that thousands of records are merged in time proportional to their content.
  private var known: KnownValues

  init(_ records: [PlacedRecord], keeping: Keeping = .merged) {
    var best = 0
    for index in records.indices
    where keeping != .first && Self.fullness(records[index].record) > Self.fullness(records[best].record) {
      best = index
    }
    base = best
    record = records[best].record
    known = KnownValues(of: record)
    // The sources where a work was found are those of all its records, in order, whichever record is kept.
    record.origin.sources = []
    for one in records { record.origin.addSources(one.record.origin.sources) }
    if keeping != .merged {
      for (index, other) in records.enumerated() where index != best { _ = takeRetraction(from: other.record) }
      return
    }
    settleDates(of: records)
    for (index, other) in records.enumerated() where index != best {
      let before = taken.count
      fill(from: other.record, index)
      for (field, _) in taken[before...] {
        record.assurances.append(
          Assurance(field.rawValue, .likely, reason: "taken from \(other.place) in merging records"))
      }
    }
  }

  /// How full a record is; one with a DOI is preferred, and one that was built by inference comes last.
  private static func fullness(_ record: Record) -> Int {
    var points = record.doi == nil ? 0 : 40
    points += record.titles.count + record.contributors.count.bounded(by: 10) + record.dates.count * 2
    points += record.identifiers.count * 2 + record.variables.entries.count * 2 + record.abstracts.count * 5
    points += record.keywords.count.bounded(by: 5) + record.type.isKnown * 3
    if let host = record.container {
      points += host.titles.count * 2 + host.identifiers.count + host.variables.entries.count
      points += (host.title()?.utf8.count ?? 0).bounded(by: 40) / 8
    }
    points += record.contributors.reduce(0) { $0 + (($1.name.given?.utf8.count ?? 0) > 2 ? 1 : 0) }.bounded(by: 5)
    return points
  }

  // MARK: - Filling up

  private mutating func fill(from other: Record, _ index: Int) {
    if record.type == .document, other.type != .document {
      record.type = other.type
      taken.append((.type, index))
    }
    if record.key == nil || record.isKeyGenerated, let key = other.key, !other.isKeyGenerated {
      record.key = key
      record.isKeyGenerated = false
      taken.append((.key, index))
    }
    note(.titles, index, fillTitles(from: other))
    note(.contributors, index, fillContributors(from: other))
    note(.dates, index, fillDates(from: other))
    note(.identifiers, index, fillIdentifiers(from: other))
    note(.variables, index, Self.fill(&record.variables, from: other.variables))
    note(.container, index, fillContainer(from: other))
    if record.event == nil, other.event != nil {
      record.event = other.event
      note(.event, index, true)
    }
    note(.abstracts, index, fillAbstracts(from: other))
    note(.notes, index, Self.append(other.notes, to: &record.notes, &known.notes))
    let keywords = other.keywords.filter { known.keywords.insert(Folding.folded($0.text)).inserted }
    if !keywords.isEmpty { record.keywords += keywords }
    note(.keywords, index, !keywords.isEmpty)
    if !other.hasOnlyUsualParts { fillRareParts(from: other, index) }
    note(.nativeFields, index, Self.append(other.nativeFields, to: &record.nativeFields, &known.nativeFields))
  }

  private mutating func fillRareParts(from other: Record, _ index: Int) {
    note(.licences, index, Self.append(other.licences, to: &record.licences, &known.licences))
    if record.funding.isEmpty, !other.funding.isEmpty {
      record.funding = other.funding
      note(.funding, index, true)
    }
    note(.relations, index, Self.append(other.relations, to: &record.relations, &known.relations))
    if record.references.isEmpty, !other.references.isEmpty {
      record.references = other.references
      note(.references, index, true)
    }
    note(.files, index, Self.append(other.files, to: &record.files, &known.files))
  }

  /// Notes a field to which a record added something.
  private mutating func note(_ field: Field, _ index: Int, _ hasChanged: Bool) {
    if hasChanged { taken.append((field, index)) }
  }

  /// Replaces a title by one with a mark of retraction, which readers of the record must see.
  private mutating func takeRetraction(from other: Record) -> Bool {
    guard let index = record.titles.firstIndex(where: { $0.kind == .main }),
      let marked = other.titles.first(where: { $0.kind == .main && RetractionMark.isIn($0.text.plain) }),
      !RetractionMark.isIn(record.titles[index].text.plain)
    else { return false }
    record.titles[index] = marked
    let words = Folding.words(marked.text.plain)
    record.titles.removeAll { $0.kind == .sub && Self.isPart(Folding.words($0.text.plain), of: words) }
    known.titles = Set(record.titles.map(TitleName.init))
    return true
  }

  /// Whether the words of a subtitle are among those of a title, one after the other.
  private static func isPart(_ words: [[UInt8]], of others: [[UInt8]]) -> Bool {
    !words.isEmpty && others.indices.contains { others[$0...].starts(with: words) }
  }

  private mutating func fillTitles(from other: Record) -> Bool {
    var hasChanged = takeRetraction(from: other)
    hasChanged = hasChanged || Self.complete(&record.titles, from: other.titles, isFuller: Self.isFullerTitle)
    // A title that includes its subtitle does not get another one.
    for title in other.titles where title.kind != .sub && !title.text.isEmpty {
      if !known.titles.insert(TitleName(title)).inserted { continue }
      record.add(title)
      hasChanged = true
    }
    return hasChanged
  }

  /// A list with more authors replaces another; the details about each author are added to the name that
  /// remains.
  private mutating func fillContributors(from other: Record) -> Bool {
    if other.contributors.isEmpty { return false }
    if record.contributors.isEmpty {
      record.contributors = other.contributors
      return true
    }
    let before = record.contributors
    var rest = other.contributors
    if Self.authors(rest) > Self.authors(record.contributors) {
      swap(&record.contributors, &rest)
    }
    Self.complete(&record.contributors, from: rest)
    let roles = Set(record.contributors.flatMap(\.roles))
    record.contributors += rest.filter { $0.kind != .others && roles.isDisjoint(with: $0.roles) }
    return record.contributors != before
  }

  /// How many authors a list has.
  private static func authors(_ contributors: [Contributor]) -> Int {
    contributors.count { one in
      guard one.roles.contains(.author), one.kind != .others, one.kind != .anonymous else { return false }
      return one.name.given != nil || !Placeholder.isOne(one.name.family ?? one.name.literal ?? "")
    }
  }

  /// Sets each date to the year that most records have, with the most exact date of these records. If several
  /// years are equally frequent, the most exact date is used, and among equally exact ones that of the fullest
  /// record.
  private mutating func settleDates(of records: [PlacedRecord]) {
    let order = [base] + records.indices.filter { $0 != base }
    for kind in Self.kindsWithSeveralYears(records) {
      var votes: [Int: Int] = [:]
      for one in records { if let year = Self.point(one.record, kind)?.year { votes[year, default: 0] += 1 } }
      let most = votes.values.max() ?? 0
      var best: (index: Int, exactness: Int)?
      for index in order {
        guard let point = Self.point(records[index].record, kind), votes[point.year] == most else { continue }
        if Self.exactness(point) > best?.exactness ?? -1 { best = (index, Self.exactness(point)) }
      }
      guard let index = best?.index, index != base, let date = records[index].record[date: kind] else { continue }
      record[date: kind] = date
      note(.dates, index, true)
      record.assurances.append(
        Assurance(
          Field.dates.rawValue, .likely, reason: "taken from \(records[index].place) in merging records"))
    }
  }

  private static func kindsWithSeveralYears(_ records: [PlacedRecord]) -> [DateKind] {
    var years: [(kind: DateKind, year: Int, hasSeveral: Bool)] = []
    for one in records {
      for dated in one.record.dates {
        guard let year = dated.date.value?.firstPoint?.year else { continue }
        if let place = years.firstIndex(where: { $0.kind == dated.kind }) {
          years[place].hasSeveral = years[place].hasSeveral || years[place].year != year
        } else {
          years.append((dated.kind, year, false))
        }
      }
    }
    return years.filter(\.hasSeveral).map(\.kind)
  }

  private static func point(_ record: Record, _ kind: DateKind) -> EDTF.Point? { record[date: kind]?.value?.firstPoint }

  /// 3 for a day, 2 for a month, 1 for a season, 0 for a year.
  private static func exactness(_ point: EDTF.Point) -> Int {
    if point.month <= 0 { return 0 }
    if point.season != nil { return 1 }
    return point.day > 0 ? 3 : 2
  }

  private mutating func fillDates(from other: Record) -> Bool {
    var hasChanged = false
    for dated in other.dates {
      if let own = record[date: dated.kind], !Self.isMoreExact(dated.date, than: own) { continue }
      record[date: dated.kind] = dated.date
      hasChanged = true
    }
    return hasChanged
  }

  /// Whether a date has the month or day that another of the same year or month lacks, or a year if the other
  /// has none.
  private static func isMoreExact(_ other: PartialDate, than one: PartialDate) -> Bool {
    guard let point = other.value?.firstPoint else { return false }
    guard let own = one.value?.firstPoint else { return true }
    guard own.year == point.year, one.value?.end == nil else { return false }
    if own.month <= 0 { return point.month > 0 && point.season == nil }
    if own.season != nil { return point.month > 0 && point.season == nil && point.day > 0 }
    return own.month == point.month && own.day <= 0 && point.day > 0
  }

  /// A longer abstract of one kind and language replaces another.
  private mutating func fillAbstracts(from other: Record) -> Bool {
    var hasChanged = false
    for one in other.abstracts where !Placeholder.isOne(one.text.plain) {
      guard
        let place = record.abstracts.firstIndex(where: {
          $0.kind == one.kind && ($0.language ?? "") == (one.language ?? "")
        })
      else {
        record.abstracts.append(one)
        hasChanged = true
        continue
      }
      let own = record.abstracts[place].text.plain
      guard Placeholder.isOne(own) || one.text.plain.utf8.count > own.utf8.count else { continue }
      record.abstracts[place] = one
      hasChanged = true
    }
    return hasChanged
  }

  private mutating func fillContainer(from other: Record) -> Bool {
    guard other.container != nil else { return false }
    let before = record.container
    Self.add(other.container, to: &record)
    return record.container != before
  }

  /// Adds to the contributors what another list has in full: given names for initials, diacritics,
  /// identifiers and affiliations.
  private static func complete(_ contributors: inout [Contributor], from others: [Contributor]) {
    for (index, other) in others.enumerated() {
      // At the same index, or else where the list continues.
      guard index < contributors.count, contributors[index] != other,
        FullerName.areOne(contributors[index].name, other.name)
      else { continue }
      contributors[index].name = FullerName.completed(contributors[index].name, by: other.name)
      if other.isBare { continue }
      if contributors[index].affiliations.isEmpty, !other.affiliations.isEmpty {
        contributors[index].affiliations = other.affiliations
      }
      for one in other.identifiers where !contributors[index].identifiers.contains(where: { $0.scheme == one.scheme }) {
        contributors[index].identifiers.append(one)
      }
      if contributors[index].email == nil, let email = other.email { contributors[index].email = email }
      if !other.flags.isSubset(of: contributors[index].flags) { contributors[index].flags.formUnion(other.flags) }
    }
  }

  /// Puts a fuller form of the main title in its place.
  private static func complete(
    _ titles: inout [Title], from others: [Title], isFuller: (String, String) -> Bool
  ) -> Bool {
    guard let index = titles.firstIndex(where: { $0.kind == .main }),
      let other = others.first(where: { $0.kind == .main })
    else { return false }
    let hasSubtitle = titles.contains { $0.kind == .sub }
    if !isFuller(other.text.plain, titles[index].text.plain) { return false }
    // A title with its subtitle beside it is not replaced by one that includes it.
    let isLonger = Folding.letters(other.text.plain).count > Folding.letters(titles[index].text.plain).count
    if hasSubtitle, isLonger { return false }
    titles[index] = other
    return true
  }

  /// Whether a title is a fuller form of another: with its subtitle, in mixed case, with diacritics and
  /// markup.
  private static func isFullerTitle(_ other: String, than one: String) -> Bool {
    if other.hasSameBytes(as: one) { return false }
    if Placeholder.isOne(one) != Placeholder.isOne(other) { return Placeholder.isOne(one) }
    if RetractionMark.isIn(one), !RetractionMark.isIn(other) { return false }
    let (own, full) = (Folding.words(one), Folding.words(other))
    if own.joined().elementsEqual(full.joined()) { return FullerText.isBetterForm(other, than: one) }
    return full.count > own.count && full.starts(with: own)
      && (FullerText.isShouted(one) || !FullerText.isShouted(other))
  }

  /// Appends what is not there yet, and returns whether anything was appended.
  private static func append<Value: Hashable>(
    _ others: [Value], to values: inout [Value], _ known: inout Set<Value>
  ) -> Bool {
    if others.isEmpty { return false }
    let fresh = others.filter { !known.contains($0) }
    if fresh.isEmpty { return false }
    values += fresh
    known.formUnion(fresh)
    return true
  }

  /// For a scheme that identifies a work only once, the existing value remains, unless it is not valid and
  /// another one is.
  private mutating func fillIdentifiers(from other: Record) -> Bool {
    // The number in a database belongs to the database that the record names.
    let isOfAnotherDatabase = record[.archive] != nil && other[.archive] != nil && record[.archive] != other[.archive]
    let valid = other.identifiers.filter {
      !Placeholder.isOne($0.value) && !($0.scheme == .accession && isOfAnotherDatabase)
    }
    if valid.isEmpty { return false }
    var hasChanged = false
    if known.hasFaults {
      let named = Set(valid.filter { !KnownValues.isFault($0) }.map(\.scheme))
      let count = record.identifiers.count
      record.identifiers.removeAll { named.contains($0.scheme) && KnownValues.isFault($0) }
      hasChanged = record.identifiers.count != count
      if hasChanged { known.readIdentifiers(of: record) }
    }
    for one in valid where known.identifiers.insert(IdentifierName(one)).inserted {
      record.identifiers.insert(one)
      hasChanged = true
    }
    return hasChanged
  }

  /// Adds the variables that are missing, and fuller forms of those that are there.
  private static func fill(_ variables: inout VariableList, from others: VariableList) -> Bool {
    var hasChanged = false
    for entry in others.entries {
      if let own = variables[entry.variable], !isFuller(entry.value, than: own, entry.variable) { continue }
      variables[entry.variable] = entry.value
      hasChanged = true
    }
    return hasChanged
  }

  private static func isFuller(_ other: String, than one: String, _ variable: Variable) -> Bool {
    if other.hasSameBytes(as: one) { return false }
    if Placeholder.isOne(other) { return false }
    if Placeholder.isOne(one) { return true }
    switch variable {
    case .volume, .issue, .number, .edition, .version, .articleNumber: return false
    case .pages:
      // Both ends replace the first page alone.
      let (own, full) = (Folding.words(PageText(one).plain), Folding.words(PageText(other).plain))
      // `231-238` for `231-8`.
      if own == full { return PageText(other).plain == other && PageText(one).plain != one }
      return full.count > own.count && full.starts(with: own)
    default: return FullerText.isFuller(other, than: one)
    }
  }

  /// Whether the name of a journal or book is a fuller form of another: in full, in mixed case, with
  /// diacritics.
  private static func isFullerName(_ other: String, than one: String) -> Bool {
    if other.hasSameBytes(as: one) { return false }
    if Placeholder.isOne(one) != Placeholder.isOne(other) { return Placeholder.isOne(one) }
    let (own, full) = (Folding.words(one), Folding.words(other))
    if own == full { return FullerText.isBetterForm(other, than: one) }
    return full.joined().count > own.joined().count && JournalName(one).isOne(with: JournalName(other))
  }

  private static func add(_ other: Container?, to record: inout Record) {
    guard let other else { return }
    if record.container == nil {
      record.container = other
      return
    }
    guard other.relation == .host else { return }
    record.withHost { host in
      _ = complete(&host.titles, from: other.titles, isFuller: isFullerName)
      if host.titles.isEmpty { host.titles = other.titles }
      if host.contributors.isEmpty { host.contributors = other.contributors }
      for one in other.identifiers {
        if host.identifiers.contains(where: { $0.scheme == one.scheme && $0.isValid != false }) { continue }
        if one.isValid != false { host.identifiers.removeAll { $0.scheme == one.scheme } }
        if !host.identifiers.contains(where: { $0.scheme == one.scheme }) { host.identifiers.insert(one) }
      }
      _ = fill(&host.variables, from: other.variables)
      if host.type == nil { host.type = other.type }
      if host.parent == nil { host.parent = other.parent }
    }
  }
}

/// What the lists of a merged record contain, for a check in constant time.
private struct KnownValues {
  var titles: Set<TitleName>
  var identifiers: Set<IdentifierName> = []
  /// Whether one of its identifiers is not valid, so that another may replace it.
  private(set) var hasFaults = false
  /// Keywords are compared without regard to case and diacritics.
  var keywords: Set<[UInt8]>
  var notes: Set<Note>
  var licences: Set<Licence>
  var relations: Set<Relation>
  var files: Set<FileLink>
  var nativeFields: Set<NativeField>

  init(of record: Record) {
    titles = Set(record.titles.map(TitleName.init))
    keywords = Set(record.keywords.map { Folding.folded($0.text) })
    notes = Set(record.notes)
    licences = Set(record.licences)
    relations = Set(record.relations)
    files = Set(record.files)
    nativeFields = Set(record.nativeFields)
    readIdentifiers(of: record)
  }

  mutating func readIdentifiers(of record: Record) {
    identifiers = Set(record.identifiers.map(IdentifierName.init))
    hasFaults = record.identifiers.contains(where: Self.isFault)
  }

  /// Whether an identifier is a placeholder, or not valid although its scheme has rules.
  static func isFault(_ identifier: Identifier) -> Bool {
    if Placeholder.isOne(identifier.value) { return true }
    return [.doi, .pmid, .pmcid, .isbn, .arxiv].contains(identifier.scheme) && IdentifierForms.valid(identifier) == nil
  }
}

/// What two titles of a record may not have in common.
private struct TitleName: Hashable {
  var kind: Title.Kind
  var language: Verbatim?

  init(_ title: Title) {
    kind = title.kind
    language = title.language.map { Verbatim(wrappedValue: $0) }
  }
}

/// What no two identifiers of a record may have in common: only the scheme if it identifies a work once.
private struct IdentifierName: Hashable {
  var scheme: IdentifierScheme
  var letters: [UInt8] = []

  init(_ identifier: Identifier) {
    scheme = identifier.scheme
    if ![.doi, .pmid, .pmcid].contains(scheme) { letters = Folding.letters(identifier.value) }
  }
}

extension Int {
  fileprivate func bounded(by limit: Int) -> Int { Swift.min(self, limit) }
}

extension RecordType {
  fileprivate var isKnown: Int { self == .document ? 0 : 1 }
}
