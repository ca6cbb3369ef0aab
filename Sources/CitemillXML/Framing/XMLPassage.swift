import CitemillCore

/// Markup that is skipped tag by tag, as long as it is plain: certainly well-formed, and only tags, text and
/// XML's own references.
///
///     <back><ref-list><ref id="r1"> ... </ref></ref-list></back>
///
/// If it is not plain, because of an error, a comment, CDATA or an entity, there is no result and libxml2
/// must read it. So it can be skipped where only its tags are needed, and no error in it remains unnoticed.
struct XMLPassage {
  /// A tag: where its name is, and how many elements are open around it.
  enum Tag {
    case start(name: Range<Int>, depth: Int)
    case end(name: Range<Int>, depth: Int)
  }

  /// The names of the elements that are open.
  private var open: [Range<Int>] = []
  private var attributes: [Range<Int>] = []
  /// libxml2 allows 256 levels of elements, some of which are open around the passage.
  private static let deepest = 200
  private static let longest = 1 << 20
  /// libxml2 reads no name of more than 50,000 bytes.
  private static let longestName = 1000
  /// Each is compared with those before it.
  private static let mostAttributes = 32

  /// Goes through the element that begins at an index, and passes on each of its tags; an empty element has
  /// two. Returns the index after its end; nil as soon as it is not plain, or the function returns false.
  mutating func pass(_ bytes: Span<UInt8>, from start: Int, _ body: (Tag) -> Bool) -> Int? {
    if !open.isEmpty { open.removeAll(keepingCapacity: true) }
    let last = min(bytes.count, start + Self.longest)
    var here = start
    while let sign = Self.nextTag(bytes, here, last) {
      here = sign + 1
      if bytes.byte(at: here) == UInt8(ascii: "/") {
        guard let name = open.popLast(), bytes.hasSameBytes(here + 1, as: bytes, name.lowerBound, count: name.count),
          bytes.byte(at: here + 1 + name.count) == UInt8(ascii: ">"), body(.end(name: name, depth: open.count))
        else { return nil }
        here += name.count + 2
      } else {
        let name = here..<Self.endOfName(bytes, here, last)
        guard !name.isEmpty, open.count < Self.deepest, let end = endOfTag(bytes, name.upperBound, last),
          body(.start(name: name, depth: open.count))
        else { return nil }
        here = end + 1
        if bytes[end - 1] == UInt8(ascii: "/") {
          guard body(.end(name: name, depth: open.count)) else { return nil }
        } else {
          open.append(name)
        }
      }
      if open.isEmpty { return Self.isPlain(bytes, start..<here) ? here : nil }
    }
    return nil
  }

  /// The index of the next tag, which often directly follows another.
  @inline(__always)
  private static func nextTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    start < end && bytes[start] == UInt8(ascii: "<") ? start : tags.next(in: bytes, from: start, to: end)
  }

  private static let tags = TagScan()

  /// The index of the `>` of a start tag, after its attributes; nil if they are not plain.
  private mutating func endOfTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    if bytes.byte(at: start) == UInt8(ascii: ">") { return start }
    if !attributes.isEmpty { attributes.removeAll(keepingCapacity: true) }
    var here = start
    while here < end {
      let blank = here
      here = bytes.endOfXMLSpace(from: here, to: end)
      guard here < end else { return nil }
      if bytes[here] == UInt8(ascii: ">") { return here }
      if bytes[here] == UInt8(ascii: "/") { return bytes.byte(at: here + 1) == UInt8(ascii: ">") ? here + 1 : nil }
      let name = here..<Self.endOfName(bytes, here, end)
      guard blank < here, !name.isEmpty, attributes.count < Self.mostAttributes,
        bytes.byte(at: name.upperBound) == UInt8(ascii: "="),
        let quote = bytes.byte(at: name.upperBound + 1), quote == 34 || quote == 39,
        let close = bytes.firstIndex(of: quote, from: name.upperBound + 2, to: end),
        bytes.firstIndex(of: UInt8(ascii: "<"), from: name.upperBound + 2, to: close) == nil,
        !attributes.contains(where: {
          $0.count == name.count && bytes.hasSameBytes($0.lowerBound, as: bytes, name.lowerBound, count: name.count)
        })
      else { return nil }
      attributes.append(name)
      here = close + 1
    }
    return nil
  }

  /// The end of a name of ASCII letters, with at most one colon among them.
  @inline(__always)
  private static func endOfName(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    guard start < end, bytes[start].isLetter else { return start }
    var here = start &+ 1
    var colons = 0
    while here < end {
      let byte = bytes[here]
      // A bit for each of the letters, digits and symbols of names, most of which are above the digits.
      if byte >= 64 {
        guard byte < 128, nameSigns.high >> UInt64(byte & 63) & 1 == 1 else { break }
      } else {
        guard nameSigns.low >> UInt64(byte) & 1 == 1 else { break }
        if byte == UInt8(ascii: ":") { colons &+= 1 }
      }
      here &+= 1
    }
    return colons > 1 || bytes[here &- 1] == UInt8(ascii: ":") || here &- start > longestName ? start : here
  }

  /// The ASCII bytes that may be in a name, one bit each.
  private static let nameSigns: (low: UInt64, high: UInt64) = (0x07FF_6000_0000_0000, 0x07FF_FFFE_87FF_FFFE)

  // MARK: - Text

  /// Whether all bytes are those of characters that XML allows, and all references XML's own.
  private static func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if bytes.holdsControls(from: range.lowerBound, to: range.upperBound) { return false }
    var here = range.lowerBound
    // U+FFFE and U+FFFF are not characters; other characters with this lead byte are rare.
    while let lead = bytes.firstIndex(of: 0xEF, from: here, to: range.upperBound) {
      if bytes.byte(at: lead + 1) == 0xBF { return false }
      here = lead + 1
    }
    here = range.lowerBound
    // The end of a CDATA section must not be in text.
    while let bracket = bytes.firstIndex(of: UInt8(ascii: "]"), from: here, to: range.upperBound) {
      if bytes.stands("]]>", at: bracket) { return false }
      here = bracket + 1
    }
    here = range.lowerBound
    while let sign = bytes.firstIndex(of: UInt8(ascii: "&"), from: here, to: range.upperBound) {
      guard let end = bytes.firstIndex(of: UInt8(ascii: ";"), from: sign, to: min(sign + 12, range.upperBound)),
        isOfXML(bytes, (sign + 1)..<end)
      else { return false }
      here = end + 1
    }
    return true
  }

  private static func isOfXML(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    guard let number = XMLEntities.number(bytes, name) else { return XMLEntities.predefined.contains(bytes, name) }
    return number >= 32 && number != 0xFFFE && number != 0xFFFF || number == 9 || number == 10 || number == 13
  }
}
