/// EndNote's reference types, which Refer and EndNote XML use by name.
package enum EndNoteTypes {
  /// The words in both directions; if a type has several, the first one is written.
  package static let table = TypeTable(
    rows.map { ($0.word, $0.type) }, aliases: [("Preprint", .preprint)],
    spare: [
      .review: "Journal Article", .reviewBook: "Journal Article", .peerReview: "Journal Article",
      .preprint: "Unpublished Work", .article: "Unpublished Work", .multivolumeBook: "Edited Book",
      .referenceBook: "Book", .collection: "Serial", .reportSeries: "Serial", .periodical: "Serial",
      .journalIssue: "Serial", .journalVolume: "Serial", .entry: "Encyclopedia", .performance: "Music",
      .treaty: "Legal Rule or Regulation", .poster: "Conference Paper", .speech: "Conference Paper",
    ],
    other: "Generic")

  /// EndNote's number for a word; for a newer type without a known number, that of the nearest one.
  package static func number(of word: String) -> Int? { rows.first { $0.word == word }?.number }

  /// The word for a type number of EndNote.
  package static func word(of number: Int) -> String? { rows.first { $0.number == number }?.word }

  private static let rows: [(word: String, number: Int, type: RecordType)] = [
    ("Journal Article", 17, .articleJournal), ("Electronic Article", 43, .articleJournal),
    ("Magazine Article", 19, .articleMagazine), ("Newspaper Article", 23, .articleNewspaper), ("Book", 6, .book),
    ("Electronic Book", 44, .book), ("Catalog", 8, .book), ("Edited Book", 28, .editedBook),
    ("Book Section", 5, .chapter), ("Electronic Book Section", 60, .chapter),
    ("Conference Paper", 47, .paperConference), ("Conference Proceedings", 10, .proceedings), ("Thesis", 32, .thesis),
    ("Report", 27, .report), ("Government Document", 46, .report), ("Standard", 58, .standard),
    ("Patent", 25, .patent), ("Case", 7, .legalCase), ("Bill", 4, .bill), ("Statute", 31, .legislation),
    ("Legal Rule or Regulation", 50, .regulation), ("Hearing", 14, .hearing), ("Computer Program", 9, .software),
    ("Dataset", 59, .dataset), ("Online Database", 45, .database), ("Aggregated Database", 55, .database),
    ("Web Page", 12, .webpage), ("Electronic Source", 12, .webpage), ("Blog", 56, .postWeblog),
    ("Discussion Forum", 56, .post), ("Social Media", 56, .post),
    ("Personal Communication", 26, .personalCommunication), ("Interview", 26, .interview),
    ("Film or Broadcast", 21, .motionPicture), ("Audiovisual Material", 3, .motionPicture),
    ("Television Episode", 21, .broadcast), ("Podcast", 3, .song), ("Music", 61, .musicalScore), ("Map", 20, .map),
    ("Artwork", 2, .graphic), ("Figure", 37, .figure), ("Chart or Table", 38, .figure), ("Equation", 39, .figure),
    ("Encyclopedia", 53, .entryEncyclopedia), ("Dictionary", 52, .entryDictionary), ("Classical Work", 49, .classic),
    ("Ancient Text", 51, .classic), ("Manuscript", 36, .manuscript), ("Unpublished Work", 34, .manuscript),
    ("Pamphlet", 24, .pamphlet), ("Serial", 57, .bookSeries), ("Grant", 54, .grant), ("Generic", 13, .document),
    ("Online Multimedia", 48, .document), ("Multimedia Application", 48, .document), ("Press Release", 24, .document),
  ]
}
