import CitemillCore

/// The table of RIS for both directions: the tags with their meaning, for all works and for some kinds of
/// work.
///
/// Sources: the specification of 2001 (`T1`, `A1`, `Y1`, `JF` ...), and what EndNote, Zotero and Mendeley
/// write (`TI`, `AU`, `PY`, `T2` ...). If several tags have the same meaning, the first is written.
enum RISTable {
  static let table = table(sources: nil, isCertain: isCertain)

  /// The same, if `DB` has the labels of the databases where records were found.
  static let tableWithSources = table(sources: .archive) { _ in false }

  private static func table(sources: Variable?, isCertain: @escaping @Sendable (Record) -> Bool) -> TagTable {
    TagTable(
      format: "ris", syntax: syntax, types: types, names: .familyFirst,
      dates: .slashes, rows: rows, sources: sources, finish: finish, isCertain: isCertain)
  }

  static let syntax = TagSyntax(
    style: .hyphen, begin: "TY", end: "ER", longTags: ["DOI", "ISSN", "ISBN", "PMID", "PMCID", "URL"])

  private typealias Row = TagTable.Row

  private static let rows: [Row] = [
    Row("TY", .type, note: "the first line of a record"),
    Row("ID", .place(.key)),
    Row("TI", .place(.title(.main, .own))),
    Row("T1", .place(.title(.main, .own)), direction: .read),
    Row("CT", .place(.title(.main, .own)), direction: .read, note: "title of an unpublished work"),
    Row(
      "BT", .place(.title(.main, .own)),
      except: [.chapter: .hostTitle, .conference: .hostTitle, .article: .hostTitle], direction: .read),
    Row("ST", .place(.title(.short, .own))),
    Row("TT", .place(.title(.translated, .own))),
    Row("RI", .place(.title(.reviewed, .own)), note: "the work that is reviewed"),
    Row("AU", .names(.author, .own), note: "family name, given names, suffix"),
    Row("A1", .names(.author, .own), direction: .read),
    Row(
      "A2", .names(.editor, .own),
      except: [
        .book: .names(.collectionEditor, .own), .report: .names(.collectionEditor, .own),
        .letter: .names(.recipient, .own),
        .recording: .names(.performer, .own), .map: .names(.collectionEditor, .own),
      ]),
    Row("ED", .names(.editor, .own)),
    Row(
      "A3", .names(.collectionEditor, .own),
      except: [
        .book: .names(.editor, .own), .report: .names(.editor, .own), .recording: .names(.producer, .own),
        .letter: .names(.editor, .own), .map: .names(.editor, .own), .thesis: .names(.advisor, .own),
      ], note: "for a thesis the advisor"),
    Row("A4", .names(.translator, .own), note: "subsidiary authors"),
    Row("TA", .names(.translator, .own), direction: .read),
    Row("PY", .year),
    Row("DA", .issued, note: "`YYYY/MM/DD/other`; other dates in EDTF or as text"),
    Row("Y1", .issued, direction: .read),
    Row("Y2", .date(.accessed), note: "when it was accessed"),
    Row(
      "T2", .hostTitle,
      except: [
        .book: .seriesTitle, .report: .seriesTitle, .software: .seriesTitle, .map: .seriesTitle,
        .conference: .conference,
        .thesis: .seriesTitle,
      ], note: "the journal, the book of a chapter, the proceedings"),
    Row("JF", .hostTitle, note: "the full journal title"),
    Row(
      "JO", .journal, direction: .read,
      note: "the journal's title if no other tag gives it, otherwise its short title"),
    Row("J2", .place(.title(.short, .host))),
    Row("JA", .place(.title(.short, .host)), direction: .read),
    Row("JI", .place(.title(.short, .host)), direction: .read, note: "of Web of Science"),
    Row("J1", .place(.title(.short, .host)), direction: .read),
    Row("T3", .seriesTitle, note: "the series"),
    Row("VL", .variable(.volume)),
    Row("VO", .variable(.volume), direction: .read),
    Row(
      "IS", .variable(.issue),
      except: [
        .book: .seriesNumber, .chapter: .variable(.numberOfVolumes), .report: .variable(.number),
        .patent: .variable(.number),
      ]),
    Row("CP", .variable(.issue), except: [.patent: .native, .letter: .native], note: "if `IS` has another meaning"),
    Row("SV", .seriesNumber),
    Row(
      "M1", .variable(.number),
      except: [.book: .seriesNumber, .article: .variable(.issue), .art: .native, .chapter: .native],
      note: "a number, depending on the type"),
    Row(
      "SP", .firstPage,
      except: [
        .book: .variable(.numberOfPages), .thesis: .variable(.numberOfPages), .recording: .variable(.runningTime),
      ]),
    Row("EP", .lastPage, except: [.book: .native, .thesis: .native, .recording: .native]),
    Row(
      "C7", .variable(.articleNumber),
      except: [.patent: .native, .law: .native, .art: .native, .map: .native, .book: .native]),
    Row("NV", .variable(.numberOfVolumes)),
    Row("ET", .variable(.edition), except: [.software: .variable(.version)]),
    Row(
      "ET", .native, except: [.article: .date(.online)], direction: .write,
      note: "articles: the online date, as in EndNote"),
    Row("SE", .variable(.section), note: "the section"),
    Row("PB", .variable(.publisher)),
    Row("PU", .variable(.publisher), direction: .read, note: "of ProQuest and others"),
    Row("CY", .variable(.publisherPlace)),
    Row("PI", .variable(.publisherPlace), direction: .read, note: "of Web of Science"),
    Row("PP", .variable(.publisherPlace), direction: .read, note: "of ProQuest and others"),
    Row("M3", .variable(.genre), note: "the kind of work"),
    Row("LA", .variable(.language)),
    Row("RP", .variable(.status), except: [.book: .native], note: "the reprint status"),
    Row("DB", .variable(.archive), note: "the database"),
    Row("DP", .variable(.source), note: "the provider of the database"),
    Row("AV", .variable(.archiveLocation)),
    Row("CN", .variable(.callNumber)),
    Row("LB", .variable(.citationLabel)),
    Row("C1", .native, except: [.conference: .place(.event(.place)), .map: .variable(.scale)], note: "by the type"),
    Row("C3", .native, except: [.conference: .proceedings, .art: .variable(.dimensions)], note: "by the type"),
    Row("SN", .numbers(.any), note: "ISSN or ISBN, of the host if there is one"),
    Row("DO", .place(.identifier(.doi))),
    Row("DI", .place(.identifier(.doi)), direction: .read),
    Row("AN", .place(.identifier(.accession)), note: "the number in the database"),
    Row(
      "AN", .pubMedNumber, direction: .write,
      note: "with `DB  - PubMed`; for records of other databases `N1  - PMID: 123`"),
    Row("UR", .place(.identifier(.url))),
    Row("DOI", .place(.identifier(.doi)), direction: .read), Row("URL", .place(.identifier(.url)), direction: .read),
    Row("ISSN", .numbers(.any), direction: .read), Row("ISBN", .numbers(.any), direction: .read),
    Row("PMID", .place(.identifier(.pmid)), direction: .read),
    Row("PMCID", .place(.identifier(.pmcid)), direction: .read),
    Row("L1", .place(.file(.pdf))),
    Row("L2", .place(.file(.fullText))),
    Row("L3", .place(.file(.related))),
    Row("L4", .place(.file(.image))),
    Row("LK", .place(.file(.website))),
    Row("AB", .place(.abstract(.main))),
    Row("N2", .place(.abstract(.main)), direction: .read),
    Row("KW", .list(.keyword)),
    Row("DE", .list(.keyword), direction: .read, note: "of Ovid and others"),
    Row("N1", .place(.note(.note))),
    Row("RN", .place(.note(.annotation)), note: "research notes"),
    Row("AD", .native, note: "addresses of authors"),
    Row("C2", .native, note: "depends on the type; `PMC` with digits is the PMCID"),
    Row("C2", .place(.identifier(.pmcid)), direction: .write), Row("C4", .native, note: "by the type"),
    Row("C5", .native, note: "by the type"), Row("C6", .native, note: "by the type"),
    Row("C8", .native, note: "by the type"), Row("CA", .native, note: "a caption"),
    Row("M2", .native), Row("OP", .native, note: "the original publication"),
    Row("U1", .native, note: "of the user"), Row("U2", .native, note: "of the user"),
    Row("U3", .native, note: "of the user"), Row("U4", .native, note: "of the user"),
    Row("U5", .native, note: "of the user"), Row("H1", .native, note: "of Citavi"),
    Row("H2", .native, note: "of Citavi"),
    Row("LN", .native), Row("RD", .native), Row("CR", .native, note: "cited references"),
    Row("UI", .native, note: "of Ovid"), Row("UT", .place(.identifier(.webOfScience)), note: "of Web of Science"),
  ]
}
