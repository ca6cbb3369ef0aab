public import CitemillCore

/// Tables with a header and one record per row: RFC 4180 and the variants of spreadsheets and databases.
///
/// Two formats are values of this one type: `csv`, which writes commas, and `tsv`, which writes tabs. Both
/// read either.
public struct CSV: ReadableFormat, WritableFormat, MappingDescribed {
  /// The delimiter between cells.
  public enum Delimiter: String, Sendable, CaseIterable {
    /// Detected from the header.
    case auto
    case comma, semicolon, tab, pipe

    /// The byte; nil if it is detected.
    public var byte: UInt8? {
      switch self {
      case .auto: nil
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: 9
      case .pipe: UInt8(ascii: "|")
      }
    }
  }

  /// The delimiter that is written if no option sets one; it makes the format `csv` or `tsv`.
  public let usualDelimiter: Delimiter
  /// The delimiter between cells.
  public var delimiter = Delimiter.auto
  /// Whether cells that a spreadsheet would run as formulas get an apostrophe, which the reader removes.
  public var isSafe = false
  /// Whether a byte order mark is written, by which spreadsheets recognise UTF-8.
  public var hasByteOrderMark = false
  /// Whether the first row names the columns; otherwise they are those of `columns`.
  public var hasHeader = true
  /// Whether rows end with CR LF.
  public var hasCarriageReturns = false
  /// Whether a column `sources` has the labels of the databases where records were found.
  public var hasSources = false
  private var chosenColumns: [CSVTable.Column]?
  /// What was found at the beginning of a table that is read in blocks.
  var head: Head?
  /// The columns that are written. It is computed when needed, since every program creates a value of this
  /// type.
  var columns: [CSVTable.Column] {
    (chosenColumns ?? CSVTable.common) + (hasSources ? [CSVTable.sources] : [])
  }

  /// The delimiter of a table without header.
  var readDelimiter: UInt8 { delimiter.byte ?? usualDelimiter.byte ?? UInt8(ascii: ",") }

  /// A table with this delimiter: `csv` for the comma, `tsv` for the tab.
  public init(_ usualDelimiter: Delimiter = .comma) {
    self.usualDelimiter = usualDelimiter == .tab ? .tab : .comma
    if usualDelimiter != self.usualDelimiter { delimiter = usualDelimiter }
  }

  /// The name and description of the format.
  public var info: FormatInfo {
    usualDelimiter == .tab
      ? FormatInfo(
        id: "tsv", aliases: ["tab-separated", "tab"], name: "Tab-separated values", folder: "CSV",
        fileExtensions: ["tsv", "tab"], mediaTypes: ["text/tab-separated-values"],
        specification: "https://www.rfc-editor.org/rfc/rfc4180")
      : FormatInfo(
        id: "csv", aliases: ["comma-separated"], name: "Comma-separated values", folder: "CSV",
        fileExtensions: ["csv"], mediaTypes: ["text/csv"], specification: "https://www.rfc-editor.org/rfc/rfc4180")
  }

  /// The options that it takes.
  public var options: [FormatOption] {
    [
      FormatOption(
        "delimiter", values: Delimiter.allCases.map(\.rawValue), default: Delimiter.auto.rawValue,
        summary: "separate cells by this; auto detects it in reading, and writes \(usualDelimiter.rawValue)"),
      FormatOption(
        "columns", values: ["common", "all"], default: "common", takesOtherValues: true,
        summary: "write these columns, or names joined by +; what they cannot hold is in the column more"),
      FormatOption(
        "safe", values: ["no", "formulas"], default: "no",
        summary: "put an apostrophe before cells that a spreadsheet would run, and remove it in reading"),
      FormatOption(
        "bom", values: ["no", "yes"], default: "no",
        summary: "write a byte order mark, by which spreadsheets recognise UTF-8"),
      FormatOption(
        "header", values: ["yes", "no"], default: "yes",
        summary: "read or write the names of the columns in the first row; with no they are those of the option "
          + "columns"),
      FormatOption("newline", values: ["lf", "crlf"], default: "lf", summary: "end written rows with this"),
      .sources("in a column `sources`"),
    ]
  }

  /// Sets an option.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    switch option {
    case "delimiter": delimiter = Delimiter(rawValue: value) ?? delimiter
    case "columns": chosenColumns = try Self.columns(value, info.id)
    case "safe": isSafe = value == "formulas"
    case "bom": hasByteOrderMark = value == "yes"
    case "header": hasHeader = value == "yes"
    case "sources": hasSources = value == "yes"
    case "newline": hasCarriageReturns = value == "crlf"
    default: break
    }
  }

  /// The columns of `common`, `all` or `id+title+DOI`.
  private static func columns(_ value: String, _ id: String) throws(UsageError) -> [CSVTable.Column] {
    switch value {
    case "common": return CSVTable.common
    case "all": return CSVTable.columns.filter { $0.direction.isWritten }
    default: break
    }
    var columns: [CSVTable.Column] = []
    for part in value.utf8.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false) {
      let name = String(decoding: Array(part), as: UTF8.self)
      guard let column = CSVTable.column(name) else {
        let suggestion = Suggestion.after(name, known: CSVTable.columns.map(\.name))
        throw UsageError(
          .badOption, "\(id):columns has no column \"\(name)\"\(suggestion)")
      }
      if !column.direction.isWritten { throw UsageError(.badOption, "the column \(column.name) is read, not written") }
      if columns.contains(where: { $0.rule == column.rule }) {
        throw UsageError(.badOption, "\(id):columns names \(column.name) twice")
      }
      columns.append(column)
    }
    return columns
  }

  /// A header with known names.
  public func evidence(in prefix: BytePrefix) -> Evidence {
    // There are many names of columns, and they are not needed for text that begins like JSON or a tagged
    // format.
    guard hasHeader, let first = prefix.firstVisibleByte, !Self.isForeign(first) else { return .none }
    guard let found = CSVHeader.find(in: prefix, delimiter: delimiter) else {
      return Evidence(bits: 0, "no column is known")
    }
    // What distinguishes the two formats is what they write.
    let isTab = found.delimiter == 9
    if delimiter == .auto, isTab != (usualDelimiter == .tab) { return .none }
    if found.cells == 1 {
      // A name such as Title or References is alone on the first line of many texts; DOI is not.
      return found.hasIdentifier ? Evidence(bits: 2, "a column of identifiers") : .none
    }
    guard found.known > 1, found.known * 3 >= found.cells || found.known > 3 else {
      // A name such as Title is among other words on the first line of many texts, but a file with the suffix
      // of a table may be a table.
      return Evidence(bits: 0, "\(found.known) of \(found.cells) columns \(found.known == 1 ? "is" : "are") known")
    }
    return Evidence(bits: min(12 * found.known, 144), "\(found.known) known columns")
  }

  /// Whether a text that begins with this byte is JSON, XML, BibTeX or Refer rather than a table.
  private static func isForeign(_ first: UInt8) -> Bool { "{[<@%".utf8.contains(first) }

  /// The database whose columns the header names.
  public func database(in prefix: BytePrefix) -> String? {
    guard hasHeader, let header = CSVHeader.find(in: prefix, delimiter: delimiter) else { return nil }
    var scanner = RowScanner(delimiter: header.delimiter)
    let bytes = prefix.bytes.span
    guard case .row = scanner.scan(bytes, from: header.range.lowerBound, to: bytes.count, isLast: true) else {
      return nil
    }
    return CSVTable.database(scanner.cells.map { bytes.content(of: $0) })
  }

  /// A reader for a source.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader { CSVReader(source, self) }

  /// A writer with these columns.
  public func makeWriter() throws(UsageError) -> any RecordWriter { CSVWriter(self) }

  /// What the columns can hold of a record.
  public func expressible(for type: RecordType) -> FieldSet { CSVNarrowing.expressible(columns) }

  /// The columns with their places in the model.
  public var mapping: [MappingRow] { CSVTable.fields.mapping() + FormatTable([CSVTable.sources]).mapping() }
}
