import CitemillCore

/// The works of a library's records. They are computed from the records when these are compared: only their
/// keys are in memory for all records.
struct ComparedWorks {
  let keys: WorkKeys
  /// Why a record could not be read back; the results are not valid then.
  private(set) var failure: TransformFailure?
  private var works: [WorkIdentity] = []
  private var records: PackedRecords?
  private let rules: MatchingRules
  /// The works that were used last, each in a slot by its index.
  private var recent: [(index: Int, work: WorkIdentity)] = []

  private static let recentCount = 1024

  /// Works that are all in memory.
  init(_ works: [WorkIdentity]) {
    self.works = works
    rules = MatchingRules()
    var keys = WorkKeys()
    for work in works { keys.append(work) }
    self.keys = keys
  }

  /// The works of records, whose keys are known.
  init(of records: PackedRecords, _ keys: WorkKeys, _ rules: MatchingRules) {
    self.records = records
    self.keys = keys
    self.rules = rules
    recent = Array(repeating: (-1, WorkIdentity(Record())), count: Self.recentCount)
  }

  var count: Int { keys.count }

  subscript(index: Int) -> WorkIdentity {
    mutating get {
      guard records != nil else { return works[index] }
      let place = index % Self.recentCount
      if recent[place].index == index { return recent[place].work }
      let work = read(index)
      recent[place] = (index, work)
      return work
    }
  }

  private mutating func read(_ index: Int) -> WorkIdentity {
    do throws(TransformFailure) {
      if let record = try records?.record(at: index, readingAhead: false) { return WorkIdentity(record.record, rules) }
    } catch {
      failure = failure ?? error
    }
    return WorkIdentity(Record())
  }
}
