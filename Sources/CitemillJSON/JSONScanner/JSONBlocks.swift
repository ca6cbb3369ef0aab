import CitemillCore

/// What is stored about a list of records, by which the start of the next record is found after a damaged
/// one.
struct JSONListStart: Sendable {
  /// By how much the first record is indented in its line.
  var indent: Int?
  /// Its bytes up to its first colon.
  var signature: [UInt8]
}

/// The blocks of a JSON source: of JSON Lines, or of one list with all records.
enum JSONBlocks: Sendable {
  case lines
  case list(JSONListStart)

  /// The blocks of a source with these first bytes; nil if one object contains all records.
  init?(_ prefix: BytePrefix) {
    if prefix.firstVisibleByte == UInt8(ascii: "{") {
      self = .lines
    } else if let list = JSONFramer.list(in: prefix) {
      self = .list(list)
    } else {
      return nil
    }
  }

  /// The last index in a range at which a line and a record begin.
  func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    switch self {
    case .lines: Self.lastLine(in: bytes, range)
    case .list: Self.lastElement(in: bytes, range)
    }
  }

  func framer(_ source: ByteSource) -> JSONFramer {
    // The first block begins with the list.
    if case .list(let list) = self, source.offset > source.preambleBytes { return JSONFramer(source, in: list) }
    return JSONFramer(source)
  }

  /// The last index between a line that ends an object and one that begins one.
  ///
  /// Within an object or list a comma would be between them, and a string cannot contain a line end (RFC
  /// 8259, section 7).
  private static func lastLine(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var next = range.upperBound - 1
    while next > range.lowerBound + 1 {
      if bytes[next] == UInt8(ascii: "{"), bytes[next - 1] == 10 {
        let end = bytes[next - 2] == 13 ? next - 3 : next - 2
        if end >= range.lowerBound, bytes[end] == UInt8(ascii: "}") { return next }
      }
      next -= 1
    }
    return nil
  }

  /// The last index between two elements of a list; nil after an element whose brackets do not match.
  private static func lastElement(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let part = bytes.extracting(range)
    var cursor = JSONCursor(0..<part.count)
    cursor.skipSpace(part)
    // No block begins with a list but the first.
    if cursor.byte(part) == UInt8(ascii: "[") { cursor.pass(part) }
    var last: Int?
    while cursor.byte(part) == UInt8(ascii: "{") {
      var scan = BracketScan(at: 0)
      guard case .closed(let length) = scan.run(part, head: cursor.index) else { break }
      cursor.index += length
      cursor.skipSpace(part)
      let comma = cursor.index
      guard cursor.byte(part) == UInt8(ascii: ",") else { break }
      cursor.pass(part)
      guard cursor.byte(part) == UInt8(ascii: "{") else { break }
      if let feed = (comma..<cursor.index).last(where: { part[$0] == 10 }) { last = feed + 1 + range.lowerBound }
    }
    return last
  }
}

/// A JSON format whose sources are split into blocks.
struct JSONBlockFormat<Format: ReadableFormat, Decoder: JSONRecordDecoder & Sendable>: BlockReadable {
  private let format: Format
  private let decoder: Decoder
  private var blocks: JSONBlocks?

  init(_ format: Format, _ decoder: Decoder) {
    self.format = format
    self.decoder = decoder
  }

  var info: FormatInfo { format.info }
  func evidence(in prefix: BytePrefix) -> Evidence { format.evidence(in: prefix) }
  func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    try format.makeReader(for: source)
  }

  /// The format with the list at the start of the source, or for JSON Lines.
  func forBlocks(of prefix: BytePrefix) -> (any BlockReadable)? {
    var format = self
    format.blocks = JSONBlocks(prefix)
    return format.blocks == nil ? nil : format
  }

  func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? { blocks?.lastBoundary(in: bytes, range) }

  func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
    JSONRecordReader(source, decoder, blocks?.framer(source))
  }
}

extension JSONCursor {
  /// Skips one character and the space after it.
  fileprivate mutating func pass(_ bytes: Span<UInt8>) {
    index += 1
    skipSpace(bytes)
  }
}
