import Citemill
import CitemillCore
import CitemillPipeline
import CitemillTestSupport
import Foundation
import Testing

@Suite struct TransformListTests {
  private let registry = TransformRegistry.standard

  private func ids(_ list: String) throws -> [String] { try registry.transforms(list).map(\.info.id) }

  @Test func aPartWithoutOptionBeginsATransform() throws {
    #expect(try ids("filter:year=2019,dedupe:log=a.jsonl,filter:type=book") == ["filter", "dedupe", "filter"])
    #expect(try ids("dedupe,log=a.jsonl, filter:title=\"a, b\"") == ["dedupe", "filter"])
    #expect(try ids("") == [])
    // The commas of a count, between slashes and between quotes are of the value.
    #expect(try ids("filter:title~a{1,3}b{2,},dedupe") == ["filter", "dedupe"])
    #expect(try ids("filter:title ~ /[a,b] \\/, c/,dedupe,log=x") == ["filter", "dedupe"])
    #expect(try ids("filter:title~/a{1,3}/") == ["filter"])
    #expect(try ids("filter:doi ~ /x,dedupe") == ["filter", "dedupe"])
    #expect(try ids("dedupe:log=\"a,b.jsonl\",filter:title='a, b'") == ["dedupe", "filter"])
    #expect(try ids("filter:author=d'arcy,dedupe") == ["filter", "dedupe"])
  }

  @Test(arguments: [
    ("dedup", "did you mean \"dedupe\""), ("dedupe:lgo=a", "did you mean \"log\""), ("log=a", "no transform before it"),
    ("filter", "needs its query"), ("filter:", "needs its query"), ("filter:year=2019,year=2020", "it takes none"),
    ("dedupe:log", "is not option=value"), ("dedupe:log=", "the name of a file"),
    ("undedupe:log=", "the name of a file"), ("normalise:journals=", "the name of a file"),
  ])
  func tellsWhatIsWrong(_ list: String, _ part: String) {
    let error = #expect(throws: UsageError.self) { try registry.transforms(list) }
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }

  @Test func ofTwoWithOneIdTheLaterCounts() {
    var registry = TransformRegistry([FilterTransform(), DedupeTransform()])
    registry.register(FilterTransform())
    #expect(registry.transforms.map(\.info.id) == ["filter", "dedupe"])
    #expect(registry.transform(named: "deduplicate")?.info.id == "dedupe")
  }

  @Test(arguments: [
    "normalise", "normalise:doi+issn", "normalise:titles=title", "normalise:doi,titles=title",
    "normalise:none,titles=title",
  ])
  func anOperandMayBeLeftOutWhereItSaysSo(_ list: String) throws { #expect(try ids(list) == ["normalise"]) }

  @Test(arguments: ["normalise:", "normalise:doy", "normalise:titles=none", "filter", "select", "rename", "sort:"])
  func anOperandMustBeRight(_ list: String) {
    #expect(throws: UsageError.self) { try registry.transforms(list) }
  }

  @Test(arguments: TransformRegistry.standard.transforms.map(\.info.id)) func isDocumented(_ id: String) throws {
    let page = try String(contentsOf: Fixture.package.appendingPathComponent("Docs/Transforms.md"), encoding: .utf8)
    let headings = page.split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(headings.contains { $0.split { !$0.isLetter }.contains { $0 == id } })
    let options = TransformRegistry.standard.transform(named: id)?.options ?? []
    // Its table is made by citemill-docs, which the checks run.
    #expect(options.isEmpty || page.contains("<!-- table:transform-\(id) -->"))
  }
}
