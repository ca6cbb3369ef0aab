import CitemillCore

/// The names of elements and attributes that a format knows, as numbers.
struct XMLNames: Sendable {
  /// What a piece of text has for a name.
  static let text: UInt16 = 0
  /// What all elements have that the format does not know.
  static let other: UInt16 = 1

  private let words: WordList
  /// The elements that are passed over with all that is in them, by their numbers.
  private let skipped: [Bool]

  /// Names in the order of their numbers, from 2 on.
  init(_ names: [String], skipping skipped: [String] = []) {
    words = WordList(names)
    self.skipped = [false, false] + names.map { skipped.contains($0) }
  }

  /// The number of a name.
  func number(_ bytes: Span<UInt8>) -> UInt16 {
    words.index(of: bytes, 0..<bytes.count).map { UInt16(truncatingIfNeeded: $0 + 2) } ?? Self.other
  }

  /// Whether elements of a number are passed over.
  func isSkipped(_ number: UInt16) -> Bool { skipped.indices.contains(Int(number)) && skipped[Int(number)] }
}

/// The elements and texts of one document, in the order of the document.
///
///     <a n="1">x<b/>y</a>     0 a n="1" ..<4    1 "x" ..<2    2 b ..<3    3 "y" ..<4
///
/// An element is known by its place; its children begin behind it, and each is followed by its own end.
struct XMLTree: Sendable {
  /// An element or a piece of text.
  struct Node {
    /// The number of its name.
    var name: UInt16
    /// How many attributes it has.
    var attributes: UInt16 = 0
    /// Where its attributes begin.
    var firstAttribute: Int32 = 0
    /// The place behind the last node in it.
    var end: Int32
    /// Where the text in it begins and ends.
    var textStart: Int32
    var textEnd: Int32
  }

  /// An attribute with the place of its value.
  struct Attribute {
    var name: UInt16
    var start: Int32
    var end: Int32
  }

  private(set) var nodes: [Node] = []
  /// All texts behind each other, and the values of attributes.
  private(set) var bytes: [UInt8] = []
  private var attributes: [Attribute] = []
  private var open: [Int32] = []
  /// How many elements are open that are passed over.
  private var skipping = 0
  /// Whether the last node is a text that more text goes on with.
  private var isInText = false

  // MARK: - Building

  mutating func removeAll() {
    nodes.removeAll(keepingCapacity: nodes.count < 1 << 16)
    bytes.removeAll(keepingCapacity: bytes.count < 1 << 20)
    attributes.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    skipping = 0
    isInText = false
  }

  mutating func begin(_ name: UInt16, isSkipped: Bool) {
    isInText = false
    if skipping > 0 || isSkipped {
      skipping += 1
      return
    }
    let place = Int32(truncatingIfNeeded: nodes.count)
    let start = Int32(truncatingIfNeeded: bytes.count)
    open.append(place)
    nodes.append(
      Node(
        name: name, firstAttribute: Int32(truncatingIfNeeded: attributes.count), end: place + 1, textStart: start,
        textEnd: start))
  }

  /// Whether what comes is passed over.
  var isSkipping: Bool { skipping > 0 }

  /// Adds an attribute to the element that began last.
  mutating func add(attribute name: UInt16, _ value: Span<UInt8>) {
    guard let last = nodes.indices.last else { return }
    let start = bytes.count
    var here = 0
    // libxml2 writes an ampersand in a value as a reference, so that it can be read once more.
    while let reference = value.firstIndex(of: UInt8(ascii: "&"), from: here, to: value.count) {
      bytes.append(value, here..<(reference + 1))
      here = value.stands("&#38;", at: reference) ? reference + 5 : reference + 1
    }
    bytes.append(value, here..<value.count)
    attributes.append(
      Attribute(
        name: name, start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: bytes.count)))
    nodes[last].attributes += 1
    nodes[last].textStart = Int32(truncatingIfNeeded: bytes.count)
    nodes[last].textEnd = nodes[last].textStart
  }

  mutating func end() {
    isInText = false
    if skipping > 0 {
      skipping -= 1
      return
    }
    guard let place = open.popLast(), nodes.indices.contains(Int(place)) else { return }
    nodes[Int(place)].end = Int32(truncatingIfNeeded: nodes.count)
    nodes[Int(place)].textEnd = Int32(truncatingIfNeeded: bytes.count)
  }

  /// Ends what a document that breaks off has left open.
  mutating func endAll() {
    skipping = 0
    while !open.isEmpty { end() }
  }

  mutating func add(text: Span<UInt8>) {
    if skipping > 0 || open.isEmpty { return }
    let start = bytes.count
    bytes.append(text, 0..<text.count)
    let end = Int32(truncatingIfNeeded: bytes.count)
    if isInText, let last = nodes.indices.last {
      nodes[last].textEnd = end
      return
    }
    isInText = true
    let place = Int32(truncatingIfNeeded: nodes.count)
    nodes.append(
      Node(name: XMLNames.text, end: place + 1, textStart: Int32(truncatingIfNeeded: start), textEnd: end))
  }

  // MARK: - Looking

  /// The number of a node's name.
  func name(_ node: Int) -> UInt16 { nodes.indices.contains(node) ? nodes[node].name : XMLNames.other }

  /// The place behind the last node in a node.
  func end(_ node: Int) -> Int { nodes.indices.contains(node) ? Int(nodes[node].end) : node + 1 }

  /// The first node in a node, or nil.
  func firstChild(_ node: Int) -> Int? { node + 1 < end(node) ? node + 1 : nil }

  /// The node behind a child of a node, or nil.
  func sibling(_ child: Int, in node: Int) -> Int? {
    let next = end(child)
    return next < end(node) ? next : nil
  }

  /// The place of a text among `bytes`; of an element that of all in it, values of attributes among it.
  func textRange(_ node: Int) -> Range<Int> {
    guard nodes.indices.contains(node), nodes[node].textStart <= nodes[node].textEnd else { return 0..<0 }
    return Int(nodes[node].textStart)..<Int(nodes[node].textEnd)
  }

  /// The value of an attribute of a node, without white space at its ends; nil where it is not there, or empty.
  func attribute(_ name: UInt16, of node: Int) -> String? {
    guard nodes.indices.contains(node) else { return nil }
    let first = Int(nodes[node].firstAttribute)
    for index in first..<(first + Int(nodes[node].attributes)) where attributes.indices.contains(index) {
      guard attributes[index].name == name else { continue }
      let range = bytes.span.trimmed(Int(attributes[index].start)..<Int(attributes[index].end))
      return range.isEmpty ? nil : bytes.span.text(range)
    }
    return nil
  }
}
