import Citemill

extension CommandDefinition {
  static var plan: CommandDefinition {
    CommandDefinition(
      name: "plan", summary: "show what a conversion would lose, and write nothing", operands: "[FILE...]",
      operand: .file,
      options: [
        .from, .init("to", "t", value: .writeFormat, default: .required, summary: "Show the losses for FORMAT"),
        .transform, .source,
        .limit, .jobs, .init("strict", summary: "Exit with status 1 if anything would be lost"), .json, .pluginFolder,
        .pluginTimeout, .quiet, .verbose, .diagnostics,
      ],
      examples: [
        "citemill plan library.json -t listing:dialect=sciencegate",
        "citemill plan --json *.txt -t csl-json",
      ],
      run: { arguments, messages in try Plan(arguments: arguments, messages: messages).run() })
  }
}

/// `citemill plan`: a conversion whose output is counted and discarded, so that it shows exactly what would
/// happen.
struct Plan {
  let arguments: Arguments
  let messages: Messages

  func run() throws -> ExitStatus {
    var uses = FileUses()
    let run = try ConversionRun(arguments, messages, command: "plan", isReported: true, beside: &uses)
    let outcome = try run.run(into: ByteSink(.null))
    let status = outcome.summary.exitStatus(isStrict: arguments.has("strict"))
    var report = outcome.report
    report.finish(outcome.summary, status: status)
    messages.skipped(outcome.summary.skipped)
    let printed =
      arguments.has("json")
      ? Messages.print(forPrograms: report.json) : Messages.print(Answer(Self.text(report)))
    return printed == .success ? status : printed
  }

  private static func text(_ report: Report) -> [String] {
    let summary = report.summary
    let losses = summary.losses
    if summary.refusal != nil { return ["The records cannot be written as one \(report.target ?? "output")."] }
    var text = "\(Diagnostic.count(summary.written, "record")) can be written as \(report.target ?? "")"
    let rejected = summary.rejected + summary.unwritable
    if rejected > 0 { text += ", \(rejected) cannot" }
    if summary.filtered > 0 { text += ", \(summary.filtered) would be filtered out" }
    if summary.merged > 0 { text += ", \(summary.merged) would be merged with others" }
    if summary.added > 0 { text += ", \(summary.added) would be brought back" }
    if losses.isEmpty { return [text + "; nothing would be lost\(summary.hasLostInReading ? " in writing" : "")."] }
    text += "; \(losses.records) would lose something:"
    let rows = losses.ranked.map { entry in
      ["\(entry.count)×", LossWords.words(for: entry.key.path), entry.key.kind.rawValue, first(entry.key, report)]
    }
    let kinds = Loss.Kind.allCases.filter { kind in losses.ranked.contains { $0.key.kind == kind } }
    return [text, ""] + Layout.table([["times", "what", "is", "first"]] + rows) + [""]
      + Layout.table(kinds.map { [$0.rawValue, $0.meaning] })
  }

  /// Where a kind of loss happens first: the key of the record, the line, and the value.
  private static func first(_ loss: LossReport.Key, _ report: Report) -> String {
    guard let example = report.examples[loss]?.first else { return "" }
    let values = example.values.first.map { ": \(Layout.cut(Diagnostic.escaped($0), to: 60))" } ?? ""
    let key = example.key.map { Layout.cut(Diagnostic.escaped($0), to: 24) + " " } ?? ""
    return "\(key)line \(example.place.line)\(values)"
  }
}

extension Loss.Kind {
  /// What happens to the value, for people.
  fileprivate var meaning: String {
    switch self {
    case .dropped: "it is lost"
    case .narrowed: "a less exact value is kept"
    case .retyped: "it becomes something else"
    case .flattened: "its text is kept, its structure is lost"
    case .mergedAway: "merging or undoing it drops it; dedupe:log=FILE keeps it"
    }
  }
}
