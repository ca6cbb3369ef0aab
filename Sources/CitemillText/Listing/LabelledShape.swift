import CitemillCore

/// Blocks of `Label: value`.
///
///     Type: article-journal
///     Title: On <i>Salmo salar</i>
///     Author: Doe, Jane                  our own form: a contributor a line,
///       email: doe@example.org           and what it has besides below it
///     Container: Journal of Tests
///       ISSN: 1234-5679
///
///     Title: On trout                    as databases write it
///     Authors: Roe, Richard; Doe, Jane
///     Year: 2019
///     Abstract: A text that goes
///     on in the next line.
///
/// An entry ends where a label comes again that an entry has once, or its first label. It has at least two known labels.
struct LabelledShape: EntryShape {
  let names: NameText.Order

  init(names: NameText.Order) { self.names = names }

  private static let longestEntry = 1 << 16

  mutating func cut(_ lines: ArraySlice<ListingLine>, isAtEnd: Bool) -> EntryCut? {
    guard let start = lines.firstIndex(where: { Self.row($0) != nil }), let first = Self.row(lines[start]) else {
      if !isAtEnd, lines.count < 4096 { return nil }
      return EntryCut(skipped: lines.count, entry: 0)
    }
    let base = lines[start].indent
    var seen: Set<String> = [first.label]
    var end = start + 1
    var isBehindBlank = false
    var here = start + 1
    while here < lines.endIndex, here - start < Self.longestEntry {
      let line = lines[here]
      if line.isBlank {
        isBehindBlank = true
      } else if line.isRule {
        return EntryCut(skipped: start - lines.startIndex, entry: end - start)
      } else if line.indent <= base, let row = Self.row(line) {
        let isRepeated = row.isSingle && seen.contains(row.label)
        if isRepeated && (isBehindBlank || row.label == first.label) || isBehindBlank && row.label == first.label {
          return EntryCut(skipped: start - lines.startIndex, entry: end - start)
        }
        seen.insert(row.label)
        isBehindBlank = false
        end = here + 1
      } else if !isBehindBlank || LabelledLine(line) != nil {
        isBehindBlank = false
        end = here + 1
      }
      here += 1
    }
    if here == lines.endIndex, !isAtEnd { return nil }
    return EntryCut(skipped: start - lines.startIndex, entry: end - start)
  }

  private static func row(_ line: ListingLine) -> LabelTable.Row? {
    LabelledLine(line).flatMap { LabelTable.row($0.name) }
  }

  // MARK: - Reading

  mutating func read(
    _ lines: ArraySlice<ListingLine>, into record: inout Record, _ remarks: inout ListingRemarks
  ) -> Bool {
    let nodes = tree(lines, &remarks)
    // One label may be prose; a type by the name of the model is a block of our own, be it ever so short.
    let isOurs = nodes.first.map { LabelTable.beginsOurs($0.name, $0.value) } ?? false
    guard isOurs || nodes.filter({ LabelTable.row($0.name) != nil }).count >= 2 else { return false }
    let decoder = LabelledDecoder(names: names, line: lines.first)
    decoder.read(nodes, into: &record, &remarks)
    if let violation = record.violations.first {
      remarks.warn(.badValue, "the entry has \(violation)", lines.first)
      return false
    }
    if record.title == nil {
      remarks.warn(.missingTitle, "the entry has no title; none is made up", lines.first)
    }
    return true
  }

  /// The lines of an entry as labels with what is below them.
  private func tree(_ lines: ArraySlice<ListingLine>, _ remarks: inout ListingRemarks) -> [LabelNode] {
    var nodes: [LabelNode] = []
    let base = lines.first?.indent ?? 0
    var isBehindBlank = false
    for line in lines {
      if line.isBlank {
        isBehindBlank = true
        continue
      }
      defer { isBehindBlank = false }
      if let label = LabelledLine(line) {
        let depth = (line.indent - base) / 2
        if line.indent <= base, isField(label, behind: nodes.last, isBehindBlank) {
          nodes.append(LabelNode(label))
          continue
        }
        if depth > 0, (line.indent - base) % 2 == 0, nodes.last?.takes(label.name, at: depth) == true {
          nodes[nodes.count - 1].append(LabelNode(label), at: depth)
          continue
        }
      }
      if nodes.isEmpty || isBehindBlank {
        remarks.skip(line)
      } else {
        nodes[nodes.count - 1].goOn(with: line.string)
      }
    }
    return nodes
  }

  /// Whether words before a colon are a label: known ones are; others are not in the middle of a text.
  private func isField(_ label: LabelledLine, behind previous: LabelNode?, _ isBehindBlank: Bool) -> Bool {
    if LabelTable.row(label.name) != nil { return true }
    guard let previous, !isBehindBlank, let row = LabelTable.row(previous.name) else { return true }
    switch row.place {
    case .abstract, .note: return false
    default: return true
    }
  }
}

extension LabelNode {
  fileprivate init(_ line: LabelledLine) {
    self.init(name: line.name, value: line.value.isEmpty ? nil : Escapes.remove(from: line.value))
  }

  /// Whether a label so far below this node is one of its members.
  fileprivate func takes(_ name: String, at depth: Int) -> Bool {
    guard depth <= Self.deepest else { return false }
    if depth > 1 { return children.last?.takesBelow(at: depth - 1) ?? false }
    guard let row = LabelTable.row(self.name) else { return false }
    switch row.place {
    case .members, .container: return true
    default: return Self.memberNames.contains(name)
    }
  }

  private func takesBelow(at depth: Int) -> Bool {
    if depth == 1 { return true }
    return children.last?.takesBelow(at: depth - 1) ?? false
  }

  fileprivate mutating func append(_ node: LabelNode, at depth: Int) {
    if depth <= 1 {
      children.append(node)
    } else if !children.isEmpty {
      children[children.count - 1].append(node, at: depth - 1)
    }
  }

  /// Adds the next line of a value, in place: there may be any number of them.
  fileprivate mutating func goOn(with text: String) {
    if value == nil {
      value = text
    } else {
      value?.append(" ")
      value?.append(text)
    }
  }

  /// How deep labels may be indented.
  private static let deepest = 64

  /// What may stand below a label that has a value of its own.
  private static let memberNames: Set<String> = [
    "kind", "text", "marks", "language", "family", "given", "droppingParticle", "nonDroppingParticle", "suffix",
    "literal", "commaSuffix", "familyFirst", "nameLanguage", "roles", "affiliations", "identifiers", "flags", "email",
    "alternativeNames", "members", "scheme", "raw", "value", "major", "key", "record",
  ]
}

extension ListingLine {
  /// Whether the line is drawn: `-----`, `=====`, `_____`.
  fileprivate var isRule: Bool {
    guard let first = text.first, [45, 61, 95, 42].contains(first), text.count >= 3 else { return false }
    return text.allSatisfy { $0 == first }
  }
}
