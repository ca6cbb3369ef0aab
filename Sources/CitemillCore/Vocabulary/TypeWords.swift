/// The words that databases and reference managers have for types of works, beside the names of CSL and ours.
package enum TypeWords {
  /// The type of a word, without regard to case and to what is no letter or digit: `journalArticle`, `Journal Article`.
  package static func type(of word: String) -> RecordType? {
    word.utf8.count > 64 ? nil : RecordType(rawValue: word) ?? table[plain(word)]
  }

  private static func plain(_ word: String) -> [UInt8] {
    word.utf8.filter { $0.isLetter || $0.isDigit || $0 >= 0x80 }.map(\.lowercased)
  }

  private static let table: [[UInt8]: RecordType] = {
    var table: [[UInt8]: RecordType] = [:]
    let words: [(String, RecordType)] = [
      // Databases, and Zotero's item types.
      ("journal article", .articleJournal), ("article", .articleJournal), ("magazine article", .articleMagazine),
      ("newspaper article", .articleNewspaper), ("newspaper", .articleNewspaper), ("book chapter", .chapter),
      ("book section", .chapter), ("conference paper", .paperConference), ("proceedings paper", .paperConference),
      ("conference proceedings", .paperConference), ("dissertation", .thesis), ("dissertation thesis", .thesis),
      ("web page", .webpage), ("website", .webpage), ("blog post", .postWeblog), ("forum post", .post),
      ("data set", .dataset), ("computer program", .software), ("encyclopedia article", .entryEncyclopedia),
      ("dictionary entry", .entryDictionary), ("case", .legalCase), ("film", .motionPicture), ("statute", .legislation),
      ("letter", .personalCommunication), ("presentation", .speech), ("artwork", .graphic), ("monograph", .book),
      ("journal", .periodical), ("book review", .reviewBook), ("email", .personalCommunication),
      ("instant message", .personalCommunication), ("audio recording", .song), ("podcast", .song),
      ("electronic article", .articleJournal), ("electronic book", .book), ("ebook", .book),
      ("electronic book section", .chapter), ("conference", .paperConference), ("technical report", .report),
      ("government document", .report), ("online", .webpage), ("blog", .postWeblog), ("video", .motionPicture),
      ("unpublished", .manuscript), ("generic", .document), ("encyclopedia", .entryEncyclopedia),
      ("dictionary", .entryDictionary),
      ("video recording", .motionPicture), ("tv broadcast", .broadcast), ("radio broadcast", .broadcast),
    ]
    for (word, type) in words { table[plain(word)] = type }
    for type in RecordType.allCases where table[plain(type.rawValue)] == nil { table[plain(type.rawValue)] = type }
    return table
  }()
}
