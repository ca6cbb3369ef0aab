#if XML
  import CitemillCore

  /// Makes records of articles: one of the article, one of each citation, or both.
  struct JATSDecoder: XMLDecoder {
    static let names = XMLNames(JATSName.self, skipping: [.floatsGroup, .tableWrap, .fig])

    let emit: JATS.Emission
    let subArticles: JATS.SubArticles
    /// The article as it was parsed.
    private(set) var tree = XMLTree()
    /// The affiliations of the article by their ids.
    var affiliations: [String: Affiliation] = [:]
    /// The language of the article, in small letters.
    private(set) var language: String?

    init(emitting emit: JATS.Emission, subArticles: JATS.SubArticles) {
      self.emit = emit
      self.subArticles = subArticles
    }

    var framer: XMLFramer {
      // The text itself is read by nobody.
      XMLFramer(
        records: ["article", "book", "book-part", "article-meta"], leftOut: ["body", "floats-group"],
        contents: ["front", "ref", "journal-meta", "book-meta", "book-part-meta", "sub-article"],
        nested: ["book-part"])
    }

    /// Of a damaged article the front and each reference.
    var parts: XMLFramer? { XMLFramer(records: ["front", "ref", "book-meta", "book-part-meta"], leftOut: []) }

    mutating func decode(_ tree: XMLTree, isDamaged: Bool, into records: inout [Record]) {
      self.tree = tree
      affiliations.removeAll()
      guard let root = tree.element(0, as: JATSName.self) else { return }
      let head =
        front(of: 0) ?? tree.child(JATSName.bookMeta, of: 0)
        ?? tree.child(JATSName.bookPartMeta, of: 0)
      // Without its front a damaged article is none, but its references may be whole.
      if isDamaged, head == nil, emit == .article { return }
      var own: [Record] = []
      if emit != .references, !isDamaged || head != nil {
        switch root {
        case .article:
          var whole = article(0, front: head ?? 0)
          readTranslations(of: 0, &whole)
          own = [whole]
        case .articleMeta: own = [article(0, front: 0)]
        case .book, .bookPart: own = book(0)
        default: return
        }
      }
      add(own, references(of: 0), to: &records)
      if subArticles == .records { readSubArticles(of: 0, in: own.first ?? Record(), into: &records) }
    }

    /// Adds records of works, the first of which has the references, as it is wanted.
    func add(_ own: [Record], _ references: consuming [JATSReference], to records: inout [Record]) {
      let start = records.count
      records += own
      if emit == .article {
        guard records.indices.contains(start) else { return }
        records[start].references = references.map {
          Reference(key: $0.record.key, text: $0.text, record: $0.record.content == Record() ? nil : $0.record)
        }
        return
      }
      records.reserveCapacity(records.count + references.count)
      for index in references.indices {
        // By swapping: a record that is copied counts all of its texts and lists.
        records.append(Record())
        swap(&records[records.count - 1], &references[index].record)
        // The id of a `ref` is one of the document alone.
        records[records.count - 1].key = nil
        if let text = references[index].text { records[records.count - 1][.rawReference] = text.plain }
      }
    }

    // MARK: - The article

    mutating func article(_ root: Int, front: Int) -> Record {
      var record = Record()
      let word = tree.attribute(JATSName.articleType, of: root)
      record.type = JATSTypes.type(ofArticle: word)
      record.origin.typeToken = word
      readJournal(tree.child(JATSName.journalMeta, of: front), &record)
      read(tree.child(JATSName.articleMeta, of: front) ?? front, of: root, &record)
      return record
    }

    /// The records of a book and of its chapters, or of a chapter alone.
    private mutating func book(_ root: Int) -> [Record] {
      var records: [Record] = []
      var whole = Record()
      whole.type = .book
      if let meta = tree.child(JATSName.bookMeta, of: root) {
        read(meta, of: root, &whole)
        records.append(whole)
      }
      for part in root..<tree.end(root) where tree.name(part) == JATSName.bookPart.number {
        guard let meta = tree.child(JATSName.bookPartMeta, of: part) else { continue }
        var chapter = Record()
        chapter.type = .chapter
        chapter.origin.typeToken = tree.attribute(JATSName.bookPartType, of: part)
        if whole != Record() {
          let numbers = whole.identifiers.filter { $0.scheme == .isbn || $0.scheme == .issn }
          chapter.container = Container(.host, titles: whole.titles, identifiers: numbers)
          for variable in [Variable.publisher, .publisherPlace, .edition, .language] {
            chapter[variable] = whole[variable]
          }
          chapter[date: .issued] = whole[date: .issued]
        }
        read(meta, of: part, &chapter)
        records.append(chapter)
      }
      return records
    }

    /// Reads what an element says of the work.
    private mutating func read(_ meta: Int, of root: Int, _ record: inout Record) {
      readAffiliations(meta)
      if let word = tree.attribute(JATSName.lang, of: root) { record[.language] = word }
      language = tree.attribute(JATSName.lang, of: root)?.lowercasedASCII
      var years: [JATSDate] = []
      tree.forEach(in: meta, as: JATSName.self) { node, name in
        readMeta(node, name, &years, &record)
      }
      for group in tree.children(JATSName.contribGroup, of: meta) { readGroup(group, &record) }
      finishDates(years, &record)
      finishPages(meta, &record)
    }

    private func readMeta(_ node: Int, _ name: JATSName, _ years: inout [JATSDate], _ record: inout Record) {
      switch name {
      case .articleId: addIdentifier(text(node), type: tree.attribute(JATSName.pubIdType, of: node), &record)
      case .bookId: addIdentifier(text(node), type: tree.attribute(JATSName.bookIdType, of: node), &record)
      case .bookPartId: addIdentifier(text(node), type: tree.attribute(JATSName.bookPartIdType, of: node), &record)
      case .publisher: readPublisher(node, &record)
      case .edition: record[.edition] = text(node)
      case .titleGroup, .bookTitleGroup: readTitles(node, &record)
      case .articleTitle: record.add(Title(rich(node)), unlessEmpty: ())
      case .articleCategories:
        for group in tree.descendants(JATSName.subjGroup, of: node) {
          let isHeading = tree.attribute(JATSName.subjGroupType, of: group).map {
            $0 == "heading" || $0 == "toc-heading"
          }
          for subject in tree.children(JATSName.subject, of: group) {
            let words = text(subject)
            if words.isEmpty { continue }
            if isHeading ?? true {
              if record[.section] == nil { record[.section] = words }
            } else {
              record.keywords.append(Keyword(words, scheme: "subject"))
            }
          }
        }
      case .pubDate: if let date = date(node) { years.append(date) }
      case .history, .pubHistory: readHistory(node, &record)
      case .volume: record[.volume] = record[.volume] ?? text(node)
      case .issue: record[.issue] = record[.issue] ?? text(node)
      case .issuePart: record[.partNumber] = text(node)
      case .supplement: record[.supplementNumber] = text(node)
      case .issueTitle:
        let title = rich(node)
        if !title.isEmpty { record.withHost { $0.titles.insert(Title(title, kind: .issue)) } }
      case .isbn: addHostNumber(.isbn, text(node), &record)
      case .elocationId: record[.articleNumber] = text(node)
      case .selfUri:
        if let address = tree.attribute(JATSName.href, of: node), address.utf8.starts(with: "http".utf8) {
          if !record.identifiers.contains(where: { $0.scheme == .url }) { record.add(Identifier(.url, address)) }
        }
      case .permissions: readPermissions(node, &record)
      case .abstract, .transAbstract: readAbstract(node, &record)
      case .kwdGroup: readKeywords(node, &record)
      case .fundingGroup: readFunding(node, &record)
      case .contractSponsor, .grantSponsor: add(Funding(funder: present(text(node))), &record)
      case .contractNum, .grantNum:
        if record.funding.isEmpty { record.funding.append(Funding()) }
        record.funding[record.funding.count - 1].awards.append(Funding.Award(number: present(text(node))))
      case .relatedArticle, .relatedObject: readRelation(node, &record)
      case .conference, .event: readEvent(node, &record)
      case .articleVersion: record[.version] = text(node)
      case .product: readProduct(node, &record)
      default: break
      }
    }

    private func readTitles(_ group: Int, _ record: inout Record) {
      tree.forEach(in: group, as: JATSName.self) { node, name in
        switch name {
        case .articleTitle, .bookTitle, .title: record.add(Title(rich(node)), unlessEmpty: ())
        case .subtitle: record.add(Title(rich(node), kind: .sub), unlessEmpty: ())
        case .altTitle:
          let isShort = ["running-head", "short", "running", "right-running", "left-running", "running-title"].contains(
            tree.attribute(JATSName.altTitleType, of: node) ?? "")
          record.add(Title(rich(node), kind: isShort ? .short : .alternative), unlessEmpty: ())
        case .transTitle:
          record.add(
            Title(rich(node), kind: .translated, language: tree.attribute(JATSName.lang, of: node)), unlessEmpty: ())
        case .transTitleGroup:
          guard let title = tree.child(JATSName.transTitle, of: node) else { return }
          var words = rich(title)
          if let sub = tree.child(JATSName.transSubtitle, of: node) { words = words.followed(by: rich(sub)) }
          let language = tree.attribute(JATSName.lang, of: title) ?? tree.attribute(JATSName.lang, of: node)
          record.add(Title(words, kind: .translated, language: language), unlessEmpty: ())
        default: break
        }
      }
    }

    // MARK: - The journal

    private func readJournal(_ meta: Int?, _ record: inout Record) {
      guard let meta else { return }
      var host = Container(.host)
      var short: Title?
      func readTitle(_ node: Int, _ name: JATSName) {
        switch name {
        case .journalTitle: host.add(Title(rich(node)))
        case .journalSubtitle: host.add(Title(rich(node), kind: .sub))
        case .abbrevJournalTitle: if short == nil { short = Title(rich(node), kind: .short) }
        case .transTitleGroup:
          if let title = tree.child(JATSName.transTitle, of: node) {
            host.add(Title(rich(title), kind: .translated, language: tree.attribute(JATSName.lang, of: node)))
          }
        default: break
        }
      }
      tree.forEach(in: meta, as: JATSName.self) { node, name in
        switch name {
        case .journalTitleGroup: tree.forEach(in: node, as: JATSName.self) { readTitle($0, $1) }
        case .journalTitle, .abbrevJournalTitle, .journalSubtitle: readTitle(node, name)
        case .journalId:
          let type = tree.attribute(JATSName.journalIdType, of: node)
          let words = text(node)
          if short == nil, type == "iso-abbrev" || type == "nlm-ta", !words.isEmpty {
            short = Title(words, kind: .short)
          }
        case .issn:
          let number = text(node)
          if !number.isEmpty { host.identifiers.insert(Identifier(JATSTypes.issn(isElectronic(node)), number)) }
        case .issnL:
          let number = text(node)
          if !number.isEmpty { host.identifiers.insert(Identifier(.issnL, number)) }
        case .publisher: readPublisher(node, &record)
        default: break
        }
      }
      if let short, host.titles.first?.text != short.text { host.add(short) }
      if host.titles.first?.kind == .short { host.titles[0].kind = .main }
      if !host.isEmpty { record.container = host }
    }

    private func readPublisher(_ node: Int, _ record: inout Record) {
      record[.publisher] = tree.child(JATSName.publisherName, of: node).map { text($0) }
      record[.publisherPlace] = tree.child(JATSName.publisherLoc, of: node).map { listed($0) }
    }

    /// Whether a number or a date is that of the electronic edition; nil where nothing tells.
    func isElectronic(_ node: Int) -> Bool? {
      let word =
        tree.attribute(JATSName.publicationFormat, of: node) ?? tree.attribute(JATSName.pubType, of: node) ?? ""
      switch word.utf8.first.map(\.lowercased) {
      case UInt8(ascii: "e"), UInt8(ascii: "o"): return true
      case UInt8(ascii: "p"): return false
      default: return nil
      }
    }

    // MARK: - Numbers

    func addIdentifier(_ value: String, type: String?, _ record: inout Record) {
      guard let identifier = XMLIdentifiers.identifier(value, type: type) else { return }
      if record.identifiers.contains(where: { $0 == identifier }) { return }
      record.add(identifier)
    }

    func addHostNumber(_ scheme: IdentifierScheme, _ value: String, _ record: inout Record) {
      if value.isEmpty { return }
      if record.type.isPartOfHost {
        record.withHost { $0.identifiers.insert(Identifier(scheme, value)) }
      } else {
        record.add(Identifier(scheme, value))
      }
    }

    /// Pages are `first-last`, or the range as it is written.
    func finishPages(_ node: Int, _ record: inout Record) {
      let first = tree.child(JATSName.fpage, of: node).map { text($0) } ?? ""
      let last = tree.child(JATSName.lpage, of: node).map { text($0) } ?? ""
      if let range = tree.child(JATSName.pageRange, of: node).map({ text($0) }), !range.isEmpty {
        record[.pages] = range
      } else if !first.isEmpty {
        record[.pages] = last.isEmpty || last == first ? first : "\(first)-\(last)"
      }
    }
  }

  extension Record {
    /// Adds a title that has a text.
    mutating func add(_ title: Title, unlessEmpty: Void) {
      if !title.text.isEmpty { add(title) }
    }
  }

  extension Container {
    /// Adds a title that has a text.
    mutating func add(_ title: Title) {
      if !title.text.isEmpty { titles.insert(title) }
    }
  }
#endif
