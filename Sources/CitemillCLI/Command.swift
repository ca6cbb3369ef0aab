import Citemill

/// The command `citemill`: finds the subcommand and turns what it throws into messages and exit statuses.
@main
enum Command {
  /// Every subcommand, in the order of the help.
  static var definitions: [CommandDefinition] { [.convert, .inspect, .formats, .help] }

  static func main() {
    CommandProcess.prepare()
    CommandProcess.exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  static func run(_ words: [String]) -> ExitStatus {
    let messages = Messages()
    do {
      guard let first = words.first else {
        messages.line(Help.overview)
        return .usage
      }
      if first == "--version" || first == "-V" { return Messages.print("citemill \(citemillVersion)\n") }
      if first == "--help" || first == "-h" { return Messages.print(Help.overview + "\n") }
      guard let definition = definitions.first(where: { $0.name == first }) else {
        let near = EditDistance.nearest(to: first, among: definitions.map(\.name))
        throw UsageError(
          .unknownCommand,
          "there is no command \"\(first)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? "; see citemill help"))
      }
      let rest = Array(words.dropFirst())
      if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
        return Messages.print(Help.text(for: definition) + "\n")
      }
      var arguments = try Arguments(rest, for: definition)
      var leveled = messages
      if arguments.has("quiet") { leveled.level = .quiet }
      if arguments.has("verbose") { leveled.level = .verbose }
      return try definition.run(&arguments, leveled)
    } catch let error as UsageError {
      messages.error(error.code, error.message)
      return .usage
    } catch let error as SourceFailure {
      messages.line(error.description)
      return error.exitStatus
    } catch let error as SystemFailure {
      messages.error(.system, "cannot \(error.action): \(SystemError.message(error.code))")
      return error.status
    } catch {
      messages.error(.system, "\(error)")
      return .fault
    }
  }
}

extension Diagnostic.Code {
  /// The system refused to create, write or rename the output.
  static let system = Self("output.system")
}

extension CommandDefinition.Option {
  static let from = Self(
    "from", "f", value: "FORMAT",
    summary: "read as this format, id[:option=value,...]; found out by evidence without it")
  static let quiet = Self("quiet", "q", summary: "say nothing but errors, rejected records and losses")
  static let verbose = Self("verbose", "v", summary: "say more: notes and a summary")
  static let json = Self("json", summary: "answer in JSON")
}
