public import CitemillCore

/// Statistics for a systematic review: how many records each source has and which fields, and which works
/// several sources share.
///
/// Only counters are kept, so that libraries of any size can be counted. A source is a label of records, such
/// as a database, or for records without a label the name of their file; a record with several labels counts
/// for each. Works are counted if a stage compares records, as `dedupe` does.
public struct SourceStatistics: Sendable {
  /// What the records of a source, or all, have.
  public struct Counts: Sendable {
    /// How many records there are.
    public private(set) var records = 0
    /// How many of them have each of `fields`.
    public private(set) var filled = Array(repeating: 0, count: SourceStatistics.fields.count)
    /// How many records there are of each type.
    public private(set) var types: [RecordType: Int] = [:]
    /// How many records there are of each year of publication.
    public private(set) var years: [Int: Int] = [:]

    /// How many records have no year of publication.
    public var withoutYear: Int { records - years.values.reduce(0, +) }
    /// The types, the most frequent first, equal ones by name.
    public var rankedTypes: [(type: RecordType, count: Int)] {
      types.map { (type: $0.key, count: $0.value) }.sorted { one, other in
        one.count != other.count ? one.count > other.count : one.type.rawValue < other.type.rawValue
      }
    }

    /// Nothing counted.
    fileprivate init() {}

    /// Counts of an earlier run; names that are no fields are ignored.
    init(
      records: Int, filled: [(name: String, count: Int)], types: [(type: RecordType, count: Int)],
      years: [(year: Int, count: Int)]
    ) {
      self.records = records
      for (name, count) in filled {
        if let field = SourceStatistics.fields.firstIndex(of: name) { self.filled[field] = count }
      }
      self.types = Dictionary(types.map { ($0.type, $0.count) }, uniquingKeysWith: +)
      self.years = Dictionary(years.map { ($0.year, $0.count) }, uniquingKeysWith: +)
    }

    fileprivate mutating func add(_ record: Record, having present: [Bool]) {
      records += 1
      for index in present.indices where present[index] { filled[index] += 1 }
      types[record.type, default: 0] += 1
      // A hostile library may have any number of years.
      guard let year = record[date: .issued]?.value?.firstPoint?.year else { return }
      if years.count < SourceStatistics.mostYears || years[year] != nil { years[year, default: 0] += 1 }
    }

    fileprivate mutating func merge(_ other: Counts) {
      records += other.records
      for index in filled.indices { filled[index] += other.filled[index] }
      types.merge(other.types, uniquingKeysWith: +)
      years.merge(other.years, uniquingKeysWith: +)
    }
  }

  /// A source with what its records have.
  public struct Source: Sendable {
    /// The label, or the name of a file.
    public let name: String
    /// What its records have.
    public fileprivate(set) var counts = Counts()
    /// How many works it has, if works are known.
    public fileprivate(set) var works = 0
    /// How many of these no other source has.
    public fileprivate(set) var uniqueWorks = 0
    /// How many of its records repeat works of the same source.
    public fileprivate(set) var duplicatesWithin = 0
  }

  /// Which records are the same work, if they were compared.
  public struct Works: Sendable {
    /// How many works there are.
    public fileprivate(set) var count = 0
    /// How many records were compared.
    public fileprivate(set) var records = 0
    /// How many records are of a work that was found before in the same source.
    public fileprivate(set) var duplicatesWithin = 0
    /// How many works two sources share, by their indices, the smaller first.
    fileprivate var shared: [[Int]: Int] = [:]

    /// How many records are of a work that was found before in other sources.
    public var duplicatesBetween: Int { records - count - duplicatesWithin }
  }

  /// The fields that are checked for a value, by their names in filters.
  public static let fields: [String] = places.map(\.name)

  private static let places: [(name: String, places: [Place])] = [
    ("title", [.title(.main, .own)]), ("author", [.names(.author)]), ("editor", [.names(.editor)]),
    ("issued", [.date(.issued)]), ("journal", [.title(.main, .host), .title(.short, .host)]),
    ("volume", [.variable(.volume)]), ("issue", [.variable(.issue)]),
    ("pages", [.variable(.pages), .variable(.articleNumber)]), ("abstract", [.abstract(.main)]),
    ("keyword", [.keyword]), ("doi", [.identifier(.doi)]), ("pmid", [.identifier(.pmid)]),
    ("issn", [.identifier(.issn)]), ("isbn", [.identifier(.isbn)]), ("language", [.variable(.language)]),
    ("url", [.identifier(.url)]),
  ]

  /// How many sources are counted separately; records of further ones count as `others`.
  private static let mostSources = 200
  /// The name for all sources beyond that number.
  public static let others = "(other sources)"
  private static let mostYears = 2000

  /// All records.
  public private(set) var total = Counts()
  /// The sources in order.
  public private(set) var sources: [Source] = []
  /// Which records are the same work; nil if no stage compared them.
  public private(set) var works: Works?
  private var placeOf: [Verbatim: Int] = [:]

  /// Nothing counted.
  public init() {}

  /// The counts of all records; those of the sources are added afterwards.
  init(_ total: Counts) { self.total = total }

  /// How many works two sources share, by their indices in `sources`; for one source, how many it has.
  public func overlap(_ one: Int, _ other: Int) -> Int {
    one == other ? sources[one].works : works?.shared[[min(one, other), max(one, other)]] ?? 0
  }

  // MARK: - Counting

  /// Counts a record that was read.
  mutating func add(_ record: Record, at place: SourceLocation) {
    let present = Self.places.map { $0.places.contains(where: record.has) }
    total.add(record, having: present)
    for source in self.places(of: record.foundIn(place)) { sources[source].counts.add(record, having: present) }
  }

  /// Counts a work by the sources of each of its records.
  mutating func addWork(_ foundIn: [[String]]) {
    var works = works ?? Works()
    let records = foundIn.map { places(of: $0) }
    works.count += 1
    works.records += records.count
    works.duplicatesWithin += records.count - Set(records).count
    var counts: [Int: Int] = [:]
    for record in records { for source in record { counts[source, default: 0] += 1 } }
    let found = counts.keys.sorted()
    for (index, source) in found.enumerated() {
      sources[source].works += 1
      if found.count == 1 { sources[source].uniqueWorks += 1 }
      sources[source].duplicatesWithin += (counts[source] ?? 1) - 1
      for other in found[(index + 1)...] { works.shared[[source, other], default: 0] += 1 }
    }
    self.works = works
  }

  /// Adds the statistics of later records; works are counted when all records are read.
  mutating func merge(_ other: SourceStatistics) {
    total.merge(other.total)
    for source in other.sources { add(source.counts, of: source.name) }
  }

  /// Adds the counts of a source.
  mutating func add(_ counts: Counts, of source: String) { sources[place(of: source)].counts.merge(counts) }

  /// The indices of labels, in order and each once.
  private mutating func places(of labels: [String]) -> [Int] {
    if labels.count == 1, let label = labels.first { return [place(of: label)] }
    return Set(labels.map { place(of: $0) }).sorted()
  }

  private mutating func place(of label: String) -> Int {
    if let place = placeOf[Verbatim(wrappedValue: label)] { return place }
    if sources.count >= Self.mostSources, label != Self.others { return place(of: Self.others) }
    placeOf[Verbatim(wrappedValue: label)] = sources.count
    sources.append(Source(name: label))
    return sources.count - 1
  }
}
