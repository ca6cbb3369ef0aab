import CitemillCore

/// Makes a record from the fields of an entry. The writer also uses it, to read back what it wrote.
struct BibTeXDecoder {
  /// The messages about an entry.
  private(set) var remarks: [(severity: Diagnostic.Severity, code: Diagnostic.Code, message: String)] = []
  /// For each row of the table, the first field with its name, or -1.
  private(set) var slots = [Int](repeating: -1, count: BibTeXTable.rules.count)
  /// The rows that have a field, in their order.
  private var rows: [Int] = []
  /// Fields that are kept unchanged, by their index.
  private var kept: [Int] = []
  /// Further fields of names and keywords: publishers write one for each word (Fixtures/BibTeX/keywords.bib).
  private var more: [Int] = []
  /// The ordinals of repeated fields that are kept and, under -1 minus its index, how many a row has.
  private var ordinals: [Int: Int] = [:]
  /// The LaTeX findings of all fields.
  private var findings = LaTeXFindings()
  private var usesPrefix = true
  /// What makes the entry a preprint, if it is one.
  private(set) var preprint: BibTeXPreprint?
  /// Titles of the work in several volumes.
  private var outer: [Title] = []

  /// Fills the record from an entry that was parsed.
  mutating func decode(_ bytes: Span<UInt8>, _ word: Range<Int>, _ lexer: BibTeXLexer, into record: inout Record) {
    begin(lexer)
    if !lexer.key.isEmpty { record.key = bytes.text(lexer.key) }
    readType(bytes, word, lexer, into: &record)
    usesPrefix = !hasPrefixesDropped(bytes, lexer)
    for (index, field) in lexer.fields.enumerated() {
      guard let row = field.row else {
        kept.append(index)
        continue
      }
      if slots[row] != index {
        takeSecond(bytes, lexer, index, of: row)
        continue
      }
      switch BibTeXTable.rules[row] {
      case .names(let role):
        readNames(bytes, lexer, index, as: role.name, editor: role.name == .editor ? 0 : nil, into: &record)
      case .people(let role): readNames(bytes, lexer, index, as: role.role, into: &record)
      case .editors(let place): readNames(bytes, lexer, index, as: .contributor, editor: place, into: &record)
      default: break
      }
    }
    readRows(bytes, lexer, &record)
    if !more.isEmpty { readMore(bytes, lexer, &record) }
    finishOuter(&record)
    finishDate(bytes, lexer, &record)
    if let preprint { finish(preprint, into: &record) }
    keep(bytes, lexer, &record)
    if !findings.isEmpty { tellFindings() }
    for field in lexer.fields { if let row = field.row { slots[row] = -1 } }
  }

  private mutating func begin(_ lexer: BibTeXLexer) {
    remarks.removeAll(keepingCapacity: true)
    kept.removeAll(keepingCapacity: kept.count < 256)
    if !more.isEmpty { more.removeAll() }
    if !ordinals.isEmpty { ordinals.removeAll() }
    if !findings.isEmpty { findings = LaTeXFindings() }
    outer.removeAll()
    preprint = nil
    rows.removeAll(keepingCapacity: true)
    for (index, field) in lexer.fields.enumerated() {
      guard let row = field.row, slots[row] < 0 else { continue }
      slots[row] = index
      rows.append(row)
      // Few at a time, and many of them in order.
      var place = rows.count - 1
      while place > 0, rows[place - 1] > rows[place] {
        rows.swapAt(place, place - 1)
        place -= 1
      }
    }
  }

  // MARK: - Texts

  /// The plain text of a field.
  mutating func plain(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int) -> String {
    let field = lexer.fields[index]
    var found = LaTeXFindings()
    let text =
      field.isInArena
      ? LaTeXText.readPlain(lexer.arena.span, field.value, findings: &found)
      : LaTeXText.readPlain(bytes, field.value, findings: &found)
    if !found.isEmpty { keepSource(index, found) }
    return text
  }

  /// Keeps the source form of a field that its text does not fully represent, to be written back.
  private mutating func keepSource(_ index: Int, _ found: LaTeXFindings) {
    kept.append(index)
    findings.merge(found)
  }

  private mutating func tellFindings() {
    if !findings.unknown.isEmpty {
      let names = LaTeXFindings.listed(findings.unknown)
      remarks.append((.note, .unknownCommand, "unknown LaTeX: \(names); left as written"))
    }
    if !findings.leftOut.isEmpty {
      let names = LaTeXFindings.listed(findings.leftOut)
      remarks.append(
        (
          .note, .leftOut,
          "not in the text: the hidden part or target of \(names); the field is kept as a native field"
        ))
    }
  }

  private mutating func rich(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, protectsCase: Bool) -> RichText {
    let field = lexer.fields[index]
    var found = LaTeXFindings()
    let text =
      field.isInArena
      ? LaTeXText.read(lexer.arena.span, field.value, protectsCase: protectsCase, findings: &found)
      : LaTeXText.read(bytes, field.value, protectsCase: protectsCase, findings: &found)
    if !found.isEmpty { keepSource(index, found) }
    return Self.plainer(text, isTitle: protectsCase)
  }

  /// A text with HTML tags as marks, which exporters write for lack of others, and with quotation characters
  /// instead of quotation marks: few formats have the mark, and all have the characters.
  static func plainer(_ text: RichText, isTitle: Bool) -> RichText {
    var text = text
    if text.plain.contains(byte: UInt8(ascii: "<")) {
      text = (isTitle || !text.marks.isEmpty ? nil : ElementText.read(text.plain)) ?? InlineMarkup.read(text)
    }
    return text.marks.contains { $0.kind == .quote } ? text.withQuotesAsText : text
  }

  /// A value as it is between its delimiters.
  private static func raw(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int) -> String {
    let field = lexer.fields[index]
    return field.isInArena ? lexer.arena.span.text(field.value) : bytes.text(field.value)
  }

  /// A value in which characters are literal: needless escapes by exporters are removed.
  mutating func verbatim(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int) -> String {
    let field = lexer.fields[index]
    return field.isInArena ? Self.verbatim(lexer.arena.span, field.value) : Self.verbatim(bytes, field.value)
  }

  /// See above.
  static func verbatim(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var range = BibTeXNames.withoutBraces(bytes, range)
    if let link = link(bytes, range) { range = link }
    let hasEscapes =
      bytes.firstIndex(
        of: UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "$"), from: range.lowerBound, to: range.upperBound)
      != nil || bytes.firstIndex(of: 10, from: range.lowerBound, to: range.upperBound) != nil
    if !hasEscapes { return bytes.text(range) }
    var result: [UInt8] = []
    var here = range.lowerBound
    func eat(_ word: StaticString) -> Bool {
      guard here + word.utf8CodeUnitCount <= range.upperBound, bytes.stands(word, at: here) else { return false }
      here += word.utf8CodeUnitCount
      return true
    }
    while here < range.upperBound {
      let byte = bytes[here]
      switch byte {
      case UInt8(ascii: "\\"):
        if eat("\\~{}") {
          result.append(UInt8(ascii: "~"))
          continue
        }
        if let sign = signs.first(where: { eat($0.command) })?.sign {
          // The character that ends the command belongs to it.
          if !eat("{}"), here < range.upperBound, bytes[here] == 32 { here += 1 }
          result.append(sign)
          continue
        }
        if eat("\\{") || eat("\\}") {
          result.append(bytes[here - 1])
          continue
        }
        if let next = bytes.byte(at: here + 1), here + 1 < range.upperBound, !next.isLetter, !next.isDigit,
          !next.isSpace,
          next < 0x80
        {
          result.append(next)
          here += 2
          continue
        }
        result.append(byte)
        here += 1
      case UInt8(ascii: "$"):
        if let sign = formulas.first(where: { eat($0.formula) })?.sign {
          result.append(sign)
          continue
        }
        result.append(byte)
        here += 1
      case UInt8(ascii: "{"), UInt8(ascii: "}"): here += 1
      case 10, 13:
        // A URL that was broken into lines.
        here = bytes.endOfSpace(from: here, to: range.upperBound)
      default:
        result.append(byte)
        here += 1
      }
    }
    return result.span.text(result.span.trimmed(0..<result.count))
  }

  /// Commands and formulas for characters, which exporters write where the plain characters would do
  /// (Fixtures/BibTeX/verbatim-signs.bib).
  private static let signs: [(command: StaticString, sign: UInt8)] = [
    ("\\textasciitilde", 126), ("\\textbackslash", 92), ("\\textless", 60), ("\\textgreater", 62),
    ("\\textunderscore", 95), ("\\textbar", 124), ("\\textasciicircum", 94), ("\\textquotesingle", 39),
    ("\\textdollar", 36), ("\\textpercent", 37),
  ]
  private static let formulas: [(formula: StaticString, sign: UInt8)] = [
    ("$\\sim$", 126), ("$<$", 60), ("$>$", 62), ("$\\lt$", 60), ("$\\gt$", 62), ("$\\_$", 95), ("$|$", 124),
  ]

  /// The URL of a link, `\\url{...}` or `\\href{...}{words}`; nil for anything else
  /// (Fixtures/BibTeX/links.bib).
  static func link(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    let isURL = bytes.stands("\\url", at: range.lowerBound)
    guard isURL || bytes.stands("\\href", at: range.lowerBound) else { return nil }
    let start = bytes.endOfSpace(from: range.lowerBound + (isURL ? 4 : 5), to: range.upperBound)
    guard start < range.upperBound, bytes[start] == UInt8(ascii: "{"),
      let end = bytes.firstIndex(of: UInt8(ascii: "}"), from: start, to: range.upperBound),
      !isURL || end == range.upperBound - 1
    else { return nil }
    return bytes.trimmed((start + 1)..<end)
  }

  // MARK: - Type

  private mutating func readType(
    _ bytes: Span<UInt8>, _ word: Range<Int>, _ lexer: BibTeXLexer, into record: inout Record
  ) {
    record.origin.typeToken = bytes.text(word)
    if let type = BibTeXTypes.type(bytes, word) {
      record.type = type
      if type == .thesis, let genre = BibTeXTypes.genre(ofWord: bytes, word) { record[.genre] = genre }
    } else {
      let near = BibTeXTypes.near(bytes, word)
      remarks.append(
        (
          near == nil ? .note : .warning, .unknownEntryType,
          "entry type \"\(bytes.text(word))\" is not known\(near.map { ", but \"\($0)\" is" } ?? ""); read as document, "
            + "the word is kept"
        ))
    }
    if record.type == .document, hasAddress(bytes, lexer, Self.howPublished), bytes.isWord("misc", word) {
      record.type = .webpage
    } else if record.type == .manuscript,
      Self.eventRows.contains(where: has) || has(Self.venue) && !isStateOfManuscript(bytes, lexer)
    {
      record.type = .speech
    }
    if let row = BibTeXTable.entrySubtype, slots[row] >= 0 {
      let subtype = plain(bytes, lexer, slots[row])
      if let type = BibTeXTypes.type(record.type, subtype: subtype) {
        record.type = type
        return
      }
      kept.append(slots[row])
    }
    preprint = preprint(bytes, lexer, record.type)
    if preprint != nil { record.type = .preprint }
  }

  static let howPublished = BibTeXTable.row(named: "howpublished")
  static let publisher = BibTeXTable.row(named: "publisher")
  private static let title = BibTeXTable.row(named: "title")
  private static let pages = BibTeXTable.row(named: "pages")
  private static let fullJournal = BibTeXTable.row(named: "fjournal")
  private static let address = BibTeXTable.row(named: "address")
  private static let universities = ["school", "institution"].map { BibTeXTable.row(named: $0) }

  /// Whether the entry has a field of a row.
  private func has(_ row: Int?) -> Bool { row.map { slots[$0] >= 0 } ?? false }

  /// A manuscript with an event was a speech at it.
  private static let eventRows = ["eventtitle", "eventdate"].map { BibTeXTable.row(named: $0) }
  private static let venue = BibTeXTable.row(named: "venue")

  private mutating func isStateOfManuscript(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer) -> Bool {
    guard let row = Self.howPublished, slots[row] >= 0 else { return false }
    return BibTeXTypes.isStateOfManuscript(verbatim(bytes, lexer, slots[row]))
  }

  /// Whether a field is present and has a URL.
  private func hasAddress(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ row: Int?) -> Bool {
    guard let row, slots[row] >= 0 else { return false }
    return HowPublished.hasAddress(Self.raw(bytes, lexer, slots[row]))
  }

  /// Whether the options say that particles are dropped from names.
  private func hasPrefixesDropped(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer) -> Bool {
    guard let row = BibTeXTable.options, slots[row] >= 0 else { return false }
    let options = Self.raw(bytes, lexer, slots[row]).utf8.filter { !$0.isSpace }
    return Array(options).span.firstIndex(of: Array("useprefix=false".utf8)) != nil
  }

  // MARK: - Names

  private mutating func readNames(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, as role: Role, editor place: Int? = nil,
    into record: inout Record
  ) {
    var role = role
    if let place, let row = BibTeXTable.editorTypes[place], slots[row] >= 0 {
      let word = plain(bytes, lexer, slots[row])
      if !word.isEmpty { role = BibTeXTypes.role(word) }
    }
    let before = record.contributors.count
    let field = lexer.fields[index]
    var found = BibTeXNames.Findings()
    if field.isInArena {
      BibTeXNames.read(
        lexer.arena.span, field.value, role.alone, usesPrefix: usesPrefix, into: &record.contributors, findings: &found)
    } else {
      BibTeXNames.read(
        bytes, field.value, role.alone, usesPrefix: usesPrefix, into: &record.contributors, findings: &found)
    }
    if found.isLossy { keepSource(index, found.latex) }
    if let name = found.overlong {
      remarks.append(
        (
          .warning, .overlongName,
          "name \"\(name)\" has more than two commas; everything after the second is the given name"
        ))
    }
    if let count = found.joined {
      remarks.append((.warning, .joinedNames, "names not separated by \"and\"; read as \(count) names"))
    }
    for message in found.words.messages { remarks.append((.note, .nameWord, message)) }
    if !found.parts.isEmpty {
      let names = LaTeXFindings.listed(found.parts)
      remarks.append(
        (
          .note, .namePart,
          "parts of names that the model does not have: \(names); the field is kept as a native field"
        ))
    }
    if record.contributors.count == before, !found.isLossy { kept.append(index) }
  }

  // MARK: - Second fields

  /// Handles a repeated field: names and keywords are added to those of the first field, an equal value is
  /// ignored, and any other is kept with a number, under which it is written back.
  private mutating func takeSecond(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, of row: Int) {
    let value = Self.raw(bytes, lexer, index)
    if value.hasSameBytes(as: Self.raw(bytes, lexer, slots[row])) { return }
    switch BibTeXTable.rules[row] {
    case .names, .people, .keywords: more.append(index)
    default:
      kept.append(index)
      let count = ordinals[-1 - row, default: 1] + 1
      (ordinals[-1 - row], ordinals[index]) = (count, count)
      if count > 8 { return }
      let name = Self.name(bytes, lexer, index)
      remarks.append((.warning, .repeatedField, "field \"\(name)\" is repeated with another value, which is kept"))
    }
  }

  /// Adds what further fields of names and keywords have and the first ones do not.
  private mutating func readMore(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ record: inout Record) {
    for index in more {
      guard let row = lexer.fields[index].row else { continue }
      var others = Record()
      switch BibTeXTable.rules[row] {
      case .names(let role): readNames(bytes, lexer, index, as: role.name, into: &others)
      case .people(let role): readNames(bytes, lexer, index, as: role.role, into: &others)
      default: _ = readKeywords(bytes, lexer, index, into: &others)
      }
      // If there are hundreds of values, repetitions are not searched for.
      let isLong = record.keywords.count + record.contributors.count > 512
      record.keywords += others.keywords.filter { isLong || !record.keywords.contains($0) }
      for one in others.contributors where isLong || !record.contributors.contains(one) {
        let last = isLong ? nil : record.contributors.lastIndex { $0.roles == one.roles }
        record.contributors.insert(one, at: last.map { $0 + 1 } ?? record.contributors.count)
      }
    }
  }

  // MARK: - Rows

  private mutating func readRows(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ record: inout Record) {
    for row in rows {
      let isTaken = read(bytes, lexer, slots[row], by: BibTeXTable.rules[row], into: &record)
      if !isTaken { kept.append(slots[row]) }
    }
  }

  /// Reads a field into its place; false if it has none, or no value.
  private mutating func read(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, by rule: BibTeXRule, into record: inout Record
  ) -> Bool {
    switch rule {
    case .names, .people, .editors, .year, .month, .day, .subtype: return true
    case .key: return false
    case .journal(.main) where namesServer(bytes, lexer, index), .book(.main) where namesServer(bytes, lexer, index),
      .howPublished where namesServer(bytes, lexer, index):
      // If the field has only the name, that is the publisher; otherwise the field is kept.
      return preprint?.isName == true && !has(Self.publisher)
    case .at(.variable(.volume, .own)) where isNumberOfPreprint(bytes, lexer, index),
      .at(.variable(.pages, .own)) where isNumberOfPreprint(bytes, lexer, index),
      .at(.variable(.articleNumber, .own)) where isNumberOfPreprint(bytes, lexer, index):
      return false
    case .editorType(let place): return readEditorType(place)
    case .at(let place): return read(bytes, lexer, index, at: place, into: &record)
    case .verbatim(let place):
      if record.has(place) { return false }
      let text = verbatim(bytes, lexer, index)
      if text.isEmpty { return false }
      guard case .identifier = place else {
        record.put(text, at: place)
        return true
      }
      report(record.putIdentifiers(text, at: place))
      return true
    case .book(.main) where BibTeXTypes.isWholeBook(record.type):
      if record.has(.title(.main, .own)) {
        // With pages, it is a part of the book with this title (Fixtures/BibTeX/book-in-a-book.bib).
        guard record.type == .book || record.type == .editedBook, has(Self.pages), has(Self.title) else { return false }
        return read(bytes, lexer, index, at: .title(.main, .host), into: &record)
      }
      return read(bytes, lexer, index, at: .title(.main, .own), into: &record)
    case .journal(.main) where has(Self.fullJournal) && record.has(.title(.main, .host)):
      return read(bytes, lexer, index, at: .title(.short, .host), into: &record)
    case .journal(.main) where !record.has(.title(.main, .host)):
      let field = lexer.fields[index]
      guard let name = BibTeXJournals.name(of: field.isInArena ? lexer.arena.span : bytes, field.value) else {
        return read(bytes, lexer, index, at: .title(.main, .host), into: &record)
      }
      // The command is written back to BibTeX.
      kept.append(index)
      record.put(name, at: .title(.main, .host))
      return true
    // What programs write for the section of a newspaper, for which BibLaTeX has no field.
    case .journal(.sub) where record.type == .articleNewspaper:
      return put(bytes, lexer, index, as: .section, into: &record)
    case .journal(let kind), .book(let kind): return read(bytes, lexer, index, at: .title(kind, .host), into: &record)
    case .outer(let kind): return readOuter(bytes, lexer, index, as: kind)
    // In a thesis the university is the publisher; a distributor is kept as a native field.
    case .publisher where record.type == .thesis && Self.universities.contains(where: has): return false
    case .publisher: return put(bytes, lexer, index, as: .publisher, into: &record)
    case .institution, .school:
      return put(
        bytes, lexer, index, as: record.variables.contains(.publisher) ? .institution : .publisher, into: &record)
    case .organization:
      if !record.variables.contains(.publisher) { return put(bytes, lexer, index, as: .publisher, into: &record) }
      if record.type == .paperConference || record.type == .proceedings {
        return read(bytes, lexer, index, at: .event(.sponsor), into: &record)
      }
      return false
    case .number: return readNumber(bytes, lexer, index, into: &record)
    case .issue: return put(bytes, lexer, index, as: .issue, into: &record)
    case .date(let kind): return readDate(bytes, lexer, index, as: kind.name, into: &record)
    case .eprint: return readEprint(bytes, lexer, index, into: &record)
    case .eprintType: return takesEprintType
    case .note, .addendum:
      // The first remark is `note`, the second one `addendum`.
      if rule == .addendum, record.notes.filter({ $0.kind == .note }).count > 1 { return false }
      if rule == .note, !record.has(.identifier(.url)), hasNoAddress {
        let text = verbatim(bytes, lexer, index)
        if BibTeXIdentifiers.isAddress(text), !text.utf8.contains(32) {
          record.add(Identifier(.url, text))
          return true
        }
      }
      let text = rich(bytes, lexer, index, protectsCase: false)
      if text.plain.isEmpty { return false }
      record.notes.append(Note(text))
      return true
    // ACM has the place of the conference in `location` and the publisher's in `address`
    // (Fixtures/BibTeX/two-places.bib).
    case .list(.publisherPlace) where record.type == .paperConference && has(Self.address):
      return read(bytes, lexer, index, at: .event(.place), into: &record)
    case .list(let variable): return readList(bytes, lexer, index, as: variable, into: &record)
    case .keywords: return readKeywords(bytes, lexer, index, into: &record)
    case .file: return readFiles(bytes, lexer, index, into: &record)
    case .genre:
      let text = plain(bytes, lexer, index)
      if text.isEmpty { return false }
      record[.genre] = BibTeXTypes.genre(ofKey: text)
      return true
    case .language, .languageID: return put(bytes, lexer, index, as: .language, into: &record)
    case .howPublished: return readHowPublished(bytes, lexer, index, into: &record)
    }
  }

  private mutating func report(_ remark: ValueRemark?) {
    if let remark { remarks.append((remark.severity, remark.code, remark.message)) }
  }

  /// Reports a text that means that there is no value for a place, and is left out.
  private mutating func isAbsence(_ text: String, at place: Place) -> Bool {
    guard let absence = text.withUTF8Span({ Placeholder.absence($0, 0..<$0.count, at: place) }) else { return false }
    report(absence)
    return true
  }

  /// Whether there is no field for URLs.
  var hasNoAddress: Bool { Self.url.map { slots[$0] < 0 } ?? true }

  /// Reads texts separated by `and` as one text with semicolons.
  private mutating func readList(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, as variable: Variable, into record: inout Record
  ) -> Bool {
    if record.variables.contains(variable) { return false }
    let field = lexer.fields[index]
    var found = LaTeXFindings()
    let text =
      field.isInArena
      ? BibTeXNames.readList(lexer.arena.span, field.value, &found)
      : BibTeXNames.readList(bytes, field.value, &found)
    if !found.isEmpty { keepSource(index, found) }
    if text.isEmpty { return false }
    record[variable] = text
    return true
  }

  private mutating func readEditorType(_ place: Int) -> Bool {
    guard Self.editors.indices.contains(place) else { return false }
    return Self.editors[place].map { slots[$0] >= 0 } ?? false
  }

  private mutating func put(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, as variable: Variable, into record: inout Record
  ) -> Bool {
    if variable != .genre, record.variables.contains(variable) { return false }
    let text = plain(bytes, lexer, index)
    if text.isEmpty { return false }
    if !isAbsence(text, at: .variable(variable)) { record.put(text, at: .variable(variable)) }
    return true
  }

  private mutating func read(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, at place: Place, into record: inout Record
  ) -> Bool {
    if record.has(place) {
      // `eissn` next to an `issn` that has both.
      guard case .identifier(let scheme, _) = place else { return false }
      let known = record.identifiers(at: place)
      return IdentifierText.read(scheme.name, plain(bytes, lexer, index)).allSatisfy(known.contains)
    }
    switch place {
    case .title:
      let text = rich(bytes, lexer, index, protectsCase: true)
      if text.plain.isEmpty { return false }
      if !isAbsence(text.plain, at: place) { record.put(text, at: place) }
    case .abstract, .note:
      let text = rich(bytes, lexer, index, protectsCase: false)
      if text.plain.isEmpty { return false }
      if !isAbsence(text.plain, at: place) { record.put(text, at: place) }
    case .identifier:
      let text = plain(bytes, lexer, index)
      if text.isEmpty { return false }
      report(record.putIdentifiers(text, at: place))
    case .variable(.pages, .own):
      let field = lexer.fields[index]
      if !field.isInArena, let text = BibTeXPages.plain(bytes, field.value) {
        record[.pages] = text
        return true
      }
      let text = plain(bytes, lexer, index)
      if text.isEmpty { return false }
      report(record.putPages(text))
    default:
      let text = plain(bytes, lexer, index)
      if text.isEmpty { return false }
      if !isAbsence(text, at: place) { record.put(text, at: place) }
    }
    return true
  }

  /// Titles of the multi-volume work are outside the book or, for a book, around it.
  private mutating func readOuter(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, as kind: Title.Kind
  ) -> Bool {
    let text = rich(bytes, lexer, index, protectsCase: true)
    if text.plain.isEmpty { return false }
    outer.insert(Title(text, kind: kind))
    return true
  }

  /// Puts the titles of the multi-volume work around the rest, once host and series are known.
  private mutating func finishOuter(_ record: inout Record) {
    if outer.isEmpty { return }
    if var host = record.container, host.relation == .host, !BibTeXTypes.isWholeBook(record.type) {
      host.parent = Container(.host, titles: outer, parent: host.parent)
      record.container = host
    } else {
      let titles = outer
      record.withHost { host in for title in titles { host.titles.insert(title) } }
    }
  }

  private mutating func readNumber(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, into record: inout Record
  ) -> Bool {
    switch BibTeXTypes.numberUse(record.type) {
    case .issue: return put(bytes, lexer, index, as: .issue, into: &record)
    case .number: return put(bytes, lexer, index, as: .number, into: &record)
    case .series: return read(bytes, lexer, index, at: .variable(.number, .series), into: &record)
    }
  }

  // MARK: - Dates

  private mutating func readDate(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, as kind: DateKind, into record: inout Record
  ) -> Bool {
    if record[date: kind] != nil { return false }
    // What TeX takes for a tie is EDTF's character for an approximate date: `1723~`.
    let field = lexer.fields[index]
    if !field.isInArena,
      bytes.firstIndex(of: UInt8(ascii: "~"), from: field.value.lowerBound, to: field.value.upperBound) != nil,
      let value = DateText.edtf(bytes.text(field.value))
    {
      record[date: kind] = PartialDate(value)
      return true
    }
    let text = plain(bytes, lexer, index).trimmed
    if text.isEmpty { return false }
    if isAbsence(text, at: .date(Known(kind))) { return true }
    let found = BibTeXDates.read(text)
    record[date: kind] = found.date
    if !found.isWhole {
      if DateText.visibleYear(text) == nil {
        remarks.append((.note, .timeOfDay, "the time of day in \"\(text)\" is kept as a native field"))
      } else {
        remarks.append((.warning, .unreadDate, "of the date \"\(text)\" only a part is read; kept as a native field"))
      }
    }
    return found.isWhole
  }

  /// The date from the fields for year, month and day, which come after `date`.
  private mutating func finishDate(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ record: inout Record) {
    func slot(_ row: Int?) -> Int? { row.flatMap { slots[$0] >= 0 ? slots[$0] : nil } }
    let (year, month, day) = (slot(Self.year), slot(Self.month), slot(Self.day))
    if year == nil, month == nil, day == nil { return }
    guard let year else {
      kept += [month, day].compactMap { $0 }
      return
    }
    if record[date: .issued] == nil, let point = Self.point(bytes, lexer, year: year, month: month, day: day) {
      record[date: .issued] = PartialDate(EDTF(.date(point)))
      return
    }
    let yearText = plain(bytes, lexer, year).trimmed
    let monthText = month.map { plain(bytes, lexer, $0) }
    let dayText = day.map { plain(bytes, lexer, $0) }
    if let issued = record[date: .issued] {
      // The complete date takes precedence over its parts, which usually repeat it.
      if case .date(let point)? = issued.value?.start {
        if String(point.year) != yearText { kept.append(year) }
        if let month, monthText.flatMap({ BibTeXDates.month($0)?.month }) != point.month { kept.append(month) }
        if let day, dayText.flatMap({ Int($0) }) != point.day { kept.append(day) }
      } else {
        kept += [year, month, day].compactMap { $0 }
      }
      return
    }
    if isAbsence(yearText, at: .date(.issued)) {
      kept += [month, day].compactMap { $0 }
      return
    }
    if yearText.isEmpty {
      kept += [year, month, day].compactMap { $0 }
      return
    }
    let found = BibTeXDates.read(year: yearText, month: monthText, day: dayText)
    record[date: .issued] = found.date
    if !found.takesYear { kept.append(year) }
    if !found.takesMonth { keepUnread(month, "month", monthText) }
    if !found.takesDay { keepUnread(day, "day", dayText) }
  }

  /// Keeps a month or a day that is not in the date, and says so, since nothing else shows it.
  private mutating func keepUnread(_ index: Int?, _ name: String, _ text: String?) {
    guard let index else { return }
    kept.append(index)
    guard let text = text?.trimmed, !text.isEmpty else { return }
    remarks.append((.warning, .unreadDate, "the \(name) \"\(text)\" is not read; kept as a native field"))
  }

  /// The date of fields in their usual form: a year in digits, a month as one word or in digits, a day in
  /// digits; otherwise nil.
  private static func point(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, year: Int, month: Int?, day: Int?
  ) -> EDTF.Point? {
    func decimal(_ index: Int) -> Int? {
      let field = lexer.fields[index]
      return field.isInArena ? lexer.arena.span.decimal(field.value) : bytes.decimal(field.value)
    }
    guard let number = decimal(year), (1...9999).contains(number) else { return nil }
    var point = EDTF.Point(year: number)
    if let month {
      let field = lexer.fields[month]
      let found =
        decimal(month)
        ?? (field.isInArena
          ? Months.number(ofEnglish: lexer.arena.span, field.value) : Months.number(ofEnglish: bytes, field.value))
      guard let found, (1...12).contains(found) else { return nil }
      point.month = found
    }
    if let day {
      guard month != nil, let found = decimal(day), found > 0 else { return nil }
      point.day = found
    }
    return point.isWellFormed ? point : nil
  }

  private static let url = BibTeXTable.row(named: "url")
  private static let editors = ["editor", "editora", "editorb", "editorc"].map { BibTeXTable.row(named: $0) }
  private static let year = BibTeXTable.row(named: "year")
  private static let month = BibTeXTable.row(named: "month")
  private static let day = BibTeXTable.row(named: "day")

  // MARK: - Electronic prints

  private static let eprint = BibTeXTable.row(named: "eprint")
  static let eprintTypes = ["eprinttype", "archiveprefix"].map { BibTeXTable.row(named: $0) }

  /// Whether the type of `eprint` was read together with it; set when `eprint` is read, which comes before
  /// it.
  private var takesEprintType = false

  private mutating func readEprint(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, into record: inout Record
  ) -> Bool {
    takesEprintType = false
    let value = verbatim(bytes, lexer, index)
    if value.isEmpty { return false }
    var type = ""
    for row in Self.eprintTypes {
      if let row, slots[row] >= 0, type.isEmpty { type = plain(bytes, lexer, slots[row]) }
    }
    guard let identifier = BibTeXIdentifiers.eprint(value, type: type) else { return false }
    if record.identifiers.contains(where: { $0.scheme == identifier.scheme }) { return false }
    record.add(identifier)
    takesEprintType = true
    return true
  }

  // MARK: - Lists

  private mutating func readKeywords(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, into record: inout Record
  ) -> Bool {
    let known = Set(record.keywords)
    let field = lexer.fields[index]
    var found = LaTeXFindings()
    if field.isInArena {
      Self.readKeywords(lexer.arena.span, field.value, into: &record.keywords, &found)
    } else {
      Self.readKeywords(bytes, field.value, into: &record.keywords, &found)
    }
    if !found.isEmpty { keepSource(index, found) }
    guard record.keywords.count > known.count else { return false }
    for index in record.keywords.indices.dropFirst(known.count).reversed()
    where isAbsence(record.keywords[index].text, at: .keyword) {
      record.keywords.remove(at: index)
    }
    // Values that another field already has, such as the authors' keywords among those of a database.
    if !known.isEmpty {
      var seen: Set<Keyword> = []
      record.keywords.removeAll { !seen.insert($0).inserted }
    }
    return true
  }

  /// Adds the keywords of a field, separated by semicolons if there are any, otherwise by commas.
  static func readKeywords(
    _ bytes: Span<UInt8>, _ range: Range<Int>, into keywords: inout [Keyword], _ findings: inout LaTeXFindings
  ) {
    let hasSemicolon =
      bytes.firstIndex(of: UInt8(ascii: ";"), from: range.lowerBound, to: range.upperBound) != nil
      && bytes.firstIndex(of: UInt8(ascii: ";"), outsideBracesOf: range) != nil
    let separator = hasSemicolon ? UInt8(ascii: ";") : UInt8(ascii: ",")
    var start = range.lowerBound
    if LaTeXText.isPlain(bytes, range) {
      // Then each of them is.
      while true {
        let end = bytes.firstIndex(of: separator, from: start, to: range.upperBound)
        let word = bytes.trimmed(start..<(end ?? range.upperBound))
        if !word.isEmpty { keywords.append(Keyword(bytes.text(word))) }
        guard let end else { return }
        start = end + 1
      }
    }
    while true {
      let end = bytes.firstIndex(of: separator, outsideBracesOf: start..<range.upperBound)
      let text = LaTeXText.readPlain(bytes, bytes.trimmed(start..<(end ?? range.upperBound)), findings: &findings)
      if !text.isEmpty { keywords.append(Keyword(text)) }
      guard let end else { return }
      start = end + 1
    }
  }

  private mutating func readFiles(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, into record: inout Record
  ) -> Bool {
    let files = BibTeXFiles.read(Self.raw(bytes, lexer, index))
    record.files += files
    return !files.isEmpty
  }

  // MARK: - Native fields

  /// Keeps the fields without a place, in the order of the entry.
  private mutating func keep(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ record: inout Record) {
    if kept.isEmpty { return }
    kept.sort()
    var last = -1
    for index in kept where index != last {
      last = index
      var name = Self.name(bytes, lexer, index)
      if !ordinals.isEmpty, let ordinal = ordinals[index] { name += "-\(ordinal)" }
      record.nativeFields.append(
        NativeField(format: BibTeXTable.format, name: name, value: Self.raw(bytes, lexer, index)))
      if lexer.fields[index].row == nil, !BibTeXTable.saysNothing(name) { remarks.append((.note, .unknownField, name)) }
    }
  }

  private static func name(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int) -> String {
    let field = lexer.fields[index]
    return field.isNameInArena ? lexer.arena.span.text(field.name) : bytes.text(field.name)
  }
}

extension Span<UInt8> {
  func firstIndex(of byte: UInt8, outsideBracesOf range: Range<Int>) -> Int? {
    var depth = 0
    var from = range.lowerBound
    while let index = firstIndex(of: UInt8(ascii: "{"), UInt8(ascii: "}"), byte, from: from, to: range.upperBound) {
      from = index + 1
      let here = self[index]
      if here == UInt8(ascii: "{") {
        depth += 1
      } else if here == UInt8(ascii: "}") {
        depth -= 1
      } else if depth <= 0 {
        // After a backslash it is a command, as in `\;` and `\,`.
        if index > range.lowerBound, self[index - 1] == UInt8(ascii: "\\") { continue }
        return index
      }
    }
    return nil
  }
}

/// Identifiers as BibTeX files write them.
enum BibTeXIdentifiers {
  static func isAddress(_ text: String) -> Bool {
    text.utf8.starts(with: "http://".utf8) || text.utf8.starts(with: "https://".utf8)
      || text.utf8.starts(with: "ftp://".utf8)
  }

  /// The identifier in `eprint`, depending on its type; nil if the model has no place for it.
  static func eprint(_ value: String, type: String) -> Identifier? {
    let type = String(decoding: type.utf8.map(\.lowercased), as: UTF8.self)
    switch type {
    case "arxiv": return only(IdentifierText.read(.arxiv, value))
    case "pubmed": return only(IdentifierText.read(.pmid, value))
    case "hdl": return Identifier(.handle, value)
    case "jstor": return Identifier(.jstor, value)
    case "": return IdentifierText.isArXiv(value) ? only(IdentifierText.read(.arxiv, value)) : nil
    default: return nil
    }
  }

  private static func only(_ found: [Identifier]) -> Identifier? { found.count == 1 ? found[0] : nil }

  /// The word for the kind of `eprint`.
  static func eprintType(of scheme: IdentifierScheme) -> String {
    switch scheme {
    case .arxiv: "arXiv"
    case .handle: "hdl"
    case .jstor: "jstor"
    default: "pubmed"
    }
  }
}

/// The field `file` as JabRef and Zotero write it: `title:path:type`, several separated by semicolons.
enum BibTeXFiles {
  private static let signs = Array(":;\\{}".utf8)
  private static let commands = [
    ("$\\backslash$", "\\"), ("{\\_}", "_"), ("{\\&}", "&"), ("{\\%}", "%"), ("{\\#}", "#"),
    ("{\\textasciitilde}", "~"),
  ]

  /// The files of a field.
  static func read(_ text: String) -> [FileLink] {
    var text = text
    // Mendeley writes `:C$\backslash$:/Users/me/Att{\_}Mills.pdf:pdf`.
    if text.contains(byte: UInt8(ascii: "{")) || text.contains(byte: UInt8(ascii: "$")) {
      for (command, sign) in commands { text = text.parted(by: command).joined(separator: sign) }
    }
    let entries = split(Array(text.utf8), at: UInt8(ascii: ";"))
    return entries.compactMap { entry in
      let parts = split(entry, at: UInt8(ascii: ":")).map(unescaped)
      let location = parts.count == 3 ? parts[1] : unescaped(entry)
      if location.isEmpty { return nil }
      guard parts.count == 3 else { return FileLink(location) }
      return FileLink(location, mediaType: parts[2].isEmpty ? nil : parts[2], title: parts[0].isEmpty ? nil : parts[0])
    }
  }

  /// The parts between separators without a backslash before them.
  private static func split(_ bytes: [UInt8], at sign: UInt8) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    var isEscaped = false
    for byte in bytes {
      if !isEscaped, byte == sign {
        parts.append([])
        continue
      }
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      parts[parts.count - 1].append(byte)
    }
    return parts
  }

  private static func unescaped(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    var isEscaped = false
    for byte in bytes {
      if isEscaped {
        // A backslash before any other character is part of a path.
        if !signs.contains(byte), byte != UInt8(ascii: "_"), byte != UInt8(ascii: "&"), byte != UInt8(ascii: "%"),
          byte != UInt8(ascii: "#")
        {
          result.append(UInt8(ascii: "\\"))
        }
        result.append(byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        result.append(byte)
      }
    }
    if isEscaped { result.append(UInt8(ascii: "\\")) }
    return String(decoding: result, as: UTF8.self).trimmed
  }

  /// The files as text, without those that cannot be written in a field with literal characters.
  static func write(_ files: [FileLink]) -> String {
    files.map { file in
      if file.title == nil, file.mediaType == nil { return escaped(file.location) }
      return "\(escaped(file.title ?? "")):\(escaped(file.location)):\(escaped(file.mediaType ?? ""))"
    }.filter { text in
      BibTeXPlain.isSource(text)
        && !text.unicodeScalars.contains { LaTeXText.isHidden($0.value) || $0.properties.generalCategory == .control }
    }.joined(separator: ";")
  }

  private static func escaped(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if byte == UInt8(ascii: ":") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\\") {
        result.append(UInt8(ascii: "\\"))
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
