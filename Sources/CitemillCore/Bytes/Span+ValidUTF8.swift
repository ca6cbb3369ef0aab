// Validation of UTF-8: RFC 3629, section 4.

extension UnsafeRawBufferPointer {
  /// Whether no byte is above 0x7F.
  @inline(__always)
  var isASCII: Bool {
    var here = 0
    while here &+ 32 <= count {
      if unsafe loadUnaligned(fromByteOffset: here, as: Words.self).hasHighBits { return false }
      here &+= 32
    }
    var high: UInt64 = 0
    while here &+ 8 <= count {
      high |= unsafe loadUnaligned(fromByteOffset: here, as: UInt64.self)
      here &+= 8
    }
    if here < count {
      if count >= 8 {
        // The last eight bytes, some of them a second time.
        high |= unsafe loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      } else if count >= 4 {
        high |= unsafe UInt64(loadUnaligned(as: UInt32.self))
        high |= unsafe UInt64(loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
      } else {
        for index in here..<count { high |= unsafe UInt64(self[index]) }
      }
    }
    return high & 0x8080_8080_8080_8080 == 0
  }

  /// Where valid UTF-8 ends (RFC 3629, section 4).
  func endOfUTF8() -> Int {
    var here = unsafe endOfASCII(from: 0)
    while here < count {
      let length = unsafe lengthOfSequence(at: here)
      if length == 0 { break }
      here &+= length
      // A non-ASCII character is followed by another one, by a few ASCII characters, or by a long run of
      // them.
      if here < count, unsafe self[here] < 0x80 { here = unsafe endOfASCII(from: here) }
    }
    return here
  }

  /// The index of the first byte above 0x7F at or after an index, or `count`.
  @inline(__always)
  private func endOfASCII(from start: Int) -> Int {
    var here = start
    while here &+ 32 <= count, unsafe !loadUnaligned(fromByteOffset: here, as: Words.self).hasHighBits { here &+= 32 }
    while here &+ 8 <= count {
      let high = unsafe loadUnaligned(fromByteOffset: here, as: UInt64.self) & 0x8080_8080_8080_8080
      if high != 0 { return here &+ UInt64(littleEndian: high).trailingZeroBitCount / 8 }
      here &+= 8
    }
    if here < count, count >= 8 {
      // The last eight bytes, some of them a second time.
      let high = unsafe loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self) & 0x8080_8080_8080_8080
      let fresh = UInt64(littleEndian: high) >> UInt64(truncatingIfNeeded: (8 &- (count &- here)) &* 8)
      return fresh == 0 ? count : here &+ fresh.trailingZeroBitCount / 8
    }
    while here < count, unsafe self[here] < 0x80 { here &+= 1 }
    return here
  }

  /// The length of the valid sequence of several bytes at an index, or 0 if there is none.
  @inline(__always)
  fileprivate func lengthOfSequence(at index: Int) -> Int {
    let first = unsafe self[index]
    guard index &+ 1 < count else { return 0 }
    let second = unsafe self[index &+ 1]
    if first < 0xE0 { return first >= 0xC2 && second & 0xC0 == 0x80 ? 2 : 0 }
    guard index &+ 2 < count, unsafe self[index &+ 2] & 0xC0 == 0x80, second & 0xC0 == 0x80 else { return 0 }
    if first < 0xF0 {
      // Neither overlong nor half a surrogate pair.
      let isBarred = first == 0xE0 && second < 0xA0 || first == 0xED && second > 0x9F
      return isBarred ? 0 : 3
    }
    guard index &+ 3 < count, unsafe self[index &+ 3] & 0xC0 == 0x80 else { return 0 }
    let isBarred = first == 0xF0 && second < 0x90 || first == 0xF4 && second > 0x8F || first > 0xF4
    return isBarred ? 0 : 4
  }
}

extension Span<UInt8> {
  /// The length of the valid sequence at an index, or 0 if there is none.
  package func lengthOfUTF8(at index: Int) -> Int {
    guard let first = byte(at: index) else { return 0 }
    return first < 0x80 ? 1 : unsafe withUnsafeBytes { unsafe $0.lengthOfSequence(at: index) }
  }

  /// The scalar at an index of valid UTF-8 and its length in bytes; for an invalid byte U+FFFD.
  package func scalar(at index: Int) -> (value: UInt32, length: Int) {
    guard let first = byte(at: index) else { return (0xFFFD, 1) }
    if first < 0x80 { return (UInt32(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 0
    guard length > 0, index + length <= count else { return (0xFFFD, 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for place in 1..<length {
      let next = self[index + place]
      guard next & 0xC0 == 0x80 else { return (0xFFFD, 1) }
      value = value << 6 | UInt32(next & 0x3F)
    }
    return (value, length)
  }
}
