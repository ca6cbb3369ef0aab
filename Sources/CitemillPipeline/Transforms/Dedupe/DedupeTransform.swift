public import CitemillCore

/// `dedupe`: merges the records of the same work, and logs why and into what.
///
/// Records with the same DOI, PMID or other identifier are of one work; so are records whose titles, authors,
/// years and places score high enough in a comparison. Different DOIs, numbers in titles, editions, and
/// notices about a work (errata, replies) keep records apart, and so does a preprint beside the published
/// version.
public struct DedupeTransform: TransformPlugin {
  private var log: String?
  private var replacesLog = false
  private var review: String?
  private var decisions: [String] = []
  private var journals: String?
  private var rules = MatchingRules()
  private var keeping = RecordUnion.Keeping.merged
  private var marks = false
  private var memory = ByteCount.usualMemory

  /// A transform without a log, with the default rules.
  public init() {}

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(
      id: "dedupe", aliases: ["deduplicate"],
      summary: "merge the records of the same work into one that combines their values",
      isBarrier: true)
  }

  /// `log`, `review`, `decisions`, `keep`, `mark`, `preprints`, `journals`, `score`, `doubt`, `overwrite`,
  /// `memory`.
  public var options: [FormatOption] {
    [
      FormatOption(
        "log", default: "",
        summary: "write each decision to this file as a line of JSON, with the original records"),
      FormatOption(
        "review", default: "",
        summary: "write the pairs that people are to decide to this file, a table, or to NAME.jsonl as JSON lines"),
      FormatOption(
        "decisions", default: "",
        summary: "apply the decisions that people made in such a file; may be given several times"),
      FormatOption(
        "keep", values: RecordUnion.Keeping.allCases.map(\.rawValue), default: RecordUnion.Keeping.merged.rawValue,
        summary: "combine the values of all records, or keep the first or the fullest unchanged"),
      FormatOption(
        "mark", values: ["no", "yes"], default: "no",
        summary: "merge nothing, and add a note with number and score to the records of the same work"),
      FormatOption(
        "preprints", values: ["apart", "merge"], default: "apart",
        summary: "keep a preprint and the published version apart, or merge them"),
      FormatOption(
        "journals", default: "", summary: "use this table of journals with their abbreviations, as normalise does"),
      FormatOption(
        "score", default: "75", summary: "merge records with at least this score, of \(WorkComparison.most)"),
      FormatOption("doubt", default: "60", summary: "write pairs with at least this score to the review"),
      FormatOption(
        "overwrite", values: ["no", "yes"], default: "no",
        summary:
          "replace a log with records that are not read in this run, and a review with decisions"),
      ByteCount.memoryOption,
    ]
  }

  /// The log and the review.
  public var outputFiles: [String] { [log, review].compactMap { $0 } }

  /// The decisions and the table of journals.
  public var inputFiles: [String] { decisions + [journals].compactMap { $0 } }

  /// Sets the name of a file, or how records are compared and kept.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    switch option {
    case "memory": memory = try ByteCount(memory: value, of: info.id)
    case "overwrite": replacesLog = value == "yes"
    case "mark": marks = value == "yes"
    case "preprints": rules.mergesPreprints = value == "merge"
    case "keep": keeping = RecordUnion.Keeping(rawValue: value) ?? .merged
    case "score": rules.threshold = try points(value, option)
    case "doubt": rules.doubt = try points(value, option)
    case "review": review = try info.fileName(value, option)
    case "decisions": decisions.append(try info.fileName(value, option))
    case "journals": journals = try info.fileName(value, option)
    default: log = try info.fileName(value, option)
    }
  }

  private func points(_ value: String, _ option: String) throws(UsageError) -> Int {
    guard let points = Int(value), (1...WorkComparison.most).contains(points) else {
      throw UsageError(.badOption, "dedupe:\(option) takes a number from 1 to \(WorkComparison.most)")
    }
    return points
  }

  /// A stage for one run; begins the log and the review.
  public func makeStage(writesFiles: Bool) throws -> any Transform {
    var rules = rules
    rules.journals = try journals.map { try JournalTable(path: $0) }
    let decisions = try ReviewDecisions(paths: decisions)
    let log = writesFiles ? try log.map { try MergeLog($0, replacesEarlier: replacesLog) } : nil
    let review = writesFiles ? try review.map { try ReviewFile($0, replacesEarlier: replacesLog) } : nil
    return DedupeStage(
      rules, keeping, marks: marks, log: log, review: review, decisions: decisions, dropsValues: self.log == nil,
      memory: memory)
  }
}

/// A run of `dedupe`.
///
/// The records are held as bytes, in memory or in a temporary file, with the keys by which duplicates are
/// found.
struct DedupeStage: CollectionTransform {
  private(set) var merged = 0
  private var records: PackedRecords
  private var keys = WorkKeys()
  /// The numbers of the records in a review, if there is one.
  private var ids: [UInt64] = []
  private var works: FoundWorks?
  /// How many records were returned, or merged into one that was.
  private var position = 0
  private var output = 0
  private let rules: MatchingRules
  private let keeping: RecordUnion.Keeping
  private let marks: Bool
  private let log: MergeLog?
  private let review: ReviewFile?
  private let decisions: ReviewDecisions?
  /// The keys of the records that went out, for the log.
  private var citationKeys: Set<Verbatim> = []
  /// Whether values that a merged record lacks are lost: not if the log keeps the original records.
  private let dropsValues: Bool
  private(set) var dropped: [DroppedValues] = []
  private(set) var mergedPlaces: [SourceLocation] = []
  private(set) var foundIn: [[String]]?

  private(set) var doubtful = 0

  init(
    _ rules: MatchingRules = MatchingRules(), _ keeping: RecordUnion.Keeping = .merged, marks: Bool = false,
    log: MergeLog? = nil, review: ReviewFile? = nil, decisions: ReviewDecisions? = nil, dropsValues: Bool = true,
    memory: ByteCount = .usualMemory
  ) {
    self.rules = rules
    self.keeping = keeping
    self.marks = marks
    self.log = log
    self.review = review
    self.decisions = decisions
    self.dropsValues = dropsValues
    records = PackedRecords(memory: memory.bytes, failure: .dedupeFile)
  }

  mutating func add(_ record: PlacedRecord) throws(TransformFailure) {
    keys.append(WorkIdentity(record.record, onlyKeys: true))
    if review != nil || decisions != nil { ids.append(ReviewID.of(record.record)) }
    log?.meet(record.record)
    try records.append(record)
  }

  mutating func next(reporting diagnostics: inout Diagnostics) throws(TransformFailure) -> PlacedRecord? {
    if works == nil { works = try findWorks(&diagnostics) }
    (dropped, mergedPlaces) = ([], [])
    while position < records.count {
      let index = position
      position += 1
      if let work = works?.work(of: index) {
        if work.members.first == index { return try unite(work, &diagnostics) }
      } else {
        return try alone(index)
      }
    }
    if position > records.count { return nil }
    position += 1
    if let log {
      for one in works?.refusals ?? [] { log.apart(try read(one.first), try read(one.second), one) }
    }
    // Without the log what was merged could not be undone.
    if let problem = log?.finish() ?? review?.finish() { throw TransformFailure(.mergeLog, problem) }
    tellDoubts(&diagnostics)
    return nil
  }

  private mutating func read(_ index: Int, readingAhead ahead: Bool = false) throws(TransformFailure) -> PlacedRecord {
    try records.record(at: index, readingAhead: ahead)
  }

  private mutating func findWorks(_ diagnostics: inout Diagnostics) throws(TransformFailure) -> FoundWorks {
    let reviewed = decisions.map { DecidedPairs($0, among: ids) }
    reviewed?.reportMissing(&diagnostics)
    var found = Deduplication(ComparedWorks(of: records, keys, rules), rules, decided: reviewed?.decided ?? [])
    if let failure = found.failure { throw failure }
    keys = WorkKeys()
    try DecisionContradiction.report(found.contradictions, &diagnostics) { (index) throws(TransformFailure) in
      try read(index).record.title ?? ""
    }
    doubtful = found.refusals.count { $0.isDoubtful }
    if let review {
      for one in found.refusals where one.isDoubtful {
        let names = (ReviewID.text(ids[one.first]), ReviewID.text(ids[one.second]))
        review.add(try read(one.first), try read(one.second), names, score: one.score, reason: one.reason)
      }
    }
    ids = []
    // Checked before anything is written.
    try log?.check()
    return FoundWorks(&found, count: records.count, keepsRefusals: log != nil, marks: marks)
  }

  private mutating func alone(_ index: Int) throws(TransformFailure) -> PlacedRecord {
    var only = try read(index, readingAhead: true)
    if !marks { foundIn = [only.foundIn] }
    if let mark = works?.mark(of: index) { only.record.notes.append(Note(RichText(mark))) }
    if let key = keyThatWasThere(only.record) { log?.alone(only.record, key: key, index, output: output) }
    output += 1
    return only
  }

  private func tellDoubts(_ diagnostics: inout Diagnostics) {
    if doubtful > 0, review == nil {
      diagnostics.note(
        .doubtful,
        "\(doubtful) \(doubtful == 1 ? "pair is" : "pairs are") left apart in doubt; dedupe:review=FILE writes them for people to decide",
        at: nil)
    }
  }

  private mutating func unite(_ work: FoundWorks.Work, _ diagnostics: inout Diagnostics) throws(TransformFailure)
    -> PlacedRecord
  {
    var copies: [PlacedRecord] = []
    for index in work.members { copies.append(try read(index, readingAhead: copies.isEmpty)) }
    if !marks { foundIn = copies.map(\.foundIn) }
    output += 1
    let union = RecordUnion(copies, keeping: keeping)
    _ = keyThatWasThere(union.record)
    tell(copies, in: union, by: work.steps, &diagnostics)
    log?.merged(copies, work.members, into: union, work.steps)
    merged += copies.count - 1
    mergedPlaces = copies.indices.filter { $0 != union.base }.map { copies[$0].place }
    if dropsValues { dropped = Self.dropped(copies, union) }
    return PlacedRecord(union.record, at: copies[union.base].place)
  }

  /// The key of a record if an earlier record has it too, or may have it once keys are numbered; also stores
  /// it. The output numbers such keys.
  private mutating func keyThatWasThere(_ record: Record) -> String? {
    guard log != nil, let key = record.key, !record.isKeyGenerated else { return nil }
    if !citationKeys.insert(Verbatim(wrappedValue: key)).inserted { return key }
    let stem = MergedRecordSearch.stem(of: key)
    return !stem.hasSameBytes(as: key) && citationKeys.contains(Verbatim(wrappedValue: stem)) ? key : nil
  }

  private static func dropped(_ copies: [PlacedRecord], _ union: RecordUnion) -> [DroppedValues] {
    var kept = MergedValues(union.record)
    var dropped: [DroppedValues] = []
    // The record that the others are merged into counts too: a fuller value may have replaced its own.
    for copy in copies {
      let paths = kept.missing(of: copy.record)
      if !paths.isEmpty { dropped.append(DroppedValues(paths, of: copy)) }
    }
    return dropped
  }

  private func tell(
    _ copies: [PlacedRecord], in union: RecordUnion, by steps: [Deduplication.Step], _ diagnostics: inout Diagnostics
  ) {
    let others = copies.indices.filter { $0 != union.base }.map { "\(copies[$0].place)" }
    let reasons = steps.first?.reasons.joined(separator: ", ") ?? ""
    diagnostics.note(
      .merged, "merged with \(others.joined(separator: " and ")): \(reasons)", at: copies[union.base].place)
  }
}

extension Diagnostic.Code {
  /// Records of the same work were merged.
  public static let merged = Self("dedupe.merged")
  /// The log of what was merged could not be written.
  public static let mergeLog = Self("dedupe.log")
  /// The temporary file of `dedupe` cannot be created, written or read.
  public static let dedupeFile = Self("dedupe.temporary-file")
}
