import CitemillCore

/// Puts converted files in their places, one after another, and keeps account.
struct BatchCommit {
  /// The number of the entry whose turn it is.
  private(set) var position = 0
  /// Whether the run is over, at its end or before.
  private(set) var hasEnded = false
  private(set) var journal: BatchJournal

  /// How many files are put in place between two hand-overs to the disk.
  private static let filesPerSync = 64
  /// Held until the account is given, and with it the lock.
  private let folder: WorkFolder
  private let options: BatchOptions
  private let observer: Batch.Observer
  private let entries: [BatchPlan.Entry]
  private var result: BatchResult
  private var progress: BatchProgress
  /// Folders that are there, and those of which the disk does not know all.
  private var made: Set<FilePath> = []
  private var unsynchronized: Set<FilePath> = []

  init(
    _ options: BatchOptions, _ observer: Batch.Observer, _ plan: BatchPlan, _ folder: WorkFolder
  ) throws(SystemFailure) {
    self.folder = folder
    journal = try BatchJournal(in: folder)
    self.options = options
    self.observer = observer
    entries = plan.entries
    result = BatchResult(target: options.targetSpecification)
    progress = BatchProgress(files: plan.entries.count)
    hasEnded = plan.entries.isEmpty
  }

  /// Whether the entry whose turn it is can be taken: it needs no conversion, or has been converted.
  func isDue(_ done: [Int: BatchFile.Outcome]) -> Bool {
    guard position < entries.count else { return false }
    if case .convert = entries[position].fate { return done[position] != nil }
    return true
  }

  /// Takes the entry whose turn it is, with what came of it where it was converted.
  mutating func take(_ outcome: BatchFile.Outcome?) {
    let planned = entries[position]
    position += 1
    switch outcome {
    case nil: left(planned)
    case .unchanged(let line): account(line.entry, [])
    case .notRead(let entry, let diagnostics): account(entry, diagnostics)
    case .converted(let converted): put(converted)
    case .failed(let failure): fail(failure, "\(planned.path)")
    case .stopped:
      result.isInterrupted = true
      hasEnded = true
    }
    if position == entries.count { hasEnded = true }
    if position % Self.filesPerSync == 0 { synchronize() }
  }

  /// Ends the run, and gives its account.
  mutating func finish() -> BatchResult {
    synchronize()
    result.left = entries.count - position
    return result
  }

  // MARK: - One entry

  private mutating func left(_ planned: BatchPlan.Entry) {
    let name = "\(planned.path)"
    switch planned.fate {
    case .convert: break
    case .skip(let reason): account(BatchEntry(name, .skipped, reason: reason.rawValue), [])
    case .unreadable(let failure):
      let diagnostic = Diagnostic(
        .error, .cannotRead, "cannot read it: \(SystemError.message(failure.code))", at: .whole(name))
      account(BatchEntry(name, .unreadable, reason: nil, diagnostics: [diagnostic]), [diagnostic])
    }
  }

  private mutating func put(_ converted: BatchFile.Converted) {
    do throws(SystemFailure) {
      for (from, to) in converted.files {
        try makeFolder(to.parent)
        let code = SystemCall.rename(from, to: to)
        if code < 0 { throw SystemFailure.creating(to, -code) }
        unsynchronized.insert(to.parent)
      }
    } catch {
      fail(error, converted.entry.name)
      return
    }
    for path in converted.outdated { SystemCall.remove(path) }
    if let line = converted.line { journal.append(line) }
    account(converted.entry, converted.diagnostics)
  }

  private mutating func makeFolder(_ path: FilePath) throws(SystemFailure) {
    if path.bytes.isEmpty || made.contains(path) { return }
    try WorkFolder.makeFolders(path)
    made.insert(path)
    unsynchronized.insert(path.parent)
  }

  private mutating func account(_ entry: BatchEntry, _ diagnostics: [Diagnostic]) {
    result.add(entry)
    progress.files.done += 1
    progress.records += entry.counts.written
    progress.errors += entry.counts.errors
    observer.file(entry, diagnostics, progress)
    let isWhole = entry.status == .ok || entry.status == .skipped
    if options.stopsAtFirstFailure && !isWhole { hasEnded = true }
    if let limit = options.errorLimit, progress.errors > limit { hasEnded = true }
  }

  /// The output of a file could not be written: the others are not given up, unless they would meet the same.
  private mutating func fail(_ failure: SystemFailure, _ name: String) {
    result.failures.append((name, failure))
    progress.files.done += 1
    progress.errors += 1
    if failure.isOfTheDevice || options.stopsAtFirstFailure { hasEnded = true }
  }

  // MARK: - The disk

  /// Hands folders and journal to the disk.
  private mutating func synchronize() {
    for folder in unsynchronized.sorted() {
      let code = WorkFolder.synchronize(folder)
      if code < 0 { result.failures.append(("\(folder)", .writing("\(folder)", -code))) }
    }
    unsynchronized.removeAll()
    do throws(SystemFailure) { try journal.synchronize() } catch {
      result.failures.append((error.action, error))
      hasEnded = true
    }
  }
}
