import CitemillCore

/// By which fields records are sorted: `year+-title`, by year and then by title from the end of the alphabet.
///
/// Dates go by the calendar, years before their months. Texts go by their letters and digits without regard to case and to marks
/// on letters, and numbers in them by their value. Of a field with several values the first counts, and the next only among
/// records with the same first one. Records without the field come last, whichever way it goes.
struct SortOrder: Sendable {
  private var keys: [(field: RecordField, isDescending: Bool)] = []

  /// An order from the names of fields with `+` between them, a hyphen in front of those that go down; throws for a name that no
  /// field has.
  init(_ text: String) throws(UsageError) {
    for name in text.split(separator: "+") {
      let name = String(name).trimmed
      let isDescending = name.utf8.first == UInt8(ascii: "-")
      let field = try RecordField(isDescending ? String(name.dropFirst()).trimmed : name)
      guard field.path.facet == nil, field.path.isInItsTier else {
        throw UsageError(.badOption, "records cannot be sorted by \"\(name)\"")
      }
      keys.append((field, isDescending))
    }
    if keys.isEmpty { throw UsageError(.badOption, "sort takes the names of fields, as in sort:year+title") }
  }

  /// Bytes by which records are ordered: the smaller first, from the first byte on.
  func key(of record: Record) -> [UInt8] {
    var key: [UInt8] = []
    for (field, isDescending) in keys {
      guard let value = SortKey(field, record) else {
        key.append(Self.absent)
        continue
      }
      key.append(Self.present)
      if isDescending { for byte in value.bytes { key.append(~byte) } } else { key += value.bytes }
    }
    return key
  }

  private static let present: UInt8 = 1
  private static let absent: UInt8 = 2
}

/// The value of a field as bytes in its order, none of them the beginning of another's.
private struct SortKey {
  private(set) var bytes: [UInt8] = []

  /// Nothing follows.
  private static let end: UInt8 = 0
  /// Another value follows, or another part of a name.
  private static let next: UInt8 = 1

  /// Nil where the record has no such field.
  init?(_ field: RecordField, _ record: Record) {
    if field.path.field == .dates {
      if let point = field.dates(of: record).lazy.compactMap(\.firstPoint).first {
        bytes.append(1)
        add(point, isYear: field.isYear)
        return
      }
      // A date in words comes behind those of the calendar.
      let words = field.values(of: record)
      if words.isEmpty { return nil }
      bytes.append(2)
      add(words)
    } else if field.path.field == .contributors {
      let names = field.contributors(of: record).map(\.name)
      var isEmpty = true
      for name in names {
        let parts = [name.family, name.given, name.suffix, name.literal].compactMap { $0 }
        if parts.isEmpty { continue }
        isEmpty = false
        for part in parts { add(part) }
      }
      if isEmpty { return nil }
      bytes.append(Self.end)
    } else {
      guard field.isPresent(in: record) else { return nil }
      add(field.values(of: record))
    }
  }

  private mutating func add(_ point: EDTF.Point, isYear: Bool) {
    // Years before our era are negative.
    let year = UInt64(bitPattern: Int64(point.year)) ^ (1 << 63)
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: year >> shift))
    }
    if isYear { return }
    bytes.append(UInt8(truncatingIfNeeded: point.monthOfYear))
    bytes.append(UInt8(truncatingIfNeeded: max(point.day, 0)))
  }

  private mutating func add(_ texts: [String]) {
    for text in texts { add(text) }
    bytes.append(Self.end)
  }

  /// The words of a text, and what parts it from the next.
  private mutating func add(_ text: String) {
    for (index, word) in Folding.words(text).enumerated() {
      if index > 0 { bytes.append(32) }
      add(word)
    }
    bytes.append(Self.next)
  }

  /// A word, with numbers in it as their length and their digits, so that 9 comes before 10.
  private mutating func add(_ word: [UInt8]) {
    var here = 0
    while here < word.count {
      guard word[here].isDigit else {
        bytes.append(word[here])
        here += 1
        continue
      }
      while here + 1 < word.count, word[here] == UInt8(ascii: "0"), word[here + 1].isDigit { here += 1 }
      let end = word[here...].firstIndex { !$0.isDigit } ?? word.count
      bytes.append(UInt8(ascii: "0"))
      bytes.append(UInt8(clamping: end - here))
      bytes += word[here..<end]
      here = end
    }
  }
}
