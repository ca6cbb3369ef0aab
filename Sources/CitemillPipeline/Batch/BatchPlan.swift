public import CitemillCore

/// Everything that a batch finds, and what will be done with it, before anything is done.
public struct BatchPlan: Sendable {
  /// A file or folder that was found.
  public struct Entry: Sendable {
    /// Its path as shown in messages: the input as it was given, followed by the path inside it.
    public var path: FilePath
    /// Its path in the mirrored tree.
    public var relative: FilePath
    /// What will be done with it.
    public var fate: Fate
    /// The identity of the file; nil if it is not a file, and for one without content.
    var identity: FileIdentity?
    /// The member of a zip archive, if it is one.
    var member: ZipArchive.Place?

    /// Why it is refused, for a member of an archive that is not read.
    package var refusal: String? { member?.member.refusal }

    /// Opens it.
    func open() throws(SourceFailure) -> InputFile {
      if let member { return try InputFile.open(member) }
      return try InputFile.open(path, named: "\(path)")
    }

    /// The file itself, or the archive that contains it.
    var file: FilePath { member?.archive.path ?? path }
  }

  /// What will be done with a file.
  public enum Fate: Sendable {
    /// It is converted into a file of the output.
    case convert(output: FilePath)
    /// It is skipped.
    case skip(reason: SkipReason)
    /// Unknown, because it could not be examined.
    case unreadable(SystemFailure)
  }

  /// The reason why something is skipped.
  public enum SkipReason: Hashable, Sendable {
    case hidden
    case link
    case special
    case excluded
    case empty
    case unknown
    /// It is in a format that is recognised but not supported; `advice` is nil if it is not text.
    case notSupported(format: String, advice: String?)
    case merged
    case report

    /// The reason to skip a source if its format is not named; nil if it should be read.
    ///
    /// If only the name indicates a format, the content is an error, and the file is not skipped.
    package init?(_ source: ByteSource, by detector: FormatDetector) throws(SourceFailure) {
      if detector.format(saidBy: source.contentName) != nil { return nil }
      let candidates = try detector.candidates(for: source)
      if let unread = try detector.unreadFormat(of: source, among: candidates) {
        self = .notSupported(format: unread.name, advice: unread.isText ? unread.advice : nil)
        return
      }
      guard try Compression.of(source) == nil, candidates.isEmpty else { return nil }
      self = .unknown
    }

    /// What is printed and reported: `symbolic link`, `not supported: PDF`.
    public var text: String {
      switch self {
      case .hidden: "hidden"
      case .link: "symbolic link"
      case .special: "no regular file"
      case .excluded: "excluded"
      case .empty: "empty"
      case .unknown: "of no known format"
      case .notSupported(let format, _): "not supported: \(format)"
      case .merged: "merged by an earlier run"
      case .report: "report or log of an earlier run"
      }
    }

    /// The message about a skipped member of an archive.
    package func message(about name: String) -> Diagnostic {
      var text = "\(self.text); left alone"
      if case .notSupported(_, let advice?) = self { text += "; \(advice)" }
      return Diagnostic(self == .hidden ? .note : .warning, .leftAlone, text, at: .whole(name))
    }

    /// The warning for a skipped file that may contain citations.
    func warnings(about name: String) -> [Diagnostic] {
      guard case .notSupported(let format, let advice?) = self else { return [] }
      return [
        Diagnostic(.warning, .notSupported, "\(format) is not supported; left alone; \(advice)", at: .whole(name))
      ]
    }
  }

  /// The files found, in the byte order of their paths.
  public let entries: [Entry]

  /// Walks the inputs of `run`, or of `merge`; throws if one is missing or contains the output.
  public init(_ options: BatchOptions, merging isMerging: Bool = false) throws {
    var walk = FileWalk(options, isMerging: isMerging)
    for input in options.inputs {
      try walk.add(input)
    }
    var found = walk.found
    found.sort { $0.relative != $1.relative ? $0.relative < $1.relative : $0.path < $1.path }
    let files = found.indices.filter { found[$0].isConverted }
    if options.inputs.count > 1 { Self.separateTwins(&found, files) }
    let ending = options.isSplit ? nil : options.target.info.fileEnding
    let names = OutputNames(files.map { found[$0].relative }, ending: ending, registry: options.registry)
    for (index, name) in zip(files, names.outputs) { found[index].fate = .convert(output: name) }
    entries = found.filter { options.shard?.contains($0.relative) ?? true }
  }

  /// Gives files of several inputs with the same path in the mirrored tree, such as `x/in` and `y/in`,
  /// separate paths. A file that was named twice is not changed here, and refused.
  private static func separateTwins(_ found: inout [Entry], _ files: [Int]) {
    for (_, twins) in Dictionary(grouping: files, by: { found[$0].relative }) where twins.count > 1 {
      guard Set(twins.map { found[$0].identity }).count == twins.count else { continue }
      for index in twins { found[index].relative = found[index].relative.hashed(by: found[index].path) }
    }
  }
}

extension BatchPlan {
  /// Refuses a run in which one file would replace another, an input or an output; nothing is written yet.
  func check(_ options: BatchOptions, isMerging: Bool, beside uses: inout FileUses) throws(UsageError) {
    if options.isSplit {
      for (entry, output) in outputs {
        try uses.replaceFolder(options.output.appending(output), as: .output(of: entry.path))
      }
    }
    for entry in entries { try uses.read(entry.path, as: entry.isConverted ? .input : .leftAlone, entry.identity) }
    try options.labels.check(inputs: entries.map(\.file))
    for path in options.transforms.flatMap(\.inputFiles) { try uses.read(path, as: .table) }
    if isMerging {
      for path in [options.output, options.rejects].compactMap({ $0 }) where WorkFolder.isOrIsIn(path) {
        throw UsageError(.sameFile, "\(path) is where notes on earlier runs are kept; name another file")
      }
      try uses.write("\(options.output)", as: .target("merge"))
      if let rejects = options.rejects { try uses.write("\(rejects)", as: .option("rejects")) }
      for path in options.transforms.flatMap(\.outputFiles) { try uses.write(path, as: .log) }
    } else {
      try checkTree(options, &uses)
    }
    if let report = options.report { try uses.write("\(report)", as: .option("report")) }
  }

  private func checkTree(_ options: BatchOptions, _ uses: inout FileUses) throws(UsageError) {
    if let log = options.transforms.flatMap(\.outputFiles).first {
      throw UsageError(
        .badOption,
        "\(log) is one log, and every file has transforms of its own; with --merge there is one for all")
    }
    try uses.write(options.output, as: .target("output"))
    if let rejects = options.rejects { try uses.write(rejects, as: .option("rejects")) }
    for file in WorkFolder.files(in: options.output) { try uses.write(file, as: .journal) }
    for (entry, output) in outputs {
      if WorkFolder.isIn(output) {
        throw UsageError(.sameFile, "the output of \(entry.path) would go where the journal is, \(output)")
      }
      if !options.isSplit { try uses.write(options.output.appending(output), as: .output(of: entry.path)) }
      guard let rejects = options.rejects?.appending(entry.relative) else { continue }
      try uses.write(rejects, as: .rejects(of: entry.path))
      try uses.write(rejects.appending(ending: RejectsOfFile.ending), as: .rejects(of: entry.path))
    }
  }

  private var outputs: some Sequence<(Entry, FilePath)> {
    entries.lazy.compactMap { if case .convert(let output) = $0.fate { ($0, output) } else { nil } }
  }
}

extension BatchOptions {
  /// The label of a file's records.
  func label(of entry: BatchPlan.Entry) -> SourceLabel {
    SourceLabel(given: labels.label(of: entry.file), fallback: entry.firstFolder)
  }
}

extension BatchPlan.Entry {
  /// The first folder in the mirrored tree, which is the input itself if there are several input folders; nil
  /// for a file outside folders.
  fileprivate var firstFolder: String? {
    // An archive is not a folder.
    let end = member == nil ? relative.parent.bytes.count : relative.bytes.count - 1
    let first = relative.bytes.prefix(end).split(separator: UInt8(ascii: "/"), maxSplits: 1).first ?? []
    if first.isEmpty || member != nil && first.elementsEqual(file.lastComponent.bytes) { return nil }
    return "\(FilePath(bytes: Array(first)))"
  }

  var isConverted: Bool { if case .convert = fate { true } else { false } }

  /// The entry and messages if nothing is done with it; nil if it is to be converted.
  var left: (entry: BatchEntry, diagnostics: [Diagnostic])? {
    let name = "\(path)"
    switch fate {
    case .convert: return nil
    case .skip(let reason): return (BatchEntry(name, .skipped, reason: reason.text), [])
    case .unreadable(let failure):
      let diagnostic = Diagnostic(
        .error, .cannotRead, "cannot read it: \(SystemError.message(failure.code))", at: .whole(name))
      return (BatchEntry(name, .unreadable, reason: nil, diagnostics: [diagnostic]), [diagnostic])
    }
  }
}

/// Walks the inputs of a batch.
private struct FileWalk {
  private(set) var found: [BatchPlan.Entry] = []
  private let options: BatchOptions
  private let isMerging: Bool
  /// The files that are written, which are not read.
  private let closed: Set<FileIdentity>

  init(_ options: BatchOptions, isMerging: Bool) {
    self.options = options
    self.isMerging = isMerging
    // An output folder is never entered; an output file is excluded only if an earlier run wrote it.
    let outputs = [options.output, options.rejects].compactMap { $0 }.filter {
      !isMerging || FileNote.merged.holds(for: $0)
    }
    let written = outputs + options.writtenBeside.filter(SideFile.isReportOrLog)
    closed = Set(written.compactMap { FileIdentity($0) })
  }

  mutating func add(_ input: FilePath) throws {
    let place = SourceLocation.whole("\(input)")
    let entry: FolderEntry
    do throws(SystemFailure) { entry = try FolderEntry.at(input, followingLinks: true) } catch {
      throw SourceFailure(
        SystemError.kind(error.code), .cannotRead, "cannot read it: \(SystemError.message(error.code))", at: place)
    }
    guard entry.kind == .folder else {
      add(fate(of: entry, at: input, input.withoutFinalSlashes.lastComponent))
      return
    }
    if isClosed(entry) {
      throw UsageError(
        .outputIsInput, "\(input) is an input and an output; the next run would read what this one writes")
    }
    // A single folder is mirrored as the output itself, several as folders inside it.
    let name = input.withoutFinalSlashes.lastComponent
    let isNamed = options.inputs.count > 1 && ![[46], [46, 46], []].contains(name.bytes)
    descend(into: input, isNamed ? name : FilePath(bytes: []))
  }

  private mutating func descend(into folder: FilePath, _ relative: FilePath) {
    var waiting = [(path: folder, relative: relative)]
    while let (path, relative) = waiting.popLast() {
      let entries: [FolderEntry]
      do throws(SystemFailure) { entries = try FolderEntry.inFolder(path) } catch {
        found.append(BatchPlan.Entry(path: path, relative: relative, fate: .unreadable(error)))
        continue
      }
      let merged = isMerging ? FileNote.merged.holding(among: entries, in: path) : []
      for entry in entries {
        let (below, at) = (relative.appending(entry.name), path.appending(entry.name))
        if isClosed(entry) || entry.kind == .folder && WorkFolder.isIn(entry.name) { continue }
        guard entry.kind == .folder else {
          var file = fate(of: entry, at: at, below)
          if file.isConverted, merged.contains(entry.name) { file.fate = .skip(reason: .merged) }
          add(file)
          continue
        }
        if entry.name.isHidden {
          found.append(BatchPlan.Entry(path: at, relative: below, fate: .skip(reason: .hidden)))
        } else if options.exclude.contains(where: { $0.matches(below) }) {
          found.append(BatchPlan.Entry(path: at, relative: below, fate: .skip(reason: .excluded)))
        } else {
          waiting.append((at, below))
        }
      }
    }
  }

  /// Adds a file, or the members of a zip archive.
  private mutating func add(_ file: BatchPlan.Entry) {
    guard file.isConverted, file.relative.isNamedAsArchive,
      let archive = try? ZipArchive(file.open().content(), at: file.path, knowing: options.registry)
    else {
      // A damaged one is reported when it is read.
      return found.append(file)
    }
    let isAskedFor = options.include.contains { $0.matches(file.relative) }
    let old = found.count
    for member in archive.members where !member.isFolder {
      let relative = file.relative.appending(member.name)
      var entry = BatchPlan.Entry(
        path: file.path.appending(member.name), relative: relative, fate: file.fate, identity: file.identity,
        member: ZipArchive.Place(archive: archive, member: member))
      let isWanted = isAskedFor || options.include.isEmpty || options.include.contains { $0.matches(relative) }
      if !isWanted || options.exclude.contains(where: { $0.matches(relative) }) {
        entry.fate = .skip(reason: .excluded)
      } else if member.isHidden {
        entry.fate = .skip(reason: .hidden)
      } else if let harmless = member.harmlessName {
        // No output can have its name.
        entry.relative = file.relative.appending(harmless)
      }
      found.append(entry)
    }
    if found.count == old {
      var entry = file
      entry.fate = .skip(reason: .empty)
      found.append(entry)
    }
  }

  private func fate(of entry: FolderEntry, at path: FilePath, _ relative: FilePath) -> BatchPlan.Entry {
    let isArchive = entry.kind == .file && relative.isNamedAsArchive
    let isAskedFor = options.include.contains { $0.matches(relative) }
    let reason: BatchPlan.SkipReason? =
      switch entry.kind {
      case .link: .link
      case .other, .folder: .special
      case .file:
        if options.exclude.contains(where: { $0.matches(relative) })
          || (!isAskedFor && !isArchive && !options.include.isEmpty)
        {
          .excluded
        } else if relative.lastComponent.isHidden && !isAskedFor {
          .hidden
        } else if entry.stamp.size == 0 {
          .empty
        } else {
          nil
        }
      }
    return BatchPlan.Entry(
      path: path, relative: relative,
      fate: reason.map { .skip(reason: $0) } ?? .convert(output: FilePath(bytes: [])),
      identity: entry.kind == .file && entry.stamp.size > 0 ? FileIdentity(entry.stamp) : nil)
  }

  private func isClosed(_ entry: FolderEntry) -> Bool { closed.contains(FileIdentity(entry.stamp)) }
}

extension FilePath {
  /// Whether the name is that of a zip archive.
  fileprivate var isNamedAsArchive: Bool {
    bytes.count > 4 && bytes.suffix(4).map(\.lowercased).elementsEqual(".zip".utf8)
  }

  /// Whether the name begins with a dot.
  fileprivate var isHidden: Bool { bytes.first == UInt8(ascii: ".") }
}

extension Diagnostic.Code {
  /// A file in an archive that was skipped.
  public static let leftAlone = Self("source.left-alone")
  /// The same folder would be read and written.
  public static let outputIsInput = Self("usage.output-is-input")
}
