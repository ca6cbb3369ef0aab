#if XML
  import CitemillCore

  // Funding, licences, trials, relations, updates, components.

  extension CrossrefEntry {
    // MARK: - Crossmark

    /// Writes programs alone, or within `crossmark` if there is an update and the DOI of a policy was given.
    func writeCrossmark(_ inner: [CrossrefOutline], into xml: inout Sink) {
      let updates = self.updates
      guard let policy = format.crossmarkPolicy, !updates.isEmpty else {
        for one in inner { write(one, into: &xml) }
        return
      }
      xml.element(.crossmark) { xml in
        xml.element(.crossmarkPolicy, policy)
        xml.element(.updates) { xml in
          for one in updates {
            xml.element(.update) { xml in
              xml.attribute(.type, one.type)
              xml.attribute(.date, one.date)
              xml.text(one.doi)
            }
          }
        }
        xml.element(.customMetadata) { xml in
          for one in inner { write(one, into: &xml) }
        }
      }
    }

    /// What the work corrects, retracts or updates: Crossref's type, the day, the DOI.
    private var updates: [(type: String, date: String, doi: String)] {
      record.relations.compactMap { one in
        let date = one.date ?? record[date: .issued]
        guard let type = CrossrefTypes.update(one.type), one.target?.scheme == .doi,
          let doi = CrossrefLimits.value(one.target?.value, of: .doi), let day = XMLDateParts(date)?.iso
        else { return nil }
        return (type, day, doi)
      }
    }

    // MARK: - Funding

    func writeFunding(into xml: inout Sink) {
      let known = record.funding.filter { isKnown($0) }
      if known.isEmpty { return }
      xml.with(prefix: "fr:") { xml in
        xml.element(.program) { xml in
          xml.attribute(.name, "fundref")
          for one in known { write(one, into: &xml) }
        }
      }
    }

    /// Whether there is something to assert about it.
    private func isKnown(_ funding: Funding) -> Bool {
      func isText(_ text: String?) -> Bool { text.map { !CrossrefLimits.isBlank($0) } ?? false }
      return isText(funding.funder) || funding.awards.contains { isText($0.number) }
        || format.schema == .v5_4_0 && funding.identifiers.contains { $0.scheme == .ror && Self.body($0) != nil }
    }

    private func write(_ funding: Funding, into xml: inout Sink) {
      xml.element(.assertion) { xml in
        xml.attribute(.name, "fundgroup")
        writeAssertion("funder_name", funding.funder, into: &xml) { xml in
          for id in funding.identifiers where id.scheme == .funderRegistry {
            writeAssertion("funder_identifier", "https://doi.org/\(id.value)", into: &xml)
          }
        }
        if format.schema == .v5_4_0 {
          for id in funding.identifiers where id.scheme == .ror {
            writeAssertion("ror", Self.body(id)?.address, into: &xml)
          }
        }
        for award in funding.awards { writeAssertion("award_number", award.number, into: &xml) }
      }
    }

    private func writeAssertion(
      _ name: String, _ text: String?, into xml: inout Sink, _ inner: (inout Sink) -> Void = { _ in }
    ) {
      guard let text = text.map({ CrossrefLimits.plain($0) }), !text.isEmpty else { return }
      xml.element(.assertion) { xml in
        xml.attribute(.name, name)
        xml.text(text)
        xml.inText { inner(&$0) }
      }
    }

    // MARK: - Licences

    func writeLicences(into xml: inout Sink) {
      let known = record.licences.compactMap { one in
        CrossrefLimits.value(one.url, of: .licenseRef).map { (one, $0) }
      }
      let isFree = record.licences.contains(where: \.isFreeToRead)
      if known.isEmpty, !isFree { return }
      xml.with(prefix: "ai:") { xml in
        xml.element(.program) { xml in
          xml.attribute(.name, "AccessIndicators")
          if isFree { xml.empty(.freeToRead) }
          for (licence, address) in known {
            xml.element(.licenseRef) { xml in
              xml.attribute(.startDate, XMLDateParts(licence.start)?.iso)
              if let version = licence.appliesTo, ["vor", "am", "tdm"].contains(version) {
                xml.attribute(.appliesTo, version)
              }
              xml.text(address)
            }
          }
        }
      }
    }

    // MARK: - Trials

    func writeTrials(into xml: inout Sink) {
      let trials = record.relations.compactMap { one -> (number: String, registry: String, stage: String?)? in
        guard one.type == "clinical-trial", let number = one.target.map({ CrossrefLimits.plain($0.value) }),
          let registry = CrossrefTypes.registry(ofTrial: number)
        else { return nil }
        return (number, registry, one.label)
      }
      if trials.isEmpty { return }
      xml.with(prefix: "ct:") { xml in
        xml.element(.program) { xml in
          for trial in trials {
            xml.element(.clinicalTrialNumber) { xml in
              xml.attribute(.registry, trial.registry)
              if let stage = trial.stage, ["preResults", "results", "postResults"].contains(stage) {
                xml.attribute(.type, stage)
              }
              xml.text(trial.number)
            }
          }
        }
      }
    }

    // MARK: - Relations

    func writeRelations(into xml: inout Sink) {
      let relations = record.relations.filter { !isWrittenElsewhere($0) }
      let known = relations.compactMap { one in relation(one).map { (one, $0) } }
      if known.isEmpty { return }
      xml.with(prefix: "rel:") { xml in
        xml.element(.program) { xml in
          for (one, found) in known {
            xml.element(.relatedItem) { xml in
              if let label = one.label { xml.element(.description, CrossrefLimits.plain(label)) }
              xml.element(found.isIntra ? .intraWorkRelation : .interWorkRelation) { xml in
                xml.attribute(.relationshipType, found.type)
                xml.attribute(.identifierType, found.scheme)
                xml.text(found.value)
              }
            }
          }
        }
      }
    }

    /// Whether an element of its own holds the relation: to a trial, to an updated work, to a component, to
    /// the work that a component belongs to.
    private func isWrittenElsewhere(_ one: Relation) -> Bool {
      if one.type == "clinical-trial" || record.type == .component { return true }
      return components.contains { $0.target == one.target && one.type == "has-part" }
    }

    private func relation(_ one: Relation) -> (type: String, isIntra: Bool, scheme: String, value: String)? {
      guard let found = CrossrefTypes.relation(one.type), let target = one.target else { return nil }
      let value = CrossrefLimits.plain(target.value)
      if value.isEmpty { return nil }
      let scheme: String =
        switch target.scheme {
        case .doi: "doi"
        case .issn: "issn"
        case .isbn: "isbn"
        case .url: "uri"
        case .pmid: "pmid"
        case .pmcid: "pmcid"
        case .arxiv: "arxiv"
        case .handle: "handle"
        case .accession: "accession"
        default: ["purl", "ark", "uuid", "ecli"].contains(target.scheme.rawValue) ? target.scheme.rawValue : "other"
        }
      return (found.type, found.isIntra, scheme, value)
    }

    /// Whether a relation names what a review is about.
    var reviews: Bool { record.relations.contains { $0.type == "is-review-of" && relation($0) != nil } }

    // MARK: - Components

    /// The figures, tables and files that have both a DOI and a URL.
    private var components: [(target: Identifier, doi: String, file: FileLink, address: String)] {
      if record.files.isEmpty || record.relations.isEmpty { return [] }
      return record.files.compactMap { file in
        guard file.purpose == "component", let address = CrossrefLimits.value(file.location, of: .resource),
          let target = record.relations.first(where: { $0.type == "has-part" && $0.label == file.title })?.target,
          target.scheme == .doi, let doi = CrossrefLimits.value(target.value, of: .doi)
        else { return nil }
        return (target, doi, file, address)
      }
    }

    func writeComponents(into xml: inout Sink) {
      let components = self.components
      if components.isEmpty { return }
      xml.element(.componentList) { xml in
        for one in components {
          xml.element(.component) { xml in
            xml.attribute(.parentRelation, "isPartOf")
            if let title = one.file.title.map({ CrossrefLimits.plain($0) }), !title.isEmpty {
              xml.element(.titles) { $0.element(.title, title) }
            }
            if let type = CrossrefLimits.mediaType(one.file.mediaType) {
              xml.empty(.format) { $0.attribute(.mimeType, type) }
            }
            xml.element(.doiData) { xml in
              xml.element(.doi, one.doi)
              xml.element(.resource, one.address)
            }
          }
        }
      }
    }
  }
#endif
