/// A row of a table for spreadsheets (RFC 4180).
package enum TableRow {
  /// The cells with commas between them and without a line end; a cell that a spreadsheet would take for a
  /// formula gets an apostrophe.
  package static func text(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") }

  private static func quoted(_ cell: String) -> String {
    let isFormula = cell.utf8.first.map { "=+-@\t".utf8.contains($0) } ?? false
    let cell = isFormula && cell.utf8.count > 1 ? "'" + cell : cell
    guard cell.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return cell }
    return "\""
      + cell.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\"\"") + "\""
  }
}
