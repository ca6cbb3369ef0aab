import Citemill

/// What `convert` and `plan` share: formats, inputs, messages and the report of a conversion.
struct ConversionRun {
  let arguments: Arguments
  let messages: Messages
  let registry: FormatRegistry
  let target: any WritableFormat
  /// Whether the command needs to know which record lost what.
  let isReported: Bool
  private let source: (any ReadableFormat)?
  private let limit: Int?
  private let skip: Int
  private let jobs: Int
  private let keys: KeyPattern
  private let transforms: [any Transform]
  private let paths: [String]
  private let labels: SourceLabels
  private let command: String

  /// Checks the arguments, and that no output replaces a file that another step of a pipeline uses; nothing
  /// is opened for writing before that, and with `isTrial` nothing at all.
  init(
    _ arguments: Arguments, _ messages: Messages, command: String, to fixed: (any WritableFormat)? = nil,
    isReported: Bool, isTrial: Bool = false, beside uses: inout FileUses
  ) throws {
    for option in ["exit-on-reject", "max-line"] where arguments.has(option) {
      throw UsageError(.badValue, "--\(option) is for --lines")
    }
    self.arguments = arguments
    self.messages = messages
    self.command = command
    self.isReported = isReported
    registry = try Plugins.registry(arguments)
    source = try Inputs.format(arguments, registry)
    target = if let fixed { fixed } else { try Self.target(arguments, registry) }
    limit = try arguments.count("limit")
    skip = try arguments.count("skip") ?? 0
    let wanted = try arguments.jobs()
    // A plugin blocks its thread, which must not be one of those that all tasks share.
    jobs = Plugins.areNamed(arguments) ? 1 : wanted
    keys = try arguments["keys"].map { try KeyPattern($0) } ?? .standard
    paths = try Inputs.paths(arguments.operands, for: command, beside: uses)
    let plugins = try arguments.transformPlugins()
    let writesFiles = command == "convert"
    labels = try SourceLabels(arguments.all("source"))
    try labels.check(inputs: paths)
    try uses.read(paths, by: plugins)
    if writesFiles { try uses.write(arguments, by: plugins) }
    if !isTrial { try uses.checkSideFiles() }
    // Last, since it begins the files that transforms write.
    transforms = try plugins.map { try $0.makeStage(writesFiles: writesFiles && !isTrial) }
  }

  /// The result of a run.
  struct Outcome {
    var summary: Summary
    var report: Report
  }

  /// Reads all inputs and writes them to a sink; rejected frames go to another.
  func run(
    into sink: ByteSink, splitBy split: OutputSplit? = nil, rejected: Box<RejectedFrames>? = nil,
    isVerified: Bool = false
  ) throws -> Outcome {
    // The observer is called while the conversion runs, so it writes through references.
    let report = Box(Report(command: command, target: arguments["to"] ?? target.info.id))
    let progress = Box(ProgressLine(messages, onTerminalAfter: .seconds(1), elsewhereEvery: nil))
    defer { progress.value.clear() }
    // If records appear on the same terminal, the progress would appear among them.
    let showsProgress = progress.value.isShown && (Terminal(1) == nil || arguments["output"].map { $0 != "-" } ?? false)
    let conversion = try Box(
      Conversion(
        to: target, registry: registry, into: sink, keys: keys, detail: isReported ? .places : .counts,
        isVerified: isVerified,
        observer: Conversion.Observer(
          diagnostic: { diagnostic in
            if messages.shows(diagnostic) { progress.value.clear() }
            messages.show(diagnostic)
            if isReported { report.value.add(diagnostic) }
          },
          rejection: { rejection, _ in rejected?.value.add(rejection) },
          source: { account in if isReported { report.value.add(account) } },
          losses: { losses, record, place in if isReported { report.value.add(losses, of: record, at: place) } })))
    if isReported { conversion.value.statistics = SourceStatistics() }
    conversion.value.limit = limit
    conversion.value.skip = skip
    if let split { conversion.value.take(split) }
    conversion.value.diagnosticLimits = messages.limits(isReported: isReported)
    conversion.value.transforms = transforms
    for path in paths {
      let label = SourceLabel(given: labels.label(of: path))
      try Inputs.open(path, as: source, knowing: registry) { found in
        switch found {
        case .source(let input):
          if showsProgress {
            conversion.value.isStopped = {
              progress.value.show { Self.progress(of: input, after: $0) }
              return false
            }
          }
          try run(input, labelled: label, in: conversion)
        case .failed(let name, let failure): conversion.value.run(failed: name, failure)
        case .left(let name, let reason): conversion.value.run(leaving: name, because: reason)
        }
      }
    }
    let (summary, _) = conversion.value.finish()
    return Outcome(summary: summary, report: report.value)
  }

  private func run(_ input: ByteSource, labelled label: SourceLabel, in conversion: Box<Conversion>) throws {
    if jobs > 1, input.fileSize.map({ $0 > Conversion.smallestForJobs }) ?? true {
      try CommandProcess.wait { [source, jobs] in
        await conversion.value.run(input, as: source, labelled: label, jobs: jobs)
      }
    } else {
      conversion.value.run(input, as: source, labelled: label)
    }
  }

  /// `a.ris: 41 %, 12 MB, 9 MB/s`.
  private static func progress(of source: ByteSource, after seconds: Double) -> String {
    let megabytes = Double(source.offset) / 1e6
    let share = source.fileSize.map { "\(min(source.offset * 100 / $0, 100)) %, " } ?? ""
    return "\(source.name): \(share)\(Int(megabytes)) MB, \(Int(megabytes / max(seconds, 1))) MB/s"
  }

  /// The command line of a plan that shows all losses of this run.
  var planCommand: String {
    guard !paths.contains("-") else { return "--report FILE" }
    var words = ["citemill", "plan"] + (paths.count <= 3 ? paths : ["FILE..."])
    for option in ["plugin-dir", "from", "transform"] {
      for value in arguments.all(option) { words += ["--" + option, value] }
    }
    words += ["-t", arguments["to"] ?? target.info.id]
    return words.map { $0 == "FILE..." ? $0 : PipelineFile.quoted($0) }.joined(separator: " ")
  }

  /// The format of `--to`, or of the output's name.
  private static func target(_ arguments: Arguments, _ registry: FormatRegistry) throws(UsageError)
    -> any WritableFormat
  {
    if let specification = arguments["to"] { return try registry.writableFormat(specification) }
    if let output = arguments["output"], let found = try Inputs.format(ofOutput: output, arguments, registry) {
      return try FormatRegistry.writable(found)
    }
    guard let output = arguments["output"], let dot = output.utf8.lastIndex(of: UInt8(ascii: ".")),
      !output[dot...].utf8.contains(UInt8(ascii: "/"))
    else { throw UsageError(.missingValue, "name the format to write with --to; citemill formats lists them") }
    let ext = String(output[dot...])
    throw UsageError(
      .missingValue, "no format has the extension \(ext); name the format with --to" + registry.suggestion(for: ext))
  }
}

/// A value that a closure changes.
final class Box<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}
