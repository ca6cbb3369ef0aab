#if XML
  import CitemillCore

  /// Where each element of Word's sources goes: the reader uses it for a whole source, and the page of the
  /// format is generated from it.
  ///
  /// An element without a row is kept with all its content.
  enum WordXMLTable {
    typealias Row = XMLTable<WordDecoder>.Row

    static let table = XMLTable<WordDecoder>(rows, inOrderOfRows: true)

    /// In the order of reading: of several with the same meaning the first counts.
    static let rows: [Row] = [
      Row(.source, names: [.sourceType, .entry], .part("type"), "JabRef's entry type takes precedence over Word's"),
      Row(.source, names: [.tag], .at(.key)),
      Row(.source, names: [.guid], .kept),
      Row(
        .source, names: [.lcid], .step("language", { $0.readLanguage($1, &$2) }),
        "by its Windows language number"),
      Row(.source, names: [.author], .step("contributors.author", { $0.readContributors($1, &$2) })),
      Row(
        .author, names: [.author, .interviewee, .inventor, .artist], .part("contributors.author"),
        "persons or an organisation; JabRef writes several organisations as one text"),
      Row(.author, names: [.bookAuthor], .part("contributors.container-author")),
      Row(.author, names: [.editor], .part("contributors.editor")),
      Row(.author, names: [.translator], .part("contributors.translator")),
      Row(.author, names: [.compiler], .part("contributors.compiler")),
      Row(.author, names: [.composer], .part("contributors.composer")),
      Row(.author, names: [.conductor], .part("contributors.conductor")),
      Row(.author, names: [.performer], .part("contributors.performer")),
      Row(.author, names: [.writer], .part("contributors.script-writer")),
      Row(.author, names: [.director], .part("contributors.director")),
      Row(.author, names: [.producerName], .part("contributors.producer")),
      Row(.author, names: [.interviewer], .part("contributors.interviewer")),
      Row(.author, names: [.counsel], .part("contributors.counsel")),
      Row(.source, names: [.title], .at(.title(.main, .own))),
      Row(.source, names: [.shortTitle], .at(.title(.short, .own))),
      Row(
        .source, names: [.bookTitle, .journalName, .periodicalTitle, .publicationTitle, .internetSiteTitle],
        .at(.title(.main, .host))),
      Row(
        .source, names: [.albumTitle, .broadcastTitle, .reporter], .at(.title(.main, .host)), "for a case its reporter"),
      Row(
        .source, names: [.conferenceName], .step("host.titles.main", { $0.readConference($1, &$2) }),
        "the event if the proceedings have a title"),
      Row(.source, names: [.series], .at(.title(.main, .series)), "of JabRef"),
      Row(
        .source, names: [.year], .step("dates.issued", { $0.readDate($1, as: .issued, month: .month, day: .day, &$2) })),
      Row(.source, names: [.month, .day], .part("dates.issued")),
      Row(
        .source, names: [.yearAccessed],
        .step("dates.accessed", { $0.readDate($1, as: .accessed, month: .monthAccessed, day: .dayAccessed, &$2) })),
      Row(.source, names: [.monthAccessed, .dayAccessed], .part("dates.accessed")),
      Row(.source, names: [.accessed], .step("dates.accessed", { $0.readWords($1, .accessed, &$2) }), "of JabRef"),
      Row(.source, names: [.volume], .at(.variable(.volume))),
      Row(.source, names: [.issue], .at(.variable(.issue))),
      Row(.source, names: [.number], .step("issue", { $0.readNumber($1, &$2) }), "of JabRef; of reports their number"),
      Row(.source, names: [.pages], .step("page", { $0.readPages($1, &$2) })),
      Row(.source, names: [.numberVolumes], .at(.variable(.numberOfVolumes))),
      Row(.source, names: [.chapterNumber], .at(.variable(.chapterNumber))),
      Row(.source, names: [.edition], .at(.variable(.edition))),
      Row(.source, names: [.version], .at(.variable(.version))),
      Row(.source, names: [.patentNumber, .caseNumber, .recordingNumber], .at(.variable(.number))),
      Row(.source, names: [.abbreviatedCaseNumber], .kept),
      Row(
        .source, names: [.standardNumber], .step("identifiers.ISBN", { $0.readStandardNumber($1, &$2) }),
        "or ISSN, LCCN or MR, by the word before it; otherwise by its digits"),
      Row(.source, names: [.url], .at(.identifier(.url))),
      Row(.source, names: [.doi], .at(.identifier(.doi))),
      Row(.source, names: [.publisher, .institution], .at(.variable(.publisher)), "the first of them"),
      Row(
        .source, names: [.department], .step("division", { $0.readDepartment($1, &$2) }),
        "the publisher if no organisation is named"),
      Row(
        .source, names: [.productionCompany, .distributor, .broadcaster, .station], .at(.variable(.publisher)),
        "if no other is named"),
      Row(
        .source, names: [.city], .step("publisher-place", { $0.readPlace($1, &$2) }),
        "with the state and the country after it"),
      Row(.source, names: [.stateProvince], .step("publisher-place", { $0.readPlace($1, &$2) })),
      Row(
        .source, names: [.countryRegion], .step("publisher-place", { $0.readPlace($1, &$2) }),
        "for a patent the jurisdiction"),
      Row(.source, names: [.theater], .at(.event(.place))),
      Row(.source, names: [.court], .at(.variable(.authority))),
      Row(.source, names: [.thesisType, .patentType, .type], .at(.variable(.genre))),
      Row(.source, names: [.medium], .at(.variable(.medium))),
      Row(.source, names: [.comments], .at(.note(.note))),
      Row(.source, names: [.abstract], .at(.abstract(.main)), "of JabRef"),
      Row(.source, names: [.keyWords], .step("keywords", { $0.readKeywords($1, &$2) }), "of JabRef"),
      Row(.source, names: [.copyright], .at(.variable(.copyright)), "of JabRef"),
      Row(.source, names: [.pubstate], .at(.variable(.status)), "of JabRef"),
      Row(.source, names: [.size], .at(.variable(.dimensions)), "of JabRef"),
      Row(
        .source, names: [.crossRef, .howPublished, .key, .affiliation, .contents, .price, .inType, .paper], .kept,
        "of JabRef"),
    ]

    /// What is left out on purpose; everything else that has no row and is not read is kept.
    static let omissions: [XMLOmissions<WordName>.Row] = [
      .elements(.refOrder, in: [.source], reason: "the position in the list of a document")
    ]

    // MARK: - Types

    static let types: [(word: String, type: RecordType)] = [
      ("JournalArticle", .articleJournal), ("ArticleInAPeriodical", .articleMagazine), ("Book", .book),
      ("BookSection", .chapter), ("ConferenceProceedings", .paperConference), ("Report", .report),
      ("InternetSite", .webpage), ("DocumentFromInternetSite", .webpage), ("ElectronicSource", .document),
      ("Art", .graphic), ("SoundRecording", .song), ("Performance", .performance), ("Film", .motionPicture),
      ("Interview", .interview), ("Patent", .patent), ("Case", .legalCase), ("Misc", .document),
    ]

    /// The roles of the elements in `Author`.
    static func role(of name: WordName) -> Role? {
      switch name {
      case .author, .interviewee, .inventor, .artist: .author
      case .bookAuthor: .containerAuthor
      case .editor: .editor
      case .translator: .translator
      case .compiler: .compiler
      case .composer: .composer
      case .conductor: Role(rawValue: "conductor")
      case .performer: .performer
      case .writer: .scriptWriter
      case .director: .director
      case .producerName: .producer
      case .interviewer: .interviewer
      case .counsel: Role(rawValue: "counsel")
      default: nil
      }
    }

    /// The languages by the numbers of Windows (MS-LCID), for those in which Word is sold.
    static let languages: [Int: String] = [
      1025: "ar", 1026: "bg", 1027: "ca", 1028: "zh-TW", 1029: "cs", 1030: "da", 1031: "de-DE", 1032: "el",
      1033: "en-US", 1034: "es-ES", 1035: "fi", 1036: "fr-FR", 1037: "he", 1038: "hu", 1040: "it-IT", 1041: "ja",
      1042: "ko", 1043: "nl-NL", 1044: "nb", 1045: "pl", 1046: "pt-BR", 1048: "ro", 1049: "ru", 1050: "hr", 1051: "sk",
      1053: "sv-SE", 1054: "th", 1055: "tr", 1057: "id", 1058: "uk", 1060: "sl", 1061: "et", 1062: "lv", 1063: "lt",
      1066: "vi", 1069: "eu", 1081: "hi", 1086: "ms", 1110: "gl", 2052: "zh-CN", 2055: "de-CH", 2057: "en-GB",
      2058: "es-MX", 2060: "fr-BE", 2067: "nl-BE", 2068: "nn", 2070: "pt-PT", 3076: "zh-HK", 3079: "de-AT",
      3081: "en-AU", 3082: "es-ES", 3084: "fr-CA", 4100: "zh-SG", 4105: "en-CA", 4108: "fr-CH", 5129: "en-NZ",
      6153: "en-IE", 7177: "en-ZA", 9226: "es-CO", 10250: "es-PE", 11274: "es-AR", 13322: "es-CL", 16393: "en-IN",
    ]

    // MARK: - The page

    /// The rows as the page and `citemill map` show them.
    static var mapping: [MappingRow] {
      table.mapping + omissions.map(\.mapping)
        + types.map { word, type in
          MappingRow(native: "SourceType \(word)", path: "type", note: type.rawValue, isReadOnly: true)
        }
    }
  }
#endif
