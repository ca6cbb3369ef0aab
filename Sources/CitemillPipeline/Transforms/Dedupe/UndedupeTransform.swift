public import CitemillCore

/// `undedupe:log=FILE`: restores the records that `dedupe` merged, with their original content and position,
/// from its log.
///
/// The merged record is recognised by its content, and by its key only if several have the same content; see
/// `MergedRecordSearch`. Changes to it are lost, and are reported as a loss. All other records pass
/// unchanged.
public struct UndedupeTransform: TransformPlugin {
  private var log: String?

  /// A transform without a log, which cannot make a stage.
  public init() {}

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(
      id: "undedupe", aliases: ["undo"], summary: "restore the records that dedupe merged, using its log",
      isBarrier: true)
  }

  /// `log`.
  public var options: [FormatOption] {
    [FormatOption("log", default: "", summary: "read this log, which dedupe:log=... wrote (required)")]
  }

  /// The log.
  public var inputFiles: [String] { log.map { [$0] } ?? [] }

  /// Sets the name of the log.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    log = try info.fileName(value, option)
  }

  /// A stage for one run; throws if there is no log, or if the file is not one.
  public func makeStage(writesFiles: Bool) throws -> any Transform {
    guard let log else { throw UsageError(.missingOperand, "undedupe needs the log: undedupe:log=FILE") }
    return UndedupeStage(try MergeHistory(log: log))
  }
}

/// A run of `undedupe`.
struct UndedupeStage: CollectionTransform {
  private(set) var added = 0
  private let history: MergeHistory
  private var records: [PlacedRecord] = []
  /// The output, in order; each record is one that was read, or a restored one.
  private var result: [Returned]?
  private var position = 0
  private(set) var dropped: [DroppedValues] = []

  private struct Returned {
    var record: PlacedRecord
    /// The values of the merged record that are lost when this record replaces it.
    var dropped: [DroppedValues] = []
  }

  init(_ history: MergeHistory) { self.history = history }

  mutating func add(_ record: PlacedRecord) { records.append(record) }

  mutating func next(reporting diagnostics: inout Diagnostics) -> PlacedRecord? {
    let result = result ?? undo(&diagnostics)
    dropped = []
    guard position < result.count else {
      self.result = []
      return nil
    }
    position += 1
    var placed = result[position - 1].record
    dropped = result[position - 1].dropped
    // A generated key is generated again, so that restored records get theirs.
    if placed.record.isKeyGenerated {
      placed.record.key = nil
      placed.record.isKeyGenerated = false
    }
    return placed
  }

  private mutating func undo(_ diagnostics: inout Diagnostics) -> [Returned] {
    giveKeysBack()
    let search = MergedRecordSearch(history.decisions.map(\.result), among: records.map(\.record))
    var returning: [(position: Int, record: Returned)] = []
    for match in search.matches {
      let decision = history.decisions[match.result]
      let place = records[match.record].place
      for (position, record) in zip(decision.positions, decision.records) {
        returning.append((position, Returned(record: PlacedRecord(record, at: place))))
      }
      if !match.changes.isEmpty {
        returning[returning.count - 1].record.dropped = [DroppedValues(match.changes, of: records[match.record])]
      }
      added += decision.records.count - 1
      tell(match, at: place, &diagnostics)
    }
    for number in search.missing {
      diagnostics.error(
        .missingUnion,
        "no record is what \(history.decisions[number].places.joined(separator: " and ")) were merged into; "
          + "these do not come back",
        at: nil)
    }
    returning.sort { $0.position < $1.position }
    let merged = Set(search.matches.map(\.record))
    var others = records.indices.filter { !merged.contains($0) }[...]
    var order: [Returned] = []
    order.reserveCapacity(returning.count + others.count)
    for (position, record) in returning {
      while order.count < position, let next = others.popFirst() { order.append(Returned(record: records[next])) }
      order.append(record)
    }
    for index in others { order.append(Returned(record: records[index])) }
    records = []
    result = order
    return order
  }

  private func tell(_ match: MergedRecordSearch.Match, at place: SourceLocation, _ diagnostics: inout Diagnostics) {
    if match.sign == .whole || match.sign == .content && match.changes.isEmpty { return }
    var text =
      "not the merged record itself, but one with the same \(match.sign.rawValue); the records in it are restored unchanged"
    if !match.changes.isEmpty {
      let changes = Set(match.changes.map { "\($0)" }).sorted().joined(separator: ", ")
      text += ", and changes to the merged one are lost: \(changes)"
    }
    diagnostics.warn(.changedUnion, text, at: place)
  }

  /// Restores the original keys of records whose keys were numbered because an earlier record had the same
  /// key.
  private mutating func giveKeysBack() {
    for one in history.repeatedKeys where records.indices.contains(one.output) {
      let record = records[one.output].record
      guard let key = record.key, MergedRecordSearch.isNumbered(key, from: one.key),
        Folding.letters(record.title ?? "") == Folding.letters(one.title)
      else { continue }
      records[one.output].record.key = one.key
      records[one.output].record.isKeyGenerated = false
    }
  }
}

extension Diagnostic.Code {
  /// A record was changed since others were merged into it.
  public static let changedUnion = Self("undedupe.changed")
  /// A merged record that is not in the input.
  public static let missingUnion = Self("undedupe.missing")
}
