import CitemillCore

// Tags that hold something else than their row says, which their content or the type tells.
extension RISTable {
  /// Mends what exporters put elsewhere, when all fields are read.
  @Sendable static func finish(_ record: inout Record) {
    // Publishers write the DOI into `M3`, which is the kind of the work (Fixtures/RIS/type-words.ris).
    record.takeDOI(from: .genre)
    takeNumbers(&record)
    takeOnlineDate(&record)
    takeNames(&record)
  }

  /// Whether a record is read again as it is, whatever `finish` does.
  @Sendable static func isCertain(_ record: Record) -> Bool {
    if record.type == .editedBook || record.type == .classic || record.type == .legalCase { return false }
    guard record[.edition] == nil || WorkKind(record.type) != .article else { return false }
    return record[.archive] == nil || record.identifiers.isEmpty
  }

  /// `C2  - PMC123` is the PMCID, and `AN  - 123` beside `DB  - PubMed` the PMID (Fixtures/RIS/pubmed.ris).
  private static func takeNumbers(_ record: inout Record) {
    func isNumber(_ text: some Collection<UInt8>) -> Bool { (1...8).contains(text.count) && text.allSatisfy(\.isDigit) }
    if let index = record.nativeFields.firstIndex(where: { field in
      field.name == "C2" && field.value.utf8.starts(with: "PMC".utf8) && isNumber(field.value.utf8.dropFirst(3))
    }) {
      record.add(Identifier(.pmcid, record.nativeFields.remove(at: index).value))
    }
    guard let database = record[.archive], TaggedWriter.isPubMed(database),
      let index = record.identifiers.firstIndex(where: { $0.scheme == .accession }),
      isNumber(record.identifiers[index].value.utf8), !record.identifiers.contains(where: { $0.scheme == .pmid })
    else { return }
    record.add(Identifier(.pmid, record.identifiers.remove(at: index).value))
    // The number says it, and the name is written with it.
    if database == "PubMed" { record[.archive] = nil }
  }

  /// EndNote has the day on which an article was online as its edition (Fixtures/RIS/online-date.ris).
  private static func takeOnlineDate(_ record: inout Record) {
    guard WorkKind(record.type) == .article, let edition = record[.edition], record[date: .online] == nil,
      edition.utf8.count > 5, let value = DateText.read(edition) ?? DateText.edtf(edition)
    else { return }
    record[date: .online] = PartialDate(value)
    record[.edition] = nil
  }

  /// EndNote's `AU` of an edited book are its editors, `A2` of an ancient text and of an unpublished work too, and `A2` of a
  /// case is the reporter in which it is printed (Fixtures/RIS/second-authors.ris).
  private static func takeNames(_ record: inout Record) {
    func turn(_ role: Role, into other: Role) {
      for index in record.contributors.indices where record.contributors[index].roles == role.alone {
        record.contributors[index].roles = other.alone
      }
    }
    switch record.type {
    case .editedBook where !record.contributors.contains { $0.roles.contains(.editor) }: turn(.author, into: .editor)
    case .classic: turn(.collectionEditor, into: .editor)
    case .manuscript where record.origin.typeToken == "UNPB": turn(.recipient, into: .editor)
    case .legalCase where !record.has(.title(.main, .host)):
      guard
        let index = record.contributors.firstIndex(where: { $0.roles == Role.editor.alone && $0.name.given == nil }),
        let reporter = record.contributors[index].name.literal ?? record.contributors[index].name.family
      else { return }
      record.contributors.remove(at: index)
      record.put(RichText(reporter), at: .title(.main, .host))
    default: return
    }
  }
}
