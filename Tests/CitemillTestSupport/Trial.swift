public import Citemill
public import CitemillCore

/// The complete result of reading a source, so that tests can check all of it.
public struct Trial: Sendable {
  /// The id of the format, empty if none was found.
  public var format = ""
  /// The records with the frames that they were read from.
  public var records: [Record] = []
  /// The rejected frames.
  public var rejections: [Rejection] = []
  /// The diagnostics.
  public var diagnostics: [Diagnostic] = []
  /// What became of the bytes.
  public var tally = ReadTally()
  /// How the source ended, when not well.
  public var failure: SourceFailure?

  /// Reads a source to its end, in a given format or in the one that is detected.
  public init(_ source: ByteSource, as specification: String? = nil, registry: FormatRegistry = .standard) throws {
    var format: (any ReadableFormat)?
    if let specification { format = try registry.readableFormat(specification) }
    do throws(SourceFailure) {
      let chosen = if let format { format } else { try FormatDetector(registry).format(of: source) }
      self.format = chosen.info.id
      try read(source, chosen)
    } catch { failure = error }
  }

  /// Reads a text to its end; see `init(_:as:registry:)`.
  public init(text: String, as specification: String? = nil) throws {
    try self.init(ByteSource(bytes: Array(text.utf8), name: "text"), as: specification)
  }

  private mutating func read(_ source: ByteSource, _ format: any ReadableFormat) throws(SourceFailure) {
    var reader = try format.makeReader(for: source)
    var said = Diagnostics(limit: 1000)
    defer {
      said.reportCountedNames()
      diagnostics = said.take()
      tally = reader.tally
    }
    var record = Record()
    while true {
      switch try reader.next(into: &record, reporting: &said) {
      case .record(let frame):
        record.origin.settle(format.info, frame.location(in: source.name))
        records.append(record)
      case .rejected(let rejection): rejections.append(rejection)
      case .end: return
      }
    }
  }

  /// Everything but the records, as a golden file holds it.
  public var account: String {
    var lines = ["format \(format.isEmpty ? "not found" : format)", "read \(tally.read), rejected \(tally.rejected)"]
    lines += ["bytes \(tally.totalBytes) = \(tally.framedBytes) in frames"]
    lines[2] += tally.trivia.map { " + \($0.bytes) \($0.name)" }.joined()
    lines += diagnostics.map(\.description)
    if let failure { lines.append("dead: \(failure)") }
    return lines.joined(separator: "\n") + "\n"
  }
}
