public import CitemillCore

/// The counts of a run: every frame and every record, and what happened to it.
public struct Summary: Sendable {
  /// The summary of one source.
  public struct Source: Sendable {
    /// The name.
    public var name: String
    /// The id of the format it was read as; nil if none was detected.
    public var format: String?
    /// The recognised variant of the format, such as that of a database; nil if none was recognised.
    public var dialect: String?
    /// The label of its records, such as the database; nil if there is none.
    public var label: String?
    /// The encoding of the whole source.
    public var encoding: TextEncoding = .utf8
    /// The name of that encoding, as it was given.
    public var encodingName = TextEncoding.utf8.rawValue
    /// How many of its frames were not in that encoding.
    public var repairedFrames = 0
    /// The counts of its bytes.
    public var tally = ReadTally()
    /// How many records were passed on.
    public var read = 0
    /// How many frames were rejected.
    public var rejected = 0
    /// How many of its records were written.
    public var written = 0
    /// How many of its records were merged into others.
    public var merged = 0
    /// How many notes, warnings and errors were reported.
    public var diagnostics: (notes: Int, warnings: Int, errors: Int) = (0, 0, 0)
    /// Whether it has no bytes, or only white space.
    public var isEmpty = false
    /// Why it could not be read to its end.
    public var failure: SourceFailure?

    /// A source of which nothing has been read yet.
    public init(name: String) { self.name = name }
  }

  /// The sources in the order in which they were read.
  public var sources: [Source] = []
  /// How many records were written.
  public var written = 0
  /// How many records the writer could not write at all.
  public var unwritable = 0
  /// How many records read back differently.
  public var mismatched = 0
  /// How many records a transform removed, or the writer, as one of its options demands.
  public var filtered = 0
  /// How many records were merged into others.
  public var merged = 0
  /// How many records a transform added that were in no source.
  public var added = 0
  /// How many pairs of records may be of one work and were left apart in doubt.
  public var doubtful = 0
  /// The messages after all sources, by stages that need all records.
  public var afterwards: Diagnostics.Counts = (0, 0, 0)
  /// The losses when writing and merging records.
  public var losses = LossReport()
  /// The statistics of the records of each source; nil if nothing is counted.
  public var statistics: SourceStatistics?
  /// The error number of the output, when it failed.
  public var outputFailure: Int32?

  /// Why the writer, or a transform, could not complete the output; otherwise nil.
  public var writerFailure: String?
  /// Why the output was not written as a whole, when it was not.
  public var refusal: OutputRefusal?
  /// Why a transform failed; nil if it did not.
  public var transformFailure: TransformFailure?

  /// No sources yet.
  public init() {}

  /// The difference from an earlier state of the summary.
  func since(_ before: Summary) -> Summary {
    var rest = self
    rest.sources.removeFirst(min(before.sources.count, sources.count))
    rest.written -= before.written
    rest.unwritable -= before.unwritable
    rest.mismatched -= before.mismatched
    rest.filtered -= before.filtered
    rest.losses.subtract(before.losses)
    return rest
  }

  /// How many records were read.
  public var read: Int { sources.reduce(0) { $0 + $1.read } }
  /// How many frames were rejected.
  public var rejected: Int { sources.reduce(0) { $0 + $1.rejected } }
  /// How many pieces of text were skipped that may belong to a record.
  public var skipped: Int { sources.reduce(0) { $0 + $1.tally.skipped } }
  /// Whether some content of the sources is in no record.
  public var hasLostInReading: Bool { rejected + errors + skipped > 0 || sources.contains { $0.failure != nil } }
  /// How many errors were reported.
  public var errors: Int { sources.reduce(afterwards.errors) { $0 + $1.diagnostics.errors } }

  /// How many warnings were reported.
  public var warnings: Int { sources.reduce(afterwards.warnings) { $0 + $1.diagnostics.warnings } }

  /// Whether everything is accounted for: frames = read + rejected, and read + added = written + unwritable +
  /// filtered + merged. Only valid if the output did not fail.
  public var isConserved: Bool {
    sources.allSatisfy { $0.tally.read == $0.read && $0.tally.rejected == $0.rejected }
      && read + added == written + unwritable + filtered + merged
  }

  /// Counts a record as written of the source of a name.
  mutating func countWritten(of name: String) {
    if let index = sources.firstIndex(where: { $0.name == name }) { sources[index].written += 1 }
  }

  /// Counts a record of the named source as merged into another.
  mutating func countMerged(of name: String) {
    if let index = sources.firstIndex(where: { $0.name == name }) { sources[index].merged += 1 }
  }

  /// The exit status for an output that is incomplete or wrong; nil if nothing is wrong with it.
  public var statusOfBrokenOutput: ExitStatus? {
    if let outputFailure { return SystemFailure.exitStatus(ofWriting: outputFailure) }
    if writerFailure != nil || transformFailure != nil { return .inputOutput }
    if refusal != nil { return .noData }
    return isConserved && mismatched == 0 ? nil : .fault
  }

  /// How many errors are not about a rejected or unwritable record.
  private var errorsBesideRejects: Int { errors - rejected - unwritable }

  /// The exit status of a conversion; with `isStrict`, a loss, skipped text or an empty source counts like a
  /// rejected record. With `toleratesRejects`, rejected or unwritable records do not count if others were
  /// written.
  public func exitStatus(isStrict: Bool = false, toleratesRejects: Bool = false) -> ExitStatus {
    if let statusOfBrokenOutput { return statusOfBrokenOutput }
    let failures = sources.compactMap(\.failure)
    if written == 0, filtered == 0, merged == 0 {
      if let failure = failures.first { return failure.exitStatus }
      if rejected + unwritable + errors > 0 { return .noData }
    }
    if toleratesRejects ? errorsBesideRejects > 0 : rejected + unwritable + errors > 0 { return .partial }
    if !failures.isEmpty { return .partial }
    let isFlawed = !losses.isEmpty || skipped > 0 || sources.contains(where: \.isEmpty)
    return isStrict && isFlawed ? .partial : .success
  }
}

extension SourceFailure {
  /// The exit status if this is the complete result of a run.
  public var exitStatus: ExitStatus {
    switch kind {
    case .missing: .noInput
    case .denied: .noPermission
    case .unreadable: .inputOutput
    case .unusable: .noData
    }
  }
}
