/// A list of words for frequent checks whether a range of bytes is one of them.
///
/// Words are looked up by their length, first byte and last byte, which few share; only those are compared.
public struct WordList: Sendable {
  /// The position of a word, and which one is compared after it.
  private struct Word {
    /// The first eight bytes, which is all of most words.
    var head: UInt64
    var start: Int32
    var count: Int32
    /// The index plus one of the next word with the same `slot`; 0 for none.
    var next: Int32 = 0
  }

  private let bytes: [UInt8]
  private var words: [Word] = []
  /// For each value of `slot`, the index plus one of the first word with it; 0 for none.
  private var heads: [Int32]

  /// A list of words; for a repeated word the first counts, and the empty word is never found.
  public init(_ words: [String]) {
    self.init(bytes: words.flatMap { Array($0.utf8) }, counts: words.map(\.utf8.count))
  }

  /// A list of the words of a text, separated by white space.
  init(text: String) {
    let words = Array(text.utf8).split(whereSeparator: \.isSpace)
    self.init(bytes: words.flatMap { $0 }, counts: words.map(\.count))
  }

  /// A list of words with consecutive bytes.
  init(bytes: [UInt8], counts: [Int]) {
    var size = 8
    while size < counts.count * 2 { size *= 2 }
    heads = Array(repeating: 0, count: size)
    self.bytes = bytes
    var start = 0
    for count in counts {
      let head = bytes.span.firstBytes(start..<(start + count))
      words.append(Word(head: head, start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: count)))
      start += count
    }
    for place in words.indices.reversed() where words[place].count > 0 {
      let (start, count) = (Int(words[place].start), Int(words[place].count))
      let slot = slot(count, bytes[start], bytes[start + count - 1])
      words[place].next = heads[slot]
      heads[slot] = Int32(truncatingIfNeeded: place + 1)
    }
  }

  /// The word at an index of the list.
  subscript(place: Int) -> String {
    let start = Int(words[place].start)
    return bytes.span.text(start..<(start + Int(words[place].count)))
  }

  private func slot(_ length: Int, _ first: UInt8, _ last: UInt8) -> Int {
    (length &* 5 &+ Int(first) &* 3 &+ Int(last) &* 7) & (heads.count &- 1)
  }

  /// Whether the bytes of a range are exactly one of the words.
  public func contains(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool { index(of: bytes, range) != nil }

  /// The index in the list of the word that equals the bytes of a range; nil if there is none.
  public func index(of other: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= other.count else { return nil }
    let head = other.firstBytes(range)
    var found = Int(heads[slot(range.count, UInt8(truncatingIfNeeded: head), other[range.upperBound - 1])])
    while found > 0 {
      let word = words[found - 1]
      if word.head == head, Int(word.count) == range.count,
        range.count <= 8
          || bytes.span.hasSameBytes(Int(word.start), as: other, range.lowerBound, count: range.count)
      {
        return found - 1
      }
      found = Int(word.next)
    }
    return nil
  }

  /// The index of the word that equals the bytes of a range ignoring case, in a list of lower-case words of
  /// at most 32 bytes; nil if there is none.
  package func index(inAnyCase other: Span<UInt8>, _ range: Range<Int>) -> Int? {
    if let found = index(of: other, range) { return found }
    guard range.count <= 32, range.lowerBound >= 0, range.upperBound <= other.count else { return nil }
    var lower = InlineArray<32, UInt8>(repeating: 0)
    var hasCapitals = false
    for place in 0..<range.count {
      let byte = other[range.lowerBound + place]
      lower[place] = byte.lowercased
      hasCapitals = hasCapitals || byte != byte.lowercased
    }
    return hasCapitals ? index(of: lower.span, 0..<range.count) : nil
  }
}
