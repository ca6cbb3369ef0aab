#if XML
  import CitemillCore

  /// Dates from the text of their parts.
  enum XMLDates {
    /// A date that is given as text, or that text if no date is recognised in it; nil for an empty text.
    static func words(_ words: String) -> PartialDate? {
      if words.isEmpty { return nil }
      return DateText.read(words).map { PartialDate($0) } ?? PartialDate(nil, literal: words)
    }

    /// A year in digits; some have letters or symbols around them.
    static func year(_ text: String) -> Int? {
      text.withUTF8Span { bytes in
        var here = 0
        while here < bytes.count, !bytes[here].isDigit { here += 1 }
        let start = here
        var year = 0
        while here < bytes.count, bytes[here].isDigit, here - start < 5 {
          year = year * 10 + Int(bytes[here] - UInt8(ascii: "0"))
          here += 1
        }
        // `2004-2005` and similar text is not a year.
        return here - start == 4 && year > 0 && bytes.count <= 6 ? year : nil
      }
    }

    /// A year with a month in digits, as text, or as a range or season, and a day.
    static func date(_ year: Int, month: String, day: String) -> EDTF {
      if month.isEmpty { return date(year, nil, day) }
      func isBetween(_ byte: UInt8) -> Bool { !byte.isDigit && !byte.isLetter && byte < 0x80 }
      // Nearly all are one word.
      guard month.hasByte(isBetween) else { return date(year, self.month(Array(month.utf8)), day) }
      let parts = month.utf8.split(whereSeparator: isBetween)
      let months = parts.compactMap { self.month(Array($0)) }
      guard let first = months.first, months.count > 1, months.count == parts.count else {
        return date(year, months.first, day)
      }
      let last = months[months.count - 1]
      // From winter into spring, or from December on, the second year is not given.
      guard first < last, (first > 20) == (last > 20) else { return EDTF(.date(EDTF.Point(year: year, month: first))) }
      return EDTF(.date(EDTF.Point(year: year, month: first)), to: .date(EDTF.Point(year: year, month: last)))
    }

    /// A year with the number of a month or season and a day.
    private static func date(_ year: Int, _ month: Int?, _ day: String) -> EDTF {
      guard let month else { return EDTF(.date(EDTF.Point(year: year))) }
      var point = EDTF.Point(year: year, month: month)
      if month <= 12, let number = Int(day), number > 0 {
        point.day = number
        if !point.isWellFormed { point.day = 0 }
      }
      return EDTF(.date(point))
    }

    /// The number of a month or season.
    private static func month(_ word: [UInt8]) -> Int? {
      if word.allSatisfy(\.isDigit) {
        guard word.count <= 2, let number = Int(String(decoding: word, as: UTF8.self)), (1...12).contains(number) else {
          return nil
        }
        return number
      }
      return Months.number(of: word)
    }

    /// The date at the beginning of one in ISO 8601: `2015-11-30`, `2015-11-30T00:00:00`, `20151130`.
    static func iso(_ text: String) -> EDTF? {
      if let date = EDTF(text) { return date }
      let bytes = Array(text.utf8)
      if bytes.count >= 8, bytes.prefix(8).allSatisfy(\.isDigit) {
        let whole = String(decoding: bytes[0..<4] + [45] + bytes[4..<6] + [45] + bytes[6..<8], as: UTF8.self)
        return EDTF(whole)
      }
      return bytes.count > 10 ? EDTF(String(decoding: bytes.prefix(10), as: UTF8.self)) : nil
    }

    /// Whether a date is before another, as far as both are known.
    static func isBefore(_ left: PartialDate, _ right: PartialDate) -> Bool {
      guard let left = left.value?.firstPoint, let right = right.value?.firstPoint else { return left.value != nil }
      if left.year != right.year { return left.year < right.year }
      // A date with a month comes before one without.
      if left.month == 0 || right.month == 0 { return left.month > right.month }
      if left.month != right.month { return left.month < right.month }
      return left.day == 0 || right.day == 0 ? left.day > right.day : left.day < right.day
    }
  }
#endif
