import Synchronization

// The environment is a variable of the C library, which is only read here.
#if canImport(Glibc)
  @unsafe @preconcurrency import Glibc
#elseif canImport(Musl)
  @unsafe @preconcurrency import Musl
#elseif canImport(Darwin)
  @unsafe @preconcurrency import Darwin
#endif

/// Starting child processes.
enum Spawning {
  /// Held while a pipe is created and a child started, so that no other child inherits the ends of its pipes,
  /// which would stay open as long as that child runs.
  static let making = Mutex(())

  /// The number of a system error.
  struct PipeFailure: Error { var code: Int32 }

  /// The two ends of a pipe, which no child inherits and which are not among the three standard descriptors.
  static func pipe() throws(PipeFailure) -> (reading: Int32, writing: Int32) {
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

  /// Starts the program at a path with our descriptors as its first ones; -1 stands for `/dev/null`. Returns
  /// 0 or the error number.
  ///
  /// `PATH` is not searched here: `SystemCall.program(named:)` does that, and skips folders that depend on
  /// the working directory.
  static func start(
    _ process: inout pid_t, _ program: FilePath, _ arguments: [String], descriptors: [Int32],
    environment added: [(name: String, value: String)] = [], leadsGroup: Bool
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
    for (target, descriptor) in descriptors.enumerated() {
      if descriptor < 0 {
        unsafe posix_spawn_file_actions_addopen(&actions, Int32(target), "/dev/null", O_RDWR, 0)
      } else {
        unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
      }
    }
    // Signals have their default behaviour for the program, whatever Citemill does with its own; a closed
    // pipe ends it.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGPIPE, SIGXFSZ] { unsafe sigaddset(&signals, number) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let group = leadsGroup ? Int16(POSIX_SPAWN_SETPGROUP) : 0
    unsafe posix_spawnattr_setflags(&attributes, group | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))

    let words = CStrings(["\(program)"] + arguments)
    let environment = CStrings(Self.environment(with: added))
    return unsafe program.withCString { name in
      var code: Int32 = 0
      // A program that was just written may be held open for a moment by a process that is being started.
      for _ in 0..<50 {
        code = unsafe posix_spawn(&process, name, &actions, &attributes, words.pointers, environment.pointers)
        if code != ETXTBSY { break }
        _ = poll(nil, 0, 10)
      }
      return code
    }
  }

  /// The environment of this process with variables added or replaced.
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

/// Strings as an array for the C library, with a null after the last.
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
