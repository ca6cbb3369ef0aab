package import CitemillCore

/// The records of a source one after another; the loop of every run goes around `next(into:reporting:)`.
package struct SourceRecords {
  /// What came next.
  package enum Outcome {
    /// A record, read from a place.
    case record(SourceLocation)
    /// A frame that could not be read as a record.
    case rejected(Rejection)
    /// There is nothing more.
    case end
  }

  /// What came of the source so far.
  package struct Counts: Sendable {
    /// Where its bytes went.
    package var tally = ReadTally()
    /// How many records were returned.
    package fileprivate(set) var read = 0
    /// How many frames were rejected.
    package fileprivate(set) var rejected = 0
    /// How many of the frames with records were not in the encoding of the source.
    package fileprivate(set) var repairedFrames = 0
  }

  private var reader: any RecordReader
  private let format: FormatInfo
  private let source: String
  private let before: Before
  private var found = Counts()

  /// The records of a source from its head on.
  package init(_ source: ByteSource, as format: any ReadableFormat) throws(SourceFailure) {
    self.init(try format.makeReader(for: source), source, format.info)
  }

  /// The records that a reader reads of a source, after so many frames.
  init(_ reader: any RecordReader, _ source: ByteSource, _ format: FormatInfo, behind frames: Int = 0) {
    self.reader = reader
    self.source = source.name
    self.format = format
    before = Before(frames: frames)
  }

  /// What came of the source so far.
  package var counts: Counts {
    var counts = found
    counts.tally = reader.tally
    return counts
  }

  /// How many records were returned.
  var read: Int { found.read }

  /// Reads the next record into the caller's, with its origin.
  package mutating func next(
    into record: inout Record, reporting diagnostics: inout Diagnostics
  ) throws(SourceFailure) -> Outcome {
    var outcome = try reader.next(into: &record, reporting: &diagnostics)
    if before.frames > 0 {
      outcome.move(behind: before)
      diagnostics.moveKept(behind: before.frames)
    }
    switch outcome {
    case .record(let frame):
      found.read += 1
      if frame.encoding != .utf8 { found.repairedFrames += 1 }
      let place = frame.location(in: source)
      record.origin.settle(format, place)
      return .record(place)
    case .rejected(let rejection):
      found.rejected += 1
      return .rejected(rejection)
    case .end: return .end
    }
  }
}
