import Citemill
import CitemillTestSupport
import Foundation
import Testing

@Suite struct BibTeXTests {
  private func read(_ text: String, as specification: String = "bibtex") throws -> Trial {
    try Trial(text: text, as: specification)
  }

  private func first(_ text: String) throws -> Record { try #require(try read(text).records.first) }

  private func written(_ text: String, as specification: String) throws -> String {
    try FormatRegistry.standard.write(try read(text).records, as: specification).text
  }

  // MARK: - Entries

  @Test func anEntryThatNeverEndsCostsNoNeighbour() throws {
    let trial = try read("@misc{a,\n title = {A {b,\n year = 2001\n\n@misc{c,\n title = {C},\n}\n")
    #expect(trial.records.map(\.key) == ["a", "c"])
    #expect(trial.records[0][date: .issued]?.value?.description == "2001")
    #expect(trial.diagnostics.map(\.code) == ["bibtex.repaired"])
  }

  @Test func anEntryInsideAValueIsText() throws {
    let trial = try read("@misc{a,\n note = {as in\n@misc{b,\n title = {B}}\n}}\n@misc{c, title = {C}}\n")
    #expect(trial.records.map(\.key) == ["a", "c"])
  }

  @Test func braceBehindABackslashIsNoneWhereThatEndsTheEntry() throws {
    let trial = try read("@misc{a, title = {One \\{ brace}}\n")
    #expect(trial.records.first?.title == "One { brace")
  }

  @Test(
    arguments: [
      ("@misc{title = {T}}", nil), ("@misc{a b c, title = {T}}", "a b c"), ("@misc{a\n title = {T}}", "a"),
      ("@misc(a, title = \"T (1)\")", "a"), ("@misc{ a , title = {T} }", "a"),
    ] as [(String, String?)])
  func keysAreWhatStandsBeforeTheComma(text: String, key: String?) throws {
    let record = try first(text)
    #expect(record.key == key)
    #expect(record.title?.hasPrefix("T") == true)
  }

  @Test func stringBombsAreRefused() throws {
    var text = "@string{a0 = \"0123456789abcdef\"}\n"
    for level in 1...12 {
      text += "@string{a\(level) = " + (0..<16).map { _ in "a\(level - 1)" }.joined(separator: " # ") + "}\n"
    }
    let trial = try read(text + "@misc{b, note = a12 # a12}\n@misc{c, title = {C}}\n")
    #expect(trial.records.count == 2)
    #expect((trial.records[0].notes.first?.text.plain.utf8.count ?? 0) < 2 << 20)
  }

  @Test func manyBracesAreTakenOffAtOnce() throws {
    for count in [1, 2, 5, 200_000] {
      let (open, close) = (String(repeating: "{ ", count: count), String(repeating: "}", count: count))
      let record = try #require(try read("@misc{a, url = \(open)http://example.org/a{b}\(close)}").records.first)
      #expect(record.identifiers.map(\.value) == ["http://example.org/ab"])
    }
    let record = try #require(try read("@misc{a, url = {{a} {b}}, doi = {{10.5555/\\{x\\}}}}").records.first)
    #expect(record.identifiers.map(\.value) == ["10.5555/{x}", "a b"])
  }

  // MARK: - Between entries

  private static let library =
    "@string{j = \"J\"}\n@preamble{\"x\"}\nA remark.\n@misc{a,\n  title = {A},\n}\n\n"
    + "@comment{of b}\n@misc{b,\n  title = {B},\n}\n@comment{the end}\n"

  @Test(
    arguments: [
      ("bibtex:between=all", library),
      ("bibtex", library.replacing("@string{j = \"J\"}\n", with: "").replacing("A remark.\n", with: "")),
      ("bibtex:between=none", "@misc{a,\n  title = {A},\n}\n\n@misc{b,\n  title = {B},\n}\n"),
    ])
  func whatStandsBetweenEntriesIsWrittenAgain(specification: String, expected: String) throws {
    let records = try read(Self.library, as: specification).records
    #expect(try FormatRegistry.standard.write(records, as: "bibtex").text == expected)
  }

  @Test func whatStandsWithNoEntryIsSkippedAloud() throws {
    for text in ["@comment{a}\n", "@misc{a, title = {A}}\n@comment{b}\n@article{}\n@comment{c}\n", "@comment{ b"] {
      let trial = try read(text)
      #expect(trial.tally.skipped == 1, "\(text)")
      #expect(trial.diagnostics.contains { $0.code == "bibtex.text-between" && $0.severity == .warning })
    }
  }

  @Test func aPreambleBringsItsMacros() throws {
    let text = try written("@string{a = {x}}\n@preamble{\"y\" # a}\n@misc{b, title = {B}}", as: "bibtex")
    #expect(text.hasPrefix("@string{a = {x}}\n@preamble{\"y\" # a}\n@misc{b,"))
    #expect(try written("@comment{c}\n@misc{b, title = {B}}", as: "bibtex:between=none").hasPrefix("@misc{b,"))
  }

  @Test func macrosCountFromWhereTheyStand() throws {
    let text =
      "@string{j = {First}}@misc{a, note = j, crossref = {z}}@misc{b, note = j}@string{j = {Second}}"
      + "@misc{c, note = j}@book{z, title = {Z}}"
    #expect(try read(text).records.map { $0.notes.first?.text.plain } == ["First", "First", "Second", nil])
  }

  @Test func commandsThatAreNotKnownAreWrittenAsTheyWere() throws {
    let text = "@article{a, title = {Of \\fish{Salmo}}, journal = {J. \\fish{x} \\& y}, note = {\\cite{b}}}"
    let output = try written(text, as: "bibtex")
    for value in ["title = {Of \\fish{Salmo}}", "journal = {J. \\fish{x} \\& y}", "note = {\\cite{b}}"] {
      #expect(output.contains(value))
    }
    // A title that was changed since is written as it is now.
    var record = try first(text)
    record.titles = [Title("Other")]
    #expect(try FormatRegistry.standard.write([record], as: "bibtex").text.contains("title = {Other}"))
  }

  @Test func whatIsNotInTheTextIsWrittenAsItWas() throws {
    let entry = #"""
      @article{a,
        author = {{\noopsort{Bee}}van Beethoven, Ludwig and family=Doe, given=Jane, given-i=J and Berg, A.},
        title = {{\noopsort{two}}A title},
        journaltitle = {The Whole Name},
        publisher = {\href{https://example.org}{A Press}},
        keywords = {\odd{fish}, water},
        journal = {Whole N.},
      }

      """#
    #expect(try written(entry, as: "biblatex") == entry)
    // With other names the source is not theirs.
    var record = try first(entry)
    record.contributors[1].name.given = "Janet"
    let output = try FormatRegistry.standard.write([record], as: "biblatex").text
    #expect(output.contains("Doe, Janet") && !output.contains("given-i"), "\(output)")
  }

  @Test func keysThatAreOneToBibTeXAreNumbered() throws {
    let records = ["a b", "a_b", "A,b"].map { key in
      var record = Record()
      record.key = key
      return record
    }
    let output = try FormatRegistry.standard.write(records, as: "bibtex").text
    #expect(["@misc{a_b,", "@misc{a_b-2,", "@misc{A_b-3,"].allSatisfy(output.contains))
    #expect(try FormatRegistry.standard.write(records, as: "csl-json").text.contains("\"id\":\"A,b\""))
  }

  @Test func accentsLeaveNoBlankInNames() throws {
    let record = try first("@misc{a, author = {Jos{\\'e} {} and Doe, Jos\\'e {}}}")
    #expect(record.contributors.map(\.name) == [PersonName(given: "José"), PersonName(family: "Doe", given: "José")])
  }

  @Test(arguments: ["bibtex", "ris", "nbib", "refer", "wos"])
  func marksWithAValueAreNotSure(id: String) throws {
    var record = Record()
    record.type = .book
    record.titles = [Title(RichText("Alpha beta", marks: [Mark(.italic, from: 0, to: 5, value: "x")]))]
    let outcome = try Law(id).check([record])
    #expect(outcome.violation == nil)
  }

  @Test func commentsWithoutBracesGetThem() throws {
    let records = try read("@misc{a, title = {A}}\n@comment one\n@comment t } wo\n").records
    #expect(records[0].nativeFields.map(\.value) == ["@comment{one}"])
  }

  @Test func biblatexHasNumbersOfPubMedAsEprint() throws {
    #expect(try written("@misc{a, pmid = {12}}", as: "biblatex").contains("eprint = {12},\n  eprinttype = {pubmed},"))
    #expect(try written("@misc{a, pmid = {12}}", as: "bibtex").contains("pmid = {12}"))
    for other in ["eprint = {2101.1}, archiveprefix = {arXiv}", "eprint = {1}, eprinttype = {jstor}"] {
      #expect(try written("@misc{a, pmid = {12}, \(other)}", as: "biblatex").contains("pmid = {12}"))
    }
  }

  @Test func repeatedFieldsAreWritten() throws {
    let text =
      "@misc{a, title = {A}, note = {One}, note = {Two}, keywords = {b}, keywords = {c}, shelf = {d}, shelf = {e}}"
    let output = try written(text, as: "bibtex")
    for field in ["note = {One}", "note-2 = {Two}", "keywords = {b, c}", "shelf = {d}", "shelf = {e}"] {
      #expect(output.contains("  \(field),\n"), "\(field)")
    }
    #expect(try read(output).records.map(\.content) == read(text).records.map(\.content))
  }

  /// The inherited fields are in the entry, so that a field that was removed from it does not reappear.
  @Test(arguments: ["bibtex", "biblatex"]) func anEntryIsWrittenWithoutInheritance(format: String) throws {
    let text =
      "@inproceedings{a, title = {A}, crossref = {z}}\n@misc{b, title = {B}, xdata = {y}}\n@xdata{y, note = {Y}}\n"
      + "@proceedings{z, title = {Z}, note = {N}, year = 2001}\n"
    let records = try read(text).records
    let whole = try FormatRegistry.standard.write(records, as: format).text
    #expect(try read(whole).records.map(\.content) == records.map(\.content))
    let bare = records.map { record in
      var record = record
      record.notes.removeAll()
      return record
    }
    let output = try FormatRegistry.standard.write(bare, as: format).text
    #expect(try read(output).records.allSatisfy(\.notes.isEmpty), "\(output)")
  }

  @Test func macrosMakeNoMoreThanASourceAllows() throws {
    let names = Array("abcdefgh")
    var text = "@string{a = {\(String(repeating: "x", count: 60))}}\n"
    for (name, next) in zip(names, names.dropFirst()) {
      text += "@string{\(next) = \(Array(repeating: String(name), count: 10).joined(separator: " # "))}\n"
    }
    text += (0..<20).map { "@misc{k\($0), title = h, note = d}\n" }.joined()
    let trial = try read(text)
    #expect(
      trial.records.reduce(0) { $0 + ($1.title?.utf8.count ?? 0) + ($1.notes.first?.text.plain.utf8.count ?? 0) }
        < 200_000)
    #expect(trial.diagnostics.contains { $0.code == "bibtex.long-expansion" && $0.severity == .error })
  }

  /// More than what is in memory at a time lies between them.
  @Test(arguments: [true, false]) func referencesReachAcrossAFile(isFile: Bool) throws {
    let note = String(repeating: "x", count: 60)
    let filler = (0..<8_000).map { "@misc{f\($0), title = {Filler number \($0)}, note = {\(note)}}\n" }
    let text =
      "@string{p = {Press}}\n@incollection{first, title = {A}, crossref = {last}}\n"
      + "@book{one, title = {One}, publisher = p}\n"
      + filler.joined() + "@incollection{end, title = {B}, crossref = {one}}\n@book{last, title = {Last}}\n"
    let source = isFile ? try ByteSource.file(Array(text.utf8)) : ByteSource(bytes: Array(text.utf8))
    let records = try Trial(source, as: "bibtex").records
    #expect(records.count == 8_004)
    let first = try #require(records.first), end = try #require(records.dropLast().last)
    #expect(first.container?.titles.first?.text.plain == "Last")
    #expect(end.container?.titles.first?.text.plain == "One" && end[.publisher] == "Press")
  }

  /// If a name ends with a comma, BibTeX ends with status 2, and biber warns.
  @Test func noNameEndsWithAComma() throws {
    let names = [
      ("Plato", "Plato", "Plato"), ("{de Gaulle},", "{de Gaulle}{}", "family={de Gaulle}"),
      ("de Gaulle,", "de Gaulle", "de Gaulle"), ("plato,", "plato", "plato"), ("张三,", "张三", "张三"),
      ("Two Words,", "{Two Words}{}", "family={Two Words}"), ("Anderson, André", "Anderson, André", "Anderson, André"),
      ("Holt, III", "Holt, III, {}", "family={Holt}, suffix={III}"),
      (
        "family={Holt}, \"given={Bo, Ida}\", suffix=Jr.", "Holt, Jr., {Bo, Ida}",
        "family={Holt}, \"given={Bo, Ida}\", suffix={Jr.}"
      ),
    ]
    for (name, bibtex, biblatex) in names {
      let source = "@misc{a, author = {\(name) and Roe, Ann}}"
      for (format, expected) in [("bibtex", bibtex), ("biblatex", biblatex)] {
        let text = try written(source, as: format)
        #expect(text.contains("author = {\(expected) and Roe, Ann}"), "\(name) as \(format): \(text)")
        #expect(try first(text).contributors == first(source).contributors, "\(name) as \(format)")
      }
    }
  }

  @Test func namesWithLabelsAreNotWrittenToBibTeX() throws {
    let text = try written("@misc{a, author = {family=Doe, given=Jane, given-i={J}}}", as: "bibtex")
    #expect(text.contains("author = {Doe, Jane}"))
  }

  @Test(arguments: ["33--", "1--5, S33--", "12--34", "A-33"]) func pagesComeBackAsTheyWere(pages: String) throws {
    #expect(try written("@article{a, pages = {\(pages)}}", as: "bibtex").contains("pages = {\(pages)}"))
  }

  /// JabRef's import of RIS makes such entries.
  @Test func aTypeThatIsNotKnownNeedsNoKey() throws {
    #expect(try first("@Other{,\n  author = {Survey, Mill},\n}").contributors.first?.name.family == "Survey")
    #expect(try Trial(text: "@media{,}\n@misc{a, title = {A}}", as: "bibtex").records.count == 1)
  }

  @Test(arguments: ["@misc{c, title = {C}}", "@comment{", "% \n@misc{c,", "@string{a = {"])
  func whatWouldNotStandBetweenEntriesIsALoss(text: String) throws {
    for name in ["@before", "@after"] {
      var record = try first("@misc{a, title = {A}}")
      record.nativeFields = [NativeField(format: "bibtex", name: name, value: text)]
      let written = try FormatRegistry.standard.write([record], as: "bibtex")
      #expect(written.text == "@misc{a,\n  title = {A},\n}\n")
      #expect(written.losses.total == 1)
    }
  }

  /// BibTeX joins the pieces of a preamble before TeX sees them, so that the pieces do not show what they do.
  @Test(arguments: ["@preamble{\"\\in\" # \"put{x}\"}", "@string{may = \"x\"}", "@comment{plain}"])
  func onlyBibTeXSaysWhatIsBetweenEntries(text: String) throws {
    for name in ["@before", "@after"] {
      var record = try first("@misc{a, title = {A}}")
      record.nativeFields = [NativeField(format: "bibtex", name: name, value: text)]
      #expect(try FormatRegistry.standard.write([record], as: "bibtex").text.contains(text))
      record.origin.format = "csv"
      let written = try FormatRegistry.standard.write([record], as: "bibtex")
      #expect(written.text == "@misc{a,\n  title = {A},\n}\n")
      #expect(written.losses.total == 1)
    }
  }

  @Test(arguments: [
    ("\\href{https://example.org/a}{A}", true), ("\\href{run:calc}{A}", false), ("\\href{file:///a}{A}", false),
    ("\\href{\\x un:a}{A}", false), ("\\href {run:a}{A}", false), ("\\href", false),
  ])
  func nativeFieldsOfOtherFormatsLinkToTheWeb(value: String, isWritten: Bool) throws {
    var record = try first("@misc{a, title = {A}}")
    record.origin.format = "csv"
    record.nativeFields = [NativeField(format: "bibtex", name: "usera", value: value)]
    let written = try FormatRegistry.standard.write([record], as: "bibtex")
    #expect(written.text.contains(value) == isWritten)
    #expect(written.losses.total == (isWritten ? 0 : 1))
  }

  @Test func circlesOfReferencesEnd() throws {
    var text = ""
    for number in 0..<200 { text += "@inbook{k\(number), title = {T}, crossref = {k\((number + 1) % 200)}}\n" }
    let trial = try read(text)
    #expect(trial.records.count == 200)
    #expect(trial.diagnostics.contains { $0.code == "bibtex.bad-reference" })
  }

  // MARK: - Names

  @Test(
    arguments: [
      ("Ludwig van Beethoven", "Beethoven", "Ludwig", "van", nil),
      ("van Beethoven, Ludwig", "Beethoven", "Ludwig", "van", nil),
      ("King, Jr., Martin Luther", "King", "Martin Luther", nil, "Jr."), ("Plato", "Plato", nil, nil, nil),
      ("{de la Cruz}, Juan", "de la Cruz", "Juan", nil, nil), ("{\\'E}mile Zola", "Zola", "Émile", nil, nil),
      ("Jean de {\\'e}t{\\'e} Bar", "Bar", "Jean", "de été", nil),
      ("Vallée Poussin, J.~C.", "Vallée Poussin", "J.\u{A0}C.", nil, nil),
      ("family={de Bar}, given=Ann, suffix=II", "de Bar", "Ann", nil, "II"),
    ] as [(String, String?, String?, String?, String?)])
  func namesFollowTheRules(text: String, family: String?, given: String?, particle: String?, suffix: String?) throws {
    let name = try #require(try first("@misc{a, author = {\(text)}}").contributors.first).name
    #expect(name.family == family)
    #expect(name.given == given)
    #expect(name.nonDroppingParticle == particle)
    #expect(name.suffix == suffix)
  }

  @Test(arguments: [
    ("Sorle, Ida; Holt, Runa", 2), ("Ida Sorle; Runa Holt; et al.", 3), ("Sorle; Holt", 2), ("Sorle, I.;", 1),
    ("Ida Sorle \\& Runa Holt", 2), ("Ida Sorle & Runa Holt & Jan van Dal", 3), ("Sorle, I., Holt, R.", 2),
    ("Sorle, I., Holt, R., \\& Dal, K. J.", 3), ("Sorle, I. & Holt, R.", 2), ("SORLE, I., HOLT, R.", 2),
    ("Simon \\& Schuster", 1), ("Procter & Gamble", 1), ("Ida Sorle & Sons", 1), ("A. B. Sorle \\& Co.", 1),
    ("{Ida Sorle; Runa Holt}", 1), ("Texas A\\&M University", 1), ("Sorle, Jr., Ida", 1), ("A, B, C, D", 1),
    ("Ida Sorle &amp; Runa Holt", 2), ("Department of Fish; University of Milltown", 1), ("Sorle, Ida, Holt, Runa", 2),
    ("family=Sorle, given=I., prefix=van, useprefix=true", 1), ("Sorle, Ida; Holt, Runa and Dal, Jan", 3),
  ])
  func namesWithoutAndAreFound(names: String, count: Int) throws {
    let trial = try Trial(text: "@misc{a, author = {\(names)}}", as: "bibtex")
    let record = try #require(trial.records.first)
    #expect(record.contributors.count == count, "\(record.contributors)")
    let isJoined = count > 1
    #expect(trial.diagnostics.map(\.code).contains("bibtex.joined-names") == isJoined)
  }

  @Test(arguments: ["bibtex", "biblatex"]) func namesWithSuchSignsComeBackWhole(id: String) throws {
    let names = [
      PersonName(family: "Sorle", given: "Ida; Holt"), PersonName(family: "Ida Sorle & Runa Holt"),
      PersonName(family: "Sorle; Holt"), PersonName(family: "Sorle", given: "I., Holt, R., Dal, K."),
    ]
    for name in names {
      var record = Record()
      record.contributors = [Contributor(.person, name: name, roles: [.author])]
      let output = try FormatRegistry.standard.write([record], as: id)
      #expect(output.losses.total == 0, "\(output.text)")
      #expect(try Trial(text: output.text, as: id).records.first?.contributors == record.contributors, "\(output.text)")
    }
  }

  @Test func listsOfNamesAreDividedOutsideBraces() throws {
    let names = try first("@misc{a, author = {Doe, J. AND {A and B}\n and others}}").contributors
    #expect(names.map(\.kind) == [.person, .organization, .others])
    #expect(names[1].name.literal == "A and B")
  }

  // MARK: - Types

  @Test(arguments: RecordType.allCases, ["bibtex", "biblatex"])
  func everyTypeComesBack(type: RecordType, id: String) throws {
    var record = Record()
    record.key = "a"
    record.type = type
    record.add(Title("T"))
    if type == .thesis { record[.genre] = "PhD thesis" }
    record.add(Identifier(.url, "https://example.org/a"))
    let writing = try FormatRegistry.standard.write([record], as: id)
    #expect(writing.losses.isEmpty)
    #expect(try read(writing.text, as: id).records.map(\.content) == [record.content])
  }

  @Test func theWordOfTheSourceIsKept() throws {
    let text = "@conference{a,\n  title = {T},\n}\n\n@customtype{b,\n  title = {U},\n}\n"
    #expect(try written(text, as: "bibtex") == text)
    #expect(try written("@online{a,\n  title = {T},\n}\n", as: "bibtex").hasPrefix("@online{"))
    let modern = try Trial(text: "@inbook{a,\n  title = {T},\n}\n", as: "biblatex").records
    #expect(try FormatRegistry.standard.write(modern, as: "bibtex").text.hasPrefix("@inbook{"))
  }

  // MARK: - Writing

  @Test func everyFieldComesBack() throws {
    var text = "@incollection{a,\n"
    let special = [
      "journalsubtitle", "crossref", "xref", "xdata", "editortype", "editoratype", "editorbtype", "editorctype", "date",
      "year",
      "month", "day",
    ]
    let rows = try #require(FormatRegistry.standard.format(named: "biblatex")?.asMappingDescribed).mapping
    for row in rows where !special.contains(row.native) && !row.note.contains("read, not written") {
      let isOther = row.note.contains("written in bibtex")
      if !isOther { text += "  \(row.native) = {Value of \(row.native)},\n" }
    }
    text += "  xref = {Value-of-xref},\n  unknown = {Value of unknown},\n}\n"
    let out = try FormatRegistry.standard.write(try Trial(text: text, as: "biblatex").records, as: "biblatex").text
    for row in rows where text.contains("{Value of \(row.native)}") {
      #expect(
        out.contains("Value of \(row.native)") || out.contains("of \(row.native), Value"), "\(row.native): \(out)")
    }
    #expect(out.contains("unknown = {Value of unknown}") && out.contains("xref = {Value-of-xref}"))
  }

  @Test func manyLinesThatOthersHaveTooDoNotHideIt() throws {
    let entry =
      "@article{a,\n  title = {T},\n  year = {2019},\n  doi = {10.5555/x.2019.1},\n  url = {https://doi.org/10.5555/x}\n}\n\n"
    let source = ByteSource(bytes: Array(String(repeating: entry, count: 300).utf8), name: "library")
    #expect(try FormatDetector(.standard).format(of: source).info.id == "bibtex")
  }

  @Test func timesOfDayComeBack() throws {
    let text = "@misc{a,\n  title = {T},\n  date = {2013-09-20T08:26:14Z},\n  urldate = {2014-01-02T10:00:00},\n}\n"
    let records = try Trial(text: text, as: "biblatex").records
    #expect(records.first?[date: .issued]?.value?.description == "2013-09-20")
    let writing = try FormatRegistry.standard.write(records, as: "biblatex")
    #expect(writing.text == text && writing.losses.isEmpty)
  }

  @Test func keysLoseWhatTheyCannotHave() throws {
    var record = Record()
    record.key = "a b,{c}"
    record.add(Title("T"))
    let writing = try FormatRegistry.standard.write([record], as: "bibtex")
    #expect(writing.text.hasPrefix("@misc{a_b__c_,\n"))
    #expect(writing.losses.ranked.map(\.key.path.description) == ["key"])
  }

  @Test func usualRecordsAreWrittenWithoutLoss() throws {
    var record = Record()
    record.key = "doe2004"
    record.type = .articleJournal
    record.add(Title("Fish & Chips: 100% of O'Neill's #1 – “Über” all"))
    record.add(.person(PersonName(family: "Doe", given: "Jane M.")))
    record.add(.organization("Fish and Group"))
    record[date: .issued] = PartialDate(year: 2004, month: 5, day: 6)
    record[.pages] = "12-19"
    record[.volume] = "3"
    record[.issue] = "2"
    record.withHost { host in
      host.titles.insert(Title("Journal of Fish"))
      host.identifiers.insert(Identifier(.issn, "2049-3630"))
    }
    record.add(Identifier(.doi, "10.5555/a_b(c)"))
    record.keywords = [Keyword("a"), Keyword("b c")]
    for id in ["bibtex", "biblatex", "bibtex:encoding=latex", "biblatex:encoding=latex"] {
      let writing = try FormatRegistry.standard.write([record], as: id)
      #expect(writing.losses.isEmpty, "\(id): \(writing.losses.ranked) \(writing.text)")
      if id.hasSuffix("latex:encoding=latex") || id.hasSuffix("bibtex:encoding=latex") {
        #expect(writing.text.utf8.allSatisfy { $0 < 0x80 })
      }
      #expect(try read(writing.text, as: id).records.map(\.content) == [record.content], "\(id): \(writing.text)")
    }
  }

  /// Text that LaTeX, lists and names read in a special way, in places where the writer uses a quick check.
  @Test(arguments: ["bibtex", "biblatex", "bibtex:encoding=latex"])
  func theQuickWayIsRight(id: String) throws {
    let texts = [
      "a--b", "a - b", "''", "a''b", "it's", "`a`", "?`", "<<a>>", ",,a", "a  b", " a", "a ", "\u{A0}a", "a\u{3000}",
      "é", "–",
      "a–", "–a", "a & b", "50%", "#1", "a_b", "$5", "a^b", "~", "a~b", "{", "}", "\\", "a\\b", "{a}", "a=b", "and",
      "a and b",
      "others", "Others", "a,b", "a;b", "\"a\"", "a\"", "von", "de la", "Van", "al-Hasan", "O'Neil", "Jr.", "http://a",
      "https://example.org", "magazine", "newspaper", "webpage", "phdthesis", "software", "PhD thesis",
      "Master's thesis", "2004",
      "jan", "1-2", "1--2", "1–2", "english", "en-US", "^^e9", "a\nb", "a\tb", "%", "@a", "family=a", "10.1/x",
      "doi:10.1/x", "!`a",
    ]
    let law = try Law(id)
    var random = SeededGenerator(seed: 12)
    for _ in 0..<3000 {
      var record = Record()
      record.key = random.chance(90) ? "k\(random.number(0...9))" : random.pick(texts)
      record.type = random.pick([
        .articleJournal, .book, .chapter, .thesis, .webpage, .document, .paperConference, .speech, .report,
      ])
      func text() -> String {
        random.chance(70) ? random.pick(["Salmo", "Trutta trutta", "Life of Trouts"]) : random.pick(texts)
      }
      // A mark over some of the words, or two adjacent ones.
      func marked() -> RichText {
        var rich = RichText(text())
        let places =
          rich.plain.unicodeScalars.indices.map { rich.plain[..<$0].utf8.count } + [rich.plain.utf8.count]
        for _ in 0..<(random.chance(40) ? random.number(1...2) : 0) {
          let (one, other) = (random.pick(places), random.pick(places))
          let start = max(rich.marks.last?.end ?? 0, min(one, other))
          let kinds: [Mark.Kind] = [.italic, .bold, .subscripted, .superscripted, .noCase, .smallCaps]
          if start < max(one, other) { rich.marks.append(Mark(random.pick(kinds), from: start, to: max(one, other))) }
        }
        return rich
      }
      record.add(Title(marked()))
      if random.chance(20) { record.add(Title(text(), kind: random.pick([.sub, .short, .addon, .original]))) }
      for _ in 0..<random.number(0...3) {
        let role: Role = random.pick([.author, .author, .editor, .translator])
        record.add(
          random.chance(80)
            ? .person(
              PersonName(
                family: text(), given: text(),
                nonDroppingParticle: random.chance(20) ? random.pick(["von", "van der", "Van", "de"] + texts) : nil),
              role)
            : .organization(text(), role))
      }
      if random.chance(60) {
        record[date: .issued] = PartialDate(year: random.number(1...2100), month: random.number(1...12))
      }
      for variable in [
        Variable.volume, .issue, .number, .pages, .publisher, .publisherPlace, .genre, .language, .edition, .medium,
      ]
      where random.chance(25) { record[variable] = text() }
      if random.chance(60) { record.withHost { $0.titles.insert(Title(text())) } }
      if random.chance(20) { record.withSeries { $0.titles.insert(Title(text())) } }
      if random.chance(15) { record.withSeries { $0.variables[.number] = text() } }
      for scheme in [IdentifierScheme.doi, .isbn, .issn, .url, .pmid, .arxiv] where random.chance(20) {
        record.add(Identifier(scheme, text()))
      }
      if random.chance(30) { record.abstracts = [Abstract(marked())] }
      if random.chance(30) { record.notes = [Note(RichText(text()))] }
      if random.chance(30) { record.keywords = [Keyword(text()), Keyword(text())] }
      let outcome = try law.check([record])
      if let violation = outcome.violation {
        Issue.record("\(violation)")
        return
      }
    }
  }

  /// The law for records other than those of `LawTests`; `CITEMILL_LAW_COUNT` sets more.
  @Test(arguments: ["bibtex", "biblatex"]) func theLawHolds(id: String) throws {
    let count = ProcessInfo.processInfo.environment["CITEMILL_LAW_COUNT"].flatMap(Int.init) ?? 200
    let law = try Law(id)
    var generator = RecordGenerator(seed: 4)
    var written = 0
    for _ in 0..<(count / 20) {
      let outcome = try law.check((0..<20).map { _ in generator.record() })
      written += outcome.written
      if let violation = outcome.violation {
        Issue.record("\(violation)")
        return
      }
    }
    // Records without any field that the format can hold are rejected.
    #expect(written > count / 20 * 18 && written < count / 20 * 20)
  }

  // MARK: - Detection

  @Test func dialectsAreToldByTheirFields() throws {
    #expect(try Trial(text: "@article{a, journal = {J}, year = 2001}\n").format == "bibtex")
    #expect(try Trial(text: "@article{a, journaltitle = {J}, date = {2001}}\n").format == "biblatex")
    #expect(try Trial(text: "@online{a, title = {J}}\n").format == "biblatex")
    let prefix = BytePrefix(Array("Write to me@example.org {now}.\n".utf8), isComplete: true)
    #expect(BibTeX().evidence(in: prefix).bits == 0)
  }
}
