import Citemill

/// What the command says to the person at the terminal: one line a message, on standard error.
struct Messages {
  /// How much is said.
  enum Level: Int, Comparable {
    /// Errors, losses and rejected records.
    case quiet
    /// Warnings too.
    case normal
    /// Notes too, and a summary.
    case verbose

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  var level = Level.normal

  /// Shows a diagnostic when the level asks for it.
  func show(_ diagnostic: Diagnostic) {
    switch diagnostic.severity {
    case .error: break
    case .warning: if level < .normal { return }
    case .note: if level < .verbose && diagnostic.code != .capped { return }
    }
    line(diagnostic.description)
  }

  /// Says something about the command itself.
  func error(_ code: Diagnostic.Code, _ message: String) {
    line("citemill: " + Diagnostic(.error, code, message).description)
  }

  /// Says what was lost; never kept back.
  func losses(_ losses: LossReport, of written: Int, into format: String) {
    guard !losses.isEmpty else { return }
    let shown = losses.ranked.prefix(4).map { entry in
      "\(entry.key.path) \(entry.key.kind.rawValue) \(entry.count)×"
    }
    let more = losses.ranked.count - shown.count
    line(
      "citemill: losses: \(losses.records) of \(written) records say less in \(format): "
        + shown.joined(separator: ", ") + (more > 0 ? ", and \(more) more kinds" : "") + " [loss.summary]")
  }

  /// Says how a run went when that is worth a line.
  func summary(_ summary: Summary) {
    let lost = summary.rejected + summary.unwritable
    guard lost > 0 || level == .verbose else { return }
    let inputs = summary.sources.count
    line(
      "citemill: \(Self.count(summary.written, "record")) written from \(Self.count(inputs, "input"))"
        + (lost > 0 ? ", \(lost) rejected" : "") + " [summary]")
  }

  /// So many of something: `1 record`, `2 records`.
  static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

  /// Writes a line to standard error.
  func line(_ text: String) {
    var sink = ByteSink(.descriptor(2))
    sink.append(text)
    sink.append(10)
    sink.flush()
  }

  /// Writes a text to standard output and says how that went.
  static func print(_ text: String) -> ExitStatus {
    var sink = ByteSink(.descriptor(1))
    sink.append(text)
    sink.flush()
    return sink.failure.map(SystemFailure.exitStatus(ofWriting:)) ?? .success
  }
}
