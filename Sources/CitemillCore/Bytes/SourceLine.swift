/// A line of a source with its location.
public struct SourceLine: Sendable {
  /// The bytes without the line end.
  public var bytes: [UInt8]
  /// Where the line starts in the source.
  public var offset: Int
  /// Its number, counted from 1.
  public var number: Int
  /// How long its end is: 0 (last line), 1 (LF or CR) or 2 (CR LF).
  public var endLength: Int

  /// A line with its location.
  public init(bytes: [UInt8], offset: Int = 0, number: Int = 1, endLength: Int = 0) {
    self.bytes = bytes
    self.offset = offset
    self.number = number
    self.endLength = endLength
  }

  /// The bytes of the line in the source, including its end.
  public var range: Range<Int> { offset..<(offset + bytes.count + endLength) }
}

extension ByteSource {
  /// The next line, or nil at the end; LF, CR LF and a lone CR end a line.
  ///
  /// A line longer than the limit is cut there, so that memory stays limited.
  public func nextLine(limit: Int = 16 << 20) throws(SourceFailure) -> SourceLine? {
    var searched = head
    while true {
      if let end = buffer.firstLineEnd(from: searched) {
        let isReturn = buffer[end] == 13
        if isReturn && end + 1 == buffer.count {
          // The LF of a CR LF may not have been read yet.
          let length = end - head
          if try fill() {
            searched = head + length
            continue
          }
          return takeLine(length: length, endLength: 1)
        }
        return takeLine(length: end - head, endLength: isReturn && buffer[end + 1] == 10 ? 2 : 1)
      }
      let length = available
      if length >= limit { return takeLine(length: length, endLength: 0) }
      if try !fill() { return length > 0 ? takeLine(length: length, endLength: 0) : nil }
      searched = head + length
    }
  }

  /// Moves to the end of a line that was partly read, without keeping it, and returns the number of bytes
  /// skipped.
  package func passLine() throws(SourceFailure) -> Int {
    let start = offset
    while true {
      if let end = buffer.firstLineEnd(from: head) {
        let isReturn = buffer[end] == 13
        consume(end + 1 - head)
        // The LF of a CR LF may not have been read yet.
        if isReturn, available == 0 { _ = try fill() }
        if isReturn, available > 0, buffer[head] == 10 { consume(1) }
        return offset - start
      }
      consume(available)
      if try !fill() { return offset - start }
    }
  }

  private func takeLine(length: Int, endLength: Int) -> SourceLine {
    let line = SourceLine(
      bytes: Array(buffer[head..<(head + length)]), offset: offset, number: self.line, endLength: endLength)
    consume(length + endLength)
    return line
  }
}
