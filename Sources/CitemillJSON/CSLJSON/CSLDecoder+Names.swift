import CitemillCore

// Names in CSL-JSON: CSL 1.0.2, "Names" and the schema's `name-variable`.
//
//     {"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}
//     {"literal": "World Health Organization"}
//     {"literal": "others"}                               the list goes on
//     {"name": "World Health Organization"}               Crossref's word for a literal name

/// The parts of a name.
private enum NamePart: UInt8, CaseIterable {
  case family, given, droppingParticle, nonDroppingParticle, suffix, commaSuffix, staticOrdering, literal

  var name: StaticString {
    switch self {
    case .family: "family"
    case .given: "given"
    case .droppingParticle: "dropping-particle"
    case .nonDroppingParticle: "non-dropping-particle"
    case .suffix: "suffix"
    case .commaSuffix: "comma-suffix"
    case .staticOrdering: "static-ordering"
    case .literal: "literal"
    }
  }

  /// The bits of the parts of which a name needs one.
  static var naming: UInt8 { family.bit | given.bit | literal.bit }
  /// The bit by which a part that was seen is remembered.
  var bit: UInt8 { 1 << rawValue }

  /// The part of a key, or nil.
  init?(_ key: JSONCursor.Text, _ bytes: Span<UInt8>) {
    if key.hasEscapes {
      var halves = 0
      let name = key.string(bytes, loneSurrogates: &halves)
      guard let part = Self.allCases.first(where: { name.hasSameBytes(as: "\($0.name)") }) else { return nil }
      self = part
      return
    }
    let part: NamePart
    switch key.range.count {
    case 5: part = .given
    case 6: part = bytes.byte(at: key.range.lowerBound) == UInt8(ascii: "f") ? .family : .suffix
    case 7: part = .literal
    case 12: part = .commaSuffix
    case 15: part = .staticOrdering
    case 17: part = .droppingParticle
    case 21: part = .nonDroppingParticle
    default: return nil
    }
    guard key.equals(part.name, bytes) else { return nil }
    self = part
  }
}

// MARK: - Reading

extension CSLDecoder {
  func readNames(
    _ role: Role, _ member: StaticString, in bytes: Span<UInt8>, at cursor: inout JSONCursor, into record: inout Record,
    context: inout JSONContext
  ) throws(JSONSyntaxError) {
    var count = 0
    let roles = [role]
    guard try cursor.kind(bytes) == .array else {
      context.warn(.wrongShape, "member \"\(member)\" is not a list; read as a list of one")
      try readName(roles, member, &count, in: bytes, at: &cursor, into: &record, context: &context)
      return
    }
    try cursor.enterArray(bytes)
    while try cursor.nextElement(bytes) {
      try readName(roles, member, &count, in: bytes, at: &cursor, into: &record, context: &context)
    }
  }

  private func readName(
    _ roles: [Role], _ member: StaticString, _ count: inout Int, in bytes: Span<UInt8>, at cursor: inout JSONCursor,
    into record: inout Record, context: inout JSONContext
  ) throws(JSONSyntaxError) {
    switch try cursor.kind(bytes) {
    case .object: break
    case .array:
      try keep("\(member)[\(count)]", in: bytes, at: &cursor, &record)
      context.warn(.wrongShape, "a name in \"\(member)\" is a list; kept as a native field")
      return
    case .string, .number, .literal:
      guard case .text(let text) = try cursor.scalar(bytes, &context.loneSurrogates), !text.isEmpty else {
        context.warn(.emptyName, "a name in \"\(member)\" has no text; ignored")
        return
      }
      let names = NameText.readList(text, role: roles[0])
      record.contributors += names
      count += names.count
      context.warn(.wrongShape, "a name in \"\(member)\" is a plain string; parsed as a name")
      return
    }

    let start = cursor
    var name = PersonName()
    var natives: [NativeField] = []
    var nativeNames = MemberNames()
    var seen: UInt8 = 0
    try cursor.enterObject(bytes)
    while let key = try cursor.nextKey(bytes) {
      guard let part = NamePart(key, bytes) else {
        try keepForeignMember(
          key, of: member, number: count, &natives, names: &nativeNames, in: bytes, at: &cursor, context: &context)
        continue
      }
      if seen & part.bit != 0 {
        context.error(.repeatedMember, "\"\(part.name)\" in \"\(member)\" is repeated; the first one is kept")
        _ = try cursor.skipValue(bytes)
        continue
      }
      let before = cursor
      switch try cursor.scalar(bytes, &context.loneSurrogates) {
      case .text(let text):
        if text.isEmpty { continue }
        seen |= part.bit
        if name.set(part, text) { continue }
        // A flag that is neither true nor false.
        cursor = before
        natives.append(
          NativeField(
            format: CSLTable.format, name: "\(member)[\(count)]/\(part.name)", value: try cursor.raw(bytes)))
        context.warn(.wrongShape, "\"\(part.name)\" in \"\(member)\" is neither true nor false; kept as a native field")
      case .null: break
      case .composite:
        let value = try cursor.raw(bytes)
        guard nativeNames.insert("\(part.name)") else {
          context.error(.repeatedMember, "\"\(part.name)\" in \"\(member)\" is repeated; the first one is kept")
          continue
        }
        natives.append(NativeField(format: CSLTable.format, name: "\(member)[\(count)]/\(part.name)", value: value))
        context.warn(.wrongShape, "\"\(part.name)\" in \"\(member)\" is not a string; kept as a native field")
      }
    }
    if seen & NamePart.naming == 0 || CSLQuirks.isBlank(name) {
      if let person = takeParts(member, &natives, context: &context) {
        if !natives.isEmpty { record.nativeFields += natives }
        record.contributors.append(Contributor(.person, name: person, roles: roles))
        count += 1
        return
      }
      guard let literal = takeName(member, &natives, context: &context) else {
        if natives.isEmpty, seen & ~NamePart.naming == 0 {
          context.warn(.emptyName, "a name in \"\(member)\" has no text; ignored")
          return
        }
        var again = start
        try keep("\(member)[\(count)]", in: bytes, at: &again, &record)
        context.warn(.emptyName, "a name in \"\(member)\" has no name in it; kept as a native field")
        return
      }
      name = PersonName(literal: literal)
    }
    if !natives.isEmpty { record.nativeFields += natives }
    if name.family != nil || name.given != nil {
      if let literal = name.literal {
        record.nativeFields.append(CSLNatives.field("\(member)[\(count)]/literal", literal))
        name.literal = nil
      }
      if CSLQuirks.isOthers(name) {
        record.contributors.append(Contributor(.others, roles: roles))
      } else {
        let person = Contributor(.person, name: consume name, roles: roles)
        record.contributors.append(consume person)
      }
    } else if let literal = name.literal {
      let body = Self.body(literal, name, roles)
      if literal.withUTF8Span({ NameText.people($0, 0..<$0.count) }) != nil {
        context.warn(
          .severalNames, "the literal name \"\(literal)\" in \"\(member)\" looks like several names; kept as one")
      }
      // An organisation has neither particles nor a suffix, and the end of a list has no parts.
      for part in NamePart.allCases {
        guard let text = name.text(of: part), body.kind == .others || body.name.text(of: part) == nil, part != .literal
        else { continue }
        record.nativeFields.append(CSLNatives.field("\(member)[\(count)]/\(part.name)", text))
      }
      record.contributors.append(body)
    }
    count += 1
  }

  /// Reads the parts of a name under the names that scripts give them: `firstName`, `lastName`
  /// (Fixtures/CSLJSON/names-of-scripts.json).
  private func takeParts(
    _ member: StaticString, _ natives: inout [NativeField], context: inout JSONContext
  ) -> PersonName? {
    func place(_ names: [String]) -> Int? {
      natives.firstIndex { native in names.contains { native.name.hasSuffix("]/" + $0) } }
    }
    guard let last = place(["lastName", "last_name", "last", "familyName", "surname"]) else { return nil }
    let first = place(["firstName", "first_name", "first", "givenName", "forename"])
    func text(_ index: Int) -> String? {
      let bytes = Array(natives[index].value.utf8)
      var cursor = JSONCursor(0..<bytes.count)
      var halves = 0
      guard let text = try? cursor.text(bytes.span).string(bytes.span, loneSurrogates: &halves), !text.isEmpty else {
        return nil
      }
      return text
    }
    guard let family = text(last) else { return nil }
    let given = first.flatMap(text)
    let used = [last, given == nil ? nil : first].compactMap { $0 }
    for index in used.sorted(by: >) { natives.remove(at: index) }
    context.warn(.foreignName, "\"lastName\" in \"\(member)\" is not a CSL member; read as a family name")
    return PersonName(family: family, given: given)
  }

  /// Reads Crossref's member `name`, if no other member has the name (Fixtures/CSLJSON/names-odd.json).
  private func takeName(_ member: StaticString, _ natives: inout [NativeField], context: inout JSONContext) -> String? {
    guard let index = natives.firstIndex(where: { $0.name.hasSuffix("]/name") }) else { return nil }
    let bytes = Array(natives[index].value.utf8)
    var cursor = JSONCursor(0..<bytes.count)
    guard let text = try? cursor.text(bytes.span).string(bytes.span, loneSurrogates: &context.loneSurrogates),
      !text.isEmpty
    else { return nil }
    natives.remove(at: index)
    context.warn(.foreignName, "\"name\" in \"\(member)\" is not a CSL member; read as a literal name")
    return text
  }

  /// Keeps a member of a name that CSL does not have.
  private func keepForeignMember(
    _ key: JSONCursor.Text, of member: StaticString, number count: Int, _ natives: inout [NativeField],
    names: inout MemberNames, in bytes: Span<UInt8>, at cursor: inout JSONCursor, context: inout JSONContext
  ) throws(JSONSyntaxError) {
    let text = key.string(bytes, loneSurrogates: &context.loneSurrogates)
    guard names.insert(text) else {
      context.error(.repeatedMember, "\"\(text)\" in \"\(member)\" is repeated; the first one is kept")
      _ = try cursor.skipValue(bytes)
      return
    }
    natives.append(
      NativeField(format: CSLTable.format, name: "\(member)[\(count)]/\(text)", value: try cursor.raw(bytes)))
  }

  /// The organisation of a literal name, or the end of a list that is not complete.
  private static func body(_ literal: String, _ name: PersonName, _ roles: [Role]) -> Contributor {
    if CSLQuirks.isOthers(literal) { return Contributor(.others, roles: roles) }
    var body = PersonName(literal: literal)
    body.hasCommaSuffix = name.hasCommaSuffix
    body.isFamilyFirst = name.isFamilyFirst
    return Contributor(.organization, name: body, roles: roles)
  }
}

extension PersonName {
  /// Sets a part, unless it is a flag and the text neither true nor false.
  fileprivate mutating func set(_ part: NamePart, _ text: String) -> Bool {
    switch part {
    case .family: family = text
    case .given: given = text
    case .droppingParticle: droppingParticle = text
    case .nonDroppingParticle: nonDroppingParticle = text
    case .suffix: suffix = text
    case .commaSuffix:
      guard let flag = CSLQuirks.flag(text) else { return false }
      hasCommaSuffix = flag
    case .staticOrdering:
      guard let flag = CSLQuirks.flag(text) else { return false }
      isFamilyFirst = flag
    case .literal: literal = text
    }
    return true
  }

  /// A part as text; nil for a flag that is not set.
  fileprivate func text(of part: NamePart) -> String? {
    switch part {
    case .family: family
    case .given: given
    case .droppingParticle: droppingParticle
    case .nonDroppingParticle: nonDroppingParticle
    case .suffix: suffix
    case .commaSuffix: hasCommaSuffix ? "true" : nil
    case .staticOrdering: isFamilyFirst ? "true" : nil
    case .literal: literal
    }
  }
}

// MARK: - Writing

extension Contributor {
  /// Whether the contributor has another role first.
  fileprivate borrowing func begins(anotherThan role: Role) -> Bool {
    let roles = roles.span
    return !roles.isEmpty && roles[0] != role
  }
}

extension JSONList {
  fileprivate mutating func flag(_ name: StaticString, _ sink: inout ByteSink) {
    self.name(name, &sink)
    sink.append("true")
  }
}

extension CSLWriter {
  /// Writes the names of a role, which begin at an index, as a list, and returns where those of the next role
  /// begin.
  func writeNames(
    _ contributors: [Contributor], from start: Int, _ role: Role, into sink: inout ByteSink
  ) -> Int {
    sink.append(UInt8(ascii: "["))
    var list = JSONList()
    // Through a span, which borrows its elements; a loop over the array copies each of them with all its
    // strings.
    let people = contributors.span
    var index = start
    while index < people.count, !people[index].begins(anotherThan: role) {
      defer { index += 1 }
      if people[index].roles.isEmpty { continue }
      if people[index].kind != .others, people[index].name.isBare {
        list.object("family", people[index].name.family, and: "given", people[index].name.given, into: &sink)
        continue
      }
      list.next(&sink)
      sink.append(UInt8(ascii: "{"))
      var members = JSONList()
      if people[index].kind == .others {
        members.member("literal", "others", &sink)
      } else {
        members.member("family", people[index].name.family, &sink)
        members.member("given", people[index].name.given, &sink)
        Self.writeRareParts(of: people[index].name, &members, into: &sink)
      }
      sink.append(UInt8(ascii: "}"))
    }
    sink.append(UInt8(ascii: "]"))
    return index
  }

  private static func writeRareParts(of name: PersonName, _ members: inout JSONList, into sink: inout ByteSink) {
    members.member("dropping-particle", name.droppingParticle, &sink)
    members.member("non-dropping-particle", name.nonDroppingParticle, &sink)
    members.member("suffix", name.suffix, &sink)
    if name.hasCommaSuffix { members.flag("comma-suffix", &sink) }
    if name.isFamilyFirst { members.flag("static-ordering", &sink) }
    members.member("literal", name.literal, &sink)
  }
}
