import CitemillCore

extension String {
  /// Whether the text is one line without white space at its ends and without anything that could be read as markup, so that a
  /// field of a line format gives it back. "No" only means that it takes reading to tell.
  var isCleanLine: Bool {
    if isShortPlainLine { return true }
    return withUTF8Span { bytes in
      let count = bytes.count
      guard bytes.isCleanLine, bytes.firstIndex(of: UInt8(ascii: "<"), from: 0, to: count) == nil else { return false }
      var from = 0
      while let sign = bytes.firstIndex(of: UInt8(ascii: "&"), from: from, to: count) {
        if let next = bytes.byte(at: sign + 1), next == UInt8(ascii: "l") || next == UInt8(ascii: "a") { return false }
        from = sign + 1
      }
      return true
    }
  }
}

extension RichText {
  /// Whether a field of a line format that reads markup gives the text back: one line without white space at its ends, with
  /// marks that have a tag. "No" only means that it takes reading to tell.
  var isCleanLine: Bool {
    // What looks like markup is escaped where that is read.
    marks.allSatisfy { $0.value == nil && InlineMarkup.isExpressible($0.kind) } && marks.count < 32
      && (plain.isShortPlainLine || plain.withUTF8Span { $0.isCleanLine })
  }
}

extension Span<UInt8> {
  /// Whether the bytes are one line without white space at its ends.
  fileprivate var isCleanLine: Bool {
    guard let first = byte(at: 0), let last = byte(at: count - 1), first != 32, last != 32 else { return false }
    if first >= 0xC2, isWideSpace(at: 0) { return false }
    if last >= 0x80, isWideSpace(at: count - 2) || isWideSpace(at: count - 3) { return false }
    return isOneLine(0..<count)
  }
}
