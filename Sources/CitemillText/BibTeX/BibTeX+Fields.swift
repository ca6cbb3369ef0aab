import CitemillCore

/// The two-way table of BibTeX and BibLaTeX: each field with its place in the model. Reading, writing, `expressible` and the
/// page use it.
///
/// Names: BibTeX 0.99, `btxdoc`; the BibLaTeX manual 3.20, section 2.2; and what JabRef, Zotero and publishers add to them.
enum BibTeXTable {
  /// The format by which native fields are told.
  static let format = "bibtex"

  /// Where a field belongs, and how it is read there.
  enum Target: Sendable, Equatable {
    /// A text, in one place whatever the type.
    case place(Place)
    /// A text whose signs are no LaTeX: addresses, numbers of databases.
    case verbatim(Place)
    /// Names.
    case names(Role)
    /// What the people of `editor`, `editora`, `editorb` or `editorc` did.
    case editorType(Int)
    /// The title of the journal or book.
    case host
    /// The title of the books of several volumes around the book, or of its parts.
    case outer(Title.Kind)
    /// Who published it, under the names that the types have for that.
    case publisher, institution, organization
    /// `number` is the issue of an article, the number of a report, the place of a book in its series.
    case number
    case issue
    case date(DateKind)
    case year, month, day
    case eprint, eprintType
    case note, addendum
    case keywords, file, subtype, genre, language
    case howPublished
    /// Texts between `and`.
    case list(Variable)
    /// A reference to other entries, or an option: kept, and looked at in passing.
    case key
  }

  /// Which dialect writes a name.
  enum Use: Sendable {
    case both, bibtex, biblatex, readOnly

    /// Whether a dialect writes the name.
    func isWritten(in dialect: BibTeX.Dialect) -> Bool {
      switch self {
      case .both: true
      case .bibtex: dialect == .bibtex
      case .biblatex: dialect == .biblatex
      case .readOnly: false
      }
    }
  }

  /// A name with its place.
  struct Row: Sendable {
    let name: StaticString
    let target: Target
    let use: Use
  }

  private static func role(_ name: String) -> Role { Role(rawValue: name) }

  /// The table. Of fields with one place, the first one goes before the others.
  static let rows: [Row] = {
    let rows: [(StaticString, Target, Use)] = [
      // Names.
      ("author", .names(.author), .both), ("editor", .names(.editor), .both), ("editortype", .editorType(0), .readOnly),
      ("editora", .names("editora"), .both), ("editoratype", .editorType(1), .both),
      ("editorb", .names("editorb"), .both), ("editorbtype", .editorType(2), .both),
      ("editorc", .names("editorc"), .both), ("editorctype", .editorType(3), .both),
      ("translator", .names(.translator), .both), ("bookauthor", .names(.containerAuthor), .both),
      ("annotator", .names("annotator"), .both), ("commentator", .names("commentator"), .both),
      ("introduction", .names("introduction"), .both), ("foreword", .names("foreword"), .both),
      ("afterword", .names("afterword"), .both), ("holder", .names("holder"), .both),
      ("director", .names(.director), .readOnly), ("illustrator", .names(.illustrator), .readOnly),
      // Titles.
      ("title", .place(.title(.main, .own)), .both), ("subtitle", .place(.title(.sub, .own)), .both),
      ("titleaddon", .place(.title(.addon, .own)), .both), ("shorttitle", .place(.title(.short, .own)), .both),
      ("origtitle", .place(.title(.original, .own)), .both),
      ("journaltitle", .host, .biblatex), ("journal", .host, .bibtex), ("booktitle", .host, .both),
      ("journalsubtitle", .place(.title(.sub, .host)), .both), ("booksubtitle", .place(.title(.sub, .host)), .both),
      ("booktitleaddon", .place(.title(.addon, .host)), .both), ("shortjournal", .place(.title(.short, .host)), .both),
      ("journal-iso", .place(.title(.short, .host)), .readOnly),
      ("abbrev_source_title", .place(.title(.short, .host)), .readOnly),
      ("issuetitle", .place(.title(.issue, .host)), .both),
      ("maintitle", .outer(.main), .both), ("mainsubtitle", .outer(.sub), .both),
      ("maintitleaddon", .outer(.addon), .both),
      ("series", .place(.title(.main, .series)), .both), ("shortseries", .place(.title(.short, .series)), .both),
      // Dates.
      ("date", .date(.issued), .both), ("year", .year, .both), ("month", .month, .bibtex), ("day", .day, .bibtex),
      ("origdate", .date(.original), .both), ("origyear", .date(.original), .readOnly),
      ("eventdate", .date(.event), .both), ("urldate", .date(.accessed), .both),
      ("accessed", .date(.accessed), .readOnly), ("lastchecked", .date(.accessed), .readOnly),
      // The place in the host, and of publication.
      ("volume", .place(.variable(.volume, .own)), .both), ("number", .number, .both), ("issue", .issue, .both),
      ("part", .place(.variable(.partNumber, .own)), .both),
      ("chapter", .place(.variable(.chapterNumber, .own)), .both),
      ("pages", .place(.variable(.pages, .own)), .both), ("eid", .place(.variable(.articleNumber, .own)), .both),
      ("article-number", .place(.variable(.articleNumber, .own)), .readOnly),
      ("articleno", .place(.variable(.articleNumber, .own)), .readOnly),
      ("art_number", .place(.variable(.articleNumber, .own)), .readOnly),
      ("edition", .place(.variable(.edition, .own)), .both), ("version", .place(.variable(.version, .own)), .both),
      ("volumes", .place(.variable(.numberOfVolumes, .own)), .both),
      ("pagetotal", .place(.variable(.numberOfPages, .own)), .both),
      ("numpages", .place(.variable(.numberOfPages, .own)), .readOnly),
      ("publisher", .publisher, .both), ("institution", .institution, .both), ("school", .institution, .bibtex),
      ("organization", .organization, .both), ("location", .list(.publisherPlace), .biblatex),
      ("address", .place(.variable(.publisherPlace, .own)), .bibtex),
      ("origpublisher", .place(.variable(.originalPublisher, .own)), .both),
      ("origlocation", .list(.originalPublisherPlace), .both),
      ("howpublished", .howPublished, .both), ("type", .genre, .both), ("entrysubtype", .subtype, .both),
      ("pubstate", .place(.variable(.status, .own)), .both),
      ("eventtitle", .place(.event(.title)), .both), ("venue", .place(.event(.place)), .both),
      // Identifiers.
      ("doi", .verbatim(.identifier(.doi)), .both), ("isbn", .place(.identifier(.isbn)), .both),
      ("issn", .place(.identifier(.issn)), .both), ("eissn", .place(.identifier(.eissn)), .both),
      ("isrn", .place(.identifier(.isrn)), .both), ("ismn", .place(.identifier(.ismn)), .both),
      ("pmid", .place(.identifier(.pmid)), .both), ("pubmedid", .place(.identifier(.pmid)), .readOnly),
      ("pmcid", .place(.identifier(.pmcid)), .both), ("pmc", .place(.identifier(.pmcid)), .readOnly),
      ("eprint", .eprint, .both), ("eprinttype", .eprintType, .biblatex), ("archiveprefix", .eprintType, .bibtex),
      ("mrnumber", .place(.identifier(.mathematicalReviews)), .both), ("zbl", .place(.identifier(.zbMATH)), .both),
      ("zmnumber", .place(.identifier(.zbMATH)), .readOnly), ("urn", .verbatim(.identifier(.urn)), .both),
      ("url", .verbatim(.identifier(.url)), .both), ("bdsk-url-1", .verbatim(.identifier(.url)), .readOnly),
      // The rest.
      ("langid", .language, .biblatex), ("hyphenation", .language, .readOnly), ("language", .language, .both),
      ("origlanguage", .place(.variable(.originalLanguage, .own)), .both),
      ("lccn", .place(.variable(.callNumber, .own)), .both), ("library", .place(.variable(.archive, .own)), .both),
      ("copyright", .place(.variable(.copyright, .own)), .both),
      ("keywords", .keywords, .both), ("keyword", .keywords, .readOnly),
      ("abstract", .place(.abstract(.main)), .both), ("note", .note, .both), ("addendum", .addendum, .both),
      ("annotation", .place(.note(.annotation)), .biblatex), ("annote", .place(.note(.annotation)), .bibtex),
      ("file", .file, .both),
      ("crossref", .key, .both), ("xref", .key, .both), ("xdata", .key, .both), ("options", .key, .both),
    ]
    return rows.map { Row(name: $0.0, target: $0.1, use: $0.2) }
  }()

  private static let names = WordList(rows.map { "\($0.name)" })

  /// The row of a name, capitals taken for small letters; nil for one that we do not know.
  static func row(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    if let row = names.index(of: bytes, range) { return row }
    guard range.count <= 24 else { return nil }
    var lower = InlineArray<24, UInt8>(repeating: 0)
    var hasCapitals = false
    for place in 0..<range.count {
      let byte = bytes[range.lowerBound + place]
      lower[place] = byte.lowercased
      hasCapitals = hasCapitals || byte != byte.lowercased
    }
    return hasCapitals ? names.index(of: lower.span, 0..<range.count) : nil
  }

  /// The row of a name.
  static func row(named name: String) -> Int? { name.withUTF8Span { row($0, 0..<$0.count) } }

  // The rows that are asked for by name.
  static let options = row(named: "options")
  static let crossref = row(named: "crossref")
  static let xdata = row(named: "xdata")
  static let subtype = row(named: "entrysubtype")
  static let type = row(named: "type")
  static let title = row(named: "title")
  static let editorTypes = ["editortype", "editoratype", "editorbtype", "editorctype"].map { row(named: $0) }
}

extension BibTeXTable.Target {
  /// The place as a path, where there is one.
  var path: FieldPath? {
    switch self {
    case .place(let place), .verbatim(let place): place.path
    case .names(let role):
      role.rawValue.utf8.starts(with: "editor".utf8) && role != .editor
        ? FieldPath(.contributors) : FieldPath(.contributors, role.rawValue)
    case .editorType: FieldPath(.contributors, facet: .roles)
    case .host: FieldPath(.titles, Title.Kind.main.rawValue, in: .host)
    case .outer(let kind): FieldPath(.titles, kind.rawValue, in: .host)
    case .publisher: .variable(.publisher)
    case .institution: .variable(.publisher)
    case .organization: .variable(.publisher)
    case .number: .variable(.number)
    case .issue: .variable(.issue)
    case .date(let kind): FieldPath(.dates, kind.rawValue)
    case .year, .month, .day: FieldPath(.dates, DateKind.issued.rawValue)
    case .eprint: FieldPath(.identifiers, IdentifierScheme.arxiv.rawValue)
    case .note, .addendum: FieldPath(.notes, Note.Kind.note.rawValue)
    case .keywords: FieldPath(.keywords)
    case .file: FieldPath(.files)
    case .subtype: FieldPath(.type)
    case .genre: .variable(.genre)
    case .language: .variable(.language)
    case .howPublished: .variable(.medium)
    case .list(let variable): .variable(variable)
    case .eprintType, .key: nil
    }
  }

  /// What the page says beside.
  var remark: String {
    switch self {
    case .verbatim(let place) where place == .identifier(.doi): "a resolver before it is taken off"
    case .place(let place) where place.isOfHost:
      "of the host, for types that appear in one; several between commas"
    case .editorType: "compiler, director, organizer and the like"
    case .host: "of articles the journal, of others the book"
    case .outer: "of the work in several volumes around the book"
    case .institution: "of theses and reports; `institution` where there is a publisher too"
    case .organization: "where there is no other publisher; of proceedings else the sponsor of the event"
    case .number: "of articles the issue; of books and their parts `series.number`"
    case .issue: "where there is no `number`"
    case .year: "a whole date in `date` goes before it"
    case .eprint: "with the type `arXiv`; `pubmed` and `hdl` are PMID and handle"
    case .eprintType: "says what `eprint` is"
    case .addendum: "the second remark"
    case .keywords: "between commas or semicolons, outside braces"
    case .file: "`title:path:type`, several between semicolons, as JabRef and Zotero write it"
    case .subtype: "`magazine`, `newspaper`, or a type of ours that BibTeX has no word for"
    case .genre: "`phdthesis`, `mathesis` and other keys of BibLaTeX are said in words"
    case .howPublished: "an address there is read as `url`, and makes `misc` a web page"
    case .list: "several between `and`"
    case .note: "an address alone is read as `url`"
    case .key: "kept as a native field"
    default: ""
    }
  }
}
