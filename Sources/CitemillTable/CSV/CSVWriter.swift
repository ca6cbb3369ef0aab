import CitemillCore

/// Writes records as rows.
struct CSVWriter: RecordWriter {
  private let columns: [CSVTable.Column]
  private let rules: [CSVTable.Rule]
  private let format: CSV
  private let cells: CellWriter
  private let header: [UInt8]
  private let hasMore: Bool
  private let expressible: FieldSet
  private var decoder = CSVDecoder()

  init(_ format: CSV) {
    self.format = format
    columns = format.columns
    rules = columns.map(\.rule)
    cells = CellWriter(delimiter: format.delimiter.byte ?? format.usualDelimiter.byte ?? UInt8(ascii: ","))
    hasMore = columns.contains { $0.rule == .more }
    expressible = CSVNarrowing.expressible(columns)
    var sink = ByteSink()
    for (index, column) in columns.enumerated() {
      if index > 0 { sink.append(cells.delimiter) }
      cells.write(column.name, into: &sink)
    }
    header = sink.bytes
  }

  func begin(into sink: inout ByteSink) {
    if format.hasByteOrderMark { sink.append("\u{FEFF}") }
    if format.hasHeader {
      sink.append(contentsOf: header)
      endRow(&sink)
    }
  }

  func separator(into sink: inout ByteSink) {}
  func finish(count: Int, into sink: inout ByteSink) {}

  func write(_ record: borrowing Record, into sink: inout ByteSink, reporting report: inout LossReport) -> WriteOutcome
  {
    var texts: [String]
    if hasMore {
      let record = copy record
      // The column `more` has the titles unchanged.
      texts = CSVEncoder.cells(rules, of: record)
      let found = read(texts)
      var fields = Field.allCases.filter { $0 != .nativeFields && record[$0] != found[$0] }
      // A generated key is not worth keeping.
      if record.isKeyGenerated { fields.removeAll { $0 == .key } }
      if !record.nativeFields.isEmpty { fields.append(.nativeFields) }
      if let index = rules.firstIndex(of: .more) {
        texts[index] = CSVMore.write(fields, of: record)
      }
    } else {
      var original = copy record
      if let joined = original.joiningSubtitles(reporting: &report, unless: { rules.contains(.at($0)) }) {
        original = joined
      }
      let narrowed = original.narrowed(to: expressible, reporting: &report) ?? original
      texts = rules.map { CSVEncoder.cell($0, of: narrowed) }
      report.lose(from: narrowed, to: read(texts))
    }
    if texts.allSatisfy(\.isEmpty) { return .rejected("every column of the record would be empty") }
    writeRow(texts, into: &sink)
    return .written
  }

  /// The record that a reader makes from the cells.
  private func read(_ texts: [String]) -> Record {
    var decoder = decoder
    var record = Record()
    decoder.begin()
    if let type = rules.firstIndex(of: .at(.type)), !texts[type].isEmpty {
      decoder.read(texts[type], .at(.type), into: &record)
    }
    for (rule, text) in zip(rules, texts) where !text.isEmpty && rule != .at(.type) {
      decoder.read(text, rule, into: &record)
    }
    decoder.finish(&record)
    return record
  }

  private func writeRow(_ texts: [String], into sink: inout ByteSink) {
    // A row similar to a header would be read as one: quotes distinguish it.
    let isQuoted = CSVHeader.isLike(texts) || Self.isLikeRemark(texts)
    for (index, text) in texts.enumerated() {
      if index > 0 { sink.append(cells.delimiter) }
      cells.write(guarded(text), isQuoted: isQuoted || text.isEmpty && texts.count == 1, into: &sink)
    }
    endRow(&sink)
  }

  /// Whether a row with these texts would be read as a remark of an exporter.
  private static func isLikeRemark(_ texts: [String]) -> Bool {
    let filled = texts.lazy.filter { !$0.isEmpty }.prefix(3)
    guard filled.count < 3, let first = filled.first else { return false }
    let text = filled.joined(separator: " ").trimmed
    return (filled.count == 1 || first.lowercased().hasPrefix("total"))
      && text.withUTF8Span { ExportRemark.isOne($0, 0..<$0.count) }
  }

  private func guarded(_ text: String) -> String { format.isSafe ? SpreadsheetGuard.protected(text) : text }

  private func endRow(_ sink: inout ByteSink) { sink.append(format.hasCarriageReturns ? "\r\n" as StaticString : "\n") }
}

/// What a table without the column `more` cannot hold.
enum CSVNarrowing {
  static func expressible(_ columns: [CSVTable.Column]) -> FieldSet {
    if columns.contains(where: { $0.rule == .more }) { return .everything }
    let facets: [(Field, [Facet])] = [
      (.contributors, [.affiliations, .identifiers, .flags, .email, .alternativeNames, .members]),
      (.titles, [.language]), (.abstracts, [.language]), (.keywords, [.scheme, .language, .major]),
    ]
    return FieldSet(
      columns.flatMap(\.rule.paths),
      except: facets.flatMap { field, facets in
        FieldPath.Tier.allCases.flatMap { tier in facets.map { FieldPath(field, in: tier, facet: $0) } }
      })
  }
}
