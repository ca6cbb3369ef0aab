import CitemillCore

/// The table of Web of Science's field tags, for both directions.
enum WebOfScienceTable {
  static let table = TagTable(
    format: "wos", syntax: syntax, types: types,
    names: .familyCommaInitials, dates: .monthDay, languages: .names, rows: rows, typeRule: typeRule, finish: finish,
    // A book with a host of another title is read as a chapter, and a place that is a street as an address.
    isCertain: {
      ($0.type != .book || $0.container(.host)?.titles.isEmpty ?? true)
        && $0[.publisherPlace]?.utf8.contains(where: \.isDigit) != true && !isWork($0[.genre])
    })

  static let syntax = TagSyntax(style: .column, begin: "PT", end: "ER", frame: ["FN", "VR", "EF"])

  private typealias Row = TagTable.Row

  private static let rows: [Row] =
    [
      Row("PT", .type, note: "J, B, S or P"),
      Row("AU", .shortNames(.author), note: "short names, one per line"),
      Row("AF", .names(.author, .own), note: "full names, one per line"),
      Row("BA", .native, note: "authors of the book, short names"),
      Row("BF", .names(.containerAuthor, .own), note: "authors of the book"),
      Row("CA", .bodies(.author), note: "a group of authors"),
      Row("BE", .names(.editor, .own)),
      Row("TI", .place(.title(.main, .own))),
      Row("FT", .place(.title(.original, .own)), note: "the title in its own language"),
      Row("SO", .place(.title(.main, .host)), note: "the journal, the book, the proceedings"),
      Row("JI", .place(.title(.short, .host)), note: "the ISO abbreviation of the journal title"),
      Row("J9", .native, note: "the journal in 29 characters"),
      Row("SE", .place(.title(.main, .series)), note: "the series"),
      Row("BS", .place(.title(.sub, .series)), note: "the subtitle of the series"),
      Row("LA", .variable(.language)),
      Row("DT", .type, note: "the kind of document; `Proceedings Paper` and `Book Chapter` are types"),
      Row("CT", .place(.event(.title))),
      Row("CY", .date(.event), note: "when the conference was held"),
      Row("CL", .place(.event(.place))),
      Row("SP", .place(.event(.sponsor))),
      Row("DE", .list(.keyword), note: "keywords of the authors"),
      Row("ID", .subjects(.keyWordsPlus), note: "keywords from the titles of references"),
      Row("AB", .place(.abstract(.main))),
      Row("PU", .variable(.publisher)),
      Row("PI", .variable(.publisherPlace)),
      Row("SN", .numbers(.issn), note: "ISSN"),
      Row("EI", .place(.identifier(.eissn)), note: "ISSN of the electronic edition"),
      Row("BN", .numbers(.isbn), note: "ISBN"),
      Row("PD", .issued, note: "month and day"),
      Row("PY", .year),
      Row("EA", .date(.online), note: "early access"),
      Row("VL", .variable(.volume)),
      Row("IS", .variable(.issue)),
      Row(
        "PN", .variable(.partNumber), except: [.patent: .place(.identifier(.patent))], note: "the part, or the patent"),
      Row("SU", .variable(.supplementNumber)),
      Row("BP", .firstPage), Row("EP", .lastPage),
      Row("PS", .pages, direction: .read, note: "in some of its databases"),
      Row("AR", .variable(.articleNumber)),
      Row("PG", .variable(.numberOfPages)),
      Row("DI", .place(.identifier(.doi))),
      Row("UT", .place(.identifier(.webOfScience))),
      Row("PM", .place(.identifier(.pmid))),
    ] + natives.map { Row($0.tag, .native, note: $0.note) }

  /// Fields that the model has no place for.
  private static let natives: [(tag: String, note: String)] = [
    ("GP", "the publisher of the proceedings"), ("ED", ""), ("HO", "the host of the conference"),
    ("C1", "addresses of authors"),
    ("C3", "institutions"), ("RP", "the reprint address"), ("EM", "email addresses"),
    ("RI", "ResearcherIDs of authors"),
    ("OI", "ORCIDs of authors"), ("FU", "grants"), ("FX", "thanks"), ("CR", "references"),
    ("NR", "number of references"),
    ("TC", "number of citations"), ("Z9", "number of citations"), ("Z8", ""), ("ZB", ""), ("ZS", ""), ("ZR", ""),
    ("ZA", ""), ("U1", "usage count"), ("U2", "usage count"), ("PA", "the publisher's address"),
    ("SI", "a special issue"), ("MA", "the abstract of a meeting"), ("D2", "DOI of the book"), ("DL", ""), ("EY", ""),
    ("P2", "number of chapters"), ("WE", "the index"), ("WC", "categories"), ("SC", "areas of research"),
    ("GA", "for ordering"),
    ("OA", "open access"), ("HC", "highly cited"), ("HP", "hot paper"), ("DA", "when it was exported"),
    ("AN", ""),
    ("AE", "the patent assignee"), ("DC", ""), ("MC", ""), ("TM", ""), ("DN", ""), ("FD", ""), ("PR", ""),
    ("PX", ""), ("RC", ""), ("DS", ""), ("MQ", ""), ("BD", ""), ("ZK", ""), ("SF", ""),
  ]

  /// The letters of `PT`, with the values of `DT` that are more exact.
  private static let types = TypeTable(
    [
      ("J", .articleJournal), ("B", .book), ("P", .patent), ("Proceedings Paper", .paperConference),
      ("Book Chapter", .chapter), ("Data Set", .dataset), ("Software", .software),
    ],
    spare: [
      .entry: "Book Chapter", .entryDictionary: "Book Chapter", .entryEncyclopedia: "Book Chapter", .thesis: "B",
      .report: "B",
    ],
    other: "J")

  /// `PT` names what the work appeared in; `DT` distinguishes papers and chapters from what they are in.
  private static let typeRule = TagTable.TypeRule(
    read: { bytes, fields, types, record in
      var used: [Int] = []
      var carrier: UInt8 = 0
      var document = ""
      for index in fields.indices where fields[index].start < fields[index].end {
        if fields[index].tag == "PT", carrier == 0, fields[index].value.count == 1 {
          carrier = bytes[fields[index].start]
          used.append(index)
        } else if fields[index].tag == "DT", document.isEmpty {
          document = bytes.text(fields[index].value)
          used.append(index)
        }
      }
      // `PT Article`, of tables that were converted to tagged text.
      if carrier == 0, let place = fields.firstIndex(where: { $0.tag == "PT" && $0.start < $0.end }),
        let meaning = TypeWords.meaning(of: bytes.text(fields[place].value))
      {
        record.type = meaning.type
        record.origin.typeToken = bytes.text(fields[place].value)
        used.append(place)
      }
      let isPaper = document.utf8.starts(with: "Proceedings Paper".utf8)
      switch carrier {
      case UInt8(ascii: "J"): record.type = work(document) ?? .articleJournal
      case UInt8(ascii: "P"): record.type = .patent
      case UInt8(ascii: "B"), UInt8(ascii: "S"), UInt8(ascii: "C"):
        let isChapter =
          document.contains(word: "Book Chapter") || carrier == UInt8(ascii: "S") || hasOtherTitle(bytes, fields)
        let isBook = carrier == UInt8(ascii: "B") && work(document) == .book
        record.type =
          isPaper || carrier == UInt8(ascii: "C") ? .paperConference : isChapter && !isBook ? .chapter : .book
      default: break
      }
      if carrier > 0 { record.origin.typeToken = String(UnicodeScalar(carrier)) }
      let said = word(record.type, "DT", types)
      if !document.isEmpty, document != said { record.variables[.genre] = document }
      return used
    },
    word: { record, tag, types in
      if tag == "DT" { return record.variables[.genre] ?? word(record.type, tag, types) }
      if record.origin.format == "wos", let token = record.origin.typeToken, token == "S",
        record.type == .chapter || record.type == .paperConference
      {
        return token
      }
      return word(record.type, tag, types)
    })

  /// The document types that name the work whatever it appeared in: `Data Set`, `Book`,
  /// `Dissertation/Thesis`, `preprint`.
  private static func work(_ document: String) -> RecordType? {
    guard let meaning = TypeWords.meaning(of: document), !meaning.saysMore,
      [.dataset, .software, .book, .thesis, .preprint, .report, .patent].contains(meaning.type)
    else { return nil }
    return meaning.type
  }

  @Sendable private static func isWork(_ genre: String?) -> Bool { genre.map { work($0) != nil } ?? false }

  /// What `PT` or `DT` holds for a type; nil for nothing.
  private static func word(_ type: RecordType, _ tag: TagSyntax.Tag, _ types: TypeTable) -> String? {
    let word = types.word(type)
    if word.utf8.count == 1 { return tag == "PT" ? word : nil }
    if tag == "DT" { return word }
    return type == .dataset || type == .software ? "J" : "B"
  }

  /// Whether a work is in a host with another title.
  private static func hasOtherTitle(_ bytes: Span<UInt8>, _ fields: [TaggedField]) -> Bool {
    guard let title = fields.firstIndex(where: { $0.tag == "TI" }),
      let source = fields.firstIndex(where: { $0.tag == "SO" })
    else { return false }
    func plain(_ text: String) -> [UInt8] { text.utf8.filter { $0.isLetter || $0.isDigit }.map(\.lowercased) }
    return plain(bytes.text(fields[title].value)) != plain(bytes.text(fields[source].value))
  }

  @Sendable private static func finish(_ record: inout Record) {
    takePlace(&record)
    takeBook(&record)
  }

  /// `PI 345 E 47TH ST, NEW YORK, NY 10017 USA` is the address of the publisher, which is kept in its own
  /// field. If there is no place, it is taken from the address.
  private static func takePlace(_ record: inout Record) {
    let address = record.nativeFields.first { $0.format == "wos" && $0.name == "PA" }?.value
    guard let place = record[.publisherPlace] else {
      record[.publisherPlace] = address.flatMap { PlaceText.city(ofAddress: $0) }
      return
    }
    guard PlaceText.hasStreet(place), let city = PlaceText.city(ofAddress: place) else { return }
    record[.publisherPlace] = city
    if address == nil { record.nativeFields.append(NativeField(format: "wos", name: "PA", value: place)) }
  }

  /// In Web of Science, a book has its own title as that of its source.
  private static func takeBook(_ record: inout Record) {
    guard record.type == .book, let host = record.container, host.relation == .host, host.titles.count == 1,
      host.identifiers.isEmpty, !host.hasParent, let title = record.title, host.titles[0].kind == .main
    else { return }
    if host.titles[0].text.plain.hasSameBytes(as: title) { record.container = nil }
  }
}

extension String {
  /// Whether a word is one of several separated by semicolons.
  fileprivate func contains(word: String) -> Bool {
    Array(utf8).split(separator: UInt8(ascii: ";")).contains { part in
      String(decoding: part, as: UTF8.self).trimmed.hasSameBytes(as: word)
    }
  }
}
