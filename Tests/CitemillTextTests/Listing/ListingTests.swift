import Citemill
import CitemillTestSupport
import Testing

@Suite struct ListingTests {
  private func trial(_ text: String, as specification: String = "listing") throws -> Trial {
    try Trial(text: text, as: specification)
  }

  @Test(arguments: [
    "<html><head><title>Results</title></head><body><p>Author: none</p></body></html>", "", "\n\n\n", "hello\n",
    "\u{0}\u{1}\u{2}\u{3}", "12 34 56\n78\n",
  ])
  func aTextWithoutEntriesIsNoListing(text: String) throws {
    for dialect in ["auto", "sciencegate", "labelled", "references"] {
      let trial = try trial(text, as: "listing:dialect=\(dialect)")
      #expect(trial.records.isEmpty)
      #expect(trial.failure?.exitStatus == .noData)
    }
  }

  @Test func titlesAreNeverMadeUp() throws {
    let trial = try trial("2020 ◽\nAuthor(s):\nRuth D’Arcy\n\nA mill stood at every bend. Nobody counted them.\n")
    #expect(trial.records.count == 1)
    #expect(trial.records[0].titles.isEmpty)
    #expect(trial.diagnostics.contains { $0.code == "listing.missing-title" })
  }

  @Test func oneLabelIsNoEntry() throws {
    #expect(try trial("Title: Weirs\n", as: "listing:dialect=labelled").records.isEmpty)
    #expect(try trial("Title: Weirs\nYear: 2019\n").records.count == 1)
  }

  @Test func namesFollowTheOption() throws {
    let text = "Title: Weirs\nAuthor: Eze Ngozi\nYear: 2019\n"
    #expect(try trial(text).records[0].contributors[0].name.given == "Eze")
    #expect(try trial(text, as: "listing:names=family-first").records[0].contributors[0].name.family == "Eze")
  }

  @Test(arguments: [
    "1. Berg A. Mills. 2021.\n2. Eze N. Weirs. 2020.\n", "[1] Berg A. Mills. 2021.\n[2] Eze N. Weirs. 2020.\n",
    "(1) Berg A. Mills. 2021.\n(2) Eze N. Weirs. 2020.\n", "1) Berg A. Mills. 2021.\n2) Eze N. Weirs. 2020.\n",
    "• Berg A. Mills. 2021.\n• Eze N. Weirs. 2020.\n", "- Berg A. Mills. 2021.\n- Eze N. Weirs. 2020.\n",
    "1. Berg A.\n   Mills. 2021.\n2. Eze N.\n   Weirs. 2020.\n",
  ])
  func listsOfReferencesAreCut(text: String) throws {
    let trial = try trial(text)
    #expect(trial.records.map { $0[.rawReference] } == ["Berg A. Mills. 2021.", "Eze N. Weirs. 2020."])
  }

  @Test func aRawReferenceHasAPlaceInCSL() throws {
    let records = try trial("[1] Berg A. Mills. 2021.\n[2] Eze N. Weirs. 2020.\n").records
    let text = try FormatRegistry.standard.write(records, as: "csl-json").text
    #expect(text.contains("\"custom\":{\"raw-reference\":\"Berg A. Mills. 2021.\"}"))
    #expect(text.contains("\"citation-number\":\"1\""))
  }

  @Test func referencesAreOnlyRead() throws {
    let format = try FormatRegistry.standard.format("listing:dialect=references").asWritable
    let error = #expect(throws: UsageError.self) { _ = try format?.makeWriter() }
    #expect(try #require(error).code == "usage.not-writable")
  }

  @Test func aTypeThatNobodyKnowsIsKept() throws {
    let record = try #require(try trial("Type: Zine\nTitle: Weirs\nYear: 2019\n").records.first)
    #expect(record.type == .document && record.nativeFields.map(\.value) == ["Zine"])
  }

  /// A line beyond the length limit is rejected alone, and what is around it is read.
  @Test(arguments: ["labelled", "references"]) func aLineBeyondTheLimitIsRejected(dialect: String) throws {
    let entries =
      dialect == "labelled"
      ? ["Title: Weirs\nYear: 2019\n\n", "\nTitle: Mills\nYear: 2020\n"]
      : ["1. Berg A. Mills. 2021.\n", "2. Eze N. Weirs. 2020.\n"]
    for end in ["\n", "\r\n", "\r"] {
      let long = String(repeating: "word ", count: 5 << 20) + end
      let bytes = Array((entries[0] + long + entries[1]).utf8)
      let trial = try Trial(ByteSource.file(bytes), as: "listing:dialect=\(dialect)")
      #expect(trial.records.count == 2)
      #expect(trial.rejections.map(\.reason.code) == ["listing.line-too-long"])
      #expect(trial.rejections.first?.frame.line == (dialect == "labelled" ? 4 : 2))
      #expect(trial.rejections.first.map { $0.rawBytes.count >= 16 << 20 } == true)
      #expect(trial.tally.totalBytes == bytes.count)
    }
  }

  @Test func manyReferencesAreNumbered() throws {
    let text = (9_990...10_010).map { "\($0). Berg A. Mills \($0). 2021.\n" }.joined()
    let records = try trial(text).records
    #expect(records.map { $0[.citationNumber] } == (9_990...10_010).map { "\($0)" })
  }

  /// A line costs only its own entry, however long it is.
  @Test func aLongFirstLineHidesNothing() throws {
    let text = String(repeating: "x", count: 100_000) + "\n\nTitle: Weirs\nYear: 2019\n\nTitle: Mills\nYear: 2020\n"
    for specification in [nil, "listing"] {
      let trial = try Trial(ByteSource(bytes: Array(text.utf8), name: "text"), as: specification)
      #expect(trial.format == "listing" && trial.records.compactMap(\.title) == ["Weirs", "Mills"])
      #expect(trial.tally.skipped == 1)
    }
  }

  @Test func referencesThatStayWholeAreSaidOnce() throws {
    let trial = try trial("1. Berg A. Mills. 2021.\n2. Eze N. Weirs. 2020.\n")
    #expect(trial.diagnostics.map(\.code) == ["listing.whole-reference"])
    #expect(trial.diagnostics.first?.message.hasPrefix("2 references") == true)
  }
}
