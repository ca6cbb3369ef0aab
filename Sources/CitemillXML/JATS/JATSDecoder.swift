#if XML
  import CitemillCore

  /// Makes records of articles: one of the article, one of each citation, or both.
  struct JATSDecoder: XMLDecoder {
    static let names = XMLNames(
      JATSName.self, withMathML: (), skipping: [.floatsGroup, .tableWrap, .fig])
    let emit: JATS.Emission
    /// What is wanted of the references.
    let use: JATSReferenceUse
    /// Records that were used, for citations that are records.
    var used: [Record] = []
    let subArticles: JATS.SubArticles
    let issued: JATS.Issued
    /// The article as it was parsed.
    private(set) var tree = XMLTree()
    /// The element of which the record is, in which its elements are numbered.
    var region = 0
    /// The affiliations of the article by their ids.
    var affiliations: [String: Affiliation] = [:]
    /// What notes say of those who refer to them, by their ids.
    var notes: [String: JATSNote] = [:]
    /// The language of the article, in small letters.
    private(set) var language: String?
    private static let rest = XMLRest<JATSName>(
      of: "jats", leavingOut: JATSTable.omissions,
      outer: [
        .front, .frontStub, .journalMeta, .articleMeta, .bookMeta, .bookPartMeta, .contrib, .awardGroup,
        .relatedArticle, .relatedObject, .elementCitation, .mixedCitation, .nlmCitation, .citation,
      ], numbered: [.contrib, .awardGroup, .relatedArticle, .relatedObject])

    init(
      emitting emit: JATS.Emission, _ use: JATSReferenceUse, subArticles: JATS.SubArticles, issued: JATS.Issued
    ) {
      self.emit = emit
      self.use = use
      self.subArticles = subArticles
      self.issued = issued
    }

    static var framer: XMLFramer { framer(leavingOut: ["body", "floats-group"]) }

    var framer: XMLFramer {
      if use == .all { return Self.framer }
      var framer = Self.framer(leavingOut: ["body", "floats-group", "back"])
      if use == .number { framer.counter = JATSReferenceCounter() }
      return framer
    }

    // The text itself is read by nobody.
    private static func framer(leavingOut leftOut: [StaticString]) -> XMLFramer {
      XMLFramer(
        records: ["article", "book", "book-part", "article-meta"], leftOut: leftOut,
        contents: ["front", "ref", "journal-meta", "book-meta", "book-part-meta", "sub-article"],
        nested: ["book-part"])
    }

    /// Of a damaged article the front and each reference.
    var parts: XMLFramer? { XMLFramer(records: ["front", "ref", "book-meta", "book-part-meta"], leftOut: []) }

    var twice: String? {
      if tree.count(JATSName.front, in: 0) > 1 { return "front" }
      if let front = tree.child(JATSName.front, of: 0), tree.count(JATSName.articleMeta, in: front) > 1 {
        return "article-meta"
      }
      return nil
    }

    mutating func decode(_ tree: XMLTree, isDamaged: Bool, into records: inout [Record]) {
      // One long list is no reason to keep its room for all that follow.
      if emit != .article, records.count <= 1024 { swap(&used, &records) }
      records.removeAll(keepingCapacity: true)
      self.tree = tree
      affiliations.removeAll()
      notes.removeAll()
      guard let root = tree.element(0, as: JATSName.self) else { return }
      let head =
        front(of: 0) ?? tree.child(JATSName.bookMeta, of: 0)
        ?? tree.child(JATSName.bookPartMeta, of: 0)
      // Without its front a damaged article is none, but its references may be whole.
      if isDamaged, head == nil, emit == .article { return }
      let first = records.count
      // The elements of which the records are, each with its record.
      var regions = [(node: 0, place: first)]
      if emit != .references, !isDamaged || head != nil {
        switch root {
        case .article:
          records.append(Record())
          readArticle(0, front: head ?? 0, &records[first])
          readTranslations(of: 0, &records[first])
        case .articleMeta:
          records.append(Record())
          readArticle(0, front: 0, &records[first])
        case .book, .bookPart: regions = readBook(0, into: &records)
        default: return
        }
      }
      let whole = subArticles == .records ? records.dropFirst(first).first : nil
      addReferences(of: regions, toRecordAt: first, in: &records)
      if emit != .references {
        for (node, place) in regions where records.indices.contains(place) { keepRest(of: node, &records[place]) }
      }
      // Of a damaged article every reference is read by itself.
      if tree.counted > 0, !isDamaged, records.indices.contains(first) {
        let others = Array(repeating: Reference(), count: tree.counted)
        if records[first].references.isEmpty {
          records[first].references = others
        } else {
          records[first].references += others
        }
      }
      if subArticles == .records { readSubArticles(of: 0, in: whole ?? Record(), into: &records) }
    }

    var omissions: String { Self.rest.report(of: tree) }

    /// Keeps what nobody has read of an element.
    func keepRest(of node: Int, _ record: inout Record) {
      let texts = JATSText(tree: tree)
      Self.rest.keep(node, of: tree, in: &record) { texts.words($0, .prose) }
    }

    // MARK: - The article

    mutating func readArticle(_ root: Int, front: Int, _ record: inout Record) {
      let word = tree.attribute(JATSName.articleType, of: root)
      record.type = JATSTypes.type(ofArticle: word)
      record.origin.typeToken = word
      readJournal(tree.child(JATSName.journalMeta, of: front), &record)
      read(tree.child(JATSName.articleMeta, of: front) ?? front, of: root, &record)
    }

    /// Adds the records of a book and of its chapters, or of a chapter alone.
    private mutating func readBook(_ root: Int, into records: inout [Record]) -> [(node: Int, place: Int)] {
      var regions: [(node: Int, place: Int)] = []
      var whole = Record()
      var inherited: XMLInherited?
      whole.type = .book
      if let meta = tree.child(JATSName.bookMeta, of: root) {
        read(meta, of: root, &whole)
        regions.append((root, records.count))
        inherited = XMLInherited(Self.chapter(of: whole))
        records.append(whole)
      }
      for part in root..<tree.end(root) where tree.name(part) == JATSName.bookPart.number {
        guard let meta = tree.child(JATSName.bookPartMeta, of: part) else { continue }
        var chapter = inherited?.next(in: tree).record ?? Record()
        chapter.type = .chapter
        chapter.origin.typeToken = tree.attribute(JATSName.bookPartType, of: part)
        read(meta, of: part, &chapter)
        regions.append((part, records.count))
        records.append(chapter)
      }
      return regions
    }

    /// What a chapter has of its book.
    private static func chapter(of whole: Record) -> Record {
      var chapter = Record()
      let numbers = whole.identifiers.filter { $0.scheme == .isbn || $0.scheme == .issn }
      chapter.container = Container(.host, titles: whole.titles, identifiers: numbers)
      for variable in [Variable.publisher, .publisherPlace, .edition, .language] { chapter[variable] = whole[variable] }
      chapter[date: .issued] = whole[date: .issued]
      return chapter
    }

    /// Reads what an element says of the work.
    private mutating func read(_ meta: Int, of root: Int, _ record: inout Record) {
      region = root
      let places = readAffiliations(meta, &record)
      readNotes(meta, &record)
      if let word = tree.attribute(JATSName.lang, of: root) { record[.language] = word }
      language = tree.attribute(JATSName.lang, of: root)?.lowercasedASCII
      var years: [JATSDate] = []
      var child = tree.firstChild(meta)
      while let node = child {
        if let name = tree.element(node, as: JATSName.self) {
          readMeta(node, name, &years, &record)
        }
        child = tree.sibling(node, in: meta)
      }
      var bodies: Set<String> = []
      for group in tree.children(JATSName.contribGroup, of: meta) { readGroup(group, &bodies, &record) }
      settle(places, &record)
      finishDates(years, &record)
      finishPages(meta, &record)
    }

    private func readMeta(_ node: Int, _ name: JATSName, _ years: inout [JATSDate], _ record: inout Record) {
      switch name {
      case .articleId: addIdentifier(text(node), type: tree.attribute(JATSName.pubIdType, of: node), &record)
      case .bookId: addIdentifier(text(node), type: tree.attribute(JATSName.bookIdType, of: node), &record)
      case .bookPartId: addIdentifier(text(node), type: tree.attribute(JATSName.bookPartIdType, of: node), &record)
      case .publisher: readPublisher(node, &record)
      case .edition: record.add(text(node), as: .edition)
      case .titleGroup, .bookTitleGroup: readTitles(node, &record)
      case .articleTitle: record.add(Title(rich(node)), unlessEmpty: ())
      case .articleCategories:
        for group in tree.descendants(JATSName.subjGroup, of: node) {
          let isHeading =
            tree.attribute(JATSName.subjGroupType, of: group) { $0 == "heading" || $0 == "toc-heading" ? true : nil }
            ?? tree.look(JATSName.subjGroupType, of: group).map { _ in false }
          for subject in tree.children(JATSName.subject, of: group) {
            let words = text(subject)
            if words.isEmpty { continue }
            if isHeading ?? true, record[.section] == nil {
              record[.section] = words
            } else if record[.section] != words {
              record.keywords.append(Keyword(words, scheme: "subject"))
            }
          }
          for subject in tree.children(JATSName.compoundSubject, of: group) {
            let words = compound(subject, .compoundSubjectPart)
            if !words.isEmpty { record.keywords.append(Keyword(words, scheme: "subject")) }
          }
        }
        if let series = tree.child(JATSName.seriesTitle, of: node) {
          record.withSeries { $0.add(Title(rich(series))) }
        }
      case .pubDate: if let date = date(node) { years.append(date) }
      case .history, .pubHistory: readHistory(node, &record)
      case .volume: record.add(text(node), as: .volume)
      case .issue: record.add(text(node), as: .issue)
      case .issuePart: record.add(text(node), as: .partNumber)
      case .supplement: record.add(text(node), as: .supplementNumber)
      case .issueTitle:
        let title = rich(node)
        if !title.isEmpty { record.withHost { $0.titles.insert(Title(title, kind: .issue)) } }
      case .isbn: addHostNumber(.isbn, text(node), &record)
      case .elocationId: record.add(text(node), as: .articleNumber)
      case .selfUri, .extLink, .uri: readAddress(node, &record)
      case .supplementaryMaterial:
        guard let place = tree.attribute(JATSName.href, of: node) else { return }
        record.files.append(FileLink(place, mediaType: mediaType(node), purpose: "supplement"))
      case .permissions: readPermissions(node, &record)
      case .copyrightStatement, .copyrightYear, .license: readTerms(node, name, &record)
      case .abstract, .transAbstract: readAbstract(node, &record)
      case .kwdGroup: readKeywords(node, &record)
      case .fundingGroup, .supportGroup: readFunding(node, &record)
      case .contractSponsor, .grantSponsor: add(Funding(funder: present(text(node))), &record)
      case .contractNum, .grantNum:
        if record.funding.isEmpty { record.funding.append(Funding()) }
        record.funding[record.funding.count - 1].awards.append(Funding.Award(number: present(text(node))))
      case .relatedArticle, .relatedObject: readRelation(node, &record)
      case .conference, .event: readEvent(node, &record)
      case .articleVersion: readVersion(of: node, &record)
      case .articleVersionAlternatives:
        for version in tree.children(JATSName.articleVersion, of: node) { readVersion(of: version, &record) }
      case .product: readProduct(node, &record)
      case .counts: readCounts(node, &record)
      case .customMetaGroup, .customMetaWrap:
        for custom in tree.children(JATSName.customMeta, of: node) {
          let name = tree.child(JATSName.metaName, of: custom).map { text($0) } ?? ""
          record.keep("custom-meta[\(name)]", tree.child(JATSName.metaValue, of: custom).map { text($0, .prose) } ?? "")
        }
      case .volumeId, .issueId, .volumeSeries, .issueSponsor: record.keep(name.word, text(node))
      default: break
      }
    }

    private func readVersion(of node: Int, _ record: inout Record) {
      let words = text(node)
      let type = tree.attribute(JATSName.articleVersionType, of: node)
      if record[.version] == nil {
        record[.version] = words
        record.keep("article-version/@article-version-type", type ?? "")
      } else {
        record.keep("article-version\(type.map { "[\($0)]" } ?? "")", words)
      }
    }

    /// The words of a compound, from the wider to the narrower.
    func compound(_ node: Int, _ part: JATSName) -> String {
      tree.children(part, of: node).map { text($0) }.joined(separator: " – ")
    }

    /// An address of the article, or of a file of it.
    private func readAddress(_ node: Int, _ record: inout Record) {
      guard let address = tree.attribute(JATSName.href, of: node) ?? present(text(node)) else { return }
      let kind =
        tree.attribute(JATSName.contentType, of: node) { word in
          word.lowercasedASCII.utf8.contains("pdf") || word.lowercasedASCII == "xml" ? word.lowercasedASCII : nil
        } ?? tree.look(JATSName.contentType, of: node)?.lowercasedASCII ?? ""
      let isAddress = address.utf8.starts(with: "http".utf8)
      let isFile = kind.utf8.contains("pdf") || kind.utf8.contains("xml") || !isAddress
      if isAddress, !isFile, !record.identifiers.contains(where: { $0.scheme == .url }) {
        record.add(Identifier(.url, address))
      } else if !record.identifiers.contains(where: { $0.scheme == .url && $0.value == address }) {
        let type = mediaType(node) ?? (kind.utf8.contains("pdf") ? "application/pdf" : nil)
        record.files.append(
          FileLink(
            address, mediaType: type, title: present(text(node)).flatMap { $0 == address ? nil : $0 },
            purpose: "full-text"))
      }
    }

    /// The media type of `mimetype` and `mime-subtype`.
    private func mediaType(_ node: Int) -> String? {
      guard let type = tree.attribute(JATSName.mimetype, of: node) else { return nil }
      return tree.attribute(JATSName.mimeSubtype, of: node).map { "\(type)/\($0)" } ?? type
    }

    private func readCounts(_ node: Int, _ record: inout Record) {
      tree.forEach(in: node, as: JATSName.self) { child, name in
        guard let count = tree.attribute(JATSName.count, of: child) ?? present(text(child)), count != "0" else {
          return
        }
        if name == .pageCount, record[.numberOfPages] == nil {
          record[.numberOfPages] = count
        } else {
          record.keep("counts/\(name.word)", count)
        }
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
          if !isShort {
            record.keep("alt-title/@alt-title-type", tree.attribute(JATSName.altTitleType, of: node) ?? "")
          }
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
        case .abbrevJournalTitle:
          if short == nil {
            short = Title(rich(node), kind: .short)
          } else if text(node) != short?.text.plain {
            record.keep("abbrev-journal-title[\(tree.attribute(JATSName.abbrevType, of: node) ?? "")]", text(node))
          }
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
          } else if words != short?.text.plain {
            record.keep("journal-id[\(type ?? "")]", words)
          }
        case .issn:
          let number = text(node)
          if !number.isEmpty { host.identifiers.insert(Identifier(JATSTypes.issn(isElectronic(node)), number)) }
        case .issnL:
          let number = text(node)
          if !number.isEmpty { host.identifiers.insert(Identifier(.issnL, number)) }
        case .publisher: readPublisher(node, &record)
        case .selfUri:
          record.keep("journal-meta/self-uri", tree.attribute(JATSName.href, of: node) ?? text(node))
        default: break
        }
      }
      if let short, host.titles.first?.text != short.text { host.add(short) }
      if host.titles.first?.kind == .short { host.titles[0].kind = .main }
      if !host.isEmpty { record.container = host }
    }

    /// The publisher; a second one has no place in the model.
    private func readPublisher(_ node: Int, _ record: inout Record) {
      if record[.publisher] != nil { return }
      record[.publisher] = tree.child(JATSName.publisherName, of: node).map { text($0) }
      record[.publisherPlace] = tree.child(JATSName.publisherLoc, of: node).map { listed($0) }
    }

    /// Whether a number or a date is that of the electronic edition; nil where nothing tells.
    func isElectronic(_ node: Int) -> Bool? {
      func meaning(_ word: String) -> Bool? {
        switch word.utf8.first.map(\.lowercased) {
        case UInt8(ascii: "e"), UInt8(ascii: "o"): true
        case UInt8(ascii: "p"): false
        default: nil
        }
      }
      return tree.attribute(JATSName.publicationFormat, of: node, as: meaning)
        ?? tree.attribute(JATSName.pubType, of: node, as: meaning)
    }

    // MARK: - Numbers

    func addIdentifier(_ value: String, type: String?, _ record: inout Record) {
      guard let identifier = XMLIdentifiers.identifier(value, type: type) else {
        return record.keep(type.map { "article-id[\($0)]" } ?? "article-id", value)
      }
      if record.hasManyIdentifiers { return record.keep("article-id[\(type ?? "")]", value) }
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
      var (first, last, range): (Int?, Int?, Int?)
      tree.forEachNode(in: node) { child in
        switch tree.name(child) {
        case JATSName.fpage.number: first = first ?? child
        case JATSName.lpage.number: last = last ?? child
        case JATSName.pageRange.number: range = range ?? child
        default: break
        }
      }
      if let range, let pages = present(text(range)) {
        record[.pages] = pages
        // Pages that the range does not say are left to be kept.
        for page in [first, last].compactMap({ $0 }) where pages.utf8.contains(tree.text(tree.textRange(page))) {
          tree.takeWords(of: page)
        }
      } else if let first {
        let (start, end) = (text(first), last.map { text($0) } ?? "")
        record[.pages] = end.isEmpty || end == start ? start : "\(start)-\(end)"
      }
      // Some give the number of an article as its page too.
      if record.variables.contains(.articleNumber), record[.articleNumber] == record[.pages] { record[.pages] = nil }
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
      if title.text.isEmpty { return }
      if titles.capacity == 0 { titles.reserveCapacity(2) }  // most have a short one too
      titles.insert(title)
    }
  }
#endif
