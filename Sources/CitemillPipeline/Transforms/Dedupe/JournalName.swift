import CitemillCore

/// The name of a journal in the form that is compared: in full, abbreviated, with a remark in brackets or
/// with a subtitle.
struct JournalName: Sendable, Hashable {
  /// The words, without those of a remark in brackets: `Science (New York, N.Y.)`.
  private(set) var words: [[UInt8]] = []
  /// The words before a colon or dash, if there is one:
  /// `The Journal of Mills : official journal of the Mill Society`.
  private var head: [[UInt8]] = []

  init() {}

  /// The name in a text; without words for a placeholder.
  init(_ text: String) {
    if Placeholder.isOne(text) { return }
    let plain = Self.withoutRemarks(text)
    words = Folding.words(plain)
    if words.isEmpty { words = Folding.words(text) }
    guard
      let place = plain.utf8.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") })
        ?? Self.dash(in: plain)
    else { return }
    head = Folding.words(String(plain[..<place]))
    if head.count == words.count { head = [] }
  }

  /// Where a dash between spaces begins.
  private static func dash(in text: String) -> String.Index? {
    let bytes = text.utf8
    return bytes.indices.first { place in
      guard bytes[place] == UInt8(ascii: "-"), place > bytes.startIndex else { return false }
      let next = bytes.index(after: place)
      return bytes[bytes.index(before: place)] == UInt8(ascii: " ") && next < bytes.endIndex
        && bytes[next] == UInt8(ascii: " ")
    }
  }

  var isEmpty: Bool { words.isEmpty }

  /// Whether both are the same name, in any form.
  func isOne(with other: Self) -> Bool {
    if words.joined().elementsEqual(other.words.joined()) || Self.areForms(words, other.words) { return true }
    // Two sections of a journal have the same head.
    if head.isEmpty == other.head.isEmpty { return false }
    return head.isEmpty ? Self.areForms(words, other.head) : Self.areForms(head, other.words)
  }

  private static func areForms(_ left: [[UInt8]], _ right: [[UInt8]]) -> Bool {
    WordDistance.isAbbreviation(left, of: right) || WordDistance.isAbbreviation(right, of: left)
  }

  /// The text without what is in brackets, except a section: `Journal of Mills (A)`.
  private static func withoutRemarks(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[") }) else { return text }
    var result: [UInt8] = []
    var remark: [UInt8] = []
    var depth = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"):
        if depth == 1, remark.count <= 2, !remark.contains(where: \.isDigit) { result += remark }
        if depth > 0 { depth -= 1 }
        if depth == 0 { remark = [] }
        result.append(UInt8(ascii: " "))
      default: if depth == 0 { result.append(byte) } else { remark.append(byte) }
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
