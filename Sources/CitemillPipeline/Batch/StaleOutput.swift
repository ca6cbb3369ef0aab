import CitemillCore

/// An output of an earlier run whose input has been removed or renamed since, or is written under another name now; or rejects
/// of an input that has none any more.
public struct StaleOutput: Sendable {
  /// The file, or with `isSplit` the folder, below the output; of rejects the path.
  public let output: String
  /// What it was made from, as it was named then.
  public let input: String
  /// Whether it holds what was rejected, with the reasons in a file beside it.
  public let isRejects: Bool
  /// Whether this run removed it.
  public internal(set) var isRemoved = false
  /// Why it was left, where it was to be removed.
  public internal(set) var reason: String?
}

/// Finds the outputs of earlier runs that are of no input any more, and removes them where that is asked for.
///
/// They are known by the journal alone: a file that is not in it is not one of ours. Where not all of the inputs were looked at,
/// nobody can say what is gone, and nothing is stale.
package struct StaleOutputs {
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
    result.stale = found.map { found in
      var stale = found.output
      if options.prunes && isWhole { remove(found, &stale) }
      return stale
    }
  }

  /// What there is, and why nothing is looked for or would be left where it was to be removed.
  package struct List {
    package var outputs: [StaleOutput]
    package var whyNothingIsPruned: String?
  }

  /// Lists them, and removes nothing.
  var list: List {
    if let obstacle { return List(outputs: [], whyNothingIsPruned: options.prunes ? obstacle : nil) }
    return List(
      outputs: found.map { found in
        var stale = found.output
        if options.prunes, !found.isOurs { stale.reason = Found.whyItIsLeft }
        return stale
      })
  }

  /// A stale output that is still there.
  private struct Found {
    var output: StaleOutput
    var place: BatchJournal.Place
    /// The folder that it is below, and the ways down from there to what belongs to it.
    var root: FilePath
    var paths: [FilePath]

    static let whyItIsLeft = "it was changed since it was written"

    var files: [FilePath] { paths.map { root.appending($0) } }

    /// Whether all of it is as an earlier run wrote it.
    var isOurs: Bool {
      files.allSatisfy { path in
        place.isHeld(by: path) || FilePiece(path).map { place.pieces.contains($0.identity) } ?? false
      }
    }
  }

  /// The stale outputs that are still there, in the order of their paths, and after them the rejects.
  private var found: [Found] {
    var (outputs, written): (Set<FilePath>, [FilePath: (output: FilePath, entry: BatchPlan.Entry)]) = ([], [:])
    for entry in plan {
      guard case .convert(let output) = entry.fate else { continue }
      outputs.insert(output)
      written[FilePath("\(entry.relative)")] = (output, entry)
    }
    let present = Set(plan.map { FilePath("\($0.relative)") })
    let roots = roots
    let outlook = SystemCall.currentFolder
    /// Whether the input of a line is gone from a folder that was looked into.
    func isGone(_ line: BatchJournal.Line) -> Bool {
      let input = line.input
      guard !present.contains(FilePath(line.path)), self.isGone(input) else { return false }
      return FileIdentity.folders(around: input).contains { roots.contains($0) }
    }
    var found = journal.outputs.sorted { $0.key < $1.key }.compactMap { output, place -> Found? in
      let line = place.line
      guard !outputs.contains(output), output.isBelow, isThere(output, below: options.output) else { return nil }
      if let new = written[FilePath(line.path)] {
        // It has another name now; what runs with another format or from other folders wrote stays.
        guard isOfThisFormat(line), line.isOf(new.entry, seenFrom: outlook),
          isThere(options.output.appending(new.output))
        else { return nil }
      } else if !isGone(line) {
        return nil
      }
      let paths = line.pieces.isEmpty ? [output].filter(isFile(below: options.output)) : parts(of: output)
      guard !paths.isEmpty else { return nil }
      return Found(
        output: StaleOutput(output: "\(output)", input: line.entry.name, isRejects: false), place: place,
        root: options.output, paths: paths)
    }
    guard let root = options.rejects else { return found }
    found += journal.rejects.sorted { $0.key < $1.key }.compactMap { path, place -> Found? in
      let line = place.line
      // Where the last line about an input names no rejects, it has none any more.
      let isMended =
        written[path].map { line.isOf($0.entry, seenFrom: outlook) } ?? false && journal.lines[path]?.rejects == nil
      let paths = [path, path.appending(ending: RejectsOfFile.ending)].filter { isThere($0, below: root) }
        .filter(isFile(below: root))
      guard !paths.isEmpty, path.isBelow, isMended || isGone(line) else { return nil }
      return Found(
        output: StaleOutput(output: "\(root.appending(path))", input: line.entry.name, isRejects: true), place: place,
        root: root, paths: paths)
    }
    return found
  }

  /// An output as one path, or where it is a folder in which there are folders of others by now, as paths of its files.
  private func parts(of output: FilePath) -> [FilePath] {
    let entries = (try? FolderEntry.inFolder(options.output.appending(output))) ?? []
    guard entries.contains(where: { $0.kind == .folder }) else { return [output] }
    return entries.filter { $0.kind != .folder }.map { output.appending($0.name) }
  }

  /// Whether an output is of the format of this run, and a file or a folder as its own, whatever else has changed.
  private func isOfThisFormat(_ line: BatchJournal.Line) -> Bool {
    let isSplit = !line.pieces.isEmpty
    let ending = Array(".\(options.target.info.fileEnding)".utf8)
    return isSplit == options.isSplit
      && (isSplit || line.entry.output?.utf8.suffix(ending.count).elementsEqual(ending) ?? false)
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
    isThere(root.appending(path)) && FolderEntry.link(on: path, below: root) == nil
  }

  /// Whether a place of a file is not that of a folder by now.
  private func isFile(below root: FilePath) -> (FilePath) -> Bool {
    { (try? FolderEntry.at(root.appending($0), followingLinks: false))?.kind != .folder }
  }

  /// Whether there is no file any more, but nothing or a folder.
  private func isGone(_ path: FilePath) -> Bool {
    do throws(SystemFailure) { return try FolderEntry.at(path, followingLinks: false).kind == .folder } catch {
      return SystemError.kind(error.code) == .missing
    }
  }

  /// Removes an output that is as the journal says, and the folders that it leaves empty.
  private func remove(_ found: Found, _ stale: inout StaleOutput) {
    guard found.isOurs else {
      stale.reason = Found.whyItIsLeft
      return
    }
    for path in found.files {
      if let entry = try? FolderEntry.at(path, followingLinks: false) { WorkFolder.clear(path, entry.kind) }
    }
    stale.isRemoved = !found.files.contains(where: isThere)
    if !stale.isRemoved { stale.reason = "it could not be removed" }
    var folder = found.paths.first?.parent ?? FilePath(bytes: [])
    while !folder.bytes.isEmpty, SystemCall.removeFolder(found.root.appending(folder)) >= 0 {
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
