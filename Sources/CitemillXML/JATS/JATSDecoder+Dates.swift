#if XML
  import CitemillCore

  /// A date of publication with the attributes that the article gives it.
  struct JATSDate {
    var date: PartialDate
    /// `pub-type`, or `date-type`; in lower case.
    var type: String
    var isElectronic: Bool?
  }

  extension JATSDecoder {
    mutating func readPublished(_ node: Int, _ record: inout Record) {
      if let date = date(node) { dates.append(date) }
    }

    /// The date of an element; nil if it contains none.
    private func date(_ node: Int) -> JATSDate? {
      guard let date = partialDate(node) else { return nil }
      let word = tree.attribute(JATSName.pubType, of: node) ?? tree.attribute(JATSName.dateType, of: node) ?? ""
      return JATSDate(
        date: date, type: String(decoding: word.utf8.map(\.lowercased), as: UTF8.self), isElectronic: isElectronic(node)
      )
    }

    func partialDate(_ node: Int) -> PartialDate? {
      let year = text(.year, of: node)
      // What the date does not contain is left to be kept.
      let (month, monthNode) = part(.month, of: node)
      let (day, dayNode) = part(.day, of: node)
      let (season, seasonNode) = part(.season, of: node)
      let iso = tree.look(JATSName.iso8601Date, of: node).flatMap(XMLDates.iso)
      // If it gives another date than the elements, it is left to be kept.
      defer {
        let stated = child(.year, of: node).flatMap { XMLDates.year(tree.look($0)) }
        let (number, _) = part(.month, of: node)
        let month = stated.flatMap { XMLDates.date($0, month: number, day: "").firstPoint?.month } ?? 0
        let point = iso?.firstPoint
        if point != nil, stated == nil || point?.year == stated,
          month == 0 || point?.month == 0 || month == point?.month
        {
          tree.take(JATSName.iso8601Date.number, of: node)
        }
      }
      if let number = XMLDates.year(year) {
        // The attribute is more exact if the elements have only the year.
        if month.isEmpty, season.isEmpty, let iso, iso.firstPoint?.year == number { return PartialDate(iso) }
        let date = XMLDates.date(number, month: month.isEmpty ? season : month, day: day)
        if let point = date.firstPoint {
          if point.month > 0 { tree.takeWords(of: month.isEmpty ? seasonNode : monthNode) }
          if point.day > 0 { tree.takeWords(of: dayNode) }
        }
        return PartialDate(date)
      }
      if let iso { return PartialDate(iso) }
      let words = child(.stringDate, of: node).map { text($0) } ?? year
      return XMLDates.words(words)
    }

    private func part(_ name: JATSName, of node: Int) -> (words: String, node: Int?) {
      let part = tree.child(name, of: node)
      return (tree.look(part), part)
    }

    /// Puts the dates of publication into the record: all of them by their kinds, and one as the date of
    /// issue.
    func finishDates(_ record: inout Record) {
      let issued = self.issued(dates, record)
      for one in dates {
        let kinds = kinds(of: one)
        for kind in kinds {
          if let had = record[date: kind] {
            if had != one.date, let words = one.date.literal ?? one.date.value?.description {
              keep("pub-date[\(one.type.isEmpty ? "date" : one.type)]", words, &record)
            }
          } else {
            record[date: kind] = one.date
          }
        }
        // A date that has no kind and is not the date of issue is kept under its name.
        if kinds.isEmpty, let words = one.date.literal ?? one.date.value?.description {
          if one.date != issued {
            keep("pub-date[\(one.type.isEmpty ? "date" : one.type)]", words, &record)
          } else if !Self.own.contains(one.type), one.type != "collection" {
            keep("pub-date/@date-type", one.type, &record)
          }
        }
      }
      record[date: .issued] = record[date: .issued] ?? issued
    }

    /// The kinds of a date. That of a collection is the date of the volume, and does not mean that the
    /// article was printed.
    private func kinds(of one: JATSDate) -> [DateKind] {
      switch one.type {
      case "epub", "epub-ahead": [.online]
      case "ppub": [.print]
      case "epub-ppub": [.online, .print]
      case "pub", "electronic", "print", "publication", "": one.isElectronic.map { [$0 ? .online : .print] } ?? []
      case "preprint", "epreprint", "posted_date", "posted-date": [.posted]
      case "update", "updated": [.updated]
      case "retraction", "retracted": [.retracted]
      default: []
      }
    }

    /// The types of dates that are of the article itself.
    private static let own = [
      "epub", "pub", "electronic", "epub-ppub", "ppub", "print", "publication", "epub-ahead",
    ]

    /// The date of publication according to the option. If there is none of that kind: the earliest of the
    /// article's own dates, then that of the collection, then others.
    private func issued(_ dates: [JATSDate], _ record: Record) -> PartialDate? {
      func earliest(_ kind: DateKind) -> PartialDate? {
        dates.filter { Self.own.contains($0.type) && kinds(of: $0).contains(kind) }
          .min { XMLDates.isBefore($0.date, $1.date) }?.date
      }
      let collection = dates.first { $0.type == "collection" }?.date
      let wanted: PartialDate? =
        switch issued {
        case .earliest: nil
        case .electronic: earliest(.online)
        case .print: earliest(.print) ?? collection
        case .collection: collection ?? earliest(.print)
        }
      if let wanted { return wanted }
      let own = dates.filter { Self.own.contains($0.type) }
      if let earliest = own.min(by: { XMLDates.isBefore($0.date, $1.date) }) { return earliest.date }
      if let collection { return collection }
      for type in ["", "epreprint", "preprint", "posted_date", "posted-date"] {
        if let found = dates.first(where: { $0.type == type }) { return found.date }
      }
      let late = ["pmc-release", "nihms-submitted", "archival-date", "update", "updated"]
      if let found = dates.first(where: { !late.contains($0.type) }) { return found.date }
      return record[date: .copyright] ?? record[date: .accepted] ?? dates.first?.date
    }

    func readHistory(_ node: Int, _ record: inout Record) {
      for date in tree.descendants(JATSName.date, of: node) {
        guard let value = partialDate(date) else { continue }
        let type = tree.attribute(JATSName.dateType, of: date) ?? eventType(of: date, in: node)
        let kind: DateKind? =
          switch type?.lowercasedASCII {
          case "received": .received
          case "accepted": .accepted
          case "rev-recd", "rev-request", "revised", "revision-received": .revised
          case "submitted": .submitted
          case "preprint", "posted": .posted
          case "retracted": .retracted
          case "corrected", "updated": .updated
          default: nil
          }
        if let kind, record[date: kind] == nil {
          record[date: kind] = value
        } else if let words = value.literal ?? value.value?.description {
          keep("history[\(type ?? "date")]", words, &record)
        }
      }
      for event in tree.children(JATSName.event, of: node) { readVersion(event, &record) }
    }

    private func eventType(of date: Int, in history: Int) -> String? {
      tree.children(JATSName.event, of: history).first { ($0..<tree.end($0)).contains(date) }
        .flatMap { tree.attribute(JATSName.eventType, of: $0) }
    }

    /// An earlier or other version of the article that its history names: a preprint, a reviewed preprint.
    private func readVersion(_ event: Int, _ record: inout Record) {
      let type = tree.attribute(JATSName.eventType, of: event)?.lowercasedASCII ?? ""
      let label = child(.eventDesc, of: event).flatMap { present(text($0, .prose)) }
      var target: Identifier?
      for id in tree.children(JATSName.articleId, of: event) where target == nil {
        target = XMLIdentifiers.identifier(text(id), type: tree.attribute(JATSName.pubIdType, of: id))
        if target == nil { keep("event[\(type)]/article-id", text(id), &record) }
      }
      for link in tree.children(JATSName.selfUri, of: event) {
        guard let address = tree.attribute(JATSName.href, of: link) else { continue }
        if target == nil {
          target = address.utf8.contains("doi.org/10.") ? DOIText.identifier(address) : Identifier(.url, address)
        } else if let target, !address.utf8.contains(target.value) {
          // Reviews of the version, and its other places.
          keep("event[\(type)]/self-uri", [address, text(link)].filter { !$0.isEmpty }.joined(separator: " "), &record)
        }
      }
      for notes in tree.children(JATSName.notes, of: event) {
        keep("event[\(type)]/notes", text(notes, .prose), &record)
      }
      guard let target else {
        return keep(label == nil ? "event/@event-type" : "event[\(type)]", label ?? type, &record)
      }
      record.relations.append(
        Relation(type.utf8.contains("preprint") ? "has-preprint" : "has-version", target: target, label: label))
    }
  }
#endif
