#if XML
  import CitemillCore

  // Dates, and the event.

  extension CrossrefEntry {
    var event: Event {
      var event = record.event ?? Event()
      // Every paper is given at a conference; if its name is not known, the title of the proceedings stands
      // for it.
      if CrossrefLimits.value(event.title, of: .conferenceName) == nil {
        event.title = title(.main, titles(of: record.type == .proceedings ? .own : .host))?.text.plain
      }
      return event
    }

    /// The years that the schemas allow.
    static let years = 1400...2200

    private func parts(_ date: PartialDate?) -> XMLDateParts? {
      XMLDateParts(date).flatMap { Self.years.contains($0.year) ? $0 : nil }
    }

    /// The first date of these kinds that an element can hold. For a review it must be exact to the day.
    func firstDate(_ kinds: [DateKind]) -> XMLDateParts? {
      for kind in kinds {
        if let date = parts(record[date: kind]), record.type != .peerReview || date.day != nil { return date }
      }
      return nil
    }

    func writeDate(_ name: CrossrefName, _ date: XMLDateParts?, medium: String? = nil, into xml: inout Sink) {
      guard let date else { return }
      xml.element(name) { xml in
        xml.attribute(.mediaType, medium)
        xml.element(.month, (date.month ?? date.season).map { XMLDateParts.text($0) })
        xml.element(.day, date.day.map { XMLDateParts.text($0) })
        xml.element(.year, date.yearText)
      }
    }

    /// The dates of publication with their media: online, in print, and with no medium if the date of issue
    /// is neither.
    func findPublicationDates() -> [(medium: String, date: XMLDateParts)] {
      var found: [(String, XMLDateParts)] = []
      for (kind, medium) in [(DateKind.online, "online"), (.print, "print")] {
        if let date = parts(record[date: kind]) { found.append((medium, date)) }
      }
      let issued = record[date: .issued]
      let isThere = issued == nil || issued == record[date: .online] || issued == record[date: .print]
      if !isThere || found.isEmpty, let date = firstDate([.issued, .posted, .available]) {
        found.append(("other", date))
      }
      return found
    }

    func writePublicationDates(into xml: inout Sink) {
      write(publicationDates, into: &xml)
    }

    /// An issue must have a date. If none is known, that of the work in print is used, else its year: works that
    /// appeared online on other days are in one issue.
    func writeIssueDate(into xml: inout Sink) {
      let kept = keptDates(of: .journalIssue)
      if !kept.isEmpty { return write(kept, into: &xml) }
      let dates = publicationDates
      guard var one = dates.first(where: { $0.medium == "print" }) ?? dates.first else { return }
      if one.medium != "print", record.type == .articleJournal {
        (one.date.month, one.date.season, one.date.day) = (nil, nil, nil)
      }
      write([one], into: &xml)
    }

    /// The dates of the book or the proceedings: its own if they are known, else those of the part.
    func writeWholeDates(into xml: inout Sink) {
      let own = wholeDates
      write(own.isEmpty ? publicationDates : own, into: &xml)
    }

    /// The dates of a part of a book or of proceedings that has others.
    func writePartDates(into xml: inout Sink) { if !wholeDates.isEmpty { writePublicationDates(into: &xml) } }

    private var wholeDates: [(medium: String, date: XMLDateParts)] {
      keptDates(of: .bookMetadata) + keptDates(of: .proceedingsMetadata)
    }

    /// The dates of what the work is in, which the readers keep beside those of the work; those of an issue also as
    /// JATS has them, for a collection of articles.
    private func keptDates(of whole: CrossrefName) -> [(medium: String, date: XMLDateParts)] {
      if record.nativeFields.isEmpty { return [] }
      let name = "\(whole.word)/publication_date"
      let found = record.nativeFields.compactMap { native -> (medium: String, date: XMLDateParts)? in
        let medium: String
        if native.format == CrossrefDecoder.format, native.name.utf8.starts(with: name.utf8) {
          medium = String(
            decoding: native.name.utf8.dropFirst(name.utf8.count).filter { !"[]".utf8.contains($0) }, as: UTF8.self)
          if medium.utf8.contains(UInt8(ascii: "/")) { return nil }
        } else if whole == .journalIssue, native.format == JATSDecoder.format, native.name == "pub-date[collection]" {
          medium = ""
        } else {
          return nil
        }
        guard let date = parts(DateText.edtf(native.value).map { PartialDate($0) }) else { return nil }
        return (["print", "online"].contains(medium) ? medium : "other", date)
      }
      return Array(found.prefix(10))
    }

    private func write(_ dates: [(medium: String, date: XMLDateParts)], into xml: inout Sink) {
      for one in dates { writeDate(.publicationDate, one.date, medium: one.medium, into: &xml) }
    }

    /// Whether there is anything to write about the issue.
    var hasIssue: Bool {
      if record.type != .articleJournal, CrossrefKind(record.type) != .journal || record.type == .periodical {
        return record.type != .periodical
      }
      if record.type == .journalIssue || record.type == .journalVolume { return true }
      return CrossrefLimits.value(record.volume, of: .volume) != nil
        || CrossrefLimits.value(record.issue, of: .issue) != nil
        || CrossrefLimits.value(record[.supplementNumber], of: .specialNumbering) != nil
        || title(.issue, titles(of: .host)) != nil || !people(.host).isEmpty
    }

    func writeEventDate(into xml: inout Sink) {
      guard let date = record[date: .event], let start = parts(date) else { return }
      xml.empty(.conferenceDate) { xml in
        xml.attribute(.startYear, start.yearText)
        xml.attribute(.startMonth, start.month.map { XMLDateParts.text($0) })
        xml.attribute(.startDay, start.day.map { XMLDateParts.text($0) })
        guard let last = date.value?.end, case .date = last, let end = parts(PartialDate(EDTF(last))) else { return }
        xml.attribute(.endYear, end.yearText)
        xml.attribute(.endMonth, end.month.map { XMLDateParts.text($0) })
        xml.attribute(.endDay, end.day.map { XMLDateParts.text($0) })
      }
    }
  }
#endif
