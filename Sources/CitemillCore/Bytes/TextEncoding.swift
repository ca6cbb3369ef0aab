/// How bytes were turned into text.
public enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  case utf32LittleEndian = "UTF-32LE"
  case utf32BigEndian = "UTF-32BE"
  /// Bytes that are not valid UTF-8, read as Windows-1252, in a text without valid multi-byte characters.
  case windows1252 = "windows-1252"
  /// Like `windows1252`, with bytes that only ISO 8859-1 defines.
  case latin1 = "ISO-8859-1"
  /// UTF-8 with stray bytes, which were read as Windows-1252.
  case mixed = "UTF-8 with windows-1252"
  /// An encoding that was named, and that the system's `iconv` converts.
  case named = "another encoding"
}

// MARK: - Whole sources

extension TextEncoding {
  /// The encoding indicated by the first bytes, with the length of the byte order mark.
  ///
  /// Without a byte order mark, UTF-16 and UTF-32 are recognised by the zero bytes of ASCII characters.
  static func detect(_ bytes: [UInt8]) -> (TextEncoding, mark: Int) {
    let b = Array(bytes.prefix(4))
    if b.starts(with: [0xFF, 0xFE, 0, 0]) { return (.utf32LittleEndian, 4) }
    if b.starts(with: [0, 0, 0xFE, 0xFF]) { return (.utf32BigEndian, 4) }
    if b.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if b.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    if b.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if let found = zeroPattern(bytes) { return (found, 0) }
    return (.utf8, 0)
  }

  private static func zeroPattern(_ bytes: [UInt8]) -> TextEncoding? {
    let sample = bytes.prefix(64)
    guard sample.count >= 4 else { return nil }
    var zeros = [0, 0, 0, 0]
    for (index, byte) in sample.enumerated() where byte == 0 { zeros[index % 4] += 1 }
    let units = sample.count / 4
    let most = units - units / 8
    if zeros[1] >= units && zeros[2] >= units && zeros[3] >= units && zeros[0] == 0 { return .utf32LittleEndian }
    if zeros[0] >= units && zeros[1] >= units && zeros[2] >= units && zeros[3] == 0 { return .utf32BigEndian }
    if zeros[1] >= most && zeros[3] >= most && zeros[0] + zeros[2] == 0 { return .utf16LittleEndian }
    if zeros[0] >= most && zeros[2] >= most && zeros[1] + zeros[3] == 0 { return .utf16BigEndian }
    return nil
  }

  /// Decodes UTF-16 or UTF-32 into UTF-8 and returns the number of bytes used; the rest needs more bytes
  /// after it.
  func decode(_ bytes: [UInt8], isLast: Bool, into result: inout [UInt8], replacements: inout Int) -> Int {
    let width = self == .utf16LittleEndian || self == .utf16BigEndian ? 2 : 4
    let isLittle = self == .utf16LittleEndian || self == .utf32LittleEndian
    func unit(at index: Int) -> UInt32 {
      var value: UInt32 = 0
      for place in 0..<width {
        value = value << 8 | UInt32(bytes[index + (isLittle ? width - 1 - place : place)])
      }
      return value
    }
    func append(_ value: UInt32) {
      if let scalar = Unicode.Scalar(value) {
        result.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
      } else {
        replacements += 1
        result.append(contentsOf: [0xEF, 0xBF, 0xBD])
      }
    }
    var index = 0
    while index + width <= bytes.count {
      let value = unit(at: index)
      guard width == 2, value & 0xFC00 == 0xD800 else {
        append(value)
        index += width
        continue
      }
      if index + 4 > bytes.count {
        if !isLast { return index }
        append(value)
        index += 2
        continue
      }
      let low = unit(at: index + 2)
      if low & 0xFC00 == 0xDC00 {
        append(0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF))
        index += 4
      } else {
        append(value)
        index += 2
      }
    }
    if isLast && index < bytes.count {
      replacements += 1
      result.append(contentsOf: [0xEF, 0xBF, 0xBD])
      index = bytes.count
    }
    return index
  }
}

// MARK: - Single frames

extension TextEncoding {
  /// Whether a range of bytes is valid UTF-8.
  public static func isValidUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    firstInvalidByte(bytes.extracting(range)) == nil
  }

  /// The index of the first byte that is not part of valid UTF-8, or nil.
  public static func firstInvalidByte(_ bytes: Span<UInt8>) -> Int? {
    let end = unsafe bytes.withUnsafeBytes { unsafe $0.endOfUTF8() }
    return end < bytes.count ? end : nil
  }

  /// Makes the bytes of a frame valid UTF-8: valid sequences are kept, other bytes are read as Windows-1252.
  ///
  /// Returns the resulting encoding; `utf8` means that nothing was changed.
  public static func repair(_ bytes: inout [UInt8]) -> TextEncoding {
    guard let first = firstInvalidByte(bytes.span) else { return .utf8 }
    var result = Array(bytes[..<first])
    var hasMultiByte = result.contains { $0 >= 0x80 }
    var isLatin1 = false
    var index = first
    while index < bytes.count {
      let length = bytes.span.lengthOfUTF8(at: index)
      if length > 0 {
        result += bytes[index..<(index + length)]
        hasMultiByte = hasMultiByte || length > 1
        index += length
      } else {
        let byte = bytes[index]
        let scalar = byte < 0xA0 ? upperControls[Int(byte - 0x80)] : UInt16(byte)
        isLatin1 = isLatin1 || scalar < 0xA0
        result += [0xC0 | UInt8(scalar >> 6 & 0x1F), 0x80 | UInt8(scalar & 0x3F)].prefix(scalar < 0x800 ? 2 : 0)
        if scalar >= 0x800 {
          result += [0xE0 | UInt8(scalar >> 12), 0x80 | UInt8(scalar >> 6 & 0x3F), 0x80 | UInt8(scalar & 0x3F)]
        }
        index += 1
      }
    }
    bytes = result
    return hasMultiByte ? .mixed : isLatin1 ? .latin1 : .windows1252
  }

  /// Bytes 0x80 to 0x9F of Windows-1252; the five unassigned ones map to themselves, as in ISO 8859-1.
  static let upperControls: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
    0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0x9D, 0x017E, 0x0178,
  ]
}

extension Diagnostic.Code {
  /// Bytes of a frame were not UTF-8 and were read as Windows-1252 or ISO 8859-1.
  public static let notUTF8 = Self("encoding.not-utf-8")
  /// Damaged characters of a UTF-16 or UTF-32 source became U+FFFD.
  public static let damagedUTF16 = Self("encoding.damaged")
}
