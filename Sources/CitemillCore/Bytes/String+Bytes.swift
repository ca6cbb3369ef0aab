#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Access to strings by their bytes.

extension String {
  /// Calls a function with the bytes of the text.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    // A short string is stored in the value itself. `utf8.span` points to a copy on the stack, whose memory
    // optimised code reuses while the span is in use (Swift 6.3.1); the copy passed to a closure is valid as
    // long as the closure runs.
    let result = unsafe utf8.withContiguousStorageIfAvailable { bytes in unsafe body(UnsafeRawBufferPointer(bytes)) }
    return unsafe result ?? withCopy { bytes in unsafe body(UnsafeRawBufferPointer(bytes)) }
  }

  /// Calls a function with the bytes of the text.
  @inlinable
  public func withUTF8Span<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    // See `withBytes`.
    let result = unsafe utf8.withContiguousStorageIfAvailable { bytes in unsafe body(bytes.span) }
    return unsafe result ?? withCopy { bytes in unsafe body(bytes.span) }
  }

  /// Calls a function with the bytes of a string that is not contiguous in memory, such as one bridged from
  /// another language.
  @inline(never)
  @usableFromInline
  func withCopy<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var copy = self
    return copy.withUTF8 { bytes in unsafe body(bytes) }
  }

  /// Whether the bytes of another text are in this one.
  ///
  /// The standard library has a function of this name among its regular expressions, which would add two
  /// megabytes to the command.
  package func contains(_ other: String) -> Bool {
    other.isEmpty || withUTF8Span { bytes in bytes.firstIndex(of: Array(other.utf8)) != nil }
  }

  /// The parts between the occurrences of another text, which must not be empty; see `contains(_:)`.
  package func parted(by separator: String) -> [String] {
    let pattern = Array(separator.utf8)
    if pattern.isEmpty { return [self] }
    return withUTF8Span { bytes in
      var parts: [String] = []
      var start = 0
      while let next = bytes.firstIndex(of: pattern, from: start) {
        parts.append(bytes.text(start..<next))
        start = next + pattern.count
      }
      return parts + [bytes.text(start..<bytes.count)]
    }
  }

  /// A hash of the bytes that is the same in every run, unlike that of `Hashable`.
  public var contentHash: UInt64 {
    unsafe withBytes { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
      func mix(_ word: UInt64) {
        let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        hash = product.high ^ product.low
      }
      var here = 0
      while here + 8 <= bytes.count {
        unsafe mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: here, as: UInt64.self)))
        here += 8
      }
      var rest: UInt64 = 0
      while here < bytes.count {
        rest = unsafe rest << 8 | UInt64(bytes[here])
        here += 1
      }
      mix(rest)
      return hash
    }
  }

  /// The first and the last byte, or nil for the empty string.
  public var edgeBytes: (first: UInt8, last: UInt8)? {
    unsafe withBytes { bytes in unsafe bytes.isEmpty ? nil : (bytes[0], bytes[bytes.count - 1]) }
  }

  /// Whether all bytes are ASCII.
  package var isASCII: Bool {
    if let short = ShortText(self) { return short.isASCII }
    return unsafe withBytes { bytes in unsafe bytes.isASCII }
  }

  /// The bytes with `-` for each hyphen, dash and minus sign, and a space for no-break and narrow spaces.
  package var plainHyphenBytes: [UInt8] {
    if isASCII { return Array(utf8) }
    return unicodeScalars.flatMap { scalar -> [UInt8] in
      switch scalar.value {
      case 0x2010...0x2015, 0x2212: [45]
      case 0xA0, 0x2007, 0x2009, 0x202F: [32]
      default: Array(String(scalar).utf8)
      }
    }
  }

  /// Whether a quick check shows that it contains neither a space nor a comma. False only means that a closer
  /// look is needed.
  package var isOneWord: Bool { ShortText(self)?.isOneWord ?? false }

  /// Whether the text contains a byte.
  public func contains(byte: UInt8) -> Bool {
    if let short = ShortText(self) {
      let places = short.places
      return short.low.bytes(equalTo: UInt64(byte)) & places.low | short.high.bytes(equalTo: UInt64(byte)) & places.high
        != 0
    }
    return unsafe withBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      return unsafe memchr(base, Int32(byte), bytes.count) != nil
    }
  }

  /// Whether both texts are the same UTF-8 bytes.
  ///
  /// Strings with the same representation are equal without comparing bytes, and strings of different length
  /// differ without it. Swift's `==` is less strict, and may have to compare scalars.
  @inlinable
  public func hasSameBytes(as other: String) -> Bool {
    if isRepresented(as: other) { return true }
    return utf8.count == other.utf8.count && isSameStorage(as: other)
  }

  /// Whether both values are identical bit by bit: two short strings with the same bytes, or two references
  /// to the same storage.
  @inlinable
  func isRepresented(as other: String) -> Bool {
    guard MemoryLayout<String>.size == 16 else { return false }
    let left = unsafe unsafeBitCast(self, to: (UInt64, UInt64).self)
    let right = unsafe unsafeBitCast(other, to: (UInt64, UInt64).self)
    return left == right
  }

  /// Whether the bytes are the same: compared by storage if possible, otherwise byte by byte.
  @usableFromInline
  func isSameStorage(as other: String) -> Bool {
    if let left = ShortText(self), let right = ShortText(other) {
      return left.low == right.low && left.high == right.high
    }
    let answer = unsafe utf8.withContiguousStorageIfAvailable { left in
      unsafe other.utf8.withContiguousStorageIfAvailable { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return unsafe memcmp(first, second, left.count) == 0
      }
    }
    return (answer ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}

extension Substring {
  /// See the function of the same name of `String`.
  package func contains(_ other: String) -> Bool { String(self).contains(other) }
}
