/// A place at which two records differ.
public struct RecordDifference: Sendable, Equatable {
  /// The location.
  public var path: FieldPath
  /// The values that only the first record has, as text.
  public var before: [String]
  /// The values that only the second record has, as text.
  public var after: [String]
}

extension Record {
  /// Where the content of another record differs, field by field in the order of the model; empty if it is
  /// equal.
  ///
  /// For a list, values that are equal at its start and its end are left out.
  public func differences(from other: Record) -> [RecordDifference] {
    let (left, right) = (content, other.content)
    if left == right { return [] }
    let (leftParts, rightParts) = (left.partsByPath, right.partsByPath)
    var found: [RecordDifference] = []
    for path in leftParts.order + rightParts.order.filter({ leftParts.parts[$0] == nil }) {
      var before = leftParts.parts[path, default: []][...]
      var after = rightParts.parts[path, default: []][...]
      while let one = before.first, let two = after.first, one.isSame(as: two) {
        before.removeFirst()
        after.removeFirst()
      }
      while let one = before.last, let two = after.last, one.isSame(as: two) {
        before.removeLast()
        after.removeLast()
      }
      if before.isEmpty && after.isEmpty { continue }
      // Values with the same text are shown in full, so that the difference is visible.
      let readAlike = before.elementsEqual(after) { $0.text.hasSameBytes(as: $1.text) }
      found.append(
        RecordDifference(
          path: path, before: before.map { readAlike ? $0.fullText : $0.text },
          after: after.map { readAlike ? $0.fullText : $0.text }))
    }
    if found.isEmpty {
      // Equal values in a different structure: containers in another order, or roles in another order.
      for field in Field.allCases where !left.has(sameValueAs: right, for: field) {
        found.append(RecordDifference(path: FieldPath(field), before: ["(in this structure)"], after: ["(in another)"]))
      }
    }
    return found
  }

  private var partsByPath: (order: [FieldPath], parts: [FieldPath: [RecordPart]]) {
    var order: [FieldPath] = []
    var parts: [FieldPath: [RecordPart]] = [:]
    for part in self.parts() {
      if parts[part.path] == nil { order.append(part.path) }
      parts[part.path, default: []].append(part)
    }
    return (order, parts)
  }
}
