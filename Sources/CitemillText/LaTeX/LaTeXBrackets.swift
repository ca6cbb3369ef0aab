import CitemillCore

/// Pairs of matching braces in a text, found in one pass; braces after a backslash do not count.
struct LaTeXBrackets {
  private let start: Int
  /// For each byte, the index of the matching closing brace; 0 for other bytes and unclosed braces.
  private var closers: [Int32]

  /// The braces of a range.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    start = range.lowerBound
    closers = Array(repeating: 0, count: range.count)
    var open: [Int] = []
    var here = range.lowerBound
    while here < range.upperBound {
      switch bytes[here] {
      case UInt8(ascii: "\\"): here += 1
      case UInt8(ascii: "{"): open.append(here)
      case UInt8(ascii: "}"):
        if let opener = open.popLast() { closers[opener - start] = Int32(truncatingIfNeeded: here - start) }
      default: break
      }
      here += 1
    }
  }

  /// The range between the brace at an index and the matching one; nil if there is none.
  func content(at index: Int) -> Range<Int>? {
    let place = index - start
    guard closers.indices.contains(place), closers[place] > 0 else { return nil }
    return (index + 1)..<(start + Int(closers[place]))
  }

  /// The end of the arguments right after a command, including its star and options.
  func endOfArguments(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Int {
    var here = rest.lowerBound
    if here < rest.upperBound, bytes[here] == UInt8(ascii: "*") { here += 1 }
    while here < rest.upperBound {
      if let content = content(at: here) {
        here = content.upperBound + 1
      } else if let close = Self.closeOfOption(bytes, here..<rest.upperBound) {
        here = close
      } else {
        break
      }
    }
    return here
  }

  /// The end of an option such as `[p. 3]`, which must be short and followed by a brace; nil if there is
  /// none.
  private static func closeOfOption(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Int? {
    let limit = min(rest.upperBound, rest.lowerBound + 64)
    guard bytes[rest.lowerBound] == UInt8(ascii: "["),
      let close = bytes.firstIndex(of: UInt8(ascii: "]"), from: rest.lowerBound, to: limit), close + 1 < rest.upperBound
    else { return nil }
    let next = bytes[close + 1]
    return next == UInt8(ascii: "{") || next == UInt8(ascii: "[") ? close + 1 : nil
  }
}

extension LaTeXReader {
  /// The range between the brace at an index and the matching one; nil if there is none.
  mutating func group(_ bytes: Span<UInt8>, at index: Int) -> Range<Int>? {
    byte(bytes, index) == UInt8(ascii: "{") ? matching(bytes).content(at: index) : nil
  }

  /// The brackets of the text, which are matched once.
  mutating func matching(_ bytes: Span<UInt8>) -> LaTeXBrackets {
    let known = brackets ?? LaTeXBrackets(bytes, start..<end)
    brackets = known
    return known
  }

  /// The raw argument after white space; nil if there is none in braces.
  mutating func takeGroup(_ bytes: Span<UInt8>) -> Range<Int>? {
    var index = here
    while byte(bytes, index)?.isSpace == true { index += 1 }
    guard let content = group(bytes, at: index) else { return nil }
    here = content.upperBound + 1
    return content
  }
}
