import CitemillCore

/// Dates of BibTeX and BibLaTeX: a field in EDTF, or fields for year, month and day.
enum BibTeXDates {
  /// The date of a field such as `date` or `urldate`, and whether a part such as the time of day is left out.
  static func read(_ text: String) -> (date: PartialDate, isWhole: Bool) {
    let text = text.trimmed
    if let value = DateText.edtf(text) { return (PartialDate(value), true) }
    if let value = lenient(text) { return (PartialDate(value), true) }
    if let reading = DateText.reading(text) { return (PartialDate(reading.value), reading.leftOut == nil) }
    // `2014-10-03T12:20:00Z`, also on both sides of a range.
    let bytes = Array(text.utf8)
    if bytes.contains(UInt8(ascii: "T")) || bytes.contains(32) {
      let sides = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { side in
        String(decoding: side.prefix { $0 != UInt8(ascii: "T") && $0 != 32 }, as: UTF8.self)
      }
      let joined = sides.joined(separator: "/")
      // `32 May 2004` has no time of day.
      guard sides.allSatisfy({ $0.utf8.count >= 8 || $0.utf8.allSatisfy { $0 == UInt8(ascii: ".") } }) else {
        return besideText(text)
      }
      if let value = DateText.edtf(joined) ?? lenient(joined) { return (PartialDate(value), false) }
    }
    return besideText(text)
  }

  /// The one year of a text that is not a date, or only the text.
  private static func besideText(_ text: String) -> (date: PartialDate, isWhole: Bool) {
    if let found = DateText.visibleYear(text) { return (PartialDate(found.value), false) }
    return (PartialDate(nil, literal: text), true)
  }

  /// `2004-1-5`, `2004/2005` with short years, `1988?`, `199u`, `c. 1900`, and years with fewer than four
  /// digits.
  private static func lenient(_ text: String) -> EDTF? {
    let bytes = Array(text.utf8)
    guard bytes.count <= 40, let last = bytes.last, let first = bytes.first else { return nil }
    let sides = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Array($0) }
    func padded(_ side: [UInt8]) -> [UInt8]? {
      if side.isEmpty || side == [46, 46] { return side }
      var side = side
      var ending: [UInt8] = []
      if let last = side.last, [UInt8(ascii: "?"), UInt8(ascii: "~"), UInt8(ascii: "%")].contains(last) {
        ending = [last]
        side.removeLast()
      }
      let isNegative = side.first == UInt8(ascii: "-")
      if isNegative { side.removeFirst() }
      let parts = side.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map { Array($0) }
      guard parts.count <= 3, parts.allSatisfy({ !$0.isEmpty && $0.count <= 4 }) else { return nil }
      for (index, part) in parts.enumerated() {
        let isGood = part.allSatisfy { $0.isDigit || $0 | 0x20 == UInt8(ascii: "u") || $0 == UInt8(ascii: "X") }
        if !isGood || index > 0 && part.count > 2 { return nil }
      }
      var result: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
      for (index, part) in parts.enumerated() {
        if index > 0 { result.append(UInt8(ascii: "-")) }
        let width = index == 0 ? 4 : 2
        result += Array(repeating: 48, count: max(width - part.count, 0))
        result += part.map { $0 | 0x20 == UInt8(ascii: "u") ? UInt8(ascii: "X") : $0 }
      }
      return result + ending
    }
    guard first.isDigit || first == UInt8(ascii: "-") || first == UInt8(ascii: "/") || first == 46,
      last.isDigit || !last.isLetter || last | 0x20 == UInt8(ascii: "u") || last == UInt8(ascii: "X"), sides.count <= 2
    else { return nil }
    var joined: [UInt8] = []
    for (index, side) in sides.enumerated() {
      guard let side = padded(side) else { return nil }
      if index > 0 { joined.append(UInt8(ascii: "/")) }
      joined += side
    }
    // `1998/99`, `2001/05-06` and `05/2004` do not combine a two-digit and a four-digit year.
    let years = sides.map { $0.prefix { $0.isDigit }.count }.filter { $0 > 0 }
    if years.contains(where: { $0 >= 4 }), years.contains(where: { $0 < 4 }) { return nil }
    return DateText.edtf(String(decoding: joined, as: UTF8.self))
  }

  /// The content of a field `month`: a month, perhaps with a day or a second month.
  struct Month {
    var month: Int
    var day: Int?
    var last: Int?
  }

  /// The month of a text: `jan`, `10`, `July`, `15 January`, `March~5`, `Jul/Aug`; nil for other words.
  static func month(_ text: String) -> Month? {
    var bytes = Array(text.utf8)
    // The tie of `10 # "~" # jan`.
    for index in bytes.indices.dropLast() where bytes[index] == 0xC2 && bytes[index + 1] == 0xA0 {
      (bytes[index], bytes[index + 1]) = (32, 32)
    }
    let words = bytes.split { !$0.isDigit && !$0.isLetter && $0 < 0x80 }
    guard (1...4).contains(words.count) else { return nil }
    var months: [Int] = []
    var days: [Int] = []
    for word in words {
      if let month = Months.number(of: word) {
        months.append(month)
      } else if word.allSatisfy(\.isDigit), word.count <= 2 {
        days.append(word.reduce(0) { $0 * 10 + Int($1 - 48) })
      } else if word.count == 4 || word.count == 2, let first = word.first, first.isDigit,
        word.suffix(2).allSatisfy(\.isLetter)
      {
        days.append(word.prefix { $0.isDigit }.reduce(0) { $0 * 10 + Int($1 - 48) })  // 4th
      } else {
        return nil
      }
    }
    if months.isEmpty {
      guard let month = days.first, (1...12).contains(month), days.count == 1 else { return nil }
      return Month(month: month)
    }
    if months.count > 2 || days.count > 1 && months.count > 1 { return nil }
    if months.count == 2, days.isEmpty { return Month(month: months[0], last: months[1]) }
    guard months.count == 1 else { return nil }
    return Month(month: months[0], day: days.first)
  }

  /// The combined content of the fields for year, month and day, and which of them have more than the date.
  struct Parts {
    var date: PartialDate
    var takesYear = true
    var takesMonth: Bool
    var takesDay: Bool
  }

  static func read(year: String, month: String?, day: String?) -> Parts {
    let year = year.trimmed
    let plain = DateText.edtf(year) ?? lenient(year)
    let reading = plain == nil ? DateText.reading(year) ?? DateText.visibleYear(year) : nil
    guard let value = plain ?? reading?.value else {
      return Parts(date: PartialDate(nil, literal: year), takesMonth: false, takesDay: false)
    }
    var parts = read(value, month: month, day: day)
    parts.takesYear = reading?.leftOut == nil
    return parts
  }

  private static func read(_ value: EDTF, month: String?, day: String?) -> Parts {
    func withoutParts() -> Parts {
      Parts(date: PartialDate(value), takesMonth: month == nil, takesDay: day == nil)
    }
    guard case .date(var point) = value.start else { return withoutParts() }
    if value.end != nil || point.month != 0 || point.unspecifiedYearDigits > 0 || point.year.magnitude > 9999 {
      return withoutParts()
    }
    guard let month else { return withoutParts() }
    // `August 21-26`, `1st quarter`
    if day == nil, point.qualifier.isEmpty, let whole = DateText.reading("\(month) \(value)"), whole.value.end != nil,
      whole.leftOut == nil
    {
      return Parts(date: PartialDate(whole.value), takesMonth: true, takesDay: true)
    }
    guard let found = self.month(month) else { return withoutParts() }
    point.month = found.month
    if let last = found.last, last > found.month, (1...12).contains(found.month), (1...12).contains(last) {
      var end = point
      end.month = last
      return Parts(date: PartialDate(EDTF(.date(point), to: .date(end))), takesMonth: true, takesDay: day == nil)
    }
    var takesDay = day == nil
    let number = day.flatMap { Int($0.trimmed) } ?? found.day
    if let number, (1...12).contains(point.month), (1...31).contains(number) {
      point.day = number
      if point.isWellFormed { takesDay = true } else { point.day = 0 }
    }
    guard point.isWellFormed else { return Parts(date: PartialDate(value), takesMonth: false, takesDay: false) }
    return Parts(date: PartialDate(EDTF(.date(point))), takesMonth: found.last == nil, takesDay: takesDay)
  }
}
