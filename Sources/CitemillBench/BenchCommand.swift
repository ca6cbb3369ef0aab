import Citemill

/// The command `citemill-bench`: times conversions inside this process, of generated records or of a file.
///
/// Absolute speeds depend on the machine. Each round is therefore timed beside a pass over the same bytes,
/// and the ratio of the two is printed too.
@main
enum BenchCommand {
  static let usage = """
    usage: citemill-bench [OPTION...] [FILE FORMAT]
      times every format on generated records, or the conversion of a file into a format
      --records N           how many records are generated (2000)
      --rounds N            how often each conversion is run (5)
      --only TEXT           only the conversions whose name has the text in it
      --json                answer as JSON
      --write FORMAT        write the generated records to standard output, and time nothing
    """

  static func main() {
    CommandProcess.prepare()
    do {
      try run(BenchOptions(CommandLine.arguments.dropFirst()))
      CommandProcess.exit(.success)
    } catch let error as SourceFailure {
      say(error.description, to: 2)
      CommandProcess.exit(error.exitStatus)
    } catch let error as UsageError {
      say("citemill-bench: \(error.message)\n\(usage)", to: 2)
      CommandProcess.exit(.usage)
    } catch {
      say("citemill-bench: \(error)", to: 2)
      CommandProcess.exit(.usage)
    }
  }

  private static func run(_ options: BenchOptions) throws {
    let registry = FormatRegistry.standard
    if options.wantsHelp { return say(usage, to: 1) }
    if let target = options.writes {
      var sink = ByteSink(.descriptor(1))
      sink.append(contentsOf: try registry.write(GeneratedLibrary.records(options.records), as: target).bytes)
      sink.flush()
      return
    }
    var cases: [BenchCase]
    if let path = options.file {
      let source = try ByteSource.open(path: path)
      while try source.fill() {}
      cases = [BenchCase(from: path, to: options.target, bytes: source.buffer, readAs: nil)]
    } else {
      cases = try BenchCase.generated(options.records, registry: registry)
    }
    if let text = options.only { cases.removeAll { !$0.name.contains(text) } }
    var table = BenchTable(isJSON: options.isJSON)
    for one in cases { table.add(one, try one.run(rounds: options.rounds, registry: registry)) { say($0, to: 1) } }
    table.finish(options) { say($0, to: 1) }
  }

  private static func say(_ text: String, to descriptor: Int32) {
    var sink = ByteSink(.descriptor(descriptor))
    sink.append(text + "\n")
    sink.flush()
  }
}

/// The options of the command.
struct BenchOptions {
  var records = 2000
  var rounds = 5
  var only: String?
  var isJSON = false
  var wantsHelp = false
  var writes: String?
  /// A file to read instead of the generated records, and the format to write it in.
  var file: String?
  var target = ""

  init(_ words: some Sequence<String>) throws(UsageError) {
    var operands: [String] = []
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      switch word {
      case "--records": records = try Self.number(&rest, of: word)
      case "--rounds": rounds = try Self.number(&rest, of: word)
      case "--only": only = try Self.value(&rest, of: word)
      case "--write": writes = try Self.value(&rest, of: word)
      case "--json": isJSON = true
      case "--help", "-h": wantsHelp = true
      default:
        if word.utf8.first == UInt8(ascii: "-") {
          throw UsageError("usage.unknown-option", "there is no option \(word)")
        }
        operands.append(word)
      }
    }
    guard operands.isEmpty || operands.count == 2 else {
      throw UsageError("usage.operands", "a file and a format are taken, or neither")
    }
    (file, target) = (operands.first, operands.last ?? "")
  }

  private static func value(_ rest: inout ArraySlice<String>, of option: String) throws(UsageError) -> String {
    guard let value = rest.popFirst() else { throw UsageError("usage.no-value", "\(option) takes a value") }
    return value
  }

  private static func number(_ rest: inout ArraySlice<String>, of option: String) throws(UsageError) -> Int {
    guard let number = Int(try value(&rest, of: option)), number > 0 else {
      throw UsageError("usage.bad-value", "\(option) takes a number above 0")
    }
    return number
  }
}
