import CitemillCore

extension JSONCursor {
  /// Takes a value of any kind as a tree; `null` members are left out.
  mutating func tree(_ bytes: Span<UInt8>, _ context: inout JSONContext) throws(JSONSyntaxError) -> FieldTree? {
    switch try kind(bytes) {
    case .string: return .text(try text(bytes).string(bytes, loneSurrogates: &context.loneSurrogates))
    case .literal: return try literal(bytes).map { .flag($0) }
    case .number:
      let start = self
      if let number = try int(bytes) { return .number(number) }
      self = start
      return .text(bytes.text(try number(bytes)))
    case .array:
      var elements: [FieldTree] = []
      try enterArray(bytes)
      while try nextElement(bytes) {
        if let element = try tree(bytes, &context) { elements.append(element) }
      }
      return .list(elements)
    case .object:
      var members: [FieldTree.Member] = []
      var names = MemberNames()
      try enterObject(bytes)
      while let key = try nextKey(bytes) {
        let name = key.string(bytes, loneSurrogates: &context.loneSurrogates)
        guard let value = try tree(bytes, &context) else { continue }
        if names.contains(name, of: members) {
          context.error(.repeatedMember, "member \"\(name)\" stands twice; the first one is kept")
        } else {
          members.append(FieldTree.Member(name, value))
        }
      }
      return .object(members)
    }
  }
}

/// Tells whether an object has a member of a name already, in as much time for the last member as for the first.
private struct MemberNames {
  /// The names by their bytes, once they are many.
  private var many: Set<[UInt8]> = []

  /// Whether one of the members has the name; to be asked before each is added.
  mutating func contains(_ name: String, of members: [FieldTree.Member]) -> Bool {
    if members.count < 32 { return members.contains { $0.name.hasSameBytes(as: name) } }
    if many.isEmpty { many = Set(members.map { Array($0.name.utf8) }) }
    if let last = members.last { many.insert(Array(last.name.utf8)) }
    return many.contains(Array(name.utf8))
  }
}

extension ByteSink {
  /// Appends a tree as JSON.
  mutating func append(_ tree: FieldTree) {
    switch tree {
    case .text(let text): appendJSON(text.wrappedValue)
    case .number(let number): append(String(number))
    case .flag(let flag): append(flag ? "true" as StaticString : "false")
    case .list(let elements):
      append(UInt8(ascii: "["))
      var list = JSONList()
      for element in elements {
        list.next(&self)
        append(element)
      }
      append(UInt8(ascii: "]"))
    case .object(let members):
      append(UInt8(ascii: "{"))
      var list = JSONList()
      for member in members {
        list.next(&self)
        append(member)
      }
      append(UInt8(ascii: "}"))
    }
  }

  /// Appends a member of an object.
  mutating func append(_ member: FieldTree.Member) {
    appendJSON(member.name)
    append(UInt8(ascii: ":"))
    append(member.value)
  }
}

extension FieldTree {
  /// The tree as JSON.
  var json: String {
    var sink = ByteSink()
    sink.append(self)
    return sink.text
  }
}
