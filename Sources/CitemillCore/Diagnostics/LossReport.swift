/// What writers could not write, counted by place and kind; as edits too if requested.
///
/// A writer works in two steps. It *narrows* the record: only if something does not fit, `narrowed` builds a
/// record that the format can hold, and reports each loss. Then it writes that record, which fits. So the
/// report matches the output, and `settle` can express each loss as an edit.
public struct LossReport: Sendable {
  /// A place and what happens there.
  public struct Key: Hashable, Sendable {
    /// The location.
    public var path: FieldPath
    /// What happens.
    public var kind: Loss.Kind
  }

  /// How much is kept of the losses of a record.
  public enum Detail: Int, Sendable, Comparable {
    /// Nothing: they are only counted.
    case counts
    /// Where each happened, for reports.
    case places
    /// What is left in its place too, for `--verify` and tests.
    case edits

    /// The one with less detail is less.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  private var tallies = Tallies()
  /// How many records lost something.
  public private(set) var records = 0
  /// The losses of the current record as edits, kept only if edits are requested.
  public private(set) var losses: [Loss] = []
  /// Where the current record lost something, kept only if places are requested.
  public private(set) var places: [Key] = []
  /// How much is kept of the losses of a record.
  public let detail: Detail
  /// How many losses the current record has.
  package private(set) var lostInRecord = 0
  /// Whether the current record is one of `records` already.
  private var wasCounted = false

  /// A report without losses.
  public init(_ detail: Detail = .counts) { self.detail = detail }

  /// How often each loss happened.
  public var counts: [Key: Int] {
    Dictionary(tallies.all.lazy.filter { $0.count > 0 }.map { ($0.key, $0.count) }, uniquingKeysWith: +)
  }

  /// How many losses there were in all.
  public var total: Int { tallies.all.reduce(0) { $0 + $1.count } }

  /// Whether nothing was lost.
  public var isEmpty: Bool { tallies.all.allSatisfy { $0.count == 0 } }

  /// The counts, most frequent first, equal ones by name.
  public var ranked: [(key: Key, count: Int)] {
    // Names are built once each, since a table with many columns has many places.
    counts.map { (key: $0.key, count: $0.value, name: Array($0.key.path.description.utf8)) }.sorted { left, right in
      if left.count != right.count { return left.count > right.count }
      if left.name != right.name { return left.name.lexicographicallyPrecedes(right.name) }
      return left.key.kind.rawValue < right.key.kind.rawValue
    }.map { (key: $0.key, count: $0.count) }
  }

  /// Starts the next record.
  public mutating func beginRecord() {
    lostInRecord = 0
    wasCounted = false
    if detail == .counts { return }
    losses.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }

  /// Starts the next record; one that lost something in merging is already one of `records`.
  package mutating func beginRecord(alreadyCounted isCounted: Bool) {
    beginRecord()
    wasCounted = isCounted
  }

  /// Records that the current record loses something; `place` is where the value, or what is left of it, is
  /// afterwards, if that is in another group of the record.
  public mutating func lose(_ path: FieldPath, _ kind: Loss.Kind, into place: FieldPath? = nil) {
    let key = Key(path: path, kind: kind)
    tallies.add(1, to: key)
    if lostInRecord == 0, !wasCounted { records += 1 }
    lostInRecord += 1
    if detail >= .places { places.append(key) }
    guard detail == .edits else { return }
    losses.append(Loss(path, kind))
    if let place { losses.append(Loss(place, kind)) }
  }

  /// Notes that a place of the current record differs in the output without a loss: it has a URL that an
  /// option makes, or its value is in another place. It is an edit.
  public mutating func change(_ path: FieldPath) {
    if detail == .edits { losses.append(Loss(path, .narrowed)) }
  }

  /// Whether the current record has lost anything.
  public var hasLostInRecord: Bool { lostInRecord > 0 }

  /// Expresses the losses of the current record as edits from the original record to the written one.
  ///
  /// A group that was changed without a reported loss gets no edit, so that the law fails for it.
  public mutating func settle(from original: Record, to narrowed: Record) {
    guard detail == .edits else { return }
    for index in losses.indices {
      let field = losses[index].path.tier == .own ? losses[index].path.field : Field.container
      losses[index].after = narrowed[field]
    }
  }

  /// Subtracts what an earlier state of this report counted.
  package mutating func subtract(_ before: LossReport) {
    for tally in before.tallies.all { tallies.subtract(tally.count, from: tally.key) }
    records -= before.records
  }

  /// Adds what another report counted.
  public mutating func merge(_ other: LossReport) {
    for tally in other.tallies.all { tallies.add(tally.count, to: tally.key) }
    records += other.records
  }
}

/// How often each loss happened, found without hashing: most records lose the same things in the same order
/// as the record before.
private struct Tallies: Sendable {
  private(set) var all: [(key: LossReport.Key, count: Int)] = []
  private var places: [LossReport.Key: Int] = [:]
  private var last = 0

  mutating func add(_ count: Int, to key: LossReport.Key) {
    last = place(of: key)
    all[last].count += count
  }

  mutating func subtract(_ count: Int, from key: LossReport.Key) {
    last = place(of: key)
    all[last].count = max(all[last].count - count, 0)
  }

  private mutating func place(of key: LossReport.Key) -> Int {
    let next = last + 1 < all.count ? last + 1 : 0
    if next < all.count, all[next].key == key { return next }
    // Those of a list of names are all of one place.
    if last < all.count, all[last].key == key { return last }
    if let place = places[key] { return place }
    let place = all.count
    all.append((key, 0))
    places[key] = place
    return place
  }
}
