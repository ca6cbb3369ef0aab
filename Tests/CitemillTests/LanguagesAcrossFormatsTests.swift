import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// The text of a language has the same meaning in every format that can hold it.
@Suite struct LanguagesAcrossFormatsTests {
  static let carriers = Carrier.table([
    ("RIS LA", "ris", "TY  - JOUR\nTI  - Weirs\nLA  - ", "\nER  - \n"),
    ("nbib LA", "nbib", "PMID- 1\nTI  - Weirs\nLA  - ", "\n"),
    ("Refer %G", "refer", "%0 Journal Article\n%T Weirs\n%G ", "\n"),
    ("Web of Science LA", "wos", "FN X\nVR 1.0\nPT J\nTI Weirs\nLA ", "\nER\n\nEF\n"),
    ("BibTeX language", "bibtex", "@article{a, title={Weirs}, language={", "}}\n"),
    ("BibLaTeX langid", "biblatex", "@article{a, title={Weirs}, langid={", "}}\n"),
    ("CSV language", "csv", "title,language\nWeirs,\"", "\"\n"),
    ("listing", "listing", "Title: Weirs\nAuthor: Doe, Jane\nLanguage: ", "\n"),
    ("CSL-JSON language", "csl-json", #"[{"id":"a","type":"book","title":"Weirs","language":""#, #""}]"#),
  ])

  /// Texts with their tags; an unknown text is unchanged.
  static let texts: [(text: String, tag: String)] = [
    ("en", "en"), ("EN", "en"), ("eng", "en"), ("English", "en"), ("english", "en"), ("Anglais", "en"),
    ("en-GB", "en-GB"), ("en_US", "en-US"), ("american", "en-US"), ("USenglish", "en-US"), ("british", "en-GB"),
    ("de", "de"), ("ger", "de"), ("deu", "de"), ("German", "de"), ("ngerman", "de"), ("Deutsch", "de"),
    ("Französisch", "fr"), ("fre", "fr"), ("fra", "fr"), ("pt-br", "pt-BR"), ("brazilian", "pt-BR"),
    ("Português", "pt"),
    ("nb", "nb"), ("nob", "nb"), ("zh-Hans-CN", "zh-Hans-CN"), ("zh_hant", "zh-Hant"), ("uk", "uk"),
    ("Ukrainian", "uk"), ("UK", "UK"), ("Portuguese, Brazil", "pt-BR"), ("Portuguese (Brazil)", "pt-BR"),
    ("English; French", "en; fr"), ("eng, ger", "en; de"), ("Old Millish", "Old Millish"), ("xx", "xx"),
    ("English, mostly", "English, mostly"),
  ]

  @Test(arguments: carriers) func readTheSame(carrier: Carrier) throws {
    for (text, tag) in Self.texts {
      let record = try #require(try carrier.record(with: text), "\(carrier): \(text)")
      #expect(record[.language] == tag, "\(carrier): \(text)")
    }
  }

  /// A format writes its own names, which are read as the same language.
  @Test(arguments: [
    ("nbib", "LA  - eng"), ("wos", "LA English"), ("ris", "LA  - en"), ("biblatex", "langid = {english}"),
    ("csl-json", #""language":"en""#),
  ])
  func writeTheirOwn(format: String, words: String) throws {
    var record = Record()
    record.type = .articleJournal
    record.titles = [Title("Weirs")]
    record[.language] = "en"
    let text = try FormatRegistry.standard.write([record], as: format).text
    #expect(text.contains(words), "\(format): \(text)")
    #expect(try FormatRegistry.standard.read(text: text, as: format).records.first?[.language] == "en")
  }

  @Test(arguments: texts.map(\.tag)) func comeBack(tag: String) {
    for style in [LanguageText.Style.tags, .codes, .names, .babel] {
      #expect(LanguageText.tag(LanguageText.write(tag, as: style)) == tag)
    }
  }
}
