/// A source from the point of view of a record reader: content between records is skipped and counted by
/// kind, a frame is accepted or rejected, and every byte is counted once.
///
///     source    [ trivia | frame  | trivia | frame  | ...
///                 pass     accept   skip     reject
///
/// Ranges are indices into the buffer of the source, starting at its head.
package struct FramedSource {
  /// The bytes.
  package let source: ByteSource
  /// The counts of the bytes, without a byte order mark.
  package var counts = ReadTally()
  /// Whether there is nothing more than what is buffered.
  package var isComplete = false
  /// What must precede rejected bytes when they are read alone, such as the header of a table.
  package var prologue: [UInt8] = []
  /// Whether rejected bytes may be moved out of the buffer, so that the largest ones are not copied.
  private let givesAway: Bool

  /// Nothing of the source has been read yet.
  package init(_ source: ByteSource, givesAway: Bool = false) {
    self.source = source
    self.givesAway = givesAway
  }

  /// What the bytes read so far were counted as.
  package var tally: ReadTally {
    var tally = counts
    tally.countTrivia("byte order mark", source.preambleBytes)
    return tally
  }

  /// Reads until `wanted` bytes are buffered, or the source ends.
  package mutating func fill(to wanted: Int) throws(SourceFailure) {
    while source.available < wanted, !isComplete { isComplete = try !source.fill() }
  }

  /// Skips bytes that belong to no record.
  package mutating func pass(_ range: Range<Int>, _ name: String) {
    counts.countTrivia(name, range.count)
    source.consume(range.count)
  }

  /// Skips text that may belong to a record.
  package mutating func skip(_ range: Range<Int>, _ name: String) {
    counts.skipped += 1
    pass(range, name)
  }

  /// The next frame.
  package func frame(of range: Range<Int>, _ encoding: TextEncoding = .utf8) -> Frame {
    Frame(
      bytes: source.offset..<(source.offset + range.count), line: source.line, index: counts.frames, encoding: encoding)
  }

  /// The location of bytes that belong to no record.
  package func location(of range: Range<Int>) -> SourceLocation {
    SourceLocation(source: source.name, bytes: source.offset..<(source.offset + range.count), line: source.line)
  }

  /// The bytes of a frame converted to UTF-8, and their original encoding; nil if they are UTF-8.
  package func repaired(_ range: Range<Int>) -> (bytes: [UInt8], encoding: TextEncoding)? {
    if source.withBytes({ TextEncoding.isValidUTF8($0, range) }) { return nil }
    var bytes = Array(source.buffer[range])
    let encoding = TextEncoding.repair(&bytes)
    return (bytes, encoding)
  }

  /// Counts a frame as read, and moves past it.
  package mutating func accept(_ range: Range<Int>) {
    counts.read += 1
    counts.framedBytes += range.count
    source.consume(range.count)
  }

  /// Reports why a frame is not a record, and moves past it.
  package mutating func reject(
    _ range: Range<Int>, as frame: Frame? = nil, because reason: Diagnostic, reporting diagnostics: inout Diagnostics
  ) -> ReadOutcome {
    let frame = frame ?? self.frame(of: range)
    diagnostics.report(reason)
    counts.rejected += 1
    counts.framedBytes += range.count
    let bytes = givesAway ? source.take(range.count) : Array(source.buffer[range])
    if !givesAway { source.consume(range.count) }
    return .rejected(Rejection(frame: frame, reason: reason, rawBytes: bytes, prologue: prologue))
  }

  /// Reports in one sentence why a frame is not a record, and moves past it.
  package mutating func reject(
    _ range: Range<Int>, as frame: Frame? = nil, _ code: Diagnostic.Code, _ message: String,
    reporting diagnostics: inout Diagnostics
  ) -> ReadOutcome {
    let frame = frame ?? self.frame(of: range)
    let reason = Diagnostic(.error, code, message, at: frame.location(in: source.name))
    return reject(range, as: frame, because: reason, reporting: &diagnostics)
  }

  /// The failure if no content of the format was found so far.
  package func nothingFound(_ code: Diagnostic.Code, _ message: String) -> SourceFailure {
    SourceFailure(.unusable, code, message, at: .whole(source.name, bytes: 0..<source.offset))
  }
}

extension Diagnostics {
  /// Reports a record that was not in UTF-8.
  package mutating func warn(of encoding: TextEncoding, at place: @autoclosure () -> SourceLocation) {
    if encoding != .utf8 { warn(.notUTF8, "not UTF-8; read as \(encoding.rawValue)", at: place()) }
  }
}
