#if XML
  import CitemillCore

  // Rights, abstracts, keywords, funding, relations.

  extension JATSDecoder {
    mutating func readPermissions(_ node: Int, _ record: inout Record) {
      read(node, as: .permissions, &record)
      if let holder = present(text(.copyrightHolder, of: node)) {
        if let statement = record[.copyright] {
          if !statement.utf8.contains(holder) { keep("copyright-holder", holder, &record) }
        } else {
          let year = record[date: .copyright]?.value.map { "\($0) " } ?? ""
          record[.copyright] = "© \(year)\(holder)"
        }
      }
      guard let mark = tree.children(JATSName.freeToRead, of: node).last else { return }
      // An embargoed work is free from a day on.
      let start = tree.attribute(JATSName.startDate, of: mark) { XMLDates.iso($0) }
      if tree.firstChild(mark) == nil { tree.take(mark) }
      if record.licences.isEmpty || start != nil {
        record.licences.append(Licence(start: start.map { PartialDate($0) }, isFreeToRead: true))
      } else {
        record.licences[0].isFreeToRead = true
      }
    }

    func readLicenceAddress(_ node: Int, _ record: inout Record) {
      record.licences.append(Licence(url: XMLIdentifiers.licence(text(node))))
    }

    func readStatement(_ node: Int, _ record: inout Record) {
      let words = text(node)
      if record[.copyright] == nil {
        record[.copyright] = words
      } else if record[.copyright] != words {
        keep("copyright-statement", words, &record)
      }
    }

    func readRightsYear(_ node: Int, _ record: inout Record) {
      if record[date: .copyright] == nil, let year = XMLDates.year(text(node)) {
        record[date: .copyright] = PartialDate(year: year)
      } else if record[date: .copyright]?.value?.description != text(node) {
        keep("copyright-year", text(node), &record)
      }
    }

    /// The URL is in one of three places: the attribute, `ali:license_ref`, or a link in the text.
    func readLicence(_ node: Int, _ record: inout Record) {
      var licences: [Licence] = []
      for reference in tree.descendants(JATSName.licenseRef, of: node) {
        let start = tree.attribute(JATSName.startDate, of: reference, as: XMLDates.iso)
        licences.append(
          Licence(
            url: XMLIdentifiers.licence(text(reference)), start: start.map { PartialDate($0) },
            appliesTo: tree.attribute(JATSName.specificUse, of: reference)))
      }
      if let address = tree.attribute(JATSName.href, of: node), !licences.isEmpty,
        !licences.contains(where: { $0.url == XMLIdentifiers.licence(address) })
      {
        keep("license/@xlink:href", address, &record)
      }
      if licences.isEmpty {
        var address = tree.attribute(JATSName.href, of: node)
        if address == nil {
          for link in (node + 1)..<max(tree.end(node), node + 1) {
            let name = tree.element(link, as: JATSName.self)
            guard name == .extLink || name == .uri,
              let found = tree.attribute(JATSName.href, of: link) ?? present(text(link)),
              found.utf8.starts(with: "http".utf8)
            else { continue }
            address = found
            break
          }
        }
        licences.append(Licence(url: XMLIdentifiers.licence(address)))
      }
      let words = tree.children(JATSName.licenseP, of: node) + tree.children(JATSName.p, of: node)
      let text = words.map { self.text($0, .prose) }.filter { !$0.isEmpty }.joined(separator: " ")
      licences[0].text = present(text) ?? tree.attribute(JATSName.licenseType, of: node)
      licences.removeAll { $0 == Licence() }
      record.licences += licences
    }

    func readAbstract(_ node: Int, _ record: inout Record) {
      var kind: Abstract.Kind = .main
      if let word = tree.attribute(JATSName.abstractType, of: node) { kind = Abstract.Kind(ofType: word) }
      // Looked for once, since there may be many paragraphs.
      let (heading, number) = (child(.title, of: node), child(.objectId, of: node))
      // A title "Abstract" adds nothing; a more specific one is kept as a native field.
      if let heading { tree.takeHeading(heading, saying: ["abstract", "summary"]) }
      var builder = XMLTextBuilder()
      var child = tree.firstChild(node)
      while let here = child {
        if here != heading, !isNumber(here, number) {
          if tree.name(here) == XMLNames.text {
            builder.append(tree, here)
          } else {
            append(here, to: &builder)
          }
        }
        child = tree.sibling(here, in: node)
      }
      let text = builder.rich()
      if text.isEmpty { return }
      let isTranslated = tree.element(node, as: JATSName.self) == .transAbstract
      let isMain = kind == .main && !isTranslated && !record.abstracts.contains { $0.kind == .main }
      let own = self.language
      // If an article does not give its language, that of the main abstract is kept as a native field.
      var language: String?
      if !isMain || own != nil { language = tree.attribute(JATSName.lang, of: node) }
      if language?.lowercasedASCII == own { language = nil }
      record.abstracts.append(Abstract(text, kind: kind, language: language))
    }

    /// Whether an element is only the DOI of the abstract itself, which eLife gives as a number before it and
    /// as text after it, `DOI: http://dx.doi.org/10.7554/...`; it is kept as a native field. Fixture:
    /// `abstract-number`.
    private func isNumber(_ node: Int, _ number: Int?) -> Bool {
      guard let number else { return false }
      if tree.name(node) == JATSName.objectId.number { return true }
      var builder = XMLTextBuilder(hasMarks: false)
      for inner in node..<tree.end(node) where tree.name(inner) == XMLNames.text { builder.look(tree, inner) }
      let (words, doi) = (builder.plain(), tree.look(number))
      return !doi.isEmpty && words.hasPrefix("DOI:") && words.hasSuffix("/\(doi)")
        && words.utf8.count < doi.utf8.count + 32
    }

    private func append(_ node: Int, to builder: inout XMLTextBuilder) {
      builder.line()
      var part = XMLTextBuilder()
      JATSText.prose.rules.collect(tree, node, into: &part)
      builder.append(part, from: builder.mark())
      builder.line()
    }

    func readKeywords(_ node: Int, _ record: inout Record) {
      let kind = tree.look(JATSName.kwdGroupType, of: node)
      let isAuthors = kind == nil || kind.map { $0.utf8.map(\.lowercased).starts(with: "author".utf8) } ?? false
      let language = tree.look(JATSName.lang, of: node)
      let scheme = isAuthors ? nil : kind
      func add(_ words: String) {
        if words.isEmpty { return }
        tree.take(JATSName.kwdGroupType.number, of: node)
        tree.take(JATSName.lang.number, of: node)
        let keyword = Keyword(
          words, scheme: scheme, language: language?.lowercasedASCII == self.language ? nil : language)
        // No article has a thousand, and in a huge list not each one can be compared with all before it.
        let isKnown =
          record.keywords.count < 1000 && record.keywords.contains { $0.text == words && $0.scheme == scheme }
        if !isKnown { record.keywords.append(keyword) }
      }
      // Each with its wider keywords, as far as these are not repeated too often.
      func addNested(_ node: Int, in wider: String) {
        if tree.firstElement(in: node) == nil { return add(text(node)) }
        var here = wider
        tree.forEach(in: node, as: JATSName.self) { child, name in
          switch name {
          case .kwd, .compoundKwd:
            let words = name == .kwd ? text(child) : compound(child, .compoundKwdPart)
            if words.isEmpty { return }
            let isWhole = wider.isEmpty || tree.inheritance.take(wider.utf8.count)
            if !isWhole { tree.inheritance.cut(.keywords) }
            here = isWhole && !wider.isEmpty ? "\(wider) – \(words)" : words
            add(here)
          case .nestedKwd: addNested(child, in: here)
          default: break
          }
        }
      }
      tree.forEach(in: node, as: JATSName.self) { child, name in
        switch name {
        case .kwd: add(text(child))
        case .nestedKwd: addNested(child, in: "")
        case .compoundKwd:
          add(compound(child, .compoundKwdPart))
        case .unstructuredKwdGroup:
          // All keywords as one text, separated by commas or, if they contain commas, by semicolons.
          let words = text(child)
          let separator = words.utf8.contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
          for word in words.utf8.split(separator: separator) { add(String(Substring(word)).trimmed) }
        case .kwdGroup: readKeywords(child, &record)
        case .title: tree.takeHeading(child, saying: ["keywords", "key words", "keyword", "index terms"])
        default: break
        }
      }
    }

    // MARK: - Funding

    func readFunder(_ node: Int, _ record: inout Record) { add(Funding(funder: present(text(node))), &record) }

    func readFundingWords(_ node: Int, _ record: inout Record) {
      add(Funding(statement: present(text(node, .prose))), &record)
    }

    func add(_ funding: Funding, _ record: inout Record) {
      if funding != Funding() { record.funding.append(funding) }
    }

    /// The number of an award, which NLM's DTDs 2 have beside the funder.
    func readContract(_ node: Int, _ record: inout Record) {
      if record.funding.isEmpty { record.funding.append(Funding()) }
      record.funding[record.funding.count - 1].awards.append(Funding.Award(number: present(text(node))))
    }

    func readAward(_ node: Int, _ record: inout Record) {
      var funding = Funding()
      let title = (child(.awardName, of: node) ?? child(.awardDesc, of: node)).map { text($0) }
      for source in tree.children(JATSName.fundingSource, of: node) {
        let names = tree.descendants(JATSName.institution, of: source)
        let words = names.isEmpty ? text(source) : names.map { text($0) }.joined(separator: ", ")
        if funding.funder == nil {
          funding.funder = present(words)
        } else if !words.isEmpty, !funding.awards.isEmpty || words != funding.funder {
          // Several funders of one award are separate funders.
          add(funding, &record)
          funding = Funding(funder: words)
        }
        for id in tree.descendants(JATSName.institutionId, of: source) {
          let type = tree.attribute(JATSName.institutionIdType, of: id)
          if let found = XMLIdentifiers.body(text(id), type: type) { funding.identifiers.append(found) }
        }
      }
      for award in tree.children(JATSName.awardId, of: node) {
        let number = text(award)
        let address = tree.attribute(JATSName.href, of: award)
        if number.isEmpty, address == nil { continue }
        let isDOI = address.map { $0.utf8.contains("doi.org/10.") || $0.utf8.starts(with: "10.".utf8) } ?? false
        let identifiers = address.map { [isDOI ? DOIText.identifier($0) : Identifier(.url, $0)] } ?? []
        funding.awards.append(
          Funding.Award(
            number: present(number), title: funding.awards.isEmpty ? title.flatMap { present($0) } : nil,
            identifiers: identifiers))
      }
      if funding.awards.isEmpty, let title, !title.isEmpty { funding.awards.append(Funding.Award(title: title)) }
      add(funding, &record)
      var path: String { "award-group[\(tree.number(of: node, in: region))]" }
      for recipient in tree.children(JATSName.principalAwardRecipient, of: node) {
        keep("\(path)/principal-award-recipient", text(recipient, .citation), &record)
      }
    }

    // MARK: - Other works

    func readRelation(_ node: Int, _ record: inout Record) {
      let type =
        tree.attribute(JATSName.relatedArticleType, of: node) ?? tree.attribute(JATSName.relatedObjectType, of: node)
        ?? "related"
      let address = tree.attribute(JATSName.href, of: node)
      let target: Identifier? =
        switch tree.attribute(JATSName.extLinkType, of: node, as: { JATSTypes.linkType($0) }) {
        case "doi": address.map { DOIText.identifier($0) }
        case "pubmed", "pmid": address.map { Identifier(.pmid, $0) }
        case "pmc", "pmcid": address.flatMap { XMLIdentifiers.identifier($0, type: "pmcid") }
        case let word? where word != "uri" && word != "url":
          address.flatMap { XMLIdentifiers.identifier($0, type: word) }
        default:
          address.map {
            $0.utf8.starts(with: "10.".utf8) || $0.utf8.contains("doi.org/10.")
              ? DOIText.identifier($0) : Identifier(.url, $0)
          } ?? relatedNumber(node)
        }
      let words = present(text(node, .citation))
      let place = relatedPlace(node)
      record.relations.append(Relation(type, target: target, label: words ?? place))
      if words != nil, let place {
        let word = tree.element(node, as: JATSName.self)?.word ?? "related-article"
        keep("\(word)[\(tree.number(of: node, in: region))]", place, &record)
      }
    }

    /// The number of a related object in its attributes.
    private func relatedNumber(_ node: Int) -> Identifier? {
      for (number, type) in [
        (JATSName.objectId, JATSName.objectIdType), (.documentId, .documentIdType), (.sourceId, .sourceIdType),
      ] {
        guard let value = tree.attribute(number, of: node) else { continue }
        return XMLIdentifiers.identifier(value, type: tree.attribute(type, of: node) ?? "other")
      }
      return nil
    }

    /// The location of a related article: `Journal of Weirs 12, 34`.
    private func relatedPlace(_ node: Int) -> String? {
      let volume = tree.attribute(JATSName.vol, of: node)
      let issue = tree.attribute(JATSName.issue, of: node).map { "(\($0))" }
      let page = tree.attribute(JATSName.page, of: node) ?? tree.attribute(JATSName.elocationId, of: node)
      let words = [tree.attribute(JATSName.journalId, of: node), volume, issue, page].compactMap { $0 }
      return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// A work that is reviewed.
    func readProduct(_ node: Int, _ record: inout Record) {
      guard let source = child(.source, of: node) ?? child(.articleTitle, of: node) else {
        return
      }
      record.add(Title(rich(source), kind: .reviewed))
      tree.forEach(in: node, as: JATSName.self) { child, name in
        switch name {
        case .name, .stringName, .personGroup, .collab:
          readName(child, name, as: Role.reviewedAuthor.alone, into: &record)
        default: break
        }
      }
      keep("product", text(node, .citation), &record)
    }

    /// The event at which the work was presented; the model has no place for a second one.
    mutating func readEvent(_ node: Int, _ record: inout Record) {
      if record.event != nil { return }
      read(node, as: .conference, &record)
      keep("conference/@xlink:href", tree.attribute(JATSName.href, of: node), &record)
    }

    func readEventDate(_ node: Int, _ record: inout Record) {
      if record[date: .event] != nil { return }
      // The text is kept beside the attribute.
      if let value = tree.attribute(JATSName.iso8601Date, of: node, as: XMLDates.iso) {
        record[date: .event] = PartialDate(value)
        if DateText.read(tree.look(node)) == value { tree.takeWords(of: node) }
      } else if let date = XMLDates.words(text(node)) {
        record[date: .event] = date
      }
    }
  }
#endif
