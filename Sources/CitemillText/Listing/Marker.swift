import CitemillCore

/// The marker before an entry of a list.
struct Marker {
  enum Style: Equatable {
    case dot, bracket, parentheses, closing, escaped, raised, bullet
    /// A number without punctuation, before text or alone on its line; only where the list has several.
    case bare, alone
  }

  var style: Style
  var number: Int?
  /// The number or short name as written, without its punctuation; nil for a bullet and for a kind of hit.
  var label: String?
  /// The length of the marker in bytes.
  var length: Int
  /// Whether the text of the entry starts in the next line.
  var isWholeLine = false
  var isDamaged = false

  init(style: Style, number: Int?, label: String?, length: Int, isDamaged: Bool) {
    self.style = style
    self.number = number
    self.label = label
    self.length = length
    self.isDamaged = isDamaged
  }

  /// `1.` `[1]` `[Doe19]` `(1)` `1)` `1\.` `¹` `-` `*` `•`, each before a space or the end of the line, and their
  /// wide forms, `［1］` and `1）`; nil for other lines.
  init?(_ line: ListingLine) {
    let bytes = line.text
    guard let first = bytes.first else { return nil }
    switch first {
    case UInt8(ascii: "["): self.init(bytes, closing: UInt8(ascii: "]"), .bracket, admitsNames: true)
    case UInt8(ascii: "("): self.init(bytes, closing: UInt8(ascii: ")"), .parentheses, admitsNames: false)
    case 48...57:
      if let found = Marker(numbered: bytes) { self = found } else { self.init(wide: bytes) }
    default:
      if let found = Marker(bullet: bytes) ?? Marker(raised: bytes) { self = found } else { self.init(wide: bytes) }
    }
  }

  /// A number before text without punctuation between them, `1 Sorle I.`: only the list shows whether it is one.
  init?(bare line: ListingLine) {
    let bytes = line.text
    let digits = bytes.prefix { $0.isDigit }
    guard (1...4).contains(digits.count), digits.count + 2 < bytes.count, bytes[digits.count].isSpace else {
      return nil
    }
    self.init(
      style: .bare, number: Self.value(digits), label: String(decoding: digits, as: UTF8.self), length: digits.count,
      isDamaged: false)
  }

  /// The number that is all of a line; nil for other lines.
  init?(alone line: ListingLine) {
    let bytes = line.text
    guard !bytes.isEmpty, bytes.count <= Self.mostDigits, bytes.allSatisfy(\.isDigit) else { return nil }
    self.init(
      style: .alone, number: Self.value(bytes), label: line.string, length: bytes.count, isDamaged: false)
  }

  /// The maximum number of digits in an entry's number; databases export lists of tens of thousands.
  private static let mostDigits = 6

  private init?(_ bytes: [UInt8], closing: UInt8, _ style: Style, admitsNames: Bool) {
    guard let close = bytes.prefix(24).firstIndex(of: closing), close > 1 else { return nil }
    let inside = bytes[1..<close]
    let isNumber = inside.allSatisfy(\.isDigit) && inside.count <= Self.mostDigits
    let isName = admitsNames && inside.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "+") }
    guard isNumber || isName else { return nil }
    isWholeLine = close + 1 == bytes.count
    // "(2019) On fishes" starts with a year and not with a marker.
    if style == .parentheses, inside.count == 4 { return nil }
    self.style = style
    number = isNumber ? Self.value(inside) : nil
    let name = String(decoding: inside, as: UTF8.self)
    label = Self.kindsOfHits.contains(name) ? nil : name
    length = close + 1
  }

  /// What search engines set before a hit, which is not its name: `[PDF] On weirs`.
  private static let kindsOfHits: Set<String> = [
    "PDF", "HTML", "DOC", "BOOK", "B", "CITATION", "C", "BUCH", "ZITATION", "LIVRE", "LIBRO", "LIVRO",
  ]

  private init?(numbered bytes: [UInt8]) {
    let digits = bytes.prefix { $0.isDigit }
    guard digits.count <= Self.mostDigits else { return nil }
    var end = digits.count
    if bytes.span.byte(at: end) == UInt8(ascii: "\\") {
      style = .escaped
      end += 1
      guard bytes.span.byte(at: end) == UInt8(ascii: ".") else { return nil }
    } else {
      switch bytes.span.byte(at: end) {
      case UInt8(ascii: "."): style = .dot
      case UInt8(ascii: ")"): style = .closing
      default: return nil
      }
    }
    end += 1
    isWholeLine = end == bytes.count
    guard isWholeLine || bytes[end].isSpace || bytes[end] == 0xC2 else { return nil }
    number = Self.value(digits)
    label = String(decoding: digits, as: UTF8.self)
    length = end
  }

  private init?(bullet bytes: [UInt8]) {
    let signs: [[UInt8]] = Self.bullets
    guard let sign = signs.first(where: { bytes.starts(with: $0) }), sign.count < bytes.count else { return nil }
    guard bytes[sign.count].isSpace || bytes[sign.count] == 0xC2 else { return nil }
    style = .bullet
    number = nil
    label = nil
    length = sign.count
  }

  /// Those of the private area are what word processors leave of the bullets in symbol fonts.
  private static let bullets = [
    "-", "*", "•", "‣", "◦", "▪", "●", "◽", "·", "–", "—", "►", "▶", "▸", "➢", "➤", "➔", "→", "○", "■", "□", "◆", "◇",
    "★",
    "☆", "✓", "✔", "❖", "\u{F0B7}", "\u{F0A7}", "\u{F0D8}", "\u{F0FC}", "\u{F076}", "\u{F0A8}",
  ].map { Array($0.utf8) }

  /// `¹ Sorle`, `¹²Sorle`.
  private init?(raised bytes: [UInt8]) {
    var here = 0
    var number = 0
    var count = 0
    while count < Self.mostDigits, let digit = Self.raised.firstIndex(where: { bytes.span.hasPrefix($0, at: here) }) {
      number = number * 10 + digit
      here += Self.raised[digit].count
      count += 1
    }
    guard count > 0, here < bytes.count else { return nil }
    self.init(style: .raised, number: number, label: String(number), length: here, isDamaged: false)
  }

  private static let raised = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"].map { Array($0.utf8) }

  /// `［1］`, `（1）`, `1）`, `1．`, `１、`: the wide forms of East Asia, which need no space after them.
  private init?(wide bytes: [UInt8]) {
    guard bytes[0].isDigit || bytes[0] == 0xEF else { return nil }
    var plain: [UInt8] = []
    var here = 0
    var hasWide = false
    var digits = 0
    scan: while plain.count < Self.mostDigits + 2, here < bytes.count {
      if bytes[here].isDigit {
        plain.append(bytes[here])
        here += 1
        digits += 1
        continue
      }
      guard here + 3 <= bytes.count else { return nil }
      switch (bytes[here], bytes[here + 1], bytes[here + 2]) {
      case (0xEF, 0xBC, let last) where last >= 0x90 && last <= 0x99:
        plain.append(last - 0x90 + 48)
        digits += 1
      case (0xEF, 0xBC, 0xBB) where here == 0: plain.append(UInt8(ascii: "["))
      case (0xEF, 0xBC, 0x88) where here == 0: plain.append(UInt8(ascii: "("))
      case (0xEF, 0xBC, 0xBD): plain.append(UInt8(ascii: "]"))
      case (0xEF, 0xBC, 0x89): plain.append(UInt8(ascii: ")"))
      case (0xEF, 0xBC, 0x8E), (0xE3, 0x80, 0x81): plain.append(UInt8(ascii: "."))
      default: return nil
      }
      hasWide = true
      here += 3
      if let last = plain.last, !last.isDigit, plain.count > 1 { break scan }
    }
    guard hasWide, (1...Self.mostDigits).contains(digits), let first = plain.first, let last = plain.last else {
      return nil
    }
    switch (first, last) {
    case (UInt8(ascii: "["), UInt8(ascii: "]")): style = .bracket
    case (UInt8(ascii: "("), UInt8(ascii: ")")): style = .parentheses
    case (48...57, UInt8(ascii: ")")): style = .closing
    case (48...57, UInt8(ascii: ".")): style = .dot
    default: return nil
    }
    let value = plain.filter(\.isDigit)
    number = Self.value(value)
    label = String(decoding: value, as: UTF8.self)
    length = here
    isWholeLine = here == bytes.count
  }

  private static func value(_ digits: some Collection<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - 48) } }
}

/// A number before an entry of a list without a part of its marker, `[2 Doe`, `2] Doe`, `l2. Doe`, or without
/// all of it: `2 Doe`.
struct DamagedMarker {
  let number: Int
  /// Whether a part of the marker is present, or an extra character.
  let isHalf: Bool
  private let length: Int

  init?(_ line: ListingLine, in numbers: ClosedRange<Int>) {
    let bytes = line.text
    guard let first = bytes.prefix(3).firstIndex(where: \.isDigit) else { return nil }
    let digits = bytes[first...].prefix { $0.isDigit }
    guard digits.count <= 6, !bytes[..<first].contains(where: \.isSpace) else { return nil }
    number = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    let signs = bytes[digits.endIndex...].prefix(2).prefix { !$0.isSpace && !$0.isLetter && !$0.isDigit && $0 < 0x80 }
    length = signs.endIndex
    guard numbers.contains(number), length < bytes.count, bytes[length].isSpace else { return nil }
    isHalf = first > 0 || signs.first == UInt8(ascii: "]") || signs.first == UInt8(ascii: ")")
  }

  func marker(of style: Marker.Style) -> Marker {
    Marker(style: style, number: number, label: String(number), length: length, isDamaged: true)
  }
}
