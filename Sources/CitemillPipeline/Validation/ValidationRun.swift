package import CitemillCore

/// Reads sources one after another and reports what is wrong with them and their records; writes nothing.
///
///     source -> reader -> findings of each record -> identities of all -> the source as a whole
package struct ValidationRun {
  /// Callbacks during the run.
  package struct Observer {
    /// Called with each finding and message, in the order of the input.
    package var finding: (Diagnostic) -> Void
    /// Called with the counts of each source when it has been read.
    package var source: (Summary.Source) -> Void

    package init(
      finding: @escaping (Diagnostic) -> Void, source: @escaping (Summary.Source) -> Void = { _ in }
    ) {
      self.finding = finding
      self.source = source
    }
  }

  /// How much of a source is kept in memory to check it as a whole.
  private static let largestWhole = 256 << 20

  /// How many diagnostics of each severity are shown per source; the others are counted.
  package var limits: Diagnostics.Counts = (notes: 0, warnings: 10_000, errors: 10_000)
  /// The counts so far.
  package private(set) var summary = Summary()
  /// Whether the records are counted by source, for a report.
  package var countsSources: Bool {
    get { summary.statistics != nil }
    set { summary.statistics = newValue ? summary.statistics ?? SourceStatistics() : nil }
  }
  private let detector: FormatDetector
  private let schemas: SchemaFiles
  private let observer: Observer
  private let thisYear = SystemClock.year
  private var identities = RecordIdentities()
  private var answer: AnswerFindings?
  /// Whether the source that is read is a deposit.
  private var isDeposit = false
  private var validators: [String: any SourceValidator] = [:]

  /// A run over sources in the formats of a registry, with the available schemas and an agency's answer.
  package init(
    registry: FormatRegistry, schemas: SchemaFiles, answer: (DepositAnswer, of: String)? = nil, observer: Observer
  ) {
    detector = FormatDetector(registry)
    self.schemas = schemas
    self.answer = answer.map { AnswerFindings($0.0, from: $0.of) }
    self.observer = observer
  }

  /// Reads a source to its end, in a given or the detected format; a failure is in the summary.
  ///
  /// Throws if the catalogues of schemas cannot be used.
  package mutating func run(_ source: ByteSource, as format: (any ReadableFormat)? = nil) throws(UsageError) {
    var reading = SourceReading(source, limits: limits)
    var chosen: (any ReadableFormat)?
    do throws(SourceFailure) { chosen = try reading.choose(format, by: detector) } catch { reading.fail(error) }
    // Messages of readers about a record that its validation repeats.
    var repeated = 0
    if let chosen {
      let validator = try validator(of: chosen)
      var whole: [UInt8]?
      do throws(SourceFailure) {
        reading.account.dialect = chosen.evidence(in: try source.prefix(16 << 10)).dialect
        if validator != nil { whole = try self.whole(source, &reading.diagnostics) }
        try lookForDeposit(source, chosen)
        try read(source, as: chosen, &reading, &repeated)
      } catch {
        reading.fail(error)
      }
      if let whole { validator?.validate(whole, of: source.name, reporting: &reading.diagnostics) }
    }
    reading.end()
    hand(on: &reading.diagnostics, &repeated)
    for diagnostic in reading.diagnostics.leftOutTold(at: .whole(source.name)) { observer.finding(diagnostic) }
    reading.account.diagnostics = reading.diagnostics.counts
    reading.account.diagnostics.warnings -= repeated
    end(reading.account)
  }

  /// Notes a source that could not be opened.
  package mutating func run(failed name: String, _ failure: SourceFailure) {
    var account = Summary.Source(name: name)
    account.failure = failure
    account.diagnostics.errors = 1
    observer.finding(failure.diagnostic)
    end(account)
  }

  /// Records a source that is skipped, with its message.
  package mutating func run(leaving name: String, because reason: Diagnostic) {
    var account = Summary.Source(name: name)
    if reason.severity == .note { account.diagnostics.notes = 1 } else { account.diagnostics.warnings = 1 }
    if reason.severity != .note || limits.notes > 0 { observer.finding(reason) }
    end(account)
  }

  /// The summary, after reporting what an agency's answer says about records that no source had.
  package mutating func finish() -> Summary {
    var diagnostics = Diagnostics(limits: limits)
    answer?.report(rest: &diagnostics)
    for diagnostic in diagnostics.take() { observer.finding(diagnostic) }
    summary.afterwards = diagnostics.counts
    return summary
  }

  private mutating func end(_ account: Summary.Source) {
    summary.sources.append(account)
    // Nothing is written: all records that were read count as written.
    summary.written = summary.read
    observer.source(account)
  }

  /// Takes note of the id of a source that is a deposit, where there is an answer to one.
  private mutating func lookForDeposit(
    _ source: ByteSource, _ format: any ReadableFormat
  ) throws(SourceFailure) {
    isDeposit = false
    guard answer != nil, let validating = format.asSourceValidating else { return }
    guard let deposit = validating.depositID(in: try source.prefix(64 << 10).bytes) else { return }
    isDeposit = true
    answer?.look(
      atDeposit: deposit.id, SourceLocation(source: source.name, bytes: 0..<0, line: deposit.line))
  }

  // MARK: - Records

  private mutating func read(
    _ source: ByteSource, as format: any ReadableFormat, _ reading: inout SourceReading, _ repeated: inout Int
  ) throws(SourceFailure) {
    var records = try SourceRecords(source, as: format)
    var record = Record()
    var isAtEnd = false
    defer { reading.add(records.counts, isAtEnd: isAtEnd) }
    while !isAtEnd {
      switch try records.next(into: &record, reporting: &reading.diagnostics) {
      case .record(let place): look(at: record, place, &reading.diagnostics)
      case .rejected: break
      case .end: isAtEnd = true
      }
      hand(on: &reading.diagnostics, &repeated)
    }
  }

  private mutating func look(at record: Record, _ place: SourceLocation, _ diagnostics: inout Diagnostics) {
    for finding in Finding.all(in: record, thisYear: thisYear) {
      diagnostics.report(Diagnostic(finding.severity, finding.code, finding.message, at: place))
    }
    summary.statistics?.add(record, at: place)
    identities.look(at: record, place, &diagnostics)
    answer?.look(at: record, ofDeposit: isDeposit, place, &diagnostics)
  }

  private func hand(on diagnostics: inout Diagnostics, _ repeated: inout Int) {
    if diagnostics.kept.isEmpty { return }
    for diagnostic in diagnostics.take() {
      if diagnostic.code == .wrongCheckDigit {
        repeated += 1
      } else {
        observer.finding(diagnostic)
      }
    }
  }

  // MARK: - Whole sources

  /// The validator for whole sources of a format; nil if there is none.
  private mutating func validator(of format: any ReadableFormat) throws(UsageError) -> (any SourceValidator)? {
    if let known = validators[format.info.id] { return known }
    guard let validator = try format.asSourceValidating?.makeValidator(schemas) else { return nil }
    validators[format.info.id] = validator
    return validator
  }

  /// All bytes of a source, without consuming them; nil if there are too many.
  private func whole(_ source: ByteSource, _ diagnostics: inout Diagnostics) throws(SourceFailure) -> [UInt8]? {
    let prefix = try source.prefix(Self.largestWhole)
    if prefix.isComplete { return prefix.bytes }
    diagnostics.warn(
      .validateTooLarge,
      "more than \(Self.largestWhole >> 20) MiB; its records are checked, the document as a whole is not",
      at: .whole(source.name))
    return nil
  }
}

extension Diagnostic.Code {
  /// A source that is too large to be checked as a whole.
  package static let validateTooLarge = Self("validate.too-large")
}
