/// A format that can be read.
public protocol ReadableFormat: FormatPlugin {
  /// How surely the first bytes of a source are of this format.
  func evidence(in prefix: BytePrefix) -> Evidence
  /// A reader for a source; throws when the source is dead at once.
  func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader
  /// The database that exported a source, where its first bytes show that all its records are from one; nil where they do not.
  func database(in prefix: BytePrefix) -> String?
}

extension ReadableFormat {
  /// None is known.
  public func database(in prefix: BytePrefix) -> String? { nil }
}

/// A format that can count the references of a record without reading them.
package protocol ReferenceCounting: ReadableFormat {
  /// The format for a run in which nothing but the number of references is used: records and messages stay the same, but a
  /// reference may be empty. Nil where that saves nothing.
  var countingReferences: (any ReadableFormat)? { get }
}

/// Reads one source record by record; made, used and dropped within one task.
public protocol RecordReader {
  /// Reads the next record into the caller's, which it empties first.
  ///
  /// A record that cannot be read is an outcome and not an error: reading goes on behind it. Throws only when the source
  /// itself is dead; nothing can be read after that.
  mutating func next(into record: inout Record, reporting: inout Diagnostics) throws(SourceFailure) -> ReadOutcome
  /// Where the bytes read so far went.
  var tally: ReadTally { get }
}

/// What came of reading on.
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
  /// Where it stands.
  public var frame: Frame
  /// Why; the same diagnostic has been reported.
  public var reason: Diagnostic
  /// The bytes as they stand in the source, so that they can be repaired and read again.
  public var rawBytes: [UInt8]
  /// What must stand before the bytes when they are read alone, such as the header of a table; mostly nothing.
  public var prologue: [UInt8]

  /// A rejected frame.
  public init(frame: Frame, reason: Diagnostic, rawBytes: [UInt8], prologue: [UInt8] = []) {
    self.frame = frame
    self.reason = reason
    self.rawBytes = rawBytes
    self.prologue = prologue
  }
}

/// Where the bytes of a source went: every byte is in a frame or in trivia of a name.
public struct ReadTally: Sendable, Equatable {
  /// How many frames became records.
  public var read = 0
  /// How many frames were rejected.
  public var rejected = 0
  /// How many bytes were in frames.
  public var framedBytes = 0
  /// How many bytes were between frames, by what they are: `blank`, `header`, `skipped text`.
  public var trivia: [(name: String, bytes: Int)] = []

  /// How many pieces of text were passed over that may be of a record: lines of no entry, lines before a header.
  public var skipped = 0

  /// Nothing read yet.
  public init() {}

  /// Counts a piece of text between frames that may be of a record; `--strict` and `--lossless` do not let it pass.
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
      // It begins the source, whose first block a reader may have alone.
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

/// How surely a source is of a format: the number of bits that were found as only that format has them.
public struct Evidence: Sendable, Hashable, Comparable {
  /// 0 says "not mine"; 8 a byte that had to be there; 64 a signature of eight bytes.
  public var bits: Int
  /// What was found, in a few words.
  public var reason: String
  /// The dialect that was recognised, where the format has several.
  public var dialect: String?

  /// So many bits, for a reason.
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

  /// The lines of the prefix without their ends; a last line that may go on is left out.
  public var lines: [ArraySlice<UInt8>] {
    var result = bytes.split(omittingEmptySubsequences: false) { $0 == 10 || $0 == 13 }
    if !isComplete, result.count > 1 { result.removeLast() }
    return result
  }

  /// The first byte that is not white space.
  public var firstVisibleByte: UInt8? { bytes.first { $0 != 32 && !(9...13).contains($0) } }
}
