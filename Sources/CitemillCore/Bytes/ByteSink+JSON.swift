// JSON is not only a family of formats: reports and lists of commands are JSON too. So its texts are written here.

extension ByteSink {
  /// Appends a text as JSON writes it, quotes included (RFC 8259, section 7).
  public mutating func appendJSON(_ text: String) {
    append(UInt8(ascii: "\""))
    appendJSONContent(text)
    append(UInt8(ascii: "\""))
  }

  /// Appends what stands between the quotes.
  public mutating func appendJSONContent(_ text: String) {
    var text = text
    text.withUTF8Span { bytes in
      var here = 0
      while true {
        let next = bytes.endOfPlainText(from: here, to: bytes.count)
        append(bytes, here..<next)
        guard let byte = bytes.byte(at: next) else { break }
        appendEscape(byte)
        here = next + 1
      }
    }
  }

  private mutating func appendEscape(_ byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case 8: append(UInt8(ascii: "b"))
    case 9: append(UInt8(ascii: "t"))
    case 10: append(UInt8(ascii: "n"))
    case 12: append(UInt8(ascii: "f"))
    case 13: append(UInt8(ascii: "r"))
    default:
      append("u00")
      append(Self.hexDigit(byte >> 4))
      append(Self.hexDigit(byte & 15))
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}

extension String {
  /// Calls a function with the bytes of the text.
  mutating func withUTF8Span<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    withUTF8 { buffer in unsafe body(buffer.span) }
  }
}

/// The members of a JSON object or the elements of an array, with the commas between them.
public struct JSONList: Sendable {
  private var isEmpty = true

  /// A list to which nothing was written yet.
  public init() {}

  /// Appends the comma that the next element needs.
  public mutating func next(_ sink: inout ByteSink) {
    if !isEmpty { sink.append(UInt8(ascii: ",")) }
    isEmpty = false
  }

  /// Appends a member's name and the colon.
  public mutating func name(_ name: String, _ sink: inout ByteSink) {
    next(&sink)
    sink.appendJSON(name)
    sink.append(UInt8(ascii: ":"))
  }

  /// Appends a member's name, which needs no escapes, and the colon.
  public mutating func name(_ name: StaticString, _ sink: inout ByteSink) {
    next(&sink)
    sink.append(UInt8(ascii: "\""))
    sink.append(name)
    sink.append(UInt8(ascii: "\""))
    sink.append(UInt8(ascii: ":"))
  }

  /// Appends a member with a text, unless there is none.
  public mutating func member(_ name: StaticString, _ text: String?, _ sink: inout ByteSink) {
    guard let text else { return }
    self.name(name, &sink)
    sink.appendJSON(text)
  }
}
