package import CitemillCore

/// What is reported of a source without records and without a fault.
///
/// Every format takes it alike, so that the output of a run without records can be read again.
package enum EmptySource {
  /// The warning about a source of no bytes, or of nothing but white space.
  package static func warning(about name: String, _ blank: ReadTally) -> Diagnostic {
    Diagnostic(.warning, .emptySource, "it is empty; no records", at: .whole(name, bytes: 0..<blank.totalBytes))
  }

  /// The note about a source that says itself that it has no records, by an empty list or a header alone; nil for one of which
  /// a frame, skipped text or an error came.
  package static func note(about name: String, _ tally: ReadTally, errors: Int) -> Diagnostic? {
    guard tally.frames == 0, tally.skipped == 0, errors == 0 else { return nil }
    return Diagnostic(
      .note, .emptySource, "there are no records in it", at: .whole(name, bytes: 0..<tally.totalBytes))
  }
}
