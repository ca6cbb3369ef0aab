import CitemillCore

/// Puts the labels of an entry into a record.
struct LabelledDecoder {
  let names: NameText.Order
  let line: ListingLine?

  func read(_ nodes: [LabelNode], into record: inout Record, _ remarks: inout ListingRemarks) {
    var members: [FieldTree.Member] = []
    var part = Part(record)
    for node in nodes {
      guard let row = LabelTable.row(node.name) else {
        keep(node, into: &record)
        remarks.note(.unknownLabel, "label \"\(node.name)\" is not known; kept as a native field", line)
        continue
      }
      switch row.place {
      case .key where record.key == nil && node.value != nil: record.key = node.value
      case .type where record.type == .document: readType(node.value ?? "", into: &record, &remarks)
      case .members("identifiers", _): insert(node, into: &part.identifiers, &remarks)
      case .members(let group, let inline): members.append(Self.member(node, group, inline))
      case .container(let relation):
        if !read(container: node, relation, into: &record, &remarks) { keep(node, into: &record) }
      default:
        if !read(node, row, into: &part, &remarks) {
          keep(node, into: &record)
          remarks.warn(
            .badValue, "label \"\(node.name)\" comes twice or has no fitting value; kept as a native field", line)
        }
      }
    }
    part.move(to: &record)
    if !members.isEmpty {
      var coder = FieldCoder.decoding(Self.grouped(members))
      Record.code(&record, &coder)
      report(coder, &remarks)
    }
    let isOurs = nodes.first.map { LabelTable.beginsOurs($0.name, $0.value) } ?? false
    if !isOurs { settleHost(nodes, &record) }
  }

  /// Databases give the ISSN of the journal beside the title of the article, and name the type by the label of the host.
  private func settleHost(_ nodes: [LabelNode], _ record: inout Record) {
    guard record.container?.relation == .host else { return }
    let ofHosts: [IdentifierScheme] = [.isbn, .issn, .eissn, .issnL]
    let moved = record.identifiers.filter { ofHosts.contains($0.scheme) }
    record.identifiers.removeAll { ofHosts.contains($0.scheme) }
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

  private func keep(_ node: LabelNode, into record: inout Record) {
    record.nativeFields.append(NativeField(format: "listing", name: node.name, value: node.value ?? ""))
  }

  /// Puts an identifier that is spelt out, scheme and value, among those that have a label of their own.
  private func insert(_ node: LabelNode, into identifiers: inout [Identifier], _ remarks: inout ListingRemarks) {
    var identifier = Identifier("", "")
    decode(node, &identifier, Identifier.code, &remarks)
    if identifier.value.isEmpty || identifier.scheme.rawValue.isEmpty {
      remarks.lose("label \"\(node.name)\" has no scheme or no value; left out", line)
    } else {
      identifiers.insert(identifier)
    }
  }

  /// A node as a member of a group, its own value under the name that stands for it.
  private static func member(_ node: LabelNode, _ group: String, _ inline: String) -> FieldTree.Member {
    var members = node.members
    if let value = node.value, !inline.isEmpty { members.insert(FieldTree.Member(inline, .text(value)), at: 0) }
    return FieldTree.Member(group, .object(members))
  }

  /// Other dates stand in nodes of their own, and are one object to the coder.
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
    /// The titles again, to tell whether one is there.
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

  /// Reads a label that record and container have in common; false when the value does not fit.
  private func read(
    _ node: LabelNode, _ row: LabelTable.Row, into part: inout Part, _ remarks: inout ListingRemarks
  ) -> Bool {
    switch row.place {
    case .title(let kind):
      var title = Title("", kind: kind)
      decode(node, &title, Title.code, &remarks)
      title.kind = kind
      title.text = text(node, title.text)
      if title.text.isEmpty || !node.isOwn && part.has(title) { return false }
      part.add(title)
    case .contributor(let role): return read(contributor: node, role, into: &part.contributors, &remarks)
    case .date(let kind):
      guard !part.dates.contains(where: { $0.kind == kind }) else { return false }
      guard let date = date(node, &remarks) else { return false }
      let place = part.dates.firstIndex { kind < $0.kind } ?? part.dates.count
      part.dates.insert(DatedEvent(kind, date), at: place)
    case .identifier(let scheme):
      guard let value = node.value else { return false }
      var identifier = Self.identifier(scheme, value)
      if let raw = node.children.first(where: { $0.name == "raw" })?.value { identifier.raw = raw }
      part.identifiers.insert(identifier)
    case .variable(let variable):
      guard let value = node.value, !part.variables.contains(variable) else { return false }
      part.variables[variable] = value
    case .abstract:
      var abstract = Abstract(RichText(""))
      decode(node, &abstract, Abstract.code, &remarks)
      abstract.text = text(node, abstract.text)
      if abstract.text.isEmpty { return false }
      part.abstracts.append(abstract)
    case .note(let kind):
      var note = Note(RichText(""), kind: kind)
      decode(node, &note, Note.code, &remarks)
      note.kind = kind
      note.text = text(node, note.text)
      if note.text.isEmpty { return false }
      part.notes.append(note)
    case .keyword: return read(keyword: node, into: &part.keywords, &remarks)
    case .reference:
      var reference = Reference()
      decode(node, &reference, Reference.code, &remarks)
      if node.value != nil || reference.text != nil {
        reference.text = text(node, reference.text ?? RichText(""))
      }
      if reference.text == nil, reference.record == nil { return false }
      part.references.append(reference)
    case .key, .type, .container, .members: return false
    }
    return true
  }

  // MARK: - Values

  private func decode<Value>(
    _ node: LabelNode, _ value: inout Value, _ code: (inout Value, inout FieldCoder) -> Void,
    _ remarks: inout ListingRemarks
  ) {
    if node.children.isEmpty { return }
    var coder = FieldCoder.decoding(node.members)
    code(&value, &coder)
    report(coder, &remarks)
  }

  /// The text of a label with its markup, or with the marks that stand below it.
  private func text(_ node: LabelNode, _ below: RichText) -> RichText {
    guard let value = node.value else { return below }
    var text = InlineMarkup.read(value)
    if !below.marks.isEmpty { text.marks = below.marks }
    return text
  }

  static func identifier(_ scheme: IdentifierScheme, _ value: String) -> Identifier {
    scheme == .doi ? DOIText.identifier(value) : Identifier(scheme, value)
  }

  private func date(_ node: LabelNode, _ remarks: inout ListingRemarks) -> PartialDate? {
    let literal = node.children.first { $0.name == "literal" }?.value
    guard let value = node.value else { return literal.map { PartialDate(nil, literal: $0) } }
    if let date = EDTF(value) { return PartialDate(date, literal: literal) }
    if let reading = DateText.reading(value) {
      if let leftOut = reading.leftOut {
        remarks.note(.dateInWords, "date \"\(value)\" is read as \(reading.value), without \(leftOut)", line)
      }
      return PartialDate(reading.value, literal: literal)
    }
    remarks.note(.dateInWords, "date \"\(value)\" is not understood; kept as words", line)
    return PartialDate(nil, literal: literal ?? value)
  }

  private func read(
    contributor node: LabelNode, _ role: Role, into contributors: inout [Contributor], _ remarks: inout ListingRemarks
  ) -> Bool {
    var read: [Contributor] = []
    let kind = node.children.first { $0.name == "kind" }?.value.flatMap { Contributor.Kind(rawValue: $0) }
    if let value = node.value {
      if let kind, kind == .organization || kind == .unparsed {
        read = [Contributor(kind, name: PersonName(literal: value))]
      } else {
        read = NameText.readList(value, order: names)
      }
    } else {
      read = [Contributor(kind ?? .person)]
    }
    if read.count == 1 { decode(node, &read[0], Contributor.code, &remarks) }
    let hasRoles = node.children.contains { $0.name == "roles" }
    for index in read.indices where !hasRoles { read[index].roles = [role] }
    contributors += read
    return !read.isEmpty
  }

  private func read(
    keyword node: LabelNode, into keywords: inout [Keyword], _ remarks: inout ListingRemarks
  ) -> Bool {
    guard let value = node.value else { return false }
    guard node.isOwn else {
      let separator = value.utf8.contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
      let words = value.utf8.split(separator: separator).map { String(decoding: Array($0), as: UTF8.self).trimmed }
      keywords += words.filter { !$0.isEmpty }.map { Keyword($0) }
      return true
    }
    var keyword = Keyword("")
    decode(node, &keyword, Keyword.code, &remarks)
    keyword.text = value
    keywords.append(keyword)
    return true
  }

  private func readType(_ text: String, into record: inout Record, _ remarks: inout ListingRemarks) {
    if let type = TypeWords.type(of: text) {
      record.type = type
      return
    }
    record.origin.typeToken = text
    record.nativeFields.append(NativeField(format: "listing", name: "Type", value: text))
    remarks.warn(.badValue, "type \"\(text)\" is not known; read as document, the word is kept", line)
  }

  private func read(
    container node: LabelNode, _ relation: Container.Relation, into record: inout Record,
    _ remarks: inout ListingRemarks
  ) -> Bool {
    let container = container(node, relation, depth: 0, &remarks)
    if container.isEmpty { return false }
    guard record.container != nil else {
      record.container = container
      return true
    }
    // Our own form nests what is around a container; others give host and series side by side.
    guard record.container(relation) == nil, container.parent == nil else { return false }
    if relation == .host {
      record.withHost { $0 = Container(copying: container, parent: $0.parent) }
    } else {
      record.withSeries { $0 = container }
    }
    return true
  }

  private func container(
    _ node: LabelNode, _ relation: Container.Relation, depth: Int, _ remarks: inout ListingRemarks
  ) -> Container {
    var container = Container(relation)
    if let value = node.value { container.titles.insert(Title(InlineMarkup.read(value))) }
    var part = Part(container)
    for child in node.children {
      let row = LabelTable.row(child.name)
      switch row?.place {
      case .container(let relation) where depth < Container.maximumDepth:
        container.parent = self.container(child, relation, depth: depth + 1, &remarks)
      case .type:
        container.type = child.value.flatMap { RecordType(rawValue: $0) }
      case .members("identifiers", _): insert(child, into: &part.identifiers, &remarks)
      case nil:
        remarks.lose("label \"\(child.name)\" under \"\(node.name)\" is not known; left out", line)
      default:
        if let row, !read(child, row, into: &part, &remarks) {
          remarks.lose("label \"\(child.name)\" under \"\(node.name)\" does not fit; left out", line)
        }
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
  /// Whether the label is as we write it, so that its value is one and no list.
  fileprivate var isOwn: Bool { LabelTable.row(name)?.label == name }
}
