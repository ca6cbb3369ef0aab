// Values that EndNote stores in fields with other names; used for both RIS and EndNote XML.

extension Record {
  /// Takes the number in a database as the PMID if the database is PubMed; the database name is then removed,
  /// since the PMID implies it.
  package mutating func takePubMedNumber() {
    let named = self[.archive].map(Self.isPubMed)
    guard named ?? isFoundOnlyInPubMed,
      let index = identifiers.firstIndex(where: { $0.scheme == .accession }),
      identifiers[index].value.isPubMedNumber, !identifiers.contains(where: { $0.scheme == .pmid })
    else { return }
    add(Identifier(.pmid, identifiers.remove(at: index).value))
    // The PMID implies the name, and the name is written with it.
    if self[.archive] == "PubMed" { self[.archive] = nil }
  }

  /// Takes a note `PMID: 123`, as Zotero writes it among others, as the PMID.
  package mutating func takePubMedNotes() {
    for index in notes.indices.reversed() {
      guard let number = notes[index].pubMedNumber else { continue }
      let known = identifiers.first { $0.scheme == .pmid }?.value
      if known == nil { add(Identifier(.pmid, number)) }
      if known == nil || known == number { notes.remove(at: index) }
    }
  }

  /// Whether all source labels, of which there is one, are a database that identifies its records by PMID: beside
  /// another label, a number in the database may be of either.
  package var isFoundOnlyInPubMed: Bool { !origin.sources.isEmpty && origin.sources.allSatisfy(Self.isPubMed) }

  /// Whether a database numbers its records by PMID.
  package static func isPubMed(_ database: String) -> Bool { ["pubmed", "medline"].contains(database.lowercased()) }

  /// Takes the edition of an article as its online date, which EndNote stores there.
  package mutating func takeOnlineDate() {
    guard WorkKind(type) == .article, let edition = self[.edition], self[date: .online] == nil,
      edition.utf8.count > 5, let value = DateText.read(edition) ?? DateText.edtf(edition)
    else { return }
    self[date: .online] = PartialDate(value)
    self[.edition] = nil
  }

  /// Sets the roles that EndNote means by first and second authors: for an edited book its editors, for an
  /// ancient text and an unpublished work the second ones too; the second one of a case is the reporter in
  /// which it is printed.
  package mutating func settleRoles(ofUnpublishedWork isUnpublished: Bool) {
    switch type {
    case .editedBook where !contributors.contains { $0.roles.contains(.editor) }: turn(.author, into: .editor)
    case .classic: turn(.collectionEditor, into: .editor)
    case .manuscript where isUnpublished: turn(.recipient, into: .editor)
    case .legalCase where !has(.title(.main, .host)):
      guard let index = contributors.firstIndex(where: { $0.roles == Role.editor.alone && $0.name.given == nil }),
        let reporter = contributors[index].name.literal ?? contributors[index].name.family
      else { return }
      contributors.remove(at: index)
      put(RichText(reporter), at: .title(.main, .host))
    default: return
    }
  }

  /// Changes the role of contributors that have only one role.
  package mutating func turn(_ role: Role, into other: Role) {
    for index in contributors.indices where contributors[index].roles == role.alone {
      contributors[index].roles = other.alone
    }
  }
}

extension String {
  /// Whether it can be a PMID.
  package var isPubMedNumber: Bool { (1...8).contains(utf8.count) && utf8.allSatisfy(\.isDigit) }

  /// Whether it is a PMCID, `PMC123`.
  package var isPMCNumber: Bool { utf8.starts(with: "PMC".utf8) && String(utf8.dropFirst(3))?.isPubMedNumber == true }
}

extension Note {
  /// The number of a note that is nothing but a PMID, `PMID: 123`; nil for others.
  package var pubMedNumber: String? {
    let word = "PMID:"
    guard kind == .note, text.marks.isEmpty, text.plain.utf8.count < 20, text.plain.utf8.starts(with: word.utf8) else {
      return nil
    }
    let number = String(decoding: Array(text.plain.utf8.dropFirst(word.utf8.count)), as: UTF8.self).trimmed
    return number.isPubMedNumber ? number : nil
  }

  /// The text of such a note.
  package static func text(ofPubMedNumber number: String) -> String { "PMID: " + number }
}
