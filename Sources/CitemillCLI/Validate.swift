import Citemill

extension CommandDefinition {
  static var validate: CommandDefinition {
    CommandDefinition(
      name: "validate", summary: "check files and their records, and report what is wrong",
      operands: "[FILE...]", operand: .file,
      options: [
        .from, .init("warn-only", summary: "Exit with status 0 whatever is found"),
        .init("strict", summary: "Exit with status 1 on warnings too"),
        .init(
          "schema-dir", value: .folder, isList: true, default: .nothing,
          summary: "Check XML by the DTDs and schemas in DIR"),
        .init(
          "catalog", value: .file, isList: true, default: .nothing,
          summary: "Check XML by the schemas of this XML catalogue"),
        .init(
          "diagnostic", value: .file, default: .nothing, summary: "Report Crossref's answer to a deposit at its records"
        ),
        .json, .pluginFolder, .pluginTimeout, .quiet, .verbose, .diagnostics,
      ],
      examples: [
        "citemill validate library.bib export.ris", "citemill validate --diagnostics github *.bib",
        "citemill validate --schema-dir schemas deposit.xml --diagnostic answer.xml",
      ],
      run: { arguments, messages in
        try Validate(arguments: arguments, messages: messages, registry: Plugins.registry(arguments)).run()
      })
  }
}

/// `citemill validate`.
struct Validate {
  let arguments: Arguments
  let messages: Messages
  let registry: FormatRegistry

  func run() throws -> ExitStatus {
    let format = try Inputs.format(arguments, registry)
    let paths = try Inputs.paths(arguments.operands, for: "validate")
    let isJSON = arguments.has("json")
    let output = Box(ByteSink(.descriptor(1)))
    let report = Box(Report(command: "validate"))
    var run = try ValidationRun(
      registry: registry, schemas: schemas(), answer: answer(),
      observer: ValidationRun.Observer(
        finding: { finding in
          if isJSON { return report.value.add(finding) }
          guard messages.shows(finding) else { return }
          output.value.append(messages.rendered(finding, for: Self.standardOutput))
          output.value.flushIfFull()
        }, source: { report.value.add($0) }))
    if arguments.has("verbose") { run.limits.notes = .max }
    run.countsSources = isJSON
    let validation = Box(run)
    for path in paths {
      try Inputs.open(path, as: format, knowing: registry) { found in
        switch found {
        case .source(let source): try validation.value.run(source, as: format)
        case .failed(let name, let failure): validation.value.run(failed: name, failure)
        case .left(let name, let reason): validation.value.run(leaving: name, because: reason)
        }
      }
    }
    let summary = validation.value.finish()
    let status = status(of: summary)
    if isJSON {
      report.value.finish(summary, status: status)
      output.value.append(report.value.json)
    } else if messages.level > .quiet || summary.errors > 0 {
      output.value.append(
        messages.rendered(
          Diagnostic(.note, .validationSummary, Self.words(for: summary)), as: Self.words(for: summary),
          for: Self.standardOutput))
    }
    output.value.flush()
    return output.value.failure.map { SystemFailure.exitStatus(ofWriting: $0) } ?? status
  }

  private static let standardOutput = Terminal(1)

  /// The status of the run, from the errors that were found and the files that could not be read.
  private func status(of summary: Summary) -> ExitStatus {
    if let broken = summary.statusOfBrokenOutput { return broken }
    let failures = summary.sources.compactMap(\.failure)
    if let first = failures.first {
      return summary.read + summary.rejected == 0 ? first.exitStatus : .partial
    }
    if arguments.has("warn-only") { return .success }
    if summary.errors > 0 { return .partial }
    return arguments.has("strict") && summary.warnings > 0 ? .partial : .success
  }

  /// `3 findings in 40 records of 2 files: 2 errors, 1 warning`.
  private static func words(for summary: Summary) -> String {
    let findings = summary.errors + summary.warnings
    let all = findings == 0 ? "no findings" : Diagnostic.count(findings, "finding")
    let records = Diagnostic.count(summary.read + summary.rejected, "record")
    let kinds = [
      summary.errors > 0 ? Diagnostic.count(summary.errors, "error") : nil,
      summary.warnings > 0 ? Diagnostic.count(summary.warnings, "warning") : nil,
    ].compactMap { $0 }
    return "\(all) in \(records) of \(Diagnostic.count(summary.sources.count, "file"))"
      + (kinds.isEmpty ? "" : ": " + kinds.joined(separator: ", "))
  }

  // MARK: - What it is checked with

  private func schemas() throws -> SchemaFiles {
    var schemas = SchemaFiles(catalogs: arguments.all("catalog"))
    // libxml2 itself reads the catalogues in this variable.
    let isSet = !(CommandProcess.environment("XML_CATALOG_FILES") ?? "").isEmpty
    schemas.isWanted = !schemas.catalogs.isEmpty || isSet
    for folder in arguments.all("schema-dir") { try schemas.add(folder: FilePath(folder)) }
    return schemas
  }

  private func answer() throws -> (DepositAnswer, of: String)? {
    guard let path = arguments["diagnostic"] else { return nil }
    let prefix = try Inputs.open(path).prefix(256 << 20)
    let formats = registry.readable.compactMap(\.asSourceValidating)
    for format in formats {
      if let answer = format.depositAnswer(in: prefix.bytes, named: path) { return (answer, path) }
    }
    throw UsageError(
      .badValue, "--diagnostic takes an answer to a deposit, a doi_batch_diagnostic of Crossref, and \(path) is not one"
    )
  }
}

extension Diagnostic.Code {
  /// A summary of the findings.
  static let validationSummary = Self("validate.summary")
}
