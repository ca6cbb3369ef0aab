import CitemillCore

/// Writes records with a plugin, which answers each with its text, or with the reason why it has none.
struct PluginWriter: RecordWriter {
  private let session: PluginSession
  private let description: PluginDescription

  init(_ session: PluginSession, _ description: PluginDescription) {
    self.session = session
    self.description = description
  }

  var failure: String? { session.failure }

  func begin(into sink: inout ByteSink) { sink.append(description.opening) }

  func separator(into sink: inout ByteSink) { sink.append(description.separator) }

  func finish(count: Int, into sink: inout ByteSink) { sink.append(description.closing) }

  func end() { session.finish() }

  func write(_ record: borrowing Record, into sink: inout ByteSink, reporting report: inout LossReport) -> WriteOutcome
  {
    let original = copy record
    let narrowed = original.narrowed(to: description.fields, reporting: &report)
    if let narrowed { report.settle(from: original, to: narrowed) }
    guard let line = session.answer(to: narrowed ?? original) else { return failed }
    switch PluginLine(line) {
    case .text(let json):
      guard let text = json["_text"]?.text else { return nonsense }
      for path in json["_lost"]?.elements ?? [] {
        if let path = path.text.flatMap({ FieldPath($0) }) { report.lose(path, .dropped) }
      }
      sink.append(text)
      session.counts.records += 1
      return .written
    case .rejected(let json):
      session.counts.rejected += 1
      return .rejected(json["_rejected"]?["message"]?.text ?? "\(session.program.title) gives no reason")
    case .record, .message, .filtered, .end: return nonsense
    }
  }

  private var nonsense: WriteOutcome {
    session.fail("answered with a line that is neither a text nor a rejected record")
    return failed
  }

  private var failed: WriteOutcome { .rejected(session.failure ?? "\(session.program.title) failed") }
}
