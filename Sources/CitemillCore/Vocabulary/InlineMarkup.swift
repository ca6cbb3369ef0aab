/// Reads and writes the inline markup that CSL-JSON and plain text use: HTML-like tags in a text.
///
///     <i>Salmo <b>salar</b></i>, H<sub>2</sub>O, <span class="nocase">pH</span>
///
/// The tags are those of citeproc: `i`, `b`, `sub`, `sup`, `sc`, and `span` with
/// `style="font-variant:small-caps;"` or `class="nocase"`. Everything else is kept: unknown tags, unclosed
/// tags, `<`, `&` and entities. So that every text survives, a text that would be read as markup is written
/// with `&lt;` for the `<` of each tag in it, and with one more `amp;` if `&lt;` was already there: reading
/// is the exact inverse of writing.
public enum InlineMarkup {
  /// The marks that have a tag here.
  public static func isExpressible(_ kind: Mark.Kind) -> Bool { tags.contains { $0.kind == kind } }

  private struct Tag {
    var kind: Mark.Kind
    var open: [UInt8]
    var close: [UInt8]

    init(_ kind: Mark.Kind, _ open: String, _ close: String) {
      self.kind = kind
      self.open = Array(open.utf8)
      self.close = Array(close.utf8)
    }
  }

  /// The form that is written is the first one of its kind.
  private static let tags = [
    Tag(.italic, "<i>", "</i>"), Tag(.bold, "<b>", "</b>"), Tag(.subscripted, "<sub>", "</sub>"),
    Tag(.superscripted, "<sup>", "</sup>"),
    Tag(.smallCaps, "<span style=\"font-variant:small-caps;\">", "</span>"),
    Tag(.smallCaps, "<span style=\"font-variant: small-caps;\">", "</span>"),
    Tag(.smallCaps, "<sc>", "</sc>"), Tag(.noCase, "<span class=\"nocase\">", "</span>"),
    Tag(.italic, "<em>", "</em>"), Tag(.bold, "<strong>", "</strong>"),
  ]

  /// What is after the `<` of each opening and closing tag.
  private static let halfTails = tags.flatMap { [$0.open, $0.close] }.map { Array($0.dropFirst()) }

  // MARK: - Reading

  /// The text after the markup is read; unchanged if nothing would be left, as for `<i></i>`.
  public static func read(_ text: String) -> RichText {
    guard mayHoldMarkup(text) else { return RichText(text) }
    return readMarkup(Array(text.utf8)) ?? RichText(text)
  }

  /// The text of a range of bytes after the markup is read; unchanged if nothing would be left.
  public static func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> RichText {
    if mayHoldMarkup(bytes, range) {
      var part: [UInt8] = []
      part.append(bytes, range)
      if let rich = readMarkup(part) { return rich }
    }
    return RichText(bytes.text(range))
  }

  /// The text of an abstract, which may consist of XML elements with tags and references.
  public static func readAbstract(_ text: String) -> RichText { ElementText.read(text) ?? read(text) }

  /// The text of an abstract in a range of bytes.
  public static func readAbstract(_ bytes: Span<UInt8>, _ range: Range<Int>) -> RichText {
    ElementText.read(bytes, range) ?? read(bytes, range)
  }

  /// A text with tags turned into marks in addition to its own marks; unchanged if tags and marks would
  /// overlap. It has no escapes, since it comes from a format with its own markup.
  package static func read(_ text: RichText) -> RichText {
    guard text.plain.contains(byte: UInt8(ascii: "<")) else { return text }
    let bytes = Array(text.plain.utf8)
    let pairs = pairedTags(bytes.span)
    if pairs.isEmpty { return text }
    // Where each byte is moved to.
    var places: [Int] = []
    places.reserveCapacity(bytes.count + 1)
    var plain: [UInt8] = []
    var marks: [Mark] = []
    var open: [Int] = []
    var next = 0
    for index in bytes.indices {
      while next < pairs.count, pairs[next].range.upperBound <= index { next += 1 }
      places.append(plain.count)
      guard next < pairs.count, pairs[next].range.contains(index) else {
        plain.append(bytes[index])
        continue
      }
      guard pairs[next].range.lowerBound == index else { continue }
      if pairs[next].isOpening {
        open.append(plain.count)
      } else if let start = open.popLast() {
        marks.append(Mark(pairs[next].kind, from: start, to: plain.count))
      }
    }
    places.append(plain.count)
    if plain.isEmpty { return text }
    var result = RichText(String(decoding: plain, as: UTF8.self), marks: marks.reversed())
    for var mark in text.marks where places.indices.contains(mark.end) {
      (mark.start, mark.end) = (places[mark.start], places[mark.end])
      result.marks.append(mark)
    }
    result.marks.removeAll { $0.start >= $0.end }
    result.sortMarks()
    return result.violation == nil ? result : text
  }

  /// The text after the markup is read; nil if there is no markup, or no text left.
  private static func readMarkup(_ bytes: [UInt8]) -> RichText? {
    let span = bytes.span
    let pairs = pairedTags(span)
    if pairs.isEmpty, !hasEscape(span) { return nil }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var marks: [Mark] = []
    var open: [(pair: Int, start: Int)] = []
    var here = 0
    var nextToken = 0
    while here < bytes.count {
      if nextToken < pairs.count, pairs[nextToken].range.lowerBound == here {
        let token = pairs[nextToken]
        if token.isOpening {
          open.append((nextToken, plain.count))
        } else if let last = open.popLast() {
          marks.append(Mark(token.kind, from: last.start, to: plain.count))
        }
        here = token.range.upperBound
        nextToken += 1
        continue
      }
      if bytes[here] == UInt8(ascii: "&"), let escape = escape(span, at: here) {
        if escape.depth == 0 {
          plain.append(UInt8(ascii: "<"))
          here += 4
        } else {
          plain.append(UInt8(ascii: "&"))
          here += 5
        }
        continue
      }
      let token = nextToken < pairs.count ? pairs[nextToken].range.lowerBound : bytes.count
      let stop = max(span.firstIndex(of: UInt8(ascii: "&"), from: here + 1, to: token) ?? token, here + 1)
      plain.append(span, here..<stop)
      here = stop
    }
    if plain.isEmpty { return nil }
    // Marks over nothing are dropped.
    var result = RichText(String(decoding: plain, as: UTF8.self), marks: marks.filter { $0.start < $0.end })
    result.sortNested()
    return result
  }

  /// Whether there is a `<` or `&` at all; most texts have none.
  private static func mayHoldMarkup(_ text: String) -> Bool { text.hasSignsOfMarkup }

  private static func mayHoldMarkup(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    bytes.firstIndex(of: UInt8(ascii: "<"), from: range.lowerBound, to: range.upperBound) != nil
      || bytes.firstIndex(of: UInt8(ascii: "&"), from: range.lowerBound, to: range.upperBound) != nil
  }

  private struct Token {
    var range: Range<Int>
    var kind: Mark.Kind
    var close: Int
    var isOpening: Bool
  }

  /// The tags that are properly paired, in the order of the text.
  private static func pairedTags(_ bytes: Span<UInt8>) -> [Token] {
    var kept: [Token] = []
    var open: [Int] = []
    var from = 0
    while let here = bytes.firstIndex(of: UInt8(ascii: "<"), from: from, to: bytes.count) {
      from = here + 1
      if let index = tags.firstIndex(where: { bytes.hasPrefix($0.open, at: here) }) {
        let tag = tags[index]
        open.append(kept.count)
        kept.append(Token(range: here..<(here + tag.open.count), kind: tag.kind, close: index, isOpening: true))
        from = here + tag.open.count
        if open.count > maximumOpen { kept.remove(at: open.removeFirst()); open = open.map { $0 - 1 } }
      } else if let place = open.lastIndex(where: { bytes.hasPrefix(tags[kept[$0].close].close, at: here) }) {
        let tag = tags[kept[open[place]].close]
        // Tags opened inside and not closed are plain text.
        for unclosed in open[(place + 1)...].reversed() { kept.remove(at: unclosed) }
        let opener = open[place]
        open.removeSubrange(place...)
        kept.append(Token(range: here..<(here + tag.close.count), kind: kept[opener].kind, close: 0, isOpening: false))
        from = here + tag.close.count
      }
    }
    for unclosed in open.reversed() { kept.remove(at: unclosed) }
    return kept
  }

  /// How many tags may be open at once; beyond that, the outermost is taken as text.
  private static let maximumOpen = 64

  private static func hasEscape(_ bytes: Span<UInt8>) -> Bool {
    var from = 0
    while let here = bytes.firstIndex(of: UInt8(ascii: "&"), from: from, to: bytes.count) {
      if escape(bytes, at: here) != nil { return true }
      from = here + 1
    }
    return false
  }

  /// The escape of a tag: how many `amp;` it has (`&lt;i>` none, `&amp;lt;i>` one) and where it ends; nil for
  /// any other `&`.
  private static func escape(_ bytes: Span<UInt8>, at index: Int) -> (depth: Int, end: Int)? {
    var here = index + 1
    var depth = 0
    while bytes.stands("amp;", at: here) {
      here += 4
      depth += 1
    }
    guard bytes.stands("lt;", at: here) else { return nil }
    let rest = here + 3
    let tail = halfTails.first { bytes.hasPrefix($0, at: rest) }
    return tail.map { (depth, rest + $0.count) }
  }

  // MARK: - Writing

  /// Whether a quick check shows that a text is read back unchanged: its marks have tags and do not touch,
  /// and nothing in it looks like a tag. False only means that it must be tried.
  package static func comesBack(_ text: borrowing RichText) -> Bool {
    var last = 0
    for index in text.marks.indices {
      guard text.marks[index].value == nil, isExpressible(text.marks[index].kind), text.marks[index].start >= last,
        text.marks[index].start < text.marks[index].end
      else { return false }
      last = text.marks[index].end
    }
    return last <= text.plain.utf8.count && !mayHoldMarkup(text.plain)
  }

  /// Whether a text is certainly written unchanged.
  package static func isPlain(_ text: borrowing RichText) -> Bool { text.marks.isEmpty && !mayHoldMarkup(text.plain) }

  /// The text with its markup as tags; marks without a tag must have been removed before.
  ///
  /// Marks nested deeper than 64 are left out, since reading accepts no more nested tags.
  public static func write(_ text: RichText) -> String {
    if text.marks.isEmpty, !mayHoldMarkup(text.plain) { return text.plain }
    if let shallow = withoutDeepMarks(text) { return write(shallow) }
    let bytes = Array(text.plain.utf8)
    let mayNeedEscapes = mayNeedEscapes(bytes.span)
    if text.marks.isEmpty, !mayNeedEscapes { return text.plain }
    // Most text that looks like a tag is not taken for one at its position.
    let bare = write(text.marks, over: bytes.span, isEscaping: false)
    return !mayNeedEscapes || read(bare) == text ? bare : write(text.marks, over: bytes.span, isEscaping: true)
  }

  /// The text without marks that are nested deeper than reading accepts; nil if there are none.
  private static func withoutDeepMarks(_ text: RichText) -> RichText? {
    if text.marks.count <= maximumOpen { return nil }
    var ends: [Int] = []
    let kept = text.marks.filter { mark in
      while let end = ends.last, end <= mark.start { ends.removeLast() }
      if mark.start >= mark.end { return true }
      if ends.count == maximumOpen { return false }
      ends.append(mark.end)
      return true
    }
    return kept.count < text.marks.count ? RichText(text.plain, marks: kept) : nil
  }

  private static func write(_ marks: [Mark], over bytes: Span<UInt8>, isEscaping: Bool) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + marks.count * 8)
    let boundaries = isEscaping ? marks.flatMap { [$0.start, $0.end] }.sorted() : []
    var nextBoundary = 0
    var open: [(end: Int, close: [UInt8])] = []
    var marks = marks[...]
    var index = 0
    while index <= bytes.count {
      while let last = open.last, last.end == index {
        result += last.close
        open.removeLast()
      }
      while let mark = marks.first, mark.start == index {
        marks.removeFirst()
        guard let tag = tags.first(where: { $0.kind == mark.kind }), mark.end > mark.start else { continue }
        result += tag.open
        open.append((mark.end, tag.close))
      }
      if index == bytes.count { break }
      while nextBoundary < boundaries.count, boundaries[nextBoundary] <= index { nextBoundary += 1 }
      let cut = nextBoundary < boundaries.count ? boundaries[nextBoundary] : bytes.count
      if isEscaping, let end = endOfMarkup(bytes, at: index), end <= cut {
        // What a mark cuts in two is not read as markup.
        result += Array((bytes[index] == UInt8(ascii: "<") ? "&lt;" : "&amp;").utf8)
        index += 1
      } else {
        // Up to the start or end of a mark there is only text, unless each character must be checked.
        let stop = isEscaping ? index + 1 : min(open.last?.end ?? bytes.count, marks.first?.start ?? bytes.count)
        let next = max(stop, index + 1)
        result.append(bytes, index..<next)
        index = next
      }
    }
    return result.span.text(0..<result.count)
  }

  private static func mayNeedEscapes(_ bytes: Span<UInt8>) -> Bool {
    var from = 0
    while let here = bytes.firstIndex(of: UInt8(ascii: "<"), from: from, to: bytes.count) {
      if endOfMarkup(bytes, at: here) != nil { return true }
      from = here + 1
    }
    return hasEscape(bytes)
  }

  /// The end of what looks like a tag, or like an escaped one.
  private static func endOfMarkup(_ bytes: Span<UInt8>, at index: Int) -> Int? {
    if bytes[index] == UInt8(ascii: "&") { return escape(bytes, at: index)?.end }
    guard bytes[index] == UInt8(ascii: "<") else { return nil }
    return halfTails.first { bytes.hasPrefix($0, at: index + 1) }.map { index + 1 + $0.count }
  }
}

extension RichText {
  /// Sorts marks that were closed inner first: by start, longer first, and for equal ones the one closed last
  /// outside.
  fileprivate mutating func sortNested() {
    marks.reverse()
    sortMarks()
  }
}
