/// A person or organisation that contributed to a work.
///
/// Invariants: a `.person` has a family or a given name; an `.organization` and an `.unparsed` name have `name.literal` and no
/// other part; `.anonymous` and `.others` have no name. Members go at most four deep.
public struct Contributor: Sendable, Hashable {
  /// What is in the list.
  public enum Kind: String, Sendable, CaseIterable {
    /// A person whose name has known parts.
    case person
    /// An organisation: an institution, a group, a company.
    case organization
    /// A person's name whose parts cannot be distinguished; kept as written.
    case unparsed
    /// The source states that the author is unknown.
    case anonymous
    /// "and others": the source states that the list continues.
    case others
  }

  /// What is in the list.
  public var kind: Kind
  /// The name, in parts or as a literal.
  public var name: PersonName
  /// What they did, most important first, never empty.
  public var roles: [Role]
  @usableFromInline var details = Beside<Details>()

  @usableFromInline struct Details: BesideParts {
    var affiliations: [Affiliation] = []
    var identifiers: [Identifier] = []
    var flags: Flags = []
    @VerbatimOptional var email: String? = nil
    var alternativeNames: [PersonName] = []
    var members: [Contributor] = []
  }

  /// A contributor with only kind, name and roles.
  @inlinable
  public init(_ kind: Kind, name: consuming PersonName = PersonName(), roles: [Role] = [.author]) {
    self.kind = kind
    self.name = name
    self.roles = roles
  }

  /// A contributor of any kind.
  public init(
    _ kind: Kind, name: PersonName = PersonName(), roles: [Role] = [.author], affiliations: [Affiliation] = [],
    identifiers: [Identifier] = [], flags: Flags = [], email: String? = nil, alternativeNames: [PersonName] = [],
    members: [Contributor] = []
  ) {
    self.kind = kind
    self.name = name
    self.roles = roles
    let isBare =
      affiliations.isEmpty && identifiers.isEmpty && flags.isEmpty && email == nil && alternativeNames.isEmpty
      && members.isEmpty
    if isBare { return }
    details.parts = Details(
      affiliations: affiliations, identifiers: identifiers, flags: flags, email: email,
      alternativeNames: alternativeNames, members: members)
  }

  /// Whether it has only kind, name and roles.
  @inlinable public var isBare: Bool { details.isEmpty }

  /// Where they worked.
  public var affiliations: [Affiliation] {
    get { details.isEmpty ? [] : details.place[0].affiliations }
    _modify { yield &details.parts.affiliations }
  }

  /// ORCID, ISNI, ROR and similar identifiers.
  public var identifiers: [Identifier] {
    get { details.isEmpty ? [] : details.place[0].identifiers }
    _modify { yield &details.parts.identifiers }
  }

  /// Corresponding author, equal contribution and similar flags.
  public var flags: Flags {
    get { details.isEmpty ? [] : details.place[0].flags }
    _modify { yield &details.parts.flags }
  }

  /// The e-mail address.
  public var email: String? {
    get { details.isEmpty ? nil : details.place[0].email }
    _modify { yield &details.parts.email }
  }

  /// The same name in another script or language.
  public var alternativeNames: [PersonName] {
    get { details.isEmpty ? [] : details.place[0].alternativeNames }
    _modify { yield &details.parts.alternativeNames }
  }

  /// The people of a group.
  public var members: [Contributor] {
    get { details.isEmpty ? [] : details.place[0].members }
    _modify { yield &details.parts.members }
  }

  /// A person with a name in parts.
  public static func person(_ name: PersonName, _ role: Role = .author) -> Self {
    Self(.person, name: name, roles: role.alone)
  }

  /// An organisation with its name.
  public static func organization(_ name: String, _ role: Role = .author) -> Self {
    Self(.organization, name: PersonName(literal: name), roles: role.alone)
  }

  /// A person's name kept as written.
  public static func unparsed(_ name: String, _ role: Role = .author) -> Self {
    Self(.unparsed, name: PersonName(literal: name), roles: role.alone)
  }

  /// What a source says about a contributor besides name and role.
  public struct Flags: OptionSet, Sendable, Hashable {
    /// One bit per flag.
    public let rawValue: UInt8
    /// Flags from bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Letters go to this contributor.
    public static let corresponding = Self(rawValue: 1)
    /// Contributed equally with others so marked.
    public static let equalContribution = Self(rawValue: 2)
    /// Had died when the work appeared.
    public static let deceased = Self(rawValue: 4)
    /// Contributed on behalf of the group named before.
    public static let onBehalfOf = Self(rawValue: 8)
    /// The ORCID was confirmed by its owner.
    public static let authenticated = Self(rawValue: 16)
    /// Every flag with its name in `records`.
    public static let names: [(flag: Flags, name: String)] = [
      (.corresponding, "corresponding"), (.equalContribution, "equal"), (.deceased, "deceased"),
      (.onBehalfOf, "on-behalf-of"), (.authenticated, "authenticated"),
    ]
  }
}

/// A name in the parts of CSL 1.0.2, or as one literal.
public struct PersonName: Sendable, Hashable {
  /// The family name without particles.
  @VerbatimOptional public var family: String?
  /// The given names or initials.
  @VerbatimOptional public var given: String?
  @usableFromInline var rare = Beside<Rare>()

  @usableFromInline struct Rare: BesideParts {
    @VerbatimOptional var droppingParticle: String? = nil
    @VerbatimOptional var nonDroppingParticle: String? = nil
    @VerbatimOptional var suffix: String? = nil
    @VerbatimOptional var literal: String? = nil
    var hasCommaSuffix = false
    var isFamilyFirst = false
    @VerbatimOptional var language: String? = nil
  }

  /// A name from family and given names, or one of them.
  @inlinable
  public init(family: consuming String? = nil, given: consuming String? = nil) {
    self.family = family
    self.given = given
  }

  /// A name from its parts.
  public init(
    family: String? = nil, given: String? = nil, droppingParticle: String? = nil, nonDroppingParticle: String? = nil,
    suffix: String? = nil, literal: String? = nil, hasCommaSuffix: Bool = false, isFamilyFirst: Bool = false,
    language: String? = nil
  ) {
    self.family = family
    self.given = given
    let isBare =
      droppingParticle == nil && nonDroppingParticle == nil && suffix == nil && literal == nil && !hasCommaSuffix
      && !isFamilyFirst && language == nil
    if isBare { return }
    rare.parts = Rare(
      droppingParticle: droppingParticle, nonDroppingParticle: nonDroppingParticle, suffix: suffix, literal: literal,
      hasCommaSuffix: hasCommaSuffix, isFamilyFirst: isFamilyFirst, language: language)
  }

  /// Whether there are only family and given names.
  @inlinable public var isBare: Bool { rare.isEmpty }

  /// A particle that is dropped when only the family name is printed: `van` in "Ludwig van Beethoven".
  public var droppingParticle: String? {
    get { rare.isEmpty ? nil : rare.place[0].droppingParticle }
    _modify { yield &rare.parts.droppingParticle }
  }

  /// A particle that stays with the family name: `de` in "de Gaulle".
  public var nonDroppingParticle: String? {
    get { rare.isEmpty ? nil : rare.place[0].nonDroppingParticle }
    _modify { yield &rare.parts.nonDroppingParticle }
  }

  /// `Jr.`, `III`, honours after the name.
  public var suffix: String? {
    get { rare.isEmpty ? nil : rare.place[0].suffix }
    _modify { yield &rare.parts.suffix }
  }

  /// The whole name if it has no parts.
  public var literal: String? {
    get { rare.isEmpty ? nil : rare.place[0].literal }
    _modify { yield &rare.parts.literal }
  }

  /// Whether a comma is before the suffix: "Doe, Jr."
  public var hasCommaSuffix: Bool {
    get { rare.isEmpty ? false : rare.place[0].hasCommaSuffix }
    _modify { yield &rare.parts.hasCommaSuffix }
  }

  /// Whether the name is always printed with the family name first, as in Hungarian or Chinese.
  public var isFamilyFirst: Bool {
    get { rare.isEmpty ? false : rare.place[0].isFamilyFirst }
    _modify { yield &rare.parts.isFamilyFirst }
  }

  /// A BCP 47 tag of the script or language of this form of the name.
  public var language: String? {
    get { rare.isEmpty ? nil : rare.place[0].language }
    _modify { yield &rare.parts.language }
  }
}

/// What a contributor did: the roles of CSL 1.0.2, CRediT and others.
public struct Role: OpenName {
  /// The name, stored as a code.
  public let code: OpenNameCode
  /// A name from its code.
  @inlinable
  public init(code: OpenNameCode) { self.code = code }

  /// Who wrote the work.
  @inlinable public static var author: Self { Self(place: 0) }
  /// Who edited the work, or its host.
  @inlinable public static var editor: Self { Self(place: 1) }
  /// Who translated it.
  @inlinable public static var translator: Self { Self(place: 2) }
  /// Who directed the edition.
  @inlinable public static var editorialDirector: Self { Self(place: 3) }
  /// Who edited the series.
  @inlinable public static var collectionEditor: Self { Self(place: 4) }
  /// Who wrote what the work appeared in.
  @inlinable public static var containerAuthor: Self { Self(place: 5) }
  /// Who wrote what is reviewed.
  @inlinable public static var reviewedAuthor: Self { Self(place: 6) }
  /// Who wrote the original.
  @inlinable public static var originalAuthor: Self { Self(place: 7) }
  /// Who edited and translated it.
  @inlinable public static var editorTranslator: Self { Self(place: 8) }
  /// Who chaired the event.
  @inlinable public static var chair: Self { Self(place: 9) }
  /// The person who compiled it.
  @inlinable public static var compiler: Self { Self(place: 10) }
  /// Who composed the music.
  @inlinable public static var composer: Self { Self(place: 11) }
  /// A contributor in another role.
  @inlinable public static var contributor: Self { Self(place: 12) }
  /// Who curated the exhibition.
  @inlinable public static var curator: Self { Self(place: 13) }
  /// Who directed the film or play.
  @inlinable public static var director: Self { Self(place: 14) }
  /// Who produced it as the executive.
  @inlinable public static var executiveProducer: Self { Self(place: 15) }
  /// A guest of the broadcast.
  @inlinable public static var guest: Self { Self(place: 16) }
  /// Who hosted the broadcast.
  @inlinable public static var host: Self { Self(place: 17) }
  /// Who illustrated it.
  @inlinable public static var illustrator: Self { Self(place: 18) }
  /// The person who asked the questions.
  @inlinable public static var interviewer: Self { Self(place: 19) }
  /// The person who told the story.
  @inlinable public static var narrator: Self { Self(place: 20) }
  /// Who organised the event.
  @inlinable public static var organizer: Self { Self(place: 21) }
  /// Who performed it.
  @inlinable public static var performer: Self { Self(place: 22) }
  /// Who produced it.
  @inlinable public static var producer: Self { Self(place: 23) }
  /// Who received the letter.
  @inlinable public static var recipient: Self { Self(place: 24) }
  /// Who wrote the script.
  @inlinable public static var scriptWriter: Self { Self(place: 25) }
  /// The creator of the series.
  @inlinable public static var seriesCreator: Self { Self(place: 26) }

  /// Who advised on the thesis; CSL has no variable for it.
  @inlinable public static var advisor: Self { Self(place: 27) }

  /// The 27 name variables of CSL 1.0.2, appendix IV, and those of other formats.
  public static let names = OpenNameList([
    "author", "editor", "translator", "editorial-director", "collection-editor", "container-author",
    "reviewed-author", "original-author", "editor-translator", "chair", "compiler", "composer", "contributor",
    "curator", "director", "executive-producer", "guest", "host", "illustrator", "interviewer", "narrator",
    "organizer", "performer", "producer", "recipient", "script-writer", "series-creator", "advisor",
  ])
}

/// A place where a contributor worked.
public struct Affiliation: Sendable, Hashable {
  /// The name as printed.
  @Verbatim public var name: String
  /// The part of the institution.
  @VerbatimOptional public var department: String?
  /// City and country as printed.
  @VerbatimOptional public var place: String?
  /// ROR, ISNI, Wikidata and similar identifiers.
  public var identifiers: [Identifier]

  /// An affiliation by its name.
  public init(_ name: String, department: String? = nil, place: String? = nil, identifiers: [Identifier] = []) {
    self.name = name
    self.department = department
    self.place = place
    self.identifiers = identifiers
  }
}

extension Role {
  /// A list with only this role. For a known role it is created once, since every name of a list uses it.
  package var alone: [Role] {
    guard case .known(let place) = code, Self.single.indices.contains(Int(place)) else { return [self] }
    return Self.single[Int(place)]
  }

  private static let single = known.map { [$0] }
}
