public import CitemillCore

/// What a batch converts, into what, and how.
public struct BatchOptions: Sendable {
  /// One part of a tree, by the names of its files: the parts of all indices make the whole.
  public struct Shard: Sendable, Equatable {
    /// Which part, from 0.
    public var index: Int
    /// Of how many.
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
  /// The folder that gets the mirrored tree, or the file of `merge`; it is not read, also where it is in an input.
  public var output: FilePath
  /// What is written.
  public var target: any WritableFormat
  /// The same as a specification, `id[:option=value,...]`.
  public var targetSpecification: String
  /// What all files are read as; nil to find out file by file.
  public var source: (any ReadableFormat)?
  /// The same as a specification.
  public var sourceSpecification: String?
  /// The formats that files may be in.
  public var registry: FormatRegistry
  /// What changes, drops, orders or merges the records of each file, or with `merge` of all, in this order.
  public var transforms: [any TransformPlugin] = []
  /// The same as a list.
  public var transformSpecification: String?
  /// What people call files and folders; other files are labelled as the database that they show, else as their first folder.
  public var labels = SourceLabels()
  /// By what keys of records without one are made.
  public var keys: KeyPattern = .standard
  /// The same as it was written.
  public var keysSpecification: String?
  /// How many files are converted at once.
  public var jobs: Int
  /// Only files that fit one of these; all when there are none.
  public var include: [GlobPattern] = []
  /// No files and folders that fit one of these.
  public var exclude: [GlobPattern] = []
  /// Only this part of the files.
  public var shard: Shard?
  /// The folder for what could not be read, or the file with `merge`.
  public var rejects: FilePath?
  /// Where the caller writes the report, so that nothing else is written there; nil when it writes none.
  public var report: FilePath?
  /// Whether each record is written into a file of its own, in a folder with the name of its file.
  public var isSplit = false
  /// Whether outputs of earlier runs are removed whose input is gone, where they are as they were written.
  public var prunes = false
  /// Whether files are converted that an earlier run has converted already.
  public var isForced = false
  /// Whether outputs and rejects replace files that no earlier run wrote, or that were changed since.
  public var overwrites = false
  /// Whether a file counts as unchanged by its content, and not by its size, time and inode.
  public var checksContent = false
  /// Whether each record is read back and compared.
  public var isVerified = false
  /// Whether anyone looks at notes; where nobody does less may be read.
  public var wantsNotes = true
  /// Whether the first file that is not whole ends the run.
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

  /// What a converted file depends on beside its input, as a number.
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

  /// The files that are written beside the outputs.
  var writtenBeside: [FilePath] {
    [report].compactMap { $0 } + transforms.flatMap(\.outputFiles).map { FilePath($0) }
  }

  /// Makes the folder of the report where it is in one that this run makes.
  package func makeFolderOfReport() throws(SystemFailure) {
    guard let report else { return }
    let folders = Set([output, rejects].compactMap { $0.flatMap { FileIdentity($0) } })
    if FileIdentity.folders(around: report).contains(where: { folders.contains($0) }) {
      try WorkFolder.makeFolders(report.parent)
    }
  }

  /// Why a file is left alone by what it holds; nil when it is to be read.
  func reasonToLeave(_ source: ByteSource, at path: FilePath) throws(SourceFailure) -> BatchPlan.SkipReason? {
    if try source.takeBlank() != nil { return .empty }
    if SideFile.mayBeReportOrLog(source), SideFile.isReportOrLog(path) { return .report }
    // One that is damaged, as its members would be files of the batch.
    if try Compression.of(source) == .zip { _ = try ZipArchive(source, at: path, knowing: registry) }
    return self.source == nil ? try BatchPlan.SkipReason(source, by: FormatDetector(registry)) : nil
  }

  /// Why something of a plan would be left alone by what it holds; nil where it would be read, or cannot be looked at.
  package func reasonToLeave(_ entry: BatchPlan.Entry) -> BatchPlan.SkipReason? {
    guard let input = try? entry.open(), let source = try? input.content() else { return nil }
    return try? reasonToLeave(source, at: entry.path)
  }

  /// The transforms, made for one output; throws where an option of theirs is wrong.
  func stages(writeFiles: Bool) throws -> [any Transform] {
    var stages: [any Transform] = []
    for transform in transforms { stages.append(try transform.makeStage(writesFiles: writeFiles)) }
    return stages
  }
}
