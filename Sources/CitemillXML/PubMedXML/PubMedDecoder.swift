#if XML
  import CitemillCore

  /// Makes records from PubMed's articles and from the books and chapters in it, by `PubMedTable`.
  struct PubMedDecoder: XMLTableDecoder {
    static let names = XMLNames(PubMedName.self, withMathML: ())
    static let format = "pubmed-xml"
    static var table: XMLTable<Self> { PubMedTable.table }
    private static let rules = XMLTextRules(
      PubMedName.self,
      marks: [(.i, .italic), (.b, .bold), (.u, .underline), (.sub, .subscripted), (.sup, .superscripted)]
    ).reading(MathML(PubMedName.self))

    private(set) var tree = XMLTree()
    private static let rest = XMLRest<PubMedName>(
      of: format, leavingOut: PubMedTable.omissions,
      outer: [.medlineCitation, .pubmedData, .article, .journal, .bookDocument, .pubmedBookData, .book], numbered: [])

    static var framer: XMLFramer {
      var framer = XMLFramer(
        records: ["PubmedArticle", "PubmedBookArticle", "MedlineCitation", "DeleteCitation"], leftOut: [],
        contents: ["Article", "PMID", "ArticleTitle", "BookDocument"])
      framer.inner = ("MedlineCitation", "PubmedData")
      return framer
    }

    static var collections: [StaticString] { ["PubmedArticleSet", "PubmedBookArticleSet", "MedlineCitationSet"] }

    var parts: XMLFramer? { nil }

    mutating func decode(_ tree: XMLTree, isDamaged: Bool, into records: inout [Record]) {
      records.removeAll(keepingCapacity: true)
      self.tree = tree
      guard !isDamaged, let root = tree.element(0, as: PubMedName.self) else { return }
      var record = Record()
      switch root {
      case .pubmedArticle, .medlineCitation:
        if child(.article, of: root == .medlineCitation ? 0 : child(.medlineCitation, of: 0)) != nil {
          record.type = .articleJournal
        }
      case .pubmedBookArticle:
        guard let document = child(.bookDocument, of: 0) else { return }
        record.type = child(.articleTitle, of: document) == nil ? .book : .chapter
      default: return
      }
      read(0, as: root, &record)
      finish(&record)
      // A type alone is not a record.
      var empty = Record()
      empty.type = record.type
      if record == empty { return }
      Self.rest.keep(0, of: tree, in: &record) { [tree] in Self.rules.text(tree, $0) }
      records.append(record)
    }

    var twice: String? {
      let citation = tree.element(0, as: PubMedName.self) == .medlineCitation ? 0 : child(.medlineCitation, of: 0)
      if tree.count(PubMedName.medlineCitation, in: 0) > 1 { return "MedlineCitation" }
      if let citation, tree.count(PubMedName.article, in: citation) > 1 { return "Article" }
      return nil
    }

    /// The message about records that PubMed no longer has, in an update file.
    var aside: String? {
      guard tree.element(0, as: PubMedName.self) == .deleteCitation else { return nil }
      let numbers = tree.children(PubMedName.pmid, of: 0).map { text($0) }.joined(separator: ", ")
      return "PubMed has deleted records, which are not read: PMID \(numbers)"
    }

    var omissions: String { Self.rest.report(of: tree) }

    // MARK: - By the table

    func put(_ node: Int, _ name: PubMedName, at place: Place, _ record: inout Record) {
      switch place {
      case .date(let kind): return readDate(node, kind.name, as: name.word, &record)
      case .variable(let variable, _) where record.variables.contains(variable):
        let words = text(node)
        if record[variable] != words { keep(name.word, words, &record) }
      case .title: keepCodes(node, name, &record)
      default: break
      }
      fill(place, with: node, &record)
    }

    func keep(_ node: Int, _ name: PubMedName, _ record: inout Record) { keep(node, as: name.word, &record) }

    func keepOther(_ node: Int, _ name: PubMedName?, in parent: PubMedName, _ record: inout Record) {
      keep(node, as: "\(parent.word)/\(name?.word ?? "*")", &record)
    }

    private func finish(_ record: inout Record) {
      if record[date: .issued] == nil { record[date: .issued] = record[date: .online] }
      record.takeArticleNumber()
      if record.type == .preprint { settleServer(&record) }
      record.dropEmptyContainers()
    }

    /// The server of a preprint is its publisher, and not a journal:
    /// `bioRxiv : the preprint server for biology`.
    private func settleServer(_ record: inout Record) {
      guard let host = record.takeServer(), let server = record[.publisher] else { return }
      if let title = host.title(), title != server { keep("Journal/Title", title, &record) }
      if let short = host.title(.short), short != server { keep("Journal/ISOAbbreviation", short, &record) }
      for number in host.identifiers { keep("Journal/ISSN", number.value, &record) }
    }

    // MARK: - Looking

    func text(_ node: Int?) -> String { node.map { Self.rules.text(tree, $0) } ?? "" }

    func rich(_ node: Int) -> RichText { Self.rules.rich(tree, node) }

    func collect(_ node: Int, into builder: inout XMLTextBuilder) {
      Self.rules.collect(tree, node, into: &builder)
    }

    func each(_ name: PubMedName, of node: Int?, _ body: (Int) -> Void) {
      tree.forEach(name, in: node, body)
    }

    private func word(of node: Int) -> String { tree.element(node, as: PubMedName.self)?.word ?? "*" }

    // MARK: - Keeping

    /// To which depth the path of a kept element has the names of all its levels.
    private static let deepest = 4

    /// Keeps an element under its path: its attributes, and its text or the elements in it.
    ///
    ///     <Section><LocationLabel Type="chapter">2</LocationLabel><SectionTitle>Weirs</SectionTitle></Section>
    ///
    ///     Section/LocationLabel/@Type   Section/LocationLabel   Section/SectionTitle
    func keep(_ node: Int, as path: String, _ record: inout Record, depth: Int = 0) {
      for name in PubMedName.attributes { keep("\(path)/@\(name.word)", tree.attribute(name, of: node), &record) }
      if let time = time(node) { return keep(path, time, &record) }
      var parts: [Int] = []
      var counts: [UInt16: Int] = [:]
      tree.forEachElement(in: node, as: PubMedName.self) { here, name in
        if Self.isMarkup(name) { return }
        parts.append(here)
        counts[tree.name(here), default: 0] += 1
      }
      if parts.isEmpty || depth == Self.deepest { return keep(path, text(node), &record) }
      var numbers: [UInt16: Int] = [:]
      for part in parts {
        let name = tree.name(part)
        numbers[name, default: 0] += 1
        let number = counts[name] == 1 ? "" : "[\(numbers[name] ?? 1)]"
        keep(part, as: "\(path)/\(word(of: part))\(number)", &record, depth: depth + 1)
      }
    }

    private static func isMarkup(_ name: PubMedName?) -> Bool {
      switch name {
      case .i, .b, .u, .sub, .sup, .math: true
      default: false
      }
    }
  }
#endif
