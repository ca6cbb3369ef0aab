import Citemill

extension CommandDefinition {
  static var batch: CommandDefinition {
    CommandDefinition(
      name: "batch", summary: "convert folders of files into a tree of the same structure",
      operands: "INPUT...", operand: .file,
      options: [
        .from,
        .init("to", "t", value: .writeFormat, default: .required, summary: "Write FORMAT, id[:option=value,...]"),
        .init(
          "output", "o", aliases: ["out"], value: .folder, default: .required,
          summary: "Write the converted files into DIR, which is created; or use --merge"),
        .init("split", summary: "Write each record to a file of its own, in one folder per input file"),
        .init("merge", value: .file, default: .nothing, summary: "Write all records into FILE, instead of --output"),
        .jobs,
        .init(
          "include", value: .pattern, isList: true, default: "all files",
          summary: "Convert only files whose name matches, such as *.ris; with a slash the path must match; repeatable"),
        .init(
          "exclude", value: .pattern, isList: true, default: .nothing,
          summary: "Skip files and folders whose name matches; repeatable"),
        .init(
          "report", value: .file, default: .nothing, summary: "Write a JSON report of the result for every file to FILE"
        ),
        .init(
          "rejects", value: .folder, default: .nothing,
          summary: "Write the bytes of rejected records to DIR, with the reasons beside them; with --merge, to a file"
        ),
        .transform, .keyPattern, .source,
        .init("force", summary: "Convert unchanged files again"),
        .init("overwrite", summary: "Also replace files that no earlier run wrote, or that were changed since"),
        .init("resume", summary: "Convert only new and changed files (the default)"),
        .init(
          "check", value: .choice(["stat", "content"]),
          default: "stat", summary: "Detect changed files by size, time and inode, or by their content"),
        .init("dry-run", summary: "Print what would be done, and write nothing"),
        .init(
          "shard", value: .part, default: "all files",
          summary: "Convert only part I of N of the files, counted from 0, to share the work between machines"),
        .init("fail-fast", summary: "Stop at the first file that is damaged"),
        .init("keep-going", summary: "Continue after damaged files (the default)"),
        .init("max-errors", value: .number, default: "never", summary: "Stop after more than N errors"),
        .init("strict", summary: "Exit with status 1 if anything was lost in writing or merging, or text was skipped"),
        .tolerate,
        .init("verify", summary: "Read each written record back and compare it; slower"),
        .init(
          "prune", summary: "Remove outputs of earlier runs whose input is gone, unless they were changed since"),
        .init("wait", summary: "Wait for another run on the same folder to end"),
        .pluginFolder, .pluginTimeout, .quiet, .verbose, .diagnostics,
      ],
      examples: [
        "citemill batch exports/ --to csl-json --output converted/",
        "citemill batch exports/ -t bibtex -o bib/ --include '*.ris' --report r.json",
        "citemill batch exports/ -t csl-json -o out/ --rejects damaged/ --dry-run",
      ],
      group: .convert,
      run: { arguments, messages in try BatchRun(arguments, messages).run() })
  }
}

/// `citemill batch`.
struct BatchRun {
  private let arguments: Arguments
  private let messages: Messages
  private let options: BatchOptions

  /// Checks the arguments; nothing is opened for writing before that.
  init(_ arguments: Arguments, _ messages: Messages) throws {
    self.arguments = arguments
    self.messages = messages
    let registry = try Plugins.registry(arguments)
    guard !arguments.operands.isEmpty else {
      throw UsageError(
        .missingValue, "name the files and folders to convert; to convert standard input use citemill convert")
    }
    guard let to = arguments["to"] else {
      throw UsageError(.missingValue, "name the format to write with --to; citemill formats lists them")
    }
    if arguments.has("output"), arguments.has("merge") {
      throw UsageError(.badValue, "--output writes many files and --merge one; give one of them")
    }
    guard let out = arguments["output"] ?? arguments["merge"], !out.isEmpty else {
      throw UsageError(.missingValue, "name the folder for the converted files with --output, or one file with --merge")
    }
    if arguments.operands.contains("") { throw UsageError(.badValue, "a file has the empty name \"\"") }
    if arguments.has("force"), arguments.has("resume") {
      throw UsageError(.badValue, "--force and --resume contradict each other")
    }
    if arguments.has("fail-fast"), arguments.has("keep-going") {
      throw UsageError(.badValue, "--fail-fast and --keep-going contradict each other")
    }
    var options = BatchOptions(
      inputs: arguments.operands.map { FilePath($0) }, output: FilePath(out), target: try registry.writableFormat(to),
      targetSpecification: to, registry: registry)
    options.source = try Inputs.format(arguments, registry)
    options.sourceSpecification = arguments["from"]
    options.keys = try arguments["keys"].map { try KeyPattern($0) } ?? .standard
    options.keysSpecification = arguments["keys"]
    options.jobs = try arguments.jobs()
    options.include = arguments.all("include").map { GlobPattern($0) }
    options.exclude = arguments.all("exclude").map { GlobPattern($0) }
    options.shard = try arguments["shard"].map { try Self.shard($0) }
    options.transforms = try arguments.transformPlugins()
    if arguments.has("transform") { options.transformSpecification = arguments.all("transform").joined(separator: ",") }
    options.labels = try SourceLabels(arguments.all("source"))
    options.rejects = arguments["rejects"].map { FilePath($0) }
    options.report = arguments["report"].map { FilePath($0) }
    if arguments.has("merge") {
      for option in ["split", "force", "resume", "check", "wait", "shard", "prune"] where arguments.has(option) {
        throw UsageError(.badValue, "--\(option) is for many files; with --merge everything is written again")
      }
    }
    options.isSplit = arguments.has("split")
    options.isForced = arguments.has("force")
    options.overwrites = arguments.has("overwrite")
    options.prunes = arguments.has("prune")
    options.checksContent = arguments["check"] == "content"
    options.isVerified = arguments.has("verify")
    options.wantsNotes = arguments.has("verbose") || arguments.has("report")
    options.stopsAtFirstFailure = arguments.has("fail-fast")
    options.errorLimit = try arguments.count("max-errors")
    options.waitsForLock = arguments.has("wait")
    self.options = options
  }

  private static func shard(_ text: String) throws(UsageError) -> BatchOptions.Shard {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
      Int(Substring($0))
    }
    guard parts.count == 2, let index = parts[0], let count = parts[1],
      let shard = BatchOptions.Shard(index: index, of: count)
    else { throw UsageError(.badValue, "--shard takes a part and the number of parts, as 0/3; not \"\(text)\"") }
    return shard
  }

  private var isMerging: Bool { arguments.has("merge") }

  /// The plan, if no output replaces a file that another step of a pipeline uses; nothing is written.
  func plan(beside uses: inout FileUses) throws -> BatchPlan {
    var options = options
    // The output of an earlier step is only known when it exists.
    let awaited = arguments.operands.filter { FileKind.at($0) == .missing && uses.isWritten($0) }
    for path in awaited { try uses.read(path) }
    options.inputs = arguments.operands.filter { !awaited.contains($0) }.map { FilePath($0) }
    let plan = try Batch(options).plan(merging: isMerging, beside: &uses)
    uses.guardFiles(options.sideFiles(isMerging: isMerging))
    return plan
  }

  func run() throws -> ExitStatus {
    var batch = Batch(options)
    let plan = try batch.plan(merging: isMerging)
    if arguments.has("dry-run") { return dryRun(plan, isMerging ? nil : try batch.stale(plan)) }
    for file in options.sideFiles(isMerging: isMerging) { try file?.check() }
    if isMerging {
      try options.checkNotesOfMerge()
    } else {
      try options.makeFolderOfReport()
    }
    var report = try OutputFile.begin(arguments["report"])
    CommandProcess.endGently()
    batch.isStopped = { CommandProcess.signalToEnd != nil }
    let (result, status) = try isMerging ? merge(batch, plan) : mirror(batch, plan)
    try write(result, status, to: report.destination)
    if arguments.has("report") { try report.commit() }
    messages.batch(result, into: options.target.info.name, isStopped: result.isInterrupted)
    // The caller learns of the signal that ended the run.
    if result.isInterrupted { CommandProcess.endBySignal() }
    return status
  }

  private func mirror(_ batch: Batch, _ plan: BatchPlan) throws -> (BatchResult, ExitStatus) {
    let progress = progressLine()
    let observer = observer(progress)
    let result = try CommandProcess.wait { [batch] in try await batch.run(plan, observer: observer) }
    progress.value.clear()
    for (name, failure) in result.failures { messages.error(.system, "\(name): \(failure.message)") }
    return (result, result.exitStatus(isStrict: arguments.has("strict"), toleratesRejects: arguments.has("tolerate")))
  }

  /// Writes all records to one file, completely or not at all.
  private func merge(_ batch: Batch, _ plan: BatchPlan) throws -> (BatchResult, ExitStatus) {
    let path = "\(options.output)"
    var output = try OutputFile.begin(path)
    var rejects = try OutputFile.begin(arguments["rejects"])
    let rejected = Box(RejectedFrames(rejects.destination))
    let sink = ByteSink(output.destination)
    let progress = progressLine()
    let observer = observer(progress)
    let (result, summary) = try CommandProcess.wait { [batch] in
      try await batch.merge(plan, into: sink, observer: observer, rejected: { rejected.value.add($0) })
    }
    progress.value.clear()
    rejected.value.flush()
    let failure = summary.outputFailure ?? rejected.value.sink.failure
    let status =
      failure.map { SystemFailure.exitStatus(ofWriting: $0) } ?? summary.statusOfBrokenOutput
      ?? result.exitStatus(isStrict: arguments.has("strict"), toleratesRejects: arguments.has("tolerate"))
    if let failure { messages.error(.system, SystemFailure.writing(path, failure).message) }
    let isWhole = !result.isInterrupted && (status == .success || status == .partial)
    if isWhole {
      try output.commit()
      options.mergedFile?.remember()
    }
    // As in convert.
    if isWhole || status == .noData && summary.rejected > 0 && !result.isInterrupted {
      try rejects.commit()
      options.rejectsFile?.remember()
    }
    if isWhole { try options.rememberMergedAmongInputs() }
    return (result, status)
  }

  private func progressLine() -> Box<ProgressLine> {
    Box(ProgressLine(messages, onTerminalAfter: .milliseconds(100), elsewhereEvery: .seconds(10)))
  }

  private func observer(_ progress: Box<ProgressLine>) -> Batch.Observer {
    Batch.Observer { entry, diagnostics, state in
      progress.value.clear()
      for diagnostic in diagnostics { messages.showInBatch(diagnostic) }
      progress.value.show { state.text(after: $0) }
    } afterwards: { diagnostics in
      progress.value.clear()
      for diagnostic in diagnostics { messages.showInBatch(diagnostic) }
    }
  }

  private func write(
    _ result: BatchResult, _ status: ExitStatus, to destination: ByteSink.Destination
  ) throws(SystemFailure) {
    guard let path = arguments["report"] else { return }
    try OutputFile.write(result.report(status: status), to: destination, named: path)
  }

  private func dryRun(_ plan: BatchPlan, _ stale: StaleOutputs.List?) -> ExitStatus {
    var answer = Answer()
    for entry in plan.entries {
      switch entry.fate {
      case .convert(let output):
        if let reason = options.reasonToLeave(entry) {
          answer.add("\(entry.path): skipped, \(reason.text)")
        } else if let reason = entry.refusal {
          answer.add("\(entry.path): refused, \(reason)")
        } else {
          answer.add("\(entry.path) -> \(isMerging ? options.output : options.output.appending(output))")
        }
      case .skip(let reason): answer.add("\(entry.path): skipped, \(reason.text)")
      case .unreadable(let failure): answer.add("\(entry.path): unreadable, \(SystemError.message(failure.code))")
      }
    }
    for stale in stale?.outputs ?? [] {
      let path = stale.isRejects ? FilePath(stale.output) : options.output.appending(stale.output)
      let fate = !options.prunes ? "" : stale.reason.map { "; kept, since \($0)" } ?? "; removed"
      answer.add("\(path): stale, the \(stale.isRejects ? "rejects" : "output") of \(stale.input)\(fate)")
    }
    if let reason = stale?.whyNothingIsPruned { answer.add("nothing is pruned, since \(reason)") }
    return Messages.print(answer)
  }
}

extension BatchProgress {
  /// `120 of 1000 files, 12000 records, 41000/s, 9 MB/s, 3 errors, 0:07 left`.
  fileprivate func text(after seconds: Double) -> String {
    func rate(_ count: Int) -> Int { seconds > 0 ? Int(exactly: (Double(count) / seconds).rounded()) ?? 0 : 0 }
    let (done, all) = files
    var text = "\(done) of \(Diagnostic.count(all, "file")), \(Diagnostic.count(records, "record"))"
    text += ", \(rate(converted.records))/s, \(rate(converted.bytes) / 1_000_000) MB/s"
    if errors > 0 { text += ", \(Diagnostic.count(errors, "error"))" }
    guard done > 0, done < all else { return text }
    let left = Int(seconds / Double(done) * Double(all - done))
    return text + ", \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left"
  }
}

extension Messages {
  /// Shows a message about a file of a batch: errors, and more only on request, since there may be very many
  /// files.
  func showInBatch(_ diagnostic: Diagnostic) {
    if diagnostic.severity == .error || level == .verbose { show(diagnostic) }
  }

  /// Prints the summary of a batch.
  func batch(_ result: BatchResult, into format: String, isStopped: Bool) {
    let counts = result.counts
    let kinds = result.rankedLosses.compactMap { loss in
      FieldPath(loss.path).flatMap { path in
        Loss.Kind(rawValue: loss.kind).map { LossWords.text(path, $0, count: loss.count) }
      }
    }
    losses(
      kinds, of: counts.recordsWithLosses, among: counts.written + counts.merged, into: format, see: "--report FILE")
    skipped(counts.skipped)
    stale(result)
    func files(_ status: BatchEntry.Status) -> Int { result.files[status, default: 0] }
    let bad = files(.failed) + files(.vanished) + files(.unreadable) + result.failures.count
    let rejected = counts.rejected + counts.unwritable
    guard level > .quiet || bad + rejected + result.left > 0 else { return }
    let done = result.refusal == nil ? "converted" : "read"
    var parts = ["\(Diagnostic.count(files(.ok) + files(.partial), "file")) \(done)"]
    if result.unchanged > 0 { parts[0] += " (\(result.unchanged) of them unchanged since an earlier run)" }
    if files(.partial) > 0 { parts.append("\(files(.partial)) only in part") }
    if bad > 0 { parts.append("\(bad) not") }
    let reasons = reasons(result)
    if !reasons.isEmpty { parts.append("left alone: \(reasons)") }
    if result.left > 0 { parts.append("\(result.left) not started") }
    var text = parts.joined(separator: ", ")
    text += "; \(Diagnostic.count(counts.written, "record")) written"
    if counts.rejected > 0 { text += ", \(counts.rejected) rejected" }
    if counts.unwritable > 0 { text += ", \(counts.unwritable) could not be written" }
    if isStopped { text += "; stopped by a signal" }
    summary(text)
  }

  /// Reports the stale outputs, and what happened to them.
  private func stale(_ result: BatchResult) {
    for output in result.stale {
      let fate = output.isRemoved ? "removed" : output.reason.map { "kept, since \($0)" } ?? "kept; --prune removes it"
      let what =
        output.isRejects
        ? "the rejects of \(output.input), which is gone or has none now"
        : "the output of \(output.input), which is gone or has another name now"
      show(Diagnostic(output.isRemoved ? .note : .warning, .stale, "\(what); \(fate)", at: .whole(output.output)))
    }
    if let reason = result.whyNothingIsPruned {
      show(Diagnostic(.warning, .stale, "nothing is pruned, since \(reason)"))
    }
  }

  /// `2 hidden, 1 of no known format (a.dat)`; files that were excluded on purpose are not shown.
  private func reasons(_ result: BatchResult) -> String {
    var found: [(reason: String, names: [String])] = []
    for entry in result.entries {
      guard let reason = entry.reason, reason != BatchPlan.SkipReason.excluded.text else { continue }
      if let place = found.firstIndex(where: { $0.reason == reason }) {
        found[place].names.append(entry.name)
      } else {
        found.append((reason, [entry.name]))
      }
    }
    return found.sorted { $0.reason < $1.reason }.map { reason, names in
      "\(names.count) \(reason)" + (Self.isUnexpected(reason) ? " (\(Self.some(of: names)))" : "")
    }.joined(separator: ", ")
  }

  /// Whether users may have expected files skipped for this reason to be converted.
  private static func isUnexpected(_ reason: String) -> Bool {
    reason == BatchPlan.SkipReason.unknown.text || reason.hasPrefix("not supported")
  }

  /// The first names, and how many more there are.
  private static func some(of names: [String]) -> String {
    let shown = names.prefix(5)
    let more = names.count - shown.count
    return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more; --report lists them" : "")
  }
}

extension Diagnostic.Code {
  /// A stale output, whose input is gone.
  static let stale = Self("batch.stale")
}
