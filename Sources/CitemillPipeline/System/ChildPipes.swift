import Synchronization

// The environment is a variable of the C library, which is only read here.
#if canImport(Glibc)
  @unsafe @preconcurrency import Glibc
#elseif canImport(Musl)
  @unsafe @preconcurrency import Musl
#elseif canImport(Darwin)
  @unsafe @preconcurrency import Darwin
#endif

/// The three pipes between us and a child process: our ends, and until the child has them its own.
final class ChildPipes {
  /// Held while a pipe is made and a child started, so that no other child inherits the ends of this one's pipes, which
  /// would stay open as long as it lives.
  static let making = Mutex(())

  /// Where its standard input comes from; -1 when closed, as the others.
  private(set) var input: Int32 = -1
  private(set) var output: Int32 = -1
  private(set) var errors: Int32 = -1
  private var childEnds: [Int32] = []

  /// Makes the pipes; throws where there are too many open files.
  init(for program: FilePath) throws(SystemFailure) {
    do throws(PipeFailure) {
      let (inputEnd, input) = try Self.pipe()
      childEnds.append(inputEnd)
      self.input = input
      let (output, outputEnd) = try Self.pipe()
      childEnds.append(outputEnd)
      self.output = output
      let (errors, errorsEnd) = try Self.pipe()
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

  private struct PipeFailure: Error { var code: Int32 }

  /// The two ends of a pipe, which no child inherits and which are none of the three standard descriptors.
  private static func pipe() throws(PipeFailure) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      let isMade = unsafe Glibc.pipe(&ends) == 0
    #elseif canImport(Musl)
      let isMade = unsafe Musl.pipe(&ends) == 0
    #else
      let isMade = unsafe Darwin.pipe(&ends) == 0
    #endif
    if !isMade { throw PipeFailure(code: errno) }
    let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
    let code = errno
    for end in ends { close(end) }
    guard let reading = moved.first, let writing = moved.last, reading >= 0, writing >= 0 else {
      for end in moved where end >= 0 { close(end) }
      throw PipeFailure(code: code)
    }
    return (reading, writing)
  }

  // MARK: - Starting

  /// Starts a program at the child's ends, in a process group of its own; 0 or the error number.
  func spawn(
    _ process: inout pid_t, _ path: FilePath, _ arguments: [String], _ added: [(name: String, value: String)]
  ) -> Int32 {
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
    for (target, end) in childEnds.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, end, Int32(target))
    }
    // Signals are as a program expects them, whatever we do with ours.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGPIPE, SIGXFSZ] { unsafe sigaddset(&signals, number) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))

    let words = CStrings(["\(path)"] + arguments)
    let environment = CStrings(Self.environment(with: added))
    return unsafe path.withCString { name in
      var code: Int32 = 0
      // A program that was written just now may be held open for a moment, by a process that is being started.
      for _ in 0..<50 {
        code = unsafe posix_spawn(&process, name, &actions, &attributes, words.pointers, environment.pointers)
        if code != ETXTBSY { break }
        _ = poll(nil, 0, 10)
      }
      return code
    }
  }

  /// Our environment with variables added or put in the place of others.
  private static func environment(with added: [(name: String, value: String)]) -> [String] {
    var result = added.map { "\($0.name)=\($0.value)" }
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      let variable = unsafe String(cString: text)
      if !added.contains(where: { variable.hasPrefix("\($0.name)=") }) { result.append(variable) }
      unsafe entry += 1
    }
    return result
  }
}

/// Texts as the C library takes a list of them, with a null behind the last.
@safe
private final class CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ texts: [String]) {
    count = texts.count
    unsafe pointers = .allocate(capacity: count + 1)
    for (place, text) in texts.enumerated() { unsafe (pointers + place).initialize(to: strdup(text)) }
    unsafe (pointers + count).initialize(to: nil)
  }

  deinit {
    for place in 0..<count { unsafe free(pointers[place]) }
    unsafe pointers.deallocate()
  }
}

/// Writing to a pipe whose reader may be gone, in a process that may not ignore the signal of that: it is held back while we
/// write, and taken away when it is ours.
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
