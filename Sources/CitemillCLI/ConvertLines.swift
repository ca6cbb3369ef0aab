import Citemill

extension CommandDefinition.Option {
  static let lines = Self(
    "lines", summary: "Read and write one record per line, each by itself, for engines such as Spark; see Docs/Scale.md"
  )
  static let exitOnReject = Self(
    "exit-on-reject", summary: "With --lines: exit with status 1 if a line was rejected")
  static let maxLine = Self(
    "max-line", value: .number, default: "16777216", summary: "With --lines: reject lines longer than N bytes")
}

/// `citemill convert --lines`.
struct ConvertLines {
  private let arguments: Arguments
  private let messages: Messages
  private let source: any ReadableFormat
  private let target: any WritableFormat
  private let keys: KeyPattern
  private let limit: Int
  private let paths: [String]

  /// The options of `convert` that are allowed with lines.
  private static let options: Set = [
    "lines", "from", "to", "output", "keys", "exit-on-reject", "max-line", "quiet", "verbose", "diagnostics",
  ]

  /// Checks the arguments, and that no output replaces a file that another step of a pipeline uses; nothing
  /// is opened before that.
  init(_ arguments: Arguments, _ messages: Messages, beside uses: inout FileUses) throws {
    if let other = arguments.values.keys.filter({ !Self.options.contains($0) }).min() {
      throw UsageError(
        .badValue,
        "--\(other) does not go with --lines, where each line is converted by itself and a rejected one stays in its place"
      )
    }
    if let style = arguments["diagnostics"], style != Messages.Style.json.rawValue {
      throw UsageError(.badValue, "--diagnostics \(style) does not go with --lines, where messages are lines of JSON")
    }
    guard let from = arguments["from"], let to = arguments["to"] else {
      throw UsageError(.missingValue, "with --lines, name both formats with --from and --to: csl-json or records")
    }
    self.arguments = arguments
    self.messages = messages
    let registry = FormatRegistry.standard
    source = try registry.readableFormat(from)
    target = try registry.writableFormat(to)
    try LineConversion.check(source, target)
    keys = try arguments["keys"].map { try KeyPattern($0) } ?? .standard
    limit = try arguments.count("max-line") ?? LineConversion.usualLimit
    guard (1...LineConversion.usualLimit).contains(limit) else {
      throw UsageError(.badValue, "--max-line takes a number from 1 to \(LineConversion.usualLimit)")
    }
    paths = try Inputs.paths(arguments.operands, for: "convert", beside: uses)
    try uses.read(paths, by: [])
    try uses.write(arguments, by: [])
  }

  func run() throws -> ExitStatus {
    var messages = messages
    messages.style = .json
    var output = try arguments["output"].map { try OutputFile.create($0) } ?? OutputFile.standardOutput()
    var conversion = try LineConversion(
      from: source, to: target, into: ByteSink(output.destination), keys: keys, limit: limit,
      observer: { [messages] in messages.show($0) })
    for path in paths where !conversion.hasFailed {
      do throws(SourceFailure) {
        conversion.run(try Inputs.open(path))
      } catch {
        conversion.fail(error)
      }
    }
    let (summary, _) = conversion.finish()
    let status = summary.exitStatus(countsRejects: arguments.has("exit-on-reject"))
    // The reader of the output has closed the pipe, and needs no message.
    if status == .closedPipe { return status }
    if let code = summary.outputFailure {
      let name = arguments["output"] ?? "<stdout>"
      messages.error(.system, "cannot write \(name): \(SystemError.message(code))")
    }
    if status == .success || status == .partial { try output.commit() }
    messages.line(summary.json(status: status))
    return status
  }
}
