/// A record as names and values, before it is written as JSON or as lines; used by Citemill's own formats.
///
///     titles ── list ── object ─┬─ kind: "main"
///                               └─ text: "On fishes"
package indirect enum FieldTree: Sendable, Equatable {
  case text(Verbatim)
  case number(Int)
  case flag(Bool)
  case list([FieldTree])
  case object([Member])

  /// A value with its name.
  package struct Member: Sendable, Equatable {
    @Verbatim package var name: String
    package var value: FieldTree

    package init(_ name: String, _ value: FieldTree) {
      self.name = name
      self.value = value
    }
  }

  /// A text.
  package static func text(_ text: String) -> Self { .text(Verbatim(wrappedValue: text)) }
}

/// Walks over the parts of a value in one of two directions: it reads members from the value, or puts them
/// into it.
///
/// So each part of the model declares its members once (`Record+Fields.swift`), and this is used for both
/// writing and reading: as a tree, or packed as bytes for temporary data.
package struct FieldCoder {
  /// The members: those to be decoded, or those encoded so far.
  package private(set) var members: [FieldTree.Member]
  /// Whether members are put into the value.
  package let isDecoding: Bool
  /// Descriptions of members that are not valid.
  package private(set) var problems: [String] = []
  /// Descriptions of unknown members inside other members.
  package private(set) var unknown: [String] = []
  private var taken: [Bool]
  private var next = 0
  private let path: String
  /// Whether members are bytes rather than trees.
  package let isPacked: Bool
  private var packed: PackedMembers

  /// A coder that turns the parts of a value into members.
  package static func encoding() -> Self { Self(members: [], isDecoding: false, path: "") }

  /// A coder that turns the parts of values into consecutive bytes.
  package static func packing() -> Self {
    Self(members: [], isDecoding: false, path: "", PackedMembers(into: ByteSink()))
  }

  /// A coder that reads the parts of values from bytes that are provided later.
  package static func unpacking() -> Self {
    Self(members: [], isDecoding: true, path: "", PackedMembers(into: nil))
  }

  /// A coder that reads the parts of a value from members.
  package static func decoding(_ members: [FieldTree.Member]) -> Self {
    Self(members: members, isDecoding: true, path: "")
  }

  private init(
    members: [FieldTree.Member], isDecoding: Bool, path: String, _ packed: PackedMembers? = nil
  ) {
    self.members = members
    self.isDecoding = isDecoding
    self.path = path
    isPacked = packed != nil
    self.packed = packed ?? PackedMembers(into: nil)
    taken = Array(repeating: false, count: members.count)
  }

  /// Appends the packed bytes to a sink, and clears them while keeping the capacity.
  package mutating func movePacked(to sink: inout ByteSink) {
    guard let bytes = packed.sink else { return }
    sink.append(bytes, 0..<bytes.count)
    packed.removeAll()
  }

  /// Reads members from a range of bytes; returns whether they were valid.
  package mutating func unpack(_ bytes: [UInt8], _ range: Range<Int>, _ body: (inout Self) -> Void) -> Bool {
    packed.begin(bytes, range)
    body(&self)
    let isWhole = packed.isWhole && problems.isEmpty
    // Gives the bytes back, so that the caller can change them without a copy.
    packed.begin([], 0..<0)
    problems = []
    return isWhole
  }

  /// The members that were not read.
  package var leftovers: [FieldTree.Member] { zip(members, taken).filter { !$0.1 }.map(\.0) }

  // MARK: - Members

  /// A string or nil; an empty one is the same as nil.
  package mutating func text(_ name: String, _ value: inout String?) {
    if isPacked { return packed.text(&value) }
    guard isDecoding else {
      if let value { members.append(.init(name, .text(value))) }
      return
    }
    guard let found = take(name) else { return }
    if let text = found.asText { value = text.isEmpty ? nil : text } else { complain(name, "a text") }
  }

  /// A string that is always present.
  package mutating func text(_ name: String, _ value: inout String) {
    if isPacked { return packed.text(&value) }
    var optional: String? = isDecoding ? nil : value
    text(name, &optional)
    if isDecoding { value = optional ?? "" }
  }

  /// A name of an open set.
  package mutating func name<Name: OpenName>(_ name: String, _ value: inout Name, unless usual: Name? = nil) {
    if isPacked { return packed.name(&value, unless: usual) }
    var text: String? = isDecoding || value == usual ? nil : value.rawValue
    self.text(name, &text)
    if isDecoding, let text { value = Name(rawValue: text) }
  }

  /// A case of a closed set.
  package mutating func choice<Choice: RawRepresentable<String> & Equatable>(
    _ name: String, _ value: inout Choice, unless usual: Choice? = nil
  ) {
    var text: String? = isDecoding || value == usual ? nil : value.rawValue
    self.text(name, &text)
    guard isDecoding, let text else { return }
    if let choice = Choice(rawValue: text) { value = choice } else { complain(name, "a known name") }
  }

  /// A case of a closed set, or nil.
  package mutating func choice<Choice: RawRepresentable<String> & Equatable>(_ name: String, _ value: inout Choice?) {
    var text = value?.rawValue
    self.text(name, &text)
    guard isDecoding, let text else { return }
    value = Choice(rawValue: text)
    if value == nil { complain(name, "a known name") }
  }

  /// A whole number.
  package mutating func number(_ name: String, _ value: inout Int?) {
    if isPacked { return packed.number(&value) }
    guard isDecoding else {
      if let value { members.append(.init(name, .number(value))) }
      return
    }
    switch take(name) {
    case nil: return
    case .number(let number): value = number
    case .text(let text) where Int(text.wrappedValue) != nil: value = Int(text.wrappedValue)
    default: complain(name, "a whole number")
    }
  }

  /// A flag, written only when it is set.
  package mutating func flag(_ name: String, _ value: inout Bool) {
    if isPacked { return packed.flag(&value) }
    guard isDecoding else {
      if value { members.append(.init(name, .flag(true))) }
      return
    }
    guard let found = take(name) else { return }
    switch found.asText {
    case "true": value = true
    case "false": value = false
    default: complain(name, "true or false")
    }
  }

  /// Strings.
  package mutating func texts(_ name: String, _ values: inout [String]) {
    if isPacked { return packed.texts(&values) }
    guard isDecoding else {
      if !values.isEmpty { members.append(.init(name, .list(values.map { .text($0) }))) }
      return
    }
    for element in takeAll(name) {
      if let text = element.asText { values.append(text) } else { complain(name, "a list of strings") }
    }
  }

  /// A value with parts of its own, or nil.
  package mutating func object<Value>(
    _ name: String, _ value: inout Value?, blank: @autoclosure () -> Value, _ body: (inout Value, inout Self) -> Void
  ) {
    if isPacked {
      guard packed.isNext(value != nil) else { return }
      var inner = isDecoding ? blank() : value ?? blank()
      inside(&inner, body)
      if isDecoding { value = inner }
      return
    }
    guard isDecoding else {
      guard var inner = value else { return }
      members.append(.init(name, .object(encoded(&inner, body))))
      return
    }
    guard let found = take(name) else { return }
    value = decoded(found, name, blank: blank(), body)
  }

  /// Values with parts of their own.
  package mutating func list<Element>(
    _ name: String, _ values: inout [Element], blank: @autoclosure () -> Element,
    _ body: (inout Element, inout Self) -> Void
  ) {
    if isPacked {
      guard packed.isNext(!values.isEmpty) else { return }
      return isDecoding ? unpack(&values, blank: blank(), body) : pack(values, body)
    }
    guard isDecoding else {
      if values.isEmpty { return }
      var elements: [FieldTree] = []
      for index in values.indices { elements.append(.object(encoded(&values[index], body))) }
      members.append(.init(name, .list(elements)))
      return
    }
    for element in takeAll(name) {
      if let value = decoded(element, name, blank: blank(), body) { values.append(value) }
    }
  }

  /// Members that few values have; when encoding, they are skipped for a value that has none of them.
  package mutating func beside(isEmpty: Bool, _ body: (inout Self) -> Void) {
    if !isPacked {
      if isDecoding || !isEmpty { body(&self) }
      return
    }
    guard packed.isNext(!isEmpty) else { return }
    let outer = packed.enter()
    body(&self)
    packed.leave(outer)
  }

  /// A date of the calendar.
  package mutating func date(_ name: String, _ value: inout EDTF?) {
    if isPacked { return packed.date(&value) }
    var text = value?.description
    self.text(name, &text)
    guard isDecoding, let text else { return }
    value = EDTF(text)
    if value == nil { complain(name, "a date of EDTF level 1") }
  }

  /// Scalar variables by their names.
  package mutating func variables(_ name: String, _ variables: inout VariableList) {
    if isPacked { return packed.variables(&variables) }
    var entries = variables.entries.map { FieldTree.Member($0.variable.name, .text($0.value)) }
    dictionary(name, &entries)
    guard isDecoding else { return }
    for entry in entries {
      if let variable = Variable(name: entry.name), let text = entry.value.asText {
        variables[variable] = text
      } else {
        complain(name + "." + entry.name, "a variable with a text")
      }
    }
  }

  /// The name of a source, which most records have in common.
  package mutating func source(_ name: String, _ value: inout String) {
    if isPacked { packed.source(&value) } else { text(name, &value) }
  }

  /// An object whose member names depend on its content.
  package mutating func dictionary(_ name: String, _ entries: inout [FieldTree.Member]) {
    guard isDecoding else {
      if !entries.isEmpty { members.append(.init(name, .object(entries))) }
      return
    }
    switch take(name) {
    case nil: return
    case .object(let found): entries = found
    default: complain(name, "an object")
    }
  }

  /// Takes over the problems that another coder found in nested members.
  package mutating func absorb(_ inner: Self) {
    problems += inner.problems
    unknown += inner.unknown
  }

  /// A coder for the members of a member.
  package func inside(_ name: String, _ members: [FieldTree.Member]) -> Self {
    Self(members: members, isDecoding: true, path: "\(path)\(name).")
  }

  /// Reports that a member is not valid.
  package mutating func complain(_ name: String, _ wanted: String) {
    problems.append("\(path)\(name) is not \(wanted)")
  }

  // MARK: - Steps

  private mutating func take(_ name: String) -> FieldTree? {
    // Members mostly come in the order in which they are read.
    if next < members.count, members[next].name == name {
      taken[next] = true
      next += 1
      return members[next - 1].value
    }
    guard let index = members.firstIndex(where: { $0.name == name }), !taken[index] else { return nil }
    taken[index] = true
    next = index + 1
    return members[index].value
  }

  /// The elements of a list, or of all members of a name if lists are written as members.
  private mutating func takeAll(_ name: String) -> [FieldTree] {
    var found: [FieldTree] = []
    for index in members.indices where !taken[index] && members[index].name == name {
      taken[index] = true
      next = index + 1
      if case .list(let elements) = members[index].value {
        found += elements
      } else {
        found.append(members[index].value)
      }
    }
    return found
  }

  private mutating func inside<Value>(_ value: inout Value, _ body: (inout Value, inout Self) -> Void) {
    let outer = packed.enter()
    body(&value, &self)
    packed.leave(outer)
  }

  private mutating func pack<Element>(_ values: [Element], _ body: (inout Element, inout Self) -> Void) {
    packed.write(values.count)
    for index in values.indices {
      // A copy of the element: changing it in place would copy the list.
      var value = values[index]
      inside(&value, body)
    }
  }

  private mutating func unpack<Element>(
    _ values: inout [Element], blank: @autoclosure () -> Element, _ body: (inout Element, inout Self) -> Void
  ) {
    let count = packed.readCount()
    values.reserveCapacity(count)
    for _ in 0..<count where !packed.isDamaged {
      var value = blank()
      inside(&value, body)
      values.append(value)
    }
  }

  private mutating func encoded<Value>(_ value: inout Value, _ body: (inout Value, inout Self) -> Void)
    -> [FieldTree.Member]
  {
    var inner = Self.encoding()
    body(&value, &inner)
    return inner.members
  }

  private mutating func decoded<Value>(
    _ tree: FieldTree, _ name: String, blank: Value, _ body: (inout Value, inout Self) -> Void
  ) -> Value? {
    guard case .object(let found) = tree else {
      complain(name, "an object")
      return nil
    }
    var inner = inside(name, found)
    var value = blank
    body(&value, &inner)
    absorb(inner)
    for leftover in inner.leftovers { unknown.append("\(path)\(name).\(leftover.name)") }
    return value
  }
}

extension FieldTree {
  /// The value as a string, if it is one or can be converted.
  package var asText: String? {
    switch self {
    case .text(let text): text.wrappedValue
    case .number(let number): String(number)
    case .flag(let flag): flag ? "true" : "false"
    case .list, .object: nil
    }
  }
}
