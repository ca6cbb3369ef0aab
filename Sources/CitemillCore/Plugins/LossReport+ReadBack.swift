// For writers that determine their losses by reading back what they wrote: what the reader finds is taken as
// the result, so the report cannot be wrong.

extension LossReport {
  /// Reports where a record differs from the one that a reader finds in its output, and expresses each loss
  /// as an edit.
  ///
  /// A generated key is no loss. Only native fields of `format` are compared.
  public mutating func lose(from original: Record, to found: Record, nativeFieldsOf format: String? = nil) {
    var found = found
    if original.isKeyGenerated { (found.key, found.isKeyGenerated) = (original.key, true) }
    if let format { loseNativeFields(of: original, found, format) }
    for field in Field.allCases where field != .nativeFields && !original.has(sameValueAs: found, for: field) {
      let before = lostInRecord
      loseParts(of: field, original, found)
      if lostInRecord != before { continue }
      if field == .identifiers, Self.has(found.identifiers, all: original.identifiers) {
        change(FieldPath(field))
      } else {
        // What differs in no part differs in their order.
        lose(FieldPath(field), .narrowed)
      }
    }
    settle(from: original, to: found)
  }

  /// Whether a list has all elements of another in their order, with others among them.
  private static func has<Element: Equatable>(_ list: [Element], all others: [Element]) -> Bool {
    var rest = others[...]
    for element in list where rest.first == element { rest.removeFirst() }
    return rest.isEmpty
  }

  private mutating func loseNativeFields(of original: Record, _ found: Record, _ format: String) {
    let wanted = original.nativeFields.filter { $0.format == format }
    if wanted == found.nativeFields { return }
    // How many of each are left: a field that occurs twice must be found twice.
    var rest: [NativeField: Int] = [:]
    for field in found.nativeFields { rest[field, default: 0] += 1 }
    for field in wanted {
      if let count = rest[field], count > 0 {
        rest[field] = count - 1
      } else {
        lose(FieldPath(.nativeFields, "\(format).\(field.name)"), .dropped)
      }
    }
  }

  private mutating func loseParts(of field: Field, _ original: Record, _ found: Record) {
    switch field {
    case .type: lose(FieldPath(.type), .retyped)
    case .titles: loseTitles(original.titles, found.titles, .own)
    case .contributors: loseContributors(original.contributors, found.contributors, .own)
    case .dates:
      var kinds = Places(found.dates, by: \.kind)
      for dated in original.dates {
        let same = kinds.first(of: dated.kind)
        if same?.date == dated.date { continue }
        lose(FieldPath(.dates, dated.kind.rawValue), same == nil ? .dropped : .narrowed)
      }
    case .identifiers: loseIdentifiers(original.identifiers, found.identifiers, .own)
    case .variables: loseVariables(original.variables, found.variables, .own)
    case .container:
      for tier in [FieldPath.Tier.host, .series] {
        loseContainer(original.container(of: tier), found.container(of: tier), tier)
      }
    case .event: lose(FieldPath(.event), found.event == nil ? .dropped : .narrowed)
    case .abstracts:
      loseTexts(
        original.abstracts.map { KindOfText($0.kind.rawValue, $0.text) },
        found.abstracts.map { KindOfText($0.kind.rawValue, $0.text) }, .abstracts)
    case .notes:
      loseTexts(
        original.notes.map { KindOfText($0.kind.rawValue, $0.text) },
        found.notes.map { KindOfText($0.kind.rawValue, $0.text) }, .notes)
    case .keywords:
      var all = Places(found.keywords, by: \.self)
      var texts = Places(found.keywords) { Verbatim(wrappedValue: $0.text) }
      for keyword in original.keywords where !all.contains(keyword) {
        lose(FieldPath(.keywords), texts.contains(Verbatim(wrappedValue: keyword.text)) ? .narrowed : .dropped)
      }
    case .licences: loseAll(original.licences, found.licences, FieldPath(.licences))
    case .funding: loseAll(original.funding, found.funding, FieldPath(.funding))
    case .relations:
      var all = Places(found.relations, by: \.self)
      for one in original.relations where !all.contains(one) {
        lose(FieldPath(.relations, one.type), .dropped)
      }
    case .references: loseAll(original.references, found.references, FieldPath(.references))
    case .files: loseAll(original.files, found.files, FieldPath(.files))
    case .key: lose(FieldPath(.key), found.key == nil ? .dropped : .narrowed)
    case .nativeFields: break
    }
  }

  private mutating func loseAll<Element: Hashable>(_ original: [Element], _ found: [Element], _ path: FieldPath) {
    var all = Places(found, by: \.self)
    for one in original where !all.contains(one) { lose(path, found.isEmpty ? .dropped : .narrowed) }
  }

  private mutating func loseTitles(_ original: [Title], _ found: [Title], _ tier: FieldPath.Tier) {
    var (all, kinds) = (Places(found, by: \.self), Places(found, by: \.kind))
    var texts = Places(found) { Verbatim(wrappedValue: $0.text.plain) }
    for title in original where !all.contains(title) {
      let path = FieldPath(.titles, title.kind.rawValue, in: tier)
      guard let same = texts.first(of: Verbatim(wrappedValue: title.text.plain)) else {
        lose(path, kinds.contains(title.kind) ? .narrowed : .dropped)
        continue
      }
      if same.kind != title.kind {
        lose(path, .retyped)
      } else if same.text.marks != title.text.marks {
        lose(FieldPath(.titles, title.kind.rawValue, in: tier, facet: .marks), .flattened)
      } else {
        lose(FieldPath(.titles, title.kind.rawValue, in: tier, facet: .language), .dropped)
      }
    }
  }

  private mutating func loseTexts(_ original: [KindOfText], _ found: [KindOfText], _ field: Field) {
    var (all, kinds) = (Places(found, by: \.self), Places(found) { Verbatim(wrappedValue: $0.kind) })
    var texts = Places(found) { Verbatim(wrappedValue: $0.text.plain) }
    for one in original where !all.contains(one) {
      if texts.contains(Verbatim(wrappedValue: one.text.plain)) {
        lose(FieldPath(field, one.kind, facet: .marks), .flattened)
      } else {
        lose(FieldPath(field, one.kind), kinds.contains(Verbatim(wrappedValue: one.kind)) ? .narrowed : .dropped)
      }
    }
  }

  private mutating func loseContributors(_ original: [Contributor], _ found: [Contributor], _ tier: FieldPath.Tier) {
    var (all, names) = (Places(found, by: \.self), Places(found, by: \.name))
    var families = Places(found) { Verbatim(wrappedValue: Self.mainPart(of: $0.name)) }
    for one in original where !all.contains(one) {
      let part = one.roles.first?.rawValue
      func path(_ facet: Facet?) -> FieldPath { FieldPath(.contributors, part, in: tier, facet: facet) }
      guard let same = names.first(of: one.name) else {
        // A contributor with the same family name is the same with fewer parts; without one, somebody is missing.
        let isThere = families.contains(Verbatim(wrappedValue: Self.mainPart(of: one.name)))
        lose(path(isThere ? .nameParts : nil), isThere ? .narrowed : .dropped)
        continue
      }
      if same.roles != one.roles { lose(path(.roles), .retyped) }
      if same.kind != one.kind { lose(path(.nameParts), .narrowed) }
      if same.affiliations != one.affiliations { lose(path(.affiliations), .dropped) }
      if same.identifiers != one.identifiers { lose(path(.identifiers), .dropped) }
      if same.flags != one.flags { lose(path(.flags), .dropped) }
      if same.email != one.email { lose(path(.email), .dropped) }
      if same.alternativeNames != one.alternativeNames { lose(path(.alternativeNames), .dropped) }
      if same.members != one.members { lose(path(.members), .dropped) }
    }
  }

  /// The part of a name by which it is found again if other parts are lost.
  private static func mainPart(of name: PersonName) -> String { name.family ?? name.literal ?? name.given ?? "" }

  private mutating func loseIdentifiers(_ original: [Identifier], _ found: [Identifier], _ tier: FieldPath.Tier) {
    var (all, schemes) = (Places(found, by: \.self), Places(found, by: \.scheme))
    for one in original where !all.contains(one) {
      lose(FieldPath(.identifiers, one.scheme.rawValue, in: tier), schemes.contains(one.scheme) ? .narrowed : .dropped)
    }
  }

  private mutating func loseVariables(_ original: VariableList, _ found: VariableList, _ tier: FieldPath.Tier) {
    for entry in original.entries {
      guard let value = found[entry.variable] else {
        lose(.variable(entry.variable, in: tier), .dropped)
        continue
      }
      if !value.hasSameBytes(as: entry.value) { lose(.variable(entry.variable, in: tier), .narrowed) }
    }
  }

  private mutating func loseContainer(_ original: Container?, _ found: Container?, _ tier: FieldPath.Tier) {
    guard let original else { return }
    let found = found ?? Container(original.relation)
    if original.type != found.type { lose(FieldPath(.type, in: tier), .dropped) }
    loseTitles(original.titles, found.titles, tier)
    loseContributors(original.contributors, found.contributors, tier)
    loseIdentifiers(original.identifiers, found.identifiers, tier)
    loseVariables(original.variables, found.variables, tier)
  }
}

/// A text with its kind, which is all that is compared for abstracts and notes.
private struct KindOfText: Hashable {
  @Verbatim var kind: String
  let text: RichText

  init(_ kind: String, _ text: RichText) {
    self.kind = kind
    self.text = text
  }
}

/// Where the elements of a list are, by a part of them.
///
/// A short list is searched from its start; for a long one a table is built at the first lookup: a record may
/// have tens of thousands of names that each lost something.
private struct Places<Element, Part: Hashable> {
  private let list: [Element]
  private let part: (Element) -> Part
  private var table: [Part: Int] = [:]

  init(_ list: [Element], by part: @escaping (Element) -> Part) {
    self.list = list
    self.part = part
  }

  mutating func first(of wanted: Part) -> Element? {
    if list.count <= 32 { return list.first { part($0) == wanted } }
    if table.isEmpty {
      table = Dictionary(list.indices.map { (part(list[$0]), $0) }, uniquingKeysWith: { first, _ in first })
    }
    return table[wanted].map { list[$0] }
  }

  mutating func contains(_ wanted: Part) -> Bool { first(of: wanted) != nil }
}
