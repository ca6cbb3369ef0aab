import CitemillCore

/// What of a record tells its work from others, prepared for comparing.
struct WorkIdentity: Sendable {
  /// What kind of work it is, as far as copies of one record in several databases agree on it.
  enum Kind: Sendable, Equatable {
    case unknown, part, review, preprint, whole, thesis, report, manuscript, other(RecordType)
  }

  /// The first DOI in lower case; there is one a work.
  private(set) var doi: String?
  private(set) var pmid: String?
  /// The valid identifiers that only copies of one record have, as `scheme value`; those of sets and hosts are not among them.
  private(set) var identifiers: [String] = []
  /// Those of preprints, which the published version has too.
  private(set) var preprints: [String] = []
  private(set) var isbns: [String] = []
  /// The valid ISSNs of the journal.
  private(set) var issns: Set<[UInt8]> = []
  private(set) var kind = Kind.unknown
  /// The words of the title, folded, in the forms in which they are compared.
  private(set) var title: [[UInt8]] = []
  /// The same words as they are written, folded: slips may hide what spelling they have.
  private(set) var writtenTitle: [[UInt8]] = []
  /// Before how many words of it a subtitle may begin: after a colon, a full stop, a dash or a question mark.
  private(set) var subtitles: Set<Int> = []
  /// The same without what parts them.
  private(set) var titleLetters: [UInt8] = []
  /// The Greek letters that stand alone in the title, in their case.
  private(set) var greekLetters: [Unicode.Scalar] = []
  /// The numbers of the title in their order, of parts, studies, years, in whatever figures.
  private(set) var numbers: [Int] = []
  /// Words at the edge of the title that make it a notice about another work, as bits.
  private(set) var notice = 0
  /// The first author's family name, folded.
  private(set) var family: [UInt8] = []
  /// All words of the first author's name, sorted, for names whose parts are told apart otherwise.
  private(set) var nameWords: [[UInt8]] = []
  private(set) var initial: UInt8?
  /// The given names of the first author, where they are told from the family name.
  private(set) var given = GivenNames("")
  /// The letters of the given names, folded.
  private(set) var givenLetters: [UInt8] = []
  private(set) var year: Int?
  private(set) var journal = JournalName()
  private(set) var volume: [UInt8] = []
  private(set) var issue = IssueNumber("")
  private(set) var firstPage: FirstPage?
  private(set) var particulars = WorkParticulars(Record(), .unknown, isbns: [])
  private(set) var distinctions = WorkDistinctions(Record(), firstAuthor: nil)
  /// Whether the volume itself is called a supplement: `3 Suppl`.
  private(set) var hasSupplementVolume = false
  private(set) var part: [UInt8] = []
  /// Whether the title is one that many works have: `Editorial`, `Book reviews`, no title at all.
  private(set) var isGeneric = false
  /// Whether it is a preprint that may be merged with the published version.
  private(set) var mayBePublished = false
  /// Whether the title is that of something which appears every year or month.
  private(set) var isPeriodical = false

  init(_ record: Record, _ rules: MatchingRules = MatchingRules()) {
    takeIdentifiers(of: record)
    takeTitle(of: record)
    takeFirstAuthor(of: record)
    year =
      (record[date: .issued] ?? record[date: .print] ?? record[date: .online] ?? record[date: .posted])?.value?
      .firstPoint?.year
    let host = record.container(.host)
    for one in record.identifiers + (host?.identifiers ?? []) where [.issn, .eissn, .issnL].contains(one.scheme) {
      if Checksum.isISSN(one.value) { issns.insert(Folding.letters(one.value)) }
    }
    let hostTitle = host?.title() ?? host?.titles.first?.text.plain ?? ""
    journal = JournalName(rules.fullName(ofJournal: hostTitle))
    let volumeText = record.volume ?? host?.variables[.volume] ?? ""
    volume = PlaceNumber.volume(volumeText)
    takeIssue(record.issue ?? host?.variables[.issue] ?? "", record[.supplementNumber], volumeText)
    firstPage = FirstPage(of: record)
    part = PlaceNumber.volume(record[.partNumber] ?? "")
    kind = Self.kind(of: record, journal.words)
    mayBePublished = rules.mergesPreprints && kind == .preprint
    particulars = WorkParticulars(record, kind, isbns: isbns)
  }

  /// The issue, and what of it stands with the volume: `3 Suppl 1`.
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

  /// Whether both have an identifier of the work in common.
  func shares(identifierOf other: Self) -> Bool {
    identifiers.contains { one in other.identifiers.contains { $0.hasSameBytes(as: one) } }
  }

  /// Whether both have the same of all by which records are kept apart.
  func hasSameFace(as other: Self) -> Bool {
    titleLetters == other.titleLetters && family == other.family && initial == other.initial && year == other.year
      && volume == other.volume && issue == other.issue && firstPage == other.firstPage
      && particulars == other.particulars && distinctions == other.distinctions && given == other.given
      && hasSupplementVolume == other.hasSupplementVolume
      && subtitles == other.subtitles && part == other.part && numbers == other.numbers && journal == other.journal
      && kind == other.kind && issns == other.issns && greekLetters == other.greekLetters
      && identifiers.elementsEqual(other.identifiers) { $0.hasSameBytes(as: $1) }
  }

  private mutating func takeIdentifiers(of record: Record) {
    for one in record.identifiers {
      guard let value = IdentifierForms.valid(one) else { continue }
      switch one.scheme {
      // One a work, of which others are those of translations and parts.
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

  private mutating func takeTitle(of record: Record) {
    var text = record.title ?? record.titles.first?.text.plain ?? ""
    if let sub = record.titles.first(where: { $0.kind == .sub }) { text += ": " + sub.text.plain }
    // Of sources that put markup into a title: `CO<sub>2</sub>`.
    if text.utf8.contains(UInt8(ascii: "<")) { text = InlineMarkup.read(text).plain }
    greekLetters = TitleSigns.greekLetters(of: text)
    text = TitleSigns.asWords(text)
    var words = Folding.words(text)
    if Placeholder.isOne(text) { words = [] }
    numbers = TitleNumbers.read(words)
    takeForms(of: words, text)
    if let first = words.first, words.count > 1, Self.articles.contains(first) { words.removeFirst() }
    notice = TitleNotices.read(words) | TitleNotices.readSigns(text)
    isGeneric = GenericTitles.contain(words)
    isPeriodical = words.contains(where: GenericTitles.isPeriodical)
  }

  /// The words as they are compared, and before how many of them a subtitle may begin.
  private mutating func takeForms(of words: [[UInt8]], _ text: String) {
    var forms = WordForms.forms(of: words)
    if let first = words.first, words.count > 1, Self.articles.contains(first) { forms[0] = [] }
    let kept = forms.indices.filter { !forms[$0].isEmpty }
    title = kept.map { forms[$0] }
    writtenTitle = kept.map { words[$0] }
    for word in title { titleLetters += word }
    if title.isEmpty { return }
    var end = 0
    var count = 0
    for part in text.unicodeScalars.split(whereSeparator: { Self.subtitleSigns.contains($0) }) {
      let start = end
      end += Folding.words(String(String.UnicodeScalarView(part))).count
      count += forms[start..<min(end, forms.count)].count { !$0.isEmpty }
      subtitles.insert(count)
    }
  }

  private static let subtitleSigns = Set(":.?!;-([/\u{2013}\u{2014}\u{2015}\u{FF1A}\u{3002}".unicodeScalars)

  private static let articles = ["a", "an", "the", "der", "die", "das", "le", "la", "les", "el", "il"].map {
    Array($0.utf8)
  }

  private mutating func takeFirstAuthor(of record: Record) {
    let author =
      record.contributors.first { $0.roles.contains(.author) && $0.kind != .anonymous && $0.kind != .others }
      ?? record.contributors.first { $0.kind == .person || $0.kind == .unparsed || $0.kind == .organization }
    distinctions = WorkDistinctions(record, firstAuthor: author?.name)
    guard let name = (author?.name).map(Self.firstOfList) else { return }
    // `Na` is a family name too, but has a given name then.
    if name.given == nil, let only = name.family ?? name.literal, Placeholder.isOne(only) { return }
    let particle = Folding.letters(name.nonDroppingParticle ?? "")
    if let known = name.family {
      family = particle + Folding.letters(known)
      initial = name.given.flatMap { Folding.letters($0).first }
      given = GivenNames(name.given ?? "")
      givenLetters = Folding.letters(name.given ?? "")
    } else {
      family = Folding.letters(name.literal ?? name.given ?? "")
    }
    nameWords = Folding.words(
      [name.given, name.nonDroppingParticle, name.family, name.literal].compactMap { $0 }
        .joined(separator: " ")
    ).sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The first name of a list that could not be parted: `Berg, Anna, Eze, Ngozi, Holt, Runa`.
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
    // Scopus calls what is in a series of books a series.
    case .bookSeries where !journal.isEmpty && record.pages != nil: return .part
    default: return .other(record.type)
    }
  }

  private static func isPreprintServer(_ journal: [[UInt8]]) -> Bool {
    guard let first = journal.first else { return false }
    return preprintServers.contains { journal.starts(with: $0) } || first.starts(with: "arxiv".utf8)
  }

  private static let preprintServers = PreprintServers.names.map { Folding.words($0) }
}

/// The numbers of a title: works of one series differ in nothing else.
enum TitleNumbers {
  private static let words: [[UInt8]: Int] = {
    let rows: [(Int, [String])] = [
      (1, ["one", "first", "eins", "erster", "erste", "erstes", "un", "premier", "premiere", "primera", "primero"]),
      (
        2,
        ["two", "second", "zwei", "zweiter", "zweite", "zweites", "deux", "deuxieme", "seconde", "segunda", "segundo"]
      ),
      (3, ["three", "third", "drei", "dritter", "dritte", "drittes", "trois", "troisieme", "tercera", "tercero"]),
      (4, ["four", "fourth", "vier", "vierter", "vierte", "quatre", "quatrieme"]), (5, ["five", "fifth", "cinq"]),
      (6, ["six", "sixth", "sechs"]), (7, ["seven", "seventh", "sieben"]), (8, ["eight", "eighth", "acht"]),
      (9, ["nine", "ninth", "neun"]), (10, ["ten", "tenth", "zehn"]),
    ]
    var table: [[UInt8]: Int] = [:]
    for (value, names) in rows { for name in names { table[Array(name.utf8)] = value } }
    return table
  }()

  static func isWord(_ word: [UInt8]) -> Bool { words[word] != nil }

  private static let markers = Set(
    [
      "part", "pt", "teil", "partie", "parte", "volume", "vol", "band", "book", "study", "chapter", "section", "phase",
      "experiment", "report", "number", "no", "paper", "series", "type", "stage", "grade", "class", "group", "deel",
    ]
    .map { Array($0.utf8) })

  static func read(_ title: [[UInt8]]) -> [Int] {
    title.indices.compactMap { index in
      if let value = value(at: index, of: title) { return value }
      guard isMarked(index, title), title[index].count == 1, let letter = title[index].first, letter.isLetter else {
        return nil
      }
      // Part A and part B.
      return Int(letter) - 96
    }
  }

  /// The number that a word of a title is, in digits, in Roman figures or as a word; nil when it is not one.
  static func value(at index: Int, of title: [[UInt8]]) -> Int? {
    let word = title[index]
    if let value = decimal(word) ?? words[word] { return value }
    // At the end, `I` is a number; of `V` and `X`, as in `site X`, nobody can tell.
    let isOneAtTheEnd = index + 1 == title.count && word == [UInt8(ascii: "i")]
    return isMarked(index, title) || word.count > 1 || isOneAtTheEnd ? roman(word) : nil
  }

  private static func isMarked(_ index: Int, _ title: [[UInt8]]) -> Bool {
    index > 0 && markers.contains(title[index - 1])
  }

  private static func decimal(_ word: [UInt8]) -> Int? {
    var end = word.count
    while end > 0, word[end - 1].isLetter { end -= 1 }
    guard end > 0, end < 10, word[..<end].allSatisfy(\.isDigit) else { return nil }
    // `2nd`, `1990s`, `60s`; `1a` is a name, of a receptor or a group.
    if end < word.count, !ordinals.contains(Array(word[end...])) { return nil }
    return Int(String(decoding: word[..<end], as: UTF8.self))
  }

  private static let ordinals = Set(["st", "nd", "rd", "th", "s", "er", "e", "eme"].map { Array($0.utf8) })

  /// The value of a Roman numeral below 40, as parts are counted with.
  static func roman(_ word: [UInt8]) -> Int? {
    let values: [UInt8: Int] = [UInt8(ascii: "i"): 1, UInt8(ascii: "v"): 5, UInt8(ascii: "x"): 10]
    guard !word.isEmpty, word.count <= 7 else { return nil }
    var sum = 0
    var last = 0
    for byte in word.reversed() {
      guard let value = values[byte] else { return nil }
      sum += value < last ? -value : value
      last = max(last, value)
    }
    return sum > 0 && sum < 40 ? sum : nil
  }
}

/// Words that make a title that of a notice about another work: `Erratum`, `Reply to`, `[published correction]`.
enum TitleNotices {
  /// A notice has an identifier of its own: an erratum, a retraction, a reply. What follows in the groups may be a remark that a
  /// database puts into the title, or a part of the title.
  static let ofOtherWorks = 0b111 | 1 << ofAddenda

  /// The group of what belongs to a work and has an identifier of its own: its data, its code.
  private static let ofAddenda = 10

  private static let groups: [[String]] = [
    [
      "erratum", "errata", "corrigendum", "corrigenda", "correction", "corrections", "berichtigung", "berichtigungen",
      "korrektur", "korrigendum", "korrigenda", "rettifica", "correccion", "correcao", "sprostowanie", "rectificatif",
      "rectificacion", "rectificatie", "rättelse", "rettelse", "oikaisu", "addendum", "исправление", "исправления",
      "поправка", "поправки", "опечатки", "勘误", "更正", "訂正", "정오표",
    ],
    ["retraction", "withdrawal", "rückzug", "widerruf", "retractation", "retractacion", "ritrattazione", "撤稿"],
    [
      "reply", "response", "rejoinder", "replies", "antwort", "erwiderung", "replik", "reponse", "respuesta",
      "risposta", "resposta", "ответ",
    ],
    ["retracted", "withdrawn", "corrected"], ["comment", "comments", "commentary", "discussion"],
    ["editorial", "foreword", "preface"],
    ["review", "reviews"], ["supplement", "supplementary", "appendix"], ["abstract", "summary", "protocol"],
    ["translation"],
  ].map { $0.map { String(decoding: Folding.letters($0), as: UTF8.self) } }

  private struct Head {
    var words: [[UInt8]]
    var bit: Int

    /// Whether it begins a title, perhaps with slips, and is not all of it.
    func begins(_ title: [[UInt8]]) -> Bool {
      words.count < title.count && zip(words, title).allSatisfy { $0 == $1 || WordDistance.isSlip($0, $1) }
    }
  }

  /// What begins the title of another work about the one that it names, each with its group, by its first letter:
  /// `Comment on`, `Data from`.
  private static let headsByLetter: [UInt8: [Head]] = {
    let rows: [(bit: Int, heads: [String])] = [
      (0, ["fe de erratas", "fe de errores", "errata corrige", "publisher correction", "author correction"]),
      (
        1,
        [
          "notice of retraction", "retraction notice", "retraction note", "notice of withdrawal",
          "expression of concern",
          "editorial expression of concern", "notice of concern",
        ]
      ),
      (
        2,
        [
          "comment on", "comments on", "commentary on", "discussion of", "comment to", "letter regarding",
          "kommentar zu", "anmerkung zu", "anmerkungen zu", "commentaire sur", "comentario sobre", "comentario a",
          "commento a", "комментарий к",
          "editorial comment", "invited commentary", "book review", "author reply", "authors reply", "letter by",
        ]
      ),
      (
        ofAddenda,
        [
          "data from", "data for", "dataset for", "dataset from", "data set for", "code for", "code from",
          "source code for", "software for", "scripts for", "supplementary material for", "supplementary materials for",
          "supplementary data for", "supporting information for", "supporting data for", "replication data for",
          "replication code for", "daten zu", "données de", "datos de",
        ]
      ),
    ]
    let heads = rows.flatMap { row in row.heads.map { Head(words: Folding.words($0), bit: 1 << row.bit) } }
    return Dictionary(grouping: heads) { $0.words.first?.first ?? 0 }
  }()

  private static let bits: [[UInt8]: Int] = {
    var table: [[UInt8]: Int] = [:]
    for (bit, words) in groups.enumerated() { for word in words { table[Array(word.utf8)] = 1 << bit } }
    return table
  }()

  private static let longByLetter = Dictionary(grouping: bits.filter { $0.key.count >= 6 }.map { ($0.key, $0.value) }) {
    $0.0.first ?? 0
  }

  static func read(_ title: [[UInt8]]) -> Int {
    let edges = (title.prefix(2) + title.suffix(2)).reduce(0) { $0 | (bits[$1] ?? bitsWithSlip($1)) }
    guard let letter = title.first?.first, let known = headsByLetter[letter] else { return edges }
    return known.reduce(edges) { $1.begins(title) ? $0 | $1.bit : $0 }
  }

  /// What no word says: `Re: Mills`, and the place of the work that is corrected, as Web of Science has it behind the
  /// title: `Mills (vol 12, pg 7, 2004)`.
  static func readSigns(_ text: String) -> Int {
    let bytes = Array(text.trimmed.utf8)
    if bytes.count > 3, bytes[0] | 0x20 == UInt8(ascii: "r"), bytes[1] | 0x20 == UInt8(ascii: "e"),
      bytes[2] == UInt8(ascii: ":")
    {
      return 1 << 2
    }
    guard bytes.last == UInt8(ascii: ")"), let open = bytes.lastIndex(of: UInt8(ascii: "(")) else { return 0 }
    let words = Folding.words(String(decoding: bytes[open...], as: UTF8.self))
    return words.first == Array("vol".utf8) && words.contains { $0 == Array("pg".utf8) || $0 == Array("p".utf8) }
      ? 1 : 0
  }

  /// Those of a long word with a slip: `Corection`.
  private static func bitsWithSlip(_ word: [UInt8]) -> Int {
    guard word.count >= 6, let first = word.first, let last = word.last, let long = longByLetter[first] else {
      return 0
    }
    for (known, bit) in long where known.last == last {
      if abs(known.count - word.count) <= 1, WordDistance.isSlipInside(known, word) { return bit }
    }
    return 0
  }
}
