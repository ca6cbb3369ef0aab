import CitemillCore

/// A plugin that answers line by line: for each record it writes one line, and at the end the counts.
///
/// The first failure is kept: the program is not used any more.
final class PluginSession {
  /// The outcome for the records, as Citemill counted it.
  struct Counts: Equatable {
    var records = 0
    var rejected = 0
    var filtered = 0
  }

  /// Why the program cannot be used any more, in one sentence.
  private(set) var failure: String?
  var counts = Counts()
  let program: PluginProgram
  private let options: [OptionAssignment]
  private let records: any WritableFormat
  private var child: ChildProcess?
  private var sink = ByteSink()

  /// A session that starts its program at the first record.
  init(_ program: PluginProgram, _ options: [OptionAssignment], records: any WritableFormat) {
    self.program = program
    self.options = options
    self.records = records
  }

  /// The line with which the program answers a record, or nil if it failed.
  func answer(to record: borrowing Record) -> [UInt8]? {
    guard failure == nil, let child = started() else { return nil }
    sink.rewind(to: 0)
    var nothing = LossReport()
    guard let writer = try? records.makeWriter(), writer.write(record, into: &sink, reporting: &nothing) == .written
    else {
      fail("cannot be sent the record")
      return nil
    }
    if child.pending > 0 {
      fail("wrote more than one line for a record")
      return nil
    }
    return line(of: child, asking: sink.bytes)
  }

  /// Tells the program that there is no more input, and compares its counts with Citemill's.
  func finish() {
    guard failure == nil, let child else { return }
    child.closeInput()
    guard let line = line(of: child, asking: []) else { return }
    guard case .end(let account) = PluginLine(line) else {
      return fail("wrote something else than its last line at the end")
    }
    func count(_ name: String) -> Int { account[name]?.integer ?? 0 }
    let told = Counts(records: count("records"), rejected: count("rejected"), filtered: count("filtered"))
    guard told == counts else { return fail("reports \(told), but it was \(counts)") }
    while failure == nil {
      if child.pending > 0 { return fail("wrote more after its last line") }
      switch child.step(writing: [], until: program.deadline) {
      case .silent: fail("did not end after its last line")
      case .ended:
        guard let ending = child.end(until: program.deadline) else { return fail("did not end after its last line") }
        if ending != .exited(0) { fail("\(ending) after its last line") }
        self.child = nil
        return
      case .read, .wrote, .refused: break
      }
    }
  }

  /// Records the first failure; `what` says what the program did.
  func fail(_ what: String) {
    failure = failure ?? "\(program.title) \(what)\(child.map { program.said($0) } ?? "")"
    child = nil
  }

  private func started() -> ChildProcess? {
    if let child { return child }
    do throws(SystemFailure) {
      child = try program.start(options)
    } catch {
      failure = error.message
    }
    return child
  }

  /// Writes bytes, and waits for the next line.
  private func line(of child: ChildProcess, asking bytes: [UInt8]) -> [UInt8]? {
    var written = 0
    var deadline = program.deadline
    while failure == nil {
      if let line = child.takeLine() {
        if written < bytes.count { fail("answered before it had read the record") }
        return failure == nil ? line : nil
      }
      if child.pending > PluginProgram.longestLine {
        fail("wrote a line of more than \(PluginProgram.longestLine) bytes")
        continue
      }
      switch child.step(writing: bytes[written...], until: deadline) {
      case .wrote(let count):
        written += count
        deadline = program.deadline
      case .read: deadline = program.deadline
      case .silent:
        let hint = counts == Counts() ? "; does it flush each line?" : ""
        fail("did not answer for \(program.patience) s, and was killed" + hint)
      case .refused, .ended:
        let ending = child.end(until: program.deadline).map { "\($0)" } ?? "closed its output"
        fail("\(ending) without an answer")
      }
    }
    return nil
  }
}

extension PluginSession.Counts: CustomStringConvertible {
  var description: String { "\(records) written, \(rejected) rejected, \(filtered) filtered" }
}
