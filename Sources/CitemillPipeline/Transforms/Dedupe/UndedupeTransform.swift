public import CitemillCore

/// `undedupe:log=FILE`: brings back the records that `dedupe` merged, as they were and where they were, by its log.
///
/// A record is taken for what records were merged into when it says the same; else when it alone has the same key, DOI, or title and
/// year, which is told, since what was changed in it is gone. All other records go on as they are.
public struct UndedupeTransform: TransformPlugin {
  private var log: String?

  /// A transform without a log, which makes no stage.
  public init() {}

  /// What it is called.
  public var info: TransformInfo {
    TransformInfo(
      id: "undedupe", aliases: ["undo"], summary: "brings back the records that dedupe merged, by its log",
      isBarrier: true)
  }

  /// `log`.
  public var options: [FormatOption] {
    [FormatOption("log", default: "", summary: "the log that dedupe:log=... wrote; it has to be given")]
  }

  /// The log.
  public var inputFiles: [String] { log.map { [$0] } ?? [] }

  /// Takes the name of the log.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    log = try info.fileName(value, option)
  }

  /// A stage for one run; throws when there is no log, or the file is none.
  public func makeStage(writesFiles: Bool) throws -> any Transform {
    guard let log else { throw UsageError(.missingOperand, "undedupe needs the log: undedupe:log=FILE") }
    return UndedupeStage(try MergeDecision.all(inLog: log))
  }
}

/// A run of `undedupe`.
struct UndedupeStage: CollectionTransform {
  private(set) var added = 0
  private let decisions: [MergeDecision]
  private var records: [PlacedRecord] = []
  /// What goes out, in its order; each is a record as it came, or one that comes back.
  private var result: [PlacedRecord]?
  private var position = 0

  init(_ decisions: [MergeDecision]) { self.decisions = decisions }

  mutating func add(_ record: PlacedRecord) { records.append(record) }

  mutating func next(reporting diagnostics: inout Diagnostics) -> PlacedRecord? {
    let result = result ?? undo(&diagnostics)
    guard position < result.count else {
      self.result = []
      return nil
    }
    position += 1
    var placed = result[position - 1]
    // A key that was made is made anew, so that those that are back get theirs.
    if placed.record.isKeyGenerated {
      placed.record.key = nil
      placed.record.isKeyGenerated = false
    }
    return placed
  }

  private mutating func undo(_ diagnostics: inout Diagnostics) -> [PlacedRecord] {
    let found = matches(&diagnostics)
    var returning: [(position: Int, record: PlacedRecord)] = []
    for (number, index) in found {
      let decision = decisions[number]
      for (position, record) in zip(decision.positions, decision.records) {
        returning.append((position, PlacedRecord(record, at: records[index].place)))
      }
      added += decision.records.count - 1
    }
    returning.sort { $0.position < $1.position }
    let united = Set(found.map(\.record))
    var others = records.indices.filter { !united.contains($0) }[...]
    var order: [PlacedRecord] = []
    order.reserveCapacity(returning.count + others.count)
    for (position, record) in returning {
      while order.count < position, let next = others.popFirst() { order.append(records[next]) }
      order.append(record)
    }
    for index in others { order.append(records[index]) }
    records = []
    result = order
    return order
  }

  /// The decisions whose results are among the records, with the places of these.
  private func matches(_ diagnostics: inout Diagnostics) -> [(decision: Int, record: Int)] {
    var found: [(decision: Int, record: Int)] = []
    var open = Array(decisions.indices)
    var free = Array(records.indices)
    for sign in Sign.allCases {
      if open.isEmpty { break }
      var owners: [[UInt8]: [Int]] = [:]
      for index in free {
        if let key = sign.key(of: records[index].record) { owners[key, default: []].append(index) }
      }
      var rivals: [[UInt8]: Int] = [:]
      for number in open { if let key = sign.key(of: decisions[number].result) { rivals[key, default: 0] += 1 } }
      var taken: Set<Int> = []
      open.removeAll { number in
        guard let key = sign.key(of: decisions[number].result), let candidates = owners[key],
          // Of several that say the same, any is as good as another.
          let index = candidates.first(where: { !taken.contains($0) }),
          sign == .content || candidates.count == 1 && rivals[key] == 1
        else { return false }
        taken.insert(index)
        found.append((number, index))
        if sign != .content {
          diagnostics.warn(
            .changedUnion,
            "not what records were merged into, but of the same \(sign.rawValue); these come back as they were",
            at: records[index].place)
        }
        return true
      }
      free.removeAll { taken.contains($0) }
    }
    for number in open {
      diagnostics.warn(
        .missingUnion,
        "no record is what \(decisions[number].places.joined(separator: " and ")) were merged into; left as it is",
        at: nil)
    }
    return found
  }

  /// By what a record is known again, the surest first.
  private enum Sign: String, CaseIterable {
    case content, key, doi = "DOI", title = "title and year"

    func key(of record: Record) -> [UInt8]? {
      switch self {
      case .content:
        var sink = ByteSink()
        PackedRecord.write(PlacedRecord(record.content, at: .whole("")), into: &sink)
        return sink.bytes
      case .key: return record.isKeyGenerated ? nil : record.key.map { Array($0.utf8) }
      case .doi: return record.doi.map { Array(IdentifierForms.doi($0).utf8) }
      case .title:
        guard let title = record.title, let year = record[date: .issued]?.value?.firstPoint?.year else { return nil }
        return Folding.letters(title) + Array("\(year)".utf8)
      }
    }
  }
}

extension Diagnostic.Code {
  /// A record was changed since others were merged into it.
  public static let changedUnion = Self("undedupe.changed")
  /// What records were merged into is not there.
  public static let missingUnion = Self("undedupe.missing")
}
