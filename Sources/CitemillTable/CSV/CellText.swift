import CitemillCore

/// Values as the text of a cell, in both directions: lists, names, dates, identifiers.
enum CellText {
  // MARK: - Lists

  /// Joins texts with `; `. A backslash precedes a semicolon within a text, white space at its ends, and a
  /// backslash that would be read as one of these.
  static func join(_ texts: [String], splitsCommas: Bool) -> String {
    let joined = texts.map(escaped).joined(separator: "; ")
    // One text with a comma would be read as two.
    let needsSemicolon =
      texts.count == 1
      && (splitsCommas && joined.utf8.contains(UInt8(ascii: ",")) || joined.utf8.first == UInt8(ascii: "["))
    return needsSemicolon ? joined + ";" : joined
  }

  static func escaped(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last else { return text }
    let isPlain =
      !isSpace(first) && !isSpace(last)
      && !bytes.contains { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\\") }
    if isPlain { return text }
    var result: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      let isLast = index + 1 == bytes.count
      let needsEscape =
        switch byte {
        case UInt8(ascii: ";"): true
        case UInt8(ascii: "\\"): isLast || isEscapable(bytes[index + 1])
        default: isSpace(byte) && (index == 0 || isLast)
        }
      if needsEscape { result.append(UInt8(ascii: "\\")) }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The parts between semicolons or, if there are none and commas may separate them, between commas; without
  /// white space at their ends and without escapes.
  static func split(
    _ bytes: Span<UInt8>, _ range: Range<Int>, splitsCommas: Bool, _ take: (Span<UInt8>, Range<Int>) -> Void
  ) {
    if let items = listed(bytes, range) {
      for item in items { take(item.span, 0..<item.count) }
      return
    }
    let semicolon = UInt8(ascii: ";")
    if bytes.firstIndex(of: UInt8(ascii: "\\"), from: range.lowerBound, to: range.upperBound) != nil {
      return splitEscaped(bytes, range, splitsCommas: splitsCommas, take)
    }
    var end = bytes.firstIndex(of: semicolon, from: range.lowerBound, to: range.upperBound)
    let separator = end == nil && splitsCommas ? UInt8(ascii: ",") : semicolon
    if separator != semicolon { end = bytes.firstIndex(of: separator, from: range.lowerBound, to: range.upperBound) }
    var start = range.lowerBound
    while true {
      let piece = trimmed(bytes, start..<(end ?? range.upperBound))
      if !piece.isEmpty { take(bytes, piece) }
      guard let found = end else { return }
      start = found + 1
      end = bytes.firstIndex(of: separator, from: start, to: range.upperBound)
    }
  }

  /// The texts of a list as Python or JSON prints it, `['Berg, Anna', "Eze, N."]`; nil for anything else
  /// (Fixtures/CSV/printed-lists.csv).
  static func listed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [[UInt8]]? {
    guard let items = PrintedList.read(bytes, range) else { return nil }
    var texts: [[UInt8]] = []
    for item in items {
      guard case .text(let text) = item else { return nil }
      texts.append(text)
    }
    return texts
  }

  /// Puts semicolons between names that are joined without a separator, where a capital follows a lower-case
  /// letter directly. A few prefixes belong to the name that continues so: `McDonald`.
  static func withSemicolons(betweenGlued text: String) -> String {
    var names: [UInt8] = []
    var word: [UInt8] = []
    for byte in text.utf8 {
      let isNext = byte &- 65 < 26 && word.last?.isSmallLetter == true && word.count > 1
      if isNext,
        !["mc", "mac", "de", "di", "la", "le", "du", "van", "o", "fitz"].contains(where: {
          word.map(\.lowercased).elementsEqual($0.utf8)
        })
      {
        names += Array("; ".utf8)
        word.removeAll()
      }
      if byte == 32 || byte == UInt8(ascii: "-") { word.removeAll() } else { word.append(byte) }
      names.append(byte)
    }
    return String(decoding: names, as: UTF8.self)
  }

  private static func splitEscaped(
    _ bytes: Span<UInt8>, _ range: Range<Int>, splitsCommas: Bool, _ take: (Span<UInt8>, Range<Int>) -> Void
  ) {
    let splitsHere = splitsCommas && !hasBareSemicolon(bytes, range)
    let separator = splitsHere ? UInt8(ascii: ",") : UInt8(ascii: ";")
    var piece: [UInt8] = []
    // White space before this index is content.
    var kept = 0
    func finish() {
      if kept > 0 { take(piece.span, 0..<kept) }
      piece.removeAll(keepingCapacity: true)
      kept = 0
    }
    var isEscaped = false
    for index in range {
      let byte = bytes[index]
      if isEscaped {
        piece.append(byte)
        kept = piece.count
        isEscaped = false
      } else if byte == UInt8(ascii: "\\"), index + 1 < range.upperBound, isEscapable(bytes[index + 1]) {
        isEscaped = true
      } else if byte == separator {
        finish()
      } else if isSpace(byte) {
        if !piece.isEmpty { piece.append(byte) }
      } else {
        piece.append(byte)
        kept = piece.count
      }
    }
    finish()
  }

  private static func hasBareSemicolon(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var isEscaped = false
    for index in range {
      if isEscaped {
        isEscaped = false
      } else if bytes[index] == UInt8(ascii: "\\") {
        isEscaped = true
      } else if bytes[index] == UInt8(ascii: ";") {
        return true
      }
    }
    return false
  }

  /// A range without the white space at its ends that separates values.
  private static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, isSpace(bytes[lower]) { lower += 1 }
    while upper > lower, isSpace(bytes[upper - 1]) { upper -= 1 }
    return lower..<upper
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }

  private static func isEscapable(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\\")
  }

  // MARK: - Numbers

  /// A number or a range without fractions of zero, `3.0`, `1.0-10.0`, which data frames with missing values
  /// write for whole numbers (Fixtures/CSV/whole-numbers.csv); nil for other text.
  static func withoutFractions(_ bytes: Span<UInt8>, _ cell: Range<Int>) -> String? {
    guard cell.count > 2, cell.count < 32, bytes.stands(".0", at: cell.upperBound - 2) else { return nil }
    var parts: [String] = []
    for part in bytes.pieces(cell, at: UInt8(ascii: "-")) {
      let digits = part.dropLast(2)
      guard part.count > 2, bytes.stands(".0", at: part.upperBound - 2), digits.allSatisfy({ bytes[$0].isDigit }) else {
        return nil
      }
      parts.append(bytes.text(digits))
    }
    return parts.joined(separator: "-")
  }

  // MARK: - Dates

  /// A date in EDTF, or its text.
  static func write(_ date: PartialDate) -> String { date.value?.description ?? date.literal ?? "" }

  /// A date from EDTF, from a common notation, or as text; with the message about it.
  static func readDate(_ text: String) -> (date: PartialDate, remark: String?) {
    if let value = DateText.edtf(text) { return (PartialDate(value), nil) }
    guard let reading = DateText.reading(text) ?? DateText.visibleYear(text) else {
      return (PartialDate(nil, literal: text), "date \"\(text)\" is not understood; kept as text")
    }
    return (
      PartialDate(reading.value),
      reading.leftOut.map { "date \"\(text)\" is read as \(reading.value), without \($0)" }
    )
  }

  // MARK: - Identifiers

  /// The DOIs of a cell without escapes, if it contains nothing else.
  static func dois(_ bytes: Span<UInt8>, _ cell: Range<Int>) -> [Identifier]? {
    let isBare = bytes.firstIndex(of: UInt8(ascii: "\\"), from: cell.lowerBound, to: cell.upperBound) == nil
    let found = isBare ? DOIText.all(bytes, cell) : []
    return found.isEmpty ? nil : found
  }
}

// MARK: - Names

extension CellText {
  /// The names of a cell. Their forms are tried in order: `Family, Given`; other common forms;
  /// `{An Organisation}` for a name that must not be split; and `{family=...;given=...}` for one whose parts
  /// could not be found otherwise.
  static func readNames(
    _ bytes: Span<UInt8>, _ range: Range<Int>, as role: Role, into names: inout [Contributor],
    findings: inout NameText.Findings
  ) {
    let roles = role.alone
    if let items = PrintedList.read(bytes, range) {
      for item in items {
        switch item {
        case .text(let name):
          NameText.readOne(name.span, 0..<name.count, order: .givenFirst, as: roles, into: &names, findings: &findings)
        case .members(let members): PrintedName(members).read(as: role, into: &names, findings: &findings)
        }
      }
      return
    }
    let isPlain =
      bytes.firstIndex(of: UInt8(ascii: "{"), from: range.lowerBound, to: range.upperBound) == nil
      && bytes.firstIndex(of: UInt8(ascii: "\\"), from: range.lowerBound, to: range.upperBound) == nil
    if isPlain, let lines = lines(bytes, range) {
      for line in lines {
        NameText.readList(bytes, line, order: .givenFirst, as: roles, into: &names, findings: &findings)
      }
      return
    }
    if isPlain, bytes.firstIndex(of: 10, from: range.lowerBound, to: range.upperBound) != nil {
      let words = range.map { bytes[$0] == 10 || bytes[$0] == 13 ? 32 : bytes[$0] }
      return NameText.readList(
        words.span, 0..<words.count, order: .givenFirst, as: roles, into: &names, findings: &findings)
    }
    if isPlain {
      return NameText.readList(bytes, range, order: .givenFirst, as: roles, into: &names, findings: &findings)
    }
    let (pieces, hasSemicolon) = pieces(bytes, range)
    for piece in pieces {
      switch piece {
      case .text(let text):
        // What is beside a semicolon is one name, whatever words it contains.
        if hasSemicolon || pieces.count > 1 || text.contains(UInt8(ascii: ";")) {
          NameText.readOne(text.span, 0..<text.count, order: .givenFirst, as: roles, into: &names, findings: &findings)
        } else {
          NameText.readList(text.span, 0..<text.count, order: .givenFirst, as: roles, into: &names, findings: &findings)
        }
      case .braced(let content): names.append(readBraced(content, role))
      }
    }
  }

  /// The lines of a cell, if each has names of its own; nil if lines were wrapped, or if the names have other
  /// separators.
  private static func lines(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    guard bytes.firstIndex(of: 10, from: range.lowerBound, to: range.upperBound) != nil,
      bytes.firstIndex(of: UInt8(ascii: ";"), from: range.lowerBound, to: range.upperBound) == nil
    else { return nil }
    let lines = bytes.pieces(range, at: 10).filter { !$0.isEmpty }
    func goesOn(_ line: Range<Int>) -> Bool {
      bytes[line.upperBound - 1] == UInt8(ascii: ",") || bytes[line.upperBound - 1] == UInt8(ascii: "&")
        || bytes.stands(" and", at: line.upperBound - 4)
    }
    func isRest(_ line: Range<Int>) -> Bool {
      bytes.stands("and ", at: line.lowerBound) || bytes[line.lowerBound] == UInt8(ascii: "&")
    }
    guard lines.count > 1, !lines.dropLast().contains(where: goesOn), !lines.contains(where: isRest),
      // `van der` and `Berg, Jane` on the next line.
      !lines.contains(where: { bytes[$0.lowerBound].isSmallLetter })
    else { return nil }
    return lines
  }

  /// The digits in brackets at the end of a name, or nil.
  static func numberInBrackets(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Range<Int>? {
    guard let last = name.last, bytes[last] == UInt8(ascii: ")") else { return nil }
    var start = last
    while start > name.lowerBound, bytes[start - 1].isDigit { start -= 1 }
    guard start < last, start - 1 > name.lowerBound, bytes[start - 1] == UInt8(ascii: "(") else { return nil }
    return start..<last
  }

  private static func readNames(_ text: String, _ role: Role) -> [Contributor] {
    var names: [Contributor] = []
    var findings = NameText.Findings()
    text.withUTF8Span { readNames($0, 0..<$0.count, as: role, into: &names, findings: &findings) }
    return names
  }

  private enum NamePiece {
    case text([UInt8])
    case braced([UInt8])
  }

  /// Splits a cell at its semicolons, except those in braces.
  private static func pieces(_ span: Span<UInt8>, _ range: Range<Int>) -> (pieces: [NamePiece], hasSemicolon: Bool) {
    var bytes: [UInt8] = []
    bytes.append(span, range)
    let closing = FieldText.closingBraces(bytes)
    var pieces: [NamePiece] = []
    var hasSemicolon = false
    var here = 0
    while here < bytes.count {
      while here < bytes.count, isSpace(bytes[here]) || bytes[here] == UInt8(ascii: ";") {
        hasSemicolon = hasSemicolon || bytes[here] == UInt8(ascii: ";")
        here += 1
      }
      guard here < bytes.count else { break }
      if bytes[here] == UInt8(ascii: "{"), let close = closing[here] {
        var next = close + 1
        while next < bytes.count, isSpace(bytes[next]) { next += 1 }
        if next == bytes.count || bytes[next] == UInt8(ascii: ";") {
          pieces.append(.braced(Array(bytes[(here + 1)..<close])))
          here = next
          continue
        }
      }
      var end = here
      while end < bytes.count, bytes[end] != UInt8(ascii: ";") {
        end += bytes[end] == UInt8(ascii: "\\") && end + 1 < bytes.count ? 2 : 1
      }
      end = min(end, bytes.count)
      split(bytes.span, here..<end, splitsCommas: false) { span, range in
        var text: [UInt8] = []
        text.append(span, range)
        pieces.append(.text(text))
      }
      here = end
    }
    return (pieces, hasSemicolon)
  }

  private static func readBraced(_ content: [UInt8], _ role: Role) -> Contributor {
    if let literal = FieldText.unescaped(content[...]), !literal.isEmpty { return .organization(literal, role) }
    let text = String(decoding: content, as: UTF8.self)
    if let members = FieldText.read(text), !members.isEmpty {
      var contributor = Contributor(.person)
      var coder = FieldCoder.decoding(members)
      Contributor.code(&contributor, &coder)
      contributor.roles = [role]
      var record = Record()
      record.contributors = [contributor]
      if coder.problems.isEmpty, coder.unknown.isEmpty, coder.leftovers.isEmpty, record.violations.isEmpty {
        return contributor
      }
    }
    // Braces that Citemill did not write are part of the name.
    return .unparsed("{\(text)}", role)
  }

  /// The names of a role, written so that they are read back unchanged, as far as names alone can hold them.
  static func write(_ contributors: [Contributor], _ role: Role) -> String {
    contributors.map { write($0, role, isAlone: contributors.count == 1) }.joined(separator: "; ")
  }

  private static func write(_ contributor: Contributor, _ role: Role, isAlone: Bool) -> String {
    let plain = Contributor(contributor.kind, name: contributor.name, roles: [role])
    let text =
      switch contributor.kind {
      case .person: NameText.write(contributor.name)
      case .organization, .unparsed: contributor.name.literal ?? ""
      case .others: "et al."
      case .anonymous: ""
      }
    let written = escaped(text)
    if !text.isEmpty {
      if isAlone, readNames(written, role) == [plain] { return written }
      if readNames(written + ";", role) == [plain] { return isAlone ? written + ";" : written }
    }
    if plain == .organization(text, role), !text.isEmpty { return "{\(FieldText.escaped(text))}" }
    var contributor = plain
    contributor.roles = [.author]
    var coder = FieldCoder.encoding()
    Contributor.code(&contributor, &coder)
    return "{\(FieldText.write(coder.members))}"
  }
}
