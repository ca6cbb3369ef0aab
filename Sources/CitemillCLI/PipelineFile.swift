import Citemill

extension CommandDefinition {
  static var run: CommandDefinition {
    CommandDefinition(
      name: "run", summary: "run the steps of a pipeline file, after checking all of them", operands: "FILE",
      operand: .file,
      options: [
        .init("explain", summary: "Check the file, print what it would do, and do nothing"), .tolerate, .quiet,
        .verbose,
        .diagnostics,
      ],
      examples: ["citemill run --explain pipeline.json", "citemill run pipeline.json"],
      group: .convert,
      run: { arguments, messages in
        guard arguments.operands.count == 1, let path = arguments.operands.first else {
          throw UsageError(.missingValue, "name one pipeline file, as citemill run pipeline.json")
        }
        var steps = try PipelineFile.steps(of: path)
        if let tolerated = arguments["tolerate"] {
          for index in steps.indices { steps[index].tolerate(tolerated) }
        }
        try PipelineFile.check(steps, of: path, messages)
        if arguments.has("explain") { return Messages.print(Answer(PipelineFile.explanation(of: steps))) }
        return try PipelineFile.run(steps, messages)
      })
  }
}

/// A pipeline file: commands with their options, in JSON, valid by `Docs/pipeline.schema.json`.
///
///     {"citemillPipeline":1,"steps":[{"command":"convert","inputs":["a.ris"],"to":"bibtex","output":"a.bib"}]}
///
/// A step has the long options of its command as members, so a file can do whatever a command can.
enum PipelineFile {
  /// One command with its options.
  struct Step {
    /// Its number in the file, from 1.
    var number: Int
    var definition: CommandDefinition
    var arguments: Arguments
    /// The same as shell arguments.
    var words: [String]

    /// Adds `--tolerate` to the step, unless it has it or writes all or nothing.
    mutating func tolerate(_ what: String) {
      if ["tolerate", "lossless", "lines"].contains(where: arguments.has) { return }
      arguments.add("tolerate", what)
      words.insert("--tolerate=\(what)", at: 2)
    }
  }

  private static let version = 1
  private static let largest = 1 << 20
  /// The commands that a step may use, the usual one first.
  static let commands = ["convert", "batch"]

  // MARK: - Reading

  /// The steps of a file; throws if it is not a valid pipeline, naming the step and the member that is wrong.
  static func steps(of path: String) throws -> [Step] {
    let source = try Inputs.open(path)
    let bytes = try source.prefix(largest)
    guard bytes.isComplete, let value = JSONValue(bytes.bytes), case .object(let members) = value else {
      throw UsageError(.badPipeline, "\(path) is not a pipeline: it is not a JSON object")
    }
    guard value["citemillPipeline"]?.integer == version else {
      throw UsageError(.badPipeline, "\(path) is not a pipeline: it must begin with \"citemillPipeline\":\(version)")
    }
    if let name = firstRepeated(members) {
      throw UsageError(.badPipeline, "\(path): the member \"\(name)\" is repeated")
    }
    for member in members where !["citemillPipeline", "steps", "$schema", "description"].contains(member.name) {
      throw UsageError(.badPipeline, "\(path): unknown member \"\(member.name)\"")
    }
    let elements = value["steps"]?.elements ?? []
    if elements.isEmpty { throw UsageError(.badPipeline, "\(path) has no steps") }
    return try elements.enumerated().map { index, element in try step(element, index + 1) }
  }

  private static func step(_ value: JSONValue, _ number: Int) throws -> Step {
    guard case .object(let members) = value else { throw failure(number, "it is not an object") }
    if let name = firstRepeated(members) { throw failure(number, "the member \"\(name)\" is repeated") }
    let name = value["command"]?.text ?? "convert"
    guard commands.contains(name) else {
      throw failure(number, "\"command\" is \(commands.joined(separator: " or ")), not \"\(name)\"")
    }
    let definition = try Command.definition(named: name)
    var words: [String] = []
    var inputs: [String] = []
    for member in members {
      switch member.name {
      case "command", "description": break
      case "inputs": inputs = try texts(of: member, number)
      default: words += try self.words(for: member, of: definition, number)
      }
    }
    if inputs.isEmpty { throw failure(number, "it has no \"inputs\"") }
    words += inputs.contains { $0.hasPrefix("-") } ? ["--"] + inputs : inputs
    let arguments: Arguments
    do throws(UsageError) { arguments = try Arguments(words, for: definition) } catch {
      throw failure(number, error.message)
    }
    return Step(number: number, definition: definition, arguments: arguments, words: ["citemill", name] + words)
  }

  /// The arguments for a member named like an option.
  private static func words(
    for member: (name: String, value: JSONValue), of definition: CommandDefinition, _ number: Int
  ) throws(UsageError) -> [String] {
    guard let option = definition.options.first(where: { $0.names.contains(member.name) }) else {
      let suggestion = Suggestion.after(member.name, known: definition.options.map(\.long))
      throw failure(number, "citemill \(definition.name) has no option \"\(member.name)\"\(suggestion)")
    }
    guard option.value != nil else {
      guard case .boolean(let isSet) = member.value else {
        throw failure(number, "\"\(member.name)\" must be true or false")
      }
      return isSet ? ["--" + option.long] : []
    }
    return try texts(of: member, number).map { "--\(option.long)=\($0)" }
  }

  private static func texts(of member: (name: String, value: JSONValue), _ number: Int) throws(UsageError) -> [String] {
    switch member.value {
    case .string(let text): return [text]
    case .number(let text): return [text]
    case .array(let elements):
      let texts = elements.compactMap(\.text)
      if texts.count == elements.count { return texts }
    default: break
    }
    throw failure(number, "\"\(member.name)\" must be a string or a list of strings")
  }

  /// The first repeated name; JSON readers do not agree which of the two counts (RFC 8259, 4).
  private static func firstRepeated(_ members: [(name: String, value: JSONValue)]) -> String? {
    var names: Set<[UInt8]> = []
    return members.first { !names.insert(Array($0.name.utf8)).inserted }?.name
  }

  private static func failure(_ number: Int, _ message: String) -> UsageError {
    UsageError(.badPipeline, "step \(number): \(message)")
  }

  // MARK: - Checking

  /// Throws the errors that the steps would throw at their start; an input may be the output of an earlier
  /// step.
  static func check(_ steps: [Step], of path: String, _ messages: Messages) throws {
    var uses = FileUses()
    try uses.read(path, as: .table)
    for step in steps {
      uses.begin(step: step.number)
      do {
        try check(step, beside: &uses, messages)
      } catch let error as UsageError {
        throw failure(step.number, error.message)
      }
    }
    try uses.checkSideFiles()
  }

  private static func check(_ step: Step, beside uses: inout FileUses, _ messages: Messages) throws {
    if step.definition.name == "batch" {
      _ = try BatchRun(step.arguments, messages).plan(beside: &uses)
    } else if step.arguments.has("lines") {
      _ = try ConvertLines(step.arguments, messages, beside: &uses)
    } else {
      _ = try ConversionRun(
        step.arguments, messages, command: "convert", isReported: false, isTrial: true, beside: &uses)
    }
  }

  // MARK: - Doing

  /// The steps as equivalent command lines.
  static func explanation(of steps: [Step]) -> [String] {
    steps.map { step in step.words.map(quoted).joined(separator: " ") }
  }

  /// Runs the steps, up to one that fails; the status is the first that is not success.
  static func run(_ steps: [Step], _ messages: Messages) throws -> ExitStatus {
    var status = ExitStatus.success
    for step in steps {
      var arguments = step.arguments
      var messages = messages
      if arguments.has("quiet") { messages.level = .quiet }
      if arguments.has("verbose") { messages.level = .verbose }
      messages.style = arguments["diagnostics"].flatMap { Messages.Style(rawValue: $0) } ?? messages.style
      let result = try step.definition.run(&arguments, messages)
      if status == .success { status = result }
      if result != .success, result != .partial {
        let left = steps.count - step.number
        if left > 0 {
          messages.error(.badPipeline, "step \(step.number) failed; \(Diagnostic.count(left, "step")) not done")
        }
        return result
      }
    }
    return status
  }

  /// The word, quoted for a shell.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 97...122, 37, 43, 44, 45, 46, 47, 58, 61, 64, 95: true
        default: byte >= 0x80
        }
      }
    if isPlain { return word }
    if word.unicodeScalars.contains(where: \.isUnsafeToShow) { return dollarQuoted(word) }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

extension PipelineFile {
  /// `$'a\x1b'`, the shell form of characters that cannot be shown (POSIX.1-2024, 2.2.4).
  private static func dollarQuoted(_ word: String) -> String {
    var result = ""
    for scalar in word.unicodeScalars {
      if scalar == "'" || scalar == "\\" {
        result += "\\"
      } else if scalar.isUnsafeToShow {
        // A digit after a shorter escape would be taken as part of it; three octal digits prevent this.
        for byte in UTF8.encode(scalar).map(Array.init) ?? [] {
          let digits = String(byte, radix: 8)
          result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
        }
        continue
      }
      result.unicodeScalars.append(scalar)
    }
    return "$'\(result)'"
  }
}

extension Diagnostic.Code {
  /// A file that is not a valid pipeline.
  static let badPipeline = Self("usage.bad-pipeline")
}
