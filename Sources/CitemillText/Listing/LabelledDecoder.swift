import CitemillCore

/// Puts the labels of an entry into a record.
struct LabelledDecoder {
  let names: NameText.Order
  let line: ListingLine?
  /// Whether the entry has the form that Citemill writes.
  let isOurs: Bool
  /// Labels without a place in the record.
  private var kept: [NativeField] = []

  init(names: NameText.Order, line: ListingLine?, isOurs: Bool) {
    self.names = names
    self.line = line
    self.isOurs = isOurs
  }

  mutating func read(_ nodes: [LabelNode], into record: inout Record, _ remarks: inout ListingRemarks) {
    var members: [FieldTree.Member] = []
    var part = Part(record)
    var hasEvent = false
    for node in nodes {
      guard let row = LabelTable.row(node.name) else {
        keep(node, as: node.name)
        if let nearest = LabelTable.nearest(node.name) {
          remarks.warn(
            .unknownLabel,
            "label \"\(node.name)\" is not known, perhaps \"\(nearest)\" was meant; kept as a native field", line)
        } else {
          remarks.note(.unknownLabel, node.name, line)
        }
        continue
      }
      switch row.rule {
      case .at(.key) where record.key == nil && node.value != nil: record.key = node.value
      case .at(.type) where record.type == .document:
        readType(node.value ?? "", into: &record, &remarks)
        if !part.variables.contains(.genre) { part.variables[.genre] = record[.genre] }
      case .at(.variable(.source, _)) where !isOurs && Self.isJournalWithNumbers(node.value ?? ""):
        keep(node, as: node.name)
        remarks.warn(
          .badValue, "label \"\(node.name)\" has a journal with its numbers; kept as a native field", line)
      case .members("identifiers", _): insert(node, into: &part.identifiers, &remarks)
      case .members("event", _) where hasEvent: keepSecond(node, &remarks)
      case .members(let group, let inline):
        hasEvent = hasEvent || group == "event"
        members.append(Self.member(node, group, inline))
      case .container(let relation):
        if !read(container: node, relation, into: &record, &remarks) { keepSecond(node, &remarks) }
      default:
        if !read(node, row, into: &part, &remarks) { keepSecond(node, &remarks) }
      }
    }
    part.move(to: &record)
    if !members.isEmpty {
      var coder = FieldCoder.decoding(Self.grouped(members))
      Record.code(&record, &coder)
      report(coder, &remarks)
    }
    record.nativeFields = kept + record.nativeFields
    if !isOurs { settleHost(nodes, &record) }
  }

  /// `Journal of Weirs; May2021, Vol. 14 Issue 2, p101-118`, as EBSCO prints it, is not the name of a database.
  private static func isJournalWithNumbers(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return ReferenceSigns.hasPages(bytes) && ReferenceSigns.hasYear(bytes)
  }

  /// Databases give the ISSN of the journal next to the title of the article, and name the type with the
  /// label of the host.
  private func settleHost(_ nodes: [LabelNode], _ record: inout Record) {
    guard record.container?.relation == .host else { return }
    let moved = record.identifiers.filter { Place.identifier($0.scheme).isOfHost }
    record.identifiers.removeAll { Place.identifier($0.scheme).isOfHost }
    record.withHost { host in moved.forEach { host.identifiers.insert($0) } }
    guard record.type == .document, record.origin.typeToken == nil else { return }
    let labels = nodes.filter { LabelTable.row($0.name)?.label == "Container" }.map { $0.name.lowercased() }
    if labels.contains(where: { $0.utf8.starts(with: "journal".utf8) }) {
      record.type = .articleJournal
    } else if labels.contains("book title") {
      record.type = .chapter
    } else {
      return
    }
    record.assurances.append(Assurance("type", .likely, reason: "the label \"\(labels[0])\""))
  }

  private func report(_ coder: FieldCoder, _ remarks: inout ListingRemarks) {
    for problem in coder.problems { remarks.lose("\(problem); left out", line) }
    for name in coder.unknown { remarks.lose("\(name) is not known; left out", line) }
  }

  /// Keeps a label, and what is below it, as native fields.
  private mutating func keep(_ node: LabelNode, as name: String) {
    if node.value != nil || node.children.isEmpty {
      kept.append(NativeField(format: "listing", name: name, value: node.value ?? ""))
    }
    for child in node.children { keep(child, as: "\(name) \(child.name)") }
  }

  private mutating func keepSecond(_ node: LabelNode, _ remarks: inout ListingRemarks) {
    keep(node, as: node.name)
    remarks.warn(.badValue, "label \"\(node.name)\" is repeated or has no valid value; kept as a native field", line)
  }

  private mutating func keep(_ nodes: [LabelNode], below owner: LabelNode, _ remarks: inout ListingRemarks) {
    for node in nodes {
      keep(node, as: "\(owner.name) \(node.name)")
      remarks.warn(
        .badValue, "\"\(node.name)\" does not fit below label \"\(owner.name)\"; kept as a native field", line)
    }
  }

  /// The value of a member below a label that takes no other; other members are kept as native fields.
  private mutating func onlyMember(_ name: String, of node: LabelNode, _ remarks: inout ListingRemarks) -> String? {
    let index = node.children.firstIndex { $0.name == name && $0.value != nil }
    keep(node.children.indices.filter { $0 != index }.map { node.children[$0] }, below: node, &remarks)
    return index.flatMap { node.children[$0].value }
  }

  /// Inserts an identifier that is written as scheme and value among those with a label of their own.
  private mutating func insert(_ node: LabelNode, into identifiers: inout [Identifier], _ remarks: inout ListingRemarks)
  {
    var identifier = Identifier("", "")
    decode(node, into: &identifier, by: Identifier.code, &remarks)
    if identifier.value.isEmpty || identifier.scheme.rawValue.isEmpty {
      remarks.lose("label \"\(node.name)\" has no scheme or no value; left out", line)
    } else {
      identifiers.insert(identifier)
    }
  }

  /// A node as a member of a group, its own value under the name used for it.
  private static func member(_ node: LabelNode, _ group: String, _ inline: String) -> FieldTree.Member {
    var members = node.members
    if let value = node.value, !inline.isEmpty { members.insert(FieldTree.Member(inline, .text(value)), at: 0) }
    return FieldTree.Member(group, .object(members))
  }

  /// Other dates are in separate nodes, and one object for the coder.
  private static func grouped(_ members: [FieldTree.Member]) -> [FieldTree.Member] {
    var dates: [FieldTree.Member] = []
    var others: [FieldTree.Member] = []
    for member in members {
      if member.name == "dates", case .object(let inside) = member.value {
        dates += inside
      } else {
        others.append(member)
      }
    }
    return dates.isEmpty ? others : others + [FieldTree.Member("dates", .object(dates))]
  }

  /// What record and container have in common.
  private struct Part {
    var titles: [Title]
    var contributors: [Contributor]
    var identifiers: [Identifier]
    var variables: VariableList
    var dates: [DatedEvent] = []
    var abstracts: [Abstract] = []
    var notes: [Note] = []
    var keywords: [Keyword] = []
    var references: [Reference] = []
    /// The titles as a set, to check whether one is present.
    private var known: Set<Title> = []

    init(_ record: Record) {
      titles = record.titles
      known = Set(record.titles)
      contributors = record.contributors
      identifiers = record.identifiers
      variables = record.variables
      dates = record.dates
      abstracts = record.abstracts
      notes = record.notes
      keywords = record.keywords
      references = record.references
    }

    init(_ container: Container) {
      titles = container.titles
      known = Set(container.titles)
      contributors = container.contributors
      identifiers = container.identifiers
      variables = container.variables
    }

    func has(_ title: Title) -> Bool { known.contains(title) }

    mutating func add(_ title: Title) {
      titles.insert(title)
      known.insert(title)
    }

    func move(to record: inout Record) {
      record.titles = titles
      record.contributors = contributors
      record.identifiers = identifiers
      record.variables = variables
      record.dates = dates
      record.abstracts = abstracts
      record.notes = notes
      record.keywords = keywords
      record.references = references
    }

    func move(to container: inout Container) {
      container.titles = titles
      container.contributors = contributors
      container.identifiers = identifiers
      container.variables = variables
    }
  }

  /// Reads a label that record and container have in common; false if the value is not valid.
  private mutating func read(
    _ node: LabelNode, _ row: LabelTable.Row, into part: inout Part, _ remarks: inout ListingRemarks
  ) -> Bool {
    switch row.rule {
    case .at(.title(let kind, _)):
      var title = Title("", kind: kind)
      decode(node, into: &title, by: Title.code, &remarks)
      title.kind = kind
      title.text = text(node, title.text)
      if title.text.isEmpty || !node.isOwn && part.has(title) { return false }
      part.add(title)
    case .at(.names(let role, _)): return read(contributor: node, role.name, into: &part.contributors, &remarks)
    case .at(.date(let kind)):
      let kind = kind.name
      guard !part.dates.contains(where: { $0.kind == kind }) else { return false }
      guard let date = date(node, &remarks) else { return false }
      let place = part.dates.firstIndex { kind < $0.kind } ?? part.dates.count
      part.dates.insert(DatedEvent(kind, date), at: place)
    case .at(.identifier(let scheme, _)):
      guard let value = node.value else { return false }
      var found = IdentifierText.read(scheme.name, value)
      if let raw = onlyMember("raw", of: node, &remarks), found.count == 1 { found[0].raw = raw }
      for one in found { part.identifiers.insert(one) }
      if found.isEmpty, let absence = IdentifierText.absence(scheme.name, value) { remarks.add(absence, line) }
    case .at(.variable(let variable, _)) where node.value == nil:
      if part.variables.contains(variable) { return false }
      part.variables[variable] = onlyMember("text", of: node, &remarks)
      return part.variables.contains(variable)
    case .at(.variable(.pages, _)):
      guard let value = node.value, !part.variables.contains(.pages) else { return false }
      var record = Record()
      record.variables = part.variables
      if let remark = record.putPages(value) { remarks.add(remark, line) }
      part.variables = record.variables
    case .at(.variable(let variable, _)):
      guard let value = node.value, !part.variables.contains(variable) else { return false }
      let absence = value.withUTF8Span { Placeholder.absence($0, 0..<$0.count, at: .variable(variable)) }
      if let absence {
        remarks.add(absence, line)
        return true
      }
      let isLanguage = variable == .language || variable == .originalLanguage
      part.variables[variable] = isLanguage ? LanguageText.tag(value) : value
    case .abstract:
      var abstract = Abstract(RichText(""))
      decode(node, into: &abstract, by: Abstract.code, &remarks)
      abstract.text = text(node, abstract.text)
      if abstract.text.isEmpty { return false }
      part.abstracts.append(abstract)
    case .at(.note(let kind)):
      var note = Note(RichText(""), kind: kind)
      decode(node, into: &note, by: Note.code, &remarks)
      note.kind = kind
      note.text = text(node, note.text)
      if note.text.isEmpty { return false }
      part.notes.append(note)
    case .at(.keyword): return read(keyword: node, into: &part.keywords, &remarks)
    case .reference:
      var reference = Reference()
      decode(node, into: &reference, by: Reference.code, &remarks)
      if node.value != nil || reference.text != nil {
        reference.text = text(node, reference.text ?? RichText(""))
      }
      if reference.text == nil, reference.record == nil { return false }
      part.references.append(reference)
    case .at(.key), .at(.type), .at(.abstract), .at(.event), .at(.file), .container, .members: return false
    }
    return true
  }

  // MARK: - Values

  private mutating func decode<Value>(
    _ node: LabelNode, into value: inout Value, by code: (inout Value, inout FieldCoder) -> Void,
    _ remarks: inout ListingRemarks
  ) {
    if node.children.isEmpty { return }
    var coder = FieldCoder.decoding(node.members)
    code(&value, &coder)
    report(coder, &remarks)
    keep(coder.leftovers.flatMap(LabelNode.nodes), below: node, &remarks)
  }

  /// The text of a label with its markup, or with the marks below it.
  private func text(_ node: LabelNode, _ below: RichText) -> RichText {
    guard let value = node.value else { return below }
    var text = InlineMarkup.read(value)
    if !below.marks.isEmpty { text.marks = below.marks }
    return text
  }

  private mutating func date(_ node: LabelNode, _ remarks: inout ListingRemarks) -> PartialDate? {
    let literal = onlyMember("literal", of: node, &remarks)
    guard let value = node.value else { return literal.map { PartialDate(nil, literal: $0) } }
    if let date = DateText.edtf(value) { return PartialDate(date, literal: literal) }
    if let reading = DateText.reading(value) {
      if let leftOut = reading.leftOut {
        remarks.note(.dateInWords, "date \"\(value)\" is read as \(reading.value), without \(leftOut)", line)
      }
      return PartialDate(reading.value, literal: literal)
    }
    remarks.note(.dateInWords, "date \"\(value)\" is not understood; kept as text", line)
    return PartialDate(nil, literal: literal ?? value)
  }

  private mutating func read(
    contributor node: LabelNode, _ role: Role, into contributors: inout [Contributor], _ remarks: inout ListingRemarks
  ) -> Bool {
    var read: [Contributor] = []
    let kind = node.children.first { $0.name == "kind" }?.value.flatMap { Contributor.Kind(rawValue: $0) }
    if let value = node.value {
      if let kind, kind == .organization || kind == .unparsed {
        read = [Contributor(kind, name: PersonName(literal: value))]
      } else {
        var findings = NameText.Findings()
        value.withUTF8Span {
          NameText.readList($0, 0..<$0.count, order: names, as: [.author], into: &read, findings: &findings)
        }
        for message in findings.messages { remarks.note(.nameWord, message, line) }
      }
    } else {
      read = [Contributor(kind ?? .person)]
    }
    if read.count == 1 {
      decode(node, into: &read[0], by: Contributor.code, &remarks)
    } else if !read.isEmpty {
      keep(node.children, below: node, &remarks)
    }
    let hasRoles = read.count == 1 && node.children.contains { $0.name == "roles" }
    for index in read.indices where !hasRoles { read[index].roles = [role] }
    contributors += read
    return !read.isEmpty
  }

  private mutating func read(
    keyword node: LabelNode, into keywords: inout [Keyword], _ remarks: inout ListingRemarks
  ) -> Bool {
    guard let value = node.value else { return false }
    guard node.isOwn else {
      let separator = value.utf8.contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
      let words = value.utf8.split(separator: separator).map { String(decoding: Array($0), as: UTF8.self).trimmed }
      keywords += words.filter { !$0.isEmpty }.map { Keyword($0) }
      keep(node.children, below: node, &remarks)
      return true
    }
    var keyword = Keyword("")
    decode(node, into: &keyword, by: Keyword.code, &remarks)
    keyword.text = value
    keywords.append(keyword)
    return true
  }

  private func readType(_ text: String, into record: inout Record, _ remarks: inout ListingRemarks) {
    if record.takeType(text) { return }
    record.origin.typeToken = text
    record.nativeFields.append(NativeField(format: "listing", name: "Type", value: text))
    remarks.warn(.badValue, "type \"\(text)\" is not known; read as document, the word is kept", line)
  }

  private mutating func read(
    container node: LabelNode, _ relation: Container.Relation, into record: inout Record,
    _ remarks: inout ListingRemarks
  ) -> Bool {
    // In Citemill's form, the outer container is nested; other sources give host and series side by side.
    if record.container != nil, record.container(relation) != nil || node.hasContainer { return false }
    let container = container(node, relation, depth: 0, &remarks)
    if container.isEmpty { return false }
    guard record.container != nil else {
      record.container = container
      return true
    }
    if relation == .host {
      record.withHost { $0 = Container(copying: container, parent: $0.parent) }
    } else {
      record.withSeries { $0 = container }
    }
    return true
  }

  private mutating func container(
    _ node: LabelNode, _ relation: Container.Relation, depth: Int, _ remarks: inout ListingRemarks
  ) -> Container {
    var container = Container(relation)
    if let value = node.value { container.titles.insert(Title(InlineMarkup.read(value))) }
    var part = Part(container)
    for child in node.children {
      let row = LabelTable.row(child.name)
      switch row?.rule {
      case .container(let relation) where depth < Container.maximumDepth && container.parent == nil:
        container.parent = self.container(child, relation, depth: depth + 1, &remarks)
      case .at(.type) where container.type == nil && child.children.isEmpty:
        container.type = child.value.flatMap { RecordType(rawValue: $0) }
        if container.type == nil { keep([child], below: node, &remarks) }
      case .at(.variable(.source, _)) where !isOurs && Self.isJournalWithNumbers(node.value ?? ""):
        keep(node, as: node.name)
        remarks.warn(
          .badValue, "label \"\(node.name)\" has a journal with its numbers; kept as a native field", line)
      case .members("identifiers", _): insert(child, into: &part.identifiers, &remarks)
      case .at(.title), .at(.names), .at(.identifier), .at(.variable):
        if let row, !read(child, row, into: &part, &remarks) { keep([child], below: node, &remarks) }
      default: keep([child], below: node, &remarks)
      }
    }
    part.move(to: &container)
    return container
  }
}

extension Container {
  /// The container inside another parent.
  fileprivate init(copying other: Container, parent: Container?) {
    self = other
    self.parent = parent
  }
}

extension LabelNode {
  /// Whether a container is below the label.
  fileprivate var hasContainer: Bool {
    children.contains { if case .container = LabelTable.row($0.name)?.rule { true } else { false } }
  }

  /// Whether the label is in Citemill's form, so that its value is a single one and not a list.
  fileprivate var isOwn: Bool { LabelTable.row(name)?.label == name }
}
