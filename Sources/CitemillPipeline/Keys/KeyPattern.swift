public import CitemillCore

/// The pattern for keys of records that have none: text with fields in brackets,
/// `[auth:lower][year][title:1]`.
///
///     pattern  = { text / "[" field { ":" modifier } "]" }
///     field    = "auth" / "auths" / "year" / "title" / "container" / "volume" / "issue" / "page" / "type"
///     modifier = "lower" / "upper" / "abbr" / number
///
/// A field gives a part of the record in letters and digits, with Latin letters without accents. `auth` is
/// the family name of the first author, or of the first editor if there is no author, `auths` those of all,
/// `title` the significant words of the title, `page` the first page. `abbr` keeps the first letter of each
/// word; a number keeps that many words of a title, names of `auths`, or letters of anything else. Missing
/// parts give nothing.
public struct KeyPattern: Sendable {
  /// `[auth:lower][year][title:1]`: `berg2019Weirs`.
  public static let standard = KeyPattern([
    .field(.auth, Modifiers(letterCase: .lower)), .field(.year, Modifiers()), .field(.title, Modifiers(count: 1)),
  ])

  private enum Piece: Sendable {
    case text(String)
    case field(Part, Modifiers)
  }

  private enum Part: String, CaseIterable, Sendable {
    case auth, auths, year, title, container, volume, issue, page, type
  }

  private enum LetterCase: String, Sendable { case lower, upper }

  private struct Modifiers: Sendable {
    var count: Int?
    var letterCase: LetterCase?
    var abbreviates = false
  }

  private let pieces: [Piece]

  private init(_ pieces: [Piece]) { self.pieces = pieces }

  /// A pattern from its text; throws if a bracket is not closed or a field is unknown.
  public init(_ pattern: String) throws(UsageError) {
    var pieces: [Piece] = []
    var rest = pattern[...]
    while let opening = rest.utf8.firstIndex(of: UInt8(ascii: "[")) {
      if opening > rest.startIndex { pieces.append(.text(String(rest[..<opening]))) }
      guard let closing = rest[opening...].utf8.firstIndex(of: UInt8(ascii: "]")) else {
        throw UsageError(.badKeyPattern, "in the key pattern \"\(pattern)\" a bracket is not closed")
      }
      pieces.append(try Self.piece(rest[rest.utf8.index(after: opening)..<closing]))
      rest = rest[rest.utf8.index(after: closing)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    guard pieces.contains(where: { if case .field = $0 { true } else { false } }) else {
      throw UsageError(
        .badKeyPattern, "the key pattern \"\(pattern)\" has no field in brackets, as in [auth:lower][year][title:1]"
      )
    }
    self.pieces = pieces
  }

  private static func piece(_ text: Substring) throws(UsageError) -> Piece {
    let words = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let part = Part(rawValue: String(words[0])) else {
      let known = Part.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError(.badKeyPattern, "\"[\(text)]\" is not a field for keys; the fields are \(known)")
    }
    var modifiers = Modifiers()
    for word in words.dropFirst() {
      if let letterCase = LetterCase(rawValue: String(word)) {
        modifiers.letterCase = letterCase
      } else if word == "abbr" {
        modifiers.abbreviates = true
      } else if let count = Int(word), count > 0 {
        modifiers.count = count
      } else {
        throw UsageError(.badKeyPattern, "\"\(word)\" in \"[\(text)]\" is not lower, upper, abbr or a number")
      }
    }
    return .field(part, modifiers)
  }

  // MARK: - Keys

  /// The key of a record; nil if it has none of the parts.
  public func key(for record: borrowing Record) -> String? {
    var key = KeyBytes()
    return self.key(for: record, in: &key)
  }

  /// The key of a record, generated in a reused buffer.
  func key(for record: borrowing Record, in key: inout KeyBytes) -> String? {
    key.empty()
    var hasPart = false
    for index in pieces.indices {
      switch pieces[index] {
      case .text(let text): key.append(text)
      case .field(let part, let modifiers):
        let before = key.count
        Self.append(part, modifiers, of: record, to: &key)
        hasPart = hasPart || key.count > before
      }
    }
    return hasPart ? key.text : nil
  }

  private static func append(_ part: Part, _ modifiers: Modifiers, of record: borrowing Record, to key: inout KeyBytes)
  {
    let start = key.count
    switch part {
    case .auth, .auths: appendNames(of: record, part, modifiers, to: &key)
    case .year: appendYear(of: record, to: &key)
    case .title: appendTitle(record.titles, modifiers, to: &key)
    case .container: appendContainer(of: record, modifiers, to: &key)
    case .volume: appendLetters(of: record[.volume], to: &key)
    case .issue: appendLetters(of: record[.issue], to: &key)
    case .page: appendLetters(of: record[.pages].map { String($0.prefix { $0.isLetter || $0.isNumber }) }, to: &key)
    case .type: appendLetters(of: record.type.rawValue, to: &key)
    }
    let counts = part == .title || part == .auths
    if !counts, let count = modifiers.count { key.cut(from: start, scalars: count) }
    switch modifiers.letterCase {
    case .lower: key.lowercase(from: start)
    case .upper: key.uppercase(from: start)
    case nil: break
    }
  }

  // By index and through spans, which borrow: an element taken from an array is copied with all its strings.

  private static func appendTitle(_ titles: [Title], _ modifiers: Modifiers, to key: inout KeyBytes) {
    guard let index = titles.indices.first(where: { titles[$0].kind == .main }) else { return }
    key.append(wordsOf: titles[index].text.plain, most: modifiers.count ?? .max, abbreviates: modifiers.abbreviates)
  }

  private static func appendContainer(of record: borrowing Record, _ modifiers: Modifiers, to key: inout KeyBytes) {
    guard let title = record.container(.host)?.titles.first?.text.plain else { return }
    key.append(wordsOf: title, abbreviates: modifiers.abbreviates)
  }

  private static func appendLetters(of text: String?, to key: inout KeyBytes) {
    if let text { key.append(lettersOf: text) }
  }

  private static func appendYear(of record: borrowing Record, to key: inout KeyBytes) {
    let dates = record.dates.span
    for index in dates.indices where dates[index].kind == .issued {
      guard let point = dates[index].date.value?.firstPoint, point.unspecifiedYearDigits == 0 else { return }
      return key.append(point.year)
    }
  }

  /// The names of the authors, otherwise of the editors, otherwise of any contributors.
  private static func appendNames(
    of record: borrowing Record, _ part: Part, _ modifiers: Modifiers, to key: inout KeyBytes
  ) {
    let people = record.contributors.span
    let role = people.has(.author) ? Role.author : people.has(.editor) ? .editor : nil
    let most = part == .auth ? 1 : modifiers.count ?? Int.max
    var count = 0
    for index in people.indices {
      if part == .auth, count == 1 { return }
      if let role, !people[index].roles.span.has(role) { continue }
      guard count < most, people[index].kind != .others else {
        if part == .auths { key.append("EtAl") }
        return
      }
      count += 1
      let start = key.count
      if let family = people[index].name.family {
        key.append(lettersOf: family)
      } else if let given = people[index].name.given {
        key.append(lettersOf: given)
      } else if let literal = people[index].name.literal {
        key.append(wordsOf: literal, most: 3)
      }
      if modifiers.abbreviates { key.cut(from: start, scalars: 1) }
    }
  }
}

extension Span<Contributor> {
  fileprivate func has(_ role: Role) -> Bool { indices.contains { self[$0].roles.span.has(role) } }
}

extension Span<Role> {
  fileprivate func has(_ role: Role) -> Bool { indices.contains { self[$0] == role } }
}

extension Diagnostic.Code {
  /// An invalid key pattern.
  public static let badKeyPattern = Self("usage.key-pattern")
}
