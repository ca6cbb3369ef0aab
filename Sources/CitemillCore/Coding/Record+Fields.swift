// The members of each part of the model, by name: the schema of `records` (Docs/records.schema.json), and
// what the labelled listing writes below its labels. One function per type, for both directions.

extension Record {
  /// The members of a record.
  package static func code(_ record: inout Record, _ coder: inout FieldCoder) {
    var rare = record.rare.parts
    coder.text("key", &record.key)
    coder.flag("keyGenerated", &record.isKeyGenerated)
    coder.choice("type", &record.type)
    coder.list("titles", &record.titles, blank: Title(""), Title.code)
    coder.list("contributors", &record.contributors, blank: Contributor(.person), Contributor.code)
    coder.dates("dates", &record.dates)
    coder.list("identifiers", &record.identifiers, blank: Identifier("", ""), Identifier.code)
    coder.variables("variables", &record.variables)
    coder.object("container", &record.container, blank: Container(.host), Container.code)
    coder.object("event", &rare.event, blank: Event(), Event.code)
    coder.list("abstracts", &record.abstracts, blank: Abstract(RichText("")), Abstract.code)
    coder.list("notes", &record.notes, blank: Note(RichText("")), Note.code)
    coder.list("keywords", &record.keywords, blank: Keyword(""), Keyword.code)
    coder.list("licences", &rare.licences, blank: Licence(), Licence.code)
    coder.list("funding", &rare.funding, blank: Funding(), Funding.code)
    coder.list("relations", &rare.relations, blank: Relation(""), Relation.code)
    coder.list("references", &rare.references, blank: Reference(), Reference.code)
    coder.list("files", &rare.files, blank: FileLink(""), FileLink.code)
    coder.list(
      "nativeFields", &record.nativeFields, blank: NativeField(format: "", name: "", value: ""), NativeField.code)
    coder.list("assurances", &rare.assurances, blank: Assurance("", .guess, reason: ""), Assurance.code)
    var origin = record.origin.isEmpty ? nil : record.origin
    coder.object("origin", &origin, blank: Origin(), Origin.code)
    guard coder.isDecoding else { return }
    record.origin = origin ?? Origin()
    record.rare = Beside(rare)
  }

  /// The names of the members of a record.
  package static let fieldNames: [String] = [
    "key", "keyGenerated", "type", "titles", "contributors", "dates", "identifiers", "variables", "container", "event",
    "abstracts", "notes", "keywords", "licences", "funding", "relations", "references", "files", "nativeFields",
    "assurances", "origin",
  ]
}

// MARK: - Parts

extension RichText {
  package static func code(_ text: inout RichText, _ coder: inout FieldCoder) {
    coder.text("text", &text.plain)
    coder.list("marks", &text.marks, blank: Mark(.italic, from: 0, to: 0), Mark.code)
  }
}

extension Mark {
  package static func code(_ mark: inout Mark, _ coder: inout FieldCoder) {
    coder.choice("kind", &mark.kind)
    var (start, end): (Int?, Int?) = (mark.start, mark.end)
    coder.number("start", &start)
    coder.number("end", &end)
    coder.text("value", &mark.value)
    if coder.isDecoding {
      // A missing offset breaks a rule of the model and is rejected there.
      mark.start = start ?? -1
      mark.end = end ?? -1
    }
  }
}

extension Title {
  package static func code(_ title: inout Title, _ coder: inout FieldCoder) {
    coder.choice("kind", &title.kind, unless: .main)
    RichText.code(&title.text, &coder)
    coder.text("language", &title.language)
  }
}

extension Contributor {
  package static func code(_ one: inout Contributor, _ coder: inout FieldCoder) {
    coder.choice("kind", &one.kind, unless: .person)
    PersonName.code(&one.name, &coder)
    let isAuthor = one.roles.count == 1 && one.roles[0] == .author
    var roles = isAuthor ? [] : one.roles.map(\.rawValue)
    coder.texts("roles", &roles)
    if coder.isDecoding { one.roles = roles.isEmpty ? Role.author.alone : roles.map { Role(rawValue: $0) } }
    coder.beside(isEmpty: one.isBare) { coder in
      var details = one.details.parts
      coder.list("affiliations", &details.affiliations, blank: Affiliation(""), Affiliation.code)
      coder.list("identifiers", &details.identifiers, blank: Identifier("", ""), Identifier.code)
      var flags = Flags.names.filter { details.flags.contains($0.flag) }.map(\.name)
      coder.texts("flags", &flags)
      if coder.isDecoding {
        for name in flags {
          if let flag = Flags.names.first(where: { $0.name == name }) {
            details.flags.insert(flag.flag)
          } else {
            coder.complain("flags", "a list of known flags")
          }
        }
      }
      coder.text("email", &details.email)
      coder.list("alternativeNames", &details.alternativeNames, blank: PersonName(), PersonName.code)
      coder.list("members", &details.members, blank: Contributor(.person), Contributor.code)
      if coder.isDecoding { one.details = Beside(details) }
    }
  }
}

extension PersonName {
  package static func code(_ name: inout PersonName, _ coder: inout FieldCoder) {
    coder.text("family", &name.family)
    coder.text("given", &name.given)
    coder.beside(isEmpty: name.isBare) { coder in
      var rare = name.rare.parts
      coder.text("droppingParticle", &rare.droppingParticle)
      coder.text("nonDroppingParticle", &rare.nonDroppingParticle)
      coder.text("suffix", &rare.suffix)
      coder.text("literal", &rare.literal)
      coder.flag("commaSuffix", &rare.hasCommaSuffix)
      coder.flag("familyFirst", &rare.isFamilyFirst)
      coder.text("nameLanguage", &rare.language)
      if coder.isDecoding { name.rare = Beside(rare) }
    }
  }
}

extension Affiliation {
  package static func code(_ place: inout Affiliation, _ coder: inout FieldCoder) {
    coder.text("name", &place.name)
    coder.text("department", &place.department)
    coder.text("place", &place.place)
    coder.list("identifiers", &place.identifiers, blank: Identifier("", ""), Identifier.code)
  }
}

extension Identifier {
  package static func code(_ identifier: inout Identifier, _ coder: inout FieldCoder) {
    coder.name("scheme", &identifier.scheme)
    coder.text("value", &identifier.value)
    coder.text("raw", &identifier.raw)
  }
}

extension PartialDate {
  package static func code(_ date: inout PartialDate, _ coder: inout FieldCoder) {
    coder.date("value", &date.value)
    coder.text("literal", &date.literal)
  }
}

extension FieldCoder {
  fileprivate mutating func dates(_ name: String, _ dates: inout [DatedEvent]) {
    if isPacked {
      return list(name, &dates, blank: DatedEvent(.issued, PartialDate(nil))) { dated, coder in
        coder.name("kind", &dated.kind)
        PartialDate.code(&dated.date, &coder)
      }
    }
    var entries: [FieldTree.Member] = []
    if !isDecoding {
      for dated in dates {
        var date: PartialDate? = dated.date
        var inner = FieldCoder.encoding()
        inner.object(dated.kind.rawValue, &date, blank: PartialDate(nil), PartialDate.code)
        entries += inner.members
      }
    }
    dictionary(name, &entries)
    guard isDecoding, !entries.isEmpty else { return }
    var inner = inside(name, entries)
    for entry in entries {
      var date: PartialDate?
      inner.object(entry.name, &date, blank: PartialDate(nil), PartialDate.code)
      let kind = DateKind(rawValue: entry.name)
      if dates.contains(where: { $0.kind == kind }) {
        complain(name + "." + entry.name, "given once")
      } else if let date {
        dates.append(DatedEvent(kind, date))
      }
    }
    dates.sort { $0.kind < $1.kind }
    absorb(inner)
  }
}

extension Container {
  package static func code(_ container: inout Container, _ coder: inout FieldCoder) {
    coder.choice("relation", &container.relation)
    coder.choice("type", &container.type)
    coder.list("titles", &container.titles, blank: Title(""), Title.code)
    coder.list("contributors", &container.contributors, blank: Contributor(.person), Contributor.code)
    coder.list("identifiers", &container.identifiers, blank: Identifier("", ""), Identifier.code)
    coder.variables("variables", &container.variables)
    coder.object("container", &container.parent, blank: Container(.host), Container.code)
  }
}

extension Event {
  package static func code(_ event: inout Event, _ coder: inout FieldCoder) {
    coder.text("title", &event.title)
    coder.text("place", &event.place)
    coder.text("acronym", &event.acronym)
    coder.text("number", &event.number)
    coder.text("sponsor", &event.sponsor)
  }
}

extension Abstract {
  package static func code(_ abstract: inout Abstract, _ coder: inout FieldCoder) {
    coder.name("kind", &abstract.kind, unless: .main)
    RichText.code(&abstract.text, &coder)
    coder.text("language", &abstract.language)
  }
}

extension Note {
  package static func code(_ note: inout Note, _ coder: inout FieldCoder) {
    coder.choice("kind", &note.kind, unless: .note)
    RichText.code(&note.text, &coder)
  }
}

extension Keyword {
  package static func code(_ keyword: inout Keyword, _ coder: inout FieldCoder) {
    coder.text("text", &keyword.text)
    coder.text("scheme", &keyword.scheme)
    coder.text("language", &keyword.language)
    coder.flag("major", &keyword.isMajor)
  }
}

extension Licence {
  package static func code(_ licence: inout Licence, _ coder: inout FieldCoder) {
    coder.text("url", &licence.url)
    coder.text("text", &licence.text)
    coder.object("start", &licence.start, blank: PartialDate(nil), PartialDate.code)
    coder.text("appliesTo", &licence.appliesTo)
    coder.flag("freeToRead", &licence.isFreeToRead)
  }
}

extension Funding {
  package static func code(_ funding: inout Funding, _ coder: inout FieldCoder) {
    coder.text("funder", &funding.funder)
    coder.list("identifiers", &funding.identifiers, blank: Identifier("", ""), Identifier.code)
    coder.list("awards", &funding.awards, blank: Award()) { award, coder in
      coder.text("number", &award.number)
      coder.text("title", &award.title)
      coder.list("identifiers", &award.identifiers, blank: Identifier("", ""), Identifier.code)
    }
    coder.text("statement", &funding.statement)
  }
}

extension Relation {
  package static func code(_ relation: inout Relation, _ coder: inout FieldCoder) {
    coder.text("type", &relation.type)
    coder.object("target", &relation.target, blank: Identifier("", ""), Identifier.code)
    coder.text("label", &relation.label)
    coder.object("date", &relation.date, blank: PartialDate(nil), PartialDate.code)
  }
}

extension Reference {
  package static func code(_ reference: inout Reference, _ coder: inout FieldCoder) {
    coder.text("key", &reference.key)
    coder.beside(isEmpty: reference.text == nil) { coder in
      var text = reference.text ?? RichText("")
      RichText.code(&text, &coder)
      if coder.isDecoding { reference.text = text.isEmpty ? nil : text }
    }
    coder.object("record", &reference.record, blank: Record(), Record.code)
  }
}

extension FileLink {
  package static func code(_ file: inout FileLink, _ coder: inout FieldCoder) {
    coder.text("location", &file.location)
    coder.text("mediaType", &file.mediaType)
    coder.text("title", &file.title)
    coder.text("purpose", &file.purpose)
  }
}

extension NativeField {
  package static func code(_ field: inout NativeField, _ coder: inout FieldCoder) {
    coder.text("format", &field.format)
    coder.text("name", &field.name)
    coder.text("value", &field.value)
  }
}

extension Assurance {
  package static func code(_ assurance: inout Assurance, _ coder: inout FieldCoder) {
    coder.text("field", &assurance.field)
    coder.choice("level", &assurance.level)
    coder.text("reason", &assurance.reason)
  }
}

extension Origin {
  fileprivate var isEmpty: Bool { self == Origin() }

  package static func code(_ origin: inout Origin, _ coder: inout FieldCoder) {
    coder.text("format", &origin.format)
    coder.text("type", &origin.typeToken)
    var sources = origin.sources
    coder.texts("sources", &sources)
    if coder.isDecoding { origin.sources = sources }
    coder.object("location", &origin.location, blank: SourceLocation(source: "", bytes: 0..<0, line: 1)) {
      place, coder in
      coder.source("source", &place.source)
      var (start, end): (Int?, Int?) = (place.bytes.lowerBound, place.bytes.upperBound)
      var line: Int? = place.line
      coder.number("start", &start)
      coder.number("end", &end)
      coder.number("line", &line)
      coder.number("column", &place.column)
      coder.number("record", &place.recordIndex)
      guard coder.isDecoding else { return }
      let lower = max(start ?? 0, 0)
      place.bytes = lower..<max(end ?? lower, lower)
      place.line = line ?? 1
    }
  }
}
