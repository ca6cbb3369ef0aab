import Citemill
import CitemillCore
import CitemillPipeline
import CitemillTestSupport
import Testing

@Suite struct FieldTransformTests {
  /// A record after a transform, with the messages.
  private func changed(_ record: Record, _ transform: String) throws -> (Record, [String]) {
    let stage = try #require(try TransformRegistry.standard.transforms(transform).first).makeStage(writesFiles: false)
    var (record, diagnostics) = (record, Diagnostics())
    let one = try #require(stage.asRecordTransform)
    #expect(one.apply(to: &record, at: .whole("a"), reporting: &diagnostics) == .keep)
    #expect(record.violations.isEmpty)
    return (record, diagnostics.take().map(\.message))
  }

  private static let record: Record = {
    var record = Record()
    (record.type, record.key) = (.chapter, "berg2019")
    record.add(Title("Tides"))
    record.add(Title("T.", kind: .short))
    record.add(.person(PersonName(family: "Berg", given: "Anna"), .editor))
    record.add(Contributor(.person, name: PersonName(family: "Eze"), roles: [.author, .translator]))
    record[date: .issued] = PartialDate(year: 2019)
    record[date: .online] = PartialDate(year: 2018)
    record[.volume] = "12"
    record[.number] = "3"
    record.keywords = [Keyword("water")]
    record.notes = [Note(RichText("Fine."))]
    record.withHost { host in
      host.type = .book
      host.titles.insert(Title("Waters"))
      host.identifiers.insert(Identifier(.isbn, "316148410X"))
    }
    record.withSeries { $0.titles.insert(Title("Rivers")) }
    return record
  }()

  private static func names(_ record: Record) -> [String] {
    record.parts(withNativeFields: true).map { "\($0.path)" }
  }

  @Test(arguments: [
    ("title+volume", ["key", "type", "titles.main", "volume"]),
    ("titles", ["key", "type", "titles.main", "titles.short"]),
    ("journal", ["key", "type", "host.type", "host.titles.main"]),
    ("series+issued", ["key", "type", "dates.issued", "series.titles.main"]),
    ("translator+key+type", ["key", "type", "contributors.translator"]),
    (
      "container",
      ["key", "type", "host.type", "host.titles.main", "host.identifiers.ISBN", "series.titles.main"]
    ),
    ("abstract", ["key", "type"]),
  ])
  func selects(_ fields: String, _ expected: [String]) throws {
    #expect(try Self.names(changed(Self.record, "select:\(fields)").0) == expected)
  }

  /// What `drop` removes and what `select` keeps together are the whole record.
  @Test(arguments: [
    "title", "author+editor", "issued", "identifiers", "volume+issue", "container", "host.titles", "keywords", "event",
    "native-fields",
  ])
  func isTheCounterpartOfDrop(_ fields: String) throws {
    var generator = RecordGenerator(seed: 11)
    for _ in 0..<100 {
      let record = generator.record()
      let kept = try changed(record, "select:\(fields)").0.parts(withNativeFields: true)
      let rest = try changed(record, "drop:\(fields)").0.parts(withNativeFields: true)
      func roles(_ parts: [RecordPart]) -> Int { parts.count { $0.path.field == .contributors } }
      let whole = record.parts(withNativeFields: true)
      #expect(kept.count + rest.count - roles(kept) - roles(rest) <= whole.count - roles(whole) + 4)
      for part in whole where part.path.field != .contributors {
        #expect(kept.contains { $0.isSame(as: part) } || rest.contains { $0.isSame(as: part) })
      }
    }
  }

  @Test(arguments: [
    ("editor=author", ["contributors.author Berg, Anna", "contributors.author Eze"]),
    ("editor=host.contributors.editor", ["host.contributors.editor Berg, Anna"]),
    ("issued=published-print", ["dates.published-print 2019"]),
    ("issued=published-online+published-online=issued", ["dates.issued 2018", "dates.published-online 2019"]),
    ("volume=number+number=volume", ["volume 3", "number 12"]),
    ("volume=edition", ["edition 12"]),
    ("titles.short=titles.alternative", ["titles.alternative T."]),
    ("host.identifiers.ISBN=isbn", ["identifiers.ISBN 316148410X"]),
    ("series=journal", ["host.titles.main Waters", "host.titles.main Rivers"]),
    ("note=notes.annotation", ["notes.annotation Fine."]),
    ("volume=series.number", ["series.number 12"]),
  ])
  func moves(_ fields: String, _ expected: [String]) throws {
    let (record, said) = try changed(Self.record, "rename:\(fields)")
    let parts = record.parts().map { "\($0.path) \($0.text)" }
    for one in expected { #expect(parts.contains { $0.hasPrefix(one) }, "\(parts)") }
    #expect(said == [])
    #expect(record.parts().count == Self.record.parts().count)
  }

  @Test func keepsTheOrderOfNames() throws {
    let (record, _) = try changed(Self.record, "rename:editor=author+translator=author")
    #expect(record.contributors.map(\.name.family) == ["Berg", "Eze"])
    #expect(record.contributors.map(\.roles) == [[.author], [.author]])
  }

  @Test(arguments: [
    ("published-online=issued", "dates.issued already has a value; dates.published-online is not moved"),
    ("volume=number", "number already has a value; volume is not moved"),
    ("number=volume+volume=number+published-online=number", ""),
    // What cannot move does not make room for what follows it.
    ("volume=number+edition=volume", "number already has a value; volume is not moved"),
  ])
  func losesNothingWherePlacesAreTaken(_ fields: String, _ message: String) throws {
    if message.isEmpty {
      #expect(throws: UsageError.self) { try TransformRegistry.standard.transforms("rename:\(fields)") }
      return
    }
    var record = Self.record
    record[.edition] = "2"
    let (changed, said) = try changed(record, "rename:\(fields)")
    #expect(said.first == message)
    #expect(changed.parts().map(\.text) == record.parts().map(\.text))
  }

  @Test(arguments: [
    "editor", "editor=", "editor=author=x", "editor=title", "titel=title", "title=title", "title=titles.best",
    "keyword=title", "keyword=keywords", "type=key", "volume=variables", "host.issued=issued", "titles=titles.",
    "title#marks=titles.short", "issued=dates",
  ])
  func refusesWhatCannotMove(_ fields: String) {
    #expect(throws: UsageError.self) { try TransformRegistry.standard.transforms("rename:\(fields)") }
  }
}
