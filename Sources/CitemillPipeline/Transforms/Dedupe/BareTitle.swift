import CitemillCore

/// A title without what sources add to it or do to it: tags, entities, `ß` for `β`, characters encoded twice, a
/// mark of retraction, remarks in brackets at its end.
struct BareTitle {
  private(set) var text: String
  /// Whether the title had a mark of retraction or withdrawal.
  let isRetracted: Bool
  /// Whether a remark says that the work is the abstract of a conference.
  let isAbstract: Bool

  /// The title of a record with its subtitle.
  init(of record: Record) {
    var text = record.title ?? record.titles.first?.text.plain ?? ""
    if let sub = record.titles.first(where: { $0.kind == .sub }) { text += ": " + sub.text.plain }
    self.init(text, year: WorkIdentity.date(of: record)?.year)
  }

  init(_ title: String, year: Int? = nil) {
    let title = TextEncoding.decodedOnce(title)
    text = Self.mayHoldMarkup(title) ? Self.withoutMarkup(title) : title
    let unmarked = RetractionMark.removed(from: text)
    isRetracted = unmarked != nil
    if let unmarked { text = unmarked }
    let tags = TitleTags(text, year: year)
    text = LostLetters.marked(tags.text)
    isAbstract = tags.areOfAbstract
  }

  /// Whether a text contains `<`, `&` or `ß`. Most titles do not.
  private static func mayHoldMarkup(_ text: String) -> Bool {
    text.withUTF8Span { bytes in
      for index in 0..<bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&") { return true }
        if byte == 0x9F, index > 0, bytes[index - 1] == 0xC3 { return true }
      }
      return false
    }
  }

  private static func withoutMarkup(_ text: String) -> String {
    var text = text
    // `&amp;lt;i&amp;gt;` was escaped twice.
    for _ in 0..<3 {
      guard text.utf8.contains(UInt8(ascii: "&")), let plain = TitleEntities.resolved(in: text) else { break }
      text = plain
    }
    if text.utf8.contains(UInt8(ascii: "<")) { text = withoutTags(text) }
    return withBeta(text)
  }

  // MARK: - Tags

  /// A text without the tags of HTML, JATS and MathML. `a < b` has none.
  private static func withoutTags(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var here = 0
    while here < bytes.count {
      if bytes[here] == UInt8(ascii: "<"), let end = endOfTag(bytes, from: here) {
        let name = tagName(bytes[here..<end])
        if spaced.contains(name) { result.append(32) }
        here = end
      } else {
        result.append(bytes[here])
        here += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The position after the tag that begins at `start`; nil if there is no tag.
  private static func endOfTag(_ bytes: [UInt8], from start: Int) -> Int? {
    guard let end = bytes[start...].prefix(200).firstIndex(of: UInt8(ascii: ">")) else { return nil }
    let tag = bytes[start...end]
    let name = tagName(tag)
    guard known.contains(name) || name.hasPrefix("mml:") || name.hasPrefix("jats:") else { return nil }
    // `<b and c>` is not a tag.
    let rest = tag.dropFirst().drop { $0 == UInt8(ascii: "/") }.dropFirst(name.utf8.count).dropLast()
    let isBare = rest.allSatisfy { $0.isSpace || $0 == UInt8(ascii: "/") }
    return isBare || rest.first?.isSpace == true && rest.contains(UInt8(ascii: "=")) ? end + 1 : nil
  }

  private static func tagName(_ tag: ArraySlice<UInt8>) -> String {
    let name = tag.dropFirst().drop { $0 == UInt8(ascii: "/") }
      .prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "-") }
    return String(decoding: name.map(\.lowercased), as: UTF8.self)
  }

  private static let spaced: Set<String> = ["br", "p", "title"]
  private static let known: Set<String> = [
    "a", "b", "br", "bold", "em", "font", "i", "inf", "it", "italic", "math", "p", "roman", "s", "sb", "sc", "scp",
    "small", "smallcaps", "span", "strong", "sub", "sup", "tt", "title", "u", "underline", "xref",
  ]

  // MARK: - Beta

  /// Replaces each `ß` that cannot be German by `β`: at the beginning of a word, `TGF-ß1`, and after a capital
  /// letter if no letter follows, `TGFß1`.
  private static func withBeta(_ text: String) -> String {
    guard text.unicodeScalars.contains("ß") else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
      let before = place > 0 ? scalars[place - 1].properties : nil
      let after = place + 1 < scalars.count ? scalars[place + 1].properties : nil
      let isFirst = before?.isAlphabetic != true
      let isLast = before?.isUppercase == true && after?.isAlphabetic != true
      result.append(scalar == "ß" && (isFirst || isLast) ? "β" : scalar)
    }
    return String(result)
  }
}

/// The entities of HTML that are common in titles.
enum TitleEntities {
  /// A text with its entities replaced by characters; nil if it has none.
  static func resolved(in text: String) -> String? {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var here = 0
    var hasChanged = false
    while here < bytes.count {
      if bytes[here] == UInt8(ascii: "&"),
        let end = bytes[here...].prefix(longest).firstIndex(of: UInt8(ascii: ";")),
        let value = value(of: bytes[(here + 1)..<end])
      {
        result += value.utf8
        here = end + 1
        hasChanged = true
      } else {
        result.append(bytes[here])
        here += 1
      }
    }
    return hasChanged ? String(decoding: result, as: UTF8.self) : nil
  }

  private static let longest = 12

  private static func value(of name: ArraySlice<UInt8>) -> String? {
    if name.first == UInt8(ascii: "#") { return character(name.dropFirst()) }
    let bytes = Array(name)
    let name = String(decoding: name, as: UTF8.self)
    if let known = others[name] { return known }
    if let scalar = CharacterNames.scalar(named: bytes.span, 0..<bytes.count).flatMap({ Unicode.Scalar($0) }) {
      return String(scalar)
    }
    // Titles are compared without marks on letters: `&eacute;` is an `e`.
    guard let letter = name.unicodeScalars.first, letter.properties.isAlphabetic, letter.isASCII,
      marks.contains(String(name.dropFirst()))
    else { return nil }
    return String(letter)
  }

  private static func character(_ number: ArraySlice<UInt8>) -> String? {
    let isHexadecimal = number.first == UInt8(ascii: "x") || number.first == UInt8(ascii: "X")
    let digits = String(decoding: isHexadecimal ? number.dropFirst() : number, as: UTF8.self)
    guard let value = UInt32(digits, radix: isHexadecimal ? 16 : 10), value >= 32,
      let scalar = Unicode.Scalar(value)
    else { return nil }
    return String(scalar)
  }

  private static let marks: Set<String> = ["acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash", "caron"]

  /// What `CharacterNames` does not have, the signs of tags and rare names, and spaces, of which one is as good as
  /// another in a title.
  private static let others: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "shy": "", "hyphen": "-", "nbsp": " ", "ensp": " ", "emsp": " ",
    "thinsp": " ", "hellip": " ", "Epsilon": "Ε", "Zeta": "Ζ", "Eta": "Η", "Iota": "Ι",
    "Kappa": "Κ", "Mu": "Μ", "Nu": "Ν", "Omicron": "Ο", "Rho": "Ρ", "Tau": "Τ", "Upsilon": "Υ",
  ]
}
