import CitemillCore

/// The user's rules for which records are of one work.
struct MatchingRules: Sendable {
  /// The score from which records are merged.
  var threshold = 75
  /// The score from which a pair that is not merged is left for people to decide.
  var doubt = 60
  /// Whether a preprint and the published version are one work.
  var mergesPreprints = false
  /// Names of journals with their abbreviations.
  var journals: JournalTable?

  /// The full name of a journal, if the user's table has it.
  func fullName(ofJournal name: String) -> String {
    guard let journals, case .name(let full) = journals.name(name, as: .full) else { return name }
    return full
  }
}
