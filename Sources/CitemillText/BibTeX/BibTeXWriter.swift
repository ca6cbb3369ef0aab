import CitemillCore

/// Writes records as entries.
///
/// A record that is made of usual parts and plain texts comes back as it is, which is seen while it is written. Any other is
/// read back from its bytes, and what is not found there is told.
struct BibTeXWriter: RecordWriter {
  private let format: BibTeX

  init(_ format: BibTeX) { self.format = format }

  func begin(into sink: inout ByteSink) {}
  func separator(into sink: inout ByteSink) { sink.append("\n") }
  func finish(count: Int, into sink: inout ByteSink) {}

  func write(_ record: Record, into sink: inout ByteSink, reporting report: inout LossReport) -> WriteOutcome {
    let start = sink.buffered
    var entry = BibTeXEntry(format, start: start)
    entry.write(record, into: &sink)
    if entry.isSure { return .written }
    guard let found = Self.read(sink.bytes(from: start), entryAt: entry.start - start) else {
      sink.rewind(to: sink.count - (sink.buffered - start))
      return .rejected("its texts cannot be said in an entry of BibTeX")
    }
    report.lose(from: record, to: found, nativeFieldsOf: BibTeXTable.format)
    return .written
  }

  /// The record that a reader finds in an entry.
  private static func read(_ bytes: [UInt8], entryAt start: Int) -> Record? {
    var reader = BibTeXReader(ByteSource(bytes: bytes), keeping: .all)
    var record = Record()
    var diagnostics = Diagnostics(limit: 0)
    guard case .record(let frame)? = try? reader.next(into: &record, reporting: &diagnostics),
      frame.bytes.lowerBound == start
    else { return nil }
    return record
  }
}

/// One entry on its way into a sink.
struct BibTeXEntry {
  private let format: BibTeX
  /// Where in the sink's buffer the entry begins, behind what was kept before it.
  private(set) var start: Int
  private let isBibLaTeX: Bool
  private let encoding: LaTeXText.Encoding
  /// Whether a reader will surely find the record as it is.
  private(set) var isSure = true

  init(_ format: BibTeX, start: Int) {
    self.format = format
    self.start = start
    isBibLaTeX = format.dialect == .biblatex
    encoding = format.isASCII ? .ascii : .unicode
  }

  /// Appends the entry of a record.
  mutating func write(_ record: Record, into sink: inout ByteSink) {
    let hasNatives = !record.nativeFields.isEmpty
    if hasNatives, !BibTeXBetween.append(BibTeXBetween.before, of: record, into: &sink) { isSure = false }
    start = sink.buffered
    let word = word(of: record)
    sink.append(UInt8(ascii: "@"))
    sink.append(word)
    sink.append(UInt8(ascii: "{"))
    writeKey(record.key, into: &sink)
    sink.append(",\n")
    writeContributors(record.contributors, into: &sink)
    writeTitles(record.titles, into: &sink)
    writeContainers(record, into: &sink)
    for dated in record.dates where !writeAsItWas(dated, record, into: &sink) { write(dated, into: &sink) }
    writeVariables(record, word, into: &sink)
    writeIdentifiers(record, into: &sink)
    writeTexts(record, into: &sink)
    if !record.hasOnlyUsualParts { writeRareParts(record, into: &sink) }
    let read = typeOfReader(word, record)
    if read != record.type {
      field("entrysubtype", BibTeXTypes.subtype(of: record.type, readAs: read), into: &sink)
    }
    if hasNatives { writeNativeFields(record, into: &sink) }
    sink.append("}\n")
    if hasNatives, !BibTeXBetween.append(BibTeXBetween.after, of: record, into: &sink) { isSure = false }
  }

  // MARK: - Type and key

  /// The word behind the `@`: that of the source where it still fits.
  private mutating func word(of record: Record) -> String {
    if let token = record.origin.typeToken, let origin = record.origin.format,
      origin == "bibtex" || origin == "biblatex",
      Self.isWord(token)
    {
      let type = token.withUTF8Span { BibTeXTypes.type($0, 0..<$0.count) }
      if let type, let isClassic = BibTeXTypes.isClassic(token) {
        let isOfDialect = isClassic || isBibLaTeX || origin.hasSameBytes(as: format.info.id)
        let fits = type == record.type || BibTeXTypes.isMagazine(record.type) && type == .articleJournal
        if fits, isOfDialect { return token }
      } else if record.type == .document {
        return token
      }
    }
    if record.type == .thesis, !isBibLaTeX, let genre = record[.genre], genre.hasSameBytes(as: "Master's thesis") {
      return "mastersthesis"
    }
    return "\(BibTeXTypes.word(of: record.type, isBibLaTeX: isBibLaTeX))"
  }

  /// The type that a reader takes a record for by the word and by the other fields.
  private func typeOfReader(_ word: String, _ record: Record) -> RecordType {
    let type = word.withUTF8Span { BibTeXTypes.type($0, 0..<$0.count) } ?? .document
    switch type {
    case .document:
      return saysAddressByHand(record) && word.utf8.map(\.lowercased).elementsEqual("misc".utf8) ? .webpage : type
    case .manuscript:
      let hasEvent = record.event?.title != nil || record.event?.place != nil || record[date: .event] != nil
      return hasEvent ? .speech : type
    default: return type
    }
  }

  /// Whether the address of a web page stands in `howpublished`, as BibTeX's styles print it.
  private func saysAddressByHand(_ record: Record) -> Bool {
    if isBibLaTeX || record.type != .webpage || record.variables.contains(.medium) { return false }
    guard let url = record.identifiers.first(where: { $0.scheme == .url }) else { return false }
    return BibTeXIdentifiers.isAddress(url.value)
      && !record.nativeFields.contains { $0.name.utf8.map(\.lowercased).elementsEqual("howpublished".utf8) }
  }

  private static func isWord(_ token: String) -> Bool {
    let reserved = ["comment", "string", "preamble", "xdata", "set"]
    guard token.utf8.first?.isLetter == true, token.utf8.count <= 64,
      token.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
    else { return false }
    return !reserved.contains(String(decoding: token.utf8.map(\.lowercased), as: UTF8.self))
  }

  /// Appends a key, with `_` for what keys cannot have.
  private mutating func writeKey(_ key: String?, into sink: inout ByteSink) {
    guard let key else { return }
    for byte in key.utf8 {
      switch byte {
      case 0...32, 127, UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\""),
        UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "="),
        UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "~"), UInt8(ascii: "@"):
        sink.append(UInt8(ascii: "_"))
        isSure = false
      default:
        if byte >= 0x80 { isSure = false }
        sink.append(byte)
      }
    }
  }

  // MARK: - Fields

  private func open(_ name: StaticString, into sink: inout ByteSink) {
    sink.append("  ")
    sink.append(name)
    sink.append(" = {")
  }

  private func close(_ sink: inout ByteSink) { sink.append("},\n") }

  /// Appends a field with a text.
  private mutating func field(_ name: StaticString, _ text: String, into sink: inout ByteSink) {
    open(name, into: &sink)
    append(text, into: &sink)
    close(&sink)
  }

  /// Appends a field with a text and its markup.
  private mutating func field(
    _ name: StaticString, _ text: RichText, protectsCase: Bool, into sink: inout ByteSink
  ) {
    open(name, into: &sink)
    if text.marks.isEmpty {
      append(text.plain, into: &sink)
    } else {
      if !BibTeXPlain.isPlainMarked(text, isASCII: format.isASCII, protectsCase: protectsCase) { isSure = false }
      LaTeXText.write(text, encoding, protectsCase: protectsCase, into: &sink)
    }
    close(&sink)
  }

  /// Appends a text; one that has nothing to it but signs that LaTeX escapes is surely read as it is.
  private mutating func append(_ text: String, into sink: inout ByteSink) {
    switch BibTeXPlain.kind(of: text, isASCII: format.isASCII) {
    case .plain: sink.append(text)
    case .escaped: text.withUTF8Span { BibTeXPlain.append($0, into: &sink) }
    case .other:
      isSure = false
      LaTeXText.write(text, encoding, into: &sink)
    }
  }

  // MARK: - Names

  private mutating func writeContributors(_ contributors: [Contributor], into sink: inout ByteSink) {
    if contributors.isEmpty { return }
    var done: [Role] = []
    var others = 0
    var index = 0
    while index < contributors.count {
      for role in contributors[index].roles where !done.contains(role) {
        done.append(role)
        writeNames(contributors, role, &others, into: &sink)
      }
      index += 1
      // Those who follow in the same role have been written.
      while index < contributors.count, contributors[index].roles == contributors[index - 1].roles { index += 1 }
    }
    var seen = 0
    for place in contributors.indices {
      guard contributors[place].roles.count == 1 else {
        isSure = false
        return
      }
      if place > 0, contributors[place].roles == contributors[place - 1].roles { continue }
      seen += 1
    }
    if seen != done.count { isSure = false }
  }

  private mutating func writeNames(
    _ contributors: [Contributor], _ role: Role, _ others: inout Int, into sink: inout ByteSink
  ) {
    if let name = BibTeXTypes.field(of: role) {
      open(name, into: &sink)
    } else {
      isSure = false
      guard others < 3 else { return }
      let names: (StaticString, StaticString) =
        others == 0 ? ("editora", "editoratype") : others == 1 ? ("editorb", "editorbtype") : ("editorc", "editorctype")
      others += 1
      field(names.1, BibTeXTypes.word(of: role), into: &sink)
      open(names.0, into: &sink)
    }
    var isFirst = true
    // By indices: a loop over an array copies each element, with all its texts.
    for index in contributors.indices where contributors[index].roles.contains(role) {
      if !isFirst { sink.append(" and ") }
      isFirst = false
      if !contributors[index].isBare { isSure = false }
      if contributors[index].kind == .person, writePlain(contributors[index].name, into: &sink) { continue }
      write(contributors[index], into: &sink)
    }
    close(&sink)
  }

  private mutating func write(_ contributor: Contributor, into sink: inout ByteSink) {
    let name = contributor.name
    switch contributor.kind {
    case .others: sink.append("others")
    case .anonymous:
      isSure = false
      sink.append("{Anonymous}")
    case .organization, .unparsed:
      if contributor.kind == .unparsed || name.hasCommaSuffix || name.isFamilyFirst || name.language != nil {
        isSure = false
      }
      writeBraced(name.literal ?? "", into: &sink)
    case .person: write(name, into: &sink)
    }
  }

  private mutating func writeBraced(_ text: String, into sink: inout ByteSink) {
    sink.append(UInt8(ascii: "{"))
    append(text, into: &sink)
    sink.append(UInt8(ascii: "}"))
  }

  /// Appends a name as most are, `Doe, Jane` or `van Dijk, Jan`, which is surely read as it is; false for others.
  private mutating func writePlain(_ name: PersonName, into sink: inout ByteSink) -> Bool {
    guard let family = name.family, let given = name.given, BibTeXPlain.isFamily(family), BibTeXPlain.isGiven(given)
    else { return false }
    if !name.isBare {
      guard let particle = name.nonDroppingParticle, BibTeXPlain.isParticle(particle), BibTeXPlain.startsBig(family),
        name == PersonName(family: family, given: given, nonDroppingParticle: particle)
      else { return false }
      append(particle, into: &sink)
      sink.append(UInt8(ascii: " "))
    }
    append(family, into: &sink)
    sink.append(", ")
    append(given, into: &sink)
    return true
  }

  private mutating func write(_ name: PersonName, into sink: inout ByteSink) {
    isSure = false
    let isSimple =
      name.droppingParticle == nil && name.family != nil && BibTeXPlain.isParticle(name.nonDroppingParticle)
    if isBibLaTeX, !isSimple {
      writeParts(name, into: &sink)
    } else {
      writeWithCommas(name, into: &sink)
    }
  }

  /// `van Beethoven, Ludwig`, `King, Jr., Martin Luther`.
  private mutating func writeWithCommas(_ name: PersonName, into sink: inout ByteSink) {
    let particles = [name.droppingParticle, name.nonDroppingParticle].compactMap { $0 }
    guard let family = name.family else {
      let words = ([name.given].compactMap { $0 } + particles).joined(separator: " ")
      writeProtected(words, BibTeXPlain.isGiven(words), into: &sink)
      return
    }
    for particle in particles {
      writeProtected(particle, BibTeXPlain.isGiven(particle), into: &sink)
      sink.append(UInt8(ascii: " "))
    }
    let isPlain = BibTeXPlain.isFamily(family)
    writeProtected(family, isPlain, into: &sink)
    // A name of one word is a family name, and no comma is wanted behind it.
    if name.given == nil, name.suffix == nil, isPlain, BibTeXPlain.isOneWord(family) { return }
    sink.append(UInt8(ascii: ","))
    if let suffix = name.suffix {
      sink.append(UInt8(ascii: " "))
      writeProtected(suffix, BibTeXPlain.isGiven(suffix), into: &sink)
      sink.append(UInt8(ascii: ","))
    }
    guard let given = name.given else { return }
    sink.append(UInt8(ascii: " "))
    writeProtected(given, BibTeXPlain.isGiven(given), into: &sink)
  }

  private mutating func writeProtected(_ text: String, _ isPlain: Bool, into sink: inout ByteSink) {
    if isPlain { append(text, into: &sink) } else { writeBraced(text, into: &sink) }
  }

  /// `family={de Gaulle}, given={Charles}`.
  private mutating func writeParts(_ name: PersonName, into sink: inout ByteSink) {
    var isFirst = true
    func begin(_ label: StaticString, _ sink: inout ByteSink) {
      if !isFirst { sink.append(", ") }
      isFirst = false
      sink.append(label)
      sink.append(UInt8(ascii: "="))
    }
    let particles = [name.droppingParticle, name.nonDroppingParticle].compactMap { $0 }
    if let family = name.family {
      begin("family", &sink)
      writeBraced(family, into: &sink)
    }
    if let given = name.given {
      begin("given", &sink)
      writeBraced(given, into: &sink)
    }
    if !particles.isEmpty {
      begin("prefix", &sink)
      writeBraced(particles.joined(separator: " "), into: &sink)
      begin("useprefix", &sink)
      sink.append(name.nonDroppingParticle == nil ? "false" : "true" as StaticString)
    }
    if let suffix = name.suffix {
      begin("suffix", &sink)
      writeBraced(suffix, into: &sink)
    }
  }

  // MARK: - Titles

  private mutating func writeTitles(_ titles: [Title], into sink: inout ByteSink) {
    writeTitles(titles, into: &sink) { kind in
      switch kind {
      case .main: "title"
      case .sub: "subtitle"
      case .short: "shorttitle"
      case .addon: "titleaddon"
      case .original: "origtitle"
      default: nil
      }
    }
  }

  /// Writes one title of each kind that has a field.
  private mutating func writeTitles(
    _ titles: [Title], into sink: inout ByteSink, field name: (Title.Kind) -> StaticString?
  ) {
    var last: Title.Kind?
    for title in titles {
      if title.language != nil { isSure = false }
      guard let name = name(title.kind), last != title.kind else {
        isSure = false
        continue
      }
      last = title.kind
      field(name, title.text, protectsCase: true, into: &sink)
    }
  }

  private mutating func writeContainers(_ record: Record, into sink: inout ByteSink) {
    guard var here = record.container else { return }
    var hosts = 0
    var hasSeries = false
    while true {
      if here.type != nil || !here.contributors.isEmpty { isSure = false }
      if here.relation == .host {
        if hasSeries { isSure = false }
        writeHost(here, hosts, record.type, into: &sink)
        hosts += 1
      } else if !hasSeries {
        hasSeries = true
        writeSeries(here, record, into: &sink)
      } else {
        isSure = false
      }
      guard let next = here.parent else { return }
      here = next
    }
  }

  private mutating func writeHost(_ host: Container, _ depth: Int, _ type: RecordType, into sink: inout ByteSink) {
    if !host.variables.isEmpty || depth > 0 { isSure = false }
    let isOuter = depth > 0 || BibTeXTypes.isWholeBook(type)
    if depth > 1 || depth > 0 && BibTeXTypes.isWholeBook(type) { return }
    let isJournal = BibTeXTypes.hasJournal(type)
    let isBibLaTeX = isBibLaTeX
    writeTitles(host.titles, into: &sink) { kind in
      switch kind {
      case .main: isOuter ? "maintitle" : !isJournal ? "booktitle" : isBibLaTeX ? "journaltitle" : "journal"
      case .sub: isOuter ? "mainsubtitle" : isJournal ? "journalsubtitle" : "booksubtitle"
      case .addon: isOuter ? "maintitleaddon" : "booktitleaddon"
      case .short: isOuter ? nil : "shortjournal"
      case .issue: isOuter ? nil : "issuetitle"
      default: nil
      }
    }
  }

  private mutating func writeSeries(_ series: Container, _ record: Record, into sink: inout ByteSink) {
    if !series.identifiers.isEmpty { isSure = false }
    writeTitles(series.titles, into: &sink) { kind in
      kind == .main ? "series" : kind == .short ? "shortseries" : nil
    }
    for entry in series.variables.entries {
      if entry.variable == .number, BibTeXTypes.numberUse(record.type) == .series {
        field("number", entry.value, into: &sink)
      } else {
        isSure = false
      }
    }
  }

  // MARK: - Dates

  /// Writes a date with its time of day, which the source had and the date has no room for; false where there is none.
  private mutating func writeAsItWas(_ dated: DatedEvent, _ record: Record, into sink: inout ByteSink) -> Bool {
    if record.nativeFields.isEmpty { return false }
    let name: StaticString
    switch dated.kind {
    case .issued: name = "date"
    case .original: name = "origdate"
    case .event: name = "eventdate"
    case .accessed: name = "urldate"
    default: return false
    }
    let native = record.nativeFields.first {
      $0.format.hasSameBytes(as: BibTeXTable.format) && $0.name.hasSameBytes(as: "\(name)")
    }
    guard let native, BibTeXPlain.kind(of: native.value, isASCII: true) == .plain else { return false }
    let found = BibTeXDates.read(native.value)
    guard !found.isWhole, found.date == dated.date else { return false }
    isSure = false
    field(name, native.value, into: &sink)
    return true
  }

  private mutating func write(_ dated: DatedEvent, into sink: inout ByteSink) {
    let date = dated.date
    let name: StaticString
    switch dated.kind {
    case .issued: name = "date"
    case .original: name = "origdate"
    case .event: name = "eventdate"
    case .accessed: name = "urldate"
    default:
      isSure = false
      return
    }
    guard let value = date.value else {
      isSure = false
      field(dated.kind == .issued ? "year" : name, date.literal ?? "", into: &sink)
      return
    }
    if date.literal != nil { isSure = false }
    let point: EDTF.Point? = if case .date(let point) = value.start, value.end == nil { point } else { nil }
    let isSimple =
      point.map {
        (1...9999).contains($0.year) && $0.unspecifiedYearDigits == 0 && $0.qualifier.isEmpty
          && (0...12).contains($0.month)
          && $0.day >= 0
      } ?? false
    if dated.kind == .issued, !isBibLaTeX {
      writeClassic(value, isSimple ? point : nil, into: &sink)
      if isSimple { return }
    }
    if !isSimple { isSure = false }
    open(name, into: &sink)
    sink.append(value.description)
    close(&sink)
  }

  private static let months: [StaticString] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Year, month and day as BibTeX's styles know them.
  private func writeClassic(_ value: EDTF, _ simple: EDTF.Point?, into sink: inout ByteSink) {
    guard let point = simple ?? value.firstPoint, (1...9999).contains(point.year), point.unspecifiedYearDigits == 0
    else {
      return
    }
    open("year", into: &sink)
    sink.append(decimal: point.year)
    close(&sink)
    guard simple != nil else { return }
    if Self.months.indices.contains(point.month - 1) {
      sink.append("  month = ")
      sink.append(Self.months[point.month - 1])
      sink.append(",\n")
    }
    if point.day > 0 {
      open("day", into: &sink)
      sink.append(decimal: point.day)
      close(&sink)
    }
  }

  // MARK: - Variables

  private mutating func writeVariables(_ record: Record, _ word: String, into sink: inout ByteSink) {
    let implied = word.withUTF8Span { BibTeXTypes.genre(ofWord: $0, 0..<$0.count) }
    if let implied {
      guard let genre = record[.genre] else {
        isSure = false
        return writeVariables(record, implied: nil, into: &sink)
      }
      return writeVariables(record, implied: genre.hasSameBytes(as: implied) ? implied : nil, into: &sink)
    }
    writeVariables(record, implied: nil, into: &sink)
  }

  private mutating func writeVariables(_ record: Record, implied: String?, into sink: inout ByteSink) {
    let type = record.type
    for entry in record.variables.entries {
      let value = entry.value
      switch entry.variable {
      case .volume: field("volume", value, into: &sink)
      case .issue: field(BibTeXTypes.numberUse(type) == .issue ? "number" : "issue", value, into: &sink)
      case .number:
        guard BibTeXTypes.numberUse(type) == .number else {
          isSure = false
          continue
        }
        field("number", value, into: &sink)
      case .pages: writePages(value, into: &sink)
      case .articleNumber: field("eid", value, into: &sink)
      case .partNumber: field("part", value, into: &sink)
      case .chapterNumber: field("chapter", value, into: &sink)
      case .edition: field("edition", value, into: &sink)
      case .version: field("version", value, into: &sink)
      case .numberOfPages: field("pagetotal", value, into: &sink)
      case .numberOfVolumes: field("volumes", value, into: &sink)
      case .publisher:
        let isAlone = !record.variables.contains(.institution)
        let name: StaticString =
          !isAlone || !BibTeXTypes.isOfInstitution(type)
          ? "publisher" : type == .thesis && !isBibLaTeX ? "school" : "institution"
        field(name, value, into: &sink)
      case .institution:
        if !record.variables.contains(.publisher) { isSure = false }
        field("institution", value, into: &sink)
      case .publisherPlace:
        if isBibLaTeX { writeList("location", value, into: &sink) } else { field("address", value, into: &sink) }
      case .originalPublisher: field("origpublisher", value, into: &sink)
      case .originalPublisherPlace: writeList("origlocation", value, into: &sink)
      case .status: field("pubstate", value, into: &sink)
      case .genre:
        if implied != nil { continue }
        let written = isBibLaTeX ? BibTeXTypes.genreKey(value) : value
        if !BibTeXTypes.genre(ofKey: written).hasSameBytes(as: value) { isSure = false }
        field("type", written, into: &sink)
      case .language:
        field(
          isBibLaTeX && (BibTeXPlain.isLanguageName(value) || hasNativeLanguage(record)) ? "langid" : "language", value,
          into: &sink)
      case .originalLanguage: field("origlanguage", value, into: &sink)
      case .medium:
        isSure = false
        field("howpublished", value, into: &sink)
      case .callNumber: field("lccn", value, into: &sink)
      case .archive: field("library", value, into: &sink)
      case .copyright: field("copyright", value, into: &sink)
      default: isSure = false
      }
    }
  }

  /// Whether the source had a field `language` beside the language that is the record's.
  private func hasNativeLanguage(_ record: Record) -> Bool {
    record.nativeFields.contains { $0.name.utf8.map(\.lowercased).elementsEqual("language".utf8) }
  }

  /// Appends a list with `and` where semicolons are.
  private mutating func writeList(_ name: StaticString, _ text: String, into sink: inout ByteSink) {
    let isSimple = BibTeXPlain.isGiven(text.withoutCommas) && !text.utf8.contains(UInt8(ascii: ";"))
    if isSimple { return field(name, text, into: &sink) }
    isSure = false
    open(name, into: &sink)
    var isFirst = true
    for part in text.utf8.split(separator: UInt8(ascii: ";")) {
      let part = String(decoding: Array(part), as: UTF8.self).trimmed
      if part.isEmpty { continue }
      if !isFirst { sink.append(" and ") }
      isFirst = false
      if BibTeXPlain.isGiven(part.withoutCommas) { append(part, into: &sink) } else { writeBraced(part, into: &sink) }
    }
    close(&sink)
  }

  /// Appends the pages, with `--` for the hyphen of a range.
  private mutating func writePages(_ text: String, into sink: inout ByteSink) {
    open("pages", into: &sink)
    defer { close(&sink) }
    let isPlain = text.withUTF8Span { bytes in
      guard let place = BibTeXPages.hyphen(bytes, 0..<bytes.count), bytes[place + 1] != UInt8(ascii: "-") else {
        return false
      }
      sink.append(bytes, 0..<(place + 1))
      sink.append(bytes, place..<bytes.count)
      return true
    }
    if isPlain { return }
    if let bytes = BibTeXPages.source(of: text, isASCII: encoding == .ascii) {
      sink.append(contentsOf: bytes)
    } else {
      isSure = false
      append(text, into: &sink)
    }
  }

  // MARK: - Identifiers

  private mutating func writeIdentifiers(_ record: Record, into sink: inout ByteSink) {
    let isPart = record.type.isPartOfHost
    let host = record.identifiers(of: .host)
    let isByHand = saysAddressByHand(record)
    if !record.identifiers.isEmpty {
      // BibLaTeX has the number of PubMed as a kind of `eprint`, unless there is another.
      let isPubMedEprint =
        isBibLaTeX && !record.identifiers.contains { $0.scheme == .arxiv || $0.scheme == .handle }
        && !record.nativeFields.contains { $0.name.utf8.map(\.lowercased).elementsEqual("eprint".utf8) }
      writeIdentifiers(
        record.identifiers, isOfHost: false, isPart, isByHand: isByHand, isPubMedEprint: isPubMedEprint, into: &sink)
    }
    if !host.isEmpty {
      // The numbers of the host are written where a reader takes them for its own.
      if isPart || !record.identifiers.contains(where: { [.isbn, .issn, .eissn].contains($0.scheme) }) {
        writeIdentifiers(host, isOfHost: true, isPart, into: &sink)
      } else {
        isSure = false
      }
    }
  }

  private mutating func writeIdentifiers(
    _ identifiers: [Identifier], isOfHost: Bool, _ isPart: Bool, isByHand: Bool = false, isPubMedEprint: Bool = false,
    into sink: inout ByteSink
  ) {
    var index = 0
    var hasEprint = false
    while index < identifiers.count {
      let scheme = identifiers[index].scheme
      var end = index + 1
      while end < identifiers.count, identifiers[end].scheme == scheme { end += 1 }
      let same = identifiers[index..<end]
      index = end
      guard let name = BibTeXTypes.field(of: scheme), let first = same.first else {
        isSure = false
        continue
      }
      switch scheme {
      case .isbn, .issn, .eissn:
        if isOfHost != isPart {
          isSure = false
          if isPart { continue }
        }
        writeNumbers(name, same, into: &sink)
      default:
        if isOfHost { isSure = false; continue }
        if same.count > 1 { isSure = false }
        switch scheme {
        case .arxiv, .handle:
          if hasEprint { isSure = false; continue }
          hasEprint = true
          writeVerbatim(name, first.value, into: &sink)
          if !first.value.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }) { isSure = false }
          field(
            isBibLaTeX ? "eprinttype" : "archiveprefix", scheme == .arxiv ? "arXiv" : "hdl", into: &sink)
        case .pmid where isPubMedEprint:
          writeVerbatim("eprint", first.value, into: &sink)
          field("eprinttype", "pubmed", into: &sink)
        case .doi:
          if first.value.utf8.first?.isDigit != true { isSure = false }
          writeVerbatim(name, first.value, into: &sink)
        case .url where isByHand: writeVerbatim("howpublished", first.value, isURL: true, into: &sink)
        case .url, .urn: writeVerbatim(name, first.value, into: &sink)
        default: field(name, first.value, into: &sink)
        }
      }
    }
  }

  private mutating func writeNumbers(
    _ name: StaticString, _ identifiers: ArraySlice<Identifier>, into sink: inout ByteSink
  ) {
    open(name, into: &sink)
    var isFirst = true
    for identifier in identifiers {
      if !isFirst { sink.append(", ") }
      isFirst = false
      if identifier.value.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }) {
        isSure = false
      }
      append(identifier.value, into: &sink)
    }
    close(&sink)
  }

  /// Appends an address or the like, whose signs stand for themselves.
  private mutating func writeVerbatim(
    _ name: StaticString, _ text: String, isURL: Bool = false, into sink: inout ByteSink
  ) {
    open(name, into: &sink)
    if isURL { sink.append("\\url{") }
    defer {
      if isURL { sink.append(UInt8(ascii: "}")) }
      close(&sink)
    }
    let isUsual = text.withUTF8Span { bytes in
      for index in 0..<bytes.count {
        let byte = bytes[index]
        if byte &- 33 >= 94 || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "\\")
          || byte == UInt8(ascii: "$")
        {
          return false
        }
      }
      return true
    }
    if isUsual {
      sink.append(text)
    } else {
      isSure = false
      let isBalanced = BibTeXPlain.isBalanced(text)
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\\"): sink.append("\\textbackslash{}")
        case UInt8(ascii: "{"): sink.append(isBalanced ? "\\{" : "%7B" as StaticString)
        case UInt8(ascii: "}"): sink.append(isBalanced ? "\\}" : "%7D" as StaticString)
        case UInt8(ascii: "$"): sink.append("\\$")
        default: sink.append(byte)
        }
      }
    }
  }

  // MARK: - Texts

  private mutating func writeTexts(_ record: Record, into sink: inout ByteSink) {
    writeKeywords(record.keywords, into: &sink)
    if let first = record.abstracts.first(where: { $0.kind == .main }) {
      if record.abstracts.count > 1 || first.language != nil { isSure = false }
      field("abstract", first.text, protectsCase: false, into: &sink)
    } else if !record.abstracts.isEmpty {
      isSure = false
    }
    var remarks = 0
    var hasAnnotation = false
    for note in record.notes {
      switch note.kind {
      case .note:
        if hasAnnotation || remarks > 1 { isSure = false }
        if BibTeXIdentifiers.isAddress(note.text.plain) { isSure = false }
        if remarks < 2 { field(remarks == 0 ? "note" : "addendum", note.text, protectsCase: false, into: &sink) }
        remarks += 1
      case .annotation:
        if hasAnnotation {
          isSure = false
          continue
        }
        hasAnnotation = true
        field(isBibLaTeX ? "annotation" : "annote", note.text, protectsCase: false, into: &sink)
      }
    }
  }

  private mutating func writeKeywords(_ keywords: [Keyword], into sink: inout ByteSink) {
    if keywords.isEmpty { return }
    open("keywords", into: &sink)
    var isFirst = true
    for index in keywords.indices {
      if !isFirst { sink.append(", ") }
      isFirst = false
      if keywords[index].scheme != nil || keywords[index].language != nil || keywords[index].isMajor { isSure = false }
      let text = keywords[index].text
      if text.contains(byte: UInt8(ascii: ",")) || text.contains(byte: UInt8(ascii: ";")) {
        isSure = false
        writeBraced(text, into: &sink)
      } else {
        append(text, into: &sink)
      }
    }
    close(&sink)
  }

  private mutating func writeRareParts(_ record: Record, into sink: inout ByteSink) {
    isSure = false
    if let event = record.event {
      if let title = event.title { field("eventtitle", title, into: &sink) }
      if let place = event.place { field("venue", place, into: &sink) }
      if let sponsor = event.sponsor, record.type == .paperConference || record.type == .proceedings,
        record.variables.contains(.publisher)
      {
        field("organization", sponsor, into: &sink)
      }
    }
    if !record.files.isEmpty {
      let text = BibTeXFiles.write(record.files)
      if BibTeXPlain.isBalanced(text) {
        open("file", into: &sink)
        sink.append(text)
        close(&sink)
      }
    }
  }

  // MARK: - Native fields

  private mutating func writeNativeFields(_ record: Record, into sink: inout ByteSink) {
    for native in record.nativeFields where native.format.hasSameBytes(as: BibTeXTable.format) {
      guard native.name.utf8.first?.isLetter == true, native.name.utf8.count <= 60,
        native.name.utf8.allSatisfy(\.isWordOfBibTeX), BibTeXPlain.isBalanced(native.value)
      else {
        isSure = false
        continue
      }
      if let row = BibTeXTable.row(named: native.name) {
        let target = BibTeXTable.rows[row].target
        if target != .key || row == BibTeXTable.options { isSure = false }
        // No field stands twice in an entry.
        if isWritten("\(BibTeXTable.rows[row].name)", in: sink) {
          isSure = false
          continue
        }
      }
      sink.append("  ")
      sink.append(native.name)
      sink.append(" = {")
      sink.append(native.value)
      close(&sink)
    }
  }

  /// Whether a field of a name stands in the entry already.
  private func isWritten(_ name: String, in sink: ByteSink) -> Bool {
    let bytes = sink.bytes(from: start)
    return bytes.span.firstIndex(of: Array("\n  \(name) = ".utf8)) != nil
  }
}

extension String {
  /// The text with spaces for commas and equals signs.
  fileprivate var withoutCommas: String {
    String(
      decoding: utf8.map { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "=") ? 32 : $0 }, as: UTF8.self)
  }
}

extension BibTeXTypes {
  /// Whether a type is an article told by its subtype.
  static func isMagazine(_ type: RecordType) -> Bool { type == .articleMagazine || type == .articleNewspaper }

  /// The field of a role; nil for one that goes by `editora` and its type.
  static func field(of role: Role) -> StaticString? {
    switch role {
    case .author: return "author"
    case .editor: return "editor"
    case .translator: return "translator"
    case .containerAuthor: return "bookauthor"
    default: break
    }
    guard case .other(let name) = role.code else { return nil }
    switch name {
    case "annotator": return "annotator"
    case "commentator": return "commentator"
    case "introduction": return "introduction"
    case "foreword": return "foreword"
    case "afterword": return "afterword"
    case "holder": return "holder"
    default: return nil
    }
  }

  /// The field of a scheme.
  static func field(of scheme: IdentifierScheme) -> StaticString? {
    switch scheme {
    case .doi: return "doi"
    case .isbn: return "isbn"
    case .issn: return "issn"
    case .eissn: return "eissn"
    case .isrn: return "isrn"
    case .ismn: return "ismn"
    case .pmid: return "pmid"
    case .pmcid: return "pmcid"
    case .url: return "url"
    case .urn: return "urn"
    case .arxiv, .handle: return "eprint"
    case .mathematicalReviews: return "mrnumber"
    case .zbMATH: return "zbl"
    default: return nil
    }
  }
}

/// What of a text can be seen at once to come back from an entry as it is.
enum BibTeXPlain {
  enum Kind { case plain, escaped, other }

  /// The bytes below 64 that are not always read as they are: control characters, `# $ % & ' -`, the space.
  private static let low: UInt64 =
    0xFFFF_FFFF | 1 << 32 | 1 << 35 | 1 << 36 | 1 << 37 | 1 << 38 | 1 << 39 | 1 << 45
  /// Those from 64 on: `\ ^ _ { } ~`, the backtick, DEL.
  private static let high: UInt64 = 1 << 28 | 1 << 30 | 1 << 31 | 1 << 32 | 1 << 59 | 1 << 61 | 1 << 62 | 1 << 63

  /// Whether a byte means nothing but itself in a name: none that LaTeX looks at, no equals sign, no hyphen or apostrophe,
  /// which may be doubled, and no control character.
  @inline(__always)
  static func isPlainByte(_ byte: UInt8) -> Bool {
    if byte >= 0x80 { return byte != 0xC2 && byte != 0xE2 && byte != 0xE3 && byte != 0xEF }
    if byte == UInt8(ascii: "=") { return false }
    return (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 0
  }

  /// How a text can be written.
  static func kind(of text: String, isASCII: Bool) -> Kind { text.withUTF8Span { kind(of: $0, isASCII: isASCII) } }

  private static func kind(of bytes: Span<UInt8>, isASCII: Bool) -> Kind {
    guard let first = bytes.byte(at: 0), let last = bytes.byte(at: bytes.count - 1) else { return .other }
    // White space at the ends is taken off, that beyond ASCII too.
    if first.isSpace || last.isSpace || first >= 0x80 && [0xC2, 0xE2, 0xE3, 0xEF].contains(first) { return .other }
    if last >= 0x80, bytes.count >= 3 {
      for index in (bytes.count - 3)..<bytes.count where [0xC2, 0xE2, 0xE3, 0xEF].contains(bytes[index]) {
        return .other
      }
    } else if last >= 0x80, first >= 0x80, first == 0xC2 {
      return .other
    }
    if isASCII, (0..<bytes.count).contains(where: { bytes[$0] >= 0x80 }) { return .other }
    var kind = Kind.plain
    var index = 0
    let count = bytes.count
    while true {
      index = bytes.endOfProse(from: index, to: count)
      guard index < count else { return kind }
      let byte = bytes[index]
      switch byte {
      case 32: return .other
      case 39, 45:
        if index &+ 1 < count, bytes[index &+ 1] == byte { return .other }
      case UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "#"), UInt8(ascii: "_"), UInt8(ascii: "$"):
        kind = .escaped
      case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "|"): break
      default: return .other
      }
      index &+= 1
    }
  }

  /// Whether a text with marks is surely read as it is: marks with a command, each over words, none inside or beside another.
  static func isPlainMarked(_ text: RichText, isASCII: Bool, protectsCase: Bool) -> Bool {
    guard kind(of: text.plain, isASCII: isASCII) != .other else { return false }
    return text.plain.withUTF8Span { bytes in
      var end = -1
      for index in text.marks.indices {
        let mark = text.marks[index]
        switch mark.kind {
        case .italic, .bold, .subscripted, .superscripted: break
        case .noCase where protectsCase: break
        default: return false
        }
        guard mark.start > end, mark.end > mark.start, let first = bytes.byte(at: mark.start),
          let last = bytes.byte(at: mark.end - 1), first.isLetter || first.isDigit, last.isLetter || last.isDigit
        else { return false }
        end = mark.end
      }
      return true
    }
  }

  /// Appends a text of the kind `escaped`.
  static func append(_ bytes: Span<UInt8>, into sink: inout ByteSink) {
    var start = 0
    for index in 0..<bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "#"), UInt8(ascii: "_"), UInt8(ascii: "$"):
        sink.append(bytes, start..<index)
        sink.append(UInt8(ascii: "\\"))
        start = index
      default: break
      }
    }
    sink.append(bytes, start..<bytes.count)
  }

  /// Whether a text stands whole before the comma of a name: no comma, no `and`, no equals sign, and no word but the last
  /// begins with anything but a capital.
  static func isFamily(_ text: String) -> Bool {
    guard isGiven(text) else { return false }
    return text.withUTF8Span { bytes in
      if bytes.firstIndex(of: 32, from: 0, to: bytes.count) == nil { return true }
      var isStart = true
      for index in 0..<bytes.count {
        if bytes[index] == 32 {
          isStart = true
          continue
        }
        if isStart, bytes[index] &- 65 >= 26 {
          return bytes.firstIndex(of: 32, from: index, to: bytes.count) == nil
        }
        isStart = false
      }
      return true
    }
  }

  /// Whether a text has no space in it, and begins with a capital.
  static func isOneWord(_ text: String) -> Bool {
    text.withUTF8Span { bytes in
      guard let first = bytes.byte(at: 0), first &- 65 < 26 else { return false }
      return bytes.firstIndex(of: 32, from: 0, to: bytes.count) == nil
    }
  }

  /// Whether a text begins with a capital of ASCII, so that no part of it is taken for a particle.
  static func startsBig(_ text: String) -> Bool { text.utf8.first.map { $0 &- 65 < 26 } ?? false }

  /// Whether a text stands whole behind the comma of a name.
  static func isGiven(_ text: String) -> Bool {
    text.withUTF8Span { bytes in
      var isStart = true
      for index in 0..<bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "=") { return false }
        if isStart, byte | 0x20 == UInt8(ascii: "a"), index + 3 <= bytes.count,
          bytes[index + 1] | 0x20 == UInt8(ascii: "n"),
          bytes[index + 2] | 0x20 == UInt8(ascii: "d")
        {
          return false
        }
        if isStart, byte | 0x20 == UInt8(ascii: "o") || byte == UInt8(ascii: "~") {
          if bytes.isWord("others", index..<bytes.count) { return false }
        }
        isStart = byte.isSpace
      }
      return true
    }
  }

  /// Whether particles are told by their small letters.
  static func isParticle(_ text: String?) -> Bool {
    guard let text else { return true }
    return isGiven(text)
      && text.utf8.split(separator: 32, omittingEmptySubsequences: false).allSatisfy { ($0.first ?? 0) &- 97 < 26 }
  }

  /// Whether a text is a name of a language as BibLaTeX knows them: `english`, `ngerman`.
  static func isLanguageName(_ text: String) -> Bool { text.utf8.allSatisfy { $0 &- 97 < 26 } && text.utf8.count > 3 }

  /// Whether a text can stand in braces.
  static func isBalanced(_ text: String) -> Bool {
    var depth = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") {
        depth -= 1
        if depth < 0 { return false }
      }
    }
    return depth == 0
  }
}
