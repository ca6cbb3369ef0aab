public import CitemillCore

/// `sort:FIELD[+-FIELD...]`: puts the records in order, by the names of `RecordField`; a hyphen before a name turns its order.
///
/// Records with the same values keep their order. Beyond a bound in memory, sorted runs go to a temporary file and are merged.
public struct SortTransform: TransformPlugin {
  private var order: SortOrder?
  private var memory = ByteCount(mebibytes: 256)
  private static let leastMemory = 1 << 20

  /// A transform without an order, which leaves records as they are.
  public init() {}

  /// What it is called.
  public var info: TransformInfo {
    TransformInfo(
      id: "sort", summary: "put the records in order",
      operand: FormatOption(
        "fields", default: "year+-title",
        summary: "names of fields with + between them, a hyphen before those that go down"),
      isBarrier: true)
  }

  /// `memory`.
  public var options: [FormatOption] {
    [
      FormatOption(
        "memory", default: "256M", takesOtherValues: true,
        summary: "use about this much memory; beyond that, a temporary file")
    ]
  }

  /// Takes the order or the bound; throws for a name that no field has, and for a size that is none.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    guard option == "memory" else {
      order = try SortOrder(value)
      return
    }
    guard let size = ByteCount(value), size.bytes >= Self.leastMemory else {
      throw UsageError(.badOption, "sort:memory takes a size from 1M on, as 64M or 2G, not \"\(value)\"")
    }
    memory = size
  }

  /// A stage for one run.
  public func makeStage(writesFiles: Bool) -> any Transform { SortStage(order, memory: memory.bytes) }
}

/// A size in bytes as users write it: `65536`, `64K`, `256M`, `2G`.
package struct ByteCount: Sendable, Equatable {
  package let bytes: Int

  init(mebibytes: Int) { bytes = mebibytes << 20 }

  /// Nil for what is no size.
  package init?(_ text: String) {
    let units: [(letter: UInt8, shift: Int)] = [
      (UInt8(ascii: "k"), 10), (UInt8(ascii: "m"), 20), (UInt8(ascii: "g"), 30),
    ]
    let unit = units.first { $0.letter == text.utf8.last?.lowercased }
    let digits = unit == nil ? text[...] : text.dropLast()
    guard digits.utf8.allSatisfy(\.isDigit), let number = Int(digits) else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: 1 << (unit?.shift ?? 0))
    if isTooLarge { return nil }
    self.bytes = bytes
  }
}

/// A run of `sort`.
///
///     records -> in memory, up to a bound -> sorted run -> temporary file -+
///     records -> in memory, up to a bound -> sorted run -> temporary file -+-> merged
struct SortStage: CollectionTransform {
  private let order: SortOrder?
  private let memory: Int
  // In lists of their own, since what is compared often is to be small.
  private var keys: [[UInt8]] = []
  private var records: [PlacedRecord] = []
  private var weight = 0
  private var runs: SortedRuns?
  /// The places of the records in memory in their order, the last first, when all have been added.
  private var rest: [Int]?
  private var merge: RunMerge?

  init(_ order: SortOrder?, memory: Int) {
    self.order = order
    self.memory = memory
  }

  mutating func add(_ record: PlacedRecord) throws(TransformFailure) {
    keys.append(order?.key(of: record.record) ?? [])
    records.append(record)
    weight += Self.weight(of: record)
    if weight > memory { try spill() }
  }

  mutating func next(reporting: inout Diagnostics) throws(TransformFailure) -> PlacedRecord? {
    if rest == nil, merge == nil {
      if runs != nil {
        try spill()
        merge = try runs.map { runs throws(TransformFailure) in try RunMerge(runs, memory: memory) }
      } else {
        rest = sorted().reversed()
      }
    }
    if merge != nil { return try merge?.next() }
    guard let index = rest?.popLast() else { return nil }
    return take(index)
  }

  /// About what a record takes in memory, by what it took in its source: measured with a million records of RIS.
  private static func weight(of record: PlacedRecord) -> Int { 1280 + 5 * record.place.bytes.count }

  /// The record at a place, which is needed no more.
  private mutating func take(_ index: Int) -> PlacedRecord {
    var result = PlacedRecord(Record(), at: records[index].place)
    swap(&result, &records[index])
    return result
  }

  /// The places of the records in memory in their order; those with the same values as they came.
  private func sorted() -> [Int] {
    let keys = keys
    return keys.indices.sorted { left, right in
      switch keys[left].order(to: keys[right]) {
      case 0: left < right
      case let order: order < 0
      }
    }
  }

  private mutating func spill() throws(TransformFailure) {
    if records.isEmpty { return }
    do throws(SystemFailure) {
      var runs = if let runs { runs } else { try SortedRuns() }
      // There is no second one, whose buffer would be copied.
      self.runs = nil
      runs.begin()
      for index in sorted() { try runs.add(take(index), keys[index]) }
      try runs.end()
      self.runs = runs
    } catch {
      throw TransformFailure(.sortFile, error.message)
    }
    records.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    weight = 0
  }
}

extension [UInt8] {
  /// How these bytes stand to others: less than 0 before them, 0 where they are the same, more than 0 behind.
  func order(to other: [UInt8]) -> Int {
    let (left, right) = (span, other.span)
    for index in 0..<Swift.min(left.count, right.count) where left[index] != right[index] {
      return left[index] < right[index] ? -1 : 1
    }
    return left.count - right.count
  }
}

extension Diagnostic.Code {
  /// The temporary file of `sort` cannot be made, or not be written or read.
  public static let sortFile = Self("sort.temporary-file")
}
