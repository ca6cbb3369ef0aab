#if XML
  import CitemillCore

  /// The parts of a date in the form of elements for year, month and day.
  struct XMLDateParts {
    /// A year of the common era, 1 to 9999.
    var year: Int
    /// 1 to 12; nil if it is not known.
    var month: Int?
    /// 21 to 24, as EDTF numbers spring to winter; nil if it is not a season.
    var season: Int?
    /// 1 to 31; nil if it is not known.
    var day: Int?

    /// The parts of a date, or of the beginning of an interval; nil if not all digits of the year are known.
    init?(_ date: PartialDate?) {
      guard let point = date?.value?.firstPoint, point.unspecifiedYearDigits == 0, (1...9999).contains(point.year)
      else {
        return nil
      }
      year = point.year
      if (1...12).contains(point.month) { month = point.month }
      if point.season != nil { season = point.month }
      if month != nil, point.day > 0 { day = point.day }
    }

    /// The year in four digits.
    var yearText: String { Self.padded(year, to: 4) }
    /// A number of a month, season or day in two digits.
    static func text(_ number: Int) -> String { padded(number, to: 2) }

    /// The complete date in ISO 8601, `2019-03-14`; nil if the day is not known.
    var iso: String? {
      guard let month, let day else { return nil }
      return "\(yearText)-\(Self.text(month))-\(Self.text(day))"
    }

    private static func padded(_ number: Int, to count: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(count - digits.utf8.count, 0)) + digits
    }
  }
#endif
