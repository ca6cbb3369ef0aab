public import Citemill

/// A reading list, one work per line: `year <TAB> authors, separated by ";" <TAB> title`; `#` begins a comment.
public struct ReadingList: ReadableFormat, WritableFormat {
  /// The format; it has no options.
  public init() {}

  /// The names of the format.
  public var info: FormatInfo {
    FormatInfo(
      id: "reading-list", name: "Reading list", folder: "ReadingList", fileExtensions: ["reading"],
      specification: "this file")
  }

  // MARK: - Reading

  /// Lines with two tabs, the first column a year or date.
  public func evidence(in prefix: BytePrefix) -> Evidence {
    let fits = prefix.lines.prefix(20).filter { line in
      let columns = Self.split(line, at: Self.tab)
      return columns.count == 3 && EDTF(columns[0]) != nil
    }.count
    return fits == 0 ? .none : Evidence(bits: 8 * min(fits, 4), "\(fits) lines of three columns")
  }

  /// A reader for a source.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    Reader(source: source)
  }

  static let tab = UInt8(ascii: "\t")
  static let semicolon = UInt8(ascii: ";")

  /// Splits bytes, not characters: a semicolon followed by a combining accent is one character, not a semicolon.
  static func split(_ bytes: some Collection<UInt8>, at separator: UInt8) -> [String] {
    bytes.split(separator: separator, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }

  struct Reader: RecordReader {
    let source: ByteSource
    var tally = ReadTally()

    mutating func next(into record: inout Record, reporting: inout Diagnostics) throws(SourceFailure) -> ReadOutcome {
      record.reset()
      while var line = try source.nextLine() {
        if line.bytes.isEmpty || line.bytes.first == UInt8(ascii: "#") {
          tally.countTrivia("remarks", line.range.count)
          continue
        }
        // Raw bytes and range are those of the source, so they are stored before the text is repaired.
        let (raw, range) = (line.bytes, line.range)
        let encoding = TextEncoding.repair(&line.bytes)
        let frame = Frame(bytes: range, line: line.number, index: tally.frames, encoding: encoding)
        let place = frame.location(in: source.name)
        tally.framedBytes += range.count
        if encoding != .utf8 { reporting.warn(.notUTF8, "not UTF-8; read as \(encoding.rawValue)", at: place) }
        let columns = split(line.bytes, at: tab)
        guard columns.count == 3, let date = EDTF(columns[0]) else {
          tally.rejected += 1
          let reason = Diagnostic(
            .error, "reading-list.columns", "expected year, authors and title between tabs; line skipped", at: place)
          reporting.report(reason)
          return .rejected(Rejection(frame: frame, reason: reason, rawBytes: raw))
        }
        tally.read += 1
        record[date: .issued] = PartialDate(date)
        for name in split(columns[1].utf8, at: semicolon).map(\.trimmed) where !name.isEmpty {
          record.add(.unparsed(name))
        }
        record.add(Title(columns[2]))
        return .record(frame)
      }
      return .end
    }
  }

  // MARK: - Writing

  /// The year, the authors and the title.
  public func expressible(for type: RecordType) -> FieldSet {
    let facets: [Facet] = [.affiliations, .identifiers, .flags, .email, .alternativeNames, .members, .nameParts]
    return FieldSet(
      [.init(.titles, "main"), .init(.contributors, "author"), .init(.dates, "issued")],
      except: [
        .init(.titles, "main", facet: .marks), .init(.titles, "main", facet: .language),
        .init(.titles, "main", facet: .many), .init(.dates, "issued", facet: .literal),
      ] + facets.map { .init(.contributors, "author", facet: $0) })
  }

  /// A writer.
  public func makeWriter() -> any RecordWriter { Writer() }

  struct Writer: RecordWriter {
    func begin(into sink: inout ByteSink) {}
    func separator(into sink: inout ByteSink) {}
    func finish(count: Int, into sink: inout ByteSink) {}

    func write(_ record: borrowing Record, into sink: inout ByteSink, reporting losses: inout LossReport)
      -> WriteOutcome
    {
      let original = copy record
      guard let title = original.title.map({ clean($0) }), !title.isEmpty, let date = original[date: .issued]?.value
      else { return .rejected("a reading list has no line without title and year") }
      let set = ReadingList().expressible(for: original.type)
      var said = original.narrowed(to: set, reporting: &losses) ?? original
      narrow(&said, title, date, reporting: &losses)
      let names = said.contributors.map { $0.name.literal ?? "" }
      sink.append("\(date)\t\(names.joined(separator: ";"))\t\(title)\n")
      losses.settle(from: original, to: said)
      return .written
    }
  }

  /// Reduces the record to what will be read back, and reports what is lost.
  static func narrow(_ record: inout Record, _ title: String, _ date: EDTF, reporting losses: inout LossReport) {
    if record.titles.count > 1 { losses.lose(.init(.titles, "main", facet: .many), .dropped) }
    if record.titles.first != Title(title) { losses.lose(.init(.titles, "main"), .narrowed) }
    record.titles = [Title(title)]
    if record[date: .issued] != PartialDate(date) { losses.lose(.init(.dates, "issued", facet: .literal), .dropped) }
    record[date: .issued] = PartialDate(date)
    let names = record.contributors.map { clean(NameText.writeGivenFirst($0.name), semicolon) }
    let authors = names.filter { !$0.isEmpty }.map { Contributor.unparsed($0) }
    if record.contributors != authors { losses.lose(.init(.contributors, "author", facet: .nameParts), .narrowed) }
    record.contributors = authors
  }

  /// A text without tabs, line ends and other control characters, and without one more byte.
  static func clean(_ text: String, _ separator: UInt8 = tab) -> String {
    String(decoding: text.utf8.map { $0 < 32 || $0 == separator ? 32 : $0 }, as: UTF8.self).trimmed
  }
}
