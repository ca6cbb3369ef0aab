extension Record {
  /// Descriptions of what breaks the rules of the model; empty for every record that a reader may return.
  ///
  /// The rules: no empty string is used for an absent value; titles, dates and identifiers are in the order
  /// of their kinds; there is at most one date of a kind, each in the calendar; marks are sorted, nested and
  /// at character boundaries; contributors have roles and the name parts of their kind; containers are not
  /// empty and nest at most eight deep, members four; an entry of the reference list has a text or a record,
  /// and that record has no list of its own.
  public var violations: [String] {
    var found: [String] = []
    if key == "" { found.append("an empty key") }
    check(titles, "titles", &found)
    for contributor in contributors { check(contributor, depth: 0, &found) }
    for (left, right) in zip(dates, dates.dropFirst()) where !(left.kind < right.kind) {
      found.append("dates out of order: \(left.kind), \(right.kind)")
    }
    for dated in dates { check(dated.date, &found) }
    check(identifiers, ordered: true, &found)
    check(container, &found)
    if let event {
      if event.isEmpty { found.append("an empty event") }
      if [event.title, event.place, event.acronym, event.number, event.sponsor].contains("") {
        found.append("an empty part of the event")
      }
    }
    for abstract in abstracts { check(abstract.text, "abstract", &found) }
    for note in notes { check(note.text, "note", &found) }
    if keywords.contains(where: { $0.text.isEmpty || $0.scheme == "" || $0.language == "" }) {
      found.append("an empty keyword")
    }
    for licence in licences {
      if [licence.url, licence.text, licence.appliesTo].contains("") { found.append("an empty part of a licence") }
      if licence.url == nil && licence.text == nil && licence.start == nil && licence.appliesTo == nil
        && !licence.isFreeToRead
      {
        found.append("an empty licence")
      }
      if let start = licence.start { check(start, &found) }
    }
    for item in funding {
      if item == Funding() { found.append("empty funding") }
      if [item.funder, item.statement].contains("")
        || item.awards.contains(where: { $0.number == "" || $0.title == "" })
      {
        found.append("an empty part of funding")
      }
      check(item.identifiers, ordered: false, &found)
    }
    if relations.contains(where: { $0.type.isEmpty || $0.label == "" }) {
      found.append("a relation without type, or with an empty label")
    }
    for reference in references {
      if reference.key == "" { found.append("an empty key of a reference") }
      if reference.text == nil && reference.record == nil { found.append("an empty reference") }
      if let text = reference.text { check(text, "reference", &found) }
      if let record = reference.record {
        if !record.references.isEmpty { found.append("a reference with references") }
        found += record.violations
      }
    }
    if files.contains(where: { $0.location.isEmpty || $0.mediaType == "" || $0.title == "" || $0.purpose == "" }) {
      found.append("a file without location, or with an empty part")
    }
    if nativeFields.contains(where: { $0.format.isEmpty || $0.name.isEmpty }) {
      found.append("a nameless native field")
    }
    return found
  }

  private func check(_ text: RichText, _ name: String, _ found: inout [String]) {
    if text.plain.isEmpty { found.append("an empty \(name)") }
    if let violation = text.violation { found.append("\(name): \(violation)") }
  }

  private func check(_ titles: [Title], _ name: String, _ found: inout [String]) {
    for title in titles {
      check(title.text, "title", &found)
      if title.language == "" { found.append("an empty language of a title") }
    }
    for (left, right) in zip(titles, titles.dropFirst()) where left.kind.rank > right.kind.rank {
      found.append("\(name) out of order")
    }
  }

  private func check(_ date: PartialDate, _ found: inout [String]) {
    if date.value == nil && date.literal == nil { found.append("an empty date") }
    if date.literal == "" { found.append("an empty date literal") }
    if let value = date.value, !value.isWellFormed { found.append("no such date: \(value)") }
  }

  private func check(_ identifiers: [Identifier], ordered: Bool, _ found: inout [String]) {
    if identifiers.contains(where: { $0.value.isEmpty || $0.scheme.rawValue.isEmpty }) {
      found.append("an empty identifier")
    }
    for (left, right) in zip(identifiers, identifiers.dropFirst()) where ordered && right.scheme < left.scheme {
      found.append("identifiers out of order")
    }
  }

  private func check(_ contributor: Contributor, depth: Int, _ found: inout [String]) {
    let name = contributor.name
    let parts = [name.family, name.given, name.droppingParticle, name.nonDroppingParticle, name.suffix]
    switch contributor.kind {
    case .person:
      if name.family == nil && name.given == nil { found.append("a person without name") }
      if name.literal != nil { found.append("a person with parts and a literal") }
    case .organization, .unparsed:
      if name.literal == nil { found.append("a literal name without text") }
      if parts.contains(where: { $0 != nil }) { found.append("a literal name with parts") }
    case .anonymous, .others:
      if name != PersonName() { found.append("a name where there is none") }
    }
    if (parts + [name.literal, name.language, contributor.email]).contains("") {
      found.append("an empty part of a name")
    }
    if contributor.roles.isEmpty { found.append("a contributor without role") }
    if contributor.affiliations.contains(where: { $0.name.isEmpty && $0.identifiers.isEmpty }) {
      found.append("an empty affiliation")
    }
    check(contributor.identifiers, ordered: false, &found)
    if depth >= 4 && !contributor.members.isEmpty {
      found.append("members too deep")
    } else {
      for member in contributor.members { check(member, depth: depth + 1, &found) }
    }
  }

  private func check(_ container: Container?, _ found: inout [String]) {
    var next = container
    var depth = 0
    while let here = next {
      depth += 1
      if here.isBare { found.append("an empty container") }
      check(here.titles, "container titles", &found)
      check(here.identifiers, ordered: true, &found)
      for contributor in here.contributors { check(contributor, depth: 0, &found) }
      next = here.parent
    }
    if depth > Container.maximumDepth { found.append("containers too deep") }
  }
}
