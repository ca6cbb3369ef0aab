import CitemillCore

/// Content between entries that is kept, so that it can be written back to BibTeX.
///
///     @preamble{"\newcommand{\noop}[1]{}"}          kept with `a`, in the native field `@before`
///     @article{a, title = {Weirs}}
///     @comment{jabref-meta: databaseType:bibtex;}   kept with `a`, in the native field `@after`
///
/// A piece is kept with the entry after it, and after the last entry with that one. No field of an entry has
/// such a name.
struct BibTeXBetween {
  /// The native field for what is before an entry.
  static let before = "@before"
  /// The native field for what is after the last entry.
  static let after = "@after"

  private let kept: BibTeX.Between
  /// The pieces since the last entry, each on lines of its own.
  private var text: [UInt8] = []
  /// The macros so far, which a preamble may use.
  private var strings: [UInt8] = []
  /// The encoding of the last piece.
  private(set) var encoding = TextEncoding.utf8
  /// Whether the last entry has what follows it.
  private var isEndKept = false
  private static let maximum = 16 << 20

  init(_ kept: BibTeX.Between) { self.kept = kept }

  /// Whether there are pieces that belong to no entry.
  var isLeft: Bool { !text.isEmpty && !isEndKept }

  /// Discards pieces that belong to no entry.
  mutating func forget() { text.removeAll() }

  // MARK: - Reading

  /// Keeps text between blocks; false if it is not kept.
  mutating func take(_ bytes: Span<UInt8>, text range: Range<Int>) -> Bool {
    kept == .all && append(bytes, bytes.trimmed(range))
  }

  /// Keeps a block that is not an entry; false if it is not kept.
  mutating func take(_ bytes: Span<UInt8>, _ block: BibTeXBlock) -> Bool {
    if kept == .none { return block.isWhole }
    if kept == .blocks, block.kind == .string, block.isWhole { return Self.append(bytes, block.range, to: &strings) }
    guard keeps(block) else { return false }
    if block.kind == .preamble, !strings.isEmpty,
      bytes.firstIndex(of: UInt8(ascii: "#"), from: block.body.lowerBound, to: block.body.upperBound) != nil
    {
      // It is a concatenation of macros, which are undefined without these.
      let strings = strings
      _ = Self.append(strings.span, 0..<strings.count, to: &text)
      self.strings.removeAll()
    }
    if block.kind == .comment, block.body.upperBound == block.range.upperBound {
      // `@comment` followed by a line is only read by some programs; with braces it means the same to all.
      var comment = Array("@comment{".utf8)
      comment.append(bytes, bytes.trimmed(block.body))
      comment.append(UInt8(ascii: "}"))
      var framer = BibTeXFramer()
      guard case .block(let whole) = framer.next(comment.span, from: 0, isLast: true),
        whole.isWhole, whole.range.count == comment.count
      else { return false }
      return append(comment.span, 0..<comment.count)
    }
    return append(bytes, block.range)
  }

  private func keeps(_ block: BibTeXBlock) -> Bool {
    switch block.kind {
    case .entry: false
    case .string: kept == .all && block.isWhole
    case .comment, .preamble: kept != .none && block.isWhole
    }
  }

  private mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if isEndKept { return true }
    return Self.append(bytes, range, to: &text)
  }

  private static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to text: inout [UInt8]) -> Bool {
    guard text.count + range.count < maximum else { return false }
    if range.isEmpty { return true }
    if !text.isEmpty { text.append(10) }
    for index in range {
      // The line ends are those of the entries.
      if bytes[index] == 13 {
        if bytes.byte(at: index + 1) != 10 { text.append(10) }
      } else {
        text.append(bytes[index])
      }
    }
    return true
  }

  /// Gives the pieces to the entry after them.
  mutating func give(to record: inout Record) {
    encoding = .utf8
    if text.isEmpty { return }
    encoding = Self.add(&text, Self.before, to: &record)
    text.removeAll()
  }

  /// Gives the content from an index on to the entry before it, if no other entry follows.
  mutating func giveEnd(
    _ bytes: Span<UInt8>, from start: Int, isLast: Bool, _ framer: BibTeXFramer, to record: inout Record
  ) {
    guard kept != .none, isLast, Self.mayEnd(bytes, start) else { return }
    // It remembers unclosed comments, so that these are not searched again for each entry.
    var framer = framer
    var end = BibTeXBetween(kept)
    var here = start
    while true {
      switch framer.next(bytes, from: here, isLast: true) {
      case .unknown: return
      case .end:
        guard !end.text.isEmpty else { return }
        let found = Self.add(&end.text, Self.after, to: &record)
        if found != .utf8 { encoding = found }
        isEndKept = true
        return
      case .text(let range):
        here = range.upperBound
        if kept == .all, !end.take(bytes, text: range) { return }
      case .lost(let range, _): here = range.upperBound
      case .tooLong, .rest: return
      case .block(let block):
        if block.kind == .entry, BibTeXReader.nameOfOther(bytes, block.word) == nil { return }
        here = block.range.upperBound
        // Content that cannot be kept is reported where it is skipped.
        if block.isWhole, !end.take(bytes, block), end.text.count + block.range.count >= Self.maximum { return }
      }
    }
  }

  /// Whether something other than an entry follows.
  private static func mayEnd(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    let here = bytes.endOfSpace(from: start, to: bytes.count)
    guard here + 1 < bytes.count, bytes[here] == UInt8(ascii: "@") else { return here < bytes.count }
    switch bytes[here + 1].lowercased {
    case UInt8(ascii: "c"), UInt8(ascii: "p"), UInt8(ascii: "s"), UInt8(ascii: "x"): return true
    default: break
    }
    // What follows is nearly always the next entry.
    var end = here + 1
    while end < bytes.count, end - here < 64, bytes[end].isLetter { end += 1 }
    return end >= bytes.count || bytes[end] != UInt8(ascii: "{")
  }

  private static func add(_ text: inout [UInt8], _ name: String, to record: inout Record) -> TextEncoding {
    let encoding = TextEncoding.repair(&text)
    record.nativeFields.append(
      NativeField(format: BibTeXTable.format, name: name, value: String(decoding: text, as: UTF8.self)))
    return encoding
  }

  // MARK: - Writing

  /// Appends what is kept with a record under a name; false if it would be read differently.
  static func append(_ name: String, of record: Record, into sink: inout ByteSink) -> Bool {
    for native in record.nativeFields
    where native.name.hasSameBytes(as: name) && native.format.hasSameBytes(as: BibTeXTable.format) {
      guard stands(Array(native.value.utf8)) else { return false }
      sink.append(native.value)
      sink.append(10)
    }
    return true
  }

  /// Whether text between entries contains no entry, and does not affect the one after it.
  private static func stands(_ text: [UInt8]) -> Bool {
    let bytes = text + Array("\n@misc{a,}".utf8)
    let entry = text.count + 1
    var framer = BibTeXFramer()
    var here = 0
    while true {
      switch framer.next(bytes.span, from: here, isLast: true) {
      case .unknown, .end, .lost, .tooLong, .rest: return false
      case .text(let range): here = range.upperBound
      case .block(let block):
        if block.range.lowerBound == entry { return true }
        if block.kind == .entry || !block.isWhole { return false }
        here = block.range.upperBound
      }
    }
  }
}
