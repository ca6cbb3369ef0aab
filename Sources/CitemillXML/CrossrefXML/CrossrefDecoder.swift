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
      "doi_resources", "doi_relations", "crossmark_data", "fundref_data", "lic_ref_data",
    ]

    private(set) var tree = XMLTree()
    /// Whether it is the answer to a question for one DOI, so that what is around the work is no record.
    private var isAnswer = false
    /// Why the last element gave no record: an answer may say it.
    private(set) var absence = noWork
    private static let noWork = (code: Diagnostic.Code.emptyElement, message: "an element without anything to read; skipped")

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
      guard let root = name(0) else { return }
      if root != .query, root != .doiRecord {
        if !isDamaged || tree.firstElement(in: 0) != nil { records += works(0, root, Record()) }
        return
      }
      if isDamaged { return }
      isAnswer = true
      var outer = Record()
      for item in tree.descendants(CrossrefName.crmItem, of: 0)
      where tree.has(CrossrefName.name, "publisher-name", of: item) {
        outer[.publisher] = present(text(item))
      }
      for crossref in tree.descendants(CrossrefName.crossref, of: 0) {
        tree.forEach(in: crossref, as: CrossrefName.self) { node, name in
          // The publisher of a conference or book is said there.
          records += works(node, name, outer)
        }
      }
      if records.isEmpty { absence = refusal(of: root) }
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
        ? (.notRegistered, "\(doi) is not registered at Crossref") : (.refused, "Crossref answers with an error: \(error)")
    }

    // MARK: - Looking

    func name(_ node: Int) -> CrossrefName? { tree.element(node, as: CrossrefName.self) }

    func child(_ name: CrossrefName, of node: Int?) -> Int? { tree.child(name, of: node) }

    func text(_ node: Int?) -> String { node.map { Self.rules.text(tree, $0) } ?? "" }

    func text(_ name: CrossrefName, of node: Int?) -> String { text(child(name, of: node)) }

    func present(_ text: String) -> String? { text.isEmpty ? nil : text }

    /// A title with its markup, which many deposit escaped once too often: `&lt;i&gt;`.
    func title(_ node: Int) -> RichText {
      let rich = Self.rules.rich(tree, node)
      guard rich.marks.isEmpty else { return rich }
      let plain = Self.unescaped(rich.plain)
      return plain.utf8.contains(UInt8(ascii: "<")) ? InlineMarkup.read(plain) : RichText(plain)
    }

    /// The text with the references of XML in it read once more.
    static func unescaped(_ text: String) -> String {
      guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
      var result = ""
      var rest = Substring(text)
      let names: [(String, String)] = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&apos;", "'")]
      while let sign = rest.utf8.firstIndex(of: UInt8(ascii: "&")) {
        result += rest[..<sign]
        rest = rest[sign...]
        if let found = names.first(where: { rest.utf8.starts(with: $0.0.utf8) }) {
          result += found.1
          rest = Substring(rest.utf8.dropFirst(found.0.utf8.count))
        } else {
          result += "&"
          rest = Substring(rest.utf8.dropFirst())
        }
      }
      return result + rest
    }

    // MARK: - Works

    private func works(_ node: Int, _ name: CrossrefName, _ outer: Record) -> [Record] {
      switch name {
      case .journal: return journal(node, outer)
      case .conference: return conference(node, outer)
      case .book: return book(node, outer)
      case .postedContent:
        var record = one(node, CrossrefTypes.posted(tree.attribute(CrossrefName.type, of: node)), outer)
        // The group is the server where nobody else is named.
        if record[.publisher] == nil {
          record[.publisher] = record[.section]
          record[.section] = nil
        }
        return [record]
      case .dissertation: return [one(node, .thesis, outer)]
      case .reportPaper:
        return parts(
          of: node, metadata: [.reportPaperMetadata, .reportPaperSeriesMetadata], type: .report, items: .contentItem,
          itemType: .chapter, outer)
      case .standard:
        return parts(
          of: node, metadata: [.standardMetadata, .standardSeriesMetadata], type: .standard, items: .contentItem,
          itemType: .chapter, outer)
      case .database:
        return parts(
          of: node, metadata: [.databaseMetadata], type: .database, items: .dataset, itemType: .dataset, outer)
      case .saComponent:
        return tree.descendants(CrossrefName.component, of: node).map { one($0, .component, outer) }
      case .peerReview: return [one(node, .peerReview, outer)]
      case .pendingPublication: return [one(node, .articleJournal, outer)]
      case .grant: return [grant(node)]
      // What is deposited later for a DOI.
      case .doiCitations, .doiResources, .doiRelations, .crossmarkData, .fundrefData, .licRefData:
        return [one(node, .document, outer)]
      default: return []
      }
    }

    private func one(_ node: Int, _ type: RecordType, _ outer: Record) -> Record {
      var record = outer
      record.type = type
      record.origin.typeToken = name(node)?.word
      // Its own people stand before those of the whole.
      let others = record.contributors
      record.contributors = []
      readItem(node, &record)
      record.contributors += others
      return record
    }

    private func journal(_ node: Int, _ outer: Record) -> [Record] {
      var base = outer
      base.type = .articleJournal
      if let meta = child(.journalMetadata, of: node) {
        base[.language] = tree.attribute(CrossrefName.language, of: meta)
        base.withHost { host in
          for title in tree.children(CrossrefName.fullTitle, of: meta).prefix(1) { host.add(Title(self.title(title))) }
          for title in tree.children(CrossrefName.abbrevTitle, of: meta).prefix(1) {
            let short = Title(self.title(title), kind: host.titles.isEmpty ? .main : .short)
            if host.titles.first?.text != short.text { host.add(short) }
          }
          readSerialNumbers(meta, &host)
        }
      }
      if let issue = child(.journalIssue, of: node) { readIssue(issue, &base) }
      let articles = tree.children(CrossrefName.journalArticle, of: node)
      if !articles.isEmpty { return articles.map { article in one(article, .articleJournal, base) } }
      // An issue or a journal alone.
      var record = base
      let meta = child(.journalIssue, of: node) ?? child(.journalMetadata, of: node)
      record.type = child(.journalIssue, of: node) == nil ? .periodical : .journalIssue
      record.origin.typeToken = record.type == .periodical ? "journal" : "journal_issue"
      if record.type == .periodical, let host = record.container {
        record.titles = host.titles
        record.identifiers = host.identifiers
        record.container = nil
      }
      if let meta {
        readDOI(child(.doiData, of: meta), &record)
        if let names = child(.contributors, of: meta) { readContributors(names, &record) }
        if let titles = child(.titles, of: meta) { readTitles(titles, &record) }
      }
      return [record]
    }

    private func readIssue(_ issue: Int, _ record: inout Record) {
      record[.volume] = present(text(.volume, of: child(.journalVolume, of: issue)))
      record[.issue] = present(text(.issue, of: issue))
      if record[.issue] == nil { record[.issue] = present(text(.specialNumbering, of: issue)) }
      if let titles = child(.titles, of: issue), let title = child(.title, of: titles) {
        let words = self.title(title)
        if !words.isEmpty { record.withHost { $0.titles.insert(Title(words, kind: .issue)) } }
      }
      readDates(issue, &record)
    }

    private func readSerialNumbers(_ meta: Int, _ host: inout Container) {
      for node in tree.children(CrossrefName.issn, of: meta) {
        let isElectronic = tree.has(CrossrefName.mediaType, "electronic", of: node)
        let number = text(node)
        if !number.isEmpty { host.identifiers.insert(Identifier(isElectronic ? .eissn : .issn, number)) }
      }
    }

    private func conference(_ node: Int, _ outer: Record) -> [Record] {
      var base = outer
      base.type = .paperConference
      if let event = child(.eventMetadata, of: node) { readEvent(event, &base) }
      let meta = child(.proceedingsMetadata, of: node) ?? child(.proceedingsSeriesMetadata, of: node)
      var whole = base
      whole.type = .proceedings
      if let meta { readWhole(meta, &whole) }
      let papers = tree.children(CrossrefName.conferencePaper, of: node)
      let items = papers.map { one($0, .paperConference, part(of: whole, as: base)) }
      if items.isEmpty { return [whole] }
      return isAnswer || child(.doiData, of: meta) == nil ? items : [whole] + items
    }

    private func book(_ node: Int, _ outer: Record) -> [Record] {
      let meta =
        child(.bookMetadata, of: node) ?? child(.bookSeriesMetadata, of: node) ?? child(.bookSetMetadata, of: node)
      var whole = outer
      whole.type = CrossrefTypes.book(tree.attribute(CrossrefName.bookType, of: node))
      whole.origin.typeToken = "book"
      if let meta { readWhole(meta, &whole) }
      let items = tree.children(CrossrefName.contentItem, of: node).map { item in
        one(
          item, CrossrefTypes.item(tree.attribute(CrossrefName.componentType, of: item)), part(of: whole, as: outer))
      }
      if items.isEmpty { return [whole] }
      return isAnswer || child(.doiData, of: meta) == nil ? items : [whole] + items
    }

    private func parts(
      of node: Int, metadata: [CrossrefName], type: RecordType, items: CrossrefName, itemType: RecordType,
      _ outer: Record
    ) -> [Record] {
      let meta = metadata.lazy.compactMap { child($0, of: node) }.first
      var whole = outer
      whole.type = type
      whole.origin.typeToken = name(node)?.word
      if let meta { readWhole(meta, &whole) }
      let found = tree.children(items, of: node).map { item in one(item, itemType, part(of: whole, as: outer)) }
      if found.isEmpty { return [whole] }
      return isAnswer || child(.doiData, of: meta) == nil ? found : [whole] + found
    }

    /// What a part has of the whole that it stands in.
    private func part(of whole: Record, as base: Record) -> Record {
      var record = base
      var host = Container(.host, titles: whole.titles.filter { $0.kind == .main || $0.kind == .sub })
      host.identifiers = whole.identifiers.filter { [.isbn, .issn, .eissn].contains($0.scheme) }
      host.parent = whole.container(.series)
      if !host.isEmpty { record.container = host }
      record.contributors = whole.contributors.filter { !$0.roles.contains(.author) }
      for variable in [Variable.publisher, .publisherPlace, .volume, .edition, .language] {
        record[variable] = whole[variable] ?? record[variable]
      }
      record.dates = whole.dates.filter { $0.kind != .accepted }
      record.event = whole.event
      return record
    }

    /// The whole work, with the series it is in.
    private func readWhole(_ meta: Int, _ record: inout Record) {
      let series = child(.seriesMetadata, of: meta) ?? child(.setMetadata, of: meta)
      if let series {
        record.withSeries { outer in
          if let titles = child(.titles, of: series), let title = child(.title, of: titles) {
            outer.add(Title(self.title(title)))
          }
          readSerialNumbers(series, &outer)
        }
      }
      readItem(meta, &record)
    }

    private func grant(_ node: Int) -> Record {
      var record = Record()
      record.type = .grant
      record.origin.typeToken = "grant"
      record[.number] = present(text(.awardNumber, of: node))
      readDOI(child(.doiData, of: node), &record)
      for project in tree.children(CrossrefName.project, of: node) {
        if let title = child(.projectTitle, of: project) { record.add(Title(self.title(title)), unlessEmpty: ()) }
        for people in tree.children(CrossrefName.investigators, of: project) {
          for person in tree.children(CrossrefName.person, of: people) {
            let name = PersonName(
              family: present(text(.familyName, of: person)), given: present(text(.investigatorGivenName, of: person)))
            if name != PersonName() {
              record.contributors.append(Contributor(.person, name: name, roles: ["investigator"]))
            }
          }
        }
      }
      let date = text(.awardStartDate, of: node)
      if let value = XMLDates.iso(date) { record[date: .issued] = PartialDate(value) }
      return record
    }
  }

  extension Diagnostic.Code {
    /// An answer of Crossref's for a DOI that it does not have.
    static let notRegistered = Self("crossref.not-registered")
    /// An answer of Crossref's that is an error.
    static let refused = Self("crossref.error")
  }
#endif
