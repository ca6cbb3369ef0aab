import Citemill
import CitemillTestSupport
import Foundation
import Testing

/// `Docs/records.schema.json` describes what `records` writes.
@Suite struct SchemaTests {
  private let schema: JSONSchema

  init() throws { schema = try JSONSchema("Docs/records.schema.json") }

  @Test func everyRecordFits() throws {
    var generator = RecordGenerator(seed: 21)
    for _ in 0..<300 {
      var record = generator.record()
      // Unknown members are written where they were; the schema is for the known ones.
      record.nativeFields.removeAll { $0.format == "records" }
      // Foundation removes a byte order mark at the start of a text.
      let line = Law.line(of: record).replacingOccurrences(of: "\u{FEFF}", with: "-")
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      if let problem = schema.problem(in: value) {
        Issue.record("\(problem): \(line)")
        return
      }
    }
  }

  @Test func whatDoesNotFitIsSeen() throws {
    for line in [
      #"{"citemill":2}"#, #"{"citemill":1,"shelf":7}"#, #"{"citemill":1,"titles":[{"text":""}]}"#,
      #"{"citemill":1,"titles":[{"text":"a","marks":[{"kind":"blink","start":0,"end":1}]}]}"#,
      #"{"citemill":1,"container":{}}"#, #"{"key":"a"}"#,
    ] {
      #expect(schema.problem(in: try JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(line)")
    }
  }
}
