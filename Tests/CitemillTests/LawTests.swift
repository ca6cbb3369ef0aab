import Citemill
import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

/// What holds for every format that is written: a new one takes part once it is registered.
@Suite struct LawTests {
  /// Each format that is written, in each of its layouts and dialects that can be written.
  static let specifications: [String] = FormatRegistry.standard.writable.flatMap { format in
    [format.info.id]
      + format.options.flatMap { option in
        option.values.map { "\(format.info.id):\(option.name)=\($0)" }
      }
  }.filter { specification in
    only.map { specification.hasPrefix($0) } ?? true
  }.filter { specification in
    (try? FormatRegistry.standard.writableFormat(specification).makeWriter()) != nil
  }

  /// The beginnings of the specifications that are tried, if `CITEMILL_LAW_ONLY` selects some.
  private static let only = ProcessInfo.processInfo.environment["CITEMILL_LAW_ONLY"]

  /// How many records each format is tried on; `CITEMILL_LAW_COUNT` sets more.
  private static let count =
    ProcessInfo.processInfo.environment["CITEMILL_LAW_COUNT"].flatMap(Int.init) ?? Effort.count(300, debug: 200)

  /// How many records a format is tried on, or a tenth of them with an option.
  static func count(of specification: String) -> Int {
    specification.contains(":") ? min(count, max(count / 10, Effort.count(300, debug: 60))) : count
  }

  @Test(arguments: specifications) func whatIsWrittenIsRead(specification: String) throws {
    let law = try Law(specification)
    let needs = RecordNeeds(of: try FormatRegistry.standard.writableFormat(specification))
    var generator = RecordGenerator(seed: 2026)
    var written = 0
    let count = Self.count(of: specification)
    for _ in 0..<(count / 20) {
      let outcome = try law.check((0..<20).map { _ in generator.record(meeting: needs) })
      written += outcome.written
      if let violation = outcome.violation {
        Issue.record("\(violation)")
        return
      }
    }
    #expect(written * 2 > count, "most records can be written")
    if Self.count > 1000 {
      print("law: \(specification): \(written) of \(count) written, all read back as reported")
    }
  }

  @Test func generatedRecordsObeyTheModel() {
    var generator = RecordGenerator(seed: 1)
    for _ in 0..<500 {
      let record = generator.record()
      #expect(record.violations == [], "\(Law.line(of: record))")
    }
  }

  @Test func anEmptiedRecordIsANewOne() {
    var generator = RecordGenerator(seed: 9)
    for _ in 0..<500 {
      var record = generator.record()
      let kept = record
      record.reset()
      #expect(record == Record())
      record = kept
      #expect(record == kept)
    }
  }

  @Test func treesOfRecordsAreRecordsAgain() {
    var generator = RecordGenerator(seed: 4)
    for _ in 0..<300 {
      var record = generator.record()
      var coder = FieldCoder.encoding()
      Record.code(&record, &coder)
      var back = Record()
      var decoder = FieldCoder.decoding(coder.members)
      Record.code(&back, &decoder)
      #expect(decoder.problems == [])
      #expect(decoder.leftovers == [])
      #expect(back == record)
    }
  }

  @Test func generatedRecordsUseEveryPart() {
    var generator = RecordGenerator(seed: 2)
    var lines = ""
    for _ in 0..<400 { lines += Law.line(of: generator.record()) }
    for name in Record.fieldNames where name != "keyGenerated" { #expect(lines.contains("\"\(name)\":"), "\(name)") }
    let values =
      Variable.allCases.map(\.name) + RecordType.allCases.map(\.rawValue) + Title.Kind.allCases.map(\.rawValue)
      + Mark.Kind.allCases.map(\.rawValue) + Role.known.map(\.rawValue) + DateKind.known.map(\.rawValue)
      + IdentifierScheme.known.map(\.rawValue)
    for value in values where value != "main" { #expect(lines.contains("\"\(value)\""), "\(value)") }
  }

  @Test func aBrokenWriterIsFoundAndMadeSmall() throws {
    let registry = FormatRegistry([Forgetful()])
    let law = try Law("forgetful", registry: registry)
    var generator = RecordGenerator(seed: 3)
    let outcome = try law.check((0..<50).map { _ in generator.record() })
    let violation = try #require(outcome.violation)
    #expect(violation.contains("volume"))
    #expect(violation.utf8.count < 1200, "\(violation)")
  }
}

/// A writer that leaves out volumes and does not report it.
private struct Forgetful: ReadableFormat, WritableFormat {
  var inner = RecordsJSON()
  var info: FormatInfo {
    FormatInfo(id: "forgetful", name: "Forgetful", folder: "", specification: "none")
  }
  func evidence(in prefix: BytePrefix) -> Evidence { .none }
  func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    try inner.makeReader(for: source)
  }
  func expressible(for type: RecordType) -> FieldSet { .everything }
  func makeWriter() throws(UsageError) -> any RecordWriter { Writer(inner: inner.makeWriter()) }

  struct Writer: RecordWriter {
    var inner: any RecordWriter
    func begin(into sink: inout ByteSink) { inner.begin(into: &sink) }
    func separator(into sink: inout ByteSink) { inner.separator(into: &sink) }
    func finish(count: Int, into sink: inout ByteSink) { inner.finish(count: count, into: &sink) }
    func write(_ record: borrowing Record, into sink: inout ByteSink, reporting: inout LossReport) -> WriteOutcome {
      var changed = copy record
      changed[.volume] = nil
      return inner.write(changed, into: &sink, reporting: &reporting)
    }
  }
}
