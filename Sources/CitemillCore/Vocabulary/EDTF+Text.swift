// Reading and writing EDTF level 1: ISO 8601-2:2019, annex A; https://www.loc.gov/standards/datetime/

extension EDTF {
  /// Reads a date or interval in EDTF level 0 or 1: `2004-06`, `2004-06~/..`, `199X`, `2001-21`,
  /// `Y-170000002`.
  ///
  /// A time of day is not accepted. Returns nil for anything else, including 30 February.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else {
      guard let point = Point(bytes[...]) else { return nil }
      self.init(.date(point))
      return
    }
    guard let start = Bound(bytes[..<slash]), let end = Bound(bytes[(slash + 1)...]) else { return nil }
    if case .date = start {} else if case .date = end {} else { return nil }
    self.init(start, to: end)
  }

  /// Whether every point is in the calendar and an interval has a date on at least one side.
  public var isWellFormed: Bool {
    func isDate(_ bound: Bound?) -> Bool {
      if case .date? = bound { return true }
      return false
    }
    func isGood(_ bound: Bound?) -> Bool {
      guard case .date(let point)? = bound else { return true }
      return point.isWellFormed
    }
    return (isDate(start) || (end != nil && isDate(end))) && isGood(start) && isGood(end)
  }

  /// The point at the start, or at the end of an interval without a start.
  public var firstPoint: Point? {
    if case .date(let point) = start { return point }
    if case .date(let point)? = end { return point }
    return nil
  }
}

extension EDTF: CustomStringConvertible {
  /// The date in the notation of EDTF.
  public var description: String {
    func text(_ bound: Bound) -> String {
      switch bound {
      case .date(let point): point.description
      case .open: ".."
      case .unknown: ""
      }
    }
    guard let end else { return text(start) }
    return text(start) + "/" + text(end)
  }
}

extension EDTF.Bound {
  fileprivate init?(_ bytes: ArraySlice<UInt8>) {
    if bytes.isEmpty {
      self = .unknown
    } else if Array(bytes) == [46, 46] {
      self = .open
    } else {
      guard let point = EDTF.Point(bytes) else { return nil }
      self = .date(point)
    }
  }
}

extension EDTF.Point {
  /// The largest year that `Y` may have here, on either side of 0.
  public static let yearLimit = 999_999_999

  /// Whether the parts name a place in the calendar.
  public var isWellFormed: Bool {
    guard (-Self.yearLimit...Self.yearLimit).contains(year), (0...2).contains(unspecifiedYearDigits) else {
      return false
    }
    // A year of more than four digits has no month or day (level 1, "letter-prefixed calendar year").
    if !(-9999...9999).contains(year) && month != 0 { return false }
    if unspecifiedYearDigits > 0 {
      let unit = unspecifiedYearDigits == 1 ? 10 : 100
      guard (0...9999).contains(year), year % unit == 0, month == 0, day == 0 else { return false }
    }
    switch month {
    case 0, 21...24: return day == 0
    case -1: return day == 0 || day == -1
    case 1...12: return day == -1 || (0...Self.days(in: month, of: year)).contains(day)
    default: return false
    }
  }

  /// The number of days in a month, by the Gregorian rule even before its introduction.
  public static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  fileprivate init?(_ all: ArraySlice<UInt8>) {
    var bytes = all
    var qualifier: EDTF.Qualifier = []
    switch bytes.last {
    case UInt8(ascii: "?"): qualifier = .uncertain
    case UInt8(ascii: "~"): qualifier = .approximate
    case UInt8(ascii: "%"): qualifier = [.uncertain, .approximate]
    default: break
    }
    if !qualifier.isEmpty { bytes.removeLast() }
    self.init(year: 0, qualifier: qualifier)

    if bytes.first == UInt8(ascii: "Y") {
      bytes.removeFirst()
      let isNegative = bytes.first == UInt8(ascii: "-")
      if isNegative { bytes.removeFirst() }
      guard (5...9).contains(bytes.count), bytes.first != 48, let value = Self.number(bytes) else { return nil }
      year = isNegative ? -value : value
      return
    }

    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { bytes.removeFirst() }
    let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard let yearPart = parts.first, yearPart.count == 4, parts.count <= 3 else { return nil }
    let unspecified = yearPart.reversed().prefix { $0 == UInt8(ascii: "X") }.count
    guard unspecified <= 2, let leading = Self.number(yearPart.dropLast(unspecified)) else { return nil }
    unspecifiedYearDigits = unspecified
    year = leading * [1, 10, 100][unspecified]
    if isNegative { year = -year }
    if isNegative && (year == 0 || unspecified > 0) { return nil }
    if parts.count > 1 {
      guard let value = Self.part(parts[1]) else { return nil }
      month = value
    }
    if parts.count > 2 {
      guard let value = Self.part(parts[2]) else { return nil }
      day = value
    }
    if month == 0 && parts.count > 1 || day == 0 && parts.count > 2 || !isWellFormed { return nil }
  }

  private static func part(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count == 2 else { return nil }
    return bytes.allSatisfy { $0 == UInt8(ascii: "X") } ? -1 : number(bytes)
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 9, bytes.allSatisfy(\.isDigit) else { return nil }
    return bytes.reduce(0) { $0 * 10 + Int($1 - 48) }
  }
}

extension EDTF.Point: CustomStringConvertible {
  /// The point in the notation of EDTF.
  public var description: String {
    var text = ""
    if year.magnitude > 9999 {
      text = "Y\(year)"
    } else {
      let digits = String(year.magnitude)
      text = (year < 0 ? "-" : "") + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      if unspecifiedYearDigits > 0 {
        text = String(text.dropLast(unspecifiedYearDigits)) + String(repeating: "X", count: unspecifiedYearDigits)
      }
    }
    func twoDigits(_ value: Int) -> String { value == -1 ? "XX" : value < 10 ? "0\(value)" : "\(value)" }
    if month != 0 { text += "-" + twoDigits(month) }
    if day != 0 { text += "-" + twoDigits(day) }
    switch qualifier {
    case .uncertain: text += "?"
    case .approximate: text += "~"
    case [.uncertain, .approximate]: text += "%"
    default: break
    }
    return text
  }
}
