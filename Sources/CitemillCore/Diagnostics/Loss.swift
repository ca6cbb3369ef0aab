/// A place in a record, as reports, tables and `expressible` name it: a tier, a field and perhaps a facet of it.
///
/// Written `field`, `host.field` or `series.field`, and `field#facet`: `contributors.editor#affiliations`,
/// `host.titles.short`, `identifiers.PMID`, `volume`, `native-fields.ris.U1`. A field without its open part stands for all of its
/// kind. A variable goes by its name alone, except `variables.references`, whose name is also that of a group.
public struct FieldPath: Hashable, Sendable, CustomStringConvertible, Comparable {
  /// Which level of the work is meant.
  public enum Tier: String, Sendable, CaseIterable, Hashable {
    /// The work itself.
    case own = ""
    /// What it appeared in.
    case host
    /// The series around it.
    case series
  }

  /// Which level of the work is meant.
  public var tier: Tier
  /// The group of the record that holds it.
  public var field: Field
  /// The role, kind, scheme or variable inside the group, where one is meant.
  public var part: String?
  /// A side of the value: `marks`, `affiliations`, `season`.
  public var facet: Facet?

  /// A place in a record.
  public init(_ field: Field, _ part: String? = nil, in tier: Tier = .own, facet: Facet? = nil) {
    self.tier = tier
    self.field = field
    self.part = part
    self.facet = facet
  }

  /// A scalar variable.
  public static func variable(_ variable: Variable, in tier: Tier = .own) -> Self {
    Self(.variables, variable.name, in: tier)
  }

  /// The path as it is written in reports.
  public var description: String {
    var text = tier == .own ? "" : tier.rawValue + "."
    if field == .variables, let part, Field(rawValue: part) == nil {
      text += part
    } else {
      text += field.rawValue
      if let part { text += "." + part }
    }
    if let facet { text += "#" + facet.rawValue }
    return text
  }

  /// By their bytes.
  public static func < (left: Self, right: Self) -> Bool {
    left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }

  /// Whether this path, taken as a pattern, stands for another.
  public func covers(_ other: Self) -> Bool {
    tier == other.tier && field == other.field && (facet == nil || facet == other.facet) && coversPart(of: other)
  }

  /// Native fields are told by format and name, and a format stands for all its names.
  private func coversPart(of other: Self) -> Bool {
    guard let part else { return true }
    if part == other.part { return true }
    return field == .nativeFields && (other.part?.utf8.starts(with: (part + ".").utf8) ?? false)
  }
}

/// A group of `Record`: the unit in which losses are undone and compared.
public enum Field: String, Sendable, CaseIterable, Hashable {
  case key, type, titles, contributors, dates, identifiers, variables, container, event, abstracts, notes, keywords
  case licences, funding, relations, references, files
  /// Not content, and put back only by the format that they are of.
  case nativeFields = "native-fields"
}

/// A side of a value that a format may be unable to say.
public enum Facet: String, Sendable, CaseIterable, Hashable {
  // Text.
  case marks, language, kind, scheme, raw
  // Names.
  case affiliations, identifiers, flags, email, alternativeNames = "alternative-names", members, nameParts =
    "name-parts"
  case roles, order, isAnonymous = "anonymous", isOthers = "others"
  // Dates.
  case season, qualifier, range, openEnd = "open-end", unspecified, literal, longYear = "long-year"
  // Lists.
  case many, major
  // Relations, licences.
  case label, date, text
}

extension Field {
  /// The sides that a value of the group can have.
  public var facets: [Facet] {
    switch self {
    case .titles, .abstracts: [.marks, .language]
    case .contributors:
      [
        .affiliations, .identifiers, .flags, .email, .alternativeNames, .members, .nameParts, .roles, .order,
        .isAnonymous, .isOthers,
      ]
    case .dates: [.season, .qualifier, .range, .openEnd, .unspecified, .literal, .longYear]
    case .notes: [.marks]
    case .keywords: [.scheme, .language, .major]
    case .relations: [.label, .date]
    case .licences: [.text, .date]
    default: []
    }
  }
}

/// What a writer could not say, as an edit: with `after` in its place, the record is what a reader of the output finds.
public struct Loss: Sendable, Equatable {
  /// What happens to the value.
  public enum Kind: String, Sendable, CaseIterable {
    /// It is gone.
    case dropped
    /// A less exact value stands there.
    case narrowed
    /// It stands there as something else.
    case retyped
    /// Its structure is gone, its words are there.
    case flattened
  }

  /// Where.
  public var path: FieldPath
  /// What happens.
  public var kind: Kind
  /// The whole group of the record as the reader of the output finds it; nil where only counts were asked for.
  public var after: FieldValue?

  /// A loss.
  public init(_ path: FieldPath, _ kind: Kind, after: FieldValue? = nil) {
    self.path = path
    self.kind = kind
    self.after = after
  }
}

/// The value of one group of a record.
public enum FieldValue: Sendable, Equatable {
  case key(VerbatimOptional)
  case type(RecordType)
  case titles([Title])
  case contributors([Contributor])
  case dates([DatedEvent])
  case identifiers([Identifier])
  case variables(VariableList)
  case container(Container?)
  case event(Event?)
  case abstracts([Abstract])
  case notes([Note])
  case keywords([Keyword])
  case licences([Licence])
  case funding([Funding])
  case relations([Relation])
  case references([Reference])
  case files([FileLink])
  case nativeFields([NativeField])
}

extension Record {
  /// The value of a group.
  public subscript(field: Field) -> FieldValue {
    switch field {
    case .key: .key(VerbatimOptional(wrappedValue: key))
    case .type: .type(type)
    case .titles: .titles(titles)
    case .contributors: .contributors(contributors)
    case .dates: .dates(dates)
    case .identifiers: .identifiers(identifiers)
    case .variables: .variables(variables)
    case .container: .container(container)
    case .event: .event(event)
    case .abstracts: .abstracts(abstracts)
    case .notes: .notes(notes)
    case .keywords: .keywords(keywords)
    case .licences: .licences(licences)
    case .funding: .funding(funding)
    case .relations: .relations(relations)
    case .references: .references(references)
    case .files: .files(files)
    case .nativeFields: .nativeFields(nativeFields)
    }
  }

  /// Puts a value into its group.
  public mutating func set(_ value: FieldValue) {
    switch value {
    case .key(let value): key = value.wrappedValue
    case .type(let value): type = value
    case .titles(let value): titles = value
    case .contributors(let value): contributors = value
    case .dates(let value): dates = value
    case .identifiers(let value): identifiers = value
    case .variables(let value): variables = value
    case .container(let value): container = value
    case .event(let value): event = value
    case .abstracts(let value): abstracts = value
    case .notes(let value): notes = value
    case .keywords(let value): keywords = value
    case .licences(let value): licences = value
    case .funding(let value): funding = value
    case .relations(let value): relations = value
    case .references(let value): references = value
    case .files(let value): files = value
    case .nativeFields(let value): nativeFields = value
    }
  }

  /// The record with the losses carried out: what a reader of the output finds.
  public func applying(_ losses: [Loss]) -> Record {
    var result = self
    for loss in losses {
      if let after = loss.after { result.set(after) }
    }
    return result
  }
}
