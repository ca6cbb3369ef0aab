import CitemillCore

/// What a tree of outputs was made from: one line of JSON for each file, written just before the file is put in its place.
///
/// Lines are only ever appended, and the last one about a file holds. A line that is damaged, such as the last one of a run
/// that was killed, is passed over; its file is converted again. So it is where a run was killed before it came to what the
/// line announces, since the hashes of what is there are checked.
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
    /// The hash of the output; nil where nothing of the file was usable.
    var output: FileHash?
    /// The name and content of each file of an output that is a folder, as one hash.
    var pieces: [UInt64] = []
    var rejects: FileHash?
    var reasons: FileHash?
    var outlook: FilePath?
    var entry: BatchEntry

    /// The input, also where this run sees it from elsewhere; by its name alone where that folder has gone, as when all was moved.
    var input: FilePath {
      let name = FilePath(entry.name)
      guard !name.isAbsolute, let outlook, (try? FolderEntry.at(outlook, followingLinks: true)) != nil else {
        return name
      }
      return outlook.appending(name)
    }

    /// Whether the input is a file of this run, by its name, or by what it is where it was seen from elsewhere.
    func isOf(_ file: BatchPlan.Entry, seenFrom here: FilePath?) -> Bool {
      if outlook == here, entry.name.hasSameBytes(as: "\(file.path)") { return true }
      guard let found = try? FolderEntry.at(input, followingLinks: true) else { return false }
      return FileIdentity(found.stamp) == file.identity
    }
  }

  /// The size and hash of a file that was written.
  struct FileHash: Sendable, Hashable {
    var size: Int
    var hash: UInt64

    init(_ content: (size: Int, hash: UInt64)) {
      size = content.size
      hash = content.hash
    }

    /// The hash of a file, or of a folder of files; nil for anything else, and for a file whose size is not wanted.
    init?(at path: FilePath, ofSize isWanted: (Int) -> Bool) {
      guard let entry = try? FolderEntry.at(path, followingLinks: false) else { return nil }
      switch entry.kind {
      case .file where isWanted(entry.stamp.size):
        guard let content = FileContent.hash(of: path) else { return nil }
        self.init(content)
      case .folder:
        guard let content = FileContent.hash(ofFolder: path) else { return nil }
        self.init(content)
      default: return nil
      }
    }

    /// Whether a path holds just this.
    func isHeld(by path: FilePath) -> Bool { FileHash(at: path, ofSize: { $0 == size }) == self }
  }

  /// What earlier runs have put in a place.
  struct Place: Sendable {
    private(set) var line: Line
    /// What that line says of it.
    private(set) var contents: [FileHash]
    /// What lines before it said. It counts as well, since a run that was killed may not have come to the last.
    private var earlier: Set<FileHash> = []
    private var earlierPieces: Set<UInt64> = []

    fileprivate init(_ line: Line, _ contents: [FileHash]) {
      self.line = line
      self.contents = contents
    }

    fileprivate mutating func add(_ line: Line, _ contents: [FileHash]) {
      if contents != self.contents { earlier.formUnion(self.contents) }
      if line.pieces != self.line.pieces { earlierPieces.formUnion(self.line.pieces) }
      self.line = line
      self.contents = contents
    }

    /// The pieces that were put in a folder there.
    var pieces: Set<UInt64> { earlierPieces.union(line.pieces) }

    /// Whether a path holds what an earlier run has put there; it is read only where its size is one of those.
    func isHeld(by path: FilePath) -> Bool {
      let found = FileHash(at: path) { size in
        contents.contains { $0.size == size } || earlier.contains { $0.size == size }
      }
      return found.map { contents.contains($0) || earlier.contains($0) } ?? false
    }
  }

  /// What earlier runs have said, by the path of the input as it is told; by its bytes, since two texts that mean the same
  /// letters are two files.
  private(set) var lines: [FilePath: Line] = [:]
  /// What they have put in the places of outputs, by the path below the output.
  private(set) var outputs: [FilePath: Place] = [:]
  /// What they have put in the places of rejects, by the path below the folder of rejects.
  private(set) var rejects: [FilePath: Place] = [:]

  /// The outputs and rejects in the places of folders that a path leads through: of inputs that were files, and are folders now.
  static func places(_ places: [FilePath: Place], onTheWayTo path: FilePath) -> [(path: FilePath, place: Place)] {
    var found: [(path: FilePath, place: Place)] = []
    var folder = path.parent
    while !folder.bytes.isEmpty {
      if let place = places[folder] { found.append((folder, place)) }
      folder = folder.parent
    }
    return found
  }

  private let path: FilePath
  private let file: AppendedFile?
  private var sink: ByteSink

  /// Reads the journal of a tree, and opens it to go on.
  init(in folder: WorkFolder) throws(SystemFailure) {
    path = folder.journal
    let file = try AppendedFile(path)
    self.file = file
    sink = ByteSink(.descriptor(file.descriptor))
    // The next line does not continue one that was torn.
    if try !read(file) { sink.append(10) }
  }

  /// Reads the journal of an output folder, if there is one, and leaves it as it is.
  init(reading output: FilePath) throws(SystemFailure) {
    path = WorkFolder.journal(in: output)
    sink = ByteSink(.null)
    file = try AppendedFile(reading: path)
    if let file { _ = try read(file) }
  }

  /// Reads the lines; false when the last one has no end.
  private mutating func read(_ file: AppendedFile) throws(SystemFailure) -> Bool {
    let source = ByteSource(descriptor: file.descriptor, name: "\(path)")
    while true {
      guard let end = source.withBytes({ $0.firstIndex(of: 10, from: source.head, to: $0.count) }) else {
        do throws(SourceFailure) { if try source.fill() { continue } } catch { throw SystemFailure.readingBack(path) }
        return source.available == 0
      }
      if let line = Line(Array(source.buffer[source.head..<end])) { note(line) }
      source.consume(end + 1 - source.head)
    }
  }

  private mutating func note(_ line: Line) {
    let path = FilePath(line.path)
    lines[path] = line
    if let output = line.entry.output.map({ FilePath($0) }), let content = line.output {
      if outputs[output]?.add(line, [content]) == nil { outputs[output] = Place(line, [content]) }
    }
    if let content = line.rejects {
      let contents = [content, line.reasons].compactMap { $0 }
      if rejects[path]?.add(line, contents) == nil { rejects[path] = Place(line, contents) }
    }
  }

  /// Appends a line, which outlives the process when this returns.
  mutating func append(_ line: Line) {
    sink.append(line.json)
    sink.append(10)
    sink.flush()
    note(line)
  }

  /// Hands the lines to the disk.
  mutating func synchronize() throws(SystemFailure) {
    sink.flush()
    if let code = sink.failure { throw SystemFailure.writing("\(path)", code) }
    guard let file else { return }
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
      let entry = value["entry"].flatMap(BatchEntry.init)
    else { return nil }
    self.path = path
    stamp = FileStamp(size: size, modified: modified, inode: inode)
    content = value["content"]?.hash
    self.options = options
    output = BatchJournal.FileHash(value["output"])
    pieces = value["pieces"]?.hashes ?? []
    rejects = BatchJournal.FileHash(value["rejects"])
    reasons = BatchJournal.FileHash(value["reasons"])
    outlook = value["from"]?.text.map { FilePath($0) }
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
      if let output { json.file("output", output) }
      if !pieces.isEmpty { json.member("pieces", pieces.map(\.hexadecimal).joined()) }
      if let rejects { json.file("rejects", rejects) }
      if let reasons { json.file("reasons", reasons) }
      json.member("from", outlook.map { "\($0)" })
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
