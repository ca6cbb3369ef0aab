import CitemillCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A child process of the system that decompresses a file, as GNU tar has it done.
///
///     file -> standard input | gzip -dc | standard output -> pipe -> source
///
/// It waits for nobody but us: when the pipe is closed before its end, its next write ends it.
final class Decompressor {
  /// Open for reading what comes out.
  let output: Int32
  private let process: pid_t
  private var hasEndedWell: Bool?

  /// Starts a program on an open file, which it reads from an offset on. Throws the error number; `ENOENT` when there is no
  /// such program.
  init(_ words: [String], on file: Int32, from offset: Int = 0) throws(SystemFailure) {
    let name = words.first ?? ""
    guard let program = SystemCall.program(named: name) else {
      throw SystemFailure(code: ENOENT, action: "run \(name)", status: .cannotCreate)
    }
    _ = lseek(file, off_t(offset), SEEK_SET)
    var number = pid_t()
    var end: Int32 = -1
    let code = Spawning.making.withLock { _ in
      let ends: (reading: Int32, writing: Int32)
      do throws(Spawning.PipeFailure) { ends = try Spawning.pipe() } catch { return error.code }
      // What is wrong is told by the status; its words would stand between ours.
      let code = Spawning.start(
        &number, program, Array(words.dropFirst()), descriptors: [file, ends.writing, -1], leadsGroup: false)
      close(ends.writing)
      if code == 0 { end = ends.reading } else { close(ends.reading) }
      return code
    }
    if code != 0 { throw SystemFailure(code: code, action: "run \(name)", status: .cannotCreate) }
    output = end
    process = number
  }

  /// Waits for its end, when all that comes out has been read; whether it has ended well.
  func end() -> Bool {
    if let hasEndedWell { return hasEndedWell }
    var status: Int32 = 0
    var result: pid_t = -1
    repeat { result = unsafe waitpid(process, &status, 0) } while result < 0 && errno == EINTR
    hasEndedWell = result > 0 && status == 0
    return hasEndedWell == true
  }

  deinit {
    close(output)
    _ = end()
  }
}
