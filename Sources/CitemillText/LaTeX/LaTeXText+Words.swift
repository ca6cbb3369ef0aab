import CitemillCore

// Words with accents, ligatures and escaped characters: nearly all LaTeX in citations. This path needs no
// frames, and gives the same result.

extension LaTeXText {
  /// Reads words from the start of a range, and appends their text: plain text, white space, `--`, `` `` ``,
  /// `\&`, accents such as `{\'{e}}`, and letters such as `{\ss}`.
  ///
  /// - Parameter softEnd: the length of the text after the last space that further white space merges into.
  /// - Returns: the index of what needs the full reader, or the end.
  static func readWords(
    _ bytes: Span<UInt8>, _ range: Range<Int>, into text: inout [UInt8], softEnd: inout Int
  ) -> Int {
    var here = range.lowerBound
    let end = range.upperBound
    while here < end {
      if bytes[here].isSpace {
        while here < end, bytes[here].isSpace { here += 1 }
        if text.count != softEnd {
          text.append(32)
          softEnd = text.count
        }
        continue
      }
      let stop = endOfPlain(bytes, here, end, isQuoting: false)
      if stop > here {
        text.append(bytes, here..<stop)
        if text.last == 32 { softEnd = text.count }
        here = stop
        if here >= end { break }
      }
      switch bytes[here] {
      case 32, 9, 10, 11, 12, 13: continue
      case UInt8(ascii: "~"):
        text.append(scalar: 0xA0)
        here += 1
      case UInt8(ascii: "-"):
        guard here + 1 < end, bytes[here + 1] == UInt8(ascii: "-") else { return here }
        let isLong = here + 2 < end && bytes[here + 2] == UInt8(ascii: "-")
        text.append(scalar: isLong ? 0x2014 : 0x2013)
        here += isLong ? 3 : 2
      case UInt8(ascii: "'"), UInt8(ascii: "`"):
        guard here + 1 < end, bytes[here + 1] == bytes[here] else { return here }
        text.append(scalar: bytes[here] == UInt8(ascii: "'") ? 0x201D : 0x201C)
        here += 2
      case UInt8(ascii: "{"):
        guard here + 1 < end else { return here }
        if bytes[here + 1] == UInt8(ascii: "}") {
          here += 2
          continue
        }
        let count = text.count
        guard bytes[here + 1] == UInt8(ascii: "\\"), let next = readLetter(bytes, here + 1, end, into: &text),
          next < end, bytes[next] == UInt8(ascii: "}")
        else {
          text.removeLast(text.count - count)
          return here
        }
        here = next + 1
      case UInt8(ascii: "\\"):
        guard let next = readLetter(bytes, here, end, into: &text) else { return here }
        here = next
      default: return here
      }
    }
    return here
  }

  /// Reads a command for a letter or symbol, and appends it: returns the index after it, or nil for any other
  /// command.
  private static func readLetter(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, into text: inout [UInt8]) -> Int? {
    var here = start + 1
    guard here < end else { return nil }
    let sign = bytes[here]
    guard sign.isLetter else {
      switch sign {
      case UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "_"):
        text.append(sign)
        return here + 1
      default:
        guard let accent = LaTeXAccents.index(ofSign: sign) else { return nil }
        return readAccented(bytes, from: here + 1, to: end, accent: accent, into: &text)
      }
    }
    let name = here
    while here < end, bytes[here].isLetter { here += 1 }
    if here == name + 1, let accent = LaTeXAccents.index(ofLetter: sign) {
      return readAccented(bytes, from: here, to: end, accent: accent, into: &text)
    }
    guard case .text(let place)? = LaTeXCommands.standard.action(bytes, name..<here) else { return nil }
    text += LaTeXCommands.standard.text(place)
    while here < end, bytes[here].isSpace { here += 1 }
    return here
  }

  /// Reads the argument of an accent if it is one letter, with or without braces, or `{\i}`.
  private static func readAccented(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, accent: Int, into text: inout [UInt8]
  ) -> Int? {
    var here = start
    while here < end, bytes[here].isSpace { here += 1 }
    guard here < end else { return nil }
    let isBraced = bytes[here] == UInt8(ascii: "{")
    if isBraced { here += 1 }
    let accent = LaTeXAccents.all[accent]
    if isBraced, here + 1 < end, bytes[here] == UInt8(ascii: "\\") {
      // An accent replaces the dot.
      guard bytes[here + 1] == UInt8(ascii: "i"), accent.place == 230, accent.combining != 0x307 else { return nil }
      here += 1
    }
    guard here < end, bytes[here].isLetter,
      let letter = LaTeXComposition.standard.composed(UInt32(bytes[here]), accent.combining)
    else { return nil }
    here += 1
    if isBraced {
      guard here < end, bytes[here] == UInt8(ascii: "}") else { return nil }
      here += 1
    }
    text.append(scalar: letter)
    return here
  }
}
