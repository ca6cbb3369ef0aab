import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// Which records are found does not depend on where a read ended.
@Suite struct JSONFramerTests {
  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// A CR LF between two reads is one line end.
  @Test(arguments: [16_384, 49_152, 114_688]) func linesAreCountedOnce(end: Int) throws {
    let start = "[\r\n{\"id\":\"a\",\"type\":\"book\"},"
    let text = start + spaces(end - start.utf8.count - 1) + "\r\n{\"id\":\"b\",\"type\":\"book\"},\r\n17\r\n]"
    let trial = try Trial(ByteSource.file(Array(text.utf8)), as: "csl-json")
    #expect(trial.diagnostics.map(\.location?.line) == [4])
    #expect(trial.diagnostics.map(\.location?.column) == [1])
  }
}
