import CitemillCore

/// The two-way table of BibTeX and BibLaTeX: each field with its place in the model. The reader, the writer,
/// `expressible` and the page use it. Both dialects have the same rows, and differ in which of them they
/// write.
///
/// Field names: BibTeX 0.99, `btxdoc`; the BibLaTeX manual 3.20, section 2.2; and the additions of JabRef,
/// Zotero and publishers.
///
/// It is a class, since each entry that is written has it.
final class BibTeXTable: Sendable {
  /// The format of native fields.
  static let format = "bibtex"

  static let bibtex = BibTeXTable(.bibtex)
  static let biblatex = BibTeXTable(.biblatex)

  let fields: FormatTable<BibTeXRule>
  /// What the fields can hold of a record.
  let expressible: FieldSet
  /// The text before the value of each field: `  title = {`.
  let openings: [String]
  let roles: [(role: Role, row: Int)]
  let editors: [(names: Int, type: Int)]
  /// The fields for titles of the host and of the work around it, by the rank of the kind.
  let journal, book, outer: [Int?]
  // The fields that steps write.
  let year, month, day, number, issue, publisher, institution, school, organization, eprint, eprintType: Int?
  let note, addendum, keywords, file, subtype, genre, language, languageID, howPublished: Int?

  private init(_ dialect: BibTeX.Dialect) {
    let rows = Self.rows.map { name, rule, use in
      FormatTable.Row(name, rule, direction: use == .both || use == Use(dialect) ? .both : .read, note: use.note)
    }
    // A table of any rule takes long to copy its rows.
    func row(_ step: BibTeXRule) -> Int? { rows.firstIndex { $0.direction.isWritten && $0.rule == step } }
    let fields = FormatTable(rows)
    self.fields = fields
    expressible = FieldSet(
      fields.paths() + [FieldPath(.key), FieldPath(.nativeFields, Self.format)],
      except: Self.unsayable.flatMap { field, facets in
        FieldPath.Tier.allCases.flatMap { tier in facets.map { FieldPath(field, in: tier, facet: $0) } }
      })
    openings = rows.map { "  \($0.name) = {" }
    roles = rows.indices.compactMap { row in
      guard rows[row].direction.isWritten else { return nil }
      return switch rows[row].rule {
      case .names(let role): (role.name, row)
      case .people(let role): (role.role, row)
      default: nil
      }
    }
    editors = (1...3).compactMap { place in
      guard let names = row(.editors(place)), let type = row(.editorType(place)) else {
        return nil
      }
      return (names, type)
    }
    journal = Title.Kind.allCases.map { row(.journal($0)) }
    book = Title.Kind.allCases.map { row(.book($0)) }
    outer = Title.Kind.allCases.map { row(.outer($0)) }
    year = row(.year)
    month = row(.month)
    day = row(.day)
    number = row(.number)
    issue = row(.issue)
    publisher = row(.publisher)
    institution = row(.institution)
    school = row(.school)
    organization = row(.organization)
    eprint = row(.eprint)
    eprintType = row(.eprintType)
    note = row(.note)
    addendum = row(.addendum)
    keywords = row(.keywords)
    file = row(.file)
    subtype = row(.subtype)
    genre = row(.genre)
    language = row(.language)
    languageID = row(.languageID)
    howPublished = row(.howPublished)
  }

  /// The field of a role; nil for one that is written as `editora` with its type.
  func row(of role: Role) -> Int? { roles.first { $0.role == role }?.row }

  private static let unsayable: [(Field, [Facet])] = [
    (
      .contributors,
      [.affiliations, .identifiers, .flags, .email, .alternativeNames, .members, .language]
    ),
    (.titles, [.language]), (.abstracts, [.language]), (.keywords, [.scheme, .language, .major]),
  ]

  /// Which dialect writes a name.
  private enum Use {
    case both, bibtex, biblatex, none

    init(_ dialect: BibTeX.Dialect) { self = dialect == .bibtex ? .bibtex : .biblatex }

    var note: String {
      switch self {
      case .both: ""
      case .none: "read, not written"
      case .bibtex: "written in bibtex"
      case .biblatex: "written in biblatex"
      }
    }
  }

  /// The rows. If several fields have the same place, the first one takes precedence.
  private static let rows: [(name: String, rule: BibTeXRule, use: Use)] = [
    // Names.
    ("author", .names(.author), .both), ("editor", .names(.editor), .both), ("editortype", .editorType(0), .none),
    ("editora", .editors(1), .both), ("editoratype", .editorType(1), .both),
    ("editorb", .editors(2), .both), ("editorbtype", .editorType(2), .both),
    ("editorc", .editors(3), .both), ("editorctype", .editorType(3), .both),
    ("translator", .names(.translator), .both), ("bookauthor", .names(.containerAuthor), .both),
    ("annotator", .people(.annotator), .both), ("commentator", .people(.commentator), .both),
    ("introduction", .people(.introduction), .both), ("foreword", .people(.foreword), .both),
    ("afterword", .people(.afterword), .both), ("holder", .people(.holder), .both),
    ("director", .names(.director), .none), ("illustrator", .names(.illustrator), .none),
    // Titles.
    ("title", .at(.title(.main, .own)), .both), ("subtitle", .at(.title(.sub, .own)), .both),
    ("titleaddon", .at(.title(.addon, .own)), .both), ("shorttitle", .at(.title(.short, .own)), .both),
    ("origtitle", .at(.title(.original, .own)), .both),
    // MathSciNet's full journal title, next to the abbreviated one.
    ("fjournal", .journal(.main), .none),
    ("journaltitle", .journal(.main), .biblatex), ("journal", .journal(.main), .bibtex),
    ("booktitle", .book(.main), .both),
    ("journalsubtitle", .journal(.sub), .both), ("booksubtitle", .book(.sub), .both),
    ("booktitleaddon", .at(.title(.addon, .host)), .both), ("shortjournal", .at(.title(.short, .host)), .both),
    ("journal-iso", .at(.title(.short, .host)), .none),
    ("abbrev_source_title", .at(.title(.short, .host)), .none),
    ("issuetitle", .at(.title(.issue, .host)), .both),
    ("maintitle", .outer(.main), .both), ("mainsubtitle", .outer(.sub), .both),
    ("maintitleaddon", .outer(.addon), .both),
    ("series", .at(.title(.main, .series)), .both), ("shortseries", .at(.title(.short, .series)), .both),
    // Dates.
    ("date", .date(.issued), .both), ("year", .year, .both), ("month", .month, .bibtex), ("day", .day, .bibtex),
    ("origdate", .date(.original), .both), ("origyear", .date(.original), .none),
    ("eventdate", .date(.event), .both), ("urldate", .date(.accessed), .both),
    ("accessed", .date(.accessed), .none), ("lastchecked", .date(.accessed), .none),
    // The place in the host, and of publication.
    ("volume", .variable(.volume), .both), ("number", .number, .both), ("issue", .issue, .both),
    ("part", .variable(.partNumber), .both),
    ("chapter", .variable(.chapterNumber), .both),
    ("pages", .variable(.pages), .both), ("eid", .variable(.articleNumber), .both),
    ("article-number", .variable(.articleNumber), .none),
    ("articleno", .variable(.articleNumber), .none),
    ("art_number", .variable(.articleNumber), .none),
    ("edition", .variable(.edition), .both), ("version", .variable(.version), .both),
    ("volumes", .variable(.numberOfVolumes), .both),
    ("pagetotal", .variable(.numberOfPages), .both),
    ("numpages", .variable(.numberOfPages), .none),
    ("publisher", .publisher, .both), ("institution", .institution, .both), ("school", .school, .bibtex),
    ("organization", .organization, .both), ("location", .list(.publisherPlace), .biblatex),
    ("address", .variable(.publisherPlace), .bibtex),
    ("origpublisher", .variable(.originalPublisher), .both),
    ("origlocation", .list(.originalPublisherPlace), .both),
    ("howpublished", .howPublished, .both), ("type", .genre, .both), ("entrysubtype", .subtype, .both),
    ("pubstate", .variable(.status), .both),
    ("eventtitle", .at(.event(.title)), .both), ("venue", .at(.event(.place)), .both),
    // Identifiers.
    ("doi", .verbatim(.identifier(.doi)), .both), ("isbn", .at(.identifier(.isbn)), .both),
    ("issn", .at(.identifier(.issn)), .both), ("eissn", .at(.identifier(.eissn)), .both),
    ("isrn", .at(.identifier(.isrn)), .both), ("ismn", .at(.identifier(.ismn)), .both),
    ("pmid", .at(.identifier(.pmid)), .both), ("pubmedid", .at(.identifier(.pmid)), .none),
    ("pmcid", .at(.identifier(.pmcid)), .both), ("pmc", .at(.identifier(.pmcid)), .none),
    ("eprint", .eprint, .both), ("eprinttype", .eprintType, .biblatex), ("archiveprefix", .eprintType, .bibtex),
    ("arxivid", .at(.identifier(.arxiv)), .none), ("mrnumber", .at(.identifier(.mathematicalReviews)), .both),
    ("zbl", .at(.identifier(.zbMATH)), .both),
    ("zmnumber", .at(.identifier(.zbMATH)), .none), ("urn", .verbatim(.identifier(.urn)), .both),
    ("url", .verbatim(.identifier(.url)), .both), ("bdsk-url-1", .verbatim(.identifier(.url)), .none),
    // The rest.
    ("langid", .languageID, .biblatex), ("hyphenation", .languageID, .none), ("language", .language, .both),
    ("origlanguage", .variable(.originalLanguage), .both),
    ("lccn", .variable(.callNumber), .both), ("library", .variable(.archive), .both),
    ("copyright", .variable(.copyright), .both),
    ("keywords", .keywords, .both), ("keyword", .keywords, .none), ("author_keywords", .keywords, .none),
    ("abstract", .at(.abstract(.main)), .both), ("note", .note, .both), ("addendum", .addendum, .both),
    ("annotation", .at(.note(.annotation)), .biblatex), ("annote", .at(.note(.annotation)), .bibtex),
    ("file", .file, .both),
    ("crossref", .key, .both), ("xref", .key, .both), ("xdata", .key, .both), ("options", .key, .both),
  ]

  // MARK: - Reading

  /// The rules of the rows.
  static let rules = bibtex.fields.rules(in: .other)

  private static let names = bibtex.fields.names

  /// The row of a name, ignoring case; nil for an unknown one.
  static func row(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? { names.row(inAnyCase: bytes, range) }

  static func row(named name: String) -> Int? { name.withUTF8Span { row($0, 0..<$0.count) } }

  /// Whether a field without a row is known nevertheless: for sorting, printing or relating entries, or for a
  /// program's own use.
  static func saysNothing(_ name: String) -> Bool {
    let name = name.lowercased()
    return housekeeping.contains(name) || name.hasSuffix("+an")
      || ["bdsk-", "date-", "sort", "index", "related"].contains { name.hasPrefix($0) } || isNumbered(name)
  }

  /// Whether a name is that of a repeated field as it is kept, `note-2`.
  private static func isNumbered(_ name: String) -> Bool {
    guard let hyphen = name.utf8.lastIndex(of: UInt8(ascii: "-")),
      name.utf8[name.utf8.index(after: hyphen)...].allSatisfy(\.isDigit)
    else { return false }
    return row(named: String(name[..<hyphen])) != nil
  }

  /// BibLaTeX's data model, section 2.2.3 and following, JabRef, Mendeley, BibDesk, DBLP, BibSonomy, and our
  /// own names.
  private static let housekeeping: Set<String> = [
    "stray-text", "authortype", "bookpagination", "pagination", "eprintclass", "primaryclass", "entryset", "execute",
    "gender", "ids",
    "key", "keyname", "label", "langidopts", "nameaddon", "namea", "nameb", "namec", "nameatype", "namebtype",
    "namectype",
    "presort", "reprinttitle", "shortauthor", "shorteditor", "shorthand", "shorthandintro", "issuesubtitle", "groups",
    "owner",
    "mendeley-tags", "mendeley-groups", "printed", "qualityassured", "relevance", "creationdate", "modificationdate",
    "citationkeypattern", "rating", "read", "review", "x-fetchedfrom", "timestamp", "__markedentry", "priority",
    "ranking", "readstatus", "comment", "bibsource", "biburl", "intrahash",
    "interhash",
    "lista", "listb", "listc", "listd", "liste", "listf", "usera", "userb", "userc", "userd", "usere", "userf", "verba",
    "verbb", "verbc",
  ]

  // The rows that are used by name.
  static let options = row(named: "options")
  static let crossref = row(named: "crossref")
  static let xdata = row(named: "xdata")
  static let type = row(named: "type")
  static let entrySubtype = row(named: "entrysubtype")
  static let title = row(named: "title")
  static let editorTypes = ["editortype", "editoratype", "editorbtype", "editorctype"].map { row(named: $0) }
}

/// A role for which BibLaTeX has a field, and which the model only has by name.
enum BibLaTeXRole: String {
  case annotator, commentator, introduction, foreword, afterword, holder

  var role: Role { Role(rawValue: rawValue) }
}

/// The meaning of a field of BibTeX or BibLaTeX; a few bytes without a string, since it is looked up for each
/// field.
enum BibTeXRule: FormatRule {
  /// A text, in the same place for every type.
  case at(Place)
  /// A text with literal characters instead of LaTeX: URLs, database numbers.
  case verbatim(Place)
  /// Texts separated by `and`.
  case list(Variable)
  case names(Known<Role>)
  /// Names in a role of BibLaTeX.
  case people(BibLaTeXRole)
  /// Names in `editora`, `editorb` or `editorc`, and the role of these or of those in `editor`.
  case editors(Int), editorType(Int)
  /// A title of the journal, or of the book that contains the work.
  case journal(Title.Kind), book(Title.Kind)
  /// A title of the multi-volume work that contains the book, or its parts.
  case outer(Title.Kind)
  /// The publisher, under the names that it has for each type.
  case publisher, institution, school, organization
  /// `number` is the issue of an article, the number of a report, the number of a book in its series.
  case number
  case issue
  case date(Known<DateKind>)
  case year, month, day
  case eprint, eprintType
  case note, addendum
  case keywords, file, subtype, genre
  /// The language, in the source's own words or by BibLaTeX's names.
  case language, languageID
  case howPublished
  /// A reference to other entries, or an option: kept, and only evaluated by the reader.
  case key

  static func names(_ role: Role) -> Self { .names(Known(role)) }
  static func date(_ kind: DateKind) -> Self { .date(Known(kind)) }
  static func variable(_ variable: Variable) -> Self { .at(.variable(variable, .own)) }

  var place: Place? {
    switch self {
    case .at(let place), .verbatim(let place): place
    case .list(let variable): .variable(variable)
    case .names(let role): .names(role, .own)
    case .date(let kind): .date(kind)
    case .keywords: .keyword
    default: nil
    }
  }

  var paths: [FieldPath] {
    switch self {
    case .at(let place) where place.isOfHost: [place.path, FieldPath(.identifiers, place.path.part, in: .host)]
    case .at(let place), .verbatim(let place): [place.path]
    case .list(let variable): [.variable(variable)]
    case .names(let role): [FieldPath(.contributors, role.name.rawValue)]
    case .people(let role): [FieldPath(.contributors, role.rawValue)]
    case .editors: [FieldPath(.contributors)]
    case .editorType: [FieldPath(.contributors, facet: .roles)]
    case .journal(.sub): [FieldPath(.titles, Title.Kind.sub.rawValue, in: .host), .variable(.section)]
    case .journal(let kind), .book(let kind), .outer(let kind): [FieldPath(.titles, kind.rawValue, in: .host)]
    case .publisher: [.variable(.publisher)]
    case .institution, .school: [.variable(.publisher), .variable(.institution)]
    case .organization: [.variable(.publisher), FieldPath(.event)]
    case .number: [.variable(.number), .variable(.number, in: .series), .variable(.issue)]
    case .issue: [.variable(.issue)]
    case .date(let kind): [FieldPath(.dates, kind.name.rawValue)]
    case .year, .month, .day: [FieldPath(.dates, DateKind.issued.rawValue)]
    case .eprint: ([.arxiv, .handle, .jstor] as [IdentifierScheme]).map { FieldPath(.identifiers, $0.rawValue) }
    case .note, .addendum: [FieldPath(.notes, Note.Kind.note.rawValue)]
    case .keywords: [FieldPath(.keywords)]
    case .file: [FieldPath(.files)]
    case .subtype: [FieldPath(.type)]
    case .genre: [.variable(.genre)]
    case .language, .languageID: [.variable(.language)]
    case .howPublished: [.variable(.medium), .variable(.publisher)]
    case .eprintType, .key: []
    }
  }

  var remark: String {
    switch self {
    case .verbatim(let place) where place == .identifier(.doi): "a resolver before it is removed"
    case .at(let place) where place.isOfHost:
      "of the host, for types that have one; several separated by commas"
    case .editorType: "compiler, director, organizer and similar roles"
    case .journal(.sub): "the journal of an article, the book of other types; for newspapers the section"
    case .journal, .book: "the journal of an article, the book of other types"
    case .outer: "the multi-volume work that contains the book"
    case .institution, .school: "for theses and reports; `institution` if there is also a publisher"
    case .organization: "if there is no other publisher; otherwise, for proceedings, the sponsor of the event"
    case .number: "the issue of articles; for books and their parts `series.number`"
    case .issue: "if there is no `number`"
    case .year: "a complete date in `date` takes precedence"
    case .eprint: "with the type `arXiv` or `jstor`; `pubmed` and `hdl` are PMID and handle"
    case .eprintType: "the kind of `eprint`"
    case .addendum: "the second note"
    case .keywords: "separated by commas or semicolons outside braces"
    case .file: "`title:path:type`, several separated by semicolons, as JabRef and Zotero write it"
    case .subtype: "`magazine`, `newspaper`, or a CSL type that BibTeX does not have"
    case .genre: "`phdthesis`, `mathesis` and other keys of BibLaTeX become words"
    case .howPublished: "a name there is the publisher; a URL there is read as `url`, and makes `misc` a web page"
    case .list: "several separated by `and`"
    case .note: "read as `url` if it is only a URL"
    case .key: "kept as a native field"
    default: ""
    }
  }
}
