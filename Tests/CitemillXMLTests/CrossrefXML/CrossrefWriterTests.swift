#if XML
  import Citemill
  import CitemillCore
  import CitemillTestSupport
  import Testing

  @testable import CitemillXML

  /// What is written of works for Crossref.
  @Suite struct CrossrefWriterTests {
    private static let options = "resource=https://mill.example/{doi},crossmark-policy=10.5555/policy"

    private static func write(_ records: [Record], _ options: String = options) throws -> [String] {
      try records.map { try FormatRegistry.standard.write([$0], as: "crossref-xml:\(options)").text }
    }

    @Test func eachNameThatIsWrittenHasARow() throws {
      let format = try FormatRegistry.standard.writableFormat("crossref-xml")
      var generator = RecordGenerator(seed: 411)
      let needs = RecordNeeds(of: format)
      let records = (0..<Effort.count(2000, debug: 600)).map { _ in generator.record(meeting: needs) }
      var found: Set<String> = []
      for options in [Self.options, "schema=5.4.0,\(Self.options)"] {
        for text in try Self.write(records, options) { found.formUnion(Self.names(in: text)) }
      }
      let known = Set(CrossrefOutline.names(in: .v5_4_0).map(\.word)).union(MathML.names).union(MathML.contentNames)
      #expect(found.count > 60)
      #expect(found.subtracting(known).subtracting(Self.framing).sorted() == [])
      let rows = Set(CrossrefTable.rows.flatMap { $0.names + $0.parents }.map(\.word) + ["media_type"])
      let details = Set(XMLTableTests.crossrefDetails.split(whereSeparator: \.isWhitespace).map(String.init))
      #expect(
        known.subtracting(rows).subtracting(details).subtracting(MathML.names + MathML.contentNames).sorted() == [])
    }

    /// What is around the records.
    private static let framing: Set<String> = [
      "doi_batch", "head", "doi_batch_id", "timestamp", "depositor", "depositor_name", "email_address", "registrant",
      "body", "custom_metadata",
    ]

    /// The names of elements in a document, without prefixes.
    private static func names(in text: String) -> Set<String> {
      Set(
        text.split(separator: "<").compactMap { part in
          guard let first = part.utf8.first, first.isLetter else { return nil }
          let name = part.utf8.prefix { !" \n/>".utf8.contains($0) }
          return name.split(separator: UInt8(ascii: ":")).last.map { String(Substring($0)) }
        })
    }

    /// A deposit that is read and written again is the same, byte for byte.
    @Test(arguments: Fixture.all.filter { $0.name.hasPrefix("written-") && $0.folder == "CrossrefXML" })
    func whatWasWrittenStaysAsItIs(fixture: Fixture) throws {
      let bytes = try fixture.bytes()
      let records = try Trial(fixture.source(), as: "crossref-xml").records
      let again = try FormatRegistry.standard.write(records, as: "crossref-xml")
      #expect(again.text == String(decoding: bytes, as: UTF8.self))
    }

    @Test func aRecordThatCannotBeDepositedSaysWhy() throws {
      var record = Record()
      func reason(_ options: String = "") throws -> String? {
        let specification = options.isEmpty ? "crossref-xml" : "crossref-xml:\(options)"
        return try FormatRegistry.standard.write([record], as: specification).unwritable.first?.reason
      }
      record.type = .grant
      #expect(try reason() == "Crossref has a separate schema for grants, which is not supported")
      record.type = .bill
      #expect(try reason() == "Crossref has no kind of work for the type bill")
      record.type = .articleJournal
      #expect(try reason() == "it has no DOI")
      record.add(Identifier(.doi, "10.55/weirs"))
      #expect(try reason() == "\"10.55/weirs\" is not a DOI that Crossref accepts, 10.NNNN/...")
      record.identifiers = [Identifier(.doi, "10.5555/weirs")]
      #expect(try reason() == "it has no title")
      record.add(Title("Weirs"))
      #expect(try reason() == "its journal has no title")
      record.withHost { $0.titles.insert(Title("Journal of Water History")) }
      #expect(try reason() == "it has no date of publication")
      record[date: .issued] = PartialDate(year: 2021)
      #expect(try reason()?.hasPrefix("it has no URL for its DOI") == true)
      record[date: .issued] = PartialDate(year: 980)
      #expect(try reason() == #"its date "0980" is not one with a year from 1400 to 2200"#)
      record[date: .issued] = PartialDate(nil, literal: "in spring")
      #expect(try reason() == #"its date "in spring" is not one with a year from 1400 to 2200"#)
      record[date: .issued] = PartialDate(year: 2021)
      for (address, why) in [
        ("gopher://mill.example/1", "it begins with none of http://, https:// and ftp://"),
        ("http://a", "it does not have 10 to 2048 characters"),
      ] {
        record.identifiers = [Identifier(.doi, "10.5555/weirs"), Identifier(.url, address)]
        let found = try #require(try reason())
        #expect(found.hasPrefix("Crossref does not take its URL \"\(address)\", since \(why); correct it, or"))
      }
      record.identifiers = [Identifier(.doi, "10.5555/weirs")]
      let long = String(repeating: "a", count: 2048)
      #expect(
        try reason("resource=https://mill.example/\(long)/{doi}")?.hasSuffix(
          "of the option resource, since it does not have 10 to 2048 characters") == true)
      #expect(try reason("resource=https://mill.example/{doi}") == nil)
      record.add(Identifier(.url, "https://doi.org/10.5555/weirs"))
      #expect(try reason()?.hasPrefix("it has no URL") == true, "the URL of the DOI is not one of the work")
      #expect(
        try reason("kind=book") == "it does not belong in a deposit of books and chapters; write it with kind=journal")
    }

    /// A URL made by an option is more than the record has, and so is not a loss.
    @Test func anAddressOfAnOptionIsNoLoss() throws {
      var record = Record()
      record.type = .articleJournal
      record.add(Title("Weirs"))
      record.identifiers = [Identifier(.doi, "10.5555/weirs"), Identifier(.pmid, "12345678")]
      record.withHost { $0.titles.insert(Title("Journal of Water History")) }
      record[date: .issued] = PartialDate(year: 2021)
      record.key = "weirs"
      record.isKeyGenerated = true
      let written = try FormatRegistry.standard.write([record], as: "crossref-xml:resource=https://mill.example/{doi}")
      #expect(written.text.contains("<resource>https://mill.example/10.5555/weirs</resource>"))
      #expect(written.losses.isEmpty, "\(written.losses.ranked)")
    }

    @Test func optionsAreChecked() throws {
      for bad in [
        "resource=https://doi.org/{doi}", "resource=https://mill.example/", "resource={doi}", "timestamp=today",
        "crossmark-policy=here", "email=a", "email=office.mill.example", "email=office@ mill", "email=office@",
        "batch-id=a", "schema=5.5.0", "kind=grant",
      ] {
        #expect(throws: UsageError.self, "\(bad)") {
          try FormatRegistry.standard.writableFormat("crossref-xml:\(bad)")
        }
      }
    }

    private static func article() -> Record {
      var record = Record()
      record.type = .articleJournal
      record.add(Title("Weirs"))
      record.identifiers = [Identifier(.doi, "10.5555/weirs")]
      record.withHost { $0.titles.insert(Title("Journal of Water History")) }
      record[date: .issued] = PartialDate(year: 2021)
      return record
    }

    /// Crossref refuses a deposit with such a number.
    @Test func numbersWithAWrongCheckDigitAreLeftOut() throws {
      var record = Self.article()
      var one = Contributor(.person, name: PersonName(family: "Eze"), roles: [.author])
      one.identifiers = [Identifier(.orcid, "0000-0002-1825-0098")]
      record.contributors = [one]
      record.withHost { $0.identifiers = [Identifier(.issn, "1234-5678"), Identifier(.eissn, "2049-3630")] }
      let written = try FormatRegistry.standard.write([record], as: "crossref-xml:\(Self.options)")
      #expect(written.text.contains("<issn media_type=\"electronic\">2049-3630</issn>"))
      #expect(!written.text.contains("1234-5678") && !written.text.contains("ORCID"))
      let lost = written.losses.ranked.map { "\($0.key.path)" }
      #expect(lost.contains("host.identifiers.ISSN") && lost.contains { $0.hasPrefix("contributors") }, "\(lost)")
      var book = Self.article()
      (book.type, book.container) = (.book, nil)
      book[.publisher] = "Brook Press"
      book.add(Identifier(.isbn, "9783161484101"))
      let wrong = try Self.write([book])[0]
      #expect(!wrong.contains("9783161484101") && wrong.contains("<noisbn reason=\"monograph\"/>"))
    }

    /// An ORCID is written in its one form, whichever the source had.
    @Test(arguments: [
      "0000-0002-1694-233X", "0000-0002-1694-233x", "000000021694233X", "https://orcid.org/0000-0002-1694-233X",
    ])
    func anORCIDHasOneForm(text: String) throws {
      var record = Self.article()
      var one = Contributor(.person, name: PersonName(family: "Eze"), roles: [.author])
      one.identifiers = [Identifier(.orcid, text)]
      record.contributors = [one]
      #expect(try Self.write([record])[0].contains("<ORCID>https://orcid.org/0000-0002-1694-233X</ORCID>"))
    }

    /// Exports of Web of Science and others have the address of the DOI before that of the page.
    @Test func theFirstAddressThatIsNoResolverIsThatOfTheWork() throws {
      var record = Self.article()
      for address in ["https://doi.org/10.5555/weirs", "https://j.example/real", "https://j.example/other"] {
        record.add(Identifier(.url, address))
      }
      for options in [Self.options, "depositor=Mill"] {
        #expect(try Self.write([record], options)[0].contains("<resource>https://j.example/real</resource>"))
      }
    }

    @Test func aDOIIsEscapedInItsAddress() throws {
      var record = Self.article()
      let doi = "10.5555/(SICI)1:2;a.b-c_d<1>#e?f%20 g"
      record.identifiers = [Identifier(.doi, doi)]
      let resource = try #require(
        try FormatRegistry.standard.format("crossref-xml:resource=https://mill.example/{doi}") as? CrossrefXML
      ).resource(of: doi)
      #expect(resource == "https://mill.example/10.5555/(SICI)1:2;a.b-c_d%3C1%3E%23e%3Ff%2520%20g")
      let comma = try FormatRegistry.standard.format(
        #"crossref-xml:resource=https://mill.example/a\,b/{doi},depositor=Mill"#)
      #expect((comma as? CrossrefXML)?.resource == "https://mill.example/a,b/{doi}")
      #expect((comma as? CrossrefXML)?.depositor == "Mill")
    }

    @Test func anUpdateNeedsAPolicy() throws {
      var record = Record()
      record.type = .articleJournal
      record.add(Title("Correction: Weirs"))
      record.identifiers = [Identifier(.doi, "10.5555/weirs.2")]
      record.withHost { $0.titles.insert(Title("Journal of Water History")) }
      record[date: .issued] = PartialDate(year: 2021, month: 3, day: 14)
      record.relations = [Relation("corrected-article", target: Identifier(.doi, "10.5555/weirs"))]
      let with = try Self.write([record])[0]
      #expect(with.contains("<update type=\"correction\" date=\"2021-03-14\">10.5555/weirs</update>"))
      let without = try Self.write([record], "resource=https://mill.example/{doi}")[0]
      #expect(!without.contains("crossmark"))
    }

    @Test func aDepositHoldsOneKind() throws {
      var article = Record()
      article.type = .articleJournal
      article.add(Title("Weirs"))
      article.add(Identifier(.doi, "10.5555/weirs"))
      article.withHost { $0.titles.insert(Title("Journal of Water History")) }
      article[date: .issued] = PartialDate(year: 2021)
      var book = article
      book.type = .book
      book[.publisher] = "Brook Press"
      let specification = "crossref-xml:\(Self.options)"
      #expect(throws: SourceFailure.self) { try FormatRegistry.standard.write([article, book], as: specification) }
      let articles = try FormatRegistry.standard.write([article, book], as: "\(specification),kind=journal")
      #expect(articles.unwritable.map(\.index) == [1])
    }
  }
#endif
