import CitemillCore

/// The fields by which records are sorted: `year+-title`, by year and then by title from the end of the
/// alphabet.
///
/// Dates are in the order of the calendar, years before their months. Texts are ordered by their letters and
/// digits without regard to case and diacritics, and numbers in them by their value. If a field has several
/// values, the first counts, and the next only among records with the same first one. Records without the
/// field come last, in either direction.
struct SortOrder: Sendable {
  private var keys: [(field: RecordField, isDescending: Bool)] = []

  /// An order from the names of fields separated by `+`, with a hyphen before those in descending order;
  /// throws for a name that is not a field.
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

  /// Appends bytes by which records are ordered: the first byte that differs decides, smaller first.
  func appendKey(of record: Record, to bytes: inout [UInt8]) {
    for (field, isDescending) in keys {
      let start = bytes.count
      bytes.append(Self.present)
      var key = SortKey(bytes)
      bytes = []
      let isPresent = key.take(field, record)
      bytes = key.bytes
      if !isPresent {
        bytes[start] = Self.absent
      } else if isDescending {
        for index in (start + 1)..<bytes.count { bytes[index] = ~bytes[index] }
      }
    }
  }

  private static let present: UInt8 = 1
  private static let absent: UInt8 = 2
}

/// The value of a field as bytes in its order; no value's bytes are the beginning of another's.
private struct SortKey {
  /// The bytes of the fields before it, followed by the value.
  private(set) var bytes: [UInt8]
  private var words = FoldedWords()

  /// Nothing follows.
  private static let end: UInt8 = 0
  /// Another value follows, or another part of a name.
  private static let next: UInt8 = 1

  init(_ bytes: consuming [UInt8]) { self.bytes = bytes }

  /// Appends the value; false if the record has no such field.
  mutating func take(_ field: RecordField, _ record: Record) -> Bool {
    if field.path.field == .dates {
      if let point = field.dates(of: record).lazy.compactMap(\.firstPoint).first {
        bytes.append(1)
        add(point, isYear: field.isYear)
        return true
      }
      // A date that is text comes after those of the calendar.
      let words = field.values(of: record)
      if words.isEmpty { return false }
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
      if isEmpty { return false }
      bytes.append(Self.end)
    } else {
      guard field.isPresent(in: record) else { return false }
      add(field.values(of: record))
    }
    return true
  }

  private mutating func add(_ point: EDTF.Point, isYear: Bool) {
    // Years before the common era are negative.
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

  /// The words of a text, followed by what separates it from the next.
  private mutating func add(_ text: String) {
    words.removeAll()
    words.append(wordsOf: text)
    for index in words.indices {
      if index > 0 { bytes.append(32) }
      add(words.range(of: index))
    }
    bytes.append(Self.next)
  }

  /// A word, with each number in it as its length and its digits, so that 9 comes before 10.
  private mutating func add(_ word: Range<Int>) {
    var here = word.lowerBound
    while here < word.upperBound {
      guard words.bytes[here].isDigit else {
        bytes.append(words.bytes[here])
        here += 1
        continue
      }
      while here + 1 < word.upperBound, words.bytes[here] == UInt8(ascii: "0"), words.bytes[here + 1].isDigit {
        here += 1
      }
      let end = words.bytes[here..<word.upperBound].firstIndex { !$0.isDigit } ?? word.upperBound
      bytes.append(UInt8(ascii: "0"))
      bytes.append(UInt8(clamping: end - here))
      bytes += words.bytes[here..<end]
      here = end
    }
  }
}
