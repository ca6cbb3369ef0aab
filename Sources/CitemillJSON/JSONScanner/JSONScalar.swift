import CitemillCore

/// A value taken as text, where a format allows texts and numbers alike.
enum JSONScalar {
  /// A string, a number as it is written, `true` or `false`.
  case text(String)
  case null
  /// An object or an array, not taken.
  case composite
}

extension JSONCursor {
  /// Takes a text, a number or a literal; leaves an object or an array where it is.
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

  /// Passes over a value and gives it as it is written.
  mutating func raw(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> String { bytes.text(try skipValue(bytes)) }
}

extension String {
  /// The text as one JSON value: itself where it is one, else in quotes.
  var asJSONValue: String {
    let bytes = Array(utf8)
    var cursor = JSONCursor(0..<bytes.count)
    let isValue = (try? cursor.skipValue(bytes.span)) != nil
    cursor.skipSpace(bytes.span)
    if isValue, cursor.index == bytes.count { return self }
    var sink = ByteSink()
    sink.appendJSON(self)
    return sink.text
  }
}
