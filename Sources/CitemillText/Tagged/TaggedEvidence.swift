import CitemillCore

/// Tells tagged formats by the tags at the start of lines.
enum TaggedEvidence {
  /// How surely the first bytes are of a format: lines with its tags count, above all those that begin and end records.
  static func evidence(of table: TagTable, in prefix: BytePrefix) -> Evidence {
    var known: Set<TagSyntax.Tag> = []
    var hasBegin = false
    var others = 0
    let bytes = prefix.bytes.span
    var lines = 0
    for line in bytes.lines(0..<min(bytes.count, 1 << 15)) {
      lines += 1
      guard let found = table.syntax.tag(bytes, line), !found.isLoose || found.tag == table.syntax.begin else {
        if !bytes.trimmed(line).isEmpty { others += 1 }
        continue
      }
      if found.tag == table.syntax.begin {
        let value = bytes.trimmed(found.value..<line.upperBound)
        if table.types.type(bytes, value) != nil || TypeGuess.type(bytes.text(value)) != nil { hasBegin = true }
      }
      if table.row(found.tag) != nil || found.tag == table.syntax.end || table.syntax.frame.contains(found.tag) {
        known.insert(found.tag)
      }
    }
    guard !known.isEmpty else { return .none }
    var bits = min(known.count, 8) * weight(of: table.syntax.style)
    if hasBegin { bits += 24 }
    if known.count < 2, !hasBegin { return .none }
    if others > lines * 9 / 10 { bits /= 4 }
    let names = known.map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(4)
    return Evidence(bits: bits, "tags \(names.joined(separator: ", "))")
  }

  /// How much a tag tells: two capitals before a space may begin any line.
  private static func weight(of style: TagSyntax.Style) -> Int {
    switch style {
    case .hyphen, .paddedHyphen: 8
    case .percent: 6
    case .column: 3
    }
  }
}
