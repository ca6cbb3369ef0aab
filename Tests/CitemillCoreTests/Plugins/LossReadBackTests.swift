import CitemillCore
import CitemillTestSupport
import Testing

/// What is reported when a record is compared with what a reader finds in its output.
@Suite struct LossReadBackTests {
  /// The losses between two records, in the order in which they are reported.
  private func losses(_ original: Record, _ found: Record, natives: String? = nil) -> [String] {
    var report = LossReport(.places)
    report.beginRecord()
    report.lose(from: original, to: found, nativeFieldsOf: natives)
    return report.places.map { "\($0.path) \($0.kind.rawValue)" }
  }

  /// Short lists are searched element by element, and long ones through a table: both must give the same
  /// result. Whether something is found, and what is found first, does not depend on how often the list is
  /// repeated.
  @Test func longListsLoseWhatShortOnesDo() {
    var generator = RecordGenerator(seed: 15)
    let whole = Set(Field.allCases.map { "\($0.rawValue) narrowed" })
    for _ in 0..<300 {
      var (original, found) = (generator.record(), generator.record())
      // Some is found as it was, and of some a part.
      found.contributors = original.contributors.dropLast().map { Contributor($0.kind, name: $0.name, roles: $0.roles) }
      found.keywords = original.keywords.dropFirst().map { Keyword($0.text) } + found.keywords
      found.titles += original.titles.suffix(1)
      found.identifiers += original.identifiers.prefix(1)
      original.key = nil
      found.key = nil
      // If lists only differ in their order, this is reported for the whole list.
      let short = losses(original, found).filter { !whole.contains($0) }
      #expect(losses(original, repeated(found)).filter { !whole.contains($0) } == short)
    }
  }

  /// The record with its lists forty times.
  private func repeated(_ record: Record) -> Record {
    func often<Element>(_ list: [Element]) -> [Element] { Array(repeatElement(list, count: 40).joined()) }
    var result = record
    result.titles = often(record.titles)
    result.contributors = often(record.contributors)
    result.dates = often(record.dates)
    result.identifiers = often(record.identifiers)
    result.keywords = often(record.keywords)
    result.notes = often(record.notes)
    result.abstracts = often(record.abstracts)
    result.relations = often(record.relations)
    result.licences = often(record.licences)
    result.funding = often(record.funding)
    result.files = often(record.files)
    return result
  }

  @Test func aNativeFieldIsToBeFoundAsOftenAsItWasThere() {
    let (one, other) = (
      NativeField(format: "ris", name: "X1", value: "a"), NativeField(format: "ris", name: "X2", value: "b")
    )
    let foreign = NativeField(format: "csl-json", name: "x", value: "1")
    var (original, found) = (Record(), Record())
    original.nativeFields = [one, other, one, foreign, one]
    found.nativeFields = [other, one]
    #expect(
      losses(original, found, natives: "ris") == ["native-fields.ris.X1 dropped", "native-fields.ris.X1 dropped"])
    found.nativeFields = [one, one, one, other]
    #expect(losses(original, found, natives: "ris") == [])
  }

  @Test func equalValuesHaveEqualHashes() {
    #expect(Identifier(.doi, "10.5555/a", raw: "x").hashValue == Identifier(.doi, "10.5555/a").hashValue)
    #expect(Identifier(.doi, "é") != Identifier(.doi, "e\u{301}"))
    var generator = RecordGenerator(seed: 16)
    for _ in 0..<100 {
      let record = generator.record()
      var copy = record
      copy.origin = Origin(format: "other")
      #expect(Reference(record: record) == Reference(record: copy))
      #expect(Reference(record: record).hashValue == Reference(record: copy).hashValue)
    }
  }

  @Test func manyNamesThatLoseAPartTakeLinearTime() {
    var (original, found) = (Record(), Record())
    for number in 0..<50_000 {
      let name = PersonName(family: "Berg\(number % 1000)", given: "Anna")
      original.contributors.append(Contributor(.person, name: name, affiliations: [Affiliation("Institute \(number)")]))
      found.contributors.append(Contributor(.person, name: name))
      original.identifiers.append(Identifier(IdentifierScheme(rawValue: "x\(number)"), "1"))
      original.keywords.append(Keyword("word \(number)", isMajor: true))
      found.keywords.append(Keyword("word \(number)"))
      original.nativeFields.append(NativeField(format: "ris", name: "X1", value: "\(number)"))
    }
    found.nativeFields = original.nativeFields.reversed()
    var lost: [String] = []
    let time = ContinuousClock().measure { lost = losses(original, found, natives: "ris") }
    #expect(lost.count { $0 == "contributors.author#affiliations dropped" } == 50_000)
    #expect(lost.count { $0 == "keywords narrowed" } == 50_000)
    #expect(lost.count == 150_000)
    // Unoptimised, and beside other tests; quadratic time would take many minutes.
    #expect(time < .seconds(20), "\(time)")
  }
}
