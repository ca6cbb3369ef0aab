import Synchronization

/// Strings of up to 15 bytes, which Swift stores inside the two words of a `String`.
///
/// Most strings of a record are that short. The standard library builds and reads them byte by byte; here it
/// is done by words. Without this, converting RIS, CSL-JSON and CSV to CSL-JSON takes 6 to 7 % more
/// instructions, and CSL-JSON to RIS 5 % more. That a `String` has this layout is checked at run time before
/// it is relied on; if it does not, none of this is used. `ShortTextTests` tests both cases and asserts the
/// same results.
///
///     low                         high
///     bytes 0 to 7, first lowest  bytes 8 to 14, then 0xE0 + count for ASCII, 0xA0 + count for others
struct ShortText {
  private var words: SIMD2<UInt64>

  /// The maximum number of bytes.
  static let longest = 15

  /// Whether strings have the layout that is used here.
  @inline(__always)
  static var isKnown: Bool {
    let state = answer.load(ordering: .relaxed)
    return state == 0 ? tryOut() : state == 1
  }

  /// 0: not checked yet, 1: yes, 2: no; checking it twice is harmless.
  static let answer = Atomic<UInt8>(0)

  @inline(never)
  private static func tryOut() -> Bool {
    let isKnown = looksAsExpected
    answer.store(isKnown ? 1 : 2, ordering: .relaxed)
    return isKnown
  }

  private static var looksAsExpected: Bool {
    guard MemoryLayout<String>.size == 16, MemoryLayout<Int>.size == 8 else { return false }
    let short = [
      "", "a", "ab", "abc", "abcd", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmno", "é", "aé", "漢字漢字漢",
    ]
    let isMadeAlike = short.allSatisfy { sample in
      let bytes = Array(sample.utf8)
      // Only the bits are compared; no string is made from them before they are known to be right.
      let made = unsafe bytes.withUnsafeBytes { unsafe Self($0, isASCII: bytes.allSatisfy { $0 < 0x80 }) }
      return unsafe unsafeBitCast(String(decoding: bytes, as: UTF8.self), to: SIMD2<UInt64>.self) == made.words
    }
    let long: StaticString = "a text that the program brings along"
    return isMadeAlike && isLong("\(long)") && isLong(String(repeating: "é", count: 8)) && isLong("\(long)" + "!")
  }

  private static func isLong(_ text: String) -> Bool {
    let words = unsafe unsafeBitCast(text, to: SIMD2<UInt64>.self)
    return words.y >> 56 & 0xA0 != 0xA0
  }

  /// Valid UTF-8, at most 15 bytes.
  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer, isASCII: Bool) {
    let count = bytes.count
    var low: UInt64 = 0
    var high: UInt64 = 0
    if count >= 8 {
      low = unsafe UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
      // The last eight bytes, without those that are in the first word.
      let last = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
      high = last >> UInt64(truncatingIfNeeded: (16 &- count) &* 8)
    } else if count >= 4 {
      low = unsafe UInt64(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
      let last = unsafe UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)))
      low |= last &<< UInt64(truncatingIfNeeded: (count &- 4) &* 8)
    } else {
      for index in 0..<count { low |= unsafe UInt64(bytes[index]) &<< UInt64(truncatingIfNeeded: index &* 8) }
    }
    words = SIMD2(low, high | UInt64(truncatingIfNeeded: (isASCII ? 0xE0 : 0xA0) &+ count) &<< 56)
  }

  /// At most 15 bytes; nil if one of them is not of ASCII.
  @inline(__always)
  init?(ascii bytes: UnsafeRawBufferPointer) {
    unsafe self.init(bytes, isASCII: true)
    if (low | high) & 0x8080_8080_8080_8080 != 0 { return nil }
  }

  /// A string if it is short, otherwise nil.
  @inline(__always)
  init?(_ text: String) {
    guard Self.isKnown else { return nil }
    words = unsafe unsafeBitCast(text, to: SIMD2<UInt64>.self)
    if words.y >> 56 & 0xA0 != 0xA0 { return nil }
  }

  /// The string; only if `isKnown`.
  @inline(__always)
  var text: String {
    // Moved and not copied: a copy would make the runtime retain it.
    var words = words
    return unsafe withUnsafeMutablePointer(to: &words) {
      unsafe UnsafeMutableRawPointer($0).assumingMemoryBound(to: String.self).move()
    }
  }

  /// The number of bytes.
  @inline(__always)
  var count: Int { Int(truncatingIfNeeded: words.y >> 56 & 15) }

  /// The first eight bytes, the first of them lowest; zeros after the last.
  @inline(__always)
  var low: UInt64 { words.x }

  /// The other bytes; zeros after the last.
  @inline(__always)
  var high: UInt64 { words.y & 0x00FF_FFFF_FFFF_FFFF }

  /// Whether all bytes are ASCII.
  @inline(__always)
  var isASCII: Bool { words.y >> 56 & 0x40 != 0 }

  /// The last byte; 0 if there is none.
  @inline(__always)
  var last: UInt8 {
    let bits = UInt64(truncatingIfNeeded: (count &- 1) &* 8)
    return UInt8(truncatingIfNeeded: (count > 8 ? high : low) >> (bits & 63))
  }

  /// Whether no byte is an ASCII control character, except perhaps DEL.
  @inline(__always)
  var isOneLine: Bool {
    let places = places
    return (low.bytesBelow0x20 & places.low) | (high.bytesBelow0x20 & places.high) == 0
  }

  /// Whether a byte, which is not 0, occurs in the text.
  @inline(__always)
  private func contains(_ byte: UInt64) -> Bool { low.bytes(equalTo: byte) | high.bytes(equalTo: byte) != 0 }

  /// Whether a quick check shows that it is one line of ASCII without white space at its ends, `<`, `&` and
  /// `;`. False only means that a closer look is needed.
  @inline(__always)
  var isPlainLine: Bool {
    isASCII && isOneLine && low & 0xFF > 32 && last != 32 && !contains(0x3C) && !contains(0x26) && !contains(0x3B)
  }

  /// Whether a quick check shows that it contains neither a space nor a comma. False only means that a closer
  /// look is needed.
  @inline(__always)
  var isOneWord: Bool { !contains(0x20) && !contains(0x2C) }

  /// Whether a quick check shows that it is words of ASCII letters, with full stops and hyphens between
  /// letters, each starting with a capital. False only means that a closer look is needed.
  @inline(__always)
  var isPlainName: Bool {
    guard isASCII, UInt8(truncatingIfNeeded: low) &- 65 < 26, last != 32, last != 45 else { return false }
    let (letters, others) = ((low: low.letters, high: high.letters), places)
    let (one, two) = (low.asciiBytes(equalTo: 32), high.asciiBytes(equalTo: 32))
    let (first, second) = (low.asciiBytes(equalTo: 45), high.asciiBytes(equalTo: 45))
    let known =
      (letters.low | one | first | low.asciiBytes(equalTo: 46)) & others.low == others.low
      && (letters.high | two | second | high.asciiBytes(equalTo: 46)) & others.high == others.high
    let beginWords = one << 8 & ~low.capitals | (two << 8 | one >> 56) & ~high.capitals == 0
    return known && beginWords && (first << 8 & ~letters.low | (second << 8 | first >> 56) & ~letters.high) == 0
  }

  /// The high bits of the bytes of `low` and of `high` that are part of the text.
  @inline(__always)
  var places: (low: UInt64, high: UInt64) {
    let bits = UInt64(truncatingIfNeeded: count &* 8)
    let marks: UInt64 = 0x8080_8080_8080_8080
    return bits >= 64 ? (marks, marks & ~(~0 << (bits &- 64))) : (marks & ~(~0 << bits), 0)
  }
}
