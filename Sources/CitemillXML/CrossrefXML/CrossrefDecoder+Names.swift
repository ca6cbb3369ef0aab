#if XML
  import CitemillCore

  // People and organisations.

  extension CrossrefDecoder {
    mutating func readContributors(_ node: Int, _ record: inout Record) {
      read(node, as: .contributors, &record)
      keep("contributors", ownText(node), &record)
    }

    func readContributor(_ node: Int, _ record: inout Record) {
      let name = name(node)
      let roles = roles(node, isReview: record.type == .peerReview)
      // The order of the names decides this too, unless the attribute says otherwise.
      let isFirst = record.contributors.isEmpty
      _ = tree.attribute(CrossrefName.sequence, of: node) { ($0 == "first") == isFirst ? $0 : nil }
      var one: Contributor
      switch name {
      case .personName:
        guard var person = person(node) else {
          return text(node).isEmpty ? () : keep(node, under: "contributors", &record)
        }
        person.splitFamily()
        one = Contributor(.person, name: person, roles: roles)
      case .organization:
        let words = ownText(node)
        let whole = words.isEmpty ? text(node) : words
        if whole.isEmpty { return }
        one = Contributor(.organization, name: PersonName(literal: whole), roles: roles)
      case .anonymous: one = Contributor(.anonymous, roles: roles)
      default: return keep(node, under: "contributors", &record)
      }
      tree.take(CrossrefName.contributorRole.number, of: node)
      readDetails(node, &one, &record)
      if name == .personName { keep("contributors/person_name", ownText(node), &record) }
      record.contributors.append(one)
    }

    /// The roles of `contributor_role`, or since 5.5 of `role`, which may be followed by those of CRediT.
    private func roles(_ node: Int, isReview: Bool) -> [Role] {
      var roles: [Role] = []
      func add(_ role: Role) {
        // The reviewer is the author of the review.
        let own = isReview && role.rawValue.utf8.starts(with: "reviewer".utf8) ? Role.author : role
        if !roles.contains(own) { roles.append(own) }
      }
      let word = tree.look(CrossrefName.contributorRole, of: node)
      if let word { add(CrossrefTypes.role(word)) }
      for role in tree.children(CrossrefName.role, of: node) {
        if let word = tree.attribute(CrossrefName.type, of: role) { add(CrossrefTypes.role(word)) }
      }
      // The roles of CRediT describe what an author did.
      let isCredit = tree.children(CrossrefName.role, of: node).allSatisfy {
        tree.has(CrossrefName.vocab, "credit", of: $0)
      }
      if word == nil, isCredit, !roles.contains(.author) { roles.insert(.author, at: 0) }
      return roles.count == 1 ? roles[0].alone : roles
    }

    /// A name in parts; nil if there is none.
    private func person(_ node: Int) -> PersonName? {
      let (family, given) = (present(text(.surname, of: node)), present(text(.givenName, of: node)))
      guard family ?? given != nil else { return nil }
      // A single name may be in either element.
      var person = PersonName(family: family ?? given, given: family == nil ? nil : given)
      if let suffix = present(text(.suffix, of: node)) { person.suffix = suffix }
      if tree.has(CrossrefName.nameStyle, "eastern", of: node) { person.isFamilyFirst = true }
      if let language = tree.attribute(CrossrefName.language, of: node) { person.language = language }
      return person
    }

    private func readDetails(_ node: Int, _ one: inout Contributor, _ record: inout Record) {
      let path = "contributors[\(record.contributors.count + 1)]"
      tree.forEach(in: node, as: CrossrefName.self) { child, name in
        switch name {
        case .affiliation:
          let words = text(child)
          if !words.isEmpty { one.affiliations.append(Affiliation(words)) }
        case .affiliations:
          for institution in tree.children(CrossrefName.institution, of: child) {
            guard let place = affiliation(institution) else { continue }
            one.affiliations.append(place)
            keep("\(path)/institution_acronym", text(.institutionAcronym, of: institution), &record)
          }
        case .orcid:
          guard let found = XMLIdentifiers.person(text(child), type: "orcid") else { return }
          one.identifiers.append(found)
          if tree.has(CrossrefName.authenticated, "true", of: child) { one.flags.insert(.authenticated) }
        case .altName:
          tree.forEach(in: child, as: CrossrefName.self) { other, _ in
            if let name = alternativeName(other) { one.alternativeNames.append(name) }
          }
        // The name in another script (5.4).
        case .name where tree.firstChild(child) != nil:
          let words = text(child)
          if !words.isEmpty { one.alternativeNames.append(PersonName(literal: words)) }
        case .degrees: keep("\(path)/degrees", text(child), &record)
        default: break
        }
      }
      if tree.children(CrossrefName.role, of: node).contains(where: {
        tree.has(CrossrefName.type, "corresponding-author", of: $0)
      }) {
        one.flags.insert(.corresponding)
      }
    }

    private func affiliation(_ institution: Int) -> Affiliation? {
      let words = text(.institutionName, of: institution)
      let ids = tree.children(CrossrefName.institutionId, of: institution).compactMap {
        XMLIdentifiers.body(text($0), type: tree.attribute(CrossrefName.type, of: $0))
      }
      if words.isEmpty, ids.isEmpty { return nil }
      return Affiliation(
        words, department: present(text(.institutionDepartment, of: institution)),
        place: present(text(.institutionPlace, of: institution)), identifiers: ids)
    }

    /// The name of `alt-name`, in parts or as written.
    private func alternativeName(_ node: Int) -> PersonName? {
      if let parts = person(node) { return parts }
      let words = text(node)
      if words.isEmpty { return nil }
      var name = PersonName(literal: words)
      if let language = tree.attribute(CrossrefName.language, of: node) { name.language = language }
      return name
    }
  }
#endif
