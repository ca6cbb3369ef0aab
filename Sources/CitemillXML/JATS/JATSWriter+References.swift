#if XML
  import CitemillCore

  // Citations: the list of an article, and records as entries of one list.

  extension JATSWriter {
    static func references(_ references: [Reference], besides ids: Set<String>, _ xml: inout XML) {
      if references.isEmpty { return }
      var ids = ids
      xml.element(.back) { xml in
        xml.element(.refList) { xml in
          for index in references.indices {
            let id = references[index].key.map(id)
            // Each id must be unique in a document.
            let isFree = id.map { ids.insert($0).inserted } ?? false
            reference(references[index], id: isFree ? id : nil, &xml)
          }
        }
      }
    }

    private static func reference(_ reference: Reference, id: String?, _ xml: inout XML) {
      xml.element(
        .ref,
        attributes: { xml in
          xml.attribute(.id, id)
        }
      ) { xml in
        let start = xml.bytes.count
        citation(reference.record, printed: reference.text, &xml)
        if xml.bytes.count > start { return }
        // One that has only an id.
        if id != nil { xml.empty(.mixedCitation) }
      }
    }

    /// A record as an entry of a list, with its key as the id.
    static func reference(_ record: Record, _ xml: inout XML) {
      xml.element(
        .ref,
        attributes: { xml in
          xml.attribute(.id, record.key.map(id))
        }
      ) { xml in
        let text = record[.rawReference].map { RichText($0) }
        citation(record, printed: text, &xml)
      }
    }

    /// The citation in its parts, or as it is printed, or both as two forms of one.
    private static func citation(_ record: Record?, printed: RichText?, _ xml: inout XML) {
      guard let record else {
        if let printed { text(printed, as: .mixedCitation, .formulas, &xml) }
        return
      }
      guard let printed else { return parts(record, &xml) }
      xml.element(.citationAlternatives) { xml in
        parts(record, &xml)
        text(printed, as: .mixedCitation, .formulas, &xml)
      }
    }

    /// The elements of a citation by the type of the work.
    private static func parts(_ record: Record, _ xml: inout XML) {
      xml.element(
        .elementCitation,
        attributes: { xml in
          xml.attribute(.publicationType, JATSTypes.word(forCitation: record))
        }
      ) { xml in
        people(record.contributors, &xml)
        for tier in [FieldPath.Tier.host, .series] { people(record.contributors(of: tier), &xml) }
        citedTitles(record, &xml)
        xml.element(.edition, record[.edition])
        event(of: record, &xml)
        publisher(of: record, &xml)
        issued(record[date: .issued], &xml)
        place(of: record, &xml)
        numbers(of: record, &xml)
        access(record, &xml)
        for note in record.notes { Self.note(note, &xml) }
      }
    }

    // MARK: - People

    /// A group for each run of people with one role.
    private static func people(_ people: [Contributor], _ xml: inout XML) {
      var start = 0
      while start < people.count {
        let role = people[start].roles.first ?? .author
        var end = start
        while end < people.count, people[end].roles.first ?? .author == role { end += 1 }
        xml.element(
          .personGroup,
          attributes: { xml in
            let word = JATSTypes.groupWord(for: role)
            xml.attribute(.personGroupType, word ?? "custom")
            if word == nil { xml.attribute(.specificUse, role.rawValue) }
          }
        ) { xml in
          for index in start..<end { citedName(people[index], &xml) }
        }
        start = end
      }
    }

    /// A name in a citation.
    static func citedName(_ one: Contributor, _ xml: inout XML) {
      switch one.kind {
      case .person: person(one.name, &xml)
      case .unparsed: xml.element(.stringName, one.name.literal)
      case .organization: xml.element(.collab, one.name.literal)
      case .anonymous: xml.empty(.anonymous)
      case .others: xml.empty(.etal)
      }
    }

    // MARK: - Titles

    private static func citedTitles(_ record: Record, _ xml: inout XML) {
      let host = record.titles(of: .host).filter { $0.kind == .main || $0.kind == .sub || $0.kind == .short }
      let own = joined(record.titles)
      let source = joined(host) ?? host.first?.text
      if let own {
        switch JATSTypes.titleElement(for: record.type, hasHost: source != nil) {
        case .source: text(own, as: .source, .formulas, &xml)
        case .dataTitle: text(own, as: .dataTitle, .faces, &xml)
        case let name: text(own, as: name, .formulas, &xml)
        }
      }
      for title in record.titles where title.kind == .translated {
        text(title.text, as: .transTitle, .formulas, language: title.language, &xml)
      }
      if let source { text(source, as: .source, .formulas, &xml) }
      for title in record.titles(of: .host) where title.kind == .translated {
        text(title.text, as: .transSource, .formulas, language: title.language, &xml)
      }
      if let series = joined(record.titles(of: .series)) { text(series, as: .series, .faces, &xml) }
    }

    /// The main title with its subtitle, for which citations have no element.
    private static func joined(_ titles: [Title]) -> RichText? {
      guard let main = titles.first(where: { $0.kind == .main }) else { return nil }
      guard let sub = titles.first(where: { $0.kind == .sub }) else { return main.text }
      return main.text.followed(by: sub.text)
    }

    // MARK: - Where and when

    private static func event(of record: Record, _ xml: inout XML) {
      let event = record.event
      xml.element(.confName, event?.title)
      xml.element(.confAcronym, event?.acronym)
      xml.element(.confDate) { dateWords(record[date: .event], &$0) }
      xml.element(.confLoc, event?.place)
      xml.element(.confSponsor, event?.sponsor)
    }

    private static func publisher(of record: Record, _ xml: inout XML) {
      xml.element(.publisherLoc, record[.publisherPlace])
      xml.element(.publisherName, record[.publisher])
    }

    /// The date in its parts; if these cannot hold all of it, the attribute of the year has the complete
    /// date.
    private static func issued(_ date: PartialDate?, _ xml: inout XML) {
      guard let date else { return }
      guard let value = date.value, let point = value.firstPoint else {
        return xml.element(.year, date.literal ?? date.value?.description)
      }
      if isPlain(value, point) { return parts(value, point, yearFirst: true, &xml) }
      let isNumber = (1000...9999).contains(point.year) && point.unspecifiedYearDigits == 0
      xml.element(.year, isNumber ? "\(point.year)" : value.description, (.iso8601Date, value.description))
    }

    private static func place(of record: Record, _ xml: inout XML) {
      xml.element(.volume, record[.volume])
      xml.element(.issue, record[.issue])
      xml.element(.issuePart, record[.partNumber])
      xml.element(.supplement, record[.supplementNumber])
      pages(record, &xml)
      xml.element(.size, record[.numberOfPages], (.units, "page"))
      xml.element(.version, record[.version])
    }

    private static func numbers(of record: Record, _ xml: inout XML) {
      if let number = record[.number] {
        switch WorkKind(record.type) {
        case .patent: xml.element(.patent, number, (.country, record[.jurisdiction]))
        case .law: xml.element(.gov, number)
        case .report: xml.element(record.type == .standard ? .std : .gov, number)
        default: break
        }
      }
      let isPart = record.type.isPartOfHost
      for number in isPart ? record.identifiers(of: .host) : record.identifiers where number.scheme == .isbn {
        xml.element(.isbn, number.value)
      }
      serialNumbers(record.identifiers, &xml)
      if isPart { serialNumbers(record.identifiers(of: .host), &xml) }
      var others: Set<Int> = []
      for (index, number) in record.identifiers.enumerated() {
        switch number.scheme {
        case .url, .issn, .eissn: others.insert(index)
        case .isbn where !isPart: others.insert(index)
        default: break
        }
      }
      identifiers(record.identifiers, as: .pubId, without: others, &xml)
      for number in record.identifiers where number.scheme == .url { xml.element(.uri, number.value) }
    }

    private static func access(_ record: Record, _ xml: inout XML) {
      guard let date = record[date: .accessed] else { return }
      xml.element(.dateInCitation) { xml in
        xml.attribute(.contentType, "access-date")
        dateWords(date, &xml)
      }
    }

    private static func note(_ note: Note, _ xml: inout XML) {
      if note.kind == .note { return text(note.text, as: .comment, .formulas, &xml) }
      xml.element(.annotation) { text(note.text, as: .p, .formulas, &$0) }
    }
  }
#endif
