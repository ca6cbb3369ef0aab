import CitemillCore

/// The habits of programs that write CSL-JSON, each in a function with its reason; and conventions that the
/// format does not define, each as a pair of functions that are inverse to each other.
enum CSLQuirks {
  // MARK: - Crossref

  /// The names that Crossref has for the dates of a work.
  static let otherDates = ["published-print", "published-online", "published"]

  /// Crossref gives an empty `issued` to a work with a printed or an online date; that date is then the date
  /// of publication (Fixtures/CSLJSON/dates-foreign.json). The member, which is one of the native fields, is
  /// kept as one too.
  static func readOtherDate(
    _ places: [Int], into record: inout Record, context: inout JSONContext
  ) throws(JSONSyntaxError) {
    for name in otherDates {
      guard let place = places.first(where: { record.nativeFields[$0].name == name }) else { continue }
      let bytes = Array(record.nativeFields[place].value.utf8)
      var cursor = JSONCursor(0..<bytes.count)
      var alone = Record()
      var untold = JSONContext()
      try CSLDecoder().readDate(.issued, "issued", in: bytes.span, at: &cursor, into: &alone, context: &untold)
      guard let date = alone[date: .issued], date.value != nil else { continue }
      record[date: .issued] = date
      context.note(.foreignDate, "no date in \"issued\"; that of \"\(name)\" is used")
      return
    }
  }

  // MARK: - Scripts

  /// The names that scripts and other formats have for members, in small letters, with those of CSL
  /// (Fixtures/CSLJSON/members-of-scripts.json).
  private static let foreignNames: [String: String] = [
    "authors": "author", "editors": "editor", "doi": "DOI", "url": "URL", "isbn": "ISBN", "issn": "ISSN",
    "pmid": "PMID", "pmcid": "PMCID", "journal": "container-title", "journaltitle": "container-title",
    "publicationtitle": "container-title", "booktitle": "container-title", "container": "container-title",
    "containertitle": "container-title", "year": "issued", "pages": "page", "keywords": "keyword",
    "publisherplace": "publisher-place",
  ]

  /// The row that is meant by a member that CSL does not have; nil if it is no known name.
  static func row(ofForeign name: String) -> CSLTable.Row? {
    name.utf8.count > 20 ? nil : foreignNames[name.lowercased()].flatMap { CSLTable.row(named: $0) }
  }

  // MARK: - Flags and names

  /// The flags of CSL are true, 1 or "true", and older tools write "false"; nil for anything else.
  static func flag(_ text: String) -> Bool? {
    switch text {
    case "true", "1": true
    case "false", "0": false
    default: nil
    }
  }

  /// Whether a literal name stands for the rest of a list: `others`, and what other programs write
  /// (Fixtures/CSLJSON/names-odd.json).
  static func isOthers(_ literal: String?) -> Bool {
    literal?.withUTF8Span { NameWords.isOthers($0, 0..<$0.count) } ?? false
  }

  /// The same for a name of a person, in which some write it as the family name.
  static func isOthers(_ name: borrowing PersonName) -> Bool {
    guard name.isBare, name.given == nil, let family = name.family, family.utf8.count < 21 else { return false }
    return family != "Others" && isOthers(family)
  }

  /// Whether a name is empty: family name, given name and literal are only white space (Juris-M writes such
  /// names).
  static func isBlank(_ name: borrowing PersonName) -> Bool {
    func isBlank(_ text: String?) -> Bool {
      guard let first = text?.utf8.first else { return true }
      return first.isSpace && text?.utf8.allSatisfy(\.isSpace) == true
    }
    return isBlank(name.family) && isBlank(name.given) && isBlank(name.literal)
  }

  // MARK: - Identifiers

  /// Puts identifiers where they belong, and reports a member whose value means that there is none.
  static func readIdentifiers(_ text: String, _ place: Place, into record: inout Record, context: inout JSONContext) {
    if text.isEmpty { return }
    if let absence = record.putIdentifiers(text, at: place) { context.add(absence) }
  }

  /// The URL of a work without one, made from its arXiv number or the like, for which CSL has no variable and
  /// which no style prints (Fixtures/BibTeX/preprints.bib); nil if there is none.
  static func derivedAddress(of identifiers: [Identifier]) -> String? {
    identifiers.filter { $0.scheme != .url }.derivedAddress
  }

  /// Removes a URL that was made from a number, unless `custom` has it too.
  static func dropDerivedAddress(from record: inout Record) {
    guard let address = derivedAddress(of: record.identifiers),
      let place = record.identifiers.firstIndex(of: Identifier(.url, address))
    else { return }
    let given = CSLNatives.field("URL", address)
    if let native = record.nativeFields.firstIndex(of: given) {
      record.nativeFields.remove(at: native)
    } else {
      record.identifiers.remove(at: place)
    }
  }

  // MARK: - Pages

  /// Whether the pages repeat the article number of an article without pages. Styles print the pages, so that
  /// the writer puts the number there too.
  static func hasNumberAsPages(_ record: Record) -> Bool {
    guard let number = record.variables[.articleNumber], let pages = record.variables[.pages] else { return false }
    return number.hasSameBytes(as: pages)
  }

  // MARK: - Keywords

  /// Whether a text can be one of several keywords unchanged: without a comma or semicolon and without space
  /// at its ends.
  static func isPlainKeyword(_ text: String) -> Bool {
    guard let (first, last) = text.edgeBytes, !first.isSpace, !last.isSpace else { return false }
    return !text.contains(byte: UInt8(ascii: ",")) && !text.contains(byte: UInt8(ascii: ";"))
  }

  /// Reads the keywords of a list in one string, separated by semicolons if there are any, else by commas.
  static func readKeywords(_ text: String, into record: inout Record) {
    text.withUTF8Span { bytes in
      let semicolon = UInt8(ascii: ";")
      let hasSemicolon = bytes.firstIndex(of: semicolon, from: 0, to: bytes.count) != nil
      let separator = hasSemicolon ? semicolon : UInt8(ascii: ",")
      var start = 0
      while start < bytes.count {
        let end = bytes.firstIndex(of: separator, from: start, to: bytes.count) ?? bytes.count
        var (first, last) = (start, end)
        while first < last, bytes[first].isSpace { first += 1 }
        while first < last, bytes[last - 1].isSpace { last -= 1 }
        if first < last { record.keywords.append(Keyword(bytes.text(first..<last))) }
        start = end + 1
      }
    }
  }

  static func keywords(_ text: String) -> [String] {
    var record = Record()
    readKeywords(text, into: &record)
    return record.keywords.map(\.text)
  }

  static func joined(_ keywords: [Keyword]) -> String {
    let (separator, end) = separators(of: keywords)
    return keywords.map(\.text).joined(separator: "\(separator)") + "\(end)"
  }

  /// What is between keywords, and after the last.
  static func separators(of keywords: [Keyword]) -> (between: StaticString, end: StaticString) {
    for index in keywords.indices where keywords[index].text.contains(byte: UInt8(ascii: ",")) {
      // A single keyword with a comma needs the semicolon too, or it would be read as two.
      return ("; ", keywords.count == 1 ? ";" : "")
    }
    return (", ", "")
  }

  // MARK: - Notes

  /// The members that may be in lines of a note.
  private static let extra = ExtraLines(
    CSLTable.rows.compactMap { row in if case .at(let place) = row.rule { ("\(row.name)", place) } else { nil } })

  /// Reads a note: the lines `name: value` and groups `{:name:value}` of Zotero's "Extra" for variables that
  /// are not set; all other lines are the note. Returns the citation key that a line gives, unless there is
  /// one.
  ///
  /// A note that begins with a line end has no such lines; the line end itself is not part of the note.
  static func readNote(_ note: String, into record: inout Record, hasKey: Bool) -> String? {
    var rest = Array(note.utf8)
    var key: String?
    if rest.first == 10 {
      rest.removeFirst()
    } else {
      key = extra.take(from: &rest, into: &record, hasKey: hasKey)
    }
    record.notes.insert(contentsOf: remarks(rest[...]).map { Note(RichText($0)) }, at: 0)
    return key
  }

  /// The notes in a text, which are separated by empty lines.
  private static func remarks(_ bytes: ArraySlice<UInt8>) -> [String] {
    var found: [String] = []
    var start = bytes.startIndex
    var here = start
    while here < bytes.endIndex, bytes[here] == 10 { here += 1 }
    while here < bytes.endIndex {
      guard bytes[here] == 10, here + 1 < bytes.endIndex, bytes[here + 1] == 10 else {
        here += 1
        continue
      }
      var next = here + 2
      while next < bytes.endIndex, bytes[next] == 10 { next += 1 }
      if next == bytes.endIndex { break }
      found.append(String(decoding: bytes[start..<here], as: UTF8.self))
      start = here + 2
      here = next
    }
    if start < bytes.endIndex { found.append(String(decoding: bytes[start...], as: UTF8.self)) }
    return found
  }

  /// The notes as one text from which they are read back.
  static func joined(_ notes: [Note]) -> String {
    if notes.isEmpty { return "" }
    let text = notes.filter { $0.kind == .note }.map(\.text.plain).joined(separator: "\n\n")
    let bytes = Array(text.utf8)
    let hasLines = bytes.contains(UInt8(ascii: ":")) && bytes.split(separator: 10).contains(where: extra.isLine)
    return bytes.first == 10 || hasLines ? "\n" + text : text
  }
}
