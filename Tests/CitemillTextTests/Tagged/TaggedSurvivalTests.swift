import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

@testable import CitemillText

/// A value in any field of a tagged format, for any type, is read back when it is written in that format.
@Suite struct TaggedSurvivalTests {
  static let tables: [(id: String, table: TagTable)] = [
    ("ris", RISTable.table), ("nbib", NBIBTable.table), ("refer", ReferTable.table), ("wos", WebOfScienceTable.table),
  ]

  @Test(arguments: tables.map(\.id)) func everyFieldSurvives(id: String) throws {
    let table = try #require(Self.tables.first { $0.id == id }?.table)
    for (word, _) in table.types.rows {
      let record = Self.record(table, word)
      let output = try FormatRegistry.standard.write(try Self.read(record, id), as: id).text
      for (index, row) in table.fields.rows.enumerated() where Self.isFilled(row) {
        let value = Self.value(row, index, table)
        #expect(output.contains(value), "\(word): \(row.name) \(value) in\n\(output)")
      }
      if table.typeRule == nil { #expect(output.contains("\(table.syntax.begin.name)  - \(word)\n")) }
    }
  }

  private static func read(_ text: String, _ id: String) throws -> [Record] {
    try FormatRegistry.standard.read(ByteSource(bytes: Array(text.utf8)), as: id).records
  }

  /// A record of a type with a value of its own in every field.
  private static func record(_ table: TagTable, _ word: String) -> String {
    var sink = ByteSink()
    func line(_ tag: TagSyntax.Tag, _ value: String) {
      table.syntax.write(tag, into: &sink)
      sink.append(value + "\n")
    }
    if table.typeRule == nil || table.syntax.style == .percent { line(table.syntax.begin, word) }
    if table.format == "wos" { line("PT", word.utf8.count == 1 ? word : "B") }
    for (index, row) in table.fields.rows.enumerated() where isFilled(row) {
      line(table.tag(index), value(row, index, table))
    }
    let types = table.fields.rows.indices.filter { table.fields.rows[$0].rule == .type }.map { table.tag($0) }
    if let tag = types.first(where: { $0 != table.syntax.begin }), word.utf8.count > 1 {
      line(tag, word)
    }
    if let end = table.syntax.end { line(end, "") }
    return sink.text
  }

  /// `PMID` is written as `AN`, where no other number is.
  private static func isFilled(_ row: TagTable.Row) -> Bool {
    row.rule != .type && !(row.name == "PMID" && row.direction == .read)
  }

  private static func value(_ row: TagTable.Row, _ index: Int, _ table: TagTable) -> String {
    let day = 10 + index % 18
    return switch row.rule {
    case .year: "2019"
    case .issued where table.dates == .monthDay: "MAR \(day)"
    case .issued, .date:
      switch table.dates {
      case .slashes: "2019/03/\(day)"
      case .yearFirst: "2019 Mar \(day)"
      case .monthDay, .words: "Mar \(day), 2019"
      }
    case .numbers(.isbn): "978-3-16-148410-0"
    case .numbers: "1234-5679"
    case .names, .shortNames: "Fam\(row.name.filter(\.isLetter)), Giv\(index)"
    case .personIdentifier: "0000-0002-1825-0097"
    case .article: "10.5555/x\(index) [doi]"
    default: "tok\(index)x"
    }
  }
}
