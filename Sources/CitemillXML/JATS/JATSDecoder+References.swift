#if XML
  import CitemillCore

  /// A citation of a list of references.
  struct JATSReference {
    var record: Record
    /// The citation as it is printed; nil where only its parts are there.
    var text: RichText?
  }

  extension JATSDecoder {
    /// The citations of an article, those of the articles in it left out, in their order.
    func references(of root: Int) -> [JATSReference] {
      var found: [JATSReference] = []
      if use == .none { return found }
      let inner = subArticles(of: root)
      var node = root + 1
      let end = tree.end(root)
      while node < end {
        if inner.contains(node) {
          node = tree.end(node)
          continue
        }
        if tree.name(node) == JATSName.ref.number {
          addReferences(in: node, to: &found)
          node = tree.end(node)
        } else {
          node += 1
        }
      }
      return found
    }

    /// The citations of a `ref`: several of one kind are several, two kinds are two forms of one.
    private func addReferences(in ref: Int, to references: inout [JATSReference]) {
      let id = tree.attribute(JATSName.id, of: ref)
      if let (node, name) = onlyCitation(of: ref) {
        add(node, printed: nil, isMixed: name == .mixedCitation, id, to: &references)
        return addNotes(beside: ref, &references[references.count - 1].record)
      }
      // The kinds of citation, the ones in parts before the ones as printed.
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
        // A note, or words without any element.
        let words = rich(ref, .citation)
        if words.isEmpty { return }
        var record = Record()
        record.key = id
        return references.append(JATSReference(record: record, text: words))
      }
      // The printed forms stand in the order of those in parts; what is printed alone is a citation of its own.
      let isMixed = kinds[place] == .mixedCitation
      let (nodes, printed) = (found[place], isMixed ? [] : found[3])
      var alphabet = "abcdefghijklmnopqrstuvwxyz".utf8.makeIterator()
      let count = max(nodes.count, printed.count)
      for place in 0..<count {
        var key = id
        if count > 1, let id, let letter = alphabet.next() { key = id + String(decoding: [letter], as: UTF8.self) }
        let form = place < printed.count ? printed[place] : nil
        if place < nodes.count {
          add(nodes[place], printed: form, isMixed: isMixed, key, to: &references)
        } else if let form {
          add(form, printed: nil, isMixed: true, key, to: &references)
        }
      }
      addNotes(beside: ref, &references[references.count - 1].record)
    }

    /// The citation of a `ref` that has only one, as nearly all have.
    private func onlyCitation(of ref: Int) -> (Int, JATSName)? {
      var found: (Int, JATSName)?
      var child = tree.firstChild(ref)
      while let here = child {
        switch tree.element(here, as: JATSName.self) {
        case .elementCitation, .nlmCitation, .citation, .mixedCitation:
          if found != nil { return nil }
          found = tree.element(here, as: JATSName.self).map { (here, $0) }
        case .citationAlternatives: return nil
        default: break
        }
        child = tree.sibling(here, in: ref)
      }
      return found
    }

    /// Adds a citation with the words that it is printed as, its own or those of its other form.
    private func add(
      _ node: Int, printed: Int?, isMixed: Bool, _ key: String?, to references: inout [JATSReference]
    ) {
      // In its place: a record that is copied counts all of its texts and lists.
      references.append(JATSReference(record: Record(), text: nil))
      let last = references.count - 1
      readCitation(node, &references[last].record)
      references[last].record.key = key
      // Of parts alone nothing can be printed.
      if printed != nil || isMixed || tree.hasWords(node) {
        references[last].text = present(rich(printed ?? node, .citation))
      }
    }

    /// Adds what the authors say of a citation beside it.
    private func addNotes(beside ref: Int, _ record: inout Record) {
      tree.forEach(in: ref, as: JATSName.self) { child, name in
        guard name == .note || name == .p else { return }
        let words = rich(child, .citation)
        if !words.isEmpty { record.notes.append(Note(words, kind: .annotation)) }
      }
    }

    // MARK: - One citation

    private func readCitation(_ node: Int, _ record: inout Record) {
      var parts = JATSCitation()
      let word =
        tree.attribute(JATSName.publicationType, of: node) ?? tree.attribute(JATSName.citationType, of: node)
      read(node, &parts, &record)
      record.origin.typeToken = word
      record.type = JATSTypes.type(ofCitation: word) ?? parts.guessedType
      if record.type == .book, parts.chapter != nil || parts.article != nil, parts.source != nil {
        record.type = .chapter
      }
      parts.finish(&record)
      if let whole = parts.whole, parts.month.isEmpty {
        record[date: .issued] = PartialDate(whole)
      } else if let year = parts.year {
        record[date: .issued] = PartialDate(XMLDates.date(year, month: parts.month, day: parts.day))
      } else if !parts.yearWords.isEmpty {
        let value = DateText.read(parts.yearWords)
        record[date: .issued] = PartialDate(value, literal: value == nil ? parts.yearWords : nil)
      }
      finishPages(node, &record)
      record.dropEmptyContainers()
    }

    private func read(_ node: Int, _ parts: inout JATSCitation, _ record: inout Record) {
      var child = tree.firstChild(node)
      while let here = child {
        if let name = tree.element(here, as: JATSName.self) {
          read(here, name, &parts, &record)
        } else if tree.name(here) == XMLNames.other, tree.element(node, as: JATSName.self) != .mixedCitation {
          // Elements of publishers' own; those of a citation as it is printed stand in its text.
          record.keep("\(tree.element(node, as: JATSName.self)?.word ?? "")/*", text(here, .citation))
        }
        child = tree.sibling(here, in: node)
      }
    }

    private func read(_ node: Int, _ name: JATSName, _ parts: inout JATSCitation, _ record: inout Record) {
      switch name {
      case .personGroup:
        readNames(node, JATSTypes.role(ofGroup: tree.attribute(JATSName.personGroupType, of: node)), &record)
      case .name, .stringName, .collab, .etal, .nameAlternatives, .anonymous:
        readName(node, name, .author, &record)
      case .articleTitle: parts.article = parts.article ?? present(rich(node))
      case .chapterTitle: parts.chapter = parts.chapter ?? present(rich(node))
      case .partTitle: parts.part = parts.part ?? present(rich(node))
      case .dataTitle: parts.data = parts.data ?? present(rich(node))
      case .source: parts.source = parts.source ?? present(rich(node))
      case .transTitle, .transSource:
        let title = rich(node)
        if title.isEmpty { return }
        let translated = Title(title, kind: .translated, language: tree.attribute(JATSName.lang, of: node))
        if name == .transTitle {
          record.add(translated, unlessEmpty: ())
        } else {
          parts.translatedSource = translated
        }
      case .series: parts.series = present(text(node))
      case .edition: record[.edition] = present(text(node))
      case .volume: record[.volume] = record[.volume] ?? present(text(node))
      case .issue: record[.issue] = record[.issue] ?? present(text(node))
      case .supplement: record[.supplementNumber] = present(text(node))
      case .elocationId: record[.articleNumber] = present(text(node))
      case .publisherName: record[.publisher] = record[.publisher] ?? present(text(node))
      case .publisherLoc: record[.publisherPlace] = record[.publisherPlace] ?? present(listed(node))
      case .institution:
        let words = text(node)
        if record[.publisher] == nil { record[.publisher] = present(words) }
      case .year:
        if parts.year == nil {
          let words = text(node)
          parts.whole = tree.attribute(JATSName.iso8601Date, of: node).flatMap { XMLDates.iso($0) }
          parts.year = parts.whole?.firstPoint?.year ?? XMLDates.year(words)
          parts.yearWords = words
          // `2004a` tells it from another of the same year, and `c2004` is that of the copyright.
          if parts.year != nil, words.utf8.contains(where: \.isLetter), words.utf8.count < 9 {
            record.keep("year", words)
          }
        }
      case .month, .season: parts.month = text(node)
      case .day: parts.day = text(node)
      case .date: read(node, &parts, &record)
      case .dateInCitation, .accessDate:
        let kind = tree.attribute(JATSName.contentType, of: node)
        let words = text(node)
        guard kind == nil || kind.map({ $0.utf8.starts(with: "access".utf8) }) ?? false else {
          return record.keep("date-in-citation[\(kind ?? "")]", words)
        }
        let value =
          tree.attribute(JATSName.iso8601Date, of: node).flatMap { XMLDates.iso($0) } ?? partialDate(node)?.value
          ?? DateText.read(words)
        if value != nil || !words.isEmpty {
          record[date: .accessed] = PartialDate(value, literal: value == nil ? words : nil)
        }
      case .isbn: addHostNumber(.isbn, text(node), &record)
      case .issn: addHostNumber(JATSTypes.issn(isElectronic(node)), text(node), &record)
      case .pubId:
        let value = present(text(node)) ?? tree.attribute(JATSName.href, of: node) ?? ""
        let type = tree.attribute(JATSName.pubIdType, of: node)
        addIdentifier(value, type: type ?? tree.attribute(JATSName.assigningAuthority, of: node), &record)
        if let address = tree.attribute(JATSName.href, of: node), !address.utf8.contains(value) {
          record.keep("pub-id/@xlink:href", address)
        }
      case .objectId: addIdentifier(text(node), type: tree.attribute(JATSName.pubIdType, of: node), &record)
      case .patent:
        record[.number] = record[.number] ?? present(text(node))
        record[.jurisdiction] = tree.attribute(JATSName.country, of: node)
      case .size:
        let isPages = tree.attribute(JATSName.units, of: node).map { $0.utf8.starts(with: "page".utf8) } ?? false
        if isPages { record[.numberOfPages] = present(text(node)) } else { record.keep("size", text(node)) }
      case .annotation:
        let words = rich(node, .citation)
        if !words.isEmpty { record.notes.append(Note(words, kind: .annotation)) }
      case .issuePart: record[.partNumber] = present(text(node))
      case .issueTitle, .volumeId, .issueId, .confTheme, .awardId, .email: record.keep(name.word, text(node))
      case .std, .gov: record[.number] = record[.number] ?? present(text(node))
      case .version: record[.version] = present(text(node))
      case .extLink, .uri: readLink(node, &record)
      case .confName, .confLoc, .confDate, .confSponsor, .confNum, .confAcronym:
        parts.hasEvent = true
        readEvent(node, name, &record)
      case .comment, .note:
        // Links stand in comments.
        read(node, &parts, &record)
        if name == .note || saysMore(node) {
          let words = rich(node, .citation)
          if !words.isEmpty { record.notes.append(Note(words)) }
        }
      case .bold, .italic, .styledContent, .namedContent, .sup, .sub, .underline: read(node, &parts, &record)
      default: break
      }
    }

    /// Reads what is said of the event at which a cited work was given.
    private func readEvent(_ node: Int, _ name: JATSName, _ record: inout Record) {
      var event = record.event ?? Event()
      switch name {
      case .confName: event.title = present(text(node))
      case .confLoc: event.place = present(text(node))
      case .confAcronym: event.acronym = present(text(node))
      case .confNum: event.number = present(text(node))
      case .confSponsor: event.sponsor = present(text(node))
      case .confDate:
        let words = text(node)
        let value = DateText.read(words)
        if !words.isEmpty { record[date: .event] = PartialDate(value, literal: value == nil ? words : nil) }
      default: break
      }
      if !event.isEmpty { record.event = event }
    }

    private func present(_ text: RichText) -> RichText? { text.isEmpty ? nil : text }

    /// Whether a comment says more than `Available from:` in front of its links.
    private func saysMore(_ comment: Int) -> Bool {
      if tree.firstElement(in: comment) == nil { return true }
      var builder = XMLTextBuilder()
      var child = tree.firstChild(comment)
      while let here = child {
        switch tree.element(here, as: JATSName.self) {
        case .extLink, .uri, .pubId, .dateInCitation, .year, .month, .day: builder.space()
        case nil where tree.name(here) == XMLNames.text: builder.append(tree, here)
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

    private func readLink(_ node: Int, _ record: inout Record) {
      let address = tree.attribute(JATSName.href, of: node) ?? text(node)
      if address.isEmpty { return }
      let type = tree.attribute(JATSName.extLinkType, of: node)?.lowercasedASCII
      let isDOI = type == "doi" || address.utf8.contains("doi.org/10.")
      if isDOI {
        if record.doi == nil { record.add(DOIText.identifier(address)) }
      } else if type == "pubmed" || type == "pmid" {
        addIdentifier(text(node), type: "pmid", &record)
      } else if address.utf8.contains("://") || address.utf8.starts(with: "www.".utf8) {
        if !record.identifiers.contains(where: { $0.scheme == .url }) {
          record.add(Identifier(.url, address))
        } else if !record.identifiers.contains(where: { $0.scheme == .url && $0.value == address }) {
          record.keep("ext-link", address)
        }
      }
    }

    // MARK: - Names of a citation

    private func readNames(_ node: Int, _ role: Role, _ record: inout Record) {
      record.contributors.reserveCapacity(record.contributors.count + tree.children(in: node))
      tree.forEach(in: node, as: JATSName.self) { child, name in readName(child, name, role, &record) }
      if tree.firstElement(in: node) == nil {
        let words = text(node)
        if !words.isEmpty { record.contributors += NameText.readList(words, order: .familyFirst, role: role) }
      }
    }

    func readName(_ node: Int, _ name: JATSName, _ role: Role, _ record: inout Record) {
      switch name {
      case .name, .stringName:
        if let one = person(node, role) { record.contributors.append(one) }
        if let prefix = tree.child(JATSName.prefix, of: node) { record.keep("name/prefix", text(prefix)) }
      case .nameAlternatives:
        if let first = tree.child(JATSName.name, of: node) ?? tree.child(JATSName.stringName, of: node),
          let one = person(first, role)
        {
          record.contributors.append(one)
        }
      case .collab, .institution:
        let words = text(node)
        if !words.isEmpty {
          record.contributors.append(
            Contributor(.organization, name: PersonName(literal: words), roles: role.alone))
        }
      case .etal:
        if !record.contributors.contains(where: { $0.kind == .others && $0.roles == role.alone }) {
          record.contributors.append(Contributor(.others, roles: role.alone))
        }
      case .anonymous: record.contributors.append(Contributor(.anonymous, roles: role.alone))
      case .personGroup: readNames(node, role, &record)
      case .role: record.keep("person-group/role", text(node))
      default: break
      }
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
    var series: String?
    /// The date in the attribute of the year.
    var whole: EDTF?
    var year: Int?
    var yearWords = ""
    var month = ""
    var day = ""
    var hasEvent = false

    /// The type that the titles speak for.
    var guessedType: RecordType {
      if hasEvent { return .paperConference }
      if data != nil { return .dataset }
      if article != nil { return .articleJournal }
      if chapter != nil { return .chapter }
      return source != nil ? .book : .document
    }

    /// Puts the titles into the record.
    func finish(_ record: inout Record) {
      var translatedSource = translatedSource
      let own = article ?? chapter ?? part ?? data
      if let own {
        record.titles.insert(Title(own))
        if let source {
          record.withHost { $0.titles.insert(Title(source)) }
        } else if article != nil, let chapter {
          record.withHost { $0.titles.insert(Title(chapter)) }
        }
      } else if let source {
        // An article of which only the journal is said has no title.
        if record.type == .articleJournal || record.type == .articleNewspaper || record.type == .articleMagazine {
          record.withHost { $0.titles.insert(Title(source)) }
        } else {
          record.titles.insert(Title(source))
          if let translatedSource { record.titles.insert(translatedSource) }
          translatedSource = nil
        }
      }
      if let translatedSource { record.withHost { $0.titles.insert(translatedSource) } }
      if let series { record.withSeries { $0.titles.insert(Title(series)) } }
    }
  }
#endif
