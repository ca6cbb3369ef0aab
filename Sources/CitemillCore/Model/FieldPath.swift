/// A place in a record, named as in reports, tables and `expressible`: a tier, a field and perhaps a facet of
/// it.
///
/// Written `field`, `host.field` or `series.field`, and `field#facet`: `contributors.editor#affiliations`,
/// `host.titles.short`, `identifiers.PMID`, `volume`, `native-fields.ris.U1`. A field without its part covers
/// all parts. A variable is named without its group, except `variables.references`, whose name is also that
/// of a group.
public struct FieldPath: Hashable, Sendable, CustomStringConvertible, Comparable {
  /// Which level of the work is meant.
  public enum Tier: String, Sendable, CaseIterable, Hashable {
    /// The work itself.
    case own = ""
    /// What it appeared in.
    case host
    /// The series that contains it.
    case series
  }

  /// Which level of the work is meant.
  public var tier: Tier
  /// The group of the record that holds it.
  public var field: Field
  /// The role, kind, scheme or variable inside the group, if any.
  public var part: String?
  /// An aspect of the value: `marks`, `affiliations`, `season`.
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

  /// Compared by their bytes.
  public static func < (left: Self, right: Self) -> Bool {
    left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }

  /// Whether this path, used as a pattern, matches another.
  public func covers(_ other: Self) -> Bool {
    tier == other.tier && field == other.field && (facet == nil || facet == other.facet) && coversPart(of: other)
  }

  /// Native fields are identified by format and name, and a format covers all its names.
  private func coversPart(of other: Self) -> Bool {
    guard let part else { return true }
    if part == other.part { return true }
    return field == .nativeFields && (other.part?.utf8.starts(with: (part + ".").utf8) ?? false)
  }
}

/// A group of `Record`: the unit in which losses are applied and compared.
public enum Field: String, Sendable, CaseIterable, Hashable {
  case key, type, titles, contributors, dates, identifiers, variables, container, event, abstracts, notes, keywords
  case licences, funding, relations, references, files
  /// They are not content, and are only written to their own format.
  case nativeFields = "native-fields"
}

/// An aspect of a value that a format may be unable to hold.
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
  /// The aspects that a value of the group can have.
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

extension FieldPath {
  /// The place named by a text in the form of `description`; nil if it names none.
  ///
  /// `titles`, `titles.main`, `host.titles.short`, `volume`, `series.number`, `contributors.editor#affiliations`,
  /// `native-fields.ris.U1`.
  public init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    var facet: Facet?
    if let mark = bytes.lastIndex(of: UInt8(ascii: "#")) {
      facet = Facet(rawValue: String(decoding: bytes[(mark + 1)...], as: UTF8.self))
      if facet != nil { bytes = bytes[..<mark] }
    }
    var tier = Tier.own
    for outer in [Tier.host, .series] where bytes.starts(with: Array("\(outer.rawValue).".utf8)) {
      tier = outer
      bytes = bytes.dropFirst(outer.rawValue.utf8.count + 1)
      break
    }
    let dot = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
    let name = String(decoding: bytes[..<dot], as: UTF8.self)
    let part = dot == bytes.endIndex ? nil : String(decoding: bytes[(dot + 1)...], as: UTF8.self)
    if let field = Field(rawValue: name), part != "" {
      self.init(field, part, in: tier, facet: facet)
    } else if part == nil, let variable = Variable(name: name) {
      self.init(.variables, variable.name, in: tier, facet: facet)
    } else {
      return nil
    }
  }
}
