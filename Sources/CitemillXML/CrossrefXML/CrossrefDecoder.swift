#if XML
  import CitemillCore

  /// Makes records of the works in Crossref's XML.
  struct CrossrefDecoder: XMLDecoder {
    static let names = XMLNames(CrossrefName.self, withMathML: ())
    static let rules = XMLTextRules(
      CrossrefName.self,
      marks: [
        (.i, .italic), (.em, .italic), (.italic, .italic), (.b, .bold), (.strong, .bold), (.bold, .bold),
        (.u, .underline), (.underline, .underline), (.sub, .subscripted), (.sup, .superscripted), (.scp, .smallCaps),
        (.sc, .smallCaps), (.tt, .monospace), (.monospace, .monospace), (.ovl, .overline), (.overline, .overline),
        (.strike, .strike),
      ]
    ).reading(MathML(CrossrefName.self))
    /// The elements that are read as wholes: answers, then the works of a deposit.
    static let works: [StaticString] = [
      "query", "doi_record", "journal", "conference", "book", "posted_content", "dissertation", "report-paper",
      "standard", "database", "sa_component", "peer_review", "pending_publication", "grant", "doi_citations",
      "doi_resources", "doi_relations", "crossmark_data", "fundref_data", "lic_ref_data", "clinicaltrial_data",
    ]

    private(set) var tree = XMLTree()
    /// Whether it is the answer to a question for one DOI, so that what is around the work is no record.
    private var isAnswer = false
    /// The member of Crossref that deposited the work, of which an answer says the name.
    private(set) var member: String?
    /// Why the last element gave no record: an answer may say it.
    private(set) var absence = noWork
    private static let noWork = (
      code: Diagnostic.Code.emptyElement, message: "an element without anything to read; skipped"
    )

    static var framer: XMLFramer {
      XMLFramer(
        records: Self.works, leftOut: [],
        contents: ["journal_article", "conference_paper", "content_item", "journal_metadata", "doi_data", "titles"])
    }

    /// Of a damaged journal each article is read alone, with what is said of the journal.
    var parts: XMLFramer? {
      XMLFramer(
        records: [
          "journal_metadata", "journal_issue", "journal_article", "event_metadata", "proceedings_metadata",
          "conference_paper", "book_metadata", "book_series_metadata", "content_item",
        ], leftOut: [])
    }

    mutating func decode(_ tree: XMLTree, isDamaged: Bool, into records: inout [Record]) {
      self.tree = tree
      isAnswer = false
      absence = Self.noWork
      member = nil
      guard let root = name(0) else { return }
      if root != .query, root != .doiRecord {
        if !isDamaged || tree.firstElement(in: 0) != nil { records += works(0, root, Record()) }
        return
      }
      if isDamaged { return }
      isAnswer = true
      let outer = outer(of: root)
      member = outer[.publisher]
      for crossref in tree.descendants(CrossrefName.crossref, of: 0) {
        // The publisher of a conference or book is said there.
        tree.forEach(in: crossref, as: CrossrefName.self) { node, name in records += works(node, name, outer) }
      }
      if records.isEmpty { absence = refusal(of: root) }
      // A book names its own publisher, which goes before the member of Crossref that deposited it.
      guard let member else { return }
      for index in records.indices where records[index][.publisher] != member {
        keep("crm-item[publisher-name]", member, &records[index])
      }
    }

    /// What an answer without a work says: in unixsd the status of the question, in unixref an error.
    private func refusal(of root: CrossrefName) -> (code: Diagnostic.Code, message: String) {
      let error = present(text(tree.descendants(CrossrefName.error, of: 0).first))
      if root == .query, let status = tree.attribute(CrossrefName.status, of: 0), status != "resolved" {
        let doi = present(text(.doi, of: 0)) ?? "a question without a DOI"
        let words = (present(text(.msg, of: 0)) ?? error).map { ": \($0)" } ?? ""
        return status == "unresolved"
          ? (.notRegistered, "\(doi) is not registered at Crossref\(words)")
          : (.refused, "Crossref answers \(doi) as \(status)\(words)")
      }
      guard let error else { return Self.noWork }
      let doi = DOIText.identifier(error).value
      return doi.utf8.starts(with: "10.".utf8)
        ? (.notRegistered, "\(doi) is not registered at Crossref")
        : (.refused, "Crossref answers with an error: \(error)")
    }

    // MARK: - Looking

    func name(_ node: Int) -> CrossrefName? { tree.element(node, as: CrossrefName.self) }

    func child(_ name: CrossrefName, of node: Int?) -> Int? { tree.child(name, of: node) }

    func text(_ node: Int?) -> String { node.map { CrossrefText.meant(Self.rules.text(tree, $0)) } ?? "" }

    func text(_ name: CrossrefName, of node: Int?) -> String { text(child(name, of: node)) }

    func present(_ text: String) -> String? { text.isEmpty ? nil : text }

    /// A title with its markup.
    func title(_ node: Int) -> RichText { CrossrefText.meant(Self.rules.rich(tree, node)) }

    // MARK: - Answers

    /// What is said around a work in an answer: who published it, what Crossref counts and has found.
    private func outer(of root: CrossrefName) -> Record {
      var outer = Record()
      for node in tree.descendants(CrossrefName.doiRecord, of: 0) + (root == .doiRecord ? [0] : []) {
        keepAttributes(of: node, under: "doi_record", &outer)
      }
      for item in tree.descendants(CrossrefName.crmItem, of: 0) {
        let name = tree.attribute(CrossrefName.name, of: item) ?? ""
        let words = text(item)
        switch name {
        case "publisher-name": outer[.publisher] = present(words)
        case "relation":
          let type = tree.attribute(CrossrefName.claim, of: item) ?? "related"
          let target = XMLIdentifiers.identifier(words, type: tree.attribute(CrossrefName.type, of: item))
          outer.relations.append(Relation(Self.hyphened(type), target: target))
        default: keep("crm-item[\(name)]", words, &outer)
        }
      }
      if root == .query, let node = child(.doi, of: 0) { keepAttributes(of: node, under: "query/doi", &outer) }
      return outer
    }

    // MARK: - Works

    private func works(_ node: Int, _ name: CrossrefName, _ outer: Record) -> [Record] {
      switch name {
      case .journal: return journal(node, outer)
      case .conference: return conference(node, outer)
      case .book:
        let type = CrossrefTypes.book(tree.attribute(CrossrefName.bookType, of: node))
        return parts(
          of: node, metadata: [.bookMetadata, .bookSeriesMetadata, .bookSetMetadata], type: type, items: .contentItem,
          outer)
      case .postedContent: return [posted(node, outer)]
      case .dissertation: return [one(node, .thesis, outer)]
      case .reportPaper:
        return parts(
          of: node, metadata: [.reportPaperMetadata, .reportPaperSeriesMetadata], type: .report, items: .contentItem,
          outer)
      case .standard:
        return parts(
          of: node, metadata: [.standardMetadata, .standardSeriesMetadata], type: .standard, items: .contentItem, outer)
      case .database:
        return parts(of: node, metadata: [.databaseMetadata], type: .database, items: .dataset, outer)
      case .saComponent:
        return tree.descendants(CrossrefName.component, of: node).map { component($0, of: node, outer) }
      case .peerReview: return [one(node, .peerReview, outer)]
      case .pendingPublication:
        var record = one(node, .articleJournal, outer)
        record[.status] = record[.status] ?? "forthcoming"
        return [record]
      case .grant: return [grant(node, outer)]
      // What is deposited later for a DOI.
      case .doiCitations, .doiResources, .doiRelations, .crossmarkData, .fundrefData, .licRefData, .clinicaltrialData:
        return [one(node, .document, outer)]
      default: return []
      }
    }

    private func one(_ node: Int, _ type: RecordType, _ outer: Record) -> Record {
      var record = outer
      record.type = type
      readAttributes(node, &record)
      // Its own people stand before those of the whole, and its relations before those that Crossref found.
      let (people, found) = (record.contributors, record.relations)
      record.contributors = []
      record.relations = []
      readItem(node, &record)
      record.contributors += people
      let own = record.relations.prefix(64)
      record.relations += found.filter { one in !own.contains { $0.type == one.type && $0.target == one.target } }
      return record
    }

    /// The kind of a work in the words of Crossref, `book[monograph]`, and what its attributes say beside that.
    private func readAttributes(_ node: Int, _ record: inout Record) {
      let word = name(node)?.word ?? ""
      let kind =
        [CrossrefName.bookType, .componentType, .datasetType, .type].lazy.compactMap { tree.attribute($0, of: node) }
        .first
      record.origin.typeToken = kind.map { "\(word)[\($0)]" } ?? word
      if record.type == .peerReview { record[.genre] = kind }
      readStatus(of: node, &record)
      var read: [CrossrefName] = [
        .bookType, .componentType, .datasetType, .type, .language, .publicationStatus, .parentDoi, .parentRelation,
      ]
      // Full text is what all have that do not say otherwise.
      if tree.has(CrossrefName.publicationType, "full_text", of: node) { read.append(.publicationType) }
      keepAttributes(of: node, except: read, under: word, &record)
    }

    /// Whether a standard is withdrawn; released is what all are that do not say otherwise.
    private func readStatus(of node: Int, _ record: inout Record) {
      let status = tree.attribute(CrossrefName.publicationStatus, of: node)
      if let status, status != "released" { record[.status] = status }
    }

    private func posted(_ node: Int, _ outer: Record) -> Record {
      let kind = tree.attribute(CrossrefName.type, of: node)
      var record = one(node, CrossrefTypes.posted(kind), outer)
      record[.genre] = record[.genre] ?? CrossrefTypes.genre(ofPosted: kind)
      // The group is the server where nobody else is named.
      if record[.publisher] == nil, record.container == nil {
        record[.publisher] = record[.section]
        record[.section] = nil
      }
      return record
    }

    /// A component that is deposited after the work that it belongs to.
    private func component(_ node: Int, of list: Int, _ outer: Record) -> Record {
      var record = one(node, .component, outer)
      if let parent = tree.attribute(CrossrefName.parentDoi, of: list) {
        let type = tree.attribute(CrossrefName.parentRelation, of: node) ?? "isPartOf"
        record.relations.append(Relation(Self.hyphened(type), target: DOIText.identifier(parent)))
      }
      return record
    }

    // MARK: - Journals

    private func journal(_ node: Int, _ outer: Record) -> [Record] {
      var base = outer
      base.type = .articleJournal
      let meta = child(.journalMetadata, of: node)
      if let meta { readJournal(meta, &base) }
      let issue = child(.journalIssue, of: node)
      let articles = tree.children(CrossrefName.journalArticle, of: node)
      if articles.isEmpty { return periodicals(meta, issue, base) }
      if let issue { readIssue(issue, &base) }
      // The schema allows ten.
      let issued = (issue.map { dates($0) } ?? []).prefix(16)
      return records(of: articles, with: base) { article, base in
        var record = one(article, .articleJournal, base)
        // The dates of the article go before those of its issue.
        keepOthers(of: issued, under: "journal_issue", &record)
        return record
      }
    }

    private func readJournal(_ meta: Int, _ record: inout Record) {
      record[.language] = tree.attribute(CrossrefName.language, of: meta)
      var fields: [NativeField] = []
      record.withHost { host in
        readSerialTitles(meta, &host, keeping: &fields)
        readSerialNumbers(meta, &host)
        let doi = text(.doi, of: child(.doiData, of: meta))
        if !doi.isEmpty { host.identifiers.insert(DOIText.identifier(doi)) }
      }
      record.nativeFields += fields
      keepAttributes(of: meta, except: [.language], under: "journal_metadata", &record)
      keepRest(
        of: meta, except: [.fullTitle, .abbrevTitle, .issn, .coden, .doiData], under: "journal_metadata", &record)
      keepAddress(of: meta, &record)
    }

    /// Keeps what is said of a DOI that is not the record's own, but the DOI.
    private func keepAddress(of meta: Int, _ record: inout Record) {
      guard let data = child(.doiData, of: meta) else { return }
      keepRest(of: data, except: [.doi], under: "\(name(meta)?.word ?? "*")/doi_data", &record)
    }

    /// The titles of a journal: the first is its title, others are other names of it.
    func readSerialTitles(_ meta: Int, _ host: inout Container, keeping fields: inout [NativeField]) {
      for (place, node) in tree.children(CrossrefName.fullTitle, of: meta).enumerated() {
        host.add(Title(title(node), kind: place == 0 ? .main : .alternative))
      }
      for node in tree.children(CrossrefName.abbrevTitle, of: meta) {
        let short = Title(title(node), kind: host.titles.isEmpty ? .main : .short)
        if host.titles.contains(where: { $0.kind == .short }) {
          fields.append(NativeField(format: "crossref-xml", name: "abbrev_title", value: short.text.plain))
        } else if host.titles.first?.text != short.text {
          host.add(short)
        }
      }
    }

    /// A journal, volume or issue without articles: in an answer the one that was asked for, in a deposit each with a DOI.
    private func periodicals(_ meta: Int?, _ issue: Int?, _ base: Record) -> [Record] {
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
        readDOI(child(.doiData, of: meta), &record)
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
        readDOI(child(.doiData, of: volume), &record)
        found.append(record)
      }
      if let issue, !isVolume {
        var record = base
        record.type = .journalIssue
        record.origin.typeToken = "journal_issue"
        readIssue(issue, &record)
        readDOI(child(.doiData, of: issue), &record)
        found.append(record)
      }
      return found
    }

    /// What an issue says: of an article its place, its date and who edited it.
    private func readIssue(_ issue: Int, _ record: inout Record) {
      let isOwn = record.type.isPartOfHost == false
      let volume = child(.journalVolume, of: issue)
      record[.volume] = present(text(.volume, of: volume))
      record[.issue] = present(text(.issue, of: issue))
      record[.supplementNumber] = present(text(.specialNumbering, of: issue))
      if let titles = child(.titles, of: issue) {
        if isOwn {
          readTitles(titles, &record)
        } else if let title = child(.title, of: titles) {
          let words = self.title(title)
          if !words.isEmpty { record.withHost { $0.titles.insert(Title(words, kind: .issue)) } }
          keepRest(of: titles, except: [.title], under: "journal_issue/titles", &record)
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
      let read: [CrossrefName] = [.journalVolume, .issue, .specialNumbering, .titles, .contributors, .publicationDate]
      forEachElement(in: issue) { child, name in
        guard let name else { return keep(child, under: "journal_issue", &record) }
        if read.contains(name) || isOwn && name == .doiData { return }
        // Some deposit what belongs to an article in an issue, such as its references.
        if isOwn {
          readPart(child, name, "journal_issue", &record)
        } else {
          keep(child, under: "journal_issue", &record)
        }
      }
      if let volume {
        keepRest(of: volume, except: isOwn ? [.volume, .doiData] : [.volume], under: "journal_volume", &record)
      }
    }

    func readSerialNumbers(_ meta: Int, _ host: inout Container) {
      for node in tree.children(CrossrefName.issn, of: meta) {
        let isElectronic = tree.has(CrossrefName.mediaType, "electronic", of: node)
        let number = text(node)
        if !number.isEmpty { host.identifiers.insert(Identifier(isElectronic ? .eissn : .issn, number)) }
      }
      for coden in tree.children(CrossrefName.coden, of: meta) {
        let code = text(coden)
        if !code.isEmpty { host.identifiers.insert(Identifier("CODEN", code)) }
      }
    }

    // MARK: - Wholes and their parts

    private func conference(_ node: Int, _ outer: Record) -> [Record] {
      var base = outer
      base.type = .paperConference
      if let event = child(.eventMetadata, of: node) { readEvent(event, &base) }
      var whole = base
      whole.type = .proceedings
      whole.origin.typeToken = "conference"
      if let people = child(.contributors, of: node) { readContributors(people, &whole) }
      return parts(
        of: node, metadata: [.proceedingsMetadata, .proceedingsSeriesMetadata], whole, items: .conferencePaper, base)
    }

    private func parts(
      of node: Int, metadata: [CrossrefName], type: RecordType, items: CrossrefName, _ outer: Record
    ) -> [Record] {
      var whole = outer
      whole.type = type
      readAttributes(node, &whole)
      return parts(of: node, metadata: metadata, whole, items: items, outer)
    }

    /// The records of a whole and of what it holds. In an answer the whole is one only where nothing is in it; in a deposit where
    /// it has a DOI of its own.
    private func parts(
      of node: Int, metadata: [CrossrefName], _ start: Record, items: CrossrefName, _ outer: Record
    ) -> [Record] {
      var whole = start
      let meta = metadata.lazy.compactMap { child($0, of: node) }.first
      if let meta { readWhole(meta, &whole) }
      let found = tree.children(items, of: node)
      if found.isEmpty { return [whole] }
      let isRecord = !isAnswer && child(.doiData, of: meta) != nil
      var base = part(of: whole, isRecord: isRecord, as: outer)
      if !isRecord, let meta {
        // What has a place in a record, and is none of the part's.
        for name in [CrossrefName.abstract, .program, .crossmark] {
          for node in tree.children(name, of: meta) { keep(node, under: self.name(meta)?.word, &base) }
        }
        keepAddress(of: meta, &base)
      }
      let parts = records(of: found, with: base) { one($0, type(ofPart: $0), $1) }
      return isRecord ? [whole] + parts : parts
    }

    /// The records of parts, each with what is said of the whole. Where that is very much the first alone has it, so that a document
    /// does not grow by what would be repeated.
    private func records(of parts: [Int], with base: Record, _ make: (Int, Record) -> Record) -> [Record] {
      let repeated = base.nativeFields.count + base.contributors.count + base.relations.count
      var rest = base
      if repeated > 64, repeated * parts.count > 1 << 16 {
        rest.nativeFields = []
        rest.contributors = []
        rest.relations = []
      }
      return parts.enumerated().map { place, part in make(part, place == 0 ? base : rest) }
    }

    private func type(ofPart node: Int) -> RecordType {
      switch name(node) {
      case .conferencePaper: .paperConference
      case .dataset: .dataset
      default: CrossrefTypes.item(tree.attribute(CrossrefName.componentType, of: node))
      }
    }

    /// What a part has of the whole that it stands in.
    private func part(of whole: Record, isRecord: Bool, as base: Record) -> Record {
      var record = base
      var host = Container(.host, titles: whole.titles)
      host.identifiers = whole.identifiers.filter { [.doi, .isbn, .issn, .eissn].contains($0.scheme) }
      host.parent = whole.container(.series)
      if !host.isEmpty { record.container = host }
      record.contributors += whole.contributors
      // Who wrote the book did not write the chapter, as far as is said.
      for index in record.contributors.indices where record.contributors[index].roles.contains(.author) {
        record.contributors[index].roles = Role.containerAuthor.alone
      }
      for variable in [Variable.publisher, .publisherPlace, .volume, .edition, .language] {
        record[variable] = whole[variable] ?? record[variable]
      }
      record.dates = whole.dates.filter { $0.kind != .accepted && $0.kind != .updated }
      record.event = whole.event
      // What is kept of a whole that is no record goes with its parts.
      if !isRecord { record.nativeFields = whole.nativeFields.filter { !$0.name.utf8.starts(with: "doi_data/".utf8) } }
      return record
    }

    /// The whole work, with the series or set it is in.
    private func readWhole(_ meta: Int, _ record: inout Record) {
      let series = child(.seriesMetadata, of: meta) ?? child(.setMetadata, of: meta)
      let people = series.map { readSeries($0, &record) } ?? []
      if let language = tree.attribute(CrossrefName.language, of: meta) { record[.language] = language }
      readStatus(of: meta, &record)
      keepAttributes(of: meta, except: [.language, .publicationStatus], under: name(meta)?.word ?? "*", &record)
      readItem(meta, &record)
      record.contributors += people
    }

    /// Reads a series or set; its editors stand behind those of the work.
    private func readSeries(_ series: Int, _ record: inout Record) -> [Contributor] {
      let path = name(series)?.word ?? "*"
      var people = Record()
      if let list = child(.contributors, of: series) { readContributors(list, &people) }
      for index in people.contributors.indices where people.contributors[index].roles.first == .editor {
        people.contributors[index].roles = Role.collectionEditor.alone
      }
      record.nativeFields += people.nativeFields
      let type: RecordType? =
        switch record.type {
        case .report: .reportSeries
        case .book, .editedBook, .referenceBook: name(series) == .setMetadata ? .multivolumeBook : .bookSeries
        default: nil
        }
      record.withSeries { outer in
        outer.type = type
        if let titles = child(.titles, of: series) {
          if let title = child(.title, of: titles) { outer.add(Title(self.title(title))) }
          if let title = child(.subtitle, of: titles) { outer.add(Title(self.title(title), kind: .sub)) }
          if let title = child(.originalLanguageTitle, of: titles) {
            let language = tree.attribute(CrossrefName.language, of: title)
            outer.add(Title(self.title(title), kind: .original, language: language))
          }
        }
        readSerialNumbers(series, &outer)
        for isbn in tree.children(CrossrefName.isbn, of: series) {
          outer.identifiers.insert(Identifier(.isbn, text(isbn)))
        }
        let doi = text(.doi, of: child(.doiData, of: series))
        if !doi.isEmpty { outer.identifiers.insert(DOIText.identifier(doi)) }
        outer.contributors = people.contributors.filter { $0.roles.first != .collectionEditor }
        outer.variables[.number] = present(text(.seriesNumber, of: series))
      }
      if let part = child(.partNumber, of: series) { record[.partNumber] = present(text(part)) }
      keepRest(
        of: series,
        except: [.contributors, .titles, .issn, .coden, .isbn, .doiData, .seriesNumber, .partNumber], under: path,
        &record)
      keepAddress(of: series, &record)
      return people.contributors.filter { $0.roles.first == .collectionEditor }
    }
  }

  extension Diagnostic.Code {
    /// An answer of Crossref's for a DOI that it does not have.
    static let notRegistered = Self("crossref.not-registered")
    /// An answer of Crossref's that is an error.
    static let refused = Self("crossref.error")
  }
#endif
