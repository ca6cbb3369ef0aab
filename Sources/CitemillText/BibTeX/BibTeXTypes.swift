import CitemillCore

/// The types of entries, in both directions.
enum BibTeXTypes {
  private static let words = EntryWords.all

  private static let list = EntryWords.list

  /// The type of a word of BibTeX or of another program; nil for an unknown one.
  static func type(_ bytes: Span<UInt8>, _ range: Range<Int>) -> RecordType? { EntryWords.type(bytes, range) }

  /// Whether a word is the beginning of a known one.
  static func isBeginning(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 24 else { return false }
    let word = range.map { bytes[$0].lowercased }
    return words.contains { $0.word.utf8.starts(with: word) }
  }

  /// The known word that differs from another in one letter, as by a typing error; nil if there is none.
  static func near(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    guard (4...20).contains(range.count) else { return nil }
    let word = range.map { bytes[$0].lowercased }
    return words.first {
      abs($0.word.utf8.count - word.count) < 2 && EditDistance.between(word, Array($0.word.utf8), limit: 1) < 2
    }?.word
  }

  /// Whether a word, ignoring case, is defined by BibTeX itself, or is more specific than its type.
  static func isClassic(_ word: String) -> Bool? {
    word.withUTF8Span { list.index(inAnyCase: $0, 0..<$0.count).map { words[$0].isClassic } }
  }

  /// The word for a type, and whether it is read as that type again.
  static func word(of type: RecordType, isBibLaTeX: Bool) -> StaticString {
    switch type {
    case .articleJournal, .articleMagazine, .articleNewspaper, .reviewBook: return "article"
    case .book: return "book"
    case .pamphlet: return "booklet"
    case .chapter: return "incollection"
    case .paperConference: return "inproceedings"
    case .proceedings: return "proceedings"
    case .manuscript, .speech: return "unpublished"
    case .entry, .entryDictionary, .entryEncyclopedia: return isBibLaTeX ? "inreference" : "incollection"
    case .report: return isBibLaTeX ? "report" : "techreport"
    case .thesis: return isBibLaTeX ? "thesis" : "phdthesis"
    case .editedBook: return isBibLaTeX ? "collection" : "book"
    case .multivolumeBook: return isBibLaTeX ? "mvbook" : "book"
    case .referenceBook: return isBibLaTeX ? "reference" : "book"
    default: break
    }
    guard isBibLaTeX else { return "misc" }
    switch type {
    case .webpage, .post, .postWeblog, .preprint: return "online"
    case .patent: return "patent"
    case .periodical, .journalIssue, .journalVolume: return "periodical"
    case .dataset, .database: return "dataset"
    case .software: return "software"
    case .graphic: return "artwork"
    case .figure: return "image"
    case .song: return "audio"
    case .legalCase: return "jurisdiction"
    case .legislation, .bill: return "legislation"
    case .treaty: return "legal"
    case .personalCommunication: return "letter"
    case .motionPicture: return "video"
    case .performance: return "performance"
    case .review: return "review"
    case .standard: return "standard"
    default: return "misc"
    }
  }

  /// The subtype that distinguishes a type from the one that a reader would infer.
  static func subtype(of type: RecordType, readAs read: RecordType) -> String {
    if read == .articleJournal {
      if type == .articleMagazine { return "magazine" }
      if type == .articleNewspaper { return "newspaper" }
    }
    return type.rawValue
  }

  /// The type that results from a type and a subtype.
  static func type(_ type: RecordType, subtype: String) -> RecordType? {
    switch subtype {
    case "magazine": type == .articleJournal ? .articleMagazine : nil
    case "newspaper": type == .articleJournal ? .articleNewspaper : nil
    default: RecordType(rawValue: subtype)
    }
  }

  // MARK: - Subtypes

  /// The kind of thesis that a word implies.
  static func genre(ofWord bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    if bytes.isWord("phdthesis", range) { return "PhD thesis" }
    if bytes.isWord("mastersthesis", range) { return "Master's thesis" }
    return nil
  }

  /// The keys of BibLaTeX for kinds of theses, reports, patents and so on, with their text.
  static let genres: [(key: String, words: String)] = [
    ("phdthesis", "PhD thesis"), ("mathesis", "Master's thesis"), ("bathesis", "Bachelor's thesis"),
    ("candthesis", "Candidate thesis"), ("techreport", "technical report"), ("resreport", "research report"),
    ("software", "computer software"), ("datacd", "data CD"), ("audiocd", "audio CD"), ("patent", "patent"),
    ("patentde", "German patent"), ("patenteu", "European patent"), ("patentfr", "French patent"),
    ("patentuk", "British patent"), ("patentus", "U.S. patent"), ("patreq", "patent request"),
    ("patreqde", "German patent request"), ("patreqeu", "European patent request"),
    ("patreqfr", "French patent request"), ("patrequk", "British patent request"),
    ("patrequs", "U.S. patent request"),
  ]

  /// The text of a key; the value itself if it is not a key.
  static func genre(ofKey key: String) -> String {
    genres.first { $0.key.hasSameBytes(as: key) }?.words ?? key
  }

  /// The key of a text; the text itself if it has none.
  static func genreKey(_ words: String) -> String {
    genres.first { $0.words.hasSameBytes(as: words) }?.key ?? words
  }

  // MARK: - Properties of types

  /// How a type uses `number`.
  enum NumberUse { case issue, series, number }

  /// What `number` is for entries of a type.
  static func numberUse(_ type: RecordType) -> NumberUse {
    switch type {
    case .articleJournal, .articleMagazine, .articleNewspaper, .periodical, .journalIssue, .journalVolume, .review,
      .reviewBook:
      .issue
    case .book, .editedBook, .multivolumeBook, .referenceBook, .proceedings, .chapter, .paperConference,
      .entryEncyclopedia, .entryDictionary, .entry, .pamphlet:
      .series
    default: .number
    }
  }

  /// Whether the host of a type is a journal rather than a book.
  static func hasJournal(_ type: RecordType) -> Bool {
    switch type {
    case .articleJournal, .articleMagazine, .articleNewspaper, .review, .reviewBook, .peerReview, .preprint, .article:
      true
    default: false
    }
  }

  /// Whether a type is a whole book, whose title `booktitle` repeats.
  static func isWholeBook(_ type: RecordType) -> Bool {
    switch type {
    case .book, .editedBook, .multivolumeBook, .referenceBook, .proceedings: true
    default: false
    }
  }

  /// Whether a text in `howpublished` is a key of BibLaTeX for the state of a manuscript, in which `venue` is
  /// the author's institution.
  static func isStateOfManuscript(_ text: String?) -> Bool {
    guard let text else { return false }
    return ["manunpub", "maninprep", "mansub"].contains { $0.hasSameBytes(as: text) }
  }

  /// Whether entries of a type are preprints if other fields say so.
  static func mayBePreprint(_ type: RecordType) -> Bool {
    switch type {
    case .document, .webpage, .manuscript, .articleJournal, .paperConference, .report: true
    default: false
    }
  }

  /// Whether an entry has its publisher in `organization`: styles print no other in a manual, and BibLaTeX none in
  /// `@online`.
  static func isOfOrganization(_ word: String) -> Bool { ["manual", "online"].contains(word.lowercased()) }

  /// Whether works of a type are published by an institution.
  static func isOfInstitution(_ type: RecordType) -> Bool { type == .thesis || type == .report }

  /// The role for a kind of editor in BibLaTeX.
  static func role(_ word: String) -> Role {
    switch word {
    case "editor": .editor
    case "organizer", "organiser": .organizer
    case "collaborator": .contributor
    default: Role(rawValue: word)
    }
  }

  /// The word of BibLaTeX for a kind of editor.
  static func word(of role: Role) -> String { role == .contributor ? "collaborator" : role.rawValue }
}

extension BibTeXTypes {
  /// Whether a type is an article that is distinguished by its subtype.
  static func isMagazine(_ type: RecordType) -> Bool { type == .articleMagazine || type == .articleNewspaper }
}
