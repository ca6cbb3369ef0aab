import CitemillCore

/// Counts in an element of which only the counts are needed.
protocol XMLCounter {
  /// The name of the element.
  var element: StaticString { get }
  /// The counts of the element that begins at an index of a record, and where it ends; nil if it must be read
  /// for that.
  mutating func count(_ bytes: Span<UInt8>, from start: Int, of record: XMLFramer.Frame) -> (count: Int, end: Int)?
}

/// Finds the elements of a source that are records, and what is around them.
///
///     <?xml ...?><!DOCTYPE ...><article-set>   <article ...> ... </article>   </article-set>
///     prolog                   around          record                         around
///
/// It reads `<` and what directly follows it, and knows comments, CDATA and processing instructions. A record
/// whose end is missing ends before the next one, so that damage does not affect its neighbours.
struct XMLFramer {
  /// A record element, or what is left of it.
  struct Frame {
    var range: Range<Int>
    /// Whether its end tag was found.
    var isWhole: Bool
    /// The elements in it that need not be read.
    var leftOut: [Range<Int>]
    /// How much was counted in them.
    var counted = 0
  }

  enum Piece {
    /// More bytes are needed to decide.
    case incomplete
    /// What is around records, by its kind: `prolog`, `around records`, `blank`, `comments`.
    case trivia(Range<Int>, String)
    /// A document type declaration.
    case declaration(Range<Int>)
    /// Text that is not only white space.
    case text(Range<Int>)
    /// Something that does not end, up to the next record; or a tag that belongs in a record but is in none.
    case damage(Range<Int>, String)
    case record(Frame)
    case end
  }

  /// The elements that are records, by their names without prefix.
  let records: [StaticString]
  /// The elements in a record of the first kind that need not be read.
  let leftOut: [StaticString]
  /// Finds the tags whose names begin with the same letters.
  private let leftOutTags: TagScan
  /// Elements that occur only in records.
  var contents: [StaticString] = []
  /// Records of other vocabularies.
  var foreign: [StaticString] = []
  /// A record that may also be inside another one, and the element that follows it there.
  var inner: (record: StaticString, sibling: StaticString)?
  /// The elements that may be nested in others with their name.
  var nested: [StaticString] = []
  /// Counts in elements that are left out; those that it cannot count in are read.
  var counter: (any XMLCounter)?
  /// The records that were already found in the source, in order.
  var noted: ArraySlice<NotedFrame> = []
  /// Comments and the like that do not end before the source does, so that their ends are not searched for
  /// again from each later index.
  private var endless: [Aside] = []

  /// A section that is not an element and may contain anything.
  private enum Aside {
    case instruction, comment, rawText

    /// The section that begins at an index after a `<`.
    init?(_ bytes: Span<UInt8>, at index: Int) {
      if bytes.stands("?", at: index) {
        self = .instruction
      } else if bytes.stands("!--", at: index) {
        self = .comment
      } else if bytes.stands("![CDATA[", at: index) {
        self = .rawText
      } else {
        return nil
      }
    }

    var close: StaticString {
      switch self {
      case .instruction: "?>"
      case .comment: "-->"
      case .rawText: "]]>"
      }
    }

    /// Its name in the counts of text between records.
    var name: String {
      switch self {
      case .instruction: "prolog"
      case .comment: "comments"
      case .rawText: "around records"
      }
    }

    /// Its name if it does not end.
    var words: String {
      switch self {
      case .instruction: "an instruction"
      case .comment: "a comment"
      case .rawText: "raw text"
      }
    }
  }

  /// Finds the elements that are records.
  init(records: [StaticString], leftOut: [StaticString], contents: [StaticString] = [], nested: [StaticString] = []) {
    self.records = records
    self.leftOut = leftOut
    leftOutTags = TagScan(leftOut.compactMap { "\($0)".utf8.first })
    self.contents = contents
    self.nested = nested
  }

  /// The index after the end of what began before an index; nil if there is none.
  private mutating func end(of aside: Aside, in bytes: Span<UInt8>, from start: Int, isLast: Bool) -> Int? {
    if endless.contains(aside) { return nil }
    if let found = bytes.end(of: aside.close, from: start, to: bytes.count) { return found }
    if isLast { endless.append(aside) }
    return nil
  }

  /// The piece that begins at an index.
  mutating func next(_ bytes: Span<UInt8>, from start: Int, isLast: Bool) -> Piece {
    let end = bytes.count
    guard start < end else { return isLast ? .end : .incomplete }
    guard bytes[start] == UInt8(ascii: "<") else { return text(bytes, start, isLast) }
    if !isLast, end - start < 12 { return .incomplete }
    if let aside = Aside(bytes, at: start + 1) {
      if let found = self.end(of: aside, in: bytes, from: start, isLast: isLast) {
        return .trivia(start..<found, aside.name)
      }
      return isLast ? .damage(start..<nextRecord(bytes, start + 2), "\(aside.words) that does not end") : .incomplete
    }
    if bytes.stands("<!", at: start) {
      if let found = endOfDeclaration(bytes, start, end) { return .declaration(start..<found) }
      return isLast ? .damage(start..<nextRecord(bytes, start + 2), "a declaration that does not end") : .incomplete
    }
    guard let name = name(bytes, start + 1, end) else {
      return isLast ? .trivia(start..<end, "around records") : .incomplete
    }
    if isRecord(bytes, name) { return takeNoted(start) ?? record(bytes, from: start, named: name, isLast: isLast) }
    if let found = bytes.firstIndex(of: UInt8(ascii: ">"), from: name.upperBound, to: end) {
      let tag = start..<(found + 1)
      if Self.isOne(of: contents, bytes, name) {
        return .damage(tag, "content of a record is outside a record")
      }
      if bytes[start + 1] != UInt8(ascii: "/"), Self.isOne(of: foreign, bytes, name) {
        return .damage(tag, "<\(bytes.text(name))> is a record of another format")
      }
      return .trivia(tag, "around records")
    }
    return isLast ? .trivia(start..<end, "around records") : .incomplete
  }

  private func text(_ bytes: Span<UInt8>, _ start: Int, _ isLast: Bool) -> Piece {
    let found = bytes.firstIndex(of: UInt8(ascii: "<"), from: start, to: bytes.count)
    if found == nil, !isLast, bytes.count - start < 1 << 16 { return .incomplete }
    let range = start..<(found ?? bytes.count)
    return bytes.endOfXMLSpace(from: start, to: range.upperBound) == range.upperBound
      ? .trivia(range, "blank") : .text(range)
  }

  /// The end of a document type declaration, including what is in brackets in it.
  private func endOfDeclaration(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var here = start + 2
    var isInside = false
    while here < end {
      switch bytes[here] {
      case UInt8(ascii: "["): isInside = true
      case UInt8(ascii: "]"): isInside = false
      case 34, 39:
        guard let close = bytes.firstIndex(of: bytes[here], from: here + 1, to: end) else { return nil }
        here = close
      case UInt8(ascii: ">"): if !isInside { return here + 1 }
      case UInt8(ascii: "<"):
        if bytes.stands("<!--", at: here) {
          guard let close = bytes.end(of: "-->", from: here, to: end) else { return nil }
          here = close - 1
        }
      default: break
      }
      here += 1
    }
    return nil
  }

  /// The name of a tag; nil if it is cut off.
  private func name(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Range<Int>? {
    var here = start
    if here < end, bytes[here] == UInt8(ascii: "/") { here += 1 }
    while here < end, bytes[here].isXMLName { here += 1 }
    return here < end ? start..<here : nil
  }

  /// Whether a name is that of a record, with or without a prefix.
  private func isRecord(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool { Self.isOne(of: records, bytes, name) }

  private static func isOne(of words: [StaticString], _ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    let colon = bytes.firstIndex(of: UInt8(ascii: ":"), from: name.lowerBound, to: name.upperBound)
    let local = (colon.map { $0 + 1 } ?? name.lowerBound)..<name.upperBound
    return words.contains { $0.utf8CodeUnitCount == local.count && bytes.stands($0, at: local.lowerBound) }
  }

  /// Where the next record begins after an index, or the end.
  private func nextRecord(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var here = start
    while let sign = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: bytes.count) {
      if let name = name(bytes, sign + 1, bytes.count), isRecord(bytes, name) { return sign }
      here = sign + 1
    }
    return bytes.count
  }

  // MARK: - Records

  /// The record at an index, if it was found before.
  private mutating func takeNoted(_ start: Int) -> Piece? {
    while let first = noted.first, first.range.lowerBound <= start {
      noted.removeFirst()
      if first.range.lowerBound == start {
        return .record(Frame(range: first.range, isWhole: true, leftOut: first.leftOut))
      }
    }
    return nil
  }

  private mutating func record(_ bytes: Span<UInt8>, from start: Int, named name: Range<Int>, isLast: Bool) -> Piece {
    let end = bytes.count
    var frame = Frame(range: start..<end, isWhole: false, leftOut: [])
    var leftOutStart: (start: Int, name: StaticString)?
    let mayLeaveOut = records.first.map { bytes.stands($0, at: name.upperBound - $0.utf8CodeUnitCount) } ?? false
    let isNested = nested.contains { $0.utf8CodeUnitCount == name.count && bytes.stands($0, at: name.lowerBound) }
    var depth = 1
    var here = name.upperBound
    let tags = leftOutTags.adding(bytes[name.lowerBound])
    while let sign = tags.next(in: bytes, from: here, to: end) {
      if !isLast, end - sign < 64 { return .incomplete }
      here = sign + 1
      guard let next = bytes.byte(at: here) else { break }
      switch next {
      case UInt8(ascii: "!"), UInt8(ascii: "?"):
        guard let aside = Aside(bytes, at: here) else { continue }
        guard let found = self.end(of: aside, in: bytes, from: here, isLast: isLast) else {
          frame.range = start..<nextRecord(bytes, here)
          return isLast ? .record(frame) : .incomplete
        }
        here = found
      case UInt8(ascii: "/"):
        if isName(bytes, name, at: here + 1) {
          guard let found = bytes.firstIndex(of: UInt8(ascii: ">"), from: here, to: end) else {
            return isLast ? .record(frame) : .incomplete
          }
          depth -= 1
          if depth > 0 { continue }
          frame.range = start..<(found + 1)
          frame.isWhole = true
          return isInner(bytes, name) ? withSibling(bytes, frame, isLast) : .record(frame)
        }
        if let open = leftOutStart, bytes.stands(open.name, at: here + 1), isEndOfName(bytes, here + 1, open.name),
          let found = bytes.firstIndex(of: UInt8(ascii: ">"), from: here, to: end)
        {
          frame.leftOut.append(open.start..<(found + 1))
          leftOutStart = nil
          here = found
        }
      default:
        if isName(bytes, name, at: here) {
          if isNested {
            depth += 1
            continue
          }
          // The end of the record before is missing.
          frame.range = start..<sign
          return .record(frame)
        }
        guard mayLeaveOut, leftOutStart == nil, let word = leftOut.first(where: { bytes.stands($0, at: here) }),
          isEndOfName(bytes, here, word), !isCounted(bytes, at: sign, in: &frame, movingTo: &here),
          let found = bytes.firstIndex(of: UInt8(ascii: ">"), from: here, to: end),
          bytes[found - 1] != UInt8(ascii: "/")
        else { continue }
        leftOutStart = (sign, word)
        here = found
      }
    }
    return isLast ? .record(frame) : .incomplete
  }

  private func isInner(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    inner.map { Self.isOne(of: [$0.record], bytes, name) } ?? false
  }

  /// A record that may also be inside another one, with the sibling that follows it. If there is one, the
  /// start of the enclosing element is damaged, and the two are what is left of one record
  /// (Fixtures/PubMedXML/start-tags.xml).
  private func withSibling(_ bytes: Span<UInt8>, _ frame: Frame, _ isLast: Bool) -> Piece {
    let here = bytes.endOfXMLSpace(from: frame.range.upperBound, to: bytes.count)
    guard isLast || bytes.count - here > 64 else { return .incomplete }
    guard let inner, bytes.stands("<", at: here), let name = name(bytes, here + 1, bytes.count),
      Self.isOne(of: [inner.sibling], bytes, name)
    else { return .record(frame) }
    let next = nextRecord(bytes, here)
    if next == bytes.count, !isLast { return .incomplete }
    let end = endOfRecord(bytes, here, next) ?? next
    return .record(Frame(range: frame.range.lowerBound..<end, isWhole: false, leftOut: []))
  }

  /// The index after the first end tag of a record.
  private func endOfRecord(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var here = start
    while let sign = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: end) {
      here = sign + 1
      guard bytes.byte(at: here) == UInt8(ascii: "/"), let name = name(bytes, here, end),
        isRecord(bytes, (name.lowerBound + 1)..<name.upperBound)
      else { continue }
      return bytes.firstIndex(of: UInt8(ascii: ">"), from: here, to: end).map { $0 + 1 }
    }
    return nil
  }

  /// Skips an element if its content can be counted; otherwise marks it to be read.
  private mutating func isCounted(
    _ bytes: Span<UInt8>, at sign: Int, in frame: inout Frame, movingTo here: inout Int
  ) -> Bool {
    guard let counter, bytes.stands(counter.element, at: sign + 1) else { return false }
    guard let counted = self.counter?.count(bytes, from: sign, of: frame) else { return true }
    frame.leftOut.append(sign..<counted.end)
    frame.counted += counted.count
    here = counted.end
    return true
  }

  /// Whether exactly the name of the record is at an index, and not a longer one.
  private func isName(_ bytes: Span<UInt8>, _ name: Range<Int>, at index: Int) -> Bool {
    guard bytes.byte(at: index) == bytes[name.lowerBound],
      bytes.hasSameBytes(index, as: bytes, name.lowerBound, count: name.count)
    else { return false }
    return bytes.byte(at: index + name.count).map { !$0.isXMLName } ?? false
  }

  private func isEndOfName(_ bytes: Span<UInt8>, _ index: Int, _ word: StaticString) -> Bool {
    bytes.byte(at: index + word.utf8CodeUnitCount).map { !$0.isXMLName } ?? false
  }
}

// MARK: - Records of a range

extension XMLFramer {
  /// Calls a function with each record in a range, and with the line it begins on; lines are counted from the
  /// place given, which is at or before the range.
  mutating func forEachRecord(
    in bytes: Span<UInt8>, _ range: Range<Int>, countingFrom place: (index: Int, line: Int),
    _ body: (_ record: Frame, _ line: Int) -> Void
  ) {
    let bytes = bytes.extracting(0..<range.upperBound)
    var here = range.lowerBound
    var (counted, line) = place
    while here < range.upperBound {
      switch next(bytes, from: here, isLast: true) {
      case .incomplete, .end: return
      case .trivia(let range, _), .text(let range), .declaration(let range), .damage(let range, _):
        here = range.upperBound
      case .record(let frame):
        here = frame.range.upperBound
        while let feed = bytes.firstIndex(of: 10, from: counted, to: frame.range.lowerBound) {
          line += 1
          counted = feed + 1
        }
        body(frame, line)
      }
    }
  }
}

// MARK: - Blocks

extension XMLFramer {
  /// The last index after a record at which a line begins. Nil if there is none, or if reading what follows
  /// depends on what is before: names that a document defines, or a declared encoding.
  func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>, noting frames: inout [NotedFrame]) -> Int? {
    var framer = self
    let part = bytes.extracting(range)
    var here = 0
    var last: Int?
    var isBehindRecord = false
    while true {
      switch framer.next(part, from: here, isLast: false) {
      case .incomplete, .end: return last
      case .trivia(let piece, let name):
        if name == "prolog", let encoding = Self.encoding(part, piece), encoding != "utf-8" { return last }
        if name == "blank", isBehindRecord, let feed = piece.last(where: { part[$0] == 10 }) {
          last = range.lowerBound + feed + 1
        }
        here = piece.upperBound
      case .declaration(let piece):
        if piece.contains(where: { part.stands("<!ENTITY", at: $0) }) { return last }
        here = piece.upperBound
      case .text(let piece), .damage(let piece, _):
        isBehindRecord = false
        here = piece.upperBound
      case .record(let frame):
        isBehindRecord = true
        if frame.isWhole { frames.append(NotedFrame(range: frame.range, leftOut: frame.leftOut)) }
        here = frame.range.upperBound
      }
    }
  }

  /// The encoding of `<?xml version="1.0" encoding="ISO-8859-1"?>` in lower case; nil if there is none.
  static func encoding(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    guard bytes.stands("<?xml ", at: range.lowerBound),
      let place = range.first(where: { bytes.stands("encoding", at: $0) }),
      let open = (place..<range.upperBound).first(where: { bytes[$0] == 34 || bytes[$0] == 39 }),
      let close = bytes.firstIndex(of: bytes[open], from: open + 1, to: range.upperBound)
    else { return nil }
    return String(decoding: bytes.text((open + 1)..<close).utf8.map(\.lowercased), as: UTF8.self)
  }
}

extension Span<UInt8> {
  /// The index after the next occurrence of a string of at most three bytes that ends in `>`; nil if there is
  /// none.
  func end(of word: StaticString, from start: Int, to end: Int) -> Int? {
    let length = word.utf8CodeUnitCount
    var here = start
    while let found = firstIndex(of: UInt8(ascii: ">"), from: here, to: end) {
      if found + 1 - length >= start, stands(word, at: found + 1 - length) { return found + 1 }
      here = found + 1
    }
    return nil
  }
}
