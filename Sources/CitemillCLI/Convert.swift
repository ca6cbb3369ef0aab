import Citemill

extension CommandDefinition {
  static var convert: CommandDefinition {
    CommandDefinition(
      name: "convert", summary: "convert citations from one format to another", operands: "[FILE...]",
      operand: .file,
      options: [
        .from,
        .init(
          "to", "t", value: .writeFormat,
          default: "by the extension of the output", summary: "Write FORMAT, id[:option=value,...]"),
        .init(
          "output", "o", value: .file, default: "standard output",
          summary: "Write to FILE, which is replaced only after everything is written"),
        .init(
          "rejects", value: .file, default: .nothing,
          summary: "Write the bytes of rejected records to FILE, to repair them and read them again"),
        .init(
          "report", value: .file, default: .nothing,
          summary: "Write a JSON report of every source and of all losses to FILE"),
        .init(
          "overwrite",
          summary: "Replace a rejects file, report or log even if no earlier run wrote it"),
        .transform, .keyPattern, .source, .skip, .limit,
        .init(
          "split-every", value: .size, default: .nothing,
          summary: "Write numbered files, OUTPUT-001 and so on, of at most N records and SIZE bytes"),
        .jobs,
        .init(
          "strict",
          summary: "Exit with status 1 if anything was lost, text was skipped or an input was empty"),
        .tolerate, .init("lossless", summary: "Write nothing if anything would be lost, skipped or rejected"),
        .init("verify", summary: "Read each written record back and compare it; slower"),
        .lines, .exitOnReject, .maxLine, .pluginFolder, .pluginTimeout, .quiet, .verbose, .diagnostics,
      ],
      examples: [
        "citemill convert listing.txt -t csl-json -o listing.json",
        "citemill convert -f csl-json -t records export.json | head -1",
        "citemill convert a.ris --transform 'filter:year>=2010,dedupe' -o b.bib",
        "citemill convert a.json b.txt --to csv --rejects bad.txt -o all.csv",
      ],
      group: .convert,
      run: { arguments, messages in
        if arguments.has("lines") {
          var uses = FileUses()
          return try ConvertLines(arguments, messages, beside: &uses).run()
        }
        return try Convert(arguments: arguments, messages: messages).run()
      })
  }
}

/// `citemill convert`.
struct Convert {
  let arguments: Arguments
  let messages: Messages

  func run() throws -> ExitStatus {
    if arguments.has("lossless"), arguments.has("tolerate") {
      throw UsageError(.badValue, "--lossless and --tolerate contradict each other")
    }
    var uses = FileUses()
    let run = try ConversionRun(
      arguments, messages, command: "convert", isReported: arguments.has("report"), beside: &uses)
    let rejectsFile = uses.rejectsFile(arguments)
    // With these two options, and if an output holds one kind of work, nothing is written before everything is
    // known to be correct.
    let waits = arguments.has("lossless") || arguments.has("verify") || run.target.holdsOneKind
    let pieces = try OutputPieces(arguments, isRead: uses.isRead)
    var output =
      if let pieces { try pieces.begin() } else {
        try OutputFile.begin(arguments["output"] ?? "-", isHeldBack: waits)
      }
    var rejects = try OutputFile.begin(arguments["rejects"])
    var report = try OutputFile.begin(arguments["report"])

    let rejected = Box(RejectedFrames(rejects.destination))
    var outcome = try run.run(
      into: ByteSink(output.destination), splitBy: pieces?.split, rejected: rejected,
      isVerified: arguments.has("verify"))
    if let problem = pieces?.problem { throw problem }
    rejected.value.flush()
    var failed = arguments["output"] ?? "<stdout>"
    if outcome.summary.outputFailure == nil, let code = rejected.value.sink.failure {
      outcome.summary.outputFailure = code
      failed = arguments["rejects"] ?? ""
    }

    let status = status(of: outcome.summary)
    if status == .closedPipe { return status }
    messages.skipped(outcome.summary.skipped)
    if outcome.summary.refusal == nil {
      messages.losses(
        outcome.summary.losses, among: outcome.summary, into: run.target.info.name, see: run.planCommand)
    }
    // Before the output is put in place: if the report cannot be written, nothing is replaced.
    try write(outcome, status, to: report.destination)
    switch status {
    case .success, .partial:
      try output.commit()
      try pieces?.commit(messages)
      try rejects.commit()
      rejectsFile?.remember()
      messages.summary(outcome.summary, into: arguments["output"])
    case .noData:
      // If nothing was read, the rejects of an earlier run are kept.
      if outcome.summary.rejected > 0 {
        try rejects.commit()
        rejectsFile?.remember()
      }
      sayWhyNothingIsWritten(outcome.summary)
    case .inputOutput, .noPermission:
      if let code = outcome.summary.outputFailure {
        messages.error(.system, "cannot write \(failed): \(SystemError.message(code))")
      }
    case .fault:
      messages.error(
        outcome.summary.mismatched > 0 ? .mismatch : .conservation,
        (outcome.summary.mismatched > 0
          ? "\(Diagnostic.count(outcome.summary.mismatched, "record")) would read back as something else"
          : "the counts of records do not agree") + "; nothing was written; please report this")
    default: break
    }
    if arguments.has("report") { try report.commit() }
    return status
  }

  /// The status of the run; with `--lossless`, any loss means that nothing could be used.
  private func status(of summary: Summary) -> ExitStatus {
    let status = summary.exitStatus(
      isStrict: arguments.has("strict"), toleratesRejects: arguments.has("tolerate"))
    guard arguments.has("lossless"), status == .success || status == .partial else { return status }
    return status == .partial || !summary.losses.isEmpty || summary.skipped > 0 ? .noData : status
  }

  private func sayWhyNothingIsWritten(_ summary: Summary) {
    // It has its own message.
    if summary.refusal != nil { return }
    if arguments.has("lossless"), summary.written > 0 {
      messages.error(
        .refused,
        "not everything can be kept, and --lossless was given; nothing was written; citemill plan shows the losses")
    } else {
      messages.error(.nothingUsable, "nothing in the input could be used; nothing was written")
    }
  }

  private func write(
    _ outcome: ConversionRun.Outcome, _ status: ExitStatus, to destination: ByteSink.Destination
  ) throws(SystemFailure) {
    guard let path = arguments["report"] else { return }
    var report = outcome.report
    report.finish(outcome.summary, status: status)
    try OutputFile.write(report.json, to: destination, named: path)
  }
}

extension CommandDefinition.Option {
  static let jobs = Self(
    "jobs", "j", value: .number, default: "number of processors", summary: "Use N threads")
  static let tolerate = Self(
    "tolerate", value: .choice(["rejects"]), default: .nothing,
    summary: "Exit with status 0 although records were rejected, if others were written")
  static let keyPattern = Self(
    "keys", value: .pattern,
    default: "[auth:lower][year][title:1]", summary: "Generate missing keys from PATTERN")
  static let source = Self(
    "source", value: .label, isList: true, default: "detected database",
    summary: "Label the records of PATH, a file or folder, as found in LABEL; repeatable")
  static let skip = Self("skip", value: .number, default: "0", summary: "Skip the first N records")
  static let limit = Self("limit", value: .number, default: "all", summary: "Stop after N records")
}

extension Diagnostic.Code {
  /// The whole input has no usable record.
  static let nothingUsable = Self("convert.nothing-usable")
  /// Nothing was written, since something would have been lost.
  static let refused = Self("convert.refused")
  /// A bug in Citemill: the counts of records do not add up.
  static let conservation = Self("convert.conservation")
}
