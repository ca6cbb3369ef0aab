#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Does tasks on threads of their own, for those that wait for other processes: they keep none of the threads waiting that all
/// tasks share.
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
      // Where there is no thread to be had, the one that asks has to do.
      unsafe piece.takeRetainedValue().run()
    }
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
