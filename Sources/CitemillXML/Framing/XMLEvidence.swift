import CitemillCore

/// Detects XML formats by the elements at their beginning.
enum XMLEvidence {
  /// Whether a start or end tag with one of these names begins at an index, with or without a namespace
  /// prefix.
  static func isTag(of names: [StaticString], _ bytes: Span<UInt8>, at index: Int) -> Bool {
    let start = localName(bytes, at: bytes.byte(at: index + 1) == UInt8(ascii: "/") ? index + 2 : index + 1)
    return names.contains { name in
      bytes.stands(name, at: start) && bytes.byte(at: start + name.utf8CodeUnitCount).map { !$0.isXMLName } ?? false
    }
  }

  /// Whether the first element of a document has one of these names.
  static func begins(with names: [StaticString], _ prefix: BytePrefix) -> Bool {
    let bytes = prefix.bytes.span
    var here = 0
    while let sign = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: bytes.count) {
      if bytes.byte(at: sign + 1)?.isXMLName == true { return isTag(of: names, bytes, at: sign) }
      let isComment = bytes.stands("<!--", at: sign)
      here = isComment ? bytes.end(of: "-->", from: sign, to: bytes.count) ?? bytes.count : sign + 1
    }
    return false
  }

  /// Whether the beginning of a document has a tag with one of these names.
  static func has(_ names: [StaticString], _ prefix: BytePrefix) -> Bool {
    let bytes = prefix.bytes.span
    var here = 0
    while let sign = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: bytes.count) {
      if isTag(of: names, bytes, at: sign) { return true }
      here = sign + 1
    }
    return false
  }

  /// Where the name at an index continues after a prefix, `oai:header`.
  private static func localName(_ bytes: Span<UInt8>, at start: Int) -> Int {
    var here = start
    while let byte = bytes.byte(at: here), byte.isXMLName, byte != UInt8(ascii: ":") { here += 1 }
    return bytes.byte(at: here) == UInt8(ascii: ":") ? here + 1 : start
  }

  /// The evidence that the first bytes are of a format: one of its record elements, and content that only
  /// that format has.
  static func evidence(
    of records: [StaticString], around collections: [StaticString] = [], inside marks: [StaticString],
    declared words: [StaticString], in prefix: BytePrefix
  ) -> Evidence {
    guard prefix.firstVisibleByte == UInt8(ascii: "<") else { return .none }
    let bytes = prefix.bytes.span
    var hasRecord = false
    var hasMark = false
    var isDeclared = false
    var hasCollection = false
    var here = 0
    while let sign = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: bytes.count) {
      here = sign + 1
      if bytes.stands("!DOCTYPE", at: here) {
        let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: here, to: bytes.count) ?? bytes.count
        isDeclared = (here..<end).contains { index in words.contains { bytes.stands($0, at: index) } }
        here = end
        continue
      }
      hasCollection = hasCollection || isTag(of: collections, bytes, at: sign)
      if !hasRecord {
        let local = localName(bytes, at: here)
        hasRecord = records.contains { word in
          bytes.stands(word, at: local)
            && bytes.byte(at: local + word.utf8CodeUnitCount).map { !$0.isXMLName } ?? false
        }
      }
      hasMark = hasMark || marks.contains { bytes.stands($0, at: sign) }
      if hasRecord, hasMark { break }
    }
    guard hasRecord else {
      return hasCollection ? Evidence(bits: 24, "its element around records") : .none
    }
    return Evidence(bits: (hasMark ? 64 : 8) + (isDeclared ? 64 : 0), hasMark ? "its elements" : "its record element")
  }
}
