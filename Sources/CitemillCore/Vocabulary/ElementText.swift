/// Reads text that consists of XML or HTML elements, as registries and publishers provide abstracts.
///
///     <jats:title>Abstract</jats:title><jats:p>We counted weirs &amp; <jats:italic>Anodonta</jats:italic>.</jats:p>
///     We counted weirs & Anodonta.                                                 with a mark over the name
///
/// Paragraphs, headings and items become lines; a first heading "Abstract" is dropped. Tags that are none of
/// these and have no prefix of another vocabulary are kept.
package enum ElementText {
  /// The text of elements; nil for plain text, whatever characters it has.
  package static func read(_ text: String) -> RichText? { text.withUTF8Span { read($0, 0..<$0.count) } }

  /// The text of elements in a range of bytes; nil for plain text.
  package static func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> RichText? {
    guard hasElements(bytes, range) else { return nil }
    var reader = ElementTextReader()
    reader.read(bytes, range)
    return reader.result()
  }

  /// Whether there is a paragraph, or a JATS element with its prefix.
  private static func hasElements(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var here = range.lowerBound
    while let sign = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: range.upperBound) {
      if bytes.standsInAnyCase("<jats:", at: sign) || bytes.standsInAnyCase("<p>", at: sign) { return true }
      here = sign + 1
    }
    return false
  }
}

/// Goes through the tags of one text.
private struct ElementTextReader {
  private struct Open {
    var name: [UInt8]
    var start: Int
  }

  private var plain: [UInt8] = []
  private var marks: [Mark] = []
  private var open: [Open] = []
  private var hasSpace = false

  /// How many elements may be open at once; deeper ones get no mark.
  private static let deepest = 64

  mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var here = range.lowerBound
    while here < range.upperBound {
      switch bytes[here] {
      case UInt8(ascii: "<"):
        if let next = readTag(bytes, here, range.upperBound) {
          here = next
          continue
        }
        append(UInt8(ascii: "<"))
      case UInt8(ascii: "&"):
        if let (text, next) = Self.reference(bytes, here, range.upperBound) {
          for byte in text { append(byte) }
          here = next
          continue
        }
        append(UInt8(ascii: "&"))
      case let byte where byte.isSpace: hasSpace = true
      case let byte: append(byte)
      }
      here += 1
    }
  }

  private mutating func append(_ byte: UInt8) {
    if hasSpace, let last = plain.last, last != 10 { plain.append(32) }
    hasSpace = false
    plain.append(byte)
  }

  private mutating func line() {
    hasSpace = false
    if let last = plain.last, last != 10 { plain.append(10) }
  }

  /// The position where the next text starts.
  private mutating func place() -> Int {
    if hasSpace, let last = plain.last, last != 10 { plain.append(32) }
    hasSpace = false
    return plain.count
  }

  // MARK: - Tags

  /// Reads a tag: returns the index after it, or nil if it is in no known vocabulary.
  private mutating func readTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    let isClosing = start + 1 < end && bytes[start + 1] == UInt8(ascii: "/")
    let first = start + (isClosing ? 2 : 1)
    var stop = first
    while stop < end, bytes[stop].isLetter || bytes[stop].isDigit || bytes[stop] == 45 || bytes[stop] == 58 {
      stop += 1
    }
    guard stop > first, stop - first < 64,
      let close = bytes.firstIndex(of: UInt8(ascii: ">"), from: stop, to: min(end, stop + 2048)),
      stop == close || bytes[stop].isSpace || bytes[stop] == UInt8(ascii: "/")
    else { return nil }
    var name: [UInt8] = []
    name.append(bytes, first..<stop)
    for index in name.indices { name[index] = name[index].lowercased }
    let prefix = name.firstIndex(of: UInt8(ascii: ":"))
    if let prefix { name.removeFirst(prefix + 1) }
    let word = String(decoding: name, as: UTF8.self)
    let isEmpty = bytes[close - 1] == UInt8(ascii: "/")
    if Self.lines.contains(word) {
      line()
      if word == "title" || word == "h1" || word == "h2" { readHeading(isClosing, name) }
    } else if Self.marks[word] != nil {
      if isClosing {
        closeMark(name)
      } else if !isEmpty, open.count < Self.deepest {
        open.append(Open(name: name, start: place()))
      }
    } else if prefix == nil, !Self.others.contains(word) {
      return nil
    }
    return close + 1
  }

  private mutating func closeMark(_ name: [UInt8]) {
    guard let index = open.lastIndex(where: { $0.name == name }) else { return }
    let start = open[index].start
    open.removeSubrange(index...)
    guard let kind = Self.marks[String(decoding: name, as: UTF8.self)], start < plain.count else { return }
    marks.append(Mark(kind, from: start, to: plain.count))
  }

  /// A heading becomes a mark, except one that only names the text.
  private mutating func readHeading(_ isClosing: Bool, _ name: [UInt8]) {
    guard isClosing else {
      // Open marks begin before the line.
      if open.isEmpty { open.append(Open(name: name, start: plain.count)) }
      return
    }
    guard open.count == 1, open[0].name == name else { return }
    let start = open.removeLast().start
    let end = plain.last == 10 ? plain.count - 1 : plain.count
    guard start < end else { return }
    var words = plain[start..<end].map(\.lowercased)
    while let last = words.last, last == UInt8(ascii: ":") || last == UInt8(ascii: ".") { words.removeLast() }
    if start == 0, Self.headings.contains(String(decoding: words, as: UTF8.self)) {
      plain.removeAll()
      marks.removeAll()
    } else {
      marks.append(Mark(.sectionHead, from: start, to: end))
    }
  }

  private static let headings: Set = ["abstract", "summary", "abstract/summary"]
  private static let lines: Set = [
    "p", "title", "sec", "list", "list-item", "div", "br", "break", "ul", "ol", "li", "h1", "h2", "h3", "h4",
    "disp-formula",
  ]
  private static let marks: [String: Mark.Kind] = [
    "italic": .italic, "i": .italic, "em": .italic, "bold": .bold, "b": .bold, "strong": .bold, "sub": .subscripted,
    "sup": .superscripted, "sc": .smallCaps, "underline": .underline, "u": .underline, "monospace": .monospace,
    "strike": .strike, "overline": .overline,
  ]
  /// Other HTML tags, which do not affect the text.
  private static let others: Set = [
    "a", "span", "abstract", "body", "html", "font", "inline-formula", "ext-link", "uri", "label",
  ]

  // MARK: - References

  /// The text of `&amp;`, `&#233;` or `&nbsp;`, and the index after it; nil for other text.
  private static func reference(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (text: [UInt8], next: Int)? {
    guard let stop = bytes.firstIndex(of: UInt8(ascii: ";"), from: start, to: min(end, start + 12)) else { return nil }
    let name = bytes.text((start + 1)..<stop)
    var text: [UInt8] = []
    switch name {
    case "amp": text = [UInt8(ascii: "&")]
    case "lt": text = [UInt8(ascii: "<")]
    case "gt": text = [UInt8(ascii: ">")]
    case "quot": text = [UInt8(ascii: "\"")]
    case "apos": text = [UInt8(ascii: "'")]
    case "nbsp": text.append(scalar: 0xA0)
    default:
      guard name.utf8.first == UInt8(ascii: "#") else { return nil }
      let digits = name.utf8.dropFirst()
      let isHex = digits.first == UInt8(ascii: "x")
      guard let number = UInt32(Substring(isHex ? digits.dropFirst() : digits), radix: isHex ? 16 : 10), number >= 32,
        Unicode.Scalar(number) != nil
      else { return nil }
      text.append(scalar: number)
    }
    return (text, stop + 1)
  }

  consuming func result() -> RichText? {
    while let last = plain.last, last == 10 || last == 32 { plain.removeLast() }
    if plain.isEmpty { return nil }
    for index in marks.indices { marks[index].end = min(marks[index].end, plain.count) }
    // Inner marks were closed first.
    var text = RichText(plain.span.text(0..<plain.count), marks: marks.filter { $0.start < $0.end }.reversed())
    text.sortMarks()
    if text.violation != nil { text.marks = [] }
    return text
  }
}
