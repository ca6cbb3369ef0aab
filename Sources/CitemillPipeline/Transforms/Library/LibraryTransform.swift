public import CitemillCore

/// `except:FILE` and `intersect:FILE`: keep the records whose works are not in a library, or are in it, as
/// `dedupe` decides.
///
/// `except:last.ris` gives what is new since the last search. Of several copies of a work, either all are
/// kept or none.
public struct LibraryTransform: TransformPlugin {
  /// Which records are kept.
  public enum Kept: Sendable {
    /// Those whose works are not in the library.
    case others
    /// Those whose works are in it.
    case shared
  }

  private let kept: Kept
  private let formats: FormatRegistry
  private var path = ""
  private var reader: (any ReadableFormat)?
  private var decisions: [String] = []
  private var review: String?
  private var replacesReview = false

  /// A transform that reads its library in a format of a registry.
  public init(_ kept: Kept, reading formats: FormatRegistry) {
    self.kept = kept
    self.formats = formats
  }

  /// The name and description of the transform.
  public var info: TransformInfo {
    let isOther = kept == .others
    let id = isOther ? "except" : "intersect"
    return TransformInfo(
      id: id,
      summary: isOther
        ? "keep the records of works that are not in another library, such as what is new since the last search"
        : "keep the records of works that are in another library too",
      operand: FormatOption("file", default: "library.ris", summary: "the other library, in any format that is read"),
      isBarrier: true)
  }

  /// `as`, `decisions`, `review`, `overwrite`.
  public var options: [FormatOption] {
    [
      FormatOption("as", default: "detected", summary: "read the other library as this format, with its options"),
      FormatOption(
        "decisions", default: "",
        summary: "apply the decisions that people made in a review, also in one of dedupe; may be given several times"),
      FormatOption(
        "review", default: "",
        summary: "write the pairs of a record and one of the library that people are to decide to this file"),
      FormatOption(
        "overwrite", values: ["no", "yes"], default: "no", summary: "replace an earlier review that has decisions"),
    ]
  }

  /// The other library and the files of decisions.
  public var inputFiles: [String] { [path] + decisions }

  /// The review.
  public var outputFiles: [String] { [review].compactMap { $0 } }

  /// Takes the name of the library, its format, or the name of a review.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    switch option {
    case "as": reader = try formats.readableFormat(value)
    case "decisions": decisions.append(try info.fileName(value, option))
    case "review": review = try info.fileName(value, option)
    case "overwrite": replacesReview = value == "yes"
    default: path = try info.fileName(value, option)
    }
  }

  /// A stage for one run; reads the library.
  public func makeStage(writesFiles: Bool) throws -> any Transform {
    let decisions = try ReviewDecisions(paths: decisions)
    let review = writesFiles ? try review.map { try ReviewFile($0, replacesEarlier: replacesReview) } : nil
    let library = try library(HeldWorks(keepsIDs: decisions != nil || review != nil))
    return LibraryStage(kept, library, decisions: decisions, review: review)
  }

  /// The library's records; throws if not all of it can be read.
  private func library(_ empty: HeldWorks) throws -> HeldWorks {
    let source = try Compression.open(path: path)
    let format = try reader ?? FormatDetector(formats).format(of: source)
    var reader = try format.makeReader(for: source)
    var (record, diagnostics) = (Record(), Diagnostics())
    var library = empty
    var rejected = 0
    while true {
      switch try reader.next(into: &record, reporting: &diagnostics) {
      case .record: try library.append(PlacedRecord(record, at: .whole(path)))
      case .rejected: rejected += 1
      case .end:
        // A work that was not read would count as new.
        if rejected == 0 { return library }
        throw UsageError(
          .badLibrary,
          "\(rejected) of \(Diagnostic.count(library.records.count + rejected, "record")) of \(path) cannot be read; repair it, or write what can be read to another file with citemill convert"
        )
      }
    }
  }
}

/// Records held as bytes, with the keys by which duplicates are found.
struct HeldWorks {
  var records = PackedRecords(memory: ByteCount.usualMemory.bytes, failure: .libraryFile)
  private var keys = WorkKeys()
  private let keepsIDs: Bool
  /// The numbers of the records in a review; none where no review is read or written.
  private(set) var ids: [UInt64] = []

  init(keepsIDs: Bool) { self.keepsIDs = keepsIDs }

  mutating func append(_ record: PlacedRecord) throws(TransformFailure) {
    if keepsIDs { ids.append(ReviewID.of(record.record)) }
    keys.append(WorkIdentity(record.record, onlyKeys: true))
    try records.append(record)
  }

  /// The keys, which are not needed any more.
  mutating func takeKeys() -> WorkKeys {
    defer { keys = WorkKeys() }
    return keys
  }
}

/// A run of `except` or `intersect`.
struct LibraryStage: CollectionTransform {
  private let kept: LibraryTransform.Kept
  /// The records of the library, then those of the input, then those that are known only from decisions.
  private var works: HeldWorks
  private var position: Int
  private let libraryCount: Int
  private var takenIn: Range<Int>
  private let decisions: ReviewDecisions?
  private let review: ReviewFile?
  /// Which of the records are of works in the library, once all have been read.
  private var isShared: [Bool]?
  private(set) var filtered = 0
  private(set) var doubtful = 0

  init(
    _ kept: LibraryTransform.Kept, _ library: HeldWorks, decisions: ReviewDecisions? = nil, review: ReviewFile? = nil
  ) {
    self.kept = kept
    self.decisions = decisions
    self.review = review
    works = library
    libraryCount = library.records.count
    takenIn = libraryCount..<libraryCount
    position = libraryCount
  }

  mutating func add(_ record: PlacedRecord) throws(TransformFailure) {
    try works.append(record)
    takenIn = libraryCount..<works.records.count
  }

  mutating func next(reporting diagnostics: inout Diagnostics) throws(TransformFailure) -> PlacedRecord? {
    let isShared = if let isShared { isShared } else { try compare(&diagnostics) }
    self.isShared = isShared
    while position < takenIn.upperBound {
      position += 1
      if isShared[position - 1] == (kept == .shared) {
        return try works.records.record(at: position - 1, readingAhead: true)
      }
      filtered += 1
    }
    return nil
  }

  private mutating func compare(_ diagnostics: inout Diagnostics) throws(TransformFailure) -> [Bool] {
    let decided = try decidedPairs()
    var isShared = Array(repeating: false, count: works.records.count)
    let rules = MatchingRules()
    let found = Deduplication(ComparedWorks(of: works.records, works.takeKeys(), rules), rules, decided: decided)
    if let failure = found.failure { throw failure }
    for group in found.groups where group.contains(where: { $0 < libraryCount }) {
      for index in group { isShared[index] = true }
    }
    try DecisionContradiction.report(found.contradictions, &diagnostics) { (index) throws(TransformFailure) in
      try works.records.record(at: index, readingAhead: false).record.title ?? ""
    }
    try writeReview(of: found.refusals, isShared)
    return isShared
  }

  /// The decisions about the records. If one record of a decision is missing, since the library has it merged with
  /// others, it is added with the values that the review shows.
  private mutating func decidedPairs() throws(TransformFailure) -> [Deduplication.Decision] {
    guard let decisions else { return [] }
    let pairs = DecidedPairs(decisions, among: works.ids)
    var decided = pairs.decided
    var places: [String: Int] = [:]
    for one in pairs.missing where one.lacksFirst != one.lacksSecond {
      let shown = one.lacksFirst ? one.pair.first : one.pair.second
      let place = places[shown.id] ?? works.records.count
      if places[shown.id] == nil {
        try works.append(PlacedRecord(shown.record, at: .whole(one.pair.place)))
        places[shown.id] = place
      }
      for index in one.here {
        decided.append(
          Deduplication.Decision(
            first: index, second: place, isOneWork: one.pair.isOneWork, place: one.pair.place))
      }
    }
    return decided
  }

  /// Writes the doubtful pairs of a new record and one of the library.
  private mutating func writeReview(
    of refusals: [Deduplication.Refusal], _ isShared: [Bool]
  ) throws(TransformFailure) {
    for one in refusals where one.isDoubtful {
      let (old, new) = (min(one.first, one.second), max(one.first, one.second))
      guard old < libraryCount, takenIn.contains(new), !isShared[new] else { continue }
      doubtful += 1
      guard let review else { continue }
      review.add(
        try works.records.record(at: old, readingAhead: false), try works.records.record(at: new, readingAhead: false),
        (ReviewID.text(works.ids[old]), ReviewID.text(works.ids[new])), score: one.score, reason: one.reason)
    }
    if let problem = review?.finish() { throw TransformFailure(.libraryReview, problem) }
  }
}

extension Diagnostic.Code {
  /// The temporary file of `except` or `intersect` cannot be created, written or read.
  public static let libraryFile = Self("library.temporary-file")
  /// The review of `except` or `intersect` could not be written.
  public static let libraryReview = Self("library.review")
  /// The other library cannot be read completely.
  public static let badLibrary = Self("usage.library")
}
