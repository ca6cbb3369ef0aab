import Citemill
import CitemillTestSupport
import Testing

@Suite struct CSVTests {
  private func trial(_ text: String, as specification: String = "csv") throws -> Trial {
    try Trial(text: text, as: specification)
  }

  @Test func headersAreReadInAnyWriting() throws {
    let trial = try trial(
      "ID,Item Type,Article_Title,Author(s),Publication Title,Publication Year,doi\n"
        + "a,book,T,\"Doe, J\",B,2019,10.5555/x\n")
    let record = try #require(trial.records.first)
    #expect(record.key == "a" && record.type == .book && record.title == "T" && record.doi == "10.5555/x")
    #expect(record.contributors[0].name.family == "Doe")
    #expect(record.container(.host)?.title() == "B")
    #expect(record[date: .issued]?.value?.description == "2019")
    #expect(trial.diagnostics.isEmpty)
  }

  @Test(arguments: [",", ";", "\t", "|"]) func delimitersAreFound(delimiter: String) throws {
    let text =
      ["id", "title", "year"].joined(separator: delimiter) + "\n" + ["a", "T", "2019"].joined(separator: delimiter)
    for format in ["csv", "tsv"] { #expect(try trial(text, as: format).records.first?.title == "T") }
    #expect(try Trial(text: text).format == (delimiter == "\t" ? "tsv" : "csv"))
  }

  /// The law for columns that no option lists.
  @Test(arguments: [
    "csv:columns=id+type+title", "csv:columns=title", "csv:columns=title+more", "tsv:columns=id+author+editor+more",
    "csv:columns=id+type+title+author+issued+ISSN+container-title+keyword+abstract+note+event-title",
    "csv:columns=id+title+DOI,header=no", "csv:columns=more+id,delimiter=semicolon,safe=formulas,newline=crlf",
    "tsv:columns=all,safe=formulas,bom=yes", "csv:columns=type+id+collection-number+collection-title+ISBN+eISSN",
  ])
  func theLawHolds(specification: String) throws {
    let law = try Law(specification)
    var generator = RecordGenerator(seed: 5)
    for _ in 0..<Effort.count(25, debug: 6) {
      let outcome = try law.check((0..<20).map { _ in generator.record() })
      if let violation = outcome.violation {
        Issue.record("\(violation)")
        return
      }
    }
  }

  @Test(arguments: [
    "References\n[1] Doe, J. Weirs. 2019.\n", "Title\n", "Weirs, their keepers, notes and a title\nmore\n",
    "a,b,c\n1,2,3\n",
    "a,b\nid,title\n",
  ])
  func textsAreNotTables(text: String) throws {
    let prefix = BytePrefix(Array(text.utf8), isComplete: true)
    #expect(CSV().evidence(in: prefix).bits == (text.hasSuffix("id,title\n") ? 24 : 0))
    #expect(CSV(.tab).evidence(in: prefix).bits == 0)
  }

  @Test(arguments: [
    "Verfasser;Titel;Jahr;Zeitschrift;Band;Seiten;DOI", "AUTEUR;TITRE;ANNÉE;REVUE;VOLUME;PAGES;DOI",
    "Autor;Título;Año;Revista;Volumen;Páginas;DOI",
  ])
  func headersOfOtherLanguagesAreKnown(header: String) throws {
    let text = header + "\nBerg, Anna;Mühlen;2021;Journal;3;1-9;10.5555/x\n"
    let trial = try Trial(ByteSource(bytes: Array(text.utf8), name: "a.csv"))
    let record = try #require(trial.records.first)
    #expect(trial.format == "csv" && trial.diagnostics.isEmpty)
    #expect(record.contributors.first?.name.family == "Berg" && record.title == "Mühlen" && record.pages == "1-9")
    #expect(record[date: .issued]?.value?.description == "2021" && record.container(.host)?.title() == "Journal")
  }

  /// Weak evidence does not overrule the name of a file.
  @Test func theNameOfAFileIsNotOverruledByLittle() throws {
    let text = "Naam;Boek\nBerg, A.;Mills 2021, pp. 1-9\nEze, N.;Weirs 2020, pp. 2-8\n"
    let listing = try Trial(ByteSource(bytes: Array(text.utf8), name: "a.txt"))
    #expect(listing.format == "listing")
    let table = try Trial(ByteSource(bytes: Array(text.utf8), name: "a.csv"))
    #expect(table.failure?.code == "detect.unknown")
    #expect(table.failure?.message.contains("--from csv or --from listing") == true)
    let small = try Trial(ByteSource(bytes: Array("Title,Rating\nWeirs,5\n".utf8), name: "a.csv"))
    #expect(small.failure?.message.contains("1 of 2 columns is known; to read it as that, use --from csv") == true)
  }

  @Test func lossesAreNamed() throws {
    var record = Record()
    record.key = "a"
    record.add(Title("T"))
    record[.volume] = "3"
    record.contributors = [
      Contributor(.person, name: PersonName(family: "Doe", given: "J"), affiliations: [Affiliation("Mill")])
    ]
    let writing = try FormatRegistry.standard.write([record], as: "csv:columns=id+title+author")
    #expect(writing.text == "id,title,author\na,T,\"Doe, J\"\n")
    #expect(
      writing.losses.ranked.map(\.key.path.description).sorted() == ["contributors.author#affiliations", "volume"])
    #expect(try FormatRegistry.standard.write([record], as: "csv").losses.isEmpty)
  }

  /// What columns have beside a whole date and whole pages: dropped if it is the same, kept if it is not.
  @Test(
    arguments: [
      ("2019-05-02,2019,123-130,123,130", []), ("2019-05-02,+2019,123–130,123,130", []), ("2019,02019,e7,e7,e7", []),
      ("2019-05-02,20,123-130,1,0", ["year=20", "first-page=1", "last-page=0"]),
      ("2019-05-02,2018,123-130,12,30", ["year=2018", "first-page=12", "last-page=30"]),
      ("199X,199,e123,e1,23", ["year=199", "first-page=e1", "last-page=23"]), ("199X,1990,5,5,5", ["year=1990"]),
      ("the flood,th,xii–xv,xi,v", ["year=th", "first-page=xi", "last-page=v"]), ("2019/2021,2019,1.2-3,1.2,3", []),
      ("1984~,1984,1.2-3.4,1,4", ["first-page=1", "last-page=4"]), ("-0044,44,7,7,", ["year=44"]),
    ] as [(String, [String])])
  func partsOfTheWholeAreKeptWhereTheyDiffer(cells: String, expected: [String]) throws {
    let record = try #require(
      try trial("id,issued,year,page,first-page,last-page\n1,\(cells)\n").records.first)
    #expect(record.nativeFields.map { "\($0.name)=\($0.value)" } == expected)
  }

  @Test(arguments: [
    ("2019,5,2", "2019-05-02"), ("+2019,+5,+2", "2019-05-02"), ("0000002019,0000000005,02", "2019-05-02"),
    ("2019,May,2", "2019-05-02"), ("02019,,", "2019"),
  ])
  func numbersOfDatesMayHaveSignsAndZeros(cells: String, date: String) throws {
    let record = try #require(try trial("id,year,month,day\n1,\(cells)\n").records.first)
    #expect(record[date: .issued]?.value?.description == date)
    #expect(record.nativeFields.isEmpty)
  }

  @Test func aRowThatLooksLikeTheHeaderIsNone() throws {
    var record = Record()
    record.key = "id"
    record.add(Title("title"))
    let text = try FormatRegistry.standard.write([record], as: "csv:columns=id+title").text
    #expect(text == "id,title\n\"id\",\"title\"\n")
    #expect(try trial(text).records.count == 1)
  }

  @Test func wrongColumnsAreRefused() {
    for columns in ["tittel", "year", "id+ID", "", "id+"] {
      #expect(throws: UsageError.self, "\(columns)") {
        try FormatRegistry.standard.format("csv:columns=\(columns)")
      }
    }
  }

  @Test(arguments: [
    ("Doe, Jane; Roe, Richard", ["Doe/Jane", "Roe/Richard"]), ("Doe, Jane", ["Doe/Jane"]),
    ("Jane Doe and Richard Roe", ["Doe/Jane", "Roe/Richard"]), ("{Mill, Weir and Sons}", ["=Mill, Weir and Sons"]),
    ("Doe, Jane et al.", ["Doe/Jane", "..."]), ("{family=van Dyke;given=Ann}; X, Y", ["van Dyke/Ann", "X/Y"]),
    ("{family}; Doe, J", ["=family", "Doe/J"]), ("{=}", ["={=}"]), (";;", []),
  ])
  func namesAreRead(text: String, expected: [String]) throws {
    let record = try #require(try trial("id,title,author\na,T,\"\(text)\"\n").records.first)
    let names = record.contributors.map { one in
      switch one.kind {
      case .person: "\(one.name.family ?? "")/\(one.name.given ?? "")"
      case .others: "..."
      default: "=\(one.name.literal ?? "")"
      }
    }
    #expect(names == expected)
  }
}

/// Cells are read from their bytes if possible, with the same result as from their text.
@Suite struct PlainCellTests {
  @Test func namesAreTheSameEitherWay() throws {
    var random = SeededGenerator(seed: 9)
    let words = [
      "Doe", "van", "de", "De", "Jane", "J.", "Jr.", "III", "LMK", "PhD", "Łódź", "Ng", "and", "et al.", "Müller", "&",
      "É.",
      "University", "others", "\u{A0}", "Mary-Ann", "d’Arcy", "O'Neil", "北京", ".", "Esq.", "Sr", "Ph.D.",
    ]
    for _ in 0..<Effort.count(20_000, debug: 1_500) {
      let names = (0...random.number(0...2)).map { _ in
        (0...random.number(0...2)).map { _ in
          (0...random.number(0...1)).map { _ in random.pick(words) }.joined(separator: " ")
        }.joined(separator: ", ")
      }
      let text = names.joined(separator: "; ")
      // With the option every cell is a text first.
      let plain = try #require(try Trial(text: "id,title,author\na,T,\"\(text)\"\n", as: "csv").records.first)
      let other = try #require(
        try Trial(text: "id,title,author\na,T,\"\(text)\"\n", as: "csv:safe=formulas").records.first)
      #expect(plain.contributors == other.contributors, "\(text)")
    }
  }

  @Test func listsAreTheSameEitherWay() throws {
    var random = SeededGenerator(seed: 10)
    let pieces = ["water", "; ", ";", ", ", ",", " ", "\\", "\\;", "mill", "\n", "1234-5678", "é"]
    for _ in 0..<Effort.count(5_000, debug: 1_500) {
      let text = (0...random.number(0...6)).map { _ in random.pick(pieces) }.joined()
      let table = "id,title,type,keyword,ISSN,DOI\na,T,article-journal,\"\(text)\",\"\(text)\",\"\(text)\"\n"
      let plain = try #require(try Trial(text: table, as: "csv").records.first)
      let other = try #require(try Trial(text: table, as: "csv:safe=formulas").records.first)
      #expect(plain.content == other.content, "\(text)")
    }
  }
}
