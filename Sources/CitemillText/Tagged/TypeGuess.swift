import CitemillCore

/// Types by the words that exporters put where a format has a code: `Journal Article` for `JOUR`.
enum TypeGuess {
  /// The type of a word, without regard to case and to what is no letter; nil for words that do not tell it.
  static func type(_ word: String) -> RecordType? {
    if let type = RecordType(rawValue: word) { return type }
    let plain = plain(word)
    // `Journ`, `JOURN.`
    if plain.starts(with: "jour".utf8), "journal".utf8.starts(with: plain) { return .articleJournal }
    return words[plain]
  }

  private static func plain(_ word: String) -> [UInt8] {
    word.utf8.count > 64 ? [] : word.utf8.filter(\.isLetter).map(\.lowercased)
  }

  private static let words: [[UInt8]: RecordType] = {
    var table: [[UInt8]: RecordType] = [:]
    let known: [(String, RecordType)] = [
      ("Journal Article", .articleJournal), ("Article", .articleJournal), ("Journal", .articleJournal),
      ("Review", .articleJournal), ("Electronic Article", .articleJournal), ("Magazine Article", .articleMagazine),
      ("Newspaper Article", .articleNewspaper), ("Newspaper", .articleNewspaper), ("Book", .book),
      ("Edited Book", .editedBook), ("Electronic Book", .book), ("eBook", .book), ("Monograph", .book),
      ("Book Section", .chapter), ("Book Chapter", .chapter), ("Chapter", .chapter),
      ("Electronic Book Section", .chapter),
      ("Conference Paper", .paperConference), ("Conference Proceedings", .paperConference),
      ("Proceedings Paper", .paperConference), ("Conference", .paperConference), ("Thesis", .thesis),
      ("Dissertation", .thesis), ("Report", .report), ("Technical Report", .report), ("Government Document", .report),
      ("Patent", .patent), ("Web Page", .webpage), ("Website", .webpage), ("Online", .webpage), ("Blog", .postWeblog),
      ("Dataset", .dataset), ("Data Set", .dataset), ("Computer Program", .software), ("Software", .software),
      ("Map", .map), ("Film", .motionPicture), ("Video", .motionPicture), ("Manuscript", .manuscript),
      ("Unpublished", .manuscript), ("Letter", .personalCommunication), ("Standard", .standard), ("Generic", .document),
      ("Preprint", .preprint), ("Encyclopedia", .entryEncyclopedia), ("Dictionary", .entryDictionary),
      ("Case", .legalCase),
      ("Bill", .bill), ("Statute", .legislation), ("Hearing", .hearing),
    ]
    for (word, type) in known { table[plain(word)] = type }
    return table
  }()
}
