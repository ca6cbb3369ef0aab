import CitemillCore

/// The table of MEDLINE for both directions: the elements of the National Library of Medicine's list.
enum NBIBTable {
  static let table = TagTable(
    format: "nbib", syntax: syntax, types: types, names: .familyInitials,
    dates: .yearFirst, languages: .codes, rows: rows, typeRule: typeRule, finish: finish,
    isCertain: isCertain)

  static let syntax = TagSyntax(style: .paddedHyphen, begin: "PMID")

  private typealias Row = TagTable.Row

  private static let rows: [Row] =
    [
      Row("PMID", .place(.identifier(.pmid)), note: "the first line of a record"),
      Row("PMC", .place(.identifier(.pmcid))),
      Row("IS", .numbers(.issn), note: "ISSN of the journal, with its medium in brackets"),
      Row("ISBN", .numbers(.isbn)),
      Row("ISSN", .numbers(.issn), direction: .read, note: "of ERIC"),
      Row("VI", .variable(.volume)),
      Row("IP", .variable(.issue)),
      Row("DP", .issued, note: "`2020 Jun 26`, `2020 Jan-Feb`; other dates in EDTF or as text"),
      Row("DEP", .date(.online), note: "when it was published online"),
      Row("TI", .place(.title(.main, .own))),
      Row("TT", .place(.title(.original, .own)), note: "the title in its own language"),
      Row(
        "BTI", .native, except: [.chapter: .place(.title(.main, .host)), .book: .place(.title(.main, .own))],
        note: "the title of the book"),
      Row("CTI", .place(.title(.main, .series)), note: "the title of the collection"),
      Row("VTI", .place(.title(.volume, .own)), note: "the title of the volume"),
      Row("PG", .pages, note: "the last page is read in full: `231-8` as `231-238`"),
      Row("LID", .article, note: "a DOI or another identifier with its kind: `10.5555/x [doi]`"),
      Row("AID", .article, direction: .read, note: "as `LID`"),
      Row("AB", .place(.abstract(.main))),
      Row("CI", .variable(.copyright)),
      Row("FAU", .names(.author, .own), note: "the full name"),
      Row("AU", .shortNames(.author), note: "the short name, together with `FAU`"),
      Row("AUID", .personIdentifier, note: "the ORCID of the preceding author"),
      Row("AD", .affiliation, note: "the affiliation of the preceding author"),
      Row("CN", .bodies(.author), note: "a group of authors"),
      Row("FED", .names(.editor, .own), note: "an editor of a book"),
      Row("ED", .shortNames(.editor), note: "the short name, together with `FED`"),
      Row("LA", .variable(.language)),
      Row("PT", .type, note: "the kind of publication"),
      Row("PB", .variable(.publisher)),
      Row("PL", .variable(.publisherPlace)),
      Row("EN", .variable(.edition)),
      Row("PST", .variable(.status), note: "the status of publication"),
      Row("TA", .place(.title(.short, .host)), note: "the abbreviated journal title"),
      Row(
        "JT", .place(.title(.main, .host)),
        except: [.report: .variable(.publisher), .thesis: .variable(.publisher), .book: .variable(.publisher)],
        note: "the journal; ERIC has the publisher of a report, a book or a thesis there"),
      Row("MH", .subjects(.mesh), note: "a MeSH heading; an asterisk marks a major topic"),
      Row("OT", .list(.keyword), note: "keywords of the authors"),
      Row("GN", .place(.note(.note)), note: "a general note"),
    ]
    + natives.map { Row($0.tag, .native, note: $0.note) }

  /// `LID - 1042 [pii]` is the article number, and the server of a preprint is its publisher. A placeholder
  /// for a missing translation of the title is dropped, and the original title becomes the title
  /// (Fixtures/NBIB/placeholders.nbib).
  @Sendable private static func finish(_ record: inout Record) {
    record.takeArticleNumber()
    if let pages = record.pages, pages.contains(byte: UInt8(ascii: "-")) { record[.pages] = PageText.inFull(pages) }
    takePublisher(&record)
    if record.type == .preprint, let host = record.takeServer(), let server = record[.publisher] {
      for (tag, text) in [("JT", host.title()), ("TA", host.title(.short))] {
        guard let text, text != server else { continue }
        record.nativeFields.append(NativeField(format: "nbib", name: tag, value: text))
      }
    }
    guard record.titles.contains(where: isPlaceholder) else { return }
    record.titles.removeAll(where: isPlaceholder)
    guard let original = record.titles.firstIndex(where: { $0.kind == .original }) else { return }
    var title = record.titles.remove(at: original)
    title.kind = .main
    record.titles.insert(title)
  }

  private static func isPlaceholder(_ title: Title) -> Bool {
    title.kind == .main && Placeholder.isTitle(title.text.plain)
  }

  @Sendable private static func isCertain(_ record: Record) -> Bool {
    if record.type == .preprint || record.titles.contains(where: isPlaceholder) { return false }
    guard let pages = record.pages, pages.contains(byte: UInt8(ascii: "-")) else { return true }
    return PageText.inFull(pages).hasSameBytes(as: pages)
  }

  /// ERIC has `ProQuest LLC, Ph.D. Dissertation, Mill University` where the publisher belongs, and
  /// `Online Submission` where there is none (Fixtures/NBIB/eric-types.nbib).
  private static func takePublisher(_ record: inout Record) {
    guard record.nativeFields.contains(where: { $0.name == "OID" || $0.name == "OWN" && $0.value == "ERIC" }) else {
      return
    }
    let nothing = "Online Submission"
    if record[.publisher] == nothing || record.container == Container(.host, titles: [Title(nothing)]) {
      if record[.publisher] == nothing { record[.publisher] = nil } else { record.container = nil }
      record.nativeFields.append(NativeField(format: "nbib", name: "JT", value: nothing))
    }
    let parts = record[.publisher].map { $0.utf8.split(separator: UInt8(ascii: ","), maxSplits: 2) } ?? []
    if record.type == .thesis, parts.count == 3, String(decoding: Array(parts[0]), as: UTF8.self) == "ProQuest LLC" {
      if !record.variables.contains(.genre) {
        record[.genre] = String(decoding: Array(parts[1]), as: UTF8.self).trimmed
      }
      record[.publisher] = String(decoding: Array(parts[2]), as: UTF8.self).trimmed
    }
  }

  /// Elements that the model has no place for.
  private static let natives: [(tag: String, note: String)] = [
    ("OAB", "another abstract"), ("OWN", "the creator of the record"), ("STAT", "the state of the record"),
    ("DCOM", "when it was completed"),
    ("LR", "when it was last revised"), ("DA", "when it was made"), ("CRDT", "when it was entered"),
    ("EDAT", "when it was added"), ("MHDA", "when MeSH headings were added"), ("PHST", "a date of its history"),
    ("JID", "the journal's number at NLM"), ("SB", "the subset"), ("RN", "a registry number"),
    ("NM", "a substance"),
    ("GR", "a grant"), ("SI", "a number in a databank"), ("SO", "the source in one line"), ("MID", "of the manuscript"),
    ("OTO", "the source of the keywords"), ("COIS", "conflicts of interest"), ("IR", "an investigator"),
    ("FIR", "an investigator"), ("IRAD", "of an investigator"), ("PS", "a person who is the subject"),
    ("FPS", "a person who is the subject"), ("GS", "a gene"), ("RF", "number of references"), ("OCI", ""), ("OID", ""),
    ("OCO", ""), ("CDAT", ""), ("PMCR", "when it is released to PMC"), ("CTDT", ""), ("DDIN", "a relation"),
    ("CON", "a relation"), ("CIN", "a relation"), ("EIN", "a relation"), ("EFR", "a relation"), ("CRI", "a relation"),
    ("CRF", "a relation"), ("ECF", "a relation"), ("ECI", "a relation"), ("RPI", "a relation"), ("RPF", "a relation"),
    ("RIN", "a relation"), ("ROF", "a relation"), ("UIN", "a relation"), ("UOF", "a relation"), ("SPIN", "a relation"),
    ("ORI", "a relation"), ("DRIN", "a relation"), ("DRDI", "a relation"), ("RRI", "a relation"), ("RRF", "a relation"),
    ("PRIN", "a relation"), ("PROF", "a relation"),
  ]

  /// Publication types that are types of the model; all others are kept as native fields.
  static let types = TypeTable(
    [
      ("Journal Article", .articleJournal), ("Preprint", .preprint), ("Book", .book), ("Monograph", .book),
      ("Book Chapter", .chapter), ("Dataset", .dataset), ("Academic Dissertation", .thesis),
      ("Technical Report", .report),
      ("Newspaper Article", .articleNewspaper), ("Government Publication", .report), ("Patent", .patent),
      ("Legal Case", .legalCase), ("Legislation", .legislation), ("Dictionary", .entryDictionary),
      ("Encyclopedia", .entryEncyclopedia), ("Book Review", .reviewBook), ("Webcast", .motionPicture),
      ("Video-Audio Media", .motionPicture), ("Unpublished Work", .manuscript), ("Address", .speech),
      ("Congress", .proceedings), ("Interview", .interview),
    ],
    aliases: [
      // Meetings, which are mostly given beside "Journal Article".
      ("Clinical Conference", .paperConference), ("Consensus Development Conference", .paperConference),
    ], other: "Journal Article")

  /// The first publication type that is a type of the model. What is in a journal is an article, and what is
  /// in a book a chapter.
  private static let typeRule = TagTable.TypeRule(
    read: { bytes, fields, types, record in
      var found: Int?
      var isFromPubMed = false
      var hasBook = false
      for index in fields.indices where fields[index].start < fields[index].end {
        switch fields[index].tag {
        case "PT":
          guard let type = types.type(bytes, fields[index].value) else { continue }
          // "Journal Article" is preferred to the other types.
          if found != nil, type != .articleJournal || record.type == .articleJournal { continue }
          record.type = type
          record.origin.typeToken = bytes.text(fields[index].value)
          found = index
        case "JT", "TA", "PMID": isFromPubMed = true
        case "BTI": hasBook = true
        default: break
        }
      }
      if let found { return [found] }
      // Publication types of other databases. Some of those of ERIC describe what is in an article.
      func has(_ tag: TagSyntax.Tag) -> Bool { fields.contains { $0.tag == tag && $0.start < $0.end } }
      let hasJournal = has("JT") && (has("VI") || has("IP"))
      for index in fields.indices where fields[index].tag == "PT" && fields[index].start < fields[index].end {
        let word = bytes.text(fields[index].value)
        guard let meaning = TypeWords.meaning(of: word), !meaning.saysMore else { continue }
        if meaning.type == .report, hasJournal { continue }
        record.type = meaning.type
        record.origin.typeToken = word
        return [index]
      }
      if has("OID"), !hasJournal {
        record.type = .report
        return []
      }
      if hasBook { record.type = .chapter } else if isFromPubMed { record.type = .articleJournal }
      return []
    },
    word: { record, _, types in
      if let token = types.sourceWord(of: record, in: "nbib") { return token }
      // A record with a PMID is read as an article without `PT` too. If it says "Journal Article" and
      // something else, the two lines differ from one that is repeated.
      let isNumbered = record.identifiers.contains { $0.scheme == .pmid }
      return record.type == .document && !isNumbered ? nil : types.word(record.type)
    })
}
