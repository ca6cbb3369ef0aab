import CitemillCore

/// The names of a format's elements and attributes.
protocol XMLName: RawRepresentable<UInt16>, CaseIterable, Hashable, Sendable {
  /// The name as it is in documents, without prefix.
  var word: String { get }
  /// The name of an attribute with its usual prefix, `xlink:href`.
  var attributeWord: String { get }
  /// The strings of all names in the order of their numbers, followed by those of MathML.
  static var allWords: [String] { get }
}

extension XMLName {
  /// Most have no prefix.
  var attributeWord: String { word }

  var number: UInt16 { rawValue + 2 }
}

extension String {
  /// A name whose words begin with capitals, with a separator between the words instead: `isReviewOf` as
  /// `is-review-of`.
  func parted(by sign: UInt8) -> String {
    var words: [UInt8] = []
    for byte in utf8 {
      if byte &- 65 < 26, !words.isEmpty { words.append(sign) }
      words.append(byte.lowercased)
    }
    return String(decoding: words, as: UTF8.self)
  }
}

extension XMLNames {
  /// The names of a format; the `skipped` elements are skipped with all their content.
  init<Name: XMLName>(_ type: Name.Type, skipping skipped: [Name] = []) where Name.AllCases: RandomAccessCollection {
    self.init(Name.allCases.map(\.word), skipping: skipped.map(\.word))
  }
}

extension XMLTree {
  /// The name of an element; nil for text and for elements that the format does not know.
  func element<Name: XMLName>(_ node: Int, as type: Name.Type = Name.self) -> Name? {
    let number = name(node)
    return number < 2 ? nil : Name(rawValue: number - 2)
  }

  /// Calls a function with each node directly in an element.
  @inline(__always)
  func forEachNode(in node: Int, _ body: (Int) -> Void) {
    let end = end(node)
    var here = node + 1
    while here < end {
      body(here)
      here = self.end(here)
    }
  }

  /// Calls a function with each element in an element that has a known name.
  func forEach<Name: XMLName>(in node: Int, as type: Name.Type = Name.self, _ body: (Int, Name) -> Void) {
    forEachNode(in: node) { here in
      if let name = element(here, as: Name.self) { body(here, name) }
    }
  }

  /// Calls a function with each element in an element, and its name if it is known.
  func forEachElement<Name: XMLName>(in node: Int, as type: Name.Type = Name.self, _ body: (Int, Name?) -> Void) {
    forEachNode(in: node) { here in
      if name(here) != XMLNames.text { body(here, element(here, as: Name.self)) }
    }
  }

  /// Whether an element has text beside the elements in it.
  func hasWords(_ node: Int) -> Bool {
    var child = firstChild(node)
    while let here = child {
      if name(here) == XMLNames.text, isVisible(here) { return true }
      child = sibling(here, in: node)
    }
    return false
  }

  /// Whether a text is more than white space.
  func isVisible(_ text: Int) -> Bool { !bytes.span.trimmed(textRange(text)).isEmpty }

  /// The first element in an element that a format knows, or nil.
  func firstElement(in node: Int) -> Int? {
    var child = firstChild(node)
    while let here = child {
      if name(here) > XMLNames.other { return here }
      child = sibling(here, in: node)
    }
    return nil
  }

  /// How many nodes are directly in an element.
  func children(in node: Int) -> Int {
    var count = 0
    forEachNode(in: node) { _ in count += 1 }
    return count
  }

  /// How many children with a name there are.
  func count<Name: XMLName>(_ name: Name, in node: Int) -> Int {
    var count = 0
    forEach(name, in: node) { _ in count += 1 }
    return count
  }

  /// The first child with a name, or nil.
  func child<Name: XMLName>(_ name: Name, of node: Int?) -> Int? {
    guard let node else { return nil }
    let end = end(node)
    var here = node + 1
    while here < end {
      if self.name(here) == name.number { return here }
      here = self.end(here)
    }
    return nil
  }

  /// Calls a function with each child with a name.
  func forEach<Name: XMLName>(_ name: Name, in node: Int?, _ body: (Int) -> Void) {
    guard let node else { return }
    forEachNode(in: node) { here in
      if self.name(here) == name.number { body(here) }
    }
  }

  func children<Name: XMLName>(_ name: Name, of node: Int?) -> [Int] {
    var found: [Int] = []
    forEach(name, in: node) { found.append($0) }
    return found
  }

  /// All elements with a name in an element, at any depth.
  func descendants<Name: XMLName>(_ name: Name, of node: Int?) -> [Int] {
    guard let node else { return [] }
    return ((node + 1)..<max(end(node), node + 1)).filter { self.name($0) == name.number }
  }

  /// The value of an attribute; nil if it is missing or empty.
  func attribute<Name: XMLName>(_ name: Name, of node: Int?) -> String? {
    guard let node else { return nil }
    return attribute(name.number, of: node)
  }

  /// The text directly in an element, without marking it as read.
  func look(_ node: Int?) -> String {
    guard let node else { return "" }
    var builder = XMLTextBuilder()
    forEachNode(in: node) { if name($0) == XMLNames.text { builder.look(self, $0) } }
    return builder.plain()
  }

  /// Marks the text directly in an element as read.
  func takeWords(of node: Int?) {
    guard let node else { return }
    forEachNode(in: node) { if name($0) == XMLNames.text { take($0) } }
  }

  /// The value of an attribute, without marking it as read; nil if it is missing or empty.
  func look<Name: XMLName>(_ name: Name, of node: Int?) -> String? { node.flatMap { look(name.number, of: $0) } }

  /// The meaning of an attribute's value, which is marked as read; nil if it has no meaning, and then it is
  /// not.
  func attribute<Name: XMLName, Meaning>(_ name: Name, of node: Int?, as meaning: (String) -> Meaning?) -> Meaning? {
    guard let node, let value = look(name.number, of: node), let found = meaning(value) else { return nil }
    take(name.number, of: node)
    return found
  }

  /// Whether an attribute has a value, given in lower case; capitals count as lower-case letters. Another
  /// value is not marked as read.
  func has<Name: XMLName>(_ name: Name, _ value: StaticString, of node: Int?) -> Bool {
    guard let node, let found = unreadAttribute(name.number, of: node) else { return false }
    guard
      found.range.count == value.utf8CodeUnitCount && bytes.span.standsInAnyCase(value, at: found.range.lowerBound)
    else { return false }
    take(attribute: found.index)
    return true
  }
}
