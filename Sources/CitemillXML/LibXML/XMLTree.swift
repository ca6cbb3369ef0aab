import CitemillCore

/// The elements and texts of one document, in the order of the document.
///
///     <a n="1">x<b/>y</a>     0 a n="1" ..<4    1 "x" ..<2    2 b ..<3    3 "y" ..<4
///
/// An element is known by its place; its children begin after it, and each is followed by its own end. The
/// tree of a parser is filled anew by each document.
@safe
final class XMLTree {
  /// An element or a piece of text.
  struct Node: BitwiseCopyable {
    var name: UInt16
    var blanks: Blanks = []
    /// Whether a text, or an element with all that is in it, was read.
    var isTaken = false
    /// The place after the last node in it; while it is open, that of the element it is in.
    var end: Int32
    var textStart: Int32
    var textEnd: Int32
    var firstAttribute: Int32
    var attributes: Int32 = 0
  }

  /// What is known of the blanks of a text before anyone looks at it again.
  struct Blanks: OptionSet {
    let rawValue: UInt8
    /// There is white space that is no blank, or a blank after another.
    static let hasOther = Self(rawValue: 1)
    static let atStart = Self(rawValue: 2)
    static let atEnd = Self(rawValue: 4)
  }

  /// An attribute with the place of its value.
  struct Attribute: BitwiseCopyable {
    var name: UInt16
    /// Whether the value was read.
    var isTaken = false
    var start: Int32
    var end: Int32
  }

  /// What was left out of the records of the document on purpose: the numbers of the names, and what was in that.
  struct Omitted: Sendable {
    var names = Numbers()
    var inner = Numbers()
    /// The names in it that the format does not know.
    var spellings: Set<String> = []
  }

  /// What was left out of the document.
  var omitted = Omitted()

  /// How many elements were counted in what was left out of the document before it was parsed.
  var counted = 0

  /// How much of the document may still be repeated in its records.
  var inheritance = XMLInheritance()

  /// How far elements of a name were counted in an element.
  struct Numbering {
    var region: Int
    var last: Int
    var count = 0
  }

  /// How far elements were counted, by the numbers of their names.
  var numbering: [UInt16: Numbering] = [:]

  /// The place of an element among all of its name in another one, however deep, from 1. They are counted on from one to the next.
  func number(of node: Int, in region: Int) -> Int {
    let name = name(node)
    var known = numbering[name] ?? Numbering(region: region, last: region)
    if known.region != region || known.last > node { known = Numbering(region: region, last: region) }
    while known.last < node {
      known.last += 1
      if self.name(known.last) == name { known.count += 1 }
    }
    numbering[name] = known
    return known.count
  }

  /// Numbers of names, a bit each.
  struct Numbers: Sendable {
    private var words: [UInt64] = []

    var isEmpty: Bool { words.isEmpty }

    mutating func insert(_ number: UInt16) {
      let place = Int(number) / 64
      while words.count <= place { words.append(0) }
      words[place] |= 1 << UInt64(number % 64)
    }

    func contains(_ number: UInt16) -> Bool {
      let place = Int(number) / 64
      return place < words.count && words[place] & (1 << UInt64(number % 64)) != 0
    }

    /// All of them, from the least.
    var numbers: [UInt16] { (0..<UInt16(truncatingIfNeeded: words.count * 64)).filter { contains($0) } }
  }

  /// Whether anything was left out.
  var hasOmissions: Bool { unsafe !omitted.names.isEmpty || !builder.pointee.skipped.isEmpty }

  /// Whether elements or attributes of a name were left out.
  func hasOmitted(_ name: UInt16) -> Bool {
    unsafe omitted.names.contains(name) || builder.pointee.skipped.contains(name)
  }

  /// What the nodes lie in. It is a structure after a pointer, so that nothing is asked when it is looked at.
  let builder: UnsafeMutablePointer<XMLTreeBuilder>

  /// An empty tree.
  init() {
    unsafe builder = .allocate(capacity: 1)
    unsafe builder.initialize(to: XMLTreeBuilder())
  }

  deinit {
    unsafe builder.pointee.free()
    unsafe builder.deinitialize(count: 1)
    unsafe builder.deallocate()
  }

  /// All texts after each other, and the values of attributes; after them what is left of other documents.
  var bytes: [UInt8] { unsafe builder.pointee.bytes }

  @inline(__always)
  private func has(_ node: Int) -> Bool { unsafe node >= 0 && node < builder.pointee.nodes.count }

  /// The number of a node's name.
  @inline(__always)
  func name(_ node: Int) -> UInt16 { has(node) ? unsafe builder.pointee.nodes[node].name : XMLNames.other }

  /// The place after the last node in a node.
  @inline(__always)
  func end(_ node: Int) -> Int { has(node) ? unsafe Int(builder.pointee.nodes[node].end) : node + 1 }

  /// The first node in a node, or nil.
  @inline(__always)
  func firstChild(_ node: Int) -> Int? { node + 1 < end(node) ? node + 1 : nil }

  /// The node after a child of a node, or nil.
  @inline(__always)
  func sibling(_ child: Int, in node: Int) -> Int? {
    let next = end(child)
    return next < end(node) ? next : nil
  }

  /// Takes note that a text, or an element with all that is in it, was read.
  @inline(__always)
  func take(_ node: Int) {
    if has(node) { unsafe builder.pointee.take(node) }
  }

  /// Whether a text, or an element with all that is in it, was read.
  @inline(__always)
  func isTaken(_ node: Int) -> Bool { has(node) ? unsafe builder.pointee.nodes[node].isTaken : true }

  /// What is known of the blanks of a text.
  @inline(__always)
  func blanks(_ node: Int) -> Blanks { has(node) ? unsafe builder.pointee.nodes[node].blanks : .hasOther }

  /// Whether white space with a line end in it is at the end of a text.
  func endsInLine(_ node: Int) -> Bool {
    let (range, bytes) = (textRange(node), bytes)
    var here = range.upperBound
    while here > range.lowerBound, bytes[here - 1].isSpace {
      here -= 1
      if bytes[here] == 10 { return true }
    }
    return false
  }

  /// The place of a text among `bytes`; of an element that of all in it, values of attributes among it.
  func textRange(_ node: Int) -> Range<Int> {
    guard has(node) else { return 0..<0 }
    let found = unsafe builder.pointee.nodes[node]
    return found.textStart <= found.textEnd ? Int(found.textStart)..<Int(found.textEnd) : 0..<0
  }

  /// The words of an element that has nothing in it but words, and of these none that white space is to be taken from; nil for
  /// another. They are read by it.
  func simpleText(_ node: Int) -> String? {
    guard has(node) else { return nil }
    let end = unsafe Int(builder.pointee.nodes[node].end)
    guard end == node + 2, has(node + 1) else {
      if end > node + 1 { return nil }
      unsafe builder.pointee.take(node)
      return ""
    }
    let only = unsafe builder.pointee.nodes[node + 1]
    guard only.name == XMLNames.text, only.blanks.isEmpty, only.textStart <= only.textEnd else { return nil }
    unsafe builder.pointee.take(node + 1)
    return text(Int(only.textStart)..<Int(only.textEnd))
  }

  /// The text of a place among `bytes`.
  func text(_ range: Range<Int>) -> String { unsafe builder.pointee.bytes.span.text(range) }

  /// The value of an attribute of a node, without white space at its ends; nil if it is not there, or empty.
  func attribute(_ name: UInt16, of node: Int) -> String? {
    attributeRange(name, of: node).map { text($0) }
  }

  /// Where the value of an attribute is among `bytes`, without white space at its ends; nil if it is not
  /// there, or empty. It is read by it.
  func attributeRange(_ name: UInt16, of node: Int) -> Range<Int>? {
    guard let found = unreadAttribute(name, of: node) else { return nil }
    take(attribute: found.index)
    return found.range
  }

  /// The value of an attribute, which is not read by it: where it is understood, `take(_:of:)` says so.
  func look(_ name: UInt16, of node: Int) -> String? { unreadAttribute(name, of: node).map { text($0.range) } }

  /// Takes note that an attribute was read.
  func take(_ name: UInt16, of node: Int) {
    if let found = unreadAttribute(name, of: node) { take(attribute: found.index) }
  }

  /// Takes note that an attribute was read, by its place among all.
  @inline(__always)
  func take(attribute index: Int) { unsafe builder.pointee.take(attribute: index) }

  /// The place of an attribute among all and that of its value, which is not read by it.
  @inline(__always)
  func unreadAttribute(_ name: UInt16, of node: Int) -> (index: Int, range: Range<Int>)? {
    guard has(node) else { return nil }
    let found = unsafe builder.pointee.nodes[node]
    var index = Int(found.firstAttribute)
    let end = index &+ Int(found.attributes)
    while index < end {
      let attribute = unsafe builder.pointee.attributes[index]
      if attribute.name == name {
        let range = unsafe builder.pointee.bytes.span.trimmed(Int(attribute.start)..<Int(attribute.end))
        return range.isEmpty ? nil : (index, range)
      }
      index &+= 1
    }
    return nil
  }

  /// The places of the attributes of a node among all.
  @inline(__always)
  func attributes(of node: Int) -> Range<Int> {
    guard has(node) else { return 0..<0 }
    let found = unsafe builder.pointee.nodes[node]
    return Int(found.firstAttribute)..<Int(found.firstAttribute &+ found.attributes)
  }

  /// An attribute that was not read and has a value, by its place among all: the number of its name, and the value.
  func unread(attribute index: Int) -> (name: UInt16, value: Range<Int>)? {
    let attribute = unsafe builder.pointee.attributes[index]
    if attribute.isTaken || attribute.name == XMLNames.spelling { return nil }
    let value = unsafe builder.pointee.bytes.span.trimmed(Int(attribute.start)..<Int(attribute.end))
    return value.isEmpty ? nil : (attribute.name, value)
  }

  /// How an attribute is spelled that the format does not know.
  func spelling(ofAttribute index: Int) -> String? {
    guard index > 0, unsafe builder.pointee.attributes[index].name == XMLNames.other else { return nil }
    let before = unsafe builder.pointee.attributes[index - 1]
    return before.name == XMLNames.spelling ? text(Int(before.start)..<Int(before.end)) : nil
  }

  /// Whether an attribute of a node that was read has a value of some kind.
  func hasTaken(attributeOf node: Int, _ isWanted: (_ value: Range<Int>) -> Bool) -> Bool {
    attributes(of: node).contains { index in
      let attribute = unsafe builder.pointee.attributes[index]
      guard attribute.isTaken else { return false }
      let value = unsafe builder.pointee.bytes.span.trimmed(Int(attribute.start)..<Int(attribute.end))
      return !value.isEmpty && isWanted(value)
    }
  }

  /// How an element is spelled that the format does not know.
  func spelling(_ node: Int) -> String? {
    guard has(node), name(node) == XMLNames.other else { return nil }
    let found = unsafe builder.pointee.nodes[node]
    guard found.attributes > 0 else { return nil }
    let first = unsafe builder.pointee.attributes[Int(found.firstAttribute)]
    return first.name == XMLNames.spelling ? text(Int(first.start)..<Int(first.end)) : nil
  }

  /// Whether a node has attributes.
  @inline(__always)
  func hasAttributes(_ node: Int) -> Bool { has(node) ? unsafe builder.pointee.nodes[node].attributes > 0 : false }

  /// Whether an attribute is there and says nothing, `separators=""`.
  func hasEmptyAttribute(_ name: UInt16, of node: Int) -> Bool {
    guard has(node), attributeRange(name, of: node) == nil else { return false }
    let found = unsafe builder.pointee.nodes[node]
    return (Int(found.firstAttribute)..<Int(found.firstAttribute + found.attributes)).contains {
      unsafe builder.pointee.attributes[$0].name == name
    }
  }
}
