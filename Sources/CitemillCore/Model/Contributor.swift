/// Someone, or some body, with a part in a work.
///
/// Invariants: a `.person` has a family or a given name; an `.organization` and an `.unparsed` name have `name.literal` and no
/// other part; `.anonymous` and `.others` have no name. Members go at most four deep.
public struct Contributor: Sendable, Equatable {
  /// What stands in the list.
  public enum Kind: String, Sendable, CaseIterable {
    /// A person whose name is known in parts.
    case person
    /// A body: an institution, a group, a company.
    case organization
    /// A person's name whose parts the source does not let us tell apart; kept as written.
    case unparsed
    /// The source says that the author is not known.
    case anonymous
    /// "and others": the source says that the list goes on.
    case others
  }

  /// What stands in the list.
  public var kind: Kind
  /// The name, in parts or as a literal.
  public var name: PersonName
  /// What they did, most important first, never empty.
  public var roles: [Role]
  /// Where they worked.
  public var affiliations: [Affiliation]
  /// ORCID, ISNI, ROR and the like.
  public var identifiers: [Identifier]
  /// Corresponding, equal contribution and the like.
  public var flags: Flags
  /// The address for letters.
  @Verbatim public var email: String?
  /// The same name in another script or language.
  public var alternativeNames: [PersonName]
  /// The people of a group.
  public var members: [Contributor]

  /// A contributor of any kind.
  public init(
    _ kind: Kind, name: PersonName = PersonName(), roles: [Role] = [.author], affiliations: [Affiliation] = [],
    identifiers: [Identifier] = [], flags: Flags = [], email: String? = nil, alternativeNames: [PersonName] = [],
    members: [Contributor] = []
  ) {
    self.kind = kind
    self.name = name
    self.roles = roles
    self.affiliations = affiliations
    self.identifiers = identifiers
    self.flags = flags
    self.email = email
    self.alternativeNames = alternativeNames
    self.members = members
  }

  /// A person with a name in parts.
  public static func person(_ name: PersonName, _ role: Role = .author) -> Self {
    Self(.person, name: name, roles: [role])
  }

  /// A body with its name.
  public static func organization(_ name: String, _ role: Role = .author) -> Self {
    Self(.organization, name: PersonName(literal: name), roles: [role])
  }

  /// A person's name kept as written.
  public static func unparsed(_ name: String, _ role: Role = .author) -> Self {
    Self(.unparsed, name: PersonName(literal: name), roles: [role])
  }

  /// What a source says of a contributor beside name and role.
  public struct Flags: OptionSet, Sendable, Hashable {
    /// One bit a flag.
    public let rawValue: UInt8
    /// Flags from bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Letters go to this contributor.
    public static let corresponding = Self(rawValue: 1)
    /// Contributed equally with others so marked.
    public static let equalContribution = Self(rawValue: 2)
    /// Had died when the work appeared.
    public static let deceased = Self(rawValue: 4)
    /// Signs for the group named before.
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
public struct PersonName: Sendable, Equatable {
  /// The family name without particles.
  @Verbatim public var family: String?
  /// The given names or initials.
  @Verbatim public var given: String?
  /// A particle that is dropped when only the family name is printed: `van` in "Ludwig van Beethoven".
  @Verbatim public var droppingParticle: String?
  /// A particle that stays with the family name: `de` in "de Gaulle".
  @Verbatim public var nonDroppingParticle: String?
  /// `Jr.`, `III`, honours after the name.
  @Verbatim public var suffix: String?
  /// The whole name where it has no parts.
  @Verbatim public var literal: String?
  /// Whether a comma stands before the suffix: "Doe, Jr."
  public var hasCommaSuffix: Bool
  /// Whether the name is always printed family first, as in Hungarian or Chinese.
  public var isFamilyFirst: Bool
  /// A BCP 47 tag of the script or language of this form of the name.
  @Verbatim public var language: String?

  /// A name from its parts.
  public init(
    family: String? = nil, given: String? = nil, droppingParticle: String? = nil, nonDroppingParticle: String? = nil,
    suffix: String? = nil, literal: String? = nil, hasCommaSuffix: Bool = false, isFamilyFirst: Bool = false,
    language: String? = nil
  ) {
    self.family = family
    self.given = given
    self.droppingParticle = droppingParticle
    self.nonDroppingParticle = nonDroppingParticle
    self.suffix = suffix
    self.literal = literal
    self.hasCommaSuffix = hasCommaSuffix
    self.isFamilyFirst = isFamilyFirst
    self.language = language
  }
}

/// What a contributor did: the roles of CSL 1.0.2, with CRediT and others beside them.
public struct Role: OpenName {
  /// The name as it is written in `records`.
  public let rawValue: String
  /// A name, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Who wrote the work.
  public static let author: Self = "author"
  /// Who edited the work, or its host.
  public static let editor: Self = "editor"
  /// Who translated it.
  public static let translator: Self = "translator"
  /// Who directed the edition.
  public static let editorialDirector: Self = "editorial-director"
  /// Who edited the series.
  public static let collectionEditor: Self = "collection-editor"
  /// Who wrote what the work appeared in.
  public static let containerAuthor: Self = "container-author"
  /// Who wrote what is reviewed.
  public static let reviewedAuthor: Self = "reviewed-author"
  /// Who wrote the original.
  public static let originalAuthor: Self = "original-author"
  /// Who edited and translated it.
  public static let editorTranslator: Self = "editor-translator"
  /// Who chaired the event.
  public static let chair: Self = "chair"
  /// Who put it together.
  public static let compiler: Self = "compiler"
  /// Who composed the music.
  public static let composer: Self = "composer"
  /// Who had another part in it.
  public static let contributor: Self = "contributor"
  /// Who curated the exhibition.
  public static let curator: Self = "curator"
  /// Who directed the film or play.
  public static let director: Self = "director"
  /// Who produced it as the executive.
  public static let executiveProducer: Self = "executive-producer"
  /// Who was a guest of the broadcast.
  public static let guest: Self = "guest"
  /// Who hosted the broadcast.
  public static let host: Self = "host"
  /// Who illustrated it.
  public static let illustrator: Self = "illustrator"
  /// Who asked the questions.
  public static let interviewer: Self = "interviewer"
  /// Who told the story.
  public static let narrator: Self = "narrator"
  /// Who organised the event.
  public static let organizer: Self = "organizer"
  /// Who performed it.
  public static let performer: Self = "performer"
  /// Who produced it.
  public static let producer: Self = "producer"
  /// Who received the letter.
  public static let recipient: Self = "recipient"
  /// Who wrote the script.
  public static let scriptWriter: Self = "script-writer"
  /// Who created the series.
  public static let seriesCreator: Self = "series-creator"

  /// The 27 name variables of CSL 1.0.2, appendix IV.
  public static let known: [Self] = [
    .author, .editor, .translator, .editorialDirector, .collectionEditor, .containerAuthor, .reviewedAuthor,
    .originalAuthor, .editorTranslator, .chair, .compiler, .composer, .contributor, .curator, .director,
    .executiveProducer, .guest, .host, .illustrator, .interviewer, .narrator, .organizer, .performer, .producer,
    .recipient, .scriptWriter, .seriesCreator,
  ]
}

/// A place where a contributor worked.
public struct Affiliation: Sendable, Equatable {
  /// The name as printed.
  @Verbatim public var name: String
  /// The part of the institution.
  @Verbatim public var department: String?
  /// City and country as printed.
  @Verbatim public var place: String?
  /// ROR, ISNI, Wikidata and the like.
  public var identifiers: [Identifier]

  /// An affiliation by its name.
  public init(_ name: String, department: String? = nil, place: String? = nil, identifiers: [Identifier] = []) {
    self.name = name
    self.department = department
    self.place = place
    self.identifiers = identifiers
  }
}
