import CitemillCore

/// Reads the members of a CSL item into a record.
struct CSLDecoder: JSONRecordDecoder {
  /// The variable that has the labels of the databases where records were found; nil if none has.
  var sources: Variable?

  func decode(
    in bytes: Span<UInt8>, at cursor: inout JSONCursor, into record: inout Record, context: inout JSONContext
  ) throws(JSONSyntaxError) -> JSONRefusal? {
    var item = CSLItem()
    try cursor.enterObject(bytes)
    while let key = try cursor.nextKey(bytes) {
      guard let row = CSLTable.row(key, bytes) else {
        let name = key.string(bytes, loneSurrogates: &context.loneSurrogates)
        let place = record.nativeFields.count
        try readOther(name, in: bytes, at: &cursor, into: &record, context: &context)
        if record.nativeFields.count > place {
          if let row = CSLQuirks.row(ofForeign: name) {
            item.foreign.append((name, row, place))
          } else {
            context.note(.unknownMember, name)
          }
          if CSLQuirks.otherDates.contains(name) { item.otherDates.append(place) }
        } else {
          item.hasKnownMember = true
        }
        continue
      }
      if try cursor.kind(bytes) == .literal, cursor.byte(bytes) == UInt8(ascii: "n") {
        _ = try cursor.literal(bytes)
        item.hasKnownMember = true
        continue
      }
      if item.hasSeen(row) {
        context.error(.repeatedMember, "member \"\(row.name)\" is repeated; the first one is kept")
        _ = try cursor.skipValue(bytes)
        continue
      }
      try read(row, in: bytes, at: &cursor, &item, into: &record, context: &context)
    }
    guard item.hasKnownMember else {
      return JSONRefusal(code: .noKnownMember, message: "an object without any CSL member; skipped")
    }
    if !item.foreign.isEmpty { try readForeign(&item, into: &record, context: &context) }
    item.settle(into: &record, context: &context)
    if record[date: .issued] == nil, !item.otherDates.isEmpty {
      try CSLQuirks.readOtherDate(item.otherDates, into: &record, context: &context)
    }
    if let sources { record.takeSources(from: sources) }
    return nil
  }

  /// Reads the members under names of other formats, if the item has nothing else in their place; the others stay
  /// native fields.
  private func readForeign(
    _ item: inout CSLItem, into record: inout Record, context: inout JSONContext
  ) throws(JSONSyntaxError) {
    var taken: [Int] = []
    for (name, row, index) in item.foreign {
      if item.hasSeen(row) || row.rule.isPresent(in: record) {
        context.note(.unknownMember, name)
        continue
      }
      let bytes = Array(record.nativeFields[index].value.utf8)
      var cursor = JSONCursor(0..<bytes.count)
      try read(row, in: bytes.span, at: &cursor, &item, into: &record, context: &context)
      context.note(.foreignMember, name)
      taken.append(index)
    }
    for index in taken.reversed() { record.nativeFields.remove(at: index) }
    item.otherDates = item.otherDates.map { date in date - taken.count { $0 < date } }
  }

  /// Reads one member into its place.
  private func read(
    _ row: CSLTable.Row, in bytes: Span<UInt8>, at cursor: inout JSONCursor, _ item: inout CSLItem,
    into record: inout Record, context: inout JSONContext
  ) throws(JSONSyntaxError) {
    switch row.rule {
    case .at(.names(let role, _)):
      try readNames(role.name, row.name, in: bytes, at: &cursor, into: &record, context: &context)
      return
    case .at(.date(let kind)):
      try readDate(kind.name, row.name, in: bytes, at: &cursor, into: &record, context: &context)
      return
    case .custom:
      try readCustom(in: bytes, at: &cursor, into: &record, context: &context)
      return
    case .at(.keyword) where try cursor.kind(bytes) == .array:
      // citation-js and others write a list.
      for text in try texts(row, in: bytes, at: &cursor, &record, context: &context) where !text.isEmpty {
        record.keywords.append(Keyword(text))
      }
      return
    case .at(let place) where place.isOfHost:
      let joined = try texts(row, in: bytes, at: &cursor, &record, context: &context).joined(separator: ", ")
      if place == .identifier(.isbn) { item.isbn = joined } else { item.issn = joined }
      return
    default: break
    }

    guard let text = try text(row, in: bytes, at: &cursor, &record, context: &context), !text.isEmpty else { return }
    switch row.rule {
    case .id: item.id = text
    case .at(.key): item.citationKey = text
    case .at(.type): item.type = text
    case .at(.title(let kind, let tier)):
      place(Title(InlineMarkup.read(text), kind: kind), in: tier, of: row, text, into: &record, context: &context)
    case .at(.identifier(let scheme, _)):
      CSLQuirks.readIdentifiers(text, .identifier(scheme.name), into: &record, context: &context)
    case .at(.keyword): CSLQuirks.readKeywords(text, into: &record)
    case .at(.note(.note)): item.note = text
    case .at(.variable(.pages, _)): item.pages = text
    case .at(.abstract(let kind)): record.abstracts.append(Abstract(InlineMarkup.readAbstract(text), kind: kind.name))
    case .at(.event(.title)):
      if let title = record.event?.title, !title.hasSameBytes(as: text) {
        // The schema has `event` beside `event-title`, and older items use it.
        record.nativeFields.append(CSLNatives.field("\(row.name)", text))
        context.warn(
          .secondValue, "member \"\(row.name)\" gives a different title of the event; kept as a native field")
      } else {
        record.put(text, at: .event(.title))
      }
    case .at(let place): record.put(text, at: place)
    case .custom: break
    }
  }

  /// Adds a title; a second one of the same kind, under the other name that CSL or Zotero has for it, is kept
  /// as a native field.
  private func place(
    _ title: Title, in tier: FieldPath.Tier, of row: CSLTable.Row, _ text: String, into record: inout Record,
    context: inout JSONContext
  ) {
    let others = record.titles(of: tier)
    if let same = others.first(where: { $0.kind == title.kind }) {
      if same == title { return }
      record.nativeFields.append(CSLNatives.field("\(row.name)", text))
      context.warn(.secondValue, "member \"\(row.name)\" gives another \(title.kind) title; kept as a native field")
      return
    }
    if tier == .own { record.add(title) } else { record.inTier(tier) { $0.titles.insert(title) } }
  }

  // MARK: - Values

  /// A value as one string; of a list, the first one. The list goes to `custom`, so that the member is a
  /// string when it is written.
  private func text(
    _ row: CSLTable.Row, in bytes: Span<UInt8>, at cursor: inout JSONCursor, _ record: inout Record,
    context: inout JSONContext
  ) throws(JSONSyntaxError) -> String? {
    let isNumber = try cursor.kind(bytes) == .number
    switch try cursor.scalar(bytes, &context.loneSurrogates) {
    // Scripts write the number 3.0 for 3.
    case .text(let text): return isNumber && text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    case .null: return nil
    case .composite: break
    }
    let start = cursor
    let found = try texts(row, in: bytes, at: &cursor, &record, context: &context).filter { !$0.isEmpty }
    guard found.count > 1 else { return found.first }
    // Crossref gives lists of titles. The first is the one that it prints.
    var again = start
    try keep(CSLNatives.name(ofMember: "\(row.name)"), in: bytes, at: &again, &record)
    context.warn(
      .wrongShape,
      "member \"\(row.name)\" is a list of \(found.count); the first is read, the list is kept as a native field")
    return found.first
  }

  /// A value as strings: one, or those of a list; anything else is kept as a native field.
  private func texts(
    _ row: CSLTable.Row, in bytes: Span<UInt8>, at cursor: inout JSONCursor, _ record: inout Record,
    context: inout JSONContext
  ) throws(JSONSyntaxError) -> [String] {
    var ahead = cursor
    if let found = try ahead.texts(bytes, context: &context) {
      cursor = ahead
      return found
    }
    try keep(CSLNatives.name(ofMember: "\(row.name)"), in: bytes, at: &cursor, &record)
    context.warn(.wrongShape, "member \"\(row.name)\" has an unexpected form; kept as a native field")
    return []
  }

  func keep(
    _ name: String, in bytes: Span<UInt8>, at cursor: inout JSONCursor, _ record: inout Record
  ) throws(JSONSyntaxError) {
    record.nativeFields.append(NativeField(format: CSLTable.format, name: name, value: try cursor.raw(bytes)))
  }

  /// Reads `custom`: Citemill's names in it, and what others keep there.
  private func readCustom(
    in bytes: Span<UInt8>, at cursor: inout JSONCursor, into record: inout Record, context: inout JSONContext
  ) throws(JSONSyntaxError) {
    guard try cursor.kind(bytes) == .object else {
      try keep(CSLNatives.name(ofMember: "custom"), in: bytes, at: &cursor, &record)
      context.warn(.wrongShape, "member \"custom\" is not an object; kept as a native field")
      return
    }
    var seen = MemberNames()
    try cursor.enterObject(bytes)
    while let key = try cursor.nextKey(bytes) {
      let name = key.string(bytes, loneSurrogates: &context.loneSurrogates)
      guard seen.insert(name) else {
        context.error(.repeatedMember, "\"\(name)\" in \"custom\" is repeated; the first one is kept")
        _ = try cursor.skipValue(bytes)
        continue
      }
      try readOther(name, in: bytes, at: &cursor, into: &record, context: &context)
    }
  }

  /// Reads a member that CSL does not have, or one of `custom`: Citemill's variables and identifiers. Others
  /// are kept unchanged.
  private func readOther(
    _ name: String, in bytes: Span<UInt8>, at cursor: inout JSONCursor, into record: inout Record,
    context: inout JSONContext
  ) throws(JSONSyntaxError) {
    if CSLTable.isOfCustom(name) {
      if let variable = CSLTable.customVariables.first(where: { $0.name == name }), record.variables[variable] == nil {
        switch try cursor.scalar(bytes, &context.loneSurrogates) {
        case .text(let text):
          record.variables[variable] = text.isEmpty ? nil : text
          return
        case .null: return
        case .composite: break
        }
      } else if let scheme = CSLTable.customSchemes.first(where: { $0.rawValue == name }) {
        return try readCustomIdentifiers(scheme, in: bytes, at: &cursor, into: &record, context: &context)
      }
    }
    try keep(CSLNatives.name(ofMember: name), in: bytes, at: &cursor, &record)
  }

  private func readCustomIdentifiers(
    _ scheme: IdentifierScheme, in bytes: Span<UInt8>, at cursor: inout JSONCursor, into record: inout Record,
    context: inout JSONContext
  ) throws(JSONSyntaxError) {
    var ahead = cursor
    guard let found = try ahead.texts(bytes, context: &context) else {
      try keep(scheme.rawValue, in: bytes, at: &cursor, &record)
      context.warn(.wrongShape, "\"\(scheme.rawValue)\" in \"custom\" has an unexpected form; kept as a native field")
      return
    }
    cursor = ahead
    for text in found where !text.isEmpty { record.add(Identifier(scheme, text)) }
  }
}

extension JSONCursor {
  /// Reads a value as strings: one, or those of a list; nil for anything else.
  fileprivate mutating func texts(
    _ bytes: Span<UInt8>, context: inout JSONContext
  ) throws(JSONSyntaxError) -> [String]? {
    switch try scalar(bytes, &context.loneSurrogates) {
    case .text(let text): return [text]
    case .null: return []
    case .composite: break
    }
    guard try kind(bytes) == .array else { return nil }
    var found: [String] = []
    try enterArray(bytes)
    while try nextElement(bytes) {
      switch try scalar(bytes, &context.loneSurrogates) {
      case .text(let text): found.append(text)
      case .null: continue
      case .composite: return nil
      }
    }
    return found
  }
}

/// Values that are settled only when all members of an item have been read.
private struct CSLItem {
  var id: String?
  var citationKey: String?
  var type: String?
  var pages: String?
  var isbn = ""
  var issn = ""
  var note: String?
  /// The indices of native fields that are dates under names of Crossref.
  var otherDates: [Int] = []
  /// Members under names of other formats: the row that is meant, and the index of the native field.
  var foreign: [(name: String, row: CSLTable.Row, index: Int)] = []
  var hasKnownMember = false
  private var seen: UInt128 = 0

  /// Whether the row's name came before; remembers it.
  mutating func hasSeen(_ row: CSLTable.Row) -> Bool {
    let bit = UInt128(1) << UInt128(row.index)
    defer { seen |= bit }
    hasKnownMember = true
    return seen & bit != 0
  }

  func settle(into record: inout Record, context: inout JSONContext) {
    if let type { settleType(type, &record, context: &context) }
    let noted = note.flatMap { CSLQuirks.readNote($0, into: &record, hasKey: citationKey != nil) }
    settleKey(citationKey ?? noted, &record)
    CSLQuirks.readIdentifiers(isbn, .identifier(.isbn), into: &record, context: &context)
    CSLQuirks.readIdentifiers(issn, .identifier(.issn), into: &record, context: &context)
    // After the identifiers of `custom`, which are numbers of registries.
    if record.identifiers.count > 1 { CSLQuirks.dropDerivedAddress(from: &record) }
    if record.isEvidentlyPreprint { record.type = .preprint }
    if record.event?.isEmpty == true { record.event = nil }
    // Without pages, some programs write the article number as the pages.
    if let pages, !record.variables.contains(.pages), record[.articleNumber] != pages,
      let remark = record.putPages(pages)
    {
      context.add(remark)
    }
  }

  /// Zotero's citation key is preferred to its id, which is a URL.
  private func settleKey(_ citationKey: String?, _ record: inout Record) {
    record.key = citationKey ?? id
    guard let citationKey, let id, !id.hasSameBytes(as: citationKey) || self.citationKey != nil else { return }
    record.nativeFields.append(NativeField(format: CSLTable.format, name: "id", value: id))
  }

  private func settleType(_ type: String, _ record: inout Record, context: inout JSONContext) {
    if let known = RecordType(rawValue: type), known.cslType == known {
      record.type = known
      return
    }
    record.origin.typeToken = type
    if record.takeType(type) {
      context.warn(.foreignType, "type \"\(type)\" is not a CSL type; read as \(record.type.rawValue)")
    } else {
      record.nativeFields.append(CSLNatives.field(CSLNatives.name(ofMember: "type"), type))
      context.warn(.unknownType, "type \"\(type)\" is not a CSL type; read as document, the word is kept")
    }
  }
}

extension Diagnostic.Code {
  /// A member that CSL does not have.
  static let unknownMember = Self("csl.unknown-member")
  /// A member has a name that other formats or programs use, and is read.
  static let foreignMember = Self("csl.foreign-member")
  /// An object without any member that CSL has.
  static let noKnownMember = Self("csl.no-known-member")
  /// A member whose value has a form that CSL does not allow.
  static let wrongShape = Self("csl.wrong-shape")
  /// Two members give different values for the same field.
  static let secondValue = Self("csl.second-value")
  /// A type that CSL does not have.
  static let unknownType = Self("csl.unknown-type")
  /// A type under the name that Crossref, Zotero or a database uses.
  static let foreignType = Self("csl.foreign-type")
  /// A date that does not exist, or that cannot be parsed.
  static let badDate = Self("csl.bad-date")
  /// A date that has more in it than a date.
  static let dateInWords = Self("csl.date-in-words")
  /// A date in a member, or with members, that CSL does not have.
  static let foreignDate = Self("csl.foreign-date")
  /// A name in a member that Crossref uses.
  static let foreignName = Self("csl.foreign-name")
  /// A literal name that looks like a list of names.
  static let severalNames = Self("csl.joined-names")
  /// A name without any part.
  static let emptyName = Self("csl.empty-name")
}
