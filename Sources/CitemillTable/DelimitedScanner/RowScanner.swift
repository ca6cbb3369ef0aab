import CitemillCore

/// A cell of a row: where its content is, without the quotes around it.
struct DelimitedCell {
  var start: Int
  var end: Int
  /// Whether the cell is in quotes; then white space at its ends is content.
  var isQuoted: Bool
  /// Whether it contains quotes, of which two beside each other are one.
  var hasQuotes: Bool

  var isEmpty: Bool { start == end }

  /// Removes the spaces and tabs at the ends.
  fileprivate mutating func trim(_ bytes: Span<UInt8>) {
    while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    while end > start, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
  }
}

/// Finds the cells of one row: RFC 4180, with other delimiters and line ends, and lenient if it is malformed.
///
///     key,"A title, ""quoted""",2019 CR LF
///     ^   ^                    ^     ^ row ends
///     |   quoted cell          unquoted cell
///
/// A quote ends a quoted cell only before a delimiter, a line end or the end; any other is kept as it stands, as is a quote
/// inside an unquoted cell. Both are remembered as `hasStrayQuotes`, so that who reads the row can weigh it.
struct RowScanner {
  /// What came of looking for the end of a row.
  enum Outcome: Equatable {
    /// The row ends before this index, its line end included.
    case row(next: Int)
    /// More bytes are needed to tell.
    case incomplete
    /// A quote is never closed, or the row runs on over lines into more cells than there may be.
    case unclosed
  }

  let delimiter: UInt8
  /// How many cells a row should have; 0 when that is not known.
  var expected = 0
  /// Whether a stray quote behind a line end inside a cell ends the search, so that no row is looked at twice for long.
  var isStrict = false
  /// How far the last row was looked at.
  private(set) var reached = 0
  /// The cells that were found last; empty ones beyond the limit are only counted.
  private(set) var cells: [DelimitedCell] = []
  /// How many cells the row has.
  private(set) var count = 0
  /// Whether a quote stands where none should.
  private(set) var hasStrayQuotes = false
  /// Whether quotes stand around a cell.
  private(set) var hasQuotedCell = false
  /// Whether a line end stands inside quotes; looked for only in a row that is not regular.
  private(set) var isMultiline = false
  /// Whether there is content beyond the greatest number of cells.
  private(set) var isTooWide = false

  /// How many cells are looked at.
  static let maximumCells = 65_536

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// Whether the row is as it should be.
  var isRegular: Bool { count == expected && !hasStrayQuotes && !isTooWide }

  /// Finds the cells of a line in which quotes are characters like others; whether they are as many as there should be.
  mutating func scanLine(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    cells.removeAll(keepingCapacity: true)
    (count, hasStrayQuotes, hasQuotedCell, isMultiline, isTooWide) = (0, true, false, false, false)
    var stop = end
    while stop > start, bytes[stop - 1] == 10 || bytes[stop - 1] == 13 { stop -= 1 }
    var here = start
    while here <= stop, count <= expected {
      let next = bytes.firstIndex(of: delimiter, from: here, to: stop) ?? stop
      var cell = DelimitedCell(start: here, end: next, isQuoted: false, hasQuotes: false)
      cell.trim(bytes)
      take(cell)
      here = next + 1
    }
    return count == expected && expected > 1
  }

  /// Finds the row that begins at an index; `end` is how far to look, and `isLast` says that nothing comes behind it.
  mutating func scan(_ bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool) -> Outcome {
    cells.removeAll(keepingCapacity: true)
    count = 0
    hasStrayQuotes = false
    hasQuotedCell = false
    isMultiline = false
    isTooWide = false
    reached = end
    var marks = CellMarks(delimiter: delimiter)
    var here = start
    // Up to where line ends inside quotes were looked for.
    var checked = start
    while true {
      var cell: DelimitedCell
      // A quote opens a cell, also behind spaces.
      if here < end, bytes[here] == UInt8(ascii: "\"") || bytes[here] == 32,
        let opening = openingQuote(bytes, from: here, to: end)
      {
        guard let closing = closingQuote(bytes, from: opening + 1, to: end, isLast: isLast) else {
          return isLast || reached < end ? .unclosed : .incomplete
        }
        hasQuotedCell = true
        cell = DelimitedCell(start: opening + 1, end: closing.index, isQuoted: true, hasQuotes: closing.hasQuotes)
        here = closing.next
      } else {
        var stop = marks.next(bytes, from: here, to: end)
        while stop < end, bytes[stop] == UInt8(ascii: "\"") {
          hasStrayQuotes = true
          stop = marks.next(bytes, from: stop + 1, to: end)
        }
        cell = DelimitedCell(start: here, end: stop, isQuoted: false, hasQuotes: false)
        if here < stop, bytes[here] <= 32 || bytes[stop - 1] <= 32 { cell.trim(bytes) }
        here = stop
      }
      take(cell)
      let isOver = here >= end
      if isOver, !isLast { return .incomplete }
      if !isOver, bytes[here] == delimiter {
        here += 1
        if count > expected, expected > 0 {
          if !isMultiline { isMultiline = bytes.hasLineEnd(from: checked, to: here) }
          checked = here
          if isMultiline {
            reached = here
            return .unclosed
          }
        }
        continue
      }
      if !isRegular, !isMultiline { isMultiline = bytes.hasLineEnd(from: checked, to: here) }
      if isOver { return .row(next: end) }
      let byte = bytes[here]
      here += 1
      if byte == 13 {
        if here >= end { return isLast ? .row(next: end) : .incomplete }
        if bytes[here] == 10 { here += 1 }
      }
      return .row(next: here)
    }
  }

  private mutating func take(_ cell: DelimitedCell) {
    count += 1
    if count <= Self.maximumCells {
      cells.append(cell)
    } else if !cell.isEmpty {
      isTooWide = true
    }
  }

  /// The quote that opens a cell; spaces before it are passed over.
  private func openingQuote(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    var here = start
    while here < end, bytes[here] == 32 { here += 1 }
    return here < end && bytes[here] == UInt8(ascii: "\"") ? here : nil
  }

  /// The quote that closes a cell, and the index of the delimiter or line end behind it; nil when there is none.
  private mutating func closingQuote(_ bytes: Span<UInt8>, from start: Int, to end: Int, isLast: Bool)
    -> (index: Int, next: Int, hasQuotes: Bool)?
  {
    var from = start
    var checked = start
    var hasQuotes = false
    while let quote = bytes.firstIndex(of: UInt8(ascii: "\""), from: from, to: end) {
      var next = quote + 1
      if next < end, bytes[next] == UInt8(ascii: "\"") {
        hasQuotes = true
        from = next + 1
        // Long runs of quotes go pair by pair, without a search for each.
        while from + 1 < end, bytes[from] == UInt8(ascii: "\""), bytes[from + 1] == UInt8(ascii: "\"") { from += 2 }
        continue
      }
      while next < end, bytes[next] == 32 { next += 1 }
      if next >= end {
        if !isLast { return nil }
        return (quote, next, hasQuotes)
      }
      let byte = bytes[next]
      if byte == delimiter || byte == 10 || byte == 13 { return (quote, next, hasQuotes) }
      hasStrayQuotes = true
      hasQuotes = true
      if isStrict, bytes.hasLineEnd(from: checked, to: quote) {
        reached = quote
        return nil
      }
      checked = quote
      from = quote + 1
    }
    return nil
  }
}

extension Span<UInt8> {
  fileprivate func hasLineEnd(from start: Int, to end: Int) -> Bool {
    firstIndex(of: 10, from: start, to: end) != nil || firstIndex(of: 13, from: start, to: end) != nil
  }

  /// The content of a cell, two quotes as one.
  func content(of cell: DelimitedCell) -> String {
    guard cell.hasQuotes else { return text(cell.start..<cell.end) }
    var result: [UInt8] = []
    result.reserveCapacity(cell.end - cell.start)
    var from = cell.start
    while let quote = firstIndex(of: UInt8(ascii: "\""), from: from, to: cell.end) {
      result.append(self, from..<(quote + 1))
      from = quote + 1
      if from < cell.end, self[from] == UInt8(ascii: "\"") { from += 1 }
    }
    result.append(self, from..<cell.end)
    return result.span.text(0..<result.count)
  }
}
