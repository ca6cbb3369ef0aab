import CitemillCore

/// Converts one source on all processors: blocks of it are converted in parallel and joined in order.
///
///     source | cut -> [read, write] x jobs -> keys that came before, in order -> output
///
/// A block is written with the keys that its records have or get from the pattern. When it is joined, a
/// record whose key is already used is read again from its bytes and written with another key.
extension Conversion {
  /// Reads a source in blocks; if no cut is found, the rest is read as a whole.
  nonisolated(nonsending)
    mutating func readBlocks(
      of source: ByteSource, _ work: BlockWork, jobs: Int, _ reading: inout SourceReading
    ) async throws(SourceFailure)
  {
    let format = work.format
    var queue = BlockQueue(work, jobs: jobs)
    // Blocks without an understood record, until there is one or the source is refused.
    var held: [ConvertedBlock] = []
    var coverage = Coverage()
    let failure: SourceFailure? = await withTaskGroup(of: BlockQueue.Done.self) { group in
      var failure: SourceFailure?
      while true {
        do throws(SourceFailure) {
          while failure == nil, !wasStopped, output.failure == nil, queue.wantsBlock {
            wasStopped = isStopped()
            let block =
              try source.isAtItsEnd()
              ? nil : try source.takeBlock(of: format, size: blockSize, limit: searchLimit)
            queue.convert(block, &group)
          }
        } catch {
          failure = error
        }
        guard let done = await group.next() else { break }
        queue.take(done)
        while failure == nil, let block = queue.next() {
          held.append(block)
          coverage.add(block.counts.coverage)
          failure = coverage.refusal(of: source.name, as: format.info)
          if failure != nil || coverage.isUndecided, block.failure == nil { continue }
          failure = block.failure
          take(&held, of: source, as: format.info, &reading)
        }
      }
      return failure
    }
    if let failure { throw failure }
    if wasStopped || output.failure != nil { return }
    // After the last cut; or there was no record, and the format decides what that means.
    let isLeft = try !source.isAtItsEnd()
    if !isLeft, let refusal = coverage.refusal(of: source.name, as: format.info, isAtEnd: true) { throw refusal }
    take(&held, of: source, as: format.info, &reading)
    if isLeft || queue.before.frames == 0 {
      try read(source, as: format, behind: queue.before.frames, &reading)
    }
  }

  /// Appends blocks to the output, and counts their lines.
  private mutating func take(
    _ blocks: inout [ConvertedBlock], of source: ByteSource, as format: FormatInfo, _ reading: inout SourceReading
  ) {
    for block in blocks {
      source.count(lines: block.lines)
      take(block, as: format, &reading)
    }
    blocks = []
  }

  /// Appends a block to the output, and reports its events.
  private mutating func take(_ block: ConvertedBlock, as format: FormatInfo, _ reading: inout SourceReading) {
    blocks += 1
    var block = block
    var events = block.events[...]
    func tell(upTo number: Int, key: String? = nil) {
      while let first = events.first, first.record <= number {
        switch first.event {
        case .diagnostic(let diagnostic): reading.diagnostics.report(diagnostic)
        case .rejection(let rejection): observer.rejection(rejection, format)
        case .losses(let losses, var record, let place):
          if let key { record.key = key }
          observer.losses(losses, record, place)
        }
        events.removeFirst()
      }
    }
    var written = block.written
    var moved: [(Range<Int>, [UInt8])] = []
    // By index: copying an item would count references to its source name, which all tasks share.
    for number in block.items.indices where output.needsDistinctKeys {
      if let key = block.items[number].key {
        if output.takesKey(key, at: block.items[number].place, reporting: &reading.diagnostics) { continue }
        tell(upTo: number - 1)
        let item = block.items[number]
        if let (key, piece) = output.newKey(
          of: item.bytes, in: written, isGenerated: item.isKeyGenerated, at: item.place,
          reporting: &reading.diagnostics)
        {
          tell(upTo: number, key: key)
          moved.append(piece)
          continue
        }
      }
      guard var record = block.record(number) else { continue }
      let item = block.items[number]
      tell(upTo: number - 1)
      output.assignKey(to: &record, at: item.place, reporting: &reading.diagnostics)
      tell(upTo: number, key: record.key)
      if !item.bytes.isEmpty { moved.append((item.bytes, output.blockWriter.bytes(of: record))) }
    }
    tell(upTo: .max)
    reading.diagnostics.count(leftOut: block.leftOut)
    reading.diagnostics.count(block.counted)
    hand(on: &reading.diagnostics)
    reading.add(block.counts, isAtEnd: false)
    summary.filtered += block.filtered
    if let counted = block.statistics { statistics?.merge(counted) }
    written.exchange(moved)
    output.append(written, reporting: &reading.diagnostics)
    hand(on: &reading.diagnostics)
  }
}

/// The blocks of a source that are being converted, and the next one to join.
private struct BlockQueue {
  /// A block that a task has converted, with its number.
  typealias Done = (number: Int, block: ConvertedBlock?)

  /// The frames and lines of the blocks that were joined.
  private(set) var before = Before()
  private let work: BlockWork
  /// The maximum number of blocks between cutting and output.
  private let window: Int
  private var isCut = false
  private var cut = 0
  private var taken = 0
  private var waiting: [Int: ConvertedBlock] = [:]

  init(_ work: BlockWork, jobs: Int) {
    self.work = work
    window = jobs * 2 + 1
  }

  /// Whether another block can be started.
  var wantsBlock: Bool { !isCut && cut - taken < window }

  /// Starts the conversion of a block; nothing if it is nil.
  mutating func convert(_ block: SourceBlock?, _ group: inout TaskGroup<Done>) {
    guard let block else {
      isCut = true
      return
    }
    // The format is known to be writable, so the block is never nil.
    group.addTask { [work, cut] in (cut, try? ConvertedBlock(block, work)) }
    cut += 1
  }

  mutating func take(_ done: Done) { waiting[done.number] = done.block }

  /// The next block in order, with positions relative to the source.
  mutating func next() -> ConvertedBlock? {
    guard var block = waiting.removeValue(forKey: taken) else { return nil }
    taken += 1
    block.move(behind: before)
    before.frames += block.counts.tally.frames
    before.lines += block.lines
    return block
  }
}
