/// Text in columns and lines of limited width, for help and answers.
enum Layout {
  /// How wide an answer may be, so that it fits the usual terminal.
  static let width = 80

  /// The text with spaces behind it up to a width, counted in characters.
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

  /// Rows of cells under each other; the last column is wrapped at the width, and takes a line of its own where the columns
  /// before it leave it no room. A last cell of more lines than `tallest` stands below its row, from the left.
  static func table(_ rows: [[String]], indent: Int = 2, widest: Int = 34, tallest: Int = .max) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    guard count > 0 else { return [] }
    let widths = (0..<(count - 1)).map { column in
      min(rows.compactMap { $0.count > column ? $0[column].count : nil }.max() ?? 0, widest)
    }
    let lastColumn = indent + widths.reduce(0) { $0 + $1 + 2 }
    var lines: [String] = []
    for row in rows {
      var line = String(repeating: " ", count: indent)
      for (column, width) in widths.enumerated() {
        let cell = row.count > column ? row[column] : ""
        line += pad(cell, width) + "  "
      }
      let rest = wrap(row.count == count ? row[count - 1] : "", to: max(width - lastColumn, 20))
      let isLong = zip(row, widths).contains { $0.count > $1 }
      if rest.count > tallest {
        let left = String(repeating: " ", count: indent + 4)
        lines.append(trimmed(line))
        lines += wrap(row[count - 1], to: width - left.count).map { left + $0 }
      } else if isLong, !rest.isEmpty {
        lines.append(trimmed(line))
        lines += rest.map { String(repeating: " ", count: lastColumn) + $0 }
      } else {
        lines.append(trimmed(line + (rest.first ?? "")))
        lines += rest.dropFirst().map { String(repeating: " ", count: lastColumn) + $0 }
      }
    }
    return lines
  }

  /// The line without spaces at its end.
  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.utf8.last == 32 { line.removeLast() }
    return line
  }
}
