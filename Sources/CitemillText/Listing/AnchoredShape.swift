import CitemillCore

/// Entries with a label that each of them has.
///
///     Introduction                 title, perhaps; within one blank line of what follows
///
///     2020 ◽                       header lines: cells, each perhaps missing, in the order of the grammar
///     pp. 1-19
///     Author(s):                   the anchor; or, without it, two header cells
///     Jasmine-Kim Westendorf ◽     cells: the next line goes on after a separator
///     Henri Myrttinen
///
///     This chapter …               text: the abstract
///
/// Blank lines between entries are not reliable, since extractors drop and add them. First the anchor is
/// found; the header is directly above it, and the title above that if it looks like one: a short line
/// without a full stop at its end. A missing title is not invented.
struct AnchoredShape: EntryShape {
  let grammar: LineGrammar
  let names: NameText.Order
  private var layout = Layout()

  init(grammar: LineGrammar, names: NameText.Order) {
    self.grammar = grammar
    self.names = names
  }

  /// Where the parts of an entry are, as indices of lines.
  private struct Layout {
    var title = 0..<0
    var header = 0..<0
    /// The line of the label and the lines of names.
    var anchor = 0..<0
    /// After the entry's last line.
    var end = 0
    var start: Int { title.isEmpty ? header.lowerBound : title.lowerBound }
  }

  /// How many lines without an anchor are kept before they are given up.
  private static let patience = 4096

  mutating func cut(_ lines: ArraySlice<ListingLine>, isAtEnd: Bool) -> EntryCut? {
    guard var first = nextAnchor(lines, from: lines.startIndex, isAtEnd: isAtEnd) else {
      if isAtEnd { return EntryCut(skipped: lines.count, entry: 0) }
      return lines.count > Self.patience ? EntryCut(skipped: lines.count - 64, entry: 0) : nil
    }
    first.title = title(before: first.header.lowerBound, lines, notBefore: lines.startIndex)
    if let second = nextAnchor(lines, from: first.anchor.upperBound, isAtEnd: isAtEnd) {
      let title = title(before: second.header.lowerBound, lines, notBefore: first.anchor.upperBound)
      first.end = title.isEmpty ? second.header.lowerBound : title.lowerBound
    } else {
      guard isAtEnd || lines.count > Self.patience * 16 else { return nil }
      first.end = lines.endIndex
    }
    first.end = lastLine(of: first, lines)
    layout = first
    return EntryCut(skipped: first.start - lines.startIndex, entry: first.end - first.start)
  }

  /// The end of an entry without trailing blank lines and page text.
  private func lastLine(of layout: Layout, _ lines: ArraySlice<ListingLine>) -> Int {
    var end = layout.end
    while end > layout.anchor.upperBound {
      switch lines[end - 1].kind {
      case .blank, .noise: end -= 1
      default: return end
      }
    }
    return end
  }

  // MARK: - Finding

  /// The next anchor with its header; nil if there is none, or if the last lines may still become one.
  private func nextAnchor(_ lines: ArraySlice<ListingLine>, from start: Int, isAtEnd: Bool) -> Layout? {
    var here = start
    while here < lines.endIndex {
      switch lines[here].kind {
      case .label(.contributors, _):
        return anchored(header: here..<here, label: here, lines, isAtEnd: isAtEnd)
      case .header:
        let header = headerLines(lines, from: here)
        var behind = header.upperBound
        if behind < lines.endIndex, lines[behind].isBlank { behind += 1 }
        if behind >= lines.endIndex, !isAtEnd { return nil }
        if behind < lines.endIndex, case .label(.contributors, _) = lines[behind].kind {
          return anchored(header: header, label: behind, lines, isAtEnd: isAtEnd)
        }
        if fields(lines[header]).filter({ $0.0 != .container }).count >= 2 {
          return Layout(header: header, anchor: header.upperBound..<header.upperBound)
        }
        here = header.upperBound
      default: here += 1
      }
    }
    return nil
  }

  private func anchored(header: Range<Int>, label: Int, _ lines: ArraySlice<ListingLine>, isAtEnd: Bool) -> Layout? {
    var end = label + 1
    _ = cells(at: label, lines, &end)
    if end >= lines.endIndex, !isAtEnd { return nil }
    return Layout(header: header, anchor: label..<end)
  }

  /// Header lines that follow one another.
  private func headerLines(_ lines: ArraySlice<ListingLine>, from start: Int) -> Range<Int> {
    var end = start
    while end < lines.endIndex, case .header = lines[end].kind { end += 1 }
    return start..<end
  }

  private func fields(_ lines: ArraySlice<ListingLine>) -> [(LineGrammar.HeaderField.Meaning, String)] {
    lines.flatMap { line -> [(LineGrammar.HeaderField.Meaning, String)] in
      if case .header(let fields) = line.kind { fields } else { [] }
    }
  }

  /// The cells after a label, on its line and on following lines as long as each ends with a separator.
  private func cells(at label: Int, _ lines: ArraySlice<ListingLine>, _ end: inout Int) -> [String] {
    guard case .label(_, var found) = lines[label].kind else { return [] }
    end = label + 1
    var goesOn = found.last?.isFollowed ?? true
    while goesOn, end < lines.endIndex, isCellLine(lines[end]) {
      let next = grammar.cells(of: lines[end].string)
      found += next
      goesOn = next.last?.isFollowed ?? false
      end += 1
    }
    return found.map(\.text)
  }

  /// Whether a line can be one of names or keywords: not blank, not a label, and not a long text.
  private func isCellLine(_ line: ListingLine) -> Bool {
    switch line.kind {
    case .blank, .noise, .label: return false
    case .header, .text:
      return line.text.count < 200 || grammar.cells(of: line.string).count > 1
    }
  }

  /// The lines of a title that ends at most one blank line before an index.
  private func title(before index: Int, _ lines: ArraySlice<ListingLine>, notBefore limit: Int) -> Range<Int> {
    var end = index
    if end > limit, lines[end - 1].isBlank { end -= 1 }
    var start = end
    while start > limit, isTitleLine(lines[start - 1]) { start -= 1 }
    if end - start <= 1 { return start..<end }
    // Several lines are one title if they are a separate paragraph; otherwise only the last of them.
    let isParagraph = start == limit || lines[start - 1].isBlank
    let length = lines[start..<end].reduce(0) { $0 + $1.text.count + 1 }
    return isParagraph && end - start <= 3 && length < grammar.longestTitle ? start..<end : (end - 1)..<end
  }

  private func isTitleLine(_ line: ListingLine) -> Bool {
    guard case .text(let cells) = line.kind, cells.last?.isFollowed == false else { return false }
    return line.text.count < grammar.longestTitle && line.text.last != UInt8(ascii: ".")
  }

  // MARK: - Reading

  mutating func read(
    _ lines: ArraySlice<ListingLine>, into record: inout Record, _ remarks: inout ListingRemarks
  ) -> Bool {
    // The layout was made before lines were skipped; positions have not changed since.
    let layout = layout
    if layout.title.isEmpty {
      remarks.warn(.missingTitle, "the entry has no title; none is invented", lines.first)
    } else {
      record.add(Title(lines[layout.title].map(\.string).joined(separator: " ")))
    }
    readHeader(lines, layout, into: &record, &remarks)
    var end = layout.anchor.lowerBound
    if !layout.anchor.isEmpty {
      readNames(
        cells(at: layout.anchor.lowerBound, lines, &end), lines[layout.anchor.lowerBound], into: &record, &remarks)
    }
    readBody(lines, from: layout.anchor.upperBound, into: &record, &remarks)
    if record.variables.contains(.volume) {
      record.type = .articleJournal
      record.assurances.append(Assurance("type", .likely, reason: "the entry has a volume"))
    }
    return true
  }

  private func readHeader(
    _ lines: ArraySlice<ListingLine>, _ layout: Layout, into record: inout Record, _ remarks: inout ListingRemarks
  ) {
    for line in lines[layout.header] {
      guard case .header(let fields) = line.kind else { continue }
      for (meaning, value) in fields where !put(value, meaning, into: &record) {
        remarks.skip(line)
      }
    }
    guard let last = lines[layout.header].last, !layout.anchor.isEmpty,
      grammar.cells(of: last.string).last?.isFollowed == true, case .header(let fields) = last.kind,
      fields.last?.0 != .container
    else { return }
    remarks.note(.danglingSeparator, "a separator at the end of the line, without a field after it", last)
  }

  /// Puts a header cell into its place; false if there is a value already.
  private func put(_ value: String, _ meaning: LineGrammar.HeaderField.Meaning, into record: inout Record) -> Bool {
    switch meaning {
    case .year:
      guard record[date: .issued] == nil, let year = Int(value) else { return false }
      record[date: .issued] = PartialDate(year: year)
    case .volume:
      guard record.volume == nil else { return false }
      let (volume, issue) = Self.volumeAndIssue(value)
      record[.volume] = volume
      if let issue { record[.issue] = issue }
    case .issue:
      guard record.issue == nil else { return false }
      record[.issue] = value
    case .pages:
      guard record.pages == nil else { return false }
      record[.pages] = value
    case .doi:
      guard record.doi == nil else { return false }
      _ = record.putIdentifiers(value, at: .identifier(.doi))
    case .citedBy:
      let count = value.utf8.first == UInt8(ascii: "~") ? value.dropping(1).trimmed : value
      record.nativeFields.append(NativeField(format: "listing", name: "Cited By", value: count))
    case .container:
      guard record.container == nil else { return false }
      record.withHost { $0.titles.insert(Title(value)) }
    }
    return true
  }

  /// `63 (11)`: the volume, and what is in the parentheses.
  static func volumeAndIssue(_ text: String) -> (volume: String, issue: String?) {
    let bytes = Array(text.utf8)
    guard bytes.last == UInt8(ascii: ")"), let open = bytes.firstIndex(of: UInt8(ascii: "(")), open > 0 else {
      return (text, nil)
    }
    let volume = String(decoding: bytes[..<open], as: UTF8.self).trimmed
    let issue = String(decoding: bytes[(open + 1)..<(bytes.count - 1)], as: UTF8.self).trimmed
    return volume.isEmpty || issue.isEmpty ? (text, nil) : (volume, issue)
  }

  private func readNames(
    _ texts: [String], _ line: ListingLine, into record: inout Record, _ remarks: inout ListingRemarks
  ) {
    // A title after the first word shows that the page put family names first, but not for which names.
    if names == .givenFirst, texts.contains(where: NameText.hasMisplacedHonorific) {
      for text in texts { record.add(.unparsed(text)) }
      record.assurances.append(Assurance("contributors", .guess, reason: "an honorific comes after the first word"))
      remarks.warn(.namesInDoubt, "an honorific is inside a name, so the names are kept as written", line)
      return
    }
    for text in texts {
      if let contributor = NameText.read(text, order: names) { record.add(contributor) }
    }
  }

  /// Reads what is below the names: labels, and paragraphs of the abstract.
  private func readBody(
    _ lines: ArraySlice<ListingLine>, from start: Int, into record: inout Record, _ remarks: inout ListingRemarks
  ) {
    var paragraphs: [ArraySlice<ListingLine>] = []
    // The line after which the abstract is expected.
    var expected = start
    var here = start
    while here < lines.endIndex {
      switch lines[here].kind {
      case .blank: here += 1
      case .noise:
        remarks.skipNoise(lines[here])
        here += 1
      case .label(.keywords, _):
        for word in cells(at: here, lines, &here) { record.keywords.append(Keyword(word)) }
        expected = here
      case .label(.doi, let cells):
        if let doi = cells.first?.text, record.doi == nil {
          _ = record.putIdentifiers(doi, at: .identifier(.doi))
        } else {
          remarks.skip(lines[here])
        }
        here += 1
        expected = here
      case .label(.abstract, let cells):
        expected = here + 1
        if !cells.isEmpty {
          record.abstracts.append(Abstract(RichText(lines[here].string.dropping("Abstract:".utf8.count).trimmed)))
        }
        here += 1
      case .label, .header, .text:
        var end = here + 1
        while end < lines.endIndex, isParagraphLine(lines[end]) { end += 1 }
        // A text that is two blank lines away from everything else does not belong to the entry, unless it
        // reads like one.
        let isNear = here - expected <= 1
        if isNear && paragraphs.isEmpty || isProse(lines[here..<end]) {
          paragraphs.append(lines[here..<end])
        } else {
          for line in lines[here..<end] { remarks.skip(line) }
        }
        here = end
      }
    }
    guard !paragraphs.isEmpty else { return }
    let text = paragraphs.map { $0.map(\.string).joined(separator: " ") }.joined(separator: "\n\n")
    if let first = record.abstracts.first {
      record.abstracts = [Abstract(RichText(first.text.plain + "\n\n" + text))]
    } else {
      record.abstracts = [Abstract(RichText(text))]
    }
  }

  private func isParagraphLine(_ line: ListingLine) -> Bool {
    switch line.kind {
    case .header, .text: true
    case .blank, .noise, .label: false
    }
  }

  /// Whether lines read like sentences: long, or with a full stop at the end.
  private func isProse(_ lines: ArraySlice<ListingLine>) -> Bool {
    lines.reduce(0) { $0 + $1.text.count } >= 120 || lines.last?.text.last == UInt8(ascii: ".")
  }
}
