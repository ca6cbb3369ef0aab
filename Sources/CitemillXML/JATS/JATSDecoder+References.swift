#if XML
  import CitemillCore

  /// The citations of a list of references: a record for each, and the text that is printed for it.
  struct JATSReferences {
    var records: [Record] = []
    /// One for each record that was added; nil if a citation has only its parts.
    var texts: [RichText?] = []
    /// Used records, to be emptied and filled again: their lists have memory reserved.
    var used: [Record] = []

    /// Adds an empty record, and returns its index.
    mutating func addRecord() -> Int {
      let place = records.count
      records.append(Record())
      if let last = used.indices.last {
        swap(&records[place], &used[last])
        used.removeLast()
        records[place].reset()
      }
      return place
    }
  }

  extension JATSDecoder {
    /// Adds the citations of an article or a book: to its record and those of its chapters, which are at the
    /// given indices, or as records of their own. If only chapters have records, the citations outside them
    /// go to the first one.
    mutating func addReferences(
      of regions: [(node: Int, place: Int)], toRecordAt first: Int, in records: inout [Record]
    ) {
      if use == .none { return }
      let root = subArticles == .records ? regions.first?.node ?? 0 : 0
      var list = JATSReferences()
      if emit == .article {
        let nodes = Set(regions.map(\.node))
        for (node, place) in nodes.contains(root) ? regions : [(root, first)] + regions {
          guard records.indices.contains(place) else { continue }
          readReferences(of: node, without: nodes, into: &list)
          if !list.records.isEmpty { records[place].references += list.takeEntries() }
          list = JATSReferences()
        }
        return
      }
      addRecords(of: &list, to: &records) { decoder, list in
        decoder.readReferences(of: root, without: [], into: &list)
      }
    }

    /// Reads citations as records, each in place: copying a record counts references to all its strings and
    /// lists.
    private mutating func addRecords(
      of list: inout JATSReferences, to records: inout [Record],
      by reading: (inout JATSDecoder, inout JATSReferences) -> Void
    ) {
      let start = records.count
      swap(&records, &list.records)
      swap(&used, &list.used)
      reading(&self, &list)
      swap(&used, &list.used)
      swap(&records, &list.records)
      for index in list.texts.indices {
        if let text = list.texts[index] { records[start + index][.rawReference] = text.plain }
      }
    }

    /// Adds the citations of a `ref` that is in no article; its id is the key of its record.
    mutating func readLooseReference(isDamaged: Bool, into records: inout [Record]) {
      if isDamaged { return }
      var list = JATSReferences()
      addRecords(of: &list, to: &records) { decoder, list in
        decoder.addReferences(in: 0, to: &list)
        if !list.records.isEmpty { decoder.keepRest(of: 0, &list.records[0]) }
      }
    }

    /// Reads the citations of an article in order, without those of the articles and chapters in it.
    private mutating func readReferences(of root: Int, without parts: Set<Int>, into list: inout JATSReferences) {
      let inner = subArticles(of: root)
      var node = root + 1
      let end = tree.end(root)
      while node < end {
        switch tree.name(node) {
        case JATSName.ref.number:
          let first = list.records.count
          addReferences(in: node, to: &list)
          if first < list.records.count { keepRest(of: node, &list.records[first]) }
          node = tree.end(node)
          continue
        case JATSName.refList.number where list.texts.isEmpty:
          list.records.reserveCapacity(list.records.count + tree.children(in: node))
        case JATSName.subArticle.number where inner.contains(node), JATSName.response.number where inner.contains(node):
          node = tree.end(node)
          continue
        case JATSName.bookPart.number where parts.contains(node):
          node = tree.end(node)
          continue
        default: break
        }
        node += 1
      }
    }

    /// Adds the citations of a `ref`: several of one kind are several citations; two kinds are two forms of
    /// one citation.
    private mutating func addReferences(in ref: Int, to list: inout JATSReferences) {
      // The id is only valid in the document, and is no key for a record of its own.
      let id = emit == .article || ref == 0 ? tree.look(JATSName.id, of: ref) : nil
      var only: Int?
      var citations = 0
      var hasNotes = false
      tree.forEach(in: ref, as: JATSName.self) { child, name in
        switch name {
        case .elementCitation, .nlmCitation, .citation, .mixedCitation:
          only = child
          citations += 1
        case .citationAlternatives: citations += 2
        case .note, .p: hasNotes = true
        default: break
        }
      }
      // Nearly all have one.
      if citations == 1, let only {
        add(only, printed: nil, id, to: &list)
      } else if !addSeveral(in: ref, id, to: &list) {
        return
      }
      if hasNotes { addNotes(beside: ref, &list.records[list.records.count - 1]) }
    }

    /// Adds the citations of a `ref` that has several, or none; returns whether it has any.
    private mutating func addSeveral(in ref: Int, _ id: String?, to list: inout JATSReferences) -> Bool {
      // The kinds of citation, those in parts before the printed ones.
      let kinds: [JATSName] = [.elementCitation, .nlmCitation, .citation, .mixedCitation]
      var found: [[Int]] = [[], [], [], []]
      func look(_ node: Int) {
        tree.forEach(in: node, as: JATSName.self) { child, name in
          if let place = kinds.firstIndex(of: name) { found[place].append(child) }
          if name == .citationAlternatives { look(child) }
        }
      }
      look(ref)
      guard let place = found.firstIndex(where: { !$0.isEmpty }) else {
        // A note, or text without any element.
        let words = rich(ref, .citation)
        if words.isEmpty { return false }
        var record = Record()
        record.key = id
        list.records.append(record)
        list.texts.append(words)
        return false
      }
      // The printed forms are in the order of those in parts; one that is only printed is a citation of its
      // own.
      let (nodes, printed) = (found[place], kinds[place] == .mixedCitation ? [] : found[3])
      var alphabet = "abcdefghijklmnopqrstuvwxyz".utf8.makeIterator()
      let count = max(nodes.count, printed.count)
      for place in 0..<count {
        var key = id
        if count > 1, let id, let letter = alphabet.next() { key = id + String(decoding: [letter], as: UTF8.self) }
        let form = place < printed.count ? printed[place] : nil
        if place < nodes.count {
          add(nodes[place], printed: form, key, to: &list)
        } else if let form {
          add(form, printed: nil, key, to: &list)
        }
      }
      return true
    }

    /// Adds a citation with the text that is printed for it, its own or that of its other form.
    private mutating func add(_ node: Int, printed: Int?, _ key: String?, to list: inout JATSReferences) {
      let place = list.addRecord()
      let hasWords = readCitation(node, &list.records[place])
      list.records[place].key = key
      // Parts alone give no text to print.
      let isPrinted = printed != nil || hasWords || tree.name(node) == JATSName.mixedCitation.number
      let words = isPrinted ? rich(printed ?? node, .citation) : RichText("")
      list.texts.append(words.isEmpty ? nil : words)
    }

    /// Adds the authors' remarks on a citation beside it.
    private func addNotes(beside ref: Int, _ record: inout Record) {
      tree.forEach(in: ref, as: JATSName.self) { child, name in
        if name == .note || name == .p { addNote(child, .annotation, &record) }
      }
    }

    // MARK: - One citation

    /// Reads a citation, and returns whether it has text beside its elements.
    private mutating func readCitation(_ node: Int, _ record: inout Record) -> Bool {
      citation = JATSCitation()
      let word = tree.attribute(JATSName.publicationType, of: node) ?? tree.attribute(JATSName.citationType, of: node)
      read(node, as: .cited, &record)
      record.type = word.flatMap { JATSTypes.type(ofCitation: $0) } ?? citation.guessedType(record)
      record.origin.typeToken = word
      if record.type == .book, citation.chapter != nil || citation.article != nil, citation.source != nil {
        record.type = .chapter
      }
      citation.putTitles(into: &record)
      if record.type.isPartOfHost { giveNumbersToHost(&record) }
      // Of several titles of its own, those that the record cannot hold.
      let others = [("chapter-title", citation.chapter), ("part-title", citation.part), ("data-title", citation.data)]
      for (name, title) in others { keep(name, title?.plain, &record) }
      finishDate(&record)
      finishPages(node, &record)
      return tree.hasWords(node)
    }

    /// Gives the numbers of a book or journal to the host, which is not known before the type is.
    private func giveNumbersToHost(_ record: inout Record) {
      func isOfHost(_ scheme: IdentifierScheme) -> Bool { scheme == .isbn || scheme == .issn || scheme == .eissn }
      guard record.identifiers.contains(where: { isOfHost($0.scheme) }) else { return }
      let numbers = record.identifiers.filter { isOfHost($0.scheme) }
      record.identifiers.removeAll { isOfHost($0.scheme) }
      record.withHost { host in
        for number in numbers { host.identifiers.insert(number) }
      }
    }

    private func finishDate(_ record: inout Record) {
      if let whole = citation.whole, citation.month.isEmpty {
        record[date: .issued] = PartialDate(whole)
      } else if let year = citation.year {
        let date = XMLDates.date(year, month: citation.month, day: citation.day)
        record[date: .issued] = PartialDate(date)
        // Text that is not a month, and a day without a month.
        if date.firstPoint?.month == 0 { keep("month", citation.month, &record) }
        if date.firstPoint?.day == 0 { keep("day", citation.day, &record) }
      } else if let date = XMLDates.words(citation.yearWords) {
        record[date: .issued] = date
      }
    }

    func readGroup(_ node: Int, _ record: inout Record) {
      let type = tree.unreadAttribute(JATSName.personGroupType.number, of: node)
      var role = type.flatMap { JATSTypes.groupRoles[tree.bytes.span, $0.range] }
      if role == nil, tree.has(JATSName.personGroupType, "custom", of: node) {
        role = (tree.attribute(JATSName.customType, of: node) ?? tree.attribute(JATSName.specificUse, of: node))
          .map { Role(rawValue: $0) }
      } else if let type, role != nil {
        tree.take(attribute: type.index)
      }
      readNames(node, (role ?? (type == nil && saysEditor(node) ? .editor : .author)).alone, &record)
    }

    func readAuthor(_ node: Int, _ record: inout Record) {
      if let name = tree.element(node, as: JATSName.self) { readName(node, name, as: Role.author.alone, into: &record) }
    }

    mutating func readTitle(_ node: Int, _ kind: WritableKeyPath<JATSCitation, RichText?>, _ record: inout Record) {
      if citation[keyPath: kind] != nil { return }
      let title = rich(node)
      if !title.isEmpty { citation[keyPath: kind] = title }
    }

    mutating func readWords(_ node: Int, _ part: WritableKeyPath<JATSCitation, String>, _ record: inout Record) {
      if citation[keyPath: part].isEmpty { citation[keyPath: part] = text(node) }
    }

    mutating func readTranslatedSource(_ node: Int, _ record: inout Record) {
      if citation.translatedSource == nil { citation.translatedSource = translatedTitle(node) }
    }

    mutating func readYear(_ node: Int, _ record: inout Record) {
      if citation.year != nil { return }
      let words = text(node)
      citation.whole = tree.attribute(JATSName.iso8601Date, of: node, as: XMLDates.iso)
      citation.year = citation.whole?.firstPoint?.year ?? XMLDates.year(words)
      citation.yearWords = words
      // `2004a` distinguishes it from another of the same year, and `c2004` is the year of the copyright.
      let isPlain = words.utf8.count == 4 && citation.whole == nil
      if citation.year != nil, !isPlain, words.utf8.count < 9, words.hasByte(\.isLetter) {
        keep("year", words, &record)
      }
    }

    func readAccess(_ node: Int, _ record: inout Record) {
      let kind = tree.attribute(JATSName.contentType, of: node)
      guard kind == nil || kind.map({ $0.utf8.starts(with: "access".utf8) }) ?? false else {
        return keep("date-in-citation[\(kind ?? "")]", text(node), &record)
      }
      if record[date: .accessed] != nil { return }
      let whole = tree.attribute(JATSName.iso8601Date, of: node, as: XMLDates.iso)
      if let value = whole ?? partialDate(node)?.value {
        record[date: .accessed] = PartialDate(value)
      } else if let date = XMLDates.words(text(node)) {
        record[date: .accessed] = date
      }
    }

    func readCitedNumber(_ node: Int, _ record: inout Record) {
      let address = tree.attribute(JATSName.href, of: node)
      let value = present(text(node)) ?? address ?? ""
      let type = numberType(tree.attribute(JATSName.pubIdType, of: node), of: node)
      addIdentifier(value, type: type ?? tree.attribute(JATSName.assigningAuthority, of: node), &record)
      if let address, !address.utf8.contains(value) { keep("pub-id/@xlink:href", address, &record) }
    }

    func readPatent(_ node: Int, _ record: inout Record) {
      fill(.variable(.number), with: node, &record)
      record[.jurisdiction] = tree.attribute(JATSName.country, of: node)
    }

    func readSize(_ node: Int, _ record: inout Record) {
      let isPages = tree.attribute(JATSName.units, of: node) { $0.utf8.starts(with: "page".utf8) ? true : nil } ?? false
      if isPages { record[.numberOfPages] = text(node) } else { keep("size", text(node), &record) }
    }

    func addNote(_ node: Int, _ kind: Note.Kind, _ record: inout Record) {
      let words = rich(node, .citation)
      if !words.isEmpty { record.notes.append(Note(words, kind: kind)) }
    }

    /// A comment may contain links, and may have more text than these.
    mutating func readComment(_ node: Int, _ record: inout Record) {
      read(node, as: .cited, &record)
      if tree.name(node) == JATSName.note.number || saysMore(node) { addNote(node, .note, &record) }
    }

    /// Whether a comment has more text than `Available from:` before its links.
    private func saysMore(_ comment: Int) -> Bool {
      if tree.firstElement(in: comment) == nil { return true }
      var builder = XMLTextBuilder()
      var child = tree.firstChild(comment)
      while let here = child {
        switch tree.element(here, as: JATSName.self) {
        case .extLink, .uri, .pubId, .dateInCitation, .year, .month, .day: builder.space()
        case nil where tree.name(here) == XMLNames.text: builder.append(tree, here)
        case .fn, .label, .annotation, .graphic, .inlineGraphic, .media: break
        default: builder.append(text(here, .citation))
        }
        child = tree.sibling(here, in: comment)
      }
      let words = builder.plain().utf8.map(\.lowercased).split { !$0.isLetter && $0 < 0x80 }
      return words.contains { word in !Self.linkWords.contains { word.elementsEqual($0.utf8) } }
    }

    private static let linkWords = [
      "available", "from", "at", "online", "on", "url", "doi", "pmid", "pmcid", "arxiv", "http", "https", "see", "and",
      "web", "link", "retrieved", "accessed", "access", "cited",
    ]

    func readLink(_ node: Int, _ record: inout Record) {
      let address = tree.attribute(JATSName.href, of: node) ?? text(node)
      if address.isEmpty { return }
      let type = tree.attribute(JATSName.extLinkType, of: node) { JATSTypes.linkType($0) }
      let isDOI = type == "doi" || address.utf8.contains("doi.org/10.")
      if isDOI {
        if record.doi == nil { record.add(DOIText.identifier(address)) }
      } else if type == "pubmed" || type == "pmid" {
        addIdentifier(text(node), type: "pmid", &record)
      } else if address.utf8.contains("://") || address.utf8.starts(with: "www.".utf8) {
        if !record.identifiers.contains(where: { $0.scheme == .url }) {
          record.add(Identifier(.url, address))
        } else if !record.identifiers.contains(where: { $0.scheme == .url && $0.value == address }) {
          keep("ext-link", address, &record)
        }
      }
    }

    // MARK: - Names of a citation

    /// Whether the text beside the names of a group marks them as editors: `Smith A, Jones B (Eds.)`.
    private func saysEditor(_ group: Int) -> Bool {
      var builder = XMLTextBuilder()
      tree.forEachNode(in: group) { here in
        if tree.name(here) == XMLNames.text { builder.look(tree, here) } else { builder.space() }
      }
      let words = builder.plain().utf8.map(\.lowercased).split { !$0.isLetter }
      return words.contains { word in ["ed", "eds", "editor", "editors"].contains { word.elementsEqual($0.utf8) } }
    }

    private func readNames(_ node: Int, _ roles: [Role], _ record: inout Record) {
      if record.contributors.isEmpty { record.contributors.reserveCapacity(tree.children(in: node)) }
      tree.forEach(in: node, as: JATSName.self) { child, name in readName(child, name, as: roles, into: &record) }
      if tree.firstElement(in: node) == nil {
        var findings = NameText.Findings()
        text(node).withUTF8Span { words in
          NameText.readList(
            words, 0..<words.count, order: .familyFirst, as: roles, into: &record.contributors, findings: &findings)
        }
      }
    }

    func readName(_ node: Int, _ name: JATSName, as roles: [Role], into record: inout Record) {
      switch name {
      case .name, .stringName:
        if let one = person(node, roles) { record.contributors.append(one) }
        if let prefix = child(.prefix, of: node) { keep("name/prefix", text(prefix), &record) }
      case .collabAlternatives:
        if let group = collaboration(node, name, roles) { record.contributors.append(group) }
      case .nameAlternatives:
        if let first = child(.name, of: node) ?? child(.stringName, of: node),
          let one = person(first, roles)
        {
          record.contributors.append(one)
        }
      case .collab, .institution:
        let words = text(node)
        if !words.isEmpty {
          record.contributors.append(Contributor(.organization, name: PersonName(literal: words), roles: roles))
        }
      case .etal:
        tree.take(node)
        if !record.contributors.contains(where: { $0.kind == .others && $0.roles == roles }) {
          record.contributors.append(Contributor(.others, roles: roles))
        }
      case .anonymous:
        tree.take(node)
        record.contributors.append(Contributor(.anonymous, roles: roles))
      case .personGroup: readNames(node, roles, &record)
      case .role: keep("person-group/role", text(node), &record)
      default: break
      }
    }
  }

  extension JATSReferences {
    /// The citations as entries of the list of an article, which are removed from here.
    fileprivate mutating func takeEntries() -> [Reference] {
      var entries: [Reference] = []
      entries.reserveCapacity(records.count)
      for index in records.indices {
        // By swapping: copying a record counts references to all its strings and lists.
        var record = Record()
        swap(&record, &records[index])
        record.dropEmptyContainers()
        // It is the key of the entry.
        let key = record.key
        record.key = nil
        // One without text keeps its place in a numbered list.
        let isEmpty =
          texts[index] != nil && record.nativeFields.isEmpty && record.origin.typeToken == nil
          && record.content == Record()
        entries.append(Reference(key: key, text: texts[index], record: isEmpty ? nil : consume record))
      }
      return entries
    }
  }

  /// The titles and the date of a citation before its type is known.
  struct JATSCitation {
    var article: RichText?
    var chapter: RichText?
    var part: RichText?
    var data: RichText?
    var source: RichText?
    var translatedSource: Title?
    var series = ""
    /// The date in the attribute of the year.
    var whole: EDTF?
    var year: Int?
    var yearWords = ""
    var month = ""
    var day = ""

    /// The type that the titles suggest.
    func guessedType(_ record: Record) -> RecordType {
      if record.event != nil || record[date: .event] != nil { return .paperConference }
      if data != nil { return .dataset }
      if article != nil { return .articleJournal }
      if chapter != nil { return .chapter }
      return source != nil ? .book : .document
    }

    mutating func putTitles(into record: inout Record) {
      let hasArticle = article != nil
      if let own = article.take() ?? chapter.take() ?? part.take() ?? data.take() {
        record.titles.insert(Title(own))
        if let host = source.take() ?? (hasArticle ? chapter.take() : nil) { record.addHostTitle(Title(host)) }
      } else if let source = source.take() {
        // An article of which only the journal is given has no title.
        if record.type == .articleJournal || record.type == .articleNewspaper || record.type == .articleMagazine {
          record.addHostTitle(Title(source))
        } else {
          record.titles.insert(Title(source))
          if let translated = translatedSource.take() { record.add(translated) }
        }
      }
      if let translated = translatedSource.take() { record.addHostTitle(translated) }
      if !series.isEmpty { record.withSeries { $0.titles.insert(Title(series)) } }
    }
  }
#endif
