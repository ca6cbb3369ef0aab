import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The child processes that a signal must not leave behind; ended by the handlers of `CommandProcess`.
///
/// A table of fixed size, so that the handler only reads memory that never moves.
enum PendingProcess {
  private static let capacity = 256
  /// Changed only under the lock, and read by the signal handler; 0 is a free slot.
  nonisolated(unsafe) private static let processes: UnsafeMutablePointer<pid_t> = {
    let table = UnsafeMutablePointer<pid_t>.allocate(capacity: capacity)
    unsafe table.initialize(repeating: 0, count: capacity)
    return unsafe table
  }()
  private static let lock = Mutex(())
  /// How many processes are being started, for which the signal handler waits.
  private static let starting = Atomic<Int>(0)
  /// Whether a signal is ending the processes.
  private static let isEnding = Atomic<Bool>(false)
  /// How often the handler looks whether they have been started, and how many milliseconds it waits each time.
  private static let patience: (looks: Int, pause: Int32) = (200, 10)

  /// Creates the table, so that the handler can use it at any time.
  static func prepare() { _ = unsafe processes }

  /// Starts a process and adds it, if there is room, so that a signal comes before or after both. The function
  /// returns the number of the process, with what else it made.
  static func start<Made>(
    _ body: () throws(SystemFailure) -> (made: Made, process: pid_t)
  ) throws(SystemFailure) -> (made: Made, process: pid_t) {
    // A signal to this thread waits; another thread that handles one waits for this thread.
    var before = sigset_t()
    var all = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    starting.add(1, ordering: .sequentiallyConsistent)
    defer {
      starting.subtract(1, ordering: .sequentiallyConsistent)
      unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    }
    if isEnding.load(ordering: .sequentiallyConsistent) {
      throw SystemFailure(code: EINTR, action: "start a program", status: .cannotCreate)
    }
    let started = try body()
    replace(0, by: started.process)
    return started
  }

  static func forget(_ process: pid_t) { replace(process, by: 0) }

  private static func replace(_ old: pid_t, by new: pid_t) {
    lock.withLock { _ in
      for place in 0..<capacity where unsafe processes[place] == old {
        unsafe processes[place] = new
        return
      }
    }
  }

  /// Ends the processes and their child processes; safe to call in a signal handler, since `kill` and `poll` are.
  static func end() {
    isEnding.store(true, ordering: .sequentiallyConsistent)
    var looks = 0
    while starting.load(ordering: .sequentiallyConsistent) > 0, looks < patience.looks {
      _ = poll(nil, 0, patience.pause)
      looks += 1
    }
    for place in 0..<capacity {
      let process = unsafe processes[place]
      if process > 0 { _ = kill(-process, SIGKILL) }
    }
  }
}
