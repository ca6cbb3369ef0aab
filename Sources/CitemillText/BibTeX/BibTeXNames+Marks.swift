import CitemillCore

// Additions to names on title pages that authors copy: `Anna Quell$^{1,*}$`, `Anna Quell\thanks{Brook Mill}`,
// `Quell, Anna <anna@mill.example>`, `Anna Quell\orcidlink{0000-0002-1825-0097}`
// (Fixtures/BibTeX/name-marks.bib).

extension BibTeXNames {
  /// A name without such additions.
  struct Unmarked {
    fileprivate(set) var name: [UInt8] = []
    fileprivate(set) var orcid: Identifier?
    fileprivate(set) var email: String?
    /// Significant additions that were left out, such as `\thanks`.
    fileprivate(set) var others: [String] = []
  }

  /// The name of a range without footnote marks, addresses and numbers; nil for a name without them, as
  /// nearly all.
  static func unmarked(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Unmarked? {
    guard hasMark(bytes, range), !isBraced(bytes, range) else { return nil }
    var result = Unmarked()
    var here = range.lowerBound
    var last = here
    func keep(to end: Int) { result.name.append(bytes, last..<end) }
    while here < range.upperBound {
      guard let end = endOfMark(bytes, here..<range.upperBound, &result) else {
        here += 1
        continue
      }
      keep(to: here)
      // A group of only a mark, and the space before it.
      if result.name.last == UInt8(ascii: "{"), bytes.byte(at: end) == UInt8(ascii: "}") {
        result.name.removeLast()
        here = end + 1
      } else {
        here = end
      }
      last = here
      // The space before it.
      if here == range.upperBound || bytes[here] == comma || bytes[here].isSpace {
        while result.name.last == 32 { result.name.removeLast() }
      }
    }
    if let (name, mail) = NameText.withMail(bytes, range), last == range.lowerBound {
      result.name.append(bytes, name)
      result.email = bytes.text(mail)
      return result
    }
    if last == range.lowerBound { return nil }
    keep(to: range.upperBound)
    if let (name, mail) = NameText.withMail(result.name.span, 0..<result.name.count) {
      result.email = result.name.span.text(mail)
      result.name = Array(result.name[name])
    }
    return result
  }

  private static func hasMark(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for index in range {
      switch bytes[index] {
      case UInt8(ascii: "$"), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: "("), UInt8(ascii: "["),
        UInt8(ascii: "*"), UInt8(ascii: "@"):
        return true
      // Daggers, pilcrows and section signs.
      case 0xE2 where bytes.byte(at: index + 1) == 0x80, 0xC2: return true
      default: continue
      }
    }
    return false
  }

  /// The end of a mark that starts at the start of a range; nil if there is none.
  private static func endOfMark(_ bytes: Span<UInt8>, _ range: Range<Int>, _ found: inout Unmarked) -> Int? {
    let start = range.lowerBound
    switch bytes[start] {
    case UInt8(ascii: "$"):
      guard let close = bytes.firstIndex(of: UInt8(ascii: "$"), from: start + 1, to: range.upperBound) else {
        return nil
      }
      let inside = bytes.trimmed((start + 1)..<close)
      let isRaised =
        bytes.stands("^", at: inside.lowerBound) || bytes.stands("{}^", at: inside.lowerBound)
        || bytes.stands("{}{}^", at: inside.lowerBound)
      return isRaised && close > inside.lowerBound ? after(bytes, close + 1, range.upperBound) : nil
    case UInt8(ascii: "\\"): return endOfCommand(bytes, range, &found)
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "<"):
      let sign: UInt8 = bytes[start] == UInt8(ascii: "(") ? 41 : bytes[start] == UInt8(ascii: "[") ? 93 : 62
      guard let close = bytes.firstIndex(of: sign, from: start + 1, to: range.upperBound) else { return nil }
      let inside = bytes.trimmed((start + 1)..<close)
      if let orcid = IdentifierText.orcid(bytes.text(inside)) {
        found.orcid = Identifier(.orcid, orcid.value)
        return close + 1
      }
      return sign != 62 && isNumbers(bytes, inside) ? after(bytes, close + 1, range.upperBound) : nil
    case UInt8(ascii: "*"): return after(bytes, start + 1, range.upperBound)
    case 0xE2 where [0xA0, 0xA1].contains(bytes.byte(at: start + 2)) && bytes.byte(at: start + 1) == 0x80:
      return after(bytes, start + 3, range.upperBound)
    case 0xC2 where [0xA7, 0xB6].contains(bytes.byte(at: start + 1)):
      return after(bytes, start + 2, range.upperBound)
    default: return nil
    }
  }

  /// The index, unless the word continues: `M$^c$Donald` is a name.
  private static func after(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Int? {
    guard index < end else { return index }
    return bytes[index].isLetter || bytes[index] >= 0xC3 ? nil : index
  }

  private static let notes = [
    "thanks", "footnote", "footnotetext", "IEEEmembership", "affil", "email", "ead", "address",
  ]
  private static let marks = [
    "footnotemark", "inst", "textsuperscript", "corref", "fnref", "altaffilmark", "IEEEauthorrefmark", "dag", "ddag",
    "dagger", "ddagger", "ast", "textdagger", "textdaggerdbl", "textasteriskcentered", "textparagraph", "textsection",
    "Letter", "authormark", "tnoteref", "cormark", "fnmark",
  ]
  private static let orcids = ["orcidlink", "orcid", "orcidID", "orcidA", "ORCID", "orcidicon"]

  private static func endOfCommand(_ bytes: Span<UInt8>, _ range: Range<Int>, _ found: inout Unmarked) -> Int? {
    var end = range.lowerBound + 1
    while end < range.upperBound, bytes[end].isLetter { end += 1 }
    guard end - range.lowerBound > 3 else { return nil }
    let name = bytes.text((range.lowerBound + 1)..<end)
    let (isNote, isMark, isORCID) = (notes.contains(name), marks.contains(name), orcids.contains(name))
    guard isNote || isMark || isORCID else { return nil }
    var argument: Range<Int>?
    while end < range.upperBound, bytes[end] == UInt8(ascii: "[") || bytes[end] == UInt8(ascii: "{") {
      let isOption = bytes[end] == UInt8(ascii: "[")
      guard
        let close = isOption ? bytes.firstIndex(of: 93, from: end, to: range.upperBound) : closing(bytes, end, range)
      else { return nil }
      argument = (end + 1)..<close
      end = close + 1
    }
    let words = argument.map { bytes.trimmed($0) } ?? end..<end
    if isORCID {
      if let orcid = IdentifierText.orcid(bytes.text(words)) { found.orcid = Identifier(.orcid, orcid.value) }
      return end
    }
    // `M\textsuperscript{c}Donald`, and text that is more than a mark.
    if name == "textsuperscript", !isNumbers(bytes, words), words.count > 3 { return nil }
    if isMark { return after(bytes, end, range.upperBound) }
    if !words.isEmpty, !found.others.contains("\\" + name) { found.others.append("\\" + name) }
    return end
  }

  private static func closing(_ bytes: Span<UInt8>, _ open: Int, _ range: Range<Int>) -> Int? {
    var depth = 0
    for index in open..<range.upperBound {
      if bytes[index] == UInt8(ascii: "{") { depth += 1 }
      if bytes[index] == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }

  /// Whether a range only has numbers, footnote marks, and single letters between commas.
  private static func isNumbers(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard (1...12).contains(range.count) else { return false }
    var letters = 0
    for index in range {
      let byte = bytes[index]
      letters = byte.isLetter ? letters + 1 : 0
      if letters > 1 || !(byte.isDigit || byte.isLetter || ",*; ".utf8.contains(byte)) { return false }
      if byte.isLetter, byte < UInt8(ascii: "a") { return false }
    }
    return true
  }
}
