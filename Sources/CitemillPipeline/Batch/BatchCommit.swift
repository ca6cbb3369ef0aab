import CitemillCore

/// Moves converted files into place, one after another, and keeps the counts.
struct BatchCommit {
  /// The index of the next entry.
  private(set) var position = 0
  private(set) var journal: BatchJournal
  private var account: BatchAccount

  /// How many files are moved into place between two syncs to disk.
  private static let filesPerSync = 64
  /// Held until the summary is returned, and with it the lock.
  private let folder: WorkFolder
  private let entries: [BatchPlan.Entry]
  private let options: BatchOptions
  /// Folders that exist, and those that are not synced to disk yet.
  private var made: Set<FilePath> = []
  private var unsynchronized: Set<FilePath> = []

  init(
    of plan: BatchPlan, _ options: BatchOptions, in folder: WorkFolder, observer: Batch.Observer
  ) throws(SystemFailure) {
    self.folder = folder
    self.options = options
    journal = try BatchJournal(in: folder)
    account = BatchAccount(options, observer, files: plan.entries.count)
    entries = plan.entries
  }

  /// Whether the run has ended, completely or early.
  var hasEnded: Bool { account.hasEnded || position == entries.count }

  /// Whether the next entry can be taken: it needs no conversion, or has been converted.
  func isDue(_ done: [Int: BatchFile.Outcome]) -> Bool {
    guard position < entries.count else { return false }
    if case .convert = entries[position].fate { return done[position] != nil }
    return true
  }

  /// Takes the next entry, with its outcome if it was converted.
  mutating func take(_ outcome: BatchFile.Outcome?) {
    let planned = entries[position]
    position += 1
    switch outcome {
    case nil:
      if let (entry, diagnostics) = planned.left { account.add(entry, diagnostics) }
    case .unchanged(let line, let diagnostics): account.add(line.entry, diagnostics)
    case .notRead(let entry, let diagnostics): account.add(entry, diagnostics)
    case .converted(let converted): put(converted)
    case .failed(let failure): account.fail(failure, "\(planned.path)")
    case .stopped:
      position -= 1
      account.interrupt()
    }
    if position % Self.filesPerSync == 0 { synchronize() }
  }

  /// Ends the run, and returns its summary.
  mutating func finish() -> BatchResult {
    synchronize()
    var result = account.finish(left: entries.count - position)
    StaleOutputs(options, entries, journal).settle(&result)
    return result
  }

  // MARK: - One entry

  private mutating func put(_ converted: BatchFile.Converted) {
    let pieces = converted.entry.output.flatMap { journal.outputs[FilePath($0)]?.pieces } ?? []
    // Written first, so that after a kill the next run does not take a file for one that it did not write.
    if let line = converted.line { journal.append(line) }
    for path in converted.inTheWay { SystemCall.remove(path) }
    do throws(SystemFailure) {
      for (from, to) in converted.files {
        try makeFolder(to.parent)
        try folder.put(from, to, replacing: pieces)
        unsynchronized.insert(to.parent)
      }
    } catch {
      account.fail(error, converted.entry.name)
      for (from, _) in converted.files {
        if let left = try? FolderEntry.at(from, followingLinks: false) { WorkFolder.clear(from, left.kind) }
      }
      return
    }
    for path in converted.outdated { SystemCall.remove(path) }
    account.add(converted.entry, converted.diagnostics)
  }

  private mutating func makeFolder(_ path: FilePath) throws(SystemFailure) {
    if path.bytes.isEmpty || made.contains(path) { return }
    try WorkFolder.makeFolders(path)
    made.insert(path)
    unsynchronized.insert(path.parent)
  }

  // MARK: - The disk

  /// Flushes folders and journal to the disk.
  private mutating func synchronize() {
    for folder in unsynchronized.sorted() {
      let code = WorkFolder.synchronize(folder)
      if code < 0 { account.note(.writing("\(folder)", -code), "\(folder)") }
    }
    unsynchronized.removeAll()
    do throws(SystemFailure) { try journal.synchronize() } catch {
      account.note(error, "the journal")
      account.end()
    }
  }
}
