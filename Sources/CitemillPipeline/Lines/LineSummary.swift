public import CitemillCore

/// The account of a run over lines: every line that went in, and what became of it.
public struct LineSummary: Sendable {
  /// How many lines were read.
  public var lines = 0
  /// How many of them were converted.
  public var written = 0
  /// How many could not be, and stand in their place with the reason.
  public var rejected = 0
  /// How many an earlier step had rejected; they are handed on as they are.
  public var passed = 0
  /// How many are empty or hold nothing but space; they are handed on as empty lines.
  public var blank = 0
  /// How many lines were handed on in all.
  public var linesOut = 0
  /// How many notes, warnings and errors were reported.
  public var diagnostics: Diagnostics.Counts = (0, 0, 0)
  /// How many of them were not shown because there were too many.
  public var diagnosticsLeftOut = 0
  /// What was lost in writing.
  public var losses = LossReport()
  /// Why a source could not be read to its end.
  public var failure: SourceFailure?
  /// The error number of the output, when it failed.
  public var outputFailure: Int32?

  /// Nothing read yet.
  public init() {}

  /// Whether every line that went in came out.
  public var isConserved: Bool { lines == written + rejected + passed + blank && lines == linesOut }

  /// The exit status: 0 also with rejected lines, since engines repeat whole tasks on any other; with `countsRejects` 1.
  public func exitStatus(countsRejects: Bool = false) -> ExitStatus {
    if let outputFailure { return SystemFailure.exitStatus(ofWriting: outputFailure) }
    if let failure { return failure.exitStatus }
    if !isConserved { return .fault }
    return countsRejects && rejected + passed > 0 ? .partial : .success
  }

  /// The account as one line of JSON, without its end.
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
