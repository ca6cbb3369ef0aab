public import CitemillCore

/// Converts lines one by one, for engines that split their input: each input line gives one output line, in
/// the same order, which depends only on that line.
///
///     {"id":"a","title":"Weirs"}      ->   {"citemill":1,"key":"a","titles":[{"text":"Weirs"}], …}
///                                     ->
///     {"id":"b","title":}             ->   {"_rejected":{"code":"json.syntax-value", …},"_raw":"{\"id\":\"b\",\"title\":}"}
///
/// So there is no detection, and keys need not be unique: a record without a key gets one from the pattern
/// or, if it has none of the pattern's parts, from the hash of its line. An empty line stays empty. A line
/// that an earlier step rejected is passed on unchanged.
public struct LineConversion {
  /// The longest line in bytes, without another limit.
  public static let usualLimit = 16 << 20

  /// The counts so far.
  public private(set) var summary = LineSummary()

  /// How many messages of each severity are passed on; the rest are counted.
  private static let messages = 100
  private let reader: any ReadableFormat
  private let writer: any RecordWriter
  private let keys: KeyPattern
  private let limit: Int
  private let observer: (Diagnostic) -> Void
  private var sink: ByteSink
  private var diagnostics = Diagnostics(limit: messages)
  private var record = Record()

  /// A conversion between two formats that can have one record per line; throws for others.
  ///
  /// A line of more than `limit` bytes is rejected without being kept in memory. The observer gets the first
  /// messages of each severity.
  public init(
    from source: any ReadableFormat, to target: any WritableFormat, into sink: ByteSink, keys: KeyPattern = .standard,
    limit: Int = usualLimit, observer: @escaping (Diagnostic) -> Void = { _ in }
  ) throws(UsageError) {
    let (reader, lines) = try Self.formats(source, target)
    self.reader = reader
    writer = try lines.makeWriter()
    self.sink = sink
    self.keys = keys
    self.limit = min(max(limit, 1), Self.usualLimit)
    self.observer = observer
  }

  /// Throws unless both formats can have one record per line.
  public static func check(_ source: any ReadableFormat, _ target: any WritableFormat) throws(UsageError) {
    _ = try formats(source, target)
  }

  /// The formats, with their layout set to lines.
  private static func formats(
    _ source: any ReadableFormat, _ target: any WritableFormat
  ) throws(UsageError) -> (any ReadableFormat, any WritableFormat) {
    guard let reader = source.asLines?.asReadable else { throw notInLines(source.info.id) }
    guard let writer = target.asLines?.asWritable else { throw notInLines(target.info.id) }
    return (reader, writer)
  }

  private static func notInLines(_ id: String) -> UsageError {
    UsageError(.notInLines, "\(id) does not have one record per line; use csl-json or records")
  }

  /// Whether nothing more can be done: the output or a source has failed.
  public var hasFailed: Bool { sink.failure != nil || summary.failure != nil }

  /// Converts the lines of a source to its end; a failure of the source is in the summary.
  public mutating func run(_ source: ByteSource) {
    let lines = LineFramer(source, limit: limit)
    let decoder = LineDecoder(reader, name: source.name)
    var number = 0
    do throws(SourceFailure) {
      // Converted lines are flushed before waiting for more input.
      while !hasFailed, let line = try lines.next(mayWait: { handOnOutput() }) {
        number += 1
        convert(line, number: number, by: decoder, of: source.name)
        sink.flushIfFull()
      }
      if let failure = source.failureAtEnd() { throw failure }
    } catch {
      fail(error)
    }
  }

  /// Records a source that cannot be read; nothing is read after it.
  public mutating func fail(_ failure: SourceFailure) {
    summary.failure = summary.failure ?? failure
    diagnostics.report(failure.diagnostic)
    handOn()
  }

  /// Flushes the rest, and returns the summary and the sink.
  public mutating func finish() -> (summary: LineSummary, sink: ByteSink) {
    diagnostics.reportCountedNames()
    handOn()
    sink.flush()
    summary.outputFailure = sink.failure
    summary.diagnostics = diagnostics.counts
    summary.diagnosticsLeftOut = diagnostics.suppressed
    return (summary, sink)
  }

  /// Flushes the output, and returns whether that worked.
  private mutating func handOnOutput() -> Bool {
    sink.flush()
    return sink.failure == nil
  }

  // MARK: - A line

  private mutating func convert(_ line: LineFramer.Line, number: Int, by decoder: LineDecoder, of name: String) {
    summary.lines += 1
    summary.linesOut += 1
    var found = Diagnostics()
    if let reason = rejection(of: line, decoder, name, &found) {
      summary.rejected += 1
      RejectedLine.append(line.bytes, cut: line.cut, because: reason, to: &sink)
      found = Diagnostics()
      found.report(reason)
    }
    for index in found.counted.indices { found.counted[index].movePlace { $0 = place($0, in: line, number, name) } }
    diagnostics.count(found.counted)
    for var diagnostic in found.take() {
      diagnostic.location = place(diagnostic.location, in: line, number, name)
      diagnostics.report(diagnostic)
    }
    handOn()
  }

  /// Writes the result of a line, or returns the reason if it is rejected.
  private mutating func rejection(
    of line: LineFramer.Line, _ decoder: LineDecoder, _ name: String, _ found: inout Diagnostics
  ) -> Diagnostic? {
    if line.cut > 0 {
      let message = "the line is longer than \(limit) bytes, which is the limit; line skipped"
      return Diagnostic(.error, .lineTooLong, message, at: .whole(name))
    }
    if line.bytes.allSatisfy(\.isSpace) {
      summary.blank += 1
      sink.append(10)
      return nil
    }
    if RejectedLine.isOne(line.bytes) {
      summary.passed += 1
      sink.append(contentsOf: line.bytes.last == 13 ? line.bytes.dropLast() : line.bytes[...])
      sink.append(10)
      return nil
    }
    switch decoder.decode(line.bytes, into: &record, reporting: &found) {
    case .rejected(let reason): return reason
    case .record: return write(line, name)
    }
  }

  /// Writes the record that was read from a line, or returns the reason if the format cannot hold it.
  private mutating func write(_ line: LineFramer.Line, _ name: String) -> Diagnostic? {
    let info = reader.info
    if !info.carriesOrigin {
      // The position of the line is not a part of its content.
      record.origin.format = info.id
      record.origin.location = nil
    }
    if record.key == nil {
      record.key = keys.key(for: record) ?? "\(info.id)-\(Self.hash(line.bytes))"
      record.isKeyGenerated = true
    }
    let mark = sink.count
    let start = sink.buffered
    summary.losses.beginRecord()
    switch writer.write(record, into: &sink, reporting: &summary.losses) {
    // A line goes out for each that comes in.
    case .rejected(let reason), .leftOut(let reason):
      sink.rewind(to: mark)
      return Diagnostic(.error, .unwritable, "\(reason); line skipped", at: .whole(name))
    case .written:
      keepOnOneLine(from: start, mark)
      summary.written += 1
      return nil
    }
  }

  /// Line ends inside a value that is written back as in its source are white space in JSON, and become a
  /// space.
  private mutating func keepOnOneLine(from start: Int, _ mark: Int) {
    let bytes = sink.bytes(from: start)
    guard let end = bytes.span.firstIndex(of: 10, from: 0, to: bytes.count), end < bytes.count - 1 else { return }
    sink.rewind(to: mark)
    sink.append(contentsOf: bytes.dropLast().map { $0 == 10 ? 32 : $0 })
    sink.append(10)
  }

  private static func hash(_ bytes: [UInt8]) -> String {
    ContentHash.of(bytes.last == 13 ? Array(bytes.dropLast()) : bytes).hexadecimal
  }

  // MARK: - Messages

  private func place(
    _ inner: SourceLocation?, in line: LineFramer.Line, _ number: Int, _ name: String
  ) -> SourceLocation {
    let bytes = inner.map { ($0.bytes.lowerBound + line.offset)..<($0.bytes.upperBound + line.offset) }
    return SourceLocation(
      source: name, bytes: bytes ?? line.offset..<line.offset, line: number, column: inner?.column,
      recordIndex: number - 1)
  }

  private mutating func handOn() {
    if diagnostics.kept.isEmpty { return }
    for diagnostic in diagnostics.take() { observer(diagnostic) }
  }
}

extension Diagnostic.Code {
  /// A line longer than the limit.
  public static let lineTooLong = Self("lines.too-long")
  /// A format that does not have one record per line.
  public static let notInLines = Self("usage.not-in-lines")
}
