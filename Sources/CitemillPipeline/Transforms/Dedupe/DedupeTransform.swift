public import CitemillCore

/// `dedupe`: merges the records of one work, and says in a log why and with what.
///
/// Records with one DOI, PMID or other identifier are of one work; of the others those whose titles, authors, years and places
/// score high enough in a comparison. Different DOIs, numbers in titles, editions, and notices about a work (errata, replies)
/// keep records apart, and so does that one is a preprint.
public struct DedupeTransform: TransformPlugin {
  private var log: String?
  private var replacesLog = false

  /// A transform without log.
  public init() {}

  /// What it is called.
  public var info: TransformInfo {
    TransformInfo(
      id: "dedupe", aliases: ["deduplicate"],
      summary: "merges the records of one work into one that has what each knows",
      isBarrier: true)
  }

  /// `log`, `overwrite`.
  public var options: [FormatOption] {
    [
      FormatOption(
        "log", default: "",
        summary: "writes each decision to this file as a line of JSON, with the records as they were"),
      FormatOption(
        "overwrite", values: ["no", "yes"], default: "no",
        summary: "replaces an earlier log that has records which are not read this time, and so may be nowhere else"),
    ]
  }

  /// The log.
  public var outputFiles: [String] { log.map { [$0] } ?? [] }

  /// Takes the name of the log, or whether another log gives way to it.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    if option == "overwrite" {
      replacesLog = value == "yes"
    } else {
      log = try info.fileName(value, option)
    }
  }

  /// A stage for one run; begins the log.
  public func makeStage(writesFiles: Bool) throws -> any Transform {
    let log = writesFiles ? try log.map { try MergeLog($0, replacesEarlier: replacesLog) } : nil
    return DedupeStage(log: log, dropsValues: self.log == nil)
  }
}

/// A run of `dedupe`.
struct DedupeStage: CollectionTransform {
  private(set) var merged = 0
  private var records: [PlacedRecord] = []
  private var works: [Work]?
  private var position = 0
  private var refusals: [Deduplication.Refusal] = []
  private let log: MergeLog?
  /// The keys of the records that went out, for the log.
  private var keys: Set<Verbatim> = []
  /// Whether what a merged record lacks is gone: not where the log keeps the records as they were.
  private let dropsValues: Bool
  private(set) var dropped: [DroppedValues] = []

  /// Which records are of one work, and by which steps they were found.
  private struct Work {
    var members: [Int]
    var steps: [Deduplication.Step]
  }

  init(log: MergeLog? = nil, dropsValues: Bool = true) {
    self.log = log
    self.dropsValues = dropsValues
  }

  mutating func add(_ record: PlacedRecord) { records.append(record) }

  mutating func next(reporting diagnostics: inout Diagnostics) throws(TransformFailure) -> PlacedRecord? {
    if works == nil { works = try findWorks() }
    let works = works ?? []
    dropped = []
    if position < works.count {
      let work = works[position]
      position += 1
      return unite(work, &diagnostics)
    }
    if position > works.count { return nil }
    position += 1
    for refusal in refusals { log?.apart(records[refusal.first], records[refusal.second], refusal) }
    // Without the log what was merged could not be undone.
    if let problem = log?.finish() { throw TransformFailure(.mergeLog, problem) }
    records = []
    return nil
  }

  /// The works in the order of their first records.
  private mutating func findWorks() throws(TransformFailure) -> [Work] {
    let found = Deduplication(records.map { WorkIdentity($0.record) })
    var steps: [Int: [Deduplication.Step]] = [:]
    var groupOf: [Int: Int] = [:]
    let groups = found.groups
    for (number, group) in groups.enumerated() { for index in group { groupOf[index] = number } }
    for step in found.steps { if let group = groupOf[step.first] { steps[group, default: []].append(step) } }
    var works: [Work] = []
    works.reserveCapacity(records.count)
    for index in records.indices {
      guard let number = groupOf[index] else {
        works.append(Work(members: [index], steps: []))
        continue
      }
      if groups[number].first == index {
        works.append(Work(members: groups[number], steps: steps[number, default: []]))
      }
    }
    // Before anything is written.
    try log?.check(records)
    refusals = found.refusals
    return works
  }

  private mutating func unite(_ work: Work, _ diagnostics: inout Diagnostics) -> PlacedRecord {
    let copies = work.members.map { records[$0] }
    // The log still tells of the titles of those that stayed apart.
    if refusals.isEmpty { for index in work.members { records[index].record = Record() } }
    if let only = copies.first, copies.count == 1 {
      if let key = keyThatWasThere(only.record) {
        log?.alone(only.record, key: key, work.members.first ?? 0, output: position - 1)
      }
      return only
    }
    let union = RecordUnion(copies)
    _ = keyThatWasThere(union.record)
    tell(copies, in: union, by: work.steps, &diagnostics)
    log?.merged(copies, work.members, into: union, work.steps)
    merged += copies.count - 1
    if dropsValues { dropped = Self.dropped(copies, union) }
    return PlacedRecord(union.record, at: copies[union.base].place)
  }

  /// The key of a record where one before it has it too, or may have it once it is numbered; remembers it. The output numbers
  /// such keys.
  private mutating func keyThatWasThere(_ record: Record) -> String? {
    guard log != nil, let key = record.key, !record.isKeyGenerated else { return nil }
    if !keys.insert(Verbatim(wrappedValue: key)).inserted { return key }
    let stem = MergedRecordSearch.stem(of: key)
    return !stem.hasSameBytes(as: key) && keys.contains(Verbatim(wrappedValue: stem)) ? key : nil
  }

  private static func dropped(_ copies: [PlacedRecord], _ union: RecordUnion) -> [DroppedValues] {
    let kept = MergedValues(union.record)
    return copies.indices.filter { $0 != union.base }.compactMap { index in
      let paths = kept.missing(of: copies[index].record)
      return paths.isEmpty ? nil : DroppedValues(paths, of: copies[index])
    }
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
  /// Records of one work were merged.
  public static let merged = Self("dedupe.merged")
  /// The log of what was merged could not be written.
  public static let mergeLog = Self("dedupe.log")
}
