import CitemillCore

/// Writes records as CSL items, one per line.
struct CSLWriter: KeyLocating {
  let layout: CSLJSON.Layout
  /// The variable that has the labels of the databases where records were found; nil if none has.
  var sources: Variable?

  func begin(into sink: inout ByteSink) {
    if layout == .array { sink.append(UInt8(ascii: "[")) }
  }

  func separator(into sink: inout ByteSink) {
    if layout == .array { sink.append(UInt8(ascii: ",")) }
  }

  func finish(count: Int, into sink: inout ByteSink) {
    if layout == .array { sink.append(count == 0 ? "]\n" : "\n]\n") }
  }

  // Not `borrowing`, which would copy the record for every function that reads it.
  func write(_ record: Record, into sink: inout ByteSink, reporting report: inout LossReport) -> WriteOutcome {
    if layout == .array { sink.append("\n  ") }
    if let sources, let rest = record.givingWay(toSourcesAt: sources, reporting: &report) {
      report.settle(from: record, to: rest)
      writeFitting(rest, into: &sink, &report)
    } else {
      writeFitting(record, into: &sink, &report)
    }
    if layout == .lines { sink.append(UInt8(ascii: "\n")) }
    return .written
  }

  private func writeFitting(_ record: Record, into sink: inout ByteSink, _ report: inout LossReport) {
    if CSLFit.fits(record) {
      // No keyword has a comma then.
      write(record, (", ", ""), into: &sink, &report)
    } else if let narrowed = CSLNarrowing.narrowed(record, &report) {
      report.settle(from: record, to: narrowed)
      write(narrowed, CSLQuirks.separators(of: narrowed.keywords), into: &sink, &report)
    } else {
      write(record, CSLQuirks.separators(of: record.keywords), into: &sink, &report)
    }
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

  /// Writes a record that fits; only native fields can still be lost.
  private func write(
    _ record: Record, _ separators: (between: StaticString, end: StaticString), into sink: inout ByteSink,
    _ report: inout LossReport
  ) {
    sink.append(UInt8(ascii: "{"))
    var members = JSONList()
    let id = record.key == nil || record.nativeFields.isEmpty ? nil : CSLNatives.placeOfID(in: record.nativeFields)
    members.member("id", id.map { record.nativeFields[$0].value } ?? record.key, &sink)
    if id != nil { members.member("citation-key", record.key, &sink) }
    members.member("type", record.type.rawValue, &sink)
    writeTitles(record.titles, .own, &members, into: &sink)
    writeContainers(record, &members, into: &sink)
    if !record.hasOnlyUsualParts, let event = record.event {
      members.member("event-title", event.title, &sink)
      members.member("event-place", event.place, &sink)
    }
    // By index: a loop over an array copies each element with all its strings.
    let entries = record.variables.entries.span
    for index in entries.indices {
      guard let name = CSLTable.name(of: entries[index].variable) else {
        // CSL has no article number, and styles print the pages; `custom` shows which of the two it is.
        if entries[index].variable == .articleNumber, !record.variables.contains(.pages) {
          members.member("page", entries[index].value, &sink)
        }
        continue
      }
      members.member(name, entries[index].value, &sink)
    }
    if let sources, let name = CSLTable.name(of: sources) {
      members.member(name, record.origin.sourcesText, &sink)
    }
    var next = 0
    while next < record.contributors.count {
      // By now they are grouped by role.
      guard let role = record.contributors[next].roles.first, let name = CSLTable.name(of: role) else {
        next += 1
        continue
      }
      members.name(name, &sink)
      next = writeNames(record.contributors, from: next, role, into: &sink)
    }
    for index in record.dates.indices {
      guard let name = CSLTable.name(of: record.dates[index].kind) else { continue }
      members.name(name, &sink)
      CSLDate.write(record.dates, at: index, into: &sink)
    }
    writeIdentifiers(record, &members, into: &sink)
    writeKeywords(record.keywords, separators, &members, into: &sink)
    if !record.notes.isEmpty {
      let note = CSLQuirks.joined(record.notes)
      if !note.isEmpty { members.member("note", note, &sink) }
      members.member("annote", record.notes.first { $0.kind == .annotation }?.text.plain, &sink)
    }
    if !record.abstracts.isEmpty { members.member("abstract", record.abstracts.span[0].text, &sink) }
    writeCustom(record, id: id, &members, into: &sink, &report)
    sink.append(UInt8(ascii: "}"))
  }

  private func writeTitles(
    _ titles: [Title], _ tier: FieldPath.Tier, _ members: inout JSONList, into sink: inout ByteSink
  ) {
    let all = titles
    let titles = all.span
    for index in titles.indices {
      guard let name = CSLTable.name(of: titles[index].kind, tier) else { continue }
      members.member(name, titles[index].text, &sink)
    }
  }

  private func writeContainers(_ record: Record, _ members: inout JSONList, into sink: inout ByteSink) {
    guard let relation = record.container?.relation else { return }
    if let titles = record.container?.titles {
      writeTitles(titles, relation == .host ? .host : .series, &members, into: &sink)
    }
    // By now the chain is a host, a series, or a host in a series.
    if relation == .host, record.container?.hasParent != true { return }
    writeSeries(record, relation, &members, into: &sink)
  }

  private func writeSeries(
    _ record: Record, _ relation: Container.Relation, _ members: inout JSONList, into sink: inout ByteSink
  ) {
    let series = relation == .series ? record.container : record.container?.parent
    guard let series else { return }
    if relation == .host { writeTitles(series.titles, .series, &members, into: &sink) }
    members.member("collection-number", series.variables[.number], &sink)
  }

  private func writeIdentifiers(_ record: Record, _ members: inout JSONList, into sink: inout ByteSink) {
    let identifiers = record.identifiers.span
    for index in identifiers.indices {
      guard let name = CSLTable.name(of: identifiers[index].scheme) else { continue }
      members.member(name, identifiers[index].value, &sink)
    }
    if identifiers.count > 0 { members.member("URL", record.identifiers.derivedAddress, &sink) }
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

  /// Writes keywords as one string, as `CSLQuirks.joined` would.
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

  /// Writes what CSL has no name for: values under Citemill's names, and native fields except the id.
  private func writeCustom(
    _ record: Record, id: Int?, _ members: inout JSONList, into sink: inout ByteSink, _ report: inout LossReport
  ) {
    let identifiers = record.identifiers.span
    guard
      record.variables.presence & CSLTable.customPresence != 0 || !record.nativeFields.isEmpty
        || identifiers.indices.contains(where: { CSLTable.name(of: identifiers[$0].scheme) == nil })
    else { return }
    let variables = record.variables.entries.filter { CSLTable.name(of: $0.variable) == nil }
    let schemes = CSLTable.customSchemes.filter { scheme in record.identifiers.contains { $0.scheme == scheme } }
    let hasNatives = record.nativeFields.indices.contains {
      $0 != id && record.nativeFields[$0].format == CSLTable.format
    }
    guard !variables.isEmpty || !schemes.isEmpty || hasNatives else { return }
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
    var names = variables.map { "\($0.variable.name)" } + schemes.map(\.rawValue)
    if let address = CSLQuirks.derivedAddress(of: record.identifiers) {
      // Without it a reader takes the URL for the generated one.
      if record.identifiers.contains(Identifier(.url, address)) { custom.member("URL", address, &sink) }
      names.append("URL")
    }
    CSLNatives.write(record.nativeFields, except: id, after: names, &custom, into: &sink, &report)
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
