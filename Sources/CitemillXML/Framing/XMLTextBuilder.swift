import CitemillCore

extension XMLTree {
  /// Marks a heading as read if it only repeats the name of its element; `words` are such headings in lower
  /// case.
  func takeHeading(_ node: Int, saying words: [String]) {
    var builder = XMLTextBuilder()
    forEachNode(in: node) { builder.look(self, $0) }
    let heading = builder.plain().lowercasedASCII
    if words.contains(where: { heading == $0 || heading == "\($0):" || heading == "\($0)." }) { take(node) }
  }
}

/// Text of elements: white space as one space, none at the ends, and marks for markup.
struct XMLTextBuilder {
  /// Whether marks are collected, and not only the text.
  let hasMarks: Bool
  private(set) var bytes: [UInt8] = []
  private var marks: [Mark] = []
  private var hasSpace = false

  init(hasMarks: Bool = true) { self.hasMarks = hasMarks }

  /// Whether nothing visible was added.
  var isEmpty: Bool { bytes.isEmpty }

  /// Appends a text of a document, and marks it as read.
  mutating func append(_ tree: XMLTree, _ node: Int) {
    tree.take(node)
    let range = tree.textRange(node)
    let blanks = tree.blanks(node)
    if blanks.contains(.hasOther) { return append(tree.bytes.span, range) }
    // Single spaces between words: only the ends need to change.
    let start = range.lowerBound + (blanks.contains(.atStart) ? 1 : 0)
    if blanks.contains(.atStart) { hasSpace = true }
    guard start < range.upperBound else { return }
    if hasSpace, let last = bytes.last, last != 10 { bytes.append(32) }
    hasSpace = blanks.contains(.atEnd)
    bytes.append(tree.bytes.span, start..<(range.upperBound - (hasSpace ? 1 : 0)))
  }

  /// Appends a text of a document, without marking it as read.
  mutating func look(_ tree: XMLTree, _ node: Int) { append(tree.bytes.span, tree.textRange(node)) }

  mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
    var here = range.lowerBound
    while here < range.upperBound {
      let byte = text[here]
      if byte == 32 || byte == 10 || byte == 13 || byte == 9 {
        hasSpace = true
        here += 1
        continue
      }
      if hasSpace, let last = bytes.last, last != 10 { bytes.append(32) }
      hasSpace = false
      let start = here
      while here < range.upperBound, text[here] > 32 { here += 1 }
      // XML does not allow other control characters.
      if here == start { here += 1 }
      bytes.append(text, start..<here)
    }
  }

  mutating func append(_ text: String) { text.withUTF8Span { append($0, 0..<$0.count) } }

  /// Appends a text that was collected separately, with its marks, at an index that `mark` returned.
  mutating func append(_ other: consuming XMLTextBuilder, from start: Int) {
    let found = other.finish()
    bytes.append(other.bytes.span, 0..<other.bytes.count)
    for mark in found {
      marks.append(Mark(mark.kind, from: mark.start + start, to: mark.end + start, value: mark.value))
    }
  }

  /// Ignores, as layout, a line end and the indent of the next line between a text and a subscript: `CO` and
  /// `<sub>2</sub>` on lines of their own. Crossref's registry writes such XML
  /// (Fixtures/CrossrefXML/indented.xml).
  mutating func dropIndent(after text: Int, of tree: XMLTree) {
    if hasSpace, tree.endsInLine(text) { hasSpace = false }
  }

  /// Puts a space between the text so far and what follows.
  mutating func space() { hasSpace = true }

  /// Begins a line, unless one has just begun.
  mutating func line() {
    hasSpace = false
    if let last = bytes.last, last != 10 { bytes.append(10) }
  }

  /// The index at which the next text will begin.
  mutating func mark() -> Int {
    if hasSpace, let last = bytes.last, last != 10 { bytes.append(32) }
    hasSpace = false
    return bytes.count
  }

  /// Marks what was appended since an index, if marks are collected.
  mutating func add(_ kind: Mark.Kind, from start: Int, value: String? = nil) {
    if hasMarks, start < bytes.count { marks.append(Mark(kind, from: start, to: bytes.count, value: value)) }
  }

  /// The text without its marks.
  @inline(never)
  consuming func plain() -> String {
    trim()
    return bytes.span.text(0..<bytes.count)
  }

  /// The text with its marks.
  @inline(never)
  consuming func rich() -> RichText {
    let marks = finish()
    return RichText(bytes.span.text(0..<bytes.count), marks: marks)
  }

  private mutating func trim() {
    while let last = bytes.last, last == 32 || last == 10 { bytes.removeLast() }
  }

  /// Removes white space at the end, and returns the marks of the rest in the order that the model requires.
  private mutating func finish() -> [Mark] {
    trim()
    if marks.isEmpty { return [] }
    for index in marks.indices { marks[index].end = min(marks[index].end, bytes.count) }
    let isInOrder = marks.indices.dropFirst().allSatisfy { marks[$0 - 1].start < marks[$0].start }
    // Inner marks were closed first.
    if !isInOrder { marks.reverse() }
    marks.removeAll { $0.start >= $0.end }
    return isInOrder ? marks : RichText.sorted(marks)
  }
}
