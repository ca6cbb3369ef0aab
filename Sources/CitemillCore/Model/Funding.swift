/// Who funded the work, and the numbers of the grants.
public struct Funding: Sendable, Hashable {
  /// One grant.
  public struct Award: Sendable, Hashable {
    /// The grant's number.
    @VerbatimOptional public var number: String?
    /// Its title.
    @VerbatimOptional public var title: String?
    /// Its DOI and similar identifiers.
    public var identifiers: [Identifier]

    /// A grant.
    public init(number: String? = nil, title: String? = nil, identifiers: [Identifier] = []) {
      self.number = number
      self.title = title
      self.identifiers = identifiers
    }
  }
  /// The funder's name.
  @VerbatimOptional public var funder: String?
  /// ROR, Open Funder Registry and similar identifiers.
  public var identifiers: [Identifier]
  /// The grants.
  public var awards: [Award]
  /// The acknowledgement as text.
  @VerbatimOptional public var statement: String?

  /// Funding.
  public init(funder: String? = nil, identifiers: [Identifier] = [], awards: [Award] = [], statement: String? = nil) {
    self.funder = funder
    self.identifiers = identifiers
    self.awards = awards
    self.statement = statement
  }
}
