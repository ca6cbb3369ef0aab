/// What a writer could not write, as an edit: with `after` in its place, the record is what a reader of the
/// output finds.
public struct Loss: Sendable, Equatable {
  /// What happens to the value.
  public enum Kind: String, Sendable, CaseIterable {
    /// The value is gone.
    case dropped
    /// A less exact value replaces it.
    case narrowed
    /// It is in another place or of another kind.
    case retyped
    /// The structure is gone, the text is kept.
    case flattened
    /// A transform merged its record into another that does not have the value, or split a merged record that
    /// had it. The writer is not involved, so this is not an edit.
    case mergedAway = "merge.dropped"
  }

  /// The location.
  public var path: FieldPath
  /// What happens.
  public var kind: Kind
  /// The whole group of the record as the reader of the output finds it; nil if only counts were requested.
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

  /// Whether a group has the same value as that of another record; `self[field] == other[field]` without copies.
  package func has(sameValueAs other: Record, for field: Field) -> Bool {
    switch field {
    case .key: VerbatimOptional(wrappedValue: key) == VerbatimOptional(wrappedValue: other.key)
    case .type: type == other.type
    case .titles: titles == other.titles
    case .contributors: contributors == other.contributors
    case .dates: dates == other.dates
    case .identifiers: identifiers == other.identifiers
    case .variables: variables == other.variables
    case .container: container == other.container
    case .event: event == other.event
    case .abstracts: abstracts == other.abstracts
    case .notes: notes == other.notes
    case .keywords: keywords == other.keywords
    case .licences: licences == other.licences
    case .funding: funding == other.funding
    case .relations: relations == other.relations
    case .references: references == other.references
    case .files: files == other.files
    case .nativeFields: nativeFields == other.nativeFields
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

  /// The record after applying the losses: what a reader of the output finds.
  public func applying(_ losses: [Loss]) -> Record {
    var result = self
    for loss in losses {
      if let after = loss.after { result.set(after) }
    }
    return result
  }
}
