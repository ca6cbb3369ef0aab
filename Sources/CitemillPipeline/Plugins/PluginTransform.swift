public import CitemillCore
import Synchronization

/// Changes records by a plugin, which answers each with the changed record, or takes it out.
///
/// A record that the program rejects is taken out with an error. When the program dies or hangs, that is said once, records are
/// handed on as they are from then on, and `finish` tells it. Records are asked for one after another, also from several
/// threads, which may be kept waiting.
public final class PluginTransform: RecordTransform {
  /// What it is called.
  public let info: FormatInfo
  /// The options that it takes.
  public let options: [FormatOption]
  private let records: any ReadableFormat
  private let session: Mutex<Session>

  /// The session, and whether its failure has been said.
  private struct Session {
    var plugin: PluginSession
    var isFailureSaid = false
  }

  /// A transform by a program with options set; throws for options that it does not take.
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

  /// The transform as one that users name, which begins the program anew for each run.
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

  /// Changes a record as the program says.
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

  /// Ends the program, and says why it was not as it should be; nil when all is well.
  public func finish() -> String? {
    session.withLock { session in
      session.plugin.finish()
      return session.plugin.failure
    }
  }

  /// The record as it is to go on, or nil; and what is to be said.
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
        plugin.fail("answered with a line that is no record")
      case .filtered:
        plugin.counts.filtered += 1
        return (nil, [])
      case .rejected(let json):
        plugin.counts.rejected += 1
        let reason = json["_rejected"]?["message"]?.text ?? "no reason is given"
        let message = "\(plugin.program.title) rejects the record: \(reason); left out"
        return (nil, [Diagnostic(.error, .pluginRejected, message, at: record.origin.location)])
      case .message, .text, .end: plugin.fail("answered with a line that is neither a record nor a reason")
      }
    }
    defer { session.isFailureSaid = true }
    let message = "\(plugin.failure ?? ""); records go on as they are"
    let place = record.origin.location
    return (record, session.isFailureSaid ? [] : [Diagnostic(.error, .pluginFailed, message, at: place)])
  }
}

/// Checks options as those of a format are.
private struct OptionCheck: FormatPlugin {
  let info: FormatInfo
  let options: [FormatOption]
  var assignments: [OptionAssignment] = []

  mutating func set(_ option: String, to value: String) throws(UsageError) {
    assignments.append(OptionAssignment(option, value))
  }
}
