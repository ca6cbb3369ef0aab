/// A format that can be read.
public protocol ReadableFormat: FormatPlugin {
  /// The evidence that the first bytes of a source are in this format.
  func evidence(in prefix: BytePrefix) -> Evidence
  /// A reader for a source; throws if the source cannot be read at all.
  func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader
  /// The database that exported a source, if its first bytes show that all its records are from one;
  /// otherwise nil.
  func database(in prefix: BytePrefix) -> String?
  /// The database that a record of such a source names itself, since more may follow than its first bytes show;
  /// otherwise nil.
  func database(of record: borrowing Record) -> String?
}

extension ReadableFormat {
  /// By default, none is known.
  public func database(in prefix: BytePrefix) -> String? { nil }
  /// By default, records do not name one.
  public func database(of record: borrowing Record) -> String? { nil }
}

/// A format that can count the references of a record without reading them.
package protocol ReferenceCounting: ReadableFormat {
  /// The format for a run that only uses the number of references: records and messages stay the same, but a
  /// reference may be empty. Nil if that saves nothing.
  var countingReferences: (any ReadableFormat)? { get }
}

/// Reads one source record by record; created, used and destroyed within one task.
public protocol RecordReader {
  /// Reads the next record into the caller's record, which is cleared first.
  ///
  /// A record that cannot be read is an outcome, not an error: reading continues after it. Throws only if the
  /// source itself fails; nothing can be read after that.
  mutating func next(into record: inout Record, reporting: inout Diagnostics) throws(SourceFailure) -> ReadOutcome
  /// What the bytes read so far were counted as.
  var tally: ReadTally { get }
}

/// The result of reading on.
public enum ReadOutcome: Sendable {
  /// A record was read from a frame.
  case record(Frame)
  /// A frame could not be read as a record.
  case rejected(Rejection)
  /// There is nothing more.
  case end
}

/// The bytes of one record in its source.
public struct Frame: Sendable {
  /// The bytes, counted from 0.
  public var bytes: Range<Int>
  /// The line of the first byte, counted from 1.
  public var line: Int
  /// The number of frames before it in the source.
  public var index: Int
  /// The encoding by which its bytes were turned into text.
  public var encoding: TextEncoding

  /// A frame.
  public init(bytes: Range<Int>, line: Int, index: Int, encoding: TextEncoding = .utf8) {
    self.bytes = bytes
    self.line = line
    self.index = index
    self.encoding = encoding
  }

  /// The frame as a place in a source.
  public func location(in source: String) -> SourceLocation {
    SourceLocation(source: source, bytes: bytes, line: line, recordIndex: index)
  }
}

/// A frame that could not be read, with its bytes.
public struct Rejection: Sendable {
  /// Where it is.
  public var frame: Frame
  /// Why; the same diagnostic has been reported.
  public var reason: Diagnostic
  /// The bytes as they are in the source, so that they can be repaired and read again.
  public var rawBytes: [UInt8]
  /// What must precede the bytes when they are read alone, such as the header of a table; usually nothing.
  public var prologue: [UInt8]

  /// A rejected frame.
  public init(frame: Frame, reason: Diagnostic, rawBytes: [UInt8], prologue: [UInt8] = []) {
    self.frame = frame
    self.reason = reason
    self.rawBytes = rawBytes
    self.prologue = prologue
  }
}

/// What the bytes of a source were counted as: every byte is in a frame or in a named kind of trivia.
public struct ReadTally: Sendable, Equatable {
  /// How many frames became records.
  public var read = 0
  /// How many frames were rejected.
  public var rejected = 0
  /// How many bytes were in frames.
  public var framedBytes = 0
  /// How many bytes were between frames, by kind: `blank`, `header`, `skipped text`.
  public var trivia: [(name: String, bytes: Int)] = []

  /// How many pieces of text were skipped that may belong to a record: lines outside entries, lines before a
  /// header.
  public var skipped = 0

  /// Nothing read yet.
  public init() {}

  /// Counts a piece of text between frames that may belong to a record; `--strict` and `--lossless` treat it
  /// as a loss.
  public mutating func countSkipped(_ name: String, _ bytes: Int) {
    skipped += 1
    countTrivia(name, bytes)
  }

  /// Counts bytes between frames.
  public mutating func countTrivia(_ name: String, _ bytes: Int) {
    guard bytes > 0 else { return }
    if let index = trivia.firstIndex(where: { $0.name == name }) {
      trivia[index].bytes += bytes
    } else if name == "byte order mark" {
      // It is at the start of the source; a single reader may have the whole first block.
      trivia.insert((name, bytes), at: 0)
    } else {
      trivia.append((name, bytes))
    }
  }

  /// Adds what was counted of another part of the source.
  package mutating func add(_ other: ReadTally) {
    read += other.read
    rejected += other.rejected
    framedBytes += other.framedBytes
    skipped += other.skipped
    for trivia in other.trivia { countTrivia(trivia.name, trivia.bytes) }
  }

  /// How many frames there were.
  public var frames: Int { read + rejected }
  /// How many bytes are accounted for.
  public var totalBytes: Int { trivia.reduce(framedBytes) { $0 + $1.bytes } }

  /// Whether both counted the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.read == right.read && left.rejected == right.rejected && left.framedBytes == right.framedBytes
      && left.skipped == right.skipped
      && left.trivia.elementsEqual(right.trivia) { $0.name == $1.name && $0.bytes == $1.bytes }
  }
}

/// How likely a source is in a format: the number of bits found that only this format would have.
public struct Evidence: Sendable, Hashable, Comparable {
  /// 0 means "not this format", 8 one required byte, 64 a signature of eight bytes.
  public var bits: Int
  /// What was found, in a few words.
  public var reason: String
  /// The dialect that was recognised, if the format has several.
  public var dialect: String?

  /// Evidence of a number of bits, with a reason.
  public init(bits: Int, _ reason: String, dialect: String? = nil) {
    self.bits = bits
    self.reason = reason
    self.dialect = dialect
  }

  /// Not this format.
  public static let none = Self(bits: 0, "")

  /// The one with fewer bits is less.
  public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

/// The first bytes of a source, decoded to UTF-8.
public struct BytePrefix: Sendable {
  /// The bytes, without a byte order mark.
  public var bytes: [UInt8]
  /// Whether this is the whole source.
  public var isComplete: Bool

  /// The first bytes of a source.
  public init(_ bytes: [UInt8], isComplete: Bool) {
    self.bytes = bytes
    self.isComplete = isComplete
  }

  /// The lines of the prefix without their ends; a last line that may be incomplete is left out.
  public var lines: [ArraySlice<UInt8>] {
    var result = bytes.split(omittingEmptySubsequences: false) { $0 == 10 || $0 == 13 }
    if !isComplete, result.count > 1 { result.removeLast() }
    return result
  }

  /// The first byte that is not white space.
  public var firstVisibleByte: UInt8? { bytes.first { $0 != 32 && !(9...13).contains($0) } }
}
