import CitemillCore

// Names in CSL-JSON: CSL 1.0.2, "Names" and the schema's `name-variable`.
//
//     {"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}
//     {"literal": "World Health Organization"}
//     {"literal": "others"}                               the list goes on

/// The parts of a name, in the order of writing.
private enum NamePart: CaseIterable {
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
}

// MARK: - Reading

extension CSLDecoder {
  /// Reads the names of a role.
  func readNames(
    _ role: Role, _ member: String, _ bytes: Span<UInt8>, _ cursor: inout JSONCursor, into record: inout Record,
    _ context: inout JSONContext
  ) throws(JSONSyntaxError) {
    var count = 0
    guard try cursor.kind(bytes) == .array else {
      context.warn(.wrongShape, "member \"\(member)\" is no list; read as a list of one")
      try readName(role, member, &count, bytes, &cursor, into: &record, &context)
      return
    }
    try cursor.enterArray(bytes)
    while try cursor.nextElement(bytes) {
      try readName(role, member, &count, bytes, &cursor, into: &record, &context)
    }
  }

  private func readName(
    _ role: Role, _ member: String, _ count: inout Int, _ bytes: Span<UInt8>, _ cursor: inout JSONCursor,
    into record: inout Record, _ context: inout JSONContext
  ) throws(JSONSyntaxError) {
    switch try cursor.kind(bytes) {
    case .object: break
    case .array:
      try keep("\(member)[\(count)]", bytes, &cursor, &record)
      context.warn(.wrongShape, "a name in \"\(member)\" is a list; kept as a native field")
      return
    case .string, .number, .literal:
      guard case .text(let text) = try cursor.scalar(bytes, &context.loneSurrogates), !text.isEmpty else { return }
      record.add(.unparsed(text, role))
      count += 1
      context.warn(.wrongShape, "a name in \"\(member)\" is a plain text; read as a literal name")
      return
    }

    var name = PersonName()
    var natives: [NativeField] = []
    try cursor.enterObject(bytes)
    while let key = try cursor.nextKey(bytes) {
      guard let part = NamePart.allCases.first(where: { key.equals($0.name, bytes) }) else {
        let text = key.string(bytes, loneSurrogates: &context.loneSurrogates)
        natives.append(
          NativeField(format: CSLTable.format, name: "\(member)[\(count)]/\(text)", value: try cursor.raw(bytes)))
        continue
      }
      switch try cursor.scalar(bytes, &context.loneSurrogates) {
      case .text(let text): name.set(part, text)
      case .null: break
      case .composite:
        natives.append(
          NativeField(
            format: CSLTable.format, name: "\(member)[\(count)]/\(part.name)", value: try cursor.raw(bytes)))
        context.warn(.wrongShape, "\"\(part.name)\" in \"\(member)\" is no text; kept as a native field")
      }
    }
    record.nativeFields += natives
    guard let contributor = contributor(name, role, "\(member)[\(count)]", &record) else {
      context.warn(.emptyName, "a name in \"\(member)\" has no text; passed over")
      return
    }
    record.add(contributor)
    count += 1
  }

  /// The contributor of a name; nil when the name says nothing.
  private func contributor(_ name: PersonName, _ role: Role, _ place: String, _ record: inout Record) -> Contributor? {
    var name = name
    if name.family != nil || name.given != nil {
      if let literal = name.literal {
        record.nativeFields.append(NativeField(format: CSLTable.format, name: place + "/literal", value: literal))
        name.literal = nil
      }
      return .person(name, role)
    }
    guard let literal = name.literal else { return nil }
    if literal == "others" { return Contributor(.others, roles: [role]) }
    var body = PersonName(literal: literal)
    body.hasCommaSuffix = name.hasCommaSuffix
    body.isFamilyFirst = name.isFamilyFirst
    return Contributor(.organization, name: body, roles: [role])
  }
}

extension PersonName {
  fileprivate mutating func set(_ part: NamePart, _ text: String) {
    if text.isEmpty { return }
    // The flags are true, 1 or "true"; writers of older tools give "false".
    let isTrue = text != "false" && text != "0"
    switch part {
    case .family: family = text
    case .given: given = text
    case .droppingParticle: droppingParticle = text
    case .nonDroppingParticle: nonDroppingParticle = text
    case .suffix: suffix = text
    case .commaSuffix: hasCommaSuffix = isTrue
    case .staticOrdering: isFamilyFirst = isTrue
    case .literal: literal = text
    }
  }

  fileprivate func text(_ part: NamePart) -> String? {
    switch part {
    case .family: family
    case .given: given
    case .droppingParticle: droppingParticle
    case .nonDroppingParticle: nonDroppingParticle
    case .suffix: suffix
    case .literal: literal
    case .commaSuffix, .staticOrdering: nil
    }
  }
}

// MARK: - Writing

extension CSLWriter {
  /// Writes the names of a role as a list.
  func writeNames(_ contributors: [Contributor], _ role: Role, _ natives: CSLNatives, into sink: inout ByteSink) {
    sink.append(UInt8(ascii: "["))
    var list = JSONList()
    var index = 0
    for contributor in contributors where contributor.roles.first == role {
      list.next(&sink)
      write(contributor, natives, at: "\(role.rawValue)[\(index)]/", into: &sink)
      index += 1
    }
    sink.append(UInt8(ascii: "]"))
  }

  private func write(
    _ contributor: Contributor, _ natives: CSLNatives, at place: String, into sink: inout ByteSink
  ) {
    sink.append(UInt8(ascii: "{"))
    var members = JSONList()
    let name = contributor.kind == .others ? PersonName(literal: "others") : contributor.name
    for part in NamePart.allCases {
      switch part {
      case .commaSuffix where name.hasCommaSuffix, .staticOrdering where name.isFamilyFirst:
        members.name(part.name, &sink)
        sink.append("true")
      default: members.member(part.name, name.text(part), &sink)
      }
    }
    natives.write(under: place, &members, into: &sink)
    sink.append(UInt8(ascii: "}"))
  }
}
