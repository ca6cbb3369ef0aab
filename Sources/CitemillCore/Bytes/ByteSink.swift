/// Bytes to be written: a buffer that is flushed between records.
///
///     room      [ written, not yet handed on | free ......... ]
///                                            ^ filled
///
/// The first error of the destination is kept in `failure`; later writes do nothing. It does not count as an
/// error of a record.
public struct ByteSink {
  /// Where the bytes go.
  public enum Destination: Sendable, Equatable {
    /// They are kept in `bytes`.
    case memory
    /// They are counted and discarded.
    case null
    /// They are written to an open file descriptor.
    case descriptor(Int32)
  }

  private var room = Room(0)
  private var filled = 0
  /// Where the bytes go.
  public let destination: Destination
  /// The error number of the first write that failed.
  public private(set) var failure: Int32?
  /// How many bytes were flushed.
  public private(set) var flushed = 0
  private static let full = 64 * 1024

  /// A sink with a destination.
  public init(_ destination: Destination = .memory) { self.destination = destination }

  /// How many bytes were written in total.
  public var count: Int { flushed + filled }

  /// How many bytes are not yet flushed.
  public var buffered: Int { filled }

  /// The bytes that are not yet flushed; for a sink in memory, all bytes.
  public var bytes: [UInt8] { bytes(from: 0) }

  /// The bytes that are not yet flushed, from an index on.
  public func bytes(from start: Int) -> [UInt8] {
    let start = min(max(start, 0), filled)
    return unsafe Array(UnsafeRawBufferPointer(start: room.base + start, count: filled - start))
  }

  /// A range of the bytes that are not yet flushed.
  package func bytes(_ range: Range<Int>) -> [UInt8] {
    let range = range.clamped(to: 0..<filled)
    return unsafe Array(UnsafeRawBufferPointer(start: room.base + range.lowerBound, count: range.count))
  }

  /// The written bytes as text, for a sink in memory.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Removes what was appended since `count` had this value; possible until the next flush.
  public mutating func rewind(to count: Int) { filled -= min(max(self.count - count, 0), filled) }

  // MARK: - Appending

  /// Appends a byte.
  public mutating func append(_ byte: UInt8) {
    unsafe space(for: 1).storeBytes(of: byte, as: UInt8.self)
    filled += 1
  }

  /// Appends up to eight bytes of a number, lowest first.
  package mutating func append(word: UInt64, count: Int) {
    unsafe space(for: 8).storeBytes(of: word.littleEndian, as: UInt64.self)
    filled += min(max(count, 0), 8)
  }

  /// Appends a string.
  public mutating func append(_ text: String) {
    guard let short = ShortText(text) else { return unsafe text.withBytes { unsafe append($0) } }
    // Both words; the excess bytes are overwritten later.
    let target = unsafe space(for: 16)
    unsafe target.storeBytes(of: short.low.littleEndian, as: UInt64.self)
    unsafe target.storeBytes(of: short.high.littleEndian, toByteOffset: 8, as: UInt64.self)
    fill(short.count)
  }

  /// Appends a string literal.
  public mutating func append(_ word: StaticString) {
    guard word.hasPointerRepresentation else { return }
    unsafe append(UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  /// Appends a whole number in decimal digits.
  public mutating func append(decimal number: Int) {
    if number >= 0, number < 10_000 {
      // For years, months and days: the four digits, the first one lowest, without leading zeros.
      let (high, low) = UInt64(number).quotientAndRemainder(dividingBy: 100)
      let digits = high / 10 | (high % 10) << 8 | (low / 10) << 16 | (low % 10) << 24 | 0x3030_3030
      let count = number >= 1000 ? 4 : number >= 100 ? 3 : number >= 10 ? 2 : 1
      return append(word: digits >> UInt64(32 - count * 8), count: count)
    }
    if number < 0 { append(UInt8(ascii: "-")) }
    let value = number.magnitude
    var length = 1
    var limit: UInt = 10
    while length < 19, value >= limit {
      length += 1
      limit *= 10
    }
    let target = unsafe space(for: length)
    var rest = value
    for place in (0..<length).reversed() {
      unsafe target.storeBytes(of: 48 + UInt8(truncatingIfNeeded: rest % 10), toByteOffset: place, as: UInt8.self)
      rest /= 10
    }
    fill(length)
  }

  /// Appends bytes.
  public mutating func append(contentsOf other: some Sequence<UInt8>) {
    let done: Void? = other.withContiguousStorageIfAvailable { unsafe append(UnsafeRawBufferPointer($0)) }
    if done == nil { for byte in other { append(byte) } }
  }

  /// Appends bytes that may be many, and flushes in between; not to be used for bytes that may be removed by
  /// `rewind`.
  package mutating func appendInPieces(_ bytes: [UInt8]) {
    var start = 0
    while start < bytes.count {
      let end = min(start + Self.full, bytes.count)
      append(bytes.span, start..<end)
      flushIfFull()
      start = end
    }
  }

  /// Appends a range of a span.
  public mutating func append(_ span: Span<UInt8>, _ range: Range<Int>) {
    unsafe span.extracting(range).withUnsafeBytes { unsafe append($0) }
  }

  /// Appends a number in groups of seven bits, lowest first, as in LEB128.
  package mutating func append(compact number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends a range of the bytes that another sink has not yet flushed.
  package mutating func append(_ other: ByteSink, _ range: Range<Int>) {
    let range = range.clamped(to: 0..<other.filled)
    unsafe append(UnsafeRawBufferPointer(start: other.room.base + range.lowerBound, count: range.count))
  }

  private mutating func append(_ raw: UnsafeRawBufferPointer) {
    guard let source = raw.baseAddress else { return }
    let count = raw.count
    let target = unsafe space(for: count)
    if count >= 8, count <= 16 {
      // The first eight bytes and the last eight, which is faster than a call.
      let (first, last) = unsafe (
        raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      )
      unsafe target.storeBytes(of: first, as: UInt64.self)
      unsafe target.storeBytes(of: last, toByteOffset: count &- 8, as: UInt64.self)
    } else if count < 8 {
      for place in 0..<count { unsafe target.storeBytes(of: raw[place], toByteOffset: place, as: UInt8.self) }
    } else {
      unsafe target.copyMemory(from: source, byteCount: count)
    }
    filled += count
  }

  /// Where the next bytes go, with space for this many; call `fill` afterwards.
  @inline(__always)
  mutating func space(for count: Int) -> UnsafeMutableRawPointer {
    // A copy of the sink shares the buffer until one of them is written to.
    if !isKnownUniquelyReferenced(&room) || room.count - filled < count { grow(count) }
    return unsafe room.base + filled
  }

  /// Counts bytes that were written to the result of `space(for:)`.
  @inline(__always)
  mutating func fill(_ count: Int) { filled += count }

  @inline(never)
  private mutating func grow(_ count: Int) {
    // A copy that is written to gets its own buffer, which must not be larger each time.
    let isFull = room.count - filled < count
    let larger = Room(max(filled + count, isFull ? room.count * 2 : room.count, 256))
    unsafe larger.base.copyMemory(from: room.base, byteCount: filled)
    room = larger
  }

  // MARK: - Handing on

  /// Flushes the buffer if it is large; to be called between records.
  public mutating func flushIfFull() {
    if filled >= Self.full { flush() }
  }

  /// Flushes the buffer.
  public mutating func flush() {
    switch destination {
    case .memory: return
    case .null: break
    case .descriptor(let descriptor):
      if failure == nil {
        failure = unsafe Self.write(UnsafeRawBufferPointer(start: room.base, count: filled), to: descriptor)
      }
    }
    flushed += filled
    filled = 0
  }

  /// Writes all bytes, and returns the error number if that fails.
  private static func write(_ raw: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var done = 0
    while done < raw.count {
      let count = unsafe systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: raw[done...]))
      if count < 0 { return Int32(clamping: -count) }
      done += count
    }
    return nil
  }
}

/// Memory for bytes to be written. It is not an array, because an array checks at each byte whether it is
/// shared, and is accessed through separate functions.
@safe
private final class Room {
  let base: UnsafeMutableRawPointer
  let count: Int

  init(_ count: Int) {
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 1)
    self.count = count
  }

  deinit { unsafe base.deallocate() }
}
