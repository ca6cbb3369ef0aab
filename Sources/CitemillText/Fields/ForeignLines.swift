import CitemillCore

/// Lines that start records of other formats, among the lines between records, as in joined files. A single
/// such line may be a comment; two or three of a kind are no coincidence.
///
///     TY  - JOUR             RIS                  PMID- 1001             MEDLINE
///     TI  - River mills                           TI  - River mills
///     %0 Book                Refer                {                      JSON
///     %A Sorle, Ida                                "title": "Weirs",
struct ForeignLines {
  /// Where the lines of the current format start.
  private(set) var first: Int?
  private var columns = 0
  private var hasNumber = false
  private var words = 0
  private var percents = 0
  private var firstPercent: Int?
  private static let wordsOfWOS = WordList(["FN", "VR", "PT", "AU", "TI", "SO", "PY", "ER", "EF", "AF", "DT"])
  private static let elements = [
    "<PubmedArticle", "<MedlineCitation", "<doi_batch", "<crossref", "<pmc-articleset", "<article article-type",
    "<article xmlns", "<article><front", "<?xml",
  ].map { Array($0.utf8) }

  /// Examines a comment or an empty line: returns where records of Refer started, `%0 Book`, `%A Berg, Anna`,
  /// if there are any.
  mutating func take(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Int? {
    guard line.count > 3, bytes[line.lowerBound + 2] == 32,
      bytes[line.lowerBound + 1] &- 65 < 26 || bytes[line.lowerBound + 1].isDigit
    else {
      (percents, firstPercent) = (0, nil)
      return nil
    }
    firstPercent = firstPercent ?? line.lowerBound
    percents += 1
    return percents > 2 ? firstPercent : nil
  }

  /// Examines another line: returns the name of the format, if there are records.
  mutating func name(_ bytes: Span<UInt8>, _ line: Range<Int>) -> String? {
    (percents, firstPercent) = (0, nil)
    let start = line.lowerBound
    func byte(_ place: Int) -> UInt8 { start + place < line.upperBound ? bytes[start + place] : 0 }
    func isCapital(_ place: Int) -> Bool { byte(place) &- 65 < 26 }
    if Self.elements.contains(where: { bytes.hasPrefix($0, at: start) }) { return "XML" }
    if isCapital(0), isCapital(1) || byte(1).isDigit {
      if byte(4) == UInt8(ascii: "-"), (2..<4).allSatisfy({ byte($0) == 32 || isCapital($0) }),
        byte(5) == 32 || byte(5) == 0
      {
        first = first ?? start
        columns += 1
        hasNumber = hasNumber || bytes.stands("PMID", at: start)
        return columns > 1 ? hasNumber ? "MEDLINE" : "RIS" : nil
      }
      if byte(2) == 32 || byte(2) == 0, Self.wordsOfWOS.contains(bytes, start..<min(start + 2, line.upperBound)) {
        first = first ?? start
        words += 1
        return words > 2 ? "Web of Science" : nil
      }
    }
    if byte(0) == UInt8(ascii: "{") || byte(0) == UInt8(ascii: "[") { return json(bytes, line) }
    if byte(0) == 34, let name = json(bytes, line) { return name }
    return isHeader(bytes, line) ? "CSV" : nil
  }

  /// Two members of an object, `"title": "Weirs"`, on one line or on several.
  private mutating func json(_ bytes: Span<UInt8>, _ line: Range<Int>) -> String? {
    if line.allSatisfy({ bytes[$0] == UInt8(ascii: "[") || bytes[$0] == UInt8(ascii: "{") || bytes[$0].isSpace }) {
      first = first ?? line.lowerBound
    }
    var from = line.lowerBound
    while let quote = bytes.firstIndex(of: 34, from: from, to: line.upperBound) {
      let colon = bytes.endOfSpace(from: quote + 1, to: line.upperBound)
      if colon < line.upperBound, bytes[colon] == UInt8(ascii: ":") {
        first = first ?? line.lowerBound
        columns += 1
      }
      from = quote + 1
    }
    return columns > 1 ? "JSON" : nil
  }

  /// Whether a line only has field names separated by commas, semicolons or tabs, at least three.
  private func isHeader(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    guard line.count < 1024 else { return false }
    for separator in [UInt8(ascii: ","), 9, UInt8(ascii: ";")] {
      var cells = 0
      var known = 0
      var here = line.lowerBound
      while here <= line.upperBound {
        let stop = bytes.firstIndex(of: separator, from: here, to: line.upperBound) ?? line.upperBound
        var cell = bytes.trimmed(here..<stop)
        if cell.count > 2, bytes[cell.lowerBound] == 34 { cell = (cell.lowerBound + 1)..<(cell.upperBound - 1) }
        cells += 1
        if BibTeXTable.row(bytes, cell) != nil { known += 1 }
        here = stop + 1
      }
      if cells > 2, known > 2, known * 2 >= cells { return true }
    }
    return false
  }

  // MARK: - Among tagged records

  /// How far records are searched for.
  static let window = 4096
  private static let lines = 12

  /// The format of records of another format that start at the first line of a range, and not at a later one.
  static func format(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    var here = range.lowerBound
    var lines = ForeignLines()
    let start = bytes.trimmed(bytes.lineRange(here, range.upperBound)).lowerBound
    for number in 0..<Self.lines where here < range.upperBound {
      let line = bytes.lineRange(here, range.upperBound)
      let words = bytes.trimmed(line)
      if words.isEmpty { return nil }
      if number == 0, isBlock(bytes, words) { return "BibTeX" }
      if bytes[words.lowerBound] == UInt8(ascii: "%") {
        if let first = lines.take(bytes, words) { return first == start ? "Refer" : nil }
      } else if let name = lines.name(bytes, words) {
        switch name {
        case "XML", "CSV": return number == 0 ? name : nil
        case "RIS": return bytes.stands("TY", at: start) ? name : nil
        case "MEDLINE": return bytes.stands("PMID", at: start) ? name : nil
        case "Web of Science": return bytes.stands("FN ", at: start) || bytes.stands("PT ", at: start) ? name : nil
        default: return lines.first == start ? name : nil
        }
      } else if number == 0, lines.first == nil {
        return nil
      }
      here = line.upperBound
    }
    return nil
  }

  /// Whether a line starts a BibTeX block: `@article{mill,`, `@string{`.
  private static func isBlock(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    guard bytes[line.lowerBound] == UInt8(ascii: "@") else { return false }
    var here = line.lowerBound + 1
    while here < line.upperBound, bytes[here].isLetter { here += 1 }
    guard here - line.lowerBound > 3, here < line.upperBound else { return false }
    return bytes[here] == UInt8(ascii: "{") || bytes[here] == UInt8(ascii: "(")
  }
}

extension Span<UInt8> {
  /// The line that begins at an index, with its end.
  fileprivate func lineRange(_ start: Int, _ end: Int) -> Range<Int> {
    let feed = firstIndex(of: 10, from: start, to: end).map { $0 + 1 } ?? end
    let stop = firstIndex(of: 13, from: start, to: feed).map { $0 + 1 == feed - 1 ? feed : $0 + 1 } ?? feed
    return start..<stop
  }
}
