#if XML
  import CitemillCore

  // People and organisations.

  extension CrossrefEntry {
    /// The people that an element names, each with the role of the schema.
    func people(_ people: CrossrefPeople) -> [(role: String, one: Contributor)] {
      let list: [Contributor] =
        switch people {
        case .host: record.container(.host)?.contributors ?? []
        case .series: record.contributors + (record.container(.series)?.contributors ?? [])
        case .work, .part, .whole: record.contributors
        }
      return list.compactMap { one in
        guard isNamed(one), let role = role(of: one, people) else { return nil }
        return (role, one)
      }
    }

    /// The role that an element has for a contributor; nil for those who are named in another element, or in
    /// none.
    private func role(of one: Contributor, _ people: CrossrefPeople) -> String? {
      let isOfWhole =
        one.roles.contains { [.editor, .containerAuthor, .chair].contains($0) } && !one.roles.contains(.author)
      switch people {
      case .series: return one.roles.contains(.collectionEditor) ? "editor" : nil
      case .whole:
        if !isOfWhole { return nil }
        return one.roles.contains(.containerAuthor) ? "author" : Self.word(one.roles)
      case .part: return isOfWhole ? nil : Self.word(one.roles)
      case .work, .host:
        if record.type == .peerReview, one.roles.first == .author,
          record[.genre].map({ $0 == "referee-report" }) ?? true
        {
          return "reviewer"
        }
        return Self.word(one.roles)
      }
    }

    /// The first role for which the schemas have a term.
    private static func word(_ roles: [Role]) -> String? { roles.first { Self.roles.contains($0) }?.rawValue }

    /// The roles that the schemas have.
    static let roles: [Role] = [
      .author, .editor, .chair, .translator, "reviewer", "review-assistant", "stats-reviewer", "reviewer-external",
      "reader",
    ]

    /// Whether an element can hold a name.
    private func isNamed(_ one: Contributor) -> Bool {
      switch one.kind {
      case .person: parts(of: one.name) != nil
      case .organization: CrossrefLimits.value(one.name.literal, of: .organization) != nil
      case .unparsed:
        CrossrefLimits.value(one.name.literal, of: .surname) != nil
          || CrossrefLimits.value(one.name.literal, of: .organization) != nil
      case .anonymous: true
      case .others: false
      }
    }

    /// The names of a person as elements take them; a single name is the surname.
    private func parts(of name: PersonName) -> (surname: String, given: String?)? {
      let family = [name.droppingParticle, name.nonDroppingParticle, name.family].compactMap { $0 }
      let whole = name.family == nil ? name.given : family.joined(separator: " ")
      guard let surname = CrossrefLimits.value(whole, of: .surname) else { return nil }
      return (surname, name.family == nil ? nil : CrossrefLimits.value(name.given, of: .givenName))
    }

    // MARK: - Writing

    func writeContributors(_ people: CrossrefPeople, into xml: inout Sink) {
      let list = self.people(people)
      if list.isEmpty { return }
      xml.element(.contributors) { xml in
        for (index, one) in list.enumerated() {
          write(one.one, as: one.role, sequence: index == 0 ? "first" : "additional", into: &xml)
        }
      }
    }

    private func write(_ one: Contributor, as role: String, sequence: String, into xml: inout Sink) {
      func writeRole(_ xml: inout Sink) {
        xml.attribute(.contributorRole, role)
        xml.attribute(.sequence, sequence)
        if one.name.isFamilyFirst { xml.attribute(.nameStyle, "eastern") }
        xml.attribute(.language, CrossrefLimits.language(one.name.language))
      }
      let single = one.kind == .unparsed ? CrossrefLimits.value(one.name.literal, of: .surname) : nil
      switch one.kind {
      case _ where one.kind == .organization || one.kind == .unparsed && single == nil:
        xml.element(.organization) { xml in
          writeRole(&xml)
          xml.text(CrossrefLimits.plain(one.name.literal ?? ""))
        }
      case .anonymous:
        xml.empty(.anonymous) { xml in
          writeRole(&xml)
          writeAffiliations(of: one, into: &xml)
        }
      default:
        guard let name = single.map({ (surname: $0, given: nil) }) ?? parts(of: one.name) else { return }
        xml.element(.personName) { xml in
          writeRole(&xml)
          xml.element(.givenName, name.given)
          xml.element(.surname, name.surname)
          if format.schema == .v5_4_0 { writeOtherNames(of: one, into: &xml) }
          xml.value(.suffix, one.name.suffix)
          writeAffiliations(of: one, into: &xml)
          writeORCID(of: one, into: &xml)
          if format.schema == .v5_3_1 { writeAlternativeNames(of: one, into: &xml) }
        }
      }
    }

    private func writeAffiliations(of one: Contributor, into xml: inout Sink) {
      if one.affiliations.isEmpty { return }
      xml.element(.affiliations) { xml in
        for place in one.affiliations { write(place, into: &xml) }
      }
    }

    private func write(_ place: Affiliation, into xml: inout Sink) {
      let name = CrossrefLimits.value(place.name, of: .institutionName)
      let ids = place.identifiers.compactMap { Self.body($0) }
      if name == nil, ids.isEmpty { return }
      xml.element(.institution) { xml in
        xml.element(.institutionName, name)
        for id in ids {
          xml.element(.institutionId) { xml in
            xml.attribute(.type, id.type)
            xml.text(id.address)
          }
        }
        xml.value(.institutionPlace, place.place)
        xml.value(.institutionDepartment, place.department)
      }
    }

    /// The number of an organisation as a URL, as the schemas require it; nil for those that they do not
    /// have.
    static func body(_ identifier: Identifier) -> (type: String, address: String)? {
      let (type, site): (String, String)
      switch identifier.scheme {
      case .ror: (type, site) = ("ror", "https://ror.org/")
      case .isni: (type, site) = ("isni", "https://isni.org/isni/")
      case .wikidata: (type, site) = ("wikidata", "https://www.wikidata.org/entity/")
      default: return nil
      }
      let value = identifier.value
      let last = value.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) }
      if identifier.scheme == .isni, !(last.map(Checksum.isORCID) ?? false) { return nil }
      let isAddress = value.utf8.starts(with: "https://".utf8)
      let bare = value.utf8.contains(UInt8(ascii: "/")) && !isAddress
      let number = String(decoding: value.utf8.filter { $0 != 32 && $0 != UInt8(ascii: "-") }, as: UTF8.self)
      let isNumber = !number.isEmpty && number.utf8.allSatisfy { $0.isLetter || $0.isDigit }
      let address = isAddress ? value : bare || !isNumber ? "" : site + number
      guard let found = CrossrefLimits.address(address), (9...58).contains(found.unicodeScalars.count) else {
        return nil
      }
      return (type, found)
    }

    private func writeORCID(of one: Contributor, into xml: inout Sink) {
      guard let orcid = one.identifiers.lazy.compactMap({ Self.orcid($0) }).first else { return }
      xml.element(.orcid) { xml in
        if one.flags.contains(.authenticated) { xml.attribute(.authenticated, "true") }
        xml.text("https://orcid.org/\(orcid)")
      }
    }

    /// An ORCID in groups of four digits, from each form that it comes in; nil for one with a wrong check digit.
    private static func orcid(_ identifier: Identifier) -> String? {
      guard identifier.scheme == .orcid, let plain = IdentifierText.orcid(identifier.value)?.value else { return nil }
      return Checksum.isORCID(plain) ? plain : nil
    }

    /// The same name in another script, in its parts (5.3.1).
    private func writeAlternativeNames(of one: Contributor, into xml: inout Sink) {
      if one.alternativeNames.isEmpty { return }
      xml.element(.altName) { xml in
        for name in one.alternativeNames {
          func writeLanguage(_ xml: inout Sink) {
            if name.isFamilyFirst { xml.attribute(.nameStyle, "eastern") }
            xml.attribute(.language, CrossrefLimits.language(name.language))
          }
          if let parts = parts(of: name) {
            xml.element(.name) { xml in
              writeLanguage(&xml)
              xml.element(.surname, parts.surname)
              xml.element(.givenName, parts.given)
              xml.value(.suffix, name.suffix)
            }
          } else if let literal = name.literal.map({ CrossrefLimits.plain($0) }), !literal.isEmpty {
            xml.element(.stringName) { xml in
              writeLanguage(&xml)
              xml.text(literal)
            }
          }
        }
      }
    }

    /// The same name in another script, as one text (5.4.0).
    private func writeOtherNames(of one: Contributor, into xml: inout Sink) {
      for name in one.alternativeNames {
        let parts = name.isFamilyFirst ? [name.family, name.given] : [name.given, name.family]
        let words = name.literal ?? parts.compactMap { $0 }.joined(separator: " ")
        if let words = CrossrefLimits.value(words, of: .surname) { xml.element(.name, words) }
      }
    }
  }
#endif
