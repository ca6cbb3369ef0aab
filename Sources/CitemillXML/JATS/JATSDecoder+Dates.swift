#if XML
  import CitemillCore

  /// A date of publication with what the article says of it.
  struct JATSDate {
    var date: PartialDate
    /// `pub-type`, or `date-type`; in small letters.
    var type: String
    var isElectronic: Bool?
  }

  extension JATSDecoder {
    /// The date of an element; nil where there is none in it.
    func date(_ node: Int) -> JATSDate? {
      guard let date = partialDate(node) else { return nil }
      let word = tree.attribute(JATSName.pubType, of: node) ?? tree.attribute(JATSName.dateType, of: node) ?? ""
      return JATSDate(
        date: date, type: String(decoding: word.utf8.map(\.lowercased), as: UTF8.self), isElectronic: isElectronic(node)
      )
    }

    func partialDate(_ node: Int) -> PartialDate? {
      let year = tree.child(JATSName.year, of: node).map { text($0) } ?? ""
      let month = tree.child(JATSName.month, of: node).map { text($0) } ?? ""
      let day = tree.child(JATSName.day, of: node).map { text($0) } ?? ""
      let season = tree.child(JATSName.season, of: node).map { text($0) } ?? ""
      if let number = JATSDates.year(year) {
        return PartialDate(JATSDates.date(number, month: month.isEmpty ? season : month, day: day))
      }
      if let iso = tree.attribute(JATSName.iso8601Date, of: node), let value = JATSDates.iso(iso) {
        return PartialDate(value)
      }
      let words = tree.child(JATSName.stringDate, of: node).map { text($0) } ?? year
      if words.isEmpty { return nil }
      return PartialDate(DateText.read(words), literal: DateText.read(words) == nil ? words : nil)
    }

    /// Puts the dates of publication into the record: all of them by their kinds, and one as that of the issue.
    func finishDates(_ dates: [JATSDate], _ record: inout Record) {
      for one in dates {
        let kind: DateKind? =
          switch one.type {
          case "epub", "epub-ahead": .online
          case "ppub": .print
          case "epub-ppub", "": one.isElectronic.map { $0 ? .online : .print }
          case "pub", "electronic", "print": one.isElectronic.map { $0 ? .online : .print }
          case "collection": record[.issue] != nil ? .print : nil
          case "preprint", "epreprint", "posted_date", "posted-date": .posted
          case "update", "updated": .updated
          case "retraction", "retracted": .retracted
          case "pmc-release", "nihms-submitted", "archival-date", "publication": nil
          default: nil
          }
        if let kind, record[date: kind] == nil { record[date: kind] = one.date }
      }
      record[date: .issued] = record[date: .issued] ?? issued(dates, record)
    }

    /// The date of publication: the earliest of those of the article itself, then that of the collection, then others.
    private func issued(_ dates: [JATSDate], _ record: Record) -> PartialDate? {
      let first = ["epub", "pub", "electronic", "epub-ppub", "ppub", "print", "publication", "epub-ahead"]
      let own = dates.filter { first.contains($0.type) }
      if let earliest = own.min(by: { JATSDates.isBefore($0.date, $1.date) }) { return earliest.date }
      for type in ["collection", "", "epreprint", "preprint", "posted_date"] {
        if let found = dates.first(where: { $0.type == type }) { return found.date }
      }
      if let found = dates.first(where: { $0.type != "pmc-release" && $0.type != "nihms-submitted" }) {
        return found.date
      }
      return record[date: .copyright] ?? record[date: .accepted] ?? dates.first?.date
    }

    func readHistory(_ node: Int, _ record: inout Record) {
      for date in tree.descendants(JATSName.date, of: node) {
        guard let value = partialDate(date) else { continue }
        let kind: DateKind? =
          switch tree.attribute(JATSName.dateType, of: date) {
          case "received": .received
          case "accepted": .accepted
          case "rev-recd", "rev-request", "revised", "revision-received": .revised
          case "submitted": .submitted
          case "preprint", "posted": .posted
          case "retracted": .retracted
          case "corrected", "updated": .updated
          default: nil
          }
        if let kind, record[date: kind] == nil { record[date: kind] = value }
      }
    }
  }

  /// Dates from the words of their parts.
  enum JATSDates {
    /// A year in figures, of which some have letters or signs around them.
    static func year(_ text: String) -> Int? {
      let digits = text.utf8.drop { !$0.isDigit }.prefix { $0.isDigit }
      guard digits.count == 4, let year = Int(Substring(digits)), year > 0 else { return nil }
      // `2004-2005` and the like are words.
      return text.utf8.count <= 6 ? year : nil
    }

    /// A year with a month in figures, in words, or as a range or season, and a day.
    static func date(_ year: Int, month: String, day: String) -> EDTF {
      let parts = month.utf8.split { !$0.isDigit && !$0.isLetter && $0 < 0x80 }.map { Array($0) }
      let months = parts.compactMap { self.month($0) }
      guard let first = months.first else { return EDTF(.date(EDTF.Point(year: year))) }
      if months.count == 1 || months.count != parts.count {
        var point = EDTF.Point(year: year, month: first)
        if first <= 12, let number = Int(day), number > 0 {
          point.day = number
          if !point.isWellFormed { point.day = 0 }
        }
        return EDTF(.date(point))
      }
      let last = months[months.count - 1]
      // From winter into spring, or from December on, the second year is not said.
      guard first < last, first <= 12, last <= 12 else { return EDTF(.date(EDTF.Point(year: year, month: first))) }
      return EDTF(
        .date(EDTF.Point(year: year, month: first)), to: .date(EDTF.Point(year: year, month: last)))
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

    /// The date at the beginning of one by ISO 8601: `2015-11-30`, `2015-11-30T00:00:00`, `20151130`.
    static func iso(_ text: String) -> EDTF? {
      if let date = EDTF(text) { return date }
      let bytes = Array(text.utf8)
      if bytes.count >= 8, bytes.prefix(8).allSatisfy(\.isDigit) {
        let whole = String(decoding: bytes[0..<4] + [45] + bytes[4..<6] + [45] + bytes[6..<8], as: UTF8.self)
        return EDTF(whole)
      }
      return bytes.count > 10 ? EDTF(String(decoding: bytes.prefix(10), as: UTF8.self)) : nil
    }

    /// Whether a date is before another, as far as both say.
    static func isBefore(_ left: PartialDate, _ right: PartialDate) -> Bool {
      guard let left = left.value?.firstPoint, let right = right.value?.firstPoint else { return left.value != nil }
      if left.year != right.year { return left.year < right.year }
      // The one that says more goes before one that says no month.
      if left.month == 0 || right.month == 0 { return left.month > right.month }
      if left.month != right.month { return left.month < right.month }
      return left.day == 0 || right.day == 0 ? left.day > right.day : left.day < right.day
    }
  }
#endif
