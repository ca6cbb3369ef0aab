extension TextEncoding {
  /// The first word of UTF-8 that was read as Windows-1252 and encoded again, `MÃ¼hlen` for `Mühlen`; nil if
  /// there is none. In no language does `Ã` come before a symbol and a lower-case letter.
  package static func wordEncodedTwice(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    var from = range.lowerBound
    while let place = bytes.firstIndex(of: 0xC3, from: from, to: range.upperBound) {
      from = place + 1
      guard bytes.byte(at: place + 1) == 0x83, let sign = bytes.byte(at: place + 2),
        sign == 0xC2 || sign == 0xE2 || bytes.stands("Ÿ", at: place + 2)
      else { continue }
      let next = place + 2 + max(bytes.lengthOfUTF8(at: place + 2), 1)
      guard bytes.byte(at: next)?.isSmallLetter == true else { continue }
      var (start, end) = (place, next)
      while start > 0, place - start < 32, bytes[start - 1].isLetter || bytes[start - 1] >= 0x80 { start -= 1 }
      while end < bytes.count, end - place < 32, bytes[end].isLetter || bytes[end] >= 0x80 { end += 1 }
      return bytes.text(start..<end)
    }
    return nil
  }
}

extension Diagnostic.Code {
  /// Text that looks like UTF-8 that was encoded twice.
  public static let encodedTwice = Self("encoding.twice")
}
