public import CitemillCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An output that is there whole or not at all.
///
/// A regular file is written beside its place and renamed onto it by `commit()`; a symbolic link keeps pointing to what
/// it points to; the file may be one of the inputs. What is no regular file (a FIFO, a device) is written as it comes.
/// Without `commit()` the unfinished file is removed, also when a signal ends the process.
public struct OutputFile: ~Copyable {
  /// The open descriptor to write to.
  public let descriptor: Int32
  private let path: String
  private var temporary: String?
  /// Whether the file is nameless and its bytes go to standard output in the end.
  private var isHeldBack = false
  private var isOpen = true

  /// An output that is not wanted: nothing is written anywhere.
  public static func none() -> OutputFile { OutputFile(descriptor: -1, path: "", temporary: nil) }

  /// Where a sink has to write.
  public var destination: ByteSink.Destination { descriptor < 0 ? .null : .descriptor(descriptor) }

  /// Standard output.
  public static func standardOutput() -> OutputFile { OutputFile(descriptor: 1, path: "<stdout>", temporary: nil) }

  /// Standard output that gets nothing before `commit()`: the bytes wait in a nameless temporary file.
  public static func heldBackStandardOutput() throws(SystemFailure) -> OutputFile {
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array((folder + "/.citemill-XXXXXX").utf8CString)
    let descriptor = unsafe mkstemp(&template)
    guard descriptor >= 0 else { throw failure(errno, "a temporary file in \(folder)") }
    _ = unsafe unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var file = OutputFile(descriptor: descriptor, path: "<stdout>", temporary: nil)
    file.isHeldBack = true
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
      // What is open is written on: a file behind it is not to be replaced under whoever opened it.
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
      let target = resolvingLinks(path)
      return try besides(target)
    }
  }

  /// The descriptor that a path names: `/dev/stdout`, `/dev/stderr`, `/dev/fd/5`.
  private static func openDescriptor(_ path: String) -> Int32? {
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
    guard descriptor >= 0 else { throw failure(code, target) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    fchmod(descriptor, mode(of: target))
    PendingFile.set(temporary)
    return OutputFile(descriptor: descriptor, path: target, temporary: temporary)
  }

  /// Puts the written file in its place.
  public mutating func commit() throws(SystemFailure) {
    guard descriptor > 2 else { return }
    if isHeldBack { try release() }
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
    PendingFile.set(nil)
  }

  /// Copies what was held back to standard output.
  private func release() throws(SystemFailure) {
    _ = lseek(descriptor, 0, SEEK_SET)
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    var sink = ByteSink(.descriptor(1))
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
    if let temporary { _ = unsafe unlink(temporary) }
    temporary = nil
    PendingFile.set(nil)
  }

  deinit {
    if isOpen && descriptor > 2 { close(descriptor) }
    if let temporary {
      _ = unsafe unlink(temporary)
      PendingFile.set(nil)
    }
  }

  private static func failure(_ code: Int32, _ path: String) -> SystemFailure {
    SystemFailure(code: code, action: "create \(path)", status: SystemFailure.exitStatus(ofCreating: code))
  }

  /// The mode of the file that is replaced, or what a new file gets.
  private static func mode(of path: String) -> mode_t {
    var info = stat()
    if unsafe stat(path, &info) == 0 { return info.st_mode & 0o7777 }
    let mask = umask(0)
    umask(mask)
    return 0o666 & ~mask
  }

  /// The path behind symbolic links; also where the last of them points to nothing yet.
  private static func resolvingLinks(_ path: String) -> String {
    var current = path
    for _ in 0..<32 {
      var buffer = [CChar](repeating: 0, count: 4096)
      let count = unsafe readlink(current, &buffer, buffer.count)
      guard count > 0 else { return current }
      let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if link.utf8.first == UInt8(ascii: "/") {
        current = link
      } else {
        let folder = current.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(current[...$0]) } ?? ""
        current = folder + link
      }
    }
    return current
  }
}

/// The unfinished file that a signal must not leave behind; removed by the handlers of `CommandProcess`.
enum PendingFile {
  /// Read by the signal handler; changed only by the one thread that writes.
  nonisolated(unsafe) private static var path: UnsafeMutablePointer<CChar>?

  static func set(_ newPath: String?) {
    let old = unsafe path
    unsafe path = newPath.flatMap { unsafe strdup($0) }
    unsafe free(old)
  }

  /// Removes the file; safe to call in a signal handler.
  static func remove() {
    if let path = unsafe path { _ = unsafe unlink(path) }
  }
}
