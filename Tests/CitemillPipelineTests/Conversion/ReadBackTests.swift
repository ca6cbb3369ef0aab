import CitemillCore
import CitemillPipeline
import Testing

/// `--verify`: each record is read back as it was written.
@Suite struct ReadBackTests {
  /// Titles, one per line; a title that begins with a capital is written in lower case if the format is
  /// careless.
  struct TitleLines: ReadableFormat, WritableFormat {
    var isCareless = false
    var info: FormatInfo { FormatInfo(id: "titles", name: "Titles", folder: "", specification: "") }
    func evidence(in prefix: BytePrefix) -> Evidence { .none }
    func expressible(for type: RecordType) -> FieldSet { FieldSet([FieldPath(.titles, "main")]) }
    func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader { Reader(source: source) }
    func makeWriter() throws(UsageError) -> any RecordWriter { Writer(isCareless: isCareless) }

    struct Reader: RecordReader {
      let source: ByteSource
      var tally = ReadTally()
      mutating func next(into record: inout Record, reporting: inout Diagnostics) throws(SourceFailure) -> ReadOutcome {
        record.reset()
        guard let line = try source.nextLine() else { return .end }
        tally.read += 1
        record.add(Title(String(decoding: line.bytes, as: UTF8.self)))
        return .record(Frame(bytes: line.range, line: line.number, index: tally.read - 1))
      }
    }

    struct Writer: RecordWriter {
      let isCareless: Bool
      func begin(into sink: inout ByteSink) {}
      func separator(into sink: inout ByteSink) { sink.append("\n") }
      func finish(count: Int, into sink: inout ByteSink) {}
      func write(_ record: borrowing Record, into sink: inout ByteSink, reporting: inout LossReport) -> WriteOutcome {
        let title = record.title ?? ""
        sink.append(isCareless ? title.lowercased() : title)
        return .written
      }
    }
  }

  private func summary(of text: String, isCareless: Bool) throws -> (Summary, [Diagnostic]) {
    final class Box { var said: [Diagnostic] = [] }
    let box = Box()
    var conversion = try Conversion(
      to: TitleLines(isCareless: isCareless), registry: FormatRegistry(), into: ByteSink(), isVerified: true,
      observer: Conversion.Observer(diagnostic: { box.said.append($0) }))
    conversion.run(ByteSource(bytes: Array(text.utf8), name: "titles"), as: TitleLines())
    return (conversion.finish().summary, box.said)
  }

  @Test func whatReadsBackTheSameIsFine() throws {
    let (summary, said) = try summary(of: "Weirs\nMills\nlocks\n", isCareless: false)
    #expect(summary.written == 3 && summary.mismatched == 0 && said.isEmpty)
    #expect(summary.exitStatus() == .success)
  }

  @Test func aRecordThatReadsOtherwiseIsAFault() throws {
    let (summary, said) = try summary(of: "Weirs\nMills\nlocks\n", isCareless: true)
    #expect(summary.mismatched == 2)
    #expect(summary.exitStatus() == .fault)
    #expect(said.map(\.code) == [.mismatch, .mismatch])
    #expect(said.first?.message == "the record was written, but titles.main reads weirs instead of Weirs")
    #expect(said.first?.location?.line == 1)
  }

  @Test func whatCannotBeReadCannotBeVerified() {
    #expect(throws: UsageError.self) { try ReadBack(of: Discard(), registry: FormatRegistry()) }
  }
}
