/// What writers could not say, counted by place and kind; as edits too where they are asked for.
///
/// A writer works in two steps. It *narrows* the record: `narrowed` builds, only where something does not fit, the record
/// that its format can say, and reports each loss on the way. Then it writes that record, which fits. So what is reported
/// is what happens, and `settle` can state each loss as an edit.
public struct LossReport: Sendable {
  /// A place and what happens there.
  public struct Key: Hashable, Sendable {
    /// Where.
    public var path: FieldPath
    /// What happens.
    public var kind: Loss.Kind
  }

  /// How often each loss happened.
  public private(set) var counts: [Key: Int] = [:]
  /// How many records lost something.
  public private(set) var records = 0
  /// The losses of the record at hand, kept only when edits are asked for.
  public private(set) var losses: [Loss] = []
  /// Whether losses are kept as edits, for tests and `--verify`.
  public let keepsEdits: Bool
  private var lostInRecord = 0

  /// A report without losses.
  public init(keepsEdits: Bool = false) { self.keepsEdits = keepsEdits }

  /// How many losses there were in all.
  public var total: Int { counts.values.reduce(0, +) }

  /// Whether nothing was lost.
  public var isEmpty: Bool { counts.isEmpty }

  /// The counts, most frequent first, equal ones by name.
  public var ranked: [(key: Key, count: Int)] {
    counts.map { (key: $0.key, count: $0.value) }.sorted { left, right in
      if left.count != right.count { return left.count > right.count }
      if left.key.path != right.key.path { return left.key.path < right.key.path }
      return left.key.kind.rawValue < right.key.kind.rawValue
    }
  }

  /// Starts the next record.
  public mutating func beginRecord() {
    lostInRecord = 0
    if keepsEdits { losses.removeAll(keepingCapacity: true) }
  }

  /// Says that the record at hand loses something; `place` is where the value, or what is left of it, stands from now on,
  /// when that is in another group of the record.
  public mutating func lose(_ path: FieldPath, _ kind: Loss.Kind, into place: FieldPath? = nil) {
    counts[Key(path: path, kind: kind), default: 0] += 1
    if lostInRecord == 0 { records += 1 }
    lostInRecord += 1
    guard keepsEdits else { return }
    losses.append(Loss(path, kind))
    if let place { losses.append(Loss(place, kind)) }
  }

  /// Whether the record at hand has lost anything.
  public var hasLostInRecord: Bool { lostInRecord > 0 }

  /// States the losses of the record at hand as edits, from the record that came to the one that is written.
  ///
  /// A group that was changed without a loss having been reported stays without an edit, so that the law fails there.
  public mutating func settle(from original: Record, to narrowed: Record) {
    guard keepsEdits else { return }
    for index in losses.indices {
      let field = losses[index].path.tier == .own ? losses[index].path.field : Field.container
      losses[index].after = narrowed[field]
    }
  }

  /// Takes in what another report counted.
  public mutating func merge(_ other: LossReport) {
    counts.merge(other.counts, uniquingKeysWith: +)
    records += other.records
  }
}
