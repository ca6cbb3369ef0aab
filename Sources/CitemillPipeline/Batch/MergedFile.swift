import CitemillCore

/// Tells the files that `merge` wrote into a folder that is read from inputs that lie there: a note in the work folder beside
/// them has the hash of what they held. A file without a note, or one that was changed since, is an input like others.
enum MergedFile {
  private static let kind = "merged-"

  /// Whether an earlier run wrote the file, and it is as it was written.
  static func isOurs(_ path: FilePath) -> Bool {
    guard let text = text(of: path) else { return false }
    return FileContent.prefix(of: note(of: path), text.count + 1) == text
  }

  /// The files of a folder that earlier runs wrote, and that are as they were written.
  static func ours(among entries: [FolderEntry], in folder: FilePath) -> Set<FilePath> {
    Set(WorkFolder.noted(kind, among: entries, in: folder).filter { isOurs(folder.appending($0)) })
  }

  /// Whether an earlier run wrote a file there, whatever has become of it.
  static func wasOurs(_ path: FilePath) -> Bool { !FileContent.prefix(of: note(of: path), 1).isEmpty }

  /// Takes note of a file that was written.
  static func remember(_ path: FilePath) throws(SystemFailure) {
    guard let text = text(of: path) else { return }
    let note = note(of: path)
    try WorkFolder.makeFolders(note.parent)
    let file = try UnfinishedFile(note)
    var sink = ByteSink(.descriptor(file.descriptor))
    sink.append(contentsOf: text)
    sink.flush()
    if let code = sink.failure { throw SystemFailure.writing("\(note)", code) }
    _ = try file.finish()
  }

  /// Throws where no note can be taken of a file.
  static func checkPlace(ofNoteOn path: FilePath) throws(SystemFailure) { try WorkFolder.check(note(of: path).parent) }

  private static func note(of path: FilePath) -> FilePath {
    let path = path.behindLinks
    return WorkFolder.note(kind, on: path)
  }

  /// The content of a note on what a file holds; nil where there is no such file.
  private static func text(of path: FilePath) -> [UInt8]? {
    guard FileIdentity(path) != nil, let content = FileContent.hash(of: path) else { return nil }
    return Array("\(content.size) \(content.hash.hexadecimal)\n".utf8)
  }
}

extension BatchOptions {
  /// Takes note of what `merge` has put into a folder that is read, so that the next run leaves it alone.
  package func rememberMerged() throws(SystemFailure) {
    for path in mergedAmongInputs { try MergedFile.remember(path) }
  }

  /// Throws where no note could be taken of what `merge` puts into a folder that is read.
  package func checkNotesOfMerge() throws(SystemFailure) {
    for path in mergedAmongInputs { try MergedFile.checkPlace(ofNoteOn: path) }
  }

  /// What `merge` puts into a folder that is read.
  private var mergedAmongInputs: [FilePath] {
    let folders = Set(inputs.compactMap { FileIdentity($0) })
    return [output, rejects].compactMap { $0 }.filter { path in
      FileIdentity.folders(around: path).contains { folders.contains($0) }
    }
  }

  /// Takes note of the rejects that `merge` has written, so that the next run knows them from what someone made of them; where
  /// that cannot be done, the next run asks.
  package func rememberRejectsOfMerge() {
    if let rejects = mergedRejects { try? MergedFile.remember(rejects) }
  }

  /// Throws where the rejects of `merge` would replace a file that no earlier run wrote.
  package func checkRejectsOfMerge() throws(SystemFailure) {
    guard !overwrites, let rejects = mergedRejects, !MergedFile.isOurs(rejects) else { return }
    throw SystemFailure.notOurs(rejects, wasOurs: MergedFile.wasOurs(rejects))
  }

  /// The file for rejects where it holds something; what is open or no file is written on, and not replaced.
  private var mergedRejects: FilePath? {
    guard let rejects, "\(rejects)" != "-", OutputFile.openDescriptor("\(rejects)") == nil,
      let entry = try? FolderEntry.at(rejects, followingLinks: true), entry.kind == .file, entry.stamp.size > 0
    else { return nil }
    return rejects
  }
}
