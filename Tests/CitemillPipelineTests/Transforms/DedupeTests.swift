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

  /// How many works `dedupe` finds in a library.
  private func works(_ records: [Record]) -> Int {
    var diagnostics = Diagnostics()
    var stage = DedupeStage()
    for record in records { try? stage.add(PlacedRecord(record, at: .whole("a"))) }
    var result: [PlacedRecord] = []
    while let one = try? stage.next(reporting: &diagnostics) { result.append(one) }
    #expect(result.count + stage.merged == records.count)
    for one in result { #expect(one.record.violations.isEmpty) }
    return result.count
  }

  private static let title = "River mills and their keepers in alpine regions"

  @Test(arguments: [
    article(title, doi: "10.5555/A.1"), article(title.uppercased()),
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
    let one = Self.article("Flussmühlen", pages: "7-9", doi: "https://doi.org/10.5555/A%2E1.")
    #expect(works([one, Self.article("River mills", pages: "7", doi: "10.5555/a.1")]) == 1)
    // Only the author in common, as for chapters with the DOI of their book.
    let chapters = ["Fish ladders", "Mills at night"].map { Self.article($0, doi: "10.5555/b", type: .chapter) }
    #expect(works(chapters) == 2)
    #expect(works(["Fish ladders", "Mills at night"].map { Self.article($0, doi: "10.5555/b") }) == 2)
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
    #expect(union.record.assurances.contains { $0.reason.contains("in merging records") })
  }

  @Test func whatMergingDropsIsNamed() {
    var kept = Self.article("Weirs: a survey", journal: "Journal of Water History", pages: "172-4", doi: "10.5555/a.1")
    kept.abstracts = [Abstract(RichText("Water was low in that year."))]
    kept.key = "berg"
    func dropped(_ change: (inout Record) -> Void) -> [String] {
      var other = kept
      change(&other)
      var values = MergedValues(kept)
      return values.missing(of: other).map { "\($0)" }
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
    var values = MergedValues(record)
    for one in records { #expect(values.missing(of: one.record) == []) }
  }

  /// How many records are generated.
  private static let count = ProcessInfo.processInfo.environment["CITEMILL_DEDUPE_COUNT"].flatMap { Int($0) } ?? 5000

  @Test func findsCopiesInAGeneratedLibrary() {
    let measure = DedupeMeasure(records: Self.count, seed: 7)
    print(
      "dedupe: \(Self.count) records, recall \(measure.recall), false merges \(measure.falseMerges), \(measure.time)")
    #expect(measure.recall >= 0.99, "\(measure.missed.joined(separator: "\n"))")
    #expect(measure.falseMerges == 0, "\(measure.examples.joined(separator: "\n"))")
    #expect(measure.mergedDOIs == 0)
  }

  // MARK: - Invalid identifiers

  @Test(arguments: [
    "NA", "N/A", "n.a.", "#N/A", "-", "--", "unknown", "none", "0", "null", "not available", "TBD", "pending", "...",
    "?",
    "0000", "10.0000/0000", "10.5555/", "10.5555", "10.5555/0000", "10.5555/xxxx", "10.1145/nnnnnnn.nnnnnnn",
    "10.abc/d",
    "10.5555/a b", "doi:", "https://doi.org/", "keine Angabe", "inconnu", "нет",
  ])
  func placeholdersMatchNothing(_ text: String) {
    #expect(IdentifierForms.valid(Identifier(.doi, text)) == nil)
    for scheme in [IdentifierScheme.pmid, .pmcid, .isbn, .arxiv, .webOfScience, .openAlex, .bibcode] {
      #expect(IdentifierForms.valid(Identifier(scheme, text)) == nil, "\(scheme)")
    }
    let one = Self.article("River mills of the north", doi: text)
    let other = Self.article("Weirs of the south", "Eze, Ngozi", 2003, doi: text)
    #expect(works([one, other, one]) == 2)
  }

  @Test(arguments: [
    (IdentifierScheme.doi, "https://doi.org/10.5555/A%2FB", "10.5555/a/b"), (.doi, "DOI: 10.5555/A.", "10.5555/a"),
    (.doi, "10.5555.7/(SICI)1097<1::AID>3.0.CO;2-N", "10.5555.7/(sici)1097<1::aid>3.0.co;2-n"),
    (.pmid, "0012345678", "12345678"), (.pmid, "12345678.0", "12345678"), (.pmid, "PMID: 77", "77"),
    (.pmcid, "PMC0123456", "pmc123456"), (.pmcid, "123456.2", "pmc123456"),
    (.isbn, "3-16-148410-X", "9783161484100"), (.arxiv, "arXiv:2101.00001v2", "2101.00001"),
    (.arxiv, "https://arxiv.org/abs/hep-th/9901001v1", "hep-th/9901001"),
    (.webOfScience, "WOS:000123456700001", "wos000123456700001"), (.openAlex, "W2741809807", "w2741809807"),
    (.bibcode, "2019JWHis..12..101B", "2019jwhis12101b"),
  ])
  func formsOfAnIdentifierAreOne(_ scheme: IdentifierScheme, _ text: String, _ form: String) {
    #expect(IdentifierForms.valid(Identifier(scheme, text)) == form)
  }

  @Test(arguments: [
    (IdentifierScheme.isbn, "3-16-148410-1"), (.pmid, "12345678901"), (.pmid, "12a"), (.arxiv, "2113.00001"),
    (.arxiv, "2101.001"), (.bibcode, "2019JWHis"), (.webOfScience, "WOS:000000000000000"), (.issn, "2049-3630"),
    (.url, "https://example.org"), (.accession, "AB123456"), (.pii, "S0022-5193(00)00001-1"),
  ])
  func whatIsWrongOrOfNoWorkMatchesNothing(_ scheme: IdentifierScheme, _ text: String) {
    #expect(IdentifierForms.valid(Identifier(scheme, text)) == nil)
  }

  @Test func placeholdersOfOtherFieldsSayNothing() {
    func bare(_ title: String, _ year: Int) -> Record {
      var record = Self.article(title, "NA", year, journal: "NA", pages: "NA")
      (record[.volume], record[.issue]) = ("NA", "n/a")
      return record
    }
    #expect(works([bare("NA", 2001), bare("NA", 2001), bare("Unknown", 2001)]) == 3)
    #expect(
      works([Self.article(Self.title), Self.place(Self.article(Self.title, "NA"), volume: "NA", pages: "NA")]) == 1)
    let identity = WorkIdentity(bare("NA", 2001))
    #expect(identity.family.isEmpty && identity.journal.isEmpty && identity.volume.isEmpty && identity.firstPage == nil)
    #expect(!WorkIdentity(Self.article("A", "Na, Li")).family.isEmpty)
  }

  @Test func greekLettersAreTheirNames() {
    let titles = ["Effects of α-amylase on weirs", "Effects of alpha-amylase on weirs"]
    #expect(works(titles.map { Self.article($0) }) == 1)
    #expect(works([titles[0], "Effects of β-amylase on weirs"].map { Self.article($0) }) == 2)
  }

  // MARK: - Identifiers of several works

  private static func place(
    _ record: Record, volume: String? = "1", issue: String? = "1", pages: String? = "1"
  ) -> Record {
    var record = record
    (record[.volume], record[.issue], record[.pages]) = (volume, issue, pages)
    return record
  }

  @Test func oneDOIOfSeveralWorksMergesNone() {
    func abstract(_ title: String, _ author: String, _ page: String) -> Record {
      Self.place(Self.article(title, author, doi: "10.5555/supp"), issue: "Suppl 1", pages: page)
    }
    let titles = ["Linseed oil and bearings", "Fish ladders of northern weirs", "Turbines in dry years"]
    let abstracts = [
      abstract(titles[0], "Sorle, Ida", "S12"), abstract(titles[1], "Eze, Ngozi", "S48"),
      // Of one team, and on one page.
      abstract(titles[2], "Sorle, Ida", "S13"), abstract("Mills at night", "Holt, Runa", "S48"),
    ]
    #expect(works(abstracts) == 4)
    #expect(works(abstracts + abstracts.reversed()) == 4)
    let parts = ["Part I", "Part II"].map { Self.article("River mills. \($0)", doi: "10.5555/p") }
    #expect(works(parts) == 2)
    let notices = [Self.title, "Erratum: " + Self.title, "Reply to: " + Self.title]
    #expect(works(notices.map { Self.article($0, doi: "10.5555/n") }) == 3)
    // A remark of a database, another title for the same pages, and a subtitle do not keep records apart.
    for other in ["[Retracted] " + Self.title, Self.title + " [corrected]", "Flussmühlen", "River mills"] {
      #expect(works([Self.title, other].map { Self.place(Self.article($0, doi: "10.5555/n")) }) == 1, "\(other)")
    }
    let bare = [Self.article("Weirs", "", doi: "10.5555/b"), Self.article("Mills", "", doi: "10.5555/b")]
    #expect(works(bare) == 2)
  }

  @Test func chaptersShareTheISBN() {
    func chapter(_ title: String, _ pages: String, _ type: RecordType) -> Record {
      var record = Self.place(Self.article(title, journal: "Mills", type: type), volume: nil, issue: nil, pages: pages)
      record.add(Identifier(.isbn, "9783161484100"))
      return record
    }
    for type in [RecordType.chapter, .book, .document] {
      let chapters = [
        ("Introduction", "1-9"), ("Weirs", "10-19"), ("Weirs at night", "20-29"), ("Introduction", "101-109"),
      ]
      #expect(works(chapters.map { chapter($0.0, $0.1, type) }) == 4)
    }
  }

  // MARK: - Titles that differ by a word

  @Test(arguments: [
    ("Dams of Iran", "Dams of Iraq"), ("Leaching of nitrate from weirs", "Leaching of nitrite from weirs"),
    ("River mills in Slovakia", "River mills in Slovenia"), ("On maternal fish", "On paternal fish"),
    ("Mills of northern rivers", "Mills of southern rivers"),
    ("Effects of increasing flow on mills", "Effects of decreasing flow on mills"),
    ("水车与河流的历史研究", "水车与湖流的历史研究"), ("River mills in alpine regions", "River mills in alpine regions of Iran"),
    ("Causal models of river mills", "Casual models of river mills"),
    ("Keepers of river mills and their boats", "Keepers of river mills and their goats"),
    ("Introduction to STAT SN methods", "Introduction to GEN SN methods"), ("DBASE UR", "DBASE US"),
    ("MAP SE", "MAP SW"), ("Programming in C", "Programming in C++"), ("Programming in C++", "Programming in C#"),
    ("Sizes of fish (♂)", "Sizes of fish (♀)"), ("The counties of the north", "The countries of the north"),
    ("Sulfates and nitrates of weirs", "Sulfates and nitrites of weirs"), ("Mills for men", "Mills for women"),
    ("Algebra for use in schools", "Algebra for use in schools: teacher's edition"),
    ("A morning of the north", "A mourning of the north"), ("Treatises. Part A", "Treatises. Part B"),
    ("Introduction to .NET for mills", "Introduction to NET for mills"),
    ("Na+ channels of fish", "Na- channels of fish"), ("K⁺ channels of fish", "K channels of fish"),
    ("Layers of p+ silicon", "Layers of p- silicon"), ("Mills at −20 degrees", "Mills at +20 degrees"),
    ("Mills at -20 degrees", "Mills at 20 degrees"), ("Weirs of > 5 metres", "Weirs of < 5 metres"),
    ("Weirs of ≥5 metres", "Weirs of >5 metres"), ("On π and the mills", "On Π and the mills"),
    ("CD4+ cells of river fish", "CD4- cells of river fish"),
    ("Algebra for use in schools", "Algebra for use in schools: Index"),
    ("Algebra for use in schools", "Algebra for use in schools: Exercises"),
    ("Algebra for use in schools", "Algebra for use in schools (conclusion)"),
    ("Algebra for use in schools", "Algebra for use in schools (continued)"),
    ("Algebra for use in schools", "Algebra for use in schools: Revised"),
    ("Algebra for use in schools", "Algebra for use in schools: B"),
    ("Algebra for use in schools", "Algebra for use in schools: Student edition"),
    ("Algebra for use in schools", "Algebra for use in schools: Letter to the editor"),
    ("Yields of methanol in mills", "Yields of methanal in mills"), ("Keepers of site 10", "Keepers of site X"),
    ("Retinol of river fish", "Retinal of river fish"), ("Keepers of site 5", "Keepers of site V"),
  ])
  func anotherWordIsAnotherWork(_ one: String, _ other: String) {
    #expect(works([Self.article(one), Self.article(other)]) == 2)
    // One volume may have both.
    #expect(works([one, other].map { Self.place(Self.article($0), issue: nil, pages: nil) }) == 2)
  }

  /// A place in a journal outweighs two typing errors in a word, but not a word with two other letters beside
  /// each other.
  @Test(arguments: [
    ("Water mills of Austria", "Water mills of Australia", 2), ("On estradiol in fish", "On estriol in fish", 2),
    ("On the formation of mills", "On the formulation of mills", 2), ("Mills of Slovakia", "Mills of Slovenia", 2),
    ("On the settlements of fish", "On the setlementts of fish", 1),
  ])
  func twoLettersBesideEachOtherAreNoSlip(_ one: String, _ other: String, _ count: Int) {
    #expect(works([one, other].map { Self.place(Self.article($0)) }) == count)
  }

  @Test func aPartOfABookMayHaveItsDOI() {
    for part in ["Index", "Author index", "Glossary", "Lösungen"] {
      let titles = [Self.title, "\(Self.title): \(part)"]
      #expect(works(titles.map { Self.article($0, doi: "10.5555/b") }) == 2, "\(part)")
    }
    let remarks = [Self.title, Self.title + " [letter]"]
    #expect(works(remarks.map { Self.article($0, doi: "10.5555/b") }) == 1)
  }

  @Test(arguments: [
    ("Labour and behaviour in the centre", "Labor and behavior in center"),
    ("Fibres of three mills", "Fibers of 3 mills"),
    ("Mills of the north. Part II", "Mills of the north. Part 2"), ("Haemoglobin of the fish", "Hemoglobin of fish"),
    ("Modelling urbanisation of coasts", "Modeling urbanization of coasts"),
    ("Music in C♯ for mills", "Music in C# for mills"),
    ("Catalogues of programmes", "Catalogs of programs"),
    ("CD4+ cells of river fish", "CD4(+) cells of river fish"), ("Na⁺ channels of fish", "Na+ channels of fish"),
    ("Pre- and post-war mills of York", "Pre and post-war mills of York"),
    ("Mills – 5 years of weirs", "Mills - 5 years of weirs"), ("Mills of York 1914–1918", "Mills of York 1914 -1918"),
    ("THE Π-CALCULUS OF RIVERS", "The π-calculus of rivers"), ("Mills A+B of the north", "Mills A B of the north"),
  ])
  func otherFormsOfWordsAreNoOtherWork(_ one: String, _ other: String) {
    #expect(works([Self.article(one), Self.article(other)]) == 1)
  }

  @Test func whatGoesWithABookMayShareItsISBN() {
    for other in ["Index", "Exercises", "Notes", "Abridged", "Revised", "B", "Teacher's edition"] {
      let titles = [Self.title, "\(Self.title): \(other)"]
      let books = titles.map { title in
        var book = Self.article(title, journal: nil, type: .book)
        book.add(Identifier(.isbn, "9783161484100"))
        return book
      }
      #expect(works(books) == 2, "\(other)")
    }
  }

  @Test(arguments: [
    ("RETRACTED: ", 1), ("Withdrawn: ", 1), ("Expression of concern: ", 2), ("Notice of Retraction: ", 2),
    ("Fe de erratas: ", 2), ("Korrigendum: ", 2), ("勘误：", 2), ("Исправление: ", 2), ("Data from: ", 2),
    ("Code for ", 2),
    ("Comment on: ", 2), ("Comments on “", 2), ("Kommentar zu: ", 2), ("Source code for: ", 2), ("Rättelse: ", 2),
  ])
  func noticesMayShareTheDOI(_ head: String, _ count: Int) {
    let records = [Self.title, head + Self.title].map { Self.article($0, doi: "10.5555/n") }
    #expect(works(records) == count && works([records[1], records[1]]) == 1)
  }

  @Test func spellingIsThatOfTheRules() {
    let words = [
      ("haemoglobin", "hemoglobin"), ("modelling", "modeling"), ("fibres", "fibers"), ("mourning", "mourning"),
      ("mills", "mills"), ("sulphate", "sulfate"), ("organised", "organized"), ("catalogue", "catalog"), ("our", "our"),
      ("aerofoils", "erofoils"), ("水车与河流", "水车与河流"), ("amoebae", "amebe"), ("programmes", "programs"),
    ]
    for (one, other) in words {
      #expect(String(decoding: WordForms.americanSpelling(Array(one.utf8)), as: UTF8.self) == other)
    }
  }

  @Test func whatLacksTheSubtitleIsOfNoneOfTwoWorks() {
    let (men, women) = (Self.article(Self.title + ": men"), Self.article(Self.title + ": women"))
    let bare = Self.article(Self.title)
    for order in [[men, women, bare], [bare, women, men], [men, bare, women]] { #expect(works(order) == 3) }
    #expect(works([men, bare]) == 1)
    // The page decides which of them it is; once merged with one, it is not merged with the other.
    let placed = [men, women].map { Self.place($0, issue: nil, pages: $0.titles == men.titles ? "1" : "9") }
    #expect(works(placed + [Self.place(bare, issue: nil, pages: "9")]) == 2)
  }

  @Test func slipsNeedOnePlace() {
    let (right, slip) = (Self.title, "River mils and their keepers in alpine regoins")
    #expect(works([right, slip].map { Self.article($0) }) == 2)
    #expect(works([right, slip].map { Self.place(Self.article($0)) }) == 1)
    #expect(works([right, slip].map { Self.article($0, doi: "10.5555/s") }) == 1)
    // Two letters in a long word, and two words, if volume and page are the same.
    #expect(works(["Rivr setlementts", "River settlements"].map { Self.place(Self.article($0)) }) == 1)
    #expect(works(["Rivr setlementts", "River settlements"].map { Self.place(Self.article($0), pages: nil) }) == 2)
    let long = ["River settlements of the north", "River setlements of the north"]
    #expect(works(long.map { Self.place(Self.article($0), pages: nil) }) == 1)
    #expect(works(long.map { Self.article($0) }) == 2)
  }

  // MARK: - What distinguishes works with the same title

  private static func work(_ type: RecordType, _ change: (inout Record) -> Void) -> Record {
    var record = article(title, journal: nil, type: type)
    change(&record)
    return record
  }

  /// Two works are kept apart by the change; a record without it is merged with either.
  private func isTold(
    _ type: RecordType, _ one: (inout Record) -> Void, _ other: (inout Record) -> Void,
    sourceLocation place: Testing.SourceLocation = #_sourceLocation
  ) {
    let (left, right, bare) = (Self.work(type, one), Self.work(type, other), Self.work(type) { _ in })
    #expect(works([left, right]) == 2, sourceLocation: place)
    #expect(works([left, bare]) == 1 && works([bare, right]) == 1 && works([left, left]) == 1, sourceLocation: place)
    #expect(works([left, bare, right]) == 2, sourceLocation: place)
  }

  @Test func whatBothHaveMayTellThemApart() {
    isTold(.patent, { $0.add(Identifier(.patent, "US 7654321 B2")) }, { $0.add(Identifier(.patent, "US 7654322 B2")) })
    isTold(.patent, { $0[.number] = "EP 12" }, { $0[.number] = "EP 13" })
    isTold(.report, { $0[.number] = "TR-12" }, { $0[.number] = "WP-12" })
    isTold(
      .standard, { $0.nativeFields = [NativeField(format: "ris", name: "SN", value: "9001")] },
      { $0.nativeFields = [NativeField(format: "ris", name: "SN", value: "9004")] })
    isTold(.software, { $0[.version] = "1.2" }, { $0[.version] = "1.10" })
    isTold(.dataset, { $0[.edition] = "2" }, { $0[.edition] = "Third edition" })
    isTold(.book, { $0.add(Identifier(.isbn, "9783161484100")) }, { $0.add(Identifier(.isbn, "9780306406157")) })
    isTold(.map, { $0[.scale] = "1:10000" }, { $0[.scale] = "1:25000" })
    isTold(
      .webpage, { $0.add(Identifier(.url, "https://example.org/a")) },
      { $0.add(Identifier(.url, "https://example.org/b")) })
    isTold(.book, { $0[.language] = "en-GB" }, { $0[.language] = "German" })
    for type in [RecordType.articleNewspaper, .postWeblog, .personalCommunication] {
      isTold(
        type, { $0[date: .issued] = PartialDate(year: 2019, month: 3, day: 4) },
        { $0[date: .issued] = PartialDate(year: 2019, month: 3, day: 5) })
      isTold(
        type, { $0[date: .issued] = PartialDate(year: 2019, month: 3) },
        { $0[date: .issued] = PartialDate(year: 2019, month: 4, day: 5) })
    }
    isTold(
      .articleJournal,
      {
        $0[.volume] = "3"; $0[.issue] = "1"
      },
      {
        $0[.volume] = "3"; $0[.issue] = "Suppl 1"
      })
    isTold(.articleJournal, { $0[.volume] = "3" }, { $0[.volume] = "3 Suppl" })
  }

  @Test func whatIsSaidOfTheWorkMayTellItApart() {
    func name(_ family: String, _ role: Role) -> (inout Record) -> Void {
      { $0.add(Contributor(.person, name: PersonName(family: family, given: "Runa"), roles: [role])) }
    }
    func title(_ text: String, _ kind: Title.Kind) -> (inout Record) -> Void {
      { $0.titles.insert(Title(text, kind: kind)) }
    }
    isTold(.review, title("Weirs of York", .reviewed), title("Weirs of Bath", .reviewed))
    isTold(.reviewBook, name("Holt", .reviewedAuthor), name("Sorle", .reviewedAuthor))
    isTold(.book, title("Rivers of the north", .volume), title("Rivers of the south", .volume))
    isTold(.book, title("Spring", .part), title("Autumn", .part))
    isTold(.book, name("Holt", .translator), name("Sorle", .translator))
    isTold(
      .book, { $0.withSeries { $0.variables[.number] = "12" } }, { $0.withSeries { $0.variables[.number] = "13" } })
    isTold(.chapter, { $0[.chapterNumber] = "2" }, { $0[.chapterNumber] = "3" })
    isTold(.thesis, { $0[.genre] = "PhD thesis" }, { $0[.genre] = "Master's thesis" })
    isTold(.thesis, { $0[.genre] = "Ph.D. Dissertation" }, { $0[.genre] = "Bachelorarbeit" })
    isTold(.speech, { $0.event = Event(title: "Weir Days") }, { $0.event = Event(title: "Mill Days") })
    isTold(
      .paperConference, { $0.event = Event(title: "12th Mill Days") }, { $0.event = Event(title: "13th Mill Days") })
    isTold(.speech, { $0.event = Event(place: "York") }, { $0.event = Event(place: "Bath") })
    isTold(.interview, name("Holt", .interviewer), name("Sorle", .interviewer))
    isTold(.book, { $0.contributors[0].name.suffix = "Jr." }, { $0.contributors[0].name.suffix = "Senior" })
    isTold(
      .periodical, { $0[date: .issued] = PartialDate(year: 2019, month: 1) },
      { $0[date: .issued] = PartialDate(year: 2019, month: 2) })
  }

  @Test func shortFormsOfWhatIsSaidAreOne() {
    func isOne(_ type: RecordType, _ one: (inout Record) -> Void, _ other: (inout Record) -> Void) -> Bool {
      works([Self.work(type, one), Self.work(type, other)]) == 1
    }
    #expect(isOne(.thesis, { $0[.genre] = "PhD thesis" }, { $0[.genre] = "Doctoral dissertation" }))
    #expect(isOne(.thesis, { $0[.genre] = "Dissertation" }, { $0[.genre] = "Master's thesis" }))
    #expect(
      isOne(
        .paperConference, { $0.event = Event(title: "12th International Congress of Mills", place: "York") },
        { $0.event = Event(title: "Intl. Congress of Mills 2019", place: "York, UK") }))
    #expect(isOne(.chapter, { $0[.chapterNumber] = "2" }, { $0[.chapterNumber] = "Chapter II" }))
    #expect(
      isOne(
        .book, { $0.contributors[0].name.suffix = "Jr." }, { $0.contributors[0].name.suffix = "Junior" }))
  }

  @Test func whatComesOutOftenNeedsOneDate() {
    func issue(_ date: PartialDate) -> Record {
      var record = Self.article("Quarterly bulletin of river mills", journal: nil, type: .document)
      record[date: .issued] = date
      return record
    }
    let january = issue(PartialDate(year: 2004, month: 1))
    #expect(works([january, issue(PartialDate(year: 2004, month: 2))]) == 2)
    #expect(works([january, issue(PartialDate(year: 2004))]) == 1)
    let seasons = [21, 23].map { issue(PartialDate(year: 2004, month: $0)) }
    #expect(works(seasons) == 2 && works([january, seasons[0]]) == 1)
  }

  @Test(arguments: [
    (RecordType.thesis, RecordType.book, 2), (.report, .book, 2), (.thesis, .report, 2), (.review, .articleJournal, 2),
    (.reviewBook, .chapter, 2), (.manuscript, .thesis, 1), (.manuscript, .report, 1), (.editedBook, .book, 1),
    (.articleMagazine, .articleJournal, 1), (.document, .thesis, 1),
  ])
  func kindsThatAreNeverOneWork(_ one: RecordType, _ other: RecordType, _ count: Int) {
    #expect(works([one, other].map { Self.article(Self.title, journal: nil, type: $0) }) == count)
  }

  @Test(arguments: [
    ("European Heart Journal", "European Heart Journal Supplements", 2), ("Physical Review A", "Physical Review B", 2),
    ("Phys. Rev. A", "Physical Review B", 2), ("Physical Review", "Physical Review A", 2),
    ("Nature", "Nature Methods", 2),
    ("Physical Review A", "Phys. Rev. A", 1), ("Science", "Science (New York, N.Y.)", 1),
    ("Deep Sea I", "Deep Sea II", 2),
    ("Proceedings of the Mill Society. Series A", "Proc. Mill Soc. Ser. B", 2), ("Gut", "Gut: a journal of mills", 1),
  ])
  func journalsThatBeginAlike(_ one: String, _ other: String, _ count: Int) {
    let records = [one, other].map { Self.place(Self.article(Self.title, journal: $0), issue: nil, pages: nil) }
    #expect(works(records) == count)
  }

  @Test func formsOfANumberAreOne() {
    func isOne(_ type: RecordType, _ one: (inout Record) -> Void, _ other: (inout Record) -> Void) -> Bool {
      works([Self.work(type, one), Self.work(type, other)]) == 1
    }
    #expect(isOne(.patent, { $0.add(Identifier(.patent, "US7654321B2")) }, { $0[.number] = "US 7654321 B2" }))
    #expect(isOne(.patent, { $0[.number] = "US 7654321" }, { $0[.number] = "7654321" }))
    #expect(isOne(.standard, { $0[.number] = "ISO 9001" }, { $0[.number] = "9001" }))
    #expect(isOne(.book, { $0[.edition] = "2nd ed." }, { $0[.edition] = "Second edition" }))
    #expect(isOne(.software, { $0[.version] = "v1.2.0" }, { $0[.version] = "Version 1.2" }))
    #expect(isOne(.map, { $0[.scale] = "1:10000" }, { $0[.scale] = "1 : 10 000" }))
    #expect(isOne(.book, { $0[.language] = "eng" }, { $0[.language] = "en-US" }))
    #expect(isOne(.book, { $0[.language] = "English; French" }, { $0[.language] = "Französisch" }))
    #expect(
      isOne(
        .webpage, { $0.add(Identifier(.url, "http://www.example.org/a/")) },
        { $0.add(Identifier(.url, "https://example.org/a#top")) }))
    #expect(
      isOne(
        .articleJournal, { $0[.volume] = "3 Suppl 1" },
        {
          $0[.volume] = "3"; $0[.issue] = "Suppl. 1"
        }))
    // A DOI is surer.
    #expect(
      isOne(
        .report,
        {
          $0[.number] = "TR-12"; $0.add(Identifier(.doi, "10.5555/r"))
        },
        {
          $0[.number] = "13"; $0.add(Identifier(.doi, "10.5555/r"))
        }))
  }

  @Test(arguments: [
    ("Wang, Wei", "Wang, Xin", 2), ("Wang, Wei", "Wang, W.", 1), ("Wang, Wei", "Wang, Wen", 2),
    ("Wang, Xiao-Ming", "Wang, Xiaoming", 1), ("Wang, Li Wei", "Wang, Li Xin", 2), ("Berg, Anna-Lena", "Berg, Anna", 1),
    ("Berg, Anna-Lena", "Berg, AL", 1), ("Berg, Jürgen", "Berg, Juergen", 1), ("Berg, J. Robert", "Berg, Robert", 1),
    ("Иванов, Олег", "Иванов, О.", 1), ("Иванов, Олег", "Иванов, Игорь", 2), ("王, 伟", "王, 欣", 2),
  ])
  func givenNamesTellAuthorsApart(_ one: String, _ other: String, _ count: Int) {
    #expect(works([Self.article(Self.title, one), Self.article(Self.title, other)]) == count)
  }

  // MARK: - Generic titles and places

  @Test(arguments: [
    "Editorial", "EDITORIAL", "The Editorial", "Editorial 2020", "Preface", "Introduction", "Book Reviews", "Erratum",
    "Index", "Letter to the Editor", "Obituary", "Vorwort", "Buchbesprechungen", "Avant-propos", "Comptes rendus",
    "Prólogo", "Reseñas", "Editoriale", "Recensioni", "Prefácio", "Boekbespreking", "Förord", "От редакции",
    "In this issue", "Letter from the president", "This week in the journal", "Issue information", "Advertisement",
    "Reply to Eze et al.", "Two poems",
  ])
  func genericTitlesNeedTheirPlace(_ title: String) {
    let one = Self.place(Self.article(title))
    #expect(works([one, Self.place(Self.article(title), issue: "2")]) == 2)
    #expect(works([one, Self.place(Self.article(title), volume: "2")]) == 2)
    #expect(works([one, Self.place(Self.article(title), pages: "9")]) == 2)
    #expect(works([one, Self.place(Self.article(title), pages: nil)]) == 2)
    #expect(works([one, Self.place(Self.article(title), issue: nil)]) == 2)
    #expect(works([one, Self.place(Self.article(title, journal: "Annals of Locks"))]) == 2)
    #expect(works([one, Self.place(Self.article(title, journal: "J. Water Hist."))]) == 1)
  }

  @Test func anotherPlaceIsAnotherWork() {
    let one = Self.place(Self.article(Self.title))
    for other in [
      Self.place(Self.article(Self.title), volume: "2"), Self.place(Self.article(Self.title), issue: "2"),
      Self.place(Self.article(Self.title), pages: "7"), Self.place(Self.article(Self.title, "Berg, Anna", 2021)),
      Self.place(Self.article(Self.title), issue: "Suppl 2", pages: "S7"),
    ] {
      #expect(works([one, other]) == 2)
    }
    let report = "Annual report on mills and weirs"
    #expect(works([Self.article(report), Self.article(report, "Berg, Anna", 2020)]) == 2)
    // Ways of writing one place.
    for other in [
      Self.place(one, volume: "Vol. 1", issue: "01", pages: "pp. 1-9"),
      Self.place(one, volume: "I", issue: "1-2", pages: "1"),
      Self.place(one, volume: "2019", issue: "NA", pages: "e12345"),
      Self.place(one, volume: nil, issue: "Spring", pages: "-"),
      Self.place(one, issue: "Pt 1", pages: "S1"),
    ] {
      #expect(works([one, other]) == 1, "\(other.volume ?? "") \(other.issue ?? "") \(other.pages ?? "")")
    }
  }

  @Test func noChainMergesWhatStaysApart() {
    // The second has the DOI of the first and no place; the third has another place and no DOI.
    let one = Self.place(Self.article(Self.title, doi: "10.5555/c"))
    let between = Self.place(Self.article(Self.title, doi: "10.5555/c"), volume: nil, issue: nil, pages: nil)
    let other = Self.place(Self.article(Self.title), volume: "7")
    for order in [[one, between, other], [other, between, one], [between, other, one], [other, one, between]] {
      #expect(works(order) == 2)
    }
    // However large the group is.
    let many = Array(repeating: between, count: 100)
    #expect(works([one] + many + [other]) == 2 && works(many + [other, one]) == 2)
  }

  @Test func manyOfOneTitleTakeTimeInProportion() {
    let count = Effort.count(5000, debug: 2000)
    var records: [Record] = []
    for number in 0..<count {
      records.append(Self.article("Editorial", "Berg, Anna", 2019, pages: "\(number)", doi: "10.5555/\(number)"))
    }
    let time = ContinuousClock().measure { #expect(works(records) == count) }
    #expect(time < .seconds(60))
    // All of one work, one DOI for very many, and as many forms as there are records.
    let copies = ContinuousClock().measure { #expect(works(Array(repeating: records[1], count: count)) == 1) }
    #expect(copies < .seconds(60))
    for number in records.indices {
      records[number].identifiers = [Identifier(.doi, "10.5555/all")]
      records[number].titles = [Title("\(number) mills of \(number)")]
    }
    let shared = ContinuousClock().measure { #expect(works(records) == count) }
    #expect(shared < .seconds(60))
  }

  @Test func longListsTakeTimeInProportion() {
    let count = Effort.count(40_000, debug: 10_000)
    var records = (0..<2).map { _ in Self.article(Self.title, doi: "10.5555/l") }
    for (number, index) in (0..<count).enumerated() {
      records[index % 2].keywords.append(Keyword("weir \(number)"))
      records[index % 2].notes.append(Note(RichText("Note \(number)")))
    }
    for number in 0..<3000 {
      for index in records.indices { records[index].add(.person(PersonName(family: "Berg\(number)", given: "Anna"))) }
    }
    records += Array(repeating: records[0], count: 6)
    for index in records[2].contributors.indices { records[2].contributors[index].name.given = "A." }
    let time = ContinuousClock().measure { #expect(works(records) == 1) }
    #expect(time < .seconds(20))
    let union = RecordUnion(records.map { PlacedRecord($0, at: .whole("a")) }).record
    #expect(union.keywords.count == count && union.notes.count == count)
  }

  @Test func manyRecordsOfOneWorkTakeTimeInProportion() {
    let count = Effort.count(10_000, debug: 2000)
    var records = Array(repeating: Self.article(Self.title, doi: "10.5555/l"), count: count)
    for index in records.indices {
      records[index].keywords = [Keyword("weir \(index)")]
      records[index].notes = [Note(RichText("Note \(index)"))]
      records[index].nativeFields = [NativeField(format: "csl-json", name: "f\(index)", value: "v")]
      records[index].add(Identifier(.accession, "AB\(index)"))
      records[index].files = [FileLink("\(index).pdf")]
    }
    let time = ContinuousClock().measure { #expect(works(records) == 1) }
    #expect(time < .seconds(20))
    let union = RecordUnion(records.map { PlacedRecord($0, at: .whole("a")) }).record
    #expect(union.keywords.count == count && union.notes.count == count && union.nativeFields.count == count)
    #expect(union.identifiers.count == count + 1 && union.files.count == count)
  }

  @Test func ofTitlesOfOneKindTheFirstIsTaken() {
    var other = Self.article(Self.title, doi: "10.5555/l")
    for text in ["Mills", "Other mills"] { other.titles.insert(Title(text, kind: .alternative)) }
    other.titles.insert(Title("Mühlen", kind: .alternative, language: "de"))
    var third = other
    third.titles.insert(Title("River mills", kind: .short))
    let fullest = Self.place(Self.article(Self.title, pages: "1-9", doi: "10.5555/l"))
    let union = RecordUnion([fullest, other, third].map { PlacedRecord($0, at: .whole("a")) })
    let titles = union.base == 0 ? ["alternative", "alternative", "main", "short"] : []
    #expect(union.record.titles.map(\.kind.rawValue).sorted() == titles)
  }
}

/// How well duplicates are found in a library whose works are known.
struct DedupeMeasure {
  var recall = 0.0
  /// How many works have records of several.
  var falseMerges = 0
  /// How many of them have several DOIs.
  var mergedDOIs = 0
  /// What was merged wrongly first.
  var examples: [String] = []
  /// Pairs of one work that were not found.
  var missed: [String] = []
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
    var groupsOf: [Int: Int] = [:]
    for (number, group) in groups.enumerated() {
      var inside: [Int: Int] = [:]
      for index in group { inside[library.works[index], default: 0] += 1 }
      found += inside.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
      if inside.count > 1 {
        falseMerges += 1
        for index in group where falseMerges < 10 { examples.append(library.line(index)) }
      }
      for index in group { groupsOf[index] = number }
      if Set(group.compactMap { WorkIdentity(library.records[$0]).doi }).count > 1 { mergedDOIs += 1 }
    }
    var seen: [Int: Int] = [:]
    for index in library.records.indices where missed.count < 120 {
      guard let other = seen.updateValue(index, forKey: library.works[index]) else { continue }
      if let one = groupsOf[index], one == groupsOf[other] { continue }
      missed += [library.line(other), library.line(index)]
    }
    recall = Double(found) / Double(max(pairs, 1))
  }
}

extension DuplicateLibrary {
  /// A record in a line, for messages of tests.
  fileprivate func line(_ index: Int) -> String {
    let one = records[index]
    let author = one.contributors.first.map { "\($0.name.family ?? ""), \($0.name.given ?? "")" } ?? ""
    let place = [one.volume, one.issue, one.pages].map { $0 ?? "" }.joined(separator: "/")
    let year = one[date: .issued]?.value?.firstPoint?.year ?? 0
    return "\(works[index]) \(one.title ?? "") | \(author) | \(year) | \(place) | \(one.doi ?? "")"
  }
}
