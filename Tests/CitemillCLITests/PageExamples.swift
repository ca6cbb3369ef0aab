/// The examples of a page of the documentation.
///
/// A block marked `console` has commands after `$ ` and their output. On most pages each command is an
/// example of its own and runs in the folder of the package. On a page with a line
/// `<!-- examples: FOLDER -->` each section is one example, which runs in a new copy of that folder. There, a
/// block marked with a language and a path, such as `make Makefile`, is written to that path before the next
/// command runs.
///
/// A block marked `console TOOL...` needs programs that not every system has; `Tests/Checks/recipes.py` runs
/// it.
struct PageExamples {
  struct Example: CustomStringConvertible {
    var page: String
    var section: String
    /// The folder to copy, or nil to run in the package itself.
    var folder: String?
    var steps: [Step] = []

    var description: String { "\(page): \(section)" }

    var hasCommands: Bool {
      steps.contains { step in
        if case .command = step { true } else { false }
      }
    }
  }

  enum Step {
    case file(path: String, text: String)
    case command(String, output: String)
  }

  private(set) var examples: [Example] = []
  /// The tools that blocks of this page name.
  private(set) var tools: Set<String> = []

  private let page: String
  private var folder: String?
  private var block: (mark: [Substring], lines: [String])?

  init(page: String, text: String) {
    self.page = page
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) { take(String(line)) }
    examples.removeAll { !$0.hasCommands }
  }

  private mutating func take(_ line: String) {
    if line.hasPrefix("```") {
      if let block { close(mark: block.mark, lines: block.lines) }
      block = block == nil ? (line.dropFirst(3).split(separator: " "), []) : nil
    } else if block != nil {
      block?.lines.append(line)
    } else if let mark = line.wholeMatch(of: /<!-- examples: (.+) -->/) {
      folder = String(mark.1)
    } else if line.hasPrefix("## "), folder != nil {
      examples.append(Example(page: page, section: String(line.dropFirst(3)), folder: folder))
    }
  }

  private mutating func close(mark: [Substring], lines: [String]) {
    if mark.first == "console" {
      tools.formUnion(mark.dropFirst().map(String.init))
      if mark.count == 1 { Self.commands(in: lines).forEach { add($0) } }
    } else if mark.count == 2, folder != nil {
      add(.file(path: String(mark[1]), text: lines.map { $0 + "\n" }.joined()))
    }
  }

  private static func commands(in lines: [String]) -> [Step] {
    var steps: [Step] = []
    for line in lines {
      if line.hasPrefix("$ ") {
        steps.append(.command(String(line.dropFirst(2)), output: ""))
      } else if case .command(let command, let output) = steps.popLast() {
        steps.append(.command(command, output: output + line + "\n"))
      }
    }
    return steps
  }

  private mutating func add(_ step: Step) {
    if folder == nil, case .command(let command, _) = step {
      examples.append(Example(page: page, section: command))
    }
    guard !examples.isEmpty else { return }
    examples[examples.count - 1].steps.append(step)
  }
}
