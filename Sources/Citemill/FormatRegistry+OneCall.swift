// Reading and writing in one call each, for programs that hold their records in memory.

extension FormatRegistry {
  /// What was read from a source.
  public struct Reading: Sendable {
    /// The records, in the order of the source.
    public var records: [Record] = []
    /// Where each record stands in the source.
    public var places: [SourceLocation] = []
    /// The frames that could not be read, with their bytes.
    public var rejections: [Rejection] = []
    /// What was said about the source.
    public var diagnostics: [Diagnostic] = []
    /// The id of the format it was read as.
    public var format = ""
  }

  /// What was written.
  public struct Writing: Sendable {
    /// The output, in UTF-8.
    public var bytes: [UInt8]
    /// What the format could not say.
    public var losses: LossReport
    /// The records that the format could not say at all, by their index.
    public var unwritable: [(index: Int, reason: String)]

    /// The output as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// Reads all records of a source, as the format `id[:option=value,...]` or as what the evidence says.
  ///
  /// An empty source has no records, one warning, and no format unless one was named. Throws `UsageError` for a format that
  /// cannot be read and `SourceFailure` for a source that cannot be read to its end.
  public func read(_ source: ByteSource, as specification: String? = nil) throws -> Reading {
    let named = try specification.map { (name) throws(UsageError) in try readableFormat(name) }
    try BinaryInput.refuse(source, knowing: self, as: named)
    if let blank = try source.takeBlank() {
      if let failure = source.failureAtEnd() { throw failure }
      return Reading(
        diagnostics: [EmptySource.warning(about: source.name, blank)], format: named?.info.id ?? "")
    }
    let chosen = if let named { named } else { try FormatDetector(self).format(of: source) }
    var reading = Reading(format: chosen.info.id)
    var reader = try chosen.makeReader(for: source)
    var record = Record()
    var diagnostics = Diagnostics()
    loop: while true {
      switch try reader.next(into: &record, reporting: &diagnostics) {
      case .record(let frame):
        let place = frame.location(in: source.name)
        record.origin.settle(chosen.info, place)
        reading.records.append(record)
        record = Record()  // what is kept should not hold room that the next one would have used
        reading.places.append(place)
      case .rejected(let rejection): reading.rejections.append(rejection)
      case .end: break loop
      }
    }
    if let failure = source.failureAtEnd() { throw failure }
    if let note = EmptySource.note(about: source.name, reader.tally, errors: diagnostics.counts.errors) {
      diagnostics.report(note)
    }
    reading.diagnostics = diagnostics.take() + diagnostics.leftOutTold(at: .whole(source.name))
    return reading
  }

  /// Reads all records of a file; see `read(_:as:)`.
  public func read(path: String, as specification: String? = nil) throws -> Reading {
    try read(ByteSource.open(path: path), as: specification)
  }

  /// Reads all records of a text; see `read(_:as:)`.
  public func read(text: String, as specification: String? = nil) throws -> Reading {
    try read(ByteSource(bytes: Array(text.utf8), name: "<text>"), as: specification)
  }

  /// Writes records in the format `id[:option=value,...]`; records without key get one, repeated keys are numbered.
  ///
  /// Throws `UsageError` for a format that cannot be written, and `SourceFailure` when a plugin that writes it breaks off.
  public func write(_ records: [Record], as specification: String) throws -> Writing {
    var output = try RecordOutput(to: writableFormat(specification), into: ByteSink())
    var diagnostics = Diagnostics(limit: 0)
    var unwritable: [(index: Int, reason: String)] = []
    for (index, original) in records.enumerated() {
      var record = original
      if case .rejected(let reason) = output.write(&record, reporting: &diagnostics) {
        unwritable.append((index, reason))
      }
    }
    let sink = output.finish()
    if let failure = output.writerFailure { throw SourceFailure(.unreadable, .pluginFailed, failure) }
    return Writing(bytes: sink.bytes, losses: output.losses, unwritable: unwritable)
  }
}
