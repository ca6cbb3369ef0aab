import CitemillCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A child process that decompresses a file with a program of the system, as GNU tar does.
///
///     file -> standard input | gzip -dc | standard output -> pipe -> source
///
/// It depends only on this process: if the pipe is closed early, its next write ends it.
final class Decompressor {
  /// Open for reading the output.
  let output: Int32
  private let process: pid_t
  private var hasEndedWell: Bool?

  /// Starts a program on an open file, which it reads from an offset on. Throws the error number; `ENOENT` if
  /// there is no such program.
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
      // Errors are reported by the exit status; its messages would mix with Citemill's.
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

  /// Waits for its end after all output has been read; returns whether it succeeded.
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
