#if XML
  import CitemillCore

  /// The kinds of work for which a deposit has elements. A deposit holds works of one kind.
  enum CrossrefKind: String, CaseIterable, Sendable {
    case journal, book, conference
    case component = "sa_component"
    case dissertation
    case report = "report-paper"
    case standard, database
    case review = "peer_review"
    case posted = "posted_content"

    /// The kind of a type of work; nil if Crossref has none.
    init?(_ type: RecordType) {
      switch type {
      case .articleJournal, .articleMagazine, .articleNewspaper, .review, .reviewBook, .periodical, .journalIssue,
        .journalVolume:
        self = .journal
      case .book, .editedBook, .referenceBook, .multivolumeBook, .chapter, .entry, .entryDictionary,
        .entryEncyclopedia:
        self = .book
      case .paperConference, .proceedings: self = .conference
      case .component: self = .component
      case .thesis: self = .dissertation
      case .report: self = .report
      case .standard: self = .standard
      case .dataset, .database: self = .database
      case .peerReview: self = .review
      case .preprint, .article, .post, .postWeblog, .poster: self = .posted
      default: return nil
      }
    }

    /// The name for works of this kind in messages.
    var words: String {
      switch self {
      case .journal: "articles, issues and journals"
      case .book: "books and chapters"
      case .conference: "conference papers and proceedings"
      case .component: "components"
      case .dissertation: "dissertations"
      case .report: "reports"
      case .standard: "standards"
      case .database: "datasets"
      case .review: "peer reviews"
      case .posted: "preprints and posts"
      }
    }
  }
#endif
