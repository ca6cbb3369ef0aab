import Citemill

/// A library of works that do not exist, the same in every run: what an export typically holds, in plain
/// fields that every format has.
struct GeneratedLibrary {
  private var state: UInt64
  private var count = 0

  /// The series of works for a seed.
  init(seed: UInt64) { state = seed }

  /// The first works of the series.
  static func records(_ count: Int, seed: UInt64 = 1) -> [Record] {
    var library = GeneratedLibrary(seed: seed)
    return (0..<count).map { _ in library.record() }
  }

  private mutating func record() -> Record {
    count += 1
    var record = Record()
    record.key = "work\(count)"
    record.type = pick([.articleJournal, .articleJournal, .articleJournal, .book, .chapter, .paperConference])
    record.add(Title(sentence(6...14)))
    for _ in 0...number(5) { record.add(.person(PersonName(family: pick(Self.families), given: given()))) }
    record[date: .issued] = PartialDate(year: 1970 + number(55), month: 1 + number(11), day: 1 + number(27))
    record.add(Identifier(.doi, "10.5555/bench.\(count).\(number(99_999))"))
    if record.type == .book {
      record[.publisher] = pick(Self.families) + " Press"
      record[.publisherPlace] = pick(["London", "Zürich", "São Paulo", "東京"])
    } else {
      let journal = "Journal of " + pick(Self.words)
      record.withHost { host in host.titles.insert(Title(journal)) }
      record[.volume] = "\(1 + number(80))"
      record[.issue] = "\(1 + number(11))"
      let page = 1 + number(900)
      record[.pages] = "\(page)-\(page + number(30))"
    }
    record.add(Identifier(.url, "https://example.org/works/\(count)"))
    record[.language] = pick(["en", "de", "pt-BR"])
    record.abstracts = [Abstract(RichText((0..<8).map { _ in sentence(10...24) }.joined(separator: " ")))]
    record.keywords = (0...number(4)).map { _ in Keyword(pick(Self.words)) }
    return record
  }

  // MARK: - Texts

  private static let words = [
    "river", "mill", "weir", "flow", "brook", "salmon", "sediment", "turbine", "archive", "survey", "method", "model",
    "local",
    "historic", "dynamics", "evidence", "passage", "migration", "energy", "water", "the", "of", "in", "and", "a",
    "between",
    "under", "landscape", "naïve", "Überfall", "measured", "restored", "upper", "lower", "catchment", "seasonal",
    "records",
  ]
  private static let families = [
    "Berg", "Okafor", "García", "Šimek", "Nguyễn", "Smith", "Ito", "Haddad", "Müller", "Novak",
  ]
  private static let givens = ["Anna", "Ben", "Chidi", "Dolores", "Eva", "Farid", "Grace", "Hiro"]

  private mutating func sentence(_ lengths: ClosedRange<Int>) -> String {
    let length = lengths.lowerBound + number(lengths.count - 1)
    let text = (0..<length).map { _ in pick(Self.words) }.joined(separator: " ")
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  private mutating func given() -> String {
    number(1) == 0 ? pick(Self.givens) : "\(pick(Self.givens)) \(pick(["J.", "M.", "R."]))"
  }

  // MARK: - Chance

  /// A number from 0 to a bound (SplitMix64).
  private mutating func number(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound + 1))
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(elements.count - 1)] }
}
