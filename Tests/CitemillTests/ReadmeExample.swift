import Citemill
import CitemillTestSupport
import Foundation
import Testing

/// The Swift example of the README, where the compiler reads it.
@Suite struct ReadmeExample {
  @Test func readsAndWrites() throws {
    try #require(FileManager.default.changeCurrentDirectoryPath(Fixture.package.path))

    let registry = FormatRegistry.standard
    let reading = try registry.read(path: "Fixtures/Listing/sciencegate-page.txt")
    for record in reading.records { print(record.title ?? "no title", record.doi ?? "") }
    for rejection in reading.rejections { print("rejected:", rejection.reason) }

    let writing = try registry.write(reading.records, as: "csl-json")
    print(writing.text)
    for (key, count) in writing.losses.ranked { print("lost:", key.path, count) }

    #expect(reading.records.count == 3 && reading.rejections.isEmpty)
    #expect(writing.text.contains("10.5555/mill.2021.7"))
  }

  @Test func marksAreCountedAsThePageSays() throws {
    let page = try String(
      contentsOf: Fixture.package.appendingPathComponent("Docs/Formats/RecordsJSON.md"), encoding: .utf8)
    let line = try #require(page.components(separatedBy: "\n").first { $0.contains(">>> title = {") })
    let json = try #require(line.components(separatedBy: "title = ").last)
    let records = try FormatRegistry.standard.read(text: "{\"citemill\":1,\"titles\":[\(json)]}\n", as: "records")
      .records
    let title = try #require(records.first?.titles.first?.text)
    let mark = try #require(title.marks.first)
    let bytes = Array(title.plain.utf8)[mark.start..<mark.end]
    #expect(page.contains("['\(String(decoding: bytes, as: UTF8.self))']"))
  }
}
