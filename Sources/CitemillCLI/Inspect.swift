import Citemill

extension CommandDefinition {
  static var inspect: CommandDefinition {
    CommandDefinition(
      name: "inspect", summary: "show format, encoding, counts and problems of a file",
      operands: "[FILE...]",
      operand: .file, options: [.from, .json, .pluginFolder, .pluginTimeout, .quiet, .verbose, .diagnostics],
      examples: ["citemill inspect export.txt", "citemill inspect --json export.json"],
      run: { arguments, _ in try Inspect(arguments: arguments, registry: Plugins.registry(arguments)).run() })
  }
}

/// `citemill inspect`.
struct Inspect {
  let arguments: Arguments
  let registry: FormatRegistry

  /// What was found in one input.
  struct Finding {
    var account: Summary.Source
    var candidates: [FormatDetector.Candidate]
    var messages: [Diagnostic]
  }

  func run() throws -> ExitStatus {
    let format = try Inputs.format(arguments, registry)
    var findings: [Finding] = []
    for path in try Inputs.paths(arguments.operands, for: "inspect") {
      try Inputs.open(path, as: format, knowing: registry) { findings.append(try look(at: $0, as: format)) }
    }
    let printed =
      arguments.has("json")
      ? Messages.print(forPrograms: json(findings))
      : Messages.print(Answer(Array(findings.map(text).joined(separator: [""]))))
    if printed != .success { return printed }
    // The status with which a conversion of the same files would end.
    var summary = Summary()
    summary.sources = findings.map(\.account)
    summary.written = summary.read
    return summary.exitStatus()
  }

  private func look(at found: Inputs.Found, as format: (any ReadableFormat)?) throws -> Finding {
    switch found {
    case .source(let source):
      let candidates: [FormatDetector.Candidate]
      do throws(SourceFailure) { candidates = try FormatDetector(registry).candidates(for: source) } catch {
        return failed(source.name, error)
      }
      return try look(at: source, as: format, candidates)
    case .failed(let name, let failure): return failed(name, failure)
    case .left(let name, let reason):
      var account = Summary.Source(name: name)
      account.diagnostics.warnings = reason.severity == .note ? 0 : 1
      account.diagnostics.notes = 1 - account.diagnostics.warnings
      return Finding(account: account, candidates: [], messages: [reason])
    }
  }

  private func failed(_ name: String, _ failure: SourceFailure) -> Finding {
    var account = Summary.Source(name: name)
    account.failure = failure
    account.diagnostics.errors = 1
    return Finding(account: account, candidates: [], messages: [failure.diagnostic])
  }

  private func look(
    at source: ByteSource, as format: (any ReadableFormat)?, _ candidates: [FormatDetector.Candidate]
  ) throws -> Finding {
    let messages = Box([Diagnostic]())
    var conversion = try Conversion(
      to: Discard(), registry: registry, into: ByteSink(.null),
      observer: Conversion.Observer(diagnostic: { messages.value.append($0) }))
    conversion.run(source, as: format)
    let (summary, _) = conversion.finish()
    return Finding(
      account: summary.sources.first ?? Summary.Source(name: source.name), candidates: candidates,
      messages: messages.value)
  }

  private func text(_ finding: Finding) -> [String] {
    let account = finding.account
    var text = [account.name]
    func row(_ name: String, _ value: String) { text.append("  \(Layout.pad(name, 12))\(value)") }
    row("format", account.format ?? "not known")
    for candidate in finding.candidates {
      let dialect = candidate.evidence.dialect.map { " (\($0))" } ?? ""
      row(
        "  evidence",
        "\(candidate.format.info.id)\(dialect): \(candidate.evidence.bits) bits, \(candidate.evidence.reason)")
    }
    row(
      "encoding",
      account.encodingName
        + (account.repairedFrames > 0 ? ", \(Diagnostic.count(account.repairedFrames, "record")) not" : ""))
    row("records", "\(account.read) read, \(account.rejected) rejected")
    let trivia = account.tally.trivia.map { "\($0.bytes) \($0.name)" }.joined(separator: ", ")
    row("bytes", "\(account.tally.framedBytes) in records" + (trivia.isEmpty ? "" : ", " + trivia))
    let counts = account.diagnostics
    row(
      "messages",
      [
        Diagnostic.count(counts.errors, "error"), Diagnostic.count(counts.warnings, "warning"),
        Diagnostic.count(counts.notes, "note"),
      ].joined(separator: ", "))
    for message in finding.messages where shows(message) { text.append("  \(message)") }
    return text
  }

  private func shows(_ message: Diagnostic) -> Bool {
    message.severity == .error || arguments.has("verbose") || !arguments.has("quiet")
  }

  private func json(_ findings: [Finding]) -> String {
    var json = JSONText()
    json.array(findings) { json, finding in
      let account = finding.account
      json.object { json in
        json.member("name", account.name)
        json.key("candidates")
        json.array(finding.candidates) { json, candidate in
          json.object { json in
            json.member("format", candidate.format.info.id)
            json.member("dialect", candidate.evidence.dialect)
            json.member("bits", candidate.evidence.bits)
            json.member("reason", candidate.evidence.reason)
          }
        }
        json.account(account)
        json.key("messages")
        json.array(finding.messages.filter(shows)) { json, message in json.diagnostic(message) }
      }
    }
    return json.text + "\n"
  }
}
