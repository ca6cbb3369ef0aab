// Dates in the fields of reference managers: a year in one field, a day in another.

extension PartialDate {
  /// The year to write in a field for a single year: for a range the first year, for text the one year that
  /// it contains.
  package var yearForField: Int? {
    if let point = value?.firstPoint {
      return point.unspecifiedYearDigits == 0 && (1...9999).contains(point.year) ? point.year : nil
    }
    guard let words = literal else { return nil }
    return words.withUTF8Span { bytes in
      var index = 0
      while index < bytes.count {
        let start = index
        while index < bytes.count, bytes[index].isDigit { index += 1 }
        if index - start == 4, let year = bytes.decimal(start..<index), (1000...2999).contains(year) { return year }
        index = max(index, start + 1)
      }
      return nil
    }
  }

  /// The point of a date that is a year, a month or a day with a four-digit year; otherwise nil.
  package var plainPoint: EDTF.Point? {
    guard literal == nil, let value, value.end == nil, case .date(let point) = value.start,
      point.qualifier.isEmpty, point.unspecifiedYearDigits == 0, (1...9999).contains(point.year), point.day >= 0,
      (0...12).contains(point.month)
    else { return nil }
    return point
  }
}
