public import CitemillCore

/// Converts folders of files, each by itself, into a tree of the same shape.
///
///     files -> [convert] x jobs -> in the order of the paths: put in place, journal, account
///
/// Files are converted beside each other under names of their own. They are put in their places one after another in the
/// order of their paths, so that the tree, the journal and the account do not depend on how many are at work. Whatever
/// interrupts a run, a file of the output is whole, and the next run goes on where the journal ends.
public struct Batch: Sendable {
  /// What happens on the way, for who wants to show it; called by one task, in the order of the paths.
  public struct Observer {
    /// Called with each file when it is done with, with what was said about it, and with what is done so far.
    public var file: (BatchEntry, [Diagnostic], BatchProgress) -> Void

    /// Called with what is said when the last file has been read, by transforms that must see every record.
    public var afterwards: ([Diagnostic]) -> Void

    /// An observer; what is not given is passed over.
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
  /// Asked often, and from several tasks, whether the run is to end; the run also ends when its task is cancelled.
  public var isStopped: @Sendable () -> Bool = { false }

  /// A batch.
  public init(_ options: BatchOptions) { self.options = options }

  /// Everything that is found, and what is to become of it by `run`, or by `merge`; nothing is written.
  ///
  /// Throws when an input is missing, or a file that is written would replace an input or another one.
  public func plan(merging isMerging: Bool = false) throws -> BatchPlan {
    var uses = FileUses()
    return try plan(merging: isMerging, beside: &uses)
  }

  /// The plan of a step beside what other steps use.
  package func plan(merging isMerging: Bool, beside uses: inout FileUses) throws -> BatchPlan {
    let plan = try BatchPlan(options, merging: isMerging)
    try plan.check(options, isMerging: isMerging, beside: &uses)
    return plan
  }

  /// The outputs of earlier runs whose input is gone, and what `prunes` would leave of them; nothing is removed.
  package func stale(_ plan: BatchPlan) throws -> StaleOutputs.List {
    StaleOutputs(options, plan.entries, try BatchJournal(reading: options.output)).list
  }

  /// Converts what is to be converted, by a plan where there is one already.
  ///
  /// Throws when nothing can be begun: an input is missing, an option is wrong, the output cannot be created or is locked by
  /// another run. What goes wrong later is told in the result.
  public func run(_ plan: BatchPlan? = nil, observer: Observer = Observer()) async throws -> BatchResult {
    // What would be refused for each file is refused once.
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
    // A large file at the front holds the others up; so many of them wait under other names at most.
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
