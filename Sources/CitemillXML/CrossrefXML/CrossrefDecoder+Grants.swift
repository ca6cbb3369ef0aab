#if XML
  import CitemillCore

  // Grants, which have a schema of their own.

  extension CrossrefDecoder {
    func grant(_ node: Int, _ outer: Record) -> Record {
      var record = outer
      record.type = .grant
      record.origin.typeToken = "grant"
      record[.number] = present(text(.awardNumber, of: node))
      var projects = 0
      forEachElement(in: node) { child, name in
        switch name {
        case .awardNumber: break
        case .project:
          projects += 1
          readProject(child, projects, &record)
        case .awardStartDate:
          let words = text(child)
          let value = XMLDates.iso(words)
          if !words.isEmpty { record[date: .issued] = PartialDate(value, literal: value == nil ? words : nil) }
        case .doiData: readDOI(child, &record)
        case .program: readProgram(child, &record)
        default: keep(child, &record)
        }
      }
      return record
    }

    private func readProject(_ node: Int, _ number: Int, _ record: inout Record) {
      let path = "project[\(number)]"
      var isFirst = true
      forEachElement(in: node) { child, name in
        switch name {
        case .projectTitle:
          let language = tree.attribute(CrossrefName.lang, of: child)
          // The titles of one project are the same in other languages; those of another project differ.
          let kind: Title.Kind = !isFirst ? .translated : record.titles.isEmpty ? .main : .alternative
          record.add(Title(rich(child), kind: kind, language: kind == .main ? nil : language))
          if kind == .main, let language, record[.language] == nil { record[.language] = language }
          isFirst = false
        case .investigators:
          for person in tree.children(CrossrefName.person, of: child) { readInvestigator(person, &record) }
        case .description:
          let words = rich(child)
          if words.isEmpty { return }
          let isMain = record.abstracts.isEmpty
          record.abstracts.append(
            Abstract(words, language: isMain ? nil : tree.attribute(CrossrefName.lang, of: child)))
        case .funding: readFunding(child, path, &record)
        default: keep(child, under: path, &record)
        }
      }
    }

    private func readInvestigator(_ node: Int, _ record: inout Record) {
      let (family, given) = (present(text(.familyName, of: node)), present(text(.investigatorGivenName, of: node)))
      guard family ?? given != nil else { return keep(node, under: "investigators", &record) }
      let word = tree.attribute(CrossrefName.role, of: node) ?? "investigator"
      let role = Role(rawValue: String(decoding: word.utf8.map { $0 == UInt8(ascii: "_") ? 45 : $0 }, as: UTF8.self))
      var one = Contributor(
        .person, name: PersonName(family: family ?? given, given: family == nil ? nil : given), roles: role.alone)
      let path = "contributors[\(record.contributors.count + 1)]"
      keepAttributes(of: node, under: path, &record)
      forEachElement(in: node) { child, name in
        switch name {
        case .familyName, .investigatorGivenName: break
        case .alternateName:
          let words = text(child)
          if !words.isEmpty { one.alternativeNames.append(PersonName(literal: words)) }
        case .affiliation:
          let ids = tree.children(CrossrefName.ror, of: child).compactMap { XMLIdentifiers.body(text($0), type: "ror") }
          let institution = self.child(.institution, of: child)
          let words = text(institution)
          if !words.isEmpty || !ids.isEmpty {
            one.affiliations.append(
              Affiliation(words, place: tree.attribute(CrossrefName.country, of: institution), identifiers: ids))
          }
        case .orcid:
          if let found = XMLIdentifiers.person(text(child), type: "orcid") { one.identifiers.append(found) }
        default: keep(child, under: path, &record)
        }
      }
      record.contributors.append(one)
    }

    /// The funder; the model has no place for the amount.
    private func readFunding(_ node: Int, _ path: String, _ record: inout Record) {
      var funding = Funding(funder: present(text(.funderName, of: node)))
      if let id = XMLIdentifiers.body(text(.funderId, of: node), type: "funder-id") { funding.identifiers.append(id) }
      if let id = XMLIdentifiers.body(text(.ror, of: node), type: "ror") { funding.identifiers.append(id) }
      if let number = record[.number] { funding.awards.append(Funding.Award(number: number)) }
      record.funding.append(funding)
      let own = "\(path)/funding[\(record.funding.count)]"
      keepAttributes(of: node, under: own, &record)
      keepRest(of: node, under: own, &record)
    }
  }
#endif
