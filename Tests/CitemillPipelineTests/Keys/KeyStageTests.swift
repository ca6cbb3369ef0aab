import CitemillCore
import CitemillPipeline
import Testing

@Suite struct KeyStageTests {
  private func keys(_ given: [String?], capacity: Int = 1000) -> (keys: [String?], warnings: Int) {
    var stage = KeyStage(capacity: capacity)
    var diagnostics = Diagnostics()
    let keys = given.map { key in
      var record = Record()
      record.key = key
      record.origin.format = "listing"
      stage.apply(to: &record, reporting: &diagnostics)
      return record.key
    }
    return (keys, diagnostics.counts.warnings)
  }

  @Test func keepsKeysOfTheSource() {
    #expect(keys(["b", "a", "é", "e\u{301}"]).keys == ["b", "a", "é", "e\u{301}"])
  }

  @Test func numbersRecordsWithoutKey() {
    #expect(keys([nil, "x", nil]).keys == ["listing-1", "x", "listing-3"])
  }

  @Test func renumbersMadeKeysWithoutAWord() {
    var stage = KeyStage()
    var diagnostics = Diagnostics()
    let keys = (0..<2).map { _ in
      var record = Record()
      record.key = "listing-1"
      record.isKeyGenerated = true
      stage.apply(to: &record, reporting: &diagnostics)
      return record.key
    }
    #expect(keys == ["listing-1", "listing-1-2"])
    #expect(diagnostics.counts.warnings == 0)
  }

  @Test func numbersRepeatedKeysWithAWarning() {
    let result = keys(["a", "a", "a-2", "a"])
    #expect(result.keys == ["a", "a-2", "a-2-2", "a-3"])
    #expect(result.warnings == 3)
  }

  @Test func aMadeKeyGivesWay() {
    #expect(keys(["listing-2", nil]).keys == ["listing-2", "listing-2-2"])
  }

  @Test func makesKeysByThePattern() {
    var stage = KeyStage()
    var diagnostics = Diagnostics()
    let keys = (0..<3).map { number in
      var record = Record()
      if number < 2 {
        record.contributors = [Contributor(.person, name: PersonName(family: "Berg"), roles: [.author])]
        record.titles = [Title("On weirs")]
      }
      record.origin.format = "ris"
      stage.apply(to: &record, reporting: &diagnostics)
      #expect(record.isKeyGenerated)
      return record.key
    }
    #expect(keys == ["bergWeirs", "bergWeirs-2", "ris-3"])
    #expect(diagnostics.counts.warnings == 0)
  }

  @Test func thatNoMoreKeysAreRememberedIsReportedOnce() {
    let result = keys(["a", "b", "c", "a", "c", "d"], capacity: 2)
    #expect(result.keys == ["a", "b", "c", "a-2", "c", "d"])
    #expect(result.warnings == 2)
    #expect(keys(["a", "b"], capacity: 2).warnings == 0)
  }

  @Test func aRepetitionIsFoundAmongManyKeys() {
    var stage = KeyStage()
    var diagnostics = Diagnostics()
    var record = Record()
    for number in 0..<1_200_000 {
      record.key = "k\(number)"
      stage.apply(to: &record, reporting: &diagnostics)
    }
    #expect(diagnostics.counts.warnings == 0)
    for number in [0, 999_999, 1_000_000, 1_199_999] {
      record.key = "k\(number)"
      stage.apply(to: &record, reporting: &diagnostics)
      #expect(record.key == "k\(number)-2")
    }
    #expect(diagnostics.counts.warnings == 4)
  }

  @Test func manyOfOneKeyTakeLinearTime() {
    let result = keys(Array(repeating: "a", count: 20_000), capacity: 1_000_000)
    #expect(Set(result.keys.compactMap { $0 }).count == 20_000)
  }
}
