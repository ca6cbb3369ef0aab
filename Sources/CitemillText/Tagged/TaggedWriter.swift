import CitemillCore

/// Writes records in a tagged format.
struct TaggedWriter: RecordWriter {
  private let table: TagTable
  private let fits: [TaggedFit]
  /// The tags of each kind of work, in their order.
  private let lines: [[TagTable.Line]]
  private let opening: StaticString
  private let closing: StaticString

  init(_ table: TagTable, opening: StaticString = "", closing: StaticString = "") {
    self.table = table
    self.opening = opening
    self.closing = closing
    lines = WorkKind.allCases.map { table.lines($0) }
    fits = lines.map { TaggedFit(table, $0) }
  }

  func begin(into sink: inout ByteSink) { sink.append(opening) }
  func separator(into sink: inout ByteSink) { sink.append("\n") }
  func finish(count: Int, into sink: inout ByteSink) { sink.append(closing) }

  func write(_ record: Record, into sink: inout ByteSink, reporting report: inout LossReport) -> WriteOutcome {
    if let sources = table.sources, let rest = record.givingWay(toSourcesAt: sources, reporting: &report) {
      return joinAndWrite(rest, for: record, into: &sink, reporting: &report)
    }
    return joinAndWrite(record, for: record, into: &sink, reporting: &report)
  }

  private func joinAndWrite(
    _ record: Record, for original: Record, into sink: inout ByteSink, reporting report: inout LossReport
  ) -> WriteOutcome {
    if let joined = record.joiningSubtitles(reporting: &report, unless: { table.fields.row(writing: $0) != nil }) {
      return write(joined, for: original, into: &sink, reporting: &report)
    }
    return write(record, for: original, into: &sink, reporting: &report)
  }

  /// Writes a record, which may stand for another one.
  private func write(
    _ record: Record, for original: Record, into sink: inout ByteSink, reporting report: inout LossReport
  ) -> WriteOutcome {
    let isMarked = loseCaseMarks(of: record, &report)
    let kind = WorkKind(record.type)
    let start = sink.buffered
    let hasNatives = !record.nativeFields.isEmpty && record.nativeFields.contains { $0.format == table.format }
    // A record without a title may have no field that the format can hold.
    let isPlain = !hasNatives && !record.titles.isEmpty
    let isCertain =
      isPlain && table.isCertain(record) && table.types.hasWord(for: record.type)
      && fits[Int(kind.rawValue)].fits(record)
    encode(record, kind, into: &sink)
    if isCertain {
      // A copy is expensive, and few records need it.
      if report.hasLostInRecord, report.detail == .edits {
        report.settle(from: original, to: isMarked ? Self.withoutCaseMarks(record) : record)
      }
      return .written
    }
    guard let found = read(sink.bytes(from: start)) else {
      return .rejected("\(table.format) cannot hold anything of the record")
    }
    report.lose(from: isMarked ? Self.withoutCaseMarks(record) : record, to: found, nativeFieldsOf: table.format)
    return .written
  }

  /// Reports each title with marks that protect the case of words: programs that read these formats would
  /// print the marks. Returns whether there is one.
  private func loseCaseMarks(of record: Record, _ report: inout LossReport) -> Bool {
    var isMarked = false
    func look(_ titles: [Title], _ tier: FieldPath.Tier) {
      for index in titles.indices where titles[index].text.hasCaseMarks {
        report.lose(FieldPath(.titles, titles[index].kind.rawValue, in: tier, facet: .marks), .flattened)
        isMarked = true
      }
    }
    look(record.titles, .own)
    look(record.titles(of: .host), .host)
    look(record.titles(of: .series), .series)
    return isMarked
  }

  /// The record without marks that protect the case of words.
  private static func withoutCaseMarks(_ record: Record) -> Record {
    func bare(_ titles: inout [Title]) {
      for index in titles.indices where titles[index].text.hasCaseMarks {
        titles[index].text = titles[index].text.withoutCaseMarks
      }
    }
    var result = record
    bare(&result.titles)
    for tier in [FieldPath.Tier.host, .series] where !record.titles(of: tier).isEmpty {
      result.inTier(tier) { bare(&$0.titles) }
    }
    return result
  }

  /// The record that a reader finds; nil if it finds none, or several.
  private func read(_ bytes: [UInt8]) -> Record? {
    var scanner = TaggedScanner(table)
    guard case .record(let next) = scanner.scan(bytes.span, from: 0, to: bytes.count, isLast: true), next == bytes.count
    else { return nil }
    var decoder = TaggedDecoder(table)
    var found = Record()
    decoder.read(bytes.span, scanner.fields, into: &found)
    return found.saysNothing(butType: table.syntax.begin.name) ? nil : found
  }

  // MARK: - Fields

  private func encode(_ record: Record, _ kind: WorkKind, into sink: inout ByteSink) {
    var natives = record.nativeFields.isEmpty ? [] : record.nativeFields.filter { $0.format == table.format }
    writeType(record, &natives, into: &sink)
    // By index: a loop over an array copies each element with all its strings.
    let lines = lines[Int(kind.rawValue)]
    let start = sink.count
    let presence = RecordPresence(record)
    for index in lines.indices {
      if !natives.isEmpty, writeDateAsItWas(lines[index], record, &natives, into: &sink) { continue }
      if let sources = table.sources, lines[index].rule == .place(.variable(sources)) {
        if let text = record.origin.sourcesText { line(lines[index].tag, text, into: &sink) }
        continue
      }
      if lines[index].needs.meets(presence) { write(lines[index], record, into: &sink) }
      // Each record begins with its begin tag, even if it has no value.
      if index == 0, sink.count == start, table.typeRule != nil, lines[0].tag == table.syntax.begin {
        line(lines[0].tag, "", into: &sink)
      }
    }
    if kind == .book || kind == .thesis { writePagesOfBook(record, kind, into: &sink) }
    for native in natives {
      if let tag = table.syntax.fieldTag(native.name) { line(tag, native.value, into: &sink) }
    }
    if let end = table.syntax.end {
      table.syntax.write(end, into: &sink)
      if table.syntax.style == .column { sink.rewind(to: sink.count - 1) }
      sink.append(UInt8(ascii: "\n"))
    }
  }

  /// Writes a date with what followed it in the source, such as the time of day; false if nothing did.
  private func writeDateAsItWas(
    _ line: TagTable.Line, _ record: Record, _ natives: inout [NativeField], into sink: inout ByteSink
  ) -> Bool {
    guard case .date(let kind) = line.rule, let date = record[date: kind.name],
      let index = natives.firstIndex(where: {
        $0.name.hasSameBytes(as: line.tag.name) && TaggedDate.beforeOther($0.value) == date
      })
    else { return false }
    self.line(line.tag, natives.remove(at: index).value, into: &sink)
    return true
  }

  private func writeType(_ record: Record, _ natives: inout [NativeField], into sink: inout ByteSink) {
    guard table.typeRule == nil else { return }
    let begin = table.syntax.begin
    var word = table.types.word(record.type)
    if let token = table.types.sourceWord(of: record, in: table.format) {
      word = token
    } else if record.type == .document, let index = natives.firstIndex(where: { $0.name == begin.name }) {
      word = natives.remove(at: index).value
    }
    line(begin, word, into: &sink)
  }

  private func write(_ line: TagTable.Line, _ record: Record, into sink: inout ByteSink) {
    switch line.rule {
    case .place(let place), .list(let place): write(line.tag, place, record, into: &sink)
    case .names(let role, let tier): writeNames(line.tag, as: role.name, in: tier, of: record, into: &sink)
    case .firstPage, .lastPage, .pages: writePages(line, record, into: &sink)
    case .year:
      guard let date = record[date: .issued], let year = date.yearForField else { return }
      table.syntax.write(line.tag, into: &sink)
      TaggedDate.writeYear(year, into: &sink)
      sink.append(UInt8(ascii: "\n"))
    case .issued:
      guard let date = record[date: .issued] else { return }
      // The year has a line of its own.
      if let point = date.plainPoint, point.month == 0, table.dates != .yearFirst { return }
      writeDate(line.tag, date, into: &sink)
    case .date(let kind):
      if let date = record[date: kind.name] { writeDate(line.tag, date, isAlone: true, into: &sink) }
    case .numbers(let kind): writeNumbers(line.tag, kind, record, into: &sink)
    case .bodies(let role): writeBodies(line.tag, role.name, record, into: &sink)
    case .article:
      for identifier in record.identifiers {
        if let text = IdentifierText.bracketed(identifier) { self.line(line.tag, text, into: &sink) }
      }
    case .pubMedNumber: writePubMedNumber(line.tag, record, into: &sink)
    case .shortNames(let role):
      if table.syntax.style == .column {
        writeNames(line.tag, as: role.name, in: .own, of: record, isShort: true, into: &sink)
      }
    case .subjects(let list): writeSubjects(line.tag, list.rawValue, record, into: &sink)
    case .type:
      if let word = table.typeRule?.word(record, line.tag, table.types) { self.line(line.tag, word, into: &sink) }
    case .conference, .proceedings:
      guard let event = record.event?.title, record.has(.title(.main, .host)) else {
        if line.rule == .conference { write(line.tag, .title(.main, .host), record, into: &sink) }
        return
      }
      if line.rule == .conference {
        self.line(line.tag, event, into: &sink)
      } else {
        write(line.tag, .title(.main, .host), record, into: &sink)
      }
    case .native, .journal, .affiliation, .personIdentifier: return
    }
  }

  /// Writes the PMID as a number of PubMed, preceded by the name PubMed if no database is named; as a note where
  /// the record is of another database, or has a number in one.
  private func writePubMedNumber(_ tag: TagSyntax.Tag, _ record: Record, into sink: inout ByteSink) {
    guard let pmid = record.identifiers.first(where: { $0.scheme == .pmid }) else { return }
    let database = table.sources == nil ? record[.archive] : nil
    let isOfPubMed =
      if record.identifiers.contains(where: { $0.scheme == .accession }) {
        false
      } else if let database {
        Record.isPubMed(database)
      } else if table.sources == nil, record.origin.sources.isEmpty {
        record[.source].map(Record.isPubMed) ?? true
      } else {
        record.isFoundOnlyInPubMed
      }
    if !isOfPubMed {
      guard let row = table.fields.row(writing: .note(.note)) else { return }
      return line(table.tag(row), Note.text(ofPubMedNumber: pmid.value), into: &sink)
    }
    if table.sources == nil, database == nil, let row = table.fields.row(writing: .variable(.archive, .own)) {
      line(table.tag(row), "PubMed", into: &sink)
    }
    line(tag, pmid.value, into: &sink)
  }

  private func writeDate(_ tag: TagSyntax.Tag, _ date: PartialDate, isAlone: Bool = false, into sink: inout ByteSink) {
    if date.plainPoint == nil, date.value == nil { return line(tag, date.literal ?? "", into: &sink) }
    table.syntax.write(tag, into: &sink)
    TaggedDate.write(date, isAlone && table.dates == .monthDay ? .words : table.dates, into: &sink)
    sink.append(UInt8(ascii: "\n"))
  }

  private func write(_ tag: TagSyntax.Tag, _ place: Place, _ record: Record, into sink: inout ByteSink) {
    switch place {
    case .key:
      // A generated key carries no information.
      if let key = record.key, !record.isKeyGenerated { line(tag, key, into: &sink) }
    case .title(let kind, let tier): writeTitles(tag, kind, record.titles(of: tier), into: &sink)
    case .variable(let variable, let tier):
      guard let value = record.value(of: variable, in: tier) else { return }
      line(tag, variable == .language ? LanguageText.write(value, as: table.languages) : value, into: &sink)
    case .identifier(let scheme, _):
      let all = record.identifiers(at: place)
      for index in all.indices where all[index].scheme == scheme.name {
        line(tag, all[index].value, into: &sink)
        // A second one would begin another record.
        if tag == table.syntax.begin { return }
      }
    case .keyword: writeSubjects(tag, nil, record, into: &sink)
    case .abstract(let kind):
      var isFirst = true
      for index in record.abstracts.indices where record.abstracts[index].kind == kind.name {
        // The same tag again would continue the first one.
        let tag = isFirst ? tag : table.spareTag(tag) ?? tag
        line(tag, InlineMarkup.write(record.abstracts[index].text), into: &sink)
        isFirst = false
      }
    case .note(let kind):
      for index in record.notes.indices where record.notes[index].kind == kind {
        line(tag, InlineMarkup.write(record.notes[index].text), into: &sink)
      }
    case .event(let part):
      if let text = record.event?[part] { line(tag, text, into: &sink) }
    case .file(let purpose):
      for file in record.files {
        // A file of unknown purpose is most often the text itself.
        let isKnown = file.purpose.flatMap(Place.FilePurpose.init) != nil
        if file.purpose == purpose.word || purpose == .pdf && !isKnown { line(tag, file.location, into: &sink) }
      }
    case .type, .names, .date: return
    }
  }

  private func writeTitles(_ tag: TagSyntax.Tag, _ kind: Title.Kind, _ titles: [Title], into sink: inout ByteSink) {
    for index in titles.indices where titles[index].kind == kind {
      let isMarked = titles[index].text.hasCaseMarks
      line(tag, InlineMarkup.write(isMarked ? titles[index].text.withoutCaseMarks : titles[index].text), into: &sink)
      return
    }
  }

  private func writeNames(
    _ tag: TagSyntax.Tag, as role: Role, in tier: FieldPath.Tier, of record: Record, isShort: Bool = false,
    into sink: inout ByteSink
  ) {
    let all = record.contributors(of: tier)
    var isFirst = true
    let hasBodies = tier == .own && table.bodyRoles.contains(role)
    for index in all.indices where all[index].roles.contains(role) {
      if isShort, all[index].kind != .person { continue }
      if hasBodies, all[index].kind == .organization { continue }
      let start = sink.count
      if isShort || all[index].kind != .person || !writePlain(all, at: index, tag, into: &sink) {
        let name = isShort ? short(all[index]) : NameField.write(all[index], table.names)
        line(tag, name, isName: true, into: &sink)
      }
      if table.syntax.style == .column, !isFirst { indent(from: start, &sink) }
      isFirst = false
      if table.syntax.style == .paddedHyphen, tier == .own { writePerson(all[index], role, into: &sink) }
    }
  }

  /// Writes a name that, as nearly all, has a family and a given name, perhaps with a particle; false for
  /// others. It takes the list and an index, since passing the name alone would copy it.
  private func writePlain(
    _ people: [Contributor], at index: Int, _ tag: TagSyntax.Tag, into sink: inout ByteSink
  ) -> Bool {
    guard let family = people[index].name.family, let given = people[index].name.given, family.isOneLine,
      given.isOneLine
    else { return false }
    var particle: String?
    if !people[index].name.isBare {
      particle = people[index].name.nonDroppingParticle
      guard let particle, particle.isOneLine,
        people[index].name == PersonName(family: family, given: given, nonDroppingParticle: particle)
      else { return false }
    }
    table.syntax.write(tag, into: &sink)
    if let particle {
      sink.append(particle)
      sink.append(UInt8(ascii: " "))
    }
    sink.append(family)
    sink.append(", ")
    sink.append(given)
    sink.append(UInt8(ascii: "\n"))
    return true
  }

  private func short(_ contributor: Contributor) -> String {
    contributor.alternativeNames.first.map { name in
      NameField.write(Contributor(name.literal == nil ? .person : .organization, name: name), table.names)
    } ?? NameField.short(contributor, table.names)
  }

  /// Turns a line with a tag into a continuation of the field before it.
  private func indent(from start: Int, _ sink: inout ByteSink) {
    let line = sink.bytes(from: sink.buffered - (sink.count - start))
    sink.rewind(to: start)
    sink.append("   ")
    sink.append(contentsOf: line.dropFirst(3))
  }

  /// Writes the other data of a person besides the full name, for a role that has tags for it.
  private func writePerson(_ contributor: Contributor, _ role: Role, into sink: inout ByteSink) {
    for (tag, rule) in table.personTags {
      switch rule {
      case .shortNames(Known(role)):
        if contributor.kind == .person { line(tag, short(contributor), isName: true, into: &sink) }
      case .affiliation where role == .author:
        for place in contributor.affiliations { line(tag, place.name, into: &sink) }
      case .personIdentifier where role == .author:
        for identifier in contributor.identifiers where identifier.scheme == .orcid {
          line(tag, "ORCID: \(identifier.value)", into: &sink)
        }
      default: break
      }
    }
  }

  /// Writes the keywords of a subject list, or those of no list with a tag of its own.
  private func writeSubjects(_ tag: TagSyntax.Tag, _ scheme: String?, _ record: Record, into sink: inout ByteSink) {
    if record.keywords.isEmpty { return }
    var joined: String?
    for index in record.keywords.indices {
      let own = record.keywords[index].scheme
      if scheme == nil, own == nil, table.syntax.style != .column {
        line(tag, record.keywords[index].text, into: &sink)
        continue
      }
      let isSubject = own.map { table.subjectLists.contains($0) } ?? false
      guard scheme == nil ? !isSubject : own == scheme else { continue }
      var text = record.keywords[index].text
      if isSubject, record.keywords[index].isMajor, !text.contains(byte: UInt8(ascii: "*")) { text = "*" + text }
      if table.syntax.style == .column {
        // Added in place: there may be any number of them.
        if joined == nil {
          joined = text
        } else {
          joined?.append("; ")
          joined?.append(text)
        }
      } else {
        line(tag, text, into: &sink)
      }
    }
    if let joined { line(tag, joined, into: &sink) }
  }

  private func writePages(_ line: TagTable.Line, _ record: Record, into sink: inout ByteSink) {
    guard let pages = record.variables[.pages] else { return }
    guard line.rule != .pages, pages.isOneLine,
      pages.withUTF8Span({ bytes in
        guard let hyphen = PageRange.hyphen(bytes) else { return false }
        table.syntax.write(line.tag, into: &sink)
        sink.append(bytes, line.rule == .firstPage ? 0..<hyphen : (hyphen + 1)..<bytes.count)
        sink.append(UInt8(ascii: "\n"))
        return true
      })
    else {
      if line.rule != .lastPage { self.line(line.tag, pages, into: &sink) }
      return
    }
  }

  /// Writes the pages of a book as the first and the last page, since a single value would be their number.
  private func writePagesOfBook(_ record: Record, _ kind: WorkKind, into sink: inout ByteSink) {
    guard let pages = record.pages, !record.variables.contains(.numberOfPages), pages.isOneLine,
      let first = table.fields.rows.firstIndex(where: { $0.rule == .firstPage }), let last = table.lastPage,
      table.rule(first, kind) != .firstPage
    else { return }
    pages.withUTF8Span { bytes in
      guard let hyphen = PageRange.hyphen(bytes) else { return }
      let tag = TagSyntax.Tag(table.fields.rows[first].name)
      for (tag, range) in [(tag, 0..<hyphen), (last, (hyphen + 1)..<bytes.count)] {
        table.syntax.write(tag, into: &sink)
        sink.append(bytes, range)
        sink.append(UInt8(ascii: "\n"))
      }
    }
  }

  private func writeBodies(_ tag: TagSyntax.Tag, _ role: Role, _ record: Record, into sink: inout ByteSink) {
    var isFirst = true
    for one in record.contributors where one.kind == .organization && one.roles.contains(role) {
      let start = sink.count
      line(tag, one.name.literal ?? "", isName: true, into: &sink)
      if table.syntax.style == .column, !isFirst { indent(from: start, &sink) }
      isFirst = false
    }
  }

  private func writeNumbers(_ tag: TagSyntax.Tag, _ kind: NumberKind, _ record: Record, into sink: inout ByteSink) {
    let all = record.identifiers(at: .identifier(.issn))
    for index in all.indices {
      let scheme = all[index].scheme
      // Some have a tag of their own.
      guard kind.schemes.contains(scheme), !table.ownIdentifiers.contains(scheme) else { continue }
      guard let qualifier = SerialNumbers.qualifier(scheme) else {
        line(tag, all[index].value, into: &sink)
        continue
      }
      line(tag, "\(all[index].value) (\(qualifier))", into: &sink)
    }
  }

  // MARK: - Lines

  /// Writes a field. A value of several lines continues on further lines, as far as these cannot be taken for
  /// tags. A name is not wrapped, since each line may be one.
  private func line(_ tag: TagSyntax.Tag, _ value: String, isName: Bool = false, into sink: inout ByteSink) {
    table.syntax.write(tag, into: &sink)
    if value.isOneLine {
      if table.syntax.style == .paddedHyphen, !isName, value.utf8.count > Self.width {
        appendWrapped(value, into: &sink)
      } else {
        sink.append(value)
      }
    } else {
      sink.append(contentsOf: folded(Array(value.utf8)))
    }
    sink.append(UInt8(ascii: "\n"))
  }

  /// The length of MEDLINE's lines, without tag and indent.
  private static let width = 80

  /// Appends a text, with a line end and an indent instead of some of its single spaces.
  private func appendWrapped(_ value: String, into sink: inout ByteSink) {
    let bytes = Array(value.utf8)
    let span = bytes.span
    var start = 0
    while bytes.count - start > Self.width {
      var place = start + Self.width
      // A line loses the white space at its ends, no-break spaces too.
      while place > start + 1,
        bytes[place] != 32 || bytes[place - 1] == 32 || place + 1 >= bytes.count || bytes[place + 1] == 32
          || bytes[place + 1] >= 0x80 && span.isWideSpace(at: place + 1)
          || bytes[place - 1] >= 0x80 && (span.isWideSpace(at: place - 2) || span.isWideSpace(at: place - 3))
      {
        place -= 1
      }
      if place <= start + 1 { break }
      sink.append(bytes.span, start..<place)
      sink.append("\n      ")
      start = place + 1
    }
    sink.append(bytes.span, start..<bytes.count)
  }

  private func folded(_ value: [UInt8]) -> [UInt8] {
    // Done before lines are checked: `%A` and a control character would be a tag once the character becomes a
    // space.
    let bytes = value.map { $0 < 32 && $0 != 10 && $0 != 13 ? 32 : $0 }
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
        let isSafe =
          table.syntax.keepsLines && !table.syntax.mayBeTag(span, line) && (blanks == 0 || table.syntax.end != nil)
        if isSafe { for _ in 0...blanks { result.append(10) } } else { result.append(32) }
      }
      isFirst = false
      blanks = 0
      result.append(span, line)
    }
    return result
  }
}

extension RichText {
  /// Whether the text has marks that protect the case of words.
  fileprivate var hasCaseMarks: Bool {
    for index in marks.indices where marks[index].kind == .noCase { return true }
    return false
  }

  /// The text without marks that protect the case of words.
  fileprivate var withoutCaseMarks: RichText { RichText(plain, marks: marks.filter { $0.kind != .noCase }) }
}
