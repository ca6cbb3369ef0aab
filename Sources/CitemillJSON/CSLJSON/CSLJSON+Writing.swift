import CitemillCore

/// Writes records as CSL items, one a line.
struct CSLWriter: RecordWriter {
  let layout: CSLJSON.Layout

  func begin(into sink: inout ByteSink) {
    if layout == .array { sink.append(UInt8(ascii: "[")) }
  }

  func separator(into sink: inout ByteSink) {
    if layout == .array { sink.append(UInt8(ascii: ",")) }
  }

  func finish(count: Int, into sink: inout ByteSink) {
    if layout == .array { sink.append(count == 0 ? "]\n" : "\n]\n") }
  }

  // Not `borrowing`, which would have the record copied for whatever looks at it.
  func write(_ record: Record, into sink: inout ByteSink, reporting report: inout LossReport) -> WriteOutcome {
    if layout == .array { sink.append("\n  ") }
    if CSLFit.fits(record) {
      // No keyword has a comma then.
      write(record, (", ", ""), into: &sink, &report)
    } else if let narrowed = CSLNarrowing.narrowed(record, &report) {
      report.settle(from: record, to: narrowed)
      write(narrowed, CSLQuirks.separators(of: narrowed.keywords), into: &sink, &report)
    } else {
      write(record, CSLQuirks.separators(of: record.keywords), into: &sink, &report)
    }
    if layout == .lines { sink.append(UInt8(ascii: "\n")) }
    return .written
  }

  func placeOfKey(in bytes: Span<UInt8>, _ record: Range<Int>) -> Range<Int>? {
    let head: StaticString = layout == .array ? "\n  {\"id\":\"" : "{\"id\":\""
    let start = record.lowerBound + head.utf8CodeUnitCount
    guard bytes.stands(head, at: record.lowerBound),
      let end = bytes.firstIndex(of: UInt8(ascii: "\""), from: start, to: record.upperBound),
      // An escape, or an id that is not the key.
      bytes.firstIndex(of: UInt8(ascii: "\\"), from: start, to: end) == nil,
      !bytes.stands("\",\"citation-key\"", at: end)
    else { return nil }
    return start..<end
  }

  /// Writes a record that fits; what may be lost by now are native fields.
  private func write(
    _ record: Record, _ separators: (between: StaticString, end: StaticString), into sink: inout ByteSink,
    _ report: inout LossReport
  ) {
    var natives = CSLNatives(record.nativeFields)
    sink.append(UInt8(ascii: "{"))
    var members = JSONList()
    let id = record.key == nil ? nil : natives.value("id")
    members.member("id", id ?? record.key, &sink)
    if id != nil { members.member("citation-key", record.key, &sink) }
    members.member("type", natives.takeType(of: record) ?? record.type.rawValue, &sink)
    writeTitles(record.titles, .own, &natives, &members, into: &sink)
    writeContainers(record, &natives, &members, into: &sink)
    if !record.hasOnlyUsualParts, let event = record.event {
      members.member("event-title", event.title, &sink)
      members.member("event-place", event.place, &sink)
    }
    // By indices: a loop over an array copies each element, with all its texts.
    let entries = record.variables.entries.span
    for index in entries.indices {
      guard let name = CSLTable.name(of: entries[index].variable) else {
        // CSL has no number of an article, and styles print the pages; `custom` says which of the two it is.
        if entries[index].variable == .articleNumber, !record.variables.contains(.pages) {
          members.member("page", entries[index].value, &sink)
        }
        continue
      }
      members.member(name, entries[index].value, &sink)
    }
    var next = 0
    while next < record.contributors.count {
      // By now they are grouped by role.
      guard let role = record.contributors[next].roles.first, let name = CSLTable.name(of: role) else {
        next += 1
        continue
      }
      members.name(name, &sink)
      next = writeNames(record.contributors, from: next, role, natives, into: &sink)
    }
    for index in record.dates.indices {
      guard let name = CSLTable.name(of: record.dates[index].kind) else { continue }
      members.name(name, &sink)
      // A date that could be understood in part is written as it stood.
      if let whole = natives.take("\(name)", reading: { $0.dates == [record.dates[index]] }) {
        sink.append(whole)
      } else {
        CSLDate.write(record.dates, at: index, natives, name, into: &sink)
      }
    }
    writeIdentifiers(record, &members, into: &sink)
    writeKeywords(record.keywords, separators, &members, into: &sink)
    if !record.notes.isEmpty {
      let note = CSLQuirks.joined(record.notes)
      if !note.isEmpty { members.member("note", note, &sink) }
      members.member("annote", record.notes.first { $0.kind == .annotation }?.text.plain, &sink)
    }
    if !record.abstracts.isEmpty { members.member("abstract", record.abstracts.span[0].text, &sink) }
    writeCustom(record, natives, &members, into: &sink)
    natives.writeWhole(record, &members, into: &sink, &report)
    sink.append(UInt8(ascii: "}"))
  }

  /// Writes titles; one that was the first of a list is written as that list.
  private func writeTitles(
    _ titles: [Title], _ tier: FieldPath.Tier, _ natives: inout CSLNatives, _ members: inout JSONList,
    into sink: inout ByteSink
  ) {
    let all = titles
    let titles = all.span
    for index in titles.indices {
      guard let name = CSLTable.name(of: titles[index].kind, tier) else { continue }
      if let whole = natives.take("\(name)", reading: { $0.titles(of: tier) == [all[index]] }) {
        members.name(name, &sink)
        sink.append(whole)
      } else {
        members.member(name, titles[index].text, &sink)
      }
    }
  }

  private func writeContainers(
    _ record: Record, _ natives: inout CSLNatives, _ members: inout JSONList, into sink: inout ByteSink
  ) {
    guard let relation = record.container?.relation else { return }
    if let titles = record.container?.titles {
      writeTitles(titles, relation == .host ? .host : .series, &natives, &members, into: &sink)
    }
    // By now the chain is a host, a series, or a host in a series.
    if relation == .host, record.container?.hasParent != true { return }
    writeSeries(record, relation, &natives, &members, into: &sink)
  }

  private func writeSeries(
    _ record: Record, _ relation: Container.Relation, _ natives: inout CSLNatives, _ members: inout JSONList,
    into sink: inout ByteSink
  ) {
    let series = relation == .series ? record.container : record.container?.parent
    guard let series else { return }
    if relation == .host { writeTitles(series.titles, .series, &natives, &members, into: &sink) }
    members.member("collection-number", series.variables[.number], &sink)
  }

  private func writeIdentifiers(_ record: Record, _ members: inout JSONList, into sink: inout ByteSink) {
    let identifiers = record.identifiers.span
    for index in identifiers.indices {
      guard let name = CSLTable.name(of: identifiers[index].scheme) else { continue }
      members.member(name, identifiers[index].value, &sink)
    }
    if !record.type.isPartOfHost {
      writeNumbers(record.identifiers, &members, into: &sink)
    } else if record.container?.relation == .host, let owner = record.container?.identifiers {
      writeNumbers(owner, &members, into: &sink)
    }
  }

  private func writeNumbers(_ owner: [Identifier], _ members: inout JSONList, into sink: inout ByteSink) {
    if owner.isEmpty { return }
    members.member("ISBN", numbers(.isbn, of: owner), &sink)
    members.member("ISSN", numbers(.issn, of: owner), &sink)
  }

  /// The numbers of a scheme as one text, or nil.
  private func numbers(_ scheme: IdentifierScheme, of owner: [Identifier]) -> String? {
    var text: String?
    for index in owner.indices where owner[index].scheme == scheme {
      // Added in place: there may be any number of them.
      if text == nil {
        text = owner[index].value
      } else {
        text?.append(", ")
        text?.append(owner[index].value)
      }
    }
    return text
  }

  /// Writes keywords as one text, as `CSLQuirks.joined` would make it.
  private func writeKeywords(
    _ keywords: [Keyword], _ separators: (between: StaticString, end: StaticString), _ members: inout JSONList,
    into sink: inout ByteSink
  ) {
    if keywords.isEmpty { return }
    members.name("keyword", &sink)
    sink.append(UInt8(ascii: "\""))
    for index in keywords.indices {
      if index > 0 { sink.append(separators.between) }
      sink.appendJSONContent(keywords[index].text)
    }
    sink.append(separators.end)
    sink.append(UInt8(ascii: "\""))
  }

  /// Writes what CSL has no name for under ours.
  private func writeCustom(
    _ record: Record, _ natives: CSLNatives, _ members: inout JSONList, into sink: inout ByteSink
  ) {
    let identifiers = record.identifiers.span
    guard
      record.variables.presence & CSLTable.customPresence != 0
        || identifiers.indices.contains(where: { CSLTable.name(of: identifiers[$0].scheme) == nil })
        || natives.has(under: "custom/")
    else { return }
    let variables = record.variables.entries.filter { CSLTable.name(of: $0.variable) == nil }
    let schemes = CSLTable.customSchemes.filter { scheme in record.identifiers.contains { $0.scheme == scheme } }
    guard !variables.isEmpty || !schemes.isEmpty || natives.has(under: "custom/") else { return }
    members.name("custom", &sink)
    sink.append(UInt8(ascii: "{"))
    var custom = JSONList()
    for entry in variables {
      custom.name(entry.variable.name, &sink)
      sink.appendJSON(entry.value)
    }
    for scheme in schemes {
      let values = record.identifiers.filter { $0.scheme == scheme }.map(\.value)
      custom.name(scheme.rawValue, &sink)
      if values.count == 1 {
        sink.appendJSON(values[0])
        continue
      }
      sink.append(UInt8(ascii: "["))
      var list = JSONList()
      for value in values {
        list.next(&sink)
        sink.appendJSON(value)
      }
      sink.append(UInt8(ascii: "]"))
    }
    natives.write(under: "custom/", &custom, into: &sink)
    sink.append(UInt8(ascii: "}"))
  }
}

extension JSONList {
  /// Appends a member with a text and its markup.
  fileprivate mutating func member(_ name: StaticString, _ text: borrowing RichText, _ sink: inout ByteSink) {
    if InlineMarkup.isPlain(text) { return member(name, text.plain, &sink) }
    member(name, InlineMarkup.write(copy text), &sink)
  }
}

/// What CSL-JSON said and the model has no place for, to be put back where it was.
///
/// Names are paths: `funder` for a member of the item, `author[0]/ORCID` for one of a name, `issued/x`, `custom/x`.
struct CSLNatives {
  private let fields: [NativeField]
  /// Where those under each place are, of a long list: tens of thousands of names may each have some.
  private let indices: [Verbatim: [Int]]
  /// The names of those that were written in place of what was read from them.
  private var taken: [String] = []

  init(_ fields: [NativeField]) {
    let fields = fields.isEmpty ? [] : fields.filter { $0.format == CSLTable.format }
    var indices: [Verbatim: [Int]] = [:]
    if fields.count > Self.few {
      for index in fields.indices {
        guard let slash = fields[index].name.utf8.firstIndex(of: UInt8(ascii: "/")) else { continue }
        indices[Verbatim(wrappedValue: String(fields[index].name[...slash])), default: []].append(index)
      }
    }
    self.fields = fields
    self.indices = indices
  }

  /// So many are looked through for each place.
  private static let few = 16

  /// The indices of the fields under a place, which ends with the only slash in it.
  private func indices(under place: String) -> [Int] {
    if fields.count > Self.few { return indices[Verbatim(wrappedValue: place)] ?? [] }
    return fields.indices.filter { fields[$0].name.utf8.starts(with: place.utf8) }
  }

  /// Whether there is nothing to put back.
  var isEmpty: Bool { fields.isEmpty }

  /// The text of a field.
  func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The type's own word, which no type that we know says; it counts as written then.
  mutating func takeType(of record: Record) -> String? {
    guard !fields.isEmpty, record.type == .document, let token = value("type"), RecordType(rawValue: token) == nil,
      CSLQuirks.crossrefType(token) == nil, TypeWords.type(of: token) == nil
    else { return nil }
    taken.append("type")
    return token
  }

  func has(under place: String) -> Bool { !indices(under: place).isEmpty }

  /// Writes the fields under a place as members, except one that was written.
  func write(under place: String, except written: String? = nil, _ members: inout JSONList, into sink: inout ByteSink) {
    for index in indices(under: place) {
      let name = String(decoding: fields[index].name.utf8.dropFirst(place.utf8.count), as: UTF8.self)
      if name == written { continue }
      members.name(name, &sink)
      sink.append(fields[index].value.asJSONValue)
    }
  }

  /// The value of a member as it stood, where reading it still gives what the record has; it counts as written then.
  mutating func take(_ name: @autoclosure () -> String, reading isSame: (Record) -> Bool) -> String? {
    if fields.isEmpty { return nil }
    let name = name()
    guard let value = value(name)?.asJSONValue, let alone = record(of: name, value), isSame(alone) else { return nil }
    taken.append(name)
    return value
  }

  /// The record of an item that has one member; nil when it is none.
  private func record(of name: String, _ value: String) -> Record? {
    let item = Array("{\"\(name)\":\(value)}".utf8)
    var cursor = JSONCursor(0..<item.count)
    var context = JSONContext()
    var alone = Record()
    do {
      return try CSLDecoder().decode(item.span, &cursor, into: &alone, context: &context) == nil ? alone : nil
    } catch {
      return nil
    }
  }

  /// Writes the members of the item itself, and reports those that have no room beside what the record has by now.
  func writeWhole(
    _ record: Record, _ members: inout JSONList, into sink: inout ByteSink, _ report: inout LossReport
  ) {
    var written: Set<[UInt8]> = []
    for field in fields where field.name != "id" && !taken.contains(field.name) {
      if isNested(field.name) {
        // An element that was no name has no place in a list of names.
        if !field.name.contains(byte: UInt8(ascii: "/")) {
          report.lose(FieldPath(.nativeFields, "\(CSLTable.format).\(field.name)"), .dropped)
        }
        continue
      }
      // A name may have come twice; JSON has it once.
      guard !written.contains(Array(field.name.utf8)), canStand(field, in: record) else {
        report.lose(FieldPath(.nativeFields, "\(CSLTable.format).\(field.name)"), .dropped)
        continue
      }
      written.insert(Array(field.name.utf8))
      members.name(field.name, &sink)
      sink.append(field.value.asJSONValue)
    }
  }

  /// Whether a field can be a member without being read as anything but a native field.
  private func canStand(_ field: NativeField, in record: Record) -> Bool {
    guard let row = CSLTable.row(named: field.name) else { return true }
    if row.target.isPresent(in: record) { return row.isAlias }
    return self.record(of: field.name, field.value.asJSONValue)?.content == Record()
  }

  /// Whether a name is a path into a member of CSL.
  private func isNested(_ name: String) -> Bool {
    let head = name.utf8.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "[") }
    return head.count < name.utf8.count && CSLTable.row(named: String(decoding: head, as: UTF8.self)) != nil
  }
}
