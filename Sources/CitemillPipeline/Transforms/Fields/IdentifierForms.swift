import CitemillCore

/// Identifiers in the single form in which they are compared.
enum IdentifierForms {
  /// A DOI in lower case without resolver, with its escapes decoded and without punctuation after it.
  static func doi(_ text: String) -> String {
    String(decoding: DOIText.identifier(text.trimmed).value.utf8.map(\.lowercased), as: UTF8.self)
  }

  /// The form in which an identifier is compared with others of its scheme, whether it is valid or not.
  static func compared(_ identifier: Identifier) -> String {
    switch identifier.scheme {
    case .doi: doi(identifier.value)
    case .arxiv: arxivWithoutVersion(identifier.value)
    case .isbn: isbn13(identifier.value) ?? identifier.value.trimmed.lowercased()
    case .pmid: number(identifier.value, after: ["pmid", "pubmed"])
    case .pmcid: "pmc" + number(identifier.value, after: ["pmcid", "pmc"])
    default: String(decoding: Folding.letters(identifier.value), as: UTF8.self)
    }
  }

  /// A DOI without the form of the text that addresses of publishers have after it: `10.5555/x.1/pdf`.
  private static func withoutForm(_ doi: String) -> String {
    let endings = ["/abstract", "/fulltext", "/full/html", "/full", "/epdf", "/pdf", "/html", "/summary", "/meta"]
    guard let ending = endings.first(where: { doi.hasSuffix($0) }) else { return doi }
    return String(doi.dropLast(ending.count))
  }

  /// The form in which an identifier identifies a work. Nil for a placeholder, if the syntax or the check
  /// digit is wrong, and for schemes that do not identify works.
  static func valid(_ identifier: Identifier) -> String? {
    guard worksAreToldBy.contains(identifier.scheme), !Placeholder.isOne(identifier.value) else { return nil }
    let value = identifier.scheme == .doi ? withoutForm(compared(identifier)) : compared(identifier)
    let bytes = Array(value.utf8)
    let isValid =
      switch identifier.scheme {
      case .doi: DOIText.isOne(value) && !isTemplate(bytes)
      case .pmid: bytes.count <= 9 && isNumber(bytes)
      case .pmcid: bytes.count <= 12 && isNumber(bytes.dropFirst(3))
      case .isbn: Checksum.isISBN(identifier.value) && isNumber(bytes)
      case .arxiv: isArXiv(bytes)
      // It always has 19 characters, and begins with the year.
      case .bibcode: identifier.value.trimmed.utf8.count == 19 && isNumber(bytes.prefix(4))
      case .openAlex: bytes.lastIndex(of: UInt8(ascii: "w")).map { isNumber(bytes[($0 + 1)...]) } ?? false
      // The name of the database, and a number.
      case .webOfScience:
        bytes.first?.isLetter == true && bytes.count { $0.isDigit } >= 8 && isNumber(bytes.filter(\.isDigit))
      default: false
      }
    return isValid ? value : nil
  }

  private static let worksAreToldBy: [IdentifierScheme] = [
    .doi, .pmid, .pmcid, .isbn, .arxiv, .bibcode, .openAlex, .webOfScience,
  ]

  /// Digits that are not all zeros.
  private static func isNumber(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy(\.isDigit) && bytes.contains { $0 != UInt8(ascii: "0") }
  }

  /// What a template or an unfinished export has as a DOI: `10.0000/0000`, `10.1145/nnnnnnn.nnnnnnn`,
  /// `10.1000/xxxxx`.
  private static func isTemplate(_ doi: [UInt8]) -> Bool {
    guard let slash = doi.firstIndex(of: UInt8(ascii: "/")) else { return true }
    let suffix = Folding.letters(String(decoding: doi[(slash + 1)...], as: UTF8.self))
    return Placeholder.isOne(String(decoding: suffix, as: UTF8.self))
      || suffix.count > 2 && suffix.allSatisfy(isFill)
      || suffix.suffix(4).elementsEqual("xxxx".utf8) || !isNumber(doi[3..<slash].filter(\.isDigit))
      // The one in ACM's template.
      || suffix.elementsEqual("11224451122456".utf8)
  }

  private static func isFill(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "0") || byte == UInt8(ascii: "x") || byte == UInt8(ascii: "n")
  }

  /// `2101.00001` of the year and month, or before 2007 `hep-th/9901001`.
  private static func isArXiv(_ bytes: [UInt8]) -> Bool {
    if let slash = bytes.firstIndex(of: UInt8(ascii: "/")) {
      return slash > 1 && bytes[0].isLetter && bytes.count - slash == 8 && isNumber(bytes[(slash + 1)...])
    }
    guard bytes.count == 9 || bytes.count == 10, bytes[4] == UInt8(ascii: ".") else { return false }
    let month = Int(bytes[2] &- 48) * 10 + Int(bytes[3] &- 48)
    return isNumber(bytes.prefix(4)) && isNumber(bytes[5...]) && (1...12).contains(month)
  }

  /// The digits of a number without leading zeros, without its label, and without what follows a point: a
  /// version, or the `.0` of a spreadsheet.
  private static func number(_ text: String, after labels: [String]) -> String {
    var bytes = Array(text.trimmed.lowercased().utf8)
    for label in labels where bytes.starts(with: label.utf8) {
      bytes.removeFirst(label.utf8.count)
      break
    }
    var rest = bytes.drop { $0.isSpace || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "0") }
    if let point = rest.firstIndex(of: UInt8(ascii: ".")), point > rest.startIndex, point + 2 == rest.endIndex {
      rest = rest[..<point]
    }
    return String(decoding: rest, as: UTF8.self)
  }

  /// An arXiv identifier without its prefix and version.
  static func arxivWithoutVersion(_ text: String) -> String {
    var bytes = Array(text.trimmed.lowercased().utf8)
    for address in ["https://", "http://", "arxiv.org/abs/"] where bytes.starts(with: address.utf8) {
      bytes.removeFirst(address.utf8.count)
    }
    if bytes.starts(with: "arxiv:".utf8) { bytes.removeFirst(6) }
    if let v = bytes.lastIndex(of: UInt8(ascii: "v")), v + 1 < bytes.count, bytes[(v + 1)...].allSatisfy(\.isDigit) {
      bytes.removeSubrange(v...)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The 13 digits of an ISBN with a valid check digit; nil for others.
  static func isbn13(_ text: String) -> String? {
    guard Checksum.isISBN(text) else { return nil }
    let digits = text.utf8.filter { $0.isDigit || $0 | 0x20 == UInt8(ascii: "x") }
    if digits.count == 13 { return String(decoding: digits, as: UTF8.self) }
    let body = Array("978".utf8) + digits.prefix(9)
    let sum = body.enumerated().reduce(0) { $0 + Int($1.element - 48) * ($1.offset % 2 == 0 ? 1 : 3) }
    return String(decoding: body, as: UTF8.self) + String((10 - sum % 10) % 10)
  }
}

// MARK: - Forms to be kept

/// The result of converting an identifier to the plain form of its scheme.
enum IdentifierForm: Equatable {
  /// Its plain form, which may be the same.
  case plain(String)
  /// It is not an identifier, or has a wrong check digit, as the reason states.
  case wrong(String)
}

extension IdentifierForms {
  /// The plain form of an identifier; nil for schemes without a known one.
  ///
  /// A DOI in lower case without resolver, an ISSN with its hyphen, an ISBN as 13 digits, an ORCID with
  /// hyphens. Labels before it and remarks in brackets after it are left out.
  static func plain(_ identifier: Identifier) -> IdentifierForm? {
    let text = identifier.value
    switch identifier.scheme {
    case .doi: return plainDOI(text)
    case .issn, .eissn, .issnL:
      return checked(
        text, after: ["e-issn", "eissn", "p-issn", "pissn", "issn-l", "issn"], as: "ISSN", where: Checksum.isISSN
      ) {
        $0.groupsOfFour
      }
    case .isbn:
      return checked(text, after: ["isbn-13", "isbn-10", "isbn"], as: "ISBN", where: Checksum.isISBN) { digits in
        isbn13(String(decoding: digits, as: UTF8.self)) ?? text
      }
    case .orcid:
      return checked(
        text, after: ["https://orcid.org/", "http://orcid.org/", "orcid.org/", "orcid"], as: "ORCID",
        where: Checksum.isORCID
      ) {
        $0.groupsOfFour
      }
    default: return nil
    }
  }

  /// Escapes may hide a resolver or other escapes, so that it is repeated until nothing changes.
  private static func plainDOI(_ text: String) -> IdentifierForm {
    var value = text
    for _ in 0..<8 {
      let next = doi(value)
      if next.hasSameBytes(as: value) {
        return DOIText.isOne(value) ? .plain(value) : .wrong("\"\(text)\" is not a DOI")
      }
      value = next
    }
    return .wrong("\"\(text)\" is not a DOI")
  }

  private static func checked(
    _ text: String, after labels: [String], as name: String, where isRight: (String) -> Bool,
    form: ([UInt8]) -> String
  ) -> IdentifierForm {
    let bare = bare(text, labels)
    let isNumber =
      bare.utf8.allSatisfy { $0.isDigit || [45, 32, 88, 120].contains($0) } && bare.utf8.contains { $0.isDigit }
    guard isRight(bare) else {
      return .wrong("\"\(text)\" \(isNumber ? "has no right check digit as an" : "is no") \(name)")
    }
    return .plain(form(bare.utf8.filter { $0.isDigit || $0 | 0x20 == 120 }.map { $0 == 120 ? 88 : $0 }))
  }

  /// A number without a label before it and a remark in brackets after it, with plain hyphens.
  private static func bare(_ text: String, _ labels: [String]) -> String {
    var bytes = text.trimmed.plainHyphenBytes
    if let label = labels.first(where: { bytes.prefix($0.utf8.count).map(\.lowercased).elementsEqual($0.utf8) }) {
      bytes.removeFirst(label.utf8.count)
      while let first = bytes.first, first == UInt8(ascii: ":") || first == UInt8(ascii: "=") || first.isSpace {
        bytes.removeFirst()
      }
    }
    if bytes.last == UInt8(ascii: ")"), let open = bytes.lastIndex(of: UInt8(ascii: "(")), open > 0 {
      bytes.removeSubrange(open...)
    }
    while bytes.last?.isSpace == true { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
