// Reading and writing in one call each, for programs that hold their records in memory.

extension FormatRegistry {
  /// What was read from a source.
  public struct Reading: Sendable {
    /// The records, in the order of the source.
    public var records: [Record] = []
    /// Where each record is in the source.
    public var places: [SourceLocation] = []
    /// The frames that could not be read, with their bytes.
    public var rejections: [Rejection] = []
    /// The diagnostics of the source.
    public var diagnostics: [Diagnostic] = []
    /// The id of the format it was read as.
    public var format = ""
  }

  /// What was written.
  public struct Writing: Sendable {
    /// The output, in UTF-8.
    public var bytes: [UInt8]
    /// What the format could not hold.
    public var losses: LossReport
    /// The records that the format could not hold at all, by their index.
    public var unwritable: [(index: Int, reason: String)]

    /// The output as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// Reads all records of a source, in the format `id[:option=value,...]` or in the one that is detected.
  ///
  /// An empty source has no records, one warning, and no format unless one was named. Throws `UsageError` for
  /// a format that cannot be read, and `SourceFailure` for a source that cannot be read to its end.
  public func read(_ source: ByteSource, as specification: String? = nil) throws -> Reading {
    let named = try specification.map { (name) throws(UsageError) in try readableFormat(name) }
    var reading = SourceReading(source)
    var result = Reading()
    if let chosen = try reading.choose(named, by: FormatDetector(self)) {
      var records = try SourceRecords(source, as: chosen)
      var record = Record()
      loop: while true {
        switch try records.next(into: &record, reporting: &reading.diagnostics) {
        case .record(let place):
          result.records.append(record)
          record = Record()  // Records that are kept should not hold memory reserved for the next one.
          result.places.append(place)
        case .rejected(let rejection): result.rejections.append(rejection)
        case .end: break loop
        }
      }
      reading.add(records.counts, isAtEnd: true)
    }
    reading.end()
    if let failure = reading.account.failure { throw failure }
    result.format = reading.account.format ?? ""
    result.diagnostics = reading.diagnostics.take() + reading.diagnostics.leftOutTold(at: .whole(source.name))
    return result
  }

  /// Reads all records of a file; see `read(_:as:)`.
  public func read(path: String, as specification: String? = nil) throws -> Reading {
    try read(ByteSource.open(path: path), as: specification)
  }

  /// Reads all records of a text; see `read(_:as:)`.
  public func read(text: String, as specification: String? = nil) throws -> Reading {
    try read(ByteSource(bytes: Array(text.utf8), name: "<text>"), as: specification)
  }

  /// Writes records in the format `id[:option=value,...]`. Records without a key get one, and repeated keys
  /// are numbered.
  ///
  /// Throws `UsageError` for a format that cannot be written, and `SourceFailure` if the plugin that writes
  /// it fails, or if the records cannot be in one output: they are of several kinds, or there are none and the
  /// format does not allow that.
  public func write(_ records: [Record], as specification: String) throws -> Writing {
    var output = try RecordOutput(to: writableFormat(specification), into: ByteSink())
    var diagnostics = Diagnostics(limit: 0)
    var unwritable: [(index: Int, reason: String)] = []
    for (index, original) in records.enumerated() {
      var record = original
      switch output.write(&record, reporting: &diagnostics) {
      case .written: break
      case .rejected(let reason), .leftOut(let reason): unwritable.append((index, reason))
      }
    }
    let sink = output.finish()
    if let failure = output.writerFailure { throw SourceFailure(.unreadable, .pluginFailed, failure) }
    // If no record could be written, the reasons are in the result.
    if let refusal = output.refusal, refusal.code != .noRecord || unwritable.isEmpty {
      throw SourceFailure(.unusable, refusal.code, refusal.reason)
    }
    return Writing(bytes: sink.bytes, losses: output.losses, unwritable: unwritable)
  }
}
