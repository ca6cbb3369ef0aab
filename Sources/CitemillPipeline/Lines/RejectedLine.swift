import CitemillCore

/// The form of a rejected line in the output: the reason, and the original line.
///
///     {"_rejected":{"severity":"error","code":"json.syntax-escape","message":"…","column":9},"_raw":"{\"id\":…"}
///
/// It does not contain the position of the line, so that it is the same however the input is split.
enum RejectedLine {
  private static let opening = Array("{\"_rejected\":".utf8)

  /// Whether a line is a rejected line from an earlier step.
  static func isOne(_ line: [UInt8]) -> Bool { line.starts(with: opening) && JSONValue(line) != nil }

  /// Appends the form of a rejected line, of which `cut` bytes are missing.
  static func append(_ line: [UInt8], cut: Int, because reason: Diagnostic, to sink: inout ByteSink) {
    sink.append("{\"_rejected\":{")
    var members = JSONList()
    members.member("severity", reason.severity.rawValue, &sink)
    members.member("code", reason.code.rawValue, &sink)
    members.member("message", Diagnostic.escaped(reason.message), &sink)
    if let column = reason.location?.column {
      members.name("column", &sink)
      sink.append(decimal: column)
    }
    sink.append("},\"_raw\":")
    appendRaw(line, isWhole: cut == 0, to: &sink)
    if cut > 0 {
      sink.append(",\"_cut\":")
      sink.append(decimal: cut)
    }
    sink.append("}\n")
  }

  /// Appends the bytes as a string, and in base 64 too if they are not UTF-8.
  private static func appendRaw(_ line: [UInt8], isWhole: Bool, to sink: inout ByteSink) {
    var text = line[...]
    if !isWhole {
      // The limit may have split a character.
      let tail = text.suffix(3).lastIndex { $0 & 0xC0 == 0xC0 || $0 < 0x80 }
      if let tail, !TextEncoding.isValidUTF8(line.span, tail..<line.count) { text = text[..<tail] }
    }
    appendText(text, to: &sink)
    if text.count == line.count, TextEncoding.isValidUTF8(line.span, 0..<line.count) { return }
    sink.append(",\"_rawBase64\":\"")
    appendBase64(line, to: &sink)
    sink.append(UInt8(ascii: "\""))
  }

  /// Appends the bytes as a JSON string, in pieces that are flushed, since a line may be long.
  private static func appendText(_ text: ArraySlice<UInt8>, to sink: inout ByteSink) {
    sink.append(UInt8(ascii: "\""))
    var start = text.startIndex
    while start < text.endIndex {
      var end = min(start + pieceLength, text.endIndex)
      // Where a character begins.
      while end < text.endIndex, end > start + pieceLength - 4, text[end] & 0xC0 == 0x80 { end -= 1 }
      sink.appendJSONContent(String(decoding: text[start..<end], as: UTF8.self))
      sink.flushIfFull()
      start = end
    }
    sink.append(UInt8(ascii: "\""))
  }

  private static let pieceLength = 1 << 16

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// RFC 4648, section 4.
  private static func appendBase64(_ bytes: [UInt8], to sink: inout ByteSink) {
    var start = 0
    while start < bytes.count {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let index = Int(word >> UInt32(18 - 6 * place) & 63)
        sink.append(place <= group.count ? alphabet[index] : UInt8(ascii: "="))
      }
      start += 3
      sink.flushIfFull()
    }
  }
}
