import CitemillCore

/// Examines text between blocks for content that is not a comment: entries whose start is damaged, so that
/// they are not found as blocks, and records of other formats.
///
///     A remark.                            text
///
///     article{k2, title={Two}}             an entry without its at sign
///     TY  - JOUR                           records of RIS, where two files were put together
///     % title = {Three},                   a remark: a percent sign takes the line out
///     @inproc                              an entry that is cut off
///     @Table(name = "three")               code of another language
enum BibTeXText {
  /// The kind of line.
  enum Kind: Equatable {
    case remarks
    /// An entry that is not found as one.
    case entry
    /// Records of another format.
    case records(String)
  }

  /// The first part of a range that is of one kind: comments up to other content, or that content.
  static func next(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (kind: Kind, range: Range<Int>) {
    if bytes.trimmed(range).isEmpty { return (.remarks, range) }
    guard let found = leftOver(bytes, range) ?? find(bytes, range) else { return (.remarks, range) }
    // Lines are complete, with their surrounding white space, so that rejected text is unchanged.
    var start = found.start
    while start > range.lowerBound, !bytes[start - 1].isLineEnd { start -= 1 }
    if start > range.lowerBound { return (.remarks, range.lowerBound..<start) }
    let stop = found.kind == .entry ? endOfEntry(bytes, found.start..<range.upperBound) : range.upperBound
    var end = bytes.trimmed(found.start..<stop).upperBound
    while end < stop, !bytes[end].isLineEnd { end += 1 }
    return (found.kind, start..<end)
  }

  /// The rest of an entry after an extra closing brace: ` and Roe, Rita}`. Text continues on the line,
  /// followed by an unmatched closing brace.
  private static func leftOver(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (start: Int, kind: Kind)? {
    let words = bytes.trimmed(range.lowerBound..<endOfLine(bytes, range.lowerBound, range.upperBound))
    guard !words.isEmpty, bytes[words.lowerBound] != UInt8(ascii: "%"),
      endOfCode(bytes, words.lowerBound, range.upperBound) == nil
    else { return nil }
    var depth = 0
    var hasWords = false
    for index in words.lowerBound..<min(range.upperBound, words.lowerBound + 1 << 16) {
      switch bytes[index] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}") where depth > 0: depth -= 1
      case UInt8(ascii: "}"): return hasWords ? (words.lowerBound, .entry) : nil
      // The end of an entry in parentheses. On a line with text it may be anything.
      case UInt8(ascii: ")") where depth == 0 && index > range.lowerBound && bytes[index - 1] == 10:
        return hasWords ? (words.lowerBound, .entry) : nil
      case 10 where !hasWords: return nil
      case let byte: hasWords = hasWords || byte.isLetter || byte.isDigit || byte >= 0x80
      }
    }
    return nil
  }

  /// Where the first content other than a comment begins.
  private static func find(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (start: Int, kind: Kind)? {
    var line = range.lowerBound
    // Where the current block of lines, without a blank line or a comment, started.
    var paragraph = line
    var others = ForeignLines()
    while line < range.upperBound {
      let next = endOfLine(bytes, line, range.upperBound)
      let words = bytes.trimmed(line..<next)
      if words.isEmpty || bytes[words.lowerBound] == UInt8(ascii: "%") {
        if let first = others.take(bytes, words) { return (first, .records("Refer")) }
        paragraph = next
      } else if let end = endOfCode(bytes, words.lowerBound, range.upperBound) {
        line = endOfLine(bytes, end, range.upperBound)
        paragraph = line
        continue
      } else if isHead(bytes, words)
        || isCutHead(bytes, words) && bytes.trimmed(min(next, range.upperBound)..<range.upperBound).isEmpty
      {
        return (words.lowerBound, .entry)
      } else if hasField(bytes, words) {
        return (bytes.trimmed(paragraph..<next).lowerBound, .entry)
      } else if let name = others.name(bytes, words) {
        return (others.first ?? words.lowerBound, .records(name))
      }
      line = next
    }
    return nil
  }

  /// The end of an entry: after a line at which no brace is open, or before the start of another entry or an
  /// empty line.
  private static func endOfEntry(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var depth = 0
    var line = range.lowerBound
    while line < range.upperBound {
      let next = endOfLine(bytes, line, range.upperBound)
      let words = bytes.trimmed(line..<next)
      if line > range.lowerBound, words.isEmpty ? depth <= 0 : isHead(bytes, words) { return line }
      if !words.isEmpty, bytes[words.lowerBound] != UInt8(ascii: "%") {
        for index in words {
          if bytes[index] == UInt8(ascii: "{") { depth += 1 }
          if bytes[index] == UInt8(ascii: "}") { depth -= 1 }
        }
        // The brace of an entry that was replaced by another character.
        if line == range.lowerBound, depth == 0, bytes[words.upperBound - 1] == UInt8(ascii: ","), isHead(bytes, words)
        {
          depth = 1
        }
      }
      line = next
    }
    return range.upperBound
  }

  private static func endOfLine(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let feed = bytes.firstIndex(of: 10, from: start, to: end).map { $0 + 1 } ?? end
    return bytes.firstIndex(of: 13, from: start, to: feed).map { $0 + 1 == feed - 1 ? feed : $0 + 1 } ?? feed
  }

  // MARK: - Remarks

  /// The first line of a range that is not blank and has no percent sign before it, or nil. BibTeX itself
  /// skips all lines.
  static func words(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    var first: Range<Int>?
    var line = range.lowerBound
    while line < range.upperBound {
      let next = endOfLine(bytes, line, range.upperBound)
      let words = bytes.trimmed(line..<next)
      line = next
      if words.isEmpty || bytes[words.lowerBound] == UInt8(ascii: "%") { continue }
      if isCitation(bytes, words) { return words }
      if first == nil { first = words }
    }
    return first
  }

  /// Whether a line looks like a reference: a DOI, or a year and text punctuated like one.
  static func isCitation(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    guard (30...2000).contains(line.count) else { return false }
    var (letters, signs, digits, years) = (0, 0, 0, 0)
    for index in line {
      let byte = bytes[index]
      if byte.isDigit {
        digits += 1
        continue
      }
      if digits == 4, [UInt8(ascii: "1"), UInt8(ascii: "2")].contains(bytes[index - 4]) { years += 1 }
      digits = 0
      if byte.isLetter || byte >= 0x80 { letters += 1 }
      if ".,;:".utf8.contains(byte) { signs += 1 }
    }
    if letters >= 10, bytes.firstIndex(of: Array("doi.org/10.".utf8), from: line.lowerBound, to: line.upperBound) != nil
    {
      return true
    }
    return letters >= 20 && signs >= 4 && years > 0
  }

  // MARK: - Entries

  /// Whether a line starts like an entry, `article{key,`, with anything in the place of the at sign and the
  /// brace.
  private static func isHead(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    var here = line.lowerBound
    while here < line.upperBound, here - line.lowerBound < 8, !bytes[here].isLetter, !bytes[here].isSpace { here += 1 }
    let hasSign = here > line.lowerBound
    let hasAt = bytes[line.lowerBound] == UInt8(ascii: "@")
    while hasAt, here < line.upperBound, bytes[here].isSpace { here += 1 }
    let word = here
    while here < line.upperBound, bytes[here].isLetter { here += 1 }
    if BibTeXTypes.type(bytes, word..<here) != nil {
      if hasAt { return true }
    } else {
      // `@{key,`, where the type is missing.
      guard hasAt else { return false }
      here = line.lowerBound + 1
    }
    here = bytes.endOfSpace(from: here, to: line.upperBound)
    guard here < line.upperBound else { return false }
    let open = bytes[here]
    guard [UInt8(ascii: "{"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "<"), 34].contains(open) else {
      return false
    }
    var comma = here + 1
    while comma < line.upperBound, bytes[comma].isWordOfBibTeX || bytes[comma].isSpace { comma += 1 }
    guard comma < line.upperBound else { return false }
    if open == UInt8(ascii: "{") { return bytes[comma] == UInt8(ascii: ",") || bytes[comma] == UInt8(ascii: "}") }
    return bytes[comma] == UInt8(ascii: ",") && (hasSign || comma + 1 == line.upperBound)
  }

  /// Whether a line is a truncated entry type with its at sign: `@inproc`.
  private static func isCutHead(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    guard bytes[line.lowerBound] == UInt8(ascii: "@") else { return false }
    let word = bytes.endOfSpace(from: line.lowerBound + 1, to: line.upperBound)..<line.upperBound
    return !word.isEmpty && BibTeXTypes.isBeginning(bytes, word)
  }

  /// The end of the arguments of an annotation in program code: `@Table(name = "x")`; nil if there is none.
  private static func endOfCode(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    guard bytes[start] == UInt8(ascii: "@") else { return nil }
    var here = start + 1
    while here < end, here - start < 128, bytes[here].isWordOfBibTeX { here += 1 }
    let word = (start + 1)..<here
    here = bytes.endOfSpace(from: here, to: min(end, here + 64))
    guard !word.isEmpty, here < end, bytes[here] == UInt8(ascii: "("), BibTeXTypes.type(bytes, word) == nil else {
      return nil
    }
    var depth = 0
    for index in here..<min(end, here + 4096) {
      switch bytes[index] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return index + 1 }
      // A value in braces is BibTeX.
      case UInt8(ascii: "{"): return nil
      default: break
      }
    }
    return nil
  }

  /// Whether there is a field in a line: `title = {`, `title = "..."`, or `year = 2001` for a known name.
  static func hasField(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    guard bytes.firstIndex(of: UInt8(ascii: "="), from: line.lowerBound, to: line.upperBound) != nil else {
      return false
    }
    var here = line.lowerBound
    while true {
      if isField(bytes, here, line) { return true }
      // The next place where one may begin.
      guard
        let sign = bytes.firstIndex(
          of: UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "="), from: here, to: line.upperBound)
      else { return false }
      here = bytes.endOfSpace(from: sign + 1, to: line.upperBound)
      if here >= line.upperBound { return false }
    }
  }

  private static func isField(_ bytes: Span<UInt8>, _ start: Int, _ line: Range<Int>) -> Bool {
    var here = start
    while here < line.upperBound, here - start < 40,
      bytes[here].isLetter || here > start && (bytes[here].isDigit || "-_".utf8.contains(bytes[here]))
    {
      here += 1
    }
    let name = start..<here
    here = bytes.endOfSpace(from: here, to: line.upperBound)
    guard name.count > 1, here < line.upperBound, bytes[here] == UInt8(ascii: "=") else { return false }
    here = bytes.endOfSpace(from: here + 1, to: line.upperBound)
    guard here < line.upperBound else { return false }
    let last = bytes[line.upperBound - 1]
    switch bytes[here] {
    case UInt8(ascii: "{"): return true
    // HTML attributes have their quotation marks inside angle brackets.
    case UInt8(ascii: "\""):
      return last != UInt8(ascii: ">") && (last != UInt8(ascii: "\"") || name.lowerBound == line.lowerBound)
    default:
      return bytes[here] != UInt8(ascii: "=") && BibTeXTable.row(bytes, name) != nil
        && (last == UInt8(ascii: ",") || last == UInt8(ascii: "}")
          || (here..<line.upperBound).allSatisfy { bytes[$0].isDigit })
    }
  }
}

extension UInt8 {
  fileprivate var isLineEnd: Bool { self == 10 || self == 13 }
}
