#if XML
  import CitemillCore

  // People, organisations and affiliations.

  extension JATSDecoder {
    /// An affiliation that is neither in a contributor nor beside other forms of itself.
    struct Place {
      let node: Int
      let id: String?
      let affiliation: Affiliation?
    }

    /// Stores the affiliations that names refer to, keeps what the model has no place for, and returns those
    /// outside contributors.
    mutating func readAffiliations(_ meta: Int, _ record: inout Record) -> [Place] {
      var places: [Place] = []
      var alternatives: [Int] = []
      // Those in a contributor belong to that one, and of several forms the others are kept.
      var end = meta
      var references: [Int] = []
      for node in (meta + 1)..<max(tree.end(meta), meta + 1) {
        switch tree.name(node) {
        case JATSName.xref.number: references.append(node)
        case JATSName.contrib.number: end = max(end, tree.end(node))
        case JATSName.affAlternatives.number:
          end = max(end, tree.end(node))
          alternatives.append(node)
        case JATSName.aff.number:
          let id = tree.look(JATSName.id, of: node)
          keepAddresses(node, as: id.map { "aff[\($0)]" } ?? "aff", &record)
          let found = id != nil || node >= end ? affiliation(node) : nil
          if let id, let found { affiliations[id] = found }
          if node >= end { places.append(Place(node: node, id: id, affiliation: found)) }
        default: break
        }
      }
      for node in alternatives {
        let forms = tree.children(JATSName.aff, of: node)
        let id = tree.look(JATSName.id, of: node)
        if let id, let first = forms.first, let found = affiliation(first) { affiliations[id] = found }
        // The first form is that of the contributor.
        if let first = forms.first { places.append(Place(node: first, id: id, affiliation: affiliation(first))) }
        for form in forms.dropFirst() {
          let language = tree.attribute(JATSName.lang, of: form).map { "[\($0)]" } ?? ""
          keep("aff-alternatives\(id.map { "[\($0)]" } ?? "")/aff\(language)", affiliationText(form), &record)
        }
      }
      noteReferences(references, toOnlyOneOf: places, in: meta)
      return places
    }

    /// Notes which affiliations someone refers to, where one could be taken for that of all: the only one of the article, and
    /// those in a group.
    private mutating func noteReferences(_ references: [Int], toOnlyOneOf places: [Place], in meta: Int) {
      referredAffiliations = []
      let isOfGroup = tree.children(JATSName.contribGroup, of: meta).contains { !affiliationNodes(of: $0).isEmpty }
      guard places.count == 1 || isOfGroup else { return }
      for reference in references {
        guard let ids = tree.look(JATSName.rid, of: reference) else { continue }
        for id in ids.utf8.split(separator: 32) { referredAffiliations.insert(String(Substring(id))) }
      }
    }

    /// Whether someone refers to an affiliation, which then is nobody else's.
    private func isReferredTo(_ id: String?) -> Bool { id.map { referredAffiliations.contains($0) } ?? false }

    /// Gives the only affiliation of an article to all people in its lists if no name refers to any; keeps
    /// those that belong to nobody.
    func settle(_ places: [Place], _ record: inout Record) {
      if places.count == 1, let only = places[0].affiliation, !isReferredTo(places[0].id),
        !record.contributors.contains(where: { !$0.affiliations.isEmpty })
      {
        let people = record.contributors.indices.filter { record.contributors[$0].kind == .person }
        for index in people {
          if tree.mayRepeat(only.size) { record.contributors[index].affiliations = [only] }
        }
        if !people.isEmpty {
          let reason = "the only affiliation of the article is taken as that of all contributors"
          return record.assurances.append(Assurance("contributors", .likely, reason: reason))
        }
      }
      // Nearly all are those of the first names.
      let front = record.contributors.prefix(16)
      let others = places.filter { place in
        guard let name = place.affiliation?.name else { return false }
        return !front.contains { $0.affiliations.contains { $0.name.hasSameBytes(as: name) } }
      }
      if others.isEmpty { return }
      var names: Set<String> = []
      collectPlaces(of: record.contributors, into: &names)
      for place in others {
        guard let name = place.affiliation?.name, !names.contains(name) else { continue }
        let path = "aff\(place.id.map { "[\($0)]" } ?? "")"
        keep(path, affiliationText(place.node), &record)
        for identifier in place.affiliation?.identifiers ?? [] {
          keep("\(path)/institution-id[\(identifier.scheme.rawValue)]", identifier.value, &record)
        }
      }
    }

    /// The names of the affiliations of contributors and their members, which are nested at most four deep.
    private func collectPlaces(of contributors: [Contributor], into names: inout Set<String>) {
      for index in contributors.indices where !contributors[index].isBare {
        for place in contributors[index].affiliations { names.insert(place.name) }
        if !contributors[index].members.isEmpty { collectPlaces(of: contributors[index].members, into: &names) }
      }
    }

    /// Keeps the contact data of an affiliation: in the model it has only a name and a town.
    private func keepAddresses(_ place: Int, as path: @autoclosure () -> String, _ record: inout Record) {
      for part in (place + 1)..<max(tree.end(place), place + 1) {
        guard let name = tree.element(part, as: JATSName.self) else { continue }
        switch name {
        case .email, .phone, .fax: keep("\(path())/\(name.word)", text(part), &record)
        case .uri, .extLink:
          keep("\(path())/\(name.word)", tree.attribute(JATSName.href, of: part) ?? text(part), &record)
        default: break
        }
      }
    }

    /// The affiliations in an element, one of the forms of each, with the id by which names refer to them.
    private func affiliationNodes(of node: Int) -> [(node: Int, id: String?)] {
      var found: [(Int, String?)] = []
      tree.forEach(in: node, as: JATSName.self) { child, name in
        switch name {
        case .aff: found.append((child, tree.look(JATSName.id, of: child)))
        case .affAlternatives:
          guard let first = tree.child(JATSName.aff, of: child) else { return }
          found.append((first, tree.look(JATSName.id, of: child)))
        default: break
        }
      }
      return found
    }

    /// Adds the names of a group; an affiliation to which no name refers belongs to everyone in the group.
    ///
    /// `bodies` has the names of the organisations among them, which are looked up for each one that is named
    /// again.
    func readGroup(_ group: Int, _ bodies: inout Set<String>, _ record: inout Record) {
      let places = affiliationNodes(of: group)
      let named = places.compactMap { place in affiliation(place.node).map { (id: place.id, affiliation: $0) } }
      let shared = named.filter { $0.id == nil || named.count == 1 && !isReferredTo($0.id) }
      let common = Self.withSize(shared.map(\.affiliation))
      let kind =
        tree.attribute(JATSName.contentType, of: group) { JATSTypes.isRole($0) ? $0 : nil }
        ?? tree.look(JATSName.contentType, of: group)
      if record.contributors.isEmpty { record.contributors.reserveCapacity(tree.count(JATSName.contrib, in: group)) }
      tree.forEach(JATSName.contrib, in: group) { node in
        var others: [PersonName] = []
        guard var one = contributor(node, groupKind: kind, besides: &others) else { return keepUnnamed(node, &record) }
        if !places.isEmpty, one.affiliations.isEmpty {
          if tree.mayRepeat(common.size) { one.affiliations = common.places }
        }
        record.contributors.append(one)
        for name in others {
          record.contributors.append(Contributor(.person, name: name, roles: one.roles))
          if tree.mayRepeat(common.size) {
            record.contributors[record.contributors.count - 1].affiliations = one.affiliations
          }
        }
        if one.kind == .organization, let name = one.name.literal { bodies.insert(name) }
        keepDetails(node, of: one, &record)
        addGroups(node, of: one, &bodies, &record)
      }
      tree.forEach(in: group, as: JATSName.self) { child, name in
        switch name {
        case .onBehalfOf: addGroup(child, name, as: JATSTypes.role(kind, []) ?? .author, bodies: &bodies, into: &record)
        case .authorComment: keep("contrib-group/\(name.word)", text(child, .prose), &record)
        case .email, .uri, .extLink:
          keep("contrib-group/\(name.word)", tree.attribute(JATSName.href, of: child) ?? text(child), &record)
        default: break
        }
      }
    }

    private static func withSize(_ places: [Affiliation]) -> (places: [Affiliation], size: Int) {
      (places, places.reduce(0) { $0 + $1.size })
    }

    private func keepUnnamed(_ node: Int, _ record: inout Record) {
      let path = "contrib[\(tree.attribute(JATSName.contribType, of: node) ?? "")]"
      tree.forEach(in: node, as: JATSName.self) { child, name in
        switch name {
        case .name, .stringName:
          guard let name = person(child, Role.author.alone)?.name else { return }
          let words = [name.given, name.nonDroppingParticle, name.family, name.suffix, name.literal].compactMap { $0 }
          keep(path, words.joined(separator: " "), &record)
        case .collab: keep(path, text(child, .prose), &record)
        default: break
        }
      }
    }

    /// Keeps the data of the last contributor that the model has no place for.
    private func keepDetails(_ node: Int, of one: Contributor, _ record: inout Record) {
      var path: String { "contrib[\(tree.number(of: node, in: region))]" }
      tree.forEach(in: node, as: JATSName.self) { child, name in
        switch name {
        case .degrees, .bio, .authorComment: keep("\(path)/\(name.word)", text(child, .prose), &record)
        case .role:
          let known = credit(child)
          let words = text(child)
          // `Writing – original draft (lead)` is more than the term.
          let isTerm = known.map { one.roles.contains($0) && Self.letters(words) == Self.letters($0.rawValue) } ?? false
          if !isTerm { keep("\(path)/role", words, &record) }
          if let degree = tree.attribute(JATSName.degreeContribution, of: child) {
            keep("\(path)/role[\(known?.rawValue ?? words)]/@degree-contribution", degree, &record)
          }
        case .email: if text(child) != one.email { keep("\(path)/email", text(child), &record) }
        case .address:
          tree.forEach(in: child, as: JATSName.self) { part, name in
            if text(part) != one.email { keep("\(path)/address/\(name.word)", text(part), &record) }
          }
        case .uri, .extLink: keep("\(path)/uri", tree.attribute(JATSName.href, of: child) ?? text(child), &record)
        case .name, .stringName:
          for prefix in tree.children(JATSName.prefix, of: child) { keep("\(path)/prefix", text(prefix), &record) }
        default: break
        }
      }
    }

    /// Adds the organisations in one `contrib` with a person, who signs for them.
    private func addGroups(_ node: Int, of one: Contributor, _ bodies: inout Set<String>, _ record: inout Record) {
      guard one.kind == .person, let role = one.roles.first else { return }
      tree.forEach(in: node, as: JATSName.self) { child, name in
        addGroup(child, name, as: role, bodies: &bodies, into: &record)
      }
    }

    private func addGroup(
      _ node: Int, _ name: JATSName, as role: Role, bodies: inout Set<String>, into record: inout Record
    ) {
      var group: Contributor?
      switch name {
      case .collab, .collabAlternatives: group = collaboration(node, name, role.alone)
      case .collabName: group = present(text(node)).map { .organization($0, role) }
      case .onBehalfOf:
        if let words = present(text(node)) { group = .organization(words, role) }
        group?.flags.insert(.onBehalfOf)
      default: return
      }
      // Each member of a group may have it at its side.
      guard let group, let words = group.name.literal, bodies.insert(words).inserted else { return }
      record.contributors.append(group)
    }

    /// The letters of a term, in lower case and without what is between its words.
    private static func letters(_ words: String) -> [UInt8] { words.utf8.map(\.lowercased).filter(\.isLetter) }

    /// The role of CRediT by its term in the vocabulary, its URL there, or the text of the element.
    private func credit(_ node: Int) -> Role? {
      let term = tree.attribute(JATSName.vocabTerm, of: node) { JATSTypes.credit($0) }
      let address = tree.attribute(JATSName.contentType, of: node) { address in
        address.utf8.split(separator: UInt8(ascii: "/")).last.flatMap { JATSTypes.credit(String(Substring($0))) }
      }
      return term ?? address ?? JATSTypes.credit(text(node))
    }

    /// The contributor of an element; nil for members of a group that no byline has, and if there is no name.
    ///
    /// `others` gets the names of other people in it, about whom nothing more is known.
    func contributor(_ node: Int, groupKind: String?, besides others: inout [PersonName]) -> Contributor? {
      let word =
        tree.attribute(JATSName.contribType, of: node) { JATSTypes.isRole($0) ? $0 : nil }
        ?? tree.look(JATSName.contribType, of: node) ?? groupKind
      let roleNodes = tree.children(JATSName.role, of: node)
      let roleWords = roleNodes.map { text($0) }
      guard var role = JATSTypes.role(word, roleWords) else { return nil }
      if role == .editor, !hasEditors, !JATSTypes.isOfIssue(word, roleWords) { role = "academic-editor" }
      let roles = role.alone
      var one: Contributor?
      var alternatives: [PersonName] = []
      tree.forEach(in: node, as: JATSName.self) { child, name in
        switch name {
        case .name, .stringName, .nameAlternatives:
          guard let found = person(child, name, as: roles, alternatives: &alternatives) else { return }
          if let one {
            let isMarked = (tree.look(JATSName.lang, of: child) ?? tree.look(JATSName.specificUse, of: child)) != nil
            if isMarked || name == .nameAlternatives || Self.arePlainlyOne(one, found) {
              alternatives.append(found.name)
            } else {
              others.append(found.name)
            }
          } else {
            one = found
          }
        case .collab, .collabAlternatives:
          if one == nil { one = collaboration(child, name, roles) }
        case .collabName:
          if one == nil { one = present(text(child)).map { .organization($0, role) } }
        case .anonymous:
          if one != nil { return }
          tree.take(child)
          one = Contributor(.anonymous, roles: roles)
        case .onBehalfOf:
          let words = text(child)
          if one == nil, !words.isEmpty {
            one = Contributor(.organization, name: PersonName(literal: words), roles: roles)
            one?.flags.insert(.onBehalfOf)
          }
        default: break
        }
      }
      guard var one else { return nil }
      for role in roleNodes {
        if let credit = credit(role), !one.roles.contains(credit) { one.roles.append(credit) }
      }
      if !alternatives.isEmpty { one.alternativeNames = alternatives }
      addDetails(node, to: &one)
      return one
    }

    private func addDetails(_ node: Int, to one: inout Contributor) {
      if tree.has(JATSName.corresp, "yes", of: node) { one.flags.insert(.corresponding) }
      if tree.has(JATSName.equalContrib, "yes", of: node) { one.flags.insert(.equalContribution) }
      if tree.has(JATSName.deceased, "yes", of: node) { one.flags.insert(.deceased) }
      var places: [Affiliation] = []
      tree.forEach(in: node, as: JATSName.self) { child, name in
        switch name {
        case .contribId:
          let type = tree.attribute(JATSName.contribIdType, of: child)
          guard let identifier = XMLIdentifiers.person(text(child), type: type) else { return }
          one.identifiers.append(identifier)
          if tree.has(JATSName.authenticated, "true", of: child) { one.flags.insert(.authenticated) }
        case .email: if one.email == nil { one.email = present(text(child)) }
        case .address:
          if one.email == nil, let email = tree.child(JATSName.email, of: child) { one.email = present(text(email)) }
        case .aff: if let found = affiliation(child) { places.append(found) }
        case .affAlternatives:
          if let first = tree.child(JATSName.aff, of: child), let found = affiliation(first) { places.append(found) }
        case .xref:
          switch tree.attribute(JATSName.refType, of: child) {
          case nil, "aff":
            forEachID(of: child) { id in
              if let found = affiliations[id], tree.mayRepeat(found.size) { places.append(found) }
            }
          case "corresp":
            one.flags.insert(.corresponding)
            addNotes(child, to: &one)
          default: addNotes(child, to: &one)
          }
        default: break
        }
      }
      if !places.isEmpty { one.affiliations += places }
    }

    /// Calls a function with each id that a reference names; most name one.
    private func forEachID(of reference: Int, _ body: (String) -> Void) {
      guard let ids = tree.attribute(JATSName.rid, of: reference) else { return }
      if !ids.contains(byte: 32) { return body(ids) }
      for id in ids.utf8.split(separator: 32) { body(String(Substring(id))) }
    }

    /// Adds the content of the notes that a name refers to.
    private func addNotes(_ reference: Int, to one: inout Contributor) {
      forEachID(of: reference) { id in
        guard let note = notes[id] else { return }
        one.flags.formUnion(note.flags)
        if one.email == nil, note.flags.contains(.corresponding) { one.email = note.email }
      }
    }

    /// Stores what `author-notes` contain about those who refer to them, and keeps the text.
    mutating func readNotes(_ meta: Int, _ record: inout Record) {
      let lists = tree.children(JATSName.authorNotes, of: meta)
      let references = lists.isEmpty ? [:] : countReferences(meta)
      for list in lists {
        tree.forEach(in: list, as: JATSName.self) { node, name in
          var note = JATSNote()
          let type = tree.attribute(JATSName.fnType, of: node)
          switch (name, type) {
          case (.corresp, _), (.fn, "corresp"): note.flags = .corresponding
          case (.fn, "equal"): note.flags = .equalContribution
          case (.fn, "deceased"): note.flags = .deceased
          default: break
          }
          let emails = tree.descendants(JATSName.email, of: node)
          if let id = tree.look(JATSName.id, of: node) {
            // If there are several e-mail addresses, or several people, they cannot be matched.
            if emails.count == 1, references[id] == 1, let email = emails.first { note.email = present(text(email)) }
            notes[id] = note
          }
          var builder = XMLTextBuilder()
          collectChildren(node, &builder)
          keep("author-notes/\(name.word)\(type.map { "[\($0)]" } ?? "")", builder.plain(), &record)
        }
      }
    }

    /// How many references name each id; one that names it twice counts once.
    private func countReferences(_ meta: Int) -> [String: Int] {
      var counts: [String: Int] = [:]
      for reference in tree.descendants(JATSName.xref, of: meta) {
        var ids: Set<String> = []
        forEachID(of: reference) { ids.insert($0) }
        for id in ids { counts[id, default: 0] += 1 }
      }
      return counts
    }

    // MARK: - Names

    private func person(
      _ node: Int, _ name: JATSName, as roles: [Role], alternatives: inout [PersonName]
    ) -> Contributor? {
      if name != .nameAlternatives { return person(node, roles) }
      let all = tree.children(JATSName.name, of: node) + tree.children(JATSName.stringName, of: node)
      // The name in the language of the article, else the first one in parts.
      let main =
        all.first { language != nil && tree.attribute(JATSName.lang, of: $0)?.lowercasedASCII == language } ?? all.first
      for other in all where other != main {
        guard var name = person(other, roles)?.name else { continue }
        name.language = tree.attribute(JATSName.lang, of: other)
        alternatives.append(name)
      }
      return main.flatMap { person($0, roles) }
    }

    /// The person of `name` or `string-name`: its parts, or its text if there are none.
    func person(_ node: Int, _ roles: [Role]) -> Contributor? {
      // The indices first, then the texts: of several the last counts.
      var (surname, givenNames, suffix): (Int?, Int?, Int?)
      tree.forEach(in: node, as: JATSName.self) { child, kind in
        switch kind {
        case .surname: surname = child
        case .givenNames: givenNames = child
        case .suffix: suffix = child
        default: break
        }
      }
      if surname == nil, givenNames == nil {
        // A list of names between semicolons is not a name.
        var findings = NameText.Findings()
        let words = text(node)
        var one = words.withUTF8Span {
          NameText.read($0, 0..<$0.count, order: .givenFirst, as: roles, findings: &findings)
        }
        // The text is more than the name, such as a title.
        if !findings.titled.isEmpty { one?.alternativeNames.append(PersonName(literal: words)) }
        return one
      }
      var family = surname.flatMap { present(nameText($0)) }
      var given = givenNames.flatMap { present(nameText($0)) }
      if family == nil { swap(&family, &given) }
      if family == nil { return nil }
      var name = PersonName(family: consume family, given: consume given)
      if let suffix { name.suffix = present(text(suffix)) }
      name.splitFamily()
      if let style = tree.attribute(JATSName.nameStyle, of: node), style == "eastern" || style == "islensk" {
        name.isFamilyFirst = style == "eastern"
      }
      return Contributor(.person, name: consume name, roles: roles)
    }

    /// The text of a part of a name, with ordinary spaces instead of the thin and fixed ones that typesetters
    /// put between initials.
    private func nameText(_ node: Int) -> String {
      let words = text(node)
      if words.isASCII || !words.hasWideSpace { return words }
      var plain = ""
      for scalar in words.unicodeScalars {
        plain.unicodeScalars.append(scalar.properties.isWhitespace ? " " : scalar)
      }
      return plain
    }

    /// A group with a name of its own, and its members.
    func collaboration(_ node: Int, _ name: JATSName, _ roles: [Role]) -> Contributor? {
      let inner = name == .collabAlternatives ? child(.collab, of: node) ?? node : node
      var builder = XMLTextBuilder()
      var members: [Contributor] = []
      var places: [Affiliation] = []
      var child = tree.firstChild(inner)
      var last: Int?
      while let here = child {
        switch tree.element(here, as: JATSName.self) {
        case .contribGroup:
          for member in tree.children(JATSName.contrib, of: here) {
            var others: [PersonName] = []
            guard let one = contributor(member, groupKind: nil, besides: &others) else { continue }
            members.append(one)
            members += others.map { Contributor(.person, name: $0, roles: one.roles) }
          }
        case .aff: if let place = affiliation(here) { places.append(place) }
        case .name, .xref, .fn, .label, .contribId, .email, .address, .bio, .etal: break
        case nil where tree.name(here) == XMLNames.text:
          builder.append(tree, here)
          last = here
        default:
          let rules = JATSText.title.rules
          if rules.isFace(tree, here) {
            rules.append(tree, here, after: last, into: &builder)
          } else {
            builder.space()
            builder.append(text(here))
            builder.space()
          }
        }
        child = tree.sibling(here, in: inner)
      }
      let words = builder.plain()
      if words.isEmpty { return nil }
      var one = Contributor(.organization, name: PersonName(literal: words), roles: roles)
      if !members.isEmpty { one.members = members }
      if !places.isEmpty { one.affiliations = places }
      return one
    }

    // MARK: - Affiliations

    /// The affiliation of an element; nil if it has no text.
    func affiliation(_ node: Int) -> Affiliation? {
      var institutions: [String] = []
      var department: String?
      var places: [String] = []
      var identifiers: [Identifier] = []
      let isLoose = hasLooseWords(node)
      // What is in an institution is part of its name.
      var endOfInstitution = 0
      for part in (node + 1)..<max(tree.end(node), node + 1) {
        let name = tree.element(part, as: JATSName.self)
        switch name {
        case .institutionId:
          let type = tree.attribute(JATSName.institutionIdType, of: part)
          if let found = XMLIdentifiers.body(text(part), type: type) { identifiers.append(found) }
        case _ where isLoose: continue
        case .institution,
          .namedContent where part >= endOfInstitution,
          .styledContent where part >= endOfInstitution:
          let words = text(part)
          let kind = tree.attribute(JATSName.contentType, of: part)
          if words.isEmpty { continue }
          if name == .institution { endOfInstitution = tree.end(part) }
          if Self.isDepartment(kind) {
            department = department.map { "\($0), \(words)" } ?? words
          } else if name != .institution, kind != "institution-name" {
            places.append(words)
          } else if !institutions.contains(words) {
            institutions.append(words)
          }
        case .city, .state, .postalCode, .country:
          let words = text(part)
          if !words.isEmpty { places.append(words) }
        case .addrLine:
          // Cities and countries in it are read as such.
          let words = hasPlaces(part) ? "" : text(part)
          if !words.isEmpty { places.append(words) }
        default: break
        }
      }
      // With a number, it is a part of the institution that has the number.
      if institutions.isEmpty, identifiers.isEmpty, let only = department {
        institutions = [only]
        department = nil
      }
      if institutions.isEmpty, department == nil {
        let words = affiliationText(node)
        if words.isEmpty, identifiers.isEmpty { return nil }
        return Affiliation(words, identifiers: identifiers)
      }
      return Affiliation(
        institutions.joined(separator: ", "), department: department, place: present(places.joined(separator: ", ")),
        identifiers: identifiers)
    }
  }

  extension JATSDecoder {
    /// Whether a part of an institution is named, by the terms that publishers use for it.
    private static func isDepartment(_ kind: String?) -> Bool {
      switch kind?.lowercasedASCII {
      case "dept", "department", "orgdiv1", "orgdiv2", "orgdiv3", "organisation-division", "organization-division",
        "division", "faculty", "school":
        true
      default: false
      }
    }

    /// Whether a line of an address has its towns and countries in elements.
    private func hasPlaces(_ line: Int) -> Bool {
      var hasPlaces = false
      tree.forEach(in: line, as: JATSName.self) { _, name in
        switch name {
        case .city, .state, .postalCode, .country, .namedContent, .styledContent, .institution: hasPlaces = true
        default: break
        }
      }
      return hasPlaces
    }
  }

  extension XMLTree {
    /// Whether affiliations of a size may be given to one more contributor.
    fileprivate func mayRepeat(_ size: Int) -> Bool {
      let isAllowed = inheritance.take(size)
      if !isAllowed { inheritance.cut(.affiliations) }
      return isAllowed
    }
  }

  /// The content of a note about those who refer to it.
  struct JATSNote {
    var flags: Contributor.Flags = []
    var email: String?
  }

  extension JATSDecoder {
    /// Whether there are words between the parts of an affiliation, and not only symbols and a number.
    private func hasLooseWords(_ node: Int) -> Bool {
      var child = tree.firstChild(node)
      while let here = child {
        if tree.name(here) == XMLNames.text, tree.isWord(here) { return true }
        child = tree.sibling(here, in: node)
      }
      return false
    }

    /// The text of an affiliation without the label before it, by which names refer to it.
    func affiliationText(_ node: Int) -> String {
      var builder = XMLTextBuilder()
      collectChildren(node, &builder)
      return builder.plain()
    }

    /// Appends the text of an element, without superscript labels before it and without the identifiers of
    /// institutions.
    private func collectChildren(_ node: Int, _ builder: inout XMLTextBuilder) {
      let rules = JATSText.prose.rules
      var child = tree.firstChild(node)
      var last: Int?
      while let here = child {
        switch tree.element(here, as: JATSName.self) {
        case .sup where builder.isEmpty, .label, .institutionId: break
        case .institutionWrap: collectChildren(here, &builder)
        case nil where tree.name(here) == XMLNames.text:
          builder.append(tree, here)
          last = here
        case _ where rules.isFace(tree, here): rules.append(tree, here, after: last, into: &builder)
        default:
          // There need not be any space between two elements.
          let words = text(here, .prose)
          if let last = builder.bytes.last, last.isLetter || last.isDigit || last >= 0x80 { builder.space() }
          if !words.isEmpty { builder.append(words) }
        }
        child = tree.sibling(here, in: node)
      }
    }
  }
#endif
