import CitemillCore
import Testing

@testable import CitemillPipeline

@Suite struct KeyPatternTests {
  private static let record: Record = {
    var record = Record()
    record.type = .articleJournal
    record.contributors = [
      Contributor(.person, name: PersonName(family: "Müller-Lüdenscheidt", given: "Jörg"), roles: [.author]),
      Contributor(.person, name: PersonName(family: "Ørsted", given: "Åse"), roles: [.author]),
      Contributor(.person, name: PersonName(family: "Straße"), roles: [.author]),
      Contributor(.person, name: PersonName(family: "Roe"), roles: [.editor]),
    ]
    record.titles = [Title("The effect of l'eau on DNA-folding")]
    record[date: .issued] = PartialDate(year: 2019, month: 5)
    record[.volume] = "12"
    record[.issue] = "3/4"
    record[.pages] = "S12-19"
    var host = Container(.host)
    host.titles = [Title("Journal of Fish Studies")]
    record.container = host
    return record
  }()

  @Test(
    arguments: [
      ("[auth:lower][year][title:1]", "mullerludenscheidt2019Effect"),
      ("[auth:3:upper]", "MUL"), ("[auth:abbr]", "M"),
      ("[auths]", "MullerLudenscheidtOrstedStrasse"), ("[auths:2]", "MullerLudenscheidtOrstedEtAl"),
      ("[auths:abbr]_[year]", "MOS_2019"),
      ("[title]", "EffectLeauDNAFolding"), ("[title:3]", "EffectLeauDNA"), ("[title:abbr]", "ELDF"),
      ("[container:abbr][volume]:[page]", "JFS12:S12"), ("[issue]", "34"), ("[type]", "articlejournal"),
    ])
  func saysPartsOfARecord(pattern: String, key: String) throws {
    #expect(try KeyPattern(pattern).key(for: Self.record) == key)
  }

  @Test func namesThoseWhoAreThere() throws {
    var record = Record()
    #expect(try KeyPattern("x[auth][year][title]").key(for: record) == nil)
    record.titles = [Title("Of the")]
    #expect(try KeyPattern("[auth][year][title:1]").key(for: record) == "Of")
    record.contributors = [
      Contributor(.organization, name: PersonName(literal: "World Health Organization"), roles: [])
    ]
    #expect(try KeyPattern("[auth]").key(for: record) == "WorldHealthOrganization")
    record.contributors.append(Contributor(.person, name: PersonName(family: "Толстой"), roles: [.editor]))
    #expect(try KeyPattern("[auth:lower]").key(for: record) == "толстой")
    #expect(try KeyPattern("[auth:2]").key(for: record) == "То")
  }

  @Test(arguments: ["", "key", "[auth", "[author]", "[auth:0]", "[auth:-1]", "[auth:small]", "[]", "[title:]"])
  func refusesWhatIsNoPattern(pattern: String) {
    #expect(throws: UsageError.self) { try KeyPattern(pattern) }
  }

  @Test func theTableOfLettersSaysWhatUnicodeSays() {
    for value in [0xC0..<UInt32(0x250), 0x1E00..<0x1F00].joined() {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect(scalar.latinLetters == scalar.namedLetters, "U+\(String(value, radix: 16))")
    }
  }
}
