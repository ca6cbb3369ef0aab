import CitemillCore

/// Finds the objects of a JSON source that are records, one after another, whatever contains them.
///
///     [            \n  {…},\n  {…}\n]            an array of objects
///     {…}\n{…}\n{…}                              JSON Lines, or objects one after another
///     {…}                                        one object
///     {"items": [      {…},{…}     ], …}         an array inside a wrapper, or in {"references": […]}
///     [{…},{…}]\n[{…}]\n{…}                      several of these, as `cat` puts files one after another
///
/// An object is first read as if it were well-formed, and ends where its reader ends. Only if that fails, its
/// frame is found by counting brackets outside strings. If the brackets match, they delimit the frame, and an
/// error inside damages this frame alone. If they do not, the frame is broken and extends to the next place
/// where a record begins: a line that begins with `{` and is not indented deeper than the first record, or
/// `,` and the first record's first key. What is between frames and does not belong there is returned as a
/// frame that is not an object.
struct JSONFramer {
  /// What was found.
  enum Piece {
    /// An object begins at the head; `frame` finds its end.
    case opening
    /// An object whose brackets match, as indices into the buffer.
    case object(Range<Int>)
    /// Another value where a record should be.
    case value(Range<Int>)
    /// Bytes that violate the grammar around the records, or a frame that is not closed.
    case broken(Range<Int>, JSONSyntaxError)
    /// An error between the frames that costs no bytes: a missing comma or one too many.
    case fault(JSONSyntaxError)
    /// A comment.
    case comment(Range<Int>)
    /// Nothing more.
    case end
  }

  private enum State {
    /// Nothing but space has been seen.
    case start
    /// Inside the list; the flag is true if an element came before, so that a comma must follow.
    case list(hasElement: Bool)
    /// After the list of a wrapper, before its closing brace.
    case wrapperTail
    /// Objects follow one another at the top level; the flag is true if one came before.
    case lines
    /// Inside a record beyond the limit, whose beginning was returned as broken.
    case oversized(isInList: Bool)
    /// After the end of the text.
    case tail
  }

  private let source: ByteSource
  private var state = State.start
  private var isWrapped = false
  /// Whether another JSON text began after the first one; nil once that was reported.
  private var hasAnotherText: Bool? = false
  /// By how much the first record is indented in its line, and whether it is the first thing on that line.
  private var indent: Int?
  /// The first record's bytes up to its first colon: `{"id"`.
  private var signature: [UInt8] = []
  /// The names of members beside a wrapper's list that were skipped, until the reader takes them.
  private var passed: [String] = []
  /// The bytes between frames, by kind.
  private(set) var space = 0
  private(set) var punctuation = 0
  /// How many bytes of records beyond the limit followed what was returned of them.
  private(set) var rest = 0
  /// How much of the space is directly before the head.
  private var lastSpace = 0

  /// A framer at the start of a source.
  init(_ source: ByteSource) { self.source = source }

  /// A framer at an element of a list that began before the source.
  init(_ source: ByteSource, in list: JSONListStart) {
    self.init(source)
    state = .list(hasElement: false)
    indent = list.indent
    signature = list.signature
  }

  /// The list at the start of a source; nil if that is something else, or empty.
  static func list(in prefix: BytePrefix) -> JSONListStart? {
    guard prefix.firstVisibleByte == UInt8(ascii: "[") else { return nil }
    var framer = JSONFramer(ByteSource(bytes: prefix.bytes))
    guard case .opening? = try? framer.next() else { return nil }
    return JSONListStart(indent: framer.indent, signature: framer.signature)
  }

  /// The maximum size of a frame.
  static let limit = 16 << 20

  /// Finds the next piece, which begins at the source's head; the caller consumes it.
  mutating func next() throws(SourceFailure) -> Piece {
    while true {
      if case .oversized(let isInList) = state { try passRest(isInList: isInList) }
      guard let byte = try skipSpace() else { return endPiece() }
      if byte == UInt8(ascii: "/"), let comment = try comment() { return .comment(comment) }
      switch state {
      case .oversized: continue
      case .start:
        switch byte {
        case UInt8(ascii: "["):
          pass(1)
          state = .list(hasElement: false)
        case UInt8(ascii: "{"):
          if try enterWrapper() { continue }
          state = .lines
        default:
          state = .tail
          return try loose(allowsValue: true)
        }
      case .list(let hasElement):
        if byte == UInt8(ascii: "]") {
          pass(1)
          state = isWrapped ? .wrapperTail : .tail
          continue
        }
        if byte == UInt8(ascii: ","), !hasElement {
          pass(1)
          return .fault(JSONSyntaxError("comma", "an extra comma before this", at: source.head))
        }
        if !hasElement {
          if byte == UInt8(ascii: "["), try visibleAfterHead() == UInt8(ascii: "{") {
            beginAnotherText()
            continue
          }
          state = .list(hasElement: true)
          return try element()
        }
        guard byte == UInt8(ascii: ",") else {
          if byte == UInt8(ascii: "{") {
            // A comma is missing, and the next record follows: report it, and lose nothing.
            state = .list(hasElement: false)
            return .fault(JSONSyntaxError("comma", "a comma is missing before this record", at: source.head))
          }
          if byte == UInt8(ascii: "["), try visibleAfterHead() == UInt8(ascii: "{") {
            beginAnotherText()
            return .fault(JSONSyntaxError("unclosed", "the list before this one is not closed", at: source.head))
          }
          return try loose(allowsValue: false)
        }
        pass(1)
        guard let following = try skipSpace() else { return endPiece() }
        if following == UInt8(ascii: "]") {
          return .fault(JSONSyntaxError("trailing-comma", "a comma before the end", at: source.head))
        }
        if following == UInt8(ascii: ",") {
          return .fault(JSONSyntaxError("comma", "an extra comma", at: source.head))
        }
        if following == UInt8(ascii: "/"), let comment = try comment() {
          state = .list(hasElement: false)
          return .comment(comment)
        }
        // A list in the list, or a new list after one that is not closed.
        if following == UInt8(ascii: "["), try visibleAfterHead() == UInt8(ascii: "{") {
          beginAnotherText()
          continue
        }
        return try element()
      case .wrapperTail:
        if let error = try passWrapperMember(byte) { return try broken(error) }
      case .lines:
        if byte == UInt8(ascii: "{") { return try element() }
        if let fault = try commaOutsideOfList(byte) { return fault }
        guard byte == UInt8(ascii: "["), try visibleAfterHead() == UInt8(ascii: "{") else {
          return try loose(allowsValue: true)
        }
        beginAnotherText()
      case .tail:
        if let fault = try commaOutsideOfList(byte) { return fault }
        let first = byte == UInt8(ascii: "[") ? try visibleAfterHead() : byte
        guard first == UInt8(ascii: "{") || byte == UInt8(ascii: "[") && first == UInt8(ascii: "]") else {
          return try loose(allowsValue: false)
        }
        beginAnotherText()
      }
    }
  }

  // MARK: - Pieces

  /// An element of the list, or an object at the top.
  private mutating func element() throws(SourceFailure) -> Piece {
    let first = source.buffer[source.head]
    guard first == UInt8(ascii: "{") else { return try loose(allowsValue: true) }
    if indent == nil { try remember() }
    return .opening
  }

  /// Finds the end of the object at the head.
  mutating func frame() throws(SourceFailure) -> Piece {
    var scan = BracketScan(at: 0)
    while true {
      let head = source.head
      let outcome = source.withBytes { scan.run($0, head: head) }
      switch outcome {
      case .closed(let length):
        return .object(source.head..<(source.head + length))
      case .broken(let error):
        return try broken(JSONSyntaxError(error.name, error.message, at: error.index))
      case .needsMore:
        if source.available > Self.limit {
          return try broken(JSONSyntaxError("size", "a record is larger than 16 MiB", at: source.head))
        }
        if try !source.fill() {
          return try broken(JSONSyntaxError("unclosed", "an object is not closed", at: source.head))
        }
      }
    }
  }

  /// Content that cannot be framed, up to where the next record begins.
  private mutating func broken(_ error: JSONSyntaxError) throws(SourceFailure) -> Piece {
    let place = error.index - source.head
    var end = 1
    while true {
      if let found = nextRecord(from: end) {
        state = stateAtRecord(found)
        var last = source.head + found
        // In a list, a comma precedes a record; like the space, it is not part of the frame.
        if isInList, let comma = lastComma(before: last) { (last, state) = (comma, .list(hasElement: true)) }
        let isInside = source.head + place < last
        return .broken(
          source.head..<last, JSONSyntaxError(error.name, error.message, at: source.head + (isInside ? place : 0)))
      }
      // A record is recognised by its line, from the line end before it.
      end = max(1, source.available - max(4096, (indent ?? 0) + 64))
      guard source.available <= Self.limit, try source.fill() else { break }
    }
    if source.available > Self.limit {
      // No record begins within the limit: what follows is more of the same, and no frame of its own.
      state = .oversized(isInList: isInList)
      return .broken(
        source.head..<(source.head + Self.limit), JSONSyntaxError(error.name, error.message, at: source.head + place))
    }
    // Nothing more to read: the closing of the list, if it comes last, is not part of the frame.
    let last = isInList ? endOfList() : nil
    state = last == nil ? .tail : .list(hasElement: true)
    return .broken(
      source.head..<(last ?? source.buffer.count), JSONSyntaxError(error.name, error.message, at: source.head + place))
  }

  /// The comma that is the last thing before an index, and not the first at the head.
  private func lastComma(before end: Int) -> Int? {
    let head = source.head
    return source.withBytes { bytes in
      guard let last = lastVisible(bytes, before: end, from: head + 1), bytes[last] == UInt8(ascii: ",") else {
        return nil
      }
      return last
    }
  }

  /// Where the closing of the list begins if it comes last in the buffer; nil if it does not.
  private func endOfList() -> Int? {
    let head = source.head
    return source.withBytes { bytes in
      var end = bytes.count
      for byte in isWrapped ? [UInt8(ascii: "}"), UInt8(ascii: "]")] : [UInt8(ascii: "]")] {
        guard let last = lastVisible(bytes, before: end, from: head + 1), bytes[last] == byte else { return nil }
        end = last
      }
      return end
    }
  }

  /// The comment at the head, in JavaScript's syntax; nil if there is none, or it does not end.
  private mutating func comment() throws(SourceFailure) -> Range<Int>? {
    while source.available < 2, try source.fill() {}
    guard source.available > 1 else { return nil }
    let isLine = source.buffer[source.head + 1] == UInt8(ascii: "/")
    guard isLine || source.buffer[source.head + 1] == UInt8(ascii: "*") else { return nil }
    while true {
      let (from, end) = (source.head + 2, source.buffer.count)
      let found = source.withBytes { bytes in
        isLine
          ? bytes.nextLineEnd(from: from, to: end) : bytes.firstIndex(of: Array("*/".utf8), from: from).map { $0 + 2 }
      }
      if let found { return source.head..<found }
      guard source.available < 1 << 16, try source.fill() else {
        return isLine ? source.head..<source.buffer.count : nil
      }
    }
  }

  /// The next index in a range at which a record may begin: after a comma, in the same way as the first one.
  func nextLikeFirst(in range: Range<Int>, from index: Int) -> Int? {
    source.withBytes { nextAtSignature($0, from: max(index, range.lowerBound + 1), to: range.upperBound) }
  }

  /// The end of what precedes a record at an index, without the comma between them.
  func end(before record: Int) -> Int { lastComma(before: record) ?? record }

  /// Skips more of a record beyond the limit, up to where the next one begins or to the end.
  private mutating func passRest(isInList: Bool) throws(SourceFailure) {
    while true {
      if let found = nextRecord(from: 0) {
        rest += found
        state = stateAtRecord(found, isInList: isInList)
        source.consume(found)
        return
      }
      // A possible beginning of a record is kept in the window.
      let count = max(0, source.available - max(4096, (indent ?? 0) + 64))
      rest += count
      source.consume(count)
      guard try source.fill() else { break }
    }
    rest += source.available
    source.consume(source.available)
    // The closing of the list, if there was one, was skipped too.
    state = .tail
  }

  /// The state where a record seems to begin, at this distance from the head. A bracket before it begins
  /// another list, and the record may be a wrapper.
  private func stateAtRecord(_ found: Int, isInList: Bool? = nil) -> State {
    if source.buffer[source.head + found] == UInt8(ascii: "[") { return .start }
    if isInList ?? self.isInList { return .list(hasElement: false) }
    let isWrapper = source.withBytes { bytes in
      let key = bytes.nextVisible(from: source.head + found + 1, to: bytes.count)
      return Self.listNames.contains { bytes.hasPrefix(Array("\"\($0)\"".utf8), at: key) }
    }
    return indent == nil || isWrapper ? .start : .lines
  }

  /// Whether the head is before or after all lists and records, as far as is known.
  var isOutside: Bool {
    switch state {
    case .list(let hasElement): !hasElement && indent == nil
    case .wrapperTail, .oversized: false
    case .start, .lines, .tail: true
    }
  }

  private var isInList: Bool {
    if case .list = state { return true }
    return false
  }

  /// Something other than an object: a whole value where values are allowed, else what violates the grammar.
  private mutating func loose(allowsValue: Bool) throws(SourceFailure) -> Piece {
    // A value is read as a whole; one that is not closed within the limit is broken.
    while source.available < Self.limit, try source.fill() {
      if source.available > 1 << 16, !allowsValue { break }
    }
    var cursor = JSONCursor(source.head..<source.buffer.count)
    if allowsValue {
      do throws(JSONSyntaxError) {
        let range = try source.withBytes { (bytes) throws(JSONSyntaxError) in try cursor.skipValue(bytes) }
        guard let found = nextRecord(from: 1, before: range.upperBound) else { return .value(range) }
        // An unmatched opening bracket would include the records after it.
        state = stateAtRecord(found)
        return .value(source.head..<(source.head + found))
      } catch {
        return try broken(error)
      }
    }
    return try broken(
      JSONSyntaxError(
        "trailing", isInList ? "there is something between the records" : "there is something after the end",
        at: source.head))
  }

  private mutating func endPiece() -> Piece {
    defer {
      state = .lines
      isWrapped = false
    }
    switch state {
    case .list where source.isFollowed: return .end
    case .list, .wrapperTail:
      return .fault(JSONSyntaxError("unclosed", "the list of records is not closed", at: source.head))
    default: return .end
    }
  }

  // MARK: - Several texts

  /// Whether another JSON text began after the first one since the last call; true only once.
  mutating func takeAnotherText() -> Bool {
    guard hasAnotherText == true else { return false }
    hasAnotherText = nil
    return true
  }

  private mutating func beginAnotherText() {
    state = .start
    isWrapped = false
    if hasAnotherText == false { hasAnotherText = true }
  }

  /// Skips a comma between records or lists that are in no list; nil for another byte, or if no record
  /// follows.
  private mutating func commaOutsideOfList(_ byte: UInt8) throws(SourceFailure) -> Piece? {
    guard byte == UInt8(ascii: ","), let next = try visibleAfterHead(),
      next == UInt8(ascii: "{") || next == UInt8(ascii: "[")
    else { return nil }
    pass(1)
    return .fault(JSONSyntaxError("comma", "a comma outside of a list", at: source.head))
  }

  /// What follows the byte at the head and the space after it; nil if there is much space.
  private func visibleAfterHead() throws(SourceFailure) -> UInt8? {
    while true {
      var here = source.head + 1
      while here < source.buffer.count, source.buffer[here].isSpace { here += 1 }
      if here < source.buffer.count { return source.buffer[here] }
      guard source.available < 4096, try source.fill() else { return nil }
    }
  }

  // MARK: - Wrapper

  /// Returns the names of members beside the list that were skipped since the last call.
  mutating func takePassed() -> [String] {
    if passed.isEmpty { return [] }
    defer { passed = [] }
    return passed
  }

  /// Enters `{"items": [`, if the source begins with it; reads on as long as it may.
  private mutating func enterWrapper() throws(SourceFailure) -> Bool {
    var wanted = 1 << 16
    while true {
      while source.available < wanted, try source.fill() {}
      var cursor = JSONCursor(source.head..<source.buffer.count)
      var others: [String] = []
      do throws(JSONSyntaxError) {
        let isWrapper = try source.withBytes { (bytes) throws(JSONSyntaxError) in
          try Self.findItems(in: bytes, at: &cursor, &others)
        }
        guard isWrapper else { return false }
        passed = others
        pass(cursor.index + 1 - source.head)
        isWrapped = true
        state = .list(hasElement: false)
        return true
      } catch {
        // What is cut off at the end may continue there; an error before the end remains one.
        let isCutOff = error.name == "string" || error.index + 8 > source.buffer.count
        guard isCutOff, source.available >= wanted, wanted < Self.limit else { return false }
        wanted *= 4
      }
    }
  }

  /// The names of the list in a wrapper: in files of Zotero and others, and of pandoc.
  private static let listNames = ["items", "references"]

  /// Whether an object has a list with such a name before any member that only a record has; the cursor is
  /// then at the list.
  private static func findItems(
    in bytes: Span<UInt8>, at cursor: inout JSONCursor, _ others: inout [String]
  ) throws(JSONSyntaxError) -> Bool {
    try cursor.enterObject(bytes)
    while let key = try cursor.nextKey(bytes) {
      if key.equals("id", bytes) || key.equals("type", bytes) { return false }
      if key.equals("items", bytes) || key.equals("references", bytes), try cursor.kind(bytes) == .array { return true }
      var halves = 0
      others.append(key.string(bytes, loneSurrogates: &halves))
      _ = try cursor.skipValue(bytes)
    }
    return false
  }

  /// Skips the wrapper's closing brace, or a comma with the member after it; returns the error if neither is
  /// there.
  private mutating func passWrapperMember(_ byte: UInt8) throws(SourceFailure) -> JSONSyntaxError? {
    if byte == UInt8(ascii: "}") {
      pass(1)
      state = .tail
      return nil
    }
    guard byte == UInt8(ascii: ",") else {
      return JSONSyntaxError("comma", "a comma or the end of the object is expected here", at: source.head)
    }
    while source.available < Self.limit, try source.fill() {}
    var cursor = JSONCursor((source.head + 1)..<source.buffer.count)
    var name = ""
    var halves = 0
    do throws(JSONSyntaxError) {
      try source.withBytes { (bytes) throws(JSONSyntaxError) in
        name = try cursor.text(bytes).string(bytes, loneSurrogates: &halves)
        cursor.skipSpace(bytes)
        guard cursor.byte(bytes) == UInt8(ascii: ":") else {
          throw JSONSyntaxError("colon", "a colon is expected after a key", at: cursor.index)
        }
        cursor.index += 1
        _ = try cursor.skipValue(bytes)
      }
    } catch {
      return error
    }
    passed.append(name)
    pass(cursor.index - source.head)
    return nil
  }

  // MARK: - Between frames

  /// Skips white space, record separators (RFC 7464) and stray byte order marks; returns the byte after them,
  /// nil at the end.
  private mutating func skipSpace() throws(SourceFailure) -> UInt8? {
    lastSpace = 0
    while true {
      var here = source.head
      let end = source.buffer.count
      while here < end {
        let byte = source.buffer[here]
        if byte == 32 || byte == 10 || byte == 13 || byte == 9 || byte == 0x1E {
          here += 1
        } else if byte == 0xEF, here + 3 <= end, source.buffer[here + 1] == 0xBB, source.buffer[here + 2] == 0xBF {
          here += 3
        } else {
          break
        }
      }
      space += here - source.head
      lastSpace += here - source.head
      source.consume(here - source.head)
      if here < end { return source.buffer[here] }
      if try !source.fill() { return nil }
    }
  }

  mutating func pass(_ count: Int) {
    punctuation += count
    source.consume(count)
  }

  // MARK: - Where a record begins

  /// Stores how the first record begins, since the others will begin in the same way.
  private mutating func remember() throws(SourceFailure) {
    let place = source.location(of: source.head..<source.head)
    let before = (place.column ?? 1) - 1
    // After `[` on its line, the others may be indented by one or two more than it.
    indent = before <= lastSpace ? before : max(2, before)
    while true {
      let (start, end) = (source.head, min(source.buffer.count, source.head + 64))
      if let colon = source.withBytes({ $0.firstIndex(of: UInt8(ascii: ":"), from: start, to: end) }) {
        signature = Array(source.buffer[start..<colon])
        // Its first quotation mark may be missing.
        if let name = signature.dropFirst().firstIndex(where: { !$0.isSpace }), signature[name] != UInt8(ascii: "\"") {
          signature.insert(UInt8(ascii: "\""), at: name)
        }
        return
      }
      guard end - start < 64, try source.fill() else { return }
    }
  }

  /// The distance from the head at which the next record seems to begin, at `start` or later and before an
  /// index of the buffer; nil if none does.
  private func nextRecord(from start: Int, before end: Int? = nil) -> Int? {
    let head = source.head
    let found = source.withBytes { bytes in
      let end = end ?? bytes.count
      if indent == nil { return nextAtFirst(bytes, from: head + start, to: end) }
      let atLine = nextAtLineStart(bytes, from: head + start, to: end)
      return nextAtSignature(bytes, from: head + start, to: atLine ?? end) ?? atLine
    }
    return found.map { $0 - head }
  }

  /// The first record if there was none before: `{` before a string, with the bracket before that.
  private func nextAtFirst(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    var from = start
    while let brace = bytes.firstIndex(of: UInt8(ascii: "{"), from: from, to: end) {
      if bytes.byte(at: bytes.nextVisible(from: brace + 1, to: end)) == 34 {
        return listStart(bytes, before: brace, from: start) ?? brace
      }
      from = brace + 1
    }
    return nil
  }

  /// A line that begins with `{` and is not indented deeper than the first record.
  private func nextAtLineStart(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    guard let indent else { return nil }
    var from = start
    while let feed = bytes.nextLineEnd(from: from, to: end) {
      var here = feed + 1
      while here < end, bytes[here] == 32 || bytes[here] == 9, here - feed <= indent { here += 1 }
      if here < end, bytes[here] == UInt8(ascii: "{"), here - feed - 1 <= indent {
        // If it is the first of another list, the list's bracket comes before it.
        return listStart(bytes, before: here, from: start) ?? here
      }
      if !isInList, here < end, bytes[here] == UInt8(ascii: "["), beginsList(bytes, at: here),
        bytes.byte(at: bytes.nextVisible(from: here + 1, to: end)) == UInt8(ascii: "{")
      {
        return here
      }
      from = feed + 1
    }
    return nil
  }

  /// A comma, perhaps space, and the first record's first key; or a list of its own that begins with one,
  /// unless it is the value of a member or an element.
  private func nextAtSignature(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    guard signature.count > 3 else { return nil }
    var from = start
    while let found = bytes.firstIndex(of: signature, from: from, to: end) {
      if let before = lastVisible(bytes, before: found, from: start), bytes[before] == UInt8(ascii: ",") {
        return found
      }
      if let list = listStart(bytes, before: found, from: start) { return list }
      from = found + 1
    }
    return nil
  }

  /// The last byte before an index that is not a space.
  private func lastVisible(_ bytes: Span<UInt8>, before index: Int, from start: Int) -> Int? {
    var before = index - 1
    while before >= start, bytes[before].isSpace { before -= 1 }
    return before >= start ? before : nil
  }

  /// The bracket before a record that begins a list of its own; nil if there is none.
  private func listStart(_ bytes: Span<UInt8>, before record: Int, from start: Int) -> Int? {
    guard let before = lastVisible(bytes, before: record, from: start), bytes[before] == UInt8(ascii: "["),
      beginsList(bytes, at: before)
    else { return nil }
    return before
  }

  /// Whether a bracket is neither the value of a member nor an element.
  private func beginsList(_ bytes: Span<UInt8>, at bracket: Int) -> Bool {
    guard let before = lastVisible(bytes, before: bracket, from: source.head) else { return false }
    return !":,[".utf8.contains(bytes[before])
  }
}

/// Counts brackets outside strings, and can continue where the bytes ended.
struct BracketScan {
  enum Outcome {
    /// The brackets match; the length of the frame.
    case closed(Int)
    case broken(JSONSyntaxError)
    case needsMore
  }

  /// The distance from the head that the scan has reached.
  private var offset: Int
  private var depth = 0
  /// The open levels: one bit each, 1 for an object.
  private var open: UInt128 = 0

  init(at offset: Int) { self.offset = offset }

  mutating func run(_ bytes: Span<UInt8>, head: Int) -> Outcome {
    var here = head + offset
    let end = bytes.count
    while here < end {
      switch bytes[here] {
      case UInt8(ascii: "\""):
        switch endOfText(bytes, from: here + 1) {
        case .closed(let next): here = next
        case .broken(let error): return .broken(error)
        case .needsMore:
          offset = here - head
          return .needsMore
        }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        if depth > JSONCursor.maximumDepth {
          return .broken(JSONSyntaxError("depth", "values nest more than \(JSONCursor.maximumDepth) deep", at: here))
        }
        open = open << 1 | (bytes[here] == UInt8(ascii: "{") ? 1 : 0)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard (open & 1 == 1) == (bytes[here] == UInt8(ascii: "}")) else {
          return .broken(JSONSyntaxError("brackets", "brackets do not match", at: here))
        }
        open >>= 1
        depth -= 1
        if depth == 0 { return .closed(here + 1 - head) }
      default: break
      }
      here += 1
    }
    offset = here - head
    return .needsMore
  }

  /// The index after the closing quote. A line end inside a string means that a quote is missing.
  private func endOfText(_ bytes: Span<UInt8>, from start: Int) -> Outcome {
    var here = start
    while true {
      here = bytes.endOfPlainText(from: here, to: bytes.count)
      guard let byte = bytes.byte(at: here) else { return .needsMore }
      switch byte {
      case UInt8(ascii: "\""): return .closed(here + 1)
      case UInt8(ascii: "\\"): here += 2
      case 10, 13: return .broken(JSONSyntaxError("string", "a string is not closed on its line", at: start - 1))
      default: here += 1
      }
      if here > bytes.count { return .needsMore }
    }
  }
}

extension Span<UInt8> {
  /// The index of the first byte at or after an index and before another that is not a space.
  fileprivate func nextVisible(from start: Int, to end: Int) -> Int {
    var here = start
    while here < end, self[here].isSpace { here += 1 }
    return here
  }

  /// The index of the next LF or CR at or after an index and before another.
  fileprivate func nextLineEnd(from start: Int, to end: Int) -> Int? {
    let feed = firstIndex(of: 10, from: start, to: end)
    return firstIndex(of: 13, from: start, to: feed ?? end) ?? feed
  }
}
