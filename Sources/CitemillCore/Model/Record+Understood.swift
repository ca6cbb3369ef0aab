extension Record {
  /// Whether it has something by which its work is known: a title, a name or an identifier, of the work, its event or what it appeared
  /// in, its references, or the text of the reference as it is printed.
  ///
  /// A date, a remark, an abstract or keywords alone count where nothing stands beside them that the reader did not understand.
  package var isUnderstood: Bool {
    if !titles.isEmpty || !contributors.isEmpty || !identifiers.isEmpty { return true }
    if container?.isUnderstood == true || variables.contains(.rawReference) { return true }
    if !hasOnlyUsualParts, !references.isEmpty || event?.title != nil { return true }
    if dates.isEmpty, notes.isEmpty, abstracts.isEmpty, keywords.isEmpty { return false }
    // What is kept of the text around a record has such a name.
    return nativeFields.allSatisfy { $0.name.utf8.first == UInt8(ascii: "@") }
  }
}

extension Container {
  fileprivate var isUnderstood: Bool {
    !titles.isEmpty || !contributors.isEmpty || !identifiers.isEmpty || parent?.isUnderstood == true
  }
}
