#if XML
  import CitemillCore

  /// Makes records from the works in Crossref's XML by `CrossrefTable`.
  struct CrossrefDecoder: XMLTableDecoder {
    typealias Name = CrossrefName
    static let format = "crossref-xml"
    static var table: XMLTable<Self> { CrossrefTable.table }
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
    /// The elements that are read as one: answers, then the works of a deposit.
    static let works: [StaticString] = [
      "query", "doi_record", "journal", "conference", "book", "posted_content", "dissertation", "report-paper",
      "standard", "database", "sa_component", "peer_review", "pending_publication", "grant", "doi_citations",
      "doi_resources", "doi_relations", "crossmark_data", "fundref_data", "lic_ref_data", "clinicaltrial_data",
    ]

    /// An empty deposit is a deposit.
    static var collections: [StaticString] { ["doi_batch", "head", "depositor", "body"] }

    /// Which of several dates of publication is the date of issue.
    let issued: IssueDate
    private(set) var tree = XMLTree()
    /// The name of the work that is being read, under which its elements are kept.
    var path = "*"
    /// What is known of a citation before its type is.
    var cited = CrossrefCitation()
    /// Whether it is the answer to a query for one DOI, so that what encloses the work is not a record.
    private(set) var isAnswer = false
    /// Whether no text in the element can be ambiguous. It is determined once, since there are many texts.
    private(set) var isPlain = false
    /// The member of Crossref that deposited the work, which an answer names.
    private(set) var member: String?
    /// Why the last element gave no record: an answer may state it.
    private(set) var absence = noWork
    private static let noWork = (
      code: Diagnostic.Code.emptyElement, message: "an element without anything to read; skipped"
    )

    /// Whether the next element is in a record of a harvest (OAI-PMH), which is one work, as in an answer.
    var isInHarvest = false

    init(issued: IssueDate = .earliest) { self.issued = issued }

    static var framer: XMLFramer {
      XMLFramer(
        records: Self.works, leftOut: [],
        contents: ["journal_article", "conference_paper", "content_item", "journal_metadata", "doi_data", "titles"])
    }

    /// Each article of a damaged journal is read alone, with the data of the journal; the parts of other
    /// enclosing works too.
    var parts: XMLFramer? {
      XMLFramer(
        records: [
          "journal_metadata", "journal_issue", "journal_article", "event_metadata", "proceedings_metadata",
          "proceedings_series_metadata", "conference_paper", "book_metadata", "book_series_metadata",
          "book_set_metadata", "report-paper_metadata", "report-paper_series_metadata", "standard_metadata",
          "standard_series_metadata", "content_item", "database_metadata", "dataset",
        ], leftOut: [])
    }

    /// Without a citation, its people or other details a work is still a work, in an answer too.
    var details: XMLFramer? {
      XMLFramer(
        records: [
          "citation", "contributors", "abstract", "program", "crossmark", "component_list", "archive_locations",
          "crm-item",
        ], leftOut: [])
    }

    static var namesElements: Bool { true }

    static let rest = XMLRest<CrossrefName>(
      of: format, leavingOut: CrossrefTable.omissions,
      outer: [
        .journal, .journalMetadata, .journalIssue, .journalArticle, .conference, .conferencePaper, .eventMetadata,
        .book,
        .contentItem, .postedContent, .dissertation, .reportPaper, .standard, .database, .dataset, .component,
        .peerReview, .pendingPublication, .grant, .citation, .personName, .organization,
      ], numbered: [.personName, .organization])

    mutating func decode(_ tree: XMLTree, isDamaged: Bool, into records: inout [Record]) {
      records.removeAll(keepingCapacity: true)
      read(tree, isDamaged: isDamaged, into: &records)
      if !isDamaged, !records.isEmpty { keepRest(of: 0, &records[0]) }
    }

    var omissions: String { Self.rest.report(of: tree) }

    var twice: String? {
      if tree.count(CrossrefName.journalMetadata, in: 0) > 1 { return "journal_metadata" }
      let works = [CrossrefName.journalArticle, .conferencePaper, .contentItem].flatMap { tree.children($0, of: 0) }
      return works.contains { tree.count(CrossrefName.doiData, in: $0) > 1 } ? "doi_data" : nil
    }

    /// Keeps everything in an element that nothing has read.
    func keepRest(of node: Int, _ record: inout Record) {
      Self.rest.keep(node, of: tree, in: &record) { [tree, isPlain] in Self.words(of: $0, tree, isPlain: isPlain) }
    }

    private mutating func read(_ tree: XMLTree, isDamaged: Bool, into records: inout [Record]) {
      self.tree = tree
      isAnswer = false
      absence = Self.noWork
      member = nil
      isPlain = CrossrefText.isPlain(tree.bytes.span, tree.textRange(0))
      guard let root = name(0) else { return }
      if root != .query, root != .doiRecord {
        isAnswer = isInHarvest
        if !isDamaged || tree.firstElement(in: 0) != nil { records += works(0, root, Record()) }
        return
      }
      if isDamaged { return }
      isAnswer = true
      let outer = outer(of: root)
      member = outer[.publisher]
      // One query has one answer, as a rule.
      var inherited = XMLInherited(outer)
      for crossref in tree.descendants(CrossrefName.crossref, of: 0) {
        // The publisher of a conference or book is given there.
        tree.forEach(in: crossref, as: CrossrefName.self) { node, name in
          records += works(node, name, inherited.next(in: tree).record)
        }
      }
      if records.isEmpty { absence = refusal(of: root) }
      // A book names its own publisher, which is preferred to the member of Crossref that deposited it.
      guard let member else { return }
      for index in records.indices where records[index][.publisher] != member {
        if index > 0, !tree.inheritance.take(member.utf8.count) {
          tree.inheritance.cut(.lists)
        } else {
          keep("crm-item[publisher-name]", member, &records[index])
        }
      }
    }

    /// What an answer without a work states: in unixsd the status of the query, in unixref an error.
    private func refusal(of root: CrossrefName) -> (code: Diagnostic.Code, message: String) {
      let error = present(text(tree.descendants(CrossrefName.error, of: 0).first))
      if root == .query, let status = tree.attribute(CrossrefName.status, of: 0), status != "resolved" {
        let doi = present(text(.doi, of: 0)) ?? "a query without a DOI"
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

    func text(_ node: Int?) -> String {
      node.map { Self.words(of: $0, tree, isPlain: isPlain) } ?? ""
    }

    private static func words(of node: Int, _ tree: XMLTree, isPlain: Bool) -> String {
      let words = rules.text(tree, node)
      return isPlain ? words : CrossrefText.meant(words)
    }

    /// The text of an element with its markup.
    func rich(_ node: Int) -> RichText { CrossrefText.meant(Self.rules.rich(tree, node)) }

    // MARK: - Answers

    /// What is given around a work in an answer: who published it, and what Crossref counts and has found.
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
          outer.relations.append(Relation(type.parted(by: UInt8(ascii: "-")), target: target))
        default: keep("crm-item[\(name)]", words, &outer)
        }
      }
      if root == .query, let node = child(.doi, of: 0) { keepAttributes(of: node, under: "query/doi", &outer) }
      return outer
    }

    // MARK: - Works

    private mutating func works(_ node: Int, _ name: CrossrefName, _ outer: Record) -> [Record] {
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
        let parent = tree.attribute(CrossrefName.parentDoi, of: node)
        var inherited = XMLInherited(outer, more: parent?.utf8.count ?? 0)
        return tree.descendants(CrossrefName.component, of: node).map { part in
          let (outer, isWhole) = inherited.next(in: tree)
          return component(part, of: isWhole ? parent : nil, outer)
        }
      case .peerReview: return [one(node, .peerReview, outer)]
      case .pendingPublication:
        var record = one(node, .articleJournal, outer)
        record[.status] = record[.status] ?? "forthcoming"
        return [record]
      case .grant: return [grant(node, outer)]
      // Data that is deposited later for a DOI.
      case .doiCitations, .doiResources, .doiRelations, .crossmarkData, .fundrefData, .licRefData, .clinicaltrialData:
        return [one(node, .document, outer)]
      default: return []
      }
    }

    mutating func one(_ node: Int, _ type: RecordType, _ outer: Record) -> Record {
      var record = outer
      record.type = type
      readAttributes(node, &record)
      // Its own people come before those of the enclosing work, and its relations before those that Crossref
      // found.
      let (people, found) = (record.contributors, record.relations)
      record.contributors = []
      record.relations = []
      readItem(node, &record)
      keepDates(of: outer, node, &record)
      record.takeArticleNumber()
      record.contributors += people
      let own = record.relations.prefix(64)
      record.relations += found.filter { one in !own.contains { $0.type == one.type && $0.target == one.target } }
      keepRest(of: node, &record)
      return record
    }

    /// The kind of a work in Crossref's terms, `book[monograph]`, and what else its attributes say.
    func readAttributes(_ node: Int, _ record: inout Record) {
      let word = name(node)?.word ?? ""
      let kind =
        [CrossrefName.bookType, .componentType, .datasetType, .type].lazy.compactMap { tree.attribute($0, of: node) }
        .first
      record.origin.typeToken = kind.map { "\(word)[\($0)]" } ?? word
      if record.type == .peerReview { record[.genre] = kind }
      readStatus(of: node, &record)
      if let language = tree.attribute(CrossrefName.language, of: node) { record[.language] = language }
      // Full text is the default if nothing else is given.
      _ = tree.has(CrossrefName.publicationType, "full_text", of: node)
      keepAttributes(of: node, under: word, &record)
    }

    /// Whether a standard is withdrawn; released is the default if nothing else is given.
    func readStatus(of node: Int, _ record: inout Record) {
      let status = tree.attribute(CrossrefName.publicationStatus, of: node)
      if let status, status != "released" { record[.status] = status }
    }

    private mutating func posted(_ node: Int, _ outer: Record) -> Record {
      let kind = tree.attribute(CrossrefName.type, of: node)
      var record = one(node, CrossrefTypes.posted(kind), outer)
      record[.genre] = record[.genre] ?? CrossrefTypes.genre(ofPosted: kind)
      // The group is the server if no other is named.
      if record[.publisher] == nil, record.container == nil {
        record[.publisher] = record[.section]
        record[.section] = nil
      }
      return record
    }

    /// A component that is deposited after the work that it belongs to.
    private mutating func component(_ node: Int, of parent: String?, _ outer: Record) -> Record {
      let type = parent == nil ? "" : tree.attribute(CrossrefName.parentRelation, of: node) ?? "isPartOf"
      var record = one(node, .component, outer)
      if let parent {
        record.relations.append(Relation(type.parted(by: UInt8(ascii: "-")), target: DOIText.identifier(parent)))
      }
      return record
    }
  }

  extension Diagnostic.Code {
    /// An answer of Crossref for a DOI that it does not have.
    static let notRegistered = Self("crossref.not-registered")
    /// An error in an answer of Crossref.
    static let refused = Self("crossref.error")
  }
#endif
