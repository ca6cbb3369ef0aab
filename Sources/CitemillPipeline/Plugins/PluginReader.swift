import CitemillCore

/// Reads a source with a plugin: its bytes are sent to the program, which returns lines of `records`, and at
/// the end the counts.
///
/// If the program crashes or hangs, what it has written is read; then the source counts as failed.
struct PluginReader: RecordReader {
  private let program: PluginProgram
  private let info: FormatInfo
  private let source: ByteSource
  private let child: ChildProcess
  private let decoder: LineDecoder
  private(set) var tally = ReadTally()
  private var hasEnded = false
  /// Whether the program closed its input before reading all of it.
  private var hasRefused = false
  private var isFed = false

  /// How much output is allowed regardless of the size of the input.
  private static let freeOutput = 16 << 20
  private static let largestRatio = 1000

  /// Starts the program.
  init(
    _ program: PluginProgram, _ info: FormatInfo, _ options: [OptionAssignment], records: any ReadableFormat,
    source: ByteSource
  ) throws(SourceFailure) {
    self.program = program
    self.info = info
    self.source = source
    decoder = LineDecoder(records, name: source.name)
    do throws(SystemFailure) {
      child = try program.start(options, source: source.name)
    } catch {
      throw SourceFailure(.unreadable, .pluginFailed, error.message, at: .whole(source.name))
    }
  }

  mutating func next(into record: inout Record, reporting diagnostics: inout Diagnostics) throws(SourceFailure)
    -> ReadOutcome
  {
    record.reset()
    while !hasEnded {
      guard let line = try nextLine() else { throw failure(brokenOff) }
      if line.allSatisfy(\.isSpace) { continue }
      switch PluginLine(line) {
      case .end(let account):
        try end(account, &diagnostics)
      case .message(let message):
        diagnostics.report(message.diagnostic(.note, .pluginSaid, source: source.name, record: tally.frames))
      case .rejected(let json):
        let reason = json["_rejected"] ?? .null
        let raw = json["_raw"]?.text.map { Array($0.utf8) } ?? []
        return reject(
          reason.diagnostic(.error, .pluginRejected, source: source.name, record: tally.frames), raw, &diagnostics)
      case .record, .text, .filtered:
        return read(line, into: &record, &diagnostics)
      }
    }
    return .end
  }

  private mutating func read(_ line: [UInt8], into record: inout Record, _ diagnostics: inout Diagnostics)
    -> ReadOutcome
  {
    var found = Diagnostics()
    switch decoder.decode(line, into: &record, reporting: &found) {
    case .rejected(let reason):
      let message = "\(program.title) wrote a line that is not a record: \(reason.message)"
      return reject(Diagnostic(.error, .pluginNonsense, message, at: place(nil)), line, &diagnostics)
    case .record:
      record.origin.format = info.id
      record.origin.location?.source = source.name
      let location = place(record.origin.location)
      for var diagnostic in found.take() {
        diagnostic.location = location
        diagnostics.report(diagnostic)
      }
      let frame = Frame(bytes: location.bytes, line: location.line, index: tally.frames)
      tally.read += 1
      return .record(frame)
    }
  }

  private mutating func reject(_ reason: Diagnostic, _ raw: [UInt8], _ diagnostics: inout Diagnostics) -> ReadOutcome {
    diagnostics.report(reason)
    let place = place(reason.location)
    let frame = Frame(bytes: place.bytes, line: place.line, index: tally.frames)
    tally.rejected += 1
    return .rejected(Rejection(frame: frame, reason: reason, rawBytes: raw))
  }

  /// The location that the program gives for a record, or the source as a whole.
  private func place(_ told: SourceLocation?) -> SourceLocation {
    SourceLocation(source: source.name, bytes: told?.bytes ?? 0..<0, line: told?.line ?? 0, recordIndex: tally.frames)
  }

  // MARK: - The child

  /// The next line of the output, while the input is being sent; nil if there are no more.
  private mutating func nextLine() throws(SourceFailure) -> [UInt8]? {
    var deadline = program.deadline
    while true {
      if let line = child.takeLine() { return line }
      if child.pending > PluginProgram.longestLine {
        throw failure("wrote a line of more than \(PluginProgram.longestLine) bytes")
      }
      if (child.outputCount - Self.freeOutput) / Self.largestRatio > source.offset {
        throw failure("wrote more than \(Self.largestRatio) times its input")
      }
      try feed()
      let (step, written) = offer(until: deadline)
      switch step {
      case .wrote:
        source.consume(written)
        tally.countTrivia(Self.trivia, written)
        deadline = program.deadline
      case .read: deadline = program.deadline
      case .refused: hasRefused = true
      case .silent: throw failure("did nothing for \(program.patience) s, and was killed")
      case .ended:
        // The last line need not have a line end.
        guard child.pending > 0 else { return nil }
        return child.takeRest()
      }
    }
  }

  private static let trivia = "read by a plugin"

  /// Provides input to send, or tells the program that there is no more.
  private mutating func feed() throws(SourceFailure) {
    if isFed || hasRefused || source.available > 0 { return }
    if try source.fill() { return }
    isFed = true
    child.closeInput()
  }

  private func offer(until deadline: ContinuousClock.Instant) -> (ChildProcess.Step, written: Int) {
    let step = child.step(writing: hasRefused ? [] : source.buffer[source.head...], until: deadline)
    if case .wrote(let count) = step { return (step, count) }
    return (step, 0)
  }

  /// Compares the reported counts with the actual ones, and waits for the end of the program.
  private mutating func end(_ account: JSONValue, _ diagnostics: inout Diagnostics) throws(SourceFailure) {
    let records = account["records"]?.integer ?? 0
    let rejected = account["rejected"]?.integer ?? 0
    let told = records.addingReportingOverflow(rejected)
    if told.overflow || told.partialValue != tally.frames {
      throw failure(
        "reports \(Diagnostic.count(records, "record")) written and \(rejected) rejected, but \(tally.frames) came")
    }
    try feed()
    if !isFed { throw failure("did not read its whole input, only \(source.offset) bytes") }
    if try nextLine() != nil { throw failure("wrote more after its last line") }
    guard let ending = child.end(until: program.deadline) else { throw failure("did not end after its last line") }
    guard ending == .exited(0) else { throw failure("\(ending) after its last line") }
    hasEnded = true
    for line in child.errors.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      diagnostics.note(.pluginSaid, String(decoding: line, as: UTF8.self), at: .whole(source.name))
    }
  }

  private var brokenOff: String {
    let ending = child.end(until: program.deadline).map { "\($0)" } ?? "closed its output"
    return "\(ending) without its last line, after \(Diagnostic.count(tally.frames, "record"))"
  }

  /// The source cannot be used any more, because of what the program did.
  private func failure(_ what: String) -> SourceFailure {
    SourceFailure(.unreadable, .pluginFailed, "\(program.title) \(what)\(program.said(child))", at: .whole(source.name))
  }
}
