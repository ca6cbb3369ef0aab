import Citemill

/// The arguments of a subcommand, in one table from which parsing, help, manual page and shell completions
/// are derived.
struct CommandDefinition {
  /// The kind of a value or an operand, for help and shell completion.
  enum Value {
    case file, folder, readFormat, writeFormat, number, field, pattern, part, command, transform, label
    case size
    case choice([String])

    var word: String {
      switch self {
      case .file: "FILE"
      case .folder: "DIR"
      case .readFormat, .writeFormat: "FORMAT"
      case .number: "N"
      case .field: "FIELD"
      case .pattern: "PATTERN"
      case .part: "I/N"
      case .command: "COMMAND"
      case .size: "N[,SIZE]"
      case .label: "LABEL=PATH"
      case .transform: "TRANSFORM"
      case .choice(let values): values.joined(separator: "|")
      }
    }
  }

  /// The tasks of users, in the order of the overview.
  enum Group: String, CaseIterable {
    case convert = "Convert"
    case clean = "Clean up a library"
    case look = "Look before and after"
    case lookUp = "Look up"
  }

  /// An option of a subcommand.
  struct Option {
    var long: String
    var short: String?
    /// Aliases of the long name.
    var aliases: [String]
    /// The name of its value; nil for a switch.
    var value: Value?
    /// Whether it may be given several times; a switch may.
    var isList: Bool
    /// The default; nil for a switch.
    var defaultValue: Default?
    /// What it does, in one line.
    var summary: String

    init(
      _ long: String, _ short: String? = nil, aliases: [String] = [], value: Value? = nil, isList: Bool = false,
      default defaultValue: Default? = nil, summary: String
    ) {
      self.long = long
      self.short = short
      self.aliases = aliases
      self.defaultValue = defaultValue
      self.value = value
      self.isList = isList || value == nil
      self.summary = summary
    }

    /// All long names, the usual one first.
    var names: [String] { [long] + aliases }

    /// `Use N threads (default: number of processors)`.
    var help: String { summary + (defaultValue.map { " (\($0.text))" } ?? "") }
  }

  /// The default of an option that takes a value.
  enum Default: ExpressibleByStringInterpolation {
    /// A value, or how it is determined, as text.
    case value(String)
    case nothing
    case required

    init(stringLiteral value: String) { self = .value(value) }

    /// What help shows between brackets.
    var text: String {
      switch self {
      case .value(let value): "default: \(value)"
      case .nothing: "default: none"
      case .required: "required"
      }
    }
  }

  var name: String
  var summary: String
  /// The operands after the options, as in `[FILE...]`.
  var operands: String
  /// The kind of the operands; nil if there are none.
  var operand: Value?
  var options: [Option]
  /// Command lines that do something, for the help.
  var examples: [String] = []
  /// The heading under which the overview lists it.
  var group = Group.look
  var run: (inout Arguments, Messages) throws -> ExitStatus
}

/// The words of a command line, sorted into options and operands.
struct Arguments {
  private(set) var values: [String: String] = [:]
  /// All values of each option that may be repeated.
  private var lists: [String: [String]] = [:]
  private(set) var operands: [String] = []

  /// Hints for options that other programs have.
  private static let hints = [
    NameHint(["-i", "--in", "--input"], "an input is named without an option, as in citemill convert FILE -t FORMAT")
  ]

  /// Sorts the words by a definition; `--` ends the options, `-` is an operand.
  init(_ words: [String], for definition: CommandDefinition) throws(UsageError) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      guard word.utf8.first == UInt8(ascii: "-"), word != "-" else {
        operands.append(word)
        continue
      }
      let (name, attached) = Self.split(word)
      guard
        let option = definition.options.first(where: { option in
          option.names.contains { "--" + $0 == name } || option.short.map { "-" + $0 } == name
        })
      else {
        let known = definition.options.map { "--" + $0.long }
        throw UsageError(
          .unknownArgument,
          "citemill \(definition.name) has no option \(name)"
            + Suggestion.after(
              name, known: known, hints: Self.hints, otherwise: "see citemill help \(definition.name)"))
      }
      if option.value == nil {
        if let attached, name.utf8.count == 2, !attached.hasPrefix("-") {
          // `-qv` is `-q -v`.
          values[option.long] = ""
          rest.insert("-" + attached, at: rest.startIndex)
          continue
        }
        guard attached == nil else { throw UsageError(.unknownArgument, "--\(option.long) takes no value") }
        values[option.long] = ""
      } else if let value = attached ?? rest.popFirst() {
        if case .choice(let choices) = option.value, !choices.contains(value) {
          throw UsageError(.badValue, "--\(option.long) takes \(choices.joined(separator: " or ")), not \"\(value)\"")
        }
        if let other = values[option.long], !option.isList {
          throw UsageError(.badValue, "--\(option.long) is given twice, as \"\(other)\" and \"\(value)\"; give it once")
        }
        values[option.long] = value
        lists[option.long, default: []].append(value)
      } else {
        let word = option.value?.word ?? ""
        throw UsageError(.missingValue, "--\(option.long) needs a value: --\(option.long) \(word)")
      }
    }
    if definition.operand == nil, let operand = operands.first {
      throw UsageError(.unknownArgument, "citemill \(definition.name) takes no argument such as \"\(operand)\"")
    }
  }

  /// Whether an option was given.
  func has(_ option: String) -> Bool { values[option] != nil }

  /// Adds an option as if it had been given last.
  mutating func add(_ option: String, _ value: String) {
    values[option] = value
    lists[option, default: []].append(value)
  }

  /// The value of an option.
  subscript(option: String) -> String? { values[option] }

  /// All values of an option that may be given several times.
  func all(_ option: String) -> [String] { lists[option, default: []] }

  /// The value of an option as a number of 0 or more.
  func count(_ option: String) throws(UsageError) -> Int? {
    guard let text = values[option] else { return nil }
    guard let number = Int(text), number >= 0 else {
      throw UsageError(.badValue, "--\(option) takes a whole number, not \"\(text)\"")
    }
    return number
  }

  /// How many tasks run at once.
  func jobs() throws(UsageError) -> Int {
    guard let jobs = try count("jobs") else { return CommandProcess.processors }
    guard (1...1024).contains(jobs) else { throw UsageError(.badValue, "--jobs takes a number from 1 to 1024") }
    return jobs
  }

  /// `--name=value` and `-nvalue` split in two.
  private static func split(_ word: String) -> (name: String, value: String?) {
    let bytes = Array(word.utf8)
    if bytes.starts(with: [45, 45]) {
      guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return (word, nil) }
      return (
        String(decoding: bytes[..<equals], as: UTF8.self), String(decoding: bytes[(equals + 1)...], as: UTF8.self)
      )
    }
    guard bytes.count > 2 else { return (word, nil) }
    return (String(decoding: bytes[..<2], as: UTF8.self), String(decoding: bytes[2...], as: UTF8.self))
  }
}

extension Diagnostic.Code {
  /// An option or argument that the command does not take.
  static let unknownArgument = Self("usage.unknown-argument")
  /// An option without its value.
  static let missingValue = Self("usage.missing-value")
  /// An invalid value for an option of the command.
  static let badValue = Self("usage.bad-value")
  /// An unknown command.
  static let unknownCommand = Self("usage.unknown-command")
}
