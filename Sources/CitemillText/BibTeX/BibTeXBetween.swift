import CitemillCore

/// What stands between entries and is kept, so that a file of BibTeX has it again when it is written.
///
///     @preamble{"\newcommand{\noop}[1]{}"}          kept with `a`, in the native field `@before`
///     @article{a, title = {Weirs}}
///     @comment{jabref-meta: databaseType:bibtex;}   kept with `a`, in the native field `@after`
///
/// A piece goes with the entry behind it, and behind the last entry with that. No field of an entry has such a name.
struct BibTeXBetween {
  /// The native field of what stands before an entry.
  static let before = "@before"
  /// The native field of what stands behind the last entry.
  static let after = "@after"

  /// What of it is kept.
  private let kept: BibTeX.Between
  /// The pieces since the last entry, each on lines of its own.
  private var text: [UInt8] = []
  /// Whether the last entry has what follows it.
  private var isEndKept = false
  private static let maximum = 16 << 20

  init(_ kept: BibTeX.Between) { self.kept = kept }

  /// Whether pieces are kept that no entry has.
  var isLeft: Bool { !text.isEmpty && !isEndKept }

  // MARK: - Reading

  /// Keeps a text between blocks; false where it is not to be kept.
  mutating func take(_ bytes: Span<UInt8>, text range: Range<Int>) -> Bool {
    kept == .all && append(bytes, bytes.trimmed(range))
  }

  /// Keeps a block that is no entry; false where it is not to be kept.
  mutating func take(_ bytes: Span<UInt8>, _ block: BibTeXBlock) -> Bool {
    guard keeps(block) else { return false }
    if block.kind == .comment, block.body.upperBound == block.range.upperBound {
      // `@comment` with a line behind it is read by some programs only; braces say the same to all.
      var comment = Array("@comment{".utf8)
      comment.append(bytes, bytes.trimmed(block.body))
      comment.append(UInt8(ascii: "}"))
      var framer = BibTeXFramer()
      guard case .block(let whole) = framer.next(comment.span, from: 0, isLast: true),
        whole.range.count == comment.count
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
    if isEndKept || range.isEmpty { return true }
    guard text.count + range.count < Self.maximum else { return false }
    if !text.isEmpty { text.append(10) }
    text.append(bytes, range)
    return true
  }

  /// Hands the pieces to the entry behind them.
  mutating func give(to record: inout Record) {
    if text.isEmpty { return }
    Self.add(&text, Self.before, to: &record)
    text.removeAll()
  }

  /// Hands what stands from an index on to the entry before it, if no other follows.
  mutating func giveEnd(_ bytes: Span<UInt8>, from start: Int, isLast: Bool, to record: inout Record) {
    guard kept != .none, isLast, Self.mayEnd(bytes, start) else { return }
    var framer = BibTeXFramer()
    var end = BibTeXBetween(kept)
    var here = start
    while true {
      switch framer.next(bytes, from: here, isLast: true) {
      case .unknown: return
      case .end:
        guard !end.text.isEmpty else { return }
        Self.add(&end.text, Self.after, to: &record)
        isEndKept = true
        return
      case .text(let range):
        here = range.upperBound
        _ = end.take(bytes, text: range)
      case .block(let block):
        if block.kind == .entry, BibTeXReader.nameOfOther(bytes, block.word) == nil { return }
        here = block.range.upperBound
        _ = end.take(bytes, block)
      }
    }
  }

  /// Whether something else than an entry follows.
  private static func mayEnd(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    let here = bytes.endOfSpace(from: start, to: bytes.count)
    guard here + 1 < bytes.count, bytes[here] == UInt8(ascii: "@") else { return here < bytes.count }
    switch bytes[here + 1].lowercased {
    case UInt8(ascii: "c"), UInt8(ascii: "p"), UInt8(ascii: "s"), UInt8(ascii: "x"): return true
    default: return !bytes[here + 1].isLetter
    }
  }

  private static func add(_ text: inout [UInt8], _ name: String, to record: inout Record) {
    _ = TextEncoding.repair(&text)
    record.nativeFields.append(
      NativeField(format: BibTeXTable.format, name: name, value: String(decoding: text, as: UTF8.self)))
  }

  // MARK: - Writing

  /// Appends what is kept with a record under a name; false where it would not stand as what it was.
  static func append(_ name: String, of record: Record, into sink: inout ByteSink) -> Bool {
    for native in record.nativeFields
    where native.name.hasSameBytes(as: name) && native.format.hasSameBytes(as: BibTeXTable.format) {
      guard stands(Array(native.value.utf8)) else { return false }
      sink.append(native.value)
      sink.append(10)
    }
    return true
  }

  /// Whether a text between entries has no entry in it, and leaves one behind it alone.
  private static func stands(_ text: [UInt8]) -> Bool {
    let bytes = text + Array("\n@misc{a,}".utf8)
    let entry = text.count + 1
    var framer = BibTeXFramer()
    var here = 0
    while true {
      switch framer.next(bytes.span, from: here, isLast: true) {
      case .unknown, .end: return false
      case .text(let range): here = range.upperBound
      case .block(let block):
        if block.range.lowerBound == entry { return true }
        if block.kind == .entry || !block.isWhole { return false }
        here = block.range.upperBound
      }
    }
  }
}
