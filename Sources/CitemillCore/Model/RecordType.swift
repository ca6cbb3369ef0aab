/// The type of a work, by the names of CSL 1.0.2, with additional types.
///
/// The raw value is the name in `csl-json` and `records`: `article-journal`, `paper-conference`, `legal_case`.
public enum RecordType: String, Sendable, CaseIterable {
  // CSL 1.0.2, appendix III.
  case article
  case articleJournal = "article-journal"
  case articleMagazine = "article-magazine"
  case articleNewspaper = "article-newspaper"
  case bill
  case book
  case broadcast
  case chapter
  case classic
  case collection
  case dataset
  case document
  case entry
  case entryDictionary = "entry-dictionary"
  case entryEncyclopedia = "entry-encyclopedia"
  case event
  case figure
  case graphic
  case hearing
  case interview
  case legalCase = "legal_case"
  case legislation
  case manuscript
  case map
  case motionPicture = "motion_picture"
  case musicalScore = "musical_score"
  case pamphlet
  case paperConference = "paper-conference"
  case patent
  case performance
  case periodical
  case personalCommunication = "personal_communication"
  case post
  case postWeblog = "post-weblog"
  case regulation
  case report
  case review
  case reviewBook = "review-book"
  case software
  case song
  case speech
  case standard
  case thesis
  case treaty
  case webpage

  // Additional types: distinctions of Crossref, BibLaTeX and DataCite that CSL does not make.
  case editedBook = "edited-book"
  case multivolumeBook = "multivolume-book"
  case referenceBook = "reference-book"
  case proceedings
  case bookSeries = "book-series"
  case reportSeries = "report-series"
  case journalIssue = "journal-issue"
  case journalVolume = "journal-volume"
  case preprint
  case peerReview = "peer-review"
  case poster
  case database
  case component
  case grant

  /// The nearest type of CSL 1.0.2; the type itself if CSL has it.
  public var cslType: RecordType {
    switch self {
    case .editedBook, .multivolumeBook, .referenceBook, .proceedings: .book
    case .bookSeries, .reportSeries: .collection
    case .journalIssue, .journalVolume: .periodical
    case .preprint: .article
    case .peerReview: .review
    case .poster: .speech
    case .database: .dataset
    case .component, .grant: .document
    default: self
    }
  }

  /// Whether works of this type are published inside another work, so that an ISBN or ISSN belongs to that
  /// work.
  public var isPartOfHost: Bool {
    switch self {
    case .articleJournal, .articleMagazine, .articleNewspaper, .chapter, .entry, .entryDictionary,
      .entryEncyclopedia, .paperConference, .review, .reviewBook, .post, .postWeblog, .figure, .component:
      true
    default: false
    }
  }
}

extension RecordType {
  /// The type of a name, or nil.
  public init?(rawValue: String) {
    guard let found = rawValue.withUTF8Span({ Self($0, 0..<$0.count) }) else { return nil }
    self = found
  }

  /// The type named by the bytes of a range, or nil.
  public init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard let place = Self.names.index(of: bytes, range) else { return nil }
    self = Self.allCases[place]
  }

  private static let names = WordList(allCases.map(\.rawValue))
}
