#if XML
  import CitemillCore

  // What an element says of a work.

  extension CrossrefDecoder {
    func readItem(_ node: Int, _ record: inout Record) {
      if let language = tree.attribute(CrossrefName.language, of: node) { record[.language] = language }
      let hadDate = record[date: .issued] != nil
      tree.forEach(in: node, as: CrossrefName.self) { child, name in readPart(child, name, &record) }
      // The dates of an article go before those of its issue.
      let own = dates(node)
      if !own.isEmpty || !hadDate { setDates(own, &record) }
    }

    private func readPart(_ node: Int, _ name: CrossrefName, _ record: inout Record) {
      switch name {
      case .titles: readTitles(node, &record)
      case .proceedingsTitle: record.add(Title(title(node)), unlessEmpty: ())
      case .contributors: readContributors(node, &record)
      case .personName, .organization, .anonymous: readContributor(node, name, &record)
      case .acceptanceDate: record[date: .accepted] = date(node).map { PartialDate($0) }
      case .pages: readPages(node, &record)
      case .publisherItem:
        for item in tree.children(CrossrefName.itemNumber, of: node) {
          let number = text(item)
          let type = tree.attribute(CrossrefName.itemNumberType, of: item)
          let isNumber = type == nil || type.map { $0.utf8.map(\.lowercased).starts(with: "article".utf8) } ?? false
          if !number.isEmpty, isNumber { record[.articleNumber] = number }
        }
        for identifier in tree.children(CrossrefName.identifier, of: node) {
          let type = tree.attribute(CrossrefName.idType, of: identifier)
          if let found = XMLIdentifiers.identifier(text(identifier), type: type),
            !record.identifiers.contains(where: { $0.scheme == found.scheme })
          {
            record.add(found)
          }
        }
      case .doiData: readDOI(node, &record)
      case .doi where record.type == .document:
        let doi = text(node)
        if !doi.isEmpty { record.add(DOIText.identifier(doi)) }
      case .volume: record[.volume] = present(text(node)) ?? record[.volume]
      case .editionNumber: record[.edition] = present(text(node))
      case .isbn:
        let number = text(node)
        if number.isEmpty { return }
        if record.type.isPartOfHost {
          record.withHost { $0.identifiers.insert(Identifier(.isbn, number)) }
        } else {
          record.add(Identifier(.isbn, number))
        }
      case .issn where record.type == .proceedings:
        let number = text(node)
        if !number.isEmpty { record.add(Identifier(.issn, number)) }
      case .publisher:
        record[.publisher] = present(text(.publisherName, of: node)) ?? record[.publisher]
        record[.publisherPlace] = present(text(.publisherPlace, of: node))
      case .institution:
        let words = present(text(.institutionName, of: node))
        if record[.publisher] == nil || record.type == .thesis {
          record[.publisher] = words
        } else {
          record[.institution] = words
        }
        if record[.publisherPlace] == nil { record[.publisherPlace] = present(text(.institutionPlace, of: node)) }
      case .degree: record[.genre] = present(text(node))
      case .groupTitle: record[.section] = present(text(node))
      case .contractNumber, .runningNumber: record[.number] = present(text(node))
      case .designators, .standardDesignator: readDesignation(node, &record)
      case .description where record.type == .dataset || record.type == .database || record.type == .component:
        let words = Self.rules.rich(tree, node)
        if !words.isEmpty { record.abstracts.append(Abstract(words)) }
      case .abstract: readAbstract(node, &record)
      case .versionInfo: record[.version] = present(text(.version, of: node))
      case .program: readProgram(node, &record)
      case .crossmark: readCrossmark(node, &record)
      case .citationList:
        for citation in tree.children(CrossrefName.citation, of: node) {
          if let found = reference(citation) { record.references.append(found) }
        }
      default: break
      }
    }

    private func readDesignation(_ node: Int, _ record: inout Record) {
      if record[.number] == nil {
        record[.number] = present(text(tree.descendants(CrossrefName.designation, of: node).first))
      }
      if record[.number] == nil { record[.number] = present(text(node)) }
    }

    func readTitles(_ node: Int, _ record: inout Record) {
      tree.forEach(in: node, as: CrossrefName.self) { child, name in
        switch name {
        case .title:
          // Further titles are translations.
          let kind: Title.Kind = record.titles.contains { $0.kind == .main } ? .translated : .main
          record.add(Title(title(child), kind: kind), unlessEmpty: ())
        case .subtitle:
          if !record.titles.contains(where: { $0.kind == .sub }) {
            record.add(Title(title(child), kind: .sub), unlessEmpty: ())
          }
        case .originalLanguageTitle:
          let language = tree.attribute(CrossrefName.language, of: child)
          record.add(Title(title(child), kind: .original, language: language), unlessEmpty: ())
        default: break
        }
      }
    }

    func readDOI(_ node: Int?, _ record: inout Record) {
      guard let node else { return }
      let doi = text(.doi, of: node)
      // The one that is registered goes before others.
      record.identifiers.removeAll { $0.scheme == .doi }
      if !doi.isEmpty { record.add(DOIText.identifier(doi)) }
      let address = text(.resource, of: node)
      if !address.isEmpty { record.add(Identifier(.url, address)) }
    }

    private func readPages(_ node: Int, _ record: inout Record) {
      let (first, last) = (text(.firstPage, of: node), text(.lastPage, of: node))
      let other = text(.otherPages, of: node)
      var pages = first
      if !last.isEmpty, last != first { pages += "-\(last)" }
      if !other.isEmpty { pages += pages.isEmpty ? other : ", \(other)" }
      record[.pages] = present(pages)
    }

    // MARK: - Dates

    func date(_ node: Int) -> EDTF? {
      guard let year = XMLDates.year(text(.year, of: node)) else { return nil }
      let month = text(.month, of: node)
      // 21 to 24 are seasons, as in EDTF; 31 to 34 quarters.
      if let number = Int(month), (21...24).contains(number) {
        return EDTF(.date(EDTF.Point(year: year, month: number)))
      }
      return XMLDates.date(year, month: month, day: text(.day, of: node))
    }

    private func dates(_ node: Int) -> [(medium: String, date: EDTF)] {
      var found: [(String, EDTF)] = []
      tree.forEach(in: node, as: CrossrefName.self) { child, name in
        guard let date = date(child) else { return }
        switch name {
        case .publicationDate:
          found.append((tree.attribute(CrossrefName.mediaType, of: child) ?? "", date))
        case .postedDate: found.append(("posted", date))
        case .approvalDate, .reviewDate, .creationDate: found.append(("", date))
        case .databaseDate: break
        default: break
        }
      }
      if let database = child(.databaseDate, of: node) {
        found += dates(database)
      }
      return found
    }

    func readDates(_ node: Int, _ record: inout Record) { setDates(dates(node), &record) }

    private func setDates(_ dates: [(medium: String, date: EDTF)], _ record: inout Record) {
      if dates.isEmpty { return }
      for kind in [DateKind.issued, .print, .online] { record[date: kind] = nil }
      for one in dates {
        switch one.medium {
        case "print": record[date: .print] = PartialDate(one.date)
        case "online": record[date: .online] = PartialDate(one.date)
        case "posted": record[date: .posted] = PartialDate(one.date)
        default: break
        }
      }
      let all = dates.map { PartialDate($0.date) }
      record[date: .issued] = all.min { XMLDates.isBefore($0, $1) }
    }

    func readEvent(_ node: Int, _ record: inout Record) {
      var event = Event()
      event.title = present(text(.conferenceName, of: node))
      event.acronym = present(text(.conferenceAcronym, of: node))
      event.number = present(text(.conferenceNumber, of: node))
      event.place = present(text(.conferenceLocation, of: node))
      event.sponsor = present(text(.conferenceSponsor, of: node))
      if !event.isEmpty { record.event = event }
      guard let when = child(.conferenceDate, of: node) else { return }
      func point(_ year: CrossrefName, _ month: CrossrefName, _ day: CrossrefName) -> EDTF.Point? {
        func number(_ name: CrossrefName) -> Int { tree.attribute(name, of: when).flatMap { Int($0) } ?? 0 }
        guard number(year) > 0 else { return nil }
        var point = EDTF.Point(year: number(year), month: number(month), day: number(day))
        if !point.isWellFormed { point = EDTF.Point(year: number(year)) }
        return point.isWellFormed ? point : nil
      }
      let words = text(when)
      if let start = point(.startYear, .startMonth, .startDay) {
        let end = point(.endYear, .endMonth, .endDay)
        let value = EDTF(.date(start), to: end.flatMap { $0 == start ? nil : .date($0) })
        record[date: .event] = PartialDate(value.isWellFormed ? value : EDTF(.date(start)))
      } else if !words.isEmpty {
        let value = DateText.read(words)
        record[date: .event] = PartialDate(value, literal: value == nil ? words : nil)
      }
    }

    // MARK: - Names

    func readContributors(_ node: Int, _ record: inout Record) {
      tree.forEach(in: node, as: CrossrefName.self) { child, name in readContributor(child, name, &record) }
    }

    private func readContributor(_ node: Int, _ name: CrossrefName, _ record: inout Record) {
      var role = CrossrefTypes.role(tree.attribute(CrossrefName.contributorRole, of: node))
      // Who reviews is the author of the review.
      if record.type == .peerReview, role.rawValue.utf8.starts(with: "reviewer".utf8) { role = .author }
      switch name {
      case .personName:
        let family = text(.surname, of: node)
        if family.isEmpty { return }
        var person = PersonName(family: family, given: present(text(.givenName, of: node)))
        if let suffix = present(text(.suffix, of: node)) { person.suffix = suffix }
        person.splitParticles()
        var one = Contributor(.person, name: person, roles: role.alone)
        readDetails(node, &one)
        record.contributors.append(one)
      case .organization:
        let words = text(node)
        if words.isEmpty { return }
        record.contributors.append(Contributor(.organization, name: PersonName(literal: words), roles: role.alone))
      case .anonymous: record.contributors.append(Contributor(.anonymous, roles: role.alone))
      default: break
      }
    }

    private func readDetails(_ node: Int, _ one: inout Contributor) {
      for place in tree.children(CrossrefName.affiliation, of: node) {
        let words = text(place)
        if !words.isEmpty { one.affiliations.append(Affiliation(words)) }
      }
      for list in tree.children(CrossrefName.affiliations, of: node) {
        for institution in tree.children(CrossrefName.institution, of: list) {
          let words = text(.institutionName, of: institution)
          let ids = tree.children(CrossrefName.institutionId, of: institution).compactMap {
            XMLIdentifiers.body(text($0), type: tree.attribute(CrossrefName.type, of: $0))
          }
          if words.isEmpty, ids.isEmpty { continue }
          one.affiliations.append(
            Affiliation(
              words, department: present(text(.institutionDepartment, of: institution)),
              place: present(text(.institutionPlace, of: institution)), identifiers: ids))
        }
      }
      if let orcid = child(.orcid, of: node), let found = XMLIdentifiers.person(text(orcid), type: "orcid") {
        one.identifiers.append(found)
        if tree.has(CrossrefName.authenticated, "true", of: orcid) { one.flags.insert(.authenticated) }
      }
    }

    // MARK: - Texts

    private func readAbstract(_ node: Int, _ record: inout Record) {
      var builder = XMLTextBuilder()
      func collect(_ node: Int) {
        var next = tree.firstChild(node)
        while let here = next {
          switch name(here) {
          case .sec: collect(here)
          case .title:
            // The title of the whole says "Abstract".
            if node != abstract {
              builder.line()
              let start = builder.mark()
              Self.rules.collect(tree, here, hasMarks: true, into: &builder)
              builder.add(.sectionHead, from: start)
              builder.line()
            }
          case .p:
            builder.line()
            Self.rules.collect(tree, here, hasMarks: true, into: &builder)
            builder.line()
          default:
            if tree.name(here) == XMLNames.text {
              builder.append(tree, here)
            } else {
              Self.rules.collect(tree, here, hasMarks: true, into: &builder)
            }
          }
          next = tree.sibling(here, in: node)
        }
      }
      let abstract = node
      collect(node)
      let text = builder.rich()
      if text.isEmpty { return }
      let kind = tree.attribute(CrossrefName.abstractType, of: node).map { Abstract.Kind(ofType: $0) } ?? .main
      let isFirst = kind == .main && !record.abstracts.contains { $0.kind == .main }
      record.abstracts.append(
        Abstract(text, kind: kind, language: isFirst ? nil : tree.attribute(CrossrefName.lang, of: node)))
    }

    // MARK: - Programs

    /// Funding, licences and relations, told by what is in them.
    private func readProgram(_ node: Int, _ record: inout Record) {
      var isFree = false
      var open = Funding()
      tree.forEach(in: node, as: CrossrefName.self) { child, name in
        switch name {
        case .assertion: readAssertion(child, &open, &record)
        case .licenseRef:
          let start = tree.attribute(CrossrefName.startDate, of: child).flatMap { XMLDates.iso($0) }
          record.licences.append(
            Licence(
              url: present(text(child)), start: start.map { PartialDate($0) },
              appliesTo: tree.attribute(CrossrefName.appliesTo, of: child)))
        case .freeToRead: isFree = true
        case .relatedItem: readRelation(child, &record)
        default: break
        }
      }
      if open != Funding() { record.funding.append(open) }
      if isFree {
        if record.licences.isEmpty { record.licences.append(Licence()) }
        record.licences[record.licences.count - 1].isFreeToRead = true
      }
    }

    /// An assertion of the funders' registry; groups have others in them, and some stand without one.
    private func readAssertion(_ node: Int, _ funding: inout Funding, _ record: inout Record) {
      switch tree.attribute(CrossrefName.name, of: node) {
      case "fundgroup":
        var group = Funding()
        for inner in tree.children(CrossrefName.assertion, of: node) { readAssertion(inner, &group, &record) }
        if group != Funding() { record.funding.append(group) }
      case "funder_name":
        if funding.funder != nil {
          record.funding.append(funding)
          funding = Funding()
        }
        funding.funder = present(ownText(node))
        for inner in tree.children(CrossrefName.assertion, of: node) { readAssertion(inner, &funding, &record) }
      case "funder_identifier", "ror":
        let type = tree.has(CrossrefName.name, "ror", of: node) ? "ror" : "funder-id"
        if let found = XMLIdentifiers.body(ownText(node), type: type) { funding.identifiers.append(found) }
      case "award_number":
        let number = ownText(node)
        if !number.isEmpty { funding.awards.append(Funding.Award(number: number)) }
      default: break
      }
    }

    /// The words of an element without those of the elements in it.
    private func ownText(_ node: Int) -> String {
      var builder = XMLTextBuilder()
      var next = tree.firstChild(node)
      while let here = next {
        if tree.name(here) == XMLNames.text { builder.append(tree, here) }
        next = tree.sibling(here, in: node)
      }
      return builder.plain()
    }

    private func readRelation(_ node: Int, _ record: inout Record) {
      let words = present(text(.description, of: node))
      for name in [CrossrefName.interWorkRelation, .intraWorkRelation] {
        guard let relation = child(name, of: node) else { continue }
        let type = tree.attribute(CrossrefName.relationshipType, of: relation) ?? "related"
        let target = XMLIdentifiers.identifier(
          text(relation), type: tree.attribute(CrossrefName.identifierType, of: relation))
        record.relations.append(Relation(Self.hyphened(type), target: target, label: words))
      }
    }

    /// `isReviewOf` as `is-review-of`.
    private static func hyphened(_ name: String) -> String {
      var word: [UInt8] = []
      for byte in name.utf8 {
        if byte &- 65 < 26 { word.append(UInt8(ascii: "-")) }
        word.append(byte.lowercased)
      }
      return String(decoding: word, as: UTF8.self)
    }

    private func readCrossmark(_ node: Int, _ record: inout Record) {
      for updates in tree.children(CrossrefName.updates, of: node) {
        for update in tree.children(CrossrefName.update, of: updates) {
          let date = tree.attribute(CrossrefName.date, of: update).flatMap { XMLDates.iso($0) }
          let doi = text(update)
          record.relations.append(
            Relation(
              tree.attribute(CrossrefName.type, of: update) ?? "update",
              target: doi.isEmpty ? nil : DOIText.identifier(doi),
              label: tree.attribute(CrossrefName.label, of: update), date: date.map { PartialDate($0) }))
        }
      }
      // Some say who paid, and the licence, here alone.
      for custom in tree.children(CrossrefName.customMetadata, of: node) {
        for program in tree.children(CrossrefName.program, of: custom) {
          var inner = Record()
          readProgram(program, &inner)
          for one in inner.funding where !record.funding.contains(one) { record.funding.append(one) }
          for one in inner.licences where !record.licences.contains(one) { record.licences.append(one) }
          for one in inner.relations where !record.relations.contains(one) { record.relations.append(one) }
        }
      }
    }

    // MARK: - Citations

    private func reference(_ node: Int) -> Reference? {
      var record = Record()
      var source: (words: String, isJournal: Bool)?
      var words: RichText?
      tree.forEach(in: node, as: CrossrefName.self) { child, name in
        let text = self.text(child)
        if text.isEmpty { return }
        switch name {
        case .articleTitle: record.titles.insert(Title(title(child)))
        case .journalTitle: source = (text, true)
        case .volumeTitle: if source == nil { source = (text, false) }
        case .seriesTitle: record.withSeries { $0.add(Title(text)) }
        case .author: if let one = NameText.read(text, order: .familyFirst) { record.contributors.append(one) }
        case .volume: record[.volume] = text
        case .issue: record[.issue] = text
        case .firstPage: record[.pages] = text
        case .elocationId: record[.articleNumber] = text
        case .editionNumber: record[.edition] = text
        case .cYear:
          record[date: .issued] = XMLDates.year(text).map { PartialDate(year: $0) } ?? PartialDate(nil, literal: text)
        case .doi: record.add(DOIText.identifier(text))
        case .isbn: record.add(Identifier(.isbn, text))
        case .issn: record.withHost { $0.identifiers.insert(Identifier(.issn, text)) }
        case .stdDesignator: record[.number] = text
        case .unstructuredCitation: words = title(child)
        default: break
        }
      }
      if let source {
        record.type = source.isJournal ? .articleJournal : record.titles.isEmpty ? .book : .chapter
        if record.type == .book {
          record.titles.insert(Title(source.words))
        } else {
          record.withHost { $0.add(Title(source.words)) }
        }
      } else if !record.titles.isEmpty {
        record.type = .articleJournal
      }
      record.dropEmptyContainers()
      let hasRecord = record.content != Record()
      if !hasRecord, words == nil { return nil }
      return Reference(
        key: tree.attribute(CrossrefName.key, of: node), text: words, record: hasRecord ? record : nil)
    }
  }
#endif
