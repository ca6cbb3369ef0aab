import CitemillCore

// Dates in CSL-JSON: CSL 1.0.2, "Dates", the schema's `date-variable`, and EDTF (which the schema allows).
//
//     {"date-parts": [[2019, 5]]}                          a month
//     {"date-parts": [[2019, 5, 2], [2019, 6]]}            a range; [0] is an open end
//     {"date-parts": [[-44, 3, 15]], "circa": true}        years before 1 are counted without a year 0
//     {"date-parts": [[2001]], "season": 2}                summer
//     {"literal": "Spring term"}   {"raw": "1984~/.."}     words; what the parts cannot say, in EDTF

// MARK: - Reading

extension CSLDecoder {
  /// Reads a date. It is parsed if possible, and otherwise kept as it is written.
  func readDate(
    _ kind: DateKind, _ member: StaticString, in bytes: Span<UInt8>, at cursor: inout JSONCursor,
    into record: inout Record,
    context: inout JSONContext
  ) throws(JSONSyntaxError) {
    var ahead = cursor
    if let point = ahead.plainDate(bytes) {
      record[date: kind] = PartialDate(EDTF(.date(point)))
      cursor = ahead
      return
    }
    ahead = cursor
    if case .text(let text) = try ahead.scalar(bytes, &context.loneSurrogates) {
      // An EDTF string instead of the object, as the schema allows.
      record[date: kind] = text.isEmpty ? nil : PartialDate(readingCSL: text)
      if !text.isEmpty, record[date: kind]?.value == nil {
        context.warn(.badDate, "date \"\(text)\" in \"\(member)\" is not understood; kept as text")
      } else if DateText.edtf(text) == nil,
        let leftOut = (DateText.reading(text) ?? DateText.visibleYear(text))?.leftOut
      {
        record.nativeFields.append(CSLNatives.field("\(member)/raw", text))
        context.note(.dateInWords, "date \"\(text)\" in \"\(member)\" is read without \(leftOut)")
      }
      cursor = ahead
      return
    }
    guard try cursor.kind(bytes) == .object else {
      ahead = cursor
      var parts = CSLDateParts()
      try parts.readParts(in: bytes, at: &ahead, context: &context)
      if !parts.isDamaged, let date = parts.date {
        context.warn(.foreignDate, "member \"\(member)\" is a list of numbers; read as a date")
        cursor = ahead
        record[date: kind] = date
        return
      }
      try keep("\(member)", in: bytes, at: &cursor, &record)
      context.warn(.wrongShape, "member \"\(member)\" has an unexpected form; kept as a native field")
      return
    }

    ahead = cursor
    var parts = CSLDateParts()
    let before = record.nativeFields.count
    try parts.read(member, in: bytes, at: &ahead, &record, context: &context)
    let date = parts.date
    if parts.isForeign { context.warn(.foreignDate, "date in \"\(member)\" does not have the form of CSL; read") }
    if date == nil, !parts.isDamaged, record.nativeFields.count > before {
      context.warn(.badDate, "no date could be read from \"\(member)\"; kept as native fields")
    }
    if let leftOut = parts.leftOut {
      context.note(.dateInWords, "date in \"\(member)\" is read without \(leftOut)")
    }
    if parts.isDamaged {
      context.warn(
        .badDate,
        date == nil
          ? "member \"\(member)\" is not a date; kept as a native field"
          : "member \"\(member)\" is only partly a date; that part is read, and all of it kept as a native field")
      try keep("\(member)", in: bytes, at: &cursor, &record)
    }
    cursor = ahead
    record[date: kind] = date
  }
}

extension JSONCursor {
  /// Reads `{"date-parts":[[2019,5,2]]}`, with one to three numbers; nil for anything else, or for what is
  /// not a date. Nearly all dates have this form.
  fileprivate mutating func plainDate(_ bytes: Span<UInt8>) -> EDTF.Point? {
    let opening: StaticString = "{\"date-parts\":[["
    skipSpace(bytes)
    guard bytes.stands(opening, at: index) else { return nil }
    index += opening.utf8CodeUnitCount
    guard let year = smallNumber(bytes), (1...9999).contains(year) else { return nil }
    var point = EDTF.Point(year: year)
    if byte(bytes) == UInt8(ascii: ",") {
      index += 1
      guard let month = smallNumber(bytes), (1...12).contains(month) else { return nil }
      point.month = month
      if byte(bytes) == UInt8(ascii: ",") {
        index += 1
        guard let day = smallNumber(bytes), day > 0 else { return nil }
        point.day = day
      }
    }
    guard point.isWellFormed, bytes.stands("]]}", at: index), index + 3 <= end else { return nil }
    index += 3
    return point
  }
}

extension PartialDate {
  /// A date from a string: EDTF, or text from which a date can be read, or only text.
  fileprivate init(readingCSL text: String) {
    let value = DateText.edtf(text) ?? DateText.read(text) ?? DateText.visibleYear(text)?.value
    self.init(value, literal: value == nil ? text : nil)
  }
}

/// The members of a date, as they are read.
private struct CSLDateParts {
  private var points: [EDTF.Point?] = []
  private var season: Int?
  private var isCirca = false
  private var isCircaKept = false
  private var literal: String?
  private var raw: String?
  /// The members that other programs write instead of `date-parts`.
  private var pieces: [(name: String, text: String)] = []
  /// Whether it contains something that is not a date.
  private(set) var isDamaged = false
  /// Whether it is a date in a form that CSL does not have.
  private(set) var isForeign = false

  mutating func read(
    _ member: StaticString, in bytes: Span<UInt8>, at cursor: inout JSONCursor, _ record: inout Record,
    context: inout JSONContext
  ) throws(JSONSyntaxError) {
    var seen = MemberNames()
    try cursor.enterObject(bytes)
    while let key = try cursor.nextKey(bytes) {
      let name = key.string(bytes, loneSurrogates: &context.loneSurrogates)
      guard seen.insert(name) else {
        context.error(.repeatedMember, "\"\(name)\" in \"\(member)\" is repeated; the first one is kept")
        _ = try cursor.skipValue(bytes)
        continue
      }
      if name == "date-parts" {
        try readParts(in: bytes, at: &cursor, context: &context)
        continue
      }
      guard ["season", "circa", "literal", "raw", "year", "month", "day"].contains(name) else {
        record.nativeFields.append(
          NativeField(format: CSLTable.format, name: "\(member)/\(name)", value: try cursor.raw(bytes)))
        continue
      }
      guard case .text(let text) = try cursor.scalar(bytes, &context.loneSurrogates) else {
        if cursor.byte(bytes) == UInt8(ascii: "{") || cursor.byte(bytes) == UInt8(ascii: "[") {
          _ = try cursor.skipValue(bytes)
          isDamaged = true
        }
        continue
      }
      if text.isEmpty { continue }
      switch name {
      case "season":
        season = Self.season(text)
        isDamaged = isDamaged || season == nil
      case "circa":
        let flag = CSLQuirks.flag(text)
        isCirca = flag ?? true
        // Text means that the date is uncertain, and more.
        if flag == nil { record.nativeFields.append(CSLNatives.field("\(member)/circa", text)) }
        isCircaKept = flag == nil
      case "literal": literal = text
      case "raw":
        isDamaged = isDamaged || raw != nil
        raw = text
      default: pieces.append((name, text))
      }
    }
    settlePieces(member, &record)
    settle(member, &record)
  }

  /// Reads `year`, `month` and `day` if no other member gives a date; otherwise they are kept as native
  /// fields.
  private mutating func settlePieces(_ member: StaticString, _ record: inout Record) {
    func number(_ name: String) -> Int? {
      guard let text = pieces.first(where: { $0.name == name })?.text else { return 0 }
      return Int(text) ?? (name == "month" ? Months.number(of: text.utf8) : nil)
    }
    if points.isEmpty, raw == nil, let year = number("year"), year != 0, let month = number("month"),
      let day = number("day")
    {
      isForeign = true
      take([year, month, day])
      return
    }
    record.nativeFields += pieces.map { CSLNatives.field("\(member)/\($0.name)", $0.text) }
  }

  /// Keeps the members beside the one from which the date was read.
  private mutating func settle(_ member: StaticString, _ record: inout Record) {
    if interval == nil {
      if !points.isEmpty || season != nil { isDamaged = true }
      if isCirca, !isCircaKept, !isDamaged {
        record.nativeFields.append(NativeField(format: CSLTable.format, name: "\(member)/circa", value: "true"))
      }
    } else if season != nil, seasoned == nil {
      isDamaged = true
    }
    guard let raw, !isDamaged else { return }
    // Text that the date does not contain, or not all of it.
    let isKnown = DateText.edtf(raw) != nil
    let reading = isKnown ? nil : DateText.reading(raw) ?? DateText.visibleYear(raw)
    let isLeftOver = !isKnown && (reading == nil ? literal != nil : reading?.leftOut != nil)
    if interval != nil || isLeftOver {
      record.nativeFields.append(CSLNatives.field("\(member)/raw", raw))
    }
  }

  /// Reads the list of one or two lists of numbers; or a plain list of numbers, or a string, as other
  /// programs write it.
  fileprivate mutating func readParts(
    in bytes: Span<UInt8>, at cursor: inout JSONCursor, context: inout JSONContext
  ) throws(JSONSyntaxError) {
    guard try cursor.kind(bytes) == .array else {
      guard case .text(let text) = try cursor.scalar(bytes, &context.loneSurrogates) else {
        if cursor.byte(bytes) == UInt8(ascii: "{") {
          _ = try cursor.skipValue(bytes)
          isDamaged = true
        }
        return
      }
      if text.isEmpty { return }
      isForeign = true
      if let year = Int(text) { take([year]) } else { raw = text }
      return
    }
    var flat: [Int] = []
    var flatHasGap = false
    try cursor.enterArray(bytes)
    while try cursor.nextElement(bytes) {
      guard try cursor.kind(bytes) == .array else {
        append(try readNumber(in: bytes, at: &cursor, context: &context), to: &flat, &flatHasGap)
        continue
      }
      try cursor.enterArray(bytes)
      var numbers: [Int] = []
      var hasGap = false
      while try cursor.nextElement(bytes) {
        append(try readNumber(in: bytes, at: &cursor, context: &context), to: &numbers, &hasGap)
      }
      take(numbers)
    }
    if flat.isEmpty { return }
    // Old converters left out the inner list (Fixtures/CSLJSON/dates-foreign.json).
    isForeign = true
    if points.isEmpty { take(flat) } else { isDamaged = true }
  }

  /// Appends year, month or day. One after a missing number would be read as another: `[2001, null, 5]`.
  private mutating func append(_ number: Int?, to numbers: inout [Int], _ hasGap: inout Bool) {
    guard let number else { return hasGap = true }
    if hasGap { isDamaged = true } else { numbers.append(number) }
  }

  /// A number of a list; nil for null, and for what is not a number.
  private mutating func readNumber(
    in bytes: Span<UInt8>, at cursor: inout JSONCursor, context: inout JSONContext
  ) throws(JSONSyntaxError) -> Int? {
    if let number = cursor.smallNumber(bytes) { return number }
    switch try cursor.scalar(bytes, &context.loneSurrogates) {
    case .text(let text):
      let number = Int(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
      isDamaged = isDamaged || number == nil && !text.isEmpty
      return number
    case .null: return nil  // Crossref's [[null]]: no date
    case .composite:
      _ = try cursor.skipValue(bytes)
      isDamaged = true
      return nil
    }
  }

  private mutating func take(_ numbers: [Int]) {
    guard points.count < 2, let first = numbers.first, numbers.count <= 3 else {
      isDamaged = isDamaged || !numbers.isEmpty
      return
    }
    if first == 0 {
      // An open end.
      points.append(nil)
      isDamaged = isDamaged || numbers.contains { $0 != 0 }
      return
    }
    guard (-EDTF.Point.yearLimit...EDTF.Point.yearLimit).contains(first) else {
      isDamaged = true
      return
    }
    var point = EDTF.Point(year: first < 0 ? first + 1 : first)
    if numbers.count > 1, numbers[1] != 0 {
      point.month = Self.month(numbers[1]) ?? 0
      // A year of more than four digits has no months in EDTF.
      if point.month == 0 || !point.isWellFormed {
        point.month = 0
        isDamaged = true
      } else if numbers.count > 2, numbers[2] != 0 {
        point.day = numbers[2]
        if point.day < 0 || !point.isWellFormed {
          point.day = 0
          isDamaged = true
        }
      }
    }
    // A day without a month is not a date.
    if point.month == 0, numbers.count > 2, numbers[2] != 0 { isDamaged = true }
    points.append(point)
  }

  /// A month, or a season as citeproc-js (13 to 16) and EDTF (21 to 24) number them.
  private static func month(_ number: Int) -> Int? {
    switch number {
    case 1...12, 21...24: number
    case 13...16: number + 8
    default: nil
    }
  }

  private static func season(_ text: String) -> Int? {
    if let number = Int(text) { return (1...4).contains(number) ? number : nil }
    return Months.number(of: text.utf8).flatMap { $0 > 20 ? $0 - 20 : nil }
  }

  /// The date that the members give, or nil.
  var date: PartialDate? {
    var value = interval
    var words = literal
    if value == nil, let raw {
      value = DateText.edtf(raw) ?? DateText.read(raw) ?? DateText.visibleYear(raw)?.value
      if value == nil, words == nil { words = raw }
    }
    return value == nil && words == nil ? nil : PartialDate(value, literal: words)
  }

  /// What `raw` has beside the date.
  var leftOut: String? {
    guard interval == nil, let raw, DateText.edtf(raw) == nil else { return nil }
    return (DateText.reading(raw) ?? DateText.visibleYear(raw))?.leftOut
  }

  /// The only point, combined with its season if it has one and can have one.
  private var seasoned: EDTF.Point? {
    guard let season, points.count == 1, var point = points[0], point.month == 0 else { return nil }
    point.month = season + 20
    return point.isWellFormed ? point : nil
  }

  private var interval: EDTF? {
    guard let first = points.first else { return nil }
    guard points.count == 2 else {
      guard var point = seasoned ?? first else { return nil }
      if isCirca { point.qualifier = .approximate }
      return EDTF(.date(point))
    }
    func bound(_ point: EDTF.Point?) -> EDTF.Bound {
      guard var point else { return .open }
      if isCirca { point.qualifier = .approximate }
      return .date(point)
    }
    if first == nil && points[1] == nil { return nil }
    return EDTF(bound(first), to: bound(points[1]))
  }
}

// MARK: - Writing

extension EDTF.Point {
  /// Whether it is a year, a month or a day of the calendar and nothing more.
  fileprivate var isPlain: Bool {
    qualifier.isEmpty && unspecifiedYearDigits == 0 && (0...12).contains(month) && day >= 0
  }
}

/// A date as CSL's members can hold it.
enum CSLDate {
  /// Whether the parts can hold the date; if not, it is written as `raw`, in EDTF.
  static func hasParts(_ value: EDTF) -> Bool {
    func fits(_ bound: EDTF.Bound) -> Bool {
      switch bound {
      case .open: true
      case .unknown: false
      case .date(let point):
        point.unspecifiedYearDigits == 0 && point.day >= 0
          && point.month >= 0
      }
    }
    // Programs take the `[0]` of an open start for the year 0.
    return value.start != .open && fits(value.start) && (value.end.map(fits) ?? true)
  }

  /// The date with `circa` instead of more detailed qualifiers; unchanged if there are none.
  static func narrowed(_ value: EDTF) -> EDTF {
    guard hasParts(value), isCirca(value) else { return value }
    func approximate(_ bound: EDTF.Bound) -> EDTF.Bound {
      guard case .date(var point) = bound else { return bound }
      point.qualifier = .approximate
      return .date(point)
    }
    return EDTF(approximate(value.start), to: value.end.map(approximate))
  }

  /// Whether a side of the date is uncertain or approximate.
  static func isCirca(_ value: EDTF) -> Bool {
    func isQualified(_ bound: EDTF.Bound?) -> Bool {
      guard case .date(let point)? = bound else { return false }
      return !point.qualifier.isEmpty
    }
    return isQualified(value.start) || isQualified(value.end)
  }

  /// Writes one of the dates of a record, which has been narrowed.
  static func write(_ dates: [DatedEvent], at index: Int, into sink: inout ByteSink) {
    // Without copying its text, which it mostly does not have.
    let value = dates[index].date.value
    if dates[index].date.literal == nil, let value, value.end == nil,
      case .date(let point) = value.start,
      point.isPlain
    {
      sink.append("{\"date-parts\":[[")
      writeParts(of: point, into: &sink)
      return sink.append("]]}")
    }
    let date = dates[index].date
    sink.append(UInt8(ascii: "{"))
    var members = JSONList()
    if let value = date.value {
      if hasParts(value) {
        members.name("date-parts", &sink)
        sink.append(UInt8(ascii: "["))
        write(value.start, isAlone: value.end == nil, into: &sink)
        if let end = value.end {
          sink.append(UInt8(ascii: ","))
          write(end, isAlone: false, into: &sink)
        }
        sink.append(UInt8(ascii: "]"))
        if value.end == nil, case .date(let point) = value.start, let season = point.season {
          members.name("season", &sink)
          sink.append(UInt8(48 + season))
        }
        if isCirca(value) {
          members.name("circa", &sink)
          sink.append("true")
        }
      } else {
        members.member("raw", value.description, &sink)
      }
    }
    members.member("literal", date.literal, &sink)
    sink.append(UInt8(ascii: "}"))
  }

  private static func write(_ bound: EDTF.Bound, isAlone: Bool, into sink: inout ByteSink) {
    guard case .date(let point) = bound else {
      sink.append("[0]")
      return
    }
    sink.append(UInt8(ascii: "["))
    writeParts(of: point, into: &sink)
    // The member `season` belongs to a single date; in a range, a season is written in the place of the
    // month.
    if !isAlone, point.month > 12 {
      sink.append(UInt8(ascii: ","))
      sink.append(decimal: point.month)
    }
    sink.append(UInt8(ascii: "]"))
  }

  private static func writeParts(of point: EDTF.Point, into sink: inout ByteSink) {
    sink.append(decimal: point.year > 0 ? point.year : point.year - 1)
    guard (1...12).contains(point.month) else { return }
    // Month and day together, the first byte lowest.
    var word: UInt64 = 0
    var count = 0
    func put(_ number: Int) {
      word |= UInt64(UInt8(ascii: ",")) << UInt64(count * 8)
      if number >= 10 {
        word |= UInt64(48 + number / 10) << UInt64(count * 8 + 8)
        count += 1
      }
      word |= UInt64(48 + number % 10) << UInt64(count * 8 + 8)
      count += 2
    }
    put(point.month)
    if (1...31).contains(point.day) { put(point.day) }
    sink.append(word: word, count: count)
    if point.day > 31 {
      sink.append(UInt8(ascii: ","))
      sink.append(decimal: point.day)
    }
  }
}
