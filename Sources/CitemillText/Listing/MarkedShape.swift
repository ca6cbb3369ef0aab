import CitemillCore

/// Entries of a list of references, each after its marker or in a separate paragraph.
///
///     [1] Doe J. On fishes. J Fish.         marker, text
///         2019;12(3):1-9.                   continuation: joined by one space
///     [2] …
///
/// The text of an entry is kept as a whole (`rawReference`), and also parsed if requested. A number at the
/// start of a wrapped line, `12. Berlin`, looks like a marker too: one that breaks the numerical order counts
/// only if the line before it ended a sentence, or is blank. A missing number is searched for among the lines
/// before the next one, where its marker may be damaged. A paragraph without a marker is an entry if it has
/// two properties of a reference, or several: see `ParagraphPieces`.
struct MarkedShape: EntryShape {
  let isTakenApart: Bool
  private(set) var keptWhole = 0
  /// The style of the markers in the current list, as in its first entry.
  private var style: Marker.Style?
  private var lastNumber: Int?
  /// The damaged marker of the line that comes next.
  private var damaged: Marker?
  private var layout: (marker: Marker?, isHanging: Bool) = (nil, false)
  /// The next entries of a paragraph that is split.
  private var pieces: [EntryCut] = []
  /// The number of the line that a list in brackets starts with, after numbered headings.
  private var firstOfList: Int?
  /// The number of a line after an entry that is not part of one.
  private var noPart: Int?

  init(isTakenApart: Bool) { self.isTakenApart = isTakenApart }

  /// How many lines an entry may have.
  private static let longestEntry = 2048

  mutating func cut(_ lines: ArraySlice<ListingLine>, isAtEnd: Bool) -> EntryCut? {
    if let next = pieces.popLast(), next.skipped + next.entry <= lines.count {
      layout = (nil, true)
      return next
    }
    if let marker = damaged, !lines.isEmpty {
      guard let end = endOfMarked(lines, from: lines.startIndex, marker, isAtEnd: isAtEnd) else { return nil }
      layout = (marker, false)
      return EntryCut(skipped: 0, entry: end - lines.startIndex)
    }
    var here = lines.startIndex
    while here < lines.endIndex {
      let line = lines[here]
      if line.isBlank || line.isNoise || line.isRowOfCounts || line.number < firstOfList ?? 0 || line.number == noPart {
        here += 1
        continue
      }
      let start = here
      guard let bare = styleOfNumbers(lines[start...], isAtEnd: isAtEnd) else { return nil }
      if let bare = bare.style { style = bare }
      if let marker = self.marker(at: start, in: lines), accepts(marker, at: start, in: lines) {
        guard let first = startOfBrackets(lines[start...], marker, isAtEnd: isAtEnd) else { return nil }
        if first > start {
          firstOfList = lines[first].number
          return EntryCut(skipped: first - lines.startIndex, entry: 0)
        }
        guard let end = endOfMarked(lines, from: start, marker, isAtEnd: isAtEnd) else { return nil }
        layout = (marker, false)
        return EntryCut(skipped: start - lines.startIndex, entry: end - start)
      }
      guard let end = endOfParagraph(lines, from: start, isAtEnd: isAtEnd) else { return nil }
      return cutParagraph(lines, start..<end, isAtEnd: isAtEnd)
    }
    if lines.isEmpty, !isAtEnd { return nil }
    return EntryCut(skipped: lines.count, entry: 0)
  }

  /// The first entry of a paragraph without markers; the others are kept for the next calls.
  private mutating func cutParagraph(_ lines: ArraySlice<ListingLine>, _ range: Range<Int>, isAtEnd: Bool) -> EntryCut {
    let paragraph = lines[range]
    var found = ParagraphPieces(paragraph).entries
    let isCut = range.count >= Self.longestEntry && (range.upperBound < lines.endIndex || !isAtEnd)
    // The last one may continue in what comes next.
    if isCut, found.count > 1 { found.removeLast() }
    let isBeforeCounts = range.upperBound < lines.endIndex && lines[range.upperBound].isRowOfCounts
    if found.count == 1, let one = found.first, !ReferenceSigns.areEnough(lines[one]), !isCitation(lines[one]),
      !isBeforeCounts || !lines[one].contains(where: { ReferenceSigns.hasYear($0.text) })
    {
      found = []
    }
    var cuts: [EntryCut] = []
    var here = lines.startIndex
    for entry in found {
      cuts.append(EntryCut(skipped: entry.lowerBound - here, entry: entry.count))
      here = entry.upperBound
    }
    guard let first = cuts.first else { return EntryCut(skipped: range.upperBound - lines.startIndex, entry: 0) }
    if here < range.upperBound, !isCut { cuts.append(EntryCut(skipped: range.upperBound - here, entry: 0)) }
    pieces = cuts.dropFirst().reversed()
    layout = (nil, true)
    return first
  }

  /// Whether a paragraph with fewer such properties is a reference that can be parsed.
  private func isCitation(_ lines: ArraySlice<ListingLine>) -> Bool {
    guard isTakenApart else { return false }
    var record = Record()
    return CitationText.read(String(decoding: joined(lines), as: UTF8.self), into: &record)
  }

  /// The marker of a line. A number without punctuation is one where the list has such, if it is the next one.
  private func marker(at index: Int, in lines: ArraySlice<ListingLine>) -> Marker? {
    let next = (lastNumber ?? 0) + 1
    switch style {
    case .alone:
      let marker = Marker(alone: lines[index])
      return marker?.number == next ? marker : nil
    case .bare:
      let marker = Marker(bare: lines[index])
      return marker?.number == next ? marker : nil
    default:
      guard let marker = Marker(lines[index]) else { return nil }
      guard marker.isWholeLine else { return marker }
      // A number and a full stop may be what is left of a line.
      let isNext = marker.number.map { $0 == next || marker.style == .bracket && lastNumber == nil } ?? true
      return isNext && lines.indices.contains(index + 1) ? marker : nil
    }
  }

  /// Whether a list begins with 1 without punctuation, alone on its line or before a reference, and has 2 in the
  /// same form on a later line; nil if more lines are needed.
  private func styleOfNumbers(_ lines: ArraySlice<ListingLine>, isAtEnd: Bool) -> (style: Marker.Style?, Void)? {
    guard style == nil, let first = lines.first, first.text.first == UInt8(ascii: "1") else { return (nil, ()) }
    if Marker(alone: first)?.number == 1 {
      guard let next = lines.dropFirst().first, !next.isBlank, Marker(next) == nil, Marker(alone: next) == nil else {
        return (nil, ())
      }
      if lines.dropFirst(2).contains(where: { Marker(alone: $0)?.number == 2 }) { return (.alone, ()) }
    } else if let marker = Marker(bare: first), marker.number == 1 {
      for index in lines.indices.dropFirst() where Marker(bare: lines[index])?.number == 2 {
        guard lines[index - 1].isBlank || lines[index - 1].endsSentence else { continue }
        let text = Array(first.text.dropFirst(marker.length).drop(while: \.isSpace))
        let isOne = ReferenceHead(text) != nil || ReferenceSigns.areEnough(lines[..<index])
        return (isOne ? .bare : nil, ())
      }
    } else {
      return (nil, ())
    }
    return isAtEnd || lines.count > Self.longestEntry ? (nil, ()) : nil
  }

  /// Where a list in brackets starts, if the first line is a heading with a number, `1. Introduction`, and not the
  /// first entry of a list; nil if more lines are needed.
  private func startOfBrackets(_ lines: ArraySlice<ListingLine>, _ marker: Marker, isAtEnd: Bool) -> Int? {
    guard style == nil, marker.style == .dot, !marker.isWholeLine, let first = lines.first, first.text.count <= 80,
      !first.endsSentence, !ReferenceSigns.hasAny(Array(first.text.dropFirst(marker.length + 1)))
    else { return lines.startIndex }
    for index in lines.indices.dropFirst() {
      guard let other = Marker(lines[index]), other.number == 1 else { continue }
      if other.style == .bracket { return index }
    }
    return isAtEnd || lines.count > Self.longestEntry ? lines.startIndex : nil
  }

  /// Whether a marker begins an entry here.
  private func accepts(_ marker: Marker, at index: Int, in lines: ArraySlice<ListingLine>) -> Bool {
    var before = index - 1
    while before >= lines.startIndex, lines[before].isNoise { before -= 1 }
    guard let style, before >= lines.startIndex, !lines[before].isBlank else { return true }
    guard marker.style == style else { return false }
    let previous = lines[before]
    guard let number = marker.number, let lastNumber else {
      return !marker.isWholeLine || previous.endsSentence
    }
    if number == lastNumber + 1 || previous.endsSentence { return true }
    // The numbers of a list start again under a heading.
    return number == 1 && isHeading(at: before, in: lines)
  }

  /// Whether a line is a heading between entries: the line before it ends one, and a marker is next.
  private func isHeading(at index: Int, in lines: ArraySlice<ListingLine>) -> Bool {
    guard ListWords.isHeading(lines[index]) || ListWords.mayBeHeading(lines[index]) else { return false }
    return index == lines.startIndex || lines[index - 1].isBlank || lines[index - 1].endsSentence
  }

  /// After the last line of an entry with a marker.
  private mutating func endOfMarked(
    _ lines: ArraySlice<ListingLine>, from start: Int, _ marker: Marker, isAtEnd: Bool
  ) -> Int? {
    var inside = self
    inside.style = marker.style
    inside.lastNumber = marker.number
    var end = start + 1
    var next: Marker?
    // A blank line may be between a marker and its text.
    if marker.isWholeLine { while end < lines.endIndex, lines[end].isBlank, end - start <= 2 { end += 1 } }
    /// The last line with text of the entry.
    var last = start
    while end < lines.endIndex, end - start < Self.longestEntry {
      let line = lines[end]
      if line.isNoise {
        end += 1
        continue
      }
      if line.isGap { break }
      next = inside.marker(at: end, in: lines)
      if let next, inside.accepts(next, at: end, in: lines) { break }
      next = nil
      if lines[last].endsSentence, last > start || !marker.isWholeLine {
        // An entry whose marker is missing, right after a complete one.
        if line.indent == lines[start].indent, ReferenceHead(line.text) != nil,
          ReferenceSigns.areEnough(lines[end...end])
        {
          break
        }
        if Self.beginsLabels(lines[end...]) { break }
        if inside.endsEntry(at: end, in: lines, entry: start..<end, isAtEnd: isAtEnd) {
          noPart = line.number
          break
        }
      }
      if ReferenceSigns.isHeadingOfYear(lines[end...], after: lines[start..<end]) { break }
      last = end
      end += 1
    }
    guard end < lines.endIndex || isAtEnd || end - start >= Self.longestEntry else { return nil }
    damaged = nil
    guard let number = marker.number else { return end }
    for line in start + 1..<max(end, start + 1) {
      guard let found = DamagedMarker(lines[line], in: number + 1...number + Self.longestGap) else {
        continue
      }
      // A number alone counts if it is the missing one; a number with half of its marker, if it is the next
      // one.
      let isMissing = next?.number.map { found.number < $0 } ?? false
      let isNext = found.isHalf && found.number == number + 1 && lines[line - 1].endsSentence
      guard isMissing || isNext else { continue }
      damaged = found.marker(of: marker.style)
      return line
    }
    return end
  }

  /// How many missing numbers are searched for.
  private static let longestGap = 8

  /// Whether two lines belong to a labelled block.
  private static func beginsLabels(_ lines: ArraySlice<ListingLine>) -> Bool {
    let rows = lines.prefix(2).compactMap { LabelledLine($0)?.row?.label }
    return rows.count == 2 && rows[0] != rows[1]
  }

  /// Whether a line after a complete entry is not part of it: a page number or a heading before another entry, or
  /// the text after a list.
  private func endsEntry(
    at index: Int, in lines: ArraySlice<ListingLine>, entry: Range<Int>, isAtEnd: Bool
  ) -> Bool {
    let line = lines[index]
    if ListWords.isPageNumber(line) {
      guard style != .alone, lines[entry].contains(where: { ReferenceSigns.hasYear($0.text) }) else { return false }
      guard index + 1 < lines.endIndex else { return isAtEnd && !ReferenceSigns.isYear(line.text, at: 0) }
      return lines[index + 1].isBlank || begins(at: index + 1, in: lines) || ListWords.mayBeHeading(lines[index + 1])
    }
    if isHeaderOfPage(at: index, in: lines, entry: entry) { return true }
    if ListWords.endsList(line) { return lines[entry].contains { ReferenceSigns.hasYear($0.text) } }
    guard ListWords.isHeading(line) || ListWords.mayBeHeading(line), index + 1 < lines.endIndex else { return false }
    return Marker(lines[index + 1])?.number == 1 && lines[entry].contains { ReferenceSigns.hasYear($0.text) }
  }

  /// Whether a line has a year and pages of its own after a complete entry, and another entry or a page number is
  /// next: `Journal of Weirs 14 (2021) 1–20`.
  private func isHeaderOfPage(at index: Int, in lines: ArraySlice<ListingLine>, entry: Range<Int>) -> Bool {
    let text = lines[index].text
    // A damaged marker, "l5] Doe", is not the start of one.
    guard let first = text.first, first >= 65 && first <= 90 || first >= 0xC3, !text.prefix(8).contains(93),
      ReferenceSigns.hasYear(text), ReferenceSigns.hasPages(text), !ReferenceSigns.hasAddress(text),
      text.count <= 90, ReferenceHead(text) == nil,
      lines[entry].contains(where: { ReferenceSigns.hasYear($0.text) }),
      lines[entry].contains(where: { ReferenceSigns.hasPages($0.text) }), index + 1 < lines.endIndex
    else { return false }
    return ListWords.isPageNumber(lines[index + 1]) || begins(at: index + 1, in: lines)
  }

  private func begins(at index: Int, in lines: ArraySlice<ListingLine>) -> Bool {
    guard let next = marker(at: index, in: lines) else { return false }
    return accepts(next, at: index, in: lines)
  }

  /// After the last line of a paragraph without a marker.
  private func endOfParagraph(_ lines: ArraySlice<ListingLine>, from start: Int, isAtEnd: Bool) -> Int? {
    var end = start + 1
    while end < lines.endIndex, end - start < Self.longestEntry, !lines[end].isGap {
      if begins(at: end, in: lines) { break }
      end += 1
    }
    return end == lines.endIndex && !isAtEnd && end - start < Self.longestEntry ? nil : end
  }

  /// Moves past the entry that was cut last, and returns its marker.
  @discardableResult
  mutating func passMarker() -> Marker? {
    guard let marker = layout.marker else { return nil }
    style = style ?? marker.style
    lastNumber = marker.number
    return marker
  }

  // MARK: - Reading

  mutating func read(
    _ lines: ArraySlice<ListingLine>, into record: inout Record, _ remarks: inout ListingRemarks
  ) -> Bool {
    let text = joined(lines, behind: layout.marker)
    guard text.isReadable else { return false }
    for line in lines where line.isNoise { remarks.skipNoise(line) }
    if let marker = layout.marker {
      if marker.isDamaged {
        remarks.warn(
          .damagedMarker, "the marker of the reference is damaged; read as \(marker.label ?? "")", lines.first)
      }
      if let lastNumber, let number = marker.number, style == marker.style, number > lastNumber + 1 {
        remarks.warn(
          .missingNumber,
          "number \(lastNumber + 1) is missing before \(number); it may be in the reference before", lines.first)
      }
      passMarker()
      if let label = marker.label { record[.citationNumber] = label }
    }
    let whole = String(decoding: text, as: UTF8.self)
    record[.rawReference] = whole
    if !isTakenApart || !CitationText.read(whole, into: &record) {
      keptWhole += 1
      CitationText.addIdentifiers(of: whole, to: &record)
    }
    return true
  }

  private func joined(_ lines: ArraySlice<ListingLine>, behind marker: Marker? = nil) -> [UInt8] {
    var text: [UInt8] = []
    for (index, line) in zip(lines.indices, lines) where !line.isNoise {
      var part = line.text[...]
      if let marker, index == lines.startIndex { part = part.dropFirst(marker.length) }
      while part.first?.isSpace == true { part = part.dropFirst() }
      if !text.isEmpty, !part.isEmpty, !LineJoin.isWithoutSpace(&text, part) { text.append(32) }
      text += part
    }
    return text
  }
}
