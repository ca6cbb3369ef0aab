import Citemill
import Testing

/// Mapping tables, which pages and `citemill map` show.
@Suite struct MappingTests {
  static let formats = FormatRegistry.standard.formats.map(\.info.id)

  @Test(arguments: formats) func tablesNamePlacesOfTheModel(id: String) throws {
    let format = try #require(FormatRegistry.standard.format(named: id))
    let mapping = FormatMapping(format)
    #expect(!mapping.rows.isEmpty)
    for row in mapping.rows where !row.path.isEmpty && row.path != "assurances" {
      let path = FieldPath(row.path)
      #expect(path != nil, "\(row.native): \(row.path)")
      if let path, mapping.isWritten { #expect(mapping.canSay(path), "\(row.native): \(row.path)") }
    }
  }

  @Test(arguments: formats) func nothingIsLostIntoItself(id: String) throws {
    let mapping = FormatMapping(try #require(FormatRegistry.standard.format(named: id)))
    #expect(mapping.lost(in: mapping).isEmpty)
  }

  @Test func aRicherFormatLosesIntoAPoorerOne() throws {
    let registry = FormatRegistry.standard
    let rich = FormatMapping(try registry.format("records"))
    let poor = FormatMapping(try registry.format("csl-json"))
    let lost = rich.lost(in: poor).map(\.description)
    #expect(lost.contains("funding"))
    #expect(lost.contains("contributors#affiliations"))
    #expect(!lost.contains("titles"))
    #expect(rich.unsayable.isEmpty)
    #expect(poor.names(of: .variable(.pages)) == ["page"])
  }
}
