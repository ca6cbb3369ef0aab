public import Citemill

/// What must hold for any bytes, in any reader: for noise, cut files, mutants and fuzzers.
public enum AnyInput {
  /// What went wrong when the bytes were read as a format, or when the result was written; nil if all is
  /// well.
  ///
  /// Every byte is in a frame or in named trivia, every frame is a record or rejected, every record obeys the
  /// rules of the model, and up to 20 of them obey the law of `records`, of CSL-JSON and of the format
  /// itself.
  public static func problem(in bytes: [UInt8], as specification: String, registry: FormatRegistry = .standard) throws
    -> String?
  {
    let source = ByteSource(bytes: bytes, name: "input")
    let trial = try Trial(source, as: specification, registry: registry)
    if trial.tally.read != trial.records.count || trial.tally.rejected != trial.rejections.count {
      return "\(trial.records.count) records, \(trial.rejections.count) rejected, counted \(trial.tally)"
    }
    // Other encodings count their bytes after decoding.
    if trial.failure == nil, source.encoding == .utf8, trial.tally.totalBytes != bytes.count {
      return "\(trial.tally.totalBytes) of \(bytes.count) bytes accounted for"
    }
    if trial.tally.rejected > 0, !trial.diagnostics.contains(where: { $0.severity == .error }) {
      return "a frame was rejected without a word"
    }
    for record in trial.records {
      let violations = record.violations
      if !violations.isEmpty { return "\(violations): \(Law.line(of: record))" }
    }
    var writers = ["records", "csl-json"]
    if try registry.format(specification).asWritable != nil, (try? Law(specification, registry: registry)) != nil {
      writers.append(specification)
    }
    for writer in writers where registry.format(named: writer) != nil || writer == specification {
      let outcome = try Law(writer, registry: registry).check(Array(trial.records.prefix(20)))
      if let violation = outcome.violation { return violation }
    }
    return nil
  }
}
