import CitemillCore

/// Records as bytes with the keys by which they are sorted, as many as are in memory at once.
struct SortBatch {
  /// A record by its index, with the first bytes of its key, which mostly decide.
  struct Entry {
    fileprivate let start: UInt64
    fileprivate let index: Int
  }

  private var entries: [Entry] = []
  private var records = ByteSink()
  private var writer = FieldCoder.packing()
  private var keys: [UInt8] = []
  /// Where the keys and the records end.
  private var ends: [(key: Int, record: Int)] = []

  var isEmpty: Bool { entries.isEmpty }

  /// Its size in bytes, including the overhead of each record.
  var size: Int { records.count + keys.count + 40 * entries.count }

  mutating func add(_ record: PlacedRecord, _ order: SortOrder?) {
    let start = keys.count
    order?.appendKey(of: record.record, to: &keys)
    PackedRecord.write(record, into: &records, by: &writer)
    let head = (0..<8).reduce(UInt64(0)) { $0 << 8 | (start + $1 < keys.count ? UInt64(keys[start + $1]) : 0) }
    entries.append(Entry(start: head, index: ends.count))
    ends.append((keys.count, records.count))
  }

  /// The records in order; those with the same key in the order of arrival.
  func sorted() -> [Entry] {
    entries.sorted { left, right in
      if left.start != right.start { return left.start < right.start }
      switch keys.order(of: keyRange(left), to: keys, keyRange(right)) {
      case 0: return left.index < right.index
      case let order: return order < 0
      }
    }
  }

  func key(_ entry: Entry) -> ArraySlice<UInt8> { keys[keyRange(entry)] }

  func record(_ entry: Entry) -> [UInt8] { records.bytes(recordRange(entry)) }

  /// How many bytes a record has.
  func recordSize(_ entry: Entry) -> Int { recordRange(entry).count }

  func write(_ entry: Entry, into sink: inout ByteSink) { sink.append(records, recordRange(entry)) }

  /// Removes all records, and keeps the memory.
  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    records.rewind(to: 0)
  }

  private func keyRange(_ entry: Entry) -> Range<Int> {
    (entry.index == 0 ? 0 : ends[entry.index - 1].key)..<ends[entry.index].key
  }

  private func recordRange(_ entry: Entry) -> Range<Int> {
    (entry.index == 0 ? 0 : ends[entry.index - 1].record)..<ends[entry.index].record
  }
}

extension [UInt8] {
  /// How these bytes compare with others: less than 0 if they come before, 0 if they are the same, more than
  /// 0 if they come after.
  func order(of range: Range<Int>, to other: [UInt8], _ otherRange: Range<Int>) -> Int {
    let (left, right) = (span.extracting(range), other.span.extracting(otherRange))
    for index in 0..<Swift.min(left.count, right.count) where left[index] != right[index] {
      return left[index] < right[index] ? -1 : 1
    }
    return left.count - right.count
  }
}
