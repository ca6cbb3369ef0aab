import CitemillCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder `.citemill` in an output tree: the lock, the journal, and unfinished files.
///
/// The run that holds it is the only one at work on the tree; the lock ends with the process, however that
/// ends.
final class WorkFolder: Sendable {
  let path: FilePath
  /// The folder to which the paths of inputs are relative.
  let outlook = SystemCall.currentFolder
  private let lock: Int32

  private static let name = ".citemill"
  private static let lockName = "lock"
  private static let journalName = "journal.jsonl"

  var journal: FilePath { path.appending(Self.journalName) }

  static func journal(in output: FilePath) -> FilePath { output.appending(name).appending(journalName) }

  /// The file in the work folder with a note about a file next to the folder.
  static func note(_ kind: String, on file: FilePath) -> FilePath {
    file.parent.appending(name).appending(FilePath(bytes: Array(kind.utf8) + file.lastComponent.bytes))
  }

  /// The files of a folder with a note of a kind in the work folder next to them.
  static func noted(_ kind: String, among entries: [FolderEntry], in folder: FilePath) -> [FilePath] {
    guard let work = entries.first(where: { $0.kind == .folder && $0.name.bytes.elementsEqual(name.utf8) }) else {
      return []
    }
    let notes = (try? FolderEntry.inFolder(folder.appending(work.name))) ?? []
    return notes.filter { $0.name.bytes.starts(with: kind.utf8) }
      .map { FilePath(bytes: Array($0.name.bytes.dropFirst(kind.utf8.count))) }
  }

  /// The files that remain in the work folder of an output folder.
  static func files(in output: FilePath) -> [FilePath] {
    [lockName, journalName].map { output.appending(name).appending($0) }
  }

  /// Whether a path below an output folder is the work folder or inside it, also for systems that ignore
  /// case.
  static func isIn(_ output: FilePath) -> Bool {
    "\(output)".lowercased().split(separator: "/", maxSplits: 1).first.map { $0 == name } ?? false
  }

  /// Whether a path is a work folder, or directly inside one.
  static func isOrIsIn(_ path: FilePath) -> Bool {
    let path = path.withoutFinalSlashes
    return isIn(path.lastComponent) || isIn(path.parent.withoutFinalSlashes.lastComponent)
  }

  /// Takes the lock of an output folder, which is created if there is none, and removes what an earlier run
  /// left unfinished.
  init(in output: FilePath, isWaiting: Bool) throws(SystemFailure) {
    path = output.appending(Self.name)
    try Self.check(path)
    try Self.makeFolders(path)
    let file = path.appending(Self.lockName)
    lock = try SystemCall.openFile(file, O_RDWR | O_CREAT | O_NOFOLLOW)
    guard lock >= 0 else { throw SystemFailure.creating(file, -lock) }
    let code = SystemCall.lock(lock, isWaiting: isWaiting)
    guard code >= 0 else {
      close(lock)
      if code == -EWOULDBLOCK { throw SystemFailure(code: -code, action: "lock \(output)", status: .locked) }
      throw SystemFailure(code: -code, action: "lock \(file)", status: .inputOutput)
    }
    for entry in try FolderEntry.inFolder(path) where entry.name.bytes.starts(with: Self.unfinished.utf8) {
      Self.clear(path.appending(entry.name), entry.kind)
    }
  }

  /// Throws if something else is at the path of a work folder.
  static func check(_ path: FilePath) throws(SystemFailure) {
    guard let entry = try? FolderEntry.at(path, followingLinks: false), entry.kind != .folder else { return }
    throw entry.kind == .link ? .throughLink(path) : .creating(path, ENOTDIR)
  }

  /// Removes a file, or a folder with the files in it.
  static func clear(_ path: FilePath, _ kind: FolderEntry.Kind) {
    guard kind == .folder else {
      SystemCall.remove(path)
      return
    }
    for entry in (try? FolderEntry.inFolder(path)) ?? [] { SystemCall.remove(path.appending(entry.name)) }
    SystemCall.removeFolder(path)
  }

  /// Moves a file or folder into place; an existing folder is replaced by another one if it only has pieces
  /// of earlier runs.
  func put(_ from: FilePath, _ to: FilePath, replacing pieces: Set<UInt64>) throws(SystemFailure) {
    var code = SystemCall.rename(from, to: to)
    if code == -ENOTEMPTY || code == -EEXIST {
      try Self.check(to, holdsOnly: pieces)
      let old = FilePath(bytes: from.bytes + Array("-old".utf8))
      code = SystemCall.rename(to, to: old)
      if code >= 0 { code = SystemCall.rename(from, to: to) }
      Self.clear(old, .folder)
    }
    if code < 0 { throw SystemFailure.creating(to, -code) }
  }

  /// Throws if a folder has anything except these pieces, unchanged.
  private static func check(_ folder: FilePath, holdsOnly pieces: Set<UInt64>) throws(SystemFailure) {
    for entry in try FolderEntry.inFolder(folder) {
      let path = folder.appending(entry.name)
      if entry.kind == .file, let piece = FilePiece(path), pieces.contains(piece.identity) { continue }
      throw SystemFailure(
        code: ENOTEMPTY, action: "replace the folder \(folder)", status: .cannotCreate,
        reason: "\(path) was not written by an earlier run or has changed since; move it elsewhere")
    }
  }

  deinit { close(lock) }

  private static let unfinished = "unfinished-"

  /// Where a file is written until it is complete.
  func unfinished(_ number: Int, _ part: String = "") -> FilePath {
    path.appending("\(Self.unfinished)\(number)\(part)")
  }

  /// Where a file of a work folder is written until it is complete, by this process alone.
  static func unfinished(_ name: String, in folder: FilePath) -> FilePath {
    folder.appending("\(unfinished)\(name)-\(getpid())")
  }

  /// Syncs the content of a folder, that is its current file names, to disk; 0 or the negative error number.
  static func synchronize(_ folder: FilePath) -> Int32 {
    let descriptor = SystemCall.open(folder.bytes.isEmpty ? FilePath(".") : folder, O_RDONLY)
    // A folder that may be written but not read cannot be synced, which is no failure.
    if descriptor < 0 { return descriptor == -EACCES ? 0 : descriptor }
    defer { close(descriptor) }
    return SystemCall.synchronize(descriptor)
  }

  static func makeFolders(_ path: FilePath) throws(SystemFailure) {
    // Mostly it is there, or all but the last is.
    let code = SystemCall.makeFolder(path)
    if code >= 0 { return }
    let parent = path.parent
    guard code == -ENOENT, !parent.bytes.isEmpty, parent != path else { throw SystemFailure.creating(path, -code) }
    try makeFolders(parent)
    let second = SystemCall.makeFolder(path)
    if second < 0 { throw SystemFailure.creating(path, -second) }
  }
}

/// A file that is only appended to.
final class AppendedFile: Sendable {
  /// Open for reading from its start, and for writing at its end.
  let descriptor: Int32

  /// Opens the file, or creates it.
  init(_ path: FilePath) throws(SystemFailure) {
    let flags = O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW
    var opened = try SystemCall.openFile(path, flags)
    if Self.hasSeveralNames(opened) {
      let shared = opened
      defer { close(shared) }
      try Self.separate(shared, path)
      opened = try SystemCall.openFile(path, flags)
    }
    descriptor = opened
    if descriptor < 0 { throw SystemFailure.creating(path, -descriptor) }
  }

  private static func hasSeveralNames(_ descriptor: Int32) -> Bool {
    var info = stat()
    return unsafe fstat(descriptor, &info) == 0 && info.st_nlink > 1
  }

  /// Replaces a file that has other hard links, such as those of a snapshot by `cp -al`, by a copy, so that
  /// nothing is appended to the snapshot.
  private static func separate(_ descriptor: Int32, _ path: FilePath) throws(SystemFailure) {
    let copy = try UnfinishedFile(WorkFolder.unfinished("copy", in: path.parent))
    var sink = ByteSink(.descriptor(copy.descriptor))
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    var offset = 0
    while sink.failure == nil {
      let count = unsafe pread(descriptor, &buffer, buffer.count, off_t(offset))
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw SystemFailure.reading(path, errno) }
      if count == 0 { break }
      sink.append(contentsOf: buffer[..<count])
      sink.flush()
      offset += count
    }
    if let code = sink.failure { throw SystemFailure.writing("\(path)", code) }
    try copy.finish(as: path)
  }

  /// Opens the file only for reading; nil if there is none.
  init?(reading path: FilePath) throws(SystemFailure) {
    descriptor = try SystemCall.openFile(path, O_RDONLY)
    if descriptor < 0 {
      if SystemError.kind(-descriptor) == .missing { return nil }
      throw SystemFailure.reading(path, -descriptor)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}

/// A file that is being written under a temporary name; it is removed if it is not finished.
final class UnfinishedFile {
  let path: FilePath
  let descriptor: Int32
  private var isOpen = true

  /// Creates the file, replacing whatever has the name.
  init(_ path: FilePath) throws(SystemFailure) {
    self.path = path
    let flags = O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW
    var descriptor = try SystemCall.openFile(path, flags)
    if descriptor == -ELOOP {
      SystemCall.remove(path)
      descriptor = try SystemCall.openFile(path, flags)
    }
    self.descriptor = descriptor
    if descriptor < 0 { throw SystemFailure.creating(path, -descriptor) }
  }

  /// Finishes the file: its bytes are on disk when this returns. Returns their number and hash.
  func finish() throws(SystemFailure) -> (size: Int, hash: UInt64) {
    let content = try FileContent.hash(descriptor, path)
    let synced = SystemCall.synchronize(descriptor)
    isOpen = false
    let closed = close(descriptor) == 0 ? 0 : -errno
    if synced < 0 || closed < 0 {
      SystemCall.remove(path)
      throw SystemFailure.writing("\(path)", -min(synced, closed))
    }
    return content
  }

  /// Finishes the file and replaces another one, whose other hard links keep their content.
  func finish(as place: FilePath) throws(SystemFailure) {
    _ = try finish()
    let code = SystemCall.rename(path, to: place)
    if code < 0 {
      remove()
      throw SystemFailure.creating(place, -code)
    }
  }

  /// Removes the file, whether it is complete or not.
  func remove() {
    if isOpen { close(descriptor) }
    isOpen = false
    SystemCall.remove(path)
  }

  deinit { if isOpen { remove() } }
}

/// A folder of files that is being written under a temporary name.
final class UnfinishedFolder {
  let path: FilePath
  /// The identity of each file, once all are complete.
  private(set) var pieces: [UInt64] = []
  private var failure: SystemFailure?
  private var isFinished = false

  /// Begins the folder.
  init(_ path: FilePath) throws(SystemFailure) {
    self.path = path
    WorkFolder.clear(path, .folder)
    try WorkFolder.makeFolders(path)
  }

  func add(_ name: FilePath, _ bytes: [UInt8]) {
    if failure != nil { return }
    do throws(SystemFailure) {
      let file = try UnfinishedFile(path.appending(name))
      var sink = ByteSink(.descriptor(file.descriptor))
      sink.append(contentsOf: bytes)
      sink.flush()
      if let code = sink.failure { throw SystemFailure.writing("\(file.path)", code) }
      _ = try file.finish()
    } catch {
      failure = error
    }
  }

  /// Finishes the folder: everything is on disk when this returns. Returns the total size and hash.
  func finish() throws(SystemFailure) -> (size: Int, hash: UInt64) {
    if let failure { throw failure }
    let code = WorkFolder.synchronize(path)
    if code < 0 { throw SystemFailure.writing("\(path)", -code) }
    guard let files = FileContent.pieces(ofFolder: path) else { throw SystemFailure.readingBack(path) }
    isFinished = true
    pieces = files.map(\.identity)
    return FileContent.hash(of: files)
  }

  func remove() { WorkFolder.clear(path, .folder) }

  deinit { if !isFinished { remove() } }
}

/// A file of a folder that is written and replaced as a whole.
struct FilePiece {
  var name: FilePath
  var size: Int
  var hash: UInt64

  /// The file at a path; nil if it cannot be read.
  init?(_ path: FilePath) {
    guard let content = FileContent.hash(of: path) else { return nil }
    name = path.lastComponent
    (size, hash) = content
  }

  /// A hash of its name and content.
  var identity: UInt64 {
    var hash = ContentHash()
    add(to: &hash)
    return hash.value
  }

  func add(to sum: inout ContentHash) {
    sum.add(name.bytes.span)
    sum.add(Array(hash.hexadecimal.utf8).span)
  }
}

/// A hash of a file's content.
enum FileContent {
  /// The first bytes of a file; empty if it cannot be read.
  static func prefix(of path: FilePath, _ count: Int) -> [UInt8] { bytes(of: path, from: 0, count) }

  /// The last bytes of a file; empty if it cannot be read.
  static func suffix(of path: FilePath, _ count: Int) -> [UInt8] {
    guard let entry = try? FolderEntry.at(path, followingLinks: true) else { return [] }
    return bytes(of: path, from: max(0, entry.stamp.size - count), count)
  }

  private static func bytes(of path: FilePath, from offset: Int, _ count: Int) -> [UInt8] {
    let descriptor = SystemCall.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    if descriptor < 0 { return [] }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: count)
    let got = unsafe pread(descriptor, &buffer, count, off_t(offset))
    return Array(buffer.prefix(max(got, 0)))
  }

  /// The size and hash of a file; nil if it cannot be read.
  static func hash(of path: FilePath) -> (size: Int, hash: UInt64)? {
    let descriptor = SystemCall.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    if descriptor < 0 { return nil }
    defer { close(descriptor) }
    return try? hash(descriptor, path)
  }

  /// The size and hash of the files in a folder, with their names; nil if one of them cannot be read.
  static func hash(ofFolder path: FilePath) -> (size: Int, hash: UInt64)? {
    pieces(ofFolder: path).map { hash(of: $0) }
  }

  /// The files in a folder; nil if one of them cannot be read, or something is not a file.
  static func pieces(ofFolder path: FilePath) -> [FilePiece]? {
    guard let entries = try? FolderEntry.inFolder(path) else { return nil }
    var pieces: [FilePiece] = []
    for entry in entries {
      guard entry.kind == .file, let piece = FilePiece(path.appending(entry.name)) else { return nil }
      pieces.append(piece)
    }
    return pieces
  }

  static func hash(of pieces: [FilePiece]) -> (size: Int, hash: UInt64) {
    var (size, hash) = (0, ContentHash())
    for piece in pieces {
      size += piece.size
      piece.add(to: &hash)
    }
    return (size, hash.value)
  }

  static func hash(_ descriptor: Int32, _ path: FilePath) throws(SystemFailure) -> (size: Int, hash: UInt64) {
    var hash = ContentHash()
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    var offset = 0
    while true {
      let count = unsafe pread(descriptor, &buffer, buffer.count, off_t(offset))
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw SystemFailure.reading(path, errno) }
      if count == 0 { return (offset, hash.value) }
      hash.add(buffer.span.extracting(0..<count))
      offset += count
    }
  }
}
