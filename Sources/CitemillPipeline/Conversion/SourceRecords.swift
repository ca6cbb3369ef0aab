package import CitemillCore

/// The records of a source one after another; every run is a loop around `next(into:reporting:)`.
package struct SourceRecords {
  /// What followed.
  package enum Outcome {
    /// A record, read from a place.
    case record(SourceLocation)
    /// A frame that could not be read as a record.
    case rejected(Rejection)
    /// There is nothing more.
    case end
  }

  /// The counts of the source so far.
  package struct Counts: Sendable {
    /// The counts of its bytes.
    package var tally = ReadTally()
    /// How many records were returned.
    package fileprivate(set) var read = 0
    /// How many frames were rejected.
    package fileprivate(set) var rejected = 0
    /// How many frames with records were not in the encoding of the source.
    package fileprivate(set) var repairedFrames = 0
    /// How many of the records were understood.
    package fileprivate(set) var coverage = Coverage()
  }

  /// Records that were read and not yet returned.
  private struct Held {
    var outcome = Outcome.end
    var record = Record()
    var diagnostics: Diagnostics
    /// The counts before the record.
    var counts: Counts
  }

  private var reader: any RecordReader
  private let format: FormatInfo
  private let source: ByteSource
  private let label: KnownLabel?
  private let before: Before
  private var found = Counts()
  /// Records that were read until one was understood or the source was refused, the last one first.
  private var held: [Held] = []
  private var isHolding: Bool
  private let isCounting: Bool
  /// The record in an encoding that must be named; it is not returned.
  private var refused: Frame?
  /// Why nothing follows the held records.
  private var failure: SourceFailure?

  /// The records of a source from its head on.
  package init(_ source: ByteSource, as format: any ReadableFormat) throws(SourceFailure) {
    self.init(try format.makeReader(for: source), source, format.info)
  }

  /// The records that a reader reads from a source, after a number of frames; a part of a source is not
  /// refused separately.
  init(
    _ reader: any RecordReader, _ source: ByteSource, _ format: FormatInfo, label: KnownLabel? = nil,
    behind frames: Int = 0, isPart: Bool = false
  ) {
    self.label = label
    self.reader = reader
    self.source = source
    self.format = format
    before = Before(frames: frames)
    // A record in the format `records` may be empty.
    isCounting = !format.carriesOrigin
    isHolding = isCounting && !isPart && frames == 0
  }

  /// The counts of the source up to the record returned last.
  package var counts: Counts { held.last?.counts ?? currentCounts }

  private var currentCounts: Counts {
    var counts = found
    counts.tally = reader.tally
    if let refused {
      counts.tally.read -= 1
      counts.tally.framedBytes -= refused.bytes.count
    }
    return counts
  }

  /// How many records were returned.
  var read: Int { held.last?.counts.read ?? found.read }

  /// Reads the next record into the caller's variable, with its origin.
  ///
  /// Throws if the source cannot be read further, or is refused since no record at its start was understood.
  package mutating func next(
    into record: inout Record, reporting diagnostics: inout Diagnostics
  ) throws(SourceFailure) -> Outcome {
    if isHolding { try hold(limits: diagnostics.limits) }
    if var next = held.popLast() {
      swap(&record, &next.record)
      diagnostics.add(next.diagnostics)
      return next.outcome
    }
    if let failure { throw failure }
    return try read(into: &record, reporting: &diagnostics)
  }

  /// Reads until a record is understood, which is the first one in nearly every source; throws if the source
  /// is refused.
  private mutating func hold(limits: Diagnostics.Counts) throws(SourceFailure) {
    if !held.isEmpty { return }
    var isAtEnd = false
    repeat {
      var next = Held(diagnostics: Diagnostics(limits: limits), counts: currentCounts)
      do throws(SourceFailure) {
        next.outcome = try read(into: &next.record, reporting: &next.diagnostics)
      } catch {
        failure = error
        break
      }
      if case .end = next.outcome { isAtEnd = true }
      held.append(next)
      if let refusal = found.coverage.refusal(of: source.name, as: format, isAtEnd: isAtEnd) {
        // None of it counts as read.
        held.reverse()
        throw refusal
      }
    } while found.coverage.isUndecided && !isAtEnd
    isHolding = found.coverage.hasNoRecord && !isAtEnd && failure == nil
    held.reverse()
  }

  private mutating func read(
    into record: inout Record, reporting diagnostics: inout Diagnostics
  ) throws(SourceFailure) -> Outcome {
    var outcome = try reader.next(into: &record, reporting: &diagnostics)
    if before.frames > 0 {
      outcome.move(behind: before)
      diagnostics.moveKept(behind: before.frames)
    }
    switch outcome {
    case .record(let frame):
      if frame.encoding != .utf8 {
        if source.isOfUnknownEncoding(from: frame.bytes.lowerBound, byWords: false) {
          refused = frame
          throw source.unknownEncoding(as: format.id)
        }
        found.repairedFrames += 1
      }
      found.read += 1
      let place = frame.location(in: source.name)
      if isCounting { found.coverage.count(record, upTo: frame.bytes.upperBound) }
      record.origin.settle(format, place)
      label?.put(on: &record)
      return .record(place)
    case .rejected(let rejection):
      found.rejected += 1
      found.coverage.pass(upTo: rejection.frame.bytes.upperBound)
      return .rejected(rejection)
    case .end: return .end
    }
  }
}
