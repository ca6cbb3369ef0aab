import Citemill

extension CommandDefinition {
  static var dedupe: CommandDefinition {
    CommandDefinition(
      name: "dedupe", summary: "merge the records of one work", operands: "[FILE...]",
      operand: .file,
      options: [
        .init("log", value: .file, default: .nothing, summary: "Write each merge to FILE, for the transform undedupe"),
        .init(
          "review", value: .file, default: .nothing,
          summary: "Write doubtful pairs to FILE, CSV or .jsonl, to decide them"),
        .init("decisions", value: .file, default: .nothing, summary: "Apply the decisions in FILE, a review"),
        .init(
          "keep", value: .choice(["merge", "first", "fullest"]), default: "merge",
          summary: "Combine the records, or keep one unchanged"),
        .init("mark", summary: "Merge nothing; add a note to the records of one work"),
        .init("merge-preprints", summary: "Merge preprints with their published versions"),
        .init("journals", value: .file, default: .nothing, summary: "Use the journal abbreviations in FILE"),
      ] + ShortForm.options,
      examples: [
        "citemill dedupe pubmed.nbib embase.ris wos.txt -o all.ris",
        "citemill dedupe a.bib -o clean.bib --log merged.jsonl --review doubts.csv",
      ],
      group: .clean,
      run: { arguments, messages in
        var options: [String] = []
        for name in ["log", "review", "decisions", "keep", "journals"] {
          if let value = arguments[name] { options.append("\(name)=\(ShortForm.quoted(value))") }
        }
        if arguments.has("mark") { options.append("mark=yes") }
        if arguments.has("merge-preprints") { options.append("preprints=merge") }
        return try ShortForm(transform: "dedupe", options: options).run(&arguments, messages)
      })
  }

  static var sort: CommandDefinition {
    CommandDefinition(
      name: "sort", summary: "put records in order", operands: "[FILE...]", operand: .file,
      options: [
        .init(
          "by", "b", value: .field, default: .value(ShortForm.usualOrder),
          summary: "Sort by these fields; a hyphen before one reverses its order")
      ] + ShortForm.options,
      examples: ["citemill sort library.bib -o sorted.bib", "citemill sort --by=-year+title a.ris b.ris -t csv"],
      group: .clean,
      run: { arguments, messages in
        try ShortForm(transform: "sort", options: [arguments["by"] ?? ShortForm.usualOrder]).run(&arguments, messages)
      })
  }
}

/// A command that is `convert` with one transform.
///
/// It writes the format of `--to`, otherwise that of the output's name, otherwise that of all inputs.
struct ShortForm {
  let transform: String
  let options: [String]

  /// The default order of `sort`.
  static let usualOrder = "author+issued+title"

  /// The options of `convert`, except those for lines.
  static var options: [CommandDefinition.Option] {
    CommandDefinition.convert.options.filter { !["lines", "exit-on-reject", "max-line"].contains($0.long) }.map {
      option in
      guard option.long == "to" else { return option }
      var option = option
      option.defaultValue = "by the extension of the output, else that of the inputs"
      return option
    }
  }

  /// A value of an option in a list of transforms.
  static func quoted(_ value: String) -> String {
    let quote = value.utf8.contains(UInt8(ascii: "\"")) ? "'" : "\""
    return quote + value + quote
  }

  func run(_ arguments: inout Arguments, _ messages: Messages) throws -> ExitStatus {
    arguments.add("transform", options.isEmpty ? transform : "\(transform):\(options.joined(separator: ","))")
    let registry = try Plugins.registry(arguments)
    if arguments["to"] == nil, arguments["output"].flatMap({ registry.format(forFileName: $0) }) == nil {
      arguments.add("to", try commonFormat(arguments, registry))
    }
    return try Convert(arguments: arguments, messages: messages).run()
  }

  /// The id of the format that all inputs have; throws if there is not one that can be written.
  private func commonFormat(_ arguments: Arguments, _ registry: FormatRegistry) throws -> String {
    // Folders and missing files are refused first.
    _ = try Inputs.paths(arguments.operands, for: transform)
    let found = try Inputs.formats(arguments, registry)
    if let id = found.first, found.count == 1, registry.format(named: id)?.asWritable != nil { return id }
    let reason =
      found.count > 1
      ? "the inputs are in several formats, \(found.joined(separator: " and "))"
      : found.first.map { "\($0) cannot be written" } ?? "the format of the input is not known before it is read"
    throw UsageError(.missingValue, "name the format to write with --to: \(reason)")
  }
}
