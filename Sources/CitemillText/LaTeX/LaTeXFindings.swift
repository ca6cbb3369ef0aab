import CitemillCore

/// What must be reported about LaTeX texts: unknown commands, and commands that lose something.
struct LaTeXFindings {
  /// Unknown commands, which are kept in the text as written, in the order in which they were found.
  private(set) var unknown: [String] = []
  /// Commands of which a part is left out of the text, in the order in which they were found.
  private(set) var leftOut: [String] = []
  private var known: Set<String> = []

  /// Whether there is nothing to report.
  var isEmpty: Bool { unknown.isEmpty && leftOut.isEmpty }

  /// Records an unknown command; each is reported once.
  mutating func addUnknown(_ command: String) {
    if known.insert(command).inserted { unknown.append(command) }
  }

  /// Records a command of which a part is left out; each is reported once.
  mutating func addLeftOut(_ command: String) {
    if known.insert(command).inserted { leftOut.append(command) }
  }

  /// Adds the findings in another text.
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
