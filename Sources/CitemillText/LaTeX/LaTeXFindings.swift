import CitemillCore

/// What is to be told of LaTeX texts beside what was read: the commands that are not known, and those that lose something.
struct LaTeXFindings {
  /// The commands that are not known and are in the text as they are written, in the order in which they were
  /// found.
  private(set) var unknown: [String] = []
  /// The commands of which something is left out of the text, in the order in which they were found.
  private(set) var leftOut: [String] = []
  private var known: Set<String> = []

  /// Whether there is nothing to tell.
  var isEmpty: Bool { unknown.isEmpty && leftOut.isEmpty }

  /// Notes a command that is not known; each is told once.
  mutating func addUnknown(_ command: String) {
    if known.insert(command).inserted { unknown.append(command) }
  }

  /// Notes a command of which something is left out; each is told once.
  mutating func addLeftOut(_ command: String) {
    if known.insert(command).inserted { leftOut.append(command) }
  }

  /// Adds what was found in another text.
  mutating func merge(_ other: LaTeXFindings) {
    for command in other.unknown { addUnknown(command) }
    for command in other.leftOut { addLeftOut(command) }
  }

  /// Names of commands for a message, the first eight of them.
  static func listed(_ commands: [String]) -> String {
    let names = commands.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
    return commands.count > 8 ? "\(names) and \(commands.count - 8) more" : names
  }
}
