#if XML
  import CitemillCore

  /// What is written of a work, in the order of the schema: elements with their content, and parts of a
  /// record.
  ///
  /// The order is that of the schemas 5.3.1 and 5.4.0, and differs for each kind of work: contributors come
  /// before titles in books, and after them in articles.
  indirect enum CrossrefOutline: Sendable {
    /// An element with its content; left out if nothing is written into it.
    case within(CrossrefName, [CrossrefOutline])
    /// A scalar of the work, its host or its series in an element of its own.
    case value(CrossrefName, Variable, FieldPath.Tier = .own)
    /// A part of the event.
    case event(CrossrefName, Event.Part)
    /// A date in an element of its own; the first of these that is known.
    case date(CrossrefName, [DateKind])

    // Titles.
    case titles(FieldPath.Tier)
    /// Each translation of the title as titles of its own, which only articles may have.
    case translations
    case fullTitles(FieldPath.Tier)
    case mainTitle(CrossrefName, FieldPath.Tier)
    case issueTitle

    // People and organisations.
    case contributors(CrossrefPeople)
    case publisher
    case institution(CrossrefBody)
    case standardsBody

    // Dates.
    case publicationDates
    case issueDate
    /// The dates of the book or proceedings of a part, and those of the part beside them.
    case wholeDates, partDates
    case eventDate

    // Numbers.
    case issn(FieldPath.Tier)
    case coden(FieldPath.Tier)
    /// The ISBN, or why there is none if the schema requires a reason.
    case isbn(FieldPath.Tier, elseReason: String? = nil)
    case pages
    /// The numbers that a publisher gives the work.
    case publisherItem
    /// Only the article number.
    case itemNumber
    case designators
    case address

    // Texts.
    case abstracts
    case description
    case format

    // Other works, funding, terms of use.
    /// Funding, licences and trials, within `crossmark` if there is an update and a policy.
    case crossmark([CrossrefOutline])
    case funding, licences, trials, relations
    case citations
    case components
    /// What only 5.4.0 has.
    case since54([CrossrefOutline])
  }

  /// Which people an element names.
  enum CrossrefPeople: Sendable {
    /// The work's own.
    case work
    /// Those of a part, without those of the enclosing work.
    case part
    /// Those of the enclosing work of a part, who are among the contributors of the part.
    case whole
    /// The container's, such as the editors of an issue.
    case host
    /// Those who edit a series.
    case series
  }

  /// Which institution an element names.
  enum CrossrefBody: Sendable {
    /// The university of a thesis, the server of a preprint.
    case publisher
    /// The site of a post.
    case site
    /// The institution of a report beside its publisher.
    case institution
  }

  // MARK: - The outline of each kind

  extension CrossrefOutline {
    /// What is written of a record; nil if Crossref has no element for works of its type.
    static func outline(of record: Record) -> CrossrefOutline? {
      switch record.type {
      case .periodical: periodical
      case .journalVolume: volume
      case .journalIssue: issue
      case .articleJournal, .articleMagazine, .articleNewspaper, .review, .reviewBook: article
      case .book, .editedBook, .referenceBook, .multivolumeBook: hasSeries(record) ? bookInSeries : book
      case .chapter, .entry, .entryDictionary, .entryEncyclopedia: hasSeries(record) ? chapterInSeries : chapter
      case .paperConference: hasSeries(record) ? paperInSeries : paper
      case .proceedings: hasSeries(record) ? proceedingsInSeries : proceedings
      case .thesis: dissertation
      case .report: hasSeries(record) ? reportInSeries : report
      case .standard: standard
      case .dataset: dataset
      case .database: database
      case .peerReview: review
      case .component: component
      case .preprint, .article: posted(by: .publisher)
      case .post, .postWeblog, .poster: posted(by: .site)
      default: nil
      }
    }

    /// A series needs a title and an ISSN; one without them is not written.
    static func hasSeries(_ record: Record) -> Bool {
      guard let series = record.container(.series) else { return false }
      return CrossrefLimits.value(series.title(), of: .fullTitle) != nil
        && series.identifiers.contains {
          [.issn, .eissn].contains($0.scheme) && CrossrefLimits.value($0.value, of: .issn) != nil
        }
    }

    private static let programs: CrossrefOutline = .crossmark([.funding, .licences, .trials])
    private static let simplePrograms: CrossrefOutline = .crossmark([.funding, .licences])
    private static let version: CrossrefOutline = .since54([.within(.versionInfo, [.value(.version, .version)])])
    private static let workAddress: CrossrefOutline = .within(.doiData, [.address])

    // Journals.

    private static let article: CrossrefOutline = .within(
      .journal,
      [
        .within(.journalMetadata, [.fullTitles(.host), .issn(.host), .coden(.host)]),
        .within(
          .journalIssue,
          [
            .contributors(.host), .issueTitle, .issueDate, .within(.journalVolume, [.value(.volume, .volume)]),
            .value(.issue, .issue), .value(.specialNumbering, .supplementNumber),
          ]),
        .within(
          .journalArticle,
          [
            .titles(.own), .translations, .contributors(.work), .abstracts, .publicationDates,
            .date(.acceptanceDate, [.accepted]), .pages, .publisherItem, programs, .relations, version, workAddress,
            .citations, .components,
          ]),
      ])

    private static let periodical: CrossrefOutline = .within(
      .journal, [.within(.journalMetadata, [.fullTitles(.own), .issn(.own), .coden(.own), workAddress])])

    private static let volume: CrossrefOutline = .within(
      .journal,
      [
        .within(.journalMetadata, [.fullTitles(.host), .issn(.host), .coden(.host)]),
        .within(
          .journalIssue,
          [.issueDate, .within(.journalVolume, [.value(.volume, .volume), .publisherItem, workAddress])]),
      ])

    private static let issue: CrossrefOutline = .within(
      .journal,
      [
        .within(.journalMetadata, [.fullTitles(.host), .issn(.host), .coden(.host)]),
        .within(
          .journalIssue,
          [
            .contributors(.work), .titles(.own), .publicationDates,
            .within(.journalVolume, [.value(.volume, .volume)]), .value(.issue, .issue),
            .value(.specialNumbering, .supplementNumber), workAddress,
          ]),
      ])

    // Books.

    private static let series: CrossrefOutline = .within(
      .seriesMetadata,
      [
        .contributors(.series), .titles(.series), .issn(.series), .coden(.series),
        .value(.seriesNumber, .number, .series),
      ])

    private static let afterBook: [CrossrefOutline] = [
      .publisherItem, simplePrograms, .relations, workAddress, .citations,
    ]

    private static let book: CrossrefOutline = .within(
      .book,
      [
        .within(
          .bookMetadata,
          [
            .contributors(.work), .titles(.own), .abstracts, .value(.editionNumber, .edition), .publicationDates,
            .date(.acceptanceDate, [.accepted]), .isbn(.own, elseReason: "monograph"), .publisher,
          ] + afterBook)
      ])

    private static let bookInSeries: CrossrefOutline = .within(
      .book,
      [
        .within(
          .bookSeriesMetadata,
          [
            series, .contributors(.work), .titles(.own), .abstracts, .value(.volume, .volume),
            .value(.editionNumber, .edition), .publicationDates, .isbn(.own, elseReason: "monograph"), .publisher,
          ] + afterBook)
      ])

    private static let chapterItem: CrossrefOutline = .within(
      .contentItem,
      [
        .contributors(.part), .titles(.own), .abstracts, .value(.componentNumber, .chapterNumber),
        .partDates, .date(.acceptanceDate, [.accepted]), .pages, .publisherItem, programs, .relations, version,
        workAddress,
        .citations, .components,
      ])

    private static let chapter: CrossrefOutline = .within(
      .book,
      [
        .within(
          .bookMetadata,
          [
            .contributors(.whole), .titles(.host), .value(.editionNumber, .edition), .wholeDates,
            .isbn(.host, elseReason: "monograph"), .publisher,
          ]),
        chapterItem,
      ])

    private static let chapterInSeries: CrossrefOutline = .within(
      .book,
      [
        .within(
          .bookSeriesMetadata,
          [
            series, .contributors(.whole), .titles(.host), .value(.volume, .volume),
            .value(.editionNumber, .edition), .wholeDates, .isbn(.host, elseReason: "monograph"), .publisher,
          ]),
        chapterItem,
      ])

    // Conferences.

    private static let eventMetadata: CrossrefOutline = .within(
      .eventMetadata,
      [
        .event(.conferenceName, .title), .event(.conferenceAcronym, .acronym), .event(.conferenceSponsor, .sponsor),
        .event(.conferenceNumber, .number), .event(.conferenceLocation, .place), .eventDate,
      ])

    private static let paperItem: CrossrefOutline = .within(
      .conferencePaper,
      [
        .contributors(.part), .titles(.own), .abstracts, .partDates, .date(.acceptanceDate, [.accepted]), .pages,
        .publisherItem, programs, .relations, version, workAddress, .citations, .components,
      ])

    private static func ofProceedings(_ tier: FieldPath.Tier, _ inner: [CrossrefOutline]) -> CrossrefOutline {
      .within(
        .proceedingsMetadata,
        [
          .mainTitle(.proceedingsTitle, tier), .publisher, tier == .own ? .publicationDates : .wholeDates,
          .isbn(tier, elseReason: "monograph"),
        ] + inner)
    }

    private static func ofProceedingsSeries(_ tier: FieldPath.Tier, _ inner: [CrossrefOutline]) -> CrossrefOutline {
      .within(
        .proceedingsSeriesMetadata,
        [
          series, .mainTitle(.proceedingsTitle, tier), .value(.volume, .volume), .publisher,
          tier == .own ? .publicationDates : .wholeDates,
          .isbn(tier, elseReason: "simple_series"),
        ] + inner)
    }

    private static let paper: CrossrefOutline = .within(
      .conference, [.contributors(.whole), eventMetadata, ofProceedings(.host, []), paperItem])
    private static let paperInSeries: CrossrefOutline = .within(
      .conference, [.contributors(.whole), eventMetadata, ofProceedingsSeries(.host, []), paperItem])
    private static let proceedings: CrossrefOutline = .within(
      .conference, [.contributors(.work), eventMetadata, ofProceedings(.own, [.publisherItem, workAddress])])
    private static let proceedingsInSeries: CrossrefOutline = .within(
      .conference, [.contributors(.work), eventMetadata, ofProceedingsSeries(.own, [.publisherItem, workAddress])])

    // Others.

    private static let dissertation: CrossrefOutline = .within(
      .dissertation,
      [
        .contributors(.work), .titles(.own), .abstracts, .date(.approvalDate, [.issued, .accepted]),
        .institution(.publisher), .value(.degree, .genre), .isbn(.own), .publisherItem, simplePrograms, .relations,
        version, workAddress, .citations, .components,
      ])

    private static let report: CrossrefOutline = .within(
      .reportPaper,
      [
        .within(
          .reportPaperMetadata,
          [
            .contributors(.work), .titles(.own), .value(.editionNumber, .edition), .abstracts, .publicationDates,
            .isbn(.own), .publisher, .institution(.institution), .publisherItem, simplePrograms, .relations, version,
            workAddress, .citations,
          ])
      ])

    private static let reportInSeries: CrossrefOutline = .within(
      .reportPaper,
      [
        .within(
          .reportPaperSeriesMetadata,
          [
            series, .contributors(.work), .titles(.own), .abstracts, .value(.volume, .volume),
            .value(.editionNumber, .edition), .publicationDates, .isbn(.own), .publisher, .institution(.institution),
            .publisherItem, version, workAddress, .citations, .relations,
          ])
      ])

    private static let standard: CrossrefOutline = .within(
      .standard,
      [
        .within(
          .standardMetadata,
          [
            .contributors(.work), .titles(.own), .abstracts, .designators, .value(.editionNumber, .edition),
            .date(.approvalDate, [.issued, .accepted]), .isbn(.own), .publisher, .standardsBody, .publisherItem,
            simplePrograms, .relations, version, workAddress, .citations,
          ])
      ])

    private static let databaseDate: CrossrefOutline = .within(
      .databaseDate, [.date(.publicationDate, [.issued, .online, .print]), .date(.updateDate, [.updated])])

    private static let dataset: CrossrefOutline = .within(
      .database,
      [
        .within(.databaseMetadata, [.contributors(.whole), .titles(.host), .publisher]),
        .within(
          .dataset,
          [
            .contributors(.part), .titles(.own), databaseDate,
            .publisherItem, .description, .format, simplePrograms, .relations, version, workAddress, .citations,
            .components,
          ]),
      ])

    private static let database: CrossrefOutline = .within(
      .database,
      [
        .within(
          .databaseMetadata,
          [
            .contributors(.work), .titles(.own), .description,
            databaseDate, .publisher,
            .institution(.institution), .publisherItem, version, workAddress, .relations,
          ])
      ])

    private static let review: CrossrefOutline = .within(
      .peerReview,
      [
        .contributors(.work), .titles(.own), .date(.reviewDate, [.issued, .online, .print, .posted]),
        .institution(.publisher), .value(.runningNumber, .number), .licences, .relations, workAddress,
      ])

    private static let component: CrossrefOutline = .within(
      .saComponent,
      [
        .within(
          .componentList,
          [
            .within(
              .component,
              [
                .titles(.own), .contributors(.work), .date(.publicationDate, [.issued, .online, .print]), .description,
                .format, .licences, workAddress,
              ])
          ])
      ])

    private static func posted(by body: CrossrefBody) -> CrossrefOutline {
      .within(
        .postedContent,
        [
          .value(.groupTitle, .section), .contributors(.work), .titles(.own),
          .date(.postedDate, [.posted, .issued, .online, .print]), .date(.acceptanceDate, [.accepted]),
          .institution(body), .itemNumber, .abstracts, .funding, .licences, .relations, version, workAddress,
          .citations,
        ])
    }
  }
#endif
