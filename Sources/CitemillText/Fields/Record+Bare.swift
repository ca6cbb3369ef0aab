import CitemillCore

extension Record {
  /// Whether there is only a type, apart from native fields; a key counts as a value.
  var saysNothing: Bool {
    var bare = Record()
    bare.type = type
    return content == bare
  }

  /// Whether there is only a type, or a word for one that is kept as a native field with this name.
  func saysNothing(butType name: String) -> Bool {
    titles.isEmpty && nativeFields.allSatisfy { $0.name == name } && saysNothing
  }

  /// Moves a value that is a DOI to the DOI of the work, if it has none: some exporters write it into another
  /// field.
  mutating func takeDOI(from variable: Variable) {
    guard let text = self[variable], text.contains(byte: UInt8(ascii: "/")) else { return }
    let found = DOIText.identifier(text)
    guard DOIText.isOne(found.value), doi == nil || doi == found.value else { return }
    self[variable] = nil
    if doi == nil { add(found) }
  }
}
