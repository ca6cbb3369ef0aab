import CitemillCore

/// Puts the cells of a row into a record. The writer uses it too, to see what a reader will find.
struct CSVDecoder {
  /// What is said about a row.
  struct Remarks {
    private(set) var list: [(severity: Diagnostic.Severity, code: Diagnostic.Code, message: String)] = []

    mutating func warn(_ code: Diagnostic.Code, _ message: String) { list.append((.warning, code, message)) }
    mutating func reset() { list.removeAll(keepingCapacity: true) }
  }

  /// Values that several columns make together, put into the record when the row is read.
  private var year: String?
  private var month: String?
  private var day: String?
  private var firstPage: String?
  private var lastPage: String?
  private var hasParts = false
  var remarks = Remarks()

  mutating func begin() {
    hasParts = false
    (year, month, day, firstPage, lastPage) = (nil, nil, nil, nil, nil)
    remarks.reset()
  }

  /// Whether a record has something in the place of a column already.
  static func isPresent(_ target: CSVTable.Target, in record: Record) -> Bool {
    switch target {
    case .id: record.key != nil
    case .type: record.type != .document || record.origin.typeToken != nil
    case .title(let kind, .own): record.titles.contains { $0.kind == kind }
    case .title(let kind, .host): record.container(.host)?.titles.contains { $0.kind == kind } ?? false
    case .title(let kind, .series): record.container(.series)?.titles.contains { $0.kind == kind } ?? false
    case .names(let role): record.contributors.contains { $0.roles.contains(role) }
    case .date(let kind): record[date: kind] != nil
    case .variable(let variable, .series): record.container(.series)?.variables.contains(variable) ?? false
    case .variable(let variable, _): record.variables.contains(variable)
    case .identifier(let scheme):
      record.identifiers.contains { $0.scheme == scheme }
        || record.container(.host)?.identifiers.contains { $0.scheme == scheme } ?? false
    case .keyword: !record.keywords.isEmpty
    case .abstract: !record.abstracts.isEmpty
    case .note(let kind): record.notes.contains { $0.kind == kind }
    case .event(let part): record.event?[part] != nil
    case .datePart, .firstPage, .lastPage, .more: false
    }
  }

  /// Reads a cell that is not empty, from its bytes where that needs no text; false when it does.
  func readPlain(
    _ bytes: Span<UInt8>, _ cell: DelimitedCell, _ target: CSVTable.Target, isOfHost: Bool, into record: inout Record
  ) -> Bool {
    if cell.hasQuotes { return false }
    let range = cell.start..<cell.end
    switch target {
    case .names(let role): return CellText.readPlainNames(bytes, range, role, into: &record.contributors)
    case .keyword:
      return CellText.readPlainList(bytes, range, splitsCommas: true) { record.keywords.append(Keyword($0)) }
    case .identifier(let scheme):
      return CellText.readPlainList(bytes, range, splitsCommas: isOfHost) {
        Self.add(CellText.identifier(scheme, $0), isOfHost: isOfHost, to: &record)
      }
    default: return false
    }
  }

  /// Reads a cell that is not empty.
  mutating func read(_ text: String, _ target: CSVTable.Target, into record: inout Record) {
    switch target {
    case .id: record.key = text
    case .type: readType(text, into: &record)
    case .title(let kind, .own): record.add(Title(Self.rich(text), kind: kind))
    case .title(let kind, .host): record.withHost { $0.titles.insert(Title(Self.rich(text), kind: kind)) }
    case .title(let kind, .series): record.withSeries { $0.titles.insert(Title(Self.rich(text), kind: kind)) }
    case .names(let role): record.contributors += CellText.readNames(text, role)
    case .date(let kind): record[date: kind] = CellText.readDate(text)
    case .datePart(_, let part):
      hasParts = true
      switch part {
      case .year: year = text
      case .month: month = text
      case .day: day = text
      }
    case .variable(let variable, .series): record.withSeries { $0.variables[variable] = text }
    case .variable(let variable, _): record.variables[variable] = text
    case .firstPage:
      hasParts = true
      firstPage = text
    case .lastPage:
      hasParts = true
      lastPage = text
    case .identifier(let scheme): read(text, scheme, isOfHost: target.isOfHost, into: &record)
    case .keyword: record.keywords += CellText.split(text, splitsCommas: true).map { Keyword($0) }
    case .abstract: record.abstracts.append(Abstract(Self.rich(text)))
    case .note(let kind): record.notes.append(Note(Self.rich(text), kind: kind))
    case .event(let part):
      var event = record.event ?? Event()
      event[part] = text
      record.event = event
    case .more: break
    }
  }

  /// Puts together what several columns say.
  mutating func finish(_ record: inout Record) {
    guard hasParts else { return }
    finishDate(&record)
    if let firstPage, let lastPage, record.pages == nil, firstPage != lastPage {
      record[.pages] = firstPage + "-" + lastPage
    } else if let firstPage, record.pages == nil {
      record[.pages] = firstPage
    } else if let firstPage, record.pages?.utf8.starts(with: firstPage.utf8) != true {
      keep("first-page", firstPage, in: &record)
    }
    if let lastPage, firstPage == nil || record.pages?.hasSuffix(lastPage) != true {
      keep("last-page", lastPage, in: &record)
    }
  }

  private func keep(_ name: String, _ value: String, in record: inout Record) {
    record.nativeFields.append(NativeField(format: CSVTable.format, name: name, value: value))
  }

  /// The text behind the markup; as it stands where nothing else would be left.
  private static func rich(_ text: String) -> RichText {
    let rich = InlineMarkup.read(text)
    return rich.plain.isEmpty ? RichText(text) : rich
  }

  private mutating func readType(_ text: String, into record: inout Record) {
    if let type = CSVTable.type(text) {
      record.type = type
      return
    }
    record.origin.typeToken = text
    keep("type", text, in: &record)
    remarks.warn(.unknownType, "type \"\(text)\" is not known; read as document, the word is kept")
  }

  private func read(_ text: String, _ scheme: IdentifierScheme, isOfHost: Bool, into record: inout Record) {
    // DOIs and addresses may have commas in them.
    for value in CellText.split(text, splitsCommas: isOfHost) {
      Self.add(CellText.identifier(scheme, value), isOfHost: isOfHost, to: &record)
    }
  }

  private static func add(_ identifier: Identifier, isOfHost: Bool, to record: inout Record) {
    if isOfHost, record.type.isPartOfHost {
      record.withHost { $0.identifiers.insert(identifier) }
    } else {
      record.add(identifier)
    }
  }

  /// A date from columns for year, month and day.
  private mutating func finishDate(_ record: inout Record) {
    let parts = [("year", year), ("month", month), ("day", day)]
    if parts.allSatisfy({ $0.1 == nil }) { return }
    if let issued = record[date: .issued] {
      // The whole date goes before its parts, which mostly say it again.
      let text = CellText.write(issued)
      for case (let name, let value?) in parts where name != "year" || !text.utf8.starts(with: value.utf8) {
        keep(name, value, in: &record)
      }
      return
    }
    guard let year else {
      for case (let name, let value?) in parts { keep(name, value, in: &record) }
      return
    }
    guard let number = Int(year), (1...9999).contains(number) else {
      record[date: .issued] = CellText.readDate(year)
      for case (let name, let value?) in parts where name != "year" { keep(name, value, in: &record) }
      return
    }
    var point = EDTF.Point(year: number)
    if let month {
      point.month = Int(month).flatMap { (1...12).contains($0) ? $0 : nil } ?? Months.number(of: Array(month.utf8)) ?? 0
    }
    if let day, (1...12).contains(point.month), let number = Int(day) {
      point.day = number
      if number < 1 || !point.isWellFormed { point.day = 0 }
    }
    record[date: .issued] = PartialDate(EDTF(.date(point)))
    if let month, point.month == 0 { reportDatePart("month", month, &record) }
    if let day, point.day == 0 { reportDatePart("day", day, &record) }
  }

  private mutating func reportDatePart(_ name: String, _ value: String, _ record: inout Record) {
    keep(name, value, in: &record)
    remarks.warn(.badValue, "\(name) \"\(value)\" is none; kept as a native field")
  }
}

extension Event {
  /// A part of the event.
  subscript(part: CSVTable.EventPart) -> String? {
    get {
      switch part {
      case .title: title
      case .place: place
      case .acronym: acronym
      case .number: number
      case .sponsor: sponsor
      }
    }
    set {
      switch part {
      case .title: title = newValue
      case .place: place = newValue
      case .acronym: acronym = newValue
      case .number: number = newValue
      case .sponsor: sponsor = newValue
      }
    }
  }
}

extension Diagnostic.Code {
  /// A type that we do not know; the word is kept.
  static let unknownType = Self("csv.unknown-type")
  /// A value that cannot be what its column says; kept as a native field.
  static let badValue = Self("csv.bad-value")
}
