import CitemillCore

/// Splits a source into rows, so that a damaged one does not damage others.
///
/// A quote that is not closed would draw the rows after it into its cell. If a row over several lines is
/// malformed, each of its lines is tried as the start of a row. Reading continues at the first that begins a
/// well-formed row, and only what is before it is lost.
///
///     k2,book,"Weirs,2019        <- rejected
///     k3,book,"Mills",2020       <- regular by itself: reading goes on here
struct RowFramer {
  /// What follows next in the source; ranges are indices into its buffer.
  enum Piece {
    /// A row; its cells are those of the scanner.
    case row(Range<Int>)
    /// A row without content.
    case blank(Range<Int>)
    /// More of a row beyond the limit whose beginning was returned as broken.
    case rest(Range<Int>)
    /// Bytes that cannot be a row, with the reason.
    case broken(Range<Int>, Diagnostic.Code, String)
    case end
  }

  private let source: ByteSource
  private(set) var scanner: RowScanner
  private var isAtEnd = false
  /// How many cells the last well-formed row had.
  private var usual = 0
  /// Whether the last piece was cut off inside a line.
  private var isInsideLine = false

  /// How many bytes were read for nothing because of broken rows.
  private var wasted = 0

  /// The maximum size of a row; a longer one is rejected.
  static let maximumRow = 16 << 20
  /// How far the lines of a broken row are tried, in lines and in bytes.
  private static let triedLines = 512
  private static let triedBytes = 1 << 20

  init(_ source: ByteSource, delimiter: UInt8) {
    self.source = source
    scanner = RowScanner(delimiter: delimiter)
  }

  /// How many cells rows should have.
  var expected: Int {
    get { scanner.expected }
    set { scanner.expected = newValue }
  }

  /// Finds the next piece; it stays in the buffer until the source is asked to consume it.
  mutating func next() throws(SourceFailure) -> Piece {
    while true {
      if source.available == 0, try !fill() { return .end }
      let limit = min(source.buffer.count, source.head + Self.maximumRow)
      let isLast = isAtEnd && limit == source.buffer.count
      if isInsideLine { return restOfLine(limit) }
      // A broken row may be scanned from its start to the end of the source, but not if a file is full of
      // them.
      scanner.isStrict = wasted > (8 << 20) + source.offset
      let outcome = source.withBytes { scanner.scan($0, from: source.head, to: limit, isLast: isLast) }
      switch outcome {
      case .incomplete:
        if source.available >= Self.maximumRow { return tooLong(limit) }
        _ = try fill()
      case .row(let next):
        if scanner.isMultiline, !scanner.isRegular { wasted += next - source.head }
        if let end = endOfSwallowing(before: next) {
          if let line = lineOfItsOwn(before: end) { return .row(line) }
          return .broken(
            source.head..<end, .unclosedQuote,
            "a quote opens a cell over lines that are complete rows; the line is skipped")
        }
        if scanner.isMultiline, !scanner.isRegular, let resume = try resumption(before: next) {
          if resume == 0 { continue }
          return .broken(
            source.head..<resume, .unclosedQuote, "an unclosed quote; skipped up to the next complete row")
        }
        if scanner.isRegular { usual = scanner.count }
        return isBlank ? .blank(source.head..<next) : .row(source.head..<next)
      case .unclosed:
        wasted += scanner.reached - source.head
        if let line = lineOfItsOwn(before: limit) { return .row(line) }
        if let resume = try resumption(before: limit) {
          if resume == 0 { continue }
          return .broken(
            source.head..<resume, .unclosedQuote, "an unclosed quote; skipped up to the next complete row")
        }
        let end = firstLineEnd(limit) ?? limit
        return .broken(source.head..<end, .unclosedQuote, "an unclosed quote; the line is skipped")
      }
    }
  }

  private var isBlank: Bool { !scanner.isTooWide && scanner.cells.allSatisfy { $0.isEmpty } }

  /// Reads until twice as much is buffered; false at the end.
  private mutating func fill() throws(SourceFailure) -> Bool {
    let wanted = min(source.available * 2, Self.maximumRow) + 1
    while source.available < wanted {
      if try !source.fill() {
        isAtEnd = true
        break
      }
    }
    return source.available > 0
  }

  // MARK: - Broken rows

  /// The start of a row among the lines of the current one. Nil if there is none; 0 if more was read and the
  /// row must be scanned again.
  private mutating func resumption(before end: Int) throws(SourceFailure) -> Int? {
    let kept = scanner
    defer { scanner = kept }
    let window = kept.isStrict ? Self.triedBytes / 256 : Self.triedBytes
    var budget = window * 8
    var line = source.head
    scanner.isStrict = true
    for _ in 0..<Self.triedLines where budget > 0 {
      guard let next = source.withBytes({ $0.startOfLine(after: line, before: end) }) else { return nil }
      line = next
      let limit = min(source.buffer.count, line + window)
      let isLast = isAtEnd && limit == source.buffer.count
      let outcome = source.withBytes { scanner.scan($0, from: line, to: limit, isLast: isLast) }
      if case .row = outcome, !isBlank,
        scanner.isRegular || scanner.count == usual && !scanner.hasStrayQuotes && usual > 1
      {
        return line
      }
      if case .incomplete = outcome, limit == source.buffer.count, !isAtEnd, source.available < Self.maximumRow {
        _ = try fill()
        return 0
      }
      var looked = scanner.reached - line
      if case .row(let next) = outcome { looked = next - line }
      budget -= looked
      wasted += looked
    }
    return line
  }

  /// The end of the first line of a row over several lines, each of which would be a row by itself, as
  /// between two single quotes in a table whose cells have none (Fixtures/CSV/lone-quotes.tsv); nil for other
  /// rows. Lines of text have other numbers of delimiters than the header, unless there are very few.
  private func endOfSwallowing(before next: Int) -> Int? {
    guard scanner.hasQuotedCell else { return nil }
    let start = source.head
    let (delimiter, expected) = (scanner.delimiter, scanner.expected)
    return source.withBytes { bytes in
      guard let end = bytes.startOfLine(after: start, before: next) else { return nil }
      var lines = 0
      var line: Int? = start
      while let here = line {
        line = bytes.startOfLine(after: here, before: next)
        guard bytes.count(of: delimiter, from: here, to: line ?? next) == expected - 1 else { return nil }
        lines += 1
      }
      // Cells between tabs have no tabs in them.
      return (lines - 1) * (expected - 1) > (delimiter == 9 ? 0 : 3) ? end : nil
    }
  }

  /// The first line, if it is a row by itself once quotes are read as ordinary characters: unquoted cells may
  /// begin with them (Fixtures/CSV/quotes-of-text.tsv). The scanner then has its cells.
  private mutating func lineOfItsOwn(before end: Int) -> Range<Int>? {
    let line = source.head..<(firstLineEnd(end) ?? end)
    var other = scanner
    guard source.withBytes({ other.scanLine($0, from: line.lowerBound, to: line.upperBound) }) else { return nil }
    scanner = other
    return line
  }

  private func firstLineEnd(_ limit: Int) -> Int? {
    source.withBytes { $0.startOfLine(after: source.head, before: limit) }
  }

  /// A row beyond the limit: its first line is skipped, or as much of it as is buffered.
  private mutating func tooLong(_ limit: Int) -> Piece {
    let end = firstLineEnd(limit)
    isInsideLine = end == nil
    return .broken(
      source.head..<(end ?? limit), .rowTooLong,
      end == nil
        ? "a row of more than 16 MiB; skipped, and the rest of it is not kept"
        : "a row of more than 16 MiB; skipped")
  }

  private mutating func restOfLine(_ limit: Int) -> Piece {
    let end = firstLineEnd(limit)
    isInsideLine = end == nil && !(isAtEnd && limit == source.buffer.count)
    return .rest(source.head..<(end ?? limit))
  }
}

extension Span<UInt8> {
  /// How often a byte occurs in a range.
  fileprivate func count(of byte: UInt8, from start: Int, to end: Int) -> Int {
    var count = 0
    var from = start
    while let found = firstIndex(of: byte, from: from, to: end) {
      count += 1
      from = found + 1
    }
    return count
  }

  /// The index after the first line end at or after an index, or nil if no line starts before `end`.
  fileprivate func startOfLine(after start: Int, before end: Int) -> Int? {
    let feed = firstIndex(of: 10, from: start, to: end)
    let stop = firstIndex(of: 13, from: start, to: feed ?? end) ?? feed
    guard let stop else { return nil }
    let next = self[stop] == 13 && byte(at: stop + 1) == 10 ? stop + 2 : stop + 1
    return next < end ? next : nil
  }
}

extension Diagnostic.Code {
  /// A quote opens a cell and is never closed.
  static let unclosedQuote = Self("csv.unclosed-quote")
  /// A row that exceeds the size limit.
  static let rowTooLong = Self("csv.row-too-long")
}
