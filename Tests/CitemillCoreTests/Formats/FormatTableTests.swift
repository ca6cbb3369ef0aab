import CitemillCore
import Testing

@Suite struct FormatTableTests {
  private enum Rule: FormatRule {
    case at(Place), year

    var place: Place? { if case .at(let place) = self { place } else { nil } }
    var paths: [FieldPath] { [place?.path ?? FieldPath(.dates, "issued")] }
    var remark: String { self == .year ? "four digits" : "" }
  }

  private let table = FormatTable<Rule>([
    FormatTable.Row("heading", .at(.title(.main, .own)), direction: .read),
    FormatTable.Row("title", .at(.title(.main, .own)), aliases: ["name", "titel"]),
    FormatTable.Row("titel", .at(.title(.main, .own))),
    FormatTable.Row("number", .at(.variable(.number)), except: [.article: .at(.variable(.issue))], note: "by the type"),
    FormatTable.Row("year", .year),
  ])

  @Test func findsNamesAndAliases() {
    #expect(table.row(named: "title") == 1)
    #expect(table.row(named: "name") == 1)
    #expect(table.row(named: "Title") == nil)
    #expect(table.row(named: "title ") == nil)
    #expect(table.row(named: "") == nil)
  }

  @Test func findsNamesInAnyCase() {
    func row(_ name: String) -> Int? { name.withUTF8Span { table.names.row(inAnyCase: $0, 0..<$0.count) } }
    #expect(row("titel") == 2)
    #expect(row("TiTel") == 2)
    #expect(row("NAME") == 1)
    #expect(row(String(repeating: "A", count: 100)) == nil)
  }

  @Test func aPlaceIsWrittenByItsFirstRow() {
    #expect(table.row(writing: .title(.main, .own)) == 1)
    #expect(table.row(writing: .variable(.issue)) == nil)
    #expect(table.row(writing: .variable(.issue), in: .article) == 3)
    #expect(table.row(writing: .variable(.number), in: .article) == nil)
    #expect(table.paths(in: .article).contains(.variable(.issue)))
    #expect(!table.paths().contains(.variable(.issue)))
  }

  @Test func pagesListEachRow() {
    let lines = table.mapping().map { "\($0.native) \($0.path) \($0.note) \($0.isReadOnly)" }
    #expect(
      lines == [
        "heading titles.main read, not written true", "title titles.main also name, titel false",
        "titel titles.main  false",
        "number number by the type; articles: issue false", "year dates.issued four digits false",
      ])
  }

  @Test func eachPlaceHasASlotOfItsOwn() {
    let tiers = FieldPath.Tier.allCases
    var places: [Place] = [.key, .type, .keyword]
    places += Note.Kind.allCases.map { .note($0) } + Event.Part.allCases.map { .event($0) }
    places += ([.any, .pdf, .fullText, .related, .image, .website] as [Place.FilePurpose]).map { .file($0) }
    for tier in tiers {
      places += Title.Kind.allCases.map { .title($0, tier) } + Variable.allCases.map { .variable($0, tier) }
      places += Role.known.map { .names($0, tier) } + IdentifierScheme.known.map { .identifier($0, tier) }
    }
    places += DateKind.known.map { .date($0) } + Abstract.Kind.known.map { .abstract($0) }
    #expect(Set(places.map(\.slot)).count == places.count)
    #expect(places.allSatisfy { (0..<Place.slots).contains($0.slot) })
    // The last of 64 is for unknown names.
    #expect(Place.names("conductor").slot == Place.names("founder").slot)
    #expect([Role.known.count, IdentifierScheme.known.count, DateKind.known.count].allSatisfy { $0 < 63 })
  }
}
