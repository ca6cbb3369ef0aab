public import CitemillCore

/// A library in which works stand several times, as several databases have them, beside works that only look alike.
///
/// Of each work it is known which records are of it. Copies have slips of the pen in titles and names, abbreviated journals,
/// initials, missing fields, other years by one, DOIs or none, and placeholders where an export has no identifier. Beside some
/// works stand others that must stay apart: the preprint, part II, the erratum, the reply, a later edition, another work by the
/// same author in the same year, abstracts that share the DOI of their supplement, chapters with the ISBN of their book,
/// editorials and columns of several issues, and the report of the next year.
public struct DuplicateLibrary: Sendable {
  /// The records.
  public private(set) var records: [Record] = []
  /// Of which work each record is.
  public private(set) var works: [Int] = []

  private var random: SeededGenerator
  private var count = 0

  /// A library of so many records at least.
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
    switch random.number(0...17) {
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

  private static func isbn(_ number: Int) -> String {
    let digits = Array("9780\(String(number + 100_000_000).dropFirst())".utf8).map { Int($0) - 48 }
    let sum = digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
    return digits.map { "\($0)" }.joined() + "\((10 - sum % 10) % 10)"
  }

  /// Works of one title and one author in one journal: of several issues of a year, or of several years.
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

  /// Adds copies of a work; where little else tells it from others, the copies have all numbers.
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
    if random.chance(40) { copy.setTitle(slip(in: original.title ?? "")) }
    if random.chance(10) { copy.setTitle(slip(in: copy.title ?? "")) }
    if random.chance(20) { copy.setTitle((copy.title ?? "").uppercased()) }
    if random.chance(50), let journal = original.container?.title() { copy.setJournal(Self.abbreviated(journal)) }
    if random.chance(50) {
      for index in copy.contributors.indices {
        copy.contributors[index].name.given = copy.contributors[index].name.given.map { "\($0.prefix(1))." }
      }
    }
    if random.chance(8), let family = copy.contributors.first?.name.family {
      copy.contributors[0].name.family = slip(in: family)
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
  private mutating func slip(in text: String) -> String {
    var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let long = words.indices.filter { words[$0].count >= 5 && words[$0].allSatisfy(\.isLetter) }
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

  private static func abbreviated(_ journal: String) -> String {
    journal.split(separator: " ").filter { !["of", "the", "and", "for"].contains($0.lowercased()) }
      .map { $0.count > 5 ? "\($0.prefix(4))." : String($0) }.joined(separator: " ")
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

  private static let placeholders = [
    "NA", "N/A", "n.a.", "-", "unknown", "none", "0", "null", "not available", "TBD", "pending", "...", "10.0000/0000",
    "10.5555/", "10.5555/xxxxx", "https://doi.org/", "doi:", "#N/A", "10.5555",
  ]
  private static let generic = [
    "Editorial", "Book reviews", "Preface", "Vorwort", "Comptes rendus", "Letter to the editor", "Erratum", "Obituary",
    "Introduction", "Index", "News and notes", "Reseñas", "Editorial 2020",
  ]
  private static let openings = [
    "On the", "Effects of", "A survey of", "Measuring", "The role of", "Towards", "Understanding", "Patterns of",
    "Origins of",
    "Notes on", "Dynamics of", "A model of", "Evidence for", "Limits of", "Comparing",
  ]
  private static let adjectives = [
    "regional", "seasonal", "early", "hidden", "coastal", "alpine", "urban", "medieval", "chronic", "acute", "genetic",
    "economic", "thermal", "magnetic", "neural", "social", "cultural", "digital", "marine", "tropical", "adaptive",
    "linear",
    "stochastic", "molecular", "clinical", "agricultural", "industrial", "volcanic", "optical", "political",
  ]
  private static let things = [
    "rivers", "mills", "markets", "networks", "enzymes", "languages", "glaciers", "memories", "populations", "signals",
    "membranes", "forests", "migrations", "treaties", "algorithms", "vaccines", "particles", "manuscripts", "sediments",
    "institutions", "receptors", "turbines", "harvests", "epidemics", "galaxies", "polymers", "settlements", "currents",
    "habitats", "theories",
  ]
  private static let fields = [
    "water", "climate", "health", "language", "energy", "plant", "animal", "urban", "ocean", "brain", "heart", "soil",
    "labour", "family", "school", "trade", "space", "metal", "light", "sound",
  ]
  private static let ends = [
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
