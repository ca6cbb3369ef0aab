extension Record {
  /// Whether it has something that identifies its work: a title, a name or an identifier, of the work, its
  /// event or its container, its references, or the printed text of a reference.
  ///
  /// A date, a note, an abstract or keywords alone count only if the record has nothing that the reader did
  /// not understand.
  package var isUnderstood: Bool {
    if !titles.isEmpty || !contributors.isEmpty || !identifiers.isEmpty { return true }
    if container?.isUnderstood == true || variables.contains(.rawReference) { return true }
    if !hasOnlyUsualParts, !references.isEmpty || event?.title != nil { return true }
    if dates.isEmpty, notes.isEmpty, abstracts.isEmpty, keywords.isEmpty { return false }
    // Native fields for the text around a record have such a name.
    return nativeFields.allSatisfy { $0.name.utf8.first == UInt8(ascii: "@") }
  }
}

extension Container {
  fileprivate var isUnderstood: Bool {
    !titles.isEmpty || !contributors.isEmpty || !identifiers.isEmpty || parent?.isUnderstood == true
  }
}
