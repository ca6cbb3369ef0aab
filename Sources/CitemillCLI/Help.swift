import Citemill

/// The help texts, made from the definitions of the commands.
enum Help {
  static var overview: [String] {
    let commands = Command.definitions.filter { !$0.isForScripts }.map { [$0.name, $0.summary] }
    let statuses = ExitStatus.allCases.map { ["\($0.rawValue)", $0.meaning] }
    return [
      "citemill \(citemillVersion): turns citation exports into clean records and back.", "",
      "Usage: citemill COMMAND [OPTION...] [FILE...]", "", "Commands:",
    ] + Layout.table(commands) + [
      "", "citemill help COMMAND shows the options of a command.", "citemill --version prints the version.", "",
      "Exit status:",
    ] + Layout.table(statuses)
  }

  static func text(for definition: CommandDefinition) -> [String] {
    var lines = Layout.wrap("citemill \(definition.name): \(definition.summary)", to: Layout.width, indent: 2)
    lines += ["", "Usage: \(usage(of: definition))"]
    if !definition.options.isEmpty {
      lines += ["", "Options:"] + Layout.table(definition.options.map { [names(of: $0), $0.help] })
    }
    if !definition.examples.isEmpty {
      lines += ["", "Examples:"] + definition.examples.map { "  " + $0 }
    }
    return lines
  }

  /// `citemill convert [OPTION...] [FILE...]`.
  static func usage(of definition: CommandDefinition) -> String {
    "citemill \(definition.name)" + (definition.options.isEmpty ? "" : " [OPTION...]")
      + (definition.operands.isEmpty ? "" : " \(definition.operands)")
  }

  /// `-t, --to FORMAT`.
  private static func names(of option: CommandDefinition.Option) -> String {
    (option.short.map { "-\($0), " } ?? "    ") + "--\(option.long)" + (option.value.map { " \($0.word)" } ?? "")
  }
}

extension CommandDefinition {
  static var help: CommandDefinition {
    CommandDefinition(
      name: "help", summary: "show how a command is used", operands: "[COMMAND]", operand: .command, options: [],
      run: { arguments, _ throws in
        guard arguments.operands.count < 2 else {
          throw UsageError(.unknownArgument, "citemill help tells of one command at a time")
        }
        guard let name = arguments.operands.first else { return Messages.print(Answer(Help.overview)) }
        return Messages.print(Answer(Help.text(for: try Command.definition(named: name))))
      })
  }
}
