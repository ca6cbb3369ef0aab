import CitemillCore

/// Where a text violates the grammar of JSON.
package struct JSONSyntaxError: Error {
  /// The last part of the diagnostic's code, `json.syntax-<name>`.
  package var name: String
  /// A description of what was found.
  package var message: String
  /// The index of the offending byte.
  package var index: Int

  package init(_ name: String, _ message: String, at index: Int) {
    self.name = name
    self.message = message
    self.index = index
  }
}

/// Parses the bytes of one JSON text, strictly by RFC 8259.
///
///     {"id": "a", "title": "On \u00e9t\u00e9", "issued": …}
///            ^ index: the next byte to be looked at
///
/// The bytes are passed to each call and the cursor holds an index, since a `Span` cannot be stored. Members
/// are read in a loop, `while let key = try cursor.nextKey(bytes)`, and every value must be consumed, by a
/// typed read or by `skipValue`. Values are nested at most `maximumDepth` deep; nothing here is recursive.
package struct JSONCursor {
  /// How deep values may nest.
  package static let maximumDepth = 128

  /// The index of the next byte.
  package var index: Int
  /// One past the last byte.
  package let end: Int
  /// How many objects and arrays are open.
  private var depth = 0
  /// Whether no element of the object or array just entered was read yet.
  private var isFirst = false

  /// A cursor over a range of bytes.
  package init(_ range: Range<Int>) {
    index = range.lowerBound
    end = range.upperBound
  }

  /// A string token: the bytes between the quotes, and whether they contain escapes.
  package struct Text {
    package var range: Range<Int>
    package var hasEscapes: Bool
  }

  /// The kinds of value, by their first byte.
  package enum Kind { case object, array, string, number, literal }

  // MARK: - Walking

  /// The kind of the next value.
  package mutating func kind(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> Kind {
    skipSpace(bytes)
    guard let first = byte(bytes) else { throw JSONSyntaxError("end", "a value is missing at the end", at: index) }
    switch first {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), 48...57: return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .literal
    default: throw JSONSyntaxError("value", "a value cannot start here", at: index)
    }
  }

  /// Enters an object; its members follow by `nextKey`.
  package mutating func enterObject(_ bytes: Span<UInt8>) throws(JSONSyntaxError) {
    try enter(UInt8(ascii: "{"), bytes)
  }

  /// Enters an array; its elements follow by `nextElement`.
  package mutating func enterArray(_ bytes: Span<UInt8>) throws(JSONSyntaxError) {
    try enter(UInt8(ascii: "["), bytes)
  }

  /// The key of the next member; nil after the last one, and then the object is left.
  package mutating func nextKey(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> Text? {
    guard try hasNext(closing: UInt8(ascii: "}"), bytes) else { return nil }
    guard byte(bytes) == UInt8(ascii: "\"") else {
      throw JSONSyntaxError("key", "a key in double quotes is expected here", at: index)
    }
    let key = try text(bytes)
    skipSpace(bytes)
    guard byte(bytes) == UInt8(ascii: ":") else {
      throw JSONSyntaxError("colon", "a colon is expected after a key", at: index)
    }
    index += 1
    return key
  }

  /// Whether the array has another element; if not, the array is left.
  package mutating func nextElement(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> Bool {
    try hasNext(closing: UInt8(ascii: "]"), bytes)
  }

  private mutating func enter(_ open: UInt8, _ bytes: Span<UInt8>) throws(JSONSyntaxError) {
    skipSpace(bytes)
    guard byte(bytes) == open else {
      throw JSONSyntaxError(
        "value", "\(open == UInt8(ascii: "{") ? "an object" : "an array") is expected here", at: index)
    }
    depth += 1
    if depth > Self.maximumDepth {
      throw JSONSyntaxError("depth", "values nest more than \(Self.maximumDepth) deep", at: index)
    }
    index += 1
    isFirst = true
  }

  private mutating func hasNext(closing: UInt8, _ bytes: Span<UInt8>) throws(JSONSyntaxError) -> Bool {
    skipSpace(bytes)
    let found = byte(bytes)
    if found == closing {
      index += 1
      depth -= 1
      isFirst = false
      return false
    }
    if isFirst {
      isFirst = false
      return true
    }
    guard found == UInt8(ascii: ",") else {
      throw JSONSyntaxError("comma", "a comma or the end of the list is expected here", at: index)
    }
    index += 1
    skipSpace(bytes)
    if byte(bytes) == closing { throw JSONSyntaxError("trailing-comma", "a comma before the end", at: index) }
    return true
  }

  // MARK: - Values

  /// Reads a string.
  package mutating func text(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> Text {
    skipSpace(bytes)
    guard byte(bytes) == UInt8(ascii: "\"") else {
      throw JSONSyntaxError("value", "a string is expected here", at: index)
    }
    let start = index + 1
    var here = start
    var hasEscapes = false
    while true {
      here = bytes.endOfPlainText(from: here, to: end)
      guard here < end else { throw JSONSyntaxError("string", "a string is not closed", at: start - 1) }
      switch bytes[here] {
      case UInt8(ascii: "\""):
        index = here + 1
        return Text(range: start..<here, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        here = try endOfEscape(bytes, at: here)
      default:
        throw JSONSyntaxError("control", "a string contains a control character", at: here)
      }
    }
  }

  private func endOfEscape(_ bytes: Span<UInt8>, at start: Int) throws(JSONSyntaxError) -> Int {
    guard start + 1 < end else { throw JSONSyntaxError("string", "a string is not closed", at: start) }
    switch bytes[start + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return start + 2
    case UInt8(ascii: "u"):
      guard start + 6 <= end, (start + 2..<start + 6).allSatisfy({ Self.hexValue(bytes[$0]) != nil }) else {
        throw JSONSyntaxError("escape", "four hexadecimal digits are expected after \\u", at: start)
      }
      return start + 6
    default:
      throw JSONSyntaxError("escape", "invalid escape", at: start)
    }
  }

  /// Reads a whole number of one to nine digits; nil for anything else, which is not consumed.
  package mutating func smallNumber(_ bytes: Span<UInt8>) -> Int? {
    skipSpace(bytes)
    var here = index
    var value = 0
    while here < end, bytes[here].isDigit, here - index < 10 {
      value = value * 10 + Int(bytes[here] & 15)
      here += 1
    }
    let length = here - index
    guard (1...9).contains(length), length == 1 || bytes[index] != UInt8(ascii: "0"), here < end else { return nil }
    guard bytes[here] == UInt8(ascii: ",") || bytes[here] == UInt8(ascii: "]") || bytes[here].isSpace else {
      return nil
    }
    index = here
    return value
  }

  /// Reads a number and returns its bytes, as they are written.
  package mutating func number(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> Range<Int> {
    skipSpace(bytes)
    let start = index
    var here = start
    func digits() -> Int {
      let first = here
      while here < end, bytes[here].isDigit { here += 1 }
      return here - first
    }
    func failure() -> JSONSyntaxError { JSONSyntaxError("number", "this is not a number", at: start) }
    if here < end, bytes[here] == UInt8(ascii: "-") { here += 1 }
    guard here < end, bytes[here].isDigit else { throw failure() }
    if bytes[here] == UInt8(ascii: "0") { here += 1 } else { _ = digits() }
    if here < end, bytes[here] == UInt8(ascii: ".") {
      here += 1
      guard digits() > 0 else { throw failure() }
    }
    if here < end, bytes[here] | 0x20 == UInt8(ascii: "e") {
      here += 1
      if here < end, bytes[here] == UInt8(ascii: "+") || bytes[here] == UInt8(ascii: "-") { here += 1 }
      guard digits() > 0 else { throw failure() }
    }
    if here < end, bytes[here].isDigit || bytes[here].isLetter || bytes[here] == UInt8(ascii: ".") { throw failure() }
    index = here
    return start..<here
  }

  /// Reads a whole number that fits; nil if it has a fraction or is too large, and then the number is
  /// consumed too.
  package mutating func int(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> Int? {
    let range = try number(bytes)
    var here = range.lowerBound
    let isNegative = bytes[here] == UInt8(ascii: "-")
    if isNegative { here += 1 }
    guard range.upperBound - here <= 18 else { return nil }
    var value = 0
    while here < range.upperBound {
      guard bytes[here].isDigit else { return nil }
      value = value * 10 + Int(bytes[here] - 48)
      here += 1
    }
    return isNegative ? -value : value
  }

  /// Reads `true`, `false` or `null`, which is nil.
  package mutating func literal(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> Bool? {
    skipSpace(bytes)
    for (word, value) in [("true", true), ("false", false), ("null", nil)] as [(StaticString, Bool?)] {
      let count = word.utf8CodeUnitCount
      guard index + count <= end else { continue }
      if bytes.stands(word, at: index) {
        if index + count < end, bytes[index + count].isLetter || bytes[index + count].isDigit { break }
        index += count
        return value
      }
    }
    throw JSONSyntaxError("value", "a value cannot start here", at: index)
  }

  /// Skips a value of any kind, validates it, and returns its bytes.
  package mutating func skipValue(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> Range<Int> {
    skipSpace(bytes)
    let start = index
    // The open levels: one bit each, 1 for an object.
    var open: UInt128 = 0
    var level = 0
    func isInObject() -> Bool { open & 1 == 1 }
    value: while true {
      switch try kind(bytes) {
      case .string: _ = try text(bytes)
      case .number: _ = try number(bytes)
      case .literal: _ = try literal(bytes)
      case .object:
        try enterObject(bytes)
        open = open << 1 | 1
        level += 1
        if try nextKey(bytes) != nil { continue value }
        open >>= 1
        level -= 1
      case .array:
        try enterArray(bytes)
        open <<= 1
        level += 1
        if try nextElement(bytes) { continue value }
        open >>= 1
        level -= 1
      }
      // After a value: leave what ends here, until something continues.
      while level > 0 {
        if isInObject() {
          if try nextKey(bytes) != nil { continue value }
        } else {
          if try nextElement(bytes) { continue value }
        }
        open >>= 1
        level -= 1
      }
      return start..<index
    }
  }

  // MARK: - Bytes

  /// The byte at the index, or nil at the end.
  package func byte(_ bytes: Span<UInt8>) -> UInt8? { index < end ? bytes[index] : nil }

  /// Skips the four kinds of white space that JSON has.
  package mutating func skipSpace(_ bytes: Span<UInt8>) {
    while index < end {
      switch bytes[index] {
      case 32, 10, 13, 9: index += 1
      default: return
      }
    }
  }

  /// The value of a hexadecimal digit.
  static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 48...57: UInt32(byte - 48)
    case 65...70: UInt32(byte - 55)
    case 97...102: UInt32(byte - 87)
    default: nil
    }
  }
}

// MARK: - Decoding

extension JSONCursor.Text {
  /// The string itself; half a surrogate pair becomes U+FFFD and is counted.
  package func string(_ bytes: Span<UInt8>, loneSurrogates: inout Int) -> String {
    guard hasEscapes else { return bytes.text(range) }
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var here = range.lowerBound
    while here < range.upperBound {
      guard let slash = bytes.firstIndex(of: UInt8(ascii: "\\"), from: here, to: range.upperBound) else {
        result.append(bytes, here..<range.upperBound)
        break
      }
      result.append(bytes, here..<slash)
      here = decodeEscape(bytes, at: slash, into: &result, &loneSurrogates)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether the text is this word, to the byte.
  package func equals(_ word: StaticString, _ bytes: Span<UInt8>) -> Bool {
    !hasEscapes && range.count == word.utf8CodeUnitCount && bytes.stands(word, at: range.lowerBound)
  }

  private func decodeEscape(
    _ bytes: Span<UInt8>, at slash: Int, into result: inout [UInt8], _ loneSurrogates: inout Int
  ) -> Int {
    guard let escape = bytes.byte(at: slash + 1) else { return range.upperBound }
    switch escape {
    case UInt8(ascii: "b"): result.append(8)
    case UInt8(ascii: "f"): result.append(12)
    case UInt8(ascii: "n"): result.append(10)
    case UInt8(ascii: "r"): result.append(13)
    case UInt8(ascii: "t"): result.append(9)
    case UInt8(ascii: "u"):
      let first = unit(bytes, at: slash)
      if first & 0xFC00 == 0xD800, slash + 12 <= range.upperBound, bytes.byte(at: slash + 6) == UInt8(ascii: "\\"),
        bytes.byte(at: slash + 7) == UInt8(ascii: "u")
      {
        let second = unit(bytes, at: slash + 6)
        if second & 0xFC00 == 0xDC00 {
          result.append(scalar: 0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF))
          return slash + 12
        }
      }
      if first & 0xF800 == 0xD800 { loneSurrogates += 1 }
      result.append(scalar: first)
      return slash + 6
    default: result.append(escape)
    }
    return slash + 2
  }

  private func unit(_ bytes: Span<UInt8>, at slash: Int) -> UInt32 {
    (slash + 2..<slash + 6).reduce(0) { $0 << 4 | (bytes.byte(at: $1).flatMap(JSONCursor.hexValue) ?? 0) }
  }
}

extension [UInt8] {
  fileprivate mutating func append(scalar value: UInt32) {
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    append(contentsOf: Array(String(scalar).utf8))
  }
}
