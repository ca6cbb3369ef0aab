import CitemillCore

/// Finds the row that names the columns, and the lines before it; also finds another such row among the rows,
/// where files were joined.
struct CSVHeader {
  /// A line between the start of the source and the header.
  enum Preamble { case blank, remark }

  var delimiter: UInt8
  var cells: Int
  /// How many of them are known names.
  var known: Int
  var hasIdentifier: Bool
  /// The row with its line end, as indices into the bytes.
  var range: Range<Int>
  var preamble: [(range: Range<Int>, kind: Preamble)]

  /// How many lines may be before the header.
  private static let maximumPreamble = 20
  /// How many known names a line must have to be the header if other lines come before it.
  private static let fewestNames = 2

  /// The header among the first bytes of a source, or nil.
  static func find(in prefix: BytePrefix, delimiter: CSV.Delimiter) -> CSVHeader? {
    find(prefix.bytes.span, from: 0, isLast: prefix.isComplete, delimiter: delimiter, isWhole: false)
  }

  /// The header at or after an index. With `isWhole`, a header that may be cut off is not accepted.
  static func find(
    _ bytes: Span<UInt8>, from start: Int, isLast: Bool, delimiter: CSV.Delimiter, isWhole: Bool = true
  ) -> CSVHeader? {
    var here = start
    var preamble: [(Range<Int>, Preamble)] = []
    var wanted = delimiter.byte
    var remarks = 0
    while here < bytes.count, remarks < maximumPreamble {
      let next = bytes.endOfLine(from: here)
      if bytes.isBlank(here..<next) {
        preamble.append((here..<next, .blank))
      } else if let told = separatorLine(bytes, here..<next) {
        // Excel's own declaration of the delimiter.
        if wanted == nil { wanted = told }
        preamble.append((here..<next, .remark))
        remarks += 1
      } else {
        let fewest = preamble.contains { $0.1 == .remark } || remarks > 0 ? fewestNames : 1
        // The line for Excel may be that of another file.
        let found =
          row(bytes, here, wanted, isLast: isLast, isWhole: isWhole)
          ?? (wanted == delimiter.byte ? nil : row(bytes, here, nil, isLast: isLast, isWhole: isWhole))
        if let found, found.known >= fewest {
          var header = found
          header.preamble = preamble
          return header
        }
        preamble.append((here..<next, .remark))
        remarks += 1
      }
      here = next
    }
    return nil
  }

  /// The row at an index, with the delimiter that gives the most known names.
  static func row(_ bytes: Span<UInt8>, _ start: Int, _ wanted: UInt8?, isLast: Bool, isWhole: Bool)
    -> CSVHeader?
  {
    let candidates = wanted.map { [$0] } ?? [CSV.Delimiter.comma, .tab, .semicolon, .pipe].compactMap(\.byte)
    var best: CSVHeader?
    for delimiter in candidates {
      var scanner = RowScanner(delimiter: delimiter)
      let outcome = scanner.scan(bytes, from: start, to: bytes.count, isLast: isLast || !isWhole)
      guard case .row(let next) = outcome, !scanner.isTooWide else { continue }
      let columns = CSVTable.columns(named: scanner.cells.map { bytes.content(of: $0) }).compactMap(\.self)
      guard columns.count > best?.known ?? 0 else { continue }
      let hasIdentifier = columns.contains { if case .at(.identifier) = $0.rule { true } else { false } }
      best = CSVHeader(
        delimiter: delimiter, cells: scanner.count, known: columns.count, hasIdentifier: hasIdentifier,
        range: start..<next, preamble: [])
    }
    return best
  }

  // MARK: - Among the rows

  /// Whether a row among the others names columns, like the first row of a file that was appended to another
  /// one.
  enum Likeness { case none, doubtful, sure }

  /// How many known names make a row a header, whatever else it contains.
  private static let manyNames = 8

  /// Whether a row begins as a header may: with the name of a column, or with one other word before such a
  /// name. It is a quick check, since most rows do not.
  static func mayBegin(_ bytes: Span<UInt8>, _ cells: [DelimitedCell]) -> Bool {
    var isSecond = false
    for cell in cells.prefix(4) where !cell.isEmpty {
      guard isPlausible(bytes, cell.start..<cell.end) else { return false }
      if CSVTable.column(bytes.content(of: cell)) != nil { return true }
      if isSecond { return false }
      isSecond = true
    }
    return false
  }

  /// How similar the cells of a row are to a header: all may be names of columns, and most of them are known.
  static func likeness(_ bytes: Span<UInt8>, _ cells: [DelimitedCell]) -> Likeness {
    var known: Set<CSVTable.Rule> = []
    var named = 0
    for cell in cells where !cell.isEmpty {
      guard isPlausible(bytes, cell.start..<cell.end) else { return .none }
      named += 1
      if let column = CSVTable.column(bytes.content(of: cell)) { known.insert(column.rule) }
    }
    if cells.count < 3 { return known.count == cells.count && known.count > 1 ? .sure : .none }
    if known.count >= manyNames || known.count > 2 && known.count * 2 > cells.count { return .sure }
    return known.count > 1 && known.count * 2 > named ? .doubtful : .none
  }

  /// Whether a row with these texts could be read as a header.
  static func isLike(_ texts: [String]) -> Bool {
    if texts.count < 2 { return texts.first.map { CSVTable.column($0) != nil } ?? false }
    // Most rows begin with a key that has a year in it.
    guard let first = texts.prefix(4).first(where: { !$0.isEmpty }),
      first.withUTF8Span({ isPlausible($0, 0..<$0.count) })
    else { return false }
    func scanned(_ texts: ArraySlice<String>, _ test: (Span<UInt8>, [DelimitedCell]) -> Bool) -> Bool {
      var bytes: [UInt8] = []
      var cells: [DelimitedCell] = []
      for text in texts {
        let start = bytes.count
        bytes += Array(text.utf8)
        cells.append(DelimitedCell(start: start, end: bytes.count, isQuoted: true, hasQuotes: false))
      }
      return test(bytes.span, cells)
    }
    return scanned(texts.prefix(4), mayBegin) && scanned(texts[...]) { likeness($0, $1) != .none }
  }

  /// Whether a name in a header is a number or a URL, as where the first row was joined to the header.
  static func isValue(_ name: String) -> Bool {
    name.utf8.contains { $0.isDigit } && !name.utf8.contains { $0.isLetter || $0 >= 0x80 }
      || name.withUTF8Span { $0.firstIndex(of: Array("://".utf8)) != nil }
  }

  /// Whether a cell may be the name of a column: a few words without a year, a URL or a line end.
  private static func isPlausible(_ bytes: Span<UInt8>, _ cell: Range<Int>) -> Bool {
    guard cell.count <= 64 else { return false }
    var (digits, spaces, hasLetter) = (0, 0, false)
    for index in cell {
      let byte = bytes[index]
      hasLetter = hasLetter || byte.isLetter || byte >= 0x80
      digits = byte.isDigit ? digits + 1 : 0
      if byte == 32 { spaces += 1 }
      if digits > 3 || spaces > 6 || byte < 32 || byte == UInt8(ascii: "@") { return false }
      if byte == UInt8(ascii: ":"), index + 1 < cell.upperBound, bytes[index + 1] == UInt8(ascii: "/") { return false }
    }
    return hasLetter
  }

  /// The two names in a cell that lacks the delimiter between them, `title;author`, `TitleAuthors`; nil if
  /// they are not two known ones.
  static func halves(of name: String) -> (String, String)? {
    let bytes = Array(name.utf8)
    guard (4...128).contains(bytes.count) else { return nil }
    // If a delimiter was replaced, one byte or character is between the names.
    for gap in [1, 0, 2] {
      for place in 2..<max(bytes.count - gap - 1, 2) {
        let first = String(decoding: bytes[..<place], as: UTF8.self)
        let second = String(decoding: bytes[(place + gap)...], as: UTF8.self)
        if let one = CSVTable.column(first), let other = CSVTable.column(second), one.rule != other.rule {
          return (first, second)
        }
      }
    }
    return nil
  }

  /// The delimiter of a line `sep=;`.
  static func separatorLine(_ bytes: Span<UInt8>, _ line: Range<Int>) -> UInt8? {
    let range = bytes.trimmedLine(line)
    guard range.count == 5, bytes.standsInAnyCase("sep=", at: range.lowerBound) else { return nil }
    return bytes[range.lowerBound + 4]
  }
}

extension Span<UInt8> {
  /// The index after the line that begins at an index.
  fileprivate func endOfLine(from start: Int) -> Int {
    let feed = firstIndex(of: 10, from: start, to: count)
    guard let stop = firstIndex(of: 13, from: start, to: feed ?? count) ?? feed else { return count }
    return self[stop] == 13 && byte(at: stop + 1) == 10 ? stop + 2 : stop + 1
  }

  /// The line without its end and its quotes.
  fileprivate func trimmedLine(_ line: Range<Int>) -> Range<Int> {
    var (lower, upper) = (line.lowerBound, line.upperBound)
    if stands("\u{FEFF}", at: lower), line.count > 3 { lower += 3 }
    while upper > lower, self[upper - 1].isSpace || self[upper - 1] == UInt8(ascii: "\"") {
      if self[upper - 1] == 9, upper - lower == 5 { break }
      upper -= 1
    }
    while lower < upper, self[lower] == UInt8(ascii: "\"") { lower += 1 }
    return lower..<upper
  }

  fileprivate func isBlank(_ range: Range<Int>) -> Bool {
    for index in range where !self[index].isSpace { return false }
    return true
  }
}
