import CitemillCore

/// Lists as Python and JSON print them, `['Berg, Anna', "Eze, N."]`, `[{'name': 'Quell, Anna'}]`. They get
/// into a cell if a table is made from objects.
enum PrintedList {
  /// A string, or the members of an object: those that are strings, and nil for others.
  enum Item {
    case text([UInt8])
    case members([(name: String, value: String?)])
  }

  /// The items of a list; nil for anything else.
  static func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Item]? {
    guard range.count > 3, bytes[range.lowerBound] == UInt8(ascii: "["),
      bytes[range.upperBound - 1] == UInt8(ascii: "]")
    else { return nil }
    var items: [Item] = []
    var here = range.lowerBound + 1
    let end = range.upperBound - 1
    while true {
      here = endOfSpace(bytes, here, end)
      guard here < end else { return nil }
      if bytes[here] == UInt8(ascii: "{") {
        guard let members = members(bytes, &here, end) else { return nil }
        items.append(.members(members))
      } else {
        guard let text = text(bytes, &here, end) else { return nil }
        if !text.isEmpty { items.append(.text(text)) }
      }
      here = endOfSpace(bytes, here, end)
      if here == end { return items }
      guard bytes[here] == UInt8(ascii: ",") else { return nil }
      here += 1
    }
  }

  private static func endOfSpace(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var here = start
    while here < end, bytes[here].isSpace { here += 1 }
    return here
  }

  /// A text between quotes of either kind.
  private static func text(_ bytes: Span<UInt8>, _ here: inout Int, _ end: Int) -> [UInt8]? {
    guard here < end, bytes[here] == UInt8(ascii: "'") || bytes[here] == UInt8(ascii: "\"") else { return nil }
    let quote = bytes[here]
    var text: [UInt8] = []
    here += 1
    while here < end, bytes[here] != quote {
      if bytes[here] == UInt8(ascii: "\\"), here + 1 < end { here += 1 }
      text.append(bytes[here])
      here += 1
    }
    guard here < end else { return nil }
    here += 1
    return text
  }

  private static func members(
    _ bytes: Span<UInt8>, _ here: inout Int, _ end: Int
  ) -> [(name: String, value: String?)]? {
    var members: [(name: String, value: String?)] = []
    here += 1
    while true {
      here = endOfSpace(bytes, here, end)
      guard here < end else { return nil }
      if bytes[here] == UInt8(ascii: "}") {
        here += 1
        return members
      }
      guard let name = text(bytes, &here, end) else { return nil }
      here = endOfSpace(bytes, here, end)
      guard here < end, bytes[here] == UInt8(ascii: ":") else { return nil }
      here = endOfSpace(bytes, here + 1, end)
      let value = text(bytes, &here, end)
      if value == nil { here = endOfOther(bytes, here, end) }
      members.append((String(decoding: name, as: UTF8.self), value.map { String(decoding: $0, as: UTF8.self) }))
      here = endOfSpace(bytes, here, end)
      guard here < end, bytes[here] == UInt8(ascii: ",") || bytes[here] == UInt8(ascii: "}") else { return nil }
      if bytes[here] == UInt8(ascii: ",") { here += 1 }
    }
  }

  /// The end of a value that is not a string: a number, `None`, a list, an object.
  private static func endOfOther(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var here = start
    var depth = 0
    while here < end {
      switch bytes[here] {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "}"):
        if depth == 0 { return here }
        depth -= 1
      case UInt8(ascii: ",") where depth == 0: return here
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        guard text(bytes, &here, end) != nil else { return end }
        continue
      default: break
      }
      here += 1
    }
    return here
  }
}

/// The members of an object that is a name: `{"family": "Quell", "given": "Anna"}`,
/// `{'name': 'Anna Quell', 'authorId': '12'}`.
struct PrintedName {
  private let members: [(name: [UInt8], value: String)]
  /// Members that are not part of the name.
  private let others: [String]

  private static let family = ["family", "last", "lastname", "surname", "familyname"]
  private static let given = ["given", "first", "firstname", "forename", "forenames", "givenname", "givennames"]
  private static let whole = ["name", "fullname", "displayname", "authorname", "author"]
  private static let body = ["literal", "organization", "organisation", "collectivename", "group", "institution"]
  private static let orcid = ["orcid", "orcidid"]

  init(_ members: [(name: String, value: String?)]) {
    let known = Self.family + Self.given + Self.whole + Self.body + Self.orcid + ["suffix"]
    self.members = members.compactMap { name, value in value.map { (Self.plain(name), $0) } }
    others = members.filter { member in !known.contains { Self.plain(member.name).elementsEqual($0.utf8) } }.map(\.name)
  }

  private static func plain(_ name: String) -> [UInt8] { name.utf8.filter(\.isLetter).map(\.lowercased) }

  private func value(_ names: [String]) -> String? {
    members.first { member in names.contains { member.name.elementsEqual($0.utf8) } && !member.value.isEmpty }?.value
  }

  /// Adds the contributor.
  func read(as role: Role, into names: inout [Contributor], findings: inout NameText.Findings) {
    let count = names.count
    if let family = value(Self.family) {
      names.append(
        .person(PersonName(family: family, given: value(Self.given), suffix: value(["suffix"])), role))
    } else if let text = value(Self.whole) {
      text.withUTF8Span {
        NameText.readOne($0, 0..<$0.count, order: .givenFirst, as: role.alone, into: &names, findings: &findings)
      }
    } else if let body = value(Self.body) ?? value(Self.given) {
      names.append(.organization(body, role))
    }
    guard names.count == count + 1 else { return }
    if let orcid = value(Self.orcid).flatMap(IdentifierText.orcid) { names[count].identifiers.append(orcid) }
    if !others.isEmpty { findings.others.append(others.joined(separator: ", ")) }
  }
}
