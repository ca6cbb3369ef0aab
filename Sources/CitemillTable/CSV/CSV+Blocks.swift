public import CitemillCore

// Blocks of a large table. The rows after the header have no meaning without it, so that every block gets it.

extension CSV: BlockReadable {
  /// What the blocks of a table need to know about its beginning.
  struct Head: Sendable {
    /// The row that names the columns; empty if there is none.
    var header: [UInt8] = []
    /// The index after it, without a byte order mark.
    var end = 0
    var delimiter: UInt8
    var columns: Int
  }

  /// The format with the header of the table. Nil if the header is not among the first bytes, or does not fit
  /// the first row.
  public func forBlocks(of prefix: BytePrefix) -> (any BlockReadable)? {
    var format = self
    if hasHeader {
      let found = CSVHeader.find(prefix.bytes.span, from: 0, isLast: prefix.isComplete, delimiter: delimiter)
      guard let found, found.range.upperBound < prefix.bytes.count else { return nil }
      // A header that has lost a delimiter is checked against the rows as they are read.
      var scanner = RowScanner(delimiter: found.delimiter)
      scanner.expected = found.cells
      let end = prefix.bytes.count
      let first = scanner.scan(prefix.bytes.span, from: found.range.upperBound, to: end, isLast: prefix.isComplete)
      guard case .row = first, scanner.count == found.cells else { return nil }
      format.head = Head(
        header: Array(prefix.bytes[found.range]), end: found.range.upperBound, delimiter: found.delimiter,
        columns: found.cells)
    } else {
      format.head = Head(delimiter: readDelimiter, columns: columns.count)
    }
    return format
  }

  /// The last place between two rows of which the second is well-formed. The search stops at a row with
  /// unbalanced quotes, and at the header of another table.
  public func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard let head else { return nil }
    var scanner = RowScanner(delimiter: head.delimiter)
    scanner.expected = head.columns
    var here = range.lowerBound
    var last: Int?
    while here < range.upperBound {
      guard case .row(let next) = scanner.scan(bytes, from: here, to: range.upperBound, isLast: false),
        scanner.isRegular || !scanner.isMultiline
      else { break }
      // The rows after the header of another table have no meaning without it.
      if hasHeader, CSVHeader.mayBegin(bytes, scanner.cells), CSVHeader.likeness(bytes, scanner.cells) != .none,
        !bytes.hasPrefix(head.header, at: here)
      {
        return here > range.lowerBound ? here : nil
      }
      // How a broken row is read depends on the well-formed one before it.
      if scanner.isRegular, here > range.lowerBound { last = here }
      here = next
    }
    return last
  }

  /// A reader for a block of a table.
  public func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
    CSVReader(source, self)
  }
}
