import Citemill
import CitemillTestSupport
import Foundation
import Testing

/// `Docs/records.schema.json` describes what `records` writes.
@Suite struct SchemaTests {
  private let root: [String: Any]

  init() throws {
    let url = Fixture.package.appendingPathComponent("Docs/records.schema.json")
    root = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
  }

  @Test func everyRecordFits() throws {
    var generator = RecordGenerator(seed: 21)
    for _ in 0..<300 {
      var record = generator.record()
      // Members that we did not know are written where they stood; the schema is for those that we do.
      record.nativeFields.removeAll { $0.format == "records" }
      // Foundation takes a byte order mark at the start of a text away.
      let line = Law.line(of: record).replacingOccurrences(of: "\u{FEFF}", with: "-")
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      if let problem = problem(value, root, "record") {
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
      #expect(problem(try JSONSerialization.jsonObject(with: Data(line.utf8)), root, "record") != nil, "\(line)")
    }
  }

  /// What does not fit a schema, of the words of JSON Schema that ours uses.
  private func problem(_ value: Any, _ schema: [String: Any], _ place: String) -> String? {
    if let name = (schema["$ref"] as? String)?.components(separatedBy: "/").last {
      guard let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else { return "no \(name)" }
      return problem(value, target, place)
    }
    if let constant = schema["const"] as? NSObject, !constant.isEqual(value) { return "\(place) is not \(constant)" }
    if let cases = schema["enum"] as? [String], !cases.contains(value as? String ?? "") { return "\(place): \(value)" }
    switch schema["type"] as? String {
    case "string":
      guard let text = value as? String else { return "\(place) is no text" }
      if text.isEmpty, schema["minLength"] != nil { return "\(place) is empty" }
    case "integer":
      guard let number = value as? Int else { return "\(place) is no number" }
      if let least = schema["minimum"] as? Int, number < least { return "\(place) is too small" }
    case "array":
      guard let list = value as? [Any], let items = schema["items"] as? [String: Any] else {
        return "\(place) is no list"
      }
      for element in list {
        if let found = problem(element, items, place + "[]") { return found }
      }
    case "object":
      guard let object = value as? [String: Any] else { return "\(place) is no object" }
      let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
      for name in schema["required"] as? [String] ?? [] where object[name] == nil { return "\(place) has no \(name)" }
      for (name, member) in object {
        let inside = properties[name] ?? schema["additionalProperties"] as? [String: Any]
        guard let inside else { return "\(place).\(name) is not in the schema" }
        if let found = problem(member, inside, "\(place).\(name)") { return found }
      }
    default: break
    }
    return nil
  }
}
