import CitemillCore

/// Writes one entry into a sink.
struct BibTeXEntry {
  private let format: BibTeX
  let table: BibTeXTable
  /// Whether the record comes from BibTeX, so that its key, native fields and formulas were written for TeX.
  private var isOfTeX = false
  /// Where the entry starts in the sink's buffer, after what was kept before it.
  private(set) var start: Int
  let isBibLaTeX: Bool
  let encoding: LaTeXText.Encoding
  /// Whether the record is certain to be read back unchanged.
  var isSure = true
  /// Whether the type and the publisher are written explicitly, although a reader usually infers them from
  /// other fields.
  let saysAll: Bool
  /// Values in their source form, which their texts do not fully represent: the index among the native
  /// fields, and the row.
  private var sources: [(place: Int, row: Int, value: String)] = []
  /// Whether there are values as the source wrote them.
  var hasSources: Bool { !sources.isEmpty }

  init(_ format: BibTeX, start: Int, sayingAll saysAll: Bool = false) {
    self.format = format
    self.saysAll = saysAll
    self.start = start
    table = format.table
    isBibLaTeX = format.dialect == .biblatex
    encoding = format.isASCII ? .ascii : .unicode
  }

  /// Appends the entry of a record.
  mutating func write(_ record: Record, into sink: inout ByteSink) {
    isOfTeX = BibTeXKey.isOfTeX(record.origin.format)
    let hasNatives = !record.nativeFields.isEmpty
    if hasNatives, format.between != .none, !appendBetween(BibTeXBetween.before, of: record, into: &sink) {
      isSure = false
    }
    start = sink.buffered
    if hasNatives { findSources(record) }
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
    if mayBePreprint(record) { isSure = false }
    if read != record.type || saysAll {
      field(table.subtype, BibTeXTypes.subtype(of: record.type, readAs: read), into: &sink)
    }
    if hasNatives { writeNativeFields(record, into: &sink) }
    sink.append("}\n")
    if hasNatives, format.between != .none, !appendBetween(BibTeXBetween.after, of: record, into: &sink) {
      isSure = false
    }
  }

  /// Appends what is kept with a record under a name; false if it must not be written. BibTeX joins the texts
  /// of preambles and macros before TeX sees them, and macros change other entries, so only those from BibTeX
  /// files are written.
  private func appendBetween(_ name: String, of record: Record, into sink: inout ByteSink) -> Bool {
    if !isOfTeX { return !record.nativeFields.contains { $0.name.hasSameBytes(as: name) } }
    return BibTeXBetween.append(name, of: record, into: &sink)
  }

  /// Whether a value may be written unchanged, since the record is from BibTeX, or since it contains nothing
  /// that TeX would execute.
  private func trusts(_ value: String) -> Bool { isOfTeX || LaTeXText.typesetsOnly(value, .known) }

  // MARK: - Type and key

  /// The entry type: that of the source if it still fits.
  mutating func word(of record: Record) -> String {
    if let token = record.origin.typeToken, let origin = record.origin.format, BibTeXKey.isOfTeX(origin),
      Self.isWord(token)
    {
      let type = token.withUTF8Span { BibTeXTypes.type($0, 0..<$0.count) }
      if let type, let isClassic = BibTeXTypes.isClassic(token) {
        let isOfDialect = isClassic || isBibLaTeX || origin.hasSameBytes(as: format.info.id)
        let fits =
          type == record.type || BibTeXTypes.isMagazine(record.type) && type == .articleJournal
          || record.type == .preprint && BibTeXTypes.mayBePreprint(type)
        if fits, isOfDialect { return token }
      } else if record.type == type ?? .document {
        return token
      }
    }
    if record.type == .thesis, !isBibLaTeX, let genre = record[.genre], genre.hasSameBytes(as: "Master's thesis") {
      return "mastersthesis"
    }
    return "\(BibTeXTypes.word(of: record.type, isBibLaTeX: isBibLaTeX))"
  }

  /// The type that a reader infers from the entry type and other fields.
  func typeOfReader(_ word: String, _ record: Record) -> RecordType {
    let type = word.withUTF8Span { BibTeXTypes.type($0, 0..<$0.count) } ?? .document
    // That it is a preprint is usually inferred from other fields, which the writer checks in what it wrote.
    if record.type == .preprint, !saysAll, BibTeXTypes.mayBePreprint(type) { return .preprint }
    switch type {
    case .document:
      let hasAddress =
        saysAddressByHand(record)
        || record.nativeFields.contains {
          BibTeXTable.row(named: $0.name).map { BibTeXTable.rules[$0] } == .howPublished
            && HowPublished.hasAddress($0.value)
        }
      return hasAddress && word.utf8.map(\.lowercased).elementsEqual("misc".utf8) ? .webpage : type
    case .manuscript:
      let isSaid = record.event?.title != nil || record[date: .event] != nil
      return isSaid || record.event?.place != nil && !BibTeXTypes.isStateOfManuscript(record[.medium]) ? .speech : type
    default: return type
    }
  }

  /// Whether the URL of a web page is in `howpublished`, as BibTeX styles print it.
  func saysAddressByHand(_ record: Record) -> Bool {
    if isBibLaTeX || record.type != .webpage || record.variables.contains(.medium) { return false }
    guard let url = record.identifiers.first(where: { $0.scheme == .url }) else { return false }
    return BibTeXIdentifiers.isAddress(url.value)
      && !record.nativeFields.contains { $0.name.utf8.map(\.lowercased).elementsEqual("howpublished".utf8) }
  }

  static func isWord(_ token: String) -> Bool {
    let reserved = ["comment", "string", "preamble", "xdata", "set"]
    guard token.utf8.first?.isLetter == true, token.utf8.count <= 64,
      token.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
    else { return false }
    return !reserved.contains(String(decoding: token.utf8.map(\.lowercased), as: UTF8.self))
  }

  /// Appends a key, with `_` for characters that keys cannot have.
  private mutating func writeKey(_ key: String?, into sink: inout ByteSink) {
    guard let key else { return }
    if !BibTeXKey.isPlain(key) { isSure = false }
    sink.append(BibTeXKey.written(key, isOfTeX: isOfTeX))
  }

  // MARK: - Fields

  func open(_ row: Int, into sink: inout ByteSink) { sink.append(table.openings[row]) }

  func close(_ sink: inout ByteSink) { sink.append("},\n") }

  private mutating func findSources(_ record: Record) {
    for (place, native) in record.nativeFields.enumerated()
    where native.format.hasSameBytes(as: BibTeXTable.format)
      && native.value.utf8.contains(where: { "\\=$<([*@".utf8.contains($0) || $0 >= 0xC2 })
      && BibTeXPlain.isSource(native.value) && trusts(native.value)
    {
      if let row = BibTeXTable.row(named: native.name) { sources.append((place, row, native.value)) }
    }
  }

  /// Appends the value of a field in its source form, if there is one that is read as the text; it is then
  /// not written again.
  private mutating func appendSource(
    _ row: Int, _ text: RichText, protectsCase: Bool?, into sink: inout ByteSink
  ) -> Bool {
    appendSource(row, into: &sink) { bytes in
      var findings = LaTeXFindings()
      let found =
        if let protectsCase {
          BibTeXDecoder.plainer(
            LaTeXText.read(bytes, 0..<bytes.count, protectsCase: protectsCase, findings: &findings),
            isTitle: protectsCase)
        } else {
          RichText(LaTeXText.readPlain(bytes, 0..<bytes.count, findings: &findings))
        }
      if BibTeXTable.rules[row] == .journal(.main),
        let name = found.plain.withUTF8Span({ BibTeXJournals.name(of: $0, 0..<$0.count) })
      {
        return name.hasSameBytes(as: text.plain)
      }
      return !findings.isEmpty && found == text
    }
  }

  /// Appends the keywords in their source form, if they are unchanged.
  private mutating func appendSource(_ row: Int, ofKeywords keywords: [Keyword], into sink: inout ByteSink) -> Bool {
    appendSource(row, into: &sink) { bytes in
      var (found, findings) = ([Keyword](), LaTeXFindings())
      BibTeXDecoder.readKeywords(bytes, 0..<bytes.count, into: &found, &findings)
      return !findings.isEmpty && found == keywords
    }
  }

  /// Appends a list of names in its source form, if they are unchanged.
  mutating func appendSource(
    _ row: Int, ofNames names: [Contributor], _ role: Role, into sink: inout ByteSink
  ) -> Bool {
    appendSource(row, into: &sink) { [isBibLaTeX] bytes in
      // To BibTeX names with labels are names with too many commas.
      if !isBibLaTeX, bytes.firstIndex(of: UInt8(ascii: "="), from: 0, to: bytes.count) != nil { return false }
      return [true, false].contains { usesPrefix in
        var (found, findings) = ([Contributor](), BibTeXNames.Findings())
        BibTeXNames.read(bytes, 0..<bytes.count, role.alone, usesPrefix: usesPrefix, into: &found, findings: &findings)
        return findings.isLossy && found == names
      }
    }
  }

  /// Appends the value of a field in its source form, if it is read as the value to be written.
  private mutating func appendSource(_ row: Int, into sink: inout ByteSink, isSame: (Span<UInt8>) -> Bool) -> Bool {
    let rule = BibTeXTable.rules[row]
    for index in sources.indices where sources[index].row >= 0 && BibTeXTable.rules[sources[index].row] == rule {
      guard sources[index].value.withUTF8Span(isSame) else { continue }
      sink.append(sources[index].value)
      sources[index].row = -1
      isSure = false
      return true
    }
    return false
  }

  /// Appends the field of a row with a text; nothing if the dialect has no such field, which is reported when
  /// the entry is read back.
  mutating func field(_ row: Int?, _ text: String, into sink: inout ByteSink) {
    guard let row else {
      isSure = false
      return
    }
    open(row, into: &sink)
    if !hasSources || !appendSource(row, RichText(text), protectsCase: nil, into: &sink) {
      append(text, into: &sink)
    }
    close(&sink)
  }

  /// Appends the field of a row with a text and its markup.
  mutating func field(_ row: Int?, _ text: RichText, protectsCase: Bool, into sink: inout ByteSink) {
    guard let row else {
      isSure = false
      return
    }
    open(row, into: &sink)
    defer { close(&sink) }
    if hasSources, appendSource(row, text, protectsCase: protectsCase, into: &sink) { return }
    if text.plain.contains(byte: UInt8(ascii: "<")) { isSure = false }
    if text.marks.isEmpty, protectsCase || !text.plain.contains(byte: 10) { return append(text.plain, into: &sink) }
    if !BibTeXPlain.isPlainMarked(text, isASCII: format.isASCII, protectsCase: protectsCase) { isSure = false }
    LaTeXText.write(text, encoding, protectsCase: protectsCase, isOfTeX: isOfTeX, into: &sink)
  }

  /// Appends a text; one in which LaTeX only needs escapes is certain to be read back.
  mutating func append(_ text: String, into sink: inout ByteSink) {
    switch BibTeXPlain.kind(of: text, isASCII: format.isASCII) {
    case .plain: sink.append(text)
    case .escaped: text.withUTF8Span { BibTeXPlain.append($0, into: &sink) }
    case .other:
      isSure = false
      LaTeXText.write(text, encoding, into: &sink)
    }
  }

  // MARK: - Variables

  mutating func writeVariables(_ record: Record, _ word: String, into sink: inout ByteSink) {
    let implied = word.withUTF8Span { BibTeXTypes.genre(ofWord: $0, 0..<$0.count) }
    if let implied {
      guard let genre = record[.genre] else {
        isSure = false
        return writeVariables(record, word, implied: nil, into: &sink)
      }
      return writeVariables(record, word, implied: genre.hasSameBytes(as: implied) ? implied : nil, into: &sink)
    }
    writeVariables(record, word, implied: nil, into: &sink)
  }

  mutating func writeVariables(_ record: Record, _ word: String, implied: String?, into sink: inout ByteSink) {
    let type = record.type
    for entry in record.variables.entries {
      let value = entry.value
      switch entry.variable {
      case .issue: field(BibTeXTypes.numberUse(type) == .issue ? table.number : table.issue, value, into: &sink)
      case .number:
        guard BibTeXTypes.numberUse(type) == .number else {
          isSure = false
          continue
        }
        field(table.number, value, into: &sink)
      case .publisher:
        if writePublisherWhereItWas(value, record, into: &sink) { continue }
        let isAlone = !record.variables.contains(.institution)
        let isOfInstitution = isAlone && BibTeXTypes.isOfInstitution(type)
        let school = type == .thesis ? table.school : nil
        let publisher = BibTeXTypes.isOfOrganization(word) ? table.organization : table.publisher
        field(isOfInstitution ? school ?? table.institution : publisher, value, into: &sink)
      case .institution:
        if !record.variables.contains(.publisher) { isSure = false }
        field(table.institution, value, into: &sink)
      case .genre:
        if implied != nil { continue }
        let written = isBibLaTeX ? BibTeXTypes.genreKey(value) : value
        if !BibTeXTypes.genre(ofKey: written).hasSameBytes(as: value) { isSure = false }
        field(table.genre, written, into: &sink)
      case .language:
        if !LanguageText.comesBack(value) { isSure = false }
        let word = LanguageText.write(value, as: .babel)
        let isID = BibTeXPlain.isLanguageName(word) || hasNativeLanguage(record)
        field(isID ? table.languageID ?? table.language : table.language, word, into: &sink)
      case .section where type == .articleNewspaper:
        guard let row = table.journal[Title.Kind.sub.rank] else { continue }
        field(row, value, into: &sink)
      case .medium:
        isSure = false
        field(table.howPublished, value, into: &sink)
      default:
        guard let row = table.fields.row(writing: .variable(entry.variable)) else {
          isSure = false
          continue
        }
        if !entry.variable.comesBack(value) { isSure = false }
        if entry.variable == .pages {
          writePages(row, value, into: &sink)
        } else if case .list = BibTeXTable.rules[row] {
          writeList(row, value, into: &sink)
        } else {
          field(row, value, into: &sink)
        }
      }
    }
  }

  /// Whether the source had a field `language` in addition to the one that is the record's language.
  func hasNativeLanguage(_ record: Record) -> Bool {
    record.nativeFields.contains { $0.name.utf8.map(\.lowercased).elementsEqual("language".utf8) }
  }

  /// Appends a list, with `and` instead of semicolons.
  mutating func writeList(_ row: Int, _ text: String, into sink: inout ByteSink) {
    let isSimple = BibTeXPlain.isListed(text.withoutCommas) && !text.utf8.contains(UInt8(ascii: ";"))
    if isSimple { return field(row, text, into: &sink) }
    isSure = false
    open(row, into: &sink)
    var isFirst = true
    for part in text.utf8.split(separator: UInt8(ascii: ";")) {
      let part = String(decoding: Array(part), as: UTF8.self).trimmed
      if part.isEmpty { continue }
      if !isFirst { sink.append(" and ") }
      isFirst = false
      if BibTeXPlain.isListed(part.withoutCommas) { append(part, into: &sink) } else { writeBraced(part, into: &sink) }
    }
    close(&sink)
  }

  /// Appends the pages, with `--` for the hyphen of a range.
  mutating func writePages(_ row: Int, _ text: String, into sink: inout ByteSink) {
    open(row, into: &sink)
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
    if !PageText.isPlain(text) { isSure = false }
    if let bytes = BibTeXPages.source(of: text, isASCII: encoding == .ascii) {
      sink.append(contentsOf: bytes)
    } else {
      isSure = false
      append(text, into: &sink)
    }
  }

  // MARK: - Texts

  mutating func writeTexts(_ record: Record, into sink: inout ByteSink) {
    writeKeywords(record.keywords, into: &sink)
    if let first = record.abstracts.first(where: { $0.kind == .main }) {
      if record.abstracts.count > 1 || first.language != nil || !first.text.plain.isOfText { isSure = false }
      field(table.fields.row(writing: .abstract(.main)), first.text, protectsCase: false, into: &sink)
    } else if !record.abstracts.isEmpty {
      isSure = false
    }
    var remarks = 0
    var hasAnnotation = false
    for note in record.notes {
      switch note.kind {
      case .note:
        if hasAnnotation || remarks > 1 { isSure = false }
        if BibTeXIdentifiers.isAddress(note.text.plain) || !note.text.plain.isOfText { isSure = false }
        if remarks < 2 {
          field(remarks == 0 ? table.note : table.addendum, note.text, protectsCase: false, into: &sink)
        }
        remarks += 1
      case .annotation:
        if hasAnnotation {
          isSure = false
          continue
        }
        hasAnnotation = true
        field(table.fields.row(writing: .note(.annotation)), note.text, protectsCase: false, into: &sink)
      }
    }
  }

  mutating func writeKeywords(_ keywords: [Keyword], into sink: inout ByteSink) {
    guard !keywords.isEmpty, let row = table.keywords else { return }
    open(row, into: &sink)
    if hasSources, appendSource(row, ofKeywords: keywords, into: &sink) { return close(&sink) }
    var isFirst = true
    for index in keywords.indices {
      if !isFirst { sink.append(", ") }
      isFirst = false
      if keywords[index].scheme != nil || keywords[index].language != nil || keywords[index].isMajor { isSure = false }
      let text = keywords[index].text
      if !text.isOfText { isSure = false }
      if text.contains(byte: UInt8(ascii: ",")) || text.contains(byte: UInt8(ascii: ";")) {
        isSure = false
        writeBraced(text, into: &sink)
      } else {
        append(text, into: &sink)
      }
    }
    close(&sink)
  }

  mutating func writeRareParts(_ record: Record, into sink: inout ByteSink) {
    isSure = false
    if let event = record.event {
      for part in Event.Part.allCases {
        if let text = event[part], let row = table.fields.row(writing: .event(part)) { field(row, text, into: &sink) }
      }
      if let sponsor = event.sponsor, record.type == .paperConference || record.type == .proceedings,
        record.variables.contains(.publisher)
      {
        field(table.organization, sponsor, into: &sink)
      }
    }
    if !record.files.isEmpty, let row = table.file {
      let text = BibTeXFiles.write(record.files)
      if !text.isEmpty {
        open(row, into: &sink)
        sink.append(text)
        close(&sink)
      }
    }
  }

  // MARK: - Native fields

  mutating func writeNativeFields(_ record: Record, into sink: inout ByteSink) {
    for (place, native) in record.nativeFields.enumerated()
    where native.format.hasSameBytes(as: BibTeXTable.format)
      && !sources.contains(where: { $0.place == place && $0.row < 0 })
    {
      var value = native.value
      if Self.refersToEntries(native.name) {
        value = BibTeXKey.references(value, isOfTeX: isOfTeX)
        if !value.hasSameBytes(as: native.value) { isSure = false }
      }
      guard let first = native.name.utf8.first, first.isLetter || first == UInt8(ascii: "_"),
        native.name.utf8.count <= 60,
        native.name.utf8.allSatisfy(\.isWordOfBibTeX), BibTeXPlain.isSource(native.name), BibTeXPlain.isSource(value),
        trusts(value)
      else {
        isSure = false
        continue
      }
      if let row = BibTeXTable.row(named: native.name) {
        if BibTeXTable.rules[row] != .key || row == BibTeXTable.options { isSure = false }
        // A field must not be repeated in an entry.
        if isWritten(row, in: sink) {
          isSure = false
          continue
        }
      }
      sink.append("  ")
      sink.append(native.name)
      sink.append(" = {")
      sink.append(value)
      close(&sink)
    }
  }

  /// Whether a field only has keys of other entries.
  private static func refersToEntries(_ name: String) -> Bool {
    ["crossref", "xref", "xdata", "related", "entryset", "ids"].contains(
      String(decoding: name.utf8.map(\.lowercased), as: UTF8.self))
  }

  /// Whether the field of a row is in the entry already.
  func isWritten(_ row: Int, in sink: ByteSink) -> Bool {
    let bytes = sink.bytes(from: start)
    return bytes.span.firstIndex(of: Array("\n  \(table.fields.rows[row].name) = ".utf8)) != nil
  }
}

extension String {
  /// The text with spaces instead of commas and equals signs.
  fileprivate var withoutCommas: String {
    String(decoding: utf8.map { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "=") ? 32 : $0 }, as: UTF8.self)
  }
}
