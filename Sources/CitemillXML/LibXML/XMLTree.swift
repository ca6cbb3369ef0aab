import CitemillCore

/// The elements and texts of one document, in the order of the document.
///
///     <a n="1">x<b/>y</a>     0 a n="1" ..<4    1 "x" ..<2    2 b ..<3    3 "y" ..<4
///
/// An element is known by its place; its children begin behind it, and each is followed by its own end. The tree of a parser
/// is filled anew by each document.
@safe
final class XMLTree {
  /// An element or a piece of text.
  struct Node: BitwiseCopyable {
    /// The number of its name.
    var name: UInt16
    /// What is known of the blanks of a text.
    var blanks: Blanks = []
    /// The place behind the last node in it; while it is open, that of the element it stands in.
    var end: Int32
    /// Where the text in it begins and ends.
    var textStart: Int32
    var textEnd: Int32
    /// Where its attributes begin.
    var firstAttribute: Int32
    /// How many attributes it has.
    var attributes: Int32 = 0
  }

  /// What is known of the blanks of a text before anyone looks at it again.
  struct Blanks: OptionSet {
    let rawValue: UInt8
    /// There is white space that is no blank, or a blank behind another.
    static let hasOther = Self(rawValue: 1)
    static let atStart = Self(rawValue: 2)
    static let atEnd = Self(rawValue: 4)
  }

  /// An attribute with the place of its value.
  struct Attribute: BitwiseCopyable {
    var name: UInt16
    var start: Int32
    var end: Int32
  }

  /// What the nodes lie in. It is a structure behind a pointer, so that nothing is asked when it is looked at.
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

  /// All texts behind each other, and the values of attributes; behind them what is left of other documents.
  var bytes: [UInt8] { unsafe builder.pointee.bytes }

  @inline(__always)
  private func has(_ node: Int) -> Bool { unsafe node >= 0 && node < builder.pointee.nodes.count }

  /// The number of a node's name.
  @inline(__always)
  func name(_ node: Int) -> UInt16 { has(node) ? unsafe builder.pointee.nodes[node].name : XMLNames.other }

  /// The place behind the last node in a node.
  @inline(__always)
  func end(_ node: Int) -> Int { has(node) ? unsafe Int(builder.pointee.nodes[node].end) : node + 1 }

  /// The first node in a node, or nil.
  @inline(__always)
  func firstChild(_ node: Int) -> Int? { node + 1 < end(node) ? node + 1 : nil }

  /// The node behind a child of a node, or nil.
  @inline(__always)
  func sibling(_ child: Int, in node: Int) -> Int? {
    let next = end(child)
    return next < end(node) ? next : nil
  }

  /// What is known of the blanks of a text.
  @inline(__always)
  func blanks(_ node: Int) -> Blanks { has(node) ? unsafe builder.pointee.nodes[node].blanks : .hasOther }

  /// The place of a text among `bytes`; of an element that of all in it, values of attributes among it.
  func textRange(_ node: Int) -> Range<Int> {
    guard has(node) else { return 0..<0 }
    let found = unsafe builder.pointee.nodes[node]
    return found.textStart <= found.textEnd ? Int(found.textStart)..<Int(found.textEnd) : 0..<0
  }

  /// The words of an element that has nothing in it but words, and of these none that white space is to be taken from; nil for
  /// another.
  func simpleText(_ node: Int) -> String? {
    guard has(node) else { return nil }
    let end = unsafe Int(builder.pointee.nodes[node].end)
    guard end == node + 2, has(node + 1) else { return end == node + 1 ? "" : nil }
    let only = unsafe builder.pointee.nodes[node + 1]
    guard only.name == XMLNames.text, only.blanks.isEmpty, only.textStart <= only.textEnd else { return nil }
    return text(Int(only.textStart)..<Int(only.textEnd))
  }

  /// The text of a place among `bytes`.
  func text(_ range: Range<Int>) -> String { unsafe builder.pointee.bytes.span.text(range) }

  /// The value of an attribute of a node, without white space at its ends; nil where it is not there, or empty.
  func attribute(_ name: UInt16, of node: Int) -> String? {
    attributeRange(name, of: node).map { text($0) }
  }

  /// Where the value of an attribute stands among `bytes`, without white space at its ends; nil where it is not there, or
  /// empty.
  func attributeRange(_ name: UInt16, of node: Int) -> Range<Int>? {
    guard has(node) else { return nil }
    let found = unsafe builder.pointee.nodes[node]
    var index = Int(found.firstAttribute)
    let end = index &+ Int(found.attributes)
    while index < end {
      let attribute = unsafe builder.pointee.attributes[index]
      if attribute.name == name {
        let range = unsafe builder.pointee.bytes.span.trimmed(Int(attribute.start)..<Int(attribute.end))
        return range.isEmpty ? nil : range
      }
      index &+= 1
    }
    return nil
  }

  /// Whether an attribute is there and says nothing, `separators=""`.
  func hasEmptyAttribute(_ name: UInt16, of node: Int) -> Bool {
    guard has(node), attributeRange(name, of: node) == nil else { return false }
    let found = unsafe builder.pointee.nodes[node]
    return (Int(found.firstAttribute)..<Int(found.firstAttribute + found.attributes)).contains {
      unsafe builder.pointee.attributes[$0].name == name
    }
  }

  /// The attributes of a node that have a known name and a value, in the order of the document.
  func attributes(of node: Int) -> [(name: UInt16, value: String)] {
    guard has(node) else { return [] }
    let found = unsafe builder.pointee.nodes[node]
    return (Int(found.firstAttribute)..<Int(found.firstAttribute + found.attributes)).compactMap { index in
      let name = unsafe builder.pointee.attributes[index].name
      return attribute(name, of: node).map { (name, $0) }
    }
  }
}
