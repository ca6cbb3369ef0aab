/// One value of a record with its place, as text, as shown by reports, plans and `citemill diff`.
///
///     titles.main           On <i>Salmo salar</i>
///     contributors.author   Berg, Anna-Lena (affiliations: Mill House)
///     host.titles.main      Journal of Water History
public struct RecordPart: Sendable {
  /// The place of the value.
  public let path: FieldPath
  /// The value for people: its main text, followed by its other parts.
  public let text: String
  /// All that the value holds, by which parts are compared.
  private let members: [FieldTree.Member]

  fileprivate init(_ path: FieldPath, _ head: String?, _ members: [FieldTree.Member], shown: Set<String> = []) {
    self.path = path
    self.members = members
    let rest = members.filter { !shown.contains($0.name) }
    if let head, rest.isEmpty {
      text = head
    } else if let head {
      text = "\(head) (\(FieldTree.object(rest).displayText))"
    } else {
      text = FieldTree.object(rest).displayText
    }
  }

  /// The value with each of its parts by name, for values that differ although `text` is the same.
  public var fullText: String { FieldTree.object(members).displayText }

  /// Whether both values are the same in all parts and bytes.
  public func isSame(as other: RecordPart) -> Bool { path == other.path && members == other.members }
}

extension Record {
  /// The values of the record's content one by one, in the order of the model; native fields last, if
  /// requested.
  public func parts(withNativeFields: Bool = false) -> [RecordPart] {
    var list = PartList()
    if let key, !isKeyGenerated { list.add(FieldPath(.key), key) }
    list.add(FieldPath(.type), type.rawValue)
    list.add(titles, .own)
    list.add(contributors, .own)
    for dated in dates { list.add(dated) }
    list.add(identifiers, .own)
    list.add(variables, .own)
    var next = container
    while let here = next {
      list.add(here)
      next = here.parent
    }
    if let event { list.add(FieldPath(.event), event.title, of: event, by: Event.code, shown: ["title"]) }
    for one in abstracts { list.add(FieldPath(.abstracts, one.kind.rawValue), one.text, of: one, by: Abstract.code) }
    for one in notes { list.add(FieldPath(.notes, one.kind.rawValue), one.text, of: one, by: Note.code) }
    for one in keywords { list.add(FieldPath(.keywords), one.text, of: one, by: Keyword.code, shown: ["text"]) }
    for one in licences { list.add(FieldPath(.licences), one.url, of: one, by: Licence.code, shown: ["url"]) }
    for one in funding { list.add(FieldPath(.funding), one.funder, of: one, by: Funding.code, shown: ["funder"]) }
    for one in relations {
      list.add(FieldPath(.relations, one.type), one.label, of: one, by: Relation.code, shown: ["type", "label"])
    }
    for one in references {
      list.add(
        FieldPath(.references), one.text?.plain ?? one.record?.title, of: one, by: Reference.code, shown: ["text"])
    }
    for one in files { list.add(FieldPath(.files), one.location, of: one, by: FileLink.code, shown: ["location"]) }
    if withNativeFields {
      for one in nativeFields { list.add(FieldPath(.nativeFields, "\(one.format).\(one.name)"), one.value) }
    }
    return list.parts
  }

  /// The values that a path covers: all titles for `titles`, the DOIs for `identifiers.DOI`.
  public func parts(at path: FieldPath) -> [RecordPart] {
    var pattern = path
    pattern.facet = nil
    return parts(withNativeFields: path.field == .nativeFields).filter { pattern.covers($0.path) }
  }
}

/// Collects the parts of a record.
private struct PartList {
  var parts: [RecordPart] = []

  mutating func add(_ path: FieldPath, _ text: String) {
    parts.append(RecordPart(path, text, [FieldTree.Member("value", .text(text))], shown: ["value"]))
  }

  mutating func add<Value>(
    _ path: FieldPath, _ head: String?, of value: Value, by code: (inout Value, inout FieldCoder) -> Void,
    shown: Set<String>
  ) {
    var (value, coder) = (value, FieldCoder.encoding())
    code(&value, &coder)
    parts.append(RecordPart(path, head, coder.members, shown: head == nil ? [] : shown))
  }

  /// A value whose main part is a text with marks; marks without a tag are listed after it.
  mutating func add<Value>(
    _ path: FieldPath, _ text: RichText, of value: Value, by code: (inout Value, inout FieldCoder) -> Void
  ) {
    let isExpressible = text.marks.allSatisfy { InlineMarkup.isExpressible($0.kind) }
    add(
      path, isExpressible ? InlineMarkup.write(text) : text.plain, of: value, by: code,
      shown: isExpressible ? ["kind", "text", "marks"] : ["kind", "text"])
  }

  mutating func add(_ titles: [Title], _ tier: FieldPath.Tier) {
    for one in titles { add(FieldPath(.titles, one.kind.rawValue, in: tier), one.text, of: one, by: Title.code) }
  }

  mutating func add(_ contributors: [Contributor], _ tier: FieldPath.Tier) {
    for one in contributors {
      var shown: Set = ["family", "given", "droppingParticle", "nonDroppingParticle", "suffix", "literal"]
      if one.roles.count == 1 { shown.insert("roles") }
      let name = NameText.write(one.name)
      if name.isEmpty { shown.insert("kind") }
      add(
        FieldPath(.contributors, one.roles.first?.rawValue, in: tier), name.isEmpty ? one.kind.rawValue : name, of: one,
        by: Contributor.code, shown: shown)
    }
  }

  mutating func add(_ dated: DatedEvent) {
    let path = FieldPath(.dates, dated.kind.rawValue)
    if let value = dated.date.value {
      add(path, value.description, of: dated.date, by: PartialDate.code, shown: ["value"])
    } else {
      add(path, dated.date.literal, of: dated.date, by: PartialDate.code, shown: ["literal"])
    }
  }

  mutating func add(_ identifiers: [Identifier], _ tier: FieldPath.Tier) {
    for one in identifiers {
      // The raw form only records the origin and is not a part of the value.
      add(FieldPath(.identifiers, one.scheme.rawValue, in: tier), one.value)
    }
  }

  mutating func add(_ variables: VariableList, _ tier: FieldPath.Tier) {
    for entry in variables.entries { add(.variable(entry.variable, in: tier), entry.value) }
  }

  mutating func add(_ container: Container) {
    let tier: FieldPath.Tier = container.relation == .host ? .host : .series
    if let type = container.type { add(FieldPath(.type, in: tier), type.rawValue) }
    add(container.titles, tier)
    add(container.contributors, tier)
    add(container.identifiers, tier)
    add(container.variables, tier)
  }
}

extension FieldTree {
  /// The tree as text: `name: value, name: value`, elements of lists after semicolons.
  fileprivate var displayText: String {
    switch self {
    case .text(let text): text.wrappedValue
    case .number(let number): String(number)
    case .flag(let flag): flag ? "yes" : "no"
    case .list(let elements): elements.map(\.displayText).joined(separator: "; ")
    case .object(let members): members.map { "\($0.name): \($0.value.displayText)" }.joined(separator: ", ")
    }
  }
}
