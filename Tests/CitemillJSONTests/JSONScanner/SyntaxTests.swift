import Citemill
import CitemillTestSupport
import Foundation
import Testing

/// The grammar of RFC 8259, to the letter.
@Suite struct SyntaxTests {
  private func trial(_ text: String) throws -> Trial {
    try Trial(text: text, as: "csl-json")
  }

  private func isSound(_ text: String) throws -> Bool {
    try !trial(text).diagnostics.contains { $0.code.rawValue.hasPrefix("json.syntax-") }
  }

  @Test(arguments: [
    "[]", " [ ] ", "{\"a\":[]}", "[1]", "[-0]", "[1.5e+10]", "[\"\\u00e9\\uD83D\\uDE00\"]", "[true,false,null]",
    "[[[]]]",
    "\"x\"", "1", "[\"\u{7F}\"]", "{\"a\":1,\"a\":2}", "\t[\r\n1\n]", "[\"\\/\"]", "[0e1]",
  ])
  func accepts(text: String) throws { #expect(try isSound(text)) }

  @Test(arguments: [
    "[1,]", "[,1]", "[1 2]", "[01]", "[1.]", "[.5]", "[+1]", "[1e]", "[-]", "[\"\\x\"]", "[\"\\u12\"]", "[\"a\nb\"]",
    "[\"a\tb\"]", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "[1", "[\"a", "{", "]", "[1]]", "[tru]", "[NaN]",
    "['a']",
    "[1]x", "{\"a\":1 \"b\":2}", "[\u{A0}1]", "/* c */[]", "[\"\\", "[1]//",
  ])
  func refuses(text: String) throws { #expect(try !isSound(text)) }

  @Test func aRefusedRecordCostsNoNeighbour() throws {
    for damage in [
      "{\"id\":\"b\",}", "{\"id\" \"b\"}", "{\"id\":\"b\",\"title\":\"\\q\"}", "{\"id\":01}", "{\"id\":tru}",
    ] {
      let text = "[\n{\"id\":\"a\",\"type\":\"book\"},\n\(damage),\n{\"id\":\"c\",\"type\":\"book\"}\n]\n"
      let trial = try trial(text)
      #expect(trial.records.map(\.key) == ["a", "c"], "\(damage)")
      #expect(trial.rejections.map { String(decoding: $0.rawBytes, as: UTF8.self) } == [damage])
    }
  }

  @Test func anUnclosedRecordEndsAtTheNextOne() throws {
    let text =
      "[\n{\"id\":\"a\",\"type\":\"book\"},\n{\"id\":\"b\",\"title\":\"x\n{\"id\":\"c\",\"type\":\"book\"}\n]\n"
    let trial = try trial(text)
    #expect(trial.records.map(\.key) == ["a", "c"])
    #expect(trial.rejections.count == 1)
  }

  @Test func loneSurrogatesAreReplacedAndSaid() throws {
    let trial = try trial(#"[{"id":"a","type":"book","title":"x\uD800y"}]"#)
    #expect(trial.records.first?.title == "x\u{FFFD}y")
    #expect(trial.diagnostics.contains { $0.severity == .error })
  }

  /// However long it is, a record is one record, and does not affect its neighbours.
  @Test(arguments: [("[\n", ",\n", "\n]\n"), ("", "\n", "\n")])
  func hugeRecordsAreOneRejection(opening: String, comma: String, closing: String) throws {
    let huge = #"{"id":"b","title":""# + String(repeating: "y", count: Effort.count(40, debug: 17) << 20) + #""}"#
    for records in [[huge, #"{"id":"c","title":"C"}"#], [huge]] {
      let text = opening + ([#"{"id":"a","title":"A"}"#] + records).joined(separator: comma) + closing
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("citemill-\(UUID().uuidString)")
      try Data(text.utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      let trial = try Trial(ByteSource.open(path: file.path), as: "csl-json")
      #expect(trial.records.map(\.key) == (records.count == 2 ? ["a", "c"] : ["a"]))
      #expect(trial.rejections.count == 1 && trial.diagnostics.count == 1)
      #expect(trial.tally.totalBytes == text.utf8.count)
    }
  }

  @Test func membersBesideTheListAreNamed() throws {
    let text = #"{"total": 2, "items": [{"id":"a","title":"A"}], "next": {"page": 2}}"#
    let trial = try Trial(text: text, as: "csl-json")
    #expect(trial.records.count == 1 && trial.tally.skipped == 2)
    #expect(trial.diagnostics.map(\.code) == ["json.beside-records", "json.beside-records"])
    #expect(trial.diagnostics.map { $0.message.contains("total") } == [true, false])
  }
}
