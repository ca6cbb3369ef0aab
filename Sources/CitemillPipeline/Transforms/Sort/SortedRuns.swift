import CitemillCore

/// Sorted runs of records one after another in one temporary file.
///
///     file   [ run 0 | run 1 | ... ]      run   [ entry | entry | ... ]
///     entry  key length, record length (four bytes each, the lowest first), key, record
struct SortedRuns {
  let file: TemporaryFile
  /// The ranges of the runs.
  private(set) var ranges: [Range<Int>] = []
  private var sink: ByteSink
  private var start = 0
  fileprivate static let head = 8

  init() throws(SystemFailure) {
    file = try TemporaryFile()
    sink = ByteSink(file.destination)
  }

  /// Begins a run after the others.
  mutating func begin() { start = sink.count }

  /// Writes a record with its key after the others of the run.
  mutating func add(_ entry: SortBatch.Entry, of batch: SortBatch) throws(SystemFailure) {
    let key = batch.key(entry)
    sink.append(word: UInt64(key.count) | UInt64(batch.recordSize(entry)) << 32, count: Self.head)
    sink.append(contentsOf: key)
    batch.write(entry, into: &sink)
    sink.flushIfFull()
    try check()
  }

  mutating func end() throws(SystemFailure) {
    sink.flush()
    try check()
    ranges.append(start..<sink.count)
  }

  private func check() throws(SystemFailure) {
    if let code = sink.failure { throw TemporaryFile.writing(code) }
  }
}

/// The records of several runs in one order: always the smallest of the front entries.
struct RunMerge {
  private var readers: [RunReader]
  private var coder = FieldCoder.unpacking()
  /// The readers that have a record, as a heap: each comes before those at twice its index.
  private var heap: [Int] = []

  static let damaged = PackedRecord.damaged(.sortFile)

  /// A merge that reads ahead using about this much memory.
  init(_ runs: SortedRuns, memory: Int) throws(TransformFailure) {
    let ahead = min(max(memory / 4 / max(runs.ranges.count, 1), 4096), 1 << 20)
    readers = runs.ranges.map { RunReader(runs.file, $0, ahead: ahead) }
    for index in readers.indices where try readers[index].advance() {
      heap.append(index)
      rise(heap.count - 1)
    }
  }

  /// The next record, nil after the last.
  mutating func next() throws(TransformFailure) -> PlacedRecord? {
    guard let first = heap.first else { return nil }
    guard let record = readers[first].record(by: &coder) else { throw Self.damaged }
    if try !readers[first].advance() {
      let last = heap.removeLast()
      if heap.isEmpty { return record }
      heap[0] = last
    }
    sink()
    return record
  }

  /// Records with the same values in the order of their runs, which is the order of arrival.
  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    switch readers[left].order(to: readers[right]) {
    case 0: left < right
    case let order: order < 0
    }
  }

  private mutating func rise(_ place: Int) {
    var place = place
    while place > 0, isBefore(heap[place], heap[(place - 1) / 2]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func sink() {
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && isBefore(heap[child], heap[least]) {
        least = child
      }
      if least == place { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}

/// Reads a run from its file, some of it ahead.
private struct RunReader {
  /// The range in the window of the bytes by which the front entry is ordered.
  private var key = 0..<0
  private var body = 0..<0
  private let file: TemporaryFile
  private let ahead: Int
  /// The part of the file that is not yet in the window.
  private var rest: Range<Int>
  private var window: [UInt8] = []
  private var here = 0

  init(_ file: TemporaryFile, _ range: Range<Int>, ahead: Int) {
    self.file = file
    self.ahead = ahead
    rest = range
  }

  /// The record of the front entry; nil if it is not as it was written.
  func record(by coder: inout FieldCoder) -> PlacedRecord? { PackedRecord.read(window, body, by: &coder) }

  /// How the front entry compares with that of another run: less than 0 if it comes before, 0 if their keys
  /// are the same.
  func order(to other: Self) -> Int { window.order(of: key, to: other.window, other.key) }

  /// Moves to the next entry; false at the end of the run.
  mutating func advance() throws(TransformFailure) -> Bool {
    here = body.upperBound
    body = here..<here
    if here == window.count, rest.isEmpty {
      window = []
      return false
    }
    try fill(SortedRuns.head)
    func number(_ start: Int) -> Int { (0..<4).reduce(0) { $0 | Int(window[start + $1]) << (8 * $1) } }
    let (keyLength, length) = (number(here), number(here + 4))
    try fill(SortedRuns.head + keyLength + length)
    let start = here + SortedRuns.head
    key = start..<(start + keyLength)
    body = (start + keyLength)..<(start + keyLength + length)
    return true
  }

  /// Ensures that this many bytes are in the window.
  private mutating func fill(_ count: Int) throws(TransformFailure) {
    if window.count - here >= count { return }
    window.removeFirst(here)
    here = 0
    let wanted = min(max(count - window.count, ahead), rest.count)
    do throws(SystemFailure) {
      try file.read(at: rest.lowerBound, upTo: wanted, into: &window)
    } catch {
      throw TransformFailure(.sortFile, error.message)
    }
    rest = (rest.lowerBound + wanted)..<rest.upperBound
    if window.count < count { throw RunMerge.damaged }
  }
}
