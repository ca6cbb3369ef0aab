import Citemill

/// The help texts, made from the definitions of commands, formats and transforms.
enum Help {
  static var overview: [String] {
    var lines = [
      "citemill \(citemillVersion): turns citation exports into clean records and back.", "",
      "Usage: citemill COMMAND [OPTION...] [FILE...]",
      "       citemill FILE...    Show what is in files, as inspect does",
    ]
    for group in CommandDefinition.Group.allCases {
      let commands = Command.definitions.filter { $0.group == group }.map { [Layout.pad($0.name, 10), $0.summary] }
      lines += ["", "\(group.rawValue):"] + Layout.table(commands)
    }
    return lines + ["", "More:"]
      + Layout.table([
        ["citemill help COMMAND", "options of a command, and examples"],
        ["citemill help FORMAT", "options of a format, such as ris"],
        ["citemill help TRANSFORM", "options of a transform, such as filter"],
        ["citemill help exit-codes", "what the exit status means"],
        ["citemill --version", "the version"],
      ])
  }

  /// The help on a name: a command, a format, a transform, or all that have it.
  static func topic(_ name: String) throws(UsageError) -> [String] {
    let word = name.lowercased()
    if exitCodeNames.contains(word) { return exitCodes }
    var parts: [[String]] = []
    if let command = Command.definitions.first(where: { $0.name == word }) {
      parts.append(text(for: command))
      if word == "formats" { parts.append(formats) }
      if word == "transforms" {
        parts.append(["Transforms:"] + TransformsList.table(TransformRegistry.standard.transforms))
      }
    }
    if let format = FormatRegistry.standard.format(named: word) { parts.append(FormatsList([format]).pages) }
    if let transform = TransformRegistry.standard.transform(named: word) {
      parts.append((parts.isEmpty ? [] : ["The transform of this name", ""]) + TransformsList.page(transform))
    }
    guard parts.isEmpty else { return Array(parts.joined(separator: [""])) }
    throw UsageError(
      .unknownCommand,
      "there is no command, format or transform \"\(name)\""
        + Suggestion.after(
          name, known: topics, hints: Command.hints + FormatRegistry.standard.hints, otherwise: "see citemill help"))
  }

  /// Every name that `topic` knows, except aliases.
  static var topics: [String] {
    Command.definitions.map(\.name) + FormatRegistry.standard.formats.map(\.info.id)
      + TransformRegistry.standard.transforms.map(\.info.id) + ["exit-codes"]
  }

  private static let exitCodeNames = ["exit-codes", "exit-code", "exit-status", "exit", "status", "codes"]

  private static var exitCodes: [String] {
    ["Exit status:"] + Layout.table(ExitStatus.allCases.map { ["\($0.rawValue)", $0.meaning] })
      + ["  128 + N means that signal N ended the command."]
  }

  private static var formats: [String] {
    ["Formats:"]
      + Layout.table(FormatRegistry.standard.formats.map { [$0.info.id, $0.info.name] })
      + ["", "citemill help FORMAT shows the options of a format."]
  }

  static func text(for definition: CommandDefinition) -> [String] {
    var lines = Layout.wrap("citemill \(definition.name): \(definition.summary)", to: Layout.width, indent: 2)
    lines += ["", "Usage: \(usage(of: definition))"]
    if !definition.options.isEmpty {
      lines += ["", "Options:"] + Layout.table(definition.options.map { [names(of: $0), $0.help] }, widest: 24)
    }
    if !definition.examples.isEmpty {
      lines += ["", "Examples:"] + definition.examples.flatMap(example)
    }
    return lines
  }

  /// `citemill convert [OPTION...] [FILE...]`.
  static func usage(of definition: CommandDefinition) -> String {
    "citemill \(definition.name)" + (definition.options.isEmpty ? "" : " [OPTION...]")
      + (definition.operands.isEmpty ? "" : " \(definition.operands)")
  }

  /// Options of a format or a transform, each with its values and its default.
  static func table(_ options: [FormatOption]) -> [String] {
    let rows = options.map { option in
      let values = option.values + (option.takesOtherValues && !option.values.isEmpty ? ["..."] : [])
      let usual = option.defaultValue.isEmpty ? "none" : option.defaultValue
      let head = "\(option.name)=\(values.isEmpty ? "VALUE" : values.joined(separator: "|"))"
      let summary = "\(option.summary) (default: \(usual))"
      // Many values are only listed if there is room.
      return head.count <= longestHead
        ? [head, summary]
        : ["\(option.name)=VALUE", "\(option.summary); VALUE is \(values.joined(separator: ", ")) (default: \(usual))"]
    }
    return Layout.table(rows, widest: 28)
  }

  /// How many characters an option may have with its values.
  private static let longestHead = 60

  /// An example of an option with a value: `layout=lines`.
  static func example(of options: [FormatOption]) -> String {
    guard let option = options.first else { return "" }
    return "\(option.name)=\(option.values.first { $0 != option.defaultValue } ?? "VALUE")"
  }

  /// A command line over several lines, which a shell reads as one.
  private static func example(_ line: String) -> [String] {
    let lines = Layout.wrap(line, to: Layout.width - 4, indent: 2)
    return lines.enumerated().map { index, part in "  " + part + (index < lines.count - 1 ? " \\" : "") }
  }

  /// `-t, --to FORMAT`.
  private static func names(of option: CommandDefinition.Option) -> String {
    (option.short.map { "-\($0), " } ?? "    ") + "--\(option.long)" + (option.value.map { " \($0.word)" } ?? "")
  }
}

extension CommandDefinition {
  static var help: CommandDefinition {
    CommandDefinition(
      name: "help", summary: "show how a command, a format or a transform is used", operands: "[TOPIC]",
      operand: .command, options: [],
      examples: ["citemill help convert", "citemill help ris", "citemill help exit-codes"], group: .lookUp,
      run: { arguments, _ throws in
        guard arguments.operands.count < 2 else {
          throw UsageError(.unknownArgument, "citemill help takes one topic at a time")
        }
        guard let name = arguments.operands.first else { return Messages.print(Answer(Help.overview)) }
        return Messages.print(Answer(try Help.topic(name)))
      })
  }
}
