/// A text about the work: an abstract or a summary.
public struct Abstract: Sendable, Hashable {
  /// The kinds of abstract that sources tell apart.
  public struct Kind: OpenName {
    /// How the name is kept.
    public let code: OpenNameCode
    /// A name as it is kept.
    @inlinable
    public init(code: OpenNameCode) { self.code = code }
    /// The abstract itself.
    @inlinable public static var main: Self { Self(place: 0) }
    /// A picture with few words.
    @inlinable public static var graphical: Self { Self(place: 1) }
    /// For readers outside the field.
    @inlinable public static var plainLanguage: Self { Self(place: 2) }
    /// A few words that invite to read on.
    @inlinable public static var teaser: Self { Self(place: 3) }
    /// What stands in the table of contents.
    @inlinable public static var tableOfContents: Self { Self(place: 4) }
    /// The kinds that we name.
    public static let names = OpenNameList([
      "abstract", "graphical", "plain-language-summary", "teaser", "table-of-contents",
    ])
  }
  /// Which kind.
  public var kind: Kind
  /// The text; paragraphs and section heads are marks.
  public var text: RichText
  /// A BCP 47 tag.
  @VerbatimOptional public var language: String?

  /// An abstract.
  public init(_ text: RichText, kind: Kind = .main, language: String? = nil) {
    self.kind = kind
    self.text = text
    self.language = language
  }
}

/// A remark that a source carries about the work.
public struct Note: Sendable, Hashable {
  /// What the remark is for.
  public enum Kind: String, Sendable, CaseIterable { case note, annotation }
  /// What the remark is for.
  public var kind: Kind
  /// The remark.
  public var text: RichText

  /// A remark.
  public init(_ text: RichText, kind: Kind = .note) {
    self.kind = kind
    self.text = text
  }
}

/// A word or heading under which a work is filed.
public struct Keyword: Sendable, Hashable {
  /// The words.
  @Verbatim public var text: String
  /// The list it comes from: `MeSH`, `author`.
  @VerbatimOptional public var scheme: String?
  /// A BCP 47 tag.
  @VerbatimOptional public var language: String?
  /// Whether it is a main topic of the work.
  public var isMajor: Bool

  /// A keyword.
  public init(_ text: String, scheme: String? = nil, language: String? = nil, isMajor: Bool = false) {
    self.text = text
    self.scheme = scheme
    self.language = language
    self.isMajor = isMajor
  }
}

/// Terms under which a version of the work may be used.
public struct Licence: Sendable, Hashable {
  /// The address of the terms.
  @VerbatimOptional public var url: String?
  /// The terms in words.
  @VerbatimOptional public var text: String?
  /// From when they hold.
  public var start: PartialDate?
  /// Crossref's `vor`, `am`, `tdm`, `stm-asf`.
  @VerbatimOptional public var appliesTo: String?
  /// Whether the source says that the work is free to read.
  public var isFreeToRead: Bool

  /// A licence.
  public init(
    url: String? = nil, text: String? = nil, start: PartialDate? = nil, appliesTo: String? = nil,
    isFreeToRead: Bool = false
  ) {
    self.url = url
    self.text = text
    self.start = start
    self.appliesTo = appliesTo
    self.isFreeToRead = isFreeToRead
  }
}

/// Who paid for the work, under which numbers.
public struct Funding: Sendable, Hashable {
  /// One grant.
  public struct Award: Sendable, Hashable {
    /// The grant's number.
    @VerbatimOptional public var number: String?
    /// Its title.
    @VerbatimOptional public var title: String?
    /// Its DOI and the like.
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
  /// ROR, Open Funder Registry and the like.
  public var identifiers: [Identifier]
  /// The grants.
  public var awards: [Award]
  /// The acknowledgement in words.
  @VerbatimOptional public var statement: String?

  /// Funding.
  public init(
    funder: String? = nil, identifiers: [Identifier] = [], awards: [Award] = [], statement: String? = nil
  ) {
    self.funder = funder
    self.identifiers = identifiers
    self.awards = awards
    self.statement = statement
  }
}

/// How the work stands to another.
public struct Relation: Sendable, Hashable {
  /// The relation by Crossref's name where Crossref has one: `is-preprint-of`, `is-review-of`.
  @Verbatim public var type: String
  /// The other work.
  public var target: Identifier?
  /// What the source says of the other work in words.
  @VerbatimOptional public var label: String?
  /// When the relation began: the date of a correction.
  public var date: PartialDate?

  /// A relation.
  public init(_ type: String, target: Identifier? = nil, label: String? = nil, date: PartialDate? = nil) {
    self.type = type
    self.target = target
    self.label = label
    self.date = date
  }
}

/// An entry of the work's list of references.
public struct Reference: Sendable, Hashable {
  /// The source's own name of the entry: `ref12`, `CR5`.
  @VerbatimOptional public var key: String?
  /// The entry as printed.
  public var text: RichText?
  private var parsed: [Record]

  /// An entry as printed, as a record, or both.
  public init(key: String? = nil, text: RichText? = nil, record: Record? = nil) {
    self.key = key
    self.text = text
    self.parsed = record.map { [$0] } ?? []
  }

  /// The entry as a record, without references of its own.
  public var record: Record? {
    get { parsed.first }
    set { parsed = newValue.map { [$0] } ?? [] }
  }

  /// Compares the content of the record inside, as `Record.content` does.
  public static func == (left: Self, right: Self) -> Bool {
    left._key == right._key && left.text == right.text && left.record?.content == right.record?.content
  }

  /// Feeds what `==` compares to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(_key)
    hasher.combine(text)
    hasher.combine(record?.content)
  }
}

/// A file or an address at which the work, or something of it, lies.
public struct FileLink: Sendable, Hashable {
  /// A path or an address.
  @Verbatim public var location: String
  /// A media type by RFC 6838.
  @VerbatimOptional public var mediaType: String?
  /// What to show for it.
  @VerbatimOptional public var title: String?
  /// What it is for: `full-text`, `tdm`, `similarity-check`, `supplement`.
  @VerbatimOptional public var purpose: String?

  /// A file or address.
  public init(_ location: String, mediaType: String? = nil, title: String? = nil, purpose: String? = nil) {
    self.location = location
    self.mediaType = mediaType
    self.title = title
    self.purpose = purpose
  }
}

/// What a format said and the model has no place for; put back when the same format is written.
public struct NativeField: Sendable, Hashable {
  /// The id of the format family that understands it: `csl-json`, `ris`.
  @Verbatim public var format: String
  /// The field's name there.
  @Verbatim public var name: String
  /// The value in that format's own writing.
  @Verbatim public var value: String

  /// A field of a format.
  public init(format: String, name: String, value: String) {
    self.format = format
    self.name = name
    self.value = value
  }
}

/// How sure a reader is of something that it inferred and the source did not say.
public struct Assurance: Sendable, Hashable {
  /// How sure.
  public enum Level: String, Sendable, CaseIterable {
    /// The words leave hardly another reading.
    case likely
    /// One of several readings.
    case guess
  }
  /// The field's name: `contributors`, `type`.
  @Verbatim public var field: String
  /// How sure.
  public var level: Level
  /// Why, in a few words.
  @Verbatim public var reason: String

  /// An assurance about a field.
  public init(_ field: String, _ level: Level, reason: String) {
    self.field = field
    self.level = level
    self.reason = reason
  }
}

/// Where a record came from.
public struct Origin: Sendable, Hashable {
  /// The id of the format it was read in.
  @VerbatimOptional public var format: String? = nil
  /// The source's own word for the type: `JOUR`, `incollection`.
  @VerbatimOptional public var typeToken: String? = nil
  /// The place in the source.
  public var location: SourceLocation? = nil

  /// An origin of which nothing is known, as each record begins with.
  public init() {}

  /// An origin.
  public init(format: String? = nil, typeToken: String? = nil, location: SourceLocation? = nil) {
    self.format = format
    self.typeToken = typeToken
    self.location = location
  }

  /// Says where the record was read, except of a format whose records bring along where they first came from.
  public mutating func settle(_ info: FormatInfo, _ location: SourceLocation) {
    if info.carriesOrigin { return }
    format = info.id
    self.location = location
  }
}
