import CitemillCore

/// A value read as a string, where a format allows strings and numbers alike.
enum JSONScalar {
  /// A string, a number as it is written, `true` or `false`.
  case text(String)
  case null
  /// An object or an array, which is not consumed.
  case composite
}

extension JSONCursor {
  /// Reads a string, a number or a literal; does not consume an object or an array.
  mutating func scalar(_ bytes: Span<UInt8>, _ loneSurrogates: inout Int) throws(JSONSyntaxError) -> JSONScalar {
    switch try kind(bytes) {
    case .string: return .text(try text(bytes).string(bytes, loneSurrogates: &loneSurrogates))
    case .number: return .text(bytes.text(try number(bytes)))
    case .literal:
      guard let value = try literal(bytes) else { return .null }
      return .text(value ? "true" : "false")
    case .object, .array: return .composite
    }
  }

  /// Skips a value and returns it as it is written, on one line.
  mutating func raw(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> String {
    let range = try skipValue(bytes)
    return bytes.firstIndex(of: 10, from: range.lowerBound, to: range.upperBound) == nil
      ? bytes.text(range) : String(decoding: Self.compact(bytes, range), as: UTF8.self)
  }

  /// A value without the space between its tokens.
  fileprivate static func compact(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    var isInText = false
    var isEscaped = false
    for index in range {
      let byte = bytes[index]
      if isInText {
        isInText = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      } else if byte.isSpace {
        continue
      } else {
        isInText = byte == UInt8(ascii: "\"")
      }
      result.append(byte)
    }
    return result
  }
}

extension String {
  /// The string as one JSON value: unchanged if it is one, else in quotes.
  var asJSONValue: String {
    let bytes = Array(utf8)
    var cursor = JSONCursor(0..<bytes.count)
    let isValue = (try? cursor.skipValue(bytes.span)) != nil
    cursor.skipSpace(bytes.span)
    if isValue, cursor.index == bytes.count {
      // JSON Lines have one record per line, so a value must not contain a line end.
      return bytes.contains(10)
        ? String(decoding: JSONCursor.compact(bytes.span, 0..<bytes.count), as: UTF8.self) : self
    }
    var sink = ByteSink()
    sink.appendJSON(self)
    return sink.text
  }
}
