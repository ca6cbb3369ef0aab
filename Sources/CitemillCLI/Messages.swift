import Citemill

/// Messages of the command on standard error, to the person at the terminal or to the calling program.
struct Messages {
  /// How much is printed.
  enum Level: Int, Comparable {
    /// Errors, losses and rejected records.
    case quiet
    /// Warnings too.
    case normal
    /// Notes too, and a summary.
    case verbose

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  /// The form in which it is written.
  enum Style: String, CaseIterable {
    /// A line for people; on a terminal wrapped to its width, and coloured.
    case text
    /// One JSON object per line.
    case json
    /// A workflow command per line, which GitHub shows next to the line of the file that it is about.
    case github
  }

  var level = Level.normal
  var style = Style.text
  private let terminal = Terminal(2)
  private let remarks = RoomForRemarks()

  /// The limits for diagnostics of a source: for programs all notes if they ask for notes, each of which may
  /// be about another record; none if neither a person nor a report gets them.
  func limits(isReported: Bool) -> Diagnostics.Counts {
    var limits = Diagnostics().limits
    if level == .verbose, style == .json { limits.notes = .max }
    if level < .verbose, !isReported { limits.notes = 0 }
    return limits
  }

  // MARK: - Saying

  /// Shows a diagnostic of the input if the level includes it.
  func show(_ diagnostic: Diagnostic) {
    if shows(diagnostic) { write(diagnostic) }
  }

  /// Whether the level asks for a diagnostic of the input.
  func shows(_ diagnostic: Diagnostic) -> Bool {
    switch diagnostic.severity {
    case .error: true
    case .warning: level >= .normal
    case .note: level >= .verbose
    }
  }

  /// Reports how many notes and warnings were left out because of the limit; the last message of a run.
  func leftOut() {
    guard remarks.leftOut > 0 else { return }
    write(
      Diagnostic(
        .note, .capped,
        "\(Diagnostic.count(remarks.leftOut, "more note or warning", "more notes and warnings")) not shown; "
          + "--diagnostics json shows them"), prefix: "citemill: ")
  }

  /// Reports an error of the command itself.
  func error(_ code: Diagnostic.Code, _ message: String) {
    write(Diagnostic(.error, code, message), prefix: "citemill: error: ")
  }

  /// Reports the losses, and the command that shows details; always printed.
  func losses(_ losses: LossReport, among summary: Summary, into format: String, see command: String) {
    let kinds = losses.ranked.map { LossWords.text($0.key.path, $0.key.kind, count: $0.count) }
    // A record that was merged into another is not written, but its values may be lost.
    self.losses(kinds, of: losses.records, among: summary.written + summary.merged, into: format, see: command)
  }

  /// Reports the losses, the most frequent first, and the command that shows details; always printed.
  func losses(_ kinds: [String], of records: Int, among written: Int, into format: String, see command: String) {
    guard !kinds.isEmpty else { return }
    let shown = kinds.prefix(4)
    let more = kinds.count - shown.count
    write(
      Diagnostic(
        .warning, .lossSummary,
        "\(records) of \(Diagnostic.count(written, "record")) \(records == 1 ? "loses" : "lose") something in \(format): "
          + shown.joined(separator: ", ")
          + (more > 0 ? " and \(Diagnostic.count(more, "more kind", "more kinds"))" : "")
          + ". See: \(command)"), prefix: "citemill: ")
  }

  /// Reports that text was skipped, if its lines are not listed one by one; always printed.
  func skipped(_ count: Int) {
    guard count > 0, level == .quiet else { return }
    write(
      Diagnostic(
        .warning, .skipSummary,
        count == 1
          ? "a piece of text is not part of a record" : "\(count) pieces of text are not part of a record"),
      prefix: "citemill: skipped: ")
  }

  /// Reports the result of a run: on a terminal or with `-v`, and if records were rejected, merged or
  /// restored.
  ///
  /// `40 records: a.ris -> a.bib, 2 rejected`.
  func summary(_ summary: Summary, into output: String?) {
    let lost = summary.rejected + summary.unwritable
    let isWanted = level == .verbose || level == .normal && style == .text && terminal != nil
    guard lost > 0 || summary.merged + summary.added + summary.doubtful > 0 || isWanted else { return }
    let inputs =
      summary.sources.count == 1 ? summary.sources[0].name : Diagnostic.count(summary.sources.count, "input")
    let target = output == nil || output == "-" ? "<stdout>" : output ?? ""
    self.summary(
      "\(Diagnostic.count(summary.written, "record")): \(inputs) -> \(target)"
        + (summary.rejected > 0 ? ", \(summary.rejected) rejected" : "")
        + (summary.unwritable > 0 ? ", \(summary.unwritable) could not be written" : "") + Self.passed(summary))
  }

  /// What transforms did with records that were read, as text.
  private static func passed(_ summary: Summary) -> String {
    (summary.filtered > 0 ? ", \(summary.filtered) filtered out" : "")
      + (summary.merged > 0 ? ", \(summary.merged) merged with others\(sources(summary))" : "")
      + (summary.added > 0 ? ", \(summary.added) brought back" : "")
      + (summary.doubtful > 0 ? ", \(Diagnostic.count(summary.doubtful, "pair")) in doubt" : "")
  }

  /// The sources of the merged records, if they are few: ` (12 of a.ris, 3 of b.nbib)`.
  private static func sources(_ summary: Summary) -> String {
    let merged = summary.sources.filter { $0.merged > 0 }
    guard summary.sources.count > 1, (1...8).contains(merged.count) else { return "" }
    return " (" + merged.map { "\($0.merged) of \($0.name)" }.joined(separator: ", ") + ")"
  }

  /// Tells a person at a terminal what the command is waiting for.
  static func sayThatKeyboardIsRead() {
    guard Terminal(0) != nil else { return }
    var messages = Messages()
    messages.style = Style(askedForIn: Array(CommandLine.arguments.dropFirst())) ?? .text
    messages.write(
      Diagnostic(.note, .keyboard, "reading from the keyboard; end with Ctrl-D, or name a file"), prefix: "citemill: ")
  }

  /// Prints the summary of a run.
  func summary(_ text: String) { write(Diagnostic(.note, .summary, text), prefix: "citemill: ") }

  // MARK: - Writing

  private func write(_ diagnostic: Diagnostic, prefix: String? = nil) {
    let text = prefix.map { "\($0)\(diagnostic.message) [\(diagnostic.code)]" }
    let whole = rendered(diagnostic, as: text, for: terminal)
    // Messages about the run as a whole are always shown.
    if style == .text, prefix == nil, diagnostic.severity != .error, !remarks.take(whole.utf8.count) { return }
    raw(whole)
  }

  /// A diagnostic in the requested style, with its line end; as text it may have another wording.
  func rendered(_ diagnostic: Diagnostic, as text: String? = nil, for terminal: Terminal?) -> String {
    switch style {
    case .text:
      let text = text.map { Diagnostic.escaped($0) } ?? diagnostic.description
      return Self.painted(text, diagnostic.severity, for: terminal) + "\n"
    case .json:
      var json = JSONText()
      json.diagnostic(diagnostic)
      return Diagnostic.escaped(json.text, limit: .max) + "\n"
    case .github: return Diagnostic.escaped(Self.workflowCommand(diagnostic), limit: .max) + "\n"
    }
  }

  /// The text for the terminal: wrapped to its width, with the severity in colour.
  private static func painted(_ text: String, _ severity: Diagnostic.Severity, for terminal: Terminal?) -> String {
    guard let terminal else { return text }
    let wrapped = Layout.wrap(text, to: terminal.columns, indent: 2).joined(separator: "\n")
    guard terminal.hasColor else { return wrapped }
    let color =
      switch severity {
      case .error: 31
      case .warning: 33
      case .note: 36
      }
    return Paint.word(severity.rawValue + ":", in: wrapped, color)
  }

  /// `::error file=a.json,line=3,title=json.syntax::message`, by GitHub's rules for escapes.
  private static func workflowCommand(_ diagnostic: Diagnostic) -> String {
    let level = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
    var properties: [String] = []
    if let place = diagnostic.location, place.source.utf8.first != UInt8(ascii: "<") {
      properties.append("file=\(escaped(place.source, alsoProperty: true))")
      if place.line > 0 { properties.append("line=\(place.line)") }
      if let column = place.column { properties.append("col=\(column)") }
    }
    properties.append("title=\(diagnostic.code)")
    return "::\(level) \(properties.joined(separator: ","))::\(escaped(diagnostic.message, alsoProperty: false))"
  }

  private static func escaped(_ text: String, alsoProperty: Bool) -> String {
    var result = ""
    for scalar in Diagnostic.escaped(text).unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case ":" where alsoProperty: result += "%3A"
      case "," where alsoProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Writes a line to standard error; characters that could affect a terminal are escaped.
  func line(_ text: String) { raw(Diagnostic.escaped(text, limit: .max) + "\n") }

  /// Writes to standard error unchanged, including our own control sequences.
  func raw(_ text: String) {
    var sink = ByteSink(.descriptor(2))
    sink.append(text)
    sink.flush()
  }

  /// Prints output for people to standard output, and returns whether that worked.
  static func print(_ answer: Answer) -> ExitStatus { print(forPrograms: answer.text) }

  /// Writes text for programs, such as JSON, to standard output, and returns whether that worked.
  static func print(forPrograms text: String) -> ExitStatus {
    var sink = ByteSink(.descriptor(1))
    sink.append(text)
    sink.flush()
    guard let code = sink.failure else { return .success }
    let status = SystemFailure.exitStatus(ofWriting: code)
    if status != .closedPipe {
      Messages().error(.system, "cannot write <stdout>: \(SystemError.message(code))")
    }
    return status
  }
}

/// The limit for the notes and warnings of a run as text, for all its sources together, so that important
/// messages are not buried. All copies of `Messages` share it.
private final class RoomForRemarks {
  private var bytes = 64 * 1024
  /// How many were left out.
  private(set) var leftOut = 0

  /// Uses the limit for a message; if it is reached, counts the message and returns false.
  func take(_ count: Int) -> Bool {
    if leftOut == 0, count <= bytes {
      bytes -= count
      return true
    }
    leftOut += 1
    return false
  }
}

extension Messages.Style {
  /// The style that `--diagnostics` requests on a command line, whatever else is wrong with it.
  init?(askedForIn words: [String]) {
    let options = words.prefix { $0 != "--" }
    for (index, word) in options.enumerated() {
      if word == "--diagnostics", index + 1 < options.count, let style = Self(rawValue: options[index + 1]) {
        self = style
        return
      }
      if word.hasPrefix("--diagnostics="), let style = Self(rawValue: String(word.dropFirst(14))) {
        self = style
        return
      }
    }
    // Messages of line mode are read by programs.
    guard options.contains("--lines") else { return nil }
    self = .json
  }
}

/// Output for people, line by line. Characters that could affect a terminal are escaped here, so that no
/// command can forget it; a line stays one line whatever it contains.
struct Answer {
  private(set) var text = ""
  private let hasColor = Terminal(1)?.hasColor == true

  init(_ lines: [String] = []) { for line in lines { add(line) } }

  /// Adds a line, in a colour if the terminal has colours.
  mutating func add(_ line: String, color: Int? = nil) {
    let safe = Diagnostic.escaped(line, limit: .max)
    text += (color.map { hasColor ? Paint.text(safe, $0) : safe } ?? safe) + "\n"
  }
}

/// Colours by the escape sequences of ECMA-48.
enum Paint {
  /// The text in a colour, 31 for red.
  static func text(_ text: String, _ color: Int) -> String { "\u{1B}[\(color)m\(text)\u{1B}[0m" }

  /// The text with the first occurrence of a word in a colour.
  static func word(_ word: String, in whole: String, _ color: Int) -> String {
    let bytes = Array(whole.utf8)
    guard let start = bytes.span.firstIndex(of: Array(word.utf8)) else { return whole }
    let end = start + word.utf8.count
    return String(decoding: bytes[..<start], as: UTF8.self) + text(word, color)
      + String(decoding: bytes[end...], as: UTF8.self)
  }
}

extension Diagnostic.Code {
  /// A summary of the losses of a run.
  static let lossSummary = Self("loss.summary")
  /// A summary of the skipped text.
  static let skipSummary = Self("skip.summary")
  /// A summary of a run.
  static let summary = Self("summary")
  /// Standard input is a terminal: the text typed there is read, since no file was named.
  static let keyboard = Self("source.keyboard")
}
