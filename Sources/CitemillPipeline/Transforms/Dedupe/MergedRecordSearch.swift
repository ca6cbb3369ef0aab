import CitemillCore

/// Finds merged records again in a library that was written and read in the meantime.
///
/// First by their complete content except the key, which the output may have numbered. Then, for what was
/// edited or written in a format that holds less, by an identifier or the title, if nothing else
/// distinguishes the records. A key alone is not enough: it only decides between records that are otherwise
/// alike. A record that fits several is not found.
struct MergedRecordSearch {
  /// A merged record and its index.
  struct Match {
    var result: Int
    var record: Int
    var sign: Sign
    /// Values of the record that the merged one did not have.
    var changes: [FieldPath]
  }

  /// How a record is found, the most certain first.
  enum Sign: String, CaseIterable {
    case whole, content, identifier, title
  }

  private(set) var matches: [Match] = []
  private(set) var missing: [Int]

  private let results: [Record]
  private let records: [Record]
  private var free: [Int]
  /// The data for comparing those that are not found unchanged.
  private var works: [Int: WorkIdentity] = [:]
  private var wanted: [Int: WorkIdentity] = [:]

  /// If more records have one title or identifier, only those with the right key are compared.
  private static let mostCandidates = 32

  init(_ results: [Record], among records: [Record]) {
    self.results = results
    self.records = records
    missing = Array(results.indices)
    free = Array(records.indices)
    findSame(.whole)
    findSame(.content)
    for index in missing { wanted[index] = WorkIdentity(results[index]) }
    if !missing.isEmpty { for index in free { works[index] = WorkIdentity(records[index]) } }
    findAlike(.identifier)
    findAlike(.title)
  }

  // MARK: - Equal content

  private mutating func findSame(_ sign: Sign) {
    if missing.isEmpty { return }
    var owners: [[UInt8]: [Int]] = [:]
    for index in free { owners[Self.bytes(of: records[index], sign), default: []].append(index) }
    var groups: [[UInt8]: [Int]] = [:]
    for index in missing { groups[Self.bytes(of: results[index], sign), default: []].append(index) }
    var pairs: [(result: Int, record: Int)] = []
    for (bytes, group) in groups {
      if let candidates = owners[bytes] { pairs += pair(group, candidates) }
    }
    for (result, record) in pairs.sorted(by: { $0.result < $1.result }) { take(result, record, sign) }
    settle()
  }

  /// Assigns to each merged record one of those with equal content: the one with its key, else one with that
  /// key and a number.
  private func pair(_ group: [Int], _ candidates: [Int]) -> [(result: Int, record: Int)] {
    var byKey: [Verbatim?: [Int]] = [:]
    for index in candidates.reversed() { byKey[Self.key(of: records[index]), default: []].append(index) }
    var byStem: [Verbatim?: [Int]] = [:]
    for index in candidates.reversed() {
      byStem[Self.key(of: records[index]).map { Verbatim(wrappedValue: Self.stem(of: $0.wrappedValue)) }, default: []]
        .append(index)
    }
    var rest = candidates[...]
    var used: Set<Int> = []
    func next(_ list: inout [Int]) -> Int? {
      while let last = list.popLast() { if used.insert(last).inserted { return last } }
      return nil
    }
    var pairs: [(result: Int, record: Int)] = []
    var open: [Int] = []
    for result in group {
      if let record = next(&byKey[Self.key(of: results[result]), default: []]) {
        pairs.append((result, record))
      } else {
        open.append(result)
      }
    }
    for result in open {
      let record = next(&byStem[Self.key(of: results[result]), default: []])
      if let record {
        pairs.append((result, record))
        continue
      }
      while let first = rest.popFirst() {
        if !used.insert(first).inserted { continue }
        pairs.append((result, first))
        break
      }
    }
    return pairs
  }

  /// The complete content of a record except its key, with or without native fields.
  static func bytes(of record: Record, _ sign: Sign) -> [UInt8] {
    var content = record.content
    if sign == .whole { content.nativeFields = record.nativeFields }
    content.key = nil
    content.isKeyGenerated = false
    return ContentBytes.of(content)
  }

  // MARK: - Similar content

  private mutating func findAlike(_ sign: Sign) {
    if missing.isEmpty { return }
    var owners: [[UInt8]: [Int]] = [:]
    for index in free {
      for text in signs(sign, works[index]) {
        owners[text, default: []].append(index)
        for key in Set([Self.keyBytes(of: records[index]), Self.stemBytes(of: records[index])]) {
          owners[text + [0] + key, default: []].append(index)
        }
      }
    }
    var claims: [Int: [Int]] = [:]
    for result in missing {
      var candidates: Set<Int> = []
      for text in signs(sign, wanted[result]) {
        let all = owners[text] ?? []
        candidates.formUnion(
          all.count <= Self.mostCandidates
            ? all : Array((owners[text + [0] + Self.keyBytes(of: results[result])] ?? []).prefix(Self.mostCandidates)))
      }
      let alike = candidates.filter { isAlike(result, $0, sign) }
      if let one = only(alike, for: result) { claims[one, default: []].append(result) }
    }
    for (record, claimants) in claims.sorted(by: { $0.key < $1.key }) {
      let ofKey = claimants.filter { hasKey(record, of: $0) }
      // A record that fits two of them is neither, unless the key decides.
      let fitting = claimants.count == 1 ? claimants : ofKey
      if let result = fitting.first, fitting.count == 1 { take(result, record, sign) }
    }
    settle()
  }

  /// The only one of several that has the key; nil if that does not decide.
  private func only(_ candidates: Set<Int>, for result: Int) -> Int? {
    if candidates.count < 2 { return candidates.first }
    let same = candidates.filter { Self.key(of: records[$0]) == Self.key(of: results[result]) }
    if same.count == 1, Self.key(of: results[result]) != nil { return same.first }
    let ofKey = candidates.filter { hasKey($0, of: result) }
    return ofKey.count == 1 ? ofKey.first : nil
  }

  private func hasKey(_ record: Int, of result: Int) -> Bool {
    guard let key = Self.key(of: results[result])?.wrappedValue, let other = records[record].key else { return false }
    return other.hasSameBytes(as: key) || Self.isNumbered(other, from: key)
  }

  private func signs(_ sign: Sign, _ work: WorkIdentity?) -> [[UInt8]] {
    guard let work else { return [] }
    if sign == .title { return work.titleLetters.isEmpty ? [] : [work.titleLetters] }
    return (work.identifiers + work.preprints + work.isbns).map { Array($0.utf8) }
  }

  /// Whether nothing distinguishes a record from a merged one: with an identifier in common its title must be
  /// the same, otherwise everything.
  private func isAlike(_ result: Int, _ record: Int, _ sign: Sign) -> Bool {
    guard let one = wanted[result], let other = works[record] else { return false }
    if !one.titleLetters.isEmpty, !other.titleLetters.isEmpty, one.titleLetters != other.titleLetters { return false }
    if one.shares(identifierOf: other) { return WorkComparison.identifierVeto(one, other) == nil }
    return !one.titleLetters.isEmpty && !other.titleLetters.isEmpty && WorkComparison.veto(one, other) == nil
  }

  // MARK: - Found

  private mutating func take(_ result: Int, _ record: Int, _ sign: Sign) {
    var changes: [FieldPath] = []
    if sign != .whole {
      var kept = MergedValues(results[result])
      changes = kept.missing(of: records[record])
      // A key that the output generated or numbered was not changed by anyone.
      if Self.key(of: results[result]) == nil || hasKey(record, of: result) { changes.removeAll { $0.field == .key } }
    }
    matches.append(Match(result: result, record: record, sign: sign, changes: changes))
  }

  private mutating func settle() {
    let found = Set(matches.map(\.result))
    let taken = Set(matches.map(\.record))
    missing.removeAll { found.contains($0) }
    free.removeAll { taken.contains($0) }
  }

  // MARK: - Keys

  private static func key(of record: Record) -> Verbatim? {
    record.isKeyGenerated ? nil : record.key.map { Verbatim(wrappedValue: $0) }
  }

  private static func keyBytes(of record: Record) -> [UInt8] {
    key(of: record).map { Array($0.wrappedValue.utf8) } ?? []
  }

  /// The bytes of a key without the number that an output appends.
  private static func stemBytes(of record: Record) -> [UInt8] {
    key(of: record).map { Array(stem(of: $0.wrappedValue).utf8) } ?? []
  }

  /// A key without the number that an output appends to a repeated one: `berg2019` for `berg2019-2`.
  static func stem(of key: String) -> String {
    let digits = key.utf8.reversed().prefix(while: \.isDigit).count
    let stem = key.utf8.dropLast(digits)
    guard digits > 0, stem.last == UInt8(ascii: "-"), stem.count > 1 else { return key }
    return String(decoding: stem.dropLast(), as: UTF8.self)
  }

  /// Whether a key is another one with the number that an output appends to a repeated one.
  static func isNumbered(_ key: String, from own: String) -> Bool {
    key.utf8.count > own.utf8.count && stem(of: key).hasSameBytes(as: own)
  }
}
