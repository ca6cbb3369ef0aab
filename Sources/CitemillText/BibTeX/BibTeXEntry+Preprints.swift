import CitemillCore

// What a reader infers from other fields: that a work is a preprint, and who published it.

extension BibTeXEntry {
  /// Whether a reader may take a record for a preprint, or fail to; true only means that the entry must be
  /// read back.
  func mayBePreprint(_ record: Record) -> Bool {
    if record.type == .preprint { return true }
    switch record.type {
    case .document, .webpage, .post, .postWeblog, .manuscript, .speech, .articleJournal, .paperConference, .report:
      break
    // A type without its own word is written as one of these, and its subtype takes precedence.
    default: return false
    }
    if let title = record.container(.host)?.title() {
      return title == "CoRR" || PreprintServers.citation(title) != nil
    }
    func names(_ variable: Variable) -> Bool { record[variable].map { PreprintServers.citation($0) != nil } ?? false }
    return names(.publisher) || names(.institution) || names(.archive) || names(.medium)
      || record[.status].map(PreprintServers.isState) ?? false || record[.genre].map(PreprintServers.isState) ?? false
      || record.identifiers.contains { identifier in
        switch identifier.scheme {
        case .arxiv: true
        case .doi: PreprintServers.isPreprint(doi: identifier.value)
        case .url: PreprintServers.isArXiv(address: identifier.value)
        default: false
        }
      } || !record.nativeFields.isEmpty || record.notes.contains { PreprintServers.citation($0.text.plain) != nil }
  }

  /// Writes a publisher into the field that it was read from, or leaves it to be inferred; false if it must
  /// be written as such.
  mutating func writePublisherWhereItWas(_ value: String, _ record: Record, into sink: inout ByteSink) -> Bool {
    guard !saysAll, let source = BibTeXPublisherSource.of(record) else { return false }
    isSure = false
    let row: Int?
    switch source {
    case .eprint: return true
    case .journal: row = table.journal[Title.Kind.main.rank]
    case .howPublished:
      if record.variables.contains(.medium) { return false }
      row = table.howPublished
    }
    guard let row else { return false }
    // A value with more than the name was kept as a native field.
    let isKept = record.nativeFields.contains { native in
      guard let kept = BibTeXTable.row(named: native.name) else { return false }
      let rule = BibTeXTable.rules[kept]
      return rule == BibTeXTable.rules[row] || source == .journal && rule == .book(.main)
    }
    if !isKept { field(row, value, into: &sink) }
    return true
  }
}
