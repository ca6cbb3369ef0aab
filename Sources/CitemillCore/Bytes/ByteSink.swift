/// Bytes to be written: a buffer that is emptied between records.
///
/// An error of the destination sticks: later writes do nothing, and `failure` tells it. It is never taken for a record's.
public struct ByteSink: Sendable {
  /// Where the bytes go.
  public enum Destination: Sendable, Equatable {
    /// They stay in `bytes`.
    case memory
    /// They are counted and forgotten.
    case null
    /// They are written to an open file descriptor.
    case descriptor(Int32)
  }

  /// What is not yet handed on; everything, for a sink in memory.
  public private(set) var bytes: [UInt8] = []
  /// Where the bytes go.
  public let destination: Destination
  /// The error number of the first write that failed.
  public private(set) var failure: Int32?
  /// How many bytes were handed on.
  public private(set) var flushed = 0
  private static let room = 64 * 1024

  /// A sink with a destination.
  public init(_ destination: Destination = .memory) {
    self.destination = destination
    bytes.reserveCapacity(Self.room * 2)
  }

  /// How many bytes were written in all.
  public var count: Int { flushed + bytes.count }

  /// The written bytes as text, for a sink in memory.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends a byte.
  public mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Appends a text.
  public mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends a word of the program.
  public mutating func append(_ word: StaticString) {
    guard word.hasPointerRepresentation else { return }
    unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  /// Appends a whole number in decimal digits.
  public mutating func append(decimal number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    var unit: UInt = 1
    while rest / unit >= 10 { unit *= 10 }
    while unit > 0 {
      append(48 + UInt8(truncatingIfNeeded: rest / unit))
      rest %= unit
      unit /= 10
    }
  }

  /// Appends bytes.
  public mutating func append(contentsOf other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }

  /// Appends a range of a span.
  public mutating func append(_ span: Span<UInt8>, _ range: Range<Int>) {
    unsafe span.extracting(range).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Takes back what was appended since `count` was so much; possible until the next flush.
  public mutating func rewind(to count: Int) {
    bytes.removeLast(min(max(self.count - count, 0), bytes.count))
  }

  /// Hands on what is buffered when it is a lot; to be called between records.
  public mutating func flushIfFull() {
    if bytes.count >= Self.room { flush() }
  }

  /// Hands on what is buffered.
  public mutating func flush() {
    switch destination {
    case .memory: return
    case .null: break
    case .descriptor(let descriptor):
      if failure == nil { failure = Self.write(bytes, to: descriptor) }
    }
    flushed += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes all bytes, and says the error number when that fails.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    unsafe bytes.withUnsafeBytes { raw in
      var done = 0
      while done < raw.count {
        let count = unsafe systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: raw[done...]))
        if count < 0 { return Int32(clamping: -count) }
        done += count
      }
      return nil
    }
  }
}
