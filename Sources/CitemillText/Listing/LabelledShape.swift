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
/// An entry ends where a label is repeated that occurs once per entry, or its first label. It has at least
/// two known labels. Lines after a blank one belong to the entry that they start, whatever the order of its
/// labels.
struct LabelledShape: EntryShape {
  let names: NameText.Order
  /// The label that the first entry of the list began with.
  private var leader: LabelledLine?
  /// Whether an entry of the list so far started like those that Citemill writes.
  private var isOurs = false

  init(names: NameText.Order) { self.names = names }

  private static let longestEntry = 1 << 16

  mutating func cut(_ lines: ArraySlice<ListingLine>, isAtEnd: Bool) -> EntryCut? {
    guard let known = lines.firstIndex(where: { $0.label?.row != nil }) else {
      if !isAtEnd, lines.count < 4096 { return nil }
      return EntryCut(skipped: lines.count, entry: 0)
    }
    // Unknown labels may come first, such as one with a damaged letter.
    var start = known
    while start > lines.startIndex, lines[start - 1].indent == lines[known].indent,
      lines[start - 1].label != nil
    {
      start -= 1
    }
    guard let first = lines[start].label, let firstKnown = lines[known].label else { return nil }
    let isDamaged = leader.map(first.isNearly) ?? false
    var entry = EntrySoFar(first: isDamaged ? leader ?? firstKnown : firstKnown, base: lines[start].indent)
    var end = start + 1
    var isBehindBlank = false
    var here = start
    while here < lines.endIndex, here - start < Self.longestEntry {
      let line = lines[here]
      let label = line.label
      if line.isBlank {
        isBehindBlank = true
      } else if line.isRule {
        return EntryCut(skipped: start - lines.startIndex, entry: end - start)
      } else if let label, isBehindBlank || line.indent <= entry.base {
        if isBehindBlank {
          guard let begins = beginsEntry(lines[here...], label, behind: entry, isAtEnd: isAtEnd) else { return nil }
          if begins { return EntryCut(skipped: start - lines.startIndex, entry: end - start) }
        } else if here > known, entry.isBegunAgain(by: label) || label.numberLength > 0 {
          return EntryCut(skipped: start - lines.startIndex, entry: end - start)
        }
        if here > known, entry.mayBeBegun(byNames: label) {
          guard let begins = isBeforeTitle(lines[here...], isAtEnd: isAtEnd) else { return nil }
          if begins { return EntryCut(skipped: start - lines.startIndex, entry: end - start) }
        }
        if line.indent <= entry.base { entry.note(label) }
        isBehindBlank = false
        end = here + 1
      } else if !isBehindBlank {
        // "[2] arXiv:2101.00002" before the label that entries begin with is of the next one.
        if let number = Marker(line)?.number, number > 1, number < 100_000 {
          guard here + 1 < lines.endIndex || isAtEnd else { return nil }
          let next = here + 1 < lines.endIndex ? lines[here + 1].label : nil
          if let next, entry.isBegunAgain(by: next) {
            return EntryCut(skipped: start - lines.startIndex, entry: end - start)
          }
        }
        end = here + 1
      }
      here += 1
    }
    if here == lines.endIndex, !isAtEnd { return nil }
    return EntryCut(skipped: start - lines.startIndex, entry: end - start)
  }

  /// The state of an entry up to a line.
  private struct EntrySoFar {
    /// Its first known label, or what a damaged one was.
    let first: LabelledLine
    let base: Int
    /// The labels so far, by their rows and as they are written.
    private(set) var rows: Set<String> = []
    private(set) var names: Set<String> = []
    /// The last label.
    private var last: String?

    init(first: LabelledLine, base: Int) {
      self.first = first
      self.base = base
    }

    mutating func note(_ label: LabelledLine) {
      last = label.row?.label ?? label.name
      guard let row = label.row else { return }
      rows.insert(row.label)
      names.insert(label.name.lowercased())
    }

    /// Whether the names that entries begin with come again after other labels and a title.
    func mayBeBegun(byNames label: LabelledLine) -> Bool {
      guard let row = first.row, case .at(.names) = row.rule, label.row?.label == row.label else { return false }
      return last != row.label && rows.contains("Title")
    }

    /// Whether the first label is repeated in the next line, perhaps with a damaged letter; in blocks written
    /// by Citemill, which have blank lines between them, such a label is a native field.
    func isBegunAgain(by label: LabelledLine) -> Bool {
      guard let row = first.row, row.isSingle else { return false }
      if let other = label.row { return other.label == row.label }
      return !LabelTable.beginsOurs(first.name, first.value) && label.isNearly(first)
    }
  }

  /// Whether a title follows in the lines, before a blank one; nil if more lines are needed to decide.
  private func isBeforeTitle(_ lines: ArraySlice<ListingLine>, isAtEnd: Bool) -> Bool? {
    for line in lines.prefix(Self.mostNames) {
      if line.isBlank || line.isRule { return false }
      guard let row = line.label?.row else { continue }
      if case .at(.title(.main, _)) = row.rule { return true }
      guard case .at(.names) = row.rule else { return false }
    }
    return isAtEnd || lines.count > Self.mostNames ? false : nil
  }

  /// How many lines of names an entry may begin with.
  private static let mostNames = 512

  /// Whether lines after a blank one start another entry; nil if more lines are needed to decide.
  private func beginsEntry(
    _ lines: ArraySlice<ListingLine>, _ label: LabelledLine, behind entry: EntrySoFar, isAtEnd: Bool
  ) -> Bool? {
    let leaders = [entry.first, leader ?? entry.first]
    if let row = label.row {
      if leaders.contains(where: { $0.row?.label == row.label }) || row.isSingle && entry.rows.contains(row.label)
        || LabelTable.beginsOurs(label.name, label.value)
      {
        return true
      }
    } else if leaders.contains(where: label.isNearly) {
      return true
    }
    // Another label of the paragraph decides what it belongs to.
    let base = max(entry.base, label.indent)
    var rows: Set<String> = []
    var comesAgain = false
    var here = lines.startIndex
    while here < lines.endIndex, here - lines.startIndex < Self.longestEntry, !lines[here].isBlank, !lines[here].isRule
    {
      if lines[here].indent <= base, let label = lines[here].label, let row = label.row {
        if row.isSingle, entry.names.contains(label.name.lowercased()) { return true }
        rows.insert(row.label)
        comesAgain = comesAgain || row.isOfOneParagraph && entry.rows.contains(row.label)
      }
      here += 1
    }
    if here == lines.endIndex, !isAtEnd { return nil }
    return comesAgain && rows.count > 1
  }

  // MARK: - Reading

  mutating func read(
    _ lines: ArraySlice<ListingLine>, into record: inout Record, _ remarks: inout ListingRemarks
  ) -> Bool {
    let first = lines.first?.label
    let beginsOurs = first.map { LabelTable.beginsOurs($0.name, $0.value) } ?? false
    let (nodes, known, strays) = tree(lines, isOurs: isOurs || beginsOurs, &remarks)
    // One label may be prose; a CSL type starts a block written by Citemill, however short.
    guard beginsOurs || known >= 2 else { return false }
    isOurs = isOurs || beginsOurs
    leader = leader ?? first
    var decoder = LabelledDecoder(names: names, line: lines.first, isOurs: isOurs)
    decoder.read(nodes, into: &record, &remarks)
    record.nativeFields += strays
    if let violation = record.violations.first {
      remarks.warn(.badValue, "the entry has \(violation)", lines.first)
      return false
    }
    if !isOurs, let line = loneLabel(lines) {
      remarks.warn(
        .runTogether,
        "a single label after a blank line is read as part of the same entry; it may belong to another one", line)
    }
    if !isOurs, record.titles.count(where: { $0.kind == .main }) > 1 {
      remarks.warn(.runTogether, "the entry has more than one title; two records may have run together", lines.first)
    }
    if record.title == nil {
      remarks.warn(.missingTitle, "the entry has no title; none is invented", lines.first)
    }
    return true
  }

  /// The line of a single label after the only blank line of an entry, if it is not a text: it may be all
  /// that is left of another entry.
  private func loneLabel(_ lines: ArraySlice<ListingLine>) -> ListingLine? {
    guard lines.count > 3, let line = lines.last, let row = line.label?.row, !row.rule.isText,
      lines[lines.endIndex - 2].isBlank
    else { return nil }
    var before = lines.dropLast()
    while before.last?.isBlank == true { before.removeLast() }
    if before.count < 2 || before.contains(where: \.isBlank) { return nil }
    return line
  }

  /// The lines of an entry as labels with what is below them, and the lines below a label that cannot belong
  /// to its value; `known` is the number of known labels that are not indented.
  private func tree(
    _ lines: ArraySlice<ListingLine>, isOurs: Bool, _ remarks: inout ListingRemarks
  ) -> (nodes: [LabelNode], known: Int, strays: [NativeField]) {
    var nodes: [LabelNode] = []
    var known = 0
    var strays: [NativeField] = []
    let base = lines.first?.indent ?? 0
    var isBehindBlank = false
    for line in lines {
      if line.isBlank {
        isBehindBlank = true
        continue
      }
      defer { isBehindBlank = false }
      if let label = line.label {
        if let respelled = label.respelled {
          remarks.warn(
            .respelledLabel,
            "label \"\(respelled)\" has letters of another script or invisible characters; read as \"\(label.name)\"",
            line)
        }
        let depth = (line.indent - base) / 2
        if line.indent <= base, isField(label, behind: nodes.last, isBehindBlank) {
          if label.row != nil { known += 1 }
          if isOurs {
            nodes.append(LabelNode(label))
          } else {
            nodes += label.fields.map { LabelNode(name: $0.name, written: $0.value) }
          }
          continue
        }
        if depth > 0, (line.indent - base) % 2 == 0, nodes.last?.takes(label.name, at: depth) == true {
          nodes[nodes.count - 1].append(LabelNode(label), at: depth)
          continue
        }
        if line.indent > base, let last = nodes.last {
          let isText = !isOurs && LabelTable.row(last.name)?.rule.isText ?? false
          if label.row != nil {
            let isProse = isText && LabelTable.row(last.name)?.isSingle == false
            let what = isProse ? "as text of \"\(last.name)\"" : "as a field"
            remarks.warn(.indentedLabel, "label \"\(label.name)\" is indented; read \(what)", line)
            if !isProse {
              nodes.append(LabelNode(label))
              continue
            }
          } else if isOurs || !isText && label.isNameOfMember {
            let stray = LabelNode(label)
            strays.append(NativeField(format: "listing", name: "\(last.name) \(stray.name)", value: stray.value ?? ""))
            remarks.warn(
              .badValue, "\"\(label.name)\" does not fit below label \"\(last.name)\"; kept as a native field", line)
            continue
          }
        }
      }
      guard let last = nodes.last, !isBehindBlank else {
        remarks.skip(line)
        continue
      }
      let text = line.string
      if isOurs {
        nodes[nodes.count - 1].goOn(with: text)
      } else if last.isIdentifier, text.utf8.starts(with: "http".utf8) {
        // A URL below an identifier is not part of it (Fixtures/Listing/labels-over-lines.txt).
        remarks.skip(line)
      } else {
        let isName = last.isName && Self.isName(text)
        nodes[nodes.count - 1].goOn(with: text, after: last.isBroken(before: text) ? "" : isName ? "; " : " ")
      }
    }
    return (nodes, known, strays)
  }

  /// Whether a line can be a separate name, with a comma or two words and nothing that joins it to other
  /// names.
  fileprivate static func isName(_ text: String) -> Bool {
    let bytes = text.trimmed.utf8
    guard let last = bytes.last, last != UInt8(ascii: ","), !bytes.contains(UInt8(ascii: ";")),
      !bytes.contains(UInt8(ascii: "&"))
    else { return false }
    let commas = bytes.filter { $0 == UInt8(ascii: ",") }.count
    return commas == 1 || commas == 0 && bytes.contains(32)
  }

  /// Whether words before a colon are a label: known ones are; others are not in the middle of a text.
  private func isField(_ label: LabelledLine, behind previous: LabelNode?, _ isBehindBlank: Bool) -> Bool {
    if label.row != nil { return true }
    guard let previous, !isBehindBlank, let row = LabelTable.row(previous.name) else { return true }
    switch row.rule {
    case .abstract, .at(.note): return false
    default: return true
    }
  }
}

extension LabelNode {
  fileprivate init(_ line: LabelledLine) {
    self.init(name: line.name, written: line.value)
  }

  fileprivate init(name: String, written value: String) {
    self.init(name: name, value: value.isEmpty ? nil : Escapes.remove(from: value))
  }

  /// Whether a line goes on with an address or number that is broken after a slash or another sign in it.
  fileprivate func isBroken(before text: String) -> Bool {
    guard let value, case .at(.identifier) = LabelTable.row(name)?.rule, let last = value.utf8.last,
      !value.utf8.contains(32), !text.utf8.contains(32)
    else { return false }
    return "/-_=&?.%".utf8.contains(last) || text.utf8.first.map { "/-_=&?.%".utf8.contains($0) } ?? false
  }

  /// Whether a label at a depth below this node is one of its members.
  fileprivate func takes(_ name: String, at depth: Int) -> Bool {
    guard depth <= Self.deepest else { return false }
    if depth > 1 { return children.last?.takesBelow(at: depth - 1) ?? false }
    return LabelTable.row(self.name)?.rule.takes(name, besideValue: value != nil) ?? false
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

  /// Appends the next line of a value in place: there may be any number of them.
  fileprivate mutating func goOn(with text: String, after separator: String = " ") {
    if value == nil {
      value = text
    } else {
      value?.append(separator)
      value?.append(text)
    }
  }

  /// Whether it is a number other than an address.
  fileprivate var isIdentifier: Bool {
    guard value != nil, case .at(.identifier(let scheme, _)) = LabelTable.row(name)?.rule else { return false }
    return scheme.name != .url
  }

  /// Whether its value so far is names, one per line: databases give them that way.
  fileprivate var isName: Bool {
    guard let value, case .at(.names) = LabelTable.row(name)?.rule, let last = value.split(separator: ";").last else {
      return false
    }
    return LabelledShape.isName(String(last))
  }

  /// How deep labels may be indented.
  private static let deepest = 64
}

extension ListingLine {
  /// Whether the line is a rule: `-----`, `=====`, `_____`.
  fileprivate var isRule: Bool {
    guard let first = text.first, [45, 61, 95, 42].contains(first), text.count >= 3 else { return false }
    return text.allSatisfy { $0 == first }
  }
}
