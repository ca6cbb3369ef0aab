#if XML
  import CitemillCore

  // Books, proceedings, reports, standards, databases, and the works in them.

  extension CrossrefDecoder {
    mutating func conference(_ node: Int, _ outer: Record) -> [Record] {
      var base = outer
      base.type = .paperConference
      if let event = child(.eventMetadata, of: node) { read(event, as: .eventMetadata, &base) }
      var whole = base
      whole.type = .proceedings
      whole.origin.typeToken = "conference"
      if let people = child(.contributors, of: node) { readContributors(people, &whole) }
      return parts(
        of: node, metadata: [.proceedingsMetadata, .proceedingsSeriesMetadata], whole, items: .conferencePaper, base)
    }

    mutating func parts(
      of node: Int, metadata: [CrossrefName], type: RecordType, items: CrossrefName, _ outer: Record
    ) -> [Record] {
      var whole = outer
      whole.type = type
      readAttributes(node, &whole)
      return parts(of: node, metadata: metadata, whole, items: items, outer)
    }

    /// The records of an enclosing work and of the works in it. In an answer the enclosing work is a record
    /// only if nothing is in it; in a deposit, if it has a DOI of its own.
    mutating func parts(
      of node: Int, metadata: [CrossrefName], _ start: Record, items: CrossrefName, _ outer: Record
    ) -> [Record] {
      var whole = start
      let meta = metadata.compactMap { child($0, of: node) }.first
      if let meta { readWhole(meta, &whole) }
      keepRest(of: node, except: items, under: name(node)?.word ?? "*", &whole)
      let found = tree.children(items, of: node)
      if found.isEmpty { return [whole] }
      let isRecord = !isAnswer && child(.doiData, of: meta) != nil
      var base = part(of: whole, isRecord: isRecord, as: outer)
      if !isRecord, let meta {
        // What a record can hold, but is not about the part.
        for name in [CrossrefName.abstract, .description, .publisherItem, .versionInfo, .program, .crossmark] {
          for node in tree.children(name, of: meta) { keep(node, under: self.name(meta)?.word, &base) }
        }
        for date in tree.children(CrossrefName.updateDate, of: child(.databaseDate, of: meta)) {
          keep(date, under: "database_date", &base)
        }
        keepAddress(of: meta, &base)
      }
      var inherited = XMLInherited(base)
      let parts = found.map { one($0, type(ofPart: $0), inherited.next(in: tree).record) }
      return isRecord ? [whole] + parts : parts
    }

    private func type(ofPart node: Int) -> RecordType {
      switch name(node) {
      case .conferencePaper: .paperConference
      case .dataset: .dataset
      default: CrossrefTypes.item(tree.attribute(CrossrefName.componentType, of: node))
      }
    }

    private func part(of whole: Record, isRecord: Bool, as base: Record) -> Record {
      var record = base
      var host = Container(.host, titles: whole.titles)
      host.identifiers = whole.identifiers.filter { [.doi, .isbn, .issn, .eissn].contains($0.scheme) }
      host.parent = whole.container(.series)
      if !host.isEmpty { record.container = host }
      record.contributors += whole.contributors
      // The authors of the book are not known to be authors of the chapter.
      for index in record.contributors.indices where record.contributors[index].roles.contains(.author) {
        record.contributors[index].roles = Role.containerAuthor.alone
      }
      for variable in [Variable.publisher, .publisherPlace, .volume, .edition, .language] {
        record[variable] = whole[variable] ?? record[variable]
      }
      record.dates = whole.dates.filter { $0.kind != .accepted && $0.kind != .updated }
      record.event = whole.event
      // Native fields of an enclosing work that is not a record go to its parts.
      if !isRecord { record.nativeFields = whole.nativeFields.filter { !$0.name.utf8.starts(with: "doi_data/".utf8) } }
      return record
    }

    /// The enclosing work, with the series or set that contains it.
    private mutating func readWhole(_ meta: Int, _ record: inout Record) {
      let series = child(.seriesMetadata, of: meta) ?? child(.setMetadata, of: meta)
      let people = series.map { readSeries($0, &record) } ?? []
      if let language = tree.attribute(CrossrefName.language, of: meta) { record[.language] = language }
      readStatus(of: meta, &record)
      keepAttributes(of: meta, under: name(meta)?.word ?? "*", &record)
      readItem(meta, &record)
      record.contributors += people
    }

    /// Reads a series or set; its editors come after those of the work.
    private mutating func readSeries(_ series: Int, _ record: inout Record) -> [Contributor] {
      let path = name(series)?.word ?? "*"
      var own = Record()
      if let list = child(.contributors, of: series) { readContributors(list, &own) }
      for index in own.contributors.indices where own.contributors[index].roles.first == .editor {
        own.contributors[index].roles = Role.collectionEditor.alone
      }
      if let titles = child(.titles, of: series) { readTitles(titles, &own) }
      record.nativeFields += own.nativeFields
      let type: RecordType? =
        switch record.type {
        case .report: .reportSeries
        case .book, .editedBook, .referenceBook: name(series) == .setMetadata ? .multivolumeBook : .bookSeries
        default: nil
        }
      record.withSeries { outer in
        outer.type = type
        for title in own.titles { outer.add(title) }
        readSerialNumbers(series, &outer)
        for isbn in tree.children(CrossrefName.isbn, of: series) {
          outer.identifiers.insert(Identifier(.isbn, text(isbn)))
        }
        outer.identifiers.insert(DOIText.registered(text(.doi, of: child(.doiData, of: series))))
        outer.contributors = own.contributors.filter { $0.roles.first != .collectionEditor }
        outer.variables[.number] = present(text(.seriesNumber, of: series))
      }
      if let part = child(.partNumber, of: series) { record[.partNumber] = present(text(part)) }
      keepRest(of: series, under: path, &record)
      keepAddress(of: series, &record)
      return own.contributors.filter { $0.roles.first == .collectionEditor }
    }
  }
#endif
