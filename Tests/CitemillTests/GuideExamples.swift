import Citemill
import CitemillTestSupport
import Foundation
import Testing

/// The Swift examples of `Docs/Embedding.md` stand here too, where the compiler reads them and a test runs them.
@Suite struct GuideExamples {
  final class Log { var lines: [String] = [] }

  @Test func embedding() throws {
    let export = "[{\"id\":\"a\",\"type\":\"book\",\"title\":\"Weirs\"},{\"id\":]\n"
    let log = Log()

    let registry = FormatRegistry.standard
    let reading = try registry.read(text: "[{\"id\":\"a\",\"type\":\"book\",\"title\":\"Weirs\"}]")
    let library = try registry.write(reading.records, as: "csv:columns=id+type+title")
    #expect(library.text == "id,type,title\na,book,Weirs\n")

    var record = Record()
    record.type = .articleJournal
    record.add(Title("River mills"))
    record.add(.person(PersonName(family: "Berg", given: "Anna")))
    record.add(Identifier(.doi, "10.5555/mill.1"))
    record[date: .issued] = PartialDate(year: 2021, month: 5)
    record[.volume] = "14"
    record.withHost { host in host.titles.insert(Title("Journal of Water History")) }
    #expect(record.violations == [])

    var conversion = try Conversion(
      to: try registry.writableFormat("csl-json:layout=lines"), registry: registry, into: ByteSink(.memory),
      isVerified: true,
      observer: Conversion.Observer(
        diagnostic: { diagnostic in log.lines.append("\(diagnostic)") },
        rejection: { rejection, format in log.lines.append("\(format.id): \(rejection.rawBytes.count) bytes set aside")
        }))
    conversion.run(ByteSource(bytes: Array(export.utf8), name: "export.json"))
    let (summary, sink) = conversion.finish()
    #expect(sink.text == "{\"id\":\"a\",\"type\":\"book\",\"title\":\"Weirs\"}\n")
    #expect(summary.isConserved && summary.rejected == 1 && log.lines.count == 2)

    let comparison = LibraryComparison(reading.records, [record])
    for pair in comparison.pairs { print(pair.differences.map(\.path)) }
    for part in record.parts() { print(part.path, part.text) }
    #expect(comparison.onlyFirst == [0] && comparison.onlySecond == [0])
  }

  /// Each page with the files of which its examples are.
  static let pages = [
    ("README.md", "Tests/CitemillTests/ReadmeExample.swift"),
    ("Docs/Embedding.md", "Tests/CitemillTests/GuideExamples.swift"),
    ("Docs/WritingAFormat.md", "Tests/ExamplePlugin/Sources/ReadingList/ReadingList.swift"),
  ]

  @Test(arguments: pages) func examplesAreCompiled(page: String, file: String) throws {
    func lines(_ path: String) throws -> [String] {
      try String(contentsOf: Fixture.package.appendingPathComponent(path), encoding: .utf8)
        .components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let source = Set(try lines(file))
    var isExample = false
    var count = 0
    for line in try lines(page) {
      if line.hasPrefix("```") {
        isExample = line == "```swift"
      } else if isExample {
        #expect(source.contains(line), "\(page): \(line)")
        count += 1
      }
    }
    #expect(count > 5)
  }

  @Test func everyPageWithExamplesIsChecked() throws {
    let docs = Fixture.package.appendingPathComponent("Docs")
    for name in try FileManager.default.subpathsOfDirectory(atPath: docs.path) where name.hasSuffix(".md") {
      let text = try String(contentsOf: docs.appendingPathComponent(name), encoding: .utf8)
      if text.contains("```swift") { #expect(Self.pages.contains { $0.0 == "Docs/\(name)" }, "\(name)") }
    }
  }
}
