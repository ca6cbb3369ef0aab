/// A date known to the year, the month or the day, perhaps only roughly, perhaps a range, perhaps only as
/// text.
///
/// Invariant: it has a `value` or a `literal`.
public struct PartialDate: Sendable, Hashable {
  /// The date in EDTF level 1 (ISO 8601-2:2019, annex A), if it could be parsed.
  public var value: EDTF?
  /// The text to show instead of the date, if the source asks for it: "Spring term".
  @VerbatimOptional public var literal: String?

  /// A date that was parsed, or only text, or both.
  public init(_ value: EDTF?, literal: String? = nil) {
    self.value = value
    self.literal = literal
  }

  /// A year, a month or a day.
  public init(year: Int, month: Int? = nil, day: Int? = nil) {
    self.init(EDTF(.date(EDTF.Point(year: year, month: month ?? 0, day: day ?? 0))))
  }
}

/// A date or an interval of EDTF level 1.
public struct EDTF: Sendable, Hashable {
  /// The date, or the start of the interval.
  public var start: Bound
  /// The end of the interval; nil for a single date.
  public var end: Bound?

  /// A date, or an interval if an end is given.
  public init(_ start: Bound, to end: Bound? = nil) {
    self.start = start
    self.end = end
  }

  /// One side of an interval.
  public enum Bound: Sendable, Hashable {
    case date(Point)
    /// `..`: there is no limit on this side.
    case open
    /// Nothing before or after the slash: the limit is unknown.
    case unknown
  }

  /// A point in the calendar, in astronomical years: 0 is 1 BCE, -1 is 2 BCE.
  public struct Point: Sendable, Hashable {
    /// The astronomical year, from -999,999,999 to 999,999,999.
    public var year: Int
    /// How many of the last digits of the year are not given: `199X` has 1, `19XX` has 2.
    public var unspecifiedYearDigits: Int
    /// 1...12, a season 21...24 (spring, summer, autumn, winter), 0 if not given, -1 for `XX`.
    public var month: Int
    /// 1...31, 0 if not given, -1 for `XX`.
    public var day: Int
    /// `?`, `~` or `%`.
    public var qualifier: Qualifier

    /// A year with perhaps a month or season and a day.
    public init(year: Int, month: Int = 0, day: Int = 0, unspecifiedYearDigits: Int = 0, qualifier: Qualifier = []) {
      self.year = year
      self.month = month
      self.day = day
      self.unspecifiedYearDigits = unspecifiedYearDigits
      self.qualifier = qualifier
    }

    /// The season, 1 for spring to 4 for winter.
    public var season: Int? { (21...24).contains(month) ? month - 20 : nil }
  }

  /// How certain the source is of a point.
  public struct Qualifier: OptionSet, Sendable, Hashable {
    /// One bit per qualifier.
    public let rawValue: UInt8
    /// Qualifiers from bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// `?`
    public static let uncertain = Self(rawValue: 1)
    /// `~`
    public static let approximate = Self(rawValue: 2)
  }
}

/// What happened on a date.
public struct DateKind: OpenName {
  /// The name, stored as a code.
  public let code: OpenNameCode
  /// A name from its code.
  @inlinable
  public init(code: OpenNameCode) { self.code = code }

  /// When the work was published.
  @inlinable public static var issued: Self { Self(place: 0) }
  /// When it was published online.
  @inlinable public static var online: Self { Self(place: 1) }
  /// When it was published in print.
  @inlinable public static var print: Self { Self(place: 2) }
  /// When it was accepted.
  @inlinable public static var accepted: Self { Self(place: 3) }
  /// When the publisher received it.
  @inlinable public static var received: Self { Self(place: 4) }
  /// When it was revised.
  @inlinable public static var revised: Self { Self(place: 5) }
  /// When it was submitted.
  @inlinable public static var submitted: Self { Self(place: 6) }
  /// When it was first available.
  @inlinable public static var available: Self { Self(place: 7) }
  /// The copyright date.
  @inlinable public static var copyright: Self { Self(place: 8) }
  /// When the event was held.
  @inlinable public static var event: Self { Self(place: 9) }
  /// When the original was published.
  @inlinable public static var original: Self { Self(place: 10) }
  /// When it was accessed.
  @inlinable public static var accessed: Self { Self(place: 11) }
  /// When it was last changed.
  @inlinable public static var updated: Self { Self(place: 12) }
  /// When it was retracted.
  @inlinable public static var retracted: Self { Self(place: 13) }
  /// When it was posted, as preprints are.
  @inlinable public static var posted: Self { Self(place: 14) }

  /// The known kinds, in the order in which a record keeps them; named as in CSL where CSL has a name.
  public static let names = OpenNameList([
    "issued", "published-online", "published-print", "accepted", "received", "revised", "submitted",
    "available-date", "copyright-date", "event-date", "original-date", "accessed", "updated", "retracted", "posted",
  ])
}

/// A date with what happened on it.
public struct DatedEvent: Sendable, Hashable {
  /// What happened.
  public var kind: DateKind
  /// When.
  public var date: PartialDate

  /// A date of a kind.
  public init(_ kind: DateKind, _ date: PartialDate) {
    self.kind = kind
    self.date = date
  }
}
