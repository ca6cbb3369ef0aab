#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The three pipes between this process and a child: our ends, and the child's until it has them.
final class ChildPipes {
  /// Our end of its standard input; -1 when closed, as for the others.
  private(set) var input: Int32 = -1
  private(set) var output: Int32 = -1
  private(set) var errors: Int32 = -1
  private var childEnds: [Int32] = []

  /// Creates the pipes; throws if there are too many open files.
  init(for program: FilePath) throws(SystemFailure) {
    do throws(Spawning.PipeFailure) {
      let (inputEnd, input) = try Spawning.pipe()
      childEnds.append(inputEnd)
      self.input = input
      let (output, outputEnd) = try Spawning.pipe()
      childEnds.append(outputEnd)
      self.output = output
      let (errors, errorsEnd) = try Spawning.pipe()
      childEnds.append(errorsEnd)
      self.errors = errors
    } catch {
      throw SystemFailure(code: error.code, action: "run \(program)", status: .inputOutput)
    }
    for end in [input, output, errors] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
  }

  deinit {
    closeInput()
    closeOutput()
    closeErrors()
    closeChildEnds()
  }

  func closeInput() { Self.shut(&input) }
  func closeOutput() { Self.shut(&output) }
  func closeErrors() { Self.shut(&errors) }

  func closeChildEnds() {
    for end in childEnds { close(end) }
    childEnds = []
  }

  private static func shut(_ descriptor: inout Int32) {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  /// Starts a program with the child's ends, in its own process group; 0 or the error number.
  func spawn(
    _ process: inout pid_t, _ path: FilePath, _ arguments: [String], environment added: [(name: String, value: String)]
  ) -> Int32 {
    Spawning.start(&process, path, arguments, descriptors: childEnds, environment: added, leadsGroup: true)
  }
}

/// Writes to a pipe whose reader may be gone, in a process that may not ignore SIGPIPE: the signal is blocked
/// during the write, and discarded if the write caused it.
enum QuietPipe {
  /// Writes once; how many bytes, or the negative error number.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int {
    var (signals, old) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, &old)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &old, nil) }
    let wasPending = isPending()
    #if canImport(Glibc)
      let count = unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      let count = unsafe Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      let count = unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
    if count >= 0 { return count }
    let code = errno
    if code == EPIPE, !wasPending, isPending() {
      var number: Int32 = 0
      unsafe sigwait(&signals, &number)
    }
    return -Int(code)
  }

  private static func isPending() -> Bool {
    var pending = sigset_t()
    unsafe sigpending(&pending)
    return unsafe sigismember(&pending, SIGPIPE) == 1
  }
}
