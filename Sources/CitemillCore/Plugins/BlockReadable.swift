/// A format whose sources can be cut into blocks that are read in parallel, so that one large source uses all
/// processors.
///
///     source    [ record record record | record record | record ... ]
///                                      ^ boundary      ^ boundary
public protocol BlockReadable: ReadableFormat {
  /// The format with what the blocks of a source need to know from its start; nil if it cannot be cut.
  func forBlocks(of prefix: BytePrefix) -> (any BlockReadable)?
  /// The last position in a range where a line starts and reading can start: the parts before and after it
  /// are read as they would be together. Nil if there is none, or none that is certain.
  func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int?
  /// A reader for a block of a source; it treats a block without records as an empty one.
  func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader
}

extension BlockReadable {
  /// Any source can be split, and blocks need no information.
  public func forBlocks(of prefix: BytePrefix) -> (any BlockReadable)? { self }
  /// The format itself.
  public var asBlockReadable: (any BlockReadable)? { self }
}

/// A format that finds the records while it searches for a position to cut.
package protocol FrameNoting: BlockReadable {
  /// The last boundary in a range, as found by `lastBoundary(in:_:)`, with the records before it, so that the
  /// reader of the block need not search for them again; their positions are relative to the start of the
  /// range.
  func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>, noting frames: inout [NotedFrame]) -> Int?
  func makeReader(forBlock source: ByteSource, noted frames: [NotedFrame]) throws(SourceFailure) -> any RecordReader
}

/// The position of a record in a block, and which part of it need not be read.
package struct NotedFrame: Sendable {
  package var range: Range<Int>
  package var leftOut: [Range<Int>]

  package init(range: Range<Int>, leftOut: [Range<Int>]) {
    self.range = range
    self.leftOut = leftOut
  }
}

/// A part of a source with its position there; only its lines are counted from its own start, so that the
/// cutting task need not count them.
package struct SourceBlock: Sendable {
  fileprivate let bytes: [UInt8]
  fileprivate let name: String
  fileprivate let offset: Int
  fileprivate let preambleBytes: Int
  /// Whether more of the source follows.
  fileprivate let isFollowed: Bool
  /// The records in it, if they are known.
  fileprivate let frames: [NotedFrame]

  /// The block as a separate source, with positions in the whole source.
  package var source: ByteSource {
    ByteSource(block: bytes, name, offset, preambleBytes, isFollowed: isFollowed)
  }

  /// A reader for the source of the block.
  package func makeReader(for source: ByteSource, as format: any BlockReadable) throws(SourceFailure)
    -> any RecordReader
  {
    if !frames.isEmpty, let noting = format as? any FrameNoting {
      return try noting.makeReader(forBlock: source, noted: frames)
    }
    return try format.makeReader(forBlock: source)
  }

  /// A part of the block by its place in the whole source.
  package func part(_ range: Range<Int>) -> SourceBlock {
    let range = range.clamped(to: offset..<(offset + bytes.count))
    return SourceBlock(
      bytes: Array(bytes[(range.lowerBound - offset)..<(range.upperBound - offset)]), name: name,
      offset: range.lowerBound, preambleBytes: 0, isFollowed: true, frames: [])
  }
}

extension ByteSource {
  /// Takes the next bytes as a block, after reading enough to find a boundary in them; nil if there is none
  /// within the limit.
  ///
  /// A block has about `size` bytes; the last one has the rest, which may be a little more.
  package func takeBlock(of format: any BlockReadable, size: Int, limit: Int) throws(SourceFailure) -> SourceBlock? {
    var wanted = size
    let noting = format as? any FrameNoting
    while true {
      var isAtEnd = false
      while available < wanted, !isAtEnd { isAtEnd = try !fill() }
      if isAtEnd, available <= size { return takeBlock(available, isFollowed: false) }
      let range = head..<min(head + wanted, buffer.count)
      var frames: [NotedFrame] = []
      let boundary = withBytes { bytes in
        if let noting { return noting.lastBoundary(in: bytes, range, noting: &frames) }
        return format.lastBoundary(in: bytes, range)
      }
      if let boundary, boundary > head { return takeBlock(boundary - head, isFollowed: true, frames) }
      if isAtEnd { return takeBlock(available, isFollowed: false) }
      if wanted >= limit { return nil }
      wanted *= 2
    }
  }

  /// Whether there are more unread bytes than `count`.
  package func holdsMore(than count: Int) throws(SourceFailure) -> Bool {
    while available <= count { if try !fill() { return false } }
    return true
  }

  /// Whether there is nothing more to read.
  package func isAtItsEnd() throws(SourceFailure) -> Bool {
    if available > 0 { return false }
    return try !fill()
  }

  private func takeBlock(_ count: Int, isFollowed: Bool, _ frames: [NotedFrame] = []) -> SourceBlock {
    let block = SourceBlock(
      bytes: Array(buffer[head..<(head + count)]), name: name, offset: offset, preambleBytes: takePreamble(),
      isFollowed: isFollowed, frames: frames)
    pass(count)
    return block
  }
}
