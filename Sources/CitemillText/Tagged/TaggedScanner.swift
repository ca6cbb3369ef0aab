import CitemillCore

/// A field of a record as it was found: the tag, and its value with its continuation lines.
struct TaggedField {
  var tag: TagSyntax.Tag
  /// Where the line of the tag begins.
  var line: Int
  /// The value, without white space at its ends; it may contain line ends.
  var start: Int
  var end: Int
  /// Whether the value continues on further lines.
  var hasBreaks: Bool

  var value: Range<Int> { start..<end }
}

extension TaggedField {
  /// A part of the lines of a field.
  init(_ lines: Range<Int>, of field: TaggedField) {
    self.init(
      tag: field.tag, line: field.line, start: lines.lowerBound, end: lines.upperBound, hasBreaks: field.hasBreaks)
  }
}

/// Splits bytes into the records of a tagged format, and records into fields.
///
/// A record that has lost its first line would run into the one before it. What is repeated shows it: after a
/// gap, a tag that a record has only once (`TagTable.Row.comesOnce`), or authors after other fields. Then a
/// new record begins at that gap:
///
///     PMID- 1001                %0 Book                    TY  - JOUR
///     TI  - River mills         %A Sorle, Ida              TI  - River mills
///                 <- gap                       <- gap                     <- gap
///     MID- 1002                 %A Eze, Ngozi              AU  - Eze, Ngozi
///     TI  - Weirs               %T Weirs                   TI  - Weirs
struct TaggedScanner {
  /// What is at a place.
  enum Outcome {
    /// More bytes are needed to decide.
    case incomplete
    /// Lines between records up to an index: blank ones, lines of the frame of the file, or text of no
    /// record.
    case trivia(next: Int, Trivia)
    /// A record up to an index; `fields` has what is in it.
    case record(next: Int)
    /// A record up to an index whose tags are damaged from the first one on.
    case damaged(next: Int)
    /// Records of another format up to an index, by its name.
    case foreign(next: Int, String)
    case end
  }

  enum Trivia { case blank, frame, text, stray }

  private let table: TagTable
  private let syntax: TagSyntax
  /// The fields of the record that was scanned last.
  private(set) var fields: [TaggedField] = []
  /// Lines of that record that belong to no field.
  private(set) var strayLines: [Range<Int>] = []
  /// The first line of text after a blank one that was joined to the last field of that record, before the
  /// begin of the next.
  private(set) var joinedText: Range<Int>?
  /// Continuation lines of that record that look like a damaged tag; the first ones.
  private(set) var doubtfulTags: [Range<Int>] = []
  /// Whether that record may be two, since it continues after a blank line. Only one blank line counts: some
  /// files have them between all fields. If a blank line ends records, any tag after it counts; otherwise it
  /// must be an author, with other authors before it.
  var mayBeTwo: Bool {
    guard let lines = blankLines, lines.count == 1, lines.field > 1, fields.count > lines.field, hasBegin,
      !hasLateBegin
    else { return false }
    // A single prose field may be a paragraph of its own, and a single title belongs to a record without one.
    if fields.count == lines.field + 1, let row = table.row(fields[lines.field].tag),
      table.isProse(row) || table.isTitle(row)
    {
      return false
    }
    return syntax.end == nil || isAuthor(fields[lines.field].tag) && !authorRows.isEmpty
  }
  /// Whether that record ends as its format requires.
  private(set) var isEnded = false
  /// Whether that record has the tag by which records begin.
  private(set) var hasBegin = false
  /// Lines of that record whose tag is indented, but by fewer spaces than continuation lines; the first ones.
  private(set) var shiftedTags: [Range<Int>] = []
  /// The first line of that record whose tag has lower-case letters, or another dash instead of the hyphen.
  private(set) var respelledTag: Range<Int>?
  private(set) var endText: (text: Range<Int>, tag: TagSyntax.Tag)?
  /// The first author of that record after a blank line, if other authors and then other fields come before
  /// it.
  private(set) var authorsAgain: Range<Int>?
  /// The first tag after the first blank line of that record, with the index of its field, and how many such
  /// tags there are.
  private(set) var blankLines: (first: Range<Int>, field: Int, count: Int)?
  /// The repeated tag after that record, at which another one begins; nil if the record ends otherwise.
  private(set) var repeated: TagSyntax.Tag?
  /// Whether other fields come before the begin tag of that record.
  var hasLateBegin: Bool { hasBegin && fields.first.map { $0.tag != syntax.begin } ?? false }
  /// Lines after a blank one that continue a field. If a record begins after them, they may be between
  /// records.
  private var doubtful: [Range<Int>] = []
  private var certain: TaggedField?
  /// Whether the lines of the record are indented, as in a file that was pasted into a message.
  private var isIndented = false

  /// Whether the record begins with a tag in lower-case letters, so that its other tags may have them.
  private var isLowercase = false
  /// Whether continuation lines of the record begin with a tab.
  private var hasWrapsWithTab = false

  /// A place where the record may end: the index of the first field and of the first byte after it.
  private struct Gap {
    var field: Int
    var start: Int
    /// The field before it, without the lines that would belong to the next record.
    var certain: TaggedField?
  }

  /// The last gap; a repeated tag after it begins another record.
  private var gap: Gap?
  /// The first line after the last blank one, or the first one with the wrong indent, and the field before
  /// it.
  private var broken: (line: Int, certain: TaggedField)?
  /// Where the begin tag of the record is, if other fields come before it.
  private var middle: Gap?
  /// Which rows of the table come once and are before the gap, and how many fields were checked for that.
  private var singles: [Bool] = []
  private var singleFields = 0
  /// Whether there are authors before the gap, followed by other fields.
  private var hasClosedAuthors = false
  /// The rows of authors before the gap.
  private var authorRows: [Int] = []

  private let hasFrame: Bool

  init(_ table: TagTable) {
    self.table = table
    syntax = table.syntax
    hasFrame = !syntax.frame.isEmpty
  }

  /// Scans what begins at an index. `isLast` means that nothing follows after `end`.
  mutating func scan(_ bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool) -> Outcome {
    if start >= end { return isLast ? .end : .incomplete }
    guard let first = line(bytes, start, end, isLast: isLast) else { return .incomplete }
    if isBlank(bytes, start..<first.end) { return .trivia(next: first.next, .blank) }
    let found = syntax.tag(bytes, start..<first.end)
    if found.map({ isUnknown($0.tag) }) ?? true {
      switch foreign(bytes, start, end, isLast: isLast) {
      case .none: break
      case .unclear: return .incomplete
      case .records(let name):
        guard let next = endOfForeign(bytes, start, end, isLast: isLast) else { return .incomplete }
        return .foreign(next: next, name)
      }
    }
    guard let tag = found else {
      let line = start..<first.end
      let indented = syntax.indentedTag(bytes, line) ?? shiftedTag(bytes, line) ?? syntax.lowercaseTag(bytes, line)
      // Records that end with a blank line may lack the begin tag.
      guard let found = indented?.tag, found == syntax.begin || syntax.end == nil && !isUnknown(found) else {
        if let next = endOfDamaged(bytes, line, from: first.next, to: end, isLast: isLast) {
          return next > start ? .damaged(next: next) : .incomplete
        }
        let isEnd = syntax.otherEnd(bytes, line).map { !$0.isWord } ?? false
        return .trivia(next: first.next, isEnd ? .stray : .text)
      }
      return scanRecord(bytes, start, end, isLast: isLast)
    }
    // What follows an end tag is text.
    let isBare = bytes.trimmed(tag.value..<first.end).isEmpty
    if hasFrame, syntax.frame.contains(tag.tag) {
      return .trivia(next: first.next, isBare || tag.tag != syntax.frame.last ? .frame : .text)
    }
    if tag.tag == syntax.end { return .trivia(next: first.next, isBare ? .stray : .text) }
    return scanRecord(bytes, start, end, isLast: isLast)
  }

  private mutating func scanRecord(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, isLast: Bool) -> Outcome {
    reset()
    isIndented = bytes[start].isSpace
    var here = start
    var isStrict = false
    var blanks = 0
    while here < end {
      guard let line = line(bytes, here, end, isLast: isLast) else { return .incomplete }
      if let found = takeTag(bytes, here..<line.end, blanks: blanks, isStrict: isStrict) {
        let value = bytes.trimmed(found.value..<line.end)
        if found.tag == syntax.end {
          if value.isEmpty || syntax.otherEnd(bytes, here..<line.end) != nil {
            isEnded = true
            return finish(line.next)
          }
          if let outcome = takeEnd(bytes, at: here, text: value, next: line.next, end, isLast: isLast) {
            return outcome
          }
          blanks = 0
          here = line.next
          continue
        }
        if found.tag == syntax.begin {
          if hasBegin, isBeginAgain(bytes, value, blanks) {
            // The same line twice begins only one record.
            blanks = 0
            here = line.next
            continue
          }
          if hasBegin || !fields.isEmpty && blanks > 0 { return endBefore(bytes, here, isBlank: blanks > 0) }
          if !fields.isEmpty { middle = Gap(field: fields.count, start: here) }
          hasBegin = true
          isStrict = !found.isLoose && (syntax.style == .hyphen || syntax.style == .paddedHyphen)
        } else if blanks > 0, syntax.end == nil, !hasBegin, !fields.isEmpty {
          return finish(here)
        } else {
          if blanks > 0, isUnknown(found.tag) {
            let other = foreign(bytes, here, end, isLast: isLast)
            if other != .none { return other == .unclear ? .incomplete : endBeforeForeign(bytes, here) }
          }
          if blanks > 0 || broken != nil { openGap(here, isBlank: blanks > 0) }
          if let gap {
            if comesAgain(found.tag) { return cut(gap, found.tag) }
            if hasClosedAuthors, authorsAgain == nil, isAuthor(found.tag) {
              authorsAgain = here..<line.end
            }
            if blanks > 0, found.tag != fields[gap.field - 1].tag || isAuthor(found.tag) {
              blankLines = blankLines.map { ($0.first, $0.field, $0.count + 1) } ?? (here..<line.end, fields.count, 1)
            }
          }
        }
        if hasFrame, hasBegin, syntax.frame.contains(found.tag) { return finish(here) }
        settle()
        fields.append(
          TaggedField(tag: found.tag, line: here, start: value.lowerBound, end: value.upperBound, hasBreaks: false))
        if found.tag == syntax.begin, value.count > 6 { splitBegin(bytes, here..<line.end) }
        if respelledTag == nil, syntax.isRespelled(bytes, here..<found.value) { respelledTag = here..<line.end }
        blanks = 0
      } else if isBlank(bytes, here..<line.end) {
        blanks += 1
      } else {
        if let other = syntax.otherEnd(bytes, here..<line.end) {
          guard let isEnd = other.isWord ? recordBegins(bytes, line.next, end, isLast: isLast) : true else {
            return .incomplete
          }
          if isEnd {
            isEnded = true
            return finish(line.next)
          }
        }
        if blanks > 0 || !syntax.keepsLines && !bytes[here].isSpace {
          let other = foreign(bytes, here, end, isLast: isLast)
          if other != .none { return other == .unclear ? .incomplete : endBeforeForeign(bytes, here) }
        }
        goOn(bytes, here..<line.end, blanks)
        blanks = 0
      }
      here = line.next
    }
    return isLast ? finish(end) : .incomplete
  }

  /// The tag of a line of a record; nil if the line continues a field.
  @inline(__always)
  private mutating func takeTag(
    _ bytes: Span<UInt8>, _ line: Range<Int>, blanks: Int, isStrict: Bool
  ) -> (tag: TagSyntax.Tag, value: Int, isLoose: Bool)? {
    if let found = syntax.tag(bytes, line) ?? indentedTag(bytes, line, blanks) ?? takeShiftedTag(bytes, line, blanks)
      ?? lowercaseTag(bytes, line),
      !(found.isLoose && isStrict) || found.tag == syntax.end && beginsAnother(bytes, found.value..<line.upperBound)
    {
      return found
    }
    guard let row = fields.last.flatMap({ table.row($0.tag) }), !table.isProse(row) else { return nil }
    func isField(_ tag: TagSyntax.Tag) -> Bool { table.row(tag) != nil && tag != syntax.begin }
    var found = syntax.longerTag(bytes, line, isKnown: isField)
    // Text may have lines that look like it, unless continuation lines are indented.
    if found == nil, let other = syntax.damagedTag(bytes, line, isKnown: isField),
      !table.isText(row) || syntax.continuation != nil && !other.isLoose
    {
      found = other
    }
    guard let found else { return nil }
    if shiftedTags.count < 8 { shiftedTags.append(line) }
    return (found.tag, found.value, false)
  }

  /// Whether a begin tag repeats the value of this record's begin: directly after it, or anywhere in the
  /// record if the value is a number.
  private func isBeginAgain(_ bytes: Span<UInt8>, _ value: Range<Int>, _ blanks: Int) -> Bool {
    guard fields.count == 1 || blanks == 0 && table.row(syntax.begin).map(table.isNumber) == true,
      let begin = fields.first(where: { $0.tag == syntax.begin })
    else { return false }
    return begin.value.count == value.count
      && bytes.hasSameBytes(begin.start, as: bytes, value.lowerBound, count: value.count)
  }

  /// Whether the next line that is not blank begins a record, or nothing follows; nil if more bytes are
  /// needed.
  private func recordBegins(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, isLast: Bool) -> Bool? {
    var here = start
    while here < end {
      guard let line = line(bytes, here, end, isLast: isLast) else { return nil }
      if !isBlank(bytes, here..<line.end) {
        let found = syntax.tag(bytes, here..<line.end) ?? syntax.lowercaseTag(bytes, here..<line.end)
        return found.map { $0.tag == syntax.begin || syntax.frame.contains($0.tag) } ?? false
      }
      here = line.next
    }
    return isLast ? true : nil
  }

  /// Whether the text after an end is the first line of a record: `ER  -TY  - JOUR`.
  private func beginsAnother(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Bool {
    guard let found = syntax.tag(bytes, bytes.trimmed(text)) else { return false }
    return found.tag == syntax.begin && !found.isLoose
  }

  /// The tag of a line in lower-case letters, in a record that begins with such a tag, or as the begin of
  /// such a record.
  private mutating func lowercaseTag(
    _ bytes: Span<UInt8>, _ line: Range<Int>
  ) -> (tag: TagSyntax.Tag, value: Int, isLoose: Bool)? {
    guard let found = syntax.lowercaseTag(bytes, line), isLowercase || found.tag == syntax.begin else { return nil }
    if fields.isEmpty { isLowercase = true }
    return found
  }

  /// Reads the text after an end: a tag, the last page if another end follows, or a native field. If a record
  /// begins there, it begins on this line. Returns the outcome, or nil if the record continues.
  private mutating func takeEnd(
    _ bytes: Span<UInt8>, at here: Int, text: Range<Int>, next: Int, _ end: Int, isLast: Bool
  ) -> Outcome? {
    guard let after = line(bytes, next, end, isLast: isLast) else { return .incomplete }
    settle()
    func take(_ tag: TagSyntax.Tag, _ value: Range<Int>) {
      endText = (text, tag)
      fields.append(TaggedField(tag: tag, line: here, start: value.lowerBound, end: value.upperBound, hasBreaks: false))
    }
    let text = afterControls(bytes, text)
    if let inner = syntax.tag(bytes, text), !inner.isLoose, !isUnknown(inner.tag), inner.tag != syntax.end {
      isEnded = true
      if inner.tag == syntax.begin {
        endText = (text, inner.tag)
        return finish(text.lowerBound)
      }
      take(inner.tag, bytes.trimmed(inner.value..<text.upperBound))
      return finish(next)
    }
    // `EP  - 109` with a damaged tag.
    if let lastPage = table.lastPage, syntax.tag(bytes, next..<after.end)?.tag == syntax.end,
      bytes.firstIndex(of: 32, from: text.lowerBound, to: text.upperBound) == nil,
      !fields.contains(where: { $0.tag == lastPage })
    {
      take(lastPage, text)
      return nil
    }
    isEnded = true
    if let tag = syntax.end { take(tag, text) }
    return finish(next)
  }

  /// The text after control characters and foreign line ends, such as NUL, NEL and U+2028.
  private func afterControls(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Range<Int> {
    var start = text.lowerBound
    while start < text.upperBound {
      if bytes[start] <= 32 {
        start += 1
      } else if bytes.stands("\u{85}", at: start) {
        start += 2
      } else if bytes.stands("\u{2028}", at: start) || bytes.stands("\u{2029}", at: start) {
        start += 3
      } else {
        break
      }
    }
    return start < text.upperBound ? start..<text.upperBound : text
  }

  // MARK: - Records of other formats

  /// What begins at a line that is not known to belong to a record.
  private enum Foreign: Equatable {
    case none, unclear
    case records(String)
  }

  /// Whether records of another format begin at an index.
  private func foreign(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, isLast: Bool) -> Foreign {
    guard let line = line(bytes, start, end, isLast: isLast) else { return .unclear }
    // An indented record belongs to the format.
    if syntax.tag(bytes, bytes.trimmed(start..<line.end))?.tag == syntax.begin { return .none }
    let limit = min(end, start + ForeignLines.window)
    if let name = ForeignLines.format(bytes, start..<limit), name != syntax.formatName { return .records(name) }
    return limit == end && !isLast ? .unclear : .none
  }

  /// Whether a tag is used neither by the format nor by the frame of the file, or is more likely one of
  /// another format.
  private func isUnknown(_ tag: TagSyntax.Tag) -> Bool {
    tag != syntax.begin && tag != syntax.end && !syntax.frame.contains(tag)
      && (table.row(tag) == nil || syntax.longTags.contains(tag))
  }

  /// The end of a record that begins with a line, if that is a damaged begin and another damaged tag follows.
  /// Nil if it does not; the start of the line if more bytes are needed.
  private func endOfDamaged(
    _ bytes: Span<UInt8>, _ first: Range<Int>, from next: Int, to end: Int, isLast: Bool
  ) -> Int? {
    guard syntax.damagedTag(bytes, first, isKnown: { $0 == syntax.begin }) != nil else { return nil }
    guard next < end, let second = line(bytes, next, end, isLast: isLast) else {
      return isLast ? nil : first.lowerBound
    }
    let after = next..<second.end
    guard syntax.tag(bytes, after) == nil, syntax.damagedTag(bytes, after, isKnown: { table.row($0) != nil }) != nil
    else { return nil }
    return endOfForeign(bytes, next, end, isLast: isLast) ?? first.lowerBound
  }

  /// Where records of another format end: before a begin, or after a tag that ends a record in both formats;
  /// nil if more bytes are needed.
  private func endOfForeign(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, isLast: Bool) -> Int? {
    var here = start
    var isBehindBlank = false
    while here < end {
      guard let line = line(bytes, here, end, isLast: isLast) else { return nil }
      if here > start, let found = syntax.tag(bytes, here..<line.end), !found.isLoose {
        // Records of Refer may lack the begin tag.
        let isBegin = found.tag == syntax.begin || syntax.style == .percent && isBehindBlank
        if isBegin || syntax.frame.contains(found.tag) { return here }
        if found.tag == syntax.end { return line.next }
      }
      isBehindBlank = isBlank(bytes, here..<line.end)
      here = line.next
    }
    return isLast ? end : nil
  }

  /// Ends the record before records of another format.
  private mutating func endBeforeForeign(_ bytes: Span<UInt8>, _ here: Int) -> Outcome {
    takeBack(bytes)
    return finish(here)
  }

  // MARK: - Records beyond the limit

  /// What follows next of a record whose first bytes were skipped: the rest of a line, or the next line.
  enum Rest { case line, lines }

  /// How far the rest of a record goes: to after its end, or to before a begin, or to a blank line if the
  /// format has no end tag. Also returns what follows next of the record, if its end is not known yet.
  func pass(_ rest: Rest, _ bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool) -> (next: Int, Rest?) {
    var here = start
    if rest == .line {
      guard let next = line(bytes, start, end, isLast: isLast)?.next else { return (end, .line) }
      here = next
    }
    while here < end {
      let line = line(bytes, here, end, isLast: isLast)
      // That many bytes of a line are enough to know its tag.
      if line == nil, end - here < 64 { return (here, .lines) }
      let range = here..<(line?.end ?? end)
      if syntax.end == nil, isBlank(bytes, range) { return (here, nil) }
      if let tag = syntax.tag(bytes, range)?.tag {
        if tag == syntax.end { return (line?.next ?? end, nil) }
        if tag == syntax.begin || syntax.frame.contains(tag) { return (here, nil) }
      }
      guard let line else { return (end, .line) }
      here = line.next
    }
    return (here, .lines)
  }

  private mutating func reset() {
    fields.removeAll(keepingCapacity: true)
    if !strayLines.isEmpty { strayLines.removeAll() }
    if !doubtfulTags.isEmpty { doubtfulTags.removeAll() }
    if !shiftedTags.isEmpty { shiftedTags.removeAll() }
    respelledTag = nil
    isLowercase = false
    hasWrapsWithTab = false
    joinedText = nil
    endText = nil
    authorsAgain = nil
    blankLines = nil
    isEnded = false
    hasBegin = false
    repeated = nil
    middle = nil
    if gap != nil {
      gap = nil
      for index in singles.indices { singles[index] = false }
      singleFields = 0
      hasClosedAuthors = false
      authorRows.removeAll()
    }
    settle()
  }

  /// Reads a tag on the line of the type, whose line end was lost: `TY  - JOURAU  - Doe`.
  private mutating func splitBegin(_ bytes: Span<UInt8>, _ line: Range<Int>) {
    let value = fields[fields.count - 1].value
    guard syntax.style == .hyphen,
      let hyphen = bytes.firstIndex(of: UInt8(ascii: "-"), from: value.lowerBound + 4, to: value.upperBound),
      let found = syntax.tag(bytes, (hyphen - 4)..<value.upperBound), !found.isLoose, !isUnknown(found.tag),
      found.value > hyphen
    else { return }
    let word = bytes.trimmed(value.lowerBound..<(hyphen - 4))
    guard table.types.type(bytes, word) != nil else { return }
    let rest = bytes.trimmed(found.value..<value.upperBound)
    fields[fields.count - 1].end = word.upperBound
    fields.append(
      TaggedField(tag: found.tag, line: hyphen - 4, start: rest.lowerBound, end: rest.upperBound, hasBreaks: false))
    if shiftedTags.count < 8 { shiftedTags.append(line) }
  }

  // MARK: - Where one record ends and another begins

  /// Notes a gap before the tag at an index. If records end with a blank line, a line without a tag after one
  /// may be the first of the next record.
  private mutating func openGap(_ here: Int, isBlank: Bool) {
    if isBlank {
      gap = Gap(field: fields.count, start: here)
    } else if syntax.end == nil, let broken {
      gap = Gap(field: fields.count, start: broken.line, certain: broken.certain)
    } else {
      return
    }
    if singles.isEmpty { singles = Array(repeating: false, count: table.fields.rows.count) }
    while singleFields < fields.count {
      if let row = table.row(fields[singleFields].tag) {
        if table.comesOnce(row) { singles[row] = true }
        hasClosedAuthors = hasClosedAuthors || table.isOfAuthors(row)
        if table.isAuthor(row), !authorRows.contains(row) { authorRows.append(row) }
      }
      singleFields += 1
    }
    // If a gap is among the authors, the names after it are further authors.
    if let last = fields.last, let row = table.row(last.tag), table.isOfAuthors(row) { hasClosedAuthors = false }
  }

  private func isAuthor(_ tag: TagSyntax.Tag) -> Bool { table.row(tag).map(table.isAuthor) == true }

  /// Whether a tag after a gap belongs to another record.
  private func comesAgain(_ tag: TagSyntax.Tag) -> Bool {
    guard let row = table.row(tag) else { return false }
    if singles[row] { return true }
    guard hasClosedAuthors, table.isAuthor(row) else { return false }
    // One tag names all authors in a column format.
    return syntax.end == nil || syntax.style == .column && authorRows.contains(row)
  }

  /// Ends the record at a gap after which a tag is repeated.
  private mutating func cut(_ gap: Gap, _ tag: TagSyntax.Tag) -> Outcome {
    // If the format has an end tag, fields before a begin are more likely a record of their own than fields
    // after it.
    var place = gap
    if syntax.end != nil, let middle, !isOne(around: middle.field, upTo: gap.field) { place = middle }
    take(upTo: place)
    repeated = tag
    return .record(next: place.start)
  }

  /// Ends the record before a begin, or at the blank line before the fields that precede the begin.
  ///
  private mutating func endBefore(_ bytes: Span<UInt8>, _ here: Int, isBlank: Bool) -> Outcome {
    if !isBlank, let gap, gap.certain == nil, isLead(after: gap),
      !fields[gap.field...].contains(where: { $0.tag == syntax.begin })
    {
      take(upTo: gap)
      return .record(next: gap.start)
    }
    takeBack(bytes)
    return finish(here)
  }

  /// Whether the fields after a gap belong to the record whose begin follows them. They do if the begin comes
  /// late in this record too and the fields are of the kind that a record begins with. Otherwise they do if
  /// this record has a title and they are only numbers and native fields, as an archive's `PMC` or `OWN` and
  /// `STAT` before `PMID`. A record that has its begin first continues after blank lines.
  private func isLead(after gap: Gap) -> Bool {
    if hasLateBegin,
      fields[gap.field...].contains(where: { field in
        field.tag == fields[0].tag
          || table.row(field.tag).map { table.isTitle($0) || table.isAuthor($0) || table.isNumber($0) } == true
      })
    {
      return true
    }
    return fields[gap.field...].allSatisfy {
      table.row($0.tag).map { table.isNumber($0) || table.isNative($0) } == true
    }
      && fields[..<gap.field].contains { table.row($0.tag).map(table.isTitle) == true }
  }

  /// Ends the record at an index, or before its begin if the fields before that are another record.
  private mutating func finish(_ next: Int) -> Outcome {
    guard let middle, !isOne(around: middle.field, upTo: fields.count) else { return .record(next: next) }
    take(upTo: middle)
    isEnded = false
    return .record(next: middle.start)
  }

  /// Whether the fields before and after a begin belong to one record: nothing that a record has only once is
  /// repeated, and those before it have what no exporter writes after the end of a record. If a blank line
  /// ends records, the second condition does not apply, since there was no blank line between them.
  private func isOne(around place: Int, upTo end: Int) -> Bool {
    var rows: [Bool] = Array(repeating: false, count: table.fields.rows.count)
    var (hasTitle, isOfWork) = (false, false)
    for index in 0..<end {
      guard let row = table.row(fields[index].tag) else { continue }
      let isTitle = table.isTitle(row)
      if index < place {
        rows[row] = rows[row] || table.comesOnce(row)
        hasTitle = hasTitle || isTitle
        isOfWork = isOfWork || table.isOfBeginning(row)
      } else if rows[row] || isTitle && hasTitle {
        return false
      }
    }
    return hasTitle || isOfWork || syntax.end == nil
  }

  /// Reduces the record to the fields before an index.
  private mutating func take(upTo place: Gap) {
    fields.removeSubrange(place.field...)
    if let certain = place.certain { fields[place.field - 1] = certain }
    hasBegin = fields.contains { $0.tag == syntax.begin }
    doubtfulTags.removeAll { $0.lowerBound >= place.start }
    shiftedTags.removeAll { $0.lowerBound >= place.start }
    if let line = authorsAgain, line.lowerBound >= place.start { authorsAgain = nil }
    if let line = respelledTag, line.lowerBound >= place.start { respelledTag = nil }
    if let lines = blankLines, lines.first.lowerBound >= place.start { blankLines = nil }
    if let found = endText, found.text.lowerBound >= place.start { endText = nil }
    settle()
  }

  /// The known tag of a line that is indented by fewer spaces than continuation lines, or by one or two if
  /// these may have any number; or by tabs, unless a format whose tags look like words has continuation lines
  /// with tabs.
  private func shiftedTag(
    _ bytes: Span<UInt8>, _ line: Range<Int>
  ) -> (tag: TagSyntax.Tag, value: Int, isLoose: Bool)? {
    let hasTab = bytes.byte(at: line.lowerBound) == 9
    if hasTab, hasWrapsWithTab, syntax.style == .column { return nil }
    let limit = hasTab ? line.upperBound : min(line.lowerBound + (syntax.continuation ?? 3), line.upperBound)
    var start = line.lowerBound
    while start < limit, bytes[start] == 32 || hasTab && bytes[start] == 9 { start += 1 }
    guard start > line.lowerBound, start < limit, let found = syntax.tag(bytes, start..<line.upperBound),
      !found.isLoose, !isUnknown(found.tag)
    else { return nil }
    return found
  }

  /// The tag of an indented line, if continuation lines are indented by more, if a record begins after a
  /// blank line, or if the last field is not prose.
  private mutating func takeShiftedTag(
    _ bytes: Span<UInt8>, _ line: Range<Int>, _ blanks: Int
  ) -> (tag: TagSyntax.Tag, value: Int, isLoose: Bool)? {
    guard let found = shiftedTag(bytes, line) else { return nil }
    let mayBegin = found.tag == syntax.begin && (blanks > 0 || fields.isEmpty)
    // Text may quote tags.
    if syntax.continuation == nil, !mayBegin, isLastProse { return nil }
    if found.tag == syntax.end, !bytes.trimmed(found.value..<line.upperBound).isEmpty { return nil }
    if shiftedTags.count < 8, found.tag != syntax.begin || fields.isEmpty { shiftedTags.append(line) }
    return found
  }

  /// Whether the last field is prose, whose lines may begin with anything.
  private var isLastProse: Bool { fields.last.map { table.row($0.tag).map(table.isProse) == true } ?? true }

  /// The tag of an indented line: in a record that is indented, or directly after its begin, which is never
  /// continued.
  private mutating func indentedTag(
    _ bytes: Span<UInt8>, _ line: Range<Int>, _ blanks: Int
  ) -> (tag: TagSyntax.Tag, value: Int, isLoose: Bool)? {
    let isBehindBegin = hasBegin && fields.count == 1 && blanks == 0 && !fields[0].hasBreaks
    guard isIndented || isBehindBegin, let found = syntax.indentedTag(bytes, line) else { return nil }
    isIndented = true
    return found
  }

  /// Adds a line without a tag to the last field.
  private mutating func goOn(_ bytes: Span<UInt8>, _ line: Range<Int>, _ blanks: Int) {
    let value = bytes.trimmed(line)
    guard !fields.isEmpty, !value.isEmpty else {
      strayLines.append(line)
      return
    }
    let last = fields.count - 1
    if fields[last].tag == syntax.begin, blanks == 0, fields[last].start < fields[last].end {
      // A type or a number has one line: what follows it is not part of it, and is kept.
      if doubtfulTags.count < 8 { doubtfulTags.append(line) }
      fields.append(
        TaggedField(
          tag: syntax.begin, line: line.lowerBound, start: value.lowerBound, end: value.upperBound, hasBreaks: false))
      return
    }
    let hasTab = bytes[line.lowerBound] == 9
    // Text may quote tags, but hardly after a tab.
    let isDoubtful =
      syntax.looksDamaged(bytes, line) || (hasTab || !isLastProse) && shiftedTag(bytes, line) != nil
      || !bytes[line.lowerBound].isSpace && table.row(fields[last].tag).map(table.hasLines) == false
    if hasTab, shiftedTags.isEmpty { hasWrapsWithTab = true }
    if blanks > 0 || broken == nil && isDoubtful { broken = (line.lowerBound, fields[last]) }
    if isDoubtful, doubtfulTags.count < 8 { doubtfulTags.append(line) }
    if blanks > 0 || !doubtful.isEmpty {
      if doubtful.isEmpty { certain = fields[last] }
      doubtful.append(line)
    }
    extend(last, value)
  }

  /// Adds a value to a field as a further line.
  private mutating func extend(_ field: Int, _ value: Range<Int>) {
    if fields[field].start == fields[field].end {
      fields[field].start = value.lowerBound
    } else {
      fields[field].hasBreaks = true
    }
    fields[field].end = value.upperBound
  }

  private mutating func settle() {
    broken = nil
    if doubtful.isEmpty { return }
    doubtful.removeAll()
    certain = nil
  }

  /// Restores the last field before a begin, with the paragraphs that continue it. Lines between records are
  /// not part of it, nor are the lines after them.
  private mutating func takeBack(_ bytes: Span<UInt8>) {
    guard let certain, !doubtful.isEmpty else { return }
    let last = fields.count - 1
    fields[last] = certain
    let isProse = table.row(certain.tag).map(table.isProse) == true
    let count = doubtful.firstIndex { !syntax.mayGoOn(bytes, $0, isProse: isProse) } ?? doubtful.count
    if count > 0 { joinedText = doubtful[0] }
    for line in doubtful[..<count] { extend(last, bytes.trimmed(line)) }
    if count < doubtful.count {
      let first = doubtful[count]
      strayLines += doubtful[count...]
      doubtfulTags.removeAll { $0.lowerBound >= first.lowerBound }
    }
    settle()
  }

  private func isBlank(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    // Most lines begin with a visible character.
    if let first = bytes.byte(at: line.lowerBound), !line.isEmpty, first &- 33 < 94 { return false }
    return bytes.trimmed(line).isEmpty
  }

  /// The end of the line at an index, and the start of the next one; nil if the line may continue.
  @inline(__always)
  private func line(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, isLast: Bool) -> (end: Int, next: Int)? {
    let feed = bytes.firstIndex(of: 10, from: start, to: end)
    let stop = feed ?? end
    if let feed, feed > start, bytes[feed &- 1] == 13, hasNoReturn(bytes, start, feed &- 1) {
      return (feed &- 1, feed &+ 1)
    }
    if !hasNoReturn(bytes, start, stop) { return lineWithReturn(bytes, start, before: stop, end, isLast: isLast) }
    if let feed { return (feed, feed &+ 1) }
    return isLast ? (end, end) : nil
  }

  /// Sources with lone carriage returns are rare, so that one check per line is enough.
  @inline(__always)
  private func hasNoReturn(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    bytes.firstIndex(of: 13, from: start, to: end) == nil
  }

  private func lineWithReturn(_ bytes: Span<UInt8>, _ start: Int, before stop: Int, _ end: Int, isLast: Bool) -> (
    end: Int, next: Int
  )? {
    guard let found = bytes.firstIndex(of: 13, from: start, to: stop) else { return nil }
    if found + 1 == end { return isLast ? (found, end) : nil }
    return (found, bytes[found + 1] == 10 ? found + 2 : found + 1)
  }
}
