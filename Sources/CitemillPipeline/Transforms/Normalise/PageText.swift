import CitemillCore

/// Pages as sources write them: `pp. 172–4`, `S12--S15`, `1-9, 12`.
struct PageText {
  /// The pages with hyphens, and both ends of each range in full: `172-174`.
  private(set) var plain: String
  /// A range that goes down, or ends in a number that is no end of it.
  private(set) var problem: String?

  init(_ text: String) {
    var bytes = Self.withPlainHyphens(text)
    for label in ["pages", "page", "pp.", "pp", "p."] where bytes.prefix(label.utf8.count).elementsEqual(label.utf8) {
      let rest = bytes.dropFirst(label.utf8.count).drop(while: \.isSpace)
      if rest.first?.isDigit == true { bytes = Array(rest) }
      break
    }
    var isChanged = false
    var parts: [[UInt8]] = []
    for part in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard let range = Range(part) else {
        parts.append(Array(part))
        continue
      }
      isChanged = true
      parts.append(Array(part.prefix(while: \.isSpace)) + Array(range.description.utf8))
      if range.isBackward { problem = "the range \(range) goes down" }
    }
    // Hyphens of what is no range are left as they are.
    plain = isChanged ? String(decoding: Array(parts.joined(separator: [UInt8(ascii: ",")])), as: UTF8.self) : text
    if problem != nil { plain = text }
  }

  private static func withPlainHyphens(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.trimmed.unicodeScalars {
      let isHyphen = scalar == "-" || (0x2010...0x2015).contains(scalar.value) || scalar.value == 0x2212
      if !isHyphen {
        bytes += String(scalar).utf8
      } else if bytes.last != UInt8(ascii: "-") {
        bytes.append(UInt8(ascii: "-"))
      }
    }
    return bytes
  }

  /// The first and the last page.
  private struct Range: CustomStringConvertible {
    private var first: Number
    private var last: Number

    /// Letters and figures with one hyphen between them.
    init?(_ bytes: ArraySlice<UInt8>) {
      let sides = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      guard sides.count == 2, let low = sides.first, let high = sides.last, let first = Number(low),
        let last = Number(high)
      else { return nil }
      self.last = last
      first.complete(&self.last)
      self.first = first
    }

    var description: String { "\(first)-\(last)" }

    var isBackward: Bool {
      guard first.letters == last.letters, let low = first.value, let high = last.value else { return false }
      return high < low
    }
  }

  /// A page: letters, then figures.
  private struct Number: CustomStringConvertible {
    private(set) var letters: [UInt8]
    private var figures: [UInt8]

    init?(_ bytes: ArraySlice<UInt8>) {
      var bytes = bytes
      while bytes.first?.isSpace == true { bytes.removeFirst() }
      while bytes.last?.isSpace == true { bytes.removeLast() }
      letters = Array(bytes.prefix { $0.isLetter })
      figures = Array(bytes.dropFirst(letters.count))
      guard !bytes.isEmpty, figures.count < 18, figures.allSatisfy(\.isDigit) else { return nil }
    }

    var value: Int? { Int(String(decoding: figures, as: UTF8.self)) }

    var description: String { String(decoding: letters + figures, as: UTF8.self) }

    /// Gives the end of a range what this start has before it: 172-4 is 172-174, S172-4 is S172-S174.
    func complete(_ end: inout Number) {
      guard end.letters.isEmpty || end.letters == letters, !end.figures.isEmpty, end.figures.count < figures.count
      else { return }
      var whole = end
      whole.letters = letters
      whole.figures = figures.dropLast(end.figures.count) + end.figures
      // 179-2 is no range of pages, whatever it is.
      guard let low = value, let high = whole.value, high > low else { return }
      end = whole
    }
  }
}
