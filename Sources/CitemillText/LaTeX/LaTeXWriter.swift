import CitemillCore

/// Writes one text as LaTeX, so that it is read back unchanged.
struct LaTeXWriter {
  /// An open mark: where it ends, and what is written there.
  private struct Open {
    var end: Int
    var close: UInt8
    var isWritten: Bool
  }

  private let encoding: LaTeXText.Encoding
  private let protectsCase: Bool
  /// Whether line ends are written as line ends, and not as characters.
  private let keepsLines: Bool
  /// Whether the text comes from TeX, so that its formulas may have unknown commands.
  private let isOfTeX: Bool
  /// Whether braces in the text may follow a backslash; BibTeX counts those too.
  private var hasMatchingBraces: Bool?
  /// The byte written last; 0 at the beginning.
  private var last: UInt8 = 0
  /// Whether the next space would merge with what is before it.
  private var isBehindSpace = true
  /// Whether a brace that protects its case was just opened.
  private var isBehindProtection = false
  /// How many single quotation marks are open.
  private var openQuotes = 0
  /// Where the group ends that protects its case.
  private var protectionEnd = 0
  private var open: [Open] = []

  /// A writer with an encoding.
  init(_ encoding: LaTeXText.Encoding, protectsCase: Bool, keepsLines: Bool = false, isOfTeX: Bool = false) {
    self.encoding = encoding
    self.protectsCase = protectsCase
    self.keepsLines = keepsLines
    self.isOfTeX = isOfTeX
  }

  // MARK: - Marks

  mutating func write(_ text: Span<UInt8>, _ marks: [Mark], into sink: inout ByteSink) {
    var here = 0
    var next = 0
    while true {
      while let top = open.last, top.end <= here {
        open.removeLast()
        if top.isWritten { put(top.close, into: &sink) }
      }
      var skipped = here
      while next < marks.count, marks[next].start <= here {
        let mark = marks[next]
        next += 1
        guard mark.start == here, mark.end > here, mark.end <= text.count else { continue }
        if mark.kind == .mathTeX, let value = mark.value, LaTeXText.isFormula(value), !value.hasCaretPair,
          LaTeXText.typesetsOnly(value, isOfTeX ? .harmless : .mathematics)
        {
          put("$", into: &sink)
          // An empty line would end the paragraph and the formula.
          sink.append(value.withUTF8Span { LaTeXText.collapsed($0, 0..<$0.count) })
          put("$", into: &sink)
          isBehindSpace = false
          skipped = mark.end
          while next < marks.count, marks[next].start < skipped { next += 1 }
          break
        }
        openMark(mark, text, into: &sink)
      }
      if skipped > here {
        here = skipped
        continue
      }
      guard here < text.count else { break }
      var stop = text.count
      if next < marks.count { stop = min(stop, marks[next].start) }
      if let top = open.last { stop = min(stop, top.end) }
      write(text, here..<max(stop, here + 1), into: &sink)
      here = max(stop, here + 1)
    }
  }

  private mutating func openMark(_ mark: Mark, _ text: Span<UInt8>, into sink: inout ByteSink) {
    var entry = Open(end: mark.end, close: UInt8(ascii: "}"), isWritten: true)
    switch mark.kind {
    case .italic: put("\\textit{", into: &sink)
    case .bold: put("\\textbf{", into: &sink)
    case .smallCaps: put("\\textsc{", into: &sink)
    case .monospace: put("\\texttt{", into: &sink)
    case .underline: put("\\underline{", into: &sink)
    case .strike: put("\\sout{", into: &sink)
    case .superscripted: put("\\textsuperscript{", into: &sink)
    case .subscripted: put("\\textsubscript{", into: &sink)
    case .quote: put("\\enquote{", into: &sink)
    case .link:
      if let address = mark.value, LaTeXText.isLinkable(address, isOfTeX: isOfTeX) {
        put("\\href{", into: &sink)
        sink.append(contentsOf: LaTeXText.escapedAddress(address))
        put("}{", into: &sink)
      } else {
        entry.isWritten = false
      }
    case .noCase where protectsCase && protectionEnd <= mark.start && hasCase(text, mark):
      put("{", into: &sink)
      protectionEnd = mark.end
      isBehindProtection = true
    default: entry.isWritten = false
    }
    open.append(entry)
  }

  private func hasCase(_ text: Span<UInt8>, _ mark: Mark) -> Bool {
    for index in mark.start..<mark.end where LaTeXText.hasCase(CollectionOfOne(text[index])) { return true }
    return false
  }

  // MARK: - Text

  /// Writes a range of the text.
  mutating func write(_ text: Span<UInt8>, _ range: Range<Int>, into sink: inout ByteSink) {
    var here = range.lowerBound
    while here < range.upperBound {
      let stop = endOfPlain(text, here, range.upperBound)
      if stop > here {
        sink.append(text, here..<stop)
        last = text[stop - 1]
        isBehindSpace = last == 32
        isBehindProtection = false
        here = stop
      } else {
        here += writeScalar(text, here, range.upperBound, into: &sink)
      }
    }
  }

  /// The end of the bytes that are written unchanged.
  ///
  /// Single spaces, hyphens and apostrophes after such bytes belong to them.
  private func endOfPlain(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var here = start
    while here < end {
      let byte = text[here]
      if byte >= 0x80 {
        // In ASCII an accent is written with the letter before it.
        if encoding == .ascii { return byte & 0xFE == 0xCC && here > start ? here &- 1 : here }
        if byte == 0xE2 || byte == 0xC2 { return here }
        if LaTeXText.isLeadOfHidden(byte), LaTeXText.isHidden(text.scalar(at: here).value) { return here }
      } else if LaTeXText.isSpecial(byte) {
        guard byte == 32 || byte == 45 || byte == 39 && openQuotes == 0, here > start, here &+ 1 < end,
          text[here &+ 1] != byte
        else { return here }
      }
      here &+= 1
    }
    return end
  }

  /// Writes one character, or a letter with its accents; returns its length in the text in bytes.
  private mutating func writeScalar(_ text: Span<UInt8>, _ here: Int, _ end: Int, into sink: inout ByteSink) -> Int {
    let scalar = text.scalar(at: here)
    if LaTeXText.isHidden(scalar.value) {
      if LaTeXText.isSeparator(scalar.value), !isBehindSpace {
        put(" ", into: &sink)
        isBehindSpace = true
      }
      return scalar.length
    }
    let isSpace = scalar.value == 32 || scalar.value == 10 && keepsLines
    defer { isBehindSpace = isSpace }
    switch scalar.value {
    case 32:
      if here == text.count - 1 {
        put("\\ {}", into: &sink)
      } else if isBehindSpace {
        put("\\ ", into: &sink)
      } else {
        put(" ", into: &sink)
      }
    case 10 where keepsLines && here > 0 && here + 1 < text.count: put("\\\\\n", into: &sink)
    case 9...13:
      put("\\char", into: &sink)
      sink.append(decimal: Int(scalar.value))
      put("{}", into: &sink)
    case 0x5C: put("\\textbackslash{}", into: &sink)
    case 0x5E: put("\\textasciicircum{}", into: &sink)
    case 0x7E: put("\\textasciitilde{}", into: &sink)
    case 0x7B: put(hasMatchingBraces(text) ? "\\{" : "\\textbraceleft{}", into: &sink)
    case 0x7D: put(hasMatchingBraces(text) ? "\\}" : "\\textbraceright{}", into: &sink)
    case 0x24: put("\\$", into: &sink)
    case 0x26: put("\\&", into: &sink)
    case 0x23: put("\\#", into: &sink)
    case 0x25: put("\\%", into: &sink)
    case 0x5F: put("\\_", into: &sink)
    case 0x60: put("\\textasciigrave{}", into: &sink)
    case 0x27: writeApostrophe(text, here, end, into: &sink)
    case 0x2D: putLigature("-", into: &sink)
    case 0x2013: putLigature("--", into: &sink)
    case 0x2014: putLigature("---", into: &sink)
    case 0x2018:
      if last == UInt8(ascii: "?") || last == UInt8(ascii: "!") { put("{}", into: &sink) }
      putLigature("`", into: &sink)
      openQuotes += 1
    case 0x201C: putLigature("``", into: &sink)
    case 0x201D: putLigature("''", into: &sink)
    case 0x2019: writeClosingQuote(text, here, end, into: &sink)
    case 0xA0: put("~", into: &sink)
    case 0x200B: put(LaTeXCommands.standard.spelling(scalar.value) ?? [], into: &sink)
    case 0x2009 where encoding == .ascii: put("\\,", into: &sink)
    case 0x205F where encoding == .ascii: put("\\:", into: &sink)
    case 0x2004 where encoding == .ascii: put("\\;", into: &sink)
    default:
      if encoding == .ascii, let length = writeSpelling(text, here, end, into: &sink) { return length }
      sink.append(text, here..<(here + scalar.length))
      last = text[here]
      isBehindProtection = false
    }
    return scalar.length
  }

  /// Writes `'`; inside a quotation it would be read as its end.
  private mutating func writeApostrophe(_ text: Span<UInt8>, _ here: Int, _ end: Int, into sink: inout ByteSink) {
    let isInWord = here > 0 && text[here - 1].isLetter && last.isLetter && here + 1 < end && text[here + 1].isLetter
    if openQuotes == 0 || isInWord {
      putLigature("'", into: &sink)
    } else {
      put("\\textquotesingle{}", into: &sink)
    }
  }

  /// Writes `’` as `'` if that ends a quotation.
  private mutating func writeClosingQuote(_ text: Span<UInt8>, _ here: Int, _ end: Int, into sink: inout ByteSink) {
    // There may be a command at the start or end of a mark.
    let next = here + 3 < end ? text[here + 3] : here + 3 < text.count ? UInt8(ascii: "a") : 0
    if openQuotes > 0, !next.isLetter, next < 0x80,
      !LaTeXText.isSpecial(next) || next == 32 || next == 0
    {
      openQuotes -= 1
      putLigature("'", into: &sink)
    } else {
      put("\\textquoteright{}", into: &sink)
    }
  }

  private mutating func hasMatchingBraces(_ text: Span<UInt8>) -> Bool {
    let known = hasMatchingBraces ?? LaTeXText.hasMatchingBraces(text)
    hasMatchingBraces = known
    return known
  }

  // MARK: - Spellings

  /// Writes a character as a command, with the accents that follow; returns its length in bytes, or nil if
  /// there is no command.
  private mutating func writeSpelling(_ text: Span<UInt8>, _ here: Int, _ end: Int, into sink: inout ByteSink) -> Int? {
    let scalar = text.scalar(at: here)
    if here + scalar.length < end, text[here + scalar.length] & 0xFE == 0xCC,
      let cluster = LaTeXSpelling.cluster(text, here, end)
    {
      put(cluster.spelling, into: &sink)
      return cluster.length
    }
    guard let spelling = LaTeXSpelling.standard.spelling(scalar.value) else { return nil }
    put(spelling, into: &sink)
    return scalar.length
  }

  // MARK: - Bytes

  /// Writes characters that would form a ligature with those before them without an empty group in between.
  private mutating func putLigature(_ signs: String, into sink: inout ByteSink) {
    if let first = signs.edgeBytes?.first, last == first { put("{}", into: &sink) }
    put(signs, into: &sink)
  }

  /// Writes LaTeX characters.
  private mutating func put(_ signs: String, into sink: inout ByteSink) {
    guard let edges = signs.edgeBytes else { return }
    prepare(for: edges.first, into: &sink)
    sink.append(signs)
    last = edges.last
  }

  private mutating func put(_ signs: [UInt8], into sink: inout ByteSink) {
    guard let first = signs.first, let final = signs.last else { return }
    prepare(for: first, into: &sink)
    sink.append(contentsOf: signs)
    last = final
  }

  private mutating func put(_ byte: UInt8, into sink: inout ByteSink) {
    isBehindProtection = false
    sink.append(byte)
    last = byte
  }

  /// Ensures that a group that protects its case does not start with a command, which BibTeX would take as a
  /// letter.
  private mutating func prepare(for first: UInt8, into sink: inout ByteSink) {
    if isBehindProtection, first == UInt8(ascii: "\\") { sink.append("{}") }
    isBehindProtection = false
  }
}
