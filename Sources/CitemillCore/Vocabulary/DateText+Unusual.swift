// Dates in less common forms: intervals, quarters, and additions by cataloguers, databases and tables.

extension DateText {
  /// The date of a text in none of the usual forms.
  static func unusual(_ bytes: ArraySlice<UInt8>) -> Reading? {
    // A date has digits for its year; most other words have none, and the day next to a separate year has
    // two.
    guard bytes.contains(where: \.isDigit), mayHaveYear(bytes) else { return nil }
    var rest = withPlainHyphens(bytes)
    var leftOut: String?
    func take(_ part: ArraySlice<UInt8>?, _ what: String) {
      guard let part else { return }
      rest = trimmed(part)
      leftOut = what
    }
    take(behindLabel(rest), "the words before it")
    take(beforeOther(rest), "the words after it")
    take(beforeCopyright(rest), "the copyright")
    // `(2019)`
    if rest.count > 5, rest.first == UInt8(ascii: "("), rest.last == UInt8(ascii: ")") {
      take(rest.dropFirst().dropLast(), "the brackets")
    }
    if hasForm(rest, "0000.0") || hasForm(rest, "00000000.0") { rest = rest.dropLast(2) }
    var qualifier: EDTF.Qualifier = []
    if let last = rest.last, rest.count > 4, last == UInt8(ascii: "?") || last == UInt8(ascii: "~") {
      qualifier = last == UInt8(ascii: "?") ? .uncertain : .approximate
      rest = trimmed(rest.dropLast())
    }
    var isCut = false
    let found = reading(rest) { bytes in
      if let value = edtf(String(decoding: bytes, as: UTF8.self)) ?? decade(bytes) ?? quarter(bytes) { return value }
      if let last = bytes.last, last >= 0x80, let value = ideographic(bytes) { return value }
      if let point = figures(bytes) ?? words(bytes) { return EDTF(.date(point)) }
      let found = interval(bytes)
      isCut = found?.isCut == true
      return found?.value
    }
    guard var found else { return nil }
    found.value = found.value.qualified(qualifier)
    found.leftOut = leftOut ?? (isCut ? "the end of the interval" : found.leftOut)
    return found
  }

  /// Whether there are three adjacent digits, a hyphen or a non-ASCII character, as in `19--`.
  private static func mayHaveYear(_ bytes: ArraySlice<UInt8>) -> Bool {
    var digits = 0
    for byte in bytes {
      digits = byte.isDigit ? digits + 1 : 0
      if digits == 3 || byte == UInt8(ascii: "-") || byte >= 0x80 { return true }
    }
    return false
  }

  // MARK: - Around the date

  /// The bytes with a hyphen for dashes and `--`, and a space for no-break spaces.
  private static func withPlainHyphens(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var result = String(decoding: bytes, as: UTF8.self).plainHyphenBytes
    // `1982--1983`, but `19--` is a century.
    if let first = result.firstIndex(of: UInt8(ascii: "-")), result.indices.contains(first + 2),
      result[first + 1] == UInt8(ascii: "-"), result[first + 2].isDigit || result[first + 2].isLetter
    {
      result.remove(at: first)
    }
    return result[...]
  }

  /// The text after `Start date:`, as registers label their dates.
  private static func behindLabel(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      bytes[..<colon].allSatisfy({ $0.isLetter || $0 == 32 }),
      bytes[..<colon].suffix(4).map(\.lowercased).elementsEqual("date".utf8)
    else { return nil }
    return bytes[(colon + 1)...]
  }

  /// The text before the third slash, after which RIS allows other words: `2017/04/07/online`.
  private static func beforeOther(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard hasForm(bytes.prefix(11), "0000/00/00/"), bytes.dropFirst(11).allSatisfy({ $0.isLetter || $0 == 32 }) else {
      return nil
    }
    return bytes.prefix(10)
  }

  /// The text before the copyright: `[2020] ©2020`, `1998, c1997`.
  private static func beforeCopyright(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    for word in [", c", " c", "\u{A9}", " cop."] {
      let sign = Array(word.utf8)
      guard let start = bytes.indices.dropFirst().first(where: { bytes[$0...].starts(with: sign) }) else { continue }
      let year = trimmed(bytes[(start + sign.count)...])
      guard year.count == 4, year.allSatisfy(\.isDigit) else { continue }
      let date = trimmed(bytes[..<start])
      return date.last == UInt8(ascii: ",") ? date.dropLast() : date
    }
    return nil
  }

  // MARK: - A year among other text

  /// The year of a text that is not a date but has one clear year: `2019a`, `in press (2019)`, `2019-02-30`,
  /// `2019 Feb 30`; nil if another reading is possible. The caller keeps the text too.
  public static func visibleYear(_ text: String) -> Reading? {
    if text.utf8.count > 40 { return nil }
    return text.withUTF8Span { bytes in
      var year: Range<Int>?
      var numbers = 0
      var here = 0
      while here < bytes.count {
        guard bytes[here].isDigit else {
          // A year of another calendar, or one limit of a period, is not the year.
          if bytes[here] == UInt8(ascii: ":") || bytes[here] == UInt8(ascii: "X") { return nil }
          here += 1
          continue
        }
        let digits = (here..<bytes.count).prefix { bytes[$0].isDigit }
        if digits.count == 4, bytes[here] == UInt8(ascii: "1") || bytes.stands("20", at: here), year == nil {
          // `2019ab` and `v2019` are not years.
          if here > 0, bytes[here - 1].isLetter || bytes[here - 1] == UInt8(ascii: ".") { return nil }
          year = digits
        } else if digits.count > 2 {
          return nil
        }
        numbers += 1
        here = digits.upperBound
      }
      guard let year, let number = bytes.decimal(year), numbers == 1 || numbers == 3 || hasMonthName(bytes) else {
        return nil
      }
      let after = (year.upperBound..<bytes.count).prefix { bytes[$0].isLetter }
      if after.count > 1 { return nil }
      let words = bytes.text(0..<bytes.count).utf8.split { !$0.isLetter && $0 < 0x80 }
      for word in words where limits.contains(word.map(\.lowercased)) { return nil }
      return Reading(value: EDTF(.date(EDTF.Point(year: number))), leftOut: "the text beside the year")
    }
  }

  private static func hasMonthName(_ bytes: Span<UInt8>) -> Bool {
    bytes.text(0..<bytes.count).utf8.split { !$0.isLetter }.contains { Months.number(of: Array($0)) != nil }
  }

  /// Words by which the year of a text is not the year of the work.
  private static let limits = Set(
    [
      "before", "after", "until", "since", "from", "to", "between", "not", "bc", "bce", "ad", "vor", "nach", "bis",
      "seit", "avant",
      "apr\u{E8}s", "antes", "desde", "or", "oder", "ou", "and", "und",
    ].map { Array($0.utf8) })

  /// `2019年5月3日`.
  static func ideographic(_ bytes: ArraySlice<UInt8>) -> EDTF? {
    var numbers: [Int] = []
    var digits: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte.isDigit {
        digits.append(byte)
        continue
      }
      guard numbers.count < 3, !digits.isEmpty, digits.count == (numbers.isEmpty ? 4 : min(digits.count, 2)) else {
        return nil
      }
      let sign = [byte] + rest.prefix(2)
      guard sign == Array(["年", "月", "日"][numbers.count].utf8) else { return nil }
      numbers.append(digits.reduce(0) { $0 * 10 + Int($1 - 48) })
      digits.removeAll()
      rest = rest.dropFirst(2)
      while rest.first == 32 { rest.removeFirst() }
    }
    guard let year = numbers.first, digits.isEmpty, year > 0 else { return nil }
    let point = EDTF.Point(
      year: year, month: numbers.count > 1 ? numbers[1] : 0, day: numbers.count > 2 ? numbers[2] : 0)
    return point.isWellFormed && (numbers.count == 1 || point.month > 0 && point.month < 13)
      && (numbers.count < 3 || point.day > 0) ? EDTF(.date(point)) : nil
  }

  // MARK: - Decades and quarters

  /// `1850s`, and as cataloguers write it: `185-`, `18--`, `185u`.
  private static func decade(_ bytes: ArraySlice<UInt8>) -> EDTF? {
    let digits = bytes.prefix { $0.isDigit }
    let ending = bytes.dropFirst(digits.count).map(\.lowercased)
    if digits.first == 48 { return nil }
    let text = String(decoding: digits, as: UTF8.self)
    switch (digits.count, String(decoding: ending, as: UTF8.self)) {
    case (4, "s"), (4, "'s"): return digits.last == 48 ? EDTF(text.dropLast() + "X") : nil
    case (3, "-"), (3, "u"): return EDTF(text + "X")
    case (2, "--"), (2, "uu"): return EDTF(text + "XX")
    default: return nil
    }
  }

  /// The months of a quarter: `2004 1st quarter`, `2Q 2004`. EDTF has quarters only on level 2.
  private static func quarter(_ bytes: ArraySlice<UInt8>) -> EDTF? {
    var words = bytes.split { !$0.isDigit && !$0.isLetter }
    guard (2...3).contains(words.count),
      let place = words.firstIndex(where: { $0.count == 4 && $0.allSatisfy(\.isDigit) }),
      let year = number(of: words.remove(at: place)), year > 0,
      let quarter = Months.quarter(of: words.joined(separator: [32]).map { $0 })
    else { return nil }
    return EDTF(
      .date(EDTF.Point(year: year, month: quarter * 3 - 2)), to: .date(EDTF.Point(year: year, month: quarter * 3)))
  }

  // MARK: - Intervals

  /// The content of one side of an interval; 0 for missing parts.
  private struct Side {
    var year = 0
    var month = 0
    var day = 0
    /// A number of two digits whose meaning depends on the other side.
    var number: Int?
    var yearIsFirst = false

    init?(_ bytes: ArraySlice<UInt8>) {
      guard bytes.allSatisfy({ $0.isDigit || $0.isLetter || $0 >= 0x80 || " ,./".utf8.contains($0) }) else {
        return nil
      }
      let words = bytes.split { " ,./".utf8.contains($0) }.filter { !DateText.isFiller($0) }
      guard (1...3).contains(words.count) else { return nil }
      yearIsFirst = words[0].count == 4 && words[0].allSatisfy(\.isDigit)
      let hasMonth = words.contains { Months.number(of: $0) != nil }
      for word in words {
        if let found = Months.number(of: word) {
          if month != 0 { return nil }
          month = found
        } else if let found = DateText.number(of: word), found > 0 || words.count == 1 {
          if word.count == 4, word.last?.isDigit == true {
            if year != 0 || found == 0 { return nil }
            year = found
          } else if found > 31 && words.count > 1 || word.count == 3 && word.allSatisfy(\.isDigit) {
            return nil
          } else if words.count == 1 {
            number = found
          } else if hasMonth || month != 0 {
            if day != 0 { return nil }
            day = found
          } else if year != 0 {
            month = found  // 2001/05
            if found > 12 { return nil }
          } else if number == nil {
            number = found  // 5, 2011
          } else {
            return nil
          }
        } else {
          return nil
        }
      }
    }

    var point: EDTF.Point { EDTF.Point(year: year, month: month, day: day) }
  }

  /// The interval between two sides, each of which may omit what it shares with the other:
  /// `1998 Dec-1999 Jan`, `2000 Jul 15-Aug 1`, `MAY 3-5, 2011`, `Spring/Summer 2000`, `2001/05-06`,
  /// `1998/99`.
  ///
  /// Two digits after a year are its month if possible, `2001/02`, and otherwise the end of a second year,
  /// `1998/99`. Of an interval that does not go forward, `2000 Dec-Jan`, only the start is used.
  private static func interval(_ bytes: ArraySlice<UInt8>) -> (value: EDTF, isCut: Bool)? {
    let signs = [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "&")]
    guard let sign = signs.first(where: { sign in bytes.count { $0 == sign } == 1 }),
      let middle = bytes.firstIndex(of: sign), var start = Side(trimmed(bytes[..<middle])),
      var end = Side(trimmed(bytes[(middle + 1)...]))
    else { return nil }
    // `Winter 1998/99` is one winter.
    if start.month == 24, start.year != 0, end.month == 0, end.day == 0,
      end.number.map({ (start.year + 1) % 100 == $0 }) ?? (end.year == start.year + 1)
    {
      return (EDTF(.date(start.point)), true)
    }
    if let number = end.number {
      if start.month != 0 && start.day != 0 {
        end.day = number
      } else if start.month != 0 {
        // The second month of `2001/05-06`; a number after a month name is ambiguous.
        if !start.yearIsFirst || bytes.contains(where: \.isLetter) { return nil }
        end.month = number
      } else if start.year != 0 {
        guard bytes.suffix(2).allSatisfy(\.isDigit), let year = secondYear(number, after: start.year) else {
          return nil
        }
        end.year = year
      } else {
        return nil
      }
    }
    if let number = start.number {
      // `05/2004`, which cannot be a day.
      if end.month == 0, end.number == nil, end.year != 0, start.year == 0, (1...12).contains(number) {
        return (EDTF(.date(EDTF.Point(year: end.year, month: number))), false)
      }
      guard start.year == 0, end.month != 0, end.day != 0 else { return nil }
      (start.day, start.month) = (number, end.month)
    }
    let isOfOneYear = start.year == 0 || end.year == 0
    let saysYearFirst = start.year != 0
    if start.year == 0 { start.year = end.year }
    if end.year == 0 { end.year = start.year }
    if end.month == 0, end.day != 0 { end.month = start.month }
    guard start.year > 0, start.month == 0 || end.month == 0 || (start.month > 20) == (end.month > 20),
      start.point.isWellFormed, end.point.isWellFormed
    else { return nil }
    let (first, last) = (start.point, end.point)
    if (first.year, first.month, first.day) < (last.year, last.month, last.day) {
      return (EDTF(.date(first), to: .date(last)), false)
    }
    guard isOfOneYear, saysYearFirst, first.month > last.month, bytes.contains(where: \.isLetter) else { return nil }
    return (EDTF(.date(first)), true)
  }

  /// The year whose last two digits follow another year: `1998/99`, `1999/00`.
  private static func secondYear(_ digits: Int, after year: Int) -> Int? {
    let second = year - year % 100 + digits
    if second > year { return second }
    return second + 100 - year < 10 ? second + 100 : nil
  }
}

extension EDTF {
  /// The date with a qualifier at each of its points.
  func qualified(_ qualifier: Qualifier) -> EDTF {
    if qualifier.isEmpty { return self }
    func qualified(_ bound: Bound) -> Bound {
      guard case .date(var point) = bound else { return bound }
      point.qualifier.formUnion(qualifier)
      return .date(point)
    }
    return EDTF(qualified(start), to: end.map(qualified))
  }
}
