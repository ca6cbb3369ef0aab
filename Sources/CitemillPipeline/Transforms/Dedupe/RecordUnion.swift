import CitemillCore

/// Several records of one work as one: the fullest, with what the others know beside it.
struct RecordUnion {
  /// The record with everything.
  private(set) var record: Record
  /// Which of the records is the one that was filled up.
  let base: Int
  /// What was taken from which of the others.
  private(set) var taken: [(field: Field, from: Int)] = []

  init(_ records: [PlacedRecord]) {
    var best = 0
    for index in records.indices where Self.fullness(records[index].record) > Self.fullness(records[best].record) {
      best = index
    }
    base = best
    record = records[best].record
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
    note(.titles, index) { record in
      Self.complete(&record.titles, from: other.titles) { $1.starts(with: $0) }
      for title in other.titles
      where !record.titles.contains(where: { $0.kind == title.kind && $0.language == title.language }) {
        // A title with a subtitle inside has no place for another.
        if title.kind == .sub { continue }
        record.add(title)
      }
    }
    note(.contributors, index) { record in
      if record.contributors.isEmpty {
        record.contributors = other.contributors
      } else {
        Self.complete(&record.contributors, from: other.contributors)
      }
    }
    note(.dates, index) { record in
      for dated in other.dates where record[date: dated.kind] == nil { record[date: dated.kind] = dated.date }
    }
    note(.identifiers, index) { Self.add(other.identifiers, to: &$0.identifiers) }
    note(.variables, index) { Self.add(other.variables, to: &$0.variables) }
    note(.container, index) { Self.add(other.container, to: &$0) }
    if record.event == nil { note(.event, index) { $0.event = other.event } }
    if record.abstracts.isEmpty { note(.abstracts, index) { $0.abstracts = other.abstracts } }
    note(.notes, index) { record in
      Self.append(other.notes, to: &record.notes)
    }
    note(.keywords, index) { record in
      var known = Set(record.keywords.map { Folding.folded($0.text) })
      record.keywords += other.keywords.filter { known.insert(Folding.folded($0.text)).inserted }
    }
    note(.licences, index) { record in Self.append(other.licences, to: &record.licences) }
    if record.funding.isEmpty { note(.funding, index) { $0.funding = other.funding } }
    note(.relations, index) { record in Self.append(other.relations, to: &record.relations) }
    if record.references.isEmpty { note(.references, index) { $0.references = other.references } }
    note(.files, index) { record in Self.append(other.files, to: &record.files) }
    note(.nativeFields, index) { record in
      Self.append(other.nativeFields, to: &record.nativeFields)
    }
  }

  /// Makes a change, and takes note of it where it made a difference.
  private mutating func note(_ field: Field, _ index: Int, _ change: (inout Record) -> Void) {
    let before = record[field]
    change(&record)
    if record[field] != before { taken.append((field, index)) }
  }

  /// Gives the contributors the given names that another record has in full where they have initials.
  private static func complete(_ contributors: inout [Contributor], from others: [Contributor]) {
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
      if isShort { contributors[index].name.given = full }
    }
  }

  /// Puts a main title in the place of one that is a shorter form of it.
  private static func complete(
    _ titles: inout [Title], from others: [Title], where isShorter: ([[UInt8]], [[UInt8]]) -> Bool
  ) {
    guard let index = titles.firstIndex(where: { $0.kind == .main }), !titles.contains(where: { $0.kind == .sub }),
      let other = others.first(where: { $0.kind == .main && $0.language == titles[index].language })
    else { return }
    let (own, full) = (Folding.words(titles[index].text.plain), Folding.words(other.text.plain))
    if Folding.letters(titles[index].text.plain).count < full.joined().count, isShorter(own, full) {
      titles[index] = other
    }
  }

  /// Appends what is not there yet.
  private static func append<Value: Hashable>(_ others: [Value], to values: inout [Value]) {
    if others.isEmpty { return }
    let known = Set(values)
    values += others.filter { !known.contains($0) }
  }

  /// Of a scheme that names a work once, the value that is there stays, unless it is a placeholder.
  private static func add(_ others: [Identifier], to identifiers: inout [Identifier]) {
    let valid = others.filter { !Placeholder.isOne($0.value) }
    if valid.isEmpty { return }
    let named = Set(valid.map(\.scheme))
    identifiers.removeAll { named.contains($0.scheme) && Placeholder.isOne($0.value) }
    var known = Set(identifiers.map(IdentifierName.init))
    for other in valid where known.insert(IdentifierName(other)).inserted { identifiers.insert(other) }
  }

  /// What two identifiers may not have in common: the scheme alone where it names a work once.
  private struct IdentifierName: Hashable {
    var scheme: IdentifierScheme
    var letters: [UInt8] = []

    init(_ identifier: Identifier) {
      scheme = identifier.scheme
      if ![.doi, .pmid, .pmcid].contains(scheme) { letters = Folding.letters(identifier.value) }
    }
  }

  private static func add(_ others: VariableList, to variables: inout VariableList) {
    for entry in others.entries where !variables.contains(entry.variable) { variables[entry.variable] = entry.value }
  }

  private static func add(_ other: Container?, to record: inout Record) {
    guard let other else { return }
    if record.container == nil {
      record.container = other
      return
    }
    guard other.relation == .host else { return }
    record.withHost { host in
      complete(&host.titles, from: other.titles) { WordDistance.isAbbreviation($0, of: $1) }
      if host.titles.isEmpty { host.titles = other.titles }
      if host.contributors.isEmpty { host.contributors = other.contributors }
      for one in other.identifiers where !host.identifiers.contains(where: { $0.scheme == one.scheme }) {
        host.identifiers.insert(one)
      }
      add(other.variables, to: &host.variables)
      if host.type == nil { host.type = other.type }
      if host.parent == nil { host.parent = other.parent }
    }
  }
}

extension Int {
  fileprivate func bounded(by limit: Int) -> Int { Swift.min(self, limit) }
}

extension RecordType {
  fileprivate var isKnown: Int { self == .document ? 0 : 1 }
}
