import Citemill
import CitemillTestSupport
import Testing

/// What `diff`, `--verify` and reports state about records.
@Suite struct DifferenceTests {
  @Test func recordsDifferWhereTheyAreNotTheSame() {
    var generator = RecordGenerator(seed: 31)
    for _ in 0..<Effort.count(200, debug: 60) {
      let (one, two) = (generator.record(), generator.record())
      #expect(one.differences(from: one).isEmpty)
      #expect(one.differences(from: two).isEmpty == (one.content == two.content))
      // Each group separately: every difference in the model is noticed.
      for field in Field.allCases where field != .nativeFields && one[field] != two[field] {
        var changed = one
        changed.set(two[field])
        if changed.content == one.content { continue }
        let differences = one.differences(from: changed)
        #expect(!differences.isEmpty, "\(field): \(Law.line(of: one))")
        #expect(
          differences.allSatisfy { $0.path.field == field || ($0.path.tier != .own && field == .container) },
          "\(field): \(differences)")
      }
    }
  }

  @Test func valuesThatReadAlikeAreToldInFull() {
    var (one, two) = (Record(), Record())
    one.add(.person(PersonName(family: "van Berg")))
    two.add(.person(PersonName(family: "Berg", nonDroppingParticle: "van")))
    let found = one.differences(from: two)
    #expect(found.map(\.path) == [FieldPath(.contributors, "author")])
    #expect(found.first?.before == ["family: van Berg"])
    #expect(found.first?.after == ["family: Berg, nonDroppingParticle: van"])
  }

  @Test func whatBothListsHaveAtTheirEndsIsLeftOut() {
    var (one, two) = (Record(), Record())
    for text in ["a", "b", "c"] { one.keywords.append(Keyword(text)) }
    for text in ["a", "x", "y", "c"] { two.keywords.append(Keyword(text)) }
    let found = one.differences(from: two)
    #expect(found.map(\.path) == [FieldPath(.keywords)])
    #expect(found.first?.before == ["b"] && found.first?.after == ["x", "y"])
  }

  @Test func librariesArePairedByWhatIsSurest() {
    func record(_ key: String?, _ title: String, doi: String? = nil) -> Record {
      var record = Record()
      record.key = key
      record.add(Title(title))
      if let doi { record.add(Identifier(.doi, doi)) }
      return record
    }
    let first = [
      record("a", "Weirs"), record("b", "Mills", doi: "10.5555/M"), record("c", "Sluices"), record("d", "Locks"),
    ]
    let second = [
      record("b", "Weirs!"), record("z", "Other words", doi: "10.5555/m"), record("c", "New title"),
      record("e", "Canals"),
    ]
    let comparison = LibraryComparison(first, second)
    #expect(comparison.pairs.map { [$0.first, $0.second] } == [[0, 0], [1, 1], [2, 2]])
    #expect(comparison.onlyFirst == [3])
    #expect(comparison.onlySecond == [3])
    #expect(!comparison.isAlike)
    #expect(LibraryComparison(first, first.reversed()).isAlike)
    let ignoring = LibraryComparison([first[0]], [second[0]], ignoring: [FieldPath(.key), FieldPath(.titles)])
    #expect(ignoring.isAlike)
  }
}
