import Citemill

/// The progress of a run: on a terminal one line that is overwritten, elsewhere a line now and then, or
/// nothing.
struct ProgressLine {
  private let messages: Messages
  private let terminal = Terminal(2)
  /// The interval between two lines; nil if none is shown.
  private let interval: Duration?
  private let start = ContinuousClock.now
  private var next: ContinuousClock.Instant
  private var isOnScreen = false

  /// Nothing is shown before a run has taken some time.
  init(_ messages: Messages, onTerminalAfter first: Duration, elsewhereEvery: Duration?) {
    self.messages = messages
    let isShown = messages.level > .quiet && messages.style == .text
    interval = !isShown ? nil : terminal == nil ? elsewhereEvery : .milliseconds(100)
    next = start + (terminal == nil ? elsewhereEvery ?? first : first)
  }

  /// Whether a line is ever shown.
  var isShown: Bool { interval != nil }

  /// Removes the line, so that a message can be printed.
  mutating func clear() {
    guard isOnScreen else { return }
    messages.raw("\r\u{1B}[K")
    isOnScreen = false
  }

  /// Shows the progress after a number of seconds, if the interval has passed.
  mutating func show(_ text: (_ seconds: Double) -> String) {
    guard let interval else { return }
    let now = ContinuousClock.now
    guard now >= next else { return }
    next = now + interval
    let time = start.duration(to: now).components
    let text = text(Double(time.seconds) + Double(time.attoseconds) / 1e18)
    guard let terminal else { return messages.line("citemill: \(text)") }
    messages.raw("\r\u{1B}[K" + Layout.cut(Diagnostic.escaped(text), to: terminal.columns - 1))
    isOnScreen = true
  }
}
