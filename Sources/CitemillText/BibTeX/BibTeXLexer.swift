import CitemillCore

/// A field of an entry: the ranges of its name and its value.
struct BibTeXField {
  /// The row of the table; nil for an unknown name.
  var row: Int?
  /// The name, in the entry or in the arena.
  var name: Range<Int>
  /// Whether the name is in the arena.
  var isNameInArena = false
  /// The value without its delimiters, in the entry or in the arena.
  var value: Range<Int>
  /// Whether the value is in the arena, since it was composed there.
  var isInArena = false
}

/// Splits an entry into key and fields; the bytes of the values are not moved.
struct BibTeXLexer {
  /// What was repaired in an entry.
  struct Repairs: OptionSet {
    let rawValue: Int
    /// A comma between fields, or after the key, was missing.
    static let comma = Self(rawValue: 1)
    /// A value or the entry was not closed; the end was inferred from the lines.
    static let end = Self(rawValue: 2)
    /// There was a quotation mark inside a value in quotation marks.
    static let quote = Self(rawValue: 4)
    /// There were words in the place of a field; they are kept in a separate field.
    static let stray = Self(rawValue: 8)
    /// The expansion of a macro was too long.
    static let expansion = Self(rawValue: 16)
    /// An equals sign was missing.
    static let equals = Self(rawValue: 32)
    /// The rest of a line was commented out by a percent sign.
    static let remark = Self(rawValue: 64)
    /// The same, and it contains a known field.
    static let remarkOfField = Self(rawValue: 128)
  }

  /// The key; empty if there is none.
  private(set) var key = 0..<0
  var fields: [BibTeXField] = []
  /// Values that were composed.
  var arena: [UInt8] = []
  /// What was repaired.
  private(set) var repairs: Repairs = []
  /// The first undefined macros.
  private(set) var undefined: [String] = []
  /// Words that belong to no field.
  private var stray: [UInt8] = []
  private var end = 0
  private var groups: [BibTeXGroup] = []
  private var nextGroup = 0
  private var isWhole = true
  private var hasEscapedBraces = false
  private var isField = true
  /// Whether the last value ended with its line.
  private var isUnfinished = false

  /// Parses the body of an entry.
  ///
  /// Values that the framer has found need not be searched for again.
  mutating func lex(
    _ bytes: Span<UInt8>, _ block: BibTeXBlock, _ strings: inout BibTeXStrings, groups: [BibTeXGroup] = []
  ) {
    begin(bytes, block)
    strings.allow(block.range.count)
    self.groups = groups
    defer { self.groups = [] }
    let start = readKey(bytes, block.body.lowerBound)
    readFields(bytes, start, &strings)
    addStray()
  }

  /// Parses the definitions of a `@string`.
  mutating func lexStrings(_ bytes: Span<UInt8>, _ block: BibTeXBlock, _ strings: inout BibTeXStrings) {
    begin(bytes, block)
    strings.allow(block.range.count)
    isField = false
    readFields(bytes, block.body.lowerBound, &strings)
    isField = true
  }

  private mutating func begin(_ bytes: Span<UInt8>, _ block: BibTeXBlock) {
    fields.removeAll(keepingCapacity: fields.count < 256)
    arena.removeAll(keepingCapacity: arena.count < 65536)
    repairs = []
    if !undefined.isEmpty { undefined.removeAll() }
    stray.removeAll()
    key = block.body.lowerBound..<block.body.lowerBound
    end = block.body.upperBound
    nextGroup = 0
    isWhole = block.isWhole
    hasEscapedBraces = block.hasEscapedBraces
    if !isWhole { repairs.insert(.end) }
  }

  // MARK: - Key

  /// Reads the key, and returns where the fields start.
  private mutating func readKey(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    let first = bytes.endOfSpace(from: start, to: end)
    var here = first
    while here < end {
      switch bytes[here] {
      case UInt8(ascii: ","):
        key = bytes.trimmed(first..<here)
        return here + 1
      case UInt8(ascii: "="): return readKeyBefore(bytes, first, equals: here)
      case UInt8(ascii: "{"), UInt8(ascii: "\""):
        key = bytes.trimmed(first..<here)
        return here
      case 10, 13:
        let next = bytes.endOfSpace(from: here, to: end)
        if next < end, bytes[next] == UInt8(ascii: ",") {
          key = bytes.trimmed(first..<here)
          return next + 1
        }
        if bytes.startsField(next) {
          key = bytes.trimmed(first..<here)
          repairs.insert(.comma)
          return next
        }
        here = next
      default: here += 1
      }
    }
    key = bytes.trimmed(first..<end)
    return end
  }

  /// An equals sign before the first comma: the entry has no key, or no comma after it.
  private mutating func readKeyBefore(_ bytes: Span<UInt8>, _ first: Int, equals: Int) -> Int {
    let words = bytes.trimmed(first..<equals)
    guard let space = bytes.firstIndex(of: 32, from: words.lowerBound, to: words.upperBound) else { return first }
    key = first..<space
    repairs.insert(.comma)
    return space
  }

  // MARK: - Fields

  private mutating func readFields(_ bytes: Span<UInt8>, _ start: Int, _ strings: inout BibTeXStrings) {
    var here = start
    var hasComma = true
    while true {
      here = bytes.endOfSpace(from: here, to: end)
      guard here < end else { return }
      switch bytes[here] {
      case UInt8(ascii: ","):
        hasComma = true
        here += 1
        continue
      case UInt8(ascii: "%"):
        let lineEnd = bytes.firstIndex(of: 10, from: here, to: end) ?? end
        repairs.insert(BibTeXText.hasField(bytes, bytes.trimmed(here + 1..<lineEnd)) ? .remarkOfField : .remark)
        here = lineEnd
        continue
      case let byte where byte.isWordOfBibTeX: break
      default:
        here = pass(bytes, here)
        hasComma = true
        continue
      }
      var nameEnd = here
      while nameEnd < end {
        // Nearly all names are letters.
        let byte = bytes[nameEnd]
        guard byte.isLetter || byte.isWordOfBibTeX && !bytes.isNoBreakSpace(at: nameEnd) else { break }
        nameEnd &+= 1
      }
      var name = here..<nameEnd
      var next = bytes.endOfSpace(from: nameEnd, to: end)
      if next < end, next > nameEnd, bytes[next].isLetter, bytes.startsField(next), isOneLine(bytes, nameEnd..<next) {
        // A name of two words.
        nameEnd = next
        while nameEnd < end, bytes[nameEnd].isWordOfBibTeX { nameEnd += 1 }
        name = here..<nameEnd
        next = bytes.endOfSpace(from: nameEnd, to: end)
      }
      guard next < end else { return lose(bytes, name) }
      var valueStart = next
      switch bytes[next] {
      case UInt8(ascii: "="): valueStart = bytes.endOfSpace(from: next + 1, to: end)
      case UInt8(ascii: "{"), UInt8(ascii: "\""): repairs.insert(.equals)
      default:
        lose(bytes, name)
        here = nameEnd
        continue
      }
      if !hasComma { repairs.insert(.comma) }
      var field = BibTeXField(row: nil, name: name, value: valueStart..<valueStart)
      isUnfinished = false
      here = readValue(bytes, valueStart, into: &field, strings: &strings)
      if isField {
        field.row = BibTeXTable.row(bytes, name)
        fields.append(field)
      } else {
        strings.define(bytes, name, field.isInArena ? arena[field.value] : Self.copy(bytes, field.value))
      }
      // After a value that ended with its line, nothing more is missing.
      hasComma = isUnfinished
    }
  }

  static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> ArraySlice<UInt8> {
    var copy: [UInt8] = []
    copy.append(bytes, range)
    return copy[...]
  }

  /// Skips what is not a field: a stray brace, or a value without a name.
  private mutating func pass(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    if bytes[start] == UInt8(ascii: "{") {
      let close = endOfBraces(bytes, start)
      lose(bytes, close.value)
      return close.next
    }
    // An extra closing brace or parenthesis is ignored.
    if bytes[start] != UInt8(ascii: "}"), bytes[start] != UInt8(ascii: ")") { lose(bytes, start..<(start + 1)) }
    return start + 1
  }

  /// Keeps words that belong to no field, to be passed on in a separate field.
  private mutating func lose(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    repairs.insert(.stray)
    if !stray.isEmpty { stray.append(32) }
    stray.append(bytes, range)
  }

  private func isOneLine(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    bytes.firstIndex(of: 10, from: range.lowerBound, to: range.upperBound) == nil
  }

  /// Passes on the words that belong to no field as one field.
  private mutating func addStray() {
    if stray.isEmpty { return }
    let name = arena.count
    arena += Array("stray-text".utf8)
    let value = arena.count
    arena += stray
    Self.balance(&arena, from: value)
    fields.append(
      BibTeXField(
        row: nil, name: name..<value, isNameInArena: true, value: value..<arena.count, isInArena: true))
  }

  // MARK: - Values

  /// Reads a value of one or more parts, and returns where it ends.
  private mutating func readValue(
    _ bytes: Span<UInt8>, _ start: Int, into field: inout BibTeXField, strings: inout BibTeXStrings
  ) -> Int {
    var (part, here, isWord) = readPart(bytes, start)
    var next = bytes.endOfSpace(from: here, to: end)
    let isJoined = next < end && bytes[next] == UInt8(ascii: "#")
    if isUnfinished {
      // What remains must be in braces.
      let arenaStart = arena.count
      arena.append(bytes, part)
      Self.balance(&arena, from: arenaStart)
      field.value = arenaStart..<arena.count
      field.isInArena = true
      return here
    }
    if !isJoined, !isWord {
      field.value = part
      return here
    }
    let arenaStart = arena.count
    while true {
      if isWord, !strings.expand(bytes, part, into: &arena), undefined.count < 8 {
        undefined.append(bytes.text(part.lowerBound..<min(part.upperBound, part.lowerBound + 40)))
      }
      if !isWord { arena.append(bytes, part) }
      if arena.count - arenaStart > BibTeXStrings.longestValue || strings.isExhausted {
        // The text as it is in the file is kept instead.
        arena.removeLast(arena.count - arenaStart)
        repairs.insert(.expansion)
        while next < end, bytes[next] == UInt8(ascii: "#") {
          (part, here, isWord) = readPart(bytes, bytes.endOfSpace(from: next + 1, to: end))
          next = bytes.endOfSpace(from: here, to: end)
        }
        var raw = bytes.trimmed(start..<here)
        if raw.count > BibTeXStrings.longestValue { raw = raw.lowerBound..<(raw.lowerBound + 1024) }
        arena.append(bytes, raw)
        Self.balance(&arena, from: arenaStart)
        break
      }
      guard next < end, bytes[next] == UInt8(ascii: "#") else { break }
      (part, here, isWord) = readPart(bytes, bytes.endOfSpace(from: next + 1, to: end))
      next = bytes.endOfSpace(from: here, to: end)
    }
    field.value = arenaStart..<arena.count
    field.isInArena = true
    return here
  }

  /// Removes unpaired braces, so that the text can be written in braces.
  private static func balance(_ text: inout [UInt8], from start: Int) {
    var depth = 0
    var isGood = true
    for index in start..<text.count {
      if text[index] == UInt8(ascii: "{") { depth += 1 }
      if text[index] == UInt8(ascii: "}") { depth -= 1 }
      isGood = isGood && depth >= 0
    }
    if isGood, depth == 0 { return }
    let rest = text[start...].filter { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
    text.replaceSubrange(start..., with: rest)
  }

  /// Reads one part: its range without delimiters, its end, and whether it is a word that may be a macro.
  private mutating func readPart(_ bytes: Span<UInt8>, _ start: Int) -> (Range<Int>, Int, Bool) {
    guard start < end else { return (start..<start, start, false) }
    switch bytes[start] {
    case UInt8(ascii: "{"):
      let close = endOfBraces(bytes, start)
      return (close.value, close.next, false)
    case UInt8(ascii: "\""):
      let close = endOfQuotes(bytes, start)
      return (close.value, close.next, false)
    default: return readBare(bytes, start)
    }
  }

  /// A number, a macro, or words without delimiters.
  private mutating func readBare(_ bytes: Span<UInt8>, _ start: Int) -> (Range<Int>, Int, Bool) {
    var here = start
    var hasDigitsOnly = true
    scan: while here < end {
      let byte = bytes[here]
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "#"), UInt8(ascii: "}"), UInt8(ascii: "{"), UInt8(ascii: "\""),
        UInt8(ascii: ")"):
        break scan
      case _ where byte.isSpace: break scan
      default:
        hasDigitsOnly = hasDigitsOnly && byte.isDigit
        here += 1
      }
    }
    let next = bytes.endOfSpace(from: here, to: end)
    let isEnd =
      next >= end || bytes[next] == UInt8(ascii: ",") || bytes[next] == UInt8(ascii: "#")
      || bytes[next] == UInt8(ascii: ")") || bytes[next] == UInt8(ascii: "}")
    if isEnd || here == start || bytes.startsField(next) { return (start..<here, here, !hasDigitsOnly) }
    // Several words: up to the comma or the end of the line.
    var stop = here
    while stop < end, bytes[stop] != UInt8(ascii: ","), bytes[stop] != 10, bytes[stop] != 13 {
      if bytes[stop] == UInt8(ascii: "{") || bytes[stop] == UInt8(ascii: "}") {
        return (start..<here, here, !hasDigitsOnly)
      }
      stop += 1
    }
    repairs.insert(.quote)
    return (bytes.trimmed(start..<stop), stop, false)
  }

  private func lineStartsField(_ bytes: Span<UInt8>, _ lineEnd: Int) -> Bool {
    let next = bytes.endOfSpace(from: lineEnd, to: min(lineEnd + 256, end))
    return next < end && bytes.startsField(next)
  }

  /// Whether the name of a known field follows, and the start of a value.
  private func startsKnownField(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    let first = bytes.endOfSpace(from: start, to: min(start + 64, end))
    var last = first
    while last < min(first + 32, end), bytes[last].isLetter || bytes[last] == UInt8(ascii: "-") { last += 1 }
    let equals = bytes.endOfSpace(from: last, to: min(last + 16, end))
    guard last > first, equals < end, bytes[equals] == UInt8(ascii: "="), BibTeXTable.row(bytes, first..<last) != nil
    else { return false }
    let value = bytes.endOfSpace(from: equals + 1, to: min(equals + 16, end))
    return value < end && (bytes[value].isDigit || bytes[value] == UInt8(ascii: "{") || bytes[value] == 34)
  }

  /// The end of the value after a brace, and what comes next.
  private mutating func endOfBraces(_ bytes: Span<UInt8>, _ start: Int) -> (value: Range<Int>, next: Int) {
    while nextGroup < groups.count {
      let group = groups[nextGroup]
      if group.open > start { break }
      nextGroup += 1
      if group.open == start, group.close < end { return ((start + 1)..<group.close, group.close + 1) }
    }
    var depth = 1
    var here = start + 1
    while here < end {
      if isWhole, !hasEscapedBraces {
        // Only braces count then.
        guard let brace = bytes.firstIndex(of: UInt8(ascii: "{"), UInt8(ascii: "}"), 125, from: here, to: end) else {
          break
        }
        here = brace
      }
      switch bytes[here] {
      case UInt8(ascii: "\\"):
        if hasEscapedBraces { here += 1 }
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return ((start + 1)..<here, here + 1) }
      case 10:
        if !isWhole, lineStartsField(bytes, here) { return unfinished(bytes, start + 1, here) }
      // `title = {The {weirs}, year = 2020`: a brace is missing, and all fields are on one line.
      case UInt8(ascii: ","):
        if !isWhole, startsKnownField(bytes, here + 1) { return unfinished(bytes, start + 1, here) }
      default: break
      }
      here += 1
    }
    return unfinished(bytes, start + 1, end)
  }

  /// A value that ended with its line, or with the entry.
  private mutating func unfinished(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int) -> (value: Range<Int>, next: Int) {
    repairs.insert(.end)
    isUnfinished = true
    var range = bytes.trimmed(start..<stop)
    while let last = range.last, [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: ")"), 34].contains(bytes[last]) {
      range = bytes.trimmed(range.lowerBound..<last)
    }
    return (range, stop)
  }

  /// The end of the value after a quotation mark, and what comes next.
  private mutating func endOfQuotes(_ bytes: Span<UInt8>, _ start: Int) -> (value: Range<Int>, next: Int) {
    var depth = 0
    var here = start + 1
    var lineEnd: Int?
    while here < end {
      switch bytes[here] {
      case UInt8(ascii: "\\"):
        if hasEscapedBraces { here += 1 }
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        if depth == 0 { return unfinished(bytes, start + 1, lineEnd ?? here) }
        depth -= 1
      case UInt8(ascii: "\"") where depth == 0:
        if isEndOfValue(bytes, here + 1) { return ((start + 1)..<here, here + 1) }
        repairs.insert(.quote)
      case 10:
        if lineEnd == nil, lineStartsField(bytes, here) {
          if !isWhole { return unfinished(bytes, start + 1, here) }
          lineEnd = here
        }
      default: break
      }
      here += 1
    }
    return unfinished(bytes, start + 1, lineEnd ?? end)
  }

  /// Whether the byte at an index may follow a value.
  private func isEndOfValue(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    let next = bytes.endOfSpace(from: index, to: end)
    if next >= end { return true }
    switch bytes[next] {
    case UInt8(ascii: ","), UInt8(ascii: "#"), UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "%"): return true
    default: return bytes.startsField(next)
    }
  }
}

/// The macros of a file, from `@string`, and the months that every style defines.
struct BibTeXStrings {
  /// The maximum length of a value after expanding macros.
  static let longestValue = 1 << 16
  /// How much values may still grow by expansion, so that a small source cannot become very large.
  private var rest = 1 << 16
  private static let allowedPerByte = 32
  private var ranges: [[UInt8]: Range<Int>] = [:]
  private var storage: [UInt8] = []

  /// Whether values have grown so much that no more macros are expanded.
  var isExhausted: Bool { rest < 0 }

  /// Adds to the allowed growth for a number of source bytes.
  mutating func allow(_ count: Int) { rest = min(max(rest, 0) + count * Self.allowedPerByte, 256 << 20) }

  private static func lowered(_ bytes: Span<UInt8>, _ name: Range<Int>) -> [UInt8] {
    var key: [UInt8] = []
    key.append(bytes, name)
    for index in key.indices { key[index] = key[index].lowercased }
    return key
  }

  /// Defines a macro; one that would become too long is truncated.
  mutating func define(_ bytes: Span<UInt8>, _ name: Range<Int>, _ value: ArraySlice<UInt8>) {
    guard name.count <= 256, storage.count + value.count <= 64 << 20 else { return }
    let start = storage.count
    storage += value
    ranges[Self.lowered(bytes, name)] = start..<storage.count
  }

  /// Appends the expansion of a word: the text of a macro, or the word itself; false if it is not defined.
  mutating func expand(_ bytes: Span<UInt8>, _ word: Range<Int>, into result: inout [UInt8]) -> Bool {
    guard word.count <= 256 else {
      result.append(bytes, word)
      return false
    }
    if !ranges.isEmpty, let range = ranges[Self.lowered(bytes, word)] {
      rest -= range.count
      result += storage[range]
    } else if word.count == 3, let month = Months.number(ofEnglish: bytes, word) {
      // Every style defines the months in three letters.
      result += Months.names[month - 1].utf8
    } else {
      result.append(bytes, word)
      return false
    }
    return true
  }
}

// MARK: - Characters as in HTML

extension BibTeXLexer {
  /// Replaces references such as `&uuml;` by their characters, before names are split and because TeX has no such use
  /// of `&`; with a backslash before it the sign itself is meant (Fixtures/BibTeX/character-names.bib).
  mutating func readCharacterNames(_ bytes: Span<UInt8>, _ block: BibTeXBlock) {
    guard CharacterNames.areIn(bytes, block.range) else { return }
    for index in fields.indices {
      guard let row = fields[index].row else { continue }
      if case .verbatim = BibTeXTable.rules[row] { continue }
      let place = fields[index].value
      let value = fields[index].isInArena ? Array(arena[place]) : Array(Self.copy(bytes, place))
      guard let text = Self.withCharacters(value) else { continue }
      fields[index].value = arena.count..<(arena.count + text.count)
      fields[index].isInArena = true
      arena += text
    }
  }

  /// A value with the characters for their references; nil if it has none.
  private static func withCharacters(_ value: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var hasAny = false
    var start = 0
    // Each part ends where an ampersand is escaped.
    for index in value.indices.dropFirst() where value[index] == UInt8(ascii: "&") && value[index - 1] == 92 {
      let found = CharacterNames.decoded(value.span, start..<index)
      hasAny = hasAny || found != nil
      result += (found ?? Array(value[start..<index])) + [value[index]]
      start = index + 1
    }
    let found = CharacterNames.decoded(value.span, start..<value.count)
    return hasAny || found != nil ? result + (found ?? Array(value[start...])) : nil
  }
}
