import Citemill

extension CommandDefinition {
  static var generate: CommandDefinition {
    CommandDefinition(
      name: "generate", summary: "print the manual page, shell completions or the schema of pipeline files",
      operands: "man|bash|zsh|fish|pipeline-schema", operand: .choice(Generated.allCases.map(\.rawValue)), options: [],
      examples: [
        "citemill generate man > ~/.local/share/man/man1/citemill.1",
        "citemill generate bash > ~/.local/share/bash-completion/completions/citemill",
        "citemill generate zsh > ~/.zfunc/_citemill",
        "citemill generate fish > ~/.config/fish/completions/citemill.fish",
      ],
      group: .lookUp,
      run: { arguments, _ in
        guard arguments.operands.count == 1, let wanted = Generated(rawValue: arguments.operands[0]) else {
          throw UsageError(.badValue, "citemill generate takes man, bash, zsh, fish or pipeline-schema")
        }
        return Messages.print(forPrograms: wanted.text)
      })
  }
}

/// Files for packagers and shells, generated from the definitions of the subcommands.
private enum Generated: String, CaseIterable {
  case man, bash, zsh, fish
  case pipelineSchema = "pipeline-schema"

  var text: String {
    switch self {
    case .man: ManualPage.text
    case .bash: Completions.bash
    case .zsh: Completions.zsh
    case .fish: Completions.fish
    case .pipelineSchema: PipelineSchema.text
    }
  }
}

/// The manual page in roff, by man-pages(7).
private enum ManualPage {
  static var text: String {
    var text = """
      .TH CITEMILL 1 "" "citemill \(citemillVersion)" "User Commands"
      .SH NAME
      citemill \\- turns citation exports into clean records and back
      .SH SYNOPSIS
      .B citemill
      .I COMMAND
      [\\fIOPTION\\fR...] [\\fIFILE\\fR...]
      .SH DESCRIPTION
      Reads citations in one format and writes them in another. Every intact record is converted, every damaged
      one is reported, and so is what the output format cannot hold. Formats are named \\fIid\\fR[:\\fIoption\\fR=\\fIvalue\\fR,...];
      the format of an input is detected unless it is named.
      .SH COMMANDS

      """
    for definition in Command.definitions {
      text += ".SS \(escaped(Help.usage(of: definition)))\n\(escaped(sentence(definition.summary)))\n"
      for option in definition.options {
        let short = option.short.map { "\\fB\\-\($0)\\fR, " } ?? ""
        let value = option.value.map { " \\fI\(escaped($0.word))\\fR" } ?? ""
        text += ".TP\n\(short)\\fB\\-\\-\(escaped(option.long))\\fR\(value)\n\(escaped(sentence(option.help)))\n"
      }
      if !definition.examples.isEmpty {
        text += ".PP\nExamples:\n.PP\n.nf\n.RS\n"
        text += definition.examples.map { escaped($0) + "\n" }.joined() + ".RE\n.fi\n"
      }
    }
    text += ".SH FORMATS\n"
    for format in FormatRegistry.standard.formats {
      text += ".TP\n\\fB\(escaped(format.info.id))\\fR\n\(escaped(format.info.name)).\n"
      for option in format.options {
        text += ".br\n\\fB\(escaped(option.name))\\fR: \(escaped(option.summary)).\n"
      }
    }
    text += ".SH EXIT STATUS\n"
    for status in ExitStatus.allCases {
      text += ".TP\n\\fB\(status.rawValue)\\fR\n\(escaped(sentence(status.meaning)))\n"
    }
    return text + """
      .SH ENVIRONMENT
      .TP
      \\fBNO_COLOR\\fR
      No colours when it is set and not empty.
      .TP
      \\fBTMPDIR\\fR
      Folder of temporary files, such as the output that \\fB\\-\\-lossless\\fR and \\fB\\-\\-verify\\fR hold back.

      """
  }

  private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

  /// The text with hyphens, backslashes and leading dots escaped for roff.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "." where result.isEmpty, "'" where result.isEmpty: result += "\\&\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Completions for shells.
private enum Completions {
  private static var commands: [CommandDefinition] { Command.definitions }

  private static func formats(_ value: CommandDefinition.Value) -> [String] {
    let registry = FormatRegistry.standard
    let formats: [any FormatPlugin]
    switch value {
    case .readFormat: formats = registry.readable
    case .writeFormat: formats = registry.writable
    default: return []
    }
    return formats.map(\.info.id)
  }

  /// The words to offer for a value; nil for file names.
  private static func words(_ value: CommandDefinition.Value?) -> [String]? {
    switch value {
    case .file, .folder, nil: nil
    case .readFormat?, .writeFormat?: value.map(formats)
    case .choice(let values): values
    case .command: Help.topics
    case .field: Field.allCases.map(\.rawValue) + Variable.allCases.map(\.name).filter { Field(rawValue: $0) == nil }
    case .transform: TransformRegistry.standard.transforms.map(\.info.id)
    case .number, .pattern, .part, .size, .label: []
    }
  }

  static var bash: String {
    var cases = ""
    for command in commands {
      var values = ""
      for option in command.options {
        guard let value = option.value else { continue }
        let names = (option.short.map { "-\($0)|" } ?? "") + "--\(option.long)"
        let reply =
          words(value).map { "COMPREPLY=($(compgen -W '\($0.joined(separator: " "))' -- \"$current\"))" }
          ?? "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$current\"))"
        values += "      \(names)) \(reply); return ;;\n"
      }
      let options = command.options.map { "--\($0.long)" } + ["--help"]
      let operands = command.operand.map { words($0) ?? [] } ?? []
      let files =
        command.operand.map { words($0) == nil } ?? false
        ? "compopt -o filenames; COMPREPLY+=($(compgen -f -- \"$current\"))" : ":"
      cases += """
          \(command.name))
            case "$previous" in
        \(values)      *) ;;
            esac
            if [[ $current == -* ]]; then
              COMPREPLY=($(compgen -W '\(options.joined(separator: " "))' -- "$current"))
            else
              COMPREPLY=($(compgen -W '\(operands.joined(separator: " "))' -- "$current"))
              \(files)
            fi ;;

        """
    }
    return """
      # Completions of citemill for bash; made by `citemill generate bash`.
      _citemill() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        COMPREPLY=()
        if [[ $COMP_CWORD -eq 1 ]]; then
          COMPREPLY=($(compgen -W '\(commands.map(\.name).joined(separator: " ")) --help --version' -- "$current"))
          return
        fi
        case "${COMP_WORDS[1]}" in
      \(cases)    *) ;;
        esac
      }
      complete -F _citemill citemill

      """
  }

  static var zsh: String {
    var functions = ""
    for command in commands {
      var lines: [String] = []
      for option in command.options {
        let action = option.value.map { ":\(plain($0)):\(self.action($0))" } ?? ""
        let summary = bracketed(option.help)
        if let short = option.short {
          lines.append("'(-\(short) --\(option.long))'{-\(short),--\(option.long)}'[\(summary)]\(action)'")
        } else {
          lines.append("'--\(option.long)[\(summary)]\(action)'")
        }
      }
      if let operand = command.operand { lines.append("'*:\(plain(operand)):\(self.action(operand))'") }
      functions += "    \(command.name)) _arguments \(lines.joined(separator: " \\\n      ")) ;;\n"
    }
    let list = commands.map { "'\($0.name):\(bracketed($0.summary))'" }.joined(separator: " \\\n    ")
    return """
      #compdef citemill
      # Completions of citemill for zsh; made by `citemill generate zsh`.
      _citemill() {
        local -a commands
        commands=(\(list))
        if (( CURRENT == 2 )); then
          _describe command commands
          return
        fi
        local command=$words[2]
        shift words
        (( CURRENT-- ))
        case $command in
      \(functions)    esac
      }
      _citemill "$@"

      """
  }

  private static func action(_ value: CommandDefinition.Value) -> String {
    words(value).map { $0.isEmpty ? " " : "(\($0.joined(separator: " ")))" } ?? "_files"
  }

  private static func plain(_ value: CommandDefinition.Value) -> String {
    if case .choice = value { return "value" }
    return value.word.lowercased()
  }

  /// A summary, escaped for the brackets and quotes of zsh.
  private static func bracketed(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "[", "]", ":": result += "\\\(scalar)"
      case "'": result += "'\\''"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  static var fish: String {
    var lines = ["# Completions of citemill for fish; made by `citemill generate fish`.", "complete -c citemill -f"]
    for command in commands {
      lines.append("complete -c citemill -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary))")
      let condition = "-n '__fish_seen_subcommand_from \(command.name)'"
      for option in command.options {
        var line = "complete -c citemill \(condition) -l \(option.long)"
        if let short = option.short { line += " -s \(short)" }
        if let value = option.value {
          line += words(value).map { $0.isEmpty ? " -x" : " -xa \(quoted($0.joined(separator: " ")))" } ?? " -rF"
        }
        lines.append(line + " -d \(quoted(option.help))")
      }
      if let operand = command.operand {
        let values = words(operand).map { "-a \(quoted($0.joined(separator: " ")))" } ?? "-F"
        lines.append("complete -c citemill \(condition) \(values)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.unicodeScalars.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "'"
  }
}
