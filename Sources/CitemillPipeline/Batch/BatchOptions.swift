public import CitemillCore

/// What a batch converts, into what, and how.
public struct BatchOptions: Sendable {
  /// One part of the files of a tree, selected by their names: together, the parts are all files.
  public struct Shard: Sendable, Equatable {
    /// The index of the part, from 0.
    public var index: Int
    /// The number of parts.
    public var count: Int

    /// A part; nil unless 0 <= index < count.
    public init?(index: Int, of count: Int) {
      guard count > 0, (0..<count).contains(index) else { return nil }
      self.index = index
      self.count = count
    }

    func contains(_ path: FilePath) -> Bool {
      ContentHash.of(path.bytes) % UInt64(count) == UInt64(index)
    }
  }

  /// Files, and folders that are walked.
  public var inputs: [FilePath]
  /// The folder for the mirrored tree, or the file of `merge`; it is not read, even if it is inside an input.
  public var output: FilePath
  /// What is written.
  public var target: any WritableFormat
  /// The same as a specification, `id[:option=value,...]`.
  public var targetSpecification: String
  /// The format of all files; nil to detect it for each file.
  public var source: (any ReadableFormat)?
  /// The same as a specification.
  public var sourceSpecification: String?
  /// The formats that files may be in.
  public var registry: FormatRegistry
  /// Transforms for the records of each file, or with `merge` of all files, in this order.
  public var transforms: [any TransformPlugin] = []
  /// The same as a list.
  public var transformSpecification: String?
  /// Labels that users give to files and folders; other files get the recognised database, otherwise their
  /// first folder.
  public var labels = SourceLabels()
  /// The pattern for the keys of records without a key.
  public var keys: KeyPattern = .standard
  /// The same, as it was given.
  public var keysSpecification: String?
  /// How many files are converted at once.
  public var jobs: Int
  /// Only files that match one of these; all files if empty.
  public var include: [GlobPattern] = []
  /// Files and folders that match one of these are skipped.
  public var exclude: [GlobPattern] = []
  /// Only this part of the files.
  public var shard: Shard?
  /// The folder for rejects, or the file with `merge`.
  public var rejects: FilePath?
  /// Where the caller writes the report, so that nothing else is written there; nil if there is no report.
  public var report: FilePath?
  /// Whether each record is written to a separate file, in a folder with the name of its input file.
  public var isSplit = false
  /// Whether unchanged outputs of earlier runs are removed if their input is gone.
  public var prunes = false
  /// Whether files are converted again although they have not changed.
  public var isForced = false
  /// Whether outputs and rejects replace files that no earlier run wrote, or that were changed since.
  public var overwrites = false
  /// Whether changed files are detected by content instead of size, time and inode.
  public var checksContent = false
  /// Whether each record is read back and compared.
  public var isVerified = false
  /// Whether notes are used; if not, less may be read.
  public var wantsNotes = true
  /// Whether the first file that is not completely converted ends the run.
  public var stopsAtFirstFailure = false
  /// How many errors end the run; nil for any number.
  public var errorLimit: Int?
  /// Whether to wait for another run on the same output.
  public var waitsForLock = false

  /// A batch into a folder.
  public init(
    inputs: [FilePath], output: FilePath, target: any WritableFormat, targetSpecification: String,
    registry: FormatRegistry
  ) {
    self.inputs = inputs
    self.output = output
    self.target = target
    self.targetSpecification = targetSpecification
    self.registry = registry
    jobs = SystemCall.processors
  }

  /// A hash of everything that a converted file depends on besides its input.
  var identity: UInt64 {
    var hash = ContentHash()
    var parts = [
      citemillVersion, targetSpecification, sourceSpecification ?? "", keysSpecification ?? "",
      transformSpecification ?? "",
      isVerified ? "verified" : "", isSplit ? "split" : "", rejects.map { "\($0)" } ?? "",
      target.info.programs, source?.info.programs ?? "", labels.specification,
    ]
    for path in transforms.flatMap(\.inputFiles) {
      parts.append(FileContent.hash(of: FilePath(path)).map { "\($0.hash)" } ?? "")
    }
    for part in parts {
      hash.add(Array(part.utf8).span)
      hash.add([0].span)
    }
    return hash.value
  }

  /// Whether the records of each source are counted, for the report.
  var countsRecords: Bool { report != nil }

  /// The files that are written in addition to the outputs.
  var writtenBeside: [FilePath] {
    [report].compactMap { $0 } + transforms.flatMap(\.outputFiles).map { FilePath($0) }
  }

  /// Creates the folder of the report if it is inside a folder that this run creates.
  package func makeFolderOfReport() throws(SystemFailure) {
    guard let report else { return }
    let folders = Set([output, rejects].compactMap { $0.flatMap { FileIdentity($0) } })
    if FileIdentity.folders(around: report).contains(where: { folders.contains($0) }) {
      try WorkFolder.makeFolders(report.parent)
    }
  }

  /// The reason to skip a file because of its content; nil if it should be read.
  func reasonToLeave(_ source: ByteSource, at path: FilePath) throws(SourceFailure) -> BatchPlan.SkipReason? {
    if try source.takeBlank() != nil { return .empty }
    if SideFile.mayBeReportOrLog(source), SideFile.isReportOrLog(path) { return .report }
    // A damaged archive, since its members would be files of the batch.
    if try Compression.of(source) == .zip { _ = try ZipArchive(source, at: path, knowing: registry) }
    return self.source == nil ? try BatchPlan.SkipReason(source, by: FormatDetector(registry)) : nil
  }

  /// The reason to skip an entry because of its content; nil if it should be read, or cannot be examined.
  package func reasonToLeave(_ entry: BatchPlan.Entry) -> BatchPlan.SkipReason? {
    guard let input = try? entry.open(), let source = try? input.content() else { return nil }
    return try? reasonToLeave(source, at: entry.path)
  }

  /// The transforms, created for one output; throws if one of their options is invalid.
  func stages(writeFiles: Bool) throws -> [any Transform] {
    var stages: [any Transform] = []
    for transform in transforms { stages.append(try transform.makeStage(writesFiles: writeFiles)) }
    return stages
  }
}
