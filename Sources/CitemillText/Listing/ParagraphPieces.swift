import CitemillCore

/// The references in lines without markers and without blank lines.
///
///     References                                       heading: no part of a reference
///     Sorle, I. (2021). Weirs of the Ouse. Journal     begins like a reference
///     of Weirs, 14(2), 101–118.                        continuation
///     van der Beek, J. (in press). Mills.              begins like one, after the end of a sentence
///     17                                               page number: no part of a reference
///
/// A line begins a reference if names or a body are at its start and the line before it ends a sentence. If
/// wrapped lines are indented, each line at the margin does.
struct ParagraphPieces {
  /// The ranges of lines that are references; lines between them are not part of one.
  private(set) var entries: [Range<Int>] = []

  private let lines: ArraySlice<ListingLine>
  private var heads: [ReferenceHead?]
  /// The head of the first reference: others of the list have the same form.
  private let style: ReferenceHead?

  init(_ lines: ArraySlice<ListingLine>) {
    self.lines = lines
    heads = lines.map { $0.isNoise ? nil : ReferenceHead($0.text) }
    style = heads.lazy.compactMap { $0 }.first
    entries = found()
  }

  private func head(_ index: Int) -> ReferenceHead? {
    let place = index - lines.startIndex
    return heads.indices.contains(place) ? heads[place] : nil
  }

  private func found() -> [Range<Int>] {
    if lines.count == 1 { return [lines.startIndex..<lines.endIndex] }
    let margin = marginOfHangingLines
    let areAllAlone = margin == nil && areAllReferences
    var found: [Range<Int>] = []
    var start: Int?
    /// The last line of text, and whether the reference so far has a year.
    var last: Int?
    var hasYear = false
    func close(_ end: Int) {
      if let first = start { found.append(first..<end) }
      (start, last, hasYear) = (nil, nil, false)
    }
    var isOver = false
    for index in lines.indices {
      let line = lines[index]
      if line.isNoise { continue }
      let isEnd = last.map { lines[$0].endsSentence } ?? true
      let begins =
        margin.map { line.indent == $0 } ?? (areAllAlone || isEnd && beginsReference(index, behindYear: hasYear))
      if begins, !isHeading(index, isEnd: isEnd) {
        close(index)
        (start, isOver) = (index, false)
      } else if isEnd, isHeading(index, isEnd: isEnd) || hasYear && isNoPart(index) {
        close(index)
        isOver = true
      } else if start == nil, !isOver {
        start = index
      }
      if start != nil {
        last = index
        hasYear = hasYear || ReferenceSigns.hasYear(line.text)
      }
    }
    close(lines.endIndex)
    return withoutText(found)
  }

  /// Whether a line begins a reference, after one that is complete.
  private func beginsReference(_ index: Int, behindYear hasYear: Bool) -> Bool {
    guard let head = head(index) else { return false }
    if index == lines.startIndex { return true }
    if head.isSure { return true }
    // Places, presses and bodies begin like names in full: only a list of these has them.
    return hasYear && style == head
  }

  /// Whether a line is the heading of a list, before a reference.
  private func isHeading(_ index: Int, isEnd: Bool) -> Bool {
    guard isEnd, head(index) == nil, index + 1 < lines.endIndex else { return false }
    if ListWords.isHeading(lines[index]) { return true }
    return ListWords.mayBeHeading(lines[index]) && head(index + 1)?.isSure ?? false
  }

  /// Whether a line after a complete reference is not part of it.
  private func isNoPart(_ index: Int) -> Bool {
    let line = lines[index]
    if ListWords.isPageNumber(line) { return index + 1 == lines.endIndex || head(index + 1) != nil }
    if ListWords.endsList(line) { return true }
    // Databases give keywords and abstracts below a reference.
    switch LabelledLine(line)?.row?.rule {
    case .abstract, .at(.keyword): return true
    default: return false
    }
  }

  /// The indentation of the lines that begin references, if the others are indented further.
  private var marginOfHangingLines: Int? {
    guard let margin = lines.lazy.map(\.indent).min(), let first = lines.first else { return nil }
    var (atMargin, heads, deeper) = (0, 0, 0)
    for index in lines.indices where !lines[index].isNoise {
      if lines[index].indent > margin {
        deeper += 1
      } else if !ListWords.isHeading(lines[index]) {
        atMargin += 1
        if head(index) != nil { heads += 1 }
      }
    }
    return first.indent == margin && deeper > 0 && atMargin > 1 && heads * 2 >= atMargin ? margin : nil
  }

  /// Whether each line has the properties of a reference, and none continues the line before it.
  private var areAllReferences: Bool {
    lines.indices.allSatisfy { index in
      ReferenceSigns.areEnough(lines[index...index])
        && (index == lines.startIndex || head(index) != nil || lines[index - 1].endsSentence)
    }
  }

  /// The pieces without those that are other text: if one piece is a reference, others are if they begin like one.
  private func withoutText(_ pieces: [Range<Int>]) -> [Range<Int>] {
    if pieces.count < 2 { return pieces }
    let areSure = pieces.map { ReferenceSigns.areEnough(lines[$0]) }
    // Text that only looks like several is one piece.
    guard areSure.contains(true) else { return [lines.startIndex..<lines.endIndex] }
    return zip(pieces, areSure).compactMap { piece, isSure in
      isSure || head(piece.lowerBound) != nil ? piece : nil
    }
  }
}
