import CitemillCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Distinguishes a file that was read from one that has changed since.
struct FileStamp: Sendable, Hashable {
  /// In bytes.
  var size: Int
  /// In nanoseconds since 1970.
  var modified: Int
  var inode: UInt64
  /// Its file system.
  var device: UInt64

  init(size: Int, modified: Int, inode: UInt64, device: UInt64 = 0) {
    self.size = size
    self.modified = modified
    self.inode = inode
    self.device = device
  }

  init(_ info: stat) {
    size = Int(clamping: info.st_size)
    #if canImport(Darwin)
      let time = info.st_mtimespec
    #else
      let time = info.st_mtim
    #endif
    modified = (Int(time.tv_sec) &* 1_000_000_000) &+ Int(time.tv_nsec)
    inode = UInt64(truncatingIfNeeded: info.st_ino)
    device = UInt64(truncatingIfNeeded: info.st_dev)
  }
}

/// What is in a folder or at a path.
package struct FolderEntry: Sendable {
  /// Its kind; a symbolic link is not followed.
  package enum Kind: Sendable { case file, folder, link, other }
  package var name: FilePath
  package var kind: Kind
  var stamp: FileStamp

  init(name: FilePath, _ info: stat) {
    self.name = name
    stamp = FileStamp(info)
    switch info.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
  }

  /// What is at a path; throws if there is nothing.
  static func at(_ path: FilePath, followingLinks: Bool) throws(SystemFailure) -> FolderEntry {
    var info = stat()
    let code = unsafe path.withCString { unsafe followingLinks ? stat($0, &info) : lstat($0, &info) }
    guard code == 0 else { throw SystemFailure.reading(path, errno) }
    return FolderEntry(name: path, info)
  }

  /// The first symbolic link that takes the place of a folder on the path from a folder to a path below it.
  static func link(on way: FilePath, below root: FilePath) -> FilePath? {
    var link: FilePath?
    var folder = way.parent
    while !folder.bytes.isEmpty {
      let place = root.appending(folder)
      if (try? at(place, followingLinks: false))?.kind == .link { link = place }
      folder = folder.parent
    }
    return link
  }

  /// The content of a folder, in the byte order of the names.
  package static func inFolder(_ path: FilePath) throws(SystemFailure) -> [FolderEntry] {
    guard let folder = unsafe path.withCString({ unsafe opendir($0) }) else {
      throw SystemFailure.reading(path, errno)
    }
    defer { unsafe closedir(folder) }
    var names: [FilePath] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(folder) else { break }
      let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      if bytes != [46], bytes != [46, 46] { names.append(FilePath(bytes: bytes)) }
    }
    if errno != 0 { throw SystemFailure.reading(path, errno) }
    var entries: [FolderEntry] = []
    for name in names.sorted() {
      // An entry that was removed meanwhile is no longer in the folder.
      guard var entry = try? at(path.appending(name), followingLinks: false) else { continue }
      entry.name = name
      entries.append(entry)
    }
    return entries
  }
}

/// A regular file that is open for reading.
struct InputFile {
  private let file: ByteSource
  let stamp: FileStamp
  /// The member of a zip archive that is read.
  private var member: ZipArchive.Place?

  /// Its content, decompressed; nothing is decompressed for a file that is not read.
  func content() throws(SourceFailure) -> ByteSource {
    if let member { return try member.archive.open(member.member) }
    return try Compression.decompressed(file)
  }

  /// Opens a member of a zip archive, which its readers treat as a separate file.
  static func open(_ place: ZipArchive.Place) throws(SourceFailure) -> InputFile {
    var file = try open(place.archive.path, named: place.archive.name(of: place.member))
    file.member = place
    return file
  }

  /// Opens a file; never blocks on a FIFO or a device that has taken its place.
  static func open(_ path: FilePath, named name: String) throws(SourceFailure) -> InputFile {
    let place = SourceLocation.whole(name)
    let descriptor = SystemCall.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      let code = -descriptor
      throw SourceFailure(
        SystemError.kind(code), .cannotRead, "cannot open it: \(SystemError.message(code))", at: place)
    }
    var info = stat()
    guard unsafe fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw SourceFailure(.unreadable, .cannotRead, "it is not a regular file", at: place)
    }
    return InputFile(file: ByteSource(descriptor: descriptor, name: name, closes: true), stamp: FileStamp(info))
  }
}
