#if XML
  import CitemillCore

  /// The table of EndNote's XML for both directions: the paths of its elements with their meaning. The
  /// reader, the writer, the losses and the page of the format use it.
  ///
  /// The fields are those of RIS as EndNote writes it, and their meaning depends on the kind of work. An
  /// element without a row is kept with all its content.
  enum EndNoteTable {
    static let format = "endnote-xml"
    typealias Row = FormatTable<EndNoteRule>.Row

    static let table = FormatTable(rows)
    static let types = EndNoteTypes.table

    /// In the order in which EndNote writes them, and in which they are read: of two elements for a value the
    /// first counts.
    static let rows: [Row] = [
      Row("source-app", .kept, direction: .write, note: "`Citemill`, unless another program is named"),
      Row("rec-number", .kept, note: "the number in the library, which documents cite"),
      Row("ref-type/@name", .type, note: "EndNote's number is written too, and read if there is no name"),
      Row("contributors/authors/author", .names(.author), note: "for an edited book the editors"),
      Row(
        "contributors/secondary-authors/author", .names(.editor),
        except: [
          .book: .names(.collectionEditor), .report: .names(.collectionEditor), .map: .names(.collectionEditor),
          .letter: .names(.recipient), .recording: .names(.performer),
        ], note: "for a book without authors the editors"),
      Row(
        "contributors/tertiary-authors/author", .names(.collectionEditor),
        except: [
          .book: .names(.editor), .report: .names(.editor), .map: .names(.editor), .letter: .names(.editor),
          .recording: .names(.producer), .thesis: .names(.advisor),
        ]),
      Row("contributors/subsidiary-authors/author", .names(.translator)),
      Row("contributors/translated-authors/author", .names(.translator), direction: .read),
      Row("auth-address", .kept, note: "the affiliation of the authors"),
      Row("auth-affiliation", .kept, aliases: ["auth-affiliaton"]),
      Row("titles/title", .place(.title(.main, .own)), aliases: ["title"]),
      Row(
        "titles/secondary-title", .place(.title(.main, .host)),
        except: [
          .book: .seriesTitle, .report: .seriesTitle, .software: .seriesTitle, .map: .seriesTitle,
          .thesis: .seriesTitle, .conference: .conference,
        ], aliases: ["secondary-title"], note: "the journal, the book of a chapter, the conference"),
      Row("titles/tertiary-title", .seriesTitle, aliases: ["tertiary-title"]),
      Row("titles/alt-title", .shortTitle, note: "of the journal; ignored if it repeats the title"),
      Row("titles/short-title", .place(.title(.short, .own)), aliases: ["short-title"]),
      Row("titles/translated-title", .place(.title(.translated, .own))),
      Row("periodical/full-title", .periodical, note: "the journal title again"),
      Row("periodical/abbr-1", .shortTitle, direction: .read),
      Row("alt-periodical/full-title", .shortTitle, direction: .read),
      Row("alt-periodical/abbr-1", .shortTitle, direction: .read),
      Row(
        "pages", .pages,
        except: [.book: .variable(.numberOfPages), .thesis: .variable(.numberOfPages)],
        note: "two pages of a book are those of a part"),
      Row("page-total", .variable(.numberOfPages), direction: .read),
      Row("volume", .variable(.volume)),
      Row(
        "number", .variable(.issue),
        except: [
          .book: .seriesNumber, .chapter: .seriesNumber, .report: .variable(.number), .patent: .variable(.number),
          .thesis: .variable(.number), .software: .variable(.number), .law: .variable(.number), .art: .kept,
          .map: .seriesNumber,
        ]),
      Row(
        "issue", .variable(.issue),
        except: [
          .book: .seriesNumber, .report: .variable(.number), .patent: .variable(.number), .thesis: .variable(.number),
          .software: .variable(.number), .law: .variable(.number), .art: .kept, .map: .seriesNumber,
        ], direction: .read, note: "of Mendeley and others"),
      Row("secondary-volume", .kept), Row("secondary-issue", .kept),
      Row("num-vols", .variable(.numberOfVolumes)),
      Row(
        "edition", .variable(.edition), except: [.software: .variable(.version), .article: .epubDate],
        note: "for an article the online date"),
      Row("section", .variable(.section)),
      Row("reprint-edition", .kept), Row("reprint-status", .kept),
      Row("keywords/keyword", .keywords, note: "one each, or several separated by semicolons or line ends"),
      Row("dates/year", .year),
      Row("dates/month", .month, aliases: ["month"], direction: .read, note: "of JabRef"),
      Row("dates/day", .day, aliases: ["day"], direction: .read, note: "of JabRef"),
      Row("dates/pub-dates/date", .issued, note: "month and day for the year, or the whole date"),
      Row("dates/copyright-dates/date", .date(.copyright)),
      Row("pub-location", .variable(.publisherPlace)),
      Row("publisher", .variable(.publisher)),
      Row("orig-pub", .kept, note: "the original publication"),
      Row("isbn", .numbers, aliases: ["issn"], note: "ISSN or ISBN, of the host if there is one"),
      Row(
        "accession-num", .accession,
        note: "the PMID if the database is PubMed; with `WOS:` the number of Web of Science"),
      Row("call-num", .variable(.callNumber)),
      Row("report-id", .variable(.number), except: [.article: .kept, .book: .kept, .chapter: .kept], direction: .read),
      Row("coden", .coden),
      Row("electronic-resource-num", .place(.identifier(.doi))),
      Row("abstract", .place(.abstract(.main))),
      Row("label", .label, note: "the key; a value of several words is only a label"),
      Row("image", .kept), Row("caption", .kept),
      Row("notes", .place(.note(.note))),
      Row("research-notes", .place(.note(.annotation))),
      Row("work-type", .variable(.genre)),
      Row("reviewed-item", .place(.title(.reviewed, .own))),
      Row("availability", .variable(.archiveLocation)),
      Row("remote-source", .kept),
      Row("meeting-place", .place(.event(.place)), direction: .read),
      Row("work-location", .kept), Row("work-extent", .kept), Row("pack-method", .kept), Row("size", .kept),
      Row("repro-ratio", .kept),
      Row("remote-database-name", .variable(.archive), note: "the database"),
      Row("remote-database-provider", .variable(.source), note: "the provider of the database"),
      Row("language", .variable(.language)),
      Row("urls/web-urls/url", .place(.identifier(.url)), direction: .read),
      Row("urls/related-urls/url", .place(.identifier(.url)), note: "EndNote has the URL here"),
      Row("urls/pdf-urls/url", .place(.file(.pdf)), note: "`internal-pdf://` is a file in EndNote's library"),
      Row("urls/text-urls/url", .place(.file(.fullText))),
      Row("urls/image-urls/url", .place(.file(.image))),
      Row("access-date", .date(.accessed)),
      Row("modified-date", .kept),
      Row("custom1", .custom, except: [.conference: .place(.event(.place)), .map: .variable(.scale)]),
      Row("custom2", .custom, note: "`PMC` with digits is the PMCID, as in the others"),
      Row("custom2", .pmcid, direction: .write),
      Row("custom3", .custom, except: [.conference: .proceedings, .art: .variable(.dimensions)]),
      Row("custom4", .custom), Row("custom5", .custom), Row("custom6", .custom),
      Row("custom7", .custom, except: [.article: .variable(.articleNumber)]), Row("custom8", .custom),
      Row("misc1", .kept), Row("misc2", .kept), Row("misc3", .kept),
    ]

    /// What is left out on purpose: what programs write to find the record in their own library, and how they
    /// display it.
    static let omissions: [XMLOmissions<EndNoteName>.Row] = [
      .elements(.database, in: [.record], reason: "the file in which the program stored the record"),
      .elements(.sourceApp, in: [.record], reason: "the program that wrote the file"),
      .elements(.foreignKeys, in: [.record], reason: "numbers with which the program finds the record in its library"),
      .attributes(.font, .size, .charset, of: [.style], reason: "how the program displays the text"),
    ]

    // MARK: - Paths

    /// The elements of records by their paths: each has a row, or further elements.
    struct Node: Sendable {
      var row: Int?
      var children: [EndNoteName: Int] = [:]
    }

    /// The paths of the rows as a tree; node 0 is a record.
    static let nodes: [Node] = {
      var nodes = [Node()]
      for (row, one) in rows.enumerated() {
        for path in [one.name] + one.aliases {
          var here = 0
          for name in names(of: path) {
            if let next = nodes[here].children[name] {
              here = next
            } else {
              nodes.append(Node())
              nodes[here].children[name] = nodes.count - 1
              here = nodes.count - 1
            }
          }
          if nodes[here].row == nil { nodes[here].row = row }
        }
      }
      return nodes
    }()

    /// The elements in the path of each row; none for an attribute.
    static let paths = rows.map { names(of: $0.name) }

    /// The elements of a path; none for one with an unknown element, or an attribute, or a record, which would
    /// begin another one.
    static func names(of path: String) -> [EndNoteName] {
      let words = path.split(separator: "/")
      let names = words.compactMap { word in byWord[String(word)] }
      return names.count == words.count && !names.contains(.record) ? names : []
    }

    private static let byWord = Dictionary(uniqueKeysWithValues: EndNoteName.allCases.map { ($0.word, $0) })

    // MARK: - Writing

    /// A row that is written for a kind of work, with its meaning there.
    struct Line: Sendable {
      let row: Int
      let path: [EndNoteName]
      let rule: EndNoteRule
    }

    /// The row at which elements with a path are written: their own, or the last row with the same outer
    /// element, or after all rows.
    static func place(of path: [EndNoteName]) -> Int {
      paths.firstIndex(of: path) ?? paths.lastIndex { $0.first == path.first } ?? rows.count
    }

    /// The rows that are written for each kind of work, in order. If several have the same meaning, only the
    /// first is written.
    static let lines: [[Line]] = WorkKind.allCases.map { kind in
      var said: Set<EndNoteRule> = []
      return rows.indices.compactMap { row in
        let rule = table.rule(row, in: kind)
        guard rows[row].direction.isWritten, rule.isWritten, said.insert(rule).inserted else { return nil }
        return Line(row: row, path: names(of: rows[row].name), rule: rule)
      }
    }

    // MARK: - What the format can hold

    /// The rows as the page and `citemill map` show them, followed by the names for types.
    static var mapping: [MappingRow] {
      table.mapping() + omissions.map(\.mapping)
        + types.rows.map { word, type in
          MappingRow(native: "ref-type \(word)", path: "type", note: type.rawValue)
        }
    }

    static func expressible(for type: RecordType) -> FieldSet {
      let paths = [FieldPath(.key), FieldPath(.type), FieldPath(.nativeFields, format)]
      let facets: [Facet] = [.affiliations, .identifiers, .flags, .email, .alternativeNames, .members]
      return FieldSet(
        paths + lines[Int(WorkKind(type).rawValue)].flatMap { $0.rule.paths },
        except: FieldPath.Tier.allCases.flatMap { tier in facets.map { FieldPath(.contributors, in: tier, facet: $0) } }
          + [Facet.language, .scheme, .major].map { FieldPath(.keywords, facet: $0) }
          + [FieldPath(.titles, facet: .language), FieldPath(.abstracts, facet: .language)])
    }
  }

  /// The meaning of an element of EndNote's XML.
  enum EndNoteRule: FormatRule {
    /// A value of a place.
    case place(Place)
    case names(Known<Role>)
    case keywords
    /// The year, and the other parts of the date.
    case year, issued, month, day
    /// Another date.
    case date(Known<DateKind>)
    /// The date on which an article was online, or its edition.
    case epubDate
    case pages
    /// ISSN and ISBN, distinguished by their digits; other numbers depend on the kind of work.
    case numbers
    /// The title of the conference, and that of its proceedings. If there is only one, it is the host's
    /// title.
    case conference, proceedings
    /// The title of the host, repeated.
    case periodical
    /// The abbreviated title of the host.
    case shortTitle
    /// A number in a database.
    case accession
    case pmcid, coden
    /// The key, or a label of several words.
    case label
    /// A field that users define: kept, unless it is a number of PubMed Central.
    case custom
    /// What the model has no place for, kept as a native field.
    case kept
    case type

    static let seriesTitle = Self.place(.title(.main, .series))
    static let seriesNumber = Self.place(.variable(.number, .series))
    static func variable(_ variable: Variable) -> Self { .place(.variable(variable, .own)) }
    static func names(_ role: Role) -> Self { .names(Known(role)) }
    static func date(_ kind: DateKind) -> Self { .date(Known(kind)) }

    /// Whether it is written from the record; native fields are written separately.
    var isWritten: Bool { self != .kept && self != .custom && self != .type }

    var place: Place? {
      switch self {
      case .place(let place): place
      case .names(let role): .names(role, .own)
      case .keywords: .keyword
      case .date(let kind): .date(kind)
      case .issued: .date(.issued)
      case .epubDate: .date(.online)
      case .pages: .variable(.pages)
      case .shortTitle: .title(.short, .host)
      case .accession: .identifier(.accession)
      case .pmcid: .identifier(.pmcid)
      case .label: .key
      case .type: .type
      default: nil
      }
    }

    var paths: [FieldPath] {
      switch self {
      case .place(let place):
        place.isOfHost ? [place.path, FieldPath(.identifiers, place.path.part, in: .host)] : [place.path]
      case .year, .month, .day: [FieldPath(.dates, DateKind.issued.rawValue)]
      case .epubDate: [FieldPath(.dates, DateKind.online.rawValue), .variable(.edition)]
      case .numbers:
        [IdentifierScheme.issn, .isbn, .eissn, .issnL].flatMap { scheme in
          [FieldPath(.identifiers, scheme.rawValue), FieldPath(.identifiers, scheme.rawValue, in: .host)]
        }
      case .conference: [FieldPath(.titles, Title.Kind.main.rawValue, in: .host), FieldPath(.event)]
      case .proceedings, .periodical: [FieldPath(.titles, Title.Kind.main.rawValue, in: .host)]
      case .accession:
        [IdentifierScheme.accession, .pmid, .webOfScience].map { FieldPath(.identifiers, $0.rawValue) }
      case .coden: [FieldPath(.identifiers, "CODEN", in: .host)]
      case .label: [FieldPath(.key), .variable(.citationLabel)]
      case .custom, .kept: []
      default: place.map { [$0.path] } ?? []
      }
    }

    var remark: String { "" }
  }
#endif
