import CitemillCore

/// The cells of a record.
enum CSVEncoder {
  /// The text of a cell; empty for what the record does not have.
  static func cell(_ target: CSVTable.Target, of record: Record) -> String {
    switch target {
    case .id: return record.key ?? ""
    case .type: return record.type.rawValue
    case .title(let kind, let tier): return title(kind, in: record.titles(of: tier))
    case .names(let role):
      if record.contributors.isEmpty { return "" }
      return CellText.write(record.contributors.filter { $0.roles.contains(role) }, role)
    case .date(let kind): return record[date: kind].map(CellText.write) ?? ""
    case .variable(let variable, .series): return record.container(.series)?.variables[variable] ?? ""
    case .variable(let variable, _): return record.variables[variable] ?? ""
    case .identifier(let scheme):
      let all =
        target.isOfHost && record.type.isPartOfHost
        ? record.container(.host)?.identifiers ?? [] : record.identifiers
      let values = all.filter { $0.scheme == scheme }.map(\.value)
      return values.isEmpty ? "" : CellText.join(values, splitsCommas: target.isOfHost)
    case .keyword: return CellText.join(record.keywords.map(\.text), splitsCommas: true)
    case .abstract:
      return record.abstracts.first { $0.kind == .main }.map { InlineMarkup.write($0.text) } ?? ""
    case .note(let kind):
      return record.notes.filter { $0.kind == kind }.map { InlineMarkup.write($0.text) }.joined(separator: "\n\n")
    case .event(let part): return record.event?[part] ?? ""
    case .datePart, .firstPage, .lastPage, .more: return ""
    }
  }

  private static func title(_ kind: Title.Kind, in titles: [Title]) -> String {
    titles.first { $0.kind == kind }.map { InlineMarkup.write($0.text) } ?? ""
  }
}

/// Cells that a spreadsheet would take for formulas, and the apostrophe that keeps it from doing so.
///
/// Every cell that begins with apostrophes, perhaps none, and one of `= + - @`, tab or CR gets one apostrophe more. So reading
/// takes exactly one away where it finds them in this way, and every text comes back.
enum SpreadsheetGuard {
  static func protected(_ text: String) -> String { isDangerous(text) ? "'" + text : text }

  static func bare(_ text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'"), isDangerous(text) else { return text }
    return String(decoding: text.utf8.dropFirst(), as: UTF8.self)
  }

  private static func isDangerous(_ text: String) -> Bool {
    switch text.utf8.first(where: { $0 != UInt8(ascii: "'") }) {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: true
    default: false
    }
  }
}
