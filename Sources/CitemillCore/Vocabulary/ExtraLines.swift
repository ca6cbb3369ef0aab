/// Lines `name: value` and groups `{:name: value}` in Zotero's "Extra", with which users enter values that
/// Zotero has no field for:
///
///     PMID: 1234567
///     original-date: 1960
///     {:event-place: Brookfield}
package struct ExtraLines: Sendable {
  private let places: [(name: [UInt8], place: Place)]

  /// Lines with these names, in a format that has them.
  package init(_ names: [(String, Place)]) {
    places = names.compactMap { name, place in
      switch place {
      case .variable, .identifier, .date, .event, .names, .type, .title: (name.utf8.map(\.lowercased), place)
      default: nil
      }
    }
  }

  /// Removes from a text the lines with values that a record does not have yet; returns the key in such a
  /// line, unless there is one.
  package func take(from text: inout [UInt8], into record: inout Record, hasKey: Bool) -> String? {
    guard text.contains(UInt8(ascii: ":")) else { return nil }
    let lines = text.split(separator: 10, omittingEmptySubsequences: false)
    var key: String?
    var kept: [ArraySlice<UInt8>] = []
    for line in lines {
      if key == nil, !hasKey, let found = Self.key(line) {
        key = found
      } else if let rest = rest(of: line, setting: &record) {
        kept.append(rest)
      }
    }
    if kept.count < lines.count || kept != lines { text = Array(kept.joined(separator: [10])) }
    return key
  }

  /// Whether a line has something that would be read as a value.
  package func isLine(_ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: Self.opening) || value(line) != nil || Self.key(line) != nil
  }

  private static let opening = Array("{:".utf8)

  /// The place that a line names, and its value; nil if that is not allowed there.
  private func value(_ line: ArraySlice<UInt8>) -> (place: Place, value: String)? {
    guard let (wanted, value) = Self.parts(line), let place = places.first(where: { $0.name == wanted })?.place,
      !value.isEmpty
    else { return nil }
    return (place, String(decoding: value, as: UTF8.self))
  }

  /// The name of a line in lower case, and its value.
  private static func parts(_ line: ArraySlice<UInt8>) -> (name: [UInt8], value: ArraySlice<UInt8>)? {
    guard let colon = line.prefix(32).firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return nil }
    let name = line[..<colon]
    // `Original Date` is the same as `original-date`, and `doi` the same as `DOI`.
    guard name.allSatisfy({ $0.isLetter || $0 == 45 || $0 == 95 || $0 == 32 }) else { return nil }
    var value = line[(colon + 1)...]
    while value.first?.isSpace == true { value.removeFirst() }
    while value.last?.isSpace == true { value.removeLast() }
    return (name.map { $0 == 32 ? 45 : $0.lowercased }, value)
  }

  /// The key of a line `Citation Key: doe2020`.
  private static func key(_ line: ArraySlice<UInt8>) -> String? {
    guard let (name, value) = parts(line), name == Array("citation-key".utf8), !value.isEmpty else { return nil }
    return String(decoding: value, as: UTF8.self)
  }

  /// Sets the values of a line, and returns what is left of it, or nil.
  private func rest(of line: ArraySlice<UInt8>, setting record: inout Record) -> ArraySlice<UInt8>? {
    guard line.starts(with: Self.opening) else {
      return value(line).map { Self.set($0.place, $0.value, in: &record) } == true ? nil : line
    }
    // Groups follow one another, each in its own braces.
    var kept: ArraySlice<UInt8> = []
    var rest = line
    while rest.starts(with: Self.opening), let close = rest.firstIndex(of: UInt8(ascii: "}")) {
      let group = rest[...close]
      rest = rest[(close + 1)...]
      let found = value(group.dropFirst(2).dropLast())
      if found.map({ Self.set($0.place, $0.value, in: &record) }) != true { kept += group }
    }
    if kept.isEmpty { return rest.isEmpty ? nil : rest }
    return kept + rest
  }

  /// Sets a value and returns true, unless another value is set or it is not valid; the line then belongs to
  /// the note. A line that repeats a set value is dropped.
  private static func set(_ place: Place, _ value: String, in record: inout Record) -> Bool {
    if place.isOfHost { return false }
    switch place {
    case .identifier(let scheme, _):
      if let known = record.identifiers.first(where: { $0.scheme == scheme.name }) {
        return IdentifierText.read(scheme.name, value) == [known]
      }
      _ = record.putIdentifiers(value, at: .identifier(scheme.name))
    case .date(let kind):
      // A line with more than a date is kept as a line.
      let reading = DateText.reading(value)
      guard let date = DateText.edtf(value) ?? (reading?.leftOut == nil ? reading?.value : nil) else { return false }
      if let known = record[date: kind.name] { return known == PartialDate(date) }
      record[date: kind.name] = PartialDate(date)
    case .names(let role, _):
      let parts = value.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: true)
        .map { trimmed(String(decoding: Array($0), as: UTF8.self)) }
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
      record.add(.person(PersonName(family: parts[0], given: parts[1]), role.name))
    case .type:
      guard record.type == .document, let type = RecordType(rawValue: value), type.cslType == type else { return false }
      record.type = type
    case .title(let kind, let tier):
      if let known = record.titles(of: tier).first(where: { $0.kind == kind }) {
        return known == Title(InlineMarkup.read(value), kind: kind)
      }
      record.put(InlineMarkup.read(value), at: place)
    default:
      if record.has(place) { return known(at: place, of: record)?.hasSameBytes(as: value) ?? false }
      record.put(value, at: place)
    }
    return true
  }

  private static func known(at place: Place, of record: Record) -> String? {
    switch place {
    case .variable(let variable, let tier): record.value(of: variable, in: tier)
    case .event(let part): record.event?[part]
    default: nil
    }
  }

  /// A text without white space at its ends.
  private static func trimmed(_ text: String) -> String {
    var bytes = Array(text.utf8)[...]
    while bytes.first?.isSpace == true { bytes.removeFirst() }
    while bytes.last?.isSpace == true { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
