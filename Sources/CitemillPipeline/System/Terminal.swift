#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The properties of the terminal at a descriptor.
package struct Terminal: Sendable {
  /// How many columns it has.
  package let columns: Int
  /// Whether colours are used: unless `NO_COLOR` is set (no-color.org) or the terminal is a dumb one.
  package let hasColor: Bool

  /// The terminal after a descriptor; nil for a file or a pipe.
  package init?(_ descriptor: Int32) {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col >= 20
    columns = isKnown ? Int(size.ws_col) : 80
    hasColor = (CommandProcess.environment("NO_COLOR") ?? "").isEmpty && CommandProcess.environment("TERM") != "dumb"
  }

  /// The number of columns for output: `COLUMNS`, otherwise that of the terminal, otherwise 80.
  package static var columnsForAnswers: Int {
    if let columns = CommandProcess.environment("COLUMNS").flatMap({ Int($0) }), (20...10_000).contains(columns) {
      return columns
    }
    return Terminal(1)?.columns ?? 80
  }
}
