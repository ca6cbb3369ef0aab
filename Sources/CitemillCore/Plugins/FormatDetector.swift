/// Detects the format of a source by evidence.
public struct FormatDetector: Sendable {
  /// A format with the evidence for it.
  public struct Candidate: Sendable {
    /// The format.
    public var format: any ReadableFormat
    /// What was found in the bytes, and what the file name adds.
    public var evidence: Evidence
  }

  /// The formats that are considered.
  public let registry: FormatRegistry

  /// A detector over the formats of a registry.
  public init(_ registry: FormatRegistry) { self.registry = registry }

  /// The bits that a matching file extension adds to existing evidence.
  static let extensionBits = 6

  /// How much is examined, and how much if that has no line end.
  private static let usualPrefix = 65536
  private static let largestPrefix = 4 << 20

  /// The formats with evidence in the first bytes of a source, the most likely first; nothing is consumed.
  public func candidates(for source: ByteSource) throws(SourceFailure) -> [Candidate] {
    var size = 4096
    while true {
      let prefix = try source.prefix(size)
      let found = candidates(in: prefix, fileName: source.contentName)
      let isSure = found.count > 0 && (found.count == 1 || found[0].evidence.bits >= found[1].evidence.bits + 16)
      if isSure || prefix.isComplete { return found }
      // A first line longer than that gives no evidence for the other formats.
      if size >= Self.usualPrefix, !found.isEmpty || size >= Self.largestPrefix || prefix.lines.count > 1 {
        return found
      }
      size *= 2
    }
  }

  /// The formats with evidence in a prefix, the surest first.
  public func candidates(in prefix: BytePrefix, fileName: String) -> [Candidate] {
    let named = registry.format(forFileName: fileName)?.info.id
    var found: [Candidate] = []
    for format in registry.readable {
      var evidence = format.evidence(in: prefix)
      if evidence.bits <= 0 && !(named == format.info.id && prefix.firstVisibleByte == nil) { continue }
      if named == format.info.id {
        evidence.bits += Self.extensionBits
        evidence.reason += evidence.reason.isEmpty ? "file extension" : ", file extension"
      }
      found.append(Candidate(format: format, evidence: evidence))
    }
    // Sorting is stable, so that formats with equal evidence stay in the order of the registry.
    return found.sorted { $0.evidence > $1.evidence }
  }

  /// Evidence that does not outweigh the extension of the file name.
  static let weakBits = 16

  /// The format of a source.
  ///
  /// Throws if the source is in an unsupported format, if no format matches, if several match equally well,
  /// or if there is little evidence for a format that the file name does not indicate.
  public func format(of source: ByteSource) throws(SourceFailure) -> any ReadableFormat {
    let found = try candidates(for: source)
    if let unread = try unreadFormat(of: source, among: found) { throw unread.refusal(of: source.name) }
    if let named = format(saidBy: source.contentName), found.first?.evidence.bits ?? 0 < Self.weakBits {
      if let other = found.first(where: { $0.format.info.id == named.info.id }) { return other.format }
      throw try doubt(about: named, found, source)
    }
    guard let best = found.first else {
      throw SourceFailure(
        .unusable, .undetected, "cannot tell the format: \(try nothing(in: source)); name it with --from",
        at: .whole(source.name))
    }
    let tied = found.filter { $0.evidence.bits == best.evidence.bits }
    if tied.count > 1, let winner = try trialWinner(among: tied, source) { return winner }
    guard tied.count == 1 else {
      throw SourceFailure(
        .unusable, .ambiguous,
        "cannot tell the format: \(tied.map(\.format.info.id).joined(separator: " or ")); name it with --from",
        at: .whole(source.name))
    }
    return best.format
  }

  /// The unsupported format of a source, compared with the candidates among the supported ones; nil if it is
  /// none.
  package func unreadFormat(of source: ByteSource, among found: [Candidate]) throws(SourceFailure) -> UnreadFormat? {
    // Evidence that a file is just text does not outweigh a name.
    let best = found.first { !$0.format.info.isPlainText }
    return registry.unreadFormat(in: try source.prefix(16384), against: best?.evidence ?? .none)
  }

  private func nothing(in source: ByteSource) throws(SourceFailure) -> String {
    try source.prefix(64).bytes.isEmpty ? "it is empty" : "no known format matches"
  }

  /// The format indicated by the extension of a name; nil if the extension only indicates text.
  package func format(saidBy name: String) -> (any ReadableFormat)? {
    guard let format = registry.format(forFileName: name)?.asReadable, !format.info.isPlainText else { return nil }
    return format
  }

  /// The failure for a file whose name indicates a format that its content does not have.
  private func doubt(
    about named: any ReadableFormat, _ found: [Candidate], _ source: ByteSource
  ) throws(SourceFailure) -> SourceFailure {
    let prefix = try source.prefix(65536)
    let reason = named.evidence(in: prefix).reason
    let id = named.info.id
    var message = "cannot tell the format: "
    if let best = found.first {
      message +=
        "the name suggests \(id)\(reason.isEmpty ? "" : ", and \(reason)"); there is little evidence for \(best.format.info.id)"
      message += "; name one with --from \(id) or --from \(best.format.info.id)"
    } else if prefix.bytes.isEmpty {
      message += "it is empty; name it with --from \(id)"
    } else {
      message += "the name suggests \(id), \(reason.isEmpty ? "but nothing in its content does" : "and \(reason)")"
      message += "; to read it as that, use --from \(id)"
    }
    return SourceFailure(.unusable, .undetected, message, at: .whole(source.name))
  }

  /// The only candidate that reads up to 20 records of the prefix with the fewest rejects, or nil.
  private func trialWinner(among tied: [Candidate], _ source: ByteSource) throws(SourceFailure)
    -> (any ReadableFormat)?
  {
    let prefix = try source.prefix(65536)
    var scores: [(format: any ReadableFormat, score: Int)] = []
    for candidate in tied {
      let trial = ByteSource(bytes: prefix.bytes, name: source.name)
      guard var reader = try? candidate.format.makeReader(for: trial) else { continue }
      var record = Record()
      var diagnostics = Diagnostics(limit: 0)
      var score = 0
      reading: for _ in 0..<20 {
        guard let outcome = try? reader.next(into: &record, reporting: &diagnostics) else { break }
        switch outcome {
        case .record: score += 2
        case .rejected: score -= 1
        case .end: break reading
        }
      }
      scores.append((candidate.format, score))
    }
    let best = scores.map(\.score).max() ?? 0
    let winners = scores.filter { $0.score == best }
    return winners.count == 1 && best > 0 ? winners[0].format : nil
  }
}

extension Diagnostic.Code {
  /// No format matches the source.
  public static let undetected = Self("detect.unknown")
  /// Several formats match the source equally well.
  public static let ambiguous = Self("detect.ambiguous")
}
