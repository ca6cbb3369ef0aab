import CitemillCore

// The first authors of two records, in the forms that sources give them.

extension WorkComparison {
  /// The score for the first authors; with the same long title at one place, another author counts less.
  static func author(
    _ left: WorkIdentity, _ right: WorkIdentity, titlePoints: Int = 0
  ) -> (points: Int, reason: String?) {
    if left.family.isEmpty || right.family.isEmpty { return (6, nil) }
    let differsInInitial = left.initial != nil && right.initial != nil && left.initial != right.initial
    if left.family == right.family { return differsInInitial ? (5, "another initial") : (20, "same first author") }
    if FullerName.plain(left.family) == FullerName.plain(right.family), !differsInInitial {
      return (20, "same first author")
    }
    if left.nameWords == right.nameWords { return (14, "first author in other parts") }
    if max(left.family.count, right.family.count) >= 4, WordDistance.isWithin(1, left.family, right.family) {
      return differsInInitial ? (0, nil) : (14, "first author with a slip")
    }
    if areSwapped(left, right) || areSwapped(right, left) { return (14, "first author in other parts") }
    if !differsInInitial, isPartOfName(left, right) || isPartOfName(right, left) {
      return (14, "first author in other parts")
    }
    if isShortBody(left, right) || isShortBody(right, left) { return (14, "first author abbreviated") }
    if left.families.contains(right.family) || right.families.contains(left.family), shareAuthors(left, right) {
      return (14, "authors in another order")
    }
    if shareAuthors(left, right) { return (8, "other authors the same") }
    let hasOneTitle = titlePoints >= 44 && min(left.title.count, right.title.count) >= 4
    return (hasOneTitle && haveOnePlace(left, right) ? -5 : -30, "another first author")
  }

  /// Whether both have two authors or more, and half of the shorter list or more, at least one beside the first,
  /// are in both lists.
  static func shareAuthors(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    let fewest = min(left.families.count, right.families.count)
    guard fewest >= 2 else { return false }
    let shared = left.families.intersection(right.families)
    return shared.count * 2 >= fewest && shared.contains { $0 != left.family || $0 != right.family }
  }

  /// Whether the name of one is the first or last words of that of the other: `García`, `García López`;
  /// `Berg`, `van der Berg`; also without the article of a body.
  private static func isPartOfName(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    let (short, long) = (left.familyWords, right.familyWords)
    guard !short.isEmpty, short.reduce(0, { $0 + $1.count }) >= 3 else { return false }
    if short == long { return true }
    return short.count < long.count && long.count <= 5
      && (long.starts(with: short) || long.suffix(short.count).elementsEqual(short))
  }

  /// Whether one has the initials of a body, or its last word and the initials of the others:
  /// `WHO`, `World Health Organization`; `Association, A. M.`, `American Mill Association`.
  private static func isShortBody(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    let words = right.familyWords.filter { !bodyWords.contains($0) }
    guard words.count >= 3, right.givenLetters.isEmpty, let last = words.last else { return false }
    let initials = words.compactMap(\.first)
    if left.givenLetters.isEmpty, left.familyWords.count == 1 { return left.family == initials }
    return left.family == last && left.givenLetters == Array(initials.dropLast())
  }

  private static let bodyWords = Set(
    ["of", "the", "and", "for", "de", "la", "und", "der", "des"].map { Array($0.utf8) })

  /// Whether one source has as the family name what the other has as given names: `Wei, L.` and `Li, Wei`.
  private static func areSwapped(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    guard left.givenLetters.count > 1, left.givenLetters == right.family else { return false }
    return left.family.starts(with: right.givenLetters)
  }
}
