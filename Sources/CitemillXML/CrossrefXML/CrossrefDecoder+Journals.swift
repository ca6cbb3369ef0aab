#if XML
  import CitemillCore

  // Journals, volumes and issues, and the articles in them.

  extension CrossrefDecoder {
    mutating func journal(_ node: Int, _ outer: Record) -> [Record] {
      var base = outer
      base.type = .articleJournal
      let meta = child(.journalMetadata, of: node)
      if let meta { readJournal(meta, &base) }
      let issue = child(.journalIssue, of: node)
      keepRest(of: node, except: .journalMetadata, .journalIssue, .journalArticle, under: "journal", &base)
      let articles = tree.children(CrossrefName.journalArticle, of: node)
      if articles.isEmpty { return periodicals(meta, issue, base) }
      if let issue { readIssue(issue, &base) }
      let issued = issue.map { dates($0) } ?? []
      var inherited = XMLInherited(base, more: issued.reduce(0) { $0 + 64 + $1.medium.utf8.count })
      return articles.map { article in
        let (base, isWhole) = inherited.next(in: tree)
        var record = one(article, .articleJournal, base)
        // The dates of the article are preferred to those of its issue.
        if isWhole { keepOthers(of: issued, under: "journal_issue", &record) }
        return record
      }
    }

    private func readJournal(_ meta: Int, _ record: inout Record) {
      record[.language] = tree.attribute(CrossrefName.language, of: meta)
      var fields: [NativeField] = []
      record.withHost { host in
        readSerialTitles(meta, &host, keeping: &fields)
        readSerialNumbers(meta, &host)
        host.identifiers.insert(DOIText.registered(text(.doi, of: child(.doiData, of: meta))))
      }
      record.nativeFields += fields
      keepAttributes(of: meta, under: "journal_metadata", &record)
      keepRest(of: meta, under: "journal_metadata", &record)
      keepAddress(of: meta, &record)
    }

    /// Keeps the address data of a DOI that is not the record's own, but not the DOI itself.
    func keepAddress(of meta: Int, _ record: inout Record) {
      guard let data = child(.doiData, of: meta) else { return }
      forEachElement(in: data) { child, part in
        if part != .doi { keep(child, under: "\(name(meta)?.word ?? "*")/doi_data", &record) }
      }
    }

    /// The titles of a journal: the first is its title, others are alternative titles.
    func readSerialTitles(_ meta: Int, _ host: inout Container, keeping fields: inout [NativeField]) {
      for (place, node) in tree.children(CrossrefName.fullTitle, of: meta).enumerated() {
        host.add(Title(rich(node), kind: place == 0 ? .main : .alternative))
      }
      for node in tree.children(CrossrefName.abbrevTitle, of: meta) {
        let short = Title(rich(node), kind: host.titles.isEmpty ? .main : .short)
        if host.titles.contains(where: { $0.kind == .short }) {
          fields.append(NativeField(format: "crossref-xml", name: "abbrev_title", value: short.text.plain))
        } else if host.titles.first?.text != short.text {
          host.add(short)
        }
      }
    }

    /// A journal, volume or issue without articles: in an answer the one that was queried, in a deposit each
    /// one with a DOI.
    private mutating func periodicals(_ meta: Int?, _ issue: Int?, _ base: Record) -> [Record] {
      var found: [Record] = []
      let volume = child(.journalVolume, of: issue)
      if let meta, issue == nil || !isAnswer && child(.doiData, of: meta) != nil {
        var record = base
        record.type = .periodical
        record.origin.typeToken = "journal"
        record.titles = base.container?.titles ?? []
        record.identifiers = (base.container?.identifiers ?? []).filter { $0.scheme != .doi }
        record.container = nil
        record.nativeFields.removeAll { $0.name.utf8.starts(with: "journal_metadata/doi_data/".utf8) }
        if let data = child(.doiData, of: meta) { readDOI(data, &record) }
        found.append(record)
      }
      let isVolume = issue != nil && child(.doiData, of: issue) == nil && child(.doiData, of: volume) != nil
      if let volume, isVolume || !isAnswer && child(.doiData, of: volume) != nil {
        var record = base
        record.type = .journalVolume
        record.origin.typeToken = "journal_volume"
        if let issue, isVolume {
          readIssue(issue, &record)
        } else {
          record[.volume] = present(text(.volume, of: volume))
        }
        if let data = child(.doiData, of: volume) { readDOI(data, &record) }
        found.append(record)
      }
      if let issue, !isVolume {
        var record = base
        record.type = .journalIssue
        record.origin.typeToken = "journal_issue"
        readIssue(issue, &record)
        if let data = child(.doiData, of: issue) { readDOI(data, &record) }
        found.append(record)
      }
      return found
    }

    /// The values of an issue: for an article they are its volume and issue, its date and its editors.
    private mutating func readIssue(_ issue: Int, _ record: inout Record) {
      let isOwn = record.type.isPartOfHost == false
      let volume = child(.journalVolume, of: issue)
      record[.volume] = present(text(.volume, of: volume))
      record[.issue] = present(text(.issue, of: issue))
      record[.supplementNumber] = present(text(.specialNumbering, of: issue))
      if let titles = child(.titles, of: issue) {
        if isOwn {
          readTitles(titles, &record)
        } else {
          var own = Record()
          readTitles(titles, &own)
          record.nativeFields += own.nativeFields
          for title in own.titles {
            if title.kind == .main {
              record.withHost { $0.titles.insert(Title(title.text, kind: .issue)) }
            } else {
              keep("journal_issue/titles[\(title.kind.rawValue)]", title.text.plain, &record)
            }
          }
        }
      }
      if let people = child(.contributors, of: issue) {
        if isOwn {
          readContributors(people, &record)
        } else {
          var editors = Record()
          readContributors(people, &editors)
          record.withHost { $0.contributors += editors.contributors }
        }
      }
      readDates(issue, &record)
      for date in tree.children(CrossrefName.publicationDate, of: issue) {
        keepUnread(date: date, under: "journal_issue", &record)
      }
      // Some deposit what belongs to an article, such as its references, in an issue.
      let outer = path
      path = "journal_issue"
      forEachElement(in: issue) { child, name in
        if name == .journalVolume || isOwn && name == .doiData || tree.isPartlyTaken(child) { return }
        if isOwn { read(child, in: issue, as: .work, &record) } else { keep(child, under: path, &record) }
      }
      path = outer
      guard let volume else { return }
      if isOwn {
        keepRest(of: volume, except: .doiData, under: "journal_volume", &record)
      } else {
        keepRest(of: volume, under: "journal_volume", &record)
      }
    }

    func readSerialNumbers(_ meta: Int, _ host: inout Container) {
      for node in tree.children(CrossrefName.issn, of: meta) {
        let isElectronic = tree.has(CrossrefName.mediaType, "electronic", of: node)
        host.identifiers.insert(Identifier(isElectronic ? .eissn : .issn, text(node)))
      }
      for coden in tree.children(CrossrefName.coden, of: meta) {
        host.identifiers.insert(Identifier("CODEN", text(coden)))
      }
    }
  }
#endif
