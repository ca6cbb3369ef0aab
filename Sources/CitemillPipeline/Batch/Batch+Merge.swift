public import CitemillCore

extension Batch {
  /// Converts the files of a plan into one output, in the order of the paths; the plan is made first if none
  /// is given. If there is no `output` in the options, nothing is written.
  ///
  /// Throws as `run` does. The result has the outcome of each file, the summary that of the output.
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
    if options.countsRecords { conversion.statistics = SourceStatistics() }
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
    // What transforms held back until the last file was read is only known now.
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

// MARK: - Files that exist once

extension BatchOptions {
  /// The files that only replace what an earlier run wrote: the report, and with `merge` the output, its
  /// rejects and logs.
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

  /// Records what `merge` has written into an input folder, so that the next run skips it.
  package func rememberMergedAmongInputs() throws(SystemFailure) {
    for path in mergedAmongInputs { try FileNote.merged.write(for: path) }
  }

  /// Throws if it could not be recorded what `merge` writes into an input folder.
  package func checkNotesOfMerge() throws(SystemFailure) {
    for path in mergedAmongInputs { try FileNote.merged.checkPlace(for: path) }
  }

  /// What `merge` writes into a folder that is read.
  private var mergedAmongInputs: [FilePath] {
    let folders = Set(inputs.compactMap { FileIdentity($0) })
    return [output, rejects].compactMap { $0 }.filter { path in
      FileIdentity.folders(around: path).contains { folders.contains($0) }
    }
  }
}
