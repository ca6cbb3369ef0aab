// Eight bytes looked at as one number, and 32 as four: a byte that is looked for shows by its high bit.

extension UInt64 {
  /// The high bit of each byte that is equal to another, as far as the first such byte goes.
  @inline(__always)
  func bytes(equalTo byte: UInt64) -> UInt64 {
    // A byte is zero where its high bit comes out set: x - 1 & ~x.
    let difference = self ^ (byte &* 0x0101_0101_0101_0101)
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }

  /// The high bit of each byte that is a control character, as far as the first such byte goes.
  @inline(__always)
  var bytesBelow0x20: UInt64 {
    (self &- 0x2020_2020_2020_2020) & ~self & 0x8080_8080_8080_8080
  }

  /// The high bit of each byte that JSON escapes, as far as the first such byte goes.
  @inline(__always)
  var bytesToEscape: UInt64 { bytesBelow0x20 | bytes(equalTo: 0x22) | bytes(equalTo: 0x5C) }
}

extension UInt64 {
  /// The high bit of each byte that lies in a range of ASCII.
  @inline(__always)
  fileprivate func bytes(from first: UInt64, to last: UInt64) -> UInt64 {
    let low = self & 0x7F7F_7F7F_7F7F_7F7F
    let reaches = low &+ ((0x80 &- first) &* 0x0101_0101_0101_0101)
    let passes = low &+ ((0x7F &- last) &* 0x0101_0101_0101_0101)
    return reaches & ~passes & ~self & 0x8080_8080_8080_8080
  }

  /// The high bit of each byte that may be a sign of TeX or white space other than a blank: `$ % & ' - [ \ ] ^ _` and the
  /// backtick, `{ | } ~`, control characters.
  @inline(__always)
  var bytesOfTeX: UInt64 {
    bytes(from: 0x5B, to: 0x60) | bytes(from: 0x7B, to: 0x7E) | bytes(from: 0x24, to: 0x27)
      | bytes(from: 0x2D, to: 0x2D)
      | bytes(from: 0, to: 0x1F)
  }

  /// The high bit of each byte that is a blank.
  @inline(__always)
  var blanks: UInt64 { bytes(from: 0x20, to: 0x20) }
}

/// Four words looked at in one step; the compiler makes two vectors of them.
typealias Words = SIMD4<UInt64>

extension SIMD4<UInt64> {
  /// Whether a byte has its high bit set.
  @inline(__always)
  var hasHighBits: Bool { ((x | y) | (z | w)) & 0x8080_8080_8080_8080 != 0 }

  /// The high bit of each byte that is not zero; other bits may be set too.
  @inline(__always)
  var nonzeroBytes: Self {
    let low = Self(repeating: 0x7F7F_7F7F_7F7F_7F7F)
    return ((self & low) &+ low) | self
  }

  /// The high bits of the bytes, that of the first byte lowest.
  @inline(__always)
  var highBits: UInt32 {
    func gathered(_ word: UInt64) -> UInt32 {
      // The product has the bits of the eight bytes beside each other in its highest byte.
      let bits = (UInt64(littleEndian: word) & 0x8080_8080_8080_8080) >> 7
      return UInt32(truncatingIfNeeded: (bits &* 0x0102_0408_1020_4080) >> 56)
    }
    return gathered(x) | gathered(y) << 8 | gathered(z) << 16 | gathered(w) << 24
  }
}
