import CitemillCore

/// Several records of one work as one: the fullest, with what the others know beside it.
struct RecordUnion {
  private(set) var record: Record
  /// Which of the records is the one that was filled up.
  let base: Int
  private(set) var taken: [(field: Field, from: Int)] = []
  /// What is in its lists, so that thousands of records are merged in time proportional to what they hold.
  private var known: KnownValues

  init(_ records: [PlacedRecord]) {
    var best = 0
    for index in records.indices where Self.fullness(records[index].record) > Self.fullness(records[best].record) {
      best = index
    }
    base = best
    record = records[best].record
    known = KnownValues(of: record)
    for (index, other) in records.enumerated() where index != best {
      let before = taken.count
      fill(from: other.record, index)
      for (field, _) in taken[before...] {
        record.assurances.append(
          Assurance(field.rawValue, .likely, reason: "taken from \(other.place) in merging records"))
      }
    }
  }

  /// How much a record says; one with a DOI before others, and one that came to be by guesses behind them.
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
    note(.variables, index, Self.add(other.variables, to: &record.variables))
    note(.container, index, fillContainer(from: other))
    if record.event == nil, other.event != nil {
      record.event = other.event
      note(.event, index, true)
    }
    if record.abstracts.isEmpty {
      record.abstracts = other.abstracts
      note(.abstracts, index, !other.abstracts.isEmpty)
    }
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

  /// Takes note of a field to which a record added something.
  private mutating func note(_ field: Field, _ index: Int, _ hasChanged: Bool) {
    if hasChanged { taken.append((field, index)) }
  }

  private mutating func fillTitles(from other: Record) -> Bool {
    var hasChanged = Self.complete(&record.titles, from: other.titles) { $1.starts(with: $0) }
    // A title with a subtitle inside has no place for another.
    for title in other.titles where title.kind != .sub && !title.text.isEmpty {
      if !known.titles.insert(TitleName(title)).inserted { continue }
      record.add(title)
      hasChanged = true
    }
    return hasChanged
  }

  private mutating func fillContributors(from other: Record) -> Bool {
    if !record.contributors.isEmpty { return Self.complete(&record.contributors, from: other.contributors) }
    record.contributors = other.contributors
    return !other.contributors.isEmpty
  }

  private mutating func fillDates(from other: Record) -> Bool {
    var hasChanged = false
    for dated in other.dates where record[date: dated.kind] == nil {
      record[date: dated.kind] = dated.date
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

  /// Gives the contributors the given names that another record has in full where they have initials.
  private static func complete(_ contributors: inout [Contributor], from others: [Contributor]) -> Bool {
    var hasChanged = false
    for (index, other) in others.enumerated() where index < contributors.count {
      let one = contributors[index].name
      guard one.family != nil, let full = other.name.given, let given = one.given,
        Folding.letters(one.family ?? "") == Folding.letters(other.name.family ?? ""),
        given.utf8.count < full.utf8.count
      else { continue }
      let (initials, words) = (Folding.words(given), Folding.words(full))
      let isShort =
        initials.count <= words.count && zip(initials, words).allSatisfy { $1.starts(with: $0) }
        && initials.contains { $0.count == 1 }
      if isShort {
        contributors[index].name.given = full
        hasChanged = true
      }
    }
    return hasChanged
  }

  /// Puts a main title in the place of one that is a shorter form of it.
  private static func complete(
    _ titles: inout [Title], from others: [Title], where isShorter: ([[UInt8]], [[UInt8]]) -> Bool
  ) -> Bool {
    guard let index = titles.firstIndex(where: { $0.kind == .main }), !titles.contains(where: { $0.kind == .sub }),
      let other = others.first(where: { $0.kind == .main && $0.language == titles[index].language })
    else { return false }
    let (own, full) = (Folding.words(titles[index].text.plain), Folding.words(other.text.plain))
    if Folding.letters(titles[index].text.plain).count < full.joined().count, isShorter(own, full) {
      titles[index] = other
      return true
    }
    return false
  }

  /// Appends what is not there yet, and says whether anything was.
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

  /// Of a scheme that names a work once, the value that is there stays, unless it is a placeholder.
  private mutating func fillIdentifiers(from other: Record) -> Bool {
    let valid = other.identifiers.filter { !Placeholder.isOne($0.value) }
    if valid.isEmpty { return false }
    var hasChanged = false
    if known.hasPlaceholders {
      let named = Set(valid.map(\.scheme))
      let count = record.identifiers.count
      record.identifiers.removeAll { named.contains($0.scheme) && Placeholder.isOne($0.value) }
      hasChanged = record.identifiers.count != count
      if hasChanged { known.readIdentifiers(of: record) }
    }
    for one in valid where known.identifiers.insert(IdentifierName(one)).inserted {
      record.identifiers.insert(one)
      hasChanged = true
    }
    return hasChanged
  }

  private static func add(_ others: VariableList, to variables: inout VariableList) -> Bool {
    var hasChanged = false
    for entry in others.entries where !variables.contains(entry.variable) {
      variables[entry.variable] = entry.value
      hasChanged = true
    }
    return hasChanged
  }

  private static func add(_ other: Container?, to record: inout Record) {
    guard let other else { return }
    if record.container == nil {
      record.container = other
      return
    }
    guard other.relation == .host else { return }
    record.withHost { host in
      _ = complete(&host.titles, from: other.titles) { WordDistance.isAbbreviation($0, of: $1) }
      if host.titles.isEmpty { host.titles = other.titles }
      if host.contributors.isEmpty { host.contributors = other.contributors }
      for one in other.identifiers where !host.identifiers.contains(where: { $0.scheme == one.scheme }) {
        host.identifiers.insert(one)
      }
      _ = add(other.variables, to: &host.variables)
      if host.type == nil { host.type = other.type }
      if host.parent == nil { host.parent = other.parent }
    }
  }
}

/// What the lists of a merged record have, to be asked in one step.
private struct KnownValues {
  var titles: Set<TitleName>
  var identifiers: Set<IdentifierName> = []
  /// Whether one of its identifiers is a placeholder, for which another makes room.
  private(set) var hasPlaceholders = false
  /// Keywords without regard to case and marks.
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
    hasPlaceholders = record.identifiers.contains { Placeholder.isOne($0.value) }
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

/// What two identifiers of a record may not have in common: the scheme alone where it names a work once.
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
