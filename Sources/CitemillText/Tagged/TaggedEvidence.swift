import CitemillCore

/// Detects tagged formats by the tags at the start of lines.
enum TaggedEvidence {
  /// How many lines are read; whether lines have tags shows early.
  private static let lines = 200

  /// The evidence that the first bytes are of a format: lines with its tags count, above all those that begin
  /// and end records.
  static func evidence(of syntax: TagSyntax, _ table: @autoclosure () -> TagTable, in prefix: BytePrefix) -> Evidence {
    var tags: [TagSyntax.Tag] = []
    var begins: [Range<Int>] = []
    let bytes = prefix.bytes.span
    var others = 0
    var start = 0
    for _ in 0..<lines where start < bytes.count {
      let line = bytes.line(start)
      start = line.next
      guard
        let found = syntax.tag(bytes, line.range) ?? syntax.indentedTag(bytes, line.range)
          ?? syntax.lowercaseTag(bytes, line.range),
        // One space is enough once a record has begun like that: `TY - JOUR`.
        !found.isLoose || found.tag == syntax.begin || !begins.isEmpty,
        // `TI  - Weirs` belongs to other formats.
        syntax.style != .column
          || !bytes.stands("- ", at: bytes.trimmed(found.value..<line.range.upperBound).lowerBound)
      else {
        if !bytes.trimmed(line.range).isEmpty { others += 1 }
        continue
      }
      if found.tag == syntax.begin { begins.append(bytes.trimmed(found.value..<line.range.upperBound)) }
      if !tags.contains(found.tag) { tags.append(found.tag) }
    }
    // Most files have no tags, and the table is not needed for them.
    if tags.isEmpty || tags.count == 1 && begins.isEmpty { return .none }
    let table = table()
    let known = tags.filter { table.row($0) != nil || $0 == syntax.end || syntax.frame.contains($0) }
    let hasBegin = begins.contains { value in
      table.typeRule == nil
        ? table.types.type(bytes, value) != nil || TypeWords.type(of: bytes.text(value)) != nil : tags.count > 1
    }
    guard known.count > 1 || hasBegin else { return .none }
    var bits = min(known.count, 8) * weight(of: syntax.style)
    // If the file begins with records of another format, it is more likely in that one.
    if hasBegin, !beginsWithOthers(bytes, syntax) { bits += 24 }
    if others > 9 * (tags.count + begins.count) { bits /= 4 }
    let names = known.map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(4)
    return Evidence(bits: bits, "tags \(names.joined(separator: ", "))")
  }

  private static func beginsWithOthers(_ bytes: Span<UInt8>, _ syntax: TagSyntax) -> Bool {
    let start = bytes.endOfSpace(from: 0, to: bytes.count)
    let line = bytes.line(start).range
    if syntax.tag(bytes, line) != nil { return false }
    return ForeignLines.format(bytes, start..<min(start + ForeignLines.window, bytes.count)) != nil
  }

  /// How much a tag counts: two capitals before a space may begin any line.
  private static func weight(of style: TagSyntax.Style) -> Int {
    switch style {
    case .hyphen, .paddedHyphen: 8
    case .percent: 6
    case .column: 3
    }
  }
}
