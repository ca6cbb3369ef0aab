#if XML
  import CitemillCore

  // Identifiers, pages, funding, data, relations and references.

  extension PubMedDecoder {
    // MARK: - Identifiers

    func readNumber(_ node: Int, _ record: inout Record) {
      add(Identifier(.pmid, text(node)), as: PubMedName.pmid.word, &record)
      let version = tree.attribute(PubMedName.version, of: node)
      if version != "1" { keep("PMID/@Version", version, &record) }
    }

    func readIdentifiers(_ list: Int, _ record: inout Record) {
      each(.articleId, of: list) { node in
        let type = tree.attribute(PubMedName.idType, of: node)
        let value = text(node)
        // `Medline` in IdType marks a number from before PMIDs.
        if type == "medline" { return keep("ArticleId[medline]", value, &record) }
        guard let identifier = XMLIdentifiers.identifier(value, type: type) else {
          return keep("ArticleId[\(type ?? "")]", value, &record)
        }
        add(identifier, as: "ArticleId[\(type ?? "")]", &record)
        if type == "bookaccession", !value.isEmpty, !record.identifiers.contains(where: { $0.scheme == .url }) {
          record.add(Identifier(.url, "https://www.ncbi.nlm.nih.gov/books/\(value)/"))
        }
      }
    }

    /// Adds an identifier; a second one of the same scheme is kept as a native field if it differs.
    private func add(_ identifier: Identifier?, as path: @autoclosure () -> String, _ record: inout Record) {
      guard let identifier, !identifier.value.isEmpty else { return }
      if record.hasManyIdentifiers { return keep(path(), identifier.value, &record) }
      guard let place = record.identifiers.firstIndex(where: { $0.scheme == identifier.scheme }) else {
        return record.add(identifier)
      }
      let (had, value) = (record.identifiers[place].value, identifier.value)
      // DOIs are equal regardless of case.
      if had != value, had.lowercasedASCII != value.lowercasedASCII { keep(path(), value, &record) }
    }

    /// A DOI or a publisher's number; for a chapter, in `Book`, that of the book.
    func readPlace(_ node: Int, _ record: inout Record) {
      let type = tree.attribute(PubMedName.eIdType, of: node)
      var path: String { "ELocationID[\(type ?? "")]" }
      if tree.has(PubMedName.validYN, "n", of: node) {
        return keep("\(path)[@ValidYN=N]", text(node), &record)
      }
      guard let identifier = XMLIdentifiers.identifier(text(node), type: type) else {
        return keep(path, text(node), &record)
      }
      if record.type == .chapter {
        record.withHost { $0.identifiers.insert(identifier) }
      } else {
        add(identifier, as: path, &record)
      }
    }

    /// `PMC123 [Available on 09/01/21]` of NLM, or a number from another database.
    func readOtherNumber(_ node: Int, _ record: inout Record) {
      let value = text(node)
      let source = tree.attribute(PubMedName.source, of: node) ?? ""
      let number = value.utf8.prefix { $0 != 32 }
      let isPMC =
        number.prefix(3).elementsEqual("PMC".utf8) && number.count > 3 && number.dropFirst(3).allSatisfy(\.isDigit)
      guard isPMC else {
        if source.isEmpty { return keep("OtherID", value, &record) }
        return add(Identifier(IdentifierScheme(rawValue: source), value), as: "OtherID[\(source)]", &record)
      }
      add(Identifier(.pmcid, String(Substring(number))), as: "OtherID[\(source)]", &record)
      if number.count < value.utf8.count { keep("OtherID[\(source)]", value, &record) }
    }

    func readISSN(_ node: Int, _ record: inout Record) {
      let number = text(node)
      let isElectronic = tree.has(PubMedName.issnType, "electronic", of: node)
      record.withHost { $0.identifiers.insert(Identifier(isElectronic ? .eissn : .issn, number)) }
    }

    // MARK: - Pages

    func readPages(_ node: Int, _ record: inout Record) {
      let whole = text(.medlinePgn, of: node)
      let (first, last) = (text(.startPage, of: node), text(.endPage, of: node))
      let range = last.isEmpty || last == first ? first : "\(first)-\(last)"
      if let had = record[.pages] {
        // A second one has no place in the model.
        for pages in [whole, range] where pages != had { keep("Pagination", pages, &record) }
        return
      }
      let isRange = whole.isEmpty || whole == range || Self.isShort(whole, for: first, last)
      record[.pages] = isRange && !range.isEmpty ? range : PageText.inFull(whole)
      if !isRange {
        keep("Pagination/StartPage", first, &record)
        keep("Pagination/EndPage", last, &record)
      }
    }

    /// Whether `101-18` says no other than from 101 to 118.
    private static func isShort(_ whole: String, for first: String, _ last: String) -> Bool {
      let parts = whole.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      return parts.count == 2 && parts[0].elementsEqual(first.utf8) && last.utf8.count >= parts[1].count
        && last.utf8.suffix(parts[1].count).elementsEqual(parts[1])
    }

    /// The number of a chapter, a part or a section:
    /// `<LocationLabel Type="chapter">Chapter 2</LocationLabel>`.
    func readLabel(_ node: Int, _ record: inout Record) {
      let type = tree.attribute(PubMedName.type, of: node) ?? ""
      let words = text(node)
      let variable: Variable? =
        switch type {
        case "chapter": .chapterNumber
        case "part": .partNumber
        case "section": .section
        default: nil
        }
      guard let variable, record[variable] == nil else {
        return keep("LocationLabel[\(type)]", words, &record)
      }
      let isNamed = words.utf8.prefix(type.utf8.count).map(\.lowercased) == Array(type.utf8)
      let number = isNamed ? String(Substring(words.utf8.dropFirst(type.utf8.count))).trimmed : words
      record[variable] = number.isEmpty ? words : number
    }

    // MARK: - Funding and data

    func readGrants(_ list: Int, _ record: inout Record) {
      keepIncomplete(list, .grantList, &record)
      each(.grant, of: list) { node in
        let number = text(.grantID, of: node)
        let funding = Funding(
          funder: present(text(.agency, of: node)), awards: number.isEmpty ? [] : [Funding.Award(number: number)])
        if funding != Funding() { record.funding.append(funding) }
        let path = "Grant[\(record.funding.count)]"
        keep("\(path)/Acronym", text(.acronym, of: node), &record)
        keep("\(path)/Country", text(.country, of: node), &record)
      }
    }

    func keepIncomplete(_ list: Int, _ name: PubMedName, _ record: inout Record) {
      if tree.has(PubMedName.completeYN, "n", of: list) { keep("\(name.word)/@CompleteYN", "N", &record) }
    }

    /// Numbers of data and trials, `ClinicalTrials.gov` and `NCT01234567`.
    func readDataBanks(_ list: Int, _ record: inout Record) {
      keepIncomplete(list, .dataBankList, &record)
      each(.dataBank, of: list) { bank in
        let name = text(.dataBankName, of: bank)
        var hasNumber = false
        each(.accessionNumberList, of: bank) { numbers in
          each(.accessionNumber, of: numbers) { node in
            let number = text(node)
            if number.isEmpty { return }
            hasNumber = true
            let scheme: IdentifierScheme = name.isEmpty ? .accession : IdentifierScheme(rawValue: name)
            record.relations.append(Relation("has-related-material", target: Identifier(scheme, number)))
          }
        }
        if !hasNumber { keep("DataBankName", name, &record) }
      }
    }

    func readObjects(_ list: Int, _ record: inout Record) {
      each(.object, of: list) { object in
        let type = tree.look(PubMedName.type, of: object) ?? ""
        if child(.param, of: object) != nil { tree.take(PubMedName.type.number, of: object) }
        each(.param, of: object) { param in
          let name = tree.attribute(PubMedName.name, of: param) ?? ""
          keep("Object[\(type)]/\(name)", text(param), &record)
        }
      }
    }

    // MARK: - Other works

    func readRelations(_ list: Int, _ record: inout Record) {
      each(.commentsCorrections, of: list) { node in
        let pmid = text(.pmid, of: node)
        record.relations.append(
          Relation(
            Self.relation(tree.attribute(PubMedName.refType, of: node)),
            target: pmid.isEmpty ? nil : Identifier(.pmid, pmid), label: present(text(.refSource, of: node))))
        let number = record.relations.count
        keep("CommentsCorrections[\(number)]/Note", text(.note, of: node), &record)
      }
    }

    /// The name of a relation; one that is not in the list is written with hyphens, `CommentOn` as
    /// `comment-on`.
    private static func relation(_ word: String?) -> String {
      if let known = PubMedTable.relations.first(where: { $0.word == word }) { return known.type }
      return (word ?? "Related").parted(by: UInt8(ascii: "-"))
    }

    func readReferences(_ list: Int, _ record: inout Record) {
      keep("ReferenceList/Title", text(.title, of: list), &record)
      tree.forEach(in: list, as: PubMedName.self) { node, name in
        switch name {
        // Lists are nested no deeper than libxml2 allows, 256.
        case .referenceList: readReferences(node, &record)
        case .reference: readReference(node, &record)
        default: break
        }
      }
    }

    private func readReference(_ node: Int, _ record: inout Record) {
      var cited = Record()
      each(.articleIdList, of: node) { readIdentifiers($0, &cited) }
      let words = child(.citation, of: node).map { rich($0) } ?? RichText("")
      let hasRecord = cited != Record()
      if words.isEmpty, !hasRecord { return }
      record.references.append(Reference(text: words.isEmpty ? nil : words, record: hasRecord ? cited : nil))
    }
  }
#endif
