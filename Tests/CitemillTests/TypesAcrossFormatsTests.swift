import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// The name of a type has the same meaning in every format that can hold it, or an exception states why not.
@Suite struct TypesAcrossFormatsTests {
  static let carriers = Carrier.table([
    ("RIS TY", "ris", "TY  - ", "\nTI  - Weirs\nER  - \n"),
    ("Refer %0", "refer", "%0 ", "\n%T Weirs\n"),
    (
      "EndNote XML ref-type", "endnote-xml", "<xml><records><record><ref-type name=\"",
      "\"/><titles><title>Weirs</title></titles></record></records></xml>"
    ),
    ("CSV type", "csv", "title,type\nWeirs,\"", "\"\n"),
    ("CSV Document Type", "csv", "title,Document Type\nWeirs,\"", "\"\n"),
    ("listing", "listing", "Title: Weirs\nAuthor: Doe, Jane\nType: ", "\n"),
    ("CSL-JSON type", "csl-json", #"[{"id":"a","title":"Weirs","type":""#, #""}]"#),
  ])

  /// Names with their types, and whether they are more specific and so are the genre.
  static let words: [(word: String, type: RecordType, isGenre: Bool)] = [
    ("Journal Article", .articleJournal, false), ("journalArticle", .articleJournal, false),
    ("journal-article", .articleJournal, false), ("Article", .articleJournal, false),
    ("Article; Early Access", .articleJournal, true), ("Review", .articleJournal, true),
    ("Review Article", .articleJournal, true), ("Letter", .articleJournal, true),
    ("letter", .personalCommunication, false), ("Editorial", .articleJournal, true),
    ("Editorial Material", .articleJournal, true), ("Meeting Abstract", .articleJournal, true),
    ("Note", .articleJournal, true), ("Short Survey", .articleJournal, true), ("Erratum", .articleJournal, true),
    ("Data Paper", .articleJournal, true), ("Article; Data Paper", .articleJournal, true),
    ("Article; Book Chapter", .chapter, true), ("Proceedings Paper", .paperConference, false),
    ("Conference Paper", .paperConference, false), ("IEEE Conferences", .paperConference, false),
    ("Proceeding", .paperConference, false), ("Book Chapter", .chapter, false), ("Chapter", .chapter, false),
    ("Monograph", .book, false), ("Edited Book", .editedBook, false), ("Preprint", .preprint, false),
    ("posted-content", .preprint, false), ("Dissertation", .thesis, false), ("Dissertations/Theses", .thesis, false),
    ("Reports - Research", .report, false), ("Book Review", .reviewBook, false), ("Dataset", .dataset, false),
    ("Software", .software, false), ("Web Page", .webpage, false), ("Film Review", .review, true),
    ("Zeitschriftenartikel", .articleJournal, false), ("Capítulo de libro", .chapter, false),
  ]

  @Test(arguments: carriers) func readTheSame(carrier: Carrier) throws {
    for (word, type, isGenre) in Self.words {
      let record = try #require(try carrier.record(with: word), "\(carrier): \(word)")
      #expect(record.type == type, "\(carrier): \(word)")
      #expect(record[.genre] == (isGenre ? word : nil), "\(carrier): \(word)")
    }
  }
}
