#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Calls of the C library on paths of bytes; each returns 0 or more, or the negative error number.
enum SystemCall {
  /// Opens a file, created with the usual permissions if the flags ask for it; the descriptor is not
  /// inherited.
  static func open(_ path: FilePath, _ flags: Int32) -> Int32 {
    unsafe path.withCString { name in again { unsafe descriptor(name, flags | O_CLOEXEC) } }
  }

  /// Opens a regular file as `open` does; throws if there is something else, on which it never blocks.
  static func openFile(_ path: FilePath, _ flags: Int32) throws(SystemFailure) -> Int32 {
    let descriptor = open(path, flags | O_NONBLOCK | O_NOCTTY)
    // A socket gives this error.
    if descriptor == -ENXIO { throw .notAFile(path) }
    guard descriptor >= 0 else { return descriptor }
    var info = stat()
    if unsafe fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG { return descriptor }
    close(descriptor)
    throw .notAFile(path)
  }

  /// Creates a folder; an existing one is not an error.
  static func makeFolder(_ path: FilePath) -> Int32 {
    let code = unsafe path.withCString { name in again { unsafe mkdir(name, 0o777) } }
    return code == -EEXIST ? 0 : code
  }

  /// Replaces a file by another one.
  static func rename(_ old: FilePath, to new: FilePath) -> Int32 {
    unsafe old.withCString { from in
      unsafe new.withCString { to in again { unsafe Self.move(from, to) } }
    }
  }

  /// The target of a symbolic link, relative to the link; nil if it is not a link.
  static func linkTarget(_ path: FilePath) -> FilePath? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe path.withCString { unsafe readlink($0, &buffer, 4096) }
    guard count > 0 else { return nil }
    let target = FilePath(bytes: buffer[..<count].map { UInt8(bitPattern: $0) })
    return target.isAbsolute ? target : path.parent.appending(target)
  }

  /// The working directory as an absolute path; nil if it was removed.
  static var currentFolder: FilePath? {
    var buffer = [CChar](repeating: 0, count: 4096)
    guard unsafe getcwd(&buffer, buffer.count) != nil else { return nil }
    return FilePath(bytes: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
  }

  /// Removes a file; it is not an error if there is none.
  @discardableResult
  static func remove(_ path: FilePath) -> Int32 {
    let code = unsafe path.withCString { name in again { unsafe unlink(name) } }
    return code == -ENOENT ? 0 : code
  }

  /// Removes a folder that is empty.
  @discardableResult
  static func removeFolder(_ path: FilePath) -> Int32 {
    unsafe path.withCString { name in again { unsafe rmdir(name) } }
  }

  /// Syncs a file or folder to disk; an unsupported sync is no failure.
  static func synchronize(_ descriptor: Int32) -> Int32 {
    let code = again { fsync(descriptor) }
    return code == -EINVAL || code == -EROFS ? 0 : code
  }

  /// Takes a lock on an open file, with or without waiting.
  static func lock(_ descriptor: Int32, isWaiting: Bool) -> Int32 {
    again { flock(descriptor, isWaiting ? LOCK_EX : LOCK_EX | LOCK_NB) }
  }

  /// Whether a path leads to a file that may be run.
  static func isProgram(_ path: FilePath) -> Bool {
    guard let entry = try? FolderEntry.at(path, followingLinks: true), entry.kind == .file else { return false }
    return unsafe path.withCString { unsafe access($0, X_OK) } == 0
  }

  /// The program with a name in the folders for programs; nil if there is none.
  static func program(named name: String) -> FilePath? {
    programFolders.lazy.map { $0.appending(name) }.first { isProgram($0) }
  }

  /// The folders in which the system searches for programs; relative ones are left out, since they depend on
  /// the working directory.
  static var programFolders: [FilePath] {
    let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
    return path.split(separator: ":").filter { $0.utf8.first == UInt8(ascii: "/") }.map { FilePath(String($0)) }
  }

  /// How many processors may be used.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  private static func again(_ call: () -> Int32) -> Int32 {
    while true {
      let result = call()
      if result >= 0 { return result }
      if errno != EINTR { return -errno }
    }
  }

  // The names of the C library, which are the same as those of the functions above.
  private static func descriptor(_ name: UnsafePointer<CChar>, _ flags: Int32) -> Int32 {
    #if canImport(Glibc)
      unsafe Glibc.open(name, flags, 0o666)
    #elseif canImport(Musl)
      unsafe Musl.open(name, flags, 0o666)
    #else
      unsafe Darwin.open(name, flags, 0o666)
    #endif
  }

  private static func move(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32 {
    #if canImport(Glibc)
      unsafe Glibc.rename(old, new)
    #elseif canImport(Musl)
      unsafe Musl.rename(old, new)
    #else
      unsafe Darwin.rename(old, new)
    #endif
  }
}
