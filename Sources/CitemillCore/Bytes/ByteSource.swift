/// Bytes to be read, in a sliding window.
///
///     source    ........[ read | unread ........ ]......
///                        ^      ^head             ^end of buffer
///                 buffer[0]
///
/// A reader examines `buffer[head...]`, calls `fill()` if it needs more, and `consume(_:)` when it is done
/// with some bytes. Only the window is in memory, not the file. UTF-16 and UTF-32 sources are decoded, so
/// that a reader only sees UTF-8; bytes that are not valid UTF-8 in an 8-bit source are passed through
/// unchanged (see `TextEncoding`).
public final class ByteSource {
  /// The name in messages: a path, or `<stdin>`.
  public let name: String
  /// The name without the extension of a compression, which indicates the format of the content.
  public let contentName: String
  /// The buffered bytes; those before `head` have been consumed.
  public private(set) var buffer: [UInt8] = []
  /// The index in `buffer` of the first unread byte.
  public private(set) var head: Int {
    get { unsafe place.head }
    set { unsafe place.head = newValue }
  }
  /// The offset of the first unread byte in the source, after decoding to UTF-8.
  public private(set) var offset: Int {
    get { unsafe place.offset }
    set { unsafe place.offset = newValue }
  }
  /// The line of the first unread byte, counted from 1.
  public private(set) var line: Int {
    get { unsafe place.line }
    set { unsafe place.line = newValue }
  }
  /// The encoding of the source as a whole; determined when the first bytes are examined.
  public private(set) var encoding = TextEncoding.utf8
  /// The name of the encoding: `UTF-16LE`, or as the source or its user names it.
  public var encodingName: String { converter?.name ?? encoding.rawValue }
  private var converter: EncodingConverter?
  /// The length of the byte order mark, as it counts in offsets.
  public private(set) var preambleBytes = 0
  private var evidence = EncodingEvidence()
  /// Whether it starts like XML, in which each document may declare its own encoding.
  private var isMarkup = false
  /// Whether the source declares that it is in Windows-1252 or ISO 8859-1.
  private var isDeclaredWestern = false
  /// Up to which offset the encoding of invalid UTF-8 was examined.
  private var weighed = 0
  /// How many characters could not be decoded and were replaced by U+FFFD.
  public private(set) var replacements = 0

  /// The reading position. It is read many times per record and never while it is being changed, so
  /// exclusivity need not be checked.
  private struct Place {
    var head = 0
    var offset = 0
    var line = 1
    /// The offset in the source at which the line starts.
    var lineStart = 0
    /// Whether the previous byte is a CR that was counted as a line end before the next byte was known.
    var isBehindReturn = false
  }
  @exclusivity(unchecked) private var place = Place()
  private let descriptor: Int32
  private let closesDescriptor: Bool
  private var isAtEnd = false
  /// Returns the failure to report when everything has been read; nil if there is none.
  private let ending: (() -> SourceFailure?)?
  /// The maximum number of bytes.
  private let limit: Int
  private var received = 0
  /// The size of the file when it was opened; 0 if it is not a regular file.
  private let promised: Int
  private var isEncodingKnown = false
  private var hasReturns = false
  private var undecoded: [UInt8] = []
  /// Whether it is a part of a source after which there is more.
  package private(set) var isFollowed = false
  /// How much is read at once: little at first, since a small file should not take the memory of a large one.
  private var chunk = 16 * 1024
  private static let largestChunk = 256 * 1024

  private init(
    _ name: String, content: String? = nil, descriptor: Int32 = -1, closes: Bool = false, limit: Int = .max,
    ending: (() -> SourceFailure?)? = nil
  ) {
    self.name = name
    contentName = content ?? name
    self.descriptor = descriptor
    closesDescriptor = closes
    self.limit = limit
    self.ending = ending
    promised = descriptor >= 0 && ending == nil ? systemRemaining(descriptor) : 0
  }

  /// A source over bytes in memory.
  public convenience init(bytes: [UInt8], name: String = "<memory>") {
    self.init(name)
    undecoded = bytes
  }

  /// A source over a part of another, starting at a line and decoded to UTF-8.
  convenience init(block bytes: [UInt8], _ name: String, _ offset: Int, _ preambleBytes: Int, isFollowed: Bool) {
    self.init(name)
    self.isFollowed = isFollowed
    buffer = bytes
    isAtEnd = true
    isEncodingKnown = true
    isMarkup = bytes.first { !$0.isSpace } == UInt8(ascii: "<")
    self.preambleBytes = preambleBytes
    hasReturns = bytes.span.firstIndex(of: 13, from: 0, to: bytes.count) != nil
    unsafe place.offset = offset
    unsafe place.lineStart = offset
  }

  /// A source over an open file descriptor.
  public convenience init(descriptor: Int32, name: String, closes: Bool = false) {
    self.init(name, descriptor: descriptor, closes: closes)
  }

  /// A source over an open descriptor that something else writes to, with a maximum number of bytes. When all
  /// bytes are read, `ending` is asked whether they are complete.
  package convenience init(
    descriptor: Int32, name: String, content: String, limit: Int, ending: @escaping () -> SourceFailure?
  ) {
    self.init(name, content: content, descriptor: descriptor, limit: limit, ending: ending)
  }

  /// The length of the byte order mark, for the first caller to count.
  func takePreamble() -> Int {
    defer { preambleBytes = 0 }
    return preambleBytes
  }

  /// What is wrong with a source that was read to its end; nil if nothing is, or if it is not known.
  ///
  /// A file that grows is read up to the end that is reached; one that became shorter was truncated
  /// meanwhile.
  package func failureAtEnd() -> SourceFailure? {
    guard isAtEnd else { return nil }
    if received < promised {
      return SourceFailure(
        .unreadable, .becameShorter,
        "it became shorter while it was read: it had \(promised) bytes, and \(received) could be read",
        at: .whole(name))
    }
    return ending?()
  }

  /// Skips a source of only white space, and counts its bytes; for any other source, skips nothing and
  /// returns nil.
  ///
  /// White space is that of Unicode and the end-of-file byte of DOS. A byte order mark and an empty source
  /// count too.
  package func takeBlank() throws(SourceFailure) -> ReadTally? {
    var searched = 0
    while true {
      searched += withBytes { Self.lengthOfBlank($0, from: head + searched) }
      // A character may be incomplete. Nothing beyond the size limit of a record is searched.
      guard available - searched < 3, searched <= Self.longestBlank else { return nil }
      if try !fill() { break }
    }
    guard searched == available else { return nil }
    var tally = ReadTally()
    tally.countTrivia("byte order mark", preambleBytes)
    tally.countTrivia("blank", available)
    consume(available)
    return tally
  }

  private static let endOfText: UInt8 = 0x1A

  /// How many bytes of white space there are from an index on.
  private static func lengthOfBlank(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var here = start
    while here < bytes.count {
      let byte = bytes[here]
      if byte.isSpace || byte == endOfText {
        here += 1
      } else if bytes.isWideSpace(at: here), bytes.scalar(at: here).value < 0x2070 || byte != 0xE2 {
        here += bytes.scalar(at: here).length
      } else {
        break
      }
    }
    return here - start
  }
  private static let longestBlank = 16 << 20

  deinit {
    if closesDescriptor { systemClose(descriptor) }
  }

  /// Opens a file for reading.
  public static func open(path: String) throws(SourceFailure) -> ByteSource {
    let descriptor = systemOpen(readOnly: path)
    guard descriptor >= 0 else { throw failure(-descriptor, doing: "open", path) }
    let source = ByteSource(descriptor: descriptor, name: path, closes: true)
    // A small file is read at once, with one more byte so that its end is seen.
    if let size = source.fileSize { source.chunk = min(size + 1, largestChunk) }
    return source
  }

  /// Standard input.
  public static func standardInput() -> ByteSource { ByteSource(descriptor: 0, name: "<stdin>") }

  /// Leaves the bytes undecoded, whatever encoding the first ones indicate; to be called before anything is
  /// read.
  public func leaveUndecoded() { isEncodingKnown = true }

  /// Decodes the source from an encoding that the system's `iconv` knows; to be called before anything is consumed.
  ///
  /// A byte order mark takes precedence over the name. Throws if the system does not support the encoding.
  package func decode(as name: String) throws(SourceFailure) {
    if !isEncodingKnown { try settleEncoding() }
    let isUndecoded = encoding == .utf8 || encoding == .named && buffer.isEmpty
    guard isUndecoded, preambleBytes == 0, offset == 0, name.lowercased() != "utf-8" else { return }
    guard let found = EncodingConverter(name) else {
      throw SourceFailure(.unusable, .unknownEncoding, EncodingConverter.unknown(name), at: .whole(self.name))
    }
    converter = found
    encoding = .named
    if !buffer.isEmpty {
      undecoded = buffer + undecoded
      buffer = []
    }
  }

  /// How many unread bytes are buffered.
  public var available: Int { buffer.count - head }

  /// Calls a function with the buffer as a span; indices are the same as in `buffer`.
  @inlinable
  public func withBytes<Result, Failure>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
    let bytes = buffer
    return try body(bytes.span)
  }

  /// The first bytes, decoded, without consuming them.
  public func prefix(_ count: Int) throws(SourceFailure) -> BytePrefix {
    while available < count, try fill() {}
    let end = min(head + count, buffer.count)
    return BytePrefix(Array(buffer[head..<end]), isComplete: isAtEnd && end == buffer.count)
  }

  /// The current size of the regular file that is read; nil if it is empty or not a regular file.
  package var fileSize: Int? {
    let size = closesDescriptor ? systemSize(descriptor) : 0
    return size > 0 ? size : nil
  }

  /// The descriptor of the regular file that is read; nil if it is empty or not a regular file.
  package var regularFile: Int32? { fileSize == nil ? nil : descriptor }

  /// Whether `wholeFile` works: for an open file within a size limit that is UTF-8 as far as is known.
  package func canBeReadAgain(upTo limit: Int) -> Bool {
    closesDescriptor && encoding == .utf8 && (1...limit).contains(systemSize(descriptor))
  }

  /// The whole file from its start, including the byte order mark, regardless of what was read before; nil if
  /// it cannot be read again.
  package func wholeFile(upTo limit: Int) -> [UInt8]? {
    guard canBeReadAgain(upTo: limit) else { return nil }
    var bytes = [UInt8](repeating: 0, count: systemSize(descriptor))
    var count = 0
    while count < bytes.count {
      let got = unsafe bytes.withUnsafeMutableBytes { raw in
        unsafe systemRead(descriptor, at: count, into: UnsafeMutableRawBufferPointer(rebasing: raw[count...]))
      }
      if got < 0 { return nil }
      // The file has become shorter.
      if got == 0 { break }
      count += got
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Reads more after the buffered bytes; false at the end of the source.
  ///
  /// Bytes before `head` are discarded, so indices into `buffer` change: `head` becomes 0.
  public func fill() throws(SourceFailure) -> Bool {
    // Nothing is moved unnecessarily: at its end, a source of many small pieces calls this often.
    if isAtEnd, undecoded.isEmpty { return false }
    if head > 0 {
      buffer.removeSubrange(..<head)
      head = 0
    }
    let before = buffer.count
    defer {
      // Few sources have a CR; until there is one, none is searched for in each record.
      if !hasReturns { hasReturns = withBytes { $0.firstIndex(of: 13, from: before, to: $0.count) != nil } }
    }
    while buffer.count == before {
      if !isEncodingKnown { try settleEncoding() }
      if !undecoded.isEmpty || isAtEnd { decode() }
      if buffer.count > before { break }
      if isAtEnd { return false }
      if encoding == .utf8 {
        try read(into: &buffer)
      } else {
        try read(into: &undecoded)
      }
    }
    return true
  }

  /// Moves past unread bytes.
  public func consume(_ count: Int) {
    var place = unsafe self.place
    let end = min(place.head + max(count, 0), buffer.count)
    let lines = lineEnds(from: place, to: end)
    place.line += lines.count
    if hasReturns, end > place.head { place.isBehindReturn = end == buffer.count && buffer[end - 1] == 13 }
    if let next = lines.next { place.lineStart = place.offset + next - place.head }
    place.offset += end - place.head
    place.head = end
    unsafe self.place = place
  }

  /// Moves past unread bytes and returns them. If they are most of the buffer, the buffer itself is returned,
  /// since a copy of the largest records would double the memory.
  package func take(_ count: Int) -> [UInt8] {
    let start = head
    consume(count)
    if head - start < buffer.count - head { return Array(buffer[start..<head]) }
    var taken = Array(buffer[head...])
    swap(&taken, &buffer)
    taken.removeSubrange(head...)
    taken.removeSubrange(..<start)
    head = 0
    return taken
  }

  /// Moves past whole lines without counting them; call `count(lines:)` afterwards.
  func pass(_ count: Int) {
    var place = unsafe self.place
    place.head += count
    place.offset += count
    place.lineStart = place.offset
    place.isBehindReturn = false
    unsafe self.place = place
  }

  /// Counts lines that were skipped with `pass`.
  package func count(lines: Int) { line += lines }

  /// The location of a range of unread bytes, given as indices into `buffer`.
  public func location(of range: Range<Int>, recordIndex: Int? = nil) -> SourceLocation {
    let place = unsafe self.place
    let lower = min(max(range.lowerBound, place.head), buffer.count)
    let upper = min(max(range.upperBound, lower), buffer.count)
    let lines = lineEnds(from: place, to: lower)
    let start = place.offset + lower - place.head
    let lineStart = lines.next.map { place.offset + $0 - place.head } ?? place.lineStart
    return SourceLocation(
      source: name, bytes: start..<(start + upper - lower), line: place.line + lines.count,
      column: start - lineStart + 1, recordIndex: recordIndex)
  }

  /// The line ends from a position to an index of the buffer; the LF after a CR that was counted does not
  /// count.
  private func lineEnds(from place: Place, to end: Int) -> (count: Int, next: Int?) {
    var lines = buffer.lineEnds(from: place.head, to: end, hasReturns: hasReturns)
    if place.isBehindReturn, place.head < end, buffer[place.head] == 10 { lines.count -= 1 }
    return lines
  }
}

// MARK: - Decoding

extension ByteSource {
  /// Checks the first bytes for a byte order mark, or for the zero bytes of UTF-16 and UTF-32.
  private func settleEncoding() throws(SourceFailure) {
    while undecoded.count < 64, !isAtEnd { try read(into: &undecoded) }
    let (found, mark) = TextEncoding.detect(undecoded)
    encoding = found
    isMarkup = undecoded.dropFirst(mark).first == UInt8(ascii: "<")
    if found == .utf8, mark == 0 { useDeclaredEncoding() }
    undecoded.removeFirst(mark)
    if mark > 0 {
      preambleBytes = 3  // the length of the mark in UTF-8, which is how offsets count
      unsafe place.offset = 3
      unsafe place.lineStart = 3
    }
    isEncodingKnown = true
  }

  /// Decodes from the encoding that the first bytes declare, unless they are UTF-8 anyway: editors that save
  /// a file in another encoding keep the declaration.
  private func useDeclaredEncoding() {
    guard let (name, isCommon, isWestern) = TextEncoding.declared(in: undecoded.span) else { return }
    isDeclaredWestern = isWestern
    if isCommon { return }
    let isASCII = undecoded.allSatisfy { $0 < 0x80 }
    // The last character may be incomplete.
    var isUTF8 = TextEncoding.firstInvalidByte(undecoded.span).map { $0 + 4 > undecoded.count } ?? true
    // Pairs of bytes may also be characters of Asian encodings, which take three bytes in UTF-8.
    let isAsian = ["gb", "big5", "euc", "shift", "sjis", "ks_c", "x-windows-9", "ms9", "cp9", "hz"].contains {
      name.lowercased().hasPrefix($0)
    }
    if isAsian, !undecoded.contains(where: { $0 >= 0xE0 }) { isUTF8 = false }
    guard isASCII || !isUTF8, let found = EncodingConverter(name) else { return }
    converter = found
    encoding = .named
  }

  /// Whether the encoding of the source must be named, judged by the buffered bytes from an offset on, if
  /// they are not UTF-8; bytes that were examined before are not examined again.
  package func isOfUnknownEncoding(from offset: Int, byWords: Bool) -> Bool {
    guard encoding == .utf8, offset >= weighed, !isDeclaredWestern, byWords || !isMarkup else { return false }
    return withBytes { bytes in
      let start = min(max(0, head - (self.offset - offset)), bytes.count)
      let known = isMarkup ? min(bytes.count, start + 4096) : bytes.count
      guard let first = TextEncoding.firstInvalidByte(bytes.extracting(start..<known)) else { return false }
      // Starts a little before, since it may be the end of a word; text that is far away is not relevant.
      let end = min(known, start + first + 4096)
      weighed = self.offset - head + end
      evidence.add(bytes.extracting(max(start, start + first - 64)..<end))
      return evidence.isAgainst(byWords: byWords)
    }
  }

  /// The failure for a source whose encoding must be named to read it as a format.
  package func unknownEncoding(as format: String) -> SourceFailure {
    SourceFailure(
      .unusable, .unknownEncoding,
      "it is neither UTF-8 nor Windows-1252; name its encoding, as in --from \(format):encoding=windows-1251",
      at: .whole(name))
  }

  /// Decodes the bytes that were read into the buffer.
  private func decode() {
    if encoding == .utf8 {
      if buffer.isEmpty { swap(&buffer, &undecoded) } else { buffer += undecoded }
      undecoded.removeAll(keepingCapacity: true)
      return
    }
    if let converter {
      let used = converter.convert(undecoded, isLast: isAtEnd, into: &buffer, replacements: &replacements)
      undecoded.removeFirst(used)
      return
    }
    let used = encoding.decode(undecoded, isLast: isAtEnd, into: &buffer, replacements: &replacements)
    undecoded.removeFirst(used)
  }
}

// MARK: - Reading

extension ByteSource {
  private func read(into bytes: inout [UInt8]) throws(SourceFailure) {
    guard descriptor >= 0 else {
      isAtEnd = true
      return
    }
    let descriptor = descriptor
    var got = 0
    bytes.append(addingCapacity: chunk) { free in
      unsafe free.withUnsafeMutableBufferPointer { room, count in
        let raw = unsafe UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: room[count...]))
        got = unsafe systemRead(descriptor, into: raw)
        count += max(got, 0)
      }
    }
    chunk = min(chunk * 2, Self.largestChunk)
    if got < 0 { throw Self.failure(Int32(clamping: -got), doing: "read", name) }
    if got == 0 { isAtEnd = true }
    received += got
    if received > limit {
      throw SourceFailure(
        .unusable, .expandsTooFar,
        "it becomes more than \(limit < 1_048_576 ? "\(limit) bytes" : "\(limit / 1_048_576) MiB"); the rest is not read",
        at: .whole(name))
    }
  }

  private static func failure(_ code: Int32, doing verb: String, _ path: String) -> SourceFailure {
    let place = SourceLocation.whole(path)
    return SourceFailure(
      SystemError.kind(code), .cannotRead, "cannot \(verb) it: \(SystemError.message(code))", at: place)
  }
}

extension Diagnostic.Code {
  /// A compressed source that becomes far larger than plausible input.
  public static let expandsTooFar = Self("source.expands-too-far")
  /// A file has fewer bytes than when it was opened.
  public static let becameShorter = Self("source.became-shorter")
  /// A source has only white space, or states that it has no records.
  public static let emptySource = Self("source.empty")
  /// The system does not support the encoding that was named.
  public static let unknownEncoding = Self("encoding.unknown")
  /// The system refused to open or read a source.
  public static let cannotRead = Self("source.cannot-read")
}
