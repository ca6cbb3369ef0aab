import CitemillCore

// Titles, and what the work appeared in.

extension BibTeXEntry {
  mutating func writeTitles(_ titles: [Title], into sink: inout ByteSink) {
    let fields = table.fields
    writeTitles(titles, .own, into: &sink) { fields.row(writing: .title($0, .own)) }
  }

  mutating func writeTitles(
    _ titles: [Title], _ tier: FieldPath.Tier, into sink: inout ByteSink, field row: (Title.Kind) -> Int?
  ) {
    var last: Title.Kind?
    for title in titles {
      if title.language != nil || !title.comesBack(in: tier) { isSure = false }
      guard let row = row(title.kind), last != title.kind else {
        isSure = false
        continue
      }
      last = title.kind
      field(row, title.text, protectsCase: true, into: &sink)
    }
  }

  mutating func writeContainers(_ record: Record, into sink: inout ByteSink) {
    guard var here = record.container else { return }
    var hosts = 0
    var hasSeries = false
    while true {
      if here.type != nil || !here.contributors.isEmpty { isSure = false }
      if here.relation == .host {
        if hasSeries { isSure = false }
        writeHost(here, hosts, record.type, into: &sink)
        hosts += 1
      } else if !hasSeries {
        hasSeries = true
        writeSeries(here, record, into: &sink)
      } else {
        isSure = false
      }
      guard let next = here.parent else { return }
      here = next
    }
  }

  mutating func writeHost(_ host: Container, _ depth: Int, _ type: RecordType, into sink: inout ByteSink) {
    if !host.variables.isEmpty || depth > 0 { isSure = false }
    let isOuter = depth > 0 || BibTeXTypes.isWholeBook(type)
    if depth > 1 || depth > 0 && BibTeXTypes.isWholeBook(type) { return }
    let isJournal = BibTeXTypes.hasJournal(type)
    let table = table
    writeTitles(host.titles, .host, into: &sink) { kind in
      // For a newspaper this field holds the section.
      if kind == .sub, type == .articleNewspaper { return nil }
      if isOuter { return table.outer[kind.rank] }
      return (isJournal ? table.journal : table.book)[kind.rank] ?? table.fields.row(writing: .title(kind, .host))
    }
  }

  mutating func writeSeries(_ series: Container, _ record: Record, into sink: inout ByteSink) {
    if !series.identifiers.isEmpty { isSure = false }
    let fields = table.fields
    writeTitles(series.titles, .series, into: &sink) { fields.row(writing: .title($0, .series)) }
    for entry in series.variables.entries {
      if entry.variable == .number, BibTeXTypes.numberUse(record.type) == .series {
        field(table.number, entry.value, into: &sink)
      } else {
        isSure = false
      }
    }
  }
}
