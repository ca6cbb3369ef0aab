import CitemillCore

/// A note in the work folder next to a file, with the hash of what a run wrote there, so that a later run can
/// tell whether the file was changed.
struct FileNote {
  private let kind: String

  /// `merge` wrote the file into a folder that it reads, so the file is not an input.
  static let merged = FileNote(kind: "merged-")
  /// A run wrote the file, so that a later one may replace it.
  static let written = FileNote(kind: "written-")

  private init(kind: String) { self.kind = kind }

  /// Whether the file has the content recorded in the note.
  func holds(for path: FilePath) -> Bool { word(for: path) != nil }

  /// The word in the note, if the file has the recorded content; empty if the note has no word.
  func word(for path: FilePath) -> String? {
    guard let content = Self.content(of: path) else { return nil }
    let note = FileContent.prefix(of: place(for: path), content.count + Self.longestWord + 2)
    guard note.starts(with: content), note.last == UInt8(ascii: "\n") else { return nil }
    let rest = note.dropFirst(content.count).dropLast()
    if rest.isEmpty { return "" }
    return rest.first == UInt8(ascii: " ") ? String(decoding: rest.dropFirst(), as: UTF8.self) : nil
  }

  private static let longestWord = 16

  /// The files of a folder whose content matches their notes.
  func holding(among entries: [FolderEntry], in folder: FilePath) -> Set<FilePath> {
    Set(WorkFolder.noted(kind, among: entries, in: folder).filter { holds(for: folder.appending($0)) })
  }

  /// Whether there is a note, whatever has become of the file.
  func isThere(for path: FilePath) -> Bool { !FileContent.prefix(of: place(for: path), 1).isEmpty }

  /// Writes the note about the current content of a file, with a word that describes it.
  func write(for path: FilePath, as word: String = "") throws(SystemFailure) {
    guard let content = Self.content(of: path) else { return }
    let text = content + Array((word.isEmpty ? "\n" : " \(word)\n").utf8)
    let note = place(for: path)
    try checkPlace(for: path)
    try WorkFolder.makeFolders(note.parent)
    let file = try UnfinishedFile(WorkFolder.unfinished("note", in: note.parent))
    var sink = ByteSink(.descriptor(file.descriptor))
    sink.append(contentsOf: text)
    sink.flush()
    if let code = sink.failure { throw SystemFailure.writing("\(note)", code) }
    try file.finish(as: note)
  }

  /// Throws if no note can be written.
  func checkPlace(for path: FilePath) throws(SystemFailure) {
    let note = place(for: path)
    try WorkFolder.check(note.parent)
    guard let entry = try? FolderEntry.at(note, followingLinks: false) else { return }
    if entry.kind != .file && entry.kind != .link { throw .notAFile(note) }
  }

  private func place(for path: FilePath) -> FilePath { WorkFolder.note(kind, on: path.behindLinks) }

  /// The note about a file; nil if there is none.
  private static func content(of path: FilePath) -> [UInt8]? {
    guard FileIdentity(path) != nil, let content = FileContent.hash(of: path) else { return nil }
    return Array("\(content.size) \(content.hash.hexadecimal)".utf8)
  }
}
