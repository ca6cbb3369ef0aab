import CitemillCore

/// Checks a formula from a format other than TeX: it must only typeset mathematics, and leave TeX in the same
/// state as before, whatever follows.
///
///     \frac{a}{b}                groups, arguments and environments are whole
///     \text{if $x > 0$}          a formula among words
///     \frac{a}                   not: the dollar behind the formula would be the second argument
///     \left( a                   not: it has no end
///     a \] b                     not: it ends the formula
///     \vcenter{a \par b}         not: no commands of mathematics
struct LaTeXFormulaCheck {
  /// The open groups.
  private enum Group: Equatable {
    case braces, option, dollars, delimiters
    case environment(Range<Int>)
  }

  private struct Frame {
    var group: Group
    /// Whether it contains text instead of a formula.
    var isText: Bool
    /// How many arguments the last command still takes.
    var pending = 0
    /// Whether these contain text.
    var isPendingText = false
    /// Whether it is a superscript or subscript that takes an argument, which may be a command with
    /// arguments.
    var isScript = false
    /// Whether a bracket would begin an option, which must end.
    var takesOption = false
  }

  private var frames: [Frame] = []
  private var top = Frame(group: .braces, isText: false)

  /// Whether a formula is allowed between dollars.
  static func passes(_ bytes: Span<UInt8>) -> Bool {
    var check = Self()
    var here = 0
    while here < bytes.count {
      guard let next = check.step(bytes, here) else { return false }
      here = next
    }
    return check.frames.isEmpty && check.top.pending == 0
  }

  /// Processes what is at an index: returns the index after it, or nil if it is not allowed.
  private mutating func step(_ bytes: Span<UInt8>, _ here: Int) -> Int? {
    let byte = bytes[here]
    switch byte {
    case _ where byte.isSpace: return here + 1
    case 0..<32, 127, UInt8(ascii: "%"), UInt8(ascii: "#"): return nil
    case UInt8(ascii: "{"):
      let isText = top.pending > 0 ? top.isPendingText : top.isText
      takeToken()
      open(.braces, isText: isText)
    case UInt8(ascii: "}"): if !close(.braces) { return nil }
    case UInt8(ascii: "[") where top.takesOption:
      top.takesOption = false
      open(.option, isText: false)
    case UInt8(ascii: "]") where top.group == .option: if !close(.option) { return nil }
    case UInt8(ascii: "$"):
      if top.group == .dollars { return close(.dollars) ? here + 1 : nil }
      guard top.isText, top.pending == 0 else { return nil }
      open(.dollars, isText: false)
    case UInt8(ascii: "^"), UInt8(ascii: "_"):
      guard !top.isText, take(arguments: 1) else { return nil }
      top.isScript = true
    case UInt8(ascii: "&"): if !isInTable || top.pending > 0 { return nil }
    case UInt8(ascii: "*") where top.takesOption: break
    case UInt8(ascii: "\\"): return command(bytes, here)
    default:
      // An argument without braces is one byte.
      if byte >= 0x80, top.pending > 0 { return nil }
      takeToken()
    }
    return here + 1
  }

  // MARK: - Groups

  private mutating func open(_ group: Group, isText: Bool) {
    frames.append(top)
    top = Frame(group: group, isText: isText)
  }

  private mutating func close(_ group: Group) -> Bool {
    guard top.group == group, top.pending == 0, let outer = frames.popLast() else { return false }
    top = outer
    return true
  }

  private var isInTable: Bool { if case .environment = top.group { true } else { false } }

  // MARK: - Arguments

  /// Reads a token, which may be an argument.
  private mutating func takeToken() {
    if top.pending > 0 { top.pending -= 1 }
    top.isScript = false
    top.takesOption = false
  }

  /// Adds a command with arguments; false if it is itself an unbraced argument, and would be separated from
  /// its own.
  private mutating func take(arguments count: Int, isText: Bool = false) -> Bool {
    guard top.pending == 0 || top.isScript && count > 0 else { return false }
    top.pending = count
    top.isPendingText = isText
    top.isScript = false
    top.takesOption = false
    return true
  }

  // MARK: - Commands

  private mutating func command(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
    var end = start + 1
    while end < bytes.count, bytes[end].isLetter { end += 1 }
    if end == start + 1 { return signCommand(bytes.byte(at: end)) ? end + 1 : nil }
    let name = (start + 1)..<end
    if isWord("left", bytes, name) {
      guard !top.isText, top.pending == 0, top.group != .option else { return nil }
      takeToken()
      open(.delimiters, isText: false)
      return end
    }
    if isWord("right", bytes, name) { return close(.delimiters) ? end : nil }
    if isWord("middle", bytes, name) { return top.group == .delimiters && top.pending == 0 ? end : nil }
    if isWord("begin", bytes, name) || isWord("end", bytes, name) { return environment(bytes, name) }
    guard let form = LaTeXText.form(of: bytes, name), !form.isOfTable || isInTable, !form.isAccent || top.isText else {
      return nil
    }
    if form.arguments == 0 {
      takeToken()
      return end
    }
    guard take(arguments: form.arguments, isText: form.isText) else { return nil }
    top.takesOption = form.takesOption
    return bytes.byte(at: end) == UInt8(ascii: "*") ? end + 1 : end
  }

  private func isWord(_ word: StaticString, _ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    name.count == word.utf8CodeUnitCount && bytes.stands(word, at: name.lowerBound)
  }

  /// Checks a command that is not a letter: `\,`, `\{`, `\\`, and accents in text. `\(`, `\]` and others do
  /// not belong in mathematics.
  private mutating func signCommand(_ sign: UInt8?) -> Bool {
    switch sign {
    case UInt8(ascii: "\\"):
      guard top.pending == 0 else { return false }
      takeToken()
      top.takesOption = true
    case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "!"), UInt8(ascii: ">"), 9, 10, 13, 32,
      UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "$"),
      UInt8(ascii: "#"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "*"):
      takeToken()
    default:
      guard let sign, top.isText, LaTeXAccents.index(ofSign: sign) != nil else { return false }
      return take(arguments: 1, isText: true)
    }
    return true
  }

  /// Reads `\begin{matrix}` and `\end{matrix}`.
  private mutating func environment(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Int? {
    let open = name.upperBound
    guard !top.isText, top.pending == 0, bytes.byte(at: open) == UInt8(ascii: "{"),
      let close = bytes.firstIndex(of: UInt8(ascii: "}"), from: open, to: bytes.count)
    else { return nil }
    let environment = (open + 1)..<close
    if name.count == 3 {
      guard case .environment(let begun) = top.group,
        Array(bytes, begun).elementsEqual(Array(bytes, environment)), self.close(top.group)
      else { return nil }
      return close + 1
    }
    guard top.group != .option, let arguments = LaTeXText.arguments(ofEnvironment: bytes, environment) else {
      return nil
    }
    takeToken()
    self.open(.environment(environment), isText: false)
    top.pending = arguments
    top.takesOption = true
    return close + 1
  }
}
