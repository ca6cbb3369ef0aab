import CitemillCore

// The environment is a variable of the C library, which nobody changes while the program runs.
#if canImport(Glibc)
  @unsafe @preconcurrency import Glibc
#elseif canImport(Musl)
  @unsafe @preconcurrency import Musl
#elseif canImport(Darwin)
  @unsafe @preconcurrency import Darwin
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

  /// Starts a program on an open file, which it reads from its beginning. Throws the error number; `ENOENT` when there is no
  /// such program.
  init(_ words: [String], on file: Int32) throws(SystemFailure) {
    var ends: [Int32] = [-1, -1]
    let name = words.first ?? ""
    guard unsafe pipe(&ends) == 0 else { throw SystemFailure(code: errno, action: "run \(name)", status: .inputOutput) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = lseek(file, 0, SEEK_SET)
    var number = pid_t()
    let code = Self.spawn(&number, words, file, ends[1])
    close(ends[1])
    guard code == 0 else {
      close(ends[0])
      throw SystemFailure(code: code, action: "run \(name)", status: .cannotCreate)
    }
    output = ends[0]
    process = number
  }

  private static func spawn(_ number: inout pid_t, _ words: [String], _ input: Int32, _ output: Int32) -> Int32 {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    // What is wrong is told by the status; its words would stand between ours.
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // A signal that we ignore would be ignored by it too, and a closed pipe not end it.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
    unsafe arguments.append(nil)
    defer { for index in unsafe arguments.indices { unsafe free(arguments[index]) } }
    return unsafe posix_spawnp(&number, words.first ?? "", &actions, &attributes, arguments, environ)
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
