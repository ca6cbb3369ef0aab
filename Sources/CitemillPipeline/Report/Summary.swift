public import CitemillCore

/// The account of a run: every frame and every record that went in, and what became of it.
public struct Summary: Sendable {
  /// The account of one source.
  public struct Source: Sendable {
    /// Its name.
    public var name: String
    /// The id of the format it was read as; nil when none was found.
    public var format: String?
    /// Whose way of writing the format it was recognised as, such as a database's; nil when none was.
    public var dialect: String?
    /// What its records are labelled as, such as the database; nil where nobody says.
    public var label: String?
    /// How it was encoded as a whole.
    public var encoding: TextEncoding = .utf8
    /// What that encoding is called, where it was named as it was.
    public var encodingName = TextEncoding.utf8.rawValue
    /// How many of its frames were not in that encoding.
    public var repairedFrames = 0
    /// Where its bytes went.
    public var tally = ReadTally()
    /// How many records were handed on.
    public var read = 0
    /// How many frames were rejected.
    public var rejected = 0
    /// How many of its records were written.
    public var written = 0
    /// How many of its records were merged with others, which are written in their place.
    public var merged = 0
    /// How many notes, warnings and errors were reported.
    public var diagnostics: (notes: Int, warnings: Int, errors: Int) = (0, 0, 0)
    /// Whether it holds no byte, or nothing but white space.
    public var isEmpty = false
    /// Why it could not be read to its end.
    public var failure: SourceFailure?

    /// A source of which nothing is read yet.
    public init(name: String) { self.name = name }
  }

  /// The sources in the order in which they were read.
  public var sources: [Source] = []
  /// How many records were written.
  public var written = 0
  /// How many records the writer could not say at all.
  public var unwritable = 0
  /// How many records read back as something else than was to be written.
  public var mismatched = 0
  /// How many records a transform took out.
  public var filtered = 0
  /// How many records were merged with others, which are written in their place.
  public var merged = 0
  /// How many records a transform brought in that were in no source.
  public var added = 0
  /// What was said behind all sources, by stages that must see every record.
  public var afterwards: Diagnostics.Counts = (0, 0, 0)
  /// What was lost in writing and in merging records.
  public var losses = LossReport()
  /// What was counted of the records of each source; nil in a run that counts nothing.
  public var statistics: SourceStatistics?
  /// The error number of the output, when it failed.
  public var outputFailure: Int32?

  /// Why the writer, or a transform, could not make the output whole, when it could not.
  public var writerFailure: String?
  /// Why a transform could not go on, when it could not.
  public var transformFailure: TransformFailure?

  /// No sources yet.
  public init() {}

  /// What came on behind an earlier state of the account.
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
  /// How many pieces of text were passed over that may be of a record.
  public var skipped: Int { sources.reduce(0) { $0 + $1.tally.skipped } }
  /// Whether something of what the sources say is in no record.
  public var hasLostInReading: Bool { rejected + errors + skipped > 0 || sources.contains { $0.failure != nil } }
  /// How many errors were reported.
  public var errors: Int { sources.reduce(afterwards.errors) { $0 + $1.diagnostics.errors } }

  /// How many warnings were reported.
  public var warnings: Int { sources.reduce(afterwards.warnings) { $0 + $1.diagnostics.warnings } }

  /// Whether everything that went in came out somewhere: frames = read + rejected, and read + added = written + unwritable +
  /// filtered + merged. Only to be asked when the output did not fail.
  public var isConserved: Bool {
    sources.allSatisfy { $0.tally.read == $0.read && $0.tally.rejected == $0.rejected }
      && read + added == written + unwritable + filtered + merged
  }

  /// Counts a record as written of the source of a name.
  mutating func countWritten(of name: String) {
    if let index = sources.firstIndex(where: { $0.name == name }) { sources[index].written += 1 }
  }

  /// Counts a record of the source of a name as merged with others.
  mutating func countMerged(of name: String) {
    if let index = sources.firstIndex(where: { $0.name == name }) { sources[index].merged += 1 }
  }

  /// The exit status of an output that is not whole, or not what it should be; nil when nothing is wrong with it.
  public var statusOfBrokenOutput: ExitStatus? {
    if let outputFailure { return SystemFailure.exitStatus(ofWriting: outputFailure) }
    if writerFailure != nil || transformFailure != nil { return .inputOutput }
    return isConserved && mismatched == 0 ? nil : .fault
  }

  /// How many errors were reported that are not about a record that was rejected or could not be written.
  private var errorsBesideRejects: Int { errors - rejected - unwritable }

  /// The exit status of a conversion; with `isStrict` a loss, text passed over, or an empty source, counts as much as a
  /// rejected record. With `toleratesRejects` records that were rejected or could not be written do not count beside others that were
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
  /// The exit status when this is all that came of a run.
  public var exitStatus: ExitStatus {
    switch kind {
    case .missing: .noInput
    case .denied: .noPermission
    case .unreadable: .inputOutput
    case .unusable: .noData
    }
  }
}
