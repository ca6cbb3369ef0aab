/// A list of words that is asked often whether a stretch of bytes is one of them.
///
/// Words are looked up by their length, their first byte and their last, which few share; only those are compared.
public struct WordList: Sendable {
  /// The words behind each other.
  private var bytes: [UInt8] = []
  /// Where each word begins, and where the last one ends.
  private var starts: [Int] = [0]
  /// For each value of `slot`, one more than the place of the first word with it; 0 for none.
  private var heads: [Int]
  /// For each word, one more than the place of the next word with the same `slot`; 0 for none.
  private var nexts: [Int]

  /// A list of words; of one that stands twice the first counts, and the empty word is never found.
  public init(_ words: [String]) {
    var size = 8
    while size < words.count * 2 { size *= 2 }
    heads = Array(repeating: 0, count: size)
    nexts = Array(repeating: 0, count: words.count)
    for word in words {
      bytes += Array(word.utf8)
      starts.append(bytes.count)
    }
    for (place, word) in words.enumerated().reversed() where !word.isEmpty {
      let slot = slot(word.utf8.count, bytes[starts[place]], bytes[starts[place + 1] - 1])
      nexts[place] = heads[slot]
      heads[slot] = place + 1
    }
  }

  private func slot(_ length: Int, _ first: UInt8, _ last: UInt8) -> Int {
    (length &* 5 &+ Int(first) &* 3 &+ Int(last) &* 7) & (heads.count &- 1)
  }

  /// Whether the bytes of a range are one of the words, to the byte.
  public func contains(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool { index(of: bytes, range) != nil }

  /// The place in the list of the word that the bytes of a range are, to the byte; nil when they are none.
  public func index(of other: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= other.count else { return nil }
    let words = bytes.span
    var found = heads[slot(range.count, other[range.lowerBound], other[range.upperBound - 1])]
    while found > 0 {
      let start = starts[found - 1]
      if starts[found] - start == range.count,
        words.hasSameBytes(start, as: other, range.lowerBound, count: range.count)
      {
        return found - 1
      }
      found = nexts[found - 1]
    }
    return nil
  }
}
