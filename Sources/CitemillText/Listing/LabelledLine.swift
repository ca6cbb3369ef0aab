import CitemillCore

/// `Label: value`.
struct LabelledLine {
  var name: String
  var value: String
  var indent: Int

  /// The line, when it begins with words and a colon that space or the end of the line follows.
  init?(_ line: ListingLine) {
    let bytes = line.text
    guard let first = bytes.first, first.isLetter || first >= 0x80,
      let colon = bytes.prefix(64).firstIndex(of: UInt8(ascii: ":")),
      colon + 1 == bytes.count || bytes[colon + 1].isSpace
    else { return nil }
    let label = bytes[..<colon]
    guard label.allSatisfy({ $0.isLetter || $0.isDigit || $0 >= 0x80 || " ()-/&._'".utf8.contains($0) }) else {
      return nil
    }
    name = String(decoding: label, as: UTF8.self).trimmed
    value = String(decoding: bytes[(colon + 1)...], as: UTF8.self).trimmed
    indent = line.indent
  }
}

/// A label with its value, and the labels indented below it.
struct LabelNode {
  var name: String
  var value: String?
  var children: [LabelNode] = []

  /// A node that says a tree's member: members below, or one node an element of a list.
  static func nodes(_ member: FieldTree.Member) -> [LabelNode] {
    switch member.value {
    case .object(let members): [LabelNode(name: member.name, value: nil, children: members.flatMap(nodes))]
    case .list(let elements): elements.flatMap { nodes(FieldTree.Member(member.name, $0)) }
    case .text, .number, .flag: [LabelNode(name: member.name, value: member.value.asText)]
    }
  }

  /// The node as a member of a tree.
  var member: FieldTree.Member {
    if let value, children.isEmpty { return FieldTree.Member(name, .text(value)) }
    return FieldTree.Member(name, .object(children.map(\.member)))
  }

  /// The children as members of a tree.
  var members: [FieldTree.Member] { children.map(\.member) }

  // MARK: - Text

  /// Appends the node and what is below it as lines.
  func write(into sink: inout ByteSink, indent: Int = 0) {
    for _ in 0..<indent { sink.append("  ") }
    sink.append(name)
    sink.append(UInt8(ascii: ":"))
    if let value {
      sink.append(UInt8(ascii: " "))
      sink.append(Self.escaped(value))
    }
    sink.append(UInt8(ascii: "\n"))
    for child in children { child.write(into: &sink, indent: indent + 1) }
  }

  /// A value as it can stand on one line: in `\"` and `"`, with escapes, where it would not come back as it is.
  static func escaped(_ value: String) -> String {
    let isPlain =
      !value.isEmpty && value.trimmed.utf8.count == value.utf8.count && !value.utf8.contains { $0 == 10 || $0 == 13 }
      && !value.utf8.starts(with: "\\\"".utf8)
    if isPlain { return value }
    var result: [UInt8] = Array("\\\"".utf8)
    for byte in value.utf8 {
      switch byte {
      case 10: result += Array("\\n".utf8)
      case 13: result += Array("\\r".utf8)
      case UInt8(ascii: "\\"): result += Array("\\\\".utf8)
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
    return String(decoding: result, as: UTF8.self)
  }

  /// The value behind its escapes.
  static func unescaped(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count >= 3, bytes.starts(with: Array("\\\"".utf8)), bytes.last == UInt8(ascii: "\"") else {
      return text
    }
    var result: [UInt8] = []
    var here = 2
    while here < bytes.count - 1 {
      if bytes[here] == UInt8(ascii: "\\"), here + 1 < bytes.count - 1 {
        switch bytes[here + 1] {
        case UInt8(ascii: "n"): result.append(10)
        case UInt8(ascii: "r"): result.append(13)
        default: result.append(bytes[here + 1])
        }
        here += 2
      } else {
        result.append(bytes[here])
        here += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
