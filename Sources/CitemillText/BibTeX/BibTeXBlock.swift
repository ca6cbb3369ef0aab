import CitemillCore

/// Finds the blocks of a BibTeX file: `@article{...}`, `@string(...)`, `@comment{...}`. Anything between them
/// is text.
///
///     % a remark                     text
///     @string{jgr = "J. Geo."}       block, string
///     @article{doe2004,              block, entry; `body` is what the outer braces hold
///       title = {On {DNA}},
///     }
///
/// A block ends at its closing brace. If it is missing or comes too early, the end is inferred from the
/// lines.
struct BibTeXBlock {
  /// The kind of a block.
  enum Kind { case entry, string, preamble, comment }

  var kind: Kind
  var range: Range<Int>
  /// The word after the `@`.
  var word: Range<Int>
  /// What is inside the outer braces or parentheses.
  var body: Range<Int>
  /// Whether the block has its proper end; otherwise the ends of fields must be inferred from the lines.
  var isWhole = true
  /// Whether braces after a backslash are literal and do not count.
  var hasEscapedBraces = false
}

/// What is at an index of a file.
enum BibTeXPiece {
  /// Text outside of blocks.
  case text(Range<Int>)
  /// Content between blocks that is not a comment: an unrecognised entry, or records of another format.
  case lost(Range<Int>, BibTeXText.Kind)
  /// An entry beyond the limit, or as much of it as there is.
  case tooLong(Range<Int>)
  /// The rest of it, up to the next entry.
  case rest(Range<Int>)
  case block(BibTeXBlock)
  /// More bytes are needed to decide.
  case unknown
  case end
}

/// The braces around a value.
struct BibTeXGroup {
  /// The index of the opening brace.
  var open: Int
  /// The index of the closing one.
  var close: Int
}

/// Iterates over the blocks.
struct BibTeXFramer {
  /// The maximum size of a block.
  static let maximumBlock = 16 << 20
  /// How many entries an unclosed one may seem to contain before it is cut at the first of them.
  private static let maximumInside = 4
  /// Whether an unclosed comment was found, so that others are not searched to the end again.
  private var hasEndlessComment = false
  /// How much of a text between blocks follows the part that was returned last.
  private var textLeft = 0
  /// Whether what follows belongs to an entry beyond the size limit.
  private var isInsideLong = false
  /// The groups in braces that the last block consists of, if it has its proper end: its values.
  private(set) var groups: [BibTeXGroup] = []

  /// What is at an index; `isLast` means that no more bytes will come.
  mutating func next(_ bytes: Span<UInt8>, from start: Int, isLast: Bool) -> BibTeXPiece {
    if start >= bytes.count { return isLast ? .end : .unknown }
    if textLeft > 0 { return text(bytes, start..<min(start + textLeft, bytes.count)) }
    if isInsideLong { return rest(bytes, start, isLast: isLast) }
    var from = start
    while let at = bytes.firstIndex(of: UInt8(ascii: "@"), from: from, to: bytes.count) {
      if isRemark(bytes, at, from: start) {
        from = at + 1
        continue
      }
      guard let head = Self.head(bytes, at) else {
        if !isLast, bytes.count - at < 1024 { return at > start ? text(bytes, start..<at) : .unknown }
        from = at + 1
        continue
      }
      if at > start { return text(bytes, start..<at) }
      return block(bytes, at, head, isLast: isLast)
    }
    if !isLast, bytes.count - start <= 1 << 16 { return .unknown }
    return text(bytes, start..<bytes.count)
  }

  /// The first part of a text between blocks.
  private mutating func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> BibTeXPiece {
    let part = BibTeXText.next(bytes, range)
    textLeft = range.upperBound - part.range.upperBound
    return part.kind == .remarks ? .text(part.range) : .lost(part.range, part.kind)
  }

  /// The rest of an entry beyond the size limit, up to the start of the next entry.
  private mutating func rest(_ bytes: Span<UInt8>, _ start: Int, isLast: Bool) -> BibTeXPiece {
    var from = start
    while let at = bytes.firstIndex(of: UInt8(ascii: "@"), from: from, to: bytes.count) {
      // The head may not be buffered yet.
      if !isLast, bytes.count - at < 1024 { return at > start ? .rest(start..<at) : .unknown }
      if isStartOfEntry(bytes, at) {
        isInsideLong = false
        return at > start ? .rest(start..<at) : next(bytes, from: start, isLast: isLast)
      }
      from = at + 1
    }
    return .rest(start..<bytes.count)
  }

  /// Whether there is a percent sign before an `@` on its line: the entry is commented out by hand.
  private func isRemark(_ bytes: Span<UInt8>, _ at: Int, from start: Int) -> Bool {
    var here = at
    while here > start, at - here < 64 {
      here -= 1
      let byte = bytes[here]
      if byte == UInt8(ascii: "%") { return true }
      if byte == 10 || byte == 13 { return false }
    }
    return false
  }

  private struct Head {
    var word: Range<Int>
    var kind: BibTeXBlock.Kind
    /// The index of the brace or parenthesis; nil for a comment without one.
    var opening: Int?
  }

  /// The word and the brace after an `@`; nil if there is no block.
  private static func head(_ bytes: Span<UInt8>, _ at: Int) -> Head? {
    let start = bytes.endOfSpace(from: at + 1, to: min(at + 64, bytes.count))
    var end = start
    while end < bytes.count, end - start < 128, bytes[end].isWordOfBibTeX { end += 1 }
    guard end > start, bytes[start].isLetter else { return nil }
    let word = start..<end
    let kind: BibTeXBlock.Kind =
      bytes.isWord("comment", word)
      ? .comment : bytes.isWord("string", word) ? .string : bytes.isWord("preamble", word) ? .preamble : .entry
    let opening = bytes.endOfSpace(from: end, to: min(end + 256, bytes.count))
    if let byte = bytes.byte(at: opening), byte == UInt8(ascii: "{") || byte == UInt8(ascii: "(") {
      return kind != .entry || beginsEntry(bytes, word, opening) ? Head(word: word, kind: kind, opening: opening) : nil
    }
    return kind == .comment ? Head(word: word, kind: kind, opening: nil) : nil
  }

  /// How far the key of an entry and the name of its first field are searched for.
  private static let maximumHead = 512

  /// Whether a word and a bracket start an entry: if the type is known, or if a key with a field follows.
  /// Program code is text: `@Table(name = "x")`, `@media (max-width: 1px)`, `@font-face { font-family: x; }`.
  private static func beginsEntry(_ bytes: Span<UInt8>, _ word: Range<Int>, _ opening: Int) -> Bool {
    if BibTeXTypes.type(bytes, word) != nil || BibTeXReader.nameOfOther(bytes, word) != nil { return true }
    let isBrace = bytes[opening] == UInt8(ascii: "{")
    let limit = min(opening + maximumHead, bytes.count)
    let start = bytes.endOfSpace(from: opening + 1, to: limit)
    var here = start
    while here < limit {
      switch bytes[here] {
      // JabRef leaves a key out, but not its comma: `@Other{,`.
      case UInt8(ascii: ",") where here == start:
        return isBrace && bytes.startsField(bytes.endOfSpace(from: here + 1, to: limit))
      case UInt8(ascii: ","): return beginsField(bytes, here + 1, isBrace: isBrace)
      case UInt8(ascii: "="): return isBrace && isValueOfField(bytes, bytes.trimmed(start..<here), equals: here)
      // Only a key, of an entry without fields.
      case UInt8(ascii: "}"): return here > start && !(start..<here).contains { bytes[$0].isSpace }
      case UInt8(ascii: ")") where !isBrace: return false
      case UInt8(ascii: "{"), UInt8(ascii: "\""): return false
      case 10, 13:
        here = bytes.endOfSpace(from: here, to: limit)
        if bytes.startsField(here) { return true }
      default: here += 1
      }
    }
    // It is cut off by the end of the buffer.
    return limit == bytes.count
  }

  /// Whether a field follows the comma after a key, or nothing more.
  private static func beginsField(_ bytes: Span<UInt8>, _ start: Int, isBrace: Bool) -> Bool {
    let limit = min(start + maximumHead, bytes.count)
    var here = start
    while true {
      here = bytes.endOfSpace(from: here, to: limit)
      if bytes.byte(at: here) == UInt8(ascii: ",") {
        here += 1
      } else if bytes.byte(at: here) == UInt8(ascii: "%") {
        here = bytes.firstIndex(of: 10, from: here, to: limit) ?? limit
      } else {
        break
      }
    }
    if here >= limit { return limit == bytes.count }
    if bytes[here] == UInt8(ascii: "}") { return isBrace }
    var end = here
    while end < limit, bytes[end].isWordOfBibTeX { end += 1 }
    let equals = bytes.endOfSpace(from: end, to: limit)
    if equals >= limit { return limit == bytes.count }
    guard bytes[here].isLetter else { return false }
    switch bytes[equals] {
    case UInt8(ascii: "="):
      let value = bytes.endOfSpace(from: equals + 1, to: limit)
      return isBrace
        ? !isSignOfCode(bytes, equals + 1)
        : value >= limit || bytes[value] == UInt8(ascii: "{") || bytes[value] == UInt8(ascii: "\"")
    // A field without its equals sign.
    case UInt8(ascii: "{"), UInt8(ascii: "\""): return BibTeXTable.row(bytes, here..<end) != nil
    default: return false
    }
  }

  /// Whether `words =` starts an entry without a key, or without the comma after it.
  private static func isValueOfField(_ bytes: Span<UInt8>, _ words: Range<Int>, equals: Int) -> Bool {
    if isSignOfCode(bytes, equals + 1) { return false }
    let value = bytes.endOfSpace(from: equals + 1, to: min(equals + 256, bytes.count))
    return value >= bytes.count || bytes[value] == UInt8(ascii: "{") || bytes[value] == UInt8(ascii: "\"")
      || BibTeXTable.row(bytes, words) != nil
  }

  /// Whether an equals sign before an index is a part of `==` or `=>`.
  private static func isSignOfCode(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    bytes.byte(at: index) == UInt8(ascii: "=") || bytes.byte(at: index) == UInt8(ascii: ">")
  }

  // MARK: - Ends

  private mutating func block(_ bytes: Span<UInt8>, _ at: Int, _ head: Head, isLast: Bool) -> BibTeXPiece {
    guard let opening = head.opening else {
      // BibTeX skips only the word, but people mean the line.
      let end = bytes.firstIndex(of: 10, from: at, to: bytes.count) ?? bytes.count
      return .block(BibTeXBlock(kind: .comment, range: at..<end, word: head.word, body: head.word.upperBound..<end))
    }
    var hasEscapedBraces = false
    var end = end(bytes, opening, head.kind, escapes: false)
    if case .closed = end {} else { groups.removeAll() }
    if case .open(let cut) = end {
      if cut == nil, !isLast, bytes.count - at < Self.maximumBlock { return .unknown }
      if head.kind == .comment { hasEndlessComment = true }
      // A brace after a backslash counts in BibTeX; if that leaves the entry open, it was not meant.
      let limit = min(cut ?? bytes.count, bytes.count)
      if case .closed(let index) = self.end(bytes, opening, head.kind, escapes: true, to: limit) {
        end = .closed(index)
        hasEscapedBraces = true
      }
      groups.removeAll()
    }
    if head.kind == .entry, let long = longEntry(at, end, bytes.count) { return .tooLong(long) }
    switch end {
    case .closed(let index):
      return .block(
        BibTeXBlock(
          kind: head.kind, range: at..<(index + 1), word: head.word, body: (opening + 1)..<index,
          hasEscapedBraces: hasEscapedBraces))
    case .mended(let index):
      return .block(
        BibTeXBlock(
          kind: head.kind, range: at..<(index + 1), word: head.word, body: (opening + 1)..<index, isWhole: false))
    case .open(let cut):
      let index = cut ?? bytes.count
      return .block(
        BibTeXBlock(kind: head.kind, range: at..<index, word: head.word, body: (opening + 1)..<index, isWhole: false))
    }
  }

  /// An entry that exceeds the size limit, up to that limit; nil for others.
  private mutating func longEntry(_ at: Int, _ end: End, _ count: Int) -> Range<Int>? {
    switch end {
    case .closed(let index), .mended(let index): return index - at < Self.maximumBlock ? nil : at..<(index + 1)
    case .open(let cut):
      if (cut ?? count) - at < Self.maximumBlock { return nil }
      isInsideLong = cut == nil
      return at..<(cut ?? count)
    }
  }

  private enum End {
    /// The index of the closing brace.
    case closed(Int)
    /// The same, after closing braces that have no opening one.
    case mended(Int)
    /// There is no end; the index of the next entry, if there is one.
    case open(Int?)
  }

  private mutating func end(
    _ bytes: Span<UInt8>, _ opening: Int, _ kind: BibTeXBlock.Kind, escapes: Bool, to limit: Int? = nil
  ) -> End {
    groups.removeAll(keepingCapacity: groups.count < 256)
    let isParenthesis = bytes[opening] == UInt8(ascii: "(")
    let limit = limit ?? bytes.count
    var depth = 0
    var isQuoted = false
    var inside = 0
    var firstInside: Int?
    var hasSurplus = false
    var here = opening + 1
    var hits = ByteHits(of: UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "@"), from: here, to: limit)
    while here < limit {
      if !isParenthesis, !escapes {
        // Only braces and the start of another entry count then.
        guard let next = hits.next(in: bytes) else { break }
        here = next
      }
      switch bytes[here] {
      case UInt8(ascii: "{"):
        if depth == 0 { groups.append(BibTeXGroup(open: here, close: here)) }
        depth += 1
      case UInt8(ascii: "}"):
        if depth == 0 {
          if isParenthesis { break }
          if kind == .entry, goesOn(bytes, here + 1) { hasSurplus = true; break }
          return hasSurplus ? .mended(here) : .closed(here)
        }
        depth -= 1
        if depth == 0 { groups[groups.count - 1].close = here }
      case UInt8(ascii: ")"):
        if isParenthesis, depth == 0, !isQuoted { return .closed(here) }
      case UInt8(ascii: "\""):
        if isParenthesis, depth == 0 { isQuoted.toggle() }
      case UInt8(ascii: "\\"):
        if escapes { here += 1 }
      case UInt8(ascii: "@"):
        let beginsLine = isStartOfEntry(bytes, here)
        // Between fields and in unclosed macros, another entry may also start inside a line.
        guard beginsLine || (kind == .string || kind == .entry && depth == 0) && isEntry(bytes, here) else { break }
        if kind != .comment, depth == 0, !isQuoted, beginsLine || !isInQuotes(bytes, opening + 1, here) {
          return .open(kind == .string ? firstInside ?? here : here)
        }
        inside += 1
        firstInside = firstInside ?? here
        let most = kind == .comment && !hasEndlessComment ? Int.max : Self.maximumInside
        if inside > most { return .open(firstInside) }
      default: break
      }
      here += 1
    }
    return .open(firstInside)
  }

  /// Whether `, name =` is at an index: the brace before it was one too many.
  private func goesOn(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    let comma = bytes.endOfSpace(from: index, to: min(index + 256, bytes.count))
    guard bytes.byte(at: comma) == UInt8(ascii: ",") else { return false }
    let name = bytes.endOfSpace(from: comma + 1, to: min(comma + 256, bytes.count))
    return bytes.startsField(name)
  }

  /// Whether an `@` starts an entry of a known type, anywhere on its line: an unclosed macro may be followed
  /// by one on the same line.
  private func isEntry(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
    guard let head = Self.head(bytes, at), head.kind == .entry, let opening = head.opening,
      BibTeXTypes.type(bytes, head.word) != nil
    else { return false }
    var here = bytes.endOfSpace(from: opening + 1, to: min(opening + 256, bytes.count))
    let start = here
    while here < bytes.count, here - start < 256, bytes[here].isWordOfBibTeX { here += 1 }
    return here > start && bytes.byte(at: here) == UInt8(ascii: ",")
  }

  /// Whether an index is in a value in quotation marks. A value is searched no further than such values are
  /// long.
  private func isInQuotes(_ bytes: Span<UInt8>, _ start: Int, _ index: Int) -> Bool {
    var depth = 0
    var isQuoted = false
    for here in max(start, index - 4096)..<index {
      switch bytes[here] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\"") where depth == 0: isQuoted.toggle()
      default: break
      }
    }
    return isQuoted
  }

  /// Whether an `@` begins a line, and an entry with it.
  private func isStartOfEntry(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
    var before = at
    while before > 0, at - before < 64, bytes[before - 1] == 32 || bytes[before - 1] == 9 { before -= 1 }
    guard before == 0 || bytes[before - 1] == 10 || bytes[before - 1] == 13 else { return false }
    guard let head = Self.head(bytes, at), let opening = head.opening else { return false }
    if head.kind != .entry { return true }
    var here = bytes.endOfSpace(from: opening + 1, to: min(opening + 256, bytes.count))
    let start = here
    while here < bytes.count, here - start < 256 {
      switch bytes[here] {
      case UInt8(ascii: ","): return true
      case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\""), UInt8(ascii: "="), 10, 13: return false
      default: here += 1
      }
    }
    return false
  }
}

// MARK: - Bytes

extension UInt8 {
  /// Whether the byte may be in the word after an `@`, or in a field name.
  ///
  /// Letters, digits, non-ASCII bytes, and `! $ & ' * + - . / : ; < > ? [ ] ^ _`, the backtick, `| ~`.
  @inline(__always)
  var isWordOfBibTeX: Bool {
    if self >= 0x80 { return true }
    let words: UInt64 = self < 64 ? 0xDFFF_ECD2_0000_0000 : 0x57FF_FFFF_EFFF_FFFE
    return words >> UInt64(self & 63) & 1 != 0
  }
}

extension Span<UInt8> {
  /// The index of the first byte that is not white space, or `end`.
  @inline(__always)
  func endOfSpace(from start: Int, to end: Int) -> Int {
    var here = start
    while here < end {
      let byte = self[here]
      if byte > 32, byte != 0xC2 { return here }
      if byte.isSpace { here &+= 1 } else if isNoBreakSpace(at: here) { here &+= 2 } else { return here }
    }
    return Swift.min(here, Swift.max(end, start))
  }

  /// Whether there is a no-break space at an index, as in entries copied from web pages.
  @inline(__always)
  func isNoBreakSpace(at index: Int) -> Bool {
    self[index] == 0xC2 && index &+ 1 < count && self[index &+ 1] == 0xA0
  }

  /// Whether a range is a word, ignoring case.
  func isWord(_ word: StaticString, _ range: Range<Int>) -> Bool {
    range.count == word.utf8CodeUnitCount && standsInAnyCase(word, at: range.lowerBound)
  }

  /// Whether `name =` is at an index.
  func startsField(_ index: Int) -> Bool {
    var here = index
    while here < count, here - index < 64, self[here].isWordOfBibTeX, !isNoBreakSpace(at: here) { here += 1 }
    guard here > index, self[index].isLetter else { return false }
    here = endOfSpace(from: here, to: Swift.min(here + 64, count))
    return byte(at: here) == UInt8(ascii: "=")
  }
}
