/// The kinds of work that change the meaning of names in some formats.
package enum WorkKind: UInt8, Sendable, CaseIterable {
  case article, book, chapter, conference, thesis, report, patent, law, recording, art, map, software, web, letter,
    other

  package init(_ type: RecordType) {
    self =
      switch type {
      case .articleJournal, .articleMagazine, .articleNewspaper, .review, .reviewBook, .periodical, .journalIssue,
        .journalVolume:
        .article
      case .book, .editedBook, .multivolumeBook, .referenceBook, .proceedings, .collection, .bookSeries, .reportSeries,
        .classic, .pamphlet:
        .book
      case .chapter, .entry, .entryDictionary, .entryEncyclopedia: .chapter
      case .paperConference, .speech, .poster: .conference
      case .thesis: .thesis
      case .report, .standard: .report
      case .patent: .patent
      case .bill, .legislation, .legalCase, .hearing, .regulation, .treaty: .law
      case .motionPicture, .song, .broadcast, .musicalScore, .performance: .recording
      case .graphic, .figure: .art
      case .map: .map
      case .software, .dataset, .database: .software
      case .webpage, .post, .postWeblog: .web
      case .personalCommunication, .interview, .manuscript: .letter
      case .article, .document, .event, .preprint, .peerReview, .component, .grant: .other
      }
  }

  /// The kind as the pages name it.
  package var words: String {
    switch self {
    case .article: "articles"
    case .book: "books"
    case .chapter: "chapters"
    case .conference: "conference papers"
    case .thesis: "theses"
    case .report: "reports"
    case .patent: "patents"
    case .law: "law"
    case .recording: "recordings"
    case .art: "art"
    case .map: "maps"
    case .software: "software, data"
    case .web: "web pages"
    case .letter: "letters, manuscripts"
    case .other: "other"
    }
  }
}
