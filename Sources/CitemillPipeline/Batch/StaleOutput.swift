import CitemillCore

/// An output of an earlier run whose input has been removed or renamed since, or is now written under another
/// name; or rejects of an input that has none any more.
public struct StaleOutput: Sendable {
  /// The file, or with `isSplit` the folder, relative to the output; for rejects the path.
  public let output: String
  /// The input that it was made from, as it was named then.
  public let input: String
  /// Whether it has rejects, with the reasons in a second file.
  public let isRejects: Bool
  /// Whether this run removed it.
  public internal(set) var isRemoved = false
  /// Why it was kept although it should be removed.
  public internal(set) var reason: String?
}

/// Finds the outputs of earlier runs that belong to no input any more, and removes them if requested.
///
/// Only the journal identifies them: a file that is not in it was not written by Citemill. Unless all inputs
/// were examined, it is not known what is gone, and nothing is stale.
package struct StaleOutputs {
  private let options: BatchOptions
  private let plan: [BatchPlan.Entry]
  private let journal: BatchJournal

  init(_ options: BatchOptions, _ plan: [BatchPlan.Entry], _ journal: BatchJournal) {
    self.options = options
    self.plan = plan
    self.journal = journal
  }

  /// Why stale outputs cannot be determined; nil if all inputs were examined.
  private var obstacle: String? {
    if !options.include.isEmpty || !options.exclude.isEmpty { return "only some of the files were chosen" }
    if options.shard != nil { return "only some of the files were read" }
    if plan.contains(where: { if case .unreadable = $0.fate { true } else { false } }) {
      return "a folder is unreadable"
    }
    // A folder that is not mounted, for instance, is empty.
    let isEmpty = options.inputs.contains { (try? FolderEntry.inFolder($0))?.isEmpty ?? false }
    return isEmpty ? "an input folder is empty" : nil
  }

  /// Lists them in a result, and removes them if requested and if the run was finished.
  func settle(_ result: inout BatchResult) {
    if let obstacle {
      if options.prunes { result.whyNothingIsPruned = obstacle }
      return
    }
    let isWhole = !result.isInterrupted && result.left == 0 && result.failures.isEmpty
    if options.prunes, !isWhole { result.whyNothingIsPruned = "the run did not finish" }
    result.stale = found.map { found in
      var stale = found.output
      if options.prunes && isWhole { remove(found, &stale) }
      return stale
    }
  }

  /// The stale outputs, and why none were searched for or would be removed.
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
    /// The root folder, and the paths of its files below it.
    var root: FilePath
    var paths: [FilePath]

    static let whyItIsLeft = "it was edited after it was written"

    var files: [FilePath] { paths.map { root.appending($0) } }

    /// Whether all of it is unchanged since an earlier run wrote it.
    var isOurs: Bool {
      files.allSatisfy { path in
        place.isHeld(by: path) || FilePiece(path).map { place.pieces.contains($0.identity) } ?? false
      }
    }
  }

  /// The stale outputs that still exist, in the order of their paths, followed by the rejects.
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
    /// Whether the input of a line is gone from a folder that was examined.
    func isGone(_ line: BatchJournal.Line) -> Bool {
      let input = line.input
      guard !present.contains(FilePath(line.path)), self.isGone(input) else { return false }
      return FileIdentity.folders(around: input).contains { roots.contains($0) }
    }
    var found = journal.outputs.sorted { $0.key < $1.key }.compactMap { output, place -> Found? in
      let line = place.line
      guard !outputs.contains(output), output.isBelow, isThere(output, below: options.output) else { return nil }
      if let new = written[FilePath(line.path)] {
        // It has another name now; what runs with another format or from other folders wrote is kept.
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
      // If the last line about an input has no rejects, it has none any more.
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

  /// An output as one path or, if it is a folder that by now contains other folders, as paths of its files.
  private func parts(of output: FilePath) -> [FilePath] {
    let entries = (try? FolderEntry.inFolder(options.output.appending(output))) ?? []
    guard entries.contains(where: { $0.kind == .folder }) else { return [output] }
    return entries.filter { $0.kind != .folder }.map { output.appending($0.name) }
  }

  /// Whether an output has the format of this run and is a file or a folder like its outputs, whatever else
  /// has changed.
  private func isOfThisFormat(_ line: BatchJournal.Line) -> Bool {
    let isSplit = !line.pieces.isEmpty
    let ending = Array(".\(options.target.info.fileEnding)".utf8)
    return isSplit == options.isSplit
      && (isSplit || line.entry.output?.utf8.suffix(ending.count).elementsEqual(ending) ?? false)
  }

  /// The folders that were examined: another run may have put files from other folders into the same output.
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

  /// Whether a path in the output folder exists; what is behind a symbolic link belongs to others.
  private func isThere(_ path: FilePath, below root: FilePath) -> Bool {
    isThere(root.appending(path)) && FolderEntry.link(on: path, below: root) == nil
  }

  /// Whether the place of a file is not that of a folder now.
  private func isFile(below root: FilePath) -> (FilePath) -> Bool {
    { (try? FolderEntry.at(root.appending($0), followingLinks: false))?.kind != .folder }
  }

  /// Whether there is no file any more, but nothing or a folder.
  private func isGone(_ path: FilePath) -> Bool {
    do throws(SystemFailure) { return try FolderEntry.at(path, followingLinks: false).kind == .folder } catch {
      return SystemError.kind(error.code) == .missing
    }
  }

  /// Removes an output that matches the journal, and folders that are then empty.
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
  /// Whether it leads downwards.
  fileprivate var isBelow: Bool {
    !bytes.isEmpty && !isAbsolute && !"\(self)".split(separator: "/").contains("..")
  }
}
