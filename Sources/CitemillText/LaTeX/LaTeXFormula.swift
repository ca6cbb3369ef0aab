import CitemillCore

/// What a formula becomes in a text.
enum LaTeXFormula {
  case empty
  /// It is a single character, such as `\alpha`.
  case symbol([UInt8])
  /// It only raises or lowers plain text, such as `_{2}`.
  case script(Mark.Kind, [UInt8])
  /// It is TeX for which text has no other form.
  case tex

  /// Examines the source of a formula.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    if range.isEmpty {
      self = .empty
    } else if let symbol = Self.symbol(bytes, Self.unwrapped(bytes, range)) {
      self = .symbol(symbol)
    } else {
      self = Self.script(bytes, range) ?? .tex
    }
  }

  /// The content of the braces around a range, if it is one group.
  private static func unwrapped(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    guard range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "{"),
      bytes[range.upperBound - 1] == UInt8(ascii: "}")
    else { return range }
    let inner = (range.lowerBound + 1)..<(range.upperBound - 1)
    for index in inner where bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "}") { return range }
    return LaTeXText.trimmed(bytes, inner)
  }

  /// The character that a range is, or is a command for; nil for anything more, and for letters and digits.
  private static func symbol(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
    guard let first = bytes.byte(at: range.lowerBound), !range.isEmpty else { return nil }
    if first == UInt8(ascii: "\\") {
      var stop = range.upperBound
      if range.count > 3, bytes[stop - 1] == UInt8(ascii: "}"), bytes[stop - 2] == UInt8(ascii: "{") { stop -= 2 }
      let name = (range.lowerBound + 1)..<max(stop, range.lowerBound + 1)
      if case .text(let place)? = LaTeXCommands.standard.action(bytes, name) {
        let text = LaTeXCommands.standard.text(place)
        return text.contains { !$0.isSpace } && !(text.count == 1 && text.contains { $0.isLetter }) ? text : nil
      }
      guard range.count == 2 else { return nil }
      let sign = bytes[range.lowerBound + 1]
      return LaTeXText.isEscapable(sign) && sign != UInt8(ascii: "\\") && sign != UInt8(ascii: "~") ? [sign] : nil
    }
    if first >= 0x80 { return bytes.scalar(at: range.lowerBound).length == range.count ? Array(bytes, range) : nil }
    guard range.count == 1 else { return nil }
    switch first {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "|"), UInt8(ascii: "*"):
      return [first]
    case UInt8(ascii: "-"): return Array("−".utf8)
    default: return nil
    }
  }

  /// The text that a formula raises or lowers, if it does nothing else.
  private static func script(_ bytes: Span<UInt8>, _ range: Range<Int>) -> LaTeXFormula? {
    var here = range.lowerBound
    while bytes.stands("{}", at: here), here + 2 < range.upperBound { here += 2 }
    let kind: Mark.Kind
    if bytes.stands("^", at: here) || bytes.stands("\\sp{", at: here) {
      kind = .superscripted
    } else if bytes.stands("_", at: here) || bytes.stands("\\sb{", at: here) {
      kind = .subscripted
    } else {
      return nil
    }
    here += bytes[here] == UInt8(ascii: "\\") ? 3 : 1
    let argument = LaTeXText.trimmed(bytes, here..<max(here, range.upperBound))
    let content = unwrapped(bytes, argument)
    if let symbol = symbol(bytes, content) {
      if kind == .superscripted, symbol == Array("∘".utf8) { return .symbol(Array("°".utf8)) }
      if kind == .superscripted, symbol == Array("′".utf8) { return .symbol(symbol) }
      return .script(kind, symbol == Array("−".utf8) ? [UInt8(ascii: "-")] : symbol)
    }
    let words = upright(bytes, argument) ?? content
    // Without braces one character is the argument.
    let isGroup = words != argument
    guard !words.isEmpty, isGroup || words.count == bytes.scalar(at: words.lowerBound).length else { return nil }
    for index in words where !isPlain(bytes[index]) { return nil }
    return .script(kind, Array(LaTeXText.collapsed(bytes, words).utf8))
  }

  /// The text in `{\mathrm{th}}` or `\text{th}`; nil for anything else.
  private static func upright(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    if bytes.byte(at: lower) == UInt8(ascii: "{"), upper - lower > 2, bytes[upper - 1] == UInt8(ascii: "}") {
      lower += 1
      upper -= 1
    }
    for name in uprightCommands where bytes.hasPrefix(name, at: lower) && upper - lower > name.count {
      guard bytes[upper - 1] == UInt8(ascii: "}") else { return nil }
      return LaTeXText.trimmed(bytes, (lower + name.count)..<(upper - 1))
    }
    return nil
  }

  private static let uprightCommands = ["\\mathrm{", "\\text{", "\\textrm{", "\\mbox{", "\\rm{", "\\textnormal{"]
    .map { Array($0.utf8) }

  /// Whether a byte of a formula is literal in text as well.
  private static func isPlain(_ byte: UInt8) -> Bool {
    if byte.isLetter || byte.isDigit || byte >= 0x80 { return true }
    switch byte {
    case 32, 10, 13, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","),
      UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "*"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "!"), UInt8(ascii: "?"):
      return true
    default: return false
    }
  }
}

extension [UInt8] {
  /// The bytes of a range of a span.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    self = []
    append(bytes, range)
  }
}
