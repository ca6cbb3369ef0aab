// For writers that learn what they lose by reading what they wrote: what the reader finds is the record that was said, so
// that the report cannot be wrong about it.

extension LossReport {
  /// Reports where a record differs from the one that a reader finds in its output, and states each loss as an edit.
  ///
  /// A key that we made is nobody's to miss. Of native fields only those of `format` are looked at.
  public mutating func lose(from original: Record, to found: Record, nativeFieldsOf format: String? = nil) {
    var found = found
    if original.isKeyGenerated { (found.key, found.isKeyGenerated) = (original.key, true) }
    if let format { loseNativeFields(of: original, found, format) }
    for field in Field.allCases where field != .nativeFields && original[field] != found[field] {
      let before = total
      loseParts(of: field, original, found)
      // What differs in no part differs in their order.
      if total == before { lose(FieldPath(field), .narrowed) }
    }
    settle(from: original, to: found)
  }

  private mutating func loseNativeFields(of original: Record, _ found: Record, _ format: String) {
    var rest = found.nativeFields
    for field in original.nativeFields where field.format == format {
      if let index = rest.firstIndex(of: field) {
        rest.remove(at: index)
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
      for dated in original.dates where found[date: dated.kind] != dated.date {
        lose(FieldPath(.dates, dated.kind.rawValue), found[date: dated.kind] == nil ? .dropped : .narrowed)
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
        original.abstracts.map { ($0.kind.rawValue, $0.text) }, found.abstracts.map { ($0.kind.rawValue, $0.text) },
        .abstracts)
    case .notes:
      loseTexts(
        original.notes.map { ($0.kind.rawValue, $0.text) }, found.notes.map { ($0.kind.rawValue, $0.text) }, .notes)
    case .keywords:
      for keyword in original.keywords where !found.keywords.contains(keyword) {
        let isThere = found.keywords.contains { $0.text.hasSameBytes(as: keyword.text) }
        lose(FieldPath(.keywords), isThere ? .narrowed : .dropped)
      }
    case .licences: loseAll(original.licences, found.licences, FieldPath(.licences))
    case .funding: loseAll(original.funding, found.funding, FieldPath(.funding))
    case .relations:
      for one in original.relations where !found.relations.contains(one) {
        lose(FieldPath(.relations, one.type), .dropped)
      }
    case .references: loseAll(original.references, found.references, FieldPath(.references))
    case .files: loseAll(original.files, found.files, FieldPath(.files))
    case .key: lose(FieldPath(.key), found.key == nil ? .dropped : .narrowed)
    case .nativeFields: break
    }
  }

  private mutating func loseAll<Element: Equatable>(_ original: [Element], _ found: [Element], _ path: FieldPath) {
    for one in original where !found.contains(one) { lose(path, found.isEmpty ? .dropped : .narrowed) }
  }

  private mutating func loseTitles(_ original: [Title], _ found: [Title], _ tier: FieldPath.Tier) {
    for title in original where !found.contains(title) {
      let path = FieldPath(.titles, title.kind.rawValue, in: tier)
      guard let same = found.first(where: { $0.text.plain.hasSameBytes(as: title.text.plain) }) else {
        lose(path, found.contains { $0.kind == title.kind } ? .narrowed : .dropped)
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

  private mutating func loseTexts(
    _ original: [(kind: String, text: RichText)], _ found: [(kind: String, text: RichText)], _ field: Field
  ) {
    for one in original where !found.contains(where: { $0.kind.hasSameBytes(as: one.kind) && $0.text == one.text }) {
      if found.contains(where: { $0.text.plain.hasSameBytes(as: one.text.plain) }) {
        lose(FieldPath(field, one.kind, facet: .marks), .flattened)
      } else {
        lose(FieldPath(field, one.kind), found.contains { $0.kind.hasSameBytes(as: one.kind) } ? .narrowed : .dropped)
      }
    }
  }

  private mutating func loseContributors(_ original: [Contributor], _ found: [Contributor], _ tier: FieldPath.Tier) {
    for one in original where !found.contains(one) {
      let part = one.roles.first?.rawValue
      func path(_ facet: Facet?) -> FieldPath { FieldPath(.contributors, part, in: tier, facet: facet) }
      guard let same = found.first(where: { $0.name == one.name }) else {
        lose(path(found.contains { $0.roles == one.roles } ? .nameParts : nil), .narrowed)
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

  private mutating func loseIdentifiers(_ original: [Identifier], _ found: [Identifier], _ tier: FieldPath.Tier) {
    for one in original where !found.contains(one) {
      lose(
        FieldPath(.identifiers, one.scheme.rawValue, in: tier),
        found.contains { $0.scheme == one.scheme } ? .narrowed : .dropped)
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
