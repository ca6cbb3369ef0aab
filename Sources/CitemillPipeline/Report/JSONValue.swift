import CitemillCore

/// A JSON value (RFC 8259), for control and state files of runs; records are parsed by other, faster code.
///
/// Members keep their order, and numbers their spelling, so that writing gives the same text.
package enum JSONValue: Sendable, Equatable {
  case object([(name: String, value: JSONValue)])
  case array([JSONValue])
  case string(String)
  case number(String)
  case boolean(Bool)
  case null

  /// The maximum nesting depth of arrays and objects.
  private static let deepest = 64

  /// The value of a text; nil if it is not exactly one value.
  package init?(_ bytes: [UInt8]) {
    var parser = Parser(bytes: bytes)
    guard let value = parser.value(depth: 0) else { return nil }
    parser.skipSpace()
    if parser.here < bytes.count { return nil }
    self = value
  }

  /// The value of a member of an object.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  package var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  package var integer: Int? {
    if case .number(let text) = self { return Int(text) }
    return nil
  }

  /// The members of an object; none for other values.
  package var members: [(name: String, value: JSONValue)] {
    if case .object(let members) = self { return members }
    return []
  }

  /// The elements of an array; none for other values.
  package var elements: [JSONValue] {
    if case .array(let elements) = self { return elements }
    return []
  }

  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.object(let left), .object(let right)):
      left.elementsEqual(right) { $0.name.hasSameBytes(as: $1.name) && $0.value == $1.value }
    case (.array(let left), .array(let right)): left == right
    case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
    case (.number(let left), .number(let right)): left == right
    case (.boolean(let left), .boolean(let right)): left == right
    case (.null, .null): true
    default: false
    }
  }

  private struct Parser {
    let bytes: [UInt8]
    var here = 0

    private var byte: UInt8? { here < bytes.count ? bytes[here] : nil }

    mutating func skipSpace() {
      while let byte, byte == 32 || byte == 10 || byte == 13 || byte == 9 { here += 1 }
    }

    private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
      skipSpace()
      guard byte == UInt8(ascii: wanted) else { return false }
      here += 1
      return true
    }

    private mutating func take(word: StaticString, _ value: JSONValue) -> JSONValue? {
      let word = Array("\(word)".utf8)
      guard bytes[here...].starts(with: word) else { return nil }
      here += word.count
      return value
    }

    mutating func value(depth: Int) -> JSONValue? {
      skipSpace()
      guard depth < JSONValue.deepest, let byte else { return nil }
      switch byte {
      case UInt8(ascii: "{"): return object(depth)
      case UInt8(ascii: "["): return array(depth)
      case UInt8(ascii: "\""): return string().map { .string($0) }
      case UInt8(ascii: "t"): return take(word: "true", .boolean(true))
      case UInt8(ascii: "f"): return take(word: "false", .boolean(false))
      case UInt8(ascii: "n"): return take(word: "null", .null)
      default: return number()
      }
    }

    private mutating func object(_ depth: Int) -> JSONValue? {
      here += 1
      var members: [(name: String, value: JSONValue)] = []
      if take("}") { return .object(members) }
      repeat {
        skipSpace()
        guard let name = string(), take(":"), let value = value(depth: depth + 1) else { return nil }
        members.append((name, value))
      } while take(",")
      return take("}") ? .object(members) : nil
    }

    private mutating func array(_ depth: Int) -> JSONValue? {
      here += 1
      var elements: [JSONValue] = []
      if take("]") { return .array(elements) }
      repeat {
        guard let value = value(depth: depth + 1) else { return nil }
        elements.append(value)
      } while take(",")
      return take("]") ? .array(elements) : nil
    }

    private mutating func number() -> JSONValue? {
      let start = here
      while let byte, byte == 43 || byte == 45 || byte == 46 || (48...57).contains(byte) || byte | 32 == 101 {
        here += 1
      }
      let text = String(decoding: bytes[start..<here], as: UTF8.self)
      return Double(text) == nil ? nil : .number(text)
    }

    private mutating func string() -> String? {
      guard byte == UInt8(ascii: "\"") else { return nil }
      here += 1
      var units: [UInt8] = []
      while let byte {
        here += 1
        switch byte {
        case UInt8(ascii: "\""): return String(validating: units, as: UTF8.self)
        case 0..<32: return nil
        case UInt8(ascii: "\\"):
          guard let scalar = escape() else { return nil }
          units += UTF8.encode(scalar).map { Array($0) } ?? []
        default: units.append(byte)
        }
      }
      return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
      guard let byte else { return nil }
      here += 1
      switch byte {
      case UInt8(ascii: "n"): return "\n"
      case UInt8(ascii: "r"): return "\r"
      case UInt8(ascii: "t"): return "\t"
      case UInt8(ascii: "b"): return "\u{8}"
      case UInt8(ascii: "f"): return "\u{C}"
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
      case UInt8(ascii: "u"):
        guard let first = unit() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        guard bytes[here...].starts(with: [92, 117]) else { return nil }
        here += 2
        guard let second = unit(), (0xDC00..<0xE000).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      default: return nil
      }
    }

    private mutating func unit() -> UInt32? {
      guard here + 4 <= bytes.count else { return nil }
      let digits = String(decoding: bytes[here..<(here + 4)], as: UTF8.self)
      here += 4
      return digits.utf8.contains(43) || digits.utf8.contains(45) ? nil : UInt32(digits, radix: 16)
    }
  }
}

extension JSONText {
  /// A member with a value as it was read.
  package mutating func member(_ name: String, _ value: JSONValue) {
    key(name)
    add(value)
  }

  /// A value as it was read, with the same depth.
  package mutating func add(_ value: JSONValue) {
    switch value {
    case .object(let members):
      object { json in
        for member in members { json.member(member.name, member.value) }
      }
    case .array(let elements): array(elements) { json, element in json.add(element) }
    case .string(let text): string(text)
    case .number(let text): literal(text)
    case .boolean(let flag): literal(flag ? "true" : "false")
    case .null: literal("null")
    }
  }
}
