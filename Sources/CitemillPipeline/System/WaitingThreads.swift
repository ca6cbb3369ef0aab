import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs tasks on separate threads, for those that wait for other processes, so that the shared threads of all
/// tasks are not blocked.
final class WaitingThreads: TaskExecutor {
  /// Runs a piece of a task on a new thread.
  func enqueue(_ job: consuming ExecutorJob) {
    let piece = unsafe Unmanaged.passRetained(Piece(UnownedJob(job), self))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        unsafe WaitingThreads.run(argument)
        return nil
      }, piece.toOpaque())
    if code == 0 {
      pthread_detach(thread)
    } else {
      // If no thread can be created, the calling thread runs the task.
      unsafe piece.takeRetainedValue().run()
    }
  }

  private static let gate = Mutex(())

  /// Whether a number of threads can be created at once.
  static func canStart(_ count: Int) -> Bool {
    var threads: [pthread_t] = []
    let areStarted = gate.withLock { _ in
      for _ in 0..<count {
        var thread = pthread_t()
        let code = unsafe pthread_create(
          &thread, nil,
          { _ in
            WaitingThreads.gate.withLock { _ in }
            return nil
          }, nil)
        if code != 0 { return false }
        threads.append(thread)
      }
      return true
    }
    for thread in threads { pthread_join(thread, nil) }
    return areStarted
  }

  private static func run(_ argument: UnsafeMutableRawPointer?) {
    if let argument = unsafe argument { unsafe Unmanaged<Piece>.fromOpaque(argument).takeRetainedValue().run() }
  }

  private final class Piece {
    private let job: UnownedJob
    private let executor: WaitingThreads

    init(_ job: UnownedJob, _ executor: WaitingThreads) {
      self.job = job
      self.executor = executor
    }

    func run() { unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor()) }
  }
}

/// Runs tasks on the thread that calls `run()`, one piece after another.
final class OneThread: TaskExecutor {
  private let waiting = Mutex<(jobs: [UnownedJob], isEnded: Bool)>(([], false))

  /// Adds a piece of a task.
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    waiting.withLock { $0.jobs.append(job) }
  }

  /// Lets `run()` return once there is nothing more to do.
  func end() { waiting.withLock { $0.isEnded = true } }

  /// Executes all pieces of work until there are no more.
  func run() {
    while true {
      let (job, isEnded) = waiting.withLock { ($0.jobs.isEmpty ? nil : $0.jobs.removeFirst(), $0.isEnded) }
      if let job {
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
      } else if isEnded {
        return
      } else {
        // The task of a thread that waits for a plugin continues here.
        _ = poll(nil, 0, 1)
      }
    }
  }
}
