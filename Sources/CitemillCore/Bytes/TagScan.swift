/// Finds tags whose names start with one of a few letters, among many others.
///
///     <article><front> ... <body> ... </article>     of `a` and `b`
///     ^                    ^          ^
///
/// `<!` and `<?` are found too.
package struct TagScan: Sendable {
  /// A bit for each byte, below 64 and from 64 on, that may come after `<` or `</`.
  private let low: UInt64
  private var high: UInt64

  /// Finds tags whose names start with one of some ASCII letters.
  package init(_ letters: [UInt8]) {
    low = 1 << UInt64(UInt8(ascii: "!")) | 1 << UInt64(UInt8(ascii: "?"))
    high = letters.reduce(0) { $0 | Self.bit($1) }
  }

  /// Finds the same tags, and those whose names start with another letter.
  package func adding(_ letter: UInt8) -> TagScan {
    var scan = self
    scan.high |= Self.bit(letter)
    return scan
  }

  private static func bit(_ letter: UInt8) -> UInt64 { letter & 0xC0 == 64 ? 1 << UInt64(letter & 63) : 0 }

  /// Finds all tags.
  package init() { (low, high) = (.max, .max) }

  @inline(__always)
  private func isWatched(_ byte: UInt8) -> Bool {
    (byte & 64 == 0 ? low : high) >> UInt64(byte & 63) & 1 == 1
  }

  /// The index of the `<` of the next tag, or nil; the last `<` of the range counts as a tag.
  package func next(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    guard start >= 0, start <= end, end <= bytes.count else { return nil }
    return unsafe bytes.withUnsafeBytes { raw in
      var here = start
      // Two bytes after each of the eight must be available.
      while here + 10 <= end {
        let word = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: here, as: UInt64.self))
        var hits = word.bytes(equalTo: UInt64(UInt8(ascii: "<")))
        while hits != 0 {
          let sign = here &+ hits.trailingZeroBitCount / 8
          hits &= hits &- 1
          let next = unsafe raw[sign &+ 1]
          let first = next == UInt8(ascii: "/") ? unsafe raw[sign &+ 2] : next
          // A hit in the parallel comparison after another hit may be false.
          if isWatched(first), unsafe raw[sign] == UInt8(ascii: "<") { return sign }
        }
        here += 8
      }
      while here < end {
        if unsafe raw[here] == UInt8(ascii: "<") { return here }
        here += 1
      }
      return nil
    }
  }
}
