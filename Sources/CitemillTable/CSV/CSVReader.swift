import CitemillCore

/// Reads the rows of a table as records.
struct CSVReader: RecordReader {
  /// The use of a column of the source.
  private struct Binding {
    let name: String
    var rule: CSVTable.Rule?
    /// Whether another column with the same meaning is preferred to it.
    var isSpare = false
    var nameForm = CSVTable.NameForm.usual
    /// Whether it is Zotero's "Extra", some of whose lines may be values.
    var isExtra: Bool { rule == .at(.note(.note)) && CSVTable.plain(name).elementsEqual("extra".utf8) }
  }

  private let source: ByteSource
  private var input: FramedSource
  private let format: CSV
  private var framer: RowFramer
  private var bindings: [Binding] = []
  /// Who wrote the table, if its header shows it.
  private var exporter: CSVTable.Exporter?
  /// Whether the table has a column for journals, under another name than Citemill's.
  private var namesJournals = false
  private var showsArticles = false
  /// The columns in the order of reading: the type first, and those to which another is preferred last.
  private var order: [Int] = []
  private var more: Int?
  private var header: [UInt8] { input.prologue }
  /// Whether quotes are around a name in the header.
  private var isHeaderQuoted = false
  /// Whether the header was compared with a row of the table. It was if a row has as many cells, or if the
  /// header was found to have too few.
  private var isHeaderWeighed = false
  private var hasBegun = false
  /// The lines before the header that are still to be skipped, and the header.
  private var lead: (lines: ArraySlice<(range: Range<Int>, kind: CSVHeader.Preamble)>, header: CSVHeader)?
  private var decoder = CSVDecoder()

  init(_ source: ByteSource, _ format: CSV) {
    self.source = source
    input = FramedSource(source)
    self.format = format
    framer = RowFramer(source, delimiter: UInt8(ascii: ","))
  }

  var tally: ReadTally { input.tally }

  mutating func next(into record: inout Record, reporting diagnostics: inout Diagnostics) throws(SourceFailure)
    -> ReadOutcome
  {
    if !hasBegun { try begin(&diagnostics) }
    if lead != nil, let outcome = passLead(&diagnostics) { return outcome }
    while true {
      switch try framer.next() {
      case .end:
        if format.head == nil, input.counts.frames == 0,
          let value = bindings.first(where: { $0.rule == nil && CSVHeader.isValue($0.name) })
        {
          throw input.nothingFound(
            .damagedHeader,
            "there is no row after the header, and \"\(value.name)\" in it is not a column name; a line end may be missing"
          )
        }
        return .end
      case .blank(let range): input.pass(range, "blank")
      case .rest(let range): input.pass(range, "rest of a row too long")
      case .broken(let range, let code, let message): return input.reject(range, code, message, reporting: &diagnostics)
      case .row(let range):
        if isHeader(range) {
          diagnostics.note(.repeatedHeader, "the header is repeated; skipped", at: input.location(of: range))
          input.pass(range, "header")
        } else if framer.scanner.count < 3, format.hasHeader, isSeparatorLine(range) {
          // Before the header of another table.
          input.pass(range, "lines before the header")
        } else if isFiller(range) {
          diagnostics.warn(.filler, "bytes without content; skipped", at: input.location(of: range))
          input.pass(range, "filler")
        } else if let remark = remark(range) {
          diagnostics.warn(
            .remark, "a line of the exporter, not a record; skipped: \"\(remark)\"", at: input.location(of: range))
          input.pass(range, "remarks")
        } else {
          let (likeness, delimiter) = likeness(of: range, &diagnostics)
          switch likeness {
          case .none: return read(range, into: &record, &diagnostics)
          case .sure: takeHeader(range, delimiter, &diagnostics)
          case .doubtful:
            return input.reject(
              range, .doubtfulHeader,
              "the row contains column names, and may be the header of another table; row skipped",
              reporting: &diagnostics)
          }
        }
      }
    }
  }

  // MARK: - Header

  /// Skips the header and binds the columns.
  private mutating func begin(_ diagnostics: inout Diagnostics) throws(SourceFailure) {
    hasBegun = true
    guard format.hasHeader else {
      framer = RowFramer(source, delimiter: format.readDelimiter)
      bindings = format.columns.map { Binding(name: $0.name, rule: $0.rule) }
      arrange()
      return
    }
    if let head = format.head, source.preambleBytes == 0, source.offset >= head.end {
      // After the header, which the first block reports.
      framer = RowFramer(source, delimiter: head.delimiter)
      var untold = Diagnostics(limit: 0)
      bind(head.header, head.delimiter, at: input.location(of: 0..<0), &untold)
      return
    }
    let found = try findHeader()
    guard let found else {
      throw input.nothingFound(
        .noHeader,
        "no row has known column names, such as title, author or DOI; without a header use header=no and columns=..."
      )
    }
    // Rows that are rejected before it have it too.
    input.prologue = source.withBytes { bytes in
      let row = bytes.trimmed((source.head + found.range.lowerBound)..<(source.head + found.range.upperBound))
      return Array(source.buffer[row])
    }
    lead = (found.preamble[...], found)
  }

  /// Skips the lines before the header and binds the columns; a line that is a row of the table is rejected.
  private mutating func passLead(_ diagnostics: inout Diagnostics) -> ReadOutcome? {
    while let (range, kind) = lead?.lines.popFirst() {
      let place = source.head..<(source.head + range.count)
      if kind == .remark, !isSeparatorLine(place) {
        if let header = lead?.header, isRow(place, of: header) {
          return input.reject(place, .rowBeforeHeader, "a row before the header; skipped", reporting: &diagnostics)
        }
        let text = source.withBytes { bytes in
          bytes.text(bytes.trimmed(place.lowerBound..<min(place.upperBound, place.lowerBound + 80)))
        }
        diagnostics.warn(
          .skippedLine, "a line before the header; skipped: \"\(text)\"", at: input.location(of: place))
        input.counts.skipped += 1
      }
      input.pass(place, kind == .blank ? "blank" : "lines before the header")
    }
    guard let found = lead?.header else { return nil }
    lead = nil
    framer = RowFramer(source, delimiter: found.delimiter)
    let range = source.head..<(source.head + found.range.count)
    bind(Array(source.buffer[range]), found.delimiter, at: input.location(of: range), &diagnostics)
    input.pass(range, "header")
    return nil
  }

  /// Whether a line has as many cells as the header, if that has three or more.
  private func isRow(_ line: Range<Int>, of header: CSVHeader) -> Bool {
    guard header.cells > 2 else { return false }
    var scanner = RowScanner(delimiter: header.delimiter)
    return source.withBytes { bytes in
      _ = scanner.scan(bytes, from: line.lowerBound, to: line.upperBound, isLast: true)
      return scanner.count == header.cells && scanner.cells.contains { !$0.isEmpty }
    }
  }

  private func isSeparatorLine(_ range: Range<Int>) -> Bool {
    range.count <= 12 && source.withBytes { CSVHeader.separatorLine($0, range) } != nil
  }

  /// Finds the header among the first rows, and reads on as long as it may be cut off.
  private func findHeader() throws(SourceFailure) -> CSVHeader? {
    var size = 1 << 16
    while true {
      let prefix = try source.prefix(size)
      let found = CSVHeader.find(prefix.bytes.span, from: 0, isLast: prefix.isComplete, delimiter: format.delimiter)
      if let found, prefix.isComplete || found.range.upperBound < prefix.bytes.count { return found }
      if prefix.isComplete || size >= RowFramer.maximumRow { return found }
      // One attempt at the complete lines is enough, unless the first of them is not complete.
      if found == nil, prefix.lines.count > 40 { return nil }
      size *= 4
    }
  }

  private mutating func bind(
    _ row: [UInt8], _ delimiter: UInt8, at place: SourceLocation, _ diagnostics: inout Diagnostics
  ) {
    var bytes = row
    while bytes.last == 10 || bytes.last == 13 { bytes.removeLast() }
    input.prologue = bytes
    _ = TextEncoding.repair(&bytes)
    var scanner = RowScanner(delimiter: delimiter)
    _ = scanner.scan(bytes.span, from: 0, to: bytes.count, isLast: true)
    isHeaderQuoted = scanner.cells.contains(where: \.isQuoted)
    isHeaderWeighed = false
    let names = scanner.cells.map { bytes.span.content(of: $0).trimmed }
    let ofTags = CSVTable.namesOfTags(names)
    bind(ofTags ?? names, haveTags: ofTags != nil, at: place, &diagnostics)
  }

  private mutating func bind(
    _ names: [String], haveTags: Bool = false, at place: SourceLocation, _ diagnostics: inout Diagnostics
  ) {
    bindings.removeAll()
    exporter = CSVTable.Exporter(names)
    var unknown: [String] = []
    for (index, (name, column)) in zip(names, CSVTable.columns(named: names)).enumerated() {
      var binding = Binding(name: name.isEmpty ? "column \(index + 1)" : name)
      if format.hasSources, column == nil, CSVTable.plain(name) == CSVTable.plain(CSVTable.sources.name) {
        binding.rule = .sources
      } else if let column {
        // This exporter names the journal where others name the database.
        let isJournal = exporter == .publishOrPerish && column.rule == .at(.variable(.source))
        binding.rule = isJournal ? .at(.title(.main, .host)) : column.rule
        binding.nameForm = CSVTable.nameForm(of: name, in: exporter)
        binding.isSpare = bindings.contains { $0.rule == binding.rule }
      } else if !haveTags || name.utf8.count != 2 {
        // A tag without a name here has no place in the model.
        unknown.append(binding.name)
      }
      bindings.append(binding)
    }
    // Of columns with one meaning, the one with more detail, or with the column's own name, is preferred.
    for index in bindings.indices where bindings[index].isSpare {
      guard let rule = bindings[index].rule,
        let first = bindings.firstIndex(where: { $0.rule == rule && !$0.isSpare }),
        precedence(of: bindings[index]) > precedence(of: bindings[first])
      else { continue }
      bindings[first].isSpare = true
      bindings[index].isSpare = false
    }
    namesJournals = bindings.contains { $0.rule == .at(.title(.main, .host)) && $0.name != "container-title" }
    showsArticles = namesJournals && !bindings.contains { $0.rule == .at(.type) }
    let spare = bindings.filter { $0.isSpare && $0.rule != .at(.keyword) }
    for name in unknown { diagnostics.count(unknown: "column", name, .unknownColumn, at: place) }
    for name in unknown.prefix(64) {
      guard let near = nearColumn(name) else { continue }
      diagnostics.warn(
        .misspelledColumn, "column \"\(name)\" is not known; if \(near) is meant, its cells are in the wrong place",
        at: place)
    }
    // Zotero and Scopus have columns with one meaning under different names; the same name twice may be a
    // mistake.
    let counts = spare.isEmpty ? [:] : Dictionary(bindings.map { (CSVTable.plain($0.name), 1) }, uniquingKeysWith: +)
    for isSame in [true, false] {
      let repeated = spare.filter { isSame == (counts[CSVTable.plain($0.name), default: 1] > 1) }
      if repeated.isEmpty { continue }
      let message =
        "\(Self.listed(repeated.map(\.name))) there a second time, by name or by meaning; values that differ are kept as native fields"
      diagnostics.report(Diagnostic(isSame ? .warning : .note, .repeatedColumn, message, at: place))
    }
    arrange()
  }

  /// The column that the table does not have, and whose name is this one but for one character.
  private func nearColumn(_ name: String) -> String? {
    // Three letters are close to many words, as `Age` is to `page`.
    guard (4...32).contains(name.utf8.count) else { return nil }
    let bytes = name.utf8.map(\.lowercased)
    func isNear(_ other: String) -> Bool {
      other.utf8.count > 3 && abs(other.utf8.count - bytes.count) < 2
        && EditDistance.between(bytes, other.utf8.map(\.lowercased), limit: 1) < 2
    }
    // There are many other names: short ones, and numbered columns, may be close to one by chance.
    let isNumbered = bytes.last?.isDigit == true
    func isLong(_ other: String) -> Bool { other.utf8.count > 4 && !isNumbered }
    let columns = CSVTable.columns
    let found = columns.first { isNear($0.name) } ?? columns.first { $0.aliases.contains { isLong($0) && isNear($0) } }
    guard let found, CSVTable.plain(found.name) != CSVTable.plain(name),
      !bindings.contains(where: { $0.rule == found.rule })
    else { return nil }
    return found.name
  }

  /// Which of several columns with one meaning is preferred: the one with full names, then the one with the
  /// column's own name.
  private func precedence(of binding: Binding) -> Int {
    if binding.nameForm == .numbered { return 2 }
    // The book that contains a chapter; the source column is its series then.
    if CSVTable.namesBook(binding.name) { return 2 }
    // Beside the kind of work, the publication type is only one letter.
    if binding.rule == .at(.type), binding.name.lowercased() == "publication type" { return -1 }
    let column = binding.rule.flatMap(CSVTable.column(of:))
    return column?.name.hasSameBytes(as: binding.name) == true ? 1 : 0
  }

  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
    let rest = names.count > 8 ? " and \(names.count - 8) more" : ""
    return names.count == 1 ? "column \(shown) is" : "columns \(shown)\(rest) are"
  }

  private mutating func arrange() {
    framer.expected = bindings.count
    more = bindings.firstIndex { $0.rule == .more && !$0.isSpare }
    let known = bindings.indices.filter { bindings[$0].rule != nil && $0 != more }
    order =
      known.filter { bindings[$0].rule == .at(.type) && !bindings[$0].isSpare }
      + known.filter { bindings[$0].rule != .at(.type) && !bindings[$0].isSpare && !bindings[$0].isExtra }
      + known.filter { bindings[$0].isSpare && !bindings[$0].isExtra } + known.filter { bindings[$0].isExtra }
      + bindings.indices.filter { bindings[$0].rule == nil }
  }

  // MARK: - Headers among the rows

  /// Whether a row is the header of another table, as where files were joined; and the delimiter between its
  /// cells.
  private func likeness(
    of range: Range<Int>, _ diagnostics: inout Diagnostics
  ) -> (CSVHeader.Likeness, delimiter: UInt8) {
    let delimiter = framer.scanner.delimiter
    guard format.hasHeader else { return (.none, delimiter) }
    if framer.scanner.count == 1, bindings.count > 1 { return otherLikeness(of: range) }
    let cells = framer.scanner.cells
    guard source.withBytes({ CSVHeader.mayBegin($0, cells) }) else { return (.none, delimiter) }
    let likeness = source.withBytes { CSVHeader.likeness($0, cells) }
    if likeness == .none { return (.none, delimiter) }
    if !isHeaderQuoted, cells.count == bindings.count, cells.allSatisfy({ $0.isQuoted || $0.isEmpty }) {
      // Such quotes are how the writer distinguishes a record with these words from a header.
      diagnostics.warn(
        .doubtfulHeader, "the row contains column names, but is quoted unlike the header; read as a record",
        at: input.location(of: range))
      return (.none, delimiter)
    }
    return (likeness, delimiter)
  }

  /// The same for a row without any delimiter of the table: it may have that of another one.
  private func otherLikeness(of range: Range<Int>) -> (CSVHeader.Likeness, delimiter: UInt8) {
    source.withBytes { bytes in
      let row = bytes.extracting(range)
      guard let found = CSVHeader.row(row, 0, nil, isLast: true, isWhole: true), found.cells > 1 else {
        return (.none, framer.scanner.delimiter)
      }
      var scanner = RowScanner(delimiter: found.delimiter)
      _ = scanner.scan(row, from: 0, to: row.count, isLast: true)
      return (CSVHeader.likeness(row, scanner.cells), found.delimiter)
    }
  }

  private func rules(of cells: [DelimitedCell]) -> [CSVTable.Rule?] {
    source.withBytes { bytes in cells.map { CSVTable.column(bytes.content(of: $0))?.rule } }
  }

  /// Continues with a header among the rows.
  private mutating func takeHeader(_ range: Range<Int>, _ delimiter: UInt8, _ diagnostics: inout Diagnostics) {
    let place = input.location(of: range)
    let isSame =
      delimiter == framer.scanner.delimiter && framer.scanner.cells.count == bindings.count
      && zip(rules(of: framer.scanner.cells), bindings).allSatisfy { $0 != nil && $0 == $1.rule }
    if isSame {
      diagnostics.note(.repeatedHeader, "the header is repeated; skipped", at: place)
    } else {
      diagnostics.warn(.secondHeader, "the header of another table; the rows after it are read with it", at: place)
      framer = RowFramer(source, delimiter: delimiter)
      bind(Array(source.buffer[range]), delimiter, at: place, &diagnostics)
    }
    input.pass(range, "header")
  }

  /// Compares the header with the first row that has more cells, unless a row before had as many as the
  /// header. The header may lack a delimiter, and then all cells after it would be read in wrong columns
  /// (Fixtures/CSV/damaged-header.csv).
  private mutating func weighHeader(_ range: Range<Int>, _ diagnostics: inout Diagnostics) {
    isHeaderWeighed = true
    let place = input.location(of: range)
    let names = bindings.map(\.name)
    let joined = bindings.indices.prefix(1024).filter {
      bindings[$0].rule == nil && CSVHeader.halves(of: names[$0]) != nil
    }
    if framer.scanner.count == names.count + 1, joined.count == 1,
      let (first, second) = CSVHeader.halves(of: names[joined[0]])
    {
      diagnostics.warn(
        .damagedHeader,
        "\"\(names[joined[0]])\" in the header lacks a delimiter, and the rows have one cell more; read as two columns",
        at: place)
      bind(names[..<joined[0]] + [first, second] + names[(joined[0] + 1)...], at: place, &diagnostics)
    } else if !hasSurplus(range) {
      diagnostics.warn(
        .damagedHeader,
        "rows have more cells than the header, but these are empty; if the header lacks a delimiter, cells are read into the wrong columns",
        at: place)
    }
  }

  // MARK: - Rows

  private mutating func read(_ range: Range<Int>, into record: inout Record, _ diagnostics: inout Diagnostics)
    -> ReadOutcome
  {
    if !isHeaderWeighed {
      if framer.scanner.count > bindings.count { weighHeader(range, &diagnostics) }
      isHeaderWeighed = framer.scanner.count >= bindings.count
    }
    if framer.scanner.isTooWide || hasSurplus(range) {
      return input.reject(
        range, .longRow,
        "the row has \(framer.scanner.count) cells and the header \(bindings.count); a delimiter may be unquoted; row skipped",
        reporting: &diagnostics)
    }
    let isShort = framer.scanner.count < bindings.count
    if framer.scanner.hasStrayQuotes, isShort {
      return input.reject(
        range, .strayQuote,
        "quotes are not balanced, and the row has \(framer.scanner.count) of \(bindings.count) cells; row skipped",
        reporting: &diagnostics)
    }
    record.reset()
    decoder.begin()
    let repaired = input.repaired(range)
    if let bytes = repaired?.bytes {
      var scanner = RowScanner(delimiter: framer.scanner.delimiter)
      _ = scanner.scan(bytes.span, from: 0, to: bytes.count, isLast: true)
      decode(bytes.span, scanner.cells, into: &record)
    } else {
      source.withBytes { decode($0, framer.scanner.cells, into: &record) }
    }
    if isShort, record.content == idAndType(of: record) {
      return input.reject(
        range, .shortRow,
        "the row has \(framer.scanner.count) of \(bindings.count) cells and only id and type; row skipped",
        reporting: &diagnostics)
    }
    let frame = input.frame(of: range, repaired?.encoding ?? .utf8)
    report(frame, isShort, &diagnostics)
    input.accept(range)
    return .record(frame)
  }

  private func idAndType(of record: Record) -> Record {
    var bare = Record()
    bare.key = record.key
    bare.type = record.type
    return bare
  }

  /// Whether there is content after the last column.
  private func hasSurplus(_ range: Range<Int>) -> Bool {
    framer.scanner.cells.count > bindings.count && framer.scanner.cells[bindings.count...].contains { !$0.isEmpty }
  }

  private mutating func decode(_ bytes: Span<UInt8>, _ cells: [DelimitedCell], into record: inout Record) {
    for index in order where index < cells.count && !cells[index].isEmpty {
      guard let rule = bindings[index].rule else {
        keep(bindings[index].name, text(bytes, cells[index]), &record)
        continue
      }
      let form = bindings[index].nameForm
      if bindings[index].isExtra {
        readExtra(text(bytes, cells[index]), &record)
      } else if form != .usual, !bindings[index].isSpare, case .at(.names(let role, _)) = rule {
        decoder.readNames(text(bytes, cells[index]), role.name, form, into: &record)
      } else if bindings[index].isSpare {
        readSpare(text(bytes, cells[index]), rule, named: bindings[index].name, into: &record)
      } else if cells[index].hasQuotes || format.isSafe {
        decoder.read(text(bytes, cells[index]), rule, into: &record)
      } else {
        decoder.read(bytes, cells[index].start..<cells[index].end, rule, into: &record)
      }
    }
    decoder.finish(&record)
    finishType(&record)
    if let more, more < cells.count, !cells[more].isEmpty {
      readMore(text(bytes, cells[more]), besides: cells, in: bytes, into: &record)
    }
  }

  /// Reads Zotero's "Extra", some of whose lines may be values that have no column
  /// (Fixtures/CSV/zotero-extra.csv).
  private mutating func readExtra(_ text: String, _ record: inout Record) {
    var rest = Array(text.utf8)
    if let key = CSVTable.extra.take(from: &rest, into: &record, hasKey: record.key != nil) { record.key = key }
    let note = bytesTrimmed(rest)
    if !note.isEmpty { decoder.read(note, .at(.note(.note)), into: &record) }
  }

  private func bytesTrimmed(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).trimmed }

  /// If no column gives the type, what is in a volume of a journal is an article. OpenAlex calls everything
  /// an article (Fixtures/CSV/meant-columns.csv, openalex.csv).
  private func finishType(_ record: inout Record) {
    guard record.has(.title(.main, .host)) else { return }
    let isInVolume = record[.volume] != nil || record[.issue] != nil
    // `article` is a preprint in CSL, but what is in a journal elsewhere.
    let isArticle = record.type == .article && namesJournals || record.type == .document && showsArticles && isInVolume
    guard isArticle else { return }
    record.type = .articleJournal
    // Its ISSN, which came before the type was known, is that of the journal.
    for one in record.identifiers where one.scheme == .issn || one.scheme == .eissn {
      record.inTier(.host) { $0.identifiers.insert(one) }
    }
    record.identifiers.removeAll { $0.scheme == .issn || $0.scheme == .eissn }
  }

  private func text(_ bytes: Span<UInt8>, _ cell: DelimitedCell) -> String {
    let text = bytes.content(of: cell)
    return format.isSafe ? SpreadsheetGuard.bare(text) : text
  }

  private func keep(_ name: String, _ text: String, _ record: inout Record) {
    record.nativeFields.append(NativeField(format: CSVTable.format, name: name, value: text))
  }

  /// Reads a cell whose meaning another column has too: it counts if that one is empty, and is kept if it
  /// differs.
  private mutating func readSpare(
    _ text: String, _ rule: CSVTable.Rule, named name: String, into record: inout Record
  ) {
    if [.year, .month, .day].contains(rule) { return keep(name, text, &record) }
    if rule == .at(.keyword) { return addKeywords(text, &record) }
    // Web of Science's letter for what a work appears in adds nothing to the kind of work.
    if rule == .at(.type), text.utf8.count == 1, record.type != .document { return }
    if !CSVDecoder.isPresent(rule, in: record), rule != .more {
      decoder.read(text, rule, into: &record)
    } else if !CSVEncoder.cell(rule, of: record).hasSameBytes(as: text) {
      if rule == .at(.title(.main, .host)), bindings.contains(where: { CSVTable.namesBook($0.name) }),
        record.type.isPartOfHost,
        !record.has(.title(.main, .series))
      {
        return decoder.read(text, .at(.title(.main, .series)), into: &record)
      }
      keep(name, text, &record)
    }
  }

  /// Adds the keywords of another column, such as Zotero's automatic tags, that are new.
  private mutating func addKeywords(_ text: String, _ record: inout Record) {
    var others = Record()
    decoder.read(text, .at(.keyword), into: &others)
    for keyword in others.keywords where !record.keywords.contains(keyword) { record.keywords.append(keyword) }
  }

  // MARK: - More

  /// Puts the groups of the column `more` into the record, unless the cells beside it were changed since.
  private mutating func readMore(
    _ text: String, besides cells: [DelimitedCell], in bytes: Span<UInt8>, into record: inout Record
  ) {
    guard let found = CSVMore.read(text) else {
      keep("more", text, &record)
      decoder.remarks.warn(.badMore, "the column more is not valid; kept as a native field")
      return
    }
    var whole = record
    for field in found.fields where field != .nativeFields { whole.set(found.record[field]) }
    let rules = bindings.compactMap(\.rule)
    if let joined = whole.joiningSubtitles(unless: { rules.contains(.at($0)) }) { whole = joined }
    var changed: Set<Field> = []
    for index in order where index < cells.count && !bindings[index].isSpare {
      guard let rule = bindings[index].rule, !rule.isPart, let field = rule.field else { continue }
      let fields = rule.isOfHost && whole.type.isPartOfHost ? Field.container : field
      guard found.fields.contains(fields) else { continue }
      if !CSVEncoder.cell(rule, of: whole).hasSameBytes(as: self.text(bytes, cells[index])) { changed.insert(fields) }
    }
    for field in found.fields where field != .nativeFields && !changed.contains(field) {
      record.set(found.record[field])
    }
    record.nativeFields += found.record.nativeFields
    if found.fields.contains(.key) { record.isKeyGenerated = found.record.isKeyGenerated }
    if changed.isEmpty { return }
    keep("more", text, &record)
    let names = Field.allCases.filter { changed.contains($0) }.map(\.rawValue).joined(separator: ", ")
    decoder.remarks.warn(
      .changedCell,
      "cells were changed since the column more was written; they replace its values for \(names), which is kept")
  }

  // MARK: - Account

  /// Whether a row repeats the header.
  private func isHeader(_ range: Range<Int>) -> Bool {
    guard range.count >= header.count, range.count <= header.count + 5, !header.isEmpty else { return false }
    return source.withBytes { bytes in
      let start = range.lowerBound + (bytes.stands("\u{FEFF}", at: range.lowerBound) ? 3 : 0)
      return bytes.hasPrefix(header, at: start)
        && (start + header.count..<max(range.upperBound, start + header.count)).allSatisfy {
          bytes[$0] == 10 || bytes[$0] == 13
        }
    }
  }

  /// Whether a row is one cell of control characters: an end of file from DOS, or blocks of zeros after a
  /// crash.
  private func isFiller(_ range: Range<Int>) -> Bool {
    guard framer.scanner.count == 1, let first = source.buffer[range].first, first < 32 else { return false }
    return source.buffer[range].allSatisfy { $0 <= 32 }
  }

  /// The text of a row that is a remark of the exporter, in a cell of its own: `Total: 2 records`, `Total,2`.
  /// A row in quotes under a header without them is a record that Citemill wrote.
  private func remark(_ range: Range<Int>) -> String? {
    guard bindings.count > 1, let first = framer.scanner.cells.first(where: { !$0.isEmpty }) else { return nil }
    let cells = framer.scanner.cells
    let filled = cells.lazy.filter { !$0.isEmpty }.prefix(3).count
    guard filled < 3, isHeaderQuoted || cells.count < bindings.count || !cells.allSatisfy(\.isQuoted) else {
      return nil
    }
    return source.withBytes { bytes in
      var text = bytes.content(of: first)
      if filled == 2 {
        guard text.utf8.count < 24, text.lowercased().hasPrefix("total"),
          let second = cells.last(where: { !$0.isEmpty })
        else { return nil }
        text += " " + bytes.content(of: second)
      }
      let line = text.trimmed
      return line.withUTF8Span { ExportRemark.isOne($0, 0..<$0.count) } ? line : nil
    }
  }

  private func report(_ frame: Frame, _ isShort: Bool, _ diagnostics: inout Diagnostics) {
    let place = frame.location(in: source.name)
    diagnostics.warn(of: frame.encoding, at: place)
    if framer.scanner.hasStrayQuotes {
      diagnostics.warn(.strayQuote, "a quote in an unexpected place; kept as it is", at: place)
    }
    if isShort {
      diagnostics.warn(
        .shortRow,
        "the row has \(framer.scanner.count) cells and the header \(bindings.count); the missing cells are taken as empty",
        at: place)
    }
    for remark in decoder.remarks.list {
      diagnostics.report(Diagnostic(remark.severity, remark.code, remark.message, at: place))
    }
  }
}

extension Diagnostic.Code {
  /// No row has known column names.
  static let noHeader = Self("csv.no-header")
  /// A line before the header.
  static let skippedLine = Self("csv.skipped-line")
  /// A row before the header.
  static let rowBeforeHeader = Self("csv.row-before-header")
  /// Unknown columns.
  static let unknownColumn = Self("csv.unknown-column")
  /// Several columns with the same meaning.
  static let repeatedColumn = Self("csv.repeated-column")
  /// The header is repeated among the rows.
  static let repeatedHeader = Self("csv.repeated-header")
  /// The header of another table is among the rows.
  static let secondHeader = Self("csv.second-header")
  /// A row that may be a header.
  static let doubtfulHeader = Self("csv.doubtful-header")
  /// A header with fewer names than the rows have cells.
  static let damagedHeader = Self("csv.damaged-header")
  /// An unknown column whose name is similar to that of a known one.
  static let misspelledColumn = Self("csv.misspelled-column")
  /// A row of only control characters.
  static let filler = Self("csv.filler")
  /// A row with a remark of the exporter.
  static let remark = Self("csv.remark")
  /// A quote inside a cell.
  static let strayQuote = Self("csv.stray-quote")
  /// A row with fewer cells than the header.
  static let shortRow = Self("csv.short-row")
  /// A row with more non-empty cells than the header has columns.
  static let longRow = Self("csv.long-row")
  /// A text in the column `more` that is not valid.
  static let badMore = Self("csv.bad-more")
  /// A cell that was changed, so that it differs from the column `more`.
  static let changedCell = Self("csv.changed-cell")
}
