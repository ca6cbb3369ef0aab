import CitemillCore

/// Records what a tree of outputs was made from: one line of JSON for each file, written just before the file
/// is moved into place.
///
/// Lines are only appended, and the last one about a file counts. A damaged line, such as the last one of a
/// killed run, is skipped; its file is converted again. The same happens if a run was killed before it did
/// what the line announces, since the hashes of existing files are checked.
struct BatchJournal {
  /// The content of a line.
  struct Line: Sendable {
    /// The file in the mirrored tree.
    var path: String
    /// The identity of the file when it was read.
    var stamp: FileStamp
    /// The hash of the input's content, if requested.
    var content: UInt64?
    /// What else the output depends on.
    var options: UInt64
    /// The hash of the output; nil if nothing in the file was usable.
    var output: FileHash?
    /// For an output that is a folder, one hash for the name and content of each file.
    var pieces: [UInt64] = []
    var rejects: FileHash?
    var reasons: FileHash?
    var outlook: FilePath?
    var entry: BatchEntry

    /// The input, relative to this run even if it runs in another folder; only its name if that folder is
    /// gone, for instance after everything was moved.
    var input: FilePath {
      let name = FilePath(entry.name)
      guard !name.isAbsolute, let outlook, (try? FolderEntry.at(outlook, followingLinks: true)) != nil else {
        return name
      }
      return outlook.appending(name)
    }

    /// Whether the input is a file of this run, by its name or, if it was named from another folder, by its
    /// identity.
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

    /// The hash of a file or of a folder of files; nil for anything else, and for a file of another size.
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

    /// Whether a path has exactly this content.
    func isHeld(by path: FilePath) -> Bool { FileHash(at: path, ofSize: { $0 == size }) == self }
  }

  /// What earlier runs have put at a path.
  struct Place: Sendable {
    private(set) var line: Line
    /// The content according to the last line about the path.
    private(set) var contents: [FileHash]
    /// The content according to earlier lines. It counts too, since a killed run may not have reached the
    /// last line.
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

    /// The pieces that were put into a folder there.
    var pieces: Set<UInt64> { earlierPieces.union(line.pieces) }

    /// Whether a path has the content that an earlier run put there; it is read only if its size matches.
    func isHeld(by path: FilePath) -> Bool {
      let found = FileHash(at: path) { size in
        contents.contains { $0.size == size } || earlier.contains { $0.size == size }
      }
      return found.map { contents.contains($0) || earlier.contains($0) } ?? false
    }
  }

  /// The lines of earlier runs, by the path of the input; compared by bytes, since two canonically equivalent
  /// strings may be two files.
  private(set) var lines: [FilePath: Line] = [:]
  /// What earlier runs put at the paths of outputs, by path relative to the output folder.
  private(set) var outputs: [FilePath: Place] = [:]
  /// What earlier runs put at the paths of rejects, by path relative to the folder of rejects.
  private(set) var rejects: [FilePath: Place] = [:]

  /// The outputs and rejects at the paths of folders that a path leads through: of inputs that were files and
  /// are now folders.
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

  /// Reads the journal of a tree, and opens it for appending.
  init(in folder: WorkFolder) throws(SystemFailure) {
    path = folder.journal
    let file = try AppendedFile(path)
    self.file = file
    sink = ByteSink(.descriptor(file.descriptor))
    // The next line does not continue one that was torn.
    if try !read(file) { sink.append(10) }
  }

  /// Reads the journal of an output folder, if there is one, without changing it.
  init(reading output: FilePath) throws(SystemFailure) {
    path = WorkFolder.journal(in: output)
    sink = ByteSink(.null)
    file = try AppendedFile(reading: path)
    if let file { _ = try read(file) }
  }

  /// Reads the lines; false if the last one is incomplete.
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

  /// Appends a line, which is durable when this returns.
  mutating func append(_ line: Line) {
    sink.append(line.json)
    sink.append(10)
    sink.flush()
    note(line)
  }

  /// Flushes the lines to the disk.
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

  /// The content of a journal line; nil if it is damaged.
  fileprivate init?(_ bytes: [UInt8]) {
    guard let value = JSONValue(bytes), value["citemillJournal"]?.integer == Self.version,
      let path = value["path"]?.text, let size = value["size"]?.integer, let modified = value["modified"]?.integer,
      let inode = value["inode"]?.number, let options = value["options"]?.hash,
      let entry = value["entry"].flatMap({
        BatchEntry(journal: $0, statistics: value["statistics"].flatMap { SourceStatistics($0) })
      })
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
      if let statistics = entry.statistics {
        json.key("statistics")
        json.statistics(statistics, ReviewFlow(entry.counts))
      }
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

  /// Hashes in one string, since there may be very many; nil if it is damaged.
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
