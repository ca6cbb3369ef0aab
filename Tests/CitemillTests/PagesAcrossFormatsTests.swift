import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// The text of pages has the same meaning in every format that can hold it, or an exception states why not.
@Suite struct PagesAcrossFormatsTests {
  static let carriers = Carrier.table([
    ("RIS SP", "ris", "TY  - JOUR\nTI  - Weirs\nSP  - ", "\nER  - \n"),
    ("nbib PG", "nbib", "PMID- 1\nTI  - Weirs\nPG  - ", "\n"),
    ("Refer %P", "refer", "%0 Journal Article\n%T Weirs\n%P ", "\n"),
    ("Web of Science BP", "wos", "FN X\nVR 1.0\nPT J\nTI Weirs\nBP ", "\nER\n\nEF\n"),
    ("Web of Science PS", "wos", "FN X\nVR 1.0\nPT J\nTI Weirs\nPS ", "\nER\n\nEF\n"),
    ("BibTeX pages", "bibtex", "@article{a, title={Weirs}, pages={", "}}\n"),
    (
      "EndNote XML pages", "endnote-xml",
      "<xml><records><record><ref-type name=\"Journal Article\"/><titles><title>Weirs</title></titles><pages>",
      "</pages></record></records></xml>"
    ),
    ("CSV pages", "csv", "title,type,pages\nWeirs,article-journal,\"", "\"\n"),
    ("CSV first page", "csv", "title,type,first page\nWeirs,article-journal,\"", "\"\n"),
    ("listing", "listing", "Title: Weirs\nAuthor: Doe, Jane\nPages: ", "\n"),
    ("CSL-JSON page", "csl-json", #"[{"id":"a","type":"article-journal","title":"Weirs","page":""#, #""}]"#),
  ])

  /// Texts with their pages, or with the number of an article; nil for none.
  static let texts: [(text: String, pages: String?, article: String?)] = [
    ("123", "123", nil), ("123-145", "123-145", nil), ("123-45", "123-45", nil), ("e12-e20", "e12-e20", nil),
    ("S1-S9", "S1-S9", nil), ("e12345", "e12345", nil), ("xii-xv", "xii-xv", nil), ("12--20", "12-20", nil),
    ("12–20", "12-20", nil), ("12—20", "12-20", nil), ("12−20", "12-20", nil), ("12‒20", "12-20", nil),
    ("12 - 20", "12-20", nil), ("12 – 20", "12-20", nil), ("pp. 12–20", "12-20", nil), ("pp 12-20", "12-20", nil),
    ("p. 5", "5", nil), ("P. 5", "5", nil), ("Pages 12-20", "12-20", nil), ("pp. xii-xv", "xii-xv", nil),
    ("123-", "123-", nil), ("-45", "-45", nil), ("12, 15-18", "12, 15-18", nil), ("12, 15–18", "12, 15-18", nil),
    ("12-20.", "12-20", nil), ("1-1–1-9", "1-1–1-9", nil), ("A-12", "A-12", nil), ("page-turner", "page-turner", nil),
    ("see the note – on page 5", "see the note – on page 5", nil), ("11-Sep", "11-Sep", nil), ("Sep-11", "Sep-11", nil),
    ("348 p.", "348 p.", nil), ("p12-20", "12-20", nil), ("pp12–20", "12-20", nil), ("P12", "P12", nil),
    ("12-20 pp.", "12-20", nil), ("12–20 S.", "12-20", nil), ("Seiten 12-20", "12-20", nil), ("12 to 20", "12-20", nil),
    ("12 bis 20", "12-20", nil), ("p.12-p.20", "12-20", nil), ("12～20", "12-20", nil),
    ("12+", "12+", nil), ("12ff", "12ff", nil), ("12 and 20", "12 and 20", nil),
    ("Article 17", nil, "17"), ("Art. No. e17", nil, "e17"), ("article number: 1700", nil, "1700"),
    ("n/a", nil, nil), ("NA-NA", nil, nil), ("-", nil, nil), ("null", nil, nil),
  ]

  /// Where a format means something else, and why.
  static let exceptions: [String: [String: String]] = [
    // MEDLINE leaves out the digits of the last page that the first has too.
    "123-45": ["nbib PG": "123-145"]
  ]

  @Test(arguments: carriers) func readTheSame(carrier: Carrier) throws {
    for (text, pages, article) in Self.texts {
      let record = try #require(try carrier.record(with: text), "\(carrier): \(text)")
      #expect(record.pages == Self.exceptions[text]?[carrier.description] ?? pages, "\(carrier): \(text)")
      #expect(record[.articleNumber] == article, "\(carrier): \(text)")
    }
  }

  /// The first and the last page in fields of their own.
  @Test(arguments: [
    ("12", "20", "12-20"), ("12", "12", "12"), ("12--20", "20", "12-20"), ("12", "12-20", "12-20"), ("12", "n/a", "12"),
    ("pp. 12", "20", "12-20"), ("S12", "S20", "S12-S20"), ("123", "45", "123-45"),
    ("1201", "1201-8", "1201-8"), ("1201-8", "1208", "1201-8"), ("1201-", "1208", "1201-1208"),
    ("1201", "1208-", "1201-1208"),
  ])
  func joinTwoFields(first: String, last: String, pages: String) throws {
    for (format, source) in [
      ("ris", "TY  - JOUR\nTI  - Weirs\nSP  - \(first)\nEP  - \(last)\nER  - \n"),
      ("ris", "TY  - BOOK\nTI  - Weirs\nSP  - \(first)\nEP  - \(last)\nER  - \n"),
      ("wos", "FN X\nVR 1.0\nPT J\nTI Weirs\nBP \(first)\nEP \(last)\nER\n\nEF\n"),
      ("csv", "title,first page,last page\nWeirs,\(first),\(last)\n"),
    ] {
      let reading = try FormatRegistry.standard.read(text: source, as: format)
      #expect(reading.records.first?.pages == pages, "\(format): \(first), \(last)")
    }
  }

  /// An article number in the field for the first page is not a page of a range; the value of the other field
  /// is kept.
  @Test(arguments: [("Article 17", "17", 0), ("Article 17", "Article 17", 0), ("Article 17", "9", 1)])
  func joinNoArticle(first: String, last: String, kept: Int) throws {
    for (format, source) in [
      ("ris", "TY  - JOUR\nTI  - Weirs\nSP  - \(first)\nEP  - \(last)\nER  - \n"),
      ("wos", "FN X\nVR 1.0\nPT J\nTI Weirs\nBP \(first)\nEP \(last)\nER\n\nEF\n"),
      ("csv", "title,first page,last page\nWeirs,\(first),\(last)\n"),
    ] {
      let record = try #require(try FormatRegistry.standard.read(text: source, as: format).records.first)
      #expect(record[.articleNumber] == "17" && record.pages == nil, "\(format): \(first), \(last)")
      #expect(record.nativeFields.count == kept, "\(format): \(first), \(last)")
    }
  }
}
