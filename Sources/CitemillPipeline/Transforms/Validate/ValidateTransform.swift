public import CitemillCore

/// `validate`: reports missing fields, wrong check digits, and invalid identifiers, URLs, pages and dates.
///
/// Each finding is a warning with the place of the record and the name of the field. With `on=reject`,
/// records with findings are left out and counted as filtered.
public struct ValidateTransform: TransformPlugin, RecordTransform {
  /// How a record with findings is treated.
  private enum Action: String, CaseIterable { case warn, reject }

  private var action = Action.warn
  private let thisYear: Int

  /// A transform that only warns.
  public init() { thisYear = SystemClock.year }

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(id: "validate", aliases: ["check"], summary: "warn about missing or impossible values in a record")
  }

  /// `on`.
  public var options: [FormatOption] {
    [
      FormatOption(
        "on", values: Action.allCases.map(\.rawValue), default: Action.warn.rawValue,
        summary: "keep a record with findings, or leave it out")
    ]
  }

  /// Sets how records with findings are treated.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    action = Action(rawValue: value) ?? action
  }

  /// The transform itself.
  public func makeStage(writesFiles: Bool) -> any Transform { self }

  /// Reports the findings about the record.
  public func apply(
    to record: inout Record, at place: SourceLocation, reporting diagnostics: inout Diagnostics
  ) -> Disposition {
    let findings = Finding.all(in: record, thisYear: thisYear)
    for finding in findings { diagnostics.warn(finding.code, finding.message, at: place) }
    guard action == .reject, !findings.isEmpty else { return .keep }
    diagnostics.warn(
      .validateRejected, "left out for \(findings.count == 1 ? "this finding" : "these \(findings.count) findings")",
      at: place)
    return .filter
  }
}
