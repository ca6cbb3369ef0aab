import CitemillCore

/// The names of characters that documents use without a DTD that was loaded, `&eacute;`, `&rsquor;`, and those that they define
/// themselves in their head.
///
/// libxml2 sees none of them: the characters are put in before it reads, so that no DTD and no entity of a document reaches it.
struct XMLEntities: Sendable {
  /// The names that XML itself defines.
  static let predefined = WordList(["amp", "lt", "gt", "quot", "apos"])

  /// What a document defines itself, as far as it is text.
  private var own: [[UInt8]: [UInt8]] = [:]
  /// How many bytes the definitions have.
  private var size = 0
  private static let largest = 1 << 16

  /// The names with their texts, made when a document first uses one.
  private static let standard: (names: WordList, texts: [[UInt8]]) = {
    var names: [String] = []
    var texts: [[UInt8]] = []
    var words = table.utf8.split { $0 == 32 || $0 == 10 }[...]
    while let name = words.popFirst(), let points = words.popFirst() {
      names.append(String(Substring(name)))
      var text: [UInt8] = []
      for point in points.split(separator: UInt8(ascii: ",")) {
        if let number = UInt32(Substring(point), radix: 16) { text.append(scalar: number) }
      }
      texts.append(text)
    }
    return (WordList(names), texts)
  }()

  /// The text of a name, as it is to stand in a document: the five signs of XML stay references; nil for an unknown name.
  func text(_ bytes: Span<UInt8>, _ name: Range<Int>) -> [UInt8]? {
    if !own.isEmpty {
      var key: [UInt8] = []
      key.append(bytes, name)
      if let text = own[key] { return text }
    }
    guard let place = Self.standard.names.index(of: bytes, name) else { return nil }
    let text = Self.standard.texts[place]
    // `&AMP;` and `&LT;` are names of HTML.
    return text.count == 1 && (text[0] == UInt8(ascii: "&") || text[0] == UInt8(ascii: "<"))
      ? Array(text[0] == UInt8(ascii: "&") ? "&amp;".utf8 : "&lt;".utf8) : text
  }

  /// Takes the definitions of texts out of a document type declaration.
  ///
  /// What refers to files or to other definitions, and what has markup, is not taken: nothing can grow out of a definition.
  mutating func define(_ bytes: Span<UInt8>, _ declaration: Range<Int>) {
    var here = declaration.lowerBound
    while let start = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: declaration.upperBound) {
      here = start + 1
      guard bytes.stands("<!ENTITY", at: start) else { continue }
      var place = bytes.endOfXMLSpace(from: start + 8, to: declaration.upperBound)
      let nameStart = place
      while place < declaration.upperBound, bytes[place].isXMLName { place += 1 }
      let name = nameStart..<place
      place = bytes.endOfXMLSpace(from: place, to: declaration.upperBound)
      guard !name.isEmpty, let quote = bytes.byte(at: place), quote == 34 || quote == 39,
        let end = bytes.firstIndex(of: quote, from: place + 1, to: declaration.upperBound)
      else { continue }
      here = end + 1
      let value = (place + 1)..<end
      guard bytes.firstIndex(of: UInt8(ascii: "<"), from: value.lowerBound, to: value.upperBound) == nil,
        let text = Self.plain(bytes, value), size + text.count <= Self.largest
      else { continue }
      size += text.count
      var key: [UInt8] = []
      key.append(bytes, name)
      if own[key] == nil { own[key] = text }
    }
  }

  /// The text of a definition with its numbers of characters read; nil where it refers to anything else.
  private static func plain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
    var text: [UInt8] = []
    var here = range.lowerBound
    while let sign = bytes.firstIndex(of: UInt8(ascii: "&"), from: here, to: range.upperBound) {
      text.append(bytes, here..<sign)
      guard let end = bytes.firstIndex(of: UInt8(ascii: ";"), from: sign, to: min(sign + 12, range.upperBound)),
        let number = number(bytes, (sign + 1)..<end)
      else { return nil }
      switch number {
      case 0x26: text += Array("&amp;".utf8)
      case 0x3C: text += Array("&lt;".utf8)
      default: text.append(scalar: number)
      }
      here = end + 1
    }
    text.append(bytes, here..<range.upperBound)
    return text
  }

  /// The code point of `#233` or `#xE9`; nil for anything else.
  static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
    guard range.count > 1, bytes[range.lowerBound] == UInt8(ascii: "#") else { return nil }
    let isHex = bytes[range.lowerBound + 1] == UInt8(ascii: "x")
    let digits = bytes.text((range.lowerBound + (isHex ? 2 : 1))..<range.upperBound)
    guard let number = UInt32(digits, radix: isHex ? 16 : 10), Unicode.Scalar(number) != nil else { return nil }
    return number
  }
}

extension UInt8 {
  /// Whether the byte may stand in a name of XML; all of UTF-8 beyond ASCII may.
  var isXMLName: Bool {
    isLetter || isDigit || self >= 0x80 || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
      || self == UInt8(ascii: "_") || self == UInt8(ascii: ":")
  }
}

extension Span<UInt8> {
  /// The index behind white space of XML.
  func endOfXMLSpace(from start: Int, to end: Int) -> Int {
    var here = start
    while here < end, self[here] == 32 || self[here] == 10 || self[here] == 13 || self[here] == 9 { here += 1 }
    return here
  }
}
