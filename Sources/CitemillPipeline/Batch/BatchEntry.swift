import CitemillCore

/// The outcome for one file of a batch.
public struct BatchEntry: Sendable {
  /// The outcome.
  public enum Status: String, Sendable, CaseIterable {
    /// All records are in the output.
    case ok
    /// Something was rejected, or lost when reading.
    case partial
    /// There is no output, because nothing in the file was usable.
    case failed
    /// It was skipped; the reason is given.
    case skipped
    /// It existed when the batch started, but not when its turn came.
    case vanished
    /// The system refused to open or read it.
    case unreadable
  }

  /// Its path as shown in messages.
  public let name: String
  /// The outcome.
  public let status: Status
  /// Why it was skipped.
  public var reason: String?
  /// The file that was written, below the output.
  public let output: String?
  /// The counts.
  public let counts: BatchCounts
  /// The losses when writing, the most frequent first.
  public let losses: [BatchLoss]
  /// Whether an earlier run converted it and it has not changed since.
  public var isUnchanged = false
  /// How many of its bytes were read in this run.
  private(set) var bytes = 0
  /// Whether it failed because of a bug in Citemill: the counts do not agree, or a record reads back
  /// differently.
  public internal(set) var isFault = false
  /// The statistics of its records; nil if they were not counted.
  let statistics: SourceStatistics?
  /// The entry of the report, as JSON.
  let json: String

  /// An entry that was skipped or could not be examined.
  init(_ name: String, _ status: Status, reason: String?, diagnostics: [Diagnostic] = []) {
    self.name = name
    self.status = status
    self.reason = reason
    output = nil
    var counts = BatchCounts()
    counts.errors = diagnostics.count { $0.severity == .error }
    counts.warnings = diagnostics.count - counts.errors
    self.counts = counts
    losses = []
    statistics = nil
    var text = JSONText()
    text.object { json in
      json.member("name", name)
      json.member("status", status.rawValue)
      json.member("reason", reason)
      json.account(Summary.Source(name: name, counts))
      json.member("written", 0)
      json.key("diagnostics")
      json.array(diagnostics) { json, diagnostic in json.diagnostic(diagnostic) }
      json.member("diagnosticsLeftOut", 0)
    }
    json = text.text
  }

  /// A file that was read.
  init(_ summary: Summary, of account: Summary.Source, _ status: Status, output: String?, _ diagnostics: [Diagnostic]) {
    name = account.name
    self.status = status
    self.output = output
    bytes = account.tally.totalBytes
    let counts = BatchCounts(summary)
    self.counts = counts
    statistics = summary.statistics
    losses = summary.losses.ranked.map { BatchLoss("\($0.key.path)", $0.key.kind.rawValue, $0.count) }
    var text = JSONText()
    text.object { [losses] json in
      json.member("name", account.name)
      json.member("status", status.rawValue)
      json.member("output", output)
      json.account(account)
      json.member("written", output == nil ? 0 : account.written)
      for name in BatchCounts.ofWriting { json.member(name, counts[name]) }
      json.key("losses")
      json.array(losses) { json, loss in
        json.object { json in
          json.member("path", loss.path)
          json.member("kind", loss.kind)
          json.member("count", loss.count)
        }
      }
      json.key("diagnostics")
      json.array(diagnostics) { json, diagnostic in json.diagnostic(diagnostic) }
      json.member("diagnosticsLeftOut", max(0, counts.errors + counts.warnings + counts.notes - diagnostics.count))
    }
    json = text.text
  }

  /// The journal entry of an earlier run; nil if it is not valid.
  init?(journal value: JSONValue, statistics: SourceStatistics?) {
    guard let name = value["name"]?.text, let status = value["status"]?.text.flatMap(Status.init) else { return nil }
    self.name = name
    self.status = status
    reason = value["reason"]?.text
    output = value["output"]?.text
    var counts = BatchCounts()
    for name in BatchCounts.names { counts[name] = value[name]?.integer ?? 0 }
    self.counts = counts
    losses = (value["losses"]?.elements ?? []).compactMap { loss in
      guard let path = loss["path"]?.text, let kind = loss["kind"]?.text, let count = loss["count"]?.integer else {
        return nil
      }
      return BatchLoss(path, kind, count)
    }
    isUnchanged = true
    self.statistics = statistics
    var text = JSONText()
    text.add(value)
    json = text.text
  }
}

/// The number of losses of a kind at a place.
public struct BatchLoss: Sendable, Hashable {
  /// The place in the record.
  public var path: String
  /// What happened there.
  public var kind: String
  /// How often.
  public var count: Int

  init(_ path: String, _ kind: String, _ count: Int) {
    self.path = path
    self.kind = kind
    self.count = count
  }
}

/// The counts of a file or of a batch.
public struct BatchCounts: Sendable, Equatable {
  /// Records that were read.
  public var read = 0
  /// Frames that were too damaged to read.
  public var rejected = 0
  /// Pieces of text outside of records.
  public var skipped = 0
  /// Records in the output.
  public var written = 0
  /// Records that the format cannot hold at all.
  public var unwritable = 0
  /// Records that a transform removed.
  public var filtered = 0
  /// Records that were merged with others.
  public var merged = 0
  /// Records that a transform added.
  public var added = 0
  /// Records that are read back differently.
  public var mismatched = 0
  /// Records that lost something in the output.
  public var recordsWithLosses = 0
  /// Errors that were reported.
  public var errors = 0
  /// Warnings that were reported.
  public var warnings = 0
  /// Notes that were reported.
  public var notes = 0

  init() {}

  init(_ summary: Summary) {
    read = summary.read
    rejected = summary.rejected
    skipped = summary.skipped
    written = summary.written
    unwritable = summary.unwritable
    filtered = summary.filtered
    merged = summary.merged
    added = summary.added
    mismatched = summary.mismatched
    recordsWithLosses = summary.losses.records
    let diagnostics = summary.sources.map(\.diagnostics) + [summary.afterwards]
    errors = diagnostics.reduce(0) { $0 + $1.errors }
    warnings = diagnostics.reduce(0) { $0 + $1.warnings }
    notes = diagnostics.reduce(0) { $0 + $1.notes }
  }

  /// The counts by their names in reports, those of writing first.
  private static let table: [(name: String, any WritableKeyPath<BatchCounts, Int> & Sendable)] = [
    ("unwritable", \.unwritable), ("filtered", \.filtered), ("merged", \.merged), ("added", \.added),
    ("mismatched", \.mismatched),
    ("recordsWithLosses", \.recordsWithLosses), ("read", \.read), ("rejected", \.rejected), ("skipped", \.skipped),
    ("written", \.written), ("errors", \.errors), ("warnings", \.warnings), ("notes", \.notes),
  ]
  /// The names of all counts.
  static var names: [String] { table.map(\.name) }
  /// The names of the counts that a report of a single output only has for the whole run.
  static var ofWriting: [String] { table.prefix(6).map(\.name) }

  /// The count with a name; 0 if there is none.
  subscript(name: String) -> Int {
    get { Self.table.first { $0.name == name }.map { self[keyPath: $0.1] } ?? 0 }
    set { if let row = Self.table.first(where: { $0.name == name }) { self[keyPath: row.1] = newValue } }
  }

  /// Adds the counts of another file.
  mutating func add(_ other: BatchCounts) {
    for (_, path) in Self.table { self[keyPath: path] += other[keyPath: path] }
  }
}

extension Summary.Source {
  fileprivate init(name: String, _ counts: BatchCounts) {
    self.init(name: name)
    diagnostics.errors = counts.errors
    diagnostics.warnings = counts.warnings
  }
}

extension ReviewFlow {
  init(_ counts: BatchCounts) {
    self.init(
      read: counts.read, added: counts.added, merged: counts.merged, filtered: counts.filtered,
      unwritable: counts.unwritable, written: counts.written)
  }
}
