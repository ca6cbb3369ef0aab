import CitemillCore

/// Puts the fields of a tagged record into a record of the model. The writer uses it too, to see what a
/// reader will find.
struct TaggedDecoder {
  /// A message about a field.
  struct Remark {
    let severity: Diagnostic.Severity
    let code: Diagnostic.Code
    let message: String
    let line: Int
  }

  /// A field with abbreviated names.
  private struct ShortField {
    let role: Role
    let field: TaggedField
    /// Whether no full name is before it.
    let isAlone: Bool
    /// Further fields about the person.
    var further: [TaggedField] = []
  }

  /// An abbreviated name.
  private struct ShortName {
    let name: Contributor
    let text: Range<Int>
    let field: TaggedField
    var further: [TaggedField] = []
  }

  let table: TagTable
  private(set) var remarks: [Remark] = []
  private var firstPage: TaggedField?
  private var lastPage: TaggedField?
  private var issued: [TaggedField] = []
  private var journals: [TaggedField] = []
  private var conferences: [TaggedField] = []
  private var proceedings: [TaggedField] = []
  private var lastAbstract: TagSyntax.Tag = ""
  /// The identifiers of a record that has many, and their number.
  private var known: (all: Set<Identifier>, count: Int) = ([], 0)
  private var shorts: [ShortField] = []
  /// Whether a full name came after the last abbreviated one.
  private var hasWholeName = false
  /// Indices of the fields that count only if no other has the same meaning.
  private var seconds: [Int] = []
  /// For each tag that comes once but has a second value, the first field with it.
  private var repeated: [TaggedField] = []

  init(_ table: TagTable) { self.table = table }

  /// Reads the fields of a record into an empty one.
  mutating func read(_ bytes: Span<UInt8>, _ fields: [TaggedField], into record: inout Record) {
    // Characters that are written as in HTML, before anything is split at their semicolon
    // (Fixtures/RIS/character-names.ris).
    if let first = fields.first, let last = fields.last, first.start <= last.end, last.end <= bytes.count,
      CharacterNames.areIn(bytes, first.start..<last.end)
    {
      let (text, moved) = Self.decoded(bytes, fields)
      return readDecoded(text.span, moved, into: &record)
    }
    readDecoded(bytes, fields, into: &record)
  }

  /// The values of fields with the characters for their references, and the fields with their new places.
  private static func decoded(_ bytes: Span<UInt8>, _ fields: [TaggedField]) -> (text: [UInt8], fields: [TaggedField]) {
    var text: [UInt8] = []
    var moved = fields
    for index in fields.indices {
      moved[index].start = text.count
      if let value = CharacterNames.decoded(bytes, fields[index].value) {
        text += value
      } else {
        text.append(bytes, fields[index].value)
      }
      moved[index].end = text.count
      text.append(10)
    }
    return (text, moved)
  }

  private mutating func readDecoded(_ bytes: Span<UInt8>, _ fields: [TaggedField], into record: inout Record) {
    if !remarks.isEmpty { remarks.removeAll() }
    (firstPage, lastPage) = (nil, nil)
    if !issued.isEmpty { issued.removeAll(keepingCapacity: true) }
    if !journals.isEmpty { journals.removeAll(keepingCapacity: true) }
    if !shorts.isEmpty { shorts.removeAll() }
    hasWholeName = false
    if !seconds.isEmpty { seconds.removeAll() }
    if !conferences.isEmpty { conferences.removeAll() }
    if !proceedings.isEmpty { proceedings.removeAll() }
    if !repeated.isEmpty { repeated.removeAll() }
    lastAbstract = ""
    if known.count > 0 { known = ([], 0) }
    let used = readType(bytes, fields, into: &record)
    let kind = WorkKind(record.type)
    let begin = fields.firstIndex { $0.tag == table.syntax.begin }
    let beginRow = table.row(table.syntax.begin)
    let hasType = table.withoutType.isEmpty || begin != nil
    for index in fields.indices where fields[index].start < fields[index].end {
      if !used.isEmpty, used.contains(index) { continue }
      guard let row = table.row(fields[index].tag), row != beginRow || index == begin else {
        keep(bytes, fields[index], &record)
        // The framer reports text after an end.
        if fields[index].tag != table.syntax.end, fields[index].tag != table.syntax.begin {
          reportUnknown(fields[index])
        }
        continue
      }
      // A tag within a value needs at least four more bytes beside it.
      if fields[index].value.count > 4 { lookInside(bytes, index, row, of: fields) }
      if table.isSecond(row, kind) {
        seconds.append(index)
        continue
      }
      var rule = kind == .book || kind == .thesis ? rule(row, kind, fields) : table.rule(row, kind)
      if !hasType, let other = table.withoutType[fields[index].tag] { rule = other }
      read(bytes, fields[index], rule, into: &record)
    }
    for index in seconds {
      if let row = table.row(fields[index].tag) { read(bytes, fields[index], table.rule(row, kind), into: &record) }
    }
    finishNames(bytes, &record)
    finishConference(bytes, &record)
    finishJournal(bytes, &record)
    finishPages(bytes, &record)
    finishDate(bytes, &record)
    if let sources = table.sources { record.takeSources(from: sources) }
    table.finish?(&record)
    promoteShortTitle(&record)
    if !repeated.isEmpty { reportRepeated(bytes, fields) }
  }

  /// The rule of a row. The first and the last page of a book are its pages; one of them alone is their
  /// number (Fixtures/RIS/pages.ris).
  private func rule(_ row: Int, _ kind: WorkKind, _ fields: [TaggedField]) -> TagRule {
    let usual = table.fields.rows[row].rule
    guard usual == .firstPage || usual == .lastPage else { return table.rule(row, kind) }
    func has(_ rule: TagRule) -> Bool {
      fields.contains { field in !field.value.isEmpty && table.row(field.tag).map { table.fields.rows[$0].rule } == rule
      }
    }
    return has(.firstPage) && has(.lastPage) ? usual : table.rule(row, kind)
  }

  /// Keeps a second value of a field that occurs once.
  private mutating func keepSecond(_ bytes: Span<UInt8>, _ field: TaggedField, _ record: inout Record) {
    keep(bytes, field, &record)
    noteRepeated(field)
  }

  private mutating func noteRepeated(_ field: TaggedField) {
    if repeated.count < 8, !repeated.contains(where: { $0.tag == field.tag }) { repeated.append(field) }
  }

  /// Reports tags with a second, different value. Several tags with the same meaning, such as `TI` and `T1`,
  /// are a habit of exporters and are not reported, unless there are many.
  private mutating func reportRepeated(_ bytes: Span<UInt8>, _ fields: [TaggedField]) {
    let others = repeated.filter { otherValue(of: $0.tag, bytes, fields) != nil }
    guard let first = others.first ?? (repeated.count > 2 ? repeated.first : nil) else { return }
    let names = (others.isEmpty ? repeated : others).map(\.tag.name).joined(separator: ", ")
    let areTwo =
      repeated.count > 2 || others.contains { isOfAnother($0, bytes, fields) }
      || others.count > 1 && others.contains { table.row($0.tag).map(table.isTitle) == true }
    remark(
      .warning, .repeatedFields,
      "second values of \(names) are kept in addition to the first ones\(areTwo ? "; two records may have run together" : "")",
      at: first)
  }

  /// Whether an author comes between the first and the second value of a tag and, unless the tag is a title,
  /// another before the first value.
  private func isOfAnother(_ field: TaggedField, _ bytes: Span<UInt8>, _ fields: [TaggedField]) -> Bool {
    guard let (first, second) = otherValue(of: field.tag, bytes, fields) else { return false }
    func hasAuthor(_ range: Range<Int>) -> Bool {
      fields[range].contains { table.row($0.tag).map(table.isAuthor) == true }
    }
    return hasAuthor(first..<second) && (table.row(field.tag).map(table.isTitle) == true || hasAuthor(0..<first))
  }

  /// The indices of the first field of a tag and of the next one with another value.
  private func otherValue(
    of tag: TagSyntax.Tag, _ bytes: Span<UInt8>, _ fields: [TaggedField]
  ) -> (first: Int, second: Int)? {
    guard let first = fields.firstIndex(where: { $0.tag == tag && !$0.value.isEmpty }) else { return nil }
    let value = fields[first].value
    let second = fields[(first + 1)...].firstIndex {
      $0.tag == tag && !$0.value.isEmpty
        && !($0.value.count == value.count
          && bytes.hasSameBytes(value.lowerBound, as: bytes, $0.value.lowerBound, count: value.count))
    }
    return second.map { (first, $0) }
  }

  /// Notes a tag that is not known, once per record; the message has only its name.
  private mutating func reportUnknown(_ field: TaggedField) {
    let name = field.tag.name
    if remarks.count >= 32 || remarks.contains(where: { $0.code == .unknownTag && $0.message == name }) { return }
    remark(.note, .unknownTag, name, at: field)
  }

  // MARK: - Type

  /// Sets the type and returns the indices of the fields that decided it.
  private mutating func readType(_ bytes: Span<UInt8>, _ fields: [TaggedField], into record: inout Record) -> [Int] {
    if let rule = table.typeRule {
      let used = rule.read(bytes, fields, table.types, &record)
      if used.isEmpty, let word = record.origin.typeToken, let first = fields.first {
        remark(.warning, .unknownType, "type \"\(word)\" is not known; read as document, the word is kept", at: first)
      }
      return used
    }
    guard let index = fields.indices.first(where: { fields[$0].tag == table.syntax.begin }),
      fields[index].start < fields[index].end
    else { return [] }
    if let type = table.types.type(bytes, fields[index].value) {
      record.type = type
      record.origin.typeToken = bytes.text(fields[index].value)
      return []
    }
    let word = text(bytes, fields[index])
    record.origin.typeToken = word
    // `TY  - Chap` for `CHAP`.
    if let type = table.types.type(word.uppercased()) {
      record.type = type
      remark(
        .warning, .looseType, "type \"\(word)\" is not one of the format; read as \(type.rawValue)", at: fields[index])
    } else if record.takeType(word) {
      let type = record.type
      remark(
        .warning, .looseType, "type \"\(word)\" is not one of the format; read as \(type.rawValue)", at: fields[index])
    } else {
      record.nativeFields.append(NativeField(format: table.format, name: table.syntax.begin.name, value: word))
      remark(
        .warning, .unknownType, "type \"\(word)\" is not known; read as document, the word is kept", at: fields[index])
    }
    return []
  }

  // MARK: - Fields

  private mutating func read(_ bytes: Span<UInt8>, _ field: TaggedField, _ rule: TagRule, into record: inout Record) {
    switch rule {
    case .place(let place): put(bytes, field, at: place, in: &record)
    case .list(let place): readList(bytes, field, at: place, into: &record)
    case .names(let role, let tier):
      readNames(bytes, field, as: role.name, in: tier, into: &record)
      hasWholeName = true
    case .firstPage:
      if firstPage == nil { firstPage = field } else { keepSecond(bytes, field, &record) }
    case .lastPage:
      if lastPage == nil { lastPage = field } else { keepSecond(bytes, field, &record) }
    case .pages:
      if record.pages != nil { return put(bytes, field, at: .variable(.pages, .own), in: &record) }
      report(record.putPages(text(bytes, field)), field)
    case .year, .issued:
      if let absence = Placeholder.absence(bytes, field.value, at: .date(.issued)) { return report(absence, field) }
      issued.append(field)
    case .date(let kind):
      if let absence = Placeholder.absence(bytes, field.value, at: .date(kind)) { return report(absence, field) }
      if record[date: kind.name] != nil { return keepSecond(bytes, field, &record) }
      readDate(bytes, field, as: kind.name, into: &record)
    case .journal: journals.append(field)
    case .conference: conferences.append(field)
    case .proceedings: proceedings.append(field)
    case .numbers: readNumbers(bytes, field, &record)
    case .bodies(let role):
      if table.syntax.style != .column {
        return record.contributors.append(.organization(text(bytes, field), role.name))
      }
      for (line, _) in linesOfNames(bytes, field) {
        record.contributors.append(.organization(text(bytes, TaggedField(line, of: field)), role.name))
      }
    case .article: readArticle(bytes, field, &record)
    case .native, .pubMedNumber: keep(bytes, field, &record)
    case .shortNames(let role):
      shorts.append(ShortField(role: role.name, field: field, isAlone: !hasWholeName))
      hasWholeName = false
    case .affiliation, .personIdentifier:
      if let last = shorts.indices.last, shorts[last].isAlone, !hasWholeName {
        shorts[last].further.append(field)
        return
      }
      if record.contributors.isEmpty { return keep(bytes, field, &record) }
      add(bytes, field, to: record.contributors.count - 1, &record)
    case .subjects(let list): readSubjects(bytes, field, of: list.rawValue, into: &record)
    // The fields for the type that did not decide it.
    case .type: if table.typeRule != nil { keep(bytes, field, &record) }
    }
  }

  private mutating func readSubjects(
    _ bytes: Span<UInt8>, _ field: TaggedField, of scheme: String, into record: inout Record
  ) {
    let start = record.keywords.count
    readList(bytes, field, at: .keyword, into: &record)
    for index in start..<record.keywords.count {
      record.keywords[index].scheme = scheme
      let text = record.keywords[index].text
      // An asterisk marks a main topic, or one of its aspects: `*Burns`, `Burns/*therapy`.
      record.keywords[index].isMajor = text.contains(byte: UInt8(ascii: "*"))
      if text.utf8.first == UInt8(ascii: "*"), text.utf8.count > 1 {
        record.keywords[index].text = String(decoding: text.utf8.dropFirst(), as: UTF8.self)
      }
    }
  }

  private mutating func put(_ bytes: Span<UInt8>, _ field: TaggedField, at place: Place, in record: inout Record) {
    if let absence = Placeholder.absence(bytes, field.value, at: place) { return report(absence, field) }
    if !place.holdsMany, record.has(place) {
      // A value that is repeated in the same words is kept once.
      if said(bytes, field, at: place, in: record) { return }
      return keepSecond(bytes, field, &record)
    }
    if case .identifier = place, record.has(place), table.row(field.tag).map(table.comesOnce) == true {
      noteRepeated(field)
    }
    switch place {
    // A tag that comes again continues the abstract.
    case .abstract(let kind) where lastAbstract == field.tag && record.abstracts.last?.kind == kind.name:
      let rich = abstract(bytes, field)
      record.abstracts[record.abstracts.count - 1].text.append(table.syntax.paragraph, rich)
    case .abstract:
      record.put(abstract(bytes, field), at: place)
      lastAbstract = field.tag
    case .title:
      // Tabs from a table or a web page are spaces (Fixtures/RIS/tabs-in-title.ris).
      guard !field.hasBreaks, bytes.firstIndex(of: 9, from: field.start, to: field.end) != nil else {
        return record.put(rich(bytes, field, keepsLines: false), at: place)
      }
      let words = bytes.text(field.value).split { $0 == "\t" || $0 == " " }
      record.put(InlineMarkup.read(words.joined(separator: " ")), at: place)
    case .note: record.put(rich(bytes, field, keepsLines: true), at: place)
    case .identifier:
      if place == .identifier(.doi), isWords(bytes, field.value),
        IdentifierText.absence(.doi, bytes, field.value) == nil
      {
        remark(.warning, .wordsForDOI, "words that are not a DOI are kept as a native field", at: field)
        return keep(bytes, field, &record)
      }
      if field.hasBreaks {
        let lines = unwrapped(bytes, field) { Self.beginsIdentifier(bytes, $0, place) ? 10 : nil }
        return readList(lines.span, 0..<lines.count, of: field, at: place, into: &record)
      }
      report(record.putIdentifiers(bytes, field.value, at: place), field)
    default: record.put(text(bytes, field), at: place)
    }
  }

  /// Whether a value is several words without a digit, as in a text whose line begins with `DO  - `.
  private func isWords(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Bool {
    guard bytes[value.lowerBound].isLetter else { return false }
    return value.contains { bytes[$0].isSpace } && !value.contains { bytes[$0].isDigit }
  }

  /// Whether a line of a field begins another identifier, and was not wrapped. If nothing decides, each line
  /// is one.
  private static func beginsIdentifier(_ bytes: Span<UInt8>, _ line: Range<Int>, _ place: Place) -> Bool {
    guard case .identifier(let scheme, _) = place else { return true }
    switch scheme.name {
    case .doi, .url:
      let start = bytes.text(line.lowerBound..<min(line.upperBound, line.lowerBound + 40)).lowercased()
      return ["10.", "http", "ftp:", "www.", "doi:", "urn:"].contains { start.utf8.starts(with: $0.utf8) }
    default: return true
    }
  }

  private func isTitle(_ place: Place) -> Bool {
    if case .title = place { return true }
    return false
  }

  private func said(_ bytes: Span<UInt8>, _ field: TaggedField, at place: Place, in record: Record) -> Bool {
    switch place {
    case .title(let kind, let tier):
      let text = rich(bytes, field, keepsLines: false)
      return record.titles(of: tier).contains { $0.kind == kind && $0.text == text }
    case .variable(let variable, let tier):
      let text = text(bytes, field)
      guard let value = record.value(of: variable, in: tier) else { return false }
      return value.hasSameBytes(as: variable == .language ? LanguageText.tag(text) : text)
    default: return false
    }
  }

  private mutating func readList(_ bytes: Span<UInt8>, _ field: TaggedField, at place: Place, into record: inout Record)
  {
    if !field.hasBreaks || table.syntax.keepsLines {
      return readList(bytes, field.value, of: field, at: place, into: &record)
    }
    // If all lines are wrapped, their ends separate nothing.
    let words = Array(text(bytes, field).utf8)
    readList(words.span, 0..<words.count, of: field, at: place, into: &record)
  }

  /// The values separated by semicolons and line ends.
  private mutating func readList(
    _ bytes: Span<UInt8>, _ range: Range<Int>, of field: TaggedField, at place: Place, into record: inout Record
  ) {
    var start = range.lowerBound
    for index in range.lowerBound...range.upperBound {
      if index < range.upperBound, bytes[index] != UInt8(ascii: ";"), bytes[index] != 10, bytes[index] != 13 {
        continue
      }
      let value = bytes.trimmed(start..<index)
      if !value.isEmpty {
        if case .identifier = place {
          report(record.putIdentifiers(bytes, value, at: place), field)
        } else if let absence = Placeholder.absence(bytes, value, at: place) {
          report(absence, field)
        } else {
          record.put(bytes.text(value), at: place)
        }
      }
      start = index + 1
    }
  }

  private mutating func readNames(
    _ bytes: Span<UInt8>, _ field: TaggedField, as role: Role, in tier: FieldPath.Tier, into record: inout Record
  ) {
    let whole = bytes.trimmed(field.value)
    if tier == .own, !field.hasBreaks, let name = NameText.plain(bytes, whole, needsComma: true) {
      record.contributors.append(Contributor(.person, name: name, roles: role.alone))
      return
    }
    let names = names(bytes, field, role).map(\.name)
    if names.isEmpty { return }
    if tier == .own { record.contributors += names } else { record.inTier(tier) { $0.contributors += names } }
  }

  /// The names of a field, one per line, each with the lines onto which it was wrapped.
  private func linesOfNames(_ bytes: Span<UInt8>, _ field: TaggedField) -> [(range: Range<Int>, isWrapped: Bool)] {
    if !field.hasBreaks { return [(field.value, false)] }
    var names: [(range: Range<Int>, isWrapped: Bool)] = []
    for line in bytes.lines(field.value) {
      let words = bytes.trimmed(line)
      if words.isEmpty { continue }
      if let last = names.indices.last, goesOn(bytes, line, after: names[last].range) {
        names[last] = (names[last].range.lowerBound..<words.upperBound, true)
      } else {
        names.append((words, false))
      }
    }
    return names
  }

  /// Whether a line continues the name before it. In MEDLINE every further line does. Elsewhere a line after
  /// a comma does, and in RIS and Refer an indented line if it has no comma itself.
  private func goesOn(_ bytes: Span<UInt8>, _ line: Range<Int>, after name: Range<Int>) -> Bool {
    if table.syntax.style == .paddedHyphen { return true }
    let comma = UInt8(ascii: ",")
    let first = bytes.firstIndex(of: comma, from: name.lowerBound, to: name.upperBound)
    let hasComma = bytes.firstIndex(of: comma, from: line.lowerBound, to: line.upperBound) != nil
    // `Doe, Jane,` before `Roe, Richard` has one comma too many.
    if let first, bytes[name.upperBound - 1] == comma { return first == name.upperBound - 1 || !hasComma }
    return table.syntax.keepsLines && bytes[line.lowerBound].isSpace && first != nil && !hasComma
  }

  /// The names of a field with their places in the source: one per line, or several on one line.
  private mutating func names(
    _ bytes: Span<UInt8>, _ field: TaggedField, _ role: Role
  ) -> [(name: Contributor, place: Range<Int>)] {
    var names: [(name: Contributor, place: Range<Int>)] = []
    for (line, isWrapped) in linesOfNames(bytes, field) {
      if isWrapped {
        // The location of the name is that of all its lines.
        let words = unwrapped(bytes, TaggedField(line, of: field)) { _ in 32 }
        let whole = TaggedField(tag: field.tag, line: field.line, start: 0, end: words.count, hasBreaks: false)
        names += self.names(words.span, whole, role).map { ($0.name, line) }
        continue
      }
      let whole = NameText.withoutSemicolons(bytes, line)
      if let name = NameText.plain(bytes, whole, needsComma: true) {
        names.append((Contributor(.person, name: name, roles: role.alone), whole))
        continue
      }
      if let (name, orcid) = NameText.withORCID(bytes, whole) {
        var found = self.names(bytes, TaggedField(name, of: field), role)
        if found.count == 1 { found[0].name.identifiers.append(orcid) }
        names += found.map { ($0.name, whole) }
        continue
      }
      if let bare = NameText.withoutMarks(bytes, whole), !NameText.isOfInstitution(bytes, whole) {
        remark(.note, .nameWord, "\"\(bytes.text(whole))\" is read without footnote marks", at: field)
        let marked = TaggedField(tag: field.tag, line: field.line, start: 0, end: bare.count, hasBreaks: false)
        names += self.names(bare.span, marked, role).map { ($0.name, whole) }
        continue
      }
      var findings = NameText.Findings()
      let found = NameField.readOthers(bytes, whole, in: table.names, as: role, findings: &findings)
      names += found.names
      if let several = found.several, remarks.count < 32 {
        let words = several == 1 ? "a name and a word for another" : "\(several) names"
        remark(.warning, .severalNames, "\(words) in one \(field.tag.name); read one by one", at: field)
      }
      for message in findings.messages where remarks.count < 32 { remark(.note, .nameWord, message, at: field) }
    }
    return names
  }

  /// Reports a known tag within a value, where the end of a line may be lost.
  private mutating func lookInside(_ bytes: Span<UInt8>, _ index: Int, _ row: Int, of fields: [TaggedField]) {
    let field = fields[index]
    let isProse = table.isProse(row)
    // Column formats have tags that look like words, so that few of them are searched for.
    guard remarks.count < 32, table.syntax.style != .column || !isProse && !table.isNative(row),
      let tag = table.syntax.tagInside(
        bytes, field.value,
        accepts: { tag, before, value in
          let other = table.row(tag)
          let comesOnce = other.map(table.comesOnce) == true
          guard other != nil || tag == table.syntax.begin || tag == table.syntax.end else { return false }
          func isMissing() -> Bool { !fields.contains { $0.tag == tag } }
          switch (table.syntax.style, before) {
          case (.column, .text): return other != nil && isMissing()
          case (.column, .capital): return comesOnce && isMissing()
          case (.column, .space): return comesOnce && !table.isText(row) && bytes[value].isDigit && isMissing()
          // Texts quote tags, and have words in capitals before a hyphen.
          case (.paddedHyphen, .space(let isClear)): return !isProse && (isClear || isMissing())
          case (_, .space): return !isProse
          default: return true
          }
        })
    else { return }
    remark(
      .warning, .doubtfulTag,
      "the tag \(tag.name) is inside the value of \(field.tag.name), which is kept whole; a line end may be missing",
      at: field)
  }

  /// ISSN and ISBN by their digits; a number of neither form is the number of the work.
  private mutating func readNumbers(_ bytes: Span<UInt8>, _ field: TaggedField, _ record: inout Record) {
    if field.hasBreaks {
      // One that ends with a hyphen was wrapped.
      var last = field.start
      let lines = unwrapped(bytes, field) { line in
        defer { last = line.lowerBound }
        return bytes.trimmed(last..<line.lowerBound).last.map { bytes[$0] == UInt8(ascii: "-") } == true ? nil : 32
      }
      let whole = TaggedField(tag: field.tag, line: field.line, start: 0, end: lines.count, hasBreaks: false)
      return readNumbers(lines.span, whole, &record)
    }
    var words: [Range<Int>] = []
    let numbers = SerialNumbers.read(bytes, field.value, leaving: &words)
    if numbers.isEmpty {
      // The qualifier of a number, `(second volume)`, is written separately.
      if bytes[field.start] == UInt8(ascii: "(") { return keep(bytes, field, &record) }
      let kind = WorkKind(record.type)
      let place: Place =
        switch kind {
        case .report: .variable(.number, .own)
        case .patent: .identifier(.patent)
        case .article: .identifier(.issn)
        default: .identifier(.isbn)
        }
      if !place.holdsMany, record.has(place) { return keep(bytes, field, &record) }
      if !place.isOfHost { return record.put(text(bytes, field), at: place) }
      return report(record.putIdentifiers(text(bytes, field), at: place), field)
    }
    for number in numbers { record.put(number, at: .identifier(number.scheme)) }
    for word in words {
      record.nativeFields.append(
        NativeField(format: table.format, name: field.tag.name, value: "(\(bytes.text(word)))"))
    }
  }

  /// `10.1/x [doi]`, `S0140-6736(20)30001-2 [pii]`: an identifier with its kind after it.
  private mutating func readArticle(_ bytes: Span<UInt8>, _ field: TaggedField, _ record: inout Record) {
    // One that is wrapped has its kind on the next line, or has no space before it.
    let text =
      field.hasBreaks
      ? String(
        decoding: unwrapped(bytes, field) {
          bytes.trimmed($0).first.map { bytes[$0] == UInt8(ascii: "[") } == true ? 32 : nil
        },
        as: UTF8.self) : bytes.text(field.value)
    guard let identifier = IdentifierText.readBracketed(text) else { return keep(bytes, field, &record) }
    guard record.identifiers.count > 32 else {
      if !record.identifiers.contains(identifier) { record.add(identifier) }
      return
    }
    // If there are many, those already read are kept in a set, which is rebuilt if other fields have added
    // some.
    if known.count != record.identifiers.count { known.all = Set(record.identifiers) }
    if known.all.insert(identifier).inserted { record.add(identifier) }
    known.count = record.identifiers.count
  }

  // MARK: - Fields that are combined

  /// Abbreviated names belong to the full names in the same order, or by family name and initial if the order
  /// differs. An abbreviated name without a full one is a contributor of its own.
  private mutating func finishNames(_ bytes: Span<UInt8>, _ record: inout Record) {
    if shorts.isEmpty { return }
    var done: [Role] = []
    for index in shorts.indices where !done.contains(shorts[index].role) {
      done.append(shorts[index].role)
      finishNames(bytes, shorts[index].role, &record)
    }
  }

  private mutating func finishNames(_ bytes: Span<UInt8>, _ role: Role, _ record: inout Record) {
    var names: [ShortName] = []
    for short in shorts where short.role == role {
      for (name, place) in self.names(bytes, short.field, role) {
        names.append(ShortName(name: name, text: place, field: short.field))
      }
      if let last = names.indices.last { names[last].further += short.further }
    }
    var people: [Int] = []
    var bodies: Set<String> = []
    for index in record.contributors.indices where record.contributors[index].roles == [role] {
      if record.contributors[index].kind == .person {
        people.append(index)
      } else {
        bodies.insert(NameField.write(record.contributors[index], table.names))
      }
    }
    if !bodies.isEmpty {
      names.removeAll { $0.name.kind != .person && bodies.contains(NameField.write($0.name, table.names)) }
    }
    if people.isEmpty {
      record.contributors.insert(contentsOf: names.map(\.name), at: 0)
      for name in names { for field in name.further { keep(bytes, field, &record) } }
      return
    }
    let pairs = pairs(bytes, of: names, with: people, in: record)
    for (place, name) in names.enumerated() {
      guard let index = pairs[place] else { continue }
      for field in name.further { add(bytes, field, to: index, &record) }
      if !follows(bytes, name, from: record.contributors[index]) {
        record.contributors[index].alternativeNames.append(name.name.name)
      }
    }
    if pairs.contains(nil) { insert(bytes, names, pairedWith: pairs, before: people[0], into: &record) }
  }

  /// The contributors to whom the abbreviated names belong; nil for a name without one.
  private func pairs(_ bytes: Span<UInt8>, of names: [ShortName], with people: [Int], in record: Record) -> [Int?] {
    var pairs: [Int?] = Array(repeating: nil, count: names.count)
    var rest = people
    if names.count == people.count {
      rest.removeAll()
      for (place, index) in people.enumerated() {
        let isPair =
          follows(bytes, names[place], from: record.contributors[index])
          || NameField.familyAndInitial(names[place].name) == NameField.familyAndInitial(record.contributors[index])
        if isPair { pairs[place] = index } else { rest.append(index) }
      }
      if rest.isEmpty { return pairs }
    }
    // Of people with the same name, the first is taken first.
    var known: [String: [Int]] = [:]
    for index in rest.reversed() {
      let person = record.contributors[index]
      for key in Set([NameField.short(person, table.names), NameField.familyAndInitial(person)]) {
        known[key, default: []].append(index)
      }
    }
    var used: Set<Int> = []
    for place in names.indices where pairs[place] == nil {
      let name = names[place]
      for key in [bytes.text(name.text), NameField.familyAndInitial(name.name)] where pairs[place] == nil {
        while let index = known[key]?.popLast() {
          guard used.insert(index).inserted else { continue }
          pairs[place] = index
          break
        }
      }
    }
    // If as many contributors as names are left, the names are other forms of theirs.
    let left = rest.filter { !used.contains($0) }
    if names.count == people.count {
      for (place, index) in zip(names.indices.filter { pairs[$0] == nil }, left) { pairs[place] = index }
    }
    return pairs
  }

  /// Turns abbreviated names without a full one into contributors, each after the contributor of the name
  /// before it.
  private mutating func insert(
    _ bytes: Span<UInt8>, _ names: [ShortName], pairedWith pairs: [Int?], before first: Int, into record: inout Record
  ) {
    var places: [(place: Int, name: ShortName)] = []
    var next = first
    for (name, pair) in zip(names, pairs) {
      if let pair { next = pair + 1 } else { places.append((next, name)) }
    }
    places = places.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)
    var contributors: [Contributor] = []
    var start = 0
    for (place, name) in places {
      contributors += record.contributors[start..<place]
      start = place
      contributors.append(name.name)
    }
    contributors += record.contributors[start...]
    record.contributors = contributors
    var count = 0
    for (place, name) in places {
      for field in name.further { add(bytes, field, to: place + count, &record) }
      count += 1
    }
    let tag = places[0].name.field.tag.name
    remark(
      .warning, .nameWithoutWhole, "names of \(tag) without a full name are kept in short form: \(count)",
      at: places[0].name.field)
  }

  private func follows(_ bytes: Span<UInt8>, _ name: ShortName, from person: Contributor) -> Bool {
    let short = NameField.short(person, table.names)
    return Self.stands(short, in: bytes, name.text)
      || short.hasSameBytes(as: NameField.write(name.name, table.names)) || name.name.name == person.name
  }

  /// Adds an affiliation or a number to a person.
  private func add(_ bytes: Span<UInt8>, _ field: TaggedField, to index: Int, _ record: inout Record) {
    let value = text(bytes, field)
    if let row = table.row(field.tag), table.fields.rows[row].rule == .affiliation {
      record.contributors[index].affiliations.append(Affiliation(value))
    } else if let orcid = IdentifierText.orcid(value), orcid.isValid == true {
      record.contributors[index].identifiers.append(Identifier(.orcid, orcid.value))
    } else {
      keep(bytes, field, &record)
    }
  }

  private static func stands(_ text: String, in bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard text.utf8.count == range.count else { return false }
    var index = range.lowerBound
    for byte in text.utf8 {
      if bytes[index] != byte { return false }
      index += 1
    }
    return true
  }

  /// If there is also the title of the proceedings, that of the conference is the event's.
  private mutating func finishConference(_ bytes: Span<UInt8>, _ record: inout Record) {
    for index in proceedings.indices { put(bytes, proceedings[index], at: .title(.main, .host), in: &record) }
    for index in conferences.indices {
      put(bytes, conferences[index], at: proceedings.isEmpty ? .title(.main, .host) : .event(.title), in: &record)
    }
  }

  private mutating func finishJournal(_ bytes: Span<UInt8>, _ record: inout Record) {
    for index in journals.indices {
      let hasTitle = record.has(.title(.main, .host))
      if hasTitle, said(bytes, journals[index], at: .title(.main, .host), in: record) { continue }
      if index > 0 {
        if !said(bytes, journals[index], at: .title(.short, .host), in: record) {
          keepSecond(bytes, journals[index], &record)
        }
        continue
      }
      put(bytes, journals[index], at: .title(hasTitle ? .short : .main, .host), in: &record)
    }
  }

  /// Makes an abbreviation the title if there is no other, since it is the name that a citation prints
  /// (Fixtures/RIS/journal-alone.ris).
  private func promoteShortTitle(_ record: inout Record) {
    guard !record.has(.title(.main, .host)), record.has(.title(.short, .host)),
      table.fields.row(writing: .title(.main, .host), in: WorkKind(record.type)) != nil
    else { return }
    record.inTier(.host) { host in
      if let short = host.titles.firstIndex(where: { $0.kind == .short }) { host.titles[short].kind = .main }
    }
  }

  private mutating func finishPages(_ bytes: Span<UInt8>, _ record: inout Record) {
    guard let first = firstPage else {
      guard let lastPage else { return }
      // `EP  - 1201-8` without `SP`.
      let pages = text(bytes, lastPage)
      guard record.pages == nil, pages.contains(byte: UInt8(ascii: "-")), pages.utf8.first?.isDigit == true else {
        return keep(bytes, lastPage, &record)
      }
      return report(record.putPages(pages), lastPage)
    }
    if record.pages != nil {
      keep(bytes, first, &record)
      if let lastPage { keep(bytes, lastPage, &record) }
      return
    }
    guard let last = lastPage else { return report(record.putPages(text(bytes, first)), first) }
    let (pages, takesLast) = PageText.joined(text(bytes, first), text(bytes, last))
    report(record.putPages(pages), first)
    if !takesLast { keep(bytes, last, &record) }
  }

  /// Reads a date, and also keeps the field if the date cannot hold all of it.
  private func readDate(_ bytes: Span<UInt8>, _ field: TaggedField, as kind: DateKind, into record: inout Record) {
    if let date = TaggedDate.read(bytes, field) {
      record[date: kind] = date
      return
    }
    let text = text(bytes, field)
    if kind != .issued, let date = TaggedDate.beforeOther(text) {
      record[date: kind] = date
      return keep(bytes, field, &record)
    }
    let found = TaggedDate.reading(text)
    record[date: kind] = found.date
    if found.leavesOut { keep(bytes, field, &record) }
  }

  /// Of the fields with the date of publication, the most exact one counts, as long as they agree on the
  /// year.
  private mutating func finishDate(_ bytes: Span<UInt8>, _ record: inout Record) {
    guard let first = issued.first else { return }
    if issued.count == 1 {
      return readDate(bytes, first, as: .issued, into: &record)
    }
    // A year, and a date of that year.
    if issued.count == 2, let one = TaggedDate.point(bytes, first), let two = TaggedDate.point(bytes, issued[1]),
      one.year == two.year, one.month == 0 || two.month == 0
    {
      record[date: .issued] = PartialDate(EDTF(.date(one.month == 0 ? two : one)))
      return
    }
    // If tags disagree, the one that is first in the table counts.
    let issued = issued.sorted { (table.row($0.tag) ?? 0) < (table.row($1.tag) ?? 0) }
    var best: PartialDate?
    var chosen: [Int] = []
    let year = issued.compactMap { TaggedDate.year(bytes, $0) }.first
    for index in issued.indices {
      let date = TaggedDate.read(bytes, issued[index]) ?? TaggedDate.read(text(bytes, issued[index]), besideYear: year)
      // A date is preferred to text that is none, such as the year 0000 of an article in press.
      guard let known = best, known.value != nil || date.value == nil else {
        best = date
        chosen = [index]
        continue
      }
      if TaggedDate.refines(date, known) {
        best = date
        chosen.append(index)
      } else if TaggedDate.refines(known, date) {
        chosen.append(index)
      }
    }
    record[date: .issued] = best
    for index in issued.indices {
      if !chosen.contains(index) {
        keepSecond(bytes, issued[index], &record)
      } else if TaggedDate.leavesOut(text(bytes, issued[index])) {
        keep(bytes, issued[index], &record)
      }
    }
  }

  // MARK: - Values

  private func keep(_ bytes: Span<UInt8>, _ field: TaggedField, _ record: inout Record) {
    record.nativeFields.append(
      NativeField(format: table.format, name: field.tag.name, value: joined(bytes, field, keepsLines: true)))
  }

  /// The text of a field on one line.
  private func text(_ bytes: Span<UInt8>, _ field: TaggedField) -> String {
    field.hasBreaks ? joined(bytes, field, keepsLines: false) : bytes.text(field.value)
  }

  private func abstract(_ bytes: Span<UInt8>, _ field: TaggedField) -> RichText {
    field.hasBreaks
      ? InlineMarkup.readAbstract(joined(bytes, field, keepsLines: true))
      : InlineMarkup.readAbstract(bytes, field.value)
  }

  private func rich(_ bytes: Span<UInt8>, _ field: TaggedField, keepsLines: Bool) -> RichText {
    field.hasBreaks
      ? InlineMarkup.read(joined(bytes, field, keepsLines: keepsLines)) : InlineMarkup.read(bytes, field.value)
  }

  /// The lines of a field, joined by what `before` returns for each line after the first: a byte, or nothing
  /// if the line was wrapped.
  private func unwrapped(_ bytes: Span<UInt8>, _ field: TaggedField, before: (Range<Int>) -> UInt8?) -> [UInt8] {
    var result: [UInt8] = []
    for line in bytes.lines(field.value) {
      let words = bytes.trimmed(line)
      if words.isEmpty { continue }
      if !result.isEmpty, let byte = before(line) { result.append(byte) }
      result.append(bytes, words)
    }
    return result
  }

  /// The lines of a field as one text. An indented line was wrapped; another one is a new line.
  private func joined(_ bytes: Span<UInt8>, _ field: TaggedField, keepsLines: Bool) -> String {
    if !field.hasBreaks { return bytes.text(field.value) }
    var result: [UInt8] = []
    var breaks = 0
    for line in bytes.lines(field.value) {
      let value = bytes.trimmed(line)
      if value.isEmpty {
        breaks += 1
        continue
      }
      if !result.isEmpty {
        let isIndented = bytes[line.lowerBound] == 32 || bytes[line.lowerBound] == 9
        if !keepsLines || !table.syntax.keepsLines || isIndented && breaks == 0 {
          result.append(32)
        } else {
          for _ in 0...breaks { result.append(10) }
        }
      }
      breaks = 0
      result.append(bytes, value)
    }
    return result.span.text(0..<result.count)
  }

  private mutating func report(_ found: ValueRemark?, _ field: TaggedField) {
    if let found, remarks.count < 32 { remark(found.severity, found.code, found.message, at: field) }
  }

  private mutating func remark(
    _ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ message: String, at field: TaggedField
  ) {
    remarks.append(Remark(severity: severity, code: code, message: message, line: field.line))
  }
}

extension Span<UInt8> {
  /// The lines of a range, without their ends.
  func lines(_ range: Range<Int>) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let line = line(start, before: range.upperBound)
      lines.append(line.range)
      start = line.next
    }
    return lines
  }

  /// The line at an index, without its end, and the start of the next one.
  func line(_ start: Int, before end: Int? = nil) -> (range: Range<Int>, next: Int) {
    let end = end ?? count
    let feed = firstIndex(of: 10, from: start, to: end)
    let stop = firstIndex(of: 13, from: start, to: feed ?? end) ?? feed ?? end
    return (start..<stop, byte(at: stop) == 13 && byte(at: stop + 1) == 10 ? stop + 2 : stop + 1)
  }
}

extension Diagnostic.Code {
  /// A tag that the format does not define; kept as a native field.
  static let unknownTag = Self("tagged.unknown-tag")
  /// Several names where one should be.
  static let severalNames = Self("tagged.joined-names")
  /// A short name without the full name that the others have.
  static let nameWithoutWhole = Self("tagged.short-name-alone")
  /// A field for a DOI with words in it.
  static let wordsForDOI = Self("tagged.words-for-doi")
  /// Second values of fields that occur once per record.
  static let repeatedFields = Self("tagged.repeated-fields")
  /// A type that the format does not define, but whose words are known.
  static let looseType = Self("tagged.loose-type")
  /// An unknown type; the word is kept.
  static let unknownType = Self("tagged.unknown-type")
}
