import Citemill
import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

/// Which records are found does not depend on where a read ended.
@Suite struct JSONFramerTests {
  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// Four records after a bracket and spaces, the second of them broken; the third is found only by its line.
  private func list(_ indent: Int) -> String {
    let line = ",\n" + spaces(indent + 1)
    return "[" + spaces(indent) + "{\"id\":\"a\",\"type\":\"book\"}" + line + "{\"id\":\"b\",\"title\":\"x" + line
      + "{\"type\":\"book\",\"id\":\"c\"}" + line + "{\"id\":\"d\",\"type\":\"book\"}\n]\n"
  }

  @Test(arguments: [80, 5_000, 16_380, 16_381, 16_382, 16_383, 16_384, 49_140])
  func aBrokenRecordEndsAtTheSamePlace(indent: Int) throws {
    let trial = try Trial(ByteSource.file(Array(list(indent).utf8)), as: "csl-json")
    #expect(trial.records.map(\.key) == ["a", "c", "d"])
    #expect(trial.rejections.count == 1)
  }

  @Test(arguments: [81, 82, 83, 86, 90]) func aPauseChangesNothing(place: Int) throws {
    let bytes = Array(list(80).utf8)
    let pipe = Pipe()
    let source = ByteSource(descriptor: dup(pipe.fileHandleForReading.fileDescriptor), name: "pipe", closes: true)
    try pipe.fileHandleForWriting.write(contentsOf: bytes[..<place])
    // Those bytes are there before the others; fewer than 64 are not searched.
    while source.available < place, try source.fill() {}
    try pipe.fileHandleForWriting.write(contentsOf: bytes[place...])
    try pipe.fileHandleForWriting.close()
    let trial = try Trial(source, as: "csl-json")
    #expect(trial.records.map(\.key) == ["a", "c", "d"])
  }

  @Test(arguments: [10, 65_400, 65_500, 65_520, 65_536, 120_000, 1 << 20])
  func aWrapperIsEnteredHoweverLongItsHeadIs(count: Int) throws {
    let head = String(repeating: "m", count: count)
    let text = "{\"meta\":\"\(head)\",\"items\":[{\"id\":\"a\",\"type\":\"book\"},{\"id\":\"b\",\"type\":\"book\"}]}"
    let trial = try Trial(ByteSource.file(Array(text.utf8)), as: "csl-json")
    #expect(trial.records.map(\.key) == ["a", "b"])
    #expect(trial.diagnostics.map(\.code.rawValue) == ["json.beside-records"])
  }

  @Test func aLongRecordIsNoWrapper() throws {
    let abstract = String(repeating: "m", count: 120_000)
    let text = "{\"abstract\":\"\(abstract)\",\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"abstract\":\"\(abstract)"
    let trial = try Trial(ByteSource.file(Array(text.utf8)), as: "csl-json")
    #expect(trial.records.map(\.key) == ["a", "b"])
    #expect(trial.rejections.count == 1)
  }

  /// Files that were joined are all read, with one warning.
  @Test(arguments: [
    "[A]\n[B]\n[C,D]\n", "[A][B]C\nD", "A\nB\n[C,\nD]", "{\"items\":[A]}\n{\"items\":[B,C]}\n[]\n[D]",
    "[]{\"items\":[A,B]}C\n\n[D]",
    "[\n  A,\n  B\n]\n[\n  C\n]\n[\n  D\n]\n",
  ])
  func severalTextsAreRead(form: String) throws {
    var text = form
    for key in ["A", "B", "C", "D"] {
      text = text.replacingOccurrences(of: key, with: "{\n \"id\": \"\(key.lowercased())\",\n \"type\": \"book\"\n }")
    }
    for text in [text, text.replacingOccurrences(of: "\n", with: "")] {
      let trial = try Trial(ByteSource.file(Array(text.utf8)), as: "csl-json")
      #expect(trial.records.map(\.key) == ["a", "b", "c", "d"], "\(text)")
      #expect(trial.diagnostics.map(\.code.rawValue) == ["json.several-texts"], "\(trial.diagnostics)")
    }
  }

  /// A CR LF between two reads is one line end.
  @Test(arguments: [16_384, 49_152, 114_688]) func linesAreCountedOnce(end: Int) throws {
    let start = "[\r\n{\"id\":\"a\",\"type\":\"book\"},"
    let text = start + spaces(end - start.utf8.count - 1) + "\r\n{\"id\":\"b\",\"type\":\"book\"},\r\n17\r\n]"
    let trial = try Trial(ByteSource.file(Array(text.utf8)), as: "csl-json")
    #expect(trial.diagnostics.map(\.location?.line) == [4])
    #expect(trial.diagnostics.map(\.location?.column) == [1])
  }
}
