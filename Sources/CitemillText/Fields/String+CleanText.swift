import CitemillCore

extension String {
  /// Whether a quick check shows that the text is one line without surrounding white space and without
  /// anything that could be read as markup, so that it survives in a line format. False only means that it
  /// must be parsed.
  var isCleanLine: Bool {
    if isShortPlainLine { return true }
    return withUTF8Span { bytes in
      let count = bytes.count
      guard bytes.isCleanLine, bytes.firstIndex(of: UInt8(ascii: "<"), from: 0, to: count) == nil else { return false }
      return !bytes.mayHaveReference
    }
  }

  /// Whether a quick check shows that an abstract, note or keyword does not mean that there is none. False only
  /// means that it must be parsed.
  var isOfText: Bool { utf8.count > 28 || !withUTF8Span { Placeholder.isNoAbstract($0, 0..<$0.count) } }
}

extension RichText {
  /// Whether a quick check shows that a text survives in a line format with markup: one line without
  /// surrounding white space, and only marks that have a tag. False only means that it must be parsed.
  var isCleanLine: Bool {
    // Text that looks like markup is escaped in such formats.
    marks.allSatisfy { $0.value == nil && InlineMarkup.isExpressible($0.kind) } && marks.count < 32
      && (plain.isShortPlainLine || plain.withUTF8Span { $0.isCleanLine && !$0.mayHaveReference })
  }
}

extension Span<UInt8> {
  /// Whether a quick check finds what may be a reference to a character, or an escape of markup.
  fileprivate var mayHaveReference: Bool {
    var from = 0
    while let sign = firstIndex(of: UInt8(ascii: "&"), from: from, to: count) {
      if let next = byte(at: sign + 1), next.isLetter || next == UInt8(ascii: "#"),
        firstIndex(of: UInt8(ascii: ";"), from: sign, to: min(sign + 12, count)) != nil
      {
        return true
      }
      from = sign + 1
    }
    return false
  }

  /// Whether the bytes are one line without surrounding white space.
  fileprivate var isCleanLine: Bool {
    guard let first = byte(at: 0), let last = byte(at: count - 1), first != 32, last != 32 else { return false }
    if first >= 0xC2, isWideSpace(at: 0) { return false }
    if last >= 0x80, isWideSpace(at: count - 2) || isWideSpace(at: count - 3) { return false }
    return isOneLine(0..<count)
  }
}
