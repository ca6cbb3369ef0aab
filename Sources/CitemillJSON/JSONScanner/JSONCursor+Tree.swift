import CitemillCore

extension JSONCursor {
  /// Reads a value of any kind as a tree; `null` members are left out.
  mutating func tree(_ bytes: Span<UInt8>, context: inout JSONContext) throws(JSONSyntaxError) -> FieldTree? {
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
        if let element = try tree(bytes, context: &context) { elements.append(element) }
      }
      return .list(elements)
    case .object:
      var members: [FieldTree.Member] = []
      var names = MemberNames()
      try enterObject(bytes)
      while let key = try nextKey(bytes) {
        let name = key.string(bytes, loneSurrogates: &context.loneSurrogates)
        guard let value = try tree(bytes, context: &context) else { continue }
        if names.insert(name) {
          members.append(FieldTree.Member(name, value))
        } else {
          context.error(.repeatedMember, "member \"\(name)\" is repeated; the first one is kept")
        }
      }
      return .object(members)
    }
  }
}

/// The names of an object's members, compared by their bytes, in the same time for the last as for the first.
struct MemberNames {
  private var few: [String] = []
  /// The names by their bytes, once they are many.
  private var many: Set<[UInt8]> = []

  /// Adds a name.
  ///
  /// - Returns: Whether it was not there yet.
  mutating func insert(_ name: String) -> Bool {
    if many.isEmpty {
      guard !few.contains(where: { $0.hasSameBytes(as: name) }) else { return false }
      few.append(name)
      if few.count == 32 { many = Set(few.map { Array($0.utf8) }) }
      return true
    }
    return many.insert(Array(name.utf8)).inserted
  }
}

extension ByteSink {
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

  mutating func append(_ member: FieldTree.Member) {
    appendJSON(member.name)
    append(UInt8(ascii: ":"))
    append(member.value)
  }
}

extension FieldTree {
  var json: String {
    var sink = ByteSink()
    sink.append(self)
    return sink.text
  }
}
