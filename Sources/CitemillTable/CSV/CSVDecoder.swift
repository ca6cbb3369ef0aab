import CitemillCore

/// Puts the cells of a row into a record. The writer uses it too, to see what a reader will find.
struct CSVDecoder {
  /// The messages about a row.
  struct Remarks {
    private(set) var list: [(severity: Diagnostic.Severity, code: Diagnostic.Code, message: String)] = []

    mutating func note(_ code: Diagnostic.Code, _ message: String) { list.append((.note, code, message)) }
    mutating func warn(_ code: Diagnostic.Code, _ message: String) { list.append((.warning, code, message)) }
    mutating func add(_ remark: ValueRemark) { list.append((remark.severity, remark.code, remark.message)) }
    mutating func reset() { if !list.isEmpty { list.removeAll(keepingCapacity: true) } }
  }

  /// A number that has a column of its own.
  private struct Part {
    let text: String
    let number: Int?

    /// The value of a cell.
    init(_ bytes: Span<UInt8>, _ cell: Range<Int>) {
      text = bytes.text(cell)
      // `+2019` and `0000002019` are numbers too.
      number = bytes.decimal(cell) ?? Int(text)
    }

    /// Whether it is `99` or `04`, to which spreadsheets shorten 1999 and 2004; the year 99 has four digits,
    /// `0099`.
    var isShort: Bool { number.map { $0 >= 0 } ?? false && text.utf8.count < 3 }
  }

  /// Values that several columns form together; they are put into the record once the row is read.
  private var year: Part?
  private var month: Part?
  private var day: Part?
  private var firstPage: String?
  private var lastPage: String?
  /// The message about a date of publication that is kept as text.
  private var wordsOfDate: String?
  private var hasParts = false
  var remarks = Remarks()

  mutating func begin() {
    remarks.reset()
    guard hasParts else { return }
    hasParts = false
    (year, month, day, firstPage, lastPage, wordsOfDate) = (nil, nil, nil, nil, nil, nil)
  }

  /// Whether a record already has a value where a column puts its own.
  static func isPresent(_ rule: CSVTable.Rule, in record: Record) -> Bool {
    guard case .at(let place) = rule else { return false }
    switch place {
    case .type: return record.type != .document || record.origin.typeToken != nil
    case .identifier(let scheme, _):
      return (record.identifiers + record.identifiers(of: .host)).contains { $0.scheme == scheme.name }
    default: return record.has(place)
    }
  }

  /// Reads a text that is not empty.
  mutating func read(_ text: String, _ rule: CSVTable.Rule, into record: inout Record) {
    let bytes = Array(text.utf8)
    read(bytes.span, 0..<bytes.count, rule, into: &record)
  }

  /// Reads a cell that is not empty from its bytes, in which `""` may stand for one quote.
  mutating func read(_ bytes: Span<UInt8>, _ cell: Range<Int>, _ rule: CSVTable.Rule, into record: inout Record) {
    if Placeholder.isCell(bytes, cell), !rule.mayBeAnyWord {
      let name = rule.path?.description ?? "cell"
      remarks.note(.noValue, "\(name) \"\(bytes.text(cell))\" is a placeholder; left out")
      return
    }
    if CharacterNames.areIn(bytes, cell), let text = CharacterNames.decoded(bytes, cell) {
      return read(text.span, 0..<text.count, rule, into: &record)
    }
    if rule.isNumber, let number = CellText.withoutFractions(bytes, cell) {
      remarks.note(.wholeNumber, "\(rule.path?.description ?? "number") \"\(bytes.text(cell))\" is read as \(number)")
      return read(number, rule, into: &record)
    }
    switch rule {
    case .at(let place): read(bytes, cell, at: place, into: &record)
    case .year where Placeholder.isNoDate(bytes, cell):
      remarks.note(.noValue, "issued \"\(bytes.text(cell))\" is a placeholder; left out")
    case .year: (year, hasParts) = (Part(bytes, cell), true)
    case .month: (month, hasParts) = (Part(bytes, cell), true)
    case .day: (day, hasParts) = (Part(bytes, cell), true)
    case .firstPage: (firstPage, hasParts) = (bytes.text(cell), true)
    case .lastPage: (lastPage, hasParts) = (bytes.text(cell), true)
    case .groups:
      CellText.split(bytes, cell, splitsCommas: false) { bytes, group in
        record.contributors.append(.organization(bytes.text(group), .author))
      }
    case .sources: record.origin.readSources(bytes.text(cell))
    case .more: break
    }
  }

  private mutating func read(_ bytes: Span<UInt8>, _ cell: Range<Int>, at place: Place, into record: inout Record) {
    if let absence = Placeholder.absence(bytes, cell, at: place) { return remarks.add(absence) }
    switch place {
    case .type: readType(bytes, cell, into: &record)
    case .abstract: record.put(InlineMarkup.readAbstract(bytes, cell), at: place)
    case .title, .note: record.put(InlineMarkup.read(bytes, cell), at: place)
    case .names(let role, _): readNames(bytes, cell, role.name, into: &record)
    case .date(let kind): readDate(bytes.text(cell), kind.name, into: &record)
    case .identifier(let scheme, _):
      // Old DOIs contain semicolons: `10.5555/(SICI)1234(1999)1:2<3::AID-4>3.0.CO;2-C`.
      if scheme.name == .doi, let found = CellText.dois(bytes, cell) {
        for one in found { record.put(one, at: place) }
        return
      }
      // DOIs and URLs may contain commas.
      CellText.split(bytes, cell, splitsCommas: place.isOfHost) { bytes, value in
        if let absence = record.putIdentifiers(bytes, value, at: place) { remarks.add(absence) }
      }
    case .keyword:
      CellText.split(bytes, cell, splitsCommas: true) { bytes, value in
        if let absence = Placeholder.absence(bytes, value, at: place) { return remarks.add(absence) }
        record.put(bytes.text(value), at: place)
      }
    case .variable(.pages, .own): putPages(bytes.text(cell), &record)
    case .key, .variable, .event, .file: record.put(bytes.text(cell), at: place)
    }
  }

  private mutating func readNames(_ bytes: Span<UInt8>, _ cell: Range<Int>, _ role: Role, into record: inout Record) {
    var findings = NameText.Findings()
    CellText.readNames(bytes, cell, as: role, into: &record.contributors, findings: &findings)
    report(findings)
  }

  private mutating func report(_ findings: NameText.Findings) {
    for message in findings.messages { remarks.note(.nameWord, message) }
  }

  private mutating func putPages(_ text: String, _ record: inout Record) {
    if let remark = record.putPages(text) { remarks.add(remark) }
  }

  /// Reads the names of an exporter that writes them in its own way.
  mutating func readNames(_ text: String, _ role: Role, _ form: CSVTable.NameForm, into record: inout Record) {
    switch form {
    case .usual: read(text, .at(.names(role, .own)), into: &record)
    case .numbered: readNumberedNames(text, role, into: &record)
    case .indexed: readIndexedNames(text, role, into: &record)
    case .comma, .bars: readSeparateNames(text, role, form, into: &record)
    case .glued: read(CellText.withSemicolons(betweenGlued: text), .at(.names(role, .own)), into: &record)
    }
  }

  /// Reads names with a separator of their own: Zotero's, between semicolons, where a name without a comma is
  /// an organisation, and OpenAlex's, between bars (Fixtures/CSV/zotero-bodies.csv, openalex.csv).
  private mutating func readSeparateNames(
    _ text: String, _ role: Role, _ form: CSVTable.NameForm, into record: inout Record
  ) {
    var findings = NameText.Findings()
    defer { report(findings) }
    let comma = UInt8(ascii: ",")
    text.withUTF8Span { bytes in
      for name in bytes.pieces(0..<bytes.count, at: UInt8(ascii: form == .bars ? "|" : ";")) where !name.isEmpty {
        let isBody =
          form == .comma && bytes.firstIndex(of: comma, from: name.lowerBound, to: name.upperBound) == nil
          && bytes.firstIndex(of: 32, from: name.lowerBound, to: name.upperBound) != nil
        if isBody {
          record.contributors.append(.organization(bytes.text(name), role))
        } else {
          NameText.readOne(
            bytes, name, order: .givenFirst, as: role.alone, into: &record.contributors, findings: &findings)
        }
      }
    }
  }

  /// Reads Scopus's full names, each followed by the number of its author (Fixtures/CSV/scopus.csv).
  private mutating func readNumberedNames(_ text: String, _ role: Role, into record: inout Record) {
    var findings = NameText.Findings()
    defer { report(findings) }
    text.withUTF8Span { bytes in
      CellText.split(bytes, 0..<bytes.count, splitsCommas: false) { bytes, piece in
        let count = record.contributors.count
        let number = CellText.numberInBrackets(bytes, piece)
        let name = number.map { piece.lowerBound..<($0.lowerBound - 1) } ?? piece
        NameText.readOne(
          bytes, name, order: .givenFirst, as: role.alone, into: &record.contributors, findings: &findings)
        guard let number, record.contributors.count == count + 1 else { return }
        record.contributors[count].identifiers = [Identifier(.scopusAuthor, bytes.text(number))]
      }
    }
  }

  /// Reads the names of PubMed's table, which end with a full stop: people separated by commas, and groups,
  /// preceded by a semicolon or a comma (Fixtures/CSV/pubmed.csv).
  private mutating func readIndexedNames(_ text: String, _ role: Role, into record: inout Record) {
    var findings = NameText.Findings()
    defer { report(findings) }
    text.withUTF8Span { bytes in
      var whole = bytes.trimmed(0..<bytes.count)
      if let last = whole.last, bytes[last] == UInt8(ascii: ".") { whole = whole.dropLast() }
      CellText.split(bytes, whole, splitsCommas: false) { bytes, piece in
        var parts = bytes.pieces(piece, at: UInt8(ascii: ",")).filter { !$0.isEmpty }
        func isGroup(_ part: Range<Int>) -> Bool {
          bytes.firstIndex(of: 32, from: part.lowerBound, to: part.upperBound) != nil
            && !NameText.hasFinalInitials(bytes, part)
        }
        // The name of a group may contain commas.
        if parts.contains(where: isGroup), !parts.contains(where: { NameText.hasFinalInitials(bytes, $0) }) {
          parts = [piece]
        }
        for part in parts {
          if isGroup(part) {
            record.contributors.append(.organization(bytes.text(part), role))
          } else {
            NameText.readOne(
              bytes, part, order: .familyFirst, as: role.alone, into: &record.contributors, findings: &findings)
          }
        }
      }
    }
  }

  /// Combines the values of several columns.
  mutating func finish(_ record: inout Record) {
    guard hasParts else { return }
    finishDate(&record)
    if let wordsOfDate { remarks.note(.dateInWords, wordsOfDate) }
    if let firstPage, record.pages == nil {
      let (pages, takesLast) = lastPage.map { PageText.joined(firstPage, $0) } ?? (firstPage, true)
      putPages(pages, &record)
      if let lastPage, !takesLast { keep("last-page", lastPage, in: &record) }
      return
    }
    if let firstPage, record.pages.map({ $0.begins(withWhole: firstPage) }) != true {
      keep("first-page", firstPage, in: &record)
    }
    if let lastPage, firstPage == nil || record.pages.map({ $0.ends(withWhole: lastPage) }) != true {
      keep("last-page", lastPage, in: &record)
    }
  }

  private func keep(_ name: String, _ value: String, in record: inout Record) {
    record.nativeFields.append(NativeField(format: CSVTable.format, name: name, value: value))
  }

  /// The letters of Web of Science for what a work appears in.
  private static let carriers: [(letter: UInt8, type: RecordType)] = [
    (UInt8(ascii: "j"), .articleJournal), (UInt8(ascii: "b"), .book), (UInt8(ascii: "s"), .chapter),
    (UInt8(ascii: "c"), .paperConference), (UInt8(ascii: "p"), .patent),
  ]

  private mutating func readType(_ bytes: Span<UInt8>, _ cell: Range<Int>, into record: inout Record) {
    if let type = RecordType(bytes, cell) {
      record.type = type
      return
    }
    let text = bytes.text(cell)
    if record.takeType(text) { return }
    if cell.count == 1, let place = Self.carriers.firstIndex(where: { $0.letter == bytes[cell.lowerBound].lowercased })
    {
      record.type = Self.carriers[place].type
      return
    }
    record.origin.typeToken = text
    keep("type", text, in: &record)
    remarks.warn(.unknownType, "type \"\(text)\" is not known; read as document, the word is kept")
  }

  private mutating func readDate(_ text: String, _ kind: DateKind = .issued, into record: inout Record) {
    let (date, remark) = CellText.readDate(text)
    record[date: kind] = date
    guard let remark else { return }
    // A column for the year may complete it to a date.
    if kind == .issued, date.value == nil {
      (wordsOfDate, hasParts) = (remark, true)
    } else {
      remarks.note(.dateInWords, remark)
    }
  }

  /// A date from columns for year, month and day.
  private mutating func finishDate(_ record: inout Record) {
    if year == nil, month == nil, day == nil { return }
    var issued = record[date: .issued]
    // `MAY 12` in one column and the year in another.
    if let words = issued?.literal, issued?.value == nil, let year, !year.isShort,
      let whole = DateText.reading("\(words) \(year.text)"), whole.leftOut == nil
    {
      issued = PartialDate(whole.value)
      record[date: .issued] = issued
      wordsOfDate = nil
    }
    guard issued == nil, let year, let number = year.number, (1...9999).contains(number), !year.isShort else {
      finishOddDate(&record, issued)
      return
    }
    var point = EDTF.Point(year: number)
    if let month {
      point.month =
        month.number.flatMap { (1...12).contains($0) ? $0 : nil } ?? Months.number(of: Array(month.text.utf8)) ?? 0
    }
    if let month, point.month == 0, day == nil, let whole = DateText.reading("\(month.text) \(year.text)"),
      whole.leftOut == nil
    {
      record[date: .issued] = PartialDate(whole.value)  // `Jan-Feb`, `2Q`
      return
    }
    if (1...12).contains(point.month), let number = day?.number {
      point.day = number
      if number < 1 || !point.isWellFormed { point.day = 0 }
    }
    record[date: .issued] = PartialDate(EDTF(.date(point)))
    if let month, point.month == 0 { reportDatePart("month", month.text, &record) }
    if let day, point.day == 0 { reportDatePart("day", day.text, &record) }
  }

  /// Keeps the parts that a date cannot hold: beside a whole date, without a year, or with a year as text.
  private mutating func finishOddDate(_ record: inout Record, _ issued: PartialDate?) {
    var parts = [("year", year), ("month", month), ("day", day)]
    if let issued {
      // The whole date is preferred to its parts, which mostly repeat it.
      if let year, isYear(year, of: issued) { parts.removeFirst() }
    } else if let year {
      if year.isShort {
        record[date: .issued] = PartialDate(nil, literal: year.text)
        remarks.warn(.badValue, "year \"\(year.text)\" has no century; kept as text")
      } else {
        readDate(year.text, into: &record)
      }
      parts.removeFirst()
    }
    for case (let name, let value?) in parts { keep(name, value.text, in: &record) }
  }

  private func isYear(_ year: Part, of date: PartialDate) -> Bool {
    if case .date(let point)? = date.value?.start, point.unspecifiedYearDigits == 0, point.year == year.number {
      return true
    }
    return CellText.write(date).begins(withWhole: year.text)
  }

  private mutating func reportDatePart(_ name: String, _ value: String, _ record: inout Record) {
    keep(name, value, in: &record)
    remarks.warn(.badValue, "\(name) \"\(value)\" is not valid; kept as a native field")
  }
}

extension IdentifierScheme {
  /// Scopus's number of an author.
  static let scopusAuthor = Self("Scopus-author")
}

extension String {
  /// Whether the text begins with a whole number or word: `123-130` with 123, but not with 12.
  fileprivate func begins(withWhole word: String) -> Bool {
    let (scalars, start) = (unicodeScalars, word.unicodeScalars)
    return scalars.starts(with: start) && !Self.isInWord(scalars.dropFirst(start.count).first)
  }

  /// Whether the text ends with a whole number or word: `123-130` with 130, but not with 30.
  fileprivate func ends(withWhole word: String) -> Bool {
    let (scalars, end) = (unicodeScalars, word.unicodeScalars)
    return scalars.reversed().starts(with: end.reversed()) && !Self.isInWord(scalars.dropLast(end.count).last)
  }

  /// Whether a scalar is part of a number or word; a dash separates two of them.
  private static func isInWord(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    return scalar == "." || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}

extension Diagnostic.Code {
  /// An unknown type; the word is kept.
  static let unknownType = Self("csv.unknown-type")
  /// A whole number with the fraction `.0`.
  static let wholeNumber = Self("csv.whole-number")
  /// A date that is only text, or that has more in it than a date.
  static let dateInWords = Self("csv.date-in-words")
  /// A value that is not valid for its column; kept as a native field.
  static let badValue = Self("csv.bad-value")
}
