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
  func holds(for path: FilePath) -> Bool { word(for: path) != nil }

  /// The word with which the note was written, where the file holds what the note says; empty where there was none.
  func word(for path: FilePath) -> String? {
    guard let content = Self.content(of: path) else { return nil }
    let note = FileContent.prefix(of: place(for: path), content.count + Self.longestWord + 2)
    guard note.starts(with: content), note.last == UInt8(ascii: "\n") else { return nil }
    let rest = note.dropFirst(content.count).dropLast()
    if rest.isEmpty { return "" }
    return rest.first == UInt8(ascii: " ") ? String(decoding: rest.dropFirst(), as: UTF8.self) : nil
  }

  private static let longestWord = 16

  /// The files of a folder that hold what their notes say.
  func holding(among entries: [FolderEntry], in folder: FilePath) -> Set<FilePath> {
    Set(WorkFolder.noted(kind, among: entries, in: folder).filter { holds(for: folder.appending($0)) })
  }

  /// Whether there is a note, whatever has become of the file.
  func isThere(for path: FilePath) -> Bool { !FileContent.prefix(of: place(for: path), 1).isEmpty }

  /// Writes the note on what a file holds now, and a word on what that is.
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

  /// Throws where no note can be written.
  func checkPlace(for path: FilePath) throws(SystemFailure) {
    let note = place(for: path)
    try WorkFolder.check(note.parent)
    guard let entry = try? FolderEntry.at(note, followingLinks: false) else { return }
    if entry.kind != .file && entry.kind != .link { throw .notAFile(note) }
  }

  private func place(for path: FilePath) -> FilePath { WorkFolder.note(kind, on: path.behindLinks) }

  /// What a note says of the content of a file; nil where there is no such file.
  private static func content(of path: FilePath) -> [UInt8]? {
    guard FileIdentity(path) != nil, let content = FileContent.hash(of: path) else { return nil }
    return Array("\(content.size) \(content.hash.hexadecimal)".utf8)
  }
}
