import CitemillCore

/// Adds files one after another in the order of their paths, and reports them.
struct BatchAccount {
  private(set) var result: BatchResult
  /// Whether the run must end early.
  private(set) var hasEnded = false

  private let options: BatchOptions
  private let observer: Batch.Observer
  private var progress: BatchProgress

  init(_ options: BatchOptions, _ observer: Batch.Observer, files: Int) {
    self.options = options
    self.observer = observer
    result = BatchResult(target: options.targetSpecification)
    progress = BatchProgress(files: files)
  }

  /// Adds the outcome for a file.
  mutating func add(_ entry: BatchEntry, _ diagnostics: [Diagnostic]) {
    result.add(entry)
    progress.files.done += 1
    progress.records += entry.counts.written
    if !entry.isUnchanged {
      progress.converted.records += entry.counts.written
      progress.converted.bytes += entry.bytes
    }
    progress.errors += entry.counts.errors
    observer.file(entry, diagnostics, progress)
    let isWhole = entry.status == .ok || entry.status == .skipped
    if options.stopsAtFirstFailure && !isWhole { hasEnded = true }
    if let limit = options.errorLimit, progress.errors > limit { hasEnded = true }
  }

  /// Records that the output of a file could not be written: the other files are still converted, unless they
  /// would fail in the same way.
  mutating func fail(_ failure: SystemFailure, _ name: String) {
    note(failure, name)
    progress.files.done += 1
    progress.errors += 1
    if failure.isOfTheDevice || options.stopsAtFirstFailure { hasEnded = true }
  }

  /// Adds that another file could not be written.
  mutating func note(_ failure: SystemFailure, _ name: String) { result.failures.append((name, failure)) }

  /// Ends the run because it was asked to.
  mutating func interrupt() {
    result.isInterrupted = true
    hasEnded = true
  }

  /// Ends the run if it is pointless to continue.
  mutating func end() { hasEnded = true }

  /// Sets the number of files that were not reached.
  mutating func finish(left: Int) -> BatchResult {
    result.left = left
    return result
  }
}
