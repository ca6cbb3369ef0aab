import CitemillCore

/// Writes records in a tagged format.
struct TaggedWriter: RecordWriter {
  private let table: TagTable
  private let fits: [TaggedFit]
  private let opening: StaticString
  private let closing: StaticString

  init(_ table: TagTable, opening: StaticString = "", closing: StaticString = "") {
    self.table = table
    self.opening = opening
    self.closing = closing
    fits = WorkKind.allCases.map { TaggedFit(table, $0) }
  }

  func begin(into sink: inout ByteSink) { sink.append(opening) }
  func separator(into sink: inout ByteSink) { sink.append("\n") }
  func finish(count: Int, into sink: inout ByteSink) { sink.append(closing) }

  func write(_ record: borrowing Record, into sink: inout ByteSink, reporting report: inout LossReport) -> WriteOutcome
  {
    let record = copy record
    let kind = WorkKind(record.type)
    let start = sink.buffered
    encode(record, kind, into: &sink)
    let hasNatives = !record.nativeFields.isEmpty && record.nativeFields.contains { $0.format == table.format }
    // A document without a title may have nothing at all to say.
    let isPlain = !hasNatives && (record.type != .document || !record.titles.isEmpty)
    if isPlain, table.types.hasWord(for: record.type), fits[Int(kind.rawValue)].fits(record) { return .written }
    guard let found = read(sink.bytes(from: start)) else {
      return .rejected("\(table.format) cannot say anything of the record that would be read again")
    }
    report.lose(from: record, to: found, nativeFieldsOf: table.format)
    return .written
  }

  /// The record that a reader finds; nil when it finds none or more.
  private func read(_ bytes: [UInt8]) -> Record? {
    var scanner = TaggedScanner(table.syntax)
    guard case .record(let next) = scanner.scan(bytes.span, from: 0, to: bytes.count, isLast: true), next == bytes.count
    else { return nil }
    var decoder = TaggedDecoder(table)
    var found = Record()
    decoder.read(bytes.span, scanner.fields, into: &found)
    return found.content == Record() && found.nativeFields.isEmpty ? nil : found
  }

  // MARK: - Fields

  private func encode(_ record: Record, _ kind: WorkKind, into sink: inout ByteSink) {
    var natives = record.nativeFields.isEmpty ? [] : record.nativeFields.filter { $0.format == table.format }
    writeType(record, &natives, into: &sink)
    // By indices: a loop over an array copies each element, with all its texts.
    let lines = table.lines(kind)
    for index in lines.indices { write(lines[index], record, into: &sink) }
    for native in natives {
      if let tag = table.syntax.fieldTag(native.name) { line(tag, native.value, into: &sink) }
    }
    if let end = table.syntax.end {
      table.syntax.write(end, into: &sink)
      if table.syntax.style == .column { sink.rewind(to: sink.count - 1) }
      sink.append(UInt8(ascii: "\n"))
    }
  }

  private func writeType(_ record: Record, _ natives: inout [NativeField], into sink: inout ByteSink) {
    guard table.readType == nil else { return }
    let begin = table.syntax.begin
    var word = table.types.word(record.type)
    if record.origin.format == table.format, let token = record.origin.typeToken, table.types.type(token) == record.type
    {
      word = token
    } else if record.type == .document, let index = natives.firstIndex(where: { $0.name == begin.name }) {
      word = natives.remove(at: index).value
    }
    line(begin, word, into: &sink)
  }

  private func write(_ line: TagTable.Line, _ record: Record, into sink: inout ByteSink) {
    switch line.rule {
    case .place(let place), .list(let place): write(line.tag, place, record, into: &sink)
    case .names(let role, let tier): writeNames(line.tag, role, tier, record, into: &sink)
    case .firstPage, .lastPage, .pages: writePages(line, record, into: &sink)
    case .year:
      guard let date = record[date: .issued], let point = TaggedDate.plainPoint(date) else { return }
      table.syntax.write(line.tag, into: &sink)
      TaggedDate.writeYear(point.year, into: &sink)
      sink.append(UInt8(ascii: "\n"))
    case .issued:
      guard let date = record[date: .issued] else { return }
      // The year has a line of its own.
      if let point = TaggedDate.plainPoint(date), point.month == 0, table.dates == .slashes || table.dates == .monthDay
      {
        return
      }
      writeDate(line.tag, date, into: &sink)
    case .date(let kind):
      if let date = record[date: kind] { writeDate(line.tag, date, into: &sink) }
    case .serialNumber: writeNumbers(line.tag, record, into: &sink)
    case .article:
      for identifier in record.identifiers {
        guard let word = IdentifierText.bracketWord(identifier.scheme) else { continue }
        self.line(line.tag, "\(identifier.value) [\(word)]", into: &sink)
      }
    case .native, .type, .journal: return
    }
  }

  private func writeDate(_ tag: TagSyntax.Tag, _ date: PartialDate, into sink: inout ByteSink) {
    if TaggedDate.plainPoint(date) == nil {
      return line(tag, date.value?.description ?? date.literal ?? "", into: &sink)
    }
    table.syntax.write(tag, into: &sink)
    TaggedDate.write(date, table.dates, into: &sink)
    sink.append(UInt8(ascii: "\n"))
  }

  private func write(_ tag: TagSyntax.Tag, _ place: FieldPlace, _ record: Record, into sink: inout ByteSink) {
    switch place {
    case .key:
      // A key that we made says nothing.
      if let key = record.key, !record.isKeyGenerated { line(tag, key, into: &sink) }
    case .title(let kind, .own): writeTitles(tag, kind, record.titles, into: &sink)
    case .title(let kind, let tier):
      if record.container == nil { return }
      writeTitles(tag, kind, record.container(of: tier)?.titles ?? [], into: &sink)
    case .variable(let variable, .own):
      if let value = record.variables[variable] { line(tag, value, into: &sink) }
    case .variable(let variable, let tier):
      if record.container == nil { return }
      if let value = record.container(of: tier)?.variables[variable] { line(tag, value, into: &sink) }
    case .identifier(let scheme):
      let all = record.identifiers(at: place)
      for index in all.indices where all[index].scheme == scheme { line(tag, all[index].value, into: &sink) }
    case .keyword:
      for index in record.keywords.indices { line(tag, record.keywords[index].text, into: &sink) }
    case .abstract(let kind):
      for index in record.abstracts.indices where record.abstracts[index].kind == kind {
        line(tag, InlineMarkup.write(record.abstracts[index].text), into: &sink)
      }
    case .note(let kind):
      for index in record.notes.indices where record.notes[index].kind == kind {
        line(tag, InlineMarkup.write(record.notes[index].text), into: &sink)
      }
    case .event(let part):
      if let text = record.event?[part] { line(tag, text, into: &sink) }
    case .file(let purpose):
      for file in record.files where file.purpose == purpose { line(tag, file.location, into: &sink) }
    case .type, .names, .date: return
    }
  }

  private func writeTitles(
    _ tag: TagSyntax.Tag, _ kind: Title.Kind, _ titles: [Title], into sink: inout ByteSink
  ) {
    for index in titles.indices where titles[index].kind == kind {
      line(tag, InlineMarkup.write(titles[index].text), into: &sink)
      return
    }
  }

  private func writeNames(
    _ tag: TagSyntax.Tag, _ role: Role, _ tier: FieldPath.Tier, _ record: Record, into sink: inout ByteSink
  ) {
    let all = tier == .own ? record.contributors : record.container(of: tier)?.contributors ?? []
    for index in all.indices where all[index].roles.contains(role) {
      // Nearly all names are a family and a given name.
      if all[index].kind == .person, all[index].name.isBare, let family = all[index].name.family,
        let given = all[index].name.given, family.isOneLine, given.isOneLine
      {
        table.syntax.write(tag, into: &sink)
        sink.append(family)
        sink.append(", ")
        sink.append(given)
        sink.append(UInt8(ascii: "\n"))
      } else {
        line(tag, TaggedName.write(all[index]), into: &sink)
      }
    }
  }

  private func writePages(_ line: TagTable.Line, _ record: Record, into sink: inout ByteSink) {
    guard let pages = record.variables[.pages] else { return }
    guard line.rule != .pages, let parts = PageRange.parts(pages) else {
      if line.rule != .lastPage { self.line(line.tag, pages, into: &sink) }
      return
    }
    self.line(line.tag, line.rule == .firstPage ? parts.first : parts.last, into: &sink)
  }

  private func writeNumbers(_ tag: TagSyntax.Tag, _ record: Record, into sink: inout ByteSink) {
    let all = record.identifiers(at: .identifier(.issn))
    for index in all.indices {
      let scheme = all[index].scheme
      guard scheme == .issn || scheme == .isbn || scheme == .eissn || scheme == .issnL else { continue }
      guard let qualifier = SerialNumbers.qualifier(scheme) else {
        line(tag, all[index].value, into: &sink)
        continue
      }
      line(tag, "\(all[index].value) (\(qualifier))", into: &sink)
    }
  }

  // MARK: - Lines

  /// Writes a field; a value of several lines goes on on further ones as far as these cannot be taken for others.
  private func line(_ tag: TagSyntax.Tag, _ value: String, into sink: inout ByteSink) {
    table.syntax.write(tag, into: &sink)
    if value.isOneLine {
      sink.append(value)
    } else {
      sink.append(contentsOf: folded(Array(value.utf8)))
    }
    sink.append(UInt8(ascii: "\n"))
  }

  private func folded(_ bytes: [UInt8]) -> [UInt8] {
    let keepsLines = table.syntax.style == .hyphen || table.syntax.style == .percent
    var result: [UInt8] = []
    let span = bytes.span
    var isFirst = true
    var blanks = 0
    for line in span.lines(0..<bytes.count) {
      if span.trimmed(line).isEmpty {
        blanks += 1
        continue
      }
      if !isFirst {
        let isSafe = keepsLines && table.syntax.tag(span, line) == nil && (blanks == 0 || table.syntax.end != nil)
        if isSafe { for _ in 0...blanks { result.append(10) } } else { result.append(32) }
      }
      isFirst = false
      blanks = 0
      for index in line { result.append(bytes[index] < 32 ? 32 : bytes[index]) }
    }
    return result
  }
}

extension String {
  /// Whether the text has no line end or other control character.
  fileprivate var isOneLine: Bool { withUTF8Span { $0.isOneLine(0..<$0.count) } }
}
