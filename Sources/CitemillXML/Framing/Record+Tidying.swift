import CitemillCore

extension Record {
  /// Keeps a value that the model has no place for, under the path of its element; does nothing if there is
  /// no value.
  mutating func keep(_ path: @autoclosure () -> String, _ value: String?, of format: String) {
    guard let value, !value.isEmpty else { return }
    nativeFields.append(NativeField(format: format, name: path(), value: value))
  }

  /// Adds a title to the host, which is created if there is none; an empty title adds nothing.
  mutating func addHostTitle(_ title: consuming Title) {
    if title.text.isEmpty { return }
    if container == nil {
      container = Container(.host, titles: [title])
      return
    }
    let added = title
    withHost { $0.titles.insert(added) }
  }

  /// Removes containers that are empty, since reading created them for values that turned out to be empty.
  mutating func dropEmptyContainers() {
    guard container?.hasEmptyPart == true, var outermost = container else { return }
    outermost.dropEmptyParents()
    container = outermost.isBare ? outermost.parent : outermost
  }
}

extension Container {
  mutating func add(_ title: Title) {
    if title.text.isEmpty { return }
    if titles.capacity == 0 { titles.reserveCapacity(2) }  // most have a short one too
    titles.insert(title)
  }

  /// Whether it, or what it appeared in, is empty. Most are not, and this check spares copying them.
  fileprivate var hasEmptyPart: Bool { isBare || hasParent && (parent?.isBare == true || parent?.hasParent == true) }

  fileprivate mutating func dropEmptyParents() {
    // Containers are nested no deeper than the model allows.
    guard var outer = parent else { return }
    outer.dropEmptyParents()
    parent = outer.isBare ? outer.parent : outer
  }
}
