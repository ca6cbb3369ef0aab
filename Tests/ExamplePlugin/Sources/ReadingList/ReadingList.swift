public import Citemill

/// A reading list, one work a line: `year <TAB> authors, separated by ";" <TAB> title`; `#` begins a remark.
public struct ReadingList: ReadableFormat, WritableFormat {
  /// The format; it has no options.
  public init() {}

  /// What it is called.
  public var info: FormatInfo {
    FormatInfo(
      id: "reading-list", name: "Reading list", folder: "ReadingList", fileExtensions: ["reading"],
      specification: "this file")
  }

  // MARK: - Reading

  /// Lines with two tabs.
  public func evidence(in prefix: BytePrefix) -> Evidence {
    let fits = prefix.lines.prefix(20).filter { Self.columns(Array($0)).count == 3 }.count
    return fits == 0 ? .none : Evidence(bits: 8 * min(fits, 4), "lines of three columns")
  }

  /// A reader for a source.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    Reader(source: source)
  }

  static func columns(_ line: [UInt8]) -> [String] {
    line.split(separator: 9, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
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
        let raw = line.bytes
        let encoding = TextEncoding.repair(&line.bytes)
        let frame = Frame(bytes: line.range, line: line.number, index: tally.frames, encoding: encoding)
        tally.framedBytes += line.range.count
        let columns = columns(line.bytes)
        guard columns.count == 3, let year = EDTF(columns[0]) else {
          tally.rejected += 1
          let reason = Diagnostic(
            .error, "reading-list.columns", "expected year, authors and title between tabs; line skipped",
            at: frame.location(in: source.name))
          reporting.report(reason)
          return .rejected(Rejection(frame: frame, reason: reason, rawBytes: raw))
        }
        tally.read += 1
        record[date: .issued] = PartialDate(year)
        for name in columns[1].split(separator: ";") { record.add(.unparsed(String(name))) }
        record.add(Title(columns[2]))
        return .record(frame)
      }
      return .end
    }
  }

  // MARK: - Writing

  /// The year, the authors and the title.
  public func expressible(for type: RecordType) -> FieldSet {
    let facets: [Facet] = [.affiliations, .identifiers, .flags, .email, .alternativeNames, .members]
    return FieldSet(
      [.init(.titles, "main"), .init(.contributors, "author"), .init(.dates, "issued")],
      except: [.init(.titles, "main", facet: .marks), .init(.titles, "main", facet: .language)]
        + facets.map { .init(.contributors, "author", facet: $0) })
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
      let narrowed = original.narrowed(to: ReadingList().expressible(for: original.type), reporting: &losses)
      let said = narrowed ?? original
      guard let title = said.title, let year = said[date: .issued]?.value else { return .rejected("no title or year") }
      let names = said.contributors.map { $0.name.literal ?? "\($0.name.given ?? "") \($0.name.family ?? "")" }
      sink.append("\(year)\t\(names.joined(separator: ";"))\t\(title)\n")
      losses.settle(from: original, to: said)
      return .written
    }
  }
}
