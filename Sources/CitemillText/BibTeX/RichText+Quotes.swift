import CitemillCore

extension RichText {
  /// The text with quotation characters instead of quotation marks; inner ones are single.
  var withQuotesAsText: RichText {
    let quotes = marks.enumerated().filter { $0.element.kind == .quote && $0.element.start < $0.element.end }
    var signs: [(offset: Int, text: [UInt8], isEnd: Bool, depth: Int)] = []
    for (place, quote) in quotes {
      let depth = quotes.count { $0.offset < place && $0.element.end >= quote.end }
      let (open, close) = depth % 2 == 0 ? ("\u{201C}", "\u{201D}") : ("\u{2018}", "\u{2019}")
      signs.append((quote.start, Array(open.utf8), false, depth))
      signs.append((quote.end, Array(close.utf8), true, depth))
    }
    // At the same position, closing ones come first, inner before outer, then opening ones, outer first.
    signs.sort { left, right in
      if left.offset != right.offset { return left.offset < right.offset }
      if left.isEnd != right.isEnd { return left.isEnd }
      return left.isEnd ? left.depth > right.depth : left.depth < right.depth
    }
    let bytes = Array(plain.utf8)
    var result: [UInt8] = []
    var from = 0
    for sign in signs where sign.offset >= from && sign.offset <= bytes.count {
      result += bytes[from..<sign.offset]
      result += sign.text
      from = sign.offset
    }
    result += bytes[from...]
    var text = RichText(String(decoding: result, as: UTF8.self))
    for (place, mark) in marks.enumerated() where mark.kind != .quote {
      var moved = mark
      for (index, quote) in quotes {
        let isInside = index < place
        // Each character has three bytes.
        if quote.start < mark.start || quote.start == mark.start && isInside && mark.start < quote.end {
          moved.start += 3
        }
        if quote.end <= mark.start { moved.start += 3 }
        if quote.start < mark.end { moved.end += 3 }
        if quote.end < mark.end || quote.end == mark.end && !isInside { moved.end += 3 }
      }
      text.marks.append(moved)
    }
    text.sortMarks()
    return text.violation == nil ? text : RichText(text.plain)
  }
}
