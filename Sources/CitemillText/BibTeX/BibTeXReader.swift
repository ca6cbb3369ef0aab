import CitemillCore

/// Reads the entries of a BibTeX file as records.
///
/// Only a window of the file is in memory. If an entry refers to others, the whole file is indexed, up to a
/// size limit, so that each entry can be read with its inherited fields. Input that cannot be read again,
/// such as a pipe, is kept in memory up to the same limit; of larger input only a window is kept.
struct BibTeXReader: RecordReader {
  private let source: ByteSource
  private var input: FramedSource
  private var framer = BibTeXFramer()
  private var lexer = BibTeXLexer()
  private var decoder = BibTeXDecoder()
  private var strings = BibTeXStrings()
  private var index: BibTeXIndex?
  /// The macros of the whole file, for entries that others refer to, wherever they are.
  private var indexStrings = BibTeXStrings()
  private var between: BibTeXBetween
  private var hasBegun = false
  /// Whether what was read first is no longer in the buffer.
  private var isRefilled = false
  private var hasBlock = false
  /// How much of a source is indexed for cross-references.
  private static let limit = 64 << 20

  init(_ source: ByteSource, keeping between: BibTeX.Between = .blocks) {
    self.source = source
    input = FramedSource(source)
    self.between = BibTeXBetween(between)
  }

  var tally: ReadTally { input.tally }

  mutating func next(into record: inout Record, reporting diagnostics: inout Diagnostics) throws(SourceFailure)
    -> ReadOutcome
  {
    if !hasBegun { try begin() }
    while true {
      switch nextPiece() {
      case .unknown:
        // Twice the current size, since the current piece is searched from its start again.
        isRefilled = true
        try input.fill(to: max(source.available * 2, 1 << 18))
      case .end:
        if !hasBlock, input.counts.rejected > 0 || input.counts.trivia.contains(where: { $0.name == "text" }) {
          throw input.nothingFound(.noBibTeXEntry, "it has no BibTeX entry")
        }
        if between.isLeft {
          diagnostics.warn(
            .textBetweenEntries, "comments or a preamble without an entry to keep them with, skipped",
            at: source.location(of: source.head..<source.head))
          input.counts.skipped += 1
          between.forget()
        }
        return .end
      case .text(let range): passText(range, &diagnostics)
      case .rest(let range): input.pass(range, "rest of a long entry")
      case .tooLong(let range):
        hasBlock = true
        return input.reject(range, .longEntry, "an entry of more than 16 MiB; skipped", reporting: &diagnostics)
      case .lost(let range, let kind):
        if case .records(let name) = kind {
          // If there is nothing else, the file is not BibTeX.
          if !hasBlock, input.isComplete, source.withBytes({ $0.trimmed(range.upperBound..<$0.count) }).isEmpty {
            input.pass(range, "text")
            continue
          }
          return input.reject(
            range, .otherFormat, "records of \(name) between entries; skipped", reporting: &diagnostics)
        }
        hasBlock = true
        return input.reject(
          range, .lostEntry, "text that looks like an entry, but does not start with @type{key; skipped",
          reporting: &diagnostics)
      case .block(let block):
        hasBlock = true
        if block.kind != .entry { keep(block, &diagnostics) }
        switch block.kind {
        case .comment: input.pass(block.range, "comments")
        case .preamble: input.pass(block.range, "preamble")
        case .string:
          define(block)
          if lexer.repairs.contains(.expansion) {
            diagnostics.error(
              .longExpansion, "a macro becomes too long when expanded; its text is kept unexpanded",
              at: source.location(of: block.range))
          }
          input.pass(block.range, "strings")
        case .entry:
          if let outcome = readEntry(block, into: &record, &diagnostics) { return outcome }
        }
      }
    }
  }

  private mutating func nextPiece() -> BibTeXPiece {
    let buffer = source.buffer
    return framer.next(buffer.span, from: source.head, isLast: input.isComplete)
  }

  // MARK: - Source

  private mutating func begin() throws(SourceFailure) {
    hasBegun = true
    let hasMore = try source.fill()
    if hasMore, source.canBeReadAgain(upTo: Self.limit) { return }
    input.isComplete = true
    while try source.fill() {
      if source.available >= Self.limit {
        input.isComplete = false
        break
      }
    }
  }

  /// Indexes the positions of all entries when the first one with a reference is found.
  private mutating func fillIndex() {
    guard index == nil, BibTeXIndex.isNeeded(lexer) else { return }
    if let file = source.wholeFile(upTo: Self.limit) {
      index = BibTeXIndex(of: file, isWhole: true, &indexStrings)
    } else if !isRefilled {
      // What was read before is still in the buffer, as long as nothing more was read.
      index = BibTeXIndex(of: source.buffer, isWhole: input.isComplete, &indexStrings)
    }
  }

  private mutating func define(_ block: BibTeXBlock) {
    var (lexer, strings) = (lexer, strings)
    self.strings = BibTeXStrings()
    source.withBytes { lexer.lexStrings($0, block, &strings) }
    (self.lexer, self.strings) = (lexer, strings)
  }

  // MARK: - Trivia

  private mutating func passText(_ range: Range<Int>, _ diagnostics: inout Diagnostics) {
    let visible = source.withBytes { $0.trimmed(range) }
    if visible.isEmpty { return input.pass(range, "blank") }
    let bytes = source.buffer
    let isKept = between.take(bytes.span, text: range)
    guard let words = source.withBytes({ BibTeXText.words($0, range) }) else { return input.pass(range, "remarks") }
    let (text, isCitation) = source.withBytes { bytes in
      let start = words.lowerBound..<min(words.upperBound, words.lowerBound + 60)
      return (bytes.text(start), BibTeXText.isCitation(bytes, words))
    }
    let shown = "\"\(text)\(words.count > 60 ? "…" : "")\""
    if isCitation {
      diagnostics.warn(
        .textBetweenEntries,
        "a plain-text reference between entries, \(isKept ? "kept" : "skipped"), is not a record: \(shown)",
        at: source.location(of: words))
    } else {
      diagnostics.note(
        .textBetweenEntries, "text between entries, \(isKept ? "kept" : "skipped"): \(shown)",
        at: source.location(of: words))
    }
    input.pass(range, "text")
  }

  /// Keeps a block that is not an entry, if requested.
  private mutating func keep(_ block: BibTeXBlock, _ diagnostics: inout Diagnostics) {
    let bytes = source.buffer
    let isKept = between.take(bytes.span, block)
    if isKept || block.kind == .string && block.isWhole { return }
    let reason = block.isWhole ? "that cannot be kept" : "that does not end"
    diagnostics.warn(.textBetweenEntries, "a block \(reason), skipped", at: source.location(of: block.range))
    input.counts.skipped += 1
  }

  // MARK: - Entries

  /// Reads an entry; nil if it is not a record, but an entry that others refer to.
  private mutating func readEntry(
    _ block: BibTeXBlock, into record: inout Record, _ diagnostics: inout Diagnostics
  ) -> ReadOutcome? {
    if let name = source.withBytes({ Self.nameOfOther($0, block.word) }) {
      let key = source.withBytes { bytes in
        let end = bytes.firstIndex(of: UInt8(ascii: ","), from: block.body.lowerBound, to: block.body.upperBound)
        let range = bytes.trimmed(block.body.lowerBound..<(end ?? block.body.upperBound))
        return bytes.text(range.lowerBound..<min(range.upperBound, range.lowerBound + 60))
      }
      diagnostics.note(
        .notARecord, "an entry that only refers to others and is not a record: \"\(key)\"",
        at: source.location(of: block.range))
      input.pass(block.range, name)
      return nil
    }
    record.reset()
    var frame = input.frame(of: block.range)
    var references: [Diagnostic] = []
    if let (bytes, encoding) = input.repaired(block.range) {
      frame.encoding = encoding
      var framer = BibTeXFramer()
      guard case .block(var repaired) = framer.next(bytes.span, from: 0, isLast: true) else {
        return input.reject(block.range, .noFields, "the entry cannot be read in its encoding", reporting: &diagnostics)
      }
      repaired.isWhole = repaired.isWhole && block.isWhole
      decode(bytes.span, repaired, groups: [], into: &record, &references)
    } else {
      let bytes = source.buffer
      decode(bytes.span, block, groups: framer.groups, into: &record, &references)
    }
    let isKnown = source.withBytes { BibTeXTypes.type($0, block.word) } != nil
    if lexer.fields.isEmpty, lexer.key.isEmpty || !isKnown || !block.isWhole {
      return input.reject(block.range, .noFields, "an entry without fields; skipped", reporting: &diagnostics)
    }
    report(frame, references: references, &diagnostics)
    input.accept(block.range)
    between.give(to: &record)
    let bytes = source.buffer
    between.giveEnd(bytes.span, from: source.head, isLast: input.isComplete, framer, to: &record)
    if between.encoding != .utf8 {
      diagnostics.warn(
        .notUTF8, "text between entries is not UTF-8; read as \(between.encoding.rawValue)",
        at: frame.location(in: source.name))
    }
    return .record(frame)
  }

  /// The kind of trivia for entries of a type that are not records; nil for records.
  static func nameOfOther(_ bytes: Span<UInt8>, _ word: Range<Int>) -> String? {
    if bytes.isWord("xdata", word) { return "xdata" }
    return bytes.isWord("set", word) ? "sets" : nil
  }

  private mutating func decode(
    _ bytes: Span<UInt8>, _ block: BibTeXBlock, groups: [BibTeXGroup], into record: inout Record,
    _ references: inout [Diagnostic]
  ) {
    lexer.lex(bytes, block, &strings, groups: groups)
    fillIndex()
    if index != nil { index?.inherit(bytes, block, &lexer, strings: &indexStrings, reporting: &references) }
    lexer.readCharacterNames(bytes, block)
    decoder.decode(bytes, block.word, lexer, into: &record)
  }

  private func report(_ frame: Frame, references: [Diagnostic], _ diagnostics: inout Diagnostics) {
    let isQuiet =
      frame.encoding == .utf8 && lexer.repairs.isEmpty && lexer.undefined.isEmpty && decoder.remarks.isEmpty
      && references.isEmpty
    if isQuiet { return }
    let place = frame.location(in: source.name)
    diagnostics.warn(of: frame.encoding, at: place)
    let repairs = lexer.repairs
    if repairs.contains(.end) {
      diagnostics.warn(
        .repaired, "a brace or quotation mark is missing; the end was inferred from the lines", at: place)
    }
    if repairs.contains(.comma) { diagnostics.warn(.repaired, "a comma between fields is missing", at: place) }
    if repairs.contains(.equals) { diagnostics.warn(.repaired, "an equals sign after a name is missing", at: place) }
    if repairs.contains(.quote) {
      diagnostics.warn(.repaired, "a value without delimiters, or with quotation marks inside; kept whole", at: place)
    }
    if repairs.contains(.expansion) {
      diagnostics.error(.longExpansion, "macros make a value too long; its text is kept unexpanded", at: place)
    }
    for name in lexer.undefined {
      diagnostics.warn(.undefinedMacro, "macro \"\(name)\" is not defined here; its name is kept", at: place)
    }
    if repairs.contains(.remark) {
      diagnostics.note(.remark, "a line of the entry is commented out with a percent sign; skipped", at: place)
    }
    if repairs.contains(.remarkOfField) {
      diagnostics.warn(.remark, "a field of the entry is commented out with a percent sign; skipped", at: place)
    }
    if repairs.contains(.stray) {
      diagnostics.warn(
        .strayText, "words in the entry that belong to no field; kept as the native field stray-text", at: place)
    }
    for reference in references {
      diagnostics.report(Diagnostic(reference.severity, reference.code, reference.message, at: place))
    }
    for remark in decoder.remarks {
      if remark.code == .unknownField {
        diagnostics.count(unknown: "field", remark.message, remark.code, at: place)
      } else {
        diagnostics.report(Diagnostic(remark.severity, remark.code, remark.message, at: place))
      }
    }
  }
}
