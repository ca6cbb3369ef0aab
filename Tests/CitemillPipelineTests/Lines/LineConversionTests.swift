import Citemill
import CitemillTestSupport
import Testing

/// Lines that are converted one by one: however the input is split, the joined outputs are the same.
@Suite struct LineConversionTests {
  private static let one = #"{"id":"a","type":"book","title":"One"}"#

  /// Lines of all kinds: intact, damaged, blank, rejected before, in other encodings, and without key.
  private static let csl: [[UInt8]] =
    [
      one, "", #"{"id":"b","title":}"#, "  \t", #"{"title":"No key","author":[{"family":"Berg"}]}"#,
      #"{"title":"No key","author":[{"family":"Berg"}]}"#, #"{"type":"book"}"#, "[\(one)]", "\(one) \(one)",
      #"{"items":[{"id":"i","title":"I"}]}"#, #"{"_rejected":{"code":"x"},"_raw":"y"}"#, #"{"_rejected":"#, "12",
      "\u{FEFF}" + one, #"{"id":"é","title":"e\ud800"}"#, #"{"id":"c","title":"One","x":[1,{"y":2}]}"#,
      "{\"id\":\"d\",\"title\":\"\u{2028}\"}\r", "\r", "{", #"{"id":"e","title":""#, "\(one),",
    ].map { Array($0.utf8) } + [
      Array(#"{"id":"l","title":"caf"#.utf8) + [0xE9] + Array(#""}"#.utf8), [0xFF, 0xFE, 0x7B, 0x00], [0, 0, 0, 0x7B],
    ]

  private struct Outcome {
    var output: [UInt8]
    var summary: LineSummary
    var diagnostics: [Diagnostic]

    /// The lines of the output, each of which must be ended.
    var lines: [String] {
      #expect(output.isEmpty || output.last == 10)
      return output.split(separator: 10, omittingEmptySubsequences: false).dropLast().map {
        String(decoding: $0, as: UTF8.self)
      }
    }
  }

  private func convert(
    _ source: ByteSource, _ from: String = "csl-json", _ to: String = "records",
    limit: Int = LineConversion.usualLimit
  ) throws -> Outcome {
    let registry = FormatRegistry.standard
    var diagnostics: [Diagnostic] = []
    var conversion = try LineConversion(
      from: registry.readableFormat(from), to: registry.writableFormat(to), into: ByteSink(), limit: limit,
      observer: { diagnostics.append($0) })
    conversion.run(source)
    let (summary, sink) = conversion.finish()
    return Outcome(output: sink.bytes, summary: summary, diagnostics: diagnostics)
  }

  private func convert(
    _ lines: [[UInt8]], _ from: String = "csl-json", _ to: String = "records", limit: Int = LineConversion.usualLimit
  ) throws -> Outcome {
    let bytes = Array(lines.map { $0 + [10] }.joined())
    return try convert(ByteSource(bytes: bytes, name: "<test>"), from, to, limit: limit)
  }

  private func convert(_ text: String, limit: Int = LineConversion.usualLimit) throws -> Outcome {
    try convert(ByteSource(bytes: Array(text.utf8), name: "<test>"), limit: limit)
  }

  // MARK: - The contract

  /// The generated records as lines, so that every field is among them.
  private func records(_ count: Int) -> [[UInt8]] {
    var generator = RecordGenerator(seed: 5)
    return (0..<count).map { _ in Array(Law.line(of: generator.record()).utf8).filter { $0 != 10 } }
  }

  @Test(arguments: [("csl-json", "records"), ("csl-json", "csl-json"), ("records", "csl-json"), ("records", "records")])
  func anySplitGivesTheSameLines(from: String, to: String) throws {
    let lines = Self.csl + records(40)
    let whole = try convert(lines, from, to)
    let alone = try lines.map { try convert([$0], from, to).output }
    #expect(alone.allSatisfy { $0.filter { $0 == 10 }.count == 1 })
    #expect(whole.output == Array(alone.joined()))
    for size in [2, 7, 30] {
      let parts = stride(from: 0, to: lines.count, by: size).map { Array(lines[$0..<min($0 + size, lines.count)]) }
      #expect(whole.output == Array(try parts.map { try convert($0, from, to).output }.joined()))
    }
    // In the other order each line is the same too.
    #expect(try convert(lines.reversed(), from, to).output == Array(alone.reversed().joined()))
  }

  @Test func everyLineHasItsPlace() throws {
    let outcome = try convert(Self.csl)
    let summary = outcome.summary
    #expect(outcome.lines.count == Self.csl.count)
    #expect(summary.isConserved && summary.lines == Self.csl.count)
    #expect(summary.rejected == outcome.lines.count { $0.hasPrefix("{\"_rejected\":{\"severity\"") })
    #expect(summary.written == outcome.lines.count { $0.hasPrefix("{\"citemill\":1,") })
    #expect(summary.passed == 1 && summary.blank == 3)
    #expect(summary.exitStatus() == .success)
    #expect(summary.exitStatus(countsRejects: true) == .partial)
  }

  /// A second step passes on what the first has rejected, and empty lines, unchanged.
  @Test func rejectedLinesPassThroughLaterSteps() throws {
    let first = try convert(Self.csl)
    let second = try convert(ByteSource(bytes: first.output), "records", "csl-json")
    #expect(second.summary.rejected == 0 && second.summary.passed == first.summary.rejected + 1)
    for (before, after) in zip(first.lines, second.lines) where !before.hasPrefix("{\"citemill\"") {
      #expect(before == after)
    }
  }

  @Test func rejectedLinesCanBeRepaired() throws {
    let line = #"{"id":"b","title":}"#
    #expect(
      try convert(line).lines == [
        #"{"_rejected":{"severity":"error","code":"json.syntax-value","message":"a value cannot start here; "#
          + #"record skipped","column":19},"_raw":"{\"id\":\"b\",\"title\":}"}"#
      ])
  }

  @Test func bytesThatAreNoTextAreKept() throws {
    let lines = try convert([[0x7B, 0xE9]]).lines
    #expect(lines.first?.hasSuffix("\"_raw\":\"{\u{FFFD}\",\"_rawBase64\":\"e+k=\"}") == true)
  }

  // MARK: - Lines

  @Test func theLastLineNeedsNoEnd() throws {
    #expect(try convert(Self.one).output == (try convert(Self.one + "\n")).output)
    #expect(try convert("").lines == [])
    #expect(try convert("\n").lines == [""])
    #expect(try convert("\n\n" + Self.one).lines.count == 3)
  }

  @Test func returnsBeforeLineEndsSayNothing() throws {
    let lines = [Self.one, #"{"type":"book"}"#, #"{"title":"T"}"#, ""]
    let plain = try convert(lines.map { $0 + "\n" }.joined())
    let withReturns = try convert(lines.map { $0 + "\r\n" }.joined())
    #expect(plain.output == withReturns.output)
    // A carriage return alone does not end a line; in JSON it is white space.
    #expect(try convert("{\r\"id\":\"a\",\"type\":\"book\",\"title\":\"One\"}\n").lines.count == 1)
  }

  @Test(arguments: [1, 19, 20, 37, 38, 39, 100]) func longLinesAreRejected(limit: Int) throws {
    let text = "\(Self.one)\n\(Self.one)x\n\(String(repeating: "é", count: 400_000))\n{\"id\":\"a\"}"
    let outcome = try convert(ByteSource.file(Array(text.utf8)), limit: limit)
    #expect(outcome.lines.count == 4 && outcome.summary.isConserved)
    #expect(outcome.lines[0].hasPrefix("{\"citemill\"") == (limit >= Self.one.utf8.count))
    #expect(outcome.lines[2].contains("\"code\":\"lines.too-long\""))
    #expect(outcome.lines[2].hasSuffix(",\"_cut\":\(800_000 - limit)}"))
    #expect(outcome.lines[3].hasPrefix("{\"citemill\"") == (limit >= 10))
    let kept = String(repeating: "é", count: limit / 2)
    #expect(outcome.lines[2].contains("\"_raw\":\"\(kept)\""))
  }

  /// A value with line ends in it, which a native field may be, is still on one line.
  @Test func valuesOfSeveralLinesStayOnOne() throws {
    let line =
      #"{"citemill":1,"key":"a","nativeFields":[{"format":"csl-json","name":"custom","value":"{\n\"x\":\n1}"}]}"#
    let outcome = try convert(ByteSource(bytes: Array(line.utf8)), "records", "csl-json")
    #expect(outcome.lines.count == 1 && outcome.summary.isConserved)
  }

  // MARK: - Keys and messages

  @Test func madeKeysDependOnTheLineAlone() throws {
    let outcome = try convert(Self.csl)
    #expect(outcome.lines[4] == outcome.lines[5])
    #expect(outcome.lines[4].contains(#""key":"bergNo","keyGenerated":true"#))
    #expect(outcome.lines[6].contains(#""key":"csl-json-"#))
  }

  @Test func messagesAreCapped() throws {
    let outcome = try convert(String(repeating: "{\n", count: 1000))
    #expect(outcome.diagnostics.count == 100)
    #expect(outcome.summary.diagnostics.errors == 1000 && outcome.summary.diagnosticsLeftOut == 900)
    #expect(outcome.diagnostics[41].location?.line == 42)
  }

  @Test func otherFormatsAreRefused() throws {
    #expect(throws: UsageError.self) { try convert(Self.csl, "ris", "records") }
    #expect(throws: UsageError.self) { try convert(Self.csl, "csl-json", "bibtex") }
  }
}
