public import CitemillCore

/// `normalise[:PART+PART...]`: writes identifiers, pages, dates, and names of people, journals and titles in
/// one form.
///
/// What cannot be converted is unchanged, and is reported. Normalising twice gives the same as once.
public struct NormaliseTransform: TransformPlugin {
  /// What is normalised by default.
  enum Part: String, Sendable, CaseIterable { case doi, issn, isbn, orcid, pages, dates, names }

  private var parts = Set(Part.allCases)
  private var journals: String?
  private var form = JournalTable.Form.full
  private var titles: TitleCase?

  /// A transform that normalises identifiers, pages, dates and names of people.
  public init() {}

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(
      id: "normalise", aliases: ["normalize"],
      summary: "write identifiers, pages, dates and names in one form, and journals and titles on request",
      operand: FormatOption(
        "parts", default: Part.allCases.map(\.rawValue).joined(separator: "+"),
        summary: "what to normalise, with + between the parts; none for only what options select"),
      isOperandOptional: true)
  }

  /// `journals`, `journals-form`, `titles`.
  public var options: [FormatOption] {
    [
      FormatOption(
        "journals", default: "",
        summary: "use this file, which has in each line the name of a journal, a tab or comma, and its "
          + "abbreviation"),
      FormatOption(
        "journals-form", values: JournalTable.Form.allCases.map(\.rawValue), default: JournalTable.Form.full.rawValue,
        summary: "write this form of the names of journals"),
      FormatOption(
        "titles", values: TitleCase.allCases.map(\.rawValue), default: "",
        summary: "write English titles in sentence case or title case"),
    ]
  }

  /// The table of journals.
  public var inputFiles: [String] { journals.map { [$0] } ?? [] }

  /// Sets the parts or an option; throws for an unknown part.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    switch option {
    case "journals": journals = try info.fileName(value, option)
    case "journals-form": form = JournalTable.Form(rawValue: value) ?? form
    case "titles": titles = TitleCase(rawValue: value)
    default:
      parts = []
      for name in value.split(separator: "+").map({ String($0).trimmed }) where name != "none" {
        guard let part = Part(rawValue: name) else {
          let suggestion = Suggestion.after(
            name, known: Part.allCases.map(\.rawValue), otherwise: "it has \(info.operand?.defaultValue ?? "")")
          throw UsageError(.badOption, "normalise has no part \"\(name)\"\(suggestion)")
        }
        parts.insert(part)
      }
    }
  }

  /// A stage for one run; throws if the table of journals cannot be read.
  public func makeStage(writesFiles: Bool) throws -> any Transform {
    NormaliseStage(parts: parts, journals: try journals.map { try JournalTable(path: $0) }, form: form, titles: titles)
  }
}

/// A run of `normalise`.
struct NormaliseStage: RecordTransform {
  let parts: Set<NormaliseTransform.Part>
  let journals: JournalTable?
  let form: JournalTable.Form
  let titles: TitleCase?

  func apply(
    to record: inout Record, at place: SourceLocation, reporting diagnostics: inout Diagnostics
  ) -> Disposition {
    change(&record, at: place, &diagnostics)
    if !record.hasOnlyUsualParts {
      for index in record.relations.indices {
        if var target = record.relations[index].target, change(&target, at: place, &diagnostics) {
          record.relations[index].target = target
        }
      }
      for index in record.references.indices {
        // References have no lists of their own.
        if var entry = record.references[index].record {
          change(&entry, at: place, &diagnostics)
          record.references[index].record = entry
        }
      }
    }
    return .keep
  }

  private func change(_ record: inout Record, at place: SourceLocation, _ diagnostics: inout Diagnostics) {
    change(&record.identifiers, at: place, &diagnostics)
    change(&record.contributors, at: place, &diagnostics)
    if parts.contains(.pages), let pages = record.pages {
      let text = PageText(pages)
      if let problem = text.problem { diagnostics.warn(.unusualPages, "\(problem); kept as it is", at: place) }
      if !text.plain.hasSameBytes(as: pages) { record[.pages] = text.plain }
    }
    if parts.contains(.dates) { changeDates(&record, at: place, &diagnostics) }
    if let titles { changeTitles(&record, titles) }
    guard record.container != nil else { return }
    changeContainer(&record.container, depth: 0, at: place, &diagnostics)
    if let journals { changeJournal(&record, journals, at: place, &diagnostics) }
  }

  private func changeContainer(
    _ container: inout Container?, depth: Int, at place: SourceLocation, _ diagnostics: inout Diagnostics
  ) {
    guard var here = container, depth < Container.maximumDepth else { return }
    change(&here.identifiers, at: place, &diagnostics)
    change(&here.contributors, at: place, &diagnostics)
    if here.hasParent {
      var outer = here.parent
      changeContainer(&outer, depth: depth + 1, at: place, &diagnostics)
      here.parent = outer
    }
    container = here
  }

  // MARK: - Identifiers

  private func change(_ identifiers: inout [Identifier], at place: SourceLocation, _ diagnostics: inout Diagnostics) {
    var isChanged = false
    for index in identifiers.indices where change(&identifiers[index], at: place, &diagnostics) { isChanged = true }
    guard isChanged else { return }
    // An ISBN with ten digits and its form with thirteen are the same.
    var kept: [Identifier] = []
    for one in identifiers where !kept.contains(one) { kept.append(one) }
    identifiers = kept
  }

  /// Converts an identifier to its plain form, and returns whether that is different.
  private func change(
    _ identifier: inout Identifier, at place: SourceLocation, _ diagnostics: inout Diagnostics
  ) -> Bool {
    guard let part = Self.part(of: identifier.scheme), parts.contains(part),
      let form = IdentifierForms.plain(identifier)
    else { return false }
    switch form {
    case .plain(let value):
      if value.hasSameBytes(as: identifier.value) { return false }
      identifier.raw = identifier.raw ?? identifier.value
      identifier.value = value
      return true
    case .wrong(let reason):
      diagnostics.warn(.wrongIdentifier, "\(reason); kept as it is", at: place)
      return false
    }
  }

  private static func part(of scheme: IdentifierScheme) -> NormaliseTransform.Part? {
    switch scheme {
    case .doi: .doi
    case .issn, .eissn, .issnL: .issn
    case .isbn: .isbn
    case .orcid: .orcid
    default: nil
    }
  }

  // MARK: - Names

  private func change(
    _ contributors: inout [Contributor], depth: Int = 0, at place: SourceLocation, _ diagnostics: inout Diagnostics
  ) {
    for index in contributors.indices {
      if parts.contains(.names) { changeName(of: &contributors[index], at: place, &diagnostics) }
      if contributors[index].isBare { continue }
      if !contributors[index].identifiers.isEmpty {
        change(&contributors[index].identifiers, at: place, &diagnostics)
      }
      if depth < 4, !contributors[index].members.isEmpty {
        change(&contributors[index].members, depth: depth + 1, at: place, &diagnostics)
      }
    }
  }

  private func changeName(of one: inout Contributor, at place: SourceLocation, _ diagnostics: inout Diagnostics) {
    if one.kind == .unparsed, let literal = one.name.literal, one.name == PersonName(literal: literal),
      let name = NameCase.person(literal)
    {
      (one.kind, one.name) = (.person, name)
    }
    guard one.kind == .person else { return }
    switch NameCase.usual(one.name) {
    case .same: return
    case .changed(let name): one.name = name
    case .doubtful(let reason): diagnostics.note(.doubtfulName, reason, at: place)
    }
  }

  // MARK: - Dates, titles, journals

  private func changeDates(_ record: inout Record, at place: SourceLocation, _ diagnostics: inout Diagnostics) {
    for index in record.dates.indices {
      let date = record.dates[index].date
      guard date.value == nil, let literal = date.literal else { continue }
      if let value = DateText.edtf(literal) {
        record.dates[index].date = PartialDate(value)
      } else if let reading = DateText.reading(literal) {
        // If the text has more than the date, both are kept.
        record.dates[index].date = PartialDate(reading.value, literal: reading.leftOut == nil ? nil : literal)
      } else {
        diagnostics.note(.dateInWords, "\"\(literal)\" is ambiguous as a date; kept as it is", at: place)
      }
    }
  }

  private func changeTitles(_ record: inout Record, _ titles: TitleCase) {
    for index in record.titles.indices where [.main, .sub].contains(record.titles[index].kind) {
      let title = record.titles[index]
      guard TitleCase.isEnglish(title.text.plain, language: title.language ?? record[.language]),
        let text = titles.text(title.text)
      else { continue }
      record.titles[index].text = text
    }
  }

  private func changeJournal(
    _ record: inout Record, _ journals: JournalTable, at place: SourceLocation, _ diagnostics: inout Diagnostics
  ) {
    guard [.articleJournal, .articleMagazine, .articleNewspaper, .review, .reviewBook, .article].contains(record.type),
      var host = record.container, host.relation == .host,
      let index = host.titles.firstIndex(where: { $0.kind == .main })
    else { return }
    let name = host.titles[index].text.plain
    switch journals.name(name, as: form) {
    case .name(let other):
      if other.hasSameBytes(as: name) { return }
      host.titles[index].text = RichText(other)
      record.container = host
    case .unknown: diagnostics.note(.unknownJournal, "\"\(name)\" is not in the table of journals", at: place)
    case .ambiguous:
      diagnostics.note(
        .unknownJournal, "\"\(name)\" has several entries in the table; kept as it is", at: place)
    }
  }
}

extension Diagnostic.Code {
  /// An invalid DOI, ISSN, ISBN or ORCID, or one with a wrong check digit.
  public static let wrongIdentifier = Self("normalise.identifier")
  /// A descending page range.
  public static let unusualPages = Self("normalise.pages")
  /// An ambiguous date.
  public static let dateInWords = Self("normalise.date")
  /// A name in capitals that may be initials.
  public static let doubtfulName = Self("normalise.name")
  /// A journal that is not in the table, or is in it twice.
  public static let unknownJournal = Self("normalise.journal")
}
