#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Searches over bytes. `memchr` looks at 32 bytes a step; a loop in Swift at one.

extension Span<UInt8> {
  /// The index of the first such byte at or behind `start` and before `end`, or nil.
  public func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
    guard start >= 0, start < end, end <= count else { return nil }
    return unsafe withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return nil }
      guard let hit = unsafe memchr(base + start, Int32(byte), end - start) else { return nil }
      return unsafe UnsafeRawPointer(hit) - base
    }
  }

  /// The index of the first place at or behind `start` where the bytes of `pattern` stand, or nil.
  public func firstIndex(of pattern: [UInt8], from start: Int = 0) -> Int? {
    guard let first = pattern.first, start >= 0 else { return nil }
    var from = start
    while let hit = firstIndex(of: first, from: from, to: count) {
      if hasPrefix(pattern, at: hit) { return hit }
      from = hit + 1
    }
    return nil
  }

  /// Whether the bytes of `pattern` stand at `index`.
  public func hasPrefix(_ pattern: [UInt8], at index: Int) -> Bool {
    guard index >= 0, index + pattern.count <= count else { return false }
    for place in pattern.indices where self[index + place] != pattern[place] { return false }
    return true
  }

  /// The byte at an index, or nil beyond the ends.
  @inlinable
  public func byte(at index: Int) -> UInt8? {
    index >= 0 && index < count ? self[index] : nil
  }

  /// The text of a range; bytes that are not UTF-8 become U+FFFD.
  public func text(_ range: Range<Int>) -> String {
    let lower = min(max(range.lowerBound, 0), count)
    let upper = min(max(range.upperBound, lower), count)
    let bytes = extracting(lower..<upper)
    // The standard library checks what is not ASCII a byte at a time; our own check goes from one such byte to the next.
    if bytes.count > 15 {
      let isASCII = bytes.endOfASCII(from: 0) == bytes.count
      if isASCII || TextEncoding.firstInvalidByte(bytes) == nil {
        return unsafe String(copying: UTF8Span(unchecked: bytes, isKnownASCII: isASCII))
      }
    }
    return unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

extension [UInt8] {
  /// The index of the first LF or CR at or behind an index, or nil.
  func firstLineEnd(from start: Int) -> Int? {
    let bytes = span
    let feed = bytes.firstIndex(of: 10, from: start, to: count)
    return bytes.firstIndex(of: 13, from: start, to: feed ?? count) ?? feed
  }

  /// How many line ends (LF, CR LF or a lone CR) lie in a range of indices.
  ///
  /// A CR that ends the range counts only when no LF follows it in the array.
  public func countLines(from start: Int, to end: Int) -> Int {
    guard start < end else { return 0 }
    return unsafe withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return 0 }
      var lines = 0
      for byte: Int32 in [10, 13] {
        var here = start
        while here < end, let hit = unsafe memchr(base + here, byte, end - here) {
          let index = unsafe UnsafeRawPointer(hit) - base
          let isPairedReturn = unsafe byte == 13 && index + 1 < count && raw[index + 1] == 10
          if !isPairedReturn { lines += 1 }
          here = index + 1
        }
      }
      return lines
    }
  }
}

/// The classes of bytes that parsers ask for.
extension UInt8 {
  /// `0` to `9`.
  @inlinable public var isDigit: Bool { self &- 48 < 10 }
  /// `A` to `Z`, `a` to `z`.
  @inlinable public var isLetter: Bool { (self | 0x20) &- 97 < 26 }
  /// Space, tab, line feed, vertical tab, form feed, carriage return.
  @inlinable public var isSpace: Bool { self == 32 || self &- 9 < 5 }
  /// The lower-case letter of an ASCII capital; itself otherwise.
  @inlinable public var lowercased: UInt8 { self &- 65 < 26 ? self | 0x20 : self }
}

extension [UInt8] {
  /// Appends a range of a span.
  public mutating func append(_ span: Span<UInt8>, _ range: Range<Int>) {
    guard range.lowerBound >= 0, range.upperBound <= span.count else { return }
    unsafe span.extracting(range).withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

extension UInt64 {
  /// The high bit of each byte that is equal to another, as far as the first such byte goes.
  fileprivate func bytes(equalTo byte: UInt64) -> UInt64 {
    // A byte is zero where its high bit comes out set: x - 1 & ~x.
    let difference = self ^ (byte &* 0x0101_0101_0101_0101)
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }

  /// The high bit of each byte that is a control character, as far as the first such byte goes.
  fileprivate var bytesBelow0x20: UInt64 {
    (self &- 0x2020_2020_2020_2020) & ~self & 0x8080_8080_8080_8080
  }
}

extension Span<UInt8> {
  /// The index of the first quote, backslash or control character at or behind `start`, or `end`; eight bytes a step.
  public func endOfPlainText(from start: Int, to end: Int) -> Int {
    guard start >= 0, start < end, end <= count else { return end }
    return unsafe withUnsafeBytes { raw in
      var here = start
      // Most texts are short. In a long one, memchr finds quote and backslash, and only control characters are left to see.
      let near = min(end, start + 64)
      while here + 8 <= near {
        let word = unsafe raw.loadUnaligned(fromByteOffset: here, as: UInt64.self)
        let hits = (word.bytesBelow0x20 | word.bytes(equalTo: 0x22) | word.bytes(equalTo: 0x5C))
        if hits != 0 { return here + UInt64(littleEndian: hits).trailingZeroBitCount / 8 }
        here += 8
      }
      var limit = end
      if here + 8 <= end {
        if let quote = firstIndex(of: 0x22, from: here, to: limit) { limit = quote }
        if let slash = firstIndex(of: 0x5C, from: here, to: limit) { limit = slash }
        while here + 32 <= limit {
          let one = unsafe raw.loadUnaligned(fromByteOffset: here, as: UInt64.self)
          let two = unsafe raw.loadUnaligned(fromByteOffset: here + 8, as: UInt64.self)
          let three = unsafe raw.loadUnaligned(fromByteOffset: here + 16, as: UInt64.self)
          let four = unsafe raw.loadUnaligned(fromByteOffset: here + 24, as: UInt64.self)
          if one.bytesBelow0x20 | two.bytesBelow0x20 | three.bytesBelow0x20 | four.bytesBelow0x20 != 0 { break }
          here += 32
        }
      }
      while here < limit {
        let byte = unsafe raw[here]
        if byte == 0x22 || byte == 0x5C || byte < 0x20 { return here }
        here += 1
      }
      return limit
    }
  }

  /// The index of the first delimiter, quote, LF or CR at or behind `start`, or `end`; eight bytes a step.
  public func endOfCell(from start: Int, to end: Int, delimiter: UInt8) -> Int {
    guard start >= 0, start < end, end <= count else { return end }
    return unsafe withUnsafeBytes { raw in
      var here = start
      let ones: UInt64 = 0x0101_0101_0101_0101
      let highs: UInt64 = 0x8080_8080_8080_8080
      let delimiters = ones &* UInt64(delimiter)
      while here + 8 <= end {
        let word = unsafe raw.loadUnaligned(fromByteOffset: here, as: UInt64.self)
        // As in `endOfPlainText`: the first byte whose high bit comes out set is one that was looked for.
        let (quote, delimiter) = (word ^ (ones &* 0x22), word ^ delimiters)
        let (feed, carriage) = (word ^ (ones &* 0x0A), word ^ (ones &* 0x0D))
        let hits =
          ((quote &- ones) & ~quote | (delimiter &- ones) & ~delimiter | (feed &- ones) & ~feed
            | (carriage &- ones) & ~carriage) & highs
        if hits != 0 { return here + UInt64(littleEndian: hits).trailingZeroBitCount / 8 }
        here += 8
      }
      while here < end {
        let byte = unsafe raw[here]
        if byte == delimiter || byte == 0x22 || byte == 10 || byte == 13 { return here }
        here += 1
      }
      return end
    }
  }

  /// The index of the first byte above 0x7F at or behind `start`, or `count`; eight bytes a step.
  func endOfASCII(from start: Int) -> Int {
    guard start >= 0, start < count else { return count }
    return unsafe withUnsafeBytes { raw in
      var here = start
      while here + 8 <= raw.count {
        let high = unsafe raw.loadUnaligned(fromByteOffset: here, as: UInt64.self) & 0x8080_8080_8080_8080
        if high != 0 { return here + UInt64(littleEndian: high).trailingZeroBitCount / 8 }
        here += 8
      }
      while here < raw.count, unsafe raw[here] < 0x80 { here += 1 }
      return here
    }
  }

  /// Whether the bytes of a word stand at an index.
  public func stands(_ word: StaticString, at index: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard word.hasPointerRepresentation, index >= 0, index + length <= count else { return false }
    return unsafe withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return length == 0 }
      return unsafe memcmp(base + index, word.utf8Start, length) == 0
    }
  }
}

extension String {
  /// Whether both texts are the same UTF-8 bytes.
  ///
  /// Texts that are represented alike are the same without a look at their bytes, and texts that are not even equal by Swift's
  /// measure are told apart without one.
  @inlinable
  public func hasSameBytes(as other: String) -> Bool {
    if isRepresented(as: other) { return true }
    return utf8.count == other.utf8.count && self == other && isSameStorage(as: other)
  }

  /// Whether both values are the same to the bit: two short texts with the same bytes, or two references to one storage.
  @inlinable
  func isRepresented(as other: String) -> Bool {
    guard MemoryLayout<String>.size == 16 else { return false }
    let left = unsafe unsafeBitCast(self, to: (UInt64, UInt64).self)
    let right = unsafe unsafeBitCast(other, to: (UInt64, UInt64).self)
    return left == right
  }

  /// Whether the bytes are the same: by their storage where there is one, else byte by byte.
  @usableFromInline
  func isSameStorage(as other: String) -> Bool {
    let answer = unsafe utf8.withContiguousStorageIfAvailable { left in
      unsafe other.utf8.withContiguousStorageIfAvailable { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return unsafe memcmp(first, second, left.count) == 0
      }
    }
    return (answer ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}
