package import CitemillCore

/// The state of a source while it is read, from the choice of its format to the report at its end.
package struct SourceReading {
  /// The summary of the source.
  package internal(set) var account: Summary.Source
  /// Its diagnostics that are not yet taken.
  package var diagnostics: Diagnostics
  /// The label of its records.
  private(set) var label: KnownLabel?
  private let wanted: SourceLabel
  private let source: ByteSource
  /// Whether the source was read to its end.
  private var isAtEnd = false
  private var coverage = Coverage()

  /// A source of which nothing has been read yet.
  package init(
    _ source: ByteSource, limits: Diagnostics.Counts = Diagnostics().limits, label: SourceLabel = SourceLabel()
  ) {
    self.source = source
    wanted = label
    account = Summary.Source(name: source.name)
    diagnostics = Diagnostics(limits: limits)
  }

  /// The format of the source: the given one or the detected one. Nil for an empty source, which is then
  /// already read, since it is the same in every format; so the output of a run without records can be read
  /// back.
  package mutating func choose(
    _ format: (any ReadableFormat)?, by detector: FormatDetector
  ) throws(SourceFailure) -> (any ReadableFormat)? {
    // A program may read something that is not text, and may start with any bytes.
    if let format, format.info.startsPrograms {
      try Compression.refuse(source)
    } else {
      try BinaryInput.refuse(source, knowing: detector.registry, as: format)
      if let blank = try source.takeBlank() {
        account.tally = blank
        account.isEmpty = true
        account.format = (format ?? detector.format(saidBy: source.contentName))?.info.id
        return nil
      }
    }
    let chosen = if let format { format } else { try detector.format(of: source) }
    account.format = chosen.info.id
    // Only buffered bytes are used; there is no need to wait for more.
    let word = source.withBytes { bytes in
      TextEncoding.wordEncodedTwice(bytes, source.head..<min(bytes.count, source.head + 1 << 16))
    }
    if let word {
      diagnostics.warn(
        .encodedTwice, "\"\(word)\" looks like UTF-8 that was encoded twice; read as it is; export it again as UTF-8",
        at: .whole(source.name))
    }
    return chosen
  }

  /// Records the dialect and the database that are recognised from the first bytes.
  mutating func recognise(_ format: any ReadableFormat, in prefix: BytePrefix) {
    account.dialect = format.evidence(in: prefix).dialect
    label = KnownLabel(wanted, format, in: prefix)
    account.label = label?.text
  }

  /// Adds the result for the source, or for a part of it.
  package mutating func add(_ counts: SourceRecords.Counts, isAtEnd: Bool) {
    account.tally.add(counts.tally)
    account.read += counts.read
    account.rejected += counts.rejected
    account.repairedFrames += counts.repairedFrames
    coverage.add(counts.coverage)
    if isAtEnd { self.isAtEnd = true }
  }

  /// Notes why the rest of the source cannot be read.
  package mutating func fail(_ failure: SourceFailure) {
    // The content of a damaged compressed file may be anything.
    let failure = source.failureAtEnd() ?? failure
    account.failure = failure
    diagnostics.report(failure.diagnostic)
  }

  /// Reports what is only known after reading.
  package mutating func end() {
    account.encoding = source.encoding
    account.encodingName = source.encodingName
    if source.replacements > 0 {
      diagnostics.error(
        .damagedUTF16,
        source.replacements == 1
          ? "a damaged character of \(source.encodingName) became U+FFFD"
          : "\(source.replacements) damaged characters of \(source.encodingName) became U+FFFD",
        at: .whole(source.name, bytes: 0..<source.offset))
    }
    if account.failure == nil, let failure = source.failureAtEnd() { fail(failure) }
    diagnostics.reportCountedNames()
    guard account.failure == nil else { return }
    let place = SourceLocation.whole(source.name, bytes: 0..<account.tally.totalBytes)
    coverage.report(on: place, to: &diagnostics)
    if account.isEmpty {
      diagnostics.warn(.emptySource, "it is empty; no records", at: place)
    } else if isAtEnd, account.tally.frames == 0, account.tally.skipped == 0, diagnostics.counts.errors == 0 {
      // It states that it has no records, by an empty list or a header without rows.
      diagnostics.note(.emptySource, "there are no records in it", at: place)
    }
  }
}
