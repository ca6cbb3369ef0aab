public import CitemillCore

extension Batch {
  /// Converts what is to be converted into one output, in the order of the paths, by a plan where there is one already;
  /// where `output` of the options is, nothing is written.
  ///
  /// Throws as `run` does. What became of each file is in the result, what of the output in the summary.
  nonisolated(nonsending)
    public func merge(
      _ plan: BatchPlan? = nil, into sink: ByteSink, observer: Observer = Observer(),
      rejected: @escaping (Rejection) -> Void = { _ in }
    ) async throws -> (result: BatchResult, summary: Summary)
  {
    let kept = KeptMessages()
    var conversion = try Conversion(
      to: options.target, registry: options.registry, into: sink, keys: options.keys, isVerified: options.isVerified,
      observer: Conversion.Observer(diagnostic: { kept.add($0) }, rejection: { rejection, _ in rejected(rejection) }))
    let entries = try (plan ?? self.plan(merging: true)).entries
    conversion.transforms = try options.stages(writeFiles: true)
    if !options.wantsNotes { conversion.diagnosticLimits.notes = 0 }
    if options.report != nil { conversion.statistics = SourceStatistics() }
    conversion.isStopped = { [isStopped] in isStopped() || Task.isCancelled }
    var account = BatchAccount(options, observer, files: entries.count)
    var position = 0
    while position < entries.count, !account.hasEnded, !conversion.isBroken {
      if let (entry, diagnostics) = entries[position].left {
        account.add(entry, diagnostics)
      } else {
        let (entry, warnings) = await merge(entries[position], into: &conversion)
        if conversion.wasStopped {
          account.interrupt()
          break
        }
        account.add(entry, kept.take() + warnings)
      }
      position += 1
    }
    let summary = conversion.finish().summary
    if conversion.wasStopped { account.interrupt() }
    let said = kept.take()
    if !said.isEmpty { observer.afterwards(said) }
    var result = account.finish(left: entries.count - position)
    // What transforms hold back until the last file is read is known only now.
    result.settle(summary)
    return (result, summary)
  }

  nonisolated(nonsending)
    private func merge(_ input: BatchPlan.Entry, into conversion: inout Conversion) async -> (BatchEntry, [Diagnostic])
  {
    let name = "\(input.path)"
    let before = conversion.account
    do throws(SourceFailure) {
      let source = try input.open().content()
      if let reason = try options.reasonToLeave(source, at: input.path) {
        let warnings = reason.warnings(about: name)
        return (BatchEntry(name, .skipped, reason: reason.text, diagnostics: warnings), warnings)
      }
      await conversion.run(source, as: options.source, labelled: options.label(of: input), jobs: options.jobs)
    } catch {
      conversion.run(failed: name, error)
    }
    var summary = conversion.account.since(before)
    var account = summary.sources.first ?? Summary.Source(name: name)
    if conversion.holdsRecordsBack {
      summary.written = summary.read - summary.filtered
      account.written = summary.written
    }
    return (BatchEntry(summary, of: account, summary.statusOfFile, output: nil, []), [])
  }
}

// MARK: - Files of which there is one

extension BatchOptions {
  /// The files that replace only what an earlier run wrote: the report, and with `merge` the output, its rejects and logs.
  package func sideFiles(isMerging: Bool) -> [SideFile?] {
    if overwrites { return [] }
    let report = report.flatMap { SideFile("\($0)", .report) }
    let logs = transforms.flatMap(\.outputFiles).map { SideFile($0, .ofTransform) }
    return isMerging ? [report, mergedFile, rejectsFile] + logs : [report]
  }

  /// The output of `merge`.
  package var mergedFile: SideFile? { SideFile("\(output)", .merged) }

  /// The rejects of `merge`.
  package var rejectsFile: SideFile? { rejects.flatMap { SideFile("\($0)", .rejects) } }

  /// Takes note of what `merge` has put into a folder that is read, so that the next run leaves it alone.
  package func rememberMergedAmongInputs() throws(SystemFailure) {
    for path in mergedAmongInputs { try FileNote.merged.write(for: path) }
  }

  /// Throws where no note could be taken of what `merge` puts into a folder that is read.
  package func checkNotesOfMerge() throws(SystemFailure) {
    for path in mergedAmongInputs { try FileNote.merged.checkPlace(for: path) }
  }

  /// What `merge` puts into a folder that is read.
  private var mergedAmongInputs: [FilePath] {
    let folders = Set(inputs.compactMap { FileIdentity($0) })
    return [output, rejects].compactMap { $0 }.filter { path in
      FileIdentity.folders(around: path).contains { folders.contains($0) }
    }
  }
}
