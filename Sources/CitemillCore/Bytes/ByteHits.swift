/// Finds all bytes of a range that are one of three, one after another, where there are many of them.
///
///     @article{doe, title = {On {DNA}}}       of `{`, `}` and `@`
///     ^       ^             ^   ^   ^^^
///
/// Examines 32 bytes at a time and remembers the hits among them.
package struct ByteHits {
  private let one: UInt8
  private let two: UInt8
  private let three: UInt8
  private let end: Int
  /// Where the 32 bytes examined last start.
  private var base: Int
  private var next: Int
  /// The hits that have not been returned yet, one bit each.
  private var found: UInt32 = 0

  /// Searches a range for bytes that are one of three.
  package init(of one: UInt8, _ two: UInt8, _ three: UInt8, from start: Int, to end: Int) {
    self.one = one
    self.two = two
    self.three = three
    self.end = end
    base = max(start, 0)
    next = base
  }

  /// The index of the next hit, or nil.
  package mutating func next(in bytes: Span<UInt8>) -> Int? {
    if found == 0, !find(in: bytes) { return nil }
    let place = found.trailingZeroBitCount
    found &= found &- 1
    return base &+ place
  }

  /// Searches on until there is a hit.
  private mutating func find(in bytes: Span<UInt8>) -> Bool {
    let end = min(end, bytes.count)
    return unsafe bytes.withUnsafeBytes { raw in
      while next + 32 <= end {
        let words = unsafe raw.loadUnaligned(fromByteOffset: next, as: Words.self)
        found = words.places(of: one, two, three)
        base = next
        next += 32
        if found != 0 { return true }
      }
      base = next
      while next < end {
        let byte = unsafe raw[next]
        if byte == one || byte == two || byte == three { found |= 1 << UInt32(truncatingIfNeeded: next &- base) }
        next += 1
      }
      return found != 0
    }
  }
}
