import CitemillCore

/// Dates in the fields of a tagged format.
enum TaggedDate {
  /// The date in digits between slashes or hyphens: `2014/06/01/`, `2014//`, `2014`, `2014-06-01`; nil for
  /// anything else.
  static func read(_ bytes: Span<UInt8>, _ field: TaggedField) -> PartialDate? {
    point(bytes, field).map { PartialDate(EDTF(.date($0))) }
  }

  /// The point in the calendar that digits between slashes or hyphens give, or nil.
  static func point(_ bytes: Span<UInt8>, _ field: TaggedField) -> EDTF.Point? {
    field.hasBreaks ? nil : point(bytes, field.start, field.end)
  }

  private static func point(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> EDTF.Point? {
    guard end - start >= 4, let year = bytes.decimal(start..<(start + 4)), year > 0 else { return nil }
    var point = EDTF.Point(year: year)
    var here = start + 4
    if here == end { return point }
    let separator = bytes[here]
    guard separator == UInt8(ascii: "/") || separator == UInt8(ascii: "-") else { return nil }
    for part in 0..<2 {
      guard here < end, bytes[here] == separator else { break }
      here += 1
      let digits = here
      while here < end, bytes[here].isDigit { here += 1 }
      if here == digits { continue }
      guard here - digits <= 2, let number = bytes.decimal(digits..<here) else { return nil }
      if part == 0 { point.month = number } else { point.day = number }
    }
    // Anything else, such as the season, follows a third slash.
    if here < end, separator == UInt8(ascii: "/"), bytes[here] == separator {
      here += 1
      if here < end {
        let season = Months.number(of: (here..<end).map { bytes[$0] })
        guard let season, season > 20, point.month == 0 else { return nil }
        point.month = season
        here = end
      }
    }
    guard here == end, point.month >= 0, point.month <= 12 || point.month > 20, point.day == 0 || point.month > 0,
      point.isWellFormed
    else { return nil }
    return point
  }

  /// The date before a third slash and what follows it, such as Zotero's time of day: `2022/01/05/10:00:00`.
  static func splitAtOther(_ text: String) -> (date: EDTF.Point, other: String)? {
    text.withUTF8Span { bytes in
      var slashes = 0
      for index in 0..<bytes.count where bytes[index] == UInt8(ascii: "/") {
        slashes += 1
        if slashes == 3, index + 1 < bytes.count {
          return point(bytes, 0, index).map { ($0, bytes.text((index + 1)..<bytes.count)) }
        }
      }
      return nil
    }
  }

  /// The date before a third slash if something else follows.
  static func beforeOther(_ text: String) -> PartialDate? {
    splitAtOther(text).map { PartialDate(EDTF(.date($0.date))) }
  }

  /// A date from EDTF, from a common notation, or as text.
  static func read(_ text: String) -> PartialDate { reading(text).date }

  /// A date from EDTF, from a common notation, or as text. A date without a year takes the year of another
  /// field: `DA  - July` beside `PY  - 1948`.
  static func read(_ text: String, besideYear year: Int?) -> PartialDate {
    guard let year else { return read(text) }
    // Text that begins with a word and has no number of three digits has no year, so that it need not be read
    // without that of the other field.
    let alone = beginsWithWord(text) ? nil : read(text)
    if let alone, alone.value != nil { return alone }
    let whole = read("\(text) \(year)")
    return whole.value != nil ? whole : alone ?? read(text)
  }

  /// Whether a text begins with a word of three letters or more and has no number of three digits or more.
  private static func beginsWithWord(_ text: String) -> Bool {
    text.withUTF8Span { bytes in
      guard bytes.count >= 3, bytes[0].isLetter, bytes[1].isLetter, bytes[2].isLetter else { return false }
      var digits = 0
      for place in 3..<bytes.count {
        digits = bytes[place].isDigit ? digits + 1 : 0
        if digits == 3 { return false }
      }
      return true
    }
  }

  /// Whether a date has something that reading drops, such as the time of day.
  static func leavesOut(_ text: String) -> Bool { reading(text).leavesOut }

  /// A date from EDTF, from a common notation, or as text; and whether it has something that reading drops.
  static func reading(_ text: String) -> (date: PartialDate, leavesOut: Bool) {
    let bytes = Array(text.utf8)
    if let point = point(bytes.span, 0, bytes.count) { return (PartialDate(EDTF(.date(point))), false) }
    if let value = DateText.edtf(text) { return (PartialDate(value), false) }
    if let (point, other) = splitAtOther(text) {
      // `2010///Spring 2010` has more after the slashes than before them.
      if point.month == 0, let whole = DateText.reading(other), whole.value.firstPoint?.year == point.year {
        return (PartialDate(whole.value), true)
      }
      return (PartialDate(EDTF(.date(point))), true)
    }
    if let found = DateText.reading(text) { return (PartialDate(found.value), found.leftOut != nil) }
    if let year = yearWithDayAlone(bytes.span) ?? yearAfterDay(bytes.span) {
      return (PartialDate(EDTF(.date(EDTF.Point(year: year)))), true)
    }
    if let found = DateText.visibleYear(text) { return (PartialDate(found.value), true) }
    return (PartialDate(nil, literal: text), false)
  }

  /// The year of a date with a day and no month: `2001//5/`.
  private static func yearWithDayAlone(_ bytes: Span<UInt8>) -> Int? {
    guard bytes.stands("//", at: 4), bytes.byte(at: 6)?.isDigit == true else { return nil }
    return bytes.decimal(0..<4)
  }

  /// The year of a date whose day and month are ambiguous: `05/06/2010`.
  private static func yearAfterDay(_ bytes: Span<UInt8>) -> Int? {
    let parts = (0..<bytes.count).split { bytes[$0] == UInt8(ascii: "/") || bytes[$0] == UInt8(ascii: "-") }
    guard parts.count == 3, parts[2].count == 4, parts[0].count < 3, parts[1].count < 3,
      let day = bytes.decimal(parts[0]), let month = bytes.decimal(parts[1]), (1...31).contains(day),
      (1...31).contains(month), min(day, month) < 13
    else { return nil }
    return bytes.decimal(parts[2])
  }

  /// The year that a field begins with, or nil.
  static func year(_ bytes: Span<UInt8>, _ field: TaggedField) -> Int? {
    guard field.end - field.start >= 4 else { return nil }
    if field.end - field.start > 4, bytes[field.start + 4].isDigit { return nil }
    return bytes.decimal(field.start..<(field.start + 4))
  }

  /// Whether a date agrees with another one and is at least as exact.
  static func refines(_ date: PartialDate, _ other: PartialDate) -> Bool {
    if date == other { return true }
    guard date.literal == nil, other.literal == nil, let value = date.value, let less = other.value, less.end == nil,
      case .date(let known) = less.start, known.qualifier.isEmpty, let point = value.firstPoint
    else { return false }
    return point.year == known.year && (known.month == 0 || known.month == point.month)
      && (known.day == 0 || known.day == point.day)
  }

  /// Writes a date in a form that is read back.
  static func write(_ date: PartialDate, _ style: TagTable.DateStyle, into sink: inout ByteSink) {
    guard let point = date.plainPoint else {
      sink.append(words(date, style) ?? date.value?.description ?? date.literal ?? "")
      return
    }
    let month = point.month > 0 ? Months.shortNames[point.month - 1] : ""
    switch style {
    case .slashes:
      writeYear(point.year, into: &sink)
      sink.append(UInt8(ascii: "/"))
      if point.month > 0 { writeTwo(point.month, into: &sink) }
      sink.append(UInt8(ascii: "/"))
      if point.day > 0 { writeTwo(point.day, into: &sink) }
    case .yearFirst:
      writeYear(point.year, into: &sink)
      if point.month > 0 { sink.append(" \(month)") }
      if point.day > 0 { sink.append(" \(point.day)") }
    case .monthDay:
      sink.append(month.uppercased())
      if point.day > 0 { sink.append(" \(point.day)") }
    case .words:
      sink.append(point.day > 0 ? "\(month) \(point.day), " : month.isEmpty ? "" : "\(month) ")
      writeYear(point.year, into: &sink)
    }
  }

  /// A season or an interval as people and databases write it, `2019 Spring`, `2019 Jul-Aug`, if it is read back
  /// as the same date; nil for others.
  private static func words(_ date: PartialDate, _ style: TagTable.DateStyle) -> String? {
    guard style != .slashes, date.literal == nil, let value = date.value, case .date(let first) = value.start,
      isExact(first)
    else { return nil }
    var last: EDTF.Point?
    if let end = value.end {
      guard case .date(let point) = end, isExact(point) else { return nil }
      last = point
    }
    if style == .monthDay {
      // The year has a line of its own.
      guard first.month > 0, last.map({ $0.year == first.year && $0.month > 0 }) ?? true else { return nil }
      let text = span(first, last) { monthDay($0, showsMonth: $1) }.uppercased()
      return read(text, besideYear: first.year) == date ? text : nil
    }
    var text: String
    if first.year == last?.year ?? first.year, first.month > 0 {
      let part = span(first, last) { monthDay($0, showsMonth: $1) }
      text = style == .words ? "\(part) \(first.year)" : "\(first.year) \(part)"
    } else {
      text = span(first, last) { point, _ in
        point.month == 0 ? "\(point.year)" : "\(point.year) " + monthDay(point, showsMonth: true)
      }
    }
    let found = reading(text)
    return found.date == date && !found.leavesOut ? text : nil
  }

  private static func isExact(_ point: EDTF.Point) -> Bool {
    (1000...9999).contains(point.year) && point.unspecifiedYearDigits == 0 && point.qualifier.isEmpty
      && point.month >= 0 && point.day >= 0
  }

  /// Both ends of an interval, the second one with its month only if that is another.
  private static func span(
    _ first: EDTF.Point, _ last: EDTF.Point?, _ text: (EDTF.Point, _ showsMonth: Bool) -> String
  ) -> String {
    guard let last else { return text(first, true) }
    return text(first, true) + "-" + text(last, first.day == 0 || (first.year, first.month) != (last.year, last.month))
  }

  private static func monthDay(_ point: EDTF.Point, showsMonth: Bool) -> String {
    let seasons = ["Spring", "Summer", "Fall", "Winter"]
    let month =
      (1...12).contains(point.month)
      ? Months.shortNames[point.month - 1] : (21...24).contains(point.month) ? seasons[point.month - 21] : ""
    return [showsMonth ? month : "", point.day > 0 ? "\(point.day)" : ""].filter { !$0.isEmpty }.joined(separator: " ")
  }

  static func writeYear(_ year: Int, into sink: inout ByteSink) {
    var limit = 1000
    while limit > 1, year < limit {
      sink.append(UInt8(ascii: "0"))
      limit /= 10
    }
    sink.append(decimal: year)
  }

  private static func writeTwo(_ number: Int, into sink: inout ByteSink) {
    if number < 10 { sink.append(UInt8(ascii: "0")) }
    sink.append(decimal: number)
  }
}
