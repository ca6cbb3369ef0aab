import CitemillCore

/// The progress of a batch.
public struct BatchProgress: Sendable {
  /// How many files are finished, and of how many.
  public var files: (done: Int, all: Int)
  /// How many records are in the output.
  public var records = 0
  /// How many records this run converted, and their size in bytes.
  public var converted: (records: Int, bytes: Int) = (0, 0)
  /// How many errors there were.
  public var errors = 0

  init(files: Int) { self.files = (0, files) }
}

/// The summary of a batch.
public struct BatchResult: Sendable {
  /// The format that was written, as on the command line.
  public let target: String
  /// All files found, in the order of their paths.
  public private(set) var entries: [BatchEntry] = []
  /// The number of files by outcome.
  public private(set) var files: [BatchEntry.Status: Int] = [:]
  /// How many files were converted by an earlier run.
  public private(set) var unchanged = 0
  /// The sum of the files' counts.
  public private(set) var counts = BatchCounts()
  /// All losses when writing.
  public private(set) var losses: [LossKey: Int] = [:]
  /// What could not be written, by the file it was for.
  public internal(set) var failures: [(name: String, failure: SystemFailure)] = []
  /// Whether the run was ended by a signal.
  public internal(set) var isInterrupted = false
  /// The number of files that were not reached when it ended.
  public internal(set) var left = 0
  /// Outputs of earlier runs whose input is gone, and rejects of inputs without any, in the order of their
  /// paths.
  public internal(set) var stale: [StaleOutput] = []
  /// Why no stale output was removed or searched for, although it was requested.
  public internal(set) var whyNothingIsPruned: String?
  /// The statistics of the records of each source, if they are counted.
  private var statistics: SourceStatistics?
  /// Why the only output of all files was not written as a whole; nil if it was.
  public private(set) var refusal: OutputRefusal?
  private var hasFault = false

  /// A place in a record and what happened there.
  public struct LossKey: Sendable, Hashable {
    /// The place.
    public var path: String
    /// What happened.
    public var kind: String
  }

  init(target: String) { self.target = target }

  /// Adds the counts and losses of the only output of all files: records that were held back until the last
  /// file was read belong to no file.
  mutating func settle(_ summary: Summary) {
    counts = BatchCounts(summary)
    refusal = summary.refusal
    statistics = summary.statistics
    losses = [:]
    for loss in summary.losses.ranked {
      losses[LossKey(path: "\(loss.key.path)", kind: loss.key.kind.rawValue), default: 0] += loss.count
    }
  }

  mutating func add(_ entry: BatchEntry) {
    entries.append(entry)
    files[entry.status, default: 0] += 1
    if entry.isUnchanged { unchanged += 1 }
    if entry.isFault { hasFault = true }
    counts.add(entry.counts)
    if let counted = entry.statistics {
      statistics = statistics ?? SourceStatistics()
      statistics?.merge(counted)
    }
    for loss in entry.losses { losses[LossKey(path: loss.path, kind: loss.kind), default: 0] += loss.count }
  }

  /// The losses, the most frequent first, equal ones by name.
  public var rankedLosses: [BatchLoss] {
    losses.map { BatchLoss($0.key.path, $0.key.kind, $0.value) }.sorted { left, right in
      if left.count != right.count { return left.count > right.count }
      if left.path != right.path { return left.path.utf8.lexicographicallyPrecedes(right.path.utf8) }
      return left.kind.utf8.lexicographicallyPrecedes(right.kind.utf8)
    }
  }

  /// The exit status; with `isStrict` a loss or skipped text counts like a rejected record.
  public func exitStatus(isStrict: Bool = false, toleratesRejects: Bool = false) -> ExitStatus {
    if let failure = failures.first?.failure { return failure.status }
    if hasFault { return .fault }
    let bad = BatchEntry.Status.allCases.filter { $0 != .ok && $0 != .skipped }.reduce(0) { $0 + files[$1, default: 0] }
    if bad > 0, files[.ok, default: 0] + files[.partial, default: 0] == 0 { return .noData }
    let rejects = counts.rejected + counts.unwritable
    if toleratesRejects {
      // A file of which nothing could be used still counts.
      if bad > files[.partial, default: 0] || left > 0 || counts.errors > rejects { return .partial }
    } else if bad > 0 || left > 0 || counts.errors + counts.unwritable > 0 {
      // Losses of records that were held back until the last file was read are not attributed to a file.
      return .partial
    }
    return isStrict && (!losses.isEmpty || counts.skipped > 0) ? .partial : .success
  }
}

extension BatchResult {
  /// The report as JSON (RFC 8259), valid by `Docs/report.schema.json`.
  public func report(status: ExitStatus) -> String {
    var json = JSONText()
    json.object { json in
      json.member("citemillReport", Report.version)
      json.member("tool", "citemill \(citemillVersion)")
      json.member("command", "batch")
      json.member("to", target)
      json.member("status", "\(status)")
      json.member("exitStatus", Int(status.rawValue))
      json.key("totals")
      json.object { json in
        json.member("sources", entries.count)
        json.counts(counts)
        json.member("losses", losses.values.reduce(0, +))
      }
      if let statistics {
        json.key("statistics")
        json.statistics(statistics, ReviewFlow(counts))
      }
      json.key("files")
      json.object { json in
        for status in BatchEntry.Status.allCases { json.member(status.rawValue, files[status, default: 0]) }
        json.member("unchanged", unchanged)
        json.member("left", left)
      }
      json.key("sources")
      json.array(entries) { json, entry in json.literal(entry.json) }
      json.key("failures")
      json.array(failures) { json, entry in
        json.object { json in
          json.member("name", entry.name)
          json.member("message", entry.failure.message)
        }
      }
      json.key("stale")
      json.array(stale) { json, stale in
        json.object { json in
          json.member("output", stale.output)
          json.member("input", stale.input)
          if stale.isRejects { json.member("rejects", true) }
          json.member("removed", stale.isRemoved)
          json.member("reason", stale.reason)
        }
      }
      json.key("losses")
      json.object { json in
        json.key("fields")
        json.array(rankedLosses) { json, loss in
          json.object { json in
            json.member("path", loss.path)
            json.member("kind", loss.kind)
            json.member("count", loss.count)
            json.member("examples", [])
          }
        }
        json.key("records")
        json.array([BatchLoss]()) { _, _ in }
        json.member("recordsLeftOut", counts.recordsWithLosses)
      }
    }
    return json.text + "\n"
  }
}

extension JSONText {
  fileprivate mutating func counts(_ counts: BatchCounts) {
    for name in BatchCounts.names { member(name, counts[name]) }
  }
}
