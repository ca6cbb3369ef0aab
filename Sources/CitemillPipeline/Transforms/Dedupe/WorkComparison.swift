import CitemillCore

/// What two records have in common, as a score, and what forbids that they are of one work.
///
/// | what | points |
/// | title | 50 the same, 3 less for each word with a slip of the pen; 38 when one lacks a subtitle; slips only at one place; 40 whatever it says where all pages are the same |
/// | first author | 20 the same, 14 with a slip or other parts, 8 another but half of the authors the same, 6 where one has none, -30 another, -5 at one place; -15 another initial |
/// | year | 12 the same, 6 next to it, 4 where one has none, -25 another |
/// | journal | 8 the same, abbreviated or not; 3 where one has none, -8 another |
/// | address | 14 the same URL and title |
/// | length | 5 for titles of eight words or more if nothing of the above differs |
/// | volume | 4 the same, -12 another; issue: 2 the same, -4 another |
/// | first page | 8 the same, -20 another |
///
/// Different volumes, issues or first pages, and more than a year between them, forbid it too, unless they
/// share a valid identifier of the work.
struct WorkComparison: Sendable {
  /// The score of records that agree in everything.
  static let most = 123
  private static let pointsWithoutSubtitle = 38

  private(set) var score = 0
  /// What forbids it. Nil if nothing does, and also if the titles are of different works.
  private(set) var veto: String?
  /// Whether the veto is uncertain, so that people are to decide.
  private(set) var isDoubtful = false
  /// What they have in common, in a few words.
  private(set) var reasons: [String] = []
  private(set) var lacksSubtitle = false

  init(_ left: WorkIdentity, _ right: WorkIdentity) {
    guard let title = Self.title(left, right, Self.slips(left, right)) ?? Self.titleOfSamePages(left, right) else {
      takeNearTitles(left, right)
      return
    }
    lacksSubtitle = left.title.count != right.title.count && title.points == Self.pointsWithoutSubtitle
    addAll(title, left, right)
    // Most pairs have other titles, so that this is asked last.
    veto = Self.firmVeto(left, right)
    if veto == nil {
      veto = Self.doubtfulVeto(left, right)
      isDoubtful = veto != nil
    }
  }

  /// Scores titles that are similar but not the same if author, year, journal, volume and first page are the same.
  private mutating func takeNearTitles(_ left: WorkIdentity, _ right: WorkIdentity) {
    guard PlaceNumber.agreement(left.volume, right.volume) == .same, Self.pageAgreement(left, right) == .same,
      left.year != nil, left.year == right.year, !left.isGeneric, !right.isGeneric, !left.title.isEmpty,
      !right.title.isEmpty, Self.journal(left, right).points == 8, Self.author(left, right).points >= 14,
      Self.share(left, right) >= 0.5, Self.firmVeto(left, right) == nil
    else { return }
    addAll((20, "similar title"), left, right)
    veto = "similar titles at one place"
    isDoubtful = true
  }

  private mutating func addAll(
    _ title: (points: Int, reason: String?), _ left: WorkIdentity, _ right: WorkIdentity
  ) {
    let parts = [
      title, Self.author(left, right, titlePoints: title.points), Self.year(left, right), Self.journal(left, right),
      Self.points("volume", PlaceNumber.agreement(left.volume, right.volume), same: 4, other: -12),
      Self.points("issue", left.issue.agreement(with: right.issue), same: 2, other: -4),
      Self.points("first page", Self.pageAgreement(left, right), same: 8, other: -20),
    ]
    for part in parts { add(part) }
    if title.points == 50, left.particulars.sharesAddress(with: right.particulars) { add((14, "same address")) }
    // Few works have a long title in common, but a later study may have that of an earlier one and a subtitle.
    let isWhole = title.points > Self.pointsWithoutSubtitle || left.year != nil && left.year == right.year
    if min(left.title.count, right.title.count) >= 8, isWhole, title.points >= Self.pointsWithoutSubtitle,
      parts.allSatisfy({ $0.points >= 0 })
    {
      add((5, "long title"))
    }
  }

  private mutating func add(_ part: (points: Int, reason: String?)) {
    score += part.points
    if let reason = part.reason { reasons.append(reason) }
  }

  // MARK: - What forbids it

  /// What forbids that two records are of one work, whatever else they have in common; nil if nothing does.
  static func veto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    firmVeto(left, right) ?? doubtfulVeto(left, right)
  }

  /// The reason why the records may be of different works, so that people are to decide; nil if there is none.
  private static func doubtfulVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    let isOfOtherStudy = isOfOtherStudy(left, right)
    if left.isRetracted == right.isRetracted, left.presentation == right.presentation, !isOfOtherStudy { return nil }
    if haveOnePlace(left, right) { return nil }
    if left.isRetracted != right.isRetracted { return "one is marked as retracted" }
    if isOfOtherStudy { return "the subtitle of one is that of a protocol, a comment or a further study" }
    return isPresentation(left, of: right) || isPresentation(right, of: left)
      ? "one is of a conference, the other an article" : nil
  }

  /// Whether only one has a subtitle, and that is one of what goes before or after a study:
  /// `Mills: rationale and design of a trial`.
  private static func isOfOtherStudy(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    if left.title.count == right.title.count { return false }
    let (short, long) = left.title.count < right.title.count ? (left, right) : (right, left)
    guard !short.title.isEmpty, long.title.starts(with: short.title) else { return false }
    return long.title.dropFirst(short.title.count).contains(where: studies.contains)
  }

  private static let studies = Set(
    [
      "protocol", "rationale", "commentary", "editorial", "extension", "followup", "substudy", "posthoc", "secondary",
      "economic", "cost", "costs", "rethink", "comment", "reply", "response",
    ].map { WordForms.americanSpelling(Folding.letters($0)) })

  /// Whether one is a conference abstract or paper, and the other may be the article that followed it.
  private static func isPresentation(_ work: WorkIdentity, of other: WorkIdentity) -> Bool {
    guard other.presentation == .article || other.presentation == .paper else { return false }
    if work.presentation == .abstract { return true }
    // Some sources treat proceedings in a journal volume as articles.
    let areInOneVolume =
      journal(work, other).points == 8 && PlaceNumber.agreement(work.volume, other.volume) == .same
    return work.presentation == .paper && other.presentation == .article && !areInOneVolume
  }

  /// The reason why the records are certainly of different works; nil if there is none.
  private static func firmVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if let reason = identifierVeto(left, right) { return reason }
    let haveOnePlace = haveOnePlace(left, right)
    if !areCompatible(left, right, haveOnePlace: haveOnePlace) { return "different kinds of work" }
    // At one place, a remark of a database in the title does not make another work: `[Retracted]`,
    // `[Review]`.
    if (left.notice ^ right.notice) & (haveOnePlace ? TitleNotices.ofOtherWorks : ~0) != 0 {
      return "one is a notice about the other"
    }
    if differInNumbers(left, right, mayLackSome: haveOnePlace) { return "different numbers in the titles" }
    if left.greekLetters.count == right.greekLetters.count, left.greekLetters != right.greekLetters {
      return "different Greek letters in the titles"
    }
    if !haveOnePlace, left.family == right.family, left.given.differ(from: right.given), !shareAuthors(left, right) {
      return "different given names"
    }
    if let reason = left.particulars.veto(right.particulars, haveOnePlace: haveOnePlace)
      ?? left.distinctions.veto(right.distinctions)
    {
      return reason
    }
    return placeVeto(left, right) ?? genericVeto(left, right)
  }

  /// Whether both are at one place of a journal, with the same three pages or more.
  static func haveSamePages(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    FirstPage.areSamePages(left.firstPage, right.firstPage) && haveOnePlace(left, right)
  }

  /// Whether both are at one place of a journal: the same volume and first page, and no different journal,
  /// year or issue.
  static func haveOnePlace(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    guard PlaceNumber.agreement(left.volume, right.volume) == .same,
      FirstPage.agreement(left.firstPage, right.firstPage) == .same, journal(left, right).points > 0
    else { return false }
    if let one = left.year, let other = right.year, abs(one - other) > 1 { return false }
    // Each issue may begin with page 1.
    if left.firstPage?.isOne == true { return left.issue.agreement(with: right.issue) == .same }
    return !haveOtherIssues(left, right)
  }

  /// Whether the issues differ, except a supplement at the same page for which one source has the number of
  /// an issue.
  private static func haveOtherIssues(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    guard left.issue.agreement(with: right.issue) == .differs else { return false }
    return left.issue.isSupplement == right.issue.isSupplement
      || FirstPage.agreement(left.firstPage, right.firstPage) != .same
  }

  /// Whether the numbers in the titles differ; if a subtitle is cut off, some may be missing.
  private static func differInNumbers(_ left: WorkIdentity, _ right: WorkIdentity, mayLackSome: Bool) -> Bool {
    if left.numbers == right.numbers || left.title.isEmpty || right.title.isEmpty { return false }
    // `5-HT(1A)` and `5-HT1A`.
    if left.titleLetters == right.titleLetters || areSameButForLostLetters(left, right) { return false }
    if !mayLackSome { return true }
    if FirstPage.areSamePages(left.firstPage, right.firstPage), share(left, right) < 0.5 { return false }
    return !isPart(left.numbers, of: right.numbers) && !isPart(right.numbers, of: left.numbers)
  }

  /// Whether all numbers are among others, each as often: the parts of `Two mills` are `2, 1` and `2, 2`.
  private static func isPart(_ numbers: [Int], of others: [Int]) -> Bool {
    var rest = others.sorted()[...]
    return numbers.sorted().allSatisfy { number in
      rest = rest.drop { $0 < number }
      return rest.popFirst() == number
    }
  }

  /// Whether the first pages agree; a work that is not in a volume yet may have pages from 1 on.
  private static func pageAgreement(_ left: WorkIdentity, _ right: WorkIdentity) -> Agreement {
    let agreement = FirstPage.agreement(left.firstPage, right.firstPage)
    guard agreement == .differs else { return agreement }
    return isAhead(left) && !right.volume.isEmpty || isAhead(right) && !left.volume.isEmpty ? .unknown : .differs
  }

  private static func isAhead(_ work: WorkIdentity) -> Bool {
    work.volume.isEmpty && work.issue.isEmpty && work.firstPage?.isOne == true && work.kind != .whole
  }

  /// Whether one is the preprint of the other, and preprints are merged.
  private static func isPreprint(_ left: WorkIdentity, of right: WorkIdentity) -> Bool {
    left.mayBePublished != right.mayBePublished && (left.kind == .preprint) != (right.kind == .preprint)
  }

  /// What about the place and date of publication forbids it, as far as both have them.
  private static func placeVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if let one = left.year, let other = right.year, one != other {
      if abs(one - other) > (isPreprint(left, of: right) ? 2 : 1) { return "years apart" }
      if left.isPeriodical || right.isPeriodical { return "different years of what appears every year" }
    }
    if left.isPeriodical || right.isPeriodical, left.particulars.differInDate(right.particulars) {
      return "different issues of what appears every year"
    }
    if SisterJournals.are(left.journal.words, right.journal.words) { return "different journals" }
    if PlaceNumber.agreement(left.volume, right.volume) == .differs { return "different volumes" }
    if haveOtherIssues(left, right) { return "different issues" }
    if left.issue.isSupplement != right.issue.isSupplement, left.hasSupplementVolume || right.hasSupplementVolume,
      FirstPage.agreement(left.firstPage, right.firstPage) != .same,
      !left.volume.isEmpty, !right.volume.isEmpty
    {
      return "one is in a supplement"
    }
    if pageAgreement(left, right) == .differs { return "different first pages" }
    if FirstPage.haveOtherEnds(left.firstPage, right.firstPage), journal(left, right).points < 0 {
      return "different journals and last pages"
    }
    if PlaceNumber.agreement(left.part, right.part) == .differs { return "different parts" }
    return nil
  }

  /// A title that many works have is no evidence: volume, issue and page must be the same, in one journal.
  private static func genericVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    guard isGeneric(left, right) else { return nil }
    let hasSamePlace =
      PlaceNumber.agreement(left.volume, right.volume) == .same
      && FirstPage.agreement(left.firstPage, right.firstPage) == .same
      && (left.issue.agreement(with: right.issue) == .same || left.issue.isEmpty && right.issue.isEmpty)
    return hasSamePlace && journal(left, right).points > 0 ? nil : "a title that many works have"
  }

  /// A title of a word or two counts too, unless the author is the same.
  private static func isGeneric(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    left.isGeneric || right.isGeneric
      || min(left.title.count, right.title.count) <= 2 && author(left, right).points < 14
  }

  /// What forbids that two records are of one work although they share a valid identifier.
  ///
  /// Abstracts of a meeting have the DOI of their supplement, chapters that of their book, notices that of
  /// the article. So if the titles differ, the author or the page must agree; if the titles are the same, it
  /// is one work.
  static func sharedVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if let reason = identifierVeto(left, right) { return reason }
    if (left.notice ^ right.notice) & TitleNotices.ofOtherWorks != 0 { return "one is a notice about the other" }
    let title = titleAgreement(left, right)
    if left.isGeneric, right.isGeneric, haveOtherPlaces(left, right) { return "different places" }
    // For a translation, the numbers are no evidence.
    if title != .differs, differInNumbers(left, right, mayLackSome: true) { return "different numbers in the titles" }
    let page = pageAgreement(left, right)
    // An index, as a chapter, has the DOI of its book.
    if page != .same, isPartOfBook(left, right) { return "one is a part of the other" }
    // A journal may give all instalments of a column one identifier.
    if title == .same { return haveOtherPlaces(left, right) ? "different places" : nil }
    if !areCompatible(left, right, haveOnePlace: haveOnePlace(left, right)), left.kind != .preprint,
      right.kind != .preprint
    {
      return "different kinds of work"
    }
    let author = authorAgreement(left, right)
    if page == .differs { return "different titles and first pages" }
    if author == .differs { return "different titles and first authors" }
    // A team may have two abstracts on one page of a supplement.
    if page == .same { return mayBeAbstract(left) || mayBeAbstract(right) ? "different titles" : nil }
    if left.title.isEmpty || right.title.isEmpty { return author == .unknown ? "different titles" : nil }
    if left.titleLetters == right.titleLetters { return nil }
    // The DOI of a supplement is in records of its abstracts.
    if mayBeAbstract(left) || mayBeAbstract(right), differInWords(left, right) { return "different titles" }
    // The DOI of a book is in records of its chapters, which may be by the same author. A work that is not in
    // a volume yet may still get a reworded title.
    let isNearlyOne = share(left, right) >= 0.8 && left.numbers == right.numbers && !differInWords(left, right)
    let mayChange = title == .unknown && author == .same && (isNearlyOne || isUnplaced(left) || isUnplaced(right))
    return mayChange ? nil : "different titles"
  }

  private static func mayBeAbstract(_ work: WorkIdentity) -> Bool {
    work.issue.isSupplement || work.hasSupplementVolume || work.firstPage?.isOfSupplement == true
  }

  private static func isUnplaced(_ work: WorkIdentity) -> Bool {
    work.kind == .part && work.volume.isEmpty && (work.firstPage == nil || isAhead(work))
  }

  /// Whether two or more of volume, issue, first page and year differ.
  private static func haveOtherPlaces(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    var count = PlaceNumber.agreement(left.volume, right.volume) == .differs ? 1 : 0
    if haveOtherIssues(left, right) { count += 1 }
    if pageAgreement(left, right) == .differs { count += 1 }
    if let one = left.year, let other = right.year, abs(one - other) > 1 { count += 1 }
    return count > 1
  }

  /// What forbids that two records are of one work if others connect them: less if they share an identifier
  /// of the work.
  static func chainVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if left.shares(identifierOf: right) { return sharedVeto(left, right) }
    if let reason = veto(left, right) { return reason }
    if let pages = titleOfSamePages(left, right), pages.points > 10 { return nil }
    return differInWords(left, right) ? "different words in the titles" : nil
  }

  /// Whether the titles are the same apart from typing errors and subtitles, as in two records of a book.
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

  /// What about the identifiers forbids it; with a DOI or PMID in common nothing else does.
  static func identifierVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if isPreprint(left, of: right) { return nil }
    if let one = left.doi, let other = right.doi, !one.hasSameBytes(as: other) {
      // A DOI may have been cut off.
      let isCut = one.utf8.starts(with: other.utf8) || other.utf8.starts(with: one.utf8)
      if !isCut || !haveOnePlace(left, right) { return "different DOIs" }
    }
    if let one = left.pmid, let other = right.pmid, !one.hasSameBytes(as: other) { return "different PMIDs" }
    return nil
  }

  private static func areCompatible(_ left: WorkIdentity, _ right: WorkIdentity, haveOnePlace: Bool) -> Bool {
    if isPreprint(left, of: right) || haveOnePlace && left.kind != .preprint && right.kind != .preprint { return true }
    return switch (left.kind, right.kind) {
    case (.unknown, .preprint), (.preprint, .unknown): false
    case (.unknown, _), (_, .unknown): true
    // What is unpublished may be a thesis, a report or a book in another source.
    case (.manuscript, .whole), (.manuscript, .thesis), (.manuscript, .report): true
    case (.whole, .manuscript), (.thesis, .manuscript), (.report, .manuscript): true
    default: left.kind == right.kind
    }
  }

  // MARK: - What they have in common

  /// Which differences count as typing errors: a word that differs by a letter may be another word, `Iran`
  /// and `Iraq`.
  private enum Slips: Equatable {
    /// Swapped adjacent letters in words of 6 letters or more.
    case ofSwaps
    /// One letter inside words of this many letters or more, or swapped adjacent letters.
    case ofLetters(inWordsOf: Int)
    /// Also two letters in words of 8 or more that begin alike, and two such words.
    case ofOnePage
    /// Also at the edges of words, and words divided differently.
    case any
  }

  /// The typing errors that are allowed because of the place of both records.
  private static func slips(_ left: WorkIdentity, _ right: WorkIdentity) -> Slips {
    let hasSameVolume = PlaceNumber.agreement(left.volume, right.volume) == .same
    let hasSamePage = FirstPage.agreement(left.firstPage, right.firstPage) == .same
    if hasSameVolume, hasSamePage { return .ofOnePage }
    if hasSameVolume || hasSamePage { return .ofLetters(inWordsOf: 5) }
    return left.issue.agreement(with: right.issue) == .same ? .ofLetters(inWordsOf: 8) : .ofSwaps
  }

  /// The score for the titles; nil if they are of different works.
  private static func title(
    _ left: WorkIdentity, _ right: WorkIdentity, _ slips: Slips
  ) -> (points: Int, reason: String?)? {
    if left.title.isEmpty || right.title.isEmpty { return nil }
    if left.titleLetters == right.titleLetters { return (50, "same title") }
    if areSameButForLostLetters(left, right) { return (50, "same title but for lost letters") }
    if left.title.count == right.title.count { return titleWithSlips(left, right, slips) }
    let (short, long) = left.title.count < right.title.count ? (left, right) : (right, left)
    if long.title.starts(with: short.title) {
      let isSubtitle =
        slips == .any
        || long.subtitles.contains(short.title.count) && !isCompanion(long.title.dropFirst(short.title.count))
      return short.title.count >= (slips == .ofOnePage ? 2 : 4) && isSubtitle
        ? (pointsWithoutSubtitle, "title without its subtitle") : nil
    }
    if slips == .ofOnePage || slips == .any, let title = titleInOtherParts(left, right, slips) { return title }
    // A missing word, or two words written as one.
    if slips == .any, abs(left.title.count - right.title.count) == 1, left.titleLetters.count >= 20,
      WordDistance.isWithin(2, left.titleLetters, right.titleLetters)
    {
      return (44, "title with its words divided differently")
    }
    return nil
  }

  /// The score for titles of which one may be a translation: the same pages by the same author are one work.
  private static func titleOfSamePages(_ left: WorkIdentity, _ right: WorkIdentity) -> (points: Int, reason: String?)? {
    guard FirstPage.areSamePages(left.firstPage, right.firstPage), haveOnePlace(left, right), !left.title.isEmpty,
      !right.title.isEmpty, !left.isGeneric, !right.isGeneric, author(left, right, titlePoints: 0).points >= 14
    else { return nil }
    // Nearly the same title with another word may be another work, if one of them has wrong pages.
    let (one, other) = (Set(left.title), Set(right.title))
    return share(left, right) >= 0.6 && !one.isSubset(of: other) && !other.isSubset(of: one)
      ? (10, "similar titles at the same pages") : (40, "same pages")
  }

  private static func areSameButForLostLetters(_ left: WorkIdentity, _ right: WorkIdentity) -> Bool {
    left.hasLostLetters && LostLetters.match(left.titleLetters, right.titleLetters)
      || right.hasLostLetters && LostLetters.match(right.titleLetters, left.titleLetters)
  }

  /// The share of the words of the shorter title that the other has.
  private static func share(_ left: WorkIdentity, _ right: WorkIdentity) -> Double {
    let (one, other) = (Set(left.title), Set(right.title))
    return Double(one.intersection(other).count) / Double(max(min(one.count, other.count), 1))
  }

  /// Whether a short subtitle is that of what accompanies or continues the work:
  /// `Algebra: teacher's edition`, `Mills: B`.
  private static func isCompanion(_ subtitle: ArraySlice<[UInt8]>) -> Bool {
    subtitle.count <= 3 && subtitle.contains(where: companions.contains)
      || subtitle.count == 1 && subtitle.allSatisfy { $0.count == 1 }
  }

  /// Whether one title is the other with only the name of a part or companion of a book: `Algebra: Index`.
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

  /// Whether each of two titles has a word that the other has not, apart from typing errors, and they share
  /// other words.
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
    return titleWithSlips(count, of: left.title.count, slips)
  }

  /// The same for titles that divide some words differently: `wood-pecker`, `woodpecker`.
  private static func titleInOtherParts(
    _ left: WorkIdentity, _ right: WorkIdentity, _ slips: Slips
  ) -> (points: Int, reason: String?)? {
    guard abs(left.title.count - right.title.count) <= 3 else { return nil }
    let (one, other) = (joined(left.title, like: right.title), joined(right.title, like: left.title))
    guard one.count == other.count, one.count < max(left.title.count, right.title.count) else { return nil }
    var count = 0
    for (word, second) in zip(one, other) where word != second {
      guard isSlip(word, second, slips) else { return nil }
      count += 1
    }
    return titleWithSlips(count, of: one.count, slips)
  }

  /// The words of a title, with those joined that are one word in another title.
  private static func joined(_ title: [[UInt8]], like other: [[UInt8]]) -> [[UInt8]] {
    let known = Set(other)
    var words: [[UInt8]] = []
    for word in title {
      if let last = words.last, !known.contains(last) || !known.contains(word), known.contains(last + word) {
        words[words.count - 1] += word
      } else {
        words.append(word)
      }
    }
    return words
  }

  private static func titleWithSlips(_ count: Int, of words: Int, _ slips: Slips) -> (points: Int, reason: String?)? {
    guard count <= max(slips == .ofOnePage ? 2 : 1, words / 3) else { return nil }
    if count == 0 { return (50, "title with its words divided differently") }
    return (50 - 3 * count, "title with \(count == 1 ? "a slip" : "\(count) slips")")
  }

  private static func isSlip(_ one: [UInt8], _ other: [UInt8], _ slips: Slips) -> Bool {
    if slips == .ofOnePage, isLetterLost(one, other) { return true }
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

  /// Whether one word is the other without a letter, in any position: `hir` for `hair`, `paniel` for
  /// `spaniel`. At one page these are not two works.
  private static func isLetterLost(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    abs(one.count - other.count) == 1 && min(one.count, other.count) >= 3 && one.allSatisfy(\.isLetter)
      && other.allSatisfy(\.isLetter) && WordDistance.isWithin(1, one, other) && !WordPairs.contain(one, other)
  }

  private static func year(_ left: WorkIdentity, _ right: WorkIdentity) -> (points: Int, reason: String?) {
    guard let one = left.year, let other = right.year else { return (4, nil) }
    if one == other { return (12, "same year") }
    return abs(one - other) <= (isPreprint(left, of: right) ? 2 : 1) ? (6, "a year apart") : (-25, "another year")
  }

  private static func journal(_ left: WorkIdentity, _ right: WorkIdentity) -> (points: Int, reason: String?) {
    if left.journal.isEmpty || right.journal.isEmpty || isPreprint(left, of: right) { return (3, nil) }
    if left.journal.words == right.journal.words { return (8, "same journal") }
    if !left.issns.isDisjoint(with: right.issns) { return (8, "same ISSN") }
    return left.journal.isOne(with: right.journal) ? (8, "journal abbreviated") : (-8, "another journal")
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
