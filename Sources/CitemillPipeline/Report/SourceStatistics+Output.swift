import CitemillCore

extension SourceStatistics {
  /// Whether records were compared with each other: without that it is not known how many are duplicates.
  package func wereCompared(_ flow: ReviewFlow) -> Bool { works != nil || flow.duplicatesRemoved > 0 }

  /// The table with the columns `table`, `source`, `item` and `value`, one count per row; without a source if
  /// it is about all records.
  package func table(_ flow: ReviewFlow) -> String {
    var table = [["table", "source", "item", "value"]]
    func row(_ name: String, of source: String, _ item: String = "", is value: Int) {
      table.append([name, source, item, "\(value)"])
    }
    func rows(of counts: Counts, _ source: String) {
      row("records", of: source, is: counts.records)
      for (name, count) in zip(Self.fields, counts.filled) { row("filled", of: source, name, is: count) }
      for (name, count) in zip(Self.fields, counts.filled) {
        row("missing", of: source, name, is: counts.records - count)
      }
      for (type, count) in counts.rankedTypes { row("type", of: source, type.rawValue, is: count) }
      for year in counts.years.keys.sorted() { row("year", of: source, "\(year)", is: counts.years[year] ?? 0) }
      if counts.withoutYear > 0 { row("year", of: source, is: counts.withoutYear) }
    }
    rows(of: total, "")
    for (index, source) in sources.enumerated() {
      rows(of: source.counts, source.name)
      if works == nil { continue }
      row("works", of: source.name, is: source.works)
      row("unique", of: source.name, is: source.uniqueWorks)
      row("duplicates", of: source.name, "within", is: source.duplicatesWithin)
      for (other, column) in sources.enumerated() {
        row("overlap", of: source.name, column.name, is: overlap(index, other))
      }
    }
    if let works {
      row("works", of: "", is: works.count)
      row("duplicates", of: "", "within", is: works.duplicatesWithin)
      row("duplicates", of: "", "between", is: works.duplicatesBetween)
    }
    for source in sources { row("prisma", of: source.name, "identified", is: source.counts.records) }
    row("prisma", of: "", "identified", is: flow.identified)
    if wereCompared(flow) { row("prisma", of: "", "duplicates-removed", is: flow.duplicatesRemoved) }
    row("prisma", of: "", "removed-otherwise", is: flow.removedOtherwise)
    row("prisma", of: "", "screened", is: flow.screened)
    return table.map { TableRow.text($0) + "\n" }.joined()
  }
}

extension JSONText {
  /// The members of statistics, by `Docs/report.schema.json`.
  package mutating func statistics(_ statistics: SourceStatistics, _ flow: ReviewFlow) {
    object { json in
      json.counts(statistics.total)
      if let works = statistics.works {
        json.member("works", works.count)
        json.key("duplicates")
        json.object { json in
          json.member("within", works.duplicatesWithin)
          json.member("between", works.duplicatesBetween)
        }
      }
      json.key("sources")
      json.array(Array(statistics.sources.indices)) { json, index in
        let source = statistics.sources[index]
        json.object { json in
          json.member("name", source.name)
          json.counts(source.counts)
          if statistics.works == nil { return }
          json.member("works", source.works)
          json.member("uniqueWorks", source.uniqueWorks)
          json.member("duplicatesWithin", source.duplicatesWithin)
          json.key("overlap")
          json.array(Array(statistics.sources.indices)) { json, other in
            json.literal("\(statistics.overlap(index, other))")
          }
        }
      }
      json.key("prisma")
      json.object { json in
        json.member("identified", flow.identified)
        if statistics.wereCompared(flow) { json.member("duplicatesRemoved", flow.duplicatesRemoved) }
        json.member("removedOtherwise", flow.removedOtherwise)
        json.member("screened", flow.screened)
      }
    }
  }

  private mutating func counts(_ counts: SourceStatistics.Counts) {
    member("records", counts.records)
    key("filled")
    object { json in
      for (name, count) in zip(SourceStatistics.fields, counts.filled) { json.member(name, count) }
    }
    key("types")
    object { json in
      for (type, count) in counts.rankedTypes { json.member(type.rawValue, count) }
    }
    key("years")
    object { json in
      for year in counts.years.keys.sorted() { json.member("\(year)", counts.years[year]) }
    }
    member("withoutYear", counts.withoutYear)
  }
}

extension SourceStatistics {
  /// The counts in the JSON of statistics, without what they say about works; nil if it is damaged.
  init?(_ value: JSONValue) {
    guard let total = Counts(value) else { return nil }
    self.init(total)
    for source in value["sources"]?.elements ?? [] {
      guard let name = source["name"]?.text, let counts = Counts(source) else { return nil }
      add(counts, of: name)
    }
  }
}

extension SourceStatistics.Counts {
  fileprivate init?(_ value: JSONValue) {
    guard let records = value["records"]?.integer else { return nil }
    func counts(_ name: String) -> [(name: String, count: Int)] {
      (value[name]?.members ?? []).compactMap { member in member.value.integer.map { (member.name, $0) } }
    }
    self.init(
      records: records, filled: counts("filled"),
      types: counts("types").compactMap { entry in RecordType(rawValue: entry.name).map { ($0, entry.count) } },
      years: counts("years").compactMap { entry in Int(entry.name).map { ($0, entry.count) } })
  }
}
