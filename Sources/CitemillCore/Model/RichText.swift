/// A text with inline markup: the plain text, and marks over parts of it.
///
/// Offsets are UTF-8 offsets into `plain`, on scalar boundaries, half-open. Marks are sorted by start (outer before
/// inner) and properly nested: two marks are disjoint, or one contains the other.
public struct RichText: Sendable, Hashable {
  /// The text without markup.
  @Verbatim public var plain: String
  /// The markup, sorted and nested.
  public var marks: [Mark]

  /// A text, plain unless marks are given.
  public init(_ plain: String, marks: [Mark] = []) {
    self.plain = plain
    self.marks = marks
  }

  /// Whether it has neither text nor marks.
  public var isEmpty: Bool { plain.isEmpty && marks.isEmpty }

  /// Sorts the marks into the order of the model: by start, longer first; marks over equal ranges keep their
  /// order.
  public mutating func sortMarks() { marks = Self.sorted(marks) }

  /// Marks in the order that the model keeps.
  package static func sorted(_ marks: [Mark]) -> [Mark] {
    // Most are in this order already.
    let isSorted = marks.indices.dropFirst().allSatisfy { place in
      let (a, b) = (marks[place - 1], marks[place])
      return a.start < b.start || a.start == b.start && a.end >= b.end
    }
    if isSorted { return marks }
    return marks.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.start != b.start { return a.start < b.start }
      if a.end != b.end { return a.end > b.end }
      return left.offset < right.offset
    }.map(\.element)
  }

  /// This text, a colon unless it ends with punctuation, and another text.
  package func followed(by other: RichText) -> RichText {
    var result = self
    result.goOn(with: other)
    return result
  }

  /// Adds a colon or another character, unless the text ends with one, and another text.
  package mutating func goOn(with other: RichText, after sign: Character = ":") {
    let ends = sign == ":" ? ":" : ":.?!"
    plain.append(plain.last.map(ends.contains) ?? false ? " " : "\(sign) ")
    let shift = plain.utf8.count
    plain.append(other.plain)
    for mark in other.marks {
      marks.append(Mark(mark.kind, from: mark.start + shift, to: mark.end + shift, value: mark.value))
    }
  }

  /// A description of what breaks the rules above; nil if nothing does.
  public var violation: String? {
    if marks.isEmpty { return nil }
    let bytes = plain.utf8
    func isBoundary(_ offset: Int) -> Bool {
      guard offset >= 0, offset <= bytes.count else { return false }
      guard offset < bytes.count else { return true }
      return bytes[bytes.index(bytes.startIndex, offsetBy: offset)] & 0xC0 != 0x80
    }
    var open: [Mark] = []
    var previous: Mark?
    for mark in marks {
      if mark.start > mark.end { return "a mark ends before it starts" }
      if mark.start == mark.end && !mark.kind.isPoint { return "a mark over nothing" }
      if !isBoundary(mark.start) || !isBoundary(mark.end) { return "a mark cuts a character" }
      if let previous, mark.start < previous.start || (mark.start == previous.start && mark.end > previous.end) {
        return "marks out of order"
      }
      while let last = open.last, last.end <= mark.start { open.removeLast() }
      if let last = open.last, mark.end > last.end { return "marks overlap" }
      if mark.start < mark.end { open.append(mark) }
      previous = mark
    }
    return nil
  }
}

/// Markup of a range of text.
public struct Mark: Sendable, Hashable {
  /// The kind of markup.
  public enum Kind: String, Sendable, CaseIterable {
    case italic, bold, subscripted = "sub", superscripted = "sup", smallCaps = "small-caps", underline, strike
    case monospace, overline
    /// Text whose case a style must not change.
    case noCase = "no-case"
    case quote
    /// `value` is the URL.
    case link
    /// `value` is the TeX source; `plain` has a readable form.
    case mathTeX = "math-tex"
    /// `value` is the MathML source.
    case mathML = "math-ml"
    /// `value` is a BCP 47 tag.
    case language
    /// A forced line break at a point.
    case lineBreak = "break"
    case paragraph
    case sectionHead = "section-head"

    /// Whether the mark is between two characters instead of over a range.
    public var isPoint: Bool { self == .lineBreak }
  }

  /// The kind of markup.
  public var kind: Kind
  /// The first byte, as an offset into the plain text.
  public var start: Int
  /// One past the last byte.
  public var end: Int
  /// The address, source or language that some kinds carry.
  @VerbatimOptional public var value: String?

  /// A mark over the bytes from `start` up to `end`.
  public init(_ kind: Kind, from start: Int, to end: Int, value: String? = nil) {
    self.kind = kind
    self.start = start
    self.end = end
    self.value = value
  }
}

extension RichText {
  /// Appends another text after a separator.
  package mutating func append(_ separator: String, _ other: RichText) {
    let shift = plain.utf8.count + separator.utf8.count
    plain += separator
    plain += other.plain
    marks += other.marks.map { Mark($0.kind, from: $0.start + shift, to: $0.end + shift, value: $0.value) }
  }
}
