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
      if let number = XMLDates.year(year) {
        return PartialDate(XMLDates.date(number, month: month.isEmpty ? season : month, day: day))
      }
      if let iso = tree.attribute(JATSName.iso8601Date, of: node), let value = XMLDates.iso(iso) {
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
      if let earliest = own.min(by: { XMLDates.isBefore($0.date, $1.date) }) { return earliest.date }
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
#endif
