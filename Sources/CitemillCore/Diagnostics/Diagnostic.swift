/// A message about the input: what was found, where, and what was done about it.
public struct Diagnostic: Sendable, Equatable {
  /// Its severity.
  public enum Severity: String, Sendable, CaseIterable {
    /// Nothing was changed.
    case note
    /// Repaired, without loss.
    case warning
    /// Something is lost.
    case error
  }

  /// A name that tests and scripts compare: `json.syntax-escape`, `listing.missing-title`.
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The name: the format or area, a dot, words with hyphens.
    public let rawValue: String
    /// A code by its name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A code by its name.
    public init(_ name: String) { rawValue = name }
    /// A code by its name.
    public init(stringLiteral value: String) { rawValue = value }
    /// The name.
    public var description: String { rawValue }
  }

  /// Its severity.
  public var severity: Severity
  /// The name.
  public var code: Code
  /// One sentence without a final period: what was found, and what was done about it.
  public var message: String
  /// The location.
  public var location: SourceLocation?
  /// Further lines of explanation.
  public var notes: [String]

  /// A diagnostic.
  public init(
    _ severity: Severity, _ code: Code, _ message: String, at location: SourceLocation? = nil, notes: [String] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.location = location
    self.notes = notes
  }
}

extension Diagnostic {
  /// A count with its noun, for messages and output: `1 record`, `2 records`.
  package static func count(_ number: Int, _ word: String, _ several: String? = nil) -> String {
    "\(number) \(number == 1 ? word : several ?? word + "s")"
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line: severity: message [code]`, on one line, control characters escaped.
  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    return Self.escaped(place + "\(severity.rawValue): \(message) [\(code)]")
  }

  /// A text in which characters that could affect a terminal are escaped, at most a kilobyte long.
  public static func escaped(_ text: String, limit: Int = 1024) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if result.utf8.count >= limit { return result + "…" }
      switch scalar.value {
      case 9: result += "\\t"
      case 10: result += "\\n"
      case 13: result += "\\r"
      default:
        if scalar.isUnsafeToShow {
          result += "\\u{" + String(scalar.value, radix: 16) + "}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  /// Whether it could affect how a terminal shows other text, or is invisible: control characters, line and
  /// paragraph separators, bidirectional formatting, zero-width characters. Variation selectors are harmless.
  package var isUnsafeToShow: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x2029, 0xFFF9...0xFFFB: true
    case 0..<0xAD, 0xFE00...0xFE0F, 0xE0100...0xE01EF: false
    default: properties.isDefaultIgnorableCodePoint
    }
  }
}

/// The messages about one source: the first ones of each severity in full, the rest counted.
///
/// Each severity has its own limit, so that many notes do not displace an error.
public struct Diagnostics: Sendable {
  /// How many there are of each severity.
  public typealias Counts = (notes: Int, warnings: Int, errors: Int)

  /// The diagnostics that are kept and not taken yet, oldest first.
  public private(set) var kept: [Diagnostic] = []
  /// How many were reported of each severity, kept or not.
  public private(set) var counts: Counts = (0, 0, 0)
  /// How many warnings are kept beyond the limit.
  private var warningsBeyond = 0
  /// Names that are repeated, which are reported together.
  package var counted: [CountedNames] = []
  /// How many of each severity are kept of a source.
  public let limits: Counts

  /// The usual limits for a source: a hundred notes, a hundred warnings, ten thousand errors.
  public init() { limits = (100, 100, 10_000) }

  /// Limits for each severity.
  public init(limits: Counts) { self.limits = limits }

  /// The same limit for each severity.
  public init(limit: Int) { limits = (limit, limit, limit) }

  /// How many were left out because there were too many.
  public var suppressed: Int {
    let left = leftOut
    return left.notes + left.warnings + left.errors
  }

  /// How many of each severity were left out.
  public var leftOut: Counts {
    (
      max(0, counts.notes - limits.notes), max(0, counts.warnings - limits.warnings - warningsBeyond),
      max(0, counts.errors - limits.errors)
    )
  }

  /// Adds a diagnostic.
  public mutating func report(_ diagnostic: Diagnostic) {
    let hasRoom: Bool
    switch diagnostic.severity {
    case .note:
      counts.notes += 1
      hasRoom = counts.notes <= limits.notes
    case .warning:
      counts.warnings += 1
      hasRoom = counts.warnings <= limits.warnings
    case .error:
      counts.errors += 1
      hasRoom = counts.errors <= limits.errors
    }
    if hasRoom { kept.append(diagnostic) }
  }

  /// Adds what was reported elsewhere.
  package mutating func add(_ other: Diagnostics) {
    for diagnostic in other.kept { report(diagnostic) }
    count(leftOut: other.leftOut)
    count(other.counted)
  }

  /// Adds frames that come before those already counted, in the kept diagnostics.
  package mutating func moveKept(behind frames: Int) {
    for index in kept.indices {
      if let record = kept[index].location?.recordIndex { kept[index].location?.recordIndex = record + frames }
    }
  }

  /// Counts diagnostics that were left out elsewhere.
  package mutating func count(leftOut: Counts) {
    counts.notes += leftOut.notes
    counts.warnings += leftOut.warnings
    counts.errors += leftOut.errors
  }

  /// Diagnostics that report how many were left out, for each severity with any.
  public func leftOutTold(at location: SourceLocation) -> [Diagnostic] {
    let left = leftOut
    let rows: [(Diagnostic.Severity, Int, String)] = [
      (.error, left.errors, "errors"), (.warning, left.warnings, "warnings"), (.note, left.notes, "notes"),
    ]
    return rows.filter { $0.1 > 0 }.map { severity, count, word in
      Diagnostic(severity, .capped, "\(count) more \(word) about this source are not shown", at: location)
    }
  }

  /// Reports a note: nothing was changed; the message is only built if it is kept.
  public mutating func note(_ code: Diagnostic.Code, _ message: @autoclosure () -> String, at location: SourceLocation?)
  {
    if counts.notes < limits.notes {
      report(Diagnostic(.note, code, message(), at: location))
    } else {
      counts.notes += 1
    }
  }

  /// Reports a warning: something was repaired and nothing is lost.
  public mutating func warn(_ code: Diagnostic.Code, _ message: String, at location: SourceLocation?) {
    report(Diagnostic(.warning, code, message, at: location))
  }

  /// Reports a warning, once per source, that must be shown however many warnings there were.
  package mutating func warnAnyway(_ code: Diagnostic.Code, _ message: String, at location: SourceLocation?) {
    if counts.warnings >= limits.warnings { warningsBeyond += 1 }
    counts.warnings += 1
    kept.append(Diagnostic(.warning, code, message, at: location))
  }

  /// Reports an error: something is lost.
  public mutating func error(_ code: Diagnostic.Code, _ message: String, at location: SourceLocation?) {
    report(Diagnostic(.error, code, message, at: location))
  }

  /// Returns what is kept and discards it, except the counts.
  public mutating func take() -> [Diagnostic] {
    defer { kept.removeAll(keepingCapacity: true) }
    return kept
  }
}

extension Diagnostic.Code {
  /// A source has more messages than are shown.
  public static let capped = Self("diagnostics.capped")
  /// An identifier of a person with a wrong check digit, as reported by a reader; validation of the record
  /// reports it too.
  package static let wrongCheckDigit = Self("xml.wrong-check-digit")
}
