public import CitemillCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An output that is written completely or not at all.
///
/// A regular file is written under a temporary name and renamed by `commit()`; a symbolic link keeps its
/// target; the file may be one of the inputs. Anything else (a FIFO, a device) is written directly. Without
/// `commit()` the unfinished file is removed, even if a signal ends the process.
public struct OutputFile: ~Copyable {
  /// The open descriptor to write to.
  public let descriptor: Int32
  private let path: String
  private var temporary: String?
  /// The final descriptor, if the file has no name until then.
  private var final: Int32?
  private var isOpen = true

  /// No output: nothing is written anywhere.
  package static func none() -> OutputFile { OutputFile(descriptor: -1, path: "", temporary: nil) }

  /// The destination for a sink.
  public var destination: ByteSink.Destination { descriptor < 0 ? .null : .descriptor(descriptor) }

  /// Writes a text to an output.
  public static func write(
    _ text: String, to destination: ByteSink.Destination, named path: String
  ) throws(SystemFailure) {
    var sink = ByteSink(destination)
    sink.append(text)
    sink.flush()
    if let code = sink.failure { throw SystemFailure.writing(path, code) }
  }

  /// Standard output.
  package static func standardOutput() -> OutputFile { OutputFile(descriptor: 1, path: "<stdout>", temporary: nil) }

  /// Standard output that gets nothing before `commit()`: the bytes are kept in a nameless temporary file.
  package static func heldBackStandardOutput() throws(SystemFailure) -> OutputFile {
    try heldBack("<stdout>", final: 1)
  }

  private static func heldBack(_ path: String, final: Int32) throws(SystemFailure) -> OutputFile {
    let descriptor = try TemporaryFile.descriptor()
    var file = OutputFile(descriptor: descriptor, path: path, temporary: nil)
    file.final = final
    return file
  }

  private init(descriptor: Int32, path: String, temporary: String?) {
    self.descriptor = descriptor
    self.path = path
    self.temporary = temporary
  }

  /// Prepares to write a file.
  public static func create(_ path: String) throws(SystemFailure) -> OutputFile {
    if let open = openDescriptor(path) {
      // An open descriptor is written to directly: its file must not be replaced under the process that
      // opened it.
      let descriptor = dup(open)
      guard descriptor >= 0 else { throw failure(errno, path) }
      return OutputFile(descriptor: descriptor, path: path, temporary: nil)
    }
    switch FileKind.at(path) {
    case .directory:
      throw failure(EISDIR, path)
    case .other:
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure(errno, path) }
      return OutputFile(descriptor: descriptor, path: path, temporary: nil)
    case .file, .missing:
      return try besides(String(decoding: FilePath(path).behindLinks.bytes, as: UTF8.self))
    }
  }

  /// The descriptor that a path names: `/dev/stdout`, `/dev/stderr`, `/dev/fd/5`.
  static func openDescriptor(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return 1
    case "/dev/stderr": return 2
    default:
      for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
        return Int32(path.dropFirst(folder.count))
      }
      return nil
    }
  }

  private static func besides(_ target: String) throws(SystemFailure) -> OutputFile {
    let folder = target.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(target[...$0]) } ?? ""
    var template = Array((folder + ".citemill-XXXXXX").utf8CString)
    let descriptor = unsafe mkstemp(&template)
    let code = errno
    guard descriptor >= 0 else {
      // If the folder is not writable but the file is, the file gets its new content at the end.
      let existing = code == EACCES ? unsafe open(target, O_WRONLY | O_CLOEXEC) : -1
      guard existing >= 0 else { throw failure(code, target) }
      return try heldBack(target, final: existing)
    }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    fchmod(descriptor, mode(of: target))
    PendingFile.add(temporary)
    return OutputFile(descriptor: descriptor, path: target, temporary: temporary)
  }

  /// Flushes the sink that writes to the file, and moves the file into place; returns what went wrong, or
  /// nil.
  mutating func finish(_ sink: inout ByteSink, _ name: String) -> String? {
    sink.flush()
    if let code = sink.failure { return "cannot write \(name): \(SystemError.message(code))" }
    do throws(SystemFailure) {
      try commit()
      return nil
    } catch {
      return error.message
    }
  }

  /// Puts the written file in its place.
  public mutating func commit() throws(SystemFailure) {
    guard descriptor > 2 else { return }
    if let final { try release(to: final) }
    isOpen = false
    guard let temporary else {
      if close(descriptor) != 0 { throw Self.failure(errno, path) }
      return
    }
    let synced = fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS
    let code = errno
    let closed = close(descriptor) == 0
    guard synced, closed else {
      discard()
      throw SystemFailure(code: synced ? errno : code, action: "write \(path)", status: .inputOutput)
    }
    guard unsafe rename(temporary, path) == 0 else {
      let code = errno
      discard()
      throw Self.failure(code, path)
    }
    self.temporary = nil
    PendingFile.forget(temporary)
  }

  /// Copies what was held back to its destination, replacing the previous content.
  private func release(to final: Int32) throws(SystemFailure) {
    if final > 2 { _ = ftruncate(final, 0) }
    defer { if final > 2 { close(final) } }
    _ = lseek(descriptor, 0, SEEK_SET)
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    var sink = ByteSink(.descriptor(final))
    while sink.failure == nil {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      if count == 0 { break }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw SystemFailure(code: errno, action: "read back the output", status: .inputOutput) }
      sink.append(contentsOf: buffer[..<count])
      sink.flush()
    }
    if let code = sink.failure { throw SystemFailure.writing(path, code) }
  }

  private mutating func discard() {
    guard let temporary else { return }
    _ = unsafe unlink(temporary)
    PendingFile.forget(temporary)
    self.temporary = nil
  }

  deinit {
    if isOpen && descriptor > 2 { close(descriptor) }
    if isOpen, let final, final > 2 { close(final) }
    if let temporary {
      _ = unsafe unlink(temporary)
      PendingFile.forget(temporary)
    }
  }

  private static func failure(_ code: Int32, _ path: String) -> SystemFailure {
    SystemFailure.creating(FilePath(path), code)
  }

  /// The mode of the replaced file, or the default for a new file.
  private static func mode(of path: String) -> mode_t {
    var info = stat()
    if unsafe stat(path, &info) == 0 { return info.st_mode & 0o7777 }
    let mask = umask(0)
    umask(mask)
    return 0o666 & ~mask
  }
}

/// The unfinished files that a signal must not leave behind; removed by the handlers of `CommandProcess`.
///
/// A table of fixed size, so that the handler only reads memory that never moves.
enum PendingFile {
  private static let capacity = 8
  /// Read by the signal handler; changed only by the one thread that writes.
  nonisolated(unsafe) private static let paths: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = {
    let table = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: capacity)
    unsafe table.initialize(repeating: nil, count: capacity)
    return unsafe table
  }()

  /// Creates the table, so that the handler can use it at any time.
  static func prepare() { _ = unsafe paths }

  /// Adds a file, if there is room.
  static func add(_ path: String) {
    for place in 0..<capacity where unsafe paths[place] == nil {
      unsafe paths[place] = strdup(path)
      return
    }
  }

  /// Forgets a file that is in its place or removed.
  static func forget(_ path: String) {
    for place in 0..<capacity {
      guard let old = unsafe paths[place], unsafe String(cString: old) == path else { continue }
      unsafe paths[place] = nil
      unsafe free(old)
      return
    }
  }

  /// Removes the files; safe to call in a signal handler, since `unlink` is.
  static func remove() {
    for place in 0..<capacity {
      if let path = unsafe paths[place] { _ = unsafe unlink(path) }
    }
  }
}
