import CitemillCore

/// Something that a record of a type needs, by the conventions of CSL and BibLaTeX (manual of 3.19, section
/// 2.1): one of several places.
struct Requirement: Sendable {
  /// The place that messages name.
  let path: FieldPath
  /// Alternatives to it.
  let alternatives: [FieldPath]
  /// What is missing, in the words of the message.
  let name: String

  private init(_ name: String, _ path: FieldPath, or alternatives: [FieldPath] = []) {
    self.name = name
    self.path = path
    self.alternatives = alternatives
  }

  func isMet(by record: Record) -> Bool { ([path] + alternatives).contains { Self.isPresent($0, in: record) } }

  private static func isPresent(_ path: FieldPath, in record: Record) -> Bool {
    switch path.field {
    case .titles: !record.titles(of: path.tier).isEmpty
    case .contributors:
      record.contributors(of: path.tier).contains { one in one.roles.contains { path.isAbout($0.rawValue) } }
    case .dates: record.dates.contains { path.isAbout($0.kind.rawValue) }
    case .identifiers: record.identifiers(of: path.tier).contains { path.isAbout($0.scheme.rawValue) }
    case .variables: path.part.flatMap { Variable(name: $0) }.flatMap { record.value(of: $0, in: path.tier) } != nil
    case .event: record.event != nil
    default: false
    }
  }

  private static let title = Self("a title", FieldPath(.titles))
  /// Whoever made it, or a statement that nobody is named.
  private static let maker = Self(
    "an author or editor", FieldPath(.contributors, "author"), or: [FieldPath(.contributors)])
  private static let date = Self(
    "a date", FieldPath(.dates, "issued"),
    or: [DateKind.online, .print, .available, .copyright, .posted, .event, .submitted, .original].map {
      FieldPath(.dates, $0.rawValue)
    })
  private static let journal = Self("the title of the journal", FieldPath(.titles, in: .host))
  private static let book = Self("the title of the book", FieldPath(.titles, in: .host), or: [FieldPath(.event)])
  private static let institution = Self(
    "an institution or publisher", .variable(.institution),
    or: [.variable(.publisher), .variable(.publisher, in: .host)])
  private static let address = Self(
    "an address", FieldPath(.identifiers, "URL"),
    or: [FieldPath(.identifiers, "DOI"), FieldPath(.identifiers, "handle")])
  private static let number = Self("a number", .variable(.number), or: [FieldPath(.identifiers, "patent")])

  static func all(of type: RecordType) -> [Self] {
    switch type {
    case .articleJournal: [title, maker, journal, date]
    case .articleMagazine, .articleNewspaper: [title, journal, date]
    case .chapter, .paperConference, .component: [title, maker, book, date]
    case .entry, .entryDictionary, .entryEncyclopedia: [title, book, date]
    case .thesis, .report: [title, maker, institution, date]
    case .webpage, .post, .postWeblog: [title, address]
    case .patent: [title, maker, number, date]
    case .personalCommunication, .interview: [maker, date]
    // What is identified by its title or name alone.
    case .periodical, .bookSeries, .reportSeries, .journalIssue, .journalVolume, .collection, .event, .figure: [title]
    case .bill, .hearing, .legalCase, .legislation, .regulation, .standard, .treaty, .map, .proceedings, .referenceBook,
      .grant, .software, .classic:
      [title, date]
    default: [title, maker, date]
    }
  }
}
