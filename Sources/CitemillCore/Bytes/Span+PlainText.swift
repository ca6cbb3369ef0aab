#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Text that JSON writes unchanged: without quotes, backslashes and control characters.

extension Span<UInt8> {
  /// The index of the first quote, backslash or control character at or after `start`, or `end`.
  public func endOfPlainText(from start: Int, to end: Int) -> Int {
    guard start >= 0, start < end, end <= count else { return end }
    return unsafe withUnsafeBytes { unsafe $0.endOfPlainText(from: start, to: end) }
  }
}

extension String {
  /// Whether the text has no ASCII control character, except perhaps DEL: it is a single line.
  package var isOneLine: Bool {
    guard let short = ShortText(self) else { return withUTF8Span { $0.isOneLine(0..<$0.count) } }
    return short.isOneLine
  }

  /// Whether a quick check shows that the text is one line of ASCII without white space at its ends, `<`, `&`
  /// and `;`. False only means that a closer look is needed.
  package var isShortPlainLine: Bool { ShortText(self)?.isPlainLine ?? false }

  /// Whether there is a `<` or `&` in the text.
  package var hasSignsOfMarkup: Bool {
    if let short = ShortText(self) { return short.low.bytesOfMarkup | short.high.bytesOfMarkup != 0 }
    return unsafe withBytes { bytes in
      var here = 0
      while here + 32 <= bytes.count {
        if unsafe bytes.loadUnaligned(fromByteOffset: here, as: Words.self).bytesOfMarkup.hasHighBits { return true }
        here += 32
      }
      while here + 8 <= bytes.count {
        if unsafe bytes.loadUnaligned(fromByteOffset: here, as: UInt64.self).bytesOfMarkup != 0 { return true }
        here += 8
      }
      if here < bytes.count, bytes.count >= 8 {
        // The last eight bytes, some of them a second time.
        return unsafe bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self).bytesOfMarkup != 0
      }
      while here < bytes.count {
        let byte = unsafe bytes[here]
        if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&") { return true }
        here += 1
      }
      return false
    }
  }
}

extension Span<UInt8> {
  /// Whether a range has no ASCII control character, except perhaps DEL: it is a single line.
  public func isOneLine(_ range: Range<Int>) -> Bool {
    guard range.lowerBound >= 0, range.upperBound <= count else { return false }
    return unsafe withUnsafeBytes { raw in
      var here = range.lowerBound
      while here + 32 <= range.upperBound {
        let words = unsafe raw.loadUnaligned(fromByteOffset: here, as: Words.self)
        if ((words &- Words(repeating: 0x2020_2020_2020_2020)) & ~words).hasHighBits { return false }
        here += 32
      }
      while here + 8 <= range.upperBound {
        if unsafe raw.loadUnaligned(fromByteOffset: here, as: UInt64.self).bytesBelow0x20 != 0 { return false }
        here += 8
      }
      while here < range.upperBound {
        if unsafe raw[here] < 0x20 { return false }
        here += 1
      }
      return true
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The index of the first quote, backslash or control character at or after an index, or `end`.
  @inline(__always)
  fileprivate func endOfPlainText(from start: Int, to end: Int) -> Int {
    var here = start
    // Most texts are short. In a long one, memchr finds quotes and backslashes, and only control characters
    // remain to be found.
    let near = Swift.min(end, start + 64)
    while here + 8 <= near {
      let hits = unsafe loadUnaligned(fromByteOffset: here, as: UInt64.self).bytesToEscape
      if hits != 0 { return here + UInt64(littleEndian: hits).trailingZeroBitCount / 8 }
      here += 8
    }
    // If there are many escapes, the closing quote is far after the next one. It is searched for in sections,
    // each twice as long as the one before, so that the whole distance is not searched again for each escape.
    var stretch = 512
    while here + 8 <= end, let base = baseAddress {
      let stop = Swift.min(end, here + stretch)
      var limit = stop
      if let quote = unsafe memchr(base + here, 0x22, limit - here) { limit = unsafe UnsafeRawPointer(quote) - base }
      if let slash = unsafe memchr(base + here, 0x5C, limit - here) { limit = unsafe UnsafeRawPointer(slash) - base }
      while here + 32 <= limit {
        let words = unsafe loadUnaligned(fromByteOffset: here, as: Words.self)
        let low = (words &- Words(repeating: 0x2020_2020_2020_2020)) & ~words
        if low.hasHighBits { break }
        here += 32
      }
      while here < limit {
        if unsafe self[here] < 0x20 { return here }
        here += 1
      }
      if limit < stop { return limit }
      stretch *= 2
    }
    while here < end {
      let byte = unsafe self[here]
      if byte == 0x22 || byte == 0x5C || byte < 0x20 { return here }
      here += 1
    }
    return end
  }

  /// Copies the bytes from an index up to the first that JSON escapes, and returns their number.
  @inline(__always)
  func copyPlainJSON(from start: Int, to target: UnsafeMutableRawPointer) -> Int {
    var here = start
    if count - start <= 256 {
      while here + 32 <= count {
        let words = unsafe loadUnaligned(fromByteOffset: here, as: Words.self)
        unsafe target.storeBytes(of: words, toByteOffset: here - start, as: Words.self)
        if words.bytesToEscape.hasHighBits { break }
        here += 32
      }
      while here + 8 <= count {
        let word = unsafe loadUnaligned(fromByteOffset: here, as: UInt64.self)
        unsafe target.storeBytes(of: word, toByteOffset: here - start, as: UInt64.self)
        let hits = word.bytesToEscape
        if hits != 0 { return here - start + UInt64(littleEndian: hits).trailingZeroBitCount / 8 }
        here += 8
      }
      if here == count { return count - start }
      if count - start >= 8 {
        // The last eight bytes, some of them a second time.
        let word = unsafe loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        if word.bytesToEscape == 0 {
          unsafe target.storeBytes(of: word, toByteOffset: count - 8 - start, as: UInt64.self)
          return count - start
        }
      } else if count - start >= 4 {
        let low = unsafe loadUnaligned(fromByteOffset: start, as: UInt32.self)
        let high = unsafe loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
        if (UInt64(low) | UInt64(high) << 32).bytesToEscape == 0 {
          unsafe target.storeBytes(of: low, as: UInt32.self)
          unsafe target.storeBytes(of: high, toByteOffset: count - 4 - start, as: UInt32.self)
          return count - start
        }
      }
      while here < count {
        let byte = unsafe self[here]
        if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
        unsafe target.storeBytes(of: byte, toByteOffset: here - start, as: UInt8.self)
        here += 1
      }
      return here - start
    }
    let end = unsafe endOfPlainText(from: start, to: count)
    if let base = baseAddress { unsafe target.copyMemory(from: base + start, byteCount: end - start) }
    return end - start
  }
}
