import CitemillCore

/// A field of a record as it was found: the tag, and its value with the lines on which it goes on.
struct TaggedField {
  var tag: TagSyntax.Tag
  /// Where the line of the tag begins.
  var line: Int
  /// The value, without white space at its ends; it may hold line ends.
  var start: Int
  var end: Int
  /// Whether the value goes on on further lines.
  var hasBreaks: Bool

  var value: Range<Int> { start..<end }
}

/// Cuts bytes into the records of a tagged format, and records into fields.
struct TaggedScanner {
  /// What stands at a place.
  enum Outcome {
    /// More bytes are needed to tell.
    case incomplete
    /// Lines between records up to an index: without content, of the file around them, or text of no record.
    case trivia(next: Int, Trivia)
    /// A record up to an index; `fields` has what is in it.
    case record(next: Int)
    case end
  }

  enum Trivia { case blank, frame, text, stray }

  let syntax: TagSyntax
  /// The fields of the record that was scanned last.
  private(set) var fields: [TaggedField] = []
  /// Lines of that record that belong to no field.
  private(set) var strayLines: [Range<Int>] = []
  /// Whether that record ends as its format wants it.
  private(set) var isEnded = false
  /// Whether that record has the tag by which records begin.
  private(set) var hasBegin = false
  /// Lines behind a blank one that go on with a field, unless a record begins behind them: then they stand between records.
  private var doubtful: [Range<Int>] = []
  private var certain: TaggedField?
  /// Whether the lines of the record are indented, as those of a file that was pasted into a message.
  private var isIndented = false

  private let hasFrame: Bool

  init(_ syntax: TagSyntax) {
    self.syntax = syntax
    hasFrame = !syntax.frame.isEmpty
  }

  /// Scans what begins at an index. `isLast` says that nothing comes behind the end.
  mutating func scan(_ bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool) -> Outcome {
    if start >= end { return isLast ? .end : .incomplete }
    guard let first = line(bytes, start, end, isLast) else { return .incomplete }
    if isBlank(bytes, start..<first.end) { return .trivia(next: first.next, .blank) }
    guard let tag = syntax.tag(bytes, start..<first.end) else {
      guard syntax.indentedTag(bytes, start..<first.end)?.tag == syntax.begin else {
        return .trivia(next: first.next, .text)
      }
      return scanRecord(bytes, start, end, isLast)
    }
    if hasFrame, syntax.frame.contains(tag.tag) { return .trivia(next: first.next, .frame) }
    if tag.tag == syntax.end { return .trivia(next: first.next, .stray) }
    return scanRecord(bytes, start, end, isLast)
  }

  private mutating func scanRecord(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ isLast: Bool) -> Outcome {
    fields.removeAll(keepingCapacity: true)
    if !strayLines.isEmpty { strayLines.removeAll() }
    isEnded = false
    hasBegin = false
    isIndented = bytes[start].isSpace
    settle()
    var here = start
    var isStrict = false
    var blanks = 0
    while here < end {
      guard let line = line(bytes, here, end, isLast) else { return .incomplete }
      if let found = syntax.tag(bytes, here..<line.end) ?? indentedTag(bytes, here..<line.end, blanks),
        !(found.isLoose && isStrict)
      {
        if found.tag == syntax.end {
          isEnded = true
          return .record(next: line.next)
        }
        if found.tag == syntax.begin {
          // What stands before it without a begin of its own lost that, and is no part of this record.
          if hasBegin || !fields.isEmpty {
            takeBack()
            return .record(next: here)
          }
          hasBegin = true
          isStrict = !found.isLoose && syntax.style == .hyphen
        } else if blanks > 0, syntax.end == nil, !hasBegin, !fields.isEmpty {
          return .record(next: here)
        }
        if hasFrame, hasBegin, syntax.frame.contains(found.tag) { return .record(next: here) }
        settle()
        let value = bytes.trimmed(found.value..<line.end)
        fields.append(
          TaggedField(tag: found.tag, line: here, start: value.lowerBound, end: value.upperBound, hasBreaks: false))
        blanks = 0
      } else if isBlank(bytes, here..<line.end) {
        blanks += 1
      } else {
        goOn(bytes, here..<line.end, blanks)
        blanks = 0
      }
      here = line.next
    }
    return isLast ? .record(next: end) : .incomplete
  }

  /// The tag of an indented line: of a record that is indented, or right behind its begin, which never goes on.
  private mutating func indentedTag(
    _ bytes: Span<UInt8>, _ line: Range<Int>, _ blanks: Int
  ) -> (tag: TagSyntax.Tag, value: Int, isLoose: Bool)? {
    let isBehindBegin = hasBegin && fields.count == 1 && blanks == 0 && !fields[0].hasBreaks
    guard isIndented || isBehindBegin, let found = syntax.indentedTag(bytes, line) else { return nil }
    isIndented = true
    return found
  }

  /// Takes a line without a tag for a further one of the last field.
  private mutating func goOn(_ bytes: Span<UInt8>, _ line: Range<Int>, _ blanks: Int) {
    let value = bytes.trimmed(line)
    guard !fields.isEmpty, !value.isEmpty else {
      strayLines.append(line)
      return
    }
    let last = fields.count - 1
    if blanks > 0 || !doubtful.isEmpty {
      if doubtful.isEmpty { certain = fields[last] }
      doubtful.append(line)
    }
    if fields[last].start == fields[last].end {
      fields[last].start = value.lowerBound
    } else {
      fields[last].hasBreaks = true
    }
    fields[last].end = value.upperBound
  }

  private mutating func settle() {
    if doubtful.isEmpty { return }
    doubtful.removeAll()
    certain = nil
  }

  private mutating func takeBack() {
    guard let certain else { return }
    fields[fields.count - 1] = certain
    strayLines += doubtful
    settle()
  }

  private func isBlank(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    // Most lines begin with a visible sign.
    if let first = bytes.byte(at: line.lowerBound), !line.isEmpty, first &- 33 < 94 { return false }
    return bytes.trimmed(line).isEmpty
  }

  /// The end of the line at an index, and where the next one begins; nil when it may go on.
  @inline(__always)
  private func line(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ isLast: Bool) -> (end: Int, next: Int)? {
    let feed = bytes.firstIndex(of: 10, from: start, to: end)
    let stop = feed ?? end
    if let feed, feed > start, bytes[feed &- 1] == 13, hasNoReturn(bytes, start, feed &- 1) {
      return (feed &- 1, feed &+ 1)
    }
    if !hasNoReturn(bytes, start, stop) { return lineWithReturn(bytes, start, stop, end, isLast) }
    if let feed { return (feed, feed &+ 1) }
    return isLast ? (end, end) : nil
  }

  /// Sources with lone carriage returns are rare, so that it is asked once a line.
  @inline(__always)
  private func hasNoReturn(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    bytes.firstIndex(of: 13, from: start, to: end) == nil
  }

  private func lineWithReturn(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ end: Int, _ isLast: Bool) -> (
    end: Int, next: Int
  )? {
    guard let found = bytes.firstIndex(of: 13, from: start, to: stop) else { return nil }
    if found + 1 == end { return isLast ? (found, end) : nil }
    return (found, bytes[found + 1] == 10 ? found + 2 : found + 1)
  }
}
