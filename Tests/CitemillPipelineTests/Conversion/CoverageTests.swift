import Citemill
import CitemillCore
import Testing

@testable import CitemillPipeline

/// A source in which no title, name or identifier is recognised is not a source of citations.
@Suite struct CoverageTests {
  private struct Result {
    var output = ""
    var summary = Summary()
    var messages: [Diagnostic] = []
    var status: Int32 { summary.exitStatus().rawValue }
    func count(_ code: Diagnostic.Code) -> Int { messages.count { $0.code == code } }
  }

  private final class Log { var messages: [Diagnostic] = [] }

  private func convert(
    _ text: String, as format: String? = nil, jobs: Int = 1, limit: Int? = nil
  ) async throws -> Result {
    let registry = FormatRegistry.standard
    let log = Log()
    // `records` are not written in blocks.
    var conversion = try Conversion(
      to: registry.writableFormat(jobs > 1 ? "csl-json" : "records"), registry: registry, into: ByteSink(),
      observer: Conversion.Observer(diagnostic: { log.messages.append($0) }))
    conversion.blockSize = 256
    conversion.limit = limit
    let source = ByteSource(bytes: Array(text.utf8), name: "source")
    await conversion.run(source, as: try format.map { try registry.readableFormat($0) }, jobs: jobs)
    let (summary, sink) = conversion.finish()
    return Result(output: String(decoding: sink.bytes, as: UTF8.self), summary: summary, messages: log.messages)
  }

  @Test(arguments: [
    ("csv", "Date,Region,Product,Units,Revenue\n2021-01-02,North,Pump,3,40.50\n2021-01-03,South,Valve,9,12.00\n"),
    ("csl-json", #"[{"id":1,"name":"Pump","price":3},{"id":2,"name":"Valve","price":9}]"#),
    ("csl-json", #"[{"id":1,"version":"2","status":"ok"}]"#),
    ("bibtex", "@book{a, wibble = {x}, wobble = {y}}\n@article{b, colour = {red}}\n"),
    ("ris", "TY  - JOUR\nX8  - a\nX9  - b\nER  - \n"),
  ])
  func refusesOtherThings(format: String, text: String) async throws {
    let result = try await convert(text, as: format)
    #expect(result.status == 65)
    #expect(result.output == "")
    #expect(result.summary.isConserved)
    #expect(result.messages.map(\.code) == [.notUnderstood])
    #expect(throws: SourceFailure.self) { try FormatRegistry.standard.read(text: text, as: format) }
  }

  @Test(arguments: [
    ("bibtex", "@misc{a, note = {private communication}}\n"), ("biblatex", "@a{b, date={2016/2017}}\n"),
    ("bibtex", "@article{a, abstract = {25° C}}\n\n@comment{x}\n"),
    ("ris", "TY  - ELEC\nUR  - http://example.org/\nER  - \n"),
    ("csl-json", #"{"id":"a","type":"article-journal","container-title":"J","volume":3}"#),
    ("csl-json", "[]"), ("bibtex", "@comment{nothing}\n"), ("csv", "title,doi\n"),
    ("records", #"{"citemill":1,"key":"a"}"#), ("listing", "1. Berg A. Weirs. 2001.\n2. Eze B. Mills. 2002.\n"),
  ])
  func takesWhatSaysLittle(format: String, text: String) async throws {
    let result = try await convert(text, as: format)
    #expect(result.status == 0)
    #expect(result.count(.notUnderstood) == 0)
  }

  private func rows(_ unknown: Int, then known: Int, then more: Int = 0) -> String {
    let row = #"{"id":"x","colour":"red"}"#
    return String(repeating: row + "\n", count: unknown)
      + (0..<known).map { #"{"id":"k\#($0)","title":"T\#($0)"}"# + "\n" }.joined()
      + String(repeating: row + "\n", count: more)
  }

  @Test(arguments: [1, 4]) func theFirstHundredDecide(jobs: Int) async throws {
    // (unknown, known, unknown) -> (status, errors, warnings)
    let cases: [(Int, Int, Int, Int32, Int, Int)] = [
      (100, 300, 0, 65, 1, 0), (99, 1, 200, 1, 1, 0), (51, 300, 0, 1, 1, 0), (50, 300, 0, 0, 0, 0),
      (0, 100, 300, 0, 0, 1), (0, 300, 100, 0, 0, 0), (200, 0, 0, 65, 1, 0),
    ]
    for (first, known, last, status, errors, warnings) in cases {
      let result = try await convert(rows(first, then: known, then: last), as: "csl-json", jobs: jobs)
      let found = result.messages.filter { $0.code == .notUnderstood }
      #expect(result.status == status, "\(first) \(known) \(last)")
      #expect(found.count { $0.severity == .error } == errors, "\(first) \(known) \(last)")
      #expect(found.count { $0.severity == .warning } == warnings, "\(first) \(known) \(last)")
      #expect(result.summary.read == (status == 65 ? 0 : first + known + last))
      #expect(result.summary.isConserved)
      // The names are in one warning, however many records have them.
      #expect(result.messages.count { $0.message.contains("\"colour\"") } == (status == 65 ? 1 : errors + 1 + warnings))
    }
  }

  @Test func whatIsHeldIsReturnedInItsOrder() async throws {
    let text = rows(3, then: 0) + "{\"id\":\n" + rows(2, then: 2)
    let result = try await convert(text, as: "csl-json")
    #expect((result.summary.read, result.summary.rejected) == (7, 1))
    #expect(result.summary.isConserved)
    let limited = try await convert(text, as: "csl-json", limit: 2)
    #expect(limited.summary.read == 2)
    #expect(limited.summary.isConserved)
  }

  @Test func listsUnknownNamesOnce() async throws {
    let text = (0..<30).map { "TY  - JOUR\nTI  - T\nX7  - a\nZ\($0 % 10)  - b\nER  - \n" }.joined()
    let found = try await convert(text, as: "ris").messages
    #expect(found.map(\.code.rawValue) == ["tagged.unknown-tag"])
    #expect(found.first?.severity == .warning)
    #expect(found.first?.message.contains("\"X7\" (30 times)") == true)
  }
}
