import CitemillCore

/// The evidence for each dialect in the first lines.
struct DialectEvidence {
  /// The evidence for the dialect with the most of it.
  let best: Evidence

  init(_ prefix: BytePrefix) {
    guard let first = prefix.firstVisibleByte, !Self.isMarkup(prefix, first) else {
      best = .none
      return
    }
    // The last line, which may be incomplete, is left out, unless there is no other.
    let source = ByteSource(bytes: prefix.bytes)
    var lines: [ListingLine] = []
    while lines.count < 400, let next = (try? source.nextLine()) ?? nil {
      lines.append(ListingLine(next, of: .references))
    }
    if !prefix.isComplete, lines.count > 1 { lines.removeLast() }
    let found = [Self.anchored(lines), Self.labelled(lines), Self.marked(lines)]
    best = found.max() ?? .none
  }

  /// Whether this is a markup language with tags or braces instead of plain text.
  private static func isMarkup(_ prefix: BytePrefix, _ first: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "<"):
      return prefix.bytes.span.firstIndex(of: Array("</".utf8)) != nil
        || prefix.bytes.span.firstIndex(of: Array("/>".utf8)) != nil
    case UInt8(ascii: "{"): return true
    case UInt8(ascii: "["):
      // An array of JSON, and not `[1]`.
      let rest = prefix.bytes.drop { $0.isSpace }.dropFirst().drop { $0.isSpace }
      return rest.isEmpty
        || [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "]")].contains(rest[rest.startIndex])
    default: return false
    }
  }

  private static func anchored(_ lines: [ListingLine]) -> Evidence {
    let grammar = LineGrammar.scienceGate
    var labels = 0
    var headers = 0
    var kinds: Set<LineGrammar.HeaderField.Meaning> = []
    for line in lines {
      switch grammar.kind(of: line) {
      // "Authors: Doe, Jane" on one line is of a labelled block.
      case .label(.contributors, let cells):
        labels += cells.isEmpty || line.string.startsWithLetters(of: "Author(s)") ? 1 : 0
      case .header(let fields):
        headers += fields.contains { $0.0 != .container } ? 1 : 0
        kinds.formUnion(fields.map(\.0))
      default: break
      }
    }
    // A list of DOIs, or of years, has no other header.
    guard labels > 0 || headers > 1 && kinds.count > 1 else { return .none }
    return Evidence(
      // A year or a DOI alone on a line occurs in many formats.
      bits: min(labels * 16 + (labels == 0 ? min(headers * 6, 24) : headers * 6), 80),
      Diagnostic.count(labels, "author label") + ", " + Diagnostic.count(headers, "header line"),
      dialect: "sciencegate")
  }

  private static func labelled(_ lines: [ListingLine]) -> Evidence {
    var rows: Set<String> = []
    // "PMID: 123" and "DOI: 10..." are also lines of references.
    var hasOther = false
    var count = 0
    let labels = lines.map { LabelledLine($0) }
    for (index, label) in labels.enumerated() {
      guard let label, let row = label.row else { continue }
      // A label alone counts if its value is indented below it.
      let below = index + 1 < labels.count ? labels[index + 1] : nil
      guard !label.value.isEmpty || below.map({ $0.indent > label.indent }) ?? false else { continue }
      rows.insert(row.label)
      if case .at(.identifier) = row.rule {} else { hasOther = true }
      count += 1
    }
    // A type under its CSL name starts each block that Citemill writes, and no other list.
    let first = lines.firstIndex { !$0.isBlank }.flatMap { labels[$0] }
    let isOurs = first.map { LabelTable.beginsOurs($0.name, $0.value) } ?? false
    guard isOurs || count > 1 && rows.count > 1 && hasOther else { return .none }
    // Below references, databases print keywords and DOIs with labels.
    if !isOurs, !rows.contains("Title"), hasReference(lines, labels) { return .none }
    return Evidence(
      bits: min(rows.count * 8 + count, 72) + (isOurs ? 80 : 0),
      "labels \(rows.sorted().prefix(4).joined(separator: ", "))",
      dialect: "labelled")
  }

  /// Whether a line without a label is a reference that begins with names.
  private static func hasReference(_ lines: [ListingLine], _ labels: [LabelledLine?]) -> Bool {
    zip(lines.indices, labels).contains { index, label in
      label == nil && ReferenceHead(lines[index].text) != nil && ReferenceSigns.areEnough(lines[index...index])
    }
  }

  /// Entries that the lines are split into: those with a marker, and those with the properties of references. In
  /// an agenda or a list of links, few have them.
  private static func marked(_ lines: [ListingLine]) -> Evidence {
    var shape = MarkedShape(isTakenApart: false)
    var (entries, markers, references) = (0, 0, 0)
    var rest = lines[...]
    while !rest.isEmpty, let cut = shape.cut(rest, isAtEnd: true), cut.skipped + cut.entry > 0 {
      let entry = rest.dropFirst(cut.skipped).prefix(cut.entry)
      if !entry.isEmpty {
        entries += 1
        let marker = shape.passMarker()
        if marker != nil { markers += 1 }
        if ReferenceSigns.areSure(entry, behindMarker: marker?.length ?? 0) { references += 1 }
      }
      rest = rest.dropFirst(cut.skipped + cut.entry)
    }
    guard references > 0, references * 3 >= entries else { return .none }
    return Evidence(
      bits: min(markers * 4, 16) + min(references * 6, 24),
      Diagnostic.count(markers, "list marker") + ", "
        + Diagnostic.count(references, "entry like references", "entries like references"),
      dialect: "references")
  }
}
