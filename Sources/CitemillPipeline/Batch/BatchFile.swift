import CitemillCore

/// One file of a batch, converted independently of the others, so that many can be converted in parallel.
struct BatchFile: Sendable {
  /// The result.
  enum Outcome: Sendable {
    /// An earlier run converted it.
    case unchanged(BatchJournal.Line, [Diagnostic])
    /// It was read; its output is under temporary names, ready to be moved into place.
    case converted(Converted)
    /// It was not read, or gave no output.
    case notRead(BatchEntry, [Diagnostic])
    /// The output could not be written.
    case failed(SystemFailure)
    /// The run must end.
    case stopped
  }

  /// Files written under temporary names, to be moved into place.
  struct Converted: Sendable {
    /// The line for the journal; nil if there is no output.
    var line: BatchJournal.Line?
    var entry: BatchEntry
    var diagnostics: [Diagnostic]
    var files: [(from: FilePath, to: FilePath)] = []
    /// Files of earlier runs where folders are needed; these are removed first.
    var inTheWay: [FilePath] = []
    /// Results of an earlier run that are no longer valid.
    var outdated: [FilePath] = []
  }

  let number: Int
  let planned: BatchPlan.Entry
  let output: FilePath
  let options: BatchOptions
  /// A hash of everything that the output depends on besides the input.
  let identity: UInt64
  let folder: WorkFolder
  let previous: BatchJournal.Line?
  let known: (output: BatchJournal.Place?, rejects: BatchJournal.Place?)
  let others: (output: FilePath?, rejects: FilePath?)
  /// Files of earlier runs at the paths of folders that the output or the rejects need, whose input is gone.
  let inTheWay: [(path: FilePath, place: BatchJournal.Place)]
  let isStopped: @Sendable () -> Bool

  private var path: FilePath { planned.path }
  private var relative: FilePath { planned.relative }
  private var name: String { "\(path)" }
  private var target: FilePath { options.output.appending(output) }
  private var rejectsTargets: (frames: FilePath, reasons: FilePath)? {
    options.rejects.map { $0.appending(relative) }.map { ($0, $0.appending(ending: RejectsOfFile.ending)) }
  }

  /// Converts the file, unless an earlier run did.
  func convert() async -> Outcome {
    if isStopped() { return .stopped }
    if let link = linkOnTheWay { return .failed(.throughLink(link)) }
    do throws(SourceFailure) {
      let input = try planned.open()
      if let line = unchanged(input) { return .unchanged(line, repairs(of: line)) }
      return try await convert(input)
    } catch {
      return refused(error)
    }
  }

  /// A symbolic link below the output or the folder of rejects on the path of a file to be written.
  private var linkOnTheWay: FilePath? {
    FolderEntry.link(on: output, below: options.output)
      ?? options.rejects.flatMap { FolderEntry.link(on: relative, below: $0) }
  }

  // MARK: - The results of earlier runs

  /// The journal entry of the file, if it is still valid.
  private func unchanged(_ input: InputFile) -> BatchJournal.Line? {
    guard !options.isForced, let previous, previous.options == identity,
      previous.entry.output?.hasSameBytes(as: "\(output)") == true,
      previous.entry.statistics != nil || !options.countsRecords
    else { return nil }
    if options.checksContent {
      guard let content = FileContent.hash(of: planned.file), content.hash == previous.content else { return nil }
    } else {
      let (old, new) = (previous.stamp, input.stamp)
      guard old.size == new.size, old.modified == new.modified, old.inode == new.inode else { return nil }
    }
    guard let output = previous.output, output.isHeld(by: target) else { return nil }
    if let rejects = previous.rejects {
      guard let frames = rejectsTargets?.frames, Self.isThere(frames) else { return nil }
      // Repaired rejects are no reason to convert the file again, unless they are to be replaced.
      if options.overwrites, !rejects.isHeld(by: frames) { return nil }
    }
    return previous
  }

  /// Reports rejects that were changed since they were written; they are kept.
  private func repairs(of line: BatchJournal.Line) -> [Diagnostic] {
    guard let rejects = line.rejects, let frames = rejectsTargets?.frames, !rejects.isHeld(by: frames) else {
      return []
    }
    return [Self.repaired(frames)]
  }

  private static func repaired(_ path: FilePath) -> Diagnostic {
    Diagnostic(.note, .repairedRejects, "edited after it was written; not replaced", at: .whole("\(path)"))
  }

  private static func isThere(_ path: FilePath) -> Bool { (try? FolderEntry.at(path, followingLinks: false)) != nil }

  // MARK: - Places

  /// Whether a file must be moved into place: not if the same content is already there. Throws if there is a
  /// file that no earlier run wrote; a folder there is checked when it is replaced.
  private func isPut(
    _ content: BatchJournal.FileHash, at place: FilePath, _ known: BatchJournal.Place?, of other: FilePath?
  ) throws(SystemFailure) -> Bool {
    guard let found = try? FolderEntry.at(place, followingLinks: false) else { return true }
    if content.isHeld(by: place) { return false }
    if let other, !options.overwrites { throw SystemFailure.ofAnother(place, other) }
    let holdsNothing = found.kind == .file && found.stamp.size == 0
    if found.kind == .folder || holdsNothing || options.overwrites { return true }
    guard known?.isHeld(by: place) ?? false else { throw SystemFailure.notOurs(place, wasOurs: known != nil) }
    return true
  }

  /// Records the files where folders are needed for the output; throws if one of them was changed.
  private func clearTheWay(_ result: inout Converted) throws(SystemFailure) {
    for (path, place) in inTheWay where result.files.contains(where: { $0.to.bytes.starts(with: path.bytes + [47]) }) {
      guard let found = try? FolderEntry.at(path, followingLinks: false), found.kind == .file else { continue }
      guard options.overwrites || place.isHeld(by: path) else { throw SystemFailure.notOurs(path, wasOurs: true) }
      result.inTheWay.append(path)
      result.diagnostics.append(
        Diagnostic(.note, .inTheWay, "removed; its input was a file, and is a folder now", at: .whole("\(path)")))
    }
  }

  // MARK: - Converting

  private func convert(_ input: InputFile) async throws(SourceFailure) -> Outcome {
    let source = try input.content()
    if let reason = try options.reasonToLeave(source, at: path) {
      let warnings = reason.warnings(about: name)
      return .notRead(BatchEntry(name, .skipped, reason: reason.text, diagnostics: warnings), warnings)
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
      if !options.wantsNotes { conversion.diagnosticLimits.notes = 0 }
      if options.countsRecords { conversion.statistics = SourceStatistics() }
      output.takePieces(of: &conversion)
      await conversion.run(source, as: options.source, labelled: options.label(of: planned), jobs: options.jobs)
      if conversion.wasStopped { return .stopped }
      let (summary, _) = conversion.finish()
      if conversion.wasStopped { return .stopped }
      if let code = summary.outputFailure { throw SystemFailure.writing("\(target)", code) }
      do throws(SystemFailure) {
        return .converted(try settle(summary, of: input, written: output, rejects: rejects, kept: kept))
      } catch {
        output.remove()
        rejects?.remove()
        throw error
      }
    } catch {
      return .failed(error)
    }
  }

  /// Finishes what was written, and determines what happens with it.
  private func settle(
    _ summary: Summary, of input: InputFile, written: UnfinishedOutput, rejects: RejectsOfFile?, kept: KeptMessages
  ) throws(SystemFailure) -> Converted {
    let status = summary.statusOfFile
    let isWhole = summary.statusOfBrokenOutput == nil
    let hasOutput = (status == .ok || status == .partial) && isWhole
    let account = summary.sources.first ?? Summary.Source(name: name)
    var entry = BatchEntry(
      summary, of: account, hasOutput ? status : .failed, output: hasOutput ? "\(output)" : nil, kept.diagnostics)
    entry.isFault = summary.statusOfBrokenOutput == .fault
    var result = Converted(line: nil, entry: entry, diagnostics: kept.diagnostics)
    var line = BatchJournal.Line(
      path: "\(relative)", stamp: input.stamp, options: identity, outlook: folder.outlook, entry: entry)
    if options.checksContent { line.content = FileContent.hash(of: planned.file)?.hash }
    if hasOutput {
      let content = BatchJournal.FileHash(try written.finish())
      (line.output, line.pieces) = (content, written.pieces)
      if try isPut(content, at: target, known.output, of: others.output) {
        result.files.append((written.path, target))
      } else {
        written.remove()
      }
    }
    if let rejects { try settle(rejects, isWanted: summary.rejected > 0, &line, &result) }
    try clearTheWay(&result)
    // The rejects are also recorded as written by Citemill if nothing was usable.
    if hasOutput || line.rejects != nil { result.line = line }
    return result
  }

  /// Determines what happens with the rejects: those of an earlier run are replaced, and repaired ones are
  /// kept.
  private func settle(
    _ rejects: RejectsOfFile, isWanted: Bool, _ line: inout BatchJournal.Line, _ result: inout Converted
  ) throws(SystemFailure) {
    guard let targets = rejectsTargets else { return }
    guard isWanted else {
      let old = [targets.frames, targets.reasons].filter(Self.isThere)
      // Others are reported as stale.
      if others.rejects == nil, let known = known.rejects, old.allSatisfy(known.isHeld) { result.outdated = old }
      return
    }
    let (frames, reasons) = try rejects.finish()
    (line.rejects, line.reasons) = (frames, reasons)
    // If the same frames are rejected again, the user who repairs them is not disturbed.
    if !options.overwrites, others.rejects == nil, let known = known.rejects, known.contents.first == frames,
      Self.isThere(targets.frames),
      !known.isHeld(by: targets.frames)
    {
      rejects.remove()
      result.diagnostics.append(Self.repaired(targets.frames))
      return
    }
    for (content, from, to) in [
      (frames, rejects.frames, targets.frames), (reasons, rejects.reasons, targets.reasons),
    ] {
      if try isPut(content, at: to, known.rejects, of: others.rejects) {
        result.files.append((from, to))
      } else {
        SystemCall.remove(from)
      }
    }
  }

  /// The outcome of a file that cannot be opened or read.
  private func refused(_ failure: SourceFailure) -> Outcome {
    .notRead(
      BatchEntry(name, BatchEntry.Status(failure.kind), reason: nil, diagnostics: [failure.diagnostic]),
      [failure.diagnostic])
  }
}

/// The output of a file: a file, or a folder with a file for each record.
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

  /// How many messages of each severity are kept for a file.
  private static let limit = 100

  func add(_ diagnostic: Diagnostic) {
    counts[diagnostic.severity, default: 0] += 1
    if counts[diagnostic.severity, default: 0] <= Self.limit, diagnostic.code != .capped {
      diagnostics.append(diagnostic)
    }
  }

  /// Returns the kept messages, and begins with the next file.
  func take() -> [Diagnostic] {
    defer {
      diagnostics = []
      counts = [:]
    }
    return diagnostics
  }
}

/// The rejects of a file: the bytes of each frame, and in a second file a line of JSON with the reason.
final class RejectsOfFile {
  /// The extension of the reasons, after the name of the file.
  static let ending = "why.jsonl"
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

  /// Ends both files; returns the size and hash of each.
  func finish() throws(SystemFailure) -> (frames: BatchJournal.FileHash, reasons: BatchJournal.FileHash) {
    if let failure { throw failure }
    guard let files else {
      let nothing = BatchJournal.FileHash((0, ContentHash().value))
      return (nothing, nothing)
    }
    bytes.flush()
    lines.flush()
    for (sink, path) in [(bytes.sink, frames), (lines, reasons)] {
      if let code = sink.failure { throw SystemFailure.writing("\(path)", code) }
    }
    let reasons = BatchJournal.FileHash(try files.reasons.finish())
    return (BatchJournal.FileHash(try files.frames.finish()), reasons)
  }

  /// Removes both files.
  func remove() {
    files?.frames.remove()
    files?.reasons.remove()
  }
}

extension Summary {
  /// The outcome of the only file of a conversion.
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

extension Diagnostic.Code {
  /// An output of an earlier run was removed because a folder takes its place.
  static let inTheWay = Self("batch.in-the-way")
  /// Rejects of an earlier run were changed since, and are kept.
  static let repairedRejects = Self("batch.repaired-rejects")
}
