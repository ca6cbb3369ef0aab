import CitemillCore

extension XMLTree {
  /// Takes note that a heading was read that says no more than what the element is, in lower case.
  func takeHeading(_ node: Int, saying words: [String]) {
    var builder = XMLTextBuilder()
    forEachNode(in: node) { builder.look(self, $0) }
    let heading = builder.plain().lowercasedASCII
    if words.contains(where: { heading == $0 || heading == "\($0):" || heading == "\($0)." }) { take(node) }
  }
}

/// Text of elements: white space as one space, none at the ends, and marks for markup.
struct XMLTextBuilder {
  /// Whether marks are wanted, and not the text alone.
  let hasMarks: Bool
  private(set) var bytes: [UInt8] = []
  private var marks: [Mark] = []
  private var hasSpace = false

  init(hasMarks: Bool = true) { self.hasMarks = hasMarks }

  /// Whether nothing visible was added.
  var isEmpty: Bool { bytes.isEmpty }

  /// Appends a text of a document, which is read by it.
  mutating func append(_ tree: XMLTree, _ node: Int) {
    tree.take(node)
    let range = tree.textRange(node)
    let blanks = tree.blanks(node)
    if blanks.contains(.hasOther) { return append(tree.bytes.span, range) }
    // One blank between words each: all but the ends can stay as it is.
    let start = range.lowerBound + (blanks.contains(.atStart) ? 1 : 0)
    if blanks.contains(.atStart) { hasSpace = true }
    guard start < range.upperBound else { return }
    if hasSpace, let last = bytes.last, last != 10 { bytes.append(32) }
    hasSpace = blanks.contains(.atEnd)
    bytes.append(tree.bytes.span, start..<(range.upperBound - (hasSpace ? 1 : 0)))
  }

  /// Appends a text of a document, which is not read by it.
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
      // Other control characters are none of XML.
      if here == start { here += 1 }
      bytes.append(text, start..<here)
    }
  }

  mutating func append(_ text: String) { text.withUTF8Span { append($0, 0..<$0.count) } }

  /// Appends a text that was collected apart, with its marks, at a place that `mark` gave.
  mutating func append(_ other: consuming XMLTextBuilder, from start: Int) {
    let found = other.finish()
    bytes.append(other.bytes.span, 0..<other.bytes.count)
    for mark in found {
      marks.append(Mark(mark.kind, from: mark.start + start, to: mark.end + start, value: mark.value))
    }
  }

  /// Takes a line end with what indents the next line for layout, where a subscript comes after a text: `CO` and `<sub>2</sub>` on
  /// lines of their own. Crossref's registry writes so (Fixtures/CrossrefXML/indented.xml).
  mutating func dropIndent(after text: Int, of tree: XMLTree) {
    if hasSpace, tree.endsInLine(text) { hasSpace = false }
  }

  /// Sets a space between what is here and what comes.
  mutating func space() { hasSpace = true }

  /// Begins a line, unless one has just begun.
  mutating func line() {
    hasSpace = false
    if let last = bytes.last, last != 10 { bytes.append(10) }
  }

  /// Where what comes will begin.
  mutating func mark() -> Int {
    if hasSpace, let last = bytes.last, last != 10 { bytes.append(32) }
    hasSpace = false
    return bytes.count
  }

  /// Marks what was appended since a place, where marks are wanted.
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

  /// Takes away what is white at the end, and gives the marks over the rest in the order that the model keeps.
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
