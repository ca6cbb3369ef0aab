import CitemillCore

/// What is called for a block when its turn comes.
enum BlockEvent: Sendable {
  case diagnostic(Diagnostic)
  case rejection(Rejection)
  case losses([LossReport.Key], Record, SourceLocation)
}

/// The conversion of each block of a source.
struct BlockWork: Sendable {
  let format: any BlockReadable
  let transforms: [any RecordTransform]
  let writer: BlockWriter
  let limits: Diagnostics.Counts
  let label: KnownLabel?
  let countsSources: Bool
}

/// A block of a source, converted independently; only whether its keys are unique in the run is not known.
struct ConvertedBlock: Sendable {
  /// A record with what is needed to write it again with another key.
  struct Item: Sendable {
    /// The hash of its key; nil if it needs a key.
    var key: UInt64?
    var isKeyGenerated: Bool
    var place: SourceLocation
    /// How many records were read from its place before it.
    var behind: Int
    /// Its bytes in the output of the block; empty if it could not be written.
    var bytes: Range<Int>
  }

  private(set) var items: [Item] = []
  /// The records that must be given a key, by their index; they are rare, while there is an item for each
  /// record.
  private var keyless: [Int: Record] = [:]
  /// The event, and the record before or at which it happened.
  private(set) var events: [(record: Int, event: BlockEvent)] = []
  /// How many diagnostics were only counted.
  private(set) var leftOut: Diagnostics.Counts = (0, 0, 0)
  /// Names that are reported together, such as unknown tags.
  private(set) var counted: [CountedNames] = []
  private(set) var counts = SourceRecords.Counts()
  private(set) var filtered = 0
  /// The statistics of its records; nil if nothing is counted.
  private(set) var statistics: SourceStatistics?
  private(set) var failure: SourceFailure?
  private(set) var lines = 0
  var written: WrittenBlock
  private let block: SourceBlock
  private let work: BlockWork
  /// The records that were read again last, and from where.
  private var again: (bytes: Range<Int>, records: [Record]) = (0..<0, [])

  /// Reads a block to its end, and writes what is read.
  init(_ block: SourceBlock, _ work: BlockWork) throws(UsageError) {
    self.block = block
    self.work = work
    statistics = work.countsSources ? SourceStatistics() : nil
    var output = try work.writer.output()
    var keys = work.writer.keys
    written = output.block
    let source = block.source
    var record = Record()
    var diagnostics = Diagnostics(limits: work.limits)
    var lastFrame = 0..<0
    var behind = 0
    do throws(SourceFailure) {
      let reader = try block.makeReader(for: source, as: work.format)
      var records = SourceRecords(reader, source, work.format.info, label: work.label, isPart: true)
      defer { counts = records.counts }
      while true {
        let outcome = try records.next(into: &record, reporting: &diagnostics)
        let number = items.count
        switch outcome {
        case .record(let place):
          behind = place.bytes == lastFrame ? behind + 1 : 0
          lastFrame = place.bytes
          statistics?.add(record, at: place)
          if work.transforms.contains(where: { $0.apply(to: &record, at: place, reporting: &diagnostics) == .filter }) {
            filtered += 1
            break
          }
          let key = keys.apply(to: &record)
          let outcome = output.encode(record, at: place, reporting: &diagnostics)
          if case .leftOut = outcome { filtered += 1 }
          let isWritten = outcome == .written
          items.append(
            Item(
              key: key, isKeyGenerated: record.isKeyGenerated, place: place, behind: behind,
              bytes: isWritten ? output.start..<output.buffered : 0..<0))
          if key == nil { keyless[number] = record }
          if isWritten, !output.losses.places.isEmpty {
            events.append((number, .losses(output.losses.places, record, place)))
          }
        case .rejected(let rejection): events.append((number, .rejection(rejection)))
        case .end: break
        }
        if !diagnostics.kept.isEmpty { events += diagnostics.take().map { (number, .diagnostic($0)) } }
        if case .end = outcome { break }
      }
    } catch {
      failure = error
    }
    events += diagnostics.take().map { (items.count, .diagnostic($0)) }
    leftOut = diagnostics.leftOut
    counted = diagnostics.counted
    lines = source.line - 1
    written = output.block
  }

  /// Adds what is before the block to the positions in it.
  ///
  /// The records themselves are already written; formats that write the position of a record are not read in
  /// blocks.
  mutating func move(behind before: Before) {
    for index in items.indices { items[index].place.move(behind: before) }
    for index in written.identifiers.indices { written.identifiers[index].place.move(behind: before) }
    for index in events.indices { events[index].event.move(behind: before) }
    for index in counted.indices { counted[index].movePlace { $0.move(behind: before) } }
  }

  /// A record, read again together with the bytes after it, since these may determine where it ends.
  mutating func record(_ number: Int) -> Record? {
    let item = items[number]
    if let record = keyless[number] { return record }
    if again.bytes != item.place.bytes || again.records.count <= item.behind {
      let end = number + 1 < items.count ? items[number + 1].place.bytes.upperBound : Int.max
      let source = block.part(item.place.bytes.lowerBound..<end).source
      let isAlone = item.behind == 0 && item.place.bytes.upperBound != end
      again = (item.place.bytes, Self.records(of: source, work.format, isAlone: isAlone))
    }
    guard again.records.indices.contains(item.behind) else { return nil }
    var record = again.records[item.behind]
    var diagnostics = Diagnostics(limit: 0)
    record.origin.settle(work.format.info, item.place)
    work.label?.put(on: &record)
    for transform in work.transforms { _ = transform.apply(to: &record, at: item.place, reporting: &diagnostics) }
    return record
  }

  /// The records at the start of a source: all of them, unless it is known that there is only one.
  private static func records(of source: ByteSource, _ format: any BlockReadable, isAlone: Bool) -> [Record] {
    var records: [Record] = []
    var diagnostics = Diagnostics(limit: 0)
    guard var reader = try? format.makeReader(forBlock: source) else { return [] }
    var first: Range<Int>?
    while true {
      var record = Record()
      guard case .record(let frame)? = try? reader.next(into: &record, reporting: &diagnostics),
        first == nil || first == frame.bytes
      else { return records }
      first = frame.bytes
      records.append(record)
      if isAlone { return records }
    }
  }
}

// MARK: - What comes before

/// How many frames and lines of a source are before a part that was read separately.
struct Before: Sendable {
  var frames = 0
  var lines = 0
}

extension SourceLocation {
  /// Counts what comes before.
  mutating func move(behind before: Before) {
    if let index = recordIndex { recordIndex = index + before.frames }
    // The whole source has no line.
    if line > 0 { line += before.lines }
  }
}

extension Diagnostic {
  fileprivate mutating func move(behind before: Before) { location?.move(behind: before) }
}

extension Rejection {
  fileprivate mutating func move(behind before: Before) {
    frame.move(behind: before)
    reason.move(behind: before)
  }
}

extension Frame {
  fileprivate mutating func move(behind before: Before) {
    index += before.frames
    line += before.lines
  }
}

extension BlockEvent {
  fileprivate mutating func move(behind before: Before) {
    switch self {
    case .diagnostic(var diagnostic):
      diagnostic.move(behind: before)
      self = .diagnostic(diagnostic)
    case .rejection(var rejection):
      rejection.move(behind: before)
      self = .rejection(rejection)
    case .losses(let losses, let record, var place):
      place.move(behind: before)
      self = .losses(losses, record, place)
    }
  }
}

extension ReadOutcome {
  /// Counts what comes before.
  mutating func move(behind before: Before) {
    switch self {
    case .record(var frame):
      frame.move(behind: before)
      self = .record(frame)
    case .rejected(var rejection):
      rejection.move(behind: before)
      self = .rejected(rejection)
    case .end: break
    }
  }
}
