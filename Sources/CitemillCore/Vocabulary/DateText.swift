/// Reads dates as people write them in records: `12 May 2004`, `May 12, 2004`, `2004/05/12`, `Spring 2004`, `2004 Jan`.
///
/// Only readings that leave no doubt are made: days and months in figures alone must begin with the year.
public enum DateText {
  /// The date of a text, or nil when it is in doubt or in other words.
  public static func read(_ text: String) -> EDTF? {
    if text.utf8.count > 40 { return nil }
    let words = Array(text.utf8).split { !$0.isDigit && !$0.isLetter && $0 < 0x80 }
    var year: Int?
    var month: Int?
    var day: Int?
    guard (1...3).contains(words.count) else { return nil }
    let hasSigns = text.utf8.contains { !$0.isDigit && !$0.isLetter && !$0.isSpace && !",./-".utf8.contains($0) }
    if hasSigns { return nil }
    for word in words {
      if let found = Months.number(of: word) {
        if month != nil { return nil }
        month = found
      } else if word.allSatisfy(\.isDigit), word.count <= 4 {
        let number = word.reduce(0) { $0 * 10 + Int($1 - 48) }
        if word.count == 4 {
          if year != nil { return nil }
          year = number
        } else if word.count <= 2, month != nil || year == nil {
          if day != nil { return nil }
          day = number
        } else if word.count <= 2, month == nil {
          month = number
          if !(1...12).contains(number) { return nil }
        } else {
          return nil
        }
      } else {
        return nil
      }
    }
    guard let year, year > 0, month != nil || day == nil else { return nil }
    // A day behind a month in figures, `2004-05-12`, or beside a month in letters.
    let point = EDTF.Point(year: year, month: month ?? 0, day: day ?? 0)
    return point.isWellFormed && day != 0 ? EDTF(.date(point)) : nil
  }
}

/// The English names of months and seasons, whole or cut off.
public enum Months {
  private static let names = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ].map { Array($0.utf8) }
  private static let seasons: [([UInt8], Int)] = [
    ("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24),
  ].map { (Array($0.0.utf8), $0.1) }

  /// The number of a month, or of a season as EDTF numbers them; `May`, `Sept`, `autumn`; nil for other words.
  public static func number(of word: some Collection<UInt8>) -> Int? {
    let lower = word.map(\.lowercased)
    guard lower.count >= 3 else { return nil }
    if let index = names.firstIndex(where: { $0.starts(with: lower) }) { return index + 1 }
    return seasons.first { $0.0 == lower }?.1
  }
}
