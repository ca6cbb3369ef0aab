public import CitemillCore

/// `sort:FIELD[+-FIELD...]`: sorts the records by the names of `RecordField`; a hyphen before a name reverses
/// its order.
///
/// Records with the same values keep their order. Beyond a limit in memory, sorted runs go to a temporary
/// file and are merged.
public struct SortTransform: TransformPlugin {
  private var order: SortOrder?
  private var memory = ByteCount.usualMemory

  /// A transform without an order, which leaves records in their order.
  public init() {}

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(
      id: "sort", summary: "sort the records",
      operand: FormatOption(
        "fields", default: "year+-title",
        summary: "names of fields with + between them; a hyphen before a name sorts in descending order"),
      isBarrier: true)
  }

  /// `memory`.
  public var options: [FormatOption] { [ByteCount.memoryOption] }

  /// Sets the order or the limit; throws for a name that is not a field, and for an invalid size.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    guard option == "memory" else {
      order = try SortOrder(value)
      return
    }
    memory = try ByteCount(memory: value, of: info.id)
  }

  /// A stage for one run.
  public func makeStage(writesFiles: Bool) -> any Transform { SortStage(order, memory: memory.bytes) }
}

/// A run of `sort`.
///
///     records -> bytes with keys, up to a bound -> sorted run -> temporary file -+
///     records -> bytes with keys, up to a bound -> sorted run -> temporary file -+-> merged
struct SortStage: CollectionTransform {
  private let order: SortOrder?
  private let memory: Int
  private var batch = SortBatch()
  private var runs: SortedRuns?
  /// The records in memory in order, the last first, once all have been added.
  private var rest: [SortBatch.Entry]?
  private var merge: RunMerge?
  private var reader = FieldCoder.unpacking()

  init(_ order: SortOrder?, memory: Int) {
    self.order = order
    self.memory = memory
  }

  mutating func add(_ record: PlacedRecord) throws(TransformFailure) {
    batch.add(record, order)
    if batch.size > memory { try spill() }
  }

  mutating func next(reporting: inout Diagnostics) throws(TransformFailure) -> PlacedRecord? {
    if rest == nil, merge == nil {
      if runs != nil {
        try spill()
        batch = SortBatch()
        merge = try runs.map { runs throws(TransformFailure) in try RunMerge(runs, memory: memory) }
      } else {
        rest = batch.sorted().reversed()
      }
    }
    if merge != nil { return try merge?.next() }
    guard let entry = rest?.popLast() else { return nil }
    let bytes = batch.record(entry)
    guard let record = PackedRecord.read(bytes, 0..<bytes.count, by: &reader) else { throw RunMerge.damaged }
    return record
  }

  private mutating func spill() throws(TransformFailure) {
    if batch.isEmpty { return }
    do throws(SystemFailure) {
      var runs = if let runs { runs } else { try SortedRuns() }
      // So that there is no second reference, which would make writing copy the buffer.
      self.runs = nil
      runs.begin()
      for entry in batch.sorted() { try runs.add(entry, of: batch) }
      try runs.end()
      self.runs = runs
    } catch {
      throw TransformFailure(.sortFile, error.message)
    }
    batch.removeAll()
  }
}

extension Diagnostic.Code {
  /// The temporary file of `sort` cannot be created, written or read.
  public static let sortFile = Self("sort.temporary-file")
}
