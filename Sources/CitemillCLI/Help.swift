import Citemill

/// The help texts, made from the definitions of the commands.
enum Help {
  static var overview: String {
    let width = Command.definitions.map(\.name.utf8.count).max() ?? 0
    let commands = Command.definitions.map { definition in
      "  " + pad(definition.name, width) + "  " + definition.summary
    }
    let statuses = ExitStatus.allCases.map { "  " + pad("\($0.rawValue)", 4) + $0.meaning }
    return """
      citemill \(citemillVersion): turns citation exports into clean records and back.

      Usage: citemill COMMAND [OPTION...] [FILE...]

      Commands:
      \(commands.joined(separator: "\n"))

      citemill help COMMAND tells the options of a command.
      citemill --version tells the version.

      Exit status:
      \(statuses.joined(separator: "\n"))
      """
  }

  static func text(for definition: CommandDefinition) -> String {
    var lines = ["citemill \(definition.name): \(definition.summary)", ""]
    lines.append(
      "Usage: citemill \(definition.name)" + (definition.options.isEmpty ? "" : " [OPTION...]")
        + (definition.operands.isEmpty ? "" : " \(definition.operands)"))
    if !definition.options.isEmpty {
      lines += ["", "Options:"]
      let names = definition.options.map { option in
        (option.short.map { "-\($0), " } ?? "    ") + "--\(option.long)" + (option.value.map { " \($0)" } ?? "")
      }
      let width = names.map(\.utf8.count).max() ?? 0
      for (name, option) in zip(names, definition.options) {
        let indent = width + 4
        for (index, part) in wrap(option.summary, to: 80 - indent).enumerated() {
          lines.append((index == 0 ? "  " + pad(name, width) + "  " : String(repeating: " ", count: indent)) + part)
        }
      }
    }
    if !definition.examples.isEmpty {
      lines += ["", "Examples:"] + definition.examples.map { "  " + $0 }
    }
    return lines.joined(separator: "\n")
  }

  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// The words of a text in lines of at most `width` characters.
  static func wrap(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

extension CommandDefinition {
  static var help: CommandDefinition {
    CommandDefinition(
      name: "help", summary: "tell how a command is used", operands: "[COMMAND]", takesOperands: true, options: [],
      run: { arguments, _ throws in
        guard let name = arguments.operands.first else { return Messages.print(Help.overview + "\n") }
        guard let definition = Command.definitions.first(where: { $0.name == name }) else {
          throw UsageError(.unknownCommand, "there is no command \"\(name)\"; see citemill help")
        }
        return Messages.print(Help.text(for: definition) + "\n")
      })
  }
}
