extension Span<UInt8> {
  /// A range without white space, no-break spaces and byte order marks at its ends.
  @inlinable
  public func trimmed(_ range: Range<Int>) -> Range<Int> {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    // Most begin and end with a visible ASCII character, or begin with one space.
    if lower >= 0, lower < upper, upper <= count, self[upper &- 1] &- 33 < 94 {
      if self[lower] &- 33 < 94 { return range }
      if self[lower] == 32, lower &+ 1 < upper, self[lower &+ 1] &- 33 < 94 { return (lower &+ 1)..<upper }
    }
    return trimmedFurther(range)
  }

  @usableFromInline
  func trimmedFurther(_ range: Range<Int>) -> Range<Int> {
    var lower = Swift.max(range.lowerBound, 0)
    var upper = Swift.min(range.upperBound, count)
    while lower < upper, let width = widthOfSpace(at: lower, before: upper) { lower += width }
    while lower < upper, let width = widthOfSpace(endingAt: upper, from: lower) { upper -= width }
    return lower..<Swift.max(lower, upper)
  }

  private func widthOfSpace(at index: Int, before end: Int) -> Int? {
    let first = self[index]
    if first < 0x80 { return first.isSpace ? 1 : nil }
    return WideSpaces.isLead(first) ? WideSpaces.width(self, index..<end) : nil
  }

  private func widthOfSpace(endingAt end: Int, from start: Int) -> Int? {
    let last = self[end - 1]
    if last < 0x80 { return last.isSpace ? 1 : nil }
    // All of them have two or three bytes.
    for width in 2...3 where end - width >= start && WideSpaces.isLead(self[end - width]) {
      if WideSpaces.width(self, (end - width)..<end) == width { return width }
    }
    return nil
  }
}

/// No-break spaces, the spaces of typesetting, the zero-width space, the byte order mark.
private enum WideSpaces {
  static func isLead(_ byte: UInt8) -> Bool { byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF }

  /// The length of the space at the start of a range, or nil.
  static func width(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let start = range.lowerBound
    guard range.count > 1 else { return nil }
    if bytes[start] == 0xC2 { return bytes[start + 1] == 0xA0 ? 2 : nil }
    guard range.count > 2 else { return nil }
    switch (bytes[start], bytes[start + 1], bytes[start + 2]) {
    case (0xE2, 0x80, 0x82), (0xE2, 0x80, 0x83), (0xE2, 0x80, 0x87), (0xE2, 0x80, 0x89), (0xE2, 0x80, 0x8A),  // U+2002…
      (0xE2, 0x80, 0x8B), (0xE2, 0x80, 0xAF), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
      return 3
    default: return nil
    }
  }
}

extension String {
  /// The text without white space, no-break spaces and byte order marks at its ends.
  public var trimmed: String {
    withUTF8Span { bytes in
      let range = bytes.trimmed(0..<bytes.count)
      return range.count == bytes.count ? self : bytes.text(range)
    }
  }
}

extension [UInt8] {
  /// A range without white space, no-break spaces and byte order marks at its ends.
  public func trimmedRange(_ range: Range<Int>) -> Range<Int> { span.trimmed(range) }
}
