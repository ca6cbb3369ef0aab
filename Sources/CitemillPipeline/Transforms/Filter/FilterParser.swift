import CitemillCore

/// Reads the language of `FilterQuery`.
struct FilterParser {
  private static let deepest = 50
  private static let operators = ["!=", "<=", ">=", "^=", "!~", "=", "<", ">", "~"]

  private let text: String
  private let bytes: [UInt8]
  private var here = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  mutating func parse() throws(UsageError) -> FilterQuery.Node {
    let node = try either(depth: 0)
    skipSpace()
    if here < bytes.count {
      throw error(bytes[here] == UInt8(ascii: ")") ? "\")\" has no opening bracket" : "\"and\" or \"or\" is expected")
    }
    return node
  }

  // MARK: - Rules

  private mutating func either(depth: Int) throws(UsageError) -> FilterQuery.Node {
    if depth > Self.deepest { throw error("brackets are nested too deeply") }
    var nodes = [try both(depth)]
    while eatWord("or") { nodes.append(try both(depth)) }
    return nodes.count == 1 ? nodes[0] : .any(nodes)
  }

  private mutating func both(_ depth: Int) throws(UsageError) -> FilterQuery.Node {
    var nodes = [try one(depth)]
    while eatWord("and") { nodes.append(try one(depth)) }
    return nodes.count == 1 ? nodes[0] : .all(nodes)
  }

  private mutating func one(_ depth: Int) throws(UsageError) -> FilterQuery.Node {
    if depth > Self.deepest { throw error("brackets are nested too deeply") }
    if eatWord("not") { return .not(try one(depth + 1)) }
    skipSpace()
    if eat("(") {
      let node = try either(depth: depth + 1)
      skipSpace()
      guard eat(")") else { throw error("a bracket is not closed") }
      return node
    }
    return try test()
  }

  private mutating func test() throws(UsageError) -> FilterQuery.Node {
    if eat("has:") { return .has(try field()) }
    if eat("missing:") { return .not(.has(try field())) }
    let field = try field()
    skipSpace()
    guard let sign = Self.operators.first(where: { eat($0) }) else {
      throw error("after \"\(field.name)\" one of \(Self.operators.joined(separator: " ")) is expected")
    }
    skipSpace()
    let start = here
    let isQuoted = here < bytes.count && Self.quotes.contains(bytes[here])
    let value = sign == "~" || sign == "!~" ? try pattern() : try value()
    let node: FilterQuery.Node
    do throws(UsageError) {
      node = .test(FieldTest(field: field, comparison: try comparison(sign, value, isQuoted, of: field)))
    } catch {
      here = start
      throw error.code == .badPattern ? error : self.error(error.message)
    }
    switch sign {
    // Without a value to compare with, both are false.
    case "!=", "!~": return .not(node)
    default: return node
    }
  }

  private func comparison(
    _ sign: String, _ value: String, _ isQuoted: Bool, of field: RecordField
  ) throws(UsageError) -> FieldTest.Comparison {
    switch sign {
    case "~", "!~": return .pattern(try TextPattern(value))
    case "^=": return .begins(Folding.folded(value))
    case "<": return .less(try ordered(value, of: field))
    case ">": return .greater(try ordered(value, of: field))
    case "<=": return .range(nil, try ordered(value, of: field))
    case ">=": return .range(try ordered(value, of: field), nil)
    default:
      if !isQuoted, let dots = Array(value.utf8).span.firstIndex(of: [46, 46]) {
        let utf8 = Array(value.utf8)
        let low = String(decoding: utf8[..<dots], as: UTF8.self)
        let high = String(decoding: utf8[(dots + 2)...], as: UTF8.self)
        if low.isEmpty, high.isEmpty { throw UsageError(.badQuery, "a range needs a value on at least one side") }
        return .range(
          low.isEmpty ? nil : try ordered(low, of: field), high.isEmpty ? nil : try ordered(high, of: field))
      }
      return .equal(Folding.folded(value), FieldValueText(value))
    }
  }

  /// A value that has an order: a date for a field of dates, else a number.
  private func ordered(_ value: String, of field: RecordField) throws(UsageError) -> FieldValueText {
    let ordered = FieldValueText(value)
    if field.path.field == .dates {
      if ordered.date == nil { throw UsageError(.badQuery, "\"\(value)\" is not a date, but \"\(field.name)\" is") }
    } else if ordered.number == nil {
      throw UsageError(.badQuery, "\"\(value)\" is not a number, and \"\(field.name)\" is not a date")
    }
    return ordered
  }

  private mutating func field() throws(UsageError) -> RecordField {
    skipSpace()
    let start = here
    while here < bytes.count, Self.isOfField(bytes[here]) { here += 1 }
    if here == start { throw error("the name of a field is expected") }
    do throws(UsageError) {
      return try RecordField(bytes.span.text(start..<here))
    } catch {
      here = start
      throw self.error(error.message)
    }
  }

  private static func isOfField(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte >= 0x80
      || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
  }

  private static let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'")]

  private mutating func value() throws(UsageError) -> String {
    guard here < bytes.count else { throw error("a value is expected") }
    if Self.quotes.contains(bytes[here]) { return try quoted(bytes[here]) }
    let start = here
    // A bracket that opens inside the value also closes there: that of a regular expression, or of an article
    // number.
    var open = 0
    while here < bytes.count, !bytes[here].isSpace {
      if bytes[here] == UInt8(ascii: "(") { open += 1 }
      if bytes[here] == UInt8(ascii: ")") {
        if open == 0 { break }
        open -= 1
      }
      here += 1
    }
    if here == start { throw error("a value is expected") }
    return bytes.span.text(start..<here)
  }

  /// A pattern as a value, or between slashes, where it may contain spaces, commas and brackets.
  private mutating func pattern() throws(UsageError) -> String {
    guard let end = SlashedPattern.end(in: bytes, from: here) else { return try value() }
    defer { here = end }
    return SlashedPattern.text(bytes[(here + 1)..<(end - 1)])
  }

  /// A text between quotes; a backslash escapes a double quote or another backslash.
  private mutating func quoted(_ quote: UInt8) throws(UsageError) -> String {
    let start = here
    here += 1
    var value: [UInt8] = []
    while here < bytes.count {
      let byte = bytes[here]
      here += 1
      if byte == quote { return String(decoding: value, as: UTF8.self) }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), here < bytes.count, bytes[here] == quote {
        value.append(bytes[here])
        here += 1
        continue
      }
      value.append(byte)
    }
    here = start
    throw error("a quote is not closed")
  }

  // MARK: - Steps

  private mutating func skipSpace() {
    while here < bytes.count, bytes[here].isSpace { here += 1 }
  }

  private mutating func eat(_ sign: String) -> Bool {
    guard bytes[here...].starts(with: sign.utf8) else { return false }
    here += sign.utf8.count
    return true
  }

  /// Reads a word in any case, if it ends there.
  private mutating func eatWord(_ word: String) -> Bool {
    skipSpace()
    let end = here + word.utf8.count
    guard end <= bytes.count, bytes[here..<end].map(\.lowercased) == Array(word.utf8) else { return false }
    guard end == bytes.count || bytes[end].isSpace || bytes[end] == UInt8(ascii: "(") else { return false }
    here = end
    return true
  }

  private func error(_ message: String) -> UsageError {
    let column = String(decoding: bytes[..<min(here, bytes.count)], as: UTF8.self).count + 1
    return UsageError(.badQuery, "in the query \"\(text)\", column \(column): \(message)")
  }
}

/// A pattern between slashes, `/a{1,3}/`, in which a slash is written `\/`.
enum SlashedPattern {
  /// The index after the slash that closes the pattern beginning here. Nil if no pattern begins here, or if
  /// what follows cannot come after one.
  static func end(in bytes: [UInt8], from start: Int) -> Int? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "/") else { return nil }
    var here = start + 1
    while here < bytes.count, bytes[here] != UInt8(ascii: "/") { here += bytes[here] == UInt8(ascii: "\\") ? 2 : 1 }
    guard here < bytes.count, here > start + 1 else { return nil }
    let isEnd =
      here + 1 == bytes.count || bytes[here + 1].isSpace || bytes[here + 1] == UInt8(ascii: ",")
      || bytes[here + 1] == UInt8(ascii: ")")
    return isEnd ? here + 1 : nil
  }

  /// The pattern between the slashes.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    for byte in bytes {
      if byte == UInt8(ascii: "/"), result.last == UInt8(ascii: "\\") { result.removeLast() }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
