#if XML
  import CitemillCore

  // People, organisations and affiliations.

  /// The affiliations of the contributors of an article, each once, with the ids by which names refer to
  /// them.
  struct JATSPlaces {
    private(set) var all: [Affiliation] = []
    private var places: [Affiliation: Int] = [:]

    init(of contributors: [Contributor]) {
      for index in contributors.indices where !contributors[index].isBare { add(contributors[index], depth: 0) }
    }

    // Members go no deeper than the model allows.
    private mutating func add(_ one: Contributor, depth: Int) {
      for place in one.affiliations where places[place] == nil {
        places[place] = all.count
        all.append(place)
      }
      if depth < 8 { for member in one.members { add(member, depth: depth + 1) } }
    }

    /// The ids of a list of affiliations; `rid` takes several.
    func ids(of list: [Affiliation]) -> [String] { list.compactMap { places[$0] }.map(Self.id) }

    /// The id of each.
    var ids: Set<String> { Set(all.indices.map(Self.id)) }

    static func id(_ index: Int) -> String { "aff\(index + 1)" }
  }

  extension JATSWriter {
    static func contributors(_ article: JATSArticle, _ xml: inout XML) {
      let people = article.record.contributors
      xml.element(.contribGroup) { xml in
        for index in people.indices { contributor(people[index], in: article, depth: 0, &xml) }
      }
      for (index, place) in article.places.all.enumerated() { affiliation(place, id: JATSPlaces.id(index), &xml) }
    }

    /// A name in the order of Publishing: numbers, name, then places and roles in the order of the reader.
    private static func contributor(_ one: Contributor, in article: JATSArticle, depth: Int, _ xml: inout XML) {
      // In the DTD `et al.` is not a contributor.
      if one.kind == .others { return }
      let isGroup = one.flags.contains(.onBehalfOf) && one.kind == .organization
      xml.element(.contrib) { xml in
        xml.attribute(.contribType, JATSTypes.word(for: one.roles.first ?? .author, in: article.record))
        if one.flags.contains(.corresponding) { xml.attribute(.corresp, "yes") }
        if one.flags.contains(.equalContribution) { xml.attribute(.equalContrib, "yes") }
        if one.flags.contains(.deceased) { xml.attribute(.deceased, "yes") }
        for identifier in one.identifiers { number(identifier, of: one, &xml) }
        if !isGroup { name(of: one, in: article, depth: depth, &xml) }
        if isGroup { xml.element(.onBehalfOf, one.name.literal) }
        for role in one.roles.dropFirst() { credit(role, &xml) }
        xml.element(.email, one.email)
        for id in article.places.ids(of: one.affiliations) {
          xml.empty(.xref) { xml in
            xml.attribute(.refType, "aff")
            xml.attribute(.rid, id)
          }
        }
      }
    }

    private static func number(_ identifier: Identifier, of one: Contributor, _ xml: inout XML) {
      let isORCID = identifier.scheme == .orcid
      xml.element(.contribId) { xml in
        xml.attribute(
          .contribIdType, isORCID ? "orcid" : identifier.scheme == .isni ? "isni" : identifier.scheme.rawValue)
        if one.flags.contains(.authenticated) { xml.attribute(.authenticated, "true") }
        xml.text(isORCID && identifier.isValid == true ? "https://orcid.org/\(identifier.value)" : identifier.value)
      }
    }

    /// A role of CRediT by its URL at NISO, for which Archiving 1.1 has `content-type`.
    private static func credit(_ role: Role, _ xml: inout XML) {
      guard JATSTypes.credit(role.rawValue) == role else { return }
      xml.element(.role) { xml in
        xml.attribute(.contentType, "https://credit.niso.org/contributor-roles/\(role.rawValue)/")
        xml.text(JATSTypes.creditTerm(role))
      }
    }

    private static func name(of one: Contributor, in article: JATSArticle, depth: Int, _ xml: inout XML) {
      if one.alternativeNames.isEmpty { return form(of: one, in: article, depth: depth, &xml) }
      guard one.kind == .person || one.kind == .unparsed else { return form(of: one, in: article, depth: depth, &xml) }
      xml.element(.nameAlternatives) { xml in
        form(of: one, in: article, depth: depth, &xml)
        for name in one.alternativeNames { person(name, language: name.language, &xml) }
      }
    }

    private static func form(of one: Contributor, in article: JATSArticle, depth: Int, _ xml: inout XML) {
      switch one.kind {
      case .person: person(one.name, language: one.name.language, &xml)
      case .unparsed: xml.element(.stringName, one.name.literal)
      case .organization:
        xml.element(.collab) { xml in
          xml.text(one.name.literal ?? "")
          if depth > 8 { return }
          xml.element(.contribGroup) { xml in
            for member in one.members { contributor(member, in: article, depth: depth + 1, &xml) }
          }
        }
      case .anonymous: xml.empty(.anonymous)
      case .others: break
      }
    }

    /// A name in parts; one without parts is written as text.
    static func person(_ name: PersonName, language: String? = nil, _ xml: inout XML) {
      if let literal = name.literal {
        return xml.element(.stringName) { xml in
          xml.attribute(.lang, nameToken(language))
          xml.text(literal)
        }
      }
      xml.element(.name) { xml in
        if name.isFamilyFirst { xml.attribute(.nameStyle, "eastern") }
        xml.attribute(.lang, nameToken(language))
        xml.element(.surname, joined(name.nonDroppingParticle, name.family))
        xml.element(.givenNames, joined(name.given, name.droppingParticle))
        xml.element(.suffix, name.suffix)
      }
    }

    private static func joined(_ first: String?, _ second: String?) -> String? {
      guard let first else { return second }
      return second.map { "\(first) \($0)" } ?? first
    }

    // MARK: - Affiliations

    private static func affiliation(_ place: Affiliation, id: String, _ xml: inout XML) {
      xml.empty(.aff) { xml in
        xml.attribute(.id, id)
        // A name alone may be a whole address.
        if place.department == nil, place.place == nil, place.identifiers.isEmpty { return xml.text(place.name) }
        xml.element(.institution, place.department, (.contentType, "dept"))
        institution(place.name, place.identifiers, &xml)
        xml.element(.addrLine, place.place)
      }
    }

    /// An institution with its numbers.
    static func institution(_ name: String?, _ identifiers: [Identifier], _ xml: inout XML) {
      if identifiers.isEmpty { return xml.element(.institution, name) }
      xml.element(.institutionWrap) { xml in
        for identifier in identifiers {
          xml.element(.institutionId) { xml in
            xml.attribute(.institutionIdType, JATSTypes.word(forInstitution: identifier.scheme))
            xml.text(identifier.scheme == .funderRegistry ? "https://doi.org/\(identifier.value)" : identifier.value)
          }
        }
        xml.element(.institution, name)
      }
    }
  }
#endif
