import CitemillCore

// Formulas: `$x^2$`, `$$x$$`, `\(x\)`, `\[x\]` and `\ensuremath{x}`.

extension LaTeXReader {
  /// Reads a formula between dollars; an unpaired dollar is literal.
  mutating func readDollar(_ bytes: Span<UInt8>) {
    if byte(bytes, here + 1) == UInt8(ascii: "$"), let content = formula(bytes, here + 2, .doubleDollar) {
      here = content.upperBound + 2
      readFormula(bytes, content)
    } else if let content = formula(bytes, here + 1, .dollar) {
      here = content.upperBound + 1
      readFormula(bytes, content)
    } else {
      here += 1
      emit(UInt8(ascii: "$"))
    }
  }

  /// Reads a formula between `\(` and `\)`, or `\[` and `\]`; an unclosed opening is kept as it is written.
  mutating func readBracketFormula(_ bytes: Span<UInt8>, _ sign: UInt8, _ start: Int) {
    if let content = formula(bytes, here, sign == UInt8(ascii: "(") ? .round : .square) {
      here = content.upperBound + 2
      readFormula(bytes, content)
    } else {
      keepUnknown(bytes, start..<here, name: start..<here)
    }
  }

  /// What ends a formula.
  enum FormulaEnd: Int { case dollar, doubleDollar, round, square }

  /// The formula that starts at an index; nil if it does not end in its group, or is empty.
  private mutating func formula(_ bytes: Span<UInt8>, _ from: Int, _ kind: FormulaEnd) -> Range<Int>? {
    // Ranges that were searched without success are not searched again, or many openings would take quadratic
    // time.
    if from < withoutEnd[kind.rawValue] { return nil }
    let (stop, isEnd) = LaTeXText.endOfFormula(bytes, from: from, to: end, before: kind)
    if isEnd { return stop > from ? from..<stop : nil }
    withoutEnd[kind.rawValue] = stop
    return nil
  }

  /// Appends the text for a formula.
  mutating func readFormula(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let range = LaTeXText.trimmed(bytes, range)
    let start = plain.count
    switch LaTeXFormula(bytes, range) {
    case .empty: emitSoftSpace()
    case .symbol(let text): emit(text)
    case .script(let kind, let content):
      emit(content)
      addMark(kind, from: start)
    case .tex:
      let readable = LaTeXFormula.readable(bytes, range, &findings)
      if readable.isEmpty { emitLiteral(bytes, range) } else { emit(readable) }
      addMark(.mathTeX, from: start, value: LaTeXText.collapsed(bytes, range))
    }
  }
}

extension LaTeXText {
  /// The end of a formula, or where the search for it stopped without success.
  static func endOfFormula(
    _ bytes: Span<UInt8>, from: Int, to end: Int, before kind: LaTeXReader.FormulaEnd
  ) -> (stop: Int, isEnd: Bool) {
    var depth = 0
    var here = from
    while here < end {
      switch bytes[here] {
      case UInt8(ascii: "\\"):
        let next = here + 1 < end ? bytes[here + 1] : 0
        let closes = kind == .round && next == UInt8(ascii: ")") || kind == .square && next == UInt8(ascii: "]")
        if closes, depth == 0 { return (here, true) }
        here += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth < 0 { return (here, false) }
      case UInt8(ascii: "$") where depth == 0:
        if kind == .dollar { return (here, true) }
        if kind == .doubleDollar, here + 1 < end, bytes[here + 1] == UInt8(ascii: "$") { return (here, true) }
      default: break
      }
      here += 1
    }
    return (end, false)
  }

  /// The end of a part of a condition from an index on: after its `\else` or `\fi`; nil if there is neither.
  static func endOfBranch(_ bytes: Span<UInt8>, _ from: Int, _ end: Int) -> (end: Int, isElse: Bool)? {
    var here = from
    var depth = 0
    while let command = bytes.firstIndex(of: UInt8(ascii: "\\"), from: here, to: end) {
      here = min(command + 2, end)
      while here < end, bytes[here].isLetter { here += 1 }
      switch LaTeXCommands.standard.action(bytes, (command + 1)..<here) {
      case .condition?: depth += 1
      case .otherwise? where depth == 0: return (here, true)
      case .conditionEnd?:
        if depth == 0 { return (here, false) }
        depth -= 1
      default: break
      }
    }
    return nil
  }

  /// A range without white space at its ends.
  static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, bytes[lower].isSpace { lower += 1 }
    while upper > lower, bytes[upper - 1].isSpace { upper -= 1 }
    // A backslash keeps the space after it.
    if upper < range.upperBound, upper > lower, bytes[upper - 1] == UInt8(ascii: "\\") { upper += 1 }
    return lower..<upper
  }

  /// The text of a range with each run of white space replaced by one space.
  static func collapsed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var result: [UInt8] = []
    for index in range {
      if !bytes[index].isSpace { result.append(bytes[index]) } else if result.last != 32 { result.append(32) }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
