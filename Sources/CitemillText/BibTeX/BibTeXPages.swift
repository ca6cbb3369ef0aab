import CitemillCore

/// Pages: BibTeX writes ranges with two hyphens, `12--34`, other formats with one.
enum BibTeXPages {
  private static let hyphen = UInt8(ascii: "-")
  private static let dash = Array("\u{2013}".utf8)

  /// The pages of a field with two numbers and one or two hyphens between them, `12--34`; nil for others.
  static func plain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    guard let place = hyphen(bytes, range) else { return nil }
    let isDouble = bytes[place + 1] == hyphen
    if !isDouble { return bytes.text(range) }
    return bytes.text(range.lowerBound..<(place + 1)) + bytes.text((place + 2)..<range.upperBound)
  }

  /// The first of one or two hyphens between digits; nil if there is anything else.
  static func hyphen(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var here = range.lowerBound
    while here < range.upperBound, bytes[here].isDigit { here += 1 }
    let place = here
    guard place > range.lowerBound, place < range.upperBound, bytes[place] == hyphen else { return nil }
    here += 1
    if here < range.upperBound, bytes[here] == hyphen { here += 1 }
    guard here < range.upperBound else { return nil }
    while here < range.upperBound, bytes[here].isDigit { here += 1 }
    return here == range.upperBound && bytes[here - 1].isDigit ? place : nil
  }

  /// The bytes of a field for pages with only digits, letters, full stops, single hyphens and dashes, which
  /// are read back unchanged; nil for others.
  static func source(of text: String, isASCII: Bool) -> [UInt8]? {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    let hasDash = bytes.span.firstIndex(of: dash) != nil
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x80 {
        guard bytes.span.hasPrefix(dash, at: index) else { return nil }
        result += isASCII ? Array("\\textendash{}".utf8) : dash
        index += dash.count
        continue
      }
      let isInside = index > 0 && index + 1 < bytes.count
      if byte.isDigit || byte.isLetter || ",.:;+*/()".utf8.contains(byte) {
        result.append(byte)
      } else if byte == 32, isInside, bytes[index + 1] != 32 {
        result.append(byte)
      } else if byte == hyphen, isInside, bytes[index - 1] != hyphen, bytes[index + 1] != hyphen {
        result.append(hyphen)
        // Next to a real dash, two hyphens would be read as another one.
        if !hasDash, isRange(bytes, index) { result.append(hyphen) }
      } else if byte == hyphen, index + 1 == bytes.count, !hasDash, isOpenRange(bytes) {
        result += [hyphen, hyphen]
      } else {
        return nil
      }
      index += 1
    }
    return result
  }

  /// Whether pages end with a page and a hyphen: `33-`, `1-5, S33-`.
  private static func isOpenRange(_ bytes: [UInt8]) -> Bool {
    let page = bytes.dropLast().reversed().prefix { $0.isDigit || $0.isLetter }
    let before = bytes.dropLast(page.count + 1).last ?? UInt8(ascii: ",")
    return page.first?.isDigit == true && (before == 32 || before == UInt8(ascii: ","))
  }

  /// Whether a hyphen is between two pages and not inside one: `12-34`, `S1-S9`, `iv-xx`, but not `A-12`.
  private static func isRange(_ bytes: [UInt8], _ index: Int) -> Bool {
    func page(_ part: some Sequence<UInt8>) -> (hasFigure: Bool, isRoman: Bool) {
      var (hasFigure, isRoman) = (false, true)
      var length = 0
      for byte in part {
        if byte.isDigit { hasFigure = true } else if !byte.isLetter { break }
        isRoman = isRoman && "ivxlcdm".utf8.contains(byte)
        length += 1
      }
      return (hasFigure, isRoman && length > 0)
    }
    let (first, last) = (page(bytes[..<index].reversed()), page(bytes[(index + 1)...]))
    return first.hasFigure && last.hasFigure || first.isRoman && last.isRoman
  }
}
