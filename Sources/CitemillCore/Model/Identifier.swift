/// A number or name that identifies a work, a container or a person.
public struct Identifier: Sendable, Hashable {
  /// The kind of identifier.
  public var scheme: IdentifierScheme
  /// The value in the scheme's plain form: a DOI without resolver, an ORCID with hyphens and without URL.
  @Verbatim public var value: String
  /// The value as the source wrote it, if that differs; it only records the origin, so `==` ignores it.
  public var raw: String?

  /// An identifier with its scheme.
  public init(_ scheme: IdentifierScheme, _ value: String, raw: String? = nil) {
    self.scheme = scheme
    self.value = value
    self.raw = raw
  }

  /// Whether scheme and value are the same, to the byte.
  public static func == (left: Self, right: Self) -> Bool {
    left.scheme == right.scheme && left._value == right._value
  }

  /// Hashes the values that `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(scheme)
    hasher.combine(_value)
  }
}

/// A kind of identifier, named as in CSL if CSL has it.
public struct IdentifierScheme: OpenName {
  /// The name, stored as a code.
  public let code: OpenNameCode
  /// A name from its code.
  @inlinable
  public init(code: OpenNameCode) { self.code = code }

  /// A DOI without resolver: `10.5555/x` (ISO 26324).
  @inlinable public static var doi: Self { Self(place: 0) }
  /// An ISBN of 10 or 13 digits (ISO 2108).
  @inlinable public static var isbn: Self { Self(place: 1) }
  /// An ISSN, of print or of no stated medium (ISO 3297).
  @inlinable public static var issn: Self { Self(place: 2) }
  /// An ISSN of the electronic edition.
  @inlinable public static var eissn: Self { Self(place: 3) }
  /// The linking ISSN of all media.
  @inlinable public static var issnL: Self { Self(place: 4) }
  /// A PubMed identifier, the PMID.
  @inlinable public static var pmid: Self { Self(place: 5) }
  /// A PubMed Central identifier, with its `PMC`.
  @inlinable public static var pmcid: Self { Self(place: 6) }
  /// A URL.
  @inlinable public static var url: Self { Self(place: 7) }
  /// An arXiv identifier, with its version if given.
  @inlinable public static var arxiv: Self { Self(place: 8) }
  /// A bibcode of the Astrophysics Data System.
  @inlinable public static var bibcode: Self { Self(place: 9) }
  /// An accession number of Web of Science.
  @inlinable public static var webOfScience: Self { Self(place: 10) }
  /// An OpenAlex identifier: `W123`.
  @inlinable public static var openAlex: Self { Self(place: 11) }
  /// A handle without resolver.
  @inlinable public static var handle: Self { Self(place: 12) }
  /// A URN (RFC 8141).
  @inlinable public static var urn: Self { Self(place: 13) }
  /// An ISMN, for printed music (ISO 10957).
  @inlinable public static var ismn: Self { Self(place: 14) }
  /// An ISRN, for technical reports (ISO 10444).
  @inlinable public static var isrn: Self { Self(place: 15) }
  /// The number under which a database keeps the work or its data.
  @inlinable public static var accession: Self { Self(place: 16) }
  /// The number of a patent.
  @inlinable public static var patent: Self { Self(place: 17) }
  /// The number of a report.
  @inlinable public static var reportNumber: Self { Self(place: 18) }
  /// An ORCID with hyphens, without the URL.
  @inlinable public static var orcid: Self { Self(place: 19) }
  /// An ISNI of 16 digits (ISO 27729).
  @inlinable public static var isni: Self { Self(place: 20) }
  /// An id of the Research Organization Registry.
  @inlinable public static var ror: Self { Self(place: 21) }
  /// A DOI of the Open Funder Registry.
  @inlinable public static var funderRegistry: Self { Self(place: 22) }
  /// A Wikidata item: `Q42`.
  @inlinable public static var wikidata: Self { Self(place: 23) }

  /// A Mathematical Reviews number.
  @inlinable public static var mathematicalReviews: Self { Self(place: 24) }
  /// A zbMATH number.
  @inlinable public static var zbMATH: Self { Self(place: 25) }
  /// A publisher's own number for an item.
  @inlinable public static var pii: Self { Self(place: 26) }
  /// A JSTOR number.
  @inlinable public static var jstor: Self { Self(place: 27) }

  /// The known schemes, in the order in which a record keeps them.
  public static let names = OpenNameList([
    "DOI", "ISBN", "ISSN", "eISSN", "ISSN-L", "PMID", "PMCID", "URL", "arXiv", "bibcode", "WoS", "OpenAlex",
    "handle", "URN", "ISMN", "ISRN", "accession", "patent", "report-number", "ORCID", "ISNI", "ROR", "FundRef",
    "Wikidata", "MR", "Zbl", "pii", "JSTOR",
  ])
}

extension Identifier {
  /// Whether the check digit is right; nil if the scheme has none.
  ///
  /// ISBN-10 and ISBN-13 (ISO 2108), ISSN (ISO 3297), ORCID and ISNI (ISO 7064 MOD 11-2, ISO 27729).
  public var isValid: Bool? {
    switch scheme {
    case .isbn: Checksum.isISBN(value)
    case .issn, .eissn, .issnL: Checksum.isISSN(value)
    case .orcid, .isni: Checksum.isORCID(value)
    default: nil
    }
  }
}

/// The check digits of ISBN, ISSN and ORCID.
public enum Checksum {
  /// Whether a text is an ISBN of 10 or 13 digits with the right check digit; hyphens and spaces are skipped.
  public static func isISBN(_ text: String) -> Bool {
    guard let digits = digits(of: text) else { return false }
    switch digits.count {
    case 10:
      return zip(digits, stride(from: 10, to: 0, by: -1)).reduce(0) { $0 + $1.0 * $1.1 } % 11 == 0
    case 13:
      guard !digits.contains(10) else { return false }
      return digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) } % 10 == 0
    default: return false
    }
  }

  /// Whether a text is an ISSN of eight digits with the right check digit.
  public static func isISSN(_ text: String) -> Bool {
    guard let digits = digits(of: text), digits.count == 8 else { return false }
    return zip(digits, stride(from: 8, to: 0, by: -1)).reduce(0) { $0 + $1.0 * $1.1 } % 11 == 0
  }

  /// Whether a text is an ORCID or ISNI of 16 digits with the right check digit, without address.
  public static func isORCID(_ text: String) -> Bool {
    guard let digits = digits(of: text), digits.count == 16, let check = digits.last else { return false }
    let total = digits.dropLast().reduce(0) { ($0 + $1) * 2 }
    return (12 - total % 11) % 11 == check
  }

  /// The digits as numbers, a final X as 10; nil if there is anything except digits, hyphens and spaces.
  private static func digits(of text: String) -> [Int]? {
    var result: [Int] = []
    for byte in text.utf8 {
      if result.last == 10 { return nil }
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): result.append(Int(byte) - 48)
      case UInt8(ascii: "X"), UInt8(ascii: "x"): result.append(10)
      case UInt8(ascii: "-"), UInt8(ascii: " "): continue
      default: return nil
      }
    }
    return result
  }
}

extension [UInt8] {
  /// The digits in groups of four with hyphens between them, as in ISSN, ORCID and ISNI.
  package var groupsOfFour: String {
    var grouped: [UInt8] = []
    for (place, digit) in enumerated() {
      if place > 0, place % 4 == 0 { grouped.append(UInt8(ascii: "-")) }
      grouped.append(digit)
    }
    return String(decoding: grouped, as: UTF8.self)
  }
}
