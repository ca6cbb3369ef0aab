import CitemillCore

/// What else distinguishes works with the same title and author: the reviewed work, the volume, the
/// translator, the chapter, the degree, the event, the interviewer, `Jr.` and `Sr.` after a name.
///
/// Each is only compared if both records have it; a difference counts only if it is more than spelling and
/// length.
struct WorkDistinctions: Sendable, Hashable {
  private var texts: [Aspect: [[UInt8]]] = [:]
  private var people: [Aspect: Set<[UInt8]>] = [:]
  private var numbers: [Aspect: [UInt8]] = [:]

  private enum Aspect: String, CaseIterable {
    case reviewedTitle = "reviewed titles"
    case volumeTitle = "titles of the volumes"
    case partTitle = "titles of the parts"
    case event = "events"
    case eventPlace = "places of the event"
    case reviewedAuthor = "reviewed authors"
    case translator = "translators"
    case interviewer = "interviewers"
    case seriesNumber = "numbers in the series"
    case chapter = "chapters"
    case degree = "degrees"
    case suffix = "suffixes of the first author"
  }

  /// Those of a record that says nothing, made once.
  static let none = Self(Record(), firstAuthor: nil)

  init(_ record: Record, firstAuthor: PersonName?) {
    for title in record.titles {
      switch title.kind {
      case .reviewed: take(title.text.plain, .reviewedTitle)
      case .volume: take(title.text.plain, .volumeTitle)
      case .part: take(title.text.plain, .partTitle)
      default: break
      }
    }
    if let event = record.event {
      take(event.title ?? "", .event)
      take(event.place ?? "", .eventPlace)
    }
    for one in record.contributors {
      for (role, aspect) in Self.roles where one.roles.contains(role) {
        let family = Folding.letters(one.name.family ?? one.name.literal ?? "")
        if !family.isEmpty { people[aspect, default: []].insert(family) }
      }
    }
    take(number: record.container(.series)?.variables[.number], .seriesNumber)
    take(number: record[.chapterNumber], .chapter)
    if record.type == .thesis, let genre = record[.genre] { numbers[.degree] = Self.degree(Folding.words(genre)) }
    if let suffix = firstAuthor?.suffix { numbers[.suffix] = Self.suffix(suffix) }
  }

  private static let roles: [(Role, Aspect)] = [
    (.reviewedAuthor, .reviewedAuthor), (.translator, .translator), (.interviewer, .interviewer),
  ]

  private mutating func take(_ text: String, _ aspect: Aspect) {
    if text.isEmpty || Placeholder.isOne(text) { return }
    texts[aspect] = Folding.words(text)
  }

  private mutating func take(number: String?, _ aspect: Aspect) {
    if let number { numbers[aspect] = PlaceNumber.volume(number) }
  }

  // MARK: - What differs

  /// What of it forbids that two records are of one work; nil if nothing does.
  func veto(_ other: Self) -> String? {
    if isEmpty || other.isEmpty { return nil }
    return Aspect.allCases.first { isDifferent($0, other) }.map { "different \($0.rawValue)" }
  }

  private var isEmpty: Bool { texts.isEmpty && people.isEmpty && numbers.isEmpty }

  private func isDifferent(_ aspect: Aspect, _ other: Self) -> Bool {
    if let one = texts[aspect], let two = other.texts[aspect] { return Self.differ(one, two) }
    if let one = people[aspect], let two = other.people[aspect] { return Self.differ(one, two) }
    if let one = numbers[aspect], let two = other.numbers[aspect] { return !one.isEmpty && !two.isEmpty && one != two }
    return false
  }

  /// Whether each of two texts has a word or a number that the other has not; an abbreviation does not count,
  /// nor does a year.
  private static func differ(_ left: [[UInt8]], _ right: [[UInt8]]) -> Bool {
    if left == right || WordDistance.isAbbreviation(left, of: right) || WordDistance.isAbbreviation(right, of: left) {
      return false
    }
    let (one, other) = (counts(left), counts(right))
    if !one.isSubset(of: other), !other.isSubset(of: one) { return true }
    let (words, others) = (withoutNumbers(left), withoutNumbers(right))
    return WordDistance.haveOwnWords(withoutShort(words, others), withoutShort(others, words))
  }

  /// The words that neither abbreviate one of the others nor are abbreviated by one: `Intl` abbreviates
  /// `International`.
  private static func withoutShort(_ words: Set<[UInt8]>, _ others: Set<[UInt8]>) -> Set<[UInt8]> {
    words.filter { word in
      !others.contains { $0 != word && (WordDistance.isShort($0, word) || WordDistance.isShort(word, $0)) }
    }
  }

  private static func withoutNumbers(_ words: [[UInt8]]) -> Set<[UInt8]> {
    Set(WordDistance.carrying(words).filter { !$0.contains(where: \.isDigit) })
  }

  private static func counts(_ words: [[UInt8]]) -> Set<Int> { Set(TitleNumbers.read(words).filter { $0 < 1800 }) }

  /// Whether the two lists have no name in common, even with a typing error; either list may be incomplete.
  private static func differ(_ left: Set<[UInt8]>, _ right: Set<[UInt8]>) -> Bool {
    !left.contains { one in
      right.contains { one == $0 || max(one.count, $0.count) >= 4 && WordDistance.isWithin(1, one, $0) }
    }
  }

  // MARK: - Forms

  /// `jr` of `Jr.` and `Junior`.
  private static func suffix(_ text: String) -> [UInt8] {
    Array(NameWords.generation(String(decoding: Folding.letters(text), as: UTF8.self)).utf8)
  }

  /// The degree of a thesis; empty if the text names none or several.
  private static func degree(_ words: [[UInt8]]) -> [UInt8] {
    var found: Set<String> = []
    for (index, word) in words.enumerated() {
      for (degree, heads) in degrees where heads.contains(where: word.starts) { found.insert(degree) }
      // `Ph.D.`, `M.Sc.`
      let next = index + 1 < words.count ? words[index + 1] : []
      if word + next == Array("phd".utf8) { found.insert("doctor") }
      if word + next == Array("msc".utf8) { found.insert("master") }
    }
    return found.count == 1 ? found.first.map { Array($0.utf8) } ?? [] : []
  }

  private static let degrees: [(String, [[UInt8]])] = [
    ("doctor", "phd dphil doct dokt dott dout proefschrift"),
    ("master", "master msc mphil magist diplom maest maitr mestr"),
    ("bachelor", "bachelor bsc bacharel laurea licenciatura"), ("habilitation", "habilit"),
  ].map { degree, heads in (degree, heads.utf8.split(separator: UInt8(ascii: " ")).map { Array($0) }) }
}

/// Journals whose names begin alike, and which are different journals.
enum SisterJournals {
  /// Whether one name is the other followed by the name of a section, supplement or sister journal, or both
  /// have different sections: `Physical Review A` and `Physical Review B`, `European Heart Journal` and
  /// `European Heart Journal Supplements`.
  static func are(_ left: [[UInt8]], _ right: [[UInt8]]) -> Bool {
    if left == right { return false }
    let (one, other) = (carrying(left), carrying(right))
    let (short, long) = one.count <= other.count ? (one, other) : (other, one)
    guard !short.isEmpty else { return false }
    var differsInSection = false
    for (word, second) in zip(short, long) where word != second {
      if isSection(word), isSection(second) {
        differsInSection = true
      } else if !WordDistance.isShort(word, second), !WordDistance.isShort(second, word) {
        return false
      }
    }
    guard let next = long.dropFirst(short.count).first else { return differsInSection }
    let isOnlyOne = long.count == short.count + 1
    return sisters.contains(next) || isOnlyOne && isSection(next)
  }

  /// The words without articles and similar words; an `A` at the end is a section.
  private static func carrying(_ words: [[UInt8]]) -> [[UInt8]] {
    WordDistance.carrying(Array(words.dropLast())) + words.suffix(1)
  }

  private static func isSection(_ word: [UInt8]) -> Bool {
    word.count == 1 || word.allSatisfy(\.isDigit) || TitleNumbers.roman(word) != nil
  }

  private static let sisters = Set(
    [
      "supplement", "supplements", "suppl", "supplementum", "letters", "lett", "communications", "commun", "reports",
      "rep", "open", "reviews", "rev", "methods", "protocols", "advances", "express", "plus",
    ].map { Array($0.utf8) })
}
