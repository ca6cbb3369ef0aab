import CitemillCore
import Testing

@Suite struct RecordTests {
  @Test func equalityIsOfBytes() {
    var composed = Record()
    composed.add(Title("é"))
    var decomposed = Record()
    decomposed.add(Title("e\u{301}"))
    #expect("é" == "e\u{301}", "what Swift says")
    #expect(composed != decomposed)
    #expect(Role(rawValue: "é") != Role(rawValue: "e\u{301}"))
  }

  @Test func textsAreComparedByBytesHoweverTheyAreKept() {
    let short = "é", long = "a text of more than fifteen bytes, é"
    for text in ["", "a", short, long] {
      let copy = String(decoding: Array(text.utf8), as: UTF8.self)
      var roomy = ""
      roomy.reserveCapacity(100)
      for scalar in text.unicodeScalars { roomy.unicodeScalars.append(scalar) }
      #expect(text.hasSameBytes(as: copy) && text.hasSameBytes(as: roomy) && roomy.hasSameBytes(as: copy))
      #expect(!text.hasSameBytes(as: text + "b") && !("b" + text).hasSameBytes(as: text + "b") || text.isEmpty)
    }
    #expect(!short.hasSameBytes(as: "e\u{301}"))
    #expect(!long.hasSameBytes(as: "a text of more than fifteen bytes, e\u{301}"))
  }

  @Test func namesOfASetHaveOneOrder() {
    let names: [IdentifierScheme] = [.doi, .issn, .url, "aardvark", "zebra"]
    for (left, one) in names.enumerated() {
      for (right, other) in names.enumerated() { #expect((one < other) == (left < right)) }
    }
  }

  /// Sets of these are stored as the bits of a machine word: more cases would need a wider one.
  @Test func setsFitTheirBits() {
    #expect(Variable.allCases.count <= UInt64.bitWidth)
    #expect(Variable.allCases.allSatisfy { Int($0.rawValue) < UInt64.bitWidth }, "the number of the bit")
    #expect(Role.known.count <= UInt64.bitWidth)
    #expect(IdentifierScheme.known.count <= UInt64.bitWidth)
    #expect(DateKind.known.count <= UInt64.bitWidth)
    #expect(Title.Kind.allCases.count <= UInt32.bitWidth)
    #expect(RecordType.allCases.count <= 256)
  }

  @Test func contentLeavesOutWhereItCameFrom() {
    var record = Record()
    record.add(Title("Weirs"))
    var other = record
    other.origin = Origin(format: "ris", typeToken: "BOOK")
    other.nativeFields = [NativeField(format: "ris", name: "U1", value: "x")]
    other.assurances = [Assurance("type", .guess, reason: "none")]
    other.key = "ris-1"
    other.isKeyGenerated = true
    #expect(record != other)
    #expect(record.content == other.content)
  }

  @Test func keepsTheOrderOfKinds() {
    var record = Record()
    record.add(Title("b", kind: .short))
    record.add(Title("a"))
    record[date: .accessed] = PartialDate(year: 2020)
    record[date: .issued] = PartialDate(year: 2019)
    record.add(Identifier(.url, "https://example.org"))
    record.add(Identifier(.doi, "10.5555/x"))
    record.add(Identifier("shelf", "7"))
    #expect(record.titles.map(\.kind) == [.main, .short])
    #expect(record.dates.map(\.kind) == [.issued, .accessed])
    #expect(record.identifiers.map(\.scheme) == [.doi, .url, "shelf"])
    #expect(record.violations == [])
  }

  @Test func variablesAreNeverEmpty() {
    var record = Record()
    record[.volume] = "3"
    record[.edition] = "2"
    record[.volume] = ""
    #expect(record.variables.entries.map(\.variable) == [.edition])
    #expect(!record.variables.contains(.volume))
    for variable in Variable.allCases { #expect(Variable(name: variable.name) == variable) }
  }

  @Test func hostAndSeriesFindTheirPlaces() {
    var record = Record()
    record.withSeries { $0.titles.insert(Title("Series")) }
    record.withHost { $0.titles.insert(Title("Journal")) }
    #expect(record.container?.title() == "Journal")
    #expect(record.container?.parent?.title() == "Series")
    #expect(record.container(.series)?.title() == "Series")
  }

  @Test func saysWhatBreaksTheRules() {
    func violations(_ change: (inout Record) -> Void) -> [String] {
      var record = Record()
      change(&record)
      return record.violations
    }
    #expect(violations { $0.key = "" }.count == 1)
    #expect(violations { $0.titles = [Title("")] }.count == 1)
    #expect(violations { $0.titles = [Title("a", kind: .short), Title("b")] }.count == 1)
    #expect(violations { $0.titles = [Title(RichText("ß", marks: [Mark(.bold, from: 1, to: 2)]))] }.count == 1)
    #expect(violations { $0.contributors = [Contributor(.person)] }.count == 1)
    #expect(violations { $0.contributors = [.person(PersonName(family: "a", literal: "b"))] }.count == 1)
    #expect(violations { $0.dates = [DatedEvent(.issued, PartialDate(nil))] }.count == 1)
    #expect(violations { $0.dates = [DatedEvent(.issued, PartialDate(year: 2019, month: 2, day: 30))] }.count == 1)
    #expect(violations { $0.container = Container(.host) }.count >= 1)
    #expect(violations { $0.references = [Reference()] }.count == 1)
    #expect(violations { $0.keywords = [Keyword("")] }.count == 1)
    var deep = Container(.host, titles: [Title("x")])
    for _ in 0..<8 { deep = Container(.host, titles: [Title("x")], parent: deep) }
    #expect(violations { $0.container = deep } == ["containers too deep"])
  }

  @Test(arguments: [
    ([Mark(.bold, from: 0, to: 2), Mark(.italic, from: 1, to: 3)], "overlap"),
    ([Mark(.bold, from: 2, to: 3), Mark(.italic, from: 0, to: 1)], "order"),
    ([Mark(.bold, from: 2, to: 2)], "nothing"), ([Mark(.bold, from: 3, to: 2)], "ends before"),
    ([Mark(.bold, from: -1, to: 2)], "cuts"), ([Mark(.bold, from: 0, to: 99)], "cuts"),
  ])
  func marksNestInOrder(marks: [Mark], reason: String) throws {
    #expect(try #require(RichText("abcd", marks: marks).violation).contains(reason))
  }
}

@Suite struct ChecksumTests {
  @Test(arguments: [
    ("978-3-16-148410-0", true), ("9783161484101", false), ("0-306-40615-2", true), ("080442957X", true),
    ("0804429571", false), ("X804429571", false), ("", false), ("978316148410", false),
  ])
  func isbn(text: String, isRight: Bool) { #expect(Identifier(.isbn, text).isValid == isRight) }

  @Test(arguments: [
    ("2049-3630", true), ("2049-3631", false), ("0000-006X", true), ("20493630", true), ("2049", false),
  ])
  func issn(text: String, isRight: Bool) { #expect(Identifier(.issn, text).isValid == isRight) }

  @Test(arguments: [
    ("0000-0002-1825-0097", true), ("0000-0002-1825-0098", false), ("0000-0002-1694-233X", true), ("x", false),
  ])
  func orcid(text: String, isRight: Bool) { #expect(Identifier(.orcid, text).isValid == isRight) }

  @Test func othersHaveNone() { #expect(Identifier(.doi, "10.5555/x").isValid == nil) }
}

@Suite struct OpenNameTests {
  @Test func eachKnownNameStandsInItsPlace() {
    check([
      (Role.author, "author"), (Role.editor, "editor"), (Role.translator, "translator"),
      (Role.editorialDirector, "editorial-director"), (Role.collectionEditor, "collection-editor"),
      (Role.containerAuthor, "container-author"), (Role.reviewedAuthor, "reviewed-author"),
      (Role.originalAuthor, "original-author"), (Role.editorTranslator, "editor-translator"),
      (Role.chair, "chair"), (Role.compiler, "compiler"), (Role.composer, "composer"),
      (Role.contributor, "contributor"), (Role.curator, "curator"), (Role.director, "director"),
      (Role.executiveProducer, "executive-producer"), (Role.guest, "guest"), (Role.host, "host"),
      (Role.illustrator, "illustrator"), (Role.interviewer, "interviewer"), (Role.narrator, "narrator"),
      (Role.organizer, "organizer"), (Role.performer, "performer"), (Role.producer, "producer"),
      (Role.recipient, "recipient"), (Role.scriptWriter, "script-writer"), (Role.seriesCreator, "series-creator"),
      (Role.advisor, "advisor"),
    ])
    check([
      (IdentifierScheme.doi, "DOI"), (IdentifierScheme.isbn, "ISBN"), (IdentifierScheme.issn, "ISSN"),
      (IdentifierScheme.eissn, "eISSN"), (IdentifierScheme.issnL, "ISSN-L"), (IdentifierScheme.pmid, "PMID"),
      (IdentifierScheme.pmcid, "PMCID"), (IdentifierScheme.url, "URL"), (IdentifierScheme.arxiv, "arXiv"),
      (IdentifierScheme.bibcode, "bibcode"), (IdentifierScheme.webOfScience, "WoS"),
      (IdentifierScheme.openAlex, "OpenAlex"), (IdentifierScheme.handle, "handle"), (IdentifierScheme.urn, "URN"),
      (IdentifierScheme.ismn, "ISMN"), (IdentifierScheme.isrn, "ISRN"), (IdentifierScheme.accession, "accession"),
      (IdentifierScheme.patent, "patent"), (IdentifierScheme.reportNumber, "report-number"),
      (IdentifierScheme.orcid, "ORCID"), (IdentifierScheme.isni, "ISNI"), (IdentifierScheme.ror, "ROR"),
      (IdentifierScheme.funderRegistry, "FundRef"), (IdentifierScheme.wikidata, "Wikidata"),
      (IdentifierScheme.mathematicalReviews, "MR"), (IdentifierScheme.zbMATH, "Zbl"), (IdentifierScheme.pii, "pii"),
      (IdentifierScheme.jstor, "JSTOR"),
    ])
    check([
      (DateKind.issued, "issued"), (DateKind.online, "published-online"), (DateKind.print, "published-print"),
      (DateKind.accepted, "accepted"), (DateKind.received, "received"), (DateKind.revised, "revised"),
      (DateKind.submitted, "submitted"), (DateKind.available, "available-date"),
      (DateKind.copyright, "copyright-date"), (DateKind.event, "event-date"), (DateKind.original, "original-date"),
      (DateKind.accessed, "accessed"), (DateKind.updated, "updated"), (DateKind.retracted, "retracted"),
      (DateKind.posted, "posted"),
    ])
    check([
      (Abstract.Kind.main, "abstract"), (Abstract.Kind.graphical, "graphical"),
      (Abstract.Kind.plainLanguage, "plain-language-summary"), (Abstract.Kind.teaser, "teaser"),
      (Abstract.Kind.tableOfContents, "table-of-contents"),
    ])
  }

  private func check<Name: OpenName>(_ pairs: [(name: Name, text: String)]) {
    #expect(pairs.map(\.name) == Name.known)
    for (name, text) in pairs { #expect(name.rawValue == text && name == Name(rawValue: text)) }
  }

  @Test func unknownNamesComeBehindTheKnownOnes() {
    let mine: Role = "weir-keeper"
    #expect(mine.rawValue == "weir-keeper" && mine == Role(rawValue: "weir-keeper") && mine != "Author")
    #expect(Role.seriesCreator < mine && !(mine < Role.author) && mine < "x" && !(mine < mine))
    #expect(Set<Role>(["author", .author, mine, "weir-keeper"]).count == 2)
  }
}
