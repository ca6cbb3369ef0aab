import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// The text of a date has the same meaning in every format that can hold it, or an exception states why not.
@Suite struct DatesAcrossFormatsTests {
  static let carriers = Carrier.table([
    ("RIS PY", "ris", "TY  - JOUR\nTI  - Weirs\nPY  - ", "\nER  - \n"),
    ("RIS DA", "ris", "TY  - JOUR\nTI  - Weirs\nDA  - ", "\nER  - \n"),
    ("nbib DP", "nbib", "PMID- 1\nTI  - Weirs\nDP  - ", "\n"),
    ("Refer %D", "refer", "%0 Journal Article\n%T Weirs\n%D ", "\n"),
    ("Refer %8", "refer", "%0 Journal Article\n%T Weirs\n%8 ", "\n"),
    ("Web of Science PD", "wos", "FN X\nVR 1.0\nPT J\nTI Weirs\nPD ", "\nER\n\nEF\n"),
    ("Web of Science PY", "wos", "FN X\nVR 1.0\nPT J\nTI Weirs\nPY ", "\nER\n\nEF\n"),
    ("BibTeX year", "bibtex", "@article{a, title={Weirs}, year={", "}}\n"),
    ("BibLaTeX date", "biblatex", "@article{a, title={Weirs}, date={", "}}\n"),
    (
      "EndNote XML year", "endnote-xml",
      "<xml><records><record><ref-type name=\"Journal Article\"/><titles><title>Weirs</title></titles><dates><year>",
      "</year></dates></record></records></xml>"
    ),
    (
      "EndNote XML date", "endnote-xml",
      "<xml><records><record><ref-type name=\"Journal Article\"/><titles><title>Weirs</title></titles><dates><pub-dates><date>",
      "</date></pub-dates></dates></record></records></xml>"
    ),
    ("CSV issued", "csv", "title,issued\nWeirs,\"", "\"\n"),
    ("CSV year", "csv", "title,year\nWeirs,\"", "\"\n"),
    ("listing", "listing", "Title: Weirs\nAuthor: Doe, Jane\nDate: ", "\n"),
    ("CSL-JSON raw", "csl-json", #"[{"id":"a","type":"book","issued":{"raw":""#, #""}}]"#),
    ("CSL-JSON text", "csl-json", #"[{"id":"a","type":"book","issued":""#, #""}]"#),
  ])

  /// Texts with their dates; a text without date remains text.
  static let dates: [(text: String, date: String?)] = [
    ("2004", "2004"), ("2004-05", "2004-05"), ("2004/05/12", "2004-05-12"), ("2004-05-12", "2004-05-12"),
    ("20040512", "2004-05-12"), ("12.05.2004", "2004-05-12"), ("12 May 2004", "2004-05-12"),
    ("May 12, 2004", "2004-05-12"), ("May 4th, 2004", "2004-05-04"), ("March 2012", "2012-03"),
    ("2004 Jan.", "2004-01"), ("30-Mar-2020", "2020-03-30"), ("3. März 2018", "2018-03-03"), ("05/2004", "2004-05"),
    ("13/05/2004", "2004-05-13"), ("05/13/2004", "2004-05-13"), ("13-05-2004", "2004-05-13"),
    ("05/05/2004", "2004-05-05"), ("2021/01/03 10:00", "2021-01-03"),
    ("2021.0", "2021"),
    ("2021-01-03 10:00:00", "2021-01-03"), ("2017/04/07/online", "2017-04-07"), ("Start date: 20170812", "2017-08-12"),
    // Seasons and quarters.
    ("SPR 2004", "2004-21"), ("Summer 2004", "2004-22"), ("MIDSUMMER 2004", "2004-22"), ("FAL 2004", "2004-23"),
    ("WIN 2004", "2004-24"), ("1ST QUARTER 2004", "2004-01/2004-03"), ("4TH QUAR 2004", "2004-10/2004-12"),
    ("2Q 2004", "2004-04/2004-06"),
    ("Q4 2004", "2004-10/2004-12"),
    // Intervals.
    ("1998 Dec-1999 Jan", "1998-12/1999-01"), ("2000 Spring-Summer", "2000-21/2000-22"),
    ("SPR-SUM 2000", "2000-21/2000-22"), ("2000 Jul 15-Aug 1", "2000-07-15/2000-08-01"),
    ("MAY 3-5, 2011", "2011-05-03/2011-05-05"), ("12-15 May 2004", "2004-05-12/2004-05-15"),
    ("Jul/Aug 2004", "2004-07/2004-08"), ("2001/05-06", "2001-05/2001-06"), ("1999-2001", "1999/2001"),
    ("1999–2001", "1999/2001"), ("1998/99", "1998/1999"), ("1998/2001", "1998/2001"), ("../1998", "../1998"),
    ("Winter 1998/99", "1998-24"), ("2000 Dec-Jan", "2000-12"),
    // Two digits after a year are its month if they can be one.
    ("2001/02", "2001-02"), ("2011/12", "2011-12"),
    // What cataloguers write.
    ("c1988", "1988"), ("ca. 1850", "1850~"), ("ca. 1850-1860", "1850~/1860~"), ("1723~", "1723~"), ("1723?", "1723?"),
    ("[1796]", "1796"), ("[ca. 1796]", "1796~"), ("[2020] ©2020", "2020"), ("1998, c1997", "1998"), ("1850s", "185X"),
    ("[185-]", "185X"), ("[18--]", "18XX"),
    // Only the year is certain; the text is kept too.
    ("05/06/2004", "2004"), ("32 May 2004", "2004"), ("2001/12-01", "2001"), ("2004a", "2004"),
    ("in press (2004)", "2004"), ("2004年5月", "2004-05"),
    // No dates, or dates in doubt.
    ("the flood", nil), ("in press", nil), ("May", nil), ("2004 or 2005", nil), ("before 2004", nil),
    // Placeholders for a missing date.
    ("0000", none), ("0000/00/00", none),
  ]

  /// Where a format means something else, and why.
  static let exceptions: [String: [String: String]] = [
    // Lines of a listing are dates only if all of the text is one.
    "05/06/2004": ["listing": "05/06/2004"], "32 May 2004": ["listing": "32 May 2004"],
    "2001/12-01": ["listing": "2001/12-01"], "2004a": ["listing": "2004a"],
    "in press (2004)": ["listing": "in press (2004)"],
    // These keep every text.
    "0000": kept("0000"), "0000/00/00": kept("0000/00/00"),
    // In TeX `--` is a dash, and `~` a space but in EDTF.
    "1723~": ["BibTeX year": "1723"],
    "[18--]": ["BibTeX year": "[18–]", "BibLaTeX date": "[18–]"],
  ]

  private static let none = "none"

  private static func kept(_ text: String) -> [String: String] {
    let names = ["EndNote XML year", "EndNote XML date", "listing", "CSL-JSON raw", "CSL-JSON text"]
    return Dictionary(uniqueKeysWithValues: names.map { ($0, text) })
  }

  @Test(arguments: carriers) func readTheSame(carrier: Carrier) throws {
    for (text, date) in Self.dates {
      let issued = try #require(try carrier.record(with: text), "\(carrier): \(text)")[date: .issued]
      let found = issued?.value?.description ?? issued?.literal ?? Self.none
      #expect(found == Self.exceptions[text]?[carrier.description] ?? date ?? text, "\(carrier): \(text)")
    }
  }

  /// A month or season in a field of its own joins the year of another field.
  @Test(arguments: [
    ("SPR", "2004-21"), ("JAN", "2004-01"), ("JUL-AUG", "2004-07/2004-08"), ("SPR-SUM", "2004-21/2004-22"),
    ("AUG 21-26", "2004-08-21/2004-08-26"), ("1ST QUARTER", "2004-01/2004-03"), ("MAY 3", "2004-05-03"),
  ])
  func joinTheYear(text: String, date: String) throws {
    for (format, source) in [
      ("ris", "TY  - JOUR\nTI  - Weirs\nPY  - 2004\nDA  - \(text)\nER  - \n"),
      ("refer", "%0 Journal Article\n%T Weirs\n%D 2004\n%8 \(text)\n"),
      ("wos", "FN X\nVR 1.0\nPT J\nTI Weirs\nPD \(text)\nPY 2004\nER\n\nEF\n"),
      ("bibtex", "@article{a, title={Weirs}, year=2004, month={\(text)}}\n"),
    ] {
      let reading = try FormatRegistry.standard.read(text: source, as: format)
      #expect(reading.records.first?[date: .issued]?.value?.description == date, "\(format): \(text)")
    }
  }
}
