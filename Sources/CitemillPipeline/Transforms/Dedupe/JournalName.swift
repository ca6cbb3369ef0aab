import CitemillCore

/// The name of a journal in the form that is compared: in full, abbreviated, with a remark in brackets or
/// with a subtitle.
struct JournalName: Sendable, Hashable {
  /// The words, without those of a remark in brackets: `Science (New York, N.Y.)`.
  private(set) var words: [[UInt8]] = []
  /// The words before a colon or dash, if there is one:
  /// `The Journal of Mills : official journal of the Mill Society`.
  private var head: [[UInt8]] = []
  /// Whether the end of the name was cut off: `Journal of Renal …`.
  private var isCut = false

  init() {}

  /// The name in a text; without words for a placeholder.
  init(_ text: String) {
    if Placeholder.isOne(text) { return }
    var plain = Self.withoutRemarks(TextEncoding.decodedOnce(text))
    let name = Self.name(in: plain)
    if !Folding.words(name).isEmpty { plain = name }
    words = Folding.words(plain)
    if words.isEmpty { words = Folding.words(text) }
    // `Journal of Mills, The`
    if words.count > 1, words.last == Array("the".utf8) { words.removeLast() }
    isCut = text.trimmed.hasSuffix("…") || text.trimmed.hasSuffix("...")
    guard
      let place = plain.utf8.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") })
        ?? Self.dash(in: plain)
    else { return }
    head = Folding.words(String(plain[..<place]))
    if head.count == words.count { head = [] }
  }

  /// The name without what some sources put after it: `Mills; Rome`, `Mills / Mill Society`,
  /// `Mills. Conference: 3rd Meeting`, `Mills. 57(6), 2014`, `J Mills.2014 Jun;57`.
  private static func name(in text: String) -> String {
    let bytes = Array(text.utf8)
    for (place, byte) in bytes.enumerated().dropFirst(4) {
      let before = bytes[place - 1]
      let isEnd =
        switch byte {
        case UInt8(ascii: ";"): true
        case UInt8(ascii: "/"): before == 32
        case UInt8(ascii: "C"), UInt8(ascii: "c"):
          bytes[(place + 1)...].starts(with: "onference".utf8) && isStop(bytes, before: place)
        default: byte.isDigit && !before.isDigit && !before.isLetter && beginsPlace(bytes[place...])
        }
      if isEnd { return String(decoding: bytes[..<place], as: UTF8.self) }
    }
    return text
  }

  /// Whether the last visible byte before an index is a full stop or comma.
  private static func isStop(_ bytes: [UInt8], before place: Int) -> Bool {
    let last = bytes[..<place].last { $0 != 32 }
    return last == UInt8(ascii: ".") || last == UInt8(ascii: ",")
  }

  /// Whether a number is a year, or a volume with an issue: `2014`, `57(6)`, `57 (6)`, `57.6`.
  private static func beginsPlace(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.prefix(while: \.isDigit)
    let rest = bytes.dropFirst(digits.count).drop { $0 == 32 }
    if digits.count == 4, digits.starts(with: "19".utf8) || digits.starts(with: "20".utf8) { return true }
    if digits.count > 4 { return false }
    // The issue, in brackets, is removed before.
    if rest.first == UInt8(ascii: ",") { return true }
    if rest.first == UInt8(ascii: "("), rest.dropFirst().first.map(\.isDigit) ?? false { return true }
    return rest.first == UInt8(ascii: ".") && (rest.dropFirst().first.map(\.isDigit) ?? false)
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
    if isCut, words.count > 1, other.words.starts(with: words.dropLast()) { return true }
    if other.isCut, other.words.count > 1, words.starts(with: other.words.dropLast()) { return true }
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
