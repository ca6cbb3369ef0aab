import Citemill

/// The command `citemill`: runs the subcommand and turns its errors into messages and exit statuses.
@main
enum Command {
  /// Every subcommand, in the order of the help.
  static var definitions: [CommandDefinition] {
    [
      .convert, .dedupe, .sort, .batch, .run, .plan, .validate, .inspect, .stats, .diff, .map, .formats, .transforms,
      .help,
      .generate,
    ]
  }

  static func definition(named name: String) throws(UsageError) -> CommandDefinition {
    if let definition = definitions.first(where: { $0.name == name }) { return definition }
    throw UsageError(
      .unknownCommand,
      "there is no command \"\(name)\""
        + Suggestion.after(name, known: definitions.map(\.name), hints: hints, otherwise: "see citemill help"))
  }

  /// Hints for the command names of other programs.
  static let hints = [
    NameHint(["check", "lint", "verify"], "citemill validate checks files, citemill inspect shows what is in them"),
    NameHint(["info", "show", "view", "cat", "detect", "identify", "open"], "did you mean \"inspect\"?"),
    NameHint(["deduplicate", "dedup", "duplicates", "unique", "uniq"], "did you mean \"dedupe\"?"),
    NameHint(
      ["merge", "concat", "join", "combine"], "convert takes several files; dedupe merges the records of one work"),
    NameHint(["export", "import", "to", "translate", "transform", "write", "read"], "did you mean \"convert\"?"),
    NameHint(
      ["filter", "select", "normalise", "normalize", "rename", "drop", "keys", "structure"],
      "it is a transform: citemill convert FILE --transform; see citemill transforms"),
    NameHint(
      ["fmt", "format", "reformat", "tidy", "clean"],
      "citemill convert FILE -o FILE writes a file in one form, citemill formats lists formats"),
    NameHint(["folder", "directory", "bulk", "tree"], "did you mean \"batch\"?"),
    NameHint(["compare", "cmp"], "did you mean \"diff\"?"),
    NameHint(["losses", "preview", "explain"], "did you mean \"plan\"?"),
    NameHint(["pipeline", "exec"], "did you mean \"run\"?"),
    NameHint(["list", "ls"], "did you mean \"formats\"?"),
    NameHint(["completion", "completions", "man", "schema"], "did you mean \"generate\"?"),
    NameHint(["version"], "did you mean --version?"),
  ]

  /// The command named by the first argument; a file means `inspect`, with all arguments.
  private static func definition(of words: [String]) throws(UsageError) -> (CommandDefinition, rest: [String]) {
    let first = words[0]
    if !definitions.contains(where: { $0.name == first }), isFile(first) {
      if let option = words.first(where: { ["-t", "--to", "-o", "--output"].contains($0) }) {
        throw UsageError(.unknownCommand, "\(option) is an option of a command, as in citemill convert FILE -t FORMAT")
      }
      return (.inspect, words)
    }
    return (try definition(named: first), Array(words.dropFirst()))
  }

  /// Whether an argument is a file, or looks like a missing one.
  private static func isFile(_ word: String) -> Bool {
    FileKind.at(word) != .missing || word.utf8.contains(UInt8(ascii: "/")) || word.utf8.contains(UInt8(ascii: "."))
  }

  static func main() {
    CommandProcess.prepare()
    CommandProcess.exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  static func run(_ words: [String]) -> ExitStatus {
    var messages = Messages()
    defer { messages.leftOut() }
    do {
      guard let first = words.first else {
        for line in Help.overview { messages.line(line) }
        return .usage
      }
      if first == "--version" || first == "-V" { return Messages.print(Answer(["citemill \(citemillVersion)"])) }
      if first == "--help" || first == "-h" { return Messages.print(Answer(Help.overview)) }
      // Usage errors are also printed in the requested form.
      messages.style = Messages.Style(askedForIn: words) ?? messages.style
      if let argument = CommandProcess.argumentOfBytes {
        throw SourceFailure(
          .missing, .notText,
          "the argument is not UTF-8, and such a name cannot be opened from the command line; rename the file, read it from "
            + "standard input, or convert its folder with citemill batch", at: .whole("\(argument)"))
      }
      let (definition, rest) = try definition(of: words)
      if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
        return Messages.print(Answer(Help.text(for: definition)))
      }
      var arguments = try Arguments(rest, for: definition)
      if arguments.has("quiet") { messages.level = .quiet }
      if arguments.has("verbose") { messages.level = .verbose }
      return try definition.run(&arguments, messages)
    } catch let error as UsageError {
      messages.error(error.code, error.message)
      return .usage
    } catch let error as SourceFailure {
      messages.show(error.diagnostic)
      return error.exitStatus
    } catch let error as SystemFailure {
      // The reader of the output has closed the pipe, and needs no message.
      if error.status == .closedPipe { return error.status }
      messages.error(.system, error.message + (error.status == .locked ? "; use --wait to wait for its end" : ""))
      return error.status
    } catch {
      messages.error(.system, "\(error)")
      return .fault
    }
  }
}

extension Diagnostic.Code {
  /// An argument that is not valid UTF-8.
  static let notText = Self("usage.not-utf8")
  /// The system refused to create, write or rename the output.
  static let system = Self("output.system")
}

extension CommandDefinition.Option {
  static let from = Self(
    "from", "f", value: .readFormat,
    default: "detected", summary: "Read the input as FORMAT, id[:option=value,...]")
  static let quiet = Self("quiet", "q", summary: "Print only errors, rejected records and losses")
  static let verbose = Self("verbose", "v", summary: "Print notes and a summary too")
  static let diagnostics = Self(
    "diagnostics", value: .choice(Messages.Style.allCases.map(\.rawValue)),
    default: "text", summary: "Print messages as text, JSON lines or GitHub annotations")
  static let json = Self("json", summary: "Print the result as JSON")
}
