/// Finds the bytes of a row that end or quote a cell, one after another. Examines 32 bytes at a time and
/// remembers the hits among them.
public struct CellMarks: Sendable {
  private let delimiters: Words
  /// Where the examined bytes start; far before the start if there are none.
  @usableFromInline var base = -32
  /// One bit for each hit, that of the first byte lowest.
  @usableFromInline var hits: UInt32 = 0

  /// Finds a delimiter, quotes, LF and CR.
  public init(delimiter: UInt8) { delimiters = Words(repeating: UInt64(delimiter) &* 0x0101_0101_0101_0101) }

  /// The index of the next mark at or after `start`, or `end`.
  @inlinable
  public mutating func next(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    guard start >= 0, start < end, end <= bytes.count else { return end }
    if start < base || start &- base >= 32 { look(bytes, at: start) }
    var ahead = hits & ~0 &<< UInt32(truncatingIfNeeded: start &- base)
    while ahead == 0 {
      if base &+ 32 >= end { return end }
      look(bytes, at: base &+ 32)
      ahead = hits
    }
    return min(base &+ ahead.trailingZeroBitCount, end)
  }

  /// Examines 32 bytes, or fewer at the end, from an index on.
  @usableFromInline
  mutating func look(_ bytes: Span<UInt8>, at start: Int) {
    base = start
    hits = unsafe bytes.withUnsafeBytes { raw in
      if start + 32 <= raw.count {
        let words = unsafe raw.loadUnaligned(fromByteOffset: start, as: Words.self)
        let others =
          (words ^ delimiters).nonzeroBytes & (words ^ Words(repeating: 0x2222_2222_2222_2222)).nonzeroBytes
          & (words ^ Words(repeating: 0x0A0A_0A0A_0A0A_0A0A)).nonzeroBytes
          & (words ^ Words(repeating: 0x0D0D_0D0D_0D0D_0D0D)).nonzeroBytes
        return ~others.highBits
      }
      let delimiter = UInt8(truncatingIfNeeded: delimiters.x)
      var hits: UInt32 = 0
      for index in start..<raw.count {
        let byte = unsafe raw[index]
        if byte == delimiter || byte == 0x22 || byte == 10 || byte == 13 { hits |= 1 << UInt32(index - start) }
      }
      return hits
    }
  }
}
