public import CitemillCore
import Synchronization

/// Changes records with a plugin, which answers each with the changed record, or removes it.
///
/// A record that the program rejects is removed with an error. If the program crashes or hangs, this is
/// reported once, later records are passed on unchanged, and `finish` returns the failure. Records are
/// processed one after another, also from several threads, which may block.
public final class PluginTransform: RecordTransform {
  /// The name and description of the transform.
  public let info: FormatInfo
  /// The options that it takes.
  public let options: [FormatOption]
  private let records: any ReadableFormat
  private let session: Mutex<Session>

  /// The session, and whether its failure has been reported.
  private struct Session {
    var plugin: PluginSession
    var isFailureSaid = false
  }

  /// A transform by a program with options set; throws for options that it does not have.
  init(
    _ program: PluginProgram, _ description: PluginDescription, _ assignments: [OptionAssignment],
    records: (any ReadableFormat, any WritableFormat)
  ) throws(UsageError) {
    info = description.info
    options = description.options
    let checked = try OptionCheck(info: info, options: options).configured(assignments)
    self.records = records.0
    let writable = records.1
    session = Mutex(Session(plugin: PluginSession(program, checked.assignments, records: writable)))
  }

  /// The transform under a name, which starts a new process of the program for each run.
  struct Named: TransformPlugin {
    let side: PluginFormat.Side
    let records: (any ReadableFormat, any WritableFormat)
    private var assignments: [OptionAssignment] = []

    init(_ side: PluginFormat.Side, records: (any ReadableFormat, any WritableFormat)) {
      self.side = side
      self.records = records
    }

    var info: TransformInfo { TransformInfo(id: side.description.info.id, summary: side.description.info.name) }
    var options: [FormatOption] { side.description.options }

    mutating func set(_ option: String, to value: String) { assignments.append(OptionAssignment(option, value)) }

    func makeStage(writesFiles: Bool) throws -> any Transform {
      try PluginTransform(side.program, side.description, assignments, records: records)
    }
  }

  /// Changes a record according to the program's answer.
  public func apply(to record: inout Record, at place: SourceLocation, reporting diagnostics: inout Diagnostics)
    -> Disposition
  {
    let (original, format) = (record, records)
    let (result, found) = session.withLock { session in Self.ask(&session, original, format) }
    for diagnostic in found { diagnostics.report(diagnostic) }
    guard let result else { return .filter }
    record = result
    return .keep
  }

  /// Ends the program, and returns why it failed; nil if it did not.
  public func finish() -> String? {
    session.withLock { session in
      session.plugin.finish()
      return session.plugin.failure
    }
  }

  /// The record to pass on, or nil; and the messages.
  private static func ask(
    _ session: inout Session, _ record: Record, _ records: any ReadableFormat
  ) -> (Record?, [Diagnostic]) {
    let plugin = session.plugin
    if let line = plugin.answer(to: record) {
      switch PluginLine(line) {
      case .record:
        var (changed, found) = (Record(), Diagnostics())
        let decoder = LineDecoder(records, name: record.origin.location?.source ?? plugin.program.name)
        if case .record = decoder.decode(line, into: &changed, reporting: &found) {
          plugin.counts.records += 1
          return (changed, found.take().filter { $0.severity != .note })
        }
        plugin.fail("answered with a line that is not a record")
      case .filtered:
        plugin.counts.filtered += 1
        return (nil, [])
      case .rejected(let json):
        plugin.counts.rejected += 1
        let reason = json["_rejected"]?["message"]?.text ?? "no reason given"
        let message = "\(plugin.program.title) rejects the record: \(reason); left out"
        return (nil, [Diagnostic(.error, .pluginRejected, message, at: record.origin.location)])
      case .message, .text, .end: plugin.fail("answered with a line that is neither a record nor a reason")
      }
    }
    defer { session.isFailureSaid = true }
    let message = "\(plugin.failure ?? ""); records are passed on unchanged"
    let place = record.origin.location
    return (record, session.isFailureSaid ? [] : [Diagnostic(.error, .pluginFailed, message, at: place)])
  }
}

/// Checks options in the same way as those of a format.
private struct OptionCheck: FormatPlugin {
  let info: FormatInfo
  let options: [FormatOption]
  var assignments: [OptionAssignment] = []

  mutating func set(_ option: String, to value: String) throws(UsageError) {
    assignments.append(OptionAssignment(option, value))
  }
}
