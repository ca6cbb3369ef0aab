import CitemillCore

/// Types by the words that exporters put where a format has a code: `Journal Article` for `JOUR`.
enum TypeGuess {
  /// The type of a word, without regard to case and to what is no letter; nil for words that do not tell it.
  static func type(_ word: String) -> RecordType? {
    // `Journ`, `Journal`: what is in it and not the journal as a whole.
    let plain = word.utf8.filter(\.isLetter).map(\.lowercased)
    if plain.starts(with: "jour".utf8), "journal".utf8.starts(with: plain) { return .articleJournal }
    return TypeWords.type(of: word)
  }
}
