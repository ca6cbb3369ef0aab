import CitemillCore

/// A record with its place as bytes, for temporary files: the members of `Record+Fields.swift`, each behind a byte that says what
/// it is. Quicker than JSON, and read by nothing but the run that wrote it.
enum PackedRecord {
  /// A tree goes no deeper than records do.
  private static let deepest = 64

  private enum Tag {
    static let text: UInt8 = 0
    static let number: UInt8 = 1
    static let no: UInt8 = 2
    static let yes: UInt8 = 3
    static let list: UInt8 = 4
    static let object: UInt8 = 5
  }

  // MARK: - Writing

  static func write(_ placed: PlacedRecord, into sink: inout ByteSink) {
    var (record, coder) = (placed.record, FieldCoder.encoding())
    Record.code(&record, &coder)
    append(coder.members, &sink)
    var place = Origin(location: placed.place)
    coder = FieldCoder.encoding()
    Origin.code(&place, &coder)
    append(coder.members, &sink)
  }

  private static func append(_ members: [FieldTree.Member], _ sink: inout ByteSink) {
    append(members.count, &sink)
    for member in members {
      append(member.name, &sink)
      append(member.value, &sink)
    }
  }

  private static func append(_ tree: FieldTree, _ sink: inout ByteSink) {
    switch tree {
    case .text(let text):
      sink.append(Tag.text)
      append(text.wrappedValue, &sink)
    case .number(let number):
      sink.append(Tag.number)
      append(number, &sink)
    case .flag(let flag): sink.append(flag ? Tag.yes : Tag.no)
    case .list(let elements):
      sink.append(Tag.list)
      append(elements.count, &sink)
      for element in elements { append(element, &sink) }
    case .object(let members):
      sink.append(Tag.object)
      append(members, &sink)
    }
  }

  private static func append(_ text: String, _ sink: inout ByteSink) {
    append(text.utf8.count, &sink)
    sink.append(text)
  }

  /// Seven bits a byte, the lowest first.
  private static func append(_ number: Int, _ sink: inout ByteSink) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 0x80 {
      sink.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    sink.append(UInt8(truncatingIfNeeded: rest))
  }

  // MARK: - Reading

  /// The record in a range of bytes; nil when they are damaged.
  static func read(_ bytes: [UInt8], _ range: Range<Int>) -> PlacedRecord? {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
    var here = range.lowerBound
    let span = bytes.span
    guard let members = members(span, &here, range.upperBound, depth: 0),
      let places = members.isEmpty ? nil : self.members(span, &here, range.upperBound, depth: 0)
    else { return nil }
    var (record, place) = (Record(), Origin())
    var coder = FieldCoder.decoding(members)
    Record.code(&record, &coder)
    var placeCoder = FieldCoder.decoding(places)
    Origin.code(&place, &placeCoder)
    guard coder.problems.isEmpty, placeCoder.problems.isEmpty, let location = place.location else { return nil }
    return PlacedRecord(record, at: location)
  }

  private static func members(_ bytes: Span<UInt8>, _ here: inout Int, _ end: Int, depth: Int) -> [FieldTree.Member]? {
    guard let count = number(bytes, &here, end), (0...(end - here)).contains(count) else { return nil }
    var members: [FieldTree.Member] = []
    members.reserveCapacity(count)
    for _ in 0..<count {
      guard let name = text(bytes, &here, end), let value = tree(bytes, &here, end, depth: depth + 1) else {
        return nil
      }
      members.append(FieldTree.Member(name, value))
    }
    return members
  }

  private static func tree(_ bytes: Span<UInt8>, _ here: inout Int, _ end: Int, depth: Int) -> FieldTree? {
    guard depth < deepest, here < end else { return nil }
    let tag = bytes[here]
    here += 1
    switch tag {
    case Tag.text: return text(bytes, &here, end).map { .text($0) }
    case Tag.number: return number(bytes, &here, end).map { .number($0) }
    case Tag.no: return .flag(false)
    case Tag.yes: return .flag(true)
    case Tag.list:
      guard let count = number(bytes, &here, end), (0...(end - here)).contains(count) else { return nil }
      var elements: [FieldTree] = []
      elements.reserveCapacity(count)
      for _ in 0..<count {
        guard let element = tree(bytes, &here, end, depth: depth + 1) else { return nil }
        elements.append(element)
      }
      return .list(elements)
    case Tag.object: return members(bytes, &here, end, depth: depth + 1).map { .object($0) }
    default: return nil
    }
  }

  private static func text(_ bytes: Span<UInt8>, _ here: inout Int, _ end: Int) -> String? {
    guard let count = number(bytes, &here, end), (0...(end - here)).contains(count) else { return nil }
    here += count
    return bytes.text((here - count)..<here)
  }

  private static func number(_ bytes: Span<UInt8>, _ here: inout Int, _ end: Int) -> Int? {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while here < end, shift < 64 {
      let byte = bytes[here]
      here += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(Int64(bitPattern: value)) }
      shift += 7
    }
    return nil
  }
}
