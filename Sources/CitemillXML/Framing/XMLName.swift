import CitemillCore

/// The names of a format's elements and attributes.
protocol XMLName: RawRepresentable<UInt16>, CaseIterable, Equatable, Sendable {
  /// The name as it stands in documents, without prefix.
  var word: String { get }
}

extension XMLName {
  /// The number that a tree has for the name.
  var number: UInt16 { rawValue + 2 }
}

extension XMLNames {
  /// The names of a format; those of `skipped` elements are passed over with all that is in them.
  init<Name: XMLName>(_ type: Name.Type, skipping skipped: [Name] = []) where Name.AllCases: RandomAccessCollection {
    self.init(Name.allCases.map(\.word), skipping: skipped.map(\.word))
  }
}

extension XMLTree {
  /// The name of an element; nil for text and for what the format does not know.
  func element<Name: XMLName>(_ node: Int, as type: Name.Type = Name.self) -> Name? {
    let number = name(node)
    return number < 2 ? nil : Name(rawValue: number - 2)
  }

  /// Calls a function with each element in an element that has a known name.
  func forEach<Name: XMLName>(in node: Int, as type: Name.Type = Name.self, _ body: (Int, Name) -> Void) {
    var child = firstChild(node)
    while let here = child {
      if let name = element(here, as: Name.self) { body(here, name) }
      child = sibling(here, in: node)
    }
  }

  /// How many nodes stand directly in an element.
  func children(in node: Int) -> Int {
    var count = 0
    var child = firstChild(node)
    while let here = child {
      count += 1
      child = sibling(here, in: node)
    }
    return count
  }

  /// The first child of a name, or nil.
  func child<Name: XMLName>(_ name: Name, of node: Int?) -> Int? {
    guard let node else { return nil }
    var child = firstChild(node)
    while let here = child {
      if self.name(here) == name.number { return here }
      child = sibling(here, in: node)
    }
    return nil
  }

  /// Calls a function with each child of a name.
  func forEach<Name: XMLName>(_ name: Name, in node: Int?, _ body: (Int) -> Void) {
    guard let node else { return }
    var child = firstChild(node)
    while let here = child {
      if self.name(here) == name.number { body(here) }
      child = sibling(here, in: node)
    }
  }

  /// The children of a name.
  func children<Name: XMLName>(_ name: Name, of node: Int?) -> [Int] {
    var found: [Int] = []
    forEach(name, in: node) { found.append($0) }
    return found
  }

  /// All elements of a name in an element, however deep.
  func descendants<Name: XMLName>(_ name: Name, of node: Int?) -> [Int] {
    guard let node else { return [] }
    return ((node + 1)..<max(end(node), node + 1)).filter { self.name($0) == name.number }
  }

  /// The value of an attribute; nil where it is not there, or empty.
  func attribute<Name: XMLName>(_ name: Name, of node: Int?) -> String? {
    node.flatMap { attribute(name.number, of: $0) }
  }

  /// Whether an attribute has a value, capitals taken for small letters.
  func has<Name: XMLName>(_ name: Name, _ value: String, of node: Int?) -> Bool {
    guard let node, let range = attributeRange(name.number, of: node) else { return false }
    let bytes = bytes
    return bytes[range].lazy.map(\.lowercased).elementsEqual(value.utf8)
  }
}
