import CitemillCore

extension RISTable {
  /// The reference types of the specification and of EndNote. If several have the same type, the first is
  /// written.
  static let types = TypeTable(
    [
      ("JOUR", .articleJournal), ("EJOUR", .articleJournal), ("INPR", .articleJournal), ("ABST", .articleJournal),
      ("MGZN", .articleMagazine), ("NEWS", .articleNewspaper), ("BOOK", .book), ("EBOOK", .book), ("CTLG", .book),
      ("EDBOOK", .editedBook), ("CHAP", .chapter), ("ECHAP", .chapter), ("CONF", .paperConference),
      ("CPAPER", .paperConference), ("THES", .thesis), ("RPRT", .report), ("GOVDOC", .report), ("STAND", .standard),
      ("PAT", .patent), ("CASE", .legalCase), ("BILL", .bill), ("UNBILL", .bill), ("STAT", .legislation),
      ("LEGAL", .regulation), ("HEAR", .hearing), ("COMP", .software), ("DATA", .dataset), ("AGGR", .database),
      ("DBASE", .database), ("ELEC", .webpage), ("WEB", .webpage), ("BLOG", .postWeblog), ("ICOMM", .post),
      ("PCOMM", .personalCommunication), ("SLIDE", .speech), ("VIDEO", .motionPicture), ("MPCT", .motionPicture),
      ("ADVS", .motionPicture), ("SOUND", .song), ("MUSIC", .musicalScore), ("MAP", .map), ("ART", .graphic),
      ("FIGURE", .figure), ("CHART", .figure), ("EQUA", .figure), ("ENCYC", .entryEncyclopedia),
      ("DICT", .entryDictionary), ("ANCIENT", .classic), ("CLSWK", .classic), ("MANSCPT", .manuscript),
      ("UNPB", .manuscript), ("PAMP", .pamphlet), ("SER", .bookSeries), ("JFULL", .periodical), ("GRANT", .grant),
      ("GEN", .document), ("MULTI", .document),
    ],
    spare: [
      .review: "JOUR", .reviewBook: "JOUR", .peerReview: "JOUR", .preprint: "UNPB", .article: "UNPB",
      .proceedings: "CONF", .multivolumeBook: "EDBOOK", .referenceBook: "BOOK", .collection: "SER",
      .reportSeries: "SER",
      .journalIssue: "JFULL", .journalVolume: "JFULL", .entry: "ENCYC", .broadcast: "VIDEO", .performance: "MUSIC",
      .treaty: "LEGAL", .interview: "PCOMM", .poster: "SLIDE",
    ],
    other: "GEN")
}
