#if XML
  import CitemillCore

  // Dates, and events, which have some.

  extension CrossrefDecoder {
    func date(_ node: Int) -> EDTF? {
      guard let year = XMLDates.year(tree.look(child(.year, of: node))) else { return nil }
      tree.takeWords(of: child(.year, of: node))
      let month = text(.month, of: node)
      // 21 to 24 are seasons, as in EDTF; 31 to 34 quarters.
      if let number = Int(month), (21...24).contains(number) {
        return EDTF(.date(EDTF.Point(year: year, month: number)))
      }
      return XMLDates.date(year, month: month, day: text(.day, of: node))
    }

    /// Keeps a date whose year or month could not be read, such as one of the quarters 31 to 34.
    func keepUnread(date node: Int, under path: String, _ record: inout Record) {
      let date = date(node)
      if date == nil || date?.firstPoint?.month == 0 && child(.month, of: node) != nil {
        keep(node, under: path, &record)
      }
    }

    /// The dates of publication. The date of approval is one only if there is no other.
    func dates(_ node: Int) -> [(medium: String, date: EDTF)] {
      var found: [(String, EDTF)] = []
      var approved: [(String, EDTF)] = []
      tree.forEach(in: node, as: CrossrefName.self) { child, name in
        switch name {
        case .databaseDate: return found += dates(child)
        case .publicationDate, .postedDate, .reviewDate, .approvalDate: break
        default: return
        }
        guard let date = date(child) else { return }
        switch name {
        case .postedDate: found.append(("posted", date))
        case .approvalDate: approved.append((tree.look(CrossrefName.mediaType, of: child) ?? "", date))
        default: found.append((tree.attribute(CrossrefName.mediaType, of: child) ?? "", date))
        }
      }
      return found.isEmpty ? approved : found
    }

    func keepOthers(of dates: some Sequence<(medium: String, date: EDTF)>, under path: String, _ record: inout Record) {
      for one in dates where !record.dates.contains(where: { $0.date.value == one.date }) {
        keep("\(path)/publication_date[\(one.medium)]", "\(one.date)", &record)
      }
    }

    /// When a work was approved, and when a database or an item in it was created and changed. What has no
    /// other date of its own is dated by its creation.
    func readFurtherDates(_ node: Int, _ path: String, hasOwn: Bool, _ record: inout Record) {
      let made = child(.databaseDate, of: node)
      if let date = child(.updateDate, of: made).flatMap({ date($0) }) { record[date: .updated] = PartialDate(date) }
      var hasOwn = hasOwn
      for further in [child(.creationDate, of: made), child(.creationDate, of: node), child(.contentDate, of: node)] {
        guard let further, let date = date(further) else { continue }
        if hasOwn { keep(further, under: path, &record) } else { record[date: .issued] = PartialDate(date) }
        hasOwn = true
      }
      for approval in tree.children(CrossrefName.approvalDate, of: node) {
        guard let date = date(approval) else { continue }
        if !record.dates.contains(where: { $0.date.value == date }) { keep(approval, under: path, &record) }
      }
    }

    func readDates(_ node: Int, _ record: inout Record) { setDates(dates(node), &record) }

    /// Puts the dates of a work into the record, which may already have one from the enclosing work.
    func setDates(_ dates: [(medium: String, date: EDTF)], _ record: inout Record) {
      if dates.isEmpty { return }
      let whole = record[date: .issued]
      for kind in [DateKind.issued, .print, .online] { record[date: kind] = nil }
      for one in dates {
        switch one.medium {
        case "print": record[date: .print] = PartialDate(one.date)
        case "online": record[date: .online] = PartialDate(one.date)
        case "posted": record[date: .posted] = PartialDate(one.date)
        // Of another medium, or of none: it becomes the date of issue, or is kept beside it.
        default: break
        }
      }
      func earliest(_ isWanted: (_ medium: String) -> Bool) -> PartialDate? {
        dates.filter { isWanted($0.medium) }.map { PartialDate($0.date) }.min { XMLDates.isBefore($0, $1) }
      }
      let wanted: PartialDate? =
        switch issued {
        case .earliest: nil
        case .electronic: earliest { $0 == "online" || $0 == "posted" }
        case .print: earliest { $0 == "print" } ?? whole
        case .collection: whole ?? earliest { $0 == "print" }
        }
      record[date: .issued] = wanted ?? earliest { _ in true }
    }

    /// Keeps the dates of the book or the proceedings in which a work with other dates is.
    func keepDates(of outer: Record, _ node: Int, _ record: inout Record) {
      let metadata: CrossrefName
      switch name(node) {
      case .contentItem: metadata = .bookMetadata
      case .conferencePaper: metadata = .proceedingsMetadata
      default: return
      }
      for (kind, medium) in [(DateKind.print, "print"), (.online, "online"), (.issued, "")] {
        guard let date = outer[date: kind], !record.dates.contains(where: { $0.date.value == date.value }) else {
          continue
        }
        if kind == .issued, [DateKind.print, .online].contains(where: { outer[date: $0]?.value == date.value }) {
          continue
        }
        let place = medium.isEmpty ? "publication_date" : "publication_date[\(medium)]"
        keep("\(metadata.word)/\(place)", "\(date.value.map { "\($0)" } ?? date.literal ?? "")", &record)
      }
    }

    func readEventDate(_ node: Int, _ record: inout Record) {
      func point(_ year: CrossrefName, _ month: CrossrefName, _ day: CrossrefName) -> EDTF.Point? {
        func number(_ name: CrossrefName) -> Int { tree.attribute(name, of: node) { Int($0) } ?? 0 }
        guard number(year) > 0 else { return nil }
        var point = EDTF.Point(year: number(year), month: number(month), day: number(day))
        if !point.isWellFormed { point = EDTF.Point(year: number(year)) }
        return point.isWellFormed ? point : nil
      }
      let words = text(node)
      if let start = point(.startYear, .startMonth, .startDay) {
        let end = point(.endYear, .endMonth, .endDay)
        let value = EDTF(.date(start), to: end.flatMap { $0 == start ? nil : .date($0) })
        record[date: .event] = PartialDate(value.isWellFormed ? value : EDTF(.date(start)))
        keep("event_metadata/conference_date", words, &record)
      } else if let date = XMLDates.words(words) {
        record[date: .event] = date
      }
    }
  }
#endif
