public import CitemillCore

/// A condition that a record satisfies or not: the language of the transform `filter`.
///
///     query      = both { "or" both }
///     both       = one { "and" one }
///     one        = "not" one / "(" query ")" / test
///     test       = "has:" field / "missing:" field / field operator value / field "=" from ".." to
///     operator   = "=" / "!=" / "<" / "<=" / ">" / ">=" / "^=" / "~" / "!~"
///     value      = word / '"' text '"' / "'" text "'"
///
/// `=` compares without regard to case and diacritics, `^=` compares the beginning of the value, `~` matches
/// a regular expression (`TextPattern`). The others compare dates and numbers, as far as both are known:
/// `issued >= 2010-05` is true for a record of 2010. If a field has several values, one is enough. `!=` is
/// true if `=` is not, and so also if there is no value.
public struct FilterQuery: Sendable {
  private let root: Node

  /// A query from its text; throws if it cannot be parsed, with the column.
  public init(_ text: String) throws(UsageError) {
    var parser = FilterParser(text)
    root = try parser.parse()
  }

  /// Whether a record satisfies the query.
  public func matches(_ record: Record) -> Bool { root.matches(record) }

  indirect enum Node: Sendable {
    case all([Node]), any([Node]), not(Node)
    case has(RecordField)
    case test(FieldTest)

    func matches(_ record: Record) -> Bool {
      switch self {
      case .all(let nodes): nodes.indices.allSatisfy { nodes[$0].matches(record) }
      case .any(let nodes): nodes.indices.contains { nodes[$0].matches(record) }
      case .not(let inner): !inner.matches(record)
      case .has(let field): field.isPresent(in: record)
      case .test(let test): test.matches(record)
      }
    }
  }
}

/// A comparison of a field with a value.
struct FieldTest: Sendable {
  enum Comparison: Sendable {
    case equal([UInt8], FieldValueText)
    case begins([UInt8])
    case pattern(TextPattern)
    case less(FieldValueText), greater(FieldValueText)
    case range(FieldValueText?, FieldValueText?)
  }

  let field: RecordField
  let comparison: Comparison

  func matches(_ record: Record) -> Bool {
    switch comparison {
    case .equal(let text, let value):
      if let date = value.date, field.path.field == .dates {
        return field.dates(of: record).contains { date.compare(with: $0) == .same }
      }
      return field.values(of: record).contains { Folding.folded($0) == text }
    case .begins(let text): return field.values(of: record).contains { Folding.folded($0).starts(with: text) }
    case .pattern(let pattern): return field.values(of: record).contains { pattern.matches($0) }
    case .less(let value): return orders(of: record, to: value).contains(.before)
    case .greater(let value): return orders(of: record, to: value).contains(.after)
    case .range(let low, let high):
      // Both are of the same values in the same order, so that one value must satisfy both.
      let late = low.map { low in orders(of: record, to: low).map { $0 != .before } }
      let early = high.map { high in orders(of: record, to: high).map { $0 != .after } }
      guard let late, let early else { return (late ?? early ?? []).contains(true) }
      return zip(late, early).contains { $0 && $1 }
    }
  }

  /// How each value of the field compares with another; those that cannot be compared are left out.
  private func orders(of record: Record, to value: FieldValueText) -> [FieldOrder] {
    if field.path.field == .dates {
      guard let date = value.date else { return [] }
      return field.dates(of: record).compactMap { date.compare(with: $0) }
    }
    guard let number = value.number else { return [] }
    return field.values(of: record).compactMap { text in
      FieldValueText.number(in: text).map { $0 < number ? .before : $0 > number ? .after : .same }
    }
  }
}

/// How one value compares with another.
enum FieldOrder: Sendable { case before, same, after }

/// A value of a query, in the forms in which it can be compared.
struct FieldValueText: Sendable {
  let text: String
  let date: EDTF.Point?
  let number: Double?

  init(_ text: String) {
    self.text = text
    date = (DateText.edtf(text) ?? DateText.read(text))?.firstPoint
    number = Self.number(in: text)
  }

  /// The first number of a text: 12 of `12-14`, 7.5 of `S7.5`.
  static func number(in text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard let start = bytes.firstIndex(where: \.isDigit) else { return nil }
    var end = start
    var hasPoint = false
    while end < bytes.count, end - start < 300 {
      let isPoint = bytes[end] == UInt8(ascii: ".") && !hasPoint && end + 1 < bytes.count && bytes[end + 1].isDigit
      guard bytes[end].isDigit || isPoint else { break }
      if isPoint { hasPoint = true }
      end += 1
    }
    return Double(String(decoding: bytes[start..<end], as: UTF8.self))
  }
}

extension EDTF.Point {
  /// How the start of a date compares with this point, as far as both are known; nil for a date without
  /// start.
  func compare(with other: EDTF) -> FieldOrder? {
    guard let point = other.firstPoint else { return nil }
    var scale = 1
    for _ in 0..<min(max(unspecifiedYearDigits, point.unspecifiedYearDigits, 0), 9) { scale *= 10 }
    let pairs = [
      (point.year / scale, year / scale), (point.monthOfYear, monthOfYear), (max(point.day, 0), max(day, 0)),
    ]
    for (index, pair) in pairs.enumerated() {
      // What one of them does not have does not distinguish them.
      if index > 0, pair.0 == 0 || pair.1 == 0 { return .same }
      if pair.0 != pair.1 { return pair.0 < pair.1 ? .before : .after }
    }
    return .same
  }

  /// The month, that in which a season begins, or 0.
  var monthOfYear: Int {
    switch month {
    case 21...24: [3, 6, 9, 12][month - 21]
    case 1...12: month
    default: 0
    }
  }
}

extension Diagnostic.Code {
  /// An invalid query.
  public static let badQuery = Self("usage.query")
}
