import CitemillCore

/// The cells of a record.
enum CSVEncoder {
  /// The cells of a record. Subtitles follow their titles, unless a column has them.
  static func cells(_ rules: [CSVTable.Rule], of record: Record) -> [String] {
    if let shown = record.joiningSubtitles(unless: { rules.contains(.at($0)) }) {
      return rules.map { cell($0, of: shown) }
    }
    return rules.map { cell($0, of: record) }
  }

  /// The text of a cell; empty if the record has no value for it.
  static func cell(_ rule: CSVTable.Rule, of record: Record) -> String {
    if rule == .sources { return record.origin.sourcesText ?? "" }
    guard case .at(let place) = rule else { return "" }
    switch place {
    case .key: return record.key ?? ""
    case .type: return record.type.rawValue
    case .title(let kind, let tier):
      return record.titles(of: tier).first { $0.kind == kind }.map { bare($0.text) } ?? ""
    case .names(let role, _):
      if record.contributors.isEmpty { return "" }
      return CellText.write(record.contributors.filter { $0.roles.contains(role.name) }, role.name)
    case .date(let kind): return record[date: kind.name].map(CellText.write) ?? ""
    case .variable(let variable, let tier): return record.value(of: variable, in: tier) ?? ""
    case .identifier(let scheme, _):
      let values = record.identifiers(at: place).filter { $0.scheme == scheme.name }.map(\.value)
      return values.isEmpty ? "" : CellText.join(values, splitsCommas: place.isOfHost)
    case .keyword: return CellText.join(record.keywords.map(\.text), splitsCommas: true)
    case .abstract(let kind):
      return record.abstracts.first { $0.kind == kind.name }.map { bare($0.text) } ?? ""
    case .note(let kind):
      return record.notes.filter { $0.kind == kind }.map { bare($0.text) }.joined(separator: "\n\n")
    case .event(let part): return record.event?[part] ?? ""
    case .file: return ""
    }
  }

  /// The text without its marks: programs that read tables would print the tags of marks.
  private static func bare(_ text: RichText) -> String { InlineMarkup.write(RichText(text.plain)) }
}

/// Recognises cells that a spreadsheet would run as formulas, and adds or removes the apostrophe that
/// prevents it.
///
/// Some spreadsheets, and programs that clean cells for them, skip white space, control and invisible
/// characters, and read full-width characters as plain ones. So a cell gets one more apostrophe if it begins
/// with any number of such characters and apostrophes, followed by one of `= + - @`, tab or CR. The reader
/// removes exactly one from cells of this form, so that every text is read back unchanged.
enum SpreadsheetGuard {
  static func protected(_ text: String) -> String { isDangerous(text) ? "'" + text : text }

  static func bare(_ text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'"), isDangerous(text) else { return text }
    return String(decoding: text.utf8.dropFirst(), as: UTF8.self)
  }

  /// An apostrophe before a text makes no difference, so that one can be added and removed.
  private static func isDangerous(_ text: String) -> Bool {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\t", "\r": return true
      case "'": continue
      case _ where isPassedOver(scalar): continue
      default: return false
      }
    }
    return false
  }

  /// White space, control characters, and invisible ones, such as zero-width spaces and byte order marks.
  private static func isPassedOver(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return properties.isWhitespace || properties.isDefaultIgnorableCodePoint
      || properties.generalCategory == .control || properties.generalCategory == .format
  }
}
