public import CitemillCore

/// The counts of a run over lines: every input line and its result.
public struct LineSummary: Sendable {
  /// How many lines were read.
  public var lines = 0
  /// How many of them were converted.
  public var written = 0
  /// How many could not be converted, and are written with the reason.
  public var rejected = 0
  /// How many an earlier step had rejected; they are passed on unchanged.
  public var passed = 0
  /// How many are empty or only have spaces; they are passed on as empty lines.
  public var blank = 0
  /// How many lines were passed on in all.
  public var linesOut = 0
  /// How many notes, warnings and errors were reported.
  public var diagnostics: Diagnostics.Counts = (0, 0, 0)
  /// How many were not shown because of the limit.
  public var diagnosticsLeftOut = 0
  /// The losses when writing.
  public var losses = LossReport()
  /// Why a source could not be read to its end.
  public var failure: SourceFailure?
  /// The error number of the output, when it failed.
  public var outputFailure: Int32?

  /// Nothing read yet.
  public init() {}

  /// Whether every input line has an output line.
  public var isConserved: Bool { lines == written + rejected + passed + blank && lines == linesOut }

  /// The exit status: 0 even with rejected lines, since engines repeat whole tasks on any other status; 1
  /// with `countsRejects`.
  public func exitStatus(countsRejects: Bool = false) -> ExitStatus {
    if let outputFailure { return SystemFailure.exitStatus(ofWriting: outputFailure) }
    if let failure { return failure.exitStatus }
    if !isConserved { return .fault }
    return countsRejects && rejected + passed > 0 ? .partial : .success
  }

  /// The summary as one line of JSON, without its end.
  public func json(status: ExitStatus) -> String {
    var json = JSONText()
    json.object { json in
      json.member("citemillLines", 1)
      json.member("exitStatus", Int(status.rawValue))
      json.member("lines", lines)
      json.member("written", written)
      json.member("rejected", rejected)
      json.member("passed", passed)
      json.member("blank", blank)
      json.member("errors", diagnostics.errors)
      json.member("warnings", diagnostics.warnings)
      json.member("notes", diagnostics.notes)
      json.member("diagnosticsLeftOut", diagnosticsLeftOut)
      json.key("losses")
      json.array(losses.ranked) { json, loss in
        json.object { json in
          json.member("path", loss.key.path.description)
          json.member("kind", loss.key.kind.rawValue)
          json.member("count", loss.count)
        }
      }
    }
    return json.text
  }
}
