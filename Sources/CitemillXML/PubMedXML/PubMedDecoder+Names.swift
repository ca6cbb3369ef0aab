#if XML
  import CitemillCore

  // People and organisations.

  /// The indices of the parts of a name, the first of each.
  private struct NameParts {
    private(set) var body, family, given, initials, suffix, affiliation: Int?
    /// Whether there is anything beside the name.
    private(set) var hasDetails = false

    init(_ tree: XMLTree, _ node: Int) {
      tree.forEach(in: node, as: PubMedName.self) { child, name in
        switch name {
        case .collectiveName: body = body ?? child
        case .lastName: family = family ?? child
        case .foreName: given = given ?? child
        case .initials: initials = initials ?? child
        case .suffix: suffix = suffix ?? child
        case .affiliation:
          affiliation = affiliation ?? child
          hasDetails = true
        case .affiliationInfo, .identifier: hasDetails = true
        default: break
        }
      }
    }
  }

  extension PubMedDecoder {
    func readAuthors(_ list: Int, _ record: inout Record) {
      let role: Role = tree.has(PubMedName.type, "editors", of: list) ? .editor : .author
      addNames(.author, of: list, role, &record)
      if tree.has(PubMedName.completeYN, "n", of: list) {
        record.contributors.append(Contributor(.others, roles: role.alone))
      }
    }

    /// Adds the names of a list. One that NLM marks as not valid is kept, since a corrected one is beside it.
    func addNames(_ element: PubMedName, of list: Int, _ role: Role, _ record: inout Record) {
      let roles = role.alone
      if record.contributors.isEmpty { record.contributors.reserveCapacity(tree.count(element, in: list)) }
      each(element, of: list) { node in
        let parts = NameParts(tree, node)
        guard let one = contributor(node, parts, roles) else { return keep(node, as: element.word, &record) }
        if tree.has(PubMedName.validYN, "n", of: node) {
          return keep("\(element.word)[@ValidYN=N]", Self.words(of: one.name), &record)
        }
        let initials = text(parts.initials)
        let isPlain = initials.isEmpty || one.name.given.map { Self.isInitials(initials, of: $0) } ?? true
        record.contributors.append(consume one)
        let number = record.contributors.count
        if !isPlain { keep("\(element.word)[\(number)]/Initials", initials, &record) }
      }
    }

    static func words(of name: PersonName) -> String {
      [name.given, name.nonDroppingParticle, name.family, name.suffix, name.literal].compactMap { $0 }
        .joined(separator: " ")
    }

    /// Whether initials are the first letters of the words of a given name, `JP` of `Jean-Pierre`, or all of
    /// it.
    private static func isInitials(_ initials: String, of given: String) -> Bool {
      initials == given
        || initials.withUTF8Span { short in
          given.withUTF8Span { long in
            var (place, here) = (0, 0)
            var isFirst = true
            while here < long.count {
              let byte = long[here]
              let length = long.scalar(at: here).length
              if byte == 32 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") {
                isFirst = true
              } else if isFirst {
                isFirst = false
                guard short.hasSameBytes(place, as: long, here, count: length) else { return false }
                place += length
              }
              here += length
            }
            return place == short.count
          }
        }
    }

    /// The contributor of an element; nil if there is not a name.
    private func contributor(_ node: Int, _ parts: NameParts, _ roles: [Role]) -> Contributor? {
      var one: Contributor
      let body = text(parts.body)
      if !body.isEmpty {
        one = Contributor(.organization, name: PersonName(literal: body), roles: roles)
      } else {
        guard let name = personName(parts) else { return nil }
        one = Contributor(.person, name: name, roles: roles)
      }
      if parts.hasDetails { addDetails(node, parts, to: &one) }
      if tree.has(PubMedName.equalContrib, "y", of: node) { one.flags.insert(.equalContribution) }
      return one
    }

    private func addDetails(_ node: Int, _ parts: NameParts, to one: inout Contributor) {
      each(.affiliationInfo, of: node) { info in
        let words = text(.affiliation, of: info)
        var place = Affiliation(words)
        each(.identifier, of: info) { id in
          if let found = XMLIdentifiers.body(text(id), type: tree.attribute(PubMedName.source, of: id)) {
            place.identifiers.append(found)
          }
        }
        if place != Affiliation("") { one.affiliations.append(place) }
      }
      let alone = text(parts.affiliation)
      if !alone.isEmpty { one.affiliations.append(Affiliation(alone)) }
      each(.identifier, of: node) { id in
        if let found = XMLIdentifiers.person(text(id), type: tree.attribute(PubMedName.source, of: id)) {
          one.identifiers.append(found)
        }
      }
    }

    private func personName(_ parts: NameParts) -> PersonName? {
      let family = text(parts.family)
      let given = text(parts.given)
      if family.isEmpty { return given.isEmpty ? nil : PersonName(family: given) }
      var name = PersonName(family: family, given: present(given) ?? present(text(parts.initials)))
      if let suffix = present(text(parts.suffix)) { name.suffix = suffix }
      name.splitFamily()
      return name
    }

    // MARK: - People who are the subject

    func readPeople(_ list: Int, _ record: inout Record) {
      each(.personalNameSubject, of: list) { node in
        guard let name = personName(NameParts(tree, node)) else { return }
        let family = [name.nonDroppingParticle, name.family].compactMap { $0 }.joined(separator: " ")
        record.keywords.append(
          Keyword([family, name.given, name.suffix].compactMap { $0 }.joined(separator: ", "), scheme: "person"))
      }
    }

    // MARK: - Those of a book

    /// If a chapter has authors of its own, the authors of the book are those of the container.
    func readBookAuthors(_ list: Int, _ record: inout Record) {
      let hasOwn = record.type == .chapter && record.contributors.contains { $0.roles.first == .author }
      guard hasOwn, !tree.has(PubMedName.type, "editors", of: list) else { return readAuthors(list, &record) }
      addNames(.author, of: list, .containerAuthor, &record)
    }
  }
#endif
