import CitemillCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file for data of one run in the folder for temporary files.
///
/// It has no name, so it disappears with the process, however that ends.
final class TemporaryFile {
  private let descriptor: Int32

  /// Creates an empty file.
  init() throws(SystemFailure) { descriptor = try Self.descriptor() }

  deinit { close(descriptor) }

  var destination: ByteSink.Destination { .descriptor(descriptor) }

  /// Reads up to a number of bytes from an offset; fewer only at the end of the file.
  func read(at offset: Int, upTo count: Int, into bytes: inout [UInt8]) throws(SystemFailure) {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: count))
    var done = 0
    while done < count {
      let got = unsafe bytes.withUnsafeMutableBytes { raw in
        unsafe pread(descriptor, raw.baseAddress.map { unsafe $0 + start + done }, count - done, off_t(offset + done))
      }
      if got < 0, errno == EINTR { continue }
      let code = errno
      guard got >= 0 else {
        bytes.removeLast(count)
        throw SystemFailure(code: code, action: "read back temporary data", status: .inputOutput)
      }
      if got == 0 { break }
      done += got
    }
    bytes.removeLast(count - done)
  }

  /// The folder for temporary files: `TMPDIR`, otherwise `/tmp`.
  static var folder: String { unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp" }

  /// A failure to write a file.
  static func writing(_ code: Int32) -> SystemFailure {
    SystemFailure(
      code: code, action: "write a temporary file in \(folder)", status: SystemFailure.exitStatus(ofWriting: code))
  }

  /// A descriptor of a new file without a name.
  static func descriptor() throws(SystemFailure) -> Int32 {
    let folder = folder
    var template = Array((folder + "/.citemill-XXXXXX").utf8CString)
    let descriptor = unsafe mkstemp(&template)
    guard descriptor >= 0 else {
      let code = errno
      throw SystemFailure(
        code: code, action: "create a temporary file in \(folder)", status: SystemFailure.exitStatus(ofCreating: code))
    }
    _ = unsafe unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }
}
