import CitemillCore

/// Cuts a source into lines, which end only with LF, and keeps at most a limited part of each.
struct LineFramer {
  /// A line without its end.
  struct Line {
    var bytes: [UInt8]
    /// How many bytes it has beyond them.
    var cut: Int
    /// Where it begins in the source.
    var offset: Int
  }

  private static let lineFeed: UInt8 = 10
  private let source: ByteSource
  private let limit: Int

  /// The lines of a source; the encoding is checked line by line.
  init(_ source: ByteSource, limit: Int) {
    source.leaveUndecoded()
    self.source = source
    self.limit = limit
  }

  /// The next line, or nil at the end; calls `mayWait` before it reads more, and ends if that returns false.
  func next(mayWait: () -> Bool) throws(SourceFailure) -> Line? {
    let start = source.offset
    var searched = 0
    while true {
      if let end = lineFeed(behind: searched) {
        let count = min(end, limit)
        let bytes = Array(source.buffer[source.head..<(source.head + count)])
        source.consume(end + 1)
        return Line(bytes: bytes, cut: end - count, offset: start)
      }
      searched = source.available
      if searched > limit { return try oversized(from: start, mayWait) }
      guard mayWait() else { return nil }
      if try !source.fill() { return searched == 0 ? nil : take(searched, from: start) }
    }
  }

  /// The distance from the head to the next line feed, searched for after a number of bytes.
  private func lineFeed(behind searched: Int) -> Int? {
    let head = source.head
    let end = source.withBytes { $0.firstIndex(of: Self.lineFeed, from: head + searched, to: $0.count) }
    return end.map { $0 - head }
  }

  /// The last line of a source that does not end it.
  private func take(_ length: Int, from start: Int) -> Line {
    let count = min(length, limit)
    let bytes = Array(source.buffer[source.head..<(source.head + count)])
    source.consume(length)
    return Line(bytes: bytes, cut: length - count, offset: start)
  }

  /// The beginning of a line beyond the limit; the rest is skipped piece by piece.
  private func oversized(from start: Int, _ mayWait: () -> Bool) throws(SourceFailure) -> Line? {
    var line = take(limit, from: start)
    while true {
      if let end = lineFeed(behind: 0) {
        line.cut += end
        source.consume(end + 1)
        return line
      }
      line.cut += source.available
      source.consume(source.available)
      guard mayWait() else { return nil }
      if try !source.fill() { return line }
    }
  }
}
