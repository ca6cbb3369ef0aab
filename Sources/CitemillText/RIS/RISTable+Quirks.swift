import CitemillCore

// Tags whose value is not what the table says, which their content or the type shows.
extension RISTable {
  /// Corrects what exporters put elsewhere, once all fields are read.
  @Sendable static func finish(_ record: inout Record) {
    // Publishers write the DOI into `M3`, which holds the kind of work (Fixtures/RIS/type-words.ris).
    record.takeDOI(from: .genre)
    takeNumbers(&record)
    // Fixtures/RIS/online-date.ris
    record.takeOnlineDate()
    // Fixtures/RIS/second-authors.ris
    record.settleRoles(ofUnpublishedWork: record.origin.typeToken == "UNPB")
  }

  /// Whether a record is read back unchanged, whatever `finish` does.
  @Sendable static func isCertain(_ record: Record) -> Bool {
    if record.type == .editedBook || record.type == .classic || record.type == .legalCase { return false }
    guard record[.edition] == nil || WorkKind(record.type) != .article else { return false }
    if record.notes.contains(where: { $0.pubMedNumber != nil }) { return false }
    return record[.archive] == nil || record.identifiers.isEmpty
  }

  /// `C2  - PMC123` is the PMCID, and `AN  - 123` beside `DB  - PubMed` is the PMID (Fixtures/RIS/pubmed.ris).
  private static func takeNumbers(_ record: inout Record) {
    if let index = record.nativeFields.firstIndex(where: { $0.name == "C2" && $0.value.isPMCNumber }) {
      record.add(Identifier(.pmcid, record.nativeFields.remove(at: index).value))
    }
    record.takePubMedNumber()
    if !record.notes.isEmpty { record.takePubMedNotes() }
  }
}
