import CitemillCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A child process whose standard streams are pipes to this process; no function waits longer than requested.
///
///     bytes -> [pipe] -> standard input  |       |
///     output <- [pipe] <- standard output | child |
///     errors <- [pipe] <- standard error  |       |
///
/// It is created, used and destroyed by one thread, which it may block. A child that is released is killed
/// with its child processes.
final class ChildProcess {
  /// What happened first.
  enum Step: Equatable {
    /// The child accepted a number of bytes.
    case wrote(Int)
    /// There is more of its output.
    case read
    /// It has closed its standard input.
    case refused
    /// It has closed its standard output, or has ended.
    case ended
    /// Nothing happened in the given time.
    case silent
  }

  /// How a child ended.
  enum Ending: Equatable {
    case exited(Int32)
    case signalled(Int32)
  }

  /// The output of the child that has not been taken; bytes before `head` are consumed.
  private(set) var output: [UInt8] = []
  private(set) var head = 0
  /// The index before which there is no line end after `head`.
  private var searched = 0
  /// How much it has written to standard output.
  private(set) var outputCount = 0
  /// The end of what it has written to standard error.
  private(set) var errors: [UInt8] = []
  /// How it ended; nil while it runs.
  private(set) var ending: Ending?

  private let process: pid_t
  private let pipes: ChildPipes
  private static let chunk = 64 * 1024
  private static let keptErrors = 4096
  /// The interval in milliseconds for checking whether a child has ended while others hold its pipes open.
  private static let glance = 100

  /// Starts a program, with additional environment variables.
  init(_ path: FilePath, arguments: [String], environment: [(name: String, value: String)] = []) throws(SystemFailure) {
    (pipes, process) = try PendingProcess.start { () throws(SystemFailure) in
      try Spawning.making.withLock { _ throws(SystemFailure) in
        let pipes = try ChildPipes(for: path)
        var number = pid_t()
        let code = pipes.spawn(&number, path, arguments, environment: environment)
        pipes.closeChildEnds()
        if code != 0 { throw SystemFailure(code: code, action: "run \(path)", status: .cannotCreate) }
        return (pipes, number)
      }
    }
  }

  deinit {
    if ending == nil {
      _ = kill(-process, SIGKILL)
      var status: Int32 = 0
      while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
      PendingProcess.forget(process)
    }
  }

  // MARK: - Talking

  /// Sends bytes to the child, or receives what it has written, whichever is possible first; waits at most
  /// until a deadline.
  func step(writing bytes: ArraySlice<UInt8>, until deadline: ContinuousClock.Instant) -> Step {
    var isLastLook = false
    while true {
      var polled = [pollfd](repeating: pollfd(fd: -1, events: 0, revents: 0), count: 3)
      polled[0] = pollfd(fd: bytes.isEmpty ? -1 : pipes.input, events: Int16(POLLOUT), revents: 0)
      polled[1] = pollfd(fd: pipes.output, events: Int16(POLLIN), revents: 0)
      polled[2] = pollfd(fd: pipes.errors, events: Int16(POLLIN), revents: 0)
      if pipes.output < 0 { return .ended }
      let left = Self.milliseconds(until: deadline)
      let count = unsafe poll(&polled, 3, isLastLook ? 0 : Int32(min(left, Self.glance)))
      if count < 0 && errno != EINTR { return .ended }
      if count > 0 {
        if polled[2].revents != 0 { takeErrors() }
        if polled[1].revents != 0 { return takeOutput() }
        if polled[0].revents != 0, let step = write(bytes) { return step }
        // Output on standard error alone is not an answer.
        if left > 0 { continue }
      }
      // Other processes may hold the pipe of an ended child open.
      if isLastLook { return .ended }
      isLastLook = hasEnded()
      if left <= 0 && !isLastLook { return .silent }
    }
  }

  /// The next line of the output without its end, or nil if it has not arrived yet.
  func takeLine() -> [UInt8]? {
    guard let end = output.span.firstIndex(of: 10, from: max(head, searched), to: output.count) else {
      searched = output.count
      return nil
    }
    defer { head = end + 1 }
    return Array(output[head..<end])
  }

  /// All of the output that has not been taken.
  func takeRest() -> [UInt8] {
    defer { head = output.count }
    return Array(output[head...])
  }

  /// The size of the output that has not been taken.
  var pending: Int { output.count - head }

  /// Tells the child that there is no more input.
  func closeInput() { pipes.closeInput() }

  /// Waits for the end of a child that has closed its output; nil if it takes too long.
  func end(until deadline: ContinuousClock.Instant) -> Ending? {
    pipes.closeInput()
    var pause: Int32 = 1
    while !hasEnded() {
      let left = Self.milliseconds(until: deadline)
      if left <= 0 { return nil }
      var polled = [pollfd(fd: pipes.errors, events: Int16(POLLIN), revents: 0)]
      // It may not be able to end before its messages are read.
      if unsafe poll(&polled, 1, min(pause, Int32(clamping: left))) > 0 { takeErrors() }
      pause = min(pause * 2, 50)
    }
    takeErrors()
    return ending
  }

  private func hasEnded() -> Bool {
    if ending != nil { return true }
    var status: Int32 = 0
    let found = unsafe waitpid(process, &status, WNOHANG)
    if found == 0 || found < 0 && errno == EINTR { return false }
    PendingProcess.forget(process)
    let signal = status & 0x7F
    ending = found < 0 || signal != 0 ? .signalled(signal) : .exited(status >> 8 & 0xFF)
    return true
  }

  private func write(_ bytes: ArraySlice<UInt8>) -> Step? {
    let count = unsafe bytes.withUnsafeBytes { unsafe QuietPipe.write($0, to: pipes.input) }
    if count > 0 { return .wrote(count) }
    if count == -Int(EAGAIN) || count == -Int(EINTR) { return nil }
    pipes.closeInput()
    return .refused
  }

  private func takeOutput() -> Step {
    if head > 0 {
      output.removeSubrange(..<head)
      searched = max(searched - head, 0)
      head = 0
    }
    let count = Self.receive(pipes.output, onto: &output)
    if count == -Int(EAGAIN) { return .read }
    guard count > 0 else {
      pipes.closeOutput()
      return .ended
    }
    outputCount += count
    return .read
  }

  private func takeErrors() {
    guard pipes.errors >= 0 else { return }
    let count = Self.receive(pipes.errors, onto: &errors)
    if count <= 0, count != -Int(EAGAIN) { pipes.closeErrors() }
    if errors.count > Self.keptErrors { errors.removeFirst(errors.count - Self.keptErrors) }
  }

  /// Reads once; returns the number of bytes, 0 at the end, or the negative error number.
  private static func receive(_ descriptor: Int32, onto bytes: inout [UInt8]) -> Int {
    let old = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: chunk))
    let count = unsafe bytes.withUnsafeMutableBytes { raw in
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: raw[old...])
      while true {
        let got = unsafe read(descriptor, rest.baseAddress, rest.count)
        if got >= 0 { return got }
        if errno != EINTR { return -Int(errno) }
      }
    }
    bytes.removeLast(chunk - max(count, 0))
    return count
  }

  private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int {
    let left = ContinuousClock.now.duration(to: deadline)
    return max(Int(left.components.seconds) * 1000 + Int(left.components.attoseconds / 1_000_000_000_000_000), 0)
  }
}
