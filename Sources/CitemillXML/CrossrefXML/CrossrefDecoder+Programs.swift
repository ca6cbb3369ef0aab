#if XML
  import CitemillCore

  // Funding, licences, relations, clinical trials, updates.

  extension CrossrefDecoder {
    func readProgram(_ node: Int, _ record: inout Record) {
      var isFree = false
      var open = Funding()
      forEachElement(in: node) { child, name in
        switch name {
        case .assertion: readAssertion(child, &open, &record)
        case .licenseRef:
          let start = tree.attribute(CrossrefName.startDate, of: child, as: XMLDates.iso)
          let licence = Licence(
            url: XMLIdentifiers.licence(text(child)), start: start.map { PartialDate($0) },
            appliesTo: tree.attribute(CrossrefName.appliesTo, of: child))
          if licence != Licence() { record.licences.append(licence) }
          keepAttributes(of: child, under: "license_ref", &record)
        case .freeToRead:
          isFree = true
          keepAttributes(of: child, under: "free_to_read", &record)
          tree.take(child)
        case .relatedItem: readRelation(child, &record)
        case .clinicalTrialNumber: readTrial(child, &record)
        default: keep(child, under: "program", &record)
        }
      }
      if open != Funding() { record.funding.append(open) }
      if isFree {
        if record.licences.isEmpty { record.licences.append(Licence()) }
        record.licences[record.licences.count - 1].isFreeToRead = true
      }
    }

    /// An assertion of the funders' registry. Groups contain other assertions, and some assertions are in no
    /// group.
    private func readAssertion(_ node: Int, _ funding: inout Funding, _ record: inout Record) {
      let name = tree.attribute(CrossrefName.name, of: node)
      switch name {
      case "fundgroup":
        var group = Funding()
        for inner in tree.children(CrossrefName.assertion, of: node) { readAssertion(inner, &group, &record) }
        if group != Funding() { record.funding.append(group) }
        return
      case "funder_name":
        if funding.funder != nil {
          record.funding.append(funding)
          funding = Funding()
        }
        funding.funder = present(ownText(node))
      case "funder_identifier", "ror":
        let type = name == "ror" || ownText(node).utf8.contains("ror.org/") ? "ror" : "funder-id"
        if let found = XMLIdentifiers.body(ownText(node), type: type) { funding.identifiers.append(found) }
      case "award_number":
        let number = ownText(node)
        if !number.isEmpty { funding.awards.append(Funding.Award(number: number)) }
      default: keep("program/assertion[\(name ?? "")]", ownText(node), &record)
      }
      for inner in tree.children(CrossrefName.assertion, of: node) { readAssertion(inner, &funding, &record) }
    }

    private func readRelation(_ node: Int, _ record: inout Record) {
      let words = present(text(.description, of: node))
      forEachElement(in: node) { relation, name in
        switch name {
        case .description: break
        case .interWorkRelation, .intraWorkRelation:
          let type = tree.attribute(CrossrefName.relationshipType, of: relation) ?? "related"
          let target = XMLIdentifiers.identifier(
            text(relation), type: tree.attribute(CrossrefName.identifierType, of: relation))
          record.relations.append(Relation(type.parted(by: UInt8(ascii: "-")), target: target, label: words))
          keepAttributes(of: relation, under: "related_item[\(record.relations.count)]", &record)
        default: keep(relation, under: "related_item", &record)
        }
      }
    }

    /// The registration of a clinical trial, with the registry, and the stage: before or after the results.
    private func readTrial(_ node: Int, _ record: inout Record) {
      let number = text(node)
      if number.isEmpty { return }
      let type = tree.attribute(CrossrefName.type, of: node)
      record.relations.append(
        Relation("clinical-trial", target: Identifier("clinical-trial-number", number), label: type))
      keep("clinical-trial-number[\(number)]/@registry", tree.attribute(CrossrefName.registry, of: node), &record)
    }

    // MARK: - Crossmark

    func readCrossmark(_ node: Int, _ record: inout Record) {
      forEachElement(in: node) { child, name in
        switch name {
        case .updates: for update in tree.children(CrossrefName.update, of: child) { readUpdate(update, &record) }
        case .customMetadata: readCustomMetadata(child, &record)
        default: keep(child, under: "crossmark", &record)
        }
      }
    }

    /// A work that this one corrects, retracts or updates.
    private func readUpdate(_ node: Int, _ record: inout Record) {
      let date = tree.attribute(CrossrefName.date, of: node, as: XMLDates.iso)
      let doi = text(node)
      record.relations.append(
        Relation(
          tree.attribute(CrossrefName.type, of: node) ?? "update", target: doi.isEmpty ? nil : DOIText.identifier(doi),
          label: tree.attribute(CrossrefName.label, of: node), date: date.map { PartialDate($0) }))
    }

    /// What publishers assert under common names; the text is kept as well.
    private func readStatement(_ name: String, _ words: String, _ record: inout Record) {
      if name.lowercasedASCII == "copyright" {
        if record[.copyright] == nil { record[.copyright] = present(words) }
        return
      }
      let kinds: [String: DateKind] = ["received": .received, "revised": .revised, "accepted": .accepted]
      guard let kind = kinds[name.lowercasedASCII], record[date: kind] == nil,
        let date = XMLDates.iso(words) ?? DateText.read(words)
      else { return }
      record[date: kind] = PartialDate(date)
    }

    /// Adds elements that are not there yet. Only the first ones are compared, since some lists are long.
    private func add<Part: Equatable>(_ parts: [Part], to list: inout [Part]) {
      for part in parts where !list.prefix(64).contains(part) { list.append(part) }
    }

    private func readCustomMetadata(_ node: Int, _ record: inout Record) {
      forEachElement(in: node) { child, name in
        switch name {
        case .assertion:
          let name = tree.attribute(CrossrefName.name, of: child) ?? ""
          let path = "crossmark/assertion[\(name)]"
          keep(path, text(child), &record)
          readStatement(name, text(child), &record)
          keepAttributes(of: child, under: path, &record)
        // Some give the funder and the licence only here.
        case .program:
          var inner = Record()
          readProgram(child, &inner)
          add(inner.funding, to: &record.funding)
          add(inner.licences, to: &record.licences)
          add(inner.relations, to: &record.relations)
          record.nativeFields += inner.nativeFields
        default: keep(child, under: "crossmark", &record)
        }
      }
    }
  }
#endif
