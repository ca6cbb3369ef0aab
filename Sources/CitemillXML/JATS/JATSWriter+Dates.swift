#if XML
  import CitemillCore

  // Dates of an article and its history.

  extension JATSWriter {
    /// A date with the attributes by which the reader recognises it.
    private struct Dated {
      var date: PartialDate
      var type: String?
      var format: String?
    }

    /// The dates of publication: the date of issue first, then those that are not before it, since the reader
    /// takes the earliest as the date of issue.
    static func dates(_ article: JATSArticle, _ xml: inout XML) {
      let issued = article.record[date: .issued]
      var dates = editions(article).filter { !isEarly($0.date, before: issued) }
      if let issued {
        if let same = dates.firstIndex(where: { $0.date == issued }) {
          dates.insert(dates.remove(at: same), at: 0)
        } else {
          dates.insert(Dated(date: issued, type: "pub"), at: 0)
        }
      }
      for one in dates { date(one, as: .pubDate, &xml) }
      for (type, value) in article.natives.values(of: "pub-date") {
        if let value = EDTF(value) { date(Dated(date: PartialDate(value), type: type), as: .pubDate, &xml) }
      }
    }

    private static func editions(_ article: JATSArticle) -> [Dated] {
      let kinds: [(DateKind, String)] = [(.online, "electronic"), (.print, "print")]
      return kinds.compactMap { kind, format in
        article.record[date: kind].map { Dated(date: $0, type: "pub", format: format) }
      }
    }

    /// Whether a date is before that of issue, so that it would be read as that.
    private static func isEarly(_ date: PartialDate, before issued: PartialDate?) -> Bool {
      guard let issued else { return false }
      return date != issued && (issued.value == nil || XMLDates.isBefore(date, issued))
    }

    private static let history: [(kind: DateKind, type: String)] = [
      (.received, "received"), (.revised, "rev-recd"), (.submitted, "submitted"), (.accepted, "accepted"),
      (.posted, "preprint"), (.updated, "corrected"), (.retracted, "retracted"),
    ]

    static func history(_ article: JATSArticle, _ xml: inout XML) {
      xml.element(.history) { xml in
        for (kind, type) in history {
          if let value = article.record[date: kind] { date(Dated(date: value, type: type), as: .date, &xml) }
        }
        let issued = article.record[date: .issued]
        for one in editions(article) where isEarly(one.date, before: issued) { date(one, as: .date, &xml) }
        for (type, value) in article.natives.values(of: "history") {
          if let value = EDTF(value) { date(Dated(date: PartialDate(value), type: type), as: .date, &xml) }
        }
      }
    }

    /// A date in the parts of the DTD, and complete in the attribute; one that is only text cannot be written
    /// there.
    private static func date(_ one: Dated, as name: JATSName, _ xml: inout XML) {
      guard let value = one.date.value, let point = value.firstPoint else { return }
      xml.element(name) { xml in
        xml.attribute(.dateType, one.type)
        xml.attribute(.publicationFormat, one.format)
        xml.attribute(.iso8601Date, value.description)
        parts(value, point, &xml)
      }
    }

    /// Day, month or season, and year of a plain date; of others only the year, since the attribute has the
    /// rest.
    static func parts(_ value: EDTF, _ point: EDTF.Point, yearFirst: Bool = false, _ xml: inout XML) {
      func year(_ xml: inout XML) {
        let isNumber = (1000...9999).contains(point.year) && point.unspecifiedYearDigits == 0
        xml.element(.year, isNumber ? "\(point.year)" : value.description)
      }
      if yearFirst { year(&xml) }
      if isPlain(value, point), point.month > 0 {
        if !yearFirst, point.day > 0 { xml.element(.day, twoDigits(point.day)) }
        if point.season != nil {
          xml.element(.season, word(ofMonth: point.month))
        } else {
          xml.element(.month, twoDigits(point.month))
        }
        if yearFirst, point.day > 0 { xml.element(.day, twoDigits(point.day)) }
      } else if let last = lastMonth(value, after: point) {
        xml.element(.season, "\(word(ofMonth: point.month))-\(word(ofMonth: last))")
      }
      if !yearFirst { year(&xml) }
    }

    /// The last of some months or seasons of one year; nil for other dates.
    private static func lastMonth(_ value: EDTF, after first: EDTF.Point) -> Int? {
      guard case .date(let last)? = value.end, isPlain(EDTF(value.start), first), isPlain(EDTF(.date(last)), last),
        first.year == last.year, first.month > 0, first.month < last.month, first.day == 0, last.day == 0,
        (first.season == nil) == (last.season == nil)
      else { return nil }
      return last.month
    }

    private static func word(ofMonth month: Int) -> String {
      let words = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Spring", "Summer",
        "Autumn", "Winter",
      ]
      let place = month > 20 ? month - 21 + 12 : month - 1
      return words.indices.contains(place) ? words[place] : ""
    }

    /// Whether a date is only a year of four digits, perhaps with a month or season and a day.
    static func isPlain(_ value: EDTF, _ point: EDTF.Point) -> Bool {
      value.end == nil && (1000...9999).contains(point.year) && point.unspecifiedYearDigits == 0
        && point.qualifier.isEmpty && point.month >= 0 && point.day >= 0
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  }
#endif
