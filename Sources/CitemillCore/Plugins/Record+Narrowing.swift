extension Record {
  /// The record without what a format cannot hold, or nil if the format can hold all of it.
  ///
  /// Every writer starts with this step, or with an equivalent of its own. What is removed is reported as
  /// dropped: whole groups, the parts of a group (a role, a kind, a scheme, a variable), and the facets of a
  /// value (marks, affiliations, languages). Values that a format holds less exactly are narrowed by the
  /// writer itself.
  public func narrowed(to set: FieldSet, reporting report: inout LossReport) -> Record? {
    var work = Narrower(set: set, tier: .own)
    var result = self
    if key != nil, !isKeyGenerated, work.loses(.key, &report) { result.key = nil }
    if type != .document, work.loses(.type, &report, .retyped) { result.type = .document }
    work.narrow(&result.titles, &report)
    work.narrow(&result.contributors, &report)
    work.filter(&result.dates, .dates, &report) { $0.kind.rawValue }
    work.filter(&result.identifiers, .identifiers, &report) { $0.scheme.rawValue }
    work.narrow(&result.variables, &report)
    work.narrow(&result.container, &report)
    if event != nil, work.loses(.event, &report) { result.event = nil }
    work.filter(&result.abstracts, .abstracts, &report) { $0.kind.rawValue }
    work.facets(&result.abstracts, .abstracts, &report, text: \.text, language: \.language)
    work.filter(&result.notes, .notes, &report) { $0.kind.rawValue }
    for index in result.notes.indices { work.marks(&result.notes[index].text, .notes, &report) }
    work.narrow(&result.keywords, &report)
    work.filter(&result.licences, .licences, &report) { _ in nil }
    work.filter(&result.funding, .funding, &report) { _ in nil }
    work.filter(&result.relations, .relations, &report) { $0.type }
    work.filter(&result.references, .references, &report) { _ in nil }
    work.filter(&result.files, .files, &report) { _ in nil }
    return work.hasChanged ? result : nil
  }
}

/// Removes what a set of fields does not contain, and reports it.
private struct Narrower {
  let set: FieldSet
  let tier: FieldPath.Tier
  var hasChanged = false

  init(set: FieldSet, tier: FieldPath.Tier) {
    self.set = set
    self.tier = tier
  }

  /// Whether a place cannot be held; this is then reported.
  mutating func loses(
    _ field: Field, _ report: inout LossReport, _ kind: Loss.Kind = .dropped, part: String? = nil, facet: Facet? = nil
  ) -> Bool {
    let path = FieldPath(field, part, in: tier, facet: facet)
    if set.contains(path) { return false }
    report.lose(path, kind)
    hasChanged = true
    return true
  }

  mutating func filter<Element>(
    _ list: inout [Element], _ field: Field, _ report: inout LossReport, part: (Element) -> String?
  ) {
    if list.isEmpty { return }
    list = list.filter { !loses(field, &report, part: part($0)) }
  }

  mutating func marks(_ text: inout RichText, _ field: Field, _ report: inout LossReport, part: String? = nil) {
    if !text.marks.isEmpty, loses(field, &report, .flattened, part: part, facet: .marks) { text.marks = [] }
  }

  mutating func facets<Element>(
    _ list: inout [Element], _ field: Field, _ report: inout LossReport, text: WritableKeyPath<Element, RichText>,
    language: WritableKeyPath<Element, String?>
  ) {
    for index in list.indices {
      marks(&list[index][keyPath: text], field, &report)
      if list[index][keyPath: language] != nil, loses(field, &report, facet: .language) {
        list[index][keyPath: language] = nil
      }
    }
  }

  mutating func narrow(_ titles: inout [Title], _ report: inout LossReport) {
    filter(&titles, .titles, &report) { $0.kind.rawValue }
    for index in titles.indices {
      let part = titles[index].kind.rawValue
      marks(&titles[index].text, .titles, &report, part: part)
      if titles[index].language != nil, loses(.titles, &report, part: part, facet: .language) {
        titles[index].language = nil
      }
    }
  }

  mutating func narrow(_ contributors: inout [Contributor], _ report: inout LossReport) {
    var kept: [Contributor] = []
    for var one in contributors {
      let first = one.roles.first?.rawValue
      one.roles = one.roles.filter { !loses(.contributors, &report, part: $0.rawValue) }
      if one.roles.isEmpty { continue }
      func drop<Value: Equatable>(
        _ path: WritableKeyPath<Contributor, Value>, to none: Value, _ facet: Facet, _ work: inout Narrower
      ) {
        if one[keyPath: path] != none, work.loses(.contributors, &report, part: first, facet: facet) {
          one[keyPath: path] = none
        }
      }
      drop(\.affiliations, to: [], .affiliations, &self)
      drop(\.identifiers, to: [], .identifiers, &self)
      drop(\.flags, to: [], .flags, &self)
      drop(\.email, to: nil, .email, &self)
      drop(\.alternativeNames, to: [], .alternativeNames, &self)
      drop(\.members, to: [], .members, &self)
      kept.append(one)
    }
    contributors = kept
  }

  mutating func narrow(_ variables: inout VariableList, _ report: inout LossReport) {
    for entry in variables.entries where loses(.variables, &report, part: entry.variable.name) {
      variables[entry.variable] = nil
    }
  }

  mutating func narrow(_ keywords: inout [Keyword], _ report: inout LossReport) {
    filter(&keywords, .keywords, &report) { _ in nil }
    for index in keywords.indices {
      if keywords[index].scheme != nil, loses(.keywords, &report, facet: .scheme) { keywords[index].scheme = nil }
      if keywords[index].language != nil, loses(.keywords, &report, facet: .language) { keywords[index].language = nil }
      if keywords[index].isMajor, loses(.keywords, &report, facet: .major) { keywords[index].isMajor = false }
    }
  }

  /// Narrows a container and its outer containers, from the outside in.
  mutating func narrow(_ container: inout Container?, _ report: inout LossReport) {
    guard var here = container else { return }
    narrow(&here.parent, &report)
    var work = Narrower(set: set, tier: here.relation == .host ? .host : .series)
    if here.type != nil, work.loses(.type, &report, .retyped) { here.type = nil }
    work.narrow(&here.titles, &report)
    work.narrow(&here.contributors, &report)
    work.filter(&here.identifiers, .identifiers, &report) { $0.scheme.rawValue }
    work.narrow(&here.variables, &report)
    hasChanged = hasChanged || work.hasChanged
    // An emptied container in the chain is replaced by the one around it.
    container = here.isBare ? here.parent : here
  }
}
