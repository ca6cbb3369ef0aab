import CitemillCore

/// What identifies the work of a record, prepared for comparison.
struct WorkIdentity: Sendable {
  /// The kind of work, as far as several databases agree on it for one work.
  enum Kind: Sendable, Equatable {
    case unknown, part, review, preprint, whole, thesis, report, manuscript, other(RecordType)
  }

  /// Whether it was presented at a conference, as far as its type says it.
  enum Presentation: Sendable, Equatable {
    /// An abstract, also one in a supplement of a journal.
    case abstract
    /// A paper of a conference.
    case paper
    /// An article of a journal.
    case article
    /// Anything else.
    case none
  }

  /// The first DOI in lower case; there is one per work.
  private(set) var doi: String?
  private(set) var pmid: String?
  /// The valid identifiers that only records of the same work have, as `scheme value`, without those of sets
  /// and hosts.
  private(set) var identifiers: [String] = []
  /// Those of preprints, which the published version has too.
  private(set) var preprints: [String] = []
  private(set) var isbns: [String] = []
  /// The valid ISSNs of the journal.
  private(set) var issns: Set<[UInt8]> = []
  private(set) var kind = Kind.unknown
  /// The words of the title, folded, in the forms in which they are compared.
  private(set) var title: [[UInt8]] = []
  /// The same words as they are written, folded: typing errors may hide which spelling they have.
  private(set) var writtenTitle: [[UInt8]] = []
  /// After how many words a subtitle may begin: after a colon, a full stop, a dash or a question mark.
  private(set) var subtitles: Set<Int> = []
  /// The same without what separates them.
  private(set) var titleLetters: [UInt8] = []
  /// Whether a source has lost letters of the title.
  private(set) var hasLostLetters = false
  /// The Greek letters that are words of their own in the title, in their case.
  private(set) var greekLetters: [Unicode.Scalar] = []
  /// The numbers of the title in order: of parts, studies, years, in any notation.
  private(set) var numbers: [Int] = []
  /// Words at the edge of the title that make it a notice about another work, as bits.
  private(set) var notice = 0
  /// Whether the title is marked as that of a work which was retracted or withdrawn.
  private(set) var isRetracted = false
  private var isMarkedAbstract = false
  /// What it is to a conference.
  private(set) var presentation = Presentation.none
  /// The first author's family name, folded.
  private(set) var family: [UInt8] = []
  /// All words of the first author's name, sorted, for names that sources divide differently.
  private(set) var nameWords: [[UInt8]] = []
  /// The words of the first author's family name, or of a body's name without an article.
  private(set) var familyWords: [[UInt8]] = []
  /// The family names of the first authors, folded.
  private(set) var families: Set<[UInt8]> = []
  private(set) var initial: UInt8?
  /// The given names of the first author, if they are distinguished from the family name.
  private(set) var given = GivenNames.none
  /// The letters of the given names, folded.
  private(set) var givenLetters: [UInt8] = []
  private(set) var year: Int?
  private(set) var journal = JournalName()
  private(set) var volume: [UInt8] = []
  private(set) var issue = IssueNumber.none
  private(set) var firstPage: FirstPage?
  private(set) var particulars = WorkParticulars.none
  private(set) var distinctions = WorkDistinctions.none
  /// Whether the volume itself is called a supplement: `3 Suppl`.
  private(set) var hasSupplementVolume = false
  private(set) var part: [UInt8] = []
  /// Whether many works have the title: `Editorial`, `Book reviews`, or no title at all.
  private(set) var isGeneric = false
  /// Whether it is a preprint that may be merged with the published version.
  private(set) var mayBePublished = false
  /// Whether the title is that of something that appears every year or month.
  private(set) var isPeriodical = false

  /// The identity of a record's work. With `onlyKeys` only what `WorkKeys` needs is read, which is faster:
  /// most records are never compared.
  init(_ record: Record, _ rules: MatchingRules = MatchingRules(), onlyKeys: Bool = false) {
    takeIdentifiers(of: record)
    let bare = BareTitle(of: record)
    isMarkedAbstract = bare.isAbstract
    isRetracted = bare.isRetracted
    let text = TitleSigns.asWords(bare.text)
    let words = Placeholder.isOne(text) ? [] : Folding.words(text)
    let forms = takeForms(of: words)
    let author = Self.firstAuthor(of: record)
    if let author { takeFamily(of: author) }
    year = Self.date(of: record)?.year
    let host = record.container(.host)
    let volumeText = record.volume ?? host?.variables[.volume] ?? ""
    volume = PlaceNumber.volume(volumeText)
    firstPage = FirstPage(of: record)
    if onlyKeys { return }
    hasLostLetters = LostLetters.areIn(titleLetters)
    greekLetters = TitleSigns.greekLetters(of: bare.text)
    takeSubtitles(of: text, forms)
    takeMeaning(of: words, text)
    if let author { takeParts(of: author) }
    takeFamilies(of: record)
    for one in record.identifiers + (host?.identifiers ?? []) where [.issn, .eissn, .issnL].contains(one.scheme) {
      if Checksum.isISSN(one.value) { issns.insert(Folding.letters(one.value)) }
    }
    let hostTitle = host?.title() ?? host?.titles.first?.text.plain ?? ""
    journal = JournalName(rules.fullName(ofJournal: hostTitle))
    kind = Self.kind(of: record, journal.words)
    // Some sources have the issue of a journal as a plain number.
    let isNumberOfIssue = !journal.isEmpty && [.unknown, .part, .review].contains(kind)
    takeIssue(
      record.issue ?? host?.variables[.issue] ?? (isNumberOfIssue ? record[.number] : nil) ?? "",
      record[.supplementNumber], volumeText)
    part = PlaceNumber.volume(record[.partNumber] ?? "")
    presentation = isMarkedAbstract ? .abstract : Self.presentation(of: record)
    mayBePublished = rules.mergesPreprints && kind == .preprint
    particulars = WorkParticulars(record, kind, isNumbered: !isNumberOfIssue && kind != .preprint, isbns: isbns)
    distinctions = WorkDistinctions(record, firstAuthor: Self.firstContributor(of: record)?.name)
  }

  /// The issue, and the part of it that is given with the volume: `3 Suppl 1`.
  private mutating func takeIssue(_ text: String, _ supplement: String?, _ volume: String) {
    issue = IssueNumber(supplement.map { "\(text) Suppl \($0)" } ?? text)
    let inVolume = IssueNumber(PlaceNumber.supplement(inVolume: volume))
    hasSupplementVolume = inVolume.isSupplement
    if issue.isEmpty {
      issue = inVolume
    } else if inVolume.isSupplement, !issue.isSupplement {
      issue = IssueNumber("Suppl \(text)")
    }
  }

  /// Those of the work, of its preprint and of the book.
  var allIdentifiers: [String] { identifiers + preprints + isbns }

  /// Whether both have an identifier of the work in common.
  func shares(identifierOf other: Self) -> Bool {
    identifiers.contains { one in other.identifiers.contains { $0.hasSameBytes(as: one) } }
  }

  /// Whether both have the same values of everything by which records are kept apart.
  func hasSameFace(as other: Self) -> Bool {
    titleLetters == other.titleLetters && family == other.family && initial == other.initial && year == other.year
      && volume == other.volume && issue == other.issue && firstPage == other.firstPage
      && families == other.families && familyWords == other.familyWords && particulars == other.particulars
      && distinctions == other.distinctions && given == other.given
      && hasSupplementVolume == other.hasSupplementVolume
      && subtitles == other.subtitles && part == other.part && numbers == other.numbers && journal == other.journal
      && isRetracted == other.isRetracted && presentation == other.presentation
      && kind == other.kind && issns == other.issns && greekLetters == other.greekLetters
      && identifiers.elementsEqual(other.identifiers) { $0.hasSameBytes(as: $1) }
  }

  private mutating func takeIdentifiers(of record: Record) {
    for one in record.identifiers {
      guard let value = IdentifierForms.valid(one) else { continue }
      switch one.scheme {
      // One per work; others are those of translations and parts.
      case .doi where doi == nil:
        doi = value
        identifiers.append("DOI \(value)")
      case .pmid where pmid == nil:
        pmid = value
        identifiers.append("PMID \(value)")
      case .pmcid, .openAlex, .webOfScience, .bibcode: identifiers.append("\(one.scheme) \(value)")
      case .arxiv: preprints.append("arXiv \(value)")
      case .isbn where !record.type.isPartOfHost: isbns.append("ISBN \(value)")
      default: break
      }
    }
  }

  /// When a work appeared: in print, else online.
  static func date(of record: Record) -> EDTF.Point? {
    (record[date: .issued] ?? record[date: .print] ?? record[date: .online] ?? record[date: .posted])?.value?.firstPoint
  }

  /// Stores the words in the form that is compared; returns the form of each, empty for those that are not
  /// compared.
  private mutating func takeForms(of words: [[UInt8]]) -> [[UInt8]] {
    var forms = WordForms.forms(of: words)
    if let first = words.first, words.count > 1, Self.articles.contains(first) { forms[0] = [] }
    for index in forms.indices where !forms[index].isEmpty {
      title.append(forms[index])
      writtenTitle.append(words[index])
      titleLetters += forms[index]
    }
    return forms
  }

  /// Stores after how many words a subtitle may begin.
  private mutating func takeSubtitles(of text: String, _ forms: [[UInt8]]) {
    if title.isEmpty { return }
    var end = 0
    var count = 0
    for part in text.unicodeScalars.split(whereSeparator: Self.maySeparate) {
      let start = end
      end += Folding.words(String(String.UnicodeScalarView(part))).count
      count += forms[start..<min(end, forms.count)].count { !$0.isEmpty }
      subtitles.insert(count)
    }
  }

  private static func maySeparate(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ":", ".", "?", "!", ";", "-", "(", "[", "/", "\u{2013}", "\u{2014}", "\u{2015}", "\u{FF1A}", "\u{3002}": true
    default: false
    }
  }

  private mutating func takeMeaning(of words: [[UInt8]], _ text: String) {
    numbers = TitleNumbers.read(words)
    var words = words
    if let first = words.first, words.count > 1, Self.articles.contains(first) { words.removeFirst() }
    notice = TitleNotices.read(words) | TitleNotices.readSigns(text)
    isGeneric = GenericTitles.contain(words)
    isPeriodical = words.contains(where: GenericTitles.isPeriodical)
  }

  private static let articles = ["a", "an", "the", "der", "die", "das", "le", "la", "les", "el", "il"].map {
    Array($0.utf8)
  }

  private static func firstContributor(of record: Record) -> Contributor? {
    record.contributors.first { $0.roles.contains(.author) && $0.kind != .anonymous && $0.kind != .others }
      ?? record.contributors.first { $0.kind == .person || $0.kind == .unparsed || $0.kind == .organization }
  }

  /// The name of the first author; nil for a placeholder.
  private static func firstAuthor(of record: Record) -> PersonName? {
    guard let name = (firstContributor(of: record)?.name).map(firstOfList) else { return nil }
    // `Na` is a family name too, but has a given name then.
    if name.given == nil, let only = name.family ?? name.literal, Placeholder.isOne(only) { return nil }
    return name
  }

  private mutating func takeFamily(of name: PersonName) { family = Self.family(of: name) }

  private static func family(of name: PersonName) -> [UInt8] {
    if let known = name.family {
      return Folding.letters(TextEncoding.decodedOnce(name.nonDroppingParticle ?? ""))
        + Folding.letters(TextEncoding.decodedOnce(known))
    }
    return Folding.letters(TextEncoding.decodedOnce(name.literal ?? name.given ?? ""))
  }

  /// How many authors are compared.
  private static let mostFamilies = 12

  private mutating func takeFamilies(of record: Record) {
    for one in record.contributors.lazy.filter({ $0.roles.contains(.author) && $0.kind != .others })
      .prefix(Self.mostFamilies)
    {
      let family = Self.family(of: one.name)
      if !family.isEmpty { families.insert(family) }
    }
  }

  private mutating func takeParts(of name: PersonName) {
    if name.family != nil {
      initial = name.given.flatMap { Folding.letters($0).first }
      given = GivenNames(name.given ?? "")
      givenLetters = Folding.letters(name.given ?? "")
    }
    let text = TextEncoding.decodedOnce(
      [name.droppingParticle, name.nonDroppingParticle, name.family ?? name.literal].compactMap { $0 }
        .joined(separator: " "))
    familyWords = Folding.words(text)
    if name.family == nil, familyWords.count > 1, familyWords.first == Array("the".utf8) { familyWords.removeFirst() }
    nameWords = Folding.words(
      [name.given, name.nonDroppingParticle, name.family, name.literal].compactMap { $0 }
        .joined(separator: " ")
    ).sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The first name of a list that could not be split: `Berg, Anna, Eze, Ngozi, Holt, Runa`.
  private static func firstOfList(_ name: PersonName) -> PersonName {
    guard name.family == nil, name.given == nil, let literal = name.literal else { return name }
    let parts = literal.utf8.split(separator: UInt8(ascii: ","), maxSplits: 2)
    guard parts.count == 3 else { return name }
    return PersonName(
      family: String(decoding: parts[0], as: UTF8.self).trimmed,
      given: String(decoding: parts[1], as: UTF8.self).trimmed)
  }

  private static func kind(of record: Record, _ journal: [[UInt8]]) -> Kind {
    if record.type == .preprint || isPreprintServer(journal) { return .preprint }
    switch record.type {
    case .document: return .unknown
    case .article: return journal.isEmpty ? .preprint : .part
    case .articleJournal, .articleMagazine, .articleNewspaper, .paperConference, .chapter, .entry, .entryDictionary,
      .entryEncyclopedia:
      return .part
    case .review, .reviewBook: return .review
    case .book, .editedBook, .multivolumeBook, .referenceBook, .proceedings, .pamphlet: return .whole
    case .thesis: return .thesis
    case .report: return .report
    case .manuscript: return .manuscript
    // Scopus calls what is in a book series a series.
    case .bookSeries where !journal.isEmpty && record.pages != nil: return .part
    default: return .other(record.type)
    }
  }

  private static func presentation(of record: Record) -> Presentation {
    if let genre = record[.genre], ConferenceWords.areOfAbstract(Folding.words(genre)) { return .abstract }
    return switch record.type {
    case .paperConference: .paper
    case .articleJournal, .articleMagazine, .review: .article
    default: .none
    }
  }

  private static func isPreprintServer(_ journal: [[UInt8]]) -> Bool {
    guard let first = journal.first else { return false }
    return preprintServers.contains { journal.starts(with: $0) } || first.starts(with: "arxiv".utf8)
  }

  private static let preprintServers = PreprintServers.names.map { Folding.words($0) }
}

/// Words for what is presented at conferences.
enum ConferenceWords {
  /// `Conference Abstract` of Embase, `Meeting Abstract` of the Web of Science, `Abstract`; not `Conference Paper`.
  static func areOfAbstract(_ words: [[UInt8]]) -> Bool {
    guard words.contains(where: { $0.starts(with: "abstract".utf8) }) else { return false }
    return words.count == 1 || words.contains(where: meetings.contains)
  }

  private static let meetings = Set(
    ["conference", "congress", "meeting", "poster", "proceedings", "symposium"].map { Array($0.utf8) })
}
