public import CitemillCore

/// Converts folders of files, each file by itself, into a tree of the same structure.
///
///     files -> [convert] x jobs -> in the order of the paths: put in place, journal, account
///
/// Files are converted in parallel under temporary names. They are moved into place one after another in the
/// order of their paths, so that the tree, the journal and the counts do not depend on the number of jobs.
/// Whatever interrupts a run, every file of the output is complete, and the next run continues where the
/// journal ends.
public struct Batch: Sendable {
  /// Events of a run, for callers that show progress; called by one task, in the order of the paths.
  public struct Observer {
    /// Called when a file is finished, with its messages and the progress so far.
    public var file: (BatchEntry, [Diagnostic], BatchProgress) -> Void

    /// Called with the messages of transforms that need all records, when the last file has been read.
    public var afterwards: ([Diagnostic]) -> Void

    /// An observer; closures that are not given are not called.
    public init(
      file: @escaping (BatchEntry, [Diagnostic], BatchProgress) -> Void = { _, _, _ in },
      afterwards: (([Diagnostic]) -> Void)? = nil
    ) {
      self.afterwards = afterwards ?? { _ in }
      self.file = file
    }
  }

  /// What is converted, into what, and how.
  public let options: BatchOptions
  /// Called often, from several tasks, to ask whether the run should end; the run also ends when its task is
  /// cancelled.
  public var isStopped: @Sendable () -> Bool = { false }

  /// A batch.
  public init(_ options: BatchOptions) { self.options = options }

  /// Everything that is found, and what `run`, or `merge`, will do with it; nothing is written.
  ///
  /// Throws if an input is missing, or if a file that is written would replace an input or another output.
  public func plan(merging isMerging: Bool = false) throws -> BatchPlan {
    var uses = FileUses()
    return try plan(merging: isMerging, beside: &uses)
  }

  /// The plan of a step, considering the files that other steps use.
  package func plan(merging isMerging: Bool, beside uses: inout FileUses) throws -> BatchPlan {
    let plan = try BatchPlan(options, merging: isMerging)
    try plan.check(options, isMerging: isMerging, beside: &uses)
    return plan
  }

  /// The outputs of earlier runs whose input is gone, and what `prunes` would keep of them; nothing is
  /// removed.
  package func stale(_ plan: BatchPlan) throws -> StaleOutputs.List {
    StaleOutputs(options, plan.entries, try BatchJournal(reading: options.output)).list
  }

  /// Converts the files of a plan, which is made first if none is given.
  ///
  /// Throws if the run cannot start: an input is missing, an option is invalid, the output cannot be created
  /// or is locked by another run. Later failures are in the result.
  public func run(_ plan: BatchPlan? = nil, observer: Observer = Observer()) async throws -> BatchResult {
    // An error that every file would have is reported once.
    _ = try Conversion(
      to: options.target, registry: options.registry, into: ByteSink(.null), isVerified: options.isVerified)
    _ = try options.stages(writeFiles: false)
    let plan = try plan ?? self.plan()
    let folder = try WorkFolder(in: options.output, isWaiting: options.waitsForLock)
    var commit = try BatchCommit(of: plan, options, in: folder, observer: observer)
    await convert(plan, folder, &commit)
    return commit.finish()
  }

  /// Has files converted, and commits them in order.
  private func convert(_ plan: BatchPlan, _ folder: WorkFolder, _ commit: inout BatchCommit) async {
    let jobs = max(options.jobs, 1)
    // A large file at the front holds up the others; this many may wait under temporary names.
    let window = jobs * 4 + 4
    let waits = options.target.info.startsPrograms || options.source?.info.startsPrograms ?? false
    let threads = waits ? WaitingThreads() : nil
    let identity = options.identity
    let isStopped: @Sendable () -> Bool = { [isStopped] in isStopped() || Task.isCancelled }
    var owners = PlaceOwners(plan, outlook: folder.outlook)
    await withTaskGroup(of: (Int, BatchFile.Outcome).self) { group in
      var (next, atWork) = (0, 0)
      var done: [Int: BatchFile.Outcome] = [:]
      while !commit.hasEnded {
        while next < plan.entries.count, next - commit.position < window, atWork < jobs {
          if let file = file(
            next, plan.entries[next], among: &owners, identity: identity, folder: folder, journal: commit.journal,
            isStopped: isStopped)
          {
            group.addTask(executorPreference: threads) { [next] in (next, await file.convert()) }
            atWork += 1
          }
          next += 1
        }
        while !commit.hasEnded, commit.isDue(done) { commit.take(done.removeValue(forKey: commit.position)) }
        if commit.hasEnded { break }
        guard atWork > 0 else { continue }
        if let (number, outcome) = await group.next() {
          done[number] = outcome
          atWork -= 1
        }
      }
      group.cancelAll()
    }
  }

  private func file(
    _ number: Int, _ entry: BatchPlan.Entry, among owners: inout PlaceOwners, identity: UInt64, folder: WorkFolder,
    journal: BatchJournal, isStopped: @escaping @Sendable () -> Bool
  ) -> BatchFile? {
    guard case .convert(let output) = entry.fate else { return nil }
    let known = (journal.outputs[FilePath("\(output)")], journal.rejects[FilePath("\(entry.relative)")])
    var inTheWay = BatchJournal.places(journal.outputs, onTheWayTo: output).map { (options.output.appending($0), $1) }
    if let rejects = options.rejects {
      inTheWay += BatchJournal.places(journal.rejects, onTheWayTo: entry.relative).map { (rejects.appending($0), $1) }
    }
    return BatchFile(
      number: number, planned: entry, output: output, options: options,
      identity: identity, folder: folder, previous: journal.lines[FilePath("\(entry.relative)")],
      known: known, others: (owners.other(of: known.0, than: entry), owners.other(of: known.1, than: entry)),
      inTheWay: inTheWay.filter { owners.other(of: $0.1, than: entry) == nil }, isStopped: isStopped)
  }
}
