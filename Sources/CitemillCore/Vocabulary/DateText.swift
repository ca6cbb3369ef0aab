/// Reads dates in the forms that people and programs write: `12 May 2004`, `May 12, 2004`, `2004/05/12`,
/// `Spring 2004`, `März 2018`, `03.05.2020`, `20200503`, `2021-01-03T10:00:00Z`, `c. 1850`, `[2020]`.
///
/// Intervals and forms of cataloguers and databases are in `DateText+Unusual.swift`.
///
/// Only unambiguous dates are read: days and months as digits must come after the year, have dots between
/// them, or include a number that cannot be a month.
public enum DateText {
  /// The content of a text.
  public struct Reading: Sendable, Equatable {
    /// The date.
    public var value: EDTF
    /// What the text has besides the date that is left out, in a few words: `the time of day`.
    public var leftOut: String?
  }

  /// The date of a text, or nil if it is ambiguous or not a date.
  public static func read(_ text: String) -> EDTF? { reading(text)?.value }

  /// The date of a text with what is left out of it, or nil if it is ambiguous or not a date.
  public static func reading(_ text: String) -> Reading? {
    if text.utf8.count > 40 { return nil }
    if let point = text.withUTF8Span(plain) { return Reading(value: EDTF(.date(point)), leftOut: nil) }
    let bytes = trimmed(Array(text.utf8)[...])
    let usual = reading(bytes) { bytes in (figures(bytes) ?? words(bytes)).map { EDTF(.date($0)) } }
    return usual ?? unusual(bytes)
  }

  /// An English month and a year, perhaps with a day, in any order with spaces between them: this covers
  /// nearly all textual dates, and is much faster than trying all forms.
  private static func plain(_ bytes: Span<UInt8>) -> EDTF.Point? {
    var (year, month, day) = (0, 0, 0)
    var here = 0
    while here < bytes.count {
      let start = here
      while here < bytes.count, bytes[here].isLetter { here += 1 }
      if here > start {
        guard month == 0, let found = Months.number(ofEnglish: bytes, start..<here) else { return nil }
        month = found
      } else {
        while here < bytes.count, bytes[here].isDigit { here += 1 }
        guard let number = bytes.decimal(start..<here), number > 0 else { return nil }
        switch here - start {
        case 4 where year == 0: year = number
        case 1...2 where day == 0: day = number
        default: return nil
        }
      }
      if here == bytes.count { break }
      if bytes[here] == UInt8(ascii: ",") { here += 1 }
      guard bytes.byte(at: here) == 32 else { return nil }
      here += 1
    }
    let point = EDTF.Point(year: year, month: month, day: day)
    return year > 0 && month > 0 && point.isWellFormed ? point : nil
  }

  /// A date in EDTF, except the year 0000, which programs write for an unknown year.
  public static func edtf(_ text: String) -> EDTF? {
    EDTF(text).flatMap { namesYearZero($0) ? nil : $0 }
  }

  /// Whether the date contains the year 0, which is 1 BC; no program writes it as a placeholder together with
  /// an open start, an unknown side or unknown digits.
  package static func namesYearZero(_ value: EDTF) -> Bool {
    func isKnown(_ bound: EDTF.Bound) -> Bool {
      guard case .date(let point) = bound else { return bound != .unknown }
      return point.unspecifiedYearDigits == 0 && point.month >= 0 && point.day >= 0
    }
    func isZero(_ bound: EDTF.Bound) -> Bool {
      if case .date(let point) = bound { point.year == 0 } else { false }
    }
    guard value.start != .open, isKnown(value.start), value.end.map(isKnown) ?? true else { return false }
    return isZero(value.start) || value.end.map(isZero) ?? false
  }

  static func reading(_ bytes: ArraySlice<UInt8>, _ date: (ArraySlice<UInt8>) -> EDTF?) -> Reading? {
    var rest = bytes
    var leftOut: String?
    if let inside = inBrackets(rest) {
      rest = inside
      leftOut = "the brackets"
      // Cataloguers put information that is not in the work itself into brackets, in EDTF or as text.
      if let value = edtf(String(decoding: rest, as: UTF8.self)) { return Reading(value: value, leftOut: leftOut) }
    }
    let isCirca = eat(circa, from: &rest)
    if !isCirca, eat(copyright, from: &rest) { leftOut = "the copyright sign" }
    if let day = withoutTime(rest) {
      rest = day
      leftOut = "the time of day"
    }
    guard let value = date(rest) else { return nil }
    return Reading(value: isCirca ? value.qualified(.approximate) : value, leftOut: leftOut)
  }

  // MARK: - Around the date

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while bytes.first?.isSpace == true { bytes.removeFirst() }
    while bytes.last?.isSpace == true { bytes.removeLast() }
    return bytes
  }

  private static func inBrackets(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard bytes.count > 2, bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") else { return nil }
    return trimmed(bytes.dropFirst().dropLast())
  }

  private static let circa = ["circa ", "ca. ", "ca ", "c. ", "ca.", "c."].map { Array($0.utf8) }
  /// `c2021` is how libraries write a year of copyright.
  private static let copyright = ["cop. ", "©", "c"].map { Array($0.utf8) }

  /// Removes one of the words if a year follows it.
  private static func eat(_ words: [[UInt8]], from bytes: inout ArraySlice<UInt8>) -> Bool {
    for word in words where bytes.prefix(word.count).map(\.lowercased) == word {
      let rest = trimmed(bytes.dropFirst(word.count))
      guard rest.count >= 4, rest.prefix(4).allSatisfy(\.isDigit) else { continue }
      bytes = rest
      return true
    }
    return false
  }

  /// The day of `2021-01-03 10:00:00` or `2021-01-03T10:00:00.5+01:00`, nil if no time of day follows it.
  private static func withoutTime(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let day = bytes.prefix(10)
    let time = bytes.dropFirst(10)
    guard hasForm(day, "0000-00-00") || hasForm(day, "0000/00/00"), let sign = time.first,
      sign == UInt8(ascii: "T") || sign == 32
    else { return nil }
    let clock = time.dropFirst()
    guard hasForm(clock.prefix(5), "00:00") else { return nil }
    let isTime = clock.dropFirst(5).allSatisfy { $0.isDigit || [58, 46, 43, 45, 90].contains($0) }
    return isTime ? day : nil
  }

  /// Whether bytes match a form, in which 0 stands for any digit.
  static func hasForm(_ bytes: ArraySlice<UInt8>, _ form: StaticString) -> Bool {
    let signs = Array("\(form)".utf8)
    return bytes.count == signs.count && zip(bytes, signs).allSatisfy { $1 == 48 ? $0.isDigit : $0 == $1 }
  }

  // MARK: - Figures

  /// `20200503`, `03.05.2020`, and `2019-00-00`, which databases write for a year.
  static func figures(_ bytes: ArraySlice<UInt8>) -> EDTF.Point? {
    func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - 48) } }
    if hasForm(bytes, "00000000") {
      let point = EDTF.Point(
        year: number(bytes.prefix(4)), month: number(bytes.dropFirst(4).prefix(2)), day: number(bytes.suffix(2)))
      return (1500...2099).contains(point.year) && point.month > 0 && point.day > 0 && point.isWellFormed ? point : nil
    }
    if hasForm(bytes, "0000-00-00") || hasForm(bytes, "0000-00") {
      let parts = bytes.split(separator: UInt8(ascii: "-")).map(number)
      let point = EDTF.Point(year: parts[0], month: parts[1], day: parts[1] == 0 ? 0 : parts.count > 2 ? parts[2] : 0)
      let isWhole = parts[1] > 0 || parts.count == 2 || parts[2] == 0
      return point.year > 0 && isWhole && point.isWellFormed ? point : nil
    }
    return dayFirst(bytes)
  }

  /// `03.05.2020`, which starts with the day; with slashes or hyphens only if the order is certain, as in
  /// `13/06/2010` and `06/13/2010`, or if both numbers are equal.
  private static func dayFirst(_ bytes: ArraySlice<UInt8>) -> EDTF.Point? {
    guard let sign = bytes.first(where: { !$0.isDigit }), "./-".utf8.contains(sign) else { return nil }
    let parts = bytes.split(separator: sign, omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy(\.isDigit) }), parts[2].count == 4,
      (1...2).contains(parts[0].count), (1...2).contains(parts[1].count)
    else { return nil }
    func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - 48) } }
    var (day, month) = (number(parts[0]), number(parts[1]))
    if sign != UInt8(ascii: ".") {
      if month > 12 { swap(&day, &month) } else if day < 13, day != month { return nil }
    }
    let point = EDTF.Point(year: number(parts[2]), month: month, day: day)
    return point.year > 0 && point.month > 0 && point.day > 0 && point.isWellFormed ? point : nil
  }

  // MARK: - Words

  /// A year, and perhaps a month name and a day, in any order.
  static func words(_ bytes: ArraySlice<UInt8>) -> EDTF.Point? {
    let hasSigns = bytes.contains {
      !$0.isDigit && !$0.isLetter && !$0.isSpace && $0 < 0x80 && !",./-".utf8.contains($0)
    }
    if hasSigns { return nil }
    let words = bytes.split { !$0.isDigit && !$0.isLetter && $0 < 0x80 }.filter { !isFiller($0) }
    guard (1...3).contains(words.count), hasOneSign(bytes, words) else { return nil }
    var year: Int?
    var month: Int?
    var day: Int?
    for word in words {
      if let found = Months.number(of: word) {
        if month != nil { return nil }
        month = found
      } else if let number = number(of: word) {
        if word.count == 4, word.last?.isDigit == true {
          if year != nil { return nil }
          year = number
        } else if word.count <= 2 || word.last?.isDigit == false, month != nil || year == nil {
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
    // A day after a month in digits, `2004-05-12`, or next to a month name.
    let point = EDTF.Point(year: year, month: month ?? 0, day: day ?? 0)
    return point.isWellFormed && day != 0 ? point : nil
  }

  /// Whether the numbers have the same single separator between them: `2001/05-06` is a range, and in
  /// `2001//05` the month is missing.
  private static func hasOneSign(_ bytes: ArraySlice<UInt8>, _ words: [ArraySlice<UInt8>]) -> Bool {
    guard words.count > 1, words.allSatisfy({ $0.allSatisfy(\.isDigit) }) else { return true }
    let gaps = zip(words, words.dropFirst()).map { bytes[$0.endIndex..<$1.startIndex] }
    let isOnce = gaps.allSatisfy { $0.count { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") } < 2 }
    return isOnce && gaps.allSatisfy { $0.elementsEqual(gaps[0]) }
  }

  /// The number of up to four digits, or of a day such as `4th`; nil for other words.
  static func number(of word: ArraySlice<UInt8>) -> Int? {
    let digits = word.prefix { $0.isDigit }
    guard (1...4).contains(digits.count) else { return nil }
    if digits.count == word.count { return digits.reduce(0) { $0 * 10 + Int($1 - 48) } }
    let ending = word.dropFirst(digits.count).map(\.lowercased)
    let isDay = digits.count <= 2 && ["st", "nd", "rd", "th"].contains { ending.elementsEqual($0.utf8) }
    return isDay ? digits.reduce(0) { $0 * 10 + Int($1 - 48) } : nil
  }

  /// `12 de mayo de 2004`.
  static func isFiller(_ word: ArraySlice<UInt8>) -> Bool {
    word.count == 2 && word.elementsEqual("de".utf8) || word.elementsEqual("del".utf8)
  }
}
