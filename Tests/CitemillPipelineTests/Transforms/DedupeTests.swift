import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

@testable import CitemillPipeline

@Suite struct DedupeTests {
  private static func article(
    _ title: String, _ author: String = "Berg, Anna", _ year: Int = 2019, journal: String? = "Journal of Water History",
    pages: String? = nil, doi: String? = nil, type: RecordType = .articleJournal
  ) -> Record {
    var record = Record()
    record.type = type
    record.add(Title(title))
    if let author = NameText.read(author, order: .familyFirst) { record.add(author) }
    record[date: .issued] = PartialDate(year: year)
    if let journal { record.withHost { $0.titles.insert(Title(journal)) } }
    record[.pages] = pages
    if let doi { record.add(Identifier(.doi, doi)) }
    return record
  }

  /// How many works a library comes to.
  private func works(_ records: [Record]) -> Int {
    var diagnostics = Diagnostics()
    var stage = DedupeStage()
    for record in records { stage.add(PlacedRecord(record, at: .whole("a"))) }
    var result: [PlacedRecord] = []
    while let one = stage.next(reporting: &diagnostics) { result.append(one) }
    #expect(result.count + stage.merged == records.count)
    for one in result { #expect(one.record.violations.isEmpty) }
    return result.count
  }

  private static let title = "River mills and their keepers in alpine regions"

  @Test(arguments: [
    article(title, doi: "10.5555/A.1"), article(title.uppercased()),
    article("River mils and their keepers in alpine regoins"),
    article(title, journal: "J. Water Hist."), article(title, "Berg, A."), article(title, "Berg, Anna", 2020),
    article(title, journal: nil), article("The " + title), article(title, "Bergs, Anna"), article(title, "Anna, Berg"),
    article("River mills and their keepers: in alpine regions", type: .document),
    article("River-mills & their keepers in alpine regions"),
  ])
  func isTheSame(_ other: Record) {
    #expect(works([Self.article(Self.title, pages: "1-9", doi: "10.5555/a.1"), other]) == 1)
    #expect(works([other, Self.article(Self.title)]) == 1)
  }

  @Test(arguments: [
    article(title, doi: "10.5555/a.2"), article(title + ". Part II"), article(title + " 2"),
    article("Erratum: " + title),
    article("Reply to: " + title), article(title + " [retracted]"), article(title, "Eze, Ngozi"),
    article(title, "Berg, Anna", 2012),
    article(title, journal: nil, type: .preprint), article(title, journal: "bioRxiv"),
    article(title, journal: nil, type: .book),
    article(title, pages: "101-118"), article("River mills and their keepers in alpine forests"),
    article("River mills and their keepers in coastal regions"), article(title + " of 1850"),
  ])
  func staysApart(_ other: Record) {
    #expect(works([Self.article(Self.title, pages: "1-9", doi: "10.5555/a.1"), other]) == 2)
    #expect(works([other, Self.article(Self.title, pages: "1-9", doi: "10.5555/a.1")]) == 2)
  }

  @Test(arguments: [("hypotension", "hypertension"), ("intracellular", "intercellular"), ("symmetric", "asymmetric")])
  func oppositesAreNoSlips(_ one: String, _ other: String) {
    #expect(!WordDistance.isSlip(Array(one.utf8), Array(other.utf8)))
  }

  @Test func aThirdRecordUnitesNoTwoDOIs() {
    let bare = Self.article(Self.title)
    let one = Self.article(Self.title, doi: "10.5555/a.1")
    let other = Self.article(Self.title, doi: "10.5555/a.2")
    #expect(works([one, bare, other]) == 2)
    #expect(works([bare, other, one]) == 2)
  }

  @Test func identifiersUniteWhateverTheTitles() {
    let one = Self.article("Flussmühlen", doi: "https://doi.org/10.5555/A%2E1.")
    #expect(works([one, Self.article("River mills", doi: "10.5555/a.1")]) == 1)
  }

  @Test func numbersOfBooksUniteOnlyBooksOfOneTitle() {
    func book(_ title: String, _ isbn: String, edition: String? = nil) -> Record {
      var book = Self.article(title, journal: nil, type: .book)
      book.add(Identifier(.isbn, isbn))
      book[.edition] = edition
      return book
    }
    #expect(works([book("Weirs", "978-3-16-148410-0"), book("Weirs", "316148410X")]) == 1)
    #expect(works([book("Weirs", "978-3-16-148410-0"), book("Mills", "316148410X")]) == 2)
    #expect(works([book("Weirs", "978-3-16-148410-0", edition: "1"), book("Weirs", "316148410X", edition: "2")]) == 2)
  }

  @Test func whatEachKnowsIsKept() {
    var one = Self.article(Self.title, doi: "10.5555/a.1")
    one[.volume] = "12"
    var other = Self.article(Self.title, journal: "J. Water Hist.")
    other.abstracts = [Abstract(RichText("A mill."))]
    other.keywords = [Keyword("mills")]
    other.add(Identifier(.pmid, "77"))
    other[.issue] = "3"
    let union = RecordUnion([PlacedRecord(other, at: .whole("b")), PlacedRecord(one, at: .whole("a"))])
    #expect(union.base == 1 || union.record.doi == "10.5555/a.1")
    #expect(union.record.abstracts.count == 1 && union.record.keywords.count == 1 && union.record.volume == "12")
    #expect(union.record.issue == "3" && union.record.identifiers.count == 2)
    #expect(union.record.assurances.contains { $0.reason.contains("in uniting records") })
  }

  @Test func whatMergingDropsIsNamed() {
    var kept = Self.article("Weirs: a survey", journal: "Journal of Water History", pages: "172-4", doi: "10.5555/a.1")
    kept.abstracts = [Abstract(RichText("Water was low in that year."))]
    kept.key = "berg"
    func dropped(_ change: (inout Record) -> Void) -> [String] {
      var other = kept
      change(&other)
      return MergedValues(kept).missing(of: other).map { "\($0)" }
    }
    #expect(dropped { _ in } == [])
    // Other forms of the same.
    #expect(dropped { $0.titles = [Title("WEIRS")] } == [])
    #expect(dropped { $0.contributors[0].name.given = "A." } == [])
    #expect(dropped { $0.withHost { $0.titles = [Title("J. Water Hist.")] } } == [])
    #expect(dropped { $0[.pages] = "172–174" } == [])
    #expect(
      dropped { $0.identifiers = [Identifier(.doi, "https://doi.org/10.5555/A.1"), Identifier(.pmid, "NA")] } == [])
    #expect(
      dropped {
        $0.abstracts = [Abstract(RichText("Water was low"))]; $0.type = .document
      } == [])
    // Other values.
    #expect(dropped { $0.titles = [Title("Weirs: a review")] } == ["titles.main"])
    #expect(dropped { $0.contributors[0].name.given = "Bertha" } == ["contributors.author"])
    #expect(dropped { $0[date: .issued] = PartialDate(year: 2020) } == ["dates.issued"])
    #expect(dropped { $0[.pages] = "2" } == ["page"])
    #expect(dropped { $0.abstracts = [Abstract(RichText("Water was lowest."))] } == ["abstracts.abstract"])
    #expect(dropped { $0.key = "Berg" } == ["key"])
    #expect(dropped { $0.type = .chapter } == ["type"])
    #expect(dropped { $0.identifiers.insert(Identifier(.pmid, "77")) } == ["identifiers.PMID"])
  }

  @Test func fullerFormsReplaceShorterOnes() {
    var one = Self.article("Weirs of the river Ouse", "Berg, A.", journal: "J Water Hist", doi: "10.5555/a.1")
    one.identifiers.insert(Identifier(.pmid, "0"))
    var other = Self.article("Weirs of the river Ouse: a survey", "Berg, Anna", journal: "Journal of Water History")
    other.identifiers = [Identifier(.pmid, "77")]
    let records = [one, other].map { PlacedRecord($0, at: .whole("a")) }
    let record = RecordUnion(records).record
    #expect(record.title == "Weirs of the river Ouse: a survey" && record.contributors.first?.name.given == "Anna")
    #expect(record.container?.title() == "Journal of Water History" && record.doi == "10.5555/a.1")
    #expect(record.identifiers.contains { $0.scheme == .pmid && $0.value == "77" } && record.identifiers.count == 2)
    for one in records { #expect(MergedValues(record).missing(of: one.record) == []) }
  }

  /// How many records are generated.
  private static let count = ProcessInfo.processInfo.environment["CITEMILL_DEDUPE_COUNT"].flatMap { Int($0) } ?? 5000

  @Test func findsCopiesInAGeneratedLibrary() {
    let measure = DedupeMeasure(records: Self.count, seed: 7)
    print(
      "dedupe: \(Self.count) records, recall \(measure.recall), false merges \(measure.falseMerges), \(measure.time)")
    #expect(measure.recall >= 0.95)
    #expect(measure.falseMerges == 0)
    #expect(measure.mergedDOIs == 0)
  }

  @Test func manyOfOneTitleTakeTimeInProportion() {
    var records: [Record] = []
    for number in 0..<5000 {
      records.append(Self.article("Editorial", "Berg, Anna", 2019, pages: "\(number)", doi: "10.5555/\(number)"))
    }
    let time = ContinuousClock().measure { #expect(works(records) == 5000) }
    #expect(time < .seconds(60))
  }
}

/// How well copies are found in a library of which it is known which records are of one work.
struct DedupeMeasure {
  var recall = 0.0
  /// How many works have records of several.
  var falseMerges = 0
  /// How many of them have several DOIs.
  var mergedDOIs = 0
  var time = Duration.zero

  init(records count: Int, seed: UInt64) {
    let library = DuplicateLibrary(records: count, seed: seed)
    var groups: [[Int]] = []
    time = ContinuousClock().measure {
      groups = Deduplication(library.records.map { WorkIdentity($0) }).groups
    }
    var copies: [Int: Int] = [:]
    for work in library.works { copies[work, default: 0] += 1 }
    let pairs = copies.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    var found = 0
    for group in groups {
      var inside: [Int: Int] = [:]
      for index in group { inside[library.works[index], default: 0] += 1 }
      found += inside.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
      if inside.count > 1 { falseMerges += 1 }
      if Set(group.compactMap { library.records[$0].doi?.lowercased() }).count > 1 { mergedDOIs += 1 }
    }
    recall = Double(found) / Double(max(pairs, 1))
  }
}
