import CitemillCore

extension Record {
  /// Takes away containers in which nothing is said, after reading has made them for what turned out to be empty.
  mutating func dropEmptyContainers() {
    guard var outermost = container else { return }
    outermost.dropEmptyParents()
    container = outermost.isBare ? outermost.parent : outermost
  }
}

extension Container {
  fileprivate mutating func dropEmptyParents() {
    // Containers lie within each other no deeper than the model allows.
    guard var outer = parent else { return }
    outer.dropEmptyParents()
    parent = outer.isBare ? outer.parent : outer
  }
}
