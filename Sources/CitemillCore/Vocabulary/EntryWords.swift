/// The entry types of BibTeX and BibLaTeX, which JabRef also writes into other formats.
package enum EntryWords {
  /// The words with their types, and whether BibTeX itself defines them.
  package static let all: [(word: String, type: RecordType, isClassic: Bool)] = [
    // BibTeX 0.99.
    ("article", .articleJournal, true), ("book", .book, true), ("booklet", .pamphlet, true), ("inbook", .chapter, true),
    ("incollection", .chapter, true), ("inproceedings", .paperConference, true),
    ("conference", .paperConference, true), ("manual", .book, true), ("mastersthesis", .thesis, true),
    ("misc", .document, true), ("phdthesis", .thesis, true), ("proceedings", .proceedings, true),
    ("techreport", .report, true), ("unpublished", .manuscript, true),
    // BibLaTeX.
    ("mvbook", .multivolumeBook, false), ("bookinbook", .chapter, false), ("suppbook", .chapter, false),
    ("collection", .editedBook, false), ("mvcollection", .multivolumeBook, false), ("suppcollection", .chapter, false),
    ("online", .webpage, false), ("electronic", .webpage, false), ("www", .webpage, false), ("patent", .patent, false),
    ("periodical", .periodical, false), ("suppperiodical", .articleJournal, false),
    ("mvproceedings", .proceedings, false), ("reference", .referenceBook, false),
    ("mvreference", .referenceBook, false), ("inreference", .entryEncyclopedia, false), ("report", .report, false),
    ("thesis", .thesis, false), ("dataset", .dataset, false), ("software", .software, false),
    ("artwork", .graphic, false), ("audio", .song, false), ("bibnote", .document, false),
    ("commentary", .document, false), ("image", .figure, false), ("jurisdiction", .legalCase, false),
    ("legislation", .legislation, false), ("legal", .treaty, false), ("letter", .personalCommunication, false),
    ("movie", .motionPicture, false), ("music", .song, false), ("performance", .performance, false),
    ("review", .review, false), ("standard", .standard, false), ("video", .motionPicture, false),
    // Of other programs.
    ("map", .map, false), ("preprint", .preprint, false), ("presentation", .speech, false), ("talk", .speech, false),
    ("webpage", .webpage, false), ("website", .webpage, false), ("bachelorsthesis", .thesis, false),
    ("newspaper", .articleNewspaper, false), ("magazine", .articleMagazine, false), ("journal", .periodical, false),
    // Of the style of the APA for BibLaTeX.
    ("hardware", .software, false), ("legmaterial", .bill, false), ("legadminmaterial", .legislation, false),
    ("constitution", .legislation, false),
    ("softwareversion", .software, false), ("database", .database, false), ("interview", .interview, false),
  ]

  package static let list = WordList(all.map(\.word))

  /// The type of a word of BibTeX or of another program; nil if it is unknown.
  package static func type(_ bytes: Span<UInt8>, _ range: Range<Int>) -> RecordType? {
    if let index = list.index(inAnyCase: bytes, range) { return all[index].type }
    return TypeWords.meaning(of: bytes.text(range)).flatMap { $0.saysMore ? nil : $0.type }
  }
}
