import CitemillCore

/// The elements and texts of one document, in the order of the document.
///
///     <a n="1">x<b/>y</a>     0 a n="1" ..<4    1 "x" ..<2    2 b ..<3    3 "y" ..<4
///
/// An element is identified by its index; its children begin after it, and each is followed at its own end.
/// Each document replaces the content of its parser's tree.
@safe
final class XMLTree {
  /// An element or a piece of text.
  struct Node: BitwiseCopyable {
    var name: UInt16
    var blanks: Blanks = []
    /// Whether a text, or an element with all its content, was read.
    var isTaken = false
    /// The index after the last node in it; while it is open, that of its parent element.
    var end: Int32
    var textStart: Int32
    var textEnd: Int32
    var firstAttribute: Int32
    var attributes: Int32 = 0
  }

  /// What is known of the spaces in a text without reading it again.
  struct Blanks: OptionSet {
    let rawValue: UInt8
    /// There is white space other than a space, or a space after another.
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

  /// What was left out of the records of the document on purpose: the numbers of the names, and what was in
  /// these elements.
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

  /// How far the elements with a name in an element were counted.
  struct Numbering {
    var region: Int
    var last: Int
    var count = 0
  }

  /// How far elements were counted, by the numbers of their names.
  var numbering: [UInt16: Numbering] = [:]

  /// The number of an element among all with its name in another one, at any depth, from 1. Counting
  /// continues from the previous call.
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

  /// Numbers of names, one bit each.
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

    /// All of them, in ascending order.
    var numbers: [UInt16] { (0..<UInt16(truncatingIfNeeded: words.count * 64)).filter { contains($0) } }
  }

  /// Whether anything was left out.
  var hasOmissions: Bool { unsafe !omitted.names.isEmpty || !builder.pointee.skipped.isEmpty }

  /// Whether elements or attributes of a name were left out.
  func hasOmitted(_ name: UInt16) -> Bool {
    unsafe omitted.names.contains(name) || builder.pointee.skipped.contains(name)
  }

  /// The memory of the nodes. It is a structure behind a pointer, so that reading it needs no checks.
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

  /// All texts one after another, and the values of attributes; followed by remains of other documents.
  var bytes: [UInt8] { unsafe builder.pointee.bytes }

  @inline(__always)
  private func has(_ node: Int) -> Bool { unsafe node >= 0 && node < builder.pointee.nodes.count }

  /// The number of a node's name.
  @inline(__always)
  func name(_ node: Int) -> UInt16 { has(node) ? unsafe builder.pointee.nodes[node].name : XMLNames.other }

  /// The index after the last node in a node.
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

  /// Marks a text, or an element with all its content, as read.
  @inline(__always)
  func take(_ node: Int) {
    if has(node) { unsafe builder.pointee.take(node) }
  }

  /// Whether a text, or an element with all its content, was read.
  @inline(__always)
  func isTaken(_ node: Int) -> Bool { has(node) ? unsafe builder.pointee.nodes[node].isTaken : true }

  /// What is known of the spaces in a text.
  @inline(__always)
  func blanks(_ node: Int) -> Blanks { has(node) ? unsafe builder.pointee.nodes[node].blanks : .hasOther }

  /// Whether a text ends with white space that contains a line end.
  func endsInLine(_ node: Int) -> Bool {
    let (range, bytes) = (textRange(node), bytes)
    var here = range.upperBound
    while here > range.lowerBound, bytes[here - 1].isSpace {
      here -= 1
      if bytes[here] == 10 { return true }
    }
    return false
  }

  /// The range of a text in `bytes`; for an element, that of all its content, including attribute values.
  func textRange(_ node: Int) -> Range<Int> {
    guard has(node) else { return 0..<0 }
    let found = unsafe builder.pointee.nodes[node]
    return found.textStart <= found.textEnd ? Int(found.textStart)..<Int(found.textEnd) : 0..<0
  }

  /// The text of an element that contains only text whose white space needs no change; nil for another. It is
  /// marked as read.
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

  /// The text of a range in `bytes`.
  func text(_ range: Range<Int>) -> String { unsafe builder.pointee.bytes.span.text(range) }

  /// The value of an attribute of a node, without white space at its ends; nil if it is missing or empty.
  func attribute(_ name: UInt16, of node: Int) -> String? {
    attributeRange(name, of: node).map { text($0) }
  }

  /// The range of an attribute's value in `bytes`, without white space at its ends; nil if it is missing or
  /// empty. It is marked as read.
  func attributeRange(_ name: UInt16, of node: Int) -> Range<Int>? {
    guard let found = unreadAttribute(name, of: node) else { return nil }
    take(attribute: found.index)
    return found.range
  }

  /// The value of an attribute, without marking it as read; `take(_:of:)` does that once the value is
  /// understood.
  func look(_ name: UInt16, of node: Int) -> String? { unreadAttribute(name, of: node).map { text($0.range) } }

  /// Marks an attribute as read.
  func take(_ name: UInt16, of node: Int) {
    if let found = unreadAttribute(name, of: node) { take(attribute: found.index) }
  }

  /// Marks an attribute as read, by its index among all.
  @inline(__always)
  func take(attribute index: Int) { unsafe builder.pointee.take(attribute: index) }

  /// The index of an attribute among all, and the range of its value, which is not marked as read.
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

  /// The indices of the attributes of a node among all.
  @inline(__always)
  func attributes(of node: Int) -> Range<Int> {
    guard has(node) else { return 0..<0 }
    let found = unsafe builder.pointee.nodes[node]
    return Int(found.firstAttribute)..<Int(found.firstAttribute &+ found.attributes)
  }

  /// An attribute that was not read and has a value, by its index among all: the number of its name, and the
  /// value.
  func unread(attribute index: Int) -> (name: UInt16, value: Range<Int>)? {
    let attribute = unsafe builder.pointee.attributes[index]
    if attribute.isTaken || attribute.name == XMLNames.spelling { return nil }
    let value = unsafe builder.pointee.bytes.span.trimmed(Int(attribute.start)..<Int(attribute.end))
    return value.isEmpty ? nil : (attribute.name, value)
  }

  /// The spelling of an attribute that the format does not know.
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

  /// The spelling of an element that the format does not know.
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

  /// Whether there is an attribute with an empty value, `separators=""`.
  func hasEmptyAttribute(_ name: UInt16, of node: Int) -> Bool {
    guard has(node), attributeRange(name, of: node) == nil else { return false }
    let found = unsafe builder.pointee.nodes[node]
    return (Int(found.firstAttribute)..<Int(found.firstAttribute + found.attributes)).contains {
      unsafe builder.pointee.attributes[$0].name == name
    }
  }
}
