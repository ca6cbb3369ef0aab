import CitemillCore

/// Reads LaTeX text as it is in BibTeX fields, and writes it.
///
///     {\'E}tude of {DNA} in \textit{E.~coli} and H$_2$O
///     Étude of DNA in E. coli and H2O               with marks for no-case, italic and sub
///
/// The bytes are read in one pass. Anything that is not plain is kept on a stack of frames, one for each open
/// brace group or argument, so that there is no recursion. Unknown commands are kept as written and reported.
enum LaTeXText {
  /// Which characters are written as commands.
  enum Encoding: Sendable {
    /// Every character outside ASCII that has a LaTeX spelling.
    case ascii
    /// Only TeX's special characters.
    case unicode
  }

  // MARK: - Reading

  /// The text with marks for the bytes of a field, without the field's delimiters.
  ///
  /// An unknown command is kept as written, and recorded in `findings`.
  static func read(
    _ bytes: Span<UInt8>, _ range: Range<Int>, protectsCase: Bool, findings: inout LaTeXFindings
  ) -> RichText {
    let range = clamp(range, bytes.count)
    if isPlain(bytes, range) { return RichText(bytes.text(range)) }
    return read(bytes, range, by: LaTeXReader(range, keepsMarks: true, protectsCase: protectsCase), findings: &findings)
  }

  /// The plain text for the bytes of a field: braces and font commands are removed.
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
      // Offsets of marks are in bytes, and a damaged character has a different length afterwards.
      let repaired = Array(bytes.text(range).utf8)
      reader.restart(0..<repaired.count)
      reader.run(repaired.span)
    }
    if !reader.findings.isEmpty { findings.merge(reader.findings) }
    return reader.result()
  }

  // MARK: - Writing

  /// Appends a text so that `read` returns it; `protectsCase` says whether no-case marks are written as
  /// braces.
  ///
  /// Marks without a LaTeX command are left out, and so are formulas that do more than typeset mathematics,
  /// and links that are not web URLs. `isOfTeX` means that the text comes from TeX, where both are allowed
  /// more.
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

  /// Appends a text without marks so that `read` and `readPlain` return it.
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

  /// Whether all bytes of a range are literal.
  static func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let last = bytes.byte(at: range.upperBound - 1), !range.isEmpty else { return true }
    if bytes[range.lowerBound].isSpace || last.isSpace { return false }
    return endOfPlain(bytes, range.lowerBound, range.upperBound, isQuoting: false) == range.upperBound
  }

  /// The bytes below 64 that may not be literal: white-space control characters, space, `$ ' -`.
  private static let low: UInt64 =
    1 << 9 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 32 | 1 << 36 | 1 << 39 | 1 << 45
  /// The bytes from 64 to 127 that may not be literal: `\ ^ { } ~` and the backtick.
  private static let high: UInt64 = 1 << 28 | 1 << 30 | 1 << 32 | 1 << 59 | 1 << 61 | 1 << 62

  /// The end of the literal bytes from `start` on.
  ///
  /// A single space between words, a single hyphen, and an apostrophe outside quotations are literal.
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
