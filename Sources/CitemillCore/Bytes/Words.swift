// Eight bytes treated as one number, and 32 as four: a byte that is searched for is marked by its high bit.

extension UInt64 {
  /// Marks each byte that is equal to another with its high bit; valid up to the first hit.
  @inline(__always)
  func bytes(equalTo byte: UInt64) -> UInt64 {
    // The high bit of a zero byte becomes set: x - 1 & ~x.
    let difference = self ^ (byte &* 0x0101_0101_0101_0101)
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }

  /// Marks each byte that is a capital letter with its high bit, if all are ASCII.
  @inline(__always)
  var capitals: UInt64 {
    (self &+ 0x3F3F_3F3F_3F3F_3F3F) & ~(self &+ 0x2525_2525_2525_2525) & 0x8080_8080_8080_8080
  }

  /// Marks each byte that is a letter with its high bit, if all are ASCII.
  @inline(__always)
  var letters: UInt64 {
    let small = self | 0x2020_2020_2020_2020
    return (small &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(small &+ 0x0505_0505_0505_0505) & 0x8080_8080_8080_8080
  }

  /// Marks each byte that is the given one with its high bit, if all are ASCII.
  @inline(__always)
  func asciiBytes(equalTo byte: UInt64) -> UInt64 {
    ~((self ^ (byte &* 0x0101_0101_0101_0101)) &+ 0x7F7F_7F7F_7F7F_7F7F) & 0x8080_8080_8080_8080
  }

  /// Marks each control character with its high bit; valid up to the first hit.
  @inline(__always)
  var bytesBelow0x20: UInt64 {
    (self &- 0x2020_2020_2020_2020) & ~self & 0x8080_8080_8080_8080
  }

  /// Marks each byte that JSON escapes with its high bit; valid up to the first hit.
  @inline(__always)
  var bytesToEscape: UInt64 {
    // With its second bit flipped, the quote, 0x22, comes right after the control characters, and no other
    // character crosses that limit.
    let turned = (self ^ 0x0202_0202_0202_0202) &- 0x2121_2121_2121_2121
    let slashes = (self ^ 0x5C5C_5C5C_5C5C_5C5C) &- 0x0101_0101_0101_0101
    return (turned | slashes) & ~self & 0x8080_8080_8080_8080
  }

  /// Marks each `<` or `&` with its high bit; valid up to the first hit.
  @inline(__always)
  var bytesOfMarkup: UInt64 {
    let angles = (self ^ 0x3C3C_3C3C_3C3C_3C3C) &- 0x0101_0101_0101_0101
    let ampersands = (self ^ 0x2626_2626_2626_2626) &- 0x0101_0101_0101_0101
    return (angles | ampersands) & ~self & 0x8080_8080_8080_8080
  }

  /// Marks each byte that XML text may not contain unchanged, see `UInt8.isSignOfXML`, with its high bit; valid
  /// up to the first hit.
  @inline(__always)
  var signsOfXML: UInt64 {
    func all(_ byte: UInt64) -> Self { byte &* 0x0101_0101_0101_0101 }
    // One bit is the difference between `<` and `>`, and between `"` and `&`.
    let angles = ((self | all(0x02)) ^ all(0x3E)) &- all(1)
    let others = ((self | all(0x04)) ^ all(0x26)) &- all(1)
    let first = self ^ all(0xEF)
    return ((angles | others | (self &- all(0x20))) & ~self | (first &- all(1)) & ~first) & all(0x80)
  }
}

extension UInt8 {
  /// Whether the byte is a control character, one of `"`, `&`, `<` and `>`, or the first of U+FFFE and U+FFFF
  /// in UTF-8.
  @inline(__always)
  var isSignOfXML: Bool {
    self < 0x20 || self | 0x02 == 0x3E || self | 0x04 == 0x26 || self == 0xEF
  }

  /// Whether the byte may be a special character of TeX, or is white space other than a space:
  /// `# $ % & ' - [ \ ] ^ _` and the backtick, `{ | } ~`, DEL, control characters.
  @inline(__always)
  var isSignOfTeX: Bool {
    self < 0x20 || self &- 0x23 < 5 || self == 0x2D || self &- 0x5B < 6 || self &- 0x7B < 5
  }
}

extension UInt64 {
  /// Marks each byte that may be a special character of TeX, see `UInt8.isSignOfTeX`, or that is a space
  /// before another, with its high bit; `next` has the bytes from the second one on.
  @inline(__always)
  func breaksOfProse(before next: Self) -> Self {
    func all(_ byte: UInt64) -> Self { byte &* 0x0101_0101_0101_0101 }
    // Sums of seven bits each stay in their byte: 0x80 shows that a limit is reached.
    let low = self & all(0x7F)
    let hash = (low &+ all(0x80 - 0x23)) & ~(low &+ all(0x80 - 0x28))
    let bracket = (low &+ all(0x80 - 0x5B)) & ~(low &+ all(0x80 - 0x61))
    let brace = low &+ all(0x80 - 0x7B)
    let others = (low &+ all(0x80 - 0x20)) & ((low ^ all(0x2D)) &+ all(0x7F))
    let away = next ^ all(0x20)
    let blanks = ((low ^ all(0x20)) &+ all(0x7F)) | ((away & all(0x7F)) &+ all(0x7F)) | away
    return (hash | bracket | brace | ~others | ~blanks) & ~self & all(0x80)
  }
}

/// Four words examined in one step; the compiler makes two vectors of them.
typealias Words = SIMD4<UInt64>

extension SIMD4<UInt64> {
  /// Whether a byte has its high bit set.
  @inline(__always)
  var hasHighBits: Bool { ((x | y) | (z | w)) & 0x8080_8080_8080_8080 != 0 }

  /// Marks each non-zero byte with its high bit; other bits may be set too.
  @inline(__always)
  var nonzeroBytes: Self {
    let low = Self(repeating: 0x7F7F_7F7F_7F7F_7F7F)
    return ((self & low) &+ low) | self
  }

  /// The high bits of the bytes, that of the first byte lowest.
  @inline(__always)
  var highBits: UInt32 {
    func gathered(_ word: UInt64) -> UInt32 {
      // The highest byte of the product contains the bits of the eight bytes.
      let bits = (UInt64(littleEndian: word) & 0x8080_8080_8080_8080) >> 7
      return UInt32(truncatingIfNeeded: (bits &* 0x0102_0408_1020_4080) >> 56)
    }
    return gathered(x) | gathered(y) << 8 | gathered(z) << 16 | gathered(w) << 24
  }
}

extension SIMD4<UInt64> {
  /// See the function of the same name for one word.
  @inline(__always)
  var bytesToEscape: Self {
    let turned = (self ^ Self(repeating: 0x0202_0202_0202_0202)) &- Self(repeating: 0x2121_2121_2121_2121)
    let slashes = (self ^ Self(repeating: 0x5C5C_5C5C_5C5C_5C5C)) &- Self(repeating: 0x0101_0101_0101_0101)
    return (turned | slashes) & ~self & Self(repeating: 0x8080_8080_8080_8080)
  }

  /// See the function of the same name for one word.
  @inline(__always)
  var bytesOfMarkup: Self {
    let angles = (self ^ Self(repeating: 0x3C3C_3C3C_3C3C_3C3C)) &- Self(repeating: 0x0101_0101_0101_0101)
    let ampersands = (self ^ Self(repeating: 0x2626_2626_2626_2626)) &- Self(repeating: 0x0101_0101_0101_0101)
    return (angles | ampersands) & ~self & Self(repeating: 0x8080_8080_8080_8080)
  }

  /// See the function of the same name for one word.
  @inline(__always)
  var signsOfXML: Self {
    func all(_ byte: UInt64) -> Self { Self(repeating: byte &* 0x0101_0101_0101_0101) }
    let angles = ((self | all(0x02)) ^ all(0x3E)) &- all(1)
    let others = ((self | all(0x04)) ^ all(0x26)) &- all(1)
    let first = self ^ all(0xEF)
    return ((angles | others | (self &- all(0x20))) & ~self | (first &- all(1)) & ~first) & all(0x80)
  }

  /// See the function of the same name for one word.
  @inline(__always)
  func breaksOfProse(before next: Self) -> Self {
    func all(_ byte: UInt64) -> Self { Self(repeating: byte &* 0x0101_0101_0101_0101) }
    let low = self & all(0x7F)
    let hash = (low &+ all(0x80 - 0x23)) & ~(low &+ all(0x80 - 0x28))
    let bracket = (low &+ all(0x80 - 0x5B)) & ~(low &+ all(0x80 - 0x61))
    let brace = low &+ all(0x80 - 0x7B)
    let others = (low &+ all(0x80 - 0x20)) & ((low ^ all(0x2D)) &+ all(0x7F))
    let blanks = ((low ^ all(0x20)) &+ all(0x7F)) | (next ^ all(0x20)).nonzeroBytes
    return (hash | bracket | brace | ~others | ~blanks) & ~self & all(0x80)
  }

  /// A bit for each of the 32 bytes that is one of three, that of the first byte lowest.
  @inline(__always)
  func places(of one: UInt8, _ two: UInt8, _ three: UInt8) -> UInt32 { bytes(equalTo: one, two, three).highBits }

  /// Marks each byte that is one of three with its high bit.
  @inline(__always)
  func bytes(equalTo one: UInt8, _ two: UInt8, _ three: UInt8) -> Self {
    func others(than byte: UInt8) -> Self {
      (self ^ Self(repeating: UInt64(byte) &* 0x0101_0101_0101_0101)).nonzeroBytes
    }
    return ~(others(than: one) & others(than: two) & others(than: three)) & Self(repeating: 0x8080_8080_8080_8080)
  }

  /// The first of the bytes whose high bit is set, if no other bits are set.
  @inline(__always)
  var firstHighByte: Int? {
    if (x | y) | (z | w) == 0 { return nil }
    if x != 0 { return UInt64(littleEndian: x).trailingZeroBitCount / 8 }
    if y != 0 { return 8 + UInt64(littleEndian: y).trailingZeroBitCount / 8 }
    return z != 0
      ? 16 + UInt64(littleEndian: z).trailingZeroBitCount / 8 : 24 + UInt64(littleEndian: w).trailingZeroBitCount / 8
  }
}
