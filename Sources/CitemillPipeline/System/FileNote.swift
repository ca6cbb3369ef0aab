import CitemillCore

/// A note in the work folder beside a file that has the hash of what a run wrote there, so that a later run can tell the file from
/// what someone made of it.
struct FileNote {
  private let kind: String

  /// `merge` wrote the file into a folder that it reads, so that the file is not an input.
  static let merged = FileNote(kind: "merged-")
  /// A run wrote the file, so that a later one may replace it.
  static let written = FileNote(kind: "written-")

  private init(kind: String) { self.kind = kind }

  /// Whether the file holds what the note says.
  func holds(for path: FilePath) -> Bool {
    guard let text = Self.text(for: path) else { return false }
    return FileContent.prefix(of: place(for: path), text.count + 1) == text
  }

  /// The files of a folder that hold what their notes say.
  func holding(among entries: [FolderEntry], in folder: FilePath) -> Set<FilePath> {
    Set(WorkFolder.noted(kind, among: entries, in: folder).filter { holds(for: folder.appending($0)) })
  }

  /// Whether there is a note, whatever has become of the file.
  func isThere(for path: FilePath) -> Bool { !FileContent.prefix(of: place(for: path), 1).isEmpty }

  /// Writes the note on what a file holds now.
  func write(for path: FilePath) throws(SystemFailure) {
    guard let text = Self.text(for: path) else { return }
    let note = place(for: path)
    try WorkFolder.check(note.parent)
    try WorkFolder.makeFolders(note.parent)
    let file = try UnfinishedFile(note)
    var sink = ByteSink(.descriptor(file.descriptor))
    sink.append(contentsOf: text)
    sink.flush()
    if let code = sink.failure { throw SystemFailure.writing("\(note)", code) }
    _ = try file.finish()
  }

  /// Throws where no note can be written.
  func checkPlace(for path: FilePath) throws(SystemFailure) { try WorkFolder.check(place(for: path).parent) }

  private func place(for path: FilePath) -> FilePath { WorkFolder.note(kind, on: path.behindLinks) }

  /// The content of a note on what a file holds; nil where there is no such file.
  private static func text(for path: FilePath) -> [UInt8]? {
    guard FileIdentity(path) != nil, let content = FileContent.hash(of: path) else { return nil }
    return Array("\(content.size) \(content.hash.hexadecimal)\n".utf8)
  }
}
