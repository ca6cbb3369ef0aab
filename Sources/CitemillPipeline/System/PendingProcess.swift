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

  /// Creates the table, so that the handler can use it at any time.
  static func prepare() { _ = unsafe processes }

  /// Adds a process, if there is room.
  static func add(_ process: pid_t) { replace(0, by: process) }

  static func forget(_ process: pid_t) { replace(process, by: 0) }

  private static func replace(_ old: pid_t, by new: pid_t) {
    lock.withLock { _ in
      for place in 0..<capacity where unsafe processes[place] == old {
        unsafe processes[place] = new
        return
      }
    }
  }

  /// Ends the processes and their child processes; safe to call in a signal handler, since `kill` is.
  static func end() {
    for place in 0..<capacity {
      let process = unsafe processes[place]
      if process > 0 { _ = kill(-process, SIGKILL) }
    }
  }
}
