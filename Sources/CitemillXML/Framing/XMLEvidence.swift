import CitemillCore

/// Tells XML formats by the elements at their beginning.
enum XMLEvidence {
  /// How surely the first bytes are of a format: one of its record elements stands there, and what only that format has in it.
  static func evidence(
    of records: [StaticString], inside marks: [StaticString], declared words: [StaticString], in prefix: BytePrefix
  ) -> Evidence {
    guard prefix.firstVisibleByte == UInt8(ascii: "<") else { return .none }
    let bytes = prefix.bytes.span
    var hasRecord = false
    var hasMark = false
    var isDeclared = false
    var here = 0
    while let sign = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: bytes.count) {
      here = sign + 1
      if bytes.stands("!DOCTYPE", at: here) {
        let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: here, to: bytes.count) ?? bytes.count
        isDeclared = (here..<end).contains { index in words.contains { bytes.stands($0, at: index) } }
        here = end
        continue
      }
      if !hasRecord {
        var start = here
        while let byte = bytes.byte(at: start), byte.isXMLName, byte != UInt8(ascii: ":") { start += 1 }
        let local = bytes.byte(at: start) == UInt8(ascii: ":") ? start + 1 : here
        hasRecord = records.contains { word in
          bytes.stands(word, at: local)
            && bytes.byte(at: local + word.utf8CodeUnitCount).map { !$0.isXMLName } ?? false
        }
      }
      hasMark = hasMark || marks.contains { bytes.stands($0, at: sign) }
      if hasRecord, hasMark { break }
    }
    guard hasRecord else { return .none }
    return Evidence(bits: (hasMark ? 64 : 8) + (isDeclared ? 64 : 0), hasMark ? "its elements" : "its record element")
  }
}
