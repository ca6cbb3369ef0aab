#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Searches over bytes. `memchr` examines 32 bytes per step; a Swift loop one.

extension Span<UInt8> {
  /// The index of the first such byte at or after `start` and before `end`, or nil.
  public func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
    guard start >= 0, start < end, end <= count else { return nil }
    return unsafe withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return nil }
      if end &- start < 8 {
        // For short ranges a loop is faster than a call of memchr.
        for index in start..<end where unsafe raw[index] == byte { return index }
        return nil
      }
      guard let hit = unsafe memchr(base + start, Int32(byte), end - start) else { return nil }
      return unsafe UnsafeRawPointer(hit) - base
    }
  }

  /// Whether there is a control character other than a tab or a line end at or after `start` and before
  /// `end`.
  package func holdsControls(from start: Int, to end: Int) -> Bool {
    guard start >= 0, start < end, end <= count else { return false }
    return unsafe withUnsafeBytes { raw in
      var found: UInt8 = 0
      for index in start..<end {
        let byte = unsafe raw[index]
        found |= (byte < 32 ? 1 : 0) & (byte == 9 ? 0 : 1) & (byte == 10 ? 0 : 1) & (byte == 13 ? 0 : 1)
      }
      return found != 0
    }
  }

  /// The index of the first non-ASCII byte at or after `start` and before `end`, or nil.
  package func firstBeyondASCII(from start: Int, to end: Int) -> Int? {
    guard start >= 0, start < end, end <= count else { return nil }
    return unsafe withUnsafeBytes { raw in
      var here = start
      while here + 8 <= end {
        let high = unsafe raw.loadUnaligned(fromByteOffset: here, as: UInt64.self) & 0x8080_8080_8080_8080
        if high != 0 { return here + UInt64(littleEndian: high).trailingZeroBitCount / 8 }
        here += 8
      }
      while here < end {
        if unsafe raw[here] >= 0x80 { return here }
        here += 1
      }
      return nil
    }
  }

  /// The index of the first byte at or after `start` and before `end` that is one of three, or nil.
  package func firstIndex(of one: UInt8, _ two: UInt8, _ three: UInt8, from start: Int, to end: Int) -> Int? {
    guard start >= 0, start < end, end <= count else { return nil }
    return unsafe withUnsafeBytes { raw in
      var here = start
      // Usually one is near; if none is, more bytes are examined per step.
      let near = Swift.min(end, start + 32)
      while here + 8 <= near {
        let word = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: here, as: UInt64.self))
        let hits =
          word.bytes(equalTo: UInt64(one)) | word.bytes(equalTo: UInt64(two)) | word.bytes(equalTo: UInt64(three))
        if hits != 0 { return here + hits.trailingZeroBitCount / 8 }
        here += 8
      }
      while here + 32 <= end {
        let words = unsafe raw.loadUnaligned(fromByteOffset: here, as: Words.self)
        if let place = words.bytes(equalTo: one, two, three).firstHighByte { return here + place }
        here += 32
      }
      while here < end {
        let byte = unsafe raw[here]
        if byte == one || byte == two || byte == three { return here }
        here += 1
      }
      return nil
    }
  }

  /// The index of the first byte at or after `start` that XML text may not contain unchanged: a control
  /// character, `"`, `&`, `<`, `>`, or the first byte of U+FFFE and U+FFFF; `end` if there is none.
  package func endOfPlainXML(from start: Int, to end: Int) -> Int {
    guard start >= 0, end <= count else { return start }
    return unsafe withUnsafeBytes { raw in
      var here = start
      while here + 32 <= end {
        let words = unsafe raw.loadUnaligned(fromByteOffset: here, as: Words.self)
        if let place = words.signsOfXML.firstHighByte { return here + place }
        here += 32
      }
      while here + 8 <= end {
        let hits = unsafe raw.loadUnaligned(fromByteOffset: here, as: UInt64.self).signsOfXML
        if hits != 0 { return here + UInt64(littleEndian: hits).trailingZeroBitCount / 8 }
        here += 8
      }
      while here < end {
        if unsafe raw[here].isSignOfXML { return here }
        here += 1
      }
      return here
    }
  }

  /// The index of the first byte at or after `start` that may be a special character of TeX, is white space
  /// other than a space, or is a space before another; `end` if there is none.
  package func endOfProse(from start: Int, to end: Int) -> Int {
    guard start >= 0, end <= count else { return start }
    return unsafe withUnsafeBytes { raw in
      var here = start
      while here + 33 <= end {
        let words = unsafe raw.loadUnaligned(fromByteOffset: here, as: Words.self)
        let next = unsafe raw.loadUnaligned(fromByteOffset: here + 1, as: Words.self)
        if let place = words.breaksOfProse(before: next).firstHighByte { return here + place }
        here += 32
      }
      while here + 9 <= end {
        let word = unsafe raw.loadUnaligned(fromByteOffset: here, as: UInt64.self)
        let next = unsafe raw.loadUnaligned(fromByteOffset: here + 1, as: UInt64.self)
        let hits = word.breaksOfProse(before: next)
        if hits != 0 { return here + UInt64(littleEndian: hits).trailingZeroBitCount / 8 }
        here += 8
      }
      while here < end {
        let byte = unsafe raw[here]
        if byte.isSignOfTeX { return here }
        if byte == 32, here + 1 < end, unsafe raw[here + 1] == 32 { return here }
        here += 1
      }
      return here
    }
  }

  /// The first index at or after `start`, and before `end`, where the bytes of `pattern` start, or nil.
  public func firstIndex(of pattern: [UInt8], from start: Int = 0, to end: Int? = nil) -> Int? {
    guard let first = pattern.first, start >= 0 else { return nil }
    var from = start
    while let hit = firstIndex(of: first, from: from, to: end ?? count) {
      if hasPrefix(pattern, at: hit) { return hit }
      from = hit + 1
    }
    return nil
  }

  /// Whether the bytes of `pattern` are at `index`.
  public func hasPrefix(_ pattern: [UInt8], at index: Int) -> Bool {
    guard index >= 0, index + pattern.count <= count else { return false }
    for place in pattern.indices where self[index + place] != pattern[place] { return false }
    return true
  }

  /// Whether the character at an index is non-ASCII white space or invisible: U+0085, U+00A0, U+1680, U+2000
  /// to U+200F, U+2028 to U+202F, U+205F to U+207F, U+3000, U+FEFF.
  package func isWideSpace(at index: Int) -> Bool {
    guard index >= 0, index < count else { return false }
    let (second, third) = (byte(at: index + 1) ?? 0, byte(at: index + 2) ?? 0)
    switch self[index] {
    case 0xC2: return second == 0xA0 || second == 0x85
    case 0xE1: return second == 0x9A && third == 0x80
    case 0xE2: return second == 0x80 && (third <= 0x8F || third & 0xF8 == 0xA8) || second == 0x81 && third >= 0x9F
    case 0xE3: return second == 0x80 && third == 0x80
    case 0xEF: return second == 0xBB && third == 0xBF
    default: return false
    }
  }

  /// The byte at an index, or nil outside the span.
  @inlinable
  public func byte(at index: Int) -> UInt8? {
    index >= 0 && index < count ? self[index] : nil
  }

  /// The number of a range of one to nine digits, or nil.
  public func decimal(_ range: Range<Int>) -> Int? {
    guard (1...9).contains(range.count), range.lowerBound >= 0, range.upperBound <= count else { return nil }
    var value = 0
    for index in range {
      guard self[index].isDigit else { return nil }
      value = value &* 10 &+ Int(self[index] &- 48)
    }
    return value
  }

  /// The text of a range; bytes that are not UTF-8 become U+FFFD.
  public func text(_ range: Range<Int>) -> String {
    let lower = min(max(range.lowerBound, 0), count)
    let upper = min(max(range.upperBound, lower), count)
    let bytes = extracting(lower..<upper)
    if bytes.count <= ShortText.longest, ShortText.isKnown,
      let short = unsafe bytes.withUnsafeBytes({ unsafe ShortText(ascii: $0) })
    {
      return short.text
    }
    return bytes.textOfAny()
  }

  /// The text of bytes that may be long, non-ASCII or invalid UTF-8.
  @inline(never)
  private func textOfAny() -> String {
    // The standard library validates non-ASCII text byte by byte; our check goes from one non-ASCII byte to
    // the next.
    let isASCII = unsafe withUnsafeBytes { unsafe $0.isASCII }
    guard isASCII || TextEncoding.firstInvalidByte(self) == nil else {
      return unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
    if count <= ShortText.longest, ShortText.isKnown {
      return unsafe withUnsafeBytes { unsafe ShortText($0, isASCII: isASCII).text }
    }
    return unsafe String(copying: UTF8Span(unchecked: self, isKnownASCII: isASCII))
  }
}

extension [UInt8] {
  /// The index of the first LF or CR at or after an index, or nil.
  func firstLineEnd(from start: Int) -> Int? {
    let bytes = span
    let feed = bytes.firstIndex(of: 10, from: start, to: count)
    return bytes.firstIndex(of: 13, from: start, to: feed ?? count) ?? feed
  }

  /// How many line ends (LF, CR LF or a lone CR) are in a range of indices, and the index after the last one.
  ///
  /// A CR at the end of the range counts only if no LF follows it in the array; `hasReturns` is false if
  /// there is no CR.
  func lineEnds(from start: Int, to end: Int, hasReturns: Bool) -> (count: Int, next: Int?) {
    guard start < end else { return (0, nil) }
    return unsafe withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return (0, nil) }
      var lines = 0
      var here = start
      while here < end, let hit = unsafe memchr(base + here, 10, end - here) {
        lines += 1
        here = unsafe UnsafeRawPointer(hit) - base + 1
      }
      var next = lines > 0 ? here : nil
      if !hasReturns { return (lines, next) }
      here = start
      while here < end, let hit = unsafe memchr(base + here, 13, end - here) {
        here = unsafe UnsafeRawPointer(hit) - base + 1
        let isPaired = unsafe here < count && raw[here] == 10
        if isPaired { continue }
        lines += 1
        next = Swift.max(next ?? here, here)
      }
      return (lines, next)
    }
  }
}

/// The classes of bytes that parsers use.
extension UInt8 {
  /// `0` to `9`.
  @inlinable public var isDigit: Bool { self &- 48 < 10 }
  /// `A` to `Z`, `a` to `z`.
  @inlinable public var isLetter: Bool { (self | 0x20) &- 97 < 26 }
  /// `a` to `z`.
  @inlinable public var isSmallLetter: Bool { self &- 97 < 26 }
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

  /// Appends a scalar in UTF-8; a value that is not a scalar is dropped.
  @inlinable
  package mutating func append(scalar value: UInt32) {
    if value < 0x80 {
      append(UInt8(truncatingIfNeeded: value))
    } else if let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) {
      append(contentsOf: encoded)
    }
  }
}

extension Span<UInt8> {
  /// Whether all bytes of a range of at least eight are between two ASCII characters, inclusive, and none is
  /// one of two excluded ones.
  package func areAll(
    _ range: Range<Int>, from low: UInt64, to high: UInt64, except one: UInt64, _ other: UInt64
  ) -> Bool {
    guard range.count >= 8, range.lowerBound >= 0, range.upperBound <= count else { return false }
    let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    return unsafe withUnsafeBytes { raw in
      var here = range.lowerBound
      while true {
        let word = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: here, as: UInt64.self))
        let (fromLow, aboveHigh) = (word &+ (0x80 &- low) &* ones, word &+ (0x7F &- high) &* ones)
        if (word | ~fromLow | aboveHigh) & tops != 0 { return false }
        if word.bytes(equalTo: one) | word.bytes(equalTo: other) != 0 { return false }
        if here &+ 8 >= range.upperBound { return true }
        here = Swift.min(here &+ 8, range.upperBound &- 8)
      }
    }
  }

  /// The end of the ASCII letters that start at an index.
  package func endOfLetters(from start: Int, to end: Int) -> Int {
    guard start >= 0, start <= end, end <= count else { return start }
    return unsafe withUnsafeBytes { raw in
      var here = start
      while here < end, here &+ 8 <= raw.count {
        let word = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: here, as: UInt64.self))
        let others = (~(word & 0x7F7F_7F7F_7F7F_7F7F).letters | word) & 0x8080_8080_8080_8080
        if others != 0 { return Swift.min(here &+ others.trailingZeroBitCount / 8, end) }
        here &+= 8
      }
      while here < end, unsafe raw[here].isLetter { here &+= 1 }
      return Swift.min(here, end)
    }
  }

  /// The first eight bytes of a range as a number, the first of them lowest; zeros after the last.
  func firstBytes(_ range: Range<Int>) -> UInt64 {
    guard range.lowerBound >= 0, range.upperBound <= count else { return 0 }
    return unsafe withUnsafeBytes { raw in
      if range.lowerBound &+ 8 <= raw.count {
        let word = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self))
        return range.count >= 8 ? word : word & ~(~0 &<< UInt64(truncatingIfNeeded: range.count &* 8))
      }
      var word: UInt64 = 0
      for index in range.reversed() { word = unsafe word &<< 8 | UInt64(raw[index]) }
      return word
    }
  }

  /// Whether a number of bytes from an index on are the same as those of another span.
  package func hasSameBytes(_ index: Int, as other: Span<UInt8>, _ place: Int, count length: Int) -> Bool {
    guard length > 0, index >= 0, place >= 0, index + length <= count, place + length <= other.count else {
      return length == 0
    }
    return unsafe withUnsafeBytes { left in
      unsafe other.withUnsafeBytes { right in
        if length >= 8, length <= 16 {
          // The first eight bytes and the last eight.
          let (one, other) = (index + length - 8, place + length - 8)
          return unsafe left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            == right.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            && left.loadUnaligned(fromByteOffset: one, as: UInt64.self)
              == right.loadUnaligned(fromByteOffset: other, as: UInt64.self)
        }
        if length >= 4, length < 8 {
          // The first four bytes and the last four.
          let (one, other) = (index + length - 4, place + length - 4)
          return unsafe left.loadUnaligned(fromByteOffset: index, as: UInt32.self)
            == right.loadUnaligned(fromByteOffset: place, as: UInt32.self)
            && left.loadUnaligned(fromByteOffset: one, as: UInt32.self)
              == right.loadUnaligned(fromByteOffset: other, as: UInt32.self)
        }
        if length < 4 {
          for step in 0..<length where unsafe left[index + step] != right[place + step] { return false }
          return true
        }
        guard let first = left.baseAddress, let second = right.baseAddress else { return false }
        return unsafe memcmp(first + index, second + place, length) == 0
      }
    }
  }

  /// Whether the bytes of a word are at an index, ignoring the case of ASCII letters; the word is in lower
  /// case.
  public func standsInAnyCase(_ word: StaticString, at index: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard word.hasPointerRepresentation, index >= 0, index + length <= count else { return false }
    for place in 0..<length where unsafe self[index + place].lowercased != word.utf8Start[place] { return false }
    return true
  }

  /// Whether the bytes of a word are at an index.
  public func stands(_ word: StaticString, at index: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard word.hasPointerRepresentation, index >= 0, index + length <= count else { return false }
    return unsafe withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return length == 0 }
      return unsafe memcmp(base + index, word.utf8Start, length) == 0
    }
  }
}

extension StaticString {
  /// The bytes as one number, the first byte highest; if there are more than eight, the last eight. The
  /// compiler can evaluate it.
  @inlinable
  package var number: UInt64 {
    guard hasPointerRepresentation else { return UInt64(unicodeScalar.value) }
    var number: UInt64 = 0
    for place in 0..<utf8CodeUnitCount { number = unsafe number << 8 | UInt64(utf8Start[place]) }
    return number
  }
}
