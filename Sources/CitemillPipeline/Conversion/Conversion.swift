public import CitemillCore

/// Reads sources one after another and writes their records to one output.
///
///     source -> reader -> transforms -> keys -> writer -> sink
///
/// The loop in `run(_:as:)` is the core: a record is read into one variable, changed there and written from
/// there.
public struct Conversion {
  /// Callbacks during the run, for example to show progress.
  public struct Observer {
    /// Called with each diagnostic that is kept, in the order of the input.
    public var diagnostic: (Diagnostic) -> Void
    /// Whether diagnostics are used.
    let wantsDiagnostics: Bool
    /// Called with each rejected frame.
    public var rejection: (Rejection, _ format: FormatInfo) -> Void
    /// Called with the counts of each source when it has been read.
    public var source: (Summary.Source) -> Void
    /// Called with each record that lost something in writing or merging, if places are requested.
    public var losses: (_ losses: [LossReport.Key], _ record: Record, _ place: SourceLocation) -> Void

    /// An observer; closures that are not given are not called.
    public init(
      diagnostic: ((Diagnostic) -> Void)? = nil,
      rejection: @escaping (Rejection, _ format: FormatInfo) -> Void = { _, _ in },
      source: @escaping (Summary.Source) -> Void = { _ in },
      losses: @escaping (_ losses: [LossReport.Key], _ record: Record, _ place: SourceLocation) -> Void = { _, _, _ in }
    ) {
      self.diagnostic = diagnostic ?? { _ in }
      wantsDiagnostics = diagnostic != nil
      self.rejection = rejection
      self.source = source
      self.losses = losses
    }
  }

  /// Transforms that change, drop, sort or merge records, in this order; to be set before the first source is
  /// read.
  public var transforms: [any Transform] {
    get { stages.transforms }
    set { stages = TransformStages(newValue) }
  }
  var stages = TransformStages([])
  /// Whether records are written only after the last one was read.
  var holdsRecordsBack: Bool { stages.alone == nil }
  /// Whether the output can no longer be complete.
  var isBroken: Bool {
    output.failure != nil || output.writerFailure != nil || output.refusal != nil || stages.failure != nil
  }
  /// The statistics of the records of each source; nil if nothing is counted. To be set before the first
  /// source is read.
  public var statistics: SourceStatistics?
  /// How many records are read in all; nil for all.
  public var limit: Int?
  /// How many of the first records are skipped; they count as filtered, and not towards the limit.
  public var skip = 0
  /// How many diagnostics of each severity are shown per source; the others are counted.
  public var diagnosticLimits = Diagnostics().limits
  /// Called before each record to ask whether the run should end; what is written until then is not a
  /// complete output.
  public var isStopped: () -> Bool = { false }
  /// Whether a source was not finished because the run had to end.
  public internal(set) var wasStopped = false
  /// The counts so far.
  public internal(set) var summary = Summary()

  /// The size of a block in bytes. Larger ones exceed what allocators keep ready.
  private static let usualBlockSize = 96 * 1024
  var blockSize = usualBlockSize
  /// How many bytes beyond the size of a block are searched for a cut.
  var searchLimit = 4 << 20
  /// How many blocks were converted separately.
  var blocks = 0
  /// How much of a source is examined to recognise its dialect.
  private static let prefix = 16384
  private let detector: FormatDetector
  var output: RecordOutput
  let observer: Observer

  /// A conversion into a format, with the formats that sources may be in; throws if the format's options
  /// forbid writing.
  ///
  /// Records without a key get one from the pattern. With `isVerified`, each record is read back from its
  /// bytes; throws if the format has no reader.
  public init(
    to format: any WritableFormat, registry: FormatRegistry, into sink: ByteSink, keys: KeyPattern = .standard,
    detail: LossReport.Detail = .counts, isVerified: Bool = false, observer: Observer = Observer()
  ) throws(UsageError) {
    self.detector = FormatDetector(registry)
    let readBack = isVerified ? try ReadBack(of: format, registry: registry) : nil
    self.output = try RecordOutput(to: format, into: sink, keys: keys, detail: detail, readBack: readBack)
    self.observer = observer
    if !observer.wantsDiagnostics { diagnosticLimits.notes = 0 }
  }

  /// Reads a source to its end, in a given or the detected format; a failure is in the summary.
  ///
  /// Its records get the label or, without one, the database that is recognised from the source.
  public mutating func run(
    _ source: ByteSource, as format: (any ReadableFormat)? = nil, labelled label: SourceLabel = SourceLabel()
  ) {
    let before = output.written
    var reading = SourceReading(source, limits: diagnosticLimits, label: label)
    do throws(SourceFailure) {
      if let chosen = try choose(format, for: source, &reading) { try read(source, as: chosen, &reading) }
    } catch {
      reading.fail(error)
    }
    end(source, &reading, writtenBefore: before)
  }

  /// The same with several blocks of the source converted in parallel, if its format supports blocks; the
  /// result is the same.
  nonisolated(nonsending)
    public mutating func run(
      _ source: ByteSource, as format: (any ReadableFormat)? = nil, labelled label: SourceLabel = SourceLabel(),
      jobs: Int
    ) async
  {
    let before = output.written
    var reading = SourceReading(source, limits: diagnosticLimits, label: label)
    do throws(SourceFailure) {
      let chosen = try choose(format, for: source, &reading)
      if let chosen, jobs > 1, limit == nil, skip == 0, output.takesBlocks(of: chosen.info),
        let recordTransforms = stages.alone,
        try source.holdsMore(than: 16 * blockSize),
        let blocks = chosen.asBlockReadable?.forBlocks(of: try source.prefix(Self.prefix))
      {
        let work = BlockWork(
          format: blocks, transforms: recordTransforms, writer: output.blockWriter, limits: diagnosticLimits,
          label: reading.label, countsSources: statistics != nil)
        try await readBlocks(of: source, work, jobs: jobs, &reading)
      } else if let chosen {
        try read(source, as: chosen, &reading)
      }
    } catch {
      reading.fail(error)
    }
    end(source, &reading, writtenBefore: before)
  }

  /// Writes no more records to a sink than a split allows, and continues in the next one.
  public mutating func take(_ split: OutputSplit) { output.take(split) }

  /// The minimum size of a source in bytes for converting several blocks in parallel.
  public static let smallestForJobs = 16 * usualBlockSize

  /// The format to read a source as; nil for an empty one.
  private mutating func choose(
    _ format: (any ReadableFormat)?, for source: ByteSource, _ reading: inout SourceReading
  ) throws(SourceFailure) -> (any ReadableFormat)? {
    guard let chosen = try reading.choose(format, by: detector) else { return nil }
    reading.recognise(chosen, in: try source.prefix(Self.prefix))
    // References are the largest part of many articles, and few formats can hold them. References that are
    // left out are reported as a note.
    guard stages.transforms.isEmpty, diagnosticLimits.notes == 0, chosen.info.countsReferences,
      let counting = (chosen as? any ReferenceCounting)?.countingReferences, !output.looksAtReferences
    else {
      return chosen
    }
    return counting
  }

  private mutating func end(_ source: ByteSource, _ reading: inout SourceReading, writtenBefore before: Int) {
    reading.end()
    hand(on: &reading.diagnostics)
    let place = SourceLocation(source: source.name, bytes: 0..<source.offset, line: source.line)
    for diagnostic in reading.diagnostics.leftOutTold(at: place) { observer.diagnostic(diagnostic) }
    reading.account.written = output.written - before
    reading.account.diagnostics = reading.diagnostics.counts
    end(reading.account)
  }

  /// Notes a source that could not be opened.
  public mutating func run(failed name: String, _ failure: SourceFailure) {
    var account = Summary.Source(name: name)
    account.failure = failure
    account.diagnostics.errors = 1
    observer.diagnostic(failure.diagnostic)
    end(account)
  }

  /// Records a source that is skipped, with its message; a warning counts as skipped text.
  package mutating func run(leaving name: String, because reason: Diagnostic) {
    var account = Summary.Source(name: name)
    if reason.severity == .note {
      account.diagnostics.notes = 1
    } else {
      account.diagnostics.warnings = 1
      account.tally.skipped = 1
    }
    if reason.severity != .note || diagnosticLimits.notes > 0 { observer.diagnostic(reason) }
    end(account)
  }

  private mutating func end(_ account: Summary.Source) {
    summary.sources.append(account)
    observer.source(account)
  }

  /// Writes the end of the output and returns the summary, and the sink with what is not yet flushed.
  ///
  /// Nothing is written if nothing could be read, so that an old output is not replaced by an empty one.
  public mutating func finish() -> (summary: Summary, sink: ByteSink) {
    drainStages()
    let isUsable = summary.errors + summary.rejected + output.unwritable == 0
    let sink = output.finish(evenIfEmpty: isUsable)
    summary = account
    summary.outputFailure = sink.failure
    summary.statistics = statistics
    // Each must end.
    let failures = stages.transforms.compactMap { $0.finish() }
    summary.writerFailure = output.writerFailure ?? failures.first
    if let failure = summary.writerFailure {
      observer.diagnostic(Diagnostic(.error, .pluginFailed, "\(failure); the output is incomplete"))
    }
    summary.refusal = output.refusal
    if let refusal = summary.refusal {
      let only = summary.sources.count == 1 ? summary.sources.first : nil
      observer.diagnostic(Diagnostic(.error, refusal.code, refusal.reason, at: only.map { .whole($0.name) }))
    }
    if let failure = stages.failure {
      summary.transformFailure = failure
      observer.diagnostic(Diagnostic(.error, failure.code, "\(failure.message); the output is incomplete"))
    }
    return (summary, sink)
  }

  /// The summary so far, with the counts of the output.
  var account: Summary {
    var account = summary
    // Nothing of a mixture is written.
    account.written = output.refusal == nil ? output.written : 0
    account.unwritable = output.unwritable
    account.mismatched = output.mismatched
    account.losses = output.losses
    return account
  }

  mutating func hand(on diagnostics: inout Diagnostics) {
    if diagnostics.kept.isEmpty { return }
    for diagnostic in diagnostics.take() { observer.diagnostic(diagnostic) }
  }

  mutating func read(
    _ source: ByteSource, as format: any ReadableFormat, behind frames: Int = 0, _ reading: inout SourceReading
  ) throws(SourceFailure) {
    let info = format.info
    // What is left after the blocks is read in the same way.
    let blocks = frames > 0 ? format.asBlockReadable : nil
    let reader = if let blocks { try blocks.makeReader(forBlock: source) } else { try format.makeReader(for: source) }
    var records = SourceRecords(reader, source, info, label: reading.label, behind: frames)
    var record = Record()
    let before = summary.read + reading.account.read
    var isAtEnd = false
    defer { reading.add(records.counts, isAtEnd: isAtEnd) }
    // Computed once: a closure in the condition copied the whole conversion for each record.
    let wanted = limit.map { $0 + skip - before } ?? Int.max
    while !isBroken, records.read < wanted {
      if isStopped() {
        wasStopped = true
        return
      }
      switch try records.next(into: &record, reporting: &reading.diagnostics) {
      case .record(let place):
        statistics?.add(record, at: place)
        if before + records.read > skip {
          convert(&record, at: place, &reading.diagnostics)
        } else {
          summary.filtered += 1
        }
      case .rejected(let rejection): observer.rejection(rejection, info)
      case .end:
        isAtEnd = true
        return
      }
      hand(on: &reading.diagnostics)
    }
  }

  /// Passes a record through the stages from an index on, and writes it unless it is dropped or held back.
  private mutating func convert(
    _ record: inout Record, from stage: Int = 0, at place: SourceLocation, _ diagnostics: inout Diagnostics
  ) {
    switch stages.apply(to: &record, from: stage, at: place, &diagnostics) {
    case .dropped: summary.filtered += 1
    case .held: break
    case .through:
      let outcome = output.write(&record, at: place, reporting: &diagnostics)
      if case .leftOut = outcome { summary.filtered += 1 }
      if outcome == .written, !output.losses.places.isEmpty { observer.losses(output.losses.places, record, place) }
    }
  }

  /// Passes on the records that stages held back until the last one was read.
  private mutating func drainStages() {
    if stages.alone != nil { return }
    var diagnostics = Diagnostics()
    for index in stages.barriers {
      while !isBroken, var placed = stages.next(index, &diagnostics) {
        if isStopped() {
          wasStopped = true
          return
        }
        let before = output.written
        output.beginHeldBack()
        for values in stages.dropped(by: index) {
          output.lose(values)
          if !output.losses.places.isEmpty {
            observer.losses(output.losses.places, values.source.record, values.source.place)
          }
        }
        if let foundIn = stages.foundIn(by: index) { statistics?.addWork(foundIn) }
        for place in stages.mergedPlaces(by: index) { summary.countMerged(of: place.source) }
        convert(&placed.record, from: index + 1, at: placed.place, &diagnostics)
        if output.written > before { summary.countWritten(of: placed.place.source) }
        hand(on: &diagnostics)
      }
      // The messages of a stage at its end.
      hand(on: &diagnostics)
    }
    summary.merged = stages.merged
    summary.added = stages.added
    summary.filtered += stages.filtered
    summary.doubtful = stages.doubtful
    for diagnostic in diagnostics.leftOutTold(at: .whole("<transforms>")) { observer.diagnostic(diagnostic) }
    summary.afterwards = diagnostics.counts
  }
}
