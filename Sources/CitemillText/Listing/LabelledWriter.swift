import CitemillCore

/// Writes records as blocks of `Label: value`, without losing anything.
///
/// A block starts with its type, so that the next one can be recognised whatever it contains. What does not
/// fit on a label's line is written below it, indented, under the names of `records`.
struct LabelledWriter: RecordWriter {
  func begin(into sink: inout ByteSink) {}
  func separator(into sink: inout ByteSink) { sink.append("\n") }
  func finish(count: Int, into sink: inout ByteSink) {}

  func write(_ record: borrowing Record, into sink: inout ByteSink, reporting: inout LossReport) -> WriteOutcome {
    var nodes = Self.nodes(copy record)
    // An entry needs two known labels. A record with only a type gets its generated key.
    if nodes.filter({ LabelTable.row($0.name) != nil }).count < 2 {
      guard let key = record.key else { return .rejected("only the type of the record is known") }
      nodes.insert(LabelNode(name: "Key", value: key), at: 1)
    }
    for node in nodes { node.write(into: &sink) }
    return .written
  }

  // MARK: - Records

  private static func nodes(_ record: Record) -> [LabelNode] {
    var record = record
    var nodes = [LabelNode(name: "Type", value: record.type.rawValue)]
    if let key = record.key, !record.isKeyGenerated { nodes.append(LabelNode(name: "Key", value: key)) }
    // After a text, an unknown label would be taken for its next line.
    nodes += natives(&record)
    nodes += record.titles.map(node)
    nodes += record.contributors.map(node)
    nodes += record.dates.map(node)
    if let container = record.container { nodes.append(node(container, depth: 0)) }
    nodes += record.variables.entries.map(node)
    nodes += record.identifiers.map(node)
    nodes += record.abstracts.map { node("Abstract", $0.text, of: $0, by: Abstract.code, without: []) }
    nodes += record.keywords.map(node)
    nodes += record.notes.map {
      node($0.kind == .note ? "Note" : "Annotation", $0.text, of: $0, by: Note.code, without: ["kind"])
    }
    nodes += record.references.map { reference in
      guard let text = reference.text else {
        return LabelNode(name: "Reference", value: nil, children: members(reference, Reference.code))
      }
      return node("Reference", text, of: reference, by: Reference.code, without: [])
    }
    nodes += groups(record)
    return nodes
  }

  /// Labels that were unknown when they were read, unchanged.
  private static func natives(_ record: inout Record) -> [LabelNode] {
    func isOwn(_ field: NativeField) -> Bool {
      field.format == "listing" && !field.value.isEmpty && LabelTable.row(field.name) == nil
        && Escapes.name(field.name).hasSameBytes(as: field.name)
    }
    let own = record.nativeFields.filter(isOwn)
    if own.isEmpty { return [] }
    record.nativeFields.removeAll(where: isOwn)
    return own.map { LabelNode(name: $0.name, value: $0.value) }
  }

  private static func groups(_ record: Record) -> [LabelNode] {
    var rest = Record()
    rest.event = record.event
    rest.licences = record.licences
    rest.funding = record.funding
    rest.relations = record.relations
    rest.files = record.files
    rest.nativeFields = record.nativeFields
    rest.assurances = record.assurances
    var coder = FieldCoder.encoding()
    Record.code(&rest, &coder)
    return coder.members.flatMap { member -> [LabelNode] in
      guard let label = LabelTable.label(of: member.name) else { return [] }
      return LabelNode.nodes(FieldTree.Member(label, member.value))
    }
  }

  // MARK: - Parts

  /// The labels below a label: the members of its value.
  private static func members<Value>(
    _ value: Value, _ code: (inout Value, inout FieldCoder) -> Void, without: Set<String> = []
  ) -> [LabelNode] {
    var value = value
    var coder = FieldCoder.encoding()
    code(&value, &coder)
    return coder.members.filter { !without.contains($0.name) }.flatMap(LabelNode.nodes)
  }

  /// A label with the text of a value; its marks are below, since people read these lines.
  private static func node<Value>(
    _ label: String, _ text: RichText, of value: Value, by code: (inout Value, inout FieldCoder) -> Void,
    without: Set<String>
  ) -> LabelNode {
    LabelNode(
      name: label, value: InlineMarkup.write(RichText(text.plain)),
      children: members(value, code, without: without.union(["text"])))
  }

  private static func node(_ title: Title) -> LabelNode {
    let label = LabelTable.label(at: .title(title.kind, .own))
    return node(label ?? "Title", title.text, of: title, by: Title.code, without: ["kind"])
  }

  private static func node(_ contributor: Contributor) -> LabelNode {
    let own = contributor.roles.count == 1 ? contributor.roles.first.flatMap { LabelTable.label(at: .names($0)) } : nil
    let label = own ?? "Contributor"
    let hidden: Set<String> = own == nil ? [] : ["roles"]
    // The members always have roles, even if the label does not.
    var children = members(contributor, Contributor.code, without: hidden.union(LabelTable.Rule.nameParts))
    if own == nil, contributor.roles == [.author] { children.append(LabelNode(name: "roles", value: "author")) }
    var plain = contributor.name
    plain.hasCommaSuffix = false
    plain.isFamilyFirst = false
    plain.language = nil
    let text =
      switch contributor.kind {
      case .person: NameText.write(plain)
      case .organization, .unparsed: plain.literal ?? ""
      case .others: "et al."
      case .anonymous: ""
      }
    let read = NameText.readList(text)
    if read.count == 1, read[0].kind == contributor.kind, read[0].name == plain {
      children.removeAll { $0.name == "kind" }
      return LabelNode(name: label, value: text, children: children)
    }
    switch contributor.kind {
    case .organization, .unparsed: return LabelNode(name: label, value: text, children: children)
    case .anonymous, .others: return LabelNode(name: label, value: nil, children: children)
    case .person:
      return LabelNode(name: label, value: nil, children: members(contributor, Contributor.code, without: hidden))
    }
  }

  private static func node(_ dated: DatedEvent) -> LabelNode {
    // A label's value `0000` is read as the placeholder of a program that knows no year.
    let isPlain = dated.date.value.map { !DateText.namesYearZero($0) } ?? true
    guard isPlain, let label = LabelTable.label(at: .date(dated.kind)) else {
      return LabelNode(
        name: "Other date", value: nil,
        children: [LabelNode(name: dated.kind.rawValue, value: nil, children: members(dated.date, PartialDate.code))])
    }
    return LabelNode(
      name: label, value: dated.date.value?.description,
      children: dated.date.literal.map { [LabelNode(name: "literal", value: $0)] } ?? [])
  }

  private static func node(_ identifier: Identifier) -> LabelNode {
    guard let label = LabelTable.label(at: .identifier(identifier.scheme)),
      IdentifierText.comesBack(identifier)
    else {
      return LabelNode(name: "Identifier", value: nil, children: members(identifier, Identifier.code))
    }
    return LabelNode(
      name: label, value: identifier.value,
      children: identifier.raw.map { [LabelNode(name: "raw", value: $0)] } ?? [])
  }

  private static func node(_ entry: VariableList.Entry) -> LabelNode {
    if !entry.variable.comesBack(entry.value) {
      return LabelNode(
        name: LabelTable.label(at: .variable(entry.variable)) ?? entry.variable.name, value: nil,
        children: [LabelNode(name: "text", value: entry.value)])
    }
    return LabelNode(name: LabelTable.label(at: .variable(entry.variable)) ?? entry.variable.name, value: entry.value)
  }

  private static func node(_ keyword: Keyword) -> LabelNode {
    LabelNode(name: "Keyword", value: keyword.text, children: members(keyword, Keyword.code, without: ["text"]))
  }

  private static func node(_ container: Container, depth: Int) -> LabelNode {
    var children: [LabelNode] = []
    if let type = container.type { children.append(LabelNode(name: "Type", value: type.rawValue)) }
    var titles = container.titles[...]
    var value: String?
    // The first title is on the line itself, if the line can hold all of it.
    if let first = titles.first, first.kind == .main, first.language == nil, first.text.marks.isEmpty {
      value = InlineMarkup.write(first.text)
      titles = titles.dropFirst()
    }
    children += titles.map(node)
    children += container.contributors.map(node)
    children += container.variables.entries.map(node)
    children += container.identifiers.map(node)
    if let parent = container.parent, depth < Container.maximumDepth { children.append(node(parent, depth: depth + 1)) }
    return LabelNode(name: container.relation == .host ? "Container" : "Series", value: value, children: children)
  }
}
