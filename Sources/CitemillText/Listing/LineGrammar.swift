import CitemillCore

/// The grammar of a listing's lines, as data: its words and separators, and the structure of an entry.
///
/// The engine (`ListingReader`) knows the three shapes of entries, and no particular site. A new dialect is a
/// value of this type in a separate file.
struct LineGrammar: Sendable {
  /// How the lines of an entry are recognised.
  enum Shape: Sendable {
    /// A label that every entry has, with header lines above it and a text below.
    case anchored
    /// Lines `Label: value`.
    case labelled
    /// A number, a bracket or a bullet before each entry.
    case marked
  }

  var name: String
  var shape: Shape
  /// Characters between the cells of a line, and at the end of a line if another cell follows.
  var separators: [[UInt8]] = []
  /// Words with a colon that name what follows.
  var labels: [Label] = []
  /// What a cell of a header line can be, in the order in which this is tried.
  var header: [HeaderField] = []
  /// Lines of the page that are not part of an entry.
  var noise: [Noise] = []
  /// Whether the text of a marked entry is parsed.
  var isTakenApart = false
  /// The maximum length of a title; a longer line is text.
  var longestTitle = 300

  /// A word before a colon.
  struct Label: Sendable {
    /// Its name; compared without regard to case.
    var words: [String]
    var meaning: Meaning

    enum Meaning: Sendable { case contributors, keywords, abstract, doi }
  }

  /// A cell of a header line, by its form.
  struct HeaderField: Sendable {
    enum Look: Sendable {
      /// Four digits.
      case year
      /// One of the words, then a number, then perhaps another in parentheses: `Vol 63 (11)`.
      case numberAndIssue([String])
      /// One of the words, then something with a digit: `pp. 128-144`, `Cited By ~ 12`.
      case afterWord([String])
      /// `10.` and a slash, perhaps after a resolver.
      case doi
      /// Any text before a separator; at most one per entry.
      case anyText
    }
    enum Meaning: Sendable { case year, volume, issue, pages, doi, citedBy, container }
    var meaning: Meaning
    var look: Look
  }

  /// A line that belongs to the page.
  enum Noise: Sendable {
    case line(String)
    case beginning(String)
    case containing([UInt8])
  }

  static func of(_ dialect: Listing.Dialect) -> LineGrammar {
    switch dialect {
    case .sciencegate: .scienceGate
    case .labelled: .labelled
    case .references, .auto: .references
    case .citations: .citations
    }
  }
}

extension LineGrammar {
  /// ScienceGate's result pages, and what text extractors leave of them.
  static let scienceGate = LineGrammar(
    name: "sciencegate", shape: .anchored,
    separators: ["◽", "◻", "□", "▫", "◦", "•", "·", "∙", "⋅", "◆", "◇", "▪", "■", "●", "|", "¦"]
      .map { Array($0.utf8) },
    labels: [
      Label(words: ["Author(s)", "Authors", "Author"], meaning: .contributors),
      Label(words: ["Keyword(s)", "Keywords", "Keyword"], meaning: .keywords),
      Label(words: ["Abstract"], meaning: .abstract),
      Label(words: ["DOI"], meaning: .doi),
    ],
    header: [
      HeaderField(meaning: .year, look: .year),
      HeaderField(meaning: .volume, look: .numberAndIssue(["Volume", "Vol.", "Vol"])),
      HeaderField(meaning: .issue, look: .afterWord(["Issue", "No."])),
      HeaderField(meaning: .pages, look: .afterWord(["pp.", "pp", "Pages"])),
      HeaderField(meaning: .citedBy, look: .afterWord(["Cited By"])),
      HeaderField(meaning: .doi, look: .doi),
      HeaderField(meaning: .container, look: .anyText),
    ],
    noise: [
      .line("Sign in / Sign up"), .line("Sign in"), .line("Sign up"), .line("Export Citation Format"),
      .line("Share Document"), .line("Full-text"), .line("Download Full-text"), .line("Cite"), .line("Share"),
      .line("Latest Documents"), .line("Latest Publications"), .line("Most Cited Documents"),
      .line("Related Documents"), .line("Load More Documents"), .line("Show More"), .line("H-INDEX"),
      .beginning("TOTAL DOCUMENTS"), .containing(Array("(FIVE YEARS".utf8)), .beginning("H-INDEX"), .beginning("Top 5"),
      .beginning("Published By"), .beginning("Latest Documents"), .beginning("Most Cited Documents"),
    ])

  /// Blocks of `Label: value`; the labels are those of `LabelTable`.
  static let labelled = LineGrammar(name: "labelled", shape: .labelled)

  static let references = LineGrammar(name: "references", shape: .marked)

  /// Lists of references that are parsed.
  static let citations = LineGrammar(name: "citations", shape: .marked, isTakenApart: true)
}

// MARK: - Analysing lines

/// A line of a listing with the results of its analysis.
struct ListingLine {
  /// The text, valid UTF-8, without white space at its ends.
  var text: [UInt8]
  /// The bytes of the line in the source.
  var range: Range<Int>
  var number: Int
  /// The indentation of the text in bytes.
  var indent: Int
  var encoding: TextEncoding
  /// The kind of line in an anchored grammar.
  var kind = LineKind.blank
  /// The label that it begins with, in a listing of labels.
  var label: LabelledLine?

  var isBlank: Bool { text.isEmpty }
  /// Whether it is text of the page around the entries.
  var isNoise: Bool {
    if case .noise = kind { return true }
    return false
  }
  var string: String { String(decoding: text, as: UTF8.self) }

  /// A line with what a shape of entries asks about it.
  init(_ line: SourceLine, of grammar: LineGrammar) {
    self.init(line)
    switch grammar.shape {
    case .anchored: kind = grammar.kind(of: self)
    case .labelled:
      label = LabelledLine(self)
      // The other labels of the entry are below the first, and not below its number.
      indent += label?.numberLength ?? 0
    case .marked: if ListWords.isNoise(self) { kind = .noise }
    }
  }

  init(_ line: SourceLine) {
    var bytes = line.bytes
    encoding = TextEncoding.repair(&bytes)
    range = line.range
    number = line.number
    let trimmed = bytes.trimmedRange(0..<bytes.count)
    indent = trimmed.lowerBound
    text = trimmed.count == bytes.count ? bytes : Array(bytes[trimmed])
  }
}

extension ListingLine {
  /// The line in pieces that begin at places in its text.
  func split(at places: [Int]) -> [ListingLine] {
    var pieces: [ListingLine] = []
    var start = 0
    let offset = range.lowerBound + indent
    for place in places + [text.count] {
      var piece = self
      var end = place
      while end > start, text[end - 1] == 32 { end -= 1 }
      piece.text = Array(text[start..<end])
      // Text in another encoding may be longer than its bytes.
      let last = place == text.count ? range.upperBound : min(offset + place, range.upperBound)
      piece.range = (pieces.isEmpty ? range.lowerBound : min(offset + start, last))..<last
      pieces.append(piece)
      start = place
    }
    return pieces
  }
}

/// A piece of a line between separators.
struct Cell {
  var text: String
  /// Whether a separator is after it.
  var isFollowed: Bool
}

/// The kinds of lines in an anchored grammar.
enum LineKind {
  case blank
  case noise
  /// A label; the rest of its line in cells.
  case label(LineGrammar.Label.Meaning, [Cell])
  /// Cells that all look like header fields.
  case header([(LineGrammar.HeaderField.Meaning, String)])
  /// Text, split into cells if it contains separators.
  case text([Cell])
}

extension LineGrammar {
  func kind(of line: ListingLine) -> LineKind {
    if line.isBlank { return .blank }
    let text = line.string
    if line.text.count <= Self.longestNoise, isNoise(line, text) { return .noise }
    let hasColon = line.text.span.firstIndex(of: UInt8(ascii: ":"), from: 0, to: line.text.count) != nil
    if hasColon, let found = label(of: text) { return .label(found.meaning, cells(of: found.rest)) }
    let cells = cells(of: text)
    if let fields = headerFields(of: cells) { return .header(fields) }
    return .text(cells)
  }

  /// Buttons and counters of a page are short.
  private static let longestNoise = 120

  private func isNoise(_ line: ListingLine, _ text: String) -> Bool {
    noise.contains { pattern in
      switch pattern {
      case .line(let words): text.hasSameLetters(as: words)
      case .beginning(let words): text.startsWithLetters(of: words)
      case .containing(let words): line.text.span.firstIndex(of: words) != nil
      }
    }
  }

  private func label(of text: String) -> (meaning: Label.Meaning, rest: String)? {
    for label in labels {
      for word in label.words where text.startsWithLetters(of: word + ":") {
        return (label.meaning, text.dropping(word.utf8.count + 1).trimmed)
      }
    }
    return nil
  }

  /// The cells of a line; a line without separators is one cell.
  func cells(of text: String) -> [Cell] {
    if text.isEmpty { return [] }
    let bytes = Array(text.utf8)
    var cells: [Cell] = []
    var start = 0
    var here = 0
    while here < bytes.count {
      guard let length = separatorLength(bytes, at: here) else {
        here += 1
        continue
      }
      cells.append(Cell(text: String(decoding: bytes[start..<here], as: UTF8.self).trimmed, isFollowed: true))
      start = here + length
      here = start
    }
    let last = String(decoding: bytes[start...], as: UTF8.self).trimmed
    if !last.isEmpty { cells.append(Cell(text: last, isFollowed: false)) }
    return cells.filter { !$0.text.isEmpty }
  }

  /// The length of a separator, which has a space or a line end on both sides.
  private func separatorLength(_ bytes: [UInt8], at index: Int) -> Int? {
    guard bytes[index] >= 0x80 || bytes[index] == UInt8(ascii: "|") else { return nil }
    guard let sign = separators.first(where: { bytes.span.hasPrefix($0, at: index) }) else { return nil }
    let isOpenBefore = index == 0 || bytes[index - 1].isSpace || bytes[index - 1] == 0xA0
    let end = index + sign.count
    let isOpenBehind = end == bytes.count || bytes[end].isSpace || bytes[end] == 0xC2
    return isOpenBefore && isOpenBehind || end == bytes.count ? sign.count : nil
  }

  /// The fields of a line in which every cell looks like one; free text only counts if a separator follows
  /// it.
  private func headerFields(of cells: [Cell]) -> [(HeaderField.Meaning, String)]? {
    var fields: [(HeaderField.Meaning, String)] = []
    for cell in cells {
      guard let field = header.lazy.compactMap({ $0.read(cell) }).first else { return nil }
      fields.append(field)
    }
    return fields.isEmpty ? nil : fields
  }
}

extension LineGrammar.HeaderField {
  /// The value of a cell as this field, without the words that only name it.
  func read(_ cell: Cell) -> (Meaning, String)? {
    let bytes = Array(cell.text.utf8)
    switch look {
    case .year:
      guard bytes.count == 4, bytes.allSatisfy(\.isDigit), bytes[0] == 0x31 || bytes[0] == 0x32 else { return nil }
      return (meaning, cell.text)
    case .numberAndIssue(let words):
      guard let rest = rest(of: cell.text, behind: words), rest.utf8.contains(where: \.isDigit), rest.utf8.count < 40
      else {
        return nil
      }
      return (meaning, rest)
    case .afterWord(let words):
      guard let rest = rest(of: cell.text, behind: words), rest.utf8.contains(where: { $0.isDigit }),
        rest.utf8.count < 60
      else { return nil }
      return (meaning, rest)
    case .doi:
      let doi = DOIText.identifier(cell.text).value
      let isWhole = doi.utf8.starts(with: "10.".utf8) && doi.utf8.contains(UInt8(ascii: "/")) && !doi.utf8.contains(32)
      return isWhole ? (meaning, doi) : nil
    case .anyText:
      return cell.isFollowed && bytes.count < 300 ? (meaning, cell.text) : nil
    }
  }

  /// The text after one of the words and a space or digit.
  private func rest(of text: String, behind words: [String]) -> String? {
    guard let word = words.first(where: { text.startsWithLetters(of: $0) }) else { return nil }
    let rest = text.dropping(word.utf8.count)
    guard let first = rest.utf8.first, !first.isLetter else { return nil }
    return rest.trimmed
  }
}

extension String {
  /// Whether both are the same, ignoring the case of ASCII letters.
  func hasSameLetters(as other: String) -> Bool {
    utf8.count == other.utf8.count && startsWithLetters(of: other)
  }

  /// Whether the text starts with another, ignoring the case of ASCII letters.
  func startsWithLetters(of other: String) -> Bool {
    var mine = utf8.makeIterator()
    for wanted in other.utf8 {
      guard let byte = mine.next(), byte.lowercased == wanted.lowercased else { return false }
    }
    return true
  }

  /// The text after a number of bytes.
  func dropping(_ count: Int) -> String { String(decoding: utf8.dropFirst(count), as: UTF8.self) }
}
