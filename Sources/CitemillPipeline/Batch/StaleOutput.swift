import CitemillCore

/// An output of an earlier run whose input has been removed or renamed since, or is written under another name now.
public struct StaleOutput: Sendable {
  /// The file, or with `isSplit` the folder, below the output.
  public let output: String
  /// What it was made from, as it was named then.
  public let input: String
  /// Whether this run removed it.
  public internal(set) var isRemoved = false
  /// Why it was left, where it was to be removed.
  public internal(set) var reason: String?
}

/// Finds the outputs of earlier runs that are of no input any more, and removes them where that is asked for.
///
/// They are known by the journal alone: a file that is not in it is not one of ours. Where not all of the inputs were looked at,
/// nobody can say what is gone, and nothing is stale.
struct StaleOutputs {
  private let options: BatchOptions
  private let plan: [BatchPlan.Entry]
  private let journal: BatchJournal

  init(_ options: BatchOptions, _ plan: [BatchPlan.Entry], _ journal: BatchJournal) {
    self.options = options
    self.plan = plan
    self.journal = journal
  }

  /// Why nothing can be said about stale outputs; nil where all of the inputs were looked at.
  private var obstacle: String? {
    if !options.include.isEmpty || !options.exclude.isEmpty { return "only some of the files were chosen" }
    if options.shard != nil { return "only a part of the files was looked at" }
    if plan.contains(where: { if case .unreadable = $0.fate { true } else { false } }) {
      return "a folder is unreadable"
    }
    // What is not mounted, for instance, is empty.
    let isEmpty = options.inputs.contains { (try? FolderEntry.inFolder($0))?.isEmpty ?? false }
    return isEmpty ? "an input folder is empty" : nil
  }

  /// Lists them in a result, and removes them where that is asked for and the run has come to its end.
  func settle(_ result: inout BatchResult) {
    if let obstacle {
      if options.prunes { result.whyNothingIsPruned = obstacle }
      return
    }
    let isWhole = !result.isInterrupted && result.left == 0 && result.failures.isEmpty
    if options.prunes, !isWhole { result.whyNothingIsPruned = "the run has not come to its end" }
    result.stale = found.map { line in
      var stale = StaleOutput(output: line.entry.output ?? "", input: line.entry.name)
      if options.prunes && isWhole { remove(line, &stale) }
      return stale
    }
  }

  /// The lines of the journal about stale outputs that are still there, in the order of the outputs.
  private var found: [BatchJournal.Line] {
    var (outputs, written): (Set<FilePath>, [FilePath: FilePath]) = ([], [:])
    for entry in plan {
      guard case .convert(let output) = entry.fate else { continue }
      outputs.insert(output)
      written[FilePath("\(entry.relative)")] = output
    }
    let present = Set(plan.map { FilePath("\($0.relative)") })
    let identity = options.identity
    let roots = roots
    return journal.written.sorted { $0.key < $1.key }.compactMap { output, line in
      guard !outputs.contains(output), output.isBelow, isThere(output, below: options.output) else { return nil }
      let path = FilePath(line.path)
      if let new = written[path] {
        // It has another name now; what other options wrote stays.
        return line.options == identity && isThere(options.output.appending(new)) ? line : nil
      }
      let input = FilePath(line.entry.name)
      guard !present.contains(path), isGone(input) else { return nil }
      return FileIdentity.folders(around: input).contains { roots.contains($0) } ? line : nil
    }
  }

  /// The folders that were looked into: another run may have put the files of other ones into the same output.
  private var roots: Set<FileIdentity> {
    var roots: Set<FileIdentity> = []
    for input in options.inputs {
      if let entry = try? FolderEntry.at(input, followingLinks: true), entry.kind == .folder {
        roots.insert(FileIdentity(entry.stamp))
      } else if let folder = FileIdentity.folders(around: input).first {
        roots.insert(folder)
      }
    }
    return roots
  }

  private func isThere(_ path: FilePath) -> Bool { (try? FolderEntry.at(path, followingLinks: false)) != nil }

  /// Whether there is something at a path below a folder of ours; what a symbolic link on the way leads to is of others.
  private func isThere(_ path: FilePath, below root: FilePath) -> Bool {
    var folder = path.parent
    while !folder.bytes.isEmpty {
      let entry = try? FolderEntry.at(root.appending(folder), followingLinks: false)
      guard entry?.kind == .folder else { return false }
      folder = folder.parent
    }
    return isThere(root.appending(path))
  }

  private func isGone(_ path: FilePath) -> Bool {
    do throws(SystemFailure) { _ = try FolderEntry.at(path, followingLinks: false) } catch {
      return SystemError.kind(error.code) == .missing
    }
    return false
  }

  /// Removes an output that is as the journal says, and the folders that it leaves empty.
  private func remove(_ line: BatchJournal.Line, _ stale: inout StaleOutput) {
    let path = options.output.appending(stale.output)
    guard let entry = try? FolderEntry.at(path, followingLinks: false), BatchFile.holds(path, line.output) else {
      stale.reason = "it was changed since it was written"
      return
    }
    WorkFolder.clear(path, entry.kind)
    stale.isRemoved = !isThere(path)
    if !stale.isRemoved { stale.reason = "it could not be removed" }
    var folder = FilePath(stale.output).parent
    while !folder.bytes.isEmpty, SystemCall.removeFolder(options.output.appending(folder)) >= 0 {
      folder = folder.parent
    }
  }
}

extension FilePath {
  /// Whether it leads down from where it is seen.
  fileprivate var isBelow: Bool {
    !bytes.isEmpty && !isAbsolute && !"\(self)".split(separator: "/").contains("..")
  }
}
