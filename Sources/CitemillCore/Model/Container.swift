/// What a work appeared in: a journal, a book, a series; possibly inside another one.
public struct Container: Sendable, Hashable {
  /// How the work relates to it.
  public enum Relation: String, Sendable, CaseIterable {
    /// The work is a part of it: an article in a journal, a chapter in a book.
    case host
    /// It is a series to which the work as a whole, or its host, belongs.
    case series
  }

  /// How the inner work relates to this one.
  public var relation: Relation
  /// The type of the container, if the source gives it.
  public var type: RecordType?
  /// Its titles, in the order of `Title.Kind`.
  public var titles: [Title]
  /// Its own editors and authors.
  public var contributors: [Contributor]
  /// Its ISSN, ISBN and other identifiers.
  public var identifiers: [Identifier]
  /// Its own scalar values; `number` in a series is the number of the inner work in it.
  public var variables: VariableList
  @usableFromInline var outer: [Container]

  /// A container.
  public init(
    _ relation: Relation, type: RecordType? = nil, titles: [Title] = [], contributors: [Contributor] = [],
    identifiers: [Identifier] = [], variables: VariableList = VariableList(), parent: Container? = nil
  ) {
    self.relation = relation
    self.type = type
    self.titles = titles
    self.contributors = contributors
    self.identifiers = identifiers
    self.variables = variables
    self.outer = parent.map { [$0] } ?? []
  }

  /// What this one appeared in; at most eight deep.
  public var parent: Container? {
    get { outer.first }
    set { outer = newValue.map { [$0] } ?? [] }
  }

  /// Changes the container in place, if the inner work has this relation to it; returns whether it does.
  @discardableResult
  mutating func modify(as relation: Relation, _ change: (inout Container) -> Void) -> Bool {
    guard self.relation == relation else { return false }
    change(&self)
    return true
  }

  /// Changes its own container, creating one if there is none.
  mutating func withParent(orNew relation: Relation, _ change: (inout Container) -> Void) {
    if outer.isEmpty { outer.append(Container(relation)) }
    change(&outer[0])
  }

  /// Whether it appeared in something itself.
  @inlinable public var hasParent: Bool { !outer.isEmpty }

  /// How deep containers may nest.
  public static let maximumDepth = 8

  /// Whether it has no values.
  public var isEmpty: Bool { isBare && outer.isEmpty }

  /// Whether it has no values except its own container.
  public var isBare: Bool {
    titles.isEmpty && contributors.isEmpty && identifiers.isEmpty && variables.isEmpty && type == nil
  }

  /// The title of a kind, plain.
  public func title(_ kind: Title.Kind = .main) -> String? { titles.first { $0.kind == kind }?.text.plain }
}

/// A conference or another event at which a work was presented.
public struct Event: Sendable, Hashable {
  /// The name of the event.
  @VerbatimOptional public var title: String?
  /// Where it was held.
  @VerbatimOptional public var place: String?
  /// A short name: `ICML`.
  @VerbatimOptional public var acronym: String?
  /// Its number in a series of events: `32`.
  @VerbatimOptional public var number: String?
  /// The sponsor.
  @VerbatimOptional public var sponsor: String?

  /// An event.
  public init(
    title: String? = nil, place: String? = nil, acronym: String? = nil, number: String? = nil, sponsor: String? = nil
  ) {
    self.title = title
    self.place = place
    self.acronym = acronym
    self.number = number
    self.sponsor = sponsor
  }

  /// Whether it has no values.
  public var isEmpty: Bool { self == Event() }

  /// The parts, as tables of formats name them.
  package enum Part: Sendable, Hashable, CaseIterable { case title, place, acronym, number, sponsor }

  /// The text of a part.
  package subscript(part: Part) -> String? {
    get {
      switch part {
      case .title: title
      case .place: place
      case .acronym: acronym
      case .number: number
      case .sponsor: sponsor
      }
    }
    set {
      switch part {
      case .title: title = newValue
      case .place: place = newValue
      case .acronym: acronym = newValue
      case .number: number = newValue
      case .sponsor: sponsor = newValue
      }
    }
  }
}
