public import CitemillCore

/// A library with several copies of works, as several databases have them, beside works that only look alike.
///
/// The work of each record is known. Copies have typing errors in titles and names, abbreviated journals,
/// initials, missing fields, years that differ by one, DOIs or none, and placeholders if an export has no
/// identifier. Beside some works are others that must be kept apart: the preprint, part II, the erratum, the
/// reply, a later edition, another work by the same author in the same year, abstracts that share the DOI of
/// their supplement, chapters with the ISBN of their book, editorials and columns of several issues, the
/// report of the next year, and works of the same people and year whose titles differ in a word, a code, a
/// subtitle or in what makes them a review or a reply.
public struct DuplicateLibrary: Sendable {
  /// The records.
  public private(set) var records: [Record] = []
  /// Of which work each record is.
  public private(set) var works: [Int] = []

  private var random: SeededGenerator
  private var count = 0

  /// A library of at least this many records.
  public init(records wanted: Int, seed: UInt64 = 1) {
    random = SeededGenerator(seed: seed)
    while records.count < wanted { addWork() }
    shuffle()
  }

  private mutating func shuffle() {
    for index in stride(from: records.count - 1, to: 0, by: -1) {
      let other = random.number(0...index)
      records.swapAt(index, other)
      works.swapAt(index, other)
    }
  }

  // MARK: - Works

  private mutating func addWork() {
    count += 1
    let original = article()
    add(original, copies: random.pick([1, 1, 2, 2, 3]))
    switch random.number(0...29) {
    case 18...21: addPair(of: random.pick(Self.wordPairs))
    case 22...23: addTitles(random.pick(Self.titlePairs))
    case 24: addSubtitles()
    case 25: addReviews()
    case 12: addSupplement()
    case 13: addChapters()
    case 14: addSeries(random.pick(Self.generic), perIssue: true)
    case 15:
      addSeries(
        "\(random.pick(Self.things)) of \(random.pick(Self.adjectives)) \(random.pick(Self.fields))", perIssue: true)
    case 16: addSeries("Annual report on \(random.pick(Self.adjectives)) \(random.pick(Self.things))", perIssue: false)
    case 0:
      addOther(of: original) { one, random in
        one.type = .preprint
        one.container = nil
        one.variables.removeAll()
        one[date: .issued] = PartialDate(year: (original.year ?? 2000) - random.number(0...1))
        one.setDOI(random.chance(50) ? "10.1101/\(random.number(100_000...999_999))" : nil)
        if random.chance(30) { one.type = .articleJournal; one.setJournal("bioRxiv") }
      }
    case 1:
      addOther(of: original) { one, random in
        let (first, second) = random.pick([
          ("Part I", "Part II"), ("I", "II"), ("Part 1", "Part 2"), ("Part A", "Part B"),
        ])
        one.setTitle((original.title ?? "") + ". " + (random.chance(50) ? second : first))
        one.move(&random)
      }
    case 2:
      addOther(of: original) { one, random in
        one.setTitle(random.pick(["Erratum: ", "Correction to: ", "Corrigendum: "]) + (original.title ?? ""))
        one.move(&random)
      }
    case 3:
      addOther(of: original) { one, random in
        one.setTitle("Reply to: " + (original.title ?? ""))
        one.move(&random)
      }
    case 4: addParts()
    case 5:
      addOther(of: original) { one, random in
        // The same people, journal and year, another subject.
        one.setTitle(Self.title(&random))
        one.move(&random)
      }
    default: break
    }
  }

  private mutating func addParts() {
    let series = Self.title(&random)
    var part = article()
    for number in 1...random.number(2...3) {
      count += 1
      part.setTitle("\(series). Part \(["I", "II", "III"][number - 1]): \(Self.subject(&random))")
      if random.chance(50) { part.setTitle("\(series) \(number)") }
      part.move(&random)
      add(part, copies: random.number(1...2))
    }
  }

  /// Abstracts of a meeting: one DOI for all.
  private mutating func addSupplement() {
    let first = article()
    let page = random.number(1...400)
    for number in 0..<random.number(2...4) {
      count += 1
      var abstract = article()
      abstract.container = first.container
      abstract[date: .issued] = first[date: .issued]
      abstract[.volume] = first[.volume]
      abstract[.issue] = "Suppl \(random.number(1...2))"
      if random.chance(30) { abstract.contributors = first.contributors }
      abstract[.pages] = "S\(page + number)"
      abstract.setDOI("10.5555/supplement.\(count / 4)")
      add(abstract, copies: random.number(1...2), isSparse: false)
    }
  }

  /// Chapters of a book, with its ISBN; some exports call each of them a book.
  private mutating func addChapters() {
    let book = article()
    let type = random.pick([RecordType.chapter, .book, .document])
    let isbn = Self.isbn(random.number(0...99_999_999))
    for number in 0..<random.number(2...4) {
      count += 1
      var chapter = article()
      chapter.type = type
      if number == 0 { chapter.setTitle(random.pick(["Introduction", "Preface", "Einleitung"])) }
      chapter[date: .issued] = book[date: .issued]
      chapter.container = book.container
      if random.chance(50) { chapter.contributors = book.contributors }
      chapter[.volume] = nil
      chapter[.issue] = nil
      chapter[.pages] = "\(number * 20 + 1)-\(number * 20 + 18)"
      chapter.setDOI(random.chance(30) ? "10.5555/book.\(count).\(number)" : nil)
      chapter.add(Identifier(.isbn, isbn))
      records.append(chapter)
      works.append(count)
    }
  }

  /// Works by the same people in the same year, or in the same volume, whose titles differ in one word.
  private mutating func addPair(of words: [String]) {
    let frame = random.pick(Self.frames)
    let subject = "\(random.pick(Self.adjectives)) \(random.pick(Self.things)) and \(random.pick(Self.things))"
    addTitles(words.map { frame.replacing("SUBJECT", with: subject).replacing("WORD", with: $0) })
  }

  /// Works with these titles by the same people, each with a place of its own or, as for reports and maps,
  /// without one.
  private mutating func addTitles(_ titles: [String]) {
    var one = article()
    // If only a short title distinguishes works, copies with typing errors are not merged.
    let isShort = titles.contains { $0.split(separator: " ").count < 5 }
    let isPlaced = random.chance(70) || titles.contains { Self.notices.contains($0) }
    let (hasDOI, isBook) = (random.chance(30), !isPlaced && random.chance(30))
    for title in random.chance(50) ? titles.reversed() : titles {
      count += 1
      one.setTitle(title)
      one.move(&random)
      if !hasDOI { one.setDOI(nil) }
      if !isPlaced { for variable in [Variable.volume, .issue, .pages] { one[variable] = nil } }
      if isBook {
        one.type = .book
        one.container = nil
      }
      add(one, copies: random.number(1...3), isSparse: isPlaced && !isShort)
    }
  }

  /// Works that differ in the subtitle, with a copy of the first that lacks it.
  private mutating func addSubtitles() {
    let title = Self.title(&random)
    var one = article()
    for (number, subtitle) in random.pick(Self.subtitles).enumerated() {
      count += 1
      one.setTitle("\(title): \(subtitle)")
      one.move(&random)
      add(one, copies: random.number(1...2), isSparse: false)
      guard number == 0 else { continue }
      one.setTitle(title)
      add(one, copies: 1, isSparse: false)
    }
  }

  /// A book, reviews of it and comments on these.
  private mutating func addReviews() {
    let book = article()
    let (title, family) = (book.titles.first?.text.plain ?? "", random.pick(Self.families))
    var one = book
    for head in ["", "Book review: ", "Review of ", "Comment on: ", "Authors' response: ", "Retraction: "]
    where random.chance(60) {
      count += 1
      one.setTitle(head + title + (head.contains("eview") && random.chance(60) ? " by \(family)" : ""))
      one.move(&random)
      if random.chance(50) { one[.pages] = nil }
      add(one, copies: random.number(1...2))
    }
  }

  private static func isbn(_ number: Int) -> String {
    let digits = Array("9780\(String(number + 100_000_000).dropFirst())".utf8).map { Int($0) - 48 }
    let sum = digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
    return digits.map { "\($0)" }.joined() + "\((10 - sum % 10) % 10)"
  }

  /// Works with one title and one author in one journal: in several issues of a year, or in several years.
  private mutating func addSeries(_ title: String, perIssue: Bool) {
    var one = article()
    one.setTitle(title)
    let year = one.year ?? 2000
    let hasDOI = random.chance(30)
    for number in 0..<random.number(2...4) {
      count += 1
      if perIssue {
        one[.issue] = "\(number + 1)"
      } else {
        one[date: .issued] = PartialDate(year: year + number)
        if random.chance(50) { one[.volume] = nil }
      }
      // Many begin each issue with page 1.
      one[.pages] = random.chance(50) ? "1-2" : "\(number * 90 + 1)"
      one.setDOI(hasDOI ? "10.5555/\(count).\(number)" : nil)
      add(one, copies: random.number(1...2), isSparse: false)
    }
  }

  private mutating func addOther(of original: Record, _ change: (inout Record, inout SeededGenerator) -> Void) {
    count += 1
    var other = original
    other.setDOI("10.5555/\(count).\(random.number(1000...9999))")
    change(&other, &random)
    add(other, copies: random.number(1...2))
  }

  /// Adds copies of a work; if little else distinguishes it from others, the copies have all numbers.
  private mutating func add(_ original: Record, copies: Int, isSparse: Bool = true) {
    for number in 0..<copies {
      var copy = number == 0 ? original : self.copy(of: original)
      if !isSparse {
        for variable in [Variable.volume, .issue, .pages] { copy[variable] = original[variable] }
        copy[date: .issued] = original[date: .issued]
        copy.titles = original.titles
      }
      if copy.doi == nil, random.chance(20) { copy.setDOI(random.pick(Self.placeholders)) }
      if random.chance(10) { copy.add(Identifier(.pmid, random.pick(["0", "NA", "-", "n/a"]))) }
      if random.chance(5) { copy.add(Identifier(.isbn, random.pick(["0000000000", "unknown", "9783161484101"]))) }
      records.append(copy)
      works.append(count)
    }
  }

  // MARK: - Copies

  private mutating func copy(of original: Record) -> Record {
    var copy = original
    if random.chance(40) { copy.setTitle(Self.slip(in: original.title ?? "", &random)) }
    if random.chance(10) { copy.setTitle(Self.slip(in: copy.title ?? "", &random)) }
    if random.chance(15) { copy.setTitle(otherForm(of: copy.title ?? "")) }
    if random.chance(20) { copy.setTitle((copy.title ?? "").uppercased()) }
    if random.chance(50), let journal = original.container?.title() { copy.setJournal(Self.abbreviated(journal)) }
    if random.chance(50) {
      for index in copy.contributors.indices {
        copy.contributors[index].name.given = copy.contributors[index].name.given.map { "\($0.prefix(1))." }
      }
    }
    if random.chance(8), let family = copy.contributors.first?.name.family {
      copy.contributors[0].name.family = Self.slip(in: family, &random)
    }
    if random.chance(8) { copy.contributors = Array(copy.contributors.prefix(1)) }
    if random.chance(10), let year = original.year { copy[date: .issued] = PartialDate(year: year + 1) }
    if random.chance(20) { copy[.issue] = nil }
    if random.chance(15) { copy[.pages] = nil }
    if random.chance(10) { copy[.volume] = nil }
    if random.chance(60) {
      copy.setDOI(nil)
    } else if random.chance(30), let doi = copy.doi {
      copy.setDOI(doi.uppercased())
    }
    return copy
  }

  /// The text with a letter of a long word left out, doubled, changed or swapped with its neighbour.
  static func slip(in text: String, _ random: inout SeededGenerator) -> String {
    var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let long = words.indices.filter { words[$0].count >= 5 && words[$0].allSatisfy(\.isLetter) && words[$0] != "three" }
    guard !long.isEmpty else { return text }
    let place = random.pick(long)
    var letters = Array(words[place])
    let at = random.number(1...(letters.count - 2))
    switch random.number(0...3) {
    case 0: letters.remove(at: at)
    case 1: letters.insert(letters[at], at: at)
    case 2: letters[at] = random.pick(Array("aeioust"))
    default: letters.swapAt(at, at + 1)
    }
    words[place] = String(letters)
    return words.joined(separator: " ")
  }

  /// The text as another database has it: American for British spelling, digits for words, names of Greek
  /// letters, no article, no accents, other dashes and quotes.
  private mutating func otherForm(of text: String) -> String {
    var text = text
    for (one, other) in Self.forms where random.chance(70) { text = text.replacing(one, with: other) }
    return text
  }

  private static let forms = [
    ("labour", "labor"), ("behaviour", "behavior"), ("colour", "color"), ("fibre", "fiber"),
    ("haemoglobin", "hemoglobin"),
    ("oestrogen", "estrogen"), ("programmes", "programs"), ("modelling", "modeling"), ("urbanisation", "urbanization"),
    ("three ", "3 "), ("two ", "2 "), ("α", "alpha"), ("β", "beta"), (" the ", " "), (" and ", " & "),
    ("-", "\u{2010}"),
    ("Part II:", "Part 2:"), ("sulphur", "sulfur"), ("centres", "centers"), ("catalogue", "catalog"),
  ]

  private static func abbreviated(_ journal: String) -> String {
    journal.split(separator: " ").filter { !["of", "the", "and", "for"].contains($0.lowercased()) }
      .map { $0.count > 5 && $0 != "bioRxiv" ? "\($0.prefix(4))." : String($0) }.joined(separator: " ")
  }

  // MARK: - Originals

  private mutating func article() -> Record {
    var record = Record()
    record.type = .articleJournal
    record.setTitle(Self.title(&random))
    for _ in 0..<random.number(1...4) {
      record.add(.person(PersonName(family: random.pick(Self.families), given: random.pick(Self.givens))))
    }
    record[date: .issued] = PartialDate(year: random.number(1980...2024))
    record.setJournal(
      "\(random.pick(["Journal of", "Annals of", "European Journal of", "Archives of", "Review of"])) "
        + "\(random.pick(Self.fields).capitalizedFirst) \(random.pick(["Research", "Science", "History", "Studies", "Methods"]))"
    )
    record[.volume] = String(random.number(1...80))
    record[.issue] = String(random.number(1...12))
    let page = random.number(1...900)
    record[.pages] = "\(page)-\(page + random.number(3...30))"
    if random.chance(70) { record.setDOI("10.5555/\(count).\(random.number(1000...9999))") }
    return record
  }

  private static func title(_ random: inout SeededGenerator) -> String {
    "\(random.pick(openings)) \(subject(&random)) \(random.pick(["in", "among", "under", "after", "without"])) "
      + "\(random.pick(adjectives)) \(random.pick(fields)) \(random.pick(ends))"
  }

  private static func subject(_ random: inout SeededGenerator) -> String {
    "\(random.pick(adjectives)) \(random.pick(things)) and \(random.pick(adjectives)) \(random.pick(things))"
  }

  private static let notices = ["Erratum", "Response"]
  private static let frames = [
    "Introduction to WORD SN methods", "Effects of SUBJECT in WORD", "WORD SUBJECT after heating",
    "A survey of SUBJECT: results for WORD", "SUBJECT of the WORD plain", "On WORD SUBJECT in alpine regions",
    "SUBJECT, WORD",
    "SUBJECT (WORD)", "SUBJECT WORD",
  ]
  /// Words that make another work: codes, directions, seasons, places, species, substances, sexes, and
  /// ordinary words that differ by a letter.
  static let wordPairs = [
    ["STAT", "GEN"], ["UR", "US"], ["SE", "SW"], ["NW", "NE"], ["Part A", "Part B"], ["Volume I", "Volume II"],
    ["men", "women"], ["boys", "girls"], ["male", "female"], ["north", "south"], ["northern", "southern"],
    ["eastern", "western"], ["rats", "mice"], ["rats", "cats", "bats"], ["mouse", "moose"], ["horses", "houses"],
    ["spring", "autumn"], ["winter", "summer"], ["January", "July"], ["June", "July"], ["2019", "2020"],
    ["Iran", "Iraq"], ["Niger", "Nigeria"], ["Austria", "Australia"], ["Slovakia", "Slovenia"], ["Mali", "Malawi"],
    ["Gambia", "Zambia"], ["Guinea", "Guyana"], ["Paris", "Parma"], ["Korea", "Kenya"], ["Sweden", "Yemen"],
    ["nitrate", "nitrite"], ["sulfate", "sulfite", "sulfide"], ["chlorate", "chloride"], ["Na", "K"], ["Fe", "Zn"],
    ["CO", "CO2"], ["NO", "NO2"], ["butane", "butene"], ["methyl", "ethyl"], ["methane", "ethane"], ["cis", "trans"],
    ["alpha", "beta"], ["gamma", "delta"], ["α", "γ"], ["in vivo", "in vitro"], ["left", "right"], ["upper", "lower"],
    ["Quercus robur", "Quercus rubra"], ["Pinus nigra", "Pinus mugo"], ["type A", "type B"], ["mother", "father"],
    ["mothers", "brothers"], ["parents", "patents"], ["content", "context"], ["adoption", "adaption"],
    ["adsorption", "absorption"], ["ingestion", "injection"], ["principal", "principle"], ["stationary", "stationery"],
    ["complement", "compliment"], ["formation", "formulation"], ["marine", "maritime"], ["prevention", "presentation"],
    ["perspective", "prospective"], ["mortality", "morality"], ["immunity", "impunity"], ["country", "county"],
    ["countries", "counties"], ["desert", "dessert"], ["trails", "trials"], ["causal", "casual"], ["angels", "angles"],
    ["diary", "dairy"], ["planets", "plants"], ["plants", "plates"], ["stress", "strips"], ["costs", "coasts"],
    ["species", "spices"], ["thorough", "through"], ["virus", "Venus"], ["lesson", "lesion"], ["organs", "organisms"],
    ["systemic", "systematic"], ["economic", "ergonomic"], ["historic", "histologic"], ["psychology", "physiology"],
    ["urology", "neurology"], ["theology", "geology"], ["ecology", "etiology"], ["hypothermia", "hyperthermia"],
    ["intrastate", "interstate"], ["preoperative", "postoperative"], ["inductive", "deductive"],
    ["dependent", "independent"],
    ["training", "straining"], ["ion", "iron"], ["boats", "boots"], ["cells", "calls"], ["genes", "games"],
    ["French", "German"], ["English", "Spanish"], ["he", "she"], ["with", "without"], ["C", "C++", "C#"], ["♂", "♀"],
    ["first", "second"], ["primary", "secondary"], ["old", "new"], ["high", "low"], ["before", "after"],
    ["Monday", "Tuesday"], ["polar", "solar"], ["steal", "steel"], ["steam", "stem"], ["stream", "steam"],
  ]
  private static let titlePairs = [
    ["DBASE UR", "DBASE US"], ["MAP SE", "MAP SW"], ["2019 annual report", "2020 annual report"],
    ["Annual report 2019", "Annual report 2020"], ["Collected works. Volume I", "Collected works. Volume II"],
    ["Handbook of weirs, Part A", "Handbook of weirs, Part B"],
    ["Programming in C", "Programming in C++", "Programming in C#"],
    ["Learning C", "Learning C#"], ["Health survey: men", "Health survey: women"], ["Authors' response", "Response"],
    ["Atlas of the rivers, North", "Atlas of the rivers, South"], ["Erratum", "Reply"], ["Census 1990", "Census 2000"],
    ["Mills of the river Ouse: spring survey", "Mills of the river Ouse: autumn survey"],
    ["Algebra for students", "Algebra for teachers"],
    ["Algebra for schools: exercises", "Algebra for schools: solutions"],
    ["Algebra and its use in schools", "Algebra and its use in schools: teacher's edition"],
    ["Algebra and its use in schools", "Algebra and its use in schools: workbook"],
    ["Algebra and its use in schools", "Algebra and its use in schools - solutions manual"],
    ["Sheet 12 NE", "Sheet 12 NW"], ["Letters from Rome", "Letters to Rome"],
    ["Geology of the Ouse 1:50000", "Geology of the Ouse 1:25000"],
    ["A reply to Berg", "A reply to Eze"], ["Untersuchungen zum Wasser, Teil A", "Untersuchungen zum Wasser, Teil B"],
    ["Les moulins du nord", "Les moulins du sud"], ["Die Mühlen im Osten", "Die Mühlen im Westen"],
    ["Symposium on locks, abstracts", "Symposium on locks, papers"],
    ["Weirs of the world: day 1", "Weirs of the world: day 2"],
  ]
  private static let subtitles = [
    ["men", "women"], ["map SE", "map SW"], ["a survey of the north", "a survey of the south"],
    ["effects in rats", "effects in mice"],
    ["methods", "results"], ["spring", "autumn"], ["sheet UR", "sheet US"], ["theory", "practice", "history"],
  ]
  private static let placeholders = [
    "NA", "N/A", "n.a.", "-", "unknown", "none", "0", "null", "not available", "TBD", "pending", "...", "10.0000/0000",
    "10.5555/", "10.5555/xxxxx", "https://doi.org/", "doi:", "#N/A", "10.5555",
  ]
  private static let generic = [
    "Editorial", "Book reviews", "Preface", "Vorwort", "Comptes rendus", "Letter to the editor", "Erratum", "Obituary",
    "Introduction", "Index", "News and notes", "Reseñas", "Editorial 2020",
  ]
  static let openings = [
    "On the", "Effects of", "A survey of", "Measuring", "The role of", "Towards", "Understanding", "Patterns of",
    "Origins of",
    "Notes on", "Dynamics of", "A model of", "Evidence for", "Limits of", "Comparing",
  ]
  static let adjectives = [
    "regional", "seasonal", "early", "hidden", "coastal", "alpine", "urban", "medieval", "chronic", "acute", "genetic",
    "economic", "thermal", "magnetic", "neural", "social", "cultural", "digital", "marine", "tropical", "adaptive",
    "linear",
    "stochastic", "molecular", "clinical", "agricultural", "industrial", "volcanic", "optical", "political",
  ]
  static let things = [
    "rivers", "mills", "markets", "networks", "enzymes", "languages", "glaciers", "memories", "populations", "signals",
    "membranes", "forests", "migrations", "treaties", "algorithms", "vaccines", "particles", "manuscripts", "sediments",
    "institutions", "receptors", "turbines", "harvests", "epidemics", "galaxies", "polymers", "settlements", "currents",
    "habitats", "theories", "fibre models", "behaviour", "colours", "oestrogen receptors", "haemoglobin tests",
    "α-amylases",
    "β-blockers", "three programmes", "two centres", "catalogues", "sulphur springs", "modelling of the weirs",
    "urbanisation of the coasts",
  ]
  static let fields = [
    "water", "climate", "health", "language", "energy", "plant", "animal", "urban", "ocean", "brain", "heart", "soil",
    "labour", "family", "school", "trade", "space", "metal", "light", "sound",
  ]
  static let ends = [
    "systems", "regions", "communities", "environments", "cohorts", "experiments", "archives", "landscapes", "records",
    "conditions", "societies", "models", "observations", "economies", "tissues",
  ]
  private static let families = [
    "Berg", "Eze", "Wójcik", "Vogel", "D'Arcy", "García", "Nakamura", "Okafor", "Lindqvist", "Haddad", "Ivanova",
    "Müller",
    "Rossi", "Dubois", "Novák", "Silva", "Kowalski", "Andersson", "Papadopoulos", "Yilmaz", "Chen", "Wang", "Singh",
    "Nguyen",
    "Smith", "Johnson", "Brown", "Taylor", "Fischer", "Bernard", "Moreau", "Santos", "Horvat", "Popescu", "Jensen",
    "Virtanen",
  ]
  private static let givens = [
    "Anna", "Ruth", "Piotr", "Ada", "Ngozi", "Luis", "Yuki", "Chidi", "Karin", "Omar", "Olga", "Jürgen", "Paolo",
    "Claire",
    "Jan", "Maria", "Ewa", "Lars", "Nikos", "Deniz", "Wei", "Priya", "Linh", "John", "Emma", "Max", "Luc", "Inês",
  ]
}

extension Record {
  fileprivate var year: Int? { self[date: .issued]?.value?.firstPoint?.year }

  fileprivate mutating func setTitle(_ title: String) { titles = [Title(RichText(title))] }

  fileprivate mutating func setJournal(_ title: String) { withHost { $0.titles = [Title(RichText(title))] } }

  fileprivate mutating func setDOI(_ doi: String?) {
    identifiers.removeAll { $0.scheme == .doi }
    if let doi { add(Identifier(.doi, doi)) }
  }

  /// Gives it a place of its own in the journal.
  fileprivate mutating func move(_ random: inout SeededGenerator) {
    let page = random.number(1...900)
    self[.pages] = "\(page)-\(page + 2)"
    if random.chance(50) { setDOI("10.5555/m.\(random.number(1...99_999_999))") } else { setDOI(nil) }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
