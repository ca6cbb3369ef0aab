import CitemillCore

extension LaTeXReader {
  /// Reads a command; returns whether it was an argument of the previous one.
  mutating func readCommand(_ bytes: Span<UInt8>) -> Bool {
    let start = here
    here += 1
    guard let first = byte(bytes, here) else {
      emit(UInt8(ascii: "\\"))
      return true
    }
    guard first.isLetter else {
      return readSignCommand(bytes, first, start)
    }
    while let next = byte(bytes, here), next.isLetter { here += 1 }
    let name = (start + 1)..<here
    guard let command = LaTeXCommands.standard.action(bytes, name) else {
      readUnknown(bytes, start)
      return true
    }
    return readWordCommand(bytes, command, start)
  }

  // MARK: - Commands with a symbol as their name

  private mutating func readSignCommand(_ bytes: Span<UInt8>, _ sign: UInt8, _ start: Int) -> Bool {
    here += 1
    if let accent = LaTeXAccents.index(ofSign: sign) {
      if pushArgument(bytes, .accent(accent)) { return false }
      emit(bytes, start..<here)
      return true
    }
    switch sign {
    case UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "_"),
      UInt8(ascii: "{"), UInt8(ascii: "}"):
      emit(sign)
    case 32, 9, 10, 11, 12, 13:
      emit(32)
      skipSpace(bytes)
    case UInt8(ascii: "\\"):
      if byte(bytes, here) == UInt8(ascii: "*") { here += 1 }
      emitBreak()
      return false
    case UInt8(ascii: ","): emit(scalar: 0x2009)
    case UInt8(ascii: ":"), UInt8(ascii: ">"): emit(scalar: 0x205F)
    case UInt8(ascii: ";"): emit(scalar: 0x2004)
    case UInt8(ascii: "!"), UInt8(ascii: "/"), UInt8(ascii: "@"): return false
    case UInt8(ascii: "-"): emit(scalar: 0xAD)
    case UInt8(ascii: "|"): emit(scalar: 0x2016)
    case UInt8(ascii: "("), UInt8(ascii: "["): readBracketFormula(bytes, sign, start)
    default:
      while let next = byte(bytes, here), next & 0xC0 == 0x80 { here += 1 }
      keepUnknown(bytes, start..<here, name: start..<here)
    }
    return true
  }

  // MARK: - Commands with a word as their name

  private mutating func readWordCommand(_ bytes: Span<UInt8>, _ command: LaTeXCommand, _ start: Int) -> Bool {
    switch command {
    case .text(let place):
      emit(LaTeXCommands.standard.text(place))
      skipSpace(bytes)
    case .accent(let index): return open(bytes, .accent(index), start)
    case .accents(let inner, let outer):
      push(.accent(outer), .awaiting)
      return open(bytes, .accent(inner), start)
    case .mark(let kind):
      if byte(bytes, here) == UInt8(ascii: "*") { here += 1 }
      return open(bytes, action(kind), start)
    case .content: return open(bytes, .content, start)
    case .dropped:
      findings.addLeftOut(bytes.text(start..<here))
      if takeGroup(bytes) != nil { return true }
      return open(bytes, .dropped, start)
    case .declaration(let kind):
      skipSpace(bytes)
      declare(kind)
      return false
    case .reset:
      skipSpace(bytes)
      endDeclarations()
      return false
    case .ignored:
      skipSpace(bytes)
      return false
    case .space:
      skipSpace(bytes)
      emitSoftSpace()
      return false
    case .line:
      skipSpace(bytes)
      emitBreak()
      return false
    case .address:
      guard let content = takeGroup(bytes) else { return keep(bytes, start) }
      emit(LaTeXText.address(bytes, content))
    case .link: return readLink(bytes, start)
    case .formula:
      guard let content = takeGroup(bytes) else { return keep(bytes, start) }
      readFormula(bytes, content)
    case .number: return readNumber(bytes, start)
    case .symbol: return readSymbol(bytes, start)
    case .function: return keep(bytes, start)
    case .gap: return readGap(bytes, start)
    case .term:
      guard let key = takeGroup(bytes) else { return keep(bytes, start) }
      emit(Array(BibTeXTypes.genre(ofKey: bytes.text(key)).utf8))
    case .condition: return readCondition(bytes, start)
    case .conditionEnd where openConditions > 0:
      openConditions -= 1
      skipSpace(bytes)
      return false
    case .otherwise, .conditionEnd: return keep(bytes, start)
    case .begin, .end:
      guard let name = takeGroup(bytes), case .declaration(let kind)? = LaTeXCommands.standard.action(bytes, name)
      else { return keep(bytes, start) }
      if case .begin = command { declare(kind) } else { endDeclarations() }
      return false
    }
    return true
  }

  /// Reads `\hspace{1em}`; with zero width it is where a word may be divided.
  private mutating func readGap(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    if byte(bytes, here) == UInt8(ascii: "*") { here += 1 }
    guard let width = takeGroup(bytes) else { return keep(bytes, start) }
    emit(scalar: bytes.text(width) == "0pt" ? 0x200B : bytes.text(width) == "1em" ? 0x2003 : 32)
    return true
  }

  /// Reads `\ifmmode \check{C}\else \v{C}\fi`, with which physics journals write accents for formulas and
  /// text at once: the part after `\else` is for text.
  private mutating func readCondition(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    guard !isWithoutBranch, let branch = LaTeXText.endOfBranch(bytes, here, end) else {
      isWithoutBranch = true
      return keep(bytes, start)
    }
    here = branch.end
    if branch.isElse { openConditions += 1 }
    skipSpace(bytes)
    return false
  }

  /// Opens a command's frame, or keeps the command as it is if too many frames are open.
  private mutating func open(_ bytes: Span<UInt8>, _ action: Action, _ start: Int) -> Bool {
    if pushArgument(bytes, action) { return false }
    emit(bytes, start..<here)
    return true
  }

  /// Keeps a command without its required arguments as it is written.
  private mutating func keep(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    keepUnknown(bytes, start..<here, name: start..<here)
    return true
  }

  private mutating func readLink(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    guard let content = takeGroup(bytes) else { return keep(bytes, start) }
    let address = LaTeXText.address(bytes, content)
    var next = here
    while byte(bytes, next)?.isSpace == true { next += 1 }
    if let text = group(bytes, at: next), !text.isEmpty {
      let value = String(decoding: address, as: UTF8.self)
      if pushArgument(bytes, linkAction(value)) { return false }
    }
    emit(address)
    return true
  }

  /// Reads `\char"E9`, `\char'351`, `\char233` and ``\char`A``.
  private mutating func readNumber(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    skipSpace(bytes)
    var digits = here
    var radix: UInt32 = 10
    switch byte(bytes, here) {
    case UInt8(ascii: "\""):
      radix = 16
      digits += 1
    case UInt8(ascii: "'"):
      radix = 8
      digits += 1
    case UInt8(ascii: "`"):
      digits += 1
      if byte(bytes, digits) == UInt8(ascii: "\\") { digits += 1 }
      guard digits < end else { return keep(bytes, start) }
      let character = bytes.scalar(at: digits)
      here = min(digits + character.length, end)
      emit(scalar: character.value)
      return true
    default: break
    }
    var stop = digits
    while stop < digits + 6, let next = byte(bytes, stop), next.isDigit || radix == 16 && next.isHexCapital {
      stop += 1
    }
    guard let number = LaTeXText.number(bytes, digits..<stop, radix: radix), Unicode.Scalar(number) != nil else {
      return keep(bytes, start)
    }
    here = stop
    if byte(bytes, here)?.isSpace == true { here += 1 }
    emit(scalar: number)
    return true
  }

  /// Reads `\symbol{233}` and `\symbol{"E9}`.
  private mutating func readSymbol(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    guard var digits = takeGroup(bytes) else { return keep(bytes, start) }
    var radix: UInt32 = 10
    if let first = byte(bytes, digits.lowerBound), first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      radix = first == UInt8(ascii: "'") ? 8 : 16
      digits = (digits.lowerBound + 1)..<max(digits.upperBound, digits.lowerBound + 1)
    }
    guard let number = LaTeXText.number(bytes, digits, radix: radix), Unicode.Scalar(number) != nil else {
      return keep(bytes, start)
    }
    emit(scalar: number)
    return true
  }

  // MARK: - Commands that are not known

  /// Keeps a command with the arguments right after it.
  private mutating func readUnknown(_ bytes: Span<UInt8>, _ start: Int) {
    let name = start..<here
    here = matching(bytes).endOfArguments(bytes, here..<end)
    keepUnknown(bytes, start..<here, name: name)
  }
}

extension UInt8 {
  /// `A` to `F`, which TeX allows in hexadecimal numbers.
  fileprivate var isHexCapital: Bool { self &- 65 < 6 }
}

extension LaTeXText {
  /// The URL in `\url`: without backslashes before TeX's special characters, and without line breaks.
  static func address(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    var here = range.lowerBound
    while here < range.upperBound {
      var byte = bytes[here]
      here += 1
      if byte == 10 || byte == 13 || byte == 9 { continue }
      if byte == UInt8(ascii: "\\"), here < range.upperBound, isEscapable(bytes[here]) {
        byte = bytes[here]
        here += 1
      }
      result.append(byte)
    }
    return result
  }

  /// Whether a backslash before the byte is only an escape in a URL.
  static func isEscapable(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "$"), UInt8(ascii: "#"),
      UInt8(ascii: "_"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
