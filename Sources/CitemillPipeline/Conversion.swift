public import CitemillCore

/// Reads sources one after another and writes their records as one output.
///
///     source -> reader -> transforms -> keys -> writer -> sink
///
/// The loop in `run(_:as:)` is the whole of it: a record is read into one place, changed there and written from there.
public struct Conversion {
  /// What happens on the way, for who wants to show it.
  public struct Observer {
    /// Called with each diagnostic that is kept, in the order of the input.
    public var diagnostic: (Diagnostic) -> Void
    /// Called with each rejected frame.
    public var rejection: (Rejection, _ format: FormatInfo) -> Void
    /// Called with the account of each source when it has been read.
    public var source: (Summary.Source) -> Void
    /// Called with each record that lost something in writing, when places are asked for.
    public var losses: (_ losses: [LossReport.Key], _ record: Record, _ place: SourceLocation) -> Void

    /// An observer; what is not given is passed over.
    public init(
      diagnostic: @escaping (Diagnostic) -> Void = { _ in },
      rejection: @escaping (Rejection, _ format: FormatInfo) -> Void = { _, _ in },
      source: @escaping (Summary.Source) -> Void = { _ in },
      losses: @escaping (_ losses: [LossReport.Key], _ record: Record, _ place: SourceLocation) -> Void = { _, _, _ in }
    ) {
      self.diagnostic = diagnostic
      self.rejection = rejection
      self.source = source
      self.losses = losses
    }
  }

  /// Change or drop records, in this order.
  public var transforms: [any RecordTransform] = []
  /// How many records are read in all; nil for every one.
  public var limit: Int?
  /// Asked before each record whether the run is to end; what is written up to there is no whole output.
  public var isStopped: () -> Bool = { false }
  /// Whether a source was left because the run was to end.
  public private(set) var wasStopped = false
  /// The account so far.
  public private(set) var summary = Summary()

  /// How much of a source shows whose dialect it is.
  private static let prefix = 16384
  private let detector: FormatDetector
  private var output: RecordOutput
  private let observer: Observer

  /// A conversion into a format, with the formats that sources may be in; throws when the format's options forbid writing.
  ///
  /// Records without key get one by the pattern. With `isVerified`, each record is read back from its bytes; throws when the
  /// format has no reader.
  public init(
    to format: any WritableFormat, registry: FormatRegistry, into sink: ByteSink, keys: KeyPattern = .standard,
    detail: LossReport.Detail = .counts, isVerified: Bool = false, observer: Observer = Observer()
  ) throws(UsageError) {
    self.detector = FormatDetector(registry)
    let readBack = isVerified ? try ReadBack(of: format, registry: registry) : nil
    self.output = try RecordOutput(to: format, into: sink, keys: keys, detail: detail, readBack: readBack)
    self.observer = observer
  }

  /// Reads a source to its end, as a format or as whatever the evidence says; its failure is in the summary.
  public mutating func run(_ source: ByteSource, as format: (any ReadableFormat)? = nil) {
    var account = Summary.Source(name: source.name)
    var diagnostics = Diagnostics()
    let before = output.written
    do throws(SourceFailure) {
      try Compression.refuse(source)
      let chosen = if let format { format } else { try detector.format(of: source) }
      account.format = chosen.info.id
      account.dialect = chosen.evidence(in: try source.prefix(Self.prefix)).dialect
      try read(source, as: chosen, &account, &diagnostics)
    } catch {
      account.failure = error
      diagnostics.report(error.diagnostic)
    }
    account.encoding = source.encoding
    if source.replacements > 0 {
      diagnostics.error(
        .damagedUTF16,
        source.replacements == 1
          ? "a damaged character of \(source.encoding.rawValue) became U+FFFD"
          : "\(source.replacements) damaged characters of \(source.encoding.rawValue) became U+FFFD",
        at: .whole(source.name, bytes: 0..<source.offset))
    }
    hand(on: &diagnostics)
    let place = SourceLocation(source: source.name, bytes: 0..<source.offset, line: source.line)
    for diagnostic in diagnostics.leftOutTold(at: place) { observer.diagnostic(diagnostic) }
    account.diagnostics = diagnostics.counts
    account.written = output.written - before
    end(account)
  }

  /// Takes note of a source that could not be opened.
  public mutating func run(failed name: String, _ failure: SourceFailure) {
    var account = Summary.Source(name: name)
    account.failure = failure
    account.diagnostics.errors = 1
    observer.diagnostic(failure.diagnostic)
    end(account)
  }

  private mutating func end(_ account: Summary.Source) {
    summary.sources.append(account)
    observer.source(account)
  }

  /// Writes the end of the output and hands out the account, and the sink with what is not yet flushed.
  ///
  /// Nothing is written when nothing could be read, so that an old output is not replaced by an empty one.
  public mutating func finish() -> (summary: Summary, sink: ByteSink) {
    let isUsable = summary.errors + summary.rejected + output.unwritable == 0
    let sink = output.finish(evenIfEmpty: isUsable)
    summary.written = output.written
    summary.unwritable = output.unwritable
    summary.mismatched = output.mismatched
    summary.losses = output.losses
    summary.outputFailure = sink.failure
    return (summary, sink)
  }

  private mutating func hand(on diagnostics: inout Diagnostics) {
    if diagnostics.kept.isEmpty { return }
    for diagnostic in diagnostics.take() { observer.diagnostic(diagnostic) }
  }

  private mutating func read(
    _ source: ByteSource, as format: any ReadableFormat, _ account: inout Summary.Source,
    _ diagnostics: inout Diagnostics
  ) throws(SourceFailure) {
    let info = format.info
    var reader = try format.makeReader(for: source)
    var record = Record()
    let before = summary.read
    defer { account.tally = reader.tally }
    while output.failure == nil, limit.map({ before + account.read < $0 }) ?? true {
      if isStopped() {
        wasStopped = true
        return
      }
      let outcome = try reader.next(into: &record, reporting: &diagnostics)
      switch outcome {
      case .record(let frame):
        account.read += 1
        if frame.encoding != .utf8 { account.repairedFrames += 1 }
        let place = frame.location(in: source.name)
        record.origin.settle(info, place)
        convert(&record, at: place, &diagnostics)
      case .rejected(let rejection):
        account.rejected += 1
        observer.rejection(rejection, info)
      case .end:
        return
      }
      hand(on: &diagnostics)
    }
  }

  private mutating func convert(
    _ record: inout Record, at place: SourceLocation, _ diagnostics: inout Diagnostics
  ) {
    for transform in transforms where transform.apply(to: &record, reporting: &diagnostics) == .filter {
      summary.filtered += 1
      return
    }
    let outcome = output.write(&record, at: place, reporting: &diagnostics)
    if outcome == .written, !output.losses.places.isEmpty { observer.losses(output.losses.places, record, place) }
  }
}
