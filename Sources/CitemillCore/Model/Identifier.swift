/// A number or name by which a work, a container or a person is known.
public struct Identifier: Sendable, Equatable {
  /// The kind of identifier.
  public var scheme: IdentifierScheme
  /// The value in the scheme's plain form: a DOI without resolver, an ORCID with hyphens and without address.
  @Verbatim public var value: String
  /// The value as the source wrote it, where that differs; says where it came from, and so does not count in `==`.
  public var raw: String?

  /// An identifier of a scheme.
  public init(_ scheme: IdentifierScheme, _ value: String, raw: String? = nil) {
    self.scheme = scheme
    self.value = value
    self.raw = raw
  }

  /// Whether scheme and value are the same, to the byte.
  public static func == (left: Self, right: Self) -> Bool {
    left.scheme.rawValue.hasSameBytes(as: right.scheme.rawValue) && left._value == right._value
  }
}

/// A kind of identifier, named as in CSL where CSL has it.
public struct IdentifierScheme: OpenName {
  /// The name as it is written in `records`.
  public let rawValue: String
  /// A name, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A DOI without resolver: `10.5555/x` (ISO 26324).
  public static let doi: Self = "DOI"
  /// An ISBN of 10 or 13 digits (ISO 2108).
  public static let isbn: Self = "ISBN"
  /// An ISSN, of print or of no stated medium (ISO 3297).
  public static let issn: Self = "ISSN"
  /// An ISSN of the electronic edition.
  public static let eissn: Self = "eISSN"
  /// The linking ISSN of all media.
  public static let issnL: Self = "ISSN-L"
  /// A number of PubMed.
  public static let pmid: Self = "PMID"
  /// A number of PubMed Central, with its `PMC`.
  public static let pmcid: Self = "PMCID"
  /// An address.
  public static let url: Self = "URL"
  /// A number of arXiv, with its version where given.
  public static let arxiv: Self = "arXiv"
  /// A bibcode of the Astrophysics Data System.
  public static let bibcode: Self = "bibcode"
  /// An accession number of Web of Science.
  public static let webOfScience: Self = "WoS"
  /// A number of OpenAlex: `W123`.
  public static let openAlex: Self = "OpenAlex"
  /// A handle without resolver.
  public static let handle: Self = "handle"
  /// A URN (RFC 8141).
  public static let urn: Self = "URN"
  /// A number of printed music (ISO 10957).
  public static let ismn: Self = "ISMN"
  /// A number of technical reports (ISO 10444).
  public static let isrn: Self = "ISRN"
  /// A number under which a database keeps the work or its data.
  public static let accession: Self = "accession"
  /// The number of a patent.
  public static let patent: Self = "patent"
  /// The number of a report.
  public static let reportNumber: Self = "report-number"
  /// An ORCID with hyphens and without address.
  public static let orcid: Self = "ORCID"
  /// An ISNI of 16 digits (ISO 27729).
  public static let isni: Self = "ISNI"
  /// An id of the Research Organization Registry.
  public static let ror: Self = "ROR"
  /// A DOI of the Open Funder Registry.
  public static let funderRegistry: Self = "FundRef"
  /// An item of Wikidata: `Q42`.
  public static let wikidata: Self = "Wikidata"

  /// The schemes that we name, in the order in which a record keeps them.
  public static let known: [Self] = [
    .doi, .isbn, .issn, .eissn, .issnL, .pmid, .pmcid, .url, .arxiv, .bibcode, .webOfScience, .openAlex, .handle,
    .urn, .ismn, .isrn, .accession, .patent, .reportNumber, .orcid, .isni, .ror, .funderRegistry, .wikidata,
  ]
}

extension Identifier {
  /// Whether the check digit is right; nil where the scheme has none.
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
  /// Whether a text is an ISBN of 10 or 13 digits with the right check digit; hyphens and spaces are passed over.
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

  /// The digits as numbers, a final X as 10; nil when anything but digits, hyphens and spaces stands there.
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
