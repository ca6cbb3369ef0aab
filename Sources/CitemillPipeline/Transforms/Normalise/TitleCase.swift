import CitemillCore

/// Titles in English in sentence case or in title case: `The water of rivers` or `The Water of Rivers`.
///
/// Words with capitals inside, with digits, all in capitals, and marked ones are unchanged.
enum TitleCase: String, Sendable, CaseIterable {
  case sentence, title

  /// The title in this case; nil if nothing is to change, or if it is unclear which words are names.
  func text(_ text: RichText) -> RichText? {
    let words = Self.words(text)
    if self == .sentence, !Self.isInTitleCase(words) { return nil }
    var bytes = Array(text.plain.utf8)
    var isChanged = false
    for (index, word) in words.enumerated() where !word.isProtected {
      let isFirst = index == 0 || word.isBehindStop
      let isLast = index + 1 == words.count
      let isCapital: Bool
      switch self {
      case .sentence:
        if isFirst || Self.names.contains(Self.lower(word.letters)) { continue }
        isCapital = false
      case .title:
        isCapital = isFirst || isLast || !Self.small.contains(Self.lower(word.letters))
      }
      guard let letter = word.letters.first else { continue }
      let mapping = isCapital ? letter.properties.uppercaseMapping : letter.properties.lowercaseMapping
      let new = Array(mapping.utf8)
      // Marks count bytes.
      guard new.count == String(letter).utf8.count, word.start + new.count <= bytes.count else { continue }
      if bytes[word.start..<(word.start + new.count)].elementsEqual(new) { continue }
      bytes.replaceSubrange(word.start..<(word.start + new.count), with: new)
      isChanged = true
    }
    return isChanged ? RichText(String(decoding: bytes, as: UTF8.self), marks: text.marks) : nil
  }

  /// Whether a title is in English: by its language or, if none is given, by its function words.
  static func isEnglish(_ text: String, language: String?) -> Bool {
    if let language {
      return LanguageText.languages(language) == ["en"]
    }
    let words = Set(Folding.words(text).map { String(decoding: $0, as: UTF8.self) })
    return !words.isDisjoint(with: english) && words.isDisjoint(with: foreign)
  }

  private static let english: Set<String> = [
    "the", "of", "and", "for", "with", "from", "on", "by", "to", "its", "their", "is", "are", "how", "why", "what",
  ]
  private static let foreign: Set<String> = [
    "der", "die", "das", "und", "von", "fur", "zur", "zum", "im", "ein", "eine", "le", "la", "les", "et", "des", "du",
    "une",
    "el", "los", "las", "y", "del", "il", "di", "della", "och", "en", "het", "een", "van", "og", "av", "uber", "mit",
    "dans",
  ]

  // MARK: - Words

  private struct Word {
    /// Where its first letter is.
    var start: Int
    var letters: [Unicode.Scalar]
    /// Whether it begins a part of the title: after a colon, a full stop, a question mark.
    var isBehindStop: Bool
    var isProtected: Bool
  }

  private static func lower(_ letters: [Unicode.Scalar]) -> String {
    letters.reduce(into: "") { $0 += $1.properties.lowercaseMapping }
  }

  private static func words(_ text: RichText) -> [Word] {
    let protected = text.marks.filter {
      [.noCase, .mathTeX, .mathML, .language, .link, .monospace].contains($0.kind)
    }
    var words: [Word] = []
    var word: Word?
    var isBehindStop = false
    var offset = 0
    func end() {
      guard var one = word else { return }
      one.isProtected =
        one.isProtected || one.letters.dropFirst().contains { $0.properties.isUppercase }
        || one.letters.count == 1 && one.letters != ["A"] && one.letters != ["a"]
        || protected.contains { $0.start < one.start + 1 && one.start < $0.end }
      words.append(one)
      word = nil
      isBehindStop = false
    }
    for scalar in text.plain.unicodeScalars {
      let isLetter = scalar.properties.isAlphabetic
      if isLetter || scalar == "'" || scalar.value == 0x2019 || scalar.properties.numericType != nil {
        if word == nil, isLetter {
          word = Word(start: offset, letters: [scalar], isBehindStop: isBehindStop, isProtected: false)
        } else if word == nil {
          if scalar.properties.numericType != nil {
            // A word that begins with a digit is unchanged.
            word = Word(start: offset, letters: [scalar], isBehindStop: isBehindStop, isProtected: true)
          }
        } else {
          word?.letters.append(scalar)
          if !isLetter, scalar.properties.numericType != nil { word?.isProtected = true }
        }
      } else if scalar == ".", word != nil {
        // `e.g.`, `U.S.`, and the full stop at the end.
        end()
        isBehindStop = true
      } else {
        end()
        if [":", "?", "!", "\u{2014}", ";"].contains(scalar) { isBehindStop = true }
      }
      offset += String(scalar).utf8.count
    }
    end()
    return words
  }

  /// Whether most of the words that could be in lower case begin with a capital. If only a few do, the title is
  /// not in title case, and those words are names.
  private static func isInTitleCase(_ words: [Word]) -> Bool {
    let candidates = words.enumerated().filter { index, word in
      index > 0 && !word.isBehindStop && !word.isProtected && word.letters.count > 3
        && !names.contains(lower(word.letters))
    }
    let capitals = candidates.count { $0.element.letters.first?.properties.isUppercase == true }
    return capitals > 0 && capitals * 3 >= candidates.count * 2
  }

  /// Words that are in lower case in titles.
  private static let small: Set<String> = [
    "a", "an", "the", "and", "but", "or", "nor", "as", "at", "by", "for", "from", "in", "into", "of", "off", "on",
    "onto",
    "per", "to", "up", "via", "vs", "with",
  ]

  /// Names that need their capital in English wherever they are.
  private static let names = Set([
    "africa", "african", "america", "american", "antarctica", "arctic", "asia", "asian", "atlantic", "australia",
    "australian", "austria", "austrian", "brazil", "brazilian", "britain", "british", "canada", "canadian", "chinese",
    "christian", "china", "dutch", "england", "english", "europe", "european", "france", "french", "german", "germany",
    "greek", "hungarian", "india", "indian", "islam", "islamic", "italian", "italy", "japan", "japanese", "jewish",
    "latin",
    "london", "mediterranean", "mexico", "muslim", "norwegian", "pacific", "paris", "polish", "portuguese", "russia",
    "russian", "spain", "spanish", "swedish", "swiss", "switzerland", "turkish", "victorian", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday",
  ]).union(Months.names.map { $0.lowercased() }.filter { $0 != "march" && $0 != "may" })  // that are other words too
}
