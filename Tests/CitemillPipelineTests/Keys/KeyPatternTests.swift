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

  @Test(arguments: ["[title:abbr]", "[title:3:upper]", "[auth:2:lower][page]"])
  func whatWasMadeBeforeMakesNoDifference(pattern: String) throws {
    var other = Record()
    other.titles = [Title("漢字 漢字 漢字 漢字")]
    var room = KeyBytes()
    for record in [other, Self.record, other] {
      let key = try KeyPattern(pattern).key(for: record, in: &room)
      #expect(try KeyPattern(pattern).key(for: record) == key)
    }
    var short = Record()
    short.titles = [Title("x Z")]
    #expect(try KeyPattern("[title:abbr]").key(for: short, in: &room) == "XZ")
  }

  @Test(arguments: ["", "key", "[auth", "[author]", "[auth:0]", "[auth:-1]", "[auth:small]", "[]", "[title:]"])
  func refusesWhatIsNoPattern(pattern: String) {
    #expect(throws: UsageError.self) { try KeyPattern(pattern) }
  }

  @Test func whatIsKnownOfLettersIsWhatUnicodeSays() {
    for value in UInt32(0x80)...0x1_0FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      // The name of a Unicode scalar is slow to get, so that it is only used for letters and digits.
      let letters = KeyLetters(beyondLatin: scalar)
      let latin = letters == .itself ? LatinLetters(named: scalar) : nil
      #expect(KeyLetters(value) == latin.map { .latin($0) } ?? letters, "U+\(String(value, radix: 16))")
    }
  }
}

@Suite struct KeyHashesTests {
  @Test func remembersEachHashOnce() {
    var hashes = KeyHashes()
    let some =
      [0, 1, .max] + (1...1000).map { UInt64($0) << 54 } + (1...1000).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
    for hash in some {
      #expect(!hashes.contains(hash))
      let isNew = hashes.insert(hash)
      let isNewAgain = hashes.insert(hash)
      #expect(isNew && !isNewAgain)
    }
    #expect(some.allSatisfy { hashes.contains($0) })
    #expect(hashes.count == some.count)
    #expect(!hashes.contains(2))
  }
}
