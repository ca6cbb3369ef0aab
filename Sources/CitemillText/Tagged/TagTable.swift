import CitemillCore

/// The table of a tagged format for both directions: its tags with their places in the model, and its names
/// for types. The reader, the writer, the losses and the page of the format use it.
///
/// It is a class because readers and writers store it beside their mutable state, and it would be copied with
/// that.
final class TagTable: Sendable {
  /// A tag with its meaning.
  typealias Row = FormatTable<TagRule>.Row

  /// A tag that is written for a kind of work, with its rule for it.
  struct Line: Sendable {
    let tag: TagSyntax.Tag
    let rule: TagRule
    /// What must be there for it to be written.
    let needs: RecordPresence

    init(tag: TagSyntax.Tag, rule: TagRule) {
      self.tag = tag
      self.rule = rule
      needs = RecordPresence(for: rule)
    }
  }

  /// The id of the format, which its native fields carry.
  let format: String
  let syntax: TagSyntax
  let fields: FormatTable<TagRule>
  let types: TypeTable
  let names: NameField.Style
  /// The form of dates in a field.
  let dates: DateStyle
  let languages: LanguageText.Style
  let withoutType: [TagSyntax.Tag: TagRule]
  /// How the type is found if more than the first tag decides; nil if the value of that tag does.
  let typeRule: TypeRule?
  /// The variable whose tag holds the labels of the databases where records were found; nil if none does.
  let sources: Variable?
  /// Corrects the habits of exporters once all fields are read.
  let finish: (@Sendable (inout Record) -> Void)?
  /// Whether neither the rule of the type nor `finish` changes a record that is read back.
  let isCertain: @Sendable (Record) -> Bool

  /// How the type of a record follows from several fields.
  struct TypeRule: Sendable {
    /// Sets the type and returns the indices of the fields that decided it.
    let read: @Sendable (Span<UInt8>, [TaggedField], TypeTable, inout Record) -> [Int]
    /// What a tag of the type holds for a record; nil for nothing.
    let word: @Sendable (Record, TagSyntax.Tag, TypeTable) -> String?
  }

  /// The form of dates in a field.
  enum DateStyle: Sendable {
    /// `2014/06/01`
    case slashes
    /// `2014 Jun 1`
    case yearFirst
    /// `JUN 1`; the year is in another field
    case monthDay
    /// `June 1, 2014`; the year is in another field
    case words
  }

  let subjectLists: [String]
  let bodyRoles: [Role]
  let ownIdentifiers: [IdentifierScheme]
  /// The tags of data about the name before them.
  let personTags: [(tag: TagSyntax.Tag, rule: TagRule)]
  let lastPage: TagSyntax.Tag?
  private let rules: [[TagRule]]
  /// For each kind of work, whether an earlier row has the meaning of a row. Such a row counts only if the
  /// earlier one is empty.
  private let seconds: [[Bool]]
  private let traits: [Traits]
  private let tags: [TagSyntax.Tag]
  private let slots: [UInt16]

  init(
    format: String, syntax: TagSyntax, types: TypeTable, names: NameField.Style, dates: DateStyle,
    languages: LanguageText.Style = .tags, rows: [Row],
    withoutType: [TagSyntax.Tag: TagRule] = [:], typeRule: TypeRule? = nil, sources: Variable? = nil,
    finish: (@Sendable (inout Record) -> Void)? = nil, isCertain: @escaping @Sendable (Record) -> Bool = { _ in true }
  ) {
    self.format = format
    self.syntax = syntax
    self.types = types
    self.names = names
    self.dates = dates
    self.languages = languages
    self.withoutType = withoutType
    self.typeRule = typeRule
    self.sources = sources
    self.finish = finish
    self.isCertain = isCertain
    let fields = FormatTable(rows)
    self.fields = fields
    let tags = rows.map { TagSyntax.Tag($0.name) }
    self.tags = tags
    subjectLists = rows.compactMap { if case .subjects(let list) = $0.rule { list.rawValue } else { nil } }
    bodyRoles = rows.compactMap { if case .bodies(let role) = $0.rule { role.name } else { nil } }
    ownIdentifiers = rows.compactMap {
      if case .place(.identifier(let scheme, _)) = $0.rule { scheme.name } else { nil }
    }
    personTags = zip(tags, rows).compactMap { tag, row in
      switch row.rule {
      case .shortNames, .affiliation, .personIdentifier: (tag, row.rule)
      default: nil
      }
    }
    lastPage = rows.firstIndex { $0.rule == .lastPage }.map { tags[$0] }
    rules = WorkKind.allCases.map { fields.rules(in: $0) }
    seconds = WorkKind.allCases.map { kind in
      rows.indices.map { index in
        guard case .place(.variable(let variable, .own)) = fields.rule(index, in: kind), rows[index].direction.isWritten
        else { return false }
        return fields.row(writing: .variable(variable, .own), in: kind) != index
      }
    }
    traits = rows.map { Traits($0) }
    var slots = Array(repeating: UInt16(0), count: 1024)
    for (index, tag) in tags.enumerated() {
      var slot = Self.slot(tag)
      while slots[slot] != 0 { slot = (slot + 1) & 1023 }
      slots[slot] = UInt16(truncatingIfNeeded: index + 1)
    }
    self.slots = slots
  }

  private static func slot(_ tag: TagSyntax.Tag) -> Int {
    Int(truncatingIfNeeded: (tag.code &* 0x9E37_79B9_7F4A_7C15) >> 54)
  }

  /// The row of a tag in the table, or nil.
  func row(_ tag: TagSyntax.Tag) -> Int? {
    var slot = Self.slot(tag)
    while slots[slot] != 0 {
      let row = Int(slots[slot]) - 1
      if tags[row] == tag { return row }
      slot = (slot + 1) & 1023
    }
    return nil
  }

  func tag(_ row: Int) -> TagSyntax.Tag { tags[row] }

  func rule(_ row: Int, _ kind: WorkKind) -> TagRule { rules[Int(kind.rawValue)][row] }

  /// Whether an earlier row has the same meaning for a kind of work, as `IS` has beside `M1`. The earlier one
  /// counts, whatever the order of the fields.
  func isSecond(_ row: Int, _ kind: WorkKind) -> Bool { seconds[Int(kind.rawValue)][row] }

  /// The properties of a row that the framer needs.
  private struct Traits {
    let comesOnce, isTitle, isNumber, isAuthor, isOfAuthors, isProse, isText, isNative, hasLines, isOfBeginning: Bool

    init(_ row: Row) {
      comesOnce = row.comesOnce
      isTitle = row.rule == .place(.title(.main, .own))
      isNumber =
        switch row.rule {
        case .place(.key): true
        case .place(.identifier(let scheme, _)): comesOnce && scheme.name != .doi
        default: false
        }
      isProse =
        switch row.rule {
        case .place(.abstract), .place(.note): true
        default: false
        }
      isNative = row.rule == .native
      isText =
        switch row.rule {
        case .place(.title), .list, .subjects, .affiliation, .native: true
        default: isProse
        }
      hasLines =
        switch row.rule {
        case .numbers, .place(.file), .place(.identifier(Known(.url), _)): true
        default: isText
        }
      isAuthor = row.rule == .names(.author, .own) || row.rule == .shortNames(.author)
      isOfBeginning = isAuthor || isTitle || [.year, .issued, .place(.key)].contains(row.rule)
      isOfAuthors =
        isAuthor || row.rule == .affiliation || row.rule == .personIdentifier || row.rule == .bodies(.author)
    }
  }

  /// Whether a record has the tag of a row once.
  func comesOnce(_ row: Int) -> Bool { traits[row].comesOnce }

  /// Whether a row is an abstract or a note, which may have paragraphs.
  func isProse(_ row: Int) -> Bool { traits[row].isProse }

  /// Whether a row is text that may be wrapped: a title, an abstract, keywords, an address, or a tag that the
  /// model has no place for.
  func isText(_ row: Int) -> Bool { traits[row].isText }

  /// Whether the value of a row may have several lines: text that may be wrapped, or several numbers or URLs.
  func hasLines(_ row: Int) -> Bool { traits[row].hasLines }

  /// Whether the model has no place for a row.
  func isNative(_ row: Int) -> Bool { traits[row].isNative }

  func isTitle(_ row: Int) -> Bool { traits[row].isTitle }

  /// Whether a row is the key or number by which a library or database identifies the record.
  func isNumber(_ row: Int) -> Bool { traits[row].isNumber }

  /// Whether a row is the key, an author, the title or the date, which no exporter writes after the end of a
  /// record.
  func isOfBeginning(_ row: Int) -> Bool { traits[row].isOfBeginning }

  func isAuthor(_ row: Int) -> Bool { traits[row].isAuthor }

  func isOfAuthors(_ row: Int) -> Bool { traits[row].isOfAuthors }

  /// The tag that is only read and has the same meaning as another, for a second value.
  func spareTag(_ tag: TagSyntax.Tag) -> TagSyntax.Tag? {
    guard let row = row(tag) else { return nil }
    let rows = fields.rows
    return rows.indices.first { rows[$0].direction == .read && rows[$0].rule == rows[row].rule }.map { tags[$0] }
  }

  /// The tags that are written for a kind of work, in order. If several have the same meaning, only the first
  /// is written. The reader does not use this.
  func lines(_ kind: WorkKind) -> [Line] {
    var said: [TagRule] = []
    var lines: [Line] = []
    for (row, rule) in rules[Int(kind.rawValue)].enumerated()
    where fields.rows[row].direction.isWritten && !said.contains(rule) {
      // The type may be in several fields.
      guard rule.isWritten || rule == .type && typeRule != nil else { continue }
      if rule != .type { said.append(rule) }
      // Without an event the conference is the host.
      if rule == .conference { said.append(.place(.title(.main, .host))) }
      lines.append(Line(tag: tags[row], rule: rule))
    }
    return lines
  }

  /// What the format can hold for a type.
  func expressible(for type: RecordType) -> FieldSet {
    var paths: [FieldPath] = [FieldPath(.key), FieldPath(.type), FieldPath(.nativeFields, format)]
    let lines = lines(WorkKind(type))
    if !lines.contains(where: { $0.rule == .place(.key) }) { paths.removeFirst() }
    for line in lines where sources.map({ line.rule != .place(.variable($0)) }) ?? true { paths += line.rule.paths }
    var lost: [Facet] = [.flags, .email, .members]
    let rules = Set(lines.map(\.rule))
    if !rules.contains(.affiliation) { lost.append(.affiliations) }
    if !rules.contains(.personIdentifier) { lost.append(.identifiers) }
    if !rules.contains(where: { if case .shortNames = $0 { true } else { false } }) { lost.append(.alternativeNames) }
    var subjects: [Facet] = [.language]
    if !rules.contains(where: { if case .subjects = $0 { true } else { false } }) { subjects += [.scheme, .major] }
    return FieldSet(
      paths,
      except: FieldPath.Tier.allCases.flatMap { tier in lost.map { FieldPath(.contributors, in: tier, facet: $0) } }
        + subjects.map { FieldPath(.keywords, facet: $0) }
        + [FieldPath(.titles, facet: .language), FieldPath(.abstracts, facet: .language)])
  }

  /// The rows as the pages and `citemill map` show them, followed by the names for types.
  var mapping: [MappingRow] {
    fields.mapping()
      + types.rows.map { word, type in
        MappingRow(native: "\(typeTag(of: word, type).name) \(word)", path: "type", note: type.rawValue)
      }
  }

  /// The tag that has a name for a type. If there are several, the one that is written for such a record.
  private func typeTag(of word: String, _ type: RecordType) -> TagSyntax.Tag {
    let tags = fields.rows.indices.filter { fields.rows[$0].rule == .type }.map { self.tags[$0] }
    var record = Record()
    record.type = type
    return tags.first { typeRule?.word(record, $0, types) == word } ?? tags.first ?? syntax.begin
  }
}

extension TagTable.Row {
  /// Whether a record has the tag only once, so that it begins another record if it comes again after a blank
  /// line. This holds for the fields that every work has: exporters repeat some others, such as languages.
  var comesOnce: Bool {
    guard exceptions.isEmpty else { return false }
    return switch rule {
    case .year, .issued, .pages, .firstPage, .lastPage: true
    case .place(.key), .place(.title(.main, .own)), .place(.title(.main, .host)): true
    case .place(.variable(let variable, .own)): [.volume, .issue, .pages].contains(variable)
    case .place(.identifier(let scheme, _)):
      [.doi, .pmid, .pmcid, .webOfScience, .accession].contains(scheme.name)
    default: false
    }
  }
}

/// The meaning of a tag.
enum TagRule: FormatRule {
  /// A value of a place.
  case place(Place)
  /// Several values of a place, one per line or separated by semicolons.
  case list(Place)
  case names(Known<Role>, FieldPath.Tier)
  /// The first page, the last page, or both in one value.
  case firstPage, lastPage, pages
  /// When the work was published: the year alone, or the date.
  case year, issued
  /// Another date.
  case date(Known<DateKind>)
  /// The title of the conference, and that of its proceedings. If there is only one, it is the host's title.
  case conference, proceedings
  /// The abbreviated journal title, or the full one if no other tag has it.
  case journal
  /// ISSN and ISBN, told apart by their digits; other numbers depend on the kind of work. Only those named
  /// are written.
  case numbers(NumberKind)
  /// The name of an organisation.
  case bodies(Known<Role>)
  /// Abbreviated names, `Doe J`, of people whose full names are in another field.
  case shortNames(Known<Role>)
  /// The affiliation and the identifier of the contributor named before.
  case affiliation, personIdentifier
  /// Keywords of a subject list.
  case subjects(SubjectList)
  /// A DOI or another identifier with its kind in brackets: `10.1/x [doi]`.
  case article
  /// The PMID beside the name of its database, for a record that has no number of another database.
  case pubMedNumber
  /// What the model has no place for, kept as a native field.
  case native
  /// The type of the work.
  case type

  static let hostTitle = Self.place(.title(.main, .host))
  static let seriesTitle = Self.place(.title(.main, .series))
  static let seriesNumber = Self.place(.variable(.number, .series))
  static func variable(_ variable: Variable) -> Self { .place(.variable(variable, .own)) }
  static func names(_ role: Role, _ tier: FieldPath.Tier) -> Self { .names(Known(role), tier) }
  static func date(_ kind: DateKind) -> Self { .date(Known(kind)) }
  static func shortNames(_ role: Role) -> Self { .shortNames(Known(role)) }
  static func bodies(_ role: Role) -> Self { .bodies(Known(role)) }

  /// A subject list, by its name in the record.
  enum SubjectList: String, Sendable {
    case mesh = "MeSH", keyWordsPlus = "KeyWords Plus"
  }

  /// Whether it is written from the record; native fields are written separately.
  var isWritten: Bool { self != .native && self != .type }

  var place: Place? {
    switch self {
    case .place(let place), .list(let place): place
    case .names(let role, let tier): .names(role, tier)
    case .date(let kind): .date(kind)
    case .pages: .variable(.pages)
    case .issued: .date(.issued)
    case .type: .type
    default: nil
    }
  }

  var remark: String { "" }

  var paths: [FieldPath] {
    switch self {
    case .place(let place), .list(let place):
      place.isOfHost ? [place.path, FieldPath(.identifiers, place.path.part, in: .host)] : [place.path]
    case .names(let role, let tier): [FieldPath(.contributors, role.name.rawValue, in: tier)]
    case .firstPage, .lastPage, .pages: [.variable(.pages)]
    case .year, .issued: [FieldPath(.dates, DateKind.issued.rawValue)]
    case .date(let kind): [FieldPath(.dates, kind.name.rawValue)]
    case .numbers(let kind):
      kind.schemes.flatMap { scheme in
        [FieldPath(.identifiers, scheme.rawValue), FieldPath(.identifiers, scheme.rawValue, in: .host)]
      }
    case .bodies(let role): [FieldPath(.contributors, role.name.rawValue)]
    case .article:
      ([.doi, .pii, .url] as [IdentifierScheme]).map { FieldPath(.identifiers, $0.rawValue) }
    case .pubMedNumber: [FieldPath(.identifiers, IdentifierScheme.pmid.rawValue)]
    case .shortNames(let role): [FieldPath(.contributors, role.name.rawValue)]
    case .affiliation, .personIdentifier: []
    case .subjects: [FieldPath(.keywords)]
    case .type: [FieldPath(.type)]
    case .conference: [FieldPath(.titles, Title.Kind.main.rawValue, in: .host), FieldPath(.event)]
    case .proceedings: [FieldPath(.titles, Title.Kind.main.rawValue, in: .host)]
    case .journal: [FieldPath(.titles, Title.Kind.main.rawValue, in: .host)]
    case .native: []
    }
  }
}

/// Which numbers of books and journals a tag has.
enum NumberKind: Sendable, Hashable {
  case any, issn, isbn

  var schemes: [IdentifierScheme] {
    switch self {
    case .any: [.issn, .isbn, .eissn, .issnL]
    case .issn: [.issn, .eissn, .issnL]
    case .isbn: [.isbn]
    }
  }
}
