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
      if let path, mapping.isWritten, !row.isReadOnly { #expect(mapping.canSay(path), "\(row.native): \(row.path)") }
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

  @Test func onlyNamesThatAreWrittenTakeAValue() throws {
    let bibtex = FormatMapping(try FormatRegistry.standard.format("bibtex"))
    func names(_ path: String) throws -> [String] { bibtex.names(of: try #require(FieldPath(path))) }
    #expect(try names("contributors.author") == ["author"])
    #expect(try names("contributors.director") == ["editora", "editorb", "editorc"])
    #expect(try names("identifiers.PMID") == ["pmid"])
    #expect(try names("identifiers.URL") == ["url"])
    #expect(try names("host.titles.main") == ["journal", "booktitle", "maintitle"])
    #expect(try names("publisher-place") == ["address"])
    let biblatex = FormatMapping(try FormatRegistry.standard.format("biblatex"))
    #expect(biblatex.names(of: .variable(.publisherPlace)) == ["location"])
    let ris = FormatMapping(try FormatRegistry.standard.format("ris"))
    #expect(ris.names(of: FieldPath(.titles, "main", in: .host)) == ["T2", "JF"])
  }
}
