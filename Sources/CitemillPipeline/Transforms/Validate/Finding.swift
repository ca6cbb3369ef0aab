public import CitemillCore

/// Something in a record that is missing or invalid.
struct Finding: Equatable {
  /// How serious it is: an error if the record is wrong for any use, a warning if a person should check it.
  var severity: Diagnostic.Severity
  var code: Diagnostic.Code
  /// The field, and what is wrong with it.
  var message: String
}

extension Finding {
  /// The findings about a record; the current year limits its dates.
  static func all(in record: Record, thisYear: Int) -> [Finding] {
    var search = FindingSearch(thisYear: thisYear)
    search.look(at: record)
    return search.findings
  }
}

private struct FindingSearch {
  let thisYear: Int
  private(set) var findings: [Finding] = []
  /// No date is before this: printing with movable type is later, and older works are dated by their
  /// editions.
  private static let firstYear = 1000
  /// Works are announced years before they appear.
  private static let yearsAhead = 5

  init(thisYear: Int) { self.thisYear = thisYear }

  mutating func look(at record: Record) {
    if record.type == .document {
      let token = record.origin.typeToken.map { "; \"\($0)\" is not specific" } ?? ""
      add(.warning, .validateType, FieldPath(.type), message: "the type of the work is not known\(token)")
    }
    for one in Requirement.all(of: record.type) where !one.isMet(by: record) {
      add(
        .error, .validateMissing, one.path,
        message: "\(one.name) is missing in a record of type \(record.type.rawValue)")
    }
    look(at: record.identifiers, .own)
    look(at: record.contributors, .own)
    for dated in record.dates { look(at: dated) }
    if let pages = record.pages, let problem = PageText(pages).problem {
      add(.warning, .validatePages, .variable(.pages), message: "\(problem) in \"\(pages)\"")
    }
    for licence in record.licences { if let url = licence.url { look(atAddress: url, FieldPath(.licences)) } }
    var next = record.container
    while let here = next {
      let tier: FieldPath.Tier = here.relation == .host ? .host : .series
      look(at: here.identifiers, tier)
      look(at: here.contributors, tier)
      next = here.parent
    }
  }

  private mutating func add(
    _ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ path: FieldPath, message: String
  ) {
    findings.append(Finding(severity: severity, code: code, message: "\(path): \(message)"))
  }

  private mutating func look(at contributors: [Contributor], _ tier: FieldPath.Tier) {
    for one in contributors where !one.isBare {
      let path = FieldPath(.contributors, one.roles.first?.rawValue, in: tier, facet: .identifiers)
      look(atNumbersOf: one, path)
      // Members of members are appended to the list, so that no recursion is needed.
      var members = one.members
      while let member = members.popLast() {
        look(atNumbersOf: member, path)
        members += member.members
      }
    }
  }

  private mutating func look(atNumbersOf contributor: Contributor, _ path: FieldPath) {
    let numbers = contributor.identifiers + contributor.affiliations.flatMap(\.identifiers)
    for number in numbers where number.isValid == false {
      add(
        .error, .validateCheckDigit, path,
        message: "\(number.scheme) \"\(number.value)\" has a wrong check digit")
    }
  }

  private mutating func look(atAddress address: String, _ path: FieldPath) {
    if !IdentifierForms.isAddress(address) {
      add(.warning, .validateURL, path, message: "\"\(address)\" is not a URL")
    }
  }

  private mutating func look(at identifiers: [Identifier], _ tier: FieldPath.Tier) {
    for one in identifiers {
      let path = FieldPath(.identifiers, one.scheme.rawValue, in: tier)
      if one.isValid == false {
        add(.error, .validateCheckDigit, path, message: "\"\(one.value)\" has a wrong check digit")
      } else if one.scheme == .doi, !DOIText.isOne(one.value) {
        add(.error, .validateDOI, path, message: "\"\(one.value)\" is not a DOI")
      } else if one.scheme == .url {
        look(atAddress: one.value, path)
      }
    }
  }

  private mutating func look(at dated: DatedEvent) {
    let path = FieldPath(.dates, dated.kind.rawValue)
    guard let value = dated.date.value else {
      // `in press` says something, `20O0` is a mistake.
      if let text = dated.date.literal, text.utf8.contains(where: \.isDigit) {
        add(.warning, .validateDate, path, message: "\"\(text)\" is not a date")
      }
      return
    }
    var points: [EDTF.Point] = []
    if case .date(let point) = value.start { points.append(point) }
    if case .date(let point)? = value.end { points.append(point) }
    if dated.kind != .original,
      points.contains(where: { !(Self.firstYear...(thisYear + Self.yearsAhead)).contains($0.year) })
    {
      add(.warning, .validateDate, path, message: "the year of \(value) is not plausible")
    } else if points.count == 2, points[1].compare(with: EDTF(.date(points[0]))) == .after {
      add(.warning, .validateDate, path, message: "\(value) ends before it begins")
    }
  }
}

extension IdentifierForms {
  /// A scheme, a colon, and no white space (RFC 3986); after `http` and `https` a host.
  static func isAddress(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < bytes.count, bytes[0].isLetter,
      bytes[..<colon].allSatisfy({ $0.isLetter || $0.isDigit || [43, 45, 46].contains($0) }),
      !bytes.contains(where: { $0 <= 32 || $0 == 127 || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") })
    else { return false }
    let scheme = bytes[..<colon].map(\.lowercased)
    guard scheme == Array("http".utf8) || scheme == Array("https".utf8) else { return true }
    let rest = bytes[(colon + 1)...]
    guard rest.starts(with: "//".utf8) else { return false }
    let host = rest.dropFirst(2).prefix { ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }
    return !host.isEmpty && host.first != UInt8(ascii: ".")
      && (host.contains(UInt8(ascii: ".")) || host.contains(UInt8(ascii: ":")) || host.starts(with: "localhost".utf8))
  }
}

extension Diagnostic.Code {
  /// A field that records of the type need is missing.
  public static let validateMissing = Self("validate.missing")
  /// The type of a work is not known.
  public static let validateType = Self("validate.type")
  /// An ISBN, ISSN, ORCID or ISNI with a wrong check digit.
  public static let validateCheckDigit = Self("validate.check-digit")
  /// A value that should be a DOI is not one.
  public static let validateDOI = Self("validate.doi")
  /// A value that should be a URL is not one.
  public static let validateURL = Self("validate.url")
  /// A descending page range in a record.
  public static let validatePages = Self("validate.pages")
  /// A date in the far future or past, or a range that ends before it starts.
  public static let validateDate = Self("validate.date")
  /// A record was left out because of the findings in it.
  public static let validateRejected = Self("validate.rejected")
}
