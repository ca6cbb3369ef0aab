#if XML
  import CitemillCore

  // The content of an element for a work.

  extension CrossrefDecoder {
    mutating func readItem(_ node: Int, _ record: inout Record) {
      let outer = path
      path = name(node)?.word ?? "*"
      let hadDate = record[date: .issued] != nil
      read(node, as: .work, &record)
      // The dates of an article are preferred to those of its issue.
      let own = dates(node)
      if !own.isEmpty || !hadDate { setDates(own, &record) }
      keepOthers(of: own, under: path, &record)
      readFurtherDates(node, path, hasOwn: !own.isEmpty, &record)
      // Text between the elements, which the schemas allow nowhere.
      keep(path, ownText(node), &record)
      path = outer
    }

    /// The values of a work are preferred to those of the enclosing work.
    func put(_ node: Int, _ name: CrossrefName, at place: Place, _ record: inout Record) {
      if case .variable(let variable, .own) = place {
        record[variable] = present(text(node)) ?? record[variable]
      } else {
        fill(place, with: node, &record)
      }
    }

    func readAcceptance(_ node: Int, _ record: inout Record) {
      guard let date = date(node) else { return keep(node, under: path, &record) }
      record[date: .accepted] = PartialDate(date)
    }

    func readItemDOI(_ node: Int, _ record: inout Record) {
      guard record.type == .document || record.identifiers.allSatisfy({ $0.scheme != .doi }) else {
        return keep(node, under: path, &record)
      }
      record.add(DOIText.registered(text(node)))
    }

    func readISSN(_ node: Int, _ record: inout Record) {
      guard record.type == .proceedings || record.type == .book else { return keep(node, under: path, &record) }
      record.add(Identifier(.issn, text(node)))
    }

    func readPublisher(_ node: Int, _ record: inout Record) {
      record[.publisher] = present(text(.publisherName, of: node)) ?? record[.publisher]
      record[.publisherPlace] = present(text(.publisherPlace, of: node))
    }

    func readBody(_ node: Int, _ record: inout Record) {
      record[.authority] = present(text(.standardsBodyName, of: node))
      keep("\(path)/standards_body_acronym", text(.standardsBodyAcronym, of: node), &record)
    }

    func readDegree(_ node: Int, _ record: inout Record) {
      if record[.genre] == nil { record[.genre] = present(text(node)) } else { keep(node, under: path, &record) }
    }

    func readContract(_ node: Int, _ record: inout Record) {
      let number = text(node)
      if !number.isEmpty { record.funding.append(Funding(awards: [Funding.Award(number: number)])) }
    }

    func readFormat(_ node: Int, _ record: inout Record) {
      record[.medium] = tree.attribute(CrossrefName.mimeType, of: node) ?? record[.medium]
      keepAttributes(of: node, under: "\(path)/format", &record)
      keep("\(path)/format", text(node), &record)
    }

    func readVersion(_ node: Int, _ record: inout Record) {
      record[.version] = present(text(.version, of: node))
      keepRest(of: node, under: "\(path)/version_info", &record)
    }

    mutating func readComponents(_ node: Int, _ record: inout Record) {
      for one in tree.children(CrossrefName.component, of: node) { readComponent(one, &record) }
    }

    func readNumbers(_ node: Int, _ record: inout Record) {
      forEachElement(in: node) { child, _ in readNumber(child, &record) }
    }

    /// A number that a publisher gives a work.
    func readNumber(_ node: Int, _ record: inout Record) {
      let (name, number) = (name(node), text(node))
      if number.isEmpty { return }
      let type = tree.attribute(name == .identifier ? CrossrefName.idType : .itemNumberType, of: node)
      let word = type.map {
        String(decoding: $0.utf8.map { $0 == UInt8(ascii: "_") ? 45 : $0.lowercased }, as: UTF8.self)
      }
      let isReport = record.type == .report || record.type == .standard
      switch (name, word) {
      case (.itemNumber, "article-number"), (.itemNumber, nil):
        if let had = record[.articleNumber], had != number { keep("\(path)/item_number", number, &record) }
        record[.articleNumber] = record[.articleNumber] ?? number
      case (_, "report-number") where isReport, (_, "designation") where isReport,
        (_, "std-designation") where isReport:
        record[.number] = record[.number] ?? number
        if record[.number] != number { keep("\(path)/\(name?.word ?? "*")[\(type ?? "")]", number, &record) }
      case (.itemNumber, "doi"), (.identifier, "doi"):
        let found = DOIText.identifier(number)
        if record.identifiers.allSatisfy({ $0.scheme != .doi }) { record.add(found) }
      case (.identifier, let word):
        // If a work has very many numbers, the rest are kept as native fields.
        if record.identifiers.count < 64, let found = XMLIdentifiers.identifier(number, type: word),
          record.identifiers.allSatisfy({ $0.scheme != found.scheme })
        {
          record.add(found)
        } else {
          keep("\(path)/identifier[\(type ?? "")]", number, &record)
        }
      case (.itemNumber, _): keep("\(path)/item_number[\(type ?? "")]", number, &record)
      default: keep(node, under: path, &record)
      }
    }

    func readISBN(_ node: Int, _ record: inout Record) {
      let number = text(node)
      if number.isEmpty { return }
      keepAttributes(of: node, under: "isbn[\(number)]", &record)
      if record.type.isPartOfHost {
        record.withHost { $0.identifiers.insert(Identifier(.isbn, number)) }
      } else {
        record.add(Identifier(.isbn, number))
      }
    }

    /// The university of a thesis, the institution of a report, the server or the site of what is posted.
    func readInstitution(_ node: Int, _ record: inout Record) {
      let words = present(text(.institutionName, of: node)) ?? present(ownText(node))
      if record.type == .post || record.type == .postWeblog, record.container == nil {
        // A post appeared on the site that it names.
        if let words { record.withHost { $0.add(Title(words)) } }
      } else if record[.publisher] == nil || record.type == .thesis && record[.publisher] == member {
        record[.publisher] = words
      } else if record[.institution] == nil {
        record[.institution] = words
      } else {
        keep("\(path)/institution", words, &record)
      }
      if record[.publisherPlace] == nil { record[.publisherPlace] = present(text(.institutionPlace, of: node)) }
      keepRest(of: node, under: "\(path)/institution[\(words ?? "")]", &record)
    }

    /// The designator of a standard. Those of its family, of the one it supersedes and so on have no place in
    /// the model.
    func readDesignation(_ node: Int, _ record: inout Record) {
      if record[.number] == nil { record[.number] = present(text(node)) } else { keep(node, under: path, &record) }
    }

    func readDesignators(_ node: Int, _ record: inout Record) {
      forEachElement(in: node) { child, name in
        let own = self.child(.stdDesignator, of: child) ?? self.child(.standardDesignator, of: child)
        if name == .stdAsPublished || name == .asPublished || name == .designation, record[.number] == nil {
          record[.number] = present(own.map { text($0) } ?? text(child))
          keepAttributes(of: child, under: "\(path)/\(name?.word ?? "*")", &record)
          keepRest(of: child, under: "\(path)/\(name?.word ?? "*")", &record)
        } else {
          keep(child, under: path, &record)
        }
      }
    }

    /// Whether what was posted is withdrawn or removed (5.5).
    func readStatus(_ node: Int, _ record: inout Record) {
      let type = tree.attribute(CrossrefName.type, of: node)
      record[.status] = type ?? present(ownText(node))
      keepAttributes(of: node, under: "\(path)/status", &record)
      forEachElement(in: node) { child, _ in keep(child, under: "\(path)/status", &record) }
    }

    /// The journal in which an article will appear.
    func readPublication(_ node: Int, _ record: inout Record) {
      var fields: [NativeField] = []
      record.withHost { host in
        readSerialTitles(node, &host, keeping: &fields)
        readSerialNumbers(node, &host)
        for isbn in tree.children(CrossrefName.isbn, of: node) {
          host.identifiers.insert(Identifier(.isbn, text(isbn)))
        }
        host.identifiers.insert(DOIText.registered(text(.doi, of: node)))
      }
      record.nativeFields += fields
    }

    /// A figure, table or file of the work that has a DOI of its own.
    private mutating func readComponent(_ node: Int, _ record: inout Record) {
      var part = Record()
      part.type = .component
      part[.language] = tree.attribute(CrossrefName.language, of: node)
      readItem(node, &part)
      let title = part.titles.first { $0.kind == .main }?.text.plain
      let sub = part.titles.first { $0.kind == .sub }?.text.plain
      let words = [title, sub].compactMap { $0 }.joined(separator: " ")
      let label = present(words) ?? part.abstracts.first?.text.plain
      let target = part.identifiers.first { $0.scheme == .doi }
      let address = part.identifiers.first { $0.scheme == .url }?.value
      let relation = CrossrefTypes.relation(ofParent: tree.look(CrossrefName.parentRelation, of: node))
      if relation != "has-part" || tree.look(CrossrefName.parentRelation, of: node) == "isPartOf" {
        tree.take(CrossrefName.parentRelation.number, of: node)
      }
      if target != nil || label != nil { record.relations.append(Relation(relation, target: target, label: label)) }
      if let address {
        record.files.append(FileLink(address, mediaType: part[.medium], title: label, purpose: "component"))
      }
      let path = "component[\(target?.value ?? label ?? "")]"
      keepAttributes(of: node, under: path, &record)
      keep("\(path)/@language", part[.language], &record)
      var read: [CrossrefName] = [.titles, .doiData, .doi]
      if part.abstracts.first?.text.plain == label { read.append(.description) }
      if address != nil, let format = child(.format, of: node), text(format).isEmpty { read.append(.format) }
      forEachElement(in: node) { child, name in
        if name.map({ !read.contains($0) }) ?? true { keep(child, under: path, &record) }
      }
    }

    func readTitles(_ node: Int, _ record: inout Record) {
      // A subtitle belongs to the title before it.
      var place: Title.Kind?
      forEachElement(in: node) { child, name in
        switch name {
        case .title:
          // Further titles are translations.
          place = record.titles.contains { $0.kind == .main } ? .translated : .main
          record.add(Title(rich(child), kind: place ?? .main))
        case .originalLanguageTitle:
          place = .original
          let language = tree.attribute(CrossrefName.language, of: child)
          record.add(Title(rich(child), kind: .original, language: language))
        case .subtitle:
          let words = rich(child)
          if words.isEmpty { return }
          if place ?? .main == .main, !record.titles.contains(where: { $0.kind == .sub }) {
            record.add(Title(words, kind: .sub))
          } else if let last = record.titles.lastIndex(where: { $0.kind == place }), place != .main {
            record.titles[last].text = record.titles[last].text.followed(by: words)
          } else {
            keep("titles/subtitle", words.plain, &record)
          }
        default: keep(child, under: "titles", &record)
        }
      }
    }

    func readDOI(_ node: Int, _ record: inout Record) {
      let (number, place) = (child(.doi, of: node), child(.resource, of: node))
      forEachElement(in: node) { child, name in
        switch name {
        case .doi where child == number:
          // The registered one is preferred to others.
          record.identifiers.removeAll { $0.scheme == .doi }
          record.add(DOIText.registered(text(child)))
        case .resource where child == place:
          record.add(Identifier(.url, text(child)))
          keepAttributes(of: child, under: "doi_data/resource", &record)
        case .collection: readCollection(child, &record)
        default: keep(child, under: "doi_data", &record)
        }
      }
    }

    /// Further URLs: of the full text for mining, for similarity checks, of other copies.
    func readCollection(_ node: Int, _ record: inout Record) {
      let property = tree.look(CrossrefName.property, of: node)
      let purpose =
        switch property {
        case "text-mining": "tdm"
        case "crawler-based": "similarity-check"
        default: property ?? "full-text"
        }
      let resources = tree.descendants(CrossrefName.resource, of: node)
      if resources.contains(where: { tree.hasWords($0) }) { tree.take(CrossrefName.property.number, of: node) }
      keepAttributes(of: node, under: "collection[\(purpose)]", &record)
      func readResource(_ resource: Int, _ item: Int?) {
        let address = text(resource)
        if address.isEmpty { return }
        let file = FileLink(
          address, mediaType: tree.attribute(CrossrefName.mimeType, of: resource),
          title: tree.attribute(CrossrefName.label, of: item), purpose: purpose)
        // The same URL is given for several crawlers.
        let place = record.files.suffix(8).lastIndex(of: file)
        if place == nil { record.files.append(file) }
        let path = "files[\((place ?? record.files.count - 1) + 1)]"
        keepAttributes(of: resource, under: path, &record)
        if let item { keepAttributes(of: item, under: path, &record) }
      }
      forEachElement(in: node) { child, name in
        switch name {
        case .resource: readResource(child, nil)
        case .item:
          for resource in tree.children(CrossrefName.resource, of: child) { readResource(resource, child) }
          keepRest(of: child, under: "collection[\(purpose)]/item", &record)
        default: keep(child, under: "collection[\(purpose)]", &record)
        }
      }
    }

    func readPages(_ node: Int, _ record: inout Record) {
      let (first, last) = (text(.firstPage, of: node), text(.lastPage, of: node))
      let other = text(.otherPages, of: node)
      var pages = first
      if !last.isEmpty, last != first { pages += pages.isEmpty ? last : "-\(last)" }
      if !other.isEmpty { pages += pages.isEmpty ? other : ", \(other)" }
      record[.pages] = present(pages)
    }

    // MARK: - Texts

    func readAbstract(_ node: Int, _ record: inout Record) {
      var builder = XMLTextBuilder()
      func collect(_ node: Int) {
        var next = tree.firstChild(node)
        while let here = next {
          switch name(here) {
          case .sec: collect(here)
          case .title:
            // The title of the whole abstract is "Abstract"; a more specific one is kept as a native field.
            if node == abstract {
              tree.takeHeading(here, saying: ["abstract"])
            } else {
              builder.line()
              let start = builder.mark()
              Self.rules.collect(tree, here, into: &builder)
              builder.add(.sectionHead, from: start)
              builder.line()
            }
          case .p:
            builder.line()
            Self.rules.collect(tree, here, into: &builder)
            builder.line()
          default:
            if tree.name(here) == XMLNames.text {
              builder.append(tree, here)
            } else {
              Self.rules.collect(tree, here, into: &builder)
            }
          }
          next = tree.sibling(here, in: node)
        }
      }
      let abstract = node
      collect(node)
      let text = CrossrefText.meant(builder.rich())
      if text.isEmpty { return }
      let kind = tree.attribute(CrossrefName.abstractType, of: node).map { Abstract.Kind(ofType: $0) } ?? .main
      let isFirst = kind == .main && !record.abstracts.contains { $0.kind == .main }
      record.abstracts.append(
        Abstract(text, kind: kind, language: isFirst ? nil : tree.attribute(CrossrefName.lang, of: node)))
    }
  }
#endif
