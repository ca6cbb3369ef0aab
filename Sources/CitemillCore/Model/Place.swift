/// The typed address of a value in a record, as used by the tables of formats.
///
/// It is only an address. `Record.put(_:at:)` puts a text there; names, dates, types, licences, funding and
/// relations need code that parses them. It takes a few bytes and has no string, since tables are searched
/// for each field of each record.
package enum Place: Sendable, Hashable {
  case key, type
  case title(Title.Kind, FieldPath.Tier)
  case names(Known<Role>, FieldPath.Tier)
  case date(Known<DateKind>)
  case variable(Variable, FieldPath.Tier)
  /// Of the work itself, except ISBN and ISSN, which belong to the host if the work has one.
  case identifier(Known<IdentifierScheme>, FieldPath.Tier)
  case keyword
  case abstract(Known<Abstract.Kind>)
  case note(Note.Kind)
  case event(Event.Part)
  /// A file or URL, with its purpose.
  case file(FilePurpose)

  /// What a file is for.
  package enum FilePurpose: String, Sendable {
    case any, pdf, fullText = "full-text", related, image, website

    /// The name used in the record; nil for any.
    package var word: String? { self == .any ? nil : rawValue }
  }

  package static func names(_ role: Role, _ tier: FieldPath.Tier = .own) -> Self { .names(Known(role), tier) }
  package static func date(_ kind: DateKind) -> Self { .date(Known(kind)) }
  package static func variable(_ variable: Variable) -> Self { .variable(variable, .own) }
  package static func identifier(_ scheme: IdentifierScheme, _ tier: FieldPath.Tier = .own) -> Self {
    .identifier(Known(scheme), tier)
  }
  package static func abstract(_ kind: Abstract.Kind) -> Self { .abstract(Known(kind)) }

  /// The place as a path.
  package var path: FieldPath {
    switch self {
    case .key: FieldPath(.key)
    case .type: FieldPath(.type)
    case .title(let kind, let tier): FieldPath(.titles, kind.rawValue, in: tier)
    case .names(let role, let tier): FieldPath(.contributors, role.name.rawValue, in: tier)
    case .date(let kind): FieldPath(.dates, kind.name.rawValue)
    case .variable(let variable, let tier): .variable(variable, in: tier)
    case .identifier(let scheme, let tier): FieldPath(.identifiers, scheme.name.rawValue, in: tier)
    case .keyword: FieldPath(.keywords)
    case .abstract(let kind): FieldPath(.abstracts, kind.name.rawValue)
    case .note(let kind): FieldPath(.notes, kind.rawValue)
    case .event: FieldPath(.event)
    case .file: FieldPath(.files)
    }
  }

  /// A separate number for each place with a known name, below `slots`, so that a table finds a row without
  /// hashing. All unknown names share one number.
  @inlinable
  package var slot: Int {
    switch self {
    case .key: 0
    case .type: 1
    case .keyword: 2
    case .note(let kind): kind == .note ? 3 : 4
    case .event(let part): 8 + Self.rank(part)
    case .file(let purpose): 16 + Self.rank(purpose)
    case .title(let kind, let tier): 32 + 16 * Self.rank(tier) + kind.rank
    case .variable(let variable, let tier): 128 + 64 * Self.rank(tier) + Int(variable.rawValue)
    case .names(let role, let tier): 320 + 64 * Self.rank(tier) + Self.rank(role)
    case .identifier(let scheme, let tier): 512 + 64 * Self.rank(tier) + Self.rank(scheme)
    case .date(let kind): 704 + Self.rank(kind)
    case .abstract(let kind): 768 + Self.rank(kind)
    }
  }

  /// How many slots there are.
  package static let slots = 832

  /// The index of a known name, which is below 63 as `FormatTableTests` asserts; 63 for others.
  @inlinable
  static func rank<Name>(_ name: Known<Name>) -> Int { min(Int(name.place), 63) }

  @inlinable
  static func rank(_ tier: FieldPath.Tier) -> Int {
    switch tier {
    case .own: 0
    case .host: 1
    case .series: 2
    }
  }

  @inlinable
  static func rank(_ part: Event.Part) -> Int {
    switch part {
    case .title: 0
    case .place: 1
    case .acronym: 2
    case .number: 3
    case .sponsor: 4
    }
  }

  @inlinable
  static func rank(_ purpose: FilePurpose) -> Int {
    switch purpose {
    case .any: 0
    case .pdf: 1
    case .fullText: 2
    case .related: 3
    case .image: 4
    case .website: 5
    }
  }

  /// Whether it is the number of a book or journal, which belongs to the host if the work has one.
  package var isOfHost: Bool {
    // ISBN, ISSN, eISSN and ISSN-L follow one another.
    if case .identifier(let scheme, .own) = self { return (1...4).contains(scheme.place) }
    return false
  }

  /// Whether a record can hold several values there.
  package var holdsMany: Bool {
    switch self {
    case .names, .identifier, .keyword, .abstract, .note, .file: true
    default: false
    }
  }
}

/// A known name of an open set, as its index in the list.
package struct Known<Name: OpenName>: Sendable, Hashable {
  package let place: UInt8

  @inlinable
  package init(_ name: Name) {
    if case .known(let place) = name.code { self.place = place } else { place = .max }
  }

  /// The name itself.
  @inlinable
  package var name: Name { Name(place: place) }
}

extension Record {
  /// Whether a place has a value.
  package func has(_ place: Place) -> Bool {
    switch place {
    case .key: key != nil
    case .type: type != .document
    case .title(let kind, let tier): titles(of: tier).contains { $0.kind == kind }
    case .names(let role, let tier): contributors(of: tier).contains { $0.roles.contains(role.name) }
    case .date(let kind): self[date: kind.name] != nil
    case .variable(let variable, .own): variables.contains(variable)
    case .variable(let variable, let tier): value(of: variable, in: tier) != nil
    case .identifier(let scheme, _): identifiers(at: place).contains { $0.scheme == scheme.name }
    case .keyword: !keywords.isEmpty
    case .abstract(let kind): abstracts.contains { $0.kind == kind.name }
    case .note(let kind): notes.contains { $0.kind == kind }
    case .event(let part): event?[part] != nil
    case .file(let purpose): files.contains { $0.purpose == purpose.word }
    }
  }

  /// The identifiers that include those of a place.
  package func identifiers(at place: Place) -> [Identifier] {
    if place.isOfHost, type.isPartOfHost { return identifiers(of: .host) }
    if case .identifier(_, let tier) = place { return identifiers(of: tier) }
    return identifiers
  }

  /// Puts a text with its markup into a place; only titles, abstracts and notes can hold markup. Names, dates
  /// and the type need code that parses them.
  package mutating func put(_ text: consuming RichText, at place: Place) {
    switch place {
    case .title(let kind, .own): add(Title(text, kind: kind))
    case .title(let kind, let tier):
      let title = Title(text, kind: kind)
      inTier(tier) { $0.titles.insert(title) }
    case .abstract(let kind): abstracts.append(Abstract(text, kind: kind.name))
    case .note(let kind): notes.append(Note(text, kind: kind))
    default: put(text.plain, at: place)
    }
  }

  /// Puts a plain text into a place.
  package mutating func put(_ text: consuming String, at place: Place) {
    switch place {
    case .key: key = text
    case .variable(.language, .own): variables[.language] = LanguageText.tag(text)
    case .variable(.originalLanguage, .own): variables[.originalLanguage] = LanguageText.tag(text)
    case .variable(let variable, .own): variables[variable] = text
    case .variable(let variable, let tier):
      let text = text
      inTier(tier) { $0.variables[variable] = text }
    case .identifier(let scheme, _): put(Identifier(scheme.name, text), at: place)
    case .keyword: keywords.append(Keyword(text))
    case .event(let part):
      var event = event ?? Event()
      event[part] = text
      self.event = event
    case .file(let purpose): files.append(FileLink(text, purpose: purpose.word))
    case .title, .abstract, .note: put(RichText(text), at: place)
    case .type, .names, .date: break
    }
  }

  /// Adds an identifier to those of a place.
  package mutating func put(_ identifier: consuming Identifier, at place: Place) {
    if place.isOfHost, type.isPartOfHost {
      let identifier = identifier
      withHost { $0.identifiers.insert(identifier) }
    } else if case .identifier(_, let tier) = place, tier != .own {
      let identifier = identifier
      inTier(tier) { $0.identifiers.insert(identifier) }
    } else {
      add(identifier)
    }
  }
}
