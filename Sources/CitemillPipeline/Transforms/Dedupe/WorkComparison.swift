import CitemillCore

/// What two records have in common, in points, and what forbids that they are of one work.
///
/// | what | points |
/// | title | 50 the same, 3 less for each word with a slip of the pen; 38 when one lacks a subtitle; slips only at one place |
/// | first author | 20 the same, 14 with a slip or other parts, 6 where one has none, -30 another; -15 another initial |
/// | year | 12 the same, 6 next to it, 4 where one has none, -25 another |
/// | journal | 8 the same, abbreviated or not; 3 where one has none, -8 another |
/// | volume | 4 the same, -12 another; issue: 2 the same, -4 another |
/// | first page | 8 the same, -20 another |
///
/// Another volume, issue or first page, and more than a year between them, forbid it as well, where no valid identifier of the
/// work is shared.
struct WorkComparison: Sendable {
  /// From so many points on, records are merged.
  static let threshold = 75
  private static let pointsWithoutSubtitle = 38

  private(set) var score = 0
  /// What forbids it; nil when nothing does.
  private(set) var veto: String?
  /// What was found, in a few words.
  private(set) var reasons: [String] = []
  private(set) var lacksSubtitle = false

  init(_ left: WorkIdentity, _ right: WorkIdentity) {
    veto = Self.veto(left, right)
    guard let title = Self.title(left, right, Self.slips(left, right)) else { return }
    lacksSubtitle = left.title.count != right.title.count && title.points == Self.pointsWithoutSubtitle
    add(title)
    add(Self.author(left, right))
    add(Self.year(left, right))
    add(Self.journal(left, right))
    add(Self.points("volume", PlaceNumber.agreement(left.volume, right.volume), same: 4, other: -12))
    add(Self.points("issue", left.issue.agreement(with: right.issue), same: 2, other: -4))
    add(Self.points("first page", FirstPage.agreement(left.firstPage, right.firstPage), same: 8, other: -20))
  }

  private mutating func add(_ part: (points: Int, reason: String?)) {
    score += part.points
    if let reason = part.reason { reasons.append(reason) }
  }

  // MARK: - What forbids it

  /// What forbids that two records are of one work, whatever else they have in common; nil when nothing does.
  static func veto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if let reason = identifierVeto(left, right) { return reason }
    if !areCompatible(left, right) { return "different kinds of work" }
    if left.notice != right.notice { return "one is a notice about the other" }
    if !left.title.isEmpty, !right.title.isEmpty, left.numbers != right.numbers {
      return "different numbers in the titles"
    }
    if left.greekLetters.count == right.greekLetters.count, left.greekLetters != right.greekLetters {
      return "different Greek letters in the titles"
    }
    if left.family == right.family, left.given.differ(from: right.given) { return "different given names" }
    if let reason = left.particulars.veto(right.particulars) ?? left.distinctions.veto(right.distinctions) {
      return reason
    }
    return placeVeto(left, right) ?? genericVeto(left, right)
  }

  /// Where and when it appeared, as far as both say it.
  private static func placeVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if let one = left.year, let other = right.year, one != other {
      if abs(one - other) > 1 { return "years apart" }
      if left.isPeriodical || right.isPeriodical { return "different years of what appears every year" }
    }
    if left.isPeriodical || right.isPeriodical, left.particulars.differInDate(right.particulars) {
      return "different issues of what appears every year"
    }
    if SisterJournals.are(left.journal, right.journal) { return "different journals" }
    if PlaceNumber.agreement(left.volume, right.volume) == .differs { return "different volumes" }
    if left.issue.agreement(with: right.issue) == .differs { return "different issues" }
    if left.issue.isSupplement != right.issue.isSupplement, left.hasSupplementVolume || right.hasSupplementVolume,
      !left.volume.isEmpty, !right.volume.isEmpty
    {
      return "one is in a supplement"
    }
    if FirstPage.agreement(left.firstPage, right.firstPage) == .differs { return "different first pages" }
    if PlaceNumber.agreement(left.part, right.part) == .differs { return "different parts" }
    return nil
  }

  /// A title that many works have says nothing: volume, issue and page must be the same, in one journal.
  private static func genericVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    guard isGeneric(left, right) else { return nil }
    let hasSamePlace =
      PlaceNumber.agreement(left.volume, right.volume) == .same
      && FirstPage.agreement(left.firstPage, right.firstPage) == .same
      && (left.issue.agreement(with: right.issue) == .same || left.issue.isEmpty && right.issue.isEmpty)
    return hasSamePlace && journal(left, right).points > 0 ? nil : "a title that many works have"
  }

  /// Also one of a word or two, where the author is not the same.
  private static func isGeneric(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    left.isGeneric || right.isGeneric
      || min(left.title.count, right.title.count) <= 2 && author(left, right).points < 14
  }

  /// What forbids that two records are of one work though they share an identifier that is right for its scheme.
  ///
  /// Abstracts of a meeting have the DOI of their supplement, chapters that of their book, notices that of the article. So a
  /// title that differs must be made up for by the author or the page, and what has the same title is one work.
  static func sharedVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if let reason = identifierVeto(left, right) { return reason }
    if (left.notice ^ right.notice) & TitleNotices.ofOtherWorks != 0 { return "one is a notice about the other" }
    let (one, other) = (Set(left.numbers), Set(right.numbers))
    // A subtitle that is cut off takes its numbers along.
    if !one.isSubset(of: other), !other.isSubset(of: one) { return "different numbers in the titles" }
    let title = titleAgreement(left, right)
    let page = FirstPage.agreement(left.firstPage, right.firstPage)
    // An index, as a chapter, has the DOI of its book.
    if page != .same, isPartOfBook(left, right) { return "one is a part of the other" }
    if title == .same { return nil }
    if !areCompatible(left, right), left.kind != .preprint, right.kind != .preprint {
      return "different kinds of work"
    }
    let author = authorAgreement(left, right)
    if page == .differs { return "different titles and first pages" }
    if author == .differs, title == .differs || page != .same { return "different titles and first authors" }
    // The DOI of a book stands in records of its chapters, which may be by its author.
    if title == .differs, page != .same, PlaceNumber.agreement(left.volume, right.volume) != .same {
      return "different titles"
    }
    if title == .differs, author == .unknown, page == .unknown { return "different titles" }
    return nil
  }

  /// What forbids that two records are of one work, however they came together: less where they share an identifier of the work.
  static func chainVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if left.shares(identifierOf: right) { return sharedVeto(left, right) }
    return veto(left, right) ?? (differInWords(left, right) ? "different words in the titles" : nil)
  }

  /// Whether the titles are the same but for slips of the pen and subtitles, as those of two records of a book are.
  static func haveOneTitle(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    let (short, long) = left.title.count < right.title.count ? (left, right) : (right, left)
    if long.title.starts(with: short.title), isCompanion(long.title.dropFirst(short.title.count)) { return false }
    return title(left, right, .any) != nil
  }

  private static func titleAgreement(_ left: WorkIdentity, _ right: WorkIdentity) -> Agreement {
    if left.title.isEmpty || right.title.isEmpty { return .unknown }
    if left.isGeneric, right.isGeneric { return left.titleLetters == right.titleLetters ? .unknown : .differs }
    if !left.isGeneric, !right.isGeneric, Self.title(left, right, .any) != nil { return .same }
    // A subtitle that only one has, words in another order.
    let (one, other) = (Set(left.title), Set(right.title))
    return one.intersection(other).count * 2 >= min(one.count, other.count) ? .unknown : .differs
  }

  private static func authorAgreement(_ left: WorkIdentity, _ right: WorkIdentity) -> Agreement {
    if left.family.isEmpty || right.family.isEmpty { return .unknown }
    let points = author(left, right).points
    return points < 0 ? .differs : points > 5 ? .same : .unknown
  }

  /// What of the identifiers forbids it; with one DOI or PMID in common nothing else does.
  static func identifierVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if let one = left.doi, let other = right.doi, !one.hasSameBytes(as: other) { return "different DOIs" }
    if let one = left.pmid, let other = right.pmid, !one.hasSameBytes(as: other) { return "different PMIDs" }
    return nil
  }

  private static func areCompatible(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    switch (left.kind, right.kind) {
    case (.unknown, .preprint), (.preprint, .unknown): false
    case (.unknown, _), (_, .unknown): true
    // What a source calls a review may be an article to another, on the same page.
    case (.part, .review), (.review, .part):
      PlaceNumber.agreement(left.volume, right.volume) == .same
        && FirstPage.agreement(left.firstPage, right.firstPage) == .same
    // What is not published may be a thesis, a report or a book to another source.
    case (.manuscript, .whole), (.manuscript, .thesis), (.manuscript, .report): true
    case (.whole, .manuscript), (.thesis, .manuscript), (.report, .manuscript): true
    default: left.kind == right.kind
    }
  }

  // MARK: - What they have in common

  /// Which slips of the pen are taken for slips: a word that differs by a letter may be another word, `Iran` and `Iraq`.
  private enum Slips: Equatable {
    /// Neighbours swapped in words of 6 letters or more.
    case ofSwaps
    /// One letter inside words of so many letters or more, or neighbours swapped.
    case ofLetters(inWordsOf: Int)
    /// Also two letters in words of 8 or more that begin alike, and two such words.
    case ofOnePage
    /// Also at the edges of words, and words parted otherwise.
    case any
  }

  /// The slips for which the place of both records makes up.
  private static func slips(_ left: WorkIdentity, _ right: WorkIdentity) -> Slips {
    let hasSameVolume = PlaceNumber.agreement(left.volume, right.volume) == .same
    let hasSamePage = FirstPage.agreement(left.firstPage, right.firstPage) == .same
    if hasSameVolume, hasSamePage { return .ofOnePage }
    if hasSameVolume || hasSamePage { return .ofLetters(inWordsOf: 5) }
    return left.issue.agreement(with: right.issue) == .same ? .ofLetters(inWordsOf: 8) : .ofSwaps
  }

  /// The points for the titles; nil when they are of different works.
  private static func title(
    _ left: WorkIdentity, _ right: WorkIdentity, _ slips: Slips
  ) -> (points: Int, reason: String?)? {
    if left.title.isEmpty || right.title.isEmpty { return nil }
    if left.titleLetters == right.titleLetters { return (50, "same title") }
    if left.title.count == right.title.count { return titleWithSlips(left, right, slips) }
    let (short, long) = left.title.count < right.title.count ? (left, right) : (right, left)
    if long.title.starts(with: short.title) {
      let isSubtitle =
        slips == .any
        || long.subtitles.contains(short.title.count) && !isCompanion(long.title.dropFirst(short.title.count))
      return short.title.count >= 4 && isSubtitle ? (pointsWithoutSubtitle, "title without its subtitle") : nil
    }
    // A word missing, or two written as one.
    if slips == .any, abs(left.title.count - right.title.count) == 1, left.titleLetters.count >= 20,
      WordDistance.isWithin(2, left.titleLetters, right.titleLetters)
    {
      return (44, "title with words parted otherwise")
    }
    return nil
  }

  /// Whether a short subtitle is that of what accompanies or continues the work: `Algebra: teacher's edition`, `Mills: B`.
  private static func isCompanion(_ subtitle: ArraySlice<[UInt8]>) -> Bool {
    subtitle.count <= 3 && subtitle.contains(where: companions.contains)
      || subtitle.count == 1 && subtitle.allSatisfy { $0.count == 1 }
  }

  /// Whether one title is the other with nothing but the name of what stands in a book or comes with it: `Algebra: Index`.
  private static func isPartOfBook(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    let (short, long) = left.title.count < right.title.count ? (left, right) : (right, left)
    guard !short.title.isEmpty, long.title.starts(with: short.title) else { return false }
    let rest = long.title.dropFirst(short.title.count)
    return rest.count <= 2 && rest.last.map(parts.contains) ?? false
  }

  private static let parts = Set(
    [
      "index", "indexes", "indices", "glossary", "appendix", "appendices", "addenda", "supplement", "atlas",
      "exercises", "workbook", "solutions", "answers", "register", "anhang", "lösungen", "übungen", "arbeitsbuch",
      "annexes", "exercices", "corrigés", "índice", "apéndice", "ejercicios", "soluciones", "indice", "esercizi",
      "soluzioni",
    ].map { WordForms.americanSpelling(Folding.letters($0)) })

  private static let companions = Set(
    [
      "exercises", "workbook", "solution", "solutions", "teacher", "teachers", "instructor", "instructors", "student",
      "students", "answers", "answer", "companion", "abridged", "unabridged", "key", "atlas", "index", "indexes",
      "indices", "notes", "supplement", "appendix", "appendices", "addenda", "letter", "letters", "conclusion",
      "concluded", "continued", "continuation", "cont", "concl", "revised", "enlarged", "expanded", "updated",
      "glossary", "lösungen", "übungen",
      "arbeitsbuch", "lehrerband", "registerband", "register", "anhang", "schluss", "fortsetzung", "gekürzt",
      "corrigés", "exercices", "abrégé", "annexes", "ejercicios", "soluciones", "índice",
      "continuación", "conclusión", "apéndice", "esercizi", "soluzioni", "indice", "continuazione",
    ].map { WordForms.americanSpelling(Folding.letters($0)) })

  /// Whether each of two titles has a word that the other has not, beside slips of the pen, and others are in both.
  static func differInWords(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    if left.title.isEmpty || right.title.isEmpty || title(left, right, .any) != nil { return false }
    let (one, other) = (Set(left.title), Set(right.title))
    guard !one.isDisjoint(with: other) else { return false }
    return WordDistance.haveOwnWords(one, other)
  }

  private static func titleWithSlips(
    _ left: WorkIdentity, _ right: WorkIdentity, _ slips: Slips
  ) -> (points: Int, reason: String?)? {
    var count = 0
    for index in left.title.indices where left.title[index] != right.title[index] {
      guard
        isSlip(left.title[index], right.title[index], slips)
          || isSlip(left.writtenTitle[index], right.writtenTitle[index], slips)
      else { return nil }
      count += 1
    }
    guard count <= max(slips == .ofOnePage ? 2 : 1, left.title.count / 3) else { return nil }
    return (50 - 3 * count, "title with \(count == 1 ? "a slip" : "\(count) slips")")
  }

  private static func isSlip(_ one: [UInt8], _ other: [UInt8], _ slips: Slips) -> Bool {
    guard WordDistance.isSlip(one, other) else { return false }
    let length = max(one.count, other.count)
    switch slips {
    case .ofSwaps: return length >= 6 && WordDistance.isSwap(one, other)
    case .ofLetters(let shortest): return length >= shortest && WordDistance.isSlipInside(one, other)
    case .ofOnePage:
      return length >= 5 && WordDistance.isSlipInside(one, other)
        || length >= 8 && WordDistance.areTwoSlips(one, other) && one.prefix(2) == other.prefix(2)
    case .any: return true
    }
  }

  private static func author(_ left: WorkIdentity, _ right: WorkIdentity) -> (points: Int, reason: String?) {
    if left.family.isEmpty || right.family.isEmpty { return (6, nil) }
    let differsInInitial = left.initial != nil && right.initial != nil && left.initial != right.initial
    if left.family == right.family { return differsInInitial ? (5, "another initial") : (20, "same first author") }
    if left.nameWords == right.nameWords { return (14, "first author in other parts") }
    if max(left.family.count, right.family.count) >= 4, WordDistance.isWithin(1, left.family, right.family) {
      return differsInInitial ? (0, nil) : (14, "first author with a slip")
    }
    return (-30, "another first author")
  }

  private static func year(_ left: WorkIdentity, _ right: WorkIdentity) -> (points: Int, reason: String?) {
    guard let one = left.year, let other = right.year else { return (4, nil) }
    if one == other { return (12, "same year") }
    return abs(one - other) == 1 ? (6, "a year apart") : (-25, "another year")
  }

  private static func journal(_ left: WorkIdentity, _ right: WorkIdentity) -> (points: Int, reason: String?) {
    if left.journal.isEmpty || right.journal.isEmpty { return (3, nil) }
    if left.journal == right.journal { return (8, "same journal") }
    if WordDistance.isAbbreviation(left.journal, of: right.journal)
      || WordDistance.isAbbreviation(right.journal, of: left.journal)
    {
      return (8, "journal abbreviated")
    }
    return (-8, "another journal")
  }

  private static func points(
    _ name: String, _ agreement: Agreement, same: Int, other: Int
  ) -> (points: Int, reason: String?) {
    switch agreement {
    case .same: (same, "same \(name)")
    case .unknown: (0, nil)
    case .differs: (other, "another \(name)")
    }
  }
}
