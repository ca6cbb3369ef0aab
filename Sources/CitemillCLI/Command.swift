import Citemill

/// The command `citemill`: finds the subcommand and turns what it throws into messages and exit statuses.
@main
enum Command {
  /// Every subcommand, in the order of the help.
  static var definitions: [CommandDefinition] {
    [
      .convert, .dedupe, .sort, .batch, .run, .plan, .validate, .inspect, .diff, .map, .formats, .transforms, .help,
      .generate,
    ]
  }

  static func definition(named name: String) throws(UsageError) -> CommandDefinition {
    if let definition = definitions.first(where: { $0.name == name }) { return definition }
    let near = EditDistance.nearest(to: name, among: definitions.map(\.name))
    throw UsageError(
      .unknownCommand,
      "there is no command \"\(name)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? "; see citemill help"))
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
      // Also what is wrong with the command line is said in the form that it asks for.
      messages.style = Messages.Style(askedForIn: words) ?? messages.style
      if let argument = CommandProcess.argumentOfBytes {
        throw SourceFailure(
          .missing, .notText,
          "the argument is not UTF-8, and such a name cannot be opened from the command line; rename the file, read it from "
            + "standard input, or convert its folder with citemill batch", at: .whole("\(argument)"))
      }
      let definition = try definition(named: first)
      let rest = Array(words.dropFirst())
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
      // Who read the output has gone away, and wants to hear no more.
      if error.status == .closedPipe { return error.status }
      messages.error(.system, error.message + (error.status == .locked ? "; with --wait its end is waited for" : ""))
      return error.status
    } catch {
      messages.error(.system, "\(error)")
      return .fault
    }
  }
}

extension Diagnostic.Code {
  /// An argument that is bytes and no text.
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
  static let json = Self("json", summary: "Print the answer as JSON")
}
