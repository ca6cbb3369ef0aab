import Citemill

/// Text in columns and lines of limited width, for help and output.
enum Layout {
  /// The maximum width of an answer, so that it fits the terminal.
  static let width = Terminal.columnsForAnswers

  /// The text, cut with an ellipsis if it is longer than the width.
  static func cut(_ text: String, to width: Int) -> String {
    text.count <= width ? text : String(text.prefix(max(width - 1, 1))) + "…"
  }

  /// The text padded with spaces to a width in characters.
  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// The words of a text in lines of at most `width` characters; lines after the first are indented.
  static func wrap(_ text: String, to width: Int, indent: Int = 0) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append((lines.isEmpty ? "" : String(repeating: " ", count: indent)) + word)
      }
    }
    return lines
  }

  /// Rows of cells in columns; the last column is wrapped at the width, and goes on a separate line if the
  /// other columns leave no room. A last cell of more lines than `tallest` goes below its row, from the left
  /// margin.
  static func table(_ rows: [[String]], indent: Int = 2, widest: Int = 34, tallest: Int = .max) -> [String] {
    // As it will be shown, so that columns stay aligned.
    let rows = rows.map { $0.map { Diagnostic.escaped($0, limit: .max) } }
    let count = rows.map(\.count).max() ?? 0
    guard count > 0 else { return [] }
    let widths = (0..<(count - 1)).map { column in
      min(rows.compactMap { $0.count > column ? $0[column].count : nil }.max() ?? 0, min(widest, width / 2))
    }
    let lastColumn = indent + widths.reduce(0) { $0 + $1 + 2 }
    let room = width - lastColumn
    var lines: [String] = []
    for row in rows {
      var line = String(repeating: " ", count: indent)
      for (column, wanted) in widths.enumerated() {
        // A name too long for its column moves the last cell to the next line; one too long for the line is
        // cut.
        line += pad(cut(row.count > column ? row[column] : "", to: max(width - line.count, 1)), wanted) + "  "
      }
      let last = row.count == count ? row[count - 1] : ""
      let rest = wrap(last, to: max(room, 1))
      let isLong = zip(row, widths).contains { $0.count > $1 }
      if rest.count > tallest || rest.contains(where: { $0.count > room }) {
        let left = String(repeating: " ", count: indent + 4)
        lines.append(trimmed(line))
        lines += wrap(last, to: width - left.count).map { left + cut($0, to: width - left.count) }
      } else if isLong, !rest.isEmpty {
        lines.append(trimmed(line))
        lines += rest.map { String(repeating: " ", count: lastColumn) + $0 }
      } else {
        lines.append(trimmed(line + (rest.first ?? "")))
        lines += rest.dropFirst().map { String(repeating: " ", count: lastColumn) + $0 }
      }
    }
    return lines.map { cut($0, to: width) }
  }

  /// The line without spaces at its end.
  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.utf8.last == 32 { line.removeLast() }
    return line
  }
}
