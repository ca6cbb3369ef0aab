/// One citation: everything that a source says about one work.
///
/// Readers fill it, transforms change it, writers read it; no format is known here. Typed groups hold what has a shape
/// (titles, contributors, dates, identifiers, the container), `variables` holds the scalars. What the model has no place
/// for stays in `nativeFields`.
public struct Record: Sendable, Hashable {
  /// The citation key or id, as the source wrote it or as the keys stage made it.
  @VerbatimOptional public var key: String?
  /// Whether the key was made by us and not given by the source.
  public var isKeyGenerated = false
  /// What kind of work it is; `document` when the source does not tell.
  public var type: RecordType = .document
  /// The titles, in the order of `Title.Kind`.
  public var titles: [Title] = []
  /// Everyone with a part in the work, in the order of the source.
  public var contributors: [Contributor] = []
  /// The dates, one of each kind, in the order of `DateKind`.
  public var dates: [DatedEvent] = []
  /// The identifiers of the work itself, in the order of `IdentifierScheme`.
  public var identifiers: [Identifier] = []
  /// The scalars.
  public var variables = VariableList()
  /// What the work appeared in.
  public var container: Container?
  /// Abstracts in all kinds and languages.
  public var abstracts: [Abstract] = []
  /// Remarks.
  public var notes: [Note] = []
  /// Keywords and subjects.
  public var keywords: [Keyword] = []
  /// What the model has no place for.
  public var nativeFields: [NativeField] = []
  /// Where it came from.
  public var origin = Origin()
  @usableFromInline var rare = Beside<Rare>()

  @usableFromInline struct Rare: BesideParts {
    var event: Event?
    var licences: [Licence] = []
    var funding: [Funding] = []
    var relations: [Relation] = []
    var references: [Reference] = []
    var files: [FileLink] = []
    var assurances: [Assurance] = []
  }

  /// The event at which it was given.
  public var event: Event? {
    get { rare.isEmpty ? nil : rare.place[0].event }
    _modify { yield &rare.parts.event }
  }

  /// Terms of use.
  public var licences: [Licence] {
    get { rare.isEmpty ? [] : rare.place[0].licences }
    _modify { yield &rare.parts.licences }
  }

  /// Who paid.
  public var funding: [Funding] {
    get { rare.isEmpty ? [] : rare.place[0].funding }
    _modify { yield &rare.parts.funding }
  }

  /// How it stands to other works.
  public var relations: [Relation] {
    get { rare.isEmpty ? [] : rare.place[0].relations }
    _modify { yield &rare.parts.relations }
  }

  /// Its list of references.
  public var references: [Reference] {
    get { rare.isEmpty ? [] : rare.place[0].references }
    _modify { yield &rare.parts.references }
  }

  /// Files and full texts.
  public var files: [FileLink] {
    get { rare.isEmpty ? [] : rare.place[0].files }
    _modify { yield &rare.parts.files }
  }

  /// What was inferred, and how surely.
  public var assurances: [Assurance] {
    get { rare.isEmpty ? [] : rare.place[0].assurances }
    _modify { yield &rare.parts.assurances }
  }

  /// Takes out licences, funding, relations, references and files in one step.
  package mutating func removeRarePartsButEvent() {
    if !rare.isEmpty { rare = Beside(Rare(event: event, assurances: assurances)) }
  }

  /// Whether it has neither event, licences, funding, relations, references, files nor assurances.
  @inlinable public var hasOnlyUsualParts: Bool { rare.isEmpty }

  /// An empty record of type `document`.
  public init() {}

  /// Empties the record for the next one, and keeps some room of its lists: most records of a source have as much of each.
  public mutating func reset() {
    key = nil
    isKeyGenerated = false
    type = .document
    titles.empty()
    contributors.empty()
    dates.empty()
    identifiers.empty()
    variables.removeAll()
    container = nil
    abstracts.empty()
    notes.empty()
    keywords.empty()
    nativeFields.empty()
    origin = Origin()
    if !rare.isEmpty { rare = Beside() }
  }

  /// The record without what says only where it came from: origin, native fields, assurances, generated keys.
  ///
  /// Two records say the same when their contents are equal, byte by byte.
  public var content: Record {
    var result = self
    result.origin = Origin()
    result.nativeFields = []
    result.assurances = []
    if isKeyGenerated {
      result.key = nil
      result.isKeyGenerated = false
    }
    return result
  }
}

// MARK: - Putting values in their place

extension Record {
  /// Adds a title behind the others of its kind; an empty one is passed over.
  public mutating func add(_ title: consuming Title) { titles.insert(title) }

  /// Adds an identifier behind the others of its scheme; an empty one is passed over.
  public mutating func add(_ identifier: consuming Identifier) { identifiers.insert(identifier) }

  /// Adds a contributor at the end.
  public mutating func add(_ contributor: consuming Contributor) { contributors.append(contributor) }

  /// The date of a kind; setting it keeps the order of kinds.
  public subscript(date kind: DateKind) -> PartialDate? {
    get {
      // By indices: a loop over an array copies each element.
      for index in dates.indices where dates[index].kind == kind { return dates[index].date }
      return nil
    }
    set {
      if !dates.isEmpty { dates.removeAll { $0.kind == kind } }
      guard let newValue else { return }
      let dated = DatedEvent(kind, newValue)
      if dates.capacity == 0 {
        dates = [dated]
      } else if let place = dates.firstIndex(where: { kind < $0.kind }) {
        dates.insert(dated, at: place)
      } else {
        dates.append(dated)
      }
    }
  }

  /// The text of a scalar variable; setting nil or the empty text removes it.
  public subscript(variable: Variable) -> String? {
    get { variables[variable] }
    set { variables[variable] = newValue }
  }

  /// The main title, plain.
  public var title: String? { titles.first { $0.kind == .main }?.text.plain }
  /// The volume of the host.
  public var volume: String? { variables[.volume] }
  /// The issue of the host.
  public var issue: String? { variables[.issue] }
  /// The pages in the host, as written.
  public var pages: String? { variables[.pages] }
  /// The DOI.
  public var doi: String? { identifiers.first { $0.scheme == .doi }?.value }

  /// The nearest container of a relation.
  public func container(_ relation: Container.Relation) -> Container? {
    var next = container
    while let here = next {
      if here.relation == relation { return here }
      next = here.parent
    }
    return nil
  }

  /// Changes the host, making one where there is none.
  public mutating func withHost(_ change: (inout Container) -> Void) {
    if container?.modify(as: .host, change) == true { return }
    container = Container(.host, parent: container)
    container?.modify(as: .host, change)
  }

  /// Changes the series, making one outside the host where there is none.
  public mutating func withSeries(_ change: (inout Container) -> Void) {
    if container == nil { container = Container(.series) }
    if container?.modify(as: .series, change) == true { return }
    container?.withParent(orNew: .series, change)
  }
}

extension [Title] {
  /// Adds a title behind the others of its kind; an empty one is passed over.
  public mutating func insert(_ title: consuming Title) {
    guard !title.text.isEmpty else { return }
    let rank = title.kind.rank
    if capacity == 0 {
      self = [title]
      return
    }
    // By indices: an element that is taken out of a list is copied with all its texts.
    if isEmpty || self[count - 1].kind.rank <= rank {
      return append(title)
    }
    insert(title, at: indices.first { self[$0].kind.rank > rank } ?? count)
  }
}

extension Title.Kind {
  /// The place among the kinds, counted from 0.
  public var rank: Int {
    switch self {
    case .main: 0
    case .sub: 1
    case .short: 2
    case .translated: 3
    case .original: 4
    case .alternative: 5
    case .uniform: 6
    case .volume: 7
    case .part: 8
    case .issue: 9
    case .running: 10
    case .addon: 11
    case .reviewed: 12
    }
  }
}

extension [Identifier] {
  /// Adds an identifier behind the others of its scheme; an empty one is passed over.
  public mutating func insert(_ identifier: consuming Identifier) {
    guard !identifier.value.isEmpty else { return }
    if capacity == 0 {
      self = [identifier]
      return
    }
    if isEmpty || !(identifier.scheme < self[count - 1].scheme) { return append(identifier) }
    // They are in the order of their schemes, and may be thousands.
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if identifier.scheme < self[middle].scheme { high = middle } else { low = middle + 1 }
    }
    insert(identifier, at: low)
  }
}

extension Array {
  /// Takes out all elements, and keeps the room unless it is much: one long list is no reason to keep its room for all that
  /// follow.
  fileprivate mutating func empty() {
    if isEmpty { return }
    removeAll(keepingCapacity: capacity <= 32)
  }
}
