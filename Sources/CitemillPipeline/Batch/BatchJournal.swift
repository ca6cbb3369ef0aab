import CitemillCore

/// What a tree of outputs was made from: one line of JSON for each file, written when the file is in its place.
///
/// Lines are only ever appended, and the last one about a file holds. A line that is damaged, such as the last one of a run
/// that was killed, is passed over; its file is converted again.
struct BatchJournal {
  /// What a line says.
  struct Line: Sendable {
    /// The file in the mirrored tree.
    var path: String
    /// What the file was when it was read.
    var stamp: FileStamp
    /// The hash of what it held, where that was asked for.
    var content: UInt64?
    /// What else the output depends on.
    var options: UInt64
    /// The hash of the output.
    var output: FileHash
    /// The name and content of each file of an output that is a folder, as one hash.
    var pieces: [UInt64] = []
    /// The hash of what was rejected, where there was a place for it.
    var rejects: FileHash?
    /// What became of it.
    var entry: BatchEntry
  }

  /// The size and hash of a file that was written.
  struct FileHash: Sendable, Equatable {
    var size: Int
    var hash: UInt64

    init(_ content: (size: Int, hash: UInt64)) {
      size = content.size
      hash = content.hash
    }
  }

  /// What earlier runs have said, by the path of the input as it is told; by its bytes, since two texts that mean the same
  /// letters are two files.
  private(set) var lines: [FilePath: Line] = [:]
  /// The same by the path of the output.
  private(set) var written: [FilePath: Line] = [:]
  private let path: FilePath
  private let file: AppendedFile
  private var sink: ByteSink

  /// Reads the journal of a tree, and opens it to go on.
  init(in folder: WorkFolder) throws(SystemFailure) {
    path = folder.journal
    file = try AppendedFile(path)
    sink = ByteSink(.descriptor(file.descriptor))
    // The next line does not continue one that was torn.
    if try !read() { sink.append(10) }
  }

  /// Reads the lines; false when the last one has no end.
  private mutating func read() throws(SystemFailure) -> Bool {
    let source = ByteSource(descriptor: file.descriptor, name: "\(path)")
    while true {
      guard let end = source.withBytes({ $0.firstIndex(of: 10, from: source.head, to: $0.count) }) else {
        do throws(SourceFailure) { if try source.fill() { continue } } catch { throw SystemFailure.readingBack(path) }
        return source.available == 0
      }
      if let line = Line(Array(source.buffer[source.head..<end])) {
        lines[FilePath(line.path)] = line
        if let output = line.entry.output { written[FilePath(output)] = line }
      }
      source.consume(end + 1 - source.head)
    }
  }

  /// Appends a line.
  mutating func append(_ line: Line) {
    sink.append(line.json)
    sink.append(10)
    sink.flushIfFull()
  }

  /// Hands the lines to the disk.
  mutating func synchronize() throws(SystemFailure) {
    sink.flush()
    if let code = sink.failure { throw SystemFailure.writing("\(path)", code) }
    let code = SystemCall.synchronize(file.descriptor)
    if code < 0 { throw SystemFailure.writing("\(path)", -code) }
  }
}

extension BatchJournal.Line {
  fileprivate static let version = 1

  /// What a line of the journal says; nil for one that is damaged.
  fileprivate init?(_ bytes: [UInt8]) {
    guard let value = JSONValue(bytes), value["citemillJournal"]?.integer == Self.version,
      let path = value["path"]?.text, let size = value["size"]?.integer, let modified = value["modified"]?.integer,
      let inode = value["inode"]?.number, let options = value["options"]?.hash,
      let output = BatchJournal.FileHash(value["output"]), let entry = value["entry"].flatMap(BatchEntry.init)
    else { return nil }
    self.path = path
    stamp = FileStamp(size: size, modified: modified, inode: inode)
    content = value["content"]?.hash
    self.options = options
    self.output = output
    pieces = value["pieces"]?.hashes ?? []
    rejects = BatchJournal.FileHash(value["rejects"])
    self.entry = entry
  }

  fileprivate var json: String {
    var text = JSONText()
    text.object { json in
      json.member("citemillJournal", Self.version)
      json.member("path", path)
      json.member("size", stamp.size)
      json.member("modified", stamp.modified)
      json.key("inode")
      json.literal("\(stamp.inode)")
      json.member("content", content?.hexadecimal)
      json.member("options", options.hexadecimal)
      json.file("output", output)
      if !pieces.isEmpty { json.member("pieces", pieces.map(\.hexadecimal).joined()) }
      if let rejects { json.file("rejects", rejects) }
      json.key("entry")
      json.literal(entry.json)
    }
    return text.text
  }
}

extension BatchJournal.FileHash {
  fileprivate init?(_ value: JSONValue?) {
    guard let size = value?["size"]?.integer, let hash = value?["xxh64"]?.hash else { return nil }
    self.init((size, hash))
  }
}

extension JSONText {
  fileprivate mutating func file(_ name: String, _ file: BatchJournal.FileHash) {
    key(name)
    object { json in
      json.member("size", file.size)
      json.member("xxh64", file.hash.hexadecimal)
    }
  }
}

extension JSONValue {
  fileprivate var hash: UInt64? { text.flatMap { UInt64($0, radix: 16) } }

  /// Hashes in one text, since there may be very many; what is damaged is no hash of anything.
  fileprivate var hashes: [UInt64]? {
    guard let digits = text.map({ Array($0.utf8) }) else { return nil }
    return stride(from: 0, to: digits.count, by: 16).compactMap { start in
      UInt64(String(decoding: digits[start..<min(start + 16, digits.count)], as: UTF8.self), radix: 16)
    }
  }

  fileprivate var number: UInt64? {
    if case .number(let text) = self { return UInt64(text) }
    return nil
  }
}
