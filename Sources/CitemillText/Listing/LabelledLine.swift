import CitemillCore

/// `Label: value`.
struct LabelledLine {
  let name: String
  let value: String
  let indent: Int
  let row: LabelTable.Row?
  /// The name as it is written, if it is only known without invisible characters, or in letters of another
  /// script.
  private(set) var respelled: String?

  /// The length of the number of the entry before the label, with the space after it.
  private(set) var numberLength = 0

  /// A line that starts with words, or an escaped name, and a colon followed by a space or the line end; a
  /// bullet may be before them, and the number of an entry before a title, a type or names: `1. Title:`.
  init?(_ line: ListingLine) {
    var bytes = line.text[...]
    let isEscaped = bytes.starts(with: Escapes.opening)
    var isNumbered = false
    if !isEscaped, bytes.first?.isLetter == false, let marker = Marker(line),
      marker.style == .bullet || marker.number != nil
    {
      let start = line.text.span.endOfSpace(from: marker.length, to: line.text.count)
      bytes = line.text[start...]
      isNumbered = marker.number != nil
      if isNumbered { numberLength = start }
    }
    guard let first = bytes.first, isEscaped || first.isLetter || first >= 0x80,
      let colon = bytes.prefix(isEscaped ? Self.longestName : 64).firstIndex(of: UInt8(ascii: ":")),
      colon + 1 == bytes.endIndex || bytes[colon + 1].isSpace
    else { return nil }
    let label = bytes[..<colon]
    guard isEscaped ? label.last == UInt8(ascii: "\"") : label.allSatisfy(Self.isOfLabel) else { return nil }
    let text = String(decoding: label, as: UTF8.self)
    value = String(decoding: bytes[(colon + 1)...], as: UTF8.self).trimmed
    indent = line.indent
    let written = isEscaped ? Escapes.remove(from: text) : text.trimmed
    if let row = LabelTable.row(written) {
      (name, self.row) = (written, row)
    } else if !isEscaped, let plain = LookAlikes.plain(written), let row = LabelTable.row(plain) {
      (name, self.row, respelled) = (plain, row, written)
    } else {
      (name, row) = (written, nil)
    }
    if isNumbered, !(row?.mayBeginEntry ?? false) { return nil }
  }

  /// The labels with their values on the line: `Volume: 14, Issue: 2, Pages: 1-9` has three. Titles, names and texts
  /// may have such words in them, and are one value.
  var fields: [(name: String, value: String)] {
    guard let row, row.isShort, value.utf8.contains(UInt8(ascii: ":")) else { return [(name, value)] }
    let bytes = Array(value.utf8)
    var fields: [(name: String, value: String)] = []
    var name = name
    var start = 0
    var here = 0
    while here < bytes.count {
      guard [44, 59, 124, 9].contains(bytes[here]) else {
        here += 1
        continue
      }
      let label = bytes.span.endOfSpace(from: here + 1, to: bytes.count)
      guard label > here + 1 || bytes[here] == 9,
        let colon = bytes.span.firstIndex(of: UInt8(ascii: ":"), from: label, to: min(label + 40, bytes.count)),
        let next = LabelTable.row(bytes.span.text(label..<colon)), next.isShort,
        colon + 1 < bytes.count, bytes[colon + 1].isSpace
      else {
        here += 1
        continue
      }
      fields.append((name, bytes.span.text(start..<here).trimmed))
      name = bytes.span.text(label..<colon)
      start = bytes.span.endOfSpace(from: colon + 1, to: bytes.count)
      here = start
    }
    fields.append((name, bytes.span.text(start..<bytes.count).trimmed))
    return fields.allSatisfy { !$0.value.isEmpty } ? fields : [(self.name, value)]
  }

  /// Whether the name may be that of a member of `records`, which start with a lower-case letter.
  var isNameOfMember: Bool { name.utf8.first.map { $0 >= 97 && $0 <= 122 } ?? false }

  /// Whether the name is that of a title or type with one character missing, added or changed; a plural is
  /// not.
  func isNearly(_ other: LabelledLine) -> Bool {
    switch other.row?.rule {
    case .at(.title), .at(.type): break
    default: return false
    }
    return Array(name.lowercased().utf8).isNearly(Array(other.name.lowercased().utf8))
  }

  private static let longestName = 1 << 16

  fileprivate static func isOfLabel(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte >= 0x80 || " ()-/&._'".utf8.contains(byte)
  }
}

extension [UInt8] {
  /// Whether these bytes differ from others by one missing, added or changed character; a plural does not
  /// count.
  func isNearly(_ other: [UInt8]) -> Bool {
    guard other.count > 3, abs(count - other.count) <= 1, self != other, self != other + [UInt8(ascii: "s")] else {
      return false
    }
    let before = zip(self, other).prefix { $0 == $1 }.count
    let behind = zip(reversed(), other.reversed()).prefix { $0 == $1 }.count
    return before + behind + 1 >= Swift.max(count, other.count)
  }
}

/// A label with its value, and the labels indented below it.
struct LabelNode {
  var name: String
  var value: String?
  var children: [LabelNode] = []

  /// A node for a tree's member: with members below, or one node per element of a list.
  static func nodes(_ member: FieldTree.Member) -> [LabelNode] {
    switch member.value {
    case .object(let members): [LabelNode(name: member.name, value: nil, children: members.flatMap(nodes))]
    case .list(let elements): elements.flatMap { nodes(FieldTree.Member(member.name, $0)) }
    case .text, .number, .flag: [LabelNode(name: member.name, value: member.value.asText)]
    }
  }

  var member: FieldTree.Member {
    if let value, children.isEmpty { return FieldTree.Member(name, .text(value)) }
    return FieldTree.Member(name, .object(children.map(\.member)))
  }

  var members: [FieldTree.Member] { children.map(\.member) }

  // MARK: - Text

  /// Appends the node and what is below it as lines.
  func write(into sink: inout ByteSink, indent: Int = 0) {
    for _ in 0..<indent { sink.append("  ") }
    sink.append(Escapes.name(name))
    sink.append(UInt8(ascii: ":"))
    if let value {
      sink.append(UInt8(ascii: " "))
      sink.append(Escapes.value(value))
    }
    sink.append(UInt8(ascii: "\n"))
    for child in children { child.write(into: &sink, indent: indent + 1) }
  }
}

/// Texts that would not be read back unchanged from their line, written between `\"` and `"` with escapes.
enum Escapes {
  /// The prefix of an escaped text.
  static let opening = Array("\\\"".utf8)

  /// A value in a form that fits on one line after its label.
  static func value(_ value: String) -> String {
    let isPlain =
      !value.isEmpty && value.trimmed.utf8.count == value.utf8.count && !value.utf8.contains { $0 == 10 || $0 == 13 }
      && !value.utf8.starts(with: opening)
    return isPlain ? value : escaped(value)
  }

  /// A name in a form that may come before a colon.
  static func name(_ name: String) -> String {
    // Citemill's own labels, and nearly all others.
    if name.utf8.first?.isLetter == true, name.utf8.last != 32, name.utf8.count < 64,
      name.utf8.allSatisfy({ $0 < 0x80 && LabelledLine.isOfLabel($0) })
    {
      return name
    }
    let line = LabelledLine(ListingLine(SourceLine(bytes: Array("\(name): x".utf8))))
    return line?.name.hasSameBytes(as: name) == true ? name : escaped(name)
  }

  private static func escaped(_ text: String) -> String {
    var result = opening
    for byte in text.utf8 {
      switch byte {
      case 10: result += Array("\\n".utf8)
      case 13: result += Array("\\r".utf8)
      // A name ends at the first colon.
      case UInt8(ascii: ":"): result += Array("\\c".utf8)
      case UInt8(ascii: "\\"): result += Array("\\\\".utf8)
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
    return String(decoding: result, as: UTF8.self)
  }

  /// The text without its escapes; itself if it has none.
  static func remove(from text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count >= 3, bytes.starts(with: opening), bytes.last == UInt8(ascii: "\"") else { return text }
    var result: [UInt8] = []
    var here = 2
    while here < bytes.count - 1 {
      if bytes[here] == UInt8(ascii: "\\"), here + 1 < bytes.count - 1 {
        switch bytes[here + 1] {
        case UInt8(ascii: "n"): result.append(10)
        case UInt8(ascii: "r"): result.append(13)
        case UInt8(ascii: "c"): result.append(UInt8(ascii: ":"))
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
