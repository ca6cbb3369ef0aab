import CitemillCore

extension Record {
  /// Whether only a type is there, apart from native fields; a key counts as something.
  var saysNothing: Bool {
    var bare = Record()
    bare.type = type
    return content == bare
  }

  /// Whether only a type is there, or a word for one that is kept under a name of a format.
  func saysNothing(butType name: String) -> Bool {
    titles.isEmpty && nativeFields.allSatisfy { $0.name == name } && saysNothing
  }

  /// Makes a value that is a DOI the DOI of the work, if it has no other one: some exporters have it in the place of something else.
  mutating func takeDOI(from variable: Variable) {
    guard let text = self[variable], text.contains(byte: UInt8(ascii: "/")) else { return }
    let found = DOIText.identifier(text)
    guard DOIText.isOne(found.value), doi == nil || doi == found.value else { return }
    self[variable] = nil
    if doi == nil { add(found) }
  }
}
