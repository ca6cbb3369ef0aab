import CitemillCore

/// The members of a record as one line of text, for the column `more` and for names that no plain form can
/// hold.
///
///     contributors=[{family=Doe;given=Jane;affiliations=[{name=Mill}]}];licences=[{url=https://example.org}]
///
/// Members are separated by semicolons; `{}` holds members, `[]` a list. A backslash before one of `{}[];=\`
/// makes it part of the text; `
/// ` and `\r` are line ends and `\-` is the empty text. Reading is the inverse of writing.
enum FieldText {
  private static let signs = Array("{}[];=\\".utf8)
  private static let maximumDepth = 64

  // MARK: - Writing

  static func write(_ members: [FieldTree.Member]) -> String {
    var bytes: [UInt8] = []
    write(members, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    write(text, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func write(_ members: [FieldTree.Member], into bytes: inout [UInt8]) {
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ";")) }
      write(member.name, into: &bytes)
      bytes.append(UInt8(ascii: "="))
      write(member.value, into: &bytes)
    }
  }

  private static func write(_ tree: FieldTree, into bytes: inout [UInt8]) {
    switch tree {
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      write(members, into: &bytes)
      bytes.append(UInt8(ascii: "}"))
    case .list(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ";")) }
        write(element, into: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .text, .number, .flag: write(tree.asText ?? "", into: &bytes)
    }
  }

  private static func write(_ text: String, into bytes: inout [UInt8]) {
    if text.isEmpty { bytes += Array("\\-".utf8) }
    for byte in text.utf8 {
      switch byte {
      case 10: bytes += Array("\\n".utf8)
      case 13: bytes += Array("\\r".utf8)
      default:
        if signs.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
        bytes.append(byte)
      }
    }
  }

  // MARK: - Reading

  /// The members of a text, or nil if the text is not of this form.
  static func read(_ text: String) -> [FieldTree.Member]? {
    var reader = Reader(bytes: Array(text.utf8))
    guard let members = reader.members(depth: 0), reader.isAtEnd else { return nil }
    return members
  }

  /// A text without its escapes, or nil if a special character in it is not escaped.
  static func unescaped(_ bytes: ArraySlice<UInt8>) -> String? {
    var reader = Reader(bytes: Array(bytes))
    let text = reader.text()
    return reader.isAtEnd ? text : nil
  }

  /// For the index of each opening brace that is closed, the index of the closing one.
  static func closingBraces(_ bytes: [UInt8]) -> [Int: Int] {
    var closing: [Int: Int] = [:]
    var open: [Int] = []
    var here = 0
    while here < bytes.count {
      switch bytes[here] {
      case UInt8(ascii: "\\"): here += 1
      case UInt8(ascii: "{"): open.append(here)
      case UInt8(ascii: "}"): if let start = open.popLast() { closing[start] = here }
      default: break
      }
      here += 1
    }
    return closing
  }

  private struct Reader {
    let bytes: [UInt8]
    var here = 0

    var isAtEnd: Bool { here == bytes.count }

    mutating func eat(_ byte: Character) -> Bool {
      guard here < bytes.count, bytes[here] == byte.asciiValue else { return false }
      here += 1
      return true
    }

    mutating func members(depth: Int) -> [FieldTree.Member]? {
      var members: [FieldTree.Member] = []
      if isAtEnd || bytes[here] == UInt8(ascii: "}") { return members }
      repeat {
        let name = text()
        guard eat("="), let value = value(depth: depth) else { return nil }
        members.append(FieldTree.Member(name, value))
      } while eat(";")
      return members
    }

    mutating func value(depth: Int) -> FieldTree? {
      if depth > FieldText.maximumDepth { return nil }
      if eat("{") {
        guard let members = members(depth: depth + 1), eat("}") else { return nil }
        return .object(members)
      }
      guard eat("[") else { return .text(text()) }
      var elements: [FieldTree] = []
      if eat("]") { return .list([]) }
      repeat {
        guard let element = value(depth: depth + 1) else { return nil }
        elements.append(element)
      } while eat(";")
      return eat("]") ? .list(elements) : nil
    }

    mutating func text() -> String {
      var result: [UInt8] = []
      while here < bytes.count {
        let byte = bytes[here]
        if byte == UInt8(ascii: "\\"), here + 1 < bytes.count {
          switch bytes[here + 1] {
          case UInt8(ascii: "n"): result.append(10)
          case UInt8(ascii: "r"): result.append(13)
          case UInt8(ascii: "-"): break
          default: result.append(bytes[here + 1])
          }
          here += 2
        } else if FieldText.signs.contains(byte) {
          break
        } else {
          result.append(byte)
          here += 1
        }
      }
      return String(decoding: result, as: UTF8.self)
    }
  }
}
