import CitemillCore

/// The names of characters that documents use without loading a DTD, `&eacute;`, `&rsquor;`, and texts that
/// they define themselves in their document type declaration.
///
/// libxml2 sees none of them: they are replaced before it reads, so that no DTD and no entity of a document
/// reaches it.
struct XMLEntities: Sendable {
  /// The names that XML itself defines.
  static let predefined = WordList(["amp", "lt", "gt", "quot", "apos"])

  /// The definitions of a document.
  private var own: [[UInt8]: [UInt8]] = [:]
  /// The total length of the definitions in bytes.
  private var size = 0
  private static let largest = 1 << 16

  /// The names with their texts, created when a document first uses one.
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

  /// The text to replace a name with; the five characters of XML's syntax remain references. Nil for an
  /// unknown name.
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

  /// Reads the definitions in a document type declaration: texts, complete markup, and other definitions by
  /// their names.
  ///
  /// Definitions that refer to files are not read. The total length of the texts is limited, and so is the
  /// work of expanding them: names that stand for many others, over ten levels, count as undefined.
  mutating func define(_ bytes: Span<UInt8>, _ declaration: Range<Int>) {
    var found: [(name: [UInt8], text: [UInt8])] = []
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
      let text = Self.replacement(bytes, (place + 1)..<end)
      guard size + text.count <= Self.largest, Self.isWhole(text.span) else { continue }
      size += text.count
      found.append((Array(bytes, name), text))
    }
    var raw: [[UInt8]: [UInt8]] = [:]
    for (name, text) in found where raw[name] == nil { raw[name] = text }
    var room = Self.largest
    for (name, text) in found where own[name] == nil {
      if let whole = expanded(text.span, by: raw, depth: 0, &room) { own[name] = whole }
    }
  }

  /// The text that replaces a definition: its character numbers are decoded, except for characters that would
  /// be markup.
  private static func replacement(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    var here = range.lowerBound
    while let sign = bytes.firstIndex(of: UInt8(ascii: "&"), from: here, to: range.upperBound) {
      text.append(bytes, here..<sign)
      let end = bytes.firstIndex(of: UInt8(ascii: ";"), from: sign, to: min(sign + 64, range.upperBound))
      here = end.map { $0 + 1 } ?? sign + 1
      guard let end else {
        text += Array("&amp;".utf8)
        continue
      }
      switch number(bytes, (sign + 1)..<end) {
      // `&#38;#38;` is a reference once it is replaced.
      case 0x26 where isReference(bytes, here..<range.upperBound): text.append(UInt8(ascii: "&"))
      case 0x26: text += Array("&amp;".utf8)
      case 0x3C: text += Array("&lt;".utf8)
      case 0x22: text += Array("&quot;".utf8)
      case let number?: text.append(scalar: number)
      case nil: text.append(bytes, sign..<here)
      }
    }
    text.append(bytes, here..<range.upperBound)
    return text
  }

  /// Whether a text begins like the rest of a reference after its ampersand: `#38;`, `lt;`.
  private static func isReference(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard
      let end = bytes.firstIndex(
        of: UInt8(ascii: ";"), from: range.lowerBound, to: min(range.lowerBound + 64, range.upperBound))
    else { return false }
    let name = range.lowerBound..<end
    return number(bytes, name) != nil || !name.isEmpty && name.allSatisfy { bytes[$0].isXMLName }
  }

  /// Whether each element that begins in a text ends in it, and there is nothing else of a document.
  private static func isWhole(_ bytes: Span<UInt8>) -> Bool {
    var open: [Range<Int>] = []
    var here = 0
    while let start = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: bytes.count) {
      guard let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: start, to: bytes.count) else { return false }
      here = end + 1
      let isClosing = bytes[start + 1] == UInt8(ascii: "/")
      var stop = start + (isClosing ? 2 : 1)
      let first = stop
      while stop < end, bytes[stop].isXMLName { stop += 1 }
      let name = first..<stop
      if name.isEmpty { return false }
      if isClosing {
        guard let last = open.popLast(), Array(bytes, last) == Array(bytes, name) else { return false }
      } else if bytes[end - 1] != UInt8(ascii: "/") {
        open.append(name)
      }
    }
    return open.isEmpty
  }

  /// A text with the definitions that it names expanded; nil if it names itself, or too much.
  private func expanded(
    _ bytes: Span<UInt8>, by raw: [[UInt8]: [UInt8]], depth: Int, _ room: inout Int
  ) -> [UInt8]? {
    guard depth < 16, room > bytes.count else { return nil }
    room -= bytes.count + 1
    var text: [UInt8] = []
    var here = 0
    while let sign = bytes.firstIndex(of: UInt8(ascii: "&"), from: here, to: bytes.count) {
      guard let end = bytes.firstIndex(of: UInt8(ascii: ";"), from: sign, to: bytes.count) else { break }
      let name = (sign + 1)..<end
      text.append(bytes, here..<sign)
      here = end + 1
      if Self.predefined.contains(bytes, name) || Self.number(bytes, name) != nil {
        text.append(bytes, sign..<here)
      } else if let other = raw[Array(bytes, name)] {
        guard let whole = expanded(other.span, by: raw, depth: depth + 1, &room) else { return nil }
        text += whole
      } else if let character = self.text(bytes, name) {
        text += character
      } else {
        return nil
      }
    }
    text.append(bytes, here..<bytes.count)
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

extension [UInt8] {
  /// The bytes of a range of a span.
  fileprivate init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    self = []
    append(bytes, range)
  }
}

extension UInt8 {
  /// Whether the byte may be in a name of XML; all bytes outside ASCII may.
  var isXMLName: Bool {
    isLetter || isDigit || self >= 0x80 || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
      || self == UInt8(ascii: "_") || self == UInt8(ascii: ":")
  }
}

extension Span<UInt8> {
  /// The index after white space of XML.
  func endOfXMLSpace(from start: Int, to end: Int) -> Int {
    var here = start
    while here < end, self[here] == 32 || self[here] == 10 || self[here] == 13 || self[here] == 9 { here += 1 }
    return here
  }
}
