#if XML
  import CitemillCore

  /// Makes records from articles by `JATSTable`: one for the article, one for each citation, or both.
  struct JATSDecoder: XMLTableDecoder {
    typealias Name = JATSName
    static let format = "jats"
    static var table: XMLTable<Self> { JATSTable.table }
    static var collections: [StaticString] { ["article-set", "ref-list"] }
    static let names = XMLNames(JATSName.self, withMathML: (), skipping: [.floatsGroup, .tableWrap, .fig])
    let emit: JATS.Emission
    /// What of the references is needed.
    let use: JATSReferenceUse
    /// Used records, for citations that become records.
    var used: [Record] = []
    let subArticles: JATS.SubArticles
    let issued: IssueDate
    /// The parsed article.
    private(set) var tree = XMLTree()
    /// The element that the record is made from, in which its elements are numbered.
    var region = 0
    /// Whether the editors of the work are those that citations name, as for books, proceedings and decision
    /// letters; the editors of an article only accepted it.
    var hasEditors = true
    /// The affiliations of the article by their ids.
    var affiliations: [String: Affiliation] = [:]
    /// The ids to which names of the article refer, where an affiliation could be taken for that of all.
    var referredAffiliations: Set<String> = []
    /// The contents of the notes that names refer to, by their ids.
    var notes: [String: JATSNote] = [:]
    /// The language of the article, in lower case.
    private(set) var language: String?
    /// The dates of publication of the article, which are put into the record together.
    var dates: [JATSDate] = []
    /// The first short title of the journal.
    private var short: Title?
    /// What is known of a citation before its type is.
    var citation = JATSCitation()
    private static let rest = XMLRest<JATSName>(
      of: format, leavingOut: JATSTable.omissions,
      outer: [
        .front, .frontStub, .journalMeta, .articleMeta, .bookMeta, .bookPartMeta, .contrib, .awardGroup,
        .relatedArticle, .relatedObject, .elementCitation, .mixedCitation, .nlmCitation, .citation,
      ], numbered: [.contrib, .awardGroup, .relatedArticle, .relatedObject])

    init(emitting emit: JATS.Emission, _ use: JATSReferenceUse, subArticles: JATS.SubArticles, issued: IssueDate) {
      self.emit = emit
      self.use = use
      self.subArticles = subArticles
      self.issued = issued
    }

    static var framer: XMLFramer { framer(leavingOut: ["body", "floats-group"]) }

    var framer: XMLFramer {
      // A list of references alone has a record for each citation.
      if emit != .article { return Self.framer(leavingOut: ["body", "floats-group"], besides: ["ref"]) }
      if use == .all { return Self.framer }
      var framer = Self.framer(leavingOut: ["body", "floats-group", "back"])
      if use == .number { framer.counter = JATSReferenceCounter() }
      return framer
    }

    // The body text is not read.
    private static func framer(leavingOut leftOut: [StaticString], besides others: [StaticString] = []) -> XMLFramer {
      XMLFramer(
        records: ["article", "book", "book-part", "article-meta"] + others, leftOut: leftOut,
        contents: ["front", "ref", "journal-meta", "book-meta", "book-part-meta", "sub-article"],
        nested: ["book-part"])
    }

    /// The parts of a damaged article: the front and each reference.
    var parts: XMLFramer? { XMLFramer(records: ["front", "ref", "book-meta", "book-part-meta"], leftOut: []) }

    var twice: String? {
      if tree.count(JATSName.front, in: 0) > 1 { return "front" }
      if let front = child(.front, of: 0), tree.count(JATSName.articleMeta, in: front) > 1 {
        return "article-meta"
      }
      return nil
    }

    mutating func decode(_ tree: XMLTree, isDamaged: Bool, into records: inout [Record]) {
      // After one long list, its memory is not kept for everything that follows.
      if emit != .article, records.count <= 1024 { swap(&used, &records) }
      records.removeAll(keepingCapacity: true)
      self.tree = tree
      affiliations.removeAll()
      notes.removeAll()
      guard let root = tree.element(0, as: JATSName.self) else { return }
      if root == .ref { return readLooseReference(isDamaged: isDamaged, into: &records) }
      let head =
        front(of: 0) ?? child(.bookMeta, of: 0)
        ?? child(.bookPartMeta, of: 0)
      // Without its front a damaged article is not a record, but its references may be intact.
      if isDamaged, head == nil, emit == .article { return }
      let first = records.count
      // The elements that the records are made from, each with the index of its record.
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
      // In a damaged article every reference is read separately.
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

    /// Keeps everything in an element that nothing has read.
    func keepRest(of node: Int, _ record: inout Record) {
      // Without capturing the decoder, which would be copied for each text.
      Self.rest.keep(node, of: tree, in: &record) { [tree] in JATSText.prose.rules.text(tree, $0) }
    }

    // MARK: - The article

    mutating func readArticle(_ root: Int, front: Int, _ record: inout Record) {
      let word = tree.attribute(JATSName.articleType, of: root)
      let isOfCSL = tree.has(JATSName.specificUse, JATSTypes.ofCSL, of: root)
      record.type = isOfCSL ? word.flatMap { RecordType(rawValue: $0) } ?? .document : JATSTypes.type(ofArticle: word)
      record.origin.typeToken = word
      if let meta = child(.journalMeta, of: front) { readJournal(meta, &record) }
      read(child(.articleMeta, of: front) ?? front, of: root, &record)
    }

    /// Adds the records of a book and of its chapters, or of a single chapter.
    private mutating func readBook(_ root: Int, into records: inout [Record]) -> [(node: Int, place: Int)] {
      var regions: [(node: Int, place: Int)] = []
      var whole = Record()
      for meta in tree.children(JATSName.collectionMeta, of: root) { readCollection(meta, &whole) }
      var inherited: XMLInherited?
      whole.type = .book
      if let meta = child(.bookMeta, of: root) {
        read(meta, of: root, &whole)
        regions.append((root, records.count))
        inherited = XMLInherited(Self.chapter(of: whole))
        records.append(whole)
      }
      for part in root..<tree.end(root) where tree.name(part) == JATSName.bookPart.number {
        guard let meta = child(.bookPartMeta, of: part) else { continue }
        var chapter = inherited?.next(in: tree).record ?? Record()
        chapter.type = .chapter
        chapter.origin.typeToken = tree.attribute(JATSName.bookPartType, of: part)
        read(meta, of: part, &chapter)
        regions.append((part, records.count))
        records.append(chapter)
      }
      return regions
    }

    /// The series of a book; a second one is kept as native fields.
    private func readCollection(_ meta: Int, _ whole: inout Record) {
      if whole.container(.series) != nil { return }
      whole.withSeries { series in
        tree.forEach(in: child(.titleGroup, of: meta) ?? meta, as: JATSName.self) { node, name in
          if name == .title || name == .subtitle { series.add(Title(rich(node), kind: name == .title ? .main : .sub)) }
        }
        series.variables[.number] = child(.volumeInCollection, of: meta).flatMap { present(text($0)) }
      }
      for issn in tree.children(JATSName.issn, of: meta) { readISSN(issn, .series, &whole) }
      if whole.container(.series)?.isEmpty == true { whole.container = nil }
    }

    /// The number of a book in its work.
    func readBookVolume(_ node: Int, _ record: inout Record) {
      if record[.volume] == nil { record[.volume] = present(text(node)) }
    }

    /// What a chapter inherits from its book.
    private static func chapter(of whole: Record) -> Record {
      var chapter = Record()
      let numbers = whole.identifiers.filter { $0.scheme == .isbn || $0.scheme == .issn }
      chapter.container = Container(.host, titles: whole.titles, identifiers: numbers)
      chapter.container?.parent = whole.container(.series)
      for variable in [Variable.volume, .publisher, .publisherPlace, .edition, .language] {
        chapter[variable] = whole[variable]
      }
      chapter[date: .issued] = whole[date: .issued]
      return chapter
    }

    /// Reads the values of an element for the work.
    private mutating func read(_ meta: Int, of root: Int, _ record: inout Record) {
      region = root
      hasEditors =
        tree.name(root) == JATSName.book.number || tree.name(root) == JATSName.bookPart.number
        || !JATSTypes.isOfArticles(record.type)
        || child(.conference, of: meta) != nil
      let places = readAffiliations(meta, &record)
      readNotes(meta, &record)
      if let word = tree.attribute(JATSName.lang, of: root) { record.put(word, at: .variable(.language)) }
      language = tree.attribute(JATSName.lang, of: root)?.lowercasedASCII
      dates = []
      read(meta, as: .meta, &record)
      var bodies: Set<String> = []
      for group in tree.children(JATSName.contribGroup, of: meta) { readGroup(group, &bodies, &record) }
      settle(places, &record)
      finishDates(&record)
      finishPages(meta, &record)
      record.takeArticleNumber()
    }

    func readIdentifier(_ node: Int, _ record: inout Record) {
      let types = [JATSName.pubIdType, .bookIdType, .bookPartIdType]
      let type = types.lazy.compactMap { tree.attribute($0, of: node) }.first
      addIdentifier(text(node), type: numberType(type, of: node), isRegistered: true, &record)
    }

    /// The type of a number, which is in another attribute if the DTD has none for it.
    func numberType(_ type: String?, of node: Int) -> String? {
      guard type == "other" || type == "custom" else { return type }
      return tree.attribute(JATSName.customType, of: node) ?? tree.attribute(JATSName.specificUse, of: node) ?? type
    }

    func readCategories(_ node: Int, _ record: inout Record) {
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
      if let series = child(.seriesTitle, of: node) { record.withSeries { $0.add(Title(rich(series))) } }
    }

    func readMaterial(_ node: Int, _ record: inout Record) {
      guard let place = tree.attribute(JATSName.href, of: node) else { return }
      record.files.append(FileLink(place, mediaType: mediaType(node), purpose: "supplement"))
    }

    func keepMeta(_ node: Int, _ record: inout Record) {
      let value = child(.metaValue, of: node).map { text($0, .prose) }
      // What no element is allowed for: the version before JATS 1.2, and pages beside an article number.
      switch text(.metaName, of: node) {
      case JATSName.articleVersion.word where record[.version] == nil: return record[.version] = value
      case JATSName.pageRange.word where record[.pages] == nil: return record[.pages] = value
      default: break
      }
      keep("custom-meta[\(text(.metaName, of: node))]", value, &record)
    }

    func readVersion(of node: Int, _ record: inout Record) {
      let words = text(node)
      let type = tree.attribute(JATSName.articleVersionType, of: node)
      if record[.version] == nil {
        record[.version] = words
        keep("article-version/@article-version-type", type ?? "", &record)
      } else {
        keep("article-version\(type.map { "[\($0)]" } ?? "")", words, &record)
      }
    }

    /// The parts of a compound keyword, from the wider to the narrower.
    func compound(_ node: Int, _ part: JATSName) -> String {
      tree.children(part, of: node).map { text($0) }.joined(separator: " – ")
    }

    /// A URL of the article, or of a file of it.
    func readAddress(_ node: Int, _ record: inout Record) {
      guard let address = tree.attribute(JATSName.href, of: node) ?? present(text(node)) else { return }
      let kind =
        tree.attribute(JATSName.contentType, of: node) { word in
          word.lowercasedASCII.utf8.contains("pdf") || word.lowercasedASCII == "xml" ? word.lowercasedASCII : nil
        } ?? tree.look(JATSName.contentType, of: node)?.lowercasedASCII ?? ""
      let isAddress = address.utf8.starts(with: "http".utf8)
      let use = tree.attribute(JATSName.specificUse, of: node)
      let isFile = kind.utf8.contains("pdf") || kind.utf8.contains("xml") || !isAddress || use != nil
      if isAddress, !isFile, !record.identifiers.contains(where: { $0.scheme == .url }) {
        record.add(Identifier(.url, address))
      } else if !record.identifiers.contains(where: { $0.scheme == .url && $0.value == address }) {
        let type = mediaType(node) ?? (kind.utf8.contains("pdf") ? "application/pdf" : nil)
        record.files.append(
          FileLink(
            address, mediaType: type, title: present(text(node)).flatMap { $0 == address ? nil : $0 },
            purpose: use ?? "full-text"))
      }
    }

    /// The media type of `mimetype` and `mime-subtype`.
    private func mediaType(_ node: Int) -> String? {
      guard let type = tree.attribute(JATSName.mimetype, of: node) else { return nil }
      return tree.attribute(JATSName.mimeSubtype, of: node).map { "\(type)/\($0)" } ?? type
    }

    func readCounts(_ node: Int, _ record: inout Record) {
      tree.forEach(in: node, as: JATSName.self) { child, name in
        guard let count = tree.attribute(JATSName.count, of: child) ?? present(text(child)), count != "0" else {
          return
        }
        if name == .pageCount, record[.numberOfPages] == nil {
          record[.numberOfPages] = count
        } else {
          keep("counts/\(name.word)", count, &record)
        }
      }
    }

    /// The types of titles that are running heads.
    private static let runningHeads = [
      "running-head", "short", "running", "right-running", "left-running", "running-title",
    ]

    /// A subtitle; some publishers give running heads, with the names in them, as subtitles
    /// (Fixtures/JATS/running-heads.xml).
    func readSubtitle(_ node: Int, _ record: inout Record) {
      let type = tree.look(JATSName.contentType, of: node)
      // Left to be kept.
      if type == "running-author" || type == "running-authors" { return }
      let isRunning = type.map { Self.runningHeads.contains($0) } ?? false
      if isRunning { tree.take(JATSName.contentType.number, of: node) }
      let words = rich(node)
      if !words.isEmpty { record.put(words, at: .title(isRunning ? .short : .sub, .own)) }
    }

    func readOtherTitle(_ node: Int, _ record: inout Record) {
      let type = tree.attribute(JATSName.altTitleType, of: node)
      let isShort = type.map { Self.runningHeads.contains($0) } ?? false
      record.add(Title(rich(node), kind: isShort ? .short : .alternative))
      if !isShort { keep("alt-title/@alt-title-type", type, &record) }
    }

    /// The title of `trans-title-group`, or a `trans-title` alone.
    func translatedTitle(_ node: Int) -> Title {
      guard tree.name(node) == JATSName.transTitleGroup.number else {
        return Title(rich(node), kind: .translated, language: tree.attribute(JATSName.lang, of: node))
      }
      guard let title = child(.transTitle, of: node) else { return Title(RichText(""), kind: .translated) }
      var words = rich(title)
      if let sub = child(.transSubtitle, of: node) { words = words.followed(by: rich(sub)) }
      let language = tree.attribute(JATSName.lang, of: title) ?? tree.attribute(JATSName.lang, of: node)
      let isOriginal = tree.has(JATSName.specificUse, "original", of: node)
      return Title(words, kind: isOriginal ? .original : .translated, language: language)
    }

    // MARK: - The journal

    private mutating func readJournal(_ meta: Int, _ record: inout Record) {
      short = nil
      read(meta, as: .journalMeta, &record)
      record.withHost { host in
        if let short, host.titles.first?.text != short.text { host.add(short) }
        if host.titles.first?.kind == .short { host.titles[0].kind = .main }
      }
      if record.container?.isEmpty == true { record.container = nil }
    }

    /// A short title of a journal; others are kept.
    mutating func readShortTitle(_ node: Int, _ record: inout Record) {
      if short == nil {
        short = Title(rich(node), kind: .short)
      } else if text(node) != short?.text.plain {
        keep("abbrev-journal-title[\(tree.attribute(JATSName.abbrevType, of: node) ?? "")]", text(node), &record)
      }
    }

    mutating func readJournalId(_ node: Int, _ record: inout Record) {
      let type = tree.attribute(JATSName.journalIdType, of: node)
      let words = text(node)
      if short == nil, type == "iso-abbrev" || type == "nlm-ta", !words.isEmpty {
        short = Title(words, kind: .short)
      } else if words != short?.text.plain {
        keep("journal-id[\(type ?? "")]", words, &record)
      }
    }

    /// The publisher; a second one has no place in the model.
    mutating func readPublisher(_ node: Int, _ record: inout Record) {
      if record[.publisher] == nil { read(node, as: .publisher, &record) }
    }

    func readPlace(_ node: Int, _ record: inout Record) {
      if record[.publisherPlace] == nil { record[.publisherPlace] = listed(node) }
    }

    func readISSN(_ node: Int, _ tier: FieldPath.Tier, _ record: inout Record) {
      record.put(text(node), at: .identifier(JATSTypes.issn(isElectronic(node)), tier))
    }

    /// Whether a number or a date belongs to the electronic edition; nil if nothing shows it.
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

    /// Adds a number; a DOI that the publisher registered for the work is not changed.
    func addIdentifier(_ value: String, type: String?, isRegistered: Bool = false, _ record: inout Record) {
      guard var identifier = XMLIdentifiers.identifier(value, type: type) else {
        return keep(type.map { "article-id[\($0)]" } ?? "article-id", value, &record)
      }
      if isRegistered, type?.lowercasedASCII == "doi" { identifier = DOIText.registered(value) }
      if record.hasManyIdentifiers { return keep("article-id[\(type ?? "")]", value, &record) }
      if record.identifiers.contains(where: { $0 == identifier }) { return }
      record.add(identifier)
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
        // Pages that the range does not contain are left to be kept.
        for page in [first, last].compactMap({ $0 }) where pages.utf8.contains(tree.text(tree.textRange(page))) {
          tree.takeWords(of: page)
        }
      } else if let first {
        let (start, end) = (text(first), last.map { text($0) } ?? "")
        record[.pages] = end.isEmpty || end == start ? start : "\(start)-\(end)"
      }
      // Some give the article number as the page too.
      if record.variables.contains(.articleNumber), record[.articleNumber] == record[.pages] { record[.pages] = nil }
    }
  }
#endif
