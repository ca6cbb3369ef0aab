import CitemillCore

/// Reads LaTeX text as it is in BibTeX fields, and writes it.
///
///     {\'E}tude of {DNA} in \textit{E.~coli} and H$_2$O
///     Étude of DNA in E. coli and H2O               with marks for no-case, italic and sub
///
/// Reading goes once over the bytes. What is not plain is in a stack of frames, one for each brace group or
/// argument that is open, so that nothing calls itself. What is not known stays as it is written and is told.
enum LaTeXText {
  /// Which characters are written as commands.
  enum Encoding: Sendable {
    /// Every character outside ASCII that has a LaTeX spelling.
    case ascii
    /// Only TeX's special characters.
    case unicode
  }

  // MARK: - Reading

  /// The text with its marks that a field's bytes stand for; the delimiters around it are already gone.
  ///
  /// A command that is not known stays as written, and is told in `findings`.
  static func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, protectsCase: Bool, findings: inout LaTeXFindings
  ) -> RichText {
    let range = clamp(range, bytes.count)
    if isPlain(bytes, range) { return RichText(bytes.text(range)) }
    return read(bytes, range, by: LaTeXReader(range, keepsMarks: true, protectsCase: protectsCase), findings: &findings)
  }

  /// The words that a field's bytes stand for, where only words count: braces and font commands vanish.
  static func readPlain(_ bytes: Span<UInt8>, _ range: Range<Int>, findings: inout LaTeXFindings) -> String {
    let range = clamp(range, bytes.count)
    if isPlain(bytes, range) { return bytes.text(range) }
    return read(bytes, range, by: LaTeXReader(range, keepsMarks: false, protectsCase: false), findings: &findings).plain
  }

  private static func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, by reader: consuming LaTeXReader, findings: inout LaTeXFindings
  ) -> RichText {
    if TextEncoding.isValidUTF8(bytes, range) {
      reader.run(bytes)
    } else {
      // Marks count bytes, and those of a damaged character are not the same afterwards.
      let repaired = Array(bytes.text(range).utf8)
      reader.restart(0..<repaired.count)
      reader.run(repaired.span)
    }
    if !reader.findings.isEmpty { findings.merge(reader.findings) }
    return reader.result()
  }

  // MARK: - Writing

  /// Appends a text so that `read` gives it back; `protectsCase` says whether no-case marks are written as braces.
  ///
  /// Marks that LaTeX has no command for are left out, and so are formulas that do more than to typeset mathematics, and links
  /// to what is no address of the web: `isOfTeX` says that the text comes from TeX, which may have more of both.
  static func write(
    _ text: RichText, _ encoding: Encoding, protectsCase: Bool, isOfTeX: Bool = false, into sink: inout ByteSink
  ) {
    text.plain.withUTF8Span { bytes in
      var writer = LaTeXWriter(encoding, protectsCase: protectsCase, keepsLines: !protectsCase, isOfTeX: isOfTeX)
      if text.marks.isEmpty {
        writer.write(bytes, 0..<bytes.count, into: &sink)
      } else {
        writer.write(bytes, text.marks, into: &sink)
      }
    }
  }

  /// Appends a text without marks so that `read` and `readPlain` give it back.
  static func write(_ text: String, _ encoding: Encoding, into sink: inout ByteSink) {
    text.withUTF8Span { bytes in
      var writer = LaTeXWriter(encoding, protectsCase: false)
      writer.write(bytes, 0..<bytes.count, into: &sink)
    }
  }

  // MARK: - What stands for itself

  private static func clamp(_ range: Range<Int>, _ count: Int) -> Range<Int> {
    let lower = min(max(range.lowerBound, 0), count)
    return lower..<min(max(range.upperBound, lower), count)
  }

  /// Whether the bytes of a range stand for themselves.
  static func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let last = bytes.byte(at: range.upperBound - 1), !range.isEmpty else { return true }
    if bytes[range.lowerBound].isSpace || last.isSpace { return false }
    return endOfPlain(bytes, range.lowerBound, range.upperBound, isQuoting: false) == range.upperBound
  }

  /// The bytes below 64 that may not stand for themselves: control characters that are white, space, `$ ' -`.
  private static let low: UInt64 =
    1 << 9 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 32 | 1 << 36 | 1 << 39 | 1 << 45
  /// The bytes from 64 to 127 that may not stand for themselves: `\ ^ { } ~` and the backtick.
  private static let high: UInt64 = 1 << 28 | 1 << 30 | 1 << 32 | 1 << 59 | 1 << 61 | 1 << 62

  /// Where the bytes from `start` on stop to stand for themselves.
  ///
  /// A single space between words, a single hyphen, and an apostrophe where no quotation is open, do stand for themselves.
  static func endOfPlain(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, isQuoting: Bool) -> Int {
    var here = start
    while true {
      here = bytes.endOfProse(from: here, to: end)
      guard here < end else { return end }
      let byte = bytes[here]
      let mask = byte < 64 ? low : high
      if mask >> UInt64(byte & 63) & 1 == 0 {
        here &+= 1
        continue
      }
      guard byte == 32 || byte == 45 || byte == 39 && !isQuoting, here &+ 1 < end else {
        return byte == 45 || byte == 39 && !isQuoting ? here &+ 1 : here
      }
      let next = bytes[here &+ 1]
      if byte == 32 ? next.isSpace : next == byte { return here }
      here &+= 1
    }
  }
}
