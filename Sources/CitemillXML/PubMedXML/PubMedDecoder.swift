#if XML
  import CitemillCore

  /// Makes records of PubMed's articles and of the books and chapters in it.
  struct PubMedDecoder: XMLDecoder {
    static let names = XMLNames(PubMedName.self, withMathML: ())
    private static let rules = XMLTextRules(
      PubMedName.self,
      marks: [(.i, .italic), (.b, .bold), (.u, .underline), (.sub, .subscripted), (.sup, .superscripted)]
    ).reading(MathML(PubMedName.self))

    private var tree = XMLTree()

    static var framer: XMLFramer {
      XMLFramer(
        records: ["PubmedArticle", "PubmedBookArticle", "MedlineCitation"], leftOut: [],
        contents: ["Article", "PMID", "ArticleTitle", "BookDocument"])
    }

    var parts: XMLFramer? { nil }

    mutating func decode(_ tree: XMLTree, isDamaged: Bool, into records: inout [Record]) {
      self.tree = tree
      if isDamaged { return }
      var record = Record()
      switch tree.element(0, as: PubMedName.self) {
      case .pubmedArticle: readCitation(child(.medlineCitation, of: 0) ?? 0, child(.pubmedData, of: 0), &record)
      case .medlineCitation: readCitation(0, nil, &record)
      case .pubmedBookArticle:
        guard let document = child(.bookDocument, of: 0) else { return }
        readBook(document, child(.pubmedBookData, of: 0), &record)
      default: return
      }
      record.takeArticleNumber()
      record.dropEmptyContainers()
      if record != Record() { records.append(record) }
    }

    // MARK: - Looking

    private func child(_ name: PubMedName, of node: Int?) -> Int? { tree.child(name, of: node) }

    private func text(_ node: Int?) -> String { node.map { Self.rules.text(tree, $0) } ?? "" }

    private func text(_ name: PubMedName, of node: Int?) -> String { text(child(name, of: node)) }

    private func present(_ text: String) -> String? { text.isEmpty ? nil : text }

    private func each(_ name: PubMedName, of node: Int?, _ body: (Int) -> Void) {
      tree.forEach(name, in: node, body)
    }

    // MARK: - Articles

    private func readCitation(_ citation: Int, _ data: Int?, _ record: inout Record) {
      record.add(Identifier(.pmid, text(.pmid, of: citation)), unlessEmpty: ())
      if let article = child(.article, of: citation) { readArticle(article, &record) }
      let info = child(.medlineJournalInfo, of: citation)
      record[.publisherPlace] = present(text(.country, of: info))
      let short = text(.medlineTA, of: info)
      record.withHost { host in
        if host.titles.isEmpty { host.add(Title(short)) }
        let linking = text(.issnLinking, of: info)
        if !linking.isEmpty { host.identifiers.insert(Identifier(.issnL, linking)) }
      }
      readSubjects(citation, &record)
      each(.otherAbstract, of: citation) { node in
        let kind = tree.attribute(PubMedName.type, of: node)?.lowercasedASCII
        readAbstract(node, kind == "plain-language-summary" ? .plainLanguage : .main, &record)
      }
      for list in tree.children(PubMedName.commentsCorrectionsList, of: citation) {
        each(.commentsCorrections, of: list) { node in
          let pmid = text(.pmid, of: node)
          record.relations.append(
            Relation(
              Self.relation(tree.attribute(PubMedName.refType, of: node)),
              target: pmid.isEmpty ? nil : Identifier(.pmid, pmid), label: present(text(.refSource, of: node))))
        }
      }
      each(.investigatorList, of: citation) { list in
        each(.investigator, of: list) { node in
          if let one = name(node, "investigator") { record.contributors.append(one) }
        }
      }
      readData(data, &record)
    }

    private func readArticle(_ article: Int, _ record: inout Record) {
      record.type = .articleJournal
      readTypes(article, &record)
      if let journal = child(.journal, of: article) { readJournal(journal, &record) }
      if let title = child(.articleTitle, of: article) {
        record.add(Title(Self.rules.rich(tree, title)), unlessEmpty: ())
      }
      if let title = child(.vernacularTitle, of: article) {
        record.add(Title(Self.rules.rich(tree, title), kind: .original), unlessEmpty: ())
      }
      readPages(article, &record)
      each(.eLocationID, of: article) { node in
        if !tree.has(PubMedName.validYN, "n", of: node) {
          add(text(node), tree.attribute(PubMedName.eIdType, of: node), &record)
        }
      }
      if let abstract = child(.abstract, of: article) { readAbstract(abstract, .main, &record) }
      each(.authorList, of: article) { readAuthors($0, &record) }
      record[.language] = present(text(.language, of: article))
      each(.articleDate, of: article) { node in
        if let date = date(node) { record[date: .online] = PartialDate(date) }
      }
      if record[date: .issued] == nil { record[date: .issued] = record[date: .online] }
      each(.grantList, of: article) { list in
        each(.grant, of: list) { node in
          let number = text(.grantID, of: node)
          let funding = Funding(
            funder: present(text(.agency, of: node)), awards: number.isEmpty ? [] : [Funding.Award(number: number)])
          if funding != Funding() { record.funding.append(funding) }
        }
      }
    }

    private func readTypes(_ node: Int, _ record: inout Record) {
      var words: [String] = []
      each(.publicationTypeList, of: node) { list in each(.publicationType, of: list) { words.append(text($0)) } }
      each(.publicationType, of: node) { words.append(text($0)) }
      record.origin.typeToken = words.first
      for word in words {
        switch word {
        case "Preprint": record.type = .preprint
        case "Dataset": record.type = .dataset
        case "Book Review": record.type = .reviewBook
        case "Newspaper Article": record.type = .articleNewspaper
        case "Academic Dissertation": record.type = .thesis
        case "Congress", "Congresses": record.type = .paperConference
        case "Technical Report": record.type = .report
        case "Video-Audio Media", "Webcast": record.type = .motionPicture
        default: continue
        }
        return
      }
    }

    private func readJournal(_ journal: Int, _ record: inout Record) {
      var host = Container(.host)
      host.add(Title(text(.title, of: journal)))
      let short = text(.isoAbbreviation, of: journal)
      if host.titles.first?.text.plain != short { host.add(Title(short, kind: host.titles.isEmpty ? .main : .short)) }
      each(.issn, of: journal) { node in
        let isElectronic = tree.has(PubMedName.issnType, "electronic", of: node)
        let number = text(node)
        if !number.isEmpty { host.identifiers.insert(Identifier(isElectronic ? .eissn : .issn, number)) }
      }
      if !host.isEmpty { record.container = host }
      guard let issue = child(.journalIssue, of: journal) else { return }
      record[.volume] = present(text(.volume, of: issue))
      record[.issue] = present(text(.issue, of: issue))
      record[date: .issued] = partialDate(child(.pubDate, of: issue))
    }

    private func readPages(_ node: Int, _ record: inout Record) {
      guard let pagination = child(.pagination, of: node) else { return }
      let whole = text(.medlinePgn, of: pagination)
      let (first, last) = (text(.startPage, of: pagination), text(.endPage, of: pagination))
      if !whole.isEmpty {
        record[.pages] = whole
      } else if !first.isEmpty {
        record[.pages] = last.isEmpty || last == first ? first : "\(first)-\(last)"
      }
    }

    // MARK: - Dates

    private func date(_ node: Int) -> EDTF? {
      guard let year = XMLDates.year(text(.year, of: node)) else { return nil }
      let month = text(.month, of: node)
      return XMLDates.date(year, month: month.isEmpty ? text(.season, of: node) : month, day: text(.day, of: node))
    }

    private func partialDate(_ node: Int?) -> PartialDate? {
      guard let node else { return nil }
      if let date = date(node) { return PartialDate(date) }
      // `2000 Jan-Feb`, `1998 Dec-1999 Jan`
      let words = text(.medlineDate, of: node)
      if words.isEmpty { return nil }
      if let value = DateText.read(words) { return PartialDate(value) }
      let parts = words.utf8.split(separator: 32, maxSplits: 1).map { String(Substring($0)) }
      if parts.count == 2, let year = XMLDates.year(parts[0]) {
        let value = XMLDates.date(year, month: parts[1], day: "")
        if value.firstPoint?.month != 0 { return PartialDate(value) }
      }
      return PartialDate(nil, literal: words)
    }

    private func readData(_ data: Int?, _ record: inout Record) {
      guard let data else { return }
      each(.articleIdList, of: data) { list in readIdentifiers(list, &record) }
      record[.status] = present(text(.publicationStatus, of: data))
      each(.history, of: data) { history in
        each(.pubMedPubDate, of: history) { node in
          guard let date = date(node) else { return }
          switch tree.attribute(PubMedName.pubStatus, of: node) {
          case "received": record[date: .received] = PartialDate(date)
          case "accepted": record[date: .accepted] = PartialDate(date)
          case "revised": record[date: .revised] = PartialDate(date)
          default: break
          }
        }
      }
      for list in tree.children(PubMedName.referenceList, of: data) { readReferences(list, &record) }
    }

    private func readReferences(_ list: Int, _ record: inout Record) {
      each(.referenceList, of: list) { readReferences($0, &record) }
      each(.reference, of: list) { node in
        var cited = Record()
        each(.articleIdList, of: node) { readIdentifiers($0, &cited) }
        let words = child(.citation, of: node).map { Self.rules.rich(tree, $0) } ?? RichText("")
        let hasRecord = cited != Record()
        if words.isEmpty, !hasRecord { return }
        record.references.append(Reference(text: words.isEmpty ? nil : words, record: hasRecord ? cited : nil))
      }
    }

    private func readIdentifiers(_ list: Int, _ record: inout Record) {
      each(.articleId, of: list) { add(text($0), tree.attribute(PubMedName.idType, of: $0), &record) }
    }

    private func add(_ value: String, _ type: String?, _ record: inout Record) {
      guard let identifier = XMLIdentifiers.identifier(value, type: type) else { return }
      if !record.identifiers.contains(where: { $0.scheme == identifier.scheme }) { record.add(identifier) }
    }

    // MARK: - Texts

    private func readAbstract(_ node: Int, _ kind: Abstract.Kind, _ record: inout Record) {
      var builder = XMLTextBuilder()
      each(.abstractText, of: node) { part in
        builder.line()
        let label = tree.attribute(PubMedName.label, of: part)
        if let label {
          let start = builder.mark()
          builder.append(label)
          builder.add(.sectionHead, from: start)
          builder.append(": ")
        }
        Self.rules.collect(tree, part, hasMarks: true, into: &builder)
      }
      let text = builder.rich()
      if !text.isEmpty {
        record.abstracts.append(Abstract(text, kind: kind, language: tree.attribute(PubMedName.language, of: node)))
      }
      let rights = self.text(.copyrightInformation, of: node)
      if record[.copyright] == nil { record[.copyright] = present(rights) }
    }

    private func readSubjects(_ citation: Int, _ record: inout Record) {
      each(.meshHeadingList, of: citation) { list in
        each(.meshHeading, of: list) { heading in
          guard let descriptor = child(.descriptorName, of: heading) else { return }
          let word = text(descriptor)
          let isMajor = tree.has(PubMedName.majorTopicYN, "y", of: descriptor)
          let qualifiers = tree.children(PubMedName.qualifierName, of: heading)
          if qualifiers.isEmpty { record.keywords.append(Keyword(word, scheme: "MeSH", isMajor: isMajor)) }
          for qualifier in qualifiers {
            let isMain = tree.has(PubMedName.majorTopicYN, "y", of: qualifier)
            record.keywords.append(
              Keyword("\(word)/\(isMain ? "*" : "")\(text(qualifier))", scheme: "MeSH", isMajor: isMajor || isMain))
          }
        }
      }
      each(.keywordList, of: citation) { list in
        let owner = tree.attribute(PubMedName.owner, of: list)
        each(.keyword, of: list) { node in
          let word = text(node)
          let isMajor = tree.has(PubMedName.majorTopicYN, "y", of: node)
          if !word.isEmpty {
            record.keywords.append(Keyword(word, scheme: owner == "NOTNLM" ? nil : owner, isMajor: isMajor))
          }
        }
      }
      each(.chemicalList, of: citation) { list in
        each(.chemical, of: list) { node in
          let word = text(.nameOfSubstance, of: node)
          if !word.isEmpty { record.keywords.append(Keyword(word, scheme: "substance")) }
        }
      }
    }

    // MARK: - Names

    private func readAuthors(_ list: Int, _ record: inout Record) {
      let role: Role = tree.has(PubMedName.type, "editors", of: list) ? .editor : .author
      each(.author, of: list) { node in
        if tree.has(PubMedName.validYN, "n", of: node) { return }
        if let one = name(node, role) { record.contributors.append(one) }
      }
      if tree.has(PubMedName.completeYN, "n", of: list) {
        record.contributors.append(Contributor(.others, roles: role.alone))
      }
    }

    private func name(_ node: Int, _ role: Role) -> Contributor? {
      var one: Contributor
      let body = text(.collectiveName, of: node)
      let family = text(.lastName, of: node)
      if !body.isEmpty {
        one = Contributor(.organization, name: PersonName(literal: body), roles: role.alone)
      } else if !family.isEmpty {
        let given = text(.foreName, of: node)
        var name = PersonName(
          family: family, given: present(given) ?? present(text(.initials, of: node)))
        if let suffix = present(text(.suffix, of: node)) { name.suffix = suffix }
        name.splitParticles()
        one = Contributor(.person, name: name, roles: role.alone)
      } else {
        let given = text(.foreName, of: node)
        if given.isEmpty { return nil }
        one = Contributor(.person, name: PersonName(family: given), roles: role.alone)
      }
      each(.affiliationInfo, of: node) { info in
        let words = text(.affiliation, of: info)
        if !words.isEmpty { one.affiliations.append(Affiliation(words)) }
      }
      let alone = text(.affiliation, of: node)
      if !alone.isEmpty { one.affiliations.append(Affiliation(alone)) }
      each(.identifier, of: node) { id in
        if let found = XMLIdentifiers.person(text(id), type: tree.attribute(PubMedName.source, of: id)) {
          one.identifiers.append(found)
        }
      }
      if tree.has(PubMedName.equalContrib, "y", of: node) { one.flags.insert(.equalContribution) }
      return one
    }

    /// `CommentOn` as `comment-on`.
    private static func relation(_ word: String?) -> String {
      var name: [UInt8] = []
      for byte in (word ?? "Related").utf8 {
        if byte &- 65 < 26, !name.isEmpty { name.append(UInt8(ascii: "-")) }
        name.append(byte.lowercased)
      }
      return String(decoding: name, as: UTF8.self)
    }

    // MARK: - Books

    private func readBook(_ document: Int, _ data: Int?, _ record: inout Record) {
      let title = child(.articleTitle, of: document)
      record.type = title == nil ? .book : .chapter
      record.add(Identifier(.pmid, text(.pmid, of: document)), unlessEmpty: ())
      each(.articleIdList, of: document) { readIdentifiers($0, &record) }
      if let title { record.add(Title(Self.rules.rich(tree, title)), unlessEmpty: ()) }
      if let vernacular = child(.vernacularTitle, of: document) {
        record.add(Title(Self.rules.rich(tree, vernacular), kind: .original), unlessEmpty: ())
      }
      each(.authorList, of: document) { readAuthors($0, &record) }
      if let book = child(.book, of: document) { readBook(book, isWhole: title == nil, &record) }
      readPages(document, &record)
      if let abstract = child(.abstract, of: document) { readAbstract(abstract, .main, &record) }
      record[.language] = present(text(.language, of: document))
      readSubjects(document, &record)
      if record[date: .issued] == nil { record[date: .issued] = partialDate(child(.contributionDate, of: document)) }
      readData(data, &record)
    }

    private func readBook(_ book: Int, isWhole: Bool, _ record: inout Record) {
      if let publisher = child(.publisher, of: book) {
        record[.publisher] = present(text(.publisherName, of: publisher))
        record[.publisherPlace] = present(text(.publisherLocation, of: publisher))
      }
      let title = child(.bookTitle, of: book).map { Self.rules.rich(tree, $0) } ?? RichText("")
      let number = text(.isbn, of: book)
      if isWhole {
        record.add(Title(title), unlessEmpty: ())
        record.add(Identifier(.isbn, number), unlessEmpty: ())
      } else {
        record.withHost { host in
          host.add(Title(title))
          if !number.isEmpty { host.identifiers.insert(Identifier(.isbn, number)) }
        }
      }
      each(.authorList, of: book) { list in
        // Of a chapter the authors of the book are those of the whole.
        if isWhole || tree.has(PubMedName.type, "editors", of: list) || record.contributors.isEmpty {
          readAuthors(list, &record)
        }
      }
      record[.edition] = present(text(.edition, of: book))
      record[.volume] = present(text(.volume, of: book))
      record[date: .issued] = partialDate(child(.pubDate, of: book))
      let series = text(.collectionTitle, of: book)
      if !series.isEmpty { record.withSeries { $0.add(Title(series)) } }
    }
  }

  extension Record {
    /// Adds an identifier that has a value.
    mutating func add(_ identifier: Identifier, unlessEmpty: Void) {
      if !identifier.value.isEmpty { add(identifier) }
    }
  }
#endif
