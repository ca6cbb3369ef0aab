import CitemillCore

/// One file of a batch, converted by itself: nothing here knows of the others, so that many are at work at once.
struct BatchFile: Sendable {
  /// What came of it.
  enum Outcome: Sendable {
    /// An earlier run has done it.
    case unchanged(BatchJournal.Line)
    /// It was read; what was written waits under other names to be put in its place.
    case converted(Converted)
    /// It was not read, or nothing came of it.
    case notRead(BatchEntry, [Diagnostic])
    /// The output could not be written.
    case failed(SystemFailure)
    /// The run is to end.
    case stopped
  }

  /// What was written under other names, and is to be put in its place.
  struct Converted: Sendable {
    /// What the journal gets when it is in its place; nil when there is no output.
    var line: BatchJournal.Line?
    var entry: BatchEntry
    var diagnostics: [Diagnostic]
    /// Each file with its place.
    var files: [(from: FilePath, to: FilePath)] = []
    /// What is no longer true of an earlier run.
    var outdated: [FilePath] = []
  }

  let number: Int
  let path: FilePath
  let relative: FilePath
  let output: FilePath
  let options: BatchOptions
  /// What the output depends on beside the input, as a number.
  let identity: UInt64
  let folder: WorkFolder
  let previous: BatchJournal.Line?
  let isStopped: @Sendable () -> Bool

  private var name: String { "\(path)" }
  private var target: FilePath { options.output.appending(output) }
  private var rejectsTarget: FilePath? { options.rejects?.appending(relative) }

  /// Converts the file, unless that has been done.
  func convert() async -> Outcome {
    if isStopped() { return .stopped }
    do throws(SourceFailure) {
      let input = try InputFile.open(path, named: name)
      if let line = unchanged(input) { return .unchanged(line) }
      return try await convert(input)
    } catch {
      return refused(error)
    }
  }

  // MARK: - What an earlier run has done

  /// What the journal says of the file, if all that it says still holds.
  private func unchanged(_ input: InputFile) -> BatchJournal.Line? {
    guard !options.isForced, let previous, previous.options == identity,
      previous.entry.output?.hasSameBytes(as: "\(output)") == true
    else { return nil }
    if options.checksContent {
      guard let content = FileContent.hash(of: path), content.hash == previous.content else { return nil }
    } else {
      let (old, new) = (previous.stamp, input.stamp)
      guard old.size == new.size, old.modified == new.modified, old.inode == new.inode else { return nil }
    }
    guard Self.holds(target, previous.output) else { return nil }
    if let rejects = previous.rejects {
      guard let rejectsTarget, Self.holds(rejectsTarget, rejects) else { return nil }
    }
    return previous
  }

  static func holds(_ path: FilePath, _ expected: BatchJournal.FileHash) -> Bool {
    guard let entry = try? FolderEntry.at(path, followingLinks: false) else { return false }
    switch entry.kind {
    case .file where entry.stamp.size == expected.size:
      return FileContent.hash(of: path).map { BatchJournal.FileHash($0) } == expected
    case .folder: return FileContent.hash(ofFolder: path).map { BatchJournal.FileHash($0) } == expected
    default: return false
    }
  }

  // MARK: - Converting

  private func convert(_ input: InputFile) async throws(SourceFailure) -> Outcome {
    let source = try input.content()
    if let reason = try options.reasonToLeave(source) {
      return .notRead(BatchEntry(name, .skipped, reason: reason.rawValue), [])
    }
    do throws(SystemFailure) {
      let output = try UnfinishedOutput(folder.unfinished(number), options)
      let rejects = options.rejects == nil ? nil : RejectsOfFile(folder, number)
      let kept = KeptMessages()
      var conversion: Conversion
      do throws(UsageError) {
        conversion = try Conversion(
          to: options.target, registry: options.registry, into: output.sink,
          keys: options.keys, isVerified: options.isVerified,
          observer: Conversion.Observer(
            diagnostic: { kept.add($0) }, rejection: { rejection, _ in rejects?.add(rejection) }))
      } catch {
        return refused(SourceFailure(.unusable, error.code, error.message, at: .whole(name)))
      }
      do { conversion.transforms = try options.stages(writeFiles: false) } catch {
        return refused(SourceFailure(.unusable, .badOption, "\(error)", at: .whole(name)))
      }
      conversion.isStopped = isStopped
      output.takePieces(of: &conversion)
      await conversion.run(source, as: options.source, jobs: options.jobs)
      if conversion.wasStopped { return .stopped }
      let (summary, _) = conversion.finish()
      if conversion.wasStopped { return .stopped }
      if let code = summary.outputFailure { throw SystemFailure.writing("\(target)", code) }
      return .converted(try settle(summary, input, output, rejects, kept))
    } catch {
      return .failed(error)
    }
  }

  /// Ends what was written, and says what is to become of it.
  private func settle(
    _ summary: Summary, _ input: InputFile, _ written: UnfinishedOutput, _ rejects: RejectsOfFile?, _ kept: KeptMessages
  ) throws(SystemFailure) -> Converted {
    let status = summary.statusOfFile
    let isWhole = summary.statusOfBrokenOutput == nil
    let hasOutput = (status == .ok || status == .partial) && isWhole
    let account = summary.sources.first ?? Summary.Source(name: name)
    var entry = BatchEntry(
      summary, of: account, hasOutput ? status : .failed, output: hasOutput ? "\(output)" : nil, kept.diagnostics)
    entry.isFault = summary.statusOfBrokenOutput == .fault
    var result = Converted(line: nil, entry: entry, diagnostics: kept.diagnostics)
    var line: BatchJournal.Line?
    if hasOutput {
      let content = BatchJournal.FileHash(try written.finish())
      let hash = options.checksContent ? FileContent.hash(of: path)?.hash : nil
      line = BatchJournal.Line(
        path: "\(relative)", stamp: input.stamp, content: hash, options: identity, output: content,
        pieces: written.pieces, entry: entry)
      // What is there already is not touched.
      if Self.holds(target, content) { written.remove() } else { result.files.append((written.path, target)) }
    }
    if let rejects, let rejectsTarget {
      let why = rejectsTarget.appending(ending: RejectsOfFile.ending)
      if summary.rejected > 0 {
        // Also where there is no line, since nothing was usable.
        let content = BatchJournal.FileHash(try rejects.finish())
        line?.rejects = content
        result.files += [(rejects.frames, rejectsTarget), (rejects.reasons, why)]
      } else if previous?.rejects != nil {
        result.outdated = [rejectsTarget, why]
      }
    }
    result.line = line
    return result
  }

  /// A file that cannot be opened, or is what nobody can read.
  private func refused(_ failure: SourceFailure) -> Outcome {
    .notRead(
      BatchEntry(name, BatchEntry.Status(failure.kind), reason: nil, diagnostics: [failure.diagnostic]),
      [failure.diagnostic])
  }
}

/// What a file becomes: a file, or a folder with a file for each record.
private final class UnfinishedOutput {
  private let file: UnfinishedFile?
  private let folder: UnfinishedFolder?
  private var names: PieceNames

  init(_ path: FilePath, _ options: BatchOptions) throws(SystemFailure) {
    file = try options.isSplit ? nil : UnfinishedFile(path)
    folder = try options.isSplit ? UnfinishedFolder(path) : nil
    names = PieceNames(ending: options.target.info.fileEnding)
  }

  var sink: ByteSink { ByteSink(file.map { .descriptor($0.descriptor) } ?? .null) }
  var path: FilePath { file?.path ?? folder?.path ?? FilePath("") }
  var pieces: [UInt64] { folder?.pieces ?? [] }

  func takePieces(of conversion: inout Conversion) {
    guard let folder else { return }
    conversion.output.handOutPieces { record, bytes in
      folder.add(self.names.name(for: record.key ?? ""), bytes)
    }
  }

  func finish() throws(SystemFailure) -> (size: Int, hash: UInt64) {
    if let file { return try file.finish() }
    return try folder?.finish() ?? (0, 0)
  }

  func remove() {
    file?.remove()
    folder?.remove()
  }
}

/// The messages about a file, the first of each severity.
final class KeptMessages {
  private(set) var diagnostics: [Diagnostic] = []
  private var counts: [Diagnostic.Severity: Int] = [:]

  /// How many messages of each severity are kept of a file.
  private static let limit = 100

  func add(_ diagnostic: Diagnostic) {
    counts[diagnostic.severity, default: 0] += 1
    if counts[diagnostic.severity, default: 0] <= Self.limit, diagnostic.code != .capped {
      diagnostics.append(diagnostic)
    }
  }

  /// Hands out what is kept, and begins with the next file.
  func take() -> [Diagnostic] {
    defer {
      diagnostics = []
      counts = [:]
    }
    return diagnostics
  }
}

/// What a file had rejected: the bytes of each frame, and in a file beside them a line of JSON with the reason.
final class RejectsOfFile {
  /// The extension of the reasons, behind the name of the file.
  static let ending = "why.jsonl"
  /// Where the frames and the reasons wait.
  let (frames, reasons): (FilePath, FilePath)
  /// The two files, begun with the first frame.
  private var files: (frames: UnfinishedFile, reasons: UnfinishedFile)?
  private var bytes = RejectedFrames(.null)
  private var lines = ByteSink(.null)
  private var failure: SystemFailure?

  init(_ folder: WorkFolder, _ number: Int) {
    (frames, reasons) = (folder.unfinished(number, "-rejects"), folder.unfinished(number, "-reasons"))
  }

  func add(_ rejection: Rejection) {
    if files == nil, failure == nil { begin() }
    bytes.add(rejection)
    var json = JSONText()
    json.diagnostic(rejection.reason)
    lines.append(json.text)
    lines.append(10)
    lines.flushIfFull()
  }

  private func begin() {
    do throws(SystemFailure) {
      let begun = (frames: try UnfinishedFile(frames), reasons: try UnfinishedFile(reasons))
      bytes = RejectedFrames(.descriptor(begun.frames.descriptor))
      lines = ByteSink(.descriptor(begun.reasons.descriptor))
      files = begun
    } catch {
      failure = error
    }
  }

  /// Ends both files; gives the size and hash of the frames.
  func finish() throws(SystemFailure) -> (size: Int, hash: UInt64) {
    if let failure { throw failure }
    guard let files else { return (0, ContentHash().value) }
    bytes.flush()
    lines.flush()
    for (sink, path) in [(bytes.sink, frames), (lines, reasons)] {
      if let code = sink.failure { throw SystemFailure.writing("\(path)", code) }
    }
    _ = try files.reasons.finish()
    return try files.frames.finish()
  }
}

extension Summary {
  /// How the only file of a conversion went.
  var statusOfFile: BatchEntry.Status {
    let failure = sources.first?.failure
    if let failure, read == 0 { return BatchEntry.Status(failure.kind) }
    let isDamaged = failure != nil || rejected + unwritable + errors > 0
    return isDamaged ? written == 0 ? .failed : .partial : .ok
  }
}

extension BatchEntry.Status {
  fileprivate init(_ kind: SourceFailure.Kind) {
    switch kind {
    case .missing: self = .vanished
    case .denied, .unreadable: self = .unreadable
    case .unusable: self = .failed
    }
  }
}
