/// Reads and writes the inline markup that CSL-JSON and plain text carry: HTML-like tags in a text.
///
///     <i>Salmo <b>salar</b></i>, H<sub>2</sub>O, <span class="nocase">pH</span>
///
/// The tags are those of citeproc: `i`, `b`, `sub`, `sup`, `sc`, and `span` with `style="font-variant:small-caps;"` or
/// `class="nocase"`. Everything else stays as it is: an unknown tag, a tag without its end, `<` and `&` alone. So that each
/// text survives, what would be taken for a tag is written with `&lt;`, and `&lt;`, `&amp;` that were in the text with
/// `&amp;`: reading is the exact inverse of writing.
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

  /// What is written stands first among the tags of a kind.
  private static let tags = [
    Tag(.italic, "<i>", "</i>"), Tag(.bold, "<b>", "</b>"), Tag(.subscripted, "<sub>", "</sub>"),
    Tag(.superscripted, "<sup>", "</sup>"),
    Tag(.smallCaps, "<span style=\"font-variant:small-caps;\">", "</span>"),
    Tag(.smallCaps, "<span style=\"font-variant: small-caps;\">", "</span>"),
    Tag(.smallCaps, "<sc>", "</sc>"), Tag(.noCase, "<span class=\"nocase\">", "</span>"),
    Tag(.italic, "<em>", "</em>"), Tag(.bold, "<strong>", "</strong>"),
  ]

  // MARK: - Reading

  /// The text behind the markup.
  public static func read(_ text: String) -> RichText {
    let bytes = Array(text.utf8)
    let span = bytes.span
    guard
      span.firstIndex(of: UInt8(ascii: "<"), from: 0, to: bytes.count) != nil
        || span.firstIndex(of: UInt8(ascii: "&"), from: 0, to: bytes.count) != nil
    else { return RichText(text) }

    let pairs = pairedTags(span)
    var plain: [UInt8] = []
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
      if bytes[here] == UInt8(ascii: "&"), let (byte, length) = entity(span, at: here) {
        plain.append(byte)
        here += length
        continue
      }
      plain.append(bytes[here])
      here += 1
    }
    // Marks over nothing say nothing.
    var result = RichText(String(decoding: plain, as: UTF8.self), marks: marks.filter { $0.start < $0.end })
    result.sortNested()
    return result
  }

  private struct Token {
    var range: Range<Int>
    var kind: Mark.Kind
    var close: Int
    var isOpening: Bool
  }

  /// The tags that have their other half in the right place, in the order of the text.
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
        // Tags that were opened inside and are not closed are no tags.
        for unclosed in open[(place + 1)...].reversed() { kept.remove(at: unclosed) }
        let opener = open[place]
        open.removeSubrange(place...)
        kept.append(
          Token(range: here..<(here + tag.close.count), kind: kept[opener].kind, close: 0, isOpening: false))
        from = here + tag.close.count
      }
    }
    for unclosed in open.reversed() { kept.remove(at: unclosed) }
    return kept
  }

  /// How many tags may be open at once; the outermost beyond that is taken for text.
  private static let maximumOpen = 64

  /// `&lt;` or `&amp;` at an index.
  private static func entity(_ bytes: Span<UInt8>, at index: Int) -> (byte: UInt8, length: Int)? {
    if bytes.stands("&lt;", at: index) { return (UInt8(ascii: "<"), 4) }
    if bytes.stands("&amp;", at: index) { return (UInt8(ascii: "&"), 5) }
    return nil
  }

  // MARK: - Writing

  /// The text with its markup as tags; marks without a tag must have been taken out before.
  public static func write(_ text: RichText) -> String {
    let bytes = Array(text.plain.utf8)
    let span = bytes.span
    if text.marks.isEmpty, !needsEscapes(span) { return text.plain }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + text.marks.count * 8)
    var open: [(end: Int, close: [UInt8])] = []
    var marks = text.marks[...]
    for index in 0...bytes.count {
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
      if index < bytes.count { appendEscaped(span, index, &result) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func needsEscapes(_ bytes: Span<UInt8>) -> Bool {
    var from = 0
    while let here = bytes.firstIndex(of: UInt8(ascii: "<"), from: from, to: bytes.count) {
      if startsTag(bytes, at: here) { return true }
      from = here + 1
    }
    from = 0
    while let here = bytes.firstIndex(of: UInt8(ascii: "&"), from: from, to: bytes.count) {
      if entity(bytes, at: here) != nil { return true }
      from = here + 1
    }
    return false
  }

  private static func startsTag(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    tags.contains { bytes.hasPrefix($0.open, at: index) || bytes.hasPrefix($0.close, at: index) }
  }

  private static func appendEscaped(_ bytes: Span<UInt8>, _ index: Int, _ result: inout [UInt8]) {
    let byte = bytes[index]
    if byte == UInt8(ascii: "<"), startsTag(bytes, at: index) {
      result += Array("&lt;".utf8)
    } else if byte == UInt8(ascii: "&"), entity(bytes, at: index) != nil {
      result += Array("&amp;".utf8)
    } else {
      result.append(byte)
    }
  }
}

extension RichText {
  /// Sorts marks that were closed inner first: by start, longer first, and of equal ones the one closed last outside.
  fileprivate mutating func sortNested() {
    marks.reverse()
    sortMarks()
  }
}
