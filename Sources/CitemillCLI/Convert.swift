import Citemill

extension CommandDefinition {
  static var convert: CommandDefinition {
    CommandDefinition(
      name: "convert", summary: "read citations in one format and write them in another", operands: "[FILE...]",
      takesOperands: true,
      options: [
        .from,
        .init(
          "to", "t", value: "FORMAT",
          summary: "write this format, id[:option=value,...]; told by the name of the output without it"),
        .init("output", "o", value: "FILE", summary: "write to this file, which is there whole or not at all"),
        .init(
          "rejects", value: "FILE",
          summary: "write what could not be read there, byte for byte, to be repaired and read again"),
        .init("limit", value: "N", summary: "stop after this many records"),
        .init("strict", summary: "end with status 1 when anything was lost in writing"),
        .quiet, .verbose,
      ],
      examples: [
        "citemill convert listing.txt -t csl-json -o listing.json",
        "citemill convert -f csl-json -t records export.json | head -1",
        "citemill convert a.json b.txt --to csl-json:layout=lines --rejects bad.txt -o all.jsonl",
      ],
      run: { arguments, messages in try Convert(arguments, messages).run() })
  }
}

/// `citemill convert`.
struct Convert {
  let arguments: Arguments
  let messages: Messages
  let registry = FormatRegistry.standard

  init(_ arguments: Arguments, _ messages: Messages) {
    self.arguments = arguments
    self.messages = messages
  }

  func run() throws -> ExitStatus {
    let source = try Inputs.format(arguments, registry)
    let target = try targetFormat()
    let limit = try arguments.count("limit")
    let paths = try Inputs.paths(arguments.operands, for: "convert")
    if let output = arguments["output"], output != "-", output == arguments["rejects"] {
      throw UsageError(.sameFile, "--output and --rejects name the same file, \(output); one would replace the other")
    }
    var output = try Self.create(arguments["output"] ?? "-")
    var rejects = try arguments["rejects"].map(Self.create) ?? OutputFile.none()

    // The observer is called while the conversion runs, so that it writes through a reference.
    let rejected = Box(ByteSink(rejects.destination))
    var conversion = try Conversion(
      to: target, registry: registry, into: ByteSink(output.destination),
      observer: Conversion.Observer(
        diagnostic: messages.show,
        rejection: { rejection, _ in rejected.value.append(rejection) }))
    conversion.limit = limit
    for path in paths {
      do throws(SourceFailure) {
        conversion.run(try Inputs.open(path), as: source)
      } catch {
        conversion.run(failed: path, error)
      }
    }
    var (summary, _) = conversion.finish()
    rejected.value.flush()
    if summary.outputFailure == nil { summary.outputFailure = rejected.value.failure }

    let status = summary.exitStatus(isStrict: arguments.has("strict"))
    messages.losses(summary.losses, of: summary.written, into: target.info.id)
    switch status {
    case .success, .partial:
      try output.commit()
      try rejects.commit()
      messages.summary(summary)
    case .noData:
      try rejects.commit()
      messages.error(.nothingUsable, "nothing in the input could be used; nothing was written")
    case .inputOutput, .noPermission:
      if let code = summary.outputFailure {
        messages.error(.system, "cannot write \(arguments["output"] ?? "<stdout>"): \(SystemError.message(code))")
      }
    case .fault:
      messages.error(.conservation, "the counts of records do not agree; nothing was written; please report this")
    default: break
    }
    return status
  }

  /// The format of `--to`, or of the output's name.
  private func targetFormat() throws(UsageError) -> any WritableFormat {
    if let specification = arguments["to"] { return try registry.writableFormat(specification) }
    if let output = arguments["output"], let found = registry.format(forFileName: output) {
      return try FormatRegistry.writable(found)
    }
    throw UsageError(.missingValue, "say the format to write with --to; citemill formats lists them")
  }

  private static func create(_ path: String) throws(SystemFailure) -> OutputFile {
    path == "-" ? OutputFile.standardOutput() : try OutputFile.create(path)
  }
}

/// A value that a closure changes.
final class Box<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}

extension ByteSink {
  /// Appends the bytes of a rejected frame, each frame on lines of its own.
  fileprivate mutating func append(_ rejection: Rejection) {
    append(contentsOf: rejection.rawBytes)
    if rejection.rawBytes.last != 10 { append(10) }
    flushIfFull()
  }
}

extension Diagnostic.Code {
  /// No record came of the whole input.
  static let nothingUsable = Self("convert.nothing-usable")
  /// Two outputs would go to one file.
  static let sameFile = Self("usage.same-file")
  /// A fault of ours: records went missing.
  static let conservation = Self("convert.conservation")
}
