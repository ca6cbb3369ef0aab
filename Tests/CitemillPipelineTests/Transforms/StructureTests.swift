import Citemill
import CitemillCore
import CitemillPipeline
import CitemillTestSupport
import Testing

/// References that are only text, parsed by a format of the registry.
@Suite struct StructureTests {
  private static let text = "Berg A, Eze N. River mills and their keepers. J Water Hist. 2021;14(2):101-18."

  private func structured(_ record: Record, _ list: String = "structure") throws -> (Record, [Diagnostic]) {
    let plugin = try #require(try TransformRegistry.standard.transforms(list).first)
    let stage = try #require(try plugin.makeStage(writesFiles: false).asRecordTransform)
    var (result, found) = (record, Diagnostics())
    #expect(stage.apply(to: &result, at: .whole("a", bytes: 0..<1), reporting: &found) == .keep)
    return (result, found.take())
  }

  private func article(_ references: [Reference]) -> Record {
    var record = Record()
    record.add(Title("An article"))
    record.references = references
    return record
  }

  @Test func aTextBecomesARecordAndStays() throws {
    let (record, found) = try structured(article([Reference(key: "r1", text: RichText(Self.text))]))
    let reference = try #require(record.references.first)
    #expect(reference.text?.plain == Self.text)
    #expect(reference.key == "r1")
    let read = try #require(reference.record)
    #expect(read.title == "River mills and their keepers")
    #expect(read.contributors.compactMap(\.name.family) == ["Berg", "Eze"])
    #expect(read[date: .issued] == PartialDate(year: 2021))
    #expect(read.container(.host)?.title() == "J Water Hist")
    #expect([read.volume, read.issue, read.pages, read[.rawReference]] == ["14", "2", "101-18", nil])
    #expect(read.assurances.allSatisfy { $0.level == .likely })
    #expect(Set(read.assurances.map(\.field)) == ["type", "titles", "contributors", "dates", "container", "variables"])
    #expect(found.isEmpty)
  }

  @Test func aRecordOfItsOwnIsFilled() throws {
    var record = Record()
    record.key = "r1"
    record[.rawReference] = Self.text
    record.add(Identifier(.doi, "10.5555/tagged"))
    let (read, found) = try structured(record)
    #expect(read.title == "River mills and their keepers")
    #expect(read[.rawReference] == Self.text)
    #expect(read.key == "r1")
    #expect(read.doi == "10.5555/tagged")
    #expect(found.isEmpty)
  }

  @Test func whatIsKnownIsNotTouched() throws {
    var known = Record()
    known.add(Title("Known"))
    let reference = Reference(key: "r1", text: RichText(Self.text), record: known)
    let (record, found) = try structured(article([reference]))
    #expect(record == article([reference]))
    #expect(found.isEmpty)
    var own = known
    own[.rawReference] = Self.text
    #expect(try structured(own).0 == own)
  }

  @Test(arguments: [
    "A miller, personal communication, 12 May 2012.", "Berg, A. & Eze, N. (2007). J. Mill Biotechnol. 129, 453–460.",
    "", "Weirs.",
  ])
  func whatCannotBeReadStaysAndIsCounted(_ text: String) throws {
    let references = [Reference(text: RichText(text)), Reference(text: RichText(Self.text))]
    let (record, found) = try structured(article(references))
    #expect(record.references.first == references.first)
    #expect(record.references.last?.record != nil)
    #expect(found.map(\.code) == ["structure.unread"])
    #expect(found.first?.message.contains("1 of 2") == true)
  }

  @Test func anotherFormatCanRead() throws {
    let text = "Title: River mills Author: Berg, Anna"
    #expect(try structured(article([Reference(text: RichText(text))])).0.references.first?.record == nil)
    let ris = "{\"citemill\":1,\"titles\":[{\"text\":\"Weirs\"}],\"contributors\":[{\"family\":\"Berg\"}]}"
    let (record, _) = try structured(article([Reference(text: RichText(ris))]), "structure:as=records")
    let read = try #require(record.references.first?.record)
    #expect(read.title == "Weirs")
    #expect(read.assurances.map(\.reason).allSatisfy { $0 == "read from the text as records" })
  }

  @Test func twoRecordsInATextAreLeftAlone() throws {
    let lines = "{\"title\":\"A weir\",\"author\":[{\"family\":\"Berg\"}]}"
    let one = [Reference(text: RichText("[\(lines)]"))]
    let two = [Reference(text: RichText("[\(lines),\(lines)]"))]
    #expect(try structured(article(one), "structure:as=csl-json").0.references.first?.record?.title == "A weir")
    #expect(try structured(article(two), "structure:as=csl-json").0.references == two)
  }

  @Test(arguments: ["structure:as=nothing", "structure:as=", "structure:to=listing"])
  func optionsMustBeRight(_ list: String) {
    #expect(throws: UsageError.self) { try TransformRegistry.standard.transforms(list) }
  }
}
