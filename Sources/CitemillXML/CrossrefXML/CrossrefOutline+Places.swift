#if XML
  import CitemillCore

  // What an outline can hold, for `expressible` and the names on the page of the format.

  extension CrossrefOutline {
    /// What a deposit can hold for works of a type.
    static func expressible(for type: RecordType, in format: CrossrefXML) -> FieldSet {
      if let kind = format.kind, CrossrefKind(type) != kind { return FieldSet([]) }
      var record = Record()
      record.type = type
      let alone = outline(of: record)
      record.container = Container(.series, titles: [Title("a")], identifiers: [Identifier(.issn, "2049-3630")])
      guard let alone, let inSeries = outline(of: record) else { return FieldSet([]) }
      var paths = [FieldPath(.type), FieldPath(.nativeFields, CrossrefDecoder.format)]
      for path in alone.paths(of: type, format) + inSeries.paths(of: type, format) where !paths.contains(path) {
        paths.append(path)
      }
      let lost: [Facet] = [.email, .members, .isOthers]
      return FieldSet(
        paths,
        except: FieldPath.Tier.allCases.flatMap { tier in lost.map { FieldPath(.contributors, in: tier, facet: $0) } })
    }

    /// The places that it writes.
    private func paths(of type: RecordType, _ format: CrossrefXML) -> [FieldPath] {
      switch self {
      case .within(let name, let inner):
        Self.attributes(of: name).compactMap { Self.place(of: $0, type) } + inner.flatMap { $0.paths(of: type, format) }
      case .crossmark(let inner): inner.flatMap { $0.paths(of: type, format) } + [FieldPath(.relations)]
      case .since54(let inner): format.schema == .v5_4_0 ? inner.flatMap { $0.paths(of: type, format) } : []
      case .value(_, let variable, let tier): [.variable(variable, in: tier)]
      case .event: [FieldPath(.event)]
      case .date(_, let kinds): kinds.map { FieldPath(.dates, $0.rawValue) }
      case .titles(let tier):
        [Title.Kind.main, .sub, .original].map { FieldPath(.titles, $0.rawValue, in: tier) }
      case .translations: [FieldPath(.titles, Title.Kind.translated.rawValue)]
      case .fullTitles(let tier):
        [Title.Kind.main, .alternative, .short].map { FieldPath(.titles, $0.rawValue, in: tier) }
      case .mainTitle(_, let tier): [FieldPath(.titles, Title.Kind.main.rawValue, in: tier)]
      case .issueTitle: [FieldPath(.titles, Title.Kind.issue.rawValue, in: .host)]
      case .contributors(let people): Self.roles(of: people)
      case .publisher: [.variable(.publisher), .variable(.publisherPlace)]
      case .institution(.institution): [.variable(.institution)]
      case .institution: [.variable(.publisher), .variable(.publisherPlace), .variable(.institution)]
      case .standardsBody: [.variable(.authority)]
      case .publicationDates, .wholeDates, .partDates:
        [DateKind.issued, .online, .print].map { FieldPath(.dates, $0.rawValue) }
      case .issueDate: [FieldPath(.dates, DateKind.issued.rawValue)]
      case .eventDate: [FieldPath(.dates, DateKind.event.rawValue)]
      case .issn(let tier): [IdentifierScheme.issn, .eissn].map { FieldPath(.identifiers, $0.rawValue, in: tier) }
      case .coden(let tier): [FieldPath(.identifiers, "CODEN", in: tier)]
      case .isbn(let tier, _): [FieldPath(.identifiers, IdentifierScheme.isbn.rawValue, in: tier)]
      case .pages: [.variable(.pages)]
      case .itemNumber: [.variable(.articleNumber)]
      case .publisherItem:
        [.variable(.articleNumber)] + (type == .report ? [.variable(.number)] : [])
          + [IdentifierScheme.pii, .pmid, .reportNumber, "sici", "dai", "other"].map {
            FieldPath(.identifiers, $0.rawValue)
          }
      case .designators: [.variable(.number)]
      case .address: [FieldPath(.identifiers, "DOI"), FieldPath(.identifiers, "URL"), FieldPath(.files)]
      case .abstracts: [FieldPath(.abstracts)]
      case .description: [FieldPath(.abstracts, Abstract.Kind.main.rawValue)]
      case .format: [.variable(.medium)]
      case .funding: [FieldPath(.funding)]
      case .licences: [FieldPath(.licences)]
      case .trials, .relations, .components: [FieldPath(.relations)]
      case .citations: [FieldPath(.references)]
      }
    }

    /// The place for an attribute, beside the type.
    private static func place(of attribute: CrossrefName, _ type: RecordType) -> FieldPath? {
      switch attribute {
      case .language: .variable(.language)
      case .publicationStatus: .variable(.status)
      case .type: .variable(.genre)
      default: nil
      }
    }

    private static func roles(of people: CrossrefPeople) -> [FieldPath] {
      switch people {
      case .work, .part: CrossrefEntry.roles.map { FieldPath(.contributors, $0.rawValue) }
      case .whole: [Role.editor, .chair, .containerAuthor].map { FieldPath(.contributors, $0.rawValue) }
      case .host: CrossrefEntry.roles.map { FieldPath(.contributors, $0.rawValue, in: .host) }
      case .series: [FieldPath(.contributors, Role.collectionEditor.rawValue)]
      }
    }

    // MARK: - Names

    /// The elements and attributes that a schema has for works of any type.
    static func names(in schema: CrossrefXML.Schema) -> Set<CrossrefName> {
      var names: Set<CrossrefName> = []
      var record = Record()
      for type in RecordType.allCases {
        record.type = type
        for container in [nil, Container(.series, titles: [Title("a")], identifiers: [Identifier(.issn, "2049-3630")])]
        {
          record.container = container
          if let outline = outline(of: record) { names.formUnion(outline.names(in: schema)) }
        }
      }
      return names
    }

    private func names(in schema: CrossrefXML.Schema) -> [CrossrefName] {
      switch self {
      case .within(let name, let inner): [name] + Self.attributes(of: name) + inner.flatMap { $0.names(in: schema) }
      case .crossmark(let inner):
        [.crossmark, .crossmarkPolicy, .updates, .update, .type, .date] + inner.flatMap { $0.names(in: schema) }
      case .since54(let inner): schema == .v5_4_0 ? inner.flatMap { $0.names(in: schema) } : []
      case .value(let name, _, _), .event(let name, _), .mainTitle(let name, _): [name]
      case .date(let name, _): [name, .month, .day, .year]
      case .titles: [.titles, .title, .subtitle, .originalLanguageTitle, .language] + Self.faces
      case .translations, .issueTitle: [.titles, .title] + Self.faces
      case .fullTitles: [.fullTitle, .abbrevTitle]
      case .contributors: Self.ofPeople
      case .publisher: [.publisher, .publisherName, .publisherPlace]
      case .institution: [.institution, .institutionName, .institutionPlace]
      case .standardsBody: [.standardsBody, .standardsBodyName, .standardsBodyAcronym]
      case .publicationDates, .issueDate, .wholeDates, .partDates: [.publicationDate, .mediaType, .month, .day, .year]
      case .eventDate: [.conferenceDate, .startYear, .startMonth, .startDay, .endYear, .endMonth, .endDay]
      case .issn: [.issn, .mediaType]
      case .coden: [.coden]
      case .isbn: [.isbn, .noisbn, .reason]
      case .pages: [.pages, .firstPage, .lastPage, .otherPages]
      case .itemNumber: [.itemNumber, .itemNumberType]
      case .publisherItem: [.publisherItem, .itemNumber, .itemNumberType, .identifier, .idType]
      case .designators: [.designators, .stdAsPublished, .stdDesignator]
      case .address: [.doi, .resource, .collection, .property, .item, .crawler, .mimeType]
      case .abstracts:
        [.abstract, .abstractType, .sec, .title, .p, .italic, .bold, .underline, .sub, .sup, .sc, .monospace] + [
          .overline, .strike,
        ]
      case .description: [.description] + Self.faces
      case .format: [.format, .mimeType]
      case .funding: [.program, .name, .assertion]
      case .licences: [.program, .name, .freeToRead, .licenseRef, .startDate, .appliesTo]
      case .trials: [.program, .clinicalTrialNumber, .registry, .type]
      case .relations:
        [
          .program, .relatedItem, .description, .interWorkRelation, .intraWorkRelation, .relationshipType,
          .identifierType,
        ]
      case .citations: Self.ofCitations + Self.faces
      case .components:
        [.componentList, .component, .parentRelation, .titles, .title, .format, .mimeType, .doiData, .doi, .resource]
      }
    }

    private static func attributes(of name: CrossrefName) -> [CrossrefName] {
      switch name {
      case .book: [.bookType]
      case .contentItem: [.componentType, .language]
      case .postedContent, .peerReview: [.type, .language]
      case .standardMetadata: [.publicationStatus, .language]
      case .saComponent: [.parentDoi]
      case .component: [.parentRelation, .language]
      case .dataset: [.datasetType]
      default: [.language]
      }
    }

    private static let faces: [CrossrefName] = [.i, .b, .u, .sub, .sup, .scp, .tt, .ovl]
    private static let ofPeople: [CrossrefName] = [
      .contributors, .personName, .organization, .anonymous, .contributorRole, .sequence, .nameStyle, .language,
      .givenName,
      .surname, .suffix, .affiliations, .institution, .institutionName, .institutionId, .type, .institutionPlace,
      .institutionDepartment, .orcid, .authenticated, .altName, .name, .stringName,
    ]
    private static let ofCitations: [CrossrefName] = [
      .citationList, .citation, .key, .type, .issn, .journalTitle, .author, .volume, .issue, .firstPage, .elocationId,
      .cYear, .doi, .isbn, .seriesTitle, .volumeTitle, .editionNumber, .componentNumber, .articleTitle, .stdDesignator,
      .standardsBody, .standardsBodyName, .standardsBodyAcronym, .unstructuredCitation,
    ]
  }
#endif
