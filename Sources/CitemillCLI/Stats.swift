import Citemill

extension CommandDefinition {
  static var stats: CommandDefinition {
    CommandDefinition(
      name: "stats", summary: "count records, fields and duplicates by source",
      operands: "[FILE...]", operand: .file,
      options: [
        .from, .source, .transform,
        .init("duplicates", summary: "Compare the records as dedupe does, and count the works of each source"),
        .limit, .jobs, .json, .init("csv", summary: "Print the result as a table for spreadsheets"), .pluginFolder,
        .pluginTimeout, .quiet, .verbose, .diagnostics,
      ],
      examples: [
        "citemill stats library.bib",
        "citemill stats --duplicates embase.ris pubmed.nbib --source 'By hand=extra.ris'",
        "citemill stats --csv exports/*.ris > counts.csv",
      ],
      run: { arguments, messages in
        if arguments.has("json"), arguments.has("csv") {
          throw UsageError(.badValue, "--json and --csv cannot be used together; give one of them")
        }
        if arguments.has("duplicates") { arguments.add("transform", "dedupe") }
        return try Stats(arguments: arguments, messages: messages).run()
      })
  }
}

/// `citemill stats`: a conversion whose output is discarded and whose records are counted.
struct Stats {
  let arguments: Arguments
  let messages: Messages

  func run() throws -> ExitStatus {
    var uses = FileUses()
    let run = try ConversionRun(
      arguments, messages, command: "stats", to: Discard(), isReported: true, beside: &uses)
    let summary = try run.run(into: ByteSink(.null)).summary
    messages.skipped(summary.skipped)
    let printed = print(summary.statistics ?? SourceStatistics(), ReviewFlow(summary))
    return printed == .success ? summary.exitStatus() : printed
  }

  private func print(_ statistics: SourceStatistics, _ flow: ReviewFlow) -> ExitStatus {
    if arguments.has("csv") { return Messages.print(forPrograms: statistics.table(flow)) }
    if arguments.has("json") {
      var json = JSONText()
      json.statistics(statistics, flow)
      return Messages.print(forPrograms: json.text + "\n")
    }
    return Messages.print(Answer(Self.text(statistics, flow)))
  }

  // MARK: - For people

  private static func text(_ statistics: SourceStatistics, _ flow: ReviewFlow) -> [String] {
    var tables = [sources(statistics)]
    if statistics.works != nil, statistics.sources.count > 1 { tables.append(overlap(statistics)) }
    tables.append(fields(statistics.total))
    tables.append(table("type", statistics.total.rankedTypes.map { ($0.type.rawValue, $0.count) }))
    let years = statistics.total.years
    let without = statistics.total.withoutYear
    tables.append(
      table("year", years.keys.sorted().map { ("\($0)", years[$0] ?? 0) } + (without > 0 ? [("none", without)] : [])))
    tables.append(prisma(statistics, flow))
    return Array(tables.joined(separator: [""]))
  }

  private static func sources(_ statistics: SourceStatistics) -> [String] {
    guard let works = statistics.works else {
      return table(
        "source", statistics.sources.map { ($0.name, $0.counts.records) } + [("all", statistics.total.records)])
    }
    let rows = statistics.sources.map {
      [$0.name, "\($0.counts.records)", "\($0.works)", "\($0.uniqueWorks)", "\($0.duplicatesWithin)"]
    }
    let unique = statistics.sources.reduce(0) { $0 + $1.uniqueWorks }
    return Layout.table(
      [["source", "records", "works", "only there", "duplicates within"]] + rows
        + [["all", "\(statistics.total.records)", "\(works.count)", "\(unique)", "\(works.duplicatesWithin)"]])
      + ["  \(Diagnostic.count(works.duplicatesBetween, "duplicate")) between sources"]
  }

  private static func overlap(_ statistics: SourceStatistics) -> [String] {
    let names = statistics.sources.map(\.name)
    return Layout.table(
      [["works in both"] + names]
        + names.indices.map { row in [names[row]] + names.indices.map { "\(statistics.overlap(row, $0))" } })
  }

  private static func fields(_ counts: SourceStatistics.Counts) -> [String] {
    Layout.table(
      [["field", "filled", "missing", "share"]]
        + zip(SourceStatistics.fields, counts.filled).map { name, count in
          [name, "\(count)", "\(counts.records - count)", "\(count * 100 / max(counts.records, 1)) %"]
        })
  }

  private static func prisma(_ statistics: SourceStatistics, _ flow: ReviewFlow) -> [String] {
    let duplicates = statistics.wereCompared(flow) ? "\(flow.duplicatesRemoved)" : "not compared"
    return table(
      "PRISMA 2020",
      statistics.sources.map { ("records identified: \($0.name)", "\($0.counts.records)") } + [
        ("records identified", "\(flow.identified)"), ("duplicate records removed", duplicates),
        ("records removed for other reasons", "\(flow.removedOtherwise)"), ("records screened", "\(flow.screened)"),
      ])
  }

  private static func table(_ name: String, _ rows: [(name: String, count: Int)]) -> [String] {
    table(name, rows.map { ($0.name, "\($0.count)") })
  }

  private static func table(_ name: String, _ rows: [(name: String, count: String)]) -> [String] {
    Layout.table([[name, "records"]] + rows.map { [$0.name, $0.count] }, widest: 60)
  }
}
