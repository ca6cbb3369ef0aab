import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The behaviour of a command as a process; a library that embeds Citemill uses none of this.
package enum CommandProcess {
  /// Makes the process safe to write from: a closed pipe and a file size limit become write errors instead of
  /// signals, and descriptors 0 to 2 are occupied, so that an opened file never becomes standard output.
  package static func prepare() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
    PendingFile.prepare()
    PendingProcess.prepare()
    for number in [SIGHUP, SIGINT, SIGTERM] { removePendingFile(on: number) }
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      // Standard output is opened for reading, so that writing to it fails instead of being lost silently.
      _ = unsafe open("/dev/null", descriptor == 2 ? O_WRONLY : O_RDONLY)
    }
  }

  /// The value of an environment variable; nil if it is not set.
  package static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// Makes a signal remove the unfinished outputs, end the child processes, and then end the process as
  /// usual; an ignored signal stays ignored.
  private static func removePendingFile(on number: Int32) {
    let handler: @convention(c) (Int32) -> Void = { number in
      PendingFile.remove()
      PendingProcess.end()
      _ = signal(number, SIG_DFL)
      raise(number)
    }
    var old = sigaction()
    guard unsafe sigaction(number, nil, &old) == 0 else { return }
    #if canImport(Darwin)
      let isDefault = unsafe old.__sigaction_u.__sa_handler == nil
    #else
      let isDefault = unsafe old.__sigaction_handler.sa_handler == nil
    #endif
    if isDefault { _ = signal(number, handler) }
  }

  /// Makes the first terminating signal only set a flag, so that work can be finished cleanly; the second one
  /// ends the process as usual.
  package static func endGently() {
    for number in [SIGHUP, SIGINT, SIGTERM] {
      let handler: @convention(c) (Int32) -> Void = { number in
        CommandProcess.received.store(number, ordering: .relaxed)
        _ = signal(number, SIG_DFL)
      }
      if !isIgnored(number) { _ = signal(number, handler) }
    }
  }

  /// The signal that asks the process to end; nil if there was none.
  package static var signalToEnd: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Ends the process by the signal that arrived, so that the parent process sees it.
  package static func endBySignal() {
    guard let number = signalToEnd else { return }
    _ = signal(number, SIG_DFL)
    raise(number)
  }

  private static let received = Atomic<Int32>(0)

  private static func isIgnored(_ number: Int32) -> Bool {
    var old = sigaction()
    guard unsafe sigaction(number, nil, &old) == 0 else { return false }
    #if canImport(Darwin)
      let handler = unsafe old.__sigaction_u.__sa_handler
    #else
      let handler = unsafe old.__sigaction_handler.sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Runs an asynchronous function and waits for it on this thread, which does not run tasks.
  ///
  /// A program with an asynchronous main function would start one more thread each time. If the system
  /// provides no more threads, the tasks run on this one, since otherwise it would wait forever.
  package static func wait<Value>(for body: @escaping () async throws -> Value) throws -> Value {
    // Nothing else happens on this thread meanwhile, so the captured values are used by one thread at a time.
    nonisolated(unsafe) let body = body
    nonisolated(unsafe) var result: Result<Value, any Error>?
    let end = DispatchSemaphore(value: 0)
    let alone = WaitingThreads.canStart(SystemCall.processors + spareThreads) ? nil : OneThread()
    Task.detached(executorPreference: alone) {
      do { unsafe result = .success(try await body()) } catch { unsafe result = .failure(error) }
      alone?.end()
      end.signal()
    }
    alone?.run()
    end.wait()
    // It has a value, since the task has ended.
    guard let result = unsafe result else { throw CancellationError() }
    return try result.get()
  }

  /// The first command-line argument that is not UTF-8, as file names may be; in the arguments that programs
  /// get, such bytes are replaced.
  package static var argumentOfBytes: FilePath? {
    // Replaced bytes start with this byte, which few arguments have.
    for (index, word) in CommandLine.arguments.enumerated() where word.utf8.contains(0xEF) {
      guard let start = unsafe CommandLine.unsafeArgv[index] else { continue }
      let bytes = unsafe UnsafeBufferPointer(start: start, count: strlen(start)).map { UInt8(bitPattern: $0) }
      if String(validating: bytes, as: UTF8.self) == nil { return FilePath(bytes: bytes) }
    }
    return nil
  }

  /// How many threads the system starts beyond one per processor, while some of them wait for files.
  private static let spareThreads = 4

  /// How many processors there are.
  package static var processors: Int { SystemCall.processors }

  /// Ends the process.
  package static func exit(_ status: ExitStatus) -> Never {
    #if canImport(Glibc)
      Glibc.exit(status.rawValue)
    #elseif canImport(Musl)
      Musl.exit(status.rawValue)
    #else
      Darwin.exit(status.rawValue)
    #endif
  }
}
