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
    conversion.isStopped = { [isStopped] in isStopped() || Task.isCancelled }
    var account = BatchAccount(options, observer, files: entries.count)
    var position = 0
    while position < entries.count, !account.hasEnded, !conversion.isBroken {
      if let (entry, diagnostics) = entries[position].left {
        account.add(entry, diagnostics)
      } else {
        let entry = await merge(entries[position].path, into: &conversion)
        if conversion.wasStopped {
          account.interrupt()
          break
        }
        account.add(entry, kept.take())
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
    private func merge(_ path: FilePath, into conversion: inout Conversion) async -> BatchEntry
  {
    let name = "\(path)"
    let before = conversion.account
    do throws(SourceFailure) {
      let input = try InputFile.open(path, named: name)
      let source = try input.content()
      if let reason = try options.reasonToLeave(source) {
        return BatchEntry(name, .skipped, reason: reason.rawValue)
      }
      await conversion.run(source, as: options.source, jobs: options.jobs)
    } catch {
      conversion.run(failed: name, error)
    }
    var summary = conversion.account.since(before)
    var account = summary.sources.first ?? Summary.Source(name: name)
    if conversion.holdsRecordsBack {
      summary.written = summary.read - summary.filtered
      account.written = summary.written
    }
    return BatchEntry(summary, of: account, summary.statusOfFile, output: nil, [])
  }
}
