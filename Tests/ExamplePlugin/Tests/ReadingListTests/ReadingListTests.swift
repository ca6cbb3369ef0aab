import Citemill
import CitemillTestSupport
import ReadingList
import Testing

@Suite struct ReadingListTests {
  /// A registry with everything that comes with Citemill, and one more format.
  var registry: FormatRegistry {
    var registry = FormatRegistry.standard
    registry.register(ReadingList())
    return registry
  }

  private func convert(_ text: String, to format: any WritableFormat) throws -> (text: String, summary: Summary) {
    var conversion = try Conversion(to: format, registry: registry, into: ByteSink(.memory))
    conversion.run(ByteSource(bytes: Array(text.utf8), name: "list.reading"))
    let (summary, sink) = conversion.finish()
    return (sink.text, summary)
  }

  @Test func isFoundReadAndWritten() throws {
    let list = "# to read\n2019\tAda Vogel;Ben Ode\tOn Tides\n2021-05\tCleo Hart\tOn Sand\n"
    let (text, summary) = try convert(list, to: ReadingList())
    #expect(text == "2019\tAda Vogel;Ben Ode\tOn Tides\n2021-05\tCleo Hart\tOn Sand\n")
    #expect(summary.sources.first?.format == "reading-list")
    #expect(summary.isConserved && summary.losses.isEmpty)
  }

  @Test func meetsTheOtherFormatsInTheRecord() throws {
    let json = try registry.writableFormat("csl-json")
    let (text, summary) = try convert("2019\tAda Vogel\tOn Tides\n", to: json)
    #expect(text.contains("On Tides") && text.contains("2019"))
    #expect(summary.written == 1)
  }

  @Test func namesDamagedLinesAndKeepsTheOthers() throws {
    let (text, summary) = try convert("2019\tAda\tOne\nno columns here\n2020\tBen\tTwo\n", to: ReadingList())
    #expect(text == "2019\tAda\tOne\n2020\tBen\tTwo\n")
    #expect(summary.rejected == 1 && summary.exitStatus() == .partial)
  }

  // MARK: - The law

  @Test func whatIsWrittenIsRead() throws {
    let law = try Law("reading-list", registry: registry)
    var generator = RecordGenerator(seed: 7)
    let outcome = try law.check((0..<300).map { _ in generator.record() })
    #expect(outcome.violation == nil)
    #expect(outcome.written > 0)
  }

  @Test func anyInputIsAccountedFor() throws {
    let list = Array("# to read\n2019\tAda Vogel;Ben Ode\tOn Tides\n2021-05\tCleo Hart\tOn Sand\n".utf8)
    for end in 0...list.count {
      let problem = try AnyInput.problem(in: Array(list[..<end]), as: "reading-list", registry: registry)
      #expect(problem == nil)
    }
    var random = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      var noise = list
      for index in noise.indices where random.chance(5) { noise[index] = UInt8.random(in: 0...255, using: &random) }
      let problem = try AnyInput.problem(in: noise, as: "reading-list", registry: registry)
      #expect(problem == nil)
    }
  }
}
