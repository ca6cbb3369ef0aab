import CitemillCore

/// The position of the next entry of a listing among the lines that are not settled yet.
struct EntryCut {
  /// How many lines come before it.
  var skipped: Int
  /// How many lines it has; 0 if the lines contain no entry.
  var entry: Int
}

/// The part of a listing reader that knows one shape of entries.
protocol EntryShape {
  /// The first entry of the lines, or nil if more lines are needed to decide.
  mutating func cut(_ lines: ArraySlice<ListingLine>, isAtEnd: Bool) -> EntryCut?
  /// How many of the entries that were read are kept unparsed.
  var keptWhole: Int { get }
  /// Reads the entry that was cut last; false if it has too little to be an entry.
  mutating func read(_ lines: ArraySlice<ListingLine>, into record: inout Record, _ remarks: inout ListingRemarks)
    -> Bool
}

extension EntryShape {
  var keptWhole: Int { 0 }
}

/// The messages about the current entry, with line numbers.
struct ListingRemarks {
  private(set) var list: [(severity: Diagnostic.Severity, code: Diagnostic.Code, message: String, line: ListingLine?)] =
    []

  mutating func note(_ code: Diagnostic.Code, _ message: String, _ line: ListingLine?) {
    list.append((.note, code, message, line))
  }

  mutating func warn(_ code: Diagnostic.Code, _ message: String, _ line: ListingLine?) {
    list.append((.warning, code, message, line))
  }

  mutating func add(_ remark: ValueRemark, _ line: ListingLine?) {
    list.append((remark.severity, remark.code, remark.message, line))
  }

  /// Reports that something of an entry is lost.
  mutating func lose(_ message: String, _ line: ListingLine?) { list.append((.error, .badValue, message, line)) }

  /// Reports that a line of an entry is not in the record.
  mutating func skip(_ line: ListingLine) { warn(.skippedText, ListingReader.skipMessage(line), line) }

  /// Those that are not about skipped lines.
  var withoutSkipped: ListingRemarks {
    var others = self
    others.list.removeAll { $0.code == .skippedText }
    return others
  }

  mutating func skipNoise(_ line: ListingLine) { note(.pageText, ListingReader.noiseMessage(line), line) }
}

/// Reads a listing: lines go into a window, a shape cuts entries out of it, and the lines in between are
/// reported.
struct ListingReader: RecordReader {
  private let source: ByteSource
  private var input: FramedSource
  private let grammar: LineGrammar
  private var shape: any EntryShape
  /// Lines that are not finished, from `head` on.
  private var lines: [ListingLine] = []
  private var head = 0
  /// The number of bytes of the lines from `head` on.
  private var heldBytes = 0
  private var isAtEnd = false
  /// A line beyond the size limit, up to which lines were read; what comes before it is settled first.
  private var longLine: (line: SourceLine, rest: Int)?
  private var runOn = RunOnLine()
  private var hasSaidWhatStaysWhole = false

  init(_ source: ByteSource, _ grammar: LineGrammar, _ names: NameText.Order) {
    self.source = source
    input = FramedSource(source)
    self.grammar = grammar
    shape =
      switch grammar.shape {
      case .anchored: AnchoredShape(grammar: grammar, names: names)
      case .labelled: LabelledShape(names: names)
      case .marked: MarkedShape(isTakenApart: grammar.isTakenApart)
      }
  }

  var tally: ReadTally { input.tally }

  mutating func next(into record: inout Record, reporting diagnostics: inout Diagnostics) throws(SourceFailure)
    -> ReadOutcome
  {
    var wanted = 64
    while true {
      guard let cut = shape.cut(lines[head...], isAtEnd: isAtEnd || longLine != nil) else {
        wanted = max(wanted, (lines.count - head) * 2)
        try fill(wanted)
        continue
      }
      skip(cut.skipped, &diagnostics)
      if cut.entry > 0 {
        if let frame = read(cut.entry, into: &record, &diagnostics) { return .record(frame) }
        continue
      }
      if cut.skipped == 0 || head == lines.count {
        if head == lines.count, let rejection = rejectLongLine(&diagnostics) { return .rejected(rejection) }
        if isAtEnd, head == lines.count {
          if input.counts.frames == 0 { throw input.nothingFound(.noEntry, "it has no entry of a listing") }
          sayWhatStaysWhole(&diagnostics)
          return .end
        }
        try fill(64)
      }
    }
  }

  // MARK: - Lines

  private static let longestLine = 16 << 20
  /// The minimum number of bytes that are read at once.
  private static let usualWindow = 8 << 20

  private mutating func fill(_ wanted: Int) throws(SourceFailure) {
    if head > 1024, head * 2 > lines.count {
      lines.removeFirst(head)
      head = 0
    }
    // Lines may be long: the window grows by its size in bytes, and not only by the number of its lines.
    let full = heldBytes + max(heldBytes, Self.usualWindow)
    while longLine == nil, lines.count - head < wanted, heldBytes < full {
      guard let next = try source.nextLine(limit: Self.longestLine) else {
        isAtEnd = true
        return
      }
      if next.endLength == 0, next.bytes.count >= Self.longestLine {
        longLine = (next, try source.passLine())
        return
      }
      heldBytes += next.range.count
      let line = ListingLine(next, of: grammar)
      if case .marked = grammar.shape { lines += runOn.pieces(of: line) } else { lines.append(line) }
    }
  }

  /// Skips lines that belong to no entry, and lists them.
  private mutating func skip(_ count: Int, _ diagnostics: inout Diagnostics) {
    for line in lines[head..<(head + count)] {
      if line.isBlank {
        input.counts.countTrivia("blank", line.range.count)
      } else if case .noise = line.kind {
        input.counts.countTrivia("page text", line.range.count)
        diagnostics.note(.pageText, Self.noiseMessage(line), at: place(of: line))
      } else {
        input.counts.countSkipped("skipped text", line.range.count)
        diagnostics.warn(.skippedText, Self.skipMessage(line), at: place(of: line))
      }
    }
    advance(count)
  }

  /// Moves past lines that are finished.
  private mutating func advance(_ count: Int) {
    for line in lines[head..<(head + count)] { heldBytes -= line.range.count }
    head += count
  }

  /// Rejects a line beyond the size limit when all lines before it are settled.
  private mutating func rejectLongLine(_ diagnostics: inout Diagnostics) -> Rejection? {
    guard let (line, rest) = longLine else { return nil }
    longLine = nil
    let frame = Frame(bytes: line.range, line: line.number, index: input.counts.frames)
    let reason = Diagnostic(
      .error, .lineTooLong,
      "a line of more than 16 MiB; skipped"
        + (rest > 0 ? ", and the rest of it is not kept" : ""), at: frame.location(in: source.name))
    diagnostics.report(reason)
    input.counts.rejected += 1
    input.counts.framedBytes += line.range.count
    input.counts.countTrivia("rest of a line too long", rest)
    return Rejection(frame: frame, reason: reason, rawBytes: line.bytes)
  }

  /// Reports once how many references are kept unparsed.
  private mutating func sayWhatStaysWhole(_ diagnostics: inout Diagnostics) {
    let count = shape.keptWhole
    guard count > 0, !hasSaidWhatStaysWhole else { return }
    hasSaidWhatStaysWhole = true
    diagnostics.warn(
      .wholeReference,
      count == 1
        ? "a reference is read as text (raw-reference), which --transform structure parses if possible"
        : "\(count) references are read as text (raw-reference), which --transform structure parses if possible",
      at: .whole(source.name, bytes: 0..<source.offset))
  }

  static func skipMessage(_ line: ListingLine) -> String { "not part of an entry, skipped: \"\(excerpt(line))\"" }
  static func noiseMessage(_ line: ListingLine) -> String { "text of the page, skipped: \"\(excerpt(line))\"" }

  private static func excerpt(_ line: ListingLine) -> String {
    if line.text.count <= 80 { return line.string }
    // Cut at the end of a character.
    var end = 77
    while end > 0, line.text[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: line.text[..<end], as: UTF8.self) + "…"
  }

  private func place(of line: ListingLine) -> SourceLocation {
    SourceLocation(source: source.name, bytes: line.range, line: line.number)
  }

  // MARK: - Entries

  /// Reads the entry at the head; nil if it is not an entry, and its lines are reported as skipped.
  private mutating func read(_ count: Int, into record: inout Record, _ diagnostics: inout Diagnostics) -> Frame? {
    let entry = lines[head..<(head + count)]
    record.reset()
    var remarks = ListingRemarks()
    guard shape.read(entry, into: &record, &remarks), let first = entry.first, let last = entry.last else {
      // Its lines are listed as skipped, all of them.
      report(remarks.withoutSkipped, &diagnostics)
      skip(count, &diagnostics)
      return nil
    }
    let encoding = entry.first { $0.encoding != .utf8 }?.encoding ?? .utf8
    let frame = Frame(
      bytes: first.range.lowerBound..<last.range.upperBound, line: first.number, index: input.counts.frames,
      encoding: encoding)
    diagnostics.warn(of: encoding, at: frame.location(in: source.name))
    report(remarks, of: frame, &diagnostics)
    input.counts.read += 1
    input.counts.framedBytes += frame.bytes.count
    advance(count)
    return frame
  }

  /// Reports the messages about an entry, even if no record was made.
  private mutating func report(_ remarks: ListingRemarks, of frame: Frame? = nil, _ diagnostics: inout Diagnostics) {
    for remark in remarks.list {
      var place = remark.line.map { self.place(of: $0) } ?? frame?.location(in: source.name)
      place?.recordIndex = frame?.index
      if remark.code == .skippedText { input.counts.skipped += 1 }
      if remark.code == .unknownLabel, remark.severity == .note {
        diagnostics.count(unknown: "label", remark.message, remark.code, at: place)
      } else {
        diagnostics.report(Diagnostic(remark.severity, remark.code, remark.message, at: place))
      }
    }
  }
}

extension Diagnostic.Code {
  /// A line that exceeds the size limit.
  static let lineTooLong = Self("listing.line-too-long")
  /// A line that belongs to no entry and is of no known kind.
  static let skippedText = Self("listing.skipped-text")
  /// A line of the page around the entries.
  static let pageText = Self("listing.page-text")
  /// An entry has no title, and none is invented.
  static let missingTitle = Self("listing.missing-title")
  /// A separator without a field after it.
  static let danglingSeparator = Self("listing.dangling-separator")
  /// The order of names is in doubt, and they are kept as written.
  static let namesInDoubt = Self("listing.names-in-doubt")
  /// An unknown label; kept as a native field.
  static let unknownLabel = Self("listing.unknown-label")
  /// A label with letters of another script, or invisible characters.
  static let respelledLabel = Self("listing.respelled-label")
  /// A date that is only text, or that has more in it than a date.
  static let dateInWords = Self("listing.date-in-words")
  /// A value that is not valid for its label; kept as a native field.
  static let badValue = Self("listing.bad-value")
  /// An indented label where lines of a value are expected.
  static let indentedLabel = Self("listing.indented-label")
  /// Lines of two records may be in one.
  static let runTogether = Self("listing.run-together")
  /// The marker of a reference is damaged: it differs from the others in its list.
  static let damagedMarker = Self("listing.damaged-marker")
  /// A number is missing in a list.
  static let missingNumber = Self("listing.missing-number")
  /// References whose text is kept unparsed.
  static let wholeReference = Self("listing.whole-reference")
  /// A source without any entry.
  static let noEntry = Self("listing.no-entry")
}
